/* The PDF backend: a document from its pages.
 *
 * open   collects faces and glyphs of all pages and subsets them;
 * page   writes and deflates one content stream;
 * close  knows everything, and builds the file's objects in one guarded go
 *        (pdf_object.c).
 * The same pages give the same bytes: no clock, no names of files, /ID from
 * the content. */
#include <string.h>

#include "pdf_priv.h"
#include "standards.h"

#define LEVEL_MAX 12

ht_status pdf_deflate(pdf_document *d, const void *data, size_t len, pdf_bytes *ret)
{
	size_t bound = libdeflate_zlib_compress_bound(d->deflate, len);
	void *out = ht_arena_alloc(d->arena, bound);
	if (!out)
		return HT_ERR_NOMEM;
	*ret = (pdf_bytes){out, libdeflate_zlib_compress(d->deflate, len ? data : "", len, out, bound)};
	return ret->len ? HT_OK : HT_ERR_NOMEM;
}

static void pdf_free(void *state)
{
	pdf_document *d = state;
	if (!d)
		return;
	pdf_fonts_free(d);
	libdeflate_free_compressor(d->deflate);
	ht_buf_free(&d->scratch);
	ht_arena_free(d->arena);
}

static ht_status document_prepare(pdf_document *d)
{
	d->deflate = libdeflate_alloc_compressor(d->options.compression);
	d->contents = ht_arena_array(d->arena, d->pages->n, sizeof *d->contents);
	d->built = ht_arena_array(d->arena, d->pages->n, sizeof *d->built);
	if (!d->deflate || !d->contents || !d->built)
		return HT_ERR_NOMEM;
	ht_status (*const steps[])(pdf_document *) = {pdf_info_collect, pdf_archive_collect, pdf_tags_collect,
	                                              pdf_fonts_collect, pdf_pictures_collect};
	ht_status status = HT_OK;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && !status; i++)
		status = steps[i](d);
	return status;
}

static ht_status pdf_open(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state)
{
	unsigned standards = options->standards == HT_PDF_DEFAULT ? HT_PDF_A2A | HT_PDF_UA1 : options->standards;
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
	ht_status status = document_prepare(d);
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
	ht_status status = pdf_content_write(d, i, &d->scratch);
	return status ? status : pdf_deflate(d, d->scratch.data, d->scratch.len, &d->contents[i]);
}

/* The graphics state of a seal: its ink multiplies with what is under it. */
static HPDF_Dict build_states(pdf_objects *o)
{
	HPDF_Dict states = pdf_dict(o), pressed = pdf_dict(o);
	pdf_put_name(o, pressed, "Type", "ExtGState");
	pdf_put_name(o, pressed, "BM", "Multiply");
	pdf_put(o, states, PDF_PRESSED, pressed);
	return states;
}

static void build_pages(pdf_objects *o, pdf_document *d)
{
	HPDF_Dict fonts = pdf_fonts_build(o, d);
	HPDF_Dict pictures = d->n_pictures ? pdf_pictures_build(o, d) : NULL;
	for (size_t i = 0; i < d->pages->n; i++) {
		const ht_page *page = &d->pages->v[i];
		HPDF_Dict resources = pdf_dict(o);
		pdf_put(o, resources, "Font", fonts);
		if (pictures) {
			pdf_put(o, resources, "XObject", pictures);
			pdf_put(o, resources, "ExtGState", build_states(o));
		}
		d->built[i] =
		    pdf_page(o, ht_len_to_pt(page->width), ht_len_to_pt(page->height), resources, d->contents[i]);
	}
}

static void build_file(pdf_objects *o, void *user)
{
	pdf_document *d = user;
	build_pages(o, d);
	pdf_info_build(o, d);
	pdf_outline_build(o, d);
	pdf_archive_build(o, d);
	pdf_links_build(o, d);
	pdf_tree_build(o, d);
}

static ht_status pdf_close(void *state, ht_buf *out)
{
	pdf_document *d = state;
	if (d->n_contents != d->pages->n)
		return HT_ERR_ARG; /* a page was never given */
	ht_status status = pdf_tables_finish(d);
	if (!status)
		status = pdf_info_finish(d);
	return status ? status : pdf_objects_write(build_file, d, d->deflate, d->diags, out);
}

const ht_backend ht_backend_pdf = {
    .open = pdf_open,
    .page = pdf_page_render,
    .close = pdf_close,
    .free = pdf_free,
};
