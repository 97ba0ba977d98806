/* What the readers of marked-up texts share. */
#include "sink.h"

#include <stdio.h>
#include <string.h>

#include <libxml/parser.h>
#include <zip.h>

#include "base/library.h"
#include "base/messages.h"
#include "base/utf8.h"
#include "import/messages.h"

void im_sink_open(im_sink *s, im_doc *d)
{
	*s = (im_sink){.d = d, .line = g_string_new(NULL), .loc = {d->file, 0, 0}};
}

void im_sink_close(im_sink *s)
{
	g_string_free(s->line, TRUE);
	if (s->row)
		g_string_free(s->row, TRUE);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static void add_text(im_sink *s, const char *text, bool collapse)
{
	for (const char *end = text + strlen(text); text < end;) {
		size_t n;
		uint32_t cp = ht_utf8_get(text, end, &n);
		if ((collapse && is_blank(*text)) || *text == '\n' || *text == '\r') {
			s->spaced |= s->line->len > 0;
		} else if (!im_is_forbidden(cp) && cp != 0xFEFF) {
			if (s->spaced)
				g_string_append_c(s->line, ' ');
			s->spaced = false;
			g_string_append_len(s->line, text, (gssize)n);
		}
		text += n;
	}
}

/* The parsers mend what they can, and may leave bytes that are no UTF-8. */
void im_sink_text(im_sink *s, const char *text, bool collapse)
{
	size_t len = strlen(text);
	gchar *valid = ht_utf8_check(text, len) < len ? g_utf8_make_valid(text, (gssize)len) : NULL;
	add_text(s, valid ? valid : text, collapse);
	g_free(valid);
}

static void put_pictures(im_sink *s)
{
	for (size_t i = 0; i < s->n_pictures; i++)
		im_add_picture(s->d, &s->pictures[i], s->loc);
	s->n_pictures = 0;
	s->in_table = false;
}

void im_sink_end(im_sink *s, int gap)
{
	if (s->row) {
		s->spaced |= s->line->len > 0;
		return;
	}
	if (s->in_table)
		put_pictures(s);
	size_t len = s->line->len;
	const char *text = ht_utf8_trim(s->line->str, &len);
	im_line *line = len ? im_add_line(s->d, text, len, s->loc, s->blanks) : NULL;
	if (line) {
		line->level = s->level;
		line->role = s->junk ? IM_JUNK : IM_BODY;
		s->blanks = 0;
	}
	s->blanks = s->blanks > gap ? s->blanks : gap;
	s->spaced = false;
	g_string_truncate(s->line, 0);
	put_pictures(s);
}

void im_sink_begin_row(im_sink *s)
{
	im_sink_end(s, 1);
	s->row = g_string_new(NULL);
	s->cells = 0;
}

void im_sink_end_cell(im_sink *s, int span)
{
	size_t len = s->line->len;
	const char *text = ht_utf8_trim(s->line->str, &len);
	for (int i = 0; i < span && s->cells < IM_MAX_CELLS; i++) {
		if (s->cells++)
			g_string_append_c(s->row, '\t');
		for (size_t k = 0; !i && k < len; k++)
			g_string_append_c(s->row, text[k] == '\t' ? ' ' : text[k]);
	}
	s->spaced = false;
	g_string_truncate(s->line, 0);
}

void im_sink_end_row(im_sink *s)
{
	im_line *line = NULL;
	if (strspn(s->row->str, "\t ") < s->row->len)
		line = im_add_line(s->d, s->row->str, s->row->len, s->loc, s->blanks);
	if (line) {
		line->role = s->junk ? IM_JUNK : s->cells > 1 ? IM_TABLE : IM_BODY;
		s->blanks = 0;
	}
	g_string_free(s->row, TRUE);
	s->row = NULL;
}

void im_sink_picture(im_sink *s, const im_picture *p)
{
	im_picture *slot = s->junk ? NULL : HT_PUSH(s->d->arena, s->pictures, s->n_pictures, s->cap_pictures);
	s->d->nomem |= !s->junk && !slot;
	if (!slot)
		return;
	*slot = *p;
	s->in_table |= s->row != NULL;
}

void im_sink_note(im_sink *s, const char *text)
{
	im_doc *d = s->d;
	im_sink note;
	im_sink_open(&note, d);
	im_sink_text(&note, text, true);
	const char *all = im_copy(d, note.line->str, note.line->len);
	im_sink_close(&note);
	if (im_ends(all, "。"))
		all = im_copy(d, all, strlen(all) - strlen("。"));
	if (!*all || s->junk)
		return;
	s->spaced = false;
	g_string_append_printf(s->line, "（注：%s）", all);
	ht_diag(d->diags, HT_D_IMPORT_NOTE, s->loc, all, NULL);
}

/* ---- XML ---- */

static const char *chars(const xmlChar *s)
{
	return (const char *)s;
}

bool im_is_element(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && strcmp(chars(node->name), name) == 0;
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

const char *im_attribute(im_doc *d, const xmlNode *node, const char *name)
{
	for (const xmlAttr *a = node ? node->properties : NULL; a; a = a->next) {
		if (strcmp(chars(a->name), name) != 0)
			continue;
		xmlChar *value = xmlNodeListGetString(node->doc, a->children, 1);
		gchar *valid = g_utf8_make_valid(value ? chars(value) : "", -1);
		const char *copy = im_copy(d, valid, strlen(valid));
		g_free(valid);
		xmlFree(value);
		return copy;
	}
	return NULL;
}

int im_attribute_int(im_doc *d, const xmlNode *node, const char *name, int fallback)
{
	const char *s = im_attribute(d, node, name);
	gint64 n = s ? g_ascii_strtoll(s, NULL, 10) : fallback;
	return n >= 0 && n <= 10000 ? (int)n : fallback;
}

const char *im_han_number(im_doc *d, int n)
{
	static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
	const char *s = n > 0 && n < 100 ? ht_arena_printf(d->arena, "%s%s%s", n >= 20 ? digits[n / 10] : "",
	                                                   n >= 10 ? "十" : "", digits[n % 10])
	                                 : ht_arena_printf(d->arena, "%d", n);
	d->nomem |= !s;
	return s ? s : "";
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

static char *read_part(const zip_library *lib, zip_t *zip, const char *part, size_t *len)
{
	zip_stat_t st;
	zip_file_t *file = NULL;
	char *data = NULL;
	*len = 0;
	if (lib->zip_stat(zip, part, 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) || st.size > HT_IMPORT_MAX_BYTES)
		return NULL;
	if ((file = lib->zip_fopen(zip, part, 0)))
		data = g_try_malloc((gsize)st.size + 1);
	zip_int64_t n = data ? lib->zip_fread(file, data, st.size) : -1;
	if (file)
		lib->zip_fclose(file);
	if (n < 0) {
		g_free(data);
		return NULL;
	}
	*len = (size_t)n;
	return data;
}

static char *open_package(const zip_library *lib, const char *data, size_t len, const char *part, size_t *n)
{
	zip_error_t error;
	lib->zip_error_init(&error);
	zip_source_t *source = lib->zip_source_buffer_create(data, len, 0, &error);
	zip_t *zip = source ? lib->zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	char *bytes = zip ? read_part(lib, zip, part, n) : NULL;
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
	if (ht_library_load(ZIP_LIBRARY, names, sizeof names / sizeof *names, &lib))
		return open_package(&lib, data, len, part, n);
	ht_diag(d->diags, HT_D_LIBRARY, (ht_loc){d->file, 0, 0}, ZIP_LIBRARY, ZIP_PACKAGE, NULL);
	d->no_library = true;
	return NULL;
}

ht_status im_package_refuse(im_doc *d, const char *kind, const char *part)
{
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
	g_free(bytes);
	return copy;
}

xmlDoc *im_package_xml(im_doc *d, const char *data, size_t len, const char *part)
{
	size_t part_len = 0;
	char *xml = open_part(d, data, len, part, &part_len);
	xmlDoc *doc = xml ? xmlReadMemory(xml, (int)part_len, part, NULL,
	                                  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER)
	                  : NULL;
	g_free(xml);
	/* no office suite writes a document type; entities are only for harm */
	if (doc && doc->intSubset) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	return doc;
}
