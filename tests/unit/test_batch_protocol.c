/* What parent and workers say to each other, whole and damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bt.h"

static bt_reply example(void)
{
	static bt_output outputs[] = {
	    {.temp = "d/.x.tmp",
	     .stem = "题",
	     .tail = "-2.pdf",
	     .file = "",
	     .size = 1u << 20,
	     .pages = 3,
	     .hash = {{1, 2}}},
	    {.temp = "d/.y.tmp", .stem = "", .tail = ".odt", .file = "", .size = 0},
	};
	static bt_read reads[] = {{"seal.png", {{9}}}};
	static ht_message messages[] = {{.level = HT_LEVEL_WARNING, .text = "a.md:1: 警告"},
	                                {.level = HT_LEVEL_ERROR,
	                                 .code = "R1",
	                                 .clause = "7.2",
	                                 .loc = {"a.md", 3, 4},
	                                 .text = "",
	                                 .args = {"甲", "2"}}};
	return (bt_reply){.index = 5000000000u,
	                  .state = HT_BATCH_DONE,
	                  .error = 28,
	                  .ms = 12,
	                  .wants_replacement = true,
	                  .key = {{7}},
	                  .folder = "d/",
	                  .outputs = outputs,
	                  .n_outputs = 2,
	                  .reads = reads,
	                  .n_reads = 1,
	                  .messages = messages,
	                  .n_messages = 2};
}

static const char *inside(const ht_buf *buf, size_t *len)
{
	size_t pos = 0;
	bool broken = false;
	const char *frame = bt_frame(buf, &pos, len, &broken);
	assert_non_null(frame);
	assert_false(broken);
	assert_int_equal(pos, buf->len);
	return frame;
}

static void replies(void **state)
{
	(void)state;
	ht_buf buf = {0};
	ht_arena *arena = ht_arena_new();
	const bt_reply want = example();
	bt_reply got;
	size_t len;
	assert_true(bt_put_reply(&buf, &want));
	const char *frame = inside(&buf, &len);
	assert_true(bt_get_reply(arena, frame, len, &got, NULL));
	assert_int_equal(got.index, want.index);
	assert_int_equal(got.error, 28);
	assert_true(got.wants_replacement);
	assert_int_equal(got.n_outputs, 2);
	assert_string_equal(got.outputs[0].stem, "题");
	assert_string_equal(got.outputs[1].tail, ".odt");
	assert_int_equal(got.outputs[0].size, 1u << 20);
	assert_memory_equal(got.outputs[0].hash.v, want.outputs[0].hash.v, BT_HASH);
	assert_string_equal(got.reads[0].path, "seal.png");
	assert_int_equal(got.n_messages, 2);
	assert_int_equal(got.messages[1].level, HT_LEVEL_ERROR);
	assert_string_equal(got.messages[0].text, "a.md:1: 警告");
	assert_null(got.messages[0].code);
	assert_string_equal(got.messages[1].clause, "7.2");
	assert_int_equal(got.messages[1].loc.col, 4);
	assert_string_equal(got.messages[1].args[1], "2");
	assert_null(got.messages[1].args[2]);
	ht_arena_free(arena);
	ht_buf_free(&buf);
}

static void requests(void **state)
{
	(void)state;
	char input[] = "d/a.jsonl", data[] = "{\"a\": \"\\u0000\"}";
	const bt_item items[] = {
	    {.index = 3, .input = input, .line = 70000, .format = HT_FORMAT_JSONL, .data = data, .len = 7},
	    {.index = 4, .input = input, .data = NULL},
	};
	bt_output output = {.file = "a.pdf", .size = 5};
	const bt_known known = {.key = {{4}}, .folder = "out/", .outputs = &output, .n_outputs = 1};
	for (size_t i = 0; i < 2; i++) {
		ht_buf buf = {0};
		ht_arena *arena = ht_arena_new();
		bt_item got;
		bt_known got_known;
		bool has_known;
		size_t len;
		assert_true(bt_put_request(&buf, &items[i], i ? &known : NULL));
		char *frame = buf.data + (inside(&buf, &len) - buf.data);
		assert_true(bt_get_request(arena, frame, len, &got, &got_known, &has_known));
		assert_int_equal(got.index, items[i].index);
		assert_int_equal(got.line, items[i].line);
		assert_string_equal(got.input, input);
		assert_int_equal(got.data != NULL, i == 0);
		assert_int_equal(has_known, i == 1);
		if (got.data)
			assert_memory_equal(got.data, data, 7);
		if (has_known)
			assert_string_equal(got_known.outputs[0].file, "a.pdf");
		ht_arena_free(arena);
		ht_buf_free(&buf);
	}
}

/* Frames cut short at each length, and with each byte changed, are refused or
 * read as something else; never is a byte outside of them touched. */
static void damaged(void **state)
{
	(void)state;
	ht_buf buf = {0};
	const bt_reply want = example();
	assert_true(bt_put_reply(&buf, &want));
	size_t len;
	const char *whole = inside(&buf, &len);
	for (size_t i = 0; i < len; i++)
		for (int k = 0; k < 3; k++) {
			static const unsigned char flips[] = {0, 0x80, 0xFF};
			size_t size = k ? len : i;
			char *copy = malloc(size ? size : 1); /* its own block: the sanitizer watches its ends */
			memcpy(copy, whole, size);
			if (k)
				copy[i] = (char)(copy[i] ^ flips[k]);
			ht_arena *arena = ht_arena_new();
			bt_reply got = {.index = 1};
			bool ok = bt_get_reply(arena, copy, size, &got, NULL);
			assert_true(k || !ok);
			if (!ok)
				assert_int_equal(got.index, 1);
			ht_arena_free(arena);
			free(copy);
		}
	ht_buf_free(&buf);
}

static void frames(void **state)
{
	(void)state;
	ht_buf buf = {0}, two = {0};
	const bt_reply reply = example();
	assert_true(bt_put_reply(&buf, &reply) && bt_put_reply(&buf, &reply));
	size_t pos, len;
	bool broken = false;
	for (size_t n = 0; n <= buf.len; n++) {
		two.len = 0;
		ht_buf_add(&two, buf.data, n);
		int found = 0;
		for (pos = 0; bt_frame(&two, &pos, &len, &broken);)
			found++;
		assert_int_equal(found, n == buf.len ? 2 : n >= buf.len / 2 ? 1 : 0);
		assert_false(broken);
	}
	memset(two.data, 0xFF, 4);
	pos = 0;
	assert_null(bt_frame(&two, &pos, &len, &broken));
	assert_true(broken);
	ht_buf_free(&buf);
	ht_buf_free(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(replies),
	    cmocka_unit_test(requests),
	    cmocka_unit_test(damaged),
	    cmocka_unit_test(frames),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
