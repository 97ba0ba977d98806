/* Lines that end where those of the pages do.
 *
 * Editors fill a line until no character fits, with punctuation and gaps of fixed width; the pages squeeze both to make
 * room for a mark that may not begin a line. Where the two would differ, the line's letters are set a little closer (or
 * wider) than the grid, by whole twentieths of a point: what a careful typist does by hand to bring back a lonely mark.
 * Text that is edited later flows freely. */
#include <string.h>

#include "base/utf8.h"
#include "office/fit.h"
#include "office/kinds.h"

/* Between Han text and letters or digits, editors leave 1/5 em. */
#define GAP_NUM 1
#define GAP_DEN 5
/* What each change between Latin and other text may cost by rounding. */
#define PORTION (4 * HT_TWIP)
/* A line this near to its measure may be broken either way. */
#define DOUBT (8 * HT_TWIP)
/* A line that is tightened is set this much closer than necessary. */
#define SPARE (20 * HT_TWIP)
/* More than this would show. Lines are only wider by justification, when a number moves to the next line with its unit.
 */
#define MOST   (44 * HT_TWIP)
#define WIDEST (52 * HT_TWIP)
/* Letters and digits of a word touch if they are set nearer than this. */
#define MOST_IN_WORD (20 * HT_TWIP)

/* Text as an editor sets it. The last letter before other script is not set
 * nearer to what follows, though it is set further apart: it is not counted
 * among those set apart. */
typedef struct extent {
	ht_len width; /* of letters and gaps, without letter spacing */
	size_t apart; /* letters with letter spacing after them */
	size_t inner; /* those of them within words */
	size_t bytes;
} extent;

typedef struct measured {
	extent all, head; /* head: what cannot be separated at the line's beginning */
	int changes;      /* between Latin and other text */
	uint32_t first, last;
	ht_len first_width;
} measured;

typedef struct walk {
	ht_len gap;
	ht_kind_context context;
	ht_kind kind;    /* of the character before */
	uint32_t before; /* the character before, 0 at the line's beginning */
	bool in_head, in_word;
} walk;

/* Chinese characters, between those of the lists. */
#define HAN_FROM 0x3100
#define HAN_TO   0xFE00

static bool has(const char *set, uint32_t cp)
{
	if (cp >= HAN_FROM && cp < HAN_TO)
		return false;
	size_t len = strlen(set), bytes;
	for (const char *p = set, *end = set + len; p < end; p += bytes)
		if (ht_utf8_get(p, end, &bytes) == cp)
			return true;
	return false;
}

static bool may_not_start(uint32_t cp)
{
	return has(HT_NOT_AT_START, cp);
}

static bool may_not_end(uint32_t cp)
{
	return has(HT_NOT_AT_END, cp);
}

static bool is_gap(uint32_t a, uint32_t b)
{
	return (ht_is_word(a) && ht_is_han(b)) || (ht_is_han(a) && ht_is_word(b));
}

/* LibreOffice does not separate a mark from a digit or letter after it. */
static bool is_held(uint32_t a, uint32_t b)
{
	return may_not_start(a) && ht_is_word(b);
}

/* Marks that stay with the character before or after them. */
static bool holds(uint32_t a, uint32_t b)
{
	return (ht_is_word(a) && (ht_is_word(b) || b == '.' || b == ',')) || is_held(a, b) || may_not_start(b) ||
	       may_not_end(a);
}

/* Is cp set in another face than the character before it? */
static bool is_change(walk *w, uint32_t cp)
{
	ht_kind kind = ht_kind_next(&w->context, cp);
	bool change = w->before && ((w->before < 0x80) != (cp < 0x80) || kind != w->kind);
	w->kind = kind;
	return change;
}

/* Is it letters and digits only? Other text may be set nearer. */
static bool is_word_run(const ht_run *run)
{
	for (size_t i = 0; i < run->len; i++)
		if ((unsigned char)run->text[i] >= 0x80)
			return false;
	return run->len > 1;
}

static void take_glyph(walk *w, const ht_run *run, const ht_glyph *glyph, double advance, measured *m)
{
	size_t bytes;
	uint32_t cp = ht_utf8_get(run->text + glyph->cluster, run->text + run->len, &bytes);
	ht_len width = (ht_len)(advance * run->size / 1000);
	bool begins = !w->before, change = is_change(w, cp);
	if (begins) {
		m->first = cp;
		m->first_width = width;
	}
	m->all.width += width + (!begins && is_gap(w->before, cp) ? w->gap : 0);
	m->all.apart += !begins && !change;
	m->all.inner += !begins && !change && glyph->cluster > 0 && w->in_word;
	m->changes += change;
	m->last = cp;
	w->in_head = begins || (w->in_head && holds(w->before, cp));
	if (w->in_head)
		m->head = (extent){m->all.width, m->all.apart, m->all.inner, m->all.bytes + glyph->cluster + bytes};
	w->before = cp;
}

/* Glyphs whose advances are asked for at once. */
#define AT_ONCE 64

static void take_run(walk *w, const ht_run *run, measured *m)
{
	double advances[AT_ONCE];
	w->in_word = is_word_run(run);
	for (size_t k = 0; k < run->n; k++) {
		const size_t left = run->n - k;
		if (k % AT_ONCE == 0)
			ht_font_advances(run->font, &run->glyphs[k].gid, sizeof *run->glyphs,
			                 left < AT_ONCE ? left : AT_ONCE, advances);
		take_glyph(w, run, &run->glyphs[k], advances[k % AT_ONCE], m);
	}
	m->all.bytes += run->len;
}

static measured measure_line(ht_len gap, const ht_composed_line *line)
{
	measured m = {0};
	walk w = {.gap = gap};
	for (size_t i = 0; i < line->n; i++)
		take_run(&w, &line->runs[i], &m);
	return m;
}

/* len in whole twips for each of n letters, rounded away from 0. */
static ht_len share(ht_len len, size_t n)
{
	ht_len each = (ht_len)(n ? n : 1) * HT_TWIP;
	return (len + each - 1) / each * HT_TWIP;
}

/* Lines of one paragraph, while they are fitted. */
typedef struct fitting {
	ht_len gap, spacing; /* the paragraph's */
	ht_len before;       /* the previous line's letter spacing, which this line's head shares */
	bool begun;          /* this line is not the first */
	bool ragged;         /* in a cell, not justified */
} fitting;

/* The letter spacing that makes a line wider by len, for its n letters and those before other script. */
static ht_len widen(const fitting *f, ht_len len, size_t n, size_t changes)
{
	ht_len spacing = share(len, n);
	if (f->spacing + spacing <= 0)
		return spacing;
	ht_len bare = len + (ht_len)n * f->spacing;
	return (bare > 0 ? share(bare, n + changes + 1) : 0) - f->spacing;
}

/* How much nearer n letters are set to save len, where those within words are set no nearer than MOST_IN_WORD. */
static ht_len tighten(ht_len len, size_t n, size_t inner)
{
	ht_len each = share(len, n);
	if (each <= MOST_IN_WORD || inner >= n)
		return each;
	return share(len - (ht_len)inner * MOST_IN_WORD, n - inner);
}

static ht_len in_word(ht_len spacing)
{
	return spacing < -MOST_IN_WORD ? -MOST_IN_WORD : spacing;
}

/* The letter spacing that the line needs, 0 for most. next: the line after it, or NULL. */
static ht_len correction(const fitting *f, const measured *m, const measured *next, ht_len room)
{
	size_t carried = f->begun ? m->head.apart : 0, free = m->all.apart - carried;
	/* a gap after the last character counts, though nothing follows it on the line */
	ht_len width = m->all.width + (ht_len)m->all.apart * f->spacing + (ht_len)carried * f->before +
	               (next && is_gap(m->last, next->first) ? f->gap : 0);
	ht_len over = width + m->changes * PORTION + DOUBT - room;
	if (over > 0)
		return -tighten(over + SPARE, free, m->all.inner - (f->begun ? m->head.inner : 0));
	if (!next || !next->first)
		return 0;
	bool held = is_held(m->last, next->first);
	ht_len head = held ? next->first_width : next->head.width + (ht_len)(next->head.apart + 1) * f->spacing;
	ht_len lacking = room + DOUBT - width - head;
	return lacking > 0 ? widen(f, lacking, free, (size_t)m->changes) : 0;
}

/* Words in a line set nearer than they may be are excepted, but for those of its head. */
static size_t add_words(ht_fit *fits, size_t n, size_t begin, ht_len spacing, const ht_composed_line *line)
{
	size_t from = n ? fits[n - 1].end : 0;
	for (size_t i = 0; i < line->n; begin += line->runs[i++].len) {
		if (!is_word_run(&line->runs[i]) || begin < from)
			continue;
		if (begin > from)
			fits[n++] = (ht_fit){.end = begin, .spacing = spacing};
		fits[n++] = (ht_fit){.end = begin + line->runs[i].len, .spacing = in_word(spacing)};
	}
	return n;
}

/* Where the line's letter spacing ends: after the next line's head, since LibreOffice would break before a change of
 * style at a line's end or within a word. A mark that it does not separate from a digit is a piece of its own. */
static size_t add_fits(ht_fit *fits, size_t n, size_t end, ht_len spacing, const measured *m, const measured *next)
{
	if (!is_held(m->last, next->first)) {
		if (spacing < -MOST_IN_WORD && next->first && next->first < 0x80) {
			if (!n || fits[n - 1].end < end)
				fits[n++] = (ht_fit){.end = end, .spacing = spacing};
			spacing = in_word(spacing);
		}
		fits[n++] = (ht_fit){.end = end + next->head.bytes, .spacing = spacing};
		return n;
	}
	if (!n || fits[n - 1].end < end)
		fits[n++] = (ht_fit){.end = end, .spacing = spacing};
	fits[n++] = (ht_fit){.end = end + 1, .spacing = spacing, .breaks = true};
	return n;
}

/* LibreOffice of 2024 and 2025 takes the character before an opening quotation mark along to the next line, by a rule
 * for Latin text (UAX 14, LB19). */
static bool may_be_held(uint32_t first)
{
	return first == 0x201C || first == 0x2018;
}

/* Names in a list have wide spaces between them. A line that ends at one before it is full gets a line break there, not
 * letter spacing. So does text in cells that is not justified, where spacing would show. */
static bool ends_by_hand(const fitting *f, const ht_composed_line *line, ht_len spacing)
{
	static const char space[] = "\xE3\x80\x80";
	const ht_run *run = line->n ? &line->runs[line->n - 1] : NULL;
	bool at_space = run && run->len >= 3 && memcmp(run->text + run->len - 3, space, 3) == 0;
	return spacing > 0 && (f->ragged || at_space);
}

bool ht_fit_lines(ht_arena *arena, const ht_fit_para *para, const ht_composed_line *const *lines, size_t n,
                  ht_fits *ret)
{
	fitting f = {
	    .gap = ht_len_scale(para->size, GAP_NUM, GAP_DEN), .spacing = para->spacing, .ragged = para->ragged};
	size_t n_runs = 0;
	for (size_t i = 0; i < n; i++)
		n_runs += lines[i]->n;
	ht_fits fits = {.v = ht_arena_array(arena, 2 * (n + n_runs) + 1, sizeof *fits.v),
	                .breaks = ht_arena_array(arena, n + 1, sizeof *fits.breaks),
	                .chances = ht_arena_array(arena, n + 1, sizeof *fits.chances)};
	if (!fits.v || !fits.breaks || !fits.chances)
		return false;
	size_t end = 0;
	measured m = n ? measure_line(f.gap, lines[0]) : (measured){0};
	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n;
		measured next = last ? (measured){0} : measure_line(f.gap, lines[i + 1]);
		ht_len spacing = correction(&f, &m, last ? NULL : &next, para->room - (i ? 0 : para->indent));
		end += m.all.bytes;
		bool by_hand = ends_by_hand(&f, lines[i], spacing);
		if (by_hand)
			fits.breaks[fits.n_breaks++] = end;
		else if (may_be_held(next.first))
			fits.chances[fits.n_chances++] = end;
		if (by_hand || spacing > WIDEST || spacing < -MOST)
			spacing = 0;
		if (spacing < -MOST_IN_WORD)
			fits.n = add_words(fits.v, fits.n, end - m.all.bytes, spacing, lines[i]);
		fits.n = add_fits(fits.v, fits.n, end, spacing, &m, &next);
		f.before = fits.v[fits.n - 1].spacing;
		f.begun = true;
		m = next;
	}
	*ret = fits;
	return true;
}
