/* What a worker and its parent send each other: the parent must outlive whatever a worker writes. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "bt.h"

static void get_reply(const char *payload, size_t len)
{
	ht_arena *arena = ht_arena_new();
	bt_reply reply;
	if (bt_get_reply(arena, payload, len, &reply, NULL)) {
		ht_buf again = {0};
		bt_put_reply(&again, &reply);
		ht_buf_free(&again);
	}
	ht_arena_free(arena);
}

static void get_request(char *payload, size_t len)
{
	ht_arena *arena = ht_arena_new();
	bt_item item;
	bt_known known;
	bool has_known = false;
	if (bt_get_request(arena, payload, len, &item, &known, &has_known)) {
		ht_buf again = {0};
		bt_put_request(&again, &item, has_known ? &known : NULL);
		ht_buf_free(&again);
	}
	ht_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_buf buf = {0};
	size_t pos = 0, len;
	bool broken = false;
	const char *payload;
	ht_buf_add(&buf, data, size);
	while (!broken && (payload = bt_frame(&buf, &pos, &len, &broken))) {
		char *copy = fuzz_copy((const uint8_t *)payload, len);
		get_reply(copy, len);
		get_request(copy, len);
		free(copy);
	}
	ht_buf_free(&buf);
	return 0;
}
