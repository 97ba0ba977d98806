/* Clusters of a fitted line to runs of positioned glyphs.
 *
 * Positions are summed in fine units and rounded once each, so that no error
 * accumulates along the line. A squeezed punctuation mark keeps its ink: opening
 * marks lose blank on their left, all others on their right, and then on the
 * other side if that is not enough. */
#include "para.h"

#include <glib.h>

#include "base/utf8.h"

typedef struct emitter {
	ht_para *para;
	const ht_line_span *line;
	ht_arena *arena;
	ht_glyph *glyphs; /* all of the line's */
	size_t n_glyphs;
	ht_run *runs;
	size_t n_runs, cap_runs;
	uint32_t run_first; /* character at which the current run begins */
	bool run_draws;     /* the current run has a glyph: its face is final */
} emitter;

static const ht_span *span_of(const ht_para *para, const ht_cluster *cluster)
{
	return &para->spans[para->chars[cluster->first].span];
}

/* Byte offset of the end of a cluster in its span's text. */
static uint32_t end_offset(const ht_para *para, const ht_cluster *cluster)
{
	size_t last = cluster->first + cluster->n - 1;
	if (last + 1 < para->n && para->chars[last + 1].span == para->chars[last].span)
		return para->chars[last + 1].offset;
	return (uint32_t)para->spans[para->chars[last].span].len;
}

static bool has_glyphs(const emitter *e, size_t i)
{
	return i < e->line->text_end && e->para->clusters[i].n_glyphs > 0;
}

static bool continues_run(const emitter *e, const ht_run *run, size_t i)
{
	const ht_cluster *cluster = &e->para->clusters[i];
	if (e->para->chars[cluster->first].span != e->para->chars[e->run_first].span)
		return false;
	return !has_glyphs(e, i) || !e->run_draws ||
	       (run->font == &cluster->face->font && run->xscale == cluster->xscale &&
	        run->script_shift == cluster->script_shift);
}

static ht_run *begin_run(emitter *e, const ht_cluster *cluster)
{
	const ht_span *span = span_of(e->para, cluster);
	ht_run *run = HT_PUSH(e->arena, e->runs, e->n_runs, e->cap_runs);
	if (!run) {
		ht_para_fail(e->para, HT_ERR_NOMEM);
		return NULL;
	}
	e->run_first = cluster->first;
	e->run_draws = false;
	*run = (ht_run){.font = ht_fonts_main(e->para->fonts, span->fontset), /* until a glyph sets it */
	                .size = span->size,
	                .colour = span->colour,
	                .xscale = 1000,
	                .text = span->text + e->para->chars[cluster->first].offset,
	                .glyphs = e->glyphs + e->n_glyphs,
	                .href = span->href,
	                .loc = ht_para_loc(e->para, cluster->first)};
	return run;
}

/* How much of what a punctuation mark loses is taken on its left. */
static ht_fine lost_left(const ht_cluster *cluster)
{
	if (cluster->cls == HT_C_OPEN)
		return MIN(cluster->lost, cluster->blank_left);
	return cluster->lost - MIN(cluster->lost, cluster->blank_right);
}

static ht_fine scaled(const emitter *e, const ht_run *run, int32_t v)
{
	if (!v) /* nearly every glyph is where it stands */
		return 0;
	return (ht_fine)v * run->size * e->para->shape->char_den / FACE_SCALE;
}

static ht_len raised(const ht_run *run, int32_t v)
{
	if (!v)
		return 0;
	return ht_len_scale(run->size, v, FACE_SCALE);
}

/* A place on the line, and the same rounded: it divides, and most are asked for twice. */
typedef struct spot {
	ht_fine fine;
	ht_len whole;
} spot;

static ht_len whole_of(const ht_para *para, ht_fine fine, const spot *known)
{
	return fine == known->fine ? known->whole : ht_para_round(para, fine);
}

/* Place the glyphs of a cluster between two spots. */
static void place_glyphs(emitter *e, ht_run *run, const ht_cluster *cluster, const spot *begin, const spot *end)
{
	const ht_para *para = e->para;
	ht_fine x = begin->fine, pen = x + cluster->origin - lost_left(cluster);
	ht_len left = begin->whole;
	for (uint32_t i = 0; i < cluster->n_glyphs; i++) {
		const ht_para_glyph *g = &para->glyphs[cluster->glyph + i];
		ht_fine advance = 0;
		ht_len right = end->whole; /* of the last */
		if (i + 1 < cluster->n_glyphs) {
			advance = scaled(e, run, g->advance) * cluster->xscale / 1000;
			right = ht_para_round(para, x + advance);
		}
		run->glyphs[run->n++] = (ht_glyph){
		    .gid = g->gid,
		    .x = whole_of(para, pen + scaled(e, run, g->x), begin),
		    .y = cluster->rise - raised(run, g->y),
		    .advance = right - left,
		    .cluster = para->chars[g->at].offset - para->chars[e->run_first].offset,
		};
		pen += advance;
		x += advance;
		left = right;
	}
	e->n_glyphs += cluster->n_glyphs;
}

/* The first cluster of a run that has glyphs says how they are drawn; those that continue it are alike in that. */
static void set_run(emitter *e, ht_run *run, const ht_cluster *cluster)
{
	e->run_draws = true;
	run->font = &cluster->face->font;
	run->xscale = cluster->xscale;
	run->size = ht_para_size(e->para, cluster);
	run->script_shift = cluster->script_shift;
}

static void emit_clusters(emitter *e, ht_fine x)
{
	const ht_para *para = e->para;
	ht_run *run = NULL;
	spot at = {x, ht_para_round(para, x)};
	for (size_t i = e->line->begin; i < e->line->end; i++) {
		const ht_cluster *cluster = &para->clusters[i];
		if (!run || !continues_run(e, run, i))
			run = begin_run(e, cluster);
		if (!run)
			return;
		spot next = {at.fine + cluster->width - cluster->lost, 0};
		if (i + 1 < e->line->text_end)
			next.fine += cluster[1].gap + cluster[1].added;
		next.whole = whole_of(para, next.fine, &at);
		if (has_glyphs(e, i)) {
			if (!e->run_draws)
				set_run(e, run, cluster);
			place_glyphs(e, run, cluster, &at, &next);
		}
		run->len = end_offset(para, cluster) - para->chars[e->run_first].offset;
		at = next;
	}
}

static ht_len largest_size(const ht_para *para, const ht_line_span *line)
{
	ht_len em = 0;
	for (size_t i = line->begin; i < line->end; i++)
		em = MAX(em, ht_para_text_size(para, &para->clusters[i]));
	return em;
}

static size_t count_glyphs(const ht_para *para, const ht_line_span *line)
{
	size_t n = 0;
	for (size_t i = line->begin; i < line->end; i++)
		n += para->clusters[i].n_glyphs;
	return n;
}

void ht_para_emit(ht_para *para, const ht_line_span *line, ht_fine x, ht_arena *arena, ht_composed_line *ret)
{
	emitter e = {.para = para, .line = line, .arena = arena};
	e.glyphs = ht_arena_array(arena, count_glyphs(para, line), sizeof *e.glyphs);
	if (e.glyphs)
		emit_clusters(&e, x);
	else
		ht_para_fail(para, HT_ERR_NOMEM);
	ret->runs = e.runs;
	ret->n = e.n_runs;
	ret->em = largest_size(para, line);
}
