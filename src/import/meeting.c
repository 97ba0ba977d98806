/* The facts of a meeting: from labelled lines (`地点：…`), from the rows of a form, and from running text, whose people
 * attendance.c finds. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "people_words.h"
#include "record/people.h"
#include "sheet.h"
#include "words_documents.h"
#include "words_meetings.h"
#include "words_people.h"

/* ---- name, ordinal, place, time ---- */

static bool is_numeral(const char *p)
{
	return g_ascii_isdigit(*p) || ht_str_one_of(p, "一二三四五六七八九十百〇零");
}

/* `二届40次` or `第15次` within the meeting's name. */
static const char *find_ordinal(im_doc *d, const char *name)
{
	for (const char *times = name; (times = strstr(times, "次")); times += strlen("次")) {
		const char *from = times, *p;
		while ((p = ht_str_previous(name, from)) && (is_numeral(p) || ht_str_one_of(p, "第届")))
			from = p;
		if (from < times)
			return im_copy(d, from, (size_t)(times - from) + strlen("次"));
	}
	return NULL;
}

/* The end of 会议, 推进会 … that ends at p, with what belongs to it (（扩大）会议); NULL: none ends there, or it goes
 * on (会议室). */
static const char *kind_end(const char *from, const char *p)
{
	size_t len = (size_t)(p - from);
	if (!ht_str_suffix_of_n(from, len, ht_words_meeting_end) &&
	    !ht_str_suffix_of_n(from, len, ht_words_meeting_name_end))
		return NULL;
	if (ht_str_prefix_of(p, ht_words_after_meeting_kind))
		return NULL;
	return p + ht_str_prefix_of(p, ht_words_meeting_remark);
}

/* The end of the name that begins at p: after the last word for a meeting before a
 * mark. NULL: there is no such word. */
static const char *name_end(const char *p)
{
	const char *from = p, *best = NULL;
	for (int n = 1; *p && n <= MEETING_NAME_MOST; n++) {
		size_t remark = ht_str_prefix_of(p, ht_words_meeting_remark);
		if (!remark && ht_str_one_of(p, "，。；：,;:（(《“"))
			break;
		p = remark ? p + remark : ht_str_next(p);
		const char *end = n > MEETING_NAME_LEAST || remark ? kind_end(from, p) : NULL;
		best = end ? end : best;
	}
	return best;
}

static const char *skip_aspect(const char *p)
{
	return ht_str_starts(p, "了") ? p + strlen("了") : p;
}

/* What follows the last comma in [s, end). */
static const char *last_clause(const char *s, const char *end)
{
	for (const char *comma; (comma = g_strstr_len(s, end - s, "，"));)
		s = comma + strlen("，");
	return s;
}

#define BARE_MEETING "会议"

/* `召开会议传达学习…`, `召开会议`: the verb's object is a meeting that has no name. */
static bool is_bare_meeting(const char *name)
{
	const char *after = ht_str_starts(name, BARE_MEETING) ? name + strlen(BARE_MEETING) : NULL;
	return after && (!*after || ht_str_one_of(after, "，。,；;") || im_is_blank(after) ||
	                 ht_str_prefix_of(after, ht_words_meeting_does));
}

/* `区政协召开二届40次主席会议`: the organ is before 召开, the name after it. */
static bool read_name_after_verb(im_doc *d, const char *s)
{
	const char *verb = NULL;
	size_t i = 0;
	while (ht_words_convene[i] && !(verb = strstr(s, ht_words_convene[i])))
		i++;
	if (!verb)
		return false;
	const char *name = skip_aspect(verb + strlen(ht_words_convene[i])), *end = name_end(name);
	const char *from = last_clause(s, verb);
	const char *organ = im_copy(d, from, (size_t)(verb - from));
	const char *leading = im_leading_organ(d, organ); /* 柳溪村: all of it */
	const bool bare = is_bare_meeting(name);
	if (!end && !bare)
		return false;
	d->meeting.name =
	    bare ? im_checked(d, ht_arena_strdup(d->arena, BARE_MEETING)) : im_copy(d, name, (size_t)(end - name));
	if (im_is_organ(organ) || (leading && strcmp(leading, organ) == 0))
		d->meeting.organ = organ;
	if (bare && d->meeting.organ == organ) /* 县委常委会召开会议: that of the organ */
		d->meeting.name = im_join(d, organ, BARE_MEETING);
	return true;
}

/* `区政协二届四十次主席会议纪要`, `……会议在……召开`. */
static bool read_name_before_verb(im_doc *d, const char *s)
{
	const char *end = name_end(s);
	if (!end || strstr(s, "关于") || (*end && !ht_str_starts_any(end, ht_words_after_meeting_name)))
		return false;
	if (!ht_str_prefix_of(s, ht_words_no_act_of_meeting))
		s += ht_str_prefix_of(s, ht_words_act_of_meeting);
	d->meeting.name = im_copy(d, s, (size_t)(end - s));
	return true;
}

/* `10月27日上午，区政协二届五十六次主席会议召开`: the name in the clause of a sentence. */
static bool read_name_in_clause(im_doc *d, const char *s)
{
	for (size_t i = 0; ht_words_held[i]; i++) {
		const char *verb = strstr(s, ht_words_held[i]);
		const char *from = verb ? last_clause(s, verb) : NULL;
		if (from && from > s && read_name_before_verb(d, from))
			return true;
	}
	return false;
}

/* The organ that meets, at the beginning of the meeting's name: up to its
 * number. */
static void find_organ(im_doc *d)
{
	const char *name = d->meeting.name, *p = name;
	for (; *p && !is_numeral(p) && !ht_str_one_of(p, "第"); p = ht_str_next(p))
		;
	const char *organ = im_copy(d, name, (size_t)(p - name));
	if (d->meeting.organ)
		return;
	d->meeting.organ = *p && im_is_organ(organ) ? organ : im_leading_organ(d, name);
}

static bool is_place(const char *s)
{
	return ht_str_chars(s) <= MEETING_PLACE_MOST && ht_str_ends_any(s, ht_words_place_end) && !im_is_sentence(s) &&
	       !strstr(s, "，");
}

/* `在三楼会议室召开` */
static void find_place(im_doc *d, const char *s)
{
	for (const char *at = s; !d->meeting.place && (at = strstr(at, "在")); at += strlen("在")) {
		const char *from = at + strlen("在");
		for (size_t i = 0; ht_words_held[i] && !d->meeting.place; i++) {
			const char *verb = strstr(from, ht_words_held[i]);
			const char *place = verb ? im_copy(d, from, (size_t)(verb - from)) : "";
			if (is_place(place))
				d->meeting.place = place;
		}
	}
}

/* Is the day in [from, end) of s one until which something is to be done: 12月10日前, 截至12月10日? */
static bool is_deadline(const char *s, const char *from, const char *end)
{
	if (ht_str_suffix_of_n(s, (size_t)(from - s), ht_words_before_deadline))
		return true;
	return ht_str_starts_any(end, ht_words_after_deadline) && !ht_str_starts_any(end, ht_words_not_deadline);
}

/* The first full day in s, up to the end of the sentence; *after: what follows it. false: there is none. */
static bool find_time(im_doc *d, const char *s, const char **after)
{
	ht_scan_day day;
	for (const char *p = s; *p && !ht_str_one_of(p, "。"); p = ht_str_next(p)) {
		const char *end = p;
		if (!g_ascii_isdigit(*p) && !is_numeral(p))
			continue;
		if (p > s && (g_ascii_isdigit(p[-1]) || is_numeral(ht_str_previous(s, p))))
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
static bool tells_of_day(const char *s)
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
	if (!find_time(d, value, &rest)) {
		ht_diag(d->diags, HT_D_IMPORT_TIME_OPEN, loc, value, NULL);
		return false;
	}
	while (*rest && (im_is_blank(rest) || ht_str_one_of(rest, "，。；（）()")))
		rest = ht_str_next(rest);
	if (*rest)
		ht_diag(d->diags, HT_D_IMPORT_TIME_REST, loc, rest, NULL);
	return true;
}

/* What a label gives: people by their role, or another fact. NONE: what it gives is text. */
typedef enum fact {
	CHAIR = IM_CHAIR,
	PRESENT = IM_PRESENT,
	OBSERVERS = IM_OBSERVERS,
	ABSENT = IM_ABSENT,
	RECORDER = IM_RECORDER,
	NAME,
	TIME,
	PLACE,
	NONE
} fact;

static bool is_people(fact f)
{
	return f <= RECORDER;
}

#define ROW(text, fact) {text, fact},
static const struct label {
	const char *text;
	fact fact;
} labels[] = {HT_WORDS_MEETING_LABEL(ROW)};
#undef ROW

/* What follows the label and its colon, also after a remark: 参会人员（共4人）：. NULL: the label is not there. */
static const char *after_label(const char *s, const char *label)
{
	const char *after = im_after_label(s, label);
	if (after || !ht_str_starts(s, label))
		return after;
	const char *p = s + strlen(label);
	const char *close = ht_str_one_of(p, "（(") ? strpbrk(p, ")\n") : NULL, *wide = strstr(p, "）");
	if (!ht_str_one_of(p, "（("))
		return NULL;
	if (wide && (!close || wide < close))
		close = wide;
	if (!close || !*close || close - p > LABEL_REMARK_BYTES)
		return NULL;
	close = ht_str_next(close);
	return ht_str_one_of(close, "：:") ? im_skip_blanks(ht_str_next(close)) : NULL;
}

/* The longest label at s, and what follows its colon in *value. */
static const struct label *label_at(const char *s, const char **value)
{
	const struct label *found = NULL;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		const char *after = after_label(s, labels[i].text);
		if (after && (!found || strlen(labels[i].text) > strlen(found->text))) {
			found = &labels[i];
			*value = after;
		}
	}
	return found;
}

/* The next label in the line, after a blank (`主持：甲　记录：乙`), or the end. */
static const char *next_label(const char *s)
{
	const char *value;
	for (; *s; s = ht_str_next(s)) {
		const char *p = im_is_blank(s) ? im_skip_blanks(s) : s;
		if (p > s && label_at(p, &value))
			return s;
	}
	return s;
}

/* Take what a label gives. false: it is not that, and stays in the body. */
static bool take_fact(im_doc *d, fact f, const char *value, ht_loc loc)
{
	if (f == NONE)
		return false;
	if (f == NAME)
		d->meeting.name = value;
	else if (f == PLACE)
		d->meeting.place = value;
	if (f == NAME || f == PLACE)
		return true;
	if (f == TIME)
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
		im_add_person(d, im_people_of(d, (im_attendance)f), found.v[i]);
	im_tell_people(d, &found, loc);
	return true;
}

/* Is the line, below a label without a value, the value? */
static bool is_value(im_doc *d, const im_line *line)
{
	const char *value;
	bool heading = im_level(d, line->text) && !im_is_person(d, line->text); /* 1.占山 */
	return line->kind == IM_BODY && !label_at(line->text, &value) && !heading &&
	       ht_str_chars(line->text) <= MEETING_VALUE_MOST && !ht_str_ends(line->text, "：");
}

/* Is it one entry of a list on a line of its own? */
static bool is_entry(im_doc *d, const char *s)
{
	if (ht_str_ends_any(s, ht_words_heading_end))
		return false; /* 防汛工作 */
	return im_is_person(d, s) || ht_people_word_of(s, strlen(s)).kind == HT_WORD_GROUP;
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
		const char *more = d->lines[++*i].text;
		bool joint = !*all || ht_str_ends_one_of(all, "、，,；;");
		all = joint ? im_join(d, all, more) : im_join(d, im_join(d, all, "、"), more);
	}
	return im_copy(d, all, strlen(all) - (ht_str_ends(all, "。") ? strlen("。") : 0));
}

/* The text from its label on: after a small picture (🕙时间：…), and where the lines above are the meeting's facts, too
 * (head), after a number (一、会议时间：…). */
static const char *label_text(const char *s, bool head)
{
	const char *value, *p = s;
	while (im_is_emoji(ht_str_char(p)))
		p = im_skip_blanks(ht_str_next(p));
	if (head && p == s) {
		while (is_numeral(p))
			p = ht_str_next(p);
		p = p > s && ht_str_one_of(p, "、.．") ? ht_str_next(p) : s;
	}
	return p > s && label_at(p, &value) ? p : s;
}

/* Of a document with our styles, each paragraph of the list is an office and those who hold it. *i: the last line of
 * the list, so far. */
static void read_styled_people(im_doc *d, fact f, size_t *i)
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
	const struct label *l;
	while (*s && (l = label_at(s, &value))) {
		const char *end = next_label(value);
		if (end == value && *end)
			end = im_skip_blanks(end);
		const char *text = im_copy(d, value, (size_t)(end - value));
		const bool styled = im_is_of_people(&d->lines[*i]);
		if (is_people(l->fact) && !*end && !styled)
			text = people_value(d, i, text);
		else if (!*text && !*end && *i + 1 < d->n && is_value(d, &d->lines[*i + 1]))
			text = d->lines[++*i].text;
		if (!*text || ht_str_chars(text) > MEETING_FACT_MOST || !take_fact(d, l->fact, text, loc))
			taken = false;
		else if (is_people(l->fact) && styled)
			read_styled_people(d, l->fact, i);
		s = im_skip_blanks(end);
	}
	for (size_t k = first; taken && k <= *i; k++)
		d->lines[k].kind = IM_FIELD;
	if (taken && !d->meeting.loc.line)
		d->meeting.loc = loc;
}

/* A row of a form: label and value by turns. */
static const struct label *label_of_cell(im_doc *d, const char *cell)
{
	const char *value, *s = im_join(d, cell, "：");
	const struct label *l = label_at(s, &value);
	return l && !*value ? l : NULL;
}

static void read_form_row(im_doc *d, im_line *line)
{
	const char *row = line->text, *cell;
	bool taken = false, all = true;
	while ((cell = im_next_cell(d, &row))) {
		const struct label *l = label_of_cell(d, cell);
		const char *value = l ? im_next_cell(d, &row) : NULL;
		while (value && !*value && row)
			value = im_next_cell(d, &row);
		if (value && *value && l->fact != NONE && take_fact(d, l->fact, value, line->loc))
			taken = true;
		else if (*cell)
			all = false;
	}
	if (taken && all)
		line->kind = IM_FIELD;
	if (taken && !d->meeting.loc.line)
		d->meeting.loc = line->loc;
}

static bool is_titled_minutes(im_doc *d)
{
	return im_by_title(d)->tells_of_meeting || im_by_mark(d)->tells_of_meeting;
}

static void read_labels(im_doc *d)
{
	bool head = is_titled_minutes(d); /* no text yet but facts */
	for (size_t i = 0; i < d->n; i++) {
		const char *value, *s = label_text(d->lines[i].text, head);
		im_line *line = &d->lines[i];
		if (line->kind == IM_TABLE)
			read_form_row(d, line);
		else if (line->kind == IM_BODY && label_at(s, &value))
			read_label_line(d, &i, s);
		head = head && line->kind != IM_BODY;
	}
}

static bool is_listed(im_doc *d, const im_people *list, const im_person *person)
{
	for (size_t i = 0; i < list->n; i++)
		if (im_is_same_person(d, &list->v[i], person))
			return true;
	return false;
}

static void add_people(im_doc *d, im_people *to, const im_people *from, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		im_add_person(d, to, from->v[i]);
}

/* The chair is present: where the list has him, as it is in the order of rank; else first, but below one person named
 * alone before (`主席甲出席会议并讲话，副主席乙主持会议`). */
static void add_chair_to_present(im_doc *d)
{
	const im_people *chair = &d->meeting.chair, *present = &d->meeting.present;
	im_people all = {0};
	size_t above = d->meeting.before_chair == 1 && present->n && present->v[0].kind == IM_NAMED;
	if (!present->n)
		return;
	add_people(d, &all, present, 0, above);
	for (size_t i = 0; i < chair->n; i++)
		if (!is_listed(d, present, &chair->v[i]))
			im_add_person(d, &all, chair->v[i]);
	add_people(d, &all, present, above, present->n);
	add_people(d, &all, chair, 0, chair->n); /* gives the office where the list has the name alone */
	d->meeting.present = all;
}

/* A table of people, where no label gives who was present. */
static void read_tables(im_doc *d)
{
	for (size_t i = 0, to; i < d->n && !d->meeting.present.n; i = to) {
		for (to = i; to < d->n && d->lines[to].kind == IM_TABLE; to++)
			;
		if (to > i)
			im_read_people_table(d, i, to);
		to += to == i;
	}
}

/* ---- is there a meeting? ---- */

/* The notice of a meeting is not its record. */
static bool is_report_of_meeting(const im_doc *d)
{
	if (!d->title || ht_str_ends_any(d->title, ht_words_no_minutes_end))
		return false;
	for (size_t i = 0; ht_words_meeting_end[i]; i++) {
		const char *after = ht_str_after(d->title, ht_words_meeting_end[i]);
		if (after && !ht_str_prefix_of(after, ht_words_after_meeting_kind))
			return true;
	}
	/* 召开村民代表大会 */
	for (size_t i = 0; ht_words_held[i]; i++)
		if (strstr(d->title, ht_words_held[i]) && name_end(d->title))
			return true;
	return false;
}

/* The line from which on the last paragraphs are, which may tell who took part. */
static size_t last_paragraphs(const im_doc *d)
{
	size_t i = d->n < d->sign ? d->n : d->sign, seen = 0;
	while (i > 0 && seen < ATTENDANCE_PARAGRAPHS)
		seen += d->lines[--i].kind == IM_BODY;
	return i;
}

/* Is the line one with a label of the text (`下次会议时间：`), or the value below it? */
static bool is_labelled_text(const im_doc *d, size_t i)
{
	const char *value;
	return label_at(d->lines[i].text, &value) || (i && label_at(d->lines[i - 1].text, &value) && !*value);
}

static void read_text(im_doc *d)
{
	size_t seen = 0, late = last_paragraphs(d);
	for (size_t i = 0; i < d->n && i < d->sign; i++) {
		const im_line *line = &d->lines[i];
		if (line->kind != IM_BODY || is_labelled_text(d, i))
			continue;
		bool early = seen < MEETING_PARAGRAPHS;
		seen += tells_of_day(line->text); /* headings and rows of labels are no paragraphs */
		if (early && !d->meeting.loc.line)
			d->meeting.loc = line->loc;
		if (early && !d->meeting.name && !read_name_after_verb(d, line->text) &&
		    !read_name_before_verb(d, line->text))
			read_name_in_clause(d, line->text);
		const char *after;
		if (early && !d->meeting.time.date.month && tells_of_day(line->text) && !im_is_metadata(d, i))
			find_time(d, line->text, &after);
		if (early && !d->meeting.place)
			find_place(d, line->text);
		if (early || (i >= late && ht_str_chars(line->text) <= ATTENDANCE_MOST) ||
		    ht_str_starts_any(line->text, ht_words_attendance_begin))
			if (early || im_begins_with_people(d, line->text))
				im_read_attendance(d, line);
	}
	if (!(d->meeting.given & 1u << IM_PRESENT))
		add_chair_to_present(d);
}

static void prefer_numbered(im_doc *d)
{
	const char *name = d->meeting.name, *organ = d->meeting.organ;
	for (size_t i = 0, seen = 0; i < d->n && seen < NAMING_PARAGRAPHS; i++) {
		if (d->lines[i].kind != IM_BODY)
			continue;
		seen++;
		const char *text = d->lines[i].text;
		if (read_name_after_verb(d, text) && find_ordinal(d, d->meeting.name))
			return;
		d->meeting.organ = organ;
		if (read_name_in_clause(d, text) && find_ordinal(d, d->meeting.name))
			return;
		d->meeting.name = name;
	}
}

/* What all lines together say decides; a title that names minutes is enough, whatever is below it: a form's table. */
static bool is_of_meeting(im_doc *d)
{
	if (is_titled_minutes(d))
		return true;
	if (d->styled)
		return false; /* notice, agenda and sign-in sheet name a meeting in their titles */
	if (d->readings.v)
		return im_is_of_meeting(d);
	return is_report_of_meeting(d);
}

void im_find_meeting(im_doc *d)
{
	const bool titled = is_report_of_meeting(d) || is_titled_minutes(d);
	d->readings.doubted = d->readings.v && titled != im_is_of_meeting(d);
	if (!is_of_meeting(d))
		return;
	d->meeting.found = true;
	if (d->title && !read_name_after_verb(d, d->title))
		read_name_before_verb(d, d->title);
	/* `召开主席会议` in the title: the text may give its number */
	if (d->meeting.name && !find_ordinal(d, d->meeting.name))
		prefer_numbered(d);
	read_labels(d);
	read_tables(d);
	for (im_attendance role = IM_CHAIR; role <= IM_ABSENT; role++)
		if (im_people_of(d, role)->n)
			d->meeting.given |= 1u << role;
	read_text(d);
	if (d->meeting.name) {
		find_organ(d);
		const char *ordinal = find_ordinal(d, d->meeting.name);
		d->meeting.ordinal = ordinal ? ordinal : d->meeting.ordinal;
	}
}
