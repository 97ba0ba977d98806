/* Values that are in their place by their form and yet are hardly what belongs there: a by-line in the title, a
 * sentence among people, a day in an organ's name. They come from texts that were read wrong, or typed in the wrong
 * line. */
#include <string.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"
#include "import/scan.h"
#include "words_check.h"

/* The first of the words that s contains, or NULL. */
static const char *contained(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strstr(s, *words))
			return *words;
	return NULL;
}

/* ---- title ---- */

/* A whole day at the title's end, or at its beginning and nothing that goes on with it: that of a by-line. */
static const char *day_of_byline(ck *c, const char *title)
{
	ht_scan_day day;
	for (const char *p = title; *p; p = ht_str_next(p)) {
		const char *end = p;
		if (!ht_scan_day_at(&end, &day) || !day.date.year || !day.date.day)
			continue;
		if (!*ht_str_skip_spaces(end) || (p == title && ht_str_skip_spaces(end) > end))
			return ck_copy(c, p, (size_t)(end - p));
		return NULL; /* 关于2026年3月5日事故的通报 */
	}
	return NULL;
}

static void doubt_title(ck *c)
{
	const ht_value *v = ck_value(c, "title");
	if (!v || !v->text.s)
		return;
	const char *foreign = contained(v->text.s, ht_words_never_in_title);
	if (!foreign)
		foreign = day_of_byline(c, v->text.s);
	if (foreign)
		ck_find(c, HT_D_CHECK_DOUBT_TITLE, v->text.loc, foreign, NULL);
}

/* ---- organs ---- */

/* What in the name no organ is called; NULL: nothing. */
static const char *foreign_to_organ(ck *c, const char *name)
{
	ht_scan_day day;
	const char *word = contained(name, ht_words_never_in_organ);
	if (word)
		return word;
	for (const char *p = name; *p; p = ht_str_next(p)) {
		const char *end = p;
		if (ht_scan_day_at(&end, &day))
			return ck_copy(c, p, (size_t)(end - p));
		if (ht_str_one_of(p, "。，；：！？|｜丨│【】"))
			return ck_copy(c, p, (size_t)(ht_str_next(p) - p));
	}
	if (strstr(name, "会议") && (!ht_str_suffix_of(name, ht_words_organ_of_meetings) ||
	                             (ht_str_ends(name, "次会议") && !strstr(name, "届"))))
		return "会议";
	return NULL;
}

static void doubt_organ(ck *c, const ht_text *name)
{
	const char *foreign = name->s ? foreign_to_organ(c, name->s) : NULL;
	if (foreign)
		ck_find(c, HT_D_CHECK_DOUBT_ORGAN, name->loc, name->s, foreign, NULL);
}

static void doubt_organs(ck *c)
{
	static const char *const fields[] = {"issuers", "signature", "printed_by"};
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const ht_value *v = ck_value(c, fields[i]);
		for (size_t k = 0; v && v->texts && k < v->n; k++)
			doubt_organ(c, &v->texts[k]);
		if (v && !v->texts)
			doubt_organ(c, &v->text);
	}
}

/* ---- people ---- */

static void doubt_person(ck *c, const ht_person *p)
{
	const ht_text *const parts[] = {&p->name, &p->office, &p->unit};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const char *word = parts[i]->s ? contained(parts[i]->s, ht_words_never_in_person) : NULL;
		if (!word || ht_str_ends(parts[i]->s, "代表"))
			continue; /* 参加会议的村民代表 */
		ck_find(c, HT_D_CHECK_DOUBT_PERSON, parts[i]->loc, parts[i]->s, word, NULL);
		return;
	}
}

static void doubt_people(ck *c, const ht_group *group)
{
	for (size_t i = 0; group->fields[i].name; i++) {
		const ht_value *v = group->values[i];
		for (size_t k = 0; v && v->people && k < v->n; k++)
			doubt_person(c, &v->people[k]);
		for (size_t k = 0; v && v->groups && k < v->n; k++)
			doubt_people(c, v->groups[k]);
	}
}

/* ---- meeting ---- */

/* What stands before the name in the text and belongs to it: 第九次, 第3届. NULL: nothing. */
static const char *ordinal_before(ck *c, const char *text, const char *at)
{
	static const char *const counted[] = {"次", "届", NULL};
	const char *p = at;
	if (at > text)
		p = ht_str_previous(text, at);
	if (p == at || !ht_str_starts_any(p, counted))
		return NULL;
	while (p > text && !ht_str_starts(p, "第")) {
		p = ht_str_previous(text, p);
		if (ht_str_one_of(p, "，。；：、 　"))
			return NULL;
	}
	return ht_str_starts(p, "第") ? ck_copy(c, p, (size_t)(at - p)) : NULL;
}

/* A number of the meeting that the title has, and the record has not. */
static void doubt_ordinal(ck *c, const ht_value *name)
{
	const ht_value *title = ck_value(c, "title");
	if (!title || !title->text.s || ck_value(c, "meeting.ordinal"))
		return;
	const char *at = strstr(title->text.s, name->text.s), *before = NULL;
	if (at)
		before = ordinal_before(c, title->text.s, at);
	if (before)
		ck_find(c, HT_D_CHECK_DOUBT_MEETING, name->text.loc, name->text.s, before, NULL);
}

static void doubt_meeting_name(ck *c)
{
	static const char sentence[] = "会议"; /* 会议传达学习… */
	const ht_value *name = ck_value(c, "meeting.name");
	if (!name || !name->text.s || !*name->text.s)
		return;
	const char *foreign = contained(name->text.s, ht_words_never_in_meeting);
	if (!foreign && ht_str_starts(name->text.s, sentence) && name->text.s[strlen(sentence)])
		foreign = sentence;
	if (foreign)
		ck_find(c, HT_D_CHECK_DOUBT_MEETING_NAME, name->text.loc, name->text.s, foreign, NULL);
	doubt_ordinal(c, name);
}

/* ---- twice ---- */

/* Bytes from p on, at least two characters, all Han, that follow once more at once; 0: none. */
static size_t doubled_at(const char *p)
{
	size_t n = 0, chars = 0;
	for (const char *q = p; ck_is_common_han(q); q = ht_str_next(q)) {
		n = (size_t)(ht_str_next(q) - p);
		if (++chars >= 2 && strncmp(p, p + n, n) == 0)
			return n;
	}
	return 0;
}

/* 市政府市政府会议: two readings of one name put together. */
static void doubt_doubled(ck *c)
{
	static const char *const fields[] = {"mark", "title", "meeting.name"};
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		const ht_value *v = ck_value(c, fields[i]);
		size_t n = 0;
		const char *p = v && v->text.s ? v->text.s : "";
		while (*p && !(n = doubled_at(p)))
			p = ht_str_next(p);
		if (n)
			ck_find(c, HT_D_CHECK_DOUBT_DOUBLED, v->text.loc, ck_copy(c, p, 2 * n), ck_copy(c, p, n), NULL);
	}
}

/* ---- masthead ---- */

/* A masthead of minutes that names nobody; it is ×××纪要 (10.3). */
static void doubt_masthead(ck *c)
{
	const ht_value *masthead = ck_value(c, "mark");
	if (masthead && ht_str_same(masthead->text.s, "会议纪要"))
		ck_find(c, HT_D_CHECK_DOUBT_MASTHEAD, masthead->text.loc, masthead->text.s, NULL);
}

/* ---- text ---- */

/* Most characters of a line that names who signs. */
#define SIGNER_MOST 30

/* A block's text as a line; NULL: it is no paragraph. */
static const char *line_of(ck *c, const ht_body *body, size_t i)
{
	const ht_body_block *block = &body->blocks[i];
	if (block->kind != HT_BODY_PARA)
		return NULL;
	return ht_str_skip_spaces(ck_joined(c, block->inlines, block->n));
}

/* Is the line nothing but a note in brackets, such as （联系人：…）? */
static bool is_note(const char *line)
{
	return line && (ht_str_starts(line, "（") || *line == '(') && ht_str_ends_one_of(line, "）)");
}

/* Is it short and no sentence? */
static bool may_sign(const char *line)
{
	return line && *line && ht_utf8_count(line, strlen(line)) <= SIGNER_MOST && !strpbrk(line, ",;:.") &&
	       !contained(line, (const char *const[]){"，", "；", "：", "。", "、", NULL});
}

/* Does a text end in a day, or a month of a year, with nothing before it but blanks? A month alone is told by no_day.
 */
static bool is_day(const char *line, bool *no_day)
{
	ht_scan_day day;
	bool found = line && ht_scan_day_at(&line, &day) && day.date.year && (day.date.day || day.no_day);
	*no_day = found && !day.date.day;
	return found && !*ht_str_skip_spaces(line);
}

/* Who signs, wide blanks, and a day: on one line. */
static bool is_signed_line(ck *c, const char *line)
{
	static const char blank[] = "　";
	bool no_day;
	const char *gap = line ? strstr(line, blank) : NULL;
	if (!gap || gap == line)
		return false;
	return may_sign(ck_copy(c, line, (size_t)(gap - line))) && is_day(ht_str_skip_spaces(gap), &no_day);
}

/* The paragraph that is nothing but a day at a text's end: those who paste a text have signature and date as its last
 * lines, which stay text at the left. A note in brackets may follow it, or who signs. NULL: there is none. */
static const ht_body_block *day_below(ck *c, const ht_body *body)
{
	size_t n = body->n;
	bool no_day;
	if (n > 2 && is_note(line_of(c, body, n - 1)))
		n--;
	if (n < 2)
		return NULL;
	const char *last = line_of(c, body, n - 1), *before = line_of(c, body, n - 2);
	if (is_day(last, &no_day) && (!no_day || may_sign(before)))
		return &body->blocks[n - 1];
	if (is_signed_line(c, last))
		return &body->blocks[n - 1];
	if (n > 2 && may_sign(last) && is_day(before, &no_day) && !no_day)
		return &body->blocks[n - 2];
	return NULL;
}

/* Of each document in the group that has a place for who signs it. */
static void doubt_text_ends(ck *c, const ht_group *group)
{
	bool body = false, signature = false;
	for (size_t i = 0; group->fields[i].name; i++) {
		const ht_value *v = group->values[i];
		body |= strcmp(group->fields[i].name, "body") == 0;
		signature |= strcmp(group->fields[i].name, "signature") == 0;
		for (size_t k = 0; v && v->groups && k < v->n; k++)
			doubt_text_ends(c, v->groups[k]);
	}
	const ht_value *text = body && signature ? ht_group_find(group, "body") : NULL;
	const ht_body_block *last = text && text->body ? day_below(c, text->body) : NULL;
	if (last)
		ck_find(c, HT_D_CHECK_DOUBT_SIGNED, last->loc, ck_joined(c, last->inlines, last->n), NULL);
}

void ck_signed(ck *c)
{
	doubt_text_ends(c, &c->record->root);
}

void ck_doubts(ck *c)
{
	doubt_title(c);
	doubt_organs(c);
	doubt_people(c, &c->record->root);
	doubt_meeting_name(c);
	doubt_doubled(c);
	doubt_masthead(c);
}
