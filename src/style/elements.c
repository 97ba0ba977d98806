/* The elements of a sheet: each by its kind, on what it extends. */
#include <string.h>

#include "base/suggest.h"
#include "reader.h"
#include "sheet.h"
#include "template.h"
#include "style/messages.h"

typedef struct elements {
	ht_sheet_reader *r;
	const ht_node *map;
	ht_entry_state *state;
} elements;

/* The key that each kind of element needs, besides `style`, which all kinds that have that key need. */
static const char *const needs[HT_E_KIND_COUNT] = {
    [HT_E_TEXT] = "text",      [HT_E_MASTHEAD] = "text", [HT_E_TITLE] = "text",       [HT_E_RULE] = "thickness",
    [HT_E_BODY] = "field",     [HT_E_PEOPLE] = "field",  [HT_E_ROSTER] = "field",     [HT_E_SIGNERS] = "field",
    [HT_E_SIGNATURE] = "date", [HT_E_SEALED] = "seals",  [HT_E_STAMPED] = "seals",    [HT_E_ATTACHMENT_NOTE] = "field",
    [HT_E_TABLE] = "columns",  [HT_E_GROUP] = "members", [HT_E_PAGE_NUMBER] = "text",
};

/* A second key, of the kinds that need two. */
static const char *const needs_too[HT_E_KIND_COUNT] = {
    [HT_E_ROSTER] = "people",        [HT_E_SEALED] = "date", [HT_E_STAMPED] = "field",
    [HT_E_ATTACHMENT_NOTE] = "text", [HT_E_TABLE] = "field",
};

static void need(const elements *es, size_t i, const char *key)
{
	if (key && !ht_reader_writes(es->map, i, key))
		ht_diag(es->r->diags, HT_D_STYLE_MISSING, es->map->pairs[i].value->loc, es->map->pairs[i].key->text,
		        key, NULL);
}

/* Are the numbers written in the element itself within their limits? Those that cannot be read are already reported. */
static void check_ranges(const elements *es, size_t i)
{
	const ht_node *node = es->map->pairs[i].value;
	ht_element own = {.kind = es->r->style->elements[i].kind, .thickness = 1};
	static const char *const keys[] = {"skip", "skip_below", "thickness"};
	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
		ht_reader_key(es->r, node, keys[k], ht_element_keys, &own);
	const struct {
		const char *key, *limits;
		bool wrong;
	} ranges[] = {
	    {"skip", "0, 1, 2 …", own.skip < 0},
	    {"skip_below", "0, 1, 2 …", own.skip_below < 0},
	    {"thickness", "0.1mm, 1mm …", own.kind == HT_E_RULE && own.thickness <= 0},
	};
	for (size_t k = 0; k < sizeof ranges / sizeof *ranges; k++)
		if (ranges[k].wrong)
			ht_diag(es->r->diags, HT_D_STYLE_RANGE, ht_node_get(node, ranges[k].key)->loc, ranges[k].key,
			        ranges[k].limits, NULL);
}

#define TYPE(name) (UINT32_C(1) << HT_TYPE_##name)

/* Types of field that a kind of element can show. */
static const uint32_t types_by_kind[HT_E_KIND_COUNT] = {
    [HT_E_MASTHEAD] = TYPE(TEXTS),         [HT_E_BODY] = TYPE(BODY),
    [HT_E_PEOPLE] = TYPE(PEOPLE),          [HT_E_ROSTER] = TYPE(GROUPS),
    [HT_E_SIGNERS] = TYPE(PEOPLE),         [HT_E_STAMPED] = TYPE(PEOPLE),
    [HT_E_ATTACHMENT_NOTE] = TYPE(GROUPS), [HT_E_TABLE] = TYPE(PEOPLE) | TYPE(GROUPS),
    [HT_E_GROUP] = TYPE(GROUPS),
};

static void check_fields(const elements *es, size_t i)
{
	const ht_element *e = &es->r->style->elements[i];
	const ht_node *node = es->map->pairs[i].value;
	const struct {
		const char *key, *path;
		uint32_t types;
	} fields[] = {
	    {"field", e->field, types_by_kind[e->kind]},
	    {"rows", e->rows, TYPE(PEOPLE) | TYPE(GROUPS)},
	    {"role", e->role, TYPE(TEXT)},
	    {"people", e->people, TYPE(PEOPLE)},
	    {"seals", e->seals, TYPE(TEXTS)},
	};
	for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
		const ht_node *own = ht_node_get(node, fields[k].key);
		if (own && fields[k].path && ht_template_field_known(fields[k].path, UINT32_MAX) &&
		    !ht_template_field_known(fields[k].path, fields[k].types))
			ht_diag(es->r->diags, HT_D_STYLE_FIELD_TYPE, own->loc, fields[k].key, fields[k].path,
			        ht_element_kinds[e->kind].name, NULL);
	}
}

static void check(const elements *es, size_t i)
{
	const ht_element *e = &es->r->style->elements[i];
	if (ht_key_find(ht_element_keys, "style")->kinds >> e->kind & 1)
		need(es, i, "style");
	need(es, i, needs[e->kind]);
	need(es, i, needs_too[e->kind]);
	check_ranges(es, i);
	check_fields(es, i);
}

/* An element without a kind: most often the mistyped name of an inherited one. */
static void tell_no_kind(const elements *es, size_t i)
{
	const ht_node *key = es->map->pairs[i].key;
	ht_suggest s = ht_suggest_begin(key->text);
	for (size_t k = 0; k < es->map->n; k++) {
		const ht_node *name = ht_sheet_get(es->map->pairs[k].value, "name");
		if (k == i)
			continue;
		ht_suggest_offer(&s, es->map->pairs[k].key->text);
		if (name && name->kind == HT_NODE_SCALAR)
			ht_suggest_offer(&s, name->text);
	}
	if (s.best)
		ht_diag(es->r->diags, HT_D_STYLE_NO_KIND_NEAR, key->loc, key->text, s.best, NULL);
	else
		ht_diag(es->r->diags, HT_D_STYLE_NO_KIND, key->loc, key->text, NULL);
}

/* The kind of element i; base NULL: it extends nothing. HT_E_KIND_COUNT: missing or unknown, which is already reported.
 */
static ht_ekind read_kind(const elements *es, size_t i, const ht_element *base)
{
	const ht_node *node = es->map->pairs[i].value, *said = ht_node_get(node, "kind");
	ht_element own = {.kind = base ? base->kind : HT_E_KIND_COUNT};
	if (said) {
		own.kind = HT_E_KIND_COUNT;
		ht_reader_key(es->r, node, "kind", ht_element_keys, &own);
	} else if (!base && !ht_reader_writes(es->map, i, "kind"))
		tell_no_kind(es, i);
	bool differs = base && base->kind != HT_E_KIND_COUNT && own.kind != base->kind;
	if (!differs || own.kind == HT_E_KIND_COUNT)
		return own.kind;
	ht_diag(es->r->diags, HT_D_STYLE_EXTENDS_KIND, said->loc, base->name, ht_element_kinds[base->kind].name, NULL);
	return HT_E_KIND_COUNT;
}

/* A table's columns: a list of maps. */
static void read_columns(ht_sheet_reader *r, const ht_node *map, ht_element *e)
{
	const ht_node *list = ht_node_get(map, "columns");
	if (!list || ht_node_is_null(list) || e->kind != HT_E_TABLE)
		return;
	if (list->kind != HT_NODE_SEQ) {
		ht_diag(r->diags, HT_D_STYLE_NOT_LIST, list->loc, "columns", NULL);
		return;
	}
	ht_column *columns = ht_arena_array(r->arena, list->n + 1, sizeof *columns);
	for (size_t i = 0; columns && i < list->n; i++) {
		columns[i].loc = list->items[i]->loc;
		ht_reader_map(r, list->items[i], "columns", ht_column_keys, 0, &columns[i]);
	}
	if (!columns)
		r->status = HT_ERR_NOMEM;
	e->columns = columns;
	e->n_columns = columns ? list->n : 0;
}

/* Read element i, after the one it extends. Its name is set first, so that members and lists find it even if it is
 * faulty. */
static void read_element(elements *es, size_t i)
{
	ht_sheet_reader *r = es->r;
	static const ht_element initial = {
	    .min_condense = 1000, .first_page = 1, .odd = HT_HALIGN_RIGHT, .even = HT_HALIGN_LEFT};
	ht_element *all = r->style->elements, *e = &all[i];
	const ht_node *node = es->map->pairs[i].value;
	size_t base = SIZE_MAX;
	if (es->state[i] != HT_UNREAD || r->status != HT_OK)
		return;
	es->state[i] = HT_READING;
	*e = initial;
	if (node->kind == HT_NODE_MAP && ht_reader_base(r, es->map, i, es->state, HT_D_STYLE_NAME, &base)) {
		read_element(es, base);
		*e = all[base];
		ht_reader_clear(node, ht_element_keys, &initial, e);
	}
	e->name = es->map->pairs[i].key->text;
	e->zh = NULL;
	e->loc = node->loc;
	e->kind = HT_E_KIND_COUNT;
	if (node->kind != HT_NODE_MAP)
		ht_diag(r->diags, HT_D_STYLE_NOT_MAP, node->loc, e->name, NULL);
	else
		e->kind = read_kind(es, i, base == SIZE_MAX ? NULL : &all[base]);
	if (e->kind != HT_E_KIND_COUNT) {
		ht_reader_map(r, node, e->name, ht_element_keys, UINT32_C(1) << e->kind, e);
		read_columns(r, node, e);
		check(es, i);
	}
	es->state[i] = HT_READ;
}

static void check_members(elements *es, size_t i);

/* member: of the group e; or NULL. */
static void check_member(elements *es, const ht_element *e, const ht_element *member)
{
	if (!member)
		return;
	size_t k = (size_t)(member - es->r->style->elements);
	if (es->state[k] == HT_READING)
		ht_diag(es->r->diags, HT_D_STYLE_MEMBERS, e->loc, member->name, e->name, NULL);
	check_members(es, k);
}

/* No group may contain itself, directly or through others: it would never end. */
static void check_members(elements *es, size_t i)
{
	const ht_element *all = es->r->style->elements, *e = &all[i];
	if (es->state[i] != HT_UNREAD)
		return;
	es->state[i] = HT_READING;
	for (size_t k = 0; k < e->n_members; k++)
		check_member(es, e, e->members[k]);
	check_member(es, e, e->heading);
	check_member(es, e, e->otherwise);
	es->state[i] = HT_READ;
}

void ht_reader_elements(ht_sheet_reader *r)
{
	const ht_node *map = r->elements;
	ht_style *style = r->style;
	if (!map)
		return;
	style->elements = ht_arena_array(r->arena, map->n + 1, sizeof *style->elements);
	elements es = {.r = r, .map = map, .state = ht_arena_array(r->arena, map->n + 1, sizeof *es.state)};
	if (!style->elements || !es.state) {
		r->status = HT_ERR_NOMEM;
		return;
	}
	style->n_elements = map->n; /* a group may name members that are read after it */
	for (size_t i = 0; i < map->n; i++)
		read_element(&es, i);
	memset(es.state, 0, map->n * sizeof *es.state);
	for (size_t i = 0; i < map->n; i++)
		check_members(&es, i);
}
