/* How a form of document is filled in: from the field table, which says what a field is, and the form's sheet, which
 * says what is printed, and in which order. */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "st.h"

/* What a field is filled in with, by its type. */
static const char *const types[][2] = {
    [HT_TYPE_TEXT] = {"text", "line"},       [HT_TYPE_TITLE] = {"title", "lines"},
    [HT_TYPE_TEXTS] = {"texts", "chips"},    [HT_TYPE_INT] = {"int", "number"},
    [HT_TYPE_BOOL] = {"bool", "check"},      [HT_TYPE_DATE] = {"date", "date"},
    [HT_TYPE_WHEN] = {"when", "moment"},     [HT_TYPE_ENUM] = {"enum", "choice"},
    [HT_TYPE_PEOPLE] = {"people", "people"}, [HT_TYPE_BODY] = {"body", "text"},
    [HT_TYPE_ROWS] = {"rows", "grid"},       [HT_TYPE_GROUP] = {"group", "group"},
    [HT_TYPE_GROUPS] = {"groups", "groups"},
};

#define MAX_PATH 96

/* The fields that a sheet prints, in the order of its elements. */
typedef struct printed {
	ht_arena *arena;
	const char **paths; /* English, of the record */
	size_t n, cap;
	const char **pictures; /* of them those that are names of picture files */
	size_t n_pictures, cap_pictures;
	bool failed;
} printed;

static bool has_path(const char *const *paths, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (ht_str_same(paths[i], path))
			return true;
	return false;
}

/* Add a path; within a list (in: its path, or NULL) it may be one of a member's fields. */
static void add(printed *p, const char *in, const char *path)
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

static void add_template(printed *p, const char *in, const ht_template *t)
{
	for (; t; t = t->otherwise)
		for (size_t i = 0; i < t->n; i++) {
			for (const char *const *path = t->parts[i].paths; path && *path; path++)
				add(p, in, *path);
			if (t->parts[i].group)
				add_template(p, in, t->parts[i].group);
		}
}

static void add_picture(printed *p, const char *path)
{
	const char **slot = HT_PUSH(p->arena, p->pictures, p->n_pictures, p->cap_pictures);
	p->failed |= !slot;
	if (slot)
		*slot = path;
}

static void add_element(printed *p, const char *in, const ht_element *e)
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
	for (size_t i = 0; i < e->n_members; i++)
		add_element(p, list, e->members[i]);
	if (e->heading)
		add_element(p, list, e->heading);
	if (e->otherwise)
		add_element(p, list, e->otherwise);
}

static void add_sheet(printed *p, const ht_style *style)
{
	const ht_metadata *m = &style->metadata;
	const ht_template *const metadata[] = {&m->title,        &m->author,      &m->subject,      &m->keywords,
	                                       &m->fonds,        &m->file_number, &m->retention,    &m->secrecy,
	                                       &m->index_number, &m->category,    &m->archival_code};
	for (size_t i = 0; i < style->n_furniture; i++)
		add_element(p, NULL, style->furniture[i]);
	for (size_t i = 0; i < style->n_flow; i++)
		add_element(p, NULL, style->flow[i]);
	for (size_t i = 0; i < style->imprint.n; i++)
		add_element(p, NULL, style->imprint.rows[i]);
	for (size_t i = 0; i < ARRAY_LEN(metadata); i++)
		add_template(p, NULL, metadata[i]);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		if (ht_archive_rows[i].field && strchr(ht_archive_rows[i].field, '.'))
			add(p, NULL, ht_archive_rows[i].field);
}

/* Is the path, or what is below it, in the list; where: the first of those. */
static bool is_printed(const printed *p, const char *path, size_t *where)
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

static bool is_ignored(const ht_style *style, const char *path)
{
	for (size_t i = 0; i < style->n_ignored; i++)
		if (strcmp(style->ignored[i].path, path) == 0)
			return true;
	return false;
}

/* Is the path one of those in the lists, each of which may be several (a/b)? */
static bool is_named(const char *const *lists, size_t n, const char *path)
{
	size_t len = strlen(path);
	for (size_t i = 0; i < n; i++)
		for (const char *s = lists[i]; *s; s += strspn(s, "/")) {
			size_t name = strcspn(s, "/");
			if (strncmp(s, path, len) == 0 && (name == len || (name > len && s[len] == '.')))
				return true;
			s += name;
		}
	return false;
}

typedef struct form_writer {
	ht_buf *out;
	const ht_style *style;
	const ht_form *form;
	const ht_forms *forms;
	const printed *printed;
} form_writer;

static void put_pair(ht_buf *out, const char *key, const char *value)
{
	ht_buf_addf(out, ", \"%s\": ", key);
	ht_buf_addquoted(out, value);
}

static void put_flag(ht_buf *out, const char *key, bool value)
{
	ht_buf_addf(out, ", \"%s\": %s", key, value ? "true" : "false");
}

static void put_choices(const form_writer *w, const ht_field *f)
{
	const ht_choice *choices = f->choices;
	if (!choices)
		choices = w->forms->names;
	const char *gap = "";
	ht_buf_adds(w->out, ", \"choices\": [");
	for (size_t i = 0; choices[i].en; i++) {
		bool again = false; /* another name of one that was told */
		for (size_t k = 0; k < i; k++)
			again |= strcmp(choices[k].en, choices[i].en) == 0;
		if (again)
			continue;
		ht_buf_addf(w->out, "%s{\"name\": ", gap);
		ht_buf_addquoted(w->out, choices[i].en);
		put_pair(w->out, "zh", choices[i].zh);
		ht_buf_adds(w->out, "}");
		gap = ", ";
	}
	ht_buf_adds(w->out, "]");
}

static void put_fields(const form_writer *w, const ht_field *fields, const char *above);

static void put_field(const form_writer *w, const ht_field *f, const char *path, bool shown)
{
	ht_buf *out = w->out;
	const char *widget = types[f->type][1];
	if (has_path(w->printed->pictures, w->printed->n_pictures, path))
		widget = "pictures";
	ht_buf_adds(out, "\n{\"name\": ");
	ht_buf_addquoted(out, f->name);
	put_pair(out, "zh", f->zh);
	put_pair(out, "type", types[f->type][0]);
	put_pair(out, "widget", widget);
	put_pair(out, "help", _(f->doc));
	if (f->clause)
		put_pair(out, "clause", f->clause);
	put_flag(out, "required", is_named(w->form->required, w->form->n_required, path));
	put_flag(out, "wanted", is_named(w->form->wanted, w->form->n_wanted, path));
	put_flag(out, "printed", shown);
	if (f->type == HT_TYPE_ENUM)
		put_choices(w, f);
	if (f->sub) {
		ht_buf_adds(out, ", \"fields\": [");
		put_fields(w, f->sub, path);
		ht_buf_adds(out, "]");
	}
	ht_buf_adds(out, "}");
}

/* In the order of the sheet, then those that it does not print. */
static void put_fields(const form_writer *w, const ht_field *fields, const char *above)
{
	const char *gap = "";
	for (size_t place = 0; place <= w->printed->n; place++)
		for (const ht_field *f = fields; f->name; f++) {
			char path[MAX_PATH];
			size_t where;
			if (above)
				snprintf(path, sizeof path, "%s.%s", above, f->name);
			else
				snprintf(path, sizeof path, "%s", f->name);
			bool shown = is_printed(w->printed, path, &where) && !is_ignored(w->style, path);
			if (where != place)
				continue;
			ht_buf_adds(w->out, gap);
			put_field(w, f, path, shown || ht_field_is_spent(f));
			gap = ",";
		}
}

static ht_status put_form(ht_exporter *x, const ht_form *form, ht_buf *out)
{
	ht_diags *diags = ht_diags_new();
	printed p = {.arena = ht_arena_new()};
	const ht_style *style;
	ht_status status = HT_ERR_NOMEM;
	if (diags && p.arena)
		status = ht_exporter_style(x, form->path, false, diags, &style);
	if (status == HT_OK) {
		add_sheet(&p, style);
		const form_writer w = {out, style, form, ht_catalogue_forms(ht_exporter_catalogue(x)), &p};
		ht_buf_adds(out, "{\"name\": ");
		ht_buf_addquoted(out, form->names.en);
		put_pair(out, "zh", form->names.zh);
		ht_buf_adds(out, ", \"kinds\": [");
		for (size_t i = 0; i < form->n_kinds; i++) {
			if (i)
				ht_buf_adds(out, ", ");
			ht_buf_addquoted(out, form->kinds[i].name);
		}
		ht_buf_adds(out, "], \"fields\": [");
		put_fields(&w, ht_record_fields(), NULL);
		ht_buf_adds(out, "]}\n");
	}
	if (status == HT_OK && (p.failed || out->failed))
		status = HT_ERR_NOMEM;
	ht_arena_free(p.arena);
	ht_diags_free(diags);
	return status;
}

static ht_status put_list(const ht_catalogue *catalogue, ht_buf *out)
{
	size_t n;
	const ht_form *const *forms = ht_catalogue_all(catalogue, &n);
	const char *gap = "\n";
	ht_buf_adds(out, "{\"forms\": [");
	for (size_t i = 0; i < n; i++) {
		const ht_form *f = forms[i];
		if (f->hidden || f->broken || !ht_catalogue_in_force(catalogue, f))
			continue;
		ht_buf_addf(out, "%s{\"name\": ", gap);
		ht_buf_addquoted(out, f->names.en);
		put_pair(out, "zh", f->names.zh);
		put_pair(out, "style", f->sheet);
		put_flag(out, "declared", f->declared);
		put_flag(out, "standard", f->standard);
		ht_buf_adds(out, "}");
		gap = ",\n";
	}
	ht_buf_adds(out, "]}\n");
	return out->failed ? HT_ERR_NOMEM : HT_OK;
}

ht_status ht_studio_form(ht_exporter *x, const char *name, ht_buf *answer)
{
	const ht_catalogue *catalogue = ht_exporter_catalogue(x);
	if (!name || !*name)
		return put_list(catalogue, answer);
	const ht_choice *choice = ht_forms_find(ht_catalogue_forms(catalogue), name);
	const ht_form *form = NULL;
	if (choice)
		form = ht_catalogue_form(catalogue, choice->en);
	if (!form)
		form = ht_catalogue_named(catalogue, name);
	if (form)
		return put_form(x, form, answer);
	ht_buf_adds(answer, _("there is no form of this name; /v1/forms lists them"));
	return HT_ERR_INPUT;
}
