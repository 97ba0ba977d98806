/* Which glyphs a PDF reader would take for separate words.
 *
 * When extracting text, readers insert a space where glyphs are apart and a line
 * break where they overlap: poppler from 0.1 em on, MuPDF from 0.15 em. Composed
 * lines are full of both: names spread over three characters, gaps between Han
 * and Latin, squeezed punctuation. Pieces that are adjacent in the text but would
 * be read as separate are joined: pdf_text.c gives joined pieces one ActualText,
 * as it does for glyphs whose text is not their ToUnicode entry. */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "pdf_priv.h"

/* In em: a glyph closer than this to its natural position is part of the word in
 * every reader. */
#define WORD_GAP 0.08
/* In em: between runs of different texts, which may be columns of a table or parts
 * of a word, a wider gap is a real one. */
#define RUN_GAP 0.6

static double run_scale(const ht_run *run)
{
	return ht_len_to_pt(run->size) * run->xscale / 1000.0;
}

static bool starts_with_space(const pdf_piece *p)
{
	const char *end = p->cluster.text + p->cluster.len;
	return p->cluster.len && ht_is_space(ht_utf8_get(p->cluster.text, end, NULL));
}

/* Would a reader separate a from b, which follows it on the line? */
static bool looks_separate(const pdf_piece *a, const pdf_piece *b)
{
	double gap = b->x0 - a->x1;
	double em = fmin(run_scale(a->op->run), run_scale(b->op->run));
	return fabs(gap) > WORD_GAP * em;
}

/* Runs of one line, or one run. */
static bool same_line(const ht_op *a, const ht_op *b)
{
	return a == b || (a->unit && a->unit == b->unit && a->y == b->y && !a->line_end);
}

/* The texts of two structure elements cannot have one ActualText. */
static bool same_element(const ht_op *a, const ht_op *b)
{
	return a->run->href == b->run->href && (!a->list || a->tag == b->tag);
}

/* Does the text of a continue with b, without a space in the text? It does if
 * both runs are adjacent in the source: a name whose second character is in a
 * fallback face. Otherwise (Han and Latin from two spans) it is a guess. */
static bool continues_text(const pdf_piece *a, const pdf_piece *b)
{
	const ht_run *from = a->op->run, *to = b->op->run;
	if (!same_line(a->op, b->op) || !same_element(a->op, b->op) || starts_with_space(a) || starts_with_space(b))
		return false;
	if (from == to || from->text + from->len == to->text)
		return true;
	return fabs(b->x0 - a->x1) < RUN_GAP * fmax(run_scale(from), run_scale(to));
}

/* Private-use characters need ActualText (ISO 19005-2 6.2.11.7.3). */
static bool private_use(const pdf_cluster *c)
{
	const char *p = c->text, *end = p + c->len;
	while (p < end) {
		size_t used;
		uint32_t cp = ht_utf8_get(p, end, &used);
		if ((cp >= 0xE000 && cp <= 0xF8FF) || cp >= 0xF0000)
			return true;
		p += used;
	}
	return false;
}

/* Is the text of a cluster that of its only glyph's ToUnicode entry? */
static bool matches_to_unicode(const pdf_glyph *glyph, const pdf_cluster *c)
{
	return c->n == 1 && glyph->len == c->len && memcmp(glyph->text, c->text, c->len) == 0 && !private_use(c);
}

static bool cluster_drawn(const pdf_face *face, const ht_run *run, const pdf_cluster *c)
{
	for (size_t i = c->first; i < c->first + c->n; i++)
		if (pdf_glyph_find(face, run->glyphs[i].gid))
			return true;
	return false;
}

static double glyph_begin(const ht_op *op, size_t i)
{
	return ht_len_to_pt(op->x) + ht_len_to_pt(op->run->glyphs[i].x);
}

static void collect_op(pdf_document *d, const ht_op *op, ht_arena *arena, pdf_pieces *pieces)
{
	const ht_run *run = op->run;
	const pdf_face *face = pdf_face_find(d, run);
	if (run->size <= 0 || run->xscale <= 0)
		return; /* invisible */
	const double scale = run_scale(run);
	for (size_t i = 0; i < run->n;) {
		pdf_cluster c = pdf_cluster_at(run, i);
		i += c.n;
		const size_t end = c.first + c.n - 1;
		const pdf_glyph *first = pdf_glyph_find(face, run->glyphs[c.first].gid), *last = first;
		if (c.n > 1)
			last = pdf_glyph_find(face, run->glyphs[end].gid);
		if (!first && (c.n == 1 || !cluster_drawn(face, run, &c)))
			continue;
		pdf_piece *piece = pdf_pushed(d, HT_PUSH(arena, pieces->v, pieces->n, pieces->cap));
		if (!piece)
			return;
		*piece =
		    (pdf_piece){.op = op, .face = face, .cluster = c, .actual_text = !matches_to_unicode(first, &c)};
		piece->x0 = glyph_begin(op, c.first);
		piece->x1 = glyph_begin(op, end);
		if (last)
			piece->x1 += scale * last->width / PDF_WIDTH_EM;
	}
}

pdf_pieces pdf_pieces_collect(pdf_document *d, const ht_op *ops, size_t n, ht_arena *arena)
{
	pdf_pieces pieces = {0};
	for (size_t i = 0; i < n && !d->status; i++)
		if (ops[i].kind == HT_OP_RUN)
			collect_op(d, &ops[i], arena, &pieces);
	for (size_t i = 0; i + 1 < pieces.n; i++)
		pieces.v[i].joined =
		    looks_separate(&pieces.v[i], &pieces.v[i + 1]) && continues_text(&pieces.v[i], &pieces.v[i + 1]);
	return pieces;
}
