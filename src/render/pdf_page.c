/* Pages: their contents, what all of them use, and the tree that they are found by. */
#include <glib.h>
#include <math.h>

#include "pdf_priv.h"

/* Readers must show pages of these sizes, in pt, and need not show others (PDF 32000-1 C.2). */
#define PAGE_MIN 3
#define PAGE_MAX 14400

/* Children of a node of the page tree, which then is as deep as it must be and as broad as libharu allows. */
#define BRANCH 1000

/* The graphics state of seals: their ink multiplies with what is under it. */
static HPDF_Dict build_states(pdf_objects *o)
{
	HPDF_Dict states = pdf_dict(o), pressed = pdf_dict(o);
	pdf_put_name(o, pressed, "Type", "ExtGState");
	pdf_put_name(o, pressed, "BM", "Multiply");
	pdf_put(o, states, PDF_PRESSED, pressed);
	return states;
}

/* What all pages share. */
static HPDF_Dict build_resources(pdf_objects *o, pdf_document *d)
{
	HPDF_Dict resources = pdf_dict_object(o);
	pdf_put(o, resources, "Font", pdf_fonts_build(o, d));
	if (d->n_pictures) {
		pdf_put(o, resources, "XObject", pdf_pictures_build(o, d));
		pdf_put(o, resources, "ExtGState", build_states(o));
	}
	return resources;
}

static void put_size(pdf_objects *o, const ht_page *page, ht_buf *text)
{
	const double width = ht_len_to_pt(page->width), height = ht_len_to_pt(page->height);
	if (!(fmin(width, height) >= PAGE_MIN && fmax(width, height) <= PAGE_MAX))
		pdf_fail(o, HPDF_PAGE_INVALID_SIZE);
	ht_buf_adds(text, "/MediaBox[0 0 ");
	pdf_direct_real(text, width);
	ht_buf_adds(text, " ");
	pdf_direct_real(text, height);
	ht_buf_adds(text, "]");
}

/* The annotations of page i, which are those from link on; the first of the next page. */
static size_t put_links(const pdf_document *d, size_t i, size_t link, ht_buf *text)
{
	if (link == d->n_links || d->links[link].page != i)
		return link;
	ht_buf_adds(text, "/Annots[");
	for (; link < d->n_links && d->links[link].page == i; link++)
		pdf_direct_reference(text, "", d->first_link + link);
	ht_buf_adds(text, "]");
	return link;
}

/* Nodes of the page tree that are beside each other: they have the pages in turn, BRANCH each. */
typedef struct branches {
	size_t first, n;
	HPDF_Dict root;
} branches;

static size_t parent_of(const branches *b, size_t i)
{
	return b->n ? b->first + i / BRANCH : pdf_number(b->root);
}

static void write_branches(pdf_objects *o, const pdf_document *d, const branches *b)
{
	for (size_t k = 0; k < b->n; k++) {
		const size_t begin = k * BRANCH, end = MIN(begin + BRANCH, d->pages->n);
		ht_buf *text = pdf_direct_begin(o, b->first + k);
		pdf_direct_reference(text, "<</Type/Pages/Parent", pdf_number(b->root));
		ht_buf_addf(text, "/Count %zu/Kids[", end - begin);
		for (size_t i = begin; i < end; i++)
			pdf_direct_reference(text, "", d->first_page + i);
		ht_buf_adds(text, "]>>");
		pdf_direct_end(o);
	}
}

/* libharu would count pages of its own. */
static void build_root(pdf_objects *o, const pdf_document *d, const branches *b)
{
	HPDF_Array kids = pdf_made(o, haru.HPDF_Dict_GetItem(b->root, "Kids", HPDF_OCLASS_ARRAY));
	size_t first = d->first_page, n = d->pages->n;
	if (b->n) {
		first = b->first;
		n = b->n;
	}
	for (size_t i = 0; i < n; i++)
		pdf_push(o, kids, pdf_reference(o, first + i));
	b->root->before_write_fn = NULL;
	pdf_put_int(o, b->root, "Count", (long)d->pages->n);
}

void pdf_pages_build(pdf_objects *o, pdf_document *d)
{
	const size_t n = d->pages->n, resources = pdf_number(build_resources(o, d)), contents = pdf_numbers(o, n);
	branches b = {.n = n > BRANCH ? (n + BRANCH - 1) / BRANCH : 0, .root = pdf_doc(o)->root_pages};
	b.first = pdf_numbers(o, b.n);
	for (size_t i = 0, link = 0; i < n; i++) {
		pdf_direct_stream(o, contents + i, d->contents[i]);
		pdf_contents_drop(d, i);
		ht_buf *text = pdf_direct_begin(o, d->first_page + i);
		pdf_direct_reference(text, "<</Type/Page/Parent", parent_of(&b, i));
		put_size(o, &d->pages->v[i], text);
		pdf_direct_reference(text, "/Resources", resources);
		pdf_direct_reference(text, "/Contents", contents + i);
		link = put_links(d, i, link, text);
		if (pdf_tagged(d))
			ht_buf_addf(text, "/StructParents %zu/Tabs/S", i);
		ht_buf_adds(text, ">>");
		pdf_direct_end(o);
	}
	write_branches(o, d, &b);
	build_root(o, d, &b);
}
