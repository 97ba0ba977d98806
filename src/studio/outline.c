/* The fields of a record with their places: what a form is filled from. */
#include <string.h>

#include "record/edit.h"
#include "st.h"

typedef struct outliner {
	ht_buf *out;
	ht_buf path; /* the steps above, as members of a JSON list */
	bool first;
} outliner;

static void put_value(ht_buf *out, const ht_node *node)
{
	static const char brackets[] = "[]{}";
	if (node->kind == HT_NODE_SCALAR && ht_node_is_null(node)) {
		ht_buf_adds(out, "null");
		return;
	}
	if (node->kind == HT_NODE_SCALAR) {
		ht_buf_addquoted(out, node->text);
		return;
	}
	bool map = node->kind == HT_NODE_MAP;
	ht_buf_add(out, brackets + 2 * map, 1);
	for (size_t i = 0; i < node->n; i++) {
		if (i)
			ht_buf_adds(out, ", ");
		if (map) {
			ht_buf_addquoted(out, node->pairs[i].key->text);
			ht_buf_adds(out, ": ");
			put_value(out, node->pairs[i].value);
		} else {
			put_value(out, node->items[i]);
		}
	}
	ht_buf_add(out, brackets + 2 * map + 1, 1);
}

static void begin_entry(outliner *o, const char *name, ht_loc from, ht_loc to)
{
	ht_buf_adds(o->out, o->first ? "\n{\"path\": [" : ",\n{\"path\": [");
	ht_buf_add(o->out, o->path.data, o->path.len);
	ht_buf_adds(o->out, "], \"name\": ");
	ht_buf_addquoted(o->out, name);
	ht_buf_addf(o->out, ", \"line\": %d, \"column\": %d, \"end_line\": %d, \"end_column\": %d", from.line, from.col,
	            to.line, to.col);
	o->first = false;
}

static void put_map(outliner *o, const ht_node *map, const ht_field *fields);

/* A step further: [out, in) of the path is taken off again by the caller. */
static size_t push(outliner *o, const char *key, size_t at)
{
	size_t before = o->path.len;
	if (before)
		ht_buf_adds(&o->path, ", ");
	if (key)
		ht_buf_addquoted(&o->path, key);
	else
		ht_buf_addf(&o->path, "%zu", at);
	return before;
}

static void pop(outliner *o, size_t before)
{
	o->path.len = before;
}

/* The members of a list of groups; a single one is a list of one. */
static void put_members(outliner *o, const ht_node *node, const ht_field *field)
{
	bool list = node->kind == HT_NODE_SEQ;
	size_t n = list ? node->n : 1;
	for (size_t i = 0; i < n; i++) {
		const ht_node *member = list ? node->items[i] : node;
		size_t before = push(o, NULL, i);
		begin_entry(o, "", member->loc, member->end);
		if (member->kind == HT_NODE_MAP) {
			ht_buf_adds(o->out, ", \"group\": true}");
			put_map(o, member, field->sub);
		} else {
			ht_buf_adds(o->out, ", \"value\": ");
			put_value(o->out, member);
			ht_buf_adds(o->out, "}");
		}
		pop(o, before);
	}
}

static void put_pair(outliner *o, const ht_node_pair *pair, const ht_field *fields)
{
	const ht_field *field = ht_field_by_key(fields, pair->key->text);
	const ht_node *node = pair->value;
	bool groups = field && field->type == HT_TYPE_GROUPS && !ht_node_is_null(node);
	bool group = field && field->type == HT_TYPE_GROUP && node->kind == HT_NODE_MAP;
	size_t before = push(o, field ? field->name : pair->key->text, 0);
	begin_entry(o, pair->key->text, pair->key->loc, node->end);
	ht_buf_addf(o->out, ", \"value_line\": %d, \"value_column\": %d", node->text_loc.line, node->text_loc.col);
	if (!field)
		ht_buf_adds(o->out, ", \"unknown\": true");
	if (groups || group) {
		ht_buf_adds(o->out, ", \"group\": true}");
	} else {
		ht_buf_adds(o->out, ", \"value\": ");
		put_value(o->out, node);
		ht_buf_adds(o->out, "}");
	}
	if (groups)
		put_members(o, node, field);
	else if (group)
		put_map(o, node, field->sub);
	pop(o, before);
}

static void put_map(outliner *o, const ht_node *map, const ht_field *fields)
{
	for (size_t i = 0; i < map->n; i++)
		put_pair(o, &map->pairs[i], fields);
}

/* The text below a front matter is the field body. */
static void put_text_below(outliner *o, const ht_record_file *file, ht_arena *arena, ht_loc end)
{
	const char *text = ht_arena_strndup(arena, file->text, file->text_len);
	size_t before = push(o, "body", 0);
	begin_entry(o, "", file->text_loc, end);
	ht_buf_addf(o->out,
	            ", \"value_line\": %d, \"value_column\": 1, \"below\": true, \"value\": ", file->text_loc.line);
	ht_buf_addquoted(o->out, text ? text : "");
	ht_buf_adds(o->out, "}");
	o->out->failed |= !text;
	pop(o, before);
}

static bool has_body(const ht_record_file *file)
{
	for (size_t i = 0; file->root && i < file->root->n; i++) {
		const ht_field *f = ht_field_by_key(ht_record_fields(), file->root->pairs[i].key->text);
		if (f && strcmp(f->name, "body") == 0)
			return true;
	}
	return false;
}

static ht_loc end_of_text(const ht_record_file *file)
{
	ht_loc end = file->text_loc;
	for (size_t i = 0; i < file->text_len; i++)
		end.line += file->text[i] == '\n';
	end.col = 1;
	return end;
}

ht_status ht_studio_put_outline(const char *record, size_t len, const char *name, ht_buf *out)
{
	ht_arena *arena = ht_arena_new();
	ht_record_file file = {0};
	if (!arena || ht_record_file_read(arena, record, len, name, HT_FORMAT_AUTO, NULL, &file) == HT_ERR_NOMEM) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	outliner o = {.out = out, .first = true};
	ht_buf_addf(out, "{\"format\": \"%s\", \"faulty\": %s, \"fields\": [", ht_format_ending(file.format),
	            file.faulty ? "true" : "false");
	if (file.root)
		put_map(&o, file.root, ht_record_fields());
	if (file.text && !has_body(&file))
		put_text_below(&o, &file, arena, end_of_text(&file));
	ht_buf_adds(out, "]}");
	bool failed = out->failed || o.path.failed;
	ht_buf_free(&o.path);
	ht_arena_free(arena);
	return failed ? HT_ERR_NOMEM : HT_OK;
}

ht_status ht_studio_outline(ht_exporter *x, const char *data, size_t len, ht_buf *answer)
{
	(void)x;
	st_request request;
	ht_status status = st_request_read(data, len, answer, &request);
	if (status != HT_OK)
		return status;
	status = ht_studio_put_outline(request.record, request.len, request.name, answer);
	ht_buf_adds(answer, "\n");
	st_request_free(&request);
	return status;
}
