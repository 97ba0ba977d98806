/* Bodies as Markdown: paragraphs, tables, pictures and footnotes. Text that Markdown would interpret is escaped, so
 * that it is read back as typed. */
#include <string.h>

#include <glib.h>

#include "counted.h"
#include "im.h"

/* The record room does not look for Markdown in longer lines. */
#define MAX_MARKUP ((size_t)64 << 10)

/* Add the character at p of the text s: one that Markdown may take for markup, or that is not allowed in a line or a
 * cell. */
static void add_special(ht_buf *out, const char *s, const char *p, bool marked, bool in_cell)
{
	bool in_word = *p == '_' && p > s && g_ascii_isalnum(p[-1]) && g_ascii_isalnum(p[1]);
	bool doubled = p[1] == *p || (p > s && p[-1] == *p), after_letter = p > s && g_ascii_isalpha(p[-1]);
	if ((*p == '=' && !doubled) || (*p == '~' && !doubled && !after_letter))
		marked = false; /* an equals sign; 3~5 */
	if (*p == '\t')
		ht_buf_adds(out, " ");
	else if (*p == IM_CELL_BREAK)
		ht_buf_adds(out, in_cell ? "<br>" : " ");
	else if (*p == '|')
		ht_buf_adds(out, in_cell ? "｜" : "|");
	else if (marked && !in_word)
		ht_buf_addf(out, "\\%c", *p);
	else
		ht_buf_add(out, p, 1);
}

/* The bytes of a footnote in brackets at p, whose blanks and marks a repair may have changed in its line and not by
 * themselves; 0: it is not there. */
static size_t length_of(const char *p, size_t len, const char *bracketed)
{
	const char *at = p;
	for (uint32_t c; (c = im_next_letter(&bracketed));)
		if (im_next_letter(&at) != c || (size_t)(at - p) > len)
			return 0;
	return (size_t)(at - p);
}

/* The footnote in brackets at p, with its bytes; NULL: there is none. */
static im_footnote *note_at(im_doc *d, const char *p, size_t len, size_t *taken)
{
	static const char opening[] = "（注：";
	if (len < strlen(opening) || memcmp(p, opening, strlen(opening)) != 0)
		return NULL;
	for (size_t i = 0; i < d->n_notes; i++) {
		size_t at = (d->next_note + i) % d->n_notes; /* mostly they come in their order */
		im_footnote *note = &d->notes[at];
		*taken = note->state == IM_NOTE_WRITTEN ? 0 : length_of(p, len, note->bracketed);
		if (!*taken)
			continue;
		d->next_note = at + 1;
		return note;
	}
	return NULL;
}

/* The text up to the next footnote in brackets. */
static size_t until_note(const im_doc *d, const char *p, size_t len)
{
	const char *open = d->n_notes ? g_strstr_len(p + 1, (gssize)len - 1, "（注：") : NULL;
	return open ? (size_t)(open - p) : len;
}

/* Add len bytes of s; what Markdown would interpret is escaped. */
static void add_escaped(ht_buf *out, const char *s, size_t len, bool in_cell)
{
	static const char *const blocks[] = {
	    "- ", "+ ", "> ", "#", "```", "~~~", "---", "===", "___", "- -", "_ _", "-\t", "+\t", ">\t", NULL};
	bool marked = len * 2 <= MAX_MARKUP;
	size_t block = ht_str_prefix_of(s, blocks);
	/* others are escaped as all of their kind are */
	if (block && block <= len && (!marked || strchr("-+>#", *s)))
		ht_buf_adds(out, "\\");
	for (const char *p = s, *end = s + len; p < end;) {
		size_t plain = MIN(strcspn(p, "\\*`[<&_|\t^~=" IM_CELL_BREAKS), (size_t)(end - p));
		ht_buf_add(out, p, plain);
		p += plain;
		if (p < end)
			add_special(out, s, p++, marked, in_cell);
	}
}

/* The same for a body's text, with calls for the footnotes in it. */
static void add_text(ht_buf *out, im_doc *d, const char *s, size_t len, bool in_cell)
{
	for (size_t taken; len; s += taken, len -= taken) {
		im_footnote *note = note_at(d, s, len, &taken);
		if (note) {
			note->state = IM_NOTE_CALLED;
			ht_buf_addf(out, "[^%zu]", (size_t)(note - d->notes) + 1);
			continue;
		}
		taken = until_note(d, s, len);
		add_escaped(out, s, taken, in_cell);
	}
}

/* The texts of the footnotes that are called in the body that ends here. */
static void add_notes(ht_buf *out, im_doc *d)
{
	for (size_t i = 0; i < d->n_notes; i++) {
		im_footnote *note = &d->notes[i];
		if (note->state != IM_NOTE_CALLED)
			continue;
		note->state = IM_NOTE_WRITTEN;
		ht_buf_addf(out, "\n[^%zu]: ", i + 1);
		add_escaped(out, note->text, strlen(note->text), false);
		ht_buf_adds(out, "\n");
	}
}

static void add_empty_cells(ht_buf *out, size_t n)
{
	while (n-- > 0)
		ht_buf_adds(out, " |");
}

/* A row with empty cells before its own so that it ends in the last column (the second row of a head whose last cell
 * spans several), or after its own. */
static void add_row(ht_buf *out, im_doc *d, const char *row, size_t columns, bool at_end, bool first)
{
	size_t pad = columns - im_cells(row);
	ht_buf_adds(out, "|");
	add_empty_cells(out, at_end ? pad : 0);
	for (bool more = true; more;) {
		size_t len = strcspn(row, "\t");
		ht_buf_adds(out, " ");
		/* a row above that went to a field joins nothing */
		bool has_join = first && im_is_join(row, len) && ht_str_starts(row, IM_JOIN_UP);
		if (im_is_join(row, len))
			ht_buf_add(out, row, has_join ? 0 : len);
		else
			add_text(out, d, row, len, true);
		ht_buf_adds(out, " |");
		more = row[len] == '\t';
		row += len + more;
	}
	add_empty_cells(out, at_end ? 0 : pad);
	ht_buf_adds(out, "\n");
}

/* Below the head. */
static void add_rule(ht_buf *out, size_t columns)
{
	ht_buf_adds(out, "|");
	for (size_t c = 0; c < columns; c++)
		ht_buf_adds(out, "---|");
	ht_buf_adds(out, "\n");
}

/* A row to be filled in, or the head of a table that has none. */
static void add_empty_row(ht_buf *out, size_t columns, bool head)
{
	ht_buf_adds(out, "|");
	add_empty_cells(out, columns);
	ht_buf_adds(out, "\n");
	if (head)
		add_rule(out, columns);
}

static void add_table(ht_buf *out, im_doc *d, size_t from, size_t to)
{
	size_t columns = 2;
	for (size_t i = from; i < to; i++)
		if (d->lines[i].kind == IM_TABLE)
			columns = MAX(columns, im_cells(d->lines[i].text));
	if (d->lines[from].headless)
		add_empty_row(out, columns, true);
	for (size_t i = from; i < to; i++) {
		if (d->lines[i].kind != IM_TABLE)
			continue;
		size_t n = im_cells(d->lines[i].text);
		bool spanned = i == from + 1 && n < columns && im_cells(d->lines[from].text) + n - 1 == columns;
		add_row(out, d, d->lines[i].text, columns, spanned, i == from);
		if (i == from && !d->lines[from].headless)
			add_rule(out, columns);
		for (int k = 0; k < d->lines[i].empty_rows; k++)
			add_empty_row(out, columns, false);
	}
}

/* Lines that are left out (`|---|`) may be between rows. */
static size_t table_end(const im_doc *d, size_t i, size_t to)
{
	size_t end = i + 1;
	for (size_t k = end; k < to; k++) {
		if (d->lines[k].kind == IM_TABLE)
			end = k + 1;
		else if (d->lines[k].kind != IM_JUNK)
			break;
	}
	return end;
}

/* Blanks that separate columns within a line: `组　长：韩　正　　国务院副总理`. */
static bool has_columns(const im_line *line)
{
	return line->kind == IM_BODY && (strstr(line->text, "　　") || strstr(line->text, "    "));
}

/* A line of a list in columns that begins below the text of the one above: its
 * blanks are written so that they stay. */
static void add_indent(ht_buf *out, const im_doc *d, size_t i, size_t from)
{
	size_t first = i;
	while (first > from && has_columns(&d->lines[first - 1]))
		first--;
	if (!has_columns(&d->lines[i]) || !has_columns(&d->lines[first]))
		return;
	for (int k = d->lines[first].indent + 2; k <= d->lines[i].indent; k += 2)
		ht_buf_adds(out, "&emsp;");
}

static void add_picture(ht_buf *out, const im_line *line)
{
	ht_buf_adds(out, "![");
	add_escaped(out, line->text, strlen(line->text), false);
	ht_buf_addf(out, "](<%s>)\n", line->picture);
}

static void add_paragraph(ht_buf *out, im_doc *d, size_t i, size_t from)
{
	const im_line *line = &d->lines[i];
	bool heading = line->level > 0 && !im_level(d, line->text);
	for (int k = 0; heading && k < line->level; k++)
		ht_buf_adds(out, "#");
	if (heading)
		ht_buf_adds(out, " ");
	add_indent(out, d, i, from);
	add_text(out, d, line->text, strlen(line->text), false);
	ht_buf_adds(out, "\n");
}

const char *im_markdown(im_doc *d, size_t from, size_t to)
{
	ht_buf out = {0};
	for (size_t i = from; i < to; i++) {
		const im_line *line = &d->lines[i];
		if (line->kind != IM_BODY && line->kind != IM_TABLE && line->kind != IM_PICTURE)
			continue;
		if (out.len)
			ht_buf_adds(&out, "\n");
		if (line->kind == IM_PICTURE) {
			add_picture(&out, line);
		} else if (line->kind == IM_TABLE) {
			size_t end = table_end(d, i, to);
			add_table(&out, d, i, end);
			i = end - 1;
		} else {
			add_paragraph(&out, d, i, from);
		}
	}
	add_notes(&out, d);
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}
