/* What check finds in a record, said while its document is made. */
#ifndef HT_EXPORT_FINDINGS_H
#define HT_EXPORT_FINDINGS_H

#include <stdbool.h>

#include "check/check.h"

/* Add the findings to diags, but for those that it holds already in other
 * words.
 * by_form  in  the style sheet was chosen by the record's form; otherwise what
 *              that form needs is no matter */
void ex_say_findings(const ht_findings *findings, bool by_form, ht_diags *diags);

#endif
