/* What is safe to fix in a file, fixed in rounds, since one fix can reveal another problem. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "check/messages.h"
#include "ck.h"

/* More are never needed, unless fixes undo each other. */
#define MAX_ROUNDS 8
/* How often a record is read, at most, to find the lines that cannot be fixed. */
#define MOST_TRIALS 64

/* A record whose text is fixed. */
typedef struct fixing {
	const ht_checked *c;
	ht_arena *arena;
	ht_diags *said; /* what is left */
	ht_format format;
	int line;      /* where it begins in its file */
	int *hopeless; /* lines that are left, n_hopeless of them, in order */
	size_t n_hopeless, cap_hopeless;
} fixing;

/* Lines with edits, and those of them that may be made together. */
typedef struct trial {
	fixing *f;
	ht_findings *findings;
	const ht_buf *in;
	ht_buf *out, *changes;
	size_t n;   /* edits made */
	int *lines; /* n_lines of them, in their order */
	int *left;  /* room for as many: those that are not fixed */
	bool *good; /* of each */
	size_t n_lines;
	int more; /* trials */
} trial;

static int by_number(const void *pa, const void *pb)
{
	const int *a = pa, *b = pb;
	return (*a > *b) - (*a < *b);
}

/* Is it among n lines, which are in order? */
static bool has_line(const int *lines, size_t n, int line)
{
	return n && bsearch(&line, lines, n, sizeof line, by_number);
}

/* The lines with safe edits. False: out of memory. */
static bool find_lines(trial *t)
{
	const size_t n = t->findings->n;
	t->lines = ht_arena_alloc(t->f->arena, (n + 1) * sizeof *t->lines);
	t->left = ht_arena_alloc(t->f->arena, (n + 1) * sizeof *t->left);
	t->good = ht_arena_alloc(t->f->arena, (n + 1) * sizeof *t->good);
	if (!t->lines || !t->left || !t->good)
		return false;
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		const ht_edit *e = &t->findings->v[i].edit;
		if (e->old && e->safe && (!e->loc.file || strcmp(e->loc.file, t->f->c->file) == 0))
			t->lines[found++] = e->loc.line;
	}
	qsort(t->lines, found, sizeof *t->lines, by_number);
	for (size_t i = 0; i < found; i++)
		if (!t->n_lines || t->lines[i] != t->lines[t->n_lines - 1])
			t->lines[t->n_lines++] = t->lines[i];
	memset(t->good, 0, (n + 1) * sizeof *t->good);
	return true;
}

/* Fix the good lines, and those from `from` to before `to`. */
static ht_status apply(trial *t, size_t from, size_t to)
{
	t->findings->left = t->left;
	t->findings->n_left = 0;
	for (size_t i = 0; i < t->n_lines; i++)
		if ((!t->good[i] && (i < from || i >= to)) || has_line(t->f->hopeless, t->f->n_hopeless, t->lines[i]))
			t->left[t->findings->n_left++] = t->lines[i];
	t->out->len = t->changes->len = 0;
	return ht_findings_fix(t->findings, t->f->c->file, t->in->data, t->in->len, t->f->line, t->out, t->changes,
	                       &t->n);
}

/* HT_OK: it is a record without errors; HT_ERR_INPUT, HT_ERR_NOMEM. */
static ht_status read_again(const fixing *f, const ht_buf *text)
{
	ht_record *record = NULL;
	ht_diags *unsaid = ht_diags_new();
	if (!unsaid)
		return HT_ERR_NOMEM;
	ht_status status = ht_record_read_faulty(text->data ? text->data : "", text->len, f->c->file, f->line,
	                                         f->format, ht_catalogue_forms(f->c->catalogue), unsaid, &record);
	ht_record_free(record);
	ht_diags_free(unsaid);
	return status;
}

/* Find the good ones of these lines: all, if the record can be read then, else those of each half. */
static ht_status try_lines(trial *t, size_t from, size_t to)
{
	if (from >= to || !t->more)
		return HT_OK;
	t->more--;
	ht_status status = apply(t, from, to);
	if (status == HT_OK && t->n)
		status = read_again(t->f, t->out);
	if (status == HT_OK)
		memset(t->good + from, true, to - from);
	if (status != HT_ERR_INPUT)
		return status;
	if (to - from == 1)
		return HT_OK;
	const size_t middle = from + (to - from) / 2;
	status = try_lines(t, from, middle);
	return status == HT_OK ? try_lines(t, middle, to) : status;
}

/* The lines that are not good are left from now on, which is said once. False: out of memory. */
static bool leave_lines(trial *t)
{
	fixing *f = t->f;
	const size_t before = f->n_hopeless;
	for (size_t i = 0; i < t->n_lines; i++) {
		if (t->good[i] || has_line(f->hopeless, before, t->lines[i]))
			continue;
		int *slot = HT_PUSH(f->arena, f->hopeless, f->n_hopeless, f->cap_hopeless);
		if (!slot)
			return false;
		*slot = t->lines[i];
		ht_diag(f->said, HT_D_CHECK_LINE_NOT_FIXED, (ht_loc){f->c->file, t->lines[i], 0}, NULL);
	}
	if (f->n_hopeless > before)
		qsort(f->hopeless, f->n_hopeless, sizeof *f->hopeless, by_number);
	return true;
}

/* Make all edits that leave a record. */
static ht_status make_edits(trial *t)
{
	if (!find_lines(t))
		return HT_ERR_NOMEM;
	ht_status status = try_lines(t, 0, t->n_lines);
	if (status == HT_OK && !leave_lines(t))
		status = HT_ERR_NOMEM;
	return status == HT_OK ? apply(t, 0, 0) : status;
}

/* One round: fix in out what is safe to fix in `in`. *n: the number of fixes. */
static ht_status fix_once(fixing *f, const ht_buf *in, ht_buf *out, ht_buf *changes, size_t *n)
{
	ht_findings *findings = ht_findings_new();
	ht_diags *unsaid = ht_diags_new();
	ht_status status = HT_ERR_NOMEM;
	if (findings && unsaid)
		status = ck_one_source(f->c, in->data, in->len, f->line, f->format, unsaid, findings);
	*n = 0;
	if (status == HT_OK) {
		trial t = {f, findings, in, out, changes, .more = MOST_TRIALS};
		status = make_edits(&t);
		*n = t.n;
	} else if (status == HT_ERR_INPUT) {
		const int line = f->format == HT_FORMAT_JSONL ? f->line : 0;
		ht_diag(f->said, HT_D_CHECK_NOT_FIXED, (ht_loc){f->c->file, line, 0}, NULL);
		status = HT_OK;
	}
	ht_diags_free(unsaid);
	ht_findings_free(findings);
	return status;
}

/* The text before a round, and what led to it. */
typedef struct state {
	uint64_t hash;
	size_t fixes, changes; /* how many; the length of what is shown */
} state;

static uint64_t hash_of(const ht_buf *text)
{
	return ht_hash_bytes(HT_HASH_BEGIN, text->data, text->len);
}

/* Is the text as it was before a round? Then fixes undo each other; those since do not count. */
static bool came_back(const ht_buf *in, const state *states, int n, ht_buf *changes, size_t *fixes)
{
	const uint64_t hash = hash_of(in);
	for (int i = 0; i < n; i++) {
		if (states[i].hash != hash)
			continue;
		changes->len = states[i].changes;
		*fixes = states[i].fixes;
		return true;
	}
	return false;
}

/* Fix one record; *n is raised. */
static ht_status fix_record(fixing *f, ht_buf *in, ht_buf *changes, size_t *n)
{
	ht_status status = HT_OK;
	state states[MAX_ROUNDS];
	size_t now = 1;
	f->n_hopeless = 0;
	for (int round = 0; status == HT_OK && now && round < MAX_ROUNDS; round++) {
		ht_buf out = {0}, shown = {0};
		states[round] = (state){hash_of(in), *n, changes->len};
		status = fix_once(f, in, &out, &shown, &now);
		if (status == HT_OK && now) {
			ht_buf old = *in;
			*in = out;
			out = old;
			*n += now;
			if (!ht_buf_add(changes, shown.data ? shown.data : "", shown.len))
				status = HT_ERR_NOMEM;
			if (came_back(in, states, round + 1, changes, n))
				now = 0;
		}
		ht_buf_free(&out);
		ht_buf_free(&shown);
	}
	return status;
}

/* Fix the records of a text that has one a line. */
static ht_status fix_lines(fixing *f, const ht_buf *in, ht_buf *out, ht_buf *changes, size_t *n)
{
	ht_status status = HT_OK;
	const char *p = in->data, *end = p + in->len;
	for (; status == HT_OK && p < end; f->line++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		const size_t len = (size_t)((stop ? stop : end) - p);
		ht_buf record = {0};
		ht_buf_add(&record, p, len);
		if (record.failed)
			status = HT_ERR_NOMEM;
		else if (len)
			status = fix_record(f, &record, changes, n);
		if (record.len)
			ht_buf_add(out, record.data, record.len);
		if (stop)
			ht_buf_adds(out, "\n");
		ht_buf_free(&record);
		p += len + (stop != NULL);
	}
	return out->failed ? HT_ERR_NOMEM : status;
}

ht_status ht_check_fix(const ht_checked *c, ht_buf *in, ht_diags *diags, ht_buf *changes, size_t *n)
{
	fixing f = {.c = c, .arena = ht_arena_new(), .said = diags, .line = 1};
	ht_buf out = {0};
	if (!f.arena)
		return HT_ERR_NOMEM;
	*n = 0;
	f.format = ht_format_guess(c->file, in->data, in->len);
	ht_status status = HT_ERR_NOMEM;
	if (f.format == HT_FORMAT_JSONL)
		status = fix_lines(&f, in, &out, changes, n);
	else if (ht_buf_add(&out, in->data, in->len))
		status = fix_record(&f, &out, changes, n);
	ht_arena_free(f.arena);
	if (status == HT_OK && *n) {
		ht_buf old = *in;
		*in = out;
		out = old;
	}
	ht_buf_free(&out);
	return status;
}
