/* Reading what a sheet says of its form. */
#ifndef HT_STYLE_FORM_READ_H
#define HT_STYLE_FORM_READ_H

#include "reader.h"
#include "style/form.h"

/* Keys of `kinds:`, `checks:` and `recognition:`. */
extern const ht_key ht_kind_keys[], ht_check_keys[], ht_recognition_keys[];

/* Read the keys that are about the form from the sheet's tree.
 * root  in   merged with what it inherits
 * path  in   its file
 * ret   out  in r's arena; untouched when r->status is no longer HT_OK */
void ht_form_read(ht_sheet_reader *r, const ht_node *root, const char *path, ht_form *ret);

/* The same of a file, with all it extends.
 * known  in  the program's own sheets, ended by one with sheet NULL: found in
 *            dirs->built_in without being read; or NULL */
ht_status ht_form_load(ht_arena *arena, const char *path, const ht_style_dirs *dirs, const ht_form *known,
                       ht_diags *diags, ht_form *ret);

/* The name of the sheet in a file: without folder and ending. NULL: out of memory. */
const char *ht_form_sheet_name(ht_arena *arena, const char *path);

#endif
