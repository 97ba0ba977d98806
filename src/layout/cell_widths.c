/* The texts of a table's cells measured, for the widths of its columns. */
#include "columns.h"

/* A head of up to SHORT_HEAD characters, and a text of up to SHORT_TEXT, is not divided if there is room. */
#define SHORT_HEAD 5
#define SHORT_TEXT 6
/* Half a head is this wide at most, before it has a third line. */
#define HALF_HEAD 6
/* The lines of a text of up to so many characters (an organ's name, an office) end between words. */
#define WORDS_TEXT 16
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
	const ht_piece_limits limits = {.piece = HT_PIECE_CHARS * c->shape->em,
	                                .words = c->head ? INT32_MAX : WORDS_TEXT * c->shape->em};
	if (n && c->l->status == HT_OK)
		ht_layouter_fail(
		    c->l, ht_text_pieces_find(c->l->fonts, spans, n, c->shape, &limits, arena, c->l->diags, ret));
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

/* The width in which a text of one line, or of its author's own, is divided well or not at all. */
static ht_len good_width(const cell *c, const ht_text_pieces *line, bool own_lines)
{
	ht_len em = c->shape->em;
	if (line->name || line->width <= (c->head ? SHORT_HEAD : SHORT_TEXT) * em)
		return line->width + c->ret->air;
	if (!c->head)
		return 0;
	ht_len half = own_lines ? line->width : halved(line);
	return half <= HALF_HEAD * em ? half : 0;
}

/* A line that ends where its author, or the unit of a head, begins another. */
static void measure_part(cell *c, const ht_span *spans, size_t n, bool own_lines)
{
	ht_cell_width *ret = c->ret;
	ht_text_pieces line = {0};
	measure_line(c, spans, n, &line);
	ret->natural = ht_len_max(ret->natural, line.width);
	ret->longest = ht_len_max(ret->longest, line.longest);
	ret->word = ht_len_max(ret->word, line.word);
	ret->air = ht_len_max(ret->air, ht_len_min(line.gaps, c->shape->em / MOST_AIR));
	ret->good = ht_len_max(ret->good, good_width(c, &line, own_lines));
	ret->name |= line.name;
	if (line.v)
		append(c, &line);
}

void ht_measure_cell(ht_layouter *l, const ht_dpara *para, const ht_span *spans, const ht_para_shape *shape, bool head,
                     bool sample, ht_cell_width *ret)
{
	cell c = {l, shape, head, sample, ret, 0};
	size_t prefix = ht_number_prefix(para);
	if (spans && ret->split) {
		measure_part(&c, spans, para->n, false);
		measure_part(&c, spans + para->n, 1, false);
	}
	for (size_t from = 0; spans && !ret->split && from < para->n;) {
		size_t n = ht_forced_line(para, from);
		measure_part(&c, spans + from, n, n < para->n);
		from += n + 1;
	}
	ret->words = head || ret->natural <= WORDS_TEXT * shape->em;
	if (!spans || !prefix)
		return;
	ht_span whole = spans[0];
	whole.len = prefix;
	ret->number = true;
	ret->whole = ht_layout_width(l, &whole, 1, shape);
}
