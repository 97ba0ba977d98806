/* A title's words.
 *
 * Three sources propose words: our table of official compounds, ICU's
 * dictionary, and the rule that a number stays with what it counts (第十四届,
 * 2026年上半年, 二〇三五年). The cheapest way to cover the title with such words
 * wins: few long words, preferably from the table, then from ICU; unknown single
 * characters cost most. So 和平安建设 is 和 and 平安建设, although a greedy search
 * from the left would find 和平 first. */
#include "title.h"

#include <glib.h>
#include <string.h>

#include "base/str.h"
#include "late.h"

#define TABLE_COST  10
#define NUMBER_COST 9
#define ICU_COST    12
#define LONE_COST   30
#define UNREACHED   UINT32_MAX

/* Longest number with its measure words, in characters. */
#define NUMBER_MAX 24
/* Longest measure word. */
#define MEASURE_MAX 6

/* The cheapest way to cover all characters before a position: its cost, and its
 * last word. */
typedef struct cover {
	uint32_t cost;
	ht_title_token last;
} cover;

typedef struct splitter {
	ht_para *para;
	ht_title_words *words;
	bool *icu_start;
	cover *covers;
} splitter;

/* Of text of usual characters, ICU's dictionary alone is needed. */
static void find_icu_words(splitter *s)
{
	ht_dictionary *dictionary = ht_para_dictionary(s->para);
	if (dictionary && ht_dictionary_words(dictionary, s->para, s->icu_start))
		return;
	const struct ht_late *late = ht_para_words(s->para);
	if (!late)
		return;
	const ht_para *para = s->words->para;
	UErrorCode error = U_ZERO_ERROR;
	const ht_icu *icu = &late->icu;
	UText *text = icu->utext_openUTF8(NULL, para->text, (int64_t)para->len, &error);
	if (U_SUCCESS(error))
		icu->ubrk_setUText(late->words, text, &error);
	size_t i = 0;
	for (int32_t at = 0; U_SUCCESS(error) && at != UBRK_DONE; at = icu->ubrk_next(late->words)) {
		while (i < para->n && s->words->offsets[i] < (size_t)at)
			i++;
		s->icu_start[i] = true;
	}
	icu->utext_close(text);
	if (U_FAILURE(error))
		ht_para_fail(s->para, HT_ERR_LIB);
}

static void find_offsets(ht_title_words *words)
{
	const ht_para *para = words->para;
	size_t base = 0, span = 0;
	for (size_t i = 0; i < para->n; i++) {
		const ht_char *c = &para->chars[i];
		for (; span < c->span; span++)
			base += para->spans[span].len;
		words->offsets[i] = base + c->offset;
	}
	words->offsets[para->n] = para->len;
}

/* The words that begin as the text does here; at its end, none. */
static ht_title_alike words_from(const ht_para *para, size_t at)
{
	return at < para->n ? ht_title_begin(para->chars[at].cp) : (ht_title_alike){0};
}

/* Keep the words that begin with these characters; the kind of the one that they are. */
static ht_title_kind narrow(ht_title_alike *alike, const ht_title_words *words, size_t begin, size_t end)
{
	size_t from = words->offsets[begin];
	return ht_title_narrow(alike, words->para->text + from, words->offsets[end] - from);
}

static void propose(splitter *s, size_t begin, size_t end, ht_title_kind kind, uint32_t cost)
{
	cost += s->covers[begin].cost;
	if (cost < s->covers[end].cost)
		s->covers[end] = (cover){cost, {begin, end, kind}};
}

static bool is_numeral(const ht_char *c)
{
	static const char numerals[] = "一二三四五六七八九十百千万亿〇零○";
	return c->cls == HT_C_DIGIT || (c->cls == HT_C_HAN && ht_str_set_has(numerals, c->cp));
}

/* May c be between the digits of a number, or between two numbers of a range? */
static bool joins_numerals(const ht_char *c)
{
	return (c->cp < 0x80 && c->cp && strchr(".,-~/", (int)c->cp)) || c->cls == HT_C_DASH || c->cp == 0xFF5E ||
	       c->cp == 0x2013 || c->cp == 0x81F3 /* 至 */;
}

static size_t numerals_end(const ht_para *para, size_t at, size_t limit)
{
	while (at < limit && is_numeral(&para->chars[at])) {
		at++;
		size_t next = at;
		while (next < limit && joins_numerals(&para->chars[next]))
			next++;
		if (next > at && next < limit && is_numeral(&para->chars[next]))
			at = next;
	}
	return at;
}

static size_t measure_end(const ht_title_words *words, size_t at)
{
	ht_title_alike alike = words_from(words->para, at);
	size_t found = at;
	for (size_t end = at + 1; end <= words->para->n && end <= at + MEASURE_MAX && alike.first < alike.end; end++)
		if (narrow(&alike, words, at, end) == HT_TITLE_MEASURE)
			found = end;
	return found;
}

/* 2026年, 第三次, 二届四十次, 十四五. */
static void propose_number(splitter *s, size_t begin)
{
	const ht_para *para = s->words->para;
	size_t limit = MIN(begin + NUMBER_MAX, para->n);
	bool ordinal = para->chars[begin].cp == 0x7B2C; /* 第 */
	size_t at = begin + ordinal, end = begin;
	bool measured = false;
	for (size_t numerals; (numerals = numerals_end(para, at, limit)) > at; at = end) {
		end = numerals;
		while (end < para->n && (para->chars[end].cls == HT_C_UNIT || para->chars[end].cls == HT_C_UNIT_FULL))
			end++;
		size_t measure = measure_end(s->words, end);
		measured = measure > numerals;
		end = measure;
		if (!measured)
			break;
	}
	ht_title_kind kind = measured ? HT_TITLE_NUMBER : HT_TITLE_BARE_NUMBER;
	bool word = measured || ordinal || para->chars[begin].cls == HT_C_DIGIT || end > begin + 1;
	if (end > begin + ordinal && word)
		propose(s, begin, end, kind, NUMBER_COST);
}

static ht_title_kind kind_of_char(const ht_char *c)
{
	static const struct {
		uint32_t cp;
		ht_title_kind kind;
	} brackets[] = {
	    {'(', HT_TITLE_OPEN_NOTE},      {')', HT_TITLE_CLOSE_NOTE},    {0x201C, HT_TITLE_OPEN_QUOTE},
	    {0x201D, HT_TITLE_CLOSE_QUOTE}, {0x300A, HT_TITLE_OPEN_BOOK},  {0x300B, HT_TITLE_CLOSE_BOOK},
	    {0xFF08, HT_TITLE_OPEN_NOTE},   {0xFF09, HT_TITLE_CLOSE_NOTE},
	};
	static const ht_title_kind kinds[HT_C_COUNT] = {
	    [HT_C_HAN] = HT_TITLE_LONE,    [HT_C_COMMA] = HT_TITLE_STOP,       [HT_C_STOP] = HT_TITLE_STOP,
	    [HT_C_SPACE] = HT_TITLE_SPACE, [HT_C_WIDE_SPACE] = HT_TITLE_SPACE, [HT_C_ZERO_SPACE] = HT_TITLE_SPACE,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(brackets); i++)
		if (brackets[i].cp == c->cp)
			return brackets[i].kind;
	return kinds[c->cls] ? kinds[c->cls] : HT_TITLE_PLAIN;
}

static void propose_words(splitter *s, size_t begin)
{
	const ht_title_words *words = s->words;
	size_t n = words->para->n;
	propose(s, begin, begin + 1, kind_of_char(&words->para->chars[begin]), LONE_COST);
	ht_title_alike alike = words_from(words->para, begin);
	for (size_t end = begin + 1; end <= n && end <= begin + HT_TITLE_WORD_MAX && alike.first < alike.end; end++) {
		ht_title_kind kind = narrow(&alike, words, begin, end);
		if (kind != HT_TITLE_KINDS)
			propose(s, begin, end, kind, TABLE_COST);
	}
	propose_number(s, begin);
	if (!s->icu_start[begin])
		return;
	size_t icu_end = begin + 1;
	while (icu_end < n && !s->icu_start[icu_end])
		icu_end++;
	if (icu_end > begin + 1)
		propose(s, begin, icu_end, HT_TITLE_PLAIN, ICU_COST);
}

/* Follow the last words back from the end of the title. */
static void collect_words(splitter *s)
{
	ht_title_words *words = s->words;
	size_t n = 0;
	for (size_t at = words->para->n; at > 0; at = s->covers[at].last.begin)
		n++;
	words->v = ht_para_array(s->para, n, sizeof *words->v);
	words->n = n;
	for (size_t at = words->para->n; words->v && at > 0; at = s->covers[at].last.begin)
		words->v[--n] = s->covers[at].last;
}

void ht_title_split(ht_para *para, ht_title_words *ret)
{
	ht_title_words words = {.para = para};
	splitter s = {.para = para, .words = &words};
	words.offsets = ht_para_array(para, para->n + 1, sizeof *words.offsets);
	s.icu_start = ht_para_array(para, para->n + 1, sizeof *s.icu_start);
	s.covers = ht_para_array(para, para->n + 1, sizeof *s.covers);
	if (para->status != HT_OK)
		return;
	find_offsets(&words);
	find_icu_words(&s);
	for (size_t i = 1; i <= para->n; i++)
		s.covers[i].cost = UNREACHED;
	for (size_t i = 0; i < para->n; i++)
		propose_words(&s, i);
	collect_words(&s);
	if (para->status == HT_OK)
		*ret = words;
}
