/* The block at the foot of the last page (版记: GB/T 9704-2012 7.4; 报尾 of a
 * bulletin): a table in a text frame at the lower edge of the page its anchor
 * is on. The anchor is a paragraph of its own behind the last text, as high as
 * nothing but with as much space above it as the block takes: where the page
 * has no room for the block, the anchor goes to the next one, and the block
 * with it. (A frame that the text runs around would do the same by itself, but
 * LibreOffice loses lines there that fit only without the frame.) */
#include <string.h>

#include "odt_priv.h"

#define CARRIER_PITCH (2 * HT_LEN_PT)
/* For editors' rounding. */
#define CARRIER_SLACK HT_LEN_PT

/* Editors set a line's baseline at 4/5 of its height, the pages in the middle
 * of the row: the difference, per cent of the size, raises the text. */
static int rise_of(odt *o, const ht_pstyle *ps, ht_len pitch)
{
	ht_len on_page = (pitch - ps->size) / 2 + odt_ascent(o, ps);
	ht_len in_editor = ht_len_scale(pitch, 4, 5);
	return (int)(((int64_t)in_editor - on_page) * 100 / ps->size);
}

static ht_len row_pitch(const odt *o, const ht_pstyle *ps)
{
	return ps->pitch ? ps->pitch : odt_pitch(o);
}

static void row_para(odt *o, const ht_block *block, odt_para *para)
{
	odt_para_of(o, block->style, para);
	para->pitch = row_pitch(o, block->style);
	para->rise = rise_of(o, block->style, para->pitch);
}

/* A row's texts and their places. */
static size_t row_segs(const odt *o, const ht_block *block, odt_seg segs[3])
{
	const ht_pstyle *ps = block->style;
	ht_len right = o->style->page.area_width - ps->right;
	const ht_halign kinds[] = {HT_HALIGN_LEFT, HT_HALIGN_CENTRE, HT_HALIGN_RIGHT};
	const ht_len places[] = {ps->left, (ps->left + right) / 2, right};
	size_t n = 0;
	for (size_t i = 0; i < 3 && i < block->n_paras; i++)
		if (block->paras[i].n)
			segs[n++] = (odt_seg){kinds[i], places[i], block->paras[i].spans, block->paras[i].n};
	return n;
}

static ht_status write_text(odt *o, const ht_block *block, const odt_para *para, const ht_dpara *text)
{
	odt_run run = {.spans = text->spans, .n = text->n, .element = block->element};
	ht_status status = block->kind == HT_BLOCK_PARA ? odt_fit(o, para, block, &run) : HT_OK;
	if (status == HT_OK)
		status = odt_para_begin(o, para, 0);
	if (status == HT_OK)
		status = odt_write_run(o, para, &run);
	odt_para_end(o);
	return status;
}

static ht_status write_row(odt *o, const ht_block *block, odt_para *para)
{
	odt_seg segs[3];
	if (block->kind == HT_BLOCK_LINE) {
		size_t n = row_segs(o, block, segs);
		odt_segs_place(para, segs, n);
		return odt_segs_write(o, para, block->element, segs, n, 0);
	}
	ht_status status = HT_OK;
	for (size_t k = 0; k < block->n_paras && status == HT_OK; k++) {
		const ht_dpara *p = &block->paras[k];
		ht_len label = odt_width(o, block->style, p->spans, block->n_label);
		para->left = block->style->left + block->style->indent + label;
		para->indent = -label;
		status = write_text(o, block, para, p);
	}
	return status;
}

/* Rows the foot shows: those that stand for something in the flow only when it
 * is not there. */
static bool is_shown(const odt *o, const ht_block *block)
{
	const char *instead = block->element->instead_of;
	return !instead || (o->moved && strcmp(o->moved, instead) == 0);
}

static ht_status write_cell(odt *o, const ht_block *block, ht_len above, ht_len below)
{
	const odt_cell cell = {.above = above, .below = below, .colour = o->style->foot.colour};
	odt_para para;
	row_para(o, block, &para);
	ht_status status = odt_row_begin(o, 0, true);
	if (status == HT_OK)
		status = odt_cell_begin(o, &cell, 1, 1);
	if (status == HT_OK)
		status = write_row(o, block, &para);
	odt_cell_end(o);
	odt_row_end(o);
	return status;
}

/* The rows, each one cell as wide as the type area, and the lines between. */
static ht_status write_rows(odt *o, const ht_block *const *rows, size_t n)
{
	const ht_foot *foot = &o->style->foot;
	const ht_len width = o->style->page.area_width;
	ht_status status = odt_table_begin(o, "版记表", 0, 0, &width, 1, false);
	for (size_t i = 0; i < n && status == HT_OK; i++) {
		bool joins = !rows[i]->first || rows[i]->element->join_above;
		ht_len above = i == 0 ? foot->outer_rule : joins ? 0 : foot->inner_rule;
		status = write_cell(o, rows[i], above, i + 1 == n ? foot->outer_rule : 0);
	}
	odt_table_end(o);
	return status;
}

/* Height of the block, its gap included. */
static ht_len block_height(odt *o, const ht_block *const *rows, size_t n)
{
	const ht_foot *foot = &o->style->foot;
	ht_len height = foot->gap + (n ? 2 * foot->outer_rule : 0);
	for (size_t i = 0; i < n; i++) {
		int lines = rows[i]->kind == HT_BLOCK_PARA ? odt_count_lines(o, rows[i]) : 1;
		height += lines * row_pitch(o, rows[i]->style);
		if (i && rows[i]->first && !rows[i]->element->join_above)
			height += foot->inner_rule;
	}
	return height;
}

/* From the lower edge of a line's em box to that of its line box. */
static ht_len below_em(odt *o)
{
	ht_len pitch = odt_pitch(o);
	return pitch / 5 - (o->body_style->size - odt_ascent(o, o->body_style));
}

static ht_status begin_carrier(odt *o, const ht_block *const *rows, size_t n)
{
	odt_para para;
	odt_para_of(o, rows[0]->style, &para);
	ht_len above = block_height(o, rows, n) + odt_below_area(o) - below_em(o) - CARRIER_PITCH - CARRIER_SLACK;
	para.above = above > 0 ? above : 0;
	para.pitch = CARRIER_PITCH;
	para.size = CARRIER_PITCH;
	para.left = para.right = para.indent = 0;
	return odt_para_begin(o, &para, 0);
}

ht_status odt_write_foot(odt *o)
{
	odt_xml *x = &o->body;
	const ht_blocks *blocks = &o->doc->foot;
	const ht_block **rows = ht_arena_array(o->arena, blocks->n + 1, sizeof *rows);
	size_t n = 0;
	for (size_t i = 0; rows && i < blocks->n; i++)
		if (is_shown(o, &blocks->v[i]))
			rows[n++] = &blocks->v[i];
	if (!rows || !n)
		return rows ? HT_OK : HT_ERR_NOMEM;
	ht_status status = begin_carrier(o, rows, n);
	if (status != HT_OK)
		return status;
	o->has_foot = true;
	odt_open(x, "draw:frame");
	odt_attr(x, "draw:style-name", "foot-frame");
	odt_attr(x, "draw:name", "版记");
	odt_attr(x, "text:anchor-type", "paragraph");
	odt_attr_mm(x, "svg:width", o->style->page.area_width);
	odt_attr_int(x, "draw:z-index", 0);
	odt_open(x, "draw:text-box");
	odt_attr(x, "fo:min-height", "5mm");
	status = write_rows(o, rows, n);
	odt_end(x);
	odt_end(x);
	odt_para_end(o);
	return status;
}

/* The style of a frame, by its name in the document. A frame without one is
 * taken by LibreOffice for a shape, in which text does not run down. */
typedef struct frame_style {
	const char *name, *display;
	const char *vertical, *vertical_of;
	const char *horizontal, *horizontal_of; /* NULL: it stands in its line like a letter; else text runs under it */
	const char *writing_mode;               /* NULL: the page's */
} frame_style;

static const frame_style foot_frame = {"foot-frame", "版记框", "bottom", "page-content", "left", "page-content", NULL};
/* A seal lies on the text and moves nothing. */
static const frame_style seal_frame = {"seal-frame", "印章", "from-top", "paragraph", "from-left", "page", NULL};
static const frame_style picture_frame = {"picture-frame", "图片", "top", "baseline", NULL, NULL, NULL};
static const frame_style number_frame = {"number-frame", "横排页页码", "from-top", "page",
                                         "from-left",    "page",       "tb-rl"};

/* below  the distance below a frame that has distances, else NULL */
static void write_frame_style(odt_xml *x, const frame_style *f, const ht_len *below)
{
	odt_open(x, "style:style");
	odt_attr(x, "style:name", f->name);
	odt_attr(x, "style:display-name", f->display);
	odt_attr(x, "style:family", "graphic");
	odt_open(x, "style:graphic-properties");
	odt_attr(x, "text:anchor-type", "paragraph");
	if (below) {
		odt_attr(x, "fo:margin-left", "0mm");
		odt_attr(x, "fo:margin-right", "0mm");
		odt_attr(x, "fo:margin-top", "0mm");
		odt_attr_mm(x, "fo:margin-bottom", *below);
	}
	odt_attr(x, "fo:padding", "0mm");
	odt_attr(x, "fo:border", "none");
	if (f->horizontal) {
		odt_attr(x, "style:wrap", "run-through");
		odt_attr(x, "style:run-through", "foreground");
	}
	odt_attr(x, "style:vertical-pos", f->vertical);
	odt_attr(x, "style:vertical-rel", f->vertical_of);
	if (f->horizontal) {
		odt_attr(x, "style:horizontal-pos", f->horizontal);
		odt_attr(x, "style:horizontal-rel", f->horizontal_of);
		odt_attr(x, "style:flow-with-text", "false");
	}
	if (f->writing_mode)
		odt_attr(x, "style:writing-mode", f->writing_mode);
	odt_attr(x, "draw:fill", "none");
	odt_attr(x, "draw:stroke", "none");
	odt_end(x);
	odt_end(x);
}

void odt_write_frame_styles(odt *o, odt_xml *x)
{
	const ht_len below = odt_below_area(o);
	if (o->has_foot)
		write_frame_style(x, &foot_frame, &below);
	if (o->has_seals)
		write_frame_style(x, &seal_frame, NULL);
	if (o->has_pictures)
		write_frame_style(x, &picture_frame, NULL);
	if (o->has_turned)
		write_frame_style(x, &number_frame, NULL);
}
