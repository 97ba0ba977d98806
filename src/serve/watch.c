/* Files of the folder that change, and who waits for that. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "serve/messages.h"
#include "sv.h"

#define WAIT_SECONDS 25.0
#define MOST_FOLDERS 512
#define MOST_DEEP    8
#define EVENTS       (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR | IN_DONT_FOLLOW)

static sv_watched *find_folder(const sv_watch *w, int wd)
{
	for (size_t i = 0; i < w->n_folders; i++)
		if (w->folders[i].wd == wd)
			return &w->folders[i];
	return NULL;
}

/* Watch a folder and those in it. path: "" or ending in "/" */
static void add_folder(sv_watch *w, const char *path, int depth)
{
	if (w->n_folders >= MOST_FOLDERS || depth > MOST_DEEP)
		return;
	const int wd = inotify_add_watch(w->fd, *path ? path : ".", EVENTS);
	char *copy = wd >= 0 ? strdup(path) : NULL;
	if (!copy)
		return;
	sv_watched *slot = find_folder(w, wd); /* one that was moved has its descriptor still */
	if (slot)
		free(slot->path);
	else
		slot = HT_HEAP_PUSH(w->folders, w->n_folders, w->cap_folders);
	if (!slot) {
		free(copy);
		return;
	}
	*slot = (sv_watched){wd, copy};
	DIR *list = opendir(*path ? path : ".");
	for (struct dirent *e; list && (e = readdir(list));) {
		char below[4096];
		if (e->d_type == DT_DIR && *e->d_name != '.' &&
		    snprintf(below, sizeof below, "%s%s/", path, e->d_name) < (int)sizeof below)
			add_folder(w, below, depth + 1);
	}
	if (list)
		closedir(list);
}

void sv_watch_open(sv_watch *w)
{
	/* numbers go on where those of an earlier server were */
	*w = (sv_watch){.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), .number = (long long)time(NULL) * 1000};
	if (w->fd >= 0)
		add_folder(w, "", 0);
}

void sv_watch_close(sv_watch *w)
{
	if (w->fd >= 0)
		close(w->fd);
	for (size_t i = 0; i < w->n_folders; i++)
		free(w->folders[i].path);
	free(w->folders);
	for (size_t i = 0; i < SV_CHANGES; i++)
		free(w->changed[i]);
	w->fd = -1;
	w->folders = NULL;
	w->n_folders = 0;
}

/* ---- changes ---- */

static void take_event(sv_watch *w, const struct inotify_event *e)
{
	sv_watched *folder = find_folder(w, e->wd);
	char path[4096];
	if (folder && (e->mask & IN_IGNORED)) {
		free(folder->path);
		*folder = w->folders[--w->n_folders];
		return;
	}
	if (!folder || !e->len || *e->name == '.' || !*e->name || e->name[strlen(e->name) - 1] == '~' ||
	    snprintf(path, sizeof path - 1, "%s%s", folder->path, e->name) >= (int)sizeof path - 1)
		return;
	if (e->mask & IN_ISDIR) {
		if (e->mask & (IN_CREATE | IN_MOVED_TO)) {
			strcat(path, "/");
			add_folder(w, path, 0);
		}
		return;
	}
	if (e->mask & IN_CREATE)
		return; /* that it is written comes later */
	w->number++;
	char **slot = &w->changed[w->number % SV_CHANGES];
	free(*slot);
	*slot = strdup(path);
}

void sv_watch_attend(sv_watch *w)
{
	char block[8192] __attribute__((aligned(__alignof__(struct inotify_event))));
	const long long before = w->number;
	ssize_t n;
	while ((n = read(w->fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR))
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e = (const void *)(block + at);
			take_event(w, e);
			at += (ssize_t)(sizeof *e + e->len);
		}
	if (w->number != before)
		sv_watch_answer(w, 0, true);
}

/* ---- who waits ---- */

static void put_changes(const sv_watch *w, long long since, ht_buf *out)
{
	bool first = true;
	ht_buf_addf(out, "{\"since\": %lld, \"changed\": [", w->number);
	long long from = since + 1;
	if (from < w->number - SV_CHANGES + 1)
		from = w->number - SV_CHANGES + 1;
	for (long long i = from; since && i <= w->number; i++) {
		const char *path = w->changed[i % SV_CHANGES];
		if (!path)
			continue;
		ht_buf_adds(out, first ? "" : ", ");
		ht_buf_addquoted(out, path);
		first = false;
	}
	ht_buf_adds(out, "]}\n");
}

static void answer(const sv_watch *w, sv_exchange *x)
{
	ht_response r;
	if (!sv_answer_begin(x, &r))
		return;
	put_changes(w, x->since, &r.body);
	sv_answer_with(x, &r);
}

void sv_watch_forget(sv_watch *w, sv_exchange *x)
{
	if (x->previous)
		x->previous->next = x->next;
	else if (w->waiting == x)
		w->waiting = x->next;
	if (x->next)
		x->next->previous = x->previous;
	x->previous = x->next = NULL;
}

void sv_watch_answer(sv_watch *w, double now, bool all)
{
	for (sv_exchange *x = w->waiting, *next; x; x = next) {
		next = x->next;
		if (!all && now - x->began < WAIT_SECONDS)
			continue;
		sv_watch_forget(w, x);
		answer(w, x);
	}
}

void sv_call_wait(sv_server *s, sv_exchange *x)
{
	sv_watch *w = &s->watch;
	const char *since = ht_request_parameter(&x->request, "since");
	x->since = since ? strtoll(since, NULL, 10) : 0;
	if (x->since <= 0 || x->since != w->number) {
		answer(w, x); /* something has changed, or nothing is known yet */
		return;
	}
	x->next = w->waiting;
	if (x->next)
		x->next->previous = x;
	w->waiting = x;
	sv_exchange_suspend(x);
}
