/* Loading a sheet: the tree with all it extends (sheet.c), then section by
 * section in the order of dependence: page, typefaces, paragraph styles, elements, flow. Faults are collected; a sheet
 * with an error is not used. */
#include "base/str.h"
#include "style/style.h"
#include "style/messages.h"

#include <stdlib.h>
#include <string.h>

#include "form_read.h"
#include "reader.h"
#include "sheet.h"

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

ht_len ht_geometry_char(const ht_geometry *g, int k)
{
	return ht_len_scale(g->area_width, k, g->chars);
}

ht_len ht_geometry_pitch(const ht_geometry *g)
{
	return ht_len_scale(g->area_height - g->size, 1, g->lines - 1);
}

ht_geometry ht_geometry_landscape(const ht_geometry *g, ht_side head)
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

bool ht_style_ignores(const ht_style *style, const char *path)
{
	for (size_t i = 0; i < style->n_ignored; i++)
		if (strcmp(style->ignored[i].path, path) == 0)
			return true;
	return false;
}

#define SHEET(name, zh, kind, member)                                                                                  \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_style, member), 0, NULL, 0, BELOW_NOTHING, NULL                            \
	}
#define LIST(name, zh, kind, member, count)                                                                            \
	{                                                                                                              \
		name, zh, kind, offsetof(ht_style, member), offsetof(ht_style, count), NULL, 0, BELOW_NOTHING, NULL    \
	}
#define SECTION(name, zh, below, keys)                                                                                 \
	{                                                                                                              \
		name, zh, KEY_OTHER, 0, 0, NULL, 0, below, keys                                                        \
	}

const ht_key ht_sheet_keys[] = {
    SECTION("extends", "继承", BELOW_NOTHING, NULL),
    SHEET("name", "名称", KEY_STRING, zh),
    SHEET("english_name", "英文名称", KEY_STRING, en),
    SECTION("form", "格式", BELOW_NOTHING, NULL),
    SECTION("standard", "默认", BELOW_NOTHING, NULL),
    SECTION("also_called", "又称", BELOW_NOTHING, NULL),
    SECTION("page", "页面", BELOW_MAP, ht_page_keys),
    SECTION("colours", "颜色", BELOW_NOTHING, NULL),
    SECTION("faces", "字体", BELOW_ENTRIES, ht_typeface_keys),
    SECTION("styles", "样式", BELOW_ENTRIES, ht_pstyle_keys),
    SECTION("elements", "要素", BELOW_ENTRIES, ht_element_keys),
    SECTION("imprint", "版记", BELOW_MAP, ht_imprint_keys),
    SECTION("metadata", "文件属性", BELOW_MAP, ht_metadata_keys),
    LIST("flow", "顺序", KEY_ELEMENTS, flow, n_flow),
    LIST("furniture", "每页要素", KEY_ELEMENTS, furniture, n_furniture),
    SECTION("required", "必备", BELOW_NOTHING, NULL),
    SECTION("wanted", "常备", BELOW_NOTHING, NULL),
    SECTION("kinds", "文种", BELOW_ENTRIES, ht_kind_keys),
    SECTION("checks", "检查", BELOW_MAP, ht_check_keys),
    SECTION("from_other_form", "他种记录", BELOW_MAP, ht_sheet_keys),
    SECTION("recognition", "识别", BELOW_MAP, ht_recognition_keys),
    LIST("ignored", "不用", KEY_REASONS, ignored, n_ignored),
    SECTION("stated", "正文写明", BELOW_REASONS, NULL),
    {NULL, NULL, KEY_OTHER, 0, 0, NULL, 0, BELOW_NOTHING, NULL},
};

/* A section of the sheet. NULL: it is missing, which is reported if the sheet needs it, or it is not a map, which is
 * reported. */
static const ht_node *section(ht_sheet_reader *r, const ht_node *root, const char *name, bool needed)
{
	const ht_node *node = ht_node_get(root, name);
	if (!node && needed)
		ht_diag(r->diags, HT_D_STYLE_SHEET_MISSING, root->loc, name, NULL);
	if (node && node->kind != HT_NODE_MAP) {
		ht_diag(r->diags, HT_D_STYLE_NOT_MAP, node->loc, name, NULL);
		return NULL;
	}
	return node;
}

/* --- page --- */

/* Pages beyond these are mistakes. */
#define PAPER_MAX_MM 2000
#define LINES_MAX    200
#define CHARS_MAX    400

/* Is the key's value within its limits? If not, this is reported at its place. */
static bool within(ht_sheet_reader *r, const ht_node *map, const char *key, bool is, const char *limits)
{
	const ht_node *node = ht_node_get(map, key);
	if (!node)
		ht_diag(r->diags, HT_D_STYLE_MISSING, map->loc, "page", key, NULL);
	else if (!is)
		ht_diag(r->diags, HT_D_STYLE_RANGE, node->loc, key, limits, NULL);
	return node && is;
}

/* A key that a page need not have. */
static bool within_if_given(ht_sheet_reader *r, const ht_node *map, const char *key, bool is, const char *limits)
{
	return !ht_node_get(map, key) || within(r, map, key, is, limits);
}

static bool is_paper(ht_len length)
{
	return length > 0 && length <= ht_len_from_mm(PAPER_MAX_MM);
}

/* Do the type area and the margin before it fit on the paper? If not, this is reported at whichever of these keys the
 * sheet itself has. */
static bool has_room(ht_sheet_reader *r, const ht_node *map, const char *margin, const char *area, const char *paper,
                     bool is)
{
	const char *const keys[] = {margin, area, paper};
	ht_loc loc = map->loc;
	for (size_t i = 0; i < 3; i++) {
		const ht_node *node = ht_node_get(map, keys[i]);
		if (strcmp(node->loc.file, map->loc.file) == 0)
			loc = node->loc;
	}
	if (!is)
		ht_diag(r->diags, HT_D_STYLE_AREA, loc, margin, area, paper, NULL);
	return is;
}

static bool check_page(ht_sheet_reader *r, const ht_node *map, const ht_geometry *g)
{
	const bool valid[] = {
	    within(r, map, "width", is_paper(g->width), "1mm … 2000mm"),
	    within(r, map, "height", is_paper(g->height), "1mm … 2000mm"),
	    within(r, map, "top", g->top >= 0, "0mm …"),
	    within(r, map, "left", g->left >= 0, "0mm …"),
	    within(r, map, "area_width", g->area_width > 0, "1mm …"),
	    within(r, map, "area_height", g->area_height > g->size, "size …"),
	    within(r, map, "size", g->size > 0, "1pt …"),
	    within(r, map, "lines", g->lines > 1 && g->lines <= LINES_MAX, "2 … 200"),
	    within(r, map, "chars", g->chars > 0 && g->chars <= CHARS_MAX, "1 … 400"),
	    within_if_given(r, map, "least_lines", g->least_lines >= 0 && 2 * g->least_lines <= g->lines,
	                    "0 … lines ÷ 2"),
	    within_if_given(r, map, "max_lines", g->max_lines >= 0 && g->max_lines <= 2 * g->lines, "0 … 2 × lines"),
	    within_if_given(r, map, "max_chars", g->max_chars >= 0 && g->max_chars <= 2 * g->chars, "0 … 2 × chars"),
	    within_if_given(r, map, "min_chars", !g->min_chars || g->min_chars >= g->chars / 2, "chars ÷ 2 …"),
	};
	for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
		if (!valid[i])
			return false;
	return has_room(r, map, "left", "area_width", "width", g->left + g->area_width <= g->width) &&
	       has_room(r, map, "top", "area_height", "height", g->top + g->area_height <= g->height);
}

/* A stand-in page: without one no length can be read, and the sheet's other faults could not be found. */
static ht_geometry any_page(void)
{
	return (ht_geometry){.width = ht_len_from_mm(210),
	                     .height = ht_len_from_mm(297),
	                     .area_width = ht_len_from_mm(156),
	                     .area_height = ht_len_from_mm(225),
	                     .size = ht_len_from_pt(16),
	                     .lines = 22,
	                     .chars = 28};
}

static void read_page(ht_sheet_reader *r, const ht_node *root)
{
	const ht_node *map = section(r, root, "page", true);
	ht_geometry g = {0};
	size_t before = ht_diags_errors_raised(r->diags);
	if (map)
		ht_reader_map(r, map, "page", ht_page_keys, 0, &g);
	bool readable = map && ht_diags_errors_raised(r->diags) == before;
	r->style->page = readable && check_page(r, map, &g) ? g : any_page();
}

/* --- faces and paragraph styles --- */

static void read_faces(ht_sheet_reader *r, const ht_node *root)
{
	const ht_node *map = section(r, root, "faces", true);
	ht_style *style = r->style;
	style->faces = ht_arena_array(r->arena, map ? map->n + 1 : 1, sizeof *style->faces);
	if (!style->faces)
		r->status = HT_ERR_NOMEM;
	for (size_t i = 0; map && i < map->n && r->status == HT_OK; i++) {
		const ht_node *node = map->pairs[i].value;
		ht_typeface *face = &style->faces[style->n_faces++];
		*face = (ht_typeface){.name = map->pairs[i].key->text, .index = (int)i, .loc = node->loc};
		ht_reader_map(r, node, face->name, ht_typeface_keys, 0, face);
		if (node->kind == HT_NODE_MAP && !ht_node_get(node, "han"))
			ht_diag(r->diags, HT_D_STYLE_MISSING, face->loc, face->name, "han", NULL);
		if (!face->latin)
			face->latin = face->han;
	}
}

#define PSTYLE_SIZE_MAX_PT 1000

/* Is the size written in the style itself within its limits? One that cannot be read is already reported. */
static void check_size(ht_sheet_reader *r, const ht_node *node)
{
	ht_pstyle own = {.size = ht_len_from_pt(1)};
	const ht_node *size = ht_sheet_get(node, "size");
	if (!size)
		return;
	ht_reader_key(r, node, "size", ht_pstyle_keys, &own);
	if (own.size <= 0 || own.size > ht_len_from_pt(PSTYLE_SIZE_MAX_PT))
		ht_diag(r->diags, HT_D_STYLE_RANGE, size->loc, "size", "1pt … 1000pt", NULL);
}

/* Read one paragraph style, the one it extends first. */
static void read_pstyle(ht_sheet_reader *r, size_t i, ht_entry_state *state)
{
	static const ht_pstyle initial = {.han_latin_gap = 250};
	const ht_node *map = r->styles, *node = map->pairs[i].value;
	ht_pstyle *ps = &r->style->styles[i];
	size_t base;
	if (state[i] != HT_UNREAD || r->status != HT_OK)
		return;
	state[i] = HT_READING;
	*ps = initial;
	if (ht_reader_base(r, map, i, state, HT_D_STYLE_NO_PSTYLE, &base)) {
		read_pstyle(r, base, state);
		*ps = r->style->styles[base];
		ht_reader_clear(node, ht_pstyle_keys, &initial, ps);
	}
	ps->name = map->pairs[i].key->text;
	ps->loc = node->loc;
	ps->index = (int)i;
	ht_reader_map(r, node, ps->name, ht_pstyle_keys, 0, ps);
	if (!ht_reader_writes(map, i, "face"))
		ht_diag(r->diags, HT_D_STYLE_MISSING, ps->loc, ps->name, "face", NULL);
	if (!ht_reader_writes(map, i, "size"))
		ht_diag(r->diags, HT_D_STYLE_MISSING, ps->loc, ps->name, "size", NULL);
	check_size(r, node);
	if (!ps->zh)
		ps->zh = ps->name;
	state[i] = HT_READ;
}

static void read_pstyles(ht_sheet_reader *r, const ht_node *root)
{
	const ht_node *map = r->styles = section(r, root, "styles", true);
	ht_style *style = r->style;
	if (!map)
		return;
	style->styles = ht_arena_array(r->arena, map->n + 1, sizeof *style->styles);
	ht_entry_state *state = ht_arena_array(r->arena, map->n + 1, sizeof *state);
	if (!style->styles || !state) {
		r->status = HT_ERR_NOMEM;
		return;
	}
	style->n_styles = map->n;
	for (size_t i = 0; i < map->n; i++)
		read_pstyle(r, i, state);
}

/* --- the sheet --- */

static void read_sheet(ht_sheet_reader *r, const ht_node *root)
{
	r->colours = section(r, root, "colours", false);
	read_page(r, root);
	read_faces(r, root);
	read_pstyles(r, root);
	r->elements = section(r, root, "elements", true);
	ht_reader_elements(r);
	const ht_node *imprint = section(r, root, "imprint", false), *metadata = section(r, root, "metadata", false);
	if (imprint)
		ht_reader_map(r, imprint, "imprint", ht_imprint_keys, 0, &r->style->imprint);
	if (metadata)
		ht_reader_map(r, metadata, "metadata", ht_metadata_keys, 0, &r->style->metadata);
	if (!ht_node_get(root, "flow"))
		ht_diag(r->diags, HT_D_STYLE_SHEET_MISSING, root->loc, "flow", NULL);
	ht_reader_map(r, root, "", ht_sheet_keys, 0, r->style);
}

/* The sheet's name: what the user calls it, without folder and ending. */
static const char *short_name(ht_arena *arena, const char *path)
{
	const char *base = ht_str_file_name(path);
	const char *dot = strrchr(base, '.');
	return ht_arena_strndup(arena, base, dot ? (size_t)(dot - base) : strlen(base));
}

static ht_status load(ht_style *style, const char *name, bool other, const ht_style_dirs *dirs, ht_diags *diags)
{
	ht_sheet sheet;
	size_t before = ht_diags_errors_raised(diags);
	ht_status status = ht_sheet_merge(style->arena, name, other, dirs, diags, &sheet);
	if (status != HT_OK)
		return status;
	style->path = sheet.path;
	style->name = short_name(style->arena, style->path);
	if (!style->name)
		return HT_ERR_NOMEM;
	ht_sheet_reader r = {.arena = style->arena, .diags = diags, .style = style};
	read_sheet(&r, sheet.root);
	ht_form_read(&r, sheet.root, sheet.path, &style->form);
	style->form.family = sheet.family;
	if (r.status == HT_OK && ht_diags_errors_raised(diags) > before)
		return HT_ERR_INPUT;
	return r.status;
}

ht_status ht_style_load(const char *name, bool other, const ht_style_dirs *dirs, ht_diags *diags, ht_style **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_style *style = arena ? ht_arena_alloc(arena, sizeof *style) : NULL;
	if (!style) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	style->arena = arena;
	ht_status status = load(style, name, other, dirs, diags);
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
