/* Tables of DOCX. */
#include <string.h>

#include <glib.h>

#include "docx.h"
#include "import/messages.h"

static int grid_of(dx_reader *r, const xmlNode *properties, const char *name, int otherwise)
{
	return im_attribute_int(r->sink.d, im_child(properties, name), "val", otherwise);
}

/* Does the cell continue the one above? */
static bool continues_above(dx_reader *r, const xmlNode *properties)
{
	const xmlNode *merge = im_child(properties, "vMerge");
	const char *value = im_attribute(r->sink.d, merge, "val");
	return merge && (!value || strcmp(value, "restart") != 0);
}

static void put_cell(dx_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *properties = im_child(node, "tcPr");
	int across = MAX(grid_of(r, properties, "gridSpan", 1), 1);
	const char *merge = im_attribute(r->sink.d, im_child(properties, "hMerge"), "val");
	bool left = im_child(properties, "hMerge") && (!merge || strcmp(merge, "restart") != 0);
	dx_walk_children(r, node, depth);
	if (!continues_above(r, properties) && !left) {
		im_sink_end_cell(&r->sink, across, 1);
		return;
	}
	/* Word shows nothing of what is in such a cell */
	if (r->sink.line.len)
		im_leave_out(r->sink.d, im_copy_buf(r->sink.d, &r->sink.line), r->sink.loc, HT_D_IMPORT_HIDDEN);
	im_sink_join(&r->sink, left ? IM_JOIN_LEFT : IM_JOIN_UP, across);
}

/* What may stand around rows and cells and is shown with them. */
static bool is_around(const xmlNode *c)
{
	static const char *const names[] = {"sdt", "sdtContent", "customXml", "ins", "moveTo"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (im_is_element(c, names[i]))
			return true;
	return false;
}

/* Cells, also within controls and the like. */
static void put_cells(dx_reader *r, const xmlNode *node, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (im_is_element(c, "tc"))
			put_cell(r, c, depth);
		else if (is_around(c))
			put_cells(r, c, depth + 1);
	}
}

static void put_row(dx_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *properties = im_child(node, "trPr");
	im_sink *s = &r->sink;
	ht_code gone = im_child(properties, "del") ? HT_D_IMPORT_DELETED : NULL;
	if (!gone && dx_on_off(s->d, properties, "hidden") > 0)
		gone = HT_D_IMPORT_HIDDEN;
	s->loc.line++;
	if (gone) {
		im_sink_leave(s, node, gone);
		return;
	}
	im_sink_begin_row(s);
	for (int i = grid_of(r, properties, "gridBefore", 0); i > 0 && s->cells < IM_MAX_CELLS; i--)
		im_sink_end_cell(s, 1, 1);
	put_cells(r, node, depth);
	for (int i = grid_of(r, properties, "gridAfter", 0); i > 0 && s->cells < IM_MAX_CELLS; i--)
		im_sink_end_cell(s, 1, 1);
	im_sink_end_row(s);
}

static void put_rows(dx_reader *r, const xmlNode *node, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (im_is_element(c, "tr"))
			put_row(r, c, depth);
		else if (is_around(c))
			put_rows(r, c, depth + 1);
	}
}

void dx_put_table(dx_reader *r, const xmlNode *node, int depth)
{
	if (r->sink.in_row) { /* a table in a cell */
		im_sink_nest(&r->sink);
		dx_walk_children(r, node, depth);
		im_sink_unnest(&r->sink);
		return;
	}
	im_sink_begin_table(&r->sink);
	put_rows(r, node, depth);
	im_sink_end_table(&r->sink);
}

/* Of a table in a cell. */
void dx_put_nested_cell(dx_reader *r, const xmlNode *node, int depth)
{
	dx_walk_children(r, node, depth);
	im_sink_end_nested(&r->sink, false);
}

void dx_put_nested_row(dx_reader *r, const xmlNode *node, int depth)
{
	dx_walk_children(r, node, depth);
	im_sink_end_nested(&r->sink, true);
}
