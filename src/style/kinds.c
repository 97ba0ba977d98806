/* `kinds:` of a sheet, in all the ways it may be written, as one map. */
#include <string.h>

#include "sheet.h"
#include "style/messages.h"

/* `kinds:` being made one map, from names to what each means. */
typedef struct kinds {
	ht_arena *arena;
	ht_diags *diags;
	bool nomem;               /* sticky */
	const ht_node *inherited; /* a map, or NULL */
	ht_node *map;
	size_t cap;
} kinds;

static ht_node *new_node(kinds *k, ht_node node)
{
	ht_node *ret = ht_arena_alloc(k->arena, sizeof *ret);
	if (ret)
		*ret = node;
	else
		k->nomem = true;
	return ret;
}

static ht_node *new_map(kinds *k, ht_loc loc)
{
	return new_node(k, (ht_node){.kind = HT_NODE_MAP, .loc = loc});
}

/* What takes an inherited key out. */
static ht_node *new_null(kinds *k, ht_loc loc)
{
	return new_node(k, (ht_node){.kind = HT_NODE_SCALAR, .text = "~", .loc = loc});
}

static void put_kind(kinds *k, ht_node *name, ht_node *means)
{
	if (!means || k->nomem)
		return;
	for (size_t i = 0; i < k->map->n; i++)
		if (strcmp(k->map->pairs[i].key->text, name->text) == 0) {
			k->map->pairs[i].value = means;
			return;
		}
	ht_node_pair *slot = HT_PUSH(k->arena, k->map->pairs, k->map->n, k->cap);
	if (slot)
		*slot = (ht_node_pair){name, means};
	else
		k->nomem = true;
}

/* A pair of a map of kinds. `~` takes the inherited kind out; where nothing is
 * written at all the kind is there, and means nothing more. */
static void add_kind(kinds *k, const ht_node_pair *pair)
{
	ht_node *means = pair->value;
	if (ht_node_is_null(means) && !*means->text)
		means = new_map(k, pair->key->loc);
	else if (ht_node_is_null(means) && !ht_sheet_get(k->inherited, pair->key->text))
		ht_diag(k->diags, HT_D_STYLE_NOT_IN_LIST, pair->key->loc, pair->key->text, "kinds", NULL);
	put_kind(k, pair->key, means);
}

/* The members of a list: names, or maps of names. */
static void add_kinds(kinds *k, const ht_node *from)
{
	if (from->kind == HT_NODE_SCALAR)
		ht_diag(k->diags, HT_D_STYLE_NOT_LIST, from->loc, "kinds", NULL);
	for (size_t i = 0; from->kind == HT_NODE_MAP && i < from->n; i++)
		add_kind(k, &from->pairs[i]);
	for (size_t i = 0; from->kind == HT_NODE_SEQ && i < from->n; i++) {
		ht_node *item = from->items[i];
		if (item->kind == HT_NODE_SCALAR)
			put_kind(k, item, new_map(k, item->loc));
		else if (item->kind == HT_NODE_MAP)
			add_kinds(k, item);
		else
			ht_diag(k->diags, HT_D_STYLE_LIST_MEMBER, item->loc, "kinds", NULL);
	}
}

static void take_out_kinds(kinds *k, const ht_node *from)
{
	if (from->kind != HT_NODE_SEQ)
		ht_diag(k->diags, HT_D_STYLE_NOT_LIST, from->loc, "kinds-", NULL);
	for (size_t i = 0; from->kind == HT_NODE_SEQ && i < from->n; i++) {
		ht_node *name = from->items[i];
		if (name->kind != HT_NODE_SCALAR)
			ht_diag(k->diags, HT_D_STYLE_LIST_MEMBER, name->loc, "kinds", NULL);
		else if (ht_sheet_get(k->map, name->text) || ht_sheet_get(k->inherited, name->text))
			put_kind(k, name, new_null(k, name->loc));
		else
			ht_diag(k->diags, HT_D_STYLE_NOT_IN_LIST, name->loc, name->text, "kinds", NULL);
	}
}

/* A list in place of the inherited kinds: of those it keeps none that it does not name. */
static void replace_kinds(kinds *k)
{
	for (size_t i = 0; k->inherited && i < k->inherited->n; i++)
		if (!ht_node_get(k->map, k->inherited->pairs[i].key->text))
			put_kind(k, k->inherited->pairs[i].key, new_null(k, k->map->loc));
}

ht_status ht_sheet_resolve_kinds(ht_arena *arena, const ht_node *parent, ht_node *child, ht_diags *diags)
{
	ht_node *own = ht_node_get(child, "kinds");
	kinds k = {.arena = arena, .diags = diags, .inherited = ht_sheet_get(parent, "kinds")};
	k.map = new_map(&k, child->loc);
	ht_node *name = NULL;
	size_t kept = 0;
	if (own && own->kind == HT_NODE_SCALAR)
		return HT_OK; /* `~`, or wrong, which the reader tells */
	if (own && !k.nomem) {
		k.map->loc = own->loc;
		add_kinds(&k, own);
		if (own->kind == HT_NODE_SEQ)
			replace_kinds(&k);
	}
	for (size_t i = 0; i < child->n && !k.nomem; i++) {
		const ht_node_pair pair = child->pairs[i];
		if (strcmp(pair.key->text, "kinds+") == 0)
			add_kinds(&k, pair.value);
		else if (strcmp(pair.key->text, "kinds-") == 0)
			take_out_kinds(&k, pair.value);
		else if (pair.value != own) {
			child->pairs[kept++] = pair;
			continue;
		}
		name = pair.key;
	}
	if (k.nomem)
		return HT_ERR_NOMEM;
	if (!name)
		return HT_OK;
	name->text = "kinds";
	child->pairs[kept++] = (ht_node_pair){name, k.map};
	child->n = kept;
	return HT_OK;
}
