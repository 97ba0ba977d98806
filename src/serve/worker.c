/* A worker: requests in, answers out.
 *
 * It is a fork of the front, made when fonts and style sheets were loaded, so it starts with them. It is confined
 * before it sees anything that a stranger wrote. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/breakdown.h"
#include "base/limit.h"
#include "base/shortage.h"
#include "serve/messages.h"
#include "store.h"

#define SIZE_CHECK_EVERY 64 /* requests */
#define DEFAULT_MIB      2048
#define KEPT_BYTES       ((size_t)4 << 20)

typedef struct worker {
	const sv_work *work;
	ht_call_place place;
	int fd;
	ht_diags *diags;
	char speaking[SV_LANGUAGE];
	ht_settings *settings; /* owned; NULL: not read yet */
	size_t count, pages;   /* requests answered; resident when it began */
} worker;

/* Sockets of clients and of other workers would stay open as long as this process lives. */
static void close_others(const int *keep, size_t n)
{
	DIR *list = opendir("/proc/self/fd");
	for (struct dirent *e; list && (e = readdir(list));) {
		const int fd = atoi(e->d_name);
		bool kept = fd < 3 || fd == dirfd(list);
		for (size_t i = 0; i < n; i++)
			kept |= fd == keep[i];
		if (!kept)
			close(fd);
	}
	if (list)
		closedir(list);
}

static size_t resident_pages(void)
{
	long size, resident = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (f && fscanf(f, "%ld %ld", &size, &resident) != 2)
		resident = 0;
	if (f)
		fclose(f);
	return (size_t)resident;
}

/* Has it grown by half of the limit? Then a fresh one takes its place. */
static bool has_grown(worker *w)
{
	const size_t limit = w->work->memory ? w->work->memory : DEFAULT_MIB;
	if (++w->count % SIZE_CHECK_EVERY)
		return false;
	const size_t now = resident_pages();
	return now > w->pages && (now - w->pages) * (size_t)sysconf(_SC_PAGESIZE) > limit << 19;
}

/* As the files say now: somebody may have changed them. */
static void refresh_settings(worker *w)
{
	ht_settings *now = NULL;
	if (w->settings && !ht_settings_are_stale(w->settings))
		return;
	ht_settings_open("", NULL, &now);
	if (!now)
		return;
	ht_settings_free(w->settings);
	w->settings = now;
	w->work->options->settings = now;
}

static void run_call(worker *w, size_t call, const ht_request *request, ht_response *response)
{
	ht_call_context c = {.exporter = w->work->exporter,
	                     .options = w->work->options,
	                     .diags = w->diags,
	                     .arena = response->arena,
	                     .folder = w->work->folder,
	                     .version = w->work->version,
	                     .seconds = w->work->timeout};
	ht_shortage_watch();
	refresh_settings(w);
	const ht_export_options before = *w->work->options;
	ht_calls[call].run(&c, request, response);
	*w->work->options = before; /* what this call has set is of its own time */
	if (response->body.failed)
		ht_response_error(response, 507, HT_D_SERVE_NOMEM, NULL);
}

static size_t count_calls(void)
{
	size_t n = 0;
	while (ht_calls[n].method)
		n++;
	return n;
}

static bool answer(worker *w, const char *payload, size_t len)
{
	size_t call;
	ht_request request;
	ht_response response;
	ht_buf out = {0};
	bool ok = sv_response_begin(&response);
	ok = ok && sv_get_request(response.arena, payload, len, &call, &request) && call < count_calls() &&
	     ht_calls[call].run;
	if (ok) {
		sv_speak(w->speaking, request.language);
		run_call(w, call, &request, &response);
		ok = sv_put_response(&out, &response, has_grown(w)) && ht_frame_write(w->fd, &out);
	}
	sv_response_free(&response);
	ht_buf_free(&out);
	ht_diags_clear(w->diags);
	return ok;
}

static bool confine(const sv_work *work, ht_call_place place)
{
	ht_reach reach = work->reach;
	if (work->confine == HT_CONFINE_OFF || place == HT_CALL_APART)
		return true;
	if (place == HT_CALL_STORE)
		ht_reach_write(&reach, "");
	for (size_t i = 0; place == HT_CALL_STORE && i < work->n_registers; i++)
		ht_reach_write(&reach, work->registers[i]);
	const unsigned done = ht_reach_confine(&reach, true);
	return !reach.nomem && (work->confine == HT_CONFINE_AUTO || done == HT_CONFINED_ALL);
}

_Noreturn void sv_worker_run(const sv_work *work, ht_call_place place, int fd)
{
	worker w = {.work = work, .place = place, .fd = fd, .diags = ht_diags_new(), .pages = resident_pages()};
	const int keep[] = {fd, work->folder};
	ht_buf in = {0};
	char *request;
	size_t len;
	bool ok = w.diags != NULL;
	ht_reading got = HT_READ_END;
	explicit_bzero(work->secrets, work->n_secrets);
	close_others(keep, ARRAY_LEN(keep));
	ht_limit_memory(work->memory);
	ht_breakdown_leave_on_shortage();
	if (ok && !confine(work, place))
		_exit(1);
	if (place == HT_CALL_STORE)
		store_clean(work->folder);
	while (ok && (got = ht_frame_read(fd, &in, &request, &len)) == HT_READ_FRAME) {
		ok = answer(&w, request, len);
		ht_frame_drop(&in, request, len);
		if (in.cap > KEPT_BYTES && !in.len)
			ht_buf_free(&in); /* one large request does not make the process large */
	}
	_exit(ok && got == HT_READ_END ? 0 : HT_LIMIT_EXIT);
}
