/* Lines of a form (单位（盖章）：　　　填报日期：　　年　　月　　日): what is typed on one line is set on one.
 * In forms with labels, the room above a line to be signed. */
#include <string.h>

#include <glib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "build.h"
#include "doc/cells.h"
#include "words_documents.h"

/* Of blanks that follow one another, to be written on or to move the rest of the line to the right, this many remain;
 * of those before the signs of a date (　年　月　日) one does. */
#define LEAST      2
#define LEAST_DATE 1

static const char blank[] = "　";

static size_t blanks_at(const ht_dspan *span, size_t at)
{
	size_t n = 0;
	while (at + strlen(blank) <= span->len && memcmp(span->text + at, blank, strlen(blank)) == 0) {
		at += strlen(blank);
		n++;
	}
	return n;
}

/* In halves of a cell. */
static size_t width_of(const ht_spans *spans)
{
	size_t halves = 0, step;
	for (size_t i = 0; i < spans->n; i++)
		for (size_t at = 0; at < spans->v[i].len; at += step)
			halves += ht_utf8_get(spans->v[i].text + at, spans->v[i].text + spans->v[i].len, &step) < 0x80
			              ? 1
			              : 2;
	return halves;
}

typedef struct run {
	size_t span, at, n, spare;
} run;

/* How many blanks of a run may go. */
static size_t spare(const ht_dspan *span, size_t end, size_t n)
{
	static const char *const signs[] = {"年", "月", "日"};
	size_t least = LEAST;
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (end + strlen(signs[i]) <= span->len && memcmp(span->text + end, signs[i], strlen(signs[i])) == 0)
			least = LEAST_DATE;
	return n > least ? n - least : 0;
}

/* The run of blanks with text on both sides that has the most to spare, and what all of them have. */
static run longest_run(const ht_spans *spans, size_t *all)
{
	run best = {.n = 0};
	*all = 0;
	for (size_t i = 0; i < spans->n; i++) {
		const ht_dspan *span = &spans->v[i];
		for (size_t at = 0, step; at < span->len; at += step) {
			size_t n = blanks_at(span, at);
			step = n * strlen(blank);
			if (!n)
				ht_utf8_get(span->text + at, span->text + span->len, &step);
			bool inner = (i > 0 || at > 0) && (i + 1 < spans->n || at + step < span->len);
			size_t more = n && inner ? spare(span, at + step, n) : 0;
			*all += more;
			if (more > best.spare)
				best = (run){i, at, n, more};
		}
	}
	return best;
}

/* Take blanks out of a run: its span becomes two. */
static void shorten(ht_builder *b, ht_spans *spans, const run *r, size_t less)
{
	ht_dspan *span = HT_PUSH(b->arena, spans->v, spans->n, spans->cap);
	if (!span) {
		b->nomem = true;
		return;
	}
	memmove(&spans->v[r->span + 1], &spans->v[r->span], (spans->n - 1 - r->span) * sizeof *spans->v);
	size_t end = r->at + (r->n - less) * strlen(blank), next = r->at + r->n * strlen(blank);
	ht_dspan *before = &spans->v[r->span], *after = before + 1;
	after->text += next;
	after->len -= next;
	before->len = end;
}

void ht_fit_blanks(ht_builder *b, ht_spans *spans, size_t cells)
{
	size_t width = width_of(spans), over = width > 2 * cells ? (width - 2 * cells + 1) / 2 : 0, all;
	if (!over || over > cells)
		return;
	run r = longest_run(spans, &all);
	for (bool fits = all >= over; fits && over && !b->nomem; over--) {
		shorten(b, spans, &r, 1);
		r = longest_run(spans, &all);
	}
}

/* Lines left free above one to be signed: a seal is 42 mm wide (GB/T 9704-2012 7.3.5.1), and stands over its date. */
#define SEAL_LINES 4
#define SIGN_LINES 2

/* How many lines are to be left free above the cell's text; 0: it is no line to be signed (（盖章）　年　月　日). */
static size_t lines_above(ht_builder *b, const ht_dcell *cell)
{
	if (!cell->rows || !cell->para.n || ht_forced_line(&cell->para, 0) < cell->para.n)
		return 0;
	const char *text = ht_dpara_text(b->arena, &cell->para), *year = text ? strstr(text, "年") : NULL;
	const char *month = year ? strstr(year, "月") : NULL;
	if (!month || !strstr(month, "日"))
		return 0;
	if (ht_str_has_any(text, ht_words_form_seal))
		return SEAL_LINES;
	return ht_str_has_any(text, ht_words_form_sign) ? SIGN_LINES : 0;
}

void ht_form_room(ht_builder *b, ht_dtable *t)
{
	static const char line_end[] = "\n";
	for (size_t i = 0; i < t->n_rows * t->n_columns && !b->nomem; i++) {
		ht_dpara *para = &t->cells[i].para;
		ht_spans spans = {0};
		for (size_t n = lines_above(b, &t->cells[i]); n > 0; n--) {
			ht_spans_blank(b, &spans, 1, t->cell, para->spans[0].loc);
			ht_spans_add(b, &spans, line_end, strlen(line_end), t->cell, NULL, para->spans[0].loc);
		}
		for (size_t k = 0; spans.n && k < para->n; k++) {
			ht_dspan *span = HT_PUSH(b->arena, spans.v, spans.n, spans.cap);
			if (span)
				*span = para->spans[k];
			b->nomem |= !span;
		}
		if (spans.n)
			*para = (ht_dpara){spans.v, spans.n};
	}
}
