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

static HPDF_Dict annotation(pdf_objects *o, const pdf_link *link)
{
	enum { PRINT = 4 };
	HPDF_Dict dict = pdf_dict_object(o), action = pdf_dict(o);
	HPDF_Array rect = pdf_array(o), border = pdf_array(o);
	for (int i = 0; i < 4; i++)
		pdf_push_real(o, rect, link->box[i]);
	for (int i = 0; i < 3; i++)
		pdf_push_int(o, border, 0);
	pdf_put_name(o, action, "S", "URI");
	pdf_put_ascii(o, action, "URI", link->uri);
	pdf_put_name(o, dict, "Type", "Annot");
	pdf_put_name(o, dict, "Subtype", "Link");
	pdf_put(o, dict, "Rect", rect);
	pdf_put(o, dict, "Border", border);
	pdf_put_int(o, dict, "F", PRINT);
	pdf_put_text(o, dict, "Contents", link->text);
	pdf_put(o, dict, "A", action);
	return dict;
}

void pdf_links_build(pdf_objects *o, pdf_document *d)
{
	HPDF_Array annotations = NULL;
	for (size_t i = 0; i < d->n_links; i++) {
		pdf_link *link = &d->links[i];
		if (i == 0 || link->page != d->links[i - 1].page) {
			annotations = pdf_array(o);
			pdf_put(o, d->built[link->page], "Annots", annotations);
		}
		link->annotation = annotation(o, link);
		pdf_push(o, annotations, link->annotation);
	}
}
