/* The trace backend: the display list as text, one line per operation, for golden
 * tests and for inspecting a layout.
 *
 *   run ELEMENT TAG UNIT X Y FACE SIZEpt #COLOUR [OPTIONS] N@FIRST..LAST "TEXT"
 *   rule ELEMENT TAG UNIT X Y W H #COLOUR
 *   image ELEMENT TAG UNIT X Y W H
 *   turn none|head-left|head-right
 *
 * turn gives the frame of the page (layout/pages.h) for the operations after it.
 * Lengths are mm with three decimals, from the top left corner of the frame;
 * FIRST and LAST are the origins of the first and last of N glyphs. Nothing
 * depends on the locale or on the location of the fonts. */
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "doc/ledger.h"
#include "render/render.h"

typedef struct trace_state {
	const ht_pages *pages;
	ht_buf text;
} trace_state;

static const char *const tag_names[HT_TAG_COUNT] = {
    [HT_TAG_ARTIFACT] = "artifact", [HT_TAG_MASTHEAD] = "masthead", [HT_TAG_TITLE] = "title",
    [HT_TAG_HEADING] = "heading",   [HT_TAG_PARA] = "para",         [HT_TAG_LABEL] = "label",
    [HT_TAG_NUMBER] = "number",     [HT_TAG_CAPTION] = "caption",   [HT_TAG_CELL] = "cell",
    [HT_TAG_FIGURE] = "figure",     [HT_TAG_NOTE] = "note",
};

static const char *const turn_names[HT_TURN_COUNT] = {
    [HT_TURN_NONE] = "none", [HT_TURN_HEAD_LEFT] = "head-left", [HT_TURN_HEAD_RIGHT] = "head-right"};

/* A value with three decimals in every locale. */
static void put_fixed(ht_buf *out, double value)
{
	long long v = llround(value * 1000);
	long long a = llabs(v);
	if (v < 0)
		ht_buf_adds(out, "-");
	ht_buf_addf(out, "%lld.%03lld", a / 1000, a % 1000);
}

static void put_mm(ht_buf *out, ht_len len)
{
	ht_buf_adds(out, " ");
	put_fixed(out, ht_len_to_mm(len));
}

static void put_colour(ht_buf *out, ht_colour c)
{
	ht_buf_addf(out, " #%02x%02x%02x", c.r, c.g, c.b);
}

/* Text in quotes, on one line, with all invisible characters escaped. */
static void put_quoted(ht_buf *out, const char *text, size_t len)
{
	ht_buf_adds(out, "\"");
	for (const char *end = text + len; text < end;) {
		gunichar c = g_utf8_get_char_validated(text, end - text);
		if (c >= 0x110000) { /* invalid */
			ht_buf_addf(out, "\\x%02x", (unsigned char)*text++);
			continue;
		}
		size_t used = (size_t)g_unichar_to_utf8(c, NULL);
		if (c == '"' || c == '\\')
			ht_buf_addf(out, "\\%c", (int)c);
		else if (g_unichar_isprint(c))
			ht_buf_add(out, text, used);
		else
			ht_buf_addf(out, "\\u{%04X}", c);
		text += used;
	}
	ht_buf_adds(out, "\"");
}

static void put_head(ht_buf *out, const char *kind, const ht_op *op)
{
	const char *tag = op->tag < HT_TAG_COUNT ? tag_names[op->tag] : "?";
	ht_buf_addf(out, "%s %s %s %u", kind, op->element ? op->element : "-", tag, op->unit);
	put_mm(out, op->x);
	put_mm(out, op->y);
}

static void trace_run(ht_buf *out, const ht_op *op)
{
	const ht_run *run = op->run;
	put_head(out, "run", op);
	ht_buf_addf(out, " %s ", run->font->ps_name ? run->font->ps_name : "?");
	put_fixed(out, ht_len_to_pt(run->size));
	ht_buf_adds(out, "pt");
	put_colour(out, run->colour);
	if (run->xscale != 1000)
		ht_buf_addf(out, " xscale=%d", run->xscale);
	if (run->n && run->glyphs[0].y) {
		ht_buf_adds(out, " dy=");
		put_fixed(out, ht_len_to_mm(run->glyphs[0].y));
	}
	if (run->href) {
		ht_buf_adds(out, " href=");
		put_quoted(out, run->href, strlen(run->href));
	}
	ht_buf_addf(out, " %zu@", run->n);
	if (run->n) {
		put_fixed(out, ht_len_to_mm(op->x) + ht_len_to_mm(run->glyphs[0].x));
		ht_buf_adds(out, "..");
		put_fixed(out, ht_len_to_mm(op->x) + ht_len_to_mm(run->glyphs[run->n - 1].x));
	}
	ht_buf_adds(out, " ");
	put_quoted(out, run->text, run->len);
	ht_buf_adds(out, op->line_end ? " end\n" : "\n");
}

static void trace_box(ht_buf *out, const char *kind, const ht_op *op)
{
	put_head(out, kind, op);
	put_mm(out, op->w);
	put_mm(out, op->h);
	if (op->kind == HT_OP_RULE)
		put_colour(out, op->colour);
	ht_buf_adds(out, "\n");
}

static ht_status trace_page(void *state, size_t i, ht_buf *out)
{
	(void)out;
	trace_state *s = state;
	if (i >= s->pages->n)
		return HT_ERR_ARG;
	const ht_page *page = ht_pages_at(s->pages, i);
	if (!page)
		return HT_ERR_NOMEM;
	ht_buf_addf(&s->text, "page %zu", i + 1);
	put_mm(&s->text, page->width);
	put_mm(&s->text, page->height);
	ht_buf_addf(&s->text, " number=%d\n", page->number);
	ht_turn turn = HT_TURN_NONE;
	for (size_t k = 0; k < page->n; k++) {
		const ht_op *op = &page->ops[k];
		if (op->turn != turn)
			ht_buf_addf(&s->text, "turn %s\n", turn_names[op->turn]);
		turn = op->turn;
		if (op->kind == HT_OP_RUN)
			trace_run(&s->text, op);
		else
			trace_box(&s->text, op->kind == HT_OP_RULE ? "rule" : "image", op);
	}
	return s->text.failed ? HT_ERR_NOMEM : HT_OK;
}

static void put_info(trace_state *s, const char *name, const char *value)
{
	ht_buf *out = &s->text;
	if (!value)
		return;
	ht_ledger_carry(s->pages->ledger, value);
	ht_buf_addf(out, "info %s ", name);
	put_quoted(out, value, strlen(value));
	ht_buf_adds(out, "\n");
}

/* The archive's own fields. What the pages show, or the program finds by itself, is no matter here. */
static void put_archive(trace_state *s, const ht_doc_info *info)
{
	static const char group[] = "archive.";
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++) {
		const char *field = ht_archive_rows[i].field;
		const bool found = i == HT_ARCHIVE_KIND || i == HT_ARCHIVE_PAGES || i == HT_ARCHIVE_SECRECY ||
		                   i == HT_ARCHIVE_SECRECY_TERM || i == HT_ARCHIVE_KEYWORDS;
		if (field && !found && strncmp(field, group, strlen(group)) == 0)
			put_info(s, field + strlen(group), info->archive[i]);
	}
}

static ht_status trace_open(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state)
{
	(void)options;
	(void)diags;
	trace_state *s = calloc(1, sizeof *s);
	if (!s)
		return HT_ERR_NOMEM;
	s->pages = pages;
	const ht_doc_info *info = &pages->info;
	put_info(s, "title", info->title);
	put_info(s, "author", info->author);
	put_info(s, "subject", info->subject);
	put_info(s, "keywords", info->keywords);
	put_archive(s, info);
	*state = s;
	return HT_OK;
}

static ht_status trace_close(void *state, ht_buf *out)
{
	trace_state *s = state;
	for (size_t i = 0; i < s->pages->n_outline; i++) {
		const ht_outline_item *item = &s->pages->outline[i];
		ht_buf_addf(&s->text, "outline %d page=%zu", item->level, item->page + 1);
		put_mm(&s->text, item->y);
		ht_buf_adds(&s->text, " ");
		put_quoted(&s->text, item->text, strlen(item->text));
		ht_buf_adds(&s->text, "\n");
	}
	if (s->text.failed || !ht_buf_add(out, s->text.data, s->text.len))
		return HT_ERR_NOMEM;
	return HT_OK;
}

static void trace_free(void *state)
{
	trace_state *s = state;
	if (!s)
		return;
	ht_buf_free(&s->text);
	free(s);
}

const ht_backend ht_backend_trace = {
    .open = trace_open,
    .page = trace_page,
    .close = trace_close,
    .free = trace_free,
};
