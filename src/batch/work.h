/* Processes: workers, the one that waits for the disk, and their parent. */
#ifndef BT_WORK_H
#define BT_WORK_H

#include <sys/types.h>

#include "bt.h"

/* A library's report of memory that it could not get ends a worker with this. */
#define BT_EXIT_MEMORY 77

/* ---- worker.c ---- */

/* What every worker is told when it begins. */
typedef struct bt_work {
	ht_exporter *exporter;
	const bt_naming *naming;
	const char *temp_folder; /* ending in "/"; NULL: that of the output */
	pid_t parent;
	unsigned memory;  /* MiB; 0: no limit */
	bool keyed;       /* hash what outputs are made from */
	bt_hash base_key; /* of all that is the same for every record */
} bt_work;

/* A worker's life: never returns. */
_Noreturn void bt_worker_run(const bt_work *work, int fd);

/* The name of output k of record index while it is not committed. */
char *bt_temp_name(ht_arena *arena, const char *folder, pid_t parent, size_t index, size_t k);

/* Pages of a process: all it has mapped, and those in memory. */
bool bt_memory_pages(pid_t pid, long *virtual_pages, long *resident);

/* ---- channel.c: frames over a socket, with which no side ever waits ---- */

typedef struct bt_channel {
	int fd;
	ht_buf in, out;
	size_t in_pos, out_pos;
} bt_channel;

/* Fork a child that runs with the other end; the parent's fds in close_v are
 * closed in it, signals are ignored, and it dies with its parent. -1: errno. */
pid_t bt_channel_fork(bt_channel *c, const int *close_v, size_t n_close, void (*run)(const void *arg, int fd),
                      const void *arg);

/* poll() events to wait for. */
short bt_channel_events(const bt_channel *c);
/* Send what is waiting, as far as it goes. */
void bt_channel_send(bt_channel *c);
/* Take in what is there; false at the end of the stream. */
bool bt_channel_receive(bt_channel *c);
/* The next whole frame, or NULL; *broken when what came cannot be one. */
const char *bt_channel_frame(bt_channel *c, size_t *len, bool *broken);
void bt_channel_close(bt_channel *c);

/* The child's side: wait for a frame; false at the end. Write all of one. */
bool bt_frame_read(int fd, ht_buf *buf, char **inside, size_t *len);
bool bt_frame_write(int fd, const ht_buf *buf);

/* ---- pool.c ---- */

#define BT_DEPTH 2 /* records a worker holds: the one in hand and the next */

typedef enum bt_reason { BT_ALIVE, BT_TIMEOUT, BT_TOO_MUCH_MEMORY, BT_TIRED } bt_reason;

typedef struct bt_worker {
	pid_t pid; /* 0: none */
	bt_channel channel;
	size_t queue[BT_DEPTH]; /* records, the one in hand first */
	size_t n_queue;
	double deadline;  /* of the one in hand; seconds of the monotonic clock */
	long pages;       /* resident when it began */
	bt_reason reason; /* why it is being ended */
} bt_worker;

typedef struct bt_pool {
	const bt_work *work;
	bt_worker *v;
	size_t n; /* at most */
	unsigned timeout, memory;
	const int *close_v; /* descriptors that are the parent's alone */
	size_t n_close;
} bt_pool;

/* A worker that can take one more record, begun if need be; NULL: none now.
 * *error: errno when one could not be begun. */
bt_worker *bt_pool_free_worker(bt_pool *pool, int *error);
bool bt_pool_give(bt_pool *pool, bt_worker *w, const bt_item *item, const bt_known *known, double now);
/* The record in hand was answered. */
void bt_pool_answered(bt_pool *pool, bt_worker *w, double now);
/* End workers that are too slow or too large. */
void bt_pool_watch(bt_pool *pool, double now);
/* Its stream has ended: wait for it. Why: a line for record input:line. */
char *bt_pool_bury(bt_pool *pool, bt_worker *w, const char *input, int line);
void bt_pool_close(bt_pool *pool, bool at_once);

/* Seconds of a clock that never goes back. */
double bt_now(void);

/* ---- barrier.c ---- */

/* What to wait for until it is on the disk. */
typedef enum bt_sync {
	BT_SYNC_FILES = 'S',   /* all files of the file systems that the folders are on */
	BT_SYNC_FOLDERS = 'D', /* the folders themselves */
	BT_SYNC_JOURNAL = 'J'  /* a file */
} bt_sync;

typedef struct bt_barrier {
	pid_t pid;
	bt_channel channel;
	bool waiting; /* for an answer */
} bt_barrier;

bool bt_barrier_open(bt_barrier *b, const int *close_v, size_t n_close);
bool bt_barrier_ask(bt_barrier *b, bt_sync what, const char *const *paths, size_t n);
/* After input: has it answered? *error: errno. */
bool bt_barrier_answer(bt_barrier *b, int *error);
void bt_barrier_close(bt_barrier *b);

#endif
