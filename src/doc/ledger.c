/* Which bytes of the record an output shows. */
#include "ledger.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define NOT_FOUND SIZE_MAX

void ht_ledger_text_add(ht_ledger *ledger, uint32_t leaf, const char *s, size_t len)
{
	if (!len)
		return;
	ht_ledger_text *slot = HT_PUSH(ledger->arena, ledger->texts, ledger->n_texts, ledger->cap_texts);
	if (slot)
		*slot = (ht_ledger_text){.s = s, .len = len, .leaf = leaf};
	else
		ledger->nomem = true;
	ledger->sorted = false;
}

ht_ledger *ht_ledger_new(ht_arena *arena, const ht_record *record)
{
	ht_ledger *ledger = ht_arena_alloc(arena, sizeof *ledger);
	if (!ledger)
		return NULL;
	ledger->arena = arena;
	ht_ledger_read(ledger, record);
	return ledger->nomem ? NULL : ledger;
}

void ht_ledger_made(ht_ledger *ledger, const char *from, size_t len, const char *made, size_t n)
{
	if (!ledger || !from || !made || !len || !n)
		return;
	ht_ledger_link *link = HT_PUSH(ledger->arena, ledger->links, ledger->n_links, ledger->cap_links);
	if (link)
		*link = (ht_ledger_link){.from = from, .len = len, .made = made, .n = n};
	else
		ledger->nomem = true;
	ht_ledger_text_add(ledger, 0, made, n);
}

/* By place in memory; of those that begin at one place the longest first, and leaves before what was made. */
static int by_place(const void *x, const void *y)
{
	const ht_ledger_text *a = x, *b = y;
	if (a->s != b->s)
		return (uintptr_t)a->s < (uintptr_t)b->s ? -1 : 1;
	if (a->len != b->len)
		return a->len > b->len ? -1 : 1;
	return (a->leaf < b->leaf) - (a->leaf > b->leaf);
}

/* Bring the texts into order, without those within another, and give them their bits. */
static void sort(ht_ledger *ledger)
{
	size_t n = 0;
	if (ledger->sorted || ledger->nomem)
		return;
	if (ledger->n_texts)
		qsort(ledger->texts, ledger->n_texts, sizeof *ledger->texts, by_place);
	ledger->n_bits = 0;
	for (size_t i = 0; i < ledger->n_texts; i++) {
		ht_ledger_text *text = &ledger->texts[i], *before = n ? &ledger->texts[n - 1] : NULL;
		if (before && (uintptr_t)text->s + text->len <= (uintptr_t)before->s + before->len)
			continue;
		text->bit = ledger->n_bits;
		ledger->n_bits += text->len;
		ledger->texts[n++] = *text;
	}
	ledger->n_texts = n;
	ledger->last = 0;
	ledger->bits = ht_arena_array(ledger->arena, ledger->n_bits / 8 + 1, 1);
	ledger->nomem = !ledger->bits;
	ledger->sorted = true;
}

static bool holds(const ht_ledger_text *text, const char *s)
{
	return (uintptr_t)s >= (uintptr_t)text->s && (uintptr_t)s < (uintptr_t)text->s + text->len;
}

/* The text that s points into. Texts are mostly asked for in the order in which they lie in memory. */
static const ht_ledger_text *find(ht_ledger *ledger, const char *s)
{
	size_t low = 0, high = ledger->n_texts;
	for (size_t i = ledger->last; i < high && i < ledger->last + 2; i++)
		if (holds(&ledger->texts[i], s)) {
			ledger->last = i;
			return &ledger->texts[i];
		}
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if ((uintptr_t)ledger->texts[middle].s <= (uintptr_t)s)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || !holds(&ledger->texts[low - 1], s))
		return NULL;
	ledger->last = low - 1;
	return &ledger->texts[low - 1];
}

/* The bit of the byte at s; NOT_FOUND: it is not of the record. *len is shortened to the text's end. */
static size_t bit_of(ht_ledger *ledger, const char *s, size_t *len)
{
	const ht_ledger_text *text = find(ledger, s);
	if (!text)
		return NOT_FOUND;
	size_t at = (size_t)(s - text->s);
	if (*len > text->len - at)
		*len = text->len - at;
	return text->bit + at;
}

static bool is_set(const ht_ledger *ledger, size_t bit)
{
	return ledger->bits[bit / 8] >> bit % 8 & 1;
}

bool ht_ledger_is_shown(const ht_ledger *ledger, const ht_ledger_text *text)
{
	for (size_t i = 0; i < text->len; i++)
		if (is_set(ledger, text->bit + i))
			return true;
	return false;
}

static void set_bits(ht_ledger *ledger, size_t bit, size_t n)
{
	size_t end = bit + n;
	while (bit < end && bit % 8) {
		ledger->bits[bit / 8] |= (unsigned char)(1 << bit % 8);
		bit++;
	}
	memset(ledger->bits + bit / 8, 0xFF, (end - bit) / 8);
	for (bit += (end - bit) / 8 * 8; bit < end; bit++)
		ledger->bits[bit / 8] |= (unsigned char)(1 << bit % 8);
}

void ht_ledger_show(ht_ledger *ledger, const char *text, size_t len)
{
	if (!ledger)
		return;
	sort(ledger);
	while (len && !ledger->nomem) {
		size_t n = len, bit = bit_of(ledger, text, &n);
		if (bit == NOT_FOUND)
			return;
		set_bits(ledger, bit, n);
		text += n;
		len -= n;
	}
}

static void carry_leaf(ht_ledger *ledger, const char *text)
{
	const ht_ledger_text *found = find(ledger, text);
	if (found)
		ledger->places[found->leaf].carried = true;
}

void ht_ledger_carry(ht_ledger *ledger, const char *text)
{
	if (!ledger || !text || !*text || ledger->nomem)
		return;
	sort(ledger);
	if (ledger->nomem)
		return;
	carry_leaf(ledger, text);
	size_t len = strlen(text);
	for (size_t i = 0; i < ledger->n_links; i++) {
		const ht_ledger_link *link = &ledger->links[i];
		if ((uintptr_t)link->made >= (uintptr_t)text && (uintptr_t)link->made < (uintptr_t)text + len)
			carry_leaf(ledger, link->from);
	}
}

void ht_ledger_next(ht_ledger *ledger, bool same_pages)
{
	if (!ledger || !ledger->bits)
		return;
	for (size_t i = 0; i < ledger->n_places; i++)
		ledger->places[i].carried = false;
	if (!same_pages)
		memset(ledger->bits, 0, ledger->n_bits / 8 + 1);
}

/* --- what of a text is shown --- */

static bool is_blank(uint32_t cp)
{
	if (cp < 0x21 || cp == 0xA0 || cp == 0xAD || cp == 0x3000 || cp == 0xFEFF)
		return true;
	return (cp >= 0x2000 && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202F) || (cp >= 0x205F && cp <= 0x2064);
}

/* The bytes that must be shown: without blanks and punctuation at the ends, which the text around it may give
 * (`（…）`, `。`), unless there is nothing else. */
static void trim(const char **s, const char **end)
{
	const char *from = *s, *to = *end;
	while (from < to) {
		size_t step;
		uint32_t cp = ht_utf8_get(from, to, &step);
		if (!is_blank(cp) && !g_unichar_ispunct(cp))
			break;
		from += step;
	}
	while (to > from) {
		const char *last = to - 1;
		size_t step;
		while (last > from && ((unsigned char)*last & 0xC0) == 0x80)
			last--;
		uint32_t cp = ht_utf8_get(last, to, &step);
		if (!is_blank(cp) && !g_unichar_ispunct(cp))
			break;
		to = last;
	}
	if (from == to)
		return;
	*s = from;
	*end = to;
}

typedef struct counted {
	uint32_t chars, shown;
	const char *rest; /* the first text that is not shown */
	size_t rest_len;
} counted;

static counted count(const ht_ledger *ledger, const ht_ledger_text *text, const char *s, size_t len)
{
	counted c = {0};
	const char *end = s + len;
	bool open = true; /* rest may grow */
	trim(&s, &end);
	for (size_t step; s < end; s += step) {
		if (is_blank(ht_utf8_get(s, end, &step)))
			continue;
		bool shown = is_set(ledger, text->bit + (size_t)(s - text->s));
		c.chars++;
		c.shown += shown;
		if (shown)
			open = open && !c.rest;
		else if (open) {
			c.rest = c.rest ? c.rest : s;
			c.rest_len = (size_t)(s - c.rest) + step;
		}
	}
	return c;
}

/* Bytes of made that are shown, if they are the ones of from; else all of from, if all of made is shown. */
static void follow(ht_ledger *ledger, const ht_ledger_link *link)
{
	size_t n = link->n, len = link->len;
	size_t made = bit_of(ledger, link->made, &n);
	const ht_ledger_text *text = made == NOT_FOUND ? NULL : &ledger->texts[ledger->last];
	size_t from = bit_of(ledger, link->from, &len);
	if (!text || from == NOT_FOUND)
		return;
	if (link->n == link->len && memcmp(link->from, link->made, link->n) == 0) {
		for (size_t i = 0; i < n && i < len; i++)
			if (is_set(ledger, made + i))
				set_bits(ledger, from + i, 1);
		return;
	}
	counted c = count(ledger, text, link->made, n);
	if (c.chars == c.shown)
		set_bits(ledger, from, len);
}

void ht_ledger_count(ht_ledger *ledger)
{
	sort(ledger);
	if (ledger->nomem)
		return;
	for (size_t i = ledger->n_links; i-- > 0;) /* what is made of something made comes later */
		follow(ledger, &ledger->links[i]);
	for (size_t i = 0; i < ledger->n_places; i++) {
		ht_place *place = &ledger->places[i];
		place->chars = place->shown = place->leaves = place->lost = place->part = 0;
		place->rest = NULL;
	}
	for (size_t i = 0; i < ledger->n_texts; i++) {
		const ht_ledger_text *text = &ledger->texts[i];
		ht_place *leaf = &ledger->places[text->leaf];
		if (!text->leaf)
			continue;
		const counted c = count(ledger, text, text->s, text->len);
		leaf->chars += c.chars;
		leaf->shown += c.shown;
		if (c.rest && (!leaf->rest || leaf->rest > c.rest)) {
			leaf->rest = c.rest;
			leaf->rest_len = c.rest_len;
		}
	}
	for (size_t i = ledger->n_places; i-- > 0;) {
		ht_place *place = &ledger->places[i];
		place->leaves += place->chars > 0;
		place->lost += place->chars > 0 && !place->shown;
		place->part += place->shown > 0 && place->shown < place->chars;
		if (!i)
			break;
		ht_place *up = &ledger->places[place->up];
		up->leaves += place->leaves;
		up->lost += place->lost;
		up->part += place->part;
	}
}
