/* One document to one package: first the flow and the imprint, which note the styles they use, then the parts around
 * them. */
#include <string.h>

#include "docx/messages.h"
#include "docx_priv.h"

#define NAMESPACE(PREFIX, URI) " xmlns:" PREFIX "=\"" URI "\""

/* Name spaces of parts with text. wps is Word 2010's: a program that does not know it takes the fallback. */
static const char text_namespaces[] = NAMESPACE("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main")
    NAMESPACE("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
        NAMESPACE("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing")
            NAMESPACE("a", "http://schemas.openxmlformats.org/drawingml/2006/main")
                NAMESPACE("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006")
                    NAMESPACE("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape")
                        NAMESPACE("v", "urn:schemas-microsoft-com:vml");
static const char main_namespace[] = NAMESPACE("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
static const char core_namespaces[] =
    NAMESPACE("cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        NAMESPACE("dc", "http://purl.org/dc/elements/1.1/") NAMESPACE("dcterms", "http://purl.org/dc/terms/")
            NAMESPACE("xsi", "http://www.w3.org/2001/XMLSchema-instance");
static const char theme_namespace[] =
    NAMESPACE("a", "http://schemas.openxmlformats.org/drawingml/2006/main") " name=\"公文\"";
static const char app_namespace[] =
    " xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"";
static const char custom_namespaces[] =
    " xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"" NAMESPACE(
        "vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes");
static const char types_namespace[] = " xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"";
static const char relations_namespace[] = " xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";

#define OFFICE_RELATION  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE_RELATION "http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
#define WORD_TYPE        "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define OFFICE_TYPE      "application/vnd.openxmlformats-officedocument."
#define PACKAGE_TYPE     "application/vnd.openxmlformats-package."

typedef struct parts {
	ht_xml document, styles, settings, fonts, theme, notes, core, app, custom, types, relations, word_relations;
	ht_xml record, record_properties, record_relations;
} parts;

static void add_xml(docx *o, const char *name, ht_xml *x, ht_packing packing)
{
	ht_draft_add_xml(&o->d, name, NULL, x, packing);
}

static void relate(ht_xml *x, const char *id, const char *type, const char *target)
{
	ht_xml_open(x, "Relationship");
	ht_xml_attr(x, "Id", id);
	ht_xml_attr(x, "Type", type);
	ht_xml_attr(x, "Target", target);
	ht_xml_end(x);
}

static void write_relations(ht_xml *x)
{
	ht_xml_root(x, "Relationships", relations_namespace);
	relate(x, "rId1", OFFICE_RELATION "officeDocument", "word/document.xml");
	relate(x, "rId2", PACKAGE_RELATION "core-properties", "docProps/core.xml");
	relate(x, "rId3", OFFICE_RELATION "extended-properties", "docProps/app.xml");
	relate(x, "rId4", OFFICE_RELATION "custom-properties", "docProps/custom.xml");
	ht_xml_end(x);
}

static void write_word_relations(docx *o, ht_xml *x)
{
	ht_xml_root(x, "Relationships", relations_namespace);
	relate(x, "rId1", OFFICE_RELATION "styles", "styles.xml");
	relate(x, "rId2", OFFICE_RELATION "settings", "settings.xml");
	relate(x, "rId3", OFFICE_RELATION "fontTable", "fontTable.xml");
	relate(x, "rId5", OFFICE_RELATION "theme", "theme/theme1.xml");
	if (o->has_notes)
		relate(x, "rId4", OFFICE_RELATION "footnotes", "footnotes.xml");
	for (int i = 0; i < DOCX_FOOTERS; i++)
		if (o->footers[i].name)
			relate(x, ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "rIdF%d", i + 1)),
			       OFFICE_RELATION "footer", o->footers[i].name);
	if (o->options->attached)
		relate(x, "rIdR", OFFICE_RELATION "customXml", "../customXml/item1.xml");
	for (size_t i = 0; i < o->d.n_pictures; i++)
		relate(x, ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "rIdP%zu", i + 1)),
		       OFFICE_RELATION "image", o->d.pictures[i].name + strlen("word/"));
	ht_xml_end(x);
}

static void default_type(ht_xml *x, const char *extension, const char *type)
{
	ht_xml_open(x, "Default");
	ht_xml_attr(x, "Extension", extension);
	ht_xml_attr(x, "ContentType", type);
	ht_xml_end(x);
}

static void override_type(ht_xml *x, const char *part, const char *type)
{
	ht_xml_open(x, "Override");
	ht_xml_attr(x, "PartName", part);
	ht_xml_attr(x, "ContentType", type);
	ht_xml_end(x);
}

static void write_types(docx *o, ht_xml *x)
{
	static const char *const main_types[] = {WORD_TYPE "document.main+xml", WORD_TYPE "template.main+xml"};
	ht_xml_root(x, "Types", types_namespace);
	default_type(x, "rels", PACKAGE_TYPE "relationships+xml");
	default_type(x, "xml", "application/xml");
	default_type(x, "png", "image/png");
	default_type(x, "jpg", "image/jpeg");
	override_type(x, "/word/document.xml", main_types[o->d.is_template]);
	override_type(x, "/word/styles.xml", WORD_TYPE "styles+xml");
	override_type(x, "/word/settings.xml", WORD_TYPE "settings+xml");
	override_type(x, "/word/fontTable.xml", WORD_TYPE "fontTable+xml");
	override_type(x, "/word/theme/theme1.xml", OFFICE_TYPE "theme+xml");
	if (o->has_notes)
		override_type(x, "/word/footnotes.xml", WORD_TYPE "footnotes+xml");
	for (int i = 0; i < DOCX_FOOTERS; i++)
		if (o->footers[i].name)
			override_type(
			    x, ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "/word/%s", o->footers[i].name)),
			    WORD_TYPE "footer+xml");
	if (o->options->attached)
		override_type(x, "/customXml/itemProps1.xml", OFFICE_TYPE "customXmlProperties+xml");
	override_type(x, "/docProps/core.xml", PACKAGE_TYPE "core-properties+xml");
	override_type(x, "/docProps/app.xml", OFFICE_TYPE "extended-properties+xml");
	override_type(x, "/docProps/custom.xml", OFFICE_TYPE "custom-properties+xml");
	ht_xml_end(x);
}

static void write_document(docx *o, ht_xml *x)
{
	ht_xml_root(x, "w:document", text_namespaces);
	ht_xml_open(x, "w:body");
	docx_write_body(o, x);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* A part whose root holds what `write` writes. */
static void write_part(docx *o, ht_xml *x, const char *root, const char *namespaces, void (*write)(docx *o, ht_xml *x))
{
	ht_xml_root(x, root, namespaces);
	write(o, x);
	ht_xml_end(x);
}

static void add_parts(docx *o, parts *p)
{
	add_xml(o, "[Content_Types].xml", &p->types, HT_PACK_DEFLATED);
	add_xml(o, "_rels/.rels", &p->relations, HT_PACK_DEFLATED);
	add_xml(o, "word/document.xml", &p->document, HT_PACK_DEFLATED);
	add_xml(o, "word/_rels/document.xml.rels", &p->word_relations, HT_PACK_DEFLATED);
	add_xml(o, "word/styles.xml", &p->styles, HT_PACK_COMMON);
	add_xml(o, "word/settings.xml", &p->settings, HT_PACK_COMMON);
	add_xml(o, "word/fontTable.xml", &p->fonts, HT_PACK_COMMON);
	add_xml(o, "word/theme/theme1.xml", &p->theme, HT_PACK_COMMON);
	if (o->has_notes)
		add_xml(o, "word/footnotes.xml", &p->notes, HT_PACK_DEFLATED);
	for (int i = 0; i < DOCX_FOOTERS; i++)
		if (o->footers[i].name)
			add_xml(o, ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "word/%s", o->footers[i].name)),
			        &o->footers[i].xml, HT_PACK_COMMON);
	add_xml(o, "docProps/core.xml", &p->core, HT_PACK_DEFLATED);
	add_xml(o, "docProps/app.xml", &p->app, HT_PACK_DEFLATED);
	add_xml(o, "docProps/custom.xml", &p->custom, HT_PACK_DEFLATED);
	if (!o->options->attached)
		return;
	add_xml(o, "customXml/item1.xml", &p->record, HT_PACK_DEFLATED);
	add_xml(o, "customXml/itemProps1.xml", &p->record_properties, HT_PACK_COMMON);
	add_xml(o, "customXml/_rels/item1.xml.rels", &p->record_relations, HT_PACK_COMMON);
}

/* Readers begin with the list of types: the pictures, which came while the text was written, go to the end. */
static void put_last(ht_package *package, size_t n_pictures)
{
	for (size_t i = 0; i < n_pictures; i++) {
		const ht_part picture = package->v[0];
		memmove(package->v, package->v + 1, (package->n - 1) * sizeof picture);
		package->v[package->n - 1] = picture;
	}
}

static void write_record(docx *o, parts *p)
{
	docx_write_record(o, &p->record, &p->document, &p->styles, &p->notes);
	docx_write_record_properties(&p->record_properties);
	ht_xml_root(&p->record_relations, "Relationships", relations_namespace);
	relate(&p->record_relations, "rId1", OFFICE_RELATION "customXmlProps", "itemProps1.xml");
	ht_xml_end(&p->record_relations);
}

static void write_parts(docx *o, parts *p)
{
	ht_draft_find_named(&o->d);
	ht_draft_write_flow(&o->d);
	ht_draft_write_imprint(&o->d);
	if (o->d.status != HT_OK)
		return;
	if (o->after_table)
		docx_spacer(o, &(docx_space){.height = HT_LEN_PT});
	for (size_t i = 0; o->d.is_template && i < o->d.style->n_styles; i++)
		docx_style_id(o, &o->d.style->styles[i]); /* whoever types chooses among all */
	for (int i = 0; i < DOCX_FOOTERS; i++)
		ht_xml_root(&o->footers[i].xml, "w:ftr", text_namespaces);
	docx_write_footers(o);
	for (int i = 0; i < DOCX_FOOTERS; i++)
		ht_xml_end(&o->footers[i].xml);
	write_document(o, &p->document);
	write_part(o, &p->notes, "w:footnotes", text_namespaces, docx_write_notes);
	write_part(o, &p->styles, "w:styles", main_namespace, docx_write_styles);
	write_part(o, &p->settings, "w:settings", main_namespace, docx_write_settings);
	write_part(o, &p->fonts, "w:fonts", main_namespace, docx_write_fonts);
	write_part(o, &p->theme, "a:theme", theme_namespace, docx_write_theme);
	write_part(o, &p->core, "cp:coreProperties", core_namespaces, docx_write_core);
	write_part(o, &p->app, "Properties", app_namespace, docx_write_app);
	write_part(o, &p->custom, "Properties", custom_namespaces, docx_write_custom);
	if (o->options->attached)
		write_record(o, p);
	write_relations(&p->relations);
	write_word_relations(o, &p->word_relations);
	write_types(o, &p->types);
	const size_t n_pictures = o->d.package.n;
	add_parts(o, p);
	if (o->d.package.status == HT_OK)
		put_last(&o->d.package, n_pictures);
}

static void write_package(docx *o, ht_buf *out)
{
	parts p;
	ht_xml *all[] = {&p.document,        &p.styles, &p.settings,  &p.fonts,
	                 &p.theme,           &p.notes,  &p.core,      &p.app,
	                 &p.custom,          &p.types,  &p.relations, &p.word_relations,
	                 &o->body,           &o->notes, &p.record,    &p.record_properties,
	                 &p.record_relations};
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		ht_xml_new(all[i]);
	for (int i = 0; i < DOCX_FOOTERS; i++)
		ht_xml_new(&o->footers[i].xml);
	write_parts(o, &p);
	if (o->d.status == HT_OK)
		ht_draft_fail(&o->d, ht_package_write(&o->d.package, o->options->cache, o->options->compression, out));
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		ht_xml_close(all[i]);
	for (int i = 0; i < DOCX_FOOTERS; i++)
		ht_xml_close(&o->footers[i].xml);
}

/* LibreOffice places the baseline of a line of fixed height at 4/5 of it in DOCX as in ODT, as it says Word does. Sizes
 * are in half points (17.3.2.38), distances of borders in points, at most 31 (17.3.4). */
static const ht_draft_format format = {
    .name = "DOCX",
    .pictures = "word/media",
    .above_baseline = 800,
    .border_step = HT_LEN_PT,
    .border_most = 31 * HT_LEN_PT,
    .size_step = HT_LEN_PT / 2,
    .tab_ends_line = true,
    .always_gaps = true, /* LibreOffice reads no w:autoSpaceDN */
    .own_ends = 1,       /* the first page has a footer of its own */
    .para_begin = docx_para_begin,
    .para_end = docx_para_end,
    .shape = docx_shape,
    .inline_picture = docx_inline_picture,
    .run_begin = docx_run_begin,
    .run_end = docx_run_end,
    .piece = docx_piece,
    .placeholder = docx_placeholder,
    .line_break = docx_line_break,
    .tab = docx_tab,
    .link = docx_link,
    .bookmark = docx_named_place,
    .note_begin = docx_note_begin,
    .note_end = docx_note_end,
    .table_begin = docx_table_begin,
    .table_end = docx_table_end,
    .row_begin = docx_row_begin,
    .row_end = docx_row_end,
    .cell_begin = docx_cell_begin,
    .cell_covered = docx_cell_covered,
    .cell_end = docx_cell_end,
    .imprint = docx_imprint,
};

static void say_not_taken(const docx *o)
{
	ht_loc loc = {0};
	if (o->options->record)
		loc = o->options->record->root.loc;
	if (o->options->fonts_wanted)
		ht_diag(o->d.diags, HT_D_DOCX_NO_FONTS, loc, NULL);
}

ht_status ht_docx_write(const ht_doc *doc, const ht_laid *laid, const ht_docx_options *options, ht_diags *diags,
                        ht_buf *out)
{
	docx o = {.options = options};
	ht_draft_begin(&o.d, &format, doc, laid, options->fonts, diags);
	o.d.x = &o.body;
	o.d.is_template = options->is_template;
	o.d.seals = options->seals;
	o.d.natural = options->natural || options->is_template;
	o.used = ht_draft_array(&o.d, doc->style->n_styles + 1, sizeof *o.used);
	o.used_chars = ht_draft_array(&o.d, doc->style->n_styles + 1, sizeof *o.used_chars);
	o.used_faces = ht_draft_array(&o.d, doc->style->n_faces + 1, sizeof *o.used_faces);
	say_not_taken(&o);
	if (o.d.status == HT_OK)
		write_package(&o, out);
	return ht_draft_end(&o.d);
}
