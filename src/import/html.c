/* HTML through libxml2's parser, which takes any page there is.
 *
 * Elements are blocks, which end a paragraph, or not. What is certainly not text (scripts) is skipped; what certainly
 * belongs to the site (nav, footer) becomes lines that are left out and reported. A table is data if it has rows of
 * several cells without blocks in them; otherwise it only places text, as old pages do, and only its cells are read. */
#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <libxml/HTMLparser.h>

#include "import/messages.h"
#include "sink.h"

typedef enum kind { INLINE, BLOCK, SKIP, FURNITURE, BREAK, TABLE, PICTURE, HEADING, ITEM, LINK } kind;

static const struct {
	const char *name;
	kind kind;
} elements[] = {
    {"p", BLOCK},          {"div", BLOCK},     {"section", BLOCK},    {"article", BLOCK},   {"main", BLOCK},
    {"ul", BLOCK},         {"ol", BLOCK},      {"dl", BLOCK},         {"dt", BLOCK},        {"dd", BLOCK},
    {"blockquote", BLOCK}, {"pre", BLOCK},     {"center", BLOCK},     {"header", BLOCK},    {"body", BLOCK},
    {"tr", BLOCK},         {"td", BLOCK},      {"th", BLOCK},         {"tbody", BLOCK},     {"thead", BLOCK},
    {"caption", BLOCK},    {"figure", BLOCK},  {"figcaption", BLOCK}, {"address", BLOCK},   {"hr", BLOCK},
    {"li", ITEM},          {"br", BREAK},      {"table", TABLE},      {"img", PICTURE},     {"h1", HEADING},
    {"h2", HEADING},       {"h3", HEADING},    {"h4", HEADING},       {"h5", HEADING},      {"h6", HEADING},
    {"script", SKIP},      {"style", SKIP},    {"noscript", SKIP},    {"head", SKIP},       {"template", SKIP},
    {"svg", SKIP},         {"iframe", SKIP},   {"object", SKIP},      {"input", SKIP},      {"textarea", SKIP},
    {"a", LINK},           {"nav", FURNITURE}, {"footer", FURNITURE}, {"aside", FURNITURE}, {"select", FURNITURE},
    {"button", FURNITURE},
};

static kind kind_of(const xmlNode *node)
{
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (im_is_element(node, elements[i].name))
			return elements[i].kind;
	return INLINE;
}

static void walk(im_sink *s, const xmlNode *node, int depth);

static void walk_children(im_sink *s, const xmlNode *node, int depth)
{
	if (im_too_deep(s->d, node, depth))
		return;
	for (const xmlNode *c = node->children; c; c = c->next)
		walk(s, c, depth + 1);
}

/* ---- tables ---- */

static bool is_cell(const xmlNode *node)
{
	return im_is_element(node, "td") || im_is_element(node, "th");
}

/* Most blocks within a data cell; more are a page's layout. */
#define CELL_BLOCKS 3

/* A cell that holds a table, or several blocks, places text on the page. */
static bool is_layout_cell(const xmlNode *cell, int depth)
{
	size_t blocks = 0;
	for (const xmlNode *c = cell->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (c->type != XML_ELEMENT_NODE)
			continue;
		kind k = kind_of(c);
		blocks += k == BLOCK || k == HEADING || k == ITEM;
		if (k == TABLE || blocks > CELL_BLOCKS || is_layout_cell(c, depth + 1))
			return true;
	}
	return false;
}

/* Rows with more than one cell; SIZE_MAX: the table is a layout. */
static size_t count_rows(const xmlNode *node, int depth)
{
	size_t rows = 0;
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (c->type != XML_ELEMENT_NODE)
			continue;
		size_t cells = 0;
		for (const xmlNode *cell = im_is_element(c, "tr") ? c->children : NULL; cell; cell = cell->next) {
			cells += is_cell(cell);
			if (is_cell(cell) && is_layout_cell(cell, depth + 1))
				return SIZE_MAX;
		}
		rows += cells > 1;
		size_t inner = im_is_element(c, "tr") ? 0 : count_rows(c, depth + 1);
		if (inner == SIZE_MAX)
			return inner;
		rows += inner;
	}
	return rows;
}

/* Cells that reach down from rows above, by column. */
typedef struct spans {
	int rows[IM_MAX_CELLS];
} spans;

static void skip_spanned(im_sink *s, spans *down)
{
	while (s->cells < IM_MAX_CELLS && down->rows[s->cells] > 0) {
		down->rows[s->cells]--;
		im_sink_end_cell(s, 1);
	}
}

static void put_cell(im_sink *s, const xmlNode *cell, spans *down, int depth)
{
	skip_spanned(s, down);
	int across = im_attribute_int(s->d, cell, "colspan", 1), rows = im_attribute_int(s->d, cell, "rowspan", 1);
	size_t first = s->cells;
	walk_children(s, cell, depth);
	im_sink_end_cell(s, across > 0 ? across : 1);
	for (size_t i = first; rows > 1 && i < s->cells; i++)
		down->rows[i] = rows - 1;
}

static void put_rows(im_sink *s, const xmlNode *node, spans *down, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (c->type != XML_ELEMENT_NODE)
			continue;
		if (!im_is_element(c, "tr")) {
			put_rows(s, c, down, depth + 1);
			continue;
		}
		s->loc.line = (int)xmlGetLineNo(c);
		im_sink_begin_row(s);
		for (const xmlNode *cell = c->children; cell; cell = cell->next)
			if (is_cell(cell))
				put_cell(s, cell, down, depth + 1);
		skip_spanned(s, down);
		im_sink_end_row(s);
	}
}

static void put_table(im_sink *s, const xmlNode *node, int depth)
{
	size_t rows = s->in_row ? SIZE_MAX : count_rows(node, depth);
	im_sink_end(s, 1);
	if (rows == 0 || rows == SIZE_MAX) {
		walk_children(s, node, depth);
		im_sink_end(s, 1);
		return;
	}
	const xmlNode *caption = im_child(node, "caption");
	if (caption)
		walk(s, caption, depth + 1);
	spans down = {{0}};
	put_rows(s, node, &down, depth);
	s->blanks = 1;
}

/* ---- the rest ---- */

static void put_heading(im_sink *s, const xmlNode *node, int depth)
{
	im_sink_end(s, 1);
	s->level = MIN(node->name[1] - '0', IM_MAX_LEVEL);
	walk_children(s, node, depth);
	im_sink_end(s, 1);
	s->level = 0;
}

/* Most items of a list of points. */
#define MAX_ITEMS 999

/* The number that a browser shows before an item of a numbered list. */
static void put_item(im_sink *s, const xmlNode *node, int depth)
{
	int n = 1;
	im_sink_end(s, 0);
	for (const xmlNode *c = node->prev; c; c = c->prev)
		n += im_is_element(c, "li");
	if (node->parent && im_is_element(node->parent, "ol") && n <= MAX_ITEMS) {
		char number[16];
		snprintf(number, sizeof number, "%d.", n + im_attribute_int(s->d, node->parent, "start", 1) - 1);
		im_sink_text(s, number, true);
	}
	walk_children(s, node, depth);
	im_sink_end(s, 0);
}

static void put_furniture(im_sink *s, const xmlNode *node, int depth)
{
	bool before = s->junk;
	im_sink_end(s, 1);
	s->junk = true;
	walk_children(s, node, depth);
	im_sink_end(s, 1);
	s->junk = before;
}

static bool is_hidden(im_doc *d, const xmlNode *node)
{
	const char *style = node->properties ? im_attribute(d, node, "style") : NULL;
	return style && (strstr(style, "display:none") || strstr(style, "display: none"));
}

/* The bytes that text stands for, len of them; NULL: out of memory. */
static const char *decode_base64(im_doc *d, const char *text, size_t *len)
{
	size_t n = strlen(text);
	guchar *bytes = ht_arena_alloc(d->arena, n / 4 * 3 + 3);
	gint state = 0;
	guint save = 0;
	d->nomem |= !bytes;
	*len = bytes ? g_base64_decode_step(text, n, bytes, &state, &save) : 0;
	return (const char *)bytes;
}

/* A picture is in a page only as data:image/png;base64,… */
static void put_picture(im_sink *s, const xmlNode *node)
{
	im_doc *d = s->d;
	const char *src = im_attribute(d, node, "src"), *base64 = src ? strstr(src, ";base64,") : NULL;
	im_picture p = {.name = src, .alt = im_attribute(d, node, "alt")};
	if (!src || !*src)
		return;
	if (ht_str_starts(src, "data:image/") && base64) {
		p.name = "data:image";
		p.data = decode_base64(d, base64 + strlen(";base64,"), &p.len);
	}
	im_sink_picture(s, &p);
}

/* ---- notes ---- */

/* Most notes of a page; further ones are left where they are. */
#define MAX_NOTES 200

/* The element that a link within the page points to, or NULL. */
static const xmlNode *find_target(im_doc *d, const xmlNode *node, const char *name, int depth)
{
	const char *id = node->properties ? im_attribute(d, node, "id") : NULL;
	const char *own = node->properties ? im_attribute(d, node, "name") : NULL;
	if ((id && strcmp(id, name) == 0) || (own && strcmp(own, name) == 0))
		return node;
	const xmlNode *found = NULL;
	for (const xmlNode *c = node->children; c && !found && depth < IM_MAX_DEPTH; c = c->next)
		found = c->type == XML_ELEMENT_NODE ? find_target(d, c, name, depth + 1) : NULL;
	return found;
}

/* `_ftn1`, `fn:2`, `footnote-3`: names that pages give to notes; not the link back. */
static bool is_note_name(const char *name)
{
	static const char *const begins[] = {"_ftn", "_edn", "ftn", "edn", "fn", "footnote", "endnote"};
	if (strstr(name, "ref"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (ht_str_starts(name, begins[i]) && strpbrk(name, IM_DIGITS))
			return true;
	return false;
}

/* The note's text: its paragraph without the links back and without `[1]`. */
static const char *note_text(im_sink *s, const xmlNode *block)
{
	im_doc *d = s->d;
	im_sink note;
	im_sink_open(&note, d);
	for (const xmlNode *c = block->children; c; c = c->next) {
		const char *href = im_is_element(c, "a") ? im_attribute(d, c, "href") : NULL;
		if (!href || *href != '#')
			im_sink_content(&note, c, true);
	}
	return im_sink_take(&note);
}

static bool is_taken(const im_sink *s, const xmlNode *node)
{
	for (size_t i = 0; i < s->n_taken; i++)
		if (s->taken[i] == node)
			return true;
	return false;
}

/* The paragraph that a note's mark is in. */
static const xmlNode *note_block(const xmlNode *ref)
{
	const xmlNode *block = ref;
	while (block && block->type == XML_ELEMENT_NODE && (kind_of(block) == INLINE || kind_of(block) == LINK))
		block = block->parent;
	if (!block || block->type != XML_ELEMENT_NODE || im_is_element(block, "body"))
		return NULL;
	const xmlNode *inner = im_child(block, "p"); /* a wrapper of one paragraph */
	return inner ? inner : block;
}

static bool is_within(const xmlNode *node, const xmlNode *block)
{
	while (node && node != block)
		node = node->parent;
	return node != NULL;
}

static void put_link(im_sink *s, const xmlNode *node, int depth)
{
	im_doc *d = s->d;
	const char *href = im_attribute(d, node, "href");
	const xmlNode *block = NULL, **slot = NULL;
	if (href && *href == '#' && is_note_name(href + 1) && s->n_taken < MAX_NOTES)
		block = note_block(find_target(d, xmlDocGetRootElement(node->doc), href + 1, 0));
	if (block && !is_within(node, block)) {
		slot = HT_PUSH(d->arena, s->taken, s->n_taken, s->cap_taken);
		d->nomem |= !slot;
	}
	const char *text = slot ? note_text(s, block) : "";
	if (!*text) {
		s->n_taken -= slot != NULL;
		walk_children(s, node, depth);
		return;
	}
	*slot = block;
	im_sink_note(s, text);
}

static void put_element(im_sink *s, const xmlNode *node, int depth)
{
	if (is_taken(s, node))
		return;
	if (is_hidden(s->d, node)) {
		im_sink_leave(s, node, HT_D_IMPORT_HIDDEN);
		return;
	}
	switch (kind_of(node)) {
	case SKIP:
		return;
	case INLINE:
		walk_children(s, node, depth);
		return;
	case BLOCK:
		im_sink_end(s, 1);
		walk_children(s, node, depth);
		im_sink_end(s, 1);
		return;
	case FURNITURE:
		put_furniture(s, node, depth);
		return;
	case BREAK:
		im_sink_end(s, 0);
		return;
	case TABLE:
		put_table(s, node, depth);
		return;
	case PICTURE:
		put_picture(s, node);
		return;
	case LINK:
		put_link(s, node, depth);
		return;
	case HEADING:
		put_heading(s, node, depth);
		return;
	case ITEM:
		put_item(s, node, depth);
		return;
	}
}

static void walk(im_sink *s, const xmlNode *node, int depth)
{
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		if (!s->line.len)
			s->loc.line = (int)xmlGetLineNo(node);
		im_sink_text(s, (const char *)node->content, true);
	} else if (node->type == XML_ELEMENT_NODE) {
		put_element(s, node, depth);
	}
}

/* <title> names the page: the title of a text that shows no title. */
static void take_page_title(im_doc *d, const xmlNode *root)
{
	const xmlNode *title = im_child(im_child(root, "head"), "title");
	im_sink sink;
	im_sink_open(&sink, d);
	if (title)
		im_sink_content(&sink, title, true);
	const char *s = im_sink_take(&sink);
	size_t n = strcspn(s, "_|");
	if (n && !s[n] && im_ends_title(d, s))
		d->meta_title = s;
}

ht_status im_read_html(im_doc *d, const char *text, size_t len)
{
	static const char *const skipped[] = {"script", "style",  "noscript", "head",     "template",
	                                      "svg",    "iframe", "object",   "textarea", NULL};
	static const im_unread_where where = {NULL, skipped};
	htmlDocPtr doc =
	    htmlReadMemory(text, (int)len, NULL, "UTF-8",
	                   HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	im_note_xml_nomem(d);
	if (root) {
		im_sink s;
		im_sink_open(&s, d);
		take_page_title(d, root);
		walk(&s, root, 0);
		im_sink_end(&s, 0);
		im_sink_close(&s);
		im_leave_unread(d, root, &where);
	}
	xmlFreeDoc(doc);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
