/* The facts of a meeting: from labelled lines and the rows of a form (meeting_labels.c), and from running text, whose
 * people attendance.c finds. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "meeting.h"
#include "people_words.h"
#include "record/people.h"
#include "sheet.h"
#include "words_documents.h"
#include "words_meetings.h"
#include "words_people.h"

/* ---- name, ordinal, place, time ---- */

/* `二届40次` or `第15次` within the meeting's name. */
static const char *find_ordinal(im_doc *d, const char *name)
{
	for (const char *times = name; (times = strstr(times, "次")); times += strlen("次")) {
		const char *from = times, *p;
		while ((p = ht_str_previous(name, from)) && (im_is_numeral(p) || ht_str_one_of(p, "第届")))
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
	s = im_without_day(s);
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
	for (; *p && !im_is_numeral(p) && !ht_str_one_of(p, "第"); p = ht_str_next(p))
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
	return im_meeting_label_at(d->lines[i].text, &value) ||
	       (i && im_meeting_label_at(d->lines[i - 1].text, &value) && !*value);
}

static void read_text(im_doc *d)
{
	size_t seen = 0, late = last_paragraphs(d);
	for (size_t i = 0; i < d->n && i < d->sign; i++) {
		const im_line *line = &d->lines[i];
		if (line->kind != IM_BODY || is_labelled_text(d, i))
			continue;
		bool early = seen < MEETING_PARAGRAPHS;
		seen += im_tells_of_day(line->text); /* headings and rows of labels are no paragraphs */
		if (early && !d->meeting.loc.line)
			d->meeting.loc = line->loc;
		if (early && !d->meeting.name && !read_name_after_verb(d, line->text) &&
		    !read_name_before_verb(d, line->text))
			read_name_in_clause(d, line->text);
		const char *after;
		if (early && !d->meeting.time.date.month && im_tells_of_day(line->text) && !im_is_metadata(d, i))
			im_find_meeting_time(d, line->text, &after);
		if (early && !d->meeting.place)
			find_place(d, line->text);
		if (early || (i >= late && ht_str_chars(line->text) <= ATTENDANCE_MOST) ||
		    ht_str_starts_any(line->text, ht_words_attendance_begin))
			if (early || im_begins_with_people(d, line->text))
				im_read_attendance(d, line);
	}
	if (!d->meeting.time.date.month && d->title && im_is_titled_minutes(d) && im_without_day(d->title) != d->title)
		im_find_meeting_time(d, d->title, &(const char *){NULL});
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
	if (im_is_titled_minutes(d))
		return true;
	if (d->styled)
		return false; /* notice, agenda and sign-in sheet name a meeting in their titles */
	if (d->readings.v)
		return im_is_of_meeting(d);
	return is_report_of_meeting(d);
}

void im_find_meeting(im_doc *d)
{
	const bool titled = is_report_of_meeting(d) || im_is_titled_minutes(d);
	d->readings.doubted = d->readings.v && titled != im_is_of_meeting(d);
	if (!is_of_meeting(d))
		return;
	d->meeting.found = true;
	if (d->title && !read_name_after_verb(d, d->title))
		read_name_before_verb(d, d->title);
	/* `召开主席会议` in the title: the text may give its number */
	if (d->meeting.name && !find_ordinal(d, d->meeting.name))
		prefer_numbered(d);
	im_read_meeting_labels(d);
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
