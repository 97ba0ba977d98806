/* A part of a line of people: its words, and how they are to be read.
 *
 *   name title …          苏晴 区财政局 局长: the order that README writes
 *   title … name          区财政局 局长 苏晴; also 区财政局 苏晴 局长
 *   title name name …     副主席 方知行 白露: all of one office
 *   name title name title, title name title name …: of one office each
 *   name name name …      several people
 *   name name             two people if both begin with known surnames; else the second may be an office
 *
 * Anything else is kept as typed. */
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "people_part.h"
#include "words_people.h"

/* Han characters of a word nobody knows that is no name for sure; and of one after a name. */
#define PHRASE_LEAST 7
#define TITLE_LEAST  5

int ht_people_bracket(uint32_t cp)
{
	return (cp == '(' || cp == 0xFF08 || cp == 0x3014) - (cp == ')' || cp == 0xFF09 || cp == 0x3015);
}

/* --- words --- */

/* The end of the word at s: a blank outside brackets. */
static const char *word_end(const char *s, const char *end)
{
	int depth = 0;
	for (size_t n; s < end; s += n) {
		uint32_t cp = ht_utf8_get(s, end, &n);
		depth += ht_people_bracket(cp);
		if (depth <= 0 && ht_is_space(cp))
			break;
	}
	return s;
}

/* Do the two words make one: a name spread out (李　明, 李 明远), in Latin letters, or followed by 等5人? */
static bool belong_together(const ht_people_word *a, const ht_people_word *b)
{
	bool given = b->kind == HT_WORD_NAME && !b->title.len && ht_han_count(b->typed) == 2;
	if (a->kind == HT_WORD_LETTER)
		return (b->kind == HT_WORD_LETTER || given) && a->typed.len == a->name.len;
	if (a->kind != HT_WORD_NAME || a->title.len)
		return false;
	if (ht_is_foreign_word(a->typed))
		return ht_is_foreign_word(b->typed);
	return b->typed.len > strlen("等") && memcmp(b->typed.s, "等", strlen("等")) == 0;
}

static void join_words(ht_people_word *a, const ht_people_word *b)
{
	a->spread = a->kind == HT_WORD_LETTER;
	a->surname = a->surname || a->spread;
	a->kind = HT_WORD_NAME;
	a->typed.len = (size_t)(b->typed.s + b->typed.len - a->typed.s);
	a->name.len = (size_t)(b->name.s + b->name.len - a->name.s);
	a->title = b->title;
}

static bool read_words(ht_arena *arena, ht_people_part *part)
{
	const char *s = part->typed.s, *end = s + part->typed.len;
	size_t cap = 0, step;
	while (s < end) {
		if (ht_is_space(ht_utf8_get(s, end, &step))) {
			s += step;
			continue;
		}
		const char *from = s;
		s = word_end(s, end);
		const ht_people_word word = ht_people_word_of(from, (size_t)(s - from));
		if (part->n && belong_together(&part->v[part->n - 1], &word)) {
			join_words(&part->v[part->n - 1], &word);
			continue;
		}
		ht_people_word *slot = HT_PUSH(arena, part->v, part->n, cap);
		if (!slot)
			return false;
		*slot = word;
	}
	for (size_t i = 0; i < part->n; i++) /* half a name, alone */
		if (part->v[i].kind == HT_WORD_LETTER)
			part->v[i].kind = HT_WORD_NAME;
	return true;
}

/* --- shapes --- */

static bool is_name(const ht_people_word *w)
{
	return w->kind == HT_WORD_NAME;
}

/* Are the words [from, to) all of it, at least one? */
static bool all(const ht_people_part *p, size_t from, size_t to, bool (*is)(const ht_people_word *))
{
	for (size_t i = from; i < to; i++)
		if (!is(&p->v[i]))
			return false;
	return to > from;
}

static ht_part_shape shape_of_word(const ht_people_word *w)
{
	static const ht_part_shape shapes[] = {
	    [HT_WORD_OTHER] = HT_PART_WHOLE,   [HT_WORD_NAME] = HT_PART_NAME,         [HT_WORD_UNIT] = HT_PART_TITLE,
	    [HT_WORD_OFFICE] = HT_PART_TITLE,  [HT_WORD_EITHER] = HT_PART_EITHER,     [HT_WORD_GROUP] = HT_PART_GROUP,
	    [HT_WORD_JOINED] = HT_PART_PERSON, [HT_WORD_DOUBTFUL] = HT_PART_DOUBTFUL,
	};
	return is_name(w) && w->title.len ? HT_PART_PERSON : shapes[w->kind];
}

/* After a title a word that may be a unit is a name. */
static bool may_be_name(const ht_people_word *w)
{
	return w->kind == HT_WORD_NAME || w->kind == HT_WORD_EITHER;
}

/* One name with all its titles before or after it, or its unit before and its office after it. */
static bool is_person(const ht_people_part *p)
{
	const ht_people_word *v = p->v, *last = &v[p->n - 1];
	if (is_name(v))
		return all(p, 1, p->n, ht_is_title_word);
	if (may_be_name(last) || last->kind == HT_WORD_JOINED)
		return all(p, 0, p->n - 1, ht_is_title_word);
	return p->n == 3 && v[0].kind == HT_WORD_UNIT && is_name(&v[1]) && v[2].kind == HT_WORD_OFFICE;
}

/* Several persons, each with as many words in the same order: name title name title. How many words; 0: it is not so.
 */
static size_t find_period(const ht_people_part *p)
{
	for (size_t n = 2; n <= 3; n++) {
		const ht_people_part first = {.v = p->v, .n = n};
		size_t same = 0;
		while (same < p->n && p->v[same].kind == p->v[same % n].kind)
			same++;
		if (p->n > n && p->n % n == 0 && same == p->n && p->v[0].kind != p->v[n - 1].kind && is_person(&first))
			return n;
	}
	return 0;
}

/* How many titles are before names only; 0: it is not so. */
static size_t titles_before_names(const ht_people_part *p)
{
	size_t n = 0;
	while (n < p->n && ht_is_title_word(&p->v[n]))
		n++;
	if (!all(p, n, p->n, may_be_name))
		return 0;
	return n;
}

/* A word after a name that is no second name: CEO, 市级非遗代表性传承人, 市人大代表. */
static bool is_title_after_name(const ht_people_word *w)
{
	if (w->kind == HT_WORD_GROUP)
		return ht_str_suffix_of_n(w->typed.s, w->typed.len, ht_words_office) > 0;
	return w->kind == HT_WORD_OTHER && (ht_is_foreign_word(w->typed) || ht_han_count(w->typed) >= TITLE_LEAST);
}

/* Of two words, at least one may be a name. */
static ht_part_shape shape_of_two(const ht_people_part *p)
{
	const ht_people_word *a = &p->v[0], *b = &p->v[1];
	bool latin = ht_is_foreign_word(a->typed) || ht_is_foreign_word(b->typed);
	if (is_name(a) && is_name(b) && a->surname && b->surname)
		return HT_PART_SEVERAL;
	if (is_name(a) && is_name(b))
		return latin || ht_han_count(b->typed) == 1 ? HT_PART_DOUBTFUL : HT_PART_OPEN;
	if (is_name(a) && is_title_after_name(b))
		return HT_PART_PERSON;
	if (is_name(b) && a->kind == HT_WORD_EITHER)
		return HT_PART_PERSON;
	if (is_name(b) && a->kind == HT_WORD_OTHER && ht_han_count(a->typed) >= PHRASE_LEAST)
		return HT_PART_PERSON;
	if (a->kind == HT_WORD_EITHER && b->kind == HT_WORD_UNIT)
		return HT_PART_PERSON;
	bool han = ht_han_count(a->typed) && ht_han_count(b->typed);
	bool named = is_name(a) || is_name(b) || a->kind == HT_WORD_EITHER || b->kind == HT_WORD_EITHER;
	return han && named ? HT_PART_OPEN : HT_PART_DOUBTFUL;
}

/* A group that is complete: 各专门委员会主任. */
static bool is_whole_group(const ht_people_word *w)
{
	return w->kind == HT_WORD_GROUP && w->ends;
}

static ht_part_shape shape_of(ht_people_part *p)
{
	if (p->n == 1)
		return shape_of_word(&p->v[0]);
	if (is_person(p))
		return HT_PART_PERSON;
	p->period = find_period(p);
	if (p->period)
		return HT_PART_PAIRS;
	p->titles = titles_before_names(p);
	if (p->titles)
		return HT_PART_HOLDERS;
	if ((p->n > 2 && all(p, 0, p->n, is_name)) || all(p, 0, p->n, is_whole_group))
		return HT_PART_SEVERAL;
	if (p->v[p->n - 1].kind == HT_WORD_GROUP && !is_name(&p->v[0]))
		return HT_PART_WHOLE;
	if (p->n == 2)
		return shape_of_two(p);
	return HT_PART_DOUBTFUL;
}

size_t ht_people_name_index(const ht_people_part *part)
{
	for (size_t i = 0; i < part->n; i++)
		if (part->v[i].kind == HT_WORD_NAME || part->v[i].kind == HT_WORD_JOINED)
			return i;
	for (size_t i = 0; i < part->n; i++)
		if (part->v[i].kind == HT_WORD_EITHER)
			return i;
	return 0;
}

bool ht_people_part_read(ht_arena *arena, ht_people_part *part)
{
	if (!read_words(arena, part))
		return false;
	part->shape = HT_PART_WHOLE;
	if (part->n)
		part->shape = shape_of(part);
	part->office =
	    part->shape == HT_PART_TITLE && part->v[0].kind == HT_WORD_OFFICE && !ht_is_named_office(part->v[0].typed);
	return true;
}
