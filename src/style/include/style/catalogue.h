/* The forms there are: what every sheet on the style path says of itself, known
 * without loading the sheets.
 *
 * The program's own sheets are known from a table made while building; the
 * users' folders are read, if there are any. A sheet found earlier on the path
 * takes the place of one further on that has the same `form:`, for all names of
 * that form. */
#ifndef HT_STYLE_CATALOGUE_H
#define HT_STYLE_CATALOGUE_H

#include "style/form.h"
#include "style/style.h"

typedef struct ht_catalogue ht_catalogue;

/* The style path: the folders where sheets are looked for, the first that has
 * one of the name wins.
 *   given     NULL-terminated or NULL: --style-dir, in their order
 *   $XDG_CONFIG_HOME/hongtou/styles (~/.config/hongtou/styles)
 *   /etc/hongtou/styles
 *   built_in  the program's own folder
 * known  in  built_in holds just the sheets that were there when the program was
 *            built; else it is read as the others are
 * Everything is in the arena; .dirs NULL: out of memory. */
ht_style_dirs ht_style_path(ht_arena *arena, const char *const *given, const char *built_in, bool known);

/* Find the forms that the sheets on the path make.
 * dirs   in      borrowed while the catalogue lives
 * files  in      n_files names of sheets as the user gives them; those that are
 *                files count as found before all others
 * diags  in/out  HT_D_STYLE_BROKEN for each sheet that cannot be read, HT_D_STYLE_FOLDER
 *                for each folder; the files
 *                read are noted
 * Errors: HT_ERR_NOMEM. */
ht_status ht_catalogue_open(const ht_style_dirs *dirs, const char *const *files, size_t n_files, ht_diags *diags,
                            ht_catalogue **ret);
void ht_catalogue_free(ht_catalogue *c);

/* Is the text that of a style sheet: has it a line that begins with one of the keys extends, page, elements, which
 * records have not? */
bool ht_style_is_sheet(const char *text);

/* For ht_record_read(): borrowed. */
const ht_forms *ht_catalogue_forms(const ht_catalogue *c);

/* The form with this English name (ht_choice.en); NULL: the form of records that name no form. */
const ht_form *ht_catalogue_form(const ht_catalogue *c, const char *en);

/* The form of a record, which must have been read with this catalogue's forms. */
const ht_form *ht_catalogue_of(const ht_catalogue *c, const ht_record *record);

/* The sheet that a user calls so: name itself if it is a file or a sheet's name,
 * else the file of the sheet whose form is called so; name if there is none. For
 * ht_style_load(). Borrowed from the catalogue, or name. */
const char *ht_catalogue_sheet(const ht_catalogue *c, const char *name);

/* The form of the sheet that a user calls so (ht_catalogue_sheet()), or NULL. */
const ht_form *ht_catalogue_named(const ht_catalogue *c, const char *name);

/* All sheets in the order of the path, hidden and displaced ones included. */
const ht_form *const *ht_catalogue_all(const ht_catalogue *c, size_t *n);

/* Is this the sheet in use for its form? Else one found earlier has taken its place. */
bool ht_catalogue_in_force(const ht_catalogue *c, const ht_form *form);

/* Report again which sheets of the path cannot be used (HT_D_STYLE_BROKEN). The faults of a file that the user named
 * are reported when it is loaded. */
void ht_catalogue_say_broken(const ht_catalogue *c, ht_diags *diags);

/* Say which folders of the path cannot be read (HT_D_STYLE_FOLDER); one that is not
 * there holds nothing. Part of ht_catalogue_say_broken(). */
void ht_catalogue_say_folders(const ht_catalogue *c, ht_diags *diags);

/* Say which names of a form are taken by another one found before it
 * (HT_D_STYLE_NAME_TAKEN). */
void ht_catalogue_say_names(const ht_catalogue *c, ht_diags *diags);

/* Note with diags the files of all sheets: what is made of a record depends on
 * them. */
void ht_catalogue_note_reads(const ht_catalogue *c, ht_diags *diags);

#endif
