/* The facts of a meeting whose labels have no colons: `会议地点 行政楼五楼`. Where several stand below each other they
 * are labels and no text, and get their colons. */
#include <string.h>

#include "im.h"
#include "limits.h"
#include "meeting.h"
#include "pasted.h"
#include "words_meetings.h"

/* Different facts below each other that are no accident. */
#define FACTS_LEAST 3

/* The label before the first blank of the line, and in *value what follows; IM_FACT_NONE: there is none. */
static im_fact bare_label(im_doc *d, const im_line *line, const char **value)
{
	const char *s = line->text, *p = s;
	while (*p && !im_is_blank(p) && *p != '\t')
		p = ht_str_next(p);
	*value = im_skip_blanks(p);
	if (line->kind != IM_BODY || !**value || ht_str_chars(s) > MEETING_FACT_MOST || strstr(s, "。"))
		return IM_FACT_NONE;
	return im_fact_of(im_copy(d, s, (size_t)(p - s)));
}

/* The lines from i on with such labels. *facts: how many are different. */
static size_t count_bare(im_doc *d, size_t i, size_t *facts)
{
	unsigned seen = 0;
	size_t n = 0;
	const char *value;
	*facts = 0;
	for (im_fact f; i + n < d->n && (f = bare_label(d, &d->lines[i + n], &value)) != IM_FACT_NONE; n++) {
		*facts += !(seen & 1u << f);
		seen |= 1u << f;
	}
	return n;
}

void im_find_bare_labels(im_doc *d)
{
	for (size_t i = 0, n, facts; i < d->n; i += n ? n : 1) {
		n = count_bare(d, i, &facts);
		for (size_t k = i; facts >= FACTS_LEAST && k < i + n; k++) {
			im_line *line = &d->lines[k];
			const char *value = NULL;
			bare_label(d, line, &value);
			const char *label = im_squeeze(d, im_copy(d, line->text, (size_t)(value - line->text)));
			line->text = im_join(d, im_join(d, label, "："), value);
			line->columns = im_columns(line->text);
		}
	}
}
