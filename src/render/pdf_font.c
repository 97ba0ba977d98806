/* Fonts: a Type0 font with Identity-H for each face, subset to the glyphs of all
 * pages.
 *
 * The faces are collected and subset when the document is opened, so content
 * streams are written with final codes. The ToUnicode entry of a glyph is the
 * text of its first occurrence; where it is used for other text, pdf_text.c adds
 * ActualText. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/pack.h"
#include "pdf_priv.h"
#include "replay.h"

/* Most bytes of a ToUnicode entry; longer clusters get ActualText. */
#define ENTRY_MAX 32
/* Smaller programs do not gain from an optimal code, which must be written, too. */
#define PACK_MIN 4096
/* W: widths less than this many codes apart are written in one chunk, which keeps
 * the array below libharu's limit for any face. */
#define W_GAP   8
#define W_CHUNK 4096

/* The length of a cluster's text without spaces after its character: at a line's
 * end they are in the text but have no glyph. */
static size_t trimmed_length(const char *text, size_t len)
{
	size_t first = 0;
	if (len == 3 && (unsigned char)*text >= 0xE0) /* one character, as nearly always */
		return len;
	if (len && ht_is_space(ht_utf8_get(text, text + len, &first)))
		return first;
	if (first == len) /* one character */
		return len;
	ht_utf8_trim(text, &len);
	return len;
}

pdf_cluster pdf_cluster_at(const ht_run *run, size_t i)
{
	const ht_glyph *g = run->glyphs;
	size_t n = 1;
	while (i + n < run->n && g[i + n].cluster == g[i].cluster)
		n++;
	size_t begin = MIN(g[i].cluster, run->len), end = run->len;
	if (i + n < run->n)
		end = MIN(g[i + n].cluster, end);
	const char *text = run->text + begin;
	size_t len = 0;
	if (end > begin)
		len = trimmed_length(text, end - begin);
	return (pdf_cluster){i, n, text, len};
}

pdf_face *pdf_face_find(pdf_document *d, const ht_run *run)
{
	for (size_t i = 0; i < d->n_faces; i++)
		if (d->faces[i].font == run->font && d->faces[i].script_shift == run->script_shift)
			return &d->faces[i];
	return NULL;
}

const pdf_glyph *pdf_glyph_find(const pdf_face *face, uint32_t gid)
{
	const uint16_t *page = gid <= REPLAY_GID_MAX ? face->slots[gid / PDF_SLOTS] : NULL;
	unsigned slot = page ? page[gid % PDF_SLOTS] : 0;
	return slot ? &face->glyphs[slot - 1] : NULL;
}

static pdf_face *face_add(pdf_document *d, const ht_run *run)
{
	pdf_face *face = PDF_PUSH(d, d->faces, d->n_faces, d->cap_faces);
	if (face) {
		face->font = run->font;
		face->script_shift = run->script_shift;
	}
	return face;
}

static pdf_glyph *glyph_use(pdf_document *d, pdf_face *face, uint32_t gid)
{
	uint16_t **page = &face->slots[gid / PDF_SLOTS];
	if (!*page && !(*page = pdf_document_array(d, PDF_SLOTS, sizeof **page)))
		return NULL;
	uint16_t *slot = &(*page)[gid % PDF_SLOTS];
	if (*slot)
		return &face->glyphs[*slot - 1];
	pdf_glyph *glyph = PDF_PUSH(d, face->glyphs, face->n, face->cap);
	if (!glyph)
		return NULL;
	*slot = (uint16_t)face->n;
	glyph->gid = gid;
	glyph->width = (int)(ht_font_advance(face->font, gid) * PDF_WIDTH_UNIT + 0.5);
	return glyph;
}

/* Can the text be a ToUnicode entry? */
static bool is_entry(const char *text, size_t len)
{
	return len > 0 && len <= ENTRY_MAX && (unsigned char)text[0] >= 0x20;
}

static void collect_run(pdf_document *d, const ht_run *run)
{
	pdf_face *face = pdf_face_find(d, run);
	if (!face)
		face = face_add(d, run);
	for (size_t i = 0; i < run->n && !d->status;) {
		pdf_cluster c = pdf_cluster_at(run, i);
		for (; i < c.first + c.n; i++) {
			if (!replay_draws_glyph(run->glyphs[i].gid))
				continue;
			pdf_glyph *glyph = glyph_use(d, face, run->glyphs[i].gid);
			if (!glyph)
				return;
			if (i == c.first && !glyph->text && is_entry(c.text, c.len)) {
				glyph->text = c.text;
				glyph->len = c.len;
			}
		}
	}
}

static int compare_cids(const void *a, const void *b)
{
	return ((const pdf_glyph *)a)->cid - ((const pdf_glyph *)b)->cid;
}

/* Six letters that distinguish subsets of a face, and the name of the face. */
static void face_name(pdf_face *face, uint32_t crc)
{
	for (int i = 0; i < 6; i++, crc /= 26)
		face->name[i] = (char)('A' + crc % 26);
	face->name[6] = '+';
	const char *ps_name = face->font->ps_name ? face->font->ps_name : "Unnamed";
	size_t len = strnlen(ps_name, sizeof face->name - 8);
	memcpy(face->name + 7, ps_name, len);
	face->name[7 + len] = '\0';
}

/* The most common width that is a whole number: the default width (DW). */
static int common_width(const pdf_face *face)
{
	int best = PDF_WIDTH_EM;
	size_t votes = 0;
	for (size_t i = 0; i < face->n; i++) {
		int width = face->glyphs[i].width;
		if (width % PDF_WIDTH_UNIT)
			continue;
		/* majority vote; a draw does not matter */
		if (votes == 0)
			best = width;
		if (width == best)
			votes++;
		else
			votes--;
	}
	return best;
}

/* At the fastest compression level, font programs are coded as literals (pack.c).
 * Most come so, with codes of their face. Not those of a font made with subroutines: expanded, they repeat, and become
 * 10 % larger as literals. */
static pdf_packed pack_program(pdf_document *d, pdf_face *face)
{
	const ht_subset *subset = &face->subset;
	if (d->options.compression != 1 || face->font->subroutines || subset->len < PACK_MIN)
		return pdf_pack(d, subset->data, subset->len);
	ht_pack_code codes[HT_PACK_SYMBOLS];
	unsigned char *out = pdf_document_room(d, ht_pack_find(subset->data, subset->len, codes));
	if (!out)
		return (pdf_packed){.filter = PDF_FLATE};
	return (pdf_packed){{out, ht_pack_literals(subset->data, subset->len, codes, out)}, PDF_FLATE};
}

/* Could the code of a glyph be taken for an ASCII character that follows? Between two of these no text is replaced. */
static bool has_ascii_code(const pdf_face *face)
{
	for (size_t i = 0; i < face->n; i++)
		if (face->by_cid[i].cid >= '0' && face->by_cid[i].cid <= 'z' &&
		    (unsigned char)*face->by_cid[i].text >= 0x80)
			return true;
	return false;
}

/* The codes of a font with TrueType outlines are its glyphs' numbers, or above ASCII, and a table says so. */
static void shift_codes(pdf_document *d, pdf_face *face)
{
	const size_t last = face->by_cid[face->n - 1].cid, shift = HT_SUBSET_FIRST_CID;
	if (face->subset.cff || !has_ascii_code(face) || last + shift > UINT16_MAX)
		return;
	unsigned char *map = pdf_document_array(d, last + shift + 1, 2);
	if (!map)
		return;
	for (size_t gid = 1; gid <= last; gid++) {
		map[2 * (gid + shift)] = (unsigned char)(gid >> 8);
		map[2 * (gid + shift) + 1] = (unsigned char)gid;
	}
	face->glyph_of_code = pdf_pack(d, map, 2 * (last + shift + 1));
	for (size_t i = 0; i < face->n; i++) {
		face->glyphs[i].cid = (uint16_t)(face->glyphs[i].cid + shift);
		face->by_cid[i].cid = (uint16_t)(face->by_cid[i].cid + shift);
	}
}

static void face_subset(pdf_document *d, pdf_face *face)
{
	uint32_t *gids = pdf_document_array(d, face->n, sizeof *gids);
	face->by_cid = pdf_document_array(d, face->n, sizeof *face->by_cid);
	if (d->status)
		return;
	for (size_t i = 0; i < face->n; i++)
		gids[i] = face->glyphs[i].gid;
	d->status =
	    ht_font_subset(face->font, gids, face->n, d->options.compression == 1, d->arena, d->diags, &face->subset);
	if (d->status)
		return;
	for (size_t i = 0; i < face->n; i++) {
		pdf_glyph *glyph = &face->glyphs[i];
		glyph->cid = face->subset.cids[i];
		if (!glyph->text) { /* the second glyph of a cluster: a zero-width space */
			glyph->text = "\xe2\x80\x8b";
			glyph->len = 3;
		}
		face->by_cid[i] = *glyph;
	}
	if (!face->font->cid_keyed) /* subsets of CID-keyed fonts keep the order */
		qsort(face->by_cid, face->n, sizeof *face->by_cid, compare_cids);
	shift_codes(d, face);
	face->default_width = common_width(face);
	face_name(face, libdeflate_crc32((uint32_t)face->script_shift, gids, face->n * sizeof *gids));
	face->sum = face->subset.sum;
	if (face->subset.packed)
		return;
	face->sum = libdeflate_crc32(0, face->subset.data, face->subset.len);
	face->program = pack_program(d, face);
}

static void face_to_unicode(pdf_document *d, pdf_face *face)
{
	d->scratch.len = 0;
	pdf_cmap_write(face, &d->scratch);
	if (d->scratch.failed)
		pdf_document_fail(d, HT_ERR_NOMEM);
	if (!d->status)
		face->to_unicode = pdf_pack(d, d->scratch.data, d->scratch.len);
}

void pdf_fonts_survey(pdf_document *d, const ht_op *op)
{
	if (op->kind == HT_OP_RUN)
		collect_run(d, op->run);
}

void pdf_fonts_collect(pdf_document *d)
{
	for (size_t i = 0; i < d->n_faces && !d->status; i++) {
		pdf_face *face = &d->faces[i];
		if (face->n == 0)
			continue;
		face_subset(d, face);
		if (!d->status)
			face_to_unicode(d, face);
	}
}

void pdf_fonts_free(pdf_document *d)
{
	for (size_t i = 0; i < d->n_faces; i++)
		ht_subset_free(&d->faces[i].subset);
}

static void push_width(pdf_objects *o, HPDF_Array widths, int width)
{
	if (width % PDF_WIDTH_UNIT)
		pdf_push_real(o, widths, (double)width / PDF_WIDTH_UNIT);
	else
		pdf_push_int(o, widths, width / PDF_WIDTH_UNIT);
}

/* One "first [ widths ]" of W: for glyphs [i, end) of by_cid and the unused codes
 * between them. */
static void width_chunk(pdf_objects *o, const pdf_face *face, HPDF_Array w, size_t i, size_t end)
{
	HPDF_Array widths = pdf_array(o);
	unsigned cid = face->by_cid[i].cid;
	pdf_push_int(o, w, cid);
	for (; i < end; i++, cid++) {
		for (; cid < face->by_cid[i].cid; cid++)
			push_width(o, widths, face->default_width);
		push_width(o, widths, face->by_cid[i].width);
	}
	pdf_push(o, w, widths);
}

/* The end of the chunk that begins at i: before a long gap, at a maximum length,
 * after the last glyph that is not of the default width. */
static size_t width_chunk_end(const pdf_face *face, size_t i)
{
	size_t end = i + 1;
	for (size_t k = i + 1; k < face->n; k++) {
		if (face->by_cid[k].cid - face->by_cid[end - 1].cid > W_GAP ||
		    face->by_cid[k].cid - face->by_cid[i].cid >= W_CHUNK)
			break;
		if (face->by_cid[k].width != face->default_width)
			end = k + 1;
	}
	return end;
}

static HPDF_Array width_array(pdf_objects *o, const pdf_face *face)
{
	HPDF_Array w = pdf_array(o);
	for (size_t i = 0; i < face->n;) {
		if (face->by_cid[i].width == face->default_width) {
			i++;
			continue;
		}
		size_t end = width_chunk_end(face, i);
		width_chunk(o, face, w, i, end);
		i = end;
	}
	return w;
}

static void write_subset(const void *subset, unsigned char *out)
{
	_Static_assert(HT_PACK_BEYOND <= PDF_BEYOND, "what may be overwritten");
	ht_subset_write(subset, out);
}

static HPDF_Dict program_stream(pdf_objects *o, const pdf_face *face)
{
	if (face->subset.packed)
		return pdf_stream_later(o, face->subset.len, write_subset, &face->subset);
	return pdf_stream(o, face->program.bytes, face->program.filter);
}

static HPDF_Dict descriptor(pdf_objects *o, const pdf_face *face)
{
	enum { SYMBOLIC = 4, ITALIC = 64 };
	const ht_font *font = face->font;
	HPDF_Dict dict = pdf_dict_object(o);
	pdf_put_name(o, dict, "Type", "FontDescriptor");
	pdf_put_name(o, dict, "FontName", face->name);
	pdf_put_int(o, dict, "Flags", SYMBOLIC | (font->italic_angle ? ITALIC : 0));
	HPDF_Array bbox = pdf_array(o);
	for (int i = 0; i < 4; i++)
		pdf_push_int(o, bbox, font->bbox[i]);
	pdf_put(o, dict, "FontBBox", bbox);
	pdf_put_int(o, dict, "ItalicAngle", font->italic_angle);
	pdf_put_int(o, dict, "Ascent", font->ascent);
	pdf_put_int(o, dict, "Descent", font->descent);
	pdf_put_int(o, dict, "CapHeight", font->cap_height);
	/* mandatory, but only used for substitution: about 80 for regular weight, 165
	 * for bold */
	pdf_put_int(o, dict, "StemV", 50 + font->weight * font->weight / 4225);
	HPDF_Dict program = program_stream(o, face);
	if (face->subset.cff)
		pdf_put_name(o, program, "Subtype", "CIDFontType0C");
	else
		pdf_put_int(o, program, "Length1", (long)face->subset.len);
	pdf_put(o, dict, face->subset.cff ? "FontFile3" : "FontFile2", program);
	return dict;
}

static HPDF_Dict cid_font(pdf_objects *o, const pdf_face *face)
{
	HPDF_Dict dict = pdf_dict_object(o);
	pdf_put_name(o, dict, "Type", "Font");
	pdf_put_name(o, dict, "Subtype", face->subset.cff ? "CIDFontType0" : "CIDFontType2");
	pdf_put_name(o, dict, "BaseFont", face->name);
	HPDF_Dict info = pdf_dict(o);
	pdf_put_ascii(o, info, "Registry", "Adobe");
	pdf_put_ascii(o, info, "Ordering", "Identity");
	pdf_put_int(o, info, "Supplement", 0);
	pdf_put(o, dict, "CIDSystemInfo", info);
	pdf_put(o, dict, "FontDescriptor", descriptor(o, face));
	pdf_put_int(o, dict, "DW", face->default_width / PDF_WIDTH_UNIT);
	HPDF_Array w = width_array(o, face);
	if (haru.HPDF_Array_Items(w))
		pdf_put(o, dict, "W", w);
	if (face->glyph_of_code.bytes.data)
		pdf_put(o, dict, "CIDToGIDMap", pdf_stream(o, face->glyph_of_code.bytes, face->glyph_of_code.filter));
	else if (!face->subset.cff)
		pdf_put_name(o, dict, "CIDToGIDMap", "Identity");
	return dict;
}

static HPDF_Dict type0_font(pdf_objects *o, const pdf_face *face)
{
	HPDF_Dict dict = pdf_dict_object(o);
	pdf_put_name(o, dict, "Type", "Font");
	pdf_put_name(o, dict, "Subtype", "Type0");
	pdf_put_name(o, dict, "BaseFont", face->name);
	pdf_put_name(o, dict, "Encoding", "Identity-H");
	HPDF_Array descendants = pdf_array(o);
	pdf_push(o, descendants, cid_font(o, face));
	pdf_put(o, dict, "DescendantFonts", descendants);
	pdf_put(o, dict, "ToUnicode", pdf_stream(o, face->to_unicode.bytes, face->to_unicode.filter));
	return dict;
}

HPDF_Dict pdf_fonts_build(pdf_objects *o, pdf_document *d)
{
	HPDF_Dict fonts = pdf_dict_object(o);
	for (size_t i = 0; i < d->n_faces; i++) {
		if (d->faces[i].n == 0)
			continue;
		char name[24];
		snprintf(name, sizeof name, "F%zu", i + 1);
		pdf_put(o, fonts, name, type0_font(o, &d->faces[i]));
	}
	return fonts;
}
