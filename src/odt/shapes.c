/* Drawn lines and pictures: anchored to paragraphs, placed and measured in mm. */
#include <string.h>

#include "odt_priv.h"

static const odt_family shape_family = {"graphic", "Line"};

void odt_add_shape(odt *o, const odt_shape *shape)
{
	odt_shape *slot = HT_PUSH(o->arena, o->shapes, o->n_shapes, o->cap_shapes);
	if (slot)
		*slot = *shape;
	else
		odt_fail(o, HT_ERR_NOMEM);
}

static const char *line_style(odt *o, const odt_shape *s, bool on_paper)
{
	ht_buf buf = {0};
	char text[40];
	ht_xml_mm_text(text, s->h);
	ht_buf_addf(&buf,
	            "<style:graphic-properties draw:stroke=\"solid\" svg:stroke-width=\"%s\" "
	            "svg:stroke-color=\"#%02x%02x%02x\" style:run-through=\"foreground\" style:wrap=\"run-through\" "
	            "style:number-wrapped-paragraphs=\"no-limit\" style:vertical-pos=\"from-top\" "
	            "style:vertical-rel=\"%s\" style:horizontal-pos=\"from-left\" style:horizontal-rel=\"page\" "
	            "style:flow-with-text=\"false\"/>",
	            text, s->colour.r, s->colour.g, s->colour.b, on_paper ? "page" : "paragraph");
	return odt_auto_name(o, &shape_family, &buf);
}

static void write_line(odt *o, ht_xml *x, const odt_shape *s, bool on_paper)
{
	ht_len middle = s->y + s->h / 2 - (on_paper ? 0 : o->at.origin);
	const char *style = line_style(o, s, on_paper);
	const char *name = odt_checked(o, ht_arena_printf(o->arena, "线条%d", ++o->n_lines));
	ht_xml_open(x, "draw:line");
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_int(x, "draw:z-index", o->n_lines + o->n_pictured);
	ht_xml_attr(x, "draw:name", name);
	ht_xml_attr(x, "draw:style-name", style);
	ht_xml_attr_mm(x, "svg:x1", s->x);
	ht_xml_attr_mm(x, "svg:y1", middle);
	ht_xml_attr_mm(x, "svg:x2", s->x + s->w);
	ht_xml_attr_mm(x, "svg:y2", middle);
	ht_xml_end(x);
}

void odt_paper_line(odt *o, ht_xml *x, const odt_shape *shape)
{
	write_line(o, x, shape, true);
}

static void write_picture(odt *o, ht_xml *x, const odt_shape *s)
{
	const char *name = odt_checked(o, ht_arena_printf(o->arena, "%s%d", s->name, ++o->n_pictured));
	ht_xml_open(x, "draw:frame");
	ht_xml_attr(x, "draw:style-name", "seal-frame");
	ht_xml_attr(x, "draw:name", name);
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_mm(x, "svg:x", s->x);
	ht_xml_attr_mm(x, "svg:y", s->y - o->at.origin);
	ht_xml_attr_mm(x, "svg:width", s->w);
	ht_xml_attr_mm(x, "svg:height", s->h);
	ht_xml_attr_int(x, "draw:z-index", o->n_lines + o->n_pictured);
	odt_image(o, x, s->part, s->file, s->alt);
	ht_xml_end(x);
	o->has_seals = true;
}

void odt_image(odt *o, ht_xml *x, const char *part, const char *file, const char *alt)
{
	ht_ledger_show(o->doc->ledger, file, strlen(file));
	ht_xml_open(x, "draw:image");
	ht_xml_attr(x, "xlink:href", part);
	ht_xml_attr(x, "xlink:type", "simple");
	ht_xml_attr(x, "xlink:show", "embed");
	ht_xml_attr(x, "xlink:actuate", "onLoad");
	ht_xml_end(x);
	if (alt && *alt)
		ht_xml_leaf(x, "svg:title", alt);
}

void odt_hang_shapes(odt *o)
{
	for (size_t i = 0; i < o->n_shapes; i++) {
		if (o->shapes[i].part)
			write_picture(o, &o->body, &o->shapes[i]);
		else
			write_line(o, &o->body, &o->shapes[i], false);
	}
	o->n_shapes = 0;
}
