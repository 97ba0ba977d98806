/* Answers of an assistant: what it thought, what it says to who asked it, and the text between. Lines are compared
 * without blanks and the signs of Markdown around them. */
#include "assistant.h"

#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "words_assistant.h"

/* Characters of what it says in a line; of a line that only agrees (好的！), names a service, or is above its thoughts;
 * of a question that it offers. */
#define TALK_MOST     100
#define AGREES_MOST   30
#define HEAD_MOST     40
#define QUESTION_MOST 40
/* Lines above a text that are its talk; lines below one among which it is looked for, and with its remarks. */
#define TALK_LINES    6
#define REMARKS_LINES 15
/* Bytes of a tag's name. */
#define TAG_MOST 40
/* Characters of the line that a document begins with. */
#define FIRST_MOST 60

/* What is around a line in Markdown, and the brackets of a remark. */
#define SIGNS    " 　\t>*#_`-"
#define BRACKETS "（(【[［）)】]］"

typedef struct answer {
	im_doc *d;
	bool opened; /* its talk, or what it thought, is above the text */
} answer;

/* ---- lines ---- */

/* Without blanks, and without the characters of set at both ends. */
static const char *bare(im_doc *d, const char *line, const char *set)
{
	const char *s = im_key(d, line), *last;
	for (size_t n; (n = ht_str_one_of(s, set));)
		s += n;
	size_t len = strlen(s);
	while (len && (last = ht_str_previous(s, s + len)) && ht_str_one_of(last, set))
		len = (size_t)(last - s);
	return im_copy(d, s, len);
}

/* The first line with text at or beside i; step: 1 or -1. d->n: there is none. */
static size_t text_line(const im_doc *d, size_t i, size_t step)
{
	while (i < d->n && d->lines[i].kind == IM_JUNK)
		i += step;
	return i < d->n ? i : d->n;
}

/* A line that has no letter or digit: a rule, emojis. */
static bool is_divider(const char *s)
{
	for (; *s; s = ht_str_next(s))
		if (g_unichar_isalnum(g_utf8_get_char(s)))
			return false;
	return true;
}

static bool is_fence(const char *s)
{
	return ht_str_starts(s, "```");
}

static bool is_tag(const char *s)
{
	return *s == '<' && strcspn(s, ">") + 1 == strlen(s);
}

/* Lines [from, to) go, each told but rules and tags. */
static void leave_out(im_doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		im_line *line = &d->lines[i];
		line->guessed |= line->kind == IM_BODY && !is_divider(line->text) && !is_tag(line->text);
		line->kind = line->kind == IM_PICTURE ? IM_PICTURE : IM_JUNK;
	}
}

/* Cut len bytes off the line at its beginning. */
static void cut(im_doc *d, im_line *line, size_t len)
{
	const char *text = im_copy(d, line->text, len);
	im_leave_out(d, text, line->loc, is_tag(text) ? HT_D_IMPORT_REMOVED : HT_D_IMPORT_GUESSED);
	line->text = line->raw = im_copy(d, line->text + len, strlen(line->text + len));
	line->columns = im_columns(line->text);
}

/* 王芳：好的，… is of the record of who said what. */
static bool is_spoken(const char *s)
{
	const char *colon = strstr(s, "：");
	return colon && im_is_name(s, (size_t)(colon - s));
}

/* ---- what it thought, between tags ---- */

/* The end of a tag for thoughts in s, <think> or (close) </think>; *at: where it begins. NULL: s has none. */
static const char *find_tag(const char *s, bool close, const char **at)
{
	for (const char *p = s; (p = strchr(p, '<')); p++) {
		const char *name = p + 1 + (close && p[1] == '/');
		const size_t n = strnlen(name, TAG_MOST);
		const char *end = memchr(name, '>', n);
		if (!end || (close && name == p + 1))
			continue;
		for (const char *const *tag = ht_words_assistant_thought_tag; *tag; tag++)
			if (name + strlen(*tag) == end && g_ascii_strncasecmp(name, *tag, strlen(*tag)) == 0) {
				*at = p;
				return end + 1;
			}
	}
	return NULL;
}

/* The line where thoughts end, at or below i; d->n: none is. *rest: what is after them on that line. */
static size_t tag_closes(const im_doc *d, size_t i, const char **rest)
{
	const char *at;
	for (; i < d->n; i++)
		if ((*rest = find_tag(d->lines[i].text, true, &at)))
			return i;
	return d->n;
}

/* Thoughts between tags go; above a closing tag alone, all goes. The line whose tag is not closed, or d->n. */
static size_t take_tagged(answer *a)
{
	im_doc *d = a->d;
	const char *at = NULL, *rest;
	for (size_t i = 0; i < d->n; i++) {
		const size_t end = tag_closes(d, i, &rest);
		if (end == d->n)
			break;
		size_t from = i;
		while (from < end && !find_tag(d->lines[from].text, false, &at))
			from++;
		const bool opens = find_tag(d->lines[from].text, false, &at) && at < rest;
		a->opened = true;
		leave_out(d, opens ? from : i, end);
		cut(d, &d->lines[end], (size_t)(rest - d->lines[end].text));
		if (!*d->lines[end].text)
			leave_out(d, end, end + 1);
		i = end;
	}
	for (size_t i = 0; i < d->n; i++) {
		const char *end = d->lines[i].kind == IM_BODY ? find_tag(d->lines[i].text, false, &at) : NULL;
		if (end && !*end)
			return i;
	}
	return d->n;
}

/* ---- what it thought, without tags ---- */

/* A line that begins a document: a heading of Markdown, a title, a number. */
static bool begins_document(im_doc *d, const im_line *line)
{
	const char *s = line->text, *p = s;
	ht_scan_number number;
	const size_t signs = strspn(s, "#");
	if (*s == '>' || im_level(d, s))
		return false;
	if ((signs && s[signs] == ' ') || (ht_scan_number_at(&p, &number) && number.year && !*p))
		return true;
	const char *title = bare(d, s, SIGNS);
	return ht_str_chars(title) <= FIRST_MOST && !im_is_sentence(title) && !strstr(title, "：") &&
	       !strchr(title, ':') && !strstr(title, "，") && im_ends_title(d, title);
}

/* A line of a header right above it: 云台县林业局. */
static bool is_header(im_doc *d, const im_line *line)
{
	const char *s = im_key(d, line->text);
	return line->kind == IM_BODY && ht_str_chars(s) <= AGREES_MOST && *s != '>' && !im_is_sentence(s) &&
	       !is_divider(s) && !im_level(d, line->text);
}

/* The first line of the document below i, with what is directly above its title; d->n: none is like it. */
static size_t find_document(im_doc *d, size_t i)
{
	size_t k = i + 1;
	while (k < d->n && !(d->lines[k].kind == IM_BODY && begins_document(d, &d->lines[k])))
		k++;
	while (k < d->n && k > i + 1 && !d->lines[k].blanks && is_header(d, &d->lines[k - 1]))
		k--;
	return k;
}

/* 已深度思考（用时12秒）, 已搜索到15个网页. */
static bool is_thought_head(const char *s)
{
	const size_t n = ht_str_prefix_of(s, ht_words_assistant_thought_head);
	return n && ht_str_chars(s) <= HEAD_MOST && (!s[n] || ht_str_one_of(s + n, IM_DIGITS "（(：:，,"));
}

/* The line with which thoughts begin, among the first ones; *head: it only says so. d->n: none does. */
static size_t find_thoughts(im_doc *d, bool *head)
{
	size_t i = text_line(d, 0, 1);
	for (size_t seen = 0; i < d->n && seen < TALK_LINES; seen++, i = text_line(d, i + 1, 1)) {
		const char *s = bare(d, d->lines[i].text, SIGNS);
		*head = is_thought_head(s);
		if (*head || ht_str_starts_any(s, ht_words_assistant_thinks))
			return i;
		if (begins_document(d, &d->lines[i]))
			return d->n;
	}
	return d->n;
}

/* Thoughts from line i on go as far as the document; where it begins cannot be seen, all stays but what only says that
 * they begin here. */
static void take_thoughts(answer *a, size_t i, bool head)
{
	im_doc *d = a->d;
	const size_t end = find_document(d, i);
	a->opened = true;
	if (end == d->n)
		ht_diag(d->diags, HT_D_IMPORT_THOUGHTS, d->lines[i].loc, d->lines[i].text, NULL);
	if (end < d->n || head)
		leave_out(d, i, end < d->n ? end : i + 1);
}

/* ---- what it says above the text ---- */

/* Does s name what comes below it: it ends with a colon, or with a kind of document? */
static bool names_text(im_doc *d, const char *s)
{
	return ht_str_ends_any(s, (const char *const[]){"：", ":", NULL}) || im_ends_title(d, s);
}

/* 16:40, 2026-08-05 16:40: when the message above was sent, in a chat. */
static bool is_sent(const im_doc *d, size_t i)
{
	const char *s = i < d->n ? d->lines[i].text : "";
	return strchr(s, ':') && strpbrk(s, IM_DIGITS) && ht_str_chars(s) <= AGREES_MOST;
}

/* Does line i speak to who asked, or is it what that asked? */
static bool is_talk(im_doc *d, size_t i)
{
	const char *s = bare(d, d->lines[i].text, SIGNS);
	const size_t chars = ht_str_chars(s);
	if (!chars || chars > TALK_MOST || is_spoken(s))
		return false;
	return (ht_str_is_any(s, ht_words_assistant_service) && !is_sent(d, i + 1)) ||
	       ht_str_starts_any(s, ht_words_assistant_asks) || ht_str_has_any(s, ht_words_assistant_begins) ||
	       (names_text(d, s) && ht_str_has_any(s, ht_words_assistant_begins_naming)) ||
	       (chars <= AGREES_MOST && im_is_sentence(s) && ht_str_starts_any(s, ht_words_assistant_agrees));
}

static void take_talk_above(answer *a)
{
	im_doc *d = a->d;
	const size_t last = d->n ? text_line(d, d->n - 1, (size_t)-1) : d->n;
	size_t i = text_line(d, 0, 1), end = i;
	for (size_t seen = 0; i < last && last < d->n && seen < TALK_LINES; seen++, i = text_line(d, i + 1, 1)) {
		const bool talk = d->lines[i].kind == IM_BODY && is_talk(d, i);
		if (!talk && !is_divider(d->lines[i].text))
			break;
		end = talk ? i + 1 : end;
	}
	a->opened |= end > text_line(d, 0, 1);
	leave_out(d, text_line(d, 0, 1), end);
}

/* The text is in a fence: around it is talk. */
static void take_fenced(answer *a)
{
	im_doc *d = a->d;
	size_t open = text_line(d, 0, 1), close = d->n, fences = 0;
	for (size_t i = 0; i < d->n; i++)
		fences += is_fence(d->lines[i].text);
	for (size_t seen = 0; open < d->n && seen < TALK_LINES && !is_fence(d->lines[open].text); seen++)
		open = text_line(d, open + 1, 1);
	if (fences != 2 || open == d->n || !is_fence(d->lines[open].text))
		return;
	for (close = open + 1; close < d->n && !is_fence(d->lines[close].text);)
		close++;
	if (close == d->n || (close - open) * 2 < d->n)
		return;
	a->opened = true;
	leave_out(d, 0, open);
	leave_out(d, close + 1, d->n);
}

/* ---- what it says below the text ---- */

/* 约480字, 字数：约260字: how long the text is. */
static bool is_count(const char *s)
{
	for (size_t n; (n = ht_str_prefix_of(s, ht_words_assistant_counts)) || (n = ht_str_one_of(s, "：:"));)
		s += n;
	const size_t digits = strspn(s, IM_DIGITS);
	s += digits;
	const char *unit = s;
	for (size_t n; (n = ht_str_prefix_of(s, ht_words_assistant_counted));)
		s += n;
	return digits && s > unit && !*s;
}

/* 以上由豆包生成: what made the text. Not the label that the standard asks for (人工智能生成合成). */
static bool is_made_by(const char *s)
{
	return strstr(s, "生成") && !strstr(s, "生成合成") && !strstr(s, "《") &&
	       (ht_str_has_any(s, ht_words_assistant_made_by) || ht_str_has_any(s, ht_words_assistant_service)) &&
	       ht_str_chars(s) <= HEAD_MOST;
}

typedef enum after { TEXT, MAYBE, TALK } after;

/* What the line is, below a text. */
static after kind_below(const answer *a, const im_line *line)
{
	const char *s = bare(a->d, line->text, SIGNS), *inner = bare(a->d, line->text, SIGNS BRACKETS);
	if (line->kind != IM_BODY || ht_str_chars(s) > TALK_MOST || is_spoken(s))
		return TEXT;
	if (ht_str_is_any(s, ht_words_assistant_button) || is_count(inner) || is_made_by(inner) ||
	    ht_str_starts_any(s, ht_words_assistant_more_questions) || ht_str_has_any(s, ht_words_assistant_offers) ||
	    (a->opened && ht_str_has_any(s, ht_words_assistant_offers_too)))
		return TALK;
	return is_divider(line->text) || (ht_str_ends_one_of(s, "？?") && ht_str_chars(s) <= QUESTION_MOST) ? MAYBE
	                                                                                                    : TEXT;
}

/* The first of the last lines that are talk; d->n: none is. */
static size_t talk_below(const answer *a)
{
	const im_doc *d = a->d;
	size_t from = d->n;
	for (size_t i = d->n; i-- > 1;) {
		const after kind = d->lines[i].kind == IM_JUNK ? MAYBE : kind_below(a, &d->lines[i]);
		if (kind == TEXT)
			return from;
		from = kind == TALK ? i : from;
	}
	return d->n;
}

/* A heading of remarks on the text (使用说明：). */
static bool is_remarks(im_doc *d, const char *line)
{
	const char *s = bare(d, line, SIGNS BRACKETS);
	for (const char *const *word = ht_words_assistant_remarks; *word; word++)
		if (strcmp(s, *word) == 0 || im_after_label(s, *word))
			return true;
	return false;
}

/* Nothing but the end of a document has this line: a day, who signs. */
static bool is_end(im_doc *d, const char *line)
{
	ht_scan_day day;
	const char *s = bare(d, line, SIGNS);
	return im_is_day(s, &day) || im_is_organ_name(s) || ht_str_starts(s, "附件");
}

/* The rule or heading above the remarks that are right above line `from`; `from`: there are none. */
static size_t remarks_above(const answer *a, size_t from, bool talk)
{
	im_doc *d = a->d;
	size_t heading = from;
	for (size_t i = from, n = 0; i-- > 1 && n < REMARKS_LINES && !is_end(d, d->lines[i].text); n++) {
		if (d->lines[i].kind != IM_JUNK && is_remarks(d, d->lines[i].text))
			heading = i;
		if (d->lines[i].kind != IM_JUNK && is_divider(d->lines[i].text))
			return talk || heading == i + 1 ? i : from;
	}
	return talk && a->opened ? heading : from; /* documents have 说明： without a rule, too */
}

/* Lines near the end that may be talk, but stand above others. */
static void tell_talk(const answer *a, size_t end)
{
	im_doc *d = a->d;
	for (size_t i = end > TALK_LINES ? end - TALK_LINES : 0; i < end; i++) {
		const char *s = bare(d, d->lines[i].text, SIGNS);
		if (d->lines[i].kind == IM_BODY && !is_spoken(s) && ht_str_has_any(s, ht_words_assistant_offers))
			ht_diag(d->diags, HT_D_IMPORT_TALK, d->lines[i].loc, d->lines[i].text, NULL);
	}
}

static void take_talk_below(answer *a)
{
	im_doc *d = a->d;
	const size_t talk = talk_below(a);
	const size_t from = talk < d->n || a->opened ? remarks_above(a, talk, talk < d->n) : talk;
	leave_out(d, from, d->n);
	tell_talk(a, from);
}

void im_find_assistant(im_doc *d)
{
	answer a = {.d = d};
	bool head = true;
	size_t i = take_tagged(&a);
	if (i == d->n)
		i = find_thoughts(d, &head);
	if (i < d->n)
		take_thoughts(&a, i, head);
	take_fenced(&a);
	take_talk_above(&a);
	take_talk_below(&a);
}
