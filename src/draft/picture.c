/* Pictures: the package's files, each once, and the pictures in the text. */
#include <stdlib.h>
#include <string.h>

#include "draft_priv.h"

const char *ht_draft_picture_part(ht_draft *d, const ht_image *image)
{
	if (!d->format->pictures)
		return "";
	for (size_t i = 0; i < d->n_pictures; i++)
		if (memcmp(d->pictures[i].image->hash, image->hash, sizeof image->hash) == 0)
			return d->pictures[i].name;
	const void *data = image->jpeg;
	size_t len = image->jpeg_len;
	if (image->png) {
		data = image->png;
		len = image->png_len;
	}
	if (!data)
		ht_draft_fail(d, ht_image_png(d->arena, image, &data, &len)); /* of SVG */
	ht_draft_picture *slot = HT_PUSH(d->arena, d->pictures, d->n_pictures, d->cap_pictures);
	const char *name = ht_arena_printf(d->arena, "%s/%016llx.%s", d->format->pictures,
	                                   (unsigned long long)image->hash[0], image->jpeg ? "jpg" : "png");
	if (!slot || !name) {
		ht_draft_fail(d, HT_ERR_NOMEM);
		return NULL;
	}
	*slot = (ht_draft_picture){image, name};
	if (d->status == HT_OK)
		ht_package_add(&d->package, name, image->jpeg ? "image/jpeg" : "image/png", data, len, HT_PACK_STORED);
	return name;
}

/* A picture is a character of a paragraph of its own, whose line grows with it. */
static void write_picture(ht_draft *d, const ht_block *block, const ht_laid_row *row, bool captioned)
{
	const ht_laid_picture *p = &row->pictures[0];
	const char *part = ht_draft_picture_part(d, p->image);
	const char *name = ht_draft_checked(d, ht_arena_printf(d->arena, "图片%d", ++d->n_pictured));
	ht_draft_para para;
	ht_draft_para_of(d, block->style, &para);
	para.align = HT_HALIGN_CENTRE;
	para.left = para.right = para.indent = 0;
	para.pitch = 0;
	para.keep_next = captioned;
	para.above = ht_draft_place_tall(d, row, row, 0);
	ht_draft_para_begin(d, &para, 0);
	const ht_draft_shape picture = {.w = p->w,
	                                .h = p->h,
	                                .image = p->image,
	                                .part = ht_draft_checked(d, part),
	                                .file = p->file,
	                                .name = name,
	                                .alt = p->alt};
	d->format->inline_picture(d, &picture);
	ht_draft_para_end(d);
}

void ht_draft_block_picture(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_block *laid = &b->laid[(*i)++];
	bool captioned = laid->n > 1;
	write_picture(d, block, laid->v, captioned);
	if (!captioned)
		return;
	const ht_laid_row *first = &laid->v[1], *last = &laid->v[laid->n - 1];
	const ht_len ascent = ht_draft_ascent(d, block->style, first);
	const ht_draft_run run = {.spans = block->paras[0].spans, .n = block->paras[0].n, .element = block->element};
	ht_draft_para para;
	ht_draft_para_of(d, block->style, &para);
	para.align = HT_HALIGN_CENTRE;
	para.left = para.right = para.indent = 0;
	para.pitch = last->pitch;
	if (first == last) /* its line box begins below the picture, as line boxes cannot overlap */
		para.pitch =
		    ht_len_min(para.pitch, ht_draft_pitch_under(d, ht_draft_row_top(d, first) + ascent - d->at.y));
	para.above = ht_draft_place_rows(d, first, last, ascent, para.pitch);
	ht_draft_write_para(d, &para, &run, 0);
}
