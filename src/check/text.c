/* Punctuation and spaces, text by text.
 *
 * What import repairs is found by running the same repairs and looking at what they would change: each rule is in one
 * place. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"
#include "import/import.h"
#include "words_check.h"
#include "words_documents.h"

/* ---- what the repairs would change ---- */

static const struct {
	ht_repair kind;
	ht_code code;
} repairs[] = {
    {HT_REPAIR_RADICALS, HT_D_CHECK_RADICAL},    {HT_REPAIR_WIDTH, HT_D_CHECK_WIDTH},
    {HT_REPAIR_NUMBER, HT_D_CHECK_NUMBER_CITED}, {HT_REPAIR_QUOTES, HT_D_CHECK_QUOTES_STRAIGHT},
    {HT_REPAIR_ELLIPSIS, HT_D_CHECK_ELLIPSIS},   {HT_REPAIR_DASH, HT_D_CHECK_DASH},
    {HT_REPAIR_PUNCT, HT_D_CHECK_PUNCT_ASCII},   {HT_REPAIR_SPACES, HT_D_CHECK_SPACE},
};

/* Is [from, end) the last mark of a field, which should have none? That is a finding of its own. */
static bool is_own_end(const ck_text *t, const char *from, const char *end)
{
	return (t->kind & (CK_TITLE | CK_LINE)) && !*end && ht_str_one_of(from, ",:;");
}

/* Most characters of such a name. */
#define BOOK_MOST 80

/* Is p within a title or name that may have a blank of its own: 《防汛 我们在行动》? */
static bool is_in_book(const ck_text *t, const char *p)
{
	for (int n = 0; n < BOOK_MOST && (p = ht_str_previous(t->s, p)); n++)
		if (ht_str_one_of(p, "《》"))
			return ht_str_starts(p, "《");
	return false;
}

/* Is p the blank after `1.` at the text's beginning? Markdown's lists need it, and it is not printed. */
static bool is_after_number(const ck_text *t, const char *p)
{
	size_t digits = strspn(t->s, "0123456789");
	return digits && t->s[digits] == '.' && p == t->s + digits + 1;
}

/* An inline of a text, and where in it that begins; it moves forward. */
typedef struct inline_at {
	size_t i, begin;
} inline_at;

/* Is [from, end), which is not before the last one asked for, wholly or in part in code (between backticks)? What a
 * program reads has marks of its own. */
static bool is_code(const ck_text *t, inline_at *at, size_t from, size_t end)
{
	while (at->i < t->n && at->begin + t->inlines[at->i].len <= from)
		at->begin += t->inlines[at->i++].len;
	size_t begin = at->begin;
	for (size_t i = at->i; i < t->n && begin < end; begin += t->inlines[i++].len)
		if (t->inlines[i].code)
			return true;
	return false;
}

static bool has_code(const ck_text *t)
{
	for (size_t i = 0; t->inlines && i < t->n; i++)
		if (t->inlines[i].code)
			return true;
	return false;
}

/* Is this change none that a text should have? */
static bool is_needless(const ck_text *t, ht_repair kind, const char *from, const char *end)
{
	if (is_own_end(t, from, end))
		return true;
	return kind == HT_REPAIR_SPACES && (is_in_book(t, from) || is_after_number(t, from));
}

/* Without the changes in code, and their partners. Returns how many are left. */
static size_t drop_code(ck *c, const ck_text *t, const ht_repair_change *changes, size_t n, ht_repair_change *kept)
{
	size_t n_kept = 0, pairs = 0;
	for (size_t i = 0; i < n; i++)
		pairs = MAX(pairs, changes[i].pair);
	bool *in_code = ht_arena_array(c->scratch, pairs + 1, sizeof *in_code);
	c->out->nomem |= !in_code;
	if (!in_code)
		return 0;
	inline_at at = {0}, again = {0};
	for (size_t i = 0; i < n; i++)
		in_code[changes[i].pair] |= is_code(t, &at, changes[i].from, changes[i].to);
	in_code[0] = false;
	for (size_t i = 0; i < n; i++)
		if (!is_code(t, &again, changes[i].from, changes[i].to) && !in_code[changes[i].pair])
			kept[n_kept++] = changes[i];
	return n_kept;
}

/* What a repair would change in a text. NULL: out of memory. */
static const ht_repair_change *changes_in(ck *c, const ck_text *t, ht_repair kind, size_t *n)
{
	const ht_repair_change *changes = ht_repair_changes(c->scratch, t->s, kind, n);
	if (!changes || !has_code(t))
		return changes;
	ht_repair_change *kept = ht_arena_alloc(c->scratch, (*n + 1) * sizeof *kept);
	if (kept)
		*n = drop_code(c, t, changes, *n, kept);
	return kept;
}

/* Characters of a name. */
#define NAME_LEAST 2
#define NAME_MOST  4

/* May the blanks [from, end) be between two names: `欧阳修文  司马光`, `邀请张三丰 李四光`? A person decides. */
static bool is_between_names(const ck_text *t, const char *from, const char *end)
{
	size_t before = 0, after = 0;
	const char *p = from;
	while ((p = ht_str_previous(t->s, p)) && ht_is_han(ht_str_char(p)) && before <= NAME_MOST)
		before++;
	for (p = end; ht_is_han(ht_str_char(p)) && after <= NAME_MOST; p = ht_str_next(p))
		after++;
	const bool foreign = end - from > 1 && before && g_ascii_isalpha(*end); /* 司马光  Anna Müller */
	return foreign || (before >= NAME_LEAST && before <= NAME_MOST) || (after >= NAME_LEAST && after <= NAME_MOST);
}

/* One finding for each place a repair would change. */
static void check_repair(ck *c, const ck_text *t, ht_repair kind, ht_code code)
{
	size_t n;
	const ht_repair_change *changes = changes_in(c, t, kind, &n);
	c->out->nomem |= !changes;
	const size_t groups = c->out->groups;
	for (size_t i = 0; changes && i < n; i++) {
		const char *from = t->s + changes[i].from, *end = t->s + changes[i].to;
		if (is_needless(t, kind, from, end))
			continue;
		const char *old = ck_excerpt(c, from, end),
		           *text = ck_copy(c, changes[i].text, strlen(changes[i].text));
		ck_find(c, code, ck_place(t, from), old, text, NULL);
		ck_edit(c, ck_place(t, from), old, strlen(old), text,
		        kind != HT_REPAIR_SPACES || !is_between_names(t, from, end));
		if (!changes[i].pair)
			continue;
		ck_edit_group(c, groups + changes[i].pair);
		c->out->groups = MAX(c->out->groups, groups + changes[i].pair);
	}
}

static void check_repairs(ck *c, const ck_text *t)
{
	unsigned candidates = ht_repair_candidates(t->s);
	if (t->block && t->block->fenced)
		return;
	if (t->kind == CK_MASTHEAD)
		candidates &= ~(1u << HT_REPAIR_SPACES);
	for (size_t i = 0; candidates && i < ARRAY_LEN(repairs); i++)
		if (candidates & 1u << repairs[i].kind)
			check_repair(c, t, repairs[i].kind, repairs[i].code);
}

/* ---- mark by mark ---- */

/* Marks between clauses and sentences. */
static const char stops[] = "，。、；：？！";

/* `，，`, and of different ones `。，`. Several of ？！ are right, of 。 an ellipsis; of the others one is meant. */
static void check_stops(ck *c, const ck_text *t, const char *before, const char *p)
{
	if (before && ht_str_char(before) == ht_str_char(p))
		return; /* the run was looked at from its beginning */
	const char *next = ht_str_next(p), *end = ck_end_of_run(p);
	if (ht_str_one_of(p, "？！")) {
		if (ht_str_one_of(end, "，。、；："))
			ck_cite(c, t, HT_D_CHECK_STOPS, ht_str_previous(t->s, end), ht_str_next(end), NULL, false);
	} else if (end > next && !(ht_str_one_of(p, "。") && end > ht_str_next(next))) {
		const char *one = ck_excerpt(c, p, next);
		ck_find(c, HT_D_CHECK_PUNCT_DOUBLE, ck_place(t, p), one, NULL);
		ck_edit(c, ck_place(t, p), p, (size_t)(end - p), one, true);
	} else if (end == next && ht_str_one_of(next, stops)) {
		ck_cite(c, t, HT_D_CHECK_STOPS, p, ht_str_next(next), NULL, false);
	}
}

static bool is_letter(uint32_t cp)
{
	return ht_is_han(cp) || (cp < 0x250 && g_unichar_isalpha(cp));
}

/* Is p after a Chinese numeral that begins the paragraph (`一.`)? Then it is a number of a level. */
static bool ends_number(const ck_text *t, const char *p)
{
	const char *q = t->s;
	while (ht_str_one_of(q, "一二三四五六七八九十"))
		q = ht_str_next(q);
	return t->block && q == p;
}

/* `•` between the parts of a name; a half-width full stop after Chinese. */
static void check_dot(ck *c, const ck_text *t, const char *p)
{
	const char *next = ht_str_next(p);
	uint32_t left = ht_str_char(ck_before(t, p)), right = ht_str_char(next);
	if (ht_str_one_of(p, ".．")) {
		bool ends = !right || ht_str_one_of(next, "”’）》");
		if (ht_is_han(left) && (ht_is_han(right) || (ends && t->kind == CK_PARAGRAPH)) && !ends_number(t, p))
			ck_cite(c, t, HT_D_CHECK_STOP_ASCII, p, next, NULL, false);
	} else if (is_letter(left) && is_letter(right)) {
		ck_cite(c, t, HT_D_CHECK_NAME_DOT, p, next, "·", true);
	}
}

/* `等等……`, `……等`: either of the two says that there is more. */
static void check_etc(ck *c, const ck_text *t, const char *before, const char *p)
{
	if (before && ht_str_char(before) == U'…')
		return;
	const char *end = ck_end_of_run(p), *from = before;
	if (before && ht_str_one_of(before, "等")) {
		const char *more = ht_str_previous(t->s, before);
		if (more && ht_str_one_of(more, "等"))
			from = more;
		else if (!more || ht_str_one_of(more, "一二三四五六七八九十两头特上中下同平相这那"))
			return; /* 一等…… */
		ck_cite(c, t, HT_D_CHECK_ETC, from, end, NULL, false);
		ck_edit(c, ck_place(t, from), from, (size_t)(end - from), ck_excerpt(c, from, p), false);
	} else if (ht_str_starts(end, "等") && !ht_str_starts_any(end, ht_words_etc_never)) {
		ck_cite(c, t, HT_D_CHECK_ETC, p, ht_str_next(end), NULL, false);
	}
}

static void check_first(ck *c, const ck_text *t)
{
	if (t->kind != CK_CELL && ht_str_one_of(t->s, stops))
		ck_cite(c, t, HT_D_CHECK_FIRST, t->s, ht_str_next(t->s), NULL, false);
}

void ck_punctuation(ck *c, const ck_text *t)
{
	check_repairs(c, t);
	check_first(c, t);
	for (const char *p = t->s, *before = NULL; *p; before = p, p = ht_str_next(p)) {
		if (ck_is_common_han(p) || ((unsigned char)*p < 0x80 && *p != '.'))
			continue;
		if (ht_str_one_of(p, stops))
			check_stops(c, t, before, p);
		else if (ht_str_one_of(p, ".．•‧・･∙⋅"))
			check_dot(c, t, p);
		else if (ht_str_one_of(p, "…"))
			check_etc(c, t, before, p);
	}
}

/* ---- how a text ends ---- */

/* Of the end of a paragraph a message cites this many characters. */
#define EXCERPT_END_CHARS 4

/* In characters. A shorter line is a heading or a name; one with no full stop in it must be longer to count as a
 * sentence. */
#define SHORTEST_SENTENCE 12
#define SENTENCE_LEAST    15
/* Characters of ht_words_sentence_char that it must have. */
#define SENTENCE_WORDS 2

/* Most characters of the label that begins a line (`联系人：…`). */
#define LABEL_MOST 10

static bool has_label(const char *s)
{
	for (int n = 0; n < LABEL_MOST && *s; n++, s = ht_str_next(s))
		if (ht_str_one_of(s, "：:"))
			return true;
	return false;
}

/* A line without a full stop anywhere is a sentence if it has words that headings, names and lists seldom have. */
static bool is_sentence(const ck_text *t)
{
	size_t words = 0;
	if (ht_str_chars(t->s) < SENTENCE_LEAST || has_label(t->s + t->block->marker) || ht_str_starts(t->s, "关于"))
		return false;
	for (const char *p = t->s; *p; p = ht_str_next(p))
		words += ht_str_set_has(ht_words_sentence_char, ht_str_char(p));
	return words >= SENTENCE_WORDS && ht_is_han(ht_str_char(ht_str_last(t->s))) &&
	       !ht_str_ends_any(t->s, ht_words_title_end);
}

/* A paragraph with sentences in it ends with a mark. Lines without any (names,
 * headings, addresses) are left alone. */
static void check_paragraph_end(ck *c, const ck_text *t)
{
	if (t->block->alone || ht_str_chars(t->s) < SHORTEST_SENTENCE)
		return;
	const char *last = ht_str_last(t->s);
	if (ht_str_one_of(last, "，、,")) {
		ck_find(c, HT_D_CHECK_OPEN_END, ck_place(t, last), last, NULL);
		return;
	}
	if (ht_str_one_of(last, "。！？：；…）”』」》—.!?:;)\"】〕") || (!strstr(t->s, "。") && !is_sentence(t)))
		return;
	const char *from = last;
	for (int n = 1; n < EXCERPT_END_CHARS && from > t->s; n++)
		from = ht_str_previous(t->s, from);
	ht_loc at = ck_place(t, last);
	ck_find(c, HT_D_CHECK_FULL_STOP, at, ck_excerpt(c, from, t->s + strlen(t->s)), NULL);
	ck_edit(c, at, last, strlen(last), ck_checked(c, ht_arena_printf(c->out->arena, "%s。", last)), false);
}

/* Names and entries of lists have no mark at their end. */
static void check_line_end(ck *c, const ck_text *t)
{
	const char *last = ht_str_last(t->s);
	if (last == t->s || !ht_str_one_of(last, "，、；：。,;:") || ck_has_own_end(t))
		return;
	ck_cite(c, t, HT_D_CHECK_LINE_END, t->s, t->s + strlen(t->s), ck_copy(c, t->s, (size_t)(last - t->s)), true);
}

void ck_ends(ck *c, const ck_text *t)
{
	if (t->block)
		check_paragraph_end(c, t);
	else if (t->kind == CK_LINE)
		check_line_end(c, t);
}
