/* Footnotes: at the foot of the page on which their marks are.
 *
 * Their lines are lower than those of the text, and take whole lines of the grid from its foot up, with one line of
 * theirs for the rule above them: so the text stays on the grid. A page gives them half of its lines at most; what is
 * left goes on at the foot of the next page. On the last page they are above the imprint.
 *
 * All lines of all notes are one sequence, in the order of the marks: a page shows those from where the page before
 * ended. */
#include "layout/messages.h"
#include "boxes.h"

/* Of a page's lines, 1/n at most are for notes. */
#define MOST 2
/* The rule: 1/n of the type area's width, its thickness, and its distance from the notes as a part of their pitch. */
#define RULE_WIDTH     4
#define RULE_THICKNESS (HT_LEN_PT / 2)
#define RULE_ABOVE     3

void ht_notes_make(ht_layouter *l)
{
	const ht_blocks *notes = &l->doc->notes;
	ht_notes *set = &l->notes;
	*set = (ht_notes){.seen = 0};
	if (!notes->n)
		return;
	set->from = ht_layouter_array(l, notes->n + 1, sizeof *set->from);
	for (size_t i = 0; i < notes->n && l->status == HT_OK; i++) {
		set->from[i] = set->boxes.n;
		ht_make_para(l, &notes->v[i], &set->boxes);
	}
	if (l->status != HT_OK)
		return;
	set->from[notes->n] = set->boxes.n;
	const ht_pstyle *ps = notes->v[0].style;
	set->pitch = ps->pitch ? ps->pitch : ht_geometry_pitch(&l->style->page);
	for (size_t i = 0; i < set->boxes.n; i++) {
		ht_box *box = &set->boxes.v[i];
		box->pitch = set->pitch;
		box->lines[0].tag = HT_TAG_NOTE;
	}
}

void ht_notes_take(ht_layouter *l, ht_box *box, const ht_dspan *spans, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t note = spans[i].note;
		if (note <= l->notes.seen || note > l->doc->notes.n || box->landscape)
			continue;
		box->n_notes += l->notes.from[note] - l->notes.from[l->notes.seen];
		l->notes.seen = note;
	}
}

/* Lines of the grid, pitch high, that n lines of notes take. */
static int grid_lines(const ht_layouter *l, size_t n, ht_len pitch)
{
	return n ? (int)(((ht_len)(n + 1) * l->notes.pitch + pitch - 1) / pitch) : 0;
}

/* The most lines of notes that fit into the part of a page that is theirs. */
static size_t most(const ht_layouter *l, const ht_geometry *g)
{
	ht_len lines = g->lines / MOST * ht_geometry_pitch(g) / l->notes.pitch;
	return lines > 1 ? (size_t)lines - 1 : 1;
}

size_t ht_notes_shown(const ht_layouter *l, const ht_geometry *g, size_t n)
{
	if (!n)
		return 0;
	size_t limit = most(l, g);
	return n < limit ? n : limit;
}

int ht_notes_reserved(const ht_layouter *l, const ht_geometry *g, size_t n)
{
	return grid_lines(l, ht_notes_shown(l, g, n), ht_geometry_pitch(g));
}

ht_len ht_notes_height(const ht_layouter *l, size_t n)
{
	return n ? (ht_len)(n + 1) * l->notes.pitch : 0;
}

void ht_notes_place(ht_layouter *l, const ht_paginated *paginated, size_t n_pages, const ht_laid_imprint *imprint)
{
	size_t i = 0;
	for (size_t p = 0; p < paginated->n_pages; p++) {
		const ht_geometry *g = &l->style->page;
		ht_len bottom = g->top + g->area_height, pitch = l->notes.pitch;
		if (p + 1 == n_pages && imprint->boxes.n)
			bottom = imprint->top - l->tightening.imprint_gap;
		size_t end = i + paginated->pages[p].note_lines;
		for (; i < end && i < l->notes.boxes.n; i++) {
			ht_box *box = &l->notes.boxes.v[i];
			box->page = p;
			box->top = bottom - (ht_len)(end - i) * pitch + (pitch - box->em) / 2;
		}
	}
}

ht_laid_note_rule ht_notes_rule(const ht_layouter *l)
{
	ht_len below = l->notes.pitch / RULE_ABOVE;
	return (ht_laid_note_rule){.width = l->style->page.area_width / RULE_WIDTH,
	                           .thickness = RULE_THICKNESS,
	                           .above = l->notes.pitch - below - RULE_THICKNESS,
	                           .below = below};
}

static void emit_rule(ht_layouter *l, const ht_box *first, ht_ops *ops)
{
	ht_len top = first->top - (l->notes.pitch - first->em) / 2;
	const ht_laid_note_rule at = ht_notes_rule(l);
	const ht_op rule = {.element = "footnote",
	                    .x = l->style->page.left,
	                    .y = top - at.below - at.thickness,
	                    .w = at.width,
	                    .h = at.thickness,
	                    .colour = first->block->style->colour,
	                    .loc = first->block->loc};
	ht_add_rule(l, rule, ops);
}

void ht_notes_emit(ht_layouter *l, size_t page, size_t i, ht_ops *ops)
{
	const ht_boxes *boxes = &l->notes.boxes;
	for (size_t first = i; i < boxes->n && boxes->v[i].page == page; i++) {
		if (i == first)
			emit_rule(l, &boxes->v[i], ops);
		ht_emit_box_lines(l, &boxes->v[i], boxes->v[i].top, false, ops);
	}
}

void ht_notes_report(ht_layouter *l)
{
	const ht_blocks *notes = &l->doc->notes;
	for (size_t i = l->notes.seen; i < notes->n && l->status == HT_OK; i++) {
		const char *text = ht_dpara_text(l->arena, &notes->v[i].paras[0]);
		ht_diag(l->diags, HT_D_NOTE_NO_PLACE, notes->v[i].loc, text ? text : "", NULL);
	}
}
