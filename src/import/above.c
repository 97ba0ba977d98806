/* What is above a text and none of it: the menu of a page, the head of a mail or a chat. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "words_documents.h"
#include "words_meetings.h"
#include "words_web.h"

/* ---- days ---- */

const char *im_without_day(const char *s)
{
#define ROW(word, hours) word,
	static const char *const parts[] = {HT_WORDS_DAY_PART(ROW) NULL};
#undef ROW
	ht_scan_day day;
	const char *p = s;
	if (!ht_scan_when_at(&p, &day))
		return s;
	p = ht_str_skip_spaces(p);
	p += ht_str_prefix_of(p, parts);
	return p + ht_str_one_of(p, "，,");
}

/* ---- navigation ---- */

bool im_has_sure_title_end(im_doc *d, const char *s)
{
	if (ht_str_ends_any(s, ht_words_sure_title_end))
		return true;
	size_t len = strlen(s), kind = im_kind_at_end(d, s), of = strlen("的");
	return kind && kind + of < len && memcmp(s + len - kind - of, "的", of) == 0 &&
	       !ht_str_suffix_of_n(s, len, ht_words_title_end);
}

/* Where a document certainly begins: its number, or a line that can only be the
 * end of a title. */
static bool is_anchor(im_doc *d, const char *s)
{
	const char *p = s;
	ht_scan_number n;
	if (ht_scan_number_at(&p, &n) && n.year && !*p)
		return true;
	return im_has_sure_title_end(d, s) || (strstr(s, "关于") && im_ends_title(d, s)) ||
	       (d->meta_title && strcmp(s, d->meta_title) == 0);
}

/* A grade of secrecy or urgency is in the header of a document only. */
static bool is_grade(im_doc *d, const char *s)
{
	return ht_str_starts_any(im_squeeze(d, s), ht_words_grade);
}

/* Is the line nothing that a document has above a title of its own (关于…的通知): no organ, masthead, number, label? */
static bool is_strange(im_doc *d, const char *s)
{
	const char *squeezed = im_squeeze(d, s);
	return !im_is_organ(squeezed) && !im_ends_title(d, squeezed) && !im_by_masthead(d, squeezed)->masthead_above &&
	       !strpbrk(s, IM_DIGITS ":") && !strstr(s, "：") && !ht_str_starts(squeezed, "第") &&
	       ht_str_chars(squeezed) >= STRANGE_LEAST;
}

/* Lines right above such a title that are strange to it: how many, if all are. */
static size_t count_strange(im_doc *d, size_t end)
{
	size_t n = 0;
	for (size_t k = 0; k < end; k++) {
		if (d->lines[k].kind != IM_BODY)
			continue;
		if (!is_strange(d, d->lines[k].text))
			return 0;
		n++;
	}
	return n;
}

/* A menu above the document: many short lines without a mark, and after them
 * something that begins a document. */
void im_skip_menu(im_doc *d)
{
	size_t menu = 0, end = 0, i = 0;
	for (; i < d->n && i < MENU_LINES_MOST; i++) {
		const im_line *line = &d->lines[i];
		if (line->kind != IM_BODY)
			continue;
		if (ht_str_chars(line->text) > MENU_ITEM_MOST || im_is_sentence(line->text) ||
		    im_level(d, line->text) || is_anchor(d, line->text) || is_grade(d, line->text))
			break;
		menu++;
		end = i + 1;
	}
	bool anchored = false;
	for (size_t k = i; k < d->n && k < i + MENU_ANCHOR_LINES && !anchored; k++)
		anchored = d->lines[k].kind == IM_BODY && is_anchor(d, d->lines[k].text);
	const bool own = i < d->n && ht_str_starts(d->lines[i].text, "关于") && is_anchor(d, d->lines[i].text);
	if (own && menu < MENU_LINES_LEAST && count_strange(d, end) >= STRANGE_LINES)
		menu = MENU_LINES_LEAST;
	for (size_t k = 0; anchored && menu >= MENU_LINES_LEAST && k < end; k++)
		if (d->lines[k].kind == IM_BODY) {
			d->lines[k].kind = IM_JUNK;
			d->lines[k].guessed = true;
		}
}

/* ---- mails and chats ---- */

/* The body's first line from i on, or n. */
static size_t first_body(const im_doc *d, size_t i)
{
	while (i < d->n && d->lines[i].kind != IM_BODY)
		i++;
	return i;
}

static bool is_mail_line(const char *s)
{
	for (const char *const *word = ht_words_mail_header; *word; word++)
		if (im_after_label(s, *word))
			return true;
	return false;
}

/* 各位校长好： */
static bool is_greeting(const char *s)
{
	size_t len = strlen(s);
	static const char *const stops[] = {"：", ":", "！", "!", "，", ",", "。", NULL};
	for (size_t n; (n = ht_str_suffix_of_n(s, len, stops));)
		len -= n;
	static const char *const ends[] = {"好", NULL};
	return len < strlen(s) && ht_str_starts_any(s, ht_words_greeting) && ht_str_suffix_of_n(s, len, ends);
}

/* The text after one of the labels and its colon, or NULL. */
static const char *after_one_of(const char *s, const char *const *labels)
{
	const char *after = NULL;
	for (; *labels && !after; labels++)
		after = im_after_label(s, *labels);
	return after;
}

/* Does the line above say that a mail is quoted: -----原始邮件-----? */
static bool is_quoted_below(const im_doc *d, size_t i)
{
	return i && ht_str_has_any(d->lines[i - 1].raw, ht_words_mail_quoted);
}

/* The line below the head of a mail that begins at i: labels of mails, among them who sent or gets it; one is enough
 * where a mail is quoted. i: it is none. *lines: of the head. */
static size_t mail_end(const im_doc *d, size_t i, size_t *lines)
{
	size_t end = i;
	bool mail = false;
	*lines = 0;
	for (size_t k = i; k < d->n && is_mail_line(d->lines[k].text); k = first_body(d, k + 1), ++*lines) {
		mail = mail || after_one_of(d->lines[k].text, ht_words_mail_party);
		end = k + 1;
	}
	return mail && (*lines > 1 || is_quoted_below(d, i)) ? end : i;
}

/* The subject without 答复： and 转发：, which are told. */
static const char *without_tags(im_doc *d, const char *subject, ht_loc loc)
{
	const char *s = subject;
	for (size_t n, colon; (n = ht_str_prefix_of(s, ht_words_mail_subject_tag));
	     s = ht_str_skip_spaces(s + n + colon))
		if (!(colon = ht_str_one_of(s + n, "：:")))
			break;
	if (s > subject)
		im_leave_out(d, im_copy(d, subject, (size_t)(s - subject)), loc, HT_D_IMPORT_REMOVED);
	return s;
}

/* Does the text below have a title of its own, with the subject in it? */
static bool has_title_below(im_doc *d, size_t i, const char *subject)
{
	const char *close = ht_str_starts(subject, "【") ? ht_str_after(subject, "】") : NULL;
	const char *key = im_squeeze(d, close ? close : subject);
	for (size_t seen = 0; i < d->n && seen < MAIL_LINES_ABOVE_TITLE; i++) {
		if (d->lines[i].kind != IM_BODY)
			continue;
		seen++;
		if (*key && strstr(im_squeeze(d, d->lines[i].text), key))
			return true;
	}
	return false;
}

/* Heads of mails below, with at least this many lines if nothing says that they are quoted: the text was forwarded, or
 * answered. */
#define EARLIER_LEAST 3

static void skip_earlier_mails(im_doc *d, size_t i)
{
	for (size_t lines, end; i < d->n; i = first_body(d, MAX(end, i + 1))) {
		end = mail_end(d, i, &lines);
		if (end == i || (lines < EARLIER_LEAST && !is_quoted_below(d, i)))
			continue;
		ht_diag(d->diags, HT_D_IMPORT_EARLIER_MAIL, d->lines[i].loc, NULL);
		for (size_t k = i; k < end; k++)
			if (d->lines[k].kind == IM_BODY)
				d->lines[k].kind = IM_JUNK;
	}
}

void im_skip_message(im_doc *d)
{
	size_t lines, i = first_body(d, 0), end = mail_end(d, i, &lines);
	im_line *subject = NULL;
	for (; i < end; i++) {
		im_line *line = &d->lines[i];
		const char *text = line->kind == IM_BODY ? after_one_of(line->text, ht_words_mail_subject) : NULL;
		text = text ? without_tags(d, text, line->loc) : NULL;
		if (text && *text && !has_title_below(d, end, text)) {
			line->text = text;
			subject = line;
		} else if (line->kind == IM_BODY) {
			line->kind = IM_JUNK;
		}
	}
	i = first_body(d, end);
	if (i < d->n && !subject && !im_is_sentence(d->lines[i].text))
		d->lines[i].text = without_tags(d, d->lines[i].text, d->lines[i].loc);
	size_t next = first_body(d, i + 1);
	if (!subject && next < d->n && is_greeting(d->lines[i].text) && im_ends_title(d, d->lines[next].text))
		d->lines[i].kind = IM_JUNK;
	skip_earlier_mails(d, end);
}

/* ---- columns ---- */

/* After the name of a column, before the title; characters of such a name, and those a title has at least. */
#define COLUMN_ENDS        "|｜丨│】"
#define COLUMN_NAME_MOST   8
#define COLUMN_TITLE_LEAST 8

/* The title after the name of a column that a page or an account has before it: 快讯 | …, 【要闻】…; s itself if there
 * is none. An organ, or the kind of a document that does not end with one (【会议纪要】), before the sign is no column.
 */
static const char *after_column(im_doc *d, const char *s)
{
	const char *open = ht_str_after(s, "【"), *p = open ? open : s;
	size_t chars = 0;
	while (*p && chars++ <= COLUMN_NAME_MOST && !ht_str_one_of(p, COLUMN_ENDS))
		p = ht_str_next(p);
	size_t end = 0;
	if (chars > 1 && chars <= COLUMN_NAME_MOST + 1)
		end = open ? ht_str_one_of(p, "】") : ht_str_one_of(p, COLUMN_ENDS);
	const char *rest = ht_str_skip_spaces(p + end);
	const char *name = im_squeeze(d, im_copy(d, open ? open : s, (size_t)(p - (open ? open : s))));
	if (!end || ht_str_chars(rest) < COLUMN_TITLE_LEAST || im_is_organ(name) ||
	    (im_ends_title(d, name) && !im_ends_title(d, rest)))
		return s;
	return rest;
}

/* The column's name is no part of the title, nor of the organ at its beginning. */
void im_drop_column(im_doc *d)
{
	const char *rest = d->title ? after_column(d, d->title) : NULL;
	if (!rest || rest == d->title)
		return;
	im_leave_out(d, im_copy(d, d->title, (size_t)(rest - d->title)), d->title_loc, HT_D_IMPORT_REMOVED);
	d->title = rest;
}
