/* What the files of the reader of DOCX share. */
#ifndef HT_IMPORT_DOCX_H
#define HT_IMPORT_DOCX_H

#include "numbering.h"
#include "sink.h"

/* Levels of a list. */
#define DX_LEVELS 9
/* Fields within each other. */
#define DX_FIELDS 16

/* What properties of text say of a run; -1: nothing. */
typedef struct dx_look {
	int script;               /* 1: raised, 2: lowered, 0: neither */
	int struck, hidden, caps; /* 0 or 1 */
	int position;             /* half points above the line; 0: nothing is said */
	const char *font;         /* of symbols; NULL: nothing is said */
} dx_look;

/* A style, with what it takes from those that it is based on. */
typedef struct dx_style {
	const char *id, *based_on;
	dx_look look;
	int outline;          /* level of a heading, from 1; 0: none */
	int list, list_level; /* numId; -1: nothing is said */
	const char *shown;    /* what this program calls it: 发文字号; NULL: it has no name */
	const xmlNode *node;
	bool settled;
} dx_style;

typedef struct dx_level {
	const char *format, *text, *font; /* decimal; `%1、`; of a bullet */
	const char *style;                /* paragraphs of this style are at this level */
	int start, restart;               /* restart 0: never */
	bool legal, unspaced;             /* all in digits; nothing between number and text */
} dx_level;

/* What several lists may count together (abstractNum). */
typedef struct dx_counter {
	const char *style_link, *link_to;
	dx_level levels[DX_LEVELS];
	int counts[DX_LEVELS];
	bool begun[DX_LEVELS];
} dx_counter;

/* A list (num): a counter, which it may begin anew at some levels. */
typedef struct dx_list {
	dx_counter *counter;
	int start[DX_LEVELS];           /* -1: goes on counting */
	const dx_level *own[DX_LEVELS]; /* instead of the counter's */
	bool used[DX_LEVELS];
} dx_list;

/* A field that has begun: its instruction, then its result. */
typedef struct dx_field {
	ht_buf instruction;
	bool in_result;
	size_t from;         /* bytes of the paragraph before its result */
	const xmlNode *form; /* of a box or a list to choose from */
} dx_field;

typedef struct dx_reader {
	im_sink sink;
	const char *data; /* the package, len bytes */
	size_t len;
	xmlDoc *links;   /* of the text to other parts; NULL: it has no links */
	im_ids notes[2]; /* footnotes, endnotes */
	im_ids comments;
	dx_style *styles;
	size_t n_styles, cap_styles;
	dx_look defaults, paragraph; /* of all text; of the paragraph's style */
	im_ids counter_ids, list_ids;
	dx_counter *counters; /* of the counter ids, each at the place of its own; NULL: there are none */
	dx_list *lists;       /* likewise */
	dx_field fields[DX_FIELDS];
	size_t n_fields, deeper; /* deeper: fields that are not kept */
	bool joins;              /* the paragraph's end was deleted: the next goes on */
	const char *font;        /* of the run, where its styles name one */
	bool caps;               /* its letters are shown as capitals */
	int position;            /* of the text before it: half points above the line */
} dx_reader;

/* ---- docx.c ---- */

void dx_walk_children(dx_reader *r, const xmlNode *node, int depth);

/* ---- docx_tables.c ---- */

void dx_put_table(dx_reader *r, const xmlNode *node, int depth);
/* Of a table in a cell. */
void dx_put_nested_cell(dx_reader *r, const xmlNode *node, int depth);
void dx_put_nested_row(dx_reader *r, const xmlNode *node, int depth);

/* ---- docx_styles.c ---- */

/* Of properties that say nothing. */
extern const dx_look dx_no_look;

/* Is the property on (<w:strike/>, w:val="0" is off)? -1: it is not given. */
int dx_on_off(im_doc *d, const xmlNode *properties, const char *name);
void dx_read_styles(dx_reader *r, const xmlNode *root);
/* The style of that name; NULL: there is none. */
const dx_style *dx_style_of(const dx_reader *r, const char *id);
/* How the run with these properties (NULL: none) is shown. */
dx_look dx_look_of(const dx_reader *r, const xmlNode *properties);

/* ---- docx_lists.c ---- */

void dx_read_lists(dx_reader *r, const xmlNode *root);
/* Put the number that Word shows before the paragraph. */
void dx_number_paragraph(dx_reader *r, const xmlNode *properties, const dx_style *style);

/* ---- docx_fields.c ---- */

/* Is text shown here, not part of a field's instruction? */
bool dx_is_shown(const dx_reader *r);
void dx_put_field_char(dx_reader *r, const xmlNode *node);
void dx_put_instruction(dx_reader *r, const xmlNode *node);
/* Fields that a damaged file does not end. */
void dx_end_fields(dx_reader *r);

#endif
