/* JSON through yajl's SAX interface.
 *
 * yajl gives no places, but how far it has read: at each callback, the end of the current token. Its beginning is found
 * by stepping from the last token's end over white space, commas and colons. yajl also turns halves of surrogate pairs
 * into question marks and lets \u0000 through, so a string's escapes are checked in the source. Its errors are
 * distinguished by their words and by the character they stop at. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/array.h"
#include "base/utf8.h"
#include "record/messages.h"
#include "tree.h"

typedef struct json_reader {
	ht_tree *tree;
	yajl_handle yajl;
	ht_cursor cur; /* at the end of the last token */
} json_reader;

static const char *source_end(const json_reader *j)
{
	return j->tree->src->data + j->tree->src->len;
}

static const char *skip(const char *p, const char *end, const char *set)
{
	while (p < end && *p && strchr(set, *p))
		p++;
	return p;
}

/* The current token, [*begin, *end), and the place of its first character. */
static ht_loc token(json_reader *j, const char **begin, const char **end)
{
	*end = j->tree->src->data + yajl_get_bytes_consumed(j->yajl);
	*begin = skip(j->cur.p, *end, " \t\r\n,:");
	return ht_cursor_at(&j->cur, *begin);
}

/* The code unit of the escape \uXXXX at p, or -1. */
static long unit_at(const char *p, const char *end)
{
	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	long v = 0;
	for (int i = 2; i < 6; i++) {
		const char *digits = "0123456789abcdef", *d;
		char c = (char)(p[i] >= 'A' && p[i] <= 'F' ? p[i] - 'A' + 'a' : p[i]);
		if (!c || !(d = strchr(digits, c)))
			return -1;
		v = v * 16 + (d - digits);
	}
	return v;
}

/* One escape at p: report it if it is not allowed; returns its bytes. */
static size_t check_escape(json_reader *j, const char *p, const char *end, bool *fault)
{
	long unit = unit_at(p, end);
	if (unit < 0) {
		*fault |= p[1] == 'b' || p[1] == 'f';
		if (*fault)
			HT_TREE_FAULT(j->tree, HT_D_CONTROL_CHAR, ht_cursor_at(&j->cur, p),
			              p[1] == 'b' ? "U+0008" : "U+000C", NULL);
		return 2;
	}
	bool high = unit >= 0xD800 && unit < 0xDC00, low = unit >= 0xDC00 && unit < 0xE000;
	long next = high ? unit_at(p + 6, end) : -1;
	if (next >= 0xDC00 && next < 0xE000)
		return 12;
	if (high || low || ht_is_forbidden((unsigned)unit)) {
		char name[24];
		snprintf(name, sizeof name, high || low ? "\\u%04lx" : "U+%04lX", (unsigned long)unit);
		ht_code code = high || low ? HT_D_JSON_SURROGATE : HT_D_CONTROL_CHAR;
		HT_TREE_FAULT(j->tree, code, ht_cursor_at(&j->cur, p), name, NULL);
		*fault = true;
	}
	return 6;
}

/* Check the escapes of the string token [p, end). false: it has faults. */
static bool check_escapes(json_reader *j, const char *p, const char *end)
{
	bool fault = false;
	while ((p = memchr(p, '\\', (size_t)(end - p))) && end - p >= 2) {
		bool here = false;
		p += check_escape(j, p, end, &here);
		fault |= here;
		if (p >= end)
			break;
	}
	return !fault;
}

/* A value or key whose text is s; quoted: a string. */
static int add_scalar(json_reader *j, const char *s, size_t len, bool quoted)
{
	const char *begin, *end;
	ht_loc loc = token(j, &begin, &end);
	bool sound = !quoted || check_escapes(j, begin, end);
	const char *text = sound ? ht_arena_strndup(j->tree->src->arena, s, len) : "?";
	if (!text) {
		j->tree->status = HT_ERR_NOMEM;
		return 0;
	}
	ht_node *node = ht_tree_scalar(j->tree, loc, text, quoted);
	if (node && quoted)
		node->text_loc.col++;
	/* Without escapes the value is its source, byte for byte. */
	if (node) {
		node->line_exact = len + (quoted ? 2 : 0) == (size_t)(end - begin);
		node->source = begin + quoted;
		node->source_end = end;
		node->escape = '\\';
	}
	ht_loc after = ht_cursor_at(&j->cur, end);
	if (node)
		node->end = after;
	return node != NULL;
}

static int on_null(void *ctx)
{
	return add_scalar(ctx, "null", 4, false);
}

static int on_boolean(void *ctx, int value)
{
	return value ? add_scalar(ctx, "true", 4, false) : add_scalar(ctx, "false", 5, false);
}

static int on_number(void *ctx, const char *s, size_t len)
{
	return add_scalar(ctx, s, len, false);
}

static int on_string(void *ctx, const unsigned char *s, size_t len)
{
	return add_scalar(ctx, (const char *)s, len, true);
}

static int open_container(json_reader *j, ht_node_kind kind)
{
	const char *begin, *end;
	ht_loc loc = token(j, &begin, &end);
	bool more = ht_tree_open(j->tree, kind, loc, true);
	ht_cursor_at(&j->cur, end);
	return more;
}

static int on_map(void *ctx)
{
	return open_container(ctx, HT_NODE_MAP);
}

static int on_list(void *ctx)
{
	return open_container(ctx, HT_NODE_SEQ);
}

static int on_end(void *ctx)
{
	json_reader *j = ctx;
	return ht_tree_close(j->tree, ht_cursor_at(&j->cur, j->tree->src->data + yajl_get_bytes_consumed(j->yajl)));
}

/* yajl's errors: words in its message and our diagnostic. */
static const struct {
	const char *words;
	ht_code code;
} errors[] = {
    {"premature EOF", HT_D_JSON_END},
    {"trailing garbage", HT_D_JSON_TRAILING},
    {"(must be a string)", HT_D_JSON_KEY},
    {"separated by a colon", HT_D_JSON_COLON},
    {"I expect ',' or", HT_D_JSON_COMMA},
    {"unallowed token", HT_D_JSON_WORD},
    {"invalid char in json", HT_D_JSON_WORD},
    {"invalid string in json", HT_D_JSON_WORD},
    {"'\\' occurs before", HT_D_JSON_ESCAPE},
    {"(non-hex)", HT_D_JSON_ESCAPE},
    {"invalid character inside string", HT_D_JSON_LINE_END},
    {"malformed number", HT_D_JSON_NUMBER},
    {"comment found", HT_D_JSON_COMMENT},
};

/* Full-width punctuation marks and the ASCII ones that were meant. */
static const char *const full_width[][2] = {
    {"“", "\""}, {"”", "\""}, {"：", ":"}, {"，", ","}, {"、", ","}, {"｛", "{"}, {"｝", "}"},
    {"［", "["}, {"］", "]"}, {"【", "["}, {"】", "]"}, {"‘", "\""}, {"’", "\""}, {"＂", "\""},
};

static bool report_full_width(json_reader *j, const char *p, ht_loc loc)
{
	for (size_t i = 0; i < ARRAY_LEN(full_width); i++) {
		size_t n = strlen(full_width[i][0]);
		if ((size_t)(source_end(j) - p) < n || memcmp(p, full_width[i][0], n) != 0)
			continue;
		HT_TREE_FAULT(j->tree, HT_D_JSON_FULLWIDTH, loc, full_width[i][0], full_width[i][1], NULL);
		return true;
	}
	return false;
}

/* Did the source from the last token's end on hold a comma before p? */
static bool comma_before(const json_reader *j, const char *p)
{
	return memchr(j->cur.p, ',', (size_t)(p - j->cur.p)) != NULL;
}

static ht_code classify(const char *message)
{
	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (strstr(message, errors[i].words))
			return errors[i].code;
	return HT_D_SYNTAX;
}

/* Within a string: the place of the error, from the string's first byte on. */
static const char *fault_in_string(const char *p, const char *end, ht_code code)
{
	for (p++; p < end && *p != '"'; p++) {
		if (code == HT_D_JSON_LINE_END && ((unsigned char)*p < 0x20))
			return p;
		if (*p != '\\' || p + 1 == end)
			continue;
		if (code == HT_D_JSON_ESCAPE && (p[1] == 'u' ? unit_at(p, end) < 0 : !strchr("\"\\/bfnrt", p[1])))
			return p;
		p++;
	}
	return p;
}

static void report(json_reader *j)
{
	const char *end = source_end(j);
	unsigned char *message = yajl_get_error(j->yajl, 0, NULL, 0);
	ht_code code = message ? classify((const char *)message) : HT_D_SYNTAX;
	const char *p = skip(j->cur.p, end, code == HT_D_JSON_COLON ? " \t\r\n" : " \t\r\n,:");
	bool closing = p < end && (*p == '}' || *p == ']');
	if (closing && comma_before(j, p) && (code == HT_D_JSON_KEY || code == HT_D_JSON_WORD)) {
		code = HT_D_JSON_COMMA_LAST;
		p = memchr(j->cur.p, ',', (size_t)(p - j->cur.p));
	}
	if (code == HT_D_JSON_COMMA && p == j->cur.p)
		code = HT_D_JSON_NUMBER; /* 01: a second number right after the first */
	if (code == HT_D_JSON_ESCAPE || code == HT_D_JSON_LINE_END)
		p = fault_in_string(p, end, code);
	ht_loc loc = ht_cursor_at(&j->cur, p);
	if (p == end || !report_full_width(j, p, loc))
		HT_TREE_FAULT(j->tree, code, loc, "JSON", NULL);
	if (message)
		yajl_free_error(j->yajl, message);
}

static bool only_blanks(const ht_source *src)
{
	const char *end = src->data + src->len;
	return skip(src->data, end, " \t\r\n") == end;
}

void ht_tree_read_json(ht_tree *tree)
{
	static const yajl_callbacks callbacks = {
	    .yajl_null = on_null,
	    .yajl_boolean = on_boolean,
	    .yajl_number = on_number,
	    .yajl_string = on_string,
	    .yajl_start_map = on_map,
	    .yajl_map_key = on_string,
	    .yajl_end_map = on_end,
	    .yajl_start_array = on_list,
	    .yajl_end_array = on_end,
	};
	if (only_blanks(tree->src))
		return;
	json_reader j = {.tree = tree, .cur = ht_source_cursor(tree->src)};
	j.yajl = yajl_alloc(&callbacks, NULL, &j);
	if (!j.yajl) {
		tree->status = HT_ERR_NOMEM;
		return;
	}
	const unsigned char *data = (const unsigned char *)tree->src->data;
	yajl_status status = yajl_parse(j.yajl, data, tree->src->len);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(j.yajl);
	if (status == yajl_status_error && tree->status == HT_OK) {
		report(&j);
		tree->status = HT_ERR_INPUT;
	}
	yajl_free(j.yajl);
}
