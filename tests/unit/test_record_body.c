/* Record room: body text, its levels and headings, and Markdown's marks. */
#include <dirent.h>

#include "base/infile.h"
#include "record_help.h"

typedef struct parsed {
	ht_arena *arena;
	ht_diags *diags;
	ht_body *body;
	ht_buf text;
} parsed;

static parsed body_at(const char *text, ht_loc loc, bool exact, int indent)
{
	parsed p = {.arena = ht_arena_new(), .diags = ht_diags_new()};
	size_t len = strlen(text);
	char *copy = malloc(len ? len : 1); /* of just this size, for ASan */
	assert_non_null(copy);
	memcpy(copy, text, len);
	assert_int_equal(ht_body_parse(p.arena, copy, len, loc, exact, indent, p.diags, &p.body), HT_OK);
	free(copy);
	format_each(p.diags, &p.text);
	assert_false(ht_diags_has_errors(p.diags));
	return p;
}

static parsed body(const char *text)
{
	return body_at(text, (ht_loc){"f", 1, 1}, true, 0);
}

static void parsed_free(parsed *p)
{
	ht_arena_free(p->arena);
	ht_diags_free(p->diags);
	ht_buf_free(&p->text);
}

static void join(const ht_body_block *block, char out[4096])
{
	*out = '\0';
	for (size_t i = 0; i < block->n; i++) {
		assert_int_equal(strlen(block->inlines[i].text), block->inlines[i].len);
		strncat(out, block->inlines[i].text, 4000 - strlen(out));
	}
}

static void levels_are_as_typed(void **state)
{
	(void)state;
	static const struct {
		const char *typed;
		int level;
		const char *marker;
	} cases[] = {
	    {"一、甲", 1, "一、"},
	    {"十、甲", 1, "十、"},
	    {"十九、甲", 1, "十九、"},
	    {"二十、甲", 1, "二十、"},
	    {"九十九、甲", 1, "九十九、"},
	    {"一、一个目标", 1, "一、"},
	    {"（一）甲", 2, "（一）"},
	    {"(十二)甲", 2, "(十二)"},
	    {"（一)甲", 2, "（一)"},
	    {"（一）、甲", 2, "（一）、"},
	    {"1.甲", 3, "1."},
	    {"1. 甲", 3, "1."},
	    {"1．甲", 3, "1．"},
	    {"1、甲", 3, "1、"},
	    {"１．甲", 3, "１．"},
	    {"130.甲", 3, "130."},
	    {"1.2019年工作", 3, "1."},
	    {"2、2019年工作", 3, "2、"},
	    {"（1）甲", 4, "（1）"},
	    {"(12)甲", 4, "(12)"},
	    {"①甲", 5, "①"},
	    {"⑳甲", 5, "⑳"},
	    {"第一条　甲", 6, "第一条"},
	    {"第一百二十三条　甲", 6, "第一百二十三条"},
	    {"第3条 甲", 6, "第3条"},
	    {"第一条", 6, "第一条"},
	    {"第一章　总则", 1, "第一章"},
	    {"第二节 附则", 2, "第二节"},
	    {"1.5亿元资金", 0, ""},
	    {"10.30前完成", 0, ""},
	    {"7.23会议", 0, ""},
	    {"2019.甲", 0, ""},
	    {"2018、2019年", 0, ""},
	    {"1、2号楼完工", 0, ""},
	    {"一、二、三产业", 0, ""},
	    {"三、四月份", 0, ""},
	    {"一、", 0, ""},
	    {"1.", 0, ""},
	    {"一百、甲", 0, ""},
	    {"一一、甲", 0, ""},
	    {"（2018）15号", 0, ""},
	    {"（甲）乙", 0, ""},
	    {"（一甲）", 0, ""},
	    {"第一条规定", 0, ""},
	    {"第一条和第二条", 0, ""},
	    {"第二章介绍了情况，内容很多。", 0, ""},
	    {"第一次会议", 0, ""},
	    {"一是加强", 0, ""},
	    {"1) 甲", 0, ""},
	    {"㉑甲", 0, ""},
	    {"7月23日，区政协召开会议。", 0, ""},
	    {"2026年7月23日", 0, ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		parsed p = body(cases[i].typed);
		char text[4096];
		assert_int_equal(p.body->n, 1);
		join(&p.body->blocks[0], text);
		assert_string_equal(text, cases[i].typed);
		if (p.body->blocks[0].level != cases[i].level)
			fail_msg("%s: level %d", cases[i].typed, p.body->blocks[0].level);
		assert_int_equal(p.body->blocks[0].marker, strlen(cases[i].marker));
		assert_false(p.body->blocks[0].auto_number);
		parsed_free(&p);
	}
}

#define TEN "甲乙丙丁戊己庚辛壬癸"

static void headings_end_where_a_typist_would_end_them(void **state)
{
	(void)state;
	static const struct {
		const char *head, *rest;
		bool alone;
	} cases[] = {
	    {"一、元旦：", "2018年12月30日至2019年1月1日放假调休，共3天。", false},
	    {"一、基本情况", "", true},
	    {"三、加强领导，明确职责", "", true},
	    {"一、有关要求如下：", "", true},
	    {"", "三、会议决定给予表扬。", false},
	    {"（一）加强政府的责任。", "各有关省（市）人民政府应把工作列入议程。", false},
	    {"(一)时间:", "2020年", false},
	    {"一、时间9:30开始", "", true},
	    {"五、“坚持：党建”引领。", "其他", false},
	    {"六、关于（一：二。三）的说明", "", true},
	    {"六、关于“三：五的说明。", "未闭合的引号不算", false},
	    {"七、\"甲。乙\"之后。", "丙", false},
	    {"八、真的吗？", "是的。", false},
	    {"一、" TEN TEN TEN TEN TEN "结束了没有呢", "", true},
	    {"", "一、" TEN TEN TEN TEN TEN TEN, false},
	    /* a note in brackets at a line's end does not make it long, unless it is long itself */
	    {"一、供水管理办法（" TEN TEN TEN "，" TEN TEN "甲乙）", "", true},
	    {"一、" TEN TEN "，" TEN "甲（" TEN TEN "）", "", true},
	    {"", "一、供水管理办法（" TEN TEN TEN TEN TEN TEN "）", false},
	    {"", "一、（" TEN TEN "）" TEN TEN TEN TEN "，甲", false},
	    {"", "一、要" TEN "，" TEN TEN TEN "乙", false},
	    {"一、" TEN TEN TEN "，乙丙丁。", "后文", false},
	    {"", "一、" TEN TEN TEN TEN "。后文", false},
	    {"", "（二）甲；乙。", false},
	    {"", "（二）坚持党的领导；", false},
	    {"", "一、武器是历史遗留问题，敏感性、专业性较强很强很强，情况复杂。因此", false},
	    {"一、坚持甲，强化乙，推动丙。", "后文", false},
	    {"1、坚持党建引领,推动思想理论武装强起来。", "强化创新理论学习。", false},
	    {"", "1.北京市大力推进外国人来华工作许可制度改革。", false},
	    {"1.调研情况的报告", "", true},
	    {"", "（1）下穿式立交；", false},
	    {"（1）要求如下：", "", true},
	    {"第一条", "　为了规范工作，制定本办法。", false},
	    {"第一章　总则", "", true},
	    {"", "会议指出，要加强领导。", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char typed[1024];
		snprintf(typed, sizeof typed, "%s%s", cases[i].head, cases[i].rest);
		parsed p = body(typed);
		const ht_body_block *block = &p.body->blocks[0];
		if (block->head != strlen(cases[i].head) || block->alone != cases[i].alone)
			fail_msg("%s: head %zu, alone %d", typed, block->head, block->alone);
		parsed_free(&p);
	}
}

/* The heading of each paragraph, one a line; * before one that is a line of its own. */
static void show_heads(const ht_body *body, char shown[4096])
{
	*shown = '\0';
	for (size_t i = 0; i < body->n; i++) {
		char text[4096];
		join(&body->blocks[i], text);
		text[body->blocks[i].head] = '\0';
		strcat(shown, body->blocks[i].alone ? "*" : "");
		strcat(shown, text);
		strcat(shown, "|");
	}
}

static void lists_have_all_headings_or_none(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *heads;
	} cases[] = {
	    /* all have one */
	    {"一、加强领导。各单位要重视。\n二、压实责任。各部门要负责。", "一、加强领导。|二、压实责任。|"},
	    {"一、元旦：1月1日放假。\n二、春节：2月15日至23日放假。", "一、元旦：|二、春节：|"},
	    {"一、工作目标\n正文。\n二、加强领导。各单位要重视。", "*一、工作目标||二、加强领导。|"},
	    {"（一）2025年工作回顾。甲。\n（二）2026年工作安排。乙。",
	     "（一）2025年工作回顾。|（二）2026年工作安排。|"},
	    {"（一）动员部署（3月1日至3月31日）。甲。\n（二）总结。乙。",
	     "（一）动员部署（3月1日至3月31日）。|（二）总结。|"},
	    {"（一）“4·15”活动。甲。\n（二）推广5G应用。乙。", "（一）“4·15”活动。|（二）推广5G应用。|"},
	    {"一、甲\n二、乙", "*一、甲|*二、乙|"},
	    {"（一）突出重点。坚持甲。\n（二）严守纪律。", "（一）突出重点。|（二）严守纪律。|"},
	    {"（一）坚持甲。\n（二）严守纪律。", "||"},
	    {"（一）突出重点。坚持甲。\n（二）开展检查1次。", "||"},
	    /* one is a sentence, or reads like one */
	    {"一、请各单位于3月20日前报送值班表。逾期不报的，予以通报。\n二、值班期间不得脱岗。\n三、甲乙。丙。",
	     "|||"},
	    {"一、会议定于7月23日上午9:00召开，会期半天。议题甲。\n二、加强领导。乙。", "||"},
	    {"（一）上半年安排检查2次，每次不少于10家。甲。\n（二）检查方式。乙。", "||"},
	    {"一、会议听取了情况汇报。甲。\n二、会议议定以下事项：\n（一）关于资金。乙。\n（二）关于路长制。丙。",
	     "||（一）关于资金。|（二）关于路长制。|"},
	    {"一、加强领导。甲。\n二、本通知自印发之日起施行。", "||"},
	    {"一、以下材料：\n1.甲\n二、其他按规定办理。", "|*1.甲||"},
	    /* a line with text below it is a heading whatever its sisters are */
	    {"一、工作目标\n正文。\n二、本方案自印发之日起施行。", "*一、工作目标|||"},
	    {"一、工作目标\n二、本方案自印发之日起施行。", "||"},
	    /* several such with a colon within are, too, if all have text below them */
	    {"一、第一阶段：动员部署（3月）\n甲。\n二、第二阶段：排查整治\n乙。",
	     "*一、第一阶段：动员部署（3月）||*二、第二阶段：排查整治||"},
	    {"一、时间：3月9日上午\n二、地点：第一会议室\n三、人员：各科室\n请准时参加。",
	     "一、时间：|二、地点：|三、人员：||"},
	    {"一、目标：全面完成\n甲。\n二、加强领导。乙。", "一、目标：||二、加强领导。|"},
	    /* another parent, another list; so does a number 1 */
	    {"一、甲\n（一）乙。丙。\n二、丁\n（一）戊己庚辛壬癸子丑寅卯辰。", "*一、甲|（一）乙。|*二、丁||"},
	    {"1.甲。乙。\n1.丙丁戊己庚辛壬癸子丑寅卯。\n2.戊己庚辛壬癸子丑寅卯辰。", "1.甲。|||"},
	    {"1.甲。乙。\n|x|\n|-|\n|y|\n2.丙丁戊己庚辛壬癸子丑寅卯。", "|||"},
	    {"第一条　甲。\n（一）乙。丙。\n第二条　丁：\n（一）戊；\n（二）己。", "第一条|（一）乙。|第二条|||"},
	    /* what the record says */
	    {"一、**请各单位于3月20日前报送。**甲。\n二、加强领导。乙。\n三、丙丁戊己庚辛壬癸子丑寅卯。",
	     "一、请各单位于3月20日前报送。|二、加强领导。||"},
	    {"**一、加强领导**。甲。\n二、乙丙丁戊己庚辛壬癸子丑寅。", "一、加强领导。||"},
	    {"**一、**加强领导。甲。\n二、乙丙丁戊己庚辛壬癸子丑寅。", "||"},
	    {"一、**必须**坚持甲。乙。\n二、丙。丁。", "一、必须坚持甲。|二、丙。|"},
	    {"# 一、请于3月20日前报送。甲。\n二、加强领导。乙。", "*一、请于3月20日前报送。甲。|二、加强领导。|"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		parsed p = body(cases[i].typed);
		char shown[4096];
		ht_body_settle_lists(p.body, HT_RUN_IN_BY_LIST);
		show_heads(p.body, shown);
		assert_string_equal(shown, cases[i].heads);
		parsed_free(&p);
	}
}

static void a_record_decides_about_its_headings(void **state)
{
	(void)state;
	static const char text[] =
	    "一、请于3月20日前报送。甲。\n二、加强领导。乙。\n（一）丙。丁。\n（二）**戊。**己。";
	static const char *const heads[] = {
	    [HT_RUN_IN_BY_LIST] = "||（一）丙。|（二）戊。|",
	    [HT_RUN_IN_ALL] = "一、请于3月20日前报送。|二、加强领导。|（一）丙。|（二）戊。|",
	    [HT_RUN_IN_NONE] = "|||（二）戊。|",
	};
	for (int run_in = HT_RUN_IN_BY_LIST; run_in <= HT_RUN_IN_NONE; run_in++) {
		parsed p = body(text);
		char shown[4096];
		ht_body_settle_lists(p.body, (ht_run_in)run_in);
		show_heads(p.body, shown);
		assert_string_equal(shown, heads[run_in]);
		assert_int_equal(p.body->blocks[0].withheld, run_in == HT_RUN_IN_BY_LIST);
		parsed_free(&p);
	}
}

static void parts_of_a_regulation(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *divisions; /* level and division of each paragraph */
	} cases[] = {
	    {"第一章 总则\n第一条 甲。\n第一节　乙\n（一）丙；", "1chapter 6article 2section 2text "},
	    {"第一编 总则\n第一章 甲\n第一节 乙\n第一条 丙。", "1part 2chapter 3section 6article "},
	    {"目 录\n第一章 总则\n第一节 甲\n第二章 附则\n第一章 总则\n第一节 甲\n第二章 附则",
	     "1contents 0entry 0subentry 0entry 1chapter 2section 1chapter "},
	    {"目　 　录\n第一章 总则\n附　 则\n第一章 总则", "1contents 0entry 0entry 1chapter "},
	    {"目录\n第一章 总则\n第二章 附则", "0text 1chapter 1chapter "},
	    {"目录\n正文\n第一章 总则\n第一章 总则", "0text 0text 1chapter 1chapter "},
	    {"第五条增加一款。\n第五条修改为：\n第五条规定的\n第五条本办法施行。", "0text 0text 0text 6article "},
	    {"第一章规定，甲。\n第二节课时间。", "0text 0text "},
	};
	static const char *const names[] = {"text",    "part",     "chapter", "section",
	                                    "article", "contents", "entry",   "subentry"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		parsed p = body(cases[i].typed);
		char shown[4096] = "";
		ht_body_settle_lists(p.body, HT_RUN_IN_BY_LIST);
		for (size_t k = 0; k < p.body->n; k++)
			sprintf(shown + strlen(shown), "%d%s ", p.body->blocks[k].level,
			        names[p.body->blocks[k].division]);
		assert_string_equal(shown, cases[i].divisions);
		parsed_free(&p);
	}
}

static void lines_are_paragraphs(void **state)
{
	(void)state;
	parsed p = body("　　甲\r\n\r\n  \t乙　\r丙\n    四格缩进\n");
	assert_int_equal(p.body->n, 4);
	assert_string_equal(p.body->blocks[1].inlines[0].text, "乙");
	assert_place(p.body->blocks[0].inlines[0].loc, 1, 3);
	assert_place(p.body->blocks[1].loc, 3, 4);
	assert_place(p.body->blocks[2].loc, 4, 1);
	assert_string_equal(p.body->blocks[3].inlines[0].text, "四格缩进");
	parsed_free(&p);
}

static void places_follow_the_block_texts_indent(void **state)
{
	(void)state;
	parsed p = body_at("甲**乙**\n丙", (ht_loc){"f", 10, 5}, true, 4);
	assert_place(p.body->blocks[0].inlines[1].loc, 10, 8);
	assert_place(p.body->blocks[1].inlines[0].loc, 11, 5);
	parsed_free(&p);
	p = body_at("甲**乙**\n丙", (ht_loc){"f", 10, 5}, false, 4);
	assert_place(p.body->blocks[0].inlines[0].loc, 10, 5);
	assert_place(p.body->blocks[0].inlines[1].loc, 10, 0);
	assert_place(p.body->blocks[1].inlines[0].loc, 10, 0);
	parsed_free(&p);
}

/* A line as its inlines, one after the other: S strong, E em, C code, then the
 * column, the text and a bar. */
static void show(const ht_body_block *block, char out[4096])
{
	*out = '\0';
	for (size_t i = 0; i < block->n; i++) {
		const ht_inline *in = &block->inlines[i];
		size_t len = strlen(out);
		snprintf(out + len, 4096 - len, "%s%s%s%s%s%d:%s|", in->strong ? "S" : "", in->em ? "E" : "",
		         in->code ? "C" : "", in->href ? in->href : "", in->href ? "@" : "", in->loc.col, in->text);
	}
}

static void marks_within_lines(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *shown;
	} cases[] = {
	    {"甲乙", "1:甲乙|"},
	    {"甲**乙**丙", "1:甲|S4:乙|7:丙|"},
	    {"甲，*乙*，丙", "1:甲，|E4:乙|6:，丙|"},
	    {"张*三、李*四，长*宽*高，A*B*C型", "1:张*三、李*四，长*宽*高，A*B*C型|"},
	    {"张*（男）、李**、王*。", "1:张*（男）、李**、王*。|"},
	    {"138****1234、139****5678", "1:138****1234、139****5678|"},
	    {"注：*为必填；**为重点；***略。", "1:注：*为必填；**为重点；***略。|"},
	    {"李***和王***、2**10和2**3", "1:李***和王***、2**10和2**3|"},
	    {"于__年__月，姓名：____，电话：____。", "1:于__年__月，姓名：____，电话：____。|"},
	    {"_甲_、__乙__（__丙__）", "1:_甲_、__乙__（__丙__）|"},
	    {"要**“重点”**抓，**《甲》**、加强**（一）**", "1:要|S4:“重点”|10:抓，|S14:《甲》|19:、加强|S24:（一）|"},
	    {"**重点：**抓**50%**，***甲***", "S3:重点：|8:抓|S11:50%|16:，|SE20:甲|"},
	    {"x^2+y^2，10^3+10^6，2^n-2^m", "1:x^2+y^2，10^3+10^6，2^n-2^m|"},
	    {"x^2^y^2^，a^-1^b，x^n+1^", "1:x²y²，a⁻¹b，xⁿ⁺¹|"},
	    {"**一、加强领导。**各单位", "3:一、加强领导。|12:各单位|"},
	    {"**“重点”**工作", "S3:“重点”|9:工作|"},
	    {"完成**100%**以上", "1:完成|S5:100%|11:以上|"},
	    {"**甲*乙*丙**", "S3:甲*乙*丙|"},
	    {"**甲 *乙* 丙**", "S3:甲 |SE6:乙|S8: 丙|"},
	    {"3*4*5米", "1:3*4*5米|"},
	    {"a * b * c", "1:a * b * c|"},
	    {"单个*星号", "1:单个*星号|"},
	    {"snake_case_name", "1:snake_case_name|"},
	    {"\\*甲\\*", "2:*甲|5:*|"},
	    {"C:\\目录\\x", "1:C:\\目录\\x|"},
	    {"`a*b*`后", "C2:a*b*|7:后|"},
	    {"见[通知](https://a.b/?c=1&amp;d)。", "1:见|https://a.b/?c=1&d@3:通知|30:。|"},
	    {"[甲](<http://a.cn/一 二.pdf>)", "http://a.cn/一 二.pdf@2:甲|"},
	    {"<https://a.b>", "https://a.b@2:https://a.b|"},
	    {"甲&lt;乙&#8212;丙&#x2014;", "1:甲|2:<|6:乙|7:—|14:丙|15:—|"},
	    {"甲&#xE863;乙&#xE000;&#xFDD0;", "1:甲|2:䶮|10:乙&#xE000;&#xFDD0;|"},
	    {"甲&unknown;乙&#1;", "1:甲&unknown;乙&#1;|"},
	    {"<b>甲</b>", "4:甲|"},
	    {"甲<script>乙</script><iframe src=x>丙</iframe>", "1:甲乙丙|"},
	    {"<单位名称>5<6 <5>", "1:<单位名称>5<6 <5>|"},
	    {"\\<b>\\~\\^", "2:<b>|6:~|8:^|"},
	    {"甲m^2^乙", "1:甲m²乙|"},
	    {"H~2~O与SO~4~^2-^", "1:H₂O与SO₄²⁻|"},
	    {"10^-3^m<sup>3</sup>", "1:10⁻³m³|"},
	    {"x^甲^，10^5吨", "1:x^甲^，10^5吨|"},
	    {"3~5天，4~6人，1~2~3", "1:3~5天，4~6人，1~2~3|"},
	    {"甲<!-- 乙 -->丙", "1:甲丙|"},
	    {"甲~~乙~~丙<del>丁</del>", "1:甲丙|"},
	    {"3~~5天，6~~8天", "1:3~~5天，6~~8天|"},
	    {"==甲==乙", "3:甲乙|"},
	    {"a==b", "1:a==b|"},
	    {"[ ] 甲", "1:□甲|"},
	    {"[ ]甲　[x] 乙 [X]丙（[ ]丁）", "1:□甲　■乙 ■丙（□丁）|"},
	    {"甲[x]乙[x] 丙", "1:甲[x]乙[x] 丙|"},
	    {"`x^2^ <b>`", "C2:x^2^ <b>|"},
	    {"[1] 甲 [乙]", "1:[1] 甲 [乙]|"},
	    {"甲\t乙", "1:甲 乙|"},
	    {"𠮷**𠮷**𠮷", "1:𠮷|S4:𠮷|7:𠮷|"},
	    {"1. 甲 #", "1:1. 甲 #|"},
	    {"1\\. 甲", "1:1|3:. 甲|"},
	    {"-5℃", "1:-5℃|"},
	    {"甲 $x$ | 丙", "1:甲 $x$ | 丙|"},
	    {"甲！*[", "1:甲！*[|"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		parsed p = body(cases[i].typed);
		char shown[4096];
		assert_int_equal(p.body->n, 1);
		show(&p.body->blocks[0], shown);
		assert_string_equal(shown, cases[i].shown);
		parsed_free(&p);
	}
}

static void markdown_headings_are_numbered_later(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *text;
		int level;
		bool automatic;
	} cases[] = {
	    {"# 甲", "甲", 1, true},      {"## 甲 ##", "甲", 2, true},       {"#### 甲。乙", "甲。乙", 4, true},
	    {"###### 甲", "甲", 4, true}, {"## 一、甲", "一、甲", 1, false}, {"##甲", "##甲", 0, false},
	    {"#1楼", "#1楼", 0, false},   {"\\# 甲", "# 甲", 0, false},      {"# **甲**", "甲", 1, true},
	    {"# C#", "C#", 1, true},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		parsed p = body(cases[i].typed);
		const ht_body_block *block = &p.body->blocks[0];
		char text[4096];
		join(block, text);
		assert_string_equal(text, cases[i].text);
		assert_int_equal(block->level, cases[i].level);
		assert_int_equal(block->auto_number, cases[i].automatic);
		if (block->level) {
			assert_true(block->alone);
			assert_int_equal(block->head, strlen(text));
		}
		parsed_free(&p);
	}
}

static void marks_without_meaning_are_noted(void **state)
{
	(void)state;
	parsed p = body("甲\n---\n乙\n===\n- 丙\n* 丁\n> - 戊\n```c\n己\n```\n* * *\n");
	static const char *const texts[] = {"甲", "乙", "丙", "丁", "戊", "己"};
	assert_int_equal(p.body->n, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(p.body->blocks[i].inlines[0].text, texts[i]);
		assert_int_equal(p.body->blocks[i].level, 0);
	}
	assert_place(p.body->blocks[4].loc, 7, 5);
	assert_int_equal(ht_diags_count(p.diags, HT_LEVEL_NOTE), 9);
	assert_non_null(strstr(p.text.data, "f:2:1: note: a line of only ---"));
	assert_non_null(strstr(p.text.data, "f:11:1: note: a line of only * * * was"));
	assert_non_null(strstr(p.text.data, "f:7:3: note: - at the beginning of the line"));
	parsed_free(&p);
}

static void tables(void **state)
{
	(void)state;
	parsed p = body("前\n　| 姓名 | 职务 |\n　|:---|--:|\n　| **张三** | a\\|b |\n李四 | `x` | 多\n\n后");
	assert_int_equal(p.body->n, 3);
	const ht_body_block *t = &p.body->blocks[1];
	assert_int_equal(t->kind, HT_BODY_TABLE);
	assert_place(t->loc, 2, 2);
	assert_int_equal(t->n_rows, 3);
	assert_true(t->rows[0].header);
	assert_false(t->rows[1].header);
	assert_int_equal(t->rows[1].n, 3);
	assert_int_equal(t->rows[1].cells[2].n, 0);
	assert_int_equal(t->rows[0].cells[0].align, -1);
	assert_int_equal(t->rows[0].cells[1].align, 2);
	assert_true(t->rows[1].cells[0].inlines[0].strong);
	assert_place(t->rows[1].cells[0].inlines[0].loc, 4, 6);
	assert_string_equal(t->rows[1].cells[1].inlines[1].text, "|b");
	assert_place(t->rows[1].cells[1].inlines[1].loc, 4, 15);
	assert_string_equal(t->rows[2].cells[0].inlines[0].text, "李四");
	assert_true(t->rows[2].cells[1].inlines[0].code);
	assert_string_equal(t->rows[2].cells[2].inlines[0].text, "多");
	assert_non_null(strstr(p.text.data, "f:5:1: warning: this row has 3 cells"));
	parsed_free(&p);
}

static void empty_cells_at_the_end_are_no_columns(void **state)
{
	(void)state;
	parsed p = body("|甲|乙| |\n|-|-|\n|丙|丁|||\n|戊\\||己|\n");
	assert_int_equal(p.body->n, 1);
	assert_int_equal(p.body->blocks[0].n_columns, 2);
	assert_int_equal(p.text.len, 0);
	parsed_free(&p);
}

static void a_row_of_too_many_cells_is_text(void **state)
{
	(void)state;
	char text[512] = "|甲|\n|-|\n";
	for (int i = 0; i <= HT_TABLE_MAX_COLUMNS; i++)
		strcat(text, "|x");
	parsed p = body(text);
	assert_int_equal(p.body->n, 3);
	for (size_t i = 0; i < p.body->n; i++)
		assert_int_equal(p.body->blocks[i].kind, HT_BODY_PARA);
	assert_non_null(strstr(p.text.data, "f:3:1: warning: this row has 65 cells"));
	parsed_free(&p);
}

static void text_after_a_fence_stays(void **state)
{
	(void)state;
	parsed p = body("```yaml\n甲\n```\n~~~ 重要事项\n");
	char text[4096];
	assert_int_equal(p.body->n, 2);
	join(&p.body->blocks[1], text);
	assert_string_equal(text, "重要事项");
	parsed_free(&p);
}

static void short_delimiters_will_do(void **state)
{
	(void)state;
	parsed p = body("|a|b|c|d|\n|-|:-|-:|:-:\n|x|\n");
	assert_int_equal(p.body->n, 1);
	const ht_body_block *t = &p.body->blocks[0];
	static const int aligns[] = {0, -1, 2, 1};
	assert_int_equal(t->n_rows, 2);
	for (int i = 0; i < 4; i++)
		assert_int_equal(t->rows[0].cells[i].align, aligns[i]);
	assert_place(t->rows[1].cells[0].inlines[0].loc, 3, 2);
	parsed_free(&p);
}

static void what_is_no_table(void **state)
{
	(void)state;
	parsed p = body("甲 | 乙\n丙 | 丁\n|\n|x|\n- | z\n|y|\n|-:-|\n");
	for (size_t i = 0; i < p.body->n; i++)
		assert_int_equal(p.body->blocks[i].kind, HT_BODY_PARA);
	parsed_free(&p);
}

static void titles_of_links_are_told(void **state)
{
	(void)state;
	parsed p = body("见[网站](http://a.cn \"政府 网站\")。\n![图](a.png '库区')\n");
	assert_non_null(strstr(p.text.data, "warning: “政府 网站”"));
	assert_non_null(strstr(p.text.data, "“库区”"));
	parsed_free(&p);
}

static void images(void **state)
{
	(void)state;
	parsed p = body("![位置图](图/位置 1.png)\n![位置图](<图/位置 1.png>)\n如图![甲](a.png)所示\n");
	assert_int_equal(p.body->n, 4);
	assert_int_equal(p.body->blocks[0].kind, HT_BODY_PARA); /* a space ends an address without < > */
	assert_int_equal(p.body->blocks[1].kind, HT_BODY_IMAGE);
	assert_string_equal(p.body->blocks[1].src, "图/位置 1.png");
	assert_string_equal(p.body->blocks[1].inlines[0].text, "位置图");
	char text[4096];
	join(&p.body->blocks[2], text);
	assert_string_equal(text, "如图所示");
	assert_string_equal(p.body->blocks[3].src, "a.png");
	assert_place(p.body->blocks[3].loc, 3, 3);
	assert_non_null(strstr(p.text.data, "f:3:3: warning: an image within"));
	parsed_free(&p);
}

static void typed_numbers_in_marks_count(void **state)
{
	(void)state;
	parsed p = body("**（一）加强领导。**各单位\n");
	assert_int_equal(p.body->blocks[0].level, 2);
	assert_int_equal(p.body->blocks[0].head, strlen("（一）加强领导。"));
	parsed_free(&p);
}

/* Every line of a real text comes back as it is, whatever it holds. */
static void check_real_text(const char *path)
{
	ht_buf buf = {0};
	assert_int_equal(ht_infile_read(path, 1 << 20, NULL, &buf), HT_OK);
	parsed p = body(buf.data);
	size_t line_count = 0;
	for (size_t i = 0; i < p.body->n; i++) {
		const ht_body_block *block = &p.body->blocks[i];
		line_count += block->kind == HT_BODY_PARA;
		char text[4096];
		join(block, text);
		assert_true(block->kind != HT_BODY_PARA || strlen(text) > 3999 || strstr(buf.data, text));
		assert_true(block->head <= 200 && block->marker <= 30);
	}
	assert_true(line_count > 3);
	parsed_free(&p);
	ht_buf_free(&buf);
}

static void real_texts_keep_every_word(void **state)
{
	(void)state;
	const char *cases = getenv("HT_CASES");
	char folder[1024], path[2048];
	snprintf(folder, sizeof folder, "%s/../../../shared/real", cases ? cases : ".");
	DIR *dir = opendir(folder);
	if (!dir)
		skip();
	for (struct dirent *e; (e = readdir(dir));) {
		if (!strstr(e->d_name, ".txt"))
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		check_real_text(path);
	}
	closedir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(levels_are_as_typed),
	    cmocka_unit_test(headings_end_where_a_typist_would_end_them),
	    cmocka_unit_test(lists_have_all_headings_or_none),
	    cmocka_unit_test(a_record_decides_about_its_headings),
	    cmocka_unit_test(parts_of_a_regulation),
	    cmocka_unit_test(lines_are_paragraphs),
	    cmocka_unit_test(places_follow_the_block_texts_indent),
	    cmocka_unit_test(marks_within_lines),
	    cmocka_unit_test(markdown_headings_are_numbered_later),
	    cmocka_unit_test(marks_without_meaning_are_noted),
	    cmocka_unit_test(tables),
	    cmocka_unit_test(empty_cells_at_the_end_are_no_columns),
	    cmocka_unit_test(a_row_of_too_many_cells_is_text),
	    cmocka_unit_test(text_after_a_fence_stays),
	    cmocka_unit_test(short_delimiters_will_do),
	    cmocka_unit_test(what_is_no_table),
	    cmocka_unit_test(titles_of_links_are_told),
	    cmocka_unit_test(images),
	    cmocka_unit_test(typed_numbers_in_marks_count),
	    cmocka_unit_test(real_texts_keep_every_word),
	};
	return cmocka_run_group_tests_name("record: body", tests, NULL, NULL);
}
