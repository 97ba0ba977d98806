/* Import room: each repair by itself, what it must leave alone, and the things
 * it finds in running text: days, numbers, brackets. */
#include "import/import.h"
#include "import/scan.h"
#include "record_help.h"

typedef struct repair_case {
	ht_repair kind;
	const char *in, *out; /* out NULL: as it was */
	size_t count;
} repair_case;

static const repair_case repairs[] = {
    {HT_REPAIR_ENTITIES, "国务院&nbsp;办公厅&sp;", "国务院 办公厅 ", 2},
    {HT_REPAIR_ENTITIES, "清\xE2\x80\x8B溪", "清溪", 1},
    {HT_REPAIR_ENTITIES, "R&D 经费", NULL, 0},
    {HT_REPAIR_RADICALS, "⼈⺠⻓⾼", "人民长高", 4},
    {HT_REPAIR_RADICALS, "\xEF\xA4\x80", "豈", 1},
    {HT_REPAIR_RADICALS, "人民﨎", NULL, 0},
    {HT_REPAIR_RADICALS, "各单位︰请看︽办法︾︵一︶、︹甲︺︐再看﹁乙﹂︒",
     "各单位：请看《办法》（一）、〔甲〕，再看「乙」。", 11},
    {HT_REPAIR_RADICALS, "甲﹐乙﹑丙﹔丁﹕戊｡己､庚", "甲，乙、丙；丁：戊。己、庚", 6},
    {HT_REPAIR_WIDTH, "１２个ＡＢ", "12个AB", 4},
    {HT_REPAIR_WIDTH, "１．加强", "1.加强", 2},
    {HT_REPAIR_WIDTH, "（一）：", NULL, 0},
    {HT_REPAIR_NUMBER, "国发[2026]3号", "国发〔2026〕3号", 1},
    {HT_REPAIR_NUMBER, "国发(2026)第13号和国发【2025】2号", "国发〔2026〕第13号和国发〔2025〕2号", 2},
    {HT_REPAIR_NUMBER, "见文献[2026]和图(2026)", NULL, 0},
    {HT_REPAIR_NUMBER, "[2026]3号", NULL, 0},
    {HT_REPAIR_QUOTES, "落实\"两个责任\"和'三张清单'", "落实“两个责任”和‘三张清单’", 4},
    {HT_REPAIR_QUOTES, "他说\"好", NULL, 0},
    {HT_REPAIR_QUOTES, "say \"yes\"", NULL, 0},
    {HT_REPAIR_QUOTES, "按照it's的意思", NULL, 0},
    {HT_REPAIR_QUOTES, "采购24\"显示器10台、27\"显示器5台。", NULL, 0},
    {HT_REPAIR_QUOTES, "东经113°15'20\"，北纬23°06'32\"处", NULL, 0},
    {HT_REPAIR_QUOTES, "15'与20'两种，２４\"和２７\"两种", NULL, 0},
    {HT_REPAIR_QUOTES, "采购55\"电视2台，安装\"专业版\"软件。", "采购55\"电视2台，安装“专业版”软件。", 2},
    {HT_REPAIR_QUOTES, "安装\"专业版，55\"电视\"软件。", "安装“专业版，55\"电视”软件。", 2},
    {HT_REPAIR_QUOTES, "称\"24\"显示器\"为甲", NULL, 0},
    {HT_REPAIR_QUOTES, "rock 'n' roll音乐，'70年代，5'、6\"，学生's", NULL, 0},
    {HT_REPAIR_QUOTES, "学生's作业和老师's教案", NULL, 0},
    {HT_REPAIR_QUOTES, "\"12345\"热线、\"1\"+\"N\"体系和5G\"扬帆\"行动", "“12345”热线、“1”+“N”体系和5G“扬帆”行动", 8},
    {HT_REPAIR_QUOTES, "指出:\"要'真抓'。\"\"好\"", "指出:“要‘真抓’。”“好”", 6},
    {HT_REPAIR_QUOTES, "\"甲\"、\"乙", NULL, 0},
    {HT_REPAIR_QUOTES, "\"甲（\"乙\"）\"", NULL, 0},
    {HT_REPAIR_QUOTES, "设置class=\"a\"的项", NULL, 0},
    {HT_REPAIR_ELLIPSIS, "会议指出...", "会议指出……", 1},
    {HT_REPAIR_ELLIPSIS, "会议指出。。。。", "会议指出……", 1},
    {HT_REPAIR_ELLIPSIS, "等等……", NULL, 0},
    {HT_REPAIR_ELLIPSIS, "see ... there", NULL, 0},
    {HT_REPAIR_DASH, "主题--发展", "主题——发展", 1},
    {HT_REPAIR_DASH, "2025--2026", NULL, 0},
    {HT_REPAIR_DASH, "选项--help说明", NULL, 0},
    {HT_REPAIR_PUNCT, "会议指出,要加强:一是;二是?好!", "会议指出，要加强：一是；二是？好！", 5},
    {HT_REPAIR_PUNCT, "甲,,,乙;,丙", "甲，，，乙；，丙", 5},
    {HT_REPAIR_PUNCT, "见list;;;;甲", "见list；；；；甲", 4},
    {HT_REPAIR_PUNCT, "街(社区)一品", "街（社区）一品", 2},
    {HT_REPAIR_PUNCT, "(一)加强", "（一）加强", 2},
    {HT_REPAIR_PUNCT, "时间为9:30至10:00", NULL, 0},
    {HT_REPAIR_PUNCT, "共1,234,567元，比例为1:3", NULL, 0},
    {HT_REPAIR_PUNCT, "见https://example.cn/a,b?c=1;d的说明", NULL, 0},
    {HT_REPAIR_PUNCT, "见https://example.cn/文件/甲,乙;丙(丁).pdf，甲,乙",
     "见https://example.cn/文件/甲,乙;丙(丁).pdf，甲，乙", 1},
    {HT_REPAIR_PUNCT, "见https://example.cn说明,甲", "见https://example.cn说明，甲", 1},
    {HT_REPAIR_ELLIPSIS, "见.../a/b，目录在c/...下", NULL, 0},
    {HT_REPAIR_PUNCT, "邮箱：a.b@example.cn", NULL, 0},
    {HT_REPAIR_PUNCT, "Hello, world (draft); yes?", NULL, 0},
    {HT_REPAIR_PUNCT, "函数f(x)和printf(\"%d\")", NULL, 0},
    {HT_REPAIR_PUNCT, "增长40%,同比提高", "增长40%，同比提高", 1},
    {HT_REPAIR_SPACES, "关 于 开 展 检 查 的 通 知", "关于开展检查的通知", 8},
    {HT_REPAIR_SPACES, "会议指出， 要加强 领导，落实责任。", "会议指出，要加强领导，落实责任。", 2},
    {HT_REPAIR_SPACES, "组　长：韩　正　　国务院副总理", NULL, 0},
    {HT_REPAIR_SPACES, "国务院　中央军委", NULL, 0},
    {HT_REPAIR_SPACES, "张　伟  欧阳静宜  李　明", NULL, 0},
    {HT_REPAIR_SPACES, "副主席 方知行 白露 何田出席，高远 石磊 白芷请假。", NULL, 0},
    {HT_REPAIR_SPACES, "参加人员：王芳 张伟 刘洋，列席：顾 青 温若谷。", NULL, 0},
    {HT_REPAIR_SPACES, "组长：商陆，副组长：沈怀瑾 叶知秋。", NULL, 0},
    {HT_REPAIR_SPACES, "学校：        检查人：      日期：   月   日", NULL, 0},
    {HT_REPAIR_SPACES, "时间： 2月26日，地点： 会议室。", "时间：2月26日，地点：会议室。", 2},
    {HT_REPAIR_SPACES, "杜　衡同志主持，尹  川同志请假。", "杜衡同志主持，尹川同志请假。", 3},
    {HT_REPAIR_SPACES, "我乡 #1 水库建于 1958 年，已除险。", "我乡#1水库建于1958年，已除险。", 4},
    {HT_REPAIR_SPACES, "第一条　为了规范管理，制定本办法。", NULL, 0},
    {HT_REPAIR_SPACES, "请    （单位）派    名同志参加会议。", NULL, 0},
    {HT_REPAIR_SPACES, "单位（盖章）        （签字）", NULL, 0},
    {HT_REPAIR_SPACES, "评为“    ”先进集体，奖励　　元。", NULL, 0},
    {HT_REPAIR_SPACES, "会议由   张伟主持，内容   如下。", "会议由张伟主持，内容如下。", 6},
    {HT_REPAIR_SPACES, "use Excel 2019 format, please.", NULL, 0},
};

static void repairs_do_what_they_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++) {
		const repair_case *c = &repairs[i];
		size_t counts[HT_REPAIR_COUNT] = {0};
		ht_arena *arena = ht_arena_new();
		const char *out = ht_repair_line(arena, c->in, 1u << c->kind, counts);
		assert_string_equal(out, c->out ? c->out : c->in);
		if (counts[c->kind] != c->count)
			fail_msg("%s: %zu repairs, not %zu", c->in, counts[c->kind], c->count);
		ht_arena_free(arena);
	}
}

static void each_can_be_switched_off(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++) {
		size_t counts[HT_REPAIR_COUNT] = {0};
		ht_arena *arena = ht_arena_new();
		assert_non_null(ht_repair_line(arena, repairs[i].in, HT_REPAIR_ALL & ~(1u << repairs[i].kind), counts));
		assert_int_equal(counts[repairs[i].kind], 0);
		assert_string_equal(ht_repair_line(arena, repairs[i].in, 0, counts), repairs[i].in);
		ht_arena_free(arena);
	}
}

static void names_of_repairs(void **state)
{
	(void)state;
	for (int k = 0; k < HT_REPAIR_COUNT; k++)
		assert_int_equal(ht_repair_find(ht_repair_name((ht_repair)k)), k);
	assert_int_equal(ht_repair_find("nothing"), HT_REPAIR_COUNT);
}

/* What is repaired once stays as it is. */
static void repairs_are_stable(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++) {
		ht_arena *arena = ht_arena_new();
		const char *once = ht_repair_line(arena, repairs[i].in, HT_REPAIR_ALL, NULL);
		assert_string_equal(ht_repair_line(arena, once, HT_REPAIR_ALL, NULL), once);
		ht_arena_free(arena);
	}
}

static void days(void **state)
{
	(void)state;
	static const struct {
		const char *s;
		int year, month, day, hour, minute;
		bool possible;
	} cases[] = {
	    {"2026年7月23日", 2026, 7, 23, -1, 0, true},
	    {"2026 年 7 月 3 日", 2026, 7, 3, -1, 0, true},
	    {"２０２６年７月２３日", 2026, 7, 23, -1, 0, true},
	    {"二〇二六年七月二十三日", 2026, 7, 23, -1, 0, true},
	    {"二○一○年十月三十一日", 2010, 10, 31, -1, 0, true},
	    {"二零二六年十二月十日", 2026, 12, 10, -1, 0, true},
	    {"7月23日", 0, 7, 23, -1, 0, true},
	    {"2026-07-23", 2026, 7, 23, -1, 0, true},
	    {"2026/7/3", 2026, 7, 3, -1, 0, true},
	    {"2026.7.3", 2026, 7, 3, -1, 0, true},
	    {"2026年7月", 2026, 7, 0, -1, 0, true},
	    {"2026年2月29日", 2026, 2, 29, -1, 0, false},
	    {"2024年2月29日", 2024, 2, 29, -1, 0, true},
	    {"13月1日", 0, 13, 1, -1, 0, false},
	    {"2026年7月23日上午9:30", 2026, 7, 23, 9, 30, true},
	    {"2026年7月23日（星期四）下午3时", 2026, 7, 23, 15, 0, true},
	    {"7月23日下午2点半", 0, 7, 23, 14, 30, true},
	    {"2026-07-23 09:05:00", 2026, 7, 23, 9, 5, true},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *p = cases[i].s;
		ht_scan_day day;
		if (!ht_scan_when_at(&p, &day) || *p)
			fail_msg("%s: stopped at %s", cases[i].s, p);
		assert_int_equal(day.date.year, cases[i].year);
		assert_int_equal(day.date.month, cases[i].month);
		assert_int_equal(day.date.day, cases[i].day);
		assert_int_equal(day.date.hour, cases[i].hour);
		if (day.date.hour >= 0)
			assert_int_equal(day.date.minute, cases[i].minute);
		assert_int_equal(day.possible, cases[i].possible);
	}
	static const char *const none[] = {"", "月", "7日", "2026", "一月", "10.30", "1.2.3", "119.5", "年月日"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		const char *p = none[i];
		ht_scan_day day;
		assert_false(ht_scan_day_at(&p, &day));
		assert_ptr_equal(p, none[i]);
	}
}

static void spans_of_time(void **state)
{
	(void)state;
	static const struct {
		const char *s;
		int hour, minute, until_hour, until_minute, until_day;
	} cases[] = {
	    {"7月23日上午9:30—11:45", 9, 30, 11, 45, 23},
	    {"7月23日14:30—17:45", 14, 30, 17, 45, 23},
	    {"7月23日下午2:30—5:45", 14, 30, 17, 45, 23},
	    {"7月23日下午2:30—下午5:45", 14, 30, 17, 45, 23},
	    {"7月23日晚上7点半至9点一刻", 19, 30, 21, 15, 23},
	    {"7月23日上午9时至下午3时", 9, 0, 15, 0, 23},
	    {"7月23日22:00—2:00", 22, 0, 2, 0, 24},
	    {"7月23日晚上8:00至12:00", 20, 0, 0, 0, 24},
	    {"7月23日20:00—次日12:00", 20, 0, 12, 0, 24},
	    {"2026年8月3日晚10:30—次日0:15", 22, 30, 0, 15, 4},
	    {"2026年8月3日晚10:30至次日凌晨1时", 22, 30, 1, 0, 4},
	    {"2026年12月31日22:30—翌日9:00", 22, 30, 9, 0, 1},
	    {"2026年2月28日22:30—0:15", 22, 30, 0, 15, 1},
	    {"2026年8月3日9:00—第二天9:00", 9, 0, 9, 0, 4},
	    {"2026年8月3日22:00—6:00", 22, 0, 6, 0, 4},
	    {"2026年8月3日22:30—8月4日0:15", 22, 30, 0, 15, 4},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *p = cases[i].s;
		ht_scan_day begin, end;
		if (!ht_scan_when_at(&p, &begin) || !ht_scan_until_at(&p, &begin, &end) || *p)
			fail_msg("%s: stopped at %s", cases[i].s, p);
		assert_int_equal(begin.date.hour, cases[i].hour);
		assert_int_equal(begin.date.minute, cases[i].minute);
		assert_int_equal(end.date.day, cases[i].until_day);
		assert_int_equal(end.date.hour, cases[i].until_hour);
		assert_int_equal(end.date.minute, cases[i].until_minute);
	}
}

static void numbers(void **state)
{
	(void)state;
	static const struct {
		const char *s;
		int year, serial;
		bool brackets, ordinal, zero;
	} cases[] = {
	    {"国办发〔2018〕15号", 2018, 15, true, false, false},
	    {"国办发明电〔2018〕15号", 2018, 15, true, false, false},
	    {"苏政办发[2018]15号", 2018, 15, false, false, false},
	    {"鄂政文（2004）第015号", 2004, 15, false, true, true},
	    {"第36号", 0, 36, false, true, false},
	    {"第三号", 0, 3, false, true, false},
	    {"〔2018〕15号", 2018, 15, true, false, false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *p = cases[i].s;
		ht_scan_number n;
		assert_true(ht_scan_number_at(&p, &n));
		assert_int_equal(*p, 0);
		assert_int_equal(n.year, cases[i].year);
		assert_int_equal(n.serial, cases[i].serial);
		assert_int_equal(n.brackets, cases[i].brackets);
		assert_int_equal(n.ordinal, cases[i].ordinal);
		assert_int_equal(n.zero, cases[i].zero);
	}
	static const char *const none[] = {"", "国办发", "2018年15号", "第十五号令", "国办发〔18〕15号"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		const char *p = none[i];
		ht_scan_number n;
		assert_false(ht_scan_number_at(&p, &n));
	}
}

static void brackets(void **state)
{
	(void)state;
	static const char *const good[] = {"",     "（一）",   "《关于“三农”（试行）的意见》", "1）甲；2）乙",
	                                   "it’s", "(a（b）c)"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_null(ht_scan_unmatched(good[i]));
	static const struct {
		const char *s, *at;
	} bad[] = {{"会议（甲", "（甲"}, {"会议）甲", "）甲"}, {"《甲“乙》丙”", "“乙》丙”"}, {"“甲", "“甲"}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_string_equal(ht_scan_unmatched(bad[i].s), bad[i].at);
}

/* Repair s by the changes alone, which are in order and apart; how many there are. */
static size_t change_by_change(ht_arena *arena, const char *s, ht_repair kind, ht_buf *out)
{
	size_t n, at = 0;
	const ht_repair_change *changes = ht_repair_changes(arena, s, kind, &n);
	assert_non_null(changes);
	for (size_t i = 0; i < n; i++) {
		assert_true(at <= changes[i].from && changes[i].from < changes[i].to && changes[i].to <= strlen(s));
		ht_buf_add(out, s + at, changes[i].from - at);
		ht_buf_adds(out, changes[i].text);
		at = changes[i].to;
	}
	ht_buf_adds(out, s + at);
	return n;
}

/* Each change says what it does: together they make the repaired text. */
static void changes_make_the_text(void **state)
{
	(void)state;
	static const char *const more[] = {"",
	                                   ",，清溪区人政府办公室",
	                                   ";;；清溪区",
	                                   "甲；,；,乙",
	                                   ";;;;;;;;;;;;;;;清溪区",
	                                   "甲......乙",
	                                   "甲…………乙。。。。。。丙",
	                                   "甲----乙--丙",
	                                   "关 于  于 开 展",
	                                   "甲, , 乙， ，丙",
	                                   "甲(乙(丙)",
	                                   "\"甲\"'乙'"};
	ht_arena *arena = ht_arena_new();
	for (size_t i = 0; i < ARRAY_LEN(repairs) + ARRAY_LEN(more); i++) {
		const char *s = i < ARRAY_LEN(repairs) ? repairs[i].in : more[i - ARRAY_LEN(repairs)];
		for (int kind = 0; kind < HT_REPAIR_COUNT; kind++) {
			ht_buf out = {0};
			change_by_change(arena, s, (ht_repair)kind, &out);
			assert_string_equal(out.data ? out.data : "", ht_repair_line(arena, s, 1u << kind, NULL));
			ht_buf_free(&out);
		}
	}
	size_t n;
	const char *s = "甲局,，清溪区人政府办公室";
	const ht_repair_change *change = ht_repair_changes(arena, s, HT_REPAIR_PUNCT, &n);
	assert_int_equal(n, 1);
	assert_string_equal(change->text, "，");
	assert_int_equal(change->from, strlen("甲局"));
	assert_int_equal(change->to, strlen("甲局,"));
	s = "\"甲\"\"乙\"";
	change = ht_repair_changes(arena, s, HT_REPAIR_QUOTES, &n);
	assert_int_equal(n, 4);
	assert_true(change[0].pair == 1 && change[1].pair == 1 && change[2].pair == 2 && change[3].pair == 2);
	ht_arena_free(arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(repairs_do_what_they_say),
	    cmocka_unit_test(changes_make_the_text),
	    cmocka_unit_test(each_can_be_switched_off),
	    cmocka_unit_test(names_of_repairs),
	    cmocka_unit_test(repairs_are_stable),
	    cmocka_unit_test(days),
	    cmocka_unit_test(spans_of_time),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(brackets),
	};
	return cmocka_run_group_tests_name("import: repairs and what is found in text", tests, NULL, NULL);
}
