/* The ledger by itself: what is shown is said by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "doc/ledger.h"
#include "record/record.h"

static ht_ignored ignored[] = {{"copies_to", "不印"}, {"meeting.present", "不印"}};
static ht_ignored stated[] = {
    {"meeting.chair", "由正文写明"}, {"meeting.time", "由正文写明"}, {"meeting.place", "由正文写明"}};
static const ht_style style = {
    .ignored = ignored, .n_ignored = 2, .form = {.names = {.zh = "试"}, .stated = stated, .n_stated = 3}};

typedef struct book {
	ht_record *record;
	ht_arena *arena;
	ht_ledger *ledger;
	ht_diags *diags;
	ht_buf said;
} book;

static book open_book(const char *yaml)
{
	book b = {.arena = ht_arena_new(), .diags = ht_diags_new()};
	assert_int_equal(ht_record_parse(yaml, strlen(yaml), "r", 1, HT_FORMAT_YAML, b.diags, &b.record), HT_OK);
	b.ledger = ht_ledger_new(b.arena, b.record);
	assert_non_null(b.ledger);
	return b;
}

static void close_book(book *b)
{
	ht_buf_free(&b->said);
	ht_diags_free(b->diags);
	ht_arena_free(b->arena);
	ht_record_free(b->record);
}

static const ht_value *value(const book *b, const char *path)
{
	return ht_group_find(&b->record->root, path);
}

/* Show len bytes of a text from `from` on; len 0: to its end. */
static void show(book *b, const char *text, size_t from, size_t len)
{
	ht_ledger_show(b->ledger, text + from, len ? len : strlen(text + from));
}

static const char *report(book *b, const char *output)
{
	assert_int_equal(ht_ledger_report(b->ledger, &style, output, b->diags), HT_OK);
	ht_buf_free(&b->said);
	ht_buf_adds(&b->said, "");
	ht_diags_format(b->diags, HT_LEVEL_NOTE, &b->said);
	ht_diags_clear(b->diags);
	return b->said.data;
}

static void what_is_shown_in_part_is_told(void **state)
{
	(void)state;
	book b = open_book("title: 关于水源保护的通知\nnote: （此件公开。）\n");
	show(&b, value(&b, "title")->texts[0].s, 0, strlen("关于水源"));
	show(&b, value(&b, "note")->text.s, strlen("（"), strlen("此件公开"));
	assert_string_equal(report(&b, "pdf"), "r:1:8: warning: a part of title[1] (标题第1项) is not printed: "
	                                       "\"保护的通知\" [D104]\n");
	close_book(&b);
}

/* A date is shown by the words it is made into, and only if all of these are. */
static void what_is_made_of_a_text_shows_it(void **state)
{
	(void)state;
	static const char words[] = "2026年1月5日", copy[] = "甲乡、乙乡";
	book b = open_book("date: 2026-01-05\nprint_date: 2026-02-06\nrecipients: [甲乡]\n");
	const char *date = value(&b, "date")->text.s, *name = value(&b, "recipients")->texts[0].s;
	ht_ledger_made(b.ledger, date, strlen(date), words, strlen(words));
	ht_ledger_made(b.ledger, name, strlen(name), copy, strlen("甲乡"));
	show(&b, words, 0, strlen("2026年"));
	assert_non_null(strstr(report(&b, NULL), "date (成文日期) is not printed"));
	close_book(&b);
	b = open_book("date: 2026-01-05\nrecipients: [甲乡]\n");
	date = value(&b, "date")->text.s;
	name = value(&b, "recipients")->texts[0].s;
	ht_ledger_made(b.ledger, date, strlen(date), words, strlen(words));
	ht_ledger_made(b.ledger, name, strlen(name), copy, strlen("甲乡"));
	show(&b, words, 0, strlen("2026年"));
	show(&b, words, strlen("2026年"), 0);
	show(&b, copy, 0, strlen("甲"));
	assert_string_equal(report(&b, NULL),
	                    "r:2:14: warning: a part of recipients[1] (主送机关第1项) is not printed: \"乡\" [D104]\n");
	close_book(&b);
}

/* A list may be left out as a whole for the sheet's reason; a member lost from among others is warned of. */
static void a_reason_is_for_the_whole_list(void **state)
{
	(void)state;
	static const char yaml[] = "copies_to: [甲, 乙, 丙]\n";
	book whole = open_book(yaml);
	assert_string_equal(report(&whole, NULL),
	                    "r:1:12: note: copies_to (抄送) is not printed in the form 试: 不印 [D103]\n");
	close_book(&whole);
	book part = open_book(yaml);
	show(&part, value(&part, "copies_to")->texts[0].s, 0, 0);
	show(&part, value(&part, "copies_to")->texts[2].s, 0, 0);
	assert_string_equal(report(&part, NULL),
	                    "r:1:16: warning: copies_to[2] (抄送第2项) is not printed: the form 试 "
	                    "shows it nowhere [D102]\n");
	close_book(&part);
}

/* What the text is to say is looked for in it: the people one by one, a place piece by piece, a day by month and day in
 * whatever is shown. */
static void what_the_text_states_is_looked_for(void **state)
{
	(void)state;
	static const struct {
		const char *meeting, *body, *missing; /* NULL: nothing */
	} cases[] = {
	    {"chair: 上官云（局长）", "局长上官云主持会议。", NULL},
	    {"chair: 上官云（局长）", "局长主持会议。", "上官云"},
	    {"chair: 李　明", "李明主持会议。", NULL},
	    {"chair: 李明", "李 明主持会议。", NULL},
	    {"chair: [{name: 李明}, {name: 王芳}]", "李明主持会议。", "王芳"},
	    {"place: 局二楼会议室", "会议在局二楼会议室召开。", NULL},
	    {"place: 县政府 二楼会议室", "会议在县政府办公楼二楼会议室召开。", NULL},
	    {"place: 局三楼会议室", "会议在局二楼会议室召开。", "局三楼会议室"},
	    {"time: 2026-03-05 09:00", "3月5日上午，会议召开。", NULL},
	    {"time: 2026-03-05 09:00", "三月五日上午，会议召开。", NULL},
	    {"time: 2026-11-20 09:00", "十一月二十日上午，会议召开。", NULL},
	    {"time: 2026-01-05", "11月5日，会议召开。", "2026-01-05"},
	    {"time: 2026-03-05", "3月6日，会议召开。", "2026-03-05"},
	    {"time: 2026-03-05 下午3点", "3月5日下午3点，会议召开。", NULL},
	    {"time: 2026-03-05 下午3点", "3月6日，会议召开。", "2026-03-05、下午3点"},
	    {"time: 星期五下午", "星期五下午，会议召开。", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char yaml[512], missing[128];
		snprintf(yaml, sizeof yaml, "meeting: {%s}\nbody: %s\n", cases[i].meeting, cases[i].body);
		book b = open_book(yaml);
		show(&b, value(&b, "body")->body->blocks[0].inlines[0].text, 0, strlen(cases[i].body));
		const char *said = report(&b, NULL);
		snprintf(missing, sizeof missing, "\"%s\"; write it into the text [D140",
		         cases[i].missing ? cases[i].missing : "");
		if (cases[i].missing)
			assert_non_null(strstr(said, missing));
		else
			assert_non_null(strstr(said, "note: "));
		assert_int_equal(strstr(said, "D140") != NULL, cases[i].missing != NULL);
		close_book(&b);
	}
	book hidden = open_book("meeting: {chair: 上官云}\nbody: 上官云主持。\n");
	assert_non_null(strstr(report(&hidden, NULL), "D140")); /* a text that is not shown states nothing */
	close_book(&hidden);
}

/* Losses that are alike are told of at the first, with their number. */
static void equal_losses_are_told_together(void **state)
{
	(void)state;
	book b = open_book(
	    "meeting: {chair: [{name: 甲某, unit: 一局}, {name: 乙某, unit: 二局}, {name: 丙某, unit: 三局}]}\n");
	const ht_value *chair = value(&b, "meeting.chair");
	for (size_t i = 0; i < chair->n; i++)
		show(&b, chair->people[i].name.s, 0, 0);
	show(&b, chair->people[1].unit.s, 0, 0);
	assert_string_equal(report(&b, NULL),
	                    "r:1:36: warning: meeting.chair[1].unit (2×) (会议的主持第1人的单位等2处) is "
	                    "not printed: the form 试 shows it nowhere [D102]\n");
	close_book(&b);
}

/* Each output is asked by itself: the second has lost what the first has, and nothing is told twice. */
static void outputs_are_told_apart(void **state)
{
	(void)state;
	book b = open_book("title: 甲\nnote: 乙\narchive: {fonds: 丙, retention: 丁}\n");
	show(&b, value(&b, "title")->texts[0].s, 0, 0);
	ht_ledger_carry(b.ledger, value(&b, "archive.fonds")->text.s);
	assert_string_equal(
	    report(&b, "pdf"),
	    "r:2:7: warning: note (附注) is not printed: the form 试 shows it nowhere [D102]\n"
	    "r:3:32: warning: archive.retention (归档的保管期限) is not printed: the form 试 shows it nowhere "
	    "[D102]\n");
	ht_ledger_next(b.ledger, true);
	assert_string_equal(report(&b, "trace"),
	                    "r:3:18: note: archive.fonds (归档的全宗号) is not in the TRACE file, which "
	                    "has no place for such metadata; PDF and ODT have [D107]\n");
	ht_ledger_next(b.ledger, false);
	ht_ledger_carry(b.ledger, value(&b, "archive.fonds")->text.s);
	assert_string_equal(
	    report(&b, "odt"),
	    "r:1:8: warning: title (标题) is missing in the ODT file, though it is in the others [D105]\n");
	close_book(&b);
}

/* Paragraphs, cells, notes and captions have places of their own. */
static void bodies_are_looked_at_closely(void **state)
{
	(void)state;
	book b = open_book("body:\n  - 第一段\n  - table: {title: 表题, rows: [[甲, 乙]], note: 表注}\n  - 末段\n");
	const ht_body *body = value(&b, "body")->body;
	show(&b, body->blocks[0].inlines[0].text, 0, 0);
	show(&b, body->blocks[1].rows[0].cells[0].inlines[0].text, 0, 0);
	const char *said = report(&b, NULL);
	assert_non_null(strstr(said, "body[2].title (正文第2段（表格）的表题)"));
	assert_non_null(strstr(said, "body[2].note[1] (正文第2段（表格）第1条表注)"));
	assert_non_null(strstr(said, "body[2].row[1].column[2] (正文第2段（表格）第1行第2列)"));
	assert_non_null(strstr(said, "body[3] (正文第3段)"));
	close_book(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_shown_in_part_is_told),  cmocka_unit_test(what_is_made_of_a_text_shows_it),
	    cmocka_unit_test(a_reason_is_for_the_whole_list), cmocka_unit_test(what_the_text_states_is_looked_for),
	    cmocka_unit_test(equal_losses_are_told_together), cmocka_unit_test(outputs_are_told_apart),
	    cmocka_unit_test(bodies_are_looked_at_closely),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
