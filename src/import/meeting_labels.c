/* Lines with labels that give the facts of a meeting (`地点：…`), and the rows of a form; its time. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "meeting.h"
#include "people_words.h"
#include "sheet.h"
#include "words_documents.h"
#include "words_meetings.h"
#include "words_people.h"

bool im_is_numeral(const char *p)
{
	return g_ascii_isdigit(*p) || ht_str_one_of(p, "一二三四五六七八九十百〇零");
}

/* Is the day in [from, end) of s one until which something is to be done: 12月10日前, 截至12月10日? */
static bool is_deadline(const char *s, const char *from, const char *end)
{
	if (ht_str_suffix_of_n(s, (size_t)(from - s), ht_words_before_deadline))
		return true;
	return ht_str_starts_any(end, ht_words_after_deadline) && !ht_str_starts_any(end, ht_words_not_deadline);
}

/* The first full day in s, up to the end of the sentence; *after: what follows it. false: there is none. */
bool im_find_meeting_time(im_doc *d, const char *s, const char **after)
{
	ht_scan_day day;
	for (const char *p = s; *p && !ht_str_one_of(p, "。"); p = ht_str_next(p)) {
		const char *end = p;
		if (!g_ascii_isdigit(*p) && !im_is_numeral(p))
			continue;
		if (p > s && (g_ascii_isdigit(p[-1]) || im_is_numeral(ht_str_previous(s, p))))
			continue;
		if (ht_scan_when_at(&end, &day) && day.possible && !day.no_day && !day.open &&
		    !is_deadline(s, p, end)) {
			d->meeting.time = day;
			if (day.date.hour >= 0)
				ht_scan_until_at(&end, &day, &d->meeting.end);
			*after = end;
			return true;
		}
	}
	return false;
}

/* May the line say when the meeting was: it is a sentence, or begins with the day? Rows of labels (发文日期) are not.
 */
bool im_tells_of_day(const char *s)
{
	ht_scan_day day;
	const char *p = s + ht_str_one_of(s, "（(");
	if (ht_scan_when_at(&p, &day))
		return true;
	for (p = s; *p; p = ht_str_next(p))
		if (ht_str_one_of(p, "，。；"))
			return true;
	return strstr(s, "召开") || strstr(s, "举行");
}

/* The value of 时间. What it says besides the time is told; a time without a day stays where it is. */
static bool take_time(im_doc *d, const char *value, ht_loc loc)
{
	const char *rest;
	d->meeting.time_labelled = true;
	if (!im_find_meeting_time(d, value, &rest)) {
		ht_diag(d->diags, HT_D_IMPORT_TIME_OPEN, loc, value, NULL);
		return false;
	}
	while (*rest && (im_is_blank(rest) || ht_str_one_of(rest, "，。；（）()")))
		rest = ht_str_next(rest);
	if (*rest)
		ht_diag(d->diags, HT_D_IMPORT_TIME_REST, loc, rest, NULL);
	return true;
}

/* The next label in the line, after a blank (`主持：甲　记录：乙`), or the end. */
static const char *next_label(const char *s)
{
	const char *value;
	for (; *s; s = ht_str_next(s)) {
		const char *p = im_is_blank(s) ? im_skip_blanks(s) : s;
		if (p > s && (im_meeting_label_at(p, &value) || im_bare_people_label_at(p, &value)))
			return s;
	}
	return s;
}

/* A label that is not the first of its line, whose colon may be missing: `主持：甲　记录 乙`. NULL: there is none. */
static const im_meeting_label *label_within(const char *s, const char **value)
{
	const im_meeting_label *l = im_meeting_label_at(s, value);
	return l ? l : im_bare_people_label_at(s, value);
}

/* The value without the line of a form on which it is written: __第三会议室__. */
static const char *without_rule(im_doc *d, const char *value)
{
	const char *s = im_skip_blanks(value + strspn(value, "_"));
	size_t len = strlen(s);
	while (len && (s[len - 1] == '_' || s[len - 1] == ' '))
		len--;
	return im_copy(d, s, len);
}

/* 李四请假, or 全体委员 李四请假, in a list of those who attend: that is told. false: it is not that. */
static bool take_absent(im_doc *d, im_fact f, im_person p, ht_loc loc)
{
	const size_t n = p.kind == IM_GROUP ? 0 : ht_str_suffix_of(p.name, ht_words_absent_end);
	if (!n || n == strlen(p.name) || f == IM_FACT_ABSENT)
		return false;
	const char *typed = p.name;
	p.name = im_copy(d, typed, strlen(typed) - n);
	const char *before = im_join(d, ht_str_or_empty(p.unit), ht_str_or_empty(p.office));
	if (ht_str_starts_any(before, ht_words_whole_group)) {
		im_add_person(d, im_people_of(d, (im_attendance)f), (im_person){.name = before, .kind = IM_GROUP});
		p.unit = p.office = NULL;
	}
	im_add_person(d, im_people_of(d, IM_ABSENT), p);
	ht_diag(d->diags, HT_D_IMPORT_ABSENT, loc, typed, p.name, NULL);
	return true;
}

/* Take what a label gives. false: it is not that, and stays in the body. */
static bool take_fact(im_doc *d, im_fact f, const char *value, ht_loc loc)
{
	value = without_rule(d, value);
	if (f == IM_FACT_NONE || !*value)
		return false;
	if (f == IM_FACT_NAME)
		d->meeting.name = value;
	else if (f == IM_FACT_PLACE)
		d->meeting.place = value;
	if (f == IM_FACT_NAME || f == IM_FACT_PLACE)
		return true;
	if (f == IM_FACT_TIME)
		return take_time(d, value, loc);
	im_people found = {0};
	im_read_people(d, &found, value, strlen(value));
	bool named = false, groups = found.n > 0;
	for (size_t i = 0; i < found.n; i++) {
		named |= found.v[i].kind == IM_NAMED;
		groups = groups && found.v[i].kind == IM_GROUP &&
		         im_before_count(found.v[i].name, strlen(found.v[i].name)) == strlen(found.v[i].name);
	}
	if (ht_str_starts_any(value, ht_words_elsewhere) || (!named && !groups)) {
		bool nobody =
		    ht_str_is_any(value, ht_words_nobody) || strpbrk(value, IM_DIGITS); /* 应到45人，实到41人 */
		if (!nobody)
			ht_diag(d->diags, HT_D_IMPORT_CLAUSE, loc, value, NULL);
		return false;
	}
	for (size_t i = 0; i < found.n; i++)
		if (!take_absent(d, f, found.v[i], loc))
			im_add_person(d, im_people_of(d, (im_attendance)f), found.v[i]);
	im_tell_people(d, &found, loc);
	return true;
}

/* Is the line, below a label without a value, the value? */
static bool is_value(im_doc *d, const im_line *line)
{
	const char *value;
	bool heading = im_level(d, line->text) && !im_is_person(d, line->text); /* 1.占山 */
	return line->kind == IM_BODY && !im_meeting_label_at(line->text, &value) && !heading &&
	       ht_str_chars(line->text) <= MEETING_VALUE_MOST && !ht_str_ends(line->text, "：");
}

/* 高适：应急管理局局长, an entry of a list of people, as it is written in one: 应急管理局局长高适. NULL: it is none. */
static const char *name_before_office(im_doc *d, const char *s)
{
	const char *colon = s;
	while (*colon && !ht_str_one_of(colon, "：:"))
		colon = ht_str_next(colon);
	const char *office = im_skip_blanks(colon + ht_str_one_of(colon, "：:"));
	const char *name = im_squeeze(d, im_copy(d, s, (size_t)(colon - s)));
	if (!*office || !im_is_name(name, strlen(name)) || !ht_str_ends_any(office, ht_words_office) ||
	    ht_str_has_any(office, (const char *const[]){"，", "。", "、", "；", NULL}))
		return NULL;
	return im_join(d, office, name);
}

/* Is it one entry of a list on a line of its own? */
static bool is_entry(im_doc *d, const char *s)
{
	if (ht_str_ends_any(s, ht_words_heading_end))
		return false; /* 防汛工作 */
	return name_before_office(d, s) || im_is_person(d, s) || ht_people_word_of(s, strlen(s)).kind == HT_WORD_GROUP;
}

/* Does a list of people continue in this line: the one before is not finished, it is indented below it, or is nothing
 * but people? alone: the label's value is one name a line. */
static bool list_continues(im_doc *d, const im_line *line, const char *all, int indent, bool alone, bool below)
{
	if (!is_value(d, line))
		return false;
	if (ht_str_ends_one_of(all, "、，,"))
		return true;
	if (line->blanks && !alone && !im_is_label_more(d, line))
		return false;
	if (line->indent >= LIST_INDENT && line->indent > indent)
		return true;
	return (alone && is_entry(d, line->text)) || im_is_people_line(d, line->text, alone || below);
}

/* The people after a label, over all their lines from *i on. */
static const char *people_value(im_doc *d, size_t *i, const char *value)
{
	const im_line *first = &d->lines[*i];
	bool alone = !*value;
	const char *all = value;
	while (*i + 1 < d->n &&
	       list_continues(d, &d->lines[*i + 1], all, first->indent, alone, first < &d->lines[*i])) {
		const char *line = d->lines[++*i].text, *swapped = alone ? name_before_office(d, line) : NULL;
		const char *more = swapped ? swapped : line;
		bool joint = !*all || ht_str_ends_one_of(all, "、，,；;");
		all = joint ? im_join(d, all, more) : im_join(d, im_join(d, all, "、"), more);
	}
	return im_copy(d, all, strlen(all) - (ht_str_ends(all, "。") ? strlen("。") : 0));
}

/* What the label in another language before a label may have. */
#define FOREIGN_LABEL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz "

/* The text from its label on: after a small picture (🕙时间：…), and where the lines above are the meeting's facts, too
 * (head), after a number (一、会议时间：…). */
static const char *label_text(const char *s, bool head)
{
	const char *value, *p = s;
	while (im_is_emoji(ht_str_char(p)))
		p = im_skip_blanks(ht_str_next(p));
	const size_t foreign = strspn(p, FOREIGN_LABEL); /* Venue/地点： */
	p += foreign && p[foreign] == '/' ? foreign + 1 : 0;
	if (head && p == s) {
		while (im_is_numeral(p))
			p = ht_str_next(p);
		p = p > s && ht_str_one_of(p, "、.．") ? ht_str_next(p) : s;
	}
	return p > s && im_meeting_label_at(p, &value) ? p : s;
}

/* Of a document with our styles, each paragraph of the list is an office and those who hold it. *i: the last line of
 * the list, so far. */
static void read_styled_people(im_doc *d, im_fact f, size_t *i)
{
	while (*i + 1 < d->n && im_is_of_people(&d->lines[*i + 1]) && is_value(d, &d->lines[*i + 1])) {
		const im_line *line = &d->lines[*i + 1];
		const char *all = line->text;
		size_t to = *i + 2;
		for (; to < d->n && d->lines[to].loc.line == line->loc.line; to++) /* a list in several columns */
			all = im_join(d, im_join(d, all, "　"), d->lines[to].text);
		if (!take_fact(d, f, all, line->loc))
			return;
		*i = to - 1;
	}
}

/* The facts in the line *i that begins with a label, and the lines below it that belong to them. */
static void read_label_line(im_doc *d, size_t *i, const char *s)
{
	size_t first = *i;
	ht_loc loc = d->lines[first].loc;
	bool taken = true;
	const char *value = "";
	const im_meeting_label *l = im_meeting_label_at(s, &value);
	for (; *s && l; l = label_within(s, &value)) {
		const char *end = next_label(value);
		if (end == value && *end)
			end = im_skip_blanks(end);
		const char *text = im_copy(d, value, (size_t)(end - value));
		const bool styled = im_is_of_people(&d->lines[*i]);
		if (im_is_people_fact(l->fact) && !*end && !styled)
			text = people_value(d, i, text);
		else if (!*text && !*end && *i + 1 < d->n && is_value(d, &d->lines[*i + 1]))
			text = d->lines[++*i].text;
		if (!*text || ht_str_chars(text) > MEETING_FACT_MOST || !take_fact(d, l->fact, text, loc))
			taken = false;
		else if (im_is_people_fact(l->fact) && styled)
			read_styled_people(d, l->fact, i);
		s = im_skip_blanks(end);
	}
	for (size_t k = first; taken && k <= *i; k++)
		d->lines[k].kind = IM_FIELD;
	if (taken && !d->meeting.loc.line)
		d->meeting.loc = loc;
}

/* A row of a form: label and value by turns. */
static const im_meeting_label *label_of_cell(im_doc *d, const char *cell)
{
	const char *value, *s = im_join(d, cell, "：");
	const im_meeting_label *l = im_meeting_label_at(s, &value);
	return l && !*value ? l : NULL;
}

static void read_form_row(im_doc *d, im_line *line)
{
	const char *row = line->text, *cell;
	bool taken = false, all = true;
	while ((cell = im_next_cell(d, &row))) {
		const im_meeting_label *l = label_of_cell(d, cell);
		const char *value = l ? im_next_cell(d, &row) : NULL;
		while (value && !*value && row)
			value = im_next_cell(d, &row);
		if (value && *value && l->fact != IM_FACT_NONE && take_fact(d, l->fact, value, line->loc))
			taken = true;
		else if (*cell)
			all = false;
	}
	if (taken && all)
		line->kind = IM_FIELD;
	if (taken && !d->meeting.loc.line)
		d->meeting.loc = line->loc;
}

bool im_is_titled_minutes(im_doc *d)
{
	return im_by_title(d)->tells_of_meeting || im_by_mark(d)->tells_of_meeting;
}

/* 项目 | 内容, the head of a table whose rows went to fields, says nothing more. */
static void leave_out_heads(im_doc *d)
{
	for (size_t i = 0; i + 1 < d->n; i++) {
		const char *row = d->lines[i].text;
		size_t below = i + 1;
		while (below + 1 < d->n && d->lines[below].kind == IM_JUNK)
			below++;
		bool head = d->lines[i].kind == IM_TABLE && d->lines[below].kind == IM_FIELD && im_cells(row) == 2;
		for (const char *cell; head && (cell = im_next_cell(d, &row));)
			head = ht_str_is_any(cell, ht_words_form_head);
		if (head)
			d->lines[i].kind = IM_JUNK;
	}
}

void im_read_meeting_labels(im_doc *d)
{
	bool head = im_is_titled_minutes(d); /* no text yet but facts */
	for (size_t i = 0; i < d->n; i++) {
		const char *value, *s = label_text(d->lines[i].text, head);
		im_line *line = &d->lines[i];
		if (line->kind == IM_TABLE)
			read_form_row(d, line);
		else if (line->kind == IM_BODY && im_meeting_label_at(s, &value))
			read_label_line(d, &i, s);
		head = head && line->kind != IM_BODY;
	}
	leave_out_heads(d);
}
