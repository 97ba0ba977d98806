/* Pictures, seals, lines and text boxes. Lines and boxes are told twice, as DrawingML and, for programs that do not
 * know its shapes, as VML. A seal is placed from the
 * line that it hangs on, so that the space above this may change. */
#include <stdio.h>
#include <string.h>

#include "docx_priv.h"

#define DRAWING "http://schemas.openxmlformats.org/drawingml/2006/main"
#define PICTURE "http://schemas.openxmlformats.org/drawingml/2006/picture"
#define SHAPE   "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"

/* A drawing's place: from the paper's edges, or down from its paragraph. */
typedef struct place {
	ht_len x, y, w, h;
	const char *below;   /* what y is from: page, paragraph */
	const char *aligned; /* instead of y: at the bottom of this */
	bool behind;
} place;

static void extent(ht_xml *x, const char *name, ht_len w, ht_len h)
{
	ht_xml_open(x, name);
	ht_xml_attr_int(x, "cx", docx_emu(w));
	ht_xml_attr_int(x, "cy", docx_emu(h));
	ht_xml_end(x);
}

static void write_names(ht_xml *x, const char *element, long id, const char *name, const char *alt)
{
	ht_xml_open(x, element);
	ht_xml_attr_int(x, "id", id);
	ht_xml_attr(x, "name", name);
	if (alt && *alt)
		ht_xml_attr(x, "descr", alt);
	ht_xml_end(x);
}

static void begin_graphic(ht_xml *x, const char *uri)
{
	ht_xml_open(x, "a:graphic");
	ht_xml_attr(x, "xmlns:a", DRAWING);
	ht_xml_open(x, "a:graphicData");
	ht_xml_attr(x, "uri", uri);
}

static void end_graphic(ht_xml *x)
{
	ht_xml_end(x);
	ht_xml_end(x);
}

/* a:xfrm and a:prstGeom: rect, ellipse. */
static void write_geometry(ht_xml *x, const char *geometry, ht_len w, ht_len h)
{
	ht_xml_open(x, "a:xfrm");
	ht_xml_open(x, "a:off");
	ht_xml_attr(x, "x", "0");
	ht_xml_attr(x, "y", "0");
	ht_xml_end(x);
	extent(x, "a:ext", w, h);
	ht_xml_end(x);
	ht_xml_open(x, "a:prstGeom");
	ht_xml_attr(x, "prst", geometry);
	ht_xml_empty(x, "a:avLst");
	ht_xml_end(x);
}

static const char *relation(docx *o, const char *part)
{
	for (size_t i = 0; i < o->d.n_pictures; i++)
		if (strcmp(o->d.pictures[i].name, part) == 0)
			return ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "rIdP%zu", i + 1));
	return "";
}

static void write_picture(docx *o, const ht_draft_shape *s, long id, const char *name)
{
	ht_xml *x = o->d.x;
	begin_graphic(x, PICTURE);
	ht_xml_open(x, "pic:pic");
	ht_xml_attr(x, "xmlns:pic", PICTURE);
	ht_xml_open(x, "pic:nvPicPr");
	write_names(x, "pic:cNvPr", id, name, s->alt);
	ht_xml_empty(x, "pic:cNvPicPr");
	ht_xml_end(x);
	ht_xml_open(x, "pic:blipFill");
	ht_xml_open(x, "a:blip");
	ht_xml_attr(x, "r:embed", relation(o, s->part));
	ht_xml_end(x);
	ht_xml_open(x, "a:stretch");
	ht_xml_empty(x, "a:fillRect");
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_open(x, "pic:spPr");
	write_geometry(x, "rect", s->w, s->h);
	ht_xml_end(x);
	ht_xml_end(x);
	end_graphic(x);
	ht_ledger_show(o->d.doc->ledger, s->file, strlen(s->file));
}

static void position(ht_xml *x, const char *name, const char *from, const char *element, const char *text)
{
	ht_xml_open(x, name);
	ht_xml_attr(x, "relativeFrom", from);
	ht_xml_leaf(x, element, text);
	ht_xml_end(x);
}

static void begin_anchor(ht_xml *x, const place *p, long id, const char *name, const char *alt)
{
	char offset[24];
	ht_xml_open(x, "wp:anchor");
	ht_xml_attr(x, "distT", "0");
	ht_xml_attr(x, "distB", "0");
	ht_xml_attr(x, "distL", "0");
	ht_xml_attr(x, "distR", "0");
	ht_xml_attr(x, "simplePos", "0");
	ht_xml_attr_int(x, "relativeHeight", id);
	ht_xml_attr(x, "behindDoc", p->behind ? "1" : "0");
	ht_xml_attr(x, "locked", "0");
	ht_xml_attr(x, "layoutInCell", "1");
	ht_xml_attr(x, "allowOverlap", "1");
	ht_xml_open(x, "wp:simplePos");
	ht_xml_attr(x, "x", "0");
	ht_xml_attr(x, "y", "0");
	ht_xml_end(x);
	snprintf(offset, sizeof offset, "%ld", docx_emu(p->x));
	position(x, "wp:positionH", "page", "wp:posOffset", offset);
	snprintf(offset, sizeof offset, "%ld", docx_emu(p->y));
	if (p->aligned)
		position(x, "wp:positionV", p->aligned, "wp:align", "bottom");
	else
		position(x, "wp:positionV", p->below, "wp:posOffset", offset);
	extent(x, "wp:extent", p->w, p->h);
	ht_xml_raw_string(x, "<wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/>");
	ht_xml_empty(x, "wp:wrapNone");
	write_names(x, "wp:docPr", id, name, alt);
	ht_xml_empty(x, "wp:cNvGraphicFramePr");
}

void docx_inline_picture(ht_draft *d, const ht_draft_shape *s)
{
	docx *o = docx_of(d);
	ht_xml *x = d->x;
	long id = ++o->ids;
	ht_xml_open(x, "w:r");
	ht_xml_open(x, "w:drawing");
	ht_xml_open(x, "wp:inline");
	ht_xml_attr(x, "distT", "0");
	ht_xml_attr(x, "distB", "0");
	ht_xml_attr(x, "distL", "0");
	ht_xml_attr(x, "distR", "0");
	extent(x, "wp:extent", s->w, s->h);
	write_names(x, "wp:docPr", id, s->name, s->alt);
	ht_xml_empty(x, "wp:cNvGraphicFramePr");
	write_picture(o, s, id, s->name);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* Down from its paragraph; in a frame, from the paper's edge, as the frame itself. */
static place place_of(const docx *o, const ht_draft_shape *s)
{
	place p = {.x = s->x, .y = s->y, .w = s->w, .h = s->h, .below = "page"};
	if (!o->framed) {
		p.y -= o->d.at.line;
		p.below = "paragraph";
	}
	return p;
}

/* A seal is before the text, and moves nothing. */
static void hang_picture(docx *o, const ht_draft_shape *s)
{
	ht_xml *x = o->d.x;
	const place p = place_of(o, s);
	long id = ++o->ids;
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%s%d", s->name, ++o->d.n_pictured));
	ht_xml_open(x, "w:r");
	ht_xml_open(x, "w:drawing");
	begin_anchor(x, &p, id, name, s->alt);
	write_picture(o, s, id, name);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* A shape for those who know DrawingML's; after `content`, the same for the others. */
static void begin_shape(docx *o, ht_xml *x, const place *p, const char *name, const char *alt)
{
	ht_xml_open(x, "w:r");
	ht_xml_open(x, "mc:AlternateContent");
	ht_xml_open(x, "mc:Choice");
	ht_xml_attr(x, "Requires", "wps");
	ht_xml_open(x, "w:drawing");
	begin_anchor(x, p, ++o->ids, name, alt);
	begin_graphic(x, SHAPE);
	ht_xml_open(x, "wps:wsp");
}

static void begin_fallback(ht_xml *x)
{
	ht_xml_end(x);
	end_graphic(x);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_open(x, "mc:Fallback");
	ht_xml_open(x, "w:pict");
}

static void end_shape(ht_xml *x)
{
	for (int i = 0; i < 4; i++)
		ht_xml_end(x);
}

static void write_vml_place(ht_xml *x, const place *p, const char *more)
{
	char style[256];
	snprintf(style, sizeof style,
	         "position:absolute;margin-left:%.2fpt;margin-top:%.2fpt;width:%.2fpt;height:%.2fpt;"
	         "mso-position-horizontal-relative:page;mso-position-vertical-relative:%s;%s",
	         ht_len_to_pt(p->x), ht_len_to_pt(p->y), ht_len_to_pt(p->w), ht_len_to_pt(p->h),
	         p->aligned ? p->aligned : p->below, more);
	ht_xml_attr(x, "style", style);
}

static void write_fill(ht_xml *x, ht_colour colour)
{
	ht_xml_open(x, "a:solidFill");
	ht_xml_open(x, "a:srgbClr");
	docx_attr_colour(x, "val", colour);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void write_line(docx *o, ht_xml *x, const place *p, ht_colour c)
{
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "线条%d", ++o->d.n_lines));
	begin_shape(o, x, p, name, "分隔线");
	ht_xml_empty(x, "wps:cNvSpPr");
	ht_xml_open(x, "wps:spPr");
	write_geometry(x, "rect", p->w, p->h);
	write_fill(x, c);
	ht_xml_raw_string(x, "<a:ln><a:noFill/></a:ln>");
	ht_xml_end(x);
	ht_xml_empty(x, "wps:bodyPr");
	begin_fallback(x);
	ht_xml_open(x, "v:rect");
	ht_xml_attr(x, "id", name);
	write_vml_place(x, p, "z-index:1");
	ht_xml_attr_colour(x, "fillcolor", c);
	ht_xml_attr(x, "stroked", "f");
	ht_xml_end(x);
	end_shape(x);
}

/* The place of a seal. */
static void hang_outline(docx *o, const ht_draft_shape *s)
{
	ht_xml *x = o->d.x;
	static const struct {
		const char *geometry, *element;
	} kinds[] = {[HT_DRAFT_OUTLINE_OVAL] = {"ellipse", "v:oval"}, [HT_DRAFT_OUTLINE_BOX] = {"rect", "v:rect"}};
	const place p = place_of(o, s);
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%s%d", s->name, ++o->d.n_pictured));
	begin_shape(o, x, &p, name, s->alt);
	ht_xml_empty(x, "wps:cNvSpPr");
	ht_xml_open(x, "wps:spPr");
	write_geometry(x, kinds[s->outline].geometry, p.w, p.h);
	ht_xml_empty(x, "a:noFill");
	ht_xml_open(x, "a:ln");
	ht_xml_attr_int(x, "w", docx_emu(ht_len_from_mm(0.25)));
	write_fill(x, s->colour);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_empty(x, "wps:bodyPr");
	begin_fallback(x);
	ht_xml_open(x, kinds[s->outline].element);
	ht_xml_attr(x, "id", name);
	write_vml_place(x, &p, "z-index:1");
	ht_xml_attr(x, "filled", "f");
	ht_xml_attr_colour(x, "strokecolor", s->colour);
	ht_xml_end(x);
	end_shape(x);
}

void docx_shape(ht_draft *d, const ht_draft_shape *s)
{
	docx *o = docx_of(d);
	const place p = place_of(o, s);
	if (s->outline)
		hang_outline(o, s);
	else if (s->part)
		hang_picture(o, s);
	else
		write_line(o, d->x, &p, s->colour);
}

void docx_paper_line(docx *o, ht_xml *x, const ht_draft_shape *s)
{
	const place p = {.x = s->x, .y = s->y, .w = s->w, .h = s->h, .below = "page"};
	write_line(o, x, &p, s->colour);
}

/* A box without lines, and what is in it; twice. */
static void write_box(docx *o, ht_xml *x, const place *p, const char *name, const char *body, const char *vml,
                      void (*content)(docx *o, ht_xml *x, int page), int page)
{
	begin_shape(o, x, p, name, name);
	ht_xml_raw_string(x, "<wps:cNvSpPr txBox=\"1\"/>");
	ht_xml_open(x, "wps:spPr");
	write_geometry(x, "rect", p->w, p->h);
	ht_xml_raw_string(x, "<a:noFill/><a:ln><a:noFill/></a:ln>");
	ht_xml_end(x);
	ht_xml_open(x, "wps:txbx");
	ht_xml_open(x, "w:txbxContent");
	content(o, x, page);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_raw_string(x, body);
	begin_fallback(x);
	ht_xml_open(x, "v:shape");
	ht_xml_attr(x, "id", name);
	write_vml_place(x, p, p->aligned ? "mso-position-vertical:bottom;z-index:1" : "z-index:1");
	ht_xml_attr(x, "filled", "f");
	ht_xml_attr(x, "stroked", "f");
	ht_xml_open(x, "v:textbox");
	ht_xml_raw_string(x, vml);
	ht_xml_open(x, "w:txbxContent");
	content(o, x, page);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
	end_shape(x);
}

/* A text box ends with a paragraph: the last point of the distance below the rows. */
static void imprint_rows(docx *o, ht_xml *x, int page)
{
	(void)x;
	(void)page;
	o->in_box = true;
	ht_draft_write_imprint_rows(&o->d);
	docx_spacer(o, &(docx_space){.height = HT_LEN_PT});
	o->in_box = false;
}

/* At the foot of the text's room, less what that is lower than the type area and than the notes. The box is as high as
 * its text; of a document with landscape pages, where LibreOffice 26.8 shows such a box 2 mm higher, a line higher than
 * it is now: for one more row. */
void docx_imprint(ht_draft *d)
{
	docx *o = docx_of(d);
	const ht_len below = ht_len_max(ht_draft_below_area(d) + d->laid->imprint_notes - HT_LEN_PT, 0);
	const char *autofit = "spAutoFit";
	ht_len more = 0;
	if (d->has_landscape) {
		autofit = "noAutofit";
		more = ht_geometry_pitch(&d->style->page);
	}
	const place p = {.x = d->style->page.left,
	                 .w = d->style->page.area_width,
	                 .h = d->style->page.area_height - d->laid->imprint_top + below + HT_LEN_PT + more,
	                 .aligned = "margin"};
	const char *body = ht_draft_checked(
	    d, ht_arena_printf(d->arena,
	                       "<wps:bodyPr rot=\"0\" vert=\"horz\" wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" "
	                       "bIns=\"%ld\" anchor=\"b\"><a:%s/></wps:bodyPr>",
	                       docx_emu(below), autofit));
	write_box(o, d->x, &p, "版记", body, "", imprint_rows, 0);
}

void docx_vertical_box(docx *o, ht_xml *x, const ht_draft_box *box, const char *name,
                       void (*content)(docx *o, ht_xml *x, int page), int page)
{
	const place p = {.x = box->x, .y = box->y, .w = box->w, .h = box->h, .below = "page"};
	write_box(o, x, &p, name,
	          "<wps:bodyPr rot=\"0\" vert=\"eaVert\" wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\">"
	          "<a:noAutofit/></wps:bodyPr>",
	          "", content, page);
}
