/* Base room: arena, buffers, UTF-8, lengths, diagnostics, files. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/infile.h"
#include "base/len.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "base/suggest.h"
#include "base/filekind.h"
#include "base/private_use.h"
#include "base/program.h"
#include "base/utf8.h"

static void arena_gives_zeroed_aligned_memory(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	for (size_t size = 0; size < 100000; size = size * 3 + 1) {
		char *p = ht_arena_alloc(arena, size);
		assert_non_null(p);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xFF, size);
	}
	assert_null(ht_arena_array(arena, SIZE_MAX / 2, 4));
	assert_null(ht_arena_alloc(arena, SIZE_MAX));
	assert_string_equal(ht_arena_printf(arena, "%d-%s", 7, "红头"), "7-红头");
	ht_arena_free(arena);
}

static void arena_gives_back_what_is_large(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	const char *small = ht_arena_strdup(arena, "short");
	char *large = ht_arena_alloc(arena, 1 << 20), *after = ht_arena_strdup(arena, "after");
	const size_t used = ht_arena_used(arena);
	assert_false(ht_arena_drop(arena, small, strlen(small) + 1));
	assert_false(ht_arena_drop(arena, "of another", 1 << 20));
	assert_true(ht_arena_drop(arena, large, 1 << 20));
	assert_int_equal(used - ht_arena_used(arena), 1 << 20);
	assert_string_equal(small, "short");
	assert_string_equal(after, "after");
	ht_arena_empty(arena);
	assert_int_equal(ht_arena_used(arena), 0);
	char *zeroed = ht_arena_alloc(arena, 100);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(zeroed[i], 0);
	ht_arena_free(arena);
}

static void arena_takes_back_the_end_of_what_was_last(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	char *first = ht_arena_room(arena, 1000, 1);
	memset(first, 'a', 1000);
	ht_arena_cut(arena, first, 1000, 10);
	char *second = ht_arena_alloc(arena, 500);
	assert_ptr_equal(second, first + 16);
	assert_int_equal(second[0] | second[499], 0);
	const size_t used = ht_arena_used(arena);
	ht_arena_cut(arena, first, 16, 1); /* no longer the last */
	assert_int_equal(ht_arena_used(arena), used);
	ht_arena_cut(arena, second, 500, 500);
	assert_int_equal(ht_arena_used(arena), used);
	ht_arena_free(arena);
}

static void arrays_grow_and_keep_their_members(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	int *v = NULL;
	size_t n = 0, cap = 0;
	for (int i = 0; i < 1000; i++) {
		int *slot = HT_PUSH(arena, v, n, cap);
		assert_non_null(slot);
		*slot = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v[i], i);
	ht_arena_free(arena);
}

/* Three arrays in turn, each far beyond what lies in a chunk with others; new members are zeroed. */
static void large_arrays_grow_beside_each_other(void **state)
{
	(void)state;
	enum { ARRAYS = 3, MEMBERS = 100000 };
	ht_arena *arena = ht_arena_new();
	size_t *v[ARRAYS] = {NULL}, n[ARRAYS] = {0}, cap[ARRAYS] = {0};
	for (size_t i = 1; i <= MEMBERS; i++)
		for (size_t k = 0; k < ARRAYS; k++) {
			size_t *slot = HT_PUSH(arena, v[k], n[k], cap[k]);
			assert_non_null(slot);
			assert_int_equal(*slot, 0);
			*slot = i * ARRAYS + k;
			if (i % 1000 == 0)
				memset(ht_arena_alloc(arena, 100), 0xFF, 100);
		}
	for (size_t i = 1; i <= MEMBERS; i++)
		for (size_t k = 0; k < ARRAYS; k++)
			assert_int_equal(v[k][i - 1], i * ARRAYS + k);
	/* what doubled is there once, not as often as it doubled */
	assert_true(ht_arena_used(arena) < ARRAYS * 2 * MEMBERS * sizeof(size_t));
	ht_arena_free(arena);
}

static void reals_have_a_point_and_no_idle_zeros(void **state)
{
	(void)state;
	static const struct {
		double value;
		int decimals;
		const char *text;
	} rows[] = {{0, 3, "0"},       {1.5, 3, "1.5"},      {-0.25, 4, "-0.25"}, {595.27559, 5, "595.27559"},
	            {2.0004, 3, "2"},  {0.0006, 3, "0.001"}, {-3, 0, "-3"},       {12.10, 2, "12.1"},
	            {0.05, 2, "0.05"}, {-0.0001, 3, "0"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ht_buf buf = {0};
		assert_true(ht_buf_addreal(&buf, rows[i].value, rows[i].decimals));
		assert_string_equal(buf.data, rows[i].text);
		ht_buf_free(&buf);
	}
}

static void whole_numbers_are_decimal(void **state)
{
	(void)state;
	ht_buf buf = {0};
	assert_true(ht_buf_addint(&buf, 0) && ht_buf_adds(&buf, " ") && ht_buf_addint(&buf, 1090) &&
	            ht_buf_adds(&buf, " ") && ht_buf_addint(&buf, UINT64_MAX));
	assert_string_equal(buf.data, "0 1090 18446744073709551615");
	ht_buf_free(&buf);
}

static void blanks_are_trimmed_at_both_ends(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
	    {"", ""}, {"\t　 ", ""}, {" a b ", "a b"}, {"𠮷　", "𠮷"}, {"\u200B名\uFEFF", "名"}, {"é\u2003", "é"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t len = strlen(rows[i][0]);
		const char *s = ht_utf8_trim(rows[i][0], &len);
		assert_int_equal(len, strlen(rows[i][1]));
		assert_memory_equal(s, rows[i][1], len);
	}
}

static void names_are_cleaned(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
	    {"记录\xF0\x9F\x98\x80.yaml", "记录\xF0\x9F\x98\x80.yaml"}, /* what is valid stays */
	    {"a\x01\n\t\x7F\xC2\x85"
	     "b",
	     "ab"},
	    {"\xB9\xAB.yaml", ".yaml"}, /* GBK */
	    {"a\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80"
	     "b",
	     "ab"},
	    {"a\xE8\xAE", "a"}, /* cut */
	    {"\x01", ""},
	    {"", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char out[64];
		assert_int_equal(ht_utf8_clean(out, rows[i][0]), strlen(rows[i][1]));
		assert_string_equal(out, rows[i][1]);
	}
}

static void utf8_faults_are_found_where_they_are(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t len, fault;
	} rows[] = {{"红头", 6, 6},       {"a\0b", 3, 3},
	            {"a\xC0\x80", 3, 1},  {"\xED\xA0\x80", 3, 0},
	            {"ab\xE7\xBA", 4, 2}, {"\xF4\x90\x80\x80", 4, 0},
	            {"", 0, 0},           {"\xF0\xA0\xAE\xB7", 4, 4}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(ht_utf8_check(rows[i].text, rows[i].len), rows[i].fault);
}

static void han_and_space_are_told_apart(void **state)
{
	(void)state;
	static const uint32_t han[] = {0x4E00, 0x3007, 0x3005, 0x20BB7, 0x2CB69, 0xF900};
	static const uint32_t others[] = {'a', 0x3002, 0xFF0C, 0x3042, 0x2014, 0x3000};
	for (size_t i = 0; i < sizeof han / sizeof *han; i++)
		assert_true(ht_is_han(han[i]));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(ht_is_han(others[i]));
	size_t len = strlen("　 名\t");
	const char *s = ht_utf8_trim("　 名\t", &len);
	assert_int_equal(len, 3);
	assert_memory_equal(s, "名", 3);
}

static void uris_are_percent_encoded(void **state)
{
	(void)state;
	ht_buf b = {0};
	assert_true(ht_buf_adduri(&b, "a b/国~%1", "/"));
	assert_string_equal(b.data, "a%20b/%E5%9B%BD~%251");
	ht_buf_free(&b);
}

/* The examples of RFC 4648 10. */
static void base64(void **state)
{
	static const char *const rows[][2] = {{"", ""},
	                                      {"f", "Zg=="},
	                                      {"fo", "Zm8="},
	                                      {"foo", "Zm9v"},
	                                      {"foob", "Zm9vYg=="},
	                                      {"fooba", "Zm9vYmE="},
	                                      {"foobar", "Zm9vYmFy"}};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ht_buf b = {0};
		ht_buf_adds(&b, ",");
		assert_true(ht_buf_addbase64(&b, rows[i][0], strlen(rows[i][0])));
		assert_string_equal(b.data + 1, rows[i][1]);
		ht_buf_free(&b);
	}
}

static void lengths_round_to_nearest(void **state)
{
	(void)state;
	assert_int_equal(ht_len_from_pt(16), 16 * 1024);
	assert_true(fabs(ht_len_to_mm(ht_len_from_mm(156)) - 156) < 0.0005);
	assert_int_equal(ht_len_scale(10, 1, 4), 3);
	assert_int_equal(ht_len_scale(-10, 1, 4), -3);
	assert_int_equal(ht_len_scale(ht_len_from_mm(156), 28, 28), ht_len_from_mm(156));
}

static uint32_t real_or_question(void *user, const char *s, uint32_t cp)
{
	size_t *calls = user;
	uint32_t real = ht_private_use_character(cp);
	(*calls)++;
	assert_non_null(s);
	return real ? real : '?';
}

static void private_use_characters_are_replaced(void **state)
{
	(void)state;
	assert_int_equal(ht_private_use_character(0xE815), 0x2E81);
	assert_int_equal(ht_private_use_character(0xE816), 0x20087);
	assert_int_equal(ht_private_use_character(0xE863), 0x4DAE); /* 䶮 */
	assert_int_equal(ht_private_use_character(0xE864), 0x9FBB);
	assert_int_equal(ht_private_use_character(0xE865), 0);
	assert_int_equal(ht_private_use_character(0xE796), 0xFE19);
	assert_int_equal(ht_private_use_character(0xE7C8), 0x01F9);
	assert_int_equal(ht_private_use_character(U'，'), 0);
	ht_arena *arena = ht_arena_new();
	size_t calls = 0, len = strlen("王，\uE863、\U000F0000。");
	const char *text = ht_private_use_replace(arena, "王，\uE863、\U000F0000。", &len, real_or_question, &calls);
	assert_string_equal(text, "王，䶮、?。");
	assert_int_equal(len, strlen(text));
	assert_int_equal(calls, 2);
	const char *plain = "（没有）ＡＢ";
	len = strlen(plain);
	assert_ptr_equal(ht_private_use_replace(arena, plain, &len, real_or_question, &calls), plain);
	ht_arena_free(arena);
}

static void files_that_are_no_text_are_known(void **state)
{
	(void)state;
	assert_ptr_equal(ht_file_kind("PK\3\4....", 8), HT_D_IN_OFFICE);
	assert_ptr_equal(ht_file_kind("%PDF-1.7\n", 9), HT_D_IN_PDF);
	assert_ptr_equal(ht_file_kind("{\\rtf1\\ansi", 11), HT_D_IN_OLD_OFFICE);
	assert_ptr_equal(ht_file_kind("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8), HT_D_IN_OLD_OFFICE);
	assert_null(ht_file_kind("\xD0\xCF\x11\xE0", 4)); /* cut: it may be anything */
	assert_null(ht_file_kind("PK县与PK区", 13));
	assert_null(ht_file_kind("", 0));
}

static void diagnostics_are_sorted_and_kept_once(void **state)
{
	(void)state;
	ht_diags *diags = ht_diags_new();
	ht_loc late = {"b.yaml", 9, 1}, early = {"b.yaml", 2, 5};
	ht_diag(diags, HT_D_LIBRARY, late, "libzip", "libzip4", NULL);
	ht_diag(diags, HT_D_IN_TOO_LARGE, early, "64", NULL);
	ht_diag(diags, HT_D_LIBRARY, late, "libzip", "libzip4", NULL);
	assert_int_equal(ht_diags_count(diags, HT_LEVEL_ERROR), 2);
	ht_buf text = {0};
	assert_true(ht_diags_format(diags, HT_LEVEL_NOTE, &text));
	assert_string_equal(text.data, "b.yaml:2:5: error: the file is larger than 64 MiB; split it [I104]\n"
	                               "b.yaml:9:1: error: this needs the library libzip, which is missing or "
	                               "damaged; install the package libzip4 [I304]\n");
	ht_buf_free(&text);
	ht_diags_clear(diags);
	assert_false(ht_diags_has_errors(diags));
	ht_diags_free(diags);
}

static void too_many_diagnostics_are_counted(void **state)
{
	(void)state;
	ht_diags *diags = ht_diags_new();
	for (int i = 1; i <= HT_DIAGS_MAX + 30; i++)
		ht_diag(diags, HT_D_IN_IS_DIR, (ht_loc){"f", i, 1}, NULL);
	ht_buf text = {0};
	ht_diags_format(diags, HT_LEVEL_NOTE, &text);
	assert_non_null(strstr(text.data, "30 more messages"));
	assert_int_equal(ht_diags_count(diags, HT_LEVEL_ERROR), HT_DIAGS_MAX + 30);
	ht_buf_free(&text);
	ht_diags_free(diags);
}

/* However many notes there are, what is worse is told. */
static void notes_leave_room_for_warnings(void **state)
{
	(void)state;
	static const ht_diag_info note = {HT_LEVEL_NOTE, "X1", "a note on {1}", NULL},
	                          warning = {HT_LEVEL_WARNING, "X2", "a warning of {1}", NULL},
	                          error = {HT_LEVEL_ERROR, "X3", "an error in {1}", NULL};
	static const ht_code codes[] = {&note, &warning, &error};
	ht_diags *diags = ht_diags_new();
	for (size_t level = 0; level < ARRAY_LEN(codes); level++)
		for (int i = 1; i <= HT_DIAGS_MAX; i++) {
			char number[16];
			snprintf(number, sizeof number, "%d.", i);
			ht_diag(diags, codes[level], (ht_loc){"f", i, 1}, number, NULL);
		}
	ht_buf text = {0};
	ht_diags_format(diags, HT_LEVEL_NOTE, &text);
	assert_non_null(strstr(text.data, "a note on 1."));
	assert_non_null(strstr(text.data, "a warning of 1."));
	assert_non_null(strstr(text.data, "an error in 1."));
	ht_buf_free(&text);
	ht_diags_free(diags);
}

static void count_messages(void *user, const ht_message *m)
{
	size_t *n = user;
	n[0]++;
	n[1] += m->again;
	n[2] += m->others;
}

/* People see one line with the number of places, programs all that were kept; another message still has room. */
static void equal_diagnostics_are_one_line(void **state)
{
	(void)state;
	size_t n[3] = {0};
	ht_diags *diags = ht_diags_new();
	for (int i = HT_DIAGS_MAX; i >= 1; i--)
		ht_diag(diags, HT_D_TOO_MANY_NOTES, (ht_loc){"f", i, 1}, "a", NULL);
	ht_diag(diags, HT_D_TOO_MANY_NOTES, (ht_loc){"f", 7, 1}, "c", NULL);
	ht_diag(diags, HT_D_TOO_MANY_NOTES, (ht_loc){"g", 8, 1}, "a", NULL);
	ht_buf text = {0};
	assert_true(ht_diags_format(diags, HT_LEVEL_NOTE, &text));
	assert_non_null(strstr(text.data, "(and in 199 other places) [I"));
	size_t lines = 0;
	for (const char *p = text.data; (p = strchr(p, '\n')); p++)
		lines++;
	assert_int_equal(lines, 3);
	assert_true(ht_diags_each(diags, count_messages, n));
	assert_int_equal(n[0], HT_DIAGS_MAX / 4 + 2);
	assert_int_equal(n[1], HT_DIAGS_MAX / 4 - 1);
	assert_int_equal(n[2], HT_DIAGS_MAX - 1);
	ht_buf_free(&text);
	ht_diags_free(diags);
}

static void suggestions_are_near_or_none(void **state)
{
	(void)state;
	static const struct {
		const char *word, *best;
	} rows[] = {{"tilte", "title"}, {"标提", "标题"}, {"zzzz", NULL}, {"titel", "title"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ht_suggest s = ht_suggest_begin(rows[i].word);
		ht_suggest_offer(&s, "number");
		ht_suggest_offer(&s, "title");
		ht_suggest_offer(&s, "标题");
		if (rows[i].best)
			assert_string_equal(s.best, rows[i].best);
		else
			assert_null(s.best);
	}
}

static char folder[] = "/tmp/hongtou-base-XXXXXX";
static char file[64];

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(file, sizeof file, "%s/out.pdf", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(file);
	return rmdir(folder); /* fails if a temporary file was left over */
}

static void outputs_appear_whole_or_not_at_all(void **state)
{
	(void)state;
	ht_diags *diags = ht_diags_new();
	assert_int_equal(ht_outfile_put(file, "first", 5, diags), HT_OK);
	ht_outfile *out;
	assert_int_equal(ht_outfile_open(file, diags, &out), HT_OK);
	assert_int_equal(ht_outfile_write(out, "second", 6), HT_OK);
	ht_outfile_abort(out);
	ht_buf buf = {0};
	assert_int_equal(ht_infile_read(file, 100, diags, &buf), HT_OK);
	assert_string_equal(buf.data, "first");
	ht_buf_free(&buf);
	assert_int_equal(ht_outfile_put("/proc/nowhere/x", "x", 1, diags), HT_ERR_IO);
	assert_int_equal(ht_outfile_put(folder, "x", 1, diags), HT_ERR_IO);
	assert_int_equal(ht_diags_count(diags, HT_LEVEL_ERROR), 2);
	ht_diags_free(diags);
}

static void existing_files_keep_their_mode(void **state)
{
	(void)state;
	struct stat st;
	assert_int_equal(ht_outfile_put(file, "a", 1, NULL), HT_OK);
	assert_int_equal(chmod(file, 0640), 0);
	assert_int_equal(ht_outfile_put(file, "b", 1, NULL), HT_OK);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

/* The name of what is written may be as long as names can be, and nothing else is in the folder while it is written. */
static void names_may_be_long(void **state)
{
	(void)state;
	char name[256], path[sizeof folder + sizeof name];
	memset(name, 'x', 255);
	name[255] = '\0';
	snprintf(path, sizeof path, "%s/%s", folder, name);
	for (int i = 0; i < 2; i++) { /* a new file, then another in its place */
		ht_outfile *out;
		ht_buf buf = {0};
		assert_int_equal(ht_outfile_open(path, NULL, &out), HT_OK);
		assert_int_equal(ht_outfile_write(out, "012", 3), HT_OK);
		assert_int_equal(access(path, F_OK), i ? 0 : -1);
		assert_int_equal(ht_outfile_commit(out), HT_OK);
		assert_int_equal(ht_infile_read(path, 100, NULL, &buf), HT_OK);
		assert_string_equal(buf.data, "012");
		ht_buf_free(&buf);
	}
	unlink(path);
}

/* /dev/null must still be a device after root has written a document to it. */
static void special_files_are_written_to(void **state)
{
	(void)state;
	char pipe_name[sizeof folder + 8], got[16];
	snprintf(pipe_name, sizeof pipe_name, "%s/pipe", folder);
	assert_int_equal(mkfifo(pipe_name, 0600), 0);
	int fd = open(pipe_name, O_RDWR | O_NONBLOCK);
	assert_true(fd >= 0);
	ht_outfile *out;
	assert_int_equal(ht_outfile_open(pipe_name, NULL, &out), HT_OK);
	assert_int_equal(ht_outfile_write(out, "thrown away", 11), HT_OK);
	ht_outfile_abort(out);
	assert_int_equal(read(fd, got, sizeof got), -1);
	assert_int_equal(ht_outfile_put(pipe_name, "kept", 4, NULL), HT_OK);
	assert_int_equal(read(fd, got, sizeof got), 4);
	assert_memory_equal(got, "kept", 4);
	struct stat st;
	assert_int_equal(lstat(pipe_name, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	close(fd);
	unlink(pipe_name);
}

static void inputs_have_a_cap(void **state)
{
	(void)state;
	ht_diags *diags = ht_diags_new();
	ht_buf buf = {0};
	assert_int_equal(ht_outfile_put(file, "0123456789", 10, diags), HT_OK);
	assert_int_equal(ht_infile_read(file, 9, diags, &buf), HT_ERR_IO);
	assert_int_equal(ht_infile_read(folder, 9, diags, &buf), HT_ERR_IO);
	assert_null(buf.data);
	assert_int_equal(ht_infile_read(file, 10, diags, &buf), HT_OK);
	assert_int_equal(buf.len, 10);
	ht_buf_free(&buf);
	ht_diags_free(diags);
}

static ht_program_end run_program(const char *const *args, const char *input, size_t most, unsigned seconds,
                                  ht_buf *out)
{
	const ht_program program = {args, input, input ? strlen(input) : 0, most, seconds};
	return ht_program_run(&program, out);
}

/* Another program's output, and every way in which it can fail. Only those that do not end are waited for. */
static void other_programs(void **state)
{
	static const char *const cat[] = {"cat", NULL}, *const no[] = {"false", NULL};
	static const char *const none[] = {"no-such-program-here", NULL}, *const slow[] = {"sleep", "30", NULL};
	static const char *const endless[] = {"yes", NULL};
	/* it ends, and a process that it started keeps the output open */
	static const char *const left[] = {"sh", "-c", "sleep 30 & exit 0", NULL};
	ht_buf out = {0};
	(void)state;
	assert_int_equal(run_program(cat, "某 text", 100, 60, &out), HT_PROGRAM_DONE);
	assert_int_equal(out.len, strlen("某 text"));
	assert_memory_equal(out.data, "某 text", out.len);
	assert_int_equal(run_program(cat, NULL, 100, 60, &out), HT_PROGRAM_DONE);
	assert_int_equal(run_program(no, "x", 100, 60, &out), HT_PROGRAM_FAILED);
	assert_int_equal(run_program(none, NULL, 100, 60, &out), HT_PROGRAM_MISSING);
	assert_int_equal(run_program(slow, NULL, 100, 1, &out), HT_PROGRAM_LATE);
	assert_int_equal(run_program(left, NULL, 100, 1, &out), HT_PROGRAM_LATE);
	assert_int_equal(run_program(endless, NULL, 100000, 60, &out), HT_PROGRAM_LARGE);
	ht_buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(arena_gives_zeroed_aligned_memory),
	    cmocka_unit_test(arena_gives_back_what_is_large),
	    cmocka_unit_test(arena_takes_back_the_end_of_what_was_last),
	    cmocka_unit_test(arrays_grow_and_keep_their_members),
	    cmocka_unit_test(large_arrays_grow_beside_each_other),
	    cmocka_unit_test(reals_have_a_point_and_no_idle_zeros),
	    cmocka_unit_test(whole_numbers_are_decimal),
	    cmocka_unit_test(blanks_are_trimmed_at_both_ends),
	    cmocka_unit_test(names_are_cleaned),
	    cmocka_unit_test(utf8_faults_are_found_where_they_are),
	    cmocka_unit_test(han_and_space_are_told_apart),
	    cmocka_unit_test(uris_are_percent_encoded),
	    cmocka_unit_test(base64),
	    cmocka_unit_test(lengths_round_to_nearest),
	    cmocka_unit_test(private_use_characters_are_replaced),
	    cmocka_unit_test(files_that_are_no_text_are_known),
	    cmocka_unit_test(diagnostics_are_sorted_and_kept_once),
	    cmocka_unit_test(too_many_diagnostics_are_counted),
	    cmocka_unit_test(equal_diagnostics_are_one_line),
	    cmocka_unit_test(notes_leave_room_for_warnings),
	    cmocka_unit_test(suggestions_are_near_or_none),
	    cmocka_unit_test(outputs_appear_whole_or_not_at_all),
	    cmocka_unit_test(existing_files_keep_their_mode),
	    cmocka_unit_test(names_may_be_long),
	    cmocka_unit_test(special_files_are_written_to),
	    cmocka_unit_test(inputs_have_a_cap),
	    cmocka_unit_test(other_programs),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
