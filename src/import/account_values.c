/* The values of a record's fields, in which a line's text is looked for. */
#include <string.h>

#include <glib.h>

#include "account.h"

static void add_char(im_account *a, uint32_t c)
{
	uint32_t *slot = HT_PUSH(a->d->arena, a->text, a->n_text, a->cap_text);
	a->d->nomem |= !slot;
	if (slot)
		*slot = c;
}

void im_account_value(im_account *a, const char *field, const char *s)
{
	const char *p = s;
	ht_scan_day day;
	if (g_ascii_isdigit(*s) && ht_scan_when_at(&p, &day)) {
		im_dated *date = HT_PUSH(a->d->arena, a->days, a->n_days, a->cap_days);
		a->d->nomem |= !date;
		if (date)
			*date = (im_dated){field, day.date};
		if (!*p)
			return; /* found as a day only: 2026 and 5 are in many lines */
	}
	const size_t from = a->n_text;
	im_value *slot = HT_PUSH(a->d->arena, a->values, a->n_values, a->cap_values);
	a->d->nomem |= !slot;
	if (slot)
		*slot = (im_value){.field = field, .from = from};
	for (uint32_t c; (c = im_next_letter(&s));)
		if (im_is_counted(c))
			add_char(a, c);
	const bool one = a->n_text == from + 1;
	size_t *single = one ? HT_PUSH(a->d->arena, a->single, a->n_single, a->cap_single) : NULL;
	a->d->nomem |= one && !single;
	if (single)
		*single = from;
	add_char(a, 0);
}

/* fields: those of the map; NULL: a person's, or names below an office. */
void im_account_values(im_account *a, const char *path, const ht_node *node, const ht_field *fields)
{
	if (node->kind == HT_NODE_SCALAR)
		im_account_value(a, path, node->text);
	for (size_t i = 0; i < node->n && node->kind == HT_NODE_SEQ; i++)
		im_account_values(a, path, node->items[i], fields);
	for (size_t i = 0; i < node->n && node->kind == HT_NODE_MAP; i++) {
		const char *key = node->pairs[i].key->text;
		const ht_field *field = fields;
		while (field && field->name && strcmp(field->name, key) != 0)
			field++;
		const bool named = field && field->name;
		if (named && (field->type == HT_TYPE_BODY || strcmp(key, "form") == 0))
			continue;
		const char *inner = path;
		if (named)
			inner = *path ? im_checked(a->d, ht_arena_printf(a->d->arena, "%s.%s", path, key)) : key;
		else if (!ht_field_by_key(ht_person_fields(), key))
			im_account_value(a, path, key); /* 局长: [甲, 乙] */
		im_account_values(a, inner, node->pairs[i].value, named ? field->sub : NULL);
	}
}

size_t im_account_chain(uint32_t a, uint32_t b)
{
	return (a * 31 + b * 7919) % CHAINS;
}

void im_account_index(im_account *a)
{
	a->used = ht_arena_array(a->d->arena, a->n_text + 1, sizeof *a->used);
	a->next = ht_arena_array(a->d->arena, a->n_text + 1, sizeof *a->next);
	a->d->nomem |= !a->used || !a->next;
	for (size_t i = a->n_text; i-- > 1 && !a->d->nomem;) {
		if (!a->text[i - 1] || !a->text[i])
			continue; /* between values */
		size_t *head = &a->chains[im_account_chain(a->text[i - 1], a->text[i])];
		a->next[i - 1] = *head;
		*head = i; /* i - 1, + 1 */
	}
	memcpy(a->unused, a->chains, sizeof a->unused);
}

size_t im_account_value_at(const im_account *a, size_t at)
{
	size_t low = 0, high = a->n_values;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (a->values[middle].from <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* A day of the record that the text writes otherwise: 二〇二六年七月一日. */
const im_dated *im_account_day(const im_account *a, const ht_date *t)
{
	for (size_t i = 0; i < a->n_days; i++) {
		const ht_date *day = &a->days[i].date;
		if (day->month == t->month && day->day == t->day && (!t->year || t->year == day->year) &&
		    (t->hour < 0 || (t->hour == day->hour && t->minute == day->minute)))
			return &a->days[i];
	}
	return NULL;
}
