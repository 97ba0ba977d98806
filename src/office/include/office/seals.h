/* An option of all writers of documents for editing. */
#ifndef HT_OFFICE_SEALS_H
#define HT_OFFICE_SEALS_H

#include <stdbool.h>

/* Seals and signature stamps in a file that anyone can edit, and take them from. */
typedef enum ht_seals_shown {
	HT_SEALS_DEFAULT, /* as outlines, which is told */
	HT_SEALS_NONE,
	HT_SEALS_PLACEHOLDER, /* as outlines: how large they are, and where */
	HT_SEALS_IMAGE
} ht_seals_shown;

/* By their names: none, placeholder, image. False: it is none of them, and ret is untouched. */
bool ht_seals_parse(const char *name, ht_seals_shown *ret);

#endif
