/* The OFD backend (GB/T 33190-2016): the display list as pages of text, path and image objects, in a ZIP file.
 *
 * An object has a boundary, to which readers clip it, and its contents count from the boundary's corner. OFD cannot
 * multiply colours: seals are in a layer below the text, so that black text stays black where they meet. Nothing comes
 * from the clock: the same document gives the same bytes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ofd_priv.h"

void ofd_begin_value(ofd *d)
{
	d->scratch.len = 0;
}

void ofd_add_number(ofd *d, double value)
{
	if (d->scratch.len)
		ht_buf_adds(&d->scratch, " ");
	ht_buf_addreal(&d->scratch, value, 4);
}

void ofd_put_value(ofd *d, ht_xml *x, const char *name)
{
	if (d->scratch.failed)
		ofd_fail(d, HT_ERR_NOMEM);
	else
		ht_xml_attr(x, name, d->scratch.data);
}

void ofd_begin_box(ofd *d, const ht_page *page)
{
	ofd_begin_value(d);
	ofd_add_number(d, 0);
	ofd_add_number(d, 0);
	ofd_add_number(d, round(ht_len_to_mm(page->width) * 100) / 100);
	ofd_add_number(d, round(ht_len_to_mm(page->height) * 100) / 100);
}

static void put_numbers(ofd *d, ht_xml *x, const char *name, const double *v, size_t n)
{
	ofd_begin_value(d);
	for (size_t i = 0; i < n; i++)
		ofd_add_number(d, v[i]);
	ofd_put_value(d, x, name);
}

void ofd_to_page(const ht_page *page, const ht_op *op, double u, double v, double *x, double *y)
{
	const double mm = 25.4 / 72;
	replay_matrix m = replay_frame(page, op->turn, REPLAY_Y_DOWN);
	*x = m.a * u + m.c * v + m.e * mm;
	*y = m.b * u + m.d * v + m.f * mm;
}

void ofd_put_boundary(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op, double left, double top, double width,
                      double height)
{
	double x0, y0, x1, y1;
	ofd_to_page(page, op, left, top, &x0, &y0);
	ofd_to_page(page, op, left + width, top + height, &x1, &y1);
	put_numbers(d, x, "Boundary", (const double[]){fmin(x0, x1), fmin(y0, y1), fabs(x1 - x0), fabs(y1 - y0)}, 4);
}

void ofd_put_colour(ofd *d, ht_xml *x, ht_colour colour)
{
	ht_xml_open(x, "ofd:FillColor");
	put_numbers(d, x, "Value", (const double[]){colour.r, colour.g, colour.b}, 3);
	ht_xml_end(x);
}

static ofd_part *part_of(ofd *d, const char *element)
{
	for (size_t i = d->n_parts; i-- > 0;)
		if (d->parts[i].element == element || strcmp(d->parts[i].element, element) == 0)
			return &d->parts[i];
	ofd_part *part = HT_PUSH(d->arena, d->parts, d->n_parts, d->cap_parts);
	if (part)
		*part = (ofd_part){.element = element};
	return part;
}

void ofd_refer(ofd *d, const ht_op *op, long page_id, long object)
{
	if (!op->element || op->tag == HT_TAG_ARTIFACT)
		return;
	ofd_part *part = part_of(d, op->element);
	ofd_reference *reference = NULL;
	if (part)
		reference = HT_PUSH(d->arena, part->v, part->n, part->cap);
	if (reference)
		*reference = (ofd_reference){page_id, object};
	else
		ofd_fail(d, HT_ERR_NOMEM);
}

static void put_rule(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op)
{
	double w = ht_len_to_mm(op->w), h = ht_len_to_mm(op->h);
	double across = w, down = h; /* on the page */
	if (op->turn != HT_TURN_NONE) {
		across = h;
		down = w;
	}
	const double corners[][2] = {{0, 0}, {across, 0}, {across, down}, {0, down}};
	ht_xml_open(x, "ofd:PathObject");
	ht_xml_attr_int(x, "ID", ofd_new_id(d));
	ofd_put_boundary(d, x, page, op, ht_len_to_mm(op->x), ht_len_to_mm(op->y), w, h);
	ht_xml_attr(x, "Stroke", "false");
	ht_xml_attr(x, "Fill", "true");
	ofd_put_colour(d, x, op->colour);
	ofd_begin_value(d);
	for (size_t i = 0; i < ARRAY_LEN(corners); i++) {
		if (i)
			ht_buf_adds(&d->scratch, " L");
		else
			ht_buf_adds(&d->scratch, "M");
		ofd_add_number(d, corners[i][0]);
		ofd_add_number(d, corners[i][1]);
	}
	ht_buf_adds(&d->scratch, " C");
	if (!d->scratch.failed)
		ht_xml_leaf(x, "ofd:AbbreviatedData", d->scratch.data);
	ht_xml_end(x);
}

/* ---- pictures ---- */

static long picture_id(ofd *d, const ht_image *image)
{
	for (size_t i = 0; i < d->n_pictures; i++)
		if (memcmp(d->pictures[i].image->hash, image->hash, sizeof image->hash) == 0)
			return d->pictures[i].id;
	ofd_picture *picture = HT_PUSH(d->arena, d->pictures, d->n_pictures, d->cap_pictures);
	if (!picture) {
		ofd_fail(d, HT_ERR_NOMEM);
		return 0;
	}
	*picture = (ofd_picture){image, ofd_new_id(d)};
	return picture->id;
}

/* A picture fills the unit square, whose upper left corner is the origin. */
static void put_picture(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op, long page_id)
{
	double w = ht_len_to_mm(op->w), h = ht_len_to_mm(op->h);
	const double matrices[HT_TURN_COUNT][6] = {[HT_TURN_NONE] = {w, 0, 0, h, 0, 0},
	                                           [HT_TURN_HEAD_LEFT] = {0, -w, h, 0, 0, w},
	                                           [HT_TURN_HEAD_RIGHT] = {0, w, -h, 0, h, 0}};
	long resource = picture_id(d, op->image), id = ofd_new_id(d);
	ht_xml_open(x, "ofd:ImageObject");
	ht_xml_attr_int(x, "ID", id);
	ofd_put_boundary(d, x, page, op, ht_len_to_mm(op->x), ht_len_to_mm(op->y), w, h);
	put_numbers(d, x, "CTM", matrices[op->turn], 6);
	ht_xml_attr_int(x, "ResourceID", resource);
	ht_xml_end(x);
	ofd_refer(d, op, page_id, id);
}

/* ---- pages ---- */

static bool is_pressed(const ht_op *op)
{
	return op->kind == HT_OP_IMAGE && op->pressed;
}

/* The operations of a page that are in a layer; an empty layer is left out. */
static void put_layer(ofd *d, ht_xml *x, size_t i, const ht_page *page, bool pressed)
{
	size_t n = 0;
	for (size_t k = 0; k < page->n; k++) {
		const ht_op *op = &page->ops[k];
		if (is_pressed(op) != pressed || (op->kind == HT_OP_IMAGE && !replay_draws_image(op)))
			continue;
		if (!n++) {
			ht_xml_open(x, "ofd:Layer");
			ht_xml_attr_int(x, "ID", ofd_new_id(d));
			ht_xml_attr(x, "Type", pressed ? "Background" : "Body");
		}
		if (op->kind == HT_OP_RUN)
			ofd_put_run(d, x, page, op, d->page_ids[i]);
		else if (op->kind == HT_OP_RULE)
			put_rule(d, x, page, op);
		else
			put_picture(d, x, page, op, d->page_ids[i]);
	}
	if (n)
		ht_xml_end(x);
}

/* The size of a page, unless it is that of the document. */
static void put_area(ofd *d, ht_xml *x, const ht_page *page)
{
	const ht_page *first = &d->pages->v[0];
	if (page->width == first->width && page->height == first->height)
		return;
	ofd_begin_box(d, page);
	ht_xml_open(x, "ofd:Area");
	ht_xml_leaf(x, "ofd:PhysicalBox", d->scratch.failed ? "" : d->scratch.data);
	ht_xml_end(x);
}

void ofd_add_xml(ofd *d, const char *name, ht_xml *x)
{
	size_t len;
	const char *bytes = ht_xml_bytes(x, &len);
	char *kept = x->failed ? NULL : ht_arena_strndup(d->arena, bytes, len);
	if (kept && name)
		ht_package_add(&d->package, name, NULL, kept, len, HT_PACK_DEFLATED);
	else
		ofd_fail(d, HT_ERR_NOMEM);
	ht_xml_close(x);
}

static ht_status ofd_page(void *state, size_t i, ht_buf *out)
{
	(void)out;
	ofd *d = state;
	ht_xml x;
	if (i >= d->pages->n)
		return HT_ERR_ARG;
	const ht_page *page = ht_pages_at(d->pages, i);
	if (!page)
		return HT_ERR_NOMEM;
	ht_xml_new(&x);
	ht_xml_root(&x, "ofd:Page", OFD_NAMESPACE);
	put_area(d, &x, page);
	ht_xml_open(&x, "ofd:Content");
	put_layer(d, &x, i, page, true);
	put_layer(d, &x, i, page, false);
	ht_xml_end(&x);
	ht_xml_end(&x);
	ofd_add_xml(d, ht_arena_printf(d->arena, "Doc_0/Pages/Page_%zu/Content.xml", i), &x);
	return d->status;
}

static void ofd_free(void *state)
{
	ofd *d = state;
	if (!d)
		return;
	ht_buf_free(&d->scratch);
	ht_arena_free(d->arena);
}

static ht_status ofd_open(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state)
{
	const ht_status ready = ht_fonts_need_outlines(diags);
	if (ready != HT_OK)
		return ready;
	ht_arena *arena = ht_arena_new();
	ofd *d = arena ? ht_arena_alloc(arena, sizeof *d) : NULL;
	if (!d) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	*d = (ofd){.pages = pages, .options = options, .arena = arena};
	d->package = (ht_package){.arena = arena, .diags = diags};
	d->page_ids = ht_arena_array(arena, pages->n, sizeof *d->page_ids);
	if (!d->page_ids) {
		ofd_free(d);
		return HT_ERR_NOMEM;
	}
	for (size_t i = 0; i < pages->n; i++)
		d->page_ids[i] = ofd_new_id(d);
	*state = d;
	return HT_OK;
}

static ht_status ofd_close(void *state, ht_buf *out)
{
	ofd *d = state;
	ofd_add_document(d);
	ofd_fail(d, d->package.status);
	if (d->status != HT_OK)
		return d->status;
	return ht_package_write(&d->package, d->options->packages, d->options->compression, out);
}

const ht_backend ht_backend_ofd = {
    .open = ofd_open,
    .page = ofd_page,
    .close = ofd_close,
    .free = ofd_free,
};
