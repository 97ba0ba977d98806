/* Frames: of the imprint, of pictures and seals, of page numbers on landscape pages; their styles. */
#include "odt_priv.h"

void odt_imprint(ht_draft *d)
{
	ht_xml *x = d->x;
	odt_of(d)->has_imprint = true;
	ht_xml_open(x, "draw:frame");
	ht_xml_attr(x, "draw:style-name", "imprint-frame");
	ht_xml_attr(x, "draw:name", "版记");
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_mm(x, "svg:width", d->style->page.area_width);
	ht_xml_attr_int(x, "draw:z-index", 0);
	ht_xml_open(x, "draw:text-box");
	ht_xml_attr(x, "fo:min-height", "5mm");
	ht_draft_write_imprint_rows(d);
	ht_xml_end(x);
	ht_xml_leaf(x, "svg:title", "版记");
	ht_xml_leaf(x, "svg:desc", "位于末页版心下边缘：抄送机关、印发机关和印发日期");
	ht_xml_end(x);
}

/* The style of a frame, by its name in the document. LibreOffice takes a frame without one for a shape, in which text
 * does not run down. */
typedef struct frame_style {
	const char *name, *display;
	const char *vertical, *vertical_of;
	const char *horizontal, *horizontal_of; /* NULL: it is in its line like a letter; else text runs under it */
	const char *writing_mode;               /* NULL: the page's */
} frame_style;

static const frame_style imprint_frame = {"imprint-frame", "版记框",       "bottom", "page-content",
                                          "left",          "page-content", NULL};
/* A seal is on top of the text and moves nothing. */
static const frame_style seal_frame = {"seal-frame", "印章", "from-top", "paragraph", "from-left", "page", NULL};
static const frame_style picture_frame = {"picture-frame", "图片", "top", "baseline", NULL, NULL, NULL};
static const frame_style number_frame = {"number-frame", "横排页页码", "from-top", "page",
                                         "from-left",    "page",       "tb-rl"};

/* below  the distance below a frame that has distances, else NULL */
static void write_frame_style(ht_xml *x, const frame_style *f, const ht_len *below)
{
	ht_xml_open(x, "style:style");
	ht_xml_attr(x, "style:name", f->name);
	ht_xml_attr(x, "style:display-name", f->display);
	ht_xml_attr(x, "style:family", "graphic");
	ht_xml_open(x, "style:graphic-properties");
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	if (below) {
		ht_xml_attr(x, "fo:margin-left", "0mm");
		ht_xml_attr(x, "fo:margin-right", "0mm");
		ht_xml_attr(x, "fo:margin-top", "0mm");
		ht_xml_attr_mm(x, "fo:margin-bottom", *below);
	}
	ht_xml_attr(x, "fo:padding", "0mm");
	ht_xml_attr(x, "fo:border", "none");
	if (f->horizontal) {
		ht_xml_attr(x, "style:wrap", "run-through");
		ht_xml_attr(x, "style:run-through", "foreground");
	}
	ht_xml_attr(x, "style:vertical-pos", f->vertical);
	ht_xml_attr(x, "style:vertical-rel", f->vertical_of);
	if (f->horizontal) {
		ht_xml_attr(x, "style:horizontal-pos", f->horizontal);
		ht_xml_attr(x, "style:horizontal-rel", f->horizontal_of);
		ht_xml_attr(x, "style:flow-with-text", "false");
	}
	if (f->writing_mode)
		ht_xml_attr(x, "style:writing-mode", f->writing_mode);
	ht_xml_attr(x, "draw:fill", "none");
	ht_xml_attr(x, "draw:stroke", "none");
	ht_xml_end(x);
	ht_xml_end(x);
}

void odt_write_frame_styles(odt *o, ht_xml *x)
{
	const ht_len below = ht_draft_below_area(&o->d) + o->d.laid->imprint_notes;
	if (o->has_imprint)
		write_frame_style(x, &imprint_frame, &below);
	if (o->has_seals)
		write_frame_style(x, &seal_frame, NULL);
	if (o->has_pictures)
		write_frame_style(x, &picture_frame, NULL);
	if (o->d.has_landscape)
		write_frame_style(x, &number_frame, NULL);
}
