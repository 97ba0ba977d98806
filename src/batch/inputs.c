/* The command's arguments as records, by a stack of sources.
 *
 * A source gives one record at a time and keeps no more than it needs for the
 * next one: a folder its sorted names, JSON lines a buffer for one line, a list
 * of files its current line. So memory does not grow with the number of
 * records, apart from a hash of each name. */
#include "base/messages.h"
#include "batch/messages.h"
#include "source.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_PATH_BYTES 65536 /* of a list */

typedef struct arg_source {
	bt_source base;
	const char *const *v;
	size_t n, i;
	bool typed;   /* by a person, so that @ and patterns have a meaning */
	glob_t found; /* of a pattern; v points into it */
	bool has_found;
} arg_source;

typedef struct list_source {
	bt_source base;
	bt_stream stream;
	char *name;
	char end; /* of a path: '\n' or NUL */
	bool any; /* it gave a path */
	bool sniffed;
} list_source;

static bt_step expand(bt_inputs *in, const char *path, bool typed, bt_item *item);

/* ---- arguments and patterns ---- */

static bt_step next_arg(bt_inputs *in, bt_source *self, bt_item *item)
{
	arg_source *s = (arg_source *)self;
	return s->i < s->n ? expand(in, s->v[s->i++], s->typed, item) : BT_STEP_DONE;
}

static void free_args(bt_source *self)
{
	arg_source *s = (arg_source *)self;
	if (s->has_found)
		globfree(&s->found);
	free(s);
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A pattern that no shell has expanded. Sorted here, since glob() sorts by the
 * locale. */
static bt_step push_pattern(bt_inputs *in, const char *pattern, bt_item *item)
{
	glob_t found = {0};
	int failed = glob(pattern, GLOB_NOSORT, NULL, &found);
	if (failed) {
		globfree(&found);
		if (failed == GLOB_NOSPACE)
			return BT_STEP_NOMEM;
		return bt_source_fault(in, pattern, 0, HT_D_BATCH_NO_MATCH, NULL, item);
	}
	qsort(found.gl_pathv, found.gl_pathc, sizeof *found.gl_pathv, compare_paths);
	arg_source *s = bt_source_push(in, sizeof *s, next_arg, free_args);
	if (!s) {
		globfree(&found);
		return BT_STEP_NOMEM;
	}
	s->found = found;
	s->has_found = true;
	s->v = (const char *const *)found.gl_pathv;
	s->n = found.gl_pathc;
	return BT_STEP_AGAIN;
}

/* ---- lists of files ---- */

static void free_list(bt_source *self)
{
	list_source *s = (list_source *)self;
	bt_stream_close(&s->stream);
	free(s->name);
	free(s);
}

/* A list with a NUL in its first block has its paths separated by NUL. */
static bt_got sniff_list(bt_inputs *in, list_source *s)
{
	if (s->sniffed)
		return BT_GOT_LINE;
	bt_got got = s->stream.len ? BT_GOT_LINE : bt_stream_fill(&s->stream, in->block);
	if (got == BT_GOT_LINE || got == BT_GOT_END) {
		s->end = s->stream.len && memchr(s->stream.data, '\0', s->stream.len) ? '\0' : '\n';
		s->sniffed = true;
		got = BT_GOT_LINE;
	}
	return got;
}

static bt_step next_listed(bt_inputs *in, bt_source *self, bt_item *item)
{
	list_source *s = (list_source *)self;
	const char *line = NULL;
	size_t len = 0;
	bt_got got = sniff_list(in, s);
	while (got == BT_GOT_LINE && !len) {
		got = bt_stream_line(&s->stream, s->end, MAX_PATH_BYTES, in->block, &line, &len);
		if (got == BT_GOT_LINE && len && s->end == '\n' && line[len - 1] == '\r')
			len--;
	}
	in->wait_fd = s->stream.fd;
	if (got == BT_GOT_WAIT)
		return BT_STEP_WAIT;
	if (got == BT_GOT_OVERLONG)
		return bt_source_fault(in, s->name, 0, HT_D_IN_READ, strerror(ENAMETOOLONG), item);
	if (got == BT_GOT_ERROR) {
		s->stream.ended = true;
		return bt_source_fault(in, s->name, 0, HT_D_IN_READ, strerror(s->stream.error), item);
	}
	if (got == BT_GOT_END && !s->any) {
		s->any = true;
		return bt_source_fault(in, s->name, 0, HT_D_BATCH_EMPTY_LIST, NULL, item);
	}
	if (got != BT_GOT_LINE)
		return got == BT_GOT_END ? BT_STEP_DONE : BT_STEP_NOMEM;
	s->any = true;
	char *path = strndup(line, len);
	bt_step step = path ? expand(in, path, false, item) : BT_STEP_NOMEM;
	free(path);
	return step;
}

static bt_step push_list(bt_inputs *in, const char *name, bt_item *item)
{
	bt_stream stream;
	if (in->measuring && strcmp(name, "-") == 0)
		return BT_STEP_WAIT;
	if (!bt_stream_open(&stream, name))
		return bt_source_fault(in, name, 0, HT_D_IN_OPEN, strerror(errno), item);
	list_source *s = bt_source_push(in, sizeof *s, next_listed, free_list);
	if (!s) {
		bt_stream_close(&stream);
		return BT_STEP_NOMEM;
	}
	s->stream = stream;
	s->name = strdup(name);
	return s->name ? BT_STEP_AGAIN : BT_STEP_NOMEM;
}

/* ---- the stack ---- */

/* What a path holds: an item, or a source that is pushed. */
static bt_step expand(bt_inputs *in, const char *path, bool typed, bt_item *item)
{
	struct stat st;
	if (strcmp(path, "-") == 0 && typed)
		return bt_push_stdin(in, item);
	if (path[0] == '@' && path[1] && typed)
		return push_list(in, path + 1, item);
	if (stat(path, &st) != 0) {
		if (typed && strpbrk(path, "*?["))
			return push_pattern(in, path, item);
		return bt_source_file(in, path, 0, item);
	}
	if (S_ISDIR(st.st_mode))
		return bt_push_folder(in, path);
	if (bt_is_lines(path) && !in->measuring)
		return bt_push_lines(in, path, item);
	return bt_source_file(in, path, (uint64_t)st.st_size, item);
}

bt_inputs *bt_inputs_open(const char *const *args, size_t n, const char *report, ht_diags *diags)
{
	bt_inputs *in = calloc(1, sizeof *in);
	arg_source *s = in ? bt_source_push(in, sizeof *s, next_arg, free_args) : NULL;
	if (!s) {
		free(in);
		return NULL;
	}
	s->v = args;
	s->n = n;
	s->typed = true;
	in->diags = diags;
	struct stat st;
	in->has_report = report && stat(report, &st) == 0;
	if (in->has_report) {
		in->report_dev = st.st_dev;
		in->report_ino = st.st_ino;
	}
	return in;
}

void bt_inputs_close(bt_inputs *in)
{
	if (!in)
		return;
	while (in->top)
		bt_source_pop(in);
	bt_set_free(&in->named);
	free(in);
}

bt_next bt_inputs_next(bt_inputs *in, bool block, bt_item *ret)
{
	in->block = block;
	while (in->top) {
		bt_item item = {0};
		bt_step step = in->top->next(in, in->top, &item);
		if (step == BT_STEP_ITEM) {
			*ret = item;
			return BT_ITEM;
		}
		bt_item_free(&item);
		if (step == BT_STEP_WAIT)
			return BT_WAIT;
		if (step == BT_STEP_NOMEM)
			return BT_NOMEM;
		if (step == BT_STEP_DONE)
			bt_source_pop(in);
	}
	return BT_END;
}

void bt_inputs_shard(bt_inputs *in, ht_batch_shard shard)
{
	in->shard = shard;
}

size_t bt_inputs_records(const bt_inputs *in, uint64_t *digest)
{
	*digest = in->digest;
	return in->number;
}

void bt_inputs_stream(bt_inputs *in)
{
	in->stream = true;
}

size_t bt_inputs_skipped(const bt_inputs *in)
{
	return in->n_skipped;
}

int bt_inputs_fd(const bt_inputs *in)
{
	return in->wait_fd;
}

bool bt_inputs_measure(const char *const *args, size_t n, const char *report, size_t *records, uint64_t *bytes)
{
	bt_inputs *in = bt_inputs_open(args, n, report, NULL);
	if (!in)
		return false;
	in->measuring = true;
	*records = 0;
	*bytes = 0;
	bool lines = false;
	bt_item item;
	bt_next next;
	while ((next = bt_inputs_next(in, false, &item)) == BT_ITEM) {
		lines |= bt_is_lines(item.input);
		*bytes += item.weight;
		++*records;
		bt_item_free(&item);
	}
	bt_inputs_close(in);
	if (lines)
		*records = 0;
	return next == BT_END;
}
