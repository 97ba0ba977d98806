/* Headings: their order (一、→（一）→1.→（1）), gaps, and how they are typed.
 *
 * Numbers are compared within their level and below the same heading. A level that begins again with 1 is another list:
 * lists of points restart after the sentence that introduces them. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "ck.h"
#include "check/messages.h"
#include "import/scan.h"

#define LEVELS 6

typedef struct outline {
	int last[LEVELS + 1];       /* number of the last heading of a level; 0: not met yet */
	char shown[LEVELS + 1][32]; /* as typed */
	size_t at[LEVELS + 1];      /* index of that heading's block */
	bool chapter;               /* no 一、 since the last 第一章 */
	int current;                /* level of the heading in force; 0: outside all */
} outline;

/* The number in a marker: 一、 （二） 3. （4） ⑤ 第六条. */
static int number_of(const char *marker)
{
	for (const char *p = marker; *p; p = ht_str_next(p)) {
		const char *q = p;
		uint32_t cp = ht_str_char(p);
		if (cp >= U'①' && cp <= U'⑳')
			return (int)(cp - U'①') + 1;
		int n = ht_scan_int(&q);
		if (n >= 0)
			return n;
	}
	return 0;
}

/* Is 1 typed again after 1? A list may begin again below a sentence, but not below its own first point; 一、 never
 * does.
 */
static bool is_repeated(const outline *o, int level, int n, size_t i)
{
	return n == 1 && o->last[level] == 1 && ((level == 1 && !o->chapter) || o->at[level] + 1 == i);
}

static void check_step(ck *c, const outline *o, int level, int n, const char *marker, ht_loc loc, size_t i)
{
	char before[24];
	int last = o->last[level];
	snprintf(before, sizeof before, "%d", last);
	if (!last && n > 1)
		ck_find(c, HT_D_CHECK_HEADING_FIRST, loc, marker, NULL);
	else if (last && ((n != 1 && n != last + 1) || is_repeated(o, level, n, i)))
		ck_find(c, HT_D_CHECK_HEADING_GAP, loc, marker, before, NULL);
}

/* 一、 directly above （1）: two levels left out. One may be: offices with two
 * levels write 一、 and 1. */
static void check_depth(ck *c, const outline *o, int level, const char *marker, ht_loc loc)
{
	if (o->current && level > o->current + 2 && level <= 4)
		ck_find(c, HT_D_CHECK_HEADING_SKIPS, loc, marker, o->shown[o->current], NULL);
}

/* `1、` is typed for `1.`, `（一）、` for `（一）`, `(1)` for `（1）`. */
static void check_punct(ck *c, const char *marker, int level, ht_loc loc)
{
	char better[64];
	size_t len = strlen(marker);
	int n = number_of(marker);
	if (level == 3 && ht_str_ends(marker, "、"))
		snprintf(better, sizeof better, "%d.", n);
	else if (level == 4 && ht_str_starts(marker, "("))
		snprintf(better, sizeof better, "（%d）", n);
	else if ((level == 2 || level == 4) && ht_str_ends(marker, "、"))
		snprintf(better, sizeof better, "%.*s", (int)(len - strlen("、")), marker);
	else if (level == 2 && ht_str_starts(marker, "("))
		snprintf(better, sizeof better, "（%.*s）", (int)(len - 2), marker + 1);
	else
		return;
	ck_find(c, HT_D_CHECK_HEADING_PUNCT, loc, marker, better, NULL);
	ck_edit(c, loc, marker, len, better, true);
}

/* Is block i above text or headings of its own? A point in a list of points is
 * not, and ends with a full stop by right. */
static bool is_above_text(const ht_body *body, size_t i)
{
	const ht_body_block *b = &body->blocks[i], *next = i + 1 < body->n ? b + 1 : NULL;
	bool first = !i || b[-1].kind != HT_BODY_PARA || b[-1].level != b->level;
	return first && next && (next->kind != HT_BODY_PARA || !next->level || next->level > b->level);
}

/* A short line without other punctuation is a heading, not a sentence. */
#define HEADING_MAX 20

static void check_stop(ck *c, const ht_body *body, size_t i, const ck_text *t)
{
	const ht_body_block *b = &body->blocks[i];
	const char *text = t->s + b->marker;
	if (!is_above_text(body, i) || b->level < 1 || b->level > 2 || !ht_str_ends(text, "。") ||
	    ht_str_chars(text) > HEADING_MAX)
		return;
	const char *stop = ht_str_last(text);
	for (const char *p = text; p < stop; p = ht_str_next(p))
		if (ht_str_one_of(p, "，；：、。"))
			return;
	ht_loc at = ck_place(t, stop);
	ck_find(c, HT_D_CHECK_HEADING_STOP, at, "。", NULL);
	ck_edit(c, at, "。", strlen("。"), "", false);
}

static ck_text text_of(ck *c, const ht_body_block *b)
{
	return (ck_text){
	    .s = ck_joined(c, b->inlines, b->n), .inlines = b->inlines, .n = b->n, .loc = b->loc, .block = b};
}

static void check_heading(ck *c, outline *o, const ht_body *body, size_t i)
{
	const ht_body_block *b = &body->blocks[i];
	const ck_text t = text_of(c, b);
	const char *marker = ck_copy(c, t.s, b->marker);
	ht_loc loc = ck_place(&t, t.s);
	int n = number_of(marker);
	if (!n || b->level > LEVELS)
		return;
	check_punct(c, marker, b->level, loc);
	check_stop(c, body, i, &t);
	bool chapter = ht_str_starts(marker, "第");
	if (chapter && b->level < LEVELS) {
		o->chapter = true;
		return; /* articles, and 一、 in rules, run on through chapters or begin again */
	}
	if (!chapter) {
		check_depth(c, o, b->level, marker, loc);
		check_step(c, o, b->level, n, marker, loc, i);
		o->current = b->level;
	} else if (b->level == LEVELS) {
		check_step(c, o, b->level, n, marker, loc, i);
	}
	o->last[b->level] = n;
	o->at[b->level] = i;
	o->chapter &= b->level > 1;
	snprintf(o->shown[b->level], sizeof o->shown[0], "%s", marker);
	/* articles run on through chapters */
	for (int k = b->level + 1; k < LEVELS; k++)
		o->last[k] = 0;
}

/* ---- numbers that are of no level ---- */

/* What to write for the number at s, of *len bytes; NULL: it is none of these. */
static const char *better_number(ck *c, const char *s, size_t *len)
{
	const char *p = s, *end;
	int n = ht_scan_int(&p);
	if (g_ascii_isalpha(*s))
		p = s + 1;
	const char *ends = ")）"; /* after digits: 1. and 1、 are of level 3 */
	if (g_ascii_isalpha(*s))
		ends = ".．、)）";
	else if (n > 0 && !g_ascii_isdigit(*s))
		ends = "。.．)）,，";
	end = p + ht_str_one_of(p, ends);
	*len = (size_t)(end - s);
	if (p == s || end == p || !ht_is_han(ht_str_char(ht_str_skip_spaces(end))))
		return NULL;
	if (g_ascii_isalpha(*s))
		return "1. / （1）";
	if (g_ascii_isdigit(*s))
		return ck_checked(c, ht_arena_printf(c->out->arena, "（%.*s）", (int)(p - s), s));
	return ck_checked(c, ht_arena_printf(c->out->arena, "%.*s、", (int)(p - s), s));
}

/* `A.`, `1)`, `一。`. */
static void check_unknown(ck *c, const ht_body_block *b)
{
	size_t len;
	const ck_text t = text_of(c, b);
	const char *better = better_number(c, t.s, &len);
	if (!better)
		return;
	ck_find(c, HT_D_CHECK_LEVEL_NUMBER, ck_place(&t, t.s), ck_copy(c, t.s, len), better, NULL);
	if (!g_ascii_isalpha(*t.s))
		ck_edit(c, ck_place(&t, t.s), t.s, len, better, true);
}

static void check_body(ck *c, const ht_body *body, bool other)
{
	outline o = {0};
	for (size_t i = 0; i < body->n; i++) {
		const ht_body_block *b = &body->blocks[i];
		if (b->kind == HT_BODY_PARA && b->level && b->marker)
			check_heading(c, &o, body, i);
		else if (b->kind == HT_BODY_PARA && !b->level && !other)
			check_unknown(c, b);
	}
}

void ck_headings(ck *c)
{
	ck_each_body(c, check_body);
}
