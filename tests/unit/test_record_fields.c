/* Record room: fields and values, names, people, dates, formats, the schema. */
#include "record_help.h"

static const char zh[] = "格式: 纪要\n"
                         "发文机关: 清溪区政协办公室\n"
                         "标题: 主席会议纪要\n"
                         "会议:\n"
                         "  时间: 2026-07-23 09:00\n"
                         "  主持: 林致远 主席\n"
                         "  出席:\n"
                         "    - 副主席: [方知行, 白露]\n"
                         "成文日期: 2026年7月23日\n"
                         "印数: 50\n";
static const char en[] = "FORM: Minutes\n"
                         "Issuers: [清溪区政协办公室]\n"
                         "title: 主席会议纪要\n"
                         "meeting:\n"
                         "  time: 2026-07-23 09:00\n"
                         "  chair: {name: 林致远, office: 主席}\n"
                         "  present:\n"
                         "    副主席: 方知行、白露\n"
                         "date: 2026/7/23\n"
                         "copies: '50'\n";
static const char json[] =
    "{\"form\":\"minutes\",\"issuers\":\"清溪区政协办公室\",\"标题\":[\"主席会议纪要\"],"
    "\"meeting\":{\"时间\":\"2026-07-23T09:00:00\",\"主持人\":{\"姓名\":\"林致远\",\"职务\":\"主席\"},"
    "\"present\":[{\"副主席\":[\"方知行\",\"白露\"]}]},\"date\":\"2026.7.23\",\"copies\":50}";

static void check_facts(outcome *o)
{
	assert_string_equal(get(o, "form")->choice->en, "minutes");
	assert_string_equal(get(o, "form")->text.s, "纪要");
	assert_int_equal(get(o, "issuers")->n, 1);
	assert_string_equal(get(o, "issuers")->texts[0].s, "清溪区政协办公室");
	assert_string_equal(get(o, "title")->texts[0].s, "主席会议纪要");
	const ht_value *time = get(o, "meeting.time");
	assert_int_equal(time->date.year, 2026);
	assert_int_equal(time->date.month, 7);
	assert_int_equal(time->date.hour, 9);
	const ht_value *chair = get(o, "meeting.chair");
	assert_int_equal(chair->n, 1);
	assert_string_equal(chair->people[0].name.s, "林致远");
	assert_string_equal(chair->people[0].office.s, "主席");
	const ht_value *present = get(o, "meeting.present");
	assert_int_equal(present->n, 2);
	assert_string_equal(present->people[1].name.s, "白露");
	assert_string_equal(present->people[1].office.s, "副主席");
	assert_false(present->people[0].grouped);
	assert_true(present->people[1].grouped);
	assert_int_equal(get(o, "date")->date.day, 23);
	assert_int_equal(get(o, "date")->date.hour, -1);
	assert_int_equal(get(o, "copies")->num, 50);
	outcome_free(o);
}

static void every_spelling_gives_the_same_record(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML, zh);
	check_facts(&o);
	o = parse(HT_FORMAT_YAML, en);
	check_facts(&o);
	o = parse(HT_FORMAT_JSON, json);
	check_facts(&o);
	o = parse(HT_FORMAT_JSONL, json);
	check_facts(&o);
	char md[1024];
	snprintf(md, sizeof md, "---\n%s---\n正文\n", zh);
	o = parse(HT_FORMAT_MARKDOWN, md);
	assert_int_equal(get(&o, "body")->body->n, 1);
	check_facts(&o);
}

static void every_name_of_every_field_is_taken(void **state)
{
	(void)state;
	for (const ht_field *f = ht_record_fields(); f->name; f++) {
		const char *value = f->type == HT_TYPE_INT ? "7" : f->type == HT_TYPE_DATE ? "2026-01-05" : "x";
		char text[256];
		if (f->type == HT_TYPE_GROUP || f->type == HT_TYPE_ENUM)
			continue;
		snprintf(text, sizeof text, "%s: %s", f->name, value);
		outcome o = parse(HT_FORMAT_YAML, text);
		get(&o, f->name);
		outcome_free(&o);
		snprintf(text, sizeof text, "%s: %s", f->zh, value);
		o = parse(HT_FORMAT_YAML, text);
		get(&o, f->name);
		outcome_free(&o);
	}
}

static void names_are_forgiving(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML, "标　　题: x\nCopies-To: y\nprinted by: z\n档 号: 1\n");
	assert_says(&o, "档 号 belongs under 归档");
	outcome_free(&o);
	o = parse(HT_FORMAT_YAML, "标　　题: x\nCopies-To: y\nprinted by: z\n归档: {档 号: 1}\n");
	assert_string_equal(get(&o, "title")->text.s, "x");
	assert_string_equal(get(&o, "copies_to")->texts[0].s, "y");
	assert_string_equal(get(&o, "printed_by")->text.s, "z");
	assert_string_equal(get(&o, "archive.archival_code")->text.s, "1");
	outcome_free(&o);
}

static void no_two_fields_share_a_name_in(const ht_field *fields)
{
	for (const ht_field *f = fields; f->name; f++) {
		assert_non_null(f->zh);
		assert_non_null(f->doc);
		for (const ht_field *g = f + 1; g->name; g++) {
			assert_string_not_equal(f->name, g->name);
			assert_string_not_equal(f->zh, g->zh);
		}
		if (f->sub)
			no_two_fields_share_a_name_in(f->sub);
		assert_int_equal(f->sub != NULL, f->type == HT_TYPE_GROUP || f->type == HT_TYPE_GROUPS);
		assert_int_equal(f->choices != NULL, f->type == HT_TYPE_ENUM && strcmp(f->name, "form") != 0);
	}
}

static void the_table_is_sound(void **state)
{
	(void)state;
	no_two_fields_share_a_name_in(ht_record_fields());
	assert_string_equal(ht_field_find(ht_record_fields(), "meeting.agenda.decisions.owner")->zh, "责任单位");
	assert_null(ht_field_find(ht_record_fields(), "meeting.title"));
	assert_null(ht_field_find(ht_record_fields(), "title.x"));
	assert_null(ht_field_find(ht_record_fields(), ""));
}

static void people_in_all_their_forms(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *name, *office;
		size_t n, which;
	} cases[] = {
	    {"林致远", "林致远", NULL, 1, 0},
	    {"林致远 主席", "林致远", "主席", 1, 0},
	    {"林致远　区政协 主席", "林致远", "主席", 1, 0},
	    {"李　明", "李明", NULL, 1, 0},
	    {"李 明 主席", "李明", "主席", 1, 0},
	    {"买买提·艾力 委员", "买买提·艾力", "委员", 1, 0},
	    {"David Smith 顾问", "David Smith", "顾问", 1, 0},
	    {"Smith", "Smith", NULL, 1, 0},
	    {"张三、李四，王五；赵六,钱七", "钱七", NULL, 5, 4},
	    {"马兰（女，回族）、白露", "马兰（女，回族）", NULL, 2, 0},
	    {"各街道政协工委负责人", "各街道政协工委负责人", NULL, 1, 0},
	    {"[张三 主任, 李四]", "李四", NULL, 2, 1},
	    {"{主席: 林致远, 副主席: [方知行, 白露]}", "白露", "副主席", 3, 2},
	    {"{副主席: 方知行 白露 何田}", "何田", "副主席", 3, 2},
	    {"{主任: 王 五}", "王五", "主任", 1, 0},
	    {"{组长: 方知行 党组副书记}", "方知行 党组副书记", "组长", 1, 0},
	    {"{顾问: David Smith}", "David Smith", "顾问", 1, 0},
	    {"[{姓名: 张三, 职务: 主任, 单位: 某局}]", "张三", "主任", 1, 0},
	    {"{副主席: [{姓名: 张三, 单位: 某局}, 李四]}", "张三", "副主席", 2, 0},
	    {"𠮷田㛃", "𠮷田㛃", NULL, 1, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[256];
		snprintf(text, sizeof text, "签发人: %s\n", cases[i].typed);
		outcome o = parse(HT_FORMAT_YAML, text);
		const ht_value *v = get(&o, "signers");
		assert_int_equal(v->n, cases[i].n);
		assert_string_equal(v->people[cases[i].which].name.s, cases[i].name);
		if (cases[i].office)
			assert_string_equal(v->people[cases[i].which].office.s, cases[i].office);
		else
			assert_null(v->people[cases[i].which].office.s);
		outcome_free(&o);
	}
}

static void people_keep_their_places(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML, "签发人:\n  - 副主席: [方知行, 白露]\n  - 张三、李四 主任\n");
	const ht_value *v = get(&o, "signers");
	assert_place(v->people[0].office.loc, 2, 5);
	assert_place(v->people[1].name.loc, 2, 16);
	assert_place(v->people[3].name.loc, 3, 8);
	assert_place(v->people[3].office.loc, 3, 11);
	outcome_free(&o);
}

static void dates_and_times(void **state)
{
	(void)state;
	static const struct {
		const char *typed;
		int month, day, hour, minute; /* month 0: refused */
	} cases[] = {
	    {"2026-07-23", 7, 23, -1, 0},
	    {"2026-7-3", 7, 3, -1, 0},
	    {"2026年7月23日", 7, 23, -1, 0},
	    {"2026/7/23", 7, 23, -1, 0},
	    {"2026.7.23", 7, 23, -1, 0},
	    {"２０２６年７月２３日", 7, 23, -1, 0},
	    {"2026-07-23 09:00", 7, 23, 9, 0},
	    {"2026年7月23日 9：30", 7, 23, 9, 30},
	    {"2026年7月23日9时30分", 7, 23, 9, 30},
	    {"2026年7月23日9时", 7, 23, 9, 0},
	    {"2024-02-29", 2, 29, -1, 0},
	    {"2023-02-29", 0, 0, 0, 0},
	    {"2026-13-01", 0, 0, 0, 0},
	    {"2026年2月30日", 0, 0, 0, 0},
	    {"2026-07-23 24:00", 0, 0, 0, 0},
	    {"2026-07", 0, 0, 0, 0},
	    {"26-07-23", 0, 0, 0, 0},
	    {"明天", 0, 0, 0, 0},
	    {"2026-07/23", 0, 0, 0, 0},
	    {"2026-07-23 09:60", 0, 0, 0, 0},
	    {"20260723", 7, 23, -1, 0},
	    {"20260732", 0, 0, 0, 0},
	    {"二〇二六年七月二十三日", 7, 23, -1, 0},
	    {"二〇二六年十月十日", 10, 10, -1, 0},
	    {"二〇二六年十二月三十一日", 12, 31, -1, 0},
	    {"二〇二六年二月三十日", 0, 0, 0, 0},
	    {"2026 年 7 月 23 日", 7, 23, -1, 0},
	    {"2026-07-23T09:05:00.000+08:00", 7, 23, 9, 5},
	    {"2026-07-23 00:00:00", 7, 23, -1, 0},
	    {"2026-07-23T09:00:00Z", 7, 23, 17, 0}, /* a zone is told in China's time */
	    {"2026-07-23T20:30:00-05:00", 7, 24, 9, 30},
	    {"2026-02-28T16:00:00Z", 3, 1, -1, 0},
	    {"2026-07-01T00:30:00+0900", 6, 30, 23, 30},
	    {"2026-07-23T09:00:00+8", 0, 0, 0, 0},
	    {"2026年7月　日", 7, 0, -1, 0},
	    {"二〇二六年七月 日", 7, 0, -1, 0},
	    {"2026年7月_日", 7, 0, -1, 0},
	    {"2026年7月", 0, 0, 0, 0},
	    {"2026年13月　日", 0, 0, 0, 0},
	    {"2026年　月3日", 0, 0, 0, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[128];
		/* a date of a document is a day; a meeting's has its time */
		bool timed = cases[i].hour >= 0 && cases[i].month;
		snprintf(text, sizeof text, timed ? "meeting: {time: \"%s\"}\n" : "date: %s\n", cases[i].typed);
		outcome o = parse(HT_FORMAT_YAML, text);
		if (cases[i].month) {
			const ht_date *d = &get(&o, timed ? "meeting.time" : "date")->date;
			assert_int_equal(d->month, cases[i].month);
			assert_int_equal(d->day, cases[i].day);
			assert_int_equal(d->hour, cases[i].hour);
			assert_int_equal(d->minute, cases[i].minute);
		} else {
			assert_int_equal(o.status, HT_ERR_INPUT);
			assert_says(&o, "f:1:7: error:");
		}
		outcome_free(&o);
	}
}

static void when_takes_words_but_no_impossible_day(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML, "会议: {时间: 2026年7月23日上午9时}\n");
	assert_int_equal(get(&o, "meeting.time")->date.year, 0);
	assert_string_equal(get(&o, "meeting.time")->text.s, "2026年7月23日上午9时");
	outcome_free(&o);
	o = parse(HT_FORMAT_YAML, "会议: {时间: 2026年2月30日上午9时}\n");
	assert_says(&o, "R226");
	outcome_free(&o);
}

static void titles_keep_their_line_ends(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML, "title: |\n  关于某事\n  的通知 ABC\n  def\n");
	const ht_value *v = get(&o, "title");
	assert_int_equal(v->n, 3);
	assert_string_equal(v->texts[1].s, "的通知 ABC");
	assert_place(v->texts[1].loc, 3, 3);
	assert_string_equal(v->text.s, "关于某事的通知 ABC def");
	outcome_free(&o);
}

static void texts_are_trimmed_and_of_one_line(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_JSON, "{\"mark\":\"　 甲　乙\\t丙 \\n\",\"number\":\"a\\nb\",\"note\":\"  \"}");
	assert_says(&o, "number takes a single line");
	outcome_free(&o);
	o = parse(HT_FORMAT_JSON, "{\"mark\":\"　 甲　乙\\t丙 \\n\",\"note\":\"  \",\"seal\":[],\"issue\":7}");
	assert_string_equal(get(&o, "mark")->text.s, "甲　乙 丙");
	assert_null(ht_group_find(&o.record->root, "note"));
	assert_null(ht_group_find(&o.record->root, "seal"));
	assert_string_equal(get(&o, "issue")->text.s, "7");
	outcome_free(&o);
}

static void a_text_stands_for_a_groups_first_field(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML,
	                  "附件:\n- 名单\n- {名称: 方案, 正文: 一、甲}\n会议: {议题: {题目: 甲, 决定: 照办}}\n");
	const ht_value *v = get(&o, "attachments");
	assert_int_equal(v->n, 2);
	assert_string_equal(ht_group_find(v->groups[0], "title")->texts[0].s, "名单");
	assert_string_equal(ht_group_find(v->groups[1], "title")->texts[0].s, "方案");
	assert_int_equal(ht_group_find(v->groups[1], "body")->body->blocks[0].level, 1);
	const ht_value *decisions = ht_group_find(get(&o, "meeting.agenda")->groups[0], "decisions");
	assert_string_equal(ht_group_find(decisions->groups[0], "text")->text.s, "照办");
	outcome_free(&o);
}

/* Fields as offices name them, and a day with the word that the sheet prints. */
static void other_names_and_words(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML,
	                  "令号: 第2号\n签名章: a.png\n印发日期: 2026年3月9日印发\n会议: {参加人员: 甲, 列席人员: 乙, "
	                  "缺席人员: 丙, 记录人员: 丁}\n");
	assert_string_equal(get(&o, "number")->text.s, "第2号");
	assert_string_equal(get(&o, "seal")->texts[0].s, "a.png");
	assert_int_equal(get(&o, "print_date")->date.day, 9);
	assert_int_equal(get(&o, "meeting.present")->n, 1);
	assert_int_equal(get(&o, "meeting.observers")->n, 1);
	assert_int_equal(get(&o, "meeting.absent")->n, 1);
	assert_int_equal(get(&o, "meeting.recorder")->n, 1);
	outcome_free(&o);
}

/* A note of attachments, as it is typed, is a list of them. */
static void numbered_attachments_are_a_list(void **state)
{
	(void)state;
	static const char *const typed[] = {
	    "附件：1.名单\n      2.2026年方案\n",
	    "附件: |\n  1.名单\n  2.2026年方案\n",
	    "附件: 1、名单；2、2026年方案；\n",
	    "附件: 1. 名单 2. 2026年方案\n",
	};
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		outcome o = parse(HT_FORMAT_YAML, typed[i]);
		const ht_value *v = get(&o, "attachments");
		assert_int_equal(v->n, 2);
		assert_string_equal(ht_group_find(v->groups[0], "title")->texts[0].s, "名单");
		assert_string_equal(ht_group_find(v->groups[1], "title")->texts[0].s, "2026年方案");
		outcome_free(&o);
	}
	outcome o = parse(HT_FORMAT_YAML, "附件: 1.5倍和 2.5倍标准表\n");
	assert_int_equal(get(&o, "attachments")->n, 1);
	outcome_free(&o);
}

static void bodies_may_be_lists_of_paragraphs(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_JSON, "{\"正文\":[\"一、甲\",\"乙\\n丙\",null]}");
	assert_int_equal(get(&o, "body")->body->n, 3);
	outcome_free(&o);
}

static void all_faults_are_told_at_once(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_YAML, "tilte: x\ndate: 2026-13-01\ncopies: many\nform: minuets\nmeeting: x\n"
	                                  "标题: y\ntitle: z\n主持: w\n抄送: [a, [b]]\n附件: a: b\n");
	assert_int_equal(o.status, HT_ERR_INPUT);
	assert_says(&o, "f:1:1: error: unknown field tilte; do you mean title?");
	assert_says(&o, "f:2:7:");
	assert_says(&o, "f:3:9:");
	assert_says(&o, "do you mean minutes?");
	assert_says(&o, "f:5:10:");
	assert_says(&o, "f:7:1: error: title is the same field as 标题 on line 6");
	assert_says(&o, "主持 belongs under 会议");
	assert_says(&o, "f:9:9:");
	assert_says(&o, "f:10:");
	outcome_free(&o);
}

static void formats_are_guessed(void **state)
{
	(void)state;
	static const struct {
		const char *name, *data;
		ht_format format;
	} cases[] = {
	    {"a.YAML", "{}", HT_FORMAT_YAML},
	    {"a.yml", "{}", HT_FORMAT_YAML},
	    {"a.json", "x", HT_FORMAT_JSON},
	    {"a.md", "x", HT_FORMAT_MARKDOWN},
	    {"a.markdown", "x", HT_FORMAT_MARKDOWN},
	    {"a.jsonl", "x", HT_FORMAT_JSONL},
	    {"a.ndjson", "x", HT_FORMAT_JSONL},
	    {"-", "  {\"a\":1}", HT_FORMAT_JSON},
	    {"-", "标题: x\n", HT_FORMAT_YAML},
	    {NULL, "---\n标题: x\n---\n正文\n", HT_FORMAT_MARKDOWN},
	    {"-", "\xEF\xBB\xBF---\r\n标题: x\r\n---\r\n正文\r\n", HT_FORMAT_MARKDOWN},
	    {"-", "---\n标题: x\n---\n \n", HT_FORMAT_YAML},
	    {"-", "---\n标题: x\n", HT_FORMAT_YAML},
	    {"-", "", HT_FORMAT_YAML},
	    {"x.txt", "\xFF", HT_FORMAT_YAML},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(ht_format_guess(cases[i].name, cases[i].data, strlen(cases[i].data)), cases[i].format);
}

static void front_matter_and_text(void **state)
{
	(void)state;
	outcome o = parse(HT_FORMAT_MARKDOWN, "\n---\r\n标题: x\r\n... \r\n\r\n　　一、甲\r\n乙\r\n");
	const ht_body *body = get(&o, "body")->body;
	assert_int_equal(body->n, 2);
	assert_place(body->blocks[0].inlines[0].loc, 6, 3);
	assert_string_equal(body->blocks[1].inlines[0].text, "乙");
	outcome_free(&o);
	o = parse(HT_FORMAT_MARKDOWN, "---\n标题: x\n正文: 甲\n---\n\n　\n");
	assert_int_equal(get(&o, "body")->body->n, 1);
	outcome_free(&o);
}

static void forms_are_those_the_caller_knows(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *en;
	} cases[] = {
	    {"minutes", "minutes"},  {"纪要", "minutes"},
	    {"Minutes", "minutes"},  {"official-document", "document"},
	    {"会议记录", "minutes"}, {"Official document", "document"},
	};
	char text[128];
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(text, sizeof text, "form: %s\ntitle: x\n", cases[i].typed);
		outcome o = parse(HT_FORMAT_YAML, text);
		assert_ptr_equal(get(&o, "form")->choice, ht_forms_find(&known_forms, cases[i].en));
		outcome_free(&o);
	}
	assert_string_equal(ht_forms_find(&known_forms, "会议记录")->zh, "纪要");
	assert_null(ht_forms_find(&known_forms, "公告"));
	ht_record *record = NULL; /* nobody says which there are */
	assert_int_equal(ht_record_parse("form: 公告", strlen("form: 公告"), "f", 1, HT_FORMAT_YAML, NULL, &record),
	                 HT_OK);
	assert_string_equal(ht_group_find(&record->root, "form")->choice->en, "公告");
	ht_record_free(record);
}

static void the_schema_names_every_field(void **state)
{
	(void)state;
	ht_buf schema = {0};
	assert_true(ht_record_schema(&known_forms, "1", &schema));
	ht_arena *arena = ht_arena_new();
	ht_node *root = NULL;
	assert_int_equal(ht_node_parse(arena, schema.data, schema.len, "schema", 1, HT_SYNTAX_JSON, NULL, &root),
	                 HT_OK);
	const ht_node *properties = ht_node_get(root, "properties"), *defs = ht_node_get(root, "$defs");
	size_t n_pairs = 0; /* of names of one field */
	for (const ht_field *f = ht_record_fields(); f->name; f++) {
		size_t n = 2 + (f->zh_alias != NULL);
		for (const char *bar = f->zh_alias; bar && (bar = strchr(bar, '|')); bar++)
			n++;
		n_pairs += n * (n - 1) / 2;
		const ht_node *en_row = ht_node_get(properties, f->name), *zh_row = ht_node_get(properties, f->zh);
		assert_non_null(en_row);
		assert_string_equal(ht_node_get(zh_row, "title")->text, f->name);
		const ht_node *ref = ht_node_get(en_row, "$ref");
		if (ref)
			assert_non_null(ht_node_get(defs, ref->text + strlen("#/$defs/")));
	}
	assert_non_null(ht_node_get(properties, "编者按"));
	assert_string_equal(ht_node_get(root, "additionalProperties")->text, "false");
	assert_int_equal(ht_node_get(ht_node_get(properties, "格式"), "enum")->n, 19); /* with 函, 通知 and null */
	assert_int_equal(ht_node_get(root, "allOf")->n, n_pairs + 2);                  /* two forms require something */
	ht_arena_free(arena);
	ht_buf_free(&schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_spelling_gives_the_same_record),
	    cmocka_unit_test(every_name_of_every_field_is_taken),
	    cmocka_unit_test(names_are_forgiving),
	    cmocka_unit_test(the_table_is_sound),
	    cmocka_unit_test(people_in_all_their_forms),
	    cmocka_unit_test(people_keep_their_places),
	    cmocka_unit_test(dates_and_times),
	    cmocka_unit_test(when_takes_words_but_no_impossible_day),
	    cmocka_unit_test(titles_keep_their_line_ends),
	    cmocka_unit_test(texts_are_trimmed_and_of_one_line),
	    cmocka_unit_test(a_text_stands_for_a_groups_first_field),
	    cmocka_unit_test(other_names_and_words),
	    cmocka_unit_test(numbered_attachments_are_a_list),
	    cmocka_unit_test(bodies_may_be_lists_of_paragraphs),
	    cmocka_unit_test(all_faults_are_told_at_once),
	    cmocka_unit_test(formats_are_guessed),
	    cmocka_unit_test(front_matter_and_text),
	    cmocka_unit_test(forms_are_those_the_caller_knows),
	    cmocka_unit_test(the_schema_names_every_field),
	};
	return cmocka_run_group_tests_name("record: fields", tests, NULL, NULL);
}
