/* Seals and signature stamps.
 *
 * Whoever may edit a file may take a picture from it, so a draft has the outlines of seals unless their pictures are
 * asked for. They hang on a paragraph of their own, which is the distance above the signature: so a deleted line of the
 * signature neither takes them along nor lets them slide over the text. */
#include <string.h>

#include "draft/messages.h"
#include "draft_priv.h"

/* Text of the paragraph that seals hang on. */
#define CARRIER_SIZE (2 * HT_LEN_PT)

static const ht_colour outline_colour = {128, 128, 128};

static void tell_outlines(ht_draft *d, ht_loc loc)
{
	if (d->seals == HT_SEALS_DEFAULT && !d->seals_told)
		ht_diag(d->diags, HT_D_DRAFT_SEALS, loc, d->format->name, NULL);
	d->seals_told = true;
}

static void hang_picture(ht_draft *d, const ht_block *block, const ht_laid_row *row, const ht_laid_picture *p)
{
	const bool stamp = block->kind == HT_BLOCK_STAMPED;
	ht_draft_shape shape = {.x = d->style->page.left + p->x,
	                        .y = ht_draft_row_top(d, row) + p->y,
	                        .w = p->w,
	                        .h = p->h,
	                        .colour = outline_colour,
	                        .outline = stamp ? HT_DRAFT_OUTLINE_BOX : HT_DRAFT_OUTLINE_OVAL,
	                        .file = p->file,
	                        .name = stamp ? "签名章" : "印章",
	                        .alt = p->alt};
	if (d->seals == HT_SEALS_IMAGE) {
		shape.image = p->image;
		shape.part = ht_draft_picture_part(d, p->image);
		shape.outline = HT_DRAFT_OUTLINE_NONE;
	} else {
		ht_ledger_show(d->doc->ledger, p->file, strlen(p->file)); /* as its outline, or as asked for */
		tell_outlines(d, p->loc);
	}
	if (d->seals != HT_SEALS_NONE)
		ht_draft_add_shape(d, &shape);
}

/* How many of the rows have no distance between them, on one page. */
static size_t close_rows(const ht_laid_row *rows, size_t n)
{
	size_t k = 1;
	while (k < n && rows[k].page == rows[0].page && rows[k].top <= rows[k - 1].top + rows[k - 1].pitch + HT_LEN_PT)
		k++;
	return k;
}

/* A paragraph as high as the distance above the next, on which the shapes hang. It keeps that one with it. */
static void write_carrier(ht_draft *d, const ht_draft_para *para)
{
	const ht_draft_cursor at = d->at;
	ht_draft_para carrier;
	ht_draft_para_of(d, para->ps, &carrier);
	carrier.align = HT_HALIGN_LEFT;
	carrier.left = carrier.right = carrier.indent = 0;
	carrier.pitch = para->above;
	carrier.size = CARRIER_SIZE;
	carrier.keep_next = true;
	carrier.page_break = para->page_break;
	d->at.line = at.origin;
	ht_draft_para_begin(d, &carrier, 0);
	ht_draft_para_end(d);
	d->at.line = at.line;
}

size_t ht_draft_hang_seals(ht_draft *d, const ht_block *block, const ht_laid_row *rows, size_t n, ht_draft_para *para)
{
	const bool stamps = block->kind == HT_BLOCK_STAMPED; /* each belongs to its signer's line */
	const size_t waiting = d->n_shapes;
	const size_t close = stamps ? 1 : close_rows(rows, n);
	for (size_t k = 0; k < close; k++)
		for (size_t i = 0; i < rows[k].n_pictures; i++)
			hang_picture(d, block, &rows[k], &rows[k].pictures[i]);
	if (stamps || d->n_shapes == waiting || para->above <= 0 || d->at.origin >= d->at.line)
		return close;
	write_carrier(d, para);
	para->above = 0;
	para->page_break = false;
	return close;
}
