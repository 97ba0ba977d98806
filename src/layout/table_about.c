/* Lines about a table: its title and unit, its notes, and those above the head where that is repeated. And what is told
 * of how it is set. */
#include <stdio.h>
#include <string.h>

#include "columns.h"
#include "layout/messages.h"
#include "doc/cells.h"

#define CONTINUED "续表"

ht_len ht_slice_pitch(const ht_pstyle *ps)
{
	return ps->pitch ? ps->pitch : ht_len_scale(ps->size, 3, 2);
}

/* The baseline in a line of the cell, below the line's upper edge. */
ht_len ht_slice_baseline(ht_layouter *l, const ht_pstyle *ps)
{
	return (ht_slice_pitch(ps) - ps->size) / 2 + ht_layout_ascent(l, ps);
}

/* The table's left and right edges, from the type area's left one. */
static ht_len left_of(const ht_table_about *t)
{
	return t->set->laid.edges[0];
}

static ht_len right_of(const ht_table_about *t)
{
	return t->set->laid.edges[t->set->laid.src->n_columns];
}

/* A box of the table: a slice, or a line about it. */
ht_box *ht_table_box(const ht_table_about *t, size_t n_lines)
{
	ht_box *box = ht_box_add(t->l, t->boxes, t->block, n_lines);
	if (!box)
		return NULL;
	box->table = t->set;
	box->landscape = t->set->laid.landscape;
	return box;
}

/* One line in the style ps, at the right or at the left. */
static ht_laid_line single(const ht_table_about *t, const ht_dpara *para, const ht_pstyle *ps, bool right)
{
	const ht_composed_line *set = ht_single_line(t->l, t->block, para);
	if (!set)
		return (ht_laid_line){0};
	ht_laid_line line = ht_line_of_all(set, para);
	line.x = right ? right_of(t) - set->width - set->x : left_of(t);
	line.y = ht_slice_baseline(t->l, ps);
	line.tag = HT_TAG_ARTIFACT;
	return line;
}

/* 续表 above the repeated head, at the right, or before the unit. */
void ht_table_labels(const ht_table_about *t)
{
	const ht_pstyle *ps = t->set->laid.src->cell;
	ht_dspan span = {.text = CONTINUED,
	                 .len = strlen(CONTINUED),
	                 .face = ps->face,
	                 .size = ps->size,
	                 .colour = ps->colour,
	                 .loc = t->block->loc};
	const ht_dpara para = {&span, 1};
	bool unit = t->set->laid.src->unit.n > 0;
	t->set->label_height = ht_slice_pitch(ps);
	t->set->labels[0] = single(t, &para, ps, !unit);
	t->set->labels[0].para = NULL;
	if (unit)
		t->set->labels[1] = single(t, &t->set->laid.src->unit, ps, true);
}

/* A line about the table, in a box of its own. */
static ht_box *add_about(const ht_table_about *t, ht_laid_line line, const ht_pstyle *ps, uint32_t unit, ht_tag tag)
{
	ht_box *box = ht_table_box(t, 1);
	if (!box)
		return NULL;
	line.unit = unit;
	line.tag = tag;
	box->lines[box->n_lines++] = line;
	box->about = true;
	box->em = box->pitch = ht_slice_pitch(ps);
	box->keep = HT_KEEP_STRONG;
	return box;
}

/* A paragraph above or below the table, over as many lines as it needs. */
static void add_para(const ht_table_about *t, const ht_dpara *para, const ht_pstyle *ps, const ht_para_shape *about,
                     ht_tag tag)
{
	const ht_span *spans = ht_layout_spans(t->l, para->spans, para->n);
	ht_para_shape shape = ht_layout_shape(t->l, ps);
	shape.measure = about->measure;
	shape.first_indent = about->first_indent;
	shape.rest_indent = about->rest_indent;
	shape.align = about->align;
	const ht_composed_lines lines = ht_layout_lines(t->l, spans, para->n, &shape);
	ht_len baseline = ht_slice_baseline(t->l, ps);
	uint32_t unit = ++t->l->units;
	size_t at = 0;
	for (size_t i = 0; i < lines.n; i++) {
		ht_laid_line line = ht_line_of(&lines.v[i], para, &at);
		line.x = (t->area->area_width - shape.measure) / 2;
		line.y = baseline;
		ht_box *box = add_about(t, line, ps, unit, tag);
		if (!box)
			return;
		box->first_indent = shape.first_indent;
		box->rest_indent = shape.rest_indent;
	}
}

/* Title and unit. */
void ht_table_above(const ht_table_about *t)
{
	const ht_dtable *src = t->set->laid.src;
	const ht_para_shape centred = {.measure = t->area->area_width, .align = HT_ALIGN_CENTRE};
	size_t from = t->boxes->n;
	if (src->caption.n)
		add_para(t, &src->caption, src->title, &centred, HT_TAG_CAPTION);
	if (src->unit.n) {
		const ht_laid_line unit = single(t, &src->unit, src->cell, true);
		if (unit.set)
			add_about(t, unit, src->cell, ++t->l->units, HT_TAG_PARA);
	}
	if (t->boxes->n > from)
		t->boxes->v[from].keep = HT_KEEP_FREE;
}

/* Width of the label a note begins with; 0: it has no label. */
static ht_len label_width(const ht_table_about *t, const ht_dpara *note, const ht_pstyle *ps)
{
	size_t len = ht_note_label(note);
	ht_span *spans = len ? ht_layout_spans(t->l, note->spans, 1) : NULL;
	const ht_para_shape shape = ht_layout_shape(t->l, ps);
	if (!spans)
		return 0;
	spans[0].len = len;
	return ht_layout_width(t->l, spans, 1, &shape);
}

/* White between the table and its notes. */
static void clear_first_note(const ht_table_about *t, ht_box *box)
{
	box->em += t->set->laid.pad;
	for (size_t i = 0; i < box->n_lines; i++)
		box->lines[i].y += t->set->laid.pad;
}

/* Notes begin after the label of the first, their further lines too. */
void ht_table_notes(const ht_table_about *t)
{
	const ht_element *e = t->block->element;
	const ht_pstyle *ps = e->table_note ? e->table_note : t->set->laid.src->cell;
	ht_para_shape about = {.measure = right_of(t) - left_of(t), .align = HT_ALIGN_JUSTIFY};
	size_t from = t->boxes->n;
	for (size_t i = 0; i < t->set->laid.src->n_notes; i++) {
		ht_len label = label_width(t, &t->set->laid.src->notes[i], ps);
		about.first_indent = label ? 0 : about.rest_indent;
		about.rest_indent = label ? label : about.rest_indent;
		add_para(t, &t->set->laid.src->notes[i], ps, &about, HT_TAG_PARA);
	}
	if (t->boxes->n > from)
		clear_first_note(t, &t->boxes->v[from]);
}

void ht_table_report(const ht_table_about *about, const ht_table_setting *how)
{
	const ht_dtable *src = about->set->laid.src;
	ht_diags *diags = about->l->diags;
	const ht_loc loc = about->block->loc;
	char columns[24], width[16], size[16];
	snprintf(columns, sizeof columns, "%zu", src->n_columns);
	snprintf(width, sizeof width, "%d", (int)(ht_len_to_mm(how->area) + 0.5));
	snprintf(size, sizeof size, "%g", ht_len_to_pt(how->size));
	if (how->landscape && src->landscape < 0)
		ht_diag(diags, how->high ? HT_D_TABLE_HIGH_LANDSCAPE : HT_D_TABLE_LANDSCAPE, loc, NULL);
	if (how->narrow)
		ht_diag(diags, HT_D_TABLE_NARROW, loc, columns, width, NULL);
	else if (how->size != src->cell->size)
		ht_diag(diags, how->high ? HT_D_TABLE_HIGH_SMALLER : HT_D_TABLE_SMALLER, loc, size, NULL);
}
