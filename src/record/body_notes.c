/* Footnotes of a body: marks to their texts, numbers in the order of the marks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "body_private.h"
#include "record/messages.h"

typedef struct settling {
	ht_arena *arena;
	ht_body *body;
	ht_diags *diags;
	ht_body_note **sorted; /* by name */
	int count;
	bool nomem;
} settling;

void ht_note_number(int number, char text[HT_NOTE_NUMBER])
{
	static const struct {
		int until;
		uint32_t first; /* ① ㉑ ㊱ */
	} circled[] = {{20, 0x2460}, {35, 0x3251}, {50, 0x32B1}};
	int from = 1;
	for (size_t i = 0; i < sizeof circled / sizeof *circled; from = circled[i++].until + 1)
		if (number <= circled[i].until) {
			text[ht_utf8_put(text, circled[i].first + (uint32_t)(number - from))] = '\0';
			return;
		}
	snprintf(text, HT_NOTE_NUMBER, "（%d）", number);
}

/* By name, of twins the first one first: they lie in the order of their texts. */
static int compare(const void *a, const void *b)
{
	const ht_body_note *const *x = a, *const *y = b;
	int order = strcmp((*x)->label, (*y)->label);
	if (!order)
		return (*x > *y) - (*x < *y);
	return order;
}

static bool sort(settling *s)
{
	size_t n = s->body->n_notes;
	s->sorted = n ? ht_arena_array(s->arena, n, sizeof(ht_body_note *)) : NULL;
	for (size_t i = 0; s->sorted && i < n; i++)
		s->sorted[i] = &s->body->notes[i];
	if (s->sorted)
		qsort(s->sorted, n, sizeof(ht_body_note *), compare);
	return !n || s->sorted;
}

static ht_body_note *find_note(const settling *s, const char *label)
{
	size_t lo = 0, hi = s->body->n_notes;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (strcmp(s->sorted[mid]->label, label) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == s->body->n_notes || strcmp(s->sorted[lo]->label, label) != 0)
		return NULL;
	return s->sorted[lo];
}

/* A mark whose footnote has no text is printed as typed. */
static void keep_typed(settling *s, ht_inline *in)
{
	const char *typed = ht_arena_printf(s->arena, "[^%s]", in->label);
	ht_diag(s->diags, HT_D_NOTE_UNDEFINED, in->loc, in->label, NULL);
	in->label = NULL;
	s->nomem |= !typed;
	if (!typed)
		return;
	in->text = typed;
	in->len = strlen(typed);
}

static void settle_mark(settling *s, ht_inline *in)
{
	char number[HT_NOTE_NUMBER];
	ht_body_note *note = find_note(s, in->label);
	if (!note) {
		keep_typed(s, in);
		return;
	}
	if (!note->number)
		note->number = ++s->count;
	ht_note_number(note->number, number);
	in->note = note;
	in->text = ht_arena_strdup(s->arena, number);
	s->nomem |= !in->text;
	in->len = strlen(number);
}

static void settle(settling *s, ht_inline *inlines, size_t n)
{
	for (size_t i = 0; i < n && !s->nomem; i++)
		if (inlines[i].label && !inlines[i].note)
			settle_mark(s, &inlines[i]);
}

/* A length that goes beyond the text before `at`, of which `from` bytes became `to`. */
static void follow(size_t *len, size_t at, size_t from, size_t to)
{
	if (*len > at)
		*len = *len - from + to;
}

/* The marks of a block's own text; its number and heading go as far as before. */
static void settle_line(settling *s, ht_body_block *block)
{
	size_t at = 0;
	for (size_t i = 0; i < block->n && !s->nomem; at += block->inlines[i++].len) {
		const size_t typed = block->inlines[i].len;
		settle(s, &block->inlines[i], 1);
		follow(&block->marker, at, typed, block->inlines[i].len);
		follow(&block->head, at, typed, block->inlines[i].len);
	}
}

static void settle_block(settling *s, ht_body_block *block)
{
	settle_line(s, block);
	for (size_t r = 0; r < block->n_rows; r++)
		for (size_t c = 0; c < block->rows[r].n; c++)
			settle(s, block->rows[r].cells[c].inlines, block->rows[r].cells[c].n);
}

/* A mark within a footnote's text belongs to no place of a page: it is printed as typed. */
static void settle_text(settling *s, const ht_body_note *note)
{
	for (size_t i = 0; i < note->n && !s->nomem; i++)
		if (note->inlines[i].label)
			keep_typed(s, &note->inlines[i]);
}

const char *ht_body_note_text(ht_arena *arena, const ht_body_note *note)
{
	ht_buf text = {0};
	for (size_t i = 0; i < note->n; i++)
		ht_buf_add(&text, note->inlines[i].text, note->inlines[i].len);
	return ht_buf_take(&text, arena);
}

/* A footnote that is not printed: it has no mark, or another one has its name. */
static void check_note(settling *s, const ht_body_note *note)
{
	const bool is_first = find_note(s, note->label) == note;
	if (is_first && note->number)
		return;
	const char *text = ht_body_note_text(s->arena, note);
	s->nomem |= !text;
	if (text && is_first)
		ht_diag(s->diags, HT_D_NOTE_UNUSED, note->loc, text, note->label, NULL);
	else if (text)
		ht_diag(s->diags, HT_D_NOTE_TWICE, note->loc, note->label, text, NULL);
}

bool ht_body_settle_notes(ht_arena *arena, ht_body *body, ht_diags *diags)
{
	settling s = {.arena = arena, .body = body, .diags = diags};
	if (!sort(&s))
		return false;
	for (size_t i = 0; i < body->n && !s.nomem; i++)
		settle_block(&s, &body->blocks[i]);
	for (size_t i = 0; i < body->n_notes && !s.nomem; i++) {
		settle_text(&s, &body->notes[i]);
		check_note(&s, &body->notes[i]);
	}
	return !s.nomem;
}
