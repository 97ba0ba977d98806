/* Places of a table where one signs or seals: （盖章）　　年　月　日. They are lines of their own, below what the cell
 * says besides. */
#include <string.h>

#include "base/str.h"
#include "build.h"
#include "doc/cells.h"
#include "words_tables.h"

static const char *const signs_of_date[] = {"年", "月", "日"};

static bool is_blank_before(const char *s, size_t len)
{
	return ht_str_ends_n(s, len, " ") || ht_str_ends_n(s, len, "　");
}

static size_t without_blanks(const char *s, size_t len)
{
	while (is_blank_before(s, len))
		len -= s[len - 1] == ' ' ? 1 : strlen("　");
	return len;
}

/* Where a day to be filled in, 　年　月　日, begins at the text's end; len: there is none. */
static size_t blank_date(const char *s, size_t len)
{
	size_t end = len;
	for (size_t i = 3; i-- > 0; end = without_blanks(s, end)) {
		if (!ht_str_ends_n(s, end, signs_of_date[i]))
			return len;
		end -= strlen(signs_of_date[i]);
		if (i > 0 && !is_blank_before(s, end))
			return len;
	}
	return end;
}

/* Is the line there to be signed: does it end with a day to be filled in, or is it one of the words alone? Then begin
 * is where that begins, after what is said before it. */
static bool is_signed(const char *s, size_t len, size_t *begin)
{
	static const char *const stops[] = {"。", "；", "！", "？", NULL};
	size_t end = without_blanks(s, len), from = blank_date(s, end);
	size_t word = ht_str_suffix_of_n(s, end, ht_words_sign_here);
	if (from == end && !(word && without_blanks(s, end - word) == 0))
		return false;
	*begin = from < end ? from : 0;
	while (*begin > 0 && !ht_str_suffix_of_n(s, *begin, stops))
		--*begin;
	return true;
}

/* Divide the cell's last span, so that its text from there on is a line of its own. */
static void divide(ht_builder *b, ht_dcell *cell, size_t begin)
{
	size_t n = cell->para.n;
	ht_dspan *spans = ht_arena_array(b->arena, n + 2, sizeof *spans);
	if (!spans) {
		b->nomem = true;
		return;
	}
	memcpy(spans, cell->para.spans, n * sizeof *spans);
	spans[n + 1] = spans[n] = spans[n - 1];
	spans[n - 1].len = begin;
	spans[n].text = "\n";
	spans[n].len = 1;
	spans[n + 1].text += begin;
	spans[n + 1].len -= begin;
	cell->para = (ht_dpara){spans, n + 2};
}

/* Is the span a forced line's only one? */
static bool is_line(const ht_dpara *para, size_t i)
{
	const ht_dspan *v = para->spans;
	return (i == 0 || ht_ends_line(&v[i - 1])) && (i + 1 == para->n || ht_ends_line(&v[i + 1]));
}

/* The lines at the cell's end where it is signed. */
static void find_signs(ht_builder *b, ht_dcell *cell)
{
	size_t i = cell->para.n, begin;
	while (i > 0 && is_line(&cell->para, i - 1)) {
		const ht_dspan *span = &cell->para.spans[i - 1];
		if (!is_signed(span->text, span->len, &begin))
			return;
		cell->signs++;
		if (begin) {
			divide(b, cell, begin);
			return;
		}
		if (i < 2)
			return;
		i -= 2;
	}
}

void ht_find_signs(ht_builder *b, ht_dtable *t)
{
	for (size_t i = t->n_head * t->n_columns; i < t->n_rows * t->n_columns && !b->nomem; i++)
		if (t->cells[i].rows && t->cells[i].para.n)
			find_signs(b, &t->cells[i]);
}
