/* Tables of ODT. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "odt.h"

static int cells_of(od_reader *r, const xmlNode *cell, const char *name)
{
	return MAX(im_attribute_int(r->sink.d, cell, name, 1), 1);
}

/* *covered: how many cells the last one covers in this row. */
static void put_cell(od_reader *r, const xmlNode *cell, int *covered, int depth)
{
	im_sink *s = &r->sink;
	int across = cells_of(r, cell, "number-columns-spanned"), down = cells_of(r, cell, "number-rows-spanned");
	size_t before = s->row.len;
	for (int i = cells_of(r, cell, "number-columns-repeated"); i > 0 && s->cells < IM_MAX_CELLS; i--) {
		od_walk_children(r, cell, depth);
		im_sink_end_cell(s, across, down);
		if (i > 1 && !im_has_room(s->d, s->row.len - before))
			break;
		before = s->row.len;
	}
	*covered = across - 1;
}

static void put_covered(od_reader *r, const xmlNode *cell, int *covered)
{
	im_sink *s = &r->sink;
	const char *hidden = im_content(s->d, cell);
	im_leave_out(s->d, hidden, s->loc, HT_D_IMPORT_HIDDEN);
	for (int i = cells_of(r, cell, "number-columns-repeated"); i > 0 && s->cells <= IM_MAX_CELLS; i--) {
		if (*covered > 0)
			--*covered;
		else if (!im_sink_covered(s))
			im_sink_end_cell(s, 1, 1);
	}
}

/* Rows that a file may repeat (spreadsheets do so with equal ones), and empty ones: more fill a sheet to its end. */
#define REPEATED_MOST       1000
#define REPEATED_EMPTY_MOST 50

static void put_row_once(od_reader *r, const xmlNode *node, int depth)
{
	int covered = 0;
	r->sink.loc.line++;
	im_sink_begin_row(&r->sink);
	for (const xmlNode *c = node->children; c; c = c->next) {
		if (im_is_element(c, "table-cell"))
			put_cell(r, c, &covered, depth);
		else if (im_is_element(c, "covered-table-cell"))
			put_covered(r, c, &covered);
	}
	im_sink_end_row(&r->sink);
}

static void put_row(od_reader *r, const xmlNode *node, int depth)
{
	const int n = cells_of(r, node, "number-rows-repeated"), times = MIN(n, REPEATED_MOST);
	im_doc *d = r->sink.d;
	const char *seen = im_attribute(d, node, "visibility");
	if (seen && strcmp(seen, "visible") != 0) {
		r->sink.loc.line++;
		im_sink_leave(&r->sink, node, HT_D_IMPORT_HIDDEN);
		return;
	}
	put_row_once(r, node, depth);
	if (n == 1 || (!r->sink.filled && n > REPEATED_EMPTY_MOST))
		return;
	for (int i = 1; i < times && im_has_room(d, r->sink.row.len); i++)
		put_row_once(r, node, depth);
	if (times < n)
		ht_diag(d->diags, HT_D_IMPORT_ROWS_REPEATED, r->sink.loc,
		        im_checked(d, ht_arena_printf(d->arena, "%d", n)),
		        im_checked(d, ht_arena_printf(d->arena, "%d", times)), NULL);
}

static void put_rows(od_reader *r, const xmlNode *node, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (im_is_element(c, "table-row"))
			put_row(r, c, depth);
		else if (c->type == XML_ELEMENT_NODE && !im_is_element(c, "shapes"))
			put_rows(r, c, depth + 1);
	}
}

void od_put_table(od_reader *r, const xmlNode *node, int depth)
{
	int level = r->level;
	r->level = 0;
	if (r->sink.in_row) { /* a table in a cell */
		im_sink_nest(&r->sink);
		od_walk_children(r, node, depth);
		im_sink_unnest(&r->sink);
	} else {
		im_sink_begin_table(&r->sink);
		put_rows(r, node, depth);
		im_sink_end_table(&r->sink);
	}
	r->level = level;
}

/* Of a table in a cell. */
void od_put_nested_cell(od_reader *r, const xmlNode *node, int depth)
{
	od_walk_children(r, node, depth);
	im_sink_end_nested(&r->sink, false);
}

void od_put_nested_row(od_reader *r, const xmlNode *node, int depth)
{
	od_walk_children(r, node, depth);
	im_sink_end_nested(&r->sink, true);
}
