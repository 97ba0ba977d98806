/* Tables of a tagged document: rows and cells in order, in whatever order they
 * were drawn. A cell without text becomes an empty cell, so that all rows are of
 * equal length (PDF/UA-1 7.5). Header cells have a Scope, other cells a list of
 * their header cells (Headers). */
#include <glib.h>

#include "pdf_priv.h"

/* Rows or columns of a cell. */
static size_t spanned(size_t n)
{
	return MAX(n, 1);
}

/* The slot of a table among d->table_slots: the one that has its number (index + 1), or the free one (0) that it would
 * get. */
static size_t *slot_of(const pdf_document *d, const ht_table *from)
{
	size_t last = d->n_table_slots - 1;
	size_t at = (size_t)(((uintptr_t)from >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 32) & last;
	while (d->table_slots[at] && d->tables[d->table_slots[at] - 1].from != from)
		at = (at + 1) & last;
	return &d->table_slots[at];
}

/* Room for one table more in the slots, of which at least half are free: the number of slots is a power of two. */
static void reserve_slot(pdf_document *d)
{
	if (d->n_table_slots > 2 * d->n_tables)
		return;
	const size_t n = MAX(16, 4 * d->n_table_slots);
	d->n_table_slots = 0;
	d->table_slots = pdf_document_array(d, n, sizeof *d->table_slots);
	if (!d->table_slots)
		return;
	d->n_table_slots = n;
	for (size_t i = 0; i < d->n_tables; i++)
		*slot_of(d, d->tables[i].from) = i + 1;
}

static pdf_table *table_find(pdf_document *d, const ht_table *from)
{
	size_t number = 0;
	if (d->n_table_slots)
		number = *slot_of(d, from);
	if (!number)
		return NULL;
	return &d->tables[number - 1];
}

static pdf_table *table_new(pdf_document *d, const ht_table *from)
{
	pdf_table t = {.from = from};
	if (from->n_columns && from->n_rows > SIZE_MAX / from->n_columns)
		pdf_document_fail(d, HT_ERR_NOMEM);
	else
		t.cells = pdf_document_array(d, from->n_rows * from->n_columns, sizeof(pdf_node *));
	t.rows = pdf_document_array(d, from->n_rows, sizeof *t.rows);
	t.node = pdf_node_new(d, &d->root, "Table");
	for (size_t r = 0; r < from->n_rows && !d->status; r++)
		t.rows[r] = pdf_node_new(d, t.node, "TR");
	reserve_slot(d);
	if (d->status)
		return NULL;
	pdf_table *table = PDF_PUSH(d, d->tables, d->n_tables, d->cap_tables);
	if (!table)
		return NULL;
	*table = t;
	*slot_of(d, from) = d->n_tables;
	return table;
}

/* The element of a cell, which becomes a child of its row when all cells are
 * known. */
static pdf_node *cell_new(pdf_document *d, const pdf_table *t, size_t row, const ht_cell *cell)
{
	pdf_node *node = pdf_document_array(d, 1, sizeof *node);
	bool head = cell && (cell->column_head || cell->row_head);
	if (node)
		*node = (pdf_node){
		    .type = head ? "TH" : "TD", .parent = t->rows[row], .cell = cell, .number = d->n_nodes++};
	return node;
}

pdf_node *pdf_table_cell(pdf_document *d, const ht_cell *cell)
{
	const ht_table *from = cell->table;
	if (!from || cell->row >= from->n_rows || cell->column >= from->n_columns)
		return pdf_node_new(d, &d->root, "P"); /* not in a table */
	pdf_table *t = table_find(d, from);
	if (!t)
		t = table_new(d, from);
	if (!t)
		return NULL;
	pdf_node **slot = &t->cells[cell->row * from->n_columns + cell->column];
	if (!*slot)
		*slot = cell_new(d, t, cell->row, cell);
	return *slot;
}

static bool has_spans(const ht_cell *c)
{
	return c->rows > 1 || c->columns > 1;
}

/* Note what a cell covers besides its own place. */
static void cover(const pdf_table *t, const ht_cell *c, bool *covered)
{
	size_t n = t->from->n_columns, rows = MIN(spanned(c->rows), t->from->n_rows - c->row);
	size_t columns = MIN(spanned(c->columns), n - c->column);
	for (size_t row = c->row; row < c->row + rows; row++)
		for (size_t column = c->column; column < c->column + columns; column++)
			covered[row * n + column] = true;
}

/* By place: is it covered by a cell that begins elsewhere? NULL: no cell spans others, or no memory. */
static const bool *covered_places(pdf_document *d, const pdf_table *t)
{
	bool *covered = NULL;
	size_t n = t->from->n_rows * t->from->n_columns;
	for (size_t i = 0; i < n && !d->status; i++) {
		if (!t->cells[i] || !t->cells[i]->cell || !has_spans(t->cells[i]->cell))
			continue;
		if (!covered)
			covered = pdf_document_array(d, n, sizeof *covered);
		if (covered)
			cover(t, t->cells[i]->cell, covered);
	}
	return covered;
}

/* Give the header cells of a table ids that sort in their order. */
static void name_heads(pdf_document *d, const pdf_table *t)
{
	for (size_t i = 0; i < t->from->n_rows * t->from->n_columns; i++) {
		pdf_node *node = t->cells[i];
		if (!node || !node->cell || !(node->cell->column_head || node->cell->row_head))
			continue;
		size_t number = (size_t)(t - d->tables) + 1;
		node->id = pdf_pushed(d, ht_arena_printf(d->arena, "t%06zuc%08zu", number, i));
	}
}

/* Is the header cell at index h above or before cell (row, column)? */
static bool is_head_of(const pdf_table *t, size_t h, size_t row, size_t column)
{
	const pdf_node *node = t->cells[h];
	if (!node || !node->id)
		return false;
	const ht_cell *c = node->cell;
	bool above = c->column_head && c->column <= column && column - c->column < spanned(c->columns) && c->row < row;
	bool before = c->row_head && c->row <= row && row - c->row < spanned(c->rows) && c->column < column;
	return above || before;
}

static void list_heads(pdf_document *d, const pdf_table *t, const size_t *head_index, size_t n_heads, size_t i)
{
	pdf_node *node = t->cells[i];
	size_t cap = 0;
	for (size_t k = 0; k < n_heads; k++) {
		size_t h = head_index[k];
		if (!is_head_of(t, h, i / t->from->n_columns, i % t->from->n_columns))
			continue;
		const char **slot = PDF_PUSH(d, node->headers, node->n_headers, cap);
		if (slot)
			*slot = t->cells[h]->id;
	}
}

/* Add empty cells where there are none, and all cells to their rows. */
static void fill_rows(pdf_document *d, pdf_table *t)
{
	const bool *covered = covered_places(d, t);
	size_t n = t->from->n_columns;
	for (size_t i = 0; i < t->from->n_rows * n && !d->status; i++) {
		if (!t->cells[i] && covered && covered[i])
			continue;
		if (!t->cells[i])
			t->cells[i] = cell_new(d, t, i / n, NULL);
		pdf_node_add(d, t->rows[i / n], (pdf_kid){.kind = PDF_KID_NODE, .node = t->cells[i]});
	}
}

static void table_finish(pdf_document *d, pdf_table *t)
{
	size_t total = t->from->n_rows * t->from->n_columns, n_heads = 0;
	size_t *head_index = pdf_document_array(d, total, sizeof *head_index);
	name_heads(d, t);
	fill_rows(d, t);
	for (size_t i = 0; i < total && !d->status; i++)
		if (t->cells[i] && t->cells[i]->id)
			head_index[n_heads++] = i;
	for (size_t i = 0; i < total && !d->status; i++)
		if (t->cells[i] && !t->cells[i]->id)
			list_heads(d, t, head_index, n_heads, i);
}

void pdf_tables_finish(pdf_document *d)
{
	for (size_t i = 0; i < d->n_tables && !d->status; i++)
		table_finish(d, &d->tables[i]);
}
