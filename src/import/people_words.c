/* What is in a list of people, word by word: names, offices, units; a title and its parts. */
#include "people_words.h"

#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "words_organs.h"
#include "words_people.h"

const char *im_plain_name(im_doc *d, ht_slice s)
{
	return im_squeeze(d, im_copy(d, s.s, s.len));
}

/* ---- titles ---- */

/* Several offices: they stay one text. */
static bool has_several(const char *s)
{
	return strstr(s, "、") || strstr(s, "兼") || strstr(s, "，");
}

/* Bytes of the longest word at the end of the first len bytes of s. */
static size_t longest_end(const char *s, size_t len, const char *const *words)
{
	size_t best = 0;
	for (; *words; words++)
		if (strlen(*words) > best && ht_str_ends_n(s, len, *words))
			best = strlen(*words);
	return best;
}

/* Bytes of the office at the end of the first len bytes of s; 0: there is none. */
static size_t office_length(const char *s, size_t len)
{
	size_t n = longest_end(s, len, ht_words_office), other = longest_end(s, len, ht_words_person_office_end);
	return other > n && other > strlen("长") ? other : n;
}

size_t im_office_begin(const char *s)
{
	size_t at = strlen(s), n;
	do {
		n = office_length(s, at);
		at -= n;
	} while (n);
	while (at < strlen(s) && (n = ht_str_suffix_of_n(s, at, ht_words_office_qualifier)) && n < at)
		at -= n;
	return at;
}

/* Characters of the least unit before an office: 党委; of 县, 校 the office is made (县领导). */
#define TITLE_UNIT_LEAST 2

bool im_is_unit(const char *s, size_t len)
{
	if (ht_utf8_count(s, len) < TITLE_UNIT_LEAST || ht_str_prefix_of(s, ht_words_unit_never_begin))
		return false;
	return ht_str_suffix_of_n(s, len, ht_words_person_unit_end) ||
	       ht_str_suffix_of_n(s, len, ht_words_person_unit_long_end) ||
	       ht_str_suffix_of_n(s, len, ht_words_organ_end);
}

im_title im_title_of(im_doc *d, ht_slice typed)
{
	const char *s = im_plain_name(d, typed);
	bool whole = has_several(s) || ht_str_ends_any(s, ht_words_whole_office);
	size_t at = whole ? 0 : im_office_begin(s), len = strlen(s);
	if (at == len && im_is_unit(s, len))
		return (im_title){NULL, s};
	if (!at || at == len || !im_is_unit(s, at))
		return (im_title){s, NULL};
	return (im_title){im_copy(d, s + at, len - at), im_copy(d, s, at)};
}

void im_split_title(im_doc *d, const char *s, const char **unit, const char **office)
{
	const im_title title = im_title_of(d, im_slice(s));
	*unit = title.unit;
	*office = title.office;
}

/* ---- words ---- */

/* Characters of a name without a known surname, alone in an entry. */
#define BARE_NAME_MOST 4

bool im_is_known_word(const ht_people_word *w)
{
	return w->kind != HT_WORD_OTHER && w->kind != HT_WORD_DOUBTFUL && w->kind != HT_WORD_LETTER;
}

size_t im_name_chars(ht_slice name)
{
	for (size_t i = 0; i < name.len; i += (size_t)(ht_str_next(name.s + i) - (name.s + i)))
		if (ht_str_one_of(name.s + i, "（("))
			return ht_han_count((ht_slice){name.s, i});
	return ht_han_count(name);
}

bool im_is_name_word(const ht_people_word *w)
{
	if (w->kind == HT_WORD_EITHER)
		return true;
	if (w->kind != HT_WORD_NAME)
		return false;
	return w->surname ||
	       im_name_chars(w->name) <= BARE_NAME_MOST; /* with letters or a point it has no such length: 0 */
}

/* 财政局占山: a unit that ends for sure, and a name that is as long as most. */
static void settle_doubtful(ht_people_word *w)
{
	size_t chars = im_name_chars(w->name);
	if (w->kind == HT_WORD_DOUBTFUL && w->title.len && (chars == 2 || chars == 3) &&
	    ht_str_suffix_of_n(w->title.s, w->title.len, ht_words_person_unit_end))
		w->kind = HT_WORD_JOINED;
}

/* `林致远同志`; of 负责同志 nothing is taken away. */
static ht_people_word without_honorific(ht_people_word w)
{
	size_t n = longest_end(w.typed.s, w.typed.len, ht_words_honorific);
	if (!n || n == w.typed.len || ht_str_suffix_of_n(w.typed.s, w.typed.len - n, ht_words_before_honorific))
		return w;
	ht_people_word rest = ht_people_word_of(w.typed.s, w.typed.len - n);
	bool sure =
	    rest.kind == HT_WORD_JOINED || (rest.kind == HT_WORD_NAME && (rest.surname || w.kind == HT_WORD_NAME));
	return sure ? rest : w;
}

/* `董事长Michael Hofmann`: letters after a title. */
static bool find_latin_name(const char *s, ht_people_word *w)
{
	const char *p = s;
	while (*p && ht_is_han(ht_str_char(p)))
		p = ht_str_next(p);
	ht_slice title = {s, (size_t)(p - s)};
	if (p == s || !g_ascii_isalpha(*p) || !office_length(s, title.len))
		return false;
	*w = (ht_people_word){.typed = im_slice(s), .kind = HT_WORD_JOINED, .name = im_slice(p), .title = title};
	return true;
}

/* Bytes of a number before a name: `1.占山`. */
static size_t number_length(const char *s, size_t len)
{
	size_t n = 0;
	while (n < len && g_ascii_isdigit(s[n]))
		n++;
	size_t stop = n && n < len ? ht_str_one_of(s + n, ".．)）") : 0;
	return stop && n + stop < len ? n + stop : 0;
}

size_t im_before_count(const char *s, size_t len)
{
	size_t unit = ht_str_suffix_of_n(s, len, ht_words_people_counter), at = len - unit;
	const char *p;
	while (unit && at && (p = ht_str_previous(s, s + at)) &&
	       (g_ascii_isdigit(*p) || ht_str_one_of(p, "一二三四五六七八九十百余多")))
		at = (size_t)(p - s);
	return at && at + unit < len ? at : len;
}

/* `村民代表38人`: a group that is counted. */
static ht_people_word without_count(ht_people_word w)
{
	size_t n = im_before_count(w.typed.s, w.typed.len);
	if (n == w.typed.len || w.kind == HT_WORD_GROUP)
		return w;
	ht_people_word group = ht_people_word_of(w.typed.s, n);
	if (group.kind == HT_WORD_GROUP || group.kind == HT_WORD_OFFICE)
		w = (ht_people_word){.typed = w.typed, .kind = HT_WORD_GROUP, .ends = true};
	return w;
}

ht_people_word im_people_word(im_doc *d, const char *s, size_t len)
{
	size_t mention = len ? ht_str_one_of(s, "@＠") + number_length(s, len) : 0;
	const char *copy = im_copy(d, s + mention, len - mention);
	ht_people_word latin;
	if (find_latin_name(copy, &latin))
		return latin;
	ht_people_word w = without_honorific(ht_people_word_of(copy, strlen(copy)));
	settle_doubtful(&w);
	return without_count(w);
}

/* Do the words make one name: 李　明, 李 明远, 赵小 明, Michael Hofmann? */
static bool make_one(const ht_people_word *a, const ht_people_word *b, bool alone)
{
	size_t first = im_name_chars(a->name), second = im_name_chars(b->name);
	if (ht_is_foreign_word(a->typed) || ht_is_foreign_word(b->typed) || a->kind == HT_WORD_JOINED)
		return ht_is_foreign_word(a->name) && ht_is_foreign_word(b->typed);
	if (a->name.len != a->typed.len || (first != 1 && second != 1))
		return false;
	return (first == 1 && second == 1) || (alone && first + second == 3);
}

/* The length of the office in 常委王, the first half of 常委王 石; 0: the word is none, or an office itself (委员). */
static size_t office_before_half(im_doc *d, const char *s, size_t len, const char *next, const char *end)
{
	const char *half = ht_str_previous(s, s + len);
	const char *after = next < end ? ht_str_next(next) : end;
	if (!half || half == s || next == end || !ht_is_han(ht_str_char(next)) || (after < end && !im_is_blank(after)))
		return 0;
	const size_t office = (size_t)(half - s);
	if (!ht_is_han(ht_str_char(half)) || !im_is_office(im_copy(d, s, office)) || im_is_office(im_copy(d, s, len)))
		return 0;
	return office;
}

void im_read_words(im_doc *d, ht_slice entry, im_people_words *w)
{
	const char *p = entry.s, *end = p + entry.len;
	struct {
		const char *s;
		size_t len;
	} typed[IM_PEOPLE_WORDS_MOST];
	size_t n = 0;
	int depth = 0;
	while (p < end && n < IM_PEOPLE_WORDS_MOST) {
		const char *from = p;
		for (; p < end && (depth > 0 || !(im_is_blank(p) || (p > from && ht_str_one_of(p, "@＠"))));
		     p = ht_str_next(p)) {
			depth += ht_str_one_of(p, "（(") != 0;
			depth -= depth > 0 && ht_str_one_of(p, "）)");
		}
		if (p > from) {
			typed[n].s = from;
			typed[n++].len = (size_t)(p - from);
		}
		while (p < end && im_is_blank(p))
			p = ht_str_next(p);
		const size_t office =
		    n && n < IM_PEOPLE_WORDS_MOST ? office_before_half(d, from, typed[n - 1].len, p, end) : 0;
		if (office) {
			typed[n].s = from + office;
			typed[n].len = typed[n - 1].len - office;
			typed[n++ - 1].len = office;
		}
	}
	w->n = 0;
	for (size_t i = 0; i < n; i++) {
		ht_people_word word = im_people_word(d, typed[i].s, typed[i].len);
		ht_people_word *last = w->n ? &w->v[w->n - 1] : NULL;
		if (last && !(last->spread && !ht_is_foreign_word(last->typed)) && make_one(last, &word, n == 2)) {
			const char *both =
			    im_copy(d, typed[i - 1].s, (size_t)(typed[i].s + typed[i].len - typed[i - 1].s));
			if (ht_is_foreign_word(word.typed)) {
				both =
				    im_checked(d, ht_arena_printf(d->arena, "%.*s %s", (int)last->typed.len,
				                                  last->typed.s, im_copy(d, typed[i].s, typed[i].len)));
				if (find_latin_name(both, last))
					continue;
			}
			*last = (ht_people_word){.typed = im_slice(im_checked(d, both)), .kind = HT_WORD_NAME};
			last->name = last->typed;
			last->surname = last->spread = true;
			continue;
		}
		w->v[w->n++] = word;
	}
}

bool im_is_person(im_doc *d, const char *s)
{
	im_people_words w;
	im_read_words(d, im_slice(s), &w);
	return w.n == 1 && (im_is_name_word(&w.v[0]) || w.v[0].kind == HT_WORD_JOINED);
}
