/* The journal: what is written is found again, whatever became of its end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <glib.h>

#include "job.h"

static char *folder;
static const char *const inputs[] = {"d", "x.jsonl"};
static bt_facts facts = {.v = (bt_fact[]){{"program", "1"}, {"--to", "pdf"}}, .n = 2};

static int set_up(void **state)
{
	(void)state;
	folder = g_dir_make_tmp("hongtou-XXXXXX", NULL);
	return !folder || chdir(folder) != 0;
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

static bt_journal fresh(void)
{
	return (bt_journal){.fd = -1, .path = "journal.jsonl"};
}

static bt_item item_of(int k)
{
	char name[32];
	snprintf(name, sizeof name, "d/记录 %d.md", k);
	return (bt_item){.index = (size_t)k, .input = strdup(name), .line = k == 3 ? 7 : 0};
}

/* Add records first … last - 1. */
static void add_records(bt_journal *j, int first, int last)
{
	ht_buf lines = {0};
	for (int k = first; k < last; k++) {
		bt_item item = item_of(k);
		bt_output output = {.file = "题.pdf", .size = (uint64_t)k, .pages = 2, .hash = {{(unsigned char)k}}};
		ht_message message = {
		    .level = HT_LEVEL_WARNING, .code = "C1", .loc = {"x", 7, 2}, .text = "\"q\"", .args = {"一", "二"}};
		const bt_reply reply = {.state = k % 5 ? HT_BATCH_DONE : HT_BATCH_FAILED,
		                        .key = {{(unsigned char)(k + 100)}},
		                        .outputs = &output,
		                        .n_outputs = 1,
		                        .messages = &message,
		                        .n_messages = 1};
		assert_true(bt_journal_add(j, &lines, &item, &reply));
		bt_item_free(&item);
	}
	assert_int_equal(bt_journal_write(j, &lines), 0);
	ht_buf_free(&lines);
}

static void write_run(int n, bool finish)
{
	bt_journal j = fresh();
	unlink(j.path);
	assert_int_equal(bt_journal_begin(&j, &facts, inputs, 2, false, false, NULL), HT_OK);
	add_records(&j, 0, n);
	if (finish)
		assert_int_equal(bt_journal_finish(&j), 0);
	bt_journal_close(&j);
}

static bool finds(const bt_journal *j, int k)
{
	ht_arena *arena = ht_arena_new();
	bt_item item = item_of(k);
	bt_entry e;
	uint64_t offset;
	bool in_batch;
	bool found = bt_journal_find(j, arena, &item, &e, &offset, &in_batch);
	if (found) {
		assert_int_equal(e.state, k % 5 ? HT_BATCH_DONE : HT_BATCH_FAILED);
		assert_string_equal(e.input, item.input);
		assert_string_equal(e.known.outputs[0].file, "题.pdf");
		assert_int_equal(e.known.outputs[0].size, k);
		assert_int_equal(e.known.key.v[0], k + 100);
		assert_string_equal(e.messages[0].text, "\"q\"");
		assert_string_equal(e.messages[0].code, "C1");
		assert_null(e.messages[0].clause);
		assert_int_equal(e.messages[0].loc.line, 7);
		assert_string_equal(e.messages[0].args[1], "二");
		assert_null(e.messages[0].args[2]);
		assert_true(in_batch);
	}
	bt_item_free(&item);
	ht_arena_free(arena);
	return found;
}

static void found_again(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	write_run(50, false);
	bt_journal j = fresh();
	assert_int_equal(bt_journal_load(&j, arena, &facts, true, true, NULL), HT_OK);
	assert_int_equal(j.n_inputs, 2);
	assert_string_equal(j.inputs[1], "x.jsonl");
	assert_int_equal(bt_journal_begin(&j, &facts, inputs, 2, false, true, NULL), HT_OK);
	for (int k = 0; k < 50; k++)
		assert_true(finds(&j, k));
	assert_false(finds(&j, 50));
	bt_journal_close(&j);
	ht_arena_free(arena);
}

/* A crash may leave any part of the last lines, or blocks of zeros. */
static void torn_anywhere(void **state)
{
	(void)state;
	write_run(4, false);
	FILE *f = fopen("journal.jsonl", "r");
	static char text[10000];
	size_t len = fread(text, 1, sizeof text, f);
	fclose(f);
	size_t head = strcspn(text, "\n") + 1;
	for (size_t cut = head; cut <= len; cut += 13) {
		for (int zeros = 0; zeros < 2; zeros++) {
			f = fopen("journal.jsonl", "w");
			assert_int_equal(fwrite(text, 1, cut, f), cut);
			for (int i = 0; zeros && i < 100; i++)
				fputc(0, f);
			fclose(f);
			ht_arena *arena = ht_arena_new();
			bt_journal j = fresh();
			assert_int_equal(bt_journal_load(&j, arena, &facts, true, false, NULL), HT_OK);
			size_t whole = 0;
			for (size_t i = head; i < cut; i++)
				whole += text[i] == '\n';
			assert_int_equal(j.n_index, whole);
			assert_int_equal(bt_journal_begin(&j, &facts, inputs, 2, false, true, NULL), HT_OK);
			for (int k = 0; k < 4; k++)
				assert_int_equal(finds(&j, k), (size_t)k < whole);
			add_records(&j, (int)whole, 4);
			bt_journal_close(&j);
			j = fresh();
			assert_int_equal(bt_journal_load(&j, arena, &facts, true, false, NULL), HT_OK);
			assert_int_equal(j.n_index, 4);
			bt_journal_close(&j);
			ht_arena_free(arena);
		}
	}
}

static void other_options(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	ht_diags *diags = ht_diags_new();
	bt_facts other = {.v = (bt_fact[]){facts.v[0], {"--to", "odt"}}, .n = 2};
	write_run(2, true);
	bt_journal j = fresh();
	assert_int_equal(bt_journal_load(&j, arena, &other, true, false, diags), HT_ERR_INPUT);
	ht_buf text = {0};
	assert_true(ht_diags_format(diags, HT_LEVEL_ERROR, &text));
	assert_non_null(strstr(text.data, "--to (pdf, now odt)"));
	bt_journal_close(&j);
	/* --incremental does not mind: keys tell what is to be made again */
	j = fresh();
	assert_int_equal(bt_journal_load(&j, arena, &other, false, false, NULL), HT_OK);
	assert_int_equal(j.n_index, 2);
	bt_journal_close(&j);
	ht_buf_free(&text);
	ht_diags_free(diags);
	ht_arena_free(arena);
}

/* At the end there is one line a record, whichever run it is of. */
static void old_lines_go(void **state)
{
	(void)state;
	ht_arena *arena = ht_arena_new();
	write_run(10, true);
	bt_journal j = fresh();
	assert_int_equal(bt_journal_load(&j, arena, &facts, false, false, NULL), HT_OK);
	assert_int_equal(bt_journal_begin(&j, &facts, inputs, 2, true, false, NULL), HT_OK);
	bt_item item = item_of(4);
	bt_entry e;
	uint64_t offset;
	bool in_batch;
	assert_true(bt_journal_find(&j, arena, &item, &e, &offset, &in_batch));
	assert_false(in_batch);
	assert_true(bt_journal_keep(&j, offset));
	bt_item_free(&item);
	add_records(&j, 5, 7);
	assert_int_equal(bt_journal_finish(&j), 0);
	bt_journal_close(&j);
	j = fresh();
	assert_int_equal(bt_journal_load(&j, arena, &facts, true, false, NULL), HT_OK);
	assert_int_equal(j.n_index, 3);
	assert_int_equal(bt_journal_begin(&j, &facts, inputs, 2, false, true, NULL), HT_OK);
	for (int k = 0; k < 10; k++)
		assert_int_equal(finds(&j, k), k >= 4 && k < 7);
	bt_journal_close(&j);
	ht_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(found_again),
	    cmocka_unit_test(torn_anywhere),
	    cmocka_unit_test(other_options),
	    cmocka_unit_test(old_lines_go),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
