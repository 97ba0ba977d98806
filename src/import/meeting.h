/* What the files about meetings share. */
#ifndef HT_IMPORT_MEETING_H
#define HT_IMPORT_MEETING_H

#include "im.h"

/* What a label gives: people by their role, or another fact. IM_FACT_NONE: what it gives is text. */
typedef enum im_fact {
	IM_FACT_CHAIR = IM_CHAIR,
	IM_FACT_PRESENT = IM_PRESENT,
	IM_FACT_OBSERVERS = IM_OBSERVERS,
	IM_FACT_ABSENT = IM_ABSENT,
	IM_FACT_RECORDER = IM_RECORDER,
	IM_FACT_NAME,
	IM_FACT_TIME,
	IM_FACT_PLACE,
	IM_FACT_NONE
} im_fact;

typedef struct im_meeting_label {
	const char *text;
	im_fact fact;
} im_meeting_label;

/* ---- meeting_facts.c ---- */

/* What a label, without blanks and its colon, gives. */
im_fact im_fact_of(const char *label);

/* Is the fact a list of people? */
bool im_is_people_fact(im_fact f);

/* The label of people that s begins with, whose colon is missing: blanks and a value follow (`记录 小陈`); *value:
 * that. NULL: there is none. */
const im_meeting_label *im_bare_people_label_at(const char *s, const char **value);

/* The longest label that s begins with; *value: what follows its colon, untouched otherwise. NULL: there is none. */
const im_meeting_label *im_meeting_label_at(const char *s, const char **value);

/* ---- meeting_labels.c ---- */

/* Is a digit or a Chinese numeral at p? */
bool im_is_numeral(const char *p);

/* The first full day in s, up to the end of the sentence, as the meeting's; *after: what follows it. false: there is
 * none. */
bool im_find_meeting_time(im_doc *d, const char *s, const char **after);

/* May the line say when the meeting was: it is a sentence, or begins with the day? Rows of labels (发文日期) are not.
 */
bool im_tells_of_day(const char *s);

/* Does the title say that the text is minutes? */
bool im_is_titled_minutes(im_doc *d);

/* Take what the labelled lines and the forms give. */
void im_read_meeting_labels(im_doc *d);

#endif
