/* Document information and settings. */
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "odt_priv.h"

static void leaf_if(odt_xml *x, const char *name, const char *text)
{
	if (text && *text)
		odt_leaf(x, name, text);
}

static void user_defined(odt_xml *x, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	odt_open(x, "meta:user-defined");
	odt_attr(x, "meta:name", name);
	odt_raw_text(x, text, strlen(text));
	odt_end(x);
}

/* Each of the keywords apart: they come joined by "; ". */
static void write_keywords(odt_xml *x, const char *keywords)
{
	while (keywords && *keywords) {
		const char *end = strstr(keywords, "; ");
		size_t len = end ? (size_t)(end - keywords) : strlen(keywords);
		odt_open(x, "meta:keyword");
		odt_raw_text(x, keywords, len);
		odt_end(x);
		keywords = end ? end + 2 : NULL;
	}
}

static const char *value_text(odt *o, const ht_value *v)
{
	if (v->text.s)
		return v->text.s;
	const char *text = NULL;
	for (size_t i = 0; i < v->n && v->texts; i++)
		text = text ? ht_arena_printf(o->arena, "%s; %s", text, v->texts[i].s) : v->texts[i].s;
	return text;
}

/* Fields that archives ask for, under their Chinese names. */
static void write_record(odt *o, odt_xml *x, const ht_record *record)
{
	static const char *const paths[] = {"number", "copy_number", "secrecy", "urgency", "date"};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		const ht_value *v = ht_group_find(&record->root, paths[i]);
		if (v)
			user_defined(x, v->field->zh, value_text(o, v));
	}
	const ht_value *archive = ht_group_find(&record->root, "archive");
	const ht_group *group = archive && archive->n ? archive->groups[0] : NULL;
	for (size_t i = 0; group && group->fields[i].name; i++)
		if (group->values[i])
			user_defined(x, group->fields[i].zh, value_text(o, group->values[i]));
}

static const char *date_text(odt *o)
{
	const ht_date *d = &o->doc->date;
	if (o->options->created >= 0) {
		time_t t = (time_t)o->options->created;
		struct tm tm;
		gmtime_r(&t, &tm);
		return ht_arena_printf(o->arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		                       tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	}
	return d->year ? ht_arena_printf(o->arena, "%04d-%02d-%02dT00:00:00", d->year, d->month, d->day) : NULL;
}

void odt_write_meta(odt *o, odt_xml *x)
{
	const ht_doc *doc = o->doc;
	const char *date = date_text(o);
	odt_xml_root(x, "office:document-meta");
	odt_open(x, "office:meta");
	leaf_if(x, "meta:generator", o->options->generator);
	leaf_if(x, "dc:title", doc->title);
	leaf_if(x, "dc:subject", doc->subject);
	write_keywords(x, doc->keywords);
	leaf_if(x, "meta:initial-creator", doc->author);
	leaf_if(x, "dc:creator", doc->author);
	leaf_if(x, "meta:creation-date", date);
	leaf_if(x, "dc:date", date);
	odt_leaf(x, "dc:language", "zh-CN");
	if (o->options->record)
		write_record(o, x, o->options->record);
	odt_end(x);
	odt_end(x);
}

#define ITEM(name, type, value)                                                                                        \
	"<config:config-item config:name=\"" name "\" config:type=\"" type "\">" value "</config:config-item>"

/* What LibreOffice would else take from its own defaults. */
static const char *const settings[] = {
    ITEM("AddParaTableSpacing", "boolean", "true"),
    ITEM("AddParaTableSpacingAtStart", "boolean", "true"),
    ITEM("AddParaSpacingToTableCells", "boolean", "true"),
    ITEM("TabsRelativeToIndent", "boolean", "true"),
    ITEM("TabAtLeftIndentForParagraphsInList", "boolean", "false"),
    ITEM("CharacterCompressionType", "short", "0"), /* marks keep their cell */
    ITEM("IsKernAsianPunctuation", "boolean", "false"),
    ITEM("UseFormerLineSpacing", "boolean", "false"),
    ITEM("IgnoreFirstLineIndentInNumbering", "boolean", "false"),
    ITEM("ConsiderTextWrapOnObjPos", "boolean", "false"),
    ITEM("DoNotJustifyLinesWithManualBreak", "boolean", "true"),
    ITEM("UseOldNumbering", "boolean", "false"),
    ITEM("PrinterIndependentLayout", "string", "high-resolution"),
    ITEM("ProtectForm", "boolean", "false"),
};

/* In what the editor saves, too. */
static const char embedding[] = ITEM("EmbedFonts", "boolean", "true");

/* GB/T 15834-2011 5.1: marks that may not begin or end a line. */
#define NOT_AT_START "、，．：；！？。”’」』）》〉】〕〗］｝·・‧–~～%％‰℃°,.:;!?)]}"
#define NOT_AT_END   "“‘「『（《〈【〔〖［｛([{¥$№"

/* Chinese characters, between those of the lists. */
#define HAN_FROM 0x3100
#define HAN_TO   0xFE00

static bool has(const char *marks, uint32_t cp)
{
	if (cp >= HAN_FROM && cp < HAN_TO)
		return false;
	size_t len = strlen(marks), bytes;
	for (const char *p = marks, *end = marks + len; p < end; p += bytes)
		if (ht_utf8_get(p, end, &bytes) == cp)
			return true;
	return false;
}

bool odt_not_at_start(uint32_t cp)
{
	return has(NOT_AT_START, cp);
}

bool odt_not_at_end(uint32_t cp)
{
	return has(NOT_AT_END, cp);
}

static void item(odt_xml *x, const char *name, const char *type, const char *value)
{
	odt_open(x, "config:config-item");
	odt_attr(x, "config:name", name);
	odt_attr(x, "config:type", type);
	odt_raw_text(x, value, strlen(value));
	odt_end(x);
}

static void forbidden(odt_xml *x)
{
	odt_open(x, "config:config-item-map-indexed");
	odt_attr(x, "config:name", "ForbiddenCharacters");
	odt_open(x, "config:config-item-map-entry");
	item(x, "Language", "string", "zh");
	item(x, "Country", "string", "CN");
	item(x, "Variant", "string", "");
	item(x, "BeginLine", "string", NOT_AT_START);
	item(x, "EndLine", "string", NOT_AT_END);
	odt_end(x);
	odt_end(x);
}

void odt_write_settings(odt *o, odt_xml *x)
{
	odt_xml_root(x, "office:document-settings");
	odt_open(x, "office:settings");
	odt_open(x, "config:config-item-set");
	odt_attr(x, "config:name", "ooo:configuration-settings");
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		odt_raw_string(x, settings[i]);
	if (o->n_embedded)
		odt_raw_string(x, embedding);
	forbidden(x);
	odt_end(x);
	odt_end(x);
	odt_end(x);
}
