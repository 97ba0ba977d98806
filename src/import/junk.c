/* What a web page puts around a text. One table: a rule says how a line is
 * compared (without its blanks) and how long it may be. A rule of the footer
 * counts only below a line that is surely of the footer. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"

typedef enum how { EXACT, BEGINS, ENDS, HOLDS } how;

typedef struct rule {
	how how;
	const char *text;
	int max_chars; /* 0: any length */
	bool footer;   /* only below a line of the footer */
} rule;

static const rule rules[] = {
    {HOLDS, "版权所有", 90, false},
    {HOLDS, "ICP备", 120, false},
    {HOLDS, "公网安备", 120, false},
    {HOLDS, "网站标识码", 80, false},
    {HOLDS, "AllRightsReserved", 120, false},
    {BEGINS, "Copyright", 120, false},
    {BEGINS, "©", 120, false},
    {HOLDS, "扫一扫在手机", 40, false},
    {HOLDS, "如需转载", 40, false},
    {HOLDS, "长按识别", 40, false},
    {HOLDS, "扫描二维码", 30, false},
    {HOLDS, "扫码关注", 30, false},
    {BEGINS, "扫一扫", 25, false},
    {BEGINS, "分享到", 30, false},
    {BEGINS, "分享：", 30, false},
    {BEGINS, "当前位置", 60, false},
    {BEGINS, "您的位置", 60, false},
    {BEGINS, "您现在的位置", 60, false},
    {BEGINS, "您当前的位置", 60, false},
    {BEGINS, "首页>", 60, false},
    {BEGINS, "首页»", 60, false},
    {BEGINS, "首页|", 120, false},
    {BEGINS, "上一篇", 60, false},
    {BEGINS, "下一篇", 60, false},
    {BEGINS, "上一条", 60, false},
    {BEGINS, "下一条", 60, false},
    {BEGINS, "责任编辑", 25, false},
    {BEGINS, "责编：", 20, false},
    {BEGINS, "字号：", 25, false},
    {BEGINS, "字体：", 25, false},
    {BEGINS, "【字体", 40, false},
    {BEGINS, "【字号", 40, false},
    {BEGINS, "[字体", 40, false},
    {BEGINS, "[字号", 40, false},
    {BEGINS, "浏览次数", 25, false},
    {BEGINS, "浏览量", 25, false},
    {BEGINS, "阅读次数", 25, false},
    {BEGINS, "点击数", 25, false},
    {BEGINS, "点击率", 25, false},
    {BEGINS, "【打印", 40, false},
    {BEGINS, "[打印", 40, false},
    {BEGINS, "打印本页", 30, false},
    {BEGINS, "打印关闭", 30, false},
    {BEGINS, "原标题：", 80, false},
    {BEGINS, "主办单位", 60, true},
    {BEGINS, "主办：", 60, false},
    {BEGINS, "承办单位：", 60, true},
    {BEGINS, "承办：", 60, false},
    {BEGINS, "技术支持", 60, false},
    {BEGINS, "运行维护", 60, false},
    {BEGINS, "（责任编辑", 30, false},
    {BEGINS, "(责任编辑", 30, false},
    {BEGINS, "（记者", 30, false},
    {BEGINS, "(记者", 30, false},
    {BEGINS, "（通讯员", 30, false},
    {BEGINS, "(通讯员", 30, false},
    {BEGINS, "（编辑", 30, false},
    {BEGINS, "(编辑", 30, false},
    {BEGINS, "点击蓝字", 30, false},
    {BEGINS, "点击上方", 30, false},
    {BEGINS, "喜欢就点", 30, false},
    {BEGINS, "阅读原文", 20, false},
    {BEGINS, "【打印本页", 40, false},
    {BEGINS, "浏览：", 20, false},
    {EXACT, "-END-", 0, false},
    {EXACT, "—END—", 0, false},
    {EXACT, "END", 0, false},
    {EXACT, "长者版", 0, false},
    {EXACT, "无障碍", 0, false},
    {EXACT, "繁體", 0, false},
    {EXACT, "繁体", 0, false},
    {EXACT, "简体", 0, false},
    {EXACT, "English", 0, false},
    {EXACT, "EN", 0, false},
    {EXACT, "打印", 0, false},
    {EXACT, "关闭", 0, false},
    {EXACT, "关闭窗口", 0, false},
    {EXACT, "【关闭】", 0, false},
    {EXACT, "【关闭窗口】", 0, false},
    {EXACT, "分享", 0, false},
    {EXACT, "收藏", 0, false},
    {EXACT, "首页", 0, false},
    {EXACT, "网站首页", 0, false},
    {EXACT, "网站导航", 0, false},
    {EXACT, "网站地图", 0, false},
    {EXACT, "返回顶部", 0, false},
    {EXACT, "返回首页", 0, false},
    {EXACT, "官方微信", 0, false},
    {EXACT, "官方微博", 0, false},
    {EXACT, "微信公众号", 0, false},
    {EXACT, "微信", 0, false},
    {EXACT, "微博", 0, false},
    {EXACT, "政务微博", 0, false},
    {EXACT, "政务微信", 0, false},
    {EXACT, "移动客户端", 0, false},
    {EXACT, "手机版", 0, false},
    {EXACT, "联系我们", 0, false},
    {EXACT, "关于我们", 0, false},
    {EXACT, "设为首页", 0, false},
    {EXACT, "加入收藏", 0, false},
    {EXACT, "无障碍浏览", 0, false},
    {EXACT, "长者模式", 0, false},
    {EXACT, "我要纠错", 0, false},
    {EXACT, "相关链接", 0, false},
    {EXACT, "相关文章", 0, false},
    {EXACT, "相关新闻", 0, false},
    {EXACT, "相关解读", 0, false},
    {EXACT, "政策解读", 0, false},
    {EXACT, "附件下载", 0, false},
    {EXACT, "点击下载", 0, false},
    {EXACT, "登录", 0, false},
    {EXACT, "注册", 0, false},
    {EXACT, "搜索", 0, false},
    {EXACT, "TOP", 0, false},
    {EXACT, "•", 0, false},
    {EXACT, "·", 0, false},
    {EXACT, "●", 0, false},
    {EXACT, "▪", 0, false},
    {EXACT, "|", 0, false},
    {EXACT, "||", 0, false},
    {BEGINS, "地址：", 60, true},
    {BEGINS, "地址:", 60, true},
    {BEGINS, "邮编", 30, true},
    {BEGINS, "邮政编码", 30, true},
    {BEGINS, "电话", 40, true},
    {BEGINS, "联系电话", 40, true},
    {BEGINS, "传真", 30, true},
    {BEGINS, "电子邮箱", 50, true},
    {BEGINS, "友情链接", 80, true},
};

static bool matches(const rule *r, const char *s, int chars)
{
	if (r->max_chars && chars > r->max_chars)
		return false;
	switch (r->how) {
	case EXACT:
		return strcmp(s, r->text) == 0;
	case BEGINS:
		return im_starts(s, r->text);
	case ENDS:
		return im_ends(s, r->text);
	case HOLDS:
		return strstr(s, r->text) != NULL;
	}
	return false;
}

/* Marks of a site's foot: whatever is short below them belongs to it. */
static bool begins_footer(const char *s)
{
	static const char *const marks[] = {"网站导航",   "版权所有",  "ICP备", "公网安备", "主办：",
	                                    "网站标识码", "Copyright", "©",     "友情链接", NULL};
	return im_has_any(s, marks);
}

static const char *const bullets[] = {"•", "▪", "·", "- ", "* ", "● ", "■ ", "◆ ", NULL};

/* Take a list's mark off a line that goes on. */
static const char *strip_bullet(im_doc *d, im_line *line)
{
	for (size_t i = 0; bullets[i]; i++) {
		size_t n = strlen(bullets[i]);
		if (!im_starts(line->text, bullets[i]) || !line->text[n])
			continue;
		line->text = im_copy(d, line->text + n, strlen(line->text + n));
		line->columns = im_columns(line->text);
		return bullets[i];
	}
	return NULL;
}

static bool matches_exactly(const char *s)
{
	/* too short to be sure of alone */
	static const char *const words[] = {"大", "中", "小", "EN", "RSS", "A", "A+", "A-", NULL};
	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], s) == 0)
			return true;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (rules[i].how == EXACT && !rules[i].footer && strcmp(rules[i].text, s) == 0)
			return true;
	return false;
}

/* `无障碍浏览　长者版　登录`: several words, each of a site's menu. */
static bool is_menu_line(im_doc *d, const char *line)
{
	im_texts words = {0};
	if (im_chars(line) > 80)
		return false;
	im_split(d, &words, line, " 　|｜\t", (ht_loc){0});
	for (size_t i = 0; i < words.n; i++)
		if (!matches_exactly(words.v[i].s))
			return false;
	return words.n > 1;
}

/* `— 1 —`, `-2-`, `第1页　共3页`: s is without blanks. */
static bool is_page_number(const char *s)
{
	const char *p = s;
	size_t n = im_mark_at(p, "—-－–―·");
	if (!n) {
		p += im_starts(p, "第") ? strlen("第") : 0;
		return p > s && ht_scan_int(&p) > 0 && im_starts(p, "页") && im_chars(p) <= 8;
	}
	while ((n = im_mark_at(p, "—-－–―·")))
		p += n;
	const char *digits = p;
	p += strspn(p, "0123456789");
	if (p == digits || p - digits > 3 || !*p)
		return false;
	while ((n = im_mark_at(p, "—-－–―·")))
		p += n;
	return !*p;
}

/* `阅读 326`, `赞 12 在看 5`: s is without blanks. */
static bool is_counter(const char *s)
{
	static const char *const words[] = {"阅读", "点赞", "赞",   "在看", "分享", "收藏",
	                                    "留言", "转发", "推荐", "喜欢", NULL};
	size_t counted = 0;
	while (*s) {
		size_t n = 0;
		for (size_t i = 0; words[i] && !n; i++)
			n = im_starts(s, words[i]) ? strlen(words[i]) : 0;
		if (!n)
			return false;
		s += n + im_mark_at(s + n, "：:");
		counted += g_ascii_isdigit(*s) != 0;
		s += strspn(s, "0123456789.+");
		s += im_mark_at(s, "万");
	}
	return counted > 0;
}

/* Who had to do with a page, below its text. */
static bool is_credit(const char *s)
{
	static const char *const labels[] = {"供稿", "来源", "编辑", "责编", "责任编辑", "审核", "校对", "初审",
	                                     "复审", "终审", "监制", "撰稿", "摄影",     "文字", "图文", NULL};
	for (size_t i = 0; labels[i]; i++)
		if (im_after_label(s, labels[i]) && im_chars(s) <= 25)
			return true;
	return false;
}

/* Two such lines or more follow one another: lines from i on. */
static size_t count_credits(const im_doc *d, size_t i)
{
	size_t n = 0;
	while (i + n < d->n && d->lines[i + n].role == IM_BODY && is_credit(d->lines[i + n].text))
		n++;
	return n >= 2 ? n : 0;
}

/* A heading above what a site links to a text. */
static bool begins_related(const char *s)
{
	static const char *const heads[] = {"相关文档", "相关文件", "相关阅读", "相关稿件", "相关解读",
	                                    "相关链接", "相关信息", "相关文章", "相关新闻", "延伸阅读",
	                                    "推荐阅读", "政策解读", NULL};
	for (size_t i = 0; heads[i]; i++)
		if (im_starts(s, heads[i]) && im_chars(s) <= im_chars(heads[i]) + 1)
			return true;
	return false;
}

static bool is_junk(const char *s, bool footer)
{
	static const char *const facts[] = {"发布时间", "发布日期", "发文日期", NULL};
	int chars = im_chars(s);
	if (im_has_any(s, facts) && strpbrk(s, "0123456789"))
		return false; /* metadata, whatever it begins with */
	if (is_page_number(s) || is_counter(s))
		return true;
	if (strstr(s, "共印"))
		return false; /* of the record block */
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if ((footer || !rules[i].footer) && matches(&rules[i], s, chars))
			return true;
	return false;
}

/* 甲办公室 版权所有, or 版权所有：甲办公室: who holds it. */
static void find_holder(im_doc *d, const char *s)
{
	const char *at = strstr(s, "版权所有"), *from = s;
	if (!at || d->holder)
		return;
	size_t len = (size_t)(at - s);
	if (!len) {
		from = at + strlen("版权所有");
		from += im_mark_at(from, "：:");
		len = strcspn(from, " ,|");
		const char *stop = strstr(from, "，");
		len = stop && (size_t)(stop - from) < len ? (size_t)(stop - from) : len;
	}
	const char *holder = im_squeeze(d, im_copy(d, from, len));
	if (im_has_han(holder) && im_chars(holder) <= 30)
		d->holder = holder;
}

/* The last line that is surely text: a paragraph with a full stop. */
static size_t last_paragraph(const im_doc *d)
{
	for (size_t i = d->n; i-- > 0;)
		if (im_ends(d->lines[i].text, "。") && d->lines[i].columns > 40)
			return i;
	return 0;
}

void im_find_junk(im_doc *d)
{
	bool footer = false, related = false;
	size_t last = last_paragraph(d), credits = 0;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->role != IM_BODY || line->columns > 240)
			continue;
		const char *bullet = strip_bullet(d, line), *s = im_squeeze(d, line->text);
		related |= i > last && begins_related(s);
		credits = credits ? credits - 1 : i > last ? count_credits(d, i) : 0;
		if (!is_junk(s, footer) && !credits && !is_menu_line(d, line->text) &&
		    !(related && im_chars(s) <= 60)) {
			if (bullet)
				ht_diag(d->diags, HT_D_IMPORT_BULLET, line->loc, bullet, NULL);
			continue;
		}
		line->role = IM_JUNK;
		footer |= i > last && begins_footer(s);
		find_holder(d, line->text);
	}
}
