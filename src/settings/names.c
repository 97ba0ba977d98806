/* The name book as a table. */
#include "settings/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cell.h"
#include "base/str.h"
#include "change.h"
#include "import/import.h"
#include "settings/messages.h"

enum column { NAME, OFFICE, UNIT, ORGAN, COLUMNS = HT_NAMES_COLUMNS };

/* What a column may be called; the first is how it is written. */
static const char *const heads[COLUMNS][6] = {
    [NAME] = {"姓名", "名字", "人员", "name", NULL},
    [OFFICE] = {"职务", "职位", "office", "title", NULL},
    [UNIT] = {"单位", "部门", "所在单位", "工作单位", "unit", NULL},
    [ORGAN] = {"机关", "机关名称", "单位名称", "主送机关", "organ", NULL},
};

/* ---- out ---- */

void ht_names_each(const ht_settings *settings, void (*row)(void *user, const char *const *cells), void *user)
{
	const ht_value *people = ht_settings_get(settings, "people", NULL);
	const ht_value *organs = ht_settings_get(settings, "organs", NULL);
	row(user, (const char *[COLUMNS]){heads[NAME][0], heads[OFFICE][0], heads[UNIT][0], heads[ORGAN][0]});
	for (size_t i = 0; people && i < people->n; i++)
		row(user, (const char *[COLUMNS]){people->people[i].name.s, people->people[i].office.s,
		                                  people->people[i].unit.s, NULL});
	for (size_t i = 0; organs && i < organs->n; i++)
		row(user, (const char *[COLUMNS]){NULL, NULL, NULL, organs->texts[i].s});
}

static void put_row(void *user, const char *const *cells)
{
	ht_buf *out = user;
	for (size_t i = 0; i < COLUMNS; i++) {
		ht_buf_addcell(out, ht_str_or_empty(cells[i]), true); /* over HTTP it is anybody's text */
		ht_buf_adds(out, i + 1 < COLUMNS ? "," : "\r\n");
	}
}

bool ht_names_csv(const ht_settings *settings, ht_buf *out)
{
	ht_buf_adds(out, "\xEF\xBB\xBF");
	ht_names_each(settings, put_row, out);
	return !out->failed;
}

/* ---- in ---- */

typedef struct taking {
	ht_arena *arena;
	ht_diags *diags;
	const char *file;
	const ht_import_row *rows;
	size_t n_rows;
	size_t at[COLUMNS]; /* in a row; SIZE_MAX: there is none */
	ht_node *people, *organs;
	bool nomem;
} taking;

static enum column column_of(const char *head)
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (ht_str_is_any(head, heads[i]))
			return (enum column)i;
	return COLUMNS;
}

/* The row that names the columns; n_rows: there is none. Above it there may be a title. */
static size_t find_head(taking *t)
{
	for (size_t i = 0; i < t->n_rows; i++) {
		const ht_import_row *row = &t->rows[i];
		for (size_t c = 0; c < COLUMNS; c++)
			t->at[c] = SIZE_MAX;
		for (size_t c = 0; c < row->n; c++) {
			const enum column is = column_of(row->cells[c]);
			if (is != COLUMNS && t->at[is] == SIZE_MAX)
				t->at[is] = c;
		}
		if (t->at[NAME] != SIZE_MAX || t->at[ORGAN] != SIZE_MAX)
			return i;
	}
	return t->n_rows;
}

static void say_other_columns(const taking *t, const ht_import_row *head)
{
	for (size_t c = 0; c < head->n; c++)
		if (*head->cells[c] && column_of(head->cells[c]) == COLUMNS && strcmp(head->cells[c], "序号") != 0)
			ht_diag(t->diags, HT_D_SETTINGS_NAMES_COLUMN, (ht_loc){t->file, head->line, 0}, head->cells[c],
			        NULL);
}

static ht_node *new_node(taking *t, ht_node_kind kind, size_t room)
{
	ht_node *node = ht_arena_alloc(t->arena, sizeof *node);
	if (node && kind == HT_NODE_SEQ)
		node->items = ht_arena_array(t->arena, room, sizeof *node->items);
	if (node && kind == HT_NODE_MAP)
		node->pairs = ht_arena_array(t->arena, room, sizeof *node->pairs);
	if (!node || (kind == HT_NODE_SEQ && !node->items) || (kind == HT_NODE_MAP && !node->pairs)) {
		t->nomem = true;
		return NULL;
	}
	node->kind = kind;
	return node;
}

static ht_node *new_text(taking *t, const char *text)
{
	ht_node *node = new_node(t, HT_NODE_SCALAR, 0);
	if (node) {
		node->text = ht_field_escape(t->arena, text);
		node->quoted = true;
		t->nomem |= !node->text;
	}
	return node;
}

static const char *cell(const taking *t, const ht_import_row *row, enum column c)
{
	return t->at[c] < row->n ? ht_cell_text(row->cells[t->at[c]]) : "";
}

static ht_node *person(taking *t, const ht_import_row *row)
{
	ht_node *map = new_node(t, HT_NODE_MAP, ORGAN);
	for (int c = NAME; map && c < ORGAN; c++)
		if (*cell(t, row, (enum column)c)) {
			ht_node *key = new_node(t, HT_NODE_SCALAR, 0);
			if (key)
				key->text = heads[c][0];
			map->pairs[map->n++] = (ht_node_pair){key, new_text(t, cell(t, row, (enum column)c))};
		}
	return map;
}

static void add(ht_node *list, ht_node *node)
{
	if (node)
		list->items[list->n++] = node;
}

static const char *value_of(const ht_node *node, const char *key)
{
	const ht_node *value = node->kind == HT_NODE_MAP ? ht_node_get(node, key) : NULL;
	return value ? value->text : "";
}

static int compare(const ht_node *a, const ht_node *b)
{
	if (a->kind == HT_NODE_SCALAR)
		return strcmp(a->text, b->text);
	for (int c = NAME; c < ORGAN; c++) {
		const int is = strcmp(value_of(a, heads[c][0]), value_of(b, heads[c][0]));
		if (is)
			return is;
	}
	return 0;
}

/* Of those that are the same, the first row first. */
static int by_value(const void *pa, const void *pb)
{
	const ht_node *a = *(ht_node *const *)pa, *b = *(ht_node *const *)pb;
	const int is = compare(a, b);
	return is ? is : (a->loc.line > b->loc.line) - (a->loc.line < b->loc.line);
}

/* Take out what is in the list again. */
static void drop_twice(taking *t, ht_node *list)
{
	ht_node **sorted = ht_arena_array(t->arena, list->n, sizeof *sorted);
	size_t kept = 0;
	t->nomem |= !sorted;
	if (!sorted || !list->n)
		return;
	memcpy(sorted, list->items, list->n * sizeof *sorted);
	qsort(sorted, list->n, sizeof *sorted, by_value);
	for (size_t i = 1; i < list->n; i++) {
		if (compare(sorted[i - 1], sorted[i]) != 0)
			continue;
		const char *name = sorted[i]->text ? sorted[i]->text : value_of(sorted[i], heads[NAME][0]);
		ht_diag(t->diags, HT_D_SETTINGS_NAMES_TWICE, (ht_loc){t->file, sorted[i]->loc.line, 0}, name, NULL);
		sorted[i]->block = true; /* to go */
	}
	for (size_t i = 0; i < list->n; i++)
		if (!list->items[i]->block)
			list->items[kept++] = list->items[i];
	list->n = kept;
}

static ht_node *at_row(ht_node *node, const ht_import_row *row)
{
	if (node)
		node->loc.line = row->line;
	return node;
}

static void take_rows(taking *t, size_t head)
{
	t->people = new_node(t, HT_NODE_SEQ, t->n_rows);
	t->organs = new_node(t, HT_NODE_SEQ, t->n_rows);
	for (size_t i = head + 1; i < t->n_rows && !t->nomem; i++) {
		const ht_import_row *row = &t->rows[i];
		if (*cell(t, row, NAME))
			add(t->people, at_row(person(t, row), row));
		if (*cell(t, row, ORGAN))
			add(t->organs, at_row(new_text(t, cell(t, row, ORGAN)), row));
		if (!*cell(t, row, NAME) && !*cell(t, row, ORGAN) && (*cell(t, row, OFFICE) || *cell(t, row, UNIT)))
			ht_diag(t->diags, HT_D_SETTINGS_NAMES_ROW, (ht_loc){t->file, row->line, 0}, NULL);
	}
	if (t->nomem)
		return;
	drop_twice(t, t->people);
	drop_twice(t, t->organs);
}

/* A list that has none of these names leaves those that there are. */
static ht_status set(taking *t, ht_buf *text, const char *field, const ht_node *list)
{
	if (!list->n)
		return HT_OK;
	return settings_change(t->arena, text, field, list);
}

ht_status ht_names_take(const char *data, size_t len, const char *file, ht_buf *text, ht_diags *diags, size_t *n)
{
	taking t = {.arena = ht_arena_new(), .diags = diags, .file = file};
	ht_status status = t.arena ? ht_import_rows(t.arena, data, len, file, diags, &t.rows, &t.n_rows) : HT_ERR_NOMEM;
	if (status == HT_OK && !t.n_rows) {
		ht_diag(diags, HT_D_SETTINGS_NAMES_KIND, (ht_loc){file, 0, 0}, NULL);
		status = HT_ERR_INPUT;
	}
	const size_t head = status == HT_OK ? find_head(&t) : 0;
	if (status == HT_OK && head == t.n_rows) {
		ht_diag(diags, HT_D_SETTINGS_NAMES_HEAD, (ht_loc){file, 0, 0}, NULL);
		status = HT_ERR_INPUT;
	}
	if (status == HT_OK) {
		say_other_columns(&t, &t.rows[head]);
		take_rows(&t, head);
		status = t.nomem ? HT_ERR_NOMEM : set(&t, text, "people", t.people);
	}
	if (status == HT_OK)
		status = set(&t, text, "organs", t.organs);
	if (status == HT_OK)
		*n = t.people->n + t.organs->n;
	ht_arena_free(t.arena);
	return status;
}
