/* Only while building: the program that reads the sheets has none of them yet. */
#include "own_sheets.h"

const ht_packed_tree *ht_own_sheet(const char *source, size_t len)
{
	(void)source, (void)len;
	return NULL;
}
