/* The file of a face: mapped, and read in pieces where these lie far apart. */
#ifndef HT_TEXT_FONT_DATA_H
#define HT_TEXT_FONT_DATA_H
#include "harfbuzz.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ht_font_data ht_font_data;

/* Open and map a file, or read it as a whole where it cannot be mapped. NULL: it cannot be read, and errno says why.
 * Give it back with ht_font_data_close(). */
ht_font_data *ht_font_data_open(const char *path);
void ht_font_data_close(ht_font_data *file);

const void *ht_font_data_bytes(const ht_font_data *file, size_t *len);

/* The file for HarfBuzz, which keeps it open, too. The blob is the caller's. */
hb_blob_t *ht_font_data_blob(ht_font_data *file);

/* Copy len bytes that are mapped at p. False: they are not of this file, or it cannot be read, or is kept mapped alone,
 * as the process may open few files. */
bool ht_font_data_read(const ht_font_data *file, const void *p, size_t len, void *ret);

#endif
