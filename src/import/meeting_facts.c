/* The labels of a meeting's facts: which there are, and what they give. */
#include <string.h>

#include "im.h"
#include "limits.h"
#include "meeting.h"
#include "words_meetings.h"

#define ROW(text, fact) {text, IM_FACT_##fact},
static const im_meeting_label labels[] = {HT_WORDS_MEETING_LABEL(ROW)};
#undef ROW

im_fact im_fact_of(const char *label)
{
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (strcmp(labels[i].text, label) == 0)
			return labels[i].fact;
	return IM_FACT_NONE;
}

bool im_is_people_fact(im_fact f)
{
	return f <= IM_FACT_RECORDER;
}

/* What follows the label and its colon, also after a remark: 参会人员（共4人）：. NULL: the label is not there. */
static const char *after_label(const char *s, const char *label)
{
	const char *after = im_after_label(s, label);
	if (after || !ht_str_starts(s, label))
		return after;
	const char *p = s + strlen(label);
	const char *close = ht_str_one_of(p, "（(") ? strpbrk(p, ")\n") : NULL, *wide = strstr(p, "）");
	if (!ht_str_one_of(p, "（("))
		return NULL;
	if (wide && (!close || wide < close))
		close = wide;
	if (!close || !*close || close - p > LABEL_REMARK_BYTES)
		return NULL;
	close = ht_str_next(close);
	return ht_str_one_of(close, "：:") ? im_skip_blanks(ht_str_next(close)) : NULL;
}

const im_meeting_label *im_meeting_label_at(const char *s, const char **value)
{
	const im_meeting_label *found = NULL;
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		const char *after = after_label(s, labels[i].text);
		if (after && (!found || strlen(labels[i].text) > strlen(found->text))) {
			found = &labels[i];
			*value = after;
		}
	}
	return found;
}

const im_meeting_label *im_bare_people_label_at(const char *s, const char **value)
{
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		const size_t n = ht_str_starts(s, labels[i].text) ? strlen(labels[i].text) : 0;
		*value = im_skip_blanks(s + n);
		if (n && im_is_people_fact(labels[i].fact) && *value > s + n && **value)
			return &labels[i];
	}
	return NULL;
}
