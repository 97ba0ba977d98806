/* What a web page puts around a text: recognised by the rules of words/web.txt, by counters and page numbers, and by
 * the lines around. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "words_web.h"

typedef enum how { IS, BEGINS, HAS } how;

typedef struct rule {
	const char *text;
	how how;
	size_t most; /* characters; 0: any number */
	enum { ANYWHERE, FOOT } where;
} rule;

#define ROW(text, how, most, where) {text, how, most, where},
static const rule rules[] = {HT_WORDS_JUNK(ROW)};
#undef ROW

static bool rule_matches(const rule *r, const char *s, size_t chars)
{
	if (r->most && chars > r->most)
		return false;
	switch (r->how) {
	case IS:
		return strcmp(s, r->text) == 0;
	case BEGINS:
		return ht_str_starts(s, r->text);
	case HAS:
		return strstr(s, r->text) != NULL;
	}
	return false;
}

/* The bullet at s, in bytes, with the blank it needs; 0: there is no bullet. */
static size_t bullet_at(const char *s)
{
#define ROW(bullet, blank) {bullet, blank},
	static const struct {
		const char *bullet;
		bool blank;
	} bullets[] = {HT_WORDS_BULLET(ROW)};
#undef ROW
	for (size_t i = 0; i < ARRAY_LEN(bullets); i++) {
		size_t n = strlen(bullets[i].bullet);
		if (ht_str_starts(s, bullets[i].bullet) && (!bullets[i].blank || s[n] == ' '))
			return n + bullets[i].blank;
	}
	return 0;
}

/* Take the bullet off a line that has more; the bullet, or NULL. */
static const char *strip_bullet(im_doc *d, im_line *line)
{
	size_t n = bullet_at(line->text);
	if (!n || !line->text[n])
		return NULL;
	const char *bullet = im_checked(d, ht_arena_strndup(d->arena, line->text, n));
	line->text = im_copy(d, line->text + n, strlen(line->text + n));
	line->columns = im_columns(line->text);
	return bullet;
}

static bool is_menu_word(const char *s)
{
	if (ht_str_is_any(s, ht_words_menu_word))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (rules[i].how == IS && rules[i].where == ANYWHERE && strcmp(rules[i].text, s) == 0)
			return true;
	return false;
}

/* `无障碍浏览　长者版　登录`: several words, each of a site's menu. */
static bool is_menu_line(im_doc *d, const char *line)
{
	im_texts words = {0};
	if (ht_str_chars(line) > MENU_LINE_MOST)
		return false;
	im_split(d, &words, line, " 　|｜\t", (ht_loc){0});
	for (size_t i = 0; i < words.n; i++)
		if (!is_menu_word(words.v[i].s))
			return false;
	return words.n > 1;
}

#define DASHES "—-－–―·"

/* `— 1 —`, `-2-`, `第1页　共3页`: s is without blanks. */
static bool is_page_number(const char *s)
{
	const char *p = s;
	size_t n = ht_str_one_of(p, DASHES);
	if (!n) {
		p += ht_str_starts(p, "第") ? strlen("第") : 0;
		return p > s && ht_scan_int(&p) > 0 && ht_str_starts(p, "页") && ht_str_chars(p) <= PAGE_NUMBER_MOST;
	}
	while ((n = ht_str_one_of(p, DASHES)))
		p += n;
	const char *digits = p;
	p += strspn(p, IM_DIGITS);
	if (p == digits || p - digits > PAGE_NUMBER_DIGITS || !*p)
		return false;
	while ((n = ht_str_one_of(p, DASHES)))
		p += n;
	return !*p;
}

/* `阅读 326`, `赞 12 在看 5`: s is without blanks. */
static bool is_counter(const char *s)
{
	size_t counted = 0;
	while (*s) {
		size_t n = ht_str_prefix_of(s, ht_words_counter);
		if (!n)
			return false;
		s += n + ht_str_one_of(s + n, "：:");
		counted += g_ascii_isdigit(*s) != 0;
		s += strspn(s, IM_DIGITS ".+");
		s += ht_str_one_of(s, "万");
	}
	return counted > 0;
}

/* The people responsible for a page, below its text. */
static bool is_credit(const char *s)
{
	for (size_t i = 0; ht_words_credit[i]; i++)
		if (im_after_label(s, ht_words_credit[i]) && ht_str_chars(s) <= CREDIT_MOST)
			return true;
	return false;
}

/* Two or more such lines in a row, from i on. */
static size_t count_credits(const im_doc *d, size_t i)
{
	size_t n = 0;
	while (i + n < d->n && d->lines[i + n].kind == IM_BODY && is_credit(d->lines[i + n].text))
		n++;
	return n >= 2 ? n : 0;
}

/* A heading above what a site links to a text: the word, and at most a colon. */
static bool begins_related(const char *s)
{
	size_t n = ht_str_prefix_of(s, ht_words_related);
	return n && ht_str_chars(s + n) <= 1;
}

static bool is_junk(const char *s, bool footer)
{
	size_t chars = ht_str_chars(s);
	if (ht_str_has_any(s, ht_words_published) && strpbrk(s, IM_DIGITS))
		return false; /* metadata, whatever it begins with */
	if (is_page_number(s) || is_counter(s))
		return true;
	if (strstr(s, "共印"))
		return false; /* of the imprint */
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if ((footer || rules[i].where == ANYWHERE) && rule_matches(&rules[i], s, chars))
			return true;
	return false;
}

/* 甲办公室 版权所有, or 版权所有：甲办公室: who holds it. */
static void find_holder(im_doc *d, const char *s)
{
	const char *at = strstr(s, "版权所有"), *from = s;
	if (!at || d->holder)
		return;
	size_t len = (size_t)(at - s);
	if (!len) {
		from = at + strlen("版权所有");
		from += ht_str_one_of(from, "：:");
		for (len = 0; from[len] && !ht_str_one_of(from + len, " ,|，"); len++)
			;
	}
	const char *holder = im_squeeze(d, im_copy(d, from, len));
	if (ht_str_has_han(holder) && ht_str_chars(holder) <= HOLDER_MOST)
		d->holder = holder;
}

/* The last line that is certainly text: a paragraph with a full stop. */
static size_t last_paragraph(const im_doc *d)
{
	for (size_t i = d->n; i-- > 0;)
		if (ht_str_ends(d->lines[i].text, "。") && d->lines[i].columns > PARAGRAPH_COLUMNS)
			return i;
	return 0;
}

void im_find_junk(im_doc *d)
{
	bool footer = false, related = false;
	size_t last = last_paragraph(d), credits = 0;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->kind != IM_BODY || line->columns > FURNITURE_COLUMNS)
			continue;
		const char *bullet = strip_bullet(d, line), *s = im_squeeze(d, line->text);
		related |= i > last && begins_related(s);
		if (credits)
			credits--;
		else if (i > last)
			credits = count_credits(d, i);
		if (!is_junk(s, footer) && !credits && !is_menu_line(d, line->text) &&
		    !(related && ht_str_chars(s) <= RELATED_MOST)) {
			if (bullet)
				im_leave_out(d, bullet, line->loc, HT_D_IMPORT_BULLET);
			continue;
		}
		line->kind = IM_JUNK;
		footer |= i > last && ht_str_has_any(s, ht_words_site_footer);
		find_holder(d, line->text);
	}
}
