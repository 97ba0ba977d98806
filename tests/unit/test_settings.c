/* Office settings as texts: read, changed, their series of numbers, their names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "settings/complete.h"
#include "settings/names.h"
#include "settings/numbers.h"

static void numbers_are_read(void **state)
{
	static const struct {
		const char *text;
		int code, year, n; /* code -1: it is none */
	} cases[] = {
	    {"国办发〔2026〕1号", 9, 2026, 1},
	    {"国办发[2026]12号", 9, 2026, 12},
	    {"国办发（2026）第12号", 9, 2026, 12},
	    {"〔2026〕999999号", 0, 2026, 999999},
	    {"国办发〔2026〕0号", -1, 0, 0},
	    {"国办发〔2026〕1000000号", -1, 0, 0},
	    {"国办发〔26〕1号", -1, 0, 0},
	    {"国办发〔2026]1号", -1, 0, 0},
	    {"国办发〔2026〕1", -1, 0, 0},
	    {"国办发〔2026〕1号文", -1, 0, 0},
	    {"国办发2026年1号", -1, 0, 0},
	    {"国办发〔2026〕×号", -1, 0, 0},
	    {"国办发〔2026〕99999999999999999999号", -1, 0, 0},
	    {"", -1, 0, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t code = 0;
		int year = 0, n = 0;
		const bool is = ht_number_read(cases[i].text, &code, &year, &n);
		if (is != (cases[i].code >= 0))
			fail_msg("%s", cases[i].text);
		if (!is)
			continue;
		assert_int_equal(code, cases[i].code);
		assert_int_equal(year, cases[i].year);
		assert_int_equal(n, cases[i].n);
	}
}

/* Settings of a folder of their own; whatever the user and the machine have is not read. */
static ht_settings *opened(const char *text, ht_diags *diags)
{
	char folder[] = "/tmp/hongtou-settings-XXXXXX", path[64];
	ht_settings *s = NULL;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(setenv("XDG_CONFIG_HOME", folder, 1), 0);
	snprintf(path, sizeof path, "%s/office.yaml", folder);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_not_equal(ht_settings_open(folder, diags, &s), HT_ERR_NOMEM);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	return s;
}

static const char *name_of(const ht_series *series)
{
	return series ? series->name : "";
}

static void series_by_form_and_kind(void **state)
{
	(void)state;
	ht_diags *diags = ht_diags_new();
	ht_settings *s =
	    opened("发文字号:\n- {机关代字: 甲函, 用于: [函, 信函]}\n- 甲发\n- {机关代字: 甲令, 用于: 命令}\n- 乙发\n"
	           "简报: [{名称: 甲简报, 已出至: 2026年第3期}]\n",
	           diags);
	assert_int_equal(ht_diags_count(diags, HT_LEVEL_ERROR), 0);
	assert_int_equal(s->n_series, 5);
	assert_string_equal(name_of(ht_series_for(s, "document", "公文", "通知")), "甲发");
	assert_string_equal(name_of(ht_series_for(s, "document", "公文", "函")), "甲函");
	assert_string_equal(name_of(ht_series_for(s, "letter", "信函", "通知")), "甲函");
	assert_string_equal(name_of(ht_series_for(s, "order", "命令", NULL)), "甲令");
	assert_string_equal(name_of(ht_series_for(s, "minutes", "纪要", NULL)), "");
	assert_true(ht_series_named(s, "甲简报")->of_issues);
	assert_int_equal(ht_series_named(s, "甲简报")->last, 3);
	assert_string_equal(ht_series_number(s->arena, ht_series_named(s, "甲发"), 2026, 7), "甲发〔2026〕7号");
	assert_string_equal(ht_series_number(s->arena, ht_series_named(s, "甲简报"), 2026, 4), "4");
	ht_settings_free(s);
	ht_diags_free(diags);
}

static void changes_keep_the_rest(void **state)
{
	(void)state;
	ht_buf text = {0};
	ht_diags *diags = ht_diags_new();
	ht_buf_adds(&text, "# 本单位\n发文机关: 甲局  # 暂用\n\n# 印发\n印发机关: 乙室\n");
	static const char change[] = "{\"issuers\": [\"丙：局\", \"001\"], \"printed_by\": null, \"editor\": \"是\"}";
	assert_int_equal(ht_settings_change(change, strlen(change), &text, diags), HT_OK);
	assert_non_null(strstr(text.data, "# 本单位\n"));
	assert_non_null(strstr(text.data, "# 印发\n"));
	assert_null(strstr(text.data, "乙室"));
	ht_settings *s = opened(text.data, diags);
	const ht_value *issuers = ht_settings_get(s, "issuers", NULL), *editor = ht_settings_get(s, "editor", NULL);
	assert_int_equal(issuers->n, 2);
	assert_string_equal(issuers->texts[0].s, "丙：局");
	assert_string_equal(issuers->texts[1].s, "001");
	assert_string_equal(editor->text.s, "是");
	assert_null(ht_settings_get(s, "printed_by", NULL));
	ht_settings_free(s);
	static const char *const wrong[] = {"[]", "{\"nothing\": 1}", "{", "{\"people\": 1e999999}", ""};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		ht_status status = ht_settings_change(wrong[i], strlen(wrong[i]), &text, diags);
		if (status == HT_OK)
			status = ht_settings_try(text.data, text.len, diags);
		if (status != HT_ERR_INPUT && i != 3) /* 1e999999 is a name */
			fail_msg("%s", wrong[i]);
	}
	ht_buf_free(&text);
	ht_diags_free(diags);
}

static void names_come_back(void **state)
{
	(void)state;
	ht_buf csv = {0}, text = {0}, again = {0};
	size_t n = 0;
	ht_diags *diags = ht_diags_new();
	ht_settings *s =
	    opened("机关名录: ['甲,局', '\"乙\"局', '=1+1']\n人员: [张三 局长, {姓名: 王　五, 单位: 水利局}]\n", diags);
	assert_true(ht_names_csv(s, &csv));
	assert_non_null(strstr(csv.data, ",'=1+1\r\n")); /* no formula where a spreadsheet shows it */
	ht_settings_free(s);
	assert_int_equal(ht_names_take(csv.data, csv.len, "n.csv", &text, diags, &n), HT_OK);
	assert_int_equal(n, 5);
	assert_null(strstr(text.data, "'=1+1"));
	assert_non_null(strstr(text.data, "=1+1"));
	s = opened(text.data, diags);
	assert_true(ht_names_csv(s, &again));
	assert_string_equal(csv.data, again.data);
	assert_int_equal(ht_diags_count(diags, HT_LEVEL_WARNING) + ht_diags_count(diags, HT_LEVEL_ERROR), 0);
	ht_settings_free(s);
	ht_buf_free(&csv);
	ht_buf_free(&text);
	ht_buf_free(&again);
	ht_diags_free(diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_are_read),
	    cmocka_unit_test(series_by_form_and_kind),
	    cmocka_unit_test(changes_keep_the_rest),
	    cmocka_unit_test(names_come_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
