/* Names of outputs: templates, cleaning, cutting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bt.h"

static const char json[] = "{\"标题\": \"关于“甲/乙”的通知: 一\", \"发文字号\": \"清政发〔2026〕1号\", "
                           "\"date\": \"2026-7-3\", \"form\": \"letter\", \"issuers\": [\"甲局\", \"乙局\"], "
                           "\"会议\": {\"名称\": \"例会\", \"主持\": \"林致远 主席\"}, \"正文\": \"文。\"}";

/* The name by which the record's one output would go; static storage. */
static const char *name_by(const char *template, const char *input, int line, size_t page, size_t *empty)
{
	static char name[600];
	ht_arena *arena = ht_arena_new();
	ht_diags *diags = ht_diags_new();
	ht_record *record = NULL;
	char *wrong = NULL;
	static const ht_choice names_of_forms[] = {{"letter", "信函", NULL}, {NULL, NULL, NULL}};
	static const char *const nothing[] = {NULL}, *const *const required[] = {nothing};
	static const ht_forms forms = {names_of_forms, required, 1, 0, NULL};
	assert_int_equal(ht_record_read(json, strlen(json), input, 1, HT_FORMAT_JSON, &forms, diags, &record), HT_OK);
	ht_output output = {.target = ht_export_target("pdf"), .page = page};
	const ht_outputs outputs = {.v = &output, .n = 1, .n_pages = 1, .form = "letter"};
	bt_item item = {.number = 7, .line = line};
	item.input = strdup(input);
	bt_naming naming = {NULL, "out", template ? bt_template_parse(arena, template, &wrong) : NULL, false};
	assert_null(wrong);
	bt_names names;
	size_t before = ht_diags_count(diags, HT_LEVEL_WARNING);
	assert_int_equal(bt_names_make(&naming, &item, record, &outputs, "letter", arena, diags, &names), HT_OK);
	assert_string_equal(names.folder, "out/");
	if (empty)
		*empty = ht_diags_count(diags, HT_LEVEL_WARNING) - before;
	snprintf(name, sizeof name, "%s", bt_name_join(arena, "", names.stems[0], 0, names.tails[0]));
	bt_item_free(&item);
	ht_record_free(record);
	ht_diags_free(diags);
	ht_arena_free(arena);
	return name;
}

static void after_the_input(void **state)
{
	(void)state;
	assert_string_equal(name_by(NULL, "a/b.c.yaml", 0, 0, NULL), "b.c.pdf");
	assert_string_equal(name_by(NULL, "a/b.jsonl", 12, 0, NULL), "b-0012.pdf");
	assert_string_equal(name_by(NULL, "a/b.yaml", 0, 3, NULL), "b-3.pdf");
	assert_string_equal(name_by(NULL, ".yaml", 0, 0, NULL), ".yaml.pdf");
}

static void by_fields(void **state)
{
	(void)state;
	size_t empty;
	assert_string_equal(name_by("{date}-{number}-{title}", "x.json", 0, 0, NULL),
	                    "2026-07-03-清政发〔2026〕1号-关于“甲／乙”的通知： 一.pdf");
	assert_string_equal(name_by("{成文日期} {发文字号}", "x.json", 0, 0, NULL), "2026-07-03 清政发〔2026〕1号.pdf");
	assert_string_equal(name_by("{meeting.name}·{会议.主持人}·{issuers}", "x.json", 0, 0, NULL),
	                    "例会·林致远·甲局、乙局.pdf");
	assert_string_equal(name_by("{form}+{格式}", "x.json", 0, 0, NULL), "letter+信函.pdf");
	assert_string_equal(name_by("{index}_{input}_{line}_{style}", "d/x.jsonl", 4, 0, NULL), "7_x_4_letter.pdf");
	assert_string_equal(name_by("{page}. Seite", "x.json", 0, 2, NULL), "2. Seite.pdf");
	assert_string_equal(name_by("{title}", "x.json", 0, 2, &empty), "关于“甲／乙”的通知： 一-2.pdf");
	assert_int_equal(empty, 0);
	/* what the record lacks is said; a name of nothing is the input's */
	assert_string_equal(name_by("{date}-{note}", "x.json", 0, 0, &empty), "2026-07-03-.pdf");
	assert_int_equal(empty, 1);
	assert_string_equal(name_by("{note}", "d/x.json", 0, 0, &empty), "x.pdf");
	assert_int_equal(empty, 1);
}

static void wrong_templates(void **state)
{
	(void)state;
	static const struct {
		const char *template, *wrong;
	} rows[] = {
	    {"{titel}", "titel"},
	    {"{正文}", "正文"},
	    {"{meeting}", "meeting"},
	    {"{meeting.agenda}", "meeting.agenda"},
	    {"a{title", "{title"},
	    {"a}b", "}b"},
	    {"", ""},
	    {"{title.x}", "title.x"},
	    {"{}", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *wrong = ht_batch_check_name(rows[i].template);
		assert_non_null(wrong);
		assert_string_equal(wrong, rows[i].wrong);
		free(wrong);
	}
	assert_null(ht_batch_check_name("{date}-{发文字号}"));
}

static const char *clean(ht_arena *arena, const char *text)
{
	ht_buf buf = {0};
	assert_true(bt_clean(&buf, text));
	const char *stem = bt_clean_stem(arena, buf.data ? buf.data : "");
	ht_buf_free(&buf);
	return stem;
}

static void every_system_takes_it(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	static const char *const rows[][2] = {
	    {"a/b\\c:d*e?f\"g<h>i|j", "a／b＼c：d＊e？f＂g＜h＞i｜j"},
	    {"甲\t乙\n\x7f\xC2\x85丙\xE2\x80\xAE", "甲乙丙"},
	    {" 题 . . ", "题"},
	    {"..", ""},
	    {".hidden", "_.hidden"},
	    {"CON", "CON_"},
	    {"nul.tar", "nul_.tar"},
	    {"Com1", "Com1_"},
	    {"LPT¹", "LPT¹_"},
	    {"CONTENT", "CONTENT"},
	    {"COM", "COM"},
	    {"a\xFF\xC3z", "a__z"},
	    {"\xE4\xB8", "__"},
	    {"-o甲", "_-o甲"},
	    {"cafe\u0301", "caf\u00E9"},
	    {"甲\u180E\U000E0041\u3164\u00AD乙", "甲乙"},
	    {"葛\U000E0100城", "葛\U000E0100城"}, /* the form of a Han character is not format */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(clean(arena, rows[i][0]), rows[i][1]);
	ht_arena_free(arena);
}

static void names_are_cut_at_a_character(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	char stem[400] = "";
	while (strlen(stem) < 380)
		strcat(stem, "题");
	for (int nth = 0; nth < 2000; nth += 77) {
		const char *name = bt_name_join(arena, "d/", stem, nth, "-3.pdf");
		size_t len = strlen(name) - 2;
		assert_true(len <= 255 && len > 252 - 2);
		char tail[32];
		snprintf(tail, sizeof tail, nth > 1 ? "-%d-3.pdf" : "-3.pdf", nth);
		assert_string_equal(name + 2 + len - strlen(tail), tail);
		assert_int_equal((len - strlen(tail)) % strlen("题"), 0);
	}
	assert_string_equal(bt_name_join(arena, "", "短", 2, ".pdf"), "短-2.pdf");
	ht_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(after_the_input),
	    cmocka_unit_test(by_fields),
	    cmocka_unit_test(wrong_templates),
	    cmocka_unit_test(every_system_takes_it),
	    cmocka_unit_test(names_are_cut_at_a_character),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
