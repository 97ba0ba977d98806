/* Tables of a tagged document: rows and cells in order, whatever the order in
 * which they were drawn, with an empty cell where there is no text, so that
 * every row is as long as the others (PDF/UA-1 7.5). A head says that it is one
 * (Scope), and cells name their heads (Headers). */
#include "pdf_priv.h"

static size_t spanned(size_t n)
{
	return n ? n : 1;
}

static pdf_table *table_find(pdf_document *d, const ht_table *from)
{
	for (size_t i = d->n_tables; i-- > 0;)
		if (d->tables[i].from == from)
			return &d->tables[i];
	return NULL;
}

static pdf_table *table_new(pdf_document *d, const ht_table *from)
{
	pdf_table t = {.from = from};
	if (from->n_columns && from->n_rows > SIZE_MAX / from->n_columns)
		return NULL;
	t.rows = ht_arena_array(d->arena, from->n_rows, sizeof *t.rows);
	t.cells = ht_arena_array(d->arena, from->n_rows * from->n_columns, sizeof(pdf_node *));
	t.node = pdf_node_new(d, &d->root, "Table");
	if (!t.rows || !t.cells || !t.node)
		return NULL;
	for (size_t r = 0; r < from->n_rows; r++)
		if (!(t.rows[r] = pdf_node_new(d, t.node, "TR")))
			return NULL;
	pdf_table *slot = HT_PUSH(d->arena, d->tables, d->n_tables, d->cap_tables);
	if (slot)
		*slot = t;
	return slot;
}

/* A cell's element; it becomes its row's child when all cells are known. */
static pdf_node *cell_new(pdf_document *d, const pdf_table *t, size_t row, const ht_cell *cell)
{
	pdf_node *node = ht_arena_alloc(d->arena, sizeof *node);
	bool head = cell && (cell->column_head || cell->row_head);
	if (node)
		*node = (pdf_node){.type = head ? "TH" : "TD", .parent = t->rows[row], .cell = cell};
	return node;
}

pdf_node *pdf_table_cell(pdf_document *d, const ht_cell *cell)
{
	const ht_table *from = cell->table;
	if (!from || cell->row >= from->n_rows || cell->column >= from->n_columns)
		return pdf_node_new(d, &d->root, "P"); /* it stands in no table */
	pdf_table *t = table_find(d, from);
	if (!t && !(t = table_new(d, from)))
		return NULL;
	pdf_node **slot = &t->cells[cell->row * from->n_columns + cell->column];
	if (!*slot)
		*slot = cell_new(d, t, cell->row, cell);
	return *slot;
}

/* Is (row, column) under a cell that begins elsewhere and spans it? */
static bool covered(const pdf_table *t, size_t row, size_t column)
{
	size_t n = t->from->n_columns;
	for (size_t i = 0; i < (row + 1) * n; i++) {
		const ht_cell *c = t->cells[i] ? t->cells[i]->cell : NULL;
		if (c && (c->rows > 1 || c->columns > 1) && c->row <= row && row - c->row < spanned(c->rows) &&
		    c->column <= column && column - c->column < spanned(c->columns))
			return true;
	}
	return false;
}

static bool has_spans(const pdf_table *t)
{
	for (size_t i = 0; i < t->from->n_rows * t->from->n_columns; i++)
		if (t->cells[i] && t->cells[i]->cell && (t->cells[i]->cell->rows > 1 || t->cells[i]->cell->columns > 1))
			return true;
	return false;
}

/* Heads of a table, with names that sort in the order they are given. */
static ht_status name_heads(pdf_document *d, const pdf_table *t)
{
	for (size_t i = 0; i < t->from->n_rows * t->from->n_columns; i++) {
		pdf_node *node = t->cells[i];
		if (!node || !node->cell || !(node->cell->column_head || node->cell->row_head))
			continue;
		node->id = ht_arena_printf(d->arena, "t%06zuc%08zu", (size_t)(t - d->tables) + 1, i);
		if (!node->id)
			return HT_ERR_NOMEM;
	}
	return HT_OK;
}

/* Does the head at index h stand over, or before, cell (row, column)? */
static bool heads(const pdf_table *t, size_t h, size_t row, size_t column)
{
	const pdf_node *node = t->cells[h];
	if (!node || !node->id)
		return false;
	const ht_cell *c = node->cell;
	bool over = c->column_head && c->column <= column && column - c->column < spanned(c->columns) && c->row < row;
	bool before = c->row_head && c->row <= row && row - c->row < spanned(c->rows) && c->column < column;
	return over || before;
}

static ht_status list_heads(pdf_document *d, const pdf_table *t, const size_t *head_index, size_t n_heads, size_t i)
{
	pdf_node *node = t->cells[i];
	size_t cap = 0;
	for (size_t k = 0; k < n_heads; k++) {
		size_t h = head_index[k];
		if (!heads(t, h, i / t->from->n_columns, i % t->from->n_columns))
			continue;
		const char **slot = HT_PUSH(d->arena, node->headers, node->n_headers, cap);
		if (!slot)
			return HT_ERR_NOMEM;
		*slot = t->cells[h]->id;
	}
	return HT_OK;
}

/* Empty cells where there is nothing; then all into their rows. */
static ht_status fill_rows(pdf_document *d, pdf_table *t)
{
	bool spans = has_spans(t);
	size_t n = t->from->n_columns;
	for (size_t i = 0; i < t->from->n_rows * n; i++) {
		if (!t->cells[i] && spans && covered(t, i / n, i % n))
			continue;
		if (!t->cells[i] && !(t->cells[i] = cell_new(d, t, i / n, NULL)))
			return HT_ERR_NOMEM;
		if (!pdf_node_add(d, t->rows[i / n], (pdf_kid){.kind = PDF_KID_NODE, .node = t->cells[i]}))
			return HT_ERR_NOMEM;
	}
	return HT_OK;
}

static ht_status table_finish(pdf_document *d, pdf_table *t)
{
	size_t total = t->from->n_rows * t->from->n_columns, n_heads = 0;
	size_t *head_index = ht_arena_array(d->arena, total, sizeof *head_index);
	ht_status status = head_index ? name_heads(d, t) : HT_ERR_NOMEM;
	if (!status)
		status = fill_rows(d, t);
	for (size_t i = 0; i < total && !status; i++)
		if (t->cells[i] && t->cells[i]->id)
			head_index[n_heads++] = i;
	for (size_t i = 0; i < total && !status; i++)
		if (t->cells[i] && !t->cells[i]->id)
			status = list_heads(d, t, head_index, n_heads, i);
	return status;
}

ht_status pdf_tables_finish(pdf_document *d)
{
	ht_status status = HT_OK;
	for (size_t i = 0; i < d->n_tables && !status; i++)
		status = table_finish(d, &d->tables[i]);
	return status;
}
