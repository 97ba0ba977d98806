/* Child processes, and the frames to and from them. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "work.h"

/* A child must not answer the terminal's signals, which are for its parent, or
 * outlive it. */
static void begin_child(pid_t parent)
{
	static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
	sigset_t none;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t ht_channel_fork(ht_channel *c, const int *close_v, size_t n_close, void (*run)(const void *arg, int fd),
                      const void *arg)
{
	int ends[2];
	pid_t parent = getpid();
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	pid_t pid = fork();
	if (pid == 0) {
		begin_child(parent);
		close(ends[0]);
		for (size_t i = 0; i < n_close; i++)
			if (close_v[i] >= 0)
				close(close_v[i]);
		run(arg, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	if (pid < 0) {
		int error = errno;
		close(ends[0]);
		errno = error;
		return -1;
	}
	*c = (ht_channel){.fd = ends[0]};
	return pid;
}

short ht_channel_events(const ht_channel *c)
{
	return (short)(POLLIN | (c->out_pos < c->out.len ? POLLOUT : 0));
}

void ht_channel_send(ht_channel *c)
{
	while (c->out_pos < c->out.len) {
		ssize_t n = send(c->fd, c->out.data + c->out_pos, c->out.len - c->out_pos, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return; /* full: sent later; gone: the end of the stream will show it */
		c->out_pos += (size_t)n;
	}
	c->out_pos = 0;
	ht_buf_free(&c->out);
}

bool ht_channel_receive(ht_channel *c)
{
	char block[65536];
	for (;;) {
		ssize_t n = recv(c->fd, block, sizeof block, MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		if (n == 0 || !ht_buf_add(&c->in, block, (size_t)n))
			return false;
	}
}

/* Drop the first n bytes. */
static void drop(ht_buf *buf, size_t n)
{
	memmove(buf->data, buf->data + n, buf->len - n);
	buf->len -= n;
}

const char *ht_channel_frame(ht_channel *c, size_t *len, bool *broken)
{
	const char *payload = bt_frame(&c->in, &c->in_pos, len, broken);
	if (!payload && c->in_pos) { /* no frame that was handed out is in use now */
		drop(&c->in, c->in_pos);
		c->in_pos = 0;
	}
	return payload;
}

void ht_channel_close(ht_channel *c)
{
	close(c->fd);
	ht_buf_free(&c->in);
	ht_buf_free(&c->out);
	*c = (ht_channel){.fd = -1};
}

void ht_frame_drop(ht_buf *buf, const char *payload, size_t len)
{
	drop(buf, (size_t)(payload - buf->data) + len);
}

ht_reading ht_frame_read(int fd, ht_buf *buf, char **payload, size_t *len)
{
	size_t pos = 0;
	bool broken = false;
	const char *frame;
	while (!(frame = bt_frame(buf, &pos, len, &broken))) {
		char block[65536];
		ssize_t n = read(fd, block, sizeof block);
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			return HT_READ_END;
		if (n < 0 || broken || !ht_buf_add(buf, block, (size_t)n))
			return HT_READ_FAILED;
	}
	*payload = buf->data + (frame - buf->data);
	return HT_READ_FRAME;
}

bool ht_frame_write(int fd, const ht_buf *buf)
{
	for (size_t done = 0; done < buf->len;) {
		ssize_t n = send(fd, buf->data + done, buf->len - done, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}
