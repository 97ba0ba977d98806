/* Every diagnostic: X(name, level, code, text, clause). No include guard: the
 * file is included where X is defined. Codes are stable; the letter says the
 * room (I input/output, R record, M import, C check, S style, D document, T text, L layout,
 * W documents for editing, O output formats, B batches). {1} {2} … stand for the arguments. A text says what is
 * wrong and what to do. */

/* Input and output files */
X(IN_OPEN, ERROR, "I101", N_("cannot open the file: {1}"), NULL)
X(IN_READ, ERROR, "I102", N_("cannot read the file: {1}"), NULL)
X(IN_IS_DIR, ERROR, "I103", N_("this is a folder; give a file"), NULL)
X(IN_TOO_LARGE, ERROR, "I104", N_("the file is larger than {1} MiB; split it"), NULL)
X(OUT_OPEN, ERROR, "I201", N_("cannot create the output: {1}"), NULL)
X(OUT_WRITE, ERROR, "I202", N_("cannot write the output: {1}; an existing file is unchanged"), NULL)
X(NOMEM, ERROR, "I301", N_("out of memory; nothing was written"), NULL)
X(LIBRARY, ERROR, "I304", N_("this needs the library {1}, which is missing; install the package {2}"), NULL)
X(TOO_MANY_NOTES, NOTE, "I303", N_("{1} more notes and warnings about this input are not shown"), NULL)
X(TOO_MANY, ERROR, "I302", N_("{1} more messages about this input are not shown; fix those above first"), NULL)

/* Records */
#include "base/diag_record.h"

/* Import of texts */
#include "base/diag_import.h"

/* Checks of records */
#include "base/diag_check.h"

/* Style sheets, documents */
#include "base/diag_style.h"

/* Text and fonts */
#include "base/diag_text.h"

/* Pictures */
#include "base/diag_image.h"

/* Layout */
#include "base/diag_layout.h"

/* Documents for editing */
#include "base/diag_odt.h"

/* Output formats */
#include "base/diag_render.h"

/* Batches */
#include "base/diag_batch.h"
