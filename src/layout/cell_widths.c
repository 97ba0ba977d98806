/* The texts of a table's cells measured, for the widths of its columns. */
#include "columns.h"

/* No text needs more air than this part (1/n) of a character. */
#define MOST_AIR 2

typedef struct cell {
	ht_layouter *l;
	const ht_para_shape *shape;
	bool head, sample;
	ht_cell_width *ret;
	size_t cap; /* of its pieces */
} cell;

/* The width of a head on two lines: the lesser the more equal they are. */
static ht_len halved(const ht_text_pieces *found)
{
	ht_len least = found->width;
	for (size_t i = 1; i < found->n; i++) {
		ht_len longer = ht_len_max(found->v[i - 1].to, found->width - found->v[i].from);
		least = ht_len_min(least, longer);
	}
	return least;
}

static void measure_line(const cell *c, const ht_span *spans, size_t n, ht_text_pieces *ret)
{
	ht_arena *arena = c->sample || c->head ? c->l->arena : NULL;
	if (n && c->l->status == HT_OK)
		ht_layouter_fail(c->l, ht_text_pieces_find(c->l->fonts, spans, n, c->shape, c->head,
		                                           HT_PIECE_CHARS * c->shape->em, arena, c->l->diags, ret));
}

/* Append the pieces of a forced line. */
static void append(cell *c, const ht_text_pieces *line)
{
	ht_cell_width *ret = c->ret;
	if (!ret->n_pieces) {
		ret->pieces = line->v;
		ret->n_pieces = c->cap = line->n;
		return;
	}
	for (size_t i = 0; i < line->n; i++) {
		ht_text_piece *slot = HT_PUSH(c->l->arena, ret->pieces, ret->n_pieces, c->cap);
		if (!slot) {
			ht_layouter_fail(c->l, HT_ERR_NOMEM);
			return;
		}
		*slot = line->v[i];
	}
}

void ht_measure_cell(ht_layouter *l, const ht_dpara *para, const ht_span *spans, const ht_para_shape *shape, bool head,
                     bool sample, ht_cell_width *ret)
{
	cell c = {l, shape, head, sample, ret, 0};
	size_t prefix = ht_number_prefix(para);
	for (size_t from = 0; spans && from < para->n;) {
		size_t n = ht_forced_line(para, from);
		ht_text_pieces line = {0};
		measure_line(&c, spans + from, n, &line);
		ret->natural = ht_len_max(ret->natural, line.width);
		ret->longest = ht_len_max(ret->longest, line.longest);
		ret->air = ht_len_max(ret->air, ht_len_min(line.gaps, shape->em / MOST_AIR));
		if (head) /* its author's own lines are not halved again */
			ret->halved = ht_len_max(ret->halved, n < para->n ? line.width : halved(&line));
		if (line.v)
			append(&c, &line);
		from += n + 1;
	}
	if (!spans || !prefix)
		return;
	ht_span whole = spans[0];
	whole.len = prefix;
	ret->number = true;
	ret->whole = ht_layout_width(l, &whole, 1, shape);
}
