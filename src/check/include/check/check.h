/* What in a record offends the standard, before it is printed.
 *
 * A finding has a code of the table check/messages.h (letter C), a place, and
 * often an edit of the source that fixes it. Edits are safe when they cannot
 * change what the text says: brackets, punctuation, widths; the others need a person's judgement. */
#ifndef HT_CHECK_CHECK_H
#define HT_CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "record/record.h"
#include "settings/settings.h"
#include "style/catalogue.h"

#define HT_FINDING_ARGS HT_DIAG_ARGS

/* Replace old, which is in the source at loc, by text. */
typedef struct ht_edit {
	ht_loc loc;
	const char *old, *text; /* old "": insert before loc; old NULL: no edit */
	bool safe;
	size_t group; /* of the list: edits that are made all or none; 0: by itself */
} ht_edit;

typedef struct ht_finding {
	ht_code code;
	ht_loc loc;
	const char *args[HT_FINDING_ARGS];
	ht_edit edit;
	size_t record; /* which of those checked it is in, from 1 */
	size_t others; /* as of ht_message, after ht_findings_collapse() */
	bool again;
} ht_finding;

typedef struct ht_findings ht_findings;

/* An empty list for any number of records; NULL when out of memory. */
ht_findings *ht_findings_new(void);
void ht_findings_free(ht_findings *findings);

/* Check one record and add what is found, in the order of the source.
 * record   in  borrowed; may be freed afterwards
 * form     in  the form it is of
 * missing  in  also find fields that the form requires or wants, and the slips that were read as they were
 *              meant; false when a document is made, since its style sheet and the reader report them
 * Returns HT_OK, whatever was found; HT_ERR_NOMEM. */
ht_status ht_check_record(const ht_record *record, const ht_form *form, bool missing, ht_findings *findings);

/* The same for what a form leaves to the text to say (`stated:`), right after ht_check_record(): HT_D_FIELD_NOT_STATED.
 * Only where no document is made; whoever makes one is told by the ledger, which knows what its pages show. */
ht_status ht_check_stated(const ht_record *record, const ht_form *form, ht_findings *findings);

/* A file of records as it is written. */
typedef struct ht_checked {
	const ht_catalogue *catalogue;
	const char *file;             /* its name: as that of ht_record_parse() */
	const char *const *file_dirs; /* as of ht_record_attach() */
	const ht_given *given;        /* as of ht_record_attach() */
	const ht_settings *settings;  /* of the office, for what records do not say; NULL: none */
} ht_checked;

/* Check all records of a file: one, or one a line.
 * diags     in/out  what is said while they are read; with errors, what is below them is not among the findings
 * findings  in/out  what is found is added
 * Returns HT_OK; HT_ERR_INPUT: one cannot be read; HT_ERR_NOMEM. */
ht_status ht_check_source(const ht_checked *checked, const char *data, size_t len, ht_diags *diags,
                          ht_findings *findings);

/* Fix a file until nothing is left that is safe to fix. What would make a record unreadable is left, and so is a record
 * that has errors; of records that are one a line the others are fixed.
 * in       in/out  its text
 * diags    in/out  what is left for one of these reasons: HT_D_CHECK_NOT_FIXED, HT_D_CHECK_LINE_NOT_FIXED; the errors
 *                  themselves are said by ht_check_source()
 * changes  out     appended: what changed, as of ht_findings_fix()
 * n        out     the number of fixes; 0: the text is as it was
 * Returns HT_OK, HT_ERR_NOMEM; then `in` is as it was. */
ht_status ht_check_fix(const ht_checked *checked, ht_buf *in, ht_diags *diags, ht_buf *changes, size_t *n);

/* Add what was said of a record that cannot be read, so that a report holds it, too.
 * args  in  HT_DIAG_ARGS, those not given NULL
 * False: out of memory. */
bool ht_findings_add(ht_findings *findings, ht_code code, ht_loc loc, const char *const *args);

/* Look for findings of one record that are equal but for their places; the first gets the number of the others. */
void ht_findings_collapse(ht_findings *findings);

/* A finding as a message; its text is put into the buffer. */
ht_message ht_finding_message(const ht_finding *finding, ht_buf *text);

/* Add what was said while the record was read (below the level of errors), except what is
 * found already at the same place.
 * line  in  of the record, where each line is one; 0: all that was said is of this record
 * Returns HT_OK, HT_ERR_NOMEM. */
ht_status ht_findings_add_said(ht_findings *findings, const ht_diags *diags, int line);

/* The findings: n of them in *n, borrowed. */
const ht_finding *ht_findings_list(const ht_findings *findings, size_t *n);

/* Those of at least this level. */
size_t ht_findings_count(const ht_findings *findings, ht_level min_level);

/* Forget all, for the next input. */
void ht_findings_clear(ht_findings *findings);

/* PAGE: JSON in the words of ht_page_text(). */
typedef enum ht_report_format { HT_REPORT_TEXT, HT_REPORT_JSON, HT_REPORT_SARIF, HT_REPORT_PAGE } ht_report_format;

/* What a page says of a message: other words where its own advise options or commands, and Chinese names of fields
 * without the English ones in brackets, which only a record's file needs. In the language of the current locale.
 * out  in/out  empty; holds the words
 * Returns borrowed: of out, or if memory is short of the message, which then speaks for itself. */
const char *ht_page_text(ht_buf *out, const ht_message *m);

/* Append all findings of at least min_level.
 * version  in  of the program, for SARIF 2.1.0
 * Text is as ht_diags_format() writes it; JSON is an array of objects as ht_message_json() writes them, with "fix" if
 * there is an edit. Messages are in the language of the current locale. false: out of memory. */
bool ht_findings_write(const ht_findings *findings, ht_report_format format, ht_level min_level, const char *version,
                       ht_buf *out);

/* Apply the safe edits to a source.
 * file, data, len  in   one file, whole; findings in others (the text of an attachment) are left
 * line       in   the number of its first line
 * out        out  the source after it, appended
 * changes    out  appended: what changed, line by line, as `diff -u` shows it
 * n          out  edits applied; those whose old text is not at their
 *                 place (escaped, quoted otherwise) or that overlap are not,
 *                 and with them none of their group
 * Returns HT_OK, HT_ERR_NOMEM. */
ht_status ht_findings_fix(const ht_findings *findings, const char *file, const char *data, size_t len, int line,
                          ht_buf *out, ht_buf *changes, size_t *n);

#endif
