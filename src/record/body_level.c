/* Levels and headings by what was typed.
 *
 * A paragraph's number gives its level: 一、（一）1.（1）① 第一条. It is a number
 * only where a reader would take it for one, so these are not:
 *   `1.5亿元` `10.30`        a digit follows the point (but `1.2019年…` is: no
 *                           decimal has a year after it)
 *   `2018、2019年`           more than three digits
 *   `一、二级医院` …          what follows counts on: `一、二、三产业`, `三、四月份`,
 *                           `1、2号楼`
 *   `第三条规定` `第二条和`     the words point at an article, they do not open it
 *   `（一）（二）项规定` …      the words point at points, they do not open one
 *   `一、` alone             nothing is numbered
 *
 * How far the heading goes (its "head", which is set in the level's typeface) is a matter of judgement that the
 * standard leaves to the typist. The rule here is what careful offices do; it says what a paragraph may have, and
 * body_list.c decides it for all items of a list together. R is the text after the number; brackets and quotation marks
 * are passed over as a whole; a stop is 。：！？.
 *   1. No stop in R: a heading on a line of its own. `一、基本情况`
 *   2. The first stop has text after it: a run-in heading up to and with the
 *      stop. `一、元旦：1月1日放假。` `（一）加强领导。各…`
 *      Where the stop is ：and no other follows, all of it may be one: `一、第一阶段：动员部署（3月）`.
 *   3. The first stop ends R. After `：` it is a heading that announces what
 *      follows; after 。 it is a sentence, an item of a list, and no heading,
 *      `三、请于12月10日前报区财政局。`, unless it is as short as its sisters'
 *      headings: `（二）严守纪律。`
 *   4. A heading has at most 40 characters (rule 1 without any comma: 56, two
 *      lines, without a note in brackets at its end; with two or more commas:
 *      28, as several clauses in more than a
 *      line argue and do not head) and no ；, the mark of an enumeration's
 *      items. Otherwise there is none.
 * Without a heading the number is set as the text, too: a black 三、 before a plain sentence is neither.
 * An article's number is its head (第一条). A part, chapter or section (第一编, 第一章, 第一节) is
 * one only as a line of its own by rule 1; otherwise the line is plain text. */
#include <string.h>

#include <glib.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "body_private.h"

/* Text being looked at: [p, end). */
typedef struct view {
	const char *p, *end;
} view;

static uint32_t peek(view v)
{
	return ht_utf8_get(v.p, v.end, NULL);
}

static uint32_t take(view *v)
{
	size_t n;
	uint32_t cp = ht_utf8_get(v->p, v->end, &n);
	v->p += n;
	return cp;
}

static bool accept(view *v, const char *s)
{
	size_t n = strlen(s);
	if ((size_t)(v->end - v->p) < n || memcmp(v->p, s, n) != 0)
		return false;
	v->p += n;
	return true;
}

static bool at_end(view v)
{
	size_t len = (size_t)(v.end - v.p);
	ht_utf8_trim(v.p, &len);
	return len == 0;
}

/* A Chinese numeral up to 999; 0: none. */
static int han_number(view *v)
{
	int value = 0, digit = 0;
	for (;;) {
		uint32_t cp = peek(*v);
		int unit = 0;
		if (cp == 0x5341) /* 十 */
			unit = 10;
		else if (cp == 0x767E) /* 百 */
			unit = 100;
		if (ht_str_han_digit(cp) > 0 && !digit)
			digit = ht_str_han_digit(cp);
		else if (unit && value % (unit * 10) == 0 && (digit || unit == 10))
			value += unit * (digit ? digit : 1), digit = 0;
		else if (!(cp == 0x96F6 && value && value % 100 == 0 && !digit)) /* 零 */
			break;
		take(v);
	}
	return value + digit;
}

static int arabic_digit(uint32_t cp)
{
	if (cp >= '0' && cp <= '9')
		return (int)(cp - '0');
	return cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10) : -1;
}

/* One to max_digits Arabic digits, ASCII or full-width; -1: none or more. */
static int arabic_number(view *v, int max_digits)
{
	int value = 0, n = 0;
	for (int d; (d = arabic_digit(peek(*v))) >= 0; n++) {
		if (n == max_digits)
			return -1;
		value = value * 10 + d;
		take(v);
	}
	return n ? value : -1;
}

/* Does the text count on from value: `一、` then `二、` or `二月`? */
static bool counts_on(view rest, int value, int (*number)(view *))
{
	return number(&rest) == value + 1 && ht_str_set_has("、月季级类线号期届楼日时项条款至和", peek(rest));
}

static int short_arabic(view *v)
{
	return arabic_number(v, 3);
}

/* Each of these takes its number off *v and returns its level, or 0. */

static int take_level_1(view *v, ht_heading *h)
{
	h->number = han_number(v);
	if (h->number < 1 || h->number > 99 || !accept(v, "、") || counts_on(*v, h->number, han_number))
		return 0;
	return 1;
}

/* Do words after a bracketed number point at it: （一）（二）项规定的, （一）至（三）项, （一）项所列? */
static bool cites(view rest)
{
	static const char *const joins[] = {"、（", "至（", "和（", "及（", "与（", "或（", "（", NULL};
	view item = rest;
	if (accept(&item, "项"))
		return ht_str_set_has("规所中的之和与及至、，。；：", peek(item));
	for (size_t i = 0; joins[i]; i++) {
		item = rest;
		if (!accept(&item, joins[i]))
			continue;
		int n = han_number(&item);
		return (n || arabic_number(&item, 3) > 0) && accept(&item, "）");
	}
	return false;
}

static int take_bracketed(view *v, ht_heading *h)
{
	if (!accept(v, "（") && !accept(v, "("))
		return 0;
	int n = han_number(v), level = n ? 2 : 4;
	if (!n)
		n = arabic_number(v, 3);
	h->number = n;
	if (n < 1 || (level == 2 && n > 99) || (!accept(v, "）") && !accept(v, ")")))
		return 0;
	if (cites(*v))
		return 0;
	accept(v, "、");
	return level;
}

/* After `1.`: a digit makes it a decimal, a date or a time, but for a year. */
static bool is_decimal(view rest)
{
	if (arabic_digit(peek(rest)) < 0)
		return false;
	int year = arabic_number(&rest, 4);
	return year < 1900 || year > 2100 || peek(rest) != 0x5E74; /* 年 */
}

static int take_level_3(view *v, ht_heading *h)
{
	int n = h->number = arabic_number(v, 3);
	if (n < 0)
		return 0;
	if (accept(v, "、"))
		return counts_on(*v, n, short_arabic) ? 0 : 3;
	if (!accept(v, ".") && !accept(v, "．"))
		return 0;
	return is_decimal(*v) ? 0 : 3;
}

static int take_circled(view *v, ht_heading *h)
{
	uint32_t cp = take(v);
	h->number = (int)cp - 0x245F;
	return cp >= 0x2460 && cp <= 0x2473 ? 5 : 0;
}

/* Do words after 第五条 speak of the article: 第五条规定的, 第五条增加一款? Before its own text is a blank, mostly. */
static bool speaks_of_article(view rest)
{
	return ht_str_set_has("规所中的之和与及至到第款项增修删改作移、，。；：", peek(rest));
}

static int take_division(view *v, ht_heading *h)
{
	if (!accept(v, "第"))
		return 0;
	int n = han_number(v);
	if (!n)
		n = arabic_number(v, 3);
	if (n < 1)
		return 0;
	h->number = n;
	if (accept(v, "条")) {
		h->division = HT_DIVISION_ARTICLE;
		return speaks_of_article(*v) ? 0 : 6;
	}
	h->division = HT_DIVISION_CHAPTER;
	if (accept(v, "章"))
		return 1;
	h->division = accept(v, "编") ? HT_DIVISION_PART : HT_DIVISION_SECTION;
	if (h->division == HT_DIVISION_PART)
		return 1;
	return accept(v, "节") ? 2 : 0;
}

static int (*const takers[])(view *, ht_heading *) = {take_level_1, take_bracketed, take_level_3, take_circled,
                                                      take_division};

/* Where a heading may end. */
typedef struct stop {
	const char *end; /* after the stop; NULL: none */
	bool colon;
	bool semicolon; /* one is before it */
	int commas;     /* how many are before it */
	int chars;      /* up to and with it, or of all the text */
	int bracketed;  /* how many of them are in brackets or quotation marks, and these */
} stop;

/* ASCII marks count as stops after a Chinese character only: 9:30, a URL. */
static bool is_stop(uint32_t cp, uint32_t before)
{
	return ht_str_set_has("。：！？", cp) || (ht_str_set_has(":!?", cp) && before > 0x2E80);
}

static void look(stop *s, uint32_t cp, uint32_t before, const char *after)
{
	if (is_stop(cp, before)) {
		s->end = after;
		s->colon = cp == ':' || cp == 0xFF1A;
	}
	s->commas += ht_str_set_has("，,", cp);
	s->semicolon |= cp == 0xFF1B || (cp == ';' && before > 0x2E80);
}

/* The first stop of [v.p, v.end). nested: pass over brackets and quotes; then
 * *open tells that one was never closed. Not nested: colons, which may be
 * in the brackets, do not count. */
static stop first_stop(view v, bool nested, bool *open)
{
	stop s = {0};
	uint32_t before = 0;
	int depth = 0;
	bool straight = false; /* within "…" */
	while (v.p < v.end && !s.end) {
		uint32_t cp = take(&v);
		int outer = depth;
		const bool han = ht_is_common_han(cp); /* which is none of the signs below */
		s.chars++;
		if (nested && cp == '"')
			straight = !straight;
		else if (nested && !han && ht_str_set_has("（(［[【〔《〈「『“‘", cp))
			depth++;
		else if (nested && depth && !han && ht_str_set_has("）)］]】〕》〉」』”’", cp))
			depth--;
		else if (!han && !depth && !straight && (nested || !ht_str_set_has("：:", cp)))
			look(&s, cp, before, v.p);
		s.bracketed += outer || depth;
		before = cp;
	}
	*open = depth > 0 || straight;
	return s;
}

static stop find_stop(view v)
{
	bool open;
	stop s = first_stop(v, true, &open);
	return s.end || !open ? s : first_stop(v, false, &open);
}

/* How long a heading with s's commas may be. */
static int max_chars(const stop *s)
{
	if (s->commas > 1)
		return HT_HEADING_MAX_CHARS_CLAUSES;
	return s->end || s->commas ? HT_HEADING_MAX_CHARS : HT_HEADING_MAX_CHARS_PLAIN;
}

/* The characters by which a heading is long: on a line of its own without those of the note in brackets at its end, as
 * 一、供水管理办法（2012年3月1日公布，2018年12月20日修正）, unless that is longer than a heading itself. */
static int length(const stop *s, view rest)
{
	size_t len = (size_t)(rest.end - rest.p), step;
	const char *begin = ht_utf8_trim(rest.p, &len), *end = begin + len;
	if (s->end || !len || s->bracketed > HT_HEADING_MAX_CHARS_PLAIN)
		return s->chars;
	return ht_str_set_has("）)", ht_utf8_get(ht_str_previous(begin, end), end, &step)) ? s->chars - s->bracketed
	                                                                                   : s->chars;
}

/* Is the text after the stop s a line without one, and with what is before it no longer than a heading? */
static bool is_line(const stop *s, view rest)
{
	const stop next = find_stop((view){s->end, rest.end});
	return s->colon && !next.end && !next.semicolon && !next.commas &&
	       s->chars + next.chars <= HT_HEADING_MAX_CHARS;
}

/* The head of a numbered paragraph whose text after the number is rest. */
static void measure(ht_heading *h, const char *text, view rest)
{
	size_t all = (size_t)(rest.end - text);
	stop s = find_stop(rest);
	if (s.semicolon || length(&s, rest) > max_chars(&s))
		return;
	bool last = !s.end || at_end((view){s.end, rest.end});
	h->head = last ? all : (size_t)(s.end - text);
	if (!s.end)
		h->claim = HT_CLAIM_LINE;
	else if (!last)
		h->claim = HT_CLAIM_RUN_IN;
	else if (s.colon)
		h->claim = HT_CLAIM_COLON;
	else if (s.chars <= HT_HEADING_MAX_CHARS_SHORT && !s.commas && !ht_body_is_sentence(rest.p, s.end))
		h->claim = HT_CLAIM_SHORT;
	else
		h->head = 0;
	if (h->claim != HT_CLAIM_RUN_IN)
		return;
	h->sentence = ht_body_is_sentence(rest.p, s.end);
	h->line = is_line(&s, rest);
}

ht_heading ht_body_classify(const char *text, size_t len)
{
	ht_heading none = {0}, h = {0};
	view rest = {text, text + len};
	for (size_t i = 0; i < ARRAY_LEN(takers) && !h.level; i++) {
		h = none;
		rest.p = text;
		h.level = takers[i](&rest, &h);
	}
	if (!h.level)
		return none;
	h.marker = (size_t)(rest.p - text);
	if (h.division == HT_DIVISION_ARTICLE) {
		h.head = h.marker;
		if (at_end(rest))
			h.claim = HT_CLAIM_LINE;
		return h;
	}
	if (at_end(rest) && !h.division)
		return none;
	measure(&h, text, rest);
	return h.division && h.claim != HT_CLAIM_LINE && h.claim != HT_CLAIM_COLON ? none : h;
}

size_t ht_body_stop_after(const char *text, size_t len, size_t at)
{
	size_t step;
	uint32_t cp = at < len ? ht_utf8_get(text + at, text + len, &step) : 0;
	if (cp && is_stop(cp, 0x4E00))
		return at + step;
	size_t back = at ? (size_t)(ht_str_previous(text, text + at) - text) : 0;
	if (at && is_stop(ht_utf8_get(text + back, text + at, &step), 0x4E00))
		return at;
	return 0;
}
