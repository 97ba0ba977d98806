/* A line for each request, and numbers for monitors. What documents say, and what they are called, is in neither. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/messages.h"
#include "sv.h"

/* Seconds, upper ends of the classes of the histogram. */
static const double limits[SV_LATENCIES] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.5, 10};

static void count(sv_numbers *n, const sv_exchange *x, double seconds)
{
	size_t i = 0;
	n->requests[x->status / 100 % ARRAY_LEN(n->requests)]++;
	n->bytes += x->sent;
	n->seconds += seconds;
	while (i < SV_LATENCIES && seconds > limits[i])
		i++;
	n->latency[i]++;
}

static void put_client(const sv_exchange *x, char text[INET6_ADDRSTRLEN])
{
	const union MHD_ConnectionInfo *info =
	    x->server->http.MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const struct sockaddr *a = info ? info->client_addr : NULL;
	*text = '\0';
	if (a && a->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, text, INET6_ADDRSTRLEN);
	else if (a && a->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, text, INET6_ADDRSTRLEN);
}

void sv_log(sv_server *s, const sv_exchange *x)
{
	const double seconds = ht_clock() - x->began;
	char client[INET6_ADDRSTRLEN], when[32];
	struct timespec t;
	struct tm tm;
	count(&s->numbers, x, seconds);
	if (!s->options->log)
		return;
	put_client(x, client);
	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &tm);
	ht_buf line = {0};
	ht_buf_addf(&line, "{\"time\": \"%s.%03ldZ\", \"client\": \"%s\", \"method\": ", when, t.tv_nsec / 1000000,
	            client);
	ht_buf_addquoted(&line, strlen(x->method) < 16 ? x->method : "?");
	ht_buf_addf(&line, ", \"call\": \"%s\", \"status\": %u, \"received\": %zu, \"sent\": %zu, \"ms\": %.1f}\n",
	            x->call ? x->call->path : "page", x->status, x->received, x->sent, seconds * 1000);
	if (!line.failed && write(STDERR_FILENO, line.data, line.len) < 0)
		s->numbers.lost_lines++;
	ht_buf_free(&line);
}

static void put_metric(ht_buf *out, const char *name, const char *type, const char *help, double value)
{
	ht_buf_addf(out, "# HELP hongtou_%s %s\n# TYPE hongtou_%s %s\nhongtou_%s ", name, help, name, type, name);
	ht_buf_addreal(out, value, 6);
	ht_buf_adds(out, "\n");
}

static void put_requests(const sv_numbers *n, ht_buf *out)
{
	uint64_t all = 0;
	ht_buf_adds(out, "# HELP hongtou_requests_total Requests answered, by the class of their status.\n"
	                 "# TYPE hongtou_requests_total counter\n");
	for (size_t i = 1; i < ARRAY_LEN(n->requests); i++)
		ht_buf_addf(out, "hongtou_requests_total{status=\"%zuxx\"} %llu\n", i,
		            (unsigned long long)n->requests[i]);
	ht_buf_adds(out, "# HELP hongtou_request_seconds Time from a request's first line to the end of its answer.\n"
	                 "# TYPE hongtou_request_seconds histogram\n");
	for (size_t i = 0; i <= SV_LATENCIES; i++) {
		all += n->latency[i];
		ht_buf_adds(out, "hongtou_request_seconds_bucket{le=\"");
		if (i < SV_LATENCIES)
			ht_buf_addreal(out, limits[i], 3);
		else
			ht_buf_adds(out, "+Inf");
		ht_buf_addf(out, "\"} %llu\n", (unsigned long long)all);
	}
	ht_buf_adds(out, "hongtou_request_seconds_sum ");
	ht_buf_addreal(out, n->seconds, 6);
	ht_buf_addf(out, "\nhongtou_request_seconds_count %llu\n", (unsigned long long)all);
}

void sv_call_metrics(sv_server *s, sv_exchange *x)
{
	ht_response r;
	if (!sv_answer_begin(x, &r))
		return;
	ht_buf *out = &r.body;
	const sv_pool *p = &s->pool;
	r.type = "text/plain; version=0.0.4; charset=utf-8";
	put_requests(&s->numbers, out);
	put_metric(out, "sent_bytes_total", "counter", "Bytes of answers.", (double)s->numbers.bytes);
	put_metric(out, "connections", "gauge", "Connections that are open.", (double)s->peers.n);
	put_metric(out, "requests_in_progress", "gauge", "Requests that are not answered.", (double)s->n_exchanges);
	put_metric(out, "jobs_waiting", "gauge", "Requests that wait for a worker.", (double)p->n_waiting);
	put_metric(out, "workers_started_total", "counter", "Workers started.", (double)p->started);
	put_metric(out, "worker_crashes_total", "counter", "Workers that broke down.", (double)p->crashes);
	put_metric(out, "worker_timeouts_total", "counter", "Workers stopped at the time limit.", (double)p->timeouts);
	put_metric(out, "uptime_seconds", "gauge", "Seconds since the start.", ht_clock() - s->numbers.began);
	sv_answer_with(x, &r);
}
