/* Characters that nobody sees: pasted with a text, or put there to change how it reads. */
#include <stdio.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"

/* Those that scripts need (the joiners of U+200C and U+200D, U+200E and U+200F) are not among them. */
static const struct {
	uint32_t first, last;
} invisible[] = {
    {0x00AD, 0x00AD},   /* a hyphen for a line's end */
    {0x115F, 0x1160},   /* fillers of Hangul */
    {0x180E, 0x180E},   /* a separator of Mongolian vowels, as a blank */
    {0x200B, 0x200B},   /* a blank without width */
    {0x202A, 0x202E},   /* embeddings and overrides of direction: 001 is shown as 100 */
    {0x2060, 0x2064},   /* a joiner of words, invisible operators */
    {0x2066, 0x206F},   /* isolates of direction, and what is no longer used */
    {0x3164, 0x3164},   /* a filler of Hangul */
    {0xFEFF, 0xFEFF},   /* a byte order mark within text */
    {0xFFA0, 0xFFA0},   /* a filler of Hangul */
    {0xFFF9, 0xFFFB},   /* marks of interlinear notes */
    {0xE0000, 0xE007F}, /* tags */
};

static bool is_invisible(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(invisible); i++)
		if (cp >= invisible[i].first && cp <= invisible[i].last)
			return true;
	return false;
}

void ck_invisible(ck *c, const ck_text *t)
{
	for (const char *p = t->s; *p; p = ht_str_next(p)) {
		/* nearly all text is ASCII or common ideographs */
		if ((unsigned char)*p < 0xC2 || ck_is_common_han(p) || !is_invisible(ht_str_char(p)))
			continue;
		char name[16];
		snprintf(name, sizeof name, "U+%04X", ht_str_char(p));
		ck_find(c, HT_D_CHECK_INVISIBLE, ck_place(t, p), name, NULL);
	}
}
