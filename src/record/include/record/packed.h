/* Trees that were read while building: the program's own style sheets are there without a parser. */
#ifndef HT_RECORD_PACKED_H
#define HT_RECORD_PACKED_H

#include <stdint.h>
#include <stdio.h>

#include "record/node.h"

#define HT_PACKED_NO_TEXT UINT32_MAX

/* What a node is, as bits of ht_packed_node.flags. */
enum { HT_PACKED_FLOW = 1, HT_PACKED_BLOCK = 2, HT_PACKED_QUOTED = 4, HT_PACKED_LINE_EXACT = 8, HT_PACKED_JOINED = 16 };

typedef struct ht_packed_place {
	uint16_t line, col;
} ht_packed_place;

/* A node, followed by its members: of a map each key and its value. */
typedef struct ht_packed_node {
	uint32_t text; /* of a scalar: where it begins in the tree's texts; else HT_PACKED_NO_TEXT */
	ht_packed_place at, end, text_at;
	uint16_t n;
	uint8_t kind, flags;
} ht_packed_node;

typedef struct ht_packed_tree {
	const char *source; /* the file that it was read from, byte for byte */
	size_t source_len;
	const ht_packed_node *nodes; /* the root first */
	size_t n_nodes;
	const char *texts; /* each ends with NUL */
} ht_packed_tree;

/* The tree as ht_node_parse() would have given it, but for `comment` and `raw`, which are of records alone.
 * arena  in/out  holds the nodes; texts stay where they are in the packed tree
 * file   in      named in places; borrowed
 * ret    out     untouched unless HT_OK
 * Errors: HT_ERR_NOMEM. */
ht_status ht_node_unpack(ht_arena *arena, const ht_packed_tree *tree, const char *file, ht_node **ret);

/* Only while building: write the tree of a file, its root and its bytes, as an initialiser of an ht_packed_tree in C.
 * False: it has more lines, columns or members than an ht_packed_node holds. */
bool ht_node_pack(const ht_node *root, const char *source, size_t len, FILE *out);

#endif
