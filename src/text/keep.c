/* What is kept on one line wherever lines are long enough for it: names, numbers
 * with what they count (2名, 1,860万元, 第12期), a document number behind its
 * year (〔2026〕1号). Unlike what must never be parted (breaks.c), these give way
 * in a narrow column: a break within them is better than a cut word. */
#include "para.h"

#include <string.h>

#include "base/utf8.h"
#include "words_units.h"

#define CP_DI        0x7B2C /* 第 */
#define CP_YEAR_OPEN 0x3014 /* 〔 */
#define CP_YEAR_END  0x3015 /* 〕 */

/* More than this belongs to no number. */
#define UNIT_MAX 6

void ht_para_keep(ht_para *para, size_t begin, size_t end)
{
	const ht_para_shape *shape = para->shape;
	ht_len indent = shape->first_indent > shape->rest_indent ? shape->first_indent : shape->rest_indent;
	size_t token_end = end;
	while (token_end < para->n_units && !para->units[token_end].can_break)
		token_end++;
	if (ht_para_natural(para, begin, token_end) > ht_para_fine(para, shape->measure - shape->right_indent - indent))
		return;
	for (size_t i = begin + 1; i < end; i++)
		para->units[i].can_break = para->chars[para->units[i].first].can_break = false;
}

static uint32_t code_point(const ht_para *para, size_t unit)
{
	return unit < para->n_units ? para->cps[para->units[unit].first] : 0;
}

static bool is_han(const ht_para *para, size_t unit)
{
	return unit < para->n_units && ht_is_han(code_point(para, unit));
}

/* 百千万亿余多: the unit comes behind. */
static bool is_scale(uint32_t cp)
{
	static const uint32_t scales[] = {0x767E, 0x5343, 0x4E07, 0x4EBF, 0x4F59, 0x591A};
	for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
		if (scales[i] == cp)
			return true;
	return false;
}

/* Does the text at a unit begin with a word? Its length in characters, or 0. */
static size_t match(const ht_para *para, size_t unit, const char *word)
{
	const char *end = word + strlen(word);
	size_t n = 0, len;
	for (; word < end; word += len, n++)
		if (code_point(para, unit + n) != ht_utf8_get(word, end, &len))
			return 0;
	return n;
}

/* The end of the unit or measure word at a unit: one character, or a longer word. */
static size_t word_end(const ht_para *para, size_t unit)
{
	for (size_t i = 0; ht_words_measure_word[i]; i++) {
		size_t n = match(para, unit, ht_words_measure_word[i]);
		if (n)
			return unit + n;
	}
	return is_han(para, unit) ? unit + 1 : unit;
}

/* The end of what the number before a unit counts; the unit itself: nothing. */
static size_t counted_end(const ht_para *para, size_t unit)
{
	size_t end = unit, last = unit + UNIT_MAX;
	while (end < last && word_end(para, end) == end + 1 && is_scale(code_point(para, end)))
		end++;
	return word_end(para, end);
}

/* Where the number that ends before a unit begins; with 第, or with the year of a
 * document number. */
static size_t number_begin(const ht_para *para, size_t unit)
{
	size_t begin = unit - 1;
	while (begin > 0 && !para->units[begin].can_break)
		begin--;
	if (begin == 0)
		return 0;
	if (code_point(para, begin - 1) == CP_DI)
		return begin - 1;
	if (code_point(para, begin - 1) != CP_YEAR_END)
		return begin;
	size_t year = begin - 1;
	while (year > 0 && begin - year < UNIT_MAX && code_point(para, year) != CP_YEAR_OPEN)
		year--;
	return code_point(para, year) == CP_YEAR_OPEN ? year : begin;
}

void ht_para_keep_numbers(ht_para *para)
{
	for (size_t i = 1; i < para->n_units; i++) {
		if (para->units[i - 1].cls != HT_C_DIGIT || !is_han(para, i))
			continue;
		size_t end = counted_end(para, i);
		ht_para_keep(para, number_begin(para, i), end);
		i = end - 1;
	}
}
