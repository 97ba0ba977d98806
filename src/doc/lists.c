/* Lists behind a label: people (纪要's 出席, 请假, 列席: GB/T 9704-2012 10.3),
 * signers (7.2.6) and the attachment note (7.3.4). Each entry is a paragraph; entries after the
 * first begin where the first one's text does. */
#include <string.h>

#include "base/utf8.h"
#include "build.h"

/* Beside a column of offices a line has so many cells for indent, label and a name. */
#define NAME_ROOM 11

typedef struct list_builder {
	ht_builder *b;
	const ht_element *e;
	ht_block_list *list;
	size_t entries; /* so far */
	size_t column;  /* cells of the offices' column; 0: each as wide as it is */
} list_builder;

/* Begin an entry: the label in front, shown with the first entry only. */
static ht_status begin_entry(list_builder *l, ht_spans *spans, size_t *n_hidden)
{
	bool given;
	const ht_pstyle *ps = l->e->label_style ? l->e->label_style : l->e->style;
	ht_status status = ht_template_fill(l->b, &l->e->label, ps, spans, &given);
	*n_hidden = l->entries ? spans->n : 0;
	return status;
}

static ht_status end_entry(list_builder *l, const ht_spans *spans, size_t n_label, size_t n_hidden, ht_loc loc)
{
	ht_block *block = ht_block_add(l->b, l->list, l->e, HT_BLOCK_PARA, 1);
	if (!block)
		return HT_ERR_NOMEM;
	block->paras[0] = (ht_dpara){spans->v, spans->n};
	block->n_label = n_label;
	block->n_hidden = n_hidden;
	block->loc = loc;
	l->entries++;
	return HT_OK;
}

static ht_status add(list_builder *l, ht_spans *spans, const ht_text *text)
{
	return text->s ? ht_spans_add(l->b, spans, text->s, strlen(text->s), l->e->style, NULL, text->loc) : HT_OK;
}

ht_status ht_spans_blank(ht_builder *b, ht_spans *spans, size_t cells, const ht_pstyle *ps, ht_loc loc)
{
	static const char space[] = "　";
	ht_status status = HT_OK;
	for (size_t i = 0; i < cells && status == HT_OK; i++)
		status = ht_spans_add(b, spans, space, strlen(space), ps, NULL, loc);
	return status;
}

static ht_status add_gap(list_builder *l, ht_spans *spans, ht_loc loc)
{
	return ht_spans_blank(l->b, spans, (size_t)(l->e->name_gap > 0 ? l->e->name_gap : 0), l->e->style, loc);
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

static ht_status add_name(list_builder *l, ht_spans *spans, const ht_text *name)
{
	size_t before = spans->n;
	ht_status status = add(l, spans, name);
	if (status == HT_OK && spans->n > before && l->e->name_cells > 2 && ht_is_two_han(name->s, strlen(name->s)))
		spans->v[before].cells = l->e->name_cells;
	for (size_t i = before; i < spans->n; i++)
		spans->v[i].keep = true;
	return status;
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

static bool is_titled(const ht_person *p)
{
	return p->unit.s || p->office.s;
}

/* The cells that unit and office take; HT_NOT_FULL_WIDTH or more: not so many whole ones. */
static size_t title_cells(const ht_person *p)
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
		size_t cells = title_cells(&v->people[i]);
		if (v->people[i].name.s && cells <= most && cells > column)
			column = cells;
	}
	return column;
}

/* `单位职务　`: what stands in front of a name, with the blank to the names' column. */
static ht_status add_title(list_builder *l, ht_spans *spans, const ht_person *p)
{
	size_t cells = title_cells(p);
	ht_status status = add(l, spans, &p->unit);
	if (status == HT_OK)
		status = add(l, spans, &p->office);
	if (status == HT_OK && p->name.s && cells < l->column)
		status = ht_spans_blank(l->b, spans, l->column - cells, l->e->style, p->name.loc);
	return status == HT_OK && p->name.s ? add_gap(l, spans, p->name.loc) : status;
}

/* A person, with the office in front unless it is that of the person before. */
static ht_status add_person(list_builder *l, ht_spans *spans, const ht_person *p, bool first)
{
	ht_status status = first ? HT_OK : add_gap(l, spans, p->name.loc);
	if (status == HT_OK && !first && !p->grouped && is_titled(p))
		status = add_title(l, spans, p);
	return status == HT_OK ? add_name(l, spans, &p->name) : status;
}

/* Does p begin a new entry after q? Those with an office do where the style
 * gives offices lines of their own; those without follow one another. */
static bool begins_entry(const ht_element *e, const ht_person *p, const ht_person *q)
{
	return e->group_lines && !p->grouped && (is_titled(p) || is_titled(q));
}

static ht_status add_people_entry(list_builder *l, const ht_value *v, size_t from, size_t *to)
{
	ht_spans spans = {0};
	size_t n_hidden;
	ht_status status = begin_entry(l, &spans, &n_hidden);
	size_t n_label = spans.n, i = from;
	const ht_person *first = &v->people[from];
	if (status == HT_OK && is_titled(first))
		status = add_title(l, &spans, first);
	if (l->column && title_cells(first) <= l->column && is_titled(first))
		n_label = spans.n; /* further names go below the first */
	do {
		if (status == HT_OK)
			status = add_person(l, &spans, &v->people[i], i == from);
		i++;
	} while (i < v->n && !begins_entry(l->e, &v->people[i], &v->people[i - 1]));
	*to = i;
	return status == HT_OK ? end_entry(l, &spans, n_label, n_hidden, v->people[from].name.loc) : status;
}

ht_status ht_build_people(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	list_builder l = {.b = b, .e = e, .list = list};
	ht_status status = HT_OK;
	l.column = v ? title_column(&l, v) : 0;
	for (size_t i = 0; v && i < v->n && status == HT_OK;)
		status = add_people_entry(&l, v, i, &i);
	return status;
}

/* 7.2.6: several signers stand two a line, in the order of the issuers, those
 * of further lines under the first. */
static ht_status add_signer_line(list_builder *l, const ht_value *v, size_t from, size_t to, ht_block *block)
{
	ht_spans spans = {0};
	bool given;
	const ht_element *e = l->e;
	ht_status status = ht_template_fill(l->b, &e->label, e->style, &spans, &given);
	block->n_label = spans.n;
	for (size_t i = from; i < to && status == HT_OK; i++) {
		size_t before = spans.n;
		status = i > from ? add_gap(l, &spans, v->people[i].name.loc) : HT_OK;
		if (status == HT_OK)
			status = add_name(l, &spans, &v->people[i].name);
		for (; e->name_style && before < spans.n; before++)
			spans.v[before].face = e->name_style->face;
	}
	block->paras[l->entries++] = (ht_dpara){spans.v, spans.n};
	return status;
}

ht_status ht_build_signers(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	size_t per_line = e->per_line > 0 ? (size_t)e->per_line : 1;
	if (!v || !v->n)
		return HT_OK;
	ht_block *block = ht_block_add(b, list, e, HT_BLOCK_RIGHT, (v->n + per_line - 1) / per_line);
	if (!block)
		return HT_ERR_NOMEM;
	block->loc = v->loc;
	list_builder l = {.b = b, .e = e, .list = list};
	ht_status status = HT_OK;
	for (size_t i = 0; i < v->n && status == HT_OK; i += per_line)
		status = add_signer_line(&l, v, i, i + per_line < v->n ? i + per_line : v->n, block);
	return status;
}

/* 7.3.4: no closing mark behind a name. */
static size_t without_stop(const ht_text *name)
{
	static const char *const stops[] = {"。", "；", "，", "、", ";", ","};
	size_t len = strlen(name->s);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		size_t n = strlen(stops[i]);
		if (len > n && strcmp(name->s + len - n, stops[i]) == 0)
			return len - n;
	}
	return len;
}

static ht_status add_attachment(list_builder *l, const ht_text *title, size_t number, size_t of)
{
	ht_spans spans = {0};
	size_t n_hidden;
	ht_status status = begin_entry(l, &spans, &n_hidden);
	if (status == HT_OK && of > 1) {
		const char *text = ht_arena_printf(l->b->arena, "%zu.", number);
		status =
		    text ? ht_spans_add(l->b, &spans, text, strlen(text), l->e->style, NULL, title->loc) : HT_ERR_NOMEM;
	}
	size_t n_label = spans.n;
	if (status == HT_OK)
		status = ht_spans_add(l->b, &spans, title->s, without_stop(title), l->e->style, NULL, title->loc);
	return status == HT_OK ? end_entry(l, &spans, n_label, n_hidden, title->loc) : status;
}

ht_status ht_build_attachment_note(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	list_builder l = {.b = b, .e = e, .list = list};
	ht_status status = HT_OK;
	if (v && v->n < (size_t)e->at_least)
		return HT_OK;
	for (size_t i = 0; v && i < v->n && status == HT_OK; i++) {
		const ht_scope scope = {.outer = b->scope, .group = v->groups[i], .member = i + 1, .of = v->n};
		b->scope = &scope;
		const ht_value *title = ht_builder_find(b, "title");
		b->scope = scope.outer;
		if (title)
			status = add_attachment(&l, &title->text, i + 1, v->n);
	}
	return status;
}
