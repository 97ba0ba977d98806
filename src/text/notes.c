/* What is said of a paragraph's lines: notes, for whoever wants to know where the
 * text itself had better be changed. */
#include "para.h"

#include <string.h>

#include "base/utf8.h"
#include "text/messages.h"

#define SHOWN_CHARS 24

/* The text of clusters from begin up to the next place where a line may end, at
 * most SHOWN_CHARS of it. */
static void token_at(const ht_para *para, size_t begin, char token[SHOWN_CHARS * 4 + 8])
{
	size_t len = 0, shown = 0, i = begin;
	for (; i < para->n_clusters && (i == begin || !para->clusters[i].can_break); i++) {
		const ht_cluster *cluster = &para->clusters[i];
		if (shown + cluster->n > SHOWN_CHARS)
			break;
		for (size_t k = 0; k < cluster->n; k++)
			len += ht_utf8_put(token + len, para->chars[cluster->first + k].cp);
		shown += cluster->n;
	}
	token[len] = '\0';
	if (i < para->n_clusters && !para->clusters[i].can_break)
		strcpy(token + len, "…");
}

static void report(ht_para *para, ht_code code, size_t cluster)
{
	char token[SHOWN_CHARS * 4 + 8];
	token_at(para, cluster, token);
	para->told = true;
	ht_diag(para->diags, code, ht_para_loc(para, para->clusters[cluster].first), token, NULL);
}

/* Report the token that a line's end divides, unless it began on an earlier line and was reported there. end: a cluster
 * of it on this line, or the one after. */
static void report_divided(ht_para *para, ht_code code, const ht_line_span *line, size_t end)
{
	while (end > line->begin && !para->clusters[end].can_break)
		end--;
	if (end == 0 || para->clusters[end].can_break)
		report(para, code, end);
}

/* Report the last word of a line, with the marks after it. */
static void report_last(ht_para *para, ht_code code, const ht_line_span *line)
{
	size_t begin = line->text_end - 1;
	while (begin > line->begin && !para->clusters[begin].can_break)
		begin--;
	report(para, code, begin);
}

/* Does a line that ends before a cluster divide what is read as one: a token, number or name? */
static bool is_divided(const ht_cluster *cluster)
{
	return cluster->hold == HT_HOLD_POINT || (cluster->hold >= HT_HOLD_TOKEN && cluster->hold != HT_HOLD_ORGAN);
}

void ht_para_report(ht_para *para, const ht_line_span *line)
{
	size_t end = line->end;
	if (line->forced)
		report_divided(para, HT_D_LINE_FORCED, line, end - 1);
	else if (line->lonely && !line->narrow)
		report(para, HT_D_LINE_LONELY, line->begin);
	if (line->crushed && !line->narrow)
		report_last(para, HT_D_LINE_CRUSHED, line);
	if (line->last || line->forced)
		return;
	if (is_divided(&para->clusters[end]))
		report_divided(para, HT_D_TOKEN_DIVIDED, line, end);
	if (line->ragged && !line->narrow && !para->shape->listed)
		report(para, HT_D_LINE_SHORT, end);
	if (line->wide && !line->narrow)
		report(para, HT_D_LINE_WIDE, end);
}
