/* Where the characters of a text went (account.h).
 *
 * A line of a body is in the record as it is; what a stage cut off it, and a line that is in a field, is looked for in
 * the values of the record's fields. What is found nowhere there was left out: of furniture, labels (主送：) and what
 * is in the record already that is what was meant; of anything else people are warned. */
#include "account.h"

#include <stdlib.h>
#include <string.h>

#include "import/messages.h"

void im_account_open(im_doc *d)
{
	d->n_passed = d->n_left;
	d->account = ht_arena_alloc(d->arena, sizeof *d->account);
	d->nomem |= !d->account;
	for (size_t i = 0; d->account && i < d->n; i++)
		im_counts_text(&d->account->rest, d->arena, d->lines[i].raw, strlen(d->lines[i].raw), 1, false);
}

static void add_left(im_account *a, ht_import_left left)
{
	ht_import_left *slot = HT_PUSH(a->d->arena, a->d->left, a->d->n_left, a->d->cap_left);
	a->d->nomem |= !slot;
	if (slot)
		*slot = left;
}

/* The pieces of a line that are open, or in the record already. */
static void leave_pieces(im_account *a, const im_line *line)
{
	for (size_t i = 0, to; i < a->line.n; i = to) {
		const im_fate piece = a->line.v[i].fate;
		to = i + 1;
		if ((piece != IM_OPEN && piece != IM_AGAIN && piece != IM_LABEL) || !a->line.v[i].counts)
			continue;
		for (size_t k = to; k < a->line.n && a->line.v[k].fate == piece; k++)
			to = a->line.v[k].counts ? k + 1 : to;
		const im_letter *first = &a->line.v[i], *last = &a->line.v[to - 1];
		const char *text = im_copy(a->d, line->raw + first->at, last->end - first->at);
		add_left(a, (ht_import_left){
		                .text = text, .loc = line->loc, .reason = im_account_reason(a, line, i, to, text)});
	}
}

static void sum_up(im_account *a)
{
	struct ht_import_account *sums = a->sums;
	for (size_t i = 0; i < a->line.n; i++) {
		const im_letter *m = &a->line.v[i];
		if (!m->counts || m->fate == IM_IN_BODY)
			continue;
		im_counts_add(&sums->rest, a->d->arena, m->c, -1);
		if (m->fate == IM_IN_FIELD)
			im_counts_add(&sums->fields, a->d->arena, m->c, 1);
	}
}

/* The field that took most of the line from the body: each letter of another outvotes one of it. */
static void say_field(im_account *a, const im_line *line)
{
	const char *field = NULL;
	size_t votes = 0;
	for (size_t i = 0; i < a->line.n; i++) {
		const im_letter *m = &a->line.v[i];
		if ((m->fate != IM_IN_FIELD && m->fate != IM_DATED) || !m->field)
			continue;
		field = votes ? field : m->field;
		if (strcmp(field, m->field) == 0)
			votes++;
		else
			votes--;
	}
	if (field)
		add_left(a, (ht_import_left){
		                .text = line->raw, .loc = line->loc, .reason = HT_D_IMPORT_IN_FIELD, .field = field});
}

/* What joins cells is no text of the record's table. */
static void account_for_joins(im_account *a, const im_line *line)
{
	const char *row = line->text;
	while (line->kind == IM_TABLE && row) {
		size_t len = strcspn(row, "\t");
		if (im_is_join(row, len)) {
			im_counts_text(&a->sums->rest, a->d->arena, row, len, -1, false);
			im_counts_text(&a->sums->body, a->d->arena, row, len, -1, true);
		}
		row = row[len] ? row + len + 1 : NULL;
	}
}

static void account_for(im_account *a, const im_line *line)
{
	const bool body = line->kind == IM_BODY || line->kind == IM_TABLE;
	account_for_joins(a, line);
	if (body)
		im_counts_text(&a->sums->body, a->d->arena, line->text, strlen(line->text), 1, true);
	if (body && strcmp(line->text, line->raw) == 0)
		return;
	im_account_read(a, line->raw);
	if (a->d->nomem)
		return;
	im_account_take_declared(a, line);
	if (body)
		im_account_take(a, line->text, IM_IN_BODY);
	if (line->kind != IM_JUNK || line->guessed) {
		im_account_take_days(a);
		if (line->kind != IM_JUNK)
			im_account_take_labels(a, line);
		im_account_take_values(a);
	}
	if (!a->d->nomem) {
		leave_pieces(a, line);
		sum_up(a);
		say_field(a, line);
	}
}

/* Footnotes are in their lines as （注：…）, in the record without that. */
static void account_for_notes(im_account *a)
{
	for (size_t i = 0; i < a->d->n_notes; i++) {
		const im_footnote *note = &a->d->notes[i];
		if (note->state != IM_NOTE_WRITTEN)
			continue;
		im_counts_text(&a->sums->rest, a->d->arena, "注", strlen("注"), -1, false);
		im_counts_text(&a->sums->body, a->d->arena, note->bracketed, strlen(note->bracketed), -1, true);
		im_counts_text(&a->sums->body, a->d->arena, note->text, strlen(note->text), 1, true);
	}
}

static int by_place(const void *pa, const void *pb)
{
	const ht_import_left *a = pa, *b = pb;
	if (a->loc.line != b->loc.line)
		return a->loc.line < b->loc.line ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static void sort(ht_import_left *left, size_t n)
{
	for (size_t i = 0; i < n; i++)
		left[i].order = i;
	if (n)
		qsort(left, n, sizeof *left, by_place);
}

void im_account_close(im_doc *d, ht_import *import)
{
	im_account a = {.d = d, .import = import, .sums = d->account};
	for (size_t i = 0; i < d->n_left; i++) /* who edited a site's page nobody misses */
		if (d->left[i].reason == HT_D_IMPORT_CREDIT && d->site)
			d->left[i].reason = HT_D_IMPORT_REMOVED;
	a.n_declared = d->n_left - d->n_passed;
	a.declared = ht_arena_array(d->arena, a.n_declared + 1, sizeof *a.declared);
	a.found = ht_arena_array(d->arena, a.n_declared + 1, sizeof *a.found);
	d->nomem |= !a.declared || !a.found || !d->account;
	if (d->nomem)
		return;
	if (a.n_declared)
		memcpy(a.declared, d->left + d->n_passed, a.n_declared * sizeof *a.declared);
	sort(a.declared, a.n_declared);
	im_account_values(&a, "", import->record, ht_record_fields());
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].kind == IM_PICTURE)
			im_account_value(&a, "body", d->lines[i].text);
	im_account_index(&a);
	for (size_t i = 0; i < d->n && !d->nomem; i++)
		account_for(&a, &d->lines[i]);
	account_for_notes(&a);
	ht_buf_free(&a.plain);
	sort(d->left, d->n_left);
	import->left = d->left;
	import->n_left = d->n_left;
	import->account = d->account;
	d->nomem |= d->account->rest.failed || d->account->fields.failed || d->account->body.failed;
}
