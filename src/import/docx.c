/* DOCX: word/document.xml, with the numbers that Word counts by itself, which
 * are in word/numbering.xml as patterns. */
#include <string.h>

#include "base/utf8.h"
#include "import/messages.h"
#include "sink.h"

#define LEVELS 9

/* One list of Word: patterns by level. */
typedef struct list_level {
	const char *format, *text; /* decimal; `%1、` */
	int start;
} list_level;

typedef struct word_list {
	int id;
	const char *abstract_id;
	list_level levels[LEVELS];
	int counts[LEVELS];
	bool begun[LEVELS];
} word_list;

typedef struct reader {
	im_sink sink;
	const char *data; /* the package, len bytes */
	size_t len;
	xmlDoc *links;    /* of the text to pictures; NULL: it has no links */
	xmlDoc *notes[2]; /* footnotes, endnotes; NULL: it has no notes */
	word_list *lists;
	size_t n, cap;
} reader;

/* ---- numbering ---- */

static void read_levels(reader *r, const xmlNode *abstract, word_list *list)
{
	im_doc *d = r->sink.d;
	for (const xmlNode *c = abstract->children; c; c = c->next) {
		int k = im_is_element(c, "lvl") ? im_attribute_int(d, c, "ilvl", LEVELS) : LEVELS;
		if (k >= LEVELS)
			continue;
		list->levels[k].format = im_attribute(d, im_child(c, "numFmt"), "val");
		list->levels[k].text = im_attribute(d, im_child(c, "lvlText"), "val");
		list->levels[k].start = im_attribute_int(d, im_child(c, "start"), "val", 1);
	}
}

static void read_numbering(reader *r, const xmlNode *root)
{
	im_doc *d = r->sink.d;
	for (const xmlNode *c = root ? root->children : NULL; c; c = c->next) {
		if (!im_is_element(c, "num"))
			continue;
		word_list *list = HT_PUSH(d->arena, r->lists, r->n, r->cap);
		d->nomem |= !list;
		if (!list)
			return;
		list->id = im_attribute_int(d, c, "numId", 0);
		list->abstract_id = im_attribute(d, im_child(c, "abstractNumId"), "val");
		for (const xmlNode *a = root->children; a && list->abstract_id; a = a->next) {
			const char *id = im_is_element(a, "abstractNum") ? im_attribute(d, a, "abstractNumId") : NULL;
			if (id && strcmp(id, list->abstract_id) == 0)
				read_levels(r, a, list);
		}
	}
}

static const char *format_number(im_doc *d, const char *format, int n)
{
	if (format && (ht_str_starts(format, "chinese") || strcmp(format, "ideographDigital") == 0 ||
	               ht_str_starts(format, "japaneseCounting") || ht_str_starts(format, "taiwaneseCounting")))
		return im_han_number(d, n);
	if (format && strcmp(format, "decimalEnclosedCircle") == 0 && n >= 1 && n <= 20) {
		char out[8] = "";
		ht_utf8_put(out, U'①' + (uint32_t)n - 1);
		return im_copy(d, out, strlen(out));
	}
	return im_checked(d, ht_arena_printf(d->arena, "%d", n));
}

/* Put the number that Word shows before a paragraph of the list. */
static void put_number(reader *r, word_list *list, int level)
{
	im_doc *d = r->sink.d;
	const list_level *l = &list->levels[level];
	if (!l->text || (l->format && (strcmp(l->format, "bullet") == 0 || strcmp(l->format, "none") == 0)))
		return;
	list->counts[level] = list->begun[level] ? list->counts[level] + 1 : l->start;
	list->begun[level] = true;
	for (int k = level + 1; k < LEVELS; k++)
		list->begun[k] = false;
	ht_buf number = {0};
	for (const char *p = l->text; *p; p++) {
		int k = *p == '%' && p[1] >= '1' && p[1] <= '9' ? p[1] - '1' : -1;
		if (k < 0) {
			ht_buf_add(&number, p, 1);
			continue;
		}
		int n = list->begun[k] ? list->counts[k] : list->levels[k].start;
		ht_buf_adds(&number, format_number(d, list->levels[k].format, n));
		p++;
	}
	d->nomem |= number.failed;
	if (number.len)
		im_sink_text(&r->sink, number.data, false);
	ht_buf_free(&number);
}

static void number_paragraph(reader *r, const xmlNode *properties)
{
	im_doc *d = r->sink.d;
	const xmlNode *num = im_child(properties, "numPr");
	int id = im_attribute_int(d, im_child(num, "numId"), "val", 0);
	int level = im_attribute_int(d, im_child(num, "ilvl"), "val", 0);
	for (size_t i = 0; id && level < LEVELS && i < r->n; i++)
		if (r->lists[i].id == id)
			put_number(r, &r->lists[i], level);
}

/* ---- text ---- */

static void walk(reader *r, const xmlNode *node, int depth);

static void walk_children(reader *r, const xmlNode *node, int depth)
{
	if (im_too_deep(r->sink.d, node, depth))
		return;
	for (const xmlNode *c = node->children; c; c = c->next)
		walk(r, c, depth + 1);
}

/* Headings by outline level, or by the names of Word's own styles. */
static int heading_level(im_doc *d, const xmlNode *properties)
{
	int outline = im_attribute_int(d, im_child(properties, "outlineLvl"), "val", 9);
	const char *style = im_attribute(d, im_child(properties, "pStyle"), "val");
	if (outline < 9)
		return outline < IM_MAX_LEVEL ? outline + 1 : IM_MAX_LEVEL;
	if (style && ht_str_starts(style, "Heading"))
		style += strlen("Heading");
	return style && *style >= '1' && *style <= '4' && !style[1] ? *style - '0' : 0;
}

static void put_paragraph(reader *r, const xmlNode *node, int depth)
{
	const xmlNode *properties = im_child(node, "pPr");
	im_sink_end(&r->sink, 0);
	if (!r->sink.in_row)
		r->sink.loc.line++;
	r->sink.level = heading_level(r->sink.d, properties);
	number_paragraph(r, properties);
	size_t before = r->sink.d->n, before_len = r->sink.line.len;
	walk_children(r, node, depth);
	/* a number without text is not shown */
	if (r->sink.line.len == before_len && r->sink.d->n == before && !r->sink.in_row)
		r->sink.line.len = 0;
	bool empty = !r->sink.in_row && !r->sink.line.len && r->sink.d->n == before;
	im_sink_end(&r->sink, empty ? 1 : 0);
	r->sink.level = 0;
}

static void put_row(reader *r, const xmlNode *node, int depth)
{
	im_doc *d = r->sink.d;
	r->sink.loc.line++;
	im_sink_begin_row(&r->sink);
	for (const xmlNode *c = node->children; c; c = c->next) {
		if (!im_is_element(c, "tc"))
			continue;
		walk_children(r, c, depth);
		im_sink_end_cell(&r->sink, im_attribute_int(d, im_child(im_child(c, "tcPr"), "gridSpan"), "val", 1));
	}
	im_sink_end_row(&r->sink);
}

static void put_table(reader *r, const xmlNode *node, int depth)
{
	if (r->sink.in_row) { /* a table in a cell: its text */
		walk_children(r, node, depth);
		return;
	}
	for (const xmlNode *c = node->children; c; c = c->next)
		if (im_is_element(c, "tr"))
			put_row(r, c, depth);
	r->sink.blanks = 1;
}

static void put_text(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_sink_content(&r->sink, node, false);
}

static void put_tab(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	if (node->parent && im_is_element(node->parent, "r"))
		im_sink_char(&r->sink, r->sink.in_row ? ' ' : '\t');
}

static void put_break(reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	im_sink_end(&r->sink, 0);
}

static void put_hyphen(reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	im_sink_char(&r->sink, '-');
}

/* ---- pictures and notes ---- */

/* The part of the package that a relationship points to; NULL: it is not in the package. */
static const char *linked_part(reader *r, const char *id)
{
	im_doc *d = r->sink.d;
	const xmlNode *root = r->links ? xmlDocGetRootElement(r->links) : NULL;
	for (const xmlNode *c = root ? root->children : NULL; c && id; c = c->next) {
		const char *own = im_is_element(c, "Relationship") ? im_attribute(d, c, "Id") : NULL;
		const char *target = own && strcmp(own, id) == 0 ? im_attribute(d, c, "Target") : NULL;
		const char *mode = target ? im_attribute(d, c, "TargetMode") : NULL;
		if (target && (!mode || strcmp(mode, "External") != 0)) {
			if (*target == '/')
				return target + 1;
			return im_checked(d, ht_arena_printf(d->arena, "word/%s", target));
		}
	}
	return NULL;
}

static const char *first_given(const char *a, const char *b)
{
	return a && *a ? a : b;
}

/* w:drawing, or w:pict of older files. */
static void put_picture(reader *r, const xmlNode *node, int depth)
{
	im_doc *d = r->sink.d;
	const xmlNode *blip = im_find_element(node, "blip", depth), *about = im_find_element(node, "docPr", depth);
	const xmlNode *old = blip ? NULL : im_find_element(node, "imagedata", depth);
	const char *id = blip ? im_attribute(d, blip, "embed") : im_attribute(d, old, "id");
	const char *part = linked_part(r, id), *name = about ? im_attribute(d, about, "name") : NULL;
	im_picture p = {.floats = im_find_element(node, "anchor", depth) != NULL};
	if (!blip && !old) {
		walk_children(r, node, depth); /* a text box */
		return;
	}
	p.name = first_given(name, first_given(part, "?"));
	p.alt = about ? first_given(im_attribute(d, about, "descr"), im_attribute(d, about, "title")) : NULL;
	p.data = part && d->picture_dir ? im_package_part(d, r->data, r->len, part, &p.len) : NULL;
	im_sink_picture(&r->sink, &p);
}

static void put_note(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_doc *d = r->sink.d;
	bool end = im_is_element(node, "endnoteReference");
	const char *id = im_attribute(d, node, "id");
	const xmlNode *root = r->notes[end] ? xmlDocGetRootElement(r->notes[end]) : NULL;
	for (const xmlNode *c = root && id ? root->children : NULL; c; c = c->next) {
		const char *own = c->type == XML_ELEMENT_NODE ? im_attribute(d, c, "id") : NULL;
		if (!own || strcmp(own, id) != 0)
			continue;
		im_sink_note(&r->sink, im_content(d, c));
		return;
	}
}

static void leave_deleted(reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_sink_leave(&r->sink, node, HT_D_IMPORT_DELETED);
}

static void skip(reader *r, const xmlNode *node, int depth)
{
	(void)r;
	(void)node;
	(void)depth;
}

/* Other elements are transparent: only their children are read. */
static const struct {
	const char *name;
	void (*put)(reader *r, const xmlNode *node, int depth);
} elements[] = {
    {"p", put_paragraph},
    {"tbl", put_table},
    {"t", put_text},
    {"tab", put_tab},
    {"br", put_break},
    {"cr", put_break},
    {"pPr", skip},
    {"rPr", skip},
    {"tcPr", skip},
    {"del", leave_deleted},
    {"moveFrom", leave_deleted},
    {"Fallback", skip},
    {"instrText", skip},
    {"noBreakHyphen", put_hyphen},
    {"drawing", put_picture},
    {"pict", put_picture},
    {"footnoteReference", put_note},
    {"endnoteReference", put_note},
    {"sectPr", skip},
};

static void walk(reader *r, const xmlNode *node, int depth)
{
	if (node->type != XML_ELEMENT_NODE)
		return;
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (im_is_element(node, elements[i].name)) {
			elements[i].put(r, node, depth);
			return;
		}
	walk_children(r, node, depth);
}

ht_status im_read_docx(im_doc *d, const char *data, size_t len)
{
	static const char *const skipped[] = {"Fallback", NULL};
	static const im_unread_where where = {"t", skipped};
	xmlDoc *doc = im_package_xml(d, data, len, "word/document.xml");
	if (!doc)
		return im_package_refuse(d, "DOCX", "word/document.xml");
	xmlDoc *numbering = im_package_xml(d, data, len, "word/numbering.xml");
	reader r = {.data = data, .len = len};
	r.links = im_package_xml(d, data, len, "word/_rels/document.xml.rels");
	r.notes[0] = im_package_xml(d, data, len, "word/footnotes.xml");
	r.notes[1] = im_package_xml(d, data, len, "word/endnotes.xml");
	im_sink_open(&r.sink, d);
	if (numbering)
		read_numbering(&r, xmlDocGetRootElement(numbering));
	if (xmlDocGetRootElement(doc))
		walk(&r, xmlDocGetRootElement(doc), 0);
	im_sink_end(&r.sink, 0);
	im_sink_close(&r.sink);
	im_leave_unread(d, xmlDocGetRootElement(doc), &where);
	xmlFreeDoc(numbering);
	xmlFreeDoc(r.links);
	xmlFreeDoc(r.notes[0]);
	xmlFreeDoc(r.notes[1]);
	xmlFreeDoc(doc);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
