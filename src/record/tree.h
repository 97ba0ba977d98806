/* The builder that the YAML and the JSON reader share: they say what comes
 * next, it makes the tree and watches the limits. */
#ifndef HT_RECORD_TREE_H
#define HT_RECORD_TREE_H

#include "record/node.h"
#include "source.h"

typedef struct ht_tree_frame {
	ht_node *node;
	ht_node *key; /* map: the key whose value comes next */
	size_t cap;
} ht_tree_frame;

typedef struct ht_tree {
	ht_source *src;
	ht_node *root;
	ht_tree_frame stack[HT_NODE_MAX_DEPTH];
	int depth;
	size_t n_nodes;
	ht_status status; /* anything but HT_OK: stop reading */
} ht_tree;

/* Add a scalar whose text is already in the arena; NULL: stop reading. */
ht_node *ht_tree_scalar(ht_tree *tree, ht_loc loc, const char *text, bool quoted);

/* Begin a list or map; flow: in brackets. false: stop reading. */
bool ht_tree_open(ht_tree *tree, ht_node_kind kind, ht_loc loc, bool flow);

/* End the innermost list or map; end: the place after its bracket, or that of its last member if line is 0. false: stop
 * reading. */
bool ht_tree_close(ht_tree *tree, ht_loc end);

/* Report an error; reading may go on. */
#define HT_TREE_FAULT(tree, ...) ((tree)->src->bad = true, ht_diag((tree)->src->diags, __VA_ARGS__))

/* The two readers. A fault they cannot go on after leaves the tree as far as
 * it was read, with tree->src->bad set. */
void ht_tree_read_yaml(ht_tree *tree);
void ht_tree_read_json(ht_tree *tree);

/* Explain from the source's lines why YAML ended at the line last (numbered as
 * in diagnostics): reports full-width colons, missing spaces after colons and
 * tabs, wherever they are, if one of them is at fault. true: the error is
 * explained. */
bool ht_yaml_explain(ht_source *src, int last);

/* As ht_node_parse(), but *ret is also set when there were errors
 * (HT_ERR_INPUT): what could be read, so that its fields are checked too. */
ht_status ht_tree_parse(ht_source *src, ht_syntax syntax, ht_node **ret);

#endif
