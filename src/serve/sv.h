/* Private to the room serve: what its files share.
 *
 *   messages.c     the table of this room's messages
 *   calls.c        the table of calls
 *   request.c      parameters of a request, and answers, for calls
 *   store.c        files beneath the folder, read and written whole
 *   api_*.c        the calls that run in workers
 *   openapi.c      the description of all calls, made from their table
 *   wire.c         requests and answers as frames
 *   worker.c       a worker's side
 *   pool.c         the workers, from the front's side
 *   target.c       paths and queries as they come
 *   guard.c        who may ask: hosts, origins, sites
 *   auth.c         tickets, tokens, the password
 *   api_front.c    the calls that the front answers itself
 *   pages.c        the files of the page
 *   peers.c        connections, how long they may take
 *   exchange.c     a request and its answer
 *   stream.c       a body of many records, answered line by line
 *   watch.c        files that change, and who waits for that
 *   log.c          a line for each request; numbers for monitors
 *   listen.c       sockets
 *   http.c         libmicrohttpd
 *   serve.c        the server from start to end */
#ifndef SV_H
#define SV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <microhttpd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/library.h"
#include "base/reach.h"
#include "batch/channel.h"
#include "serve/call.h"
#include "serve/serve.h"

/* libmicrohttpd, loaded when a server starts. */
#define SV_HTTP_FUNCTIONS(X)                                                                                           \
	X(MHD_add_response_header)                                                                                     \
	X(MHD_create_response_from_buffer)                                                                             \
	X(MHD_create_response_from_callback)                                                                           \
	X(MHD_destroy_response)                                                                                        \
	X(MHD_get_connection_info)                                                                                     \
	X(MHD_get_connection_values)                                                                                   \
	X(MHD_get_daemon_info)                                                                                         \
	X(MHD_get_timeout)                                                                                             \
	X(MHD_queue_response)                                                                                          \
	X(MHD_quiesce_daemon)                                                                                          \
	X(MHD_resume_connection)                                                                                       \
	X(MHD_run)                                                                                                     \
	X(MHD_start_daemon)                                                                                            \
	X(MHD_stop_daemon)                                                                                             \
	X(MHD_suspend_connection)

typedef struct sv_http {
	HT_LIBRARY_TABLE(SV_HTTP_FUNCTIONS)
} sv_http;

/* ---- request.c ---- */

/* From now on messages are in this language, "zh_CN" or "en"; now: that they are in, or "". */
#define SV_LANGUAGE 8
void sv_speak(char now[SV_LANGUAGE], const char *language);

/* As it is before a call. False: out of memory. */
bool sv_response_begin(ht_response *r);
void sv_response_free(ht_response *r);
/* Append what Content-Disposition says of a file that is to be kept under this name (RFC 6266, 8187). */
void sv_put_disposition(ht_buf *out, const char *file);
/* ht_response_error() without the body's last brace, so that more may follow. */
void sv_begin_error(ht_response *r, unsigned status, ht_code code, const char *const *args, size_t n);

/* ---- wire.c ---- */

/* A request, or an answer, as a frame. False: out of memory. */
bool sv_put_request(ht_buf *out, size_t call, const ht_request *r);
bool sv_put_response(ht_buf *out, const ht_response *r, bool wants_replacement);
/* From a frame's payload, to which its strings point. False: it is none. */
bool sv_get_request(ht_arena *arena, const char *payload, size_t len, size_t *call, ht_request *r);
/* An answer, its strings and its body borrowed from the payload. */
typedef struct sv_answer {
	unsigned status;
	const char *type, *etag, *file, *said, *location; /* all but type: "" none */
	const char *body;
	size_t len;
	bool wants_replacement;
} sv_answer;
/* The same of a response made in this process; borrowed from it. */
sv_answer sv_answer_of(const ht_response *r);
bool sv_get_answer(const char *payload, size_t len, sv_answer *answer);

/* ---- worker.c ---- */

/* What every worker gets from the front. */
typedef struct sv_work {
	ht_exporter *exporter;
	ht_export_options *options;
	int folder;
	ht_reach reach;
	const char *registers[HT_SETTINGS_PLACES]; /* folders of registers beside the served one: n_registers */
	size_t n_registers;
	ht_confine_mode confine;
	unsigned timeout, memory; /* seconds and MiB that a request may take; 0: no limit */
	const char *version;
	void *secrets; /* n_secrets bytes that no worker may keep */
	size_t n_secrets;
} sv_work;

/* A worker's life. */
_Noreturn void sv_worker_run(const sv_work *work, ht_call_place place, int fd);

/* ---- pool.c ---- */

/* One piece of work. Whoever gave it is told once, unless it let go of it before. */
typedef struct sv_job sv_job;
typedef void sv_job_done(void *user, sv_job *job, const sv_answer *answer);

struct sv_job {
	ht_call_place place;
	ht_buf frame;
	const char *language;
	sv_job_done *done;
	void *user;    /* NULL: nobody waits any more */
	size_t number; /* the user's */
	double queued;
	sv_job *next;
};

typedef struct sv_worker {
	pid_t pid; /* 0: there is no process */
	ht_channel channel;
	ht_call_place place;
	sv_job *job;     /* NULL: idle */
	double deadline; /* of the job; 0: none */
	bool late;       /* killed at its deadline */
} sv_worker;

typedef struct sv_pool {
	const sv_work *work;
	sv_worker *v;
	size_t n;
	sv_job *first[HT_CALL_PLACES], **last[HT_CALL_PLACES]; /* that wait */
	size_t n_waiting;
	size_t waiting_bytes;
	unsigned timeout, memory;
	char *speaking;                    /* sv_speak() of this process */
	size_t crashes, timeouts, started; /* so far */
} sv_pool;

/* Places for workers; those of lasting work are started. makers: how many. False: diags say why. */
bool sv_pool_open(sv_pool *pool, const sv_work *work, unsigned makers, char *speaking, ht_diags *diags);
void sv_pool_close(sv_pool *pool);
/* May another job wait? */
bool sv_pool_has_room(const sv_pool *pool, size_t bytes);
/* Queue a job: owned from now on. */
void sv_pool_give(sv_pool *pool, sv_job *job);
/* Nobody waits for it any more. */
void sv_job_let_go(sv_job *job);
void sv_job_free(sv_job *job);
/* Something came from a worker, or it can be sent more. */
void sv_pool_attend(sv_pool *pool, sv_worker *w, short events);
/* Kill those that are too late; begin what waits. */
void sv_pool_watch(sv_pool *pool, double now);

/* ---- target.c, api_records.c ---- */

/* A path of a URL beneath the folder: no empty, hidden or leading-out name in it. */
bool sv_path_is_beneath(const char *path);

/* The tag of a file's bytes, in quotes; NULL: out of memory. */
const char *sv_etag(ht_arena *arena, const char *data, size_t len);
/* Is the tag in the list of a header? A proxy may have made it weak. */
bool sv_has_tag(const char *list, const char *etag);
/* Is it the name of a record, by its ending? */
bool sv_is_record(const char *name);
/* Take a target apart as it came, `/v1/export?to=pdf`: path and parameters, decoded once. NULL, or what is wrong. */
const char *sv_target_read(ht_arena *arena, const char *raw, const char **path, ht_request *request);

/* ---- guard.c ---- */

/* The headers that decide who asks, each counted. */
typedef struct sv_headers {
	const char *host, *origin, *authorization, *site, *mode, *type, *accept, *language, *if_match, *if_none_match;
	const char *length, *encoding;
	unsigned n_hosts, n_origins, n_authorizations, n_lengths, n_encodings;
} sv_headers;

/* By which names clients may call. */
typedef struct sv_names {
	const char *const *hosts; /* given, or NULL */
	unsigned port;            /* 0: a socket of the file system, or one that was passed */
	bool loopback;            /* else any address in numbers will do */
} sv_names;

/* Is the request as it must be? Else answers, and returns false. */
bool sv_guard(const sv_names *names, const sv_headers *h, bool is_page, ht_response *r);
/* Is it called by a name of this machine that is not its address, and which the browser would keep apart? */
bool sv_guard_is_other_name(const sv_names *names, const char *host);

/* ---- auth.c ---- */

#define SV_KEY             32 /* bytes */
#define SV_TICKETS         64 /* used ones that are remembered */
#define SV_TICKET_SECONDS  300
#define SV_SESSION_SECONDS (14 * 24 * 3600)

/* Everything that lets somebody in; workers erase it. */
typedef struct sv_secrets {
	uint8_t key[SV_KEY];
	char token[256], password[256]; /* "": none */
	struct {
		char id[17];
		long long until;
	} used[SV_TICKETS];
	size_t n_used;
	long long began; /* seconds since 1970; older tickets are not taken */
	unsigned tries;  /* wrong passwords in the minute that began at */
	long long tries_since;
} sv_secrets;

/* The key that outlives the server, made if there is none. 0 or errno. */
int sv_secrets_open(sv_secrets *s, int state_folder);
/* A ticket, or a token of a session, in text of SV_PASS bytes. False: the system gives no random numbers. */
#define SV_PASS 128
bool sv_ticket_make(const sv_secrets *s, char text[SV_PASS]);
bool sv_session_make(const sv_secrets *s, char text[SV_PASS], long long *until);
/* Use a ticket up. */
bool sv_ticket_use(sv_secrets *s, const char *text);
/* n random bytes (at most 64) as 2 n digits and a NUL. False: the system gives none. */
bool sv_random_hex(char *hex, size_t n);
/* n bytes as 2 n digits and a NUL. */
void sv_put_hex(const uint8_t *v, size_t n, char *hex);
/* Is `Bearer TOKEN` valid? */
bool sv_may_enter(const sv_secrets *s, const char *authorization);
/* 0: right; 1: wrong; 2: too many tries. */
int sv_password_try(sv_secrets *s, const char *password);

/* ---- the rest of the front ---- */

typedef struct sv_peer sv_peer;
typedef struct sv_server sv_server;
typedef struct sv_exchange sv_exchange;
typedef struct sv_stream sv_stream;

typedef enum sv_state {
	SV_READING, /* its body is coming */
	SV_WAITING, /* suspended: a worker has it, or it waits for a change */
	SV_ANSWERED /* an answer is there */
} sv_state;

struct sv_exchange {
	sv_server *server;
	struct MHD_Connection *connection;
	ht_arena *arena;
	char *raw; /* the target as it came */
	const char *method, *path;
	const ht_call *call; /* NULL: a file of the page, or none */
	ht_request request;
	ht_buf body;
	size_t most;
	sv_state state;
	bool begun, suspended, is_in; /* is_in: with a token */
	double began;
	sv_job *job;       /* that a worker has for it */
	sv_stream *stream; /* of many jobs */
	unsigned status;
	size_t received, sent; /* bytes of its body, and of the answer */
	struct MHD_Response *answer;
	sv_exchange *previous, *next; /* among those that wait for a change */
	long long since;
};

/* ---- exchange.c ---- */

sv_exchange *sv_exchange_new(sv_server *server, const char *raw);
void sv_exchange_free(sv_exchange *x);
/* Begin a response to answer with. False: out of memory, which is answered. */
bool sv_answer_begin(sv_exchange *x, ht_response *r);
/* Answer with a response, which is emptied; or with an error. */
void sv_answer_with(sv_exchange *x, ht_response *r);
void sv_answer_error(sv_exchange *x, unsigned status, ht_code code, const char *a, const char *b);
/* The headers that every answer has. */
void sv_answer_headers(const sv_exchange *x, struct MHD_Response *answer, const char *type);
/* Set what its connection does. */
void sv_exchange_peer(sv_exchange *x, int state, size_t length);
/* Some of its body has come. False: the connection is to be closed. */
bool sv_exchange_take(sv_exchange *x, const char *data, size_t len);
/* A job for a call; user, and if it is not the exchange's own, done are the caller's to set. NULL: out of memory. */
sv_job *sv_job_new(const sv_exchange *x, const ht_call *call, const ht_request *request);
/* The connection waits, and goes on. */
void sv_exchange_suspend(sv_exchange *x);
void sv_exchange_resume(sv_exchange *x);
/* Its request is whole: find what it asks for. */
void sv_exchange_run(sv_exchange *x);
/* Its head is there: may it be answered? Else it has an answer. */
void sv_exchange_begin(sv_exchange *x, const char *method);

/* ---- the calls of the front ---- */

ht_call_front sv_call_login, sv_call_wait, sv_call_batch, sv_call_health, sv_call_metrics, sv_call_about;

/* ---- pages.c ---- */

/* Answer with a file of the page. */
void sv_answer_page(sv_exchange *x);

/* ---- peers.c ---- */

struct sv_peer {
	int fd;
	double since; /* of its state */
	enum { SV_PEER_IDLE, SV_PEER_READING, SV_PEER_WORKING, SV_PEER_SENDING } state;
	size_t length; /* bytes that it is to send, or to be sent */
	bool shut;
	sv_peer *previous, *next; /* the oldest first */
};

typedef struct sv_peers {
	sv_peer *first, *last;
	size_t n;
} sv_peers;

sv_peer *sv_peer_add(sv_peers *peers, int fd, double now);
void sv_peer_remove(sv_peers *peers, sv_peer *p);
void sv_peer_set(sv_peers *peers, sv_peer *p, int state, size_t length, double now);
/* Close what takes too long, and the oldest idle ones of too many. */
void sv_peers_watch(sv_peers *peers, double now);

/* ---- log.c ---- */

#define SV_LATENCIES 10

typedef struct sv_numbers {
	double began;
	uint64_t requests[6]; /* by the first digit of the status */
	uint64_t bytes;
	uint64_t latency[SV_LATENCIES + 1]; /* cumulated when they are told */
	double seconds;
	uint64_t lost_lines; /* of the log */
} sv_numbers;

/* One request was answered. */
void sv_log(sv_server *s, const sv_exchange *x);

/* ---- watch.c ---- */

#define SV_CHANGES 256

typedef struct sv_watched {
	int wd;
	char *path; /* beneath the folder, "" or ending in "/" */
} sv_watched;

typedef struct sv_watch {
	int fd; /* inotify; -1: none */
	sv_watched *folders;
	size_t n_folders, cap_folders;
	char *changed[SV_CHANGES]; /* the file of change number i at i % SV_CHANGES */
	long long number;          /* of the last change */
	sv_exchange *waiting;
} sv_watch;

void sv_watch_open(sv_watch *w);
void sv_watch_close(sv_watch *w);
/* Something changed. */
void sv_watch_attend(sv_watch *w);
/* Answer those that have waited long enough, or all. */
void sv_watch_answer(sv_watch *w, double now, bool all);
/* It waits no more. */
void sv_watch_forget(sv_watch *w, sv_exchange *x);

/* ---- stream.c ---- */

/* The client is gone. */
void sv_stream_let_go(sv_stream *stream);

/* ---- listen.c ---- */

typedef struct sv_socket {
	int fd;
	unsigned port;           /* 0: none */
	bool loopback, is_local; /* is_local: a socket of the file system */
	char address[300];       /* of the page: http://127.0.0.1:9704 */
	bool running;            /* a server of the same folder has the port: nothing was opened */
} sv_socket;

ht_status sv_listen(const ht_serve_options *o, int state, ht_diags *diags, sv_socket *ret);

/* ---- http.c ---- */

ht_status sv_http_open(sv_server *s, const sv_socket *socket, ht_diags *diags);
void sv_http_close(sv_server *s);

struct sv_server {
	const ht_serve_options *options;
	sv_http http;
	struct MHD_Daemon *daemon;
	sv_names names;
	sv_secrets secrets;
	sv_pool pool;
	sv_peers peers;
	sv_watch watch;
	sv_numbers numbers;
	size_t n_exchanges;
	bool ending;       /* no further work is begun */
	size_t body_bytes; /* of all requests that are coming or waiting */
	char speaking[SV_LANGUAGE];
	char web[4096]; /* the folder of the page's files */
};

#endif
