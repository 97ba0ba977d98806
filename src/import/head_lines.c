/* Lines of a head that say one thing each: numbers, grades, mark, issue, signers.
 * Every recogniser looks at one line, some also at what stands below it. */
#include <string.h>

#include <glib.h>

#include "im.h"

static bool take_copy_number(im_doc *d, im_line *line)
{
	const char *s = im_after_label(line->text, "份号");
	s = s ? s : line->text;
	if (d->copy_number || strlen(s) != 6 || strspn(s, "0123456789") != 6)
		return false;
	d->copy_number = s;
	return true;
}

static bool take_secrecy(im_doc *d, im_line *line)
{
	static const char *const grades[] = {"绝密", "机密", "秘密", NULL};
	const char *s = im_squeeze(d, line->text);
	if (d->secrecy || im_chars(s) > 10 || !im_starts_any(s, grades))
		return false;
	const char *rest = s + strlen("绝密");
	if (*rest && !im_mark_at(rest, "★☆*·"))
		return false;
	d->secrecy = s;
	return true;
}

/* `内部资料　注意保存`, above the mark of a bulletin. */
static bool take_keeping(im_doc *d, im_line *line)
{
	static const char *const ends[] = {"资料", "刊物", "文件", "参考", "保存", "外传", NULL};
	const char *s = im_squeeze(d, line->text);
	if (d->secrecy || d->mark || !im_starts(s, "内部") || !im_ends_any(s, ends) || im_chars(s) > 12)
		return false;
	d->secrecy = line->text;
	return true;
}

static bool take_urgency(im_doc *d, im_line *line)
{
	static const char *const words[] = {"特急", "加急", "特提", "平急", "紧急程度：特急", "紧急程度：加急", NULL};
	const char *s = im_squeeze(d, line->text);
	for (size_t i = 0; !d->urgency && words[i]; i++)
		if (strcmp(s, words[i]) == 0) {
			d->urgency = s + (im_starts(s, "紧急程度：") ? strlen("紧急程度：") : 0);
			return true;
		}
	return false;
}

/* `签发人：甲　乙`; further names stand alone on the lines below. */
static bool take_signers(im_doc *d, im_line *line)
{
	const char *s = im_after_label(line->text, "签发人");
	const char *name = im_squeeze(d, line->text);
	if (!s && d->signers.n && im_is_name(name, strlen(name)))
		s = line->text;
	if (!s || !*s)
		return false;
	im_read_people(d, &d->signers, s, strlen(s));
	return true;
}

/* `2026年第4号`, of an announcement. */
static bool take_yearly_number(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text), *p = s;
	size_t year = strspn(p, "0123456789");
	p += year;
	if (d->number || year != 4 || !im_starts(p, "年第"))
		return false;
	p += strlen("年第");
	if (ht_scan_int(&p) <= 0 || strcmp(p, "号") != 0)
		return false;
	d->number = s;
	return true;
}

/* The document's own number has a line of its own, perhaps with the signer. */
static bool take_number(im_doc *d, im_line *line)
{
	const char *s = line->text, *p = s + im_mark_at(s, "（(");
	const char *from = p;
	ht_scan_number n;
	if (!ht_scan_number_at(&p, &n) || (!n.year && !d->mark && !d->title))
		return false;
	const char *end = p;
	p += im_mark_at(p, "）)");
	const char *rest = im_copy(d, p, strlen(p));
	const char *number = im_squeeze(d, im_copy(d, from, (size_t)(end - from)));
	im_line signer = {.text = rest};
	if (*rest && !take_signers(d, &signer))
		return false;
	if (d->number && strcmp(d->number, number) != 0)
		return false;
	d->number = number;
	return true;
}

/* 第7期, 第7期（总第32期） */
static bool take_issue(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text), *p = s;
	bool bracket = im_mark_at(p, "（(");
	p += im_mark_at(p, "（(");
	bool total = im_starts(p, "总");
	p += total ? strlen("总") : 0;
	if (!im_starts(p, "第"))
		return false;
	p += strlen("第");
	const char *from = p;
	if (ht_scan_int(&p) < 0 || !im_starts(p, "期") || (total ? d->total_issue : d->issue))
		return false;
	*(total ? &d->total_issue : &d->issue) = im_copy(d, from, (size_t)(p - from));
	p += strlen("期");
	p += bracket ? im_mark_at(p, "）)") : 0;
	im_line rest = {.text = p};
	return !*p || take_issue(d, &rest);
}

/* Does the line say what a masthead is above? nth: of the lines below it, from 1. */
static bool is_below_masthead(im_doc *d, const char *line, const ht_recognition *r, int nth)
{
	const char *p = im_squeeze(d, line);
	const bool ordinal = im_starts(p, "第") || im_starts(p, "（第") || im_starts(p, "（总第");
	if (nth == 1 && ordinal && (r->masthead_above & HT_ABOVE_ORDINAL))
		return true;
	if ((r->masthead_above & HT_ABOVE_SIGNERS) && im_starts(p, "签发人"))
		return true;
	ht_scan_number n;
	return nth <= r->masthead_within && (r->masthead_above & HT_ABOVE_NUMBER) && ht_scan_number_at(&p, &n) &&
	       n.year;
}

/* Signers are told apart from text by their label: as far below a masthead. */
#define BELOW_MASTHEAD 3

/* The masthead: 某某文件, 某某纪要 or 某某简报 above an issue or number. */
static bool take_mark(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text);
	if (d->mark || im_chars(s) > 24 || strstr(s, "关于"))
		return false;
	const ht_recognition *r = im_by_masthead(d, s);
	size_t i = (size_t)(line - d->lines) + 1;
	for (int seen = 0; r->masthead_above && i < d->n && seen < BELOW_MASTHEAD; i++) {
		if (d->lines[i].role != IM_BODY || !is_below_masthead(d, d->lines[i].text, r, ++seen))
			continue;
		d->mark = s;
		return true;
	}
	return false;
}

/* `某办公室　　2026年7月23日`: who edits a bulletin, and its date. */
static bool take_office_date(im_doc *d, im_line *line)
{
	if (d->editor || (!d->issue && !im_by_mark(d)->tells_of_meeting))
		return false;
	for (const char *p = line->text; *p; p += g_utf8_skip[(unsigned char)*p]) {
		const char *end = p;
		ht_scan_day day;
		if (p == line->text || !ht_scan_day_at(&end, &day))
			continue;
		if (*end || !day.date.year || day.no_day || !day.possible)
			return false;
		const char *office = im_squeeze(d, im_copy(d, line->text, (size_t)(p - line->text)));
		static const char *const edited[] = {"主编", "编印", "编发", "编辑", "编", NULL};
		for (size_t i = 0; edited[i]; i++)
			if (im_ends(office, edited[i])) {
				office = im_copy(d, office, strlen(office) - strlen(edited[i]));
				break;
			}
		if (!im_is_organ(office))
			return false;
		d->editor = office;
		if (!d->date.date.year)
			d->date = day;
		return true;
	}
	return false;
}

/* `第63次` below the masthead of a meeting's document: which of such meetings. */
static bool take_ordinal(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text), *p = s;
	if (!im_by_mark(d)->tells_of_meeting || d->meeting.ordinal || !im_starts(s, "第"))
		return false;
	p += strlen("第");
	if (ht_scan_int(&p) <= 0 || (strcmp(p, "次") != 0 && strcmp(p, "次会议") != 0))
		return false;
	d->meeting.ordinal = im_copy(d, s, (size_t)(p - s) + strlen("次"));
	return true;
}

/* `（2026年8月21日）` below a mark or title: the document's date. */
static bool take_bracketed_day(im_doc *d, im_line *line)
{
	ht_scan_day day;
	if (d->date.date.year || !im_mark_at(line->text, "（(") || !strstr(line->text, "年") ||
	    !im_is_day(line->text, &day) || !day.date.year || day.no_day || !day.possible)
		return false;
	d->date = day;
	return true;
}

/* `发电单位　某指挥部　签批盖章　某某`, at the head of a telegram. */
static bool take_sender(im_doc *d, im_line *line)
{
	im_texts words = {0};
	if (d->issuers.n || !im_starts(im_squeeze(d, line->text), "发电单位"))
		return false;
	im_split(d, &words, line->text, " 　：", line->loc);
	if (words.n < 2 || !im_is_organ(words.v[1].s))
		return false;
	im_add_text(d, &d->issuers, words.v[1].s, line->loc);
	return true;
}

/* `特提　明电　　流汛明电〔2026〕9号`: grade and number of a telegram. */
static bool take_grades(im_doc *d, im_line *line)
{
	im_texts words = {0};
	const char *number = NULL, *urgency = NULL;
	im_split(d, &words, line->text, " 　·", line->loc);
	for (size_t i = 0; i < words.n; i++) {
		const char *s = words.v[i].s, *p = s;
		ht_scan_number n;
		im_line word = {.text = s};
		if (strcmp(s, "明电") == 0 || strcmp(s, "等级") == 0)
			continue;
		if (ht_scan_number_at(&p, &n) && n.year && !*p)
			number = s;
		else if (!urgency && take_urgency(d, &word))
			urgency = s;
		else
			return false;
	}
	if (words.n < 2 || !number || d->number)
		return false;
	d->number = number;
	return true;
}

static bool (*const takers[])(im_doc *, im_line *) = {
    take_copy_number,   take_secrecy, take_keeping,       take_urgency, take_mark,   take_issue,  take_office_date,
    take_yearly_number, take_ordinal, take_bracketed_day, take_sender,  take_grades, take_number, take_signers,
};

bool im_take_head_line(im_doc *d, im_line *line)
{
	for (size_t i = 0; i < sizeof takers / sizeof *takers; i++)
		if (takers[i](d, line)) {
			line->role = IM_FIELD;
			return true;
		}
	return false;
}
