/* What the files of the reader of HTML share. */
#ifndef HT_IMPORT_HTML_H
#define HT_IMPORT_HTML_H

#include "page_style.h"
#include "sink.h"

typedef enum pg_kind {
	INLINE,
	BLOCK,
	SKIP,
	FURNITURE,
	BREAK,
	TABLE,
	PICTURE,
	HEADING,
	ITEM,
	LINK,
	FORMULA,
	EMBEDDED,
	CONTROL,
	READING,
	QUOTE
} pg_kind;

/* What the reader knows while it walks: where it writes, and how what is around an element shows it. */
typedef struct pg_reader {
	im_sink sink;
	const im_page_styles *styles;
	bool invisible, tiny, struck; /* of the text: visibility, no font size, a line through it */
	bool pre;                     /* lines are kept */
	size_t pre_lines;             /* that were read */
	size_t note_links;            /* that were followed */
} pg_reader;

/* ---- html.c ---- */

pg_kind pg_kind_of(const xmlNode *node);
void pg_walk(pg_reader *p, const xmlNode *node, int depth);
void pg_walk_children(pg_reader *p, const xmlNode *node, int depth);
/* Why an element is not shown at all, or NULL. */
ht_code pg_why_hidden(pg_reader *p, const xmlNode *node, const im_shown *shown);
/* Show text as the element says; and as what is around it says, again. */
void pg_enter(pg_reader *p, const xmlNode *node, const im_shown *shown);
void pg_leave(pg_reader *p, const pg_reader *before);

/* ---- html_tables.c ---- */

bool pg_is_cell(const xmlNode *node);
void pg_put_table(pg_reader *p, const xmlNode *node, int depth);

/* ---- html_notes.c ---- */

/* A link: to a note, which is put here, or elsewhere. */
void pg_put_link(pg_reader *p, const xmlNode *node, int depth);
/* Is the element a note that was put into the text? */
bool pg_is_taken(const pg_reader *p, const xmlNode *node);

#endif
