/* What the files about meetings share. */
#ifndef HT_IMPORT_MEETING_H
#define HT_IMPORT_MEETING_H

#include "im.h"

/* Is a digit or a Chinese numeral at p? */
bool im_is_numeral(const char *p);

/* The first full day in s, up to the end of the sentence, as the meeting's; *after: what follows it. false: there is
 * none. */
bool im_find_meeting_time(im_doc *d, const char *s, const char **after);

/* May the line say when the meeting was: it is a sentence, or begins with the day? Rows of labels (发文日期) are not.
 */
bool im_tells_of_day(const char *s);

/* Does s begin with a label of a meeting's fact? *value: what follows its colon; untouched otherwise. */
bool im_is_meeting_label(const char *s, const char **value);

/* Does the title say that the text is minutes? */
bool im_is_titled_minutes(im_doc *d);

/* Take what the labelled lines and the forms give. */
void im_read_meeting_labels(im_doc *d);

#endif
