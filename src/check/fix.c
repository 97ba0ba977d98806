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
	size_t group; /* as of ht_edit */
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

/* The source, read once from its beginning to its end: a place in it, and what comes before it on its line. */
typedef struct cursor {
	const char *data;
	const size_t *lines;
	size_t n_lines;
	int first; /* the number of the first line */
	int line, col;
	size_t at;  /* the byte of that place */
	bool plain; /* no escape (\\n, &emsp;, '') that was read as one character is before it on the line */
} cursor;

static void to_line(cursor *c, int line)
{
	c->line = line;
	c->col = 1;
	c->plain = true;
	c->at = c->lines[line - 1];
	if (line == 1 && c->lines[1] >= 3 && memcmp(c->data, "\xEF\xBB\xBF", 3) == 0)
		c->at += 3;
}

#define NAME_CHARS "#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool ends_escape(const cursor *c)
{
	const char *p = c->data + c->at;
	return *p == '\\' || *p == '&' || (*p == '\'' && c->at > c->lines[c->line - 1] && p[-1] == '\'');
}

/* Go on to a place, which is not before the last; false: the source has no such place. */
static bool to_place(cursor *c, ht_loc loc)
{
	loc.line -= c->first - 1;
	if (loc.line < 1 || (size_t)loc.line > c->n_lines || loc.col < 1)
		return false;
	if (loc.line != c->line)
		to_line(c, loc.line);
	for (size_t end = c->lines[loc.line]; c->col < loc.col && c->at < end; c->col++) {
		c->plain &= !ends_escape(c);
		c->at += (size_t)(ht_str_next(c->data + c->at) - (c->data + c->at));
	}
	return c->col == loc.col && c->at <= c->lines[loc.line];
}

/* Is there an escape (\\", &emsp;, '') in [from, to) of the source, or does one begin or end there? Of two marks that
 * stand for one, the first looks like what was read. */
static bool touches_escape(const cursor *c, size_t from, size_t to, size_t len)
{
	for (size_t i = from; i < to; i++) {
		const char *p = c->data + i;
		const bool backslash = *p == '\\' && i + 1 < len && !(p[1] & 0x80); /* C:\文件 has none */
		if (backslash || (*p == '\'' && ((i && p[-1] == '\'') || (i + 1 < len && p[1] == '\''))))
			return true;
		size_t name = *p == '&' ? strspn(p + 1, NAME_CHARS) : 0;
		if (name && p[1 + name] == ';')
			return true;
	}
	return false;
}

static int by_place(const void *pa, const void *pb)
{
	const change *a = pa, *b = pb;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static int by_loc(const void *pa, const void *pb)
{
	const ht_edit *a = *(const ht_edit *const *)pa, *b = *(const ht_edit *const *)pb;
	if (a->loc.line != b->loc.line)
		return a->loc.line < b->loc.line ? -1 : 1;
	return (a->loc.col > b->loc.col) - (a->loc.col < b->loc.col);
}

static int by_number(const void *pa, const void *pb)
{
	const int *a = pa, *b = pb;
	return (*a > *b) - (*a < *b);
}

static bool is_left(const ht_findings *findings, int line)
{
	return findings->n_left && bsearch(&line, findings->left, findings->n_left, sizeof line, by_number);
}

/* The safe edits of this file, in the order of their places. Returns how many. */
static size_t find_edits(const ht_findings *findings, const char *file, const ht_edit **edits)
{
	size_t n = 0;
	for (size_t i = 0; i < findings->n; i++) {
		const ht_edit *e = &findings->v[i].edit;
		if (e->old && e->safe && (!e->loc.file || strcmp(e->loc.file, file) == 0) &&
		    !is_left(findings, e->loc.line))
			edits[n++] = e;
	}
	qsort(edits, n, sizeof *edits, by_loc);
	return n;
}

/* Those whose old text is at their place, and that do not overlap. Returns how many. */
static size_t find_changes(cursor *c, size_t len, const ht_edit *const *edits, size_t n_edits, change *changes)
{
	size_t n = 0, kept = 0;
	for (size_t i = 0; i < n_edits; i++) {
		const ht_edit *e = edits[i];
		size_t old = strlen(e->old);
		if (to_place(c, e->loc) && c->plain && len - c->at >= old &&
		    memcmp(c->data + c->at, e->old, old) == 0 && !touches_escape(c, c->at, c->at + old, len))
			changes[n++] = (change){c->at, c->at + old, e->text, e->loc.line, e->group};
	}
	qsort(changes, n, sizeof *changes, by_place);
	for (size_t i = 0; i < n; i++)
		if (!kept || changes[i].from >= changes[kept - 1].to)
			changes[kept++] = changes[i];
	return kept;
}

/* How many edits each group still lacks: those there are, less those that can be made. */
static void count_groups(int *lacks, const ht_findings *findings, const change *changes, size_t n)
{
	for (size_t i = 0; i < findings->n; i++)
		lacks[findings->v[i].edit.group]++;
	for (size_t i = 0; i < n; i++)
		lacks[changes[i].group]--;
}

/* Without those of a group that cannot be made whole. Returns how many are left; lacks: one for each group, all 0. */
static size_t drop_halves(int *lacks, const ht_findings *findings, change *changes, size_t n)
{
	size_t kept = 0;
	count_groups(lacks, findings, changes, n);
	for (size_t i = 0; i < n; i++)
		if (!changes[i].group || !lacks[changes[i].group])
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
static void show_changes(const change *c, size_t n, const char *data, const size_t *lines, int first, ht_buf *out)
{
	for (size_t i = 0, k; i < n; i = k) {
		int line = c[i].line;
		size_t begin = lines[line - first], end = lines[line - first + 1], at = begin;
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

ht_status ht_findings_fix(const ht_findings *findings, const char *file, const char *data, size_t len, int line,
                          ht_buf *out, ht_buf *changes, size_t *n)
{
	size_t n_lines, at = 0;
	size_t *lines = find_lines(data, len, &n_lines);
	change *list = calloc(findings->n + 1, sizeof *list);
	const ht_edit **edits = calloc(findings->n + 1, sizeof *edits);
	int *lacks = calloc(findings->groups + 1, sizeof *lacks);
	if (!lines || !list || !edits || !lacks) {
		free(lines);
		free(lacks);
		free(list);
		free(edits);
		return HT_ERR_NOMEM;
	}
	cursor c = {.data = data, .lines = lines, .n_lines = n_lines, .first = line};
	size_t count = find_changes(&c, len, edits, find_edits(findings, file, edits), list);
	count = drop_halves(lacks, findings, list, count);
	free(edits);
	free(lacks);
	for (size_t i = 0; i < count; i++) {
		ht_buf_add(out, data + at, list[i].from - at);
		ht_buf_adds(out, list[i].text);
		at = list[i].to;
	}
	ht_buf_add(out, data + at, len - at);
	show_changes(list, count, data, lines, line, changes);
	free(lines);
	free(list);
	if (out->failed || changes->failed)
		return HT_ERR_NOMEM;
	*n = count;
	return HT_OK;
}
