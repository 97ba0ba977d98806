#include "reader.h"
#include "style/messages.h"

#include <string.h>

#include "base/suggest.h"
#include "sheet.h"
#include "template.h"
#include "units.h"

typedef struct context {
	ht_sheet_reader *r;
	const ht_key *key;
	const ht_node *node;
	const char *text; /* of a scalar, without the clause after it */
	char *target;     /* the struct */
} context;

static void *at(const context *c)
{
	return c->target + c->key->offset;
}

static void fail(ht_sheet_reader *r)
{
	r->status = HT_ERR_NOMEM;
}

void ht_reader_list(ht_buf *list, const char *word)
{
	if (list->len)
		ht_buf_adds(list, ", ");
	ht_buf_adds(list, word);
}

/* `37mm [5.2.1]`: the value without its clause. NULL when out of memory. */
static const char *without_clause(ht_sheet_reader *r, const ht_node *node)
{
	const char *clause;
	size_t clause_len, len = ht_sheet_value(node, &clause, &clause_len);
	if (!clause)
		return node->text;
	const char *text = ht_arena_strndup(r->arena, node->text, len);
	if (!text)
		fail(r);
	return text;
}

static void bad_value(const context *c, const char *wanted)
{
	ht_diag(c->r->diags, HT_D_STYLE_VALUE, c->node->loc, c->text, c->key->name, wanted, NULL);
}

static void read_len(context *c)
{
	const ht_geometry *g = &c->r->style->page;
	if (!ht_unit_len(c->text, g->lines > 1 && g->chars > 0 ? g : NULL, at(c)))
		bad_value(c, "37mm, 16pt, 2字, 1.5行, 三号");
	else if (c->key->extra)
		*(bool *)(void *)(c->target + c->key->extra) = true;
}

static void read_int(context *c)
{
	if (!ht_unit_int(c->text, at(c)))
		bad_value(c, "0, 1, 2 …");
}

static void read_bool(context *c)
{
	if (!ht_unit_bool(c->text, at(c)))
		bad_value(c, "true, false");
}

static void read_permille(context *c)
{
	if (!ht_unit_permille(c->text, at(c)))
		bad_value(c, "0.25, 1/4");
}

static void read_colour(context *c)
{
	const ht_node *named = ht_sheet_get(c->r->colours, c->text);
	const char *text = c->text;
	if (named && named->kind == HT_NODE_SCALAR)
		text = without_clause(c->r, named);
	if (text && !ht_unit_colour(text, at(c)))
		bad_value(c, "#RRGGBB");
}

static void read_string(context *c)
{
	*(const char **)at(c) = c->text;
}

static void read_field(context *c)
{
	*(const char **)at(c) = ht_template_paths(c->r->arena, c->text, c->node->loc, c->r->diags);
	if (!*(const char **)at(c))
		fail(c->r);
}

static void read_enum(context *c)
{
	int i = ht_word_find(c->key->words, c->text);
	if (i >= 0) {
		*(int *)at(c) = i;
		return;
	}
	ht_buf list = {0};
	for (i = 0; c->key->words[i].name; i++)
		ht_reader_list(&list, c->key->words[i].name);
	if (list.failed)
		fail(c->r);
	else
		bad_value(c, list.data);
	ht_buf_free(&list);
}

static void read_template(context *c)
{
	if (ht_template_parse(c->r->arena, c->node, c->r->diags, at(c)) != HT_OK)
		fail(c->r);
}

static void read_face(context *c)
{
	const ht_style *style = c->r->style;
	for (size_t i = 0; i < style->n_faces; i++)
		if (strcmp(style->faces[i].name, c->text) == 0) {
			*(const ht_typeface **)at(c) = &style->faces[i];
			return;
		}
	ht_diag(c->r->diags, HT_D_STYLE_NO_FACE, c->node->loc, c->text, NULL);
}

/* What a member of a list, or a name, stands for; NULL: wrong, which is reported. */
typedef const void *find_fn(ht_sheet_reader *r, const ht_node *node, const char *name);

static const void *find_pstyle(ht_sheet_reader *r, const ht_node *node, const char *name)
{
	size_t i = ht_sheet_entry(r->styles, name);
	if (i < r->style->n_styles)
		return &r->style->styles[i];
	ht_diag(r->diags, HT_D_STYLE_NO_PSTYLE, node->loc, name, NULL);
	return NULL;
}

static const void *find_element(ht_sheet_reader *r, const ht_node *node, const char *name)
{
	size_t i = ht_sheet_entry(r->elements, name);
	if (i < r->style->n_elements)
		return &r->style->elements[i];
	ht_diag(r->diags, HT_D_STYLE_NAME, node->loc, name, NULL);
	return NULL;
}

static const void *find_field(ht_sheet_reader *r, const ht_node *node, const char *name)
{
	const char *path = ht_template_paths(r->arena, name, node->loc, r->diags);
	if (!path)
		fail(r);
	return path;
}

static const void *find_string(ht_sheet_reader *r, const ht_node *node, const char *name)
{
	(void)r;
	(void)node;
	return name;
}

static void read_pstyle(context *c)
{
	const ht_pstyle *found = find_pstyle(c->r, c->node, c->text);
	if (found)
		*(const ht_pstyle **)at(c) = found;
}

static void read_element(context *c)
{
	size_t i = ht_sheet_entry(c->r->elements, c->text);
	if (i == SIZE_MAX)
		ht_diag(c->r->diags, HT_D_STYLE_NAME, c->node->loc, c->text, NULL);
	else
		*(const char **)at(c) = c->r->elements->pairs[i].key->text;
}

static void read_member(context *c)
{
	const ht_element *found = find_element(c->r, c->node, c->text);
	if (found)
		*(const ht_element **)at(c) = found;
}

static void read_list(context *c, find_fn *find)
{
	const ht_node *node = c->node;
	if (node->kind != HT_NODE_SEQ) {
		ht_diag(c->r->diags, HT_D_STYLE_NOT_LIST, node->loc, c->key->name, NULL);
		return;
	}
	const void **list = ht_arena_array(c->r->arena, node->n + 1, sizeof *list);
	size_t n = 0;
	for (size_t i = 0; list && i < node->n; i++) {
		const ht_node *item = node->items[i];
		const void *found = NULL;
		if (item->kind == HT_NODE_SCALAR)
			found = find(c->r, item, item->text);
		else
			ht_diag(c->r->diags, HT_D_STYLE_LIST_MEMBER, item->loc, c->key->name, NULL);
		if (found)
			list[n++] = found;
	}
	if (!list)
		fail(c->r);
	*(const void ***)at(c) = list;
	*(size_t *)(void *)(c->target + c->key->extra) = n;
}

static void read_styles(context *c)
{
	read_list(c, find_pstyle);
}

static void read_strings(context *c)
{
	read_list(c, find_string);
}

static void read_fields(context *c)
{
	read_list(c, find_field);
}

/* `field: why`. */
static void read_reasons(context *c)
{
	const ht_node *node = c->node;
	size_t n = 0;
	ht_ignored *list = ht_arena_array(c->r->arena, node->n + 1, sizeof *list);
	if (!list)
		fail(c->r);
	if (node->kind != HT_NODE_MAP)
		ht_diag(c->r->diags, HT_D_STYLE_NO_REASON, node->loc, c->key->name, NULL);
	for (size_t i = 0; list && node->kind == HT_NODE_MAP && i < node->n; i++) {
		const ht_node *field = node->pairs[i].key, *why = node->pairs[i].value;
		if (why->kind != HT_NODE_SCALAR || !*why->text || ht_node_is_null(why))
			ht_diag(c->r->diags, HT_D_STYLE_NO_REASON, why->loc, c->key->name, NULL);
		else if ((list[n].path = find_field(c->r, field, field->text)))
			list[n++].reason = why->text;
	}
	*(ht_ignored **)at(c) = list;
	*(size_t *)(void *)(c->target + c->key->extra) = n;
}

static void read_elements(context *c)
{
	read_list(c, find_element);
}

static const struct {
	void (*read)(context *c);
	size_t size; /* of what it sets */
	bool list;
} readers[] = {
    [KEY_LEN] = {read_len, sizeof(ht_len), false},
    [KEY_INT] = {read_int, sizeof(int), false},
    [KEY_BOOL] = {read_bool, sizeof(bool), false},
    [KEY_PERMILLE] = {read_permille, sizeof(int), false},
    [KEY_COLOUR] = {read_colour, sizeof(ht_colour), false},
    [KEY_STRING] = {read_string, sizeof(char *), false},
    [KEY_FIELD] = {read_field, sizeof(char *), false},
    [KEY_ENUM] = {read_enum, sizeof(int), false},
    [KEY_TEMPLATE] = {read_template, sizeof(ht_template), false},
    [KEY_FACE] = {read_face, sizeof(ht_typeface *), false},
    [KEY_STYLE] = {read_pstyle, sizeof(ht_pstyle *), false},
    [KEY_ELEMENT] = {read_element, sizeof(char *), false},
    [KEY_STYLES] = {read_styles, sizeof(ht_pstyle **), true},
    [KEY_STRINGS] = {read_strings, sizeof(char **), true},
    [KEY_FIELDS] = {read_fields, sizeof(char **), true},
    [KEY_ELEMENTS] = {read_elements, sizeof(ht_element **), true},
    [KEY_REASONS] = {read_reasons, sizeof(ht_ignored *), true},
    [KEY_MEMBER] = {read_member, sizeof(ht_element *), false},
};

static void unknown_key(ht_sheet_reader *r, const ht_node *key, const ht_key *keys)
{
	ht_suggest s = ht_suggest_begin(key->text);
	for (const ht_key *k = keys; k->name; k++) {
		ht_suggest_offer(&s, k->name);
		ht_suggest_offer(&s, k->zh);
	}
	if (s.best)
		ht_diag(r->diags, HT_D_STYLE_KEY_NEAR, key->loc, key->text, s.best, NULL);
	else
		ht_diag(r->diags, HT_D_STYLE_KEY, key->loc, key->text, NULL);
}

/* A key of elements of other kinds. */
static void foreign_key(ht_sheet_reader *r, const ht_node *node, const ht_key *key, uint32_t of)
{
	ht_buf kinds = {0};
	const char *own = "";
	for (int i = 0; ht_element_kinds[i].name; i++) {
		if (of >> i & 1)
			own = ht_element_kinds[i].name;
		if (key->kinds >> i & 1)
			ht_reader_list(&kinds, ht_element_kinds[i].name);
	}
	if (kinds.failed)
		fail(r);
	else
		ht_diag(r->diags, HT_D_STYLE_KEY_KIND, node->loc, node->text, own, kinds.data, NULL);
	ht_buf_free(&kinds);
}

/* A list of scalars, at least one: templates to choose from. */
static bool is_texts(const ht_node *node)
{
	bool texts = node->kind == HT_NODE_SEQ && node->n > 0;
	for (size_t i = 0; texts && i < node->n; i++)
		texts = node->items[i]->kind == HT_NODE_SCALAR;
	return texts;
}

/* Has the value the form that its key wants? c->text is then set. */
static bool is_readable(context *c)
{
	bool template = c->key->kind == KEY_TEMPLATE;
	c->text = "";
	if (readers[c->key->kind].list || (template && is_texts(c->node)))
		return true;
	if (c->node->kind == HT_NODE_SCALAR) {
		c->text = without_clause(c->r, c->node);
		return c->text;
	}
	ht_diag(c->r->diags, template ? HT_D_STYLE_TEXTS : HT_D_STYLE_ONE_VALUE, c->node->loc, c->key->name, NULL);
	return false;
}

static void read_pair(ht_sheet_reader *r, const ht_node_pair *pair, const ht_key *keys, uint32_t of, void *target)
{
	const ht_key *key = ht_key_find(keys, pair->key->text);
	if (!key)
		unknown_key(r, pair->key, keys);
	else if (of && !(key->kinds & of))
		foreign_key(r, pair->key, key, of);
	else if (key->kind != KEY_OTHER && !ht_node_is_null(pair->value)) {
		context c = {.r = r, .key = key, .node = pair->value, .target = target};
		if (is_readable(&c))
			readers[key->kind].read(&c);
	}
}

void ht_reader_map(ht_sheet_reader *r, const ht_node *map, const char *name, const ht_key *keys, uint32_t of,
                   void *target)
{
	if (map->kind != HT_NODE_MAP)
		ht_diag(r->diags, HT_D_STYLE_NOT_MAP, map->loc, name, NULL);
	for (size_t i = 0; map->kind == HT_NODE_MAP && i < map->n && r->status == HT_OK; i++)
		read_pair(r, &map->pairs[i], keys, of, target);
}

void ht_reader_key(ht_sheet_reader *r, const ht_node *map, const char *name, const ht_key *keys, void *target)
{
	for (size_t i = 0; i < map->n; i++)
		if (strcmp(map->pairs[i].key->text, name) == 0)
			read_pair(r, &map->pairs[i], keys, 0, target);
}

/* --- what an entry extends --- */

static const ht_node *extends_of(const ht_node *map, size_t i)
{
	return ht_sheet_get(map->pairs[i].value, "extends");
}

bool ht_reader_base(ht_sheet_reader *r, const ht_node *map, size_t i, const ht_entry_state *state, ht_code unknown,
                    size_t *ret)
{
	const ht_node *extends = extends_of(map, i);
	if (!extends)
		return false;
	if (extends->kind != HT_NODE_SCALAR) {
		ht_diag(r->diags, HT_D_STYLE_ONE_VALUE, extends->loc, "extends", NULL);
		return false;
	}
	size_t k = ht_sheet_entry(map, extends->text);
	if (k == SIZE_MAX)
		ht_diag(r->diags, unknown, extends->loc, extends->text, NULL);
	else if (state[k] == HT_READING)
		ht_diag(r->diags, HT_D_STYLE_CIRCLE, extends->loc, map->pairs[i].key->text, extends->text, NULL);
	else {
		*ret = k;
		return true;
	}
	return false;
}

void ht_reader_clear(const ht_node *entry, const ht_key *keys, const void *initial, void *target)
{
	const char *from = initial;
	char *to = target;
	for (size_t i = 0; entry->kind == HT_NODE_MAP && i < entry->n; i++) {
		const ht_key *key = ht_key_find(keys, entry->pairs[i].key->text);
		if (!key || key->kind == KEY_OTHER || !ht_node_is_null(entry->pairs[i].value))
			continue;
		memcpy(to + key->offset, from + key->offset, readers[key->kind].size);
		size_t extra = sizeof(bool); /* that a length is given */
		if (readers[key->kind].list)
			extra = sizeof(size_t);
		if (key->extra)
			memcpy(to + key->extra, from + key->extra, extra);
	}
}

bool ht_reader_writes(const ht_node *map, size_t i, const char *key)
{
	for (size_t depth = 0; depth <= map->n; depth++) {
		const ht_node *entry = map->pairs[i].value, *own = ht_sheet_get(entry, key),
		              *extends = extends_of(map, i);
		if (entry->kind != HT_NODE_MAP || own)
			return !own || !ht_node_is_null(own);
		if (!extends)
			return false;
		i = extends->kind == HT_NODE_SCALAR ? ht_sheet_entry(map, extends->text) : SIZE_MAX;
		if (i == SIZE_MAX)
			return true;
	}
	return true; /* in a circle: reported */
}
