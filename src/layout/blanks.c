/* Places of a table that are there to be written in: how wide they are. */
#include "columns.h"

#include <string.h>

#include "words_tables.h"

/* Where a label tells nothing of what is written beside it, in characters. */
#define BLANK_GOOD 5

#define ROW(word, width) {word, width},
static const struct {
	const char *word;
	int chars;
} written[] = {HT_WORDS_WRITTEN_IN(ROW)};

/* What the label promises; 0: nothing. */
static int promised(const ht_dpara *para)
{
	char label[HT_LABEL_SIZE];
	int chars = 0;
	ht_cell_label(para, label);
	for (size_t i = 0; i < sizeof written / sizeof *written; i++)
		if (written[i].chars > chars && strstr(label, written[i].word))
			chars = written[i].chars;
	return chars;
}

static bool has_text(const ht_dtable *t, size_t i)
{
	return t->cells[i].rows && !ht_cell_is_blank(&t->cells[i].para);
}

/* The label of the blank cell i: the head of its column, or what is before it in its row; SIZE_MAX: there is none. */
static size_t label_at(const ht_dtable *t, size_t i)
{
	size_t row = i / t->n_columns, c = i % t->n_columns;
	for (size_t r = t->n_head; r-- > 0;)
		if (has_text(t, r * t->n_columns + c))
			return r * t->n_columns + c;
	for (size_t k = c; !t->n_head && k-- > 0;)
		if (has_text(t, row * t->n_columns + k))
			return row * t->n_columns + k;
	return SIZE_MAX;
}

ht_len ht_blank_width(const ht_dtable *t, size_t i)
{
	size_t label = label_at(t, i);
	int chars = label < SIZE_MAX ? promised(&t->cells[label].para) : 0;
	if (!chars)
		chars = BLANK_GOOD;
	return chars * t->cell->size;
}
