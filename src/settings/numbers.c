/* Which numbers of a series were used, and which is next. */
#include "numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "settings/messages.h"

#define MOST_NUMBER 999999
#define MOST_GAPS   1000 /* further ones are a number that was typed wrong */

/* ---- as they are written ---- */

bool ht_number_read(const char *text, size_t *code_len, int *year, int *n)
{
	static const char *const brackets[][2] = {{"〔", "〕"}, {"[", "]"},   {"［", "］"},
	                                          {"(", ")"},   {"（", "）"}, {"【", "】"}};
	for (size_t i = 0; i < ARRAY_LEN(brackets); i++) {
		const char *open = strstr(text, brackets[i][0]), *end;
		if (!open)
			continue;
		const char *digits = open + strlen(brackets[i][0]);
		char *after;
		const long y = strtol(digits, &after, 10);
		end = after;
		if (end != digits + 4 || y < 1900 || !ht_str_starts(end, brackets[i][1]))
			continue;
		end += strlen(brackets[i][1]);
		if (ht_str_starts(end, "第"))
			end += strlen("第");
		const long number = strtol(end, &after, 10);
		if (after == end || strcmp(after, "号") != 0 || number < 1 || number > MOST_NUMBER)
			continue;
		*code_len = (size_t)(open - text);
		*year = (int)y;
		*n = (int)number;
		return true;
	}
	return false;
}

bool series_has(const ht_series *series, int year, const char *text, int *n)
{
	size_t code;
	int y;
	return ht_number_read(text, &code, &y, n) && y == year && code == strlen(series->name) &&
	       strncmp(text, series->name, code) == 0;
}

/* As the register has it: of a bulletin with its name and year. */
static const char *registered(ht_arena *arena, const ht_series *series, int year, int n)
{
	return ht_arena_printf(arena, "%s〔%d〕%d号", series->name, year, n);
}

const char *ht_series_number(ht_arena *arena, const ht_series *series, int year, int n)
{
	if (series->of_issues)
		return ht_arena_printf(arena, "%d", n);
	return registered(arena, series, year, n);
}

/* ---- which series ---- */

static bool is_for(const ht_series *s, const char *name)
{
	for (size_t i = 0; name && i < s->n_for; i++)
		if (ht_str_same(s->for_[i].s, name))
			return true;
	return false;
}

const ht_series *ht_series_for(const ht_settings *settings, const char *en, const char *zh, const char *kind)
{
	const char *const names[] = {kind, zh, en};
	const ht_series *any = NULL;
	for (size_t k = 0; k < ARRAY_LEN(names); k++)
		for (size_t i = 0; i < settings->n_series; i++)
			if (!settings->series[i].of_issues && is_for(&settings->series[i], names[k]))
				return &settings->series[i];
	for (size_t i = settings->n_series; kind && i--;)
		if (!settings->series[i].of_issues && !settings->series[i].n_for)
			any = &settings->series[i];
	return any;
}

const ht_series *ht_series_named(const ht_settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->n_series; i++)
		if (strcmp(settings->series[i].name, name) == 0)
			return &settings->series[i];
	return NULL;
}

/* ---- which were used ---- */

typedef struct finding {
	ht_numbers *numbers; /* one for each series */
	ht_arena *arena;
} finding;

static bool add_use(void *user, size_t which, int n, const char *where, int line)
{
	const finding *f = user;
	ht_numbers *numbers = &f->numbers[which];
	ht_number_use *slot = HT_PUSH(f->arena, numbers->uses, numbers->n_uses, numbers->cap_uses);
	if (slot)
		*slot = (ht_number_use){.n = n, .where = where, .line = line};
	return slot;
}

static int by_number(const void *pa, const void *pb)
{
	const ht_number_use *a = pa, *b = pb;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	if (!a->where != !b->where)
		return a->where ? 1 : -1;
	return a->where ? strcmp(a->where, b->where) : 0;
}

static bool add_registered(ht_numbers *numbers, const number_register *r, ht_arena *arena)
{
	for (size_t i = 0; i < r->n; i++) {
		int n;
		if (!series_has(numbers->series, numbers->year, r->rows[i].number, &n))
			continue;
		ht_number_use *slot = HT_PUSH(arena, numbers->uses, numbers->n_uses, numbers->cap_uses);
		if (!slot)
			return false;
		*slot = (ht_number_use){.n = n, .given = r->rows[i].day, .line = r->rows[i].line};
	}
	return true;
}

/* From the first number that is known on. */
static bool find_gaps(ht_numbers *numbers, ht_arena *arena)
{
	const ht_series *s = numbers->series;
	int known = s->year == numbers->year ? s->last : 0;
	if (s->year && s->year > numbers->year)
		known = MOST_NUMBER;
	for (size_t i = 0; i < numbers->n_uses; i++) {
		for (int n = known + 1; n < numbers->uses[i].n && numbers->n_gaps < MOST_GAPS; n++) {
			int *slot = HT_PUSH(arena, numbers->gaps, numbers->n_gaps, numbers->cap_gaps);
			if (!slot)
				return false;
			*slot = n;
		}
		if (numbers->uses[i].n > known)
			known = numbers->uses[i].n;
	}
	numbers->next = known + 1;
	return true;
}

/* Those of the register beside those of the records. */
static ht_status join(ht_numbers *numbers, const number_register *r, ht_arena *arena)
{
	if (!add_registered(numbers, r, arena))
		return HT_ERR_NOMEM;
	if (numbers->n_uses)
		qsort(numbers->uses, numbers->n_uses, sizeof *numbers->uses, by_number);
	return find_gaps(numbers, arena) ? HT_OK : HT_ERR_NOMEM;
}

static ht_status find(const number_register *r, const ht_series *series, int year, const ht_numbers_where *where,
                      ht_arena *arena, ht_diags *diags, ht_numbers *ret)
{
	*ret = (ht_numbers){.series = series, .year = year};
	finding f = {ret, arena};
	ht_status status = scan_records(where, series, 1, year, arena, diags, add_use, &f);
	return status == HT_OK ? join(ret, r, arena) : status;
}

ht_status ht_numbers_find(const ht_settings *settings, const ht_series *series, int year, const ht_numbers_where *where,
                          ht_arena *arena, ht_diags *diags, ht_numbers *ret)
{
	number_register r;
	ht_status status = register_open(&r, settings, series->place, false, arena, diags);
	if (status == HT_OK)
		status = find(&r, series, year, where, arena, diags, ret);
	register_close(&r);
	return status;
}

ht_status ht_numbers_find_all(const ht_settings *settings, int year, const ht_numbers_where *where, ht_arena *arena,
                              ht_diags *diags, ht_numbers **ret)
{
	ht_numbers *all = ht_arena_array(arena, settings->n_series, sizeof *all);
	finding f = {all, arena};
	if (!all)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < settings->n_series; i++)
		all[i] = (ht_numbers){.series = &settings->series[i], .year = year};
	ht_status worst = HT_OK;
	if (settings->n_series)
		worst = scan_records(where, settings->series, settings->n_series, year, arena, diags, add_use, &f);
	for (size_t i = 0; i < settings->n_series && worst != HT_ERR_NOMEM; i++) {
		number_register r;
		ht_status status = register_open(&r, settings, settings->series[i].place, false, arena, diags);
		if (status == HT_OK)
			status = join(&all[i], &r, arena);
		register_close(&r);
		if (status != HT_OK)
			worst = status;
	}
	*ret = all;
	return worst;
}

ht_status ht_numbers_take(const ht_settings *settings, const ht_series *series, int year, const ht_numbers_where *where,
                          const char *purpose, const char *today, ht_arena *arena, ht_diags *diags, int *n)
{
	number_register r;
	ht_numbers numbers;
	ht_status status = register_open(&r, settings, series->place, true, arena, diags);
	if (status == HT_OK)
		status = find(&r, series, year, where, arena, diags, &numbers);
	register_row *slot = status == HT_OK ? HT_PUSH(arena, r.rows, r.n, r.cap) : NULL;
	if (slot) {
		*slot = (register_row){registered(arena, series, year, numbers.next), purpose, today, 0};
		status = slot->number ? register_write(&r, diags) : HT_ERR_NOMEM;
	} else if (status == HT_OK) {
		status = HT_ERR_NOMEM;
	}
	register_close(&r);
	if (status == HT_OK)
		*n = numbers.next;
	return status;
}

ht_status ht_numbers_return(const ht_settings *settings, const ht_series *series, int year, int n,
                            const ht_numbers_where *where, ht_arena *arena, ht_diags *diags)
{
	number_register r;
	ht_numbers numbers;
	const char *number = registered(arena, series, year, n);
	ht_status status = register_open(&r, settings, series->place, true, arena, diags);
	if (status == HT_OK)
		status = number ? find(&r, series, year, where, arena, diags, &numbers) : HT_ERR_NOMEM;
	size_t kept = 0;
	for (size_t i = 0; status == HT_OK && i < numbers.n_uses; i++)
		if (numbers.uses[i].n == n && numbers.uses[i].where) {
			ht_diag(diags, HT_D_SETTINGS_IN_USE, (ht_loc){0}, number, numbers.uses[i].where, NULL);
			status = HT_ERR_INPUT;
		}
	for (size_t i = 0; status == HT_OK && i < r.n; i++) {
		int k;
		if (!series_has(series, year, r.rows[i].number, &k) || k != n)
			r.rows[kept++] = r.rows[i];
	}
	if (status == HT_OK && kept == r.n) {
		ht_diag(diags, HT_D_SETTINGS_NOT_GIVEN, (ht_loc){0}, number, NULL);
		status = HT_ERR_INPUT;
	}
	if (status == HT_OK) {
		r.n = kept;
		status = register_write(&r, diags);
	}
	register_close(&r);
	return status;
}

/* ---- what is odd about them ---- */

static void put_range(ht_buf *out, int from, int to)
{
	ht_buf_addf(out, "%s%d", out->len ? "、" : "", from);
	if (to > from)
		ht_buf_addf(out, "%s%d", to > from + 1 ? "－" : "、", to);
}

static void report_gaps(const ht_numbers *numbers, ht_diags *diags)
{
	ht_buf text = {0};
	for (size_t i = 0; i < numbers->n_gaps;) {
		size_t last = i;
		while (last + 1 < numbers->n_gaps && numbers->gaps[last + 1] == numbers->gaps[last] + 1)
			last++;
		put_range(&text, numbers->gaps[i], numbers->gaps[last]);
		i = last + 1;
	}
	if (text.len && !text.failed)
		ht_diag(diags, HT_D_SETTINGS_NUMBER_GAP, (ht_loc){0}, numbers->series->name, text.data, NULL);
	ht_buf_free(&text);
}

void ht_numbers_report(const ht_numbers *numbers, ht_arena *arena, ht_diags *diags)
{
	for (size_t i = 0; i < numbers->n_uses; i++) {
		const ht_number_use *use = &numbers->uses[i], *other = use + 1;
		const bool more = i + 1 < numbers->n_uses && other->n == use->n;
		const char *number = registered(arena, numbers->series, numbers->year, use->n);
		if (use->where && more && other->where)
			ht_diag(diags, HT_D_SETTINGS_NUMBER_TWICE, (ht_loc){other->where, other->line, 0}, number,
			        use->where, NULL);
		if (!use->where && !more)
			ht_diag(diags, HT_D_SETTINGS_NUMBER_UNUSED, (ht_loc){0}, number, use->given, NULL);
	}
	report_gaps(numbers, diags);
}
