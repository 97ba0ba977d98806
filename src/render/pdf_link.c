/* Links: an annotation over each line of a link's text, with its URI and its
 * description (Contents: PDF/UA-1 7.18.5). */
#include <math.h>
#include <string.h>

#include "pdf_priv.h"

/* Height of the annotation around the baseline, in 1/1000 em: the em box. */
#define ABOVE 880
#define BELOW 120
/* Longest string in PDF/A (ISO 19005-2 6.1.13). */
#define URI_MAX 32767

void pdf_box(const ht_page *page, ht_turn turn, ht_len x, ht_len y, ht_len w, ht_len h, double ret[4])
{
	ht_page_upright(page, turn, &x, &y, &w, &h);
	ret[0] = ht_len_to_pt(x);
	ret[1] = ht_len_to_pt(page->height) - ht_len_to_pt(y) - ht_len_to_pt(h);
	ret[2] = ht_len_to_pt(x) + ht_len_to_pt(w);
	ret[3] = ht_len_to_pt(page->height) - ht_len_to_pt(y);
}

static void run_box(const pdf_document *d, size_t page, const ht_op *op, double box[4])
{
	const ht_run *run = op->run;
	const ht_glyph *last = &run->glyphs[run->n - 1];
	ht_len x = op->x + run->glyphs[0].x, y = op->y - ht_len_scale(run->size, ABOVE, 1000);
	ht_len w = last->x + last->advance - run->glyphs[0].x, h = ht_len_scale(run->size, ABOVE + BELOW, 1000);
	pdf_box(&d->pages->v[page], op->turn, x, y, w, h, box);
}

/* href with all characters percent-encoded that a URI cannot have. */
static const char *uri_of(pdf_document *d, const char *href)
{
	ht_buf buf = {0};
	ht_buf_adduri(&buf, href, ":/?#[]@!$&'()*+,;=%");
	return pdf_pushed(d, ht_buf_take(&buf, d->arena));
}

/* Add a link that is complete except for text and uri. One without a usable
 * target is left out. */
static void link_new(pdf_document *d, pdf_link *link)
{
	link->text = pdf_text_clean(d, link->href);
	if (!link->text)
		return;
	link->uri = uri_of(d, link->text);
	if (!link->uri || strlen(link->uri) > URI_MAX)
		return;
	pdf_link *slot = PDF_PUSH(d, d->links, d->n_links, d->cap_links);
	if (!slot)
		return;
	*slot = *link;
	if (link->node)
		pdf_node_add(d, link->node, (pdf_kid){.kind = PDF_KID_LINK, .index = d->n_links - 1});
}

void pdf_link_add(pdf_document *d, size_t page, const ht_op *op, pdf_node *node)
{
	pdf_link link = {.page = page, .y = op->y, .href = op->run->href, .node = node};
	if (!op->run->n)
		return;
	run_box(d, page, op, link.box);
	pdf_link *last = d->n_links ? &d->links[d->n_links - 1] : NULL;
	if (!last || last->page != page || last->y != op->y || last->href != link.href || last->node != node) {
		link_new(d, &link);
		return;
	}
	last->box[0] = fmin(last->box[0], link.box[0]);
	last->box[1] = fmin(last->box[1], link.box[1]);
	last->box[2] = fmax(last->box[2], link.box[2]);
	last->box[3] = fmax(last->box[3], link.box[3]);
}

static void write_annotation(ht_buf *text, const pdf_document *d, size_t i)
{
	const pdf_link *link = &d->links[i];
	ht_buf_adds(text, "<</Type/Annot/Subtype/Link/Rect[");
	for (int k = 0; k < 4; k++) {
		if (k)
			ht_buf_adds(text, " ");
		pdf_direct_real(text, link->box[k]);
	}
	ht_buf_adds(text, "]/Border[0 0 0]/F 4"); /* printed */
	pdf_direct_text(text, "/Contents", link->text);
	pdf_direct_ascii(text, "/A<</S/URI/URI", link->uri);
	ht_buf_adds(text, ">>");
	if (pdf_tagged(d))
		ht_buf_addf(text, "/StructParent %zu", d->pages->n + i);
	ht_buf_adds(text, ">>");
}

void pdf_links_write(pdf_objects *o, const pdf_document *d)
{
	for (size_t i = 0; i < d->n_links; i++) {
		write_annotation(pdf_direct_begin(o, d->first_link + i), d, i);
		pdf_direct_end(o);
	}
}
