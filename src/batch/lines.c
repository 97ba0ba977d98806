/* JSON lines, one record each, however long the file; and standard input,
 * which is JSON lines when its first line is a whole map and another follows. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "record/messages.h"
#include "source.h"

typedef struct line_source {
	bt_source base;
	bt_stream stream;
	char *name;
	int nth;
	int line; /* the last one read */
	bool any;
} line_source;

bool bt_is_lines(const char *path)
{
	const char *dot = strrchr(path, '.');
	return dot && (strcasecmp(dot, ".jsonl") == 0 || strcasecmp(dot, ".ndjson") == 0);
}

static void free_lines(bt_source *self)
{
	line_source *s = (line_source *)self;
	bt_stream_close(&s->stream);
	free(s->name);
	free(s);
}

/* NUL bytes, which a crash may leave in a file, are not blank: records may have been there. */
static bool is_blank(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] != ' ' && s[i] != '\t' && s[i] != '\r')
			return false;
	return true;
}

static bt_step line_item(bt_inputs *in, line_source *s, const char *line, size_t len, bt_item *item)
{
	s->any = true;
	if (!bt_source_found(in, line, len, item))
		return BT_STEP_AGAIN;
	item->input = strdup(s->name);
	item->line = s->line;
	item->nth = s->nth;
	item->format = HT_FORMAT_JSONL;
	item->data = malloc(len + 1);
	item->len = len;
	item->weight = len + 1;
	if (!item->input || !item->data)
		return BT_STEP_NOMEM;
	memcpy(item->data, line, len);
	item->data[len] = '\0';
	return BT_STEP_ITEM;
}

static bt_step line_fault(bt_inputs *in, line_source *s, ht_code code, const char *arg, bt_item *item)
{
	s->any = true;
	bt_step step = bt_source_fault(in, s->name, code == HT_D_BATCH_LONG_LINE ? s->line : 0, code, arg, item);
	item->nth = s->nth;
	return step;
}

static bt_step next_line(bt_inputs *in, line_source *s, bt_item *item)
{
	const char *line;
	size_t len;
	bt_got got;
	do {
		got = bt_stream_line(&s->stream, '\n', HT_EXPORT_MAX_INPUT, in->block, &line, &len);
		s->line += got == BT_GOT_LINE || got == BT_GOT_OVERLONG;
	} while (got == BT_GOT_LINE && is_blank(line, len));
	in->wait_fd = s->stream.fd;
	switch (got) {
	case BT_GOT_LINE:
		return line_item(in, s, line, len, item);
	case BT_GOT_OVERLONG:
		return line_fault(in, s, HT_D_BATCH_LONG_LINE, NULL, item);
	case BT_GOT_ERROR:
		s->stream.ended = true;
		return line_fault(in, s, HT_D_IN_READ, strerror(s->stream.error), item);
	case BT_GOT_END:
		return s->any ? BT_STEP_DONE : line_fault(in, s, HT_D_RECORD_EMPTY, NULL, item);
	case BT_GOT_WAIT:
		return BT_STEP_WAIT;
	default:
		return BT_STEP_NOMEM;
	}
}

/* All of standard input as one record. */
static bt_step next_whole_input(bt_inputs *in, line_source *s, bt_item *item)
{
	if (s->any)
		return BT_STEP_DONE;
	bt_got got = BT_GOT_LINE;
	while (got == BT_GOT_LINE && s->stream.len <= HT_EXPORT_MAX_INPUT)
		got = bt_stream_fill(&s->stream, in->block);
	in->wait_fd = s->stream.fd;
	if (got == BT_GOT_WAIT)
		return BT_STEP_WAIT;
	if (got == BT_GOT_NOMEM)
		return BT_STEP_NOMEM;
	if (got == BT_GOT_ERROR)
		return line_fault(in, s, HT_D_IN_READ, strerror(s->stream.error), item);
	if (got == BT_GOT_LINE)
		return line_fault(in, s, HT_D_IN_TOO_LARGE, "64", item);
	bt_step step = line_item(in, s, s->stream.data ? s->stream.data : "", s->stream.len, item);
	item->line = 0;
	item->format = HT_FORMAT_AUTO;
	return step;
}

static bt_step next_whole(bt_inputs *in, bt_source *self, bt_item *item)
{
	return next_whole_input(in, (line_source *)self, item);
}

static bt_step next_of_lines(bt_inputs *in, bt_source *self, bt_item *item)
{
	return next_line(in, (line_source *)self, item);
}

/* The first byte from p on that is not white space, or NULL. */
static const char *skip_space(const char *p, const char *end)
{
	while (p < end && strchr(" \t\r\n", *p))
		p++;
	return p < end ? p : NULL;
}

typedef enum guess { GUESS_NOT_YET, GUESS_WHOLE, GUESS_LINES } guess;

/* JSON lines are `{…}`, a line end, and another `{`. */
static guess guess_kind(const bt_stream *s)
{
	const char *end = s->data + s->len, *p = s->len ? skip_space(s->data, end) : NULL;
	if (!p)
		return GUESS_NOT_YET;
	if (*p != '{')
		return GUESS_WHOLE;
	const char *stop = memchr(p, '\n', (size_t)(end - p));
	if (!stop)
		return GUESS_NOT_YET;
	const char *last = stop;
	while (strchr(" \t\r\n", *last))
		last--;
	if (*last != '}')
		return GUESS_WHOLE;
	const char *next = skip_space(stop, end);
	if (!next)
		return GUESS_NOT_YET;
	return *next == '{' ? GUESS_LINES : GUESS_WHOLE;
}

/* Is a line a whole object? Its braces are even, those in texts aside. */
static bool is_object(const char *p, const char *end)
{
	int depth = 0;
	bool quoted = false;
	for (; p < end; p++) {
		if (quoted && *p == '\\' && p + 1 < end)
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (!quoted && (*p == '{' || *p == '}'))
			depth += *p == '{' ? 1 : -1;
	}
	return depth == 0 && !quoted;
}

/* Does a stream begin with a line that is a record? Then nothing needs to follow. */
static bool begins_with_record(const bt_stream *s)
{
	const char *end = s->data + s->len, *p = s->len ? skip_space(s->data, end) : NULL;
	const char *stop = p && *p == '{' ? memchr(p, '\n', (size_t)(end - p)) : NULL;
	return stop && is_object(p, stop);
}

static guess guess_of(const bt_inputs *in, const bt_stream *s)
{
	return in->stream && begins_with_record(s) ? GUESS_LINES : guess_kind(s);
}

static bt_step next_of_stdin(bt_inputs *in, bt_source *self, bt_item *item)
{
	line_source *s = (line_source *)self;
	bt_got got = BT_GOT_LINE;
	guess kind;
	while ((kind = guess_of(in, &s->stream)) == GUESS_NOT_YET && got == BT_GOT_LINE &&
	       s->stream.len < HT_EXPORT_MAX_INPUT)
		got = bt_stream_fill(&s->stream, in->block);
	in->wait_fd = s->stream.fd;
	if (kind == GUESS_NOT_YET && got == BT_GOT_WAIT)
		return BT_STEP_WAIT;
	self->next = kind == GUESS_LINES ? next_of_lines : next_whole;
	return self->next(in, self, item);
}

static bt_step push(bt_inputs *in, const char *path, bt_step (*next)(bt_inputs *, bt_source *, bt_item *),
                    bt_item *item)
{
	bt_stream stream;
	if (!bt_stream_open(&stream, path))
		return bt_source_fault(in, path, 0, HT_D_IN_OPEN, strerror(errno), item);
	line_source *s = bt_source_push(in, sizeof *s, next, free_lines);
	if (!s) {
		bt_stream_close(&stream);
		return BT_STEP_NOMEM;
	}
	s->stream = stream;
	s->name = strdup(path);
	s->nth = bt_source_count_name(in, path);
	return s->name && s->nth >= 0 ? BT_STEP_AGAIN : BT_STEP_NOMEM;
}

bt_step bt_push_lines(bt_inputs *in, const char *path, bt_item *item)
{
	return push(in, path, next_of_lines, item);
}

bt_step bt_push_stdin(bt_inputs *in, bt_item *item)
{
	return in->measuring ? BT_STEP_WAIT : push(in, "-", next_of_stdin, item);
}
