/* What is known of the fonts from an earlier run. */
#include "text_fonts.h"

#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

static const ht_loc here = {"style.yaml", 3, 5};

static const char *const fontsets[] = {"HT FangSong", "HT XiaoBiaoSong", "HT HeiTi", "HT HeiTi Latin",
                                       "HT KaiTi",    "HT SongTi",       "HT Latin"};

static char home[] = "/tmp/hongtou-test-XXXXXX";

/* A folder for caches, that of fontconfig among them, which takes long to make. */
static int make_home(void **state)
{
	(void)state;
	unsetenv("HONGTOU_FONTS_CONF");
	return mkdtemp(home) ? setenv("XDG_CACHE_HOME", home, 1) : -1;
}

static int remove_below(const char *folder)
{
	char command[128];
	snprintf(command, sizeof command, "rm -rf %s%s", home, folder);
	return system(command); /* NOLINT: the test's own folder */
}

static int remove_home(void **state)
{
	(void)state;
	return remove_below("");
}

static int forget(void **state)
{
	(void)state;
	return remove_below("/hongtou");
}

/* The file of the cache, or "". */
static const char *cache_file(void)
{
	static char path[256];
	char pattern[128];
	glob_t found;
	snprintf(pattern, sizeof pattern, "%s/hongtou/fonts-*", home);
	path[0] = '\0';
	if (glob(pattern, 0, NULL, &found) == 0) {
		assert_int_equal(found.gl_pathc, 1);
		snprintf(path, sizeof path, "%s", found.gl_pathv[0]);
	}
	globfree(&found);
	return path;
}

/* All that is known of all faces of all fontsets, and which of some characters they have, as text. */
static char *describe(ht_arena *arena, const ht_font_options *options)
{
	static const uint32_t cps[] = {'A', 0x0F, 0x25CB, 0xFF0D, 0x2018, 0x3007, 0x56FD, 0x20089, 0x4056};
	char *text = ht_arena_strdup(arena, "");
	ht_diags *diags = ht_diags_new();
	ht_fonts *fonts = NULL;
	assert_int_equal(ht_fonts_open(options, diags, &fonts), HT_OK);
	for (size_t i = 0; i < sizeof fontsets / sizeof *fontsets; i++) {
		int fontset;
		const ht_font *const *chain;
		assert_int_equal(ht_fonts_fontset(fonts, fontsets[i], here, diags, &fontset), HT_OK);
		text =
		    ht_arena_printf(arena, "%s%s: %s %zu\n", text, fontsets[i], ht_fonts_first_choice(fonts, fontset),
		                    ht_fonts_covers(fonts, fontset, cps, sizeof cps / sizeof *cps, false));
		const size_t n = ht_fonts_chain(fonts, fontset, &chain);
		for (size_t k = 0; k < n; k++) {
			const ht_font *f = chain[k];
			text = ht_arena_printf(arena, "%s %s %d %s %s %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
			                       text, f->path, f->index, f->family, f->ps_name, f->cff, f->cid_keyed,
			                       f->subroutines, f->upem, f->ascent, f->descent, f->centre, f->has_han,
			                       f->bbox[0], f->bbox[1], f->bbox[2], f->bbox[3], f->cap_height,
			                       f->italic_angle, f->weight);
		}
	}
	for (const char *const *p = ht_fonts_places(fonts, arena); *p; p++)
		text = ht_arena_printf(arena, "%s%s\n", text, *p);
	ht_buf buf = {.data = NULL};
	ht_diags_format(diags, HT_LEVEL_NOTE, &buf);
	text = ht_arena_printf(arena, "%s%s", text, buf.data ? buf.data : "");
	ht_buf_free(&buf);
	ht_fonts_close(fonts);
	ht_diags_free(diags);
	return text;
}

/* Replace the first one by two, of the same length, in the file; the times of what it names stay as they are. */
static void falsify(const char *file, const char *one, const char *two)
{
	char text[65536];
	FILE *f = fopen(file, "r+b");
	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = '\0';
	char *place = strstr(text, one);
	assert_non_null(place);
	memcpy(place, two, strlen(one));
	rewind(f);
	assert_true(fputs(text, f) >= 0 && fclose(f) == 0);
}

static void test_same_as_found(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	const char *found = describe(arena, NULL);
	const char *file = cache_file();
	assert_string_not_equal(file, "");
	struct stat before, after;
	assert_int_equal(stat(file, &before), 0);
	assert_int_equal(before.st_mode & 0777, 0600);
	assert_string_equal(describe(arena, NULL), found);
	assert_int_equal(stat(file, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino); /* it was not written again */
	/* and it was read */
	falsify(file, "仿宋_GB2312", "仿宋_GB9999");
	assert_non_null(strstr(describe(arena, NULL), "HT FangSong: 仿宋_GB9999"));
	ht_arena_free(arena);
}

/* A name that no configuration has an alias for is asked of fontconfig even then. */
static void test_other_names(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	describe(arena, NULL);
	assert_string_not_equal(cache_file(), "");
	ht_diags *diags = ht_diags_new();
	ht_fonts *fonts = NULL;
	int one, other;
	assert_int_equal(ht_fonts_open(NULL, diags, &fonts), HT_OK);
	assert_int_equal(ht_fonts_fontset(fonts, "HT FangSong", here, diags, &one), HT_OK);
	assert_int_equal(ht_fonts_fontset(fonts, "FZFangSong-Z02S", here, diags, &other), HT_OK);
	assert_ptr_equal(ht_fonts_main(fonts, one), ht_fonts_main(fonts, other));
	ht_fonts_close(fonts);
	ht_diags_free(diags);
	ht_arena_free(arena);
}

/* What others could have written, what is not whole, and what is no longer so: found anew, and mended. */
static void test_not_believed(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	const char *found = describe(arena, NULL), *file = cache_file();
	assert_string_not_equal(file, "");
	static const struct {
		const char *one, *two;
	} faults[] = {{"end\n", "\n\n\n\n"},
	              {"hongtou fonts", "hongtou_fonts"},
	              {"\nplace\t", "\npla e\t"},
	              {"\nchain\t", "\nchain "},
	              {"\nseen\t1", "\nseen\t2"},
	              {"\nnone\t/", "\nnone\t."},
	              {"\t1000\t", "\t10x0\t"},
	              {"\nkey\t", "\nkey\t0"},
	              {"bbb", "b0b"}, /* a byte without a code */
	              {"aaa", "abb"}, /* no complete code */
	              {"999", "9d9"},
	              {"155=-", "255=-"}};
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		falsify(file, faults[i].one, faults[i].two);
		assert_string_equal(describe(arena, NULL), found);
		assert_string_equal(describe(arena, NULL), found);
	}
	falsify(file, "仿宋_GB2312", "仿宋_GB9999");
	assert_int_equal(chmod(file, 0620), 0);
	assert_string_equal(describe(arena, NULL), found);
	falsify(file, "仿宋_GB2312", "仿宋_GB9999");
	const char *moved = ht_arena_printf(arena, "%s.old", file);
	assert_true(rename(file, moved) == 0 && symlink(moved, file) == 0);
	assert_string_equal(describe(arena, NULL), found);
	ht_arena_free(arena);
}

/* Where the user says what fonts to take, there is no cache. */
static void test_own_configuration(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	const char *const dirs[] = {home, NULL};
	describe(arena, &(ht_font_options){.dirs = dirs});
	assert_string_equal(cache_file(), "");
	ht_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_same_as_found, forget),
	    cmocka_unit_test_setup(test_other_names, forget),
	    cmocka_unit_test_setup(test_not_believed, forget),
	    cmocka_unit_test_setup(test_own_configuration, forget),
	};
	return cmocka_run_group_tests(tests, make_home, remove_home);
}
