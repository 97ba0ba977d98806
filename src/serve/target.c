/* Paths and queries as they come.
 *
 * libmicrohttpd decodes a path and then takes it to end at a NUL, so that what is after `%00` is lost: what was sent is
 * taken apart here, decoded once. */
#include <stdint.h>
#include <string.h>

#include "base/intl.h"
#include "base/utf8.h"
#include "sv.h"

#define MOST_PARAMETERS 32

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decode in place. False: it is not valid: a broken escape, NUL or another control character, or no UTF-8. */
static bool decode(char *s, bool plus)
{
	char *to = s;
	for (const char *p = s; *p; p++) {
		char c = *p;
		if (c == '%') {
			const int high = hex_digit(p[1]), low = high < 0 ? -1 : hex_digit(p[2]);
			if (low < 0)
				return false;
			c = (char)(high << 4 | low);
			p += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		if ((unsigned char)c < 0x20 || c == 0x7f)
			return false;
		*to++ = c;
	}
	*to = '\0';
	return ht_utf8_check(s, strlen(s)) == strlen(s);
}

bool sv_path_is_beneath(const char *path)
{
	if (!*path || strlen(path) > 1000)
		return false;
	for (const char *p = path;; p++) {
		const size_t n = strcspn(p, "/");
		if (!n || n > 255 || *p == '.')
			return false;
		p += n;
		if (!*p)
			return true;
	}
}

static const char *read_query(ht_arena *arena, char *query, ht_request *request)
{
	ht_parameter *v = ht_arena_array(arena, MOST_PARAMETERS, sizeof *v);
	char *save;
	if (!v)
		return _("out of memory");
	request->parameters = v;
	for (char *p = strtok_r(query, "&", &save); p; p = strtok_r(NULL, "&", &save)) {
		char *value = strchr(p, '=');
		if (request->n_parameters == MOST_PARAMETERS)
			return _("too many parameters");
		if (value)
			*value++ = '\0';
		else
			value = p + strlen(p);
		if (!decode(p, true) || (*value && !decode(value, true)))
			return _("the query is not valid");
		v[request->n_parameters++] = (ht_parameter){p, value};
	}
	return NULL;
}

const char *sv_target_read(ht_arena *arena, const char *raw, const char **path, ht_request *request)
{
	char *copy = ht_arena_strdup(arena, raw);
	if (!copy)
		return _("out of memory");
	if (*copy != '/')
		return _("the target must be a path");
	char *query = strchr(copy, '?');
	if (query)
		*query++ = '\0';
	if (strchr(copy, '#') || strchr(copy, '\\') || strstr(copy, "%2f") || strstr(copy, "%2F") ||
	    strstr(copy, "%5c") || strstr(copy, "%5C") || !decode(copy, false))
		return _("the path is not valid");
	*path = copy;
	return query ? read_query(arena, query, request) : NULL;
}
