/* Requests: JSON of a known shape, with a record in it. */
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "st.h"

/* Deeper ones are no request: reading must not depend on what strangers nest. */
#define MAX_DEPTH 32

/* Is it nested too deep, or does a text of it hold a NUL, after which the reader would lose the rest? */
static bool is_hostile(const char *data, size_t len)
{
	int depth = 0;
	bool text = false;
	for (size_t i = 0; i < len && depth <= MAX_DEPTH; i++) {
		if (!data[i] || (text && len - i >= 6 && memcmp(data + i, "\\u0000", 6) == 0))
			return true;
		if (text && data[i] == '\\')
			i++;
		else if (data[i] == '"')
			text = !text;
		else if (!text)
			depth += (data[i] == '[' || data[i] == '{') - (data[i] == ']' || data[i] == '}');
	}
	return depth > MAX_DEPTH;
}

static ht_status refuse(ht_buf *answer, const char *why)
{
	ht_buf_adds(answer, why);
	return HT_ERR_ARG;
}

/* Is it a path that stays in the folder that the record is in? */
static bool is_beneath(const char *name)
{
	for (const char *p = name; p; p = strchr(p, '/')) {
		p += *p == '/' && p != name;
		if (*p == '/' || (strncmp(p, "..", 2) == 0 && (!p[2] || p[2] == '/')))
			return false;
	}
	return true;
}

ht_status st_request_read(const char *data, size_t len, ht_buf *answer, st_request *ret)
{
	char why[256] = "";
	*ret = (st_request){0};
	char *copy = NULL;
	if (!is_hostile(data, len))
		copy = strndup(data, len);
	if (copy)
		ret->root = yajl_tree_parse(copy, why, sizeof why);
	free(copy);
	ret->record = st_text(ret->root, "record");
	const char *name = st_text(ret->root, "name");
	if (!ret->record || (name && !is_beneath(name))) {
		st_request_free(ret);
		return refuse(answer, _("the request is a JSON object with the text of a record in \"record\""));
	}
	ret->len = strlen(ret->record);
	ret->format = ht_format_guess(name, ret->record, ret->len);
	ret->name = name;
	if (!name || !*name)
		ret->name = ht_format_file(ret->format);
	return HT_OK;
}

void st_request_free(st_request *request)
{
	yajl_tree_free(request->root);
	*request = (st_request){0};
}

yajl_val st_member(yajl_val object, const char *key)
{
	const char *const path[] = {key, NULL};
	if (!YAJL_IS_OBJECT(object))
		return NULL;
	return yajl_tree_get(object, (const char **)(uintptr_t)path, yajl_t_any);
}

const char *st_text(yajl_val object, const char *key)
{
	return YAJL_GET_STRING(st_member(object, key));
}

bool st_true(yajl_val object, const char *key, bool otherwise)
{
	yajl_val v = st_member(object, key);
	return YAJL_IS_TRUE(v) || (otherwise && !v);
}

yajl_val *st_list(yajl_val object, const char *key, size_t *n)
{
	yajl_val v = st_member(object, key);
	*n = 0;
	if (!YAJL_IS_ARRAY(v))
		return NULL;
	*n = v->u.array.len;
	return v->u.array.values;
}

bool st_lists(yajl_val object, const char *key, const char *text)
{
	size_t n;
	yajl_val *list = st_list(object, key, &n);
	for (size_t i = 0; i < n; i++)
		if (YAJL_IS_STRING(list[i]) && ht_str_same(YAJL_GET_STRING(list[i]), text))
			return true;
	return false;
}
