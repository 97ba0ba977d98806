/* HTML through libxml2's parser, which takes any page there is.
 *
 * Elements are blocks, which end a paragraph, or not. What is certainly not text (scripts) is skipped; what certainly
 * belongs to the site (nav, footer) becomes lines that are left out and reported. A table is data if it has rows of
 * several cells without blocks in them; otherwise it only places text, as old pages do, and only its cells are read. */
#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <libxml/HTMLparser.h>

#include "html.h"
#include "import/messages.h"
#include "numbering.h"

static const struct {
	const char *name;
	pg_kind kind;
} elements[] = {
    {"p", BLOCK},          {"div", BLOCK},        {"section", BLOCK},    {"article", BLOCK},  {"main", BLOCK},
    {"ul", BLOCK},         {"ol", BLOCK},         {"dl", BLOCK},         {"dt", BLOCK},       {"dd", BLOCK},
    {"blockquote", BLOCK}, {"pre", BLOCK},        {"center", BLOCK},     {"header", BLOCK},   {"body", BLOCK},
    {"tr", BLOCK},         {"td", BLOCK},         {"th", BLOCK},         {"tbody", BLOCK},    {"thead", BLOCK},
    {"caption", BLOCK},    {"figure", BLOCK},     {"figcaption", BLOCK}, {"address", BLOCK},  {"hr", BLOCK},
    {"form", BLOCK},       {"fieldset", BLOCK},   {"legend", BLOCK},     {"details", BLOCK},  {"summary", BLOCK},
    {"menu", BLOCK},       {"tfoot", BLOCK},      {"hgroup", BLOCK},     {"dir", BLOCK},      {"listing", BLOCK},
    {"xmp", BLOCK},        {"plaintext", BLOCK},  {"li", ITEM},          {"br", BREAK},       {"table", TABLE},
    {"img", PICTURE},      {"h1", HEADING},       {"h2", HEADING},       {"h3", HEADING},     {"h4", HEADING},
    {"h5", HEADING},       {"h6", HEADING},       {"script", SKIP},      {"style", SKIP},     {"noscript", SKIP},
    {"head", SKIP},        {"template", SKIP},    {"rp", SKIP},          {"svg", EMBEDDED},   {"iframe", EMBEDDED},
    {"object", EMBEDDED},  {"embed", EMBEDDED},   {"video", EMBEDDED},   {"audio", EMBEDDED}, {"canvas", EMBEDDED},
    {"input", CONTROL},    {"textarea", CONTROL}, {"a", LINK},           {"nav", FURNITURE},  {"footer", FURNITURE},
    {"aside", FURNITURE},  {"select", CONTROL},   {"button", FURNITURE}, {"math", FORMULA},   {"rt", READING},
    {"q", QUOTE},
};

pg_kind pg_kind_of(const xmlNode *node)
{
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (im_is_element(node, elements[i].name))
			return elements[i].kind;
	return INLINE;
}

void pg_walk_children(pg_reader *p, const xmlNode *node, int depth)
{
	if (im_too_deep(p->sink.d, node, depth))
		return;
	for (const xmlNode *c = node->children; c; c = c->next)
		pg_walk(p, c, depth + 1);
}

/* End the paragraph, unless it is only the number of an item whose text comes. */
static void end_block(pg_reader *p, int gap)
{
	if (!p->sink.number_bytes || p->sink.line.len != p->sink.number_bytes)
		im_sink_end(&p->sink, gap);
}

static void put_block(pg_reader *p, const xmlNode *node, int depth)
{
	end_block(p, 1);
	pg_walk_children(p, node, depth);
	end_block(p, 1);
}

/* ---- what is shown ---- */

static void show(pg_reader *p)
{
	p->sink.look.leave = p->struck ? HT_D_IMPORT_STRUCK : NULL;
	if (p->invisible || p->tiny)
		p->sink.look.leave = HT_D_IMPORT_HIDDEN;
}

/* More text is the page's, whatever its scripts have said of it. */
#define ARIA_HIDDEN_MOST 300

/* Programs that read aloud pass over aria-hidden: signs, what is there twice, windows that are not open. A page that
 * was saved while such a window was open says so of all the rest, too. */
static bool is_aria_hidden(pg_reader *p, const xmlNode *node)
{
	const char *hidden = im_attribute(p->sink.d, node, "aria-hidden");
	return hidden && strcmp(hidden, "true") == 0 &&
	       ht_str_chars(im_squeeze(p->sink.d, im_content(p->sink.d, node))) < ARIA_HIDDEN_MOST;
}

/* Why an element is not shown at all, or NULL. */
ht_code pg_why_hidden(pg_reader *p, const xmlNode *node, const im_shown *shown)
{
	if (shown->v[IM_MSO] == IM_MSO_COMMENT)
		return HT_D_IMPORT_COMMENT;
	if (shown->v[IM_MSO] == IM_MSO_PAGE_EDGE)
		return HT_D_IMPORT_PAGE_EDGE;
	if (!node->properties && shown->v[IM_DISPLAY] >= 0)
		return NULL;
	bool hidden = shown->v[IM_DISPLAY] < 0 || shown->v[IM_OPACITY] < 0 || shown->v[IM_PLACE] < 0 ||
	              im_attribute(p->sink.d, node, "hidden") || is_aria_hidden(p, node) ||
	              (im_is_element(node, "dialog") && !im_attribute(p->sink.d, node, "open"));
	return hidden ? HT_D_IMPORT_HIDDEN : NULL;
}

static bool is_struck_element(const xmlNode *node)
{
	return im_is_element(node, "del") || im_is_element(node, "s") || im_is_element(node, "strike");
}

/* What an element says of the text in it. */
void pg_enter(pg_reader *p, const xmlNode *node, const im_shown *shown)
{
	bool sup = im_is_element(node, "sup"), sub = im_is_element(node, "sub");
	if (shown->v[IM_VISIBILITY])
		p->invisible = shown->v[IM_VISIBILITY] < 0;
	if (shown->v[IM_FONT_SIZE])
		p->tiny = shown->v[IM_FONT_SIZE] < 0;
	p->struck |= shown->v[IM_DECORATION] < 0 || is_struck_element(node);
	if (sup || sub) /* common sheets place these by other means than vertical-align */
		p->sink.look.script = sup ? 1 : -1;
	else if (shown->v[IM_ALIGN] && pg_kind_of(node) == INLINE)
		p->sink.look.script = shown->v[IM_ALIGN] == 2 ? 0 : shown->v[IM_ALIGN];
	if (shown->v[IM_SPACE])
		p->pre = shown->v[IM_SPACE] == 1;
	else if (im_is_element(node, "pre") || im_is_element(node, "listing") || im_is_element(node, "xmp"))
		p->pre = true;
	show(p);
}

/* As what is around it shows it again. */
void pg_leave(pg_reader *p, const pg_reader *before)
{
	p->invisible = before->invisible;
	p->tiny = before->tiny;
	p->struck = before->struck;
	p->pre = before->pre;
	p->sink.look = before->sink.look;
}

/* ---- lists ---- */

/* Most items of a list of points. */
#define MAX_ITEMS 999

static im_numbering numbering_of(pg_reader *p, const xmlNode *item)
{
	im_doc *d = p->sink.d;
	const xmlNode *places[] = {item, item->parent};
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		im_shown shown = im_shown_as(p->styles, places[i]);
		const char *type = im_attribute(d, places[i], "type");
		if (shown.v[IM_LIST])
			return (im_numbering)(shown.v[IM_LIST] - 1);
		if (type)
			return im_numbering_named(type, IM_DECIMAL);
	}
	return IM_DECIMAL;
}

/* The number of an item, by those before it. */
static int count_item(pg_reader *p, const xmlNode *item)
{
	im_doc *d = p->sink.d;
	bool reversed = im_attribute(d, item->parent, "reversed") != NULL;
	int before = 0, after = 0, unknown = INT16_MIN, step = reversed ? -1 : 1;
	for (const xmlNode *c = item; c && before <= MAX_ITEMS; c = c->prev) {
		int value = im_attribute_int(d, c, "value", unknown);
		if (value != unknown)
			return value + step * before;
		before += im_is_element(c, "li");
	}
	for (const xmlNode *c = item; c && reversed && after <= MAX_ITEMS; c = c->next)
		after += im_is_element(c, "li");
	int first = im_attribute_int(d, item->parent, "start", reversed ? before + after - 1 : 1);
	return first + step * (before - 1);
}

/* The number that a browser shows before an item of a numbered list. */
static void put_number(pg_reader *p, const xmlNode *item)
{
	im_doc *d = p->sink.d;
	im_numbering numbering = numbering_of(p, item);
	int n = numbering == IM_NOT_NUMBERED ? 0 : count_item(p, item);
	if (n < 1 || n > MAX_ITEMS)
		return;
	bool han = numbering >= IM_HAN && numbering <= IM_BRANCHES;
	const char *text = im_number_text(d, numbering, n, false);
	im_sink_number(&p->sink, im_checked(d, ht_arena_printf(d->arena, han ? "%s、" : "%s.", text)), true);
}

static void put_item(pg_reader *p, const xmlNode *node, int depth)
{
	im_sink_end(&p->sink, 0);
	if (node->parent && im_is_element(node->parent, "ol") && !p->sink.line.len)
		put_number(p, node);
	pg_walk_children(p, node, depth);
	im_sink_end(&p->sink, 0);
}

/* ---- the rest ---- */

static void put_heading(pg_reader *p, const xmlNode *node, int depth)
{
	end_block(p, 1);
	p->sink.level = MIN(node->name[1] - '0', IM_MAX_LEVEL);
	pg_walk_children(p, node, depth);
	end_block(p, 1);
	p->sink.level = 0;
}

static void put_furniture(pg_reader *p, const xmlNode *node, int depth)
{
	bool before = p->sink.junk;
	im_sink_end(&p->sink, 1);
	p->sink.junk = true;
	pg_walk_children(p, node, depth);
	im_sink_end(&p->sink, 1);
	p->sink.junk = before;
}

/* Where a picture is: pages that load them late have a blank one in src. */
static const char *picture_address(im_doc *d, const xmlNode *node)
{
	static const char *const late[] = {"data-src", "data-original", "data-lazy-src", "data-actualsrc"};
	for (size_t i = 0; i < ARRAY_LEN(late); i++) {
		const char *src = im_attribute(d, node, late[i]);
		if (src && *src)
			return src;
	}
	return im_attribute(d, node, "src");
}

/* A picture is in a page only as data:image/png;base64,… */
static void put_picture(pg_reader *p, const xmlNode *node)
{
	im_doc *d = p->sink.d;
	const char *src = picture_address(d, node), *base64 = src ? strstr(src, ";base64,") : NULL;
	im_picture picture = {.name = src, .alt = im_attribute(d, node, "alt")};
	if (!src || !*src || p->sink.look.leave)
		return;
	if (ht_str_starts(src, "data:image/") && base64) {
		picture.name = "data:image";
		picture.data = im_decode_base64(d, base64 + strlen(";base64,"), &picture.len);
	}
	im_sink_picture(&p->sink, &picture);
}

/* Frames, films, drawings: what is in them is not read; text for browsers that cannot show them is not shown. */
static void put_embedded(pg_reader *p, const xmlNode *node)
{
	im_doc *d = p->sink.d;
	const char *src = im_attribute(d, node, "src"), *data = im_attribute(d, node, "data");
	const char *name = im_given(src, data);
	if (im_is_element(node, "svg") || im_is_element(node, "canvas"))
		im_sink_leave(&p->sink, node, HT_D_IMPORT_OBJECT);
	else if (name && *name && !p->sink.junk && !p->sink.look.leave)
		im_leave_out(d, name, p->sink.loc, HT_D_IMPORT_OBJECT);
}

/* Is the element in a paragraph, an item or a cell: a form that is the text, not one to search a site with? */
static bool is_in_text(const xmlNode *node)
{
	static const char *const places[] = {"p", "li", "td", "th"};
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
		for (size_t i = 0; i < ARRAY_LEN(places); i++)
			if (im_is_element(node, places[i]))
				return true;
	return false;
}

static void put_input(pg_reader *p, const xmlNode *node)
{
	im_doc *d = p->sink.d;
	const char *type = im_attribute(d, node, "type"), *value = im_attribute(d, node, "value");
	static const char *const boxes[] = {"checkbox", "radio", NULL};
	static const char *const typed[] = {"text", "number", "date", "tel", "email", "url", "", NULL};
	type = im_given(type, "");
	if (ht_str_is_any(type, boxes))
		im_sink_text(&p->sink, im_attribute(d, node, "checked") ? "☑" : "☐", false);
	else if (ht_str_is_any(type, typed) && value)
		im_sink_text(&p->sink, value, true);
}

/* The chosen ones are shown. */
static void put_options(pg_reader *p, const xmlNode *node, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (im_is_element(c, "option") && im_attribute(p->sink.d, c, "selected"))
			im_sink_content(&p->sink, c, true);
		else if (im_is_element(c, "option"))
			im_sink_leave(&p->sink, c, HT_D_IMPORT_HIDDEN);
		else if (c->type == XML_ELEMENT_NODE)
			put_options(p, c, depth + 1);
	}
}

static void put_control(pg_reader *p, const xmlNode *node, int depth)
{
	if (!is_in_text(node)) {
		if (!im_is_element(node, "input"))
			put_furniture(p, node, depth);
		return;
	}
	if (im_is_element(node, "input"))
		put_input(p, node);
	else if (im_is_element(node, "select"))
		put_options(p, node, depth);
	else
		pg_walk_children(p, node, depth);
}

static void put_between(pg_reader *p, const xmlNode *node, int depth, const char *open, const char *close)
{
	im_sink_text(&p->sink, open, false);
	pg_walk_children(p, node, depth);
	im_sink_text(&p->sink, close, false);
}

/* ---- the walk ---- */

static void put_element(pg_reader *p, const xmlNode *node, int depth)
{
	switch (pg_kind_of(node)) {
	case SKIP:
		return;
	case INLINE:
		pg_walk_children(p, node, depth);
		return;
	case BLOCK:
		put_block(p, node, depth);
		return;
	case FURNITURE:
		put_furniture(p, node, depth);
		return;
	case BREAK:
		end_block(p, 0);
		return;
	case TABLE:
		pg_put_table(p, node, depth);
		return;
	case PICTURE:
		put_picture(p, node);
		return;
	case LINK:
		pg_put_link(p, node, depth);
		return;
	case HEADING:
		put_heading(p, node, depth);
		return;
	case ITEM:
		put_item(p, node, depth);
		return;
	case FORMULA:
		im_put_formula(&p->sink, node, depth);
		return;
	case EMBEDDED:
		put_embedded(p, node);
		return;
	case CONTROL:
		put_control(p, node, depth);
		return;
	case READING:
		put_between(p, node, depth, "（", "）");
		return;
	case QUOTE:
		put_between(p, node, depth, "“", "”");
		return;
	}
}

static void show_element(pg_reader *p, const xmlNode *node, int depth)
{
	im_shown shown = im_shown_as(p->styles, node);
	ht_code hidden = pg_why_hidden(p, node, &shown);
	const pg_reader before = *p;
	if (hidden) {
		if (pg_kind_of(node) != SKIP)
			im_sink_leave(&p->sink, node, hidden);
		if (pg_kind_of(node) != INLINE)
			im_sink_end_left(&p->sink);
		return;
	}
	pg_enter(p, node, &shown);
	if (pg_is_cell(node) && p->sink.in_row)
		pg_walk_children(p, node, depth);
	else
		put_element(p, node, depth);
	pg_leave(p, &before);
}

/* Text whose lines are kept. */
static void put_lines(pg_reader *p, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		im_sink_text(&p->sink, im_checked(p->sink.d, ht_arena_strndup(p->sink.d->arena, text, n)), false);
		text += n;
		if (!*text)
			return;
		p->pre_lines += p->sink.line.len > 0;
		end_block(p, p->sink.line.len ? 0 : 1);
		text++;
	}
}

void pg_walk(pg_reader *p, const xmlNode *node, int depth)
{
	im_sink *s = &p->sink;
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		if (!s->line.len)
			s->loc.line = (int)im_xml(s->d)->xmlGetLineNo(node);
		if (p->pre)
			put_lines(p, (const char *)node->content);
		else
			im_sink_text(s, (const char *)node->content, true);
	} else if (node->type == XML_ELEMENT_NODE && !pg_is_taken(p, node)) {
		show_element(p, node, depth);
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
	if (!im_tags_are_usual(d, text, len, false))
		return HT_ERR_INPUT;
	const im_xml_library *lib = im_xml(d);
	if (!lib)
		return im_no_library(d);
	htmlDocPtr doc =
	    lib->htmlReadMemory(text, (int)len, NULL, "UTF-8",
	                        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	const xmlNode *root = im_root(doc);
	im_note_xml_nomem(d);
	if (root) {
		pg_reader p = {.styles = im_read_page_styles(d, root)};
		im_sink_open(&p.sink, d);
		take_page_title(d, root);
		pg_walk(&p, root, 0);
		im_sink_end(&p.sink, 0);
		im_sink_close(&p.sink);
		d->structured = p.pre_lines * 2 < d->n; /* else it is a text as others */
		im_leave_unread(d, root, &where);
	}
	im_xml_free_doc(d, doc);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
