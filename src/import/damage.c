/* Damage that no rule can repair: reported with its place, never guessed at. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/private_use.h"
#include "base/utf8.h"
#include "import/messages.h"
#include "im.h"
#include "limits.h"

/* What stands for a digit that is still to be written. */
#define OPEN_DIGITS "XxＸｘ×*＊_＿□○?？"

/* The place of at, a byte of the line's repaired text. */
static ht_loc place_in_line(const im_line *line, const char *at)
{
	ht_loc loc = line->loc;
	loc.col = line->text == line->raw ? line->indent + 1 : 0;
	if (loc.col && line->indent)
		loc.col = 0;
	else if (loc.col)
		loc.col += (int)ht_utf8_count(line->text, (size_t)(at - line->text));
	return loc;
}

static const char *excerpt(im_doc *d, const char *from, const char *end, int chars)
{
	const char *p = from;
	for (; p < end && *p && chars > 0; chars--)
		p = ht_str_next(p);
	return im_copy(d, from, (size_t)(p - from));
}

/* `1110日`: more digits before 日 than a day has. */
static void look_for_runs(im_doc *d, const im_line *line)
{
	for (const char *p = line->text; (p = strstr(p, "日")); p += strlen("日")) {
		const char *from = p;
		while (from > line->text && g_ascii_isdigit(from[-1]))
			from--;
		if (p - from >= DAY_RUN_LEAST && p - from <= DAY_RUN_MOST)
			ht_diag(d->diags, HT_D_IMPORT_DAY_RUN, place_in_line(line, from),
			        im_copy(d, from, (size_t)(p - from) + strlen("日")), NULL);
	}
}

static void look_for_days(im_doc *d, const im_line *line)
{
	for (const char *p = line->text; *p;) {
		const char *end = p;
		ht_scan_day day;
		bool han = ht_str_one_of(p, "一二") > 0;
		if ((g_ascii_isdigit(*p) || han) && ht_scan_day_at(&end, &day) && (!han || day.date.year)) {
			if (!day.possible)
				ht_diag(d->diags, HT_D_IMPORT_NO_SUCH_DAY, place_in_line(line, p),
				        im_copy(d, p, (size_t)(end - p)), NULL);
			p = end;
		} else if (g_ascii_isdigit(*p)) {
			while (g_ascii_isdigit(*p))
				p++;
		} else {
			p = ht_str_next(p);
		}
	}
}

/* `2026年X月XX日`: a day that is still to be written. */
static void look_for_blanks(im_doc *d, const im_line *line)
{
	for (const char *p = line->text; (p = strstr(p, "月")); p += strlen("月")) {
		const char *from = p, *end = p + strlen("月"), *before;
		while ((before = ht_str_previous(line->text, from)) && ht_str_one_of(before, OPEN_DIGITS))
			from = before;
		while (ht_str_one_of(end, OPEN_DIGITS))
			end = ht_str_next(end);
		bool month = from<p, after = end> p + strlen("月") && ht_str_one_of(end, "日");
		if (after || (month && ht_str_one_of(end, "日")))
			ht_diag(d->diags, HT_D_IMPORT_DAY_OPEN, place_in_line(line, from),
			        im_copy(d, from, (size_t)(end - from) + strlen("日")), NULL);
	}
}

static void look_for_brackets(im_doc *d, const im_line *line)
{
	const char *at = ht_scan_unmatched(line->text);
	if (!at)
		return;
	const char *after = ht_scan_after(at);
	ht_diag(d->diags, HT_D_IMPORT_BRACKET, place_in_line(line, at),
	        excerpt(d, after, after + strlen(after), EXCERPT_CHARS), NULL);
}

/* The replacement character, for bytes that made no sense. */
#define LOST 0xFFFD

static void look_for_lost(im_doc *d, const im_line *line)
{
	const char *end = line->text + strlen(line->text);
	size_t n;
	for (const char *p = line->text; p < end; p += n) {
		uint32_t cp = ht_utf8_get(p, end, &n);
		if (cp != LOST && !ht_is_private_use(cp))
			continue;
		char name[16];
		snprintf(name, sizeof name, "U+%04X", (unsigned)cp);
		ht_diag(d->diags, cp == LOST ? HT_D_IMPORT_LOST : HT_D_IMPORT_PRIVATE, place_in_line(line, p), name,
		        NULL);
		return;
	}
}

/* `1 2 0万元`: what the figure is cannot be known. */
static void look_for_digits_apart(im_doc *d, const im_line *line)
{
	const char *end;
	for (const char *p = line->text; (p = ht_scan_apart(p, &end)); p = end)
		ht_diag(d->diags, HT_D_IMPORT_DIGITS_APART, place_in_line(line, p), im_copy(d, p, (size_t)(end - p)),
		        NULL);
}

/* `3OO万元`: letters that optical recognition took digits for. */
static void look_for_misread(im_doc *d, const im_line *line)
{
	const char *end;
	char meant[HT_SCAN_MISREAD];
	for (const char *p = line->text; (p = ht_scan_misread(p, &end, meant)); p = end)
		ht_diag(d->diags, HT_D_IMPORT_MISREAD, place_in_line(line, p), im_copy(d, p, (size_t)(end - p)), meant,
		        NULL);
}

/* `预计降水量1,2` and below it `34.5毫米`: a figure may have been broken with the line. A day below is its own. */
static void look_for_broken_figure(im_doc *d, size_t i)
{
	const im_line *line = &d->lines[i], *after = &d->lines[i + 1];
	const size_t len = strlen(line->text);
	ht_scan_day day;
	if (line->kind != IM_BODY || after->kind != IM_BODY || after->blanks || !len ||
	    !g_ascii_isdigit(line->text[len - 1]) || !g_ascii_isdigit(*after->text) || im_is_day(after->text, &day) ||
	    im_level(d, after->text) || !ht_str_has_any(line->text, (const char *const[]){"，", "。", NULL}))
		return;
	size_t n = 0;
	while (n < len && (g_ascii_isdigit(line->text[len - n - 1]) || strchr(".,-", line->text[len - n - 1])))
		n++;
	ht_diag(d->diags, HT_D_IMPORT_FIGURE_BROKEN, line->loc, im_copy(d, line->text + len - n, n),
	        im_copy(d, after->text, strspn(after->text, IM_DIGITS ".,")), NULL);
}

/* A greeting above a pasted document, or what a reader takes for one. */
static void look_above_title(im_doc *d)
{
	for (size_t i = 0; d->title && i < d->n && d->lines[i].loc.line < d->title_loc.line; i++)
		if (d->lines[i].kind == IM_BODY) {
			ht_diag(d->diags, HT_D_IMPORT_ABOVE_TITLE, d->lines[i].loc, NULL);
			return;
		}
}

void im_find_damage(im_doc *d)
{
	static void (*const looks[])(im_doc *, const im_line *) = {
	    look_for_runs, look_for_days,         look_for_blanks, look_for_brackets,
	    look_for_lost, look_for_digits_apart, look_for_misread};
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; (d->lines[i].kind != IM_JUNK || d->lines[i].guessed) && k < ARRAY_LEN(looks); k++)
			looks[k](d, &d->lines[i]);
	for (size_t i = 0; i + 1 < d->n; i++)
		look_for_broken_figure(d, i);
	look_above_title(d);
}
