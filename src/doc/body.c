/* Body text: levels, generated numbers, run-in headings. */
#include <string.h>

#include "build.h"

typedef struct body_builder {
	ht_builder *b;
	const ht_element *e;
	ht_block_list *list;
	int *counts; /* of generated numbers, by level */
} body_builder;

/* `（{一}）` with the number put in: {一} in Chinese, {1} in Arabic numerals. */
static const char *number_text(body_builder *body, int level)
{
	ht_arena *arena = body->b->arena;
	const char *form = body->e->numbering[level - 1];
	int n = body->counts[level - 1];
	const char *open = strchr(form, '{');
	const char *close = open ? strchr(open, '}') : NULL;
	if (!close)
		return form;
	const char *number = open[1] == '1' ? ht_arena_printf(arena, "%d", n) : ht_han_number(arena, n);
	if (!number)
		return NULL;
	return ht_arena_printf(arena, "%.*s%s%s", (int)(open - form), form, number, close + 1);
}

static ht_status add_number(body_builder *body, const ht_body_block *src, const ht_pstyle *ps, ht_spans *spans,
                            size_t *len)
{
	int level = src->level;
	*len = 0;
	if (!src->auto_number || level < 1 || (size_t)level > body->e->n_numbering)
		return HT_OK;
	body->counts[level - 1]++;
	for (size_t i = (size_t)level; i < body->e->n_numbering; i++)
		body->counts[i] = 0;
	const char *text = number_text(body, level);
	if (!text)
		return HT_ERR_NOMEM;
	*len = strlen(text);
	return ht_spans_add(body->b, spans, text, *len, ps, NULL, src->loc);
}

static ht_status add_piece(body_builder *body, ht_spans *spans, const ht_inline *in, size_t from, size_t len,
                           const ht_pstyle *ps)
{
	const ht_face *face = in->strong ? body->e->strong_face : in->em ? body->e->em_face : NULL;
	ht_loc loc = in->loc;
	for (size_t i = 0; i < from; i++)
		loc.col += ((unsigned char)in->text[i] & 0xC0) != 0x80;
	size_t before = spans->n;
	ht_status status = ht_spans_add(body->b, spans, in->text + from, len, ps, face, loc);
	if (status == HT_OK && spans->n > before)
		spans->v[before].href = in->href;
	return status;
}

/* The paragraph's text: its first `head` bytes in the level's look. */
static ht_status add_text(body_builder *body, const ht_body_block *src, const ht_pstyle *head, const ht_pstyle *rest,
                          ht_spans *spans)
{
	size_t left = src->head;
	ht_status status = HT_OK;
	for (size_t i = 0; i < src->n && status == HT_OK; i++) {
		const ht_inline *in = &src->inlines[i];
		size_t first = in->len < left ? in->len : left;
		left -= first;
		status = add_piece(body, spans, in, 0, first, head);
		if (status == HT_OK)
			status = add_piece(body, spans, in, first, in->len - first, rest);
	}
	return status;
}

/* The look of a level; levels beyond the sheet's look like body text. */
static const ht_pstyle *level_style(body_builder *body, const ht_body_block *src)
{
	if (src->level < 1 || (size_t)src->level > body->e->n_levels)
		return body->e->style;
	return body->e->levels[src->level - 1];
}

static ht_status add_paragraph(body_builder *body, const ht_body_block *src)
{
	const ht_pstyle *head = level_style(body, src), *rest = src->alone ? head : body->e->style;
	ht_spans spans = {0};
	size_t number_len;
	ht_status status = add_number(body, src, head, &spans, &number_len);
	if (status == HT_OK)
		status = add_text(body, src, head, rest, &spans);
	if (status != HT_OK || !spans.n)
		return status;
	ht_block *block = ht_block_add(body->b, body->list, body->e, HT_BLOCK_PARA, 1);
	if (!block)
		return HT_ERR_NOMEM;
	block->paras[0] = (ht_dpara){spans.v, spans.n};
	block->style = rest;
	block->level = src->level;
	block->head_len = number_len + src->head;
	block->heading = src->level >= 1 && (size_t)src->level <= body->e->n_levels && src->head > 0;
	block->keep_next = src->alone;
	block->loc = src->loc;
	return HT_OK;
}

static ht_status add_cell(body_builder *body, const ht_body_cell *src, const ht_pstyle *ps, ht_dpara *ret)
{
	ht_spans spans = {0};
	ht_status status = HT_OK;
	for (size_t i = 0; i < src->n && status == HT_OK; i++)
		status = add_piece(body, &spans, &src->inlines[i], 0, src->inlines[i].len, ps);
	*ret = (ht_dpara){spans.v, spans.n};
	return status;
}

static size_t widest_row(const ht_body_block *src)
{
	size_t n = 0;
	for (size_t i = 0; i < src->n_rows; i++)
		n = src->rows[i].n > n ? src->rows[i].n : n;
	return n;
}

static ht_status fill_table(body_builder *body, const ht_body_block *src, ht_dtable *t)
{
	static const ht_halign aligns[] = {HT_HALIGN_LEFT, HT_HALIGN_JUSTIFY, HT_HALIGN_CENTRE, HT_HALIGN_RIGHT};
	ht_status status = HT_OK;
	for (size_t r = 0; r < src->n_rows && status == HT_OK; r++) {
		const ht_body_row *row = &src->rows[r];
		t->n_head += row->header && t->n_head == r;
		for (size_t c = 0; c < row->n && status == HT_OK; c++) {
			t->aligns[c] = aligns[row->cells[c].align + 1];
			status = add_cell(body, &row->cells[c], row->header ? t->head : t->cell,
			                  &t->cells[r * t->n_columns + c]);
		}
	}
	return status;
}

static ht_status add_table(body_builder *body, const ht_body_block *src)
{
	ht_dtable *t = ht_dtable_new(body->b, body->e, widest_row(src));
	if (!t)
		return HT_ERR_NOMEM;
	t->n_rows = src->n_rows;
	t->cells = ht_arena_array(body->b->arena, t->n_rows * t->n_columns + 1, sizeof *t->cells);
	ht_status status = t->cells ? fill_table(body, src, t) : HT_ERR_NOMEM;
	ht_block *block = status == HT_OK ? ht_block_add(body->b, body->list, body->e, HT_BLOCK_TABLE, 0) : NULL;
	if (!block)
		return status == HT_OK ? HT_ERR_NOMEM : status;
	block->table = t;
	block->style = t->cell;
	block->loc = src->loc;
	return HT_OK;
}

/* A picture, its alternative text as the caption below it. */
static ht_status add_picture(body_builder *body, const ht_body_block *src)
{
	const ht_element *e = body->e;
	const ht_pstyle *ps = e->caption ? e->caption : e->style;
	const ht_body_cell text = {.inlines = src->inlines, .n = src->n};
	ht_text *file = ht_arena_alloc(body->b->arena, sizeof *file);
	ht_block *block = file ? ht_block_add(body->b, body->list, e, HT_BLOCK_PICTURE, 1) : NULL;
	if (!block)
		return HT_ERR_NOMEM;
	*file = (ht_text){src->src ? src->src : "", src->loc};
	block->pictures = file;
	block->n_pictures = 1;
	block->style = ps;
	block->loc = src->loc;
	return add_cell(body, &text, ps, &block->paras[0]);
}

static ht_status add_block(body_builder *body, const ht_body_block *src)
{
	static ht_status (*const adders[])(body_builder *, const ht_body_block *) = {
	    [HT_BODY_PARA] = add_paragraph, [HT_BODY_TABLE] = add_table, [HT_BODY_IMAGE] = add_picture};
	return adders[src->kind](body, src);
}

ht_status ht_build_body(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	if (!v || !v->body)
		return HT_OK;
	body_builder body = {.b = b, .e = e, .list = list};
	body.counts = ht_arena_array(b->arena, e->n_numbering + 1, sizeof *body.counts);
	if (!body.counts)
		return HT_ERR_NOMEM;
	ht_status status = HT_OK;
	for (size_t i = 0; i < v->body->n && status == HT_OK; i++)
		status = add_block(&body, &v->body->blocks[i]);
	return status;
}
