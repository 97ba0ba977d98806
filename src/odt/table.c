/* Tables in the text: columns as wide as the pages have them, the head repeated
 * on every page, columns of numbers aligned on their points. */
#include <string.h>

#include "odt_priv.h"

/* As in layout: rows of so many lines are not cut; a column is not narrower
 * than so many characters; a head or number of so many is not broken. */
#define WHOLE_ROW 4
#define MIN_CHARS 3
#define MAX_LEAST 7

typedef struct table_cell {
	ht_len natural, whole; /* on one line; numbers: before the point */
	bool number;
} table_cell;

typedef struct column {
	ht_len least, most, whole, part, width;
	bool given, numbers;
} column;

typedef struct table {
	odt *o;
	const ht_block *block;
	const ht_dtable *src;
	table_cell *cells;
	column *columns;
	ht_len pad;
} table;

static ht_len max_len(ht_len a, ht_len b)
{
	return a > b ? a : b;
}

static ht_len min_len(ht_len a, ht_len b)
{
	return a < b ? a : b;
}

/* `1,864.7`, `-13.5%`: bytes before the point, or 0 when it is no number. */
static size_t number_prefix(const ht_dpara *para)
{
	if (para->n != 1)
		return 0;
	const char *s = para->spans[0].text, *end = s + para->spans[0].len, *p = s;
	p += p < end && (*p == '-' || *p == '+');
	size_t digits = strspn(p, "0123456789,");
	const char *rest = p + digits;
	if (!digits || rest > end)
		return 0;
	size_t prefix = (size_t)(rest - s);
	if (rest < end && *rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	rest += rest < end && *rest == '%';
	return rest == end ? prefix : 0;
}

static void measure_cell(table *t, size_t r, size_t c)
{
	const ht_dpara *para = &t->src->cells[r * t->src->n_columns + c];
	const ht_pstyle *ps = r < t->src->n_head ? t->src->head : t->src->cell;
	table_cell *cell = &t->cells[r * t->src->n_columns + c];
	size_t prefix = number_prefix(para);
	cell->natural = odt_width(t->o, ps, para->spans, para->n);
	cell->number = prefix > 0;
	if (prefix) {
		ht_dspan whole = para->spans[0];
		whole.len = prefix;
		cell->whole = odt_width(t->o, ps, &whole, 1);
	}
}

static void want_width(table *t, size_t c)
{
	column *col = &t->columns[c];
	ht_len em = t->src->cell->size;
	size_t numbers = 0, filled = 0;
	for (size_t r = 0; r < t->src->n_rows; r++) {
		const table_cell *cell = &t->cells[r * t->src->n_columns + c];
		bool head = r < t->src->n_head;
		col->most = max_len(col->most, cell->natural);
		if (cell->number || head)
			col->least = max_len(col->least, min_len(cell->natural, MAX_LEAST * em));
		if (head || !cell->natural)
			continue;
		filled++;
		numbers += cell->number;
		col->whole = max_len(col->whole, cell->whole);
		col->part = max_len(col->part, cell->number ? cell->natural - cell->whole : 0);
	}
	col->numbers = filled && numbers == filled;
	if (col->numbers)
		col->least = max_len(col->least, col->whole + col->part);
	col->most = max_len(col->most, col->least);
	col->least = max_len(col->least, min_len(MIN_CHARS * em, col->most));
	col->given = t->src->widths && t->src->widths[c] > 0;
	if (col->given)
		col->least = col->most = max_len(t->src->widths[c] - 2 * t->pad, 1);
}

/* Between least and most in proportion; what is left over goes to the columns
 * without a given width. */
static void set_widths(table *t)
{
	size_t n = t->src->n_columns;
	int64_t least = 0, most = 0, elastic = 0, left = t->o->style->page.area_width;
	int64_t room = max_len((ht_len)(left - 2 * (int64_t)n * t->pad), 0);
	for (size_t c = 0; c < n; c++) {
		least += t->columns[c].least;
		most += t->columns[c].most;
		elastic += t->columns[c].given ? 0 : t->columns[c].most;
	}
	for (size_t c = 0; c < n; c++) {
		column *col = &t->columns[c];
		int64_t lo = col->least, hi = col->most, width;
		if (least >= room)
			width = lo * room / (least ? least : 1);
		else if (most > room)
			width = lo + (hi - lo) * (room - least) / (most - least);
		else if (elastic)
			width = hi + (col->given ? 0 : (room - most) * hi / elastic);
		else
			width = hi + (room - most) * hi / (most ? most : 1);
		col->width = c + 1 < n ? (ht_len)width + 2 * t->pad : (ht_len)left;
		left -= col->width;
	}
}

static ht_len line_pitch(const ht_pstyle *ps)
{
	return ps->pitch ? ps->pitch : ht_len_scale(ps->size, 3, 2);
}

/* Numbers end so that their points stand below each other; else heads and
 * columns of short texts are centred, those with long ones begin at the left. */
static void align_cell(const table *t, size_t r, size_t c, odt_para *para)
{
	const table_cell *cell = &t->cells[r * t->src->n_columns + c];
	const column *col = &t->columns[c];
	ht_len inner = col->width - 2 * t->pad;
	bool head = r < t->src->n_head;
	if (!head && cell->number && col->numbers && col->whole + col->part <= inner) {
		para->align = HT_HALIGN_RIGHT;
		para->right = (inner - col->whole - col->part) / 2 + col->part - (cell->natural - cell->whole);
	} else if (head) {
		para->align = HT_HALIGN_CENTRE;
	} else if (t->src->aligns[c] != HT_HALIGN_JUSTIFY) {
		para->align = t->src->aligns[c];
	} else {
		para->align = col->most <= inner ? HT_HALIGN_CENTRE : HT_HALIGN_LEFT;
	}
}

/* The text stands in the middle of its line on the pages, at 4/5 in editors:
 * the space above and below makes up for it. */
static odt_cell frame_of(const table *t, const ht_pstyle *ps)
{
	ht_len pitch = line_pitch(ps), rule = t->block->element->table_rule;
	ht_len above = t->pad / 2 + (pitch - ps->size) / 2 + odt_ascent(t->o, ps) - ht_len_scale(pitch, 4, 5);
	odt_cell frame = {
	    .above = rule, .below = rule, .left = rule, .right = rule, .pad_side = t->pad, .middle = true};
	frame.pad_above = max_len(above, 0);
	frame.pad_below = max_len(t->pad - frame.pad_above - rule, 0); /* a rule takes room of its own there */
	return frame;
}

static ht_status write_cell(table *t, size_t r, size_t c, const odt_cell *frame)
{
	const ht_dpara *text = &t->src->cells[r * t->src->n_columns + c];
	const ht_pstyle *ps = r < t->src->n_head ? t->src->head : t->src->cell;
	odt_para para;
	odt_para_of(t->o, ps, &para);
	para.pitch = line_pitch(ps);
	para.indent = para.left = para.right = 0;
	align_cell(t, r, c, &para);
	ht_status status = odt_cell_begin(t->o, frame);
	if (status == HT_OK)
		status = odt_simple_para(t->o, &para, t->block->element, text->spans, text->n);
	odt_cell_end(t->o);
	return status;
}

/* Lines the row takes, as far as widths tell. */
static int row_lines(const table *t, size_t r)
{
	int most = 1;
	for (size_t c = 0; c < t->src->n_columns; c++) {
		ht_len inner = max_len(t->columns[c].width - 2 * t->pad, 1);
		int lines = (int)((t->cells[r * t->src->n_columns + c].natural + inner - 1) / inner);
		most = lines > most ? lines : most;
	}
	return most;
}

static ht_status write_row(table *t, size_t r)
{
	const odt_cell frame = frame_of(t, r < t->src->n_head ? t->src->head : t->src->cell);
	ht_status status = odt_row_begin(t->o, t->src->row_height, row_lines(t, r) <= WHOLE_ROW);
	for (size_t c = 0; c < t->src->n_columns && status == HT_OK; c++)
		status = write_cell(t, r, c, &frame);
	odt_row_end(t->o);
	return status;
}

static ht_status write_rows(table *t)
{
	ht_status status = HT_OK;
	if (t->src->n_head)
		odt_open(&t->o->body, "table:table-header-rows");
	for (size_t r = 0; r < t->src->n_rows && status == HT_OK; r++) {
		status = write_row(t, r);
		if (r + 1 == t->src->n_head)
			odt_end(&t->o->body);
	}
	return status;
}

static ht_status prepare(table *t)
{
	size_t n = t->src->n_columns;
	t->cells = ht_arena_array(t->o->arena, t->src->n_rows * n + 1, sizeof *t->cells);
	t->columns = ht_arena_array(t->o->arena, n + 1, sizeof *t->columns);
	if (!t->cells || !t->columns)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < t->src->n_rows * n; i++)
		measure_cell(t, i / n, i % n);
	for (size_t c = 0; c < n; c++)
		want_width(t, c);
	set_widths(t);
	return HT_OK;
}

static ht_len row_height(const table *t, size_t r)
{
	ht_len height = row_lines(t, r) * line_pitch(r < t->src->n_head ? t->src->head : t->src->cell) + t->pad;
	return max_len(height, t->src->row_height);
}

ht_status odt_block_table(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[(*i)++];
	table t = {.o = o, .block = block, .src = block->table, .pad = block->element->cell_pad};
	if (!t.src || !t.src->n_columns || !t.src->n_rows)
		return HT_OK;
	ht_status status = prepare(&t);
	ht_len *widths = ht_arena_array(o->arena, t.src->n_columns, sizeof *widths), height = 0;
	if (status != HT_OK || !widths)
		return HT_ERR_NOMEM;
	for (size_t c = 0; c < t.src->n_columns; c++)
		widths[c] = t.columns[c].width;
	for (size_t r = 0; r < t.src->n_rows; r++)
		height += row_height(&t, r);
	ht_len above = odt_place_box(o, block, height);
	status = odt_table_begin(o, ht_arena_printf(o->arena, "表%d", ++o->n_tables), above, 0, widths,
	                         t.src->n_columns, false);
	if (status == HT_OK)
		status = write_rows(&t);
	odt_table_end(o);
	return status;
}
