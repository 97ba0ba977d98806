/* Where the readers of HTML, DOCX and ODT put what they find. */
#include "sink.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <libxml/parser.h>

#include "base/script.h"
#include "base/utf8.h"
#include "import/messages.h"

#define BYTE_ORDER_MARK 0xFEFF
#define NO_BREAK_SPACE  0xA0 /* a blank as any other: records have no means to forbid a break */

void im_sink_open(im_sink *s, im_doc *d)
{
	*s = (im_sink){.d = d, .loc = im_whole_file(d)};
}

/* Tell of the text that was left out since the last that is shown. */
void im_sink_end_left(im_sink *s)
{
	if (!s->left.len)
		return;
	im_leave_out(s->d, im_copy_buf(s->d, &s->left), s->loc, s->left_reason);
	s->left.len = 0;
	s->left_spaced = false;
}

void im_sink_close(im_sink *s)
{
	im_sink_end_left(s);
	s->d->nomem |= s->line.failed || s->row.failed || s->left.failed;
	ht_buf_free(&s->line);
	ht_buf_free(&s->row);
	ht_buf_free(&s->left);
}

const char *im_sink_take(im_sink *s)
{
	const char *text = im_copy_buf(s->d, &s->line);
	im_sink_close(s);
	return text;
}

bool im_has_room(im_doc *d, size_t bytes)
{
	char most[16];
	d->repeated += bytes;
	if (d->repeated > HT_IMPORT_MAX_BYTES && !d->refused) {
		snprintf(most, sizeof most, "%zu", HT_IMPORT_MAX_BYTES >> 20);
		ht_diag(d->diags, HT_D_IMPORT_UNFOLDS, im_whole_file(d), most, NULL);
		d->refused = true;
	}
	return !d->refused;
}

/* ---- text ---- */

void im_sink_char(im_sink *s, char c)
{
	if (!s->look.leave)
		ht_buf_add(&s->line, &c, 1);
	else if (s->left.len)
		s->left_spaced = true;
}

static bool is_blank(char c)
{
	return strchr(" \n\t\r\f", c) != NULL;
}

/* Add text to out; spaced: a blank is needed before its next character. The number of characters that it may not hold.
 */
static size_t add_text(ht_buf *out, bool *spaced, const char *text, size_t len, bool collapse)
{
	size_t n, controls = 0;
	for (const char *end = text + len; text < end; text += n) {
		uint32_t cp = ht_utf8_get(text, end, &n);
		if ((collapse && is_blank(*text)) || *text == '\n' || *text == '\r' || cp == 0x2028 || cp == 0x2029) {
			*spaced |= out->len > 0;
		} else if (im_is_forbidden(cp)) {
			controls++;
		} else if (cp != BYTE_ORDER_MARK) {
			if (*spaced)
				ht_buf_adds(out, " ");
			*spaced = false;
			if (cp == NO_BREAK_SPACE)
				ht_buf_adds(out, " ");
			else
				ht_buf_add(out, text, n);
		}
	}
	return controls;
}

/* More is no superscript but text that is set higher. */
#define SCRIPT_MOST 24

/* The raised or lowered form of a character; 0: it has none. */
static uint32_t script_form(uint32_t cp, bool raised)
{
	if (ht_is_space(cp) || ht_script_of(cp).base)
		return cp;
	if (cp >= U'！' && cp <= U'～')
		cp -= U'！' - '!';
	return ht_script_form(cp == 0x2013 ? '-' : cp, raised); /* a minus is often typed as a dash */
}

/* Signs that are raised by their shape. */
static bool is_raised_sign(uint32_t cp)
{
	bool circled = (cp >= 0x2460 && cp <= 0x24FF) || (cp >= 0x2776 && cp <= 0x2793);
	return circled || ht_is_space(cp) || ht_str_set_has("*'\"°®™′″†", cp);
}

/* Add text as raised or lowered characters. false: some have no such form; nothing is added. */
static bool add_script(ht_buf *out, const char *text, size_t len, bool raised)
{
	size_t before = out->len, count = 0, n;
	for (const char *p = text, *end = text + len; p < end; p += n, count++) {
		char form[8];
		uint32_t cp = script_form(ht_utf8_get(p, end, &n), raised);
		if (cp)
			ht_buf_add(out, form, ht_utf8_put(form, cp));
		if (!cp || count == SCRIPT_MOST) {
			out->len = before;
			return false;
		}
	}
	return true;
}

/* Add text that the source raises or lowers; where it cannot be, as it is, which is told. */
static void put_script(im_sink *s, const char *text, size_t len, bool collapse)
{
	ht_buf raised = {0};
	bool sign = true;
	size_t n;
	for (const char *p = text, *end = text + len; p < end; p += n)
		sign = is_raised_sign(ht_utf8_get(p, end, &n)) && sign;
	if (!sign && add_script(&raised, text, len, s->look.script > 0)) {
		add_text(&s->line, &s->spaced, raised.data, raised.len, collapse);
	} else {
		if (!sign)
			ht_diag(s->d->diags, HT_D_IMPORT_SCRIPT, s->loc, im_copy(s->d, text, len), NULL);
		s->d->controls += add_text(&s->line, &s->spaced, text, len, collapse);
	}
	s->d->nomem |= raised.failed;
	ht_buf_free(&raised);
}

/* A blank between a number and text that would go on in it: `1.` and `2026年`, `1` and `总则`. */
static void put_gap(im_sink *s, const char *text, size_t len)
{
	bool first = s->number_bytes && s->number_bytes == s->line.len && s->number_spaced;
	const char *start = ht_utf8_trim(text, &len);
	char last = first ? s->line.data[s->line.len - 1] : ' ';
	if (g_ascii_isalnum(last) || (last == '.' && g_ascii_isdigit(*start)))
		im_sink_char(s, ' ');
	s->number_spaced &= !first;
}

static void put_text(im_sink *s, const char *text, size_t len, bool collapse)
{
	size_t shown = len;
	ht_utf8_trim(text, &shown);
	if (s->look.leave) {
		if (s->left_reason != s->look.leave)
			im_sink_end_left(s);
		s->left_reason = s->look.leave;
		add_text(&s->left, &s->left_spaced, text, len, true);
		return;
	}
	if (shown) {
		im_sink_end_left(s);
		put_gap(s, text, len);
	}
	if (s->look.script && shown)
		put_script(s, text, len, collapse);
	else
		s->d->controls += add_text(&s->line, &s->spaced, text, len, collapse);
}

/* The parsers repair what they can, and may leave bytes that are not UTF-8. */
void im_sink_text(im_sink *s, const char *text, bool collapse)
{
	size_t len = strlen(text);
	if (ht_utf8_check(text, len) == len) {
		put_text(s, text, len, collapse);
		return;
	}
	ht_buf valid = {0};
	im_add_valid(&valid, text, len);
	s->d->nomem |= valid.failed;
	if (!valid.failed)
		put_text(s, valid.data, valid.len, collapse);
	ht_buf_free(&valid);
}

void im_sink_number(im_sink *s, const char *number, bool spaced)
{
	im_sink_text(s, number, false);
	s->number_bytes = s->line.len;
	s->number_spaced = spaced;
}

void im_sink_content(im_sink *s, const xmlNode *node, bool collapse)
{
	xmlChar *text = im_xml(s->d)->xmlNodeGetContent(node);
	if (text)
		im_sink_text(s, (const char *)text, collapse);
	im_xml_free(s->d, text);
}

void im_sink_leave(im_sink *s, const xmlNode *node, ht_code reason)
{
	im_look before = s->look;
	s->look.leave = reason;
	im_sink_content(s, node, true);
	s->look = before;
}

/* ---- paragraphs ---- */

static void put_pictures(im_sink *s)
{
	for (size_t i = 0; i < s->n_pictures; i++)
		im_add_picture(s->d, &s->pictures[i], s->loc);
	s->n_pictures = 0;
	s->in_table = false;
}

/* The paragraph so far, trimmed to *len bytes. */
static const char *trimmed_line(const im_sink *s, size_t *len)
{
	*len = s->line.len;
	return *len ? ht_utf8_trim(s->line.data, len) : "";
}

/* In a cell, paragraphs are lines. */
static void end_in_row(im_sink *s)
{
	size_t len;
	const char *text = trimmed_line(s, &len);
	if (s->nested) {
		s->spaced |= len && text + len == s->line.data + s->line.len && text[len - 1] != IM_CELL_BREAK;
		return;
	}
	s->spaced = false;
	s->number_bytes = 0;
	if (!len)
		s->line.len = 0;
	else if (s->line.data[s->line.len - 1] != IM_CELL_BREAK)
		im_sink_char(s, IM_CELL_BREAK);
}

void im_sink_end(im_sink *s, int gap)
{
	if (s->in_row) {
		end_in_row(s);
		return;
	}
	if (s->in_table)
		put_pictures(s);
	im_sink_end_left(s);
	size_t len;
	const char *text = trimmed_line(s, &len);
	im_line *line = len ? im_add_line(s->d, text, len, s->loc, s->blanks) : NULL;
	if (line) {
		line->level = s->level;
		line->style = s->style;
		line->stamp = s->stamp;
		line->kind = s->junk ? IM_JUNK : IM_BODY;
		s->blanks = 0;
	}
	if (s->blanks < gap)
		s->blanks = gap;
	s->spaced = false;
	s->line.len = s->number_bytes = 0;
	put_pictures(s);
}

/* ---- tables ---- */

void im_sink_begin_table(im_sink *s)
{
	im_sink_end(s, 1);
	memset(s->down, 0, sizeof s->down);
	s->first_row = s->d->n;
	s->columns = 0;
}

void im_sink_begin_row(im_sink *s)
{
	im_sink_end(s, 1);
	s->in_row = true;
	memcpy(s->down_before, s->down, sizeof s->down);
	s->row.len = 0;
	s->cells = 0;
	s->filled = false;
}

/* Add a cell; down: how many rows below it reaches into. What is in too many cells is in the last one. */
static void add_cell(im_sink *s, const char *text, size_t len, int down, bool join)
{
	if (s->cells == IM_MAX_CELLS) {
		if (!join && len)
			ht_buf_addf(&s->row, "%c%.*s", IM_CELL_BREAK, (int)len, text);
		return;
	}
	s->filled |= !join && len;
	if (s->cells)
		ht_buf_adds(&s->row, "\t");
	im_add_cell(&s->row, text, len);
	s->down[s->cells++] = down;
}

bool im_sink_covered(im_sink *s)
{
	if (s->cells == IM_MAX_CELLS || !s->down[s->cells])
		return false;
	add_cell(s, IM_JOIN_UP, strlen(IM_JOIN_UP), s->down[s->cells] - 1, true);
	return true;
}

void im_sink_end_cell(im_sink *s, int across, int down)
{
	size_t len;
	const char *text = trimmed_line(s, &len);
	im_sink_end_left(s);
	while (len && text[len - 1] == IM_CELL_BREAK)
		len--;
	s->number_bytes = 0;
	add_cell(s, text, len, down - 1, false);
	for (int i = 1; i < across && s->cells < IM_MAX_CELLS; i++)
		add_cell(s, IM_JOIN_LEFT, strlen(IM_JOIN_LEFT), down - 1, true);
	s->spaced = false;
	s->line.len = 0;
}

void im_sink_join(im_sink *s, const char *join, int across)
{
	im_sink_end_left(s);
	for (int i = 0; i < across && s->cells < IM_MAX_CELLS; i++)
		add_cell(s, join, strlen(join), 0, true);
	s->spaced = false;
	s->line.len = 0;
}

void im_sink_nest(im_sink *s)
{
	if (s->line.len && !s->nested)
		end_in_row(s);
	if (!s->nested++)
		ht_diag(s->d->diags, HT_D_IMPORT_NESTED, s->loc, NULL);
}

void im_sink_unnest(im_sink *s)
{
	s->nested--;
	im_sink_end_nested(s, true);
}

void im_sink_end_nested(im_sink *s, bool row)
{
	size_t len;
	if (!s->in_row) /* rows and cells without their table, in a file that is damaged, are lines */
		im_sink_end(s, 0);
	trimmed_line(s, &len);
	s->spaced = false;
	if (!len)
		return;
	if (!row) {
		ht_buf_adds(&s->line, "　");
		return;
	}
	s->line.len = (size_t)(trimmed_line(s, &len) - s->line.data) + len;
	if (s->line.data[s->line.len - 1] != IM_CELL_BREAK)
		im_sink_char(s, IM_CELL_BREAK);
}

/* A row of a single cell is its paragraphs. */
static void add_paragraphs(im_sink *s)
{
	const char *p = s->row.data, *end = p + s->row.len;
	while (p < end) {
		const char *to = memchr(p, IM_CELL_BREAK, (size_t)(end - p));
		to = to ? to : end;
		size_t len = (size_t)(to - p);
		const char *text = ht_utf8_trim(p, &len);
		im_line *line = len ? im_add_line(s->d, text, len, s->loc, s->blanks) : NULL;
		if (line) {
			line->kind = s->junk ? IM_JUNK : IM_BODY;
			line->style = s->style;
			s->blanks = 0;
		}
		p = to + (to < end);
	}
}

/* Cells of a row that is none reach nowhere; those above it reach on. */
static void forget_row(im_sink *s)
{
	for (size_t c = 0; c < IM_MAX_CELLS; c++)
		s->down[c] = MAX(s->down_before[c] - 1, 0);
}

/* Is the row that ends one to be filled in: as many cells as the row above it in its table, and nothing in them? */
static bool is_to_fill_in(const im_sink *s)
{
	const im_line *above = s->d->n > s->first_row ? &s->d->lines[s->d->n - 1] : NULL;
	return above && above->kind == IM_TABLE && !s->filled && s->cells == s->last_cells;
}

void im_sink_end_row(im_sink *s)
{
	s->in_row = false;
	s->columns = MAX(s->columns, s->cells);
	if (is_to_fill_in(s))
		s->d->lines[s->d->n - 1].empty_rows++;
	if (!s->filled || s->row.failed) {
		forget_row(s);
		return;
	}
	if (s->cells == 1) {
		memset(s->down, 0, sizeof s->down); /* the table ends, and another begins */
		add_paragraphs(s);
		return;
	}
	im_line *line = im_add_line(s->d, s->row.data, s->row.len, s->loc, s->blanks);
	if (!line)
		return;
	line->kind = s->junk ? IM_JUNK : IM_TABLE;
	line->style = s->style;
	s->last_cells = s->cells;
	s->blanks = 0;
}

/* Cell c of a row; NULL: it has fewer. */
static const char *cell_of(const im_line *line, size_t c)
{
	const char *cell = line->text;
	while (cell && c-- > 0)
		cell = (cell = strchr(cell, '\t')) ? cell + 1 : NULL;
	return cell;
}

/* Is column c of all rows a join with the column at its left, so that it only widens that one? */
static bool is_spare(const im_doc *d, size_t from, size_t c)
{
	size_t seen = 0;
	for (size_t i = from; i < d->n; i++) {
		const char *cell = cell_of(&d->lines[i], c);
		if (!cell)
			continue;
		if (strcspn(cell, "\t") != strlen(IM_JOIN_LEFT) || !ht_str_starts(cell, IM_JOIN_LEFT))
			return false;
		seen++;
	}
	return seen > 0;
}

static void drop_column(im_doc *d, im_line *line, size_t c)
{
	const char *cell = cell_of(line, c);
	if (!cell)
		return;
	size_t lead = (size_t)(cell - line->text) - 1; /* without the tab: column 0 is never dropped */
	line->text =
	    im_checked(d, ht_arena_printf(d->arena, "%.*s%s", (int)lead, line->text, cell + strcspn(cell, "\t")));
}

/* The text of a row as people are told of it. */
static const char *readable_row(im_doc *d, const char *row)
{
	ht_buf out = {0};
	for (; *row; row++)
		ht_buf_add(&out, *row == IM_CELL_BREAK ? " " : row, 1);
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}

/* A row without one above it, as damaged files have it: its cells join nothing. */
static void part_first_row(im_doc *d, im_line *line)
{
	ht_buf out = {0};
	const char *row = line->text;
	while (row) {
		size_t len = strcspn(row, "\t");
		bool up = len == strlen(IM_JOIN_UP) && ht_str_starts(row, IM_JOIN_UP);
		bool left = len == strlen(IM_JOIN_LEFT) && ht_str_starts(row, IM_JOIN_LEFT) && row == line->text;
		ht_buf_add(&out, row, up || left ? 0 : len);
		ht_buf_add(&out, "\t", row[len] == '\t');
		row = row[len] ? row + len + 1 : NULL;
	}
	line->text = im_copy_all(d, &out);
	ht_buf_free(&out);
}

void im_sink_end_table(im_sink *s)
{
	im_doc *d = s->d;
	size_t from = MIN(s->first_row, d->n);
	for (size_t c = s->columns; c-- > 1;)
		if (is_spare(d, from, c))
			for (size_t i = from; i < d->n; i++)
				drop_column(d, &d->lines[i], c);
	for (size_t i = from; i < d->n; i++)
		if (d->lines[i].kind == IM_TABLE && (i == from || d->lines[i - 1].kind != IM_TABLE))
			part_first_row(d, &d->lines[i]);
	for (size_t i = from; i < d->n; i++)
		d->lines[i].raw = readable_row(d, d->lines[i].text);
	s->blanks = 1;
}

/* ---- what is beside the text ---- */

/* All lines without blanks, each on a line of its own. */
static const char *squeezed_lines(im_doc *d)
{
	ht_buf all = {0};
	for (size_t i = 0; i < d->n; i++) {
		ht_buf_adds(&all, im_squeeze(d, d->lines[i].text));
		ht_buf_adds(&all, "\n");
	}
	const char *text = im_copy_all(d, &all);
	ht_buf_free(&all);
	return text;
}

/* Is it in a line of the text? */
static bool is_in_text(im_sink *s, const char *text)
{
	const char *edge = im_squeeze(s->d, text);
	if (!ht_str_has_han(edge))
		return true; /* page numbers */
	if (!s->squeezed)
		s->squeezed = squeezed_lines(s->d);
	return strstr(s->squeezed, edge) != NULL;
}

void im_leave_page_edge(im_sink *s, const char *text)
{
	ht_code reason = is_in_text(s, text) ? HT_D_IMPORT_PAGE_EDGE : HT_D_IMPORT_PAGE_EDGE_ONLY;
	im_leave_out(s->d, text, im_whole_file(s->d), reason);
}

void im_sink_picture(im_sink *s, const im_picture *p)
{
	im_picture *slot = s->junk ? NULL : HT_PUSH(s->d->arena, s->pictures, s->n_pictures, s->cap_pictures);
	s->d->nomem |= !s->junk && !slot;
	if (!slot)
		return;
	*slot = *p;
	s->in_table |= s->in_row;
}

void im_sink_box(im_sink *s, const xmlNode *node)
{
	const xmlNode **slot = HT_PUSH(s->d->arena, s->boxes, s->n_boxes, s->cap_boxes);
	s->d->nomem |= !slot;
	if (slot)
		*slot = node;
}

const xmlNode **im_sink_take_boxes(im_sink *s, size_t *n)
{
	const xmlNode **boxes = s->boxes;
	*n = s->n_boxes;
	s->boxes = NULL;
	s->n_boxes = s->cap_boxes = 0;
	return boxes;
}

void im_sink_note(im_sink *s, const char *text)
{
	im_doc *d = s->d;
	im_sink note;
	im_sink_open(&note, d);
	im_sink_text(&note, text, true);
	const char *whole = im_sink_take(&note), *all = whole;
	if (ht_str_ends(all, "。"))
		all = im_copy(d, all, strlen(all) - strlen("。"));
	if (!*all || s->junk)
		return;
	const char *bracketed = im_checked(d, ht_arena_printf(d->arena, "（注：%s）", all));
	im_footnote *slot = HT_PUSH(d->arena, d->notes, d->n_notes, d->cap_notes);
	d->nomem |= !slot;
	if (d->nomem)
		return;
	*slot = (im_footnote){.bracketed = bracketed, .text = whole};
	s->spaced = false;
	ht_buf_adds(&s->line, bracketed);
	ht_diag(d->diags, HT_D_IMPORT_NOTE, s->loc, all, NULL);
}
