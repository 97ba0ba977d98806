/* A record's file as it is written: the places of its fields, and changes of single values that leave everything else
 * as it is, comments and order included. For whoever edits records field by field. */
#ifndef HT_RECORD_EDIT_H
#define HT_RECORD_EDIT_H

#include "record/node.h"
#include "record/record.h"

typedef struct ht_record_file {
	ht_format format;
	ht_node *root;    /* its fields: a map; NULL: there are none */
	bool faulty;      /* what is there is not all: see the diagnostics */
	ht_loc fields;    /* where its fields begin … */
	ht_loc end;       /* … and end: of Markdown, at the line that ends the front matter */
	const char *text; /* MARKDOWN: what is below the front matter; else NULL */
	size_t text_len;
	ht_loc text_loc;
} ht_record_file;

/* Read the tree of a record's file; places are those of the file.
 * arena   in/out  holds everything
 * format  in      HT_FORMAT_AUTO: by name and content
 * diags   in/out  as ht_record_parse(), of the syntax alone; or NULL
 * ret     out     also set with HT_ERR_INPUT: what could be read
 * Returns HT_OK, HT_ERR_INPUT, HT_ERR_NOMEM. */
ht_status ht_record_file_read(ht_arena *arena, const char *data, size_t len, const char *name, ht_format format,
                              ht_diags *diags, ht_record_file *ret);

/* Append the path of the field at a place of the file, by English names, list members from 0 in brackets:
 * `meeting.present[2]`; what is no field of records by its own name. Nothing, where there is none. */
void ht_record_file_path(const ht_record_file *file, ht_loc loc, ht_buf *out);

/* A step of a path: a field by any of its names, or (key NULL) the member of a list, from 0. */
typedef struct ht_path_step {
	const char *key;
	size_t at;
} ht_path_step;

typedef enum ht_change_op {
	HT_CHANGE_SET,    /* the value at the path becomes value; fields on the way that are not there are added */
	HT_CHANGE_INSERT, /* value becomes the member at the path's end; those from there on move one place */
	HT_CHANGE_REMOVE, /* the field, or the member, at the path goes */
	HT_CHANGE_MOVE    /* the member at the path becomes the one at the place to */
} ht_change_op;

typedef struct ht_change {
	ht_change_op op;
	const ht_path_step *path;
	size_t n;
	const ht_node *value; /* SET, INSERT; the text of its scalars counts, .quoted: never null */
	size_t to;
	const ht_field *fields; /* the table of the file's fields; NULL: that of records */
} ht_change;

/* In the file at loc, old is to become text. */
typedef struct ht_replacement {
	ht_loc loc;
	const char *old, *text;
} ht_replacement;

/* Find how the file has to be changed. The result is read again before it is handed out: the tree is then the old one
 * with just this change (where a text has several lines, line ends at its end do not count).
 * ret  out  in arena; both texts "": nothing has to be changed
 * Returns HT_OK; HT_ERR_INPUT: the path leads nowhere, or the file is so faulty that no way was found; HT_ERR_NOMEM. */
ht_status ht_record_change(ht_arena *arena, const char *data, size_t len, const char *name, ht_format format,
                           const ht_change *change, ht_replacement *ret);

/* Append it as members of a JSON object, without the braces: line, column, old, new. */
void ht_replacement_json(ht_buf *out, ht_loc loc, const char *old, const char *text);

/* Append a text as a value of a YAML file, also one within brackets: plain, or in quotes where that is not read as
 * meant. */
void ht_edit_put_text(ht_buf *out, const char *text);

/* Do both trees say the same? Line ends at the end of texts with several lines do not count. */
bool ht_node_same(const ht_node *a, const ht_node *b);

#endif
