/* The list of checks, the list of findings. */
#include "check/check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ck.h"

ht_findings *ht_findings_new(void)
{
	ht_findings *f = calloc(1, sizeof *f);
	if (f && !(f->arena = ht_arena_new())) {
		free(f);
		return NULL;
	}
	return f;
}

void ht_findings_free(ht_findings *findings)
{
	if (!findings)
		return;
	ht_arena_free(findings->arena);
	free(findings);
}

void ht_findings_clear(ht_findings *findings)
{
	ht_arena *fresh = ht_arena_new();
	findings->n = 0;
	findings->groups = 0;
	findings->n_left = 0;
	findings->nomem = false;
	if (!fresh)
		return;
	ht_arena_free(findings->arena);
	findings->arena = fresh;
	findings->v = NULL;
	findings->cap = 0;
}

const ht_finding *ht_findings_list(const ht_findings *findings, size_t *n)
{
	*n = findings->n;
	return findings->v;
}

size_t ht_findings_count(const ht_findings *findings, ht_level min_level)
{
	size_t n = 0;
	for (size_t i = 0; i < findings->n; i++)
		n += findings->v[i].code->level >= min_level;
	return n;
}

const char *ck_checked(ck *c, const char *s)
{
	c->out->nomem |= !s;
	return s ? s : "";
}

const char *ck_copy(ck *c, const char *s, size_t len)
{
	return ck_checked(c, ht_arena_strndup(c->out->arena, s, len));
}

/* The name of a finding's file, which most of them share; the last is that which wants it. */
static const char *file_of(ck *c, const char *file)
{
	const char *before = c->out->n > 1 ? c->out->v[c->out->n - 2].loc.file : NULL;
	if (before && file && strcmp(before, file) == 0)
		return before;
	return file ? ck_copy(c, file, strlen(file)) : NULL;
}

void ck_find(ck *c, ht_code code, ht_loc loc, ...)
{
	ht_finding *f = HT_PUSH(c->out->arena, c->out->v, c->out->n, c->out->cap);
	c->out->nomem |= !f;
	if (!f)
		return;
	*f = (ht_finding){.code = code, .loc = loc, .record = c->out->records};
	f->loc.file = file_of(c, loc.file);
	va_list args;
	va_start(args, loc);
	const char *arg;
	for (size_t i = 0; (arg = va_arg(args, const char *)) && i < HT_FINDING_ARGS; i++)
		f->args[i] = ck_copy(c, arg, strlen(arg));
	va_end(args);
}

void ck_edit(ck *c, ht_loc loc, const char *old, size_t old_len, const char *text, bool safe)
{
	if (!c->out->n)
		return;
	ht_finding *f = &c->out->v[c->out->n - 1];
	loc.file = f->loc.file;
	f->edit = (ht_edit){loc, ck_copy(c, old, old_len), ck_copy(c, text, strlen(text)), safe, 0};
}

void ck_edit_group(ck *c, size_t group)
{
	if (c->out->n)
		c->out->v[c->out->n - 1].edit.group = group;
}

ht_loc ck_place(const ck_text *t, const char *at)
{
	size_t offset = (size_t)(at - t->s);
	ck_at a = {0};
	if (t->last && t->last->offset <= offset)
		a = *t->last;
	while (t->inlines && a.i + 1 < t->n && offset - a.begin >= t->inlines[a.i].len) {
		a.begin += t->inlines[a.i++].len;
		a.offset = a.begin;
		a.chars = 0;
	}
	a.chars += ht_utf8_count(t->s + a.offset, offset - a.offset);
	a.offset = offset;
	if (t->last)
		*t->last = a;
	ht_loc loc = t->loc;
	if (t->inlines)
		loc = t->inlines[a.i].loc;
	if (loc.col)
		loc.col += (int)a.chars;
	return loc;
}

const char *ck_before(const ck_text *t, const char *p)
{
	const char *last = ht_str_previous(t->s, p);
	if (!last)
		return "";
	return last;
}

const char *ck_end_of_run(const char *p)
{
	uint32_t first = ht_str_char(p);
	while (first && ht_str_char(p) == first)
		p = ht_str_next(p);
	return p;
}

/* An address has fewer bytes on either side of what is asked about. */
#define ADDRESS_MOST 200

bool ck_is_address(const ck_text *t, const char *p)
{
	const char *from = p, *end = p;
	while (from > t->s && from[-1] > ' ' && p - from < ADDRESS_MOST)
		from--;
	while (*end > ' ' && end - p < ADDRESS_MOST)
		end++;
	for (; from < end; from++)
		if (*from == '@' || strncmp(from, "://", strlen("://")) == 0 ||
		    strncmp(from, "www.", strlen("www.")) == 0)
			return true;
	return false;
}

const char *ck_excerpt(ck *c, const char *from, const char *end)
{
	return ck_copy(c, from, (size_t)(end - from));
}

void ck_cite(ck *c, const ck_text *t, ht_code code, const char *from, const char *end, const char *better, bool safe)
{
	ht_loc at = ck_place(t, from);
	const char *old = ck_excerpt(c, from, end);
	ck_find(c, code, at, old, better, NULL);
	if (better)
		ck_edit(c, at, old, (size_t)(end - from), better, safe);
}

const char *ck_joined(ck *c, const ht_inline *inlines, size_t n)
{
	size_t len = 0;
	for (size_t i = 0; i < n; i++)
		len += inlines[i].len;
	char *text = ht_arena_alloc(c->scratch, len + 1), *p = text;
	c->out->nomem |= !text;
	if (!text)
		return "";
	for (size_t i = 0; i < n; p += inlines[i++].len)
		memcpy(p, inlines[i].text, inlines[i].len);
	return text;
}

const ht_value *ck_value(const ck *c, const char *path)
{
	return ht_group_find(&c->record->root, path);
}

static int by_place(const void *pa, const void *pb)
{
	const ht_finding *a = pa, *b = pb;
	if (a->loc.file && b->loc.file && strcmp(a->loc.file, b->loc.file) != 0)
		return strcmp(a->loc.file, b->loc.file);
	if (a->loc.line != b->loc.line)
		return a->loc.line < b->loc.line ? -1 : 1;
	if (a->loc.col != b->loc.col)
		return a->loc.col < b->loc.col ? -1 : 1;
	return strcmp(a->code->code, b->code->code);
}

void ck_order(ht_findings *findings, size_t record)
{
	size_t begin = findings->n;
	while (begin && findings->v[begin - 1].record == record)
		begin--;
	if (findings->n > begin)
		qsort(findings->v + begin, findings->n - begin, sizeof *findings->v, by_place);
}

/* What the reader mended, each with its fix. */
static void find_slips(ck *c)
{
	const ht_slips *slips = &c->record->slips;
	for (size_t i = 0; i < slips->n; i++) {
		const ht_slip *s = &slips->v[i];
		ck_find(c, s->code, s->loc, s->arg, NULL);
		if (s->old)
			ck_edit(c, s->at, s->old, strlen(s->old), s->text, true);
	}
}

ht_status ht_check_record(const ht_record *record, const ht_form *form, bool missing, ht_findings *findings)
{
	static void (*const checks[])(ck *) = {ck_number,      ck_dates,    ck_recipients, ck_title,    ck_secrecy,
	                                       ck_attachments, ck_archive,  ck_enclosed,   ck_headings, ck_texts,
	                                       ck_people,      ck_ai_label, ck_signed};
	ck c = {.record = record, .out = findings, .scratch = ht_arena_new(), .form = form};
	if (!c.scratch)
		return HT_ERR_NOMEM;
	findings->records++;
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		checks[i](&c);
	if (missing) {
		ck_missing(&c);
		ck_doubts(&c);
		find_slips(&c);
	}
	ht_arena_free(c.scratch);
	if (findings->nomem)
		return HT_ERR_NOMEM;
	ck_order(findings, findings->records);
	return HT_OK;
}

bool ht_findings_add(ht_findings *findings, ht_code code, ht_loc loc, const char *const *args)
{
	ck c = {.out = findings};
	ck_find(&c, code, loc, args[0], args[1], args[2], args[3], NULL);
	return !findings->nomem;
}

typedef struct saying {
	ck c;
	int line;
	size_t n; /* of findings before */
} saying;

static bool same_file(const ht_finding *a, const ht_finding *b)
{
	return (!a->loc.file && !b->loc.file) || (a->loc.file && b->loc.file && strcmp(a->loc.file, b->loc.file) == 0);
}

static bool same_place(const ht_finding *a, ht_code code, ht_loc loc)
{
	return a->code == code && a->loc.line == loc.line && a->loc.col == loc.col &&
	       same_file(a, &(ht_finding){.loc = loc});
}

static void add_said(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	saying *s = user;
	const ht_findings *out = s->c.out;
	if (code->level == HT_LEVEL_ERROR || (s->line && loc.line != s->line))
		return;
	for (size_t i = 0; i < s->n; i++)
		if (same_place(&out->v[i], code, loc))
			return;
	ht_findings_add(s->c.out, code, loc, args);
}

ht_status ht_findings_add_said(ht_findings *findings, const ht_diags *diags, int line)
{
	saying s = {.c = {.out = findings}, .line = line, .n = findings->n};
	ht_diags_visit(diags, add_said, &s);
	size_t begin = findings->n; /* of the findings in the same file */
	while (begin && same_file(&findings->v[begin - 1], &findings->v[findings->n - 1]))
		begin--;
	if (findings->n > begin)
		qsort(findings->v + begin, findings->n - begin, sizeof *findings->v, by_place);
	return findings->nomem ? HT_ERR_NOMEM : HT_OK;
}
