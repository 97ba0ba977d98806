/* The PDF backend.
 *
 * open   looks at all pages, collects their faces and glyphs and subsets the faces;
 * page   writes and deflates one content stream;
 * close  builds all objects of the file in one guarded call (pdf_object.c).
 *
 * The same pages give the same bytes: no clock, no file names, /ID from the
 * content. */
#include <string.h>

#include "pdf_priv.h"
#include "standards.h"

#define LEVEL_MAX 12
/* Streams of fewer bytes are not deflated at the fastest level. */
#define PLAIN_MOST 512

void pdf_document_fail(pdf_document *d, ht_status status)
{
	if (!d->status)
		d->status = status;
}

void *pdf_pushed(pdf_document *d, void *member)
{
	if (!member)
		pdf_document_fail(d, HT_ERR_NOMEM);
	return member;
}

void *pdf_document_array(pdf_document *d, size_t n, size_t size)
{
	return pdf_pushed(d, ht_arena_array(d->arena, n, size));
}

void *pdf_document_room(pdf_document *d, size_t len)
{
	return pdf_pushed(d, ht_arena_room(d->arena, len, 1));
}

pdf_bytes pdf_deflate(pdf_document *d, const void *data, size_t len)
{
	size_t bound = libdeflate_zlib_compress_bound(d->deflate, len);
	pdf_bytes packed = {.data = NULL};
	void *out = pdf_document_room(d, bound);
	if (!out)
		return packed;
	packed = (pdf_bytes){out, libdeflate_zlib_compress(d->deflate, len ? data : "", len, out, bound)};
	ht_arena_cut(d->arena, out, bound, packed.len);
	return packed;
}

pdf_packed pdf_pack(pdf_document *d, const void *data, size_t len)
{
	if (d->options.compression != 1 || len >= PLAIN_MOST)
		return (pdf_packed){pdf_deflate(d, data, len), PDF_FLATE};
	char *copy = pdf_document_room(d, len);
	if (copy)
		memcpy(copy, data, len);
	return (pdf_packed){{copy, len}, PDF_PLAIN};
}

static void pdf_free(void *state)
{
	pdf_document *d = state;
	if (!d)
		return;
	pdf_fonts_free(d);
	libdeflate_free_compressor(d->deflate);
	ht_buf_free(&d->scratch);
	pdf_contents_free(d);
	ht_arena_free(d->mcid_arena);
	ht_arena_free(d->arena);
}

/* What the operations of all pages use. They are looked at once, since they are made for each look. */
static void pages_survey(pdf_document *d)
{
	for (size_t p = 0; p < d->pages->n && !d->status; p++) {
		const ht_page *page = ht_pages_at(d->pages, p);
		if (!page)
			pdf_document_fail(d, HT_ERR_NOMEM);
		for (size_t i = 0; page && i < page->n && !d->status; i++) {
			const ht_op *op = &page->ops[i];
			pdf_archive_survey(d, op);
			if (d->refused)
				continue;
			pdf_tags_survey(d, op);
			pdf_fonts_survey(d, op);
			pdf_pictures_survey(d, op);
		}
	}
}

static void document_prepare(pdf_document *d)
{
	static void (*const steps[])(pdf_document *) = {pdf_info_collect,    pdf_archive_check, pages_survey,
	                                                pdf_archive_collect, pdf_tags_collect,  pdf_fonts_collect};
	d->deflate = pdf_pushed(d, libdeflate_alloc_compressor(d->options.compression));
	d->contents = pdf_document_array(d, d->pages->n, sizeof *d->contents);
	for (size_t i = 0; i < sizeof steps / sizeof *steps && !d->status; i++)
		steps[i](d);
}

static ht_status pdf_open(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state)
{
	unsigned standards = options->standards;
	if (standards == HT_PDF_DEFAULT)
		standards = HT_PDF_A2A | HT_PDF_UA1;
	if (options->compression < 0 || options->compression > LEVEL_MAX || !render_standards_agree(standards))
		return HT_ERR_ARG;
	ht_arena *arena = ht_arena_new();
	pdf_document *d = arena ? ht_arena_alloc(arena, sizeof *d) : NULL;
	if (!d) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	*d = (pdf_document){.pages = pages, .options = *options, .diags = diags, .arena = arena};
	d->options.standards = standards;
	document_prepare(d);
	ht_status status = d->status;
	if (status)
		pdf_free(d);
	else
		*state = d;
	return status;
}

static ht_status pdf_page_render(void *state, size_t i, ht_buf *out)
{
	(void)out;
	pdf_document *d = state;
	if (i >= d->pages->n || i != d->n_contents)
		return HT_ERR_ARG;
	d->n_contents++;
	d->scratch.len = 0;
	pdf_content_write(d, i, &d->scratch);
	if (!d->status)
		pdf_contents_add(d, i, d->scratch.data, d->scratch.len);
	return d->status;
}

static void build_file(pdf_objects *o, void *user)
{
	pdf_document *d = user;
	if (d->options.standards & RENDER_PDF20)
		pdf_use_20(o);
	d->first_page = pdf_numbers(o, d->pages->n);
	d->first_link = pdf_numbers(o, d->n_links);
	d->first_node = pdf_numbers(o, d->n_nodes);
	pdf_pages_build(o, d);
	pdf_info_build(o, d);
	pdf_archive_build(o, d);
	pdf_links_write(o, d);
	pdf_tree_build(o, d);
	pdf_outline_build(o, d); /* its items lead to elements of the tree */
}

static ht_status pdf_close(void *state, ht_buf *out)
{
	pdf_document *d = state;
	if (d->n_contents != d->pages->n)
		return HT_ERR_ARG; /* a page is missing */
	pdf_tables_finish(d);
	pdf_info_finish(d);
	if (!d->status)
		d->status = pdf_objects_write(build_file, d, d->deflate, d->diags, out);
	return d->status;
}

const ht_backend ht_backend_pdf = {
    .open = pdf_open,
    .page = pdf_page_render,
    .close = pdf_close,
    .free = pdf_free,
};
