/* Brackets and quotation marks: pairs, their widths, one within another, what is between them (GB/T 15834). */
#include <string.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"
#include "import/scan.h"

/* Of the text after an unmatched mark a message cites this many characters. */
#define EXCERPT_CHARS 8

/* Deepest nesting of marks; deeper text is not checked. */
#define MAX_OPEN 16

/* Marks that change with their depth: outside, inside. */
static const struct family {
	const char *open, *close, *inner_open, *inner_close;
} families[] = {{"“", "”", "‘", "’"}, {"《", "》", "〈", "〉"}};

static void unmatched(ck *c, const ck_text *t, const char *at)
{
	const char *from = ht_scan_after(at), *end = from;
	for (int n = 0; *end && n < EXCERPT_CHARS; n++)
		end = ht_str_next(end);
	ck_find(c, HT_D_CHECK_BRACKET, ck_place(t, at), ck_excerpt(c, from, end), NULL);
}

/* A quotation of several paragraphs has “ before each and ” after the last. */
static bool goes_on(const ck_text *t, const char *at)
{
	return t->block && at == t->s + t->block->marker && ht_str_starts(at, "“") && !strstr(at, "”") && t->next &&
	       t->next->n && ht_str_starts(t->next->inlines[0].text, "“");
}

/* Straight quotation marks are paired one by one, so the last of an odd number is alone; after a digit it may mean
 * inches. */
static void check_straight(ck *c, const ck_text *t)
{
	const char *last = NULL;
	size_t n = 0;
	for (const char *p = t->s; (p = strchr(p, '"')); last = p++, n++)
		if (p > t->s && p[-1] >= '0' && p[-1] <= '9')
			return;
	if (n % 2 && ht_str_has_han(t->s))
		unmatched(c, t, last);
}

/* ＂甲＂ 〝甲〞: quotation marks of other systems. */
static void check_foreign(ck *c, const ck_text *t)
{
	static const struct {
		const char *typed, *right;
	} quotes[] = {{"〝", "“"}, {"〞", "”"}, {"〟", "”"}};
	if (!ck_may_have_any(t, U"〝〞〟＂"))
		return;
	for (size_t i = 0; i < ARRAY_LEN(quotes); i++)
		for (const char *p = t->s; (p = strstr(p, quotes[i].typed)); p += strlen(quotes[i].typed))
			ck_cite(c, t, HT_D_CHECK_QUOTES_OTHER, p, p + strlen(quotes[i].typed), quotes[i].right, true);
	bool closes = false;
	for (const char *p = t->s; (p = strstr(p, "＂")); p += strlen("＂"), closes = !closes)
		ck_cite(c, t, HT_D_CHECK_QUOTES_OTHER, p, p + strlen("＂"), closes ? "”" : "“", true);
}

static void check_quotes(ck *c, const ck_text *t)
{
	if (!ck_may_have(t, U'「'))
		return;
	const char *corner = strstr(t->s, "「"), *curly = strstr(t->s, "“");
	if (corner && curly)
		ck_find(c, HT_D_CHECK_QUOTES_MIXED, ck_place(t, corner), "「", "“", NULL);
}

/* The mark that closes what is opened at p, or NULL. */
static const char *closing_of(const char *open, const char *close, const char *p)
{
	int depth = 0;
	for (; *p; p = ht_str_next(p)) {
		depth += ht_str_starts(p, open);
		depth -= ht_str_starts(p, close);
		if (!depth)
			return p;
	}
	return NULL;
}

/* 《《甲》办法》: the inner name has 〈〉, and names in that 《》 again. All marks of the text have partners. */
static void check_nested(ck *c, const ck_text *t, const struct family *f)
{
	bool inner[MAX_OPEN]; /* of the open marks: are they inner ones? */
	size_t n = 0;
	for (const char *p = t->s; *p; p = ht_str_next(p)) {
		bool outer = ht_str_starts(p, f->open);
		if (outer && n && !inner[n - 1]) {
			const char *end = closing_of(f->open, f->close, p), *text = ht_str_next(p);
			if (!end)
				return;
			const char *better = ht_arena_printf(c->out->arena, "%s%.*s%s", f->inner_open,
			                                     (int)(end - text), text, f->inner_close);
			ck_cite(c, t, HT_D_CHECK_NESTED, p, ht_str_next(end), ck_checked(c, better), true);
			p = end;
		} else if (outer || ht_str_starts(p, f->inner_open)) {
			if (n == MAX_OPEN)
				return;
			inner[n++] = !outer;
		} else if (n && (ht_str_starts(p, f->close) || (inner[n - 1] && ht_str_starts(p, f->inner_close)))) {
			n--;
		}
	}
}

/* Characters of a list of names that are looked at on either side. */
#define LIST_MOST 120

static const char *clause_begin(const ck_text *t, const char *p)
{
	const char *last;
	for (int n = 0; n < LIST_MOST && (last = ht_str_previous(t->s, p)) && !ht_str_one_of(last, "。；，"); n++)
		p = last;
	return p;
}

/* Is there more than its name to a member of the list that 、 at p is in: （试行）, or “甲”改革? Then 、 is right
 * throughout. */
static bool has_remark(const ck_text *t, const char *p, const struct family *f)
{
	const char *q = clause_begin(t, p);
	for (int n = 0; n < 2 * LIST_MOST && *q && !ht_str_one_of(q, "。；，"); q = ht_str_next(q), n++) {
		size_t comma = ht_str_one_of(q, "、"), close = strlen(f->close);
		if (comma && ht_str_starts(q + comma, f->open) && !ht_str_starts(ck_before(t, q), f->close))
			return true;
		if (ht_str_starts(q, f->close) && ht_str_one_of(q + close, "（("))
			return true;
	}
	return false;
}

/* Is the name that ends at p the second of a pair? In “堵”与“疏”、“近”与“远” 、 is between pairs. */
static bool ends_pair(const ck_text *t, const char *p, const struct family *f)
{
	const char *from = p;
	while (from && !ht_str_starts(from, f->open))
		from = ht_str_previous(t->s, from);
	if (!from)
		return false;
	const char *joint = ck_before(t, from);
	return ht_str_one_of(joint, "与和及同或") && ht_str_starts(ck_before(t, joint), f->close);
}

/* 《甲》、《乙》, “丙”、“丁”. */
static void check_between(ck *c, const ck_text *t, const struct family *f)
{
	for (const char *p = t->s; (p = strstr(p, f->close));) {
		const char *comma = p + strlen(f->close), *next = comma + strlen("、");
		p = comma;
		if (!ht_str_starts(comma, "、") || !ht_str_starts(next, f->open) || has_remark(t, comma, f) ||
		    ends_pair(t, comma, f))
			continue;
		ck_find(c, HT_D_CHECK_BETWEEN, ck_place(t, comma), f->close, f->open, NULL);
		ck_edit(c, ck_place(t, comma), comma, strlen("、"), "", true);
	}
}

/* `（甲)`: a pair of two widths. `(甲）` is found as half-width punctuation. */
static void check_widths(ck *c, const ck_text *t)
{
	const char *open[MAX_OPEN];
	size_t n = 0;
	for (const char *p = t->s; *p; p = ht_str_next(p)) {
		if (ck_is_common_han(p))
			continue;
		if (ht_str_one_of(p, "（(")) {
			if (n == MAX_OPEN)
				return;
			open[n++] = p;
		} else if (ht_str_one_of(p, "）)") && n) {
			const char *from = open[--n];
			if (*p == ')' && *from != '(')
				ck_cite(c, t, HT_D_CHECK_WIDTHS_DIFFER, p, p + 1, "）", true);
		}
	}
}

void ck_pairs(ck *c, const ck_text *t)
{
	const char *at = ck_may_have_any(t, HT_SCAN_PAIRED) ? ht_scan_unmatched(t->s) : NULL;
	if (at && !goes_on(t, at))
		unmatched(c, t, at);
	if (ck_may_have(t, '"'))
		check_straight(c, t);
	check_foreign(c, t);
	check_quotes(c, t);
	if (ck_may_have(t, ')'))
		check_widths(c, t);
	for (size_t i = 0; i < ARRAY_LEN(families); i++) {
		if (!ck_may_have(t, ht_str_char(families[i].open)) || !strstr(t->s, families[i].open))
			continue;
		check_between(c, t, &families[i]);
		if (!at)
			check_nested(c, t, &families[i]);
	}
}
