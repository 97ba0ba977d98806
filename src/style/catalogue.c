/* The style path and the forms that the sheets on it make. */
#include "style/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "form_read.h"
#include "form_table.h"
#include "sheet.h"
#include "style/messages.h"

#define SYSTEM_STYLES "/etc/hongtou/styles"

struct ht_catalogue {
	ht_arena *arena;
	const ht_style_dirs *dirs;
	ht_diags *diags; /* while it is opened */
	const ht_form **v;
	size_t n, cap;
	ht_forms forms;
	const ht_form **named; /* of each of the forms' names */
	size_t folder;         /* on the path, being read */
	struct unreadable {
		const char *dir;
		const char *why; /* in the user's language */
	} * unreadable;
	size_t n_unreadable, cap_unreadable;
	bool nomem;
};

/* ---- the path ---- */

/* The user's own folder; NULL: there is no home, or out of memory. A relative
 * $XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification). */
static const char *user_styles(ht_arena *arena)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (config && *config == '/')
		return ht_arena_printf(arena, "%s/hongtou/styles", config);
	return home && *home == '/' ? ht_arena_printf(arena, "%s/.config/hongtou/styles", home) : NULL;
}

/* Is the folder already among the first n? */
static bool is_among(const char *const *dirs, size_t n, const char *dir)
{
	struct stat a, b;
	for (size_t i = 0; i < n; i++)
		if (strcmp(dirs[i], dir) == 0 ||
		    (stat(dirs[i], &a) == 0 && stat(dir, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino))
			return true;
	return false;
}

ht_style_dirs ht_style_path(ht_arena *arena, const char *const *given, const char *built_in, bool known)
{
	size_t n = 0, w = 0;
	while (given && given[n])
		n++;
	const char **dirs = ht_arena_array(arena, n + 4, sizeof *dirs);
	if (!dirs || !built_in)
		return (ht_style_dirs){0};
	for (size_t i = 0; i < n; i++)
		if (!is_among(dirs, w, given[i]))
			dirs[w++] = given[i];
	const size_t n_given = w;
	const char *user = user_styles(arena);
	if (user && !is_among(dirs, w, user))
		dirs[w++] = user;
	dirs[w++] = SYSTEM_STYLES;
	dirs[w] = built_in;
	return (ht_style_dirs){.dirs = dirs, .given = n_given, .built_in = known ? built_in : NULL};
}

/* ---- finding forms ---- */

static void add(ht_catalogue *c, ht_form *form)
{
	const ht_form **slot = HT_PUSH(c->arena, c->v, c->n, c->cap);
	c->nomem |= !slot;
	if (!slot)
		return;
	form->folder = c->folder;
	*slot = form;
}

/* The faults of a sheet are reported when it is loaded, and by `hongtou styles`. Here one line says that it has some.
 */
static void add_file(ht_catalogue *c, const char *path)
{
	static const char *const nothing[] = {NULL};
	ht_form *form = ht_arena_alloc(c->arena, sizeof *form);
	ht_diags *faults = ht_diags_new();
	ht_status status = HT_ERR_NOMEM;
	if (form && faults)
		status = ht_form_load(c->arena, path, c->dirs, ht_form_table, faults, form);
	ht_diags_free(faults);
	if (status != HT_OK && status != HT_ERR_NOMEM) {
		const char *name = ht_form_sheet_name(c->arena, path);
		*form = (ht_form){.sheet = name,
		                  .path = path,
		                  .names = {name, name, NULL},
		                  .hidden = name && *name == '_',
		                  .broken = true,
		                  .required = nothing,
		                  .wanted = nothing};
		status = name ? HT_OK : HT_ERR_NOMEM;
	}
	c->nomem |= status == HT_ERR_NOMEM;
	if (c->nomem)
		return;
	ht_diags_add_read(c->diags, path);
	add(c, form);
}

static int is_sheet(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);
	return len > 5 && *entry->d_name != '.' && strcmp(entry->d_name + len - 5, ".yaml") == 0;
}

/* In the order of names, whatever the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Could not even be seen whether the folder is there, since one above it may not be entered? Nobody keeps sheets there:
 * $HOME is another user's. */
static bool is_out_of_reach(const char *dir)
{
	struct stat st;
	return lstat(dir, &st) != 0 && errno == EACCES;
}

/* A missing folder holds nothing. */
static void add_folder(ht_catalogue *c, const char *dir, bool asked_for)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, is_sheet, by_name);
	for (int i = 0; i < n; i++) {
		const char *path = ht_arena_printf(c->arena, "%s/%s", dir, entries[i]->d_name);
		c->nomem |= !path;
		if (path)
			add_file(c, path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	else if (errno != ENOENT && (asked_for || !is_out_of_reach(dir))) {
		struct unreadable *slot = HT_PUSH(c->arena, c->unreadable, c->n_unreadable, c->cap_unreadable);
		const char *why = ht_arena_strdup(c->arena, strerror(errno));
		c->nomem |= !slot || !why;
		if (slot)
			*slot = (struct unreadable){dir, why};
	}
}

static void add_built_in(ht_catalogue *c)
{
	ht_form *forms = ht_arena_array(c->arena, sizeof ht_form_table / sizeof *ht_form_table, sizeof *forms);
	c->nomem |= !forms;
	for (size_t i = 0; !c->nomem && ht_form_table[i].sheet; i++) {
		forms[i] = ht_form_table[i];
		forms[i].path = ht_arena_printf(c->arena, "%s/%s.yaml", c->dirs->built_in, forms[i].sheet);
		c->nomem |= !forms[i].path;
		add(c, &forms[i]);
	}
}

static size_t first_named(const ht_catalogue *c, const char *en)
{
	size_t i = 0;
	while (i < c->forms.n && strcmp(c->forms.names[i].en, en) != 0)
		i++;
	return i;
}

static void add_other(ht_catalogue *c, const ht_form *f, const char *word, size_t *n, size_t *cap, ht_choice **v)
{
	ht_choice *slot = HT_PUSH(c->arena, *v, *n, *cap);
	c->nomem |= !slot;
	if (slot)
		*slot = (ht_choice){f ? f->names.en : NULL, word, NULL};
}

/* What else records may call the forms: what their sheets say, then the kinds of document they are for, those of the
 * standard form before all others. */
static void name_others(ht_catalogue *c)
{
	ht_choice *v = NULL;
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < c->forms.n; i++)
		for (size_t k = 0; k < c->named[i]->n_also_called; k++)
			add_other(c, c->named[i], c->named[i]->also_called[k], &n, &cap, &v);
	for (int standard = 1; standard >= 0; standard--)
		for (size_t i = 0; i < c->forms.n; i++)
			for (size_t k = 0; (i == c->forms.standard) == standard && k < c->named[i]->n_kinds; k++)
				add_other(c, c->named[i], c->named[i]->kinds[k].name, &n, &cap, &v);
	add_other(c, NULL, NULL, &n, &cap, &v);
	c->forms.others = v;
}

/* The names as records are read by them. */
static void name_forms(ht_catalogue *c)
{
	ht_choice *names = ht_arena_array(c->arena, c->n + 1, sizeof *names);
	const char *const **required = ht_arena_array(c->arena, c->n + 1, sizeof *required);
	c->named = ht_arena_array(c->arena, c->n + 1, sizeof(const ht_form *));
	c->nomem |= !names || !required || !c->named;
	c->forms = (ht_forms){.names = names, .required = required};
	bool standard = false;
	for (size_t i = 0; i < c->n && !c->nomem; i++) {
		const ht_form *f = c->v[i];
		if (f->hidden)
			continue;
		size_t k = c->forms.n++;
		names[k] = f->names;
		required[k] = f->required;
		c->named[k] = f;
		if (f->standard && !standard)
			c->forms.standard = first_named(c, f->names.en);
		standard |= f->standard;
	}
	if (!c->nomem)
		name_others(c);
}

ht_status ht_catalogue_open(const ht_style_dirs *dirs, const char *const *files, size_t n_files, ht_diags *diags,
                            ht_catalogue **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_catalogue *c = arena ? ht_arena_alloc(arena, sizeof *c) : NULL;
	if (!c) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	*c = (ht_catalogue){.arena = arena, .dirs = dirs, .diags = diags};
	for (size_t i = 0; i < n_files; i++)
		if (ht_sheet_is_file(files[i]))
			add_file(c, files[i]);
	for (size_t i = 0; dirs->dirs[i]; i++) {
		c->folder++;
		if (dirs->dirs[i] == dirs->built_in)
			add_built_in(c);
		else
			add_folder(c, dirs->dirs[i], i < dirs->given);
	}
	name_forms(c);
	c->diags = NULL;
	ht_catalogue_say_broken(c, diags);
	if (c->nomem) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	*ret = c;
	return HT_OK;
}

void ht_catalogue_free(ht_catalogue *c)
{
	if (c)
		ht_arena_free(c->arena);
}

/* ---- what there is ---- */

const ht_forms *ht_catalogue_forms(const ht_catalogue *c)
{
	return &c->forms;
}

const ht_form *ht_catalogue_form(const ht_catalogue *c, const char *en)
{
	size_t i = en ? first_named(c, en) : c->forms.standard;
	return i < c->forms.n ? c->named[i] : NULL;
}

const ht_form *ht_catalogue_of(const ht_catalogue *c, const ht_record *record)
{
	const ht_value *v = ht_group_find(&record->root, "form");
	return ht_catalogue_form(c, v ? v->choice->en : NULL);
}

const ht_form *ht_catalogue_named(const ht_catalogue *c, const char *name)
{
	bool file = ht_sheet_is_file(name);
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(file ? c->v[i]->path : c->v[i]->sheet, name) == 0)
			return c->v[i];
	const ht_choice *names = ht_forms_find(&c->forms, name);
	return names ? ht_catalogue_form(c, names->en) : NULL;
}

const char *ht_catalogue_sheet(const ht_catalogue *c, const char *name)
{
	const ht_form *form = ht_catalogue_named(c, name);
	return form && strcmp(form->sheet, name) != 0 ? form->path : name;
}

const ht_form *const *ht_catalogue_all(const ht_catalogue *c, size_t *n)
{
	*n = c->n;
	return c->v;
}

bool ht_catalogue_in_force(const ht_catalogue *c, const ht_form *form)
{
	return ht_catalogue_form(c, form->names.en) == form;
}

void ht_catalogue_say_folders(const ht_catalogue *c, ht_diags *diags)
{
	for (size_t i = 0; i < c->n_unreadable; i++)
		ht_diag(diags, HT_D_STYLE_FOLDER, (ht_loc){c->unreadable[i].dir, 0, 0}, c->unreadable[i].why, NULL);
}

/* The form that records get by the name: the first that has it. */
static const ht_form *form_named(const ht_catalogue *c, const char *name)
{
	const ht_choice *choice = ht_forms_find(&c->forms, name);
	return choice ? ht_catalogue_form(c, choice->en) : NULL;
}

void ht_catalogue_say_names(const ht_catalogue *c, ht_diags *diags)
{
	for (size_t i = 0; i < c->forms.n; i++) {
		const ht_form *f = c->named[i];
		const char *const names[] = {f->names.en, f->names.zh, f->names.alias};
		for (size_t k = 0; k < sizeof names / sizeof *names && ht_catalogue_in_force(c, f); k++) {
			const ht_form *other = names[k] ? form_named(c, names[k]) : f;
			if (other != f && !(k && strcmp(names[k], names[k - 1]) == 0))
				ht_diag(diags, HT_D_STYLE_NAME_TAKEN, (ht_loc){f->path, 0, 0}, names[k],
				        other->names.en, other->path, NULL);
		}
	}
}

void ht_catalogue_say_broken(const ht_catalogue *c, ht_diags *diags)
{
	ht_catalogue_say_folders(c, diags);
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i]->broken && c->v[i]->folder)
			ht_diag(diags, HT_D_STYLE_BROKEN, (ht_loc){c->v[i]->path, 0, 0}, NULL);
}

void ht_catalogue_note_reads(const ht_catalogue *c, ht_diags *diags)
{
	for (size_t i = 0; i < c->n; i++)
		ht_diags_add_read(diags, c->v[i]->path);
}
