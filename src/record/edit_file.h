/* A file while it is changed: shared by edit.c, which walks its paths, edit_primitives.c, which changes one place, and
 * edit_value.c, which writes values. */
#ifndef HT_RECORD_EDIT_FILE_H
#define HT_RECORD_EDIT_FILE_H

#include "base/buf.h"
#include "record/edit.h"

typedef struct edit_file {
	ht_arena *arena;
	const char *name;
	const char *data;
	size_t len;
	const char **lines; /* where each begins */
	size_t n_lines;
	const char *line_end;   /* "\n", "\r\n" */
	const ht_field *fields; /* its table */
	ht_record_file tree;
	bool nomem;
} edit_file;

/* How values are written. */
typedef struct edit_writing {
	const char *line_end;
	bool json;
	bool quoted; /* all texts in quotes: where they cannot be read otherwise */
} edit_writing;

/* What follows "key:" or "-". */
typedef struct edit_value {
	ht_buf head;  /* on its line */
	ht_buf below; /* the lines below it, each begun by a line end */
} edit_value;

/* Write a value; flow: it is within brackets. col: of the key or dash that it belongs to, from 0. */
void edit_write(edit_value *out, const ht_node *value, int col, bool flow, const edit_writing *how);
/* The same in one piece; dash: the owner is a list's, so that a map begins on its line. */
void edit_write_after(ht_buf *out, const ht_node *value, int col, bool dash, const edit_writing *how);
void edit_value_free(edit_value *value);
void edit_put_spaces(ht_buf *out, int n);
/* A field's name. */
void edit_write_key(ht_buf *out, const char *key, const edit_writing *how);

/* What to change. */
typedef struct edit_spot {
	ht_node *parent; /* the list or map */
	size_t at;       /* of its members */
} edit_spot;

/* Read the file. false: out of memory. */
bool edit_open(edit_file *file, ht_arena *arena, const char *data, size_t len, const char *name, ht_format format);

/* Each changes the file in one place, and reads it again: *file is then the new one, and nodes of the old tree are no
 * longer to be used. false: no way to write it was found that reads as wanted. */
bool edit_replace(edit_file *file, edit_spot spot, const ht_node *value);
bool edit_insert(edit_file *file, edit_spot spot, const char *key, const ht_node *value); /* key NULL: into a list */
bool edit_remove(edit_file *file, edit_spot spot);
/* Of a list that stays one with members: the old ones from the spot on become the new values. It may find no way where
 * single changes do. */
bool edit_splice(edit_file *file, edit_spot spot, size_t old, ht_node *const *values, size_t new);
bool edit_first_field(edit_file *file, const char *key, const ht_node *value); /* of a file without fields */
bool edit_text_below(edit_file *file, const char *text);

#endif
