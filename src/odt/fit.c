/* Lines that end where those of the pages do.
 *
 * Editors let a line go on until no character fits, with marks and gaps of one
 * width each; the pages squeeze marks and gaps to take in a mark that may not
 * begin a line. Where the two would part, the line's letters are set a little
 * closer (or wider) than the grid, by whole twentieths of a point: what a
 * careful typist does by hand to bring back a lonely mark. Text that is edited
 * later simply flows on. */
#include <string.h>

#include "base/utf8.h"
#include "odt_priv.h"

/* Between Han text and letters or digits, editors leave 1/5 em. */
#define GAP_NUM 1
#define GAP_DEN 5
/* What each change between Latin and other text may cost by rounding. */
#define PORTION (4 * ODT_TWIP)
/* A line this near to its measure may be taken either way. */
#define DOUBT (8 * ODT_TWIP)
/* A line that is set closer is set so much closer than need be. */
#define SPARE (20 * ODT_TWIP)
/* More than this would show; wider than that lines are set by justification anyway,
 * where a number and its unit go to the next line together. */
#define MOST   (26 * ODT_TWIP)
#define WIDEST (52 * ODT_TWIP)

/* Text as an editor sets it. The last letter before other script is not set
 * nearer to what follows, though it is set further apart: it is not counted
 * among those set apart. */
typedef struct extent {
	ht_len width; /* of letters and gaps, no distances between letters */
	size_t apart; /* letters with a distance behind them */
	size_t bytes;
} extent;

typedef struct measured {
	extent all, head; /* head: what cannot be parted at the line's beginning */
	int changes;      /* between Latin and other text */
	uint32_t first, last;
	ht_len first_width;
} measured;

typedef struct walk {
	ht_len gap;
	odt_context context;
	odt_kind kind;   /* of the character before */
	uint32_t before; /* the character before, 0 at the line's beginning */
	bool in_head;
} walk;

static bool is_gap(uint32_t a, uint32_t b)
{
	return (odt_is_word(a) && ht_is_han(b)) || (ht_is_han(a) && odt_is_word(b));
}

/* LibreOffice parts no mark from a digit or letter behind it. */
static bool is_held(uint32_t a, uint32_t b)
{
	return odt_not_at_start(a) && odt_is_word(b);
}

/* Marks that go with the character before or after them. */
static bool holds(uint32_t a, uint32_t b)
{
	return (odt_is_word(a) && (odt_is_word(b) || b == '.' || b == ',')) || is_held(a, b) || odt_not_at_start(b) ||
	       odt_not_at_end(a);
}

/* Is cp set in another face than the character before it? */
static bool is_change(walk *w, uint32_t cp)
{
	odt_kind kind = odt_kind_next(&w->context, cp);
	bool change = w->before && ((w->before < 0x80) != (cp < 0x80) || kind != w->kind);
	w->kind = kind;
	return change;
}

static void take_glyph(walk *w, const ht_run *run, const ht_glyph *glyph, measured *m)
{
	size_t bytes;
	uint32_t cp = ht_utf8_get(run->text + glyph->cluster, run->text + run->len, &bytes);
	ht_len width = (ht_len)(ht_font_advance(run->font, glyph->gid) * run->size / 1000);
	bool begins = !w->before, change = is_change(w, cp);
	if (begins) {
		m->first = cp;
		m->first_width = width;
	}
	m->all.width += width + (!begins && is_gap(w->before, cp) ? w->gap : 0);
	m->all.apart += !begins && !change;
	m->changes += change;
	m->last = cp;
	w->in_head = begins || (w->in_head && holds(w->before, cp));
	if (w->in_head)
		m->head = (extent){m->all.width, m->all.apart, m->all.bytes + glyph->cluster + bytes};
	w->before = cp;
}

static measured measure_line(ht_len gap, const ht_line *line)
{
	measured m = {0};
	walk w = {.gap = gap};
	for (size_t i = 0; i < line->n; i++) {
		for (size_t k = 0; k < line->runs[i].n; k++)
			take_glyph(&w, &line->runs[i], &line->runs[i].glyphs[k], &m);
		m.all.bytes += line->runs[i].len;
	}
	return m;
}

/* len in whole twips for each of n letters, rounded away from 0. */
static ht_len share(ht_len len, size_t n)
{
	ht_len each = (ht_len)(n ? n : 1) * ODT_TWIP;
	return (len + each - 1) / each * ODT_TWIP;
}

/* Lines of one paragraph, while they are fitted. */
typedef struct fitting {
	ht_len gap, spacing; /* the paragraph's */
	ht_len before;       /* what the line before is set apart, and with it this one's head */
	bool begun;          /* this line is not the first */
	bool ragged;         /* in a cell, not justified */
} fitting;

/* What the letters are set further apart for a line to be wider by len, with its
 * n letters and those before other script. */
static ht_len widen(const fitting *f, ht_len len, size_t n, size_t changes)
{
	ht_len spacing = share(len, n);
	if (f->spacing + spacing <= 0)
		return spacing;
	ht_len bare = len + (ht_len)n * f->spacing;
	return (bare > 0 ? share(bare, n + changes + 1) : 0) - f->spacing;
}

/* What the line's letters must be set apart, 0 for most. next: the line after
 * it, or NULL. */
static ht_len correction(const fitting *f, const measured *m, const measured *next, ht_len room)
{
	size_t carried = f->begun ? m->head.apart : 0, free = m->all.apart - carried;
	/* a gap behind the last character counts, though nothing follows it on the line */
	ht_len width = m->all.width + (ht_len)m->all.apart * f->spacing + (ht_len)carried * f->before +
	               (next && is_gap(m->last, next->first) ? f->gap : 0);
	ht_len over = width + m->changes * PORTION + DOUBT - room;
	if (over > 0)
		return -share(over + SPARE, free);
	if (!next || !next->first)
		return 0;
	bool held = is_held(m->last, next->first);
	ht_len head = held ? next->first_width : next->head.width + (ht_len)(next->head.apart + 1) * f->spacing;
	ht_len lacking = room + DOUBT - width - head;
	return lacking > 0 ? widen(f, lacking, free, (size_t)m->changes) : 0;
}

/* Where the line's distance ends: behind the next one's head, since a change of
 * style where a line ends, or within a word, would make LibreOffice break
 * before it. Where it parts no mark from a digit, that is a piece of its own. */
static size_t add_fits(odt_fitted *fits, size_t n, size_t end, ht_len spacing, const measured *m, const measured *next)
{
	if (!is_held(m->last, next->first)) {
		fits[n++] = (odt_fitted){.end = end + next->head.bytes, .spacing = spacing};
		return n;
	}
	fits[n++] = (odt_fitted){.end = end, .spacing = spacing};
	fits[n++] = (odt_fitted){.end = end + 1, .spacing = spacing, .breaks = true};
	return n;
}

/* Names in a list have wide spaces between them. A line that ends at one before
 * it is full ends there by hand: names are not set apart. Nor is text in cells
 * that is not justified, where it would show. */
static bool ends_by_hand(const fitting *f, const ht_line *line, ht_len spacing)
{
	static const char space[] = "\xE3\x80\x80";
	const ht_run *run = line->n ? &line->runs[line->n - 1] : NULL;
	bool at_space = run && run->len >= 3 && memcmp(run->text + run->len - 3, space, 3) == 0;
	return spacing > 0 && (f->ragged || at_space);
}

static ht_status fit_lines(odt *o, fitting *f, const ht_lines *lines, ht_len room, ht_len indent, odt_run *run)
{
	odt_fitted *fits = ht_arena_array(o->arena, 2 * lines->n + 1, sizeof *fits);
	size_t *breaks = ht_arena_array(o->arena, lines->n + 1, sizeof *breaks);
	if (!fits || !breaks)
		return HT_ERR_NOMEM;
	size_t end = 0, n = 0;
	measured m = lines->n ? measure_line(f->gap, &lines->v[0]) : (measured){0};
	for (size_t i = 0; i < lines->n; i++) {
		bool last = i + 1 == lines->n;
		measured next = last ? (measured){0} : measure_line(f->gap, &lines->v[i + 1]);
		ht_len spacing = correction(f, &m, last ? NULL : &next, room - (i ? 0 : indent));
		end += m.all.bytes;
		bool by_hand = ends_by_hand(f, &lines->v[i], spacing);
		if (by_hand)
			breaks[run->n_breaks++] = end;
		if (by_hand || spacing > WIDEST || spacing < -MOST)
			spacing = 0;
		n = add_fits(fits, n, end, spacing, &m, &next);
		f->before = fits[n - 1].spacing;
		f->begun = true;
		m = next;
	}
	run->breaks = breaks;
	run->fits = fits;
	run->n_fits = n;
	return HT_OK;
}

static ht_status fit(odt *o, const odt_para *para, const ht_lines *lines, ht_len width, bool ragged, odt_run *run)
{
	fitting f = {.gap = ht_len_scale(para->size, GAP_NUM, GAP_DEN), .spacing = para->spacing, .ragged = ragged};
	return fit_lines(o, &f, lines, width - para->left - para->right, para->indent, run);
}

ht_status odt_fit(odt *o, const odt_para *para, const ht_block *block, odt_run *run)
{
	ht_lines lines;
	bool fitted = para->align == HT_HALIGN_JUSTIFY || para->align == HT_HALIGN_LEFT;
	if (!fitted || odt_is_short(o, block) || odt_compose(o, block, &lines) != HT_OK)
		return HT_OK;
	return fit(o, para, &lines, para->ps->grid ? odt_line_width(o) : o->style->page.area_width, false, run);
}

ht_status odt_fit_para(odt *o, const odt_para *para, const ht_dpara *text, ht_len width, odt_run *run)
{
	ht_lines lines;
	if (odt_compose_para(o, para, text, width, &lines) != HT_OK)
		return HT_OK;
	return fit(o, para, &lines, width, para->align != HT_HALIGN_JUSTIFY, run);
}
