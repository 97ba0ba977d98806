/* One document to one package: the flow and the foot first, which collect the
 * styles they use, then the parts around them. */
#include <string.h>

#include "odt_priv.h"

#define XML_TYPE "text/xml"

typedef struct parts {
	odt_xml content, styles, master, meta, settings;
} parts;

static ht_status write_body(odt *o)
{
	ht_status status = odt_write_flow(o);
	return status == HT_OK ? odt_write_foot(o) : status;
}

static void write_content(odt *o, odt_xml *x)
{
	odt_xml_root(x, "office:document-content");
	odt_write_faces(o, x);
	odt_open(x, "office:automatic-styles");
	odt_write_auto_styles(o, x, 0, o->first_para);
	odt_write_auto_chars(o, x);
	odt_write_autos(o, x, 0, o->first_auto);
	odt_end(x);
	odt_open(x, "office:body");
	odt_open(x, "office:text");
	odt_raw_xml(x, &o->body);
	odt_end(x);
	odt_end(x);
	odt_end(x);
}

static ht_status write_styles(odt *o, odt_xml *x, odt_xml *master)
{
	odt_xml_root(x, "office:document-styles");
	odt_write_faces(o, x);
	odt_open(x, "office:styles");
	ht_status status = odt_write_styles(o, x);
	odt_write_frame_styles(o, x);
	odt_end(x);
	odt_open(x, "office:automatic-styles");
	odt_write_page_layout(o, x);
	odt_write_auto_styles(o, x, o->first_para, o->n_paras);
	odt_write_autos(o, x, o->first_auto, o->n_autos);
	odt_end(x);
	odt_open(x, "office:master-styles");
	odt_raw_xml(x, master);
	odt_end(x);
	odt_end(x);
	return status;
}

static ht_status add_xml(odt *o, const char *name, odt_xml *x, odt_packing packing)
{
	size_t len;
	const char *bytes = odt_xml_bytes(x, &len);
	return x->failed ? HT_ERR_NOMEM : odt_part_add(o, name, XML_TYPE, bytes, len, packing);
}

static ht_status write_parts(odt *o, parts *p)
{
	static const char mimetype[] = "application/vnd.oasis.opendocument.text";
	ht_status status = odt_part_add(o, "mimetype", NULL, mimetype, strlen(mimetype), ODT_STORED);
	if (status == HT_OK)
		status = odt_embed_begin(o);
	if (status == HT_OK)
		status = write_body(o);
	if (status != HT_OK)
		return status;
	o->first_para = o->n_paras;
	o->first_auto = o->n_autos;
	odt_write_master_page(o, &p->master);
	o->used_faces[o->body_style->face->index] = true;
	status = odt_embed_fonts(o);
	if (status == HT_OK)
		status = write_styles(o, &p->styles, &p->master);
	write_content(o, &p->content);
	odt_write_meta(o, &p->meta);
	odt_write_settings(o, &p->settings);
	if (status == HT_OK)
		status = add_xml(o, "content.xml", &p->content, ODT_DEFLATED);
	if (status == HT_OK)
		status = add_xml(o, "styles.xml", &p->styles, ODT_COMMON);
	if (status == HT_OK)
		status = add_xml(o, "meta.xml", &p->meta, ODT_DEFLATED);
	return status == HT_OK ? add_xml(o, "settings.xml", &p->settings, ODT_COMMON) : status;
}

static ht_status write_package(odt *o, ht_buf *out)
{
	parts p;
	odt_xml *all[] = {&p.content, &p.styles, &p.master, &p.meta, &p.settings, &o->body};
	ht_buf package = {0};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		odt_xml_new(all[i]);
	ht_status status = write_parts(o, &p);
	if (status == HT_OK)
		status = odt_pack(o, &package);
	if (status == HT_OK && !ht_buf_add(out, package.data, package.len))
		status = HT_ERR_NOMEM;
	ht_buf_free(&package);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		odt_xml_close(all[i]);
	return status;
}

ht_status ht_odt_write(const ht_doc *doc, const ht_odt_options *options, ht_diags *diags, ht_buf *out)
{
	odt o = {.doc = doc, .style = doc->style, .options = options, .diags = diags, .arena = ht_arena_new()};
	if (!o.arena)
		return HT_ERR_NOMEM;
	o.used = ht_arena_array(o.arena, doc->style->n_styles + 1, sizeof *o.used);
	o.used_faces = ht_arena_array(o.arena, doc->style->n_faces + 1, sizeof *o.used_faces);
	o.roles = ht_arena_array(o.arena, doc->style->n_faces + 1, sizeof *o.roles);
	ht_status status =
	    o.used && o.used_faces && o.roles && doc->style->n_styles ? write_package(&o, out) : HT_ERR_NOMEM;
	ht_arena_free(o.arena);
	return status;
}
