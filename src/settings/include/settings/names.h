/* The name book: people with their offices, and organs, in order of precedence; in and out as tables. */
#ifndef HT_SETTINGS_NAMES_H
#define HT_SETTINGS_NAMES_H

#include "settings/settings.h"

/* The name book as rows of a table: its head, people, organs. A row has HT_NAMES_COLUMNS cells, NULL: empty. */
#define HT_NAMES_COLUMNS 4
void ht_names_each(const ht_settings *settings, void (*row)(void *user, const char *const *cells), void *user);

/* Append the name book as CSV: UTF-8 with the mark by which Excel and WPS know it. */
bool ht_names_csv(const ht_settings *settings, ht_buf *out);

/* Put the names of a CSV or XLSX file into the text of settings, in place of those that it has; comments, order and
 * everything else stay.
 * data, len, file  in      the list: columns by their heads (姓名, 职务, 单位; 机关)
 * text             in/out  of the settings; may be empty
 * n                out     names that were taken
 * Returns HT_OK, HT_ERR_INPUT, HT_ERR_NOMEM. */
ht_status ht_names_take(const char *data, size_t len, const char *file, ht_buf *text, ht_diags *diags, size_t *n);

#endif
