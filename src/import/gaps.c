/* Blanks within a sentence that are a border: closed up, two names or two organs would be one. */
#include <string.h>

#include "base/utf8.h"
#include "im.h"
#include "limits.h"
#include "words_documents.h"
#include "words_organs.h"
#include "words_people.h"

/* The beginning of the last n characters of s; NULL: it has fewer. */
static const char *last_chars(const char *s, size_t n)
{
	const char *p = s + strlen(s);
	while (p && n--)
		p = ht_str_previous(s, p);
	return p;
}

/* 副主任王明 | 李红出席: an office or a joint and a name, then a name. */
static bool is_between_names(const char *left, const char *right)
{
	const char *second = *right ? ht_str_next(right) : right;
	if (!ht_str_set_has(ht_words_surname, ht_str_char(right)) || !*second)
		return false;
	for (size_t chars = 2; chars <= 3; chars++) {
		const char *name = last_chars(left, chars);
		if (!name || !im_is_name(name, strlen(name)))
			continue;
		size_t before = (size_t)(name - left);
		if (ht_str_suffix_of_n(left, before, ht_words_office) ||
		    ht_str_suffix_of_n(left, before, ht_words_before_name))
			return true;
	}
	return false;
}

/* 中共某某区委 | 某某区人民政府关于… */
static bool is_between_organs(const char *left, const char *right)
{
	if (ht_str_chars(left) < ORGAN_LEAST || !ht_str_ends_any(left, ht_words_organ_end))
		return false;
	for (const char *p = right; *p; p = ht_str_next(p)) {
		size_t len = (size_t)(p - right);
		if (ht_str_prefix_of(p, ht_words_issuer_before) && ht_str_suffix_of_n(right, len, ht_words_organ_end))
			return ht_utf8_count(right, len) >= ORGAN_LEAST;
	}
	return ht_str_chars(right) >= ORGAN_LEAST && ht_str_ends_any(right, ht_words_organ_end);
}

/* 某某日报讯 | 记者…, …5日电 | …: the head of a report. */
static bool is_after_dateline(const char *left, const char *right)
{
	return ht_str_chars(left) >= DATELINE_LEAST && (ht_str_ends(left, "讯") || ht_str_ends(left, "日电")) && *right;
}

bool im_is_border(const char *left, const char *right)
{
	return is_between_names(left, right) || is_between_organs(left, right) || is_after_dateline(left, right);
}
