/* Speeches: who speaks, and when, stands below the title (题注), and below that whom they address.
 *
 * Without its title a line such as `市委副书记、市长　闻人秋` is nothing that a document has there, and `同志们：`
 * would be its recipients. So the title is looked at first, and the lines are kept from the stages that look for
 * fields. */
#include <string.h>

#include "im.h"
#include "limits.h"
#include "readings.h"
#include "speech.h"
#include "words_documents.h"

/* Characters of a line that says who speaks; such lines and days below a title. */
#define SPEAKER_LINE_MOST 40
#define SPEAKER_LINES     4

/* The text below the label (讲话人：), or s. */
static const char *after_label(const char *s)
{
	for (size_t i = 0; ht_words_speaker_label[i]; i++) {
		const char *after = im_after_label(s, ht_words_speaker_label[i]);
		if (after)
			return after;
	}
	return s;
}

/* 闻人秋, 闻 人 秋, 市长　闻人秋, 中共某市委书记闻人秋, 某市水务局: below the title of a speech any two to four
 * characters are a name. */
static bool is_speaker(im_doc *d, const char *line)
{
	const char *s = after_label(line), *whole = im_squeeze(d, s);
	im_texts words = {0};
	const size_t chars = ht_str_chars(whole);
	if (chars > SPEAKER_LINE_MOST || ht_str_has_any(s, (const char *const[]){"。", "，", "！", "？", NULL}))
		return false;
	im_split(d, &words, s, IM_GAPS, (ht_loc){0});
	if (!words.n || !ht_str_has_han(whole))
		return false;
	if (chars <= SPEAKER_NAME_MOST || s != line || im_is_organ(whole) || im_is_person(d, s))
		return true;
	return words.n > 1 && ht_str_chars(words.v[words.n - 1].s) <= SPEAKER_NAME_MOST;
}

/* （根据录音整理）, （2026年3月1日　某市）, （摘要） */
static bool is_bracketed(const char *s)
{
	return ht_str_one_of(s, "（(") && ht_str_ends_one_of(s, "）)") && ht_str_chars(s) <= SPEAKER_LINE_MOST;
}

static bool is_day(const char *s)
{
	ht_scan_day day;
	return im_is_day(s, &day) && day.date.month;
}

/* May line i stand between title and text? Its reading as junk was a guess. */
static bool is_below(im_doc *d, size_t i)
{
	const im_line *line = &d->lines[i];
	if (line->kind != IM_BODY && !(line->kind == IM_JUNK && line->guessed))
		return false;
	return !ht_str_ends_one_of(line->text, "：:") && !im_level(d, line->text) &&
	       (is_day(line->text) || is_bracketed(line->text) || is_speaker(d, line->text));
}

/* Is it the title of a speech: …上的讲话? */
static bool is_title(im_doc *d, size_t from, size_t to)
{
	ht_buf all = {0};
	for (size_t i = from; i < to; i++)
		if (d->lines[i].kind == IM_BODY)
			ht_buf_adds(&all, d->lines[i].text);
	const char *title = im_squeeze(d, im_copy_buf(d, &all));
	ht_buf_free(&all);
	return ht_str_ends_any(title, ht_words_speech_end);
}

void im_find_speech(im_doc *d)
{
	size_t from = 0, to;
	if (!im_read_title(d, &from, &to)) {
		while (from < d->n && d->lines[from].kind != IM_BODY)
			from++;
		to = from < d->n ? from + 1 : from;
	}
	if (!is_title(d, from, to))
		return;
	size_t end = to, n = 0;
	for (; end < d->n && n <= SPEAKER_LINES; end++) {
		if (d->lines[end].kind == IM_JUNK && !d->lines[end].guessed)
			continue;
		if (!is_below(d, end))
			break;
		n++;
	}
	if (n > SPEAKER_LINES || end == d->n)
		return;
	d->speech = true;
	d->title_note = to;
	d->title_note_end = n ? end : to;
	for (size_t i = to; n && i < end; i++)
		if (d->lines[i].kind == IM_BODY || d->lines[i].guessed)
			d->lines[i].kind = IM_FIELD;
}

bool im_is_adoption(const char *s, ht_scan_day *day)
{
	const size_t bracket = ht_str_one_of(s, "（(");
	s += bracket;
	return bracket && ht_scan_day_at(&s, day) && im_is_full_day(day) && (strstr(s, "通过") || strstr(s, "批准"));
}

/* （2026年1月22日…会议通过） below the title of a text that has neither header nor signature: it says who, and when. */
static void take_adoption(im_doc *d)
{
	size_t i = 0;
	ht_scan_day day;
	while (i < d->n && d->lines[i].kind != IM_BODY)
		i++;
	if (d->title_note_end || !d->title || d->masthead || d->number || d->signature.n || d->date.date.year ||
	    i == d->n || !im_is_adoption(d->lines[i].text, &day))
		return;
	d->title_note = i;
	d->title_note_end = i + 1;
}

void im_settle_title_note(im_doc *d)
{
	take_adoption(d);
	bool above = false;
	for (size_t i = 0; i < d->title_note; i++)
		above |= d->lines[i].kind == IM_BODY || d->lines[i].kind == IM_TABLE || d->lines[i].kind == IM_PICTURE;
	for (size_t i = d->title_note; d->speech && i < d->title_note_end; i++)
		if (d->lines[i].kind == IM_FIELD)
			d->lines[i].kind = IM_BODY;
	if (above) /* the body begins there */
		d->title_note = d->title_note_end = 0;
}
