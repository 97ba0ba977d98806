#include "office/seals.h"

#include <stddef.h>
#include <string.h>

#include "base/array.h"

bool ht_seals_parse(const char *name, ht_seals_shown *ret)
{
	static const char *const names[] = {
	    [HT_SEALS_NONE] = "none", [HT_SEALS_PLACEHOLDER] = "placeholder", [HT_SEALS_IMAGE] = "image"};
	for (size_t i = HT_SEALS_NONE; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0) {
			*ret = (ht_seals_shown)i;
			return true;
		}
	return false;
}
