/* What became of the letters of a line: which are in fields, and where. */
#include <string.h>

#include <glib.h>

#include "account.h"
#include "base/str.h"
#include "base/utf8.h"

void im_account_read(im_account *a, const char *s)
{
	a->line.n = a->plain.len = 0;
	ht_buf_adds(&a->plain, "");
	for (const char *p = s, *before = s; !a->d->nomem; before = p) {
		const char *from = im_skip_invisible(p);
		uint32_t c = im_next_letter(&p);
		im_letter *slot = c ? HT_PUSH(a->d->arena, a->line.v, a->line.n, a->line.cap) : NULL;
		char out[4];
		a->d->nomem |= (c && !slot) || a->plain.failed;
		if (!slot)
			return;
		if (from > before)
			ht_buf_adds(&a->plain, " ");
		*slot = (im_letter){.c = c,
		                    .at = (size_t)(from - s),
		                    .end = (size_t)(p - s),
		                    .plain = a->plain.len,
		                    .counts = im_is_counted(c)};
		ht_buf_add(&a->plain, out, ht_utf8_put(out, c));
	}
}

/* May a piece of the line begin with letter k, or end before it? Pieces are between blanks, punctuation marks, and
 * other pieces. */
static bool is_border(const im_account *a, size_t k)
{
	const im_letter *v = a->line.v;
	if (!k || k >= a->line.n || !v[k].counts || !v[k - 1].counts || v[k].at != v[k - 1].end)
		return true;
	return v[k].fate != IM_OPEN || v[k - 1].fate != IM_OPEN;
}

/* Does what counts of s stand in the line from letter k on, and not elsewhere yet? Gives it that fate. whole: only
 * between borders. */
static bool take_at(im_account *a, size_t k, const char *s, bool whole, im_fate given)
{
	size_t i = k, last = k;
	for (uint32_t c; (c = im_next_letter(&s));) {
		if (!im_is_counted(c))
			continue;
		while (i < a->line.n && !a->line.v[i].counts)
			i++;
		if (i == a->line.n || a->line.v[i].c != c || a->line.v[i].fate != IM_OPEN)
			return false;
		last = ++i;
	}
	if (whole && (!is_border(a, k) || !is_border(a, last)))
		return false;
	for (i = k; i < last; i++)
		a->line.v[i].fate = given;
	return last > k;
}

static bool take(im_account *a, const char *s, bool whole, im_fate given)
{
	const char *p = s;
	uint32_t first;
	while ((first = im_next_letter(&p)) && !im_is_counted(first))
		;
	int tries = 0;
	for (size_t k = 0; first && k < a->line.n && tries < TRIES; k++) {
		if (a->line.v[k].c != first)
			continue;
		if (take_at(a, k, s, whole, given))
			return true;
		tries++;
	}
	return false;
}

bool im_account_take(im_account *a, const char *s, im_fate given)
{
	return take(a, s, true, given) || take(a, s, false, given);
}

void im_account_take_declared(im_account *a, const im_line *line)
{
	size_t low = 0, high = a->n_declared;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (a->declared[middle].loc.line < line->loc.line)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < a->n_declared && a->declared[low].loc.line == line->loc.line; low++)
		if (!a->found[low])
			a->found[low] = im_account_take(a, a->declared[low].text, IM_DECLARED);
}

/* The first letter from i on that begins at the byte of the plain line, or after it. */
static size_t letter_at(const im_account *a, size_t i, size_t byte)
{
	while (i < a->line.n && a->line.v[i].plain < byte)
		i++;
	return i;
}

static bool may_begin_day(const char *line, const char *p)
{
	static const char *const digits = IM_DIGITS "〇○零一二三四五六七八九十";
	const char *before = ht_str_previous(line, p);
	return ht_str_one_of(p, digits) && !(before && ht_str_one_of(before, digits));
}

/* The end of the day at p, if the record has it, in a *field; p: it has not. */
static const char *end_of_day(const im_account *a, const char *p, const char **field)
{
	const char *from = p;
	ht_scan_day day, end;
	ht_scan_when_at(&p, &day);
	const char *whole = p;
	const im_dated *found = im_account_day(a, &day.date);
	*field = found ? found->field : NULL;
	if (found)
		return ht_scan_until_at(&p, &day, &end) && im_account_day(a, &end.date) ? p : whole;
	day.date.hour = -1; /* 18时, of a telegram */
	p = from;
	found = im_account_day(a, &day.date);
	*field = found ? found->field : NULL;
	return found && ht_scan_day_at(&p, &day) ? p : from;
}

void im_account_take_days(im_account *a)
{
	const char *s = a->plain.data;
	for (size_t i = 0, next; i < a->line.n; i = next) {
		const char *from = s + a->line.v[i].plain, *p = from;
		ht_scan_day day;
		next = i + 1;
		if (a->line.v[i].fate != IM_OPEN || !may_begin_day(s, from) || !ht_scan_when_at(&p, &day))
			continue;
		next = MAX(next, letter_at(a, i, (size_t)(p - s)));
		const char *field;
		size_t end = letter_at(a, i, (size_t)(end_of_day(a, from, &field) - s));
		for (size_t k = i; k < end; k++) {
			im_letter *m = &a->line.v[k];
			m->field = field;
			m->fate = m->fate == IM_OPEN ? IM_DATED : m->fate;
		}
		next = MAX(next, end);
	}
}

/* ---- letters found in the values ---- */

/* Is letter k within a number? */
static bool is_in_number(const im_account *a, size_t k)
{
	const im_letter *v = a->line.v;
	return k && k < a->line.n && v[k].at == v[k - 1].end && v[k].c < 0x80 && v[k - 1].c < 0x80 &&
	       g_ascii_isdigit((gchar)v[k].c) && g_ascii_isdigit((gchar)v[k - 1].c);
}

/* A piece that is the same in a value. */
typedef struct same {
	size_t from, to; /* letters */
	size_t at, n;    /* characters of the values */
	bool value;      /* it is all of a value */
} same;

/* The longest piece from letter k on that is the same from place at on, and either is whole in the line or in the
 * value. unused: only what no line gave. */
static same same_from(const im_account *a, size_t k, size_t at, bool unused)
{
	same best = {.from = k, .at = at};
	const bool begins = is_border(a, k), begins_value = !at || !a->text[at - 1];
	size_t n = 0;
	for (size_t i = k; i < a->line.n && a->text[at + n]; i++) {
		const im_letter *m = &a->line.v[i];
		if (!m->counts)
			continue;
		if (m->fate != IM_OPEN || m->c != a->text[at + n] || (unused && a->used[at + n]))
			break;
		n++;
		const bool whole = (begins && is_border(a, i + 1)) || (begins_value && !a->text[at + n]);
		if (whole && !is_in_number(a, i + 1) && !is_in_number(a, k)) {
			best.to = i + 1;
			best.n = n;
			best.value = begins_value && !a->text[at + n];
		}
	}
	return best;
}

static void take_same(im_account *a, const same *s, bool unused)
{
	const size_t v = im_account_value_at(a, s->at);
	size_t at = s->at;
	for (size_t k = s->from; k < s->to; k++) {
		im_letter *m = &a->line.v[k];
		m->fate = unused ? IM_IN_FIELD : IM_AGAIN;
		m->field = a->values[v].field;
		if (m->counts)
			a->used[at++] = true;
	}
}

/* The first place of a chain, + 1. */
static size_t first_place(im_account *a, size_t chain, bool unused)
{
	if (!unused)
		return a->chains[chain];
	size_t *first = &a->unused[chain];
	while (*first && a->used[*first - 1])
		*first = a->next[*first - 1];
	return *first;
}

/* The longest piece from letter k on that is in a value. */
static void take_longest(im_account *a, size_t k, bool unused)
{
	size_t next = k + 1;
	same best = {0};
	while (next < a->line.n && !a->line.v[next].counts)
		next++;
	size_t at = 0;
	if (next < a->line.n)
		at = first_place(a, im_account_chain(a->line.v[k].c, a->line.v[next].c), unused);
	for (int tries = 0; at && tries < TRIES; at = a->next[at - 1], tries++) {
		same s = same_from(a, k, at - 1, unused);
		best = s.n > best.n || (s.n == best.n && s.value && !best.value) ? s : best;
	}
	for (size_t i = 0; !best.n && i < a->n_single && i < TRIES; i++)
		best = same_from(a, k, a->single[i], unused);
	if (best.n)
		take_same(a, &best, unused);
}

void im_account_take_values(im_account *a)
{
	for (int again = 0; again < 2; again++)
		for (size_t k = 0; k < a->line.n; k++)
			if (a->line.v[k].fate == IM_OPEN && a->line.v[k].counts)
				take_longest(a, k, !again);
}
