/* JSON as the journal and the report write it, by yajl. */
#include <string.h>

#include <yajl/yajl_gen.h>

#include "base/utf8.h"
#include "base/str.h"
#include "job.h"

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

bool bt_json_open(bt_json *j, bool indented)
{
	*j = (bt_json){.gen = yajl_gen_alloc(NULL)};
	j->failed = !j->gen;
	if (j->gen)
		yajl_gen_config(j->gen, yajl_gen_beautify, indented);
	return !j->failed;
}

void bt_json_close(bt_json *j)
{
	if (j->gen)
		yajl_gen_free(j->gen);
	j->gen = NULL;
}

static void put_utf8(bt_json *j, const char *s, size_t len)
{
	yajl_gen_string(j->gen, (const unsigned char *)s, len);
}

void bt_json_string(bt_json *j, const char *s)
{
	size_t len = strlen(s), valid = ht_utf8_check(s, len);
	if (valid == len) {
		put_utf8(j, s, len);
		return;
	}
	ht_buf text = {0};
	for (; valid < len; valid = ht_utf8_check(s, len)) {
		ht_buf_add(&text, s, valid);
		ht_buf_adds(&text, REPLACEMENT);
		s += valid + 1;
		len -= valid + 1;
	}
	ht_buf_add(&text, s, len);
	if (!text.failed)
		put_utf8(j, text.data, text.len);
	j->failed |= text.failed;
	ht_buf_free(&text);
}

void bt_json_key(bt_json *j, const char *key)
{
	put_utf8(j, key, strlen(key));
}

void bt_json_pair(bt_json *j, const char *key, const char *value)
{
	bt_json_key(j, key);
	bt_json_string(j, value);
}

void bt_json_number(bt_json *j, const char *key, uint64_t value)
{
	bt_json_key(j, key);
	yajl_gen_integer(j->gen, (long long)value);
}

void bt_json_bool(bt_json *j, const char *key, bool value)
{
	bt_json_key(j, key);
	yajl_gen_bool(j->gen, value);
}

void bt_json_hash(bt_json *j, const char *key, const bt_hash *hash)
{
	char hex[2 * BT_HASH + 1];
	bt_hash_hex(hash, hex);
	bt_json_key(j, key);
	put_utf8(j, hex, 2 * (size_t)BT_HASH);
}

void bt_json_object(bt_json *j, const char *key)
{
	if (key)
		bt_json_key(j, key);
	yajl_gen_map_open(j->gen);
}

void bt_json_array(bt_json *j, const char *key)
{
	if (key)
		bt_json_key(j, key);
	yajl_gen_array_open(j->gen);
}

void bt_json_end_object(bt_json *j)
{
	yajl_gen_map_close(j->gen);
}

void bt_json_end_array(bt_json *j)
{
	yajl_gen_array_close(j->gen);
}

void bt_json_file(bt_json *j, const char *path, const bt_hash *hash)
{
	bt_json_object(j, NULL);
	bt_json_pair(j, "file", path);
	bt_json_hash(j, "sha256", hash);
	bt_json_end_object(j);
}

static const char *name_of(const char *path, bool bare)
{
	return bare ? ht_str_file_name(path) : path;
}

void bt_json_sources(bt_json *j, const bt_sheet *sheets, size_t n_sheets, const bt_font_file *fonts, size_t n_fonts,
                     bool bare)
{
	bt_json_array(j, "style_sheets");
	for (size_t i = 0; i < n_sheets; i++)
		bt_json_file(j, name_of(sheets[i].path, bare), &sheets[i].hash);
	bt_json_end_array(j);
	bt_json_array(j, "fonts");
	for (size_t i = 0; i < n_fonts; i++) {
		bt_json_object(j, NULL);
		bt_json_pair(j, "family", fonts[i].family);
		bt_json_pair(j, "file", name_of(fonts[i].path, bare));
		if (fonts[i].read)
			bt_json_hash(j, "sha256", &fonts[i].hash);
		bt_json_end_object(j);
	}
	bt_json_end_array(j);
}

static void put_paper(bt_json *j, const bt_output *o)
{
	if (o->title)
		bt_json_pair(j, "title", o->title);
	bt_json_object(j, "archive");
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		if (o->archive[i])
			bt_json_pair(j, ht_archive_rows[i].zh, o->archive[i]);
	bt_json_end_object(j);
}

void bt_json_outputs(bt_json *j, const bt_output *v, size_t n)
{
	bt_json_array(j, "outputs");
	for (size_t i = 0; i < n; i++) {
		bt_json_object(j, NULL);
		bt_json_pair(j, "file", v[i].file);
		bt_json_number(j, "bytes", v[i].size);
		bt_json_number(j, "pages", v[i].pages);
		bt_json_hash(j, "sha256", &v[i].hash);
		if (!bt_hash_is_unknown(&v[i].sm3))
			bt_json_hash(j, "sm3", &v[i].sm3);
		if (v[i].begins)
			put_paper(j, &v[i]);
		bt_json_end_object(j);
	}
	bt_json_end_array(j);
}

const char *bt_json_text(const bt_json *j, size_t *len)
{
	const unsigned char *text;
	bool ok = !j->failed && yajl_gen_get_buf(j->gen, &text, len) == yajl_gen_status_ok;
	return ok ? (const char *)text : NULL;
}

void bt_json_clear(bt_json *j)
{
	yajl_gen_clear(j->gen);
}
