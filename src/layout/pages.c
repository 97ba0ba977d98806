/* Pages whose operations are made when they are asked for.
 *
 * A line that is placed and the operations that draw it say much the same, so the operations of a long document are not
 * kept: those of a page are in one of a few places, until it is another page's turn; so are the runs of its lines,
 * where these are compact. */
#include "boxes.h"

#include <string.h>

/* What comes first on a page. */
typedef struct beginning {
	size_t box, note;
	uint32_t units; /* before it */
} beginning;

/* The operations that are there. */
typedef struct held {
	ht_page *page; /* whose they are; NULL: nobody's */
	ht_ops ops;
	ht_arena *shown; /* owned: the runs of its compact lines; NULL: it had none yet */
} held;

struct ht_emitter {
	ht_layouter l;
	ht_placed placed;
	beginning *begins;     /* by page */
	ht_number_line *lines; /* by page: as many as the style has furniture */
	held held[HT_PAGES_HELD];
	bool all; /* are there */
	const ht_laid *laid;
};

/* Where each page begins. */
static void find_beginnings(struct ht_emitter *m, size_t n_pages)
{
	const ht_boxes *boxes = &m->placed.boxes, *notes = &m->l.notes.boxes;
	beginning at = {.units = m->l.units};
	for (size_t p = 0; p < n_pages; p++) {
		m->begins[p] = at;
		for (; at.box < boxes->n && boxes->v[at.box].page == p; at.box++)
			at.units += (uint32_t)ht_emit_units(&boxes->v[at.box]);
		while (at.note < notes->n && notes->v[at.note].page == p)
			at.note++;
	}
}

void ht_emitter_make(ht_layouter *l, const ht_placed *placed, ht_pages *pages)
{
	const size_t n = l->style->n_furniture;
	struct ht_emitter *m = ht_layouter_array(l, 1, sizeof *m);
	beginning *begins = ht_layouter_array(l, pages->n, sizeof *begins);
	ht_number_line *lines = ht_layouter_array(l, pages->n * n, sizeof *lines);
	pages->v = ht_layouter_array(l, pages->n, sizeof *pages->v);
	for (size_t p = 0; p < pages->n && l->status == HT_OK; p++) {
		pages->v[p].width = l->style->page.width;
		pages->v[p].height = l->style->page.height;
		ht_emit_enter(l, false, p);
		ht_furniture_set(l, p, &pages->v[p], lines + p * n);
	}
	if (l->status != HT_OK)
		return;
	*m = (struct ht_emitter){.l = *l, .placed = *placed, .begins = begins, .lines = lines};
	m->l.diags = NULL;   /* all faults are told, and pages that do not exist have none */
	m->l.scratch = NULL; /* of the layout, which is done */
	ht_emit_enter(&m->l, false, 0);
	find_beginnings(m, pages->n);
	pages->emitter = m;
}

/* The operations of page p. */
static void emit_page(struct ht_emitter *m, const ht_pages *pages, size_t p, ht_ops *ops)
{
	ht_layouter *l = &m->l;
	l->units = m->begins[p].units;
	ht_emit_boxes(l, &m->placed.boxes, m->begins[p].box, p, ops);
	ht_emit_enter(l, false, p);
	ht_notes_emit(l, p, m->begins[p].note, ops);
	if (p + 1 == pages->n)
		ht_emit_imprint(l, &m->placed.imprint, ops);
	ht_furniture_emit(l, p, m->lines + p * l->style->n_furniture, ops);
	pages->v[p].ops = ops->v;
	pages->v[p].n = ops->n;
}

/* Give back the room for operations that a page does not need: none will be added. */
static void cut(struct ht_emitter *m, ht_ops *ops)
{
	if (m->l.status == HT_OK && ops->n)
		ht_arena_cut(m->l.arena, ops->v, ops->cap * sizeof *ops->v, ops->n * sizeof *ops->v);
	ops->cap = ops->n;
}

/* The place has no runs of another page, and room for those of the next. False: out of memory. */
static bool empty_shown(struct ht_emitter *m, held *place)
{
	if (place->shown)
		ht_arena_empty(place->shown);
	else
		place->shown = ht_arena_new();
	m->l.shown = place->shown;
	if (!place->shown)
		ht_layouter_fail(&m->l, HT_ERR_NOMEM);
	return place->shown;
}

/* From now on no line is compact. */
static void expand_all(struct ht_emitter *m, size_t n_pages)
{
	const size_t n_lines = n_pages * m->l.style->n_furniture;
	for (size_t i = 0; i < n_lines && m->l.status == HT_OK; i++)
		if (m->lines[i].set)
			m->lines[i].set = ht_line_expanded(&m->l, m->lines[i].set);
	ht_boxes_expand(&m->l, &m->placed.boxes);
	ht_boxes_expand(&m->l, &m->placed.imprint.boxes);
	ht_boxes_expand(&m->l, &m->l.notes.boxes);
}

const ht_page *ht_pages_at(const ht_pages *pages, size_t i)
{
	struct ht_emitter *m = pages->emitter;
	ht_page *page = &pages->v[i];
	if (!m || m->all)
		return page;
	held *place = &m->held[i % HT_PAGES_HELD];
	if (place->page != page) {
		if (place->page) {
			place->page->ops = NULL;
			place->page->n = 0;
		}
		place->page = page;
		place->ops.n = 0;
		if (!empty_shown(m, place))
			return NULL;
		emit_page(m, pages, i, &place->ops);
		if (pages->n <= HT_PAGES_HELD)
			cut(m, &place->ops);
	}
	return m->l.status == HT_OK ? page : NULL;
}

ht_status ht_pages_make_all(const ht_pages *pages)
{
	struct ht_emitter *m = pages->emitter;
	if (m && !m->all)
		expand_all(m, pages->n);
	for (size_t p = 0; m && p < pages->n && !m->all && m->l.status == HT_OK; p++) {
		ht_ops ops = {0};
		emit_page(m, pages, p, &ops);
		cut(m, &ops);
	}
	if (!m)
		return HT_OK;
	m->all = m->l.status == HT_OK;
	return m->l.status;
}

ht_status ht_pages_laid(const ht_pages *pages, const ht_laid **ret)
{
	struct ht_emitter *m = pages->emitter;
	if (!m->laid && m->l.status == HT_OK) {
		expand_all(m, pages->n);
		m->laid = ht_laid_make(&m->l, &m->placed, pages->n);
	}
	if (m->l.status == HT_OK)
		*ret = m->laid;
	return m->l.status;
}

ht_status ht_pages_show(const ht_pages *pages, ht_ledger *ledger)
{
	for (size_t p = 0; p < pages->n; p++) {
		const ht_page *page = ht_pages_at(pages, p);
		if (!page)
			return HT_ERR_NOMEM;
		for (size_t i = 0; i < page->n; i++) {
			const ht_op *op = &page->ops[i];
			if (op->kind == HT_OP_RUN && op->run->n)
				ht_ledger_show(ledger, op->run->text, op->run->len);
			if (op->kind == HT_OP_RUN && op->run->href)
				ht_ledger_show(ledger, op->run->href, strlen(op->run->href));
			else if (op->kind == HT_OP_IMAGE && op->file)
				ht_ledger_show(ledger, op->file, strlen(op->file));
		}
	}
	return HT_OK;
}

void ht_pages_free(ht_pages *pages)
{
	if (!pages)
		return;
	for (size_t i = 0; pages->emitter && i < HT_PAGES_HELD; i++)
		ht_arena_free(pages->emitter->held[i].shown);
	ht_arena_free(pages->arena);
}
