/* Spreadsheets: XLSX (a package, like DOCX), CSV. Each row becomes a row of a table; roster.c reads people out of it.
 */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "import/messages.h"
#include "sheet.h"
#include "sink.h"

/* Rows and columns of a list of people: far more than any has. */
#define ROWS_MOST 20000

/* Cells of one row as they are found. */
typedef struct row {
	const char *v[IM_MAX_CELLS];
	size_t n; /* up to the last that is not empty */
} row;

typedef struct reader {
	im_doc *d;
	const char **strings; /* n_strings shared texts */
	size_t n_strings, cap_strings;
	row *rows;
	size_t n, cap;
	int *numbers; /* of the rows, as the sheet counts them */
	size_t cap_numbers, n_numbers;
} reader;

/* slot NULL: there are too many rows. What is beyond the most of rows and columns is left out, which is told. */
static void put_cell(im_doc *d, row *slot, int number, size_t column, const char *text)
{
	if (!*text)
		return;
	if (!slot || column >= IM_MAX_CELLS) {
		im_leave_out(d, text, (ht_loc){d->file, number, 0}, HT_D_IMPORT_NOT_TAKEN);
		return;
	}
	while (slot->n <= column)
		slot->v[slot->n++] = "";
	slot->v[column] = text;
}

static row *new_row(reader *r, int number)
{
	row *slot = r->n < ROWS_MOST ? HT_PUSH(r->d->arena, r->rows, r->n, r->cap) : NULL;
	int *place = slot ? HT_PUSH(r->d->arena, r->numbers, r->n_numbers, r->cap_numbers) : NULL;
	if (!place) {
		r->d->nomem |= r->n < ROWS_MOST;
		return NULL;
	}
	*slot = (row){.n = 0};
	*place = number;
	return slot;
}

/* The rows as they are, for whoever wants no text of them. */
static void keep_rows(reader *r)
{
	ht_import_row *rows = ht_arena_array(r->d->arena, r->n, sizeof *rows);
	r->d->nomem |= r->n && !rows;
	for (size_t i = 0; rows && i < r->n; i++)
		rows[i] = (ht_import_row){r->rows[i].v, r->rows[i].n, r->numbers[i]};
	r->d->rows = rows;
	r->d->n_rows = rows ? r->n : 0;
}

/* The rows as lines of the text: a row with one cell is a paragraph. */
static void add_lines(reader *r)
{
	im_doc *d = r->d;
	keep_rows(r);
	for (size_t i = 0; i < r->n; i++) {
		const row *cells = &r->rows[i];
		ht_buf text = {0};
		size_t filled = 0;
		for (size_t c = 0; c < cells->n; c++) {
			if (c)
				ht_buf_adds(&text, "\t");
			im_add_cell(&text, cells->v[c], strlen(cells->v[c]));
			filled += *cells->v[c] != '\0';
		}
		/* a single cell is a paragraph, without the tabs around it */
		const char *s = filled > 1 ? im_copy_all(d, &text) : im_copy_buf(d, &text);
		ht_buf_free(&text);
		im_line *line = *s ? im_add_line(d, s, strlen(s), (ht_loc){d->file, r->numbers[i], 0}, 0) : NULL;
		if (line && filled > 1)
			line->kind = IM_TABLE;
	}
	d->structured = d->roster = true;
}

/* A cell's text on one line, trimmed, without what a record may not hold. */
static const char *one_line(im_doc *d, const char *s, size_t len)
{
	ht_buf valid = {0}, line = {0};
	im_add_valid(&valid, s, len);
	for (size_t i = 0, n; i < valid.len; i += n) {
		uint32_t cp = ht_utf8_get(valid.data + i, valid.data + valid.len, &n);
		if (cp == '\n' || cp == '\r' || cp == '\t')
			ht_buf_adds(&line, " ");
		else if (im_is_forbidden(cp))
			d->controls++;
		else
			ht_buf_add(&line, valid.data + i, n);
	}
	d->nomem |= valid.failed;
	const char *text = im_copy_buf(d, &line);
	ht_buf_free(&valid);
	ht_buf_free(&line);
	return text;
}

/* ---- XLSX ---- */

/* The texts below node, without the pronunciation (rPh) of Japanese. */
static void add_texts(const xmlNode *node, ht_buf *text, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH; c = c->next) {
		if (im_is_element(c, "rPh"))
			continue;
		if (c->type == XML_TEXT_NODE && im_is_element(node, "t"))
			ht_buf_adds(text, (const char *)c->content);
		else if (c->type == XML_ELEMENT_NODE)
			add_texts(c, text, depth + 1);
	}
}

static const char *texts_of(im_doc *d, const xmlNode *node)
{
	ht_buf text = {0};
	add_texts(node, &text, 0);
	d->nomem |= text.failed;
	const char *s = one_line(d, text.len ? text.data : "", text.len);
	ht_buf_free(&text);
	return s;
}

static void read_strings(reader *r, const char *data, size_t len)
{
	xmlDoc *xml = im_package_xml(r->d, data, len, "xl/sharedStrings.xml");
	const xmlNode *root = im_root(xml);
	for (const xmlNode *c = root ? root->children : NULL; c; c = c->next) {
		if (!im_is_element(c, "si"))
			continue;
		const char **slot = HT_PUSH(r->d->arena, r->strings, r->n_strings, r->cap_strings);
		r->d->nomem |= !slot;
		if (slot)
			*slot = texts_of(r->d, c);
	}
	im_xml_free_doc(r->d, xml);
}

/* `BC12`: column and row from 0. */
static void place_of(const char *ref, size_t *column, int *line)
{
	size_t c = 0;
	for (; g_ascii_isalpha(*ref) && c < IM_MAX_CELLS * 26; ref++)
		c = c * 26 + (size_t)(g_ascii_toupper(*ref) - 'A' + 1);
	*column = c ? c - 1 : 0;
	*line = atoi(ref) - 1;
}

static const char *cell_text(reader *r, const xmlNode *cell)
{
	const char *type = im_attribute(r->d, cell, "t");
	const xmlNode *value = im_child(cell, "v"), *inner = im_child(cell, "is");
	if (inner)
		return texts_of(r->d, inner);
	const char *text = value ? im_content(r->d, value) : "";
	if (type && strcmp(type, "s") == 0) {
		size_t i = strtoul(text, NULL, 10);
		return *text && i < r->n_strings ? r->strings[i] : "";
	}
	return one_line(r->d, text, strlen(text));
}

static void read_rows(reader *r, const xmlNode *sheet)
{
	const xmlNode *data = im_child(sheet, "sheetData");
	int number = 0;
	for (const xmlNode *line = data ? data->children : NULL; line; line = line->next) {
		if (!im_is_element(line, "row"))
			continue;
		number = im_attribute_int(r->d, line, "r", number + 1);
		row *slot = new_row(r, number);
		size_t column = 0;
		for (const xmlNode *c = line->children; c && !r->d->nomem; c = c->next) {
			if (!im_is_element(c, "c"))
				continue;
			int at;
			const char *ref = im_attribute(r->d, c, "r");
			if (ref)
				place_of(ref, &column, &at);
			put_cell(r->d, slot, number, column++, cell_text(r, c));
		}
	}
}

/* Cells that are merged downwards have the text of the uppermost. */
static void fill_merged(reader *r, const xmlNode *sheet)
{
	const xmlNode *list = im_child(sheet, "mergeCells");
	for (const xmlNode *c = list ? list->children : NULL; c; c = c->next) {
		const char *ref = im_is_element(c, "mergeCell") ? im_attribute(r->d, c, "ref") : NULL;
		const char *to = ref ? strchr(ref, ':') : NULL, *text = NULL;
		size_t column, right;
		int top, bottom;
		if (!to)
			continue;
		place_of(ref, &column, &top);
		place_of(to + 1, &right, &bottom);
		for (size_t i = 0; i < r->n && column == right; i++) {
			int at = r->numbers[i] - 1;
			if (at == top && column < r->rows[i].n)
				text = r->rows[i].v[column];
			else if (at > top && at <= bottom && text)
				put_cell(r->d, &r->rows[i], r->numbers[i], column, text);
		}
	}
}

/* The part of the sheet with that relation's id. */
static const char *part_of(im_doc *d, const char *data, size_t len, const char *id)
{
	xmlDoc *xml = im_package_xml(d, data, len, "xl/_rels/workbook.xml.rels");
	const char *part = im_linked_part(d, im_root(xml), id, "xl");
	im_xml_free_doc(d, xml);
	return im_given(part, "xl/worksheets/sheet1.xml");
}

/* The part of the first sheet that is shown; the others are told of. */
static const char *first_sheet(im_doc *d, const char *data, size_t len, const xmlNode *book)
{
	const xmlNode *sheets = im_child(book, "sheets");
	const char *id = NULL;
	for (const xmlNode *c = sheets ? sheets->children : NULL; c; c = c->next) {
		if (!im_is_element(c, "sheet"))
			continue;
		const char *state = im_attribute(d, c, "state"), *name = im_attribute(d, c, "name");
		if (!id && !(state && ht_str_ends(state, "idden")))
			id = im_attribute(d, c, "id");
		else
			ht_diag(d->diags, HT_D_IMPORT_SHEET, im_whole_file(d), name ? name : "", NULL);
	}
	return part_of(d, data, len, id);
}

ht_status im_read_xlsx(im_doc *d, const char *data, size_t len)
{
	reader r = {.d = d};
	xmlDoc *book = im_package_xml(d, data, len, "xl/workbook.xml");
	if (!book)
		return im_package_refuse(d, "XLSX", "xl/workbook.xml");
	const char *part = first_sheet(d, data, len, im_root(book));
	im_xml_free_doc(d, book);
	read_strings(&r, data, len);
	xmlDoc *sheet = im_package_xml(d, data, len, part);
	if (!sheet)
		return im_package_refuse(d, "XLSX", part);
	read_rows(&r, im_root(sheet));
	fill_merged(&r, im_root(sheet));
	im_xml_free_doc(d, sheet);
	add_lines(&r);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}

/* ---- CSV ---- */

/* What separates the cells: the one of these that the first line has most of. */
static char separator_of(const char *text, size_t len)
{
	static const char candidates[] = ",\t;";
	size_t counts[sizeof candidates] = {0}, best = 0;
	for (size_t i = 0; i < len && text[i] != '\n'; i++)
		for (size_t k = 0; candidates[k]; k++)
			counts[k] += text[i] == candidates[k];
	for (size_t k = 1; candidates[k]; k++)
		if (counts[k] > counts[best])
			best = k;
	return candidates[best];
}

/* The cell at p; *p moves to what ends it. */
static const char *csv_cell(im_doc *d, const char **p, const char *end, char separator)
{
	ht_buf cell = {0};
	const char *s = *p;
	bool quoted = s < end && *s == '"';
	for (s += quoted; s < end; s++) {
		if (quoted && *s == '"' && s + 1 < end && s[1] == '"')
			s++;
		else if (quoted && *s == '"') {
			quoted = false;
			continue;
		} else if (!quoted && (*s == separator || *s == '\n' || *s == '\r'))
			break;
		ht_buf_add(&cell, s, 1);
	}
	*p = s;
	d->nomem |= cell.failed;
	const char *text = one_line(d, cell.len ? cell.data : "", cell.len);
	ht_buf_free(&cell);
	return text;
}

ht_status im_read_csv(im_doc *d, const char *text, size_t len)
{
	reader r = {.d = d};
	d->roster_text = true;
	const char *p = text, *end = text + len;
	char separator = separator_of(text, len);
	for (int number = 1; p < end && !d->nomem; number++) {
		row *slot = new_row(&r, number);
		for (size_t column = 0; !d->nomem; column++) {
			put_cell(d, slot, number, column, csv_cell(d, &p, end, separator));
			if (p == end || *p != separator)
				break;
			p++;
		}
		p += p < end && *p == '\r';
		p += p < end && *p == '\n';
	}
	add_lines(&r);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
