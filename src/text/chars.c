/* Spans to characters with their classes. */
#include "para.h"

#include <stdlib.h>
#include <string.h>

#include "base/script.h"
#include "base/utf8.h"

ht_fine ht_para_em(const ht_para *para, ht_len size, int64_t n)
{
	return (ht_fine)size * n * para->shape->char_den / 1000;
}

ht_fine ht_para_full_width(const ht_para *para, ht_len size)
{
	ht_len em = para->shape->em;
	if (size == em || em <= 0)
		return para->shape->char_num;
	return ((ht_fine)para->shape->char_num * size + em / 2) / em;
}

ht_fine ht_para_fine(const ht_para *para, ht_len len)
{
	int den = para->shape->char_den;
	ht_fine full = para->shape->char_num, fine = (ht_fine)len * den;
	if (full <= 0)
		return fine;
	ht_fine half = fine >= 0 ? full / 2 : -full / 2;
	ht_fine snapped = (fine + half) / full * full;
	return llabs(fine - snapped) <= 2 * den ? snapped : fine;
}

ht_len ht_para_round(const ht_para *para, ht_fine fine)
{
	int den = para->shape->char_den;
	ht_fine half = fine >= 0 ? den / 2 : -(den / 2);
	return (ht_len)((fine + half) / den);
}

ht_loc ht_para_loc(const ht_para *para, size_t at)
{
	const ht_char *c = &para->chars[at];
	const ht_span *span = &para->spans[c->span];
	ht_loc loc = span->loc;
	if (loc.col > 0)
		loc.col += (int)(at - para->span_first[c->span]);
	return loc;
}

/* Pango wants all text in one piece. */
static void join_text(ht_para *para)
{
	for (size_t i = 0; i < para->n_spans; i++)
		para->len += para->spans[i].len;
	if (para->n_spans == 1) {
		para->text = para->spans[0].text;
		return;
	}
	char *text = ht_para_array(para, para->len, 1);
	para->text = text;
	for (size_t i = 0; text && i < para->n_spans; i++) {
		if (para->spans[i].len)
			memcpy(text, para->spans[i].text, para->spans[i].len);
		text += para->spans[i].len;
	}
}

static void read_span(ht_para *para, uint32_t index)
{
	const ht_span *span = &para->spans[index];
	const char *s = span->text, *end = s + span->len;
	para->span_first[index] = para->n;
	while (s < end) {
		size_t bytes;
		uint32_t cp = ht_utf8_get(s, end, &bytes);
		ht_class cls = span->raised ? HT_C_SCRIPT : ht_class_of(cp);
		para->cps[para->n] = cp;
		para->chars[para->n++] = (ht_char){
		    .cp = cp,
		    .offset = (uint32_t)(s - span->text),
		    .span = index,
		    .cls = (uint8_t)cls,
		    .latin = ht_class_lookup(cls)->latin && !span->raised,
		    .script_shift = span->raised,
		    .grapheme_start = true,
		};
		s += bytes;
	}
}

/* The point of a number that is raised or lowered, for which Unicode has no character, is of its size: PM₂.₅ */
static void read_script_points(ht_para *para)
{
	for (size_t i = 1; i + 1 < para->n; i++) {
		if (para->cps[i] != '.' || para->chars[i].script_shift)
			continue;
		ht_script before = ht_script_of(para->cps[i - 1]), after = ht_script_of(para->cps[i + 1]);
		if (!before.base || !after.base || before.raised != after.raised)
			continue;
		para->chars[i].cls = HT_C_SCRIPT;
		para->chars[i].script_shift = before.raised ? 1 : -1;
	}
}

void ht_para_read(ht_para *para)
{
	join_text(para);
	size_t n = para->len && para->text ? ht_utf8_count(para->text, para->len) : 0;
	para->chars = ht_para_array(para, n + 1, sizeof *para->chars);
	para->cps = ht_para_array(para, n + 1, sizeof *para->cps);
	para->span_first = ht_para_array(para, para->n_spans, sizeof *para->span_first);
	for (size_t i = 0; i < para->n_spans && para->status == HT_OK; i++)
		read_span(para, (uint32_t)i);
	read_script_points(para);
}
