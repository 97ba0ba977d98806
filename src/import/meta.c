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

/* Who put a text on a site is often not who issued it. */
static void take_publisher(im_doc *d, const char *value, ht_loc loc)
{
	if (ht_str_ends_any(value, ht_words_site_end))
		im_leave_out(d, value, loc, HT_D_IMPORT_REMOVED);
	else if (!d->publisher) {
		d->publisher = value;
		d->publisher_loc = loc;
	}
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
typedef enum meaning {
	NOTHING,
	INDEX,
	CATEGORY,
	KEYWORDS,
	ISSUERS,
	PUBLISHER,
	TITLE,
	NUMBER,
	DATE,
	PUBLISHED,
	WHEN
} meaning;

static const struct {
	void (*take)(im_doc *d, const char *value, ht_loc loc); /* NULL: not used in a record */
	bool (*fits)(const char *value);                        /* below an empty line; NULL: nothing is */
} meanings[] = {
    [NOTHING] = {NULL, NULL},
    [INDEX] = {take_index, fits_code},
    [CATEGORY] = {take_category, NULL},
    [KEYWORDS] = {take_keywords, NULL},
    [ISSUERS] = {take_issuers, fits_organ},
    [PUBLISHER] = {take_publisher, fits_organ},
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
	const bool credit = ht_str_has_any(l->text, ht_words_names_somebody);
	if (*value && !meanings[l->meaning].take && credit) {
		const char *whole = im_checked(d, ht_arena_printf(d->arena, "%s：%s", l->text, value));
		im_leave_out(d, whole, loc, HT_D_IMPORT_CREDIT);
	} else if (*value && !meanings[l->meaning].take) {
		im_leave_out(d, l->text, loc, HT_D_IMPORT_REMOVED); /* 有效性　有效: first the one, then the other */
		im_leave_out(d, value, loc, HT_D_IMPORT_REMOVED);
	}
	d->site |= *value && !credit && (!meanings[l->meaning].take || l->meaning == PUBLISHED);
	if (*value && meanings[l->meaning].take)
		meanings[l->meaning].take(d, value, loc);
}

/* What separates labels on a line. */
static bool is_gap(const char *p)
{
	return ht_str_one_of(p, "|｜丨●◎○•◆■▪★※【】[]") || im_is_blank(p);
}

static const char *skip_gap(const char *p)
{
	while (is_gap(p))
		p = ht_str_next(p);
	return p;
}

/* Which labels of a line have a colon. */
typedef enum colons { ALL_HAVE, SHORT_HAVE, NONE_NEEDED } colons;

/* Long enough not to be a word of the text. */
#define BARE_LEAST 3

/* The text after a label that has no colon but a gap, or nothing; NULL: the line does not begin with it. */
static const char *after_bare(const char *line, const char *word)
{
	for (; *word; word = ht_str_next(word)) {
		size_t n = (size_t)(ht_str_next(word) - word);
		if (strncmp(line, word, n) != 0)
			return NULL;
		line += n;
		if (word[n])
			line = im_skip_blanks(line);
	}
	return !*line || is_gap(line) ? skip_gap(line) : NULL;
}

/* The label at the beginning of s; *value is the text after it. */
static const label *label_at(const char *s, colons which, const char **value)
{
	s = skip_gap(s);
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if ((*value = im_after_label(s, labels[i].text)))
			return &labels[i];
	for (size_t i = 0; which != ALL_HAVE && i < ARRAY_LEN(labels); i++)
		if ((which == NONE_NEEDED || ht_str_chars(labels[i].text) >= BARE_LEAST) &&
		    (*value = after_bare(s, labels[i].text)))
			return &labels[i];
	return NULL;
}

/* Where the value at p ends: at the end, or before a gap and another label. */
static const char *value_end(const char *p, colons which)
{
	const char *value;
	for (; *p; p = ht_str_next(p)) {
		if (is_gap(p) && label_at(p, which, &value))
			return p;
	}
	return p;
}

/* Labels without colons are labels where there are several (`索引号 X 主题分类 Y`), short ones only between strokes. */
static colons colons_of(const char *s)
{
	const char *value;
	size_t strokes = 0, found = 0;
	for (const char *p = s; *p; p = ht_str_next(p))
		strokes += ht_str_one_of(p, "|｜") != 0;
	if (strokes > 1)
		return NONE_NEEDED;
	for (const char *p = s; *p; p = ht_str_next(p))
		found += (p == s || is_gap(ht_str_previous(s, p))) && !is_gap(p) && label_at(p, SHORT_HAVE, &value);
	if (found >= LABELS_OF_A_ROW)
		return NONE_NEEDED;
	return found > 1 ? SHORT_HAVE : ALL_HAVE;
}

/* 时间 and 日期 are a site's labels before a whole day; else they are words of the text. */
static bool is_text(const label *l, const char *value)
{
	ht_scan_day day;
	return l->meaning == WHEN && *value && !(ht_scan_when_at(&value, &day) && im_is_full_day(&day));
}

/* len bytes of s, without a stroke or bracket at the end. */
static const char *without_gap(im_doc *d, const char *s, size_t len)
{
	const char *text = im_copy(d, s, len);
	while (*text && is_gap(ht_str_last(text)) && !ht_str_one_of(ht_str_last(text), "]】"))
		text = im_copy(d, text, (size_t)(ht_str_last(text) - text));
	return text;
}

/* Read all labels of a line; the last one without a value is returned in *open.
 * false: the line does not begin with a label. */
static bool read_labels(im_doc *d, const char *s, ht_loc loc, const label **open)
{
	const char *value;
	const colons which = colons_of(s);
	const label *l = label_at(s, which, &value);
	const bool row = ht_str_one_of(s, "|｜"); /* what is empty in a row has no value below it */
	*open = NULL;
	if (!l || is_text(l, value))
		return false;
	while (l) {
		const char *next, *end = label_at(value, which, &next) ? value : value_end(value, which);
		const char *text = without_gap(d, value, (size_t)(end - value));
		*open = *text || row ? NULL : l;
		take_value(l, d, text, loc);
		end = skip_gap(end);
		l = *end ? label_at(end, which, &value) : NULL;
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

/* The head of a column beside another (日期 | 值班领导) is no label: what is right of it is no day. */
static bool is_column_head(im_doc *d, const label *l, const char *row)
{
	const char *value = meanings[l->meaning].fits == fits_day ? im_next_cell(d, &row) : NULL;
	return value && *value && !ht_str_has_any(value, (const char *const[]){"年", "月", "日", NULL}) &&
	       !strpbrk(value, IM_DIGITS);
}

/* In a table row, labels and values alternate. */
static bool read_row(im_doc *d, const char *row, ht_loc loc)
{
	const char *cell, *value;
	bool found = false;
	while ((cell = im_next_cell(d, &row))) {
		const label *l = label_at(cell, ALL_HAVE, &value);
		if (!l && row && (l = label_without_colon(d, cell)))
			value = "";
		if (l && row && !*value && is_column_head(d, l, row))
			l = NULL;
		if (!l)
			continue;
		found = true;
		if (!*value && row)
			value = im_next_cell(d, &row);
		take_value(l, d, im_copy(d, value, strlen(value)), loc);
	}
	return found;
}

/* A row of labels, the row below it their values: takes both. */
static bool read_columns(im_doc *d, size_t i)
{
	im_line *heads = &d->lines[i], *values = &d->lines[i + 1];
	const char *row = heads->text, *below, *cell;
	size_t cells = 0, known = 0;
	if (heads->kind != IM_TABLE || i + 1 == d->n || values->kind != IM_TABLE)
		return false;
	for (; (cell = im_next_cell(d, &row)); cells++)
		known += label_without_colon(d, cell) != NULL;
	if (known < LABELS_OF_A_ROW || known + 1 < cells)
		return false;
	for (row = heads->text, below = values->text; (cell = im_next_cell(d, &row));) {
		const char *value = im_next_cell(d, &below);
		const label *l = label_without_colon(d, cell);
		if (l && value)
			take_value(l, d, value, values->loc);
	}
	heads->kind = values->kind = IM_FIELD;
	return true;
}

/* `某区政府   发布时间：2015-08-10  来源：本站`: labels after the site's name. */
static bool read_inner_labels(im_doc *d, const im_line *line)
{
	const char *value;
	const label *open;
	if (ht_str_chars(line->text) > INNER_LABELS_MOST || strstr(line->text, "。"))
		return false;
	const char *end = value_end(line->text, ALL_HAVE);
	const char *lead = im_copy(d, line->text, (size_t)(end - line->text));
	end = skip_gap(end);
	if (!*end || !label_at(end, ALL_HAVE, &value) || !read_labels(d, end, line->loc, &open))
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

/* `1024次浏览`, `浏览 1024`, `阅读(12)`: a count of readers. */
static bool is_count(im_doc *d, const char *item)
{
	const char *s = im_squeeze(d, item);
	size_t n = ht_str_prefix_of(s, ht_words_counter);
	if (n)
		return strpbrk(s + n, IM_DIGITS) &&
		       strspn(s + n, IM_DIGITS "()") + ht_str_has_any(s + n, ht_words_count_of) == strlen(s + n);
	n = strspn(s, IM_DIGITS);
	return n && (ht_str_starts(s + n, "次") || ht_str_starts(s + n, "人")) &&
	       ht_str_has_any(s + n, ht_words_counter);
}

/* The end of the item at p: before a gap, but a counter and its number (浏览 1024) are one. */
static const char *item_end(const char *p)
{
	const char *end = p, *number;
	while (*end && !is_gap(end))
		end = ht_str_next(end);
	number = im_skip_blanks(end);
	if (ht_str_prefix_of(p, ht_words_counter) == (size_t)(end - p) && g_ascii_isdigit(*number))
		end = number + strspn(number, IM_DIGITS);
	return end;
}

/* `2026-02-03 10:22 | 县政府办 | 1024次浏览`: short items, of which two are such as only a site has. */
static bool read_items(im_doc *d, const im_line *line)
{
	const char *labels_at = NULL, *value;
	size_t sure = 0;
	ht_scan_day found = {0};
	if (ht_str_chars(line->text) > BYLINE_MOST || im_is_sentence(line->text))
		return false;
	for (const char *p = skip_gap(line->text); *p && !labels_at; p = skip_gap(p)) {
		const char *end = p;
		ht_scan_day day;
		if (label_at(p, ALL_HAVE, &value)) {
			labels_at = p;
			sure++;
		} else if (ht_scan_when_at(&end, &day) && im_is_full_day(&day) && !day.han && (!*end || is_gap(end))) {
			found = day;
			sure++;
		} else {
			end = item_end(p);
			const char *item = im_copy(d, p, (size_t)(end - p));
			if (ht_str_chars(item) > BYLINE_ITEM_MOST)
				return false;
			sure += is_count(d, item);
		}
		p = end;
	}
	const label *open;
	if (sure < 2 || (labels_at && !read_labels(d, labels_at, line->loc, &open)))
		return false;
	if (found.date.year && !d->published.date.year)
		d->published = found;
	return true;
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
	d->published_alone = !*p && s.date.hour < 0 && strstr(line->text, "年");
	return true;
}

/* Is line i a short one before another label? Then it is the value of the one above, though an empty line is between
 * them: a page puts such lines between all. */
static bool is_between_labels(const im_doc *d, size_t i)
{
	const char *value;
	size_t next = i + 1;
	while (next < d->n && d->lines[next].kind == IM_JUNK)
		next++;
	return ht_str_chars(d->lines[i].text) <= BYLINE_ITEM_MOST && next < d->n &&
	       label_at(d->lines[next].text, ALL_HAVE, &value);
}

/* May line i be the value of the label on the line before it? */
static bool is_value(const im_doc *d, size_t i, const label *before, size_t others)
{
	const im_line *line = &d->lines[i];
	const char *title = d->meta_title;
	bool (*fits)(const char *) = meanings[before->meaning].fits;
	/* a label without a value swallows no title */
	if (meanings[before->meaning].take != take_title &&
	    (strstr(line->text, "关于") || (title && strcmp(title, line->text) == 0)))
		return false;
	/* below the title, what follows an unused label is text */
	if (line->kind != IM_BODY || (others && !meanings[before->meaning].take))
		return false;
	return !line->blanks || (fits && fits(line->text)) || is_between_labels(d, i);
}

/* Does line i begin, or continue, a block in which label and value take turns, a line each, without colons? */
static const label *label_in_turns(im_doc *d, size_t i, bool begun)
{
	const label *l = d->lines[i].kind == IM_BODY ? label_without_colon(d, d->lines[i].text) : NULL;
	if (!l || begun)
		return l;
	bool another = false;
	for (size_t k = i + 1; k < d->n && k <= i + TURN_LINES && !another; k++)
		another = label_without_colon(d, d->lines[k].text) != NULL;
	return another && ht_str_chars(l->text) >= BARE_LEAST ? l : NULL;
}

/* `来源：某某局`, `发布时间：…` below everything: a site's, too. */
static void find_metadata_below(im_doc *d)
{
	for (size_t i = d->n; i-- > 0;) {
		im_line *line = &d->lines[i];
		const char *value;
		if (line->kind == IM_JUNK)
			continue;
		const label *l = line->kind == IM_BODY ? label_at(line->text, ALL_HAVE, &value) : NULL;
		const label *open;
		const bool of_site = l && (l->meaning == NOTHING || l->meaning == PUBLISHED);
		if (!of_site || line->columns > METADATA_COLUMNS || strstr(line->text, "。") ||
		    strstr(line->text, "共印") || /* of the imprint */
		    !read_labels(d, line->text, line->loc, &open))
			return;
		line->kind = IM_FIELD;
	}
}

void im_find_metadata(im_doc *d)
{
	const label *open = NULL;
	size_t others = 0;
	bool turns = false;
	find_metadata_below(d);
	for (size_t i = 0; i < d->n && i < METADATA_LINES; i++) {
		im_line *line = &d->lines[i];
		if (line->kind == IM_JUNK || line->kind == IM_FIELD)
			continue;
		const label *before = open, *now = NULL;
		bool labelled = false;
		if (read_columns(d, i))
			continue;
		const label *turn = label_in_turns(d, i, turns);
		if (turn) {
			turns = true;
			open = turn;
			line->kind = IM_FIELD;
			continue;
		}
		if (is_meeting_block(d, i))
			labelled = false;
		else if (line->kind == IM_TABLE)
			labelled = read_row(d, line->text, line->loc);
		else if (!strstr(line->text, "共印")) /* of the imprint */
			labelled = read_labels(d, line->text, line->loc, &now);
		if (labelled) {
			open = now;
		} else if (before && is_value(d, i, before, others)) {
			take_value(before, d, line->text, line->loc);
			open = NULL;
		} else {
			open = NULL;
			if (ht_str_ends(line->text, "。") || line->columns > METADATA_COLUMNS)
				return;
			if (read_byline(d, line->text) || read_inner_labels(d, line) || read_items(d, line)) {
				line->kind = IM_JUNK;
				continue;
			}
			if (!others++ || others > TITLE_LINES_ABOVE_DAY || !is_day_line(d, line) || i + 1 == d->n)
				continue;
		}
		line->kind = IM_FIELD;
	}
}
