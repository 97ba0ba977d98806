/* Values of settings as JSON. */
#include "base/str.h"
#include "settings/settings.h"

/* Between the members of a list. */
static void put_gap(ht_buf *out, size_t i)
{
	if (i)
		ht_buf_adds(out, ", ");
}

void ht_settings_texts_json(ht_buf *out, const ht_text *v, size_t n)
{
	ht_buf_adds(out, "[");
	for (size_t i = 0; i < n; i++) {
		put_gap(out, i);
		ht_buf_addquoted(out, v[i].s);
	}
	ht_buf_adds(out, "]");
}

static void put_member(ht_buf *out, const char *key, const char *value)
{
	ht_buf_adds(out, ", ");
	ht_buf_addpair(out, key, value);
}

static void put_person(ht_buf *out, const ht_person *p)
{
	ht_buf_adds(out, "{");
	ht_buf_addpair(out, "name", ht_str_or_empty(p->name.s));
	if (p->office.s)
		put_member(out, "office", p->office.s);
	if (p->unit.s)
		put_member(out, "unit", p->unit.s);
	ht_buf_adds(out, "}");
}

static void put_group(ht_buf *out, const ht_group *g)
{
	size_t n = 0;
	ht_buf_adds(out, "{");
	for (size_t i = 0; g->fields[i].name; i++) {
		if (!g->values[i])
			continue;
		put_gap(out, n++);
		ht_buf_addf(out, "\"%s\": ", g->fields[i].name);
		ht_settings_value_json(out, g->values[i]);
	}
	ht_buf_adds(out, "}");
}

void ht_settings_value_json(ht_buf *out, const ht_value *v)
{
	if (v->field->type == HT_TYPE_TEXTS) {
		ht_settings_texts_json(out, v->texts, v->n);
	} else if (v->field->type == HT_TYPE_PEOPLE) {
		ht_buf_adds(out, "[");
		for (size_t i = 0; i < v->n; i++) {
			put_gap(out, i);
			put_person(out, &v->people[i]);
		}
		ht_buf_adds(out, "]");
	} else if (v->field->type == HT_TYPE_GROUPS) {
		ht_buf_adds(out, "[");
		for (size_t i = 0; i < v->n; i++) {
			put_gap(out, i);
			put_group(out, v->groups[i]);
		}
		ht_buf_adds(out, "]");
	} else {
		ht_buf_addquoted(out, v->text.s);
	}
}
