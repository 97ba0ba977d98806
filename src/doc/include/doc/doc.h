/* The document: a record seen through a style sheet, as semantic blocks in
 * reading order. Fixed pages (layout) and editable formats both start here. */
#ifndef HT_DOC_DOC_H
#define HT_DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/colour.h"
#include "base/diag.h"
#include "base/len.h"
#include "base/loc.h"
#include "base/named.h"
#include "base/status.h"
#include "doc/archive.h"
#include "doc/ledger.h"
#include "record/record.h"
#include "style/style.h"

/* Text of one style. */
typedef struct ht_dspan {
	const char *text;
	size_t len;
	const ht_typeface *face;
	ht_len size;
	ht_colour colour;
	int chars;   /* 0, or the characters of the grid the text is spread over (names in lists) */
	bool keep;   /* on one line where it fits: a name */
	bool listed; /* of a list of texts, as of organs' names */
	const char *href;
	size_t note; /* 0, or the number of the footnote whose mark this is: notes.v[note - 1] */
	ht_loc loc;
} ht_dspan;

/* A run of spans that is set as one paragraph. */
typedef struct ht_dpara {
	ht_dspan *spans;
	size_t n;
} ht_dpara;

/* A place of a table: the cell that begins there, or one that another covers. */
typedef struct ht_dcell {
	ht_dpara para;        /* a span "\n" is a forced line end */
	size_t rows, columns; /* that it spans: >= 1; both 0: covered */
	ht_halign align;      /* JUSTIFY: the column's */
	size_t signs;         /* of its forced lines, the last ones that are there to be signed or sealed */
} ht_dcell;

/* A table: rows of as many places each, the first n_head of them the head that
 * is repeated on every page. No cell spans rows of both. */
typedef struct ht_dtable {
	size_t n_columns, n_rows, n_head;
	size_t n_blank;    /* the last rows, that are there to be written in: no page begins with them */
	ht_dcell *cells;   /* row by row */
	ht_halign *aligns; /* by column; JUSTIFY: not said */
	ht_len *widths;    /* by column; 0: from the content */
	ht_len row_height; /* at least; 0: from the content */
	const ht_pstyle *cell, *head, *title;
	ht_dpara caption, unit; /* above it; n 0: no title */
	ht_dpara *notes;        /* below it */
	size_t n_notes;
	int landscape; /* 1: on pages of its own (GB/T 9704-2012 8); 0: never; -1: when too wide */
} ht_dtable;

typedef enum ht_block_kind {
	HT_BLOCK_PARA,     /* paras[0] */
	HT_BLOCK_LINE,     /* paras[0..2]: left, centre, right (each may be empty) */
	HT_BLOCK_MASTHEAD, /* paras[0]; several: names above each other, the last is placed beside them */
	HT_BLOCK_TITLE,    /* one para for each forced line */
	HT_BLOCK_TABLE,    /* table */
	HT_BLOCK_PICTURE,  /* pictures[0]; paras[0]: its caption, may be empty; paras[1]: what describes it, if not the
	                      caption */
	HT_BLOCK_RULE,     /* no text */
	HT_BLOCK_RIGHT,    /* lines set as one at the right, one a para; their first n_label spans are
	                      a label that only the first line shows */
	HT_BLOCK_SEALED,   /* names, last the date; pictures: the seals, one a name */
	HT_BLOCK_STAMPED,  /* offices, last the date; pictures: the stamps, one an office */
	HT_BLOCK_SIGNATURE /* the names, one a para, and last the date */
} ht_block_kind;

typedef struct ht_block {
	ht_block_kind kind;
	const ht_element *element; /* where it came from, and its place */
	const ht_pstyle *style;    /* of the paragraph; NULL for rules */
	ht_dpara *paras;
	size_t n_paras;
	const ht_dtable *table;
	const ht_text *pictures; /* SEALED, STAMPED: file names */
	size_t n_pictures;
	const ht_person *signers; /* STAMPED: whose signatures they are, n_pictures */
	size_t n_label;           /* PARA: spans of the label: further lines begin after them */
	size_t n_hidden;          /* PARA: of these, spans that are not shown: the first line begins after them */
	int level;                /* body headings: 1 …; 0 otherwise */
	bool heading;             /* begins with a heading (outline) */
	size_t heading_len;       /* bytes of the heading's text in paras[0] */
	bool keep_next;           /* never last on a page */
	int name_indent;          /* further lines begin so many cells after the label */
	bool flush;               /* its first line begins as the others do */
	int skip;                 /* empty lines above it, if it is not its element's first */
	bool first;               /* first block of its element: skip lines above */
	bool in_list;             /* made for a member of a list */
	ht_loc loc;
} ht_block;

typedef struct ht_blocks {
	ht_block *v;
	size_t n;
} ht_blocks;

/* Pages of a document, unless whoever lays it out wants more: they are there at the same time. */
#define HT_DOC_MOST_PAGES 20000

typedef struct ht_doc {
	const ht_style *style;
	ht_blocks flow;
	ht_blocks imprint;
	ht_blocks notes;      /* footnotes, in the order of their marks: PARA, one each */
	const char *title;    /* plain text, for document information; NULL: none */
	const char *author;   /* issuers */
	const char *subject;  /* document number, or NULL */
	const char *keywords; /* or NULL */
	ht_date date;         /* 成文日期; year 0: none */
	const char *date_text;
	const ht_value *pages_said;            /* how many pages the record says it has; or NULL */
	const char *archive[HT_ARCHIVE_COUNT]; /* metadata for the archive, as doc/archive.h has them; NULL: none */
	ht_ledger *ledger;                     /* what becomes of the record's leaves */
	size_t most_pages;                     /* more are a fault; at first HT_DOC_MOST_PAGES */
	ht_arena *arena;                       /* owned */
	ht_named files;                        /* where the pictures may be: of whoever lays it out */
	struct ht_image_cache *images;         /* of whoever lays it out: pictures of documents before; or NULL */
} ht_doc;

/* Build the document.
 * record, style  in      borrowed; must outlive *ret
 * diags          in/out  HT_D_FIELD_REQUIRED, HT_D_SEAL_COUNT (errors)
 * ret            out     free with ht_doc_free()
 * Returns HT_OK even if diags holds errors; HT_ERR_NOMEM. */
ht_status ht_doc_build(const ht_record *record, const ht_style *style, ht_diags *diags, ht_doc **ret);
void ht_doc_free(ht_doc *doc);

/* The first of keywords that are joined by "; ", len bytes, and *rest those after it; NULL: there are no more. */
const char *ht_doc_next_keyword(const char **rest, size_t *len);

/* The paragraph's text without styles, in arena; NULL when out of memory. */
const char *ht_dpara_text(ht_arena *arena, const ht_dpara *para);

#endif
