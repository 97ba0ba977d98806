#include "record/packed.h"

/* What is left of a tree: its nodes are in the order in which they are read. */
typedef struct reading {
	const ht_packed_tree *tree;
	const char *file;
	ht_node *nodes;      /* room for all of them */
	ht_node_pair *pairs; /* room for the rest of the members of maps */
	ht_node **items;     /* … and of lists */
	size_t n;
} reading;

static ht_loc place(const reading *r, ht_packed_place at)
{
	return (ht_loc){r->file, at.line, at.col};
}

static ht_node *next(reading *r)
{
	const ht_packed_node *from = &r->tree->nodes[r->n];
	ht_node *node = &r->nodes[r->n++];
	node->kind = from->kind;
	node->loc = place(r, from->at);
	node->end = place(r, from->end);
	node->flow = from->flags & HT_PACKED_FLOW;
	node->n = from->n;
	if (from->kind == HT_NODE_SCALAR) {
		node->text = r->tree->texts + from->text;
		node->text_loc = place(r, from->text_at);
		node->block = from->flags & HT_PACKED_BLOCK;
		node->quoted = from->flags & HT_PACKED_QUOTED;
		node->line_exact = from->flags & HT_PACKED_LINE_EXACT;
		node->joined = from->flags & HT_PACKED_JOINED;
	} else if (from->kind == HT_NODE_SEQ) {
		node->items = r->items;
		r->items += node->n;
		for (size_t i = 0; i < node->n; i++)
			node->items[i] = next(r);
	} else {
		node->pairs = r->pairs;
		r->pairs += node->n;
		for (size_t i = 0; i < node->n; i++) {
			node->pairs[i].key = next(r);
			node->pairs[i].value = next(r);
		}
	}
	return node;
}

ht_status ht_node_unpack(ht_arena *arena, const ht_packed_tree *tree, const char *file, ht_node **ret)
{
	/* every node but the root is a member of one other: there are never more members than nodes */
	const size_t n = tree->n_nodes;
	reading r = {.tree = tree,
	             .file = file,
	             .nodes = ht_arena_alloc(arena, n * sizeof(ht_node)),
	             .pairs = ht_arena_alloc(arena, n / 2 * sizeof(ht_node_pair)),
	             .items = ht_arena_alloc(arena, n * sizeof(ht_node *))};
	if (!r.nodes || !r.pairs || !r.items)
		return HT_ERR_NOMEM;
	*ret = next(&r);
	return HT_OK;
}
