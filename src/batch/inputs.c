/* What the command names, made into records: a stack of sources.
 *
 * A source hands out one record at a time and keeps no more than it needs for
 * the next one: a folder its sorted names, JSON lines a buffer for one line, a
 * list of files the line it is at. So the memory does not depend on how many
 * records there are. */
#include "base/messages.h"
#include "batch/messages.h"
#include "source.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct arg_source {
	bt_source base;
	const char *const *v;
	size_t n, i;
	bool typed;
	glob_t found; /* of a pattern; v points into it */
	bool has_found;
} arg_source;

typedef struct list_source {
	bt_source base;
	bt_stream stream;
	char *name;
	char end; /* '\n', or NUL where the list has one */
	bool any, sniffed;
} list_source;

void bt_item_free(bt_item *item)
{
	free(item->input);
	free(item->data);
	free(item->fault);
	*item = (bt_item){0};
}

uint64_t bt_item_place(const char *input, int nth, int line)
{
	return bt_mix(bt_mix((uint64_t)nth << 32 | (uint32_t)line, "", 0), input, strlen(input));
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

bt_step bt_fault(bt_inputs *in, const char *input, int line, ht_code code, const char *arg, bt_item *item)
{
	*item = (bt_item){.index = ++in->index, .line = line, .input = strdup(input)};
	item->fault = bt_line(code, input, line, arg, NULL);
	item->nth = bt_count_name(in, input);
	return item->input && item->fault && item->nth >= 0 ? BT_STEP_ITEM : BT_STEP_NOMEM;
}

int bt_count_name(bt_inputs *in, const char *path)
{
	int nth = 0;
	while (bt_set_has(&in->places, bt_item_place(path, nth, 0)))
		nth++;
	return bt_set_add(&in->places, bt_item_place(path, nth, 0)) ? nth : -1;
}

bt_step bt_file_item(bt_inputs *in, const char *path, uint64_t weight, bt_item *item)
{
	*item = (bt_item){.index = ++in->index, .input = strdup(path), .weight = weight};
	item->nth = bt_count_name(in, path);
	return item->input && item->nth >= 0 ? BT_STEP_ITEM : BT_STEP_NOMEM;
}

/* ---- arguments and patterns ---- */

static bt_step next_arg(bt_inputs *in, bt_source *self, bt_item *item)
{
	arg_source *s = (arg_source *)self;
	return s->i < s->n ? bt_expand(in, s->v[s->i++], s->typed, item) : BT_STEP_DONE;
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

/* A pattern that no shell expanded. glob() would sort by the locale. */
static bt_step push_pattern(bt_inputs *in, const char *pattern, bt_item *item)
{
	glob_t found = {0};
	int failed = glob(pattern, GLOB_NOSORT, NULL, &found);
	if (failed) {
		globfree(&found);
		return failed == GLOB_NOSPACE ? BT_STEP_NOMEM
		                              : bt_fault(in, pattern, 0, HT_D_BATCH_NO_MATCH, NULL, item);
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

/* A list with a NUL in its first bytes has NUL between its paths. */
static bt_got sniff_list(bt_inputs *in, list_source *s)
{
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
	bt_got got = s->sniffed ? BT_GOT_LINE : sniff_list(in, s);
	while (got == BT_GOT_LINE && !len) {
		got = bt_stream_line(&s->stream, s->end, 65536, in->block, &line, &len);
		if (got == BT_GOT_LINE && len && s->end == '\n' && line[len - 1] == '\r')
			len--;
	}
	in->wait_fd = s->stream.fd;
	if (got == BT_GOT_WAIT)
		return BT_STEP_WAIT;
	if (got == BT_GOT_ERROR)
		s->stream.ended = true;
	if (got == BT_GOT_ERROR || got == BT_GOT_OVERLONG)
		return bt_fault(in, s->name, 0, HT_D_IN_READ,
		                strerror(got == BT_GOT_ERROR ? s->stream.error : ENAMETOOLONG), item);
	if (got == BT_GOT_END && !s->any) {
		s->any = true;
		return bt_fault(in, s->name, 0, HT_D_BATCH_EMPTY_LIST, NULL, item);
	}
	if (got != BT_GOT_LINE)
		return got == BT_GOT_END ? BT_STEP_DONE : BT_STEP_NOMEM;
	s->any = true;
	char *path = strndup(line, len);
	bt_step step = path ? bt_expand(in, path, false, item) : BT_STEP_NOMEM;
	free(path);
	return step;
}

static bt_step push_list(bt_inputs *in, const char *name, bt_item *item)
{
	bt_stream stream;
	if (in->measuring && strcmp(name, "-") == 0)
		return BT_STEP_WAIT;
	if (!bt_stream_open(&stream, name))
		return bt_fault(in, name, 0, HT_D_IN_OPEN, strerror(errno), item);
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

bt_step bt_expand(bt_inputs *in, const char *path, bool typed, bt_item *item)
{
	struct stat st;
	if (strcmp(path, "-") == 0 && typed)
		return bt_push_stdin(in, item);
	if (path[0] == '@' && path[1] && typed)
		return push_list(in, path + 1, item);
	if (stat(path, &st) != 0)
		return typed && strpbrk(path, "*?[") ? push_pattern(in, path, item) : bt_file_item(in, path, 0, item);
	if (S_ISDIR(st.st_mode))
		return bt_push_folder(in, path);
	if (bt_is_lines(path) && !in->measuring)
		return bt_push_lines(in, path, item);
	return bt_file_item(in, path, (uint64_t)st.st_size, item);
}

bt_inputs *bt_inputs_open(const char *const *args, size_t n, const char *report)
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
	struct stat st;
	in->has_report = report && stat(report, &st) == 0;
	if (in->has_report) {
		in->report_dev = st.st_dev;
		in->report_ino = st.st_ino;
	}
	return in;
}

static void pop(bt_inputs *in)
{
	bt_source *s = in->top;
	in->top = s->below;
	s->free(s);
}

void bt_inputs_close(bt_inputs *in)
{
	if (!in)
		return;
	while (in->top)
		pop(in);
	bt_set_free(&in->places);
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
		if (step == BT_STEP_WAIT || step == BT_STEP_NOMEM)
			return step == BT_STEP_WAIT ? BT_WAIT : BT_NOMEM;
		if (step == BT_STEP_DONE)
			pop(in);
	}
	return BT_END;
}

int bt_inputs_fd(const bt_inputs *in)
{
	return in->wait_fd;
}

bool bt_inputs_measure(const char *const *args, size_t n, const char *report, size_t *records, uint64_t *bytes)
{
	bt_inputs *in = bt_inputs_open(args, n, report);
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
