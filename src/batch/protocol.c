/* Requests to workers and their replies. */
#include <string.h>

#include "batch/channel.h"
#include "bt.h"

#define MAX_LIST 100000 /* members of any list */

/* ---- writing ---- */

static void put_hash(ht_buf *out, const bt_hash *hash)
{
	ht_buf_add(out, hash->v, sizeof hash->v);
}

static void put_reads(ht_buf *out, const bt_read *v, size_t n)
{
	ht_wire_put_number(out, n);
	for (size_t i = 0; i < n; i++) {
		ht_wire_put_string(out, v[i].path);
		put_hash(out, &v[i].hash);
	}
}

/* A string that may be missing. */
static void put_optional(ht_buf *out, const char *s)
{
	ht_wire_put_number(out, s != NULL);
	if (s)
		ht_wire_put_string(out, s);
}

static void put_paper(ht_buf *out, const bt_output *o)
{
	put_optional(out, o->title);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		put_optional(out, o->archive[i]);
}

static void put_outputs(ht_buf *out, const bt_output *v, size_t n)
{
	ht_wire_put_number(out, n);
	for (size_t i = 0; i < n; i++) {
		ht_wire_put_string(out, v[i].temp);
		ht_wire_put_string(out, v[i].stem);
		ht_wire_put_string(out, v[i].tail);
		ht_wire_put_string(out, v[i].file);
		ht_wire_put_number(out, v[i].size);
		ht_wire_put_number(out, v[i].pages);
		put_hash(out, &v[i].hash);
		put_hash(out, &v[i].sm3);
		ht_wire_put_number(out, v[i].begins);
		if (v[i].begins)
			put_paper(out, &v[i]);
	}
}

static void put_message(ht_buf *out, const ht_message *m)
{
	ht_wire_put_number(out, m->level);
	put_optional(out, m->code);
	put_optional(out, m->clause);
	put_optional(out, m->loc.file);
	ht_wire_put_number(out, (uint64_t)m->loc.line);
	ht_wire_put_number(out, (uint64_t)m->loc.col);
	ht_wire_put_string(out, m->text);
	for (size_t i = 0; i < HT_DIAG_ARGS; i++)
		put_optional(out, m->args[i]);
	ht_wire_put_number(out, m->others);
	ht_wire_put_number(out, m->again);
}

bool bt_put_request(ht_buf *out, const bt_item *item, const bt_known *known)
{
	size_t start = ht_wire_begin(out);
	ht_wire_put_number(out, item->index);
	ht_wire_put_number(out, item->number);
	ht_wire_put_number(out, (uint64_t)item->line);
	ht_wire_put_number(out, item->format);
	ht_wire_put_string(out, item->input);
	ht_wire_put_number(out, item->data != NULL);
	ht_wire_put_bytes(out, item->data ? item->data : "", item->data ? item->len : 0);
	ht_wire_put_number(out, known != NULL);
	if (known) {
		put_hash(out, &known->key);
		ht_wire_put_string(out, known->folder);
		put_outputs(out, known->outputs, known->n_outputs);
		put_reads(out, known->reads, known->n_reads);
	}
	return ht_wire_finish(out, start);
}

bool bt_put_reply(ht_buf *out, const bt_reply *r)
{
	size_t start = ht_wire_begin(out);
	ht_wire_put_number(out, r->index);
	ht_wire_put_number(out, r->state);
	ht_wire_put_number(out, (uint64_t)r->error);
	ht_wire_put_number(out, r->secret);
	ht_wire_put_number(out, r->by_machine);
	ht_wire_put_number(out, r->ms);
	ht_wire_put_number(out, r->wants_replacement);
	put_hash(out, &r->key);
	ht_wire_put_string(out, r->folder);
	put_outputs(out, r->outputs, r->n_outputs);
	put_reads(out, r->reads, r->n_reads);
	ht_wire_put_number(out, r->n_messages);
	for (size_t i = 0; i < r->n_messages; i++)
		put_message(out, &r->messages[i]);
	return ht_wire_finish(out, start);
}

/* ---- reading ---- */

static bt_hash get_hash(ht_wire *r)
{
	bt_hash hash = {0};
	const char *p = ht_wire_take(r, sizeof hash.v);
	if (p)
		memcpy(hash.v, p, sizeof hash.v);
	return hash;
}

static void *get_list(ht_wire *r, size_t size, size_t *n)
{
	*n = ht_wire_number(r, MAX_LIST);
	void *v = ht_arena_array(r->arena, *n + 1, size);
	r->no_memory |= !v;
	r->bad |= !v;
	if (r->bad)
		*n = 0;
	return v;
}

static bt_read *get_reads(ht_wire *r, size_t *n)
{
	bt_read *v = get_list(r, sizeof *v, n);
	for (size_t i = 0; i < *n && !r->bad; i++) {
		v[i].path = ht_wire_string(r);
		v[i].hash = get_hash(r);
	}
	return v;
}

static const char *get_optional(ht_wire *r)
{
	return ht_wire_number(r, 1) ? ht_wire_string(r) : NULL;
}

static void get_paper(ht_wire *r, bt_output *o)
{
	o->title = get_optional(r);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		o->archive[i] = get_optional(r);
}

static bt_output *get_outputs(ht_wire *r, size_t *n)
{
	bt_output *v = get_list(r, sizeof *v, n);
	for (size_t i = 0; i < *n && !r->bad; i++) {
		v[i].temp = ht_wire_string(r);
		v[i].stem = ht_wire_string(r);
		v[i].tail = ht_wire_string(r);
		v[i].file = ht_wire_string(r);
		v[i].size = ht_wire_number(r, UINT64_MAX);
		v[i].pages = (uint32_t)ht_wire_number(r, UINT32_MAX);
		v[i].hash = get_hash(r);
		v[i].sm3 = get_hash(r);
		v[i].begins = ht_wire_number(r, 1);
		if (v[i].begins)
			get_paper(r, &v[i]);
	}
	return v;
}

static ht_message get_message(ht_wire *r)
{
	ht_message m = {.level = (ht_level)ht_wire_number(r, HT_LEVEL_ERROR)};
	m.code = get_optional(r);
	m.clause = get_optional(r);
	m.loc.file = get_optional(r);
	m.loc.line = (int)ht_wire_number(r, INT32_MAX);
	m.loc.col = (int)ht_wire_number(r, INT32_MAX);
	m.text = ht_wire_string(r);
	for (size_t i = 0; i < HT_DIAG_ARGS; i++)
		m.args[i] = get_optional(r);
	m.others = ht_wire_number(r, SIZE_MAX);
	m.again = ht_wire_number(r, 1);
	return m;
}

static ht_message *get_messages(ht_wire *r, size_t *n)
{
	ht_message *v = get_list(r, sizeof *v, n);
	for (size_t i = 0; i < *n && !r->bad; i++)
		v[i] = get_message(r);
	return v;
}

bool bt_get_request(ht_arena *arena, char *payload, size_t len, bt_item *item, bt_known *known, bool *has_known)
{
	ht_wire r = {payload, payload + len, arena, false, false};
	*item = (bt_item){.index = ht_wire_number(&r, SIZE_MAX)};
	item->number = ht_wire_number(&r, SIZE_MAX);
	item->line = (int)ht_wire_number(&r, INT32_MAX);
	item->format = (ht_format)ht_wire_number(&r, HT_FORMAT_JSONL);
	const char *input = ht_wire_string(&r);
	bool has_data = ht_wire_number(&r, 1);
	const char *data = ht_wire_bytes(&r, &item->len);
	*has_known = ht_wire_number(&r, 1);
	if (*has_known) {
		known->key = get_hash(&r);
		known->folder = ht_wire_string(&r);
		known->outputs = get_outputs(&r, &known->n_outputs);
		known->reads = get_reads(&r, &known->n_reads);
	}
	if (r.bad || r.p != r.end)
		return false;
	item->input = payload + (input - payload);
	item->data = has_data ? payload + (data - payload) : NULL;
	return true;
}

bool bt_get_reply(ht_arena *arena, const char *payload, size_t len, bt_reply *reply, bool *no_memory)
{
	ht_wire r = {payload, payload + len, arena, false, false};
	bt_reply got = {.index = ht_wire_number(&r, UINT64_MAX)};
	got.state = (ht_batch_state)ht_wire_number(&r, HT_BATCH_EARLIER);
	got.error = (int)ht_wire_number(&r, 4095);
	got.secret = ht_wire_number(&r, 1);
	got.by_machine = ht_wire_number(&r, 1);
	got.ms = (uint32_t)ht_wire_number(&r, UINT32_MAX);
	got.wants_replacement = ht_wire_number(&r, 1);
	got.key = get_hash(&r);
	got.folder = ht_wire_string(&r);
	got.outputs = get_outputs(&r, &got.n_outputs);
	got.reads = get_reads(&r, &got.n_reads);
	got.messages = get_messages(&r, &got.n_messages);
	if (no_memory)
		*no_memory = r.no_memory;
	if (r.bad || r.p != r.end)
		return false;
	*reply = got;
	return true;
}
