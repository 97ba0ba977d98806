/* Document information: the core properties, those of the program, and those of the document's own (part 2, 11; part 1,
 * 22). */
#include <string.h>

#include "docx_priv.h"

#define OWN_PROPERTIES "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"

/* A date without a zone is taken for one of UTC. */
static void write_date(docx *o, ht_xml *x, const char *name, const char *date)
{
	if (!date)
		return;
	if (!strchr(date, 'Z') && !strchr(date, '+'))
		date = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%sZ", date));
	ht_xml_open(x, name);
	ht_xml_attr(x, "xsi:type", "dcterms:W3CDTF");
	ht_xml_text(x, date, strlen(date));
	ht_xml_end(x);
}

void docx_write_core(docx *o, ht_xml *x)
{
	const ht_doc *doc = o->d.doc;
	const char *date = ht_draft_date(&o->d, o->options->created);
	ht_draft_property(&o->d, x, "dc:title", doc->title);
	ht_draft_property(&o->d, x, "dc:subject", doc->subject);
	ht_draft_property(&o->d, x, "dc:creator", doc->author);
	ht_draft_property(&o->d, x, "cp:keywords", doc->keywords);
	ht_draft_property(&o->d, x, "cp:lastModifiedBy", doc->author);
	write_date(o, x, "dcterms:created", date);
	write_date(o, x, "dcterms:modified", date);
	ht_xml_leaf(x, "dc:language", "zh-CN");
}

void docx_write_app(docx *o, ht_xml *x)
{
	if (o->options->generator)
		ht_xml_leaf(x, "Application", o->options->generator);
}

typedef struct custom {
	docx *o;
	ht_xml *x;
	long id;
} custom;

static void add_property(void *to, const char *name, const char *text)
{
	custom *c = to;
	ht_ledger_carry(c->o->d.doc->ledger, text);
	if (!text || !*text)
		return;
	ht_xml_open(c->x, "property");
	ht_xml_attr(c->x, "fmtid", OWN_PROPERTIES);
	ht_xml_attr_int(c->x, "pid", c->id++);
	ht_xml_attr(c->x, "name", name);
	ht_xml_leaf(c->x, "vt:lpwstr", text);
	ht_xml_end(c->x);
}

void docx_write_custom(docx *o, ht_xml *x)
{
	custom c = {.o = o, .x = x, .id = 2}; /* 0 and 1 are not used */
	ht_draft_properties(&o->d, o->options->record, add_property, &c);
}
