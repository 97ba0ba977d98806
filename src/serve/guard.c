/* Who may ask.
 *
 * A browser on this machine is told by any site to send requests here. What such requests cannot do is to name another
 * Host than the one they were sent to by, or to leave out Origin or Sec-Fetch-Site where these would tell on them. So
 * the names by which this server is called are fixed (else a name that its owner points here would be taken for it),
 * and another origin gets nothing. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/intl.h"
#include "base/str.h"
#include "serve/messages.h"
#include "sv.h"

static const char *const loopback_names[] = {"127.0.0.1", "localhost", "[::1]"};

/* Is host one of the names, with this port (or without one, if it is that of the scheme)? */
static bool is_at(const char *host, const char *name, unsigned port)
{
	char with_port[300];
	if (strcasecmp(host, name) == 0)
		return port == 80;
	snprintf(with_port, sizeof with_port, "%s:%u", name, port);
	return strcasecmp(host, with_port) == 0;
}

static bool is_given(const sv_names *names, const char *host)
{
	for (const char *const *p = names->hosts; p && *p; p++)
		if (strcasecmp(*p, host) == 0)
			return true;
	return false;
}

/* An address in numbers, with our port: no name that somebody else could point here. */
static bool is_number(const sv_names *names, const char *host)
{
	char address[64], text[64];
	unsigned char bytes[16];
	const char *colon = strrchr(host, ':');
	size_t n = strlen(host);
	unsigned port = 80;
	if (colon && !strchr(colon, ']')) {
		n = (size_t)(colon - host);
		if (sscanf(colon + 1, "%5u", &port) != 1)
			return false;
	}
	if (port != names->port || n >= sizeof address || !n)
		return false;
	memcpy(address, host, n);
	address[n] = '\0';
	if (*address == '[' && address[n - 1] == ']') {
		memcpy(text, address + 1, n - 2);
		text[n - 2] = '\0';
		return inet_pton(AF_INET6, text, bytes) == 1;
	}
	return inet_pton(AF_INET, address, bytes) == 1;
}

static bool is_known(const sv_names *names, const char *host)
{
	if (is_given(names, host))
		return true;
	if (!names->port) /* a proxy sends what it was given: it must be told by --host */
		return strcasecmp(host, "localhost") == 0;
	for (size_t i = 0; i < ARRAY_LEN(loopback_names); i++)
		if (is_at(host, loopback_names[i], names->port))
			return true;
	return !names->loopback && is_number(names, host);
}

bool sv_guard_is_other_name(const sv_names *names, const char *host)
{
	return names->port && names->loopback && is_at(host, "localhost", names->port);
}

/* http://HOST or https://HOST */
static bool is_own_origin(const sv_headers *h)
{
	const char *rest = h->origin;
	if (ht_str_starts(rest, "http://"))
		rest += strlen("http://");
	else if (ht_str_starts(rest, "https://"))
		rest += strlen("https://");
	else
		return false;
	return strcasecmp(rest, h->host) == 0;
}

static bool refuse(ht_response *r, unsigned status, ht_code code, const char *arg)
{
	ht_response_error(r, status, code, arg, NULL);
	return false;
}

bool sv_guard(const sv_names *names, const sv_headers *h, bool is_page, ht_response *r)
{
	if (h->n_hosts != 1)
		return refuse(r, 400, HT_D_SERVE_HTTP, _("there must be one header Host"));
	if (h->n_lengths > 1 || (h->n_lengths && h->n_encodings))
		return refuse(r, 400, HT_D_SERVE_HTTP, _("Content-Length stands once, and without Transfer-Encoding"));
	if (h->n_encodings > 1 || h->n_authorizations > 1 || h->n_origins > 1)
		return refuse(r, 400, HT_D_SERVE_HTTP, _("a header stands twice"));
	if (!is_known(names, h->host))
		return refuse(r, 421, HT_D_SERVE_HOST, h->host);
	if (h->n_origins && !is_own_origin(h))
		return refuse(r, 403, HT_D_SERVE_ORIGIN, NULL);
	/* following a link to the page is all that another site may make a browser do */
	const bool same = !*h->site || strcmp(h->site, "same-origin") == 0 || strcmp(h->site, "none") == 0;
	if (!same && !(is_page && strcmp(h->mode, "navigate") == 0))
		return refuse(r, 403, HT_D_SERVE_SITE, NULL);
	return true;
}
