/* What the writers of blocks share: pages, rules, blocks beside each other, the rows of a block as texts at places of a
 * line. */
#include "draft_priv.h"

/* Most lines of a short paragraph. */
#define SHORT_PARA 6

static bool is_signature(ht_block_kind kind)
{
	return kind == HT_BLOCK_SIGNATURE || kind == HT_BLOCK_SEALED || kind == HT_BLOCK_STAMPED;
}

bool ht_draft_is_short(const ht_laid_block *laid)
{
	return laid->n <= SHORT_PARA;
}

/* Paragraphs that the sheet prefers to keep with the next are kept only if short: editors move kept paragraphs as a
 * whole, and a long one would leave a page half empty. */
bool ht_draft_kept_with_next(const ht_draft_blocks *b, size_t i)
{
	if (i + 1 >= b->n || b->v[i + 1].element->new_page)
		return false;
	const ht_block *block = &b->v[i], *next = &b->v[i + 1];
	if (block->keep_next || is_signature(next->kind))
		return true;
	return next->element->keep_previous && (block->kind != HT_BLOCK_PARA || ht_draft_is_short(&b->laid[i]));
}

bool ht_draft_kept_with_signature(const ht_draft_blocks *b, size_t i)
{
	while (ht_draft_kept_with_next(b, i) && !is_signature(b->v[i + 1].kind))
		i++;
	return ht_draft_kept_with_next(b, i);
}

/* Is there a signature with seals among the rows of the page on which the block begins, after it? */
static bool is_with_seals(const ht_draft *d, const ht_block *block, size_t page)
{
	const ht_blocks *flow = &d->doc->flow;
	if (block < flow->v || block >= flow->v + flow->n)
		return false;
	for (size_t i = (size_t)(block - flow->v) + 1; i < flow->n; i++) {
		const ht_laid_block *laid = &d->laid->flow[i];
		if (laid->n && laid->v[0].page != page)
			return false;
		for (size_t k = 0; k < laid->n; k++)
			if (laid->v[k].n_pictures && is_signature(flow->v[i].kind))
				return true;
	}
	return false;
}

/* Does the block begin a page that an editor would not begin there? It goes on with the imprint, which else would be
 * alone (7.4.1), or with seals, whose lower edges had no room on the page before (7.3.5.1): editors leave it above. */
static bool begins_early(const ht_draft *d, const ht_block *block, const ht_laid_block *laid)
{
	size_t page = laid->n ? laid->v[0].page : 0;
	if (!page || d->at.empty || page == d->at.page)
		return false;
	ht_page_end end = d->laid->pages[page - 1].end;
	bool has_room = d->at.y + laid->v[0].pitch <= ht_draft_body_bottom(d);
	return end == HT_PAGE_END_IMPRINT || (end == HT_PAGE_END_FULL && has_room && is_with_seals(d, block, page));
}

void ht_draft_begin_page(ht_draft *d, const ht_block *block, const ht_laid_block *laid, ht_draft_para *para)
{
	const bool early = begins_early(d, block, laid);
	if (!d->started || !(early || (block->first && block->element->new_page)))
		return;
	ht_draft_place_page(d);
	para->page_break = true;
}

/* A rule as wide as the text, straight below a paragraph, can be its border. */
static bool is_border(const ht_draft *d, const ht_element *e, const ht_laid_row *row)
{
	return e->has_top && e->from == HT_FROM_PREVIOUS && e->across == HT_ACROSS_AREA && row->x == 0 &&
	       row->w == d->style->page.area_width;
}

static void add_line(ht_draft *d, const ht_element *e, const ht_laid_row *row, ht_len y)
{
	const ht_draft_shape line = {
	    .x = d->style->page.left + row->x, .y = y, .w = row->w, .h = row->em, .colour = e->colour};
	ht_draft_add_shape(d, &line);
}

/* The distance from text to a border as the format has it; < 0: it cannot. */
static ht_len border_pad(const ht_draft *d, ht_len pad)
{
	const ht_len step = d->format->border_step;
	if (!step || pad < 0)
		return pad;
	pad = (pad + step / 2) / step * step;
	return pad <= d->format->border_most ? pad : -1;
}

/* Is the paragraph as wide as the text? Its border begins and ends where its lines do. */
static bool is_wide(const ht_draft_para *para)
{
	return para->left + ht_len_min(para->indent, 0) == 0 && para->right == 0;
}

/* The first as its border if that is possible, the others as drawn lines. */
void ht_draft_rules_after(ht_draft *d, const ht_draft_blocks *b, size_t *i, ht_draft_para *para)
{
	for (; *i < b->n && b->v[*i].kind == HT_BLOCK_RULE && b->laid[*i].n; ++*i) {
		const ht_element *e = b->v[*i].element;
		const ht_laid_row *row = b->laid[*i].v;
		ht_len y = ht_draft_place_rule(d, row), pad = border_pad(d, y - d->at.y);
		if (para->rule_below || !is_border(d, e, row) || !is_wide(para) || pad < 0) {
			add_line(d, e, row, y);
			continue;
		}
		para->rule_below = row->em;
		para->pad_below = pad;
		para->rule_colour = e->colour;
		d->at.y += pad + row->em;
	}
}

/* A rule with no paragraph above it waits for the one below. */
void ht_draft_block_rule(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_laid_row *row = b->laid[*i].v;
	add_line(d, b->v[*i].element, row, ht_draft_place_rule(d, row));
	++*i;
}

const ht_laid_block *ht_draft_beside(const ht_draft_blocks *b, size_t i)
{
	const ht_laid_block *next = i + 1 < b->n ? &b->laid[i + 1] : NULL;
	return next && next->n && next->v[0].beside ? next : NULL;
}

/* The edge at which a line's text stays when it is edited. */
static ht_halign side_of(const ht_block *block, const ht_laid_line *line)
{
	static const ht_halign sides[] = {HT_HALIGN_LEFT, HT_HALIGN_CENTRE, HT_HALIGN_RIGHT};
	size_t index = line->para ? (size_t)(line->para - block->paras) : 0;
	if (block->kind == HT_BLOCK_SEALED)
		return HT_HALIGN_CENTRE;
	if (block->kind == HT_BLOCK_STAMPED)
		return HT_HALIGN_RIGHT;
	return block->kind == HT_BLOCK_LINE && index < ARRAY_LEN(sides) ? sides[index] : HT_HALIGN_LEFT;
}

static ht_draft_seg seg_of(ht_draft *d, const ht_block *block, const ht_laid_line *line)
{
	ht_draft_seg seg = {.kind = side_of(block, line), .at = ht_laid_line_left(line)};
	if (seg.kind == HT_HALIGN_CENTRE)
		seg.at += line->set->width / 2;
	if (seg.kind == HT_HALIGN_RIGHT)
		seg.at = ht_laid_line_right(line);
	seg.run = ht_draft_slice(d, line->para, line->from, line->len, block->element);
	return seg;
}

size_t ht_draft_row_segs(ht_draft *d, const ht_block *block, const ht_laid_row *row, ht_draft_seg *segs, size_t n)
{
	for (size_t i = 0; i < row->n_lines && n < HT_DRAFT_MAX_TABS; i++)
		if (row->lines[i].para)
			segs[n++] = seg_of(d, block, &row->lines[i]);
	return n;
}

/* The left side over several rows: one text, with the line ends of the pages. */
static ht_draft_seg left_side(ht_draft *d, const ht_draft_para *para, const ht_block *block, const ht_laid_block *laid)
{
	const ht_laid_line *first = &laid->v[0].lines[0];
	const ht_composed_line **lines = ht_draft_array(d, laid->n + 1, sizeof *lines);
	size_t *breaks = ht_draft_array(d, laid->n + 1, sizeof *breaks), n = 0, len = 0, n_breaks = 0;
	ht_draft_seg seg = {.kind = HT_HALIGN_LEFT, .at = ht_laid_line_left(first)};
	for (size_t i = 0; lines && breaks && i < laid->n; i++) {
		const ht_laid_line *line = &laid->v[i].lines[0];
		if (line->para == first->para) {
			lines[n++] = line->set;
			len += line->len;
		}
		if (i + 1 < laid->n)
			breaks[n_breaks++] = len;
	}
	seg.run = ht_draft_slice(d, first->para, first->from, len, block->element);
	if (!lines || !breaks)
		return seg;
	ht_draft_fit(d, para, lines, n, d->style->page.area_width, &seg.run);
	seg.run.breaks = breaks;
	seg.run.n_breaks = n_breaks;
	return seg;
}

size_t ht_draft_sides_segs(ht_draft *d, const ht_draft_para *para, const ht_block *block, const ht_laid_block *laid,
                           ht_draft_seg *segs, size_t n)
{
	const ht_laid_row *last = &laid->v[laid->n - 1];
	if (laid->n == 1)
		return ht_draft_row_segs(d, block, last, segs, n);
	const ht_dpara *left = laid->v[0].lines[0].para;
	segs[n++] = left_side(d, para, block, laid);
	for (size_t i = 0; i < last->n_lines && n < HT_DRAFT_MAX_TABS; i++)
		if (last->lines[i].para != left)
			segs[n++] = seg_of(d, block, &last->lines[i]);
	return n;
}
