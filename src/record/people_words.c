/* What the words of a list of people are: units and offices are known by their ends, groups by their beginnings and
 * ends. A name is what is neither, so that no table need hold the surnames of all peoples: one is asked only where a
 * name and something else look alike (李村, 区图书馆白露). */
#include <string.h>

#include <glib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "record/people.h"
#include "words_people.h"

/* Characters of a name without a point: two, up to those of Tibetan and Mongolian ones. */
#define NAME_LEAST 2
#define NAME_MOST  6
/* A name without a known surname that is longer may have a title before it; the least unit of that. */
#define PLAIN_NAME_MOST   3
#define JOINED_UNIT_LEAST 3
/* A name without a known surname after the office of a group. */
#define HELD_NAME_MOST 4
/* Least of a word that may be a unit or a name; with four the surname has two. */
#define EITHER_CHARS 3
/* Between the parts of a name. */
#define POINTS "·•‧・"
/* In place of the characters of a name. */
#define MASKS "×＊*○〇□？"
/* Between two offices of one person. */
#define AND "兼"

size_t ht_han_count(ht_slice w)
{
	size_t count = 0;
	for (size_t i = 0, n; i < w.len; i += n, count++)
		if (!ht_is_han(ht_utf8_get(w.s + i, w.s + w.len, &n)))
			return 0;
	return count;
}

bool ht_is_foreign_word(ht_slice w)
{
	if (!w.len)
		return false;
	uint32_t cp = ht_utf8_get(w.s, w.s + w.len, NULL);
	return g_unichar_isalpha(cp) && !ht_is_han(cp);
}

/* The bytes of the last bracket and what is in it; 0: the word does not end with one. */
static size_t last_bracket(ht_slice w)
{
	static const char *const closings[] = {"）", ")", "〕", NULL}, *const openings[] = {"（", "(", "〔", NULL};
	if (!ht_str_suffix_of_n(w.s, w.len, closings))
		return 0;
	for (size_t i = w.len; i-- > 0;)
		for (size_t k = 0; openings[k]; k++)
			if (w.len - i >= strlen(openings[k]) && memcmp(w.s + i, openings[k], strlen(openings[k])) == 0)
				return w.len - i;
	return 0;
}

static ht_slice without_brackets(ht_slice w)
{
	for (size_t n; (n = last_bracket(w)) && n < w.len;)
		w.len -= n;
	return w;
}

static bool ends_any(ht_slice w, const char *const *words)
{
	return ht_str_suffix_of_n(w.s, w.len, words) > 0;
}

static bool is_any(ht_slice w, const char *const *words)
{
	for (; *words; words++)
		if (strlen(*words) == w.len && memcmp(w.s, *words, w.len) == 0)
			return true;
	return false;
}

/* The bytes of the longest word of the list that is at p. Nearly all differ in their first character: three bytes. */
static size_t word_at(const char *p, const char *end, const char *const *words)
{
	size_t best = 0, room = (size_t)(end - p);
	for (const char *word; (word = *words); words++) {
		if (room < 3 || word[0] != p[0] || word[1] != p[1] || word[2] != p[2])
			continue;
		size_t n = strlen(word);
		if (n > best && n <= room && memcmp(p, word, n) == 0)
			best = n;
	}
	return best;
}

/* Does it have the length of a name and begin with a known surname? */
static bool is_chinese_name(ht_slice w)
{
	size_t n = ht_han_count(w);
	if ((n == 3 || n == 4) && word_at(w.s, w.s + w.len, ht_words_double_surname))
		return true;
	return (n == 2 || n == 3) && ht_str_set_has(ht_words_surname, ht_utf8_get(w.s, w.s + w.len, NULL));
}

/* Does it begin with a known surname? */
static bool is_chinese_surname(ht_slice w)
{
	return ht_str_set_has(ht_words_surname, ht_utf8_get(w.s, w.s + w.len, NULL)) ||
	       word_at(w.s, w.s + w.len, ht_words_double_surname);
}

static bool is_group(ht_slice w)
{
	if (ends_any(w, ht_words_people_group_end))
		return true;
	for (size_t i = 0, n; i < w.len; i += n) {
		ht_utf8_get(w.s + i, w.s + w.len, &n);
		if (word_at(w.s + i, w.s + w.len, ht_words_people_group_begin))
			return true;
	}
	return false;
}

static bool is_office(ht_slice w)
{
	if (w.len == strlen(AND) && memcmp(w.s, AND, w.len) == 0)
		return true;
	if (ends_any(w, ht_words_office))
		return true;
	size_t n = ht_str_suffix_of_n(w.s, w.len, ht_words_person_office_end);
	return n && w.len > strlen("长");
}

/* UNIT, EITHER or OTHER. */
static ht_word_kind unit_kind(ht_slice w)
{
	size_t chars = ht_han_count(w);
	bool named = is_chinese_name(w);
	if (is_any(w, ht_words_person_unit_end))
		return w.len > strlen("局") ? HT_WORD_UNIT : HT_WORD_OTHER;
	if (chars == NAME_LEAST && named)
		return HT_WORD_OTHER;
	if (ends_any(w, ht_words_person_unit_end))
		return HT_WORD_UNIT;
	if (!ends_any(w, ht_words_person_unit_long_end) || chars == 1)
		return HT_WORD_OTHER;
	return named && chars >= EITHER_CHARS ? HT_WORD_EITHER : HT_WORD_UNIT;
}

bool ht_is_named_office(ht_slice w)
{
	w = without_brackets(w);
	for (size_t i = 0, n; i < w.len; i += n) {
		ht_utf8_get(w.s + i, w.s + w.len, &n);
		ht_slice head = {w.s, i};
		if (word_at(w.s + i, w.s + w.len, ht_words_office) == w.len - i)
			return is_chinese_name(head) && unit_kind(head) != HT_WORD_UNIT;
	}
	return false;
}

/* A name and how many more there are: 白露等5人. */
static ht_slice without_count(ht_slice w)
{
	static const char *const persons[] = {"人", "名", "位", NULL};
	size_t end = w.len - ht_str_suffix_of_n(w.s, w.len, persons), digits = end;
	while (digits && w.s[digits - 1] >= '0' && w.s[digits - 1] <= '9')
		digits--;
	if (end < w.len && digits < end && ht_str_ends_n(w.s, digits, "等"))
		w.len = digits - strlen("等");
	else if (ht_str_ends_n(w.s, w.len, "等") && w.len > strlen("等"))
		w.len -= strlen("等");
	return w;
}

/* Characters of a name with points between its parts; 0: it is none. */
static size_t pointed_chars(ht_slice w)
{
	size_t count = 0, points = 0;
	for (size_t i = 0, n; i < w.len; i += n, count++) {
		uint32_t cp = ht_utf8_get(w.s + i, w.s + w.len, &n);
		bool point = ht_str_set_has(POINTS, cp);
		if (!point && !ht_is_han(cp))
			return 0;
		points += point;
	}
	if (!points)
		return 0;
	return count;
}

/* Characters of a name some of which are not told: 李某某, 李××; 0: it is none. */
static size_t masked_chars(ht_slice w)
{
	size_t count = 0, han = 0;
	for (size_t i = 0, n; i < w.len; i += n, count++) {
		uint32_t cp = ht_utf8_get(w.s + i, w.s + w.len, &n);
		if (!ht_is_han(cp) && !ht_str_set_has(MASKS, cp))
			return 0;
		han += ht_is_han(cp);
	}
	if (!han || han == count)
		return 0;
	return count;
}

/* NAME, LETTER or OTHER: of what is neither unit, office nor group. */
static ht_word_kind name_kind(ht_slice w)
{
	if (ht_is_foreign_word(w)) {
		bool capitals = w.len > 1;
		for (size_t i = 0; i < w.len; i++)
			capitals = capitals && w.s[i] >= 'A' && w.s[i] <= 'Z';
		return capitals ? HT_WORD_OTHER : HT_WORD_NAME;
	}
	if (pointed_chars(w) > NAME_LEAST || masked_chars(w))
		return HT_WORD_NAME;
	size_t chars = ht_han_count(w);
	if (chars == 1)
		return HT_WORD_LETTER;
	return chars >= NAME_LEAST && chars <= NAME_MOST ? HT_WORD_NAME : HT_WORD_OTHER;
}

static ht_word_kind plain_kind(ht_slice w)
{
	size_t honorific = ht_str_suffix_of_n(w.s, w.len, ht_words_honorific);
	if (honorific && honorific < w.len && is_chinese_name((ht_slice){w.s, w.len - honorific}))
		return HT_WORD_NAME;
	if (is_group(w))
		return HT_WORD_GROUP;
	if (is_office(w))
		return HT_WORD_OFFICE;
	ht_word_kind unit = unit_kind(w);
	return unit ? unit : name_kind(without_count(w));
}

/* Bytes of a name with a remark, more than any has. */
#define JOINED_NAME_BYTES 256

/* Is w, which follows a title without a blank, a name? */
static bool is_joined_name(ht_slice w)
{
	if (w.len > JOINED_NAME_BYTES)
		return false; /* asked of each end of a unit: a long word is not looked through each time */
	w = without_brackets(w);
	if (pointed_chars(w))
		return true;
	if (masked_chars(w))
		return is_chinese_surname(w) && masked_chars(w) <= HELD_NAME_MOST;
	size_t chars = ht_han_count(w);
	if (chars < NAME_LEAST || chars > NAME_MOST || ends_any(w, ht_words_never_name_end))
		return false;
	ht_word_kind kind = plain_kind(w);
	return kind == HT_WORD_NAME || kind == HT_WORD_EITHER;
}

static ht_slice rest_of(ht_slice w, size_t from)
{
	return (ht_slice){w.s + from, w.len - from};
}

/* May the name follow the office? That of a group (代表苏晴) is followed by a known surname, or, some of them, by a
 * name that is not long (县领导占士林). */
static bool may_hold(ht_slice office, ht_slice name)
{
	if (!is_any(office, ht_words_group_office) || is_chinese_name(name) || pointed_chars(name) ||
	    masked_chars(name))
		return true;
	size_t chars = ht_han_count(name);
	return is_any(office, ht_words_holder_office) && chars && chars <= HELD_NAME_MOST;
}

/* The end of the last office in w that a name may follow. */
static size_t office_end(ht_slice w)
{
	size_t found = 0;
	for (size_t i = 0, n; i < w.len; i += n) {
		ht_utf8_get(w.s + i, w.s + w.len, &n);
		size_t office = word_at(w.s + i, w.s + w.len, ht_words_office);
		size_t other = word_at(w.s + i, w.s + w.len, ht_words_person_office_end);
		if (other > office && other > n) /* 律师; not 员 */
			office = other;
		if (!office)
			continue;
		ht_slice rest = {w.s + i + office, w.len - i - office}, word = {w.s + i, office};
		if (is_joined_name(rest) && may_hold(word, without_brackets(rest)))
			found = i + office;
		n = office;
	}
	return found;
}

/* The end of the last unit in w that a name may follow. Of the ends that names have, too, only before a known surname:
 * 财务科罗川, 白石乡李大伟. */
static size_t unit_end(ht_slice w)
{
	size_t found = 0, found_long = 0, chars = 0;
	for (size_t i = 0, n; i < w.len; i += n, chars++) {
		ht_utf8_get(w.s + i, w.s + w.len, &n);
		ht_slice head = {w.s, i + n}, rest = {w.s + i + n, w.len - i - n};
		if (chars + 1 < JOINED_UNIT_LEAST || !is_joined_name(rest))
			continue;
		if (ends_any(head, ht_words_person_unit_end))
			found = i + n;
		else if (ends_any(head, ht_words_person_unit_long_end) && is_chinese_name(without_brackets(rest)))
			found_long = i + n;
	}
	if (!found)
		found = found_long;
	return found;
}

/* Find the unit or office that has a name after it. */
static void find_joined(ht_people_word *w)
{
	size_t end = office_end(w->typed);
	ht_word_kind kind = HT_WORD_JOINED;
	if (!end && w->kind != HT_WORD_UNIT && (end = unit_end(w->typed))) {
		if (!is_chinese_name(without_brackets(rest_of(w->typed, end))))
			kind = HT_WORD_DOUBTFUL;
	}
	if (!end || (w->kind == HT_WORD_UNIT && !is_chinese_name(rest_of(w->typed, end))))
		return;
	w->kind = kind;
	w->title = (ht_slice){w->typed.s, end};
	w->name = rest_of(w->typed, end);
}

/* Does it say why somebody is away, though it may end like a unit: 下乡? */
static bool is_absence_remark(ht_slice inside)
{
	for (const char *const *word = ht_words_absence_remark; *word; word++)
		if (inside.len >= strlen(*word) && memcmp(inside.s, *word, strlen(*word)) == 0)
			return true;
	return false;
}

/* The unit or office in brackets after a name: `何田（区文旅局）`. A remark (`（女）`, `（请假）`) stays with the name.
 */
static void take_bracketed_title(ht_people_word *w)
{
	size_t bracket = last_bracket(w->typed);
	if (!bracket || bracket == w->typed.len)
		return;
	ht_slice inside = {w->typed.s + w->typed.len - bracket, bracket};
	size_t opening, closing = ht_str_ends_n(inside.s, inside.len, ")") ? 1 : strlen("）");
	ht_utf8_get(inside.s, inside.s + inside.len, &opening);
	inside = (ht_slice){inside.s + opening, inside.len - opening - closing};
	for (size_t i = 0; i + strlen("，") <= inside.len; i++)
		if (inside.s[i] == ',' || memcmp(inside.s + i, "，", strlen("，")) == 0)
			return;
	if (is_absence_remark(inside))
		return;
	ht_word_kind kind = inside.len ? plain_kind(inside) : HT_WORD_OTHER;
	if (w->kind == HT_WORD_EITHER && kind == HT_WORD_UNIT)
		w->kind = HT_WORD_DOUBTFUL; /* a village and its township? */
	if (kind != HT_WORD_UNIT && kind != HT_WORD_OFFICE && kind != HT_WORD_EITHER)
		return;
	if (w->kind == HT_WORD_DOUBTFUL)
		return;
	if (w->kind == HT_WORD_EITHER)
		w->kind = HT_WORD_NAME;
	w->title = inside;
	w->name.len = w->typed.len - bracket;
}

/* May a word of this kind be a title and a name? A unit may that ends like a name: 区图书馆馆长王小园. */
static bool may_be_joined(const ht_people_word *w, ht_slice base)
{
	if (w->kind == HT_WORD_NAME && !masked_chars(base))
		return !w->surname && !ht_is_foreign_word(base) &&
		       (pointed_chars(base) || ht_han_count(base) > PLAIN_NAME_MOST);
	if (w->kind == HT_WORD_NAME && masked_chars(base) > HELD_NAME_MOST)
		return true;
	return w->kind == HT_WORD_OTHER || (w->kind == HT_WORD_UNIT && !ends_any(base, ht_words_person_unit_end));
}

ht_people_word ht_people_word_of(const char *s, size_t len)
{
	ht_people_word w = {.typed = {s, len}, .name = {s, len}};
	ht_slice base = without_brackets(w.typed);
	w.kind = plain_kind(base);
	w.surname = w.kind == HT_WORD_NAME && is_chinese_name(base);
	w.ends = w.kind == HT_WORD_GROUP && (ends_any(base, ht_words_people_group_end) || is_office(base));
	if (may_be_joined(&w, base))
		find_joined(&w);
	if (w.kind == HT_WORD_NAME || w.kind == HT_WORD_LETTER || w.kind == HT_WORD_EITHER)
		take_bracketed_title(&w);
	return w;
}
