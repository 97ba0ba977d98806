/* What an editor asks: pages as numbers, the outline, forms, changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glob.h>
#include <yajl/yajl_tree.h>

#include "base/str.h"
#include "studio/studio.h"

typedef ht_status call(ht_exporter *x, const char *request, size_t len, ht_buf *answer);

static ht_export_options options = {.source_date = -1};

static int open_exporter(void **state)
{
	ht_exporter *x = NULL;
	ht_diags *diags = ht_diags_new();
	assert_int_equal(ht_exporter_new(&options, diags, &x), HT_OK);
	ht_diags_free(diags);
	*state = x;
	return 0;
}

static int close_exporter(void **state)
{
	ht_exporter_free(*state);
	return 0;
}

/* The answer, parsed: free with yajl_tree_free(). */
static yajl_val ask(ht_exporter *x, call *c, const char *request, ht_status wanted)
{
	ht_buf answer = {0};
	assert_int_equal(c(x, request, strlen(request), &answer), wanted);
	yajl_val v = NULL;
	if (wanted == HT_OK) {
		v = yajl_tree_parse(answer.data, NULL, 0);
		assert_non_null(v);
	} else {
		assert_true(answer.len > 0);
	}
	ht_buf_free(&answer);
	return v;
}

static yajl_val get(yajl_val v, const char *key)
{
	const char *path[] = {key, NULL};
	return yajl_tree_get(v, path, yajl_t_any);
}

static yajl_val item(yajl_val v, size_t i)
{
	assert_true(YAJL_IS_ARRAY(v) && i < v->u.array.len);
	return v->u.array.values[i];
}

static const char *text(yajl_val v, const char *key)
{
	const char *s = YAJL_GET_STRING(get(v, key));
	assert_non_null(s);
	return s;
}

#define NOTICE                                                                                                                                          \
	"\"标题: 关于检查的通知\\n成文日期: 2026-07-23\\n发文机关: 某某局\\n抄送: 某某办\\n印发机关: 某某室\\n正文: " \
	"|\\n  请按时检查。\\n\""

static void test_pages(void **state)
{
	yajl_val a = ask(*state, ht_studio_pages, "{\"record\": " NOTICE "}", HT_OK);
	yajl_val page = item(get(a, "pages"), 0);
	assert_true(YAJL_IS_FALSE(get(a, "partial")));
	assert_string_equal(text(a, "form"), "document");
	assert_true(get(page, "list")->u.array.len > 5);
	assert_true(get(a, "glyphs")->u.object.len > 0);
	/* a line more above: other places, the same picture */
	char request[2048];
	snprintf(request, sizeof request,
	         "{\"record\": \"# 注\\n%s, \"have\": {\"pages\": [\"%s\"], \"maps\": [\"%s\"]}}", &NOTICE[1],
	         text(page, "hash"), text(page, "map_hash"));
	yajl_val b = ask(*state, ht_studio_pages, request, HT_OK), again = item(get(b, "pages"), 0);
	assert_string_equal(text(again, "hash"), text(page, "hash"));
	assert_string_equal(text(again, "map_hash"), text(page, "map_hash"));
	assert_int_equal(YAJL_GET_INTEGER(get(again, "base")), YAJL_GET_INTEGER(get(page, "base")) + 1);
	assert_null(get(again, "list"));
	assert_null(get(again, "map"));
	yajl_tree_free(b);
	yajl_tree_free(a);
}

/* A label of the sheet has the place of the field beside it; a page number has none. */
static void test_places_of_labels(void **state)
{
	yajl_val a = ask(*state, ht_studio_pages, "{\"record\": " NOTICE "}", HT_OK);
	size_t found = 0;
	for (size_t k = 0; k < get(a, "pages")->u.array.len; k++) {
		yajl_val page = item(get(a, "pages"), k), map = get(page, "map");
		long long base = YAJL_GET_INTEGER(get(page, "base"));
		for (size_t i = 0; i < map->u.array.len; i++) {
			yajl_val line = item(item(map, i), 0);
			const char *said = YAJL_GET_STRING(item(item(map, i), 2));
			assert_non_null(said);
			if (strstr(said, "抄送")) {
				assert_int_equal(YAJL_GET_INTEGER(line) + base, 4);
				found++;
			}
			if (strcmp(said, "—") == 0)
				assert_true(YAJL_IS_NULL(line));
		}
	}
	assert_int_equal(found, 1);
	yajl_tree_free(a);
}

/* A field with an error is left out; after one of the syntax pages are those of before. */
static void test_faulty_records(void **state)
{
	yajl_val a =
	    ask(*state, ht_studio_pages, "{\"record\": \"标题: 一\\n成文日期: 2026-13-45\\n正文: 二\\n\"}", HT_OK);
	assert_true(YAJL_IS_FALSE(get(a, "partial")));
	assert_true(get(a, "pages")->u.array.len > 0);
	assert_true(get(a, "diagnostics")->u.array.len > 0);
	yajl_tree_free(a);
	a = ask(*state, ht_studio_pages, "{\"record\": \"标题: \\\"一\\n正文: 二\\n\"}", HT_OK);
	assert_true(YAJL_IS_TRUE(get(a, "partial")));
	yajl_tree_free(a);
	a = ask(*state, ht_studio_pages, "{\"record\": \"标题: \\\"一\\n正文: 二\\n\", \"have\": {\"pages\": [\"x\"]}}",
	        HT_OK);
	assert_true(YAJL_IS_NULL(get(a, "pages")));
	yajl_tree_free(a);
}

static void test_visible_pages_first(void **state)
{
	ht_buf request = {0};
	ht_buf_adds(&request, "{\"visible\": [0], \"record\": \"标题: 一\\n正文: |\\n");
	for (int i = 0; i < 200; i++)
		ht_buf_adds(&request, "  这一行是正文。\\n");
	ht_buf_adds(&request, "\"}");
	yajl_val a = ask(*state, ht_studio_pages, request.data, HT_OK), pages = get(a, "pages");
	assert_true(pages->u.array.len > 5);
	assert_true(YAJL_IS_TRUE(get(a, "more")));
	assert_non_null(get(item(pages, 0), "list"));
	assert_null(get(item(pages, 3), "list"));
	yajl_tree_free(a);
	ht_buf_free(&request);
}

/* What is said is not said again to who has it. */
static void test_what_was_said(void **state)
{
	yajl_val a = ask(*state, ht_studio_pages, "{\"record\": " NOTICE "}", HT_OK);
	assert_true(get(a, "diagnostics")->u.array.len > 0);
	char request[2048];
	snprintf(request, sizeof request, "{\"record\": %s, \"have\": {\"said\": \"%s\"}}", NOTICE, text(a, "said"));
	yajl_val b = ask(*state, ht_studio_pages, request, HT_OK);
	assert_string_equal(text(b, "said"), text(a, "said"));
	assert_true(YAJL_IS_NULL(get(b, "diagnostics")));
	yajl_tree_free(b);
	snprintf(request, sizeof request, "{\"record\": \"# 注\\n%s, \"have\": {\"said\": \"%s\"}}", &NOTICE[1],
	         text(a, "said"));
	b = ask(*state, ht_studio_pages, request, HT_OK);
	assert_true(get(b, "diagnostics")->u.array.len > 0);
	yajl_tree_free(b);
	yajl_tree_free(a);
}

/* ---- pages while a record is written are those of the record as it is ---- */

static unsigned random_below(unsigned n)
{
	static uint32_t state = 20261127;
	state = state * 1664525u + 1013904223u;
	return (unsigned)(((uint64_t)(state >> 8) * n) >> 24);
}

/* A place in the text between two characters. */
static size_t random_place(const ht_buf *text)
{
	size_t at = random_below((unsigned)text->len + 1);
	while (at < text->len && ((unsigned char)text->data[at] & 0xC0) == 0x80)
		at++;
	return at;
}

/* Something is typed, or a few characters are deleted. Some of what is typed is said something of, or has other faces.
 */
static void change(ht_buf *record)
{
	static const char *const typed[] = {"的",   "a",  "１", "\n一、", "\n\n", "😀",  "𠮷",
	                                    "سلام", "——", "〔", "10⁻³",   "；",   "**", "\xEE\x80\x80"};
	ht_buf now = {0};
	size_t at = random_place(record), end = at;
	ht_buf_add(&now, record->data, at);
	if (random_below(3))
		ht_buf_adds(&now, typed[random_below(sizeof typed / sizeof *typed)]);
	else
		for (unsigned n = random_below(6); end < record->len && n > 0; n--)
			end = (size_t)(ht_str_next(record->data + end) - record->data);
	ht_buf_add(&now, record->data + end, record->len - end);
	ht_buf_free(record);
	*record = now;
}

static void answer_for(ht_exporter *x, const char *name, const ht_buf *record, ht_buf *answer)
{
	ht_buf request = {0};
	ht_buf_adds(&request, "{\"name\": ");
	ht_buf_addquoted(&request, name);
	ht_buf_adds(&request, ", \"outline\": true, \"record\": ");
	ht_buf_addquoted(&request, record->data);
	ht_buf_adds(&request, "}");
	assert_int_equal(ht_studio_pages(x, request.data, request.len, answer), HT_OK);
	ht_buf_free(&request);
}

/* Changed step by step by who has seen all before, and all at once by who has seen nothing. */
static void write_record(ht_exporter *warm, const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	ht_buf record = {0}, got = {0}, wanted = {0};
	FILE *f = fopen(path, "rb");
	char part[4096];
	assert_non_null(f);
	for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
		ht_buf_add(&record, part, n);
	fclose(f);
	for (int i = 0; i < 8; i++) {
		got.len = wanted.len = 0;
		answer_for(warm, name, &record, &got);
		void *fresh;
		open_exporter(&fresh);
		answer_for(fresh, name, &record, &wanted);
		close_exporter(&fresh);
		if (got.len != wanted.len || memcmp(got.data, wanted.data, got.len) != 0)
			fail_msg("%s, change %d:\n%s", name, i, record.data);
		change(&record);
	}
	ht_buf_free(&record);
	ht_buf_free(&got);
	ht_buf_free(&wanted);
}

static void test_writing(void **state)
{
	glob_t found;
	char pattern[4096];
	snprintf(pattern, sizeof pattern, "%s/export/*.[myj]*", getenv("HT_CASES"));
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_true(found.gl_pathc > 20);
	for (size_t i = 0; i < found.gl_pathc; i++)
		write_record(*state, found.gl_pathv[i]);
	globfree(&found);
}

static void test_outline(void **state)
{
	yajl_val a =
	    ask(*state, ht_studio_outline,
	        "{\"record\": \"---\\n标题: 一\\n附件:\\n  - 标题: 甲\\n  - 乙\\n自造: 丙\\n---\\n正文\\n\"}", HT_OK);
	yajl_val fields = get(a, "fields");
	assert_string_equal(text(a, "format"), "md");
	assert_int_equal(fields->u.array.len, 7);
	assert_string_equal(text(item(fields, 0), "value"), "一");
	assert_int_equal(YAJL_GET_INTEGER(get(item(fields, 0), "end_column")), 6);
	assert_int_equal(YAJL_GET_INTEGER(item(get(item(fields, 4), "path"), 1)), 1);
	assert_true(YAJL_IS_TRUE(get(item(fields, 5), "unknown")));
	assert_string_equal(text(item(fields, 6), "value"), "正文\n");
	yajl_tree_free(a);
}

static void test_edit(void **state)
{
	yajl_val a =
	    ask(*state, ht_studio_edit,
	        "{\"record\": \"标题: 一\\n\", \"op\": \"set\", \"path\": [\"title\"], \"value\": \"二\"}", HT_OK);
	yajl_val edit = item(get(a, "edits"), 0);
	assert_int_equal(YAJL_GET_INTEGER(get(edit, "line")), 1);
	assert_int_equal(YAJL_GET_INTEGER(get(edit, "column")), 5);
	assert_string_equal(text(edit, "old"), "一");
	assert_string_equal(text(edit, "new"), "二");
	yajl_tree_free(a);
	a = ask(*state, ht_studio_edit,
	        "{\"record\": \"标题: 一\\n\", \"op\": \"set\", \"path\": [\"title\"], \"value\": \"一\"}", HT_OK);
	assert_int_equal(get(a, "edits")->u.array.len, 0);
	yajl_tree_free(a);
	ask(*state, ht_studio_edit, "{\"record\": \"标题: 一\\n\", \"op\": \"remove\", \"path\": [\"date\"]}",
	    HT_ERR_INPUT);
}

static yajl_val field_of(yajl_val form, const char *name)
{
	yajl_val fields = get(form, "fields");
	for (size_t i = 0; i < fields->u.array.len; i++)
		if (strcmp(text(item(fields, i), "name"), name) == 0)
			return item(fields, i);
	fail_msg("no field %s", name);
	return NULL;
}

static void test_forms(void **state)
{
	ht_buf answer = {0};
	assert_int_equal(ht_studio_form(*state, NULL, &answer), HT_OK);
	yajl_val all = yajl_tree_parse(answer.data, NULL, 0);
	assert_true(get(all, "forms")->u.array.len >= 6);
	yajl_tree_free(all);
	answer.len = 0;
	assert_int_equal(ht_studio_form(*state, "简报", &answer), HT_OK);
	yajl_val form = yajl_tree_parse(answer.data, NULL, 0);
	assert_string_equal(text(form, "name"), "bulletin");
	assert_true(YAJL_IS_TRUE(get(field_of(form, "items"), "printed")));
	assert_true(YAJL_IS_FALSE(get(field_of(form, "signers"), "printed")));
	/* without items its text is the record's own */
	assert_true(YAJL_IS_TRUE(get(field_of(form, "body"), "printed")));
	assert_true(YAJL_IS_TRUE(get(field_of(form, "title"), "printed")));
	assert_true(YAJL_IS_TRUE(get(field_of(form, "date"), "required")));
	assert_string_equal(text(field_of(form, "urgency"), "widget"), "choice");
	yajl_tree_free(form);
	answer.len = 0;
	assert_int_equal(ht_studio_form(*state, "没有的", &answer), HT_ERR_INPUT);
	ht_buf_free(&answer);
}

static void test_what_is_no_request(void **state)
{
	static const char *const wrong[] = {
	    "",
	    "[]",
	    "null",
	    "{",
	    "{}",
	    "{\"record\": 1}",
	    "{\"record\": \"a\\u0000b\"}",
	    "{\"record\": \"\", \"name\": \"../a.md\"}",
	    "{\"record\": \"\", \"name\": \"/a.md\"}",
	    "{\"record\": \"\", \"name\": \"a/..\"}",
	    ("{\"record\": \"\", \"x\": "
	     "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}")};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		ask(*state, ht_studio_pages, wrong[i], HT_ERR_ARG);
		ask(*state, ht_studio_outline, wrong[i], HT_ERR_ARG);
		ask(*state, ht_studio_edit, wrong[i], HT_ERR_ARG);
	}
	ask(*state, ht_studio_edit, "{\"record\": \"\", \"op\": \"set\", \"path\": []}", HT_ERR_ARG);
	ask(*state, ht_studio_edit, "{\"record\": \"\", \"op\": \"burn\", \"path\": [\"title\"]}", HT_ERR_ARG);
	yajl_tree_free(ask(*state, ht_studio_pages, "{\"record\": \"\"}", HT_OK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pages),          cmocka_unit_test(test_places_of_labels),
	    cmocka_unit_test(test_faulty_records), cmocka_unit_test(test_visible_pages_first),
	    cmocka_unit_test(test_outline),        cmocka_unit_test(test_edit),
	    cmocka_unit_test(test_forms),          cmocka_unit_test(test_what_is_no_request),
	    cmocka_unit_test(test_what_was_said),  cmocka_unit_test(test_writing),
	};
	return cmocka_run_group_tests(tests, open_exporter, close_exporter);
}
