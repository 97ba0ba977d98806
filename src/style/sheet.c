#include "sheet.h"
#include "style/messages.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/infile.h"
#include "base/str.h"
#include "form_read.h"
#include "keys.h"
#include "own_sheets.h"

#define VARIANT     "from_other_form"
#define MAX_EXTENDS 16
#define MAX_SHEET   ((size_t)4 << 20)

typedef struct loader {
	ht_arena *arena;
	const ht_style_dirs *dirs;
	ht_diags *diags;
	ht_status status;               /* sticky: the first failure */
	ht_sheet sheet;                 /* overrides, as they are found */
	const char *chain[MAX_EXTENDS]; /* files being loaded: finds a sheet that extends itself */
	int depth;
	const ht_node *elements[2]; /* of the sheet that is merged, and of the one it extends; or NULL */
} loader;

static void fail(loader *l, ht_status status)
{
	if (l->status == HT_OK)
		l->status = status;
}

static bool ok(const loader *l)
{
	return l->status == HT_OK;
}

/* --- the file --- */

bool ht_sheet_is_file(const char *name)
{
	size_t len = strlen(name);
	return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".yaml") == 0);
}

static bool is_readable(loader *l, const char *path)
{
	if (!path)
		fail(l, HT_ERR_NOMEM);
	return path && access(path, R_OK) == 0;
}

/* NAME.yaml in the folder of the sheet that extends it, else in the first of the
 * folders that has it. NULL: no file. */
static const char *find_file(loader *l, const char *name)
{
	const char *path;
	if (l->depth) {
		const char *from = l->chain[l->depth - 1], *slash = strrchr(from, '/');
		int folder = slash ? (int)(slash + 1 - from) : 0;
		path = ht_arena_printf(l->arena, "%.*s%s.yaml", folder, from, name);
		if (is_readable(l, path))
			return path;
	}
	for (size_t i = 0; l->dirs->dirs[i]; i++) {
		path = ht_arena_printf(l->arena, "%s/%s.yaml", l->dirs->dirs[i], name);
		if (is_readable(l, path))
			return path;
	}
	return NULL;
}

static const char *locate(loader *l, const char *name, ht_loc loc)
{
	const char *path = ht_sheet_is_file(name) ? name : find_file(l, name);
	if (!path && ok(l)) {
		ht_diag(l->diags, HT_D_STYLE_UNKNOWN, loc, name, NULL);
		fail(l, HT_ERR_INPUT);
	}
	return path;
}

static ht_node *parse_sheet(loader *l, const char *path, const ht_buf *source)
{
	ht_node *root = NULL;
	fail(l, ht_node_parse(l->arena, source->data, source->len, path, 1, HT_SYNTAX_YAML, l->diags, &root));
	if (ok(l) && (!root || root->kind != HT_NODE_MAP)) {
		ht_diag(l->diags, HT_D_STYLE_SHEET_NOT_MAP, (ht_loc){path, 1, 1}, NULL);
		fail(l, HT_ERR_INPUT);
	}
	if (ok(l))
		fail(l, ht_sheet_name_keys(l->arena, root, l->diags));
	return root;
}

static ht_node *read_sheet(loader *l, const char *path)
{
	ht_buf source = {0};
	ht_node *root = NULL;
	fail(l, ht_infile_read(path, MAX_SHEET, l->diags, &source));
	const ht_packed_tree *own = ok(l) ? ht_own_sheet(source.data, source.len) : NULL;
	if (own)
		fail(l, ht_node_unpack(l->arena, own, path, &root));
	else if (ok(l))
		root = parse_sheet(l, path, &source);
	ht_buf_free(&source);
	return root;
}

/* --- lists that change the inherited one --- */

typedef struct list {
	ht_node **v;
	size_t n, cap;
} list;

/* The key of the element with that name, in this sheet or the one it extends;
 * else the name itself. */
static const char *key_of(const loader *l, const char *name)
{
	for (size_t i = 0; i < 2; i++) {
		size_t k = ht_sheet_entry(l->elements[i], name);
		if (k != SIZE_MAX)
			return l->elements[i]->pairs[k].key->text;
	}
	return name;
}

static size_t position(const loader *l, const list *in, const char *name)
{
	size_t i = 0;
	const char *key = key_of(l, name);
	while (i < in->n && (in->v[i]->kind != HT_NODE_SCALAR || strcmp(key_of(l, in->v[i]->text), key) != 0))
		i++;
	return i;
}

static void insert(loader *l, list *in, size_t at, ht_node *item)
{
	ht_node **slot = HT_PUSH(l->arena, in->v, in->n, in->cap);
	if (!slot) {
		fail(l, HT_ERR_NOMEM);
		return;
	}
	memmove(in->v + at + 1, in->v + at, (in->n - 1 - at) * sizeof *in->v);
	in->v[at] = item;
}

/* The other member's name in `after other` or `before other` (other之后, other之前);
 * NULL: it says something else, or memory has run out. */
static const char *place_of(loader *l, const char *text, bool *after)
{
	static const struct {
		const char *word, *zh;
		bool after;
	} places[] = {{"after ", "之后", true}, {"before ", "之前", false}};
	size_t len = strlen(text);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		size_t word = strlen(places[i].word), zh = strlen(places[i].zh);
		*after = places[i].after;
		if (strncmp(text, places[i].word, word) == 0)
			return text + word;
		if (len > zh && strcmp(text + len - zh, places[i].zh) == 0) {
			const char *other = ht_arena_strndup(l->arena, text, len - zh);
			if (!other)
				fail(l, HT_ERR_NOMEM);
			return other;
		}
	}
	return NULL;
}

/* A member of `list+:`: at the end, or where `name: after other` says. */
static void add_member(loader *l, const char *key, list *in, ht_node *item)
{
	const ht_node_pair *pair = item->kind == HT_NODE_MAP && item->n == 1 ? item->pairs : NULL;
	bool after = true;
	if (!pair || pair->value->kind != HT_NODE_SCALAR) {
		insert(l, in, in->n, item);
		return;
	}
	const char *other = place_of(l, pair->value->text, &after);
	if (!other) {
		ht_diag(l->diags, HT_D_STYLE_VALUE, pair->value->loc, pair->value->text, pair->key->text,
		        "after …, before …", NULL);
		return;
	}
	size_t at = position(l, in, other);
	if (at == in->n)
		ht_diag(l->diags, HT_D_STYLE_NOT_IN_LIST, pair->value->loc, other, key, NULL);
	else
		insert(l, in, at + after, pair->key);
}

static void remove_member(loader *l, const char *key, list *in, const ht_node *item)
{
	const char *name = item->kind == HT_NODE_SCALAR ? item->text : "";
	size_t at = position(l, in, name);
	if (at == in->n) {
		ht_diag(l->diags, HT_D_STYLE_NOT_IN_LIST, item->loc, name, key, NULL);
		return;
	}
	in->n--;
	memmove(in->v + at, in->v + at + 1, (in->n - at) * sizeof *in->v);
}

/* Apply `key+:` or `key-:` (its pair) to the list that child has or inherits. */
static void change_list(loader *l, const ht_node *parent, ht_node *child, ht_node_pair *change, size_t *cap)
{
	const char *text = change->key->text;
	size_t len = ht_sheet_key_len(text);
	const char *key = ht_arena_strndup(l->arena, text, len);
	if (!key) {
		fail(l, HT_ERR_NOMEM);
		return;
	}
	ht_node *own = ht_node_get(child, key);
	const ht_node *base = own;
	if (!own)
		base = ht_sheet_get(parent, key);
	if (strcmp(key, "ignored") == 0 || strcmp(key, "stated") == 0) {
		ht_diag(l->diags, HT_D_STYLE_NO_REASON, change->key->loc, key, NULL);
		return;
	}
	if (change->value->kind != HT_NODE_SEQ || (base && base->kind != HT_NODE_SEQ)) {
		ht_diag(l->diags, HT_D_STYLE_NOT_LIST, change->value->loc, text, NULL);
		return;
	}
	list all = {0};
	for (size_t i = 0; base && i < base->n && ok(l); i++)
		insert(l, &all, all.n, base->items[i]);
	for (size_t i = 0; i < change->value->n && ok(l); i++) {
		if (text[len] == '+')
			add_member(l, key, &all, change->value->items[i]);
		else
			remove_member(l, key, &all, change->value->items[i]);
	}
	ht_node *changed = ht_arena_alloc(l->arena, sizeof *changed), *name = ht_arena_alloc(l->arena, sizeof *name);
	if (!changed || !name) {
		fail(l, HT_ERR_NOMEM);
		return;
	}
	*changed = *change->value;
	changed->items = all.v;
	changed->n = all.n;
	*name = *change->key;
	name->text = key;
	for (size_t i = 0; own && i < child->n; i++)
		if (child->pairs[i].value == own) {
			child->pairs[i].value = changed;
			return;
		}
	ht_node_pair *pair = HT_PUSH(l->arena, child->pairs, child->n, *cap);
	if (pair)
		*pair = (ht_node_pair){name, changed};
	else
		fail(l, HT_ERR_NOMEM);
}

/* Apply all changes of lists in child, and remove their keys. */
static void change_lists(loader *l, const ht_node *parent, ht_node *child)
{
	size_t cap = child->n, n = child->n; /* a full array: the first push copies it */
	for (size_t i = 0; i < n && ok(l); i++) {
		ht_node_pair change = child->pairs[i];
		if (change.key->text[ht_sheet_key_len(change.key->text)])
			change_list(l, parent, child, &change, &cap);
	}
	size_t kept = 0;
	for (size_t i = 0; i < child->n; i++)
		if (i >= n || !child->pairs[i].key->text[ht_sheet_key_len(child->pairs[i].key->text)])
			child->pairs[kept++] = child->pairs[i];
	child->n = kept;
}

/* --- a child and what it inherits --- */

ht_node *ht_sheet_get(const ht_node *node, const char *key)
{
	if (!node || node->kind != HT_NODE_MAP)
		return NULL;
	return ht_node_get(node, key);
}

size_t ht_sheet_entry(const ht_node *map, const char *name)
{
	for (size_t i = 0; map && i < map->n; i++)
		if (ht_str_same(map->pairs[i].key->text, name))
			return i;
	for (size_t i = 0; map && i < map->n; i++) {
		const ht_node *said = ht_sheet_get(map->pairs[i].value, "name");
		if (said && said->kind == HT_NODE_SCALAR && ht_str_same(said->text, name))
			return i;
	}
	return SIZE_MAX;
}

static void note_override(loader *l, const char *key, const ht_node *own, const ht_node *replaced)
{
	ht_override *slot = HT_PUSH(l->arena, l->sheet.overrides, l->sheet.n_overrides, l->sheet.cap);
	if (slot)
		*slot = (ht_override){key, own, replaced};
	else
		fail(l, HT_ERR_NOMEM);
}

static void inherit(loader *l, ht_node *child, const ht_node_pair *pair, size_t *cap)
{
	ht_node_pair *slot = HT_PUSH(l->arena, child->pairs, child->n, *cap);
	if (slot)
		*slot = *pair;
	else
		fail(l, HT_ERR_NOMEM);
}

/* What a map is: only entries of styles and elements can be redefined. */
typedef enum level {
	LEVEL_SHEET,
	LEVEL_VARIANT, /* of a sheet, for records of other forms */
	LEVEL_ENTRIES,
	LEVEL_ENTRY,
	LEVEL_OTHER
} level;

static level level_below(level in, const char *key)
{
	if (in == LEVEL_ENTRIES)
		return LEVEL_ENTRY;
	if (in <= LEVEL_VARIANT && (strcmp(key, "styles") == 0 || strcmp(key, "elements") == 0))
		return LEVEL_ENTRIES;
	return LEVEL_OTHER;
}

/* Is what the key says of a sheet said of none that extends it? */
static bool is_own_alone(const char *key)
{
	static const char *const keys[] = {"form", "name", "english_name", "also_called", "standard", "recognition"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/* Names as the inherited sheet has them, where the child uses the Chinese ones. */
static void canonical_names(const ht_node *parent, ht_node *child)
{
	for (size_t i = 0; i < child->n; i++) {
		size_t k = ht_sheet_entry(parent, child->pairs[i].key->text);
		if (k != SIZE_MAX)
			child->pairs[i].key->text = parent->pairs[k].key->text;
	}
}

static bool same_text(const ht_node *a, const ht_node *b)
{
	return a && b && a->kind == HT_NODE_SCALAR && b->kind == HT_NODE_SCALAR && strcmp(a->text, b->text) == 0;
}

/* A new entry under an inherited name keeps the Chinese name. Its differences from an inherited entry of the same kind
 * are recorded. */
static void redefine(loader *l, const ht_node *parent, ht_node *child)
{
	bool same = same_text(ht_node_get(child, "kind"), ht_node_get(parent, "kind"));
	size_t cap = child->n;
	for (size_t i = 0; i < parent->n && ok(l); i++) {
		const ht_node_pair *pair = &parent->pairs[i];
		const ht_node *own = ht_node_get(child, pair->key->text);
		if (own && same)
			note_override(l, pair->key->text, own, pair->value);
		else if (!own && strcmp(pair->key->text, "name") == 0)
			inherit(l, child, pair, &cap);
	}
}

/* What says that an entry is a new one. */
static bool is_identity(const char *key)
{
	return strcmp(key, "kind") == 0 || strcmp(key, "extends") == 0;
}

/* Remove `key: ~`, whose only purpose is that nothing is inherited. An entry that extends another of the sheet keeps
 * it: it is to inherit nothing of that, either, which is known when it is read. */
static void drop_nulls(ht_node *map, level in)
{
	const ht_node *extends = ht_node_get(map, "extends");
	bool extending = in == LEVEL_ENTRY && extends && !ht_node_is_null(extends);
	size_t kept = 0;
	for (size_t i = 0; i < map->n; i++)
		if (!ht_node_is_null(map->pairs[i].value) || (extending && !is_identity(map->pairs[i].key->text)))
			map->pairs[kept++] = map->pairs[i];
	map->n = kept;
}

/* Recognition is not inherited, so its lists cannot be changed. */
static void refuse_changes(loader *l, const ht_node *recognition)
{
	for (size_t i = 0; recognition && recognition->kind == HT_NODE_MAP && i < recognition->n && ok(l); i++) {
		const ht_node *key = recognition->pairs[i].key;
		size_t len = ht_sheet_key_len(key->text);
		const char *bare = ht_arena_strndup(l->arena, key->text, len);
		if (!bare)
			fail(l, HT_ERR_NOMEM);
		else if (key->text[len])
			ht_diag(l->diags, HT_D_STYLE_NOT_INHERITED, key->loc, key->text, bare, NULL);
	}
}

/* What a sheet says for records of other forms is merged when the rest of it is whole (variant_of()): on what the sheet
 * that it extends says for them, which is kept in it till then. */
static void inherit_variant(loader *l, const ht_node *parent, ht_node *own)
{
	size_t cap = own->n;
	for (size_t i = 0; parent && own->kind == HT_NODE_MAP && i < parent->n; i++)
		if (strcmp(parent->pairs[i].key->text, VARIANT) == 0)
			inherit(l, own, &parent->pairs[i], &cap);
}

/* Give child what parent has and child has not, and carry out what child says of
 * lists. parent NULL: nothing is inherited. */
static void merge(loader *l, const ht_node *parent, ht_node *child, level in)
{
	if (parent && in == LEVEL_ENTRIES)
		canonical_names(parent, child);
	if (parent && in == LEVEL_ENTRY && (ht_node_get(child, "kind") || ht_node_get(child, "extends"))) {
		redefine(l, parent, child);
		parent = NULL;
	}
	if (in <= LEVEL_VARIANT) {
		fail(l, ht_sheet_resolve_kinds(l->arena, parent, child, l->diags));
		refuse_changes(l, ht_node_get(child, "recognition"));
	}
	change_lists(l, parent, child);
	for (size_t i = 0; i < child->n && ok(l); i++) {
		const char *key = child->pairs[i].key->text;
		ht_node *own = child->pairs[i].value, *inherited = NULL;
		if (in != LEVEL_SHEET || !is_own_alone(key))
			inherited = ht_sheet_get(parent, key);
		bool from_map = inherited && inherited->kind == HT_NODE_MAP;
		if (in == LEVEL_SHEET && strcmp(key, VARIANT) == 0) {
			inherit_variant(l, parent, own);
			continue;
		}
		if (own->kind == HT_NODE_MAP)
			merge(l, from_map ? inherited : NULL, own, level_below(in, key));
		if (inherited && (own->kind != HT_NODE_MAP || !from_map))
			note_override(l, key, own, inherited);
	}
	size_t cap = child->n; /* a full array: the first push copies it */
	for (size_t i = 0; parent && i < parent->n && ok(l); i++)
		if (!ht_node_get(child, parent->pairs[i].key->text) &&
		    !(in == LEVEL_SHEET && is_own_alone(parent->pairs[i].key->text)))
			inherit(l, child, &parent->pairs[i], &cap);
	drop_nulls(child, in);
}

/* --- the chain --- */

static bool is_open(const loader *l, const char *path)
{
	for (int i = 0; i < l->depth; i++)
		if (strcmp(l->chain[i], path) == 0)
			return true;
	return l->depth == MAX_EXTENDS;
}

static const ht_node *elements_of(const ht_node *root)
{
	const ht_node *map = ht_sheet_get(root, "elements");
	if (map && map->kind != HT_NODE_MAP)
		return NULL;
	return map;
}

/* The sheet of that name with all it extends; *ret_path is its file. NULL on failure. */
static ht_node *load(loader *l, const char *name, ht_loc loc, const char **ret_path)
{
	const char *path = locate(l, name, loc);
	if (path && is_open(l, path)) {
		ht_diag(l->diags, HT_D_STYLE_EXTENDS, loc, name, NULL);
		fail(l, HT_ERR_INPUT);
	}
	if (!ok(l))
		return NULL;
	l->chain[l->depth++] = path;
	ht_node *root = read_sheet(l, path), *parent = NULL;
	const ht_node *extends = ht_sheet_get(root, "extends");
	const char *parent_path;
	if (ok(l) && extends && extends->kind != HT_NODE_SCALAR) {
		ht_diag(l->diags, HT_D_STYLE_ONE_VALUE, extends->loc, "extends", NULL);
		fail(l, HT_ERR_INPUT);
	}
	if (ok(l) && extends)
		parent = load(l, extends->text, extends->loc, &parent_path);
	if (ok(l)) {
		l->elements[0] = elements_of(root);
		l->elements[1] = elements_of(parent);
		merge(l, parent, root, LEVEL_SHEET);
	}
	const ht_node *form = ht_sheet_get(root, "form");
	if (form && form->kind == HT_NODE_SCALAR)
		l->sheet.family = form->text;
	l->depth--;
	*ret_path = path;
	return root;
}

/* Remove what the map says for records of other forms. NULL: nothing. */
static ht_node *take_variant(ht_node *map)
{
	ht_node *own = ht_sheet_get(map, VARIANT);
	size_t kept = 0;
	for (size_t i = 0; own && i < map->n; i++)
		if (map->pairs[i].value != own)
			map->pairs[kept++] = map->pairs[i];
	if (own)
		map->n = kept;
	return own;
}

/* The merged sheet root with what own, its section for records of other forms or NULL, says. */
static ht_node *variant_of(loader *l, ht_node *root, ht_node *own)
{
	ht_node *inherited = take_variant(own);
	if (own && own->kind != HT_NODE_MAP) {
		ht_diag(l->diags, HT_D_STYLE_NOT_MAP, own->loc, VARIANT, NULL);
		fail(l, HT_ERR_INPUT);
	}
	if (inherited && ok(l))
		root = variant_of(l, root, inherited);
	if (own && ok(l)) {
		l->elements[0] = elements_of(own);
		l->elements[1] = elements_of(root);
		merge(l, root, own, LEVEL_VARIANT);
		root = own;
	}
	return root;
}

ht_status ht_sheet_merge(ht_arena *arena, const char *name, bool other, const ht_style_dirs *dirs, ht_diags *diags,
                         ht_sheet *ret)
{
	loader l = {.arena = arena, .dirs = dirs, .diags = diags};
	l.sheet.root = load(&l, name, (ht_loc){0}, &l.sheet.path);
	if (ok(&l) && other)
		l.sheet.root = variant_of(&l, l.sheet.root, take_variant(l.sheet.root));
	if (ok(&l))
		*ret = l.sheet;
	return l.status;
}

ht_status ht_sheet_inherit(ht_arena *arena, const ht_node *parent, ht_node *child, ht_diags *diags)
{
	loader l = {.arena = arena, .diags = diags};
	merge(&l, parent, child, LEVEL_SHEET);
	return l.status;
}

ht_status ht_sheet_locate(ht_arena *arena, const char *name, const char *from, ht_loc loc, const ht_style_dirs *dirs,
                          ht_diags *diags, const char **ret)
{
	loader l = {.arena = arena, .dirs = dirs, .diags = diags, .chain = {from}, .depth = from != NULL};
	*ret = locate(&l, name, loc);
	return l.status;
}

ht_status ht_sheet_read(ht_arena *arena, const char *path, ht_diags *diags, ht_node **ret)
{
	loader l = {.arena = arena, .diags = diags};
	*ret = read_sheet(&l, path);
	return l.status;
}

size_t ht_sheet_value(const ht_node *scalar, const char **clause, size_t *clause_len)
{
	const char *s = scalar->text;
	const char *open = strrchr(s, '[');
	size_t len = strlen(s);
	*clause = NULL;
	*clause_len = 0;
	if ((scalar->quoted && *s != '#') || !open || open == s || open[-1] != ' ' || s[len - 1] != ']')
		return len;
	size_t inside = len - (size_t)(open - s) - 2;
	if (strspn(open + 1, "0123456789.") != inside)
		return len;
	*clause = open + 1;
	*clause_len = inside;
	while (open > s && open[-1] == ' ')
		open--;
	return (size_t)(open - s);
}
