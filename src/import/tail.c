/* The end of the text: signature, date, note, imprint.
 *
 * Everything depends on the date: a line that is only a day, below a line that is an organ's name (or an office and a
 * name, in an order), or such a name and the day on one line. The first one is the document's; later ones belong to
 * attachments with signatures of their own. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "record/people.h"
#include "im.h"
#include "limits.h"
#include "words_organs.h"
#include "words_documents.h"
#include "words_web.h"

static bool is_body(const im_line *line)
{
	return line->kind == IM_BODY;
}

/* The line with text before i, or n. */
static size_t previous_line(const im_doc *d, size_t i)
{
	while (i-- > 0)
		if (d->lines[i].kind != IM_JUNK && d->lines[i].kind != IM_PICTURE)
			return i;
	return d->n;
}

static bool is_issuer(im_doc *d, const char *s)
{
	const char *title = d->title ? im_squeeze(d, d->title) : "";
	for (size_t i = 0; i < d->issuers.n; i++)
		if (strcmp(im_squeeze(d, d->issuers.v[i].s), s) == 0)
			return true;
	if (d->publisher && strcmp(im_squeeze(d, d->publisher), s) == 0)
		return true;
	return ht_str_chars(s) >= ORGAN_LEAST_NAMED && ht_str_starts(title, s);
}

static bool has_colon(const char *s)
{
	return strchr(s, ':') || strstr(s, "：");
}

/* 设备科: who signs within a house. */
static bool is_section(const char *s)
{
	const size_t chars = ht_str_chars(s);
	return chars >= SECTION_LEAST && chars <= SECTION_MOST && ht_str_ends_any(s, ht_words_section_end) &&
	       !ht_str_has_any(s, ht_words_organ_never) && !strpbrk(s, IM_DIGITS) && !im_is_sentence(s);
}

/* Is every name on the line an organ's? They are separated by blanks. */
static bool is_organ_line(im_doc *d, const char *line)
{
	im_texts names = {0};
	if (has_colon(line) || im_level(d, line))
		return false; /* 印发：某某局, 1、某某局 */
	line = im_without_acting(d, line);
	im_split(d, &names, line, IM_GAPS, (ht_loc){0});
	if (is_issuer(d, im_squeeze(d, line)) || im_is_organ(im_squeeze(d, line)) || is_section(im_squeeze(d, line)))
		return names.n > 0;
	for (size_t i = 0; i < names.n; i++)
		if (!im_is_organ(names.v[i].s) && !is_issuer(d, names.v[i].s))
			return false;
	return names.n > 0;
}

/* After an office and above a day any two to four characters are a name, whatever the surname. */
static bool is_officers_name(const char *s)
{
	const size_t len = strlen(s), chars = ht_str_chars(s);
	return im_is_name(s, len) || (chars >= 2 && chars <= OFFICER_NAME_MOST &&
	                              ht_han_count((ht_slice){s, len}) == chars && !im_is_organ(s));
}

/* 县长占石, whose blanks went with those of a spread line: an office and a name. */
static bool is_officer_in_one(im_doc *d, const char *s)
{
	for (const char *p = s; *p && ht_str_chars(s) <= OFFICER_IN_ONE_MOST; p = ht_str_next(p))
		if (p > s && im_is_office(im_copy(d, s, (size_t)(p - s))) && is_officers_name(p))
			return true;
	return false;
}

/* 省长　王某某, 省　长　王某某 */
static bool is_officer_line(im_doc *d, const char *line)
{
	im_texts words = {0};
	im_split(d, &words, line, IM_GAPS, (ht_loc){0});
	if (words.n == 1)
		return im_by_title(d)->officers_sign && is_officer_in_one(d, words.v[0].s);
	if (words.n < OFFICER_WORDS_LEAST || words.n > OFFICER_WORDS_MOST)
		return false;
	const char *office = words.v[0].s;
	size_t k = 1;
	while (k + 1 < words.n && ht_str_chars(words.v[k - 1].s) == 1 && !im_is_office(office))
		office = im_join(d, office, words.v[k++].s);
	const char *name = words.v[k].s;
	while (++k < words.n)
		name = im_join(d, name, words.v[k].s);
	return im_is_office(office) && ht_str_chars(office) <= OFFICE_MOST && is_officers_name(name);
}

/* Is it a name in itself, not a beginning that the title shares (云台县公安), an ending or a part of one (局, 员会)? */
static bool is_whole_organ(im_doc *d, const char *s)
{
	for (size_t i = 0; i < d->issuers.n; i++)
		if (strcmp(im_squeeze(d, d->issuers.v[i].s), s) == 0)
			return true;
	if (ht_str_is_any(s, ht_words_organ_short) || is_section(s))
		return true;
	return im_is_organ(s) && ht_str_chars(s) >= ORGAN_LEAST_NAMED && !ht_str_is_any(s, ht_words_organ_end);
}

/* Characters of an ending that a blank tore off a name (办公室). */
#define TORN_MOST 3

/* 云台县公安 局: a name that a blank tore apart, since a part is no name. The names in one piece; none: they cannot be
 * told apart. */
static im_texts joined_names(im_doc *d, const im_texts *parts, ht_loc loc)
{
	im_texts names = {0};
	const char *open = NULL;
	for (size_t i = 0; i < parts->n; i++) {
		const char *part = parts->v[i].s;
		if (!open && names.n && ht_str_chars(part) <= TORN_MOST && !is_whole_organ(d, part)) {
			names.v[names.n - 1].s = im_join(d, names.v[names.n - 1].s, part); /* 云台县林业局 办公室 */
			continue;
		}
		open = open ? im_join(d, open, part) : part;
		if (!is_whole_organ(d, open))
			continue;
		im_add_text(d, &names, open, loc);
		open = NULL;
	}
	return open ? (im_texts){0} : names;
}

/* Are the parts single characters, as a name is spread over a line, or in another script, as words have blanks? */
static bool is_spread(const im_texts *parts)
{
	bool spread = true, foreign = false;
	for (size_t i = 0; i < parts->n; i++) {
		spread = spread && ht_str_chars(parts->v[i].s) == 1;
		foreign = foreign || !ht_str_has_han(parts->v[i].s);
	}
	return spread || foreign;
}

void im_add_organs(im_doc *d, im_texts *list, const char *line, ht_loc loc)
{
	im_texts parts = {0};
	im_split(d, &parts, line, IM_GAPS, loc);
	const im_texts names = joined_names(d, &parts, loc);
	if (!names.n)
		im_add_text(d, list, im_squeeze(d, line), loc);
	for (size_t i = 0; i < names.n; i++)
		im_add_text(d, list, names.v[i].s, loc);
	if (parts.n > 1 && names.n != parts.n && !is_spread(&parts) && !is_issuer(d, im_squeeze(d, line)))
		ht_diag(d->diags, HT_D_IMPORT_NAME_TORN, loc, line, NULL);
}

/* `国务院办公厅　2018年12月4日`: the organ before the day, or NULL. */
static const char *organ_before_day(im_doc *d, const char *line, ht_scan_day *day)
{
	if (strstr(line, "。") || ht_str_chars(line) > ORGAN_DAY_MOST)
		return NULL;
	for (const char *p = line; *p; p = ht_str_next(p)) {
		if (p == line || !ht_str_one_of(ht_str_previous(line, p), IM_GAPS))
			continue;
		if (!im_is_day(p, day) || !day->date.year)
			continue;
		const char *organ = im_copy(d, line, (size_t)(p - line));
		return is_organ_line(d, organ) ? organ : NULL;
	}
	return NULL;
}

/* `某某局（盖章）` right above i: what tells where the seal goes is no part of the names. */
static void take_seal_words(im_doc *d, size_t i)
{
	while ((i = previous_line(d, i)) < d->n && is_body(&d->lines[i])) {
		im_line *line = &d->lines[i];
		size_t len = strlen(line->text), words = ht_str_suffix_of_n(line->text, len, ht_words_seal_here);
		const char *organ = im_copy(d, line->text, len - words);
		if (!is_organ_line(d, organ))
			return;
		if (words)
			im_leave_out(d, line->text + (len - words), line->loc, HT_D_IMPORT_REMOVED);
		line->text = organ;
	}
}

/* Lines of organs right above i, perhaps with one in another language below them:
 * how many, and the topmost in *first. */
static size_t count_organs(im_doc *d, size_t i, size_t *first)
{
	size_t n = 0, k = i;
	while ((k = previous_line(d, k)) < d->n && is_body(&d->lines[k]) && n < SIGNATURE_LINES &&
	       !im_is_sentence(d->lines[k].text)) {
		bool organ = is_organ_line(d, d->lines[k].text);
		if (!organ && (k + 1 != i || ht_str_has_han(d->lines[k].text)))
			break;
		n += organ;
		*first = organ ? k : *first;
	}
	return n;
}

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
	d->lines[i].kind = IM_FIELD;
	d->sign = i;
}

/* Lines of officers right above i, the topmost first: where officers sign, the
 * signers, else the signature. false: there are none. */
static bool take_officers(im_doc *d, size_t i)
{
	size_t lines[SIGNATURE_LINES], n = 0;
	for (size_t k = previous_line(d, i); k < d->n && n < SIGNATURE_LINES && is_body(&d->lines[k]);
	     k = previous_line(d, k)) {
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
		line->kind = IM_FIELD;
	}
	return n > 0;
}

/* Is the line the value of the label above it (`下次会议时间：`)? */
static bool is_below_label(const im_doc *d, size_t i)
{
	size_t above = previous_line(d, i);
	return above < d->n && ht_str_ends_one_of(d->lines[above].text, "：:");
}

/* The signature whose day is line i. false: line i is not. */
static bool take_signature(im_doc *d, size_t i)
{
	im_line *line = &d->lines[i];
	ht_scan_day day;
	if (is_below_label(d, i))
		return false;
	const char *organ = organ_before_day(d, line->text, &day);
	if (organ) {
		im_add_organs(d, &d->signature, organ, line->loc);
		take_date(d, i, &day);
		return true;
	}
	if (!im_is_day(line->text, &day) || ht_str_one_of(line->text, "（("))
		return false;
	take_seal_words(d, i);
	size_t first = i, n = count_organs(d, i, &first);
	if (!n && !take_officers(d, i))
		return false;
	for (size_t k = first; k < i; k++)
		if (is_body(&d->lines[k]) && is_organ_line(d, d->lines[k].text)) {
			im_add_organs(d, &d->signature, d->lines[k].text, d->lines[k].loc);
			d->lines[k].kind = IM_FIELD;
		}
	take_date(d, i, &day);
	return true;
}

/* A day alone at the text's end, without a name above it. */
static void take_bare_date(im_doc *d)
{
	ht_scan_day day;
	size_t seen = 0;
	for (size_t i = d->n; i-- > 0 && seen < BARE_DATE_LINES;) {
		const im_line *line = &d->lines[i];
		if (!is_body(line))
			continue;
		seen++;
		if (!is_below_label(d, i) && im_is_day(line->text, &day) && day.date.year &&
		    !ht_str_one_of(line->text, "（(")) {
			take_date(d, i, &day);
			return;
		}
	}
}

static void find_signature(im_doc *d)
{
	d->sign = d->n;
	for (size_t i = 0; i < d->n && d->sign == d->n; i++)
		if (is_body(&d->lines[i]) && d->lines[i].columns <= SIGNATURE_COLUMNS)
			take_signature(d, i);
	if (d->sign == d->n)
		take_bare_date(d);
}

#define WRITER_WORDS 4

/* （文/图 院办 初晴）, （县政协办公室 门晓冬）: who wrote the text. */
static bool is_writer(im_doc *d, const char *s)
{
	im_texts words = {0};
	im_split(d, &words, s, IM_GAPS, (ht_loc){0});
	if (words.n < 2 || words.n > WRITER_WORDS || strpbrk(s, ":") || strstr(s, "：") || strstr(s, "。"))
		return false;
	const char *last = words.v[words.n - 1].s;
	return ht_str_prefix_of(s, ht_words_sure_credit) ||
	       (im_is_organ(words.v[0].s) && im_is_person(d, last) && !im_is_organ(last));
}

/* Is line i a note, wholly in brackets? Takes it. */
static bool take_note(im_doc *d, size_t i)
{
	im_line *line = &d->lines[i];
	size_t open = ht_str_one_of(line->text, "（(");
	const char *last = ht_str_last(line->text);
	if (!open || ht_str_chars(line->text) < NOTE_LEAST || !ht_str_one_of(last, "）)") || im_level(d, line->text) ||
	    ht_scan_unmatched(line->text))
		return false;
	if (strstr(line->text, "供稿") || im_is_name(line->text + open, (size_t)(last - line->text) - open))
		return false; /* who wrote it */
	if (is_writer(d, im_copy(d, line->text + open, (size_t)(last - line->text) - open))) {
		line->kind = IM_JUNK;
		return false;
	}
	d->note = im_copy(d, line->text + open, (size_t)(last - line->text) - open);
	line->kind = IM_FIELD;
	return true;
}

/* `联系人：…` without its brackets, right below the date. */
static bool take_contact(im_doc *d, size_t i)
{
	im_line *line = &d->lines[i];
	if (d->note || !ht_str_starts_any(line->text, ht_words_contact) || !has_colon(line->text) ||
	    ht_str_chars(line->text) > CONTACT_MOST || ht_str_ends(line->text, "。"))
		return false;
	d->note = line->text;
	line->kind = IM_FIELD;
	return true;
}

/* （此件公开发布） right below the date, or at the end of a text without one. */
static void find_note(im_doc *d)
{
	if (im_by_mark(d)->item_by_item)
		return; /* who sent the last item */
	if (d->sign == d->n) {
		size_t last = d->n;
		while (last-- > 0 && !is_body(&d->lines[last]))
			;
		if (last < d->n && last > 0)
			take_note(d, last);
		return;
	}
	for (size_t i = d->sign + 1; i < d->n; i++)
		if (is_body(&d->lines[i])) {
			if (!take_note(d, i))
				take_contact(d, i);
			return;
		}
}

/* ---- the imprint (7.4) ---- */

static const char *without_stop(im_doc *d, const char *s)
{
	size_t n = strlen(s);
	if (ht_str_ends(s, "。") || ht_str_ends(s, "；"))
		n -= strlen("。");
	return im_copy(d, s, n);
}

/* A list that continues over lines until its full stop. */
static void take_list(im_doc *d, size_t i, const char *value, im_texts *list)
{
	const char *all = value;
	d->lines[i].kind = IM_FIELD;
	for (size_t k = i + 1; k < d->n && k < i + IMPRINT_LIST_LINES && ht_str_ends(all, "，"); k++) {
		if (!is_body(&d->lines[k]))
			continue;
		all = im_join(d, all, d->lines[k].text);
		d->lines[k].kind = IM_FIELD;
	}
	im_split(d, list, without_stop(d, all), "，,", d->lines[i].loc);
}

/* The list that a label of the imprint introduces. */
typedef enum imprint_list { COPIES_TO, RECIPIENTS, REPORT_TO, SEND_TO, ISSUE_TO } imprint_list;

static im_texts *list_of(im_doc *d, imprint_list which)
{
	im_texts *lists[] = {[COPIES_TO] = &d->copies_to,
	                     [RECIPIENTS] = &d->recipients,
	                     [REPORT_TO] = &d->report_to,
	                     [SEND_TO] = &d->send_to,
	                     [ISSUE_TO] = &d->issue_to};
	return lists[which];
}

#define ROW(label, list, after) {label, list, after},
static const struct {
	const char *label;
	imprint_list list;
	enum { COLON, NOTHING, ORGANS } after;
} imprint_labels[] = {HT_WORDS_IMPRINT_LIST(ROW)};
#undef ROW

/* The first full day in s, or what s ends with: where it is, and *after what follows it; NULL: there is none. */
static const char *find_full_day(const char *s, ht_scan_day *day, const char **after)
{
	for (const char *p = s; *p; p = ht_str_next(p)) {
		const char *end = p;
		if (!ht_scan_day_at(&end, day) || !im_is_full_day(day))
			continue;
		*after = im_skip_blanks(end);
		return p;
	}
	return NULL;
}

/* 共印15份; 0: it is not that. */
static int copies_of(const char *s)
{
	const char *p = s + (ht_str_starts(s, "共印") ? strlen("共印") : 0);
	p += p == s && ht_str_starts(p, "印") ? strlen("印") : 0;
	const bool begun = p > s;
	const int n = begun ? ht_scan_int(&p) : 0;
	return n > 0 && ht_str_starts(p, "份") ? n : 0;
}

/* 印发：某某局　2026年7月1日　共印15份. */
static bool take_labelled_printing(im_doc *d, size_t i)
{
	const char *value = im_after_label(d->lines[i].text, "印发"), *after;
	ht_scan_day day;
	const char *at = value ? find_full_day(value, &day, &after) : NULL;
	if (!at || d->print_date.date.year || d->printed_by)
		return false;
	const char *organ = im_squeeze(d, im_copy(d, value, (size_t)(at - value)));
	const char *rest = im_squeeze(d, after + ht_str_prefix_of(after, (const char *const[]){"印发", NULL}));
	rest += ht_str_one_of(rest, "（(，");
	const int n = copies_of(rest);
	if ((*organ && !im_is_organ(organ)) || (*rest && (!n || d->copies)))
		return false;
	d->printed_by = *organ ? organ : NULL;
	d->print_date = day;
	d->copies = n ? n : d->copies;
	d->lines[i].kind = IM_FIELD;
	return true;
}

/* A list of organs has no day. */
static bool has_day(const char *s)
{
	ht_scan_day day;
	const char *after;
	return find_full_day(s, &day, &after);
}

/* Is the first of the names an organ's: 县委办公室、县政府办公室? */
static bool begins_with_organ(im_doc *d, const char *value)
{
	im_texts names = {0};
	im_split(d, &names, without_stop(d, value), "，,、；", (ht_loc){0});
	return names.n && (im_is_organ(names.v[0].s) || ht_str_starts(names.v[0].s, "各"));
}

static bool take_label_list(im_doc *d, size_t i)
{
	const char *words = im_after_label(d->lines[i].text, "主题词");
	if (words && *words && !d->keywords.n) {
		im_split(d, &d->keywords, words, IM_LIST_SEPARATORS, d->lines[i].loc);
		d->lines[i].kind = IM_FIELD;
		return true;
	}
	for (size_t k = 0; k < ARRAY_LEN(imprint_labels); k++) {
		const char *value = im_after_label(d->lines[i].text, imprint_labels[k].label);
		im_texts *list = list_of(d, imprint_labels[k].list);
		if (!value || !*value || list->n || has_day(value) ||
		    (imprint_labels[k].after == ORGANS && !begins_with_organ(d, value)))
			continue;
		take_list(d, i, value, list);
		return true;
	}
	return false;
}

/* `抄送 某某局，某某局` below the signature: the colon is missing. */
static bool take_bare_list(im_doc *d, size_t i)
{
	const char *s = d->lines[i].text;
	for (size_t k = 0; k < ARRAY_LEN(imprint_labels); k++) {
		im_texts *list = list_of(d, imprint_labels[k].list);
		if (imprint_labels[k].after != NOTHING || list->n || !ht_str_starts(s, imprint_labels[k].label))
			continue;
		const char *value = im_skip_blanks(s + strlen(imprint_labels[k].label));
		if (!begins_with_organ(d, value) || has_day(value))
			continue;
		take_list(d, i, value, list);
		return true;
	}
	return false;
}

/* `某办公室　2026年7月24日印发` */
static bool take_printing(im_doc *d, size_t i)
{
	const char *s = d->lines[i].text;
	if (d->printed_by || !ht_str_ends(s, "印发") || ht_str_chars(s) > ORGAN_DAY_MOST)
		return false;
	for (const char *p = s; *p; p = ht_str_next(p)) {
		const char *end = p;
		ht_scan_day day;
		if (!ht_scan_day_at(&end, &day) || !im_is_full_day(&day))
			continue;
		end = im_skip_blanks(end);
		if (strcmp(end, "印发") != 0)
			continue;
		d->printed_by = im_squeeze(d, im_copy(d, s, (size_t)(p - s)));
		d->print_date = day;
		d->lines[i].kind = IM_FIELD;
		return true;
	}
	return false;
}

/* The bytes of an opening bracket before p. */
static size_t before_bracket(const char *s, const char *p)
{
	const char *before = ht_str_previous(s, p);
	return before ? ht_str_one_of(before, "（(") : 0;
}

/* （共印50份）, perhaps after the names of editors, for whom there is no field. */
static bool take_copies(im_doc *d, size_t i)
{
	const char *s = im_squeeze(d, d->lines[i].text), *p = s + ht_str_one_of(s, "（(");
	const bool editor = ht_str_starts_any(s, ht_words_credit) || ht_str_starts_any(s, ht_words_sure_credit);
	const char *after_editor = editor && ht_str_chars(s) <= IMPRINT_EDITORS_MOST ? strstr(s, "共印") : NULL;
	p = after_editor ? after_editor : p;
	const int n = d->copies ? 0 : copies_of(p);
	if (!n)
		return false;
	d->copies = n;
	d->lines[i].kind = IM_FIELD;
	if (after_editor)
		im_leave_out(d, im_copy(d, s, (size_t)(after_editor - s) - before_bracket(s, after_editor)),
		             d->lines[i].loc, HT_D_IMPORT_CREDIT);
	return true;
}

void im_find_imprint(im_doc *d)
{
	size_t seen = 0, last = d->n;
	while (last > 0 && seen < IMPRINT_LINES)
		seen += d->lines[--last].kind == IM_BODY;
	for (size_t i = last; i < d->n; i++)
		if (is_body(&d->lines[i]) && !take_label_list(d, i) && !take_printing(d, i) &&
		    !take_labelled_printing(d, i))
			take_copies(d, i);
}

void im_find_tail(im_doc *d)
{
	im_read_tail_labels(d);
	im_find_imprint(d);
	find_signature(d);
	for (size_t i = d->sign + 1; i < d->n; i++)
		if (is_body(&d->lines[i]))
			take_bare_list(d, i);
	find_note(d);
}
