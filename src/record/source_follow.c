/* Places in a text whose source is written otherwise: with escapes, with lines that are joined.
 *
 * Text and source are walked side by side. An escape stands for one character; a line's end in the source, with the
 * blanks beside it, for a blank, for line ends or, between Chinese characters, for nothing. */
#include "base/str.h"
#include "source.h"

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Go on n bytes in the source, which stay in a line. */
static void pass(ht_cursor *cur, size_t n)
{
	for (; n && cur->source < cur->source_end; n--, cur->source++)
		cur->loc.col += (*cur->source & 0xC0) != 0x80;
}

/* Go on to the next line of the source, to its text. */
static void pass_line_end(ht_cursor *cur)
{
	const bool two = cur->source + 1 < cur->source_end && cur->source[0] == '\r' && cur->source[1] == '\n';
	cur->source += two ? 2 : 1;
	cur->loc.line++;
	cur->loc.col = 1;
	while (cur->source < cur->source_end && is_blank(*cur->source))
		pass(cur, 1);
}

/* Does the source's line end at the cursor, or after blanks? */
static bool at_line_end(const ht_cursor *cur)
{
	const char *s = cur->source;
	while (s < cur->source_end && is_blank(*s))
		s++;
	return s < cur->source_end && is_line_end(*s);
}

/* All line ends at the cursor, with the blanks beside them. */
static void pass_line_ends(ht_cursor *cur)
{
	while (at_line_end(cur)) {
		while (!is_line_end(*cur->source))
			pass(cur, 1);
		pass_line_end(cur);
	}
}

/* Bytes of \u0041 and what else begins with a backslash; of two that are one character, of both. */
static size_t escape_len(const char *s, const char *end)
{
	static const struct {
		char letter;
		size_t len;
	} long_ones[] = {{'x', 4}, {'u', 6}, {'U', 10}};
	for (size_t i = 0; i < sizeof long_ones / sizeof *long_ones; i++)
		if (end - s > 1 && s[1] == long_ones[i].letter) {
			const bool high = end - s > 7 && s[1] == 'u' && (s[2] == 'd' || s[2] == 'D') &&
			                  (s[3] == '8' || s[3] == '9' || ht_str_one_of(s + 3, "aAbB"));
			return high && s[6] == '\\' && s[7] == 'u' ? 12 : long_ones[i].len;
		}
	return 2;
}

/* Bytes of the source that stand for the character of the text. */
static size_t source_len(const ht_cursor *cur)
{
	const char *s = cur->source;
	if (cur->escape == '\\' && *s == '\\')
		return escape_len(s, cur->source_end);
	if (cur->escape == '\'' && *s == '\'' && cur->source_end - s > 1 && s[1] == '\'')
		return 2;
	return (size_t)(ht_str_next(s) - s);
}

/* Blanks that are in both. */
static void pass_blanks(ht_cursor *cur, const char *to)
{
	while (cur->p < to && is_blank(*cur->p) && cur->source < cur->source_end && is_blank(*cur->source)) {
		pass(cur, 1);
		cur->p++;
	}
}

/* One step in both, towards `to`. */
static void step(ht_cursor *cur, const char *to)
{
	const char *s = cur->source;
	const bool escaped_end = cur->escape == '\\' && *s == '\\' && cur->source_end - s > 1 && is_line_end(s[1]);
	if (escaped_end) { /* it stands for nothing */
		pass(cur, 1);
		pass_line_ends(cur);
	} else if (at_line_end(cur)) {
		pass_line_ends(cur);
		while (cur->p < cur->end && (*cur->p == ' ' || *cur->p == '\n'))
			cur->p++;
	} else if (is_blank(*cur->p) && is_blank(*s)) {
		pass_blanks(cur, to);
	} else if (*cur->p == ' ' && *s != cur->escape) { /* it was indented more than the others */
		cur->p++;
	} else {
		pass(cur, source_len(cur));
		cur->p = ht_str_next(cur->p);
	}
}

ht_loc ht_cursor_follow(ht_cursor *cur, const char *to)
{
	while (cur->p < to && cur->source < cur->source_end)
		step(cur, to);
	if (to < cur->end)
		pass_line_ends(cur);
	return cur->loc;
}
