#include <string.h>

#include "export/export.h"

#define PAGES(name, extension)    {#name, extension, HT_TARGET_PAGES, &ht_backend_##name},
#define EDITABLE(name, extension) {#name, extension, HT_TARGET_EDITABLE, NULL},

static const ht_target targets[HT_TARGET_COUNT] = {HT_TARGETS(PAGES, EDITABLE)};

const ht_target *ht_export_target_at(size_t i)
{
	return i < HT_TARGET_COUNT ? &targets[i] : NULL;
}

const ht_target *ht_export_target(const char *name)
{
	for (size_t i = 0; i < HT_TARGET_COUNT; i++)
		if (strcmp(targets[i].name, name) == 0)
			return &targets[i];
	return NULL;
}
