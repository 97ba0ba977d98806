/* Worker processes: children of this one, and the frames to and from them, on which the parent never waits. */
#ifndef HT_BATCH_CHANNEL_H
#define HT_BATCH_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"

/* No frame is larger: a record's text (HT_EXPORT_MAX_INPUT), and 16 MiB for what comes with it. */
#define HT_FRAME_MAX ((size_t)80 << 20)

typedef struct ht_channel {
	int fd;
	ht_buf in, out;
	size_t in_pos, out_pos; /* bytes of them that are dealt with */
} ht_channel;

/* Fork a child that calls run(arg, its end of a socket) and exits. In it the
 * parent's descriptors in close_v are closed and signals ignored; it dies with
 * its parent. The child's pid, or -1 with errno. */
pid_t ht_channel_fork(ht_channel *c, const int *close_v, size_t n_close, void (*run)(const void *arg, int fd),
                      const void *arg);

/* The poll() events to wait for. */
short ht_channel_events(const ht_channel *c);
/* Send what is waiting, as far as that is possible now. */
void ht_channel_send(ht_channel *c);
/* Take in what has arrived. False at the end of the stream, or out of memory. */
bool ht_channel_receive(ht_channel *c);
/* The payload of the next whole frame, or NULL; *broken when what arrived
 * cannot be a frame. Valid until the next call. */
const char *ht_channel_frame(ht_channel *c, size_t *len, bool *broken);
void ht_channel_close(ht_channel *c);

/* What a child's reading came to. */
typedef enum ht_reading {
	HT_READ_FRAME,
	HT_READ_END,    /* the stream has ended: there is no more to do */
	HT_READ_FAILED, /* out of memory, or what arrived cannot be a frame */
} ht_reading;

/* The child's side. Wait for a frame: its payload, in buf, which keeps what
 * arrived after it. */
ht_reading ht_frame_read(int fd, ht_buf *buf, char **payload, size_t *len);
/* Drop that frame from buf. */
void ht_frame_drop(ht_buf *buf, const char *payload, size_t len);
/* Write all of buf. False: the other side is gone. */
bool ht_frame_write(int fd, const ht_buf *buf);

/* ---- what is in a frame ----
 *
 * Numbers in this machine's byte order, and strings with their length before and a NUL after them, so that a reader can
 * point into the payload. A worker's memory may be corrupt: everything is checked against the payload's end. */

/* Begin a frame: where its payload starts. */
size_t ht_wire_begin(ht_buf *out);
/* End it. False: out of memory, or it would be larger than HT_FRAME_MAX. */
bool ht_wire_finish(ht_buf *out, size_t start);

/* Put a number, or bytes, or a string; what fails sticks to the buffer. */
void ht_wire_put_number(ht_buf *out, uint64_t v);
void ht_wire_put_bytes(ht_buf *out, const void *data, size_t len);
/* NULL: as "". */
void ht_wire_put_string(ht_buf *out, const char *s);

/* A payload being read. */
typedef struct ht_wire {
	const char *p, *end;
	ht_arena *arena; /* for lists */
	bool bad;        /* sticky: it is not what was put, or there was no memory for it */
	bool no_memory;  /* it is this process' memory */
} ht_wire;

/* The next len bytes, or NULL. */
const char *ht_wire_take(ht_wire *w, size_t len);
/* max: a greater number cannot have been sent. */
uint64_t ht_wire_number(ht_wire *w, uint64_t max);
/* NUL-terminated, and "" where the payload is bad. Borrowed from the payload. */
const char *ht_wire_bytes(ht_wire *w, size_t *len);
const char *ht_wire_string(ht_wire *w);

#endif
