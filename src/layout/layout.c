#include "layout/layout.h"
#include "layout/messages.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "boxes.h"

static void init(ht_layouter *l)
{
	size_t n = l->style->n_faces, furniture = l->style->n_furniture;
	l->han_fontsets = ht_layouter_array(l, n + 1, sizeof *l->han_fontsets);
	l->latin_fontsets = ht_layouter_array(l, n + 1, sizeof *l->latin_fontsets);
	l->furniture = ht_layouter_array(l, furniture + 1, sizeof *l->furniture);
	for (size_t i = 0; i < n && l->status == HT_OK; i++)
		l->han_fontsets[i] = l->latin_fontsets[i] = -1;
	for (size_t i = 0; i < furniture && l->status == HT_OK; i++)
		l->furniture[i].w = -1;
}

static const char *number_text(char text[static 16], int number)
{
	snprintf(text, 16, "%d", number);
	return text;
}

/* The imprint is on the last page if the text leaves room for it, else on a page of its own; when printed on both
 * sides, on an even page, with a blank page before it if necessary. This blank page and the imprint's own page have no
 * number (GB/T 9704-2012 7.5). */
static size_t pages_with_imprint(ht_layouter *l, const ht_laid_imprint *imprint, const ht_paginated *paginated)
{
	size_t n_pages = paginated->n_pages;
	bool even = l->style->imprint.even_page;
	char number[16];
	l->unnumbered = SIZE_MAX;
	ht_len lacking = paginated->bottom + l->tightening.imprint_gap - imprint->top;
	if (!imprint->boxes.n || (lacking <= 0 && !(even && n_pages % 2)))
		return n_pages;
	const ht_loc loc = imprint->boxes.v[0].block->loc;
	if (even && n_pages % 2)
		ht_diag(l->diags, HT_D_IMPRINT_EVEN_PAGE, loc, NULL);
	else if (paginated->bottom >= l->style->page.height)
		ht_diag(l->diags, HT_D_IMPRINT_LANDSCAPE, loc, NULL);
	else
		ht_diag(l->diags, HT_D_IMPRINT_NEW_PAGE, loc,
		        number_text(number, ht_len_count(lacking, ht_geometry_pitch(&l->style->page))), NULL);
	if (!even || n_pages % 2)
		return n_pages + 1;
	l->unnumbered = n_pages;
	return n_pages + 2;
}

static ht_placed place_all(ht_layouter *l)
{
	ht_placed out = {0};
	l->units = 0;
	l->lists = 0;
	l->n_seals = 0;
	l->tightening.block = NULL;
	l->tightening.alone = l->tightening.split = false;
	l->tightening.lines = 0;
	l->tightening.close_rows = NULL;
	l->tightening.divided = l->tightening.after_landscape = false;
	l->tightening.rest = NULL;
	l->tightening.imprint_lines = 0;
	l->tightening.imprint_gap = l->style->imprint.gap;
	ht_notes_make(l);
	ht_boxes_make(l, &l->doc->flow, &out.boxes);
	ht_imprint_place(l, &out.imprint);
	l->imprint_top = out.imprint.boxes.n ? out.imprint.top : 0;
	ht_paginate(l, &out.boxes, &out.paginated);
	if (l->status == HT_OK)
		ht_seals_clear(l, &out.boxes);
	return out;
}

/* The same, when faults are already reported. */
static ht_placed place_again(ht_layouter *l)
{
	ht_diags *diags = l->diags;
	l->diags = NULL;
	ht_placed out = place_all(l);
	l->diags = diags;
	return out;
}

/* The element of the flow that a row of the imprint may replace, or NULL. */
static const ht_block *movable(const ht_layouter *l)
{
	const ht_blocks *flow = &l->doc->flow, *imprint = &l->doc->imprint;
	for (size_t i = 0; i < imprint->n; i++)
		for (size_t k = 0; k < flow->n && imprint->v[i].element->instead_of; k++)
			if (strcmp(flow->v[k].element->name, imprint->v[i].element->instead_of) == 0)
				return &flow->v[k];
	return NULL;
}

static const ht_block *first_body(const ht_boxes *boxes)
{
	size_t i = 0;
	while (i + 1 < boxes->n && !boxes->v[i].body)
		i++;
	return boxes->v[i].block;
}

static bool imprint_is_too_tall(const ht_layouter *l, const ht_laid_imprint *imprint)
{
	return imprint->boxes.n && imprint->top < l->style->page.top;
}

/* Lay out again with step i of what makes room on page 1; true when it has body text then. */
static bool first_page_has_text(ht_layouter *l, size_t i, ht_placed *ret)
{
	static const int flat[] = {0, 850, 720};
	const size_t last = sizeof flat / sizeof *flat - 1;
	l->tightening.first_flat = flat[i < last ? i : last];
	l->tightening.first_lines = i > last ? l->style->page.lines + (int)(i - last) : 0;
	*ret = place_again(l);
	return !ht_first_page_lacks_body(&ret->boxes) && !imprint_is_too_tall(l, &ret->imprint);
}

/* So that page 1 has body text (7.3.3): one empty line less above the title, then names of a joint masthead that are
 * less high, as wide as before, then closer lines. True when it has. Each step makes more room, so if the first is
 * not enough, the last shows whether any is. */
static bool tighten_first_page(ht_layouter *l, ht_placed *ret)
{
	const int more = l->style->page.max_lines - l->style->page.lines;
	const size_t last = 2 + (more > 0 ? (size_t)more : 0);
	l->tightening.first_close = true;
	if (first_page_has_text(l, 0, ret))
		return true;
	size_t i = first_page_has_text(l, last, ret) ? 1 : last + 1;
	for (; i <= last && l->status == HT_OK; i++)
		if (first_page_has_text(l, i, ret))
			return true;
	l->tightening.first_close = false;
	l->tightening.first_flat = l->tightening.first_lines = 0;
	return false;
}

/* Is it a joint document, whose masthead may be made less high? Its title may be long, too. Elsewhere page 1 stays as
 * an editor sets it, which does not follow this. */
static bool is_joint(const ht_layouter *l)
{
	for (size_t i = 0; i < l->doc->flow.n; i++)
		if (l->doc->flow.v[i].kind == HT_BLOCK_MASTHEAD)
			return l->doc->flow.v[i].n_paras > 1;
	return false;
}

/* The same; if that is not enough, with the recipients in the imprint too (`block`, if they may move there). */
static bool close_first_page(ht_layouter *l, const ht_block *block, ht_placed *ret)
{
	bool done = tighten_first_page(l, ret);
	if (!done && block) {
		l->moved = block->element->name;
		done = tighten_first_page(l, ret);
		if (done)
			ht_diag(l->diags, HT_D_MOVED_TO_IMPRINT, block->loc, l->moved, ht_element_zh(block->element),
			        NULL);
		else
			l->moved = NULL;
	}
	if (done)
		ht_diag(l->diags, HT_D_FIRST_PAGE_CLOSE, first_body(&ret->boxes)->loc, NULL);
	return done;
}

/* Recipients of so many lines are not the reason why page 1 of a joint document has no text. */
#define FEW_LINES 3

static bool has_few_lines(const ht_boxes *boxes, const ht_block *block)
{
	int n = 0;
	for (size_t i = 0; i < boxes->n; i++)
		n += boxes->v[i].block == block;
	return n <= FEW_LINES;
}

/* GB/T 9704-2012 7.3.2: recipients that leave no room for body text on page 1 move to the imprint. If that would make
 * it taller than a page, they stay where they are and continue on the next pages. A joint document with few of them has
 * its page 1 set closer instead: what leaves no room is its masthead. */
static ht_placed place_with_body(ht_layouter *l)
{
	ht_placed out = place_all(l);
	const ht_block *block = movable(l);
	bool lacks = l->status == HT_OK && ht_first_page_lacks_body(&out.boxes);
	if (lacks && block && is_joint(l) && has_few_lines(&out.boxes, block)) {
		lacks = !close_first_page(l, NULL, &out);
		if (lacks)
			out = place_again(l);
	}
	if (block && lacks) {
		l->moved = block->element->name;
		ht_placed moved = place_again(l);
		bool useless = ht_first_page_lacks_body(&moved.boxes);
		if (useless || imprint_is_too_tall(l, &moved.imprint)) {
			l->moved = NULL;
			out = place_again(l); /* units are counted again */
		} else {
			ht_diag(l->diags, HT_D_MOVED_TO_IMPRINT, block->loc, l->moved, ht_element_zh(block->element),
			        NULL);
			out = moved;
		}
	}
	if (l->status == HT_OK && is_joint(l) && ht_first_page_lacks_body(&out.boxes) &&
	    !close_first_page(l, block, &out))
		out = place_again(l);
	if (imprint_is_too_tall(l, &out.imprint))
		ht_diag(l->diags, HT_D_IMPRINT_TOO_TALL, out.imprint.boxes.v[0].block->loc, NULL);
	if (l->status == HT_OK && ht_first_page_lacks_body(&out.boxes))
		ht_diag(l->diags, HT_D_FIRST_PAGE_NO_BODY, first_body(&out.boxes)->loc, NULL);
	return out;
}

/* Lay out again with other characters in a line of body text; true when the
 * signature is then on a page with text. */
static bool signature_has_text(ht_layouter *l, int chars, bool may_split, ht_placed *ret)
{
	l->tightening.chars = chars;
	l->tightening.may_split = may_split;
	*ret = place_again(l);
	return !l->tightening.alone;
}

/* GB/T 9704-2012 7.3.5.5, if tightened lines are not enough: characters closer, up
 * to the style's max_chars; then a paragraph of two or three lines is split; then
 * characters are set wider, down to min_chars, so that there are two lines. */
static void keep_signature(ht_layouter *l, ht_placed *ret)
{
	const ht_geometry *g = &l->style->page;
	bool done = !l->tightening.alone || l->tightening.divided || l->tightening.after_landscape;
	for (int chars = g->chars + 1; !done && l->status == HT_OK && chars <= g->max_chars; chars++)
		done = signature_has_text(l, chars, false, ret);
	for (int chars = g->chars; !done && l->status == HT_OK && g->min_chars && chars >= g->min_chars; chars--)
		done = signature_has_text(l, chars, true, ret);
	if (!done)
		signature_has_text(l, 0, false, ret);
}

static bool has_imprint_below(const ht_placed *out)
{
	return out->imprint.boxes.n && out->paginated.bottom <= out->imprint.top;
}

/* Fewer seals stand in any number of even rows. */
#define FEW_SEALS 4
/* So many lines may be free before the seals' page: their rows need not be others for that. */
#define LITTLE_WHITE 2

/* How bad the pages of a document under seals are; the first that differs counts: the seals without text or on several
 * pages; the number of pages; the imprint alone; uneven rows, the date moved; a page that ends early for the imprint.
 */
typedef struct verdict {
	size_t faults[5];
} verdict;

static verdict judge_seals(const ht_layouter *l, const ht_placed *out)
{
	const ht_paginated *p = &out->paginated;
	bool imprint = out->imprint.boxes.n && !l->style->imprint.even_page;
	bool alone = imprint && p->bottom + l->tightening.imprint_gap > out->imprint.top;
	verdict ret = {{l->tightening.alone, p->n_pages + alone, alone}};
	for (size_t i = 0; i < p->n_pages; i++)
		ret.faults[4] += p->pages[i].end == HT_PAGE_END_IMPRINT;
	for (size_t i = 0; i < l->n_seals; i++)
		ret.faults[3] += l->seals[i].faults;
	return ret;
}

static int compare_verdicts(const verdict *a, const verdict *b)
{
	size_t i = 0;
	while (i + 1 < ARRAY_LEN(a->faults) && a->faults[i] == b->faults[i])
		i++;
	return (a->faults[i] > b->faults[i]) - (a->faults[i] < b->faults[i]);
}

static bool has_many_seals(const ht_layouter *l)
{
	for (size_t i = 0; i < l->n_seals; i++)
		if (l->seals[i].n >= FEW_SEALS)
			return true;
	return false;
}

/* The document with the names under its seals set so, and as many characters in a line as at first. */
static verdict place_seals(ht_layouter *l, const ht_seal_way *way, ht_placed *ret)
{
	l->seal_way = way;
	l->tightening.chars = 0;
	l->tightening.may_split = false;
	*ret = place_again(l);
	keep_signature(l, ret);
	return judge_seals(l, ret);
}

/* Lines that are free below box i, if its page ends with it and goes on on the next; else 0. bottom: lower edge of what
 * is on the page so far, at first 0. */
static int white_below(const ht_layouter *l, const ht_placed *out, size_t i, ht_len *bottom)
{
	const ht_box *box = &out->boxes.v[i];
	const ht_laid_page *page = &out->paginated.pages[box->page];
	const ht_geometry *g = &l->style->page;
	*bottom = ht_len_max(*bottom, box->top + ht_len_max(box->em, box->reach));
	if (i + 1 == out->boxes.n || box[1].page == box->page)
		return 0;
	ht_len room = g->top + g->area_height - ht_notes_height(l, page->note_lines) - *bottom;
	*bottom = 0;
	if (box->landscape || page->end == HT_PAGE_END_ASKED)
		return 0;
	return (int)((room + HT_LEN_PT / 4) / page->pitch); /* lines' places are rounded */
}

/* The most of a page. */
static int most_white(const ht_layouter *l, const ht_placed *out)
{
	int most = 0;
	ht_len bottom = 0;
	for (size_t i = 0; i < out->boxes.n; i++) {
		int lines = white_below(l, out, i, &bottom);
		most = lines > most ? lines : most;
	}
	return most;
}

/* Rows of many seals are planned before there are pages. If the pages turn out badly, names over several lines, in two
 * or three columns, may make fewer rows and so better pages (7.3.5.5). */
static void choose_seals(ht_layouter *l, ht_placed *ret)
{
	static const ht_seal_way ways[] = {{2, false, false}, {3, false, false}, {3, false, true}};
	if (l->status != HT_OK || !has_many_seals(l))
		return;
	const ht_seal_way *best = NULL, *tried = NULL;
	verdict least = judge_seals(l, ret);
	bool good = !least.faults[0] && !least.faults[2] && !least.faults[3] && !least.faults[4] &&
	            most_white(l, ret) <= LITTLE_WHITE;
	for (size_t i = 0; !good && l->status == HT_OK && i < ARRAY_LEN(ways); i++) {
		verdict v = place_seals(l, tried = &ways[i], ret);
		if (compare_verdicts(&v, &least) >= 0)
			continue;
		best = tried;
		least = v;
	}
	if (tried != best)
		place_seals(l, best, ret);
}

/* Rows of forms that are to be written in at length get the free rest of their pages, if that moves nothing. */
static void grow_form_rows(ht_layouter *l, ht_placed *ret)
{
	const ht_placed as_was = *ret;
	if (l->status != HT_OK || !ht_form_rows_grow(l, &ret->boxes, &ret->paginated))
		return;
	*ret = place_again(l);
	if (ret->paginated.n_pages == as_was.paginated.n_pages && has_imprint_below(ret) == has_imprint_below(&as_was))
		return;
	l->n_more = 0;
	*ret = place_again(l);
}

/* What was done so that seals have room. */
static void report_seals(ht_layouter *l)
{
	for (size_t i = 0; i < l->n_seals; i++) {
		const ht_seals_set *set = &l->seals[i];
		if (set->date_moved)
			ht_diag(l->diags, HT_D_SEALS_DATE_MOVED, set->block->loc, NULL);
		if (set->names_wrapped)
			ht_diag(l->diags, HT_D_SEALS_NAMES_WRAPPED, set->block->loc, NULL);
	}
}

/* The signature's page has no text. */
static void report_alone(ht_layouter *l)
{
	const ht_tightening *c = &l->tightening;
	ht_code message = HT_D_SIGNATURE_ALONE;
	if (c->divided)
		message = HT_D_SEALS_DIVIDED;
	else if (c->after_landscape)
		message = HT_D_SIGNATURE_LANDSCAPE;
	ht_diag(l->diags, message, c->block->loc, NULL);
}

static void report_tightening(ht_layouter *l)
{
	const ht_tightening *c = &l->tightening;
	char number[16];
	if (c->close_rows)
		ht_diag(l->diags, HT_D_SEALS_CLOSE, c->close_rows->loc, NULL);
	if (c->rest)
		ht_diag(l->diags, HT_D_LINES_TIGHTENED_REST, c->rest->loc, number_text(number, c->rest_lines),
		        c->rest->element->name, ht_element_zh(c->rest->element), NULL);
	if (c->imprint_lines)
		ht_diag(l->diags, HT_D_LINES_TIGHTENED_IMPRINT, l->doc->imprint.v[0].loc,
		        number_text(number, c->imprint_lines), NULL);
	if (!c->block)
		return;
	if (c->lines)
		ht_diag(l->diags, HT_D_LINES_TIGHTENED, c->block->loc, number_text(number, c->lines), NULL);
	if (c->chars && c->chars != l->style->page.chars)
		ht_diag(l->diags, HT_D_CHARS_TIGHTENED, c->block->loc, number_text(number, c->chars), NULL);
	if (c->split)
		ht_diag(l->diags, HT_D_PARA_SPLIT, c->block->loc, NULL);
	if (c->alone)
		report_alone(l);
}

/* Elements that belong on the line before but did not fit there. */
static void report_below(ht_layouter *l, const ht_boxes *boxes)
{
	for (size_t i = 1; i < boxes->n; i++) {
		const ht_box *box = &boxes->v[i], *before = &boxes->v[i - 1];
		const ht_element *e = box->block->element;
		if (box->starts && e->beside && !before->block->element->beside && ht_boxes_collide(box, before))
			ht_diag(l->diags, HT_D_NOT_BESIDE, box->block->loc, e->name, ht_element_zh(e),
			        before->block->element->name, ht_element_zh(before->block->element), NULL);
	}
}

/* Why a page ends before box `next` though it has room, from the next line of its grid on. */
static const ht_diag_info *why_short(const ht_boxes *boxes, size_t next, const ht_laid_page *page, ht_len room)
{
	const ht_box *box = &boxes->v[next];
	size_t end = next;
	if (page->end == HT_PAGE_END_IMPRINT)
		return HT_D_PAGE_SHORT_IMPRINT;
	if ((box->table || box->tall) && ht_kept_height(boxes, next) > room)
		return HT_D_PAGE_SHORT_TALL;
	if (box->block->keep_next)
		return HT_D_PAGE_SHORT_HEADING;
	while (end < boxes->n && boxes->v[end].page == box->page)
		if (ht_is_signature(&boxes->v[end++]))
			return HT_D_PAGE_SHORT_SIGNATURE;
	return HT_D_PAGE_SHORT;
}

/* 5.2.3: a page that goes on is full; each that is not is told of. */
static void report_short_pages(ht_layouter *l, const ht_placed *out)
{
	const ht_box *v = out->boxes.v;
	char number[16], lacking[16];
	ht_len bottom = 0;
	for (size_t i = 0; i + 1 < out->boxes.n; i++) {
		const ht_laid_page *page = &out->paginated.pages[v[i].page];
		int lines = white_below(l, out, i, &bottom);
		/* rows of seals on several pages are told of */
		if (lines < 1 || v[i + 1].seal_row)
			continue;
		ht_len room = (lines - 1) * page->pitch + l->style->page.size;
		ht_diag(l->diags, why_short(&out->boxes, i + 1, page, room), v[i + 1].block->loc,
		        number_text(number, (int)v[i].page + 1), number_text(lacking, lines), NULL);
	}
}

static void lay_out(ht_layouter *l, ht_pages *pages)
{
	init(l);
	ht_placed out = place_with_body(l);
	keep_signature(l, &out);
	choose_seals(l, &out);
	grow_form_rows(l, &out);
	if (l->status != HT_OK)
		return;
	ht_tables_centre(&out.boxes);
	report_seals(l);
	report_tightening(l);
	report_below(l, &out.boxes);
	report_short_pages(l, &out);
	pages->n = pages_with_imprint(l, &out.imprint, &out.paginated);
	ht_notes_report(l);
	ht_notes_place(l, &out.paginated, pages->n, &out.imprint);
	ht_emitter_make(l, &out, pages);
	ht_emit_outline(l, &out.boxes, pages);
}

/* 2026-07-23, perhaps with a time as ISO 8601 has it: not words, not a day left for the pen. */
static bool is_moment(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00+00:00";
	size_t n = 0;
	for (; text && text[n] && n < sizeof form - 1; n++)
		if (form[n] == '0' ? !isdigit((unsigned char)text[n]) : text[n] != form[n])
			return false;
	return text && !text[n] && (n == strlen("0000-00-00") || n == sizeof form - 1);
}

void ht_doc_moment(const char *const archive[HT_ARCHIVE_COUNT], long long created, char text[HT_MOMENT])
{
	const char *said = archive[HT_ARCHIVE_CREATED], *day = archive[HT_ARCHIVE_DATE];
	const time_t t = (time_t)created;
	struct tm tm;
	text[0] = '\0';
	if (is_moment(said))
		strcpy(text, said);
	else if (created >= 0 && gmtime_r(&t, &tm) && tm.tm_year <= 9999 - 1900)
		strftime(text, HT_MOMENT, "%Y-%m-%dT%H:%M:%SZ", &tm);
	else if (is_moment(day))
		strcpy(text, day);
}

void ht_doc_time(const char *const archive[HT_ARCHIVE_COUNT], long long created, char text[HT_MOMENT])
{
	ht_doc_moment(archive, created, text);
	if (*text && !strchr(text, 'T'))
		strcat(text, "T00:00:00");
}

/* `12页` without the word, which the message has. */
static const char *without_unit(ht_layouter *l, const char *said)
{
	static const char unit[] = "页";
	const char *number = said;
	if (ht_str_ends(said, unit))
		number = ht_arena_strndup(l->arena, said, strlen(said) - strlen(unit));
	if (!number && l->status == HT_OK)
		l->status = HT_ERR_NOMEM;
	return number ? number : said;
}

/* The number of pages is counted, whatever the record says. */
static void count_pages(ht_layouter *l, ht_pages *pages)
{
	const char **v = &pages->info.archive[HT_ARCHIVE_PAGES], *said = *v;
	*v = ht_arena_printf(l->arena, "%zu", pages->n);
	if (!*v && l->status == HT_OK)
		l->status = HT_ERR_NOMEM;
	if (!l->doc->pages_said || !*v)
		return;
	if (strtoul(said, NULL, 10) != pages->n)
		ht_diag(l->diags, HT_D_ARCHIVE_PAGES, l->doc->pages_said->loc, without_unit(l, said), *v, NULL);
	ht_ledger_made(l->doc->ledger, said, strlen(said), *v, strlen(*v));
}

ht_status ht_layout(const ht_doc *doc, ht_fonts *fonts, ht_diags *diags, ht_pages **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_pages *pages = arena ? ht_arena_alloc(arena, sizeof *pages) : NULL;
	if (!pages) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	pages->arena = arena;
	pages->ledger = doc->ledger;
	pages->duplex = doc->style->imprint.even_page;
	pages->info = (ht_doc_info){.title = doc->title,
	                            .author = doc->author,
	                            .subject = doc->subject,
	                            .keywords = doc->keywords,
	                            .created = -1};
	memcpy(pages->info.archive, doc->archive, sizeof doc->archive);
	ht_layouter l = {.doc = doc,
	                 .style = doc->style,
	                 .fonts = fonts,
	                 .diags = diags,
	                 .arena = arena,
	                 .landscape = ht_geometry_landscape(&doc->style->page, HT_SIDE_LEFT),
	                 .area = &doc->style->page};
	lay_out(&l, pages);
	if (l.status == HT_OK)
		l.status = ht_fonts_status(fonts, diags);
	ht_arena_free(l.scratch);
	count_pages(&l, pages);
	if (l.status == HT_OK)
		*ret = pages;
	else
		ht_pages_free(pages);
	return l.status;
}
