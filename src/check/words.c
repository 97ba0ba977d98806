/* Words: numbers in words and the mark after them, words typed twice, and what was to be filled in. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"
#include "words_check.h"
#include "words_people.h"

/* ---- 第一，首先， ---- */

static size_t ordinal_at(const char *p)
{
	const char *q = p;
	if (!ht_str_starts(p, "第"))
		return ht_str_prefix_of(p, ht_words_ordinal);
	for (q = ht_str_next(q); ht_str_one_of(q, "一二三四五六七八九十"); q = ht_str_next(q))
		;
	if (q == p + strlen("第"))
		return 0;
	return (size_t)(q - p);
}

/* `第一、` at the beginning of a sentence; 第一、第二季度 and 第一、二条 count. */
static void check_ordinal(ck *c, const ck_text *t, const char *p)
{
	size_t n = ordinal_at(p);
	const char *comma = p + n, *next = comma + strlen("、");
	if (!n || !ht_str_starts(comma, "、") || !*next || ordinal_at(next) ||
	    ht_str_one_of(next, "一二三四五六七八九十"))
		return;
	ck_find(c, HT_D_CHECK_ORDINAL, ck_place(t, p), ck_excerpt(c, p, next), ck_excerpt(c, p, comma), NULL);
	ck_edit(c, ck_place(t, comma), comma, strlen("、"), "，", true);
}

static void check_ordinals(ck *c, const ck_text *t)
{
	if (!ck_may_have(t, U'、') || !(ck_may_have(t, U'第') || ck_may_begin_any(t, ht_words_ordinal)))
		return;
	check_ordinal(c, t, t->s);
	for (const char *p = t->s; (p = strstr(p, "、")); p += strlen("、")) {
		const char *from = p;
		for (int n = 0; n < 4 && from; n++) {
			const char *last = ht_str_previous(t->s, from);
			if (last && ht_str_one_of(last, "。；：！？") && last > t->s)
				check_ordinal(c, t, from);
			from = last;
		}
	}
}

/* ---- words typed twice ---- */

/* The words are of two characters, which are of three bytes each. */
#define WORD_BYTES 6

static void check_twice(ck *c, const ck_text *t)
{
	const char *end = t->s + strlen(t->s);
	for (const char *p = t->s; end - p >= 2 * WORD_BYTES; p = ht_str_next(p))
		if (p[2] == p[WORD_BYTES + 2] && memcmp(p, p + WORD_BYTES, WORD_BYTES) == 0 &&
		    ht_str_starts_any(p, ht_words_never_twice))
			ck_cite(c, t, HT_D_CHECK_TWICE, p, p + 2 * WORD_BYTES, ck_copy(c, p, WORD_BYTES), false);
	/* 目的的 is two words, 的的确确 one */
	for (const char *p = t->s; (p = strstr(p, "的的")); p += strlen("的的")) {
		const char *last = ht_str_previous(t->s, p);
		if (!(last && ht_str_one_of(last, "目标有众打")) && !ht_str_starts(p, "的的确确"))
			ck_cite(c, t, HT_D_CHECK_TWICE, p, p + strlen("的的"), "的", false);
	}
}

void ck_words(ck *c, const ck_text *t)
{
	check_ordinals(c, t);
	check_twice(c, t);
}

/* ---- what was to be filled in ---- */

/* Letters of &thetasym;. */
#define ENTITY_MOST 10

/* Of a number that is known fewer digits are withheld. */
#define UNKNOWN_LEAST 7

#define CROSSES "×ＸXxｘ╳✕✖○〇"
static const char crosses[] = CROSSES;
static const char cross_bytes[] = "Xx\xC3\xE2\xE3\xEF"; /* that they begin with */

/* Is a name withheld on purpose: 当事人张××？ 于 is more often a word, and what goes on is an organ (张××局). */
static bool is_withheld(const ck_text *t, const char *from, const char *end)
{
	const char *last = ht_str_previous(t->s, from);
	return last && ht_str_set_has(ht_words_surname, ht_str_char(last)) && !ht_str_one_of(last, "于") &&
	       (!ht_is_han(ht_str_char(end)) || ht_str_one_of(end, "等同的在于和与已向因被"));
}

/* 138XXXXXXXX is no number of which a part is withheld. */
static bool is_unknown_number(const char *p, const char *end)
{
	return ht_utf8_count(p, (size_t)(end - p)) >= UNKNOWN_LEAST && !g_ascii_isalnum(*end);
}

/* After the crosses one character more is cited, if it is of the name. */
static const char *end_of_name(const char *end)
{
	if (!*end || !ht_is_han(ht_str_char(end)))
		return end;
	return ht_str_next(end);
}

/* ××局, XX科, ×月×日; not 138××××1234, XXL. */
static void check_crosses(ck *c, const ck_text *t)
{
	if (!ck_may_have_any(t, U"" CROSSES))
		return;
	for (const char *p = t->s, *end; *p; p = end) {
		end = ht_str_next(p);
		if (ck_is_common_han(p) || !strchr(cross_bytes, *p) || !ht_str_one_of(p, crosses))
			continue;
		const char *last = ht_str_previous(t->s, p);
		end = ck_end_of_run(p);
		bool single = end == ht_str_next(p), letter = g_ascii_isalpha(*p);
		if (last && ht_str_one_of(last, crosses))
			continue;
		if (last && g_ascii_isalnum(*last) && !is_unknown_number(p, end))
			continue;
		if (g_ascii_isalnum(*end) || *end == '-' || (single && letter))
			continue;
		bool zero = ht_str_one_of(p, "○〇");
		if (zero && (single || ht_str_one_of(end, "一二三四五六七八九") ||
		             (last && ht_str_one_of(last, "一二三四五六七八九"))))
			continue;
		if (single && !ht_str_one_of(end, "年月日号"))
			continue;
		if (!is_withheld(t, p, end) && !ck_is_address(t, p))
			ck_cite(c, t, HT_D_CHECK_PLACEHOLDER, p, end_of_name(end), NULL, false);
	}
}

/* More characters in brackets are a text. */
#define FIELD_MOST 20

static const struct {
	const char *open, *close;
	bool field; /* in them is what a sample names, not a remark */
} brackets[] = {{"（", "）", false}, {"(", ")", false}, {"【", "】", true}, {"〔", "〕", true}, {"[", "]", true},
                {"［", "］", true},  {"<", ">", true},  {"＜", "＞", true}, {"‹", "›", true}};

#define OPENING "（(【〔[［<＜‹"
static const char opening[] = OPENING; /* how they open */

/* Where the bracket at p with the index i is closed; NULL: far away, not, or another is within it. */
static const char *find_close(const char *p, size_t i)
{
	p += strlen(brackets[i].open);
	for (size_t n = 0; *p && n <= FIELD_MOST && !ht_str_one_of(p, opening); n++, p = ht_str_next(p))
		if (ht_str_starts(p, brackets[i].close))
			return p;
	return NULL;
}

/* Was what is in the bracket at p, which ends at close, to be filled in? At the beginning of a paragraph 【时间】 is a
 * label. */
static bool is_to_fill(const ck_text *t, const char *p, size_t i, const char *close)
{
	const char *s = p + strlen(brackets[i].open);
	const size_t len = (size_t)(close - s);
	const bool label = p == t->s && t->kind == CK_PARAGRAPH && ht_str_starts(p, "【");
	const bool alone = p == t->s && t->kind == CK_LINE && strcmp(close, brackets[i].close) == 0;
	if (ht_str_prefix_of(s, ht_words_placeholder) == len || ht_str_starts_any(s, ht_words_placeholder_begins))
		return len > 0;
	if (t->kind == CK_CELL || label || !(brackets[i].field || alone))
		return false;
	return ht_str_suffix_of_n(s, len, ht_words_placeholder_ends);
}

/* （待定）, 【待补充】, [姓名]. */
static void check_brackets(ck *c, const ck_text *t)
{
	if (!ck_may_have_any(t, U"" OPENING))
		return;
	/* only what begins with one of these bytes is looked at */
	for (const char *p = t->s; *(p += strcspn(p, "([<\xE2\xE3\xEF")); p = ht_str_next(p)) {
		if (!ht_str_one_of(p, opening))
			continue;
		size_t i = 0;
		while (!ht_str_starts(p, brackets[i].open))
			i++;
		const char *close = find_close(p, i);
		if (close && is_to_fill(t, p, i, close))
			ck_cite(c, t, HT_D_CHECK_PLACEHOLDER, p, close + strlen(brackets[i].close), NULL, false);
	}
}

/* What programs and drafts have for it. */
static void check_latin(ck *c, const ck_text *t)
{
	if (!ck_may_begin_any(t, ht_words_to_do))
		return;
	for (size_t i = 0; ht_words_to_do[i]; i++)
		for (const char *p = t->s; (p = strstr(p, ht_words_to_do[i])); p += strlen(ht_words_to_do[i])) {
			const char *end = p + strlen(ht_words_to_do[i]);
			if ((p == t->s || !g_ascii_isalnum(p[-1])) && !g_ascii_isalnum(*end))
				ck_cite(c, t, HT_D_CHECK_PLACEHOLDER, p, end, NULL, false);
		}
}

/* What was to be markup and is none: `<!--` without an end, `&copy;`. */
static void check_remnants(ck *c, const ck_text *t)
{
	if (!ck_may_have_any(t, U"<&"))
		return;
	const char *open = strstr(t->s, "<!--");
	if (open)
		ck_find(c, HT_D_CHECK_COMMENT_OPEN, ck_place(t, open), NULL);
	for (const char *p = t->s; (p = strchr(p, '&')); p++) {
		size_t n = 1;
		while (g_ascii_isalpha(p[n]) && n <= ENTITY_MOST)
			n++;
		if (n > 2 && p[n] == ';' && !ck_is_address(t, p))
			ck_cite(c, t, HT_D_CHECK_ENTITY, p, p + n + 1, NULL, false);
	}
}

/* ____, 《》: in forms and cells they are for the pen. */
static void check_blanks(ck *c, const ck_text *t)
{
	static const char *const empty[] = {"__", "＿＿", "《》", "“”", "【】", "〔〕", NULL};
	if (t->other || t->kind == CK_CELL || !ck_may_begin_any(t, empty))
		return;
	for (size_t i = 0; empty[i]; i++)
		for (const char *p = t->s, *end; (p = strstr(p, empty[i])); p = end) {
			for (end = p + strlen(empty[i]); ht_str_one_of(end, "_＿"); end = ht_str_next(end))
				;
			if (!ck_is_address(t, p))
				ck_cite(c, t, HT_D_CHECK_PLACEHOLDER, p, end, NULL, false);
		}
}

/* 抄送：无: printed, it says that copies go to somebody of that name. */
static void check_none(ck *c, const ck_text *t)
{
	if (t->field && !(t->kind & CK_PROSE) && ht_str_is_any(t->s, ht_words_none))
		ck_find(c, HT_D_CHECK_NONE, ck_place(t, t->s), t->s, NULL);
}

void ck_placeholders(ck *c, const ck_text *t)
{
	check_none(c, t);
	check_crosses(c, t);
	check_brackets(c, t);
	check_latin(c, t);
	check_remnants(c, t);
	check_blanks(c, t);
}

/* Pictographs, and what makes one of a plain sign (☎ and U+FE0F) or of a digit (1 and U+20E3). */
static bool is_emoji(uint32_t cp)
{
	return (cp >= 0x1F000 && cp <= 0x1FAFF) || cp == 0xFE0F || cp == 0x20E3;
}

void ck_emoji(ck *c, const ck_text *t)
{
	for (const char *p = t->s, *end; *p; p = end) {
		end = ht_str_next(p);
		if ((unsigned char)*p < 0xE2 || ck_is_common_han(p) || !is_emoji(ht_str_char(p)))
			continue;
		const char *before = ht_str_char(p) < 0x1F000 ? ht_str_previous(t->s, p) : NULL;
		while (is_emoji(ht_str_char(end)))
			end = ht_str_next(end);
		ck_cite(c, t, HT_D_CHECK_EMOJI, before ? before : p, end, NULL, false);
	}
}

/* Marks that one letter may have: Vietnamese, pinyin and phonetic scripts come to three. */
#define STACK_MOST 3

/* Combining marks of U+0300 to U+036F, as people stack them, run into the lines above. */
void ck_stacked(ck *c, const ck_text *t)
{
	for (const char *p = t->s; *(p += strcspn(p, "\xCC\xCD"));) {
		const char *begin = p, *before = ht_str_previous(t->s, p);
		size_t n = 0;
		for (; ht_str_char(p) >= 0x300 && ht_str_char(p) <= 0x36F; p = ht_str_next(p))
			n++;
		if (n > STACK_MOST)
			ck_cite(c, t, HT_D_CHECK_STACKED, before ? before : begin, p, NULL, false);
		p += p == begin;
	}
}
