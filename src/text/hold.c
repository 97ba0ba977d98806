/* What is not broken though a line may end at each of its characters, and what is
 * broken at a price (ht_hold): a break there is taken only where lines would be
 * torn apart, or crushed, without it.
 *
 *   never    年　月　日  □是  1∶500  ＞5  ↑5%  No.5  １２３  ①②  第 5  100 kg  5万t  2026 年  1 000  ──  甲•
 *   a price  2026年|3月  3月|5日  2025—|2026  扎西·|次仁  GB |18030  14.9|平方|公里  1 200|万|元  0571 |8888 8888
 *            0796-|8221234  张　|伟  name@|unit.|example  ABC-|DEFG  91000000MA0|0000000X
 *            within the names of a list, as of recipients: 市财|政局，市水务局
 *
 * (keep.c has what a number counts: 第12|条, 4,768|户.)
 *
 * GB/T 15835-2011 and GB 3100 write the former as one sign. */
#include "para.h"

#include <glib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "words_units.h"

#define CP_DI     0x7B2C /* 第 */
#define CP_YEAR   0x5E74 /* 年 */
#define CP_MONTH  0x6708 /* 月 */
#define CP_DAY    0x65E5 /* 日 */
#define CP_BULLET 0x2022 /* • */
#define CP_COMMA  0x3001 /* 、 */

#define CP_WAN        0x4E07 /* 万 */
#define CP_YI         0x4EBF /* 亿 */
#define CP_WIDE_SPACE 0x3000

/* Words of Latin letters and digits from this length on are long; parts of them, of letters and digits, are codes. */
#define LONG_TOKEN  12
#define LONG_CODE   12
#define LONG_NUMBER 16
#define LONG_WORD   24
/* They are not broken within this many characters of their ends. */
#define TOKEN_END 3
#define CODE_END  4
/* Digits of a telephone number: 8300 0125, 0571 8888 8888, 138 0000 0000, 86 138 0000 0000. */
#define PHONE_LEAST 7
#define PHONE_MOST  13
/* More characters than those and what separates them. */
#define PHONE_SPAN 20
/* Characters of a label before a date. */
#define LABEL_MOST 6
/* Characters of one part of a name with ·, of the parts after the first together; what is taken to be of one in a
 * sentence, before its point and after. */
#define NAME_LEAST  2
#define NAME_MOST   7
#define NAME_BEFORE 3
#define NAME_AFTER  4
/* Most characters of a name without ·. */
#define PLAIN_NAME 4
/* What stands before a number in its name: GB/T 9704, No. 5. */
#define SHORT_NAME 5

static bool is_wide_digit(uint32_t cp)
{
	return cp >= 0xFF10 && cp <= 0xFF19;
}

static bool is_digit(uint32_t cp)
{
	return ht_is_ascii_digit(cp) || is_wide_digit(cp);
}

static bool is_letter(uint32_t cp)
{
	return cp < 0x80 && g_ascii_isalpha((int)cp);
}

static bool is_alnum(uint32_t cp)
{
	return cp < 0x80 && g_ascii_isalnum((int)cp);
}

/* ① to ⓿, ❶ to ➓, ㈠ to ㈩, ㊀ to ㊉ */
static bool is_circled(uint32_t cp)
{
	return (cp >= 0x2460 && cp <= 0x24FF) || (cp >= 0x2776 && cp <= 0x2793) || (cp >= 0x3220 && cp <= 0x3229) ||
	       (cp >= 0x3280 && cp <= 0x3289);
}

bool ht_is_number_sign(uint32_t cp)
{
	if (cp < 0x80 || ht_is_common_han(cp)) /* as nearly always */
		return false;
	return ht_str_set_has("＋－±≥≤≧≦＞＜≈≠＝×∶↑↓→＃№", cp);
}

static void hold(ht_para *para, size_t cluster)
{
	para->clusters[cluster].can_break = para->chars[para->clusters[cluster].first].can_break = false;
	para->clusters[cluster].hold = HT_HOLD_FREE;
}

static void price(ht_para *para, size_t cluster, ht_hold part)
{
	hold(para, cluster);
	para->clusters[cluster].hold = (uint8_t)part;
}

/* ㎏ ㎡ ㎞ … */
static bool is_square_unit(uint32_t cp)
{
	return cp >= 0x3371 && cp <= 0x33DF;
}

/* □ ☐ ☑ ☒: what is ticked follows. */
static bool is_box(uint32_t cp)
{
	return cp == 0x25A1 || (cp >= 0x2610 && cp <= 0x2612);
}

static bool never_parts(const ht_para *para, size_t i, uint32_t a, uint32_t b)
{
	if ((is_digit(b) && (ht_is_number_sign(a) || a == '.')) || is_box(a))
		return true;
	if (is_digit(a) && (b == 0x2236 || is_square_unit(b)))
		return true;
	if (is_wide_digit(b))
		return is_wide_digit(a) ||
		       ((a == 0xFF0E || a == 0xFF0C) && i > 1 && is_wide_digit(ht_para_code_point(para, i - 2)));
	if (is_circled(b))
		return is_circled(a) || a == CP_DI;
	if (a == b && (a == 0x2500 || a == 0x2501))
		return true;
	return b == CP_BULLET;
}

/* Is cluster i a year's or month's sign after its number? */
static bool dates(const ht_para *para, size_t i, uint32_t cp)
{
	if (ht_para_code_point(para, i) != cp || i == 0)
		return false;
	size_t before = i - 1;
	if (before > 0 && para->clusters[before].space)
		before--;
	return is_digit(ht_para_code_point(para, before));
}

/* From one number to another: 2025—2026, 3～5 */
static bool is_range_sign(uint32_t cp)
{
	return cp == 0x2014 || cp == 0x2013 || cp == 0xFF5E || cp == '~' || cp == '-';
}

/* The length of the longest of our symbols of units at a cluster, or 0. */
static size_t symbol_length(const ht_para *para, size_t cluster)
{
	size_t longest = 0;
	for (size_t w = 0; ht_words_unit_symbol[w]; w++) {
		const char *p = ht_words_unit_symbol[w], *end = p + strlen(p);
		size_t at = cluster, len;
		for (; p < end && ht_utf8_get(p, end, &len) == ht_para_code_point(para, at); p += len)
			at++;
		if (p == end)
			longest = MAX(longest, at - cluster);
	}
	return longest;
}

/* Does a symbol of a unit begin at a cluster, or one of several (mmol/L, kW·h/m²), and end there with its word? */
static bool is_unit_symbol(const ht_para *para, size_t cluster)
{
	size_t at = cluster, n;
	while ((n = symbol_length(para, at))) {
		at += n;
		uint32_t cp = ht_para_code_point(para, at);
		if (cp != '/' && cp != CP_POINT)
			return !is_letter(cp);
		at++;
	}
	return false;
}

/* Between clusters i - 1 and i, without a space. */
static void hold_pair(ht_para *para, size_t i)
{
	uint32_t a = ht_para_code_point(para, i - 1), b = ht_para_code_point(para, i);
	if (never_parts(para, i, a, b))
		hold(para, i);
	else if (is_digit(b) && is_range_sign(a) && i > 1 && is_digit(ht_para_code_point(para, i - 2)))
		price(para, i, HT_HOLD_MARK);
	else if (is_digit(b) && dates(para, i - 1, CP_MONTH))
		price(para, i, HT_HOLD_DATE);
	else if (is_digit(b) && dates(para, i - 1, CP_YEAR))
		price(para, i, HT_HOLD_LEAN);
	else if (para->clusters[i - 1].cls == HT_C_INTERPUNCT || (a == CP_BULLET && i > 1))
		price(para, i, HT_HOLD_POINT);
	else if ((a == CP_WAN || a == CP_YI) && i > 1 && is_digit(ht_para_code_point(para, i - 2)) &&
	         is_unit_symbol(para, i))
		hold(para, i);
	else if (a == CP_LOW_LINE && b == CP_LOW_LINE)
		price(para, i, HT_HOLD_COUNT);
	else if (is_circled(a) || a == CP_BULLET)
		price(para, i, HT_HOLD_MARK);
	else if (para->chars[para->clusters[i].first].in_url && para->chars[para->clusters[i - 1].first].in_url)
		price(para, i, HT_HOLD_LEAN);
}

/* Is the word that ends before a cluster a short name, as GB/T or No.? */
static bool is_short_name(const ht_para *para, size_t end)
{
	size_t begin = end;
	while (begin > 0 && end - begin <= SHORT_NAME && para->chars[para->clusters[begin - 1].first].latin &&
	       !para->clusters[begin - 1].space)
		begin--;
	return end - begin >= 1 && end - begin <= SHORT_NAME && is_letter(ht_para_code_point(para, begin));
}

static bool is_time_sign(uint32_t cp)
{
	return cp >= 0x80 && ht_str_set_has(ht_words_time_sign, cp);
}

static bool is_phone_sign(const ht_para *para, size_t i)
{
	uint32_t cp = ht_para_code_point(para, i);
	return ht_is_ascii_digit(cp) || cp == '-' || (cp == ' ' && i > 0 && !para->clusters[i - 1].space);
}

/* Three digits, as the groups of a number are (GB/T 15835-2011 5.1): 1 000 */
static bool is_thousand(const ht_para *para, size_t i)
{
	size_t n = 0;
	while (n < 4 && is_digit(ht_para_code_point(para, i + n)))
		n++;
	return n == 3;
}

/* Between two groups of digits: is the number a telephone's, of so many digits in all, the groups with hyphens or
 * single spaces between them? What stands after the hyphen of a code is not: ABC-1234567. */
static bool is_telephone(const ht_para *para, size_t i)
{
	size_t digits = 0, begin = i, end = i;
	while (begin > 0 && i - begin <= PHONE_SPAN && is_phone_sign(para, begin - 1))
		begin--;
	while (end < para->n_clusters && end - i <= PHONE_SPAN && is_phone_sign(para, end))
		end++;
	while (begin < end && !ht_is_ascii_digit(ht_para_code_point(para, begin)))
		begin++;
	for (size_t k = begin; k < end; k++)
		digits += ht_is_ascii_digit(ht_para_code_point(para, k));
	return begin < i && digits >= PHONE_LEAST && digits <= PHONE_MOST;
}

/* Between clusters i - 2 and i, with one space between them, which is not stretched within a number. */
static void hold_spaced(ht_para *para, size_t i)
{
	uint32_t a = ht_para_code_point(para, i - 2), b = ht_para_code_point(para, i);
	bool number = is_digit(a) || ht_para_ends_number(para, i - 2);
	bool unit = number && (is_time_sign(b) || is_unit_symbol(para, i));
	para->clusters[i].rigid |= unit || (is_digit(a) && is_digit(b));
	if (unit || (is_digit(b) && a == CP_DI))
		hold(para, i);
	else if (is_digit(b) && dates(para, i - 2, CP_MONTH))
		price(para, i, HT_HOLD_DATE);
	else if (is_digit(b) && dates(para, i - 2, CP_YEAR))
		price(para, i, HT_HOLD_LEAN);
	else if (is_digit(a) && is_thousand(para, i))
		hold(para, i);
	else if (is_digit(a) && is_digit(b))
		price(para, i, is_telephone(para, i) ? HT_HOLD_PHONE : HT_HOLD_GROUP);
	else if (is_digit(b) && is_short_name(para, i - 1))
		price(para, i, HT_HOLD_GROUP);
	else if (number && ht_is_han(b))
		price(para, i, HT_HOLD_MARK);
}

/* May a long token be broken after a mark before cluster i? Not after the point or comma of a number. */
static bool breaks_after_mark(const ht_para *para, size_t i)
{
	uint32_t a = ht_para_code_point(para, i - 1), b = ht_para_code_point(para, i);
	if (!a || a >= 0x80 || !strchr("@.-_/:=&?", (int)a) || !is_alnum(b))
		return false;
	return !((a == '.' || a == ':') && ht_is_ascii_digit(b) && ht_is_ascii_digit(ht_para_code_point(para, i - 2)));
}

/* Prices within [begin, end), letters and digits only: a code has both, or is longer than any number. */
static void price_code(ht_para *para, size_t begin, size_t end)
{
	bool digits = false, letters = false;
	for (size_t i = begin; i < end; i++) {
		digits |= ht_is_ascii_digit(ht_para_code_point(para, i));
		letters |= is_letter(ht_para_code_point(para, i));
	}
	size_t least = LONG_NUMBER;
	if (letters && digits)
		least = LONG_CODE;
	else if (letters)
		least = LONG_WORD;
	if (end - begin < least)
		return;
	for (size_t i = begin + CODE_END; i + CODE_END <= end; i++)
		if (!para->clusters[i].can_break && !para->clusters[i].hold)
			price(para, i, HT_HOLD_CODE);
}

/* Prices within a word [begin, end) of ASCII characters. */
static void price_token(ht_para *para, size_t begin, size_t end)
{
	if (end - begin < MIN(LONG_TOKEN, LONG_CODE))
		return;
	for (size_t i = begin + TOKEN_END; i + TOKEN_END <= end && end - begin >= LONG_TOKEN; i++)
		if (!para->clusters[i].hold && breaks_after_mark(para, i))
			price(para, i, is_telephone(para, i) ? HT_HOLD_PHONE : HT_HOLD_TOKEN);
	for (size_t from = begin, to; from < end; from = to + 1) {
		to = from;
		while (to < end && is_alnum(ht_para_code_point(para, to)))
			to++;
		price_code(para, from, to);
	}
}

static bool is_token(const ht_para *para, size_t i)
{
	uint32_t cp = ht_para_code_point(para, i);
	return cp > 0x20 && cp < 0x7F && para->clusters[i].n == 1;
}

/* An ideograph: two of them are never held. */
static bool is_plain(const ht_para *para, size_t i)
{
	uint32_t cp = ht_para_code_point(para, i);
	return cp >= 0x4E00 && cp <= 0x9FFF;
}

/* Characters of the label and its colon that end before a cluster: 填报日期： */
static size_t label_length(const ht_para *para, size_t end)
{
	size_t begin = end;
	if (!end || (ht_para_code_point(para, end - 1) != 0xFF1A && ht_para_code_point(para, end - 1) != ':'))
		return 0;
	begin--;
	while (begin > 0 && is_plain(para, begin - 1))
		begin--;
	return end - begin - 1 <= LABEL_MOST ? end - begin : 0;
}

/* A date to be filled in, 年　月　日, with the blanks and the label before it. */
static void hold_blank_date(ht_para *para, size_t year)
{
	static const uint32_t signs[] = {CP_MONTH, CP_DAY};
	size_t end = year, begin = year;
	for (size_t k = 0; k < G_N_ELEMENTS(signs); k++) {
		size_t at = end + 1;
		while (at < para->n_clusters && para->clusters[at].space)
			at++;
		if (at == end + 1 || ht_para_code_point(para, at) != signs[k])
			return;
		end = at;
	}
	while (begin > 0 && para->clusters[begin - 1].space)
		begin--;
	begin -= label_length(para, begin);
	for (size_t i = begin + 1; i <= end; i++)
		hold(para, i);
}

/* Is the ideograph at i alone, as each of a name of two characters that is spread over three? */
static bool is_single(const ht_para *para, size_t i)
{
	return is_plain(para, i) && !(i > 0 && is_plain(para, i - 1)) && !is_plain(para, i + 1);
}

static bool is_wide_space(const ht_para *para, size_t i)
{
	return ht_para_code_point(para, i) == CP_WIDE_SPACE;
}

/* A word of Chinese characters no longer than a name, with a wide blank before or after it, else the text's ends: how
 * many clusters it has; 0: there is none. */
static size_t word_at_blank(const ht_para *para, size_t begin)
{
	bool after = begin > 0 && is_wide_space(para, begin - 1);
	if (begin > 0 && !after)
		return 0;
	size_t n = 0;
	while (n <= PLAIN_NAME && is_plain(para, begin + n))
		n++;
	if (n < NAME_LEAST || n > PLAIN_NAME)
		return 0;
	bool before = is_wide_space(para, begin + n);
	return before || (after && begin + n == para->n_clusters) ? n : 0;
}

/* Names between wide blanks, of two characters with a blank of their own: 王小明　张　伟　李　娜（女） */
static void hold_blank_names(ht_para *para)
{
	for (size_t i = 0; i + 1 < para->n_clusters; i++) {
		size_t word = word_at_blank(para, i);
		for (size_t k = 1; k < word; k++)
			price(para, i + k, HT_HOLD_PHONE);
		i += word;
		if (word || !is_single(para, i) || !is_wide_space(para, i + 1) || !is_single(para, i + 2))
			continue;
		price(para, i + 2, HT_HOLD_PHONE);
		i += 2;
	}
}

static bool is_dot(const ht_para *para, size_t i)
{
	return ht_para_code_point(para, i) == CP_POINT;
}

/* Does a list of names begin or end beside a cluster, where its text does, or at a 、 or a blank? */
static bool is_of_list(const ht_para *para, size_t i)
{
	uint32_t cp = ht_para_code_point(para, i);
	return i >= para->n_clusters || cp == CP_COMMA || ht_is_space_class(para->clusters[i].cls);
}

/* A name of several parts. Where it begins and ends is known in a list of names, 、买买提·艾力、; elsewhere it is what
 * is near its point: 副主席买买提·艾力出席 */
static void hold_dotted_name(ht_para *para, size_t dot)
{
	size_t begin = dot, end = dot + 1;
	while (begin > 0 && is_plain(para, begin - 1))
		begin--;
	while (is_plain(para, end) || is_dot(para, end))
		end++;
	size_t before = dot - begin, after = end - dot - 1;
	if (before < NAME_LEAST || after < NAME_LEAST)
		return;
	bool listed = before <= NAME_MOST && after <= NAME_MOST &&
	              (is_of_list(para, begin - 1) || is_of_list(para, end)); /* begin - 1 of 0 is past the end */
	ht_hold part = HT_HOLD_NAME;
	if (listed)
		part = HT_HOLD_COUNT;
	if (before > NAME_MOST)
		begin = dot - NAME_BEFORE;
	if (after > NAME_MOST)
		end = dot + 1 + NAME_AFTER;
	for (size_t i = begin + 1; i < end; i++)
		if (para->clusters[i].can_break)
			price(para, i, part);
}

/* Names in a list: lines end after its marks, 、 and ，. */
static void hold_listed(ht_para *para)
{
	for (size_t i = 1; para->shape->listed && i < para->n_clusters; i++) {
		const ht_cluster *cluster = &para->clusters[i];
		if (cluster->can_break && !cluster[-1].space && !ht_class_lookup(cluster[-1].cls)->punct)
			price(para, i, HT_HOLD_ORGAN);
	}
}

void ht_para_hold(ht_para *para)
{
	for (size_t i = 1; i < para->n_clusters; i++) {
		const ht_cluster *cluster = &para->clusters[i];
		if (!cluster->can_break || cluster->space || (is_plain(para, i) && is_plain(para, i - 1)))
			continue;
		if (!cluster[-1].space)
			hold_pair(para, i);
		else if (cluster[-1].cls == HT_C_SPACE && i > 1 && !cluster[-2].space)
			hold_spaced(para, i);
	}
	hold_blank_names(para);
	hold_listed(para);
	for (size_t i = 1; i < para->n_clusters; i++)
		if (is_dot(para, i) && !is_dot(para, i - 1))
			hold_dotted_name(para, i);
	for (size_t i = 0; i < para->n_clusters; i++)
		if (ht_para_code_point(para, i) == CP_YEAR)
			hold_blank_date(para, i);
	for (size_t begin = 0, end; begin < para->n_clusters; begin = end + 1) {
		end = begin;
		while (end < para->n_clusters && is_token(para, end))
			end++;
		price_token(para, begin, end);
	}
}
