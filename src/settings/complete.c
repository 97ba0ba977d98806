/* A record gets from the office settings what it does not say itself. */
#include "settings/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "settings/messages.h"
#include "style/printed.h"

typedef struct completing {
	const ht_settings *settings;
	ht_record *record;
	const ht_form *form;
	const ht_style *const *sheets;
	size_t n_sheets;
	ht_diags *diags;
	bool nomem;
} completing;

/* The file's name as people write it: without the home folder's. */
static const char *short_path(completing *c, const char *path)
{
	const char *home = getenv("HOME");
	const size_t n = strlen(ht_str_or_empty(home));
	if (!n || !ht_str_starts(path, home) || path[n] != '/')
		return path;
	const char *text = ht_arena_printf(c->record->arena, "~%s", path + n);
	c->nomem |= !text;
	return text ? text : path;
}

static void say(completing *c, const ht_field *field, const char *text, ht_loc from)
{
	char line[16];
	snprintf(line, sizeof line, "%d", from.line);
	ht_diag(c->diags, HT_D_SETTINGS_USED, (ht_loc){c->record->root.loc.file, 0, 0}, field->zh, text, line,
	        short_path(c, from.file), NULL);
}

static ht_value *add(completing *c, const char *name, ht_loc loc)
{
	const ht_field *field = ht_field_find(ht_record_fields(), name);
	ht_value *v = ht_arena_alloc(c->record->arena, sizeof *v);
	c->nomem |= !v;
	if (!v)
		return NULL;
	*v = (ht_value){.field = field, .loc = loc};
	c->record->root.values[field - ht_record_fields()] = v;
	return v;
}

static void add_text(completing *c, const char *name, const ht_text *text)
{
	ht_value *v = text ? add(c, name, text->loc) : NULL;
	if (!v)
		return;
	v->text = *text;
	say(c, v->field, text->s, text->loc);
}

static bool gives(const completing *c, const char *paths)
{
	return ht_group_gives(&c->record->root, paths);
}

static bool names(const char *const *fields, size_t n, const char *path)
{
	const size_t len = strlen(path);
	for (size_t i = 0; i < n; i++)
		for (const char *p = fields[i]; p; p = ht_str_after(p, "/"))
			if (strncmp(p, path, len) == 0 && (!p[len] || p[len] == '/'))
				return true;
	return false;
}

static bool asks(const ht_form *form, const char *path)
{
	return names(form->required, form->n_required, path) || names(form->wanted, form->n_wanted, path);
}

bool ht_settings_has_issuers(const ht_form *form, const ht_document_kind *kind)
{
	return !(kind && ht_str_is_any_n("issuers", kind->without, kind->n_without)) && asks(form, "issuers");
}

bool ht_settings_has_head(const ht_form *form)
{
	return asks(form, "issuers") || asks(form, "mark");
}

static bool has_issuers(const completing *c)
{
	const ht_value *title = ht_group_find(&c->record->root, "title");
	return ht_settings_has_issuers(c->form, title ? ht_form_kind(c->form, title->text.s) : NULL);
}

/* Is the document one of this office, so far as it says? */
static bool is_own(const completing *c)
{
	const ht_value *given = ht_group_find(&c->record->root, "issuers");
	const ht_value *own = ht_settings_get(c->settings, "issuers", NULL);
	if (!given)
		return !gives(c, "issuers/signature");
	for (size_t i = 0; own && given->n && i < own->n; i++)
		if (ht_str_same(own->texts[i].s, given->texts[0].s))
			return true;
	return false;
}

static bool is_printed(completing *c, const char *path)
{
	bool all = c->n_sheets > 0;
	for (size_t i = 0; i < c->n_sheets && all; i++)
		all = ht_style_prints(c->sheets[i], path, &c->nomem);
	return all;
}

static void add_issuers(completing *c)
{
	const ht_value *given = ht_settings_get(c->settings, "issuers", NULL);
	if (!given || gives(c, "issuers/mark/signature") || !has_issuers(c))
		return;
	ht_value *v = add(c, "issuers", given->loc);
	ht_buf text = {0};
	if (!v)
		return;
	v->texts = given->texts;
	v->n = given->n;
	for (size_t i = 0; i < given->n; i++)
		ht_buf_addf(&text, "%s%s", i ? "、" : "", given->texts[i].s);
	c->nomem |= text.failed;
	say(c, v->field, text.data ? text.data : "", given->texts[0].loc);
	ht_buf_free(&text);
}

static void add_printed(completing *c, const char *name)
{
	const ht_value *given = ht_settings_get(c->settings, name, NULL);
	if (given && !gives(c, name) && is_printed(c, name))
		add_text(c, name, &given->text);
}

/* When it is printed nobody knows but the office. */
static void say_no_print_date(completing *c)
{
	const ht_value *office = ht_group_find(&c->record->root, "printed_by");
	const ht_value *own = ht_settings_get(c->settings, "printed_by", NULL);
	if (office && own && office->text.s == own->text.s && !gives(c, "print_date") && is_printed(c, "print_date"))
		ht_diag(c->diags, HT_D_SETTINGS_NO_PRINT_DATE, (ht_loc){c->record->root.loc.file, 0, 0}, NULL);
}

/* Organs that the record names where seals' files are to be. */
static void find_seals(completing *c)
{
	const ht_value *v = ht_group_find(&c->record->root, "seal");
	for (size_t i = 0; v && i < v->n; i++) {
		const ht_text *file = ht_settings_seal(c->settings, v->texts[i].s);
		if (!file)
			continue;
		ht_diag(c->diags, HT_D_SETTINGS_SEAL, v->texts[i].loc, v->texts[i].s, file->s, NULL);
		v->texts[i] = *file; /* its place is the settings' file: it is looked for beside that */
	}
}

ht_status ht_settings_complete(const ht_settings *settings, ht_record *record, const ht_form *form,
                               const ht_style *const *sheets, size_t n_sheets, ht_diags *diags)
{
	completing c = {settings, record, form, sheets, n_sheets, diags, false};
	if (!settings || !form || !record->root.values)
		return HT_OK;
	add_issuers(&c);
	if (is_own(&c)) {
		if (!gives(&c, "mark/meeting.bulletin"))
			add_text(&c, "mark", ht_settings_masthead(settings, form->names.en, form->names.zh));
		if (ht_settings_has_head(form))
			add_printed(&c, "printed_by");
		add_printed(&c, "editor");
		say_no_print_date(&c);
	}
	find_seals(&c);
	return c.nomem ? HT_ERR_NOMEM : HT_OK;
}

const char *ht_settings_sheet(const ht_settings *settings, const ht_form *form,
                              const ht_form *(*find)(const void *user, const char *name), const void *user)
{
	const ht_value *list = settings ? ht_settings_get(settings, "style", NULL) : NULL;
	for (size_t i = 0; list && i < list->n; i++) {
		const ht_form *sheet = find(user, list->texts[i].s);
		if (sheet && ht_form_is_own(sheet, form))
			return list->texts[i].s;
	}
	return NULL;
}
