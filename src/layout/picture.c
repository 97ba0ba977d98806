/* Pictures in the text: centred, at their true size or what fits, the caption
 * on the line below. */
#include <string.h>

#include "layout/messages.h"
#include "boxes.h"

#include <stdio.h>

/* Resolution of files that do not state one, and for drawing SVG. */
#define DEFAULT_DPI 150
#define DRAW_DPI    300

static ht_len true_size(double mm, int pixels)
{
	return ht_len_from_mm(mm > 0 ? mm : pixels * 25.4 / DEFAULT_DPI);
}

/* The largest part of 1 at which w by h fits, in 1/1000. */
static int fit(ht_len w, ht_len h, ht_len max_w, ht_len max_h)
{
	int64_t by_width = (int64_t)max_w * 1000 / w, by_height = (int64_t)max_h * 1000 / h;
	int64_t scale = by_width < by_height ? by_width : by_height;
	return scale < 1000 ? (int)scale : 1000;
}

static void report_size(ht_layouter *l, const ht_text *file, int scale)
{
	char per_cent[16];
	snprintf(per_cent, sizeof per_cent, "%d", scale / 10);
	if (scale < 1000)
		ht_diag(l->diags, HT_D_PICTURE_SHRUNK, file->loc, file->s, per_cent, NULL);
}

/* What describes it: no page shows that where the caption is another text, but readers of documents have it. */
static const char *description(ht_layouter *l, const ht_block *block)
{
	const ht_dpara *para = &block->paras[block->n_paras - 1];
	for (size_t i = 0; block->n_paras > 1 && i < para->n; i++)
		ht_ledger_show(l->doc->ledger, para->spans[i].text, para->spans[i].len);
	const char *alt = ht_dpara_text(l->arena, para);
	if (!alt)
		ht_layouter_fail(l, HT_ERR_NOMEM);
	return alt;
}

static void add_picture(ht_layouter *l, const ht_block *block, const ht_image *image, ht_boxes *boxes)
{
	const ht_geometry *g = &l->style->page;
	const ht_text *file = &block->pictures[0];
	ht_len w = true_size(image->width_mm, image->width), h = true_size(image->height_mm, image->height);
	ht_len most = block->element->picture_height ? block->element->picture_height : g->area_height * 4 / 5;
	int scale = fit(w, h, g->area_width, most);
	report_size(l, file, scale);
	ht_box *box = ht_box_add(l, boxes, block, 0);
	ht_laid_picture *picture = ht_layouter_array(l, 1, sizeof *picture);
	const char *alt = description(l, block);
	if (!box || !picture)
		return;
	w = ht_len_scale(w, scale, 1000);
	h = ht_len_scale(h, scale, 1000);
	*picture = (ht_laid_picture){image, alt, file->s, (g->area_width - w) / 2, 0, w, h, file->loc, false};
	box->pictures = picture;
	box->n_pictures = 1;
	box->tall = true;
	box->em = h;
}

/* The caption, centred below the picture, on as many lines as it needs. */
static void add_caption(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_dpara *para = &block->paras[0];
	if (!para->n) {
		ht_diag(l->diags, HT_D_PICTURE_NO_CAPTION, block->loc, block->pictures[0].s, NULL);
		return;
	}
	const ht_span *spans = ht_layout_spans(l, para->spans, para->n);
	ht_para_shape shape = ht_layout_shape(l, block->style);
	shape.first_indent = shape.rest_indent = 0;
	shape.align = HT_ALIGN_CENTRE;
	const ht_composed_lines lines = ht_layout_lines(l, spans, para->n, &shape);
	ht_len ascent = ht_layout_ascent(l, block->style);
	uint32_t unit = ++l->units;
	size_t at = 0;
	for (size_t i = 0; i < lines.n; i++) {
		ht_box *box = ht_box_add(l, boxes, block, 1);
		if (!box)
			return;
		ht_laid_line *line = &box->lines[box->n_lines++];
		*line = ht_line_of(&lines.v[i], para, &at);
		line->y = ascent;
		line->unit = unit;
		line->tag = HT_TAG_CAPTION;
		box->keep = HT_KEEP_STRONG;
	}
}

/* A picture that cannot be read is already an error; the rest is still laid out, so that all faults are found. */
void ht_make_picture(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_text *file = &block->pictures[0];
	ht_image *image;
	ht_status status =
	    ht_image_load(l->doc->images, &l->doc->files, l->arena, file->s, DRAW_DPI, file->loc, l->diags, &image);
	if (status == HT_ERR_NOMEM)
		ht_layouter_fail(l, status);
	if (status == HT_OK)
		add_picture(l, block, image, boxes);
	else
		ht_ledger_show(l->doc->ledger, file->s, strlen(file->s)); /* its loss is told */
	add_caption(l, block, boxes);
}
