/* What is below a title: who speaks, who adopted the text, and when. */
#ifndef HT_IMPORT_SPEECH_H
#define HT_IMPORT_SPEECH_H

#include "im.h"

/* Keep the lines between the title of a speech and its text from the stages that look for fields: title_note. */
void im_find_speech(im_doc *d);

/* They are text again, and so is the adoption of a text that has neither header nor signature. Where the body begins
 * above them, they are in it. */
void im_settle_title_note(im_doc *d);

/* Does the line say when something was adopted: （2026年1月22日…会议通过）? *day: then. */
bool im_is_adoption(const char *s, ht_scan_day *day);

#endif
