/* Who is at a meeting, from running text.
 *
 * A sentence is cut into clauses at ， and ；. A clause with a verb (出席, 列席, 请假, 主持) is a list of those before
 * the verb; clauses of people without a verb wait for the next one (`县委书记甲，县长乙出席会议`). A clause of anything
 * else ends the waiting: a day, a subject, a condition (研究…时). Where the sentence begins with the verb
 * (`出席会议的有：`), the people are after it. The sentence stays in the body in any case. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "people_words.h"
#include "record/people.h"
#include "words_meetings.h"
#include "words_people.h"

#define ROW(verb, role) {verb, IM_##role},
static const struct {
	const char *verb;
	im_attendance role;
} verbs[] = {HT_WORDS_ATTENDANCE(ROW)};
#undef ROW

im_people *im_people_of(im_doc *d, im_attendance role)
{
	im_people *lists[] = {[IM_CHAIR] = &d->meeting.chair,
	                      [IM_PRESENT] = &d->meeting.present,
	                      [IM_OBSERVERS] = &d->meeting.observers,
	                      [IM_ABSENT] = &d->meeting.absent,
	                      [IM_RECORDER] = &d->meeting.recorder};
	return lists[role];
}

typedef struct sentence {
	im_doc *d;
	ht_loc loc;
	const char *waiting; /* clauses of people that wait for their verb; NULL: none */
	bool named;          /* one of them is named */
	bool found;
} sentence;

/* ---- what is a list of people ---- */

/* May the text be a group, and no sentence? */
static bool is_short(const char *s)
{
	return ht_str_chars(s) <= GROUP_MOST && !ht_str_has_any(s, ht_words_never_group);
}

static bool is_group(const char *s)
{
	return is_short(s) &&
	       (im_before_count(s, strlen(s)) < strlen(s) || ht_str_starts_any(s, ht_words_whole_group) ||
	        ht_str_ends_any(s, ht_words_attending_group_end) || ht_str_ends_any(s, ht_words_people_group_end) ||
	        im_is_office(s) || im_is_organ(s) || ht_str_ends_any(s, ht_words_person_unit_end));
}

/* A name that nothing but its place says to be one: no office, no unit, a surname nobody knows. */
static bool is_bare(const im_person *p)
{
	const size_t n = strlen(p->name);
	return p->kind == IM_NAMED && !p->office && !p->unit && !im_is_name(p->name, n) &&
	       ht_han_count((ht_slice){p->name, n}); /* 赵××, 甲·乙 are names */
}

/* Is it a list of people: a person who is known as one, several names, or groups only? */
static bool is_list(const im_people *list)
{
	size_t sure = 0, bare = 0, groups = 0;
	for (size_t i = 0; i < list->n; i++) {
		const im_person *p = &list->v[i];
		bool unit = i + 1 < list->n && im_is_unit(p->name, strlen(p->name)); /* 办公室、医务科、财务科负责人 */
		groups += p->kind == IM_GROUP && (is_group(p->name) || (unit && is_short(p->name)));
		bare += is_bare(p);
		sure += p->kind == IM_NAMED && !is_bare(p);
	}
	return sure > 0 || bare > 1 || (groups > 0 && groups == list->n);
}

static void add_all(sentence *s, const im_people *found, im_attendance role)
{
	im_people *to = im_people_of(s->d, role);
	for (size_t i = 0; i < found->n; i++)
		im_add_person(s->d, to, found->v[i]);
	im_tell_people(s->d, found, s->loc);
	s->found = true;
}

/* Lists that labelled lines gave are complete; the chair is who is named first. */
static bool is_given(im_doc *d, im_attendance role)
{
	return (d->meeting.given & 1u << role) || (role == IM_CHAIR && d->meeting.chair.n);
}

/* What is certain to tell of people, but of which none was found. */
static void tell_lost(sentence *s, const char *text, bool always)
{
	if (ht_str_chars(text) > 1 && ht_str_chars(text) <= GROUP_MOST && (always || is_short(text)) &&
	    !ht_str_starts_any(text, ht_words_meeting_subject))
		ht_diag(s->d->diags, HT_D_IMPORT_CLAUSE, s->loc, text, NULL);
}

static bool add_people(sentence *s, const char *text, im_attendance role)
{
	im_people found = {0};
	if (is_given(s->d, role))
		return true;
	im_read_people(s->d, &found, text, strlen(text));
	if (!is_list(&found))
		return false;
	add_all(s, &found, role);
	return true;
}

/* The one who leads the meeting. */
static bool add_chair(sentence *s, const char *text, bool by)
{
	im_people found = {0};
	if (is_given(s->d, IM_CHAIR))
		return true;
	if (!s->d->meeting.chair.n)
		s->d->meeting.before_chair = s->d->meeting.present.n;
	im_read_chair(s->d, &found, text, strlen(text), by);
	bool named = false;
	for (size_t i = 0; i < found.n; i++)
		named |= found.v[i].kind == IM_NAMED &&
		         (found.v[i].office || found.v[i].unit || by || !is_bare(&found.v[i]));
	if (!named)
		return false;
	add_all(s, &found, IM_CHAIR);
	return true;
}

/* ---- clauses ---- */

/* Does 参加 mean the meeting? Of other things it says what they do. */
static bool has_meeting(const char *after, const char *end)
{
	after += ht_str_prefix_of(after, ht_words_aspect);
	if (after >= end)
		return true;
	for (const char *p = after; p < end; p = ht_str_next(p))
		if (ht_str_prefix_of(p, ht_words_attended))
			return ht_utf8_count(after, (size_t)(p - after)) <= ATTENDED_WORDS;
	return false;
}

/* Does what begins like a verb of attendance mean something else? */
static bool is_other_verb(const char *verb, const char *after, const char *begin, const char *end)
{
	if (ht_str_prefix_of(verb, ht_words_never_attendance))
		return true;
	if (ht_str_prefix_of(verb, ht_words_object_verb) && !has_meeting(after, end))
		return verb > begin || !ht_str_prefix_of(after, ht_words_after_attendance);
	return ht_str_prefix_of(verb, ht_words_final_verb) && after < end;
}

/* The first verb in [s, end), outside brackets; *which. The longest that is there: 未能出席 before 出席. */
static const char *find_verb(const char *s, const char *end, size_t *which)
{
	int depth = 0;
	for (const char *p = s; p < end; p = ht_str_next(p)) {
		size_t best = 0;
		depth += ht_str_one_of(p, "（(《“") != 0;
		depth -= depth > 0 && ht_str_one_of(p, "）)》”");
		for (size_t i = 0; !depth && i < ARRAY_LEN(verbs); i++) {
			size_t n = strlen(verbs[i].verb);
			if (n > best && ht_str_starts(p, verbs[i].verb)) {
				best = n;
				*which = i;
			}
		}
		bool other = best && is_other_verb(p, p + best, s, end);
		if (best && !other)
			return p;
	}
	return NULL;
}

/* Without the day, and what else may stand before the people. */
static const char *skip_lead(const char *s, const char *end)
{
	for (const char *p = NULL; p != s;) {
		ht_scan_day day;
		p = s;
		const char *q = s;
		if (ht_scan_when_at(&q, &day) && q < end)
			s = q;
		s += ht_str_prefix_of(s, ht_words_attendance_lead);
	}
	return s < end ? s : end;
}

/* Without what stands between the people and the verb: 应邀, 因公出差. */
static const char *skip_adverbs(const char *s, const char *end, bool absent)
{
	for (size_t n; (n = ht_str_suffix_of_n(s, (size_t)(end - s), ht_words_attendance_adverb)) && s + n < end;)
		end -= n;
	for (const char *p = s; p < end; p = ht_str_next(p))
		if (p > s && ht_str_starts(p, "因") && ht_utf8_count(p, (size_t)(end - p)) <= ABSENCE_MOST &&
		    (absent || ht_str_prefix_of(p, ht_words_absence_reason)))
			return p;
	return end;
}

static bool read_chair(sentence *s, const char *from, const char *verb)
{
	const char *end = skip_adverbs(from, verb, false);
	const char *by = NULL;
	for (const char *p = from; p < end; p = ht_str_next(p))
		if (ht_str_starts(p, "由"))
			by = p + strlen("由");
	if (by && by < end &&
	    (by - strlen("由") == from || !im_is_name(by - strlen("由"), (size_t)(end - by) + strlen("由"))))
		from = by;
	else
		from = skip_lead(from, end);
	/* 副市长甲在某会议室主持 */
	const char *place = g_strstr_len(from, end - from, "在");
	if (place && place > from)
		end = place;
	const char *who = im_copy(s->d, from, (size_t)(end - from));
	if (!*who)
		return true; /* 会议主持… */
	bool done = add_chair(s, who, by != NULL);
	if (!done)
		tell_lost(s, who, false);
	return done;
}

/* Clauses that waited, and what is before the verb of this one. */
static const char *all_before(sentence *s, const char *from, const char *verb, bool absent)
{
	const char *lead = skip_lead(from, verb), *end = skip_adverbs(lead, verb, absent);
	const char *own = im_copy(s->d, lead, (size_t)(end - lead)), *all = s->waiting;
	s->waiting = NULL;
	if (!all)
		return own;
	return *own ? im_join(s->d, im_join(s->d, all, "，"), own) : all;
}

/* A clause of people without a verb waits for one; anything else ends the waiting. */
static void read_waiting(sentence *s, const char *from, const char *end)
{
	im_people found = {0};
	from = skip_lead(from, end);
	const char *text = im_copy(s->d, from, (size_t)(end - from));
	im_read_people(s->d, &found, text, strlen(text));
	bool bare_offices = found.n == 1 && found.v[0].kind == IM_GROUP && im_is_office(text);
	for (size_t i = 0; i < found.n; i++)
		s->named |= found.v[i].kind == IM_NAMED;
	if (!*text || (!is_list(&found) && !bare_offices) || ht_str_ends(text, "时"))
		s->waiting = NULL;
	else if (s->waiting)
		s->waiting = im_join(s->d, im_join(s->d, s->waiting, "，"), text);
	else
		s->waiting = text;
}

/* `出席会议的有：甲、乙`: the verb begins the sentence. Where the people begin; NULL: it does not. */
static const char *after_verb(const char *p, const char *end)
{
	const char *from = p;
	bool has = false;
	for (size_t n; p < end && (n = ht_str_one_of(p, "：:") + ht_str_prefix_of(p, ht_words_after_attendance));
	     p += n)
		has |= ht_str_one_of(p, "：:有为是") != 0;
	return has && p < end && p > from ? p : NULL;
}

/* Where the list after a verb ends: before the clause, or after the semicolon, that has the next verb. */
static const char *list_end(const char *people, const char *stop)
{
	size_t which;
	const char *next = find_verb(people, stop, &which), *comma = NULL;
	for (const char *p = people; next && p < next; p = ht_str_next(p)) {
		if (ht_str_one_of(p, "；;") || (!comma && ht_str_one_of(p, "，,")))
			comma = p;
		if (ht_str_one_of(p, "；;"))
			return p;
	}
	return comma ? comma : stop;
}

/* A clause [from, end), whose sentence ends at stop. Returns where the next one begins. */
static const char *read_clause(sentence *s, const char *begin, const char *from, const char *end, const char *stop)
{
	size_t which;
	const char *verb = find_verb(from, end, &which);
	if (!verb) {
		read_waiting(s, from, end);
		return end;
	}
	im_attendance role = verbs[which].role;
	const char *after = verb + strlen(verbs[which].verb);
	const char *people = role == IM_CHAIR ? NULL : after_verb(after, stop);
	if (people && (verb == begin || skip_lead(from, verb) == verb)) {
		const char *until = list_end(people, stop);
		add_people(s, im_copy(s->d, people, (size_t)(until - people)), role);
		return until;
	}
	if (role == IM_CHAIR) {
		read_chair(s, from, verb);
		return end;
	}
	const char *who = all_before(s, from, verb, role == IM_ABSENT);
	size_t next;
	if (find_verb(after, end, &next) && verbs[next].role == IM_CHAIR) /* 出席并主持 */
		add_chair(s, who, false);
	if (*who && !add_people(s, who, role))
		tell_lost(s, who, role == IM_ABSENT);
	return end;
}

/* Invited people whom no verb puts into a list: said. */
static void tell_invited(sentence *s, const char *from, const char *stop)
{
	size_t n = 0;
	while (from < stop && !(n = ht_str_prefix_of(from, ht_words_invites)))
		from = ht_str_next(from);
	n += from < stop ? ht_str_prefix_of(from + n, ht_words_aspect) : 0;
	const char *who = from < stop ? im_copy(s->d, from + n, (size_t)(stop - from) - n) : "";
	im_people found = {0};
	im_read_people(s->d, &found, who, strlen(who));
	if (found.n && is_list(&found))
		tell_lost(s, who, true);
}

static void read_sentence(sentence *s, const char *from, const char *stop)
{
	const char *begin = from, *p = from, *done = from;
	int depth = 0;
	size_t any;
	s->waiting = NULL;
	if (!find_verb(from, stop, &any)) {
		tell_invited(s, from, stop);
		return;
	}
	bool before = s->found;
	s->found = s->named = false;
	while (p < stop) {
		if (p < done) {
			p = done;
			from = done + ht_str_one_of(done, "，；,;");
			continue;
		}
		depth += ht_str_one_of(p, "（(《“") != 0;
		depth -= depth > 0 && ht_str_one_of(p, "）)》”");
		size_t n = depth ? 0 : ht_str_one_of(p, "，；,;");
		if (n) {
			done = read_clause(s, begin, from, p, stop);
			if (done >= stop)
				return;
			from = p + n;
		}
		p = ht_str_next(p);
	}
	read_clause(s, begin, from, stop, stop);
	if (s->waiting && s->named && s->found)
		tell_lost(s, s->waiting, false);
	s->found |= before;
}

void im_read_attendance(im_doc *d, const im_line *line)
{
	sentence s = {.d = d, .loc = line->loc};
	for (const char *p = line->text; *p;) {
		const char *end = p;
		while (*end && !ht_str_one_of(end, "。！？\n"))
			end = ht_str_next(end);
		read_sentence(&s, p, end);
		p = *end ? ht_str_next(end) : end;
	}
}

/* Do clauses of groups, each known as one, come before a verb in the first sentence: 机关党组成员，各专委会主任列席?
 */
static bool begins_with_groups(im_doc *d, const char *text)
{
	const char *stop = text;
	size_t which;
	while (*stop && !ht_str_one_of(stop, "；。;"))
		stop = ht_str_next(stop);
	const char *verb = find_verb(text, stop, &which);
	if (!verb)
		return false;
	im_people found = {0};
	im_read_people(d, &found, text, (size_t)(skip_adverbs(text, verb, true) - text));
	for (size_t i = 0; i < found.n; i++)
		if (found.v[i].kind == IM_DOUBTFUL || (found.v[i].kind == IM_GROUP && !is_group(found.v[i].name)))
			return false;
	return is_list(&found);
}

/* The first clause of the text is one of people, or of the verb. */
bool im_begins_with_people(im_doc *d, const char *text)
{
	const char *end = text;
	size_t which;
	while (*end && !ht_str_one_of(end, "，；。,;"))
		end = ht_str_next(end);
	const char *verb = find_verb(text, end, &which);
	if (verb == text)
		return true;
	if (verb)
		end = skip_adverbs(text, verb, true);
	im_people found = {0};
	im_read_people(d, &found, text, (size_t)(end - text));
	bool named = false;
	for (size_t i = 0; i < found.n; i++)
		named |= found.v[i].kind == IM_NAMED && found.v[i].office;
	return named || (verb && is_list(&found)) || (!verb && begins_with_groups(d, text));
}
