/* What the office settings give to records, by the sheets that these are made with. */
#include <stdlib.h>
#include <string.h>

#include "exporter.h"
#include "settings/complete.h"
#include "settings/messages.h"

static const ht_form *find_form(const void *x, const char *name)
{
	return ht_catalogue_named(((const ht_exporter *)x)->catalogue, name);
}

const char *ht_exporter_sheet(ht_exporter *x, const ht_form *form)
{
	const char *given = ht_settings_sheet(x->options->settings, form, find_form, x);
	return given ? given : form->path;
}

/* Seals are beside the settings that name them. The settings of a server change while it runs. */
const char *const *ht_exporter_file_dirs(ht_exporter *x)
{
	const ht_settings *settings = x->options->settings;
	ht_settings_place place;
	size_t n = 0;
	if (!settings || !ht_settings_get(settings, "seal", &place))
		return x->options->file_dirs;
	const char *folder = settings->files[place].folder;
	if (x->file_dirs && strcmp(x->seals_in, folder) == 0)
		return x->file_dirs;
	while (x->options->file_dirs && x->options->file_dirs[n])
		n++;
	const char **dirs = ht_arena_array(x->arena, n + 2, sizeof *dirs);
	const char *kept = ht_arena_strdup(x->arena, folder); /* outlives settings that change */
	if (!dirs || !kept)
		return x->options->file_dirs; /* then the seal is not found, which is told */
	if (n)
		memcpy(dirs, x->options->file_dirs, n * sizeof *dirs);
	dirs[n] = *kept ? kept : ".";
	x->seals_in = kept;
	x->file_dirs = dirs;
	return dirs;
}

/* A sheet that is named and is not there leaves a document that looks otherwise than its office wants. */
static ht_status say_no_sheets(ht_exporter *x, ht_diags *diags)
{
	const ht_value *list = ht_settings_get(x->options->settings, "style", NULL);
	ht_status status = HT_OK;
	for (size_t i = 0; list && i < list->n; i++)
		if (!find_form(x, list->texts[i].s)) {
			ht_diag(diags, HT_D_SETTINGS_NO_SHEET, list->texts[i].loc, list->texts[i].s, NULL);
			status = HT_ERR_INPUT;
		}
	return status;
}

ht_status ht_exporter_complete(ht_exporter *x, ht_record *record, const ht_form *form, const char *sheet,
                               ht_diags *diags)
{
	const ht_export_options *o = x->options;
	if (!o->settings)
		return HT_OK;
	if (o->settings->faulty) {
		ht_diag(diags, HT_D_SETTINGS_FAULTY, (ht_loc){HT_SETTINGS_FILE, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	const char *const own = sheet ? sheet : ht_exporter_sheet(x, form);
	const char *const *names = o->n_styles && !sheet ? o->styles : &own;
	const size_t n = o->n_styles && !sheet ? o->n_styles : 1;
	const ht_style **sheets = calloc(n, sizeof *sheets);
	const ht_status known = say_no_sheets(x, diags);
	ht_status status = sheets ? HT_OK : HT_ERR_NOMEM;
	size_t found = 0;
	for (size_t i = 0; i < n && status != HT_ERR_NOMEM; i++) {
		status = ht_exporter_style(x, names[i], false, diags, &sheets[found]);
		found += status == HT_OK;
	}
	if (status != HT_ERR_NOMEM) /* a sheet that cannot be loaded is told of when the document is made */
		status = ht_settings_complete(o->settings, record, form, sheets, found, diags);
	free(sheets);
	return status == HT_OK ? known : status;
}
