/* What the office settings give to a new record. */
#ifndef HT_CLI_NEW_OFFICE_H
#define HT_CLI_NEW_OFFICE_H

#include <stdbool.h>
#include <time.h>

#include "settings/settings.h"
#include "style/form.h"
#include "style/style.h"

typedef struct new_office {
	bool gives_numbers; /* the record is a file, so its number is taken */
	ht_arena *arena;
	ht_settings *settings;                                                 /* NULL: there are none */
	const char *issuers, *masthead, *number, *issue, *printed_by, *editor; /* as YAML; NULL: not given */
} new_office;

/* Find what the settings of a folder give to a document of the form that its sheet prints, and take its number.
 * kind  in      of the document
 * file  in      that it will be; "-": none
 * Returns HT_OK, also without any settings; HT_ERR_INPUT, HT_ERR_IO, HT_ERR_NOMEM. */
ht_status new_office_open(new_office *o, const ht_form *form, const ht_style *style, const char *kind, const char *file,
                          const struct tm *day, ht_diags *diags);
void new_office_close(new_office *o);

/* The value of a field, as YAML; NULL: the settings give none. */
const char *new_office_value(const new_office *o, const char *path);

#endif
