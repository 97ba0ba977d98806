/* Punctuation and spaces of all lines of a text (repair.c), and of its footnotes, which lines hold in brackets. */
#include <string.h>

#include "import/messages.h"
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
}
