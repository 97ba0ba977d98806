#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/intl.h"
#include "base/messages.h"

typedef struct diag {
	ht_code code;
	ht_loc loc;
	const char *args[HT_DIAG_ARGS];
	size_t order;             /* of arrival: the last sort key */
	size_t uncounted, others; /* equal ones: whose places were not kept; in other places than the first one's */
	bool again;
} diag;

struct ht_diags {
	ht_arena *arena;
	diag *v;
	size_t n, cap;
	size_t per_level[3];
	size_t dropped, dropped_errors; /* beyond HT_DIAGS_MAX */
	bool lost;                      /* there was no memory for one */
	size_t raised;                  /* errors, known ones included */
	const char **reads;
	size_t n_reads, cap_reads;
	bool of_machine; /* something failed for want of it */
};

ht_diags *ht_diags_new(void)
{
	ht_diags *diags = calloc(1, sizeof *diags);
	if (diags && !(diags->arena = ht_arena_new())) {
		free(diags);
		return NULL;
	}
	return diags;
}

void ht_diags_free(ht_diags *diags)
{
	if (!diags)
		return;
	ht_arena_free(diags->arena);
	free(diags);
}

void ht_diags_blame_machine(ht_diags *diags)
{
	if (diags)
		diags->of_machine = true;
}

bool ht_diags_machine_is_to_blame(const ht_diags *diags)
{
	return diags->of_machine;
}

void ht_diags_clear(ht_diags *diags)
{
	ht_arena *fresh = ht_arena_new();
	if (fresh) {
		ht_arena_free(diags->arena);
		diags->arena = fresh;
		diags->v = NULL;
		diags->reads = NULL;
		diags->cap = diags->cap_reads = 0;
	}
	diags->n = diags->n_reads = 0;
	diags->of_machine = diags->lost = false;
	diags->dropped = diags->dropped_errors = diags->raised = 0;
	memset(diags->per_level, 0, sizeof diags->per_level);
}

static int compare_strings(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int compare_places(const ht_loc *a, const ht_loc *b)
{
	int c = compare_strings(a->file, b->file);
	if (!c)
		c = (a->line > b->line) - (a->line < b->line);
	if (!c)
		c = (a->col > b->col) - (a->col < b->col);
	return c;
}

/* Do they say the same of places in one file? */
static bool are_equal(const diag *a, const diag *b)
{
	if (a->code != b->code || compare_strings(a->loc.file, b->loc.file) != 0)
		return false;
	for (int i = 0; i < HT_DIAG_ARGS; i++)
		if (compare_strings(a->args[i], b->args[i]) != 0)
			return false;
	return true;
}

/* Is it there already? *equal: the last that says the same, or NULL. */
static bool known(const ht_diags *diags, const diag *d, diag **equal)
{
	*equal = NULL;
	for (size_t i = diags->n; i-- > 0;) {
		if (!are_equal(&diags->v[i], d))
			continue;
		if (compare_places(&diags->v[i].loc, &d->loc) == 0)
			return true;
		if (!*equal)
			*equal = &diags->v[i];
	}
	return false;
}

static void keep(ht_diags *diags, diag *d)
{
	bool whole = true;
	for (int i = 0; i < HT_DIAG_ARGS; i++)
		if (d->args[i])
			whole &= (d->args[i] = ht_arena_strdup(diags->arena, d->args[i])) != NULL;
	if (d->loc.file)
		whole &= (d->loc.file = ht_arena_strdup(diags->arena, d->loc.file)) != NULL;
	d->order = diags->n;
	diag *slot = NULL;
	if (whole)
		slot = HT_PUSH(diags->arena, diags->v, diags->n, diags->cap);
	if (slot)
		*slot = *d;
	else
		diags->lost = true;
}

void ht_diag(ht_diags *diags, ht_code code, ht_loc loc, ...)
{
	if (!diags)
		return;
	diag d = {.code = code, .loc = loc};
	va_list args;
	va_start(args, loc);
	const char *arg;
	for (int i = 0; (arg = va_arg(args, const char *)) && i < HT_DIAG_ARGS; i++)
		d.args[i] = arg;
	va_end(args);
	diags->raised += code->level == HT_LEVEL_ERROR;
	diag *equal;
	if (known(diags, &d, &equal))
		return;
	diags->per_level[code->level]++;
	/* Notes may fill only half, and warnings three quarters, so that there is always room for what is worse: among
	 * a hundred notes, the warning that a field is not printed. What was said before may fill a quarter. */
	static const size_t most[] = {[HT_LEVEL_NOTE] = HT_DIAGS_MAX / 2,
	                              [HT_LEVEL_WARNING] = HT_DIAGS_MAX / 4 * 3,
	                              [HT_LEVEL_ERROR] = HT_DIAGS_MAX};
	bool error = code->level == HT_LEVEL_ERROR;
	if (!error && equal && diags->n >= HT_DIAGS_MAX / 4) {
		equal->uncounted++;
		return;
	}
	if (diags->n < most[code->level]) {
		keep(diags, &d);
		return;
	}
	diags->dropped++;
	diags->dropped_errors += error;
}

void ht_diags_visit(const ht_diags *diags, void (*visit)(void *user, ht_code code, ht_loc loc, const char *const *args),
                    void *user)
{
	for (size_t i = 0; i < diags->n; i++)
		visit(user, diags->v[i].code, diags->v[i].loc, diags->v[i].args);
}

size_t ht_diags_count(const ht_diags *diags, ht_level level)
{
	return diags->per_level[level];
}

size_t ht_diags_errors_raised(const ht_diags *diags)
{
	if (!diags)
		return 0;
	return diags->raised;
}

bool ht_diags_has_errors(const ht_diags *diags)
{
	return diags->per_level[HT_LEVEL_ERROR] > 0;
}

static int compare(const void *pa, const void *pb)
{
	const diag *a = pa, *b = pb;
	int c = compare_places(&a->loc, &b->loc);
	if (!c)
		c = (a->order > b->order) - (a->order < b->order);
	return c;
}

void ht_diag_message(ht_buf *out, ht_code code, const char *const *args, size_t n)
{
	for (const char *p = _(code->text); *p;) {
		const char *brace = strchr(p, '{');
		if (!brace) {
			ht_buf_adds(out, p);
			return;
		}
		ht_buf_add(out, p, (size_t)(brace - p));
		int k = brace[1] - '1';
		if (k >= 0 && k < (int)n && brace[2] == '}') {
			ht_buf_adds(out, args[k] ? args[k] : "");
			p = brace + 3;
		} else {
			ht_buf_add(out, brace, 1);
			p = brace + 1;
		}
	}
}

static void format_place(ht_buf *out, const ht_loc *loc)
{
	const char *file = loc->file;
	if (!file)
		file = "hongtou";
	else if (strcmp(file, "-") == 0)
		file = _("standard input");
	ht_buf_adds(out, file);
	if (loc->line > 0)
		ht_buf_addf(out, ":%d", loc->line);
	if (loc->line > 0 && loc->col > 0)
		ht_buf_addf(out, ":%d", loc->col);
}

static const char *const level_names[] = {
    [HT_LEVEL_NOTE] = N_("note"), [HT_LEVEL_WARNING] = N_("warning"), [HT_LEVEL_ERROR] = N_("error")};

const char *ht_level_name(ht_level level)
{
	return level_names[level];
}

void ht_message_line(ht_buf *out, const ht_message *m)
{
	if (!m->code) {
		ht_buf_adds(out, m->text);
		return;
	}
	format_place(out, &m->loc);
	ht_buf_addf(out, ": %s: %s", _(level_names[m->level]), m->text);
	if (m->others)
		ht_buf_addf(out,
		            dngettext(HT_TEXT_DOMAIN, " (and in %zu other place)", " (and in %zu other places)",
		                      (unsigned long)m->others),
		            m->others);
	ht_buf_addf(out, " [%s", m->code);
	if (m->clause)
		ht_buf_addf(out, "; %s", m->clause);
	ht_buf_adds(out, "]");
}

static void add_member(ht_buf *out, const char *key, const char *value)
{
	ht_buf_addpair(out, key, value ? value : "");
	ht_buf_adds(out, ", ");
}

void ht_message_json(ht_buf *out, const ht_message *m)
{
	add_member(out, "code", m->code);
	add_member(out, "level", level_names[m->level]);
	if (m->clause)
		add_member(out, "clause", m->clause);
	add_member(out, "file", m->loc.file);
	ht_buf_addf(out, "\"line\": %d, \"column\": %d, ", m->loc.line, m->loc.col);
	add_member(out, "message", m->text);
	ht_buf_adds(out, "\"arguments\": [");
	for (int i = 0; i < HT_DIAG_ARGS && m->args[i]; i++) {
		if (i)
			ht_buf_adds(out, ", ");
		ht_buf_addquoted(out, m->args[i]);
	}
	ht_buf_adds(out, "]");
}

typedef void (*each_fn)(void *user, const ht_message *message);

/* Pass one on; text is used for its message. */
static void pass(const diag *d, ht_buf *text, each_fn each, void *user)
{
	ht_message m = {.level = d->code->level, .code = d->code->code, .clause = d->code->clause, .loc = d->loc};
	text->len = 0;
	ht_buf_adds(text, "");
	ht_diag_message(text, d->code, d->args, HT_DIAG_ARGS);
	memcpy(m.args, d->args, sizeof m.args);
	m.text = text->data;
	m.others = d->others;
	m.again = d->again;
	if (!text->failed)
		each(user, &m);
}

/* How many more there were: the last line. */
static void pass_dropped(const ht_diags *diags, ht_buf *text, each_fn each, void *user)
{
	char more[32];
	snprintf(more, sizeof more, "%zu", diags->dropped);
	diag d = {.code = HT_D_TOO_MANY_NOTES, .args = {more}};
	if (diags->dropped_errors)
		d.code = HT_D_TOO_MANY;
	if (diags->n)
		d.loc.file = diags->v[diags->n - 1].loc.file;
	pass(&d, text, each, user);
}

/* Of those that are equal, the first has the number of the others. */
static void find_equals(ht_diags *diags)
{
	for (size_t i = 0; i < diags->n; i++)
		diags->v[i].again = false;
	for (size_t i = 0; i < diags->n; i++) {
		diag *first = &diags->v[i];
		first->others = first->uncounted;
		for (size_t k = i + 1; k < diags->n && !first->again; k++) {
			if (!are_equal(first, &diags->v[k]))
				continue;
			diags->v[k].again = true;
			first->others += 1 + diags->v[k].uncounted;
		}
	}
}

bool ht_diags_each(ht_diags *diags, each_fn each, void *user)
{
	ht_buf text = {0};
	if (diags->n)
		qsort(diags->v, diags->n, sizeof *diags->v, compare);
	find_equals(diags);
	for (size_t i = 0; i < diags->n && !text.failed; i++)
		pass(&diags->v[i], &text, each, user);
	if (diags->dropped && !text.failed)
		pass_dropped(diags, &text, each, user);
	bool done = !text.failed && !diags->lost;
	ht_buf_free(&text);
	return done;
}

typedef struct line_sink {
	ht_level min_level;
	ht_buf *out;
} line_sink;

static void add_line(void *user, const ht_message *m)
{
	line_sink *sink = user;
	if (m->level < sink->min_level || m->again)
		return;
	ht_message_line(sink->out, m);
	ht_buf_adds(sink->out, "\n");
}

bool ht_diags_format(ht_diags *diags, ht_level min_level, ht_buf *out)
{
	line_sink sink = {min_level, out};
	return ht_diags_each(diags, add_line, &sink) && !out->failed;
}

void ht_diags_add_read(ht_diags *diags, const char *path)
{
	if (!diags)
		return;
	for (size_t i = 0; i < diags->n_reads; i++)
		if (strcmp(diags->reads[i], path) == 0)
			return;
	const char *copy = ht_arena_strdup(diags->arena, path);
	const char **slot = copy ? HT_PUSH(diags->arena, diags->reads, diags->n_reads, diags->cap_reads) : NULL;
	if (slot)
		*slot = copy;
}

const char *const *ht_diags_reads(const ht_diags *diags, size_t *n)
{
	*n = diags->n_reads;
	return diags->reads;
}
