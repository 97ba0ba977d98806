/* What is kept on one line if lines are long enough for it: names, numbers with
 * what they count (2名, 1,860万元, 第12期), a document number with its year
 * (〔2026〕1号). Unlike the rules of breaks.c, these give way in a narrow column:
 * a break inside them is better than a cut word. */
#include "para.h"

#include <glib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "words_units.h"

#define CP_DI        0x7B2C /* 第 */
#define CP_YEAR_OPEN 0x3014 /* 〔 */
#define CP_YEAR_END  0x3015 /* 〕 */

/* Most characters of scale (百千万…) after a number, or of a year before it. */
#define MEASURE_MAX 6

/* Allow no break within clusters [begin, end), if every line is wide enough for
 * them and what cannot be separated from them; else return false. */
static bool keep(ht_para *para, size_t begin, size_t end)
{
	const ht_para_shape *shape = para->shape;
	ht_len indent = MAX(shape->first_indent, shape->rest_indent);
	size_t token_end = end;
	while (token_end < para->n_clusters && !para->clusters[token_end].can_break)
		token_end++;
	size_t text_end = ht_para_trim(para, begin, token_end);
	if (ht_para_natural(para, begin, text_end) > ht_para_fine(para, shape->measure - shape->right_indent - indent))
		return false;
	for (size_t i = begin + 1; i < end; i++)
		para->clusters[i].can_break = para->chars[para->clusters[i].first].can_break = false;
	return true;
}

static bool is_han(const ht_para *para, size_t cluster)
{
	return cluster < para->n_clusters && ht_is_han(ht_para_code_point(para, cluster));
}

/* 百千万亿余多: the measure word comes after these. */
static bool is_scale(uint32_t cp)
{
	static const uint32_t scales[] = {0x767E, 0x5343, 0x4E07, 0x4EBF, 0x4F59, 0x591A};
	for (size_t i = 0; i < G_N_ELEMENTS(scales); i++)
		if (scales[i] == cp)
			return true;
	return false;
}

bool ht_para_ends_number(const ht_para *para, size_t cluster)
{
	while (cluster > 0 && para->clusters[cluster].cls == HT_C_SCRIPT)
		cluster--;
	return para->clusters[cluster].cls == HT_C_DIGIT;
}

/* Length of a word in characters if the text at a cluster begins with it, or 0. */
static size_t match(const ht_para *para, size_t cluster, const char *word)
{
	size_t n = 0, len;
	for (; *word; word += len, n++)
		if (ht_para_code_point(para, cluster + n) != ht_utf8_get(word, word + 1, &len))
			return 0;
	return n;
}

/* The end of the unit of measure or measure word at a cluster: one character, or
 * one of a list of longer words. */
static size_t word_end(const ht_para *para, size_t cluster)
{
	for (size_t i = 0; ht_words_measure_word[i]; i++) {
		size_t n = match(para, cluster, ht_words_measure_word[i]);
		if (n)
			return cluster + n;
	}
	return cluster + is_han(para, cluster);
}

/* Is it a scale of the number before it, not the first character of a measure word (百分点)? */
static bool scales(const ht_para *para, size_t cluster)
{
	return word_end(para, cluster) == cluster + 1 && is_scale(ht_para_code_point(para, cluster));
}

/* The end of what the number before a cluster counts; the cluster itself if it
 * counts nothing. */
static size_t counted_end(const ht_para *para, size_t cluster)
{
	size_t end = cluster, last = cluster + MEASURE_MAX;
	while (end < last && scales(para, end))
		end++;
	return word_end(para, end);
}

/* Where the number that ends before a cluster begins, including 第 or the year of
 * a document number. */
static size_t number_begin(const ht_para *para, size_t cluster)
{
	size_t begin = cluster - 1;
	while (begin > 0 && !para->clusters[begin].can_break)
		begin--;
	if (begin == 0)
		return 0;
	if (ht_para_code_point(para, begin - 1) == CP_DI)
		return begin - 1;
	if (ht_para_code_point(para, begin - 1) != CP_YEAR_END)
		return begin;
	size_t year = begin - 1;
	while (year > 0 && begin - year < MEASURE_MAX && ht_para_code_point(para, year) != CP_YEAR_OPEN)
		year--;
	return ht_para_code_point(para, year) == CP_YEAR_OPEN ? year : begin;
}

/* Is the unit one of a date or time, as of 5月, or the 号 of a document's number? */
static bool is_time_sign(const ht_para *para, size_t unit)
{
	return ht_str_set_has(ht_words_time_sign, ht_para_code_point(para, unit));
}

/* What it costs that a number is parted from the one character after it: a scale is a part of the number (418.6万t). */
static uint8_t count_hold(uint32_t cp)
{
	if (is_scale(cp))
		return HT_HOLD_COUNT;
	return HT_HOLD_MEASURE;
}

/* At a price, a unit of several characters may leave its number and be divided (2026年|度 not before 年); at a higher
 * one, a document's number leave its year, a measure word of one character its number. */
static void price_parts(ht_para *para, size_t begin, size_t unit, size_t end)
{
	size_t scale_end = unit;
	if (end > unit + 1) {
		for (; scales(para, scale_end); scale_end++)
			para->clusters[scale_end].hold = HT_HOLD_MEASURE; /* 1 200|万元: the number itself is parted */
		for (size_t i = scale_end + is_time_sign(para, unit); i < end; i++)
			para->clusters[i].hold = HT_HOLD_UNIT;
	} else if (end > unit && !is_time_sign(para, unit))
		para->clusters[unit].hold = count_hold(ht_para_code_point(para, unit));
	for (size_t i = begin + 1; i < unit; i++)
		if (ht_para_code_point(para, i - 1) == CP_YEAR_END)
			para->clusters[i].hold = HT_HOLD_MEASURE;
}

/* Further lines are aligned with what follows the label, so neither the label nor the place after it gives. */
static void fix_label(ht_para *para)
{
	for (size_t i = 0; para->shape->label && i < para->n_clusters; i++) {
		ht_cluster *cluster = &para->clusters[i];
		cluster->fixed = true;
		if (para->chars[cluster->first].span >= para->shape->label)
			return;
		cluster->level = HT_SQ_NEVER;
	}
}

void ht_para_keep_spans(ht_para *para)
{
	fix_label(para);
	for (size_t begin = 0, end; begin < para->n_clusters; begin = end) {
		end = ht_para_span_end(para, begin);
		if (para->spans[para->chars[para->clusters[begin].first].span].keep)
			keep(para, begin, end);
	}
}

void ht_para_keep_numbers(ht_para *para)
{
	for (size_t i = 1; i < para->n_clusters; i++) {
		if (!is_han(para, i) || !ht_para_ends_number(para, i - 1))
			continue;
		size_t end = counted_end(para, i);
		size_t begin = number_begin(para, i);
		if (keep(para, begin, end))
			price_parts(para, begin, i, end);
		i = end - 1;
	}
}
