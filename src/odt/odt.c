/* One document to one package: first the flow and the imprint, which collect the styles they use, then the parts around
 * them. */
#include <string.h>

#include "odt/messages.h"
#include "odt_priv.h"

#define XML_TYPE      "text/xml"
#define MIMETYPE      "application/vnd.oasis.opendocument.text"
#define TEMPLATE_TYPE "application/vnd.oasis.opendocument.text-template"

typedef struct parts {
	ht_xml content, styles, master, meta, settings, manifest, flat, faces;
} parts;

/* A flat document is a text whatever it is for: its schema has no other type for one (ODF 1.3 part 3, 19.383). */
static const char *mimetype_of(const odt *o)
{
	return o->options->is_template ? TEMPLATE_TYPE : MIMETYPE;
}

static void write_body_autos(odt *o, ht_xml *x)
{
	odt_write_auto_styles(o, x, 0, o->first_para);
	odt_write_auto_chars(o, x);
	odt_write_autos(o, x, 0, o->first_auto);
}

static void write_body(odt *o, ht_xml *x)
{
	ht_xml_open(x, "office:body");
	ht_xml_open(x, "office:text");
	ht_xml_raw(x, &o->body);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* The declarations of faces, which both the text and the styles have. */
static void write_faces(ht_xml *x, const ht_xml *faces)
{
	x->failed = x->failed || faces->failed;
	ht_xml_raw_bytes(x, faces->bytes.data, ht_xml_length(faces));
}

static void write_content(odt *o, ht_xml *x, const ht_xml *faces)
{
	odt_root(x, "office:document-content");
	write_faces(x, faces);
	ht_xml_open(x, "office:automatic-styles");
	write_body_autos(o, x);
	ht_xml_end(x);
	write_body(o, x);
	ht_xml_end(x);
}

static void write_common_styles(odt *o, ht_xml *x)
{
	ht_xml_open(x, "office:styles");
	odt_write_styles(o, x);
	odt_write_frame_styles(o, x);
	ht_xml_end(x);
}

static void write_page_autos(odt *o, ht_xml *x)
{
	odt_write_page_layout(o, x);
	odt_write_auto_styles(o, x, o->first_para, o->n_paras);
	odt_write_autos(o, x, o->first_auto, o->n_autos);
}

static void write_masters(ht_xml *x, ht_xml *master)
{
	ht_xml_open(x, "office:master-styles");
	ht_xml_raw(x, master);
	ht_xml_end(x);
}

static void write_styles(odt *o, ht_xml *x, const ht_xml *faces, ht_xml *master)
{
	odt_root(x, "office:document-styles");
	write_faces(x, faces);
	write_common_styles(o, x);
	ht_xml_open(x, "office:automatic-styles");
	write_page_autos(o, x);
	ht_xml_end(x);
	write_masters(x, master);
	ht_xml_end(x);
}

/* All in one element, in the order that the schema wants (ODF 1.3 part 3, 3.1.2). */
static void write_flat(odt *o, parts *p)
{
	ht_xml *x = &p->flat;
	odt_root(x, "office:document");
	ht_xml_attr(x, "office:mimetype", MIMETYPE);
	odt_write_meta(o, x);
	odt_write_settings(o, x);
	odt_write_faces(o, x);
	write_common_styles(o, x);
	ht_xml_open(x, "office:automatic-styles");
	write_body_autos(o, x);
	write_page_autos(o, x);
	ht_xml_end(x);
	write_masters(x, &p->master);
	write_body(o, x);
	ht_xml_end(x);
}

static void manifest_entry(ht_xml *x, const char *path, const char *type)
{
	ht_xml_open(x, "manifest:file-entry");
	ht_xml_attr(x, "manifest:full-path", path);
	if (strcmp(path, "/") == 0)
		ht_xml_attr(x, "manifest:version", "1.3");
	ht_xml_attr(x, "manifest:media-type", type);
	ht_xml_end(x);
}

static void write_manifest(const odt *o, ht_xml *x)
{
	ht_xml_root(x, "manifest:manifest", " xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"");
	ht_xml_attr(x, "manifest:version", "1.3");
	manifest_entry(x, "/", mimetype_of(o));
	for (size_t i = 0; i < o->d.package.n; i++)
		if (o->d.package.v[i].type)
			manifest_entry(x, o->d.package.v[i].name, o->d.package.v[i].type);
	ht_xml_end(x);
}

/* The record, and the text as it is now: whoever reads the package can tell what was edited since. Writer keeps a
 * folder with a type that it does not know, and all in it. */
static void add_record(odt *o, parts *p)
{
	const ht_odt_options *options = o->options;
	if (!options->attached)
		return;
	const char *name =
	    ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "Record/record.%s", options->attached_ending));
	size_t len;
	const char *content = ht_xml_bytes(&p->content, &len);
	ht_package_add(&o->d.package, "Record/", "application/x-hongtou-record", "", 0, HT_PACK_STORED);
	ht_package_add(&o->d.package, name, options->attached_type, options->attached, options->n_attached,
	               HT_PACK_DEFLATED);
	ht_package_add(&o->d.package, "Record/content.xml", XML_TYPE, content, len, HT_PACK_DEFLATED);
}

/* What the parts are made of. Returns whether they can be written. */
static bool write_text(odt *o, parts *p)
{
	odt_embed_begin(o);
	ht_draft_find_named(&o->d);
	ht_draft_write_flow(&o->d);
	ht_draft_write_imprint(&o->d);
	if (o->d.status != HT_OK)
		return false;
	o->first_para = o->n_paras;
	o->first_auto = o->n_autos;
	odt_write_master_page(o, &p->master);
	o->used_faces[o->d.laid->body->face->index] = true;
	for (size_t i = 0; o->options->is_template && i < o->d.style->n_styles; i++)
		odt_style_name(o, &o->d.style->styles[i]); /* whoever types chooses among all */
	odt_embed_fonts(o);
	return true;
}

static void add_parts(odt *o, parts *p)
{
	odt_write_faces(o, &p->faces);
	write_styles(o, &p->styles, &p->faces, &p->master);
	write_content(o, &p->content, &p->faces);
	odt_root(&p->meta, "office:document-meta");
	odt_write_meta(o, &p->meta);
	ht_xml_end(&p->meta);
	odt_root(&p->settings, "office:document-settings");
	odt_write_settings(o, &p->settings);
	ht_xml_end(&p->settings);
	ht_draft_add_xml(&o->d, "content.xml", XML_TYPE, &p->content, HT_PACK_DEFLATED);
	ht_draft_add_xml(&o->d, "styles.xml", XML_TYPE, &p->styles, HT_PACK_COMMON);
	ht_draft_add_xml(&o->d, "meta.xml", XML_TYPE, &p->meta, HT_PACK_DEFLATED);
	ht_draft_add_xml(&o->d, "settings.xml", XML_TYPE, &p->settings, HT_PACK_COMMON);
	add_record(o, p);
	write_manifest(o, &p->manifest);
	ht_draft_add_xml(&o->d, "META-INF/manifest.xml", NULL, &p->manifest, HT_PACK_DEFLATED);
}

/* The first member, uncompressed, says what the package is (ODF 1.3 part 2, 3.3). */
static void write_package(odt *o, parts *p, ht_buf *out)
{
	const char *mimetype = mimetype_of(o);
	ht_package_add(&o->d.package, "mimetype", NULL, mimetype, strlen(mimetype), HT_PACK_STORED);
	if (write_text(o, p))
		add_parts(o, p);
	if (o->d.status == HT_OK)
		ht_draft_fail(&o->d, ht_package_write(&o->d.package, o->options->cache, o->options->compression, out));
}

static void write_file(odt *o, parts *p, ht_buf *out)
{
	if (!write_text(o, p))
		return;
	write_flat(o, p);
	odt_in_lines(o, &p->flat, out);
}

static void write_document(odt *o, ht_buf *out)
{
	parts p;
	ht_xml *all[] = {&p.content,  &p.styles, &p.master, &p.meta, &p.settings,
	                 &p.manifest, &p.flat,   &p.faces,  &o->body};
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		ht_xml_new(all[i]);
	if (o->options->flat)
		write_file(o, &p, out);
	else
		write_package(o, &p, out);
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		ht_xml_close(all[i]);
}

/* LibreOffice and its relatives place the baseline of a line of fixed height at 4/5 of it, whatever the face. */
static const ht_draft_format format = {
    .name = "ODT",
    .pictures = "Pictures",
    .above_baseline = 800,
    .space_in_cells = true, /* LibreOffice saves as DOCX no space above a table */
    .own_pages = true,
    .own_ends = HT_DRAFT_MOST_ENDS,
    .para_begin = odt_para_begin,
    .para_end = odt_para_end,
    .shape = odt_shape,
    .inline_picture = odt_inline_picture,
    .run_begin = odt_run_begin,
    .run_end = odt_run_end,
    .piece = odt_piece,
    .placeholder = odt_placeholder,
    .line_break = odt_line_break,
    .tab = odt_tab,
    .break_chance = odt_break_chance,
    .link = odt_link,
    .bookmark = odt_named_place,
    .note_begin = odt_note_begin,
    .note_end = odt_note_end,
    .table_begin = odt_table_begin,
    .table_end = odt_table_end,
    .row_begin = odt_row_begin,
    .row_end = odt_row_end,
    .cell_begin = odt_cell_begin,
    .cell_covered = odt_cell_covered,
    .cell_end = odt_cell_end,
    .imprint = odt_imprint,
};

/* A flat file is one XML document: it has no parts beside that. */
static void say_not_taken(const odt *o)
{
	ht_loc loc = {0};
	if (o->options->record)
		loc = o->options->record->root.loc;
	if (o->options->flat && o->options->attached)
		ht_diag(o->d.diags, HT_D_ODT_FLAT_RECORD, loc, NULL);
	if (o->options->flat && o->options->embed_fonts)
		ht_diag(o->d.diags, HT_D_ODT_FLAT_FONTS, loc, NULL);
}

ht_status ht_odt_write(const ht_doc *doc, const ht_laid *laid, const ht_odt_options *options, ht_diags *diags,
                       ht_buf *out)
{
	odt o = {.options = options};
	ht_draft_begin(&o.d, &format, doc, laid, options->fonts, diags);
	o.d.x = &o.body;
	o.d.is_template = options->is_template;
	o.d.seals = options->seals;
	o.d.natural = options->natural || options->is_template;
	o.used = ht_draft_array(&o.d, doc->style->n_styles + 1, sizeof *o.used);
	o.used_faces = ht_draft_array(&o.d, doc->style->n_faces + 1, sizeof *o.used_faces);
	say_not_taken(&o);
	if (o.d.status == HT_OK)
		write_document(&o, out);
	return ht_draft_end(&o.d);
}
