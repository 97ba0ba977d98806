/* What the office settings give to a record that does not say it itself. */
#ifndef HT_SETTINGS_COMPLETE_H
#define HT_SETTINGS_COMPLETE_H

#include "settings/settings.h"
#include "style/form.h"
#include "style/style.h"

/* Add the fields that are missing, and tell of each (HT_D_SETTINGS_USED):
 *   issuers     that the form has, if neither masthead nor signature says who issues the document
 *   mark        of the form, if the document is the office's own
 *   printed_by, editor  likewise, if all sheets print them; printed_by only of documents that are issued
 *   seal        of an organ that the record names instead of a file
 * Never a number, a date, or a seal that the record does not ask for.
 * settings         in      NULL: nothing is done; borrowed while the record lives
 * sheets, n_sheets in      that the record is made with; none: fields are added that no sheet is asked for
 * Errors: HT_ERR_NOMEM. */
ht_status ht_settings_complete(const ht_settings *settings, ht_record *record, const ht_form *form,
                               const ht_style *const *sheets, size_t n_sheets, ht_diags *diags);

/* Do documents of the form, and of the kind (NULL: any), name who issues them, beside a masthead? */
bool ht_settings_has_issuers(const ht_form *form, const ht_document_kind *kind);

/* Are documents of the form issued, with a header and an imprint? Its sheet asks for issuers or a masthead; a speech
 * has neither. */
bool ht_settings_has_head(const ht_form *form);

/* The sheet that the settings name for records of this form, as they name it; NULL: none. */
const char *ht_settings_sheet(const ht_settings *settings, const ht_form *form,
                              const ht_form *(*find)(const void *user, const char *name), const void *user);

#endif
