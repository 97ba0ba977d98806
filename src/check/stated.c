/* What a form leaves to the text to say, as export tells it of its pages (D140). Here no page is made: the record's
 * bodies are what is shown. A record without a text of its own gets its first sentence from the sheet, which has it. */
#include <stdio.h>
#include <string.h>

#include "ck.h"
#include "style/messages.h"
#include "style/stated.h"

typedef struct stating {
	ck c; /* first: visitors get it */
	ht_shown_texts texts;
} stating;

static void add_text(ck *c, const ck_text *t)
{
	stating *s = (stating *)(void *)c;
	ht_stated_add(&s->texts, t->s, strlen(t->s), true, (t->kind & CK_PROSE) != 0);
}

/* A day that is printed by itself says when the meeting was, if it was then. */
static void add_day(stating *s, const char *path)
{
	const ht_value *v = ck_value(&s->c, path);
	char day[32];
	if (!v || !v->date.month)
		return;
	snprintf(day, sizeof day, "%d月%d日", v->date.month, v->date.day);
	ht_stated_add(&s->texts, day, strlen(day), true, false);
}

static void look_for_value(stating *s, const char *path, const ht_value *v)
{
	ht_buf missing = {0}, zh = {0};
	s->c.out->nomem |= !ht_stated_missing(&s->texts, v, &missing);
	ht_field_add_zh(&zh, path);
	s->c.out->nomem |= zh.failed;
	if (missing.len && zh.data)
		ck_find(&s->c, HT_D_FIELD_NOT_STATED, v->loc, path, zh.data, s->c.form->names.zh, missing.data, NULL);
	ht_buf_free(&missing);
	ht_buf_free(&zh);
}

/* The field at path, or that of each member of the list that it is a field of. */
static void look_for(stating *s, const char *path)
{
	const char *last = strrchr(path, '.');
	const ht_value *v = ck_value(&s->c, path);
	if (v)
		look_for_value(s, path, v);
	if (v || !last)
		return;
	const char *above = ck_checked(&s->c, ht_arena_strndup(s->c.scratch, path, (size_t)(last - path)));
	const ht_value *list = *above ? ck_value(&s->c, above) : NULL;
	for (size_t i = 0; list && list->groups && i < list->n; i++) {
		v = ht_group_find(list->groups[i], last + 1);
		if (v)
			look_for_value(s, path, v);
	}
}

ht_status ht_check_stated(const ht_record *record, const ht_form *form, ht_findings *findings)
{
	stating s = {.c = {.record = record, .out = findings, .form = form}};
	const ht_value *body = ck_value(&s.c, "body");
	if (!form->n_stated || !body || !body->body || !body->body->n)
		return HT_OK;
	s.c.scratch = ht_arena_new();
	if (!s.c.scratch)
		return HT_ERR_NOMEM;
	ck_each_text(&s.c, CK_PROSE | CK_TITLE | CK_MASTHEAD, add_text);
	add_day(&s, "date");
	add_day(&s, "print_date");
	for (size_t i = 0; i < form->n_stated; i++)
		look_for(&s, form->stated[i].path);
	ht_stated_free(&s.texts);
	ht_arena_free(s.c.scratch);
	ck_order(findings, findings->records);
	return findings->nomem ? HT_ERR_NOMEM : HT_OK;
}
