/* What an exporter may read later on: for those who confine it. */
#include <string.h>

#include "export/export.h"

typedef struct places {
	ht_arena *arena;
	const char **v;
	size_t n, cap;
	bool nomem;
} places;

static void add_place(places *p, const char *path)
{
	const char **slot = HT_PUSH(p->arena, p->v, p->n, p->cap);
	if (slot)
		*slot = path;
	p->nomem |= !slot;
}

/* v: NULL-terminated, or NULL. */
static void add_places(places *p, const char *const *v)
{
	for (; v && *v; v++)
		add_place(p, *v);
}

/* A sheet that is given as a file may extend others beside it. */
static void add_sheet_folder(places *p, const char *sheet)
{
	const char *slash = strrchr(sheet, '/');
	const char *folder = "";
	if (slash)
		folder = ht_arena_strndup(p->arena, sheet, (size_t)(slash - sheet) + 1);
	p->nomem |= !folder;
	add_place(p, folder);
}

const char *const *ht_exporter_places(ht_exporter *x, ht_arena *arena)
{
	const ht_export_options *options = ht_exporter_options(x);
	places p = {.arena = arena};
	const char *const *fonts = ht_fonts_places(ht_exporter_fonts(x), arena), *data = ht_export_data_path(arena, "");
	p.nomem = !fonts || !data;
	add_places(&p, ht_export_style_path(arena, options->style_dirs).dirs);
	add_places(&p, fonts);
	add_places(&p, options->font_dirs);
	add_places(&p, ht_exporter_file_dirs(x));
	for (int i = 0; options->settings && i < HT_SETTINGS_PLACES; i++)
		if (options->settings->files[i].there)
			add_place(&p, options->settings->files[i].folder);
	add_place(&p, data);
	for (size_t i = 0; i < options->n_styles; i++)
		if (strchr(options->styles[i], '/') || strchr(options->styles[i], '.'))
			add_sheet_folder(&p, options->styles[i]);
	add_place(&p, NULL);
	return p.nomem ? NULL : p.v;
}
