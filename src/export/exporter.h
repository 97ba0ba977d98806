/* What an exporter holds: private to this room. */
#ifndef HT_EXPORT_EXPORTER_H
#define HT_EXPORT_EXPORTER_H

#include "export/export.h"
#include "office/package.h"

struct ht_exporter {
	const ht_export_options *options;
	ht_arena *arena;
	ht_style_dirs dirs;
	ht_catalogue *catalogue;
	ht_fonts *fonts;
	ht_image_cache *images;
	ht_package_cache *packages;
	ht_style **styles; /* loaded, and beside them how they were requested */
	struct loaded {
		const char *name;
		bool other;
	} * names;
	size_t n_styles, cap_styles, cap_names;
	uint32_t *repertoire; /* embedded fonts have these characters; NULL: not read yet */
	size_t n_repertoire;
	const char *const *file_dirs; /* with the folder of seals, which is the last; NULL: not needed yet */
	const char *seals_in;
};

#endif
