/* Tables given with fields of their own.
 *
 * A row lists its cells from left to right and omits those that a cell above or at the left covers, as in HTML: each
 * cell takes the first free column. What can only be a slip (cells that overlap, a cell without a column, one that
 * reaches beyond the table or its head) is an error at its place: a table with figures in the wrong column is worse
 * than an error. A table that gives a cell for each place may join them as Markdown's do (table_merge.c). */
#include <stdio.h>
#include <string.h>

#include "record/messages.h"
#include "body_private.h"
#include "fields.h"
#include "names.h"
#include "reader.h"

typedef struct placing {
	ht_reader *r;
	ht_body_block *block;
	size_t n_head;
	size_t *reach; /* by column: the first row that no cell above covers */
} placing;

static const char *number(char *text, size_t size, size_t n)
{
	snprintf(text, size, "%zu", n);
	return text;
}

static ht_inline inline_of(const ht_text *text)
{
	return (ht_inline){.text = text->s, .len = strlen(text->s), .loc = text->loc};
}

/* The lines of a text, a line end between two. */
static bool set_lines(ht_reader *r, const ht_value *v, ht_body_cell *cell)
{
	cell->inlines = ht_arena_array(r->arena, 2 * v->n, sizeof *cell->inlines);
	r->nomem |= !cell->inlines;
	for (size_t i = 0; i < v->n && !r->nomem; i++) {
		if (i)
			cell->inlines[cell->n++] = (ht_inline){.text = "\n", .len = 1, .loc = v->texts[i].loc};
		cell->inlines[cell->n++] = inline_of(&v->texts[i]);
	}
	return !r->nomem;
}

/* An ENUM of left, centre, right as cells have it. */
static int8_t align_of(const ht_value *v)
{
	static const int8_t aligns[] = {-1, 1, 2};
	return v ? aligns[v->choice - v->field->choices] : 0;
}

static size_t span_of(ht_reader *r, const ht_value *v)
{
	char most[24];
	if (!v)
		return 1;
	if (v->num >= 1)
		return (size_t)v->num;
	HT_READER_FAULT(r, HT_D_TABLE_SPAN, v->loc, v->text.s, number(most, sizeof most, HT_TABLE_MAX_COLUMNS), NULL);
	return 1;
}

static bool read_cell_map(ht_reader *r, const ht_node *node, ht_body_cell *cell)
{
	ht_group group = {0};
	if (!ht_read_group(r, node, ht_cell_fields(), NULL, &group))
		return false;
	const ht_value *text = ht_group_find(&group, "text");
	cell->columns = span_of(r, ht_group_find(&group, "columns"));
	cell->rows = span_of(r, ht_group_find(&group, "rows"));
	cell->align = align_of(ht_group_find(&group, "align"));
	return !text || set_lines(r, text, cell);
}

static bool read_cell(ht_reader *r, const char *label, const ht_node *node, ht_body_cell *cell)
{
	const ht_field *fields = ht_cell_fields();
	*cell = (ht_body_cell){.rows = 1, .columns = 1, .loc = node->loc};
	if (node->kind == HT_NODE_MAP)
		return read_cell_map(r, node, cell);
	if (node->kind == HT_NODE_SEQ) {
		HT_READER_FAULT(r, HT_D_TABLE_CELL, node->loc, ht_field_label(&fields[0], label),
		                ht_field_label(&fields[1], label), NULL);
		return true;
	}
	const ht_value *text = ht_read_value(r, &fields[0], label, node);
	return text ? set_lines(r, text, cell) : !r->nomem;
}

bool ht_read_rows(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	if (node->kind != HT_NODE_SEQ) {
		HT_READER_FAULT(r, HT_D_TABLE_ROW, node->loc, NULL);
		return false;
	}
	v->rows = ht_arena_array(r->arena, node->n, sizeof *v->rows);
	r->nomem |= !v->rows;
	for (size_t i = 0; i < node->n && !r->nomem; i++) {
		const ht_node *item = node->items[i];
		ht_body_row *row = &v->rows[v->n++];
		*row = (ht_body_row){.loc = item->loc};
		if (item->kind != HT_NODE_SEQ) {
			HT_READER_FAULT(r, HT_D_TABLE_ROW, item->loc, NULL);
			continue;
		}
		row->cells = ht_arena_array(r->arena, item->n + 1, sizeof *row->cells);
		r->nomem |= !row->cells;
		for (size_t k = 0; k < item->n && !r->nomem; k++)
			read_cell(r, label, item->items[k], &row->cells[row->n++]);
	}
	return !r->nomem;
}

/* The head row made of the columns' own heads; .n 0: they have no heads. */
static ht_body_row column_heads(ht_reader *r, const ht_value *columns)
{
	ht_body_row row = {.loc = columns->loc};
	bool any = false;
	for (size_t i = 0; i < columns->n; i++)
		any |= ht_group_find(columns->groups[i], "head") != NULL;
	row.cells = any ? ht_arena_array(r->arena, columns->n, sizeof *row.cells) : NULL;
	r->nomem |= any && !row.cells;
	for (size_t i = 0; any && !r->nomem && i < columns->n; i++) {
		const ht_value *head = ht_group_find(columns->groups[i], "head");
		row.cells[row.n] = (ht_body_cell){.rows = 1, .columns = 1, .loc = columns->groups[i]->loc};
		if (head)
			set_lines(r, head, &row.cells[row.n]);
		row.n++;
	}
	return row;
}

/* Head and rows one below the other. */
static bool join_rows(placing *p, const ht_value *columns, const ht_value *head, const ht_value *rows)
{
	ht_reader *r = p->r;
	ht_body_row own = columns ? column_heads(r, columns) : (ht_body_row){0};
	size_t n_head = head ? head->n : 0;
	if (own.n && n_head) {
		HT_READER_FAULT(r, HT_D_TABLE_HEADS, head->loc, "head", "表头", NULL);
		return false;
	}
	p->n_head = n_head + (own.n > 0);
	ht_body_block *block = p->block;
	block->rows = ht_arena_array(r->arena, p->n_head + rows->n, sizeof *block->rows);
	r->nomem |= !block->rows;
	if (r->nomem)
		return false;
	for (size_t i = 0; i < n_head; i++)
		block->rows[block->n_rows++] = head->rows[i];
	if (own.n)
		block->rows[block->n_rows++] = own;
	for (size_t i = 0; i < p->n_head; i++)
		block->rows[i].header = true;
	for (size_t i = 0; i < rows->n; i++)
		block->rows[block->n_rows++] = rows->rows[i];
	return true;
}

/* The number of columns: as given, else that of the first row. */
static bool count_columns(placing *p, const ht_value *columns)
{
	size_t n = columns ? columns->n : 0;
	char most[24];
	const ht_body_row *first = &p->block->rows[0];
	for (size_t i = 0; !columns && i < first->n && n <= HT_TABLE_MAX_COLUMNS; i++)
		n += first->cells[i].columns;
	p->block->n_columns = n;
	if (n > HT_TABLE_MAX_COLUMNS)
		HT_READER_FAULT(p->r, HT_D_TABLE_WIDE, first->loc, number(most, sizeof most, HT_TABLE_MAX_COLUMNS),
		                NULL);
	return n && n <= HT_TABLE_MAX_COLUMNS;
}

/* Put a cell at the first free column from `from` on. false: an error. */
static bool place_cell(placing *p, size_t row, size_t from, ht_body_cell *cell)
{
	size_t n = p->block->n_columns, end = row < p->n_head ? p->n_head : p->block->n_rows;
	char is[24], most[24];
	while (from < n && p->reach[from] > row)
		from++;
	if (from == n || cell->columns > n - from) {
		HT_READER_FAULT(p->r, HT_D_TABLE_ROW_LONG, cell->loc, number(most, sizeof most, n), NULL);
		return false;
	}
	if (cell->rows > end - row) {
		HT_READER_FAULT(p->r, HT_D_TABLE_SPAN, cell->loc, number(is, sizeof is, cell->rows),
		                number(most, sizeof most, end - row), NULL);
		return false;
	}
	cell->column = from;
	for (size_t c = from; c < from + cell->columns; c++) {
		if (p->reach[c] > row) {
			HT_READER_FAULT(p->r, HT_D_TABLE_OVERLAP, cell->loc, NULL);
			return false;
		}
		p->reach[c] = row + cell->rows;
	}
	return true;
}

static bool place_row(placing *p, size_t row)
{
	ht_body_row *cells = &p->block->rows[row];
	size_t from = 0, filled = 0, n = p->block->n_columns;
	char is[24], most[24];
	for (size_t i = 0; i < cells->n; i++) {
		if (!place_cell(p, row, from, &cells->cells[i]))
			return false;
		from = cells->cells[i].column + cells->cells[i].columns;
	}
	for (size_t c = 0; c < n; c++)
		filled += p->reach[c] > row;
	if (filled < n)
		ht_diag(p->r->diags, HT_D_TABLE_ROW_SHORT, cells->loc, number(is, sizeof is, filled),
		        number(most, sizeof most, n), NULL);
	return true;
}

/* Join cells; what is joined to the head is of the head. */
static bool merge(placing *p)
{
	if (!ht_table_merge(p->r->arena, p->r->diags, p->block)) {
		p->r->nomem = true;
		return false;
	}
	while (p->n_head < p->block->n_rows && p->block->rows[p->n_head].header)
		p->n_head++;
	return true;
}

static bool place_rows(placing *p)
{
	bool good = true;
	p->reach = ht_arena_array(p->r->arena, p->block->n_columns, sizeof *p->reach);
	p->r->nomem |= !p->reach;
	for (size_t row = 0; row < p->block->n_rows && !p->r->nomem; row++)
		good &= place_row(p, row);
	return good && !p->r->nomem;
}

/* Widths and alignment of the columns; title, unit and notes. */
static bool set_looks(placing *p, const ht_group *group, const ht_value *columns)
{
	ht_arena *arena = p->r->arena;
	const ht_value *title = ht_group_find(group, "title"), *unit = ht_group_find(group, "unit");
	const ht_value *note = ht_group_find(group, "note"), *landscape = ht_group_find(group, "landscape");
	size_t n = p->block->n_columns;
	ht_table_looks *table = ht_arena_alloc(arena, sizeof *table);
	int *widths = ht_arena_array(arena, n, sizeof *widths);
	int8_t *aligns = ht_arena_array(arena, n, sizeof *aligns);
	ht_inline *notes = ht_arena_array(arena, note ? note->n : 1, sizeof *notes);
	if (!table || !widths || !aligns || !notes) {
		p->r->nomem = true;
		return false;
	}
	for (size_t i = 0; columns && i < n; i++) {
		const ht_value *width = ht_group_find(columns->groups[i], "width");
		if (width)
			widths[i] = (int)(width->num < 1000 ? width->num : 1000);
		aligns[i] = align_of(ht_group_find(columns->groups[i], "align"));
	}
	*table = (ht_table_looks){.notes = notes, .widths_mm = widths, .aligns = aligns};
	if (title)
		table->title = inline_of(&title->text);
	if (unit)
		table->unit = inline_of(&unit->text);
	for (size_t i = 0; note && i < note->n; i++)
		notes[table->n_notes++] = inline_of(&note->texts[i]);
	table->landscape = landscape ? (int)landscape->num : -1;
	p->block->table = table;
	return true;
}

bool ht_read_table(ht_reader *r, const ht_group *group, ht_body_block *block)
{
	placing p = {.r = r, .block = block};
	const ht_value *rows = ht_group_find(group, "rows"), *columns = ht_group_find(group, "columns");
	block->loc = group->loc;
	if (!rows) {
		HT_READER_FAULT(r, HT_D_TABLE_EMPTY, group->loc, "rows", "行", NULL);
		return false;
	}
	return join_rows(&p, columns, ht_group_find(group, "head"), rows) && count_columns(&p, columns) && merge(&p) &&
	       place_rows(&p) && set_looks(&p, group, columns);
}
