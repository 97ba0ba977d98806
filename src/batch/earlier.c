/* DIR/.hongtou/earlier: who made the documents that batches of other inputs left in the folder. One that is replaced is
 * lost, and in no report any more; so the batch that does it says so. What is made again of the same inputs, or with
 * the same bytes, is no loss.
 *
 * A journal knows its own batch only. So before it is begun anew what it has of other inputs is written here: a line
 * for each document, of hashes in hexadecimal digits. Inputs count by their whole paths, wherever the program is
 * started and however they are typed. Nobody knows whether standard input is the same one. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/infile.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "base/str.h"
#include "entry.h"
#include "job.h"
#include "stream.h"

#define NOBODY  0 /* as an input or a batch: it is nobody's but its own */
#define LINE    "%016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %016" PRIx64 "\n"
#define LINE_IN "%16" SCNx64 " %16" SCNx64 " %16" SCNx64 " %16" SCNx64

void bt_earlier_free(bt_earlier *earlier)
{
	free(earlier->v);
	*earlier = (bt_earlier){0};
}

/* ---- what is compared ---- */

static uint64_t file_key(const char *file)
{
	return bt_hash64(0, file, strlen(file));
}

/* The first bytes of a document's checksum. */
static uint64_t bytes_key(const bt_output *o)
{
	uint64_t key;
	memcpy(&key, o->hash.v, sizeof key);
	return key;
}

/* Add the path's names after key, without those that lead nowhere. */
static uint64_t add_names(uint64_t key, const char *path)
{
	while (*path) {
		const size_t len = strcspn(path, "/");
		if (len && !(len == 1 && *path == '.')) {
			key = bt_hash64(key, "/", 1);
			key = bt_hash64(key, path, len);
		}
		path += len + (path[len] == '/');
	}
	return key;
}

/* An input, or a list of inputs (@FILE), which was named in the folder. */
static uint64_t input_key(const char *folder, const char *input)
{
	const bool list = *input == '@';
	const char *path = input + list;
	if (strcmp(path, "-") == 0)
		return NOBODY;
	const uint64_t key = list ? bt_hash64(0, "@", 1) : 0;
	return add_names(*path == '/' ? key : add_names(key, folder), path);
}

static uint64_t batch_key(const char *folder, const char *const *inputs, size_t n)
{
	uint64_t key = 0;
	for (size_t i = 0; i < n; i++) {
		const uint64_t input = input_key(folder, inputs[i]);
		if (input == NOBODY)
			return NOBODY;
		key = bt_hash64(key, &input, sizeof input);
	}
	return key;
}

bool bt_head_is_of(const bt_head *head, const char *folder, const char *const *inputs, size_t n)
{
	bool same = head->n_inputs == n;
	for (size_t i = 0; same && i < n; i++)
		same = input_key(head->folder, head->inputs[i]) == input_key(folder, inputs[i]);
	return same;
}

/* ---- reading ---- */

static int compare_makers(const void *pa, const void *pb)
{
	const bt_maker *a = pa, *b = pb;
	if (a->file != b->file)
		return a->file > b->file ? 1 : -1;
	return (a->place > b->place) - (a->place < b->place);
}

static bool add(bt_earlier *earlier, bt_maker maker)
{
	bt_maker *m = HT_HEAP_PUSH(earlier->v, earlier->n, earlier->cap);
	if (!m)
		return false;
	*m = maker;
	m->place = earlier->n;
	return true;
}

/* In the order of the files, and of each file who made it last. */
static void settle(bt_earlier *earlier)
{
	size_t n = 0;
	if (earlier->n)
		qsort(earlier->v, earlier->n, sizeof *earlier->v, compare_makers);
	for (size_t i = 0; i < earlier->n; i++) {
		if (n && earlier->v[n - 1].file == earlier->v[i].file)
			n--;
		earlier->v[n++] = earlier->v[i];
	}
	earlier->n = n;
}

/* What was written here before. A line that cannot be read says nothing. */
static bool read_kept(bt_earlier *earlier, const char *path)
{
	bt_stream s;
	const char *line;
	size_t len;
	bool ok = true;
	if (!bt_stream_open(&s, path))
		return true;
	while (ok && bt_stream_line(&s, '\n', BT_LINE_MOST, true, &line, &len) == BT_GOT_LINE) {
		char text[80];
		bt_maker m = {0};
		snprintf(text, sizeof text, "%.*s", (int)(len < sizeof text ? len : 0), line);
		if (sscanf(text, LINE_IN, &m.file, &m.input, &m.batch, &m.bytes) == 4)
			ok = add(earlier, m);
	}
	bt_stream_close(&s);
	return ok;
}

static bool add_record(bt_earlier *earlier, const bt_head *head, uint64_t batch, const char *line, size_t len)
{
	bt_entry e;
	ht_arena *arena = ht_arena_new();
	bool ok = arena != NULL;
	if (ok && bt_entry_parse(arena, line, len, &e)) /* else the journal's own reader says so */
		for (size_t i = 0; i < e.known.n_outputs && ok; i++) {
			const bt_output *o = &e.known.outputs[i];
			ok = add(earlier, (bt_maker){.file = file_key(o->file),
			                             .input = input_key(head->folder, e.input),
			                             .batch = batch,
			                             .bytes = bytes_key(o)});
		}
	ht_arena_free(arena);
	return ok;
}

/* What the journal has of other batches than this one; and of this one, too, if what others made may be replaced by it
 * already. */
static bool read_journal(bt_earlier *earlier, const char *path, ht_arena *arena)
{
	bt_stream s;
	const char *line;
	size_t len;
	uint64_t id, batch = earlier->batch;
	bt_line_kind kind;
	bt_head head = {0};
	const bool mixed = earlier->n > 0;
	bool ok = true, wanted = false;
	if (!bt_stream_open(&s, path))
		return true;
	while (ok && bt_stream_line(&s, '\n', BT_LINE_MOST, true, &line, &len) == BT_GOT_LINE) {
		if (!bt_line_classify(line, len, &kind, &id))
			continue;
		if (kind == BT_LINE_HEAD && bt_head_parse(arena, line, len, &head)) {
			batch = batch_key(head.folder, head.inputs, head.n_inputs);
			wanted = mixed || batch == NOBODY || batch != earlier->batch;
		} else if (kind == BT_LINE_RECORD && wanted) {
			ok = add_record(earlier, &head, batch, line, len);
		}
	}
	bt_stream_close(&s);
	return ok;
}

/* ---- all ---- */

static ht_status keep(const bt_earlier *earlier, const char *path, ht_diags *diags)
{
	ht_buf text = {0};
	for (size_t i = 0; i < earlier->n; i++) {
		const bt_maker *m = &earlier->v[i];
		ht_buf_addf(&text, LINE, m->file, m->input, m->batch, m->bytes);
	}
	ht_status status = HT_ERR_NOMEM;
	if (!text.failed)
		status = ht_outfile_put_as(path, text.data, text.len, true, diags);
	ht_buf_free(&text);
	return status;
}

/* What is known of the folder .hongtou/, and (journal not NULL) what the journal has of others. *kept: lines of the
 * first */
static bool read_all(bt_earlier *earlier, ht_arena *arena, const char *path, const char *journal,
                     const char *const *inputs, size_t n, size_t *kept)
{
	char folder[4096];
	earlier->folder = ht_arena_strdup(arena, getcwd(folder, sizeof folder) ? folder : "");
	if (!path || !earlier->folder)
		return false;
	earlier->batch = batch_key(earlier->folder, inputs, n);
	bool ok = read_kept(earlier, path);
	*kept = earlier->n;
	return ok && (!journal || read_journal(earlier, journal, arena));
}

ht_status bt_earlier_open(bt_earlier *earlier, const bt_job *job, const char *const *inputs, size_t n, bool resume,
                          ht_diags *diags)
{
	size_t kept;
	const char *path = ht_arena_printf(job->arena, "%searlier", job->folder);
	if (!read_all(earlier, job->arena, path, resume ? NULL : job->journal.path, inputs, n, &kept))
		return HT_ERR_NOMEM;
	const bool more = earlier->n > kept;
	settle(earlier);
	return more ? keep(earlier, path, diags) : HT_OK;
}

bool bt_earlier_look(bt_earlier *earlier, ht_arena *arena, const char *dir, const char *const *inputs, size_t n)
{
	size_t kept;
	const char *path = ht_arena_printf(arena, "%s/.hongtou/earlier", dir);
	const char *journal = ht_arena_printf(arena, "%s/.hongtou/journal.jsonl", dir);
	if (!journal || !read_all(earlier, arena, path, journal, inputs, n, &kept))
		return false;
	settle(earlier);
	return true;
}

bool bt_earlier_loses(const bt_earlier *earlier, const bt_output *o, const char *input)
{
	const bt_maker wanted = {.file = file_key(o->file)};
	size_t low = 0, high = earlier->n;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (earlier->v[middle].file < wanted.file)
			low = middle + 1;
		else
			high = middle;
	}
	const bt_maker *m = low < earlier->n && earlier->v[low].file == wanted.file ? &earlier->v[low] : NULL;
	if (!m || m->bytes == bytes_key(o))
		return false;
	const bool same_batch = m->batch != NOBODY && m->batch == earlier->batch;
	return !same_batch && (m->input == NOBODY || m->input != input_key(earlier->folder, input));
}
