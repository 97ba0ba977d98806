/* Tables whose rows are the members of a list: an agenda's decisions (who does what by when), the people who sign in.
 */
#include "build.h"

#include <string.h>

#include "base/str.h"
#include "words_people.h"

typedef struct rows {
	ht_builder *b;
	const ht_element *e;
	ht_dtable *t;
	size_t cap; /* of cells */
	size_t n_cells;
} rows;

static void add_cell(rows *r, const ht_template *text, const ht_pstyle *ps)
{
	ht_spans spans = {0};
	ht_template_fill(r->b, text, ps, &spans);
	ht_dcell *cell = HT_PUSH(r->b->arena, r->t->cells, r->n_cells, r->cap);
	if (cell)
		*cell = (ht_dcell){.para = {spans.v, spans.n}, .rows = 1, .columns = 1};
	else
		r->b->nomem = true;
}

/* How many members stand side by side. */
static size_t abreast(const ht_element *e)
{
	return e->side_by_side > 1 ? (size_t)e->side_by_side : 1;
}

static void add_member(rows *r)
{
	for (size_t c = 0; c < r->e->n_columns; c++)
		add_cell(r, &r->e->columns[c].text, r->t->cell);
}

static void add_head(rows *r)
{
	for (size_t c = 0; c < r->t->n_columns; c++)
		add_cell(r, &r->e->columns[c % r->e->n_columns].head, r->t->head);
	r->t->n_head = 1;
}

/* Fewer characters may be a person's name. */
#define GROUP_LEAST 5

/* A group that attends, not named one by one (县政协有关负责人), is told by its unit: there is room for the name of
 * whoever comes. */
static ht_person row_of(const ht_person *p)
{
	ht_person row = *p;
	bool group = p->name.s && !p->unit.s && !p->office.s && ht_str_chars(p->name.s) >= GROUP_LEAST &&
	             ht_str_ends_any(p->name.s, ht_words_attending_group_end);
	if (group) {
		row.unit = p->name;
		row.name.s = NULL;
	}
	return row;
}

/* A row for each member of the list v, numbered on from *number. */
static void add_members(rows *r, const ht_value *v, size_t *number)
{
	for (size_t i = 0; i < v->n; i++) {
		ht_scope scope = {.outer = r->b->scope, .of = SIZE_MAX, .member = ++*number};
		ht_person person = {0};
		if (v->field->type == HT_TYPE_PEOPLE) {
			person = row_of(&v->people[i]);
			scope.person = &person;
		} else
			scope.group = v->groups[i];
		r->b->scope = &scope;
		add_member(r);
		r->b->scope = scope.outer;
	}
}

static bool is_list(const ht_value *v)
{
	return v && (v->field->type == HT_TYPE_PEOPLE || v->field->type == HT_TYPE_GROUPS);
}

/* Rows from lists within a list: the outer member stays in scope. */
static void add_inner(rows *r, const ht_value *v, size_t *number)
{
	for (size_t i = 0; i < v->n && v->field->type == HT_TYPE_GROUPS; i++) {
		const ht_scope scope = {.outer = r->b->scope, .group = v->groups[i], .member = i + 1, .of = v->n};
		r->b->scope = &scope;
		const ht_value *inner = ht_builder_find(r->b, r->e->rows);
		if (is_list(inner))
			add_members(r, inner, number);
		r->b->scope = scope.outer;
	}
}

static void add_blank(rows *r)
{
	static const ht_template nothing;
	add_cell(r, &nothing, r->t->cell);
}

static bool say_the_same(ht_builder *b, const ht_dpara *x, const ht_dpara *y)
{
	const char *one = x->n ? ht_dpara_text(b->arena, x) : "", *other = y->n ? ht_dpara_text(b->arena, y) : "";
	b->nomem = b->nomem || !one || !other;
	return one && other && *one && strcmp(one, other) == 0;
}

/* One cell of those below each other in column c that say the same. */
static void merge_cells(rows *r, size_t c)
{
	ht_dcell *above = NULL;
	for (size_t i = r->t->n_head; i < r->t->n_rows; i++) {
		ht_dcell *cell = &r->t->cells[i * r->t->n_columns + c];
		if (!above || !say_the_same(r->b, &above->para, &cell->para)) {
			above = cell;
			continue;
		}
		above->rows++;
		*cell = (ht_dcell){0};
	}
}

static void finish(rows *r, ht_block_list *list)
{
	while (r->n_cells % r->t->n_columns && !r->b->nomem)
		add_blank(r);
	r->t->n_rows = r->n_cells / r->t->n_columns;
	for (size_t c = 0; c < r->t->n_columns && !r->b->nomem; c++) {
		const ht_column *column = &r->e->columns[c % r->e->n_columns];
		r->t->aligns[c] = column->align;
		r->t->widths[c] = column->width;
		if (column->merge)
			merge_cells(r, c);
	}
	ht_block *block = ht_block_add(r->b, list, r->e, HT_BLOCK_TABLE, 0);
	if (!block)
		return;
	block->table = r->t;
	block->style = r->t->cell;
}

void ht_build_table(ht_builder *b, const ht_element *e, ht_block_list *list)
{
	const ht_value *v = ht_builder_find(b, e->field);
	if (!is_list(v) || v->n < (size_t)e->at_least || (e->at_most && v->n > (size_t)e->at_most))
		return;
	ht_dtable *t = ht_dtable_new(b, e, e->n_columns * abreast(e));
	if (!t)
		return;
	rows r = {.b = b, .e = e, .t = t};
	size_t number = 0;
	add_head(&r);
	if (e->rows)
		add_inner(&r, v, &number);
	else
		add_members(&r, v, &number);
	r.t->n_blank = e->blank_rows > 0 ? (size_t)e->blank_rows : 0;
	size_t blank = r.n_cells + r.t->n_blank * t->n_columns;
	while (r.n_cells < blank && !b->nomem)
		add_blank(&r);
	finish(&r, list);
}

ht_dtable *ht_dtable_new(ht_builder *b, const ht_element *e, size_t n_columns)
{
	ht_dtable *t = ht_arena_alloc(b->arena, sizeof *t);
	ht_halign *aligns = ht_arena_array(b->arena, n_columns + 1, sizeof *aligns);
	ht_len *widths = ht_arena_array(b->arena, n_columns + 1, sizeof *widths);
	if (!t || !aligns || !widths) {
		b->nomem = true;
		return NULL;
	}
	t->n_columns = n_columns;
	t->cell = e->table_cell ? e->table_cell : e->style;
	t->head = e->table_head ? e->table_head : t->cell;
	t->aligns = aligns;
	t->widths = widths;
	t->title = e->table_title ? e->table_title : t->head;
	t->row_height = e->row_height;
	t->landscape = e->landscape_wide_tables ? -1 : 0;
	return t;
}
