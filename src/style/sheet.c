#include "sheet.h"

#include <string.h>
#include <unistd.h>

#include "base/infile.h"
#include "style/messages.h"

#define MAX_EXTENDS 16
#define MAX_SHEET   ((size_t)4 << 20)

typedef struct loader {
	ht_arena *arena;
	const ht_style_dirs *dirs;
	ht_diags *diags;
	ht_sheet sheet;                 /* overrides, as they are found */
	const char *chain[MAX_EXTENDS]; /* files being loaded: finds a sheet that extends itself */
	int depth;
} loader;

bool ht_sheet_is_file(const char *name)
{
	size_t len = strlen(name);
	return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".yaml") == 0);
}

/* The file for a name: itself, or NAME.yaml in the first folder that has it,
 * the folder of the sheet that extends it first. */
static ht_status locate(loader *l, const char *name, ht_loc loc, const char **ret)
{
	const char *path = NULL;
	if (ht_sheet_is_file(name)) {
		path = name;
	} else {
		const char *from = l->depth ? l->chain[l->depth - 1] : NULL;
		const char *slash = from ? strrchr(from, '/') : NULL;
		if (slash)
			path = ht_arena_printf(l->arena, "%.*s/%s.yaml", (int)(slash - from), from, name);
		for (size_t i = 0; (!path || access(path, R_OK) != 0) && l->dirs->dirs[i]; i++)
			path = ht_arena_printf(l->arena, "%s/%s.yaml", l->dirs->dirs[i], name);
		if (path && access(path, R_OK) != 0) {
			ht_diag(l->diags, HT_D_STYLE_UNKNOWN, loc, name, NULL);
			return HT_ERR_INPUT;
		}
	}
	if (!path)
		return HT_ERR_NOMEM;
	*ret = path;
	return HT_OK;
}

static ht_status read_sheet(loader *l, const char *path, ht_node **ret)
{
	ht_buf buf = {0};
	ht_status status = ht_infile_read(path, MAX_SHEET, l->diags, &buf);
	if (status != HT_OK)
		return status;
	ht_node *root = NULL;
	status = ht_node_parse(l->arena, buf.data, buf.len, path, 1, HT_SYNTAX_YAML, l->diags, &root);
	ht_buf_free(&buf);
	if (status == HT_OK && (!root || root->kind != HT_NODE_MAP)) {
		ht_diag(l->diags, HT_D_STYLE_NOT_MAP, (ht_loc){path, 1, 1}, "the style sheet", NULL);
		return HT_ERR_INPUT;
	}
	if (status == HT_OK)
		*ret = root;
	return status;
}

static ht_status merge(loader *l, const ht_node *parent, ht_node *child);

static ht_status note_override(loader *l, const char *key, const ht_node *own, const ht_node *replaced)
{
	ht_override *slot = HT_PUSH(l->arena, l->sheet.overrides, l->sheet.n_overrides, l->sheet.cap);
	if (!slot)
		return HT_ERR_NOMEM;
	*slot = (ht_override){key, own, replaced};
	return HT_OK;
}

static ht_status merge_pair(loader *l, const ht_node_pair *inherited, ht_node *child, size_t *cap)
{
	ht_node *own = ht_node_get(child, inherited->key->text);
	if (own) {
		bool both_maps = own->kind == HT_NODE_MAP && inherited->value->kind == HT_NODE_MAP;
		return both_maps ? merge(l, inherited->value, own)
		                 : note_override(l, inherited->key->text, own, inherited->value);
	}
	ht_node_pair *pair = HT_PUSH(l->arena, child->pairs, child->n, *cap);
	if (!pair)
		return HT_ERR_NOMEM;
	*pair = *inherited;
	return HT_OK;
}

/* Give child what parent has and child has not. */
static ht_status merge(loader *l, const ht_node *parent, ht_node *child)
{
	size_t cap = child->n; /* a full array: the first push copies it */
	for (size_t i = 0; i < parent->n; i++) {
		ht_status status = merge_pair(l, &parent->pairs[i], child, &cap);
		if (status != HT_OK)
			return status;
	}
	return HT_OK;
}

static ht_status load(loader *l, const char *name, ht_loc loc, ht_node **ret, const char **ret_path)
{
	const char *path;
	ht_status status = locate(l, name, loc, &path);
	if (status != HT_OK)
		return status;
	for (int i = 0; i < l->depth; i++)
		if (l->depth == MAX_EXTENDS || strcmp(l->chain[i], path) == 0) {
			ht_diag(l->diags, HT_D_STYLE_EXTENDS, loc, name, NULL);
			return HT_ERR_INPUT;
		}
	l->chain[l->depth++] = path;
	ht_node *root;
	status = read_sheet(l, path, &root);
	const ht_node *extends = status == HT_OK ? ht_node_get(root, "extends") : NULL;
	if (extends && extends->kind == HT_NODE_SCALAR) {
		ht_node *parent;
		const char *parent_path;
		status = load(l, extends->text, extends->loc, &parent, &parent_path);
		if (status == HT_OK)
			status = merge(l, parent, root);
	}
	l->depth--;
	if (status == HT_OK) {
		*ret = root;
		*ret_path = path;
	}
	return status;
}

ht_status ht_sheet_merge(ht_arena *arena, const char *name, const ht_style_dirs *dirs, ht_diags *diags, ht_sheet *ret)
{
	loader l = {.arena = arena, .dirs = dirs, .diags = diags};
	ht_status status = load(&l, name, (ht_loc){0}, &l.sheet.root, &l.sheet.path);
	if (status == HT_OK)
		*ret = l.sheet;
	return status;
}

ht_status ht_sheet_locate(ht_arena *arena, const char *name, const char *from, ht_loc loc, const ht_style_dirs *dirs,
                          ht_diags *diags, const char **ret)
{
	loader l = {.arena = arena, .dirs = dirs, .diags = diags, .chain = {from}, .depth = from != NULL};
	return locate(&l, name, loc, ret);
}

ht_status ht_sheet_read(ht_arena *arena, const char *path, ht_diags *diags, ht_node **ret)
{
	loader l = {.arena = arena, .diags = diags};
	return read_sheet(&l, path, ret);
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
