/* ODT: content.xml. Numbers of lists are made from the list styles, which may
 * be in content.xml or in styles.xml. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "sink.h"

#define LEVELS 10

typedef struct reader {
	im_sink sink;
	const char *data; /* the package, len bytes */
	size_t len;
	const xmlNode *styles[4]; /* where list styles are looked for */
	size_t n_styles;
	const char *list; /* the list style in force, or NULL */
	int level;        /* of the list, from 1; 0: not in a list */
	int counts[LEVELS + 1];
} reader;

static void walk(reader *r, const xmlNode *node, int depth);

static void walk_children(reader *r, const xmlNode *node, int depth)
{
	if (im_too_deep(r->sink.d, node, depth))
		return;
	for (const xmlNode *c = node->children; c; c = c->next)
		walk(r, c, depth + 1);
}

/* ---- lists ---- */

static const xmlNode *find_list_level(reader *r)
{
	im_doc *d = r->sink.d;
	for (size_t i = 0; r->list && i < r->n_styles; i++)
		for (const xmlNode *c = r->styles[i] ? r->styles[i]->children : NULL; c; c = c->next) {
			const char *name = im_is_element(c, "list-style") ? im_attribute(d, c, "name") : NULL;
			for (const xmlNode *l = name && strcmp(name, r->list) == 0 ? c->children : NULL; l; l = l->next)
				if (im_is_element(l, "list-level-style-number") &&
				    im_attribute_int(d, l, "level", 0) == r->level)
					return l;
		}
	return NULL;
}

static void put_number(reader *r)
{
	im_doc *d = r->sink.d;
	const xmlNode *l = find_list_level(r);
	const char *format = im_attribute(d, l, "num-format");
	if (!format || !*format)
		return;
	const char *prefix = im_attribute(d, l, "num-prefix"), *suffix = im_attribute(d, l, "num-suffix");
	int n = r->counts[r->level];
	const char *digits =
	    ht_str_has_han(format) ? im_han_number(d, n) : im_checked(d, ht_arena_printf(d->arena, "%d", n));
	const char *parts[] = {prefix, digits, suffix};
	for (size_t i = 0; i < 3; i++)
		if (parts[i])
			im_sink_text(&r->sink, parts[i], false);
}

static void put_list(reader *r, const xmlNode *node, int depth)
{
	const char *style = im_attribute(r->sink.d, node, "style-name"), *before = r->list;
	if (r->level == LEVELS)
		return;
	if (style)
		r->list = style;
	r->counts[++r->level] = 0;
	for (const xmlNode *c = node->children; c; c = c->next) {
		if (!im_is_element(c, "list-item"))
			continue;
		r->counts[r->level]++;
		im_sink_end(&r->sink, 0);
		const xmlNode *first = im_child(c, "p");
		if (first && !r->sink.in_row)
			put_number(r);
		walk_children(r, c, depth);
	}
	r->level--;
	r->list = before;
}

/* ---- text ---- */

static void end_paragraph(reader *r, size_t lines)
{
	bool empty = !r->sink.in_row && !r->sink.line.len && r->sink.d->n == lines;
	im_sink_end(&r->sink, empty ? 1 : 0);
	r->sink.level = 0;
}

static void put_paragraph(reader *r, const xmlNode *node, int depth)
{
	size_t lines = r->sink.d->n;
	if (!r->level)
		im_sink_end(&r->sink, 0);
	if (!r->sink.in_row)
		r->sink.loc.line++;
	walk_children(r, node, depth);
	end_paragraph(r, lines);
}

static void put_heading(reader *r, const xmlNode *node, int depth)
{
	int level = im_attribute_int(r->sink.d, node, "outline-level", 1);
	im_sink_end(&r->sink, 0);
	r->sink.level = CLAMP(level, 1, IM_MAX_LEVEL);
	put_paragraph(r, node, depth);
}

/* Most blanks that one element may make. */
#define MAX_SPACES 200

static void put_spaces(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	int n = im_attribute_int(r->sink.d, node, "c", 1);
	for (int i = 0; i < n && i < MAX_SPACES; i++)
		im_sink_char(&r->sink, ' ');
}

static void put_tab(reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	im_sink_char(&r->sink, r->sink.in_row ? ' ' : '\t');
}

static void put_break(reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	im_sink_end(&r->sink, 0);
}

/* draw:frame: a picture, or a text box. */
static void put_frame(reader *r, const xmlNode *node, int depth)
{
	im_doc *d = r->sink.d;
	const xmlNode *image = im_child(node, "image");
	const char *href = image ? im_attribute(d, image, "href") : NULL,
	           *anchor = im_attribute(d, node, "anchor-type");
	if (!href) {
		walk_children(r, node, depth);
		return;
	}
	const char *title = im_content(d, im_child(node, "title"));
	im_picture p = {.name = href, .alt = *title ? title : im_content(d, im_child(node, "desc"))};
	p.floats = anchor && strcmp(anchor, "page") == 0;
	if (d->picture_dir && !strstr(href, "://"))
		p.data = im_package_part(d, r->data, r->len, ht_str_starts(href, "./") ? href + 2 : href, &p.len);
	im_sink_picture(&r->sink, &p);
}

static void put_note(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_sink_note(&r->sink, im_content(r->sink.d, im_child(node, "note-body")));
}

static void leave_deleted(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	for (const xmlNode *c = node->children; c; c = c->next) {
		const xmlNode *deletion = im_child(c, "deletion");
		if (deletion)
			im_sink_leave(&r->sink, deletion, HT_D_IMPORT_DELETED);
	}
}

static void leave_comment(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_sink_leave(&r->sink, node, HT_D_IMPORT_COMMENT);
}

static void skip(reader *r, const xmlNode *node, int depth)
{
	(void)r;
	(void)node;
	(void)depth;
}

/* ---- tables ---- */

static void put_cells(reader *r, const xmlNode *row, int depth)
{
	for (const xmlNode *c = row->children; c; c = c->next) {
		bool covered = im_is_element(c, "covered-table-cell");
		if (!covered && !im_is_element(c, "table-cell"))
			continue;
		int repeat = im_attribute_int(r->sink.d, c, "number-columns-repeated", 1);
		if (!covered)
			walk_children(r, c, depth);
		im_sink_end_cell(&r->sink, repeat);
	}
}

static void put_row(reader *r, const xmlNode *node, int depth)
{
	if (r->sink.in_row) { /* a table in a cell: its text */
		walk_children(r, node, depth);
		return;
	}
	r->sink.loc.line++;
	im_sink_begin_row(&r->sink);
	put_cells(r, node, depth);
	im_sink_end_row(&r->sink);
}

/* Other elements are transparent: only their children are read. */
static const struct {
	const char *name;
	void (*put)(reader *r, const xmlNode *node, int depth);
} elements[] = {
    {"p", put_paragraph},
    {"h", put_heading},
    {"list", put_list},
    {"s", put_spaces},
    {"tab", put_tab},
    {"line-break", put_break},
    {"frame", put_frame},
    {"table-row", put_row},
    {"tracked-changes", leave_deleted},
    {"note", put_note},
    {"annotation", leave_comment},
    {"sequence-decls", skip},
    {"forms", skip},
    {"title", skip},
    {"desc", skip},
};

static void walk(reader *r, const xmlNode *node, int depth)
{
	if (node->type == XML_TEXT_NODE) {
		im_sink_text(&r->sink, (const char *)node->content, true);
		return;
	}
	if (node->type != XML_ELEMENT_NODE)
		return;
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (im_is_element(node, elements[i].name)) {
			elements[i].put(r, node, depth);
			return;
		}
	walk_children(r, node, depth);
}

static void add_styles(reader *r, const xmlNode *root)
{
	static const char *const places[] = {"automatic-styles", "styles"};
	for (size_t i = 0; i < 2; i++) {
		const xmlNode *styles = im_child(root, places[i]);
		if (styles && r->n_styles < 4)
			r->styles[r->n_styles++] = styles;
	}
}

ht_status im_read_odt(im_doc *d, const char *data, size_t len)
{
	static const char *const skipped[] = {"sequence-decls", "forms", "title", "desc", "note-citation", NULL};
	static const im_unread_where where = {"text", skipped};
	xmlDoc *doc = im_package_xml(d, data, len, "content.xml");
	const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	const xmlNode *text = im_child(im_child(root, "body"), "text");
	if (!text) {
		xmlFreeDoc(doc);
		return im_package_refuse(d, "ODT", "content.xml");
	}
	xmlDoc *styles = im_package_xml(d, data, len, "styles.xml");
	reader r = {.data = data, .len = len};
	im_sink_open(&r.sink, d);
	add_styles(&r, root);
	if (styles)
		add_styles(&r, xmlDocGetRootElement(styles));
	walk_children(&r, text, 0);
	im_sink_end(&r.sink, 0);
	im_sink_close(&r.sink);
	im_leave_unread(d, text, &where);
	xmlFreeDoc(styles);
	xmlFreeDoc(doc);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
