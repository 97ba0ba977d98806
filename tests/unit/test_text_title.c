/* Display lines: titles and the masthead. */
#include "text_fonts.h"

/* 2号 on the type area: 20 characters a line. */
static void set_title(fixture *f)
{
	f->span.size = 22 * HT_LEN_PT;
	f->shape = (ht_para_shape){
	    .measure = 20 * 22 * HT_LEN_PT, .em = 22 * HT_LEN_PT, .char_num = 22 * HT_LEN_PT, .char_den = 1};
}

static ht_composed_lines title(fixture *f, const char *text)
{
	ht_composed_lines lines = {.n = 0};
	f->span.text = text;
	f->span.len = strlen(text);
	assert_int_equal(ht_compose_title(f->fonts, &f->span, 1, &f->shape, f->arena, f->diags, &lines), HT_OK);
	return lines;
}

static void test_short_title_is_one_line(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_title(&f);
	ht_composed_lines lines = title(&f, "区政协二届四十次主席会议纪要");
	assert_int_equal(lines.n, 1);
	assert_int_equal(2 * lines.v[0].x + lines.v[0].width, f.shape.measure);
	assert_true(lines.v[0].last);
	assert_int_equal(title(&f, "").n, 0);
	close_fixture(&f);
}

/* A case's text, without |, in the fixture's arena. */
static char *without_bars(fixture *f, const char *s)
{
	char *text = ht_arena_strdup(f->arena, s), *to = text;
	for (; *s; s++)
		if (*s != '|')
			*to++ = *s;
	*to = '\0';
	return text;
}

static void test_breaks_between_words(void **state)
{
	(void)state;
	static const char *const titles[] = {
	    "清溪区人民政府关于印发|清溪区国民经济和社会发展|第十五个五年规划纲要的通知",
	    "临澜市人民政府办公室关于印发|《全市一体化政务服务平台|建设总体方案》的通知",
	    "清溪区政协办公室关于2026年上半年|提案办理情况和下半年工作安排的报告",
	    "关于做好台风“海燕”|防御工作的紧急通知", /* a noun stays with its name */
	    "清溪区人力资源和社会保障局关于公布|2026年度事业单位公开招聘工作人员|面试成绩及进入体检考察人员名单的公告",
	};
	fixture f;
	open_fixture(&f);
	set_title(&f);
	f.shape.air = f.span.size;
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		ht_composed_lines lines = title(&f, without_bars(&f, titles[i]));
		assert_string_equal(lines_text(&f, &lines), titles[i]);
	}
	close_fixture(&f);
}

/* Notes below titles: lines end where a reader pauses, words and organs are whole, and what is hardly longer than a
 * line is squeezed onto it. */
static void test_centred_text_pauses(void **state)
{
	(void)state;
	static const char *const notes[] = {
	    "（2026年3月2日梧岭县第十八届人民政府|第36次常务会议通过，自2026年5月1日起施行）",
	    "（2026年1月20日梧岭县第十九届人民代表大会常务委员会|第三十六次会议通过）",
	    "（2026年4月1日云岫市人民政府第12次常务会议审议通过；|2026年4月8日云岫市人民政府令第5号公布；|"
	    "自2026年6月1日起施行）",
	    "（2020年5月28日云岫市第十三届人民代表大会|第三次会议通过，2023年3月1日云岫市第十四届人民代表大会|"
	    "第一次会议修订，自公布之日起施行）",
	    "（2026年5月15日临澜市人民政府令第12号公布　|自2026年7月1日起施行）",
	    "（根据2021年3月1日、2024年5月6日、|2026年2月3日云岫市人民政府令三次修改）",
	    "（2026年3月6日在全市安全生产工作电视电话会议上的讲话）",
	    "图1　青原市城北片区控制性详细规划|局部调整前土地利用规划图（比例尺1∶5000）", /* the label is not alone */
	    "附图12　青原市城北片区控制性详细规划|局部调整前土地利用规划图（比例尺1∶5000）",
	};
	fixture f;
	open_fixture(&f);
	f.span.size = 16 * HT_LEN_PT;
	f.shape = (ht_para_shape){.measure = ht_len_from_mm(156),
	                          .em = 16 * HT_LEN_PT,
	                          .char_num = ht_len_from_mm(156),
	                          .char_den = 28,
	                          .align = HT_ALIGN_CENTRE,
	                          .han_latin_gap = 250};
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		ht_composed_lines lines = {.n = 0};
		f.span.text = without_bars(&f, notes[i]);
		f.span.len = strlen(f.span.text);
		assert_int_equal(ht_compose_centred(f.fonts, &f.span, 1, &f.shape, f.arena, f.diags, &lines), HT_OK);
		assert_string_equal(lines_text(&f, &lines), notes[i]);
		for (size_t k = 0; k < lines.n; k++) {
			assert_true(lines.v[k].width <= f.shape.measure + 1);
			assert_in_range(lines.v[k].x + 2, 0, f.shape.measure / 2);
		}
	}
	close_fixture(&f);
}

/* A title of one line leaves a character free at each side; one of several leaves half of it, where it can. */
static void test_white_at_the_sides(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_title(&f);
	f.shape.air = f.span.size;
	assert_int_equal(title(&f, "清溪区卫生健康局关于加强值班工作的通知").n, 2);
	assert_int_equal(title(&f, "清溪区卫生健康局关于加强值班的通知").n, 1);
	f.shape.air = 0;
	assert_int_equal(title(&f, "清溪区卫生健康局关于加强值班工作的通知").n, 1);
	close_fixture(&f);
}

/* The white half of a mark at a line's end does not count: the ink of the line is in the middle. */
static void test_marks_hang(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_title(&f);
	ht_composed_lines lines = title(&f, "“四好农村路”建设现场会纪要");
	assert_int_equal(lines.n, 1);
	ht_len shift = f.shape.measure - 2 * lines.v[0].x - lines.v[0].width;
	assert_in_range(shift, f.span.size / 3, f.span.size * 2 / 3);
	lines = title(&f, "关于印发《值班工作规则》");
	shift = f.shape.measure - 2 * lines.v[0].x - lines.v[0].width;
	assert_in_range(-shift, f.span.size / 3, f.span.size * 2 / 3);
	close_fixture(&f);
}

/* Several organs' names without a mark between them. */
static void test_organs_stay_whole(void **state)
{
	(void)state;
	static const char *const titles[] = {
	    "临澜市人民政府办公室关于转发|市发展改革委市财政局市自然资源局|市住房城乡建设局市农业农村局|"
	    "《关于加快推进城乡融合发展|若干措施》的通知",
	    "云岫市人民政府办公室关于印发|云岫市城市生活垃圾分类管理办法的通知",
	    "云岫市人民政府办公室|转发市发展改革委等部门关于贯彻落实|《国务院办公厅关于进一步完善铁路建设|"
	    "投资体制机制推动城际铁路市域（郊）铁路|高质量发展的指导意见》若干措施的通知",
	    "云岫市人民政府关于修改|《云岫市城市供水管理办法》等2件|规章的决定",
	    "云岫市农业农村局关于2026年|高致病性禽流感等重大动物疫病|强制免疫工作的通知",
	};
	fixture f;
	open_fixture(&f);
	set_title(&f);
	f.shape.air = f.span.size;
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		ht_composed_lines lines = title(&f, without_bars(&f, titles[i]));
		assert_string_equal(lines_text(&f, &lines), titles[i]);
	}
	ht_composed_lines lines =
	    title(&f, "云岫市住房和城乡建设局、云岫市自然资源和规划局关于征求《云岫市城市更新专项规划"
	              "（2026—2035年）（征求意见稿）》意见的函");
	assert_null(strstr(lines_text(&f, &lines), "—|"));
	close_fixture(&f);
}

/* What no title may do, whatever the golden file says. */
static void check_lines(fixture *f, const ht_composed_lines *lines)
{
	static const char *const never[] = {"的", "和", "与", "及", "等", "》", "年"};
	for (size_t i = 1; i < lines->n; i++) {
		const char *s = line_text(f, &lines->v[i]);
		for (size_t k = 0; k < sizeof never / sizeof *never; k++)
			assert_true(strncmp(s, never[k], strlen(never[k])) != 0);
		assert_true(lines->v[i].width >= 4 * f->span.size);
	}
}

/* titles.txt against what the composer makes of it; its failures. */
static int compare_titles(fixture *f, char *data, FILE *update)
{
	int failures = 0, titles = 0;
	for (char *s = data, *next; *s; s = next) {
		next = s + strcspn(s, "\n");
		if (*next)
			*next++ = '\0';
		const char *got = s;
		if (*s && *s != '#') {
			ht_composed_lines lines = title(f, without_bars(f, s));
			check_lines(f, &lines);
			got = lines_text(f, &lines);
			titles++;
		}
		if (update)
			fprintf(update, "%s\n", got);
		else if (strcmp(got, s) != 0) {
			print_error("expected %s\n     got %s\n", s, got);
			failures++;
		}
	}
	assert_true(titles >= 100);
	return failures;
}

static void test_real_titles(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_title(&f);
	f.shape.measure = ht_len_from_mm(156);
	f.shape.han_latin_gap = 125;
	f.shape.merge_punct = true;
	f.shape.air = f.shape.em;
	char *data = read_file("title/titles.txt"), path[4096];
	assert_non_null(data);
	snprintf(path, sizeof path, "%s/title/titles.txt", cases_dir());
	FILE *update = getenv("HT_UPDATE") ? fopen(path, "w") : NULL;
	int failures = compare_titles(&f, data, update);
	if (update)
		fclose(update);
	free(data);
	close_fixture(&f);
	assert_int_equal(failures, 0);
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7FFF;
}

/* Of any title: lines centred, within the measure, no particle at a line's
 * start, no waist, all text kept. */
static void test_any_title(void **state)
{
	(void)state;
	static const char *const words[] = {"关于",     "印发",   "清溪区", "人民政府", "办公室",   "加强", "安全生产",
	                                    "工作",     "的",     "通知",   "和",       "进一步",   "做好", "方案",
	                                    "《规定》", "2026年", "委员会", "第二次",   "主席会议", "报告"};
	fixture f;
	open_fixture(&f);
	set_title(&f);
	unsigned seed = 3;
	for (int round = 0; round < 300; round++) {
		char text[1024] = "";
		int n = 3 + (int)(next_random(&seed) % 20);
		for (int i = 0; i < n; i++)
			strcat(text, words[next_random(&seed) % 20]);
		ht_arena_free(f.arena);
		f.arena = ht_arena_new();
		ht_composed_lines lines = title(&f, text);
		char *all = ht_arena_strdup(f.arena, "");
		for (size_t i = 0; i < lines.n; i++) {
			char *s = line_text(&f, &lines.v[i]);
			all = ht_arena_printf(f.arena, "%s%s", all, s);
			assert_true(lines.v[i].width <= f.shape.measure);
			ht_len white = f.span.size * 3 / 5; /* of marks at its ends */
			assert_in_range(2 * lines.v[i].x + lines.v[i].width, f.shape.measure - white,
			                f.shape.measure + white);
			assert_true(i == 0 || (strncmp(s, "的", 3) != 0 && strncmp(s, "和", 3) != 0));
		}
		assert_string_equal(all, text);
	}
	close_fixture(&f);
}

static void test_forced_line_that_has_no_break(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	set_title(&f);
	ht_composed_lines lines =
	    title(&f, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
	assert_true(lines.n > 1);
	char *text = malloc(30001);
	assert_non_null(text);
	for (size_t i = 0; i < 10000; i++)
		memcpy(text + 3 * i, "国", 3);
	text[30000] = '\0';
	assert_int_equal(title(&f, text).n, 500);
	free(text);
	close_fixture(&f);
}

typedef struct punct {
	ht_composed_line line;
	ht_len top, bottom;
} punct;

static punct set_mark(fixture *f, const char *text, ht_len width, int min_xscale)
{
	punct m;
	f->span.text = text;
	f->span.len = strlen(text);
	f->span.size = 60 * HT_LEN_PT;
	const ht_masthead_shape shape = {.width = width, .xscale = 1000, .min_xscale = min_xscale};
	assert_int_equal(
	    ht_compose_masthead(f->fonts, &f->span, &shape, f->arena, f->diags, &m.line, &m.top, &m.bottom), HT_OK);
	return m;
}

static void edges(const ht_composed_line *line, ht_len *left, ht_len *right)
{
	*left = HT_LEN_MAX;
	*right = -HT_LEN_MAX;
	for (size_t i = 0; i < line->n; i++) {
		const ht_run *run = &line->runs[i];
		for (size_t k = 0; k < run->n; k++) {
			int box[4];
			assert_true(ht_font_ink(run->font, run->glyphs[k].gid, box));
			ht_len l = run->glyphs[k].x + ht_len_scale(run->size, (int64_t)box[0] * run->xscale, 1000000);
			ht_len r = run->glyphs[k].x + ht_len_scale(run->size, (int64_t)box[2] * run->xscale, 1000000);
			*left = l < *left ? l : *left;
			*right = r > *right ? r : *right;
		}
	}
}

static void test_mark_fits_its_width(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	const ht_len width = ht_len_from_mm(156);
	const struct {
		const char *text;
		int xscale;
		bool smaller;
	} cases[] = {
	    {"区政府文件", 1000, false}, {"清溪区政府文件", 0, false}, {"清溪区人民政府办公室文件", 700, true}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		punct m = set_mark(&f, cases[i].text, width, cases[i].xscale == 0 ? 900 : 700);
		ht_len left, right;
		edges(&m.line, &left, &right);
		assert_in_range(left + right, width - 4, width + 4); /* centred */
		assert_true(left >= 0 && right <= width);
		if (cases[i].xscale)
			assert_int_equal(m.line.runs[0].xscale, cases[i].xscale);
		assert_int_equal(m.line.runs[0].size < 60 * HT_LEN_PT, cases[i].smaller);
		assert_true(m.top > m.line.runs[0].size / 2 && m.bottom > 0 && m.bottom < m.line.runs[0].size / 3);
	}
	close_fixture(&f);
}

static void test_mark_letter_gap(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	ht_composed_line line;
	ht_len top, bottom;
	f.span.text = "文件";
	f.span.len = strlen(f.span.text);
	ht_masthead_shape shape = {.width = 99 * EM, .xscale = 1000, .min_xscale = 700, .letter_gap = EM / 2};
	assert_int_equal(ht_compose_masthead(f.fonts, &f.span, &shape, f.arena, f.diags, &line, &top, &bottom), HT_OK);
	assert_int_equal(line.runs[0].glyphs[1].x - line.runs[0].glyphs[0].x, EM + EM / 2);
	assert_int_equal(line.width, 2 * EM + EM / 2);
	shape.xscale = 1500; /* flattened: gaps, too */
	assert_int_equal(ht_compose_masthead(f.fonts, &f.span, &shape, f.arena, f.diags, &line, &top, &bottom), HT_OK);
	assert_int_equal(line.runs[0].xscale, 1500);
	assert_int_equal(line.width, (2 * EM + EM / 2) * 3 / 2);
	shape.width = 2 * EM; /* but not beyond the width */
	assert_int_equal(ht_compose_masthead(f.fonts, &f.span, &shape, f.arena, f.diags, &line, &top, &bottom), HT_OK);
	assert_true(line.runs[0].xscale < 1000);
	f.span.len = 0;
	assert_int_equal(ht_compose_masthead(f.fonts, &f.span, &shape, f.arena, f.diags, &line, &top, &bottom), HT_OK);
	assert_int_equal(line.n, 0);
	assert_int_equal(top, 0);
	shape.width = 0;
	assert_int_equal(ht_compose_masthead(f.fonts, &f.span, &shape, f.arena, f.diags, &line, &top, &bottom),
	                 HT_ERR_ARG);
	close_fixture(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_short_title_is_one_line),
	    cmocka_unit_test(test_breaks_between_words),
	    cmocka_unit_test(test_centred_text_pauses),
	    cmocka_unit_test(test_real_titles),
	    cmocka_unit_test(test_white_at_the_sides),
	    cmocka_unit_test(test_marks_hang),
	    cmocka_unit_test(test_organs_stay_whole),
	    cmocka_unit_test(test_any_title),
	    cmocka_unit_test(test_forced_line_that_has_no_break),
	    cmocka_unit_test(test_mark_fits_its_width),
	    cmocka_unit_test(test_mark_letter_gap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
