/* Lengths as the pages have them: widths by the same faces, the same title
 * lines, the same marks. Without fonts (or where one is missing) they are
 * reckoned by em widths. What the text room has to say about faces and glyphs
 * is the pages' affair, not this one's: no diagnostics are passed on. */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "odt_priv.h"

/* 1/1000 em; of faces that are not there to be measured. */
#define NOMINAL_CENTRE 380
#define NOMINAL_UP     850
#define NOMINAL_DOWN   90
#define NOMINAL_DASH   400
/* No character takes more than so many em, with the gap beside it. */
#define WIDEST_NUM 5
#define WIDEST_DEN 4

ht_len odt_pitch(const odt *o)
{
	return ht_geometry_pitch(&o->style->page);
}

size_t odt_para_len(const ht_dpara *para)
{
	size_t len = 0;
	for (size_t i = 0; i < para->n; i++)
		len += para->spans[i].len;
	return len;
}

bool odt_role(odt *o, const char *family, int *role)
{
	ht_fonts *fonts = o->options->fonts;
	return fonts && ht_fonts_role(fonts, family, (ht_loc){0}, NULL, role) == HT_OK;
}

/* Both numbers of a face; NULL where one cannot be had. */
static const odt_roles *roles_of(odt *o, const ht_typeface *face)
{
	odt_roles *roles = &o->roles[face->index];
	if (!roles->asked)
		roles->known = odt_role(o, face->han, &roles->han) && odt_role(o, face->latin, &roles->latin);
	roles->asked = true;
	return roles->known ? roles : NULL;
}

ht_len odt_ascent(odt *o, const ht_pstyle *ps)
{
	int centre = NOMINAL_CENTRE;
	if (ps->size == o->style->page.size)
		ps = o->body_style; /* faces of one size share one baseline in an editor's line */
	const odt_roles *roles = roles_of(o, ps->face);
	if (roles) {
		const ht_font *font = ht_fonts_main(o->options->fonts, roles->han);
		centre = font ? font->centre : centre;
	}
	return ht_len_scale(ps->size, 500 + centre, 1000);
}

/* The spans for the text room; NULL when it cannot be asked. */
static ht_span *text_spans(odt *o, const ht_dspan *spans, size_t n)
{
	ht_span *out = o->options->fonts ? ht_arena_array(o->arena, n + 1, sizeof *out) : NULL;
	for (size_t i = 0; out && i < n; i++) {
		const ht_dspan *in = &spans[i];
		const odt_roles *roles = roles_of(o, in->face);
		if (!roles)
			return NULL;
		out[i] = (ht_span){.text = in->text,
		                   .len = in->len,
		                   .role = roles->han,
		                   .latin_role = roles->latin,
		                   .size = in->size,
		                   .colour = in->colour,
		                   .cells = in->cells,
		                   .keep = in->keep,
		                   .loc = in->loc};
	}
	return out;
}

static ht_para_shape shape_of(const odt *o, const ht_pstyle *ps)
{
	const ht_geometry *g = &o->style->page;
	return (ht_para_shape){.measure = g->area_width - ps->left - ps->right,
	                       .em = ps->size,
	                       .cell_num = ps->grid ? g->area_width : ps->size,
	                       .cell_den = ps->grid ? g->chars : 1,
	                       .han_latin_gap = ps->han_latin_gap,
	                       .merge_marks = ps->merge_marks};
}

/* ASCII half an em, all else one. */
static ht_len nominal_width(const odt *o, const ht_pstyle *ps, const ht_dspan *spans, size_t n)
{
	const ht_geometry *g = &o->style->page;
	ht_len cell = ps->grid ? ht_geometry_cell(g, 1) : ps->size, width = 0;
	for (size_t i = 0; i < n; i++) {
		size_t all = ht_utf8_count(spans[i].text, spans[i].len), ascii = 0;
		for (size_t k = 0; k < spans[i].len; k++)
			ascii += (unsigned char)spans[i].text[k] < 0x80;
		width += spans[i].cells ? spans[i].cells * cell
		                        : (ht_len)(all - ascii) * cell + (ht_len)ascii * spans[i].size / 2;
	}
	return width;
}

ht_len odt_width(odt *o, const ht_pstyle *ps, const ht_dspan *spans, size_t n)
{
	if (!n)
		return 0;
	const ht_span *text = text_spans(o, spans, n);
	const ht_para_shape shape = shape_of(o, ps);
	ht_len width;
	if (!text || ht_text_width(o->options->fonts, text, n, &shape, NULL, &width) != HT_OK)
		return nominal_width(o, ps, spans, n);
	return width;
}

/* The lines of what has been composed before; NULL: it has not. */
static const ht_lines *remembered(const odt *o, const void *of)
{
	for (size_t i = o->n_composed; i > 0; i--)
		if (o->composed[i - 1].of == of)
			return &o->composed[i - 1].lines;
	return NULL;
}

static ht_status remember(odt *o, const void *of, const ht_lines *lines)
{
	odt_composed *slot = HT_PUSH(o->arena, o->composed, o->n_composed, o->cap_composed);
	if (!slot)
		return HT_ERR_NOMEM;
	*slot = (odt_composed){of, *lines};
	return HT_OK;
}

static ht_status compose(odt *o, const ht_block *block, ht_lines *ret)
{
	const ht_dpara *para = &block->paras[0];
	const ht_pstyle *ps = block->style;
	ht_para_shape shape = shape_of(o, ps);
	shape.first_indent = ps->indent + odt_width(o, ps, para->spans, block->n_hidden);
	if (block->n_label)
		shape.rest_indent = ps->indent + odt_width(o, ps, para->spans, block->n_label);
	const ht_span *text = text_spans(o, para->spans, para->n);
	if (!text)
		return HT_ERR_LIB;
	return ht_compose(o->options->fonts, text + block->n_hidden, para->n - block->n_hidden, &shape, o->arena, NULL,
	                  ret);
}

ht_status odt_compose_para(odt *o, const odt_para *para, const ht_dpara *text, ht_len width, ht_lines *ret)
{
	ht_para_shape shape = shape_of(o, para->ps);
	shape.measure = width - para->left - para->right;
	shape.em = para->size;
	shape.cell_num = para->size;
	shape.cell_den = 1;
	shape.first_indent = para->indent;
	if (shape.first_indent < 0) { /* the text room knows none below 0 */
		shape.measure -= para->indent;
		shape.rest_indent = -para->indent;
		shape.first_indent = 0;
	}
	const ht_span *spans = text_spans(o, text->spans, text->n);
	return spans ? ht_compose(o->options->fonts, spans, text->n, &shape, o->arena, NULL, ret) : HT_ERR_LIB;
}

ht_status odt_compose(odt *o, const ht_block *block, ht_lines *ret)
{
	const ht_lines *known = remembered(o, block);
	if (known) {
		*ret = *known;
		return HT_OK;
	}
	ht_status status = compose(o, block, ret);
	return status == HT_OK ? remember(o, block, ret) : status;
}

bool odt_is_short(const odt *o, const ht_block *block)
{
	const ht_pstyle *ps = block->style;
	const ht_dpara *para = &block->paras[0];
	int64_t width = ps->indent;
	for (size_t i = 0; i < para->n; i++) {
		const ht_dspan *span = &para->spans[i];
		int64_t n = (int64_t)ht_utf8_count(span->text, span->len);
		n = n > span->cells ? n : span->cells;
		width += n * span->size * WIDEST_NUM / WIDEST_DEN;
	}
	return width < o->style->page.area_width - ps->left - ps->right;
}

int odt_count_lines(odt *o, const ht_block *block)
{
	const ht_pstyle *ps = block->style;
	ht_lines lines;
	if (odt_is_short(o, block))
		return 1;
	if (odt_compose(o, block, &lines) == HT_OK)
		return (int)lines.n;
	ht_len measure = o->style->page.area_width - ps->left - ps->right;
	ht_len width = nominal_width(o, ps, block->paras[0].spans, block->paras[0].n) + ps->indent;
	return measure > 0 ? (int)((width + measure - 1) / measure) : 1;
}

static size_t line_bytes(const ht_line *line)
{
	size_t len = 0;
	for (size_t i = 0; i < line->n; i++)
		len += line->runs[i].len;
	return len;
}

static ht_status compose_title(odt *o, const ht_pstyle *ps, const ht_dpara *para, ht_lines *ret)
{
	const ht_lines *known = remembered(o, para);
	if (known) {
		*ret = *known;
		return HT_OK;
	}
	const ht_span *text = text_spans(o, para->spans, para->n);
	const ht_para_shape shape = shape_of(o, ps);
	if (text && ht_compose_title(o->options->fonts, text, para->n, &shape, o->arena, NULL, ret) != HT_OK)
		ret->n = 0;
	return remember(o, para, ret);
}

ht_status odt_title_breaks(odt *o, const ht_pstyle *ps, const ht_dpara *para, size_t **ret, size_t *n)
{
	ht_lines lines = {0};
	*n = 0;
	if (compose_title(o, ps, para, &lines) != HT_OK)
		return HT_ERR_NOMEM;
	*ret = ht_arena_array(o->arena, lines.n + 1, sizeof **ret);
	if (!*ret)
		return HT_ERR_NOMEM;
	size_t end = 0;
	for (size_t i = 0; i + 1 < lines.n; i++) {
		end += line_bytes(&lines.v[i]);
		(*ret)[(*n)++] = end;
	}
	return HT_OK;
}

/* All of a mark's text as one span. */
static ht_status joined(odt *o, const ht_dpara *para, ht_dspan *ret)
{
	size_t len = odt_para_len(para);
	char *text = ht_arena_alloc(o->arena, len + 1), *p = text;
	if (!text || !para->n)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < para->n; p += para->spans[i].len, i++)
		memcpy(p, para->spans[i].text, para->spans[i].len);
	*ret = para->spans[0];
	ret->text = text;
	ret->len = len;
	return HT_OK;
}

static odt_mark nominal_mark(const odt *o, const ht_dspan *span, ht_len width, const ht_element *e, ht_len gap)
{
	const ht_pstyle *ps = e->style;
	ht_len natural = nominal_width(o, ps, span, 1), size = span->size;
	int scale = natural > width ? (int)((int64_t)width * 100 / natural) : 100;
	int least = e->min_condense / 10;
	if (scale < least) {
		size = ht_len_scale(size, scale, least);
		scale = least;
	}
	return (odt_mark){.size = size,
	                  .width = natural < width ? natural : width,
	                  .up = ht_len_scale(size, NOMINAL_UP, 1000),
	                  .down = ht_len_scale(size, NOMINAL_DOWN, 1000),
	                  .scale = scale,
	                  .spacing = gap};
}

/* How far the letters of a line of scale per cent are set apart for it to be
 * as wide as line is: in whole twips. */
static ht_len spacing_of(const ht_line *line, int scale)
{
	double advances = 0, last = 0;
	size_t n = 0;
	ht_len from = line->runs[0].n ? line->runs[0].glyphs[0].x : 0, to = from;
	for (size_t i = 0; i < line->n; i++) {
		const ht_run *run = &line->runs[i];
		for (size_t k = 0; k < run->n; k++, n++) {
			last = ht_font_advance(run->font, run->glyphs[k].gid) * run->size * scale / (1000 * 100);
			advances += last;
			to = run->glyphs[k].x;
		}
	}
	double apart = n > 1 ? (to - from - (advances - last)) / (double)(n - 1) : 0;
	return (ht_len)lround(apart / ODT_TWIP) * ODT_TWIP;
}

static ht_status measure_mark(odt *o, const ht_dpara *para, ht_len size, ht_len width, const ht_element *e, ht_len gap,
                              odt_mark *ret)
{
	ht_dspan span;
	ht_line line = {0};
	ht_len up, down;
	ht_status status = joined(o, para, &span);
	if (status != HT_OK)
		return status;
	span.size = size;
	const ht_span *text = text_spans(o, &span, 1);
	if (!text ||
	    ht_compose_mark(o->options->fonts, text, width, e->min_condense, gap, o->arena, NULL, &line, &up, &down) !=
	        HT_OK ||
	    !line.n) {
		*ret = nominal_mark(o, &span, width, e, gap);
		return HT_OK;
	}
	int scale = line.runs[0].xscale / 10;
	*ret = (odt_mark){.size = line.runs[0].size,
	                  .width = line.width,
	                  .up = up,
	                  .down = down,
	                  .scale = scale,
	                  .spacing = spacing_of(&line, scale)};
	return HT_OK;
}

ht_status odt_measure_mark(odt *o, const ht_dpara *para, ht_len size, ht_len width, const ht_element *e, ht_len gap,
                           odt_mark *ret)
{
	for (size_t i = 0; i < o->n_measured; i++) {
		const odt_measured *m = &o->measured[i];
		if (m->para == para && m->size == size && m->width == width) {
			*ret = m->mark;
			return HT_OK;
		}
	}
	odt_measured *slot = HT_PUSH(o->arena, o->measured, o->n_measured, o->cap_measured);
	if (!slot)
		return HT_ERR_NOMEM;
	*slot = (odt_measured){.size = -1};
	ht_status status = measure_mark(o, para, size, width, e, gap, ret);
	if (status == HT_OK)
		*slot = (odt_measured){para, size, width, *ret};
	return status;
}

ht_len odt_ink_top(odt *o, const ht_pstyle *ps, const char *text)
{
	ht_dspan span = {.text = text, .len = strlen(text), .face = ps->face, .size = ps->size};
	const ht_span *in = span.len ? text_spans(o, &span, 1) : NULL;
	const ht_para_shape shape = shape_of(o, ps);
	ht_lines lines = {0};
	int box[4];
	if (!in || ht_compose(o->options->fonts, in, 1, &shape, o->arena, NULL, &lines) != HT_OK || !lines.n ||
	    !lines.v[0].n || !lines.v[0].runs[0].n ||
	    !ht_font_ink(lines.v[0].runs[0].font, lines.v[0].runs[0].glyphs[0].gid, box))
		return ht_len_scale(ps->size, NOMINAL_DASH, 1000);
	return ht_len_scale(ps->size, box[3], 1000);
}
