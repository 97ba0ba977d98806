#include "own_sheets.h"

#include <string.h>

/* both compilers take strings of any length; the standard asks for 4095 bytes */
#pragma GCC diagnostic ignored "-Woverlength-strings"
#include "own_sheet_trees.h"

const ht_packed_tree *ht_own_sheet(const char *source, size_t len)
{
	for (const ht_packed_tree *tree = ht_own_sheet_trees; tree->source; tree++)
		if (tree->source_len == len && memcmp(tree->source, source, len) == 0)
			return tree;
	return NULL;
}
