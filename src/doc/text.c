/* Values as text: dates, numerals, and the filling of templates. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "build.h"
#include "record/messages.h"
#include "record/retention.h"

/* Returns text; NULL sets the builder's nomem. */
static const char *kept(ht_builder *b, const char *text)
{
	b->nomem = b->nomem || !text;
	return text;
}

/* Parts of the day on a twelve-hour clock, as notices and minutes have it. */
static const struct {
	int until; /* hour */
	const char *name;
} parts_of_day[] = {{12, "上午"}, {18, "下午"}, {24, "晚上"}};

/* A day or month in a date; 0: room to write it in by hand, as wide as two digits of a hand. */
static const char *day_part(ht_builder *b, int n)
{
	return n ? kept(b, ht_arena_printf(b->arena, "%d", n)) : "　　";
}

const char *ht_date_text(ht_builder *b, const ht_date *date)
{
	const char *month = day_part(b, date->month), *day = day_part(b, date->day);
	if (!month || !day)
		return NULL;
	if (date->hour < 0)
		return kept(b, ht_arena_printf(b->arena, "%d年%s月%s日", date->year, month, day));
	size_t part = 0;
	while (date->hour >= parts_of_day[part].until && part < 2)
		part++;
	/* 2026年7月23日上午9:00 */
	return kept(b,
	            ht_arena_printf(b->arena, "%d年%s月%s日%s%d:%02d", date->year, month, day, parts_of_day[part].name,
	                            date->hour > 12 ? date->hour - 12 : date->hour, date->minute));
}

const char *ht_han_number(ht_builder *b, int n)
{
	static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	if (n < 1 || n > 99)
		return kept(b, ht_arena_printf(b->arena, "%d", n));
	int tens = n / 10;
	const char *leading = digits[tens > 1 ? tens : 0], *ten = tens ? "十" : "";
	return kept(b, ht_arena_printf(b->arena, "%s%s%s", leading, ten, digits[n % 10]));
}

void ht_spans_add(ht_builder *b, ht_spans *spans, const char *text, size_t len, const ht_pstyle *ps,
                  const ht_typeface *face, ht_loc loc)
{
	if (!len)
		return;
	ht_dspan *span = HT_PUSH(b->arena, spans->v, spans->n, spans->cap);
	if (!span) {
		b->nomem = true;
		return;
	}
	*span = (ht_dspan){.text = text,
	                   .len = len,
	                   .face = face ? face : ps->face,
	                   .size = ps->size,
	                   .colour = ps->colour,
	                   .loc = loc};
}

const char *ht_spans_text(ht_builder *b, const ht_spans *spans)
{
	const ht_dpara para = {spans->v, spans->n};
	const char *text = kept(b, ht_dpara_text(b->arena, &para)), *at = text;
	for (size_t i = 0; text && i < spans->n; at += spans->v[i].len, i++)
		ht_ledger_made(b->doc->ledger, spans->v[i].text, spans->v[i].len, at, spans->v[i].len);
	return text;
}

#define YEAR "年"

/* Where a template's field goes: spans in one style. */
typedef struct sink {
	ht_builder *b;
	ht_spans *spans;
	const ht_pstyle *ps;
	size_t first;     /* span the field begins at */
	const char *join; /* between the members of a list; NULL: as the type has it */
	bool only_first;  /* of a list */
	bool only_day;    /* of a moment */
} sink;

static void put(sink *s, const char *text, ht_loc loc)
{
	if (text)
		ht_spans_add(s->b, s->spans, text, strlen(text), s->ps, NULL, loc);
}

static void put_text(sink *s, const ht_value *v)
{
	put(s, v->text.s, v->text.loc);
}

static void put_list(sink *s, const ht_value *v, const char *join)
{
	size_t n = s->only_first && v->n > 1 ? 1 : v->n;
	for (size_t i = 0; i < n; i++) {
		if (i)
			put(s, s->join ? s->join : join, v->texts[i].loc);
		put(s, v->texts[i].s, v->texts[i].loc);
	}
}

static void put_texts(sink *s, const ht_value *v)
{
	size_t before = s->spans->n;
	put_list(s, v, "，");
	for (size_t i = before; i < s->spans->n; i++)
		s->spans->v[i].listed = true;
}

static void put_title(sink *s, const ht_value *v)
{
	put_list(s, v, "\n");
}

/* Bytes of a moment as typed up to the end of its day: after 日 or 号, else after its third number, or its first if
 * that has all eight digits. */
static size_t day_len(const char *typed)
{
	static const char *const ends[] = {"日", "号"};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (strstr(typed, ends[i]))
			return (size_t)(strstr(typed, ends[i]) - typed) + strlen(ends[i]);
	const char *p = typed;
	for (int numbers = 0; *p && numbers < 3; numbers++) {
		p += strcspn(p, "0123456789");
		size_t digits = strspn(p, "0123456789");
		p += digits;
		if (digits == 8)
			break;
	}
	return (size_t)(p - typed);
}

/* The year, and month and day together: where a line is too short for all of it,
 * it ends after the year. */
static void put_date(sink *s, const ht_value *v)
{
	ht_date date = v->date;
	if (s->only_day)
		date.hour = -1;
	const char *text = ht_date_text(s->b, &date);
	const char *month = text ? strstr(text, YEAR) : NULL;
	if (!month)
		return;
	month += strlen(YEAR);
	size_t typed = s->only_day ? day_len(v->text.s) : strlen(v->text.s);
	ht_ledger_made(s->b->doc->ledger, v->text.s, typed, text, strlen(text));
	ht_spans_add(s->b, s->spans, text, (size_t)(month - text), s->ps, NULL, v->loc);
	size_t before = s->spans->n;
	put(s, month, v->loc);
	if (s->spans->n > before)
		s->spans->v[before].keep = true;
}

static void put_when(sink *s, const ht_value *v)
{
	if (v->date.year)
		put_date(s, v);
	else
		put_text(s, v);
}

/* 、 between the holders of one office, and between those without one; ， where
 * another office begins. */
static const char *between(const ht_person *a, const ht_person *b)
{
	bool titled = a->unit.s || a->office.s || b->unit.s || b->office.s;
	return titled && !b->grouped ? "，" : "、";
}

static void put_people(sink *s, const ht_value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const ht_person *p = &v->people[i];
		const ht_text *parts[] = {&p->unit, &p->office, &p->name};
		if (i)
			put(s, s->join ? s->join : between(p - 1, p), p->name.loc);
		for (size_t k = p->grouped ? 2 : 0; k < 3; k++)
			put(s, parts[k]->s, parts[k]->loc);
		if (p->name.s && s->spans->n)
			s->spans->v[s->spans->n - 1].keep = true; /* the name */
	}
}

/* Footnotes belong to elements that are bodies: one of a body within a line is told of. */
static void report_note(sink *s, const ht_inline *in)
{
	const char *text = kept(s->b, ht_body_note_text(s->b->arena, in->note));
	if (text)
		ht_diag(s->b->diags, HT_D_MARKUP_NOTE, in->loc, text, NULL);
}

/* A body within a line: its paragraphs run on. */
static void put_body(sink *s, const ht_value *v)
{
	for (size_t i = 0; i < v->body->n; i++)
		for (size_t k = 0; k < v->body->blocks[i].n; k++) {
			const ht_inline *in = &v->body->blocks[i].inlines[k];
			if (in->note)
				report_note(s, in);
			else
				put(s, in->text, in->loc);
		}
}

static void put_nothing(sink *s, const ht_value *v)
{
	(void)s;
	(void)v;
}

static void (*const puts_by_type[])(sink *, const ht_value *) = {
    [HT_TYPE_TEXT] = put_text, [HT_TYPE_TITLE] = put_title,   [HT_TYPE_TEXTS] = put_texts,
    [HT_TYPE_INT] = put_text,  [HT_TYPE_BOOL] = put_text,     [HT_TYPE_DATE] = put_date,
    [HT_TYPE_WHEN] = put_when, [HT_TYPE_ENUM] = put_text,     [HT_TYPE_PEOPLE] = put_people,
    [HT_TYPE_BODY] = put_body, [HT_TYPE_GROUP] = put_nothing, [HT_TYPE_GROUPS] = put_nothing,
};

/* Marks that count as the same when a template supplies one: what is typed
 * half-width or already there is not doubled. */
static const struct {
	const char *punct, *typed;
} twins[] = {{"：", ":"}, {"；", ";"}, {"。", "."}, {"（", "("}, {"）", ")"}};

static void drop_end(ht_dspan *span, const char *punct)
{
	if (ht_str_ends_n(span->text, span->len, punct))
		span->len -= strlen(punct);
	for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
		if (strcmp(twins[i].punct, punct) == 0 && ht_str_ends_n(span->text, span->len, twins[i].typed))
			span->len -= strlen(twins[i].typed);
}

static void drop_start(ht_dspan *span, const char *punct, const char *typed)
{
	const char *const forms[] = {punct, typed};
	for (size_t i = 0; i < 2; i++) {
		if (strncmp(span->text, forms[i], strlen(forms[i])) != 0)
			continue;
		span->text += strlen(forms[i]);
		span->len -= strlen(forms[i]);
		span->loc.col++;
		return;
	}
}

/* Filters change what a field has appended, from s->first on: at least one span. */
typedef void filter_fn(sink *s, const char *arg);

static void filter_first(sink *s, const char *arg)
{
	(void)s;
	(void)arg; /* like join and day: read before the field is appended */
}

static void filter_end(sink *s, const char *arg)
{
	ht_dspan *last = &s->spans->v[s->spans->n - 1];
	drop_end(last, arg);
	put(s, arg, last->loc);
}

/* How a text is in brackets already. */
typedef enum bracketed {
	BRACKETED_NOT,
	BRACKETED_WHOLE, /* （甲） */
	BRACKETED_PARTS  /* （甲）（乙）, （甲）。: nothing is to be added */
} bracketed;

/* One character of a text after depth brackets that are open; parts: that were closed, and a stop after them. False: it
 * is outside of brackets. */
static bool pass_bracket(uint32_t cp, int *depth, int *parts)
{
	const bool opens = cp == U'（' || cp == '(', closes = cp == U'）' || cp == ')';
	if (!*depth && !opens && !(*parts && cp == U'。'))
		return false;
	*parts += (!*depth && !opens) || (closes && *depth == 1);
	*depth += opens - (closes && *depth);
	return true;
}

static bracketed brackets_of(const sink *s)
{
	int depth = 0, parts = 0;
	size_t n;
	for (size_t i = s->first; i < s->spans->n; i++) {
		const ht_dspan *span = &s->spans->v[i];
		for (const char *p = span->text, *end = p + span->len; p < end; p += n)
			if (!pass_bracket(ht_utf8_get(p, end, &n), &depth, &parts))
				return BRACKETED_NOT;
	}
	if (depth || !parts)
		return BRACKETED_NOT;
	return parts == 1 ? BRACKETED_WHOLE : BRACKETED_PARTS;
}

static void filter_paren(sink *s, const char *arg)
{
	(void)arg;
	const bracketed already = brackets_of(s);
	if (already == BRACKETED_PARTS)
		return;
	if (already == BRACKETED_WHOLE) {
		drop_start(&s->spans->v[s->first], "（", "(");
		drop_end(&s->spans->v[s->spans->n - 1], "）");
	}
	ht_dspan open = s->spans->v[s->first];
	open.text = "（";
	open.len = strlen(open.text);
	const ht_dspan *room = HT_PUSH(s->b->arena, s->spans->v, s->spans->n, s->spans->cap);
	if (!room) {
		s->b->nomem = true;
		return;
	}
	memmove(s->spans->v + s->first + 1, s->spans->v + s->first, (s->spans->n - 1 - s->first) * sizeof open);
	s->spans->v[s->first] = open;
	put(s, "）", open.loc);
}

/* The end of the text of the current list's last member. */
static void filter_last(sink *s, const char *arg)
{
	const ht_scope *scope = s->b->scope;
	if (!scope || scope->member != scope->of)
		return;
	drop_end(&s->spans->v[s->spans->n - 1], "；");
	filter_end(s, arg);
}

/* A name of two Han characters spread over this many characters, as in lists of names. */
static void filter_chars(sink *s, const char *arg)
{
	int chars = (int)strtol(arg, NULL, 10);
	ht_dspan *span = &s->spans->v[s->first];
	if (s->spans->n == s->first + 1 && chars > 2 && ht_is_two_han(span->text, span->len))
		span->chars = chars;
}

/* A number's last digits are its value: 7 as 0007. What is none stays as it is. */
static void filter_digits(sink *s, const char *arg)
{
	ht_dspan *span = &s->spans->v[s->first];
	const int len = (int)strspn(span->text, "0123456789"), digits = atoi(arg);
	if ((size_t)len != span->len || len >= digits)
		return;
	const char *text = kept(s->b, ht_arena_printf(s->b->arena, "%0*d%.*s", digits - len, 0, len, span->text));
	span->len = text ? strlen(text) : 0;
	span->text = text;
}

/* DA/T 22-2015: permanent Y, years D30 and D10. What is no period stays as it is. */
static void filter_retention(sink *s, const char *arg)
{
	(void)arg;
	ht_dspan *span = &s->spans->v[s->first];
	ht_retention period;
	if (!ht_retention_parse(span->text, span->len, &period))
		return;
	const char *text = kept(s->b, ht_arena_strdup(s->b->arena, period.code));
	span->text = text;
	span->len = text ? strlen(text) : 0;
}

static filter_fn *const filters[HT_FILTER_COUNT] = {
    [HT_FILTER_FIRST] = filter_first, [HT_FILTER_JOIN] = filter_first,    [HT_FILTER_END] = filter_end,
    [HT_FILTER_LAST] = filter_last,   [HT_FILTER_PAREN] = filter_paren,   [HT_FILTER_CELLS] = filter_chars,
    [HT_FILTER_DAY] = filter_first,   [HT_FILTER_DIGITS] = filter_digits, [HT_FILTER_RETENTION] = filter_retention,
};

static void apply_filters(sink *s, const ht_tpart *part)
{
	for (int i = 0; i < part->n_filters && s->spans->n > s->first; i++)
		filters[part->filters[i].kind](s, part->filters[i].arg);
}

/* --- templates --- */

/* Where a template is put. */
typedef struct filling {
	ht_builder *b;
	const ht_pstyle *ps;
	ht_spans *spans;
} filling;

/* The element's number among those that say it. It counts once the element is shown: build.c. */
static void fill_count(const filling *f, bool han)
{
	f->b->counts = true;
	const char *text = han ? ht_han_number(f->b, (int)f->b->count + 1)
	                       : kept(f->b, ht_arena_printf(f->b->arena, "%zu", f->b->count + 1));
	ht_spans_add(f->b, f->spans, text, text ? strlen(text) : 0, f->ps, NULL, f->b->record->root.loc);
}

/* The number of the current member; `{n?}` is empty if it is the only one. */
static void fill_number(const filling *f, bool han, bool optional)
{
	const ht_scope *scope = f->b->scope;
	if (!scope || (optional && scope->of < 2))
		return;
	const char *text;
	if (han)
		text = ht_han_number(f->b, (int)scope->member);
	else
		text = kept(f->b, ht_arena_printf(f->b->arena, "%zu", scope->member));
	ht_loc loc = scope->group ? scope->group->loc : scope->person->name.loc;
	ht_spans_add(f->b, f->spans, text, text ? strlen(text) : 0, f->ps, NULL, loc);
}

static const struct {
	const char *name;
	size_t offset;
} person_variables[] = {{HT_VARIABLE_NAME, offsetof(ht_person, name)},
                        {HT_VARIABLE_OFFICE, offsetof(ht_person, office)},
                        {HT_VARIABLE_UNIT, offsetof(ht_person, unit)}};

/* A variable of the current member. False: the part is not a variable. */
static bool fill_variable(const filling *f, const ht_tpart *part)
{
	const char *path = part->paths[0];
	bool han = strcmp(path, HT_VARIABLE_HAN_N) == 0, han_count = strcmp(path, HT_VARIABLE_HAN_COUNT) == 0;
	if (han_count || strcmp(path, HT_VARIABLE_COUNT) == 0) {
		fill_count(f, han_count);
		return true;
	}
	if (han || strcmp(path, HT_VARIABLE_N) == 0) {
		fill_number(f, han, part->optional);
		return true;
	}
	const char *person = f->b->scope ? (const char *)f->b->scope->person : NULL;
	for (size_t i = 0; i < sizeof person_variables / sizeof *person_variables; i++) {
		if (strcmp(path, person_variables[i].name) != 0)
			continue;
		const ht_text *t = person ? (const ht_text *)(const void *)(person + person_variables[i].offset) : NULL;
		sink s = {.b = f->b, .spans = f->spans, .ps = f->ps, .first = f->spans->n};
		if (t)
			put(&s, t->s, t->loc);
		apply_filters(&s, part);
		return true;
	}
	return false;
}

/* False: the field is not given, and the template needs it. */
static bool fill_field(const filling *f, const ht_tpart *part)
{
	if (fill_variable(f, part))
		return true;
	const ht_value *v = NULL;
	for (size_t i = 0; !v && part->paths[i]; i++)
		v = ht_builder_find(f->b, part->paths[i]);
	if (!v)
		return part->optional;
	sink s = {.b = f->b, .spans = f->spans, .ps = f->ps, .first = f->spans->n};
	for (int i = 0; i < part->n_filters; i++) {
		if (part->filters[i].kind == HT_FILTER_JOIN)
			s.join = part->filters[i].arg;
		s.only_first = s.only_first || part->filters[i].kind == HT_FILTER_FIRST;
		s.only_day = s.only_day || part->filters[i].kind == HT_FILTER_DAY;
	}
	if (s.only_day && !v->date.year)
		return part->optional;
	puts_by_type[v->field->type](&s, v);
	apply_filters(&s, part);
	return true;
}

static void fill_literal(const filling *f, const ht_template *t, const ht_tpart *part)
{
	ht_spans_add(f->b, f->spans, part->literal, strlen(part->literal), f->ps, NULL, t->loc);
}

/* `{（{owner}；{due}）}`: the text before its first and after its last brace is shown if any brace gives something,
 * text between braces if something is shown on both sides of it. An optional field does not count. False: nothing is
 * shown. */
static bool fill_group(const filling *f, const ht_template *t)
{
	size_t start = f->spans->n, first = 0, last = t->n;
	bool any = false;
	const ht_tpart *separator = NULL;
	while (first < t->n && t->parts[first].literal)
		first++;
	while (last > first && t->parts[last - 1].literal)
		last--;
	for (size_t i = 0; i < first; i++)
		fill_literal(f, t, &t->parts[i]);
	size_t opened = f->spans->n;
	for (size_t i = first; i < last; i++) {
		const ht_tpart *part = &t->parts[i];
		if (part->literal) {
			separator = part;
			continue;
		}
		size_t before = f->spans->n;
		if (separator && before > opened)
			fill_literal(f, t, separator);
		size_t empty = f->spans->n;
		bool given = part->group ? fill_group(f, part->group) : fill_field(f, part);
		if (f->spans->n == empty)
			f->spans->n = before;
		any = any || (given && f->spans->n > before && !part->optional);
		separator = NULL;
	}
	for (size_t i = last; i < t->n; i++)
		fill_literal(f, t, &t->parts[i]);
	if (!any)
		f->spans->n = start;
	return any;
}

static bool is_literal(const ht_dspan *span, const ht_template *t)
{
	return span->loc.file == t->loc.file && span->loc.line == t->loc.line && span->loc.col == t->loc.col;
}

/* Make one span of literals that follow one another, from start on: a line is set in
 * spans, and groups must not show in it. */
static void join_literals(const filling *f, const ht_template *t, size_t start)
{
	ht_spans *spans = f->spans;
	size_t n = start;
	for (size_t i = start; i < spans->n; i++) {
		ht_dspan *last = n > start ? &spans->v[n - 1] : NULL, *span = &spans->v[i];
		if (!last || !is_literal(last, t) || !is_literal(span, t)) {
			spans->v[n++] = *span;
			continue;
		}
		const char *joined = kept(f->b, ht_arena_printf(f->b->arena, "%s%s", last->text, span->text));
		if (!joined)
			return;
		last->text = joined;
		last->len = strlen(joined);
	}
	spans->n = n;
}

/* False: a field that t needs is not given; what was appended is removed again. */
static bool fill(const filling *f, const ht_template *t)
{
	size_t start = f->spans->n;
	bool all = true;
	for (size_t i = 0; i < t->n && all; i++) {
		const ht_tpart *part = &t->parts[i];
		if (part->literal)
			fill_literal(f, t, part);
		else if (part->group)
			fill_group(f, part->group);
		else
			all = fill_field(f, part);
	}
	if (all) {
		join_literals(f, t, start);
		return true;
	}
	f->spans->n = start;
	return false;
}

bool ht_template_fill(ht_builder *b, const ht_template *t, const ht_pstyle *ps, ht_spans *spans)
{
	const filling f = {b, ps, spans};
	for (; t; t = t->otherwise)
		if (fill(&f, t))
			return true;
	return false;
}

const char *ht_dpara_text(ht_arena *arena, const ht_dpara *para)
{
	ht_buf text = {0};
	for (size_t i = 0; i < para->n; i++)
		ht_buf_add(&text, para->spans[i].text, para->spans[i].len);
	return ht_buf_take(&text, arena);
}
