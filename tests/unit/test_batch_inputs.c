/* What a command names, as records: folders, patterns, lists, lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <glib.h>

#include "bt.h"
#include "stream.h"

static char *folder;

static void put_bytes(const char *name, const void *data, size_t len)
{
	FILE *f = fopen(name, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
}

static void put(const char *name, const char *text)
{
	put_bytes(name, text, strlen(text));
}

static int set_up(void **state)
{
	(void)state;
	folder = g_dir_make_tmp("hongtou-XXXXXX", NULL);
	if (!folder || chdir(folder) != 0)
		return 1;
	mkdir("d", 0755);
	mkdir("d/a", 0755);
	mkdir("d/.hidden", 0755);
	mkdir("empty", 0755);
	put("d/a.md", "---\n");
	put("d/a/z.yaml", "x");
	put("d/b.YML", "x");
	put("d/c.txt", "x");
	put("d/.d.md", "x");
	put("d/.hidden/e.md", "x");
	put("d/f.jsonl", "{\"a\": 1}\n\n  \r\n{\"b\": 2}");
	put("d/report.json", "{}");
	put("empty.jsonl", " \n\n");
	return symlink("..", "d/a/loop") != 0 || symlink("nowhere", "d/dangling.md") != 0;
}

static int tear_down(void **state)
{
	(void)state;
	gchar *command = g_strdup_printf("rm -rf '%s'", folder);
	int failed = system(command);
	g_free(command);
	g_free(folder);
	return failed != 0;
}

/* The records as "input[:line][=data]" or "!input", joined by blanks. */
static char *list(const char *const *args, size_t n)
{
	static char out[2000];
	*out = '\0';
	bt_inputs *in = bt_inputs_open(args, n, "d/report.json", NULL);
	bt_item item;
	bt_next next;
	size_t index = 0;
	while ((next = bt_inputs_next(in, true, &item)) == BT_ITEM) {
		char line[16] = "";
		if (item.line)
			snprintf(line, sizeof line, ":%d", item.line);
		size_t len = strlen(out);
		snprintf(out + len, sizeof out - len, "%s%s%s%s%s%s", len ? " " : "", item.fault ? "!" : "", item.input,
		         line, item.data ? "=" : "", item.data ? item.data : "");
		assert_int_equal(item.index, ++index);
		bt_item_free(&item);
	}
	assert_int_equal(next, BT_END);
	bt_inputs_close(in);
	return out;
}

#define LIST(...) list((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void folders_in_the_order_of_bytes(void **state)
{
	(void)state;
	const char *want = "d/a.md d/a/z.yaml d/b.YML d/f.jsonl:1={\"a\": 1} d/f.jsonl:4={\"b\": 2}";
	assert_string_equal(LIST("d"), want);
	assert_string_equal(LIST("d/"), want);
	assert_string_equal(LIST("empty"), "!empty/");
	assert_string_equal(LIST("empty.jsonl"), "!empty.jsonl");
	assert_string_equal(LIST("nowhere", "d/c.txt"), "nowhere d/c.txt");
}

static void patterns_and_lists(void **state)
{
	(void)state;
	assert_string_equal(LIST("d/?.[mY]*", "none*"), "d/a.md d/b.YML !none*");
	put("list", "d/a.md\r\n\nd/a\n@list\nd/*.md");
	assert_string_equal(LIST("@list"), "d/a.md d/a/z.yaml @list d/*.md");
	put_bytes("list0", "d/a.md\0d/new\nline.md\0", 21);
	assert_string_equal(LIST("@list0"), "d/a.md d/new\nline.md");
	put("list", "\n");
	assert_string_equal(LIST("@list", "@nolist"), "!list !nolist");
}

static void named_twice(void **state)
{
	(void)state;
	const char *args[] = {"d/a.md", "d/a.md"};
	bt_inputs *in = bt_inputs_open(args, 2, NULL, NULL);
	bt_item a, b;
	assert_int_equal(bt_inputs_next(in, true, &a), BT_ITEM);
	assert_int_equal(bt_inputs_next(in, true, &b), BT_ITEM);
	assert_int_equal(a.nth, 0);
	assert_int_equal(b.nth, 1);
	assert_true(bt_item_id(a.input, a.nth, 0) != bt_item_id(b.input, b.nth, 0));
	bt_item_free(&a);
	bt_item_free(&b);
	bt_inputs_close(in);
}

static void measured(void **state)
{
	(void)state;
	size_t records;
	uint64_t bytes;
	const char *files[] = {"d/a/z.yaml", "d/a.md"}, *lines[] = {"d"}, *standard[] = {"-"};
	assert_true(bt_inputs_measure(files, 2, NULL, &records, &bytes));
	assert_int_equal(records, 2);
	assert_int_equal(bytes, 5);
	assert_true(bt_inputs_measure(lines, 1, NULL, &records, &bytes));
	assert_int_equal(records, 0);
	assert_false(bt_inputs_measure(standard, 1, NULL, &records, &bytes));
}

/* Standard input from a pipe that is written piece by piece. */
static void standard_input(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want;
	} rows[] = {
	    {"{\"a\": 1}\n{\"a\": 2}\n", "-:1={\"a\": 1} -:2={\"a\": 2}"},
	    {"{\"a\": 1}\n", "-={\"a\": 1}\n"},
	    {"{\n\"a\": 1}\n", "-={\n\"a\": 1}\n"},
	    {"title: x\nbody: y\n", "-=title: x\nbody: y\n"},
	    {"", "-="},
	};
	int keep = dup(STDIN_FILENO);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int ends[2];
		assert_int_equal(pipe(ends), 0);
		dup2(ends[0], STDIN_FILENO);
		close(ends[0]);
		const char *args[] = {"-"};
		bt_inputs *in = bt_inputs_open(args, 1, NULL, NULL);
		bt_item item;
		assert_int_equal(bt_inputs_next(in, false, &item), BT_WAIT);
		assert_true(bt_inputs_fd(in) >= 0);
		bt_inputs_close(in);
		assert_int_equal(write(ends[1], rows[i].text, strlen(rows[i].text)), (ssize_t)strlen(rows[i].text));
		close(ends[1]);
		assert_string_equal(LIST("-"), rows[i].want);
	}
	dup2(keep, STDIN_FILENO);
	close(keep);
}

static void lines_of_any_length(void **state)
{
	(void)state;
	enum { LONG = 300000 };
	static char text[LONG + 20];
	memset(text, 'x', LONG);
	memcpy(text + LONG, "\nshort\nlast", 12);
	put("lines", text);
	bt_stream s;
	const char *line;
	size_t len;
	assert_true(bt_stream_open(&s, "lines"));
	assert_int_equal(bt_stream_line(&s, '\n', 100000, true, &line, &len), BT_GOT_OVERLONG);
	assert_int_equal(bt_stream_line(&s, '\n', 100000, true, &line, &len), BT_GOT_LINE);
	assert_int_equal(len, 5);
	assert_int_equal(bt_stream_line(&s, '\n', 100000, true, &line, &len), BT_GOT_LINE);
	assert_memory_equal(line, "last", 4);
	assert_int_equal(bt_stream_line(&s, '\n', 100000, true, &line, &len), BT_GOT_END);
	bt_stream_close(&s);
	assert_true(bt_stream_open(&s, "lines"));
	assert_int_equal(bt_stream_line(&s, '\n', LONG, true, &line, &len), BT_GOT_LINE);
	assert_int_equal(len, LONG);
	bt_stream_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(folders_in_the_order_of_bytes),
	    cmocka_unit_test(patterns_and_lists),
	    cmocka_unit_test(named_twice),
	    cmocka_unit_test(measured),
	    cmocka_unit_test(standard_input),
	    cmocka_unit_test(lines_of_any_length),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
