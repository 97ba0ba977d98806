/* Lines of a header that hold one thing each: numbers, grades, masthead, issue,
 * signers. Every recogniser looks at one line, some also at what is below it. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "words_documents.h"

static bool take_copy_number(im_doc *d, im_line *line)
{
	const char *s = im_after_label(line->text, "份号");
	s = s ? s : line->text;
	if (d->copy_number || strlen(s) != COPY_NUMBER_DIGITS || strspn(s, IM_DIGITS) != COPY_NUMBER_DIGITS)
		return false;
	d->copy_number = s;
	return true;
}

/* What is behind the label, or s itself: 密级：秘密★5年. */
static const char *without_label(const char *s, const char *const *labels)
{
	const char *value = NULL;
	for (; *labels && !value; labels++)
		value = im_after_label(s, *labels);
	return value ? value : s;
}

static bool take_secrecy(im_doc *d, im_line *line)
{
	const char *s = without_label(im_squeeze(d, line->text), ht_words_secrecy_label);
	size_t grade = ht_str_prefix_of(s, ht_words_secrecy_grade);
	const char *rest = s + grade;
	if (d->secrecy || ht_str_chars(s) > SECRECY_MOST || !grade)
		return false;
	if (*rest && !ht_str_one_of(rest, "★☆*·"))
		return false;
	d->secrecy = s;
	return true;
}

/* `内部资料　注意保存`, above the masthead of a bulletin. */
static bool take_internal(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text);
	if (d->secrecy || d->masthead || !ht_str_starts(s, "内部") || !ht_str_ends_any(s, ht_words_internal_end) ||
	    ht_str_chars(s) > INTERNAL_MOST)
		return false;
	d->secrecy = line->text;
	return true;
}

static bool take_urgency(im_doc *d, im_line *line)
{
	const char *s = without_label(im_squeeze(d, line->text), ht_words_urgency_label);
	if (d->urgency || !ht_str_is_any(s, ht_words_urgency))
		return false;
	d->urgency = s;
	return true;
}

/* `签发人：甲　乙`; further names are alone on the lines below. */
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

/* `某某县教育局　　签发人：甲`: who reports to an organ above it, and the signer. */
static bool take_organ_signers(im_doc *d, im_line *line)
{
	const char *at = strstr(line->text, "签发人");
	if (!at || d->signers.n)
		return false;
	const char *organ = im_squeeze(d, im_copy(d, line->text, (size_t)(at - line->text)));
	im_line signer = {.text = at};
	if (!im_is_organ(organ) || !take_signers(d, &signer))
		return false;
	if (!d->issuers.n)
		im_add_text(d, &d->issuers, organ, line->loc);
	return true;
}

/* `2026年第4号`, of an announcement. */
static bool take_yearly_number(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text), *p = s + ht_str_one_of(s, "（("), *from = p;
	ht_scan_number n;
	if (d->number || !ht_scan_yearly_number_at(&p, &n))
		return false;
	const char *end = p;
	p += from > s ? ht_str_one_of(p, "）)") : 0;
	if (*p || (from > s && p == end))
		return false;
	d->number = im_copy(d, from, (size_t)(end - from));
	return true;
}

/* The document's own number has a line of its own, perhaps with the signer. */
static bool take_number(im_doc *d, im_line *line)
{
	const char *s = line->text, *p = s + ht_str_one_of(s, "（(");
	const char *from = p;
	ht_scan_number n;
	if (!ht_scan_number_at(&p, &n) || (!n.year && !d->masthead && !d->title))
		return false;
	const char *end = p;
	p += ht_str_one_of(p, "）)");
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
	bool bracket = ht_str_one_of(p, "（(");
	p += ht_str_one_of(p, "（(");
	bool total = ht_str_starts(p, "总");
	p += total ? strlen("总") : 0;
	if (!ht_str_starts(p, "第"))
		return false;
	p += strlen("第");
	const char *from = p;
	if (ht_scan_int(&p) < 0 || !ht_str_starts(p, "期") || (total ? d->total_issue : d->issue))
		return false;
	*(total ? &d->total_issue : &d->issue) = im_copy(d, from, (size_t)(p - from));
	p += strlen("期");
	p += bracket ? ht_str_one_of(p, "）)") : 0;
	im_line rest = {.text = p};
	return !*p || take_issue(d, &rest);
}

/* Does the line show that a masthead is above it? nth: its distance from that, from 1. */
static bool is_below_masthead(im_doc *d, const char *line, const ht_recognition *r, int nth)
{
	const char *p = im_squeeze(d, line);
	const bool ordinal = ht_str_starts(p, "第") || ht_str_starts(p, "（第") || ht_str_starts(p, "（总第");
	if (nth == 1 && ordinal && (r->masthead_above & HT_ABOVE_ORDINAL))
		return true;
	if ((r->masthead_above & HT_ABOVE_SIGNERS) && ht_str_starts(p, "签发人"))
		return true;
	ht_scan_number n;
	const bool number = ht_scan_yearly_number_at(&p, &n) || (ht_scan_number_at(&p, &n) && n.year);
	return nth <= r->masthead_within && (r->masthead_above & HT_ABOVE_NUMBER) && number;
}

/* A masthead that is nothing but the word it ends with (公　　告) is the second line of
 * one whose first is the organ. */
static const char *with_line_above(im_doc *d, im_line *line, const ht_recognition *r, const char *s)
{
	im_line *above = line > d->lines ? line - 1 : NULL;
	bool word = false;
	for (size_t i = 0; i < r->n_masthead_ends; i++)
		word |= strcmp(s, r->masthead_ends[i]) == 0;
	if (!word || !above || above->kind != IM_BODY ||
	    !(im_is_organ_name(im_squeeze(d, above->text)) || im_is_headed_bulletin(d, above)))
		return s;
	above->kind = IM_FIELD;
	return im_join(d, im_squeeze(d, above->text), s);
}

/* Is the line minutes' name of a series, above a day and minutes' own title? 某局局长办公会议纪要 / 2026年11月26日 /
 * 某局2026年第12次局长办公会议纪要 */
static bool is_above_dated_title(im_doc *d, const im_line *line, const ht_recognition *r)
{
	const size_t i = (size_t)(line - d->lines);
	ht_scan_day day;
	if (!r->tells_of_meeting || i + 2 >= d->n || d->lines[i + 2].kind != IM_BODY)
		return false;
	const char *below = im_squeeze(d, d->lines[i + 2].text);
	return im_is_day(d->lines[i + 1].text, &day) && im_ends_word(below, r->masthead_ends, r->n_masthead_ends) &&
	       strcmp(below, line->text) != 0;
}

/* The masthead: 某某文件, 某某纪要 or 某某简报 above an issue or number. */
static bool take_masthead(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text);
	if (d->masthead || ht_str_chars(s) > MASTHEAD_MOST || strstr(s, "关于"))
		return false;
	const ht_recognition *r = im_by_masthead(d, s);
	size_t i = (size_t)(line - d->lines) + 1;
	if (is_above_dated_title(d, line, r)) {
		d->masthead = s;
		d->dated_title = i + 1;
		return true;
	}
	for (int seen = 0; r->masthead_above && i < d->n && seen < MASTHEAD_LINES; i++) {
		if (d->lines[i].kind != IM_BODY || !is_below_masthead(d, d->lines[i].text, r, ++seen))
			continue;
		d->masthead = with_line_above(d, line, r, s);
		return true;
	}
	return false;
}

/* The first body line after line, or NULL. */
static const im_line *next_body(const im_doc *d, const im_line *line)
{
	const im_line *end = d->lines + d->n;
	while (++line < end && line->kind != IM_BODY)
		;
	return line < end ? line : NULL;
}

/* 某某县人民政府令, 第3号, 某某县森林防火令: the first is the masthead where the order has a title of its own. */
static bool take_order_mark(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text),
	           *organ = im_copy(d, s, strlen(s) - ht_str_suffix_of(s, ht_words_order_end));
	const im_line *number = next_body(d, line), *title = number ? next_body(d, number) : NULL;
	if (d->masthead || organ[0] == '\0' || strlen(organ) == strlen(s) || !im_is_organ_name(organ) || !title)
		return false;
	const char *p = im_squeeze(d, number->text);
	ht_scan_number n;
	if (!ht_scan_number_at(&p, &n) || *p || im_is_sentence(title->text) ||
	    !ht_str_ends_any(im_squeeze(d, title->text), ht_words_order_end))
		return false;
	d->masthead = s;
	return true;
}

/* The organs right above the line, as an editor's are: added to list. */
static void add_organs_above(im_doc *d, im_line *line, im_texts *list)
{
	im_line *first = line;
	while (first > d->lines && first[-1].kind == IM_BODY && im_is_organ_name(im_squeeze(d, first[-1].text)))
		first--;
	for (; first < line; first++) {
		im_add_text(d, list, im_squeeze(d, first->text), first->loc);
		first->kind = IM_FIELD;
	}
}

/* Does p begin with at least two blanks, or a tab? */
static bool begins_with_gap(const char *p)
{
	size_t blank = ht_str_one_of(p, " 　\t");
	return *p == '\t' || (blank && ht_str_one_of(p + blank, " 　\t"));
}

/* 某某局 of 编发单位：某某局. */
static const char *after_office_label(const char *s)
{
	const size_t n = ht_str_prefix_of(s, ht_words_office_label), colon = n ? ht_str_one_of(s + n, "：:") : 0;
	return colon ? s + n + colon : s;
}

/* `编发单位：某某局` alone, below an issue. */
static bool take_labelled_office(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text), *office = after_office_label(s);
	if (!d->issue || d->editor || office == s || !im_is_organ_name(office))
		return false;
	d->editor = office;
	return true;
}

/* `某办公室　　2026年7月23日`: who edits a bulletin, and its date. */
static bool take_office_date(im_doc *d, im_line *line)
{
	if (d->editor || (!d->issue && !im_by_mark(d)->tells_of_meeting))
		return false;
	for (const char *p = line->text; *p; p = ht_str_next(p)) {
		const char *end = p;
		ht_scan_day day;
		if (p == line->text || !ht_scan_day_at(&end, &day))
			continue;
		if (*end || !im_is_full_day(&day))
			return false;
		const char *office = im_squeeze(d, im_copy(d, line->text, (size_t)(p - line->text)));
		office = after_office_label(office);
		office = im_copy(d, office, strlen(office) - ht_str_suffix_of(office, ht_words_edited_by));
		/* below an issue a wide gap is enough: 某县人民政府值班室　　　　2026年8月3日 */
		const bool apart = d->issue && begins_with_gap(p) && !im_is_sentence(office);
		if (!apart && !im_is_organ(office))
			return false;
		/* organs that edit together are above each other: the issuers */
		if (d->issue && d->n && line >= d->lines && line < d->lines + d->n && !d->issuers.n)
			add_organs_above(d, line, &d->issuers);
		if (d->issuers.n)
			im_add_text(d, &d->issuers, office, line->loc);
		else
			d->editor = office;
		if (!d->date.date.year)
			d->date = day;
		return true;
	}
	return false;
}

/* `某县信访工作简报　第5期（总第32期）　某县信访局　2026年4月8日`: the head of a bulletin on one line. */
static bool take_bulletin_row(im_doc *d, im_line *line)
{
	static const char *const begins[] = {"第", "（第", "总第", "（总第", "2", NULL};
	const char *s = im_squeeze(d, line->text), *p = s;
	if (d->masthead || d->issue || !strstr(s, "期") || ht_str_chars(s) > BULLETIN_ROW_MOST || strstr(s, "关于"))
		return false;
	const char *masthead = "";
	while (*(p = ht_str_next(p)) && !(ht_str_starts_any(p, begins) &&
	                                  im_by_masthead(d, masthead = im_copy(d, s, (size_t)(p - s)))->item_by_item))
		;
	const char *end = *p ? strstr(p, "期") : NULL, *total = end ? strstr(end + 1, "期") : NULL;
	end = total ? total : end;
	if (!end)
		return false;
	end += strlen("期");
	end += ht_str_one_of(end, "）)");
	p += g_ascii_isdigit(*p) && ht_str_starts(p + 4, "年") ? 4 + strlen("年") : 0;
	im_line issue = {.text = im_copy(d, p, (size_t)(end - p))}, rest = {.text = im_checked(d, end)};
	if (!take_issue(d, &issue))
		return false;
	d->masthead = masthead;
	if (im_is_day(end, &d->date) || take_office_date(d, &rest) || !*end)
		return true;
	/* what is left is no date and no editor: told with the line, which is in fields otherwise */
	ht_diag(d->diags, HT_D_IMPORT_REMOVED, line->loc, end, NULL);
	return true;
}

/* `第63次` below the masthead of a meeting's document: which of such meetings. */
static bool take_ordinal(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text), *p = s;
	if (!im_by_mark(d)->tells_of_meeting || d->meeting.ordinal || !ht_str_starts(s, "第"))
		return false;
	p += strlen("第");
	if (ht_scan_int(&p) <= 0 || (strcmp(p, "次") != 0 && strcmp(p, "次会议") != 0))
		return false;
	d->meeting.ordinal = im_copy(d, s, (size_t)(p - s) + strlen("次"));
	return true;
}

/* `〔2026〕第6次`, `2026年第6次会议`: the number of minutes whose year is with it. */
static bool take_yearly_ordinal(im_doc *d, im_line *line)
{
	const char *s = im_squeeze(d, line->text), *p = s;
	size_t open = ht_str_one_of(p, "〔（([【");
	p += open;
	if (d->number || !(im_by_mark(d)->tells_of_meeting || im_is_of_meeting(d)) || strspn(p, IM_DIGITS) != 4)
		return false;
	p += 4;
	p += ht_str_starts(p, "年") ? strlen("年") : 0;
	p += open ? ht_str_one_of(p, "〕）)]】") : 0;
	if (!ht_str_starts(p, "第"))
		return false;
	p += strlen("第");
	if (ht_scan_int(&p) <= 0 || !ht_str_starts(p, "次"))
		return false;
	p += strlen("次");
	p += ht_str_starts(p, "会议") ? strlen("会议") : 0;
	p += ht_str_one_of(p, "）)");
	if (*p)
		return false;
	d->number = s;
	return true;
}

/* `（2026年8月21日）` below a masthead or title: the document's date. */
static bool take_bracketed_day(im_doc *d, im_line *line)
{
	ht_scan_day day;
	if (d->date.date.year || !ht_str_one_of(line->text, "（(") || !strstr(line->text, "年") ||
	    !im_is_day(line->text, &day) || !im_is_full_day(&day))
		return false;
	d->date = day;
	return true;
}

/* `发电单位　某指挥部　签批盖章　某某`, at the head of a telegram. */
static bool take_sender(im_doc *d, im_line *line)
{
	im_texts words = {0};
	if (d->issuers.n || !ht_str_starts(im_squeeze(d, line->text), "发电单位"))
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
    take_copy_number,
    take_secrecy,
    take_internal,
    take_urgency,
    take_bulletin_row,
    take_order_mark,
    take_masthead,
    take_issue,
    take_office_date,
    take_yearly_number,
    take_ordinal,
    take_yearly_ordinal,
    take_bracketed_day,
    take_sender,
    take_grades,
    take_number,
    take_signers,
    take_organ_signers,
    im_take_labelled_recipients,
    take_labelled_office,
};

bool im_take_header_line(im_doc *d, im_line *line)
{
	for (size_t i = 0; i < ARRAY_LEN(takers); i++)
		if (takers[i](d, line)) {
			line->kind = IM_FIELD;
			return true;
		}
	return false;
}
