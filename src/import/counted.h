/* The characters of a text that are accounted for, whatever repairs make of them.
 *
 * Blanks, and what has no width, are nobody's loss. A punctuation mark is the same in all shapes that a repair gives
 * it, and so is a letter of full width. Those that count are all but punctuation marks and lines: of these, repairs and
 * lists make more or fewer. */
#ifndef HT_IMPORT_COUNTED_H
#define HT_IMPORT_COUNTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* p moved over blanks, what has no width, and what HTML has left of them (&nbsp;). */
const char *im_skip_invisible(const char *p);

/* The next character at *p that is no blank, in the shape that stands for all of its; *p moves past it. 0: there is no
 * more. */
uint32_t im_next_letter(const char **p);

/* Does this character, as im_next_letter() returns it, count? */
bool im_is_counted(uint32_t c);

#define IM_COUNT_PAGES (0x110000 / 256)

/* How often each character occurs. */
typedef struct im_counts {
	int32_t *pages[IM_COUNT_PAGES]; /* NULL: none of its 256 characters was added */
	bool failed;                    /* sticky: out of memory */
} im_counts;

void im_counts_add(im_counts *counts, ht_arena *arena, uint32_t c, int n);

/* Add n for each character of len bytes of s: those that count, or with all punctuation marks, too. */
void im_counts_text(im_counts *counts, ht_arena *arena, const char *s, size_t len, int n, bool all);

#endif
