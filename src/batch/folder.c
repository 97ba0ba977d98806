/* DIR/.hongtou: the journal, the lock, and outputs that have no final name yet. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/messages.h"
#include "batch/messages.h"
#include "job.h"

static ht_status fail(ht_diags *diags, ht_code code, const char *path, const char *why)
{
	ht_diag(diags, code, (ht_loc){path, 0, 0}, why, NULL);
	return HT_ERR_IO;
}

/* The process that holds the lock, as it has written. */
static void read_holder(int fd, char holder[32])
{
	ssize_t n = pread(fd, holder, 31, 0);
	holder[n > 0 ? n : 0] = '\0';
	holder[strcspn(holder, "\n")] = '\0';
}

/* The kernel releases the lock when the process ends, however it ends. */
static ht_status take_lock(bt_job *job, ht_diags *diags)
{
	char holder[32];
	const char *path = ht_arena_printf(job->arena, "%slock", job->folder);
	if (!path)
		return HT_ERR_NOMEM;
	job->lock = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (job->lock < 0)
		return fail(diags, HT_D_OUT_OPEN, path, strerror(errno));
	const bool locked = flock(job->lock, LOCK_EX | LOCK_NB) == 0;
	const bool without = !locked && (errno == ENOLCK || errno == ENOSYS || errno == ENOTSUP);
	if (without)
		ht_diag(diags, HT_D_BATCH_NO_LOCKS, (ht_loc){job->dir, 0, 0}, strerror(errno), NULL);
	if (locked || without) {
		int n = snprintf(holder, sizeof holder, "%ld\n", (long)getpid());
		if (ftruncate(job->lock, 0) != 0 || pwrite(job->lock, holder, (size_t)n, 0) != n)
			return fail(diags, HT_D_OUT_WRITE, path, strerror(errno));
		return HT_OK;
	}
	if (errno != EWOULDBLOCK)
		return fail(diags, HT_D_OUT_OPEN, path, strerror(errno));
	read_holder(job->lock, holder);
	return fail(diags, HT_D_BATCH_LOCKED, job->dir, holder);
}

/* Delete what a killed run left: with the lock, nobody else writes here. */
static void remove_leftovers(const bt_job *job)
{
	DIR *dir = opendir(job->folder);
	const struct dirent *d;
	while (dir && (d = readdir(dir))) {
		size_t len = strlen(d->d_name);
		if (len > 4 && strcmp(d->d_name + len - 4, ".tmp") == 0)
			unlinkat(dirfd(dir), d->d_name, 0);
	}
	if (dir)
		closedir(dir);
}

/* What is left over would be deleted wherever the link leads. */
static bool is_link(const bt_job *job)
{
	char name[PATH_MAX];
	struct stat st;
	const int n = snprintf(name, sizeof name, "%s/.hongtou", job->dir);
	return n < (int)sizeof name && lstat(name, &st) == 0 && S_ISLNK(st.st_mode);
}

static ht_status make_folder(bt_job *job, bool must_exist, ht_diags *diags)
{
	if (!job->arena)
		return HT_ERR_NOMEM;
	job->folder = ht_arena_printf(job->arena, "%s/.hongtou/", job->dir);
	job->journal.path = ht_arena_printf(job->arena, "%s/.hongtou/journal.jsonl", job->dir);
	if (!job->folder || !job->journal.path)
		return HT_ERR_NOMEM;
	if (is_link(job)) {
		ht_diag(diags, HT_D_BATCH_LINK, (ht_loc){job->dir, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	if (must_exist && access(job->journal.path, F_OK) != 0) {
		ht_diag(diags, HT_D_BATCH_NOTHING, (ht_loc){job->dir, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	if (mkdir(job->folder, 0700) != 0 && errno != EEXIST)
		return fail(diags, HT_D_OUT_OPEN, job->folder, strerror(errno));
	return take_lock(job, diags);
}

ht_status bt_job_open(bt_job *job, const char *dir, bool must_exist, ht_diags *diags)
{
	*job = (bt_job){.arena = ht_arena_new(), .dir = dir, .lock = -1, .journal.fd = -1, .began = ht_clock()};
	ht_status status = make_folder(job, must_exist, diags);
	if (status == HT_OK)
		remove_leftovers(job);
	else
		bt_job_close(job);
	return status;
}

void bt_job_close(bt_job *job)
{
	bt_journal_close(&job->journal);
	bt_facts_free(&job->facts);
	if (job->lock >= 0)
		close(job->lock);
	job->lock = -1;
	ht_arena_free(job->arena);
	job->arena = NULL;
}

bt_span bt_job_span(const bt_job *job, char host[256])
{
	if (job->span.host)
		return job->span;
	const double seconds = ht_clock() - job->began;
	const int64_t now = (int64_t)time(NULL);
	memset(host, 0, 256);
	gethostname(host, 255);
	return (bt_span){host, now - (int64_t)seconds, now, (uint64_t)(seconds * 1000)};
}

bool bt_job_has_outputs(const bt_job *job, const bt_entry *e)
{
	char path[4096];
	struct stat st;
	for (size_t i = 0; i < e->known.n_outputs; i++) {
		int n = snprintf(path, sizeof path, "%s/%s", job->dir, e->known.outputs[i].file);
		if (n >= (int)sizeof path || stat(path, &st) != 0 || (uint64_t)st.st_size != e->known.outputs[i].size)
			return false;
	}
	return true;
}
