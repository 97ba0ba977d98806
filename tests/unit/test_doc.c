/* Document room: templates, levels, lists, what is missing and what is left
 * over. The sheet under test is small and follows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/outfile.h"
#include "base/utf8.h"
#include "doc/doc.h"

static const char sheet[] =
    "page: {width: 210mm, height: 297mm, top: 37mm, left: 28mm, area_width: 156mm, area_height: 225mm, size: 三号,\n"
    "  lines: 22, chars: 28}\n"
    "faces: {song: {han: S}, hei: {han: H}, kai: {han: K}}\n"
    "styles:\n"
    "  body: {face: song, size: 三号, colour: '#000000'}\n"
    "  level1: {extends: body, face: hei}\n"
    "  level2: {extends: body, face: kai}\n"
    "elements:\n"
    "  title: {kind: title, style: body, text: '{title}'}\n"
    "  recipients: {kind: text, style: body, text: '{recipients|join:，|end:：}'}\n"
    "  body: {kind: body, style: body, field: body, levels: [level1, level2], strong_face: hei,\n"
    "    numbering: ['{一}、', '（{一}）', '{1}.']}\n"
    "  note: {kind: text, style: body, text: '{note|paren}'}\n"
    "  files: {kind: attachment_note, style: body, field: attachments, text: '{title|join:}', label: '附件：'}\n"
    "  present: {kind: people, style: body, field: meeting.present, label: '出席：', label_style: level1,\n"
    "    name_chars: 3, name_gap: 1, group_lines: true}\n"
    "  sign: {kind: signature, style: body, text: \"{signature/issuers|join:\\n}\", date: '{date}'}\n"
    "  two: {kind: line, style: body, left: '{printed_by}', right: '{print_date}印发'}\n"
    "  item_title: {kind: title, style: body, text: '{title}'}\n"
    "  items: {kind: group, field: items, members: [item_title]}\n"
    "  either: {kind: text, style: body, text: ['{editor}编，{issue}期', '共{total_issue}期']}\n"
    "  three: {kind: text, style: body,\n"
    "    text: '附{（{报{report_to}}，{送{send_to|join:、}}；{发{issue_to}{（{copies}份）}}）}止', when: copy_number}\n"
    "  numbered: {kind: text, style: body, text: '{第{n?}项：{topic}。}'}\n"
    "  agenda: {kind: group, field: meeting.agenda, members: [numbered]}\n"
    "  instead: {kind: text, style: body, text: '{signers}', instead_of: note}\n"
    "flow: [title, recipients, body, note, files, present, sign, two, items, either, three, agenda]\n"
    "imprint: {rows: [instead]}\n"
    "metadata: {title: ['{title|join:}', '{mark}'], author: '{issuers|join:、}', date: date}\n"
    "required: [title, body]\n"
    "ignored: {issuers: 不印, copy_number: 不印, copies_to: 不印}\n";

static char path[] = "/tmp/hongtou-doc-XXXXXX.yaml";
static ht_style *style;

static int load_style(void **state)
{
	(void)state;
	static const char *const dirs[] = {NULL};
	ht_style_dirs where = {.dirs = dirs};
	ht_diags *diags = ht_diags_new();
	int fd = mkstemps(path, 5);
	close(fd);
	ht_outfile_put(path, sheet, strlen(sheet), diags);
	ht_status status = ht_style_load(path, false, &where, diags, &style);
	ht_diags_free(diags);
	return status;
}

static int free_style(void **state)
{
	(void)state;
	ht_style_free(style);
	return unlink(path);
}

typedef struct built {
	ht_record *record;
	ht_doc *doc;
	ht_buf messages;
} built;

/* The paragraphs of the flow are shown, as they are on pages where no row of the imprint replaces one. */
static void show_flow(const ht_doc *doc)
{
	for (size_t i = 0; i < doc->flow.n; i++)
		for (size_t k = 0; k < doc->flow.v[i].n_paras; k++)
			for (size_t s = 0; s < doc->flow.v[i].paras[k].n; s++)
				ht_ledger_show(doc->ledger, doc->flow.v[i].paras[k].spans[s].text,
				               doc->flow.v[i].paras[k].spans[s].len);
}

static built build(const char *yaml)
{
	built b = {0};
	ht_diags *diags = ht_diags_new();
	assert_int_equal(ht_record_parse(yaml, strlen(yaml), "r.yaml", 1, HT_FORMAT_YAML, diags, &b.record), HT_OK);
	assert_int_equal(ht_doc_build(b.record, style, diags, &b.doc), HT_OK);
	show_flow(b.doc);
	assert_int_equal(ht_ledger_report(b.doc->ledger, style, NULL, diags), HT_OK);
	ht_buf_adds(&b.messages, "");
	ht_diags_format(diags, HT_LEVEL_WARNING, &b.messages);
	ht_diags_free(diags);
	return b;
}

static void drop(built *b)
{
	ht_doc_free(b->doc);
	ht_record_free(b->record);
	ht_buf_free(&b->messages);
}

/* Paragraph k of block i as text, each change of face marked: `[H]一、[S]…`. */
static void assert_para(const built *b, size_t i, size_t k, const char *wanted)
{
	ht_buf text = {0};
	const ht_typeface *face = NULL;
	assert_true(i < b->doc->flow.n && k < b->doc->flow.v[i].n_paras);
	const ht_dpara *para = &b->doc->flow.v[i].paras[k];
	for (size_t s = 0; s < para->n; s++) {
		if (para->spans[s].face != face && (face || strcmp(para->spans[s].face->han, "S") != 0))
			ht_buf_addf(&text, "[%s]", para->spans[s].face->han);
		face = para->spans[s].face;
		ht_buf_add(&text, para->spans[s].text, para->spans[s].len);
	}
	assert_string_equal(text.data, wanted);
	ht_buf_free(&text);
}

static void lists_are_joined_and_marks_not_doubled(void **state)
{
	(void)state;
	built b = build("title: 题\nbody: 文\nrecipients: [甲, '乙:']\nnote: （此件公开）\n");
	assert_para(&b, 1, 0, "甲，乙：");
	assert_para(&b, 3, 0, "（此件公开）");
	assert_string_equal(b.messages.data, "");
	drop(&b);
}

static void headings_carry_the_face_of_their_level(void **state)
{
	(void)state;
	built b =
	    build("title: 题\nbody: |\n  一、工作安排\n  （一）抓紧落实。各单位要尽快行动。\n  1.第三级。照正文。\n");
	assert_para(&b, 1, 0, "[H]一、工作安排");
	assert_para(&b, 2, 0, "[K]（一）抓紧落实。[S]各单位要尽快行动。");
	assert_para(&b, 3, 0, "1.第三级。照正文。");
	assert_true(b.doc->flow.v[1].keep_next);
	assert_false(b.doc->flow.v[2].keep_next);
	assert_int_equal(b.doc->flow.v[2].heading_len, strlen("（一）抓紧落实。"));
	drop(&b);
}

static void markdown_headings_are_numbered(void **state)
{
	(void)state;
	built b = build("title: 题\nbody: |\n  # 甲\n  ## 子\n  ## 丑\n  # 乙\n  ## 寅\n");
	static const char *const wanted[] = {"[H]一、甲", "[K]（一）子", "[K]（二）丑", "[H]二、乙", "[K]（一）寅"};
	for (size_t i = 0; i < 5; i++)
		assert_para(&b, i + 1, 0, wanted[i]);
	drop(&b);
}

/* A mark is longer or shorter than what it is typed as: the heading is measured with what is printed. */
static void headings_have_marks_of_footnotes(void **state)
{
	(void)state;
	built b = build("title: 题\nbody: |\n  # [^x]（甲）\n  # 乙[^1]丙\n  一、　丁[^x]戊。己庚[^1]。\n  "
	                "文[^1]。\n\n  [^1]: 注\n");
	assert_para(&b, 1, 0, "[H]一、[^x]（甲）");
	assert_para(&b, 2, 0, "[H]二、乙①丙");
	assert_para(&b, 3, 0, "[H]一、丁[^x]戊。[S]己庚①。");
	assert_int_equal(b.doc->flow.v[3].heading_len, strlen("一、丁[^x]戊。"));
	drop(&b);
}

/* Random paragraphs of numbers, marks and markup: headings end between characters. */
static void headings_end_between_characters(void **state)
{
	(void)state;
	static const char *const pieces[] = {"[^1]", "[^x]", "一、", "（一）", "1. ",      "甲", "乙丙",
	                                     "。",   "：",   "（",   "）",     "**",       "*",  "　",
	                                     " ",    "2026", "<br>", "\n\n  ", "\n\n  # ", "“"};
	uint32_t seed = 7;
	for (int round = 0; round < 400; round++) {
		ht_buf yaml = {0};
		ht_buf_adds(&yaml, "title: 题\nbody: |\n  文");
		ht_buf_adds(&yaml, round % 2 ? "\n\n  # " : "\n\n  一、");
		for (int i = 0; i < 12; i++) {
			seed = seed * 1664525 + 1013904223;
			ht_buf_adds(&yaml, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		ht_buf_adds(&yaml, "\n\n  [^1]: 注\n");
		built b = build(yaml.data);
		for (size_t i = 0; i < b.doc->flow.n; i++) {
			const ht_block *block = &b.doc->flow.v[i];
			size_t at = 0;
			for (size_t s = 0; s < block->paras[0].n; at += block->paras[0].spans[s++].len) {
				const ht_dspan *span = &block->paras[0].spans[s];
				for (size_t k = 0, step; k < span->len; k += step)
					assert_true(ht_utf8_get(span->text + k, span->text + span->len, &step) <=
					            0x10FFFF);
				if (block->heading_len > at && block->heading_len < at + span->len)
					assert_true((span->text[block->heading_len - at] & 0xC0) != 0x80);
			}
			assert_true(block->heading_len <= at || block->heading_len == SIZE_MAX);
		}
		drop(&b);
		ht_buf_free(&yaml);
	}
}

static void names_of_two_characters_take_three_characters(void **state)
{
	(void)state;
	built b =
	    build("title: 题\nbody: 文\nmeeting:\n  present:\n    - 副主席: [方知行, 白露]\n    - 秘书长: 苏晴\n");
	assert_para(&b, 2, 0, "[H]出席：[S]副主席　方知行　白露");
	assert_para(&b, 3, 0, "[H]出席：[S]秘书长　苏晴");
	const ht_block *second = &b.doc->flow.v[3];
	assert_int_equal(second->n_hidden, 1);
	const ht_dpara *para = &second->paras[0];
	assert_int_equal(para->spans[para->n - 1].chars, 3);
	assert_int_equal(b.doc->flow.v[2].n_hidden, 0);
	drop(&b);
}

static void several_attachments_are_numbered(void **state)
{
	(void)state;
	built one = build("title: 题\nbody: 文\nattachments: 名单。\n");
	assert_para(&one, 2, 0, "附件：名单");
	drop(&one);
	built two = build("title: 题\nbody: 文\nattachments: [名单, 计划]\n");
	assert_para(&two, 2, 0, "附件：1.名单");
	assert_para(&two, 3, 0, "附件：2.计划");
	assert_int_equal(two.doc->flow.v[3].n_hidden, 1);
	assert_int_equal(two.doc->flow.v[3].n_label, 2);
	drop(&two);
}

static void signatures_fall_back_to_the_issuers(void **state)
{
	(void)state;
	built b = build("title: 题\nbody: 文\nissuers: [甲局, 乙局]\ndate: 2026-01-05\n");
	assert_int_equal(b.doc->flow.v[2].kind, HT_BLOCK_SIGNATURE);
	assert_para(&b, 2, 0, "甲局");
	assert_para(&b, 2, 1, "乙局");
	assert_para(&b, 2, 2, "2026年1月5日");
	drop(&b);
}

static void forced_breaks_of_a_title_are_kept(void **state)
{
	(void)state;
	built b = build("title: |\n  关于甲\n  的通知\nbody: 文\n");
	assert_int_equal(b.doc->flow.v[0].n_paras, 2);
	assert_para(&b, 0, 1, "的通知");
	assert_string_equal(b.doc->title, "关于甲的通知");
	drop(&b);
}

static void members_of_a_list_are_gone_through(void **state)
{
	(void)state;
	built b = build("title: 题\nbody: 文\nitems:\n  - {title: 其一, body: 甲}\n  - {title: 其二, source: 乙}\n");
	assert_para(&b, 2, 0, "其一");
	assert_para(&b, 3, 0, "其二");
	assert_non_null(
	    strstr(b.messages.data, "r.yaml:4:23: warning: items[1].body (条目第1项的正文) is not printed"));
	assert_non_null(strstr(b.messages.data, "items[2].source"));
	drop(&b);
}

static void what_is_missing_or_left_over_is_said(void **state)
{
	(void)state;
	built b = build("title: 题\ncopies: 30\nmeeting: {place: 三楼}\n");
	assert_non_null(strstr(b.messages.data, "error: the field body (正文) is missing"));
	assert_non_null(strstr(b.messages.data, "r.yaml:2:9: warning: copies (印数) is not printed"));
	assert_non_null(strstr(b.messages.data, "meeting.place"));
	drop(&b);
}

/* The text of the only block of an element, "" when it made none. */
static const char *text_of(const built *b, const char *element)
{
	for (size_t i = 0; i < b->doc->flow.n; i++)
		if (strcmp(b->doc->flow.v[i].element->name, element) == 0)
			return ht_dpara_text(b->doc->arena, &b->doc->flow.v[i].paras[0]);
	return "";
}

/* Each of three parts, one of them with a group of its own, given or not. */
static void groups_show_what_is_given(void **state)
{
	(void)state;
	static const char *const fields[] = {"report_to: 甲\n", "send_to: [乙, 丙]\n", "issue_to: 丁\n", "copies: 9\n"};
	static const char *const wanted[] = {
	    "附止",
	    "附（报甲）止",
	    "附（送乙、丙）止",
	    "附（报甲，送乙、丙）止",
	    "附（发丁）止",
	    "附（报甲；发丁）止",
	    "附（送乙、丙；发丁）止",
	    "附（报甲，送乙、丙；发丁）止",
	    "附（发（9份））止",
	    "附（报甲；发（9份））止",
	    "附（送乙、丙；发（9份））止",
	    "附（报甲，送乙、丙；发（9份））止",
	    "附（发丁（9份））止",
	    "附（报甲；发丁（9份））止",
	    "附（送乙、丙；发丁（9份））止",
	    "附（报甲，送乙、丙；发丁（9份））止",
	};
	for (size_t set = 0; set < 16; set++) {
		char yaml[256] = "title: 题\nbody: 文\ncopy_number: 000001\n";
		for (size_t i = 0; i < 4; i++)
			strcat(yaml, set >> i & 1 ? fields[i] : "");
		built b = build(yaml);
		assert_string_equal(text_of(&b, "three"), wanted[set]);
		assert_string_equal(b.messages.data, "");
		drop(&b);
	}
}

/* `{n?}` says nothing for a single member, and does not make a group of itself. */
static void a_field_that_is_not_needed_makes_no_group(void **state)
{
	(void)state;
	built one = build("title: 题\nbody: 文\nmeeting: {agenda: [{topic: 甲}]}\n");
	assert_string_equal(text_of(&one, "numbered"), "第甲。");
	drop(&one);
	built two = build("title: 题\nbody: 文\nmeeting: {agenda: [{topic: 甲}, {topic: 乙}]}\n");
	assert_string_equal(text_of(&two, "numbered"), "第1项：甲。");
	drop(&two);
	built without = build("title: 题\nbody: 文\nmeeting: {agenda: [{reporter: 甲}, {reporter: 乙}]}\n");
	assert_string_equal(text_of(&without, "numbered"), "");
	drop(&without);
}

/* A template that is not used shows none of its fields; a field that only a condition
 * asks for, or a row in place of an element that is shown, is not printed. */
static void only_what_is_shown_counts_as_shown(void **state)
{
	(void)state;
	built both = build("title: 题\nbody: 文\neditor: 甲办\ntotal_issue: 9\n");
	assert_string_equal(text_of(&both, "either"), "共9期");
	assert_non_null(strstr(both.messages.data, "editor (编辑单位) is not printed"));
	drop(&both);
	built imprint = build("title: 题\nbody: 文\nnote: 注\nsigners: 甲\n");
	assert_int_equal(imprint.doc->imprint.n, 1);
	assert_non_null(strstr(imprint.messages.data, "signers (签发人) is not printed"));
	drop(&imprint);
	built ignored = build("title: 题\nbody: 文\ncopies_to: 乙\nissuers: 丙\n");
	assert_string_equal(ignored.messages.data, "");
	drop(&ignored);
}

static void metadata_come_from_the_sheet(void **state)
{
	(void)state;
	built b = build("body: 文\nmark: 会议纪要\nissuers: [甲局, 乙局]\ndate: 2026-01-05\n");
	assert_string_equal(b.doc->title, "会议纪要");
	assert_string_equal(b.doc->author, "甲局、乙局");
	assert_string_equal(b.doc->date_text, "2026-01-05");
	assert_null(b.doc->subject);
	drop(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lists_are_joined_and_marks_not_doubled),
	    cmocka_unit_test(headings_carry_the_face_of_their_level),
	    cmocka_unit_test(headings_have_marks_of_footnotes),
	    cmocka_unit_test(headings_end_between_characters),
	    cmocka_unit_test(markdown_headings_are_numbered),
	    cmocka_unit_test(names_of_two_characters_take_three_characters),
	    cmocka_unit_test(several_attachments_are_numbered),
	    cmocka_unit_test(signatures_fall_back_to_the_issuers),
	    cmocka_unit_test(forced_breaks_of_a_title_are_kept),
	    cmocka_unit_test(members_of_a_list_are_gone_through),
	    cmocka_unit_test(what_is_missing_or_left_over_is_said),
	    cmocka_unit_test(groups_show_what_is_given),
	    cmocka_unit_test(a_field_that_is_not_needed_makes_no_group),
	    cmocka_unit_test(only_what_is_shown_counts_as_shown),
	    cmocka_unit_test(metadata_come_from_the_sheet),
	};
	return cmocka_run_group_tests(tests, load_style, free_style);
}
