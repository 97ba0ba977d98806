/* Units of a fitted line to runs of positioned glyphs.
 *
 * Positions are summed in fine units and rounded once each, so that no error
 * builds up along the line. A squeezed mark is moved so that its ink stays:
 * opening marks lose blank on their left, all others on their right, and each
 * the other side where that does not suffice. */
#include "para.h"

#include "base/utf8.h"

typedef struct emitter {
	const ht_para *para;
	const ht_line_span *line;
	ht_arena *arena;
	ht_glyph *glyphs; /* all of the line's */
	size_t n_glyphs;
	ht_run *runs;
	size_t n_runs, cap_runs;
	uint32_t run_first; /* character at which the current run begins */
	bool run_draws;     /* the current run's face is settled */
} emitter;

static const ht_span *span_of(const ht_para *para, const ht_unit *unit)
{
	return &para->spans[para->chars[unit->first].span];
}

/* Byte offset of the end of a unit in its span's text. */
static uint32_t end_offset(const ht_para *para, const ht_unit *unit)
{
	size_t last = unit->first + unit->n - 1;
	if (last + 1 < para->n && para->chars[last + 1].span == para->chars[last].span)
		return para->chars[last + 1].offset;
	return (uint32_t)para->spans[para->chars[last].span].len;
}

static bool draws(const emitter *e, size_t i)
{
	return i < e->line->text_end && e->para->units[i].n_glyphs > 0;
}

static bool joins(const emitter *e, const ht_run *run, size_t i)
{
	const ht_unit *unit = &e->para->units[i];
	if (e->para->chars[unit->first].span != e->para->chars[e->run_first].span)
		return false;
	return !draws(e, i) || !e->run_draws || (run->font == &unit->face->font && run->xscale == unit->xscale);
}

static ht_run *begin_run(emitter *e, const ht_unit *unit)
{
	const ht_span *span = span_of(e->para, unit);
	ht_run *run = HT_PUSH(e->arena, e->runs, e->n_runs, e->cap_runs);
	if (!run)
		return NULL;
	e->run_first = unit->first;
	e->run_draws = false;
	*run = (ht_run){.font = ht_fonts_main(e->para->fonts, span->role), /* until a glyph has another */
	                .size = span->size,
	                .colour = span->colour,
	                .xscale = 1000,
	                .text = span->text + e->para->chars[unit->first].offset,
	                .glyphs = e->glyphs + e->n_glyphs,
	                .href = span->href,
	                .loc = ht_para_loc(e->para, unit->first)};
	return run;
}

/* How much of what a mark loses is taken on its left. */
static ht_fine lost_left(const ht_unit *unit)
{
	ht_fine near = unit->cls == HT_C_OPEN ? unit->blank_left : unit->blank_right;
	ht_fine first = unit->lost < near ? unit->lost : near;
	return unit->cls == HT_C_OPEN ? first : unit->lost - first;
}

static ht_fine scaled(const emitter *e, const ht_run *run, int32_t v)
{
	return (ht_fine)v * run->size * e->para->shape->cell_den / FACE_SCALE;
}

/* The glyphs of a unit that begins at x; next: where the following one does. */
static void place(emitter *e, ht_run *run, const ht_unit *unit, ht_fine x, ht_fine next)
{
	const ht_para *para = e->para;
	ht_fine pen = x + unit->origin - lost_left(unit);
	ht_len left = ht_para_round(para, x), end = ht_para_round(para, next);
	for (uint32_t i = 0; i < unit->n_glyphs; i++) {
		const ht_para_glyph *g = &para->glyphs[unit->glyph + i];
		bool last = i + 1 == unit->n_glyphs;
		ht_fine advance = scaled(e, run, g->advance) * unit->xscale / 1000;
		ht_len right = last ? end : ht_para_round(para, x + advance);
		run->glyphs[run->n++] = (ht_glyph){
		    .gid = g->gid,
		    .x = ht_para_round(para, pen + scaled(e, run, g->x)),
		    .y = unit->rise - ht_len_scale(run->size, g->y, FACE_SCALE),
		    .advance = right - left,
		    .cluster = para->chars[g->at].offset - para->chars[e->run_first].offset,
		};
		pen += advance;
		x += advance;
		left = right;
	}
	e->n_glyphs += unit->n_glyphs;
}

static bool emit_units(emitter *e, ht_fine x)
{
	const ht_para *para = e->para;
	ht_run *run = NULL;
	for (size_t i = e->line->begin; i < e->line->end; i++) {
		const ht_unit *unit = &para->units[i];
		if ((!run || !joins(e, run, i)) && !(run = begin_run(e, unit)))
			return false;
		ht_fine next = x + unit->width - unit->lost;
		if (i + 1 < e->line->text_end)
			next += unit[1].gap + unit[1].added;
		if (draws(e, i)) {
			e->run_draws = true;
			run->font = &unit->face->font;
			run->xscale = unit->xscale;
			place(e, run, unit, x, next);
		}
		run->len = end_offset(para, unit) - para->chars[e->run_first].offset;
		x = next;
	}
	return true;
}

static ht_len largest_size(const ht_para *para, const ht_line_span *line)
{
	ht_len em = 0;
	for (size_t i = line->begin; i < line->end; i++)
		if (span_of(para, &para->units[i])->size > em)
			em = span_of(para, &para->units[i])->size;
	return em;
}

static size_t count_glyphs(const ht_para *para, const ht_line_span *line)
{
	size_t n = 0;
	for (size_t i = line->begin; i < line->end; i++)
		n += para->units[i].n_glyphs;
	return n;
}

ht_status ht_para_emit(const ht_para *para, const ht_line_span *line, ht_fine x, ht_arena *arena, ht_line *ret)
{
	emitter e = {.para = para, .line = line, .arena = arena};
	e.glyphs = ht_arena_array(arena, count_glyphs(para, line), sizeof *e.glyphs);
	if (!e.glyphs || !emit_units(&e, x))
		return HT_ERR_NOMEM;
	ret->runs = e.runs;
	ret->n = e.n_runs;
	ret->em = largest_size(para, line);
	return HT_OK;
}
