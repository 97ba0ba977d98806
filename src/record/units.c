/* Words that a sheet prints with a value, typed with it: 第5期, 60份. They are taken off, so that they are not printed
 * twice. */
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "reader.h"

#define TOTAL "总第"

static const struct unit {
	const char *field;
	const char *before[3], *after[3]; /* words before and after the value, NULL-terminated */
} units[] = {
    {"issue", {"第"}, {"期"}},          {"total_issue", {TOTAL, "第"}, {"期"}},
    {"copies", {"共印", "共"}, {"份"}}, {"copy_number", {"第", "No."}, {"号"}},
    {"print_date", {NULL}, {"印发"}},
};

static const char opening[] = "（(〔[【［", closing[] = "）)〕]】］";

typedef struct part {
	const char *s;
	size_t len;
} part;

static void trim(part *p)
{
	p->s = ht_utf8_trim(p->s, &p->len);
}

static bool take_before(part *p, const char *word)
{
	size_t n = strlen(word);
	if (p->len <= n || memcmp(p->s, word, n) != 0)
		return false;
	p->s += n;
	p->len -= n;
	trim(p);
	return true;
}

static bool take_after(part *p, const char *word)
{
	size_t n = strlen(word);
	if (p->len <= n || memcmp(p->s + p->len - n, word, n) != 0)
		return false;
	p->len -= n;
	trim(p);
	return true;
}

/* Brackets around all of it, and none within. */
static void take_brackets(part *p)
{
	size_t first = ht_str_one_of(p->s, opening);
	const char *end = p->s + p->len, *last = end;
	if (!first)
		return;
	for (const char *q = p->s + first; q < end; q = ht_str_next(q))
		if (ht_str_one_of(q, closing)) {
			last = q;
			break;
		}
	if (last == end || ht_str_next(last) != end)
		return;
	p->s += first;
	p->len = (size_t)(last - p->s);
	trim(p);
}

/* 2026年 before the number of an issue; *year: it. */
static bool take_year(part *p, part *year)
{
	size_t n = 0;
	while (n < p->len && p->s[n] >= '0' && p->s[n] <= '9')
		n++;
	if (n != 4 || !ht_str_starts(p->s + n, "年") || p->len == n + strlen("年"))
		return false;
	*year = (part){p->s, n + strlen("年")};
	p->s += year->len;
	p->len -= year->len;
	trim(p);
	return true;
}

/* s without the words of its field. year.s NULL: there was none. */
static part bare(const struct unit *u, const char *s, part *year)
{
	part p = {s, strlen(s)};
	*year = (part){0};
	trim(&p);
	take_brackets(&p);
	if (ht_str_same(u->field, "issue"))
		take_year(&p, year);
	for (const char *const *word = u->before; *word; word++)
		if (take_before(&p, *word))
			break;
	for (const char *const *word = u->after; *word; word++)
		if (take_after(&p, *word))
			break;
	return p;
}

static const struct unit *unit_of(const ht_field *field)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (strcmp(units[i].field, field->name) == 0)
			return &units[i];
	return NULL;
}

/* Digits of one kind or another? */
static bool is_number(const char *s)
{
	while (*s && ht_str_one_of(s, "0123456789０１２３４５６７８９〇零一二三四五六七八九十百"))
		s = ht_str_next(s);
	return !*s;
}

static void check_issue(ht_reader *r, const char *label, const ht_value *v)
{
	if (ht_str_ends(v->field->name, "issue") && !is_number(v->text.s))
		ht_diag(r->diags, HT_D_ISSUE_WORDS, v->text.loc, label, v->text.s, NULL);
}

static void take_unit(ht_reader *r, const struct unit *u, const char *label, ht_value *v)
{
	part year;
	part p = bare(u, v->text.s, &year);
	if (p.len == strlen(v->text.s) || !p.len)
		return;
	char *text = ht_arena_strndup(r->arena, p.s, p.len);
	const char *typed = v->text.s, *left = year.s ? ht_arena_strndup(r->arena, year.s, year.len) : NULL;
	r->nomem |= !text || (year.s && !left);
	if (r->nomem)
		return;
	v->text.s = text;
	if (left)
		ht_diag(r->diags, HT_D_ISSUE_YEAR, v->text.loc, label, typed, text, left, NULL);
	else
		ht_diag(r->diags, HT_D_UNIT_TAKEN, v->text.loc, label, typed, text, NULL);
}

void ht_take_unit(ht_reader *r, const char *label, ht_value *v)
{
	const struct unit *u = unit_of(v->field);
	if (!u || (ht_str_same(u->field, "issue") && strstr(v->text.s, TOTAL)))
		return; /* see ht_settle_issue() */
	take_unit(r, u, label, v);
	check_issue(r, label, v);
}

/* [s, s + len) as the value of the field named so of the record. */
static void put_text(ht_reader *r, ht_group *record, const char *name, ht_loc loc, const char *s, size_t len)
{
	const ht_field *f = ht_field_find(record->fields, name);
	ht_value *v = ht_arena_alloc(r->arena, sizeof *v);
	part p = {s, len};
	trim(&p);
	char *text = ht_arena_strndup(r->arena, p.s, p.len);
	r->nomem |= !v || !text;
	if (r->nomem)
		return;
	*v = (ht_value){.field = f, .loc = loc, .text = {text, loc}};
	ht_take_unit(r, f->zh, v);
	record->values[f - record->fields] = v;
}

void ht_settle_issue(ht_reader *r, ht_group *record)
{
	const ht_field *f = ht_field_find(record->fields, "issue"), *t = ht_field_find(record->fields, "total_issue");
	ht_value *issue = record->values[f - record->fields];
	const char *s = issue ? issue->text.s : NULL, *total = s ? strstr(s, TOTAL) : NULL;
	if (!total)
		return;
	ht_loc loc = issue->text.loc;
	if (record->values[t - record->fields]) {
		HT_READER_FAULT(r, HT_D_ISSUE_TOTAL, loc, f->zh, s, t->zh, NULL);
		return;
	}
	const char *before = ht_str_previous(s, total), *begin = total, *end = s + strlen(s);
	if (before && ht_str_one_of(before, opening) && ht_str_ends_one_of(s, closing)) {
		begin = before;
		end = ht_str_last(s);
	}
	record->values[f - record->fields] = NULL;
	if (begin > s)
		put_text(r, record, "issue", loc, s, (size_t)(begin - s));
	put_text(r, record, "total_issue", loc, total, (size_t)(end - total));
}
