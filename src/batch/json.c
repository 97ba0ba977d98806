/* JSON as the journal and the report write it, by yajl. */
#include <string.h>

#include <glib.h>
#include <yajl/yajl_gen.h>

#include "base/utf8.h"
#include "job.h"

/* Names of files may be no UTF-8; JSON must be. */
void bt_json_string(void *gen, const char *s)
{
	size_t len = strlen(s);
	if (ht_utf8_check(s, len) == len) {
		yajl_gen_string(gen, (const unsigned char *)s, len);
		return;
	}
	gchar *valid = g_utf8_make_valid(s, (gssize)len);
	yajl_gen_string(gen, (const unsigned char *)valid, strlen(valid));
	g_free(valid);
}

void bt_json_key(void *gen, const char *key)
{
	yajl_gen_string(gen, (const unsigned char *)key, strlen(key));
}

void bt_json_pair(void *gen, const char *key, const char *value)
{
	bt_json_key(gen, key);
	bt_json_string(gen, value);
}

void bt_json_number(void *gen, const char *key, uint64_t value)
{
	bt_json_key(gen, key);
	yajl_gen_integer(gen, (long long)value);
}

void bt_json_hash(void *gen, const char *key, const bt_hash *hash)
{
	char hex[2 * BT_HASH + 1];
	bt_hash_hex(hash, hex);
	bt_json_key(gen, key);
	yajl_gen_string(gen, (const unsigned char *)hex, 2 * (size_t)BT_HASH);
}
