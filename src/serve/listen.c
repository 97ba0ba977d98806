/* Sockets: of loopback, of the network, of the file system, or one that systemd passed. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/str.h"
#include "serve/messages.h"
#include "sv.h"

#define BACKLOG      1024
#define FIRST_PASSED 3 /* sd_listen_fds(3) */

static ht_status fail(ht_diags *diags, const char *address, const char *why)
{
	ht_diag(diags, HT_D_SERVE_LISTEN, (ht_loc){0}, address, why, NULL);
	return HT_ERR_IO;
}

/* ---- passed ---- */

/* How many sockets systemd passed to this process. */
static int count_passed(void)
{
	const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");
	return pid && n && atol(pid) == (long)getpid() ? atoi(n) : 0;
}

static bool is_loopback(const struct sockaddr *a)
{
	if (a->sa_family == AF_UNIX)
		return true;
	if (a->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

static unsigned port_of(const struct sockaddr *a)
{
	if (a->sa_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)(const void *)a)->sin_port);
	return a->sa_family == AF_INET6 ? ntohs(((const struct sockaddr_in6 *)(const void *)a)->sin6_port) : 0;
}

/* What a socket is, from itself. */
static void describe(sv_socket *s)
{
	struct sockaddr_storage a = {0};
	socklen_t n = sizeof a;
	char host[64];
	if (getsockname(s->fd, (struct sockaddr *)&a, &n) != 0)
		return;
	s->loopback = is_loopback((struct sockaddr *)&a);
	s->is_local = a.ss_family == AF_UNIX;
	s->port = port_of((struct sockaddr *)&a);
	if (s->is_local)
		snprintf(s->address, sizeof s->address, "http://localhost");
	else if (getnameinfo((struct sockaddr *)&a, n, host, sizeof host, NULL, 0, NI_NUMERICHOST) == 0)
		snprintf(s->address, sizeof s->address, a.ss_family == AF_INET6 ? "http://[%s]:%u" : "http://%s:%u",
		         host, s->port);
}

static ht_status take_passed(int n, ht_diags *diags, sv_socket *ret)
{
	char number[16];
	if (n != 1) {
		snprintf(number, sizeof number, "%d", n);
		ht_diag(diags, HT_D_SERVE_ACTIVATION, (ht_loc){0}, number, NULL);
		return HT_ERR_INPUT;
	}
	ret->fd = FIRST_PASSED;
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_PID");
	fcntl(ret->fd, F_SETFD, FD_CLOEXEC);
	fcntl(ret->fd, F_SETFL, fcntl(ret->fd, F_GETFL) | O_NONBLOCK);
	describe(ret);
	return HT_OK;
}

/* ---- the file system ---- */

static ht_status open_local(const char *path, ht_diags *diags, sv_socket *ret)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	struct stat st;
	if (strlen(path) >= sizeof a.sun_path || !*path)
		return fail(diags, path, strerror(ENAMETOOLONG));
	strcpy(a.sun_path, path);
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(path); /* of a server that was killed; one that runs loses its clients, as with any service */
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	const mode_t before = umask(0117); /* the proxy is in the group */
	const bool bound = fd >= 0 && bind(fd, (struct sockaddr *)&a, sizeof a) == 0 && listen(fd, BACKLOG) == 0;
	const int error = errno;
	umask(before);
	if (!bound) {
		if (fd >= 0)
			close(fd);
		return fail(diags, path, strerror(error));
	}
	ret->fd = fd;
	describe(ret);
	return HT_OK;
}

/* ---- the network ---- */

/* Listen there. 0 or errno. */
static int open_at(const struct addrinfo *a, int *ret)
{
	const int on = 1;
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, a->ai_addr, a->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0) {
		const int error = errno;
		close(fd);
		return error;
	}
	*ret = fd;
	return 0;
}

static int open_port(const char *host, const char *port, int *ret)
{
	const struct addrinfo hints = {.ai_family = AF_UNSPEC,
	                               .ai_socktype = SOCK_STREAM,
	                               .ai_flags = AI_PASSIVE | AI_NUMERICSERV | AI_NUMERICHOST};
	struct addrinfo *found = NULL;
	if (getaddrinfo(host, port, &hints, &found) != 0)
		return EADDRNOTAVAIL;
	int error = open_at(found, ret);
	freeaddrinfo(found);
	return error;
}

/* ADDRESS:PORT, [ADDRESS]:PORT, :PORT */
static ht_status open_given(const char *listen_at, ht_diags *diags, sv_socket *ret)
{
	char host[256];
	const char *colon = strrchr(listen_at, ':'), *begin = listen_at;
	size_t n = colon ? (size_t)(colon - listen_at) : 0;
	if (n >= 2 && *begin == '[' && begin[n - 1] == ']') {
		begin++;
		n -= 2;
	}
	char *end;
	const long port = colon ? strtol(colon + 1, &end, 10) : 0;
	if (!colon || end == colon + 1 || *end || port < 0 || port > 65535 || n >= sizeof host) {
		ht_diag(diags, HT_D_SERVE_ADDRESS, (ht_loc){0}, listen_at, NULL);
		return HT_ERR_INPUT;
	}
	memcpy(host, begin, n);
	host[n] = '\0';
	int error = open_port(n ? host : "0.0.0.0", colon + 1, &ret->fd);
	if (error == EADDRNOTAVAIL && n && strcmp(host, "localhost") == 0)
		error = open_port("127.0.0.1", colon + 1, &ret->fd);
	if (error)
		return fail(diags, listen_at, strerror(error));
	describe(ret);
	return HT_OK;
}

/* ---- the default: loopback ---- */

/* While a server runs, it holds the lock of the file PORT in the state folder, which says whose folder it serves. Is
 * there one for ours? *fd: ours now, if there is none. */
static bool is_served(int state, unsigned port, const char *folder, int *fd)
{
	char name[32], served[4096];
	snprintf(name, sizeof name, "serve-%u", port);
	*fd = openat(state, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (*fd < 0 || flock(*fd, LOCK_EX | LOCK_NB) == 0)
		return false;
	const ssize_t n = read(*fd, served, sizeof served - 1);
	close(*fd);
	*fd = -1;
	served[n > 0 ? n : 0] = '\0';
	return strcmp(served, folder) == 0;
}

/* The lock lasts as long as the process. */
static void note_served(int fd, const char *folder)
{
	if (fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, folder, strlen(folder), 0) < 0)
		close(fd);
}

static ht_status open_default(int state, ht_diags *diags, sv_socket *ret)
{
	char port[16], first[16], folder[4096];
	if (!getcwd(folder, sizeof folder))
		*folder = '\0';
	snprintf(first, sizeof first, "%u", HT_SERVE_PORT);
	for (unsigned i = 0; i < HT_SERVE_PORTS; i++) {
		int lock;
		snprintf(port, sizeof port, "%u", HT_SERVE_PORT + i);
		if (is_served(state, HT_SERVE_PORT + i, folder, &lock)) {
			ret->running = ret->loopback = true;
			ret->port = HT_SERVE_PORT + i;
			snprintf(ret->address, sizeof ret->address, "http://127.0.0.1:%s", port);
			return HT_OK;
		}
		const int error = open_port("127.0.0.1", port, &ret->fd);
		if (!error) {
			note_served(lock, folder);
			if (i)
				ht_diag(diags, HT_D_SERVE_PORT_TAKEN, (ht_loc){0}, first, port, NULL);
			describe(ret);
			return HT_OK;
		}
		if (lock >= 0)
			close(lock);
		if (error != EADDRINUSE)
			return fail(diags, port, strerror(error));
	}
	ht_diag(diags, HT_D_SERVE_PORTS_TAKEN, (ht_loc){0}, first, port, NULL);
	return HT_ERR_IO;
}

ht_status sv_listen(const ht_serve_options *o, int state, ht_diags *diags, sv_socket *ret)
{
	const int passed = count_passed();
	ht_status status;
	*ret = (sv_socket){.fd = -1};
	if (passed)
		status = take_passed(passed, diags, ret);
	else if (!o->listen)
		status = open_default(state, diags, ret);
	else if (ht_str_starts(o->listen, "unix:"))
		status = open_local(o->listen + strlen("unix:"), diags, ret);
	else
		status = open_given(o->listen, diags, ret);
	if (status != HT_OK || ret->loopback)
		return status;
	if (!o->token && !o->password) {
		ht_diag(diags, HT_D_SERVE_OPEN_WORLD, (ht_loc){0}, ret->address, NULL);
		close(ret->fd);
		return HT_ERR_INPUT;
	}
	ht_diag(diags, HT_D_SERVE_TLS, (ht_loc){0}, NULL);
	return HT_OK;
}
