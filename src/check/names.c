/* Names that are written in two ways: 於某某 in the list, 于某某 in the text.
 *
 * A text that differs from a name in one character counts only beside the person's office: otherwise it is another
 * name. */
#include <string.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"

/* Names of one record that are compared; each costs a search of all the text. */
#define MAX_NAMES 512

typedef struct known {
	const char *name, *office;
} known;

typedef struct names {
	known v[MAX_NAMES];
	size_t n;
} names;

/* What is searched for must not be empty: that would be found everywhere, without an end. */
static bool has_text(const ht_text *t)
{
	return t->s && *t->s;
}

static void add_names(names *list, const ht_group *group)
{
	for (size_t i = 0; group->fields[i].name; i++) {
		const ht_value *v = group->values[i];
		for (size_t k = 0; v && v->people && k < v->n; k++) {
			const ht_person *p = &v->people[k];
			const ht_text *office = &p->office;
			if (!office->s)
				office = &p->unit;
			if (has_text(&p->name) && has_text(office) && list->n < MAX_NAMES)
				list->v[list->n++] = (known){p->name.s, office->s};
		}
		for (size_t k = 0; v && v->groups && k < v->n; k++)
			add_names(list, v->groups[k]);
	}
}

static bool is_known(const names *list, const char *s, size_t len)
{
	for (size_t i = 0; i < list->n; i++)
		if (strlen(list->v[i].name) == len && memcmp(list->v[i].name, s, len) == 0)
			return true;
	return false;
}

/* More characters than any name has: the text is not a name. */
#define NO_NAME 99

/* Names of two characters that differ in one are different names. */
#define SHORTEST_NAME 3

/* How many characters of s differ from name; *len: bytes of as many as name
 * has. Only Han characters count as a name. */
static int differing_chars(const char *s, const char *name, size_t *len)
{
	const char *p = s;
	int n = 0;
	for (; *name; name = ht_str_next(name), p = ht_str_next(p)) {
		if (!*p || !ht_is_han(ht_str_char(p)))
			return NO_NAME;
		n += ht_str_char(p) != ht_str_char(name);
	}
	*len = (size_t)(p - s);
	return n;
}

static void check_name_at(ck *c, const ck_text *t, const names *list, const known *k, const char *at)
{
	size_t len;
	if (ht_str_chars(k->name) < SHORTEST_NAME || differing_chars(at, k->name, &len) != 1 || is_known(list, at, len))
		return;
	ck_find(c, HT_D_CHECK_NAME_DIFFERS, ck_place(t, at), ck_copy(c, at, len), k->name, NULL);
	ck_edit(c, ck_place(t, at), at, len, k->name, false);
}

static void check_office(ck *c, const ck_text *t, const names *list, const known *k)
{
	size_t n = strlen(k->office), name = strlen(k->name);
	for (const char *p = t->s; (p = strstr(p, k->office)); p += n) {
		check_name_at(c, t, list, k, p + n);
		if ((size_t)(p - t->s) >= name)
			check_name_at(c, t, list, k, p - name);
	}
}

/* Names that follow in a list after an office: 副主席甲某某、乙某某. */
static void check_list(ck *c, const ck_text *t, const names *list, const known *k)
{
	static const char *const after_name[] = {"、", "，", "及", "出席", NULL};
	for (const char *p = t->s; (p = strstr(p, "、")); p += strlen("、")) {
		size_t len;
		const char *at = p + strlen("、");
		if (differing_chars(at, k->name, &len) == 1 && ht_str_starts_any(at + len, after_name))
			check_name_at(c, t, list, k, at);
	}
}

static const names *gather_names(ck *c)
{
	names *list = ht_arena_alloc(c->scratch, sizeof *list);
	c->out->nomem |= !list;
	if (list)
		add_names(list, &c->record->root);
	return list;
}

static void check_text(ck *c, const ck_text *t)
{
	for (size_t i = 0; i < c->names->n; i++) {
		check_office(c, t, c->names, &c->names->v[i]);
		check_list(c, t, c->names, &c->names->v[i]);
	}
}

void ck_people(ck *c)
{
	c->names = gather_names(c);
	if (c->names && c->names->n)
		ck_each_text(c, CK_PROSE, check_text);
}
