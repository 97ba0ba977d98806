/* Body text: levels, generated numbers, run-in headings; tables with their titles, units and notes. */
#include <string.h>

#include <glib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "style/messages.h"
#include "build.h"
#include "doc/cells.h"
#include "words_documents.h"

/* Cells that a paragraph begins with, and half of one for its gaps between Han and Latin. */
#define INDENT 3
/* Bytes of a paragraph that a message quotes, at most. */
#define TOLD_BYTES 90

typedef struct body_builder {
	ht_builder *b;
	const ht_element *e;
	ht_block_list *list;
	int *counts;      /* of generated numbers, by level */
	size_t notes;     /* footnotes before those of this body */
	bool in_contents; /* the last paragraph was of 目录 */
	const ht_body_block *first;
} body_builder;

/* `（{一}）` with the number put in: {一} in Chinese, {1} in Arabic numerals. NULL
 * when out of memory. */
static const char *number_text(body_builder *body, int level)
{
	ht_arena *arena = body->b->arena;
	const char *form = body->e->numbering[level - 1];
	int n = body->counts[level - 1];
	const char *open = strchr(form, '{');
	const char *close = open ? strchr(open, '}') : NULL;
	if (!close)
		return form;
	const char *number = open[1] == '1' ? ht_arena_printf(arena, "%d", n) : ht_han_number(body->b, n);
	if (!number)
		return NULL;
	return ht_arena_printf(arena, "%.*s%s%s", (int)(open - form), form, number, close + 1);
}

/* Count the paragraph at its level; deeper ones begin again. */
static void count_to(body_builder *body, int level, int n)
{
	body->counts[level - 1] = n;
	for (size_t i = (size_t)level; i < body->e->n_numbering; i++)
		body->counts[i] = 0;
}

/* The generated number, if src has one; returns its bytes. It goes on from those that are typed. */
static size_t add_number(body_builder *body, const ht_body_block *src, const ht_pstyle *ps, ht_spans *spans)
{
	int level = src->level;
	if (level < 1 || (size_t)level > body->e->n_numbering || src->division)
		return 0;
	if (!src->auto_number) {
		if (src->number)
			count_to(body, level, src->number);
		return 0;
	}
	count_to(body, level, body->counts[level - 1] + 1);
	const char *text = number_text(body, level);
	if (!text) {
		body->b->nomem = true;
		return 0;
	}
	ht_spans_add(body->b, spans, text, strlen(text), ps, NULL, src->loc);
	return strlen(text);
}

static const ht_typeface *face_of(const body_builder *body, const ht_inline *in)
{
	if (in->strong)
		return body->e->strong_face;
	return in->em ? body->e->em_face : NULL;
}

static void add_piece(body_builder *body, ht_spans *spans, const ht_inline *in, size_t from, size_t len,
                      const ht_pstyle *ps)
{
	if (in->note) {
		if (len)
			ht_spans_add_reference(body->b, spans, in, body->notes, ps);
		return;
	}
	ht_loc loc = in->loc;
	for (size_t i = 0; i < from; i++)
		loc.col += ((unsigned char)in->text[i] & 0xC0) != 0x80;
	size_t before = spans->n;
	ht_spans_add(body->b, spans, in->text + from, len, ps, face_of(body, in), loc);
	if (spans->n > before)
		spans->v[before].href = in->href;
}

static size_t blanks_at(const char *s, size_t len, size_t at)
{
	size_t step;
	while (at < len && ht_is_space(ht_utf8_get(s + at, s + len, &step)))
		at += step;
	return at;
}

/* Is a space needed between a number and the text? However it is typed, nothing is there, since 1. and 1. with a blank
 * are to look alike; but one space before a figure or a Latin letter, else `1.2026年` would be read as 1.2026. */
static bool needs_gap(const char *marker, size_t len, const char *next)
{
	return (ht_str_ends_n(marker, len, ".") || ht_str_ends_n(marker, len, "．")) && g_ascii_isalnum(*next);
}

/* The number as typed, and the gap after it. Returns where the text of the first inline begins. */
static size_t add_marker(body_builder *body, const ht_body_block *src, const ht_pstyle *ps, ht_spans *spans)
{
	const ht_inline *in = &src->inlines[0];
	if (!src->marker || src->marker >= in->len || in->note || in->strong)
		return 0;
	size_t at = blanks_at(in->text, in->len, src->marker);
	bool gap = needs_gap(in->text, src->marker, in->text + at);
	if (at == in->len || (at == src->marker && !gap))
		return 0;
	add_piece(body, spans, in, 0, src->marker, ps);
	if (gap)
		ht_spans_add(body->b, spans, " ", 1, ps, NULL, in->loc);
	return at;
}

static size_t bytes_from(const ht_spans *spans, size_t from)
{
	size_t n = 0;
	for (size_t i = from; i < spans->n; i++)
		n += spans->v[i].len;
	return n;
}

/* The paragraph's text: its first `head` bytes in the style of the level. Returns how many bytes those have become:
 * blanks after the number are left out or put in. */
static size_t add_text(body_builder *body, const ht_body_block *src, const ht_pstyle *head, const ht_pstyle *rest,
                       ht_spans *spans)
{
	size_t from = spans->n, left = src->head, at = add_marker(body, src, src->head ? head : rest, spans);
	size_t heading = left ? bytes_from(spans, from) : 0;
	for (size_t i = 0; i < src->n; i++, at = 0) {
		const ht_inline *in = &src->inlines[i];
		size_t first = in->len < left ? in->len : left;
		left -= first;
		if (first < at)
			first = at;
		from = spans->n;
		add_piece(body, spans, in, at, first - at, head);
		heading += bytes_from(spans, from);
		add_piece(body, spans, in, first, in->len - first, rest);
	}
	return heading;
}

/* The title of a chapter from `at` on: one of two characters is spread over three (总　则). */
static void add_division_title(body_builder *body, ht_spans *spans, const ht_inline *in, size_t at, const ht_pstyle *ps)
{
	size_t first, second, end, n = in->len;
	ht_utf8_get(in->text + at, in->text + n, &first);
	first += at;
	second = end = blanks_at(in->text, n, first);
	if (second < n) {
		ht_utf8_get(in->text + second, in->text + n, &end);
		end += second;
	}
	char two[8];
	size_t len = 0;
	if (end == n && second < n && first - at <= 4 && end - second <= 4) {
		memcpy(two, in->text + at, first - at);
		memcpy(two + (first - at), in->text + second, end - second);
		len = first - at + end - second;
	}
	if (!len || !ht_is_two_han(two, len)) {
		add_piece(body, spans, in, at, n - at, ps);
		return;
	}
	add_piece(body, spans, in, at, first - at, ps);
	ht_spans_blank(body->b, spans, 1, ps, in->loc);
	add_piece(body, spans, in, second, end - second, ps);
}

/* A part of a regulation: its number, one blank of fixed width however it is typed, its title or text. False: it is
 * none, or has no number. */
static bool add_division(body_builder *body, const ht_body_block *src, const ht_pstyle *head, const ht_pstyle *rest,
                         ht_spans *spans)
{
	const ht_inline *in = &src->inlines[0];
	size_t at = src->marker;
	if (!src->division || at > in->len || !body->e->divisions[src->division])
		return false;
	add_piece(body, spans, in, 0, at, head);
	at = blanks_at(in->text, in->len, at);
	if (src->marker && (at < in->len || src->n > 1))
		ht_spans_blank(body->b, spans, 1, head, in->loc);
	if (src->division == HT_DIVISION_ARTICLE || src->n > 1)
		add_piece(body, spans, in, at, in->len - at, rest);
	else if (at < in->len)
		add_division_title(body, spans, in, at, rest);
	for (size_t i = 1; i < src->n; i++)
		add_piece(body, spans, &src->inlines[i], 0, src->inlines[i].len, rest);
	return true;
}

/* The style of a level; levels that the sheet does not have are set as body text. */
static const ht_pstyle *level_style(body_builder *body, const ht_body_block *src)
{
	if (body->e->divisions[src->division])
		return body->e->divisions[src->division];
	if (src->level < 1 || (size_t)src->level > body->e->n_levels)
		return body->e->style;
	return body->e->levels[src->level - 1];
}

/* What would be its heading if its sisters had one. */
static void tell_withheld(body_builder *body, const ht_body_block *src)
{
	const ht_inline *in = &src->inlines[0];
	const size_t most = in->len < TOLD_BYTES ? in->len : TOLD_BYTES;
	size_t n = 0, step;
	for (uint32_t cp = 0; n < most && cp != U'。'; n += step)
		cp = ht_utf8_get(in->text + n, in->text + in->len, &step);
	const char *first = ht_arena_strndup(body->b->arena, in->text, n);
	body->b->nomem |= !first;
	if (first)
		ht_diag(body->b->diags, HT_D_HEADING_WITHHELD, src->loc, first, NULL);
}

/* Does the text begin with a label of its own: 按：, 编者按：, 【编者按】? */
static bool has_label(const ht_body_block *src, const ht_dspan *label)
{
	const ht_inline *in = &src->inlines[0];
	size_t most = in->len < label->len + strlen("【】") ? in->len : label->len + strlen("【】");
	size_t from = label->len >= strlen("按：") ? label->len - strlen("按：") : 0;
	for (size_t i = 0; i + strlen("按") <= most; i++)
		if (memcmp(in->text + i, label->text + from, strlen("按")) == 0)
			return true;
	return false;
}

/* The element's label before the first paragraph, unless that begins with one. */
static void add_label(body_builder *body, const ht_body_block *src, ht_spans *spans)
{
	const ht_element *e = body->e;
	if (src != body->first || src->level || !src->n)
		return;
	ht_template_fill(body->b, &e->label, e->label_style ? e->label_style : e->style, spans);
	if (spans->n && has_label(src, &spans->v[0]))
		spans->n = 0;
}

/* Does the text [s, end) address listeners: 同志们, 各位领导? */
static bool is_addressed(body_builder *body, const char *s, const char *end)
{
	const char *part = ht_arena_strndup(body->b->arena, s, (size_t)(end - s));
	body->b->nomem |= !part;
	return part &&
	       (ht_str_starts_any(part, ht_words_salutation_begin) || ht_str_ends_any(part, ht_words_salutation_end));
}

/* Is the paragraph a salutation: nothing but whom the text addresses, and a colon? */
static bool is_salutation(body_builder *body, const ht_body_block *src)
{
	const ht_inline *in = &src->inlines[0];
	if (src->kind != HT_BODY_PARA || src->n != 1 || src->level || in->len < strlen("：") ||
	    memcmp(in->text + in->len - strlen("："), "：", strlen("：")) != 0)
		return false;
	const char *end = in->text + in->len - strlen("："), *s = in->text, *p = s;
	while (p < end) {
		size_t step;
		uint32_t cp = ht_utf8_get(p, end, &step);
		bool between = cp == U'，' || cp == U'、';
		if (between && !is_addressed(body, s, p))
			return false;
		p += step;
		if (between)
			s = p;
	}
	return is_addressed(body, s, end);
}

/* What a paragraph without a level is set in. */
static const ht_pstyle *plain_style(body_builder *body, const ht_body_block *src)
{
	const ht_pstyle *salutation = body->e->salutation;
	return salutation && src == body->first && is_salutation(body, src) ? salutation : body->e->style;
}

/* A line of a form above its table begins and ends where that does. Returns whether it is one. */
static bool fit_form_line(body_builder *body, const ht_body_block *src, bool above_table, ht_spans *spans)
{
	size_t chars = (size_t)body->b->style->page.chars;
	if (src->level)
		return false;
	if (above_table && ht_fill_blanks(body->b, spans, chars))
		return true;
	ht_fit_blanks(body->b, spans, chars - INDENT);
	return false;
}

static void add_paragraph(body_builder *body, const ht_body_block *src, bool above_table)
{
	const ht_pstyle *head = level_style(body, src), *rest = src->alone ? head : plain_style(body, src);
	ht_spans spans = {0};
	if (src->division > HT_DIVISION_ARTICLE && !src->alone)
		rest = head;
	if (src->withheld)
		tell_withheld(body, src);
	add_label(body, src, &spans);
	size_t heading = add_number(body, src, head, &spans);
	if (add_division(body, src, head, rest, &spans))
		heading += src->head;
	else
		heading += add_text(body, src, head, rest, &spans);
	bool flush = fit_form_line(body, src, above_table, &spans);
	ht_block *block = spans.n ? ht_block_add(body->b, body->list, body->e, HT_BLOCK_PARA, 1) : NULL;
	if (!block)
		return;
	block->paras[0] = (ht_dpara){spans.v, spans.n};
	block->style = rest;
	block->level = src->level;
	block->heading_len = heading;
	if (src->division && src->alone)
		block->heading_len = SIZE_MAX; /* all, with the blanks put in */
	block->heading = src->level >= 1 && (size_t)src->level <= body->e->n_levels && src->head > 0;
	block->keep_next = src->alone || flush;
	block->flush = flush;
	block->skip = body->in_contents && src->division < HT_DIVISION_CONTENTS;
	body->in_contents = src->division >= HT_DIVISION_CONTENTS;
	block->loc = src->loc;
}

static ht_dpara make_para(body_builder *body, const ht_inline *inlines, size_t n, const ht_pstyle *ps)
{
	ht_spans spans = {0};
	for (size_t i = 0; i < n; i++)
		add_piece(body, &spans, &inlines[i], 0, inlines[i].len, ps);
	return (ht_dpara){spans.v, spans.n};
}

static const ht_halign cell_aligns[] = {HT_HALIGN_LEFT, HT_HALIGN_JUSTIFY, HT_HALIGN_CENTRE, HT_HALIGN_RIGHT};

/* Fill row r of the table with the row of the text. */
static void fill_row(body_builder *body, const ht_body_block *src, const ht_body_row *row, size_t r,
                     const ht_pstyle *ps, ht_dtable *t)
{
	for (size_t i = 0; i < row->n; i++) {
		const ht_body_cell *from = &row->cells[i];
		ht_dcell *cell = &t->cells[r * t->n_columns + from->column];
		*cell = (ht_dcell){.rows = from->rows, .columns = from->columns};
		if (src->table)
			cell->align = cell_aligns[from->align + 1];
		else
			t->aligns[from->column] = cell_aligns[from->align + 1];
		cell->para = make_para(body, from->inlines, from->n, ps);
	}
}

/* Places that no cell covers hold empty cells. */
static void fill_gaps(ht_dtable *t, bool *covered)
{
	size_t n = t->n_columns;
	for (size_t i = 0; i < t->n_rows * n; i++) {
		ht_dcell *cell = &t->cells[i];
		for (size_t r = 0; r < cell->rows; r++)
			for (size_t c = 0; c < cell->columns; c++)
				covered[i + r * n + c] = true;
		if (!covered[i])
			*cell = (ht_dcell){.rows = 1, .columns = 1};
	}
}

/* Markdown has no table without a head: one whose cells are all empty stands for none. */
static bool has_empty_head(const ht_body_block *src)
{
	bool empty = !src->table && src->n_rows > 1 && src->rows[0].header && !src->rows[1].header;
	for (size_t i = 0; empty && i < src->rows[0].n; i++)
		empty = !src->rows[0].cells[i].n && src->rows[0].cells[i].rows == 1;
	return empty;
}

/* In Markdown the first row is the head of any table; in that of a form it is not. */
static void fill_table(body_builder *body, const ht_body_block *src, ht_dtable *t)
{
	const size_t first = has_empty_head(src);
	const ht_body_row *rows = src->rows + first;
	const size_t n_rows = src->n_rows - first;
	size_t places = n_rows * t->n_columns;
	bool *covered = ht_arena_array(body->b->arena, places + 1, sizeof *covered);
	t->cells = ht_arena_array(body->b->arena, places + 1, sizeof *t->cells);
	if (!covered || !t->cells) {
		body->b->nomem = true;
		return;
	}
	t->n_rows = n_rows;
	for (size_t c = 0; src->table && c < t->n_columns; c++) {
		t->aligns[c] = cell_aligns[src->table->aligns[c] + 1];
		t->widths[c] = ht_len_from_mm(src->table->widths_mm[c]);
	}
	size_t n_head = 0;
	for (size_t r = 0; r < n_rows; r++) {
		n_head += rows[r].header && n_head == r;
		fill_row(body, src, &rows[r], r, rows[r].header ? t->head : t->cell, t);
	}
	fill_gaps(t, covered);
	ht_find_signs(body->b, t);
	bool form = ht_dtable_form(t) == HT_LABEL_FORM;
	for (size_t r = 0; form && r < n_head; r++)
		fill_row(body, src, &rows[r], r, t->cell, t);
	t->n_head = form ? 0 : n_head;
}

/* The title of a table or a picture: `表1`, however it is typed, has one blank of fixed width after it. */
static ht_dpara make_caption(body_builder *body, const ht_inline *inlines, size_t n, const ht_pstyle *ps)
{
	ht_spans spans = {0};
	const ht_inline *in = n ? &inlines[0] : NULL;
	size_t number = in && !in->note ? ht_caption_number(in->text, in->len) : 0;
	size_t at = number ? blanks_at(in->text, in->len, number) : 0;
	bool typed = at == number + strlen("　") && memcmp(in->text + number, "　", at - number) == 0;
	if (at > number && !typed && (at < in->len || n > 1)) {
		add_piece(body, &spans, in, 0, number, ps);
		ht_spans_blank(body->b, &spans, 1, ps, in->loc);
		add_piece(body, &spans, in, at, in->len - at, ps);
		in = NULL;
	}
	for (size_t i = in ? 0 : 1; i < n; i++)
		add_piece(body, &spans, &inlines[i], 0, inlines[i].len, ps);
	return (ht_dpara){spans.v, spans.n};
}

/* Text of a field, after its label unless it begins with that itself. */
static ht_dpara make_labelled(body_builder *body, const char *label, const ht_inline *text, const ht_pstyle *ps)
{
	bool labelled = strncmp(text->text, label, strcspn(label, "：")) == 0;
	const ht_inline parts[] = {{.text = label, .len = labelled ? 0 : strlen(label), .loc = text->loc}, *text};
	return make_para(body, parts, 2, ps);
}

/* Title, unit and notes of a table: as given with it, else from the lines about it. */
static void surround(body_builder *body, const ht_table_looks *given, const ht_surroundings *lines, ht_dtable *t)
{
	const ht_pstyle *note = body->e->table_note ? body->e->table_note : t->cell;
	size_t n = given ? given->n_notes : 0;
	if (given && given->title.text)
		t->caption = make_caption(body, &given->title, 1, t->title);
	else if (lines->title)
		t->caption = make_caption(body, lines->title->inlines, lines->title->n, t->title);
	if (given && given->unit.text)
		t->unit = make_labelled(body, "单位：", &given->unit, t->cell);
	else if (lines->unit)
		t->unit = make_para(body, lines->unit->inlines, lines->unit->n, t->cell);
	t->notes = ht_arena_array(body->b->arena, n + lines->n_notes + 1, sizeof *t->notes);
	if (!t->notes) {
		body->b->nomem = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		t->notes[t->n_notes++] = make_labelled(body, i ? "" : "注：", &given->notes[i], note);
	for (size_t i = 0; i < lines->n_notes; i++)
		t->notes[t->n_notes++] = make_para(body, lines->notes[i].inlines, lines->notes[i].n, note);
}

static void add_table(body_builder *body, const ht_body_block *src, const ht_surroundings *lines)
{
	ht_dtable *t = ht_dtable_new(body->b, body->e, src->n_columns);
	ht_block *block = t ? ht_block_add(body->b, body->list, body->e, HT_BLOCK_TABLE, 0) : NULL;
	if (!block)
		return;
	fill_table(body, src, t);
	surround(body, src->table, lines, t);
	if (src->table && src->table->landscape >= 0)
		t->landscape = src->table->landscape;
	block->table = t;
	block->style = t->cell;
	block->loc = src->loc;
}

/* A picture with its caption below it: its alternative text, unless a line of the text is the caption (or NULL): then
 * the alternative text only describes it. */
static void add_picture(body_builder *body, const ht_body_block *src, const ht_body_block *title)
{
	const ht_element *e = body->e;
	const ht_pstyle *ps = e->caption ? e->caption : e->style;
	const bool described = title && src->n;
	ht_text *file = ht_arena_alloc(body->b->arena, sizeof *file);
	ht_block *block = ht_block_add(body->b, body->list, e, HT_BLOCK_PICTURE, described ? 2 : 1);
	if (!file || !block) {
		body->b->nomem = true;
		return;
	}
	*file = (ht_text){src->src ? src->src : "", src->loc};
	block->pictures = file;
	block->n_pictures = 1;
	block->style = ps;
	block->loc = src->loc;
	const ht_body_block *caption = title ? title : src;
	block->paras[0] = make_caption(body, caption->inlines, caption->n, ps);
	if (described)
		block->paras[1] = make_para(body, src->inlines, src->n, ps);
}

/* Set the block at i and those that belong to it. Returns their number. */
static size_t add_block(body_builder *body, const ht_body *src, size_t i)
{
	ht_surroundings lines;
	const ht_body_block *main;
	size_t n = ht_take_table(src, i, &lines, &main);
	if (n) {
		add_table(body, main, &lines);
		return n;
	}
	n = ht_take_picture(src, i, &lines, &main);
	if (n)
		add_picture(body, main, lines.title);
	else
		add_paragraph(body, &src->blocks[i], i + 1 < src->n && src->blocks[i + 1].kind == HT_BODY_TABLE);
	return n ? n : 1;
}

void ht_build_body(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	size_t from, to;
	const ht_body *src = ht_body_text_find(b, e, list, &from, &to);
	if (!src)
		return;
	body_builder body = {.b = b, .e = e, .list = list, .first = src->blocks + from};
	if (to == src->n) /* a note below a title has no footnotes */
		body.notes = ht_notes_begin(b, e, src);
	body.counts = ht_arena_array(b->arena, e->n_numbering + 1, sizeof *body.counts);
	if (!body.counts) {
		b->nomem = true;
		return;
	}
	for (size_t i = from, n; i < to && !b->nomem; i += n) {
		n = ht_build_roster_lines(b, e, src, i, list);
		if (!n)
			n = add_block(&body, src, i);
	}
}
