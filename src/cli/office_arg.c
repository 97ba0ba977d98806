#include "office_arg.h"

#include <string.h>

#include "args.h"

ht_status office_open(const char *input, ht_diags *diags, ht_settings **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_settings *settings = NULL;
	const char *folder = NULL;
	bool any = false;
	*ret = NULL;
	if (!arena)
		return HT_ERR_NOMEM;
	if (strcmp(input, "-") == 0)
		input = "";
	input += *input == '@'; /* a list is beside its records, mostly */
	if (*input && args_is_folder(input))
		folder = ht_settings_folder(arena, input);
	else
		folder = ht_settings_folder_of(arena, input);
	ht_status status = ht_settings_open(folder, diags, &settings);
	ht_arena_free(arena);
	for (int i = 0; settings && i < HT_SETTINGS_PLACES; i++)
		any |= settings->files[i].there;
	if (status == HT_OK && any)
		*ret = settings;
	else if (settings)
		ht_settings_free(settings);
	return status;
}
