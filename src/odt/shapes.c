/* Drawn lines and pictures: anchored to paragraphs, placed and measured in mm. */
#include <string.h>

#include "odt_priv.h"

static const odt_family shape_family = {"graphic", "Line"};

static const char *line_style(odt *o, const ht_draft_shape *s, bool on_paper)
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

static void write_line(odt *o, ht_xml *x, const ht_draft_shape *s, bool on_paper)
{
	ht_len middle = s->y + s->h / 2 - (on_paper ? 0 : o->d.at.origin);
	const char *style = line_style(o, s, on_paper);
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "线条%d", ++o->d.n_lines));
	ht_xml_open(x, "draw:line");
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_int(x, "draw:z-index", o->d.n_lines + o->d.n_pictured);
	ht_xml_attr(x, "draw:name", name);
	ht_xml_attr(x, "draw:style-name", style);
	ht_xml_attr_mm(x, "svg:x1", s->x);
	ht_xml_attr_mm(x, "svg:y1", middle);
	ht_xml_attr_mm(x, "svg:x2", s->x + s->w);
	ht_xml_attr_mm(x, "svg:y2", middle);
	ht_xml_leaf(x, "svg:title", "分隔线");
	ht_xml_end(x);
}

static const char *outline_style(odt *o, const ht_draft_shape *s)
{
	ht_buf buf = {0};
	ht_buf_addf(&buf,
	            "<style:graphic-properties draw:fill=\"none\" draw:stroke=\"solid\" svg:stroke-width=\"0.25mm\" "
	            "svg:stroke-color=\"#%02x%02x%02x\" style:run-through=\"foreground\" style:wrap=\"run-through\" "
	            "style:number-wrapped-paragraphs=\"no-limit\" style:vertical-pos=\"from-top\" "
	            "style:vertical-rel=\"paragraph\" style:horizontal-pos=\"from-left\" "
	            "style:horizontal-rel=\"page\" style:flow-with-text=\"false\"/>",
	            s->colour.r, s->colour.g, s->colour.b);
	return odt_auto_name(o, &shape_family, &buf);
}

/* The place of a seal. */
static void write_outline(odt *o, ht_xml *x, const ht_draft_shape *s)
{
	const char *style = outline_style(o, s);
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%s%d", s->name, ++o->d.n_pictured));
	ht_xml_open(x, s->outline == HT_DRAFT_OUTLINE_OVAL ? "draw:ellipse" : "draw:rect");
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_int(x, "draw:z-index", o->d.n_lines + o->d.n_pictured);
	ht_xml_attr(x, "draw:name", name);
	ht_xml_attr(x, "draw:style-name", style);
	ht_xml_attr_mm(x, "svg:x", s->x);
	ht_xml_attr_mm(x, "svg:y", s->y - o->d.at.origin);
	ht_xml_attr_mm(x, "svg:width", s->w);
	ht_xml_attr_mm(x, "svg:height", s->h);
	ht_xml_leaf(x, "svg:title", s->name);
	if (s->alt && *s->alt)
		ht_xml_leaf(x, "svg:desc", s->alt);
	ht_xml_end(x);
}

void odt_paper_line(odt *o, ht_xml *x, const ht_draft_shape *shape)
{
	write_line(o, x, shape, true);
}

/* A frame's picture, and what it shows for those who cannot see it. */
static void write_image(odt *o, ht_xml *x, const char *part, const char *file, const char *alt)
{
	ht_ledger_show(o->d.doc->ledger, file, strlen(file));
	ht_xml_open(x, "draw:image");
	if (o->options->flat) {
		ht_xml_open(x, "office:binary-data");
		odt_binary(o, x, part);
		ht_xml_end(x);
	} else {
		ht_xml_attr(x, "xlink:href", part);
		ht_xml_attr(x, "xlink:type", "simple");
		ht_xml_attr(x, "xlink:show", "embed");
		ht_xml_attr(x, "xlink:actuate", "onLoad");
	}
	ht_xml_end(x);
	if (!alt || !*alt)
		return;
	ht_xml_leaf(x, "svg:title", alt);
	ht_xml_leaf(x, "svg:desc", alt);
}

static void write_picture(odt *o, ht_xml *x, const ht_draft_shape *s)
{
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%s%d", s->name, ++o->d.n_pictured));
	ht_xml_open(x, "draw:frame");
	ht_xml_attr(x, "draw:style-name", "seal-frame");
	ht_xml_attr(x, "draw:name", name);
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_mm(x, "svg:x", s->x);
	ht_xml_attr_mm(x, "svg:y", s->y - o->d.at.origin);
	ht_xml_attr_mm(x, "svg:width", s->w);
	ht_xml_attr_mm(x, "svg:height", s->h);
	ht_xml_attr_int(x, "draw:z-index", o->d.n_lines + o->d.n_pictured);
	write_image(o, x, s->part, s->file, s->alt);
	ht_xml_end(x);
	o->has_seals = true;
}

void odt_shape(ht_draft *d, const ht_draft_shape *shape)
{
	if (shape->outline)
		write_outline(odt_of(d), d->x, shape);
	else if (shape->part)
		write_picture(odt_of(d), d->x, shape);
	else
		write_line(odt_of(d), d->x, shape, false);
}

void odt_inline_picture(ht_draft *d, const ht_draft_shape *shape)
{
	odt_of(d)->has_pictures = true;
	ht_xml_open(d->x, "draw:frame");
	ht_xml_attr(d->x, "draw:style-name", "picture-frame");
	ht_xml_attr(d->x, "draw:name", shape->name);
	ht_xml_attr(d->x, "text:anchor-type", "as-char");
	ht_xml_attr_mm(d->x, "svg:width", shape->w);
	ht_xml_attr_mm(d->x, "svg:height", shape->h);
	ht_xml_attr_int(d->x, "draw:z-index", d->n_lines + d->n_pictured);
	write_image(odt_of(d), d->x, shape->part, shape->file, shape->alt);
	ht_xml_end(d->x);
}
