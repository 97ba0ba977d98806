/* DIR/.hongtou/shard.json: that a shard is finished, and what the merge must know of it besides its journal. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yajl/yajl_tree.h>

#include "base/infile.h"
#include "base/outfile.h"
#include "job.h"

#define MAX_BYTES ((size_t)64 << 20)

const char *bt_account_path(ht_arena *arena, const char *dir)
{
	return ht_arena_printf(arena, "%s/.hongtou/shard.json", dir);
}

/* ---- writing ---- */

static void put_span(bt_json *j, const bt_span *span)
{
	bt_json_pair(j, "host", span->host);
	bt_json_number(j, "started", (uint64_t)span->started);
	bt_json_number(j, "finished", (uint64_t)span->finished);
	bt_json_number(j, "milliseconds", span->ms);
}

static void put_account(bt_json *j, const bt_account *a)
{
	char digest[17];
	snprintf(digest, sizeof digest, "%016" PRIx64, a->digest);
	bt_json_object(j, NULL);
	bt_json_number(j, "shard", a->shard.number);
	bt_json_number(j, "of", a->shard.of);
	bt_json_number(j, "records", a->records);
	bt_json_pair(j, "digest", digest);
	bt_json_number(j, "skipped", a->skipped);
	bt_json_bool(j, "report", a->report);
	put_span(j, &a->span);
	bt_json_sources(j, a->sheets, a->n_sheets, a->fonts, a->n_fonts, false);
	bt_json_end_object(j);
}

ht_status bt_account_write(const char *path, const bt_account *account, ht_diags *diags)
{
	bt_json j;
	size_t len;
	if (!bt_json_open(&j, true))
		return HT_ERR_NOMEM;
	put_account(&j, account);
	const char *text = bt_json_text(&j, &len);
	ht_status status = text ? ht_outfile_put(path, text, len, diags) : HT_ERR_NOMEM;
	bt_json_close(&j);
	return status;
}

/* ---- reading ---- */

typedef struct reader {
	ht_arena *arena;
	bool nomem, wrong; /* sticky */
} reader;

static yajl_val get(yajl_val map, const char *key, yajl_type type)
{
	const char *path[] = {key, NULL};
	return yajl_tree_get(map, path, type);
}

/* A string, which must be there. */
static const char *get_string(reader *r, yajl_val map, const char *key)
{
	const char *s = YAJL_GET_STRING(get(map, key, yajl_t_string)), *copy = s ? ht_arena_strdup(r->arena, s) : NULL;
	r->wrong |= !s;
	r->nomem |= s && !copy;
	return copy;
}

/* A number, which must be there. */
static uint64_t get_number(reader *r, yajl_val map, const char *key, uint64_t most)
{
	yajl_val v = get(map, key, yajl_t_number);
	const bool ok = v && YAJL_IS_INTEGER(v) && YAJL_GET_INTEGER(v) >= 0 && (uint64_t)YAJL_GET_INTEGER(v) <= most;
	r->wrong |= !ok;
	return ok ? (uint64_t)YAJL_GET_INTEGER(v) : 0;
}

/* A list, and room for its items of so many bytes. NULL: there is none, or no memory. */
static void *get_list(reader *r, yajl_val root, const char *key, size_t size, yajl_val **items, size_t *n)
{
	const yajl_val list = get(root, key, yajl_t_array);
	void *v = list ? ht_arena_array(r->arena, list->u.array.len + 1, size) : NULL;
	r->wrong |= !list;
	r->nomem |= list && !v;
	*items = v ? list->u.array.values : NULL;
	*n = v ? list->u.array.len : 0;
	return v;
}

/* A file that was read. False: it has no checksum. */
static bool get_file(reader *r, yajl_val map, const char **path, bt_hash *hash)
{
	*path = get_string(r, map, "file");
	return bt_hash_parse(YAJL_GET_STRING(get(map, "sha256", yajl_t_string)), hash);
}

static void read_sheets(reader *r, yajl_val root, bt_account *a)
{
	yajl_val *items;
	bt_sheet *v = get_list(r, root, "style_sheets", sizeof *v, &items, &a->n_sheets);
	for (size_t i = 0; i < a->n_sheets; i++)
		r->wrong |= !get_file(r, items[i], &v[i].path, &v[i].hash);
	a->sheets = v;
}

static void read_fonts(reader *r, yajl_val root, bt_account *a)
{
	yajl_val *items;
	bt_font_file *v = get_list(r, root, "fonts", sizeof *v, &items, &a->n_fonts);
	for (size_t i = 0; i < a->n_fonts; i++) {
		v[i].family = get_string(r, items[i], "family");
		v[i].read = get_file(r, items[i], &v[i].path, &v[i].hash);
	}
	a->fonts = v;
}

static bt_account read_account(reader *r, yajl_val root)
{
	bt_account a = {.shard = {(uint32_t)get_number(r, root, "shard", HT_BATCH_SHARDS),
	                          (uint32_t)get_number(r, root, "of", HT_BATCH_SHARDS)},
	                .records = (size_t)get_number(r, root, "records", INT64_MAX),
	                .skipped = (size_t)get_number(r, root, "skipped", INT64_MAX),
	                .report = YAJL_IS_TRUE(get(root, "report", yajl_t_any)),
	                .span = {.host = get_string(r, root, "host"),
	                         .started = (int64_t)get_number(r, root, "started", INT64_MAX),
	                         .finished = (int64_t)get_number(r, root, "finished", INT64_MAX),
	                         .ms = get_number(r, root, "milliseconds", INT64_MAX)}};
	const char *digest = get_string(r, root, "digest");
	a.digest = digest ? strtoull(digest, NULL, 16) : 0;
	r->wrong |= !a.shard.number || a.shard.number > a.shard.of;
	read_sheets(r, root, &a);
	read_fonts(r, root, &a);
	return a;
}

ht_status bt_account_read(ht_arena *arena, const char *path, bt_account *ret)
{
	ht_buf text = {0};
	char error[8];
	reader r = {.arena = arena};
	ht_status status = ht_infile_read(path, MAX_BYTES, NULL, &text);
	yajl_val root = status == HT_OK && text.len ? yajl_tree_parse(text.data, error, sizeof error) : NULL;
	if (root) {
		const bt_account account = read_account(&r, root);
		if (!r.nomem && !r.wrong)
			*ret = account;
	}
	r.wrong |= !root;
	r.nomem |= status == HT_ERR_NOMEM;
	yajl_tree_free(root);
	ht_buf_free(&text);
	if (r.nomem)
		return HT_ERR_NOMEM;
	return r.wrong ? HT_ERR_INPUT : HT_OK;
}
