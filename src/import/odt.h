/* What the files of the reader of ODT share. */
#ifndef HT_IMPORT_ODT_H
#define HT_IMPORT_ODT_H

#include "numbering.h"
#include "sink.h"

/* Levels of a list. */
#define OD_LEVELS 10

/* What a style says of text; 0: nothing. */
typedef struct od_look {
	int script;       /* 1: raised; -1: lowered; 2: neither */
	int struck;       /* 1, or -1: not */
	int hidden;       /* the same */
	const char *font; /* of symbols; NULL: nothing is said */
} od_look;

typedef struct od_style {
	const char *family, *name, *parent;
	od_look look;
	const char *list;  /* of a paragraph: its style of list; NULL: nothing is said */
	const char *shown; /* the name that people see, of a style that is no automatic one: its own or its parent's */
	bool settled;
} od_style;

typedef struct od_list_style {
	const char *name;
	const xmlNode *levels[OD_LEVELS + 1]; /* from 1 */
} od_list_style;

/* How far a list has counted. */
typedef struct od_count {
	const char *key; /* the list's id, or the style of the list */
	int counts[OD_LEVELS + 1];
} od_count;

typedef struct od_reader {
	im_sink sink;
	const char *data; /* the package, len bytes; NULL: the file is one XML document */
	size_t len;
	od_style *styles;
	size_t n_styles, cap_styles;
	od_list_style *lists;
	size_t n_lists, cap_lists;
	od_list_style outline; /* numbers of headings */
	int headings[OD_LEVELS + 1];
	const xmlNode *forms; /* controls that are drawn elsewhere */
	const char *list;     /* the list style in force, or NULL */
	int level;            /* of the list, from 1; 0: not in a list */
	int counts[OD_LEVELS + 1];
	od_count *ended; /* n_ended lists that later ones may continue */
	size_t n_ended, cap_ended;
	bool numbered;     /* the next paragraph gets the number of its item */
	od_look paragraph; /* of the paragraph's style */
	const char *font;  /* of symbols, of the text that comes */
} od_reader;

/* ---- odt.c ---- */

void od_walk_children(od_reader *r, const xmlNode *node, int depth);
bool od_is_true(im_doc *d, const xmlNode *node, const char *name);

/* ---- odt_tables.c ---- */

void od_put_table(od_reader *r, const xmlNode *node, int depth);
/* Of a table in a cell. */
void od_put_nested_cell(od_reader *r, const xmlNode *node, int depth);
void od_put_nested_row(od_reader *r, const xmlNode *node, int depth);

/* ---- odt_frames.c ---- */

void od_put_frame(od_reader *r, const xmlNode *node, int depth);
/* A drawn shape, with text in it. */
void od_put_shape(od_reader *r, const xmlNode *node, int depth);
void od_put_control(od_reader *r, const xmlNode *node, int depth);

/* ---- odt_styles.c ---- */

/* Read the styles of a document's root; once for each part that has some. */
void od_read_styles(od_reader *r, const xmlNode *root);
/* After the last part: styles take what their parents say. */
void od_settle_styles(od_reader *r);
/* NULL: there is none. */
const od_style *od_style_of(const od_reader *r, const char *family, const char *name);
od_look od_over(od_look a, od_look b);

/* ---- odt_lists.c ---- */

void od_begin_list(od_reader *r, const xmlNode *node);
void od_end_list(od_reader *r, const xmlNode *node);
/* Count an item, or its number as given. */
void od_count_item(od_reader *r, const xmlNode *node);
void od_put_number(od_reader *r);
/* The number of a heading, where the outline has one. */
void od_put_heading_number(od_reader *r, int level, const xmlNode *node);

#endif
