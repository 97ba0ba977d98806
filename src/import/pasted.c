/* What programs for mail and chats put around and between what people wrote: marks of quotation, who wrote and when. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "assistant.h"
#include "im.h"
#include "pasted.h"
#include "words_meetings.h"
#include "words_organs.h"
#include "words_people.h"
#include "words_web.h"

/* Characters of a sender's name. */
#define SENDER_MOST 12
/* Messages that show a chat, where a single one may be anything (an agenda: 报到 9:00). */
#define MESSAGES_LEAST 2
#define SAID_LEAST     3
/* Lines among which somebody speaks again. */
#define SPEAKERS_MOST 8

/* ---- marks of quotation ---- */

/* The marks of quotation at s, in bytes: `>`, `> >`. */
static size_t quotation_at(const char *s)
{
	const char *p = s;
	while (*p == '>' && p[1] != '=')
		p = ht_str_skip_spaces(p + 1);
	return (size_t)(p - s);
}

/* Is a sign at the beginning of line i one of quotation, not of comparison (`> 5%`)? Quotations have several lines. */
static bool is_quoted(const im_doc *d, size_t i)
{
	const char *s = d->lines[i].text;
	const size_t n = d->lines[i].kind == IM_BODY ? quotation_at(s) : 0;
	const bool beside =
	    (i && quotation_at(d->lines[i - 1].raw)) || (i + 1 < d->n && quotation_at(d->lines[i + 1].raw));
	return n && (beside || !g_ascii_isdigit(s[n]));
}

/* Older mails within a mail have more marks. */
static size_t depth_of(const char *s, size_t n)
{
	size_t depth = 0;
	for (size_t i = 0; i < n; i++)
		depth += s[i] == '>';
	return depth;
}

static void take_quotations(im_doc *d)
{
	size_t first = d->n, deeper = d->n, outer = 0, lines = 0;
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		const size_t n = is_quoted(d, i) ? quotation_at(line->text) : 0;
		const size_t depth = depth_of(line->text, n);
		if (!n)
			continue;
		lines++;
		first = first < d->n ? first : i;
		outer = outer ? outer : depth;
		deeper = deeper == d->n && depth > outer ? i : deeper;
		if (!line->text[n]) {
			line->kind = IM_JUNK;
			continue;
		}
		im_leave_out(d, im_copy(d, line->text, n), line->loc, HT_D_IMPORT_QUOTED_SIGN);
		line->text = im_copy(d, line->text + n, strlen(line->text + n));
		line->columns = im_columns(line->text);
	}
	if (lines > 1)
		ht_diag(d->diags, HT_D_IMPORT_QUOTED, d->lines[deeper < d->n ? deeper : first].loc, NULL);
}

/* ---- messages of a chat ---- */

/* 14:05, 14:05:06, in bytes. */
static size_t clock_at(const char *s)
{
	const char *p = s;
	size_t parts = 0;
	for (size_t digits; (digits = strspn(p, IM_DIGITS)) && digits <= 2; parts++) {
		p += digits;
		size_t colon = ht_str_one_of(p, ":：");
		if (!colon || !g_ascii_isdigit(p[colon]) || parts == 2)
			return parts ? (size_t)(p - s) : 0;
		p += colon;
	}
	return 0;
}

/* A day and a clock, or a clock alone, as chats show them: 3月2日 14:05, 昨天 9:12. The bytes at s; 0: it is none.
 * dated: it has a day. */
static size_t stamp_at(const char *s, bool *dated)
{
	ht_scan_day day;
	const char *p = s;
	*dated = ht_scan_day_at(&p, &day);
	if (!*dated)
		p = s;
	for (size_t n; (n = ht_str_prefix_of(ht_str_skip_spaces(p), ht_words_chat_day));)
		p = ht_str_skip_spaces(p) + n;
	p = ht_str_skip_spaces(p);
	const size_t n = clock_at(p);
	return n ? (size_t)(p + n - s) : 0;
}

#define DASHES "—–―-－=─*~～"

/* Bytes of the dashes and blanks at s; *n: of dashes, how many. */
static size_t dashes_at(const char *s, size_t *n)
{
	const char *p = s;
	for (size_t len; (len = ht_str_one_of(p, DASHES " 　\t")); p += len)
		*n += !im_is_blank(p);
	return (size_t)(p - s);
}

/* ————— 2026-03-02 —————, between the messages of two days. */
static bool is_day_between(const char *s)
{
	size_t before = 0, after = 0;
	const char *p = s + dashes_at(s, &before), *from = p;
	ht_scan_day day;
	if (ht_scan_day_at(&p, &day))
		p = ht_str_skip_spaces(p);
	for (size_t n; (n = ht_str_prefix_of(p, ht_words_chat_day) + clock_at(p));)
		p = ht_str_skip_spaces(p + n);
	const bool found = p > from;
	p += dashes_at(p, &after);
	return found && before > 1 && after > 1 && !*p;
}

/* May [s, s + len) be who wrote a message? */
static bool is_sender(im_doc *d, const char *s, size_t len)
{
	const char *name = im_copy(d, s, len);
	return *name && ht_str_chars(name) <= SENDER_MOST && !strpbrk(name, "0123456789:;,.\"") &&
	       !ht_str_has_any(name, (const char *const[]){"。", "，", "；", "：", "、", "《", "“", "？", "！", NULL});
}

/* Is it a person's name or how colleagues call one (王主任, 小李)? */
static bool is_name_or_call(const char *name)
{
	return im_is_name(name, strlen(name)) || ht_str_starts_any(name, (const char *const[]){"小", "老", NULL}) ||
	       (ht_str_set_has(ht_words_surname, ht_str_char(name)) && ht_str_chars(name) <= 4);
}

/* 高铁站, 会议中心: a place that begins as a name does. */
static bool is_place(const char *s)
{
	return ht_str_chars(s) > 2 &&
	       (ht_str_ends_any(s, ht_words_place_end) || ht_str_ends_any(s, ht_words_organ_end));
}

/* What stands between an office and a name in the names that people have in a chat. */
#define SENDER_PARTS "-－–—_/／|｜·(（)）【】[]"

/* Is it a person, with or without a unit or office: 王主任, 【综合科】林晓彤, 综合科-米兰, 副局长 褚云帆? */
static bool is_person(im_doc *d, const char *s, size_t len)
{
	const char *name = im_squeeze(d, im_copy(d, s, len));
	if (is_name_or_call(name))
		return true;
	name = im_copy(d, s, len);
	for (const char *p = name, *end; *p; p = end) {
		p += ht_str_one_of(p, SENDER_PARTS " 　\t");
		for (end = p; *end && !ht_str_one_of(end, SENDER_PARTS " 　\t");)
			end = ht_str_next(end);
		const char *part = im_copy(d, p, (size_t)(end - p));
		if (p != name && *part && is_name_or_call(part) && !is_place(part))
			return true;
	}
	return false;
}

typedef enum message_kind {
	NO_HEAD,
	HEAD,      /* 王主任 9:12, 2026/3/2 9:12:05 王主任 */
	TIME_ONLY, /* 3月2日 14:05 */
	HEADED     /* [2026-03-02 14:05] 周敏: and what he wrote */
} message_kind;

typedef struct message {
	message_kind kind;
	bool person; /* the sender is known as one */
	size_t head; /* HEADED: bytes of stamp and sender */
} message;

/* [2026-03-02 14:05] 周敏: … and 2026-03-02 14:05 周敏：… */
static message headed(im_doc *d, const char *s)
{
	const size_t open = ht_str_one_of(s, "[［【(（");
	bool dated;
	const size_t stamp = stamp_at(s + open, &dated);
	const char *p = s + open + stamp;
	const size_t close = open && stamp ? ht_str_one_of(p, "]］】)）") : 0;
	if (!stamp || (open && !close) || (!open && !dated))
		return (message){0};
	const char *name = ht_str_skip_spaces(p + close), *end = name;
	while (*end && !ht_str_one_of(end, "：:"))
		end = ht_str_next(end);
	const size_t len = (size_t)(end - name);
	if (!*end || !len || !is_sender(d, name, len))
		return (message){0};
	const char *text = ht_str_skip_spaces(end + ht_str_one_of(end, "：:"));
	return (message){HEADED, is_person(d, name, len), (size_t)(text - s)};
}

static message message_at(im_doc *d, const im_line *line)
{
	const char *s = line->text;
	bool dated;
	size_t stamp = stamp_at(s, &dated);
	if (line->kind != IM_BODY)
		return (message){0};
	if ((stamp && !s[stamp]) || is_day_between(s))
		return (message){TIME_ONLY, false, 0};
	const char *name = ht_str_skip_spaces(s + stamp);
	if (dated && stamp && is_sender(d, name, strlen(name)))
		return (message){HEAD, is_person(d, name, strlen(name)), 0};
	const char *p = s;
	for (int chars = 0; *p && chars <= SENDER_MOST; p = ht_str_next(p), chars++) {
		const char *at = im_is_blank(p) ? im_skip_blanks(p) : "";
		stamp = stamp_at(at, &dated);
		if (stamp && !at[stamp] && is_sender(d, s, (size_t)(p - s)))
			return (message){HEAD, is_person(d, s, (size_t)(p - s)), 0};
	}
	return headed(d, s);
}

/* The sender on a line, the time on the next, what he wrote below: how some programs copy messages. */
static bool is_two_line_head(im_doc *d, const message *all, size_t i)
{
	const char *s = d->lines[i].text;
	return i + 2 < d->n && all[i].kind == NO_HEAD && all[i + 1].kind == TIME_ONLY && all[i + 2].kind == NO_HEAD &&
	       d->lines[i].kind == IM_BODY && is_sender(d, s, strlen(s)) && !im_ends_title(d, s);
}

/* How many messages there are; 0: it is no chat. */
static size_t count_messages(im_doc *d, const message *all)
{
	size_t n = 0, people = 0, sure = 0;
	for (size_t i = 0; i < d->n; i++) {
		const bool two = is_two_line_head(d, all, i);
		const bool one = all[i].kind == HEAD && i + 1 < d->n && all[i + 1].kind != HEAD;
		const bool first = !i && one && all[i].person;
		n += one || two || all[i].kind == HEADED;
		people += all[i].person || (two && is_person(d, d->lines[i].text, strlen(d->lines[i].text)));
		sure += first || (two && !i) || (all[i].kind == HEADED && !g_ascii_isdigit(d->lines[i].text[0]));
	}
	return sure || (n >= MESSAGES_LEAST && people * 2 >= n) ? n : 0;
}

static void take_messages(im_doc *d)
{
	message *all = ht_arena_array(d->arena, d->n, sizeof *all);
	d->nomem |= !all;
	for (size_t i = 0; all && i < d->n; i++)
		all[i] = message_at(d, &d->lines[i]);
	const size_t n = all ? count_messages(d, all) : 0;
	d->chat = n > 0;
	if (!n)
		return;
	ht_diag(d->diags, HT_D_IMPORT_CHAT, d->lines[0].loc, im_checked(d, ht_arena_printf(d->arena, "%zu", n)), NULL);
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		if (all[i].kind == HEADED && line->text[all[i].head]) {
			im_leave_out(d, im_copy(d, line->text, all[i].head), line->loc, HT_D_IMPORT_REMOVED);
			line->text = im_copy(d, line->text + all[i].head, strlen(line->text + all[i].head));
			line->columns = im_columns(line->text);
		} else if (all[i].kind != NO_HEAD || is_two_line_head(d, all, i)) {
			line->kind = IM_JUNK;
		}
	}
}

/* 张主任：… in bytes, without the colon; 0: the line is nothing that somebody says. */
static size_t speaker_at(im_doc *d, const char *s)
{
	const char *colon = s;
	while (*colon && !ht_str_one_of(colon, "：:"))
		colon = ht_str_next(colon);
	const size_t len = (size_t)(colon - s);
	return *colon && len && is_sender(d, s, len) && is_person(d, s, len) ? len : 0;
}

/* Who says what, line by line from the first on; somebody speaks again. */
static bool is_dialogue(im_doc *d)
{
	size_t *speakers = ht_arena_array(d->arena, d->n, sizeof *speakers), said = 0, again = 0;
	d->nomem |= !speakers;
	for (size_t i = 0; speakers && i < d->n; i++) {
		const char *s = d->lines[i].text;
		const size_t len = speakers[i] = speaker_at(d, s);
		if (!i && !len)
			return false;
		said += len > 0;
		for (size_t k = i; len && k-- > 0 && i - k <= SPEAKERS_MOST;)
			if (speakers[k] == len && strncmp(s, d->lines[k].text, len) == 0) {
				again++;
				break;
			}
	}
	return said >= SAID_LEAST && again && said * 2 > d->n;
}

void im_find_pasted(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->lines[i].text, "--") == 0) /* below it are the sender's name and number */
			d->lines[i].kind = IM_JUNK;
	if (d->structured)
		im_find_assistant(d);
	take_quotations(d);
	take_messages(d);
	im_find_bullets(d);
	im_find_loose(d);
	im_find_bare_labels(d);
	d->chat = d->chat || is_dialogue(d);
}
