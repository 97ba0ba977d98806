/* Footnotes: numbered through the document, each a paragraph in the style that a sheet calls "footnote". */
#include <string.h>

#include "build.h"

/* The style's name in sheets. */
#define STYLE "footnote"

static const ht_pstyle *note_style(const ht_builder *b, const ht_element *e)
{
	for (size_t i = 0; i < b->style->n_styles; i++)
		if (strcmp(b->style->styles[i].name, STYLE) == 0)
			return &b->style->styles[i];
	return e->table_note ? e->table_note : e->style;
}

static const char *number_text(ht_builder *b, size_t number)
{
	char text[HT_NOTE_NUMBER];
	ht_note_number((int)number, text);
	const char *copy = ht_arena_strdup(b->arena, text);
	b->nomem = b->nomem || !copy;
	return copy;
}

static const ht_typeface *face_of(const ht_element *e, const ht_inline *in)
{
	if (in->strong)
		return e->strong_face;
	return in->em ? e->em_face : NULL;
}

static void add_note(ht_builder *b, const ht_element *e, const ht_body_note *note)
{
	const ht_pstyle *ps = note_style(b, e);
	const char *number = number_text(b, b->notes.n + 1);
	ht_block *block = number ? ht_block_add(b, &b->notes, e, HT_BLOCK_PARA, 1) : NULL;
	ht_spans spans = {0};
	if (!block)
		return;
	ht_spans_add(b, &spans, number, strlen(number), ps, NULL, note->loc);
	for (size_t i = 0; i < note->n; i++) {
		const ht_inline *in = &note->inlines[i];
		size_t before = spans.n;
		ht_spans_add(b, &spans, in->text, in->len, ps, face_of(e, in), in->loc);
		if (spans.n > before)
			spans.v[before].href = in->href;
	}
	block->paras[0] = (ht_dpara){spans.v, spans.n};
	block->style = ps;
	block->loc = note->loc;
}

size_t ht_notes_begin(ht_builder *b, const ht_element *e, const ht_body *body)
{
	size_t before = b->notes.n, count = 0;
	const ht_body_note **numbered = NULL;
	for (size_t i = 0; i < body->n_notes; i++)
		count += body->notes[i].number > 0;
	if (count && !(numbered = ht_arena_array(b->arena, count, sizeof(ht_body_note *))))
		b->nomem = true;
	for (size_t i = 0; numbered && i < body->n_notes; i++)
		if (body->notes[i].number > 0)
			numbered[body->notes[i].number - 1] = &body->notes[i];
	for (size_t i = 0; numbered && i < count && !b->nomem; i++)
		add_note(b, e, numbered[i]);
	return before;
}

void ht_spans_add_reference(ht_builder *b, ht_spans *spans, const ht_inline *in, size_t notes_before,
                            const ht_pstyle *ps)
{
	size_t note = notes_before + (size_t)in->note->number, before = spans->n;
	const char *text = number_text(b, note);
	if (text) {
		ht_ledger_made(b->doc->ledger, in->text, in->len, text, strlen(text));
		ht_spans_add(b, spans, text, strlen(text), ps, NULL, in->loc);
	}
	if (spans->n > before)
		spans->v[before].note = note;
}
