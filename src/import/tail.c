/* What stands below the text: signature, date, note, who gets copies.
 *
 * The date is what all hangs on: a line of its own that is nothing but a day,
 * below a line that is an organ's name (or an office and a name, in an order),
 * or such a name and the day on one line. The first one is the document's;
 * what follows are attachments with signatures of their own. */
#include <string.h>

#include <glib.h>

#include "im.h"

bool im_is_day(const char *s, ht_scan_day *day)
{
	const char *p = s + im_mark_at(s, "（(");
	ht_scan_day found;
	if (!ht_scan_when_at(&p, &found))
		return false;
	p += im_mark_at(p, "）)");
	while (*p == ' ' || im_starts(p, "　"))
		p += g_utf8_skip[(unsigned char)*p];
	if (*p)
		return false;
	*day = found;
	return true;
}

static bool is_free(const im_line *line)
{
	return line->role == IM_BODY;
}

/* The line with text before i, or n. */
static size_t previous(const im_doc *d, size_t i)
{
	while (i-- > 0)
		if (d->lines[i].role != IM_JUNK && d->lines[i].role != IM_PICTURE)
			return i;
	return d->n;
}

static bool is_issuer(im_doc *d, const char *s)
{
	const char *title = d->title ? im_squeeze(d, d->title) : "";
	for (size_t i = 0; i < d->issuers.n; i++)
		if (strcmp(im_squeeze(d, d->issuers.v[i].s), s) == 0)
			return true;
	return im_chars(s) >= 3 && im_starts(title, s);
}

/* Is every name on the line an organ's? They are parted by blanks. */
static bool is_organ_line(im_doc *d, const char *line)
{
	im_texts names = {0};
	im_split(d, &names, line, " 　\t", (ht_loc){0});
	if (is_issuer(d, im_squeeze(d, line)) || im_is_organ(im_squeeze(d, line)))
		return names.n > 0;
	for (size_t i = 0; i < names.n; i++)
		if (!im_is_organ(names.v[i].s) && !is_issuer(d, names.v[i].s))
			return false;
	return names.n > 0;
}

/* 省长　王某某 */
static bool is_officer_line(im_doc *d, const char *line)
{
	im_texts words = {0};
	im_split(d, &words, line, " 　\t", (ht_loc){0});
	if (words.n < 2 || words.n > 4)
		return false;
	const char *name = im_squeeze(d, strstr(line, words.v[1].s));
	return im_is_office(words.v[0].s) && im_chars(words.v[0].s) <= 24 && im_is_name(name, strlen(name));
}

static void add_organs(im_doc *d, im_texts *list, const char *line, ht_loc loc)
{
	im_texts names = {0};
	im_split(d, &names, line, " 　\t", loc);
	bool organs = true;
	for (size_t i = 0; i < names.n; i++)
		organs = organs && (im_is_organ(names.v[i].s) || is_issuer(d, names.v[i].s));
	if (!organs)
		im_add_text(d, list, im_squeeze(d, line), loc);
	else
		for (size_t i = 0; i < names.n; i++)
			im_add_text(d, list, names.v[i].s, loc);
}

/* `国务院办公厅　2018年12月4日`: the organ before the day, or NULL. */
static const char *organ_before_day(im_doc *d, const char *line, ht_scan_day *day)
{
	if (strstr(line, "。") || im_chars(line) > 60)
		return NULL;
	for (const char *p = line; *p; p += g_utf8_skip[(unsigned char)*p]) {
		if (p == line || !(p[-1] == ' ' || p[-1] == '\t' || im_starts(p - (p - line >= 3 ? 3 : 0), "　")))
			continue;
		if (!im_is_day(p, day) || !day->date.year)
			continue;
		const char *organ = im_copy(d, line, (size_t)(p - line));
		return is_organ_line(d, organ) ? organ : NULL;
	}
	return NULL;
}

/* Lines of organs right above i, perhaps with one in another language below them:
 * how many, and the topmost in *first. */
static size_t count_organs(im_doc *d, size_t i, size_t *first)
{
	size_t n = 0, k = i;
	while ((k = previous(d, k)) < d->n && is_free(&d->lines[k]) && n < 12 && !im_is_sentence(d->lines[k].text)) {
		bool organ = is_organ_line(d, d->lines[k].text);
		if (!organ && (k + 1 != i || im_has_han(d->lines[k].text)))
			break;
		n += organ;
		*first = organ ? k : *first;
	}
	return n;
}

#define MAX_OFFICERS 12

static void take_date(im_doc *d, size_t i, const ht_scan_day *day)
{
	if (!d->date.date.year || !d->date.possible || d->date.no_day) {
		d->date = *day;
	} else if (day->date.year && day->possible &&
	           (day->date.year != d->date.date.year || day->date.month != d->date.date.month ||
	            day->date.day != d->date.date.day)) {
		ht_diag(d->diags, HT_D_IMPORT_DATES_DIFFER, d->lines[i].loc, d->lines[i].text, NULL);
		d->date = *day;
	}
	d->date.date.hour = -1; /* 18时, of a telegram */
	d->lines[i].role = IM_FIELD;
	d->sign = i;
}

/* Lines of officers right above i, the topmost first: where officers sign, the
 * signers, else the signature. false: there are none. */
static bool take_officers(im_doc *d, size_t i)
{
	size_t lines[MAX_OFFICERS], n = 0;
	for (size_t k = previous(d, i); k < d->n && n < MAX_OFFICERS && is_free(&d->lines[k]); k = previous(d, k)) {
		if (!is_officer_line(d, d->lines[k].text))
			break;
		lines[n++] = k;
	}
	bool sign = im_by_title(d)->officers_sign;
	for (size_t k = n; k-- > 0;) {
		im_line *line = &d->lines[lines[k]];
		const char *s = im_squeeze(d, line->text);
		if (sign)
			im_read_people(d, &d->signers, s, strlen(s));
		else
			im_add_text(d, &d->signature, line->text, line->loc);
		line->role = IM_FIELD;
	}
	return n > 0;
}

/* The signature whose day is line i. false: line i is none. */
static bool take_signature(im_doc *d, size_t i)
{
	im_line *line = &d->lines[i];
	ht_scan_day day;
	const char *organ = organ_before_day(d, line->text, &day);
	if (organ) {
		add_organs(d, &d->signature, organ, line->loc);
		take_date(d, i, &day);
		return true;
	}
	if (!im_is_day(line->text, &day) || im_mark_at(line->text, "（("))
		return false;
	size_t first = i, n = count_organs(d, i, &first);
	if (!n && !take_officers(d, i))
		return false;
	for (size_t k = first; k < i; k++)
		if (is_free(&d->lines[k]) && is_organ_line(d, d->lines[k].text)) {
			add_organs(d, &d->signature, d->lines[k].text, d->lines[k].loc);
			d->lines[k].role = IM_FIELD;
		}
	take_date(d, i, &day);
	return true;
}

/* A day alone at the text's end, without a name above it. */
static void take_bare_date(im_doc *d)
{
	ht_scan_day day;
	size_t seen = 0;
	for (size_t i = d->n; i-- > 0 && seen < 4;) {
		const im_line *line = &d->lines[i];
		if (!is_free(line))
			continue;
		seen++;
		if (im_is_day(line->text, &day) && day.date.year && !im_mark_at(line->text, "（(")) {
			take_date(d, i, &day);
			return;
		}
	}
}

static void find_signature(im_doc *d)
{
	d->sign = d->n;
	for (size_t i = 0; i < d->n && d->sign == d->n; i++)
		if (is_free(&d->lines[i]) && d->lines[i].columns <= 80)
			take_signature(d, i);
	if (d->sign == d->n)
		take_bare_date(d);
}

/* Is line i a note, wholly in brackets? Takes it. */
static bool take_note(im_doc *d, size_t i)
{
	im_line *line = &d->lines[i];
	size_t open = im_mark_at(line->text, "（(");
	const char *last = g_utf8_find_prev_char(line->text, line->text + strlen(line->text));
	if (!open || !last || im_chars(line->text) < 4 || !im_mark_at(last, "）)") || im_level(line->text) ||
	    ht_scan_unmatched(line->text))
		return false;
	if (strstr(line->text, "供稿") || im_is_name(line->text + open, (size_t)(last - line->text) - open))
		return false; /* who wrote it */
	d->note = im_copy(d, line->text + open, (size_t)(last - line->text) - open);
	line->role = IM_FIELD;
	return true;
}

/* `联系人：…` without its brackets, right below the date. */
static bool take_contact(im_doc *d, size_t i)
{
	static const char *const begins[] = {"联系人", "联系电话", "联系方式", NULL};
	im_line *line = &d->lines[i];
	if (d->note || !im_starts_any(line->text, begins) ||
	    !im_has_any(line->text, (const char *const[]){"：", ":", NULL}) || im_chars(line->text) > 60 ||
	    im_ends(line->text, "。"))
		return false;
	d->note = line->text;
	line->role = IM_FIELD;
	return true;
}

/* （此件公开发布） right below the date, or at the end of a text without one. */
static void find_note(im_doc *d)
{
	if (im_by_mark(d)->item_by_item)
		return; /* who sent the last item */
	if (d->sign == d->n) {
		size_t last = d->n;
		while (last-- > 0 && !is_free(&d->lines[last]))
			;
		if (last < d->n && last > 0)
			take_note(d, last);
		return;
	}
	for (size_t i = d->sign + 1; i < d->n; i++)
		if (is_free(&d->lines[i])) {
			if (!take_note(d, i))
				take_contact(d, i);
			return;
		}
}

/* ---- the record block ---- */

static const char *without_stop(im_doc *d, const char *s)
{
	size_t n = strlen(s);
	if (im_ends(s, "。") || im_ends(s, "；"))
		n -= strlen("。");
	return im_copy(d, s, n);
}

/* A list that goes on over lines until its full stop. */
static void take_list(im_doc *d, size_t i, const char *value, im_texts *list)
{
	const char *all = value;
	d->lines[i].role = IM_FIELD;
	for (size_t k = i + 1; k < d->n && k < i + 4 && im_ends(all, "，"); k++) {
		if (!is_free(&d->lines[k]))
			continue;
		all = im_join(d, all, d->lines[k].text);
		d->lines[k].role = IM_FIELD;
	}
	im_split(d, list, without_stop(d, all), "，,", d->lines[i].loc);
}

static bool take_label_list(im_doc *d, size_t i)
{
	const struct {
		const char *label;
		im_texts *list;
	} lists[] = {{"抄送", &d->copies_to},  {"抄报", &d->copies_to}, {"分送", &d->copies_to},
	             {"主送", &d->recipients}, {"报", &d->report_to},   {"送", &d->send_to},
	             {"发", &d->issue_to}};
	const char *words = im_after_label(d->lines[i].text, "主题词");
	if (words && *words && !d->keywords.n) {
		im_split(d, &d->keywords, words, " 　;；、", d->lines[i].loc);
		d->lines[i].role = IM_FIELD;
		return true;
	}
	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
		const char *value = im_after_label(d->lines[i].text, lists[k].label);
		if (!value || !*value || lists[k].list->n)
			continue;
		take_list(d, i, value, lists[k].list);
		return true;
	}
	return false;
}

/* `某办公室　2026年7月24日印发` */
static bool take_printing(im_doc *d, size_t i)
{
	const char *s = d->lines[i].text;
	if (d->printed_by || !im_ends(s, "印发") || im_chars(s) > 60)
		return false;
	for (const char *p = s; *p; p += g_utf8_skip[(unsigned char)*p]) {
		const char *end = p;
		ht_scan_day day;
		if (!ht_scan_day_at(&end, &day) || !day.possible || !day.date.year || day.no_day)
			continue;
		while (*end == ' ' || im_starts(end, "　"))
			end += g_utf8_skip[(unsigned char)*end];
		if (strcmp(end, "印发") != 0)
			continue;
		d->printed_by = im_squeeze(d, im_copy(d, s, (size_t)(p - s)));
		d->print_date = day;
		d->lines[i].role = IM_FIELD;
		return true;
	}
	return false;
}

/* （共印50份）, perhaps behind the name of an editor, who has no field. */
static bool take_copies(im_doc *d, size_t i)
{
	const char *s = im_squeeze(d, d->lines[i].text), *p = s + im_mark_at(s, "（(");
	const char *behind = im_starts(s, "责任编辑") ? strstr(s, "共印") : NULL;
	p = behind ? behind : p;
	if (d->copies || !(im_starts(p, "共印") || im_starts(p, "印")))
		return false;
	p += strlen(im_starts(p, "共印") ? "共印" : "印");
	int n = ht_scan_int(&p);
	if (n <= 0 || !im_starts(p, "份"))
		return false;
	d->copies = n;
	d->lines[i].role = IM_FIELD;
	if (behind)
		ht_diag(d->diags, HT_D_IMPORT_REMOVED, d->lines[i].loc, im_copy(d, s, (size_t)(behind - s)), NULL);
	return true;
}

/* The record block stands within so many lines of the end. */
#define MAX_FOOT_LINES 14

static void find_foot(im_doc *d)
{
	size_t seen = 0, last = d->n;
	while (last > 0 && seen < MAX_FOOT_LINES)
		seen += d->lines[--last].role == IM_BODY;
	for (size_t i = last; i < d->n; i++)
		if (is_free(&d->lines[i]) && !take_label_list(d, i) && !take_printing(d, i))
			take_copies(d, i);
}

void im_find_tail(im_doc *d)
{
	find_foot(d);
	find_signature(d);
	find_note(d);
}
