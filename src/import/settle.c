/* What the text does not state: the form, a year, the issuer, the masthead. Each is reported when it is derived, with
 * its source. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "speech.h"
#include "limits.h"
#include "readings.h"
#include "words_documents.h"
#include "words_meetings.h"
#include "words_organs.h"

/* The Chinese name of a field. */
static const char *field_zh(im_doc *d, const char *field)
{
	ht_buf zh = {0};
	ht_field_add_zh(&zh, field);
	const char *name = zh.failed ? field : im_copy_all(d, &zh);
	ht_buf_free(&zh);
	return name;
}

/* ---- years ---- */

#define DAYS_A_MONTH 31
/* How long before a meeting, at most, it is announced. */
#define ANNOUNCED_DAYS 93

/* The latest year in which month and day are not after the day of publication: 12月30日 in a text published in January
 * is last year's. */
static int year_before(const ht_date *day, const ht_date *published)
{
	const bool later =
	    day->month > published->month || (day->month == published->month && day->day > published->day);
	return published->year - later;
}

/* The year of a day beside a document's own date. A day soon after that is announced and in the same year; one that is
 * long after it was in the year before. */
static int year_beside(const ht_date *day, const ht_date *own)
{
	const int after = (day->month - own->month) * DAYS_A_MONTH + day->day - own->day;
	return after > 0 && after <= ANNOUNCED_DAYS ? own->year : year_before(day, own);
}

/* The year in the meeting's name: 2026年第3次会议. 0: it has none. */
static int year_of_name(const char *name)
{
	const char *at = name ? strstr(name, "年") : NULL;
	int year;
	if (!at || at - name < 4)
		return 0;
	const char *p = at - 4;
	year = ht_scan_int(&p);
	return p == at && year >= 1900 && year <= 2100 ? year : 0;
}

/* Any full day in the text; the first. */
static bool any_year(const im_doc *d, ht_date *found)
{
	for (size_t i = 0; i < d->n; i++)
		for (const char *p = d->lines[i].text; (p = strstr(p, "年")); p += strlen("年")) {
			const char *at = p - 4;
			ht_scan_day day;
			if (at >= d->lines[i].text && ht_scan_day_at(&at, &day) && im_is_full_day(&day)) {
				*found = day.date;
				return true;
			}
		}
	return false;
}

static void say_year(im_doc *d, const ht_scan_day *day, const char *what, ht_code code)
{
	char text[32];
	snprintf(text, sizeof text, "%04d-%02d-%02d", day->date.year, day->date.month, day->date.day);
	ht_diag(d->diags, code, d->meeting.loc.line ? d->meeting.loc : im_whole_file(d), what, text, field_zh(d, what),
	        NULL);
}

static void complete_year(im_doc *d, ht_scan_day *day, const char *what)
{
	ht_date from = d->published.date;
	if (day->date.year || !day->date.month)
		return;
	int named = day == &d->meeting.time ? year_of_name(d->meeting.name) : 0;
	if (named) {
		day->date.year = named;
		say_year(d, day, what, HT_D_IMPORT_YEAR_NAME);
		return;
	}
	ht_code code = HT_D_IMPORT_YEAR;
	if (!from.year && d->date.date.year) {
		from = d->date.date;
		code = HT_D_IMPORT_YEAR_DATE;
	} else if (!from.year && any_year(d, &from)) {
		code = HT_D_IMPORT_YEAR_TEXT;
	}
	if (!from.year) {
		ht_diag(d->diags, HT_D_IMPORT_NO_YEAR, im_whole_file(d), what, field_zh(d, what), NULL);
		if (day == &d->meeting.time && !d->meeting.time_labelled)
			day->date.month = 0; /* the text has it */
		return;
	}
	/* another day in the text does not come after it for sure */
	day->date.year = from.year;
	if (code == HT_D_IMPORT_YEAR_DATE)
		day->date.year = year_beside(&day->date, &from);
	else if (code == HT_D_IMPORT_YEAR)
		day->date.year = year_before(&day->date, &from);
	say_year(d, day, what, code);
}

/* （2026年1月22日…会议通过） below the title: the day of a resolution. */
static bool find_adoption(im_doc *d)
{
	for (size_t i = 0, seen = 0; i < d->n && seen < ADOPTION_LINES; i++) {
		ht_scan_day day;
		if (d->lines[i].kind != IM_BODY)
			continue;
		seen++;
		if (!im_is_adoption(d->lines[i].text, &day))
			continue;
		d->date = day;
		ht_diag(d->diags, HT_D_IMPORT_DATE_ADOPTED, d->lines[i].loc, NULL);
		return true;
	}
	return false;
}

/* Minutes are dated below their title as well as below the text. */
static bool take_day_below_title(im_doc *d)
{
	if (!d->published_alone || !(im_by_title(d)->tells_of_meeting || im_by_mark(d)->tells_of_meeting))
		return false;
	d->date = d->published;
	return true;
}

/* No date; where the last line is a day, what it lacks is the year. */
static void say_no_date(im_doc *d)
{
	size_t i = d->n;
	ht_scan_day day;
	while (i > 0 && d->lines[i - 1].kind == IM_JUNK)
		i--;
	const im_line *last = i ? &d->lines[i - 1] : NULL;
	if (last && last->kind == IM_BODY && im_is_day(last->text, &day) && day.date.month && !day.date.year)
		ht_diag(d->diags, HT_D_IMPORT_DATE_NO_YEAR, last->loc, last->text, NULL);
	else
		ht_diag(d->diags, HT_D_IMPORT_NO_DATE, im_whole_file(d), NULL);
}

static const char *moment(im_doc *d, const ht_date *t)
{
	char day[HT_DATE_ISO];
	ht_date_iso(t, day);
	const bool timed = t->hour >= 0;
	return im_checked(d, timed ? ht_arena_printf(d->arena, "%s %02d:%02d", day, t->hour, t->minute)
	                           : ht_arena_strdup(d->arena, day));
}

/* The end has the year of the beginning, or the next: 12月30日至1月2日. */
static void settle_end(im_doc *d)
{
	const ht_date *begin = &d->meeting.time.date;
	ht_date *end = &d->meeting.end.date;
	if (!end->year)
		end->year = begin->year + (begin->year && end->month && end->month < begin->month);
	if (!ht_date_ends_before(begin, end))
		return;
	ht_diag(d->diags, HT_D_IMPORT_ENDS_BEFORE, im_whole_file(d), moment(d, end), moment(d, begin), NULL);
}

static bool is_wanted(const im_doc *d, const char *field)
{
	return ht_str_is_any(field, d->form->required) || ht_str_is_any(field, d->form->wanted);
}

static void settle_date(im_doc *d)
{
	char text[32];
	complete_year(d, &d->date, "date");
	complete_year(d, &d->meeting.time, "meeting.time");
	settle_end(d);
	if (d->date.date.year)
		return;
	if ((is_wanted(d, "date") && find_adoption(d)) || take_day_below_title(d))
		return;
	const ht_scan_day *day = d->meeting.time.date.year ? &d->meeting.time : &d->published;
	if (!day->date.year) {
		if (is_wanted(d, "date"))
			say_no_date(d);
		return;
	}
	d->date = *day;
	d->date.date.hour = -1;
	snprintf(text, sizeof text, "%04d-%02d-%02d", day->date.year, day->date.month, day->date.day);
	ht_code code = HT_D_IMPORT_DATE_PUBLISHED;
	if (d->meeting.time.date.year) /* a document has a date; a report of a meeting has not */
		code = d->masthead || d->number ? HT_D_IMPORT_DATE_MEETING : HT_D_IMPORT_DATE_REPORT;
	ht_diag(d->diags, code, im_whole_file(d), text, NULL);
}

/* ---- issuers and masthead ---- */

/* 某县第十八届人民代表大会第六次会议, which adopts resolutions. It has a term: other committees only meet. */
static bool is_congress(const char *s)
{
	return ht_str_ends(s, "次会议") && strstr(s, "届") && (strstr(s, "代表大会") || strstr(s, "委员会"));
}

/* 县政府, 县财政局: an organ as it is called at home, without its place. */
static void say_short(im_doc *d, const char *name, const char *field)
{
	const size_t level = ht_str_prefix_of(name, ht_words_short_organ_begin);
	if (level && (ht_str_starts_any(name + level, ht_words_short_organ_next) || im_is_organ_name(name)))
		ht_diag(d->diags, HT_D_IMPORT_NAME_SHORT, im_whole_file(d), name, field, field_zh(d, field), NULL);
}

/* The organ at the title's beginning: before 关于, 转发, 召开 … */
static const char *organ_of_title(im_doc *d)
{
	const char *best = NULL;
	for (size_t i = 0; d->title && ht_words_issuer_before[i]; i++) {
		const char *at = strstr(d->title, ht_words_issuer_before[i]);
		if (at && at > d->title && (!best || at < best))
			best = at;
	}
	const char *title = d->title ? im_without_day(d->title) : "";
	const char *organ = best && best > title ? im_copy(d, title, (size_t)(best - title)) : "";
	return im_is_organ(organ) || is_congress(organ) ? organ : NULL;
}

/* A page says that the office put the report there (东岭区人民政府办公室), the headline whose meeting it was. */
static void settle_office(im_doc *d)
{
	const char *office = d->issuers.n == 1 && d->meeting.organ && !d->signature.n ? d->issuers.v[0].s : NULL;
	size_t n = office ? ht_str_suffix_of(office, ht_words_office_of_organ) : 0;
	if (!n || ht_str_ends_any(d->meeting.organ, ht_words_office_of_organ))
		return;
	const char *organ = im_copy(d, office, strlen(office) - n);
	if (!im_is_organ(organ) || (strcmp(organ, d->meeting.organ) != 0 && im_leading_organ(d, d->title) == NULL))
		return;
	d->issuers.v[0].s = organ;
	im_leave_out(d, office + strlen(organ), d->publisher_loc, HT_D_IMPORT_REMOVED);
	ht_diag(d->diags, HT_D_IMPORT_ISSUER_TITLE, im_whole_file(d), organ, NULL);
}

static void settle_issuers(im_doc *d)
{
	if (d->issuers.n)
		return;
	for (size_t i = 0; i < d->signature.n; i++) {
		const char *organ = im_without_acting(d, d->signature.v[i].s);
		if (im_is_organ(organ))
			im_add_text(d, &d->issuers, organ, d->signature.v[i].loc);
	}
	if (d->issuers.n || (d->title_note_end && !is_wanted(d, "issuers"))) /* the title note says whose it is */
		return;
	const bool minutes =
	    d->title && im_ends_word(d->title, d->form->recognition.mark_titles, d->form->recognition.n_mark_titles);
	if (d->editor) {
		im_add_text(d, &d->issuers, d->editor, d->title_loc);
		return;
	}
	const char *from = organ_of_title(d);
	if (!from && d->masthead)
		from = im_leading_organ(d, d->masthead);
	if (!from && minutes)
		from = im_leading_organ(d, im_without_day(d->title));
	if (!from)
		from = d->publisher;
	if (!from)
		from = d->meeting.organ ? im_without_day(d->meeting.organ) : d->holder;
	if (!from)
		return;
	im_add_organs(d, &d->issuers, from, d->title_loc);
	ht_diag(d->diags, from == d->holder ? HT_D_IMPORT_ISSUER_HOLDER : HT_D_IMPORT_ISSUER_TITLE, im_whole_file(d),
	        from, NULL);
	say_short(d, d->issuers.n ? d->issuers.v[0].s : from, "issuers");
	if (from == d->publisher)
		settle_office(d);
}

#define YEAR_DIGITS 4

/* The kind of meeting without when it was: 三季度招商引资工作推进会, 2025年学术年会; of 三年行动推进会 nothing. */
static const char *without_period(const char *kind)
{
	const char *p = kind + ht_str_prefix_of(kind, ht_words_half_year);
	if (p > kind)
		return p;
	while (*p && (g_ascii_isdigit(*p) || ht_str_one_of(p, "第一二三四五六七八九十〇零")))
		p = ht_str_next(p);
	const bool year = p - kind == YEAR_DIGITS && strspn(kind, IM_DIGITS) == YEAR_DIGITS;
	size_t n = 0;
	if (p > kind)
		n = ht_str_prefix_of(p, year ? ht_words_of_year : ht_words_period);
	return n ? without_period(p + n) : kind;
}

/* 主席会议 out of 二届40次主席会议; NULL: the name tells no kind. organ: who meets. */
static const char *kind_of_meeting(const im_doc *d, const char *organ)
{
	const char *name = d->meeting.name, *kind = name ? ht_str_after(name, "次") : NULL, *own = "会议";
	if (!kind && name && !d->meeting.ordinal) {
		kind = without_period(name);
		if (kind == name && ht_str_chars(name) > MEETING_WHOLE_MOST && !ht_str_starts(name, organ))
			kind = NULL;
	}
	if (kind && ht_str_starts(kind, own) && kind[strlen(own)])
		kind += strlen(own); /* 五届一次会议预备会议 */
	if (kind && ht_str_starts(kind, organ) && kind[strlen(organ)])
		kind += strlen(organ);
	size_t chars = kind ? ht_str_chars(kind) : 0;
	if (chars >= MEETING_KIND_LEAST && chars <= MEETING_KIND_MOST && strcmp(kind, own) != 0)
		return kind;
	return ht_str_ends_any(organ, ht_words_meeting_organ_end) ? own : NULL;
}

/* 县人大常委会 out of 县十六届人大常委会: the masthead is that of all of them. */
static const char *without_term(im_doc *d, const char *organ)
{
	const char *term = strstr(organ, "届"), *from = term;
	const char *before;
	while (from && (before = ht_str_previous(organ, from)) &&
	       ht_str_one_of(before, "第一二三四五六七八九十百0123456789"))
		from = before;
	if (!term || from == term)
		return organ;
	return im_join(d, im_copy(d, organ, (size_t)(from - organ)), term + strlen("届"));
}

/* text with value in place of name. */
static const char *put_in(im_doc *d, const char *text, const char *name, const char *value)
{
	const char *at = strstr(text, name);
	if (!at)
		return text;
	const char *s = ht_arena_printf(d->arena, "%.*s%s%s", (int)(at - text), text, value, at + strlen(name));
	return im_checked(d, s);
}

/* 某某集团第一届董事会 of 某某集团第一届董事会第十二次会议: an organ that is itself a meeting. NULL: it is none. */
static const char *organ_that_meets(im_doc *d)
{
	const char *name = d->meeting.name, *at = name && d->meeting.ordinal ? strstr(name, d->meeting.ordinal) : NULL;
	const char *organ = at ? im_copy(d, name, (size_t)(at - name)) : "";
	bool plain = at && strcmp(at + strlen(d->meeting.ordinal), "会议") == 0;
	organ = without_term(d, organ);
	return plain && ht_str_ends_any(organ, ht_words_meeting_organ_end) &&
	               !ht_str_is_any(organ, ht_words_meeting_organ_end)
	           ? organ
	           : NULL;
}

/* The organ that the title begins with, where only its office signs: 某市水务局 of
 * 某市水务局2026年第5次局长办公会议纪要, signed 某市水务局办公室. NULL: it is not so. */
static const char *organ_of_office(im_doc *d)
{
	const char *organ = d->title ? im_leading_organ(d, im_without_day(d->title)) : NULL;
	const char *office = organ && d->issuers.n ? d->issuers.v[0].s : "";
	return organ && ht_str_starts(office, organ) && strcmp(office, organ) != 0 ? organ : NULL;
}

/* The word of a title that is nobody's: 纪要 of 会议纪要, 记录 of 会议记录; NULL: it is somebody's. */
static const char *bare_mark(const ht_recognition *r, const char *title)
{
	const char *word = title;
	if (ht_str_starts(title, "会议"))
		word += strlen("会议");
	if (ht_str_is_any_n(title, r->mark_titles, r->n_mark_titles) ||
	    ht_str_is_any_n(word, r->mark_titles, r->n_mark_titles))
		return word;
	return NULL;
}

/* The masthead with that word at its end: 某局党组会议纪要 is 某局党组会议记录 where the title is 会议记录. */
static const char *with_mark(im_doc *d, const ht_recognition *r, const char *masthead, const char *word)
{
	for (size_t i = 0; i < r->n_mark_titles; i++)
		if (ht_str_ends(masthead, r->mark_titles[i]) && !ht_str_ends(masthead, word))
			return im_join(d, im_copy(d, masthead, strlen(masthead) - strlen(r->mark_titles[i])), word);
	return masthead;
}

/* A masthead for a text without one; NULL: none can be made. signer: it is made of who signs, whom the title does not
 * name. */
static const char *derive_mark(im_doc *d, const ht_recognition *r, bool *signer)
{
	const char *title = d->title ? im_without_day(d->title) : NULL;
	const char *bare = title ? bare_mark(r, title) : NULL;
	if (!bare && im_ends_word(title, r->mark_titles, r->n_mark_titles) && !strstr(title, "关于") &&
	    ht_str_chars(title) <= MASTHEAD_OF_TITLE_MOST)
		return title;
	if (!r->mark_otherwise)
		return NULL;
	const char *organs[] = {organ_that_meets(d), d->signature.n ? NULL : d->meeting.organ, organ_of_office(d),
	                        d->issuers.n ? d->issuers.v[0].s : NULL};
	const bool of_meeting = strstr(r->mark_otherwise, "{meeting}");
	const char *organ = NULL, *kind = NULL;
	for (size_t i = 0; i < ARRAY_LEN(organs) && !(of_meeting ? kind : organ); i++) {
		organ = organs[i] ? without_term(d, im_without_day(organs[i])) : NULL;
		kind = organ ? kind_of_meeting(d, organ) : NULL;
	}
	if (!organ || (of_meeting && !kind))
		return NULL;
	*signer = d->signature.n && title && !ht_str_starts(title, organ);
	const char *masthead = put_in(d, r->mark_otherwise, "{organ}", organ);
	if (of_meeting)
		masthead = put_in(d, masthead, "{meeting}", kind);
	return bare ? with_mark(d, r, masthead, bare) : masthead;
}

static void settle_masthead(im_doc *d)
{
	const ht_recognition *r = &d->form->recognition;
	if (!d->masthead && r->title_is_mark)
		d->masthead = d->title;
	bool signer = false;
	const char *masthead = d->masthead ? NULL : derive_mark(d, r, &signer);
	if (!masthead && !d->masthead && ht_str_is_any("mark", d->form->required))
		ht_diag(d->diags, HT_D_IMPORT_NO_MARK, im_whole_file(d), NULL);
	if (!masthead)
		return;
	d->masthead = masthead;
	say_short(d, masthead, "mark");
	ht_diag(d->diags, signer ? HT_D_IMPORT_MASTHEAD_SIGNER : HT_D_IMPORT_MASTHEAD, im_whole_file(d), masthead,
	        NULL);
}

/* The form of record that a form of text makes; NULL: the style path has none of it. */
static const ht_form *form_of_text(im_doc *d, int text)
{
	static const char *const forms[HT_TEXT_COUNT] = {[HT_TEXT_DOCUMENT] = "document",
	                                                 [HT_TEXT_REPORT] = "minutes",
	                                                 [HT_TEXT_RECORD] = "minutes",
	                                                 [HT_TEXT_BULLETIN] = "bulletin",
	                                                 [HT_TEXT_ORDER] = "order"};
	return ht_catalogue_form(d->catalogue, forms[text]);
}

/* Another form fits nearly as well, or less well but is what the title says. */
static void say_doubt(im_doc *d)
{
	const im_readings *r = &d->readings;
	const ht_form *best = r->v ? form_of_text(d, r->form) : NULL, *other = NULL;
	int32_t points = INT32_MIN;
	if (best && r->form == HT_TEXT_ORDER && d->form == form_of_text(d, HT_TEXT_DOCUMENT)) {
		/* an order whose signer was not found */
		ht_diag(d->diags, HT_D_IMPORT_FORM_UNSURE, im_whole_file(d), d->form->names.zh, best->names.zh,
		        best->names.en, NULL);
		return;
	}
	for (int k = 0; best && k < HT_TEXT_COUNT; k++) {
		const ht_form *form = form_of_text(d, k);
		if (!form || form == best || r->points[k] <= points)
			continue;
		points = r->points[k];
		other = form;
	}
	if (!other || other == d->form)
		return;
	if (r->points[r->form] - points < (r->doubted ? FORM_SURE_DOUBTED : FORM_SURE) * HT_POINT)
		ht_diag(d->diags, HT_D_IMPORT_FORM_UNSURE, im_whole_file(d), d->form->names.zh, other->names.zh, NULL);
}

void im_settle(im_doc *d, const ht_form *form)
{
	d->form = form ? form : im_recognise_form(d);
	if (!form) {
		ht_diag(d->diags, HT_D_IMPORT_FORM, im_whole_file(d), d->form->names.zh, NULL);
		say_doubt(d);
	}
	settle_date(d);
	settle_issuers(d);
	settle_masthead(d);
}
