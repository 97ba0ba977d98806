/* What the readers of HTML, DOCX and ODT share. */
#include "sink.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <zip.h>

#include "base/library.h"
#include "base/messages.h"
#include "base/utf8.h"
#include "import/messages.h"

#define BYTE_ORDER_MARK 0xFEFF

static const char *as_chars(const xmlChar *s)
{
	return (const char *)s;
}

void im_sink_open(im_sink *s, im_doc *d)
{
	*s = (im_sink){.d = d, .loc = {d->file, 0, 0}};
}

void im_sink_close(im_sink *s)
{
	s->d->nomem |= s->line.failed || s->row.failed;
	ht_buf_free(&s->line);
	ht_buf_free(&s->row);
}

const char *im_sink_take(im_sink *s)
{
	const char *text = im_copy_buf(s->d, &s->line);
	im_sink_close(s);
	return text;
}

void im_sink_char(im_sink *s, char c)
{
	ht_buf_add(&s->line, &c, 1);
}

static bool is_blank(char c)
{
	return strchr(" \n\t\r\f", c) != NULL;
}

static void add_text(im_sink *s, const char *text, size_t len, bool collapse)
{
	size_t n;
	for (const char *end = text + len; text < end; text += n) {
		uint32_t cp = ht_utf8_get(text, end, &n);
		if ((collapse && is_blank(*text)) || *text == '\n' || *text == '\r') {
			s->spaced |= s->line.len > 0;
		} else if (!im_is_forbidden(cp) && cp != BYTE_ORDER_MARK) {
			if (s->spaced)
				im_sink_char(s, ' ');
			s->spaced = false;
			ht_buf_add(&s->line, text, n);
		}
	}
}

/* The parsers repair what they can, and may leave bytes that are not UTF-8. */
void im_sink_text(im_sink *s, const char *text, bool collapse)
{
	size_t len = strlen(text);
	if (ht_utf8_check(text, len) == len) {
		add_text(s, text, len, collapse);
		return;
	}
	ht_buf valid = {0};
	im_add_valid(&valid, text, len);
	s->d->nomem |= valid.failed;
	if (!valid.failed)
		add_text(s, valid.data, valid.len, collapse);
	ht_buf_free(&valid);
}

void im_sink_content(im_sink *s, const xmlNode *node, bool collapse)
{
	xmlChar *text = xmlNodeGetContent(node);
	if (text)
		im_sink_text(s, as_chars(text), collapse);
	xmlFree(text);
}

void im_sink_leave(im_sink *s, const xmlNode *node, ht_code reason)
{
	im_sink left;
	im_sink_open(&left, s->d);
	im_sink_content(&left, node, true);
	im_leave_out(s->d, im_sink_take(&left), s->loc, reason);
}

static void put_pictures(im_sink *s)
{
	for (size_t i = 0; i < s->n_pictures; i++)
		im_add_picture(s->d, &s->pictures[i], s->loc);
	s->n_pictures = 0;
	s->in_table = false;
}

/* The paragraph so far, trimmed to *len bytes. */
static const char *trimmed_line(const im_sink *s, size_t *len)
{
	*len = s->line.len;
	return *len ? ht_utf8_trim(s->line.data, len) : "";
}

void im_sink_end(im_sink *s, int gap)
{
	if (s->in_row) {
		s->spaced |= s->line.len > 0;
		return;
	}
	if (s->in_table)
		put_pictures(s);
	size_t len;
	const char *text = trimmed_line(s, &len);
	im_line *line = len ? im_add_line(s->d, text, len, s->loc, s->blanks) : NULL;
	if (line) {
		line->level = s->level;
		line->kind = s->junk ? IM_JUNK : IM_BODY;
		s->blanks = 0;
	}
	if (s->blanks < gap)
		s->blanks = gap;
	s->spaced = false;
	s->line.len = 0;
	put_pictures(s);
}

void im_sink_begin_row(im_sink *s)
{
	im_sink_end(s, 1);
	s->in_row = true;
	s->row.len = 0;
	s->cells = 0;
}

void im_sink_end_cell(im_sink *s, int span)
{
	size_t len;
	const char *text = trimmed_line(s, &len);
	for (int i = 0; i < span && s->cells < IM_MAX_CELLS; i++) {
		if (s->cells++)
			ht_buf_adds(&s->row, "\t");
		if (!i)
			im_add_cell(&s->row, text, len);
	}
	s->spaced = false;
	s->line.len = 0;
}

void im_sink_end_row(im_sink *s)
{
	im_line *line = NULL;
	if (s->row.len && strspn(s->row.data, "\t ") < s->row.len)
		line = im_add_line(s->d, s->row.data, s->row.len, s->loc, s->blanks);
	if (line) {
		if (s->junk)
			line->kind = IM_JUNK;
		else if (s->cells > 1)
			line->kind = IM_TABLE;
		s->blanks = 0;
	}
	s->in_row = false;
}

void im_sink_picture(im_sink *s, const im_picture *p)
{
	im_picture *slot = s->junk ? NULL : HT_PUSH(s->d->arena, s->pictures, s->n_pictures, s->cap_pictures);
	s->d->nomem |= !s->junk && !slot;
	if (!slot)
		return;
	*slot = *p;
	s->in_table |= s->in_row;
}

void im_sink_note(im_sink *s, const char *text)
{
	im_doc *d = s->d;
	im_sink note;
	im_sink_open(&note, d);
	im_sink_text(&note, text, true);
	const char *whole = im_sink_take(&note), *all = whole;
	if (ht_str_ends(all, "。"))
		all = im_copy(d, all, strlen(all) - strlen("。"));
	if (!*all || s->junk)
		return;
	const char *bracketed = im_checked(d, ht_arena_printf(d->arena, "（注：%s）", all));
	im_footnote *slot = HT_PUSH(d->arena, d->notes, d->n_notes, d->cap_notes);
	d->nomem |= !slot;
	if (d->nomem)
		return;
	*slot = (im_footnote){.bracketed = bracketed, .text = whole};
	s->spaced = false;
	ht_buf_adds(&s->line, bracketed);
	ht_diag(d->diags, HT_D_IMPORT_NOTE, s->loc, all, NULL);
}

/* ---- XML ---- */

void im_note_xml_nomem(im_doc *d)
{
	const xmlError *error = xmlGetLastError();
	d->nomem |= error && error->code == XML_ERR_NO_MEMORY;
	xmlResetLastError();
}

bool im_is_element(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp(as_chars(node->name), name) == 0;
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

/* A copy in the arena, as valid UTF-8. */
static const char *copy_valid(im_doc *d, const xmlChar *text)
{
	ht_buf valid = {0};
	if (text)
		im_add_valid(&valid, as_chars(text), strlen(as_chars(text)));
	const char *copy = im_copy_buf(d, &valid);
	ht_buf_free(&valid);
	return copy;
}

const char *im_content(im_doc *d, const xmlNode *node)
{
	xmlChar *text = node ? xmlNodeGetContent(node) : NULL;
	const char *copy = copy_valid(d, text);
	xmlFree(text);
	return copy;
}

const char *im_attribute(im_doc *d, const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next) {
		if (strcmp(as_chars(a->name), name) != 0)
			continue;
		xmlChar *value = xmlNodeListGetString(node->doc, a->children, 1);
		const char *copy = copy_valid(d, value);
		xmlFree(value);
		return copy;
	}
	return NULL;
}

int im_attribute_int(im_doc *d, const xmlNode *node, const char *name, int fallback)
{
	const char *s = im_attribute(d, node, name);
	long n = s ? strtol(s, NULL, 10) : fallback;
	return n >= 0 && n <= 10000 ? (int)n : fallback;
}

const char *im_han_number(im_doc *d, int n)
{
	static const char digits[] = "一二三四五六七八九";
	const int bytes = (int)strlen("一"), tens = n / 10, ones = n % 10;
	if (n < 1 || n > 99)
		return im_checked(d, ht_arena_printf(d->arena, "%d", n));
	/* 十, not 一十; 二十, not 二十零 */
	int tens_bytes = tens > 1 ? bytes : 0, ones_bytes = ones ? bytes : 0;
	const char *ten = tens ? "十" : "";
	return im_checked(d, ht_arena_printf(d->arena, "%.*s%s%.*s", tens_bytes, digits + (tens - 1) * tens_bytes, ten,
	                                     ones_bytes, digits + (ones - 1) * ones_bytes));
}

/* ---- packages ---- */

/* libzip, loaded when the first package is read. */
#define ZIP_LIBRARY "libzip.so.4"
#define ZIP_PACKAGE "libzip4"
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

static char *read_part(im_doc *d, const zip_library *lib, zip_t *zip, const char *part, size_t *len)
{
	zip_stat_t st;
	zip_file_t *file = NULL;
	char *data = NULL;
	*len = 0;
	if (lib->zip_stat(zip, part, 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) || st.size > HT_IMPORT_MAX_BYTES)
		return NULL;
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
	if (ht_library_load(ZIP_LIBRARY, names, ARRAY_LEN(names), &lib))
		return open_package(d, &lib, data, len, part, n);
	ht_diag(d->diags, HT_D_LIBRARY, (ht_loc){d->file, 0, 0}, ZIP_LIBRARY, ZIP_PACKAGE, NULL);
	d->no_library = true;
	return NULL;
}

ht_status im_package_refuse(im_doc *d, const char *kind, const char *part)
{
	if (d->nomem)
		return HT_ERR_NOMEM;
	if (d->no_library)
		return HT_ERR_LIB;
	ht_diag(d->diags, HT_D_IMPORT_KIND, (ht_loc){d->file, 0, 0}, kind, part, NULL);
	return HT_ERR_INPUT;
}

bool im_too_deep(im_doc *d, const xmlNode *node, int depth)
{
	char most[16];
	if (depth < IM_MAX_DEPTH)
		return false;
	snprintf(most, sizeof most, "%d", IM_MAX_DEPTH);
	if (node->children)
		ht_diag(d->diags, HT_D_IMPORT_DEEP, (ht_loc){d->file, 0, 0}, most, NULL);
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

xmlDoc *im_package_xml(im_doc *d, const char *data, size_t len, const char *part)
{
	size_t part_len = 0;
	char *xml = open_part(d, data, len, part, &part_len);
	xmlDoc *doc = xml ? xmlReadMemory(xml, (int)part_len, part, NULL,
	                                  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER)
	                  : NULL;
	im_note_xml_nomem(d);
	free(xml);
	/* no office suite writes a document type; entities could only do harm */
	if (doc && doc->intSubset) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	return doc;
}
