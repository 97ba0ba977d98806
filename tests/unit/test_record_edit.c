/* Changes of a record's file: what is written, and that it is read as meant with all else as it was. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "record/edit.h"
#include "record_help.h"

/* Texts that YAML reads as something else, if they are written carelessly. */
static const char *const awkward[] = {
    "A类 #1",
    "甲: 乙",
    "甲：乙",
    "标题：丙",
    "是",
    "001",
    "null",
    "~",
    "",
    " 前后有空 ",
    "- 一",
    "[一, 二]",
    "{一: 二}",
    "“引号”",
    "\"引\"",
    "it's",
    "*星",
    "&和",
    "!叹",
    "%百",
    "@在",
    "`反`",
    "|",
    ">",
    "#",
    "尾：",
    "尾:",
    "a: b: c",
    "一\n二",
    "  一\n二\n",
    "一\n\n  二\n#三\n",
    "---",
    "...",
    "---\n一",
    "\t制表",
    "反\\斜",
    "2026-07-23",
    "true",
    "是: |\n  否",
    "，、。",
};

static ht_node text_node(const char *text)
{
	return (ht_node){.kind = HT_NODE_SCALAR, .text = text, .quoted = true};
}

static char *apply(const char *data, const ht_replacement *r)
{
	const char *p = data;
	if (strncmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	for (int line = 1; line < r->loc.line; p++)
		line += *p == '\n';
	for (int col = 1; col < r->loc.col; col++)
		do
			p++;
		while (((unsigned char)*p & 0xC0) == 0x80);
	assert_int_equal(strncmp(p, r->old, strlen(r->old)), 0);
	char *all = malloc(strlen(data) + strlen(r->text) + 1);
	assert_non_null(all);
	size_t n = (size_t)(p - data);
	memcpy(all, data, n);
	strcpy(all + n, r->text);
	strcat(all + n, p + strlen(r->old));
	return all;
}

/* The file after the change; NULL: there is no way. Free it. */
static char *changed(const char *data, ht_format format, const ht_change *change)
{
	ht_arena *arena = ht_arena_new();
	ht_replacement r = {0};
	char *all = NULL;
	ht_status status = ht_record_change(arena, data, strlen(data), "record", format, change, &r);
	assert_int_not_equal(status, HT_ERR_NOMEM);
	if (status == HT_OK)
		all = apply(data, &r);
	ht_arena_free(arena);
	return all;
}

/* ---- the samples ---- */

#define MAX_STEPS 16

typedef struct walker {
	const char *name, *data;
	ht_path_step path[MAX_STEPS];
	size_t n, changes;
	unsigned turn;
} walker;

/* Comment lines, which a change of one value keeps. */
static size_t count_comments(const char *data)
{
	size_t n = 0;
	for (const char *p = data; *p; p++)
		n += (p == data || p[-1] == '\n') && *p == '#';
	return n;
}

static ht_node *find(ht_node *node, const ht_path_step *path, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (path[i].key)
			node = ht_node_get(node, path[i].key);
		else
			node = node->items[path[i].at];
		assert_non_null(node);
	}
	return node;
}

/* The file with one value changed reads as the old tree with that value. */
static void check_change(walker *w, const char *text)
{
	const ht_node value = text_node(text);
	const ht_change change = {HT_CHANGE_SET, w->path, w->n, &value, 0, NULL};
	char *all = changed(w->data, HT_FORMAT_AUTO, &change);
	if (!all)
		print_error("%s: %s … cannot become \"%s\"\n", w->name, w->path[0].key, text);
	assert_non_null(all);
	ht_arena *arena = ht_arena_new();
	ht_record_file old, new;
	assert_int_equal(ht_record_file_read(arena, w->data, strlen(w->data), w->name, HT_FORMAT_AUTO, NULL, &old),
	                 HT_OK);
	assert_int_equal(ht_record_file_read(arena, all, strlen(all), w->name, old.format, NULL, &new), HT_OK);
	*find(old.root, w->path, w->n) = value;
	if (!ht_node_same(old.root, new.root))
		print_error("%s: \"%s\" gives\n%s\n", w->name, text, all);
	assert_true(ht_node_same(old.root, new.root));
	assert_true(count_comments(all) >= count_comments(w->data));
	ht_arena_free(arena);
	free(all);
	w->changes++;
}

static void each_value(walker *w, const ht_node *node)
{
	if (node->kind == HT_NODE_SCALAR) {
		for (int i = 0; i < 3; i++)
			check_change(w, awkward[w->turn++ % ARRAY_LEN(awkward)]);
		return;
	}
	assert_true(w->n < MAX_STEPS);
	size_t n = node->n < 12 ? node->n : 12; /* of long tables the first rows */
	for (size_t i = 0; i < n; i++) {
		bool map = node->kind == HT_NODE_MAP;
		w->path[w->n++] = (ht_path_step){map ? node->pairs[i].key->text : NULL, i};
		each_value(w, map ? node->pairs[i].value : node->items[i]);
		w->n--;
	}
}

static char *read_all(const char *path)
{
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	char *data = calloc(1, 1 << 20);
	assert_non_null(data);
	size_t n = fread(data, 1, (1 << 20) - 1, f);
	assert_true(n > 0);
	fclose(f);
	return data;
}

static void test_every_value_of_every_sample(void **state)
{
	(void)state;
	char folder[512], path[1024];
	snprintf(folder, sizeof folder, "%s/../../samples", getenv("HT_CASES"));
	DIR *dir = opendir(folder);
	assert_non_null(dir);
	size_t changes = 0;
	for (struct dirent *e; (e = readdir(dir));) {
		const char *end = strrchr(e->d_name, '.');
		if (!end || (strcmp(end, ".yaml") && strcmp(end, ".md") && strcmp(end, ".json")))
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		walker w = {.name = e->d_name, .data = read_all(path), .turn = (unsigned)changes};
		ht_arena *arena = ht_arena_new();
		ht_record_file file;
		assert_int_equal(
		    ht_record_file_read(arena, w.data, strlen(w.data), w.name, HT_FORMAT_AUTO, NULL, &file), HT_OK);
		each_value(&w, file.root);
		changes += w.changes;
		ht_arena_free(arena);
		free((char *)(uintptr_t)w.data);
	}
	closedir(dir);
	assert_true(changes > 2000);
}

/* ---- what is written ---- */

typedef struct row {
	const char *was, *is; /* is NULL: there is no way */
	ht_change_op op;
	const char *path; /* steps, / between them */
	const char *value;
	size_t to;
} row;

static const row rows[] = {
    /* values, and the comments beside them */
    {"标题: 一 # 注\n日期: 2026-01-01\n", "标题: 二 # 注\n日期: 2026-01-01\n", HT_CHANGE_SET, "title", "二", 0},
    {"标题: \"一\"  # 注\n", "标题: |  # 注\n  二\n  三\n", HT_CHANGE_SET, "title", "二\n三", 0},
    {"正文: |  # 注\n  一\n  二\n\n日期: 2026-01-01\n", "正文: |  # 注\n  三\n  四\n\n日期: 2026-01-01\n",
     HT_CHANGE_SET, "body", "三\n四", 0},
    {"正文: |\n  一\n", "正文: 二\n", HT_CHANGE_SET, "body", "二", 0},
    {"标题:\n日期: 2026-01-01\n", "标题: 一\n日期: 2026-01-01\n", HT_CHANGE_SET, "标题", "一", 0},
    {"标题: 一", "标题: 二", HT_CHANGE_SET, "标题", "二", 0},
    {"标题：一\r\n日期: 2026-01-01\r\n", "标题：二\r\n日期: 2026-01-01\r\n", HT_CHANGE_SET, "标题", "二", 0},
    {"{\"标题\": \"一\", \"日期\": \"2026-01-01\"}", "{\"标题\": \"二 #\", \"日期\": \"2026-01-01\"}", HT_CHANGE_SET,
     "title", "二 #", 0},
    /* fields that are not there */
    {"标题: 一 # 注\n正文: 二\n", "标题: 一 # 注\n主送机关: 三\n正文: 二\n", HT_CHANGE_SET, "recipients", "三", 0},
    {"title: 一\n", "title: 一\ndate: 2026-01-01\n", HT_CHANGE_SET, "成文日期", "2026-01-01", 0},
    {"日期: 2026-01-01\n", "标题: 一\n日期: 2026-01-01\n", HT_CHANGE_SET, "title", "一", 0},
    {"", "标题: 一\n", HT_CHANGE_SET, "title", "一", 0},
    {"# 只有注\n", "# 只有注\n标题: 一\n", HT_CHANGE_SET, "title", "一", 0},
    {"标题: 一\n", "标题: 一\n会议:\n  地点: 二\n", HT_CHANGE_SET, "meeting/place", "二", 0},
    {"标题: 一\n", "标题: 一\n附件:\n  - 标题: 二\n", HT_CHANGE_SET, "attachments/0/title", "二", 0},
    {"附件: 甲\n", "附件: 乙\n", HT_CHANGE_SET, "attachments/0/title", "乙", 0},
    {"附件: 甲\n", "附件:\n  标题: 甲\n  正文: 乙\n", HT_CHANGE_SET, "attachments/0/body", "乙", 0},
    {"{}", "{\"标题\": \"一\"}", HT_CHANGE_SET, "title", "一", 0},
    {"{\n  \"标题\": \"一\"\n}\n", "{\n  \"标题\": \"一\",\n  \"成文日期\": \"2026-01-01\"\n}\n", HT_CHANGE_SET, "date",
     "2026-01-01", 0},
    /* the text below a front matter */
    {"---\n标题: 一\n---\n旧文\n", "---\n标题: 一\n---\n新文\n二\n", HT_CHANGE_SET, "body", "新文\n二", 0},
    {"---\n标题: 一\n---\n文\n", "---\n标题: 二\n---\n文\n", HT_CHANGE_SET, "title", "二", 0},
    /* members of lists */
    {"主送机关:\n  - 甲 # 一\n  - 乙\n", "主送机关:\n  - 甲 # 一\n  - 乙\n  - 丙\n", HT_CHANGE_SET, "recipients/2",
     "丙", 0},
    {"主送机关:\n- 甲 # 一\n# 注\n- 乙\n", "主送机关:\n- 新\n- 甲 # 一\n# 注\n- 乙\n", HT_CHANGE_INSERT, "recipients/0",
     "新", 0},
    {"主送机关: [甲, 乙]\n", "主送机关: [甲, \"丙, 丁\", 乙]\n", HT_CHANGE_INSERT, "recipients/1", "丙, 丁", 0},
    {"主送机关: 甲\n", "主送机关:\n  - 甲\n  - 乙\n", HT_CHANGE_SET, "recipients/1", "乙", 0},
    {"主送机关:\n  - 甲\n  # 注\n  - 乙 # 走\n  - 丙\n", "主送机关:\n  - 甲\n  # 注\n  - 丙\n", HT_CHANGE_REMOVE,
     "recipients/1", NULL, 0},
    {"主送机关: [甲, 乙]\n", "主送机关: [甲]\n", HT_CHANGE_REMOVE, "recipients/1", NULL, 0},
    {"标题: 一\n主送机关:\n  - 甲\n", "标题: 一\n", HT_CHANGE_REMOVE, "recipients/0", NULL, 0},
    {"标题: 一\n正文: |\n  二\n\n日期: 2026-01-01\n", "标题: 一\n\n日期: 2026-01-01\n", HT_CHANGE_REMOVE, "body", NULL,
     0},
    {"标题: 一\n日期: 2026-01-01", "标题: 一", HT_CHANGE_REMOVE, "date", NULL, 0},
    {"主送机关:\n  - 甲\n  - 乙\n  - 丙\n", "主送机关:\n  - 丙\n  - 甲\n  - 乙\n", HT_CHANGE_MOVE, "recipients/2", NULL,
     0},
    {"主送机关:\n  - 甲\n  - 乙\n  - 丙\n", "主送机关:\n  - 乙\n  - 丙\n  - 甲\n", HT_CHANGE_MOVE, "recipients/0", NULL,
     2},
    /* what leads nowhere */
    {"主送机关:\n  - 甲\n", NULL, HT_CHANGE_SET, "recipients/5", "乙", 0},
    {"标题: 一\n", NULL, HT_CHANGE_REMOVE, "date", NULL, 0},
    {"? [标题]\n: 一\n", "? [标题]\n: 一\n标题: 二\n", HT_CHANGE_SET, "title", "二", 0},
    {"会议:\n  ? [标题]\n  : 一\n", NULL, HT_CHANGE_SET, "meeting/place", "二", 0},
    {"? 标题\n: 一\n", NULL, HT_CHANGE_REMOVE, "title", NULL, 0},
    {"主送机关:\n  - - 甲\n    - 乙\n", "主送机关:\n  - - 甲\n", HT_CHANGE_REMOVE, "recipients/0/1/0", NULL, 0},
    {"标题: \"一\n", NULL, HT_CHANGE_SET, "title", "二", 0},
};

static void test_what_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const row *r = &rows[i];
		const ht_node value = text_node(r->value ? r->value : "");
		char path[64];
		ht_path_step steps[MAX_STEPS];
		snprintf(path, sizeof path, "%s", r->path);
		size_t n = 0;
		for (char *rest = path, *step; (step = strsep(&rest, "/"));)
			steps[n++] = *step >= '0' && *step <= '9' ? (ht_path_step){NULL, (size_t)atoi(step)}
			                                          : (ht_path_step){step, 0};
		const ht_change change = {r->op, steps, n, &value, r->to, NULL};
		char *all = changed(r->was, HT_FORMAT_AUTO, &change);
		if (!r->is && all)
			print_error("row %zu: %s\n", i, all);
		if (!r->is)
			assert_null(all);
		else if (!all)
			fail_msg("row %zu: no way for %s", i, r->was);
		else
			assert_string_equal(all, r->is);
		free(all);
	}
}

/* ---- long lists ---- */

#define MANY 20000

static ht_node *list_of(ht_arena *arena, size_t n, const char *format)
{
	ht_node *list = ht_arena_alloc(arena, sizeof *list);
	assert_non_null(list);
	*list = (ht_node){.kind = HT_NODE_SEQ, .items = ht_arena_array(arena, n + 1, sizeof *list->items), .n = n};
	for (size_t i = 0; i < n; i++) {
		list->items[i] = ht_arena_alloc(arena, sizeof **list->items);
		assert_non_null(list->items[i]);
		*list->items[i] = text_node(i % 100 == 7 ? "null" : ht_arena_printf(arena, format, i));
	}
	return list;
}

/* Many members are changed at once, each as if it were changed alone: one reading of the file for each took 10 minutes.
 */
static void test_long_lists(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, MANY / 2, MANY, MANY + 1, MANY * 2};
	ht_buf data = {0};
	ht_buf_adds(&data, "标题: 一\n主送机关:\n");
	for (int i = 0; i < MANY; i++)
		ht_buf_addf(&data, "  - 单位%d # 注%d\n", i, i);
	ht_buf_adds(&data, "日期: 2026-01-01\n");
	assert_false(data.failed);
	for (size_t k = 0; k < ARRAY_LEN(sizes); k++) {
		ht_arena *arena = ht_arena_new();
		const ht_node *value = list_of(arena, sizes[k], "新%zu");
		const ht_path_step step = {"recipients", 0};
		const ht_change change = {HT_CHANGE_SET, &step, 1, value, 0, NULL};
		char *all = changed(data.data, HT_FORMAT_YAML, &change);
		assert_non_null(all);
		ht_record_file file;
		assert_int_equal(ht_record_file_read(arena, all, strlen(all), "record", HT_FORMAT_YAML, NULL, &file),
		                 HT_OK);
		assert_true(ht_node_same(ht_node_get(file.root, "主送机关"), value));
		assert_non_null(strstr(all, "日期: 2026-01-01\n"));
		if (sizes[k] > 1)
			assert_non_null(strstr(all, "  - 新0 # 注0\n  - 新1 # 注1\n"));
		if (sizes[k] > MANY)
			assert_non_null(strstr(all, "  - 新19999 # 注19999\n  - 新20000\n"));
		free(all);
		ht_arena_free(arena);
	}
	ht_buf_free(&data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_what_is_written),
	    cmocka_unit_test(test_long_lists),
	    cmocka_unit_test(test_every_value_of_every_sample),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
