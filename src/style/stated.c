/* Does the text say what a field says that is not printed?
 *
 * Minutes have no line for who chaired the meeting, when and where: their first sentence says it. A sheet names such
 * fields under `stated:`, and they are lost only when no text has them. The text's own words for the rest (局长, 上午)
 * are free, so a person is looked for by name, a place piece by piece, and a time by its month and day. */
#include "style/stated.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

typedef struct seeker {
	const ht_shown_texts *in;
	ht_buf missing;
	bool failed;
} seeker;

static void add_unspaced(ht_buf *out, const char *s, size_t len)
{
	const char *end = s + len;
	for (size_t step; s < end; s += step)
		if (!ht_is_space(ht_utf8_get(s, end, &step)))
			ht_buf_add(out, s, step);
}

void ht_stated_add(ht_shown_texts *texts, const char *s, size_t len, bool apart, bool body)
{
	if (apart)
		ht_buf_adds(&texts->all, "\n");
	add_unspaced(&texts->all, s, len);
	if (!body)
		return;
	if (apart)
		ht_buf_adds(&texts->bodies, "\n");
	add_unspaced(&texts->bodies, s, len);
}

void ht_stated_free(ht_shown_texts *texts)
{
	ht_buf_free(&texts->bodies);
	ht_buf_free(&texts->all);
}

static bool has(const ht_buf *texts, const char *what)
{
	return texts->data && strstr(texts->data, what);
}

/* 3月5日 in the numerals of either kind. A number before it would make it another month: 13月5日. */
static bool has_day(const ht_buf *texts, const ht_date *date)
{
	char words[32];
	int len = snprintf(words, sizeof words, "%d月%d日", date->month, date->day);
	for (const char *p = texts->data; p && (p = strstr(p, words)); p += len)
		if (p == texts->data || !g_ascii_isdigit(p[-1]))
			return true;
	static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	const int tens[] = {date->month / 10, date->day / 10};
	ht_buf han = {0};
	ht_buf_addf(&han, "%s%s月", tens[0] ? "十" : "", digits[date->month % 10]);
	ht_buf_addf(&han, "%s%s%s日", tens[1] > 1 ? digits[tens[1]] : "", tens[1] ? "十" : "", digits[date->day % 10]);
	bool found = han.data && has(texts, han.data);
	ht_buf_free(&han);
	return found;
}

static void miss(seeker *s, const char *what, size_t len)
{
	if (s->missing.len)
		ht_buf_adds(&s->missing, "、");
	ht_buf_add(&s->missing, what, len);
}

/* Is the mark at p one of 2026-07-23, 9:30, 2.5? */
static bool is_within_number(const char *text, const char *p)
{
	return p > text && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]);
}

/* Is the piece a day, 2026-07-23, that the text has in its own words? */
static bool is_told_day(const seeker *s, const char *piece)
{
	ht_date date = {0};
	int end = 0;
	const int n = sscanf(piece, "%4d%*1[-/.]%2d%*1[-/.]%2d%n", &date.year, &date.month, &date.day, &end);
	return n == 3 && !piece[end] && date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31 &&
	       has_day(&s->in->all, &date);
}

/* Is the piece a time, 上午9:00, that the text has as 9时, 9点 or 9时30分? */
static bool is_told_time(const seeker *s, const char *piece)
{
	const char *colon = strchr(piece, ':');
	if (!colon || colon == piece || !g_ascii_isdigit(colon[-1]) || strspn(colon + 1, "0123456789") != 2 || colon[3])
		return false;
	static const char *const hours[] = {"时", "点"};
	bool found = false;
	for (size_t i = 0; i < 2 && !found; i++) {
		ht_buf words = {0};
		ht_buf_add(&words, piece, (size_t)(colon - piece));
		ht_buf_adds(&words, hours[i]);
		if (strcmp(colon + 1, "00") != 0)
			ht_buf_addf(&words, "%s分", colon + 1);
		found = words.data && has(&s->in->bodies, words.data);
		ht_buf_free(&words);
	}
	return found;
}

/* Is p the dash of 9:00-11:30, between two times? */
static bool is_between_times(const char *text, const char *p)
{
	return *p == '-' && p - text >= 3 && p[-3] == ':';
}

/* Each piece of the text between blanks and punctuation is to be found. */
static void seek_pieces(seeker *s, const char *text)
{
	const char *end = text + strlen(text), *from = text;
	for (const char *p = text; from < end; p = from) {
		size_t step = 0;
		for (uint32_t cp; p < end; p += step) {
			cp = ht_utf8_get(p, end, &step);
			if (ht_is_space(cp) ||
			    (g_unichar_ispunct(cp) && (!is_within_number(text, p) || is_between_times(text, p))))
				break;
		}
		ht_buf piece = {0};
		ht_buf_add(&piece, from, (size_t)(p - from));
		ht_buf_adds(&piece, "");
		if (piece.len && !has(&s->in->bodies, piece.data) && !is_told_day(s, piece.data) &&
		    !is_told_time(s, piece.data))
			miss(s, piece.data, piece.len);
		s->failed |= piece.failed;
		ht_buf_free(&piece);
		from = p < end ? p + step : end;
	}
}

static void seek_person(seeker *s, const ht_person *person)
{
	const char *text = person->name.s && *person->name.s ? person->name.s : person->office.s;
	ht_buf name = {0};
	if (!text)
		return;
	add_unspaced(&name, text, strlen(text));
	if (name.data && !has(&s->in->bodies, name.data))
		miss(s, text, strlen(text));
	s->failed |= name.failed;
	ht_buf_free(&name);
}

static void seek(seeker *s, const ht_value *v)
{
	if (v->people) {
		for (size_t i = 0; i < v->n; i++)
			seek_person(s, &v->people[i]);
		return;
	}
	if (!v->text.s)
		return;
	if (v->date.month && v->date.day) {
		if (!has_day(&s->in->all, &v->date))
			miss(s, v->text.s, strlen(v->text.s));
		return;
	}
	seek_pieces(s, v->text.s);
}

bool ht_stated_missing(const ht_shown_texts *texts, const ht_value *value, ht_buf *missing)
{
	seeker s = {.in = texts};
	seek(&s, value);
	if (s.missing.len)
		ht_buf_add(missing, s.missing.data, s.missing.len);
	const bool failed =
	    s.failed || s.missing.failed || missing->failed || texts->bodies.failed || texts->all.failed;
	ht_buf_free(&s.missing);
	return !failed;
}
