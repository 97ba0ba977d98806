/* The record that a PDF, OFD, ODT or DOCX carries.
 *
 * The text of an ODT or DOCX may have been edited since. It is in the file as it was then, too, so both can be read in
 * the same way: a field that is the same in both is as the record has it, however it would be read. */
#include "attached.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/messages.h"
#include "base/program.h"
#include "base/utf8.h"
#include "import/messages.h"
#include "read.h"
#include "sink.h"

/* Where an ODT has its text as it was; what the parts of a DOCX are called that may have the record and the text, and
 * the name space of the one that has. */
#define ODT_RECORD  "Record/content.xml"
#define DOCX_ITEM   "customXml/item"
#define DOCX_RECORD "urn:hongtou:docx:record"

/* ---- PDF, by poppler's pdfdetach ---- */

#define DETACH_SECONDS 20

/* May a record's file be called so? */
static bool is_record_name(const char *name)
{
	static const char *const records[] = {".yaml", ".yml", ".json", ".md", ".markdown", ".jsonl", ".ndjson", NULL};
	return strcmp(name, "record") == 0 || ht_str_ending_of(name, records);
}

/* Number and name of the first attachment that may be a record, in its list (`1: 通知.yaml`); 0: there is none. */
static int find_in_list(char *list, const char **name)
{
	for (char *line = list, *end; line && *line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		char *rest;
		const long n = strtol(line, &rest, 10);
		if (n < 1 || n > 9999 || !ht_str_starts(rest, ": "))
			continue;
		*name = rest + strlen(": ");
		if (is_record_name(*name))
			return (int)n;
	}
	return 0;
}

static bool detach(im_doc *d, const char *const *args, const char *data, size_t len, ht_buf *out)
{
	const ht_program program = {args, data, len, HT_IMPORT_MAX_BYTES, DETACH_SECONDS};
	const ht_program_end end = ht_program_run(&program, out);
	d->nomem |= end == HT_PROGRAM_NO_MEMORY || out->failed;
	if (end == HT_PROGRAM_BUSY && !d->refused) {
		im_refuse(d, HT_D_NO_PROCESS, strerror(errno), NULL);
		d->refused = true;
	}
	return end == HT_PROGRAM_DONE && out->len;
}

static void find_in_pdf(im_doc *d, const char *data, size_t len, im_attached *ret)
{
	static const char *const list[] = {"pdfdetach", "-list", "fd://0", NULL};
	ht_buf names = {0}, record = {0};
	const char *name;
	char number[16];
	const int n = detach(d, list, data, len, &names) ? find_in_list(names.data, &name) : 0;
	g_snprintf(number, sizeof number, "%d", n);
	const char *const save[] = {"pdfdetach", "-save", number, "-o", "/dev/stdout", "fd://0", NULL};
	if (n && detach(d, save, data, len, &record)) {
		ret->len = record.len;
		ret->format = ht_format_guess(name, record.data, record.len);
		ret->data = im_checked(d, ht_arena_strndup(d->arena, record.data, record.len));
	}
	ht_buf_free(&names);
	ht_buf_free(&record);
}

/* ---- ODT, DOCX and OFD ---- */

/* Documents for editing: how the text is in them. */
static const im_unread_where odt_text = {"body", (const char *const[]){"annotation", "title", "desc", NULL}};
static const im_unread_where docx_text = {"t", (const char *const[]){"Fallback", NULL}};

/* The letters of a document. */
static void add_letters(ht_buf *out, const xmlNode *node, const im_unread_where *where, bool within, int depth)
{
	for (size_t i = 0; where->skipped[i]; i++)
		if (im_is_element(node, where->skipped[i]))
			return;
	within = within || !where->text || im_is_element(node, where->text);
	const char *s = within && node->type == XML_TEXT_NODE ? (const char *)node->content : "";
	for (size_t n; *s; s += n) {
		n = (size_t)(ht_str_next(s) - s);
		if (!ht_is_space(ht_str_char(s)) && *s != '\n' && *s != '\r')
			ht_buf_add(out, s, n);
	}
	if (node->type == XML_ELEMENT_NODE && depth < IM_MAX_DEPTH)
		for (const xmlNode *c = node->children; c; c = c->next)
			add_letters(out, c, where, within, depth + 1);
}

/* The letters of a part, which goes. */
static void take_letters(im_doc *d, xmlDoc *doc, const im_unread_where *where, ht_buf *out)
{
	if (im_root(doc))
		add_letters(out, im_root(doc), where, false, 0);
	im_xml_free_doc(d, doc);
	d->nomem |= out->failed;
}

/* Releases both. */
static void compare(im_attached *ret, ht_buf *now, ht_buf *before)
{
	ret->edited = before->len && (now->len != before->len || memcmp(now->data, before->data, now->len) != 0);
	if (!before->len)
		ret->content = NULL;
	ht_buf_free(now);
	ht_buf_free(before);
}

static void find_in_odt(im_doc *d, const char *data, size_t len, im_attached *ret)
{
	static const struct {
		const char *part;
		ht_format format;
	} parts[] = {{"Record/record.yaml", HT_FORMAT_YAML},
	             {"Record/record.json", HT_FORMAT_JSON},
	             {"Record/record.md", HT_FORMAT_MARKDOWN}};
	for (size_t i = 0; i < ARRAY_LEN(parts) && !ret->data; i++)
		if (im_has_bytes(data, len, parts[i].part)) {
			ret->data = im_package_part(d, data, len, parts[i].part, &ret->len);
			ret->format = parts[i].format;
		}
	if (!ret->data)
		return;
	ht_buf now = {0}, before = {0};
	ret->content = ODT_RECORD;
	take_letters(d, im_package_xml(d, data, len, "content.xml"), &odt_text, &now);
	take_letters(d, im_package_xml(d, data, len, ret->content), &odt_text, &before);
	compare(ret, &now, &before);
}

/* Parts of a DOCX that have its text. */
static const char *const docx_texts[] = {"document", "footnotes"};

static ht_format format_of(const char *name)
{
	if (strcmp(name, "json") == 0)
		return HT_FORMAT_JSON;
	return strcmp(name, "md") == 0 ? HT_FORMAT_MARKDOWN : HT_FORMAT_YAML;
}

/* item: the part with the record and the texts. */
static void read_item(im_doc *d, const char *data, size_t len, const xmlNode *item, im_attached *ret)
{
	const xmlNode *source = im_child(item, "source");
	ht_buf now = {0}, before = {0};
	ret->data = im_decode_base64(d, im_content(d, source), &ret->len);
	ret->format = format_of(im_raw_attribute(source, "format"));
	for (size_t i = 0; i < ARRAY_LEN(docx_texts); i++) {
		const char *part = im_checked(d, ht_arena_printf(d->arena, "word/%s.xml", docx_texts[i]));
		take_letters(d, im_package_xml(d, data, len, part), &docx_text, &now);
		take_letters(d, im_enclosed_xml(d, im_child(item, docx_texts[i])), &docx_text, &before);
	}
	compare(ret, &now, &before);
}

/* Word numbers the parts of custom XML when it saves. */
#define ITEMS_MOST 32

static void find_in_docx(im_doc *d, const char *data, size_t len, im_attached *ret)
{
	for (int i = 1; i <= ITEMS_MOST && !ret->data; i++) {
		const char *part = im_checked(d, ht_arena_printf(d->arena, DOCX_ITEM "%d.xml", i));
		xmlDoc *doc = im_has_bytes(data, len, part) ? im_package_xml(d, data, len, part) : NULL;
		const xmlNode *item = im_root(doc);
		if (item && item->ns && strcmp((const char *)item->ns->href, DOCX_RECORD) == 0) {
			ret->content = part;
			read_item(d, data, len, item, ret);
		}
		im_xml_free_doc(d, doc);
	}
}

static void find_in_ofd(im_doc *d, const char *data, size_t len, im_attached *ret)
{
	ret->data = im_package_part(d, data, len, "Doc_0/Attachs/record.txt", &ret->len);
	if (ret->data)
		ret->format = ht_format_guess("", ret->data, ret->len);
}

im_attached im_find_attached(im_doc *d, const char *data, size_t len)
{
	im_attached found = {0};
	if (len > 4 && memcmp(data, "PK\3\4", 4) == 0) {
		if (im_has_bytes(data, len, ODT_RECORD))
			find_in_odt(d, data, len, &found);
		else if (im_has_bytes(data, len, DOCX_ITEM))
			find_in_docx(d, data, len, &found);
		else if (im_has_bytes(data, len, "Doc_0/Attachs/record.txt"))
			find_in_ofd(d, data, len, &found);
	} else if (len > 5 && memcmp(data, "%PDF-", 5) == 0 && im_has_bytes(data, len, "/EmbeddedFile")) {
		find_in_pdf(d, data, len, &found);
	}
	if (d->nomem)
		found.data = NULL;
	return found;
}

/* ---- its tree ---- */

/* Call fields by their English names, in all groups. fields: those of the map. */
static void name_fields(im_doc *d, ht_node *node, const ht_field *fields)
{
	for (size_t i = 0; node->kind == HT_NODE_SEQ && i < node->n; i++)
		name_fields(d, node->items[i], fields);
	for (size_t i = 0; node->kind == HT_NODE_MAP && i < node->n; i++) {
		const ht_field *field = ht_field_by_key(fields, node->pairs[i].key->text);
		if (!field)
			continue;
		node->pairs[i].key->text = field->name;
		const ht_field *sub = field->type == HT_TYPE_PEOPLE ? ht_person_fields() : field->sub;
		if (sub)
			name_fields(d, node->pairs[i].value, sub);
	}
}

/* Add a field, or set it. */
static void set(im_doc *d, ht_node *map, const char *name, ht_node *value)
{
	for (size_t i = 0; i < map->n; i++)
		if (strcmp(map->pairs[i].key->text, name) == 0) {
			map->pairs[i].value = value;
			return;
		}
	ht_node_pair *pairs = ht_arena_array(d->arena, map->n + 1, sizeof *pairs);
	ht_node *key = ht_arena_alloc(d->arena, sizeof *key);
	d->nomem |= !pairs || !key;
	if (!pairs || !key)
		return;
	key->text = name;
	if (map->n)
		memcpy(pairs, map->pairs, map->n * sizeof *pairs);
	pairs[map->n++] = (ht_node_pair){key, value};
	map->pairs = pairs;
}

static void drop(ht_node *map, const char *name)
{
	size_t kept = 0;
	for (size_t i = 0; i < map->n; i++)
		if (strcmp(map->pairs[i].key->text, name) != 0)
			map->pairs[kept++] = map->pairs[i];
	map->n = kept;
}

static ht_node *text_node(im_doc *d, const char *s, size_t len)
{
	ht_node *node = ht_arena_alloc(d->arena, sizeof *node);
	const char *text = im_checked(d, ht_arena_strndup(d->arena, s, len));
	d->nomem |= !node;
	if (node)
		node->text = text;
	return node;
}

/* Where the front matter of Markdown begins and ends; false: there is none. */
static bool find_front(const char *data, size_t len, size_t *begin, size_t *end, size_t *text)
{
	const char *open = g_strstr_len(data, (gssize)len, "---\n");
	const char *close = open ? g_strstr_len(open + 3, (gssize)(len - (size_t)(open + 3 - data)), "\n---\n") : NULL;
	if (!close)
		return false;
	*begin = (size_t)(open - data) + strlen("---\n");
	*end = (size_t)(close - data) + 1;
	*text = *end + strlen("---\n");
	return true;
}

static bool is_record(const ht_node *tree)
{
	static const char *const fields[] = {"form", "title", "body", "meeting", "items", "issuers", "mark"};
	for (size_t i = 0; tree->kind == HT_NODE_MAP && i < ARRAY_LEN(fields); i++)
		if (ht_node_get(tree, fields[i]))
			return true;
	return false;
}

/* Are these bytes more than blanks and line ends? */
static bool is_filled(const char *s, size_t len)
{
	while (len && g_ascii_isspace(*s)) {
		s++;
		len--;
	}
	return ht_utf8_trim(s, &len) && len;
}

ht_node *im_attached_tree(im_doc *d, const im_attached *attached)
{
	ht_node *tree = NULL;
	size_t begin = 0, end = attached->len, text = attached->len;
	const bool markdown = attached->format == HT_FORMAT_MARKDOWN;
	const bool json = attached->format == HT_FORMAT_JSON || attached->format == HT_FORMAT_JSONL;
	if (markdown && !find_front(attached->data, attached->len, &begin, &end, &text))
		return NULL;
	ht_status status = ht_node_parse(d->arena, attached->data + begin, end - begin, "record", 1,
	                                 json ? HT_SYNTAX_JSON : HT_SYNTAX_YAML, NULL, &tree);
	d->nomem |= status == HT_ERR_NOMEM;
	if (status != HT_OK || !tree || tree->kind != HT_NODE_MAP)
		return NULL;
	name_fields(d, tree, ht_record_fields());
	ht_node *body = ht_node_get(tree, "body");
	if (markdown &&
	    is_filled(attached->data + text,
	              attached->len - text)) /* else the front matter may have the body, as a list of parts */
		body = text_node(d, attached->data + text, attached->len - text);
	drop(tree, "body");
	if (body)
		set(d, tree, "body", body); /* the last one */
	return is_record(tree) && !d->nomem ? tree : NULL;
}

/* ---- what was edited ---- */

static bool are_equal(const ht_node *a, const ht_node *b)
{
	if (!a || !b || a->kind != b->kind || a->n != b->n)
		return a == b;
	if (a->kind == HT_NODE_SCALAR)
		return strcmp(a->text, b->text) == 0;
	for (size_t i = 0; i < a->n; i++) {
		if (a->kind == HT_NODE_SEQ && !are_equal(a->items[i], b->items[i]))
			return false;
		if (a->kind == HT_NODE_MAP &&
		    (!are_equal(a->pairs[i].key, b->pairs[i].key) || !are_equal(a->pairs[i].value, b->pairs[i].value)))
			return false;
	}
	return true;
}

/* The value's texts on one line. */
static void add_text(ht_buf *out, const ht_node *node)
{
	for (size_t i = 0; node && i < node->n; i++)
		add_text(out, node->kind == HT_NODE_SEQ ? node->items[i] : node->pairs[i].value);
	if (node && node->kind == HT_NODE_SCALAR && *node->text)
		ht_buf_addf(out, "%s%s", out->len ? "、" : "", node->text);
}

/* Characters that are cited of a value before the first that was edited, and at all. */
#define CITED_BEFORE 8
#define CITED        40

/* A value from shortly before byte at on; whole, if it is short. */
static const char *cite(im_doc *d, const ht_buf *value, size_t at)
{
	const char *s = value->len ? value->data : "", *from = s + at, *end;
	if (ht_str_chars(s) <= CITED)
		return im_copy(d, s, strlen(s));
	for (int i = 0; i < CITED_BEFORE && from > s; i++)
		from = ht_str_previous(s, from);
	end = from;
	for (int i = 0; i < CITED && *end; i++)
		end = ht_str_next(end);
	return im_checked(
	    d, ht_arena_printf(d->arena, "%s%.*s%s", from > s ? "……" : "", (int)(end - from), from, *end ? "……" : ""));
}

static void tell_edit(im_doc *d, const char *path, const ht_node *before, const ht_node *after)
{
	ht_buf zh = {0}, old = {0}, new = {0};
	ht_field_add_zh(&zh, path);
	add_text(&old, before);
	add_text(&new, after);
	d->nomem |= zh.failed || old.failed || new.failed;
	size_t at = 0;
	while (at < old.len && at < new.len &&old.data[at] == new.data[at])
		at++;
	while (at && ((unsigned char)(at < new.len ? new.data[at] : 0) & 0xC0) == 0x80)
		at--; /* to the beginning of a character */
	ht_diag(d->diags, HT_D_IMPORT_EDITED, (ht_loc){d->file, 0, 0}, path, zh.data ? zh.data : path,
	        cite(d, &new, at), cite(d, &old, at), NULL);
	ht_buf_free(&zh);
	ht_buf_free(&old);
	ht_buf_free(&new);
}

/* Paragraphs of a body, and rows of its tables: a line each. */
typedef struct blocks {
	const char **v;
	size_t n, cap;
} blocks;

static blocks blocks_of(im_doc *d, const char *text)
{
	blocks all = {0};
	while (*text) {
		const size_t len = strcspn(text, "\n");
		const char *block = im_copy(d, text, len), **slot = NULL;
		if (*block)
			slot = HT_PUSH(d->arena, all.v, all.n, all.cap);
		d->nomem |= *block && !slot;
		if (slot)
			*slot = block;
		text += len;
		text += strspn(text, "\n");
	}
	return all;
}

/* Rows of a table are below each other, paragraphs apart. */
static void add_blocks(ht_buf *out, const blocks *b, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const char *last = out->len > 1 ? out->data + out->len - 2 : "";
		const bool row = *b->v[i] == '|' && *last == '|';
		ht_buf_addf(out, "%s%s\n", out->len && !row ? "\n" : "", b->v[i]);
	}
}

static bool is_text(const ht_node *node)
{
	return node && node->kind == HT_NODE_SCALAR;
}

/* The body of the record with the paragraphs that were edited; others stay as they were written. */
static ht_node *edit_body(im_doc *d, const ht_node *record, const ht_node *before, const ht_node *after)
{
	if (!is_text(record) || !is_text(before) || !is_text(after))
		return NULL;
	const blocks own = blocks_of(d, record->text), old = blocks_of(d, before->text),
	             new = blocks_of(d, after->text);
	size_t head = 0, tail = 0;
	if (own.n != old.n || d->nomem)
		return NULL;
	while (head < old.n && head < new.n &&strcmp(old.v[head], new.v[head]) == 0)
		head++;
	while (tail + head < old.n &&
	       tail + head < new.n &&strcmp(old.v[old.n - 1 - tail], new.v[new.n - 1 - tail]) == 0)
		tail++;
	ht_buf out = {0};
	add_blocks(&out, &own, 0, head);
	add_blocks(&out, &new, head, new.n - tail);
	add_blocks(&out, &own, own.n - tail, own.n);
	d->nomem |= out.failed;
	ht_node *body = text_node(d, out.data ? out.data : "", out.len);
	ht_buf_free(&out);
	return body;
}

/* false: there are none. */
static bool take_edits(im_doc *d, const char *path, ht_node *record, const ht_node *before, const ht_node *after,
                       const ht_field *fields)
{
	bool any = false;
	for (const ht_field *f = fields; f->name && !d->nomem; f++) {
		ht_node *own = ht_node_get(record, f->name), *old = ht_node_get(before, f->name),
		        *new = ht_node_get(after, f->name);
		if (are_equal(old, new))
			continue;
		const char *inner = *path ? im_checked(d, ht_arena_printf(d->arena, "%s.%s", path, f->name)) : f->name;
		if (f->type == HT_TYPE_GROUP && own && old && new && own->kind == HT_NODE_MAP) {
			any |= take_edits(d, inner, own, old, new, f->sub);
			continue;
		}
		any = true;
		tell_edit(d, inner, old, new);
		ht_node *edited = f->type == HT_TYPE_BODY ? edit_body(d, own, old, new) : NULL;
		if (edited || new)
			set(d, record, f->name, edited ? edited : new);
		else
			drop(record, f->name);
	}
	return any;
}

bool im_take_edits(im_doc *d, ht_node *record, const ht_node *before, const ht_node *after)
{
	const bool any = take_edits(d, "", record, before, after, ht_record_fields());
	ht_node *body = ht_node_get(record, "body");
	drop(record, "body");
	if (body)
		set(d, record, "body", body);
	return any;
}
