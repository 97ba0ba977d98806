/* What can be seen of a line by itself that has a structure, and so is no list of words: days, numbers, headings, lists
 * of organs and of names, the first sentence of a report. What words/readings/features.txt calls `code` is here and in
 * beside.c. */
#include <string.h>

#include <glib.h>

#include "limits.h"
#include "readings.h"
#include "words_documents.h"

static bool has_sign(const char *s, const char *set)
{
	for (; *s; s = ht_str_next(s))
		if (ht_str_one_of(s, set))
			return true;
	return false;
}

/* ---- days and numbers ---- */

static bool is_numeral(const char *p)
{
	return g_ascii_isdigit(*p) || ht_str_one_of(p, "一二三四五六七八九十");
}

/* Is the whole line a day with its year? Which of day, bracketed-day, clock-day. */
static void see_day(const char *text, im_seen *line)
{
	ht_scan_day day;
	if (line->chars > DAY_LINE_MOST || !im_is_day(text, &day) || !day.date.year)
		return;
	if (ht_str_one_of(line->key, "（("))
		im_add_feature(&line->set, HT_FEATURE_BRACKETED_DAY);
	else if (strstr(line->key, "年"))
		im_add_feature(&line->set, HT_FEATURE_DAY);
	else
		im_add_feature(&line->set, HT_FEATURE_CLOCK_DAY);
}

/* `某某办公室　2026年7月23日`, perhaps with 印发 after the day. */
static void see_organ_day(im_doc *d, const char *text, const im_cues *m, im_seen *line)
{
	if (line->chars > ORGAN_DAY_MOST || !strstr(text, "日") || im_has_feature(&line->set, HT_FEATURE_SENTENCE))
		return;
	for (const char *p = ht_str_next(text); *p; p = ht_str_next(p)) {
		const char *end = p;
		ht_scan_day day;
		if (!is_numeral(p) || is_numeral(ht_str_previous(text, p)) || !ht_scan_day_at(&end, &day) ||
		    !day.date.year)
			continue;
		end = im_skip_blanks(end);
		if (ht_str_starts(end, "印"))
			im_add_feature(&line->set, HT_FEATURE_PRINTED_DAY);
		size_t before = strlen(im_squeeze(d, im_copy(d, text, (size_t)(p - text))));
		size_t edits = ht_str_suffix_of_n(line->key, before, ht_words_edited_by);
		if ((!*end || ht_str_starts(end, "编")) && before > edits &&
		    (im_cue_ends_at(m, HT_CUE_ORGAN, before - edits) || im_is_blank(ht_str_previous(text, p))))
			im_add_feature(&line->set, HT_FEATURE_ORGAN_DAY);
		return;
	}
}

/* The number after p, as digits or 一二三; 0: none. */
size_t im_numeral_at(const char *p)
{
	const char *s = p;
	while (is_numeral(s) || ht_str_one_of(s, "百零〇"))
		s = ht_str_next(s);
	return (size_t)(s - p);
}

/* 第7期, （总第32期）, 2026年第3期, 第5次: the whole of s. */
static bool is_issue(const char *s)
{
	static const char *const units[] = {"期", "次会议", "次", "号", NULL};
	for (int part = 0; part < 2 && *s; part++) {
		s += ht_str_one_of(s, "（(");
		size_t year = im_numeral_at(s);
		if (year && (ht_str_starts(s + year, "年第") || ht_str_starts(s + year, "年（第")))
			s = ht_str_next(s + year);
		s += ht_str_one_of(s, "（(");
		s += ht_str_starts(s, "总") ? strlen("总") : 0;
		if (!ht_str_starts(s, "第"))
			return false;
		s += strlen("第");
		size_t n = im_numeral_at(s);
		size_t unit = n ? ht_str_prefix_of(s + n, units) : 0;
		if (!unit)
			return false;
		s += n + unit;
		s += ht_str_one_of(s, "）)");
	}
	return !*s;
}

/* 某某县教育局　　签发人：甲 */
static void see_signers(const char *text, const im_cues *m, im_seen *line)
{
	const char *at = strstr(line->key, "签发人："), *gap = strstr(text, "签发人");
	const size_t organ = at ? (size_t)(at - line->key) : 0;
	if (organ && line->chars <= NUMBER_LINE_MOST && im_is_blank(ht_str_previous(text, gap)) &&
	    im_cue_ends_at(m, HT_CUE_ORGAN, organ))
		im_add_feature(&line->set, HT_FEATURE_ORGAN_SIGNERS);
}

static void see_number(im_seen *line)
{
	const char *p = line->key + ht_str_one_of(line->key, "（(");
	ht_scan_number n;
	const char *q = p;
	if (line->chars > NUMBER_LINE_MOST)
		return;
	if (ht_scan_yearly_number_at(&q, &n) && !q[ht_str_one_of(q, "）)")]) {
		im_add_feature(&line->set, HT_FEATURE_SERIAL);
	} else if (ht_scan_number_at(&p, &n)) {
		p += ht_str_one_of(p, "）)");
		if (n.year && ht_str_starts(p, "签发人"))
			im_add_feature(&line->set, HT_FEATURE_NUMBER_SIGNERS);
		else if (!*p && n.year && n.code_len)
			im_add_feature(&line->set, HT_FEATURE_NUMBER);
		else if (!*p)
			im_add_feature(&line->set, HT_FEATURE_SERIAL);
		if (!*p && n.year && !n.code_len) /* 〔2026〕18号 */
			im_add_feature(&line->set, HT_FEATURE_ISSUE);
	}
	if (is_issue(line->key))
		im_add_feature(&line->set, HT_FEATURE_ISSUE);
}

/* The first month and day in the first `most` bytes: where it is, or NULL. */
static const char *find_month_day(const char *s, size_t most)
{
	for (const char *p = s; (p = strstr(p, "月")) && (size_t)(p - s) <= most; p = ht_str_next(p)) {
		const char *from = p, *before;
		while ((before = ht_str_previous(s, from)) && is_numeral(before))
			from = before;
		ht_scan_day day;
		const char *end = from;
		if (from < p && ht_scan_day_at(&end, &day) && !day.no_day)
			return from;
	}
	return NULL;
}

/* 2026-03-05 */
static const char *find_marked_day(const char *s)
{
	for (const char *p = s; (p = strstr(p, "20")); p += 2) {
		const char *end = p;
		ht_scan_day day;
		if ((p == s || !g_ascii_isdigit(p[-1])) && ht_scan_day_at(&end, &day) && day.date.year)
			return p;
	}
	return NULL;
}

static void see_published(const char *text, const im_cues *m, im_seen *line)
{
	if (line->chars > PUBLISHED_MOST || im_has_feature(&line->set, HT_FEATURE_SENTENCE))
		return;
	const char *day = find_marked_day(text);
	if (!day)
		return;
	if (!strstr(line->key, "月") || !strstr(line->key, "日"))
		im_add_feature(&line->set, HT_FEATURE_HAS_DAY);
	size_t at = (size_t)(day - text);
	for (size_t i = 0; at <= PUBLISHED_BYTES && i < m->n; i++)
		if (m->at[i].cues & im_cue_bit(HT_CUE_BESIDE_PUBLICATION) && (m->at[i].from > at || m->at[i].from == 0))
			im_add_feature(&line->set, HT_FEATURE_PUBLISHED);
}

/* ---- headings ---- */

static void see_heading(im_seen *line)
{
	const char *s = line->key;
	size_t bracket = ht_str_one_of(s, "（("), n = im_numeral_at(s + bracket);
	const char *after = s + bracket + n;
	if (ht_str_starts(s, "第")) {
		size_t count = im_numeral_at(s + strlen("第"));
		const char *unit = s + strlen("第") + count;
		if (count && ht_str_starts(unit, "条"))
			im_add_feature(&line->set, HT_FEATURE_ARTICLE);
		else if (count && ht_str_one_of(unit, "章节编"))
			im_add_feature(&line->set, HT_FEATURE_CHAPTER);
	}
	if (!n)
		return;
	bool digit = g_ascii_isdigit(s[bracket]);
	if (bracket && ht_str_one_of(after, "）)"))
		im_add_feature(&line->set, digit ? HT_FEATURE_HEADING_4 : HT_FEATURE_HEADING_2);
	size_t point = bracket ? 0 : ht_str_one_of(after, "、.．");
	if (point && digit && n <= 2 && after[point])
		im_add_feature(&line->set, HT_FEATURE_ENTRY);
	if (point && (!digit || (n <= 2 && !g_ascii_isdigit(after[point]))))
		im_add_feature(&line->set, digit ? HT_FEATURE_HEADING_3 : HT_FEATURE_HEADING_1);
}

static void see_attachment(im_seen *line)
{
	const char *s = line->key;
	if (!ht_str_starts(s, "附"))
		return;
	s += strlen("附");
	s += ht_str_starts(s, "件") ? strlen("件") : 0;
	size_t n = im_numeral_at(s);
	const char *after = s + n;
	size_t sign = ht_str_one_of(after, "：:");
	if (!sign && n)
		sign = ht_str_one_of(after, ".．、");
	if (!after[sign])
		im_add_feature(&line->set, HT_FEATURE_ATTACHMENT_LABEL);
	else if (sign)
		im_add_feature(&line->set, HT_FEATURE_ATTACHMENT_NOTE);
}

/* ---- lists ---- */

/* Parts of a list by gaps and commas: how many, how many are organs, how many are short. */
typedef struct parts {
	size_t n, marked, brief, first_marked;
} parts;

static parts count_parts(const char *text, const im_cues *m)
{
	parts p = {0};
	size_t at = 0, chars = 0;
	for (;; text = ht_str_next(text)) {
		bool comma = ht_str_one_of(text, "、，,；"), blank = im_is_blank(text);
		if ((comma || blank || !*text) && chars) {
			bool marked =
			    im_cue_ends_at(m, HT_CUE_ORGAN, at) && chars >= ORGAN_LEAST_NAMED && chars <= ORGAN_MOST;
			p.first_marked += marked && p.n == 0;
			p.n++;
			p.marked += marked;
			p.brief += chars <= BRIEF_MOST;
			chars = 0;
		}
		if (!*text)
			break;
		if (!blank)
			at += (size_t)(ht_str_next(text) - text);
		chars += !blank && !comma;
	}
	return p;
}

static bool has_punctuation(const char *s)
{
	return has_sign(s, "。：；《:");
}

static void see_lists(const char *text, const im_cues *m, im_seen *line)
{
	if (line->chars > LIST_LINE_MOST || has_punctuation(line->key))
		return;
	parts p = count_parts(text, m);
	if (p.n && p.marked == p.n && !(m->has & im_cue_bit(HT_CUE_ABOUT)))
		im_add_feature(&line->set, HT_FEATURE_ORGANS);
	if (p.n >= 2 && p.brief * 5 >= p.n * 3)
		im_add_feature(&line->set, HT_FEATURE_NAMES);
	if (p.n >= 2 && p.first_marked && p.brief == p.n - 1)
		im_add_feature(&line->set, HT_FEATURE_ORGAN_NAME);
	if (p.n >= 2 && p.marked < p.n)
		im_add_feature(&line->set, HT_FEATURE_PARTED_IN);
	/* 省长　王某某 */
	const char *gap = strpbrk(text, " \t");
	const char *wide = strstr(text, "　");
	if (!gap || (wide && wide < gap))
		gap = wide;
	if (!gap || line->chars > OFFICER_LINE_MOST)
		return;
	size_t office = (size_t)(gap - text);
	const char *name = im_skip_blanks(gap);
	if (im_cue_ends_at(m, HT_CUE_OFFICER, office) && ht_str_chars(name) <= OFFICER_NAME_BLANKS && strlen(name) >= 3)
		im_add_feature(&line->set, HT_FEATURE_OFFICER);
}

/* Do the parts before the colon name whom a document addresses? s ends with the colon. */
static bool is_addressed(const char *s, size_t len, const im_cues *m)
{
	static const char *const colons[] = {"：", ":", NULL};
	size_t end = len - ht_str_suffix_of_n(s, len, colons), from = 0, n = 0, good = 0;
	if (end == len || len > ADDRESSED_BYTES || m->has & im_cue_bit(HT_CUE_FULL_STOP) ||
	    im_cue_ends_at(m, HT_CUE_NOT_ADDRESSED, end))
		return false;
	for (size_t at = 0; at <= end; at = (size_t)(ht_str_next(s + at) - s)) {
		if (at < end && !ht_str_one_of(s + at, "、，；,"))
			continue;
		if (at > from) {
			bool known = at > IM_CUES_SEEN || im_cue_ends_at(m, HT_CUE_ORGAN, at) ||
			             im_cue_ends_at(m, HT_CUE_ADDRESSED, at);
			n++;
			good += known || im_cue_begins_at(m, HT_CUE_ADDRESSES, from) ||
			        ht_str_ends_n(s + from, at - from, "）");
		}
		from = at < end ? at + ht_str_one_of(s + at, "、，；,") : end;
	}
	/* 各市、县、区… : short names before an organ */
	return n && (good * 5 >= n * 3 || (n > 3 && im_cue_ends_at(m, HT_CUE_ORGAN, end)));
}

static void see_recipients(im_seen *v, size_t n, size_t i, const im_cues *m)
{
	im_seen *line = &v[i];
	char all[3000];
	if (im_has_feature(&line->set, HT_FEATURE_COLON)) {
		if (is_addressed(line->key, line->len, m) && !(m->label & im_cue_bit(HT_CUE_MEETING_LABEL)))
			im_add_feature(&line->set, HT_FEATURE_RECIPIENTS);
		if (line->chars <= GREETING_MOST && m->begins & im_cue_bit(HT_CUE_ADDRESSES) &&
		    !(m->has & im_cue_bit(HT_CUE_ABOUT)))
			im_add_feature(&line->set, HT_FEATURE_GREETING);
		return;
	}
	size_t len = line->len;
	if (!im_has_feature(&line->set, HT_FEATURE_COMMA) || len > ADDRESSED_LINE_BYTES)
		return;
	memcpy(all, line->key, len + 1);
	for (size_t k = i + 1; k < n && k < i + 4 && len + v[k].len < sizeof all; k++) {
		memcpy(all + len, v[k].key, v[k].len + 1);
		len += v[k].len;
		if (!ht_str_ends_one_of(all, "：:"))
			continue;
		im_cues more;
		im_find_cues(&more, all, len);
		if (is_addressed(all, len, &more))
			im_add_feature(&line->set, HT_FEATURE_RECIPIENTS);
		return;
	}
}

/* ---- meetings ---- */

static void see_lead(const im_cues *m, im_seen *line)
{
	if (!(m->has & im_cue_bit(HT_CUE_CONVENE) && m->has & im_cue_bit(HT_CUE_MEETING)))
		return;
	if (strstr(line->key, "关于召开") || strstr(line->key, "关于举行"))
		return; /* it sends a paper about the meeting */
	const char *day = find_month_day(line->key, LEAD_DAY_SEEN);
	size_t at = day ? (size_t)(day - line->key) : 0;
	bool led = (day && at <= LEAD_DAY_BYTES &&
	            im_has_cue_pair(m, HT_CUE_CONVENE, HT_CUE_MEETING, at, at + LEAD_CONVENE_AFTER_DAY,
	                            LEAD_MEETING_AFTER_DAY)) ||
	           im_has_cue_pair(m, HT_CUE_CONVENE, HT_CUE_MEETING, 0, LEAD_CONVENE, LEAD_MEETING);
	for (size_t i = 0; !led && i < m->n; i++) {
		if (!(m->at[i].cues & im_cue_bit(HT_CUE_MEETING)) || m->at[i].from > LEAD_MEETING_FIRST)
			continue;
		size_t to = m->at[i].to;
		to += ht_str_starts(line->key + to, "议") ? strlen("议") : 0;
		bool placed = ht_str_starts(line->key + to, "于") || ht_str_starts(line->key + to, "在");
		for (size_t k = 0; (placed || day) && k < m->n; k++)
			led |= m->at[k].cues & im_cue_bit(HT_CUE_OPENED) && m->at[k].from >= to &&
			       m->at[k].from <= to + LEAD_OPENED;
	}
	if (!led)
		return;
	im_add_feature(&line->set, HT_FEATURE_LEAD);
	if (day && at <= LEAD_DAY_FIRST)
		im_add_feature(&line->set, HT_FEATURE_LEAD_DAY);
}

/* ---- a line by itself ---- */

/* Colons within a line that is no sentence, each after a word: 拟稿：甲　核稿：乙. */
static size_t count_labels(const char *s)
{
	size_t n = 0;
	if (ht_str_has_any(s, (const char *const[]){"。", "关于", NULL}))
		return 0;
	for (const char *p = s, *colon = s; *p; p = ht_str_next(p)) {
		const size_t len = ht_str_one_of(p, "：:");
		if (!len || (len == 1 && g_ascii_isdigit(p[1])))
			continue;
		n += p > colon && p[len];
		colon = p + len;
	}
	return n;
}

static void see_shape(const im_doc *d, const im_line *from, size_t i, const im_cues *m, im_seen *line)
{
	static const struct {
		size_t most;
		int feature;
	} lengths[] = {{4, HT_FEATURE_TINY},
	               {12, HT_FEATURE_SHORT},
	               {30, HT_FEATURE_MIDDLE},
	               {60, HT_FEATURE_LONG},
	               {SIZE_MAX, HT_FEATURE_PARAGRAPH}};
	static const char punctuation[] = "，。；：！？";
	size_t k = 0;
	while (line->chars > lengths[k].most)
		k++;
	ht_feature_set *set = &line->set;
	im_add_feature(set, HT_FEATURE_BIAS);
	im_add_feature(set, lengths[k].feature);
	if (line->chars <= LIST_LINE_MOST && !has_sign(line->key, punctuation))
		im_add_feature(set, HT_FEATURE_UNPUNCTUATED);
	if (line->chars <= LIST_LINE_MOST && has_sign(line->key, m->has & im_cue_bit(HT_CUE_ABOUT) ? "，," : "，、,"))
		im_add_feature(set, HT_FEATURE_COMMA_IN);
	if (count_labels(line->key) > 1)
		im_add_feature(set, HT_FEATURE_LABELS_IN);
	if (from->level > 0)
		im_add_feature(set, HT_FEATURE_HEADING_MARK);
	if (from->top)
		im_add_feature(set, HT_FEATURE_TOP_MARK);
	if (d->chat)
		im_add_feature(set, HT_FEATURE_CHAT_LINE);
	if (from->blanks)
		im_add_feature(set, HT_FEATURE_GAP);
	if (from->indent >= 8)
		im_add_feature(set, HT_FEATURE_RIGHT);
	if (from->indent >= 2)
		im_add_feature(set, HT_FEATURE_INDENTED);
	if (i < 12)
		im_add_feature(set, HT_FEATURE_EARLY);
	if (from->kind == IM_TABLE || strchr(from->text, '|'))
		im_add_feature(set, HT_FEATURE_TABLE);
	for (size_t w = 0; w < m->n; w++)
		if (m->at[w].cues & im_cue_bit(HT_CUE_ORGAN_WITHIN) && m->at[w].from >= 6 && m->at[w].from <= 48 &&
		    line->chars <= 60)
			im_add_feature(set, HT_FEATURE_ORGAN_BEGINS);
}

static void see_brackets(const im_cues *m, im_seen *line)
{
	size_t open = ht_str_one_of(line->key, "（(");
	if (!open || !ht_str_ends_one_of(line->key, "）)"))
		return;
	const char *close = ht_str_last(line->key);
	const char *inner = strstr(line->key + open, "）");
	if (line->chars <= LIST_LINE_MOST && !ht_scan_unmatched(line->key))
		im_add_feature(&line->set, HT_FEATURE_BRACKETED);
	if (im_cue_begins_at(m, HT_CUE_NOTE_BEGINS, open))
		im_add_feature(&line->set, HT_FEATURE_NOTE_BRACKET);
	if (inner == close && line->chars >= 4 && line->chars <= 22)
		im_add_feature(&line->set, HT_FEATURE_SOURCE);
}

static void see_small(const im_cues *m, im_seen *line)
{
	const char *s = line->key;
	size_t digits = strspn(s, IM_DIGITS), dash = ht_str_one_of(s, "—-–－");
	if (line->len == 6 && digits == 6)
		im_add_feature(&line->set, HT_FEATURE_COPY_NUMBER);
	const char *p = s + dash;
	size_t n = strspn(p, IM_DIGITS);
	bool page = n && n <= 3 && !p[n] && !dash;
	page |= dash && n && n <= 4 && ht_str_one_of(p + n, "—-–－") && !p[n + ht_str_one_of(p + n, "—-–－")];
	page |= ht_str_starts(s, "第") && line->chars <= 10 && strstr(s, "页");
	if (page)
		im_add_feature(&line->set, HT_FEATURE_PAGE_NUMBER);
	const char *colon = strstr(s, "：");
	if (colon && (size_t)(colon - s) >= 6 && (size_t)(colon - s) <= 12 && strlen(colon) > 12)
		im_add_feature(&line->set, HT_FEATURE_TALK);
	size_t labels = 0;
	for (size_t i = 0; i < m->n; i++) {
		if (m->at[i].cues & im_cue_bit(HT_CUE_METADATA) && ht_str_one_of(s + m->at[i].to, "：:"))
			labels++;
		if (!(m->at[i].cues & im_cue_bit(HT_CUE_BULLETIN_MARK)))
			continue;
		const char *q = s + m->at[i].to;
		q += ht_str_one_of(q, "（(");
		if (line->chars <= 40 && (is_issue(q) || (im_numeral_at(q) && strcmp(q + im_numeral_at(q), "期") == 0)))
			im_add_feature(&line->set, HT_FEATURE_BULLETIN_ISSUE);
	}
	bool row = m->begins & im_cue_bit(HT_CUE_METADATA_ONLY) && !(m->is & im_cue_bit(HT_CUE_METADATA_ONLY));
	if ((labels >= 2 || row) && line->chars <= 200 && !(m->has & im_cue_bit(HT_CUE_FULL_STOP)))
		im_add_feature(&line->set, HT_FEATURE_METADATA_ROW);
}

void im_see_line(im_doc *d, im_seen *v, size_t n, size_t i)
{
	im_seen *line = &v[i];
	const im_line *from = &d->lines[line->line];
	im_cues m;
	im_find_cues(&m, line->key, line->len);
	im_test_cues(&m, &line->set);
	see_shape(d, from, i, &m, line);
	see_brackets(&m, line);
	see_day(from->text, line);
	see_number(line);
	see_signers(from->text, &m, line);
	see_heading(line);
	see_attachment(line);
	see_small(&m, line);
	see_published(from->text, &m, line);
	see_organ_day(d, from->text, &m, line);
	see_lists(from->text, &m, line);
	see_lead(&m, line);
	see_recipients(v, n, i, &m);
	im_test_features(line);
	/* in a row its value is beside a label, or there is none: it is not below it */
	if ((from->tabs || from->kind == IM_TABLE) && im_has_feature(&line->set, HT_FEATURE_METADATA_LABEL)) {
		im_add_feature(&line->set, HT_FEATURE_METADATA_ROW);
		im_remove_feature(&line->set, HT_FEATURE_METADATA_LABEL);
	}
}
