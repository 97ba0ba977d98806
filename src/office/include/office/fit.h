/* How an editor breaks lines: what has to be done to a paragraph's letters for it
 * to end its lines where the pages do. */
#ifndef HT_OFFICE_FIT_H
#define HT_OFFICE_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/len.h"
#include "text/compose.h"

/* GB/T 15834-2011 5.1: punctuation marks that may not begin or end a line. */
#define HT_NOT_AT_START "、，．：；！？。”’」』）》〉】〕〗］｝·・‧–~～%％‰℃°,.:;!?)]}"
#define HT_NOT_AT_END   "“‘「『（《〈【〔〖［｛([{¥$№"

/* Letter spacing is written in whole twentieths of a point. */
#define HT_TWIP (HT_LEN_PT / 20)

/* Text up to this byte of the paragraph has so much more spacing than the rest. */
typedef struct ht_fit {
	size_t end;
	ht_len spacing;
	bool breaks; /* a line may end before it, where an editor knows no break */
} ht_fit;

/* Fitted lines; the arrays are the arena's. */
typedef struct ht_fits {
	ht_fit *v;
	size_t n;
	size_t *breaks; /* bytes at which a line end has to be written */
	size_t n_breaks;
} ht_fits;

/* A paragraph as the editor has it. */
typedef struct ht_fit_para {
	ht_len size, spacing; /* of its letters; between them */
	ht_len room;          /* the width of its lines */
	ht_len indent;        /* what the first has less of it */
	bool ragged;          /* not justified: letters set further apart would show */
} ht_fit_para;

/* Fit the lines that the pages have, n of them. False when out of memory. */
bool ht_fit_lines(ht_arena *arena, const ht_fit_para *para, const ht_composed_line *const *lines, size_t n,
                  ht_fits *ret);

#endif
