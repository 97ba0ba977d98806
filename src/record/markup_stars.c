/* Stars and underscores: marks of Markdown, or text.
 *
 * CommonMark's rules are made for words between blanks. Chinese has none, and official documents have stars and
 * underscores of their own: names and numbers that are masked (张*三, 138****1234), signs of a legend (注：*为必填),
 * blanks to be filled in (于__年__月). What may be meant as such stays text. */
#include <string.h>

#include <glib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "body_inline.h"
#include "markup.h"

/* Marks have no more stars: ***strong emphasis***. */
#define STARS_MOST 3

/* A run of one sign, and the characters beside it; 0: the text begins or ends there. */
typedef struct star_run {
	char sign;
	size_t n;
	uint32_t before, after;
} star_run;

static bool is_word(uint32_t cp)
{
	return cp && (ht_is_han(cp) || g_unichar_isalnum(cp));
}

static bool is_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool is_blank(uint32_t cp)
{
	return !cp || ht_is_space(cp);
}

static star_run run_at(const char *begin, const char *p, const char *end)
{
	star_run run = {.sign = *p};
	while (p + run.n < end && p[run.n] == *p)
		run.n++;
	const char *before = p > begin ? ht_str_previous(begin, p) : NULL;
	run.before = before ? ht_utf8_get(before, p, NULL) : 0;
	run.after = p + run.n < end ? ht_utf8_get(p + run.n, end, NULL) : 0;
	return run;
}

/* What may stand at the beginning of a marked text: no mark that ends or divides one. */
static bool may_begin(uint32_t cp)
{
	if (cp < 0x80)
		return g_ascii_isalnum((char)cp) || strchr("\"'+-(<[{#&$`\\!", (int)cp);
	const GUnicodeType type = g_unichar_type(cp);
	return type != G_UNICODE_CLOSE_PUNCTUATION && type != G_UNICODE_FINAL_PUNCTUATION &&
	       type != G_UNICODE_OTHER_PUNCTUATION;
}

/* The same of its end. */
static bool may_end(uint32_t cp)
{
	if (cp < 0x80)
		return g_ascii_isalnum((char)cp) || !strchr("([{<", (int)cp);
	const GUnicodeType type = g_unichar_type(cp);
	return type != G_UNICODE_OPEN_PUNCTUATION && type != G_UNICODE_INITIAL_PUNCTUATION;
}

/* Could it be a mark? Between two words a single star is none, nor are three; between figures it is a sign of
 * multiplication or of a power. Underscores are for the pen. */
static bool may_mark(const star_run *run)
{
	if (run->sign == '_' || run->n > STARS_MOST)
		return false;
	if (!is_word(run->before) || !is_word(run->after))
		return true;
	return run->n == 2 && !(is_digit(run->before) && is_digit(run->after));
}

static bool opens(const star_run *run)
{
	return may_mark(run) && !is_blank(run->after) && may_begin(run->after) &&
	       (run->n > 1 || is_word(run->after) || !is_word(run->before));
}

static bool closes(const star_run *run)
{
	return may_mark(run) && !is_blank(run->before) && may_end(run->before);
}

bool ht_markup_opens(const char *begin, const char *p, const char *end)
{
	const star_run run = run_at(begin, p, end);
	return opens(&run);
}

bool ht_markup_closes(const char *begin, const char *p, const char *end)
{
	const star_run run = run_at(begin, p, end);
	return closes(&run);
}

/* --- what md4c sees --- */

/* Show the character [p, p + n) to the parser as a letter. */
static void mask(char *p, size_t n)
{
	static const char *const letters[] = {"", "x", "\xC3\xA9", "\xE4\xB8\x80", "\xF0\xA0\x80\x80"};
	memcpy(p, letters[n], n);
}

/* Marks of Markdown itself stay what they are. */
static bool maskable(uint32_t cp)
{
	if (cp < 0x80)
		return cp && strchr("\"',.:?%/+-=", (int)cp);
	return g_unichar_ispunct(cp);
}

static void mask_after(char *p, char *end)
{
	size_t n;
	uint32_t cp = p < end ? ht_utf8_get(p, end, &n) : 0;
	if (maskable(cp) && may_begin(cp))
		mask(p, n);
}

static void mask_before(char *begin, char *p)
{
	const char *q = ht_str_previous(begin, p);
	const uint32_t cp = q ? ht_utf8_get(q, p, NULL) : 0;
	const size_t n = q ? (size_t)(p - q) : 0;
	if (n && (q == begin || q[-1] != '\\') && maskable(cp) && may_end(cp))
		mask(p - n, n);
}

/* A run at p as what it can be: text, the second of a pair, the first of one. open: pairs of so many stars are. */
static void show(char *begin, char *p, char *end, const star_run *run, bool open[])
{
	if (!may_mark(run)) {
		memset(p, 'x', run->n);
	} else if (open[run->n] && closes(run)) {
		open[run->n] = false;
		mask_before(begin, p);
	} else if (opens(run)) {
		open[run->n] = true;
		if (run->n > 1)
			mask_after(p + run->n, end);
	}
}

void ht_body_mask(char *begin, char *end)
{
	bool open[STARS_MOST + 1] = {false};
	for (char *p = begin; p < end;) {
		if (*p == '\\' && p + 1 < end) {
			p += 2;
		} else if (*p == '*' || *p == '_') {
			const star_run run = run_at(begin, p, end);
			show(begin, p, end, &run, open);
			p += run.n;
		} else {
			p++;
		}
	}
}
