/* Merged cells, as they are typed: a cell `^^` is joined to the cell above it, a cell `<<` to the one at its left. */
#include <string.h>

#include "record/messages.h"
#include "body_private.h"

static bool is_join(const ht_body_cell *cell, const char *join)
{
	return cell->n == 1 && cell->inlines->len == 2 && memcmp(cell->inlines->text, join, 2) == 0;
}

static bool is_any_join(const ht_body_cell *cell)
{
	return is_join(cell, "^^") || is_join(cell, "<<");
}

/* The cells of a table while joins are resolved: by place, the cell that covers it; NULL where a join has no cell to
 * join. */
typedef struct merging {
	ht_diags *diags;
	ht_body_block *block;
	ht_body_cell **owner;
	size_t *row_of; /* of the cell at this place: its upper edge */
	size_t n;       /* columns */
} merging;

/* The cell that the join at (r, c) extends, grown to cover that place. */
static ht_body_cell *joined(merging *m, size_t r, size_t c)
{
	ht_body_cell *cell = &m->block->rows[r].cells[c], *owner = NULL;
	size_t from = r * m->n + c;
	bool up = is_join(cell, "^^");
	if (up && r && m->block->rows[r - 1].header == m->block->rows[r].header)
		from -= m->n;
	else if (!up && c)
		from--;
	else
		return NULL;
	if (!(owner = m->owner[from]))
		return NULL;
	size_t top = m->row_of[from];
	m->row_of[r * m->n + c] = top;
	owner->rows = r - top + 1 > owner->rows ? r - top + 1 : owner->rows;
	owner->columns = c - owner->column + 1 > owner->columns ? c - owner->column + 1 : owner->columns;
	return owner;
}

/* Does the cell cover all places of its rectangle? */
static bool is_whole(const merging *m, const ht_body_cell *cell, size_t row)
{
	for (size_t r = row; r < row + cell->rows; r++)
		for (size_t c = cell->column; c < cell->column + cell->columns; c++)
			if (m->owner[r * m->n + c] != cell)
				return false;
	return true;
}

/* A join without a cell to join leaves an empty cell. */
static void report_join(ht_diags *diags, ht_body_cell *cell)
{
	char join[3] = {cell->inlines->text[0], cell->inlines->text[1], 0};
	ht_diag(diags, HT_D_TABLE_MERGE, cell->inlines->loc, join, NULL);
	cell->n = 0;
}

static void resolve_joins(merging *m)
{
	for (size_t r = 0; r < m->block->n_rows; r++)
		for (size_t c = 0; c < m->n; c++) {
			ht_body_cell *cell = &m->block->rows[r].cells[c];
			bool join = is_any_join(cell);
			m->row_of[r * m->n + c] = r;
			m->owner[r * m->n + c] = join ? joined(m, r, c) : cell;
		}
}

/* Cells that could not grow to a rectangle fall back to what they were
 * (rows 0 until all is settled), and the marks in them are reported; what
 * others cover leaves its row (columns 0). */
static void settle_cells(merging *m)
{
	size_t places = m->block->n_rows * m->n;
	for (size_t i = 0; i < places; i++) {
		ht_body_cell *cell = m->owner[i];
		if (cell && cell->rows && !is_whole(m, cell, m->row_of[i]))
			cell->rows = 0;
	}
	for (size_t i = 0; i < places; i++) {
		ht_body_cell *cell = &m->block->rows[i / m->n].cells[i % m->n], *owner = m->owner[i];
		if (owner == cell)
			continue;
		if (owner && owner->rows)
			cell->columns = 0;
		else
			report_join(m->diags, cell);
	}
}

static void drop_covered(merging *m)
{
	for (size_t r = 0; r < m->block->n_rows; r++) {
		ht_body_row *row = &m->block->rows[r];
		size_t kept = 0;
		for (size_t c = 0; c < m->n; c++) {
			ht_body_cell *cell = &row->cells[c];
			if (!cell->rows)
				cell->rows = cell->columns = 1;
			if (cell->columns)
				row->cells[kept++] = *cell;
		}
		row->n = kept;
	}
}

static bool has_joins(const ht_body_block *block)
{
	for (size_t r = 0; r < block->n_rows; r++)
		for (size_t c = 0; c < block->rows[r].n; c++)
			if (is_any_join(&block->rows[r].cells[c]))
				return true;
	return false;
}

/* Has each place a cell of its own? */
static bool is_even(const ht_body_block *block)
{
	for (size_t r = 0; r < block->n_rows; r++) {
		const ht_body_row *row = &block->rows[r];
		for (size_t c = 0; c < row->n; c++)
			if (row->cells[c].rows != 1 || row->cells[c].columns != 1)
				return false;
		if (row->n != block->n_columns)
			return false;
	}
	return true;
}

/* What a cell of the head reaches into is of the head, too: Markdown has heads of one row. */
static void extend_head(ht_body_block *block)
{
	for (size_t r = 1; r < block->n_rows && block->rows[r - 1].header; r++)
		for (size_t c = 0; c < block->n_columns; c++)
			block->rows[r].header |= is_join(&block->rows[r].cells[c], "^^");
}

static void report_all(ht_diags *diags, ht_body_block *block)
{
	for (size_t r = 0; r < block->n_rows; r++)
		for (size_t c = 0; c < block->rows[r].n; c++)
			if (is_any_join(&block->rows[r].cells[c]))
				report_join(diags, &block->rows[r].cells[c]);
}

bool ht_table_merge(ht_arena *arena, ht_diags *diags, ht_body_block *block)
{
	merging m = {.diags = diags, .block = block, .n = block->n_columns};
	if (!has_joins(block))
		return true;
	if (!is_even(block)) {
		report_all(diags, block);
		return true;
	}
	m.owner = ht_arena_array(arena, block->n_rows * m.n, sizeof(ht_body_cell *));
	m.row_of = ht_arena_array(arena, block->n_rows * m.n, sizeof *m.row_of);
	if (!m.owner || !m.row_of)
		return false;
	for (size_t i = 0; i < block->n_rows * m.n; i++)
		block->rows[i / m.n].cells[i % m.n].column = i % m.n;
	extend_head(block);
	resolve_joins(&m);
	settle_cells(&m);
	drop_covered(&m);
	return true;
}
