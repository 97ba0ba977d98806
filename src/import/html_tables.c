/* Tables of HTML: data, or a page's layout. */
#include <glib.h>

#include "html.h"

bool pg_is_cell(const xmlNode *node)
{
	return im_is_element(node, "td") || im_is_element(node, "th");
}

/* Most blocks within a data cell; more are a page's layout. */
#define CELL_BLOCKS 3

/* A cell that holds a table, or several blocks, places text on the page. */
static bool is_layout_cell(const xmlNode *cell, int depth)
{
	size_t blocks = 0;
	for (const xmlNode *c = cell->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (c->type != XML_ELEMENT_NODE)
			continue;
		pg_kind k = pg_kind_of(c);
		blocks += k == BLOCK || k == HEADING || k == ITEM;
		if (k == TABLE || blocks > CELL_BLOCKS || is_layout_cell(c, depth + 1))
			return true;
	}
	return false;
}

/* Rows with more than one cell; SIZE_MAX: the table is a layout. */
static size_t count_rows(const xmlNode *node, int depth)
{
	size_t rows = 0;
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (c->type != XML_ELEMENT_NODE)
			continue;
		size_t cells = 0;
		for (const xmlNode *cell = im_is_element(c, "tr") ? c->children : NULL; cell; cell = cell->next) {
			cells += pg_is_cell(cell);
			if (pg_is_cell(cell) && is_layout_cell(cell, depth + 1))
				return SIZE_MAX;
		}
		rows += cells > 1;
		size_t inner = im_is_element(c, "tr") ? 0 : count_rows(c, depth + 1);
		if (inner == SIZE_MAX)
			return inner;
		rows += inner;
	}
	return rows;
}

/* rowspan=0 reaches to the end of the table. */
static int rows_of(pg_reader *p, const xmlNode *cell)
{
	int rows = im_attribute_int(p->sink.d, cell, "rowspan", 1);
	return rows ? rows : INT16_MAX;
}

static void put_cell(pg_reader *p, const xmlNode *cell, int depth)
{
	im_shown shown = im_shown_as(p->styles, cell);
	ht_code hidden = pg_why_hidden(p, cell, &shown);
	if (hidden) { /* the next one takes its place */
		im_sink_leave(&p->sink, cell, hidden);
		return;
	}
	while (im_sink_covered(&p->sink))
		;
	pg_walk(p, cell, depth);
	im_sink_end_cell(&p->sink, im_attribute_int(p->sink.d, cell, "colspan", 1), rows_of(p, cell));
}

static void put_row(pg_reader *p, const xmlNode *row, int depth)
{
	p->sink.loc.line = (int)im_xml(p->sink.d)->xmlGetLineNo(row);
	im_sink_begin_row(&p->sink);
	for (const xmlNode *cell = row->children; cell; cell = cell->next)
		if (pg_is_cell(cell))
			put_cell(p, cell, depth);
	while (im_sink_covered(&p->sink))
		;
	im_sink_end_row(&p->sink);
}

static void put_rows(pg_reader *p, const xmlNode *node, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (c->type != XML_ELEMENT_NODE || im_is_element(c, "caption"))
			continue;
		im_shown shown = im_shown_as(p->styles, c);
		ht_code hidden = pg_why_hidden(p, c, &shown);
		pg_reader before = *p;
		if (hidden) {
			im_sink_leave(&p->sink, c, hidden);
			continue;
		}
		pg_enter(p, c, &shown);
		if (im_is_element(c, "tr"))
			put_row(p, c, depth + 1);
		else
			put_rows(p, c, depth + 1);
		pg_leave(p, &before);
	}
}

void pg_put_table(pg_reader *p, const xmlNode *node, int depth)
{
	size_t rows = p->sink.in_row ? SIZE_MAX : count_rows(node, depth);
	im_sink_end(&p->sink, 1);
	if (rows == 0 || rows == SIZE_MAX) {
		pg_walk_children(p, node, depth);
		im_sink_end(&p->sink, 1);
		return;
	}
	const xmlNode *caption = im_child(node, "caption");
	if (caption)
		pg_walk(p, caption, depth + 1);
	im_sink_begin_table(&p->sink);
	put_rows(p, node, depth);
	im_sink_end_table(&p->sink);
}
