/* The stack of sources, and the items they give. */
#include "source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bt_item_free(bt_item *item)
{
	free(item->input);
	free(item->data);
	bt_fault_free(item->fault);
	*item = (bt_item){0};
}

uint64_t bt_item_id(const char *input, int nth, int line)
{
	return bt_hash64(bt_hash64((uint64_t)nth << 32 | (uint32_t)line, "", 0), input, strlen(input));
}

void bt_shard_name(ht_batch_shard shard, char ret[32])
{
	*ret = '\0';
	if (shard.of)
		snprintf(ret, 32, "%" PRIu32 "/%" PRIu32, shard.number, shard.of);
}

void *bt_source_push(bt_inputs *in, size_t size, bt_step (*next)(bt_inputs *, bt_source *, bt_item *),
                     void (*release)(bt_source *))
{
	bt_source *s = calloc(1, size);
	if (!s)
		return NULL;
	*s = (bt_source){.below = in->top, .next = next, .free = release};
	in->top = s;
	return s;
}

void bt_source_pop(bt_inputs *in)
{
	bt_source *s = in->top;
	in->top = s->below;
	s->free(s);
}

bool bt_source_found(bt_inputs *in, const void *what, size_t len, bt_item *item)
{
	in->number++;
	if (in->shard.of) {
		const uint64_t key = bt_hash64(0, what, len);
		in->digest = bt_hash64(in->digest, &key, sizeof key);
		if (key % in->shard.of != in->shard.number - 1)
			return false;
	}
	*item = (bt_item){.index = ++in->index, .number = in->number};
	return true;
}

bt_step bt_source_fault(bt_inputs *in, const char *input, int line, ht_code code, const char *arg, bt_item *item)
{
	if (!bt_source_found(in, input, strlen(input), item))
		return BT_STEP_AGAIN;
	item->line = line;
	item->input = strdup(input);
	item->fault = bt_fault_new(code, input, line, arg, NULL);
	item->nth = bt_source_count_name(in, input);
	return item->input && item->fault && item->nth >= 0 ? BT_STEP_ITEM : BT_STEP_NOMEM;
}

int bt_source_count_name(bt_inputs *in, const char *path)
{
	int *named = bt_set_count(&in->named, bt_item_id(path, 0, 0));
	return named ? (*named)++ : -1;
}

bt_step bt_source_file(bt_inputs *in, const char *path, uint64_t weight, bt_item *item)
{
	if (!bt_source_found(in, path, strlen(path), item))
		return BT_STEP_AGAIN;
	item->input = strdup(path);
	item->weight = weight;
	item->nth = bt_source_count_name(in, path);
	return item->input && item->nth >= 0 ? BT_STEP_ITEM : BT_STEP_NOMEM;
}
