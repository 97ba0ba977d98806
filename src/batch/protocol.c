/* Requests to workers and their replies.
 *
 * A payload holds numbers in this machine's byte order, and strings with their
 * length before and a NUL after them, so that a decoder can point into it. A
 * worker's memory may be corrupt, so everything in a reply is checked against
 * the payload's end. */
#include <string.h>

#include "bt.h"

/* A record's text, and 16 MiB for what comes with it. */
#define MAX_FRAME (HT_EXPORT_MAX_INPUT + ((size_t)16 << 20))

#define MAX_LIST 100000 /* members of any list */

/* ---- writing ---- */

static size_t begin(ht_buf *out)
{
	uint32_t len = 0;
	ht_buf_add(out, &len, sizeof len);
	return out->len;
}

static bool finish(ht_buf *out, size_t start)
{
	if (out->failed)
		return false;
	uint32_t len = (uint32_t)(out->len - start);
	memcpy(out->data + start - sizeof len, &len, sizeof len);
	return true;
}

static void put_number(ht_buf *out, uint64_t v)
{
	ht_buf_add(out, &v, sizeof v);
}

static void put_bytes(ht_buf *out, const void *data, size_t len)
{
	put_number(out, len);
	ht_buf_add(out, data, len);
	ht_buf_add(out, "", 1);
}

static void put_string(ht_buf *out, const char *s)
{
	put_bytes(out, s ? s : "", s ? strlen(s) : 0);
}

static void put_hash(ht_buf *out, const bt_hash *hash)
{
	ht_buf_add(out, hash->v, sizeof hash->v);
}

static void put_reads(ht_buf *out, const bt_read *v, size_t n)
{
	put_number(out, n);
	for (size_t i = 0; i < n; i++) {
		put_string(out, v[i].path);
		put_hash(out, &v[i].hash);
	}
}

static void put_outputs(ht_buf *out, const bt_output *v, size_t n)
{
	put_number(out, n);
	for (size_t i = 0; i < n; i++) {
		put_string(out, v[i].temp);
		put_string(out, v[i].stem);
		put_string(out, v[i].tail);
		put_string(out, v[i].file);
		put_number(out, v[i].size);
		put_number(out, v[i].pages);
		put_hash(out, &v[i].hash);
	}
}

/* A string that may be missing. */
static void put_optional(ht_buf *out, const char *s)
{
	put_number(out, s != NULL);
	if (s)
		put_string(out, s);
}

static void put_message(ht_buf *out, const ht_message *m)
{
	put_number(out, m->level);
	put_optional(out, m->code);
	put_optional(out, m->clause);
	put_optional(out, m->loc.file);
	put_number(out, (uint64_t)m->loc.line);
	put_number(out, (uint64_t)m->loc.col);
	put_string(out, m->text);
	for (size_t i = 0; i < HT_DIAG_ARGS; i++)
		put_optional(out, m->args[i]);
	put_number(out, m->others);
	put_number(out, m->again);
}

bool bt_put_request(ht_buf *out, const bt_item *item, const bt_known *known)
{
	size_t start = begin(out);
	put_number(out, item->index);
	put_number(out, (uint64_t)item->line);
	put_number(out, item->format);
	put_string(out, item->input);
	put_number(out, item->data != NULL);
	put_bytes(out, item->data ? item->data : "", item->data ? item->len : 0);
	put_number(out, known != NULL);
	if (known) {
		put_hash(out, &known->key);
		put_string(out, known->folder);
		put_outputs(out, known->outputs, known->n_outputs);
		put_reads(out, known->reads, known->n_reads);
	}
	return finish(out, start);
}

bool bt_put_reply(ht_buf *out, const bt_reply *r)
{
	size_t start = begin(out);
	put_number(out, r->index);
	put_number(out, r->state);
	put_number(out, (uint64_t)r->error);
	put_number(out, r->secret);
	put_number(out, r->by_machine);
	put_number(out, r->ms);
	put_number(out, r->wants_replacement);
	put_hash(out, &r->key);
	put_string(out, r->folder);
	put_outputs(out, r->outputs, r->n_outputs);
	put_reads(out, r->reads, r->n_reads);
	put_number(out, r->n_messages);
	for (size_t i = 0; i < r->n_messages; i++)
		put_message(out, &r->messages[i]);
	return finish(out, start);
}

/* ---- reading ---- */

typedef struct reader {
	const char *p, *end;
	ht_arena *arena;
	bool bad;
} reader;

static const char *take(reader *r, size_t len)
{
	if (r->bad || (size_t)(r->end - r->p) < len) {
		r->bad = true;
		return NULL;
	}
	const char *p = r->p;
	r->p += len;
	return p;
}

/* max: a greater number cannot have been sent. */
static uint64_t get_number(reader *r, uint64_t max)
{
	uint64_t v = 0;
	const char *p = take(r, sizeof v);
	if (p)
		memcpy(&v, p, sizeof v);
	r->bad |= v > max;
	return r->bad ? 0 : v;
}

static const char *get_bytes(reader *r, size_t *len)
{
	size_t n = get_number(r, MAX_FRAME);
	const char *p = take(r, n + 1);
	if (!p || p[n]) {
		r->bad = true;
		return "";
	}
	*len = n;
	return p;
}

static const char *get_string(reader *r)
{
	size_t len;
	return get_bytes(r, &len);
}

static bt_hash get_hash(reader *r)
{
	bt_hash hash = {0};
	const char *p = take(r, sizeof hash.v);
	if (p)
		memcpy(hash.v, p, sizeof hash.v);
	return hash;
}

static void *get_list(reader *r, size_t size, size_t *n)
{
	*n = get_number(r, MAX_LIST);
	void *v = ht_arena_array(r->arena, *n + 1, size);
	r->bad |= !v;
	if (r->bad)
		*n = 0;
	return v;
}

static bt_read *get_reads(reader *r, size_t *n)
{
	bt_read *v = get_list(r, sizeof *v, n);
	for (size_t i = 0; i < *n && !r->bad; i++) {
		v[i].path = get_string(r);
		v[i].hash = get_hash(r);
	}
	return v;
}

static bt_output *get_outputs(reader *r, size_t *n)
{
	bt_output *v = get_list(r, sizeof *v, n);
	for (size_t i = 0; i < *n && !r->bad; i++) {
		v[i].temp = get_string(r);
		v[i].stem = get_string(r);
		v[i].tail = get_string(r);
		v[i].file = get_string(r);
		v[i].size = get_number(r, UINT64_MAX);
		v[i].pages = (uint32_t)get_number(r, UINT32_MAX);
		v[i].hash = get_hash(r);
	}
	return v;
}

static const char *get_optional(reader *r)
{
	return get_number(r, 1) ? get_string(r) : NULL;
}

static ht_message get_message(reader *r)
{
	ht_message m = {.level = (ht_level)get_number(r, HT_LEVEL_ERROR)};
	m.code = get_optional(r);
	m.clause = get_optional(r);
	m.loc.file = get_optional(r);
	m.loc.line = (int)get_number(r, INT32_MAX);
	m.loc.col = (int)get_number(r, INT32_MAX);
	m.text = get_string(r);
	for (size_t i = 0; i < HT_DIAG_ARGS; i++)
		m.args[i] = get_optional(r);
	m.others = get_number(r, SIZE_MAX);
	m.again = get_number(r, 1);
	return m;
}

static ht_message *get_messages(reader *r, size_t *n)
{
	ht_message *v = get_list(r, sizeof *v, n);
	for (size_t i = 0; i < *n && !r->bad; i++)
		v[i] = get_message(r);
	return v;
}

bool bt_get_request(ht_arena *arena, char *payload, size_t len, bt_item *item, bt_known *known, bool *has_known)
{
	reader r = {payload, payload + len, arena, false};
	*item = (bt_item){.index = get_number(&r, SIZE_MAX)};
	item->line = (int)get_number(&r, INT32_MAX);
	item->format = (ht_format)get_number(&r, HT_FORMAT_JSONL);
	const char *input = get_string(&r);
	bool has_data = get_number(&r, 1);
	const char *data = get_bytes(&r, &item->len);
	*has_known = get_number(&r, 1);
	if (*has_known) {
		known->key = get_hash(&r);
		known->folder = get_string(&r);
		known->outputs = get_outputs(&r, &known->n_outputs);
		known->reads = get_reads(&r, &known->n_reads);
	}
	if (r.bad || r.p != r.end)
		return false;
	item->input = payload + (input - payload);
	item->data = has_data ? payload + (data - payload) : NULL;
	return true;
}

bool bt_get_reply(ht_arena *arena, const char *payload, size_t len, bt_reply *reply)
{
	reader r = {payload, payload + len, arena, false};
	bt_reply got = {.index = get_number(&r, UINT64_MAX)};
	got.state = (ht_batch_state)get_number(&r, HT_BATCH_EARLIER);
	got.error = (int)get_number(&r, 4095);
	got.secret = get_number(&r, 1);
	got.by_machine = get_number(&r, 1);
	got.ms = (uint32_t)get_number(&r, UINT32_MAX);
	got.wants_replacement = get_number(&r, 1);
	got.key = get_hash(&r);
	got.folder = get_string(&r);
	got.outputs = get_outputs(&r, &got.n_outputs);
	got.reads = get_reads(&r, &got.n_reads);
	got.messages = get_messages(&r, &got.n_messages);
	if (r.bad || r.p != r.end)
		return false;
	*reply = got;
	return true;
}

const char *bt_frame(const ht_buf *buf, size_t *pos, size_t *len, bool *broken)
{
	uint32_t n;
	if (buf->len - *pos < sizeof n)
		return NULL;
	memcpy(&n, buf->data + *pos, sizeof n);
	if (n > MAX_FRAME)
		*broken = true;
	if (n > MAX_FRAME || buf->len - *pos - sizeof n < n)
		return NULL;
	const char *payload = buf->data + *pos + sizeof n;
	*pos += sizeof n + n;
	*len = n;
	return payload;
}
