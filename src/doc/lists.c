/* Lists after a label: people (纪要's 出席, 请假, 列席: GB/T 9704-2012 10.3),
 * signers (7.2.6) and the attachment note (7.3.4). Each entry is a paragraph; entries after the
 * first begin where the first one's text does. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "build.h"

/* Beside a column of offices a line has room for indent, label and a name: this many characters. */
#define NAME_ROOM 11

typedef struct list_builder {
	ht_builder *b;
	const ht_element *e;
	ht_block_list *list;
	size_t entries; /* so far */
	size_t column;  /* characters of the offices' column; 0: natural widths */
	bool gap;       /* attachments: a space after each number */
	int digits;     /* attachments: of the last number */
} list_builder;

/* Begin an entry with the label, which only the first entry shows. Returns how many of its spans are not shown. */
static size_t begin_entry(list_builder *l, ht_spans *spans)
{
	const ht_pstyle *ps = l->e->label_style ? l->e->label_style : l->e->style;
	ht_template_fill(l->b, &l->e->label, ps, spans);
	return l->entries ? spans->n : 0;
}

static ht_block *end_entry(list_builder *l, const ht_spans *spans, size_t n_label, size_t n_hidden, ht_loc loc)
{
	ht_block *block = ht_block_add(l->b, l->list, l->e, HT_BLOCK_PARA, 1);
	if (!block)
		return NULL;
	block->paras[0] = (ht_dpara){spans->v, spans->n};
	block->n_label = n_label;
	block->n_hidden = n_hidden;
	block->loc = loc;
	l->entries++;
	return block;
}

static void add(list_builder *l, ht_spans *spans, const ht_text *text)
{
	if (text->s)
		ht_spans_add(l->b, spans, text->s, strlen(text->s), l->e->style, NULL, text->loc);
}

void ht_spans_blank(ht_builder *b, ht_spans *spans, size_t chars, const ht_pstyle *ps, ht_loc loc)
{
	static const char space[] = "　";
	for (size_t i = 0; i < chars; i++)
		ht_spans_add(b, spans, space, strlen(space), ps, NULL, loc);
}

static void add_gap(list_builder *l, ht_spans *spans, ht_loc loc)
{
	ht_spans_blank(l->b, spans, (size_t)(l->e->name_gap > 0 ? l->e->name_gap : 0), l->e->style, loc);
}

bool ht_is_two_han(const char *s, size_t len)
{
	const char *end = s + len;
	size_t step, n = 0;
	for (; s < end; s += step, n++)
		if (!ht_is_han(ht_utf8_get(s, end, &step)))
			return false;
	return n == 2;
}

static void add_name(list_builder *l, ht_spans *spans, const ht_text *name)
{
	size_t before = spans->n;
	add(l, spans, name);
	if (spans->n > before && l->e->name_chars > 2 && ht_is_two_han(name->s, strlen(name->s)))
		spans->v[before].chars = l->e->name_chars;
	for (size_t i = before; i < spans->n; i++)
		spans->v[i].keep = true;
}

size_t ht_full_width(const char *s)
{
	const char *end = s ? s + strlen(s) : s;
	size_t n = 0, step;
	for (; s < end; s += step, n++) {
		uint32_t cp = ht_utf8_get(s, end, &step);
		if (!ht_is_han(cp) && (cp < 0x3000 || cp > 0x303F) && (cp < 0xFF01 || cp > 0xFF60))
			return HT_NOT_FULL_WIDTH;
	}
	return n;
}

size_t ht_name_chars(const char *name)
{
	const char *end = name + strlen(name);
	size_t halves = 0, step;
	for (; name < end; name += step)
		halves += ht_is_han(ht_utf8_get(name, end, &step)) ? 2 : 1;
	return (halves + 1) / 2;
}

static bool is_titled(const ht_person *p)
{
	return p->unit.s || p->office.s;
}

/* The characters that unit and office take; HT_NOT_FULL_WIDTH or more: not all are full-width. */
static size_t title_chars(const ht_person *p)
{
	size_t unit = ht_full_width(p->unit.s), office = ht_full_width(p->office.s);
	return unit < HT_NOT_FULL_WIDTH && office < HT_NOT_FULL_WIDTH ? unit + office : HT_NOT_FULL_WIDTH;
}

/* The offices' column: as wide as the widest that leaves room for names. */
static size_t title_column(const list_builder *l, const ht_value *v)
{
	size_t most = (size_t)(l->b->style->page.chars > NAME_ROOM ? l->b->style->page.chars - NAME_ROOM : 0);
	size_t column = 0;
	for (size_t i = 0; l->e->align_names && i < v->n; i++) {
		size_t chars = title_chars(&v->people[i]);
		if (v->people[i].name.s && chars <= most && chars > column)
			column = chars;
	}
	return column;
}

/* Characters of a name as it is set. */
static size_t set_chars(const list_builder *l, const ht_text *name)
{
	size_t chars = name->s ? ht_name_chars(name->s) : 0;
	return chars == 2 && l->e->name_chars > 2 ? (size_t)l->e->name_chars : chars;
}

/* Characters of a line after the indent and the label, which are the first n spans. */
static size_t line_room(const list_builder *l, const ht_spans *spans, size_t n)
{
	const ht_geometry *page = &l->b->style->page;
	size_t taken = (size_t)ht_len_count(l->e->style->indent, ht_geometry_char(page, 1)), room = (size_t)page->chars;
	for (size_t i = 0; i < n; i++)
		for (size_t at = 0, step; at < spans->v[i].len; at += step, taken++)
			ht_utf8_get(spans->v[i].text + at, spans->v[i].text + spans->v[i].len, &step);
	return room > taken ? room - taken : 0;
}

/* `单位职务　`: the text before a name, with the blanks up to the names' column. */
static void add_title(list_builder *l, ht_spans *spans, const ht_person *p, size_t column)
{
	size_t chars = title_chars(p);
	add(l, spans, &p->unit);
	add(l, spans, &p->office);
	if (!p->name.s)
		return;
	if (chars < column)
		ht_spans_blank(l->b, spans, column - chars, l->e->style, p->name.loc);
	add_gap(l, spans, p->name.loc);
}

/* A person, with the office in front unless it is that of the person before. */
static void add_person(list_builder *l, ht_spans *spans, const ht_person *p, bool first)
{
	if (!first)
		add_gap(l, spans, p->name.loc);
	if (!first && !p->grouped && is_titled(p))
		add_title(l, spans, p, l->column);
	add_name(l, spans, &p->name);
}

/* Does p begin a new entry after q? Those with an office do where the style
 * gives offices lines of their own; those without follow one another. */
static bool begins_entry(const ht_element *e, const ht_person *p, const ht_person *q)
{
	return e->group_lines && !p->grouped && (is_titled(p) || is_titled(q));
}

/* The end of the entry that begins with a person, and its widest name. */
static size_t entry_end(const list_builder *l, const ht_value *v, size_t from, size_t *widest)
{
	size_t i = from;
	do {
		*widest = MAX(*widest, set_chars(l, &v->people[i].name));
		i++;
	} while (i < v->n && !begins_entry(l->e, &v->people[i], &v->people[i - 1]));
	return i;
}

/* Where names that have no room beside their office are, in the next line: in the column of the others, or at the
 * line's end. In cells after the label; 0: below the office, which has several lines itself or room beside it. */
static int name_indent(const list_builder *l, const ht_person *first, size_t room, size_t widest)
{
	size_t gap = (size_t)MAX(l->e->name_gap, 0), office = title_chars(first), column = l->column + gap;
	if (!first->name.s || !is_titled(first) || office > room || office + gap + widest <= room || widest >= room)
		return 0;
	return (int)(l->column && column + widest <= room ? column : room - widest);
}

/* Returns the person that the next entry begins with. Names begin in the column: nearer to the office where one would
 * not end on its line, so that none is divided; and below the office where there is no room for that. */
static size_t add_people_entry(list_builder *l, const ht_value *v, size_t from)
{
	ht_spans spans = {0};
	size_t n_hidden = begin_entry(l, &spans), n_label = spans.n, widest = 0;
	size_t end = entry_end(l, v, from, &widest), room = line_room(l, &spans, n_label);
	const ht_person *first = &v->people[from];
	const int indent = name_indent(l, first, room, widest);
	widest += (size_t)MAX(l->e->name_gap, 0);
	size_t column = MIN(l->column, room > widest ? room - widest : 0);
	if (is_titled(first))
		add_title(l, &spans, first, column);
	if (column && title_chars(first) <= column && is_titled(first))
		n_label = spans.n; /* further names go below the first */
	for (size_t i = from; i < end; i++)
		add_person(l, &spans, &v->people[i], i == from);
	ht_block *block = end_entry(l, &spans, n_label, n_hidden, first->name.loc);
	if (block)
		block->name_indent = indent;
	return end;
}

void ht_build_people(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	if (!v)
		return;
	list_builder l = {.b = b, .e = e, .list = list};
	l.column = title_column(&l, v);
	for (size_t i = 0; i < v->n;)
		i = add_people_entry(&l, v, i);
}

/* 7.2.6: several signers are set two a line, in the order of the issuers, those
 * of further lines under the first. */
static void add_signer_line(list_builder *l, const ht_value *v, size_t from, size_t to, ht_block *block)
{
	ht_spans spans = {0};
	const ht_element *e = l->e;
	ht_template_fill(l->b, &e->label, e->style, &spans);
	block->n_label = spans.n;
	for (size_t i = from; i < to; i++) {
		size_t before = spans.n;
		if (i > from)
			add_gap(l, &spans, v->people[i].name.loc);
		add_name(l, &spans, &v->people[i].name);
		for (; e->name_style && before < spans.n; before++)
			spans.v[before].face = e->name_style->face;
	}
	block->paras[l->entries++] = (ht_dpara){spans.v, spans.n};
}

void ht_build_signers(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	size_t per_line = e->per_line > 0 ? (size_t)e->per_line : 1;
	if (!v || !v->n)
		return;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_RIGHT, (v->n + per_line - 1) / per_line);
	if (!block)
		return;
	block->loc = v->loc;
	list_builder l = {.b = b, .e = e, .list = list};
	for (size_t i = 0; i < v->n; i += per_line)
		add_signer_line(&l, v, i, i + per_line < v->n ? i + per_line : v->n, block);
}

/* 7.3.4: no closing punctuation after a name. Returns its bytes without that. */
static size_t without_stop(const char *name)
{
	static const char *const stops[] = {"。", "；", "，", "、", ";", ","};
	size_t len = strlen(name);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		size_t n = strlen(stops[i]);
		if (len > n && strcmp(name + len - n, stops[i]) == 0)
			return len - n;
	}
	return len;
}

static int digits_of(size_t number)
{
	int n = 1;
	while (number /= 10)
		n++;
	return n;
}

/* An attachment's number. Below ten others its title begins in their column: two spaces are as wide as a digit. */
static const char *number_text(const list_builder *l, size_t number)
{
	int spaces = 2 * (l->digits - digits_of(number)) + (l->gap ? 1 : 0);
	return ht_arena_printf(l->b->arena, "%zu.%*s", number, spaces, "");
}

/* The current member: its number if there are several, and the element's text. */
static void add_attachment(list_builder *l, size_t number, size_t of)
{
	ht_spans name = {0}, spans = {0};
	ht_builder *b = l->b;
	if (!ht_template_fill(b, &l->e->text, l->e->style, &name) || !name.n)
		return;
	const char *text = ht_spans_text(b, &name);
	const char *counted = "";
	if (of > 1)
		counted = number_text(l, number);
	ht_loc loc = name.v[0].loc;
	if (!text || !counted) {
		b->nomem = true;
		return;
	}
	size_t n_hidden = begin_entry(l, &spans);
	ht_spans_add(b, &spans, counted, strlen(counted), l->e->style, NULL, loc);
	size_t n_label = spans.n;
	ht_spans_add(b, &spans, text, without_stop(text), l->e->style, NULL, loc);
	end_entry(l, &spans, n_label, n_hidden, loc);
}

/* Does a title begin with a figure or Latin letter, so that it needs a space after its number: 1.2026年…? Then all have
 * one, and the titles begin in one column. */
static bool has_figure_first(const ht_value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const ht_value *title = ht_group_find(v->groups[i], "title");
		if (title && title->text.s && g_ascii_isalnum(*title->text.s))
			return true;
	}
	return false;
}

void ht_build_attachment_note(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	list_builder l = {.b = b, .e = e, .list = list, .gap = v && has_figure_first(v)};
	l.digits = v ? digits_of(v->n) : 0;
	for (size_t i = 0; v && v->n >= (size_t)e->at_least && i < v->n; i++) {
		const ht_scope scope = {.outer = b->scope, .group = v->groups[i], .member = i + 1, .of = v->n};
		b->scope = &scope;
		add_attachment(&l, i + 1, v->n);
		b->scope = scope.outer;
	}
}
