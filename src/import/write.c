/* A record as text: YAML, JSON, Markdown with front matter; field names in
 * English or, from the same table, in the standard's Chinese. */
#include <string.h>

#include <glib.h>

#include "base/array.h"
#include "base/utf8.h"
#include "import/import.h"

typedef struct writer {
	ht_buf *out;
	bool chinese;
	const ht_form *form;
} writer;

static const ht_field *row_of(const ht_field *fields, const char *key)
{
	for (; fields && fields->name; fields++)
		if (strcmp(fields->name, key) == 0)
			return fields;
	return NULL;
}

/* The name of a field as it is written. fields NULL: within people. */
static const char *key_text(const writer *w, const ht_field *field, const char *key)
{
	field = field ? field : row_of(ht_person_fields(), key);
	return w->chinese && field ? field->zh : key;
}

/* The value of a field of choices in the language of the names. */
static const char *value_text(const writer *w, const ht_field *field, const char *text)
{
	if (!w->chinese || !field || field->type != HT_TYPE_ENUM)
		return text;
	if (!field->choices)
		return w->form->names.zh;
	for (const ht_choice *c = field->choices; c->en; c++)
		if (strcmp(c->en, text) == 0)
			return c->zh;
	return text;
}

/* ---- scalars ---- */

static bool is_plain_char(uint32_t cp)
{
	if (cp < 0x80)
		return g_ascii_isalnum((char)cp) || strchr("-_./%+\\ ", (int)cp);
	return g_unichar_isprint(cp) && cp != 0xFEFF;
}

/* May the text be in YAML without quotes, and come back as text? */
static bool is_plain(const char *s)
{
	const char *end = s + strlen(s);
	static const char *const words[] = {"null", "true", "false", "yes", "no", "on", "off", "~"};
	if (!*s || strchr(" -.+%/", *s) || end[-1] == ' ')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (g_ascii_strcasecmp(s, words[i]) == 0)
			return false;
	for (size_t n; s < end; s += n)
		if (!is_plain_char(ht_utf8_get(s, end, &n)))
			return false;
	return true;
}

static void put_indent(ht_buf *out, int depth)
{
	ht_buf_addf(out, "%*s", depth * 2, "");
}

/* A reader takes the blanks before the first line for the block's indent: where the text itself begins with some, the
 * indent is said (YAML 1.2.2, 8.1.1.1). */
static void put_block(ht_buf *out, const char *s, int depth)
{
	ht_buf_adds(out, s[strspn(s, "\n")] == ' ' ? "|2\n" : "|\n");
	while (*s) {
		size_t n = strcspn(s, "\n");
		if (n)
			put_indent(out, depth);
		ht_buf_add(out, s, n);
		ht_buf_adds(out, "\n");
		s += n + (s[n] == '\n');
	}
}

/* ---- YAML ---- */

static void put_scalar(const writer *w, const ht_field *field, const ht_node *node, int depth)
{
	const char *s = value_text(w, field, node->text);
	if (field && field->type == HT_TYPE_BODY) {
		put_block(w->out, s, depth);
		return;
	}
	if (is_plain(s))
		ht_buf_adds(w->out, s);
	else
		ht_buf_addquoted(w->out, s);
	ht_buf_adds(w->out, "\n");
}

static bool is_short_list(const ht_node *node)
{
	size_t len = 0;
	if (node->kind != HT_NODE_SEQ)
		return false;
	for (size_t i = 0; i < node->n; i++) {
		if (node->items[i]->kind != HT_NODE_SCALAR)
			return false;
		len += strlen(node->items[i]->text) + 2;
	}
	return len <= 240;
}

static void put_flow_item(const writer *w, const ht_node *node);
static void json_map(const writer *w, const ht_field *fields, const ht_node *map, int depth);

/* [甲, 乙] */
static void put_flow_list(const writer *w, const ht_node *seq)
{
	ht_buf_adds(w->out, "[");
	for (size_t i = 0; i < seq->n; i++) {
		ht_buf_adds(w->out, i ? ", " : "");
		put_flow_item(w, seq->items[i]);
	}
	ht_buf_adds(w->out, "]");
}

static void put_flow_item(const writer *w, const ht_node *node)
{
	if (node->kind == HT_NODE_SEQ)
		put_flow_list(w, node);
	else if (node->kind == HT_NODE_MAP)
		json_map(w, NULL, node, 0); /* which YAML reads, too */
	else if (is_plain(node->text))
		ht_buf_adds(w->out, node->text);
	else
		ht_buf_addquoted(w->out, node->text);
}

static void put_flow(const writer *w, const ht_node *seq)
{
	put_flow_list(w, seq);
	ht_buf_adds(w->out, "\n");
}

static void put_map(const writer *w, const ht_field *fields, const ht_node *map, int depth, bool first_inline);

/* Without its braces the line that follows would be its value. */
static bool is_empty_map(const ht_node *node)
{
	return node->kind == HT_NODE_MAP && !node->n;
}

static void put_items(const writer *w, const ht_field *field, const ht_node *seq, int depth)
{
	for (size_t i = 0; i < seq->n; i++) {
		put_indent(w->out, depth);
		ht_buf_adds(w->out, "- ");
		if (is_empty_map(seq->items[i]))
			ht_buf_adds(w->out, "{}\n");
		else if (seq->items[i]->kind == HT_NODE_MAP)
			put_map(w, field ? field->sub : NULL, seq->items[i], depth + 1, true);
		else if (seq->items[i]->kind == HT_NODE_SEQ)
			put_flow(w, seq->items[i]); /* cells of a row */
		else
			put_scalar(w, NULL, seq->items[i], depth + 1);
	}
}

static void put_key(const writer *w, const char *key)
{
	if (is_plain(key))
		ht_buf_adds(w->out, key);
	else
		ht_buf_addquoted(w->out, key);
	ht_buf_adds(w->out, ":");
}

static void put_value(const writer *w, const ht_field *field, const ht_node *value, int depth)
{
	if (value->kind == HT_NODE_SCALAR) {
		ht_buf_adds(w->out, " ");
		put_scalar(w, field, value, depth + 1);
	} else if (is_short_list(value)) {
		ht_buf_adds(w->out, " ");
		put_flow(w, value);
	} else if (is_empty_map(value)) {
		ht_buf_adds(w->out, " {}\n");
	} else {
		ht_buf_adds(w->out, "\n");
		if (value->kind == HT_NODE_SEQ)
			put_items(w, field, value, depth + 1);
		else
			put_map(w, field ? field->sub : NULL, value, depth + 1, false);
	}
}

/* first_inline: the first key follows a "- ". */
static void put_map(const writer *w, const ht_field *fields, const ht_node *map, int depth, bool first_inline)
{
	for (size_t i = 0; i < map->n; i++) {
		const char *key = map->pairs[i].key->text;
		const ht_field *field = row_of(fields, key);
		if (i || !first_inline)
			put_indent(w->out, depth);
		put_key(w, key_text(w, field, key));
		put_value(w, field, map->pairs[i].value, depth);
	}
}

/* ---- JSON ---- */

static void json_value(const writer *w, const ht_field *field, const ht_node *node, int depth);

static void json_map(const writer *w, const ht_field *fields, const ht_node *map, int depth)
{
	ht_buf_adds(w->out, "{");
	for (size_t i = 0; i < map->n; i++) {
		const char *key = map->pairs[i].key->text;
		const ht_field *field = row_of(fields, key);
		ht_buf_adds(w->out, i ? ",\n" : "\n");
		put_indent(w->out, depth + 1);
		ht_buf_addquoted(w->out, key_text(w, field, key));
		ht_buf_adds(w->out, ": ");
		json_value(w, field, map->pairs[i].value, depth + 1);
	}
	ht_buf_adds(w->out, "\n");
	put_indent(w->out, depth);
	ht_buf_adds(w->out, "}");
}

static void json_value(const writer *w, const ht_field *field, const ht_node *node, int depth)
{
	if (node->kind == HT_NODE_SCALAR) {
		ht_buf_addquoted(w->out, value_text(w, field, node->text));
		return;
	}
	if (node->kind == HT_NODE_MAP) {
		json_map(w, field ? field->sub : NULL, node, depth);
		return;
	}
	ht_buf_adds(w->out, "[");
	for (size_t i = 0; i < node->n; i++) {
		ht_buf_adds(w->out, i ? ", " : "");
		json_value(w, field, node->items[i], depth);
	}
	ht_buf_adds(w->out, "]");
}

/* ---- Markdown ---- */

/* The front matter: all but the body. */
static void put_markdown(const writer *w, const ht_node *record)
{
	const ht_node *body = ht_node_get(record, "body");
	if (body && body->kind != HT_NODE_SCALAR)
		body = NULL; /* with tables as fields: it is one of the front matter */
	ht_node front = *record;
	if (body)
		front.n--; /* the body is last */
	ht_buf_adds(w->out, "---\n");
	put_map(w, ht_record_fields(), &front, 0, false);
	ht_buf_adds(w->out, "---\n");
	if (body)
		ht_buf_adds(w->out, body->text);
}

bool ht_import_write(const ht_import *import, ht_format format, bool chinese, ht_buf *out)
{
	writer w = {out, chinese, import->form};
	if (format == HT_FORMAT_JSON) {
		json_map(&w, ht_record_fields(), import->record, 0);
		ht_buf_adds(out, "\n");
	} else if (format == HT_FORMAT_YAML) {
		put_map(&w, ht_record_fields(), import->record, 0, false);
	} else {
		put_markdown(&w, import->record);
	}
	return !out->failed;
}

bool ht_import_write_carried(const ht_import *import, ht_format *format, bool chinese, ht_buf *out)
{
	if (*format == HT_FORMAT_AUTO)
		*format = import->attached ? import->attached_format : HT_FORMAT_MARKDOWN;
	if (import->attached && *format == import->attached_format)
		return ht_buf_add(out, import->attached, import->n_attached);
	return ht_import_write(import, *format, chinese, out);
}
