/* Font fontsets and faces. */
#include "text_fonts.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

static const ht_loc here = {"style.yaml", 3, 5};

static char *messages(fixture *f)
{
	ht_buf buf = {.data = NULL};
	ht_diags_format(f->diags, HT_LEVEL_NOTE, &buf);
	char *text = ht_arena_strdup(f->arena, buf.data ? buf.data : "");
	ht_buf_free(&buf);
	return text;
}

static void test_roles_are_resolved_once(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	int again = -1;
	assert_int_equal(ht_fonts_fontset(f.fonts, "HT FangSong", here, f.diags, &again), HT_OK);
	assert_int_equal(again, f.han);
	assert_string_equal(messages(&f), ""); /* said when the fixture was opened */
	ht_fonts_restart(f.fonts);
	assert_int_equal(ht_fonts_fontset(f.fonts, "HT FangSong", here, f.diags, &again), HT_OK);
	assert_non_null(
	    strstr(messages(&f), "hongtou: note: the font 仿宋_GB2312 is not installed; FandolFang is used instead"));
	assert_string_equal(ht_fonts_first_choice(f.fonts, f.han), "仿宋_GB2312");
	close_fixture(&f);
}

static void test_commercial_names_mean_their_role(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	static const char *const names[] = {"仿宋_GB2312", "FZFangSong-Z02S", "CESI_FS_GB18030", "Adobe Fangsong Std"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		int fontset;
		assert_int_equal(ht_fonts_fontset(f.fonts, names[i], here, f.diags, &fontset), HT_OK);
		assert_ptr_equal(ht_fonts_main(f.fonts, fontset), ht_fonts_main(f.fonts, f.han));
	}
	close_fixture(&f);
}

static void test_unknown_role(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	int fontset = 99;
	assert_int_equal(ht_fonts_fontset(f.fonts, "No Such Face", here, f.diags, &fontset), HT_ERR_LIB);
	assert_int_equal(fontset, 99);
	assert_non_null(strstr(messages(&f), "style.yaml:3:5: error: neither No Such Face nor a font in its place"));
	close_fixture(&f);
}

static void test_missing_configuration(void **state)
{
	(void)state;
	fixture f = {.diags = ht_diags_new(), .arena = ht_arena_new()};
	ht_font_options options = {.conf = "/nonexistent/fonts.conf"};
	assert_int_equal(ht_fonts_open(&options, f.diags, &f.fonts), HT_ERR_LIB);
	assert_null(f.fonts);
	assert_non_null(strstr(messages(&f), "[T110]"));
	close_fixture(&f);
}

static void test_faces_are_measured(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	const ht_font *han = ht_fonts_main(f.fonts, f.han), *latin = ht_fonts_main(f.fonts, f.latin);
	assert_true(han->cff && han->cid_keyed && han->has_han);
	assert_in_range(han->centre, 290, 320);
	assert_int_equal(han->ascent - han->descent, 1000);
	assert_int_equal(han->ascent + han->descent, 2 * han->centre);
	assert_int_equal(han->upem, 1000);
	assert_int_equal(han->weight, 400);
	assert_false(latin->cff || latin->cid_keyed || latin->has_han);
	assert_int_equal(latin->upem, 2048);
	assert_in_range(latin->cap_height, 640, 680);
	assert_string_equal(latin->ps_name, "LiberationSerif");
	assert_true(latin->bbox[0] < 0 && latin->bbox[3] > 800);
	close_fixture(&f);
}

static void test_chain_is_level_and_unique(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	const ht_font *const *chain;
	size_t n = ht_fonts_chain(f.fonts, f.han, &chain);
	assert_true(n >= 2);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			assert_ptr_not_equal(chain[i], chain[k]);
	assert_ptr_equal(chain[0], ht_fonts_main(f.fonts, f.han));
	close_fixture(&f);
}

/* The national table of 8,105 characters (通用规范汉字表). */
static size_t read_table(uint32_t **cps)
{
	char *data = read_file("../../fonts/tongyong-8105.txt");
	size_t n = 0;
	assert_non_null(data);
	*cps = calloc(strlen(data) + 1, sizeof **cps);
	assert_non_null(*cps);
	for (const char *s = data, *end = data + strlen(data); s < end;) {
		size_t len;
		uint32_t cp = ht_utf8_get(s, end, &len);
		if (cp != '\n')
			(*cps)[n++] = cp;
		s += len;
	}
	free(data);
	return n;
}

static void test_every_common_character_is_covered(void **state)
{
	(void)state;
	static const char *const fontsets[] = {"HT FangSong", "HT XiaoBiaoSong", "HT HeiTi", "HT KaiTi", "HT SongTi"};
	fixture f;
	uint32_t *cps = NULL;
	open_fixture(&f);
	size_t n = read_table(&cps);
	assert_int_equal(n, 8105);
	for (size_t i = 0; i < sizeof fontsets / sizeof *fontsets; i++) {
		int fontset;
		assert_int_equal(ht_fonts_fontset(f.fonts, fontsets[i], here, f.diags, &fontset), HT_OK);
		assert_int_equal(ht_fonts_covers(f.fonts, fontset, cps, n, true), n);
	}
	assert_true(ht_fonts_covers(f.fonts, f.han, cps, n, false) < n);
	free(cps);
	close_fixture(&f);
}

/* Fandol draws ＄ for ￥. */
static void test_wrong_yuan_is_not_used(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	const uint32_t yuan = 0xFFE5, dollar = 0xFF04;
	assert_int_equal(ht_fonts_covers(f.fonts, f.han, &yuan, 1, false), 0);
	assert_int_equal(ht_fonts_covers(f.fonts, f.han, &yuan, 1, true), 1);
	assert_int_equal(ht_fonts_covers(f.fonts, f.han, &dollar, 1, false), 1);
	close_fixture(&f);
}

typedef struct outline {
	int moves, lines, curves, closes;
	double low, high;
} outline;

static void see(outline *o, double y)
{
	o->low = y < o->low ? y : o->low;
	o->high = y > o->high ? y : o->high;
}

static void on_move(void *user, double x, double y)
{
	outline *o = user;
	(void)x;
	o->moves++;
	see(o, y);
}

static void on_line(void *user, double x, double y)
{
	outline *o = user;
	(void)x;
	o->lines++;
	see(o, y);
}

static void on_curve(void *user, double x1, double y1, double x2, double y2, double x3, double y3)
{
	outline *o = user;
	(void)x1, (void)y1, (void)x2, (void)y2, (void)x3;
	o->curves++;
	see(o, y3);
}

static void on_close(void *user)
{
	((outline *)user)->closes++;
}

static void test_outline(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	ht_composed_lines lines = compose(&f, "国o");
	for (size_t i = 0; i < 2; i++) { /* CFF, then quadratic curves handed out as cubic ones */
		const ht_run *run = &lines.v[0].runs[i];
		outline o = {.low = 9, .high = -9};
		const ht_outline_sink sink = {on_move, on_line, on_curve, on_close, &o};
		int box[4];
		ht_font_outline(run->font, run->glyphs[0].gid, &sink);
		assert_true(o.moves > 1 && o.moves == o.closes && o.lines + o.curves > 8);
		assert_true(ht_font_ink(run->font, run->glyphs[0].gid, box));
		assert_in_range((int)(o.high * 1000 + 0.5), box[3] - 2, box[3] + 2);
	}
	assert_in_range((int)(ht_font_advance(ht_fonts_main(f.fonts, f.latin), lines.v[0].runs[1].glyphs[0].gid) * 100),
	                49900, 50100);
	close_fixture(&f);
}

/* A copy of the Latin main face with another family name and fsType. */
static void write_copy(const fixture *f, const char *path, unsigned fs_type)
{
	FILE *in = fopen(ht_fonts_main(f->fonts, f->latin)->path, "rb"), *out = fopen(path, "wb");
	assert_non_null(in);
	assert_non_null(out);
	static unsigned char data[4 << 20];
	size_t len = fread(data, 1, sizeof data, in);
	static const char from[] = "Liberation Serif", to[] = "Embargoed Serifs"; /* of one length */
	for (size_t i = 0; i + 32 < len; i++) {
		if (memcmp(data + i, from, 16) == 0)
			memcpy(data + i, to, 16);
		bool wide = true;
		for (size_t k = 0; k < 16 && wide; k++)
			wide = data[i + 2 * k] == 0 && data[i + 2 * k + 1] == (unsigned char)from[k];
		for (size_t k = 0; k < 16 && wide; k++)
			data[i + 2 * k + 1] = (unsigned char)to[k];
	}
	for (unsigned t = 0; t < data[5]; t++) { /* the table directory */
		const unsigned char *row = data + 12 + 16 * t;
		size_t at = (size_t)row[8] << 24 | (size_t)row[9] << 16 | (size_t)row[10] << 8 | row[11];
		if (memcmp(row, "OS/2", 4) == 0)
			data[at + 9] = (unsigned char)fs_type;
	}
	assert_int_equal(fwrite(data, 1, len, out), len);
	fclose(in);
	fclose(out);
}

/* *editable is set where the copy may be used. */
static ht_status open_copy(fixture *f, const char *dir, unsigned fs_type, bool *editable)
{
	char path[256];
	const char *const dirs[] = {dir, NULL};
	const ht_font_options options = {.dirs = dirs};
	ht_fonts *fonts = NULL;
	int fontset;
	snprintf(path, sizeof path, "%s/copy.ttf", dir);
	write_copy(f, path, fs_type);
	ht_diags_clear(f->diags);
	assert_int_equal(ht_fonts_open(&options, f->diags, &fonts), HT_OK);
	ht_status status = ht_fonts_fontset(fonts, "Embargoed Serifs", here, f->diags, &fontset);
	if (status == HT_OK)
		*editable = ht_font_editable(ht_fonts_main(fonts, fontset));
	ht_fonts_close(fonts);
	unlink(path);
	return status;
}

static void test_embedding_is_respected(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	/* fontconfig remembers directories by name and time: each its own */
	char free_dir[] = "/tmp/ht-free-XXXXXX", bound_dir[] = "/tmp/ht-bound-XXXXXX",
	     print_dir[] = "/tmp/ht-print-XXXXXX";
	bool editable = false;
	assert_non_null(mkdtemp(free_dir));
	assert_non_null(mkdtemp(print_dir));
	assert_non_null(mkdtemp(bound_dir));
	assert_int_equal(open_copy(&f, free_dir, 8, &editable), HT_OK);
	assert_string_equal(messages(&f), "");
	assert_true(editable);
	assert_int_equal(open_copy(&f, print_dir, 4, &editable), HT_OK); /* preview and print */
	assert_false(editable);
	assert_int_equal(open_copy(&f, bound_dir, 2, &editable), HT_ERR_LIB);
	assert_non_null(strstr(messages(&f), "forbids embedding"));
	rmdir(free_dir);
	rmdir(print_dir);
	rmdir(bound_dir);
	close_fixture(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_roles_are_resolved_once),
	    cmocka_unit_test(test_commercial_names_mean_their_role),
	    cmocka_unit_test(test_unknown_role),
	    cmocka_unit_test(test_missing_configuration),
	    cmocka_unit_test(test_faces_are_measured),
	    cmocka_unit_test(test_chain_is_level_and_unique),
	    cmocka_unit_test(test_every_common_character_is_covered),
	    cmocka_unit_test(test_wrong_yuan_is_not_used),
	    cmocka_unit_test(test_outline),
	    cmocka_unit_test(test_embedding_is_respected),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
