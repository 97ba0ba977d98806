/* A list of people, one in each row: what its columns are, and the people.
 *
 * The row that names the columns (姓名 职务 单位) tells what they are. Without one, the column whose cells are names is
 * known by that, and those of offices and units likewise. Columns of anything else (电话) are left out and told. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "import/messages.h"
#include "record/people.h"
#include "sheet.h"
#include "sink.h"
#include "words_people.h"

typedef enum column { UNKNOWN, NAME, OFFICE, UNIT, TITLE, ROLE, NUMBER, OTHER } column;

typedef struct roster {
	im_doc *d;
	size_t width; /* columns of a block: lists that stand side by side are blocks of the same columns */
	const char *unit_above[IM_MAX_CELLS]; /* by its block's first column */
	column columns[IM_MAX_CELLS];
	const char *heads[IM_MAX_CELLS]; /* NULL: the column has no name */
	size_t n;                        /* columns */
} roster;

#define CELL_ROW(word, kind) {word, kind},
static const struct {
	const char *word;
	column kind;
} column_words[] = {HT_WORDS_ROSTER_COLUMN(CELL_ROW)};
#define ROLE_ROW(word, role) {word, IM_##role},
static const struct {
	const char *word;
	im_attendance role;
} role_words[] = {HT_WORDS_ROSTER_ROLE(ROLE_ROW)};

static column column_of(im_doc *d, const char *cell)
{
	const char *s = im_squeeze(d, cell);
	for (size_t i = 0; i < ARRAY_LEN(column_words); i++)
		if (strcmp(column_words[i].word, s) == 0)
			return column_words[i].kind;
	return UNKNOWN;
}

static bool find_role(im_doc *d, const char *cell, im_attendance *role)
{
	const char *s = im_squeeze(d, cell);
	for (size_t i = 0; i < ARRAY_LEN(role_words); i++)
		if (strcmp(role_words[i].word, s) == 0) {
			*role = role_words[i].role;
			return true;
		}
	return false;
}

/* ---- columns ---- */

/* 姓名 职务 姓名 职务: how many columns it takes until they begin again; all of them, if they do not. */
static size_t block_width(const roster *r)
{
	size_t first = 0;
	while (first < r->n && r->columns[first] != NAME)
		first++;
	for (size_t c = first + 1; c < r->n; c++) {
		const size_t width = c - first;
		bool again = r->columns[c] == NAME;
		for (size_t k = 0; again && k + width < r->n; k++)
			again = r->columns[k] == r->columns[k + width];
		if (again)
			return width;
	}
	return r->n;
}

static size_t count_names(const roster *r)
{
	size_t n = 0;
	for (size_t c = 0; c < r->n; c++)
		n += r->columns[c] == NAME;
	return n;
}

static bool read_head(roster *r, const im_line *line)
{
	const char *row = line->text, *cell;
	roster found = {.d = r->d};
	bool name = false;
	while (found.n < IM_MAX_CELLS && (cell = im_next_cell(r->d, &row))) {
		column kind = column_of(r->d, cell);
		name |= kind == NAME;
		found.columns[found.n] = kind;
		found.heads[found.n++] = cell;
	}
	found.width = block_width(&found);
	if (name)
		*r = found;
	return name;
}

static bool fits(im_doc *d, const char *cell, column kind)
{
	im_attendance role;
	const ht_people_word w = ht_people_word_of(cell, strlen(cell));
	switch (kind) {
	case NAME:
		return im_is_person(d, cell) && w.kind != HT_WORD_JOINED;
	case OFFICE:
		return w.kind == HT_WORD_OFFICE;
	case UNIT:
		return w.kind == HT_WORD_UNIT;
	case ROLE:
		return find_role(d, cell, &role);
	case NUMBER:
		return cell[strspn(cell, IM_DIGITS)] == '\0';
	default:
		return false;
	}
}

/* Without a row of heads: each kind's column is the first of which at least three in four cells are of it. Any short
 * words look like names: some must have a known surname, or offices must be beside them. */
static bool guess_columns(roster *r, size_t from, size_t to)
{
	static const column kinds[] = {NUMBER, NAME, OFFICE, UNIT, ROLE};
	size_t hits[IM_MAX_CELLS][ROLE + 2] = {{0}}, filled[IM_MAX_CELLS] = {0}, surnames[IM_MAX_CELLS] = {0};
	for (size_t i = from; i < to; i++) {
		const char *row = r->d->lines[i].text, *cell;
		for (size_t c = 0; c < IM_MAX_CELLS && (cell = im_next_cell(r->d, &row)); c++) {
			r->n = MAX(r->n, c + 1);
			filled[c] += *cell != '\0';
			surnames[c] += im_is_name(cell, strlen(cell));
			for (size_t k = 0; *cell && k < ARRAY_LEN(kinds); k++)
				hits[c][kinds[k]] += fits(r->d, cell, kinds[k]);
		}
	}
	r->width = r->n;
	bool name = false, named = false, title = false;
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		for (size_t c = 0; c < r->n; c++)
			if (!r->columns[c] && filled[c] && hits[c][kinds[k]] * 4 >= filled[c] * 3) {
				r->columns[c] = kinds[k];
				name |= kinds[k] == NAME && surnames[c] * 4 >= filled[c];
				title |= kinds[k] == OFFICE || kinds[k] == ROLE;
				named |= kinds[k] == NAME;
				break;
			}
	return name || (named && title);
}

/* ---- rows ---- */

static void leave_cell(roster *r, const char *cell, ht_loc loc, column kind)
{
	im_leave_out(r->d, cell, loc, kind == NUMBER ? HT_D_IMPORT_LABEL : HT_D_IMPORT_ROSTER_CELL);
}

/* What a row says of its person. */
typedef struct entry {
	const char *name, *office, *unit, *title;
	im_attendance role;
} entry;

static const char *joined(im_doc *d, const char *a, const char *joint, const char *b)
{
	return a ? im_join(d, im_join(d, a, joint), b) : b;
}

static void take_cell(roster *r, size_t c, const char *cell, ht_loc loc, entry *e)
{
	switch (r->columns[c]) {
	case NAME:
		e->name = joined(r->d, e->name, "、", cell);
		break;
	case OFFICE:
		e->office = joined(r->d, e->office, "、", cell);
		break;
	case UNIT:
		e->unit = joined(r->d, e->unit, "", cell);
		break;
	case TITLE:
		e->title = joined(r->d, e->title, "", cell);
		break;
	default:
		leave_cell(r, cell, loc, find_role(r->d, cell, &e->role) ? NUMBER : r->columns[c]);
	}
}

static void give_title(im_doc *d, im_person *p, const entry *e)
{
	if (e->title && !p->office && !p->unit)
		im_split_title(d, e->title, &p->unit, &p->office);
	if (e->office)
		p->office = e->office;
	if (e->unit)
		p->unit = e->unit;
}

/* A spreadsheet saved as CSV has the unit of merged cells in the first of their rows only. */
static void fill_unit(roster *r, size_t from, entry *e, ht_loc loc)
{
	bool leads = false;
	for (size_t c = from; c < from + r->width && r->columns[c] != NAME; c++)
		leads |= r->columns[c] == UNIT;
	if (!r->d->roster_text || !leads)
		return;
	if (!e->unit && e->name && r->unit_above[from]) {
		e->unit = r->unit_above[from];
		ht_diag(r->d->diags, HT_D_IMPORT_ROSTER_UNIT, loc, im_squeeze(r->d, e->name), e->unit, NULL);
	}
	r->unit_above[from] = e->unit;
}

/* 合计　4人: how many they are, no person. */
static bool is_total(roster *r, const entry *e)
{
	const char *cells[] = {e->name, e->unit, e->office, e->title};
	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		if (cells[i] && ht_str_is_any(im_squeeze(r->d, cells[i]), ht_words_roster_total))
			return true;
	return false;
}

/* The people of the columns from `from` on, one block: a name, seldom several. */
static void add_block(roster *r, const im_line *line, size_t from, const char *const *cells)
{
	im_doc *d = r->d;
	entry e = {.role = IM_PRESENT};
	const char *all = "";
	for (size_t c = from; c < from + r->width && c < r->n; c++)
		all = im_join(d, all, im_squeeze(d, cells[c]));
	if (!*all)
		return;
	for (size_t c = from; c < from + r->width && c < r->n; c++)
		if (*cells[c])
			take_cell(r, c, cells[c], line->loc, &e);
	if (is_total(r, &e)) {
		im_leave_out(d, all, line->loc, HT_D_IMPORT_ROSTER_CELL);
		return;
	}
	if (!e.name) {
		ht_diag(d->diags, HT_D_IMPORT_ROSTER_ROW, line->loc, all, NULL);
		return;
	}
	fill_unit(r, from, &e, line->loc);
	im_people found = {0};
	im_read_people(d, &found, e.name, strlen(e.name));
	for (size_t i = 0; i < found.n; i++) {
		give_title(d, &found.v[i], &e);
		im_add_person(d, im_people_of(d, e.role), found.v[i]);
	}
	im_tell_people(d, &found, line->loc);
}

/* A row of which only the name was filled in is a line of one cell: it is one where names are the first column. Any
 * short line looks like a person (以下空白): this one has a known surname. */
static bool is_bare_name(const roster *r, const im_line *line)
{
	return r->columns[0] == NAME && im_is_name(line->text, strlen(line->text)) && fits(r->d, line->text, NAME);
}

/* The people of rows [from, to), one block after the other. single: lines that are no rows are ones of one cell. */
static void add_rows(roster *r, size_t from, size_t to, bool single)
{
	im_doc *d = r->d;
	for (size_t block = 0; block < r->n; block += r->width)
		for (size_t i = from; i < to; i++) {
			const char *cells[IM_MAX_CELLS], *row = d->lines[i].text, *cell;
			const bool taken = d->lines[i].kind == IM_FIELD,
			           is_row = d->lines[i].kind == IM_TABLE || single || is_bare_name(r, &d->lines[i]);
			if (block ? !taken : !is_row)
				continue;
			for (size_t c = 0; c < r->n; c++) {
				cell = NULL;
				if (row)
					cell = im_next_cell(d, &row);
				cells[c] = cell ? cell : "";
			}
			add_block(r, &d->lines[i], block, cells);
			d->lines[i].kind = IM_FIELD;
		}
}

/* The names of the columns; of those that nobody knows people are warned. */
static void leave_heads(roster *r, im_line *line)
{
	line->kind = IM_FIELD;
	for (size_t c = 0; c < r->n; c++) {
		if (!*r->heads[c])
			continue;
		im_leave_out(r->d, r->heads[c], line->loc, HT_D_IMPORT_LABEL);
		if (!r->columns[c])
			ht_diag(r->d->diags, HT_D_IMPORT_ROSTER_COLUMN, line->loc, r->heads[c], NULL);
	}
	if (r->width == r->n && count_names(r) > 1)
		ht_diag(r->d->diags, HT_D_IMPORT_ROSTER_NAMES, line->loc, NULL);
}

/* The first row of [from, to) that names the columns, or to. */
static size_t find_head(roster *r, size_t from, size_t to)
{
	while (from < to && !(r->d->lines[from].kind == IM_TABLE && read_head(r, &r->d->lines[from])))
		from++;
	return from;
}

/* The file's name without folder and ending. */
static const char *file_stem(im_doc *d)
{
	const char *name = d->file ? d->file : "", *slash = strrchr(name, '/'), *dot;
	name = slash ? slash + 1 : name;
	dot = strrchr(name, '.');
	return im_copy(d, name, dot ? (size_t)(dot - name) : strlen(name));
}

/* The line above the list is its title; else the file's name is. */
static void find_title(im_doc *d, size_t end)
{
	for (size_t i = 0; i < end && !d->title; i++)
		if (d->lines[i].kind == IM_BODY) {
			d->title = im_squeeze(d, d->lines[i].text);
			d->title_loc = d->lines[i].loc;
			d->lines[i].kind = IM_FIELD;
		}
	if (d->title)
		return;
	d->title = file_stem(d);
	ht_diag(d->diags, HT_D_IMPORT_ROSTER_TITLE, im_whole_file(d), d->title, NULL);
}

bool im_read_roster(im_doc *d)
{
	roster r = {.d = d};
	size_t head = find_head(&r, 0, d->n), from = head + 1;
	if (head == d->n) {
		for (from = 0; from < d->n && d->lines[from].kind != IM_TABLE; from++)
			;
		/* a list of nothing but names has one cell a row */
		if (from == d->n)
			from = 0;
		if (!guess_columns(&r, from, d->n)) {
			ht_diag(d->diags, HT_D_IMPORT_ROSTER_NONE, im_whole_file(d), NULL);
			return false;
		}
		head = from;
	} else {
		leave_heads(&r, &d->lines[head]);
	}
	find_title(d, head);
	add_rows(&r, from, d->n, r.n == 1);
	d->meeting.found = true;
	return true;
}

/* Are all columns known ones, and at least two? A table with others (任务, 时限) tells of something else. */
static bool all_known(const roster *r)
{
	for (size_t c = 0; c < r->n; c++)
		if (!r->columns[c])
			return false;
	return r->n > 1;
}

void im_read_people_table(im_doc *d, size_t from, size_t to)
{
	roster r = {.d = d};
	size_t head = find_head(&r, from, to);
	if (head == to || !all_known(&r))
		return;
	leave_heads(&r, &d->lines[head]);
	add_rows(&r, head + 1, to, true);
}
