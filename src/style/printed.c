/* Which fields a sheet prints: all that its elements and templates name, on its pages and in the metadata. */
#include "style/printed.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"

#define MAX_PATH 96

static bool has_path(const char *const *paths, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (ht_str_same(paths[i], path))
			return true;
	return false;
}

/* Add a path; within a list (in: its path, or NULL) it may be one of a member's fields. */
static void add(ht_printed *p, const char *in, const char *path)
{
	char whole[MAX_PATH];
	const ht_field *list = NULL;
	if (in)
		list = ht_field_find(ht_record_fields(), in);
	bool below = list && list->sub && ht_field_find(list->sub, path);
	if (below)
		snprintf(whole, sizeof whole, "%s.%s", in, path);
	else
		snprintf(whole, sizeof whole, "%s", path);
	if ((!below && !ht_field_find(ht_record_fields(), whole)) || has_path(p->paths, p->n, whole))
		return;
	const char *copy = ht_arena_strdup(p->arena, whole), **slot = NULL;
	if (copy)
		slot = HT_PUSH(p->arena, p->paths, p->n, p->cap);
	p->failed |= !slot;
	if (slot)
		*slot = copy;
}

static void add_template(ht_printed *p, const char *in, const ht_template *t)
{
	for (; t; t = t->otherwise)
		for (size_t i = 0; i < t->n; i++) {
			for (const char *const *path = t->parts[i].paths; path && *path; path++)
				add(p, in, *path);
			if (t->parts[i].group)
				add_template(p, in, t->parts[i].group);
		}
}

static void add_picture(ht_printed *p, const char *path)
{
	const char **slot = HT_PUSH(p->arena, p->pictures, p->n_pictures, p->cap_pictures);
	p->failed |= !slot;
	if (slot)
		*slot = path;
}

static void add_element(ht_printed *p, const char *in, const ht_element *e);

static void add_below(ht_printed *p, const char *in, const ht_element *e)
{
	for (size_t i = 0; i < e->n_members; i++)
		add_element(p, in, e->members[i]);
	if (e->heading)
		add_element(p, in, e->heading);
	if (e->otherwise)
		add_element(p, in, e->otherwise);
}

static void add_element(ht_printed *p, const char *in, const ht_element *e)
{
	char inner[MAX_PATH];
	const char *list = in;
	const ht_template *const templates[] = {&e->label, &e->left,   &e->centre, &e->right,
	                                        &e->text,  &e->suffix, &e->date};
	if (e->field) {
		add(p, in, e->field);
		const ht_field *above = NULL;
		if (in)
			above = ht_field_find(ht_record_fields(), in);
		if (above && above->sub && ht_field_find(above->sub, e->field))
			snprintf(inner, sizeof inner, "%s.%s", in, e->field);
		else
			snprintf(inner, sizeof inner, "%s", e->field);
		list = inner;
	}
	for (size_t i = 0; i < ARRAY_LEN(templates); i++)
		add_template(p, list, templates[i]);
	for (size_t i = 0; i < e->n_columns; i++)
		add_template(p, list, &e->columns[i].text);
	const char *const fields[] = {e->role, e->people, e->rows, e->seals};
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (fields[i])
			add(p, list, fields[i]);
	if (e->seals)
		add_picture(p, e->seals);
	add_below(p, list, e);
	if (e->kind == HT_E_GROUP && e->field && !e->when && e->at_least < 2)
		add_below(p, in, e); /* without the list the members are the record's own: doc/build.c */
}

static void read_pages(ht_printed *p, const ht_style *style)
{
	for (size_t i = 0; i < style->n_furniture; i++)
		add_element(p, NULL, style->furniture[i]);
	for (size_t i = 0; i < style->n_flow; i++)
		add_element(p, NULL, style->flow[i]);
	for (size_t i = 0; i < style->imprint.n; i++)
		add_element(p, NULL, style->imprint.rows[i]);
}

void ht_printed_read(ht_printed *p, const ht_style *style)
{
	const ht_metadata *m = &style->metadata;
	const ht_template *const metadata[] = {&m->title,        &m->author,      &m->subject,      &m->keywords,
	                                       &m->fonds,        &m->file_number, &m->retention,    &m->secrecy,
	                                       &m->index_number, &m->category,    &m->archival_code};
	read_pages(p, style);
	for (size_t i = 0; i < ARRAY_LEN(metadata); i++)
		add_template(p, NULL, metadata[i]);
}

void ht_printed_add(ht_printed *p, const char *path)
{
	add(p, NULL, path);
}

bool ht_printed_is_picture(const ht_printed *p, const char *path)
{
	return has_path(p->pictures, p->n_pictures, path);
}

bool ht_printed_has(const ht_printed *p, const char *path, size_t *where)
{
	size_t len = strlen(path);
	for (size_t i = 0; i < p->n; i++)
		if (strncmp(p->paths[i], path, len) == 0 && (!p->paths[i][len] || p->paths[i][len] == '.')) {
			*where = i;
			return true;
		}
	*where = p->n;
	return false;
}

bool ht_style_prints(const ht_style *style, const char *path, bool *nomem)
{
	ht_printed printed = {.arena = ht_arena_new()};
	size_t where;
	if (!printed.arena) {
		*nomem = true;
		return false;
	}
	read_pages(&printed, style);
	*nomem |= printed.failed;
	const bool is = ht_printed_has(&printed, path, &where) && !ht_style_ignores(style, path);
	ht_arena_free(printed.arena);
	return is;
}
