/* Record room: input made to break it. Every case must end soon, in a status,
 * without a fault of memory (run under ASan and UBSan as well). */
#include <time.h>

#include "record_help.h"

static const char good_yaml[] =
    "格式: 纪要\n发文机关: [甲, '乙']\n标题: |\n  一\n  二\n会议:\n  时间: 2026-07-23 09:00\n  出席:\n"
    "    - 副主席: [方知行, \"白 露\"]\n    - {姓名: 张三, 职务: x}\n  议题:\n    - 题目: a\n      决定: [{内容: b, "
    "时限: c}]\n"
    "正文: |\n  一、甲：**乙**[丙](d)`e`\n  | a | b |\n  |---|---|\n  | c | d |\n  ![i](j)\n  - k &amp; \\*\n印数: 5\n";
static const char good_json[] =
    "{\"form\":\"minutes\",\"标题\":[\"a\\u4e00\",\"\\ud842\\udfb7\"],\"meeting\":{\"present\":[{\"主席\":[\"a\"]},"
    "{\"name\":\"b\"}],\"agenda\":{\"topic\":\"x\"}},\"copies\":5,\"note\":null,\"body\":\"一、a\\n**b**\"}";
static const char good_md[] =
    "---\n标题: x\n---\n# 一\n## 二\n**a*b**c*\n[a](b \"c\")![d](e)<f@g.h>\n|a|b|\n|-|:-:|\n|`c`|\\||\n1. x\n";

static char *repeat(const char *before, const char *unit, size_t times, const char *after)
{
	size_t a = strlen(before), n = strlen(unit), b = strlen(after);
	char *s = malloc(a + n * times + b + 1);
	assert_non_null(s);
	memcpy(s, before, a);
	for (size_t i = 0; i < times; i++)
		memcpy(s + a + i * n, unit, n);
	memcpy(s + a + n * times, after, b + 1);
	return s;
}

/* Parse within ten seconds: the worst of these takes a tenth of one. */
static outcome parse_soon(ht_format format, const char *text)
{
	clock_t begin = clock();
	outcome o = parse(format, text);
	assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
	return o;
}

static void expect(ht_format format, char *text, ht_status status, const char *message)
{
	outcome o = parse_soon(format, text);
	assert_int_equal(o.status, status);
	if (message)
		assert_says(&o, message);
	outcome_free(&o);
	free(text);
}

static void deep_nesting_is_refused(void **state)
{
	(void)state;
	expect(HT_FORMAT_JSON, repeat("", "[", 100000, ""), HT_ERR_INPUT, "R110");
	expect(HT_FORMAT_JSON, repeat("", "{\"a\":", 100000, ""), HT_ERR_INPUT, "R110");
	expect(HT_FORMAT_YAML, repeat("", "[", 100000, ""), HT_ERR_INPUT, "R110");
	expect(HT_FORMAT_YAML, repeat("", "{a: ", 100000, ""), HT_ERR_INPUT, "R110");
	expect(HT_FORMAT_YAML, repeat("", "- ", 100000, "x"), HT_ERR_INPUT, "R110");
	expect(HT_FORMAT_YAML, repeat("", "? ", 100000, "x"), HT_ERR_INPUT, NULL);
	expect(HT_FORMAT_MARKDOWN, repeat("---\na: ", "[", 100000, "\n---\nx"), HT_ERR_INPUT, "R110");
}

static void long_lists_are_read(void **state)
{
	(void)state;
	expect(HT_FORMAT_YAML, repeat("抄送:\n", "- 甲\n", 100000, ""), HT_OK, NULL);
	expect(HT_FORMAT_JSON, repeat("{\"附件\":[\"a\"", ",{\"标题\":\"b\"}", 100000, "]}"), HT_OK, NULL);
	expect(HT_FORMAT_YAML, repeat("签发人: 'x", "、张三 主任", 100000, "'"), HT_OK, NULL);
	expect(HT_FORMAT_YAML, repeat("", "k: 1\n", 100000, ""), HT_ERR_INPUT, "more messages");
	expect(HT_FORMAT_MARKDOWN, repeat("---\nnote: x\n---\n", "- a\n", 100000, ""), HT_OK,
	       "- at the beginning of the line");
}

static void alias_bombs_do_not_go_off(void **state)
{
	(void)state;
	outcome o = parse_soon(HT_FORMAT_YAML, "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
	                                       "c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\n"
	                                       "e: &e [*d,*d,*d,*d,*d,*d,*d,*d]\ntitle: *e\n");
	assert_int_equal(o.status, HT_ERR_INPUT);
	assert_says(&o, "R132");
	assert_says(&o, "R133");
	outcome_free(&o);
}

static void markdown_at_its_worst_ends_soon(void **state)
{
	(void)state;
	static const char *const units[] = {"*a*",    "*a **b ", "[",  "[a](", "![a",    "`", "<",    "&a",
	                                    "[![x](", "a_*_*",   "\\", "（",   "**“**”", "|", "| - ", "!["};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		expect(HT_FORMAT_MARKDOWN, repeat("---\nnote: x\n---\n", units[i], 60000 / strlen(units[i]), ""), HT_OK,
		       NULL);
		expect(HT_FORMAT_MARKDOWN, repeat("---\nnote: x\n---\n一、", units[i], 200000, ""), HT_OK, NULL);
	}
	expect(HT_FORMAT_MARKDOWN, repeat("---\nnote: x\n---\n", "|-|\n", 100000, ""), HT_OK, NULL);
	expect(HT_FORMAT_MARKDOWN, repeat("---\nnote: x\n---\n", "|-:-|\n", 100000, ""), HT_OK, NULL);
	expect(HT_FORMAT_MARKDOWN, repeat("---\nnote: x\n---\n|a|\n", "|-", 100000, "|\n|b|\n|c|"), HT_OK, NULL);
	char *head = repeat("---\nnote: x\n---\n", "|a", 60, "|\n");
	char *rule = repeat(head, "|-", 60, "|\n");
	expect(HT_FORMAT_MARKDOWN, repeat(rule, "|b\n", 20000, ""), HT_OK, NULL);
	free(head);
	free(rule);
}

static void stray_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *data;
		size_t len;
		ht_format format;
		const char *message;
	} cases[] = {
	    {"title: a\0b", 10, HT_FORMAT_YAML, "f:1:9: error: the control character U+0000"},
	    {"{\"title\":\"a\0b\"}", 15, HT_FORMAT_JSON, "f:1:12: error: the control character U+0000"},
	    {"\0\0\0\0", 4, HT_FORMAT_YAML, "U+0000"},
	    {"\xEF\xBB\xBF", 3, HT_FORMAT_YAML, "R201"},
	    {"\xFF\xFE\0\0", 4, HT_FORMAT_JSON, "UTF-16"},
	    {"\xFE\xFFxx", 4, HT_FORMAT_MARKDOWN, "UTF-16"},
	    {"t\0i\0t\0l\0e\0:\0 \0x\0", 16, HT_FORMAT_YAML, "UTF-16"},
	    {"title: \xB9\xD8\xD3\xDA", 11, HT_FORMAT_YAML, "f:1:8: error: not UTF-8: the text looks like GB 18030"},
	    {"title: \xE5\x85", 9, HT_FORMAT_YAML, "f:1:8:"},
	    {"title: \xED\xA0\x80", 10, HT_FORMAT_YAML, "f:1:8:"},
	    {"title: \xC0\x80", 9, HT_FORMAT_YAML, "f:1:8:"},
	    {"{\"title\":\"\\ud842x\"}", 19, HT_FORMAT_JSON, "f:1:11: error: \\ud842 is half"},
	    {"{\"title\":\"甲\\udfb7\"}", 22, HT_FORMAT_JSON, "f:1:12: error: \\udfb7 is half"},
	    {"{\"title\":\"\\udfb7\\ud842\"}", 24, HT_FORMAT_JSON, "\\ud842 is half"},
	    {"{\"title\":\"\\u0000\"}", 18, HT_FORMAT_JSON, "U+0000"},
	    {"{\"\\u0000\":1}", 12, HT_FORMAT_JSON, "U+0000"},
	    {"title: \"\\0\"", 11, HT_FORMAT_YAML, "U+0000"},
	    {"\"\\0\": x", 7, HT_FORMAT_YAML, "U+0000"},
	    {"", 0, HT_FORMAT_JSON, "R201"},
	    {"", 0, HT_FORMAT_MARKDOWN, "R160"},
	    {"---", 3, HT_FORMAT_MARKDOWN, "R161"},
	    {"\r", 1, HT_FORMAT_YAML, "R201"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		outcome o = parse_bytes(cases[i].format, cases[i].data, cases[i].len);
		assert_int_equal(o.status, HT_ERR_INPUT);
		assert_says(&o, cases[i].message);
		outcome_free(&o);
	}
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static size_t mutate(char *text, size_t len, size_t room, uint32_t *seed)
{
	static const char marks[] = "\0\n\r\t :-#*_`[]{}|\"'\\&!<>%@,?~\xE3\x80\xFF\xEF\xBC\x9A";
	for (uint32_t n = 1 + next_random(seed) % 6; n; n--) {
		size_t at = next_random(seed) % len;
		char c = marks[next_random(seed) % (sizeof marks - 1)];
		switch (next_random(seed) % 4) {
		case 0:
			text[at] = c;
			break;
		case 1:
			memmove(text + at, text + at + 1, len - at - 1);
			len -= len > 1;
			break;
		case 2:
			if (len < room) {
				memmove(text + at + 1, text + at, len - at);
				text[at] = c;
				len++;
			}
			break;
		default:
			len = len > 40 && next_random(seed) % 8 == 0 ? at + 1 : len;
			break;
		}
	}
	return len;
}

static void random_changes_do_no_harm(void **state)
{
	(void)state;
	static const struct {
		ht_format format;
		const char *text;
	} seeds[] = {{HT_FORMAT_YAML, good_yaml}, {HT_FORMAT_JSON, good_json}, {HT_FORMAT_MARKDOWN, good_md}};
	uint32_t seed = 20260723;
	for (int i = 0; i < 3000; i++) {
		char text[2048];
		size_t len = strlen(seeds[i % 3].text);
		memcpy(text, seeds[i % 3].text, len);
		len = mutate(text, len, sizeof text, &seed);
		outcome o = parse_bytes(seeds[i % 3].format, text, len);
		outcome_free(&o);
	}
}

static void the_seeds_are_sound(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML, good_yaml);
	assert_int_equal(get(&o, "body")->body->n, 4);
	outcome_free(&o);
	o = parse(HT_FORMAT_JSON, good_json);
	assert_int_equal(get(&o, "title")->n, 2);
	outcome_free(&o);
	o = parse(HT_FORMAT_MARKDOWN, good_md);
	assert_true(get(&o, "body")->body->n > 4);
	outcome_free(&o);
}

static void every_cut_of_a_good_record_is_safe(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof good_yaml; len++) {
		outcome o = parse_bytes(HT_FORMAT_YAML, good_yaml, len);
		outcome_free(&o);
	}
	for (size_t len = 0; len < sizeof good_json - 1; len++) {
		outcome o = parse_bytes(HT_FORMAT_JSON, good_json, len);
		assert_int_equal(o.status, HT_ERR_INPUT);
		outcome_free(&o);
	}
	for (size_t len = 0; len < sizeof good_md - 1; len++) {
		outcome o = parse_bytes(HT_FORMAT_MARKDOWN, good_md, len);
		outcome_free(&o);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_seeds_are_sound),
	    cmocka_unit_test(deep_nesting_is_refused),
	    cmocka_unit_test(long_lists_are_read),
	    cmocka_unit_test(alias_bombs_do_not_go_off),
	    cmocka_unit_test(markdown_at_its_worst_ends_soon),
	    cmocka_unit_test(stray_bytes),
	    cmocka_unit_test(random_changes_do_no_harm),
	    cmocka_unit_test(every_cut_of_a_good_record_is_safe),
	};
	return cmocka_run_group_tests_name("record: hostile input", tests, NULL, NULL);
}
