/* Breaking a paragraph into lines, one after the other.
 *
 * For a line two breaks are of interest: the last one that fits at natural
 * width (short of the measure by slack), and the next one after it, if
 * squeezing can make that fit (need). The second is taken if the first leaves
 * a character behind that is kept from the next line's start, or if it needs
 * less squeezing than the first needs stretching. A token that no line can
 * hold is cut where the measure ends. */
#include "para.h"

#include <string.h>

#include "base/utf8.h"
#include "text/messages.h"

typedef struct walk {
	ht_fine natural; /* of the units so far */
	ht_fine squeeze; /* what they may lose */
	ht_fine text;    /* natural up to the last that is no space */
	ht_fine text_squeeze;
	size_t text_end;
} walk;

static void step(walk *w, const ht_para *para, size_t begin, size_t i)
{
	const ht_unit *unit = &para->units[i];
	if (i > begin) {
		w->natural += unit->gap - unit->merge;
		w->squeeze += (unit->gap_flexes ? unit->gap / 2 : 0) - unit->merge;
	}
	w->natural += unit->width;
	w->squeeze += unit->squeeze;
	if (!unit->space || w->text_end == begin) {
		w->text = w->natural;
		w->text_squeeze = w->squeeze;
		w->text_end = i + 1;
	}
}

/* Rounding of lengths in ht_len must not push a character off its line. */
static ht_fine tolerance(const ht_para *para)
{
	return para->shape->cell_den;
}

static bool ends_here(const ht_para *para, size_t i)
{
	return i + 1 == para->n_units || para->units[i + 1].can_break;
}

/* The natural width of the unbreakable token at unit i, as far as limit. */
static ht_fine token_width(const ht_para *para, size_t i, ht_fine limit)
{
	walk w = {.text_end = i};
	size_t begin = i;
	do
		step(&w, para, begin, i);
	while (!ends_here(para, i++) && w.text <= limit);
	return w.text;
}

static bool may_cut(const ht_para *para, size_t i)
{
	const ht_unit *next = &para->units[i];
	return !ht_class_lookup(next->cls)->no_start && !ht_class_lookup(next[-1].cls)->no_end && !next->space &&
	       para->chars[next->first].pair != 2;
}

/* Cut the token that crosses the measure at unit crossing: as much as fits, but
 * some characters less where that avoids a forbidden start or end. */
static ht_line_span force(const ht_para *para, size_t begin, size_t crossing)
{
	size_t end = crossing > begin ? crossing : begin + 1;
	for (size_t back = 0; back < 4 && end > begin + 1 + back; back++)
		if (may_cut(para, end - back))
			return (ht_line_span){begin, end - back, end - back, true, false};
	size_t text_end = end;
	while (end < para->n_units && para->units[end].space)
		end++;
	return (ht_line_span){begin, end, text_end, true, end == para->n_units};
}

ht_line_span ht_para_next(ht_para *para, size_t begin, ht_fine avail, ht_fine rest)
{
	ht_line_span fits = {.end = 0}, pulled = {.end = 0};
	ht_fine slack = 0, need = 0, limit = avail + tolerance(para);
	walk w = {.text_end = begin};
	size_t crossing = para->n_units;
	for (size_t i = begin; i < para->n_units && !pulled.end; i++) {
		step(&w, para, begin, i);
		if (w.text > limit && crossing == para->n_units)
			crossing = i;
		if (w.text - w.text_squeeze > limit)
			break;
		if (!ends_here(para, i))
			continue;
		ht_line_span here = {begin, i + 1, w.text_end, false, i + 1 == para->n_units};
		if (w.text <= limit) {
			fits = here;
			slack = avail - w.text;
		} else {
			pulled = here;
			need = w.text - avail;
		}
	}
	if (fits.last || (fits.end && slack <= tolerance(para)))
		return fits;
	bool kept = fits.end && fits.end != crossing && ht_class_lookup(para->units[crossing].cls)->no_start;
	if (pulled.end && (!fits.end || kept || need < slack))
		return pulled;
	if (fits.end && token_width(para, fits.end, rest + tolerance(para)) <= rest + tolerance(para))
		return fits;
	if (fits.end && fits.end == crossing)
		return fits;
	return force(para, begin, crossing);
}

#define SHOWN_CHARS 24

void ht_para_report_forced(const ht_para *para, const ht_line_span *line)
{
	/* where the token began on an earlier line it was reported there */
	size_t first = line->end - 1, end;
	while (first > line->begin && !para->units[first].can_break)
		first--;
	if (!para->units[first].can_break)
		return;
	size_t begin = para->units[first].first, len = 0;
	char token[SHOWN_CHARS * 4 + 8];
	for (end = begin; end < para->n && end - begin < SHOWN_CHARS; end++) {
		if (end > begin && para->chars[end].can_break)
			break;
		len += ht_utf8_put(token + len, para->cps[end]);
	}
	bool cut = end < para->n && !para->chars[end].can_break;
	strcpy(token + len, cut ? "…" : "");
	ht_diag(para->diags, HT_D_LINE_FORCED, ht_para_loc(para, begin), token, NULL);
}
