/* Names of organs, offices and people: what they end with, what they begin
 * with. Lists of words, no more; how lists of people are read is in people.c. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"

static const char *const organ_ends[] = {
    "人民政府", "政府",   "委员会", "办公室", "办公厅", "国务院", "中央军委",   "局",     "厅",     "部",
    "委",       "院",     "会",     "政协",   "人大",   "处",     "署",         "社",     "司",     "中心",
    "集团",     "公司",   "大学",   "学院",   "学校",   "医院",   "协会",       "联合会", "总会",   "研究所",
    "研究院",   "银行",   "党组",   "党委",   "支部",   "总队",   "支队",       "大队",   "指挥部", "领导小组",
    "专家组",   "工作组", "小组",   "总局",   "总署",   "街道",   "街道办事处", "办事处", "镇",     "乡",
    "法院",     "检察院", "教委",   "中央",   "省委",   "市委",   "区委",       "县委",   "工委",   "军区",
    "总部",     "基金会", "商会",   "工会",   "团委",   "妇联",   "残联",       "文联",   "科协",   "侨联",
    "工商联",   "所",     "站",     "馆",     "台",     "园",     "厂",         "校",     NULL};

bool im_is_organ(const char *s)
{
	static const char *const never[] = {"关于", "《", "》", "召开", NULL};
	return !im_has_any(s, never) && im_chars(s) <= 40 && !im_is_sentence(s) && im_ends_any(s, organ_ends) &&
	       !im_ends_title(s);
}

static const char *const title_ends[] = {
    "通知", "通告", "公告", "通报", "决定", "决议", "意见", "请示", "报告", "批复", "复函",     "函",   "纪要",
    "命令", "议案", "公报", "条例", "规定", "办法", "方案", "规划", "计划", "细则", "令",       "总结", "要点",
    "讲话", "简报", "公示", "名单", "安排", "章程", "规则", "制度", "情况", "说明", "会议记录", NULL};

bool im_ends_title(const char *s)
{
	static const char *const tails[] = {"（试行）",   "（暂行）", "（草案）", "（征求意见稿）",
	                                    "（讨论稿）", "（修订）", NULL};
	for (size_t i = 0; tails[i]; i++) {
		char head[512];
		size_t n = strlen(s), m = strlen(tails[i]);
		if (!im_ends(s, tails[i]) || n - m >= sizeof head)
			continue;
		memcpy(head, s, n - m);
		head[n - m] = '\0';
		return im_ends_any(head, title_ends);
	}
	return im_ends_any(s, title_ends);
}

/* The surnames of nearly everyone, single characters. */
static const char surnames[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍"
    "庞颜倪"
    "庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲"
    "房滕屈"
    "饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙"
    "荣巫寇"
    "桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强"
    "帅屠豆"
    "朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆"
    "茹诺战"
    "荀酆萧贝贲钮滑麴羿汲邴糜隗宓仉逄郦郤璩莘庾暨訾蒯竺桓缑笪佴谯钭蓟郏宦习睢闾骞茆綦訚雒禚楮殳郇俸褟凤"
    "慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由程苍郗鄂濮寸";

static const char *const double_surnames[] = {
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "长孙", "宇文",
    "端木", "呼延", "南宫", "轩辕", "申屠", "西门", "钟离", "澹台", "百里", "东郭", "闻人", "濮阳", "淳于", "单于",
    "公冶", "司空", "鲜于", "赫连", "万俟", "拓跋", "独孤", "令孤", "第五", "左丘", "纳兰", NULL};

/* What holds a post; longer ones before those they end with is not needed, the
 * longest match is taken. */
static const char *const offices[] = {
    "主席",     "副主席",   "秘书长",   "副秘书长", "书记",     "副书记",   "主任",     "副主任",   "部长",
    "副部长",   "局长",     "副局长",   "处长",     "副处长",   "科长",     "副科长",   "厅长",     "副厅长",
    "司长",     "副司长",   "市长",     "副市长",   "区长",     "副区长",   "县长",     "副县长",   "省长",
    "副省长",   "镇长",     "副镇长",   "乡长",     "副乡长",   "院长",     "副院长",   "会长",     "副会长",
    "校长",     "副校长",   "所长",     "副所长",   "站长",     "副站长",   "主管",     "总理",     "副总理",
    "委员",     "常委",     "常务委员", "组长",     "副组长",   "组员",     "队长",     "副队长",   "总经理",
    "副总经理", "董事长",   "副董事长", "经理",     "副经理",   "总工程师", "总会计师", "巡视员",   "调研员",
    "主任科员", "科员",     "检察长",   "副检察长", "庭长",     "行长",     "副行长",   "教授",     "专家",
    "参事",     "政委",     "司令员",   "党组成员", "成员",     "代表",     "负责人",   "负责同志", "同志",
    "理事长",   "副理事长", "秘书",     "干事",     "专员",     "督学",     "总监",     "园长",     "馆长",
    "台长",     "社长",     "总编辑",   "州长",     "盟长",     "旗长",     "书记员",   "联络员",   "总指挥",
    "副总指挥", "指挥长",   "副指挥长", "监事长",   "纪检组长", "院士",     "研究员",   "工程师",   "主持人",
    "召集人",   "提名人选", "候选人",   "人选",     "记录员",   "特邀委员", "主委",     "副主委",   "执委",
    "人员",     "全体人员", "股长",     "副股长",   "干部",     "班长",     "监事",     "董事",     "村长",
    "文书",     "委员长",   "副委员长", NULL};

bool im_is_name(const char *s, size_t len)
{
	const char *end = s + len;
	size_t n = 0, step;
	bool point = false;
	for (const char *p = s; p < end; p += step, n++) {
		uint32_t cp = ht_utf8_get(p, end, &step);
		point |= cp == 0xB7 || cp == 0x2022;
		if (!ht_is_han(cp) && cp != 0xB7 && cp != 0x2022)
			return false;
	}
	if (point)
		return n >= 4 && n <= 16;
	if (n == 3 || n == 4)
		for (size_t i = 0; double_surnames[i]; i++)
			if (im_starts(s, double_surnames[i]))
				return true;
	return (n == 2 || n == 3) && g_utf8_strchr(surnames, -1, ht_utf8_get(s, end, NULL));
}

/* The end of the longest office that begins at p; NULL: none. */
static const char *office_end(const char *p, const char *end)
{
	const char *best = NULL;
	for (size_t i = 0; offices[i]; i++) {
		size_t n = strlen(offices[i]);
		if ((size_t)(end - p) >= n && memcmp(p, offices[i], n) == 0 && (!best || p + n > best))
			best = p + n;
	}
	return best;
}

const char *im_last_office(const char *s, const char *end, const char **begin)
{
	const char *found = NULL;
	for (const char *p = s; p < end; p += g_utf8_skip[(unsigned char)*p]) {
		const char *e = office_end(p, end);
		if (!e)
			continue;
		*begin = p;
		found = e;
		p = e - g_utf8_skip[(unsigned char)*g_utf8_find_prev_char(s, e)];
	}
	return found;
}

bool im_is_office(const char *s)
{
	const char *word, *end = s + strlen(s);
	return im_last_office(s, end, &word) == end;
}
