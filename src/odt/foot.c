/* The block at the foot of the last page (版记: GB/T 9704-2012 7.4; 报尾 of a
 * bulletin): a text frame at the lower edge of the page its anchor is on. The
 * anchor is a paragraph of its own behind the last text, as high as nothing:
 * text added above it moves it, and the block, to the page that is then last. */
#include "odt_priv.h"

#define CARRIER_PITCH (2 * HT_LEN_PT)

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
	para->rule_colour = o->style->foot.colour;
}

/* Rows with a margin of their own would have lines as short: the margins are
 * the text's only. */
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
		status = odt_simple_para(o, para, block->element, p->spans, p->n);
	}
	return status;
}

static ht_status write_rows(odt *o)
{
	const ht_blocks *blocks = &o->doc->foot;
	const ht_foot *foot = &o->style->foot;
	ht_status status = HT_OK;
	for (size_t i = 0; i < blocks->n && status == HT_OK; i++) {
		const ht_block *block = &blocks->v[i];
		odt_para para;
		row_para(o, block, &para);
		if (i == 0)
			para.rule_above = foot->outer_rule;
		else if (block->first && !block->element->join_above)
			para.rule_above = foot->inner_rule;
		if (i + 1 == blocks->n)
			para.rule_below = foot->outer_rule;
		status = write_row(o, block, &para);
	}
	return status;
}

static ht_status begin_carrier(odt *o)
{
	odt_para para;
	odt_para_of(o, o->doc->foot.v[0].style, &para);
	para.pitch = CARRIER_PITCH;
	para.size = CARRIER_PITCH;
	para.left = para.right = para.indent = 0;
	return odt_para_begin(o, &para, 0);
}

ht_status odt_write_foot(odt *o)
{
	odt_xml *x = &o->body;
	if (!o->doc->foot.n)
		return HT_OK;
	ht_status status = begin_carrier(o);
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
	status = write_rows(o);
	odt_end(x);
	odt_end(x);
	odt_para_end(o);
	return status;
}

static void frame_style(odt_xml *x, const char *name, const char *display)
{
	odt_open(x, "style:style");
	odt_attr(x, "style:name", name);
	odt_attr(x, "style:display-name", display);
	odt_attr(x, "style:family", "graphic");
	odt_open(x, "style:graphic-properties");
	odt_attr(x, "text:anchor-type", "paragraph");
}

static void foot_style(odt *o, odt_xml *x)
{
	frame_style(x, "foot-frame", "版记框");
	odt_attr(x, "fo:margin-left", "0mm");
	odt_attr(x, "fo:margin-right", "0mm");
	odt_attr_mm(x, "fo:margin-top", o->style->foot.gap);
	odt_attr_mm(x, "fo:margin-bottom", odt_below_area(o));
	odt_attr(x, "fo:padding", "0mm");
	odt_attr(x, "fo:border", "none");
	odt_attr(x, "style:wrap", "none");
	odt_attr(x, "style:vertical-pos", "bottom");
	odt_attr(x, "style:vertical-rel", "page-content");
	odt_attr(x, "style:horizontal-pos", "left");
	odt_attr(x, "style:horizontal-rel", "page-content");
	odt_attr(x, "style:flow-with-text", "false");
	odt_attr(x, "draw:fill", "none");
	odt_attr(x, "draw:stroke", "none");
	odt_end(x);
	odt_end(x);
}

void odt_write_frame_styles(odt *o, odt_xml *x)
{
	if (o->has_foot)
		foot_style(o, x);
}
