/* Values as text: dates, numerals, and the filling of templates. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "build.h"

const char *ht_date_text(ht_arena *arena, const ht_date *date)
{
	if (date->hour < 0)
		return ht_arena_printf(arena, "%d年%d月%d日", date->year, date->month, date->day);
	/* 2026年7月23日上午9:00: a twelve-hour clock with its half of the day, as notices and minutes have it */
	const char *half = date->hour < 12 ? "上午" : date->hour < 18 ? "下午" : "晚上";
	int hour = date->hour > 12 ? date->hour - 12 : date->hour;
	return ht_arena_printf(arena, "%d年%d月%d日%s%d:%02d", date->year, date->month, date->day, half, hour,
	                       date->minute);
}

const char *ht_han_number(ht_arena *arena, int n)
{
	static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	if (n < 1 || n > 99)
		return ht_arena_printf(arena, "%d", n);
	int tens = n / 10;
	return ht_arena_printf(arena, "%s%s%s", tens > 1 ? digits[tens] : "", tens ? "十" : "", digits[n % 10]);
}

ht_status ht_spans_add(ht_builder *b, ht_spans *spans, const char *text, size_t len, const ht_pstyle *ps,
                       const ht_typeface *face, ht_loc loc)
{
	if (!len)
		return HT_OK;
	ht_dspan *span = HT_PUSH(b->arena, spans->v, spans->n, spans->cap);
	if (!span)
		return HT_ERR_NOMEM;
	*span = (ht_dspan){.text = text,
	                   .len = len,
	                   .face = face ? face : ps->face,
	                   .size = ps->size,
	                   .colour = ps->colour,
	                   .loc = loc};
	return HT_OK;
}

#define YEAR "年"

/* Where a template's field goes: spans in one look. */
typedef struct sink {
	ht_builder *b;
	ht_spans *spans;
	const ht_pstyle *ps;
	size_t first;     /* span the field begins at */
	const char *join; /* between the members of a list */
	bool only_first;  /* of a list */
} sink;

static ht_status put(sink *s, const char *text, ht_loc loc)
{
	return text ? ht_spans_add(s->b, s->spans, text, strlen(text), s->ps, NULL, loc) : HT_ERR_NOMEM;
}

static ht_status put_text(sink *s, const ht_value *v)
{
	return put(s, v->text.s, v->text.loc);
}

static ht_status put_list(sink *s, const ht_value *v, const char *join)
{
	ht_status status = HT_OK;
	size_t n = s->only_first && v->n > 1 ? 1 : v->n;
	for (size_t i = 0; i < n && status == HT_OK; i++) {
		if (i)
			status = put(s, join, v->texts[i].loc);
		if (status == HT_OK)
			status = put(s, v->texts[i].s, v->texts[i].loc);
	}
	return status;
}

static ht_status put_texts(sink *s, const ht_value *v)
{
	return put_list(s, v, s->join ? s->join : "，");
}

static ht_status put_title(sink *s, const ht_value *v)
{
	return put_list(s, v, s->join ? s->join : "\n");
}

/* The year, and month and day together: where a line is too short for all of it,
 * it ends behind the year. */
static ht_status put_date(sink *s, const ht_value *v)
{
	const char *text = ht_date_text(s->b->arena, &v->date);
	const char *month = text ? strstr(text, YEAR) : NULL;
	if (!month)
		return put(s, text, v->loc);
	month += strlen(YEAR);
	ht_status status = ht_spans_add(s->b, s->spans, text, (size_t)(month - text), s->ps, NULL, v->loc);
	size_t before = s->spans->n;
	if (status == HT_OK)
		status = put(s, month, v->loc);
	if (status == HT_OK && s->spans->n > before)
		s->spans->v[before].keep = true;
	return status;
}

static ht_status put_when(sink *s, const ht_value *v)
{
	return v->date.year ? put_date(s, v) : put_text(s, v);
}

/* 、 between the holders of one office, and between those without one; ， where
 * another office begins. */
static const char *between(const ht_person *a, const ht_person *b)
{
	bool titled = a->unit.s || a->office.s || b->unit.s || b->office.s;
	return titled && !b->grouped ? "，" : "、";
}

static ht_status put_people(sink *s, const ht_value *v)
{
	ht_status status = HT_OK;
	for (size_t i = 0; i < v->n && status == HT_OK; i++) {
		const ht_person *p = &v->people[i];
		const ht_text *parts[] = {&p->unit, &p->office, &p->name};
		if (i)
			status = put(s, s->join ? s->join : between(p - 1, p), p->name.loc);
		for (size_t k = 0; k < 3 && status == HT_OK; k++)
			if (parts[k]->s && (k == 2 || !p->grouped))
				status = put(s, parts[k]->s, parts[k]->loc);
		if (status == HT_OK && p->name.s && s->spans->n)
			s->spans->v[s->spans->n - 1].keep = true; /* the name */
	}
	return status;
}

/* A body within a line: its paragraphs run on. */
static ht_status put_body(sink *s, const ht_value *v)
{
	ht_status status = HT_OK;
	for (size_t i = 0; i < v->body->n; i++) {
		const ht_body_block *block = &v->body->blocks[i];
		for (size_t k = 0; k < block->n && status == HT_OK; k++)
			status = put(s, block->inlines[k].text, block->inlines[k].loc);
	}
	return status;
}

static ht_status put_nothing(sink *s, const ht_value *v)
{
	(void)s;
	(void)v;
	return HT_OK;
}

static ht_status (*const puts_by_type[])(sink *, const ht_value *) = {
    [HT_TYPE_TEXT] = put_text, [HT_TYPE_TITLE] = put_title,   [HT_TYPE_TEXTS] = put_texts,
    [HT_TYPE_INT] = put_text,  [HT_TYPE_BOOL] = put_text,     [HT_TYPE_DATE] = put_date,
    [HT_TYPE_WHEN] = put_when, [HT_TYPE_ENUM] = put_text,     [HT_TYPE_PEOPLE] = put_people,
    [HT_TYPE_BODY] = put_body, [HT_TYPE_GROUP] = put_nothing, [HT_TYPE_GROUPS] = put_nothing,
};

/* Marks that count as the same when a template supplies one: what is typed
 * half-width or already there is not doubled. */
static const struct {
	const char *mark, *typed;
} twins[] = {{"：", ":"}, {"；", ";"}, {"。", "."}, {"（", "("}, {"）", ")"}};

static void drop_end(ht_dspan *span, const char *mark)
{
	if (ht_str_ends_n(span->text, span->len, mark))
		span->len -= strlen(mark);
	for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
		if (strcmp(twins[i].mark, mark) == 0 && ht_str_ends_n(span->text, span->len, twins[i].typed))
			span->len -= strlen(twins[i].typed);
}

static void drop_start(ht_dspan *span, const char *mark, const char *typed)
{
	const char *found = strncmp(span->text, mark, strlen(mark)) == 0     ? mark
	                    : strncmp(span->text, typed, strlen(typed)) == 0 ? typed
	                                                                     : "";
	span->text += strlen(found);
	span->len -= strlen(found);
	span->loc.col += *found ? 1 : 0;
}

static ht_status filter_end(sink *s, const char *arg)
{
	if (!arg)
		return HT_OK;
	ht_dspan *last = &s->spans->v[s->spans->n - 1];
	drop_end(last, arg);
	return put(s, arg, last->loc);
}

static ht_status filter_paren(sink *s, const char *arg)
{
	(void)arg;
	drop_start(&s->spans->v[s->first], "（", "(");
	drop_end(&s->spans->v[s->spans->n - 1], "）");
	ht_dspan open = s->spans->v[s->first];
	open.text = "（";
	open.len = strlen(open.text);
	const ht_dspan *slot = HT_PUSH(s->b->arena, s->spans->v, s->spans->n, s->spans->cap);
	if (!slot)
		return HT_ERR_NOMEM;
	memmove(s->spans->v + s->first + 1, s->spans->v + s->first, (s->spans->n - 1 - s->first) * sizeof open);
	s->spans->v[s->first] = open;
	return put(s, "）", open.loc);
}

/* The end of what the last member of the list in hand says. */
static ht_status filter_last(sink *s, const char *arg)
{
	const ht_scope *scope = s->b->scope;
	if (!arg || !scope || scope->member != scope->of)
		return HT_OK;
	drop_end(&s->spans->v[s->spans->n - 1], "；");
	return filter_end(s, arg);
}

/* A name of two Han characters over so many cells, as in lists of names. */
static ht_status filter_cells(sink *s, const char *arg)
{
	int cells = arg ? (int)strtol(arg, NULL, 10) : 0;
	ht_dspan *span = &s->spans->v[s->first];
	if (s->spans->n == s->first + 1 && cells > 2 && ht_is_two_han(span->text, span->len))
		span->cells = cells;
	return HT_OK;
}

static const struct {
	const char *name;
	ht_status (*apply)(sink *s, const char *arg);
} filters[] = {{"end", filter_end}, {"last", filter_last}, {"paren", filter_paren}, {"cells", filter_cells}};

static ht_status apply_filters(sink *s, const ht_tpart *part)
{
	for (int i = 0; i < part->n_filters; i++)
		for (size_t k = 0; k < sizeof filters / sizeof *filters; k++) {
			if (strcmp(part->filters[i].name, filters[k].name) != 0)
				continue;
			ht_status status = filters[k].apply(s, part->filters[i].arg);
			if (status != HT_OK)
				return status;
		}
	return HT_OK;
}

/* The number of the member in hand; `{n?}` says nothing when it is the only one. */
static ht_status fill_number(ht_builder *b, bool han, bool optional, const ht_pstyle *ps, ht_spans *spans)
{
	const ht_scope *scope = b->scope;
	if (!scope || (optional && scope->of < 2))
		return HT_OK;
	const char *text =
	    han ? ht_han_number(b->arena, (int)scope->member) : ht_arena_printf(b->arena, "%zu", scope->member);
	ht_loc loc = scope->group ? scope->group->loc : scope->person->name.loc;
	return text ? ht_spans_add(b, spans, text, strlen(text), ps, NULL, loc) : HT_ERR_NOMEM;
}

static const struct {
	const char *name;
	size_t offset;
} person_variables[] = {{HT_VARIABLE_NAME, offsetof(ht_person, name)},
                        {HT_VARIABLE_OFFICE, offsetof(ht_person, office)},
                        {HT_VARIABLE_UNIT, offsetof(ht_person, unit)}};

/* A variable of the member in hand; *known says whether the part names one. */
static ht_status fill_variable(ht_builder *b, const ht_tpart *part, const ht_pstyle *ps, ht_spans *spans, bool *known)
{
	const char *path = part->paths[0];
	bool han = strcmp(path, HT_VARIABLE_HAN_N) == 0;
	*known = han || strcmp(path, HT_VARIABLE_N) == 0;
	if (*known)
		return fill_number(b, han, part->optional, ps, spans);
	for (size_t i = 0; i < sizeof person_variables / sizeof *person_variables; i++) {
		if (strcmp(path, person_variables[i].name) != 0)
			continue;
		*known = true;
		const char *person = b->scope ? (const char *)b->scope->person : NULL;
		const ht_text *t = person ? (const ht_text *)(const void *)(person + person_variables[i].offset) : NULL;
		sink s = {.b = b, .spans = spans, .ps = ps, .first = spans->n};
		ht_status status = t && t->s ? put(&s, t->s, t->loc) : HT_OK;
		return status == HT_OK && spans->n > s.first ? apply_filters(&s, part) : status;
	}
	return HT_OK;
}

static ht_status fill_field(ht_builder *b, const ht_tpart *part, const ht_pstyle *ps, ht_spans *spans, bool *given)
{
	ht_status filled = fill_variable(b, part, ps, spans, given);
	if (*given || filled != HT_OK)
		return filled;
	const ht_value *v = NULL;
	for (size_t i = 0; !v && part->paths[i]; i++)
		v = ht_builder_find(b, part->paths[i]);
	*given = v || part->optional;
	if (!v)
		return HT_OK;
	sink s = {.b = b, .spans = spans, .ps = ps, .first = spans->n};
	for (int i = 0; i < part->n_filters; i++) {
		if (strcmp(part->filters[i].name, "join") == 0)
			s.join = part->filters[i].arg ? part->filters[i].arg : "";
		s.only_first = s.only_first || strcmp(part->filters[i].name, "first") == 0;
	}
	ht_status status = puts_by_type[v->field->type](&s, v);
	if (status == HT_OK && spans->n > s.first)
		status = apply_filters(&s, part);
	return status;
}

static ht_status fill_one(ht_builder *b, const ht_template *t, const ht_pstyle *ps, ht_spans *spans, bool *given)
{
	bool all = true;
	for (size_t i = 0; i < t->n; i++) {
		const ht_tpart *part = &t->parts[i];
		bool got = true;
		ht_status status;
		if (part->literal)
			status = ht_spans_add(b, spans, part->literal, strlen(part->literal), ps, NULL, t->loc);
		else
			status = fill_field(b, part, ps, spans, &got);
		if (status != HT_OK)
			return status;
		all = all && got;
	}
	*given = all;
	return HT_OK;
}

ht_status ht_template_fill(ht_builder *b, const ht_template *t, const ht_pstyle *ps, ht_spans *spans, bool *given)
{
	size_t before = spans->n;
	ht_status status = fill_one(b, t, ps, spans, given);
	while (status == HT_OK && !*given && t->otherwise) {
		t = t->otherwise;
		spans->n = before;
		status = fill_one(b, t, ps, spans, given);
	}
	return status;
}

const char *ht_dpara_text(ht_arena *arena, const ht_dpara *para)
{
	ht_buf text = {0};
	for (size_t i = 0; i < para->n; i++)
		ht_buf_add(&text, para->spans[i].text, para->spans[i].len);
	const char *copy = text.failed ? NULL : ht_arena_strndup(arena, text.data ? text.data : "", text.len);
	ht_buf_free(&text);
	return copy;
}
