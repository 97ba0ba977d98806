/* Lists behind a label: people (纪要's 出席, 请假, 列席: GB/T 9704-2012 10.3),
 * signers (7.2.6) and the attachment note (7.3.4). Each entry is a paragraph; entries after the
 * first begin where the first one's text does. */
#include <string.h>

#include "base/utf8.h"
#include "build.h"

#define IDEOGRAPHIC_SPACE "　"

typedef struct list_builder {
	ht_builder *b;
	const ht_element *e;
	ht_block_list *list;
	size_t entries; /* so far */
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

static ht_status add_gap(list_builder *l, ht_spans *spans, ht_loc loc)
{
	ht_status status = HT_OK;
	for (int i = 0; i < l->e->name_gap && status == HT_OK; i++)
		status =
		    ht_spans_add(l->b, spans, IDEOGRAPHIC_SPACE, strlen(IDEOGRAPHIC_SPACE), l->e->style, NULL, loc);
	return status;
}

/* Two Han characters are a name to be spread; all else stays as it is. */
static bool is_two_han(const char *s)
{
	const char *end = s + strlen(s);
	size_t len, n = 0;
	for (; s < end; s += len, n++)
		if (!ht_is_han(ht_utf8_get(s, end, &len)))
			return false;
	return n == 2;
}

static ht_status add_name(list_builder *l, ht_spans *spans, const ht_text *name)
{
	size_t before = spans->n;
	ht_status status = add(l, spans, name);
	if (status == HT_OK && spans->n > before && l->e->name_cells > 2 && is_two_han(name->s))
		spans->v[before].cells = l->e->name_cells;
	for (size_t i = before; i < spans->n; i++)
		spans->v[i].keep = true;
	return status;
}

/* `单位职务　名　名`: a person, with the office in front unless it is that of
 * the person before. */
static ht_status add_person(list_builder *l, ht_spans *spans, const ht_person *p, bool first)
{
	bool titled = !p->grouped && (p->unit.s || p->office.s);
	ht_status status = first ? HT_OK : add_gap(l, spans, p->name.loc);
	if (titled && status == HT_OK)
		status = add(l, spans, &p->unit);
	if (titled && status == HT_OK)
		status = add(l, spans, &p->office);
	if (titled && status == HT_OK && p->name.s)
		status = add_gap(l, spans, p->name.loc);
	return status == HT_OK ? add_name(l, spans, &p->name) : status;
}

/* Does p begin a new entry after q? Those with an office do where the style
 * gives offices lines of their own; those without follow one another. */
static bool begins_entry(const ht_element *e, const ht_person *p, const ht_person *q)
{
	bool titled = p->office.s || p->unit.s, titled_before = q->office.s || q->unit.s;
	return e->group_lines && !p->grouped && (titled || titled_before);
}

static ht_status add_people_entry(list_builder *l, const ht_value *v, size_t from, size_t *to)
{
	ht_spans spans = {0};
	size_t n_hidden;
	ht_status status = begin_entry(l, &spans, &n_hidden);
	size_t n_label = spans.n, i = from;
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
