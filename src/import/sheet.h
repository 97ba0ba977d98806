/* Lists of people in spreadsheets. */
#ifndef HT_IMPORT_SHEET_H
#define HT_IMPORT_SHEET_H

#include "im.h"

/* The rows of the first sheet, or of a CSV text, as lines; im_doc.roster is set. HT_ERR_INPUT when data is not of this
 * format (reported). */
ht_status im_read_xlsx(im_doc *d, const char *data, size_t len);
ht_status im_read_csv(im_doc *d, const char *text, size_t len);

/* The people in the lines, a list with a person in each row: into the meeting's lists, by what a column says of them.
 * false: they are no such list (reported). */
bool im_read_roster(im_doc *d);

/* The same for rows [from, to) of a table in a text, if one of them names the columns and all are those of such a list.
 */
void im_read_people_table(im_doc *d, size_t from, size_t to);

#endif
