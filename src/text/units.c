/* Characters to units: shaped, and numbered as steps along the line.
 *
 * A unit is what HarfBuzz makes one cluster of: a character with its marks and
 * selectors, a ligature, the two halves of ——. A stretch of one span, face,
 * script and context is shaped at once. A character without a face is a unit
 * without glyphs: it keeps its place. */
#include "para.h"

#include <hb-glib.h>

#include "base/utf8.h"

static bool same_stretch(const ht_char *a, const ht_char *b)
{
	return a->span == b->span && a->face == b->face && a->latin == b->latin &&
	       (a->script == b->script || !b->starts || b->pair == 2);
}

/* Marks belong to any script; in a Chinese face they are shaped as Chinese,
 * else Noto does not join its dashes. */
static hb_script_t script_of(const ht_char *c)
{
	switch ((GUnicodeScript)c->script) {
	case G_UNICODE_SCRIPT_COMMON:
	case G_UNICODE_SCRIPT_INHERITED:
	case G_UNICODE_SCRIPT_UNKNOWN:
	case G_UNICODE_SCRIPT_INVALID_CODE:
		return c->latin ? HB_SCRIPT_LATIN : HB_SCRIPT_HAN;
	case G_UNICODE_SCRIPT_LATIN:
		return c->latin ? HB_SCRIPT_LATIN : HB_SCRIPT_HAN;
	default:
		return hb_glib_script_to_script((GUnicodeScript)c->script);
	}
}

static ht_unit *add_unit(ht_para *para, size_t first, size_t n)
{
	ht_unit *unit = HT_PUSH(para->scratch, para->units, para->n_units, para->cap_units);
	if (!unit)
		return NULL;
	const ht_char *c = &para->chars[first];
	*unit = (ht_unit){
	    .first = (uint32_t)first,
	    .n = (uint32_t)n,
	    .glyph = (uint32_t)para->n_glyphs,
	    .face = c->face,
	    .xscale = 1000,
	    .cls = c->cls,
	    .level = HT_SQ_NEVER,
	    .can_break = c->can_break,
	    .tight = c->tight,
	    .space = c->cls == HT_C_SPACE || c->cls == HT_C_WIDE_SPACE || c->cls == HT_C_ZERO_SPACE,
	};
	return unit;
}

static bool add_glyph(ht_para *para, ht_unit *unit, const hb_glyph_info_t *info, const hb_glyph_position_t *pos)
{
	/* .notdef is never drawn: what lacks a glyph was reported as missing. */
	if (!info->codepoint)
		return true;
	ht_para_glyph *glyph = HT_PUSH(para->scratch, para->glyphs, para->n_glyphs, para->cap_glyphs);
	if (!glyph)
		return false;
	*glyph = (ht_para_glyph){info->codepoint, pos->x_offset, pos->y_offset, pos->x_advance, info->cluster};
	unit->n_glyphs++;
	return true;
}

/* A pair of dashes is one unit even where the face has no ligature for it. */
static bool continues_pair(const ht_para *para, const hb_glyph_info_t *info)
{
	const ht_char *c = &para->chars[info->cluster];
	return c->pair == 2 && c->cls == HT_C_DASH && para->n_units > 0;
}

/* Glyphs of characters [begin, end) to units. */
static bool collect(ht_para *para, size_t begin, size_t end, hb_buffer_t *buffer)
{
	unsigned n;
	const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
	const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &n);
	size_t first_unit = para->n_units;
	for (unsigned i = 0; i < n; i++) {
		bool fresh = i == 0 || (infos[i].cluster != infos[i - 1].cluster && !continues_pair(para, &infos[i]));
		if (fresh && !add_unit(para, i == 0 ? begin : infos[i].cluster, 1))
			return false;
		if (!add_glyph(para, &para->units[para->n_units - 1], &infos[i], &positions[i]))
			return false;
	}
	if (n == 0 && !add_unit(para, begin, 1))
		return false;
	for (size_t i = first_unit; i < para->n_units; i++) {
		size_t next = i + 1 < para->n_units ? para->units[i + 1].first : end;
		para->units[i].n = (uint32_t)(next - para->units[i].first);
	}
	return true;
}

static ht_status shape_stretch(ht_para *para, hb_buffer_t *buffer, size_t begin, size_t end)
{
	static const hb_feature_t no_kern = {HB_TAG('k', 'e', 'r', 'n'), 0, 0, UINT_MAX};
	const ht_char *c = &para->chars[begin];
	hb_buffer_clear_contents(buffer);
	hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
	hb_buffer_add_codepoints(buffer, para->cps, (int)para->n, (unsigned)begin, (int)(end - begin));
	hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
	hb_buffer_set_script(buffer, script_of(c));
	hb_buffer_set_language(buffer, hb_language_from_string("zh-Hans", -1));
	hb_shape(c->face->hb_font, buffer, &no_kern, c->latin ? 0 : 1);
	if (!hb_buffer_allocation_successful(buffer))
		return HT_ERR_NOMEM;
	return collect(para, begin, end, buffer) ? HT_OK : HT_ERR_NOMEM;
}

/* A grapheme that no face has. */
static ht_status add_missing(ht_para *para, size_t begin, size_t *end)
{
	*end = begin + 1;
	while (*end < para->n && !para->chars[*end].face && !para->chars[*end].starts)
		++*end;
	return add_unit(para, begin, *end - begin) ? HT_OK : HT_ERR_NOMEM;
}

ht_status ht_para_units(ht_para *para)
{
	hb_buffer_t *buffer = ht_fonts_buffer(para->fonts);
	ht_status status = HT_OK;
	/* a unit and a glyph for each character: seldom more, and not many less */
	para->units = ht_arena_array(para->scratch, para->n, sizeof *para->units);
	para->glyphs = ht_arena_array(para->scratch, para->n, sizeof *para->glyphs);
	if (!para->units || !para->glyphs)
		return HT_ERR_NOMEM;
	para->cap_units = para->cap_glyphs = para->n;
	for (size_t begin = 0, end; begin < para->n && status == HT_OK; begin = end) {
		end = begin + 1;
		if (!para->chars[begin].face) {
			status = add_missing(para, begin, &end);
			continue;
		}
		while (end < para->n && same_stretch(&para->chars[end - 1], &para->chars[end]))
			end++;
		status = shape_stretch(para, buffer, begin, end);
	}
	if (status == HT_OK)
		ht_para_widths(para);
	return status;
}
