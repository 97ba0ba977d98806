/* Loading a sheet: the tree with all it extends (sheet.c), then section by
 * section in the order of dependence: page, faces, paragraph styles, elements,
 * sequence. Faults are collected; a sheet with an error is not used. */
#include "style/style.h"

#include <stdlib.h>
#include <string.h>

#include "style/messages.h"
#include "form_read.h"
#include "reader.h"
#include "sheet.h"

#define OF(type, member) offsetof(type, member)

ht_len ht_geometry_line(const ht_geometry *g, int k)
{
	return g->top + ht_len_scale(g->area_height - g->size, k, g->lines - 1);
}

int ht_geometry_line_below(const ht_geometry *g, ht_len y)
{
	int k = (int)((int64_t)(y - g->top) * (g->lines - 1) / (g->area_height - g->size));
	while (k > 0 && ht_geometry_line(g, k - 1) >= y)
		k--;
	while (ht_geometry_line(g, k) < y)
		k++;
	return k;
}

ht_len ht_geometry_cell(const ht_geometry *g, int k)
{
	return ht_len_scale(g->area_width, k, g->chars);
}

ht_len ht_geometry_pitch(const ht_geometry *g)
{
	return ht_len_scale(g->area_height - g->size, 1, g->lines - 1);
}

ht_geometry ht_geometry_turned(const ht_geometry *g, ht_side head)
{
	bool left = head == HT_SIDE_LEFT;
	ht_geometry t = *g;
	t.width = g->height;
	t.height = g->width;
	t.top = left ? g->left : g->width - g->left - g->area_width;
	t.left = left ? g->height - g->top - g->area_height : g->top;
	t.area_width = g->area_height;
	t.area_height = g->area_width;
	t.chars = (int)((int64_t)g->chars * t.area_width / g->area_width);
	t.lines = 1 + (t.area_height - g->size) / ht_geometry_pitch(g);
	t.max_lines = 0;
	return t;
}

const ht_pstyle *ht_style_find(const ht_style *style, const char *name)
{
	for (size_t i = 0; i < style->n_styles; i++)
		if (style->styles[i].name && strcmp(style->styles[i].name, name) == 0)
			return &style->styles[i];
	return NULL;
}

static const char *const sides[] = {"left", "right", NULL};

static const ht_key page_keys[] = {
    {"width", KEY_LEN, OF(ht_geometry, width), 0, NULL},
    {"height", KEY_LEN, OF(ht_geometry, height), 0, NULL},
    {"top", KEY_LEN, OF(ht_geometry, top), 0, NULL},
    {"left", KEY_LEN, OF(ht_geometry, left), 0, NULL},
    {"area_width", KEY_LEN, OF(ht_geometry, area_width), 0, NULL},
    {"area_height", KEY_LEN, OF(ht_geometry, area_height), 0, NULL},
    {"lines", KEY_INT, OF(ht_geometry, lines), 0, NULL},
    {"max_lines", KEY_INT, OF(ht_geometry, max_lines), 0, NULL},
    {"min_chars", KEY_INT, OF(ht_geometry, min_chars), 0, NULL},
    {"max_chars", KEY_INT, OF(ht_geometry, max_chars), 0, NULL},
    {"chars", KEY_INT, OF(ht_geometry, chars), 0, NULL},
    {"size", KEY_LEN, OF(ht_geometry, size), 0, NULL},
    {"odd_head", KEY_ENUM, OF(ht_geometry, odd_head), 0, sides},
    {"even_head", KEY_ENUM, OF(ht_geometry, even_head), 0, sides},
    {0},
};

static const ht_key face_keys[] = {
    {"han", KEY_STRING, OF(ht_typeface, han), 0, NULL},
    {"latin", KEY_STRING, OF(ht_typeface, latin), 0, NULL},
    {0},
};

static const char *const haligns[] = {"justify", "left", "centre", "right", NULL};

static const ht_key pstyle_keys[] = {
    {"extends", KEY_OTHER, 0, 0, NULL},
    {"name", KEY_STRING, OF(ht_pstyle, zh), 0, NULL},
    {"face", KEY_FACE, OF(ht_pstyle, face), 0, NULL},
    {"size", KEY_LEN, OF(ht_pstyle, size), 0, NULL},
    {"colour", KEY_COLOUR, OF(ht_pstyle, colour), 0, NULL},
    {"align", KEY_ENUM, OF(ht_pstyle, align), 0, haligns},
    {"indent", KEY_LEN, OF(ht_pstyle, indent), 0, NULL},
    {"left", KEY_LEN, OF(ht_pstyle, left), 0, NULL},
    {"right", KEY_LEN, OF(ht_pstyle, right), 0, NULL},
    {"grid", KEY_BOOL, OF(ht_pstyle, grid), 0, NULL},
    {"han_latin_gap", KEY_PERMILLE, OF(ht_pstyle, han_latin_gap), 0, NULL},
    {"merge_marks", KEY_BOOL, OF(ht_pstyle, merge_marks), 0, NULL},
    {"pitch", KEY_LEN, OF(ht_pstyle, pitch), 0, NULL},
    {"clause", KEY_STRING, OF(ht_pstyle, clause), 0, NULL},
    {0},
};

static const char *const kind_names[] = {
    [HT_E_TEXT] = "text",
    [HT_E_LINE] = "line",
    [HT_E_MARK] = "mark",
    [HT_E_TITLE] = "title",
    [HT_E_RULE] = "rule",
    [HT_E_BODY] = "body",
    [HT_E_PEOPLE] = "people",
    [HT_E_ROSTER] = "roster",
    [HT_E_SIGNATURE] = "signature",
    [HT_E_SIGNERS] = "signers",
    [HT_E_SEALED] = "sealed",
    [HT_E_STAMPED] = "stamped",
    [HT_E_TABLE] = "table",
    [HT_E_GROUP] = "group",
    [HT_E_ATTACHMENT_NOTE] = "attachment_note",
    [HT_E_PAGE_NUMBER] = "page_number",
    [HT_E_KIND_COUNT] = NULL,
};
static const char *const froms[] = {"previous", "area", "sheet", "sheet_bottom", NULL};
static const char *const acrosses[] = {"area", "sheet", NULL};
static const char *const edges[] = {"em", "ink", NULL};

static const ht_key element_keys[] = {
    {"kind", KEY_ENUM, OF(ht_element, kind), 0, kind_names},
    {"style", KEY_STYLE, OF(ht_element, style), 0, NULL},
    {"clause", KEY_STRING, OF(ht_element, clause), 0, NULL},
    {"text", KEY_TEMPLATE, OF(ht_element, text), 0, NULL},
    {"left", KEY_TEMPLATE, OF(ht_element, left), 0, NULL},
    {"centre", KEY_TEMPLATE, OF(ht_element, centre), 0, NULL},
    {"right", KEY_TEMPLATE, OF(ht_element, right), 0, NULL},
    {"label", KEY_TEMPLATE, OF(ht_element, label), 0, NULL},
    {"label_style", KEY_STYLE, OF(ht_element, label_style), 0, NULL},
    {"date", KEY_TEMPLATE, OF(ht_element, date), 0, NULL},
    {"unless", KEY_FIELD, OF(ht_element, unless), 0, NULL},
    {"when", KEY_FIELD, OF(ht_element, when), 0, NULL},
    {"field", KEY_FIELD, OF(ht_element, field), 0, NULL},
    {"skip", KEY_INT, OF(ht_element, skip), 0, NULL},
    {"top", KEY_LEN, OF(ht_element, top), OF(ht_element, has_top), NULL},
    {"from", KEY_ENUM, OF(ht_element, from), 0, froms},
    {"edge", KEY_ENUM, OF(ht_element, edge), 0, edges},
    {"hang", KEY_BOOL, OF(ht_element, hang), 0, NULL},
    {"beside", KEY_BOOL, OF(ht_element, beside), 0, NULL},
    {"skip_below", KEY_INT, OF(ht_element, skip_below), 0, NULL},
    {"keep_previous", KEY_BOOL, OF(ht_element, keep_previous), 0, NULL},
    {"new_page", KEY_BOOL, OF(ht_element, new_page), 0, NULL},
    {"keep_next", KEY_BOOL, OF(ht_element, keep_next), 0, NULL},
    {"fit", KEY_LEN, OF(ht_element, fit), 0, NULL},
    {"min_condense", KEY_PERMILLE, OF(ht_element, min_condense), 0, NULL},
    {"suffix", KEY_TEMPLATE, OF(ht_element, suffix), 0, NULL},
    {"joint_size", KEY_LEN, OF(ht_element, joint_size), 0, NULL},
    {"joint_height", KEY_LEN, OF(ht_element, joint_height), 0, NULL},
    {"letter_gap", KEY_LEN, OF(ht_element, letter_gap), 0, NULL},
    {"thickness", KEY_LEN, OF(ht_element, thickness), 0, NULL},
    {"rule_width", KEY_LEN, OF(ht_element, rule_width), 0, NULL},
    {"across", KEY_ENUM, OF(ht_element, across), 0, acrosses},
    {"colour", KEY_COLOUR, OF(ht_element, colour), 0, NULL},
    {"levels", KEY_STYLES, OF(ht_element, levels), OF(ht_element, n_levels), NULL},
    {"numbering", KEY_STRINGS, OF(ht_element, numbering), OF(ht_element, n_numbering), NULL},
    {"strong_face", KEY_FACE, OF(ht_element, strong_face), 0, NULL},
    {"em_face", KEY_FACE, OF(ht_element, em_face), 0, NULL},
    {"table_cell", KEY_STYLE, OF(ht_element, table_cell), 0, NULL},
    {"table_head", KEY_STYLE, OF(ht_element, table_head), 0, NULL},
    {"table_title", KEY_STYLE, OF(ht_element, table_title), 0, NULL},
    {"table_note", KEY_STYLE, OF(ht_element, table_note), 0, NULL},
    {"table_least", KEY_LEN, OF(ht_element, table_least), 0, NULL},
    {"turn_wide_tables", KEY_BOOL, OF(ht_element, turn_wide_tables), 0, NULL},
    {"table_rule", KEY_LEN, OF(ht_element, table_rule), 0, NULL},
    {"caption", KEY_STYLE, OF(ht_element, caption), 0, NULL},
    {"picture_height", KEY_LEN, OF(ht_element, picture_height), 0, NULL},
    {"cell_pad", KEY_LEN, OF(ht_element, cell_pad), 0, NULL},
    {"name_cells", KEY_INT, OF(ht_element, name_cells), 0, NULL},
    {"name_gap", KEY_INT, OF(ht_element, name_gap), 0, NULL},
    {"group_lines", KEY_BOOL, OF(ht_element, group_lines), 0, NULL},
    {"align_names", KEY_BOOL, OF(ht_element, align_names), 0, NULL},
    {"per_line", KEY_INT, OF(ht_element, per_line), 0, NULL},
    {"name_style", KEY_STYLE, OF(ht_element, name_style), 0, NULL},
    {"right_inset", KEY_LEN, OF(ht_element, right_inset), 0, NULL},
    {"date_offset", KEY_LEN, OF(ht_element, date_offset), 0, NULL},
    {"rows", KEY_FIELD, OF(ht_element, rows), 0, NULL},
    {"columns", KEY_OTHER, 0, 0, NULL},
    {"blank_rows", KEY_INT, OF(ht_element, blank_rows), 0, NULL},
    {"row_height", KEY_LEN, OF(ht_element, row_height), 0, NULL},
    {"seal_size", KEY_LEN, OF(ht_element, seal_size), 0, NULL},
    {"seal_max", KEY_LEN, OF(ht_element, seal_max), 0, NULL},
    {"seal_gap", KEY_LEN, OF(ht_element, seal_gap), 0, NULL},
    {"seal_rise", KEY_LEN, OF(ht_element, seal_rise), 0, NULL},
    {"office_gap", KEY_LEN, OF(ht_element, office_gap), 0, NULL},
    {"members", KEY_OTHER, 0, 0, NULL},
    {"at_least", KEY_INT, OF(ht_element, at_least), 0, NULL},
    {"instead_of", KEY_STRING, OF(ht_element, instead_of), 0, NULL},
    {"join_above", KEY_BOOL, OF(ht_element, join_above), 0, NULL},
    {"below", KEY_LEN, OF(ht_element, below), 0, NULL},
    {"inset", KEY_LEN, OF(ht_element, inset), 0, NULL},
    {"odd", KEY_ENUM, OF(ht_element, odd), 0, haligns},
    {"even", KEY_ENUM, OF(ht_element, even), 0, haligns},
    {"first_page", KEY_INT, OF(ht_element, first_page), 0, NULL},
    {"last_page", KEY_INT, OF(ht_element, last_page), 0, NULL},
    {0},
};

static const ht_key column_keys[] = {
    {"head", KEY_TEMPLATE, OF(ht_column, head), 0, NULL},
    {"text", KEY_TEMPLATE, OF(ht_column, text), 0, NULL},
    {"width", KEY_LEN, OF(ht_column, width), 0, NULL},
    {"align", KEY_ENUM, OF(ht_column, align), 0, haligns},
    {0},
};

static const ht_key member_keys[] = {
    {"members", KEY_ELEMENTS, OF(ht_element, members), OF(ht_element, n_members), NULL},
    {0},
};

static const ht_key foot_keys[] = {
    {"rows", KEY_ELEMENTS, OF(ht_foot, rows), OF(ht_foot, n), NULL},
    {"outer_rule", KEY_LEN, OF(ht_foot, outer_rule), 0, NULL},
    {"inner_rule", KEY_LEN, OF(ht_foot, inner_rule), 0, NULL},
    {"colour", KEY_COLOUR, OF(ht_foot, colour), 0, NULL},
    {"gap", KEY_LEN, OF(ht_foot, gap), 0, NULL},
    {"even_page", KEY_BOOL, OF(ht_foot, even_page), 0, NULL},
    {0},
};

static const ht_key sheet_keys[] = {
    {"extends", KEY_OTHER, 0, 0, NULL},
    {"name", KEY_STRING, OF(ht_style, zh), 0, NULL},
    {"english_name", KEY_STRING, OF(ht_style, en), 0, NULL},
    {"form", KEY_OTHER, 0, 0, NULL},
    {"standard", KEY_OTHER, 0, 0, NULL},
    {"page", KEY_OTHER, 0, 0, NULL},
    {"colours", KEY_OTHER, 0, 0, NULL},
    {"faces", KEY_OTHER, 0, 0, NULL},
    {"styles", KEY_OTHER, 0, 0, NULL},
    {"elements", KEY_OTHER, 0, 0, NULL},
    {"foot", KEY_OTHER, 0, 0, NULL},
    {"flow", KEY_ELEMENTS, OF(ht_style, flow), OF(ht_style, n_flow), NULL},
    {"furniture", KEY_ELEMENTS, OF(ht_style, furniture), OF(ht_style, n_furniture), NULL},
    {"required", KEY_OTHER, 0, 0, NULL},
    {"wanted", KEY_OTHER, 0, 0, NULL},
    {"kinds", KEY_OTHER, 0, 0, NULL},
    {"checks", KEY_OTHER, 0, 0, NULL},
    {"recognition", KEY_OTHER, 0, 0, NULL},
    {"ignored", KEY_FIELDS, OF(ht_style, ignored), OF(ht_style, n_ignored), NULL},
    {0},
};

/* A section that must be a map; NULL (and a diagnostic) when it is not. */
static const ht_node *section(ht_sheet_reader *r, const ht_node *root, const char *name)
{
	const ht_node *node = ht_node_get(root, name);
	if (!node)
		ht_diag(r->diags, HT_D_STYLE_MISSING, root->loc, "the style sheet", name, NULL);
	else if (node->kind != HT_NODE_MAP)
		ht_diag(r->diags, HT_D_STYLE_NOT_MAP, node->loc, name, NULL);
	else
		return node;
	return NULL;
}

static ht_status read_page(ht_sheet_reader *r, const ht_node *root)
{
	const ht_node *map = section(r, root, "page");
	ht_geometry *g = &r->style->page;
	ht_geometry raw = {0};
	if (!map)
		return HT_OK;
	ht_status status = ht_reader_map(r, map, "page", page_keys, &raw);
	bool positive = raw.width > 0 && raw.height > 0 && raw.area_width > 0 && raw.area_height > raw.size &&
	                raw.top >= 0 && raw.left >= 0 && raw.size > 0 && raw.lines > 1 && raw.chars > 0;
	bool fits = raw.lines <= 200 && raw.chars <= 400 && raw.max_chars <= 2 * raw.chars &&
	            (!raw.min_chars || raw.min_chars >= raw.chars / 2) && raw.width <= ht_len_from_mm(2000) &&
	            raw.height <= ht_len_from_mm(2000) && raw.left + raw.area_width <= raw.width &&
	            raw.top + raw.area_height <= raw.height;
	if (!positive || !fits)
		ht_diag(r->diags, HT_D_STYLE_RANGE, map->loc, "page",
		        "width, height, top, left, area_width, area_height, lines, chars, size", NULL);
	else
		*g = raw;
	return status;
}

static ht_status read_faces(ht_sheet_reader *r, const ht_node *root)
{
	const ht_node *map = section(r, root, "faces");
	ht_style *style = r->style;
	if (!map)
		return HT_OK;
	style->faces = ht_arena_array(r->arena, map->n + 1, sizeof *style->faces);
	if (!style->faces)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < map->n; i++) {
		ht_typeface *face = &style->faces[i];
		*face =
		    (ht_typeface){.name = map->pairs[i].key->text, .index = (int)i, .loc = map->pairs[i].value->loc};
		ht_status status = ht_reader_map(r, map->pairs[i].value, face->name, face_keys, face);
		if (status != HT_OK)
			return status;
		if (!face->han)
			ht_diag(r->diags, HT_D_STYLE_MISSING, face->loc, face->name, "han", NULL);
		if (!face->latin)
			face->latin = face->han;
	}
	style->n_faces = map->n;
	return HT_OK;
}

/* Read one paragraph style, the one it extends first. trail counts how deep
 * `extends` goes: deeper than there are styles is a circle. */
static ht_status read_pstyle(ht_sheet_reader *r, const ht_node *map, size_t i, size_t trail)
{
	ht_pstyle *ps = &r->style->styles[i];
	const ht_node *node = map->pairs[i].value;
	if (ps->name)
		return HT_OK;
	ht_pstyle base = {.han_latin_gap = 250};
	const ht_node *extends = node->kind == HT_NODE_MAP ? ht_node_get(node, "extends") : NULL;
	if (extends && extends->kind == HT_NODE_SCALAR) {
		size_t k = 0;
		while (k < map->n && strcmp(map->pairs[k].key->text, extends->text) != 0)
			k++;
		if (k == map->n || trail > map->n) {
			ht_diag(r->diags, HT_D_STYLE_NAME, extends->loc, "paragraph style", extends->text, NULL);
		} else {
			ht_status status = read_pstyle(r, map, k, trail + 1);
			if (status != HT_OK)
				return status;
			base = r->style->styles[k];
		}
	}
	*ps = base;
	ps->name = map->pairs[i].key->text;
	ps->loc = node->loc;
	ps->index = (int)i;
	ht_status status = ht_reader_map(r, node, ps->name, pstyle_keys, ps);
	if (!ps->face)
		ht_diag(r->diags, HT_D_STYLE_MISSING, ps->loc, ps->name, "face", NULL);
	if (ps->size <= 0 || ps->size > ht_len_from_pt(1000))
		ht_diag(r->diags, HT_D_STYLE_MISSING, ps->loc, ps->name, "size", NULL);
	if (!ps->zh)
		ps->zh = ps->name;
	return status;
}

static ht_status read_pstyles(ht_sheet_reader *r, const ht_node *root)
{
	const ht_node *map = section(r, root, "styles");
	ht_style *style = r->style;
	if (!map)
		return HT_OK;
	style->styles = ht_arena_array(r->arena, map->n + 1, sizeof *style->styles);
	if (!style->styles)
		return HT_ERR_NOMEM;
	style->n_styles = map->n;
	for (size_t i = 0; i < map->n; i++) {
		ht_status status = read_pstyle(r, map, i, 0);
		if (status != HT_OK)
			return status;
	}
	return HT_OK;
}

/* What an element of a kind cannot do without. */
static const struct {
	const char *key;
	size_t offset; /* of a pointer that must be set */
} needs[HT_E_KIND_COUNT] = {
    [HT_E_TEXT] = {"text", OF(ht_element, text.parts)},
    [HT_E_MARK] = {"text", OF(ht_element, text.parts)},
    [HT_E_TITLE] = {"text", OF(ht_element, text.parts)},
    [HT_E_BODY] = {"field", OF(ht_element, field)},
    [HT_E_PEOPLE] = {"field", OF(ht_element, field)},
    [HT_E_SIGNERS] = {"field", OF(ht_element, field)},
    [HT_E_SIGNATURE] = {"date", OF(ht_element, date.parts)},
    [HT_E_SEALED] = {"date", OF(ht_element, date.parts)},
    [HT_E_STAMPED] = {"field", OF(ht_element, field)},
    [HT_E_ATTACHMENT_NOTE] = {"field", OF(ht_element, field)},
    [HT_E_ROSTER] = {"field", OF(ht_element, field)},
    [HT_E_GROUP] = {"field", OF(ht_element, field)},
    [HT_E_PAGE_NUMBER] = {"text", OF(ht_element, text.parts)},
};

static void check_element(ht_sheet_reader *r, const ht_element *e)
{
	if (!e->style && e->kind != HT_E_RULE && e->kind != HT_E_GROUP)
		ht_diag(r->diags, HT_D_STYLE_MISSING, e->loc, e->name, "style", NULL);
	const char *base = (const char *)e;
	if (needs[e->kind].key && !*(const void *const *)(const void *)(base + needs[e->kind].offset))
		ht_diag(r->diags, HT_D_STYLE_MISSING, e->loc, e->name, needs[e->kind].key, NULL);
	if (e->kind == HT_E_RULE && e->thickness <= 0)
		ht_diag(r->diags, HT_D_STYLE_MISSING, e->loc, e->name, "thickness", NULL);
	if (e->skip < 0 || e->skip_below < 0)
		ht_diag(r->diags, HT_D_STYLE_RANGE, e->loc, "skip", "0, 1, 2 …", NULL);
}

/* A table's columns: a list of maps. */
static ht_status read_columns(ht_sheet_reader *r, const ht_node *node, ht_element *e)
{
	const ht_node *list = node->kind == HT_NODE_MAP ? ht_node_get(node, "columns") : NULL;
	if (!list || list->kind != HT_NODE_SEQ) {
		if (e->kind == HT_E_TABLE)
			ht_diag(r->diags, HT_D_STYLE_MISSING, e->loc, e->name, "columns", NULL);
		return HT_OK;
	}
	e->columns = ht_arena_array(r->arena, list->n + 1, sizeof *e->columns);
	if (!e->columns)
		return HT_ERR_NOMEM;
	e->n_columns = list->n;
	ht_status status = HT_OK;
	for (size_t i = 0; i < list->n && status == HT_OK; i++) {
		e->columns[i].loc = list->items[i]->loc;
		status = ht_reader_map(r, list->items[i], "columns", column_keys, &e->columns[i]);
	}
	return status;
}

static ht_status read_element(ht_sheet_reader *r, const ht_node_pair *pair, ht_element *e)
{
	*e = (ht_element){.name = pair->key->text, .loc = pair->value->loc, .min_condense = 1000, .first_page = 1};
	e->odd = HT_HALIGN_RIGHT;
	e->even = HT_HALIGN_LEFT;
	ht_status status = ht_reader_map(r, pair->value, e->name, element_keys, e);
	if (status == HT_OK)
		status = read_columns(r, pair->value, e);
	if (status == HT_OK)
		check_element(r, e);
	return status;
}

/* Members name other elements, so they are read when all of those are. */
static ht_status read_members(ht_sheet_reader *r, const ht_node *node, ht_element *e)
{
	ht_node *list = node->kind == HT_NODE_MAP ? ht_node_get(node, "members") : NULL;
	if (!list)
		return HT_OK;
	ht_node key = {.kind = HT_NODE_SCALAR, .text = "members", .loc = list->loc};
	ht_node_pair pair = {&key, list};
	ht_node map = {.kind = HT_NODE_MAP, .pairs = &pair, .n = 1, .loc = list->loc};
	return ht_reader_map(r, &map, e->name, member_keys, e);
}

static ht_status read_elements(ht_sheet_reader *r, const ht_node *root)
{
	const ht_node *map = section(r, root, "elements");
	ht_style *style = r->style;
	if (!map)
		return HT_OK;
	style->elements = ht_arena_array(r->arena, map->n + 1, sizeof *style->elements);
	if (!style->elements)
		return HT_ERR_NOMEM;
	ht_status status = HT_OK;
	for (size_t i = 0; i < map->n && status == HT_OK; i++) {
		status = read_element(r, &map->pairs[i], &style->elements[i]);
		style->n_elements = i + 1;
	}
	for (size_t i = 0; i < map->n && status == HT_OK; i++)
		status = read_members(r, map->pairs[i].value, &style->elements[i]);
	return status;
}

static ht_status read_sheet(ht_sheet_reader *r, const ht_node *root)
{
	r->colours = ht_node_get(root, "colours");
	if (r->colours && r->colours->kind != HT_NODE_MAP)
		r->colours = NULL;
	ht_status status = read_page(r, root);
	if (status != HT_OK || !r->style->page.lines)
		return status; /* without a page no length can be read */
	typedef ht_status step(ht_sheet_reader *, const ht_node *);
	static step *const steps[] = {read_faces, read_pstyles, read_elements};
	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == HT_OK; i++)
		status = steps[i](r, root);
	const ht_node *foot = ht_node_get(root, "foot");
	if (status == HT_OK && foot)
		status = ht_reader_map(r, foot, "foot", foot_keys, &r->style->foot);
	if (status == HT_OK)
		status = ht_reader_map(r, root, "the style sheet", sheet_keys, r->style);
	if (status == HT_OK && !r->style->n_flow)
		ht_diag(r->diags, HT_D_STYLE_MISSING, root->loc, "the style sheet", "flow", NULL);
	return status;
}

/* The sheet's name: what the user calls it, without folder and ending. */
static const char *short_name(ht_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	const char *dot = strrchr(base, '.');
	return ht_arena_strndup(arena, base, dot ? (size_t)(dot - base) : strlen(base));
}

static ht_status load(ht_style *style, const char *name, const ht_style_dirs *dirs, ht_diags *diags)
{
	ht_sheet sheet;
	ht_status status = ht_sheet_merge(style->arena, name, dirs, diags, &sheet);
	if (status != HT_OK)
		return status;
	style->path = sheet.path;
	style->name = short_name(style->arena, style->path);
	if (!style->name)
		return HT_ERR_NOMEM;
	ht_sheet_reader r = {.arena = style->arena, .diags = diags, .style = style};
	size_t before = ht_diags_count(diags, HT_LEVEL_ERROR);
	status = read_sheet(&r, sheet.root);
	if (status == HT_OK)
		status = ht_form_read(&r, sheet.root, sheet.path, NULL, &style->form);
	if (status == HT_OK && ht_diags_count(diags, HT_LEVEL_ERROR) > before)
		status = HT_ERR_INPUT;
	return status;
}

ht_status ht_style_load(const char *name, const ht_style_dirs *dirs, ht_diags *diags, ht_style **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_style *style = arena ? ht_arena_alloc(arena, sizeof *style) : NULL;
	if (!style) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	style->arena = arena;
	ht_status status = load(style, name, dirs, diags);
	if (status == HT_OK)
		*ret = style;
	else
		ht_style_free(style);
	return status;
}

void ht_style_free(ht_style *style)
{
	if (style)
		ht_arena_free(style->arena);
}
