/* What a web page puts around a text: recognised by the rules of words/web.txt, by counters and page numbers, and by
 * the lines around. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "words_web.h"

typedef enum how { IS, BEGINS, HAS } how;

/* Where a line is: above the first sentence, below the last one and the signature. */
typedef enum zone { ABOVE, WITHIN, BELOW, BELOW_SIGNATURE } zone;

typedef struct zones {
	size_t first, last; /* sentences, or the signature's day */
	bool is_signed;     /* it is that day */
} zones;

typedef struct rule {
	const char *text;
	how how;
	size_t most; /* characters; 0: any number */
	enum { ANYWHERE, HEAD, TAIL, SIGNED, EDGE, FOOT } where;
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

/* `【打印】 [ 关闭 ]` as words. */
static const char *without_brackets(im_doc *d, const char *line)
{
	ht_buf out = {0};
	for (const char *p = line; *p; p = ht_str_next(p)) {
		if (ht_str_one_of(p, "【】[]［］"))
			ht_buf_adds(&out, " ");
		else
			ht_buf_add(&out, p, (size_t)(ht_str_next(p) - p));
	}
	const char *text = im_copy_buf(d, &out);
	ht_buf_free(&out);
	return text;
}

/* `无障碍浏览　长者版　登录`: several words, each of a site's menu; above a text (head) one that is known is enough
 * among short ones. */
static bool is_menu_line(im_doc *d, const char *line, bool head)
{
	im_texts words = {0};
	if (ht_str_chars(line) > MENU_LINE_MOST)
		return false;
	im_split(d, &words, without_brackets(d, line), " 　|｜/\t", (ht_loc){0});
	size_t known = 0, whole = 0, shorter = 0; /* whole: known, and of several characters */
	for (size_t i = 0; i < words.n; i++) {
		const bool is_known = is_menu_word(words.v[i].s);
		const size_t chars = ht_str_chars(words.v[i].s);
		known += is_known;
		whole += is_known && chars > 1;
		shorter += chars > 1 && chars <= MENU_WORD_MOST;
	}
	if (head && words.n >= MENU_WORDS_LEAST && shorter == words.n && whole)
		return true;
	return words.n && known == words.n && (words.n > 1 || strcmp(words.v[0].s, line) != 0);
}

/* `首页 > 政务公开 >> 通知公告`: where on a site a page is. Below a text only one that begins at the site's: steps of
 * work are written alike (`申请→受理→审批`), and tags have the sign, too. bare  in  also one that begins with any words
 */
static bool is_path(const char *line, bool bare)
{
	size_t steps = 0, chars = 0;
	if (ht_str_chars(line) > PATH_MOST || im_is_sentence(line))
		return false;
	for (const char *p = line; *p; p = ht_str_next(p)) {
		if (!ht_str_one_of(p, ">＞»›→")) {
			chars += !im_is_blank(p);
			continue;
		}
		steps += chars > 0;
		chars = 0;
	}
	return (bare && steps > 1) || (steps && ht_str_starts_any(line, ht_words_path_begin));
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

/* `（编辑：何田 校对：苏晴）`, `记者 张琪`, `来源丨某某局`: one of these is enough below a text. */
static bool is_sure_credit(const char *s)
{
	s += ht_str_one_of(s, "（(【[");
	size_t n = ht_str_prefix_of(s, ht_words_sure_credit);
	const char *rest = s + n;
	return n && ht_str_chars(s) <= CREDITS_MOST && !strstr(s, "。") && !strstr(s, "共印") &&
	       (ht_str_one_of(rest, "：:|｜丨/") || im_is_blank(rest));
}

/* A line of marks that people decorate messages with (emoji, arrows, rules): no text in it. */
static bool is_decoration(const char *s)
{
	size_t emojis = 0, lines = 0;
	for (; *s; s = ht_str_next(s)) {
		const uint32_t cp = ht_str_char(s);
		const bool emoji = im_is_emoji(cp);
		const bool dash = ht_str_set_has("-—–=_~～*#+·", cp);
		if (!emoji && !dash && !im_is_blank(s))
			return false;
		emojis += emoji;
		lines += dash;
	}
	return emojis > 0 || lines > RULE_LEAST;
}

/* `2026年6月11日　星期四`, above a text: the day of the visit. */
static bool is_today(const char *line)
{
	ht_scan_day day;
	if (!ht_scan_day_at(&line, &day))
		return false;
	line = im_skip_blanks(line);
	return ht_str_starts_any(line, ht_words_weekday) && ht_str_chars(line) <= TODAY_MOST;
}

/* `[玫瑰][强]`: what a chat shows as pictures. */
static bool is_chat_pictures(const char *s)
{
	while (*s == '[') {
		const char *end = strchr(s, ']');
		if (!end || !ht_str_has_han(s) || g_utf8_pointer_to_offset(s, end) > CHAT_PICTURE_MOST)
			return false;
		s = end + 1;
		if (!*s)
			return true;
	}
	return false;
}

/* `IMG_1234.jpg`, the name of a picture that was there. */
static bool is_picture_name(const char *s)
{
	static const char *const endings[] = {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic", NULL};
	return ht_str_ending_of(s, endings) && ht_str_chars(s) <= PICTURE_NAME_MOST && !strpbrk(s, " \t") &&
	       !ht_str_has_any(s, ht_words_not_a_file_name);
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

/* Where a rule holds. */
static bool is_there(const rule *r, zone where, bool footer)
{
	switch (r->where) {
	case ANYWHERE:
		return true;
	case HEAD:
		return where == ABOVE;
	case TAIL:
		return where >= BELOW;
	case SIGNED:
		return where == BELOW_SIGNATURE;
	case EDGE:
		return where != WITHIN;
	case FOOT:
		return footer;
	}
	return false;
}

static bool is_junk(const char *s, zone where, bool footer)
{
	size_t chars = ht_str_chars(s);
	if (ht_str_has_any(s, ht_words_published) && strpbrk(s, IM_DIGITS))
		return false; /* metadata, whatever it begins with */
	if (is_counter(s))
		return true;
	if (strstr(s, "共印"))
		return false; /* of the imprint */
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (is_there(&rules[i], where, footer) && rule_matches(&rules[i], s, chars))
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

/* A paragraph with a full stop: certainly text, unless a site says it. */
static bool is_paragraph(im_doc *d, const im_line *line)
{
	return ht_str_ends(line->text, "。") && line->columns > PARAGRAPH_COLUMNS &&
	       !is_junk(im_key(d, line->text), BELOW_SIGNATURE, false);
}

/* The last line that is one. */
static size_t last_paragraph(im_doc *d)
{
	for (size_t i = d->n; i-- > 0;)
		if (is_paragraph(d, &d->lines[i]))
			return i;
	return 0;
}

/* The last line from the end that is a day alone, as below a signature; 0: none. */
static size_t last_day(const im_doc *d)
{
	ht_scan_day day;
	for (size_t i = d->n; i-- > 1;)
		if (d->lines[i].columns <= SIGNATURE_COLUMNS && im_is_day(d->lines[i].text, &day) &&
		    im_is_full_day(&day))
			return i;
	return 0;
}

/* The lines above which, and below which, are no sentences and no signature. */
static void find_zones(im_doc *d, zones *z)
{
	const size_t paragraph = last_paragraph(d), signature = last_day(d);
	*z = (zones){.last = paragraph};
	while (z->first < d->n && !ht_str_ends(d->lines[z->first].text, "。"))
		z->first++;
	z->is_signed = signature > paragraph && signature > z->first;
	if (z->is_signed) {
		z->last = signature;
		return;
	}
	for (size_t i = d->n; i-- > paragraph;)
		if (ht_str_ends(d->lines[i].text, "。") &&
		    !is_junk(im_key(d, d->lines[i].text), BELOW_SIGNATURE, false)) {
			z->last = i;
			return;
		}
}

/* The number in a page's number. */
static int number_in(const char *s)
{
	s += strcspn(s, IM_DIGITS);
	const int n = ht_scan_int(&s);
	return n > 0 ? n : 0;
}

/* Numbers of pages, and the line beside them that is there again and again: the head or foot of the pages that a text
 * was copied from. */
static void find_page_edges(im_doc *d)
{
	im_line *before = NULL;
	size_t number = d->n;
	int page = 0;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		const char *s =
		    line->kind == IM_BODY && line->columns <= FURNITURE_COLUMNS ? im_key(d, line->text) : "";
		/* `3` alone, after — 1 — and - 2 - */
		const bool next =
		    page && s[strspn(s, IM_DIGITS)] == '\0' && *s && ht_scan_int(&(const char *){s}) == page + 1;
		const bool is_number = next || is_page_number(s);
		page = is_number ? number_in(s) : page;
		if (is_number)
			line->kind = IM_JUNK;
		if (is_number || !*s || number == d->n || number + 1 != i) {
			number = is_number ? i : number;
			continue;
		}
		/* the line after a number: once more the same as after the last one? */
		if (before && strcmp(im_key(d, before->text), s) == 0 && !im_is_sentence(s)) {
			before->kind = line->kind = IM_JUNK;
			if (strcmp(im_key(d, d->lines[0].text), s) == 0)
				d->lines[0].kind = IM_JUNK;
		}
		before = line;
	}
}

static bool is_furniture(im_doc *d, const char *line, const char *s, zone where, bool footer)
{
	if (is_junk(s, where, footer) || is_menu_line(d, line, where == ABOVE) || is_decoration(s))
		return true;
	if (where != WITHIN && (is_path(line, where == ABOVE) || is_chat_pictures(s)))
		return true;
	if (where == ABOVE)
		return ht_str_is_any(s, ht_words_channel) || is_today(line);
	return where >= BELOW && is_sure_credit(line);
}

/* Is it of a site and of nothing else: a menu, a counter, a path, a word such as 打印 or 版权所有? */
static bool is_of_site(const char *line, const char *s)
{
	return is_counter(s) || is_path(line, true) || ht_str_is_any(s, ht_words_channel) || is_menu_word(s) ||
	       ht_str_has_any(s, ht_words_of_site);
}

static zone zone_of(const zones *z, size_t i)
{
	if (i < z->first)
		return ABOVE;
	if (i <= z->last)
		return WITHIN;
	return z->is_signed ? BELOW_SIGNATURE : BELOW;
}

void im_find_junk(im_doc *d)
{
	bool footer = false, related = false;
	size_t credits = 0;
	zones z;
	find_zones(d, &z);
	find_page_edges(d);
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (line->kind != IM_BODY || line->columns > FURNITURE_COLUMNS)
			continue;
		const zone where = zone_of(&z, i);
		const char *bullet = strip_bullet(d, line), *s = im_key(d, line->text);
		related |= where >= BELOW && begins_related(s);
		if (credits)
			credits--;
		else if (where >= BELOW)
			credits = count_credits(d, i);
		const bool picture = is_picture_name(line->text);
		if (picture)
			ht_diag(d->diags, HT_D_IMPORT_PICTURE, line->loc, line->text, NULL);
		const bool entry = bullet && ht_str_is_any(s, ht_words_channel); /* of the contents: ● 工作动态 */
		if (!picture && !credits && (entry || !is_furniture(d, line->text, s, where, footer)) &&
		    !(related && ht_str_chars(s) <= RELATED_MOST)) {
			if (bullet)
				im_leave_out(d, bullet, line->loc, HT_D_IMPORT_BULLET);
			continue;
		}
		line->kind = IM_JUNK;
		line->credit =
		    credits || is_credit(s) || is_sure_credit(line->text) || ht_str_has_any(s, ht_words_names_somebody);
		d->site = d->site || (!bullet && is_of_site(line->text, s));
		footer |= where >= BELOW && ht_str_has_any(s, ht_words_site_footer);
		find_holder(d, line->text);
	}
}
