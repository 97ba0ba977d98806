/* Numbers that a browser or a word processor counts by itself, as it shows them. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"
#include "numbering.h"

/* Numbers that are one character each, from the first on. */
static const struct {
	im_numbering kind;
	uint32_t first;
	int most;
} runs[] = {
    {IM_CIRCLED, U'①', 20},      {IM_BRACKETED, U'⑴', 20},      {IM_STOPPED, U'⒈', 20},
    {IM_CIRCLED_HAN, U'㊀', 10}, {IM_BRACKETED_HAN, U'㈠', 10},
};

/* Numbers that are words of a list. */
static const struct {
	im_numbering kind;
	const char *words; /* of one Han character each */
} lists[] = {
    {IM_STEMS, "甲乙丙丁戊己庚辛壬癸"},
    {IM_BRANCHES, "子丑寅卯辰巳午未申酉戌亥"},
};

#define HAN_BYTES 3 /* of one character in the lists below */

static const char *digit_of(const char *digits, int n)
{
	return digits + (size_t)n * HAN_BYTES;
}

/* 一百零五; ten: 十五 is without 一. */
static const char *in_words(im_doc *d, const char *digits, const char *units, int n, bool ten)
{
	ht_buf out = {0};
	bool gap = false;
	for (int place = 1000, k = 3; k >= 0; place /= 10, k--) {
		int digit = n / place % 10;
		if (!digit) {
			gap |= out.len > 0;
			continue;
		}
		if (gap)
			ht_buf_add(&out, digits, HAN_BYTES);
		gap = false;
		if (!(ten && k == 1 && digit == 1 && !out.len))
			ht_buf_add(&out, digit_of(digits, digit), HAN_BYTES);
		if (k)
			ht_buf_add(&out, digit_of(units, k - 1), HAN_BYTES);
	}
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}

/* Each digit as a character: 二〇二六. */
static const char *digit_by_digit(im_doc *d, const char *digits, int n)
{
	char decimal[16];
	ht_buf out = {0};
	g_snprintf(decimal, sizeof decimal, "%d", n);
	for (const char *p = decimal; *p; p++)
		ht_buf_add(&out, digit_of(digits, *p - '0'), HAN_BYTES);
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}

/* a … z; then aa, bb as Word has it, or aa, ab as browsers have it. */
static const char *letters(im_doc *d, int n, char first, bool doubled)
{
	char out[512];
	size_t w = sizeof out - 1;
	out[w] = '\0';
	if (doubled) {
		for (int i = 0; i <= (n - 1) / 26 && w; i++)
			out[--w] = (char)(first + (n - 1) % 26);
	} else {
		for (; n > 0 && w; n = (n - 1) / 26)
			out[--w] = (char)(first + (n - 1) % 26);
	}
	return im_copy(d, out + w, strlen(out + w));
}

static const char *roman(im_doc *d, int n, bool upper)
{
	static const struct {
		int n;
		const char *s;
	} parts[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
	             {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
	ht_buf out = {0};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		for (; n >= parts[i].n; n -= parts[i].n)
			for (const char *p = parts[i].s; *p; p++)
				ht_buf_add(&out, &(char){upper ? g_ascii_toupper(*p) : *p}, 1);
	const char *text = im_copy_all(d, &out);
	ht_buf_free(&out);
	return text;
}

/* Larger numbers are written in digits, as browsers and word processors do with most kinds. */
#define WORDS_MOST 9999

static const char *decimal(im_doc *d, int n)
{
	return im_checked(d, ht_arena_printf(d->arena, "%d", n));
}

/* Numbers that are a character each; NULL: kind is none of these, or n is beyond them. */
static const char *single(im_doc *d, im_numbering kind, int n)
{
	char out[8] = "";
	for (size_t i = 0; i < ARRAY_LEN(runs); i++)
		if (runs[i].kind == kind && n <= runs[i].most) {
			ht_utf8_put(out, runs[i].first + (uint32_t)n - 1);
			return im_copy(d, out, strlen(out));
		}
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		if (lists[i].kind == kind && (size_t)n * HAN_BYTES <= strlen(lists[i].words))
			return im_copy(d, digit_of(lists[i].words, n - 1), HAN_BYTES);
	return NULL;
}

const char *im_number_text(im_doc *d, im_numbering kind, int n, bool doubled)
{
	static const char full[] = "０１２３４５６７８９", plain[] = "〇一二三四五六七八九";
	static const char words[] = "零一二三四五六七八九", legal[] = "零壹贰叁肆伍陆柒捌玖";
	const char *one = n > 0 ? single(d, kind, n) : NULL;
	if (one)
		return one;
	if (kind == IM_FULL_WIDTH && n >= 0)
		return digit_by_digit(d, full, n);
	if (kind == IM_DECIMAL_ZERO && n >= 0 && n < 10)
		return im_checked(d, ht_arena_printf(d->arena, "0%d", n));
	if (n < 1 || n > WORDS_MOST)
		return decimal(d, n);
	switch (kind) {
	case IM_HAN:
		return in_words(d, words, "十百千", n, true);
	case IM_HAN_DIGITS:
		return digit_by_digit(d, plain, n);
	case IM_LEGAL:
		return in_words(d, legal, "拾佰仟", n, false);
	case IM_LOWER_LETTER:
		return letters(d, n, 'a', doubled);
	case IM_UPPER_LETTER:
		return letters(d, n, 'A', doubled);
	case IM_LOWER_ROMAN:
		return roman(d, n, false);
	case IM_UPPER_ROMAN:
		return roman(d, n, true);
	case IM_IN_DASHES:
		return im_checked(d, ht_arena_printf(d->arena, "- %d -", n));
	default:
		return decimal(d, n);
	}
}

/* Names of numberings in the three formats. */
static const struct {
	const char *name;
	im_numbering kind;
} names[] = {
    {"decimal", IM_DECIMAL},
    {"1", IM_DECIMAL},
    {"decimalZero", IM_DECIMAL_ZERO},
    {"decimal-leading-zero", IM_DECIMAL_ZERO},
    {"a", IM_LOWER_LETTER},
    {"lowerLetter", IM_LOWER_LETTER},
    {"lower-alpha", IM_LOWER_LETTER},
    {"lower-latin", IM_LOWER_LETTER},
    {"A", IM_UPPER_LETTER},
    {"upperLetter", IM_UPPER_LETTER},
    {"upper-alpha", IM_UPPER_LETTER},
    {"upper-latin", IM_UPPER_LETTER},
    {"i", IM_LOWER_ROMAN},
    {"lowerRoman", IM_LOWER_ROMAN},
    {"lower-roman", IM_LOWER_ROMAN},
    {"I", IM_UPPER_ROMAN},
    {"upperRoman", IM_UPPER_ROMAN},
    {"upper-roman", IM_UPPER_ROMAN},
    {"chineseCounting", IM_HAN},
    {"chineseCountingThousand", IM_HAN},
    {"ideographDigital", IM_HAN_DIGITS},
    {"japaneseCounting", IM_HAN},
    {"japaneseDigitalTenThousand", IM_HAN_DIGITS},
    {"koreanDigital2", IM_HAN_DIGITS},
    {"taiwaneseCounting", IM_HAN},
    {"taiwaneseCountingThousand", IM_HAN},
    {"taiwaneseDigital", IM_HAN_DIGITS},
    {"cjk-ideographic", IM_HAN},
    {"simp-chinese-informal", IM_HAN},
    {"trad-chinese-informal", IM_HAN},
    {"japanese-informal", IM_HAN},
    {"cjk-decimal", IM_HAN_DIGITS},
    {"一", IM_HAN},
    {"chineseLegalSimplified", IM_LEGAL},
    {"ideographLegalTraditional", IM_LEGAL},
    {"simp-chinese-formal", IM_LEGAL},
    {"壹", IM_LEGAL},
    {"ideographTraditional", IM_STEMS},
    {"cjk-heavenly-stem", IM_STEMS},
    {"甲", IM_STEMS},
    {"ideographZodiac", IM_BRANCHES},
    {"cjk-earthly-branch", IM_BRANCHES},
    {"子", IM_BRANCHES},
    {"decimalEnclosedCircle", IM_CIRCLED},
    {"decimalEnclosedCircleChinese", IM_CIRCLED},
    {"①", IM_CIRCLED},
    {"decimalEnclosedParen", IM_BRACKETED},
    {"⑴", IM_BRACKETED},
    {"decimalEnclosedFullstop", IM_STOPPED},
    {"⒈", IM_STOPPED},
    {"ideographEnclosedCircle", IM_CIRCLED_HAN},
    {"㊀", IM_CIRCLED_HAN},
    {"㈠", IM_BRACKETED_HAN},
    {"decimalFullWidth", IM_FULL_WIDTH},
    {"decimalFullWidth2", IM_FULL_WIDTH},
    {"decimalHalfWidth", IM_DECIMAL},
    {"numberInDash", IM_IN_DASHES},
    {"bullet", IM_NOT_NUMBERED},
    {"none", IM_NOT_NUMBERED},
    {"disc", IM_NOT_NUMBERED},
    {"circle", IM_NOT_NUMBERED},
    {"square", IM_NOT_NUMBERED},
};

im_numbering im_numbering_named(const char *name, im_numbering otherwise)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].kind;
	return otherwise;
}
