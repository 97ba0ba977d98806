/* All texts of a record, found by the field table: a new field is checked without a word here. */
#include <string.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"

/* Fields whose text is not what its type says. */
static const struct {
	const char *name;
	ck_kind kind;
} kinds_of_fields[] = {
    {"number", CK_CODE},        {"copy_number", CK_CODE}, {"secrecy", CK_CODE},      {"seal", CK_CODE},
    {"file", CK_CODE},          {"fonds", CK_CODE},       {"file_number", CK_CODE},  {"index_number", CK_CODE},
    {"archival_code", CK_CODE}, {"class_code", CK_CODE},  {"organ_code", CK_CODE},   {"item_number", CK_CODE},
    {"year", CK_CODE},          {"retention", CK_CODE},   {"pages", CK_CODE},        {"secrecy_term", CK_CODE},
    {"created", CK_CODE},       {"issue", CK_CODE},       {"total_issue", CK_CODE},  {"mark", CK_MASTHEAD},
    {"bulletin", CK_MASTHEAD},  {"note", CK_SENTENCE},    {"text", CK_SENTENCE},     {"topic", CK_SENTENCE},
    {"due", CK_SENTENCE},       {"time", CK_SENTENCE},    {"end_time", CK_SENTENCE},
};

/* Documents of their own, each with its own rules for forms and levels. */
static const char *const others[] = {"attachments", "enclosed", NULL};

typedef struct visitor {
	ck *c;
	unsigned kinds;
	void (*visit)(ck *c, const ck_text *t);
	bool other; /* within an attachment or enclosed document */
} visitor;

static void give(const visitor *v, const ck_text *t)
{
	ck_at last = {0};
	ck_text own = *t;
	own.last = &last;
	if (t->s && *t->s && (t->kind & v->kinds))
		v->visit(v->c, &own);
}

static void give_inlines(const visitor *v, const ht_inline *inlines, size_t n, ck_text t)
{
	if (!n || !(t.kind & v->kinds))
		return;
	t.s = ck_joined(v->c, inlines, n);
	t.inlines = inlines;
	t.n = n;
	give(v, &t);
}

static void visit_table(const visitor *v, const ht_body_block *b, const ht_field *field)
{
	const ck_text cell = {.kind = CK_CELL, .field = field, .other = v->other, .loc = b->loc};
	for (size_t r = 0; r < b->n_rows; r++)
		for (size_t k = 0; k < b->rows[r].n; k++)
			give_inlines(v, b->rows[r].cells[k].inlines, b->rows[r].cells[k].n, cell);
	if (!b->table)
		return;
	if (b->table->title.text)
		give_inlines(v, &b->table->title, 1, cell);
	if (b->table->unit.text)
		give_inlines(v, &b->table->unit, 1, cell);
	for (size_t i = 0; i < b->table->n_notes; i++)
		give_inlines(v, &b->table->notes[i], 1, cell);
}

static void visit_body(const visitor *v, const ht_body *body, const ht_field *field)
{
	for (size_t i = 0; i < body->n; i++) {
		const ht_body_block *b = &body->blocks[i];
		ck_text t = {.kind = CK_PARAGRAPH, .field = field, .other = v->other, .loc = b->loc};
		if (b->kind == HT_BODY_TABLE)
			visit_table(v, b, field);
		if (b->kind == HT_BODY_IMAGE)
			t.kind = CK_CELL;
		if (b->kind == HT_BODY_PARA) {
			t.block = b;
			t.next = i + 1 < body->n ? b + 1 : NULL;
		}
		if (b->kind != HT_BODY_TABLE)
			give_inlines(v, b->inlines, b->n, t);
	}
	for (size_t i = 0; i < body->n_notes; i++) {
		const ht_body_note *note = &body->notes[i];
		const ck_text t = {.kind = CK_SENTENCE, .field = field, .other = v->other, .loc = note->loc};
		give_inlines(v, note->inlines, note->n, t);
	}
}

/* The lines of a title are one text: marks may pair across them. */
static void visit_title(const visitor *v, const ht_value *value, ck_text t)
{
	ht_inline *lines = ht_arena_array(v->c->scratch, value->n, sizeof *lines);
	v->c->out->nomem |= !lines;
	for (size_t i = 0; lines && i < value->n; i++)
		lines[i] = (ht_inline){
		    .text = value->texts[i].s, .len = strlen(value->texts[i].s), .loc = value->texts[i].loc};
	if (lines)
		give_inlines(v, lines, value->n, t);
}

static void give_text(const visitor *v, const ht_text *text, ck_text t)
{
	t.s = text->s;
	t.loc = text->loc;
	give(v, &t);
}

static void visit_person(const visitor *v, const ht_person *person, ck_text t)
{
	give_text(v, &person->name, t);
	if (!person->grouped)
		give_text(v, &person->office, t);
	give_text(v, &person->unit, t);
}

static ck_kind kind_of(const ht_field *field)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds_of_fields); i++)
		if (strcmp(kinds_of_fields[i].name, field->name) == 0)
			return kinds_of_fields[i].kind;
	if (field->type == HT_TYPE_TITLE)
		return CK_TITLE;
	return CK_LINE;
}

static void visit_value(const visitor *v, const ht_value *value)
{
	const ck_text t = {.kind = kind_of(value->field), .field = value->field, .other = v->other};
	switch (value->field->type) {
	case HT_TYPE_TEXT:
		give_text(v, &value->text, t);
		break;
	case HT_TYPE_WHEN: /* a date is printed as the sheet says, words as typed */
		if (!value->date.year)
			give_text(v, &value->text, t);
		break;
	case HT_TYPE_TITLE:
		visit_title(v, value, t);
		break;
	case HT_TYPE_TEXTS:
		for (size_t i = 0; i < value->n; i++)
			give_text(v, &value->texts[i], t);
		break;
	case HT_TYPE_PEOPLE:
		for (size_t i = 0; i < value->n; i++)
			visit_person(v, &value->people[i], t);
		break;
	case HT_TYPE_BODY:
		visit_body(v, value->body, value->field);
		break;
	default: /* numbers, choices, dates; rows are in bodies */
		break;
	}
}

static void visit_group(visitor v, const ht_group *group)
{
	const bool other = v.other;
	for (size_t i = 0; group->fields[i].name; i++) {
		const ht_value *value = group->values[i];
		if (!value)
			continue;
		visit_value(&v, value);
		v.other = other || ht_str_is_any(group->fields[i].name, others);
		for (size_t k = 0; value->groups && k < value->n; k++)
			visit_group(v, value->groups[k]);
		v.other = other;
	}
}

void ck_each_text(ck *c, unsigned kinds, void (*visit)(ck *c, const ck_text *t))
{
	visit_group((visitor){c, kinds, visit, false}, &c->record->root);
}

static void visit_bodies(ck *c, const ht_group *group, bool other,
                         void (*visit)(ck *c, const ht_body *body, bool other))
{
	for (size_t i = 0; group->fields[i].name; i++) {
		const ht_value *v = group->values[i];
		bool within = other || ht_str_is_any(group->fields[i].name, others);
		if (v && v->body)
			visit(c, v->body, other);
		for (size_t k = 0; v && v->groups && k < v->n; k++)
			visit_bodies(c, v->groups[k], within, visit);
	}
}

void ck_each_body(ck *c, void (*visit)(ck *c, const ht_body *body, bool other))
{
	visit_bodies(c, &c->record->root, false, visit);
}

/* ---- what each text is checked for ---- */

static void check_lost(ck *c, const ck_text *t)
{
	const char *at = strstr(t->s, "\uFFFD");
	if (at)
		ck_find(c, HT_D_CHECK_LOST, ck_place(t, at), "U+FFFD", NULL);
}

static const struct {
	unsigned kinds;
	bool unusual; /* it looks for unusual characters alone */
	void (*run)(ck *c, const ck_text *t);
} checks[] = {
    {CK_TEXT, false, ck_punctuation}, {CK_TEXT, false, ck_pairs},        {CK_TEXT, false, ck_ends},
    {CK_TEXT, false, ck_numerals},    {CK_TEXT, false, ck_ranges},       {CK_TEXT, false, ck_days},
    {CK_TEXT, false, ck_words},       {CK_TEXT, false, ck_placeholders}, {CK_ALL, true, ck_emoji},
    {CK_ALL, true, check_lost},       {CK_TEXT, true, ck_stacked},       {CK_ALL, true, ck_invisible},
};

/* Marks of Chinese text: of none of them is there a check of unusual characters. */
static bool is_usual(uint32_t cp)
{
	return cp < 0x80 || ht_is_common_han(cp) || (cp >= 0x3000 && cp <= 0x301F) || (cp >= 0xFF01 && cp <= 0xFF5E) ||
	       (cp >= 0x2010 && cp <= 0x2027);
}

bool ck_may_begin_any(const ck_text *t, const char *const *words)
{
	while (*words && !ck_may_have(t, ht_str_char(*words)))
		words++;
	return *words;
}

static void find_chars(const char *s, ck_chars *ret)
{
	const char *const end = s + strlen(s);
	*ret = (ck_chars){{0}, false};
	for (size_t n; s < end; s += n) {
		const uint32_t cp = ht_utf8_get(s, end, &n);
		ret->bits[cp / 64 % ARRAY_LEN(ret->bits)] |= (uint64_t)1 << cp % 64;
		ret->unusual |= !is_usual(cp);
	}
}

static void check_text(ck *c, const ck_text *t)
{
	ck_chars chars;
	ck_text known = *t;
	find_chars(t->s, &chars);
	known.chars = &chars;
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if ((checks[i].kinds & t->kind) && (chars.unusual || !checks[i].unusual))
			checks[i].run(c, &known);
}

/* GB/T 15835 has both ways of grouping digits; one document has one. */
static void check_groupings(ck *c)
{
	if (c->spaced.line && c->comma.line)
		ck_find(c, HT_D_CHECK_GROUPING, c->spaced, NULL);
}

void ck_texts(ck *c)
{
	ck_each_text(c, CK_ALL, check_text);
	check_groupings(c);
}
