/* Where the readers of HTML, DOCX and ODT put what they find: paragraphs and
 * rows of tables become lines. */
#ifndef HT_IMPORT_SINK_H
#define HT_IMPORT_SINK_H

#include "xml_library.h"

#include "im.h"

/* Deepest nesting; deeper text is dropped. */
#define IM_MAX_DEPTH 200
/* Headings have four levels at most. */
#define IM_MAX_LEVEL 4
/* Most cells of a row; what further ones hold is in the last. */
#define IM_MAX_CELLS 64

/* How the source shows a text. */
typedef struct im_look {
	int script;    /* above 0: raised; below 0: lowered */
	ht_code leave; /* it is left out, and this message tells of it; NULL: it is shown */
} im_look;

typedef struct im_sink {
	im_doc *d;
	im_look look; /* of the text that comes; the readers set it */
	ht_buf line;  /* the paragraph so far */
	ht_buf row;   /* cells so far, separated by tabs */
	ht_buf left;  /* text that is left out, until some is shown */
	ht_code left_reason;
	bool left_spaced;
	bool in_row, filled;           /* filled: one of its cells has text */
	size_t cells, columns;         /* of the row; most of a row of the table */
	size_t last_cells;             /* of the last row with text */
	size_t first_row;              /* the table's first line */
	int down[IM_MAX_CELLS];        /* by column: how many more rows the cell above reaches into */
	int down_before[IM_MAX_CELLS]; /* the same when the row began */
	size_t nested;                 /* tables in the cell */
	bool number_spaced;            /* with a gap after it */
	size_t number_bytes;           /* of the number that the paragraph begins with; 0: none */
	int level;                     /* of the paragraph as heading; 0: it is not one */
	bool junk;                     /* within navigation, a footer … */
	bool spaced;                   /* a blank is needed before the next character */
	int blanks;                    /* before the next line */
	ht_loc loc;                    /* of the paragraph's beginning */
	const char *style, *stamp;     /* of the paragraph: see im_line */
	im_picture *pictures;          /* n_pictures that wait for the paragraph's end */
	size_t n_pictures, cap_pictures;
	bool in_table;         /* they were in a table */
	const xmlNode **boxes; /* n_boxes text boxes that wait for the paragraph's end */
	size_t n_boxes, cap_boxes;
	const xmlNode **taken; /* HTML: n_taken notes that were put into the text */
	size_t n_taken, cap_taken;
	const char *squeezed; /* all lines without blanks, to look for headers in them; NULL: not yet needed */
} im_sink;

void im_sink_open(im_sink *s, im_doc *d);

/* Release what the sink holds; nomem is set if it had no memory. */
void im_sink_close(im_sink *s);

/* The paragraph so far, trimmed, of a sink used for a single text. Closes the sink. */
const char *im_sink_take(im_sink *s);

/* Add text as the source shows it (look), without control characters; collapse: runs of white space are one blank, as
 * in HTML. Raised and lowered text is written with the characters that Unicode has for it (m²), or as it is, which is
 * told. */
void im_sink_text(im_sink *s, const char *text, bool collapse);

/* Add the text of an element and all in it. */
void im_sink_content(im_sink *s, const xmlNode *node, bool collapse);

/* Leave an element and all in it out, and tell of its text: see im_leave_out(). */
void im_sink_leave(im_sink *s, const xmlNode *node, ht_code reason);

/* Begin the paragraph with a number that is counted, not typed. spaced: the source sets a gap after it, for which a
 * blank is written where both would be read as one number. */
void im_sink_number(im_sink *s, const char *number, bool spaced);

/* Tell now of text that was left out: what is left out next is another piece. */
void im_sink_end_left(im_sink *s);

/* The header or footer of the pages, after all lines. A warning, where it says something that the text does not. */
void im_leave_page_edge(im_sink *s, const char *text);

/* Add a character as it is. */
void im_sink_char(im_sink *s, char c);

/* End the paragraph, if there is one. gap: empty lines before the next. In a
 * row it begins a line of the cell. */
void im_sink_end(im_sink *s, int gap);

/* ---- tables ---- */

void im_sink_begin_table(im_sink *s);
/* Columns that only widen those at their left in all rows go: editors have a column for each edge of a cell. */
void im_sink_end_table(im_sink *s);

void im_sink_begin_row(im_sink *s);
/* End a cell that is across columns wide and reaches over down rows: IM_JOIN_LEFT and IM_JOIN_UP are in the cells that
 * it covers. */
void im_sink_end_cell(im_sink *s, int across, int down);
/* Where a cell above reaches into this place of the row, add the cell that it covers. false: it does not. */
bool im_sink_covered(im_sink *s);
/* The cell just read, across columns wide, continues another (IM_JOIN_UP, IM_JOIN_LEFT). */
void im_sink_join(im_sink *s, const char *join, int across);
/* A row without text besides joins is none. */
void im_sink_end_row(im_sink *s);

/* A table in the cell: its rows are lines of the cell, which is told. */
void im_sink_nest(im_sink *s);
void im_sink_unnest(im_sink *s);
/* End a cell of such a table, or a row of it. */
void im_sink_end_nested(im_sink *s, bool row);

/* A picture: a line of its own after the paragraph it is in, or after the
 * table. p is copied, its data borrowed until then. */
void im_sink_picture(im_sink *s, const im_picture *p);

/* A text box: it is beside the text, and its paragraphs come after the one that it belongs to. */
void im_sink_box(im_sink *s, const xmlNode *node);
/* The *n boxes so far, which wait no longer: further ones, perhaps in these, are others. */
const xmlNode **im_sink_take_boxes(im_sink *s, size_t *n);

/* Count bytes that the source has once and the text many times. false, and the file is refused: they are more than
 * HT_IMPORT_MAX_BYTES, which is told once. */
bool im_has_room(im_doc *d, size_t bytes);

/* A footnote's text: put into the paragraph in brackets, until build.c makes it a footnote of a body. */
void im_sink_note(im_sink *s, const char *text);

/* ---- formula.c ---- */

/* A formula of Word or in MathML, written in one line, which is told. */
void im_put_formula(im_sink *s, const xmlNode *node, int depth);

/* ---- ids.c ---- */

/* An element, by the name that it bears. */
typedef struct im_named {
	const char *id; /* of the document */
	const xmlNode *node;
	size_t nth;       /* in the order of the document */
	const char *text; /* what was read of it; NULL: nothing yet */
} im_named;

typedef struct im_ids {
	im_named *v; /* n of them, by id, in the arena */
	size_t n;
} im_ids;

/* The children of an element (NULL: none) by an attribute, which those without it have not. */
void im_ids_read(im_doc *d, const xmlNode *parent, const char *attribute, im_ids *ret);

/* The first with this id, or NULL. */
im_named *im_ids_find(const im_ids *ids, const char *id);

/* ---- tags.c ---- */

/* Has no element more attributes than programs write? libxml2 compares each with all others, so that its time grows
 * with the square of their number. false: d->refused, and the message says so.
 * xml  in  as XML is read; else as HTML */
bool im_tags_are_usual(im_doc *d, const char *data, size_t len, bool xml);

/* ---- xml.c ---- */

/* Set nomem if the parser just called ran out of memory. */
void im_note_xml_nomem(im_doc *d);

/* Is the element called name, whatever its prefix? */
bool im_is_element(const xmlNode *node, const char *name);

/* The root of a document; NULL: there is none. */
xmlNode *im_root(const xmlDoc *doc);

/* a, or b where a is NULL or "". */
const char *im_given(const char *a, const char *b);

/* The first child of that name, or NULL. */
xmlNode *im_child(const xmlNode *node, const char *name);

/* The value of an attribute, whatever its prefix, copied into the arena; NULL: not there, or no node. */
const char *im_attribute(im_doc *d, const xmlNode *node, const char *name);

/* The same as it is in the document, borrowed, perhaps no valid UTF-8: to compare. "": not there, or no node. */
const char *im_raw_attribute(const xmlNode *node, const char *name);

/* The same as a number; fallback when it is not a number. */
int im_attribute_int(im_doc *d, const xmlNode *node, const char *name, int fallback);

/* The len bytes that base64 text stands for, in the arena; NULL: out of memory. */
const char *im_decode_base64(im_doc *d, const char *text, size_t *len);

/* The text of an element and all in it, copied into the arena; "" for NULL. */
const char *im_content(im_doc *d, const xmlNode *node);
/* The same without what is said of drawings to those who do not see them (title and desc). */
const char *im_shown_content(im_doc *d, const xmlNode *node);

/* The first element of that name in node or below it, or NULL. */
const xmlNode *im_find_element(const xmlNode *node, const char *name, int depth);

/* The first element with that id, in node or below it, or NULL. */
const xmlNode *im_find_by_id(const xmlNode *node, const char *id, int depth);

/* Data as XML, which is called name in its parser; NULL: it is none, or has a document type. Free with
 * im_xml_free_doc(). */
xmlDoc *im_parse_xml(im_doc *d, const char *data, size_t len, const char *name);

/* A part of a zip package in the arena, *n bytes; NULL: not there, or too large. */
const char *im_package_part(im_doc *d, const char *data, size_t len, const char *part, size_t *n);

/* A part of a zip package as XML; NULL: not there or not to be read. Free with
 * im_xml_free_doc(). */
xmlDoc *im_package_xml(im_doc *d, const char *data, size_t len, const char *part);
/* XML that is the text of an element, or NULL; the same. */
xmlDoc *im_enclosed_xml(im_doc *d, const xmlNode *node);

/* The part that the relationship with that id points to: links is the root of the relationships of a part in folder.
 * NULL: there is none, no id, or it is outside the package. */
const char *im_linked_part(im_doc *d, const xmlNode *links, const char *id, const char *folder);

/* Report that a package of this kind cannot be read without this part. Returns the status to return. */
ht_status im_package_refuse(im_doc *d, const char *kind, const char *part);

/* Is node too deep in the tree to be read? Reported if text is lost. */
bool im_too_deep(im_doc *d, const xmlNode *node, int depth);

/* ---- unread.c ---- */

/* Where a document has its text: lists of elements end with NULL. */
typedef struct im_unread_where {
	const char *text;           /* the element that holds it (w:t), in a package; NULL: any, in a page */
	const char *const *skipped; /* elements whose text is none of the document's, or told of otherwise */
} im_unread_where;

/* Leave out what the reader did not come to, when it has read the rest. */
void im_leave_unread(im_doc *d, const xmlNode *root, const im_unread_where *where);

/* ---- the readers: HT_ERR_INPUT when data is not of this format (reported) ---- */

ht_status im_read_html(im_doc *d, const char *text, size_t len);
ht_status im_read_docx(im_doc *d, const char *data, size_t len);
ht_status im_read_odt(im_doc *d, const char *data, size_t len);
/* ODT as one XML document (.fodt). */
ht_status im_read_fodt(im_doc *d, const char *data, size_t len);

#endif
