/* Pictures: the package's files, each once, and the pictures in the text. */
#include <stdlib.h>
#include <string.h>

#include "odt_priv.h"

const char *odt_picture_part(odt *o, const ht_image *image)
{
	for (size_t i = 0; i < o->n_pictures; i++)
		if (memcmp(o->pictures[i].image->hash, image->hash, sizeof image->hash) == 0)
			return o->pictures[i].name;
	const void *data = image->jpeg;
	size_t len = image->jpeg_len;
	if (image->png) {
		data = image->png;
		len = image->png_len;
	}
	if (!data)
		odt_fail(o, ht_image_png(o->arena, image, &data, &len)); /* of SVG */
	odt_picture *slot = HT_PUSH(o->arena, o->pictures, o->n_pictures, o->cap_pictures);
	const char *name = ht_arena_printf(o->arena, "Pictures/%016llx.%s", (unsigned long long)image->hash[0],
	                                   image->jpeg ? "jpg" : "png");
	if (!slot || !name) {
		odt_fail(o, HT_ERR_NOMEM);
		return NULL;
	}
	*slot = (odt_picture){image, name};
	if (o->status == HT_OK)
		ht_package_add(&o->package, name, image->jpeg ? "image/jpeg" : "image/png", data, len, HT_PACK_STORED);
	return name;
}

/* A picture is a character of a paragraph of its own, whose line grows with it. */
static void write_picture(odt *o, const ht_block *block, const ht_laid_row *row, bool captioned)
{
	const ht_laid_picture *p = &row->pictures[0];
	const char *part = odt_picture_part(o, p->image);
	const char *name = odt_checked(o, ht_arena_printf(o->arena, "图片%d", ++o->n_pictured));
	odt_para para;
	odt_para_of(o, block->style, &para);
	para.align = HT_HALIGN_CENTRE;
	para.left = para.right = para.indent = 0;
	para.pitch = 0;
	para.keep_next = captioned;
	para.above = odt_place_tall(o, row, row, 0);
	odt_para_begin(o, &para, 0);
	o->has_pictures = true;
	ht_xml_open(&o->body, "draw:frame");
	ht_xml_attr(&o->body, "draw:style-name", "picture-frame");
	ht_xml_attr(&o->body, "draw:name", name);
	ht_xml_attr(&o->body, "text:anchor-type", "as-char");
	ht_xml_attr_mm(&o->body, "svg:width", p->w);
	ht_xml_attr_mm(&o->body, "svg:height", p->h);
	ht_xml_attr_int(&o->body, "draw:z-index", o->n_lines + o->n_pictured);
	odt_image(o, &o->body, odt_checked(o, part), p->file, p->alt);
	ht_xml_end(&o->body);
	odt_para_end(o);
}

void odt_block_picture(odt *o, const odt_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_block *laid = &b->laid[(*i)++];
	bool captioned = laid->n > 1;
	write_picture(o, block, laid->v, captioned);
	if (!captioned)
		return;
	const ht_laid_row *first = &laid->v[1], *last = &laid->v[laid->n - 1];
	const ht_len ascent = odt_ascent(o, block->style, first);
	const odt_run run = {.spans = block->paras[0].spans, .n = block->paras[0].n, .element = block->element};
	odt_para para;
	odt_para_of(o, block->style, &para);
	para.align = HT_HALIGN_CENTRE;
	para.left = para.right = para.indent = 0;
	para.pitch = last->pitch;
	if (first == last) /* its line box begins below the picture, as line boxes cannot overlap */
		para.pitch = ht_len_min(para.pitch, odt_pitch_under(odt_row_top(o, first) + ascent - o->at.y));
	para.above = odt_place_rows(o, first, last, ascent, para.pitch);
	odt_write_para(o, &para, &run, 0);
}
