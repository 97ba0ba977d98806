/* Which form of document the text is, by the style sheets' `recognition:`. */
#include <string.h>

#include "im.h"

/* ---- what was recognised ---- */

/* Was the field recognised in the text? Fields that import never finds count as missing. */
static bool has_field(const im_doc *d, const char *path)
{
	const struct {
		const char *path;
		bool found;
	} fields[] = {
	    {"mark", d->masthead},
	    {"number", d->number},
	    {"copy_number", d->copy_number},
	    {"secrecy", d->secrecy},
	    {"urgency", d->urgency},
	    {"signers", d->signers.n},
	    {"title", d->title},
	    {"title_note", d->title_note_end > d->title_note},
	    {"recipients", d->recipients.n},
	    {"meeting", d->meeting.found},
	    {"enclosed", d->enclosed},
	    {"attachments", d->n_attachments},
	    {"signature", d->signature.n},
	    {"date", d->date.date.year},
	    {"note", d->note},
	    {"copies_to", d->copies_to.n},
	    {"printed_by", d->printed_by},
	    {"print_date", d->print_date.date.year},
	    {"copies", d->copies},
	    {"issue", d->issue},
	    {"total_issue", d->total_issue},
	    {"editor", d->editor},
	    {"report_to", d->report_to.n},
	    {"send_to", d->send_to.n},
	    {"issue_to", d->issue_to.n},
	};
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (strcmp(fields[i].path, path) == 0)
			return fields[i].found;
	return false;
}

/* The issuer's code in the document number: 国办函 of 国办函〔2026〕1号. */
static const char *number_code(im_doc *d)
{
	const char *p = d->number;
	ht_scan_number n;
	return p && ht_scan_number_at(&p, &n) ? im_copy(d, d->number, n.code_len) : NULL;
}

/* Characters of the longest of the words that s ends with; 0: it ends with none. */
static int ending(const char *s, const char *const *words, size_t n)
{
	int longest = 0;
	for (size_t i = 0; s && i < n; i++)
		if (ht_str_ends(s, words[i]) && (int)ht_str_chars(words[i]) > longest)
			longest = (int)ht_str_chars(words[i]);
	return longest;
}

bool im_ends_word(const char *s, const char *const *words, size_t n)
{
	return ending(s, words, n) > 0;
}

size_t im_kind_at_end(im_doc *d, const char *s)
{
	size_t n, longest = 0;
	const ht_form *const *all = ht_catalogue_all(d->catalogue, &n);
	for (size_t i = 0; i < n; i++) {
		const ht_document_kind *kind = all[i]->hidden ? NULL : ht_form_kind(all[i], s);
		if (kind && strlen(kind->name) > longest)
			longest = strlen(kind->name);
		for (size_t k = 0; !all[i]->hidden && k < all[i]->recognition.n_evidence; k++) {
			const ht_evidence *e = &all[i]->recognition.evidence[k];
			size_t word = 0;
			if (e->n_title_ends)
				word = ht_str_suffix_of_n(s, strlen(s), e->title_ends);
			longest = word > longest ? word : longest;
		}
	}
	return longest;
}

/* ---- which sheet is asked first ---- */

/* A form that claims the text, and the length of the words it does so by, in characters. */
typedef struct claim {
	const ht_form *form; /* NULL: none yet */
	int chars;
} claim;

/* Sheets are tried in the order of the style path, those of one folder by rank; of equals the one with longer words
 * wins. */
static void consider(claim *best, const ht_form *f, int chars)
{
	const ht_form *b = best->form;
	bool better = !b;
	if (b && f->folder != b->folder)
		better = f->folder < b->folder;
	else if (b && f->recognition.rank != b->recognition.rank)
		better = f->recognition.rank < b->recognition.rank;
	else if (b)
		better = chars > best->chars;
	if (better)
		*best = (claim){f, chars};
}

/* Call claims for every form in force; it answers how many characters of words
 * the form claims the text by, or -1 when it does not. */
static const ht_form *ask(im_doc *d, const char *text, int (*claims)(im_doc *d, const ht_form *f, const char *text))
{
	size_t n;
	const ht_form *const *all = ht_catalogue_all(d->catalogue, &n);
	claim best = {0};
	for (size_t i = 0; i < n; i++) {
		int chars = claims(d, all[i], text);
		if (chars >= 0 && !all[i]->hidden && ht_catalogue_in_force(d->catalogue, all[i]))
			consider(&best, all[i], chars);
	}
	return best.form;
}

/* ---- by all that was recognised ---- */

/* Characters of the words that evidence holds by, -1: it does not. */
static int weigh(im_doc *d, const ht_evidence *e)
{
	const int title = ending(d->title ? im_squeeze(d, d->title) : NULL, e->title_ends, e->n_title_ends);
	const int masthead = ending(d->masthead, e->mark_ends, e->n_mark_ends);
	const int code = e->n_code_ends ? ending(number_code(d), e->code_ends, e->n_code_ends) : 0;
	for (size_t i = 0; i < e->n_recognised; i++)
		if (!has_field(d, e->recognised[i]))
			return -1;
	if ((e->n_title_ends && !title) || (e->n_mark_ends && !masthead) || (e->n_code_ends && !code))
		return -1;
	return title + masthead + code;
}

static int claims_all(im_doc *d, const ht_form *f, const char *text)
{
	(void)text;
	int best = -1;
	for (size_t i = 0; i < f->recognition.n_evidence; i++) {
		int chars = weigh(d, &f->recognition.evidence[i]);
		best = chars > best ? chars : best;
	}
	return best;
}

const ht_form *im_recognise_form(im_doc *d)
{
	const ht_form *form = ask(d, NULL, claims_all);
	return form ? form : ht_catalogue_form(d->catalogue, NULL);
}

/* ---- by one line, before the whole is known ---- */

static int claims_mark_field(im_doc *d, const ht_form *f, const char *text)
{
	(void)d;
	int best = 0;
	for (size_t i = 0; i < f->recognition.n_evidence; i++) {
		const ht_evidence *e = &f->recognition.evidence[i];
		int chars = ending(text, e->mark_ends, e->n_mark_ends);
		best = chars > best ? chars : best;
	}
	return best ? best : -1;
}

static int claims_title(im_doc *d, const ht_form *f, const char *text)
{
	(void)d;
	int best = ending(text, f->recognition.mark_titles, f->recognition.n_mark_titles);
	for (size_t i = 0; i < f->recognition.n_evidence; i++) {
		const ht_evidence *e = &f->recognition.evidence[i];
		int chars = ending(text, e->title_ends, e->n_title_ends);
		best = chars > best ? chars : best;
	}
	return best ? best : -1;
}

static int claims_masthead(im_doc *d, const ht_form *f, const char *text)
{
	(void)d;
	int chars = ending(text, f->recognition.masthead_ends, f->recognition.n_masthead_ends);
	return chars ? chars : -1;
}

static const ht_recognition *of(const ht_form *form)
{
	static const ht_recognition unknown = {.masthead_within = 1};
	return form ? &form->recognition : &unknown;
}

const ht_recognition *im_by_mark(im_doc *d)
{
	return of(d->masthead ? ask(d, d->masthead, claims_mark_field) : NULL);
}

const ht_recognition *im_by_title(im_doc *d)
{
	return of(d->title ? ask(d, d->title, claims_title) : NULL);
}

const ht_recognition *im_by_masthead(im_doc *d, const char *line)
{
	return of(ask(d, line, claims_masthead));
}
