#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)64 << 10)

bool bt_stream_open(bt_stream *s, const char *path)
{
	struct stat st;
	bool from_stdin = strcmp(path, "-") == 0;
	int fd = from_stdin ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		errno = EISDIR;
		return false;
	}
	*s = (bt_stream){.fd = fd, .regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode)};
	return true;
}

void bt_stream_close(bt_stream *s)
{
	close(s->fd);
	free(s->data);
}

/* Make room for one more block after the bytes that are not consumed yet. */
static bool make_room(bt_stream *s)
{
	if (s->pos && s->cap - s->len < BLOCK) {
		memmove(s->data, s->data + s->pos, s->len - s->pos);
		s->len -= s->pos;
		s->pos = 0;
	}
	if (s->cap - s->len >= BLOCK)
		return true;
	size_t cap = s->cap ? 2 * s->cap : 4 * BLOCK;
	char *data = realloc(s->data, cap);
	if (!data)
		return false;
	s->data = data;
	s->cap = cap;
	return true;
}

bt_got bt_stream_fill(bt_stream *s, bool block)
{
	if (s->ended)
		return BT_GOT_END;
	struct pollfd p = {.fd = s->fd, .events = POLLIN};
	if (!block && !s->regular && poll(&p, 1, 0) == 0)
		return BT_GOT_WAIT;
	if (!make_room(s))
		return BT_GOT_NOMEM;
	ssize_t n;
	do
		n = read(s->fd, s->data + s->len, BLOCK);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		s->error = errno;
		return BT_GOT_ERROR;
	}
	s->len += (size_t)n;
	s->ended = n == 0;
	return n ? BT_GOT_LINE : BT_GOT_END;
}

/* Consume len bytes, and the line end if there is one. */
static bt_got take(bt_stream *s, size_t len, bool with_end, const char **line, size_t *ret)
{
	bool overlong = s->overlong;
	*line = s->data + s->pos;
	*ret = len;
	s->pos += len + with_end;
	s->scanned = 0;
	s->overlong = false;
	return overlong ? BT_GOT_OVERLONG : BT_GOT_LINE;
}

bt_got bt_stream_line(bt_stream *s, char end, size_t max, bool block, const char **line, size_t *len)
{
	for (;;) {
		size_t there = s->len - s->pos;
		char *stop = there > s->scanned ? memchr(s->data + s->pos + s->scanned, end, there - s->scanned) : NULL;
		if (stop)
			return take(s, (size_t)(stop - s->data) - s->pos, true, line, len);
		s->scanned = there;
		if (there > max || s->overlong) {
			s->overlong = true;
			s->pos = s->len;
			s->scanned = 0;
		}
		bt_got got = bt_stream_fill(s, block);
		if (got == BT_GOT_END && (s->len > s->pos || s->overlong))
			return take(s, s->len - s->pos, false, line, len);
		if (got != BT_GOT_LINE)
			return got;
	}
}
