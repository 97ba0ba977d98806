/* Numbers of lists, in the ways in which HTML, Word and Writer count. */
#ifndef HT_IMPORT_NUMBERING_H
#define HT_IMPORT_NUMBERING_H

#include "im.h"

typedef enum im_numbering {
	IM_NOT_NUMBERED, /* a bullet, or nothing */
	IM_DECIMAL,
	IM_DECIMAL_ZERO, /* 01 */
	IM_FULL_WIDTH,   /* １ */
	IM_IN_DASHES,    /* - 1 - */
	IM_LOWER_LETTER,
	IM_UPPER_LETTER,
	IM_LOWER_ROMAN,
	IM_UPPER_ROMAN,
	IM_HAN,           /* 一, 十一, 一百零五 */
	IM_HAN_DIGITS,    /* 一, 一一 */
	IM_LEGAL,         /* 壹 */
	IM_STEMS,         /* 甲 */
	IM_BRANCHES,      /* 子 */
	IM_CIRCLED,       /* ① */
	IM_BRACKETED,     /* ⑴ */
	IM_STOPPED,       /* ⒈ */
	IM_CIRCLED_HAN,   /* ㊀ */
	IM_BRACKETED_HAN, /* ㈠ */
} im_numbering;

/* The numbering that HTML, CSS, Word or the first character of Writer's pattern calls so; otherwise: it is none. */
im_numbering im_numbering_named(const char *name, im_numbering otherwise);

/* n as the numbering shows it, in the arena; in digits where it has no such number.
 * doubled  in  after z: aa, bb (Word); else aa, ab */
const char *im_number_text(im_doc *d, im_numbering kind, int n, bool doubled);

#endif
