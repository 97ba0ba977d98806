/* What the named styles of a document hold: not what the sheet alone says, but what most of a style's paragraphs look
 * like in this document, with their distances, insets, tab stops and keeps. So few paragraphs differ from their style,
 * and one that is typed with it looks like the others.
 *
 * The document is told to a format that only counts. */
#include <string.h>

#include "draft_priv.h"

typedef struct tally {
	ht_draft_para para;
	size_t n;
} tally;

typedef struct counting {
	ht_draft d; /* first: the other functions know only this */
	tally *v;
	size_t n, cap;
	size_t n_paras;
} counting;

/* Body text is kept with nothing: what is typed in the middle of it has its style, too. */
static void settle(const ht_draft *d, ht_draft_para *para)
{
	if (ht_draft_outline_level(d, para->ps))
		para->keep_next = true;
	if (para->ps != d->body)
		return;
	para->page_break = para->keep_next = false;
	para->above = 0;
}

static void count(counting *c, const ht_draft_para *para)
{
	ht_draft_para look = *para;
	if (2 * look.size < look.ps->size) /* it is no text: shapes or a frame hang on it */
		return;
	look.begins = HT_DRAFT_BEGINS_NOTHING;
	look.loose = false;
	look.rise = 0; /* LibreOffice saves a raised style to DOCX as superscript: each paragraph says it itself */
	settle(&c->d, &look);
	c->n_paras++;
	for (size_t i = 0; i < c->n; i++)
		if (ht_draft_para_equal(&c->v[i].para, &look)) {
			c->v[i].n++;
			return;
		}
	tally *slot = HT_PUSH(c->d.arena, c->v, c->n, c->cap);
	if (slot)
		*slot = (tally){look, 1};
	else
		ht_draft_fail(&c->d, HT_ERR_NOMEM);
}

static void count_para(ht_draft *d, const ht_draft_para *para, int level)
{
	(void)level;
	count((counting *)d, para);
}

static void nothing(ht_draft *d)
{
	(void)d;
}

static void no_shape(ht_draft *d, const ht_draft_shape *shape)
{
	(void)d;
	(void)shape;
}

static void no_table(ht_draft *d, const ht_draft_table *table)
{
	(void)d;
	(void)table;
}

static void no_row(ht_draft *d, size_t row, ht_len least, bool keep)
{
	(void)d;
	(void)row;
	(void)least;
	(void)keep;
}

static void no_row_end(ht_draft *d, size_t row)
{
	(void)d;
	(void)row;
}

static void no_cell(ht_draft *d, const ht_draft_cell *cell)
{
	(void)d;
	(void)cell;
}

static void no_covered(ht_draft *d, const ht_draft_cell *cell, size_t row, size_t column)
{
	(void)d;
	(void)cell;
	(void)row;
	(void)column;
}

/* The format with its measures, but without functions for text (see ht_draft_write_run()) and pictures. */
static ht_draft_format counting_format(const ht_draft_format *format)
{
	return (ht_draft_format){.above_baseline = format->above_baseline,
	                         .border_step = format->border_step,
	                         .border_most = format->border_most,
	                         .size_step = format->size_step,
	                         .tab_ends_line = format->tab_ends_line,
	                         .always_gaps = format->always_gaps,
	                         .space_in_cells = format->space_in_cells,
	                         .own_pages = format->own_pages,
	                         .own_ends = format->own_ends,
	                         .para_begin = count_para,
	                         .para_end = nothing,
	                         .shape = no_shape,
	                         .inline_picture = no_shape,
	                         .tab = nothing,
	                         .table_begin = no_table,
	                         .table_end = nothing,
	                         .row_begin = no_row,
	                         .row_end = no_row_end,
	                         .cell_begin = no_cell,
	                         .cell_end = nothing,
	                         .cell_covered = no_covered,
	                         .imprint = ht_draft_write_imprint_rows};
}

/* Footnotes are in their paragraphs' text, which is not told. */
static void count_notes(counting *c)
{
	const ht_blocks *notes = &c->d.doc->notes;
	for (size_t i = 0; i < notes->n; i++) {
		ht_draft_para para;
		ht_draft_note_para(&c->d, i, &para);
		count(c, &para);
	}
}

/* How much speaks for a look. Body text begins where the sheet says, however many items of a list are in its style:
 * what is typed after a heading or a title is text. */
static size_t weight(const counting *c, const tally *t)
{
	const ht_pstyle *ps = t->para.ps;
	const bool as_sheet = t->para.left == ps->left && t->para.right == ps->right && t->para.indent == ps->indent;
	return t->n + (ps == c->d.body && as_sheet ? c->n_paras : 0);
}

void ht_draft_find_named(ht_draft *d)
{
	const ht_draft_format format = counting_format(d->format);
	counting c = {.d = *d};
	c.d.format = &format;
	c.d.diags = NULL;
	d->named = ht_draft_array(d, d->doc->style->n_styles + 1, sizeof *d->named);
	if (!d->named)
		return;
	ht_draft_write_flow(&c.d);
	ht_draft_write_imprint(&c.d);
	count_notes(&c);
	ht_draft_fail(d, c.d.status);
	for (size_t i = 0, *most = ht_draft_array(d, d->doc->style->n_styles + 1, sizeof *most); most && i < c.n; i++) {
		const int at = c.v[i].para.ps->index;
		if (weight(&c, &c.v[i]) <= most[at])
			continue;
		most[at] = weight(&c, &c.v[i]);
		d->named[at] = c.v[i].para;
	}
}

void ht_draft_named_para(const ht_draft *d, const ht_pstyle *ps, ht_draft_para *ret)
{
	if (d->named && d->named[ps->index].ps)
		*ret = d->named[ps->index];
	else
		ht_draft_para_of(d, ps, ret);
}

const ht_pstyle *ht_draft_next_style(const ht_draft *d, const ht_pstyle *ps)
{
	const ht_style *style = d->doc->style;
	const ht_element *before = NULL;
	for (size_t i = 0; i < style->n_flow; before = style->flow[i++])
		if (style->flow[i]->kind == HT_E_BODY && before && before->style == ps)
			return d->body;
	return ht_draft_outline_level(d, ps) ? d->body : NULL;
}
