/* One line of the journal, as JSON. */
#include "entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yajl/yajl_tree.h>

#include "batch/messages.h"

static const char *const states[] = {
    [HT_BATCH_DONE] = "done",
    [HT_BATCH_FAILED] = "failed",
    [HT_BATCH_UNCHANGED] = "done",
    [HT_BATCH_EARLIER] = "done",
};

static const char *const levels[] = {
    [HT_LEVEL_NOTE] = "note", [HT_LEVEL_WARNING] = "warning", [HT_LEVEL_ERROR] = "error"};

/* ---- writing ---- */

/* Append the text as a line; the writer is closed. */
static bool finish_line(bt_json *j, ht_buf *out)
{
	size_t len;
	const char *text = bt_json_text(j, &len);
	bool ok = text && ht_buf_add(out, text, len) && ht_buf_adds(out, "\n");
	bt_json_close(j);
	return ok;
}

bool bt_head_write(const bt_head *head, ht_buf *out)
{
	bt_json j;
	if (!bt_json_open(&j, false))
		return false;
	bt_json_object(&j, NULL);
	bt_json_bool(&j, "batch", true);
	bt_json_bool(&j, "resume", head->resume);
	bt_json_bool(&j, "incremental", head->incremental);
	if (head->shard.of) {
		bt_json_number(&j, "shard", head->shard.number);
		bt_json_number(&j, "of", head->shard.of);
	}
	bt_json_object(&j, "options");
	for (size_t i = 0; i < head->n_facts; i++)
		bt_json_pair(&j, head->facts[i].name, head->facts[i].value);
	bt_json_end_object(&j);
	bt_json_pair(&j, "folder", head->folder);
	if (head->day)
		bt_json_pair(&j, "day", head->day);
	bt_json_array(&j, "inputs");
	for (size_t i = 0; i < head->n_inputs; i++)
		bt_json_string(&j, head->inputs[i]);
	bt_json_end_array(&j);
	bt_json_end_object(&j);
	return finish_line(&j, out);
}

static void put_message(bt_json *j, const ht_message *m)
{
	bt_json_object(j, NULL);
	bt_json_pair(j, levels[m->level], m->text);
	if (m->code)
		bt_json_pair(j, "code", m->code);
	if (m->clause)
		bt_json_pair(j, "clause", m->clause);
	if (m->loc.file)
		bt_json_pair(j, "file", m->loc.file);
	bt_json_number(j, "line", (uint64_t)m->loc.line);
	bt_json_number(j, "column", (uint64_t)m->loc.col);
	bt_json_array(j, "arguments");
	for (size_t i = 0; i < HT_DIAG_ARGS && m->args[i]; i++)
		bt_json_string(j, m->args[i]);
	bt_json_end_array(j);
	if (m->others)
		bt_json_number(j, "others", (uint64_t)m->others);
	if (m->again)
		bt_json_number(j, "again", 1);
	bt_json_end_object(j);
}

static void put_messages(bt_json *j, const bt_reply *r)
{
	bt_json_array(j, "messages");
	for (size_t i = 0; i < r->n_messages; i++) {
		if (r->messages[i].level == HT_LEVEL_NOTE)
			continue;
		put_message(j, &r->messages[i]);
	}
	bt_json_end_array(j);
}

static void put_reads(bt_json *j, const bt_reply *r)
{
	bt_json_array(j, "reads");
	for (size_t i = 0; i < r->n_reads; i++)
		bt_json_file(j, r->reads[i].path, &r->reads[i].hash);
	bt_json_end_array(j);
}

/* What a merge must know of a record besides: its place in the whole input, and the parts of its names. */
static void put_place(bt_json *j, const bt_item *item, const bt_reply *r)
{
	bt_json_object(j, "shard");
	bt_json_number(j, "index", item->number);
	bt_json_number(j, "nth", (uint64_t)item->nth);
	bt_json_array(j, "names");
	for (size_t i = 0; i < r->n_outputs; i++) {
		bt_json_string(j, r->outputs[i].stem);
		bt_json_string(j, r->outputs[i].tail);
	}
	bt_json_end_array(j);
	bt_json_end_object(j);
}

bool bt_entry_write(const bt_item *item, const bt_reply *r, bool in_shard, ht_buf *out)
{
	char id[20];
	bt_json j;
	if (!bt_json_open(&j, false))
		return false;
	snprintf(id, sizeof id, "%016" PRIx64, bt_item_id(item->input, item->nth, item->line));
	bt_json_object(&j, NULL);
	bt_json_pair(&j, "record", id);
	bt_json_pair(&j, "input", item->input);
	bt_json_number(&j, "line", (uint64_t)item->line);
	bt_json_pair(&j, "state", states[r->state]);
	if (r->state == HT_BATCH_FAILED)
		bt_json_pair(&j, "cause", r->by_machine ? BT_CAUSE_MACHINE : BT_CAUSE_RECORD);
	if (r->secret)
		bt_json_bool(&j, "secret", true);
	bt_json_number(&j, "ms", r->ms);
	bt_json_hash(&j, "key", &r->key);
	bt_json_outputs(&j, r->outputs, r->n_outputs);
	if (in_shard)
		put_place(&j, item, r);
	if (r->n_reads)
		put_reads(&j, r);
	put_messages(&j, r);
	bt_json_end_object(&j);
	return finish_line(&j, out);
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

/* The text is copied because yajl needs a NUL after it. */
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

bool bt_line_classify(const char *line, size_t len, bt_line_kind *kind, uint64_t *id)
{
	yajl_val root = parse(line, len);
	if (!root)
		return false;
	bool ok = true;
	const char *record = YAJL_GET_STRING(get(root, "record", yajl_t_string));
	if (record) {
		char *end;
		*id = strtoull(record, &end, 16);
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
	const char **v = ht_arena_array(arena, list->u.array.len + 1, sizeof *v);
	for (size_t i = 0; v && i < list->u.array.len; i++) {
		const char *input = YAJL_GET_STRING(list->u.array.values[i]);
		v[i] = input ? ht_arena_strdup(arena, input) : NULL;
		if (!v[i])
			return false;
	}
	head->inputs = v;
	head->n_inputs = list->u.array.len;
	return v != NULL;
}

bool bt_head_parse(ht_arena *arena, const char *line, size_t len, bt_head *ret)
{
	yajl_val root = parse(line, len);
	if (!root)
		return false;
	bt_head head = {.resume = get_true(root, "resume"),
	                .incremental = get_true(root, "incremental"),
	                .folder = get_string(arena, root, "folder"),
	                .shard = {(uint32_t)get_number(root, "shard"), (uint32_t)get_number(root, "of")},
	                .day = get_string(arena, root, "day")};
	bool ok = head.folder && parse_facts(arena, get(root, "options", yajl_t_object), &head) &&
	          parse_inputs(arena, get(root, "inputs", yajl_t_array), &head);
	yajl_tree_free(root);
	if (ok)
		*ret = head;
	return ok;
}

/* Of the first output of a paper. */
static void parse_paper(ht_arena *arena, yajl_val map, bt_output *o)
{
	yajl_val archive = get(map, "archive", yajl_t_object);
	o->begins = archive != NULL;
	o->title = get_string(arena, map, "title");
	for (size_t i = 0; archive && i < HT_ARCHIVE_COUNT; i++)
		o->archive[i] = get_string(arena, archive, ht_archive_rows[i].zh);
}

static bool parse_outputs(ht_arena *arena, yajl_val list, bt_known *known)
{
	size_t n = list ? list->u.array.len : 0;
	bt_output *v = ht_arena_array(arena, n + 1, sizeof *v);
	for (size_t i = 0; v && i < n; i++) {
		yajl_val map = list->u.array.values[i];
		v[i].file = get_string(arena, map, "file");
		v[i].size = get_number(map, "bytes");
		v[i].pages = (uint32_t)get_number(map, "pages");
		parse_paper(arena, map, &v[i]);
		get_hash(map, "sm3", &v[i].sm3); /* of packages alone */
		if (!v[i].file || !bt_is_beneath(v[i].file) || !get_hash(map, "sha256", &v[i].hash))
			return false;
	}
	known->outputs = v;
	known->n_outputs = n;
	return v != NULL;
}

/* May an output have the name that the parts make? It is in the batch's folder, but not among the batch's own files. */
static bool may_name(ht_arena *arena, const bt_output *o)
{
	const char *name = bt_name_join(arena, "/", o->stem, 0, o->tail);
	return name && bt_is_beneath(name + 1) && !strcasestr(name, "/.hongtou/");
}

/* As put_place() wrote it; what no shard made has none. */
static bool parse_place(ht_arena *arena, yajl_val map, bt_entry *e)
{
	yajl_val names = map ? get(map, "names", yajl_t_array) : NULL;
	if (!map)
		return true;
	e->number = (size_t)get_number(map, "index");
	e->nth = (int)get_number(map, "nth");
	if (!e->number || !names || names->u.array.len != 2 * e->known.n_outputs)
		return false;
	for (size_t i = 0; i < names->u.array.len; i++) {
		const char *s = YAJL_GET_STRING(names->u.array.values[i]), *copy = s ? ht_arena_strdup(arena, s) : NULL;
		if (!copy)
			return false;
		*(i % 2 ? &e->known.outputs[i / 2].tail : &e->known.outputs[i / 2].stem) = copy;
	}
	for (size_t i = 0; i < e->known.n_outputs; i++)
		if (!may_name(arena, &e->known.outputs[i]))
			return false;
	return true;
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

/* As put_message() wrote it. */
static bool parse_message(ht_arena *arena, yajl_val map, ht_message *m)
{
	*m = (ht_message){.level = HT_LEVEL_ERROR, .text = get_string(arena, map, levels[HT_LEVEL_ERROR])};
	if (!m->text) {
		m->level = HT_LEVEL_WARNING;
		m->text = get_string(arena, map, levels[HT_LEVEL_WARNING]);
	}
	m->code = get_string(arena, map, "code");
	m->clause = get_string(arena, map, "clause");
	m->loc = (ht_loc){get_string(arena, map, "file"), (int)get_number(map, "line"), (int)get_number(map, "column")};
	m->others = (size_t)get_number(map, "others");
	m->again = get_number(map, "again") != 0;
	yajl_val args = get(map, "arguments", yajl_t_array);
	for (size_t i = 0; args && i < args->u.array.len && i < HT_DIAG_ARGS; i++)
		if (YAJL_IS_STRING(args->u.array.values[i]))
			m->args[i] = ht_arena_strdup(arena, YAJL_GET_STRING(args->u.array.values[i]));
	return m->text != NULL;
}

static bool parse_messages(ht_arena *arena, yajl_val list, bt_entry *e)
{
	size_t n = list ? list->u.array.len : 0;
	e->messages = ht_arena_array(arena, n + 1, sizeof *e->messages);
	for (size_t i = 0; e->messages && i < n; i++)
		if (!parse_message(arena, list->u.array.values[i], &e->messages[i]))
			return false;
	e->n_messages = n;
	return e->messages != NULL;
}

/* Whose fault was it? Lines of earlier versions do not say; then only a worker that was killed speaks for the machine.
 */
static bool is_by_machine(yajl_val root, const bt_entry *e)
{
	const char *cause = YAJL_GET_STRING(get(root, "cause", yajl_t_string));
	if (cause)
		return strcmp(cause, BT_CAUSE_MACHINE) == 0;
	for (size_t i = 0; i < e->n_messages; i++)
		if (e->messages[i].code && strcmp(e->messages[i].code, HT_D_BATCH_KILLED->code) == 0)
			return true;
	return false;
}

bool bt_entry_parse(ht_arena *arena, const char *line, size_t len, bt_entry *ret)
{
	yajl_val root = parse(line, len);
	if (!root)
		return false;
	const char *state = YAJL_GET_STRING(get(root, "state", yajl_t_string));
	bt_entry e = {.state = HT_BATCH_FAILED,
	              .input = get_string(arena, root, "input"),
	              .line = (int)get_number(root, "line"),
	              .secret = get_true(root, "secret"),
	              .ms = (uint32_t)get_number(root, "ms")};
	if (state && strcmp(state, states[HT_BATCH_DONE]) == 0)
		e.state = HT_BATCH_DONE;
	bool ok = state && e.input && get_hash(root, "key", &e.known.key) &&
	          parse_outputs(arena, get(root, "outputs", yajl_t_array), &e.known) &&
	          parse_place(arena, get(root, "shard", yajl_t_object), &e) &&
	          parse_reads(arena, get(root, "reads", yajl_t_array), &e.known) &&
	          parse_messages(arena, get(root, "messages", yajl_t_array), &e);
	e.by_machine = ok && e.state == HT_BATCH_FAILED && is_by_machine(root, &e);
	yajl_tree_free(root);
	if (ok)
		*ret = e;
	return ok;
}
