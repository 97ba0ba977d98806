/* Heads of columns that end with a unit in brackets, 生产总值（亿元）. Where one of a table has no room on a line, the
 * units of all are on lines of their own: so the heads look alike, and none is parted elsewhere. */
#include <string.h>

#include "columns.h"
#include "base/utf8.h"

/* Bytes of the one or the other bracket that ends before end; 0: there is none. */
static size_t bracket(const char *begin, const char *end, const char *wide, const char *narrow)
{
	const size_t len = strlen(wide);
	if ((size_t)(end - begin) >= len && memcmp(end - len, wide, len) == 0)
		return len;
	return end > begin && end[-1] == *narrow;
}

/* Bytes of the head's last span before its unit; 0: it has none, or several lines. */
static size_t before_unit(const ht_dpara *head)
{
	if (!head->n || ht_forced_line(head, 0) < head->n)
		return 0;
	const ht_dspan *last = &head->spans[head->n - 1];
	const char *end = last->text + last->len;
	if (!bracket(last->text, end, "）", ")"))
		return 0;
	for (const char *p = end; p > last->text; p--) {
		size_t open = bracket(last->text, p, "（", "(");
		if (open)
			return (size_t)(p - last->text) - open;
	}
	return 0;
}

bool ht_head_has_unit(const ht_dtable *t, size_t i)
{
	const ht_dcell *cell = &t->cells[i];
	return i / t->n_columns < t->n_head && cell->rows && cell->columns == 1 && before_unit(&cell->para);
}

ht_span *ht_head_split(ht_layouter *l, const ht_span *spans, const ht_dpara *head)
{
	ht_span *v = ht_layouter_array(l, head->n + 1, sizeof *v);
	const size_t name = before_unit(head);
	if (!v || !spans || !name)
		return NULL;
	memcpy(v, spans, head->n * sizeof *v);
	ht_span *last = &v[head->n - 1], *unit = &v[head->n];
	*unit = *last;
	last->len = name;
	unit->text += name;
	unit->len -= name;
	if (unit->loc.col > 0)
		unit->loc.col += (int)ht_utf8_count(last->text, name);
	return v;
}
