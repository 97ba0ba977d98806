/* XML and zip packages, for the readers of HTML, DOCX and ODT. */
#include "sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <libxml/parser.h>
#include <zip.h>

#include "base/library.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "base/utf8.h"
#include "import/messages.h"
#include "config.h"

static const char *as_chars(const xmlChar *s)
{
	return (const char *)s;
}

/* The library could not be loaded. */
static void note_missing(im_doc *d, const char *library, const char *package)
{
	if (d->no_library)
		return;
	if (ht_library_fail(d->diags, im_whole_file(d), library, package) == HT_ERR_NOMEM)
		d->nomem = true;
	else
		d->no_library = true;
}

static void hear_nothing(void *user, const char *format, ...)
{
	(void)user;
	(void)format;
}

static void silence(im_doc *d)
{
	d->xml_hearer = (struct im_xml_hearer){*d->xml->__xmlGenericError(), *d->xml->__xmlGenericErrorContext()};
	d->xml->xmlSetGenericErrorFunc(NULL, hear_nothing);
}

void im_xml_end(im_doc *d)
{
	if (d->xml)
		d->xml->xmlSetGenericErrorFunc(d->xml_hearer.user, d->xml_hearer.hear);
	d->xml = NULL;
}

const im_xml_library *im_xml(im_doc *d)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(IM_XML_FUNCTIONS)};
	if (d->xml)
		return d->xml;
	im_xml_library *lib = ht_arena_alloc(d->arena, sizeof *lib);
	d->nomem |= !lib;
	if (lib && ht_library_load(HT_XML_LIBRARY, names, ARRAY_LEN(names), lib)) {
		d->xml = lib;
		silence(d);
	} else if (lib)
		note_missing(d, HT_XML_LIBRARY, HT_XML_PACKAGE);
	return d->xml;
}

ht_status im_no_library(const im_doc *d)
{
	return d->nomem ? HT_ERR_NOMEM : HT_ERR_LIB;
}

void im_xml_free(im_doc *d, xmlChar *text)
{
	if (text)
		(*d->xml->xmlFree)(text);
}

void im_xml_free_doc(im_doc *d, xmlDoc *doc)
{
	if (doc)
		d->xml->xmlFreeDoc(doc);
}

void im_note_xml_nomem(im_doc *d)
{
	if (!d->xml)
		return;
	const xmlError *error = d->xml->xmlGetLastError();
	d->nomem |= (error && error->code == XML_ERR_NO_MEMORY) || ht_shortage_met();
	d->xml->xmlResetLastError();
}

bool im_is_element(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp(as_chars(node->name), name) == 0;
}

xmlNode *im_root(const xmlDoc *doc)
{
	for (xmlNode *c = doc ? doc->children : NULL; c; c = c->next)
		if (c->type == XML_ELEMENT_NODE)
			return c;
	return NULL;
}

const char *im_given(const char *a, const char *b)
{
	return a && *a ? a : b;
}

xmlNode *im_child(const xmlNode *node, const char *name)
{
	for (xmlNode *c = node ? node->children : NULL; c; c = c->next)
		if (im_is_element(c, name))
			return c;
	return NULL;
}

const xmlNode *im_find_element(const xmlNode *node, const char *name, int depth)
{
	if (im_is_element(node, name))
		return node;
	const xmlNode *found = NULL;
	for (const xmlNode *c = node->children; c && !found && depth < IM_MAX_DEPTH; c = c->next)
		found = c->type == XML_ELEMENT_NODE ? im_find_element(c, name, depth + 1) : NULL;
	return found;
}

const xmlNode *im_find_by_id(const xmlNode *node, const char *id, int depth)
{
	if (strcmp(im_raw_attribute(node, "id"), id) == 0)
		return node;
	const xmlNode *found = NULL;
	for (const xmlNode *c = node->children; c && !found && depth < IM_MAX_DEPTH; c = c->next)
		found = c->type == XML_ELEMENT_NODE ? im_find_by_id(c, id, depth + 1) : NULL;
	return found;
}

/* A copy in the arena, as valid UTF-8, without what a record may not hold. */
static const char *copy_valid(im_doc *d, const xmlChar *text)
{
	ht_buf valid = {0}, allowed = {0};
	if (text)
		im_add_valid(&valid, as_chars(text), strlen(as_chars(text)));
	for (size_t i = 0, n; i < valid.len; i += n)
		if (!im_is_forbidden(ht_utf8_get(valid.data + i, valid.data + valid.len, &n)))
			ht_buf_add(&allowed, valid.data + i, n);
	d->nomem |= valid.failed;
	const char *copy = im_copy_buf(d, &allowed);
	ht_buf_free(&valid);
	ht_buf_free(&allowed);
	return copy;
}

const char *im_content(im_doc *d, const xmlNode *node)
{
	xmlChar *text = node ? im_xml(d)->xmlNodeGetContent(node) : NULL;
	const char *copy = copy_valid(d, text);
	im_xml_free(d, text);
	return copy;
}

static void add_shown(const xmlNode *node, int depth, ht_buf *out)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
			ht_buf_adds(out, as_chars(c->content));
		else if (!im_is_element(c, "title") && !im_is_element(c, "desc"))
			add_shown(c, depth + 1, out);
	}
}

const char *im_shown_content(im_doc *d, const xmlNode *node)
{
	ht_buf text = {0};
	add_shown(node, 0, &text);
	d->nomem |= text.failed;
	const char *copy = copy_valid(d, (const xmlChar *)text.data);
	ht_buf_free(&text);
	return copy;
}

const char *im_attribute(im_doc *d, const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next) {
		if (strcmp(as_chars(a->name), name) != 0)
			continue;
		xmlChar *value = im_xml(d)->xmlNodeListGetString(node->doc, a->children, 1);
		const char *copy = copy_valid(d, value);
		im_xml_free(d, value);
		return copy;
	}
	return NULL;
}

const char *im_raw_attribute(const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next)
		if (strcmp(as_chars(a->name), name) == 0)
			return a->children && a->children->content ? as_chars(a->children->content) : "";
	return "";
}

int im_attribute_int(im_doc *d, const xmlNode *node, const char *name, int fallback)
{
	const char *s = im_attribute(d, node, name);
	long n = s ? strtol(s, NULL, 10) : fallback;
	return n >= 0 && n <= 10000 ? (int)n : fallback;
}

const char *im_decode_base64(im_doc *d, const char *text, size_t *len)
{
	const size_t n = strlen(text);
	guchar *bytes = ht_arena_alloc(d->arena, n / 4 * 3 + 3);
	gint state = 0;
	guint save = 0;
	d->nomem |= !bytes;
	*len = bytes ? g_base64_decode_step(text, n, bytes, &state, &save) : 0;
	return (const char *)bytes;
}

/* ---- packages ---- */

/* libzip, loaded when the first package is read. */
#define ZIP_FUNCTIONS(X)                                                                                               \
	X(zip_discard)                                                                                                 \
	X(zip_error_fini)                                                                                              \
	X(zip_error_init)                                                                                              \
	X(zip_fclose)                                                                                                  \
	X(zip_fopen)                                                                                                   \
	X(zip_fread)                                                                                                   \
	X(zip_open_from_source)                                                                                        \
	X(zip_source_buffer_create)                                                                                    \
	X(zip_source_free)                                                                                             \
	X(zip_stat)

typedef struct zip_library {
	HT_LIBRARY_TABLE(ZIP_FUNCTIONS)
} zip_library;

static void refuse_large(im_doc *d, const char *part)
{
	char most[16];
	snprintf(most, sizeof most, "%zu", HT_IMPORT_MAX_BYTES >> 20);
	if (!d->refused)
		im_refuse(d, HT_D_IMPORT_PART_LARGE, part, most);
	d->refused = true;
}

static char *read_part(im_doc *d, const zip_library *lib, zip_t *zip, const char *part, size_t *len)
{
	zip_stat_t st;
	zip_file_t *file = NULL;
	char *data = NULL;
	*len = 0;
	if (lib->zip_stat(zip, part, 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE))
		return NULL;
	if (st.size > HT_IMPORT_MAX_BYTES) {
		if (ht_str_ends(part, ".xml")) /* of the text, not a picture */
			refuse_large(d, part);
		return NULL;
	}
	if ((file = lib->zip_fopen(zip, part, 0))) {
		data = malloc((size_t)st.size + 1);
		d->nomem |= !data;
	}
	zip_int64_t n = data ? lib->zip_fread(file, data, st.size) : -1;
	if (file)
		lib->zip_fclose(file);
	if (n < 0) {
		free(data);
		return NULL;
	}
	*len = (size_t)n;
	return data;
}

static char *open_package(im_doc *d, const zip_library *lib, const char *data, size_t len, const char *part, size_t *n)
{
	zip_error_t error;
	lib->zip_error_init(&error);
	zip_source_t *source = lib->zip_source_buffer_create(data, len, 0, &error);
	zip_t *zip = source ? lib->zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	char *bytes = zip ? read_part(d, lib, zip, part, n) : NULL;
	if (zip)
		lib->zip_discard(zip);
	else if (source)
		lib->zip_source_free(source);
	lib->zip_error_fini(&error);
	return bytes;
}

/* The part's bytes, owned; NULL: not there, or too large. */
static char *open_part(im_doc *d, const char *data, size_t len, const char *part, size_t *n)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(ZIP_FUNCTIONS)};
	zip_library lib;
	if (!ht_library_load(HT_ZIP_LIBRARY, names, ARRAY_LEN(names), &lib)) {
		note_missing(d, HT_ZIP_LIBRARY, HT_ZIP_PACKAGE);
		return NULL;
	}
	char *bytes = open_package(d, &lib, data, len, part, n);
	d->nomem |= ht_shortage_met(); /* which looks like a part that is not there */
	return bytes;
}

const char *im_linked_part(im_doc *d, const xmlNode *links, const char *id, const char *folder)
{
	for (const xmlNode *c = links && id && *id ? links->children : NULL; c; c = c->next) {
		if (c->type != XML_ELEMENT_NODE || strcmp(im_raw_attribute(c, "Id"), id) != 0 ||
		    strcmp(im_raw_attribute(c, "TargetMode"), "External") == 0)
			continue;
		const char *target = im_attribute(d, c, "Target");
		if (target && *target == '/')
			return target + 1;
		if (target)
			return im_checked(d, ht_arena_printf(d->arena, "%s/%s", folder, target));
	}
	return NULL;
}

ht_status im_package_refuse(im_doc *d, const char *kind, const char *part)
{
	if (d->nomem)
		return HT_ERR_NOMEM;
	if (d->no_library)
		return HT_ERR_LIB;
	if (d->refused)
		return HT_ERR_INPUT;
	return im_refuse(d, HT_D_IMPORT_KIND, kind, part);
}

bool im_too_deep(im_doc *d, const xmlNode *node, int depth)
{
	char most[16];
	if (depth < IM_MAX_DEPTH)
		return false;
	snprintf(most, sizeof most, "%d", IM_MAX_DEPTH);
	if (node->children)
		ht_diag(d->diags, HT_D_IMPORT_DEEP, im_whole_file(d), most, NULL);
	return true;
}

const char *im_package_part(im_doc *d, const char *data, size_t len, const char *part, size_t *n)
{
	char *bytes = open_part(d, data, len, part, n);
	char *copy = bytes ? ht_arena_alloc(d->arena, *n + 1) : NULL;
	d->nomem |= bytes && !copy;
	if (copy)
		memcpy(copy, bytes, *n);
	free(bytes);
	return copy;
}

/* Bytes at the beginning of a part in which its encoding is declared. */
#define DECLARATION_MOST 100

/* Is a part in UTF-8: without a sign of UTF-16 and without another encoding declared? */
static bool is_in_utf8(const char *data, size_t len)
{
	static const char key[] = "encoding=";
	if (len < 2 || !data[0] || !data[1] || (data[0] & 0xFE) == 0xFE)
		return false;
	const char *at = g_strstr_len(data, (gssize)MIN(len, DECLARATION_MOST), key);
	return !at || (size_t)(data + len - at) < sizeof key + 5 ||
	       g_ascii_strncasecmp(at + sizeof key, "utf-8", 5) == 0;
}

xmlDoc *im_parse_xml(im_doc *d, const char *data, size_t len, const char *name)
{
	/* after bytes that are no UTF-8 the library's texts may end within a character */
	ht_buf valid = {0};
	if (is_in_utf8(data, len) && ht_utf8_check(data, len) != len) {
		im_add_valid(&valid, data, len);
		d->nomem |= valid.failed;
		data = valid.data;
		len = valid.len;
	}
	xmlDoc *doc = NULL;
	const im_xml_library *lib = im_xml(d);
	if (lib && data && len <= INT32_MAX && im_tags_are_usual(d, data, len, true))
		doc = lib->xmlReadMemory(data, (int)len, name, NULL,
		                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER);
	ht_buf_free(&valid);
	im_note_xml_nomem(d);
	/* no office suite writes a document type; entities could only do harm */
	if (doc && doc->intSubset) {
		im_xml_free_doc(d, doc);
		doc = NULL;
	}
	return doc;
}

xmlDoc *im_package_xml(im_doc *d, const char *data, size_t len, const char *part)
{
	size_t part_len = 0;
	char *xml = open_part(d, data, len, part, &part_len);
	xmlDoc *doc = xml ? im_parse_xml(d, xml, part_len, part) : NULL;
	free(xml);
	return doc;
}

xmlDoc *im_enclosed_xml(im_doc *d, const xmlNode *node)
{
	xmlChar *text = node ? im_xml(d)->xmlNodeGetContent(node) : NULL;
	xmlDoc *doc = text ? im_parse_xml(d, as_chars(text), strlen(as_chars(text)), as_chars(node->name)) : NULL;
	im_xml_free(d, text);
	return doc;
}
