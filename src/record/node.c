#include "record/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "record/messages.h"
#include "tree.h"

#define STR_(x) #x
#define STR(x)  STR_(x)

static ht_node *new_node(ht_tree *tree, ht_node_kind kind, ht_loc loc)
{
	if (tree->n_nodes == HT_NODE_MAX_NODES) {
		HT_TREE_FAULT(tree, HT_D_NODES, loc, STR(HT_NODE_MAX_NODES), NULL);
		tree->status = HT_ERR_INPUT;
		return NULL;
	}
	ht_node *node = ht_arena_alloc(tree->src->arena, sizeof *node);
	if (!node) {
		tree->status = HT_ERR_NOMEM;
		return NULL;
	}
	tree->n_nodes++;
	node->kind = kind;
	node->loc = node->end = loc;
	return node;
}

/* Nothing, or white space alone: a name that nobody can see is none. */
static bool is_blank(const ht_node *key)
{
	return !*ht_str_skip_spaces(key->text);
}

/* Can the key be in a map? Otherwise its pair is left out. */
static bool usable(const ht_node *key)
{
	return key->kind == HT_NODE_SCALAR && !is_blank(key) && (key->quoted || strcmp(key->text, "<<") != 0);
}

static void report_key(ht_tree *tree, const ht_node *key)
{
	ht_code code = HT_D_YAML_MERGE;
	if (key->kind != HT_NODE_SCALAR)
		code = HT_D_KEY_NOT_TEXT;
	else if (is_blank(key))
		code = HT_D_KEY_EMPTY;
	HT_TREE_FAULT(tree, code, key->loc, NULL);
}

/* Add the node to the innermost open list or map. */
static bool attach(ht_tree *tree, ht_node *node)
{
	if (!tree->depth) {
		tree->root = node;
		return true;
	}
	ht_tree_frame *f = &tree->stack[tree->depth - 1];
	ht_arena *arena = tree->src->arena;
	if (f->node->kind == HT_NODE_SEQ) {
		ht_node **slot = HT_PUSH(arena, f->node->items, f->node->n, f->cap);
		if (!slot)
			return false;
		*slot = node;
	} else if (!f->key) {
		f->key = node;
		if (!usable(node))
			report_key(tree, node);
	} else {
		ht_node *key = f->key;
		f->key = NULL;
		if (!usable(key))
			return true;
		ht_node_pair *pair = HT_PUSH(arena, f->node->pairs, f->node->n, f->cap);
		if (!pair)
			return false;
		*pair = (ht_node_pair){key, node};
	}
	return true;
}

ht_node *ht_tree_scalar(ht_tree *tree, ht_loc loc, const char *text, bool quoted)
{
	ht_node *node = new_node(tree, HT_NODE_SCALAR, loc);
	if (!node)
		return NULL;
	node->text = ht_source_scalar(tree->src, text, loc);
	node->quoted = quoted;
	node->text_loc = loc;
	if (!node->text || !attach(tree, node)) {
		tree->status = HT_ERR_NOMEM;
		return NULL;
	}
	return node;
}

bool ht_tree_open(ht_tree *tree, ht_node_kind kind, ht_loc loc, bool flow)
{
	if (tree->depth == HT_NODE_MAX_DEPTH) {
		HT_TREE_FAULT(tree, HT_D_DEPTH, loc, STR(HT_NODE_MAX_DEPTH), NULL);
		tree->status = HT_ERR_INPUT;
		return false;
	}
	ht_node *node = new_node(tree, kind, loc);
	if (!node)
		return false;
	node->flow = flow;
	if (!attach(tree, node)) {
		tree->status = HT_ERR_NOMEM;
		return false;
	}
	tree->stack[tree->depth++] = (ht_tree_frame){.node = node};
	return true;
}

static int compare_pairs(const void *pa, const void *pb)
{
	const ht_node_pair *a = *(ht_node_pair *const *)pa, *b = *(ht_node_pair *const *)pb;
	int c = strcmp(a->key->text, b->key->text);
	return c ? c : (a > b) - (a < b);
}

static void report_repeated(ht_tree *tree, const ht_node *first, const ht_node *again)
{
	char line[16];
	snprintf(line, sizeof line, "%d", first->loc.line);
	HT_TREE_FAULT(tree, HT_D_KEY_REPEATED, again->loc, again->text, line, NULL);
}

/* Report keys given twice and remove the later ones. Sorted, so that a map
 * of any size costs little. */
static bool check_repeated(ht_tree *tree, ht_node *map)
{
	ht_node_pair **sorted = ht_arena_array(tree->src->arena, map->n, sizeof *sorted);
	if (!sorted)
		return false;
	for (size_t i = 0; i < map->n; i++)
		sorted[i] = &map->pairs[i];
	qsort(sorted, map->n, sizeof *sorted, compare_pairs);
	ht_node_pair *first = sorted[0];
	for (size_t i = 1; i < map->n; i++) {
		if (strcmp(first->key->text, sorted[i]->key->text) == 0) {
			report_repeated(tree, first->key, sorted[i]->key);
			sorted[i]->value = NULL;
		} else {
			first = sorted[i];
		}
	}
	size_t kept = 0;
	for (size_t i = 0; i < map->n; i++)
		if (map->pairs[i].value)
			map->pairs[kept++] = map->pairs[i];
	map->n = kept;
	return true;
}

/* Where the last member that the file has ends. */
static ht_loc end_of_members(const ht_node *node)
{
	if (!node->n)
		return node->loc;
	if (node->kind == HT_NODE_MAP)
		return node->pairs[node->n - 1].value->end;
	return node->items[node->n - 1]->end;
}

bool ht_tree_close(ht_tree *tree, ht_loc end)
{
	ht_node *node = tree->stack[--tree->depth].node;
	node->end = end;
	if (!end.line)
		node->end = end_of_members(node);
	if (node->kind == HT_NODE_MAP && node->n > 1 && !check_repeated(tree, node)) {
		tree->status = HT_ERR_NOMEM;
		return false;
	}
	return true;
}

ht_status ht_tree_parse(ht_source *src, ht_syntax syntax, ht_node **ret)
{
	ht_status status = ht_source_clean(src);
	if (status != HT_OK)
		return status;
	if (syntax == HT_SYNTAX_YAML && src->slips && !ht_source_mend(src))
		return HT_ERR_NOMEM;
	ht_tree tree = {.src = src};
	if (syntax == HT_SYNTAX_JSON)
		ht_tree_read_json(&tree);
	else
		ht_tree_read_yaml(&tree);
	while (tree.status != HT_ERR_NOMEM && tree.depth)
		ht_tree_close(&tree, (ht_loc){0});
	if (tree.status == HT_ERR_NOMEM)
		return HT_ERR_NOMEM;
	*ret = tree.root;
	src->stopped = tree.status != HT_OK;
	return src->bad ? HT_ERR_INPUT : HT_OK;
}

ht_status ht_node_parse(ht_arena *arena, const char *data, size_t len, const char *file, int line, ht_syntax syntax,
                        ht_diags *diags, ht_node **ret)
{
	ht_source src = {.arena = arena, .diags = diags, .line = line, .data = data, .len = len};
	if (file && !(src.file = ht_arena_strdup(arena, file)))
		return HT_ERR_NOMEM;
	ht_node *root = NULL;
	ht_status status = ht_tree_parse(&src, syntax, &root);
	if (status == HT_OK)
		*ret = root;
	return status;
}

ht_node *ht_node_get(const ht_node *map, const char *key)
{
	if (!map || map->kind != HT_NODE_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (ht_str_same(map->pairs[i].key->text, key))
			return map->pairs[i].value;
	return NULL;
}

bool ht_node_is_null(const ht_node *node)
{
	static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
	if (node->kind != HT_NODE_SCALAR || node->quoted)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(nulls); i++)
		if (ht_str_same(node->text, nulls[i]))
			return true;
	return false;
}
