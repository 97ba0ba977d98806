/* Lines of a text of many pages without their runs, until a page is asked for. The glyphs and runs of a page of dense
 * text take 20 KB, which is half of all that a process has in memory of it; compact they take 3. */
#include "boxes.h"

/* Lines before the first that is made compact: so many as pages have their operations at a time. What a short document
 * takes is little, and no time goes into it. */
#define FIRST_COMPACT (HT_PAGES_HELD * HT_LINES_OF_PAGE)

bool ht_lines_turn_compact(ht_layouter *l, size_t before)
{
	if (before < FIRST_COMPACT || l->status != HT_OK)
		return false;
	if (!l->scratch)
		l->scratch = ht_arena_new();
	if (!l->run_faces)
		l->run_faces = ht_faces_of_runs_new(l->arena);
	if (!l->scratch || !l->run_faces)
		ht_layouter_fail(l, HT_ERR_NOMEM);
	else
		ht_arena_empty(l->scratch);
	return l->status == HT_OK;
}

ht_composed_lines ht_lines_kept(ht_layouter *l, const ht_composed_lines *lines)
{
	ht_composed_lines kept = {0};
	if (l->status == HT_OK)
		ht_layouter_fail(l, ht_lines_compact(lines, l->run_faces, l->arena, &kept));
	return kept;
}

/* The line with its runs in the arena; NULL: the layouter has failed. */
static const ht_composed_line *expand(ht_layouter *l, const ht_composed_line *line, ht_arena *arena)
{
	ht_composed_line *made = ht_arena_alloc(arena, sizeof *made);
	const ht_status status = made ? ht_line_expand(line, l->run_faces, arena, made) : HT_ERR_NOMEM;
	ht_layouter_fail(l, status);
	return status == HT_OK ? made : NULL;
}

const ht_composed_line *ht_line_shown(ht_layouter *l, const ht_composed_line *line)
{
	return line->compact ? expand(l, line, l->shown) : line;
}

const ht_composed_line *ht_line_expanded(ht_layouter *l, const ht_composed_line *line)
{
	return line->compact ? expand(l, line, l->arena) : line;
}

void ht_boxes_expand(ht_layouter *l, const ht_boxes *boxes)
{
	for (size_t i = 0; i < boxes->n; i++) {
		const ht_box *box = &boxes->v[i];
		for (size_t k = 0; k < box->n_lines && l->status == HT_OK; k++) {
			const ht_composed_line *line = ht_line_expanded(l, box->lines[k].set);
			if (line)
				box->lines[k].set = line;
		}
	}
}
