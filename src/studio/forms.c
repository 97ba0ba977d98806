/* How a form of document is filled in: from the field table, which says what a field is, and the form's sheet, which
 * says what is printed, and in which order. */
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "doc/archive.h"
#include "st.h"
#include "style/printed.h"

#define MAX_PATH 96

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
	const ht_printed *printed;
} form_writer;

static void put_pair(ht_buf *out, const char *key, const char *value)
{
	ht_buf_adds(out, ", ");
	ht_buf_addpair(out, key, value);
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
	if (ht_printed_is_picture(w->printed, path))
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
			bool shown = ht_printed_has(w->printed, path, &where) && !ht_style_ignores(w->style, path);
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
	ht_printed p = {.arena = ht_arena_new()};
	const ht_style *style;
	ht_status status = HT_ERR_NOMEM;
	if (diags && p.arena)
		status = ht_exporter_style(x, form->path, false, diags, &style);
	if (status == HT_OK) {
		ht_printed_read(&p, style);
		for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
			if (ht_archive_rows[i].field && strchr(ht_archive_rows[i].field, '.'))
				ht_printed_add(&p, ht_archive_rows[i].field);
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
