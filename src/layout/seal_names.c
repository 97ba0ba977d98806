/* Which seal is set over which name. A seal over another organ's name is a wrong document that looks right: the pairs
 * are told, and doubted where a file's Chinese name says another organ, or another person. */
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "layout/messages.h"
#include "boxes.h"
#include "words_documents.h"
#include "words_organs.h"

/* Fewer characters of a file's name are no name: 县局, 我局. */
#define LEAST_CHARS 3

/* The length of the word of a seal's file, 公章 or 电子, with which s begins; 0: it begins with none. */
static size_t file_word(const char *s)
{
	return ht_str_prefix_of(s, ht_words_seal_file_word);
}

/* The Han characters of a file's name, without words that any seal's file may have, in `ret`, as long as the name. */
static void said_by(const char *file, char *ret)
{
	for (const char *p = ht_str_file_name(file); *p;) {
		size_t skip = file_word(p), len = (size_t)(ht_str_next(p) - p);
		if (!skip && ht_is_han(ht_str_char(p))) {
			memcpy(ret, p, len);
			ret += len;
		}
		p += skip ? skip : len;
	}
	*ret = '\0';
}

/* Are the characters of `said` in the name, in their order? 发改局 is 发展和改革局. */
static bool is_of(const char *said, const char *name)
{
	while (*said && *name) {
		if (ht_str_char(said) == ht_str_char(name))
			said = ht_str_next(said);
		name = ht_str_next(name);
	}
	return !*said;
}

static bool is_of_another(const char *said, const ht_seal_name *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_of(said, v[i].name))
			return true;
	return false;
}

/* Does the file's name say that the seal is not that of v[i]? */
static bool is_doubtful(ht_layouter *l, const ht_seal_name *v, size_t n, size_t i)
{
	char *said = ht_layouter_array(l, strlen(ht_str_file_name(v[i].file)) + 1, 1);
	if (!said)
		return false;
	said_by(v[i].file, said);
	size_t chars = ht_str_chars(said);
	if (chars < 2 || is_of(said, v[i].name))
		return false;
	bool organ = chars >= LEAST_CHARS && ht_str_ends_any(said, ht_words_organ_end);
	return organ || is_of_another(said, v, n);
}

static void tell_pairs(ht_layouter *l, const ht_seal_name *v, size_t n)
{
	ht_buf pairs = {0};
	for (size_t i = 0; i < n; i++) {
		if (i)
			ht_buf_adds(&pairs, "，");
		ht_buf_addf(&pairs, "%s → %s", ht_str_file_name(v[i].file), v[i].name);
	}
	const char *text = ht_buf_take(&pairs, l->arena);
	if (text)
		ht_diag(l->diags, HT_D_SEAL_PAIRS, v[0].loc, text, NULL);
	else
		ht_layouter_fail(l, HT_ERR_NOMEM);
}

void ht_seal_names_report(ht_layouter *l, const ht_seal_name *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_doubtful(l, v, n, i))
			ht_diag(l->diags, HT_D_SEAL_OF_ANOTHER, v[i].loc, ht_str_file_name(v[i].file), v[i].name, NULL);
	if (n > 1)
		tell_pairs(l, v, n);
}
