/* Safe edits applied to the source, byte by byte where they say. An edit is
 * made only where its old text is in the source as it is: what is escaped
 * or quoted there is left to a person, and so is what follows an escape,
 * since columns are those of the text that was read. */
#include <stdlib.h>
#include <string.h>

#include "ck.h"

typedef struct change {
	size_t from, to; /* bytes of the source */
	const char *text;
	int line;
} change;

/* Where each line begins; n of them. */
static size_t *find_lines(const char *data, size_t len, size_t *n)
{
	size_t count = 1;
	for (size_t i = 0; i < len; i++)
		count += data[i] == '\n';
	size_t *at = calloc(count + 1, sizeof *at);
	*n = 0;
	if (!at)
		return NULL;
	at[(*n)++] = 0;
	for (size_t i = 0; i < len; i++)
		if (data[i] == '\n')
			at[(*n)++] = i + 1;
	at[*n] = len;
	return at;
}

/* The byte of a place; false: the source has no such place. */
static bool byte_of(const char *data, const size_t *lines, size_t n, ht_loc loc, size_t *at)
{
	if (loc.line < 1 || (size_t)loc.line > n || loc.col < 1)
		return false;
	size_t i = lines[loc.line - 1], end = lines[loc.line];
	if (loc.line == 1 && end >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
		i += 3;
	for (int col = 1; col < loc.col && i < end; col++)
		i += (size_t)(ht_str_next(data + i) - (data + i));
	*at = i;
	return i <= end;
}

/* Is the source from its line's beginning to the place the text itself: no
 * escape (\\n, &emsp;, '') that was read as one character? */
static bool is_plain(const char *data, size_t begin, size_t at)
{
	for (size_t i = begin; i < at; i++)
		if (data[i] == '\\' || data[i] == '&' || (data[i] == '\'' && i + 1 < at && data[i + 1] == '\''))
			return false;
	return true;
}

static int by_place(const void *pa, const void *pb)
{
	const change *a = pa, *b = pb;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static size_t find_changes(const ht_findings *findings, const char *file, const char *data, size_t len,
                           const size_t *lines, size_t n_lines, change *changes)
{
	size_t n = 0, kept = 0;
	for (size_t i = 0; i < findings->n; i++) {
		const ht_edit *e = &findings->v[i].edit;
		size_t at, old = e->old ? strlen(e->old) : 0;
		if (!e->old || !e->safe || (e->loc.file && strcmp(e->loc.file, file) != 0) ||
		    !byte_of(data, lines, n_lines, e->loc, &at) || len - at < old ||
		    memcmp(data + at, e->old, old) != 0 || !is_plain(data, lines[e->loc.line - 1], at))
			continue;
		changes[n++] = (change){at, at + old, e->text, e->loc.line};
	}
	qsort(changes, n, sizeof *changes, by_place);
	for (size_t i = 0; i < n; i++)
		if (!kept || changes[i].from >= changes[kept - 1].to)
			changes[kept++] = changes[i];
	return kept;
}

static void add_diff_line(ht_buf *out, const char *sign, const char *s, size_t len)
{
	while (len && (s[len - 1] == '\n' || s[len - 1] == '\r'))
		len--;
	ht_buf_adds(out, sign);
	ht_buf_add(out, s, len);
	ht_buf_adds(out, "\n");
}

/* Edits keep lines: each changed one is shown before and after. */
static void show_changes(const change *c, size_t n, const char *data, const size_t *lines, ht_buf *out)
{
	for (size_t i = 0, k; i < n; i = k) {
		int line = c[i].line;
		size_t begin = lines[line - 1], end = lines[line], at = begin;
		ht_buf after = {0};
		for (k = i; k < n && c[k].line == line; k++) {
			ht_buf_add(&after, data + at, c[k].from - at);
			ht_buf_adds(&after, c[k].text);
			at = c[k].to;
		}
		ht_buf_add(&after, data + at, end - at);
		ht_buf_addf(out, "@@ -%d +%d @@\n", line, line);
		add_diff_line(out, "-", data + begin, end - begin);
		add_diff_line(out, "+", after.data ? after.data : "", after.len);
		ht_buf_free(&after);
	}
}

ht_status ht_findings_fix(const ht_findings *findings, const char *file, const char *data, size_t len, ht_buf *out,
                          ht_buf *changes, size_t *n)
{
	size_t n_lines, at = 0;
	size_t *lines = find_lines(data, len, &n_lines);
	change *list = calloc(findings->n + 1, sizeof *list);
	if (!lines || !list) {
		free(lines);
		free(list);
		return HT_ERR_NOMEM;
	}
	size_t count = find_changes(findings, file, data, len, lines, n_lines, list);
	for (size_t i = 0; i < count; i++) {
		ht_buf_add(out, data + at, list[i].from - at);
		ht_buf_adds(out, list[i].text);
		at = list[i].to;
	}
	ht_buf_add(out, data + at, len - at);
	show_changes(list, count, data, lines, changes);
	free(lines);
	free(list);
	if (out->failed || changes->failed)
		return HT_ERR_NOMEM;
	*n = count;
	return HT_OK;
}
