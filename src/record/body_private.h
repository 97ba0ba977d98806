/* What the files of the body parser share. */
#ifndef HT_RECORD_BODY_PRIVATE_H
#define HT_RECORD_BODY_PRIVATE_H

#include "markup.h"
#include "record/body.h"
#include "source.h"

/* A part of the text as it is in the parser's copy. */
typedef struct ht_piece {
	const char *src;
	size_t at; /* offset of its copy */
} ht_piece;

typedef struct ht_inline_list {
	ht_inline *v;
	size_t n, cap;
} ht_inline_list;

/* An image met within text: its file and the text that stands for it. */
typedef struct ht_body_image {
	const char *src;
	ht_inline_list alt;
	ht_loc loc;
} ht_body_image;

typedef struct ht_body_images {
	ht_body_image *v;
	size_t n, cap;
} ht_body_images;

/* A line without blanks at its ends. */
typedef struct ht_source_line {
	const char *s;
	size_t len;
} ht_source_line;

typedef struct ht_body_builder {
	ht_arena *arena;
	ht_diags *diags;
	ht_cursor cur; /* over the text */
	ht_body *body;
	size_t cap;
	ht_markup *marked; /* the lines that are being parsed, without markup */
	size_t n_marked, room_marked, at_marked;
	size_t cap_notes;
	bool in_fence; /* after a code fence that has no other yet … */
	size_t fence;  /* … the block that follows it */
	char *scratch; /* the copy that the Markdown parser reads */
	size_t scratch_size;
	bool nomem;
} ht_body_builder;

/* Take the markup out of n lines; their texts are what is parsed then, until the next call. false: out of memory. */
bool ht_body_clean(ht_body_builder *b, ht_source_line *lines, size_t n);

/* The place of p, in a line's text or in the source. */
ht_loc ht_body_at(ht_body_builder *b, const char *p);

/* Resolve the inline marks of one line. The images in it go to *images, and
 * their text is not in list. false: out of memory. */
bool ht_body_inlines(ht_body_builder *b, const ht_source_line *line, ht_inline_list *list, ht_body_images *images);

/* Parse n lines, the second of which is a table's delimiter row, into block.
 * block->n_rows 0: it is not a table after all. false: out of memory. */
bool ht_body_table(ht_body_builder *b, const ht_source_line *lines, size_t n, ht_body_block *block,
                   ht_body_images *images);

/* Is [s, s + len) a delimiter row (`|---|:--:|`)? Its number of columns, or 0
 * (also when they are too many for a table). */
size_t ht_body_delimiter(const char *s, size_t len);

/* Join the cells of a table that has some of `^^` and `<<`: those that are covered leave their rows. A join that has
 * nothing to join, or stands in a table whose cells are not one for each place, is told of and becomes empty. false:
 * out of memory. (table_merge.c) */
bool ht_table_merge(ht_arena *arena, ht_diags *diags, ht_body_block *block);

/* What a paragraph is by its typed number: body_level.c. */
typedef struct ht_heading {
	int level, number;
	ht_division division;
	ht_claim claim;
	bool sentence; /* the run-in heading that it may have reads like a sentence */
	bool line;     /* as a block's */
	size_t marker, head;
} ht_heading;

ht_heading ht_body_classify(const char *text, size_t len);

/* Find the notes below tables: body_table_notes.c. Before the lists are settled. */
void ht_body_settle_table_notes(ht_body *body);

/* Does the first sentence of a paragraph, [p, end), say something, rather than name what follows it? */
bool ht_body_is_sentence(const char *p, const char *end);

/* Where a heading that is marked up to `at` ends: there, or after the stop that follows. 0: no stop is there. */
size_t ht_body_stop_after(const char *text, size_t len, size_t at);

/* ht_body_parse() for a part of a body, [text->p, text->end): the marks of its footnotes are not resolved, since their
 * texts may be in other parts. */
ht_status ht_body_parse_part(ht_arena *arena, const ht_cursor *text, ht_diags *diags, ht_body **ret);

#endif
