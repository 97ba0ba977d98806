/* Punctuation and spaces of all lines of a text (repair.c), and of its footnotes, which lines hold in brackets. */
#include <string.h>

#include "import/messages.h"
#include "account.h"
#include "im.h"

static const char *repaired(im_doc *d, const char *text, size_t *counts)
{
	text = ht_repair_line(d->arena, text, d->repairs, counts);
	d->nomem |= !text;
	return text;
}

/* As in the lines: else it would not be found there, and its text would be without the repairs. */
static void repair_note(im_doc *d, im_footnote *note)
{
	const char *bracketed = repaired(d, note->bracketed, NULL), *text = repaired(d, note->text, NULL);
	if (d->nomem)
		return;
	note->bracketed = bracketed;
	note->text = text;
}

/* A stroke at the end of a line that has no other, as it is left of a table: said, and left out. */
static void drop_stroke(im_doc *d, im_line *line)
{
	size_t len = strlen(line->text);
	if (len < 2 || line->text[len - 1] != '|' || strchr(line->text, '|') != line->text + len - 1)
		return;
	line->text = im_copy(d, line->text, len - 1);
	ht_diag(d->diags, HT_D_IMPORT_REMOVED, line->loc, "|", NULL);
}

/* The text with what optical recognition may have misread as it may be meant; NULL: nothing is, or no memory. */
static const char *as_meant(im_doc *d, const char *text)
{
	ht_buf buf = {.data = NULL};
	const char *p, *end;
	char meant[HT_SCAN_MISREAD];
	for (p = text; (p = ht_scan_misread(text, &end, meant)); text = end) {
		ht_buf_add(&buf, text, (size_t)(p - text));
		ht_buf_adds(&buf, meant);
	}
	if (!buf.len && !buf.failed)
		return NULL;
	ht_buf_adds(&buf, text);
	const char *taken = ht_buf_take(&buf, d->arena);
	d->nomem |= !taken;
	return taken;
}

/* Is the whole line a day or a document's number? */
static bool is_day_or_number(im_doc *d, const char *text)
{
	const char *p = im_squeeze(d, text);
	ht_scan_day day;
	ht_scan_number n;
	return im_is_day(text, &day) || (p && ht_scan_number_at(&p, &n) && n.year && !*p);
}

/* Days and document numbers that have a line of their own: what optical recognition misread in them is read as it is
 * meant, with a warning; else they would not be known as such. In sentences it is left to people (im_find_damage()). */
static void take_misread(im_doc *d)
{
	for (size_t i = 0; i < d->n && !d->nomem; i++) {
		im_line *line = &d->lines[i];
		const char *meant = line->kind == IM_BODY ? as_meant(d, line->text) : NULL;
		if (!meant || !is_day_or_number(d, meant))
			continue;
		ht_diag(d->diags, HT_D_IMPORT_MISREAD_TAKEN, line->loc, line->text, meant, NULL);
		im_counts_text(&d->account->rest, d->arena, line->raw, strlen(line->raw), -1, false);
		im_counts_text(&d->account->rest, d->arena, meant, strlen(meant), 1, false);
		line->text = line->raw = meant;
	}
}

void im_repair_lines(im_doc *d)
{
	for (size_t i = 0; i < d->n && !d->nomem; i++) {
		im_line *line = &d->lines[i];
		size_t counts[HT_REPAIR_COUNT] = {0};
		if (line->kind == IM_JUNK)
			continue;
		const char *text = repaired(d, line->text, counts);
		if (!text)
			return;
		/* tabs at the beginning of a row are its empty cells */
		line->text = line->kind == IM_TABLE ? text : im_copy(d, text, strlen(text));
		if (line->kind == IM_BODY)
			drop_stroke(d, line);
		for (int k = 0; k < HT_REPAIR_COUNT; k++) {
			if (counts[k] && !d->counts[k])
				d->first[k] = line->loc;
			d->counts[k] += counts[k];
		}
	}
	for (size_t i = 0; i < d->n_notes && !d->nomem; i++)
		repair_note(d, &d->notes[i]);
	take_misread(d);
}
