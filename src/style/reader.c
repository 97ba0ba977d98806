#include "reader.h"

#include <string.h>

#include "base/suggest.h"
#include "style/messages.h"
#include "sheet.h"
#include "template.h"
#include "units.h"

typedef struct context {
	ht_sheet_reader *r;
	const ht_key *key;
	const ht_node *node;
	const char *text; /* of a scalar, without the clause behind it */
	char *target;     /* the struct */
} context;

static void *at(const context *c)
{
	return c->target + c->key->offset;
}

/* `37mm [5.2.1]`: the value without its clause. */
static const char *without_clause(ht_arena *arena, const ht_node *node)
{
	const char *clause;
	size_t clause_len, len = ht_sheet_value(node, &clause, &clause_len);
	return clause ? ht_arena_strndup(arena, node->text, len) : node->text;
}

static void bad_value(const context *c, const char *wanted)
{
	ht_diag(c->r->diags, HT_D_STYLE_VALUE, c->node->loc, c->text, c->key->name, wanted, NULL);
}

static void no_such(const context *c, const ht_node *node, const char *what)
{
	ht_diag(c->r->diags, HT_D_STYLE_NAME, node->loc, what, node->text, NULL);
}

static ht_status read_len(context *c)
{
	const ht_geometry *g = &c->r->style->page;
	if (!ht_unit_len(c->text, g->lines > 1 && g->chars > 0 ? g : NULL, at(c)))
		bad_value(c, "37mm, 16pt, 2字, 1.5行, 三号");
	else if (c->key->extra)
		*(bool *)(void *)(c->target + c->key->extra) = true;
	return HT_OK;
}

static ht_status read_int(context *c)
{
	if (!ht_unit_int(c->text, at(c)))
		bad_value(c, "0, 1, 2 …");
	return HT_OK;
}

static ht_status read_bool(context *c)
{
	if (!ht_unit_bool(c->text, at(c)))
		bad_value(c, "true, false");
	return HT_OK;
}

static ht_status read_permille(context *c)
{
	if (!ht_unit_permille(c->text, at(c)))
		bad_value(c, "0.25, 1/4");
	return HT_OK;
}

static ht_status read_colour(context *c)
{
	const ht_node *named = c->r->colours ? ht_node_get(c->r->colours, c->text) : NULL;
	const char *text = c->text;
	if (named && named->kind == HT_NODE_SCALAR)
		text = without_clause(c->r->arena, named);
	if (!text)
		return HT_ERR_NOMEM;
	if (!ht_unit_colour(text, at(c)))
		bad_value(c, "#RRGGBB");
	return HT_OK;
}

static ht_status read_string(context *c)
{
	*(const char **)at(c) = c->text;
	return HT_OK;
}

/* A path, or several parted by "/". */
static void check_field(const context *c, const ht_node *node)
{
	for (const char *p = node->text; *p;) {
		size_t len = strcspn(p, "/");
		char *path = ht_arena_strndup(c->r->arena, p, len);
		if (path && !ht_template_field_known(path))
			ht_diag(c->r->diags, HT_D_STYLE_FIELD, node->loc, path, NULL);
		p += len + (p[len] == '/');
	}
}

static ht_status read_field(context *c)
{
	check_field(c, c->node);
	return read_string(c);
}

static ht_status read_enum(context *c)
{
	for (int i = 0; c->key->choices[i]; i++)
		if (strcmp(c->key->choices[i], c->text) == 0) {
			*(int *)at(c) = i;
			return HT_OK;
		}
	ht_buf list = {0};
	for (int i = 0; c->key->choices[i]; i++)
		ht_buf_addf(&list, "%s%s", i ? ", " : "", c->key->choices[i]);
	if (list.data)
		bad_value(c, list.data);
	ht_buf_free(&list);
	return HT_OK;
}

static ht_status read_template(context *c)
{
	return ht_template_parse(c->r->arena, c->node, c->r->diags, at(c));
}

static ht_status read_face(context *c)
{
	const ht_style *style = c->r->style;
	for (size_t i = 0; i < style->n_faces; i++)
		if (strcmp(style->faces[i].name, c->text) == 0) {
			*(const ht_typeface **)at(c) = &style->faces[i];
			return HT_OK;
		}
	no_such(c, c->node, "face");
	return HT_OK;
}

static const void *find_pstyle(const context *c, const ht_node *node)
{
	return ht_style_find(c->r->style, node->text);
}

static ht_status read_pstyle(context *c)
{
	const ht_pstyle *found = find_pstyle(c, c->node);
	if (!found)
		no_such(c, c->node, "paragraph style");
	else
		*(const ht_pstyle **)at(c) = found;
	return HT_OK;
}

static const void *find_element(const context *c, const ht_node *node)
{
	const ht_style *style = c->r->style;
	for (size_t i = 0; i < style->n_elements; i++)
		if (strcmp(style->elements[i].name, node->text) == 0)
			return &style->elements[i];
	return NULL;
}

static const void *find_field(const context *c, const ht_node *node)
{
	check_field(c, node);
	return node->text;
}

static const void *find_string(const context *c, const ht_node *node)
{
	(void)c;
	return node->text;
}

typedef const void *find_fn(const context *c, const ht_node *node);

static ht_status read_list(context *c, find_fn *find, const char *what)
{
	if (c->node->kind != HT_NODE_SEQ) {
		ht_diag(c->r->diags, HT_D_STYLE_NOT_LIST, c->node->loc, c->key->name, NULL);
		return HT_OK;
	}
	const void **list = ht_arena_array(c->r->arena, c->node->n + 1, sizeof *list);
	if (!list)
		return HT_ERR_NOMEM;
	size_t n = 0;
	for (size_t i = 0; i < c->node->n; i++) {
		const ht_node *item = c->node->items[i];
		const void *found = item->kind == HT_NODE_SCALAR ? find(c, item) : NULL;
		if (found)
			list[n++] = found;
		else
			ht_diag(c->r->diags, HT_D_STYLE_NAME, item->loc, what,
			        item->kind == HT_NODE_SCALAR ? item->text : "", NULL);
	}
	*(const void ***)at(c) = list;
	*(size_t *)(void *)(c->target + c->key->extra) = n;
	return HT_OK;
}

static ht_status read_styles(context *c)
{
	return read_list(c, find_pstyle, "paragraph style");
}

static ht_status read_strings(context *c)
{
	return read_list(c, find_string, "text");
}

static ht_status read_fields(context *c)
{
	return read_list(c, find_field, "field");
}

static ht_status read_elements(context *c)
{
	return read_list(c, find_element, "element");
}

static const struct {
	ht_status (*read)(context *c);
	bool list;
} kinds[] = {
    [KEY_LEN] = {read_len, false},           [KEY_INT] = {read_int, false},
    [KEY_BOOL] = {read_bool, false},         [KEY_PERMILLE] = {read_permille, false},
    [KEY_COLOUR] = {read_colour, false},     [KEY_STRING] = {read_string, false},
    [KEY_FIELD] = {read_field, false},       [KEY_ENUM] = {read_enum, false},
    [KEY_TEMPLATE] = {read_template, false}, [KEY_FACE] = {read_face, false},
    [KEY_STYLE] = {read_pstyle, false},      [KEY_STYLES] = {read_styles, true},
    [KEY_STRINGS] = {read_strings, true},    [KEY_FIELDS] = {read_fields, true},
    [KEY_ELEMENTS] = {read_elements, true},
};

static void unknown_key(ht_sheet_reader *r, const ht_node *key, const char *what, const ht_key *keys)
{
	ht_suggest s = ht_suggest_begin(key->text);
	for (const ht_key *k = keys; k->name; k++)
		ht_suggest_offer(&s, k->name);
	if (s.best)
		ht_diag(r->diags, HT_D_STYLE_KEY_NEAR, key->loc, key->text, what, s.best, NULL);
	else
		ht_diag(r->diags, HT_D_STYLE_KEY, key->loc, key->text, what, NULL);
}

/* A list of scalars, at least one: templates to choose from. */
static bool is_texts(const ht_node *node)
{
	bool texts = node->kind == HT_NODE_SEQ && node->n > 0;
	for (size_t i = 0; texts && i < node->n; i++)
		texts = node->items[i]->kind == HT_NODE_SCALAR;
	return texts;
}

static ht_status read_pair(ht_sheet_reader *r, const ht_node_pair *pair, const char *what, const ht_key *keys,
                           void *target)
{
	const ht_key *key = keys;
	while (key->name && strcmp(key->name, pair->key->text) != 0)
		key++;
	if (!key->name) {
		unknown_key(r, pair->key, what, keys);
		return HT_OK;
	}
	if (key->kind == KEY_OTHER)
		return HT_OK;
	context c = {.r = r, .key = key, .node = pair->value, .target = target};
	if (!kinds[key->kind].list) {
		bool texts = key->kind == KEY_TEMPLATE && is_texts(pair->value);
		if (pair->value->kind != HT_NODE_SCALAR && !texts) {
			ht_diag(r->diags, HT_D_STYLE_VALUE, pair->value->loc, "…", key->name, "text", NULL);
			return HT_OK;
		}
		c.text = texts ? "" : without_clause(r->arena, pair->value);
		if (!c.text)
			return HT_ERR_NOMEM;
	}
	return kinds[key->kind].read(&c);
}

ht_status ht_reader_map(ht_sheet_reader *r, const ht_node *map, const char *what, const ht_key *keys, void *target)
{
	if (map->kind != HT_NODE_MAP) {
		ht_diag(r->diags, HT_D_STYLE_NOT_MAP, map->loc, what, NULL);
		return HT_OK;
	}
	for (size_t i = 0; i < map->n; i++) {
		ht_status status = read_pair(r, &map->pairs[i], what, keys, target);
		if (status != HT_OK)
			return status;
	}
	return HT_OK;
}
