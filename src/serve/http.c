/* libmicrohttpd: requests come and answers go. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/messages.h"
#include "config.h"
#include "serve/messages.h"
#include "sv.h"

#define MOST_CONNECTIONS 1024
#define HEAD_BYTES       ((size_t)32 << 10) /* of a request's head, and for each connection */

/* A request's first line has come. Its target is seen here as it was sent. */
static void *begin_request(void *user, const char *target, struct MHD_Connection *connection)
{
	(void)connection;
	return sv_exchange_new(user, target);
}

static enum MHD_Result send_answer(sv_exchange *x)
{
	if (!x->answer)
		return MHD_NO; /* there was no memory for one: the connection is closed */
	sv_exchange_peer(x, SV_PEER_SENDING, x->sent);
	return x->server->http.MHD_queue_response(x->connection, x->status, x->answer);
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *len, void **request)
{
	sv_exchange *x = *request;
	(void)user;
	(void)url;
	(void)version;
	if (!x)
		return MHD_NO;
	x->connection = connection;
	if (!x->begun) {
		sv_exchange_begin(x, method);
		return x->state == SV_ANSWERED ? send_answer(x) : MHD_YES;
	}
	if (*len) {
		const bool ok = sv_exchange_take(x, data, *len);
		*len = 0;
		return ok ? MHD_YES : MHD_NO;
	}
	if (x->state == SV_READING)
		sv_exchange_run(x);
	return x->state == SV_ANSWERED ? send_answer(x) : MHD_YES;
}

static void end_request(void *user, struct MHD_Connection *connection, void **request,
                        enum MHD_RequestTerminationCode code)
{
	sv_exchange *x = *request;
	(void)user;
	(void)connection;
	(void)code;
	*request = NULL;
	if (!x)
		return;
	if (x->connection) {
		sv_exchange_peer(x, SV_PEER_IDLE, 0);
		sv_log(x->server, x);
	}
	sv_exchange_free(x);
}

/* A client has come, or is gone. */
static void notice_client(void *user, struct MHD_Connection *connection, void **peer,
                          enum MHD_ConnectionNotificationCode code)
{
	sv_server *s = user;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info =
		    s->http.MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
		*peer = info ? sv_peer_add(&s->peers, info->connect_fd, ht_clock()) : NULL;
	} else {
		sv_peer_remove(&s->peers, *peer);
		*peer = NULL;
	}
}

ht_status sv_http_open(sv_server *s, const sv_socket *socket, ht_diags *diags)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(SV_HTTP_FUNCTIONS)};
	if (!ht_library_load(HT_HTTP_LIBRARY, names, ARRAY_LEN(names), &s->http))
		return ht_library_fail(diags, (ht_loc){0}, HT_HTTP_LIBRARY, HT_HTTP_PACKAGE);
	s->daemon = s->http.MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, s, MHD_OPTION_LISTEN_SOCKET, socket->fd,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, HEAD_BYTES,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, begin_request, s, MHD_OPTION_NOTIFY_COMPLETED,
	    end_request, s, MHD_OPTION_NOTIFY_CONNECTION, notice_client, s, MHD_OPTION_END);
	if (s->daemon)
		return HT_OK;
	ht_diag(diags, HT_D_SERVE_LISTEN, (ht_loc){0}, socket->address, "libmicrohttpd", NULL);
	return HT_ERR_LIB;
}

void sv_http_close(sv_server *s)
{
	if (s->daemon)
		s->http.MHD_stop_daemon(s->daemon);
	s->daemon = NULL;
}
