/* Characters to clusters, shaped by HarfBuzz. Text of one span, face, script and
 * context is shaped in one call, or set directly where that gives the same. */
#include "harfbuzz.h"
#include "late.h"
#include "para.h"

#include <string.h>

#include "base/utf8.h"
#include "text/messages.h"

static bool shapes_together(const ht_char *a, const ht_char *b)
{
	return a->span == b->span && a->face == b->face && a->latin == b->latin && a->script_shift == b->script_shift &&
	       (a->script == b->script || !b->grapheme_start || b->pair == 2);
}

/* Punctuation belongs to any script; in a Chinese face it is shaped as Chinese,
 * or Noto does not join its dashes. HB_SCRIPT_INVALID: another script than these two. */
static hb_script_t usual_script(const ht_char *c)
{
	switch ((GUnicodeScript)c->script) {
	case G_UNICODE_SCRIPT_COMMON:
	case G_UNICODE_SCRIPT_INHERITED:
	case G_UNICODE_SCRIPT_UNKNOWN:
	case G_UNICODE_SCRIPT_INVALID_CODE:
	case G_UNICODE_SCRIPT_LATIN:
		return c->latin ? HB_SCRIPT_LATIN : HB_SCRIPT_HAN;
	case G_UNICODE_SCRIPT_HAN:
		return HB_SCRIPT_HAN;
	default:
		return HB_SCRIPT_INVALID;
	}
}

/* HarfBuzz is loaded. */
static hb_script_t script_of(const ht_char *c)
{
	const hb_script_t usual = usual_script(c);
	return usual == HB_SCRIPT_INVALID ? hb_glib_script_to_script((GUnicodeScript)c->script) : usual;
}

static void add_cluster(ht_para *para, size_t first, size_t n)
{
	ht_cluster *cluster = HT_PUSH(para->scratch, para->clusters, para->n_clusters, para->cap_clusters);
	if (!cluster) {
		ht_para_fail(para, HT_ERR_NOMEM);
		return;
	}
	const ht_char *c = &para->chars[first];
	*cluster = (ht_cluster){
	    .first = (uint32_t)first,
	    .n = (uint32_t)n,
	    .glyph = (uint32_t)para->n_glyphs,
	    .face = c->face,
	    .xscale = 1000,
	    .cls = c->cls,
	    .level = HT_SQ_NEVER,
	    .can_break = c->can_break,
	    .rigid = c->rigid,
	    .space = ht_is_space_class(c->cls),
	    .script_shift = c->script_shift,
	};
}

/* Add a glyph to the last cluster. */
static void push_glyph(ht_para *para, ht_para_glyph from)
{
	ht_para_glyph *glyph = HT_PUSH(para->scratch, para->glyphs, para->n_glyphs, para->cap_glyphs);
	if (!glyph) {
		ht_para_fail(para, HT_ERR_NOMEM);
		return;
	}
	*glyph = from;
	para->clusters[para->n_clusters - 1].n_glyphs++;
}

/* .notdef is never drawn: the missing glyph was reported by ht_para_faces(). */
static void add_glyph(ht_para *para, const hb_glyph_info_t *info, const hb_glyph_position_t *pos)
{
	if (info->codepoint)
		push_glyph(para, (ht_para_glyph){info->codepoint, pos->x_offset, pos->y_offset, pos->x_advance,
		                                 info->cluster});
}

/* Does no rule of the face touch it, in text as that of c? */
static bool is_untouched(const ht_char *c, uint32_t cp)
{
	const ht_font *font = &c->face->font;
	if (!c->latin)
		return font->direct_han && ht_is_direct(cp);
	const int figure = ht_figure_of(cp);
	return figure >= 0 && font->direct_figures >> figure & 1;
}

/* Is this text of a script that may be set without shaping (font_direct.c)? */
static bool may_be_direct(const ht_char *c)
{
	const hb_script_t script = usual_script(c);
	return script == HB_SCRIPT_HAN || (c->latin && script == HB_SCRIPT_LATIN);
}

/* Is this a page number that is set so, too? */
static bool is_page_number(const ht_para *para, size_t begin, size_t end)
{
	const ht_char *c = &para->chars[begin];
	uint32_t cps[HT_NUMBER_CHARS];
	if (para->cps[begin] != HT_NUMBER_DASH || !c->latin || !c->face->font.number_dash ||
	    end - begin > HT_NUMBER_CHARS || end - begin < HT_NUMBER_CHARS - 1 || usual_script(c) != HB_SCRIPT_LATIN)
		return false;
	unsigned number = 0;
	for (size_t i = begin + 2; i + 2 < end && ht_is_ascii_digit(para->cps[i]); i++)
		number = number * 10 + para->cps[i] - '0';
	return number && ht_number_text(number, cps) == end - begin &&
	       memcmp(cps, &para->cps[begin], (end - begin) * sizeof *cps) == 0;
}

/* The glyph of a character that is set without shaping; 0: it cannot be.
 * page_number  in  it is one of those of a page number */
static uint32_t direct_glyph(const ht_char *c, uint32_t cp, bool page_number)
{
	if (page_number && cp == HT_NUMBER_DASH)
		return c->face->font.number_dash;
	if (!page_number && !is_untouched(c, cp))
		return 0;
	return ht_font_face_glyph(c->face, cp);
}

/* Kern pairs of figures. */
static void kern(const ht_para *para, size_t begin, size_t end, ht_para_glyph *glyphs)
{
	const ht_char *c = &para->chars[begin];
	int16_t(*by)[HT_FIGURES] = c->face->font.figure_kern[usual_script(c) == HB_SCRIPT_HAN];
	for (size_t i = begin; i + 1 < end; i++)
		glyphs[i - begin].advance += by[ht_figure_of(para->cps[i])][ht_figure_of(para->cps[i + 1])];
}

/* Set text without shaping; false: it cannot be, and nothing is set. */
static bool set_direct(ht_para *para, size_t begin, size_t end)
{
	const ht_char *c = &para->chars[begin];
	const size_t first = para->n_glyphs, first_cluster = para->n_clusters;
	const bool page_number = is_page_number(para, begin, end);
	if (!page_number && !may_be_direct(c))
		return false;
	for (size_t i = begin; i < end && para->status == HT_OK; i++) {
		const uint32_t gid = direct_glyph(c, para->cps[i], page_number);
		if (!gid) {
			para->n_clusters = first_cluster;
			para->n_glyphs = first;
			return false;
		}
		add_cluster(para, i, 1);
		if (para->status == HT_OK)
			push_glyph(para, (ht_para_glyph){.gid = gid, .at = (uint32_t)i});
	}
	if (para->status != HT_OK)
		return true;
	ht_para_glyph *glyphs = &para->glyphs[first];
	ht_font_face_advances(c->face, &glyphs->gid, sizeof *glyphs, end - begin, &glyphs->advance, sizeof *glyphs);
	if (ht_figure_of(para->cps[begin]) >= 0)
		kern(para, begin, end, glyphs);
	return true;
}

/* A pair of dashes is one cluster even if the face has no ligature for it. */
static bool continues_pair(const ht_para *para, const hb_glyph_info_t *info)
{
	const ht_char *c = &para->chars[info->cluster];
	return c->pair == 2 && c->cls == HT_C_DASH && para->n_clusters > 0;
}

/* Glyphs of characters [begin, end) to clusters. */
static void collect(ht_para *para, size_t begin, size_t end, hb_buffer_t *buffer)
{
	unsigned n;
	const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n);
	const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, &n);
	size_t first_cluster = para->n_clusters;
	if (n == 0)
		add_cluster(para, begin, 1);
	for (unsigned i = 0; i < n && para->status == HT_OK; i++) {
		if (i == 0)
			add_cluster(para, begin, 1);
		else if (infos[i].cluster != infos[i - 1].cluster && !continues_pair(para, &infos[i]))
			add_cluster(para, infos[i].cluster, 1);
		if (para->status == HT_OK)
			add_glyph(para, &infos[i], &positions[i]);
	}
	for (size_t i = first_cluster; i < para->n_clusters; i++) {
		size_t next = i + 1 < para->n_clusters ? para->clusters[i + 1].first : end;
		para->clusters[i].n = (uint32_t)(next - para->clusters[i].first);
	}
}

static void shape_text(ht_para *para, size_t begin, size_t end)
{
	static const hb_feature_t no_kern = {HB_TAG('k', 'e', 'r', 'n'), 0, 0, UINT_MAX};
	const ht_char *c = &para->chars[begin];
	if (!ht_para_shapes(para, c->face))
		return;
	hb_buffer_t *buffer = ht_fonts_buffer(para->fonts);
	hb_buffer_clear_contents(buffer);
	hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
	hb_buffer_add_codepoints(buffer, para->cps, (int)para->n, (unsigned)begin, (int)(end - begin));
	hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
	hb_buffer_set_script(buffer, script_of(c));
	hb_buffer_set_language(buffer, hb_language_from_string(HT_SHAPING_LANGUAGE, -1));
	hb_shape(c->face->hb_font, buffer, &no_kern, c->latin ? 0 : 1);
	if (hb_buffer_allocation_successful(buffer))
		collect(para, begin, end, buffer);
	else
		ht_para_fail(para, HT_ERR_NOMEM);
}

/* Is the text of a script that is written from right to left? Its characters would stand in the wrong order, so it is
 * said; all of a paragraph is mended at once. */
static bool report_reversed(ht_para *para, size_t begin, size_t end)
{
	enum { SHOWN_CHARS = 24 };
	char text[SHOWN_CHARS * 4 + 8];
	size_t len = 0;
	const ht_char *c = &para->chars[begin];
	if (para->status != HT_OK || usual_script(c) != HB_SCRIPT_INVALID ||
	    hb_script_get_horizontal_direction(script_of(c)) != HB_DIRECTION_RTL)
		return false;
	for (size_t i = begin; i < end && i < begin + SHOWN_CHARS; i++)
		len += ht_utf8_put(text + len, para->cps[i]);
	strcpy(text + len, end > begin + SHOWN_CHARS ? "…" : "");
	para->told = true;
	ht_diag(para->diags, HT_D_TEXT_REVERSED, ht_para_loc(para, begin), text, NULL);
	return true;
}

/* The end of the text that is shaped together with the character at begin. Where marks are stacked without end, it is
 * within a grapheme: HarfBuzz looks for the base of each mark, so that a run of n of them costs n² steps. Text that is
 * meant has at most 30 on a character (UAX #15, Stream-Safe Text Format), so it is never cut; of what is cut, each
 * piece keeps its own characters as its text. */
static size_t shaping_end(const ht_para *para, size_t begin)
{
	enum { MOST_IN_GRAPHEME = 64 };
	const ht_char *c = para->chars;
	size_t end = begin + 1, grapheme = begin;
	while (end < para->n && shapes_together(&c[end - 1], &c[end])) {
		if (c[end].grapheme_start)
			grapheme = end;
		else if (end - grapheme == MOST_IN_GRAPHEME)
			break;
		end++;
	}
	return end;
}

void ht_para_clusters(ht_para *para)
{
	bool reversed = false;
	/* one cluster and one glyph for each character is about right */
	para->clusters = ht_para_room(para, para->n, sizeof *para->clusters);
	para->glyphs = ht_para_room(para, para->n, sizeof *para->glyphs);
	para->cap_clusters = para->cap_glyphs = para->n;
	for (size_t begin = 0, end; begin < para->n && para->status == HT_OK; begin = end) {
		const ht_char *c = para->chars;
		if (c[begin].face) {
			end = shaping_end(para, begin);
			if (!set_direct(para, begin, end))
				shape_text(para, begin, end);
			reversed = reversed || report_reversed(para, begin, end);
		} else { /* a grapheme that no face has */
			end = begin + 1;
			while (end < para->n && !c[end].face && !c[end].grapheme_start)
				end++;
			add_cluster(para, begin, end - begin);
		}
	}
}
