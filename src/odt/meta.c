/* Document information and settings. */
#include <string.h>

#include "odt_priv.h"

#define NAMESPACE(PREFIX, URI) " xmlns:" PREFIX "=\"" URI "\""

/* Name spaces of ODF 1.3 (OASIS, part 3, clause 4) and of what it builds on. */
static const char namespaces[] = NAMESPACE("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0")
    NAMESPACE("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0")
        NAMESPACE("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0")
            NAMESPACE("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0")
                NAMESPACE("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0")
                    NAMESPACE("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0")
                        NAMESPACE("svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0")
                            NAMESPACE("meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0")
                                NAMESPACE("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0")
                                    NAMESPACE("dc", "http://purl.org/dc/elements/1.1/")
                                        NAMESPACE("xlink", "http://www.w3.org/1999/xlink")
                                            NAMESPACE("ooo", "http://openoffice.org/2004/office");

void odt_root(ht_xml *x, const char *name)
{
	ht_xml_root(x, name, namespaces);
	ht_xml_attr(x, "office:version", "1.3");
}

typedef struct meta {
	odt *o;
	ht_xml *x;
} meta;

static void user_defined(void *to, const char *name, const char *text)
{
	const odt *o = ((meta *)to)->o;
	ht_xml *x = ((meta *)to)->x;
	ht_ledger_carry(o->d.doc->ledger, text);
	if (!text || !*text)
		return;
	ht_xml_open(x, "meta:user-defined");
	ht_xml_attr(x, "meta:name", name);
	ht_xml_text(x, text, strlen(text));
	ht_xml_end(x);
}

static void write_keywords(odt *o, ht_xml *x, const char *keywords)
{
	size_t len;
	ht_ledger_carry(o->d.doc->ledger, keywords);
	for (const char *word; (word = ht_doc_next_keyword(&keywords, &len));) {
		ht_xml_open(x, "meta:keyword");
		ht_xml_text(x, word, len);
		ht_xml_end(x);
	}
}

void odt_write_meta(odt *o, ht_xml *x)
{
	const ht_doc *doc = o->d.doc;
	const char *date = ht_draft_date(&o->d, o->options->created);
	ht_xml_open(x, "office:meta");
	ht_draft_property(&o->d, x, "meta:generator", o->options->generator);
	ht_draft_property(&o->d, x, "dc:title", doc->title);
	ht_draft_property(&o->d, x, "dc:subject", doc->subject);
	write_keywords(o, x, doc->keywords);
	ht_draft_property(&o->d, x, "meta:initial-creator", doc->author);
	ht_draft_property(&o->d, x, "dc:creator", doc->author);
	ht_draft_property(&o->d, x, "meta:creation-date", date);
	ht_draft_property(&o->d, x, "dc:date", date);
	ht_xml_leaf(x, "dc:language", "zh-CN");
	ht_draft_properties(&o->d, o->options->record, user_defined, &(meta){o, x});
	ht_xml_end(x);
}

#define ITEM(name, type, value)                                                                                        \
	"<config:config-item config:name=\"" name "\" config:type=\"" type "\">" value "</config:config-item>"

/* Settings that LibreOffice would otherwise take from its defaults. */
static const char *const settings[] = {
    ITEM("AddParaTableSpacing", "boolean", "true"),
    ITEM("AddParaTableSpacingAtStart", "boolean", "true"),
    ITEM("AddParaSpacingToTableCells", "boolean", "true"),
    ITEM("TabsRelativeToIndent", "boolean", "true"),
    ITEM("TabAtLeftIndentForParagraphsInList", "boolean", "false"),
    ITEM("CharacterCompressionType", "short", "0"), /* punctuation keeps its full width */
    ITEM("IsKernAsianPunctuation", "boolean", "false"),
    ITEM("UseFormerLineSpacing", "boolean", "false"),
    ITEM("IgnoreFirstLineIndentInNumbering", "boolean", "false"),
    ITEM("ConsiderTextWrapOnObjPos", "boolean", "false"),
    ITEM("DoNotJustifyLinesWithManualBreak", "boolean", "true"),
    ITEM("UseOldNumbering", "boolean", "false"),
    ITEM("PrinterIndependentLayout", "string", "high-resolution"),
    ITEM("ProtectForm", "boolean", "false"),
    ITEM("TableRowKeep", "boolean", "true"), /* of a row whose paragraphs are kept with the next */
};

/* Also in files that the editor saves. */
static const char embedding[] = ITEM("EmbedFonts", "boolean", "true");

static void item(ht_xml *x, const char *name, const char *type, const char *value)
{
	ht_xml_open(x, "config:config-item");
	ht_xml_attr(x, "config:name", name);
	ht_xml_attr(x, "config:type", type);
	ht_xml_text(x, value, strlen(value));
	ht_xml_end(x);
}

static void forbidden(ht_xml *x)
{
	ht_xml_open(x, "config:config-item-map-indexed");
	ht_xml_attr(x, "config:name", "ForbiddenCharacters");
	ht_xml_open(x, "config:config-item-map-entry");
	item(x, "Language", "string", "zh");
	item(x, "Country", "string", "CN");
	item(x, "Variant", "string", "");
	item(x, "BeginLine", "string", HT_NOT_AT_START);
	item(x, "EndLine", "string", HT_NOT_AT_END);
	ht_xml_end(x);
	ht_xml_end(x);
}

void odt_write_settings(odt *o, ht_xml *x)
{
	ht_xml_open(x, "office:settings");
	ht_xml_open(x, "config:config-item-set");
	ht_xml_attr(x, "config:name", "ooo:configuration-settings");
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		ht_xml_raw_string(x, settings[i]);
	if (o->n_embedded)
		ht_xml_raw_string(x, embedding);
	forbidden(x);
	ht_xml_end(x);
	ht_xml_end(x);
}
