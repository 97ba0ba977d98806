/* Which repairs may find something in a line: a quick look, so that most lines are left alone. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"
#include "repair.h"

/* An ASCII character at p; s: the line's beginning. */
static unsigned ascii_candidates(const char *s, const char *p)
{
	unsigned char last = p > s ? (unsigned char)p[-1] : 0, next = (unsigned char)p[1];
	switch (*p) {
	case '&':
		return 1u << HT_REPAIR_ENTITIES;
	case '"':
	case '\'':
		return 1u << HT_REPAIR_QUOTES;
	case '.':
		return next == '.' ? 1u << HT_REPAIR_ELLIPSIS : 0;
	case '-':
		return next == '-' ? 1u << HT_REPAIR_DASH : 0;
	case '[':
	case '(':
		return (g_ascii_isdigit(next) ? 1u << HT_REPAIR_NUMBER : 0) | (*p == '(' ? 1u << HT_REPAIR_PUNCT : 0);
	case ',':
	case ':':
	case ';':
	case '?':
	case '!':
		return g_ascii_isdigit(last) && g_ascii_isdigit(next) ? 0 : 1u << HT_REPAIR_PUNCT;
	case ' ':
	case '\t':
		return last >= 0x80 || next >= 0x80 || next == ' ' || next == '\t' ? 1u << HT_REPAIR_SPACES : 0;
	default:
		return 0;
	}
}

/* A character beyond ASCII, of n bytes, that is not a common ideograph. */
static unsigned wide_candidates(const char *p, size_t n)
{
	uint32_t c = g_utf8_get_char(p);
	unsigned found = 0;
	if (ht_is_space(c))
		found |= 1u << HT_REPAIR_SPACES;
	if (is_invisible(c))
		found |= 1u << HT_REPAIR_ENTITIES;
	if (is_compatibility(c))
		found |= 1u << HT_REPAIR_RADICALS;
	if (is_wide_alnum(c) || is_wide_sign(c))
		found |= 1u << HT_REPAIR_WIDTH;
	if (g_ascii_isdigit(p[n]) && ht_str_set_has("（【［〈〔", c))
		found |= 1u << HT_REPAIR_NUMBER;
	if ((c == U'…' || c == U'。') && strncmp(p, p + n, n) == 0)
		found |= 1u << HT_REPAIR_ELLIPSIS;
	return found;
}

unsigned ht_repair_candidates(const char *s)
{
	unsigned found = 0;
	for (const char *p = s; *p;) {
		unsigned char c = (unsigned char)*p;
		size_t n = (size_t)(ht_str_next(p) - p);
		if (c < 0x80)
			found |= ascii_candidates(s, p);
		else if (c < 0xE4 || c > 0xE9)
			found |= wide_candidates(p, n);
		p += n;
	}
	return found;
}
