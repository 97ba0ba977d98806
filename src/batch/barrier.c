/* A process that waits for the disk, so that the parent does not: meanwhile
 * records are made. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "work.h"

#define MAX_DEVICES 16

/* File systems that are synced already: one sync serves all folders on it. */
typedef struct devices {
	dev_t v[MAX_DEVICES];
	size_t n;
} devices;

static bool is_synced(devices *d, int fd)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return false;
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i] == st.st_dev)
			return true;
	if (d->n < MAX_DEVICES)
		d->v[d->n++] = st.st_dev;
	return false;
}

/* Like the system calls: 0, or -1 with errno. */
static int sync_fd(char what, int fd, devices *synced)
{
	if (what == BT_SYNC_FILES)
		return is_synced(synced, fd) ? 0 : syncfs(fd);
	return what == BT_SYNC_FOLDERS ? fsync(fd) : fdatasync(fd);
}

/* 0, or errno. Some file systems cannot sync a folder; then there is nothing
 * to wait for. */
static int sync_path(char what, const char *path, devices *synced)
{
	int fd = open(*path ? path : ".", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = sync_fd(what, fd, synced) ? errno : 0;
	close(fd);
	return error == EINVAL || error == ENOTSUP ? 0 : error;
}

/* A request is the kind of sync, one byte, and the paths, each with a NUL. */
static int sync_all(const char *request, size_t len)
{
	devices synced = {.n = 0};
	int error = 0;
	for (size_t i = 1; i < len && !error; i += strlen(request + i) + 1)
		error = sync_path(request[0], request + i, &synced);
	return error;
}

static void run_barrier(const void *arg, int fd)
{
	(void)arg;
	ht_buf in = {0};
	char *request;
	size_t len;
	while (ht_frame_read(fd, &in, &request, &len) == HT_READ_FRAME) {
		const uint32_t size = sizeof(int);
		int error = sync_all(request, len);
		ht_buf out = {0};
		ht_buf_add(&out, &size, sizeof size);
		ht_buf_add(&out, &error, sizeof error);
		bool sent = !out.failed && ht_frame_write(fd, &out);
		ht_buf_free(&out);
		ht_frame_drop(&in, request, len);
		if (!sent)
			break;
	}
	ht_buf_free(&in);
}

bool bt_barrier_open(bt_barrier *b, const int *close_v, size_t n_close)
{
	ht_channel channel;
	pid_t pid = ht_channel_fork(&channel, close_v, n_close, run_barrier, NULL);
	if (pid < 0)
		return false;
	*b = (bt_barrier){.pid = pid, .channel = channel};
	return true;
}

bool bt_barrier_ask(bt_barrier *b, bt_sync what, const char *const *paths, size_t n)
{
	ht_buf *out = &b->channel.out;
	uint32_t size = 1;
	const char kind = (char)what;
	for (size_t i = 0; i < n; i++)
		size += (uint32_t)strlen(paths[i]) + 1;
	ht_buf_add(out, &size, sizeof size);
	ht_buf_add(out, &kind, 1);
	for (size_t i = 0; i < n; i++)
		ht_buf_add(out, paths[i], strlen(paths[i]) + 1);
	bool ok = !out->failed;
	ht_channel_send(&b->channel);
	b->waiting = true;
	return ok;
}

bool bt_barrier_answer(bt_barrier *b, int *error)
{
	size_t len;
	bool broken = false, open = ht_channel_receive(&b->channel);
	const char *frame = ht_channel_frame(&b->channel, &len, &broken);
	if (!frame && open && !broken)
		return false;
	*error = EIO; /* if the process is gone */
	if (frame && len == sizeof *error)
		memcpy(error, frame, sizeof *error);
	b->waiting = false;
	return true;
}

void bt_barrier_close(bt_barrier *b)
{
	if (!b->pid)
		return;
	ht_channel_close(&b->channel);
	/* a process in a sync cannot be ended, and need not be waited for */
	while (!b->waiting && waitpid(b->pid, NULL, 0) < 0 && errno == EINTR)
		;
	b->pid = 0;
}
