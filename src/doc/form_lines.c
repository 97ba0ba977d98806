/* Lines of a form (单位（盖章）：　　　填报日期：　　年　　月　　日): what is typed on one line is set on one; above a
 * table it is as wide as that. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "build.h"

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

/* A span becomes two, of the same text. */
static bool double_span(ht_builder *b, ht_spans *spans, size_t i)
{
	ht_dspan *slot = HT_PUSH(b->arena, spans->v, spans->n, spans->cap);
	if (!slot) {
		b->nomem = true;
		return false;
	}
	memmove(&spans->v[i + 1], &spans->v[i], (spans->n - 1 - i) * sizeof *spans->v);
	return true;
}

/* Take blanks out of a run: its span becomes two. */
static void shorten(ht_builder *b, ht_spans *spans, const run *r, size_t less)
{
	if (!double_span(b, spans, r->span))
		return;
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

/* Add a blank to a run. */
static void lengthen(ht_builder *b, ht_spans *spans, const run *r)
{
	size_t end = r->at + r->n * strlen(blank);
	if (!double_span(b, spans, r->span) || !double_span(b, spans, r->span))
		return;
	ht_dspan *before = &spans->v[r->span], *one = before + 1, *after = before + 2;
	before->len = end;
	*one = *before;
	one->text = blank;
	one->len = strlen(blank);
	after->text += end;
	after->len -= end;
}

bool ht_fill_blanks(ht_builder *b, ht_spans *spans, size_t cells)
{
	size_t all;
	run r = longest_run(spans, &all);
	if (!r.n)
		return false;
	ht_fit_blanks(b, spans, cells);
	for (size_t halves; (halves = width_of(spans)) + 2 <= 2 * cells && !b->nomem;) {
		r = longest_run(spans, &all);
		if (!r.n)
			break;
		lengthen(b, spans, &r);
	}
	return true;
}
