/* What batches of other inputs left in the folder: a document of theirs that this one replaces is lost, and in no
 * report any more. A batch of the same inputs is made again, which is no loss. */
#include <string.h>

#include "entry.h"
#include "job.h"
#include "stream.h"

void bt_earlier_free(bt_earlier *earlier)
{
	bt_set_free(&earlier->files);
	bt_set_free(&earlier->of_input);
}

static uint64_t file_key(const char *file)
{
	return bt_hash64(0, file, strlen(file));
}

static uint64_t input_key(const char *file, const char *input)
{
	return bt_hash64(file_key(file), input, strlen(input) + 1);
}

static bool add_record(bt_earlier *earlier, ht_arena *arena, const char *line, size_t len)
{
	bt_entry e;
	bool ok = true;
	if (!bt_entry_parse(arena, line, len, &e))
		return true; /* the journal's own reader says so */
	for (size_t i = 0; i < e.known.n_outputs && ok; i++) {
		const char *file = e.known.outputs[i].file;
		ok = bt_set_add(&earlier->files, file_key(file)) &&
		     bt_set_add(&earlier->of_input, input_key(file, e.input));
	}
	return ok;
}

bool bt_earlier_read(bt_earlier *earlier, const char *journal, const char *const *inputs, size_t n)
{
	bt_stream s;
	const char *line;
	size_t len;
	uint64_t id;
	bt_line_kind kind;
	bool is_other = false, ok = true;
	if (!bt_stream_open(&s, journal))
		return true;
	while (ok && bt_stream_line(&s, '\n', BT_LINE_MOST, true, &line, &len) == BT_GOT_LINE) {
		bt_head head;
		if (!bt_line_classify(line, len, &kind, &id) || (kind == BT_LINE_RECORD && !is_other))
			continue;
		ht_arena *arena = ht_arena_new();
		if (!arena)
			ok = false;
		else if (kind == BT_LINE_RECORD)
			ok = add_record(earlier, arena, line, len);
		else if (kind == BT_LINE_HEAD && bt_head_parse(arena, line, len, &head))
			is_other = !bt_head_is_of(&head, inputs, n);
		ht_arena_free(arena);
	}
	bt_stream_close(&s);
	return ok;
}

bool bt_earlier_is_of_another(const bt_earlier *earlier, const char *file, const char *input)
{
	return bt_set_has(&earlier->files, file_key(file)) && !bt_set_has(&earlier->of_input, input_key(file, input));
}
