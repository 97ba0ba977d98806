/* A place in a source file. Record fields, blocks and display operations
 * carry it, so that a glyph missing on page 7 still points at the source. */
#ifndef HT_BASE_LOC_H
#define HT_BASE_LOC_H

typedef struct ht_loc {
	const char *file; /* borrowed, as the user named it; NULL: no file */
	int line;         /* 1-based; 0: the file as a whole */
	int col;          /* 1-based, in characters; 0: the line as a whole */
} ht_loc;

#endif
