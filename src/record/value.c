/* One value as its field's type says. */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "markup.h"
#include "names.h"
#include "reader.h"
#include "words_organs.h"

bool ht_node_given(const ht_node *node)
{
	if (node->kind != HT_NODE_SCALAR)
		return node->n > 0;
	size_t len = strlen(node->text);
	ht_utf8_trim(node->text, &len);
	return len > 0 && !ht_node_is_null(node);
}

ht_cursor ht_text_cursor(const ht_node *node)
{
	return (ht_cursor){
	    .p = node->text,
	    .end = node->text + strlen(node->text),
	    .loc = node->text_loc,
	    .indent = node->text_loc.col - 1,
	    .exact = node->line_exact,
	    .source = node->source,
	    .source_end = node->source_end,
	    .escape = node->escape,
	};
}

/* Is the field's value text that is printed? Not a file's name, a number, a day, a choice. */
static bool is_prose(const ht_field *field)
{
	switch (field->type) {
	case HT_TYPE_INT:
	case HT_TYPE_DATE:
	case HT_TYPE_BOOL:
	case HT_TYPE_ENUM:
		return false;
	default:
		return strcmp(field->name, "file") != 0 && strcmp(field->name, "seal") != 0;
	}
}

ht_text ht_read_text(ht_reader *r, ht_cursor *cur, const char *s, size_t len)
{
	s = ht_utf8_trim(s, &len);
	ht_markup clean = {.s = s, .len = len};
	ht_markup_kind kind = r->field && r->field->type == HT_TYPE_TITLE ? HT_MARKUP_TITLE : HT_MARKUP_FIELD;
	if (r->field && is_prose(r->field) && !ht_markup_clean(r->arena, r->diags, cur, kind, s, len, &clean))
		r->nomem = true;
	clean.s = ht_utf8_trim(clean.s, &clean.len);
	char *copy = r->nomem ? NULL : ht_arena_strndup(r->arena, clean.s, clean.len);
	if (!copy) {
		r->nomem = true;
		return (ht_text){0};
	}
	for (char *p = copy; (p = strchr(p, '\t'));)
		*p = ' ';
	return (ht_text){copy, ht_cursor_at(cur, s)};
}

size_t ht_node_count(const ht_node *node)
{
	return node->kind == HT_NODE_SEQ ? node->n : 1;
}

const ht_node *ht_node_item(const ht_node *node, size_t i)
{
	return node->kind == HT_NODE_SEQ ? node->items[i] : node;
}

/* The next line with text in [*s, end), without blanks at its ends. */
static const char *next_text_line(const char **s, const char *end, size_t *len)
{
	const char *line;
	while ((line = ht_next_line(s, end, len))) {
		line = ht_utf8_trim(line, len);
		if (*len)
			break;
	}
	return line;
}

/* Longer than any title or list entry; a longer one is probably a text that lost its field, and would cost minutes and
 * gigabytes to set. */
static bool short_enough(ht_reader *r, const char *label, const ht_node *node, size_t len)
{
	char most[24];
	if (len <= HT_LINE_MAX_BYTES)
		return true;
	snprintf(most, sizeof most, "%d", HT_LINE_MAX_BYTES / 3);
	HT_READER_FAULT(r, HT_D_FIELD_LONG, node->loc, label, most, NULL);
	return false;
}

/* `抄送: 抄送：…`, `附件: 附件1：…`: the label is printed twice. */
static void tell_label(ht_reader *r, const char *label, const ht_text *text)
{
	size_t n = strlen(label);
	if (!text->s || strncmp(text->s, label, n) != 0)
		return;
	n += strspn(text->s + n, "0123456789");
	if (text->s[n] == ':' || strncmp(text->s + n, "：", 3) == 0)
		ht_diag(r->diags, HT_D_FIELD_LABEL, text->loc, label, text->s, NULL);
}

bool ht_read_line(ht_reader *r, const char *label, const ht_node *node, ht_text *text)
{
	if (node->kind != HT_NODE_SCALAR) {
		HT_READER_FAULT(r, HT_D_FIELD_TEXT, node->loc, label, NULL);
		return false;
	}
	const char *s = node->text, *end = s + strlen(s);
	size_t len, more;
	const char *line = next_text_line(&s, end, &len);
	if (!line || !short_enough(r, label, node, len))
		return false;
	ht_cursor cur = ht_text_cursor(node);
	*text = ht_read_text(r, &cur, line, len);
	tell_label(r, label, text);
	const char *second = next_text_line(&s, end, &more);
	if (second)
		HT_READER_FAULT(r, HT_D_FIELD_ONE_LINE, ht_cursor_at(&cur, second), label, NULL);
	return text->s && *text->s && !second;
}

static bool read_text(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	if (!ht_read_line(r, label, node, &v->text))
		return false;
	ht_take_unit(r, label, v);
	return true;
}

static bool push_text(ht_reader *r, ht_value *v, size_t *cap, ht_text text)
{
	ht_text *slot = HT_PUSH(r->arena, v->texts, v->n, *cap);
	if (!slot) {
		r->nomem = true;
		return false;
	}
	*slot = text;
	return true;
}

/* Are these names of several organs in one text, with one of these characters between them? Each must look like one:
 * 发展和改革委员会 is not two. */
static bool are_organs(const char *s, const char *between)
{
	size_t n = 1;
	const char *begin = s, *end = s + strlen(s);
	for (const char *p = s; p < end; p = ht_str_next(p)) {
		size_t gap = ht_str_one_of(p, between);
		if (!gap || p == begin)
			continue;
		if (!ht_str_suffix_of_n(begin, (size_t)(p - begin), ht_words_organ_end))
			return false;
		n++;
		begin = p + gap;
	}
	return n > 1 && ht_str_suffix_of(begin, ht_words_organ_end);
}

/* An organ for each item: each has a place in the masthead and a signature of its own. */
static void check_organs(ht_reader *r, const char *label, const ht_value *v)
{
	static const char *const of_organs[] = {"issuers", "signature", NULL};
	for (size_t i = 0; ht_str_is_any(v->field->name, of_organs) && i < v->n; i++)
		if (are_organs(v->texts[i].s, "、，,；;/ 　") || are_organs(v->texts[i].s, "和及与"))
			ht_diag(r->diags, HT_D_ORGANS_JOINED, v->texts[i].loc, label, v->texts[i].s, NULL);
}

/* An entry of a list of texts: each of its lines is one, but in brackets, where commas are between them. False: out of
 * memory. */
static bool read_entry(ht_reader *r, const char *label, const ht_node *entry, bool flow, ht_value *v, size_t *cap)
{
	if (entry->kind != HT_NODE_SCALAR) {
		HT_READER_FAULT(r, HT_D_FIELD_TEXTS, entry->loc, label, NULL);
		return true;
	}
	const ht_node *lines = flow ? entry : ht_list_lines(r, label, entry);
	for (size_t i = 0; i < ht_node_count(lines); i++) {
		const ht_node *item = ht_node_item(lines, i);
		ht_text text;
		if (ht_node_given(item) && ht_read_line(r, label, item, &text) && !push_text(r, v, cap, text))
			return false;
	}
	return true;
}

static bool read_texts(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	size_t cap = 0;
	for (size_t i = 0; i < ht_node_count(node); i++)
		if (!read_entry(r, label, ht_node_item(node, i), node->flow, v, &cap))
			return false;
	check_organs(r, label, v);
	return v->n > 0;
}

/* The lines of a title as one text: a space only between Latin ones. */
static bool join_lines(ht_reader *r, ht_value *v)
{
	ht_text whole = v->texts[0];
	for (size_t i = 1; i < v->n && whole.s; i++) {
		const char *next = v->texts[i].s;
		bool space = !((unsigned char)whole.s[strlen(whole.s) - 1] & 0x80) && !((unsigned char)*next & 0x80);
		whole.s = ht_arena_printf(r->arena, "%s%s%s", whole.s, space ? " " : "", next);
	}
	r->nomem |= !whole.s;
	v->text = whole;
	return whole.s != NULL;
}

/* A line of a title, or several: <br> ends one. */
static bool push_lines(ht_reader *r, ht_value *v, size_t *cap, ht_text text)
{
	static const char stop[] = HT_MARKUP_BREAK;
	const char *from = text.s, *end;
	bool done = text.s != NULL;
	for (; done && from; from = end ? end + strlen(stop) : NULL) {
		end = strstr(from, stop);
		size_t len = end ? (size_t)(end - from) : strlen(from);
		const char *part = ht_utf8_trim(from, &len);
		const ht_text line = {ht_arena_strndup(r->arena, part, len), text.loc};
		r->nomem |= !line.s;
		done = !r->nomem && (!len || push_text(r, v, cap, line));
	}
	return done;
}

/* Each line of each scalar is a line of the title. */
static bool read_title(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	size_t cap = 0, total = 0, len;
	for (size_t i = 0; i < ht_node_count(node); i++) {
		const ht_node *item = ht_node_item(node, i);
		if (item->kind != HT_NODE_SCALAR)
			HT_READER_FAULT(r, HT_D_FIELD_TEXT, item->loc, label, NULL);
		if (item->kind != HT_NODE_SCALAR || !ht_node_given(item))
			continue;
		total += strlen(item->text);
		if (!short_enough(r, label, item, total))
			return false;
		ht_cursor cur = ht_text_cursor(item);
		const char *s = item->text, *end = s + strlen(s), *line;
		while ((line = next_text_line(&s, end, &len))) {
			const ht_text text = ht_read_text(r, &cur, line, len);
			tell_label(r, label, &text);
			if (!push_lines(r, v, &cap, text))
				return false;
		}
	}
	return v->n > 0 && join_lines(r, v);
}

static bool read_int(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	if (!ht_read_line(r, label, node, &v->text))
		return false;
	ht_take_unit(r, label, v);
	bool converted;
	if (ht_int_parse(v->text.s, &v->num, &converted)) {
		const char *typed = v->text.s;
		if (converted) {
			v->text.s = ht_arena_printf(r->arena, "%ld", v->num);
			ht_diag(r->diags, HT_D_FIELD_DATE_READ, v->text.loc, typed, v->text.s, NULL);
		}
		r->nomem |= !v->text.s;
		return v->text.s;
	}
	HT_READER_FAULT(r, HT_D_FIELD_INT, v->text.loc, label, v->text.s, NULL);
	return false;
}

/* As words of choices are compared: lower case, _ for - and a space. */
static char folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == '-' || c == ' ' ? '_' : c;
}

static bool same_word(const char *a, const char *b)
{
	while (*a && folded(*a) == folded(*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

static bool read_bool(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	static const char *const words[] = {"false", "true", "no", "yes", "否", "是"};
	if (!ht_read_line(r, label, node, &v->text))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		v->num = (long)(i & 1);
		if (same_word(v->text.s, words[i]))
			return true;
	}
	HT_READER_FAULT(r, HT_D_FIELD_CHOICES, v->text.loc, label, v->text.s,
	                ht_str_has_han(label) ? "是、否" : "true, false", NULL);
	return false;
}

void ht_date_iso(const ht_date *date, char text[HT_DATE_ISO])
{
	int n = snprintf(text, HT_DATE_ISO, "%04d", date->year);
	if (date->month)
		n += snprintf(text + n, HT_DATE_ISO - (size_t)n, "-%02d", date->month);
	if (date->day)
		snprintf(text + n, HT_DATE_ISO - (size_t)n, "-%02d", date->day);
}

/* The date of the value's text; what it was converted from is noted. */
static ht_date_kind parse_date(ht_reader *r, const char *label, ht_value *v)
{
	bool converted = false;
	char day[HT_DATE_ISO];
	ht_date_kind kind = ht_date_parse(v->text.s, &v->date, &converted);
	if (converted) {
		ht_date_iso(&v->date, day);
		ht_diag(r->diags, HT_D_FIELD_DATE_READ, v->text.loc, v->text.s, day, NULL);
	}
	if (kind == HT_DATE_OK && ht_date_is_open(&v->date))
		ht_diag(r->diags, HT_D_FIELD_DATE_OPEN, v->text.loc, label, NULL);
	return kind;
}

/* A month without a day, and without the blank for it: 2026年3月. */
static bool is_month(ht_reader *r, const char *s)
{
	ht_date date;
	bool converted;
	const char *open = ht_arena_printf(r->arena, "%s日", s);
	r->nomem |= !open;
	return open && ht_date_parse(open, &date, &converted) == HT_DATE_OK && ht_date_is_open(&date) && date.month;
}

static bool read_date(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	if (!ht_read_line(r, label, node, &v->text))
		return false;
	ht_take_unit(r, label, v);
	ht_date_kind kind = parse_date(r, label, v);
	char day[HT_DATE_ISO];
	ht_date serial;
	if (kind == HT_DATE_IMPOSSIBLE) {
		HT_READER_FAULT(r, HT_D_FIELD_NO_DAY, v->text.loc, v->text.s, NULL);
	} else if (kind == HT_DATE_NONE && ht_date_serial(v->text.s, &serial)) {
		ht_date_iso(&serial, day);
		HT_READER_FAULT(r, HT_D_FIELD_DATE_SERIAL, v->text.loc, label, v->text.s, day, NULL);
	} else if (kind == HT_DATE_NONE && is_month(r, v->text.s)) {
		HT_READER_FAULT(r, HT_D_FIELD_DATE_MONTH, v->text.loc, label, v->text.s, NULL);
	} else if (kind == HT_DATE_NONE) {
		HT_READER_FAULT(r, HT_D_FIELD_DATE, v->text.loc, label, v->text.s, NULL);
	} else if (v->date.hour == 0 && v->date.minute == 0) {
		ht_date_iso(&v->date, day);
		ht_diag(r->diags, HT_D_FIELD_DATE_READ, v->text.loc, v->text.s, day, NULL);
		v->date.hour = -1;
	} else if (v->date.hour >= 0) {
		ht_diag(r->diags, HT_D_FIELD_DATE_TIME, v->text.loc, label, v->text.s, NULL);
		v->date.hour = -1;
	}
	return kind == HT_DATE_OK;
}

static bool read_when(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	if (!ht_read_line(r, label, node, &v->text))
		return false;
	if (parse_date(r, label, v) != HT_DATE_IMPOSSIBLE)
		return true;
	HT_READER_FAULT(r, HT_D_FIELD_NO_DAY, v->text.loc, v->text.s, NULL);
	return false;
}

/* Every choice in one language, as that separates them. */
static const char *list_choices(ht_reader *r, const ht_choice *choices, bool han)
{
	const char *list = "", *gap = han ? "、" : ", ";
	for (const ht_choice *c = choices; c->en && list; c++)
		list = ht_arena_printf(r->arena, "%s%s%s", list, *list ? gap : "", han ? c->zh : c->en);
	r->nomem |= !list;
	return list;
}

static void report_choice(ht_reader *r, const ht_choice *choices, const char *label, const ht_text *typed)
{
	bool han = ht_str_has_han(typed->s);
	ht_suggest s = ht_suggest_begin(typed->s);
	for (const ht_choice *c = choices; c->en; c++) {
		ht_suggest_offer(&s, han ? c->zh : c->en);
		if (!han && c->alias)
			ht_suggest_offer(&s, c->alias);
	}
	if (s.best)
		HT_READER_FAULT(r, HT_D_FIELD_CHOICE, typed->loc, label, typed->s, s.best, NULL);
	else
		HT_READER_FAULT(r, HT_D_FIELD_CHOICES, typed->loc, label, typed->s,
		                list_choices(r, choices, ht_str_has_han(label)), NULL);
}

static const ht_choice *find_choice(const ht_choice *choices, const char *typed)
{
	const ht_choice *found = choices, *first = choices;
	while (found->en && !same_word(typed, found->en) && !same_word(typed, found->zh) &&
	       !(found->alias && same_word(typed, found->alias)))
		found++;
	if (!found->en)
		return NULL;
	while (strcmp(first->en, found->en) != 0)
		first++; /* one earlier on the style path takes its place */
	return first;
}

const ht_choice *ht_forms_find(const ht_forms *forms, const char *name)
{
	return find_choice(forms->names, name);
}

/* The forms are not known here, so any name is accepted. */
static const ht_choice *any_choice(ht_reader *r, const char *typed)
{
	ht_choice *choice = ht_arena_alloc(r->arena, sizeof *choice);
	r->nomem |= !choice;
	if (choice)
		choice->en = choice->zh = typed;
	return choice;
}

static const ht_choice *find_other(const ht_forms *forms, const char *typed)
{
	for (const ht_choice *c = forms->others; c && c->en; c++)
		if (same_word(typed, c->zh))
			return find_choice(forms->names, c->en);
	return NULL;
}

/* The form that people call so as well, or whose documents are of this kind. */
static const ht_choice *other_form(ht_reader *r, const char *label, const ht_text *typed)
{
	const ht_choice *form = r->forms ? find_other(r->forms, typed->s) : NULL;
	if (form)
		ht_diag(r->diags, HT_D_FORM_OTHER, typed->loc, label, typed->s, form->zh, NULL);
	return form;
}

/* .text becomes the Chinese term: what is printed in the document. */
static bool read_choice(ht_reader *r, const char *label, const ht_node *node, ht_value *v)
{
	if (!ht_read_line(r, label, node, &v->text))
		return false;
	v->typed = v->text.s;
	const ht_choice *choices = v->field->choices;
	if (!choices && r->forms)
		choices = r->forms->names;
	v->choice = choices ? find_choice(choices, v->text.s) : any_choice(r, v->text.s);
	if (!v->choice && !v->field->choices)
		v->choice = other_form(r, label, &v->text);
	if (v->choice)
		v->text.s = v->choice->zh;
	else if (choices)
		report_choice(r, choices, label, &v->text);
	return v->choice;
}

typedef bool (*read_fn)(ht_reader *r, const char *label, const ht_node *node, ht_value *v);

static const read_fn readers[] = {
    [HT_TYPE_TEXT] = read_text,        [HT_TYPE_TITLE] = read_title,  [HT_TYPE_TEXTS] = read_texts,
    [HT_TYPE_INT] = read_int,          [HT_TYPE_DATE] = read_date,    [HT_TYPE_WHEN] = read_when,
    [HT_TYPE_BOOL] = read_bool,        [HT_TYPE_ENUM] = read_choice,  [HT_TYPE_PEOPLE] = ht_read_people,
    [HT_TYPE_ROWS] = ht_read_rows,     [HT_TYPE_BODY] = ht_read_body, [HT_TYPE_GROUP] = ht_read_subgroup,
    [HT_TYPE_GROUPS] = ht_read_groups,
};

ht_value *ht_read_value(ht_reader *r, const ht_field *field, const char *label, const ht_node *node)
{
	if (!ht_node_given(node))
		return NULL;
	ht_value *v = ht_arena_alloc(r->arena, sizeof *v);
	if (!v) {
		r->nomem = true;
		return NULL;
	}
	v->field = field;
	v->loc = node->loc;
	r->field = field;
	if (field->type == HT_TYPE_PEOPLE && node->joined)
		node = ht_list_lines(r, label, node);
	return readers[field->type](r, label, node, v) && !r->nomem ? v : NULL;
}
