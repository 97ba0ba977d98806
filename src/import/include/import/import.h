/* Any text in, a structured meeting record out.
 *
 * What office staff have is text from a web page, a chat or a word processor. Import makes a record of it as a careful
 * clerk would: it recognises, derives, removes and repairs, and reports each of these in a diagnostic with its place.
 * What it does not recognise stays in the body as typed. */
#ifndef HT_IMPORT_IMPORT_H
#define HT_IMPORT_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "record/node.h"
#include "record/record.h"
#include "style/catalogue.h"

/* Kinds of repair, each of which can be switched off. */
typedef enum ht_repair {
	HT_REPAIR_ENTITIES, /* what HTML left: &nbsp;, invisible characters */
	HT_REPAIR_RADICALS, /* Kangxi radicals and compatibility forms to unified characters */
	HT_REPAIR_WIDTH,    /* full-width digits and letters to half width */
	HT_REPAIR_NUMBER,   /* [2026] (2026) 【2026】 in document numbers to 〔2026〕 */
	HT_REPAIR_QUOTES,   /* straight quotes to paired curly ones */
	HT_REPAIR_ELLIPSIS, /* ... and 。。。 to …… */
	HT_REPAIR_DASH,     /* -- to —— */
	HT_REPAIR_PUNCT,    /* , : ; ? ! ( ) beside Chinese to full width */
	HT_REPAIR_SPACES,   /* spaces within Chinese sentences removed, spread titles closed up */
	HT_REPAIR_COUNT
} ht_repair;

#define HT_REPAIR_ALL ((1u << HT_REPAIR_COUNT) - 1)

/* The name of a kind on the command line: "marks". */
const char *ht_repair_name(ht_repair kind);

/* The kind with that name, or HT_REPAIR_COUNT. */
ht_repair ht_repair_find(const char *name);

/* A quick look at a line: bits 1u << kind of the repairs that may change it, each taken by itself. A bit may be set
 * needlessly, but is never missing. */
unsigned ht_repair_candidates(const char *s);

/* Repair one line of text.
 * s        in      NUL-terminated UTF-8 without line ends
 * kinds    in      bits 1u << kind
 * counts   in/out  HT_REPAIR_COUNT numbers, raised by what was repaired; or NULL
 * Returns the repaired text in the arena (s itself when nothing changed), or
 * NULL when out of memory. */
const char *ht_repair_line(ht_arena *arena, const char *s, unsigned kinds, size_t *counts);

/* Bytes [from, to) of a line give way to the text, which may be empty. */
typedef struct ht_repair_change {
	size_t from, to;
	const char *text;
	size_t
	    pair; /* the two marks of a pair have the same number, from 1, and are changed both or neither; 0: alone */
} ht_repair_change;

/* What one repair would change in a line, from its beginning to its end; those that touch are one, but for the
 * marks of pairs.
 * s  in   NUL-terminated UTF-8 without line ends
 * n  out  how many
 * Returns them, in the arena (their texts, too), or NULL when out of memory. */
const ht_repair_change *ht_repair_changes(ht_arena *arena, const char *s, ht_repair kind, size_t *n);

/* What a text was before it became UTF-8. */
typedef enum ht_encoding {
	HT_ENCODING_UTF8,
	HT_ENCODING_UTF16LE,
	HT_ENCODING_UTF16BE,
	HT_ENCODING_GB18030,
	HT_ENCODING_DAMAGED /* not one of these as a whole: U+FFFD where bytes made no sense */
} ht_encoding;

typedef enum ht_import_kind {
	HT_IMPORT_AUTO, /* by the name's ending and the first bytes */
	HT_IMPORT_TEXT,
	HT_IMPORT_HTML,
	HT_IMPORT_DOCX,
	HT_IMPORT_ODT
} ht_import_kind;

typedef struct ht_import_options {
	ht_import_kind kind;
	const ht_catalogue
	    *catalogue;   /* of the forms that exist; NULL: the program's own. Borrowed while the import lives */
	const char *form; /* English or Chinese name of a form; NULL: as recognised */
	unsigned repairs; /* bits 1u << ht_repair */
	/* The folder, as the record's body is to name it (`通知-files`), that the caller
	 * will write ht_import.pictures to; NULL: pictures are only reported. */
	const char *picture_dir;
	/* The caller ends this process so many seconds from now; 0: it does not. What LibreOffice wrote is removed
	 * before. */
	unsigned seconds;
} ht_import_options;

/* A picture of the text, referred to in its body as picture_dir/name. */
typedef struct ht_import_picture {
	const char *name; /* 1.png, 2.jpg … */
	const char *data; /* len bytes, as they were in the text's file */
	size_t len;
} ht_import_picture;

/* A piece of the text that is in no body. */
typedef struct ht_import_left {
	const char *text; /* as it was, trimmed */
	ht_loc loc;
	ht_code reason;    /* HT_D_IMPORT_*: the message that says it, with text as {1} */
	const char *field; /* HT_D_IMPORT_IN_FIELD: the path of the field that has it; else NULL: it is left out */
	size_t order;      /* among those of one place */
} ht_import_left;

/* Where each character of the text went (src/import/account.h). */
struct ht_import_account;

/* What a line was taken for, by its features and those of its neighbours. */
typedef struct ht_import_line {
	const char *text; /* as it was, trimmed */
	const char *reading,
	    *second; /* what it is, and what it would be else, as words/readings names them; second may be NULL */
	double sure; /* by how many points it is the first and not the second */
	ht_loc loc;
} ht_import_line;

/* A form of text and the points it has. */
typedef struct ht_import_points {
	const char *form; /* document, report, record, bulletin, order: as words/readings/grammar.txt has them */
	double points;
} ht_import_points;

typedef struct ht_import {
	ht_arena *arena;               /* owned: holds everything */
	ht_catalogue *own;             /* owned: when the caller gave none; or NULL */
	const ht_catalogue *catalogue; /* of the forms: the caller's, or own */
	const ht_form *form;           /* of the record */
	const ht_node *record;         /* a map with English field names */
	ht_encoding encoding;
	size_t repaired[HT_REPAIR_COUNT];
	ht_import_left *left; /* n_left of them, by line */
	size_t n_left;
	const struct ht_import_account *account; /* NULL: the record is the one that the file carries */
	/* The record that the file carries, as it was; NULL: it carries none, or its text was edited since. */
	const char *attached;
	size_t n_attached; /* bytes */
	ht_format attached_format;
	ht_import_picture *pictures; /* n_pictures of them */
	size_t n_pictures;
	ht_import_line
	    *lines; /* n_lines of them, in order: what they were taken for; none where the text says it by labels */
	size_t n_lines;
	ht_import_points *forms; /* n_forms of them, the best first */
	size_t n_forms;
} ht_import;

/* A row of a spreadsheet. */
typedef struct ht_import_row {
	const char *const *cells; /* n of them, each on one line; "" an empty one */
	size_t n;
	int line; /* as the sheet counts it, from 1 */
} ht_import_row;

/* The rows of the first sheet of an XLSX file, or of a CSV file (by the name's ending), in any encoding that import
 * reads.
 * arena   in/out  holds everything
 * diags   in/out  as ht_import_read()
 * ret, n  out     untouched unless HT_OK; n 0: the file is of another kind
 * Returns HT_OK, HT_ERR_INPUT, HT_ERR_NOMEM. */
ht_status ht_import_rows(ht_arena *arena, const char *data, size_t len, const char *file, ht_diags *diags,
                         const ht_import_row **ret, size_t *n);

/* Largest file that is read, and largest unpacked part of a package. */
#define HT_IMPORT_MAX_BYTES ((size_t)64 << 20)

/* Make a record of a text.
 * data, len  in      the whole file
 * file       in      named in diagnostics; its ending helps HT_IMPORT_AUTO
 * options    in      NULL: all repairs, everything recognised
 * diags      in/out  HT_D_IMPORT_*: notes on what was recognised, derived,
 *                    removed and repaired; warnings where a person should look
 * ret        out     free with ht_import_free(); untouched unless HT_OK
 * Every character of the text is in the record or in ret->left, but for repairs, which
 * are counted. Returns HT_OK; HT_ERR_INPUT when there is no text in data (reported in
 * diags) or options->form is not a form; HT_ERR_NOMEM. */
ht_status ht_import_read(const char *data, size_t len, const char *file, const ht_import_options *options,
                         ht_diags *diags, ht_import **ret);
void ht_import_free(ht_import *import);

/* Prove that a record holds its text: the record, as ht_record_parse() reads it, and import->left have every character
 * of it between them, bodies have no others, punctuation marks included. text, len, format  in      what
 * ht_import_write() wrote file               in      of the text, for messages diags              in/out
 * HT_D_IMPORT_UNPROVED, HT_D_IMPORT_UNTRUE Returns HT_OK; HT_ERR_INPUT when there is a difference; HT_ERR_NOMEM. */
ht_status ht_import_prove(const ht_import *import, const char *text, size_t len, ht_format format, const char *file,
                          ht_diags *diags);

/* Append the record as text that ht_record_parse() reads.
 * format   in  HT_FORMAT_MARKDOWN, HT_FORMAT_YAML or HT_FORMAT_JSON
 * chinese  in  the standard's Chinese terms as field names
 * false: out of memory. */
bool ht_import_write(const ht_import *import, ht_format format, bool chinese, ht_buf *out);

/* The same, but a record that the file carries is appended byte by byte, unless another format is wanted.
 * format   in/out  HT_FORMAT_AUTO becomes that of the carried record, else Markdown */
bool ht_import_write_carried(const ht_import *import, ht_format *format, bool chinese, ht_buf *out);

/* Append how the text was read: the points of each form of text, and for each line what it was taken for, how sure
 * that is, and what it would be else.
 * json  in  as one JSON object, else as a table for people
 * false: out of memory. */
bool ht_import_explain(const ht_import *import, bool json, ht_buf *out);

#endif
