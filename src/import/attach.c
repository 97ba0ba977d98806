/* Attachments: the note that announces them, and their texts.
 *
 *   附件：1.甲          the note is between text and signature
 *   　　　2.乙
 *   附件1               a label begins each text, below the signature
 *
 * A document that is issued or forwarded (转发, 印发, a 令) follows the signature without a label: it is enclosed,
 * unless the note names it. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "words_documents.h"

static im_attachment *add_attachment(im_doc *d, const char *title, ht_loc loc)
{
	im_attachment *a = HT_PUSH(d->arena, d->attachments, d->n_attachments, d->cap_attachments);
	d->nomem |= !a;
	if (a)
		*a = (im_attachment){.title = title, .loc = loc};
	return a;
}

/* `名单.xlsx`, as a site links it. */
static const char *without_ending(im_doc *d, const char *s)
{
	static const char *const endings[] = {".docx", ".doc", ".xlsx", ".xls", ".pdf", ".wps", ".et",
	                                      ".ofd",  ".zip", ".rar",  ".jpg", ".png", NULL};
	size_t n = ht_str_ending_of(s, endings);
	return n ? im_copy(d, s, strlen(s) - n) : s;
}

/* The title out of an entry of the note: without number and closing punctuation. */
static const char *entry_title(im_doc *d, const char *s)
{
	const char *p = s;
	if (g_ascii_isdigit(*p) && ht_scan_int(&p) > 0) {
		size_t n = ht_str_one_of(p, ".．、");
		s = n ? p + n : s;
	}
	static const char *const stops[] = {"。", "；", "，", NULL};
	s = without_ending(d, im_copy(d, s, strlen(s) - ht_str_suffix_of(s, stops)));
	const char *book = ht_str_starts(s, "《") ? s + strlen("《") : NULL;
	if (book && ht_str_ends(s, "》") && !strstr(book, "《"))
		s = im_copy(d, book, strlen(book) - strlen("》"));
	return s;
}

/* What follows `附件：` or `附：` with text on the same line; NULL: no such label. */
static const char *note_text(const char *s)
{
	const char *text = im_after_label(s, "附件");
	if (!text || !*text)
		text = im_after_label(s, "附");
	return text && *text ? text : NULL;
}

/* Does the line begin with the number k and a point? */
static bool is_entry(const char *s, int k)
{
	const char *p = s;
	return g_ascii_isdigit(*p) && ht_scan_int(&p) == k && ht_str_one_of(p, ".．、");
}

/* `附件：1.甲 2.乙` on one line: where entry k begins; NULL: it does not. */
static const char *entry_within(const char *s, int k)
{
	char number[16];
	snprintf(number, sizeof number, "%d", k);
	for (const char *p = s + 1; *p; p++) {
		if (ht_str_starts(p, number) && ht_str_one_of(ht_str_previous(s, p), " ；　。") && is_entry(p, k))
			return p;
	}
	return NULL;
}

static void add_entries(im_doc *d, const char *s, ht_loc loc, int *k)
{
	const char *next;
	while (is_entry(s, *k) && (next = entry_within(s, *k + 1))) {
		add_attachment(d, entry_title(d, im_copy(d, s, (size_t)(next - s))), loc);
		s = next;
		++*k;
	}
	add_attachment(d, entry_title(d, s), loc);
	++*k;
}

/* The line of the first entry below `附件：` alone on line i, if there are nothing but entries down to end, as
 * assistants write the note; d->n: there are others, so that an attachment's text may begin here. */
static size_t entries_below(const im_doc *d, size_t i, size_t end)
{
	const char *rest = im_after_label(d->lines[i].text, "附件");
	size_t first = d->n;
	int k = 1;
	for (size_t j = i + 1; rest && !*rest && j < end; j++) {
		if (d->lines[j].kind == IM_JUNK || d->lines[j].kind == IM_FIELD)
			continue;
		if (d->lines[j].kind != IM_BODY || !is_entry(d->lines[j].text, k++))
			return d->n;
		first = first < d->n ? first : j;
	}
	return first;
}

/* An entry continues in the next line while that is not an entry itself;
 * only the wrapped kind (short, before the signature) is taken. */
static void take_note(im_doc *d, size_t i, size_t end)
{
	int k = 1;
	const char *note = note_text(d->lines[i].text), *text = note ? note : d->lines[i].text;
	d->lines[i].kind = IM_FIELD;
	bool numbered = is_entry(text, 1);
	add_entries(d, text, d->lines[i].loc, &k);
	for (size_t j = i + 1; numbered && j < end; j++) {
		im_line *line = &d->lines[j];
		if (line->kind != IM_BODY)
			continue;
		if (!is_entry(line->text, k))
			return;
		line->kind = IM_FIELD;
		add_entries(d, line->text, line->loc, &k);
	}
}

/* Is there a blank in line after the first len bytes that are none? */
static bool is_blank_after(const char *line, size_t len)
{
	while (*line && len) {
		const size_t n = (size_t)(ht_str_next(line) - line);
		len -= im_is_blank(line) ? 0 : n;
		line += n;
	}
	return im_is_blank(line);
}

/* 附件, 附件2, 附件二：, 附： alone on a line; a title may follow on it, after a colon or a blank. *number
 * 0: it has no number. */
static bool is_label(im_doc *d, const char *line, int *number, const char **title)
{
	const char *s = im_squeeze(d, line);
	bool full = ht_str_starts(s, "附件");
	if (!ht_str_starts(s, "附") || ht_str_chars(s) > ATTACHMENT_LABEL_MOST || strstr(s, "。"))
		return false;
	const char *p = s + strlen(full ? "附件" : "附"), *q = p;
	int n = full ? ht_scan_int(&q) : -1;
	*number = n > 0 ? n : 0;
	p = n > 0 ? q : p;
	size_t colon = ht_str_one_of(p, "：:.、");
	*title = p + colon;
	if (!**title)
		return full || colon;
	return full && n > 0 && (colon || is_blank_after(line, (size_t)(p - s))) && !im_is_sentence(s);
}

/* The note may be lines `附件1：甲`, `附件2：乙` right above the signature. */
static void find_labelled_notes(im_doc *d)
{
	int number;
	const char *title;
	size_t first = d->sign;
	for (size_t i = d->sign; i-- > 0 && i + NOTE_LINES > d->sign;) {
		const im_line *line = &d->lines[i];
		if (line->kind != IM_BODY)
			continue;
		if (!is_label(d, line->text, &number, &title) || !number || !*title)
			break;
		first = i;
	}
	for (size_t i = first; i < d->sign; i++)
		if (d->lines[i].kind == IM_BODY && is_label(d, d->lines[i].text, &number, &title)) {
			add_attachment(d, entry_title(d, title), d->lines[i].loc);
			d->lines[i].kind = IM_FIELD;
		}
}

/* In a text that nobody signs and that has no labels, what stands below the note of one attachment is its text. */
static void take_below_note(im_doc *d, size_t i)
{
	size_t n = 0;
	for (size_t k = i + 1; k < d->n; k++)
		n += d->lines[k].kind == IM_BODY || d->lines[k].kind == IM_TABLE;
	if (d->n_attachments != 1 || n < BELOW_NOTE_LEAST)
		return;
	im_attachment *a = &d->attachments[0];
	a->from = i + 1;
	a->to = d->n;
	ht_diag(d->diags, HT_D_IMPORT_BELOW_NOTE, a->loc, a->title, NULL);
}

/* The line of the last note above the signature; d->n: there is none. */
static size_t find_note(im_doc *d)
{
	size_t end = d->sign < d->n ? d->sign : d->n, seen = 0;
	for (size_t i = end; i-- > 0 && seen < NOTE_LINES;) {
		if (d->lines[i].kind != IM_BODY)
			continue;
		seen++;
		const size_t below = d->sign < d->n ? entries_below(d, i, end) : d->n;
		const char *text = note_text(d->lines[i].text);
		if (below < d->n) {
			d->lines[i].kind = IM_FIELD;
			take_note(d, below, end);
			return i;
		}
		if (!text || ht_str_chars(text) > ATTACHMENT_NOTE_MOST ||
		    (d->sign == d->n && !is_entry(text, 1) && ht_str_ends(text, "。")))
			continue;
		take_note(d, i, end);
		return i;
	}
	return d->n;
}

/* 1 总则, 1.1 编制目的: a heading of a text whose numbers are divided by points. */
static bool is_point_heading(const char *s)
{
	const size_t n = strspn(s, IM_DIGITS ".．");
	return n && n <= POINT_NUMBER_MOST && im_is_blank(s + n);
}

/* Is it what the document's title says that is sent: 关于印发《…》的通知? */
static bool is_named_in_title(im_doc *d, const char *title)
{
	const char *name = im_join(d, im_join(d, "《", im_squeeze(d, title)), "》");
	return d->title && strstr(im_squeeze(d, d->title), name);
}

/* A title's lines from i on. Returns the line after them; *title NULL: there is no
 * title. */
static size_t read_title(im_doc *d, size_t i, size_t end, const char *expected, const char **title)
{
	const char *all = "";
	size_t n = 0, best = i, k = i;
	*title = NULL;
	for (; k < end && n < ATTACHMENT_TITLE_LINES; k++) {
		const im_line *line = &d->lines[k];
		if (line->kind == IM_JUNK)
			continue;
		if (line->kind != IM_BODY || im_is_sentence(line->text) ||
		    ht_str_chars(line->text) > ATTACHMENT_TITLE_MOST || im_level(d, line->text) ||
		    strstr(line->text, "。"))
			break;
		/* a gap ends the title, unless more of what the note says follows */
		if (n && is_point_heading(line->text))
			break;
		const char *more = im_join(d, all, line->text);
		bool fits = expected && ht_str_starts(im_squeeze(d, expected), im_squeeze(d, more));
		if (n && line->blanks && !fits && (expected || im_ends_title(d, all)))
			break;
		all = more;
		n++;
		if (!n || !line->blanks || fits || !*title || im_ends_title(d, all)) {
			*title = all;
			best = k + 1;
		}
		if (expected && strcmp(im_squeeze(d, all), im_squeeze(d, expected)) == 0)
			break;
		if (!expected && (im_ends_title(d, all) || is_named_in_title(d, all)))
			break;
	}
	return *title ? best : i;
}

static void mark_as_attachment(im_doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (d->lines[i].kind == IM_BODY)
			d->lines[i].kind = IM_ATTACHMENT;
}

/* The attachment announced as number k, or a new one. */
static im_attachment *attachment_for_label(im_doc *d, int number, size_t k, ht_loc loc)
{
	size_t at = number > 0 ? (size_t)number - 1 : k;
	if (at < d->n_attachments && d->attachments[at].from == d->attachments[at].to)
		return &d->attachments[at];
	return add_attachment(d, NULL, loc);
}

/* The note's words are used, as they are part of the signed document. */
static void set_attachment_title(im_doc *d, im_attachment *a, const char *title, ht_loc loc)
{
	if (a->title && title && strcmp(im_squeeze(d, a->title), im_squeeze(d, title)) != 0)
		ht_diag(d->diags, HT_D_IMPORT_ATTACHMENT_TITLE, loc, title, a->title, NULL);
	if (!a->title)
		a->title = title;
}

/* The attachment whose label is line i: its text goes up to line end. */
static void take_section(im_doc *d, size_t i, size_t end, size_t k)
{
	int number;
	const char *on_line, *title;
	ht_loc loc = d->lines[i].loc;
	if (!is_label(d, d->lines[i].text, &number, &on_line))
		return; /* it was one before: out of memory */
	im_attachment *a = attachment_for_label(d, number, k, loc);
	if (!a)
		return;
	a->loc = loc;
	size_t from = i + 1;
	if (*on_line)
		title = im_copy(d, on_line, strlen(on_line));
	else
		from = read_title(d, i + 1, end, a->title, &title);
	set_attachment_title(d, a, title, loc);
	mark_as_attachment(d, i, from);
	a->from = from;
	a->to = end;
}

/* The first label from line i on, or the end. */
static size_t next_label(im_doc *d, size_t i)
{
	int number;
	const char *title;
	while (i < d->n && !(d->lines[i].kind == IM_BODY && is_label(d, d->lines[i].text, &number, &title)))
		i++;
	return i;
}

/* Does the title say that a document is issued or forwarded? */
static bool title_sends_on(im_doc *d)
{
	return d->title && (ht_str_has_any(d->title, ht_words_enclosing) || im_by_title(d)->encloses);
}

static size_t next_text(const im_doc *d, size_t i)
{
	while (i < d->n && d->lines[i].kind != IM_BODY && d->lines[i].kind != IM_TABLE)
		i++;
	return i;
}

/* Does the note name the document as its first attachment? */
static bool note_begins_with(im_doc *d, const char *title)
{
	const im_attachment *first = d->n_attachments ? &d->attachments[0] : NULL;
	return first && !first->to && first->title && strcmp(im_squeeze(d, first->title), im_squeeze(d, title)) == 0;
}

/* The place for a document that is issued or forwarded; NULL: out of memory. */
static im_attachment *place_for_enclosed(im_doc *d, const char *title)
{
	if (note_begins_with(d, title))
		return &d->attachments[0];
	d->enclosed = ht_arena_alloc(d->arena, sizeof *d->enclosed);
	d->nomem |= !d->enclosed;
	return d->enclosed;
}

/* A document of its own between the signature and the first label. */
static void take_enclosed(im_doc *d, size_t end)
{
	size_t i = next_text(d, d->sign + 1), from;
	const char *title;
	if (i >= end)
		return;
	from = title_sends_on(d) ? read_title(d, i, end, NULL, &title) : i;
	if (from == i) {
		ht_diag(d->diags, HT_D_IMPORT_BELOW_SIGNATURE, d->lines[i].loc, NULL);
		return;
	}
	ht_loc loc = d->lines[i].loc;
	im_attachment *a = place_for_enclosed(d, title);
	if (!a)
		return;
	*a = (im_attachment){title, from, end, loc};
	mark_as_attachment(d, i, from);
	if (a == d->enclosed)
		ht_diag(d->diags, HT_D_IMPORT_EMBEDDED, loc, a->title, NULL);
}

/* `附件1` alone on a line of the text: what is below it may be an attachment, or the text goes on. */
static void look_above_signature(im_doc *d)
{
	int number;
	const char *title;
	for (size_t i = 0; d->sign < d->n && i < d->sign; i++)
		if (d->lines[i].kind == IM_BODY && is_label(d, d->lines[i].text, &number, &title) && !*title)
			ht_diag(d->diags, HT_D_IMPORT_LABEL_ABOVE, d->lines[i].loc, d->lines[i].text, NULL);
}

void im_find_attachments(im_doc *d)
{
	const size_t note = find_note(d);
	if (!d->n_attachments && d->sign < d->n)
		find_labelled_notes(d);
	size_t begin = d->sign < d->n ? d->sign + 1 : 0;
	size_t label = next_label(d, begin);
	if (d->sign < d->n)
		take_enclosed(d, label);
	else if (label == d->n)
		take_below_note(d, note);
	for (size_t k = 0, i = label; i < d->n; k++) {
		size_t end = next_label(d, i + 1);
		take_section(d, i, end, k);
		i = end;
	}
	look_above_signature(d);
}
