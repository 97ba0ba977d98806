/* What a break between two words of a title costs.
 *
 * A title is [issuers] 关于 [doing] [what] 的 [kind of document]. Its lines
 * should end where a reader would pause: after the issuers and what is done
 * (关于印发, 关于进一步加强), after 的 and 、, before 《. A break between two words
 * costs BASE plus the points of the tables below for the kinds of both words (a
 * noun that depends on another is a worse line start than a verb, a preposition
 * is a bad line end). To that is added, or it is replaced by, in points:
 *
 *   inside a word, a number with its measure         INSIDE_WORD
 *   … before its 和 (人力资源|和社会保障局)            INSIDE_AT_JOIN
 *   after the dash of a range: 2026—2035年            INSIDE_RANGE
 *   between 等 and the number of what it sums up       OF_SUM
 *   between 市 and the name of its organ without a place (转发市|教育局) IN_ORGAN
 *   inside the issuers' name                         IN_ISSUER
 *   inside another organ's name                      IN_ORGAN, or BEFORE_TAIL: its last word if that is long
 *   inside 《》 “” （）                              IN_PAIR, or IN_LONG_PAIR if the
 *                                                    pair fits on no line
 *   between 的 and the kind of document              SPLIT_KIND
 *   two lone characters (a place's or person's name) LONE_PAIR
 *   before a lone character that begins no name, or
 *   a measure word without a number (防灾减灾|日)     LONE instead of the table's
 *   after the verb that the title's 关于 governs     GOVERNED instead of the table's
 *   before a verb that has an object before it       CLAUSE in all
 *   after a year, before what it dates               OF_YEAR
 *   after a number, before what it counts (12名|同志)  OF_COUNT
 *   after the point of a name (扎西·|次仁)             AFTER_POINT in all
 *   after an organ's last word without its name (推进政府|职能转变) BARE_ORGAN
 *   between two words of the dictionary, which may be
 *   one term (危险|化学品)                            NOUNS
 *   between short items of a list (养老、|托育)        IN_LIST
 *   between a noun and its name in quotation marks (台风|“海燕”) NAMED
 *   before 关于 after several issuers' names, or in
 *   a cited title (转发某部关于…)                    HINGE instead
 *
 * The costs of the shape are in title.c. */
#include "title.h"

#include "base/str.h"
#include "words_people.h"
#include "words_units.h"

#define BASE           60
#define INSIDE_WORD    900
#define INSIDE_AT_JOIN 450
#define INSIDE_RANGE   1500
#define IN_ISSUER      320
#define IN_ORGAN       200
#define BEFORE_TAIL    120
#define IN_PAIR        380
#define IN_LONG_PAIR   60
#define SPLIT_KIND     500
#define LONE_PAIR      300
#define LONE           300
#define GOVERNED       (-50)
#define HINGE          (-40)
/* Of the measure, in per cent. */
#define BRIEF 110
/* An issuer's name is long from this many characters on. */
#define LONG_ISSUER 12
/* The last word of an organ's name is long from this many characters on: 协调小组. */
#define LONG_TAIL   4
#define CLAUSE      0
#define OF_YEAR     120
#define OF_COUNT    50
#define AFTER_POINT 400
#define BARE_ORGAN  120
#define OF_SUM      220
#define NAMED       60
#define NOUNS       60
#define IN_LIST     160
/* Items of a list are short up to so many characters. */
#define SHORT_ITEM 4
/* In text that is no title: after a comma, semicolon or space; before the last word in front of one, of so many
 * characters. */
#define PAUSE        (-160)
#define BEFORE_PAUSE 150
#define NEAR_PAUSE   3
/* Before the bracket of a column's head. */
#define BRACKET (-60)

/* Points of the words on both sides of a break. */
static const struct {
	int next;  /* the word begins the line */
	int prior; /* the word ends the line */
} points[HT_TITLE_KINDS] = {
    [HT_TITLE_ORGAN_TAIL] = {150, 0},   [HT_TITLE_PLACE_TAIL] = {300, 0},  [HT_TITLE_HEAD] = {200, 400},
    [HT_TITLE_VERB] = {0, 160},         [HT_TITLE_DEED] = {10, 60},        [HT_TITLE_ADVERB] = {0, 150},
    [HT_TITLE_PREPOSITION] = {80, 250}, [HT_TITLE_PREFIX] = {20, 250},     [HT_TITLE_CONJUNCTION] = {500, 450},
    [HT_TITLE_GENITIVE] = {500, -40},   [HT_TITLE_PARTICLE] = {500, 0},    [HT_TITLE_LEAN] = {90, 0},
    [HT_TITLE_KIND] = {40, 0},          [HT_TITLE_PROVINCE] = {0, 150},    [HT_TITLE_MEASURE] = {40, 0},
    [HT_TITLE_LONE] = {60, 110},        [HT_TITLE_BARE_NUMBER] = {0, 200}, [HT_TITLE_OPEN_BOOK] = {-40, 0},
    [HT_TITLE_OPEN_NOTE] = {250, 0},    [HT_TITLE_CLOSE_NOTE] = {0, 200},  [HT_TITLE_CLOSE_QUOTE] = {0, 60},
    [HT_TITLE_STOP] = {0, 10},          [HT_TITLE_SPACE] = {0, -40},
};

/* Kinds of words within the name of an organ or place. */
static const bool in_names[HT_TITLE_KINDS] = {
    [HT_TITLE_COMPOUND] = true, [HT_TITLE_ORGAN] = true, [HT_TITLE_ORGAN_TAIL] = true, [HT_TITLE_PLACE] = true,
    [HT_TITLE_PROVINCE] = true, [HT_TITLE_LEAN] = true,  [HT_TITLE_DEED] = true,       [HT_TITLE_PLACE_TAIL] = true,
    [HT_TITLE_PLAIN] = true,    [HT_TITLE_LONE] = true,  [HT_TITLE_PREFIX] = true,
};

/* Kinds that 关于 may govern. */
static const bool governable[HT_TITLE_KINDS] = {
    [HT_TITLE_VERB] = true, [HT_TITLE_DEED] = true, [HT_TITLE_LEAN] = true, [HT_TITLE_ADVERB] = true};

/* Kinds of words after which a clause is complete. */
static const bool objects[HT_TITLE_KINDS] = {
    [HT_TITLE_COMPOUND] = true, [HT_TITLE_LEAN] = true,       [HT_TITLE_PLAIN] = true,
    [HT_TITLE_DEED] = true,     [HT_TITLE_CLOSE_BOOK] = true, [HT_TITLE_KIND] = true,
};

/* Kinds of nouns whose name may follow in quotation marks: 台风“海燕”. */
static const bool nouns[HT_TITLE_KINDS] = {[HT_TITLE_PLAIN] = true, [HT_TITLE_LONE] = true};

/* Kinds at which an item of a list ends. */
static const bool ends_item[HT_TITLE_KINDS] = {
    [HT_TITLE_STOP] = true, [HT_TITLE_PARTICLE] = true, [HT_TITLE_CONJUNCTION] = true};

/* Kinds of words with which the name of an organ or place ends. */
static const bool names_organ[HT_TITLE_KINDS] = {
    [HT_TITLE_ORGAN] = true, [HT_TITLE_ORGAN_TAIL] = true, [HT_TITLE_PLACE_TAIL] = true};

static ht_title_kind kind_at(const ht_title_words *words, size_t i)
{
	return i < words->n ? words->v[i].kind : HT_TITLE_KINDS;
}

/* Is word i the last of the verbs that the title's own 关于 governs, not that of
 * a title it cites? */
static bool is_governed(const ht_title_words *words, size_t i)
{
	ht_title_kind kind = kind_at(words, i), next = kind_at(words, i + 1);
	if (!governable[kind] || kind == HT_TITLE_ADVERB || next == HT_TITLE_VERB || next == HT_TITLE_ADVERB)
		return false;
	while (i > 0 && governable[words->v[i].kind])
		i--;
	if (words->v[i].kind != HT_TITLE_HEAD)
		return false;
	while (i > 0 && words->v[i - 1].kind != HT_TITLE_HEAD && words->v[i - 1].kind != HT_TITLE_VERB)
		i--;
	return i == 0;
}

/* Is word i a verb that begins a clause with an object of its own? */
static bool begins_clause(const ht_title_words *words, size_t i)
{
	ht_title_kind prior = kind_at(words, i - 1), kind = kind_at(words, i);
	bool verb = kind == HT_TITLE_VERB || (kind == HT_TITLE_ADVERB && kind_at(words, i + 1) == HT_TITLE_VERB);
	return verb && objects[prior] && !is_governed(words, i - 1);
}

static bool ends_title(const ht_title_words *words, size_t i)
{
	ht_title_kind kind = kind_at(words, i + 1);
	return kind == HT_TITLE_KINDS || kind == HT_TITLE_OPEN_NOTE;
}

/* 市 after another organ's name begins the next one: 市教育局市财政局. */
static bool begins_organ(const ht_title_words *words, size_t i)
{
	ht_title_kind prior = i ? words->v[i - 1].kind : HT_TITLE_KINDS;
	return kind_at(words, i) == HT_TITLE_PLACE_TAIL && (prior == HT_TITLE_ORGAN || prior == HT_TITLE_ORGAN_TAIL);
}

/* 、 */
static bool is_comma(const ht_title_words *words, size_t i)
{
	return words->v[i].kind == HT_TITLE_STOP && words->para->chars[words->v[i].begin].cp == 0x3001;
}

/* Is word i a year, 2026年? Not a part of one, 2026年上半年: a line may well end there. */
static bool is_year(const ht_title_words *words, size_t i)
{
	const ht_title_token *t = &words->v[i];
	return t->kind == HT_TITLE_NUMBER && words->para->chars[t->end - 1].cp == 0x5E74 /* 年 */;
}

static uint32_t char_at(const ht_title_words *words, size_t at)
{
	return words->para->chars[at].cp;
}

/* 第三十六次, 第十八届 */
static bool is_ordinal(const ht_title_words *words, size_t i)
{
	const ht_title_token *t = &words->v[i];
	return t->kind == HT_TITLE_NUMBER && words->para->chars[t->begin].cp == 0x7B2C /* 第 */;
}

static bool belongs_to_organ(const ht_title_words *words, size_t i)
{
	return in_names[words->v[i].kind] || is_ordinal(words, i);
}

/* 12名, 1,200万元: no date, no 第3次 */
static bool is_count(const ht_title_words *words, size_t i)
{
	const ht_title_token *t = &words->v[i];
	bool counts = t->kind == HT_TITLE_NUMBER && !is_ordinal(words, i);
	for (size_t at = t->begin; at < t->end && counts; at++)
		counts = !ht_str_set_has(ht_words_time_sign, char_at(words, at));
	return counts;
}

/* Does a name begin with the lone character i: a place's, or, after a noun, that of somebody with a usual surname? */
static bool begins_name(const ht_title_words *words, size_t i)
{
	size_t end = i + 1;
	ht_title_kind prior = i ? words->v[i - 1].kind : HT_TITLE_KINDS;
	while (kind_at(words, end) == HT_TITLE_LONE)
		end++;
	if (kind_at(words, end) == HT_TITLE_PLACE_TAIL)
		return true;
	return end > i + 1 && (!objects[prior] || ht_str_set_has(ht_words_surname, char_at(words, words->v[i].begin)));
}

/* Is word i a noun of its own, not the last of several (秋季学期), whose name may follow? */
static bool is_named(const ht_title_words *words, size_t i)
{
	ht_title_kind prior = i ? words->v[i - 1].kind : HT_TITLE_KINDS;
	return nouns[words->v[i].kind] && prior != HT_TITLE_COMPOUND && (prior == HT_TITLE_KINDS || !nouns[prior]);
}

static int begin_points(const ht_title_words *words, size_t i, bool hinge)
{
	ht_title_kind next = words->v[i].kind;
	if (hinge)
		return HINGE;
	bool tail = next == HT_TITLE_PLACE_TAIL || next == HT_TITLE_ORGAN_TAIL;
	if ((tail && !belongs_to_organ(words, i - 1)) || begins_organ(words, i))
		return 0;
	const ht_title_token *t = &words->v[i];
	if (next == HT_TITLE_MEASURE && t->end == t->begin + 1)
		return LONE;
	if (next != HT_TITLE_LONE)
		return points[next].next;
	if (!begins_name(words, i))
		return LONE;
	return is_governed(words, i - 1) ? 0 : points[next].next;
}

static int cost_between(const ht_title_words *words, size_t i, bool hinge)
{
	ht_title_kind prior = words->v[i - 1].kind, next = words->v[i].kind;
	if (char_at(words, words->v[i].begin - 1) == CP_POINT)
		return AFTER_POINT;
	if (begins_clause(words, i))
		return CLAUSE;
	int end_points = is_governed(words, i - 1) ? GOVERNED : points[prior].prior;
	int cost = BASE + end_points + begin_points(words, i, hinge);
	if (is_year(words, i - 1) && next != HT_TITLE_VERB && next != HT_TITLE_ADVERB && next != HT_TITLE_DEED)
		cost += OF_YEAR;
	if (is_count(words, i - 1) && (objects[next] || next == HT_TITLE_LONE))
		cost += OF_COUNT;
	if (prior == HT_TITLE_ORGAN_TAIL && i > 1 && !belongs_to_organ(words, i - 2))
		cost += BARE_ORGAN;
	if (begins_organ(words, i - 1))
		cost += IN_ISSUER;
	if (prior == HT_TITLE_PARTICLE && (next == HT_TITLE_NUMBER || next == HT_TITLE_BARE_NUMBER))
		cost += OF_SUM;
	if (prior == HT_TITLE_PLACE_TAIL && next == HT_TITLE_ORGAN)
		cost += IN_ORGAN;
	if (prior == HT_TITLE_GENITIVE && next == HT_TITLE_KIND)
		cost += ends_title(words, i) ? SPLIT_KIND : IN_LONG_PAIR;
	if (prior == HT_TITLE_LONE && next == HT_TITLE_LONE)
		cost += LONE_PAIR;
	if (next == HT_TITLE_PLAIN && nouns[prior] && kind_at(words, i - 2) != HT_TITLE_HEAD)
		cost += NOUNS;
	if (next == HT_TITLE_OPEN_QUOTE && is_named(words, i - 1))
		cost += NAMED;
	return cost;
}

/* Add to the costs of all breaks between words [begin, end), except after
 * punctuation and spaces. */
static void add_between(const ht_title_words *words, size_t begin, size_t end, int more, int *costs)
{
	for (size_t i = begin + 1; i < end; i++) {
		ht_title_kind prior = words->v[i - 1].kind;
		if (prior != HT_TITLE_STOP && prior != HT_TITLE_SPACE && !begins_organ(words, i))
			costs[words->v[i].begin] += more;
	}
}

/* The end of the issuers' words: 关于, or the verb after the name of an organ
 * (转发); 0 if there is neither. */
static size_t issuers_end(const ht_title_words *words)
{
	for (size_t i = 0; i < words->n && words->v[i].kind != HT_TITLE_OPEN_BOOK; i++) {
		ht_title_kind prior = kind_at(words, i - 1);
		if (words->v[i].kind == HT_TITLE_HEAD)
			return i;
		if (words->v[i].kind == HT_TITLE_VERB && (prior == HT_TITLE_ORGAN || prior == HT_TITLE_ORGAN_TAIL))
			return i;
	}
	return 0;
}

/* Is the title hardly longer than a line? */
static bool is_brief(const ht_title_words *words)
{
	const ht_para_shape *shape = words->para->shape;
	return (ht_len)words->para->n * shape->em <= shape->measure * BRIEF / 100;
}

/* The 关于 at which a line may well begin: after several issuers or one with a long name, in a title of two short
 * lines, or in a cited title (转发某部关于…); words->n if there is none. */
static size_t find_hinge(const ht_title_words *words, size_t issuers)
{
	bool joint = false;
	for (size_t i = 1; i < issuers; i++)
		joint |= words->v[i].kind == HT_TITLE_STOP || words->v[i].kind == HT_TITLE_SPACE;
	bool lengthy = issuers > 0 && words->v[issuers].begin >= LONG_ISSUER;
	if ((joint || lengthy || is_brief(words)) && kind_at(words, issuers) == HT_TITLE_HEAD)
		return issuers;
	for (size_t i = issuers + 1; issuers > 0 && i < words->n; i++)
		if (words->v[i].kind == HT_TITLE_HEAD)
			return i;
	return words->n;
}

static void keep_organs(const ht_title_words *words, size_t from, int *costs)
{
	for (size_t end = words->n; end > from;) {
		size_t begin = --end;
		if (words->v[begin].kind != HT_TITLE_ORGAN_TAIL)
			continue;
		while (begin > from && belongs_to_organ(words, begin - 1) && !begins_organ(words, begin))
			begin--;
		add_between(words, begin, end + 1, begin == 0 ? IN_ISSUER : IN_ORGAN, costs);
		if (begin && begin < end && words->v[end].end - words->v[end].begin >= LONG_TAIL)
			costs[words->v[end].begin] -= IN_ORGAN - BEFORE_TAIL;
		end = begin;
	}
}

static bool opens(ht_title_kind kind)
{
	return kind == HT_TITLE_OPEN_BOOK || kind == HT_TITLE_OPEN_NOTE || kind == HT_TITLE_OPEN_QUOTE;
}

static bool closes(ht_title_kind kind)
{
	return kind == HT_TITLE_CLOSE_BOOK || kind == HT_TITLE_CLOSE_NOTE || kind == HT_TITLE_CLOSE_QUOTE;
}

/* Characters of the text between a mark and the next one, from a word on; many if no mark follows. */
static size_t item_length(const ht_title_words *words, size_t i)
{
	size_t begin = words->v[i].begin, end = i;
	while (end < words->n && !ends_item[words->v[end].kind])
		end++;
	return end < words->n ? words->v[end].begin - begin : SIZE_MAX;
}

/* Characters of the item that ends with a word: back to a mark, or to the verb that governs the list. */
static size_t item_before(const ht_title_words *words, size_t i)
{
	size_t begin = i;
	while (begin > 0 && !ends_item[words->v[begin - 1].kind] && words->v[begin - 1].kind != HT_TITLE_VERB &&
	       words->v[begin - 1].kind != HT_TITLE_HEAD)
		begin--;
	return words->v[i].end - words->v[begin].begin;
}

/* A list of short items is read at once: 养老、托育、助残等. */
static void keep_lists(const ht_title_words *words, size_t from, int *costs)
{
	for (size_t i = from + 2; i < words->n; i++) {
		if (!is_comma(words, i - 1) || names_organ[words->v[i - 2].kind])
			continue;
		if (item_before(words, i - 2) <= SHORT_ITEM || item_length(words, i) <= SHORT_ITEM)
			costs[words->v[i].begin] += IN_LIST;
	}
}

/* Only outermost pairs count, and only closed ones. */
static void keep_pairs(const ht_title_words *words, int *costs)
{
	const ht_para_shape *shape = words->para->shape;
	size_t fits = (size_t)(shape->measure / shape->em), depth = 0, open = 0;
	for (size_t i = 0; i < words->n; i++) {
		if (opens(words->v[i].kind) && depth++ == 0)
			open = i;
		if (!closes(words->v[i].kind) || depth == 0 || --depth > 0)
			continue;
		size_t chars = words->v[i].end - words->v[open].begin;
		add_between(words, open, i + 1, chars > fits ? IN_LONG_PAIR : IN_PAIR, costs);
	}
}

/* The cost of a break before a character within a word. */
static int inside_word(const ht_para *para, const ht_title_token *t, size_t at)
{
	if (para->chars[at - 1].cls == HT_C_DASH)
		return INSIDE_RANGE;
	bool joins = para->chars[at].cp == 0x548C /* 和 */ && at >= t->begin + 2 && at + 2 < t->end;
	return joins ? INSIDE_AT_JOIN : INSIDE_WORD;
}

void ht_title_costs(const ht_title_words *words, int *costs)
{
	size_t issuers = issuers_end(words), hinge = find_hinge(words, issuers);
	for (size_t i = 0; i < words->n; i++) {
		const ht_title_token *t = &words->v[i];
		if (i > 0)
			costs[t->begin] += cost_between(words, i, i == hinge);
		for (size_t at = t->begin + 1; at < t->end; at++)
			costs[at] += inside_word(words->para, t, at);
	}
	add_between(words, 0, issuers, IN_ISSUER, costs);
	keep_organs(words, issuers, costs);
	keep_lists(words, issuers, costs);
	keep_pairs(words, costs);
}

/* A mark after which a reader pauses: not 、 */
static bool is_pause(const ht_title_words *words, size_t i)
{
	uint32_t cp = words->para->chars[words->v[i].end - 1].cp;
	return words->v[i].kind == HT_TITLE_SPACE || (words->v[i].kind == HT_TITLE_STOP && cp != 0x3001);
}

void ht_title_pauses(const ht_title_words *words, int *costs)
{
	size_t pause = 0; /* the character after the last one */
	for (size_t i = words->n; i-- > 1;) {
		size_t at = words->v[i].begin;
		if (is_pause(words, i - 1)) {
			costs[at] += PAUSE;
			pause = at;
		} else if (pause && pause - at <= NEAR_PAUSE + 1)
			costs[at] += BEFORE_PAUSE;
		if (is_ordinal(words, i - 1))
			costs[at] += OF_YEAR;
	}
}

static bool joins(const ht_title_words *words, size_t i)
{
	return words->v[i].kind == HT_TITLE_CONJUNCTION;
}

void ht_title_brackets(const ht_title_words *words, int *costs)
{
	for (size_t i = 1; i < words->n; i++) {
		int *cost = &costs[words->v[i].begin];
		if (words->v[i].kind == HT_TITLE_OPEN_NOTE)
			*cost = BRACKET;
		else if ((joins(words, i - 1) || joins(words, i)) && *cost > IN_PAIR)
			*cost = IN_PAIR; /* better than within a word */
	}
}
