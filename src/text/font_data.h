/* The file of a face: mapped for HarfBuzz, and read in pieces where these lie far apart. */
#ifndef HT_TEXT_FONT_DATA_H
#define HT_TEXT_FONT_DATA_H
#include "harfbuzz.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ht_font_data ht_font_data;

/* Open and map a file. The blob is the caller's; file belongs to it, and is gone with it. file is NULL if it could not
 * be mapped, and was read as a whole. NULL: it cannot be read, and errno says why. */
hb_blob_t *ht_font_data_open(const char *path, const ht_font_data **file);

/* Copy len bytes that are mapped at p. False: they are not of this file, or it cannot be read, or is kept mapped alone,
 * as the process may open few files. */
bool ht_font_data_read(const ht_font_data *file, const void *p, size_t len, void *ret);

#endif
