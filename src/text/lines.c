/* Breaking a paragraph into lines, one after another.
 *
 * Two breaks of a line are candidates: the last one that fits at natural width
 * (slack is what the line lacks then), and the next one after it, if squeezing
 * makes it fit (need is how much). The second is taken if the first would move a
 * character that must not start a line to the next line, or if the second needs
 * less squeezing than the first needs stretching. A token wider than a line is
 * cut where the measure ends. */
#include "para.h"

#include <glib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/messages.h"

typedef struct line_sum {
	ht_fine natural; /* width of the clusters so far */
	ht_fine squeeze; /* what they may lose */
	ht_fine text;    /* natural, without spaces at the end */
	ht_fine text_squeeze;
	size_t text_end;
} line_sum;

static void take_cluster(line_sum *w, const ht_para *para, size_t begin, size_t i)
{
	const ht_cluster *cluster = &para->clusters[i];
	if (i > begin) {
		w->natural += cluster->gap - cluster->merge;
		w->squeeze -= cluster->merge;
		if (cluster->gap_flexes)
			w->squeeze += cluster->gap / 2;
	}
	w->natural += cluster->width;
	w->squeeze += cluster->squeeze;
	if (!cluster->space || w->text_end == begin) {
		w->text = w->natural;
		w->text_squeeze = w->squeeze;
		w->text_end = i + 1;
	}
}

/* The rounding of lengths to ht_len must not move a character to the next line. */
static ht_fine tolerance(const ht_para *para)
{
	return para->shape->char_den;
}

static bool ends_here(const ht_para *para, size_t i)
{
	return i + 1 == para->n_clusters || para->clusters[i + 1].can_break;
}

/* Natural width of the unbreakable token that begins at cluster i; measuring
 * stops above limit. */
static ht_fine token_width(const ht_para *para, size_t i, ht_fine limit)
{
	line_sum w = {.text_end = i};
	size_t begin = i;
	do
		take_cluster(&w, para, begin, i);
	while (!ends_here(para, i++) && w.text <= limit);
	return w.text;
}

/* May a token be cut before cluster i? */
static bool may_cut(const ht_para *para, size_t i)
{
	const ht_cluster *next = &para->clusters[i];
	return !ht_class_lookup(next->cls)->no_start && !ht_class_lookup(next[-1].cls)->no_end && !next->space &&
	       para->chars[next->first].pair != 2;
}

/* Cut the token that crosses the measure at cluster crossing: after as much as
 * fits, or up to three characters earlier to avoid a forbidden line start or
 * end. */
static ht_line_span cut_token(const ht_para *para, size_t begin, size_t crossing)
{
	size_t end = MAX(crossing, begin + 1);
	for (size_t back = 0; back < 4 && end > begin + 1 + back; back++)
		if (may_cut(para, end - back))
			return (ht_line_span){begin, end - back, end - back, true, false};
	size_t text_end = end;
	while (end < para->n_clusters && para->clusters[end].space)
		end++;
	return (ht_line_span){begin, end, text_end, true, end == para->n_clusters};
}

ht_line_span ht_para_next(const ht_para *para, size_t begin, ht_fine avail, ht_fine rest)
{
	ht_line_span fits = {.end = 0}, pulled = {.end = 0};
	ht_fine slack = 0, need = 0, limit = avail + tolerance(para);
	line_sum w = {.text_end = begin};
	size_t crossing = para->n_clusters;
	for (size_t i = begin; i < para->n_clusters && !pulled.end; i++) {
		take_cluster(&w, para, begin, i);
		if (w.text > limit && crossing == para->n_clusters)
			crossing = i;
		if (w.text - w.text_squeeze > limit)
			break;
		if (!ends_here(para, i))
			continue;
		ht_line_span here = {begin, i + 1, w.text_end, false, i + 1 == para->n_clusters};
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
	bool forbidden_start =
	    fits.end && fits.end != crossing && ht_class_lookup(para->clusters[crossing].cls)->no_start;
	if (pulled.end && (!fits.end || forbidden_start || need < slack))
		return pulled;
	if (fits.end && token_width(para, fits.end, rest + tolerance(para)) <= rest + tolerance(para))
		return fits;
	if (fits.end && fits.end == crossing)
		return fits;
	return cut_token(para, begin, crossing);
}

#define SHOWN_CHARS 24

void ht_para_report_forced(const ht_para *para, const ht_line_span *line)
{
	/* a token that began on an earlier line was reported there */
	size_t first = line->end - 1, end;
	while (first > line->begin && !para->clusters[first].can_break)
		first--;
	if (!para->clusters[first].can_break)
		return;
	size_t begin = para->clusters[first].first, len = 0;
	char token[SHOWN_CHARS * 4 + 8];
	for (end = begin; end < para->n && end - begin < SHOWN_CHARS; end++) {
		if (end > begin && para->chars[end].can_break)
			break;
		len += ht_utf8_put(token + len, para->cps[end]);
	}
	token[len] = '\0';
	if (end < para->n && !para->chars[end].can_break)
		strcpy(token + len, "…");
	ht_diag(para->diags, HT_D_LINE_FORCED, ht_para_loc(para, begin), token, NULL);
}
