/* Lines of a paragraph in a sixth of the room, for texts of so many pages that their glyphs would be most of what a
 * process has in memory. */
#ifndef HT_TEXT_COMPACT_H
#define HT_TEXT_COMPACT_H

#include "text/compose.h"

/* The faces, sizes and links that runs of compact lines share. */
typedef struct ht_faces_of_runs ht_faces_of_runs;

/* An empty list, in the arena, where it grows. NULL: out of memory. */
ht_faces_of_runs *ht_faces_of_runs_new(ht_arena *arena);

/* The same lines without runs: what these were is in `compact`.
 * lines  in      none of them compact
 * faces  in/out  gets what is not there
 * arena  in/out  holds what is made; text and links stay where they are, and are borrowed
 * ret    out     untouched on failure
 * Errors: HT_ERR_NOMEM. */
ht_status ht_lines_compact(const ht_composed_lines *lines, ht_faces_of_runs *faces, ht_arena *arena,
                           ht_composed_lines *ret);

/* A compact line as it was, its runs in the arena.
 * faces  in   the list that it was made compact with
 * ret    out  untouched on failure; may be the line itself
 * Errors: HT_ERR_NOMEM. */
ht_status ht_line_expand(const ht_composed_line *line, const ht_faces_of_runs *faces, ht_arena *arena,
                         ht_composed_line *ret);

#endif
