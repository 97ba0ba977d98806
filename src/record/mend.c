/* Slips in the YAML of a record that are certain to be slips, mended before libyaml sees them: the colon after a
 * field's name is full-width (`标题：…`, as Chinese keyboards type it) or lacks its space, and the text of a body is
 * not a block text (`|`), though it stands below its field's name, indented or not.
 *
 * The lines are read as a person would: each that begins with the name of a field that can be there begins a value.
 * Which fields can be there follows from the columns, as in YAML. Within block texts, quotation marks and brackets
 * nothing is looked for. The source that is parsed is a copy; ht_source_col() gives the columns of the file. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "fields.h"
#include "record/messages.h"
#include "record/node.h"
#include "source.h"

/* Longer than any name of a field, in bytes. */
#define MAX_NAME 64
/* What YAML's header of a block text can say of its indentation. */
#define MAX_INDENT 9

static const char wide_colon[] = "：";

/* Fields that begin in one column. */
typedef struct level {
	int col;                /* 0-based */
	const ht_field *fields; /* those that can be there; NULL: no fields */
	const ht_field *last; /* the one read last, which what is further right belongs to; NULL: none that is known */
} level;

typedef struct mender {
	ht_source *src;
	const char *next, *end; /* of the source */
	int line;               /* number of the line before next */
	ht_buf out;
	const char *copied; /* the source up to here is in out */
	level levels[HT_NODE_MAX_DEPTH];
	int depth;
	int block_col; /* lines that begin further right belong to a block text; -1: there is none */
	bool begun;    /* a line with a field was seen */
	char quote;    /* open on the lines before; 0: none */
	int brackets;
	int colons; /* that were mended */
	ht_loc first;
	bool failed;
} mender;

static ht_loc place(const mender *m, int line, int col)
{
	return (ht_loc){m->src->file, line, col + 1};
}

/* In the line, at the byte at in the column col, old_len bytes become text, which is wider by delta columns. */
static void replace(mender *m, int line, const char *at, int col, size_t old_len, const char *text, int delta)
{
	ht_buf_add(&m->out, m->copied, (size_t)(at - m->copied));
	ht_buf_adds(&m->out, text);
	m->copied = at + old_len;
	if (!delta)
		return;
	ht_source *src = m->src;
	ht_shift *slot = HT_PUSH(src->arena, src->shifts, src->n_shifts, src->cap_shifts);
	m->failed |= !slot;
	if (slot)
		*slot = (ht_shift){line, col + 1 + delta, delta};
}

static void slip(mender *m, ht_code code, ht_loc loc, const char *arg, ht_loc at, const char *old, const char *text)
{
	m->failed |= !ht_slips_add(m->src->arena, m->src->slips, (ht_slip){code, loc, arg, at, old, text});
}

static int indent_of(const char *s, const char *end)
{
	const char *p = s;
	while (p < end && *p == ' ')
		p++;
	return (int)(p - s);
}

static bool is_blank(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p == end;
}

static bool begins_item(const char *p, const char *end)
{
	return p < end && *p == '-' && (p + 1 == end || p[1] == ' ' || p[1] == '\t');
}

/* ---- values that go over several lines ---- */

/* The end of the quoted text that p is in. NULL: it is not closed on this line. */
static const char *close_quote(const char *p, const char *end, char quote)
{
	for (; p < end; p++) {
		if (*p == '\\' && quote == '"')
			p++;
		else if (*p == quote && quote == '\'' && p + 1 < end && p[1] == '\'')
			p++;
		else if (*p == quote)
			return p + 1;
	}
	return NULL;
}

/* Step over what is in quotes and brackets at p; what stays open is kept for the next lines. */
static void step_over(mender *m, const char *p, const char *end)
{
	bool begin = true;
	while (p < end && (begin || m->quote || m->brackets)) {
		if (m->quote) {
			p = close_quote(p, end, m->quote);
			if (!p)
				return;
			m->quote = 0;
		} else if (*p == '"' || *p == '\'') {
			m->quote = *p++;
		} else {
			m->brackets += *p == '[' || *p == '{';
			m->brackets -= m->brackets && (*p == ']' || *p == '}');
			p++;
		}
		begin = false;
	}
}

/* Is this the header of a block text: |, >, with indicators? */
static bool opens_block(const char *p, const char *end)
{
	if (p == end || (*p != '|' && *p != '>'))
		return false;
	for (p++; p < end && strchr("+-123456789", *p); p++)
		;
	return is_blank(p, end) || ((*p == ' ' || *p == '\t') && memchr(p, '#', (size_t)(end - p)));
}

/* What follows a field's colon or an item's dash; col: lines further right can belong to it. */
static void look_at_value(mender *m, const char *p, const char *end, int col)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (opens_block(p, end))
		m->block_col = col;
	else if (p < end && strchr("\"'[{", *p))
		step_over(m, p, end);
}

/* ---- fields ---- */

/* The colon that ends a field's name at p, in *colon; NULL: no field's name. */
static const ht_field *field_at(const ht_field *fields, const char *p, const char *end, const char **colon)
{
	char name[MAX_NAME];
	const char *q = p;
	while (q < end && *q != ':' && (end - q < 3 || memcmp(q, wide_colon, 3) != 0))
		q++;
	if (!fields || q == end || q == p || q - p >= MAX_NAME)
		return NULL;
	memcpy(name, p, (size_t)(q - p));
	name[q - p] = '\0';
	*colon = q;
	return ht_field_by_key(fields, name);
}

static level *level_at(mender *m, int col)
{
	while (m->depth > 1 && m->levels[m->depth - 1].col > col)
		m->depth--;
	level *top = &m->levels[m->depth - 1];
	if (top->col < col && m->depth < HT_NODE_MAX_DEPTH) {
		m->levels[m->depth++] = (level){.col = col, .fields = ht_fields_below(top->last)};
		top = &m->levels[m->depth - 1];
	}
	return top;
}

/* The colon at the byte at: full-width, or without the space after it. */
static void mend_colon(mender *m, int line, int col, const char *begin, const char *at, const char *end)
{
	bool wide = *at != ':';
	const char *after = at + (wide ? 3 : 1);
	bool space = after == end || *after == ' ' || *after == '\t';
	if (!wide && space)
		return;
	int at_col = col + (int)ht_utf8_count(begin, (size_t)(at - begin));
	const char *name = ht_arena_strndup(m->src->arena, begin, (size_t)(at - begin));
	m->failed |= !name;
	if (!m->colons++)
		m->first = place(m, line, at_col);
	replace(m, line, at, at_col, (size_t)(after - at), space ? ":" : ": ", !space);
	if (wide)
		slip(m, HT_D_COLON_READ, place(m, line, at_col), name, place(m, line, at_col), wide_colon,
		     space ? ":" : ": ");
	else
		slip(m, HT_D_COLON_READ, place(m, line, at_col), name, place(m, line, at_col + 1), "", " ");
}

/* ---- bodies that are no block texts ---- */

/* The lines that belong to a body whose field has nothing on its line. */
typedef struct text_below {
	const char *end; /* the byte after their last one */
	int n;           /* of lines with text */
	int indent;      /* the least of them */
	int first;       /* indent of the first */
} text_below;

/* Does the text of a body end before this line? col: of the body's field. indented: its text is further right. */
static bool ends_body(const mender *m, const char *s, const char *end, int col, bool indented)
{
	const char *colon;
	int indent = indent_of(s, end);
	if (indent > col)
		return false;
	return indented || m->depth > 1 || (end - s == 3 && (memcmp(s, "---", 3) == 0 || memcmp(s, "...", 3) == 0)) ||
	       field_at(m->levels[0].fields, s + indent, end, &colon);
}

/* Can this line begin the text, or is it YAML of another kind: a list, a map, a quoted text, a comment? */
static bool begins_text(const char *p, const char *end)
{
	const char *colon;
	return !begins_item(p, end) && !strchr("\"'[{|>#&*!%@`?", *p) && !field_at(ht_part_fields(), p, end, &colon);
}

static text_below find_text(const mender *m, int col)
{
	text_below t = {.end = m->next, .indent = -1};
	const char *next = m->next, *s;
	size_t len;
	bool indented = false;
	while ((s = ht_next_line(&next, m->end, &len))) {
		const char *end = s + len;
		int indent = indent_of(s, end);
		if (is_blank(s, end))
			continue;
		if (!t.n)
			indented = indent > col;
		if (ends_body(m, s, end, col, indented) || (!t.n && !begins_text(s + indent, end)))
			break;
		if (!t.n++)
			t.first = indent;
		if (t.indent < 0 || indent < t.indent)
			t.indent = indent;
		t.end = next;
	}
	return t;
}

/* The text below the line of a body's field, in the column col; at: after its colon. It becomes a block text. */
static void mend_body(mender *m, const ht_field *f, const char *at, int col, int at_col)
{
	text_below t = find_text(m, col);
	bool indented = t.indent > col;
	int indent = indented ? t.indent - col : 2, line = m->line;
	if (!t.n || indent > MAX_INDENT)
		return;
	char header[16];
	snprintf(header, sizeof header, " |%d", indent);
	replace(m, line, at, at_col, 0, header, 0);
	bool even = t.first == t.indent;
	if (!indented || t.n > 1) {
		ht_loc loc = place(m, line, col);
		const char *shown = even ? " |" : ht_arena_strdup(m->src->arena, header);
		ht_code code = indented ? HT_D_BODY_LINES : HT_D_BODY_UNINDENTED;
		m->failed |= !shown;
		ht_diag(m->src->diags, code, loc, f->zh, NULL);
		slip(m, code, loc, f->zh, place(m, line, at_col), "", shown);
	}
	size_t len;
	for (const char *s; m->next < t.end && (s = ht_next_line(&m->next, m->end, &len));) {
		m->line++;
		if (indented || is_blank(s, s + len))
			continue;
		replace(m, m->line, s, 0, 0, "  ", 2);
		slip(m, HT_D_BODY_UNINDENTED, place(m, line, col), f->zh, place(m, m->line, 0), "", "  ");
	}
}

/* ---- lines ---- */

/* A line that is no field: an item, an office with its holders, a field whose name is quoted. dash: the column that
 * an item's lines are further right than. */
static void look_at_other(mender *m, const char *p, const char *end, int col, int dash)
{
	const char *after = p, *colon;
	if (*p == '"' || *p == '\'')
		after = close_quote(p + 1, end, *p);
	else if (opens_block(p, end) || *p == '[' || *p == '{')
		after = NULL;
	colon = after ? memchr(after, ':', (size_t)(end - after)) : NULL;
	if (colon && (colon + 1 == end || colon[1] == ' ' || colon[1] == '\t'))
		look_at_value(m, colon + 1, end, col);
	else
		look_at_value(m, p, end, dash);
}

static const char *after_colon(const char *colon)
{
	if (*colon == ':')
		return colon + 1;
	return colon + strlen(wide_colon);
}

/* A text of a body may look like a field: only what has its own fields below it is a part, an item of a list. */
static bool begins_part(const level *here, const char *colon, const char *end, bool item)
{
	return (item || here->last) && is_blank(after_colon(colon), end);
}

static void look_at_line(mender *m, const char *begin, const char *end)
{
	int indent = indent_of(begin, end), line = m->line;
	const char *p = begin + indent, *colon;
	if (m->quote || m->brackets) {
		step_over(m, begin, end);
		return;
	}
	if (is_blank(p, end) || *p == '#' || (m->block_col >= 0 && indent > m->block_col))
		return;
	m->block_col = -1;
	bool item = false;
	int dash = indent;
	while (begins_item(p, end)) {
		item = true;
		dash = indent;
		for (p++; p < end && *p == ' ';)
			p++;
		indent = (int)(p - begin);
	}
	if (p == end)
		return;
	if (!m->begun)
		m->levels[0].col = indent;
	m->begun = true;
	level *here = level_at(m, indent);
	const ht_field *f = field_at(here->fields, p, end, &colon);
	if (!f || (here->fields == ht_part_fields() && !begins_part(here, colon, end, item))) {
		here->last = NULL;
		look_at_other(m, p, end, indent, dash);
		return;
	}
	here->last = f;
	const char *value = after_colon(colon);
	mend_colon(m, line, indent, p, colon, end);
	look_at_value(m, value, end, indent);
	if (f->type == HT_TYPE_BODY && is_blank(value, end))
		mend_body(m, f, value, indent, indent + (int)ht_utf8_count(p, (size_t)(value - p)));
}

bool ht_source_mend(ht_source *src)
{
	mender m = {.src = src,
	            .next = src->data,
	            .end = src->data + src->len,
	            .line = src->line - 1,
	            .copied = src->data,
	            .depth = 1,
	            .block_col = -1};
	m.levels[0] = (level){.fields = ht_record_fields()};
	size_t len;
	for (const char *s; (s = ht_next_line(&m.next, m.end, &len));) {
		m.line++;
		look_at_line(&m, s, s + len);
	}
	if (m.colons) {
		char count[16];
		snprintf(count, sizeof count, "%d", m.colons);
		ht_diag(src->diags, HT_D_COLONS_READ, m.first, count, NULL);
	}
	if (!m.out.data && !m.out.failed)
		return !m.failed;
	ht_buf_add(&m.out, m.copied, (size_t)(m.end - m.copied));
	src->len = m.out.len;
	src->data = ht_buf_take(&m.out, src->arena);
	return src->data && !m.failed;
}
