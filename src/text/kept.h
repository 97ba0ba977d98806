/* Composed paragraphs that are kept from one text to the next: see ht_fonts_keep_lines(). */
#ifndef HT_TEXT_KEPT_H
#define HT_TEXT_KEPT_H

#include "text/compose.h"

typedef struct ht_kept ht_kept;
typedef struct ht_kept_lines ht_kept_lines;

/* At most so many bytes of paragraphs. NULL: out of memory. */
ht_kept *ht_kept_new(size_t bytes);
void ht_kept_free(ht_kept *kept);

/* The lines of a paragraph of the same text, faces and shape, until the next call; NULL: none are kept. */
const ht_kept_lines *ht_kept_find(ht_kept *kept, const ht_span *spans, size_t n, const ht_para_shape *shape);

/* They as those of these spans, in the arena. HT_ERR_NOMEM: then ret is untouched. */
ht_status ht_kept_copy(const ht_kept_lines *found, const ht_span *spans, ht_arena *arena, ht_composed_lines *ret);

/* Keep the lines of the paragraph that was looked for last, and not found. Out of memory, they are not kept. */
void ht_kept_add(ht_kept *kept, const ht_span *spans, size_t n, const ht_composed_lines *lines);

#endif
