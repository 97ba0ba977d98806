#include "new_office.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/str.h"
#include "office_arg.h"
#include "record/edit.h"
#include "settings/complete.h"
#include "settings/messages.h"
#include "settings/numbers.h"
#include "style/printed.h"

static const char *yaml(new_office *o, const ht_text *text)
{
	ht_buf out = {0};
	if (!text)
		return NULL;
	ht_edit_put_text(&out, text->s);
	return ht_buf_take(&out, o->arena);
}

static const char *yaml_list(new_office *o, const ht_value *v)
{
	ht_buf out = {0};
	if (!v)
		return NULL;
	if (v->n == 1)
		return yaml(o, &v->texts[0]);
	for (size_t i = 0; i < v->n; i++) {
		ht_buf_adds(&out, i ? ", " : "[");
		ht_edit_put_text(&out, v->texts[i].s);
	}
	ht_buf_adds(&out, "]");
	return ht_buf_take(&out, o->arena);
}

static const ht_text *text_of(const new_office *o, const char *field)
{
	const ht_value *v = ht_settings_get(o->settings, field, NULL);
	return v ? &v->text : NULL;
}

/* The series of the bulletin, which its masthead names; of one only, if that is not known. */
static const ht_series *series_of_issues(new_office *o)
{
	const ht_series *only = NULL;
	size_t n = 0;
	if (o->masthead)
		return ht_series_named(o->settings, o->masthead);
	for (size_t i = 0; i < o->settings->n_series; i++)
		if (o->settings->series[i].of_issues) {
			only = &o->settings->series[i];
			n++;
		}
	return n == 1 ? only : NULL;
}

/* Of a record that is written to a file the number is taken, so that nobody else gets it; else its place is left. */
static ht_status find_number(new_office *o, const ht_series *series, const char *file, const struct tm *day,
                             ht_diags *diags, const char **ret)
{
	char today[40];
	int n;
	const ht_settings_file *own = &o->settings->files[HT_SETTINGS_FOLDER];
	ht_numbers_where where = {.folder = own->folder, .deep = own->there};
	if (!own->folder)
		where.folder = ht_settings_beside(o->arena, file);
	if (!where.folder)
		return HT_ERR_NOMEM;
	if (!o->gives_numbers) {
		if (!series->of_issues)
			*ret = ht_arena_printf(o->arena, "%s〔%d〕×号", series->name, day->tm_year + 1900);
		return HT_OK;
	}
	strftime(today, sizeof today, "%Y-%m-%d", day);
	ht_status status =
	    ht_numbers_take(o->settings, series, day->tm_year + 1900, &where, file, today, o->arena, diags, &n);
	if (status == HT_OK)
		*ret = ht_series_number(o->arena, series, day->tm_year + 1900, n);
	if (status == HT_OK && *ret)
		ht_diag(diags, HT_D_SETTINGS_GIVEN, (ht_loc){file, 0, 0}, *ret,
		        ht_register_path(o->settings, series->place, o->arena), NULL);
	return status;
}

ht_status new_office_open(new_office *o, const ht_form *form, const ht_style *style, const char *kind, const char *file,
                          const struct tm *day, ht_diags *diags)
{
	bool nomem = false;
	o->arena = ht_arena_new();
	ht_status status = o->arena ? office_open(file, diags, &o->settings) : HT_ERR_NOMEM;
	if (status != HT_OK || !o->settings)
		return status;
	const bool bulletin = strcmp(form->names.en, "bulletin") == 0;
	if (ht_settings_has_issuers(form, kind ? ht_form_kind(form, kind) : NULL))
		o->issuers = yaml_list(o, ht_settings_get(o->settings, "issuers", NULL));
	if (ht_style_prints(style, "mark", &nomem))
		o->masthead = yaml(o, ht_settings_masthead(o->settings, form->names.en, form->names.zh));
	if (ht_settings_has_head(form) && ht_style_prints(style, "printed_by", &nomem))
		o->printed_by = yaml(o, text_of(o, "printed_by"));
	if (ht_style_prints(style, "editor", &nomem))
		o->editor = yaml(o, text_of(o, "editor"));
	const ht_series *series = NULL;
	if (bulletin)
		series = series_of_issues(o);
	else if (ht_style_prints(style, "number", &nomem))
		series = ht_series_for(o->settings, form->names.en, form->names.zh, form->n_kinds ? kind : NULL);
	if (nomem)
		return HT_ERR_NOMEM;
	if (!series)
		return HT_OK;
	if (bulletin && !o->masthead)
		o->masthead = series->name;
	return find_number(o, series, file, day, diags, bulletin ? &o->issue : &o->number);
}

void new_office_close(new_office *o)
{
	ht_settings_free(o->settings);
	ht_arena_free(o->arena);
}

const char *new_office_value(const new_office *o, const char *path)
{
	const struct {
		const char *path, *value;
	} values[] = {{"issuers", o->issuers}, {"mark", o->masthead}, {"number", o->number},
	              {"issue", o->issue},     {"editor", o->editor}, {"printed_by", o->printed_by}};
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (strcmp(values[i].path, path) == 0)
			return values[i].value;
	return NULL;
}
