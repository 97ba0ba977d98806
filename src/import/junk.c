/* What a web page puts around a text. One table: a rule says how a line is
 * compared (without its blanks) and how long it may be. A rule of the footer
 * counts only below a line that is surely of the footer. */
#include <string.h>

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

static bool is_junk(const char *s, bool footer)
{
	static const char *const facts[] = {"发布时间", "发布日期", "发文日期", NULL};
	int chars = im_chars(s);
	if (im_has_any(s, facts) && strpbrk(s, "0123456789"))
		return false; /* metadata, whatever it begins with */
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
	bool footer = false;
	size_t last = last_paragraph(d);
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->role != IM_BODY || line->columns > 240)
			continue;
		const char *bullet = strip_bullet(d, line), *s = im_squeeze(d, line->text);
		if (!is_junk(s, footer)) {
			if (bullet)
				ht_diag(d->diags, HT_D_IMPORT_BULLET, line->loc, bullet, NULL);
			continue;
		}
		line->role = IM_JUNK;
		footer |= i > last && begins_footer(s);
		find_holder(d, line->text);
	}
}
