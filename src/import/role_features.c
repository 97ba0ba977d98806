/* What can be seen of a line: words at its beginning, at its end or in it (one automaton finds them all), and what has a
 * structure: days, numbers, headings, lists of organs, lines that are there twice. Most of it is data
 * (words/roles/features.txt); here is what that file calls `code`. */
#include <string.h>

#include <glib.h>

#include "roles.h"

/* Of a long paragraph its beginning and its end are looked at, in bytes. */
#define SEEN_BEGIN 600
#define SEEN_END   60
/* Words noted of one line. */
#define MARKS_MOST 96

typedef struct mark_at {
	uint64_t marks;
	uint32_t from, to;
} mark_at;

/* The words in a line: bits of HT_MARK_…. */
typedef struct marks {
	uint64_t has, begins, ends, closes, is, label, alone;
	mark_at at[MARKS_MOST];
	size_t n;
} marks;

/* What the functions of this file share. */
typedef struct seeing {
	im_doc *d;
	im_seen *v;
	size_t n;
	size_t *first, *last; /* of lines with the same hash: places + 1 */
	size_t slots;
	const char *quoted[16], *attached[32];
	size_t n_quoted, n_attached;
} seeing;

static uint64_t bit(int mark)
{
	return UINT64_C(1) << mark;
}

/* ---- words ---- */

static size_t next_node(size_t node, unsigned char byte)
{
	for (;; node = ht_mark_nodes[node].fail) {
		size_t low = ht_mark_nodes[node].first, high = ht_mark_nodes[node + 1].first;
		while (low < high) {
			size_t middle = (low + high) / 2;
			if (ht_mark_edges[middle].byte < byte)
				low = middle + 1;
			else
				high = middle;
		}
		if (low < ht_mark_nodes[node + 1].first && ht_mark_edges[low].byte == byte)
			return ht_mark_edges[low].to;
		if (!node)
			return 0;
	}
}

/* Where a remark in brackets at the end begins; len: there is none. */
static size_t remark_begin(const char *s, size_t len)
{
	static const char close[] = "）";
	if (len < sizeof close || memcmp(s + len - strlen(close), close, strlen(close)) != 0)
		return len;
	const char *open = g_strrstr_len(s, (gssize)len, "（");
	size_t begin = open ? (size_t)(open - s) : len;
	return len - begin <= 60 && begin > 0 ? begin : len;
}

static void note_mark(marks *m, const char *s, size_t len, size_t remark, uint64_t found, size_t from, size_t to)
{
	const bool begins = from == 0, ends = to == len, colon = ht_str_one_of(s + to, "：:") > 0;
	m->has |= found;
	m->begins |= begins ? found : 0;
	m->ends |= ends ? found : 0;
	m->closes |= ends || to == remark ? found : 0;
	m->is |= begins && ends ? found : 0;
	m->label |= begins && colon ? found : 0;
	m->alone |= begins && (ends || (colon && to + ht_str_one_of(s + to, "：:") == len)) ? found : 0;
	if (m->n < MARKS_MOST)
		m->at[m->n++] = (mark_at){found, (uint32_t)from, (uint32_t)to};
}

static void find_marks_in(marks *m, const char *s, size_t len, size_t from, size_t to)
{
	const size_t remark = remark_begin(s, len);
	size_t node = 0;
	for (size_t i = from; i < to; i++) {
		node = next_node(node, (unsigned char)s[i]);
		size_t word = ht_mark_nodes[node].len ? node : ht_mark_nodes[node].out;
		for (; word; word = ht_mark_nodes[word].out)
			note_mark(m, s, len, remark, ht_mark_nodes[word].marks, i + 1 - ht_mark_nodes[word].len, i + 1);
	}
}

static void find_marks(marks *m, const char *s, size_t len)
{
	m->has = m->begins = m->ends = m->closes = m->is = m->label = m->alone = 0;
	m->n = 0;
	if (len <= SEEN_BEGIN + SEEN_END) {
		find_marks_in(m, s, len, 0, len);
		return;
	}
	find_marks_in(m, s, len, 0, SEEN_BEGIN);
	find_marks_in(m, s, len, len - SEEN_END, len);
}

/* Is there a word of a, and at most `within` bytes after it one of b? Where is it in *at. */
static bool find_pair(const marks *m, int a, int b, size_t from_least, size_t from_most, size_t within)
{
	for (size_t i = 0; i < m->n; i++) {
		if (!(m->at[i].marks & bit(a)) || m->at[i].from < from_least || m->at[i].from > from_most)
			continue;
		for (size_t k = 0; k < m->n; k++)
			if (m->at[k].marks & bit(b) && m->at[k].from >= m->at[i].to &&
			    m->at[k].from <= m->at[i].to + within)
				return true;
	}
	return false;
}

static bool ends_at(const marks *m, int mark, size_t to)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].to == to && m->at[i].marks & bit(mark))
			return true;
	return false;
}

static bool begins_at(const marks *m, int mark, size_t from)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->at[i].from == from && m->at[i].marks & bit(mark))
			return true;
	return false;
}

/* ---- the tests that are data ---- */

static bool test_words(const marks *m, const ht_feature_test *t)
{
	switch (t->how) {
	case HT_TEST_IS:
		return m->is & bit(t->a);
	case HT_TEST_BEGINS:
		return m->begins & bit(t->a);
	case HT_TEST_ENDS:
		return m->ends & bit(t->a);
	case HT_TEST_CLOSES:
		return m->closes & bit(t->a);
	case HT_TEST_HAS:
		return m->has & bit(t->a);
	case HT_TEST_LABEL:
		return m->label & bit(t->a);
	case HT_TEST_ALONE:
		return m->alone & bit(t->a);
	case HT_TEST_PAIR:
		return m->has & bit(t->a) && m->has & bit(t->b) && find_pair(m, t->a, t->b, 0, SEEN_BEGIN, t->most * 3u);
	default:
		return false;
	}
}

static bool test_features(const im_seen *line, const ht_feature_test *t)
{
	switch (t->how) {
	case HT_TEST_ONLY:
		return im_has_feature(&line->set, t->a) && line->chars <= t->most;
	case HT_TEST_BOTH:
		return im_has_feature(&line->set, t->a) && im_has_feature(&line->set, t->b);
	case HT_TEST_LESS:
		return im_has_feature(&line->set, t->a) && !im_has_feature(&line->set, t->b);
	default:
		return false;
	}
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
	if (line->chars > 36 || !im_is_day(text, &day) || !day.date.year)
		return;
	if (ht_str_one_of(line->key, "（("))
		im_add_feature(&line->set, HT_FEATURE_BRACKETED_DAY);
	else if (strstr(line->key, "年"))
		im_add_feature(&line->set, HT_FEATURE_DAY);
	else
		im_add_feature(&line->set, HT_FEATURE_CLOCK_DAY);
}

/* `某某办公室　2026年7月23日`, perhaps with 印发 after the day. */
static void see_organ_day(im_doc *d, const char *text, const marks *m, im_seen *line)
{
	if (line->chars > 60 || !strstr(text, "日") || im_has_feature(&line->set, HT_FEATURE_SENTENCE))
		return;
	for (const char *p = ht_str_next(text); *p; p = ht_str_next(p)) {
		const char *end = p;
		ht_scan_day day;
		if (!is_numeral(p) || is_numeral(ht_str_previous(text, p)) || !ht_scan_day_at(&end, &day) || !day.date.year)
			continue;
		end = im_skip_blanks(end);
		if (ht_str_starts(end, "印"))
			im_add_feature(&line->set, HT_FEATURE_PRINTED_DAY);
		size_t before = strlen(im_squeeze(d, im_copy(d, text, (size_t)(p - text))));
		static const char *const edited[] = {"主办", "编印", "编发", "主编", "编", NULL};
		size_t edits = ht_str_suffix_of_n(line->key, before, edited);
		if ((!*end || ht_str_starts(end, "编")) && before > edits &&
		    (ends_at(m, HT_MARK_ORGAN, before - edits) || im_is_blank(ht_str_previous(text, p))))
			im_add_feature(&line->set, HT_FEATURE_ORGAN_DAY);
		return;
	}
}

/* The number after p, as digits or 一二三; 0: none. */
static size_t numeral_at(const char *p)
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
		size_t year = numeral_at(s);
		if (year && (ht_str_starts(s + year, "年第") || ht_str_starts(s + year, "年（第")))
			s = ht_str_next(s + year);
		s += ht_str_one_of(s, "（(");
		s += ht_str_starts(s, "总") ? strlen("总") : 0;
		if (!ht_str_starts(s, "第"))
			return false;
		s += strlen("第");
		size_t n = numeral_at(s);
		size_t unit = n ? ht_str_prefix_of(s + n, units) : 0;
		if (!unit)
			return false;
		s += n + unit;
		s += ht_str_one_of(s, "）)");
	}
	return !*s;
}

static void see_number(im_seen *line)
{
	const char *p = line->key + ht_str_one_of(line->key, "（(");
	ht_scan_number n;
	const char *q = p;
	if (line->chars > 60)
		return;
	if (ht_scan_yearly_number_at(&q, &n) && !q[ht_str_one_of(q, "）)")]) {
		im_add_feature(&line->set, HT_FEATURE_SERIAL);
	} else if (ht_scan_number_at(&p, &n)) {
		p += ht_str_one_of(p, "）)");
		if (n.year && ht_str_starts(p, "签发人"))
			im_add_feature(&line->set, HT_FEATURE_NUMBER_SIGNERS);
		else if (!*p && n.year && n.code_len)
			im_add_feature(&line->set, HT_FEATURE_NUMBER);
		else if (!*p && n.year)
			im_add_feature(&line->set, HT_FEATURE_ISSUE);
		else if (!*p)
			im_add_feature(&line->set, HT_FEATURE_SERIAL);
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

static void see_published(const marks *m, im_seen *line)
{
	if (line->chars > 90 || im_has_feature(&line->set, HT_FEATURE_SENTENCE))
		return;
	const char *day = find_marked_day(line->key);
	if (!day)
		return;
	if (!strstr(line->key, "月") || !strstr(line->key, "日"))
		im_add_feature(&line->set, HT_FEATURE_HAS_DAY);
	size_t at = (size_t)(day - line->key);
	for (size_t i = 0; at <= 45 && i < m->n; i++)
		if (m->at[i].marks & bit(HT_MARK_BESIDE_PUBLICATION) && (m->at[i].from > at || m->at[i].from == 0))
			im_add_feature(&line->set, HT_FEATURE_PUBLISHED);
}

/* ---- headings ---- */

static void see_heading(im_seen *line)
{
	const char *s = line->key;
	size_t bracket = ht_str_one_of(s, "（("), n = numeral_at(s + bracket);
	const char *after = s + bracket + n;
	if (ht_str_starts(s, "第")) {
		size_t count = numeral_at(s + strlen("第"));
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
	size_t n = numeral_at(s);
	const char *after = s + n;
	size_t mark = ht_str_one_of(after, "：:");
	if (!mark && n)
		mark = ht_str_one_of(after, ".．、");
	if (!after[mark])
		im_add_feature(&line->set, HT_FEATURE_ATTACHMENT_LABEL);
	else if (mark)
		im_add_feature(&line->set, HT_FEATURE_ATTACHMENT_NOTE);
}

/* ---- lists ---- */

/* Parts of a list by gaps and commas: how many, how many end with a word of `mark`, how many are short. */
typedef struct parts {
	size_t n, marked, brief, first_marked;
} parts;

static parts count_parts(const char *text, const marks *m)
{
	parts p = {0};
	size_t at = 0, chars = 0;
	for (;; text = ht_str_next(text)) {
		bool comma = ht_str_one_of(text, "、，,；"), blank = im_is_blank(text);
		if ((comma || blank || !*text) && chars) {
			bool marked = ends_at(m, HT_MARK_ORGAN, at) && chars >= 3 && chars <= 40;
			p.first_marked += marked && p.n == 0;
			p.n++;
			p.marked += marked;
			p.brief += chars <= 4;
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

static bool has_mark_of_text(const char *s)
{
	static const char *const texts[] = {"。", "：", "；", "《", ":", NULL};
	return ht_str_has_any(s, texts);
}

static void see_lists(const char *text, const marks *m, im_seen *line)
{
	if (line->chars > 120 || has_mark_of_text(line->key))
		return;
	parts p = count_parts(text, m);
	if (p.n && p.marked == p.n && !(m->has & bit(HT_MARK_ABOUT)))
		im_add_feature(&line->set, HT_FEATURE_ORGANS);
	if (p.n >= 2 && p.brief * 5 >= p.n * 3)
		im_add_feature(&line->set, HT_FEATURE_NAMES);
	if (p.n >= 2 && p.first_marked && p.brief == p.n - 1)
		im_add_feature(&line->set, HT_FEATURE_ORGAN_NAME);
	/* 省长　王某某 */
	const char *gap = strpbrk(text, " \t");
	const char *wide = strstr(text, "　");
	if (!gap || (wide && wide < gap))
		gap = wide;
	if (!gap || line->chars > 30)
		return;
	size_t office = (size_t)(gap - text);
	const char *name = im_skip_blanks(gap);
	if (ends_at(m, HT_MARK_OFFICER, office) && ht_str_chars(name) <= 6 && strlen(name) >= 3)
		im_add_feature(&line->set, HT_FEATURE_OFFICER);
}

/* Do the parts before the colon name whom a document addresses? s ends with the colon. */
static bool is_addressed(const char *s, size_t len, const marks *m)
{
	static const char *const colons[] = {"：", ":", NULL};
	size_t end = len - ht_str_suffix_of_n(s, len, colons), from = 0, n = 0, good = 0;
	if (end == len || len > 780 || m->has & bit(HT_MARK_FULL_STOP) || ends_at(m, HT_MARK_NOT_ADDRESSED, end))
		return false;
	for (size_t at = 0; at <= end; at = (size_t)(ht_str_next(s + at) - s)) {
		if (at < end && !ht_str_one_of(s + at, "、，；,"))
			continue;
		if (at > from) {
			bool known = at > SEEN_BEGIN || ends_at(m, HT_MARK_ORGAN, at) || ends_at(m, HT_MARK_ADDRESSED, at);
			n++;
			good += known || begins_at(m, HT_MARK_ADDRESSES, from) || ht_str_ends_n(s + from, at - from, "）");
		}
		from = at < end ? at + ht_str_one_of(s + at, "、，；,") : end;
	}
	/* 各市、县、区… : short names before an organ */
	return n && (good * 5 >= n * 3 || (n > 3 && ends_at(m, HT_MARK_ORGAN, end)));
}

static void see_recipients(seeing *g, size_t i, const marks *m)
{
	im_seen *line = &g->v[i];
	char all[3000];
	if (im_has_feature(&line->set, HT_FEATURE_COLON)) {
		if (is_addressed(line->key, line->len, m) && !(m->label & bit(HT_MARK_MEETING_LABEL)))
			im_add_feature(&line->set, HT_FEATURE_RECIPIENTS);
		if (line->chars <= 26 && m->begins & bit(HT_MARK_ADDRESSES))
			im_add_feature(&line->set, HT_FEATURE_GREETING);
		return;
	}
	size_t len = line->len;
	if (!im_has_feature(&line->set, HT_FEATURE_COMMA) || len > 700)
		return;
	memcpy(all, line->key, len + 1);
	for (size_t k = i + 1; k < g->n && k < i + 4 && len + g->v[k].len < sizeof all; k++) {
		memcpy(all + len, g->v[k].key, g->v[k].len + 1);
		len += g->v[k].len;
		if (!ht_str_ends_one_of(all, "：:"))
			continue;
		marks more;
		find_marks(&more, all, len);
		if (is_addressed(all, len, &more))
			im_add_feature(&line->set, HT_FEATURE_RECIPIENTS);
		return;
	}
}

/* ---- meetings ---- */

static void see_lead(const marks *m, im_seen *line)
{
	if (!(m->has & bit(HT_MARK_CONVENE) && m->has & bit(HT_MARK_MEETING)))
		return;
	const char *day = find_month_day(line->key, 270);
	size_t at = day ? (size_t)(day - line->key) : 0;
	bool led = (day && at <= 210 && find_pair(m, HT_MARK_CONVENE, HT_MARK_MEETING, at, at + 300, 180)) ||
	           find_pair(m, HT_MARK_CONVENE, HT_MARK_MEETING, 0, 120, 135);
	for (size_t i = 0; !led && i < m->n; i++) {
		if (!(m->at[i].marks & bit(HT_MARK_MEETING)) || m->at[i].from > 126)
			continue;
		size_t to = m->at[i].to;
		to += ht_str_starts(line->key + to, "议") ? strlen("议") : 0;
		bool placed = ht_str_starts(line->key + to, "于") || ht_str_starts(line->key + to, "在");
		for (size_t k = 0; (placed || day) && k < m->n; k++)
			led |= m->at[k].marks & bit(HT_MARK_OPENED) && m->at[k].from >= to && m->at[k].from <= to + 150;
	}
	if (!led)
		return;
	im_add_feature(&line->set, HT_FEATURE_LEAD);
	if (day && at <= 120)
		im_add_feature(&line->set, HT_FEATURE_LEAD_DAY);
}

/* ---- a line by itself ---- */

static void see_shape(const im_line *from, size_t i, const marks *m, im_seen *line)
{
	static const struct {
		size_t most;
		int feature;
	} lengths[] = {{4, HT_FEATURE_TINY}, {12, HT_FEATURE_SHORT}, {30, HT_FEATURE_MIDDLE}, {60, HT_FEATURE_LONG},
	               {SIZE_MAX, HT_FEATURE_PARAGRAPH}};
	static const char *const marks_of_text[] = {"，", "。", "；", "：", "！", "？", NULL};
	size_t k = 0;
	while (line->chars > lengths[k].most)
		k++;
	ht_feature_set *set = &line->set;
	im_add_feature(set, HT_FEATURE_BIAS);
	im_add_feature(set, lengths[k].feature);
	if (line->chars <= 120 && !ht_str_has_any(line->key, marks_of_text))
		im_add_feature(set, HT_FEATURE_UNPUNCTUATED);
	if (from->level > 0)
		im_add_feature(set, HT_FEATURE_HEADING_MARK);
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
		if (m->at[w].marks & bit(HT_MARK_ORGAN_WITHIN) && m->at[w].from >= 6 && m->at[w].from <= 48 &&
		    line->chars <= 60)
			im_add_feature(set, HT_FEATURE_ORGAN_BEGINS);
}

static void see_brackets(const marks *m, im_seen *line)
{
	size_t open = ht_str_one_of(line->key, "（(");
	if (!open || !ht_str_ends_one_of(line->key, "）)"))
		return;
	const char *close = ht_str_last(line->key);
	const char *inner = strstr(line->key + open, "）");
	if (line->chars <= 120 && !ht_scan_unmatched(line->key))
		im_add_feature(&line->set, HT_FEATURE_BRACKETED);
	if (begins_at(m, HT_MARK_NOTE_BEGINS, open))
		im_add_feature(&line->set, HT_FEATURE_NOTE_BRACKET);
	if (inner == close && line->chars >= 4 && line->chars <= 22)
		im_add_feature(&line->set, HT_FEATURE_SOURCE);
}

static void see_small(const marks *m, im_seen *line)
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
		if (m->at[i].marks & bit(HT_MARK_METADATA) && ht_str_one_of(s + m->at[i].to, "：:"))
			labels++;
		if (!(m->at[i].marks & bit(HT_MARK_BULLETIN_MARK)))
			continue;
		const char *q = s + m->at[i].to;
		q += ht_str_one_of(q, "（(");
		if (line->chars <= 40 && (is_issue(q) || (numeral_at(q) && strcmp(q + numeral_at(q), "期") == 0)))
			im_add_feature(&line->set, HT_FEATURE_BULLETIN_ISSUE);
	}
	bool row = m->begins & bit(HT_MARK_METADATA_ONLY) && !(m->is & bit(HT_MARK_METADATA_ONLY));
	if ((labels >= 2 || row) && line->chars <= 200 && !(m->has & bit(HT_MARK_FULL_STOP)))
		im_add_feature(&line->set, HT_FEATURE_METADATA_ROW);
}

static void see_line(seeing *g, size_t i)
{
	im_seen *line = &g->v[i];
	const im_line *from = &g->d->lines[line->line];
	marks m;
	find_marks(&m, line->key, line->len);
	for (size_t t = 0; t < HT_FEATURE_TESTS; t++)
		if (test_words(&m, &ht_feature_tests[t]))
			im_add_feature(&line->set, ht_feature_tests[t].feature);
	see_shape(from, i, &m, line);
	see_brackets(&m, line);
	see_day(from->text, line);
	see_number(line);
	see_heading(line);
	see_attachment(line);
	see_small(&m, line);
	see_published(&m, line);
	see_organ_day(g->d, from->text, &m, line);
	see_lists(from->text, &m, line);
	see_lead(&m, line);
	see_recipients(g, i, &m);
	for (size_t t = 0; t < HT_FEATURE_TESTS; t++)
		if (test_features(line, &ht_feature_tests[t]))
			im_add_feature(&line->set, ht_feature_tests[t].feature);
}

/* ---- lines and their neighbours ---- */

static bool has(const im_seen *line, int feature)
{
	return im_has_feature(&line->set, feature);
}

static bool has_one_of(const im_seen *line, const int *features, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has(line, features[i]))
			return true;
	return false;
}

/* The place of key in the table; the slot is empty, or that of a line with this key. */
static size_t slot_of(const seeing *g, const char *key)
{
	size_t at = g_str_hash(key) % g->slots;
	while (g->first[at] && strcmp(g->v[g->first[at] - 1].key, key) != 0)
		at = (at + 1) % g->slots;
	return at;
}

/* What is known of the page's title: the whole of it, or what is before the site's name. */
static bool is_known_title(const im_doc *d, const char *squeezed, const char *key, size_t chars)
{
	return d->meta_title && chars >= 6 && ht_str_starts(squeezed, key) &&
	       (!squeezed[strlen(key)] || ht_str_one_of(squeezed + strlen(key), "_-|—–"));
}

static void see_joins(seeing *g, size_t i, const char *known)
{
	char all[400];
	if (i + 1 >= g->n || g->v[i].len + g->v[i + 1].len >= sizeof all || g->v[i].chars > 60 || g->v[i + 1].chars > 60)
		return;
	memcpy(all, g->v[i].key, g->v[i].len);
	memcpy(all + g->v[i].len, g->v[i + 1].key, g->v[i + 1].len + 1);
	if (!g->first[slot_of(g, all)] && !is_known_title(g->d, known, all, g->v[i].chars))
		return;
	im_add_feature(&g->v[i].set, HT_FEATURE_JOINS);
	im_add_feature(&g->v[i + 1].set, HT_FEATURE_JOINS);
}

/* Is the line open at its end, so that a title may go on below it? */
static bool is_open(const im_seen *line)
{
	static const int closed[] = {HT_FEATURE_KIND, HT_FEATURE_STOP, HT_FEATURE_MENU, HT_FEATURE_COLON};
	return !has_one_of(line, closed, ARRAY_LEN(closed));
}

static void see_title_below(seeing *g, size_t i)
{
	static const int apart[] = {HT_FEATURE_MINUTES_MARK, HT_FEATURE_METADATA, HT_FEATURE_ORGAN_DAY};
	static const int texts[] = {HT_FEATURE_COMMA, HT_FEATURE_SENTENCE, HT_FEATURE_METADATA,
	                            HT_FEATURE_ATTACHMENT_NOTE};
	im_seen *line = &g->v[i];
	const im_seen *next = i + 1 < g->n ? &g->v[i + 1] : NULL;
	static const char *const acts[] = {"关于", "印发", "转发", "（印发", "批转", NULL};
	static const char *const meetings[] = {"第", "届", "会", NULL};
	if (!next || !is_open(line) || line->chars > 60)
		return;
	if (ht_str_starts_any(next->key, acts) && !has(next, HT_FEATURE_SENTENCE))
		im_add_feature(&line->set, HT_FEATURE_NEXT_ABOUT);
	if (has(next, HT_FEATURE_MINUTES_MARK) && next->chars < 24 && !has_one_of(line, apart, ARRAY_LEN(apart)) &&
	    ht_str_has_any(line->key, meetings))
		im_add_feature(&line->set, HT_FEATURE_NEXT_MINUTES);
	if (has(line, HT_FEATURE_ABOUT) && !has_one_of(line, texts, ARRAY_LEN(texts)) && line->chars < 45 &&
	    has(next, HT_FEATURE_KIND) && next->chars < 45 && !has(next, HT_FEATURE_SENTENCE) &&
	    !ht_str_starts(next->key, "关于") && !ht_str_starts(next->key, "附"))
		im_add_feature(&line->set, HT_FEATURE_NEXT_KIND_END);
	size_t k = i;
	while (has(&g->v[i], HT_FEATURE_ORGANS) && k < g->n && k < i + 6 && has(&g->v[k], HT_FEATURE_ORGANS))
		k++;
	if (k > i && k < g->n && ht_str_starts(g->v[k].key, "关于"))
		im_add_feature(&line->set, HT_FEATURE_JOINT);
}

/* Names without 《》 and 的, as they are compared. */
static const char *bare_name(im_doc *d, const char *s, size_t len)
{
	const char *copy = im_copy(d, s, len);
	ht_buf out = {0};
	for (; *copy; copy = ht_str_next(copy))
		if (!ht_str_one_of(copy, "《》的"))
			ht_buf_add(&out, copy, (size_t)(ht_str_next(copy) - copy));
	const char *name = im_copy_buf(d, &out);
	ht_buf_free(&out);
	return name;
}

/* What the first lines quote, and what the notes of attachments announce. */
static void gather_names(seeing *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const im_seen *line = &g->v[i];
		for (const char *open = i < 60 ? strstr(line->key, "《") : NULL; open && g->n_quoted < ARRAY_LEN(g->quoted);
		     open = strstr(open + 1, "《")) {
			const char *close = strstr(open, "》");
			size_t len = close ? (size_t)(close - open) : 0;
			if (len >= 18 && len <= 190)
				g->quoted[g->n_quoted++] = bare_name(g->d, open, len);
		}
		if (g->n_attached == ARRAY_LEN(g->attached) || line->chars > 60 ||
		    !(has(line, HT_FEATURE_ATTACHMENT_NOTE) || has(line, HT_FEATURE_ENTRY)))
			continue;
		const char *s = line->key + (ht_str_starts(line->key, "附") ? strlen("附") : 0);
		s += ht_str_starts(s, "件") ? strlen("件") : 0;
		s += ht_str_one_of(s, "：:");
		s += numeral_at(s);
		s += ht_str_one_of(s, "：:.．、");
		if (ht_str_chars(s) >= 4)
			g->attached[g->n_attached++] = s;
	}
}

static void see_names(seeing *g, im_seen *line)
{
	if (line->chars < 4 || line->chars > 60)
		return;
	const char *name = line->chars >= 6 && g->n_quoted ? bare_name(g->d, line->key, line->len) : "";
	for (size_t k = 0; *name && k < g->n_quoted; k++)
		if (strstr(g->quoted[k], name) || (strlen(g->quoted[k]) > 21 && strstr(name, g->quoted[k])))
			im_add_feature(&line->set, HT_FEATURE_LIKE_ENCLOSED);
	for (size_t k = 0; k < g->n_attached; k++)
		if (strcmp(g->attached[k], line->key) == 0)
			im_add_feature(&line->set, HT_FEATURE_LIKE_ATTACHED);
}

static void see_neighbours(seeing *g, size_t i)
{
	for (size_t t = 0; t < HT_FEATURE_TESTS; t++) {
		const ht_feature_test *test = &ht_feature_tests[t];
		const im_seen *other = NULL;
		if (test->how == HT_TEST_NEXT && i + 1 < g->n)
			other = &g->v[i + 1];
		else if (test->how == HT_TEST_BEFORE && i > 0)
			other = &g->v[i - 1];
		if (other && has(other, test->a))
			im_add_feature(&g->v[i].set, test->feature);
	}
}

static bool see_repeats(seeing *g)
{
	g->slots = g->n * 2 + 1;
	g->first = ht_arena_array(g->d->arena, g->slots, sizeof *g->first);
	g->last = ht_arena_array(g->d->arena, g->slots, sizeof *g->last);
	if (!g->first || !g->last) {
		g->d->nomem = true;
		return false;
	}
	memset(g->first, 0, g->slots * sizeof *g->first);
	for (size_t i = 0; i < g->n; i++) {
		size_t at = slot_of(g, g->v[i].key);
		g->first[at] = g->first[at] ? g->first[at] : i + 1;
		g->last[at] = i + 1;
	}
	for (size_t i = 0; i < g->n; i++) {
		size_t at = slot_of(g, g->v[i].key);
		if (g->v[i].chars >= 4 && g->first[at] < i + 1)
			im_add_feature(&g->v[i].set, HT_FEATURE_AGAIN_ABOVE);
		if (g->v[i].chars >= 4 && g->last[at] > i + 1)
			im_add_feature(&g->v[i].set, HT_FEATURE_AGAIN_BELOW);
	}
	return true;
}

im_seen *im_see_lines(im_doc *d, size_t *n)
{
	seeing g = {.d = d, .v = ht_arena_array(d->arena, d->n + 1, sizeof *g.v)};
	if (!g.v) {
		d->nomem = true;
		return NULL;
	}
	for (size_t i = 0; i < d->n; i++) {
		if (d->lines[i].kind != IM_BODY && d->lines[i].kind != IM_TABLE)
			continue;
		const char *key = im_squeeze(d, d->lines[i].text);
		if (*key)
			g.v[g.n++] = (im_seen){.line = i, .key = key, .len = strlen(key), .chars = ht_str_chars(key)};
	}
	for (size_t i = g.n; i-- > 0;)
		see_line(&g, i);
	if (!g.n || !see_repeats(&g))
		return NULL;
	gather_names(&g);
	const char *known = d->meta_title ? im_squeeze(d, d->meta_title) : "";
	for (size_t i = 0; i < g.n; i++) {
		see_names(&g, &g.v[i]);
		see_title_below(&g, i);
		see_joins(&g, i, known);
		if (is_known_title(d, known, g.v[i].key, g.v[i].chars))
			im_add_feature(&g.v[i].set, HT_FEATURE_TITLE_KNOWN);
	}
	for (size_t i = 0; i < g.n; i++)
		see_neighbours(&g, i);
	*n = g.n;
	return g.v;
}
