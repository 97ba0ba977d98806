/* How an editor breaks lines: the letter spacing with which a paragraph's lines end where those of the pages do. */
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

/* Extra letter spacing of the text up to this byte of the paragraph. */
typedef struct ht_fit {
	size_t end;
	ht_len spacing;
	bool breaks; /* a line may end before it, though an editor sees no break there */
} ht_fit;

/* Fitted lines; the arrays are the arena's. */
typedef struct ht_fits {
	ht_fit *v;
	size_t n;
	size_t *breaks; /* bytes at which a line break must be written */
	size_t n_breaks;
	size_t *chances; /* bytes at which some editors see no break, though a line ends there */
	size_t n_chances;
} ht_fits;

/* A paragraph as the editor has it. */
typedef struct ht_fit_para {
	ht_len size, spacing; /* of its letters; between them */
	ht_len room;          /* the width of its lines */
	ht_len indent;        /* by how much the first line is narrower */
	bool ragged;          /* not justified: letters set further apart would show */
} ht_fit_para;

/* Fit an editor's lines to the n lines of the pages. False when out of memory. */
bool ht_fit_lines(ht_arena *arena, const ht_fit_para *para, const ht_composed_line *const *lines, size_t n,
                  ht_fits *ret);

#endif
