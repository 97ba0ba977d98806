/* Content streams: a page's operations as PDF operators.
 *
 * The writer keeps the graphics state as a reader of the file has it, in the
 * numbers as they were written: a glyph's place is compared with where that
 * reader's pen stands, and corrected in the TJ array when it is off by more
 * than TOLERANCE. So rounding never adds up. What most glyphs of a run have in
 * common, the grid's pitch, is said once as character spacing.
 *
 * Operations of a turned frame stand within `q … cm` and `Q`, in which all is
 * written as on an upright page. */
#include <math.h>
#include <string.h>

#include "pdf_priv.h"
#include "replay.h"

#define TOLERANCE 0.001 /* pt */
/* Decimals of lengths in pt (positions, sizes, spacing), and their unit. */
#define DECIMALS 4
#define UNIT     1e4
/* A pen further off than this many em is moved, not shifted. */
#define SHIFT_MAX 8

/* What a reader's graphics state says about text. */
typedef struct graphics {
	ht_colour colour;
	const pdf_face *face;
	double size, xscale, spacing; /* Tf in pt, Tz as a factor, Tc in pt */
} graphics;

typedef struct writer {
	pdf_document *d;
	size_t page;
	ht_buf *out;
	graphics now, upright;    /* upright: what it will be again outside the frame */
	ht_turn turn;             /* the frame that is open; all lengths below are in it */
	ht_len height;            /* of the frame: y counts up in PDF */
	long long line_x, line_y; /* origin of the line matrix, 1/UNIT pt */
	double pen;               /* pt from the page's left */
	bool in_text, in_array;
	/* marked content: what is open */
	bool in_span, in_mark;
	pdf_node *node;       /* NULL: an artifact … */
	const char *artifact; /* … of this kind */
} writer;

static long long to_unit(double pt)
{
	return llround(pt * UNIT);
}

static void put(writer *w, const char *s)
{
	ht_buf_adds(w->out, s);
}

static void put_real(writer *w, double value, int decimals)
{
	ht_buf_addreal(w->out, value, decimals);
	put(w, " ");
}

static void end_array(writer *w)
{
	if (w->in_array)
		put(w, ">]TJ\n");
	w->in_array = false;
}

static void end_span(writer *w)
{
	if (!w->in_span)
		return;
	end_array(w);
	put(w, "EMC\n");
	w->in_span = false;
}

static void end_mark(writer *w)
{
	end_span(w);
	end_array(w);
	if (w->in_mark)
		put(w, "EMC\n");
	w->in_mark = false;
}

static void begin_text(writer *w)
{
	if (w->in_text)
		return;
	end_mark(w); /* marked content begins and ends within one text object */
	put(w, "BT\n");
	w->in_text = true;
	w->line_x = w->line_y = 0;
	w->pen = 0;
}

static void end_text(writer *w)
{
	end_mark(w);
	if (w->in_text)
		put(w, "ET\n");
	w->in_text = false;
}

/* What is drawn, but is no content: rules and pictures belong to the layout,
 * text is what is said again on each page. */
static const char *artifact_kind(const writer *w, const ht_op *op)
{
	if (op->kind != HT_OP_RUN)
		return "/Layout";
	return op->y > w->height / 2 ? "/Pagination /Subtype /Footer" : "/Pagination /Subtype /Header";
}

static void begin_artifact(writer *w, const char *kind)
{
	if (w->in_mark && !w->node && w->artifact == kind)
		return;
	end_mark(w);
	ht_buf_addf(w->out, "/Artifact <</Type %s>> BDC\n", kind);
	w->in_mark = true;
	w->node = NULL;
	w->artifact = kind;
}

/* A new mark of an element; tag and what its dictionary begins with are left
 * open. */
static void open_node(writer *w, pdf_node *node, const char *tag)
{
	end_mark(w);
	int mcid = pdf_tags_mark(w->d, node, w->page);
	if (mcid < 0)
		w->out->failed = true;
	ht_buf_addf(w->out, "/%s <</MCID %d", tag, mcid);
	w->in_mark = true;
	w->node = node;
}

static bool is_content(const writer *w, const ht_op *op)
{
	return pdf_tagged(w->d) && op->role != HT_ROLE_ARTIFACT && op->unit;
}

/* Tagged documents: all content is either an artifact or in its element. */
static void begin_mark(writer *w, const ht_op *op)
{
	if (!is_content(w, op)) {
		if (pdf_tagged(w->d))
			begin_artifact(w, artifact_kind(w, op));
		return;
	}
	pdf_node *node = pdf_tags_node(w->d, op);
	if (!node) {
		w->out->failed = true;
	} else if (!w->in_mark || w->node != node) {
		open_node(w, node, node->type);
		put(w, ">> BDC\n");
	}
}

/* A run of text begins, its mark is open: note where its link stands. What is
 * no content leads nowhere. */
static void note_link(writer *w, const ht_op *op)
{
	pdf_node *node = pdf_tagged(w->d) ? w->node : NULL;
	if (!op->run->href || (pdf_tagged(w->d) && !node))
		return;
	if (!pdf_link_add(w->d, w->page, op, node))
		w->out->failed = true;
}

static void set_colour(writer *w, ht_colour c)
{
	if (memcmp(&c, &w->now.colour, sizeof c) == 0)
		return;
	end_array(w);
	w->now.colour = c;
	put_real(w, c.r / 255.0, DECIMALS);
	if (c.r == c.g && c.g == c.b) {
		put(w, "g\n");
		return;
	}
	put_real(w, c.g / 255.0, DECIMALS);
	put_real(w, c.b / 255.0, DECIMALS);
	put(w, "rg\n");
}

static void set_font(writer *w, const pdf_face *face, const ht_run *run)
{
	double size = (double)to_unit(ht_len_to_pt(run->size)) / UNIT;
	double xscale = run->xscale / 1000.0;
	if (w->now.face != face || w->now.size != size) {
		end_array(w);
		ht_buf_addf(w->out, "/F%d ", (int)(face - w->d->faces) + 1);
		put_real(w, size, DECIMALS);
		put(w, "Tf\n");
		w->now.face = face;
		w->now.size = size;
	}
	if (w->now.xscale != xscale) {
		end_array(w);
		put_real(w, run->xscale / 10.0, 1);
		put(w, "Tz\n");
		w->now.xscale = xscale;
	}
}

static void set_spacing(writer *w, double spacing)
{
	if (w->now.spacing == spacing)
		return;
	end_array(w);
	put_real(w, spacing, DECIMALS + 1);
	put(w, "Tc\n");
	w->now.spacing = spacing;
}

/* Begin a line at x, y (1/UNIT pt, y up). */
static void move_to(writer *w, long long x, long long y)
{
	end_array(w);
	put_real(w, (double)(x - w->line_x) / UNIT, DECIMALS);
	put_real(w, (double)(y - w->line_y) / UNIT, DECIMALS);
	put(w, "Td\n");
	w->line_x = x;
	w->line_y = y;
	w->pen = (double)x / UNIT;
}

static void put_code(writer *w, unsigned cid)
{
	static const char digits[] = "0123456789ABCDEF";
	const char hex[4] = {digits[cid >> 12], digits[cid >> 8 & 15], digits[cid >> 4 & 15], digits[cid & 15]};
	ht_buf_add(w->out, hex, sizeof hex);
}

/* Bring the pen to x within an array: TJ's numbers are 1/1000 of the text
 * space, subtracted. */
static void shift_pen(writer *w, double x)
{
	double thousandth = w->now.size * w->now.xscale / 1000;
	int decimals = thousandth > 0.1 ? 3 : 2;
	double unit = decimals == 3 ? 1000 : 100;
	double shift = (double)llround((w->pen - x) / thousandth * unit) / unit;
	put(w, w->in_array ? ">" : "[");
	ht_buf_addreal(w->out, shift, decimals);
	put(w, "<");
	w->in_array = true;
	w->pen -= shift * thousandth;
}

static void show_glyph(writer *w, const pdf_glyph *glyph, double x, double y)
{
	double em = w->now.size * w->now.xscale;
	if (to_unit(y) != w->line_y || fabs(w->pen - x) > SHIFT_MAX * em)
		move_to(w, to_unit(x), to_unit(y));
	if (fabs(w->pen - x) > TOLERANCE) {
		shift_pen(w, x);
	} else if (!w->in_array) {
		put(w, "[<");
		w->in_array = true;
	}
	put_code(w, glyph->cid);
	w->pen += em * glyph->width / PDF_WIDTH_EM + w->now.spacing * w->now.xscale;
}

static void show_piece(writer *w, const pdf_piece *piece)
{
	const ht_op *op = piece->op;
	for (size_t i = piece->cluster.first; i < piece->cluster.first + piece->cluster.n; i++) {
		const ht_glyph *g = &op->run->glyphs[i];
		const pdf_glyph *glyph = pdf_glyph_find(piece->face, g->gid);
		if (glyph)
			show_glyph(w, glyph, ht_len_to_pt(op->x) + ht_len_to_pt(g->x),
			           ht_len_to_pt(w->height) - ht_len_to_pt(op->y) - ht_len_to_pt(g->y));
	}
}

/* How far piece k + 1 stands from where it would with no spacing, in units of
 * Tc (before Tz). */
static double gap_after(const writer *w, const pdf_piece *v, size_t k)
{
	return (v[k + 1].x0 - v[k].x1) / w->now.xscale;
}

/* How many corrections a run of n pieces needs with this spacing. */
static size_t corrections(const writer *w, const pdf_piece *v, size_t n, double spacing)
{
	size_t count = 0;
	double off = 0;
	for (size_t k = 0; k + 1 < n; k++) {
		off += gap_after(w, v, k) - spacing;
		if (fabs(off) > TOLERANCE) {
			count++;
			off = 0;
		}
	}
	return count;
}

/* The mean of all gaps that are about as wide as gap k. Positions are rounded
 * to 1/1024 pt each; their mean is the grid's pitch. */
static double mean_gap(const writer *w, const pdf_piece *v, size_t n, size_t k)
{
	double like = gap_after(w, v, k), sum = 0;
	size_t count = 0;
	for (size_t i = 0; i + 1 < n; i++) {
		double gap = gap_after(w, v, i);
		if (fabs(gap - like) > 2 * TOLERANCE)
			continue;
		sum += gap;
		count++;
	}
	return round(sum / (double)count * UNIT * 10) / (UNIT * 10);
}

/* Choose the spacing for the n pieces of one run: as it is, none, or the
 * pitch at one of three places, whichever needs the fewest corrections. */
static void choose_spacing(writer *w, const pdf_piece *v, size_t n)
{
	static const size_t worth = 2; /* corrections that make up for a change */
	double best = w->now.spacing;
	size_t least = corrections(w, v, n, best);
	for (size_t i = 0; i < 4 && least > worth; i++) {
		double spacing = i ? mean_gap(w, v, n, (n - 1) * i / 4) : 0;
		size_t count = corrections(w, v, n, spacing);
		if (count + (best == w->now.spacing ? worth : 0) < least) {
			best = spacing;
			least = count;
		}
	}
	set_spacing(w, best);
}

/* Begin pieces [v, v + n) whose text is given as a whole. Within an element it
 * is a mark of its own, not one within a mark: poppler 22 takes the end of the
 * inner one for that of the outer, and loses the text behind it. */
static void begin_spelt(writer *w, const pdf_piece *v, size_t n)
{
	pdf_node *node = is_content(w, v->op) ? pdf_tags_node(w->d, v->op) : NULL;
	if (node) {
		open_node(w, node, "Span");
		put(w, "/ActualText <FEFF");
	} else {
		begin_mark(w, v->op);
		end_array(w);
		put(w, "/Span <</ActualText <FEFF");
		w->in_span = true;
	}
	for (size_t i = 0; i < n; i++)
		pdf_utf16_hex(w->out, v[i].cluster.text, v[i].cluster.len);
	put(w, ">>> BDC\n");
}

static void end_spelt(writer *w)
{
	if (w->in_span)
		end_span(w);
	else if (w->in_mark)
		end_mark(w);
}

static size_t span_length(const pdf_piece *v, size_t n)
{
	size_t len = 1;
	while (len < n && v[len - 1].tied)
		len++;
	return len;
}

static size_t run_length(const pdf_piece *v, size_t n)
{
	size_t len = 1;
	while (len < n && v[len].op == v->op)
		len++;
	return len;
}

static void write_pieces(writer *w, const pdf_piece *v, size_t n)
{
	size_t run_end = 0, span_end = 0;
	bool spelt = false;
	for (size_t i = 0; i < n; i++) {
		begin_text(w);
		if (i == span_end) {
			span_end = i + span_length(v + i, n - i);
			spelt = v[i].spelt || span_end - i > 1;
			if (spelt)
				begin_spelt(w, v + i, span_end - i);
			else
				begin_mark(w, v[i].op);
		}
		if (i == run_end) {
			run_end = i + run_length(v + i, n - i);
			note_link(w, v[i].op);
			set_colour(w, v[i].op->run->colour);
			set_font(w, v[i].face, v[i].op->run);
			choose_spacing(w, v + i, run_end - i);
		}
		show_piece(w, &v[i]);
		if (spelt && i + 1 == span_end)
			end_spelt(w);
	}
}

/* A rule is a filled rectangle; several in a row share their marked content. */
static void write_rule(writer *w, const ht_op *op)
{
	if (op->w <= 0 || op->h <= 0)
		return;
	end_text(w);
	if (pdf_tagged(w->d))
		begin_artifact(w, artifact_kind(w, op));
	set_colour(w, op->colour);
	put_real(w, ht_len_to_pt(op->x), DECIMALS);
	put_real(w, ht_len_to_pt(w->height) - ht_len_to_pt(op->y) - ht_len_to_pt(op->h), DECIMALS);
	put_real(w, ht_len_to_pt(op->w), DECIMALS);
	put_real(w, ht_len_to_pt(op->h), DECIMALS);
	put(w, "re f\n");
}

static void write_image(writer *w, const ht_op *op)
{
	const pdf_picture *picture = pdf_picture_find(w->d, op);
	if (!picture)
		return;
	end_text(w);
	begin_mark(w, op);
	put(w, op->pressed ? "q /" PDF_PRESSED " gs " : "q ");
	put_real(w, ht_len_to_pt(op->w), DECIMALS);
	put(w, "0 0 ");
	put_real(w, ht_len_to_pt(op->h), DECIMALS);
	put_real(w, ht_len_to_pt(op->x), DECIMALS);
	put_real(w, ht_len_to_pt(w->height) - ht_len_to_pt(op->y) - ht_len_to_pt(op->h), DECIMALS);
	ht_buf_addf(w->out, "cm /I%zu Do Q\n", (size_t)(picture - w->d->pictures) + 1);
}

static void write_box(writer *w, const ht_op *op)
{
	if (op->kind == HT_OP_RULE)
		write_rule(w, op);
	else
		write_image(w, op);
}

/* Leave the frame that is open for another: marked content and text end first,
 * and what was said within a turned one is forgotten behind it. */
static void enter_frame(writer *w, ht_turn turn)
{
	const ht_page *page = &w->d->pages->v[w->page];
	if (turn == w->turn)
		return;
	end_text(w);
	if (w->turn != HT_TURN_NONE) {
		put(w, "Q\n");
		w->now = w->upright;
	}
	if (turn != HT_TURN_NONE) {
		replay_matrix m = replay_frame(page, turn, REPLAY_Y_UP);
		w->upright = w->now;
		ht_buf_addf(w->out, "q %.0f %.0f %.0f %.0f ", m.a, m.b, m.c, m.d);
		put_real(w, m.e, DECIMALS);
		put_real(w, m.f, DECIMALS);
		put(w, "cm\n");
	}
	w->turn = turn;
	w->height = ht_page_frame_height(page, turn);
}

/* Operations [i, …) up to the next that is not text, or in another frame. */
static size_t text_ops(const ht_page *page, size_t i)
{
	size_t n = 0;
	while (i + n < page->n && page->ops[i + n].kind == HT_OP_RUN && page->ops[i + n].turn == page->ops[i].turn)
		n++;
	return n;
}

static ht_status write_page(writer *w, ht_arena *arena)
{
	const ht_page *page = &w->d->pages->v[w->page];
	for (size_t i = 0; i < page->n;) {
		size_t n = text_ops(page, i);
		pdf_pieces pieces;
		enter_frame(w, page->ops[i].turn);
		ht_status status = pdf_pieces_collect(w->d, page->ops + i, n, arena, &pieces);
		if (status)
			return status;
		write_pieces(w, pieces.v, pieces.n);
		i += n;
		for (; i < page->n && page->ops[i].kind != HT_OP_RUN; i++) {
			enter_frame(w, page->ops[i].turn);
			write_box(w, &page->ops[i]);
		}
	}
	enter_frame(w, HT_TURN_NONE);
	end_text(w);
	return w->out->failed ? HT_ERR_NOMEM : HT_OK;
}

ht_status pdf_content_write(pdf_document *d, size_t i, ht_buf *out)
{
	ht_arena *arena = ht_arena_new();
	if (!arena)
		return HT_ERR_NOMEM;
	writer w = {.d = d, .page = i, .out = out, .now = {.xscale = 1}};
	w.height = d->pages->v[i].height;
	ht_status status = write_page(&w, arena);
	ht_arena_free(arena);
	return status;
}
