/* Lists of people and of committees: what the pages set apart by blanks is at tab stops, so that a list flows when a
 * person is added.
 *
 * Names of a meeting follow each other over several lines. LibreOffice begins a line with the tab before the name that
 * found no room: so lines begin left of the names' column. In Word the tab ends the line before, and lines begin in the
 * column. A name is never divided, since no stop is so far at the right that it would not fit. Names of up to three
 * characters are in columns, others where the pages have them. The list is tried beforehand: where an editor would not
 * have the names in the lines of the pages, the blanks stay.
 *
 * Members of a committee have a line each: name and office are at one stop each. */
#include <string.h>

#include "draft_priv.h"

/* Two places this near are one. */
#define NEAR (HT_LEN_PT / 4)

/* Text between two gaps, in the order of the paragraph: where the pages have it. */
typedef struct piece {
	ht_len x, width;
	size_t line;
	bool divided; /* it goes on in the next line */
} piece;

typedef struct listing {
	ht_draft *d;
	const ht_laid_row *rows;
	size_t n_rows;
	size_t line, run, begin; /* the run that was looked at last, and its first byte */
	piece *v;
	size_t n;
	ht_len left, column, room; /* where lines begin; where names do; the lines' right edge */
	ht_len stops[HT_DRAFT_MAX_TABS];
	size_t n_stops;
} listing;

bool ht_draft_is_gap(const ht_dspan *span)
{
	static const char space[] = "\xE3\x80\x80";
	const size_t width = strlen(space);
	for (size_t i = 0; i < span->len; i += width)
		if (span->len - i < width || memcmp(span->text + i, space, width) != 0)
			return false;
	return span->len > 0;
}

/* The glyph of a byte of the text, and its line. Bytes are asked for in order. */
static const ht_glyph *glyph_at(listing *l, size_t byte, size_t *line)
{
	for (; l->line < l->n_rows; l->line++, l->run = 0) {
		const ht_composed_line *set = l->rows[l->line].lines[0].set;
		for (; l->run < set->n; l->begin += set->runs[l->run++].len) {
			const ht_run *run = &set->runs[l->run];
			const ht_glyph *found = NULL;
			for (size_t k = 0; k < run->n && byte < l->begin + run->len; k++)
				if (!found || l->begin + run->glyphs[k].cluster <= byte)
					found = &run->glyphs[k];
			*line = l->line;
			if (found)
				return found;
		}
	}
	return NULL;
}

/* How much wider an editor sets the line's text from one glyph to another: marks that the pages squeeze (the dot in a
 * name) are as wide as other characters there. */
static ht_len squeezed(const ht_composed_line *set, const ht_glyph *from, const ht_glyph *to)
{
	ht_len total = 0;
	for (size_t i = 0; i < set->n; i++) {
		const ht_run *run = &set->runs[i];
		for (size_t k = 0; k < run->n; k++) {
			const ht_glyph *g = &run->glyphs[k];
			bool wide = (unsigned char)run->text[g->cluster] >= 0x80;
			if (wide && g->x >= from->x && g->x <= to->x && g->advance < run->size)
				total += run->size - g->advance;
		}
	}
	return total;
}

static bool add_piece(listing *l, size_t from, size_t to)
{
	size_t line, last;
	const ht_glyph *begin = glyph_at(l, from, &line), *end = glyph_at(l, to - 1, &last);
	if (!begin || !end)
		return false;
	const ht_len x = l->rows[line].lines[0].x + begin->x;
	const ht_len more = line == last ? squeezed(l->rows[line].lines[0].set, begin, end) : 0;
	l->v[l->n++] = (piece){.x = x,
	                       .width = l->rows[last].lines[0].x + end->x + end->advance - x + more,
	                       .line = line,
	                       .divided = last != line};
	return true;
}

/* The pieces; false: there are no gaps, or not all glyphs. */
static bool find_pieces(listing *l, const ht_draft_run *run)
{
	size_t at = 0, from = 0;
	bool gaps = false;
	l->v = ht_draft_array(l->d, run->n + 1, sizeof *l->v);
	for (size_t i = 0; l->v && i < run->n; at += run->spans[i++].len) {
		if (!ht_draft_is_gap(&run->spans[i]))
			continue;
		if (at > from && !add_piece(l, from, at))
			return false;
		gaps = true;
		from = at + run->spans[i].len;
	}
	return l->v && gaps && at > from && l->n && add_piece(l, from, at);
}

static void add_stop(listing *l, ht_len at)
{
	size_t i = l->n_stops;
	for (size_t k = 0; k < l->n_stops; k++)
		if (at - l->stops[k] < NEAR && l->stops[k] - at < NEAR)
			return;
	if (l->n_stops == HT_DRAFT_MAX_TABS)
		return;
	for (; i && l->stops[i - 1] > at; i--)
		l->stops[i] = l->stops[i - 1];
	l->stops[i] = at;
	l->n_stops++;
}

/* The first stop after x; 0: there is none. */
static ht_len stop_after(const listing *l, ht_len x)
{
	for (size_t i = 0; i < l->n_stops; i++)
		if (l->stops[i] > x + NEAR)
			return l->stops[i];
	return 0;
}

/* Where the first name of a further line is. */
static ht_len line_begin(const listing *l)
{
	return l->d->format->tab_ends_line ? l->column : stop_after(l, l->left);
}

/* Does an editor have the pieces in the lines of the pages, and nearly at their places, with gaps that show? */
static bool is_as_pages(const listing *l)
{
	const ht_len cell = ht_geometry_char(&l->d->style->page, 1);
	size_t line = 0;
	ht_len x = l->v[0].x;
	for (size_t i = 1; i < l->n; i++) {
		const piece *p = &l->v[i];
		const ht_len end = x + l->v[i - 1].width;
		x = stop_after(l, end);
		bool gap = x - end > cell / 3;
		if (x > l->room) {
			line++;
			x = line_begin(l);
			gap = true;
		}
		const ht_len off = x > p->x ? x - p->x : p->x - x;
		bool same = l->d->natural || (p->line == line && off <= cell * 2 / 3 && !p->divided);
		if (!x || !gap || x + p->width > l->room + NEAR || !same)
			return false;
	}
	return !l->v[0].divided;
}

/* The width of a column: that of a name of the usual length, or, where lines need not be those of the pages, of the
 * widest. */
static ht_len name_width(const listing *l, const ht_element *e)
{
	const ht_len cell = ht_geometry_char(&l->d->style->page, 1);
	ht_len width = e->name_chars * cell;
	for (size_t i = 1; i < l->n && l->d->natural; i++)
		width = ht_len_max(width, (l->v[i].width + cell - NEAR) / cell * cell);
	return width;
}

/* Columns of names of a list, as far as such a name fits; then a stop that is out of the lines, where a tab ends them.
 */
static bool in_columns(listing *l, const ht_element *e)
{
	const ht_len cell = ht_geometry_char(&l->d->style->page, 1);
	const ht_len name = name_width(l, e), step = name + e->name_gap * cell;
	ht_len at = l->column;
	l->n_stops = 0;
	if (name <= 0)
		return false;
	for (; at + name <= l->room + NEAR && l->n_stops + 1 < HT_DRAFT_MAX_TABS; at += step)
		add_stop(l, at);
	add_stop(l, ht_len_max(at, l->room + cell));
	return is_as_pages(l);
}

/* Stops where the pages have names. */
static bool in_places(listing *l)
{
	l->n_stops = 0;
	add_stop(l, l->column);
	for (size_t i = 1; i < l->n; i++)
		add_stop(l, l->v[i].x);
	if (l->n_stops == HT_DRAFT_MAX_TABS)
		return false;
	add_stop(l, l->room + ht_geometry_char(&l->d->style->page, 1));
	return is_as_pages(l);
}

static void set_stops(const listing *l, ht_draft_para *para)
{
	para->align = HT_HALIGN_LEFT;
	para->n_tabs = (int)l->n_stops;
	for (size_t i = 0; i < l->n_stops; i++)
		para->tabs[i] = (ht_draft_tab){l->stops[i], HT_HALIGN_LEFT};
}

/* People after a label. */
static bool place_people(listing *l, const ht_element *e, ht_draft_para *para)
{
	l->column = para->left;
	l->left = para->left + para->indent;
	if (!in_columns(l, e)) {
		if (!in_places(l))
			return false;
		para->spacing += HT_TWIP; /* a name ends after the stop at its end, not at it */
	}
	if (!l->d->format->tab_ends_line) {
		para->left = l->left;
		para->indent = 0;
	}
	set_stops(l, para);
	return true;
}

/* A member: an office that goes on in the next line begins at its stop there, too. */
static bool place_member(listing *l, ht_draft_para *para)
{
	for (size_t i = 1; i < l->n; i++) {
		if (l->v[i].line)
			return false;
		add_stop(l, l->v[i].x);
	}
	set_stops(l, para);
	return true;
}

static bool names_people(const ht_draft_run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->spans[i].keep)
			return true;
	return false;
}

ht_draft_listed ht_draft_place_people(ht_draft *d, const ht_block *block, const ht_laid_block *laid,
                                      ht_draft_para *para, ht_draft_run *run)
{
	listing l = {.d = d, .rows = laid->v, .n_rows = laid->n, .room = ht_draft_line_width(d)};
	for (size_t i = 0; i < laid->n; i++)
		if (laid->v[i].n_lines != 1)
			return HT_DRAFT_LISTED_NOT;
	if (!names_people(run) || !find_pieces(&l, run))
		return HT_DRAFT_LISTED_NOT;
	const bool flows = block->element->kind == HT_E_PEOPLE;
	run->tabbed = flows ? place_people(&l, block->element, para) : place_member(&l, para);
	if (!run->tabbed)
		return HT_DRAFT_LISTED_NOT;
	return flows ? HT_DRAFT_LISTED_FLOWING : HT_DRAFT_LISTED_BY_LINE;
}
