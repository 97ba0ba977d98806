#include "entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yajl/yajl_gen.h>
#include <yajl/yajl_tree.h>

static const char *const states[] = {
    [HT_BATCH_DONE] = "done",
    [HT_BATCH_FAILED] = "failed",
    [HT_BATCH_UNCHANGED] = "done",
    [HT_BATCH_EARLIER] = "done",
};

static const char *const levels[] = {
    [HT_LEVEL_NOTE] = "note", [HT_LEVEL_WARNING] = "warning", [HT_LEVEL_ERROR] = "error"};

/* ---- writing ---- */

/* The generator's text as a line; the generator is freed. */
static bool finish_line(yajl_gen g, ht_buf *out)
{
	const unsigned char *text;
	size_t len;
	bool ok = yajl_gen_get_buf(g, &text, &len) == yajl_gen_status_ok && ht_buf_add(out, text, len) &&
	          ht_buf_adds(out, "\n");
	yajl_gen_free(g);
	return ok;
}

static void put_bool(yajl_gen g, const char *key, bool value)
{
	bt_json_key(g, key);
	yajl_gen_bool(g, value);
}

bool bt_head_write(const bt_head *head, const char *const *inputs, ht_buf *out)
{
	yajl_gen g = yajl_gen_alloc(NULL);
	if (!g)
		return false;
	yajl_gen_map_open(g);
	put_bool(g, "batch", true);
	put_bool(g, "resume", head->resume);
	put_bool(g, "incremental", head->incremental);
	bt_json_key(g, "options");
	yajl_gen_map_open(g);
	for (size_t i = 0; i < head->n_facts; i++)
		bt_json_pair(g, head->facts[i].name, head->facts[i].value);
	yajl_gen_map_close(g);
	bt_json_pair(g, "folder", head->folder);
	bt_json_key(g, "inputs");
	yajl_gen_array_open(g);
	for (size_t i = 0; i < head->n_inputs; i++)
		bt_json_string(g, inputs[i]);
	yajl_gen_array_close(g);
	yajl_gen_map_close(g);
	return finish_line(g, out);
}

static void put_outputs(yajl_gen g, const bt_reply *r)
{
	bt_json_key(g, "outputs");
	yajl_gen_array_open(g);
	for (size_t i = 0; i < r->n_outputs; i++) {
		yajl_gen_map_open(g);
		bt_json_pair(g, "file", r->outputs[i].file);
		bt_json_number(g, "bytes", r->outputs[i].size);
		bt_json_hash(g, "sha256", &r->outputs[i].hash);
		yajl_gen_map_close(g);
	}
	yajl_gen_array_close(g);
}

static void put_messages(yajl_gen g, const bt_reply *r)
{
	bt_json_key(g, "messages");
	yajl_gen_array_open(g);
	for (size_t i = 0; i < r->n_messages; i++) {
		if (r->messages[i].level == HT_LEVEL_NOTE)
			continue;
		yajl_gen_map_open(g);
		bt_json_pair(g, levels[r->messages[i].level], r->messages[i].text);
		yajl_gen_map_close(g);
	}
	yajl_gen_array_close(g);
}

static void put_reads(yajl_gen g, const bt_reply *r)
{
	bt_json_key(g, "reads");
	yajl_gen_array_open(g);
	for (size_t i = 0; i < r->n_reads; i++) {
		yajl_gen_map_open(g);
		bt_json_pair(g, "file", r->reads[i].path);
		bt_json_hash(g, "sha256", &r->reads[i].hash);
		yajl_gen_map_close(g);
	}
	yajl_gen_array_close(g);
}

bool bt_entry_write(const bt_item *item, const bt_reply *r, ht_buf *out)
{
	char place[20];
	yajl_gen g = yajl_gen_alloc(NULL);
	if (!g)
		return false;
	snprintf(place, sizeof place, "%016" PRIx64, bt_item_place(item->input, item->nth, item->line));
	yajl_gen_map_open(g);
	bt_json_pair(g, "record", place);
	bt_json_pair(g, "input", item->input);
	bt_json_number(g, "line", (uint64_t)item->line);
	bt_json_pair(g, "state", states[r->state]);
	bt_json_number(g, "pages", r->pages);
	bt_json_number(g, "ms", r->ms);
	bt_json_hash(g, "key", &r->key);
	put_outputs(g, r);
	if (r->n_reads)
		put_reads(g, r);
	put_messages(g, r);
	yajl_gen_map_close(g);
	return finish_line(g, out);
}

/* ---- reading ---- */

static yajl_val get(yajl_val map, const char *key, yajl_type type)
{
	const char *path[] = {key, NULL};
	return yajl_tree_get(map, path, type);
}

static const char *get_string(ht_arena *arena, yajl_val map, const char *key)
{
	const char *s = YAJL_GET_STRING(get(map, key, yajl_t_string));
	return s ? ht_arena_strdup(arena, s) : NULL;
}

static uint64_t get_number(yajl_val map, const char *key)
{
	yajl_val v = get(map, key, yajl_t_number);
	return v && YAJL_IS_INTEGER(v) && YAJL_GET_INTEGER(v) > 0 ? (uint64_t)YAJL_GET_INTEGER(v) : 0;
}

static bool get_hash(yajl_val map, const char *key, bt_hash *ret)
{
	return bt_hash_parse(YAJL_GET_STRING(get(map, key, yajl_t_string)), ret);
}

static bool get_true(yajl_val map, const char *key)
{
	return YAJL_IS_TRUE(get(map, key, yajl_t_any));
}

/* The text is copied, since yajl wants it ended by NUL. */
static yajl_val parse(const char *line, size_t len)
{
	char *text = strndup(line, len), error[8];
	yajl_val root = text ? yajl_tree_parse(text, error, sizeof error) : NULL;
	free(text);
	if (root && !YAJL_IS_OBJECT(root)) {
		yajl_tree_free(root);
		return NULL;
	}
	return root;
}

bool bt_line_kind_of(const char *line, size_t len, bt_line_kind *kind, uint64_t *place)
{
	yajl_val root = parse(line, len);
	if (!root)
		return false;
	bool ok = true;
	const char *record = YAJL_GET_STRING(get(root, "record", yajl_t_string));
	if (record) {
		char *end;
		*place = strtoull(record, &end, 16);
		*kind = BT_LINE_RECORD;
		ok = *record && !*end;
	} else {
		*kind = get_true(root, "batch") ? BT_LINE_HEAD : BT_LINE_END;
		ok = *kind == BT_LINE_HEAD || get_true(root, "end");
	}
	yajl_tree_free(root);
	return ok;
}

static bool parse_facts(ht_arena *arena, yajl_val map, bt_head *head)
{
	if (!map)
		return false;
	bt_fact *v = ht_arena_array(arena, map->u.object.len + 1, sizeof *v);
	for (size_t i = 0; v && i < map->u.object.len; i++) {
		const char *value = YAJL_GET_STRING(map->u.object.values[i]);
		v[i].name = ht_arena_strdup(arena, map->u.object.keys[i]);
		v[i].value = value ? ht_arena_strdup(arena, value) : NULL;
		if (!v[i].name || !v[i].value)
			return false;
	}
	head->facts = v;
	head->n_facts = map->u.object.len;
	return v != NULL;
}

static bool parse_inputs(ht_arena *arena, yajl_val list, bt_head *head)
{
	if (!list)
		return false;
	head->inputs = ht_arena_array(arena, list->u.array.len + 1, sizeof *head->inputs);
	for (size_t i = 0; head->inputs && i < list->u.array.len; i++) {
		const char *input = YAJL_GET_STRING(list->u.array.values[i]);
		head->inputs[i] = input ? ht_arena_strdup(arena, input) : NULL;
		if (!head->inputs[i])
			return false;
	}
	head->n_inputs = list->u.array.len;
	return head->inputs != NULL;
}

bool bt_head_parse(ht_arena *arena, const char *line, size_t len, bt_head *ret)
{
	yajl_val root = parse(line, len);
	if (!root)
		return false;
	bt_head head = {.resume = get_true(root, "resume"),
	                .incremental = get_true(root, "incremental"),
	                .folder = get_string(arena, root, "folder")};
	bool ok = head.folder && parse_facts(arena, get(root, "options", yajl_t_object), &head) &&
	          parse_inputs(arena, get(root, "inputs", yajl_t_array), &head);
	yajl_tree_free(root);
	if (ok)
		*ret = head;
	return ok;
}

static bool parse_outputs(ht_arena *arena, yajl_val list, bt_known *known)
{
	size_t n = list ? list->u.array.len : 0;
	bt_output *v = ht_arena_array(arena, n + 1, sizeof *v);
	for (size_t i = 0; v && i < n; i++) {
		yajl_val map = list->u.array.values[i];
		v[i].file = get_string(arena, map, "file");
		v[i].size = get_number(map, "bytes");
		if (!v[i].file || strchr(v[i].file, '/') || !get_hash(map, "sha256", &v[i].hash))
			return false;
	}
	known->outputs = v;
	known->n_outputs = n;
	return v != NULL;
}

static bool parse_reads(ht_arena *arena, yajl_val list, bt_known *known)
{
	size_t n = list ? list->u.array.len : 0;
	bt_read *v = ht_arena_array(arena, n + 1, sizeof *v);
	for (size_t i = 0; v && i < n; i++) {
		yajl_val map = list->u.array.values[i];
		v[i].path = get_string(arena, map, "file");
		if (!v[i].path || !get_hash(map, "sha256", &v[i].hash))
			return false;
	}
	known->reads = v;
	known->n_reads = n;
	return v != NULL;
}

static bool parse_messages(ht_arena *arena, yajl_val list, bt_entry *e)
{
	size_t n = list ? list->u.array.len : 0;
	e->messages = ht_arena_array(arena, n + 1, sizeof *e->messages);
	for (size_t i = 0; e->messages && i < n; i++) {
		yajl_val map = list->u.array.values[i];
		e->messages[i].level = HT_LEVEL_ERROR;
		e->messages[i].text = get_string(arena, map, levels[HT_LEVEL_ERROR]);
		if (!e->messages[i].text) {
			e->messages[i].level = HT_LEVEL_WARNING;
			e->messages[i].text = get_string(arena, map, levels[HT_LEVEL_WARNING]);
		}
		if (!e->messages[i].text)
			return false;
	}
	e->n_messages = n;
	return e->messages != NULL;
}

bool bt_entry_parse(ht_arena *arena, const char *line, size_t len, bt_entry *ret)
{
	yajl_val root = parse(line, len);
	const char *state = root ? YAJL_GET_STRING(get(root, "state", yajl_t_string)) : NULL;
	bt_entry e = {.state = HT_BATCH_FAILED};
	bool ok = state && get_hash(root, "key", &e.known.key);
	if (ok) {
		if (strcmp(state, states[HT_BATCH_DONE]) == 0)
			e.state = HT_BATCH_DONE;
		e.input = get_string(arena, root, "input");
		e.line = (int)get_number(root, "line");
		e.pages = (uint32_t)get_number(root, "pages");
		e.ms = (uint32_t)get_number(root, "ms");
		ok = e.input && parse_outputs(arena, get(root, "outputs", yajl_t_array), &e.known) &&
		     parse_reads(arena, get(root, "reads", yajl_t_array), &e.known) &&
		     parse_messages(arena, get(root, "messages", yajl_t_array), &e);
	}
	if (root)
		yajl_tree_free(root);
	if (ok)
		*ret = e;
	return ok;
}
