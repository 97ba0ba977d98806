/* Composed paragraphs that are kept: the lines, their places and what is said are those of a paragraph that is
 * composed, however few are kept. Lines that were compact are what they were before. */
#include "text/compact.h"
#include "text_fonts.h"

#define PARAGRAPHS 40

static const char *const parts[] = {
    "会议强调", "，",           "各单位要高度重视",     "2026年7月", "PM₂.₅", "——", "（一）",
    "𠮷",       "\xEE\x80\x80", "Internationalization", "；"};

static unsigned next_random(unsigned *state, unsigned n)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % n;
}

/* The same text for the same number. */
static void make_text(unsigned number, ht_buf *text)
{
	unsigned state = number + 1;
	for (unsigned n = 3 + next_random(&state, 40); n > 0; n--)
		ht_buf_adds(text, parts[next_random(&state, sizeof parts / sizeof *parts)]);
}

static void expect_run(const ht_run *a, const ht_run *b)
{
	assert_string_equal(a->font->ps_name, b->font->ps_name);
	assert_int_equal(a->size, b->size);
	assert_int_equal(a->xscale, b->xscale);
	assert_int_equal(a->script_shift, b->script_shift);
	assert_ptr_equal(a->text, b->text);
	assert_int_equal(a->len, b->len);
	assert_ptr_equal(a->href, b->href);
	assert_int_equal(a->loc.line, b->loc.line);
	assert_int_equal(a->loc.col, b->loc.col);
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->glyphs, b->glyphs, a->n * sizeof *a->glyphs);
}

static void expect_lines(const ht_composed_lines *a, const ht_composed_lines *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		const ht_composed_line *x = &a->v[i], *y = &b->v[i];
		assert_int_equal(x->x, y->x);
		assert_int_equal(x->width, y->width);
		assert_int_equal(x->em, y->em);
		assert_int_equal(x->adjust, y->adjust);
		assert_int_equal(x->last, y->last);
		assert_int_equal(x->ragged, y->ragged);
		assert_int_equal(x->n, y->n);
		for (size_t k = 0; k < x->n; k++)
			expect_run(&x->runs[k], &y->runs[k]);
	}
}

/* Three spans, one of them empty, at another place and of another width each time. */
static void compose_both(fixture *plain, fixture *keeping, unsigned number, int round)
{
	ht_buf text = {0};
	make_text(number, &text);
	ht_composed_lines a, b;
	ht_span spans[] = {plain->span, plain->span, plain->span};
	spans[0].text = text.data;
	spans[0].len = text.len;
	spans[0].href = round ? "https://example.org/" : NULL;
	spans[0].loc = (ht_loc){"record", round + 1, round * 7};
	spans[1].text = "";
	spans[2].text = "抄送";
	spans[2].len = strlen("抄送");
	spans[2].size = EM * 3 / 4;
	plain->shape.measure = (20 + round % 2) * EM;
	assert_int_equal(ht_compose(plain->fonts, spans, 3, &plain->shape, plain->arena, plain->diags, &a), HT_OK);
	assert_int_equal(ht_compose(keeping->fonts, spans, 3, &plain->shape, keeping->arena, keeping->diags, &b),
	                 HT_OK);
	expect_lines(&a, &b);
	ht_buf_free(&text);
}

static void expect_said(const fixture *a, const fixture *b)
{
	ht_buf x = {0}, y = {0};
	ht_diags_format(a->diags, HT_LEVEL_NOTE, &x);
	ht_diags_format(b->diags, HT_LEVEL_NOTE, &y);
	assert_true(x.len > 0);
	assert_string_equal(x.data, y.data);
	ht_buf_free(&x);
	ht_buf_free(&y);
}

static void keep(size_t bytes)
{
	fixture plain, keeping;
	open_fixture(&plain);
	open_fixture(&keeping);
	ht_fonts_keep_lines(keeping.fonts, bytes);
	for (int round = 0; round < 6; round++) {
		ht_fonts_restart(plain.fonts);
		ht_fonts_restart(keeping.fonts);
		for (unsigned i = 0; i < PARAGRAPHS; i++)
			compose_both(&plain, &keeping, i % (PARAGRAPHS - 5), round);
		expect_said(&plain, &keeping);
		ht_diags_clear(plain.diags);
		ht_diags_clear(keeping.diags);
	}
	close_fixture(&plain);
	close_fixture(&keeping);
}

/* The same text, whatever else of its span or its shape is another. */
static void compose_variant(const fixture *plain, const fixture *keeping, ht_span span, ht_para_shape shape)
{
	ht_composed_lines a, b;
	assert_int_equal(ht_compose(plain->fonts, &span, 1, &shape, plain->arena, plain->diags, &a), HT_OK);
	assert_int_equal(ht_compose(keeping->fonts, &span, 1, &shape, keeping->arena, keeping->diags, &b), HT_OK);
	expect_lines(&a, &b);
}

static void test_all_that_counts_is_compared(void **state)
{
	(void)state;
	fixture plain, keeping;
	open_fixture(&plain);
	open_fixture(&keeping);
	ht_fonts_keep_lines(keeping.fonts, 1 << 20);
	ht_span spans[11];
	ht_para_shape shapes[11];
	for (size_t i = 0; i < 11; i++) {
		spans[i] = plain.span;
		spans[i].text = "市财政局，市水务局，市人力资源和社会保障局，市农业农村局，ABC局，市教育局";
		spans[i].len = strlen(spans[i].text);
		shapes[i] = plain.shape;
		shapes[i].measure = 14 * EM;
	}
	shapes[10].listed = true;
	spans[1].href = "https://example.org/";
	spans[2].keep = true;
	spans[3].strong = true;
	spans[4].raised = true;
	spans[5].fontset = plain.latin;
	spans[6].latin_fontset = plain.han;
	spans[7].size = EM * 3 / 4;
	spans[8].chars = 60;
	spans[9].colour.r = 255;
	shapes[1].first_indent = 2 * EM;
	shapes[2].rest_indent = 2 * EM;
	shapes[3].right_indent = EM;
	shapes[4].char_num = 15 * EM / 14;
	shapes[5].align = HT_ALIGN_RIGHT;
	shapes[6].han_latin_gap = 250;
	shapes[7].merge_punct = true;
	shapes[8].forbid_break = true;
	shapes[9].label = 1;
	for (size_t i = 0; i < 11; i++) {
		compose_variant(&plain, &keeping, spans[i], shapes[0]);
		compose_variant(&plain, &keeping, spans[0], shapes[i]);
	}
	close_fixture(&plain);
	close_fixture(&keeping);
}

/* Lines as they were before they were compact. */
static void expect_same(const fixture *f, const ht_composed_lines *lines, ht_faces_of_runs *faces, ht_arena *arena)
{
	ht_composed_lines compact;
	assert_int_equal(ht_lines_compact(lines, faces, arena, &compact), HT_OK);
	assert_int_equal(compact.n, lines->n);
	for (size_t i = 0; i < compact.n; i++) {
		assert_int_equal(compact.v[i].n, 0);
		assert_non_null(compact.v[i].compact);
		assert_int_equal(compact.v[i].width, lines->v[i].width);
		assert_int_equal(ht_line_expand(&compact.v[i], faces, f->arena, &compact.v[i]), HT_OK);
	}
	expect_lines(lines, &compact);
}

static void test_compact_lines_are_the_same(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	ht_arena *arena = ht_arena_new();
	ht_faces_of_runs *faces = ht_faces_of_runs_new(arena);
	char links[PARAGRAPHS][16];
	for (unsigned i = 0; i < PARAGRAPHS; i++) {
		ht_buf text = {0};
		ht_composed_lines lines;
		make_text(i, &text);
		ht_span spans[] = {f.span, f.span, f.span};
		spans[0].text = text.data;
		spans[0].len = text.len;
		snprintf(links[i], sizeof links[i], "#%u", i);
		spans[0].href = i % 3 ? NULL : links[i]; /* more than are looked for */
		spans[0].loc = (ht_loc){i % 2 ? "record" : "other", (int)i + 1, (int)i * 7};
		spans[1].raised = true;
		spans[2].size = EM * 3 / 4;
		spans[2].colour.r = (uint8_t)i;
		f.shape.measure = (20 + (ht_len)i % 5) * EM;
		assert_int_equal(ht_compose(f.fonts, spans, 3, &f.shape, f.arena, f.diags, &lines), HT_OK);
		/* what no composer makes today, and a glyph may be */
		if (i % 4 == 0 && lines.v[0].runs[0].n > 1) {
			lines.v[0].runs[0].glyphs[0].gid = 0x12345;
			lines.v[0].runs[0].glyphs[1].y = -70000;
			lines.v[0].runs[0].glyphs[1].x = INT32_MIN;
		}
		expect_same(&f, &lines, faces, arena);
		ht_buf_free(&text);
	}
	expect_same(&f, &(ht_composed_lines){0}, faces, arena);
	ht_arena_free(arena);
	close_fixture(&f);
}

static void test_all_are_kept(void **state)
{
	(void)state;
	keep(1 << 20);
}

static void test_few_are_kept(void **state)
{
	(void)state;
	keep(1 << 14);
}

static void test_none_is_kept(void **state)
{
	(void)state;
	keep(16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_all_that_counts_is_compared),
	    cmocka_unit_test(test_compact_lines_are_the_same),
	    cmocka_unit_test(test_all_are_kept),
	    cmocka_unit_test(test_few_are_kept),
	    cmocka_unit_test(test_none_is_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
