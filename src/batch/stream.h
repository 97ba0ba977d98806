/* Lines of a file, a pipe or a terminal, one after another. */
#ifndef BT_STREAM_H
#define BT_STREAM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bt_stream {
	int fd;
	bool regular; /* reading never waits */
	bool ended;
	int error; /* errno */
	char *data;
	size_t pos, len, cap;
	size_t scanned; /* bytes after pos that hold no line end */
	bool overlong;  /* the rest of a line that is too long is being skipped */
} bt_stream;

typedef enum bt_got {
	BT_GOT_LINE,
	BT_GOT_END,
	BT_GOT_WAIT,     /* nothing there yet; never if block */
	BT_GOT_OVERLONG, /* a line longer than max; the next call continues after it */
	BT_GOT_ERROR,    /* see .error */
	BT_GOT_NOMEM
} bt_got;

/* Open a file; path "-": standard input. False with errno. Close it with
 * bt_stream_close(). */
bool bt_stream_open(bt_stream *s, const char *path);
void bt_stream_close(bt_stream *s);

/* Read some more: BT_GOT_LINE when bytes came in, BT_GOT_END at the end. */
bt_got bt_stream_fill(bt_stream *s, bool block);

/* The next line without its end; valid until the next call. The last line may
 * lack its end.
 * end  the byte that ends a line
 * max  most bytes of a line */
bt_got bt_stream_line(bt_stream *s, char end, size_t max, bool block, const char **line, size_t *len);

#endif
