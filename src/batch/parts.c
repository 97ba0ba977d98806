/* The folders of shards, read side by side. A part's journal has its records in the order of the whole input, and their
 * places in it; so the next record is always the first one of some part, and a heap says of which. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "merge.h"

#define MAX_RANGES  12 /* of missing shards that are named */
#define OTHER_FILES 64 /* that are open besides the journals */

static bool fail(bt_parts *p, ht_status status)
{
	if (p->status == HT_OK)
		p->status = status;
	return false;
}

static bool say_differs(bt_parts *p, const bt_part *a, const bt_part *b, const char *what, const char *va,
                        const char *vb)
{
	ht_diag(p->diags, HT_D_MERGE_DIFFERS, (ht_loc){b->dir, 0, 0}, what, *vb ? vb : "-", *va ? va : "-", a->dir,
	        NULL);
	return fail(p, HT_ERR_INPUT);
}

static bool say_differ_numbers(bt_parts *p, const bt_part *a, const bt_part *b, const char *what, uint64_t va,
                               uint64_t vb)
{
	char ta[24], tb[24];
	snprintf(ta, sizeof ta, "%llu", (unsigned long long)va);
	snprintf(tb, sizeof tb, "%llu", (unsigned long long)vb);
	return say_differs(p, a, b, what, ta, tb);
}

/* ---- do they fit together? ---- */

/* Fonts count by their bytes: machines may have got the same ones on different days. */
static bool same_facts(bt_parts *p, const bt_part *a, const bt_part *b)
{
	const bt_part *const both[] = {a, b};
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < both[k]->head.n_facts; i++) {
			const char *name = both[k]->head.facts[i].name;
			const char *va = bt_fact_value(a->head.facts, a->head.n_facts, name);
			const char *vb = bt_fact_value(b->head.facts, b->head.n_facts, name);
			if (strcmp(name, "fonts") != 0 && strcmp(va, vb) != 0)
				return say_differs(p, a, b, name, va, vb);
		}
	return true;
}

static bool same_fonts(bt_parts *p, const bt_part *a, const bt_part *b)
{
	const size_t na = a->account.n_fonts, nb = b->account.n_fonts;
	if (na != nb)
		return say_differ_numbers(p, a, b, "fonts", na, nb);
	for (size_t i = 0; i < na; i++) {
		const bt_font_file *fa = &a->account.fonts[i], *fb = &b->account.fonts[i];
		if (strcmp(fa->family, fb->family) != 0 || fa->read != fb->read ||
		    (fa->read && memcmp(fa->hash.v, fb->hash.v, BT_HASH) != 0))
			return say_differs(p, a, b, "fonts", fa->path, fb->path);
	}
	return true;
}

static bool same_inputs(bt_parts *p, const bt_part *a, const bt_part *b)
{
	const bt_account *x = &a->account, *y = &b->account;
	if (a->head.n_inputs != b->head.n_inputs)
		return say_differ_numbers(p, a, b, "INPUT", a->head.n_inputs, b->head.n_inputs);
	for (size_t i = 0; i < a->head.n_inputs; i++)
		if (strcmp(a->head.inputs[i], b->head.inputs[i]) != 0)
			return say_differs(p, a, b, "INPUT", a->head.inputs[i], b->head.inputs[i]);
	if (x->records == y->records && x->skipped == y->skipped && x->digest == y->digest)
		return true;
	ht_diag(p->diags, HT_D_MERGE_CHANGED, (ht_loc){b->dir, 0, 0}, a->dir, NULL);
	return fail(p, HT_ERR_INPUT);
}

static bool same_batch(bt_parts *p, const bt_part *a, const bt_part *b)
{
	if (a->account.shard.of != b->account.shard.of)
		return say_differ_numbers(p, a, b, "--shard I/N", a->account.shard.of, b->account.shard.of);
	return same_facts(p, a, b) && same_fonts(p, a, b) && same_inputs(p, a, b);
}

/* The shards from first to last are missing. */
static void add_range(ht_buf *text, uint32_t first, uint32_t last, size_t n)
{
	if (n > MAX_RANGES)
		return;
	ht_buf_adds(text, text->len ? ", " : "");
	if (n == MAX_RANGES)
		ht_buf_adds(text, "…");
	else if (first == last)
		ht_buf_addf(text, "%u", (unsigned)first);
	else
		ht_buf_addf(text, "%u–%u", (unsigned)first, (unsigned)last);
}

static bool all_there(bt_parts *p)
{
	const uint32_t of = p->v[0].account.shard.of;
	ht_buf text = {0};
	size_t n = 0;
	uint32_t next = 1;
	for (size_t i = 0; i <= p->n; i++) {
		const uint32_t number = i < p->n ? p->v[i].account.shard.number : of + 1;
		if (number > next)
			add_range(&text, next, number - 1, ++n);
		next = number + 1;
	}
	char all[16];
	snprintf(all, sizeof all, "%u", (unsigned)of);
	if (text.failed)
		fail(p, HT_ERR_NOMEM);
	else if (n)
		ht_diag(p->diags, HT_D_MERGE_MISSING, (ht_loc){NULL, 0, 0}, text.data, all, NULL);
	ht_buf_free(&text);
	return !n || fail(p, HT_ERR_INPUT);
}

/* ---- reading one ---- */

static bool say_no_part(bt_parts *p, const bt_part *part)
{
	ht_diag(p->diags, HT_D_MERGE_NO_PART, (ht_loc){part->dir, 0, 0}, NULL);
	return fail(p, HT_ERR_INPUT);
}

static bool say_damaged(bt_parts *p, const bt_part *part, const char *why)
{
	ht_diag(p->diags, HT_D_MERGE_DAMAGED, (ht_loc){part->dir, 0, 0}, why, NULL);
	return fail(p, HT_ERR_INPUT);
}

/* The next line of a part's journal. False: there is none. */
static bool next_line(bt_parts *p, bt_part *part, const char **line, size_t *len)
{
	switch (bt_stream_line(&part->stream, '\n', BT_LINE_MOST, true, line, len)) {
	case BT_GOT_LINE:
		return true;
	case BT_GOT_ERROR:
		return say_damaged(p, part, strerror(part->stream.error));
	case BT_GOT_NOMEM:
		return fail(p, HT_ERR_NOMEM);
	default: /* every journal ends in a line that says so */
		return say_damaged(p, part, ".hongtou/journal.jsonl");
	}
}

/* Open a part's journal, and read its head. */
static bool open_journal(bt_parts *p, bt_part *part)
{
	const char *path = ht_arena_printf(p->arena, "%s/.hongtou/journal.jsonl", part->dir), *line;
	size_t len;
	if (!path)
		return fail(p, HT_ERR_NOMEM);
	part->is_open =
	    bt_stat_beneath(part->dir, ".hongtou/journal.jsonl", NULL) && bt_stream_open(&part->stream, path);
	if (!part->is_open)
		return say_damaged(p, part, strerror(errno));
	if (!next_line(p, part, &line, &len))
		return false;
	return bt_head_parse(p->arena, line, len, &part->head) || say_damaged(p, part, ".hongtou/journal.jsonl");
}

static void close_journal(bt_part *part)
{
	if (part->is_open)
		bt_stream_close(&part->stream);
	part->is_open = false;
	ht_arena_free(part->arena);
	part->arena = NULL;
}

static bool open_part(bt_parts *p, bt_part *part)
{
	const char *path = bt_account_path(p->arena, part->dir);
	if (!bt_stat_beneath(part->dir, ".hongtou/shard.json", NULL))
		return say_no_part(p, part);
	const ht_status status = path ? bt_account_read(p->arena, path, &part->account) : HT_ERR_NOMEM;
	if (status == HT_ERR_INPUT)
		return say_no_part(p, part);
	if (status != HT_OK)
		return fail(p, status);
	const bool ok = open_journal(p, part);
	close_journal(part);
	if (ok &&
	    (part->head.shard.number != part->account.shard.number || part->head.shard.of != part->account.shard.of))
		return say_damaged(p, part, ".hongtou/shard.json");
	return ok;
}

static int compare_parts(const void *pa, const void *pb)
{
	const bt_part *a = pa, *b = pb;
	const uint32_t x = a->account.shard.number, y = b->account.shard.number;
	if (x != y)
		return x > y ? 1 : -1;
	return (a->place > b->place) - (a->place < b->place);
}

/* Each part's journal is open at once. */
static void allow_files(size_t n)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= n + OTHER_FILES)
		return;
	limit.rlim_cur = limit.rlim_max < n + OTHER_FILES ? limit.rlim_max : n + OTHER_FILES;
	setrlimit(RLIMIT_NOFILE, &limit);
}

bool bt_parts_open(bt_parts *p, ht_arena *arena, const char *const *dirs, size_t n, ht_diags *diags)
{
	*p = (bt_parts){.arena = arena, .diags = diags, .v = ht_arena_array(arena, n, sizeof *p->v)};
	p->heap = ht_arena_array(arena, n, sizeof(bt_part *));
	p->used = ht_arena_array(arena, n, sizeof(bt_part *));
	if (!p->v || !p->heap || !p->used)
		return fail(p, HT_ERR_NOMEM);
	allow_files(n);
	for (size_t i = 0; i < n && p->status == HT_OK; i++) {
		p->v[i] = (bt_part){.dir = dirs[i], .place = i};
		p->n++;
		open_part(p, &p->v[i]);
	}
	if (p->status != HT_OK)
		return false;
	qsort(p->v, p->n, sizeof *p->v, compare_parts);
	for (size_t i = 1; i < p->n; i++)
		if (!same_batch(p, &p->v[0], &p->v[i]))
			return false;
	return all_there(p);
}

void bt_parts_close(bt_parts *p)
{
	for (size_t i = 0; i < p->n; i++)
		close_journal(&p->v[i]);
}

/* ---- records in their order ---- */

/* Does a come before b? Of one record, the part that was named first. */
static bool is_before(const bt_part *a, const bt_part *b)
{
	if (a->entry.number != b->entry.number)
		return a->entry.number < b->entry.number;
	return a->place < b->place;
}

static void heap_push(bt_parts *p, bt_part *part)
{
	size_t i = p->n_heap++;
	for (; i && is_before(part, p->heap[(i - 1) / 2]); i = (i - 1) / 2)
		p->heap[i] = p->heap[(i - 1) / 2];
	p->heap[i] = part;
}

static bt_part *heap_pop(bt_parts *p)
{
	bt_part *first = p->heap[0], *last = p->heap[--p->n_heap];
	size_t i = 0;
	for (size_t k = 1; k < p->n_heap; i = k, k = 2 * k + 1) {
		k += k + 1 < p->n_heap && is_before(p->heap[k + 1], p->heap[k]);
		if (!is_before(p->heap[k], last))
			break;
		p->heap[i] = p->heap[k];
	}
	p->heap[i] = last;
	return first;
}

/* Read a part's next record, and put the part where it belongs. */
static bool advance(bt_parts *p, bt_part *part)
{
	const char *line;
	size_t len;
	const size_t before = part->arena ? part->entry.number : 0;
	ht_arena_free(part->arena);
	part->arena = NULL;
	if (!next_line(p, part, &line, &len))
		return false;
	if (len == strlen(BT_END_LINE) && memcmp(line, BT_END_LINE, len) == 0)
		return true;
	part->arena = ht_arena_new();
	if (!part->arena)
		return fail(p, HT_ERR_NOMEM);
	if (!bt_entry_parse(part->arena, line, len, &part->entry) || part->entry.number <= before ||
	    part->entry.number > part->account.records)
		return say_damaged(p, part, ".hongtou/journal.jsonl");
	heap_push(p, part);
	return true;
}

bool bt_parts_rewind(bt_parts *p)
{
	bt_parts_close(p);
	p->n_heap = p->n_used = p->number = 0;
	for (size_t i = 0; i < p->n && p->status == HT_OK; i++)
		if (open_journal(p, &p->v[i]))
			advance(p, &p->v[i]);
	return p->status == HT_OK;
}

static bool same_outputs(const bt_entry *a, const bt_entry *b)
{
	if (a->known.n_outputs != b->known.n_outputs)
		return false;
	for (size_t i = 0; i < a->known.n_outputs; i++) {
		const bt_output *x = &a->known.outputs[i], *y = &b->known.outputs[i];
		if (memcmp(x->hash.v, y->hash.v, BT_HASH) != 0 || strcmp(x->stem, y->stem) != 0 ||
		    strcmp(x->tail, y->tail) != 0)
			return false;
	}
	return true;
}

/* Two parts have the record. Which result holds? One for which the machine was to blame does not, if there is another.
 * NULL: they contradict each other. */
static bt_part *choose(bt_parts *p, bt_part *a, bt_part *b)
{
	const bt_entry *x = &a->entry, *y = &b->entry;
	if (x->by_machine || y->by_machine)
		return x->by_machine ? b : a;
	if (x->state == y->state && strcmp(x->input, y->input) == 0 && x->line == y->line && same_outputs(x, y))
		return a;
	ht_diag(p->diags, HT_D_MERGE_CONTRADICTS, (ht_loc){x->input, x->line, 0}, a->dir, b->dir, NULL);
	fail(p, HT_ERR_INPUT);
	return NULL;
}

/* The first record of the heap must be the next one of the input. */
static bool is_next(bt_parts *p)
{
	const size_t records = p->v[0].account.records;
	if (p->n_heap && p->heap[0]->entry.number == p->number)
		return true;
	if (!p->n_heap && p->number == records + 1)
		return false;
	char number[24];
	snprintf(number, sizeof number, "%zu", p->number);
	ht_diag(p->diags, HT_D_MERGE_NO_RECORD, (ht_loc){NULL, 0, 0}, number, NULL);
	return fail(p, HT_ERR_INPUT);
}

bt_part *bt_parts_next(bt_parts *p)
{
	for (; p->n_used && p->status == HT_OK; p->n_used--)
		advance(p, p->used[p->n_used - 1]);
	p->number++;
	if (p->status != HT_OK || !is_next(p))
		return NULL;
	bt_part *best = NULL;
	while (p->n_heap && p->heap[0]->entry.number == p->number) {
		bt_part *part = heap_pop(p);
		p->used[p->n_used++] = part;
		best = best ? choose(p, best, part) : part;
		if (!best)
			return NULL;
	}
	return best;
}
