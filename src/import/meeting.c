/* The facts of a meeting: from labelled lines (`地点：…`) and from running text.
 *
 * In running text a sentence is cut at its verbs (主持, 出席, 列席, 请假); the
 * people of a verb are between the verb before and itself, or, where the sentence
 * begins with the verb (`出席会议的有：`), after it. Only names and groups (`各街道负责人`) count; the sentence stays
 * in the body in any case. */
#include <string.h>

#include <glib.h>

#include "im.h"
#include "limits.h"
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
	const char *times = strstr(name, "次"), *from = times;
	if (!times)
		return NULL;
	while (from > name) {
		const char *p = ht_str_previous(name, from);
		if (!p || (!is_numeral(p) && !ht_str_one_of(p, "第届")))
			break;
		from = p;
	}
	return from < times ? im_copy(d, from, (size_t)(times - from) + strlen("次")) : NULL;
}

/* The end of the name that begins at p: after the last word for a meeting before a
 * mark. NULL: there is no such word. */
static const char *name_end(const char *p)
{
	const char *from = p, *best = NULL;
	for (int n = 1; *p && !ht_str_one_of(p, "，。；：,;:（(《“") && n <= MEETING_NAME_MOST; n++) {
		p = ht_str_next(p);
		if (n > MEETING_NAME_LEAST && ht_str_suffix_of_n(from, (size_t)(p - from), ht_words_meeting_end))
			best = p;
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
	if (!end)
		return false;
	d->meeting.name = im_copy(d, name, (size_t)(end - name));
	const char *from = last_clause(s, verb);
	const char *organ = im_copy(d, from, (size_t)(verb - from));
	if (im_is_organ(organ))
		d->meeting.organ = organ;
	return true;
}

/* `区政协二届四十次主席会议纪要`, `……会议在……召开`. */
static bool read_name_before_verb(im_doc *d, const char *s)
{
	const char *end = name_end(s);
	if (!end || strstr(s, "关于") || (*end && !ht_str_starts_any(end, ht_words_after_meeting_name)))
		return false;
	d->meeting.name = im_copy(d, s, (size_t)(end - s));
	return true;
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

static void find_time(im_doc *d, const char *s)
{
	ht_scan_day day;
	for (const char *p = s; *p && !ht_str_one_of(p, "。"); p = ht_str_next(p)) {
		const char *end = p;
		if (!g_ascii_isdigit(*p) && !is_numeral(p))
			continue;
		if (p > s && (g_ascii_isdigit(p[-1]) || is_numeral(ht_str_previous(s, p))))
			continue;
		if (ht_scan_when_at(&end, &day) && day.possible && !day.no_day) {
			d->meeting.time = day;
			if (day.date.hour >= 0)
				ht_scan_until_at(&end, &day, &d->meeting.end);
			return;
		}
	}
}

/* ---- people in running text ---- */

/* What a text says of a meeting: people first. */
typedef enum fact { CHAIR, PRESENT, OBSERVERS, ABSENT, RECORDER, NAME, TIME, PLACE } fact;

static bool is_people(fact f)
{
	return f <= RECORDER;
}

#define ROW(verb, fact) {verb, fact},
static const struct {
	const char *verb;
	fact fact;
} verbs[] = {HT_WORDS_ATTENDANCE(ROW)};
#undef ROW

/* Lists that labelled lines gave are complete. */
static bool is_given(im_doc *d, fact f)
{
	return d->meeting.given & 1u << f;
}

static im_people *people_of(im_doc *d, fact f)
{
	im_people *lists[] = {[CHAIR] = &d->meeting.chair,
	                      [PRESENT] = &d->meeting.present,
	                      [OBSERVERS] = &d->meeting.observers,
	                      [ABSENT] = &d->meeting.absent,
	                      [RECORDER] = &d->meeting.recorder};
	return lists[f];
}

static bool is_group(const char *s)
{
	return ht_str_chars(s) <= GROUP_MOST && (ht_str_ends_any(s, ht_words_attending_group_end) || im_is_office(s)) &&
	       !ht_str_has_any(s, ht_words_never_group);
}

/* Add those of found that are people; groups only where a list may hold them.
 * Nothing is added from a list without people. */
static bool add_people(im_doc *d, const char *s, size_t len, fact f)
{
	im_people found = {0};
	bool added = false;
	if (is_given(d, f))
		return false;
	im_read_people(d, &found, s, len);
	for (size_t i = 0; i < found.n; i++) {
		const char *name = found.v[i].name;
		bool person = found.v[i].office || (im_is_name(name, strlen(name)) && f != CHAIR);
		bool group = is_group(name) || (f == OBSERVERS && im_is_organ(name));
		if (!person && (f == CHAIR || !group))
			continue;
		im_add_person(d, people_of(d, f), found.v[i]);
		added = true;
	}
	return added;
}

/* The first verb at or after p, before end; *which. */
static const char *find_verb(const char *p, const char *end, size_t *which)
{
	for (; p < end; p = ht_str_next(p))
		for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
			if (ht_str_starts(p, verbs[i].verb) && !ht_str_starts(p + strlen(verbs[i].verb), "人")) {
				*which = i;
				return p;
			}
	return NULL;
}

/* Remove what is not a name from the beginning of a list of people. */
static const char *skip_lead(const char *p, const char *end)
{
	for (const char *q = p; q < end; q = ht_str_next(q))
		if (ht_str_starts(q, "由") && q + 3 < end)
			return q + strlen("由");
	return p;
}

static const char *trim_reason(const char *from, const char *end)
{
	size_t len = (size_t)(end - from), n = ht_str_suffix_of_n(from, len, ht_words_absence_reason);
	return n < len ? end - n : end;
}

/* `出席会议的有：甲、乙`: the verb begins the sentence. */
static bool read_after_verb(im_doc *d, const char *verb, const char *end, fact f)
{
	if (f == CHAIR)
		return false;
	for (size_t n; (n = ht_str_one_of(verb, "：:") + ht_str_prefix_of(verb, ht_words_after_attendance));)
		verb += n;
	return verb < end && add_people(d, verb, (size_t)(end - verb), f);
}

static bool read_sentence(im_doc *d, const char *s, const char *end)
{
	const char *from = s, *verb;
	size_t which;
	bool found = false;
	while ((verb = find_verb(from, end, &which))) {
		fact f = verbs[which].fact;
		const char *after_verb = verb + strlen(verbs[which].verb);
		if (verb == s && read_after_verb(d, after_verb, end, f))
			return true;
		const char *lead = skip_lead(from, verb), *stop = trim_reason(lead, verb);
		const char *place = f == CHAIR ? g_strstr_len(lead, stop - lead, "在") : NULL;
		if (place && add_people(d, lead, (size_t)(place - lead), f))
			found = true; /* 副市长甲在某会议室主持 */
		else
			found |= lead < verb && add_people(d, lead, (size_t)(stop - lead), f);
		/* what a person also does (并讲话) is not part of the next list */
		const char *comma = g_strstr_len(after_verb, end - after_verb, "，");
		from = comma ? comma + strlen("，") : after_verb;
	}
	return found;
}

static void read_paragraph(im_doc *d, const char *s)
{
	while (*s) {
		const char *end = strstr(s, "。");
		end = end ? end : s + strlen(s);
		read_sentence(d, s, end);
		s = *end ? end + strlen("。") : end;
	}
}

/* The chair is present, and first. */
static void add_chair_to_present(im_doc *d)
{
	const im_people *lists[] = {&d->meeting.chair, &d->meeting.present};
	im_people all = {0};
	if (!d->meeting.present.n)
		return;
	for (size_t k = 0; k < ARRAY_LEN(lists); k++)
		for (size_t i = 0; i < lists[k]->n; i++)
			im_add_person(d, &all, lists[k]->v[i]);
	d->meeting.present = all;
}

/* ---- labelled lines ---- */

/* `应到45人，实到41人`: numbers, no people. */
static bool says_numbers(const char *value)
{
	for (const char *p = value; (p += strcspn(p, IM_DIGITS), *p);) {
		p += strspn(p, IM_DIGITS);
		if (ht_str_starts(p, "人") || ht_str_starts(p, "名"))
			return true;
	}
	return false;
}

typedef struct label {
	const char *text;
	fact fact;
} label;

static const label *label_at(const char *s, const char **value)
{
#define ROW(text, fact) {text, fact},
	static const label labels[] = {HT_WORDS_MEETING_LABEL(ROW)};
#undef ROW
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if ((*value = im_after_label(s, labels[i].text)) && **value)
			return &labels[i];
	return NULL;
}

/* Does a list of people continue in this line, which is indented below it? */
static bool list_continues(im_doc *d, const im_line *line, int indent)
{
	const char *value;
	if (line->kind != IM_BODY || line->blanks || label_at(line->text, &value) || im_level(d, line->text))
		return false;
	return (line->indent >= LIST_INDENT && line->indent > indent) || im_is_people_line(d, line->text);
}

static void take_fact(im_doc *d, fact f, const char *value)
{
	if (f == NAME)
		d->meeting.name = value;
	else if (f == TIME)
		find_time(d, value);
	else if (f == PLACE)
		d->meeting.place = value;
	else if (!im_read_typed_people(d, people_of(d, f), value))
		im_read_people(d, people_of(d, f), value, strlen(value));
}

static void read_labels(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const char *value;
		const label *l = d->lines[i].kind == IM_BODY ? label_at(d->lines[i].text, &value) : NULL;
		bool people = l && is_people(l->fact);
		if (!l || ht_str_chars(value) > MEETING_FACT_MOST || (people && says_numbers(value)))
			continue;
		size_t first = i;
		const char *all = value;
		while (i + 1 < d->n && people && list_continues(d, &d->lines[i + 1], d->lines[first].indent)) {
			all = im_join(d, im_join(d, all, "、"), d->lines[++i].text);
			d->lines[i].kind = IM_FIELD;
		}
		size_t stop = ht_str_ends(all, "。") ? strlen("。") : 0;
		take_fact(d, l->fact, im_copy(d, all, strlen(all) - stop));
		d->lines[first].kind = IM_FIELD;
		if (!d->meeting.loc.line)
			d->meeting.loc = d->lines[first].loc;
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
		if (after && !ht_str_one_of(after, "室厅桌费"))
			return true;
	}
	return false;
}

static bool is_titled_minutes(im_doc *d)
{
	return im_by_title(d)->tells_of_meeting || im_by_mark(d)->tells_of_meeting;
}

static void read_text(im_doc *d)
{
	size_t seen = 0;
	for (size_t i = 0; i < d->n && i < d->sign; i++) {
		const im_line *line = &d->lines[i];
		if (line->kind != IM_BODY)
			continue;
		bool early = seen++ < MEETING_PARAGRAPHS;
		if (early && !d->meeting.loc.line)
			d->meeting.loc = line->loc;
		if (early && !d->meeting.name && !read_name_after_verb(d, line->text))
			read_name_before_verb(d, line->text);
		if (early && !d->meeting.time.date.month)
			find_time(d, line->text);
		if (early && !d->meeting.place)
			find_place(d, line->text);
		if (early || ht_str_starts_any(line->text, ht_words_attendance_begin))
			read_paragraph(d, line->text);
	}
	if (!is_given(d, PRESENT))
		add_chair_to_present(d);
}

static void prefer_numbered(im_doc *d)
{
	const char *name = d->meeting.name, *organ = d->meeting.organ;
	for (size_t i = 0, seen = 0; i < d->n && seen < NAMING_PARAGRAPHS; i++) {
		if (d->lines[i].kind != IM_BODY)
			continue;
		seen++;
		if (read_name_after_verb(d, d->lines[i].text) && find_ordinal(d, d->meeting.name))
			return;
		d->meeting.name = name;
		d->meeting.organ = organ;
	}
}

void im_find_meeting(im_doc *d)
{
	if (d->readings.v ? !im_is_of_meeting(d) : !is_report_of_meeting(d) && !is_titled_minutes(d))
		return;
	d->meeting.found = true;
	if (!read_name_after_verb(d, d->title))
		read_name_before_verb(d, d->title);
	/* `召开主席会议` in the title: the text may give its number */
	if (d->meeting.name && !find_ordinal(d, d->meeting.name))
		prefer_numbered(d);
	read_labels(d);
	for (fact f = CHAIR; f <= ABSENT; f++)
		if (people_of(d, f)->n)
			d->meeting.given |= 1u << f;
	read_text(d);
	if (d->meeting.name) {
		find_organ(d);
		const char *ordinal = find_ordinal(d, d->meeting.name);
		d->meeting.ordinal = ordinal ? ordinal : d->meeting.ordinal;
	}
}
