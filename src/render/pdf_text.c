/* Content streams: the operations of a page as PDF operators.
 *
 * The writer tracks the graphics state of a reader, in the numbers as written. It
 * compares the position of each glyph with the reader's pen, and corrects it in
 * the TJ array if it is off by more than TOLERANCE, so that rounding errors never
 * add up. The grid's pitch, common to most glyphs of a run, is set once as
 * character spacing.
 *
 * Operations in the frame of a landscape table are between `q … cm` and `Q`, and
 * otherwise written as on a portrait page. */
#include <math.h>
#include <string.h>

#include "pdf_priv.h"
#include "replay.h"

#define TOLERANCE 0.001 /* pt */
/* Decimals of lengths in pt (positions, sizes, spacing), and their unit. */
#define DECIMALS 4
#define UNIT     1e4
/* If the pen is further off than this, in em, a new line (Td) is begun. */
#define SHIFT_MAX 8

/* The text state of a reader. */
typedef struct graphics {
	ht_colour colour;
	const pdf_face *face;
	double size, xscale, spacing; /* Tf in pt, Tz as a factor, Tc in pt */
} graphics;

typedef struct writer {
	pdf_document *d;
	size_t page;
	ht_buf *out;
	graphics now, upright;    /* upright: the state outside the open frame */
	ht_turn turn;             /* of the open frame, to which all lengths below belong */
	ht_len height;            /* of the frame: y is up in PDF */
	long long line_x, line_y; /* origin of the line matrix, 1/UNIT pt */
	double pen;               /* x, pt */
	bool in_text, in_array;
	/* open marked content */
	bool in_span, in_content;
	pdf_node *node;       /* its element; NULL: it is an artifact … */
	const char *artifact; /* … of this type */
} writer;

static long long to_unit(double pt)
{
	return llround(pt * UNIT);
}

static void put_str(writer *w, const char *s)
{
	ht_buf_adds(w->out, s);
}

static void put_real(writer *w, double value, int decimals)
{
	ht_buf_addreal(w->out, value, decimals);
	put_str(w, " ");
}

static void end_array(writer *w)
{
	if (w->in_array)
		put_str(w, ")]TJ\n");
	w->in_array = false;
}

static void end_span(writer *w)
{
	if (!w->in_span)
		return;
	end_array(w);
	put_str(w, "EMC\n");
	w->in_span = false;
}

static void end_content(writer *w)
{
	end_span(w);
	end_array(w);
	if (w->in_content)
		put_str(w, "EMC\n");
	w->in_content = false;
}

static void begin_text(writer *w)
{
	if (w->in_text)
		return;
	end_content(w); /* marked content must not cross the bounds of a text object */
	put_str(w, "BT\n");
	w->in_text = true;
	w->line_x = w->line_y = 0;
	w->pen = 0;
}

static void end_text(writer *w)
{
	end_content(w);
	if (w->in_text)
		put_str(w, "ET\n");
	w->in_text = false;
}

/* The type of an artifact: rules and pictures are layout, text is a header or
 * footer. */
static const char *artifact_type(const writer *w, const ht_op *op)
{
	if (op->kind != HT_OP_RUN)
		return "/Layout";
	if (op->y > w->height / 2)
		return "/Pagination /Subtype /Footer";
	return "/Pagination /Subtype /Header";
}

static void begin_artifact(writer *w, const char *kind)
{
	if (w->in_content && !w->node && w->artifact == kind)
		return;
	end_content(w);
	put_str(w, "/Artifact <</Type ");
	put_str(w, kind);
	put_str(w, ">> BDC\n");
	w->in_content = true;
	w->node = NULL;
	w->artifact = kind;
}

/* Begin marked content of an element. The caller adds more entries to its
 * dictionary and closes it. */
static void open_content(writer *w, pdf_node *node, const char *tag)
{
	end_content(w);
	put_str(w, "/");
	put_str(w, tag);
	put_str(w, " <</MCID ");
	ht_buf_addint(w->out, pdf_tags_mcid(w->d, node, w->page));
	w->in_content = true;
	w->node = node;
}

static bool is_real_content(const writer *w, const ht_op *op)
{
	return pdf_tagged(w->d) && op->tag != HT_TAG_ARTIFACT && op->unit;
}

/* In a tagged document, everything is either an artifact or belongs to an
 * element. */
static void begin_content(writer *w, const ht_op *op)
{
	if (!is_real_content(w, op)) {
		if (pdf_tagged(w->d))
			begin_artifact(w, artifact_type(w, op));
		return;
	}
	pdf_node *node = pdf_tags_node(w->d, op);
	if (node && (!w->in_content || w->node != node)) {
		open_content(w, node, node->type);
		put_str(w, ">> BDC\n");
	}
}

/* Add the link of a run, whose marked content is open. Artifacts have no links. */
static void add_link(writer *w, const ht_op *op)
{
	if (!op->run->href)
		return;
	if (!pdf_tagged(w->d))
		pdf_link_add(w->d, w->page, op, NULL);
	else if (w->node)
		pdf_link_add(w->d, w->page, op, w->node);
}

static void set_colour(writer *w, ht_colour c)
{
	if (memcmp(&c, &w->now.colour, sizeof c) == 0)
		return;
	end_array(w);
	w->now.colour = c;
	put_real(w, c.r / 255.0, DECIMALS);
	if (c.r == c.g && c.g == c.b) {
		put_str(w, "g\n");
		return;
	}
	put_real(w, c.g / 255.0, DECIMALS);
	put_real(w, c.b / 255.0, DECIMALS);
	put_str(w, "rg\n");
}

static void set_font(writer *w, const pdf_face *face, const ht_run *run)
{
	double size = (double)to_unit(ht_len_to_pt(run->size)) / UNIT;
	double xscale = run->xscale / 1000.0;
	if (w->now.face != face || w->now.size != size) {
		end_array(w);
		put_str(w, "/F");
		ht_buf_addint(w->out, (size_t)(face - w->d->faces) + 1);
		put_str(w, " ");
		put_real(w, size, DECIMALS);
		put_str(w, "Tf\n");
		w->now.face = face;
		w->now.size = size;
	}
	if (w->now.xscale != xscale) {
		end_array(w);
		put_real(w, run->xscale / 10.0, 1);
		put_str(w, "Tz\n");
		w->now.xscale = xscale;
	}
}

static void set_spacing(writer *w, double spacing)
{
	if (w->now.spacing == spacing)
		return;
	end_array(w);
	put_real(w, spacing, DECIMALS + 1);
	put_str(w, "Tc\n");
	w->now.spacing = spacing;
}

/* Begin a line at x, y (1/UNIT pt, y up). */
static void move_to(writer *w, long long x, long long y)
{
	end_array(w);
	put_real(w, (double)(x - w->line_x) / UNIT, DECIMALS);
	put_real(w, (double)(y - w->line_y) / UNIT, DECIMALS);
	put_str(w, "Td\n");
	w->line_x = x;
	w->line_y = y;
	w->pen = (double)x / UNIT;
}

/* A byte of a string in round brackets (ISO 32000-1, 7.3.4.2): half as long as in hexadecimal digits. */
static size_t put_byte(char *out, unsigned byte)
{
	const char c = (char)byte;
	if (c == '\r') {
		memcpy(out, "\\r", 2);
		return 2;
	}
	const bool escaped = c == '(' || c == ')' || c == '\\';
	out[0] = '\\';
	out[escaped] = c;
	return 1 + escaped;
}

static void put_code(writer *w, unsigned cid)
{
	char bytes[4];
	const size_t n = put_byte(bytes, cid >> 8);
	ht_buf_add(w->out, bytes, n + put_byte(bytes + n, cid & 0xFF));
}

/* Move the pen to x within an array: a number in TJ is subtracted, in 1/1000 of
 * text space. */
static void shift_pen(writer *w, double x)
{
	double thousandth = w->now.size * w->now.xscale / 1000;
	int decimals = 2;
	double unit = 100;
	if (thousandth > 0.1) {
		decimals = 3;
		unit = 1000;
	}
	double shift = (double)llround((w->pen - x) / thousandth * unit) / unit;
	if (w->in_array)
		put_str(w, ")");
	else
		put_str(w, "[");
	ht_buf_addreal(w->out, shift, decimals);
	put_str(w, "(");
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
		put_str(w, "[(");
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

/* Distance of piece k + 1 from its position without spacing, in units of Tc
 * (before Tz). */
static double gap_after(const writer *w, const pdf_piece *v, size_t k)
{
	return (v[k + 1].x0 - v[k].x1) / w->now.xscale;
}

/* Number of corrections that a run of n pieces needs with this spacing. */
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

/* The mean of all gaps about as wide as gap k. Positions are rounded to 1/1024 pt
 * each; the mean is the grid's pitch. */
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

/* Choose the spacing for the n pieces of a run: the current one, zero, or the
 * pitch at one of three positions, whichever needs the fewest corrections. */
static void choose_spacing(writer *w, const pdf_piece *v, size_t n)
{
	static const size_t worth = 2; /* a change must save more corrections than this */
	double best = w->now.spacing;
	size_t least = corrections(w, v, n, best);
	for (size_t i = 0; i < 4 && least > worth; i++) {
		double spacing = i ? mean_gap(w, v, n, (n - 1) * i / 4) : 0;
		size_t count = corrections(w, v, n, spacing), cost = best == w->now.spacing ? worth : 0;
		if (count + cost < least) {
			best = spacing;
			least = count;
		}
	}
	set_spacing(w, best);
}

/* Begin n pieces with ActualText. In an element they are marked content of their
 * own, not nested: poppler 22 takes the end of nested marked content for that of
 * the outer one, and loses the text after it. */
static void begin_actual_text(writer *w, const pdf_piece *v, size_t n)
{
	pdf_node *node = NULL;
	if (is_real_content(w, v->op))
		node = pdf_tags_node(w->d, v->op);
	if (node) {
		open_content(w, node, "Span");
		put_str(w, "/ActualText <FEFF");
	} else {
		begin_content(w, v->op);
		end_array(w);
		put_str(w, "/Span <</ActualText <FEFF");
		w->in_span = true;
	}
	for (size_t i = 0; i < n; i++)
		pdf_utf16_hex(w->out, v[i].cluster.text, v[i].cluster.len);
	put_str(w, ">>> BDC\n");
}

static void end_actual_text(writer *w)
{
	if (w->in_span)
		end_span(w);
	else if (w->in_content)
		end_content(w);
}

/* Number of pieces joined to the first, with it. */
static size_t joined_length(const pdf_piece *v, size_t n)
{
	size_t len = 1;
	while (len < n && v[len - 1].joined)
		len++;
	return len;
}

/* Number of pieces in the same run as the first, with it. */
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
	bool actual_text = false;
	for (size_t i = 0; i < n; i++) {
		begin_text(w);
		if (i == span_end) {
			span_end = i + joined_length(v + i, n - i);
			actual_text = v[i].actual_text || span_end - i > 1;
			if (actual_text)
				begin_actual_text(w, v + i, span_end - i);
			else
				begin_content(w, v[i].op);
		}
		if (i == run_end) {
			run_end = i + run_length(v + i, n - i);
			add_link(w, v[i].op);
			set_colour(w, v[i].op->run->colour);
			set_font(w, v[i].face, v[i].op->run);
			choose_spacing(w, v + i, run_end - i);
		}
		show_piece(w, &v[i]);
		if (actual_text && i + 1 == span_end)
			end_actual_text(w);
	}
}

/* A rule is a filled rectangle; consecutive ones share their marked content. */
static void write_rule(writer *w, const ht_op *op)
{
	if (op->w <= 0 || op->h <= 0)
		return;
	end_text(w);
	if (pdf_tagged(w->d))
		begin_artifact(w, artifact_type(w, op));
	set_colour(w, op->colour);
	put_real(w, ht_len_to_pt(op->x), DECIMALS);
	put_real(w, ht_len_to_pt(w->height) - ht_len_to_pt(op->y) - ht_len_to_pt(op->h), DECIMALS);
	put_real(w, ht_len_to_pt(op->w), DECIMALS);
	put_real(w, ht_len_to_pt(op->h), DECIMALS);
	put_str(w, "re f\n");
}

static void write_image(writer *w, const ht_op *op)
{
	const pdf_picture *picture = pdf_picture_find(w->d, op);
	if (!picture)
		return;
	end_text(w);
	begin_content(w, op);
	put_str(w, op->pressed ? "q /" PDF_PRESSED " gs " : "q ");
	put_real(w, ht_len_to_pt(op->w), DECIMALS);
	put_str(w, "0 0 ");
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

/* Leave the open frame for another. Marked content and text end first; Q restores
 * the state from before a landscape frame. */
static void enter_frame(writer *w, ht_turn turn)
{
	const ht_page *page = &w->d->pages->v[w->page];
	if (turn == w->turn)
		return;
	end_text(w);
	if (w->turn != HT_TURN_NONE) {
		put_str(w, "Q\n");
		w->now = w->upright;
	}
	if (turn != HT_TURN_NONE) {
		replay_matrix m = replay_frame(page, turn, REPLAY_Y_UP);
		w->upright = w->now;
		ht_buf_addf(w->out, "q %.0f %.0f %.0f %.0f ", m.a, m.b, m.c, m.d);
		put_real(w, m.e, DECIMALS);
		put_real(w, m.f, DECIMALS);
		put_str(w, "cm\n");
	}
	w->turn = turn;
	w->height = ht_page_frame_height(page, turn);
}

/* Number of operations from i on that are text in the same frame. */
static size_t text_ops(const ht_page *page, size_t i)
{
	size_t n = 0;
	while (i + n < page->n && page->ops[i + n].kind == HT_OP_RUN && page->ops[i + n].turn == page->ops[i].turn)
		n++;
	return n;
}

static void write_page(writer *w, ht_arena *arena)
{
	const ht_page *page = ht_pages_at(w->d->pages, w->page);
	if (!page)
		pdf_document_fail(w->d, HT_ERR_NOMEM);
	for (size_t i = 0; page && i < page->n && !w->d->status;) {
		size_t n = text_ops(page, i);
		enter_frame(w, page->ops[i].turn);
		pdf_pieces pieces = pdf_pieces_collect(w->d, page->ops + i, n, arena);
		write_pieces(w, pieces.v, pieces.n);
		i += n;
		for (; i < page->n && page->ops[i].kind != HT_OP_RUN; i++) {
			enter_frame(w, page->ops[i].turn);
			write_box(w, &page->ops[i]);
		}
	}
	enter_frame(w, HT_TURN_NONE);
	end_text(w);
	if (w->out->failed)
		pdf_document_fail(w->d, HT_ERR_NOMEM);
}

void pdf_content_write(pdf_document *d, size_t i, ht_buf *out)
{
	ht_arena *arena = pdf_pushed(d, ht_arena_new());
	if (!arena)
		return;
	writer w = {.d = d, .page = i, .out = out, .now = {.xscale = 1}};
	w.height = d->pages->v[i].height;
	write_page(&w, arena);
	ht_arena_free(arena);
}
