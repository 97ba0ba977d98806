/* DOCX: word/document.xml, shown as Word shows it (docx_styles.c), with the numbers that Word counts by itself
 * (docx_lists.c) and the results of its fields (docx_fields.c). */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "docx.h"
#include "import/messages.h"
#include "symbols.h"

static void walk(dx_reader *r, const xmlNode *node, int depth);

void dx_walk_children(dx_reader *r, const xmlNode *node, int depth)
{
	if (im_too_deep(r->sink.d, node, depth))
		return;
	for (const xmlNode *c = node->children; c; c = c->next)
		walk(r, c, depth + 1);
}

/* ---- paragraphs ---- */

/* Headings by outline level or style; without styles, by the names of Word's own ones. */
static int heading_level(im_doc *d, const xmlNode *properties, const dx_style *style)
{
	int outline = im_attribute_int(d, im_child(properties, "outlineLvl"), "val", -1);
	const char *name = im_attribute(d, im_child(properties, "pStyle"), "val");
	if (outline >= 0)
		return outline < DX_LEVELS ? MIN(outline + 1, IM_MAX_LEVEL) : 0;
	if (style)
		return MIN(style->outline, IM_MAX_LEVEL);
	if (name && ht_str_starts(name, "Heading"))
		name += strlen("Heading");
	return name && *name >= '1' && *name <= '4' && !name[1] ? *name - '0' : 0;
}

/* Was the end of the paragraph deleted, so that the next one goes on in it? */
static bool has_deleted_end(const xmlNode *properties)
{
	const xmlNode *end = im_child(properties, "rPr");
	return im_child(end, "del") || im_child(end, "moveFrom");
}

/* Text boxes are beside the text: their paragraphs come after the one that they belong to. */
static void put_boxes(dx_reader *r, int depth)
{
	size_t n;
	const xmlNode **boxes = im_sink_take_boxes(&r->sink, &n);
	dx_look paragraph = r->paragraph;
	for (size_t i = 0; i < n; i++)
		dx_walk_children(r, boxes[i], depth + 1);
	r->paragraph = paragraph;
}

static void begin_paragraph(dx_reader *r, const xmlNode *properties, const dx_style *style)
{
	im_sink *s = &r->sink;
	r->paragraph = style ? style->look : dx_no_look;
	r->position = r->paragraph.position;
	if (r->joins) {
		r->joins = false;
		if (s->line.len)
			return;
	}
	im_sink_end(s, 0);
	if (!s->in_row)
		s->loc.line++;
	s->style = style ? style->shown : NULL;
	s->stamp = NULL;
	s->level = heading_level(s->d, properties, style);
	if (!has_deleted_end(properties)) /* a number is the paragraph's */
		dx_number_paragraph(r, properties, style);
}

static void put_paragraph(dx_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *properties = im_child(node, "pPr");
	im_sink *s = &r->sink;
	im_doc *d = s->d;
	begin_paragraph(r, properties, dx_style_of(r, im_attribute(d, im_child(properties, "pStyle"), "val")));
	size_t before = d->n, before_len = s->line.len;
	dx_walk_children(r, node, depth);
	/* a number without text is not shown */
	if (s->line.len == before_len && d->n == before && s->number_bytes == before_len)
		s->line.len -= s->in_row ? 0 : before_len;
	r->joins = has_deleted_end(properties) && !s->in_row;
	if (r->joins)
		return;
	bool empty = !s->in_row && !s->line.len && d->n == before;
	im_sink_end(s, empty ? 1 : 0);
	s->level = 0;
	put_boxes(r, depth);
}

/* ---- runs ---- */

/* The most characters that are raised by their place, not as a superscript. */
#define PLACED_MOST 3
/* Half points: less is a matter of how things are set. */
#define PLACED_LEAST 4

/* Digits that were raised with Position instead of Superscript: they are higher than the text before them. */
static int placed_script(dx_reader *r, const xmlNode *run, const dx_look *look)
{
	const char *text = im_content(r->sink.d, im_child(run, "t"));
	const int rise = look->position - r->position;
	if (!*text)
		return 0;
	if (ABS(rise) >= PLACED_LEAST && r->sink.line.len && strlen(text) <= PLACED_MOST &&
	    strspn(text, IM_DIGITS "+-n") == strlen(text))
		return rise > 0 ? 1 : -1;
	r->position = look->position;
	return 0;
}

static int script_of(dx_reader *r, const xmlNode *run, const dx_look *look)
{
	if (look->script == 1)
		return 1;
	return look->script == 2 ? -1 : placed_script(r, run, look);
}

static void put_run(dx_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *properties = im_child(node, "rPr");
	im_sink *s = &r->sink;
	im_look before = s->look;
	const char *font = r->font;
	bool caps = r->caps;
	dx_look look = dx_look_of(r, properties);
	s->look.script = script_of(r, node, &look);
	if (!s->look.leave && look.hidden > 0)
		s->look.leave = HT_D_IMPORT_HIDDEN;
	if (!s->look.leave && look.struck > 0)
		s->look.leave = HT_D_IMPORT_STRUCK;
	r->font = look.font;
	r->caps = look.caps > 0;
	dx_walk_children(r, node, depth);
	r->font = font;
	r->caps = caps;
	s->look = before;
}

static void put_text(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_doc *d = r->sink.d;
	if (!dx_is_shown(r))
		return;
	xmlChar *content = im_xml(d)->xmlNodeGetContent(node); /* with its blanks */
	const char *text = im_checked(d, content ? ht_arena_strdup(d->arena, (const char *)content) : "");
	im_xml_free(d, content);
	if (r->caps) {
		char *capitals = ht_arena_strdup(d->arena, text);
		for (char *p = capitals; p && *p; p++)
			*p = g_ascii_toupper(*p);
		text = im_checked(d, capitals);
	}
	im_sink_symbols(&r->sink, r->font, text, false);
}

static void put_symbol(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_doc *d = r->sink.d;
	const char *font = im_attribute(d, node, "font"), *code = im_attribute(d, node, "char");
	char text[8] = "";
	unsigned long cp = code ? strtoul(code, NULL, 16) : 0;
	if (!dx_is_shown(r) || cp < ' ' || cp > 0xFFFD || (cp >= 0xD800 && cp < 0xE000))
		return;
	ht_utf8_put(text, (uint32_t)cp);
	im_sink_symbols(&r->sink, font, text, false);
}

static void put_tab(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	if (node->parent && im_is_element(node->parent, "r") && dx_is_shown(r))
		im_sink_char(&r->sink, r->sink.in_row ? ' ' : '\t');
}

static void put_break(dx_reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	if (dx_is_shown(r) && !r->sink.look.leave)
		im_sink_end(&r->sink, 0);
}

static void put_hyphen(dx_reader *r, const xmlNode *node, int depth)
{
	(void)node;
	(void)depth;
	im_sink_text(&r->sink, "-", false);
}

static void put_field_char(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	dx_put_field_char(r, node);
}

static void put_instruction(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	dx_put_instruction(r, node);
}

/* The reading of a character is above it. */
static void put_ruby(dx_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *base = im_child(node, "rubyBase"), *reading = im_child(node, "rt");
	if (base)
		dx_walk_children(r, base, depth);
	if (!reading)
		return;
	im_sink_text(&r->sink, "（", false);
	dx_walk_children(r, reading, depth);
	im_sink_text(&r->sink, "）", false);
}

static void put_formula(dx_reader *r, const xmlNode *node, int depth)
{
	im_put_formula(&r->sink, node, depth);
}

/* ---- what is left out ---- */

static void leave(dx_reader *r, const xmlNode *node, int depth, ht_code reason)
{
	im_look before = r->sink.look;
	r->sink.look.leave = reason;
	dx_walk_children(r, node, depth);
	r->sink.look = before;
}

static void leave_deleted(dx_reader *r, const xmlNode *node, int depth)
{
	leave(r, node, depth, HT_D_IMPORT_DELETED);
}

/* A control shows what it is for, until something is chosen or typed. */
static void put_control(dx_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *content = im_child(node, "sdtContent");
	bool unfilled = dx_on_off(r->sink.d, im_child(node, "sdtPr"), "showingPlcHdr") > 0;
	if (content && unfilled)
		leave(r, content, depth, HT_D_IMPORT_PLACEHOLDER);
	else if (content)
		dx_walk_children(r, content, depth);
}

static void put_comment(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_doc *d = r->sink.d;
	im_named *comment = im_ids_find(&r->comments, im_raw_attribute(node, "id"));
	if (!comment || comment->text)
		return;
	comment->text = im_content(d, comment->node);
	im_leave_out(d, comment->text, r->sink.loc, HT_D_IMPORT_COMMENT);
}

/* The text of a part of its own: a note, a header. */
static const char *part_text(dx_reader *r, const xmlNode *node)
{
	im_doc *d = r->sink.d;
	dx_reader part = {.data = r->data, .len = r->len, .styles = r->styles, .n_styles = r->n_styles};
	part.defaults = r->defaults;
	im_sink_open(&part.sink, d);
	part.sink.loc = r->sink.loc;
	part.sink.in_row = true; /* no lines of the text */
	dx_walk_children(&part, node, 0);
	dx_end_fields(&part);
	const char *text = im_sink_take(&part.sink);
	return im_next_cell(d, &text);
}

static void put_note(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	im_doc *d = r->sink.d;
	im_named *note = im_ids_find(&r->notes[im_is_element(node, "endnoteReference")], im_raw_attribute(node, "id"));
	if (!note || (note->text && !im_has_room(d, strlen(note->text))))
		return;
	if (!note->text)
		note->text = part_text(r, note->node);
	if (r->sink.look.leave)
		im_leave_out(d, note->text, r->sink.loc, r->sink.look.leave);
	else
		im_sink_note(&r->sink, note->text);
}

/* ---- pictures ---- */

/* The part of the package that a relationship points to; NULL: it is not in the package. */
static const char *linked_part(dx_reader *r, const char *id)
{
	return im_linked_part(r->sink.d, im_root(r->links), id, "word");
}

/* Note the text boxes and the word art in a drawing. */
static void find_boxes(dx_reader *r, const xmlNode *node, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (im_is_element(c, "txbxContent"))
			im_sink_box(&r->sink, c);
		else if (im_is_element(c, "textpath"))
			im_sink_box(&r->sink, node);
		else if (c->type == XML_ELEMENT_NODE && !im_is_element(c, "Fallback"))
			find_boxes(r, c, depth + 1);
	}
}

/* w:drawing, or w:pict and w:object of older files. */
static void put_picture(dx_reader *r, const xmlNode *node, int depth)
{
	im_doc *d = r->sink.d;
	const xmlNode *blip = im_find_element(node, "blip", depth), *about = im_find_element(node, "docPr", depth);
	const xmlNode *old = blip ? NULL : im_find_element(node, "imagedata", depth);
	const xmlNode *chart = im_find_element(node, "chart", depth), *diagram = im_find_element(node, "relIds", depth);
	const char *id = im_given(im_attribute(d, blip, "embed"), im_attribute(d, old, "id"));
	const char *part = linked_part(r, id), *name = im_attribute(d, about, "name");
	im_picture p = {.floats = im_find_element(node, "anchor", depth) != NULL};
	if (r->sink.look.leave)
		return;
	find_boxes(r, node, depth);
	if (chart || diagram)
		im_leave_out(d, im_given(im_attribute(d, about, "descr"), im_given(name, "?")), r->sink.loc,
		             HT_D_IMPORT_CHART);
	if (!blip && !old)
		return;
	p.name = im_given(name, im_given(part, "?"));
	p.alt = im_given(im_attribute(d, about, "descr"), im_attribute(d, about, "title"));
	if (p.alt && ht_str_ends(p.alt, IM_STAMP))
		r->sink.stamp = p.alt;
	p.data = part && d->picture_dir ? im_package_part(d, r->data, r->len, part, &p.len) : NULL;
	im_sink_picture(&r->sink, &p);
}

/* Word art, as older files have it: v:textpath in a shape. The red masthead is often drawn so. */
static void put_word_art(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	const char *text = im_attribute(r->sink.d, node, "string");
	if (!text || !*text || r->sink.look.leave)
		return;
	begin_paragraph(r, NULL, NULL);
	im_sink_text(&r->sink, text, true);
	im_sink_end(&r->sink, 0);
	ht_diag(r->sink.d->diags, HT_D_IMPORT_WORD_ART, r->sink.loc, text, NULL);
}

/* What new versions of Word read, or all others. */
static void put_alternatives(dx_reader *r, const xmlNode *node, int depth)
{
	const xmlNode *choice = im_child(node, "Choice");
	choice = choice ? choice : im_child(node, "Fallback");
	if (choice)
		dx_walk_children(r, choice, depth);
}

/* Another file that Word shows in its place. */
static void put_chunk(dx_reader *r, const xmlNode *node, int depth)
{
	(void)depth;
	const char *part = linked_part(r, im_attribute(r->sink.d, node, "id"));
	im_leave_out(r->sink.d, im_given(part, "?"), r->sink.loc, HT_D_IMPORT_OBJECT);
}

static void skip(dx_reader *r, const xmlNode *node, int depth)
{
	(void)r;
	(void)node;
	(void)depth;
}

/* Other elements are transparent: only their children are read. */
static const struct {
	const char *name;
	void (*put)(dx_reader *r, const xmlNode *node, int depth);
} elements[] = {
    {"p", put_paragraph},
    {"r", put_run},
    {"t", put_text},
    {"delText", put_text},
    {"tbl", dx_put_table},
    {"tr", dx_put_nested_row},
    {"tc", dx_put_nested_cell},
    {"tab", put_tab},
    {"ptab", put_tab},
    {"br", put_break},
    {"cr", put_break},
    {"sym", put_symbol},
    {"noBreakHyphen", put_hyphen},
    {"ruby", put_ruby},
    {"oMath", put_formula},
    {"sdt", put_control},
    {"fldChar", put_field_char},
    {"instrText", put_instruction},
    {"del", leave_deleted},
    {"moveFrom", leave_deleted},
    {"commentReference", put_comment},
    {"footnoteReference", put_note},
    {"endnoteReference", put_note},
    {"drawing", put_picture},
    {"pict", put_picture},
    {"object", put_picture},
    {"textpath", put_word_art},
    {"AlternateContent", put_alternatives},
    {"altChunk", put_chunk},
    {"pPr", skip},
    {"rPr", skip},
    {"tcPr", skip},
    {"trPr", skip},
    {"tblPr", skip},
    {"tblGrid", skip},
    {"sectPr", skip},
    {"delInstrText", skip},
};

static void walk(dx_reader *r, const xmlNode *node, int depth)
{
	if (node->type != XML_ELEMENT_NODE)
		return;
	for (size_t i = 0; i < ARRAY_LEN(elements); i++)
		if (im_is_element(node, elements[i].name)) {
			elements[i].put(r, node, depth);
			return;
		}
	dx_walk_children(r, node, depth);
}

/* ---- the package ---- */

/* Headers and footers are parts of their own. */
static void leave_page_edges(dx_reader *r)
{
	im_doc *d = r->sink.d;
	const xmlNode *root = im_root(r->links);
	for (const xmlNode *c = root ? root->children : NULL; c; c = c->next) {
		const char *type = im_attribute(d, c, "Type");
		if (!type || !(ht_str_ends(type, "/header") || ht_str_ends(type, "/footer")))
			continue;
		const char *part = linked_part(r, im_attribute(d, c, "Id"));
		xmlDoc *doc = part ? im_package_xml(d, r->data, r->len, part) : NULL;
		const xmlNode *edge = im_root(doc);
		if (edge)
			im_leave_page_edge(&r->sink, part_text(r, edge));
		im_xml_free_doc(r->sink.d, doc);
	}
}

static void read_text(dx_reader *r, const xmlNode *root)
{
	if (root)
		walk(r, root, 0);
	dx_end_fields(r);
	im_sink_end(&r->sink, 0);
	put_boxes(r, 0);
	leave_page_edges(r);
	im_sink_close(&r->sink);
}

/* What the file says of itself: did this program make it, and in which form? Editors that save it keep the form. */
static void read_properties(im_doc *d, const char *data, size_t len)
{
	xmlDoc *app = im_package_xml(d, data, len, "docProps/app.xml");
	xmlDoc *custom = im_package_xml(d, data, len, "docProps/custom.xml");
	const xmlNode *all = im_root(custom);
	d->own = ht_str_starts(im_content(d, im_child(im_root(app), "Application")), "hongtou");
	for (const xmlNode *c = all ? all->children : NULL; c; c = c->next)
		if (im_is_element(c, "property") && strcmp(im_raw_attribute(c, "name"), IM_FORM_PROPERTY) == 0)
			d->named_form = im_content(d, c);
	im_xml_free_doc(d, app);
	im_xml_free_doc(d, custom);
}

/* A part with text, as it is or as the record's part has it. */
static xmlDoc *text_part(dx_reader *r, const xmlNode *record, const char *name)
{
	im_doc *d = r->sink.d;
	if (record)
		return im_enclosed_xml(d, im_child(record, name));
	return im_package_xml(d, r->data, r->len, im_checked(d, ht_arena_printf(d->arena, "word/%s.xml", name)));
}

ht_status im_read_docx(im_doc *d, const char *data, size_t len)
{
	static const char *const skipped[] = {"Fallback", NULL};
	static const im_unread_where where = {"t", skipped};
	dx_reader r = {.data = data, .len = len, .sink.d = d};
	xmlDoc *before = d->content ? im_package_xml(d, data, len, d->content) : NULL;
	const xmlNode *record = im_root(before);
	xmlDoc *doc = text_part(&r, record, "document");
	if (!doc) {
		im_xml_free_doc(d, before);
		return im_package_refuse(d, "DOCX", "word/document.xml");
	}
	xmlDoc *numbering = text_part(&r, record, "numbering");
	xmlDoc *notes[2] = {text_part(&r, record, "footnotes"), text_part(&r, record, "endnotes")};
	xmlDoc *comments = text_part(&r, record, "comments");
	xmlDoc *styles = text_part(&r, record, "styles");
	read_properties(d, data, len);
	r.links = im_package_xml(d, data, len, "word/_rels/document.xml.rels");
	for (size_t i = 0; i < ARRAY_LEN(notes); i++)
		im_ids_read(d, im_root(notes[i]), "id", &r.notes[i]);
	im_ids_read(d, im_root(comments), "id", &r.comments);
	im_sink_open(&r.sink, d);
	dx_read_styles(&r, im_root(styles));
	if (im_root(numbering))
		dx_read_lists(&r, im_root(numbering));
	read_text(&r, im_root(doc));
	im_leave_unread(d, im_root(doc), &where);
	im_xml_free_doc(d, numbering);
	im_xml_free_doc(d, styles);
	im_xml_free_doc(d, r.links);
	im_xml_free_doc(d, notes[0]);
	im_xml_free_doc(d, notes[1]);
	im_xml_free_doc(d, comments);
	im_xml_free_doc(d, before);
	im_xml_free_doc(d, doc);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
