/* The Markdown parser's callbacks, shared by lines and tables. */
#ifndef HT_RECORD_BODY_INLINE_H
#define HT_RECORD_BODY_INLINE_H

#include <md4c.h>

#include "base/buf.h"
#include "body_private.h"

/* Longer lines are kept as they are: nobody types Markdown into them, and a parser's worst case is avoided. */
#define HT_BODY_MAX_MARKUP_KIB 64
#define HT_BODY_MAX_MARKUP     ((size_t)HT_BODY_MAX_MARKUP_KIB << 10)

/* State of one parse: the parser's context. */
typedef struct ht_md {
	ht_body_builder *b;
	const ht_piece *pieces; /* where b->scratch came from, in its order */
	size_t n_pieces, piece;
	ht_inline_list *list; /* where text goes */
	int strong, em, code;
	const char *href;
	const char *run; /* source of the text not yet in the list */
	size_t run_len;
	ht_inline style; /* of the run */
	ht_body_images images;
	int image_depth;
	ht_inline_list *outer;
	ht_body_block *table; /* NULL: a line */
	size_t rows_cap, cells_cap;
	bool header, in_cell;
} ht_md;

int ht_md_enter_span(MD_SPANTYPE type, void *detail, void *ctx);
int ht_md_leave_span(MD_SPANTYPE type, void *detail, void *ctx);
int ht_md_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *ctx);

/* Put the text gathered so far into the list. false: out of memory. */
bool ht_md_finish(ht_md *md);

/* The source of a place in the parser's copy. */
const char *ht_md_source(ht_md *md, const char *copy);

/* At least size bytes for the parser's copy, or NULL. */
char *ht_body_scratch(ht_body_builder *b, size_t size);

/* Show [begin, end) of the copy to the parser as Chinese text needs it. */
void ht_body_mask(char *begin, char *end);

#endif
