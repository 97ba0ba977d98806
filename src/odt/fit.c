/* Lines that end where those of the pages do.
 *
 * Editors let a line go on until no character fits, with marks and gaps of one
 * width each; the pages squeeze marks and gaps to take in a mark that may not
 * begin a line. Where the two would part, the line's letters are set a little
 * closer (or wider) than the grid, by whole twentieths of a point: what a
 * careful typist does by hand to bring back a lonely mark. Text that is edited
 * later simply flows on. */
#include "base/utf8.h"
#include "odt_priv.h"

/* Between Han text and letters or digits, editors leave 1/5 em. */
#define GAP_NUM 1
#define GAP_DEN 5
/* What each change between Latin and other text may cost by rounding. */
#define PORTION (8 * ODT_TWIP)
/* A line this near to its measure may be taken either way. */
#define DOUBT (8 * ODT_TWIP)
/* A line that is set closer is set so much closer than need be. */
#define SPARE (66 * ODT_TWIP)
/* More than this would show; wider than that lines are set by justification anyway,
 * where a number and its unit go to the next line together. */
#define MOST   (26 * ODT_TWIP)
#define WIDEST (52 * ODT_TWIP)

/* A line as an editor sets it. */
typedef struct measured {
	ht_len width;
	size_t n;    /* characters */
	int changes; /* between Latin and other text */
	size_t bytes;
	uint32_t first, last; /* characters at its ends */
	ht_len head;          /* width of what cannot be parted at its beginning */
} measured;

typedef struct walk {
	const odt_para *para;
	ht_len gap;
	uint32_t before; /* the character before, 0 at the line's beginning */
	bool in_head;
} walk;

static bool is_word(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

static bool is_gap(uint32_t a, uint32_t b)
{
	return (is_word(a) && ht_is_han(b)) || (ht_is_han(a) && is_word(b));
}

/* Marks that go with the character before or after them. */
static bool holds(uint32_t a, uint32_t b)
{
	return (is_word(a) && (is_word(b) || b == '.' || b == ',')) || ((a == '.' || a == ',') && is_word(b)) ||
	       odt_not_at_start(b) || odt_not_at_end(a);
}

static void take_glyph(walk *w, const ht_run *run, const ht_glyph *glyph, measured *m)
{
	const char *at = run->text + glyph->cluster;
	uint32_t cp = ht_utf8_get(at, run->text + run->len, NULL);
	ht_len width = (ht_len)(ht_font_advance(run->font, glyph->gid) * run->size / 1000) + w->para->spacing;
	if (w->before && is_gap(w->before, cp))
		width += w->gap;
	if (w->before && (w->before < 0x80) != (cp < 0x80))
		m->changes++;
	if (!w->before)
		m->first = cp;
	w->in_head = !w->before || (w->in_head && holds(w->before, cp));
	m->width += width;
	m->head += w->in_head ? width : 0;
	m->last = cp;
	m->n++;
	w->before = cp;
}

static measured measure_line(const odt_para *para, const ht_line *line)
{
	measured m = {0};
	walk w = {.para = para, .gap = ht_len_scale(para->size, GAP_NUM, GAP_DEN)};
	for (size_t i = 0; i < line->n; i++) {
		for (size_t k = 0; k < line->runs[i].n; k++)
			take_glyph(&w, &line->runs[i], &line->runs[i].glyphs[k], &m);
		m.bytes += line->runs[i].len;
	}
	return m;
}

/* len in whole twips a character, rounded away from 0, for a line's n
 * characters but the first, which belongs to the line before. */
static ht_len share(ht_len len, size_t n)
{
	ht_len each = (ht_len)(n > 1 ? n - 1 : 1) * ODT_TWIP;
	return (len + each - 1) / each * ODT_TWIP;
}

/* What a line's letters must be set apart, 0 for most. */
static ht_len correction(const measured *m, const measured *next, ht_len room, ht_len gap)
{
	if (!m->n)
		return 0;
	/* a gap behind the last character counts, though nothing follows it on the line */
	ht_len width = m->width + (next && is_gap(m->last, next->first) ? gap : 0);
	ht_len over = width + m->changes * PORTION + DOUBT - room;
	if (over > 0)
		return -share(over + SPARE, m->n);
	if (!next || !next->n)
		return 0;
	ht_len more = width + next->head;
	return more < room + DOUBT ? share(room + DOUBT - more, m->n) : 0;
}

ht_status odt_fit(odt *o, const odt_para *para, const ht_block *block, odt_run *run)
{
	ht_lines lines;
	if (para->align != HT_HALIGN_JUSTIFY || odt_compose(o, block, &lines) != HT_OK)
		return HT_OK;
	odt_fitted *fits = ht_arena_array(o->arena, lines.n + 1, sizeof *fits);
	if (!fits)
		return HT_ERR_NOMEM;
	ht_len gap = ht_len_scale(para->size, GAP_NUM, GAP_DEN), room;
	room = (block->style->grid ? odt_line_width(o) : o->style->page.area_width) - para->left - para->right;
	size_t end = 0;
	measured m = lines.n ? measure_line(para, &lines.v[0]) : (measured){0};
	for (size_t i = 0; i < lines.n; i++) {
		bool last = i + 1 == lines.n;
		measured next = last ? (measured){0} : measure_line(para, &lines.v[i + 1]);
		ht_len spacing = correction(&m, last ? NULL : &next, room - (i ? 0 : para->indent), gap);
		end += m.bytes;
		/* a change of style right where the line ends would make LibreOffice break before it */
		char first[4];
		size_t beyond = last ? 0 : ht_utf8_put(first, next.first);
		fits[i] = (odt_fitted){end + beyond, spacing > WIDEST || spacing < -MOST ? 0 : spacing};
		m = next;
	}
	run->fits = fits;
	run->n_fits = lines.n;
	return HT_OK;
}
