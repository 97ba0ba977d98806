/* ODT: content.xml, shown as Writer shows it (odt_styles.c, odt_lists.c); also a flat file, which is one XML document.
 */
#include <string.h>

#include <glib.h>
#include <libxml/parser.h>

#include "import/messages.h"
#include "odt.h"
#include "symbols.h"

static void walk(od_reader *r, const xmlNode *node, int depth);

void od_walk_children(od_reader *r, const xmlNode *node, int depth)
{
	if (im_too_deep(r->sink.d, node, depth))
		return;
	for (const xmlNode *c = node->children; c; c = c->next)
		walk(r, c, depth + 1);
}

bool od_is_true(im_doc *d, const xmlNode *node, const char *name)
{
	const char *value = im_attribute(d, node, name);
	return value && strcmp(value, "true") == 0;
}

/* ---- what is left out ---- */

static void leave(od_reader *r, const xmlNode *node, int depth, ht_code reason)
{
	im_look before = r->sink.look;
	r->sink.look.leave = reason;
	od_walk_children(r, node, depth);
	im_sink_end_left(&r->sink);
	r->sink.look = before;
}

/* Deletions are kept apart from the text. */
static void leave_deleted(od_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	for (const xmlNode *c = node->children; c; c = c->next) {
		const xmlNode *deletion = im_child(c, "deletion");
		for (const xmlNode *p = deletion ? deletion->children : NULL; p; p = p->next)
			if (p->type == XML_ELEMENT_NODE && !im_is_element(p, "change-info"))
				im_sink_leave(&r->sink, p, HT_D_IMPORT_DELETED);
		im_sink_end_left(&r->sink);
	}
}

static void leave_comment(od_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	for (const xmlNode *c = node->children; c; c = c->next)
		if (im_is_element(c, "p") || im_is_element(c, "list"))
			im_sink_leave(&r->sink, c, HT_D_IMPORT_COMMENT);
	im_sink_end_left(&r->sink);
}

static void put_section(od_reader *r, const xmlNode *node, int depth)
{
	const char *display = im_attribute(r->sink.d, node, "display");
	bool hidden = display && (strcmp(display, "none") == 0 ||
	                          (strcmp(display, "condition") == 0 && od_is_true(r->sink.d, node, "is-hidden")));
	if (hidden)
		leave(r, node, depth, HT_D_IMPORT_HIDDEN);
	else
		od_walk_children(r, node, depth);
}

/* Text with a condition: its text is what is shown, or "". */
static void put_hidden_text(od_reader *r, const xmlNode *node, int depth)
{
	if (od_is_true(r->sink.d, node, "is-hidden"))
		leave(r, node, depth, HT_D_IMPORT_HIDDEN);
	else
		od_walk_children(r, node, depth);
}

static void put_placeholder(od_reader *r, const xmlNode *node, int depth)
{
	leave(r, node, depth, HT_D_IMPORT_PLACEHOLDER);
}

static void skip(od_reader *r, const xmlNode *node, int depth)
{
	(void)r;
	(void)node;
	(void)depth;
}

/* ---- text ---- */

/* Show text as the look says, over what is around it. */
static void show(od_reader *r, od_look look)
{
	im_look *now = &r->sink.look;
	if (look.script)
		now->script = look.script == 2 ? 0 : look.script;
	if (look.struck > 0 && !now->leave)
		now->leave = HT_D_IMPORT_STRUCK;
	if (look.struck < 0 && now->leave == HT_D_IMPORT_STRUCK)
		now->leave = NULL;
	if (look.hidden > 0 && (!now->leave || now->leave == HT_D_IMPORT_STRUCK))
		now->leave = HT_D_IMPORT_HIDDEN;
	if (look.font)
		r->font = look.font;
}

static void put_span(od_reader *r, const xmlNode *node, int depth)
{
	im_look before = r->sink.look;
	const char *font = r->font;
	const od_style *style = od_style_of(r, "text", im_attribute(r->sink.d, node, "style-name"));
	if (style)
		show(r, style->look);
	od_walk_children(r, node, depth);
	r->sink.look = before;
	r->font = font;
}

/* Text boxes are beside the text: their paragraphs come after the one that they belong to. */
static void put_boxes(od_reader *r, int depth)
{
	size_t n;
	const xmlNode **boxes = im_sink_take_boxes(&r->sink, &n);
	int level = r->level;
	r->level = 0;
	for (size_t i = 0; i < n; i++)
		od_walk_children(r, boxes[i], depth + 1);
	r->level = level;
}

static void put_content(od_reader *r, const xmlNode *node, int depth)
{
	im_sink *s = &r->sink;
	im_look before = s->look;
	const char *font = r->font;
	size_t lines = s->d->n;
	const od_style *style = od_style_of(r, "paragraph", im_attribute(s->d, node, "style-name"));
	s->style = style ? style->shown : NULL;
	s->stamp = NULL;
	if (style)
		show(r, style->look);
	od_walk_children(r, node, depth);
	if (s->number_bytes && s->number_bytes == s->line.len && !s->in_row)
		s->line.len = 0; /* a number without text is not shown */
	bool empty = !s->in_row && !s->line.len && s->d->n == lines;
	im_sink_end(s, empty ? 1 : 0);
	s->level = 0;
	s->look = before;
	r->font = font;
	put_boxes(r, depth);
}

static void begin_paragraph(od_reader *r)
{
	im_sink_end(&r->sink, 0);
	if (!r->sink.in_row)
		r->sink.loc.line++;
}

static void put_paragraph(od_reader *r, const xmlNode *node, int depth)
{
	begin_paragraph(r);
	if (r->numbered)
		od_put_number(r);
	r->numbered = false;
	put_content(r, node, depth);
}

static void put_heading(od_reader *r, const xmlNode *node, int depth)
{
	int level = im_attribute_int(r->sink.d, node, "outline-level", 1);
	begin_paragraph(r);
	r->sink.level = CLAMP(level, 1, IM_MAX_LEVEL);
	if (r->numbered)
		od_put_number(r);
	else if (!r->level)
		od_put_heading_number(r, level, node);
	r->numbered = false;
	put_content(r, node, depth);
}

static void put_item(od_reader *r, const xmlNode *node, int depth)
{
	bool header = im_is_element(node, "list-header");
	if (!header)
		od_count_item(r, node);
	r->numbered = !header;
	od_walk_children(r, node, depth);
	r->numbered = false;
}

static void put_list(od_reader *r, const xmlNode *node, int depth)
{
	const char *style = im_attribute(r->sink.d, node, "style-name"), *before = r->list;
	if (r->level == OD_LEVELS) {
		od_walk_children(r, node, depth);
		return;
	}
	r->list = im_given(style, r->list);
	r->numbered = false; /* an item that begins with a list has no text of its own */
	od_begin_list(r, node);
	for (const xmlNode *c = node->children; c; c = c->next)
		if (im_is_element(c, "list-item") || im_is_element(c, "list-header"))
			put_item(r, c, depth + 1);
	od_end_list(r, node);
	r->list = before;
}

/* Most blanks that one element may make. */
#define MAX_SPACES 200

static void put_spaces(od_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	int n = im_attribute_int(r->sink.d, node, "c", 1);
	for (int i = 0; i < n && i < MAX_SPACES && im_has_room(r->sink.d, 1); i++)
		im_sink_char(&r->sink, ' ');
}

static void put_tab(od_reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	im_sink_char(&r->sink, r->sink.in_row ? ' ' : '\t');
}

static void put_break(od_reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	if (!r->sink.look.leave)
		im_sink_end(&r->sink, 0);
}

/* The reading of a character is above it. */
static void put_ruby(od_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *base = im_child(node, "ruby-base"), *reading = im_child(node, "ruby-text");
	if (base)
		od_walk_children(r, base, depth);
	if (!reading)
		return;
	im_sink_text(&r->sink, "（", false);
	od_walk_children(r, reading, depth);
	im_sink_text(&r->sink, "）", false);
}

static void put_note(od_reader *r, const xmlNode *node, int depth)
{
	im_doc *d = r->sink.d;
	const xmlNode *body = im_child(node, "note-body");
	od_reader note = *r;
	if (!body)
		return;
	im_sink_open(&note.sink, d);
	note.sink.loc = r->sink.loc;
	note.sink.in_row = true; /* no lines of the text */
	note.level = 0;
	od_walk_children(&note, body, depth);
	const char *text = im_sink_take(&note.sink), *whole = im_next_cell(d, &text);
	if (r->sink.look.leave)
		im_leave_out(d, whole, r->sink.loc, r->sink.look.leave);
	else
		im_sink_note(&r->sink, whole);
}

/* ---- the walk ---- */

/* Other elements are transparent: only their children are read. */
static const struct {
	const char *name;
	void (*put)(od_reader *r, const xmlNode *node, int depth);
} elements[] = {
    {"p", put_paragraph},
    {"h", put_heading},
    {"list", put_list},
    {"span", put_span},
    {"a", put_span},
    {"s", put_spaces},
    {"tab", put_tab},
    {"line-break", put_break},
    {"ruby", put_ruby},
    {"note", put_note},
    {"frame", od_put_frame},
    {"custom-shape", od_put_shape},
    {"rect", od_put_shape},
    {"ellipse", od_put_shape},
    {"circle", od_put_shape},
    {"caption", od_put_shape},
    {"control", od_put_control},
    {"table", od_put_table},
    {"table-row", od_put_nested_row},
    {"table-cell", od_put_nested_cell},
    {"section", put_section},
    {"hidden-text", put_hidden_text},
    {"hidden-paragraph", put_hidden_text},
    {"placeholder", put_placeholder},
    {"tracked-changes", leave_deleted},
    {"annotation", leave_comment},
    {"sequence-decls", skip},
    {"variable-decls", skip},
    {"user-field-decls", skip},
    {"number", skip}, /* of an item, as it was when the file was saved */
    {"forms", skip},
    {"title", skip},
    {"desc", skip},
};

static void walk(od_reader *r, const xmlNode *node, int depth)
{
	if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
		im_sink_symbols(&r->sink, r->font, (const char *)node->content, true);
		return;
	}
	if (node->type != XML_ELEMENT_NODE)
		return;
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (im_is_element(node, elements[i].name)) {
			elements[i].put(r, node, depth);
			return;
		}
	od_walk_children(r, node, depth);
}

/* ---- the document ---- */

/* Headers and footers are in the master pages. */
static void leave_page_edges(od_reader *r, const xmlNode *node)
{
	static const char *const edges[] = {"header",      "footer",       "header-left",
	                                    "footer-left", "header-first", "footer-first"};
	im_doc *d = r->sink.d;
	for (const xmlNode *page = node ? node->children : NULL; page; page = page->next)
		for (const xmlNode *c = page->children; c; c = c->next)
			for (size_t i = 0; i < ARRAY_LEN(edges); i++)
				if (im_is_element(c, edges[i]))
					im_leave_page_edge(&r->sink, im_shown_content(d, c));
}

static void read_text(od_reader *r, const xmlNode *root, const xmlNode *text, const xmlNode *styles)
{
	od_read_styles(r, root);
	if (styles && styles != root)
		od_read_styles(r, styles);
	od_settle_styles(r);
	r->forms = im_child(text, "forms");
	od_walk_children(r, text, 0);
	im_sink_end(&r->sink, 0);
	put_boxes(r, 0);
	leave_page_edges(r, im_child(styles, "master-styles"));
	im_sink_close(&r->sink);
}

/* What the file says of itself: did this program make it, and in which form? Editors that save it keep the form. */
static void read_properties(im_doc *d, const char *data, size_t len)
{
	xmlDoc *doc = im_package_xml(d, data, len, "meta.xml");
	const xmlNode *meta = im_child(im_root(doc), "meta");
	d->own = ht_str_starts(im_content(d, im_child(meta, "generator")), "hongtou");
	for (const xmlNode *c = meta ? meta->children : NULL; c; c = c->next) {
		const char *name = im_is_element(c, "user-defined") ? im_attribute(d, c, "name") : NULL;
		if (name && strcmp(name, IM_FORM_PROPERTY) == 0)
			d->named_form = im_content(d, c);
	}
	im_xml_free_doc(d, doc);
}

/* Where the text is. A flat file has its pictures and objects in place, too. */
static const im_unread_where where = {"text", (const char *const[]){"sequence-decls", "forms", "title", "desc",
                                                                    "note-citation", "object", "binary-data", NULL}};

ht_status im_read_odt(im_doc *d, const char *data, size_t len)
{
	xmlDoc *doc = im_package_xml(d, data, len, d->content ? d->content : "content.xml");
	const xmlNode *root = im_root(doc);
	const xmlNode *text = im_child(im_child(root, "body"), "text");
	if (!text) {
		im_xml_free_doc(d, doc);
		return im_package_refuse(d, "ODT", "content.xml");
	}
	xmlDoc *styles = im_package_xml(d, data, len, "styles.xml");
	od_reader r = {.data = data, .len = len};
	read_properties(d, data, len);
	im_sink_open(&r.sink, d);
	read_text(&r, root, text, im_root(styles));
	im_leave_unread(d, text, &where);
	im_xml_free_doc(d, styles);
	im_xml_free_doc(d, doc);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}

ht_status im_read_fodt(im_doc *d, const char *data, size_t len)
{
	xmlDoc *doc = im_parse_xml(d, data, len, "fodt");
	const xmlNode *root = im_root(doc);
	const xmlNode *text = im_child(im_child(root, "body"), "text");
	if (!text) {
		im_xml_free_doc(d, doc);
		return im_package_refuse(d, "FODT", "office:text");
	}
	od_reader r = {0};
	im_sink_open(&r.sink, d);
	read_text(&r, root, text, root);
	im_leave_unread(d, text, &where);
	im_xml_free_doc(d, doc);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
