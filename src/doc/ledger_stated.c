/* Does the text say what a field says that is not printed?
 *
 * Minutes have no line for who chaired the meeting, when and where: their first sentence says it. A sheet names such
 * fields under `stated:`, and they are lost only when no text has them. The text's own words for the rest (局长, 上午)
 * are free, so a person is looked for by name, a place piece by piece, and a time by its month and day. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ledger.h"

/* The texts that are shown, without blanks: all of them for a day, which the date of the document says as well; else
 * those of bodies alone, since a name in a list does not say that its bearer took the chair. */
typedef struct shown_texts {
	ht_buf bodies, all;
} shown_texts;

typedef struct seeker {
	ht_ledger *ledger;
	shown_texts in;
	ht_buf missing;
} seeker;

static void add_unspaced(ht_buf *out, const char *s, size_t len)
{
	const char *end = s + len;
	for (size_t step; s < end; s += step)
		if (!ht_is_space(ht_utf8_get(s, end, &step)))
			ht_buf_add(out, s, step);
}

static bool is_of_body(const ht_ledger *ledger, uint32_t place)
{
	while (place && ledger->places[place].kind != HT_PLACE_FIELD)
		place = ledger->places[place].up;
	return place && ledger->places[place].field->type == HT_TYPE_BODY;
}

/* What lies apart in the record is not one word in the text, but the parts of a paragraph are. */
static void gather(seeker *s)
{
	uint32_t last = 0;
	for (size_t i = 0; i < s->ledger->n_texts; i++) {
		const ht_ledger_text *text = &s->ledger->texts[i];
		if (!ht_ledger_is_shown(s->ledger, text))
			continue;
		const char *apart = text->leaf && text->leaf == last ? "" : "\n";
		last = text->leaf;
		ht_buf_adds(&s->in.all, apart);
		add_unspaced(&s->in.all, text->s, text->len);
		if (!is_of_body(s->ledger, text->leaf))
			continue;
		ht_buf_adds(&s->in.bodies, apart);
		add_unspaced(&s->in.bodies, text->s, text->len);
	}
	ht_buf_adds(&s->in.bodies, "");
	ht_buf_adds(&s->in.all, "");
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

/* Each piece of the text between blanks and punctuation is to be found. */
static void seek_pieces(seeker *s, const char *text)
{
	const char *end = text + strlen(text), *from = text;
	for (const char *p = text; from < end; p = from) {
		size_t step = 0;
		for (uint32_t cp; p < end; p += step) {
			cp = ht_utf8_get(p, end, &step);
			if (ht_is_space(cp) || g_unichar_ispunct(cp))
				break;
		}
		const char *piece = ht_arena_strndup(s->ledger->arena, from, (size_t)(p - from));
		s->ledger->nomem |= !piece;
		if (piece && *piece && !has(&s->in.bodies, piece))
			miss(s, piece, strlen(piece));
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
	if (name.data && !has(&s->in.bodies, name.data))
		miss(s, text, strlen(text));
	s->ledger->nomem |= name.failed;
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
		if (!has_day(&s->in.all, &v->date))
			miss(s, v->text.s, strlen(v->text.s));
		return;
	}
	seek_pieces(s, v->text.s);
}

const char *ht_ledger_unstated(ht_ledger *ledger, size_t place)
{
	seeker s = {.ledger = ledger};
	gather(&s);
	seek(&s, ledger->places[place].value);
	ledger->nomem |= s.in.bodies.failed || s.in.all.failed || s.missing.failed;
	const char *missing = s.missing.len ? ht_arena_strndup(ledger->arena, s.missing.data, s.missing.len) : NULL;
	ht_buf_free(&s.in.bodies);
	ht_buf_free(&s.in.all);
	ht_buf_free(&s.missing);
	return missing;
}
