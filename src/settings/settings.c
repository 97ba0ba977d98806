/* Finding the files of settings, reading them, and what they say together. */
#include "settings/settings.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/infile.h"
#include "base/str.h"
#include "place.h"
#include "settings/messages.h"
#include "settings/numbers.h"

#define SYSTEM_FOLDER "/etc/hongtou"
#define MOST_BYTES    ((size_t)8 << 20) /* a name book of a hundred thousand people */
#define STANDARD_FORM "公文"

/* ---- where they are ---- */

/* A relative $XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification). */
static const char *user_folder(ht_arena *arena)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (config && *config == '/')
		return ht_arena_printf(arena, "%s/hongtou", config);
	return home && *home == '/' ? ht_arena_printf(arena, "%s/.config/hongtou", home) : NULL;
}

const char *path_in(ht_arena *arena, const char *folder, const char *name)
{
	const bool whole = *folder && folder[strlen(folder) - 1] != '/';
	return ht_arena_printf(arena, "%s%s%s", folder, whole ? "/" : "", name);
}

static bool is_there(const char *path)
{
	struct stat st;
	return path && stat(path, &st) == 0;
}

const char *ht_settings_folder(ht_arena *arena, const char *folder)
{
	char real[PATH_MAX];
	const char *path = path_in(arena, folder, HT_SETTINGS_FILE);
	if (is_there(path))
		return folder;
	if (!realpath(*folder ? folder : ".", real))
		return NULL;
	for (char *slash; (slash = strrchr(real, '/'));) {
		*slash = '\0';
		const char *above = ht_arena_strdup(arena, *real ? real : "/");
		if (above && is_there(path_in(arena, above, HT_SETTINGS_FILE)))
			return above;
	}
	return NULL;
}

const char *ht_settings_beside(ht_arena *arena, const char *file)
{
	const char *slash = strrchr(file, '/');
	const size_t n = slash ? (size_t)(slash - file) : 0;
	if (slash == file)
		return "/";
	return ht_arena_strndup(arena, file, n);
}

const char *ht_settings_folder_of(ht_arena *arena, const char *file)
{
	const char *folder = ht_settings_beside(arena, file);
	return folder ? ht_settings_folder(arena, folder) : NULL;
}

/* May what it says be put into documents? Not if somebody else could have written it. */
static bool is_trusted(const struct stat *st)
{
	return (st->st_uid == geteuid() || st->st_uid == 0) && !(st->st_mode & S_IWOTH);
}

/* ---- reading ---- */

static ht_status read_file(ht_settings *s, ht_settings_file *f, ht_diags *diags)
{
	struct stat st;
	ht_buf text = {0};
	if (!f->path || stat(f->path, &st) != 0)
		return HT_OK;
	if (!is_trusted(&st)) {
		ht_diag(diags, HT_D_SETTINGS_OTHERS, (ht_loc){0}, f->path, NULL);
		return HT_OK;
	}
	ht_status status = ht_infile_read(f->path, MOST_BYTES, diags, &text);
	if (status != HT_OK)
		return status == HT_ERR_NOMEM ? status : HT_ERR_INPUT;
	f->len = text.len;
	f->text = ht_buf_take(&text, s->arena);
	if (!f->text)
		return HT_ERR_NOMEM;
	f->there = true;
	return ht_fields_read(s->arena, f->text, f->len, f->path, ht_settings_fields(), diags, &f->fields);
}

const ht_value *ht_settings_get(const ht_settings *s, const char *field, ht_settings_place *place)
{
	for (int i = 0; i < HT_SETTINGS_PLACES; i++) {
		const ht_value *v = s->files[i].there ? ht_group_find(&s->files[i].fields, field) : NULL;
		if (v && place)
			*place = (ht_settings_place)i;
		if (v)
			return v;
	}
	return NULL;
}

/* 2026年第12期 */
static bool read_issue(const char *text, int *year, int *n)
{
	char *end;
	const long y = strtol(text, &end, 10);
	const char *rest = ht_str_after(end, "年第");
	if (!rest || rest != end + strlen("年第") || y < 1900 || y > 9999)
		return false;
	const long number = strtol(rest, &end, 10);
	*year = (int)y;
	*n = (int)number;
	return end > rest && strcmp(end, "期") == 0 && number > 0 && number < 1000000;
}

static ht_status add_series(ht_settings *s, const ht_group *g, bool of_issues, ht_settings_place place, ht_diags *diags)
{
	const ht_value *name = g->values[0], *last = ht_group_find(g, "last");
	const ht_value *used_for = of_issues ? NULL : ht_group_find(g, "for");
	ht_series *slot = &s->series[s->n_series];
	size_t code_len = 0;
	if (!name)
		return HT_OK;
	*slot = (ht_series){.name = name->text.s, .of_issues = of_issues, .place = place, .loc = g->loc};
	if (used_for) {
		slot->for_ = used_for->texts;
		slot->n_for = used_for->n;
	}
	bool right = true;
	if (last && of_issues)
		right = read_issue(last->text.s, &slot->year, &slot->last);
	else if (last)
		right = ht_number_read(last->text.s, &code_len, &slot->year, &slot->last);
	right = right && (!code_len || strncmp(last->text.s, name->text.s, code_len) == 0);
	if (!right) {
		ht_diag(diags, HT_D_SETTINGS_LAST, last->loc, last->text.s, NULL);
		return HT_ERR_INPUT;
	}
	for (size_t i = 0; i < s->n_series; i++)
		if (s->series[i].of_issues == of_issues && ht_str_same(s->series[i].name, slot->name)) {
			ht_diag(diags, HT_D_SETTINGS_SERIES_TWICE, slot->loc, slot->name, NULL);
			return HT_ERR_INPUT;
		}
	s->n_series++;
	return HT_OK;
}

static ht_status read_series(ht_settings *s, ht_diags *diags)
{
	ht_settings_place places[2] = {0};
	const ht_value *const lists[] = {ht_settings_get(s, "number", &places[0]),
	                                 ht_settings_get(s, "bulletins", &places[1])};
	ht_status status = HT_OK;
	size_t n = 0;
	for (size_t k = 0; k < 2; k++)
		n += lists[k] ? lists[k]->n : 0;
	s->series = ht_arena_array(s->arena, n, sizeof *s->series);
	if (!s->series)
		return HT_ERR_NOMEM;
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; lists[k] && i < lists[k]->n; i++)
			if (add_series(s, lists[k]->groups[i], k == 1, places[k], diags) != HT_OK)
				status = HT_ERR_INPUT;
	return status;
}

ht_status ht_settings_open(const char *folder, ht_diags *diags, ht_settings **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_settings *s = arena ? ht_arena_alloc(arena, sizeof *s) : NULL;
	if (!s) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	s->arena = arena;
	s->files[HT_SETTINGS_FOLDER].folder = folder ? ht_arena_strdup(arena, folder) : NULL;
	s->files[HT_SETTINGS_USER].folder = user_folder(arena);
	s->files[HT_SETTINGS_SYSTEM].folder = SYSTEM_FOLDER;
	ht_status status = HT_OK;
	for (int i = 0; i < HT_SETTINGS_PLACES && status != HT_ERR_NOMEM; i++) {
		ht_settings_file *f = &s->files[i];
		f->path = f->folder ? path_in(arena, f->folder, HT_SETTINGS_FILE) : NULL;
		const ht_status one = f->folder && !f->path ? HT_ERR_NOMEM : read_file(s, f, diags);
		if (one != HT_OK)
			status = one;
	}
	if (status != HT_ERR_NOMEM) {
		const ht_status one = read_series(s, diags);
		if (one != HT_OK)
			status = one;
	}
	s->faulty = status == HT_ERR_INPUT;
	if (status == HT_ERR_NOMEM)
		ht_settings_free(s);
	else
		*ret = s;
	return status;
}

ht_status ht_settings_try(const char *text, size_t len, ht_diags *diags)
{
	ht_settings s = {.arena = ht_arena_new()};
	ht_settings_file *f = &s.files[HT_SETTINGS_FOLDER];
	f->there = true;
	ht_status status = HT_ERR_NOMEM;
	if (s.arena)
		status = ht_fields_read(s.arena, text, len, HT_SETTINGS_FILE, ht_settings_fields(), diags, &f->fields);
	if (status == HT_OK)
		status = read_series(&s, diags);
	ht_arena_free(s.arena);
	return status;
}

void ht_settings_free(ht_settings *s)
{
	if (s)
		ht_arena_free(s->arena);
}

/* Size and text decide: a day alone may be that of a copy. */
static bool is_same(const ht_settings_file *f)
{
	struct stat st;
	ht_buf text = {0};
	const bool there = f->path && stat(f->path, &st) == 0 && is_trusted(&st);
	if (there != f->there)
		return false;
	if (!there)
		return true;
	const bool same = (size_t)st.st_size == f->len && ht_infile_read(f->path, MOST_BYTES, NULL, &text) == HT_OK &&
	                  text.len == f->len && memcmp(text.data, f->text, f->len) == 0;
	ht_buf_free(&text);
	return same;
}

bool ht_settings_are_stale(const ht_settings *s)
{
	for (int i = 0; i < HT_SETTINGS_PLACES; i++)
		if (!is_same(&s->files[i]))
			return true;
	return false;
}

/* ---- what they say ---- */

static const ht_text *text_of(const ht_group *g, const char *field)
{
	const ht_value *v = ht_group_find(g, field);
	return v ? &v->text : NULL;
}

const ht_text *ht_settings_masthead(const ht_settings *s, const char *en, const char *zh)
{
	const ht_value *list = ht_settings_get(s, "mark", NULL);
	for (size_t i = 0; list && i < list->n; i++) {
		const ht_text *form = text_of(list->groups[i], "form");
		const char *name = form ? form->s : STANDARD_FORM;
		if (ht_str_same(name, zh) || ht_str_same(name, en))
			return text_of(list->groups[i], "text");
	}
	return NULL;
}

const ht_text *ht_settings_seal(const ht_settings *s, const char *organ)
{
	const ht_value *list = ht_settings_get(s, "seal", NULL);
	for (size_t i = 0; list && i < list->n; i++) {
		const ht_text *whose = text_of(list->groups[i], "organ");
		if (whose && ht_str_same(whose->s, organ))
			return text_of(list->groups[i], "file");
	}
	return NULL;
}
