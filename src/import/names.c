/* Names of organs, offices and people: their endings and beginnings. The words are in words/organs.txt, people.txt and
 * documents.txt. */
#include <string.h>

#include "base/utf8.h"
#include "im.h"
#include "limits.h"
#include "words_documents.h"
#include "words_organs.h"
#include "words_people.h"

/* Does s end with one of the words that titles end with (通知, 规定（试行）)? */
static bool ends_as_title(const char *s)
{
	size_t len = strlen(s), remark = ht_str_suffix_of_n(s, len, ht_words_title_remark);
	return ht_str_suffix_of_n(s, len - remark, ht_words_title_end) > 0;
}

bool im_ends_title(im_doc *d, const char *s)
{
	return ends_as_title(s) || im_kind_at_end(d, s) > 0;
}

bool im_is_organ(const char *s)
{
	return ht_str_chars(s) <= ORGAN_MOST && ht_str_ends_any(s, ht_words_organ_end) &&
	       !ht_str_has_any(s, ht_words_organ_never) && !im_is_sentence(s) && !ends_as_title(s);
}

const char *im_without_acting(im_doc *d, const char *s)
{
	size_t len = strlen(s), words = ht_str_suffix_of_n(s, len, ht_words_acting_seal);
	return words ? im_copy(d, s, len - words) : s;
}

bool im_is_organ_name(const char *s)
{
	return ht_str_chars(s) >= ORGAN_LEAST && im_is_organ(s);
}

/* Does an organ end at p of the name? */
static bool organ_ends(const char *name, const char *p)
{
	size_t len = (size_t)(p - name);
	return !ht_str_prefix_of(p, ht_words_leading_organ_never_next) &&
	       !ht_str_suffix_of_n(name, len, ht_words_leading_organ_never) &&
	       ht_str_suffix_of_n(name, len, ht_words_leading_organ_end) &&
	       ht_utf8_count(name, len) >= ORGAN_LEAST_NAMED;
}

const char *im_leading_organ(im_doc *d, const char *name)
{
	size_t best = 0;
	for (const char *p = name; *p;) {
		p = ht_str_next(p);
		if (organ_ends(name, p))
			best = (size_t)(p - name);
	}
	return best ? im_copy(d, name, best) : NULL;
}

bool im_is_name(const char *s, size_t len)
{
	const char *end = s + len;
	size_t n = 0, step;
	bool pointed = false;
	for (const char *p = s; p < end; p += step, n++) {
		uint32_t cp = ht_utf8_get(p, end, &step);
		bool point = ht_str_set_has(NAME_POINTS, cp);
		pointed |= point;
		if (!ht_is_han(cp) && !point)
			return false;
	}
	if (pointed)
		return n >= POINTED_NAME_LEAST && n <= POINTED_NAME_MOST;
	if ((n == 3 || n == 4) && ht_str_starts_any(s, ht_words_double_surname))
		return true;
	return (n == 2 || n == 3) && ht_str_set_has(ht_words_surname, ht_utf8_get(s, end, NULL));
}

/* The end of the longest office that begins at p; NULL: no office does. */
static const char *office_end(const char *p, const char *end)
{
	size_t best = 0, n;
	for (const char *const *office = ht_words_office; *office; office++) {
		for (n = 0; (*office)[n] && p + n < end && (*office)[n] == p[n]; n++)
			;
		if (!(*office)[n] && n > best)
			best = n;
	}
	return best ? p + best : NULL;
}

const char *im_last_office(const char *s, const char *end, const char **begin)
{
	const char *found = NULL;
	for (const char *p = s; p < end; p = ht_str_next(p)) {
		const char *after = office_end(p, end);
		if (!after)
			continue;
		*begin = p;
		found = after;
		p = ht_str_previous(s, after);
	}
	return found;
}

bool im_is_office(const char *s)
{
	const char *word, *end = s + strlen(s);
	return im_last_office(s, end, &word) == end;
}

bool im_is_full_day(const ht_scan_day *day)
{
	return day->date.year && day->possible && !day->no_day;
}

bool im_is_day(const char *s, ht_scan_day *day)
{
	const char *p = s + ht_str_one_of(s, "（(");
	ht_scan_day found;
	if (!ht_scan_when_at(&p, &found))
		return false;
	p += ht_str_one_of(p, "）)");
	if (*im_skip_blanks(p))
		return false;
	*day = found;
	return true;
}
