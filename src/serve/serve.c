/* The server from start to end: what is warm before there are workers, then the loop.
 *
 * The loop has no threads: libmicrohttpd's descriptor, the workers' sockets, the watch of the folder and signals are
 * waited for together. Nothing in it computes or reads a stranger's file. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/messages.h"
#include "batch/batch.h"
#include "config.h"
#include "serve/messages.h"
#include "settings/numbers.h"
#include "sv.h"

#define TICK_MS       250  /* how often limits are looked at */
#define DRAIN_SECONDS 10.0 /* that requests in progress have at the end */

/* All that lives as long as the server. */
typedef struct setting {
	const ht_serve_options *options;
	ht_diags *diags;
	ht_arena *arena;
	ht_export_options export;
	ht_exporter *exporter;
	sv_work work;
	sv_socket socket;
	sv_server server;
	int state, signals;
	ht_status status;
} setting;

static void fail(setting *s, ht_status status)
{
	if (s->status == HT_OK)
		s->status = status;
}

static void fail_at(setting *s, const char *path)
{
	ht_diag(s->diags, HT_D_SERVE_KEY, (ht_loc){0}, path, strerror(errno), NULL);
	fail(s, HT_ERR_IO);
}

/* ---- before there are workers ---- */

/* A document is made, so that what libraries load at the first one is there in every worker. */
static void make_one(setting *s)
{
	static const char record[] = "标题: 关于做好有关工作的通知\n发文机关: 办公室\n成文日期: 2026-01-05\n"
	                             "正文: |\n  各部门：\n  一、要求\n  （一）请于2026年1月5日前完成。\n";
	ht_outputs outputs = {0};
	ht_diags *unsaid = ht_diags_new();
	s->export.targets[0] = ht_export_target("pdf");
	s->export.n_targets = 1;
	if (unsaid && ht_export_record(s->exporter, record, strlen(record), "record.yaml", 1, HT_FORMAT_YAML, unsaid,
	                               &outputs) == HT_OK)
		ht_outputs_free(&outputs);
	ht_diags_free(unsaid);
}

static void warm_up(setting *s)
{
	const ht_serve_options *o = s->options;
	s->export = (ht_export_options){.font_dirs = o->font_dirs,
	                                .style_dirs = o->style_dirs,
	                                .file_dirs = o->file_dirs,
	                                .render = {.resolution = 150, .compression = HT_EXPORT_COMPRESSION},
	                                .source_date = o->source_date};
	fail(s, ht_exporter_new(&s->export, s->diags, &s->exporter));
	if (s->status != HT_OK)
		return;
	ht_diags *unsaid = ht_diags_new(); /* what is wrong with a sheet is said of the records that need it */
	fail(s, unsaid ? ht_exporter_warm(s->exporter, unsaid) : HT_ERR_NOMEM);
	ht_diags_free(unsaid);
	if (s->status == HT_OK)
		make_one(s);
}

static void open_folders(setting *s)
{
	const char *web = ht_export_data_path(s->arena, "web");
	if (chdir(s->options->folder) != 0)
		fail_at(s, s->options->folder);
	s->work.folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->work.folder < 0)
		fail_at(s, s->options->folder);
	if (!web || snprintf(s->server.web, sizeof s->server.web, "%s", web) >= (int)sizeof s->server.web)
		fail(s, HT_ERR_NOMEM);
}

/* Where workers erase it. */
static void take_secret(char *from, char *to, size_t size)
{
	if (!from)
		return;
	snprintf(to, size, "%s", from);
	explicit_bzero(from, strlen(from));
}

static void open_secrets(setting *s)
{
	sv_secrets *secrets = &s->server.secrets;
	s->state = open(s->options->state_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->state < 0) {
		fail_at(s, s->options->state_folder);
		return;
	}
	errno = sv_secrets_open(secrets, s->state);
	if (errno)
		fail_at(s, s->options->state_folder);
	take_secret(s->options->token, secrets->token, sizeof secrets->token);
	take_secret(s->options->password, secrets->password, sizeof secrets->password);
}

/* Settings are read, and their registers, whoever they are of. */
static void reach_settings(setting *s, const ht_settings *settings, ht_settings_place place)
{
	const ht_settings_file *f = &settings->files[place];
	const char *path = ht_register_path(settings, place, s->arena);
	if (place == HT_SETTINGS_FOLDER || !f->folder || !f->there)
		return;
	const char *folder = ht_arena_strdup(s->arena, f->folder), *slash = path ? strrchr(path, '/') : NULL;
	const char *state = slash ? ht_arena_strndup(s->arena, path, (size_t)(slash - path)) : NULL;
	if (folder)
		ht_reach_read(&s->work.reach, folder);
	if (!state)
		return;
	ht_reach_read(&s->work.reach, state);
	s->work.registers[s->work.n_registers++] = state;
}

static void prepare_workers(setting *s)
{
	const ht_serve_options *o = s->options;
	s->work.exporter = s->exporter;
	s->work.options = &s->export;
	s->work.confine = o->confine;
	s->work.timeout = o->timeout;
	s->work.memory = o->memory;
	s->work.version = HT_VERSION;
	s->work.secrets = &s->server.secrets;
	s->work.n_secrets = sizeof s->server.secrets;
	s->work.reach.arena = s->arena;
	ht_reach_read_all(&s->work.reach, ht_exporter_places(s->exporter, s->arena));
	ht_reach_read(&s->work.reach, "");
	ht_settings *settings = NULL; /* only for the folders */
	if (ht_settings_open("", NULL, &settings) == HT_ERR_NOMEM)
		fail(s, HT_ERR_NOMEM);
	for (int i = 0; settings && i < HT_SETTINGS_PLACES; i++)
		reach_settings(s, settings, (ht_settings_place)i);
	ht_settings_free(settings);
	if (s->work.reach.nomem)
		fail(s, HT_ERR_NOMEM);
}

/* As many descriptors as the system gives. */
static void raise_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max < 65536 ? limit.rlim_max : 65536;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void catch_signals(setting *s)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (s->signals < 0)
		fail(s, HT_ERR_IO);
}

/* ---- the loop ---- */

static int wait_time(const sv_server *s)
{
	MHD_UNSIGNED_LONG_LONG ms;
	if (s->http.MHD_get_timeout(s->daemon, &ms) != MHD_YES || ms > TICK_MS)
		return TICK_MS;
	return (int)ms;
}

/* Wait for what is next, and deal with it. False: a signal says that the server is to end. */
static bool turn(setting *s, struct pollfd *fds, double *next_tick)
{
	sv_server *server = &s->server;
	sv_pool *pool = &server->pool;
	for (size_t i = 0; i < pool->n; i++) {
		fds[3 + i] = (struct pollfd){.fd = pool->v[i].pid ? pool->v[i].channel.fd : -1};
		if (pool->v[i].pid)
			fds[3 + i].events = ht_channel_events(&pool->v[i].channel);
	}
	if (poll(fds, (nfds_t)(3 + pool->n), wait_time(server)) < 0 && errno != EINTR)
		return false;
	const bool ends = fds[1].revents;
	if (fds[2].revents)
		sv_watch_attend(&server->watch);
	for (size_t i = 0; i < pool->n; i++)
		if (fds[3 + i].revents && pool->v[i].pid && pool->v[i].channel.fd == fds[3 + i].fd)
			sv_pool_attend(pool, &pool->v[i], fds[3 + i].revents);
	server->http.MHD_run(server->daemon);
	const double now = ht_clock();
	if (now >= *next_tick) {
		*next_tick = now + TICK_MS / 1000.0;
		sv_pool_watch(pool, now);
		sv_peers_watch(&server->peers, now);
		sv_watch_answer(&server->watch, now, server->ending);
	}
	return !ends;
}

/* Nobody new is let in, and what the workers have is finished, unless that takes long. */
static void drain(setting *s, struct pollfd *fds, double *next_tick)
{
	sv_server *server = &s->server;
	const double until = ht_clock() + DRAIN_SECONDS;
	const int fd = server->http.MHD_quiesce_daemon(server->daemon);
	if (fd >= 0)
		close(fd);
	server->ending = true;
	fds[1].fd = -1;
	sv_watch_answer(&server->watch, 0, true);
	while (server->n_exchanges && ht_clock() < until)
		turn(s, fds, next_tick);
}

static void run_loop(setting *s)
{
	sv_server *server = &s->server;
	const union MHD_DaemonInfo *info = server->http.MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd *fds = calloc(3 + server->pool.n, sizeof *fds);
	double next_tick = 0;
	if (!fds || !info) {
		free(fds);
		fail(s, HT_ERR_NOMEM);
		return;
	}
	fds[0] = (struct pollfd){.fd = info->epoll_fd, .events = POLLIN};
	fds[1] = (struct pollfd){.fd = s->signals, .events = POLLIN};
	fds[2] = (struct pollfd){.fd = server->watch.fd, .events = POLLIN};
	while (turn(s, fds, &next_tick))
		;
	drain(s, fds, &next_tick);
	free(fds);
}

/* What waits still is answered before libmicrohttpd stops, which cannot close connections that are suspended. */
static void end_waiting(sv_server *server)
{
	server->ending = true;
	sv_watch_answer(&server->watch, 0, true);
	sv_pool_close(&server->pool);
	if (server->daemon)
		server->http.MHD_run(server->daemon);
}

static void say_ready(setting *s)
{
	const ht_serve_options *o = s->options;
	char ticket[SV_PASS];
	if (!sv_ticket_make(&s->server.secrets, ticket)) {
		fail(s, HT_ERR_IO);
		return;
	}
	char *address = ht_arena_printf(s->arena, "%s/#ticket=%s", s->socket.address, ticket);
	if (address && o->ready)
		o->ready(o->user, address);
}

static void serve(setting *s)
{
	const ht_serve_options *o = s->options;
	sv_server *server = &s->server;
	prepare_workers(s);
	const unsigned makers = o->workers ? o->workers : ht_batch_cores();
	if (s->status == HT_OK && !sv_pool_open(&server->pool, &s->work, makers, server->speaking, s->diags))
		fail(s, HT_ERR_NOMEM);
	if (s->status == HT_OK)
		fail(s, sv_http_open(server, &s->socket, s->diags));
	if (s->status == HT_OK) {
		sv_watch_open(&server->watch);
		say_ready(s);
	}
	if (s->status == HT_OK)
		run_loop(s);
	end_waiting(server);
	sv_http_close(server);
	sv_watch_close(&server->watch);
}

ht_status ht_serve_run(const ht_serve_options *options, ht_diags *diags)
{
	setting *s = calloc(1, sizeof *s);
	if (!s)
		return HT_ERR_NOMEM;
	*s = (setting){.options = options, .diags = diags, .arena = ht_arena_new(), .state = -1, .signals = -1};
	s->work.folder = s->socket.fd = -1;
	s->server.options = options;
	s->server.watch.fd = -1;
	s->server.numbers.began = ht_clock();
	fail(s, s->arena ? HT_OK : HT_ERR_NOMEM);
	raise_limit();
	if (s->status == HT_OK)
		open_folders(s);
	if (s->status == HT_OK)
		open_secrets(s);
	if (s->status == HT_OK)
		fail(s, sv_listen(options, s->state, diags, &s->socket));
	s->server.names = (sv_names){options->hosts, s->socket.port, s->socket.loopback};
	if (s->status == HT_OK && s->socket.running) {
		say_ready(s);
	} else if (s->status == HT_OK) {
		warm_up(s);
		catch_signals(s);
		if (s->status == HT_OK)
			serve(s);
	}
	explicit_bzero(&s->server.secrets, sizeof s->server.secrets);
	ht_exporter_free(s->exporter);
	ht_arena_free(s->arena);
	const ht_status status = s->status;
	free(s);
	return status;
}
