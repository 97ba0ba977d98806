/* Line composition beyond where lines end: exact positions, clusters, faces,
 * diagnostics, and what must hold for any text whatever. */
#include "text_fonts.h"

#include <math.h>

#include "base/utf8.h"

/* 156 mm in 28 cells (GB/T 9704-2012 5.2.1, 5.2.3). */
static void set_grid(fixture *f)
{
	f->shape.measure = ht_len_from_mm(156);
	f->shape.char_num = f->shape.measure;
	f->shape.char_den = 28;
}

static const ht_glyph *nth_glyph(const ht_composed_line *line, size_t n)
{
	for (size_t i = 0; i < line->n; n -= line->runs[i++].n)
		if (n < line->runs[i].n)
			return &line->runs[i].glyphs[n];
	return NULL;
}

static bool has_code(fixture *f, const char *code)
{
	ht_buf buf = {.data = NULL};
	ht_diags_format(f->diags, HT_LEVEL_NOTE, &buf);
	bool has = buf.data && strstr(buf.data, code);
	ht_buf_free(&buf);
	return has;
}

static void test_grid_is_exact(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_grid(&f);
	f.shape.first_indent = ht_len_scale(f.shape.char_num, 2, 28);
	ht_composed_lines lines =
	    compose(&f, "会议听取办公室、各专委会和各街道政协工委上半年工作完成情况汇报，研究部署下半年工作任务，"
	                "会议强调（要坚持两手抓、两手硬）。");
	assert_int_equal(lines.n, 3);
	for (size_t i = 0; i + 1 < lines.n; i++) {
		size_t first = i == 0 ? 2 : 0;
		for (size_t k = first; k < 28; k++) {
			const ht_glyph *g = nth_glyph(&lines.v[i], k - first);
			assert_non_null(g);
			assert_int_equal(g->x, ht_len_scale(f.shape.char_num, (int64_t)k, 28));
		}
		assert_null(nth_glyph(&lines.v[i], 28 - first));
		assert_int_equal(lines.v[i].x + lines.v[i].width, f.shape.measure);
		assert_int_equal(lines.v[i].adjust, 0);
	}
	assert_true(lines.v[2].last);
	close_fixture(&f);
}

static void test_sizes_scale_the_cell(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_grid(&f);
	ht_span spans[2] = {f.span, f.span};
	spans[0].text = "正文";
	spans[1].text = "小字";
	spans[0].len = spans[1].len = strlen("正文");
	spans[1].size = EM / 2;
	ht_composed_lines lines;
	assert_int_equal(ht_compose(f.fonts, spans, 2, &f.shape, f.arena, f.diags, &lines), HT_OK);
	assert_int_equal(lines.v[0].width, ht_len_scale(f.shape.char_num, 3, 28));
	assert_int_equal(lines.v[0].em, EM);
	assert_int_equal(lines.v[0].n, 2);
	assert_ptr_equal(lines.v[0].runs[1].text, spans[1].text);
	close_fixture(&f);
}

static void test_alignment(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.measure = 10 * EM;
	f.shape.right_indent = EM;
	f.shape.first_indent = EM;
	f.shape.align = HT_ALIGN_CENTRE;
	assert_int_equal(compose(&f, "四个汉字").v[0].x, 3 * EM);
	f.shape.align = HT_ALIGN_RIGHT;
	ht_composed_lines lines = compose(&f, "四个汉字");
	assert_int_equal(lines.v[0].x, 5 * EM);
	assert_int_equal(nth_glyph(&lines.v[0], 0)->x, 5 * EM);
	f.shape.align = HT_ALIGN_LEFT;
	assert_int_equal(compose(&f, "四个汉字").v[0].x, EM);
	close_fixture(&f);
}

static void test_forbid_break(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.measure = 3 * EM;
	f.shape.forbid_break = true;
	ht_composed_lines lines = compose(&f, "一行写完不换");
	assert_int_equal(lines.n, 1);
	assert_int_equal(lines.v[0].width, 6 * EM);
	assert_int_equal(compose(&f, "").n, 0);
	close_fixture(&f);
}

static void test_names_are_spread(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.span.chars = 3;
	ht_composed_lines lines = compose(&f, "苏晴");
	assert_int_equal(lines.v[0].width, 3 * EM);
	assert_int_equal(nth_glyph(&lines.v[0], 0)->advance, 2 * EM);
	assert_int_equal(nth_glyph(&lines.v[0], 1)->x, 2 * EM);
	assert_string_equal(line_text(&f, &lines.v[0]), "苏晴");
	assert_int_equal(compose(&f, "方知行").v[0].width, 3 * EM);
	assert_int_equal(compose(&f, "欧阳知行").v[0].width, 4 * EM);
	f.span.chars = 4;
	assert_int_equal(nth_glyph(&compose(&f, "方知行").v[0], 1)->x, EM + EM / 2);
	f.shape.measure = 3 * EM;
	f.span.chars = 3;
	assert_int_equal(compose(&f, "苏晴").n, 1);
	close_fixture(&f);
}

/* The ink of glyph n of a line: left and right from the measure's left edge. */
static void ink_of(const ht_composed_line *line, size_t n, ht_len edges[2], int *middle)
{
	for (size_t i = 0; i < line->n; n -= line->runs[i++].n) {
		const ht_run *run = &line->runs[i];
		int box[4];
		if (n >= run->n)
			continue;
		assert_true(ht_font_ink(run->font, run->glyphs[n].gid, box));
		for (int k = 0; k < 2; k++)
			edges[k] =
			    run->glyphs[n].x + ht_len_scale(run->size, (int64_t)box[2 * k] * run->xscale, 1000000);
		*middle = (box[1] + box[3]) / 2 - (int)(run->glyphs[n].y * 1000L / run->size);
		return;
	}
	fail();
}

/* —— is 2 em of ink without a gap, at the height of the characters' middle. */
static void check_dashes(const char *fontset, const char *ps_name)
{
	fixture f;
	ht_len first[2], last[2];
	int middle, last_middle;
	open_fixture(&f);
	assert_int_equal(ht_fonts_fontset(f.fonts, fontset, (ht_loc){.line = 0}, f.diags, &f.span.fontset), HT_OK);
	const ht_font *font = ht_fonts_main(f.fonts, f.span.fontset);
	if (strcmp(font->ps_name, ps_name) == 0) {
		ht_composed_lines lines = compose(&f, "国——国");
		bool two = nth_glyph(&lines.v[0], 3) != NULL;
		ink_of(&lines.v[0], 1, first, &middle);
		ink_of(&lines.v[0], two ? 2 : 1, last, &last_middle);
		assert_int_equal(lines.v[0].width, 4 * EM);
		assert_true(last[0] <= first[1]);
		assert_true(abs(first[0] - EM) < EM / 12 && abs(last[1] - 3 * EM) < EM / 12);
		assert_in_range(middle, font->centre - 2, font->centre + 2);
		assert_int_equal(middle, last_middle);
	}
	close_fixture(&f);
}

/* Where glyph n of the first line is. */
static ht_len x_of(const ht_composed_lines *lines, size_t n)
{
	const ht_glyph *g = nth_glyph(&lines->v[0], n);
	assert_non_null(g);
	return g->x;
}

/* A line short by 1/2 em: the gaps at a word grow from 1/4 to 1/3 em, then all 26
 * places take their part of what is left. Those at a number stay, so that 24 do. */
static void test_gaps_stretch_to_a_third(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.han_latin_gap = 250;
	ht_composed_lines lines = compose(&f, "一二三四五六七八九十一二nn三四五六七八九十一二三四五六七八九十");
	const ht_len part = EM / 3 / 26, number_part = EM / 2 / 24;
	assert_int_equal(lines.v[0].width, 28 * EM);
	assert_in_range(x_of(&lines, 1), EM + part - 20, EM + part + 20);
	assert_in_range(x_of(&lines, 12) - x_of(&lines, 11), EM + EM / 3 + part - 20, EM + EM / 3 + part + 20);
	lines = compose(&f, "一二三四五六七八九十一二34三四五六七八九十一二三四五六七八九十");
	assert_int_equal(lines.v[0].width, 28 * EM);
	assert_in_range(x_of(&lines, 1), EM + number_part - 20, EM + number_part + 20);
	assert_in_range(x_of(&lines, 12) - x_of(&lines, 11), EM + EM / 4 - 20, EM + EM / 4 + 20);
	close_fixture(&f);
}

/* A list of people, the second a span of its own. */
static ht_composed_lines compose_people(fixture *f, const char *before, const char *name, bool keep)
{
	ht_composed_lines lines = {.n = 0};
	ht_span spans[3] = {f->span, f->span, f->span};
	const char *texts[] = {before, name, "、李平"};
	for (int i = 0; i < 3; i++) {
		spans[i].text = texts[i];
		spans[i].len = strlen(texts[i]);
	}
	spans[1].keep = keep;
	assert_int_equal(ht_compose(f->fonts, spans, 3, &f->shape, f->arena, f->diags, &lines), HT_OK);
	return lines;
}

static void test_names_are_kept_whole(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.align = HT_ALIGN_LEFT;
	f.shape.measure = 11 * EM;
	f.shape.rest_indent = 2 * EM;
	ht_composed_lines lines = compose_people(&f, "陈明、孟祥和、", "阿依古丽麦麦提明", false);
	assert_string_equal(lines_text(&f, &lines), "陈明、孟祥和、阿依古丽|麦麦提明、李平");
	lines = compose_people(&f, "陈明、孟祥和、", "阿依古丽麦麦提明", true);
	assert_string_equal(lines_text(&f, &lines), "陈明、孟祥和、|阿依古丽麦麦提明、|李平");
	assert_int_equal(ht_diags_count(f.diags, HT_LEVEL_NOTE), 0);
	/* 9 cells on lines of 8: it breaks as it would */
	f.shape.measure = 10 * EM;
	lines = compose_people(&f, "陈明、孟祥和、", "阿依古丽麦麦提明月", true);
	assert_string_equal(lines_text(&f, &lines), "陈明、孟祥和、阿依古|丽麦麦提明月、|李平");
	close_fixture(&f);
}

static void test_dashes_join(void **state)
{
	(void)state;
	check_dashes("HT FangSong", "FandolFang-Regular");
	check_dashes("HT KaiTi", "FandolKai-Regular");
	check_dashes("HT HeiTi", "FandolHei-Regular");
	check_dashes("HT SongTi", "NotoSerifCJKsc-Regular");
	check_dashes("HT XiaoBiaoSong", "NotoSerifCJKsc-Bold");
}

static void check_ink_order(const ht_composed_line *line)
{
	ht_len edges[2], before = 0;
	int middle;
	for (size_t i = 0; nth_glyph(line, i); i++) {
		ink_of(line, i, edges, &middle);
		assert_true(edges[0] >= before);
		before = edges[1];
	}
	assert_true(before <= line->x + line->width);
}

/* However marks are squeezed, their ink stays within the line and does not
 * touch the neighbour's. */
static void test_squeezed_ink_stays(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.merge_punct = true;
	ht_composed_lines lines = compose(&f, "国，“田”。（口）《永》：‘中’；〔日〕！【目】？（“国”）");
	check_ink_order(&lines.v[0]);
	f.shape.merge_punct = false;
	f.shape.measure = 6 * EM;
	lines = compose(&f, "一，二三四五。六七");
	assert_true(lines.v[0].adjust < 0);
	check_ink_order(&lines.v[0]);
	lines = compose(&f, "国（国）国国。国国");
	assert_true(lines.v[0].adjust < 0);
	check_ink_order(&lines.v[0]);
	close_fixture(&f);
}

/* What each mark of one line has lost, in 1/100 em. */
static void check_losses(fixture *f, const char *text, ht_len measure, const int *expected)
{
	f->shape.measure = measure;
	f->span.chars = 1; /* unbreakable */
	ht_composed_lines lines = compose(f, text);
	assert_int_equal(lines.n, 1);
	for (size_t i = 0; nth_glyph(&lines.v[0], i); i++) {
		int lost = (int)((EM - nth_glyph(&lines.v[0], i)->advance) * 100 / EM);
		if (abs(lost - expected[i]) > 4)
			print_error("%s at %g em: character %zu lost %d\n", text, (double)measure / EM, i, lost);
		assert_in_range(lost + 4, expected[i], expected[i] + 8);
	}
}

/* The mark at the end; the first of two marks (the second gives nothing); brackets;
 * stops to 3/4; brackets, and a stop beside a mark, to 1/2; stops: each used up
 * before the next. */
static void test_squeeze_order(void **state)
{
	(void)state;
	static const char text[] = "国，“国”国。国国。";
	static const int taken[] = {50, 75, 100, 125, 175, 200};
	static const int losses[][10] = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 50},    {0, 25, 0, 0, 0, 0, 0, 0, 0, 50},
	                                 {0, 25, 0, 0, 25, 0, 0, 0, 0, 50},  {0, 25, 0, 0, 25, 0, 25, 0, 0, 50},
	                                 {0, 50, 0, 0, 50, 0, 25, 0, 0, 50}, {0, 50, 0, 0, 50, 0, 50, 0, 0, 50}};
	fixture f;
	open_fixture(&f);
	for (int i = 0; i < 6; i++)
		check_losses(&f, text, 10 * EM - taken[i] * EM / 100, losses[i]);
	close_fixture(&f);
}

/* What follows the stop is set nearer before a stop becomes narrower than 3/4 em. */
static void test_characters_give_before_stops(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	ht_composed_lines lines = compose(&f, "一二三四五六七八，九十一二三四五六七八九十一二三四五六七。");
	assert_int_equal(lines.n, 1);
	assert_in_range(x_of(&lines, 9) - x_of(&lines, 8), EM * 3 / 4 - 20, EM * 3 / 4 + 20);
	assert_in_range(x_of(&lines, 1), EM * 932 / 1000, EM - 1);
	close_fixture(&f);
}

static void test_fallback_is_level(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	ht_composed_lines lines = compose(&f, "国堃");
	assert_int_equal(lines.v[0].n, 2);
	const ht_run *main = &lines.v[0].runs[0], *other = &lines.v[0].runs[1];
	assert_ptr_not_equal(main->font, other->font);
	assert_int_equal(main->glyphs[0].y, 0);
	int shift = other->font->centre - main->font->centre;
	assert_true(shift > 30);
	assert_int_equal(other->glyphs[0].y, ht_len_scale(EM, shift, 1000));
	assert_true(has_code(&f, "record:1:2: note:"));
	assert_true(has_code(&f, "[T106]"));
	/* once, and once more in another document */
	ht_diags_clear(f.diags);
	compose(&f, "又堃");
	assert_false(has_code(&f, "[T106]"));
	ht_fonts_restart(f.fonts);
	compose(&f, "又堃");
	assert_true(has_code(&f, "[T106]"));
	close_fixture(&f);
}

/* The place counts characters, whatever their bytes. */
static void test_missing_glyph_names_its_place(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.span.loc = (ht_loc){"record.md", 7, 11};
	ht_composed_lines lines = compose(&f, "𠮷a国\U0010FFF0国");
	ht_buf buf = {.data = NULL};
	ht_diags_format(f.diags, HT_LEVEL_ERROR, &buf);
	assert_non_null(strstr(buf.data, "record.md:7:14: error: no font has the character"));
	assert_non_null(strstr(buf.data, "(U+10FFF0)"));
	ht_buf_free(&buf);
	/* its cell stays, nothing is drawn in it */
	const ht_run *last = &lines.v[0].runs[lines.v[0].n - 1];
	assert_int_equal(last->glyphs[last->n - 1].x, lines.v[0].width - EM);
	for (size_t i = 0; i < lines.v[0].n; i++)
		for (size_t k = 0; k < lines.v[0].runs[i].n; k++)
			assert_int_not_equal(lines.v[0].runs[i].glyphs[k].gid, 0);
	assert_string_equal(line_text(&f, &lines.v[0]), "𠮷a国\U0010FFF0国");
	close_fixture(&f);
}

/* Selectors, joiners and combining marks need no glyph of their own and never
 * begin a line. */
static void test_clusters_stay_whole(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.measure = EM;
	ht_composed_lines lines = compose(&f, "国\U000E0100国\uFE00国");
	assert_string_equal(lines_text(&f, &lines), "国\U000E0100|国\uFE00|国");
	f.shape.measure = 28 * EM;
	lines = compose(&f, "e\u0301te\u0301");
	assert_int_equal(lines.n, 1);
	assert_false(ht_diags_has_errors(f.diags));
	close_fixture(&f);
}

static void test_latin_face(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	const ht_font *han = ht_fonts_main(f.fonts, f.han), *latin = ht_fonts_main(f.fonts, f.latin);
	ht_composed_lines lines = compose(&f, "第12条“A”他said“yes”to我");
	const struct {
		const char *text;
		const ht_font *font;
	} runs[] = {{"第", han},  {"12", latin},          {"条“", han}, {"A", latin},
	            {"”他", han}, {"said“yes”to", latin}, {"我", han}};
	assert_int_equal(lines.v[0].n, sizeof runs / sizeof *runs);
	for (size_t i = 0; i < lines.v[0].n; i++) {
		assert_int_equal(lines.v[0].runs[i].len, strlen(runs[i].text));
		assert_memory_equal(lines.v[0].runs[i].text, runs[i].text, strlen(runs[i].text));
		assert_ptr_equal(lines.v[0].runs[i].font, runs[i].font);
	}
	f.span.latin_fontset = -1;
	assert_int_equal(compose(&f, "第12条").v[0].n, 1);
	close_fixture(&f);
}

/* Raised and lowered digits are one word with what is before them: small digits of the Latin face, with the text as
 * typed, and no gap. */
static void test_superscripts(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.han_latin_gap = 250;
	const ht_font *latin = ht_fonts_main(f.fonts, f.latin);
	const struct {
		const char *text;
		int shift; /* 1 raised, -1 lowered, 0 neither */
	} runs[] = {{"SO", 0}, {"₄", -1}, {"²⁻", 1}, {"10", 0}, {"⁻³", 1}, {"m", 0}, {"²", 1}, {"PM", 0}, {"₂.₅", -1}};
	ht_composed_lines lines = compose(&f, "SO₄²⁻10⁻³m²PM₂.₅");
	assert_int_equal(lines.v[0].n, sizeof runs / sizeof *runs);
	ht_len right = 0;
	for (size_t i = 0; i < lines.v[0].n; i++) {
		const ht_run *run = &lines.v[0].runs[i];
		const ht_glyph *first = &run->glyphs[0], *last = &run->glyphs[run->n - 1];
		assert_int_equal(run->len, strlen(runs[i].text));
		assert_memory_equal(run->text, runs[i].text, run->len);
		assert_ptr_equal(run->font, latin);
		assert_int_equal(run->script_shift, runs[i].shift);
		assert_true(runs[i].shift ? run->size > EM / 2 && run->size < EM * 7 / 10 : run->size == EM);
		assert_int_equal((first->y < 0) - (first->y > 0), runs[i].shift);
		assert_int_equal(first->x, right);
		right = last->x + last->advance;
	}
	assert_int_equal(lines.v[0].em, EM);
	/* the digits are those of the text */
	const ht_composed_line *three = &compose(&f, "3³").v[0];
	assert_int_equal(three->runs[0].glyphs[0].gid, three->runs[1].glyphs[0].gid);
	/* a gap after them, as after the word, and none before */
	assert_int_equal(compose(&f, "面²").v[0].width, EM + compose(&f, "²").v[0].width);
	assert_int_equal(compose(&f, "m²面").v[0].width, compose(&f, "m²").v[0].width + EM / 4 + EM);
	close_fixture(&f);
}

/* The space before a number's unit is as wide on a stretched line as on others, also after a superscript. */
static void test_space_before_unit(void **state)
{
	(void)state;
	static const char *const numbers[] = {"10 m/s", "10⁸ m/s", "10⁻⁶ kg"};
	const size_t last = 4; /* a glyph of the unit, with or without one of the space */
	fixture f;
	open_fixture(&f);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		char text[256];
		snprintf(text, sizeof text, "%s一二三四五六七八九十——一二三四五六", numbers[i]);
		f.shape.measure = 64 * EM;
		ht_len plain = nth_glyph(&compose(&f, text).v[0], last)->x;
		f.shape.measure = compose(&f, numbers[i]).v[0].width + 10 * EM + EM / 3;
		const ht_composed_line *stretched = &compose(&f, text).v[0];
		assert_true(stretched->adjust > 0);
		assert_int_equal(nth_glyph(stretched, last)->x, plain);
	}
	close_fixture(&f);
}

/* Signs that Chinese fonts draw as wide as a character are those of the Latin face. */
static void test_latin_signs(void **state)
{
	(void)state;
	static const char *const signs[] = {"§", "©", "®", "™", "¶", "°", "½", "¼", "†", "µ", "é", "ª", "№"};
	fixture f;
	open_fixture(&f);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		char text[32];
		snprintf(text, sizeof text, "一%s二", signs[i]);
		ht_composed_lines lines = compose(&f, text);
		assert_int_equal(lines.v[0].n, 3);
		assert_ptr_equal(lines.v[0].runs[1].font, ht_fonts_main(f.fonts, f.latin));
	}
	close_fixture(&f);
}

static void test_long_token_is_noted(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	f.shape.measure = 6 * EM;
	compose(&f, "国abcdefghijklmnopqrstuvwxyz0123456789");
	assert_true(has_code(&f, "record:1:2: note: “abcdefghijklmnopqrstuvwx…”"));
	close_fixture(&f);
}

static void test_width(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	ht_len width = 0;
	f.span.text = "附件：1. ";
	f.span.len = strlen(f.span.text);
	assert_int_equal(ht_text_width(f.fonts, &f.span, 1, &f.shape, false, f.diags, &width), HT_OK);
	assert_int_equal(width, 3 * EM + EM * 3 / 4);
	assert_int_equal(ht_text_width(f.fonts, &f.span, 1, &f.shape, true, f.diags, &width), HT_OK);
	assert_int_equal(width, 4 * EM);
	f.span.len = 0;
	assert_int_equal(ht_text_width(f.fonts, &f.span, 1, &f.shape, false, f.diags, &width), HT_OK);
	assert_int_equal(width, 0);
	f.shape.char_den = 0;
	assert_int_equal(ht_text_width(f.fonts, &f.span, 1, &f.shape, false, f.diags, &width), HT_ERR_ARG);
	close_fixture(&f);
}

/* Invariants of any composed text. */

static bool may_not_start(uint32_t cp)
{
	static const char marks[] = "、，．：；！？。”’」』）》〉】〕〗］｝·％～／,.;:!?)]}%‰℃";
	for (const char *s = marks, *end = marks + sizeof marks - 1; s < end;) {
		size_t len;
		if (ht_utf8_get(s, end, &len) == cp)
			return true;
		s += len;
	}
	return false;
}

static bool may_not_end(uint32_t cp)
{
	static const char marks[] = "“‘「『（《〈【〔〖［｛([{￥";
	for (const char *s = marks, *end = marks + sizeof marks - 1; s < end;) {
		size_t len;
		if (ht_utf8_get(s, end, &len) == cp)
			return true;
		s += len;
	}
	return false;
}

static void check_clusters(const ht_composed_line *line)
{
	ht_len before = -EM;
	for (size_t i = 0; i < line->n; i++) {
		const ht_run *run = &line->runs[i];
		assert_non_null(run->font);
		for (size_t k = 0; k < run->n; k++) {
			assert_true(run->glyphs[k].cluster < run->len);
			assert_true(k == 0 || run->glyphs[k].cluster >= run->glyphs[k - 1].cluster);
			assert_true(run->glyphs[k].x > before - EM);
			before = run->glyphs[k].x;
		}
	}
}

/* What the glyphs take is what the line says it takes. */
static void check_sum(const ht_composed_line *line)
{
	ht_len sum = 0;
	for (size_t i = 0; i < line->n; i++)
		for (size_t k = 0; k < line->runs[i].n; k++)
			sum += line->runs[i].glyphs[k].advance;
	assert_int_equal(sum, line->width);
}

/* No forbidden start or end (forced: a token is cut, anything goes); every line
 * but the last is full; nothing is lost. */
static void check_lines(fixture *f, const ht_composed_lines *lines, const char *text, bool forced)
{
	char *all = ht_arena_strdup(f->arena, "");
	for (size_t i = 0; i < lines->n; i++) {
		const ht_composed_line *line = &lines->v[i];
		char *s = line_text(f, line);
		size_t len = strlen(s);
		all = ht_arena_printf(f->arena, "%s%s", all, s);
		check_clusters(line);
		check_sum(line);
		assert_true(line->x >= 0 && line->width >= 0);
		ht_len over = line->x + line->width - f->shape.measure;
		if (over > 1 || (!line->last && !line->ragged && over < -1)) {
			print_error("%s: %d off the measure in %s\n", s, over, text);
			fail();
		}
		const char *trimmed = ht_utf8_trim(s, &len);
		if (!len || forced)
			continue;
		const char *last = trimmed + len - 1;
		while (last > trimmed && ((unsigned char)*last & 0xC0) == 0x80)
			last--;
		bool bad_start = i > 0 && may_not_start(ht_utf8_get(s, s + strlen(s), NULL));
		bool bad_end = !line->last && may_not_end(ht_utf8_get(last, trimmed + len, NULL));
		if (bad_start || bad_end) {
			print_error("forbidden %s: %s in %s\n", bad_start ? "start" : "end", s, text);
			fail();
		}
	}
	assert_string_equal(all, text);
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7FFF;
}

static const char *const pieces[] = {
    "国",     "会议", "的", "工作报告", "，",       "。", "、", "：", "；", "！",   "？",     "（",  "）",
    "《",     "》",   "“",  "”",        "〔2026〕", "——", "……", "·",  "12", "3.5%", "2026年", "-5℃", "WPS",
    "hello ", "GB/T", " ",  "　",       "①",        "→",  "堃", "𠮷", "1.", "—",    "～",     "a",
};

static void test_any_mixture(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	unsigned seed = 1;
	for (int round = 0; round < 3000; round++) {
		ht_arena_free(f.arena);
		f.arena = ht_arena_new();
		char text[2048] = "";
		int n = 1 + (int)(next_random(&seed) % 80);
		for (int i = 0; i < n; i++) {
			/* as in writing, characters outnumber marks: a row of marks alone cannot be fitted */
			const char *piece =
			    pieces[next_random(&seed) % 3 ? next_random(&seed) % 4 : next_random(&seed) % 38];
			strcat(text, piece);
		}
		set_grid(&f);
		if (round % 2) {
			f.shape.char_num = EM;
			f.shape.char_den = 1;
			f.shape.measure =
			    (20 + (ht_len)(next_random(&seed) % 20)) * EM + (ht_len)(next_random(&seed) % 1024);
		}
		f.shape.merge_punct = round % 3 == 0;
		f.shape.han_latin_gap = round % 5 ? 0 : 250;
		f.shape.first_indent = round % 4 ? 2 * EM : 0;
		ht_diags_clear(f.diags);
		ht_composed_lines lines = compose(&f, text);
		check_lines(&f, &lines, text, has_code(&f, "[T108]"));
	}
	close_fixture(&f);
}

/* Any code points at all, in any measure: nothing but staying alive, in the
 * measure, and keeping the text is asked for. */
static void test_hostile_text(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	unsigned seed = 7;
	static const uint32_t ranges[][2] = {{1, 0x7F},          {0x80, 0x5FF},      {0x600, 0xDFF},
	                                     {0x2000, 0x206F},   {0x3000, 0x9FFF},   {0xE000, 0xFFFF},
	                                     {0x1F000, 0x1FAFF}, {0x20000, 0x2FFFF}, {0xE0000, 0x10FFFF}};
	for (int round = 0; round < 400; round++) {
		ht_arena_free(f.arena);
		f.arena = ht_arena_new();
		char text[512];
		size_t len = 0;
		for (int i = 0; i < 60; i++) {
			const uint32_t *range = ranges[next_random(&seed) % 9];
			uint32_t cp = range[0] + (next_random(&seed) * 37u) % (range[1] - range[0] + 1);
			if (cp != '\n' && cp != '\r')
				len += ht_utf8_put(text + len, cp);
		}
		text[len] = '\0';
		f.shape.measure = 1 + (ht_len)(next_random(&seed) % (12 * EM));
		f.shape.first_indent = round % 2 ? 2 * EM : 0;
		ht_diags_clear(f.diags);
		ht_composed_lines lines = compose(&f, text);
		assert_string_equal(ht_arena_strdup(f.arena, text), text);
		char *all = ht_arena_strdup(f.arena, "");
		for (size_t i = 0; i < lines.n; i++) {
			all = ht_arena_printf(f.arena, "%s%s", all, line_text(&f, &lines.v[i]));
			check_clusters(&lines.v[i]);
		}
		assert_string_equal(all, text);
	}
	close_fixture(&f);
}

/* Length costs in proportion, not in its square: this would take minutes. */
static void test_long_text(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	static const char *const units[] = {"a", "。", "国", "“", "（1", "—", "@a", "www."};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t len = strlen(units[i]), n = 50000;
		char *text = malloc(len * n + 1);
		assert_non_null(text);
		for (size_t k = 0; k < n; k++)
			memcpy(text + k * len, units[i], len);
		text[len * n] = '\0';
		ht_composed_lines lines = compose(&f, text);
		assert_true(lines.n > 700);
		free(text);
	}
	close_fixture(&f);
}

static const char *const real_texts[] = {
    "seed-meeting-report.txt", "gov-21-转发请示-表格.txt", "gov-24-联合发文通知.txt",
    "gov-26-决定.txt",         "gov-28-节假日通知-短.txt", "gov-29-组成人员通知-名单.txt",
    "gov-32-复函-附件.txt",    "gov-34-表扬通报-附件.txt", "gov-35-批复-极短.txt",
};

static void check_real(fixture *f, char *data)
{
	for (char *line = data, *next; *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		line[strcspn(line, "\r")] = '\0';
		ht_arena_free(f->arena);
		f->arena = ht_arena_new();
		ht_diags_clear(f->diags);
		ht_composed_lines lines = compose(f, line);
		check_lines(f, &lines, line, has_code(f, "[T108]"));
		assert_false(ht_diags_has_errors(f->diags));
	}
}

static void test_real_texts(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_grid(&f);
	f.shape.first_indent = ht_len_scale(f.shape.char_num, 2, 28);
	size_t seen = 0;
	for (size_t i = 0; i < sizeof real_texts / sizeof *real_texts; i++) {
		char path[256];
		snprintf(path, sizeof path, SHARED "real/%s", real_texts[i]);
		char *data = read_file(path);
		if (!data)
			continue;
		check_real(&f, data);
		free(data);
		seen++;
	}
	close_fixture(&f);
	if (!seen) {
		print_message("the real texts are not beside the project\n");
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_grid_is_exact),
	    cmocka_unit_test(test_sizes_scale_the_cell),
	    cmocka_unit_test(test_alignment),
	    cmocka_unit_test(test_forbid_break),
	    cmocka_unit_test(test_names_are_spread),
	    cmocka_unit_test(test_names_are_kept_whole),
	    cmocka_unit_test(test_gaps_stretch_to_a_third),
	    cmocka_unit_test(test_dashes_join),
	    cmocka_unit_test(test_squeezed_ink_stays),
	    cmocka_unit_test(test_squeeze_order),
	    cmocka_unit_test(test_characters_give_before_stops),
	    cmocka_unit_test(test_fallback_is_level),
	    cmocka_unit_test(test_missing_glyph_names_its_place),
	    cmocka_unit_test(test_clusters_stay_whole),
	    cmocka_unit_test(test_latin_face),
	    cmocka_unit_test(test_superscripts),
	    cmocka_unit_test(test_space_before_unit),
	    cmocka_unit_test(test_latin_signs),
	    cmocka_unit_test(test_long_token_is_noted),
	    cmocka_unit_test(test_width),
	    cmocka_unit_test(test_any_mixture),
	    cmocka_unit_test(test_hostile_text),
	    cmocka_unit_test(test_long_text),
	    cmocka_unit_test(test_real_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
