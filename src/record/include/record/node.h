/* The tree a YAML or JSON file holds, each node with its place: what records
 * and style sheets are read from. The only room that knows the parsers. */
#ifndef HT_RECORD_NODE_H
#define HT_RECORD_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/loc.h"
#include "base/status.h"

typedef enum ht_node_kind { HT_NODE_SCALAR, HT_NODE_SEQ, HT_NODE_MAP } ht_node_kind;

typedef struct ht_node ht_node;
typedef struct ht_node_pair {
	ht_node *key; /* always a scalar */
	ht_node *value;
} ht_node_pair;

struct ht_node {
	ht_node_kind kind;
	ht_loc loc;
	ht_loc end;  /* after its last character: of a block text (| or >) after the last line that has text, of lists
	                and maps without brackets after their last member. loc, if nothing is written */
	bool flow;   /* seq, map: written in brackets */
	bool block;  /* scalar: a block text */
	bool quoted; /* scalar: written in quotes, or a block scalar: text, never null/number */
	const char *text; /* scalar: NUL-terminated valid UTF-8, no NUL inside */
	/* Scalar: where its text begins in the source: for a block scalar (| or >)
	 * the first content line, with the column the content starts at; for a
	 * plain or quoted one its first character. line_exact says that line n of
	 * the text is line n of the source, column by column: a block scalar (|),
	 * and a scalar on one line without escapes. */
	ht_loc text_loc;
	bool line_exact;
	/* Else: where its text begins in the source, while that is there, and what begins an escape (\\, ') or 0. */
	const char *source, *source_end;
	char escape;
	bool joined; /* YAML scalar: plain or quoted, and its lines were joined to one */
	/* YAML scalar: what follows it on its line from # on, as far as it may be text that was
	 * meant to be printed; NULL: nothing, or plainly a comment. raw: the whole of the value and it
	 * as they are in the source, if quotes around them would keep them. */
	const char *comment, *raw;
	ht_loc comment_loc;
	ht_node **items;     /* seq */
	ht_node_pair *pairs; /* map, in source order; repeated keys are a diagnostic */
	size_t n;            /* of items or pairs */
};

typedef enum ht_syntax { HT_SYNTAX_YAML, HT_SYNTAX_JSON } ht_syntax;

/* Limits against hostile input. */
#define HT_NODE_MAX_DEPTH 64
#define HT_NODE_MAX_NODES 2000000
/* A value of one line, or all lines of a title: 10,000 Chinese characters. */
#define HT_LINE_MAX_BYTES 30000

/* Parse data[0..len) as one document.
 * arena       in/out  holds the tree and copies of all text
 * file, line  in      named in diagnostics; line is that of data's first line
 * syntax      in      JSON accepts surrogate pairs, refuses lone surrogates
 * diags       in/out  the codes R1xx: HT_D_ENCODING, HT_D_CONTROL_CHAR, HT_D_DEPTH, HT_D_KEY_REPEATED, HT_D_YAML_* …
 * ret         out     NULL for an empty document; untouched unless HT_OK
 * YAML anchors and aliases are refused (records do not need them, and alias bombs are impossible then); so are tags
 * other than the core ones, merge keys and several documents. Where YAML folds a line end between two Chinese
 * characters, no space is left: none was meant.
 * Returns HT_OK, HT_ERR_INPUT, HT_ERR_NOMEM. */
ht_status ht_node_parse(ht_arena *arena, const char *data, size_t len, const char *file, int line, ht_syntax syntax,
                        ht_diags *diags, ht_node **ret);

/* The value of a map's key, or NULL. */
ht_node *ht_node_get(const ht_node *map, const char *key);

/* Is this a plain null (empty, ~, null)? */
bool ht_node_is_null(const ht_node *node);

#endif
