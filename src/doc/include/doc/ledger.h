/* The ledger: what became of each leaf of a record in one output.
 *
 * A leaf is a text, date, number or choice, a part of a person, a paragraph, cell, caption or note of a body, a
 * picture's file. It is known by where its text lies in memory: lines, runs and styled texts borrow the record's own
 * strings, so whoever puts text into an output says which bytes, and nothing between has to carry numbers along. A text
 * that is made of others (a date in words, a line joined of pieces) is told to the ledger when it is made.
 *
 * Looking a value up marks nothing. Only what writes an output marks: ht_ledger_show() for text that is placed on its
 * pages, ht_ledger_carry() for its metadata. ht_ledger_report() then names every leaf that is neither, or not whole. */
#ifndef HT_DOC_LEDGER_H
#define HT_DOC_LEDGER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"
#include "record/record.h"
#include "style/style.h"

typedef struct ht_ledger ht_ledger;

/* The leaves of record, nothing marked. Both are borrowed; the ledger lives in the arena. NULL when out of memory. */
ht_ledger *ht_ledger_new(ht_arena *arena, const ht_record *record);

/* made (n bytes) says what the len bytes at from say, and from is shown when all of made is. If the bytes are the same
 * ones, each is shown when its copy is. Before anything is marked. ledger NULL: nothing happens, here and below. */
void ht_ledger_made(ht_ledger *ledger, const char *from, size_t len, const char *made, size_t n);

/* Text that the output shows: bytes of the record, or of something made of it; others are no matter. */
void ht_ledger_show(ht_ledger *ledger, const char *text, size_t len);

/* A whole text that is in the output's metadata. NULL: nothing happens. */
void ht_ledger_carry(ht_ledger *ledger, const char *text);

/* Name the leaves that the output has lost: each once, whatever the number of outputs; equal ones of a list together.
 * style    in      the sheet that the document was made with
 * output   in      the name of the kind of file; NULL: there is no file, so no metadata is missing
 * diags    in/out  HT_D_FIELD_UNUSED, HT_D_FIELD_PART (warnings); HT_D_FIELD_LEFT_OUT, HT_D_FIELD_NO_METADATA (notes);
 *                  from the second call on HT_D_FIELD_NOT_IN (warning)
 * Returns HT_OK; HT_ERR_NOMEM, also for what failed before. */
ht_status ht_ledger_report(ht_ledger *ledger, const ht_style *style, const char *output, ht_diags *diags);

/* The next output: forget what is carried, and what is shown unless it has the same pages. */
void ht_ledger_next(ht_ledger *ledger, bool same_pages);

#endif
