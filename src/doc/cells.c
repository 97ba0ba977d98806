/* What the text of a table's cells and notes means. */
#include "doc/cells.h"

#include <string.h>

#include "words_people.h"
#include "words_tables.h"

/* Most bytes of a note's label. */
#define LABEL_MAX 18

/* Of the cells of a form with labels, one in so many is there to be written in, at least. */
#define LABEL_FORM_PART 4

static const char *const blanks[] = {" ", "　", "\t", "\n", NULL};

/* Bytes of the first of the words that text begins with. */
static size_t word_at(const char *s, const char *end, const char *const *words)
{
	for (; *words; words++) {
		size_t len = strlen(*words);
		if ((size_t)(end - s) >= len && memcmp(s, *words, len) == 0)
			return len;
	}
	return 0;
}

static size_t digits_at(const char *s, const char *end, bool grouped)
{
	const char *p = s;
	while (p < end && ((*p >= '0' && *p <= '9') || (grouped && *p == ',' && p > s)))
		p++;
	return (size_t)(p - s);
}

bool ht_ends_line(const ht_dspan *span)
{
	return strncmp(span->text, "\n", span->len) == 0;
}

size_t ht_forced_line(const ht_dpara *para, size_t from)
{
	size_t n = 0;
	while (from + n < para->n && !ht_ends_line(&para->spans[from + n]))
		n++;
	return n;
}

size_t ht_number_prefix(const ht_dpara *para)
{
	static const char *const limits[] = {"≤", "≥", "≦", "≧", "<", ">", "＜", "＞", "≈", "±", NULL};
	static const char *const signs[] = {"-", "+", "−", "－", "＋", NULL}, *const parts[] = {"%", "‰", "％", NULL};
	if (para->n != 1)
		return 0;
	const char *s = para->spans[0].text, *end = s + para->spans[0].len, *p = s + word_at(s, end, limits);
	p += word_at(p, end, signs);
	size_t digits = digits_at(p, end, true);
	const char *point = p + digits, *rest = point;
	if (!digits)
		return 0;
	if (rest < end && *rest == '.')
		rest += 1 + digits_at(rest + 1, end, false);
	rest += word_at(rest, end, parts);
	return rest == end ? (size_t)(point - s) : 0;
}

bool ht_says_none(const ht_dpara *para)
{
	static const char *const words[] = {"—", "–", "-", "－", "…", "/", "／", "*", "无", "暂无", NULL};
	if (para->n != 1)
		return false;
	const char *s = para->spans[0].text, *end = s + para->spans[0].len;
	for (size_t n; s < end; s += n)
		if (!(n = word_at(s, end, words)))
			return false;
	return true;
}

bool ht_cell_is_blank(const ht_dpara *para)
{
	for (size_t i = 0; i < para->n; i++) {
		const char *s = para->spans[i].text, *end = s + para->spans[i].len;
		for (size_t n; s < end; s += n)
			if (!(n = word_at(s, end, blanks)))
				return false;
	}
	return true;
}

/* Has the first row a blank place that is not its first? */
static bool begins_with_label(const ht_dtable *t)
{
	for (size_t c = 1; c < t->n_columns && t->n_rows; c++)
		if (t->cells[c].rows && ht_cell_is_blank(&t->cells[c].para) && !ht_cell_is_blank(&t->cells[0].para))
			return true;
	return false;
}

ht_blank_form ht_dtable_form(const ht_dtable *t)
{
	size_t blank = 0, all = 0;
	for (size_t i = t->n_head * t->n_columns; i < t->n_rows * t->n_columns; i++) {
		all += t->cells[i].rows > 0;
		blank += t->cells[i].rows > 0 && (t->cells[i].signs || ht_cell_is_blank(&t->cells[i].para));
	}
	if (!t->n_head && blank * LABEL_FORM_PART >= all && begins_with_label(t))
		return HT_LABEL_FORM;
	return blank && 2 * blank >= all ? HT_LIST_FORM : HT_NO_FORM;
}

void ht_cell_label(const ht_dpara *para, char ret[static HT_LABEL_SIZE])
{
	size_t n = 0;
	for (size_t i = 0; i < para->n; i++) {
		const char *s = para->spans[i].text, *end = s + para->spans[i].len;
		for (size_t blank; s < end && n + 1 < HT_LABEL_SIZE; s += blank ? blank : 1)
			if (!(blank = word_at(s, end, blanks)))
				ret[n++] = *s;
	}
	ret[n] = '\0';
}

/* Does the text hold one of the words, whatever blanks are between its characters? */
static bool holds_word(const ht_dpara *para, const char *const *words)
{
	char label[HT_LABEL_SIZE];
	ht_cell_label(para, label);
	for (; *words; words++)
		if (strstr(label, *words))
			return true;
	return false;
}

bool ht_dtable_row_is_long(const ht_dtable *t, size_t r)
{
	const ht_dcell *cells = &t->cells[r * t->n_columns];
	size_t label = 0, places = 0, columns = 0;
	for (size_t c = 0; c < t->n_columns; c++) {
		if (cells[c].signs)
			return true;
		bool blank = cells[c].rows && ht_cell_is_blank(&cells[c].para);
		places += blank;
		columns += blank ? cells[c].columns : 0;
		label += cells[c].rows && !blank && holds_word(&cells[c].para, ht_words_long_entry);
	}
	return label == 1 && places == 1 && 2 * columns >= t->n_columns;
}

bool ht_cell_is_photograph(const ht_dcell *cell)
{
	return cell->rows > 1 && holds_word(&cell->para, ht_words_photograph);
}

/* Does the text begin with a word, whatever blanks are between its characters? */
static bool begins_with_word(const ht_dpara *para, const char *word)
{
	for (size_t i = 0; i < para->n && *word; i++) {
		const char *s = para->spans[i].text, *end = s + para->spans[i].len;
		for (size_t n; s < end && *word; s += n) {
			n = word_at(s, end, blanks);
			if (n)
				continue;
			if (*s != *word)
				return false;
			n = 1;
			word++;
		}
	}
	return !*word;
}

bool ht_dtable_row_is_total(const ht_dtable *t, size_t r)
{
	const ht_dcell *cells = &t->cells[r * t->n_columns];
	size_t c = 0;
	while (c < t->n_columns && (!cells[c].rows || ht_cell_is_blank(&cells[c].para)))
		c++;
	for (size_t w = 0; c < t->n_columns && ht_words_roster_total[w]; w++)
		if (begins_with_word(&cells[c].para, ht_words_roster_total[w]))
			return true;
	return false;
}

size_t ht_note_label(const ht_dpara *note)
{
	static const char colon[] = "：";
	const ht_dspan *first = &note->spans[0];
	for (size_t i = 0; note->n && i + strlen(colon) <= first->len && i <= LABEL_MAX; i++)
		if (memcmp(first->text + i, colon, strlen(colon)) == 0)
			return i + strlen(colon);
	return 0;
}
