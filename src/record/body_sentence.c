/* Is a first sentence a heading of what follows it, or a sentence like any other?
 *
 * `（一）加强领导。` names what follows; `一、请各单位于3月20日前报送值班表。` says it. A sentence gives amounts, days
 * and times, or has words that headings have not (words/headings.txt). What is in brackets or quotation marks is passed
 * over: `（一）动员部署（3月1日至3月31日）。`, `“4·15”活动。` */
#include "base/str.h"
#include "body_private.h"
#include "words_headings.h"

static bool is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

/* After figures from p on: is it an amount, a day or a time? The number of digits says whether 年 ends a year. */
static const char *pass_figures(const char *p, const char *end, bool *says)
{
	int digits = 0;
	bool whole = true;
	for (; p < end && (is_digit(ht_str_char(p)) || *p == '.' || *p == ','); p = ht_str_next(p)) {
		digits++;
		whole &= *p != '.' && *p != ',';
	}
	uint32_t after = p < end ? ht_str_char(p) : 0;
	if (after == 0x5E74) /* 年 */
		*says |= digits != 4 || !whole;
	else if (after == ':' || after == 0xFF1A)
		*says |= p + 1 < end && is_digit(ht_str_char(ht_str_next(p)));
	else
		*says |= !whole || (after && ht_str_set_has(ht_words_figure_unit, after));
	return p;
}

bool ht_body_is_sentence(const char *p, const char *end)
{
	int depth = 0;
	bool says = ht_str_starts_any(p, ht_words_sentence_start);
	uint32_t before = 0;
	while (p < end && !says) {
		uint32_t cp = ht_str_char(p);
		if (ht_str_set_has("（(［[【〔《〈「『“‘", cp))
			depth++;
		else if (depth && ht_str_set_has("）)］]】〕》〉」』”’", cp))
			depth--;
		if (!depth && is_digit(cp) && before != 0x7B2C) { /* 第 */
			p = pass_figures(p, end, &says);
			before = 0;
			continue;
		}
		says |= !depth && ht_str_starts_any(p, ht_words_sentence_word);
		before = cp;
		p = ht_str_next(p);
	}
	return says;
}
