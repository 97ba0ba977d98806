/* Body text, line by line.
 *
 * Office staff type paragraphs, one a line, numbered by hand; people who know Markdown type that. Both are accepted:
 * each line is a paragraph (levels: see body_level.c), and of Markdown's blocks those that mean something in an
 * official document are known: # headings, pipe tables, images on a line of their own. Rules, bullets, quotes and code
 * fences mean nothing there; their marks are left out with a note, the text stays. What CommonMark would make of typed
 * numbers (`1.` lists), indented lines (code) and underlines (=== and ---
 * headings) does not happen. */
#include "record/body.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "body_private.h"

#define MAX_LEVEL 4

static bool next_line(const char **p, const char *end, ht_source_line *l)
{
	const char *s = ht_next_line(p, end, &l->len);
	if (s)
		l->s = ht_utf8_trim(s, &l->len);
	return s != NULL;
}

static ht_body_block *add_block(ht_body_builder *b, ht_body_kind kind, ht_loc loc)
{
	ht_body_block *block = HT_PUSH(b->arena, b->body->blocks, b->body->n, b->cap);
	if (!block) {
		b->nomem = true;
		return NULL;
	}
	block->kind = kind;
	block->loc = loc;
	return block;
}

/* Bytes of a mark that a message cites: of a long line its beginning. */
#define MARK_MOST ((size_t)40)

static void note(ht_body_builder *b, ht_code code, const ht_source_line *l, size_t len)
{
	char cited[MARK_MOST + 1] = "";
	if (len > MARK_MOST)
		len = MARK_MOST;
	memcpy(cited, l->s, len);
	ht_diag(b->diags, code, ht_cursor_at(&b->cur, l->s), cited, NULL);
}

/* At least three of one of -*_ (blanks between allowed) or of =; more than three underscores are a line to write on. */
static bool is_rule(const ht_source_line *l)
{
	size_t found = 0;
	if (!l->len || !strchr("-*_=", *l->s))
		return false;
	for (size_t i = 0; i < l->len; i++) {
		if (l->s[i] == *l->s)
			found++;
		else if (*l->s == '=' || (l->s[i] != ' ' && l->s[i] != '\t'))
			return false;
	}
	return found == 3 || (found > 3 && *l->s != '_');
}

static bool is_fence(const ht_source_line *l)
{
	return l->len >= 3 && (memcmp(l->s, "```", 3) == 0 || memcmp(l->s, "~~~", 3) == 0);
}

/* What is between two fences is code. Of one that has no other nothing follows. */
static void pass_fence(ht_body_builder *b)
{
	for (size_t i = b->fence; b->in_fence && i < b->body->n; i++)
		b->body->blocks[i].fenced = true;
	b->in_fence = !b->in_fence;
	b->fence = b->body->n;
}

/* Remove a fence, and the name of a language after it; other text stays. */
static void strip_fence(ht_body_builder *b, ht_source_line *l)
{
	if (!is_fence(l))
		return;
	note(b, HT_D_BODY_FENCE, l, 3);
	pass_fence(b);
	const char *p = l->s, *end = l->s + l->len;
	while (p < end && *p == *l->s)
		p++;
	l->len = (size_t)(end - p);
	l->s = ht_utf8_trim(p, &l->len);
	for (p = l->s; p < end && isgraph((unsigned char)*p); p++)
		;
	if (p == end)
		l->len = 0;
}

/* Remove bullets and quote marks (>) from the line's beginning. */
static void strip_bullets(ht_body_builder *b, ht_source_line *l)
{
	while (l->len >= 2 && strchr("-*+>", *l->s) && (l->s[1] == ' ' || l->s[1] == '\t')) {
		note(b, HT_D_BODY_BULLET, l, 1);
		l->s++;
		l->len--;
		l->s = ht_utf8_trim(l->s, &l->len);
	}
}

/* All inlines joined, for a look at the paragraph's number. */
static const char *joined(ht_body_builder *b, const ht_inline_list *list, size_t *len)
{
	*len = 0;
	if (list->n == 1) {
		*len = list->v[0].len;
		return list->v[0].text;
	}
	for (size_t i = 0; i < list->n; i++)
		*len += list->v[i].len;
	char *text = ht_arena_alloc(b->arena, *len + 1), *p = text;
	for (size_t i = 0; text && i < list->n; p += list->v[i++].len)
		memcpy(p, list->v[i].text, list->v[i].len);
	b->nomem |= !text;
	return text;
}

/* Bold text at the beginning of a numbered paragraph, or after its number, that ends where a heading may, says that it
 * is one: `**一、加强领导。**各单位…` and `一、**加强领导**。各单位…`. Its face is then the level's. */
static void take_said(ht_body_block *block, const ht_inline_list *list, const char *text, size_t len)
{
	size_t begin = 0, i = 0;
	while (i < list->n && !list->v[i].strong && begin < block->marker)
		begin += list->v[i++].len;
	if (i == list->n || !list->v[i].strong || (begin && begin != block->marker))
		return;
	size_t end = begin, first = i;
	for (; i < list->n && list->v[i].strong; i++)
		end += list->v[i].len;
	size_t head = end < len ? ht_body_stop_after(text, len, end) : len;
	if (!head || end <= block->marker)
		return;
	block->claim = HT_CLAIM_SAID;
	block->head = head;
	while (first < i)
		list->v[first++].strong = false;
}

/* The level of a paragraph; hashes: of the Markdown heading, or 0. */
static void set_level(ht_body_builder *b, ht_body_block *block, const ht_inline_list *list, int hashes)
{
	size_t len;
	const char *text = joined(b, list, &len);
	if (!text)
		return;
	ht_heading h = ht_body_classify(text, len);
	block->level = h.level;
	block->number = h.number;
	block->division = h.division;
	block->claim = h.claim;
	block->sentence = h.sentence;
	block->line = h.line;
	block->marker = h.marker;
	block->head = h.head;
	if (h.marker && !h.division)
		take_said(block, list, text, len);
	if (hashes && !h.level) {
		block->level = hashes < MAX_LEVEL ? hashes : MAX_LEVEL;
		block->auto_number = true;
	}
	if (hashes) {
		block->claim = HT_CLAIM_SAID;
		block->head = len;
	}
	block->alone = block->head == len && block->claim != HT_CLAIM_NONE && block->claim != HT_CLAIM_SHORT;
}

/* Images as blocks; inside: they were within text. */
static void add_images(ht_body_builder *b, const ht_body_images *images, bool inside)
{
	for (size_t i = 0; i < images->n; i++) {
		const ht_body_image *image = &images->v[i];
		ht_body_block *block = add_block(b, HT_BODY_IMAGE, image->loc);
		if (!block)
			return;
		if (inside)
			ht_diag(b->diags, HT_D_BODY_IMAGE_INLINE, image->loc, NULL);
		block->src = image->src;
		block->inlines = image->alt.v;
		block->n = image->alt.n;
	}
}

static bool only_blanks(const ht_inline_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		size_t len = list->v[i].len;
		ht_utf8_trim(list->v[i].text, &len);
		if (len)
			return false;
	}
	return true;
}

/* A paragraph of a line that has no markup of its own any more. */
static void add_text(ht_body_builder *b, const ht_source_line *l, int hashes)
{
	ht_inline_list list = {0};
	ht_body_images images;
	ht_cursor cur = b->cur;
	ht_loc loc = ht_body_at(b, l->s);
	b->cur = cur;
	if (!ht_body_inlines(b, l, &list, &images)) {
		b->nomem = true;
		return;
	}
	bool text = !only_blanks(&list);
	ht_body_block *block = text ? add_block(b, HT_BODY_PARA, loc) : NULL;
	if (block) {
		block->inlines = list.v;
		block->n = list.n;
		set_level(b, block, &list, hashes);
	}
	add_images(b, &images, text);
}

/* The first sign in [s, end), or NULL. */
static const char *find_text(const char *s, const char *end, const char *sign)
{
	size_t n = strlen(sign);
	for (; s + n <= end && (s = memchr(s, *sign, (size_t)(end - s) - n + 1)); s++)
		if (memcmp(s, sign, n) == 0)
			return s;
	return NULL;
}

/* A line's paragraph, or several: <br> ends one. */
static void add_paragraph(ht_body_builder *b, const ht_source_line *line, int hashes)
{
	ht_source_line l = *line, part;
	if (!ht_body_clean(b, &l, 1)) {
		b->nomem = true;
		return;
	}
	const char *end = l.s + l.len;
	for (const char *from = l.s, *stop; from <= end && !b->nomem; from = stop + strlen(HT_MARKUP_BREAK)) {
		stop = find_text(from, end, HT_MARKUP_BREAK);
		stop = stop ? stop : end;
		part = (ht_source_line){from, (size_t)(stop - from)};
		part.s = ht_utf8_trim(part.s, &part.len);
		if (from > l.s)
			ht_diag(b->diags, HT_D_MARKUP_PARAGRAPH, ht_body_at(b, from), NULL);
		if (part.len)
			add_text(b, &part, from > l.s ? 0 : hashes);
	}
}

/* The number of hashes of a heading, which are removed with those at its end; 0: not a heading. */
static int take_hashes(ht_body_builder *b, ht_source_line *l)
{
	size_t n = 0, len = l->len;
	while (n < len && l->s[n] == '#')
		n++;
	if (n < 1 || n > 6)
		return 0;
	if (n < len && l->s[n] != ' ' && l->s[n] != '\t') {
		size_t step;
		if (n > 1 || ht_is_han(ht_utf8_get(l->s + n, l->s + len, &step)))
			note(b, HT_D_BODY_HEADING_BLANK, l, n);
		return 0;
	}
	if (n > MAX_LEVEL) {
		char level[24];
		snprintf(level, sizeof level, "%zu", n);
		ht_diag(b->diags, HT_D_BODY_HEADING_DEEP, ht_cursor_at(&b->cur, l->s), level, NULL);
	}
	size_t kept = len;
	while (kept > n && l->s[kept - 1] == '#')
		kept--;
	if (kept == n || l->s[kept - 1] == ' ' || l->s[kept - 1] == '\t')
		len = kept;
	l->len = len - n;
	l->s = ht_utf8_trim(l->s + n, &l->len);
	return (int)n;
}

/* The table that begins with the line first; *p is after that line, and moves after the table. false: this is not a
 * table. */
static bool take_table(ht_body_builder *b, const ht_source_line *first, const char **p, const char *end)
{
	const char *next = *p;
	ht_source_line l, *lines = NULL;
	size_t n = 0, cap = 0;
	if (!memchr(first->s, '|', first->len) || !next_line(&next, end, &l) || !ht_body_delimiter(l.s, l.len))
		return false;
	l = *first;
	next = *p;
	do {
		ht_source_line *slot = HT_PUSH(b->arena, lines, n, cap);
		b->nomem |= !slot;
		if (!slot)
			return true;
		*slot = l;
		*p = next;
	} while (next_line(&next, end, &l) && l.len && memchr(l.s, '|', l.len));
	ht_body_block table = {.kind = HT_BODY_TABLE}, *block;
	ht_body_images images = {0};
	b->nomem |= !ht_body_clean(b, lines, n) || !ht_body_table(b, lines, n, &table, &images);
	for (size_t i = 0; !table.n_rows && i < n && !b->nomem; i++)
		add_text(b, &lines[i], 0);
	if (!b->nomem && table.n_rows && (block = add_block(b, HT_BODY_TABLE, table.loc))) {
		*block = table;
		add_images(b, &images, true);
	}
	return true;
}

/* <!-- of a comment that ends on a later line: it and all up to its end are left out; what comes after it is a line of
 * its own. */
static void skip_comment(ht_body_builder *b, ht_source_line *l, const char **p, const char *end)
{
	const char *open = find_text(l->s, l->s + l->len, "<!--"), *line_end = l->s + l->len;
	if (!open || find_text(open, line_end, "-->"))
		return;
	const char *close = find_text(line_end, end, "-->");
	if (!close)
		return;
	size_t len = (size_t)(close - open) - 4;
	ht_cursor cur = b->cur;
	const char *text = ht_utf8_trim(open + 4, &len);
	char *copy = ht_arena_strndup(b->arena, text, len);
	b->nomem |= !copy;
	ht_diag(b->diags, HT_D_MARKUP_COMMENT, ht_cursor_at(&cur, open), copy ? copy : "", NULL);
	l->len = (size_t)(open - l->s);
	l->s = ht_utf8_trim(l->s, &l->len);
	*p = close + 3;
}

/* `[^name]: text`, with the indented lines below it. false: this is no footnote's text. */
static bool take_note(ht_body_builder *b, const ht_source_line *line, const char **p, const char *end)
{
	const char *close = line->len > 5 && memcmp(line->s, "[^", 2) == 0 ? memchr(line->s, ']', line->len) : NULL;
	const char *line_end = line->s + line->len;
	if (!close || close == line->s + 2 || line_end - close < 2 || close[1] != ':')
		return false;
	ht_body_note *note = HT_PUSH(b->arena, b->body->notes, b->body->n_notes, b->cap_notes);
	char *label = ht_arena_strndup(b->arena, line->s + 2, (size_t)(close - line->s) - 2);
	b->nomem |= !note || !label;
	if (b->nomem)
		return true;
	*note = (ht_body_note){.label = label, .loc = ht_cursor_at(&b->cur, line->s)};
	ht_source_line l = {close + 2, (size_t)(line_end - close) - 2};
	ht_inline_list list = {0};
	do {
		ht_body_images images;
		l.s = ht_utf8_trim(l.s, &l.len);
		b->nomem |= !ht_body_clean(b, &l, 1) || !ht_body_inlines(b, &l, &list, &images);
	} while (!b->nomem && *p < end && (**p == ' ' || **p == '\t') && next_line(p, end, &l) && l.len);
	note->inlines = list.v;
	note->n = list.n;
	return true;
}

/* A line that is text, but looks like a row: cells with tabs between them, as pasted from a spreadsheet; cells between
 * strokes without the line of dashes that makes them a table's. */
static void tell_of_row(ht_body_builder *b, const ht_source_line *l)
{
	const char *tab = memchr(l->s, '\t', l->len);
	const bool marker = tab && tab > l->s && strchr(".)", tab[-1]); /* the tab after 1. */
	if (tab && tab > l->s && !marker && !ht_str_one_of(ht_str_previous(l->s, tab), "、．）"))
		ht_diag(b->diags, HT_D_BODY_TABS, ht_cursor_at(&b->cur, l->s), NULL);
	const char *stroke = l->len > 2 && *l->s == '|' ? memchr(l->s + 1, '|', l->len - 1) : NULL;
	if (stroke && l->s[l->len - 1] == '|')
		ht_diag(b->diags, HT_D_BODY_STROKES, ht_cursor_at(&b->cur, l->s), NULL);
}

static void add_line(ht_body_builder *b, ht_source_line *l, const char **p, const char *end)
{
	skip_comment(b, l, p, end);
	if (!l->len || take_note(b, l, p, end))
		return;
	if (is_rule(l)) {
		note(b, HT_D_BODY_RULE, l, l->len);
	} else if (!take_table(b, l, p, end)) {
		strip_fence(b, l);
		strip_bullets(b, l);
		int hashes = take_hashes(b, l);
		tell_of_row(b, l);
		if (l->len)
			add_paragraph(b, l, hashes);
	}
}

ht_status ht_body_parse_part(ht_arena *arena, const ht_cursor *text, ht_diags *diags, ht_body **ret)
{
	ht_body *body = ht_arena_alloc(arena, sizeof *body);
	if (!body)
		return HT_ERR_NOMEM;
	body->loc = text->loc;
	const char *p = text->p;
	ht_body_builder b = {.arena = arena, .diags = diags, .body = body, .cur = *text};
	ht_source_line l;
	while (!b.nomem && next_line(&p, text->end, &l))
		add_line(&b, &l, &p, text->end);
	if (b.nomem)
		return HT_ERR_NOMEM;
	*ret = body;
	return HT_OK;
}

ht_status ht_body_parse(ht_arena *arena, const char *text, size_t len, ht_loc loc, bool line_exact, int col_indent,
                        ht_diags *diags, ht_body **ret)
{
	const ht_cursor cur = {.p = text, .end = text + len, .loc = loc, .indent = col_indent, .exact = line_exact};
	ht_body *body;
	ht_status status = ht_body_parse_part(arena, &cur, diags, &body);
	if (status != HT_OK)
		return status;
	if (!ht_body_settle_notes(arena, body, diags))
		return HT_ERR_NOMEM;
	*ret = body;
	return HT_OK;
}
