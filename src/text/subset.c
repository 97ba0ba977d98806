/* Subsetting a face for embedding.
 *
 * Glyphs are renumbered without gaps: a font program of 54 glyphs has 11 KB, and
 * 265 KB with the old numbers. hb-subset sees only the tables that a PDF reader
 * draws from. So it adds no glyphs by closure, except parts of composite ones,
 * and does not scan the character map, which takes longer than all the rest for
 * a face of 65,535 glyphs. CFF fonts are embedded as the bare CFF table, glyf
 * fonts as a whole file.
 *
 * hb-subset takes about 6 µs for a glyph; 500 glyphs are half the time of a
 * document. It also loses glyphs without a word when memory runs out. Programs of
 * CID-keyed CFF fonts, which nearly all Chinese OpenType fonts are, are therefore
 * made by ht_cff_flatten(), once per process (programs.c); in a warm process a
 * document adds only a few. Those that it does not make are left to hb-subset.
 * Fonts with TrueType outlines are cut by ht_glyf_subset(), each time as a whole. hb-subset cuts those whose glyphs
 * consist of others, variable ones, and CFF fonts without CIDs.
 *
 * The CID of a glyph is its number in the subset, of a CID-keyed font beginning with HT_SUBSET_FIRST_CID. */
#include <stdlib.h>
#include <string.h>

#include "base/shortage.h"
#include "text/messages.h"
#include "cff.h"
#include "config.h"
#include "font_library.h"
#include "font_priv.h"
#include "glyf.h"
#include "harfbuzz.h"
#include "programs.h"

/* The stored programs of a face are discarded above this size: about that of the
 * 8,105 characters of the 通用规范汉字表. */
#define PROGRAMS_MAX (2 << 20)

#define T(a, b, c, d) HB_TAG(a, b, c, d)

/* The bare CFF table needs no metrics: the PDF has its own. */
static const hb_tag_t cff_tables[] = {T('C', 'F', 'F', ' '), T('h', 'e', 'a', 'd'), T('m', 'a', 'x', 'p'), 0};
static const hb_tag_t glyf_tables[] = {T('g', 'l', 'y', 'f'),
                                       T('l', 'o', 'c', 'a'),
                                       T('h', 'e', 'a', 'd'),
                                       T('h', 'h', 'e', 'a'),
                                       T('h', 'm', 't', 'x'),
                                       T('m', 'a', 'x', 'p'),
                                       T('f', 'v', 'a', 'r'),
                                       T('g', 'v', 'a', 'r'),
                                       T('a', 'v', 'a', 'r'),
                                       T('H', 'V', 'A', 'R'),
                                       0};

static hb_blob_t *reference_table(hb_face_t *face, hb_tag_t tag, void *user)
{
	const ht_font *font = user;
	(void)face;
	for (const hb_tag_t *t = font->cff ? cff_tables : glyf_tables; *t; t++)
		if (*t == tag)
			return hb_face_reference_table(font->face->hb_face, tag);
	return NULL;
}

/* The face with only the tables that are embedded; made once. */
static hb_face_t *reduced_face(ht_font_face *face)
{
	if (!face->reduced)
		face->reduced = hb_face_create_for_tables(reference_table, &face->font, NULL);
	return face->reduced;
}

void ht_font_face_pin_axes(const ht_subsetter *hb, hb_subset_input_t *input, const ht_font *font)
{
	hb_face_t *face = font->face->hb_face;
	unsigned n = hb_ot_var_get_axis_count(face);
	int instance = font->index >> 16;
	hb_ot_var_axis_info_t axis;
	float coords[64];
	unsigned n_coords = n;
	if (n > 64)
		n_coords = 0;
	if (instance > 0)
		hb_ot_var_named_instance_get_design_coords(face, (unsigned)instance - 1, &n_coords, coords);
	for (unsigned i = 0; i < n; i++) {
		unsigned one = 1;
		hb_ot_var_get_axis_infos(face, i, &one, &axis);
		if (instance > 0 && i < n_coords)
			hb->hb_subset_input_pin_axis_location(input, face, axis.tag, coords[i]);
		else
			hb->hb_subset_input_pin_axis_to_default(input, face, axis.tag);
	}
}

static hb_subset_input_t *make_input(const ht_subsetter *hb, const ht_font *font, const uint32_t *gids, size_t n)
{
	hb_subset_input_t *input = hb->hb_subset_input_create_or_fail();
	if (!input)
		return NULL;
	hb_set_t *glyphs = hb->hb_subset_input_glyph_set(input);
	for (size_t i = 0; i < n; i++)
		hb_set_add(glyphs, gids[i]);
	/* for few glyphs, programs without subroutines are smaller, and faster to make */
	hb->hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE);
	ht_font_face_pin_axes(hb, input, font);
	return input;
}

/* The font program: the CFF table alone, or the whole file. */
static hb_blob_t *take_program(hb_face_t *subset, bool cff)
{
	hb_blob_t *blob = NULL;
	if (cff)
		blob = hb_face_reference_table(subset, T('C', 'F', 'F', ' '));
	else
		blob = hb_face_reference_blob(subset);
	if (hb_blob_get_length(blob))
		return blob;
	hb_blob_destroy(blob);
	return NULL;
}

/* What hb-subset made: the program, and the plan with the new glyph numbers. */
typedef struct hb_result {
	ht_subsetter hb;
	hb_subset_plan_t *plan;
	hb_blob_t *program;
} hb_result;

static void result_free(hb_result *c)
{
	hb_blob_destroy(c->program);
	if (c->plan)
		c->hb.hb_subset_plan_destroy(c->plan);
}

static ht_status run_subset(const ht_font *font, const uint32_t *gids, size_t n, hb_result *ret)
{
	hb_result c = {.plan = NULL};
	const ht_subsetter *hb = &c.hb;
	if (!ht_font_face_shapes(font->face) || !ht_subsetter_load(&c.hb))
		return HT_ERR_LIB;
	hb_subset_input_t *input = make_input(hb, font, gids, n);
	if (!input)
		return HT_ERR_NOMEM;
	c.plan = hb->hb_subset_plan_create_or_fail(reduced_face(font->face), input);
	hb_face_t *face = c.plan ? hb->hb_subset_plan_execute_or_fail(c.plan) : NULL;
	if (face)
		c.program = take_program(face, font->cff);
	hb_face_destroy(face);
	hb->hb_subset_input_destroy(input);
	if (c.program)
		*ret = c;
	else
		result_free(&c);
	return c.program ? HT_OK : HT_ERR_LIB;
}

/* The numbers of gids in the subset. */
static bool new_numbers(const hb_result *c, const uint32_t *gids, size_t n, uint32_t *numbers)
{
	const hb_map_t *map = c->hb.hb_subset_plan_old_to_new_glyph_mapping(c->plan);
	for (size_t i = 0; i < n; i++) {
		numbers[i] = hb_map_get(map, gids[i]);
		if (numbers[i] == HB_MAP_VALUE_INVALID || numbers[i] > UINT16_MAX)
			return false;
	}
	return true;
}

static int by_number(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* A font with TrueType outlines, without hb-subset. HT_ERR_LIB: it takes that. */
static ht_status subset_glyf(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena, ht_subset *ret)
{
	uint32_t *sorted = ht_arena_array(arena, n, sizeof *sorted);
	uint16_t *cids = ht_arena_array(arena, n, sizeof *cids);
	ht_buf file = {0};
	if (ht_font_face_table(font->face, "fvar").len)
		return HT_ERR_LIB; /* its outlines vary */
	if (!sorted || !cids)
		return HT_ERR_NOMEM;
	memcpy(sorted, gids, n * sizeof *sorted);
	qsort(sorted, n, sizeof *sorted, by_number);
	ht_sfnt_table tables[HT_GLYF_TABLES];
	for (int i = 0; i < HT_GLYF_TABLES; i++)
		tables[i] = ht_font_face_table(font->face, ht_glyf_tags[i]);
	ht_status status = ht_glyf_subset(tables, sorted, n, arena, &file);
	void *data = status == HT_OK ? ht_arena_room(arena, file.len, 1) : NULL;
	if (data) {
		memcpy(data, file.data, file.len);
		for (size_t i = 0; i < n; i++) {
			const uint32_t *place = bsearch(&gids[i], sorted, n, sizeof *sorted, by_number);
			cids[i] = (uint16_t)(place - sorted + 1);
		}
		*ret = (ht_subset){.data = data, .len = file.len, .cids = cids};
	} else if (status == HT_OK) {
		status = HT_ERR_NOMEM;
	}
	ht_buf_free(&file);
	return status;
}

static ht_status subset_whole(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena, ht_subset *ret)
{
	uint32_t *numbers = ht_arena_array(arena, n, sizeof *numbers);
	uint16_t *cids = ht_arena_array(arena, n, sizeof *cids);
	hb_result c;
	if (!numbers || !cids)
		return HT_ERR_NOMEM;
	ht_status status = run_subset(font, gids, n, &c);
	if (status != HT_OK)
		return status;
	status = new_numbers(&c, gids, n, numbers) ? HT_OK : HT_ERR_LIB;
	for (size_t i = 0; i < n; i++)
		cids[i] = (uint16_t)numbers[i];
	if (status == HT_OK) {
		unsigned len;
		const char *data = hb_blob_get_data(c.program, &len);
		*ret = (ht_subset){.data = (const unsigned char *)data,
		                   .len = len,
		                   .cff = font->cff,
		                   .cids = cids,
		                   .blob = hb_blob_reference(c.program)};
	}
	result_free(&c);
	return status;
}

static bool open_cff(const ht_font_face *face, ht_cff *ret)
{
	const ht_sfnt_table table = ht_font_face_table(face, "CFF ");
	return ht_cff_open(table.v, table.len, ret);
}

ht_status ht_font_face_flatten(const ht_font_face *face, uint32_t gid, ht_arena *arena, ht_buf *out)
{
	ht_cff cff;
	ht_cff_bytes program;
	ht_cff_fd fd;
	ht_cff_index subrs;
	size_t number;
	if (!open_cff(face, &cff) || !cff.cid_keyed || !ht_cff_glyph(&cff, gid, &program) ||
	    !ht_cff_fd_of(&cff, gid, &number))
		return HT_ERR_LIB;
	const ht_status status = ht_cff_get_flat_fd(&cff, number, arena, &fd, &subrs);
	return status == HT_OK ? ht_program_flatten(&cff, face->file, program, &subrs, out) : status;
}

static ht_status flatten(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena)
{
	ht_cff cff;
	if (!open_cff(font->face, &cff))
		return HT_ERR_LIB;
	return ht_programs_flatten(font->face->programs, &cff, font->face->file, gids, n, arena);
}

/* Make the programs of glyphs with hb-subset and store them. */
static ht_status store(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena)
{
	uint32_t *numbers = ht_arena_array(arena, n, sizeof *numbers);
	hb_result c;
	if (!numbers)
		return HT_ERR_NOMEM;
	ht_status status = run_subset(font, gids, n, &c);
	if (status != HT_OK)
		return status;
	unsigned len;
	const unsigned char *data = (const unsigned char *)hb_blob_get_data(c.program, &len);
	ht_cff cff;
	status = HT_ERR_LIB;
	if (new_numbers(&c, gids, n, numbers) && ht_cff_open(data, len, &cff))
		status = ht_programs_add(font->face->programs, &cff, gids, numbers, n);
	result_free(&c);
	return status;
}

/* Store the programs of gids, and of .notdef, that are not stored yet. */
static ht_status store_missing(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena)
{
	const ht_programs *programs = font->face->programs;
	uint32_t *missing = ht_arena_array(arena, n + 1, sizeof *missing);
	size_t n_missing = 0;
	if (!missing)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i <= n; i++) {
		uint32_t gid = i ? gids[i - 1] : 0;
		if (!ht_programs_has(programs, gid))
			missing[n_missing++] = gid;
	}
	if (!n_missing)
		return HT_OK;
	ht_status status = flatten(font, missing, n_missing, arena);
	return status == HT_ERR_LIB ? store(font, missing, n_missing, arena) : status;
}

static void drop_programs(ht_font_face *face)
{
	ht_programs_free(face->programs);
	face->programs = NULL;
}

/* The font of stored programs, or what it will be written from. False: out of memory. */
static bool write_programs(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena, ht_subset *ret)
{
	ht_programs *programs = font->face->programs;
	if (!ht_programs_are_packed(programs)) {
		const ht_cff_bytes program = ht_programs_write(programs, font->ps_name, gids, n, arena);
		ret->data = program.data;
		ret->len = program.len;
		return program.data;
	}
	ret->packed = ht_programs_pack(programs, font->ps_name, gids, n, arena);
	if (!ret->packed)
		return false;
	ret->len = ret->packed->len;
	ret->sum = ret->packed->sum;
	return true;
}

static ht_status subset_stored(const ht_font *font, const uint32_t *gids, size_t n, bool packed, ht_arena *arena,
                               ht_subset *ret)
{
	const uint8_t *codes = NULL;
	ht_font_face *face = font->face;
	uint16_t *cids = ht_arena_array(arena, n, sizeof *cids);
	if (packed && font->codes[0])
		codes = font->codes;
	if (face->programs && (ht_programs_size(face->programs) > PROGRAMS_MAX ||
	                       ht_programs_are_packed(face->programs) != (codes != NULL)))
		drop_programs(face);
	if (!face->programs)
		face->programs = ht_programs_new(face->n_glyphs, codes);
	if (!cids || !face->programs)
		return HT_ERR_NOMEM;
	ht_status status = store_missing(font, gids, n, arena);
	if (status != HT_OK) {
		drop_programs(face);
		return status;
	}
	for (size_t i = 0; i < n; i++)
		cids[i] = (uint16_t)(ht_cff_first_cid(n + 1) + i);
	ht_subset subset = {.cff = true, .cids = cids};
	if (!write_programs(font, gids, n, arena, &subset))
		return HT_ERR_NOMEM;
	*ret = subset;
	return HT_OK;
}

static ht_status subset_other(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena, ht_subset *ret)
{
	ht_status status = HT_ERR_LIB;
	if (!font->cff)
		status = subset_glyf(font, gids, n, arena, ret);
	if (status == HT_ERR_LIB)
		status = subset_whole(font, gids, n, arena, ret);
	return status;
}

static bool has_subsetter(void)
{
	ht_subsetter hb;
	return ht_subsetter_load(&hb);
}

ht_status ht_font_subset(const ht_font *font, const uint32_t *gids, size_t n, bool packed, ht_arena *arena,
                         ht_diags *diags, ht_subset *ret)
{
	ht_status status = HT_OK;
	if (font->cid_keyed)
		status = subset_stored(font, gids, n, packed, arena, ret);
	else
		status = subset_other(font, gids, n, arena, ret);
	if (status == HT_ERR_LIB && ht_shortage_met())
		return HT_ERR_NOMEM;
	if (status == HT_ERR_LIB && !ht_harfbuzz_is_loaded())
		return ht_harfbuzz_load(diags);
	if (status == HT_ERR_LIB && !has_subsetter())
		return ht_library_fail(diags, (ht_loc){0}, HT_SUBSET_LIBRARY, HT_SUBSET_PACKAGE);
	if (status == HT_ERR_LIB)
		ht_diag(diags, HT_D_FONT_UNUSABLE, (ht_loc){.file = NULL}, font->path, "hb-subset", NULL);
	return status;
}

void ht_subset_free(ht_subset *subset)
{
	if (!subset)
		return;
	if (subset->blob) /* else HarfBuzz may not be loaded */
		hb_blob_destroy(subset->blob);
	if (subset->packed)
		ht_packed_font_free(subset->packed);
	*subset = (ht_subset){.data = NULL};
}

void ht_subset_write(const ht_subset *subset, unsigned char *out)
{
	ht_packed_font_write(subset->packed, out);
}
