/* Connections, and how long they may take.
 *
 * A client that sends a byte now and then is never silent, so each state has a limit of its own, counted from its
 * beginning. A connection without a request is idle: of those, the oldest go first when there are too many. */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sv.h"

#define MOST_IDLE    128
#define IDLE_LEAST   0.25 /* seconds that one is left alone, however many there are */
#define IDLE_SECONDS 60.0 /* also for the head of a request */
#define READ_SECONDS 15.0
#define SEND_SECONDS 60.0
#define LEAST_RATE   (64.0 * 1024) /* bytes a second beyond that */

static void unlink_peer(sv_peers *peers, sv_peer *p)
{
	*(p->previous ? &p->previous->next : &peers->first) = p->next;
	*(p->next ? &p->next->previous : &peers->last) = p->previous;
	p->previous = p->next = NULL;
}

static void append(sv_peers *peers, sv_peer *p)
{
	p->previous = peers->last;
	p->next = NULL;
	*(peers->last ? &peers->last->next : &peers->first) = p;
	peers->last = p;
}

sv_peer *sv_peer_add(sv_peers *peers, int fd, double now)
{
	sv_peer *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	*p = (sv_peer){.fd = fd, .since = now, .state = SV_PEER_IDLE};
	append(peers, p);
	peers->n++;
	return p;
}

void sv_peer_remove(sv_peers *peers, sv_peer *p)
{
	if (!p)
		return;
	unlink_peer(peers, p);
	peers->n--;
	free(p);
}

void sv_peer_set(sv_peers *peers, sv_peer *p, int state, size_t length, double now)
{
	if (!p)
		return;
	p->state = state;
	p->since = now;
	p->length = length;
	unlink_peer(peers, p);
	append(peers, p);
}

/* Seconds that its state may take; 0: any. */
static double limit_of(const sv_peer *p)
{
	switch (p->state) {
	case SV_PEER_IDLE:
		return IDLE_SECONDS;
	case SV_PEER_READING:
		return READ_SECONDS + (double)p->length / LEAST_RATE;
	case SV_PEER_SENDING:
		return SEND_SECONDS + (double)p->length / LEAST_RATE;
	default:
		return 0; /* the work has a limit of its own */
	}
}

static void shut(sv_peer *p)
{
	p->shut = true;
	shutdown(p->fd, SHUT_RDWR); /* libmicrohttpd closes it */
}

void sv_peers_watch(sv_peers *peers, double now)
{
	size_t idle = 0;
	for (sv_peer *p = peers->first; p; p = p->next) {
		const double limit = limit_of(p);
		if (!p->shut && limit > 0 && now - p->since > limit)
			shut(p);
		idle += p->state == SV_PEER_IDLE && !p->shut;
	}
	for (sv_peer *p = peers->first; p && idle > MOST_IDLE; p = p->next) {
		if (p->state != SV_PEER_IDLE || p->shut)
			continue;
		if (now - p->since < IDLE_LEAST)
			break;
		shut(p);
		idle--;
	}
}
