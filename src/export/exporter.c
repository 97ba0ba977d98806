/* The exporter: what stays warm between records. */
#include "exporter.h"

#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "base/shortage.h"

/* Kept between records: ten seals of 42 mm at 600 dots an inch. */
#define MAX_PICTURE_BYTES (40u << 20)

const char *ht_export_data_path(ht_arena *arena, const char *sub)
{
	char path[PATH_MAX];
	const char *dir = getenv("HONGTOU_DATA");
	if (!dir || !*dir)
		dir = ht_data_path(HT_DATA_FOLDER, path);
	return ht_arena_printf(arena, "%s/%s", dir, sub);
}

ht_style_dirs ht_export_style_path(ht_arena *arena, const char *const *given)
{
	const char *data = getenv("HONGTOU_DATA");
	return ht_style_path(arena, given, ht_export_data_path(arena, "styles"), !data || !*data);
}

void ht_export_settle(ht_export_options *o)
{
	if (o->render.standards & HT_PDF_A4F)
		o->attach_record = true;
	if (o->attach_record && o->render.standards == HT_PDF_DEFAULT)
		o->render.standards = HT_PDF_A3A | HT_PDF_UA1;
}

static const char *const *font_places(const void *x, ht_arena *arena)
{
	return ht_fonts_places(((const ht_exporter *)x)->fonts, arena);
}

ht_status ht_exporter_new(const ht_export_options *options, ht_diags *diags, ht_exporter **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_exporter *x = arena ? ht_arena_alloc(arena, sizeof *x) : NULL;
	if (!x) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	x->arena = arena;
	x->options = options;
	x->dirs = ht_export_style_path(arena, options->style_dirs);
	ht_font_options font_options = {.dirs = options->font_dirs};
	x->images = ht_image_cache_new(MAX_PICTURE_BYTES, (ht_image_fonts){font_places, x});
	x->packages = ht_package_cache_new();
	ht_status status = x->dirs.dirs && x->images && x->packages ? HT_OK : HT_ERR_NOMEM;
	if (status == HT_OK)
		status = ht_catalogue_open(&x->dirs, options->styles, options->n_styles, diags, &x->catalogue);
	if (status == HT_OK)
		status = ht_fonts_open(&font_options, diags, &x->fonts);
	status = status == HT_OK && ht_shortage_met() ? HT_ERR_NOMEM : status;
	if (status == HT_OK)
		*ret = x;
	else
		ht_exporter_free(x);
	return status;
}

void ht_exporter_free(ht_exporter *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < x->n_styles; i++)
		ht_style_free(x->styles[i]);
	ht_catalogue_free(x->catalogue);
	ht_fonts_close(x->fonts);
	ht_image_cache_free(x->images);
	ht_package_cache_free(x->packages);
	ht_arena_free(x->arena);
}

const ht_export_options *ht_exporter_options(const ht_exporter *x)
{
	return x->options;
}

const ht_catalogue *ht_exporter_catalogue(const ht_exporter *x)
{
	return x->catalogue;
}

ht_fonts *ht_exporter_fonts(ht_exporter *x)
{
	return x->fonts;
}

ht_status ht_exporter_style(ht_exporter *x, const char *name, bool other, ht_diags *diags, const ht_style **ret)
{
	const ht_form *form = ht_catalogue_named(x->catalogue, name);
	other = other && form && form->varies;
	for (size_t i = 0; i < x->n_styles; i++)
		if (strcmp(x->names[i].name, name) == 0 && x->names[i].other == other) {
			*ret = x->styles[i];
			return HT_OK;
		}
	const char *kept = ht_arena_strdup(x->arena, name);
	size_t n_names = x->n_styles, n_styles = x->n_styles;
	struct loaded *name_slot = kept ? HT_PUSH(x->arena, x->names, n_names, x->cap_names) : NULL;
	ht_style **style_slot = name_slot ? HT_PUSH(x->arena, x->styles, n_styles, x->cap_styles) : NULL;
	if (!style_slot)
		return HT_ERR_NOMEM;
	ht_status status = ht_style_load(ht_catalogue_sheet(x->catalogue, kept), other, &x->dirs, diags, style_slot);
	if (status != HT_OK)
		return status;
	*name_slot = (struct loaded){kept, other};
	*ret = *style_slot;
	x->n_styles = n_styles;
	return HT_OK;
}

const ht_style *const *ht_exporter_loaded(const ht_exporter *x, size_t *n)
{
	*n = x->n_styles;
	return (const ht_style *const *)x->styles;
}

ht_image_cache *ht_exporter_images(ht_exporter *x)
{
	return x->images;
}

/* The sheet's typefaces: resolved, the first face of each opened. */
static ht_status warm_faces(ht_exporter *x, const ht_style *style, ht_diags *diags)
{
	ht_status status = HT_OK;
	for (size_t i = 0; i < style->n_faces && status != HT_ERR_NOMEM; i++) {
		const ht_typeface *face = &style->faces[i];
		const char *families[] = {face->han, face->latin};
		for (size_t k = 0; k < 2 && status != HT_ERR_NOMEM; k++) {
			int fontset;
			status = ht_fonts_fontset(x->fonts, families[k], face->loc, diags, &fontset);
			if (status == HT_OK)
				ht_fonts_main(x->fonts, fontset);
		}
	}
	return status;
}

static ht_status warm_style(ht_exporter *x, const char *name, bool other, ht_diags *diags)
{
	const ht_style *style;
	ht_status status = ht_exporter_style(x, name, other, diags, &style);
	return status == HT_OK ? warm_faces(x, style, diags) : status;
}

/* Warm the sheets whose forms import knows, as records mostly are of these, and all of the user's own, which were made
 * to be used. */
static bool is_likely(const ht_exporter *x, const ht_form *f)
{
	size_t n = x->dirs.built_in ? strlen(x->dirs.built_in) : 0;
	bool own = n && strncmp(f->path, x->dirs.built_in, n) == 0;
	return ht_catalogue_in_force(x->catalogue, f) && (f->recognition.n_evidence || !own);
}

ht_status ht_exporter_warm(ht_exporter *x, ht_diags *diags)
{
	ht_status status = HT_OK;
	size_t n;
	const ht_form *const *forms = ht_catalogue_all(x->catalogue, &n);
	for (size_t i = 0; i < x->options->n_styles && status != HT_ERR_NOMEM; i++) {
		const ht_form *form = ht_catalogue_named(x->catalogue, x->options->styles[i]);
		status = warm_style(x, x->options->styles[i], false, diags);
		if (status == HT_OK && form && form->varies)
			status = warm_style(x, x->options->styles[i], true, diags);
	}
	for (size_t i = 0; !x->options->n_styles && i < n && status != HT_ERR_NOMEM; i++)
		if (is_likely(x, forms[i]))
			status = warm_style(x, forms[i]->path, false, diags);
	ht_catalogue_note_reads(x->catalogue, diags);
	ht_fonts_restart(x->fonts);
	return status == HT_ERR_NOMEM ? status : HT_OK;
}
