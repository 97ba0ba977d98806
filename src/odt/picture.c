/* Pictures: files of the package, each once, and the pictures of the text. */
#include <stdlib.h>
#include <string.h>

#include "base/infile.h"
#include "odt_priv.h"

/* As in layout: what is taken where a file says no size, and for drawing SVG. */
#define DEFAULT_DPI 150
#define DRAW_DPI    300

static const unsigned char png_magic[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

/* The file itself when it is PNG. */
static bool original_png(odt *o, const ht_image *image, const void **data, size_t *len)
{
	ht_buf file = {0};
	if (!image->path || ht_infile_read(image->path, HT_IMAGE_MAX_BYTES, NULL, &file) != HT_OK)
		return false;
	bool png = file.len > sizeof png_magic && memcmp(file.data, png_magic, sizeof png_magic) == 0;
	char *copy = png ? ht_arena_strndup(o->arena, file.data, file.len) : NULL;
	*data = copy;
	*len = file.len;
	ht_buf_free(&file);
	return copy != NULL;
}

/* Put the picture into the package, or find it there. */
static ht_status part_of(odt *o, const ht_image *image, const char **part)
{
	for (size_t i = 0; i < o->n_pictures; i++)
		if (memcmp(o->pictures[i].image->hash, image->hash, sizeof image->hash) == 0) {
			*part = o->pictures[i].name;
			return HT_OK;
		}
	const void *data = image->jpeg;
	size_t len = image->jpeg_len;
	ht_status status = HT_OK;
	if (!data && !original_png(o, image, &data, &len))
		status = ht_image_png(o->arena, image, &data, &len); /* of SVG */
	odt_picture *slot = HT_PUSH(o->arena, o->pictures, o->n_pictures, o->cap_pictures);
	if (status != HT_OK || !slot)
		return status != HT_OK ? status : HT_ERR_NOMEM;
	*slot = (odt_picture){image, ht_arena_printf(o->arena, "Pictures/%016llx.%s",
	                                             (unsigned long long)image->hash[0], image->jpeg ? "jpg" : "png")};
	*part = slot->name;
	return odt_part_add(o, slot->name, image->jpeg ? "image/jpeg" : "image/png", data, len, ODT_STORED);
}

ht_status odt_picture_load(odt *o, const ht_text *name, double dpi, const ht_image **image, const char **part)
{
	ht_image *loaded;
	*part = NULL;
	ht_status status = ht_image_load(o->doc->images, o->arena, name->s, dpi, name->loc, o->diags, &loaded);
	if (status != HT_OK)
		return status == HT_ERR_NOMEM ? status : HT_OK;
	*image = loaded;
	return part_of(o, loaded, part);
}

static ht_len true_size(double mm, int pixels)
{
	return ht_len_from_mm(mm > 0 ? mm : pixels * 25.4 / DEFAULT_DPI);
}

/* Its true size, or what fits. */
static void fit(const odt *o, const ht_element *e, const ht_image *image, ht_len *w, ht_len *h)
{
	const ht_geometry *g = &o->style->page;
	ht_len most = e->picture_height ? e->picture_height : g->area_height * 4 / 5;
	*w = true_size(image->width_mm, image->width);
	*h = true_size(image->height_mm, image->height);
	if (*w > g->area_width) {
		*h = ht_len_scale(*h, g->area_width, *w);
		*w = g->area_width;
	}
	if (*h > most) {
		*w = ht_len_scale(*w, most, *h);
		*h = most;
	}
}

/* A picture is a character of a paragraph of its own, whose line grows with it. */
static ht_status write_picture(odt *o, const ht_block *block, const ht_image *image, const char *part, bool captioned)
{
	odt_para para;
	ht_len w, h;
	fit(o, block->element, image, &w, &h);
	odt_para_of(o, block->style, &para);
	para.align = HT_HALIGN_CENTRE;
	para.left = para.right = para.indent = 0;
	para.pitch = 0;
	para.keep_next = captioned;
	para.above = odt_place_box(o, block, h);
	ht_status status = odt_para_begin(o, &para, 0);
	const char *name = ht_arena_printf(o->arena, "图片%d", ++o->n_pictured);
	if (status != HT_OK || !name)
		return HT_ERR_NOMEM;
	o->has_pictures = true;
	odt_open(&o->body, "draw:frame");
	odt_attr(&o->body, "draw:style-name", "picture-frame");
	odt_attr(&o->body, "draw:name", name);
	odt_attr(&o->body, "text:anchor-type", "as-char");
	odt_attr_mm(&o->body, "svg:width", w);
	odt_attr_mm(&o->body, "svg:height", h);
	odt_attr_int(&o->body, "draw:z-index", o->n_lines + o->n_pictured);
	odt_image(&o->body, part, ht_dpara_text(o->arena, &block->paras[0]));
	odt_end(&o->body);
	odt_para_end(o);
	return HT_OK;
}

ht_status odt_block_picture(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[(*i)++];
	const ht_image *image;
	const char *part;
	bool captioned = block->n_paras && block->paras[0].n;
	ht_status status = odt_picture_load(o, &block->pictures[0], DRAW_DPI, &image, &part);
	if (status == HT_OK && part)
		status = write_picture(o, block, image, part, captioned);
	if (status != HT_OK || !captioned)
		return status;
	odt_para para;
	odt_para_of(o, block->style, &para);
	para.align = HT_HALIGN_CENTRE;
	para.left = para.right = para.indent = 0;
	para.above = odt_place_lines(o, block, block->style, 1, 0);
	return odt_simple_para(o, &para, block->element, block->paras[0].spans, block->paras[0].n);
}
