/* Metadata: the block that a government site puts above a document, and the
 * line that any site puts below a title.
 *
 *   索 引 号：           label, its value on the next line
 *   000014349/2018-00227
 *   | 发文机关： | 国务院办公厅 | 成文日期： | 1996年07月17日 |
 *   发布时间：2026-01-05 10:22 来源：区政府办 浏览次数：123
 *
 * It ends with the first line of the document that is no label. */
#include <string.h>

#include <glib.h>

#include "im.h"

typedef struct label {
	const char *text;
	void (*take)(im_doc *d, const char *value, ht_loc loc); /* NULL: of no use to a record */
	bool (*fits)(const char *value);                        /* may stand below an empty line; NULL: nothing may */
} label;

static void take_index(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	if (!d->index_number)
		d->index_number = value;
}

static void take_category(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	if (!d->category)
		d->category = value;
}

static void take_keywords(im_doc *d, const char *value, ht_loc loc)
{
	im_split(d, &d->keywords, value, " 　;；、", loc);
}

static void take_issuers(im_doc *d, const char *value, ht_loc loc)
{
	static const char *const sites[] = {"网站", "网", "本站", NULL};
	if (!d->issuers.n && !im_ends_any(value, sites))
		im_split(d, &d->issuers, value, "、 　;；", loc);
}

static void take_title(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	if (!d->meta_title)
		d->meta_title = value;
}

static void take_number(im_doc *d, const char *value, ht_loc loc)
{
	const char *p = value;
	ht_scan_number n;
	(void)loc;
	if (!d->number && ht_scan_number_at(&p, &n))
		d->number = im_squeeze(d, value);
}

static void take_day(const char *value, ht_scan_day *day)
{
	const char *p = value;
	ht_scan_day s;
	if (!day->date.year && ht_scan_day_at(&p, &s) && s.possible && !s.no_day)
		*day = s;
}

static void take_date(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	take_day(value, &d->date);
}

static void take_published(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	take_day(value, &d->published);
}

static bool fits_code(const char *value)
{
	return !im_has_han(value) && strpbrk(value, "0123456789");
}

static bool fits_day(const char *value)
{
	ht_scan_day day;
	return ht_scan_when_at(&value, &day) && !*value;
}

static bool fits_number(const char *value)
{
	ht_scan_number number;
	return ht_scan_number_at(&value, &number) && !*value;
}

static bool fits_organ(const char *value)
{
	return im_is_organ(value) || im_ends(value, "网站");
}

static const label labels[] = {
    {"索引号", take_index, fits_code},
    {"索取号", take_index, fits_code},
    {"主题分类", take_category, NULL},
    {"信息分类", take_category, NULL},
    {"发文机关", take_issuers, fits_organ},
    {"发文单位", take_issuers, fits_organ},
    {"制发机关", take_issuers, fits_organ},
    {"发布机构", take_issuers, fits_organ},
    {"发布机关", take_issuers, fits_organ},
    {"成文日期", take_date, fits_day},
    {"生成日期", take_date, fits_day},
    {"发文日期", take_date, fits_day},
    {"标题", take_title, NULL},
    {"信息名称", take_title, NULL},
    {"发文字号", take_number, fits_number},
    {"文号", take_number, fits_number},
    {"发布日期", take_published, fits_day},
    {"发布时间", take_published, fits_day},
    {"发文时间", take_published, fits_day},
    {"更新时间", take_published, fits_day},
    {"公开日期", take_published, fits_day},
    {"日期", take_published, fits_day},
    {"时间", take_published, fits_day},
    {"主题词", take_keywords, NULL},
    {"关键词", take_keywords, NULL},
    {"来源", NULL, NULL},
    {"信息来源", NULL, NULL},
    {"文章来源", NULL, NULL},
    {"作者", NULL, NULL},
    {"编辑", NULL, NULL},
    {"责任编辑", NULL, NULL},
    {"浏览次数", NULL, NULL},
    {"浏览量", NULL, NULL},
    {"点击数", NULL, NULL},
    {"点击", NULL, NULL},
    {"阅读", NULL, NULL},
    {"阅读量", NULL, NULL},
    {"访问量", NULL, NULL},
    {"字号", NULL, NULL},
    {"字体", NULL, NULL},
    {"有效性", NULL, NULL},
    {"时效性", NULL, NULL},
    {"效力状态", NULL, NULL},
    {"公开方式", NULL, NULL},
    {"公开形式", NULL, NULL},
    {"公开范围", NULL, NULL},
    {"公开时限", NULL, NULL},
    {"公文种类", NULL, NULL},
    {"实施日期", NULL, NULL},
    {"废止日期", NULL, NULL},
    {"名称", take_title, NULL},
    {"发文机构", take_issuers, fits_organ},
    {"发布单位", take_issuers, fits_organ},
    {"文件编号", take_number, fits_number},
    {"签发日期", take_date, fits_day},
    {"内容概述", NULL, NULL},
    {"内容摘要", NULL, NULL},
    {"下载地址", NULL, NULL},
    {"发布者", NULL, NULL},
    {"发布人", NULL, NULL},
    {"阅读次数", NULL, NULL},
    {"点击次数", NULL, NULL},
    {"访问次数", NULL, NULL},
    {"语种", NULL, NULL},
    {"视力保护色", NULL, NULL},
    {"生效时间", NULL, NULL},
    {"生效日期", NULL, NULL},
    {"废止时间", NULL, NULL},
    {"归档时间", NULL, NULL},
    {"体裁", NULL, NULL},
    {"组配分类", NULL, NULL},
    {"服务对象", NULL, NULL},
};

/* The label at the beginning of s; *value is what follows its colon. */
static const label *label_at(const char *s, const char **value)
{
	if (im_starts(s, "【") || im_starts(s, "["))
		s += im_starts(s, "[") ? 1 : strlen("【");
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if ((*value = im_after_label(s, labels[i].text)))
			return &labels[i];
	return NULL;
}

static bool is_blank(const char *p)
{
	return *p == ' ' || *p == '\t' || *p == '|' || im_starts(p, "　") || im_starts(p, "\xC2\xA0");
}

/* Where the value at p ends: at the end, or before a blank and another label. */
static const char *value_end(const char *p)
{
	const char *value;
	for (; *p; p += g_utf8_skip[(unsigned char)*p]) {
		if (!is_blank(p))
			continue;
		const char *q = p;
		while (is_blank(q))
			q += g_utf8_skip[(unsigned char)*q];
		if (label_at(q, &value))
			return p;
	}
	return p;
}

/* Read all labels of a line; the last one without a value is returned in *open.
 * false: the line does not begin with a label. */
static bool read_labels(im_doc *d, const char *s, ht_loc loc, const label **open)
{
	const char *value;
	const label *l = label_at(s, &value);
	*open = NULL;
	if (!l)
		return false;
	while (l) {
		const char *next, *end = label_at(value, &next) ? value : value_end(value);
		const char *text = im_copy(d, value, (size_t)(end - value));
		*open = *text ? NULL : l;
		if (*text && l->take)
			l->take(d, text, loc);
		while (is_blank(end))
			end += g_utf8_skip[(unsigned char)*end];
		l = *end ? label_at(end, &value) : NULL;
	}
	return true;
}

/* A cell that is a label and nothing more, without a colon. */
static const label *bare_label(im_doc *d, const char *cell)
{
	const char *s = im_squeeze(d, cell);
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strcmp(labels[i].text, s) == 0)
			return &labels[i];
	return NULL;
}

/* Of a table row, cells alternate between labels and values. */
static bool read_row(im_doc *d, const char *s, ht_loc loc)
{
	const char *value;
	gchar **cells = g_strsplit(s, "\t", -1);
	bool found = false;
	for (size_t i = 0; cells[i]; i++) {
		const label *l = label_at(g_strstrip(cells[i]), &value);
		if (!l && cells[i + 1] && (l = bare_label(d, cells[i])))
			value = "";
		if (!l)
			continue;
		found = true;
		if (!*value && cells[i + 1])
			value = g_strstrip(cells[++i]);
		if (*value && l->take)
			l->take(d, im_copy(d, value, strlen(value)), loc);
	}
	g_strfreev(cells);
	return found;
}

/* `某区政府   发布时间：2015-08-10  来源：本站`: labels behind the site's name. */
static bool read_inner_labels(im_doc *d, const im_line *line)
{
	const char *value;
	const label *open;
	if (im_chars(line->text) > 100 || strstr(line->text, "。"))
		return false;
	const char *end = value_end(line->text);
	const char *lead = im_copy(d, line->text, (size_t)(end - line->text));
	while (is_blank(end))
		end += g_utf8_skip[(unsigned char)*end];
	if (!*end || !label_at(end, &value) || !read_labels(d, end, line->loc, &open))
		return false;
	if (fits_day(lead))
		take_published(d, lead, line->loc);
	return true;
}

/* `原创 某某 某某 2026-04-22 17:46 江西`: the line below a title in WeChat. */
static bool read_byline(im_doc *d, const char *s)
{
	if (!im_starts(s, "原创") || im_chars(s) > 80 || im_is_sentence(s))
		return false;
	for (const char *p = s; (p += strcspn(p, "0123456789"), *p); p += strspn(p, "0123456789")) {
		const char *end = p;
		ht_scan_day day;
		if (!ht_scan_when_at(&end, &day) || !day.possible || day.no_day || !day.date.year)
			continue;
		if (!d->published.date.year)
			d->published = day;
		return true;
	}
	return false;
}

/* A meeting's facts use some of the same labels: 时间 above 地点 is the time of
 * the meeting. */
static bool is_meeting_block(const im_doc *d, size_t i)
{
	static const char *const others[] = {"地点",     "会议地点", "主持",     "主持人", "出席",
	                                     "出席人员", "参会人员", "参加人员", NULL};
	if (!im_after_label(d->lines[i].text, "时间"))
		return false;
	for (size_t k = i + 1; k < d->n && k < i + 4; k++)
		for (size_t o = 0; others[o]; o++)
			if (im_after_label(d->lines[k].text, others[o]))
				return true;
	return false;
}

/* A day and nothing more (`2026-01-05 10:22`, also in brackets) below a title. */
static bool is_day_line(im_doc *d, const im_line *line)
{
	const label *open;
	const char *p = line->text + im_mark_at(line->text, "（([");
	ht_scan_day s;
	if (im_starts(line->text, "（") && strstr(line->text, "年"))
		return false; /* the document's own date */
	if (!ht_scan_when_at(&p, &s) || !s.possible || s.no_day || !s.date.year || s.han)
		return false;
	p += im_mark_at(p, "）)]");
	while (is_blank(p))
		p += g_utf8_skip[(unsigned char)*p];
	if (d->published.date.year || (*p && !read_labels(d, p, line->loc, &open)))
		return false;
	d->published = s;
	return true;
}

/* Metadata stands within so many lines from the top. */
#define MAX_HEAD_LINES 60
/* A day of its own stands below at most so many lines, the title's. */
#define MAX_ABOVE_DAY 5

void im_find_metadata(im_doc *d)
{
	const label *open = NULL;
	size_t others = 0;
	for (size_t i = 0; i < d->n && i < MAX_HEAD_LINES; i++) {
		im_line *line = &d->lines[i];
		if (line->role == IM_JUNK || line->role == IM_FIELD)
			continue;
		const label *before = open, *now = NULL;
		bool labelled =
		    !is_meeting_block(d, i) && (line->role == IM_TABLE ? read_row(d, line->text, line->loc)
		                                                       : read_labels(d, line->text, line->loc, &now));
		if (labelled) {
			open = now;
		} else if (before && !(before->take == NULL && others) && line->role == IM_BODY &&
		           (!line->blanks || (before->fits && before->fits(line->text)))) {
			if (before->take)
				before->take(d, line->text, line->loc);
			open = NULL;
		} else {
			open = NULL;
			if (im_ends(line->text, "。") || line->columns > 120)
				return;
			if (read_byline(d, line->text) || read_inner_labels(d, line)) {
				line->role = IM_JUNK;
				continue;
			}
			if (!others++ || others > MAX_ABOVE_DAY || !is_day_line(d, line) || i + 1 == d->n)
				continue;
		}
		line->role = IM_FIELD;
	}
}
