/* Metadata: the block that a government site puts above a document, and the
 * line that any site puts below a title.
 *
 *   索 引 号：           label, its value on the next line
 *   000014349/2018-00227
 *   | 发文机关： | 国务院办公厅 | 成文日期： | 1996年07月17日 |
 *   发布时间：2026-01-05 10:22 来源：区政府办 浏览次数：123
 *
 * It ends with the first line of the document that is not a label. */
#include <string.h>

#include <glib.h>

#include "im.h"
#include "import/messages.h"
#include "limits.h"
#include "words_meetings.h"
#include "words_web.h"

static void take_index(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	if (!d->index_number)
		d->index_number = value;
}

static void take_category(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	if (!d->category)
		d->category = value;
}

static void take_keywords(im_doc *d, const char *value, ht_loc loc)
{
	im_split(d, &d->keywords, value, IM_LIST_SEPARATORS, loc);
}

static void take_issuers(im_doc *d, const char *value, ht_loc loc)
{
	if (ht_str_ends_any(value, ht_words_site_end))
		im_leave_out(d, value, loc, HT_D_IMPORT_REMOVED);
	else if (!d->issuers.n)
		im_split(d, &d->issuers, value, IM_LIST_SEPARATORS, loc);
}

static void take_title(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	if (!d->meta_title)
		d->meta_title = value;
}

static void take_number(im_doc *d, const char *value, ht_loc loc)
{
	const char *p = value;
	ht_scan_number n;
	(void)loc;
	if (!d->number && ht_scan_number_at(&p, &n))
		d->number = im_squeeze(d, value);
}

static void take_day(const char *value, ht_scan_day *day)
{
	const char *p = value;
	ht_scan_day s;
	if (!day->date.year && ht_scan_day_at(&p, &s) && s.possible && !s.no_day)
		*day = s;
}

static void take_date(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	take_day(value, &d->date);
}

static void take_published(im_doc *d, const char *value, ht_loc loc)
{
	(void)loc;
	take_day(value, &d->published);
}

static bool fits_code(const char *value)
{
	return !ht_str_has_han(value) && strpbrk(value, IM_DIGITS);
}

static bool fits_day(const char *value)
{
	ht_scan_day day;
	return ht_scan_when_at(&value, &day) && !*value;
}

static bool fits_number(const char *value)
{
	ht_scan_number number;
	return ht_scan_number_at(&value, &number) && !*value;
}

static bool fits_organ(const char *value)
{
	return im_is_organ(value) || ht_str_ends(value, "网站");
}

/* What the value of a label is used for. */
typedef enum meaning { NOTHING, INDEX, CATEGORY, KEYWORDS, ISSUERS, TITLE, NUMBER, DATE, PUBLISHED, WHEN } meaning;

static const struct {
	void (*take)(im_doc *d, const char *value, ht_loc loc); /* NULL: not used in a record */
	bool (*fits)(const char *value);                        /* below an empty line; NULL: nothing is */
} meanings[] = {
    [NOTHING] = {NULL, NULL},
    [INDEX] = {take_index, fits_code},
    [CATEGORY] = {take_category, NULL},
    [KEYWORDS] = {take_keywords, NULL},
    [ISSUERS] = {take_issuers, fits_organ},
    [TITLE] = {take_title, NULL},
    [NUMBER] = {take_number, fits_number},
    [DATE] = {take_date, fits_day},
    [PUBLISHED] = {take_published, fits_day},
    [WHEN] = {take_published, fits_day}, /* with a full day; else it is text: 时间：10月1日至7日 */
};

typedef struct label {
	const char *text;
	meaning meaning;
} label;

#define ROW(text, meaning) {text, meaning},
static const label labels[] = {HT_WORDS_METADATA(ROW)};
#undef ROW

static void take_value(const label *l, im_doc *d, const char *value, ht_loc loc)
{
	if (*value && !meanings[l->meaning].take)
		im_leave_out(d, value, loc, HT_D_IMPORT_REMOVED);
	if (*value && meanings[l->meaning].take)
		meanings[l->meaning].take(d, value, loc);
}

/* The label at the beginning of s; *value is the text after its colon. */
static const label *label_at(const char *s, const char **value)
{
	s += ht_str_one_of(s, "【[");
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if ((*value = im_after_label(s, labels[i].text)))
			return &labels[i];
	return NULL;
}

/* What separates labels on a line. */
static bool is_gap(const char *p)
{
	return *p == '|' || im_is_blank(p);
}

static const char *skip_gap(const char *p)
{
	while (is_gap(p))
		p = ht_str_next(p);
	return p;
}

/* Where the value at p ends: at the end, or before a blank and another label. */
static const char *value_end(const char *p)
{
	const char *value;
	for (; *p; p = ht_str_next(p)) {
		if (is_gap(p) && label_at(skip_gap(p), &value))
			return p;
	}
	return p;
}

/* 时间 and 日期 are a site's labels before a whole day; else they are words of the text. */
static bool is_text(const label *l, const char *value)
{
	ht_scan_day day;
	return l->meaning == WHEN && *value && !(ht_scan_when_at(&value, &day) && im_is_full_day(&day));
}

/* Read all labels of a line; the last one without a value is returned in *open.
 * false: the line does not begin with a label. */
static bool read_labels(im_doc *d, const char *s, ht_loc loc, const label **open)
{
	const char *value;
	const label *l = label_at(s, &value);
	*open = NULL;
	if (!l || is_text(l, value))
		return false;
	while (l) {
		const char *next, *end = label_at(value, &next) ? value : value_end(value);
		const char *text = im_copy(d, value, (size_t)(end - value));
		*open = *text ? NULL : l;
		take_value(l, d, text, loc);
		end = skip_gap(end);
		l = *end ? label_at(end, &value) : NULL;
	}
	return true;
}

/* A cell that is only a label, without a colon. */
static const label *label_without_colon(im_doc *d, const char *cell)
{
	const char *s = im_squeeze(d, cell);
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (strcmp(labels[i].text, s) == 0)
			return &labels[i];
	return NULL;
}

/* In a table row, labels and values alternate. */
static bool read_row(im_doc *d, const char *row, ht_loc loc)
{
	const char *cell, *value;
	bool found = false;
	while ((cell = im_next_cell(d, &row))) {
		const label *l = label_at(cell, &value);
		if (!l && row && (l = label_without_colon(d, cell)))
			value = "";
		if (!l)
			continue;
		found = true;
		if (!*value && row)
			value = im_next_cell(d, &row);
		take_value(l, d, im_copy(d, value, strlen(value)), loc);
	}
	return found;
}

/* `某区政府   发布时间：2015-08-10  来源：本站`: labels after the site's name. */
static bool read_inner_labels(im_doc *d, const im_line *line)
{
	const char *value;
	const label *open;
	if (ht_str_chars(line->text) > INNER_LABELS_MOST || strstr(line->text, "。"))
		return false;
	const char *end = value_end(line->text);
	const char *lead = im_copy(d, line->text, (size_t)(end - line->text));
	end = skip_gap(end);
	if (!*end || !label_at(end, &value) || !read_labels(d, end, line->loc, &open))
		return false;
	if (fits_day(lead))
		take_published(d, lead, line->loc);
	return true;
}

/* `原创 某某 某某 2026-04-22 17:46 江西`: the line below a title in WeChat. */
static bool read_byline(im_doc *d, const char *s)
{
	if (!ht_str_starts(s, "原创") || ht_str_chars(s) > BYLINE_MOST || im_is_sentence(s))
		return false;
	for (const char *p = s; (p += strcspn(p, IM_DIGITS), *p); p += strspn(p, IM_DIGITS)) {
		const char *end = p;
		ht_scan_day day;
		if (!ht_scan_when_at(&end, &day) || !im_is_full_day(&day))
			continue;
		if (!d->published.date.year)
			d->published = day;
		return true;
	}
	return false;
}

/* A meeting's facts use some of the same labels: 时间 or 日期 above 地点 is the time of
 * the meeting. */
static bool is_meeting_block(const im_doc *d, size_t i)
{
	if (!im_after_label(d->lines[i].text, "时间") && !im_after_label(d->lines[i].text, "日期"))
		return false;
	for (size_t k = i + 1; k < d->n && k < i + MEETING_LABEL_LINES; k++)
		for (size_t o = 0; ht_words_beside_meeting_time[o]; o++)
			if (im_after_label(d->lines[k].text, ht_words_beside_meeting_time[o]))
				return true;
	return false;
}

/* Only a day (`2026-01-05 10:22`, also in brackets) below a title. */
static bool is_day_line(im_doc *d, const im_line *line)
{
	const label *open;
	const char *p = line->text + ht_str_one_of(line->text, "（([");
	ht_scan_day s;
	if (ht_str_starts(line->text, "（") && strstr(line->text, "年"))
		return false; /* the document's own date */
	if (!ht_scan_when_at(&p, &s) || !im_is_full_day(&s) || s.han)
		return false;
	p += ht_str_one_of(p, "）)]");
	p = skip_gap(p);
	if (d->published.date.year || (*p && !read_labels(d, p, line->loc, &open)))
		return false;
	d->published = s;
	return true;
}

/* May the line be the value of the label on the line before it? */
static bool is_value(const label *before, const im_line *line, size_t others)
{
	bool (*fits)(const char *) = meanings[before->meaning].fits;
	/* below the title, what follows an unused label is text */
	if (line->kind != IM_BODY || (others && !meanings[before->meaning].take))
		return false;
	return !line->blanks || (fits && fits(line->text));
}

void im_find_metadata(im_doc *d)
{
	const label *open = NULL;
	size_t others = 0;
	for (size_t i = 0; i < d->n && i < METADATA_LINES; i++) {
		im_line *line = &d->lines[i];
		if (line->kind == IM_JUNK || line->kind == IM_FIELD)
			continue;
		const label *before = open, *now = NULL;
		bool labelled = false;
		if (!is_meeting_block(d, i) && line->kind == IM_TABLE)
			labelled = read_row(d, line->text, line->loc);
		else if (!is_meeting_block(d, i))
			labelled = read_labels(d, line->text, line->loc, &now);
		if (labelled) {
			open = now;
		} else if (before && is_value(before, line, others)) {
			take_value(before, d, line->text, line->loc);
			open = NULL;
		} else {
			open = NULL;
			if (ht_str_ends(line->text, "。") || line->columns > METADATA_COLUMNS)
				return;
			if (read_byline(d, line->text) || read_inner_labels(d, line)) {
				line->kind = IM_JUNK;
				continue;
			}
			if (!others++ || others > TITLE_LINES_ABOVE_DAY || !is_day_line(d, line) || i + 1 == d->n)
				continue;
		}
		line->kind = IM_FIELD;
	}
}
