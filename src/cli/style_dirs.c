#include "style_dirs.h"

#include "export/export.h"

error_t style_dirs_parse(dir_list *dirs, int key, const char *arg, struct argp_state *state)
{
	if (key != OPTION_STYLE_DIR)
		return ARGP_ERR_UNKNOWN;
	args_add_dir(dirs, "style-dir", arg, state);
	return 0;
}

ht_status known_forms_open(known_forms *known, const dir_list *dirs, ht_diags *diags)
{
	*known = (known_forms){.arena = ht_arena_new()};
	if (known->arena)
		known->path = ht_export_style_path(known->arena, dirs->v);
	if (!known->path.dirs)
		return HT_ERR_NOMEM;
	return ht_catalogue_open(&known->path, NULL, 0, diags, &known->catalogue);
}

void known_forms_close(known_forms *known)
{
	ht_catalogue_free(known->catalogue);
	ht_arena_free(known->arena);
}
