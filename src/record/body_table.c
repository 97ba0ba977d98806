/* Pipe tables, through md4c. Their cells are joined by table_merge.c; empty ones stay empty. */
#include <stdio.h>
#include <string.h>

#include "record/messages.h"
#include "body_inline.h"

/* md4c fills up short rows: a wide head over many short rows would take all
 * memory. */
#define MAX_COLUMNS HT_TABLE_MAX_COLUMNS

static size_t skip_blanks(const char *s, size_t len, size_t at)
{
	while (at < len && (s[at] == ' ' || s[at] == '\t'))
		at++;
	return at;
}

/* One cell `:--:` at *at. */
static bool take_dashes(const char *s, size_t len, size_t *at)
{
	size_t i = *at + (*at < len && s[*at] == ':'), begin = i;
	while (i < len && s[i] == '-')
		i++;
	if (i == begin)
		return false;
	i += i < len && s[i] == ':';
	*at = skip_blanks(s, len, i);
	return true;
}

size_t ht_body_delimiter(const char *s, size_t len)
{
	size_t cells = 0;
	bool pipe = len && *s == '|';
	for (size_t at = skip_blanks(s, len, pipe); at < len;) {
		if (!take_dashes(s, len, &at))
			return 0;
		cells++;
		if (at == len)
			break;
		if (s[at] != '|')
			return 0;
		pipe = true;
		at = skip_blanks(s, len, at + 1);
	}
	return pipe && cells <= MAX_COLUMNS ? cells : 0;
}

/* The last byte of the backticks that begin at `at`, or of the code between them and as many others: its pipes separate
 * no cells. */
static size_t end_of_code(const char *s, size_t len, size_t at)
{
	size_t n = 1, found = 0;
	while (at + n < len && s[at + n] == '`')
		n++;
	for (size_t i = at + n; i < len; i++) {
		found = s[i] == '`' ? found + 1 : 0;
		if (found == n && (i + 1 == len || s[i + 1] != '`'))
			return i;
	}
	return at + n - 1;
}

/* Cells of a row, separated by pipes that are not escaped nor in code, up to the last that is not empty. */
static size_t count_cells(const char *s, size_t len)
{
	size_t cells = 1, filled = 1;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '|' && i > 0)
			cells++;
		else if (s[i] != '|' && s[i] != ' ' && s[i] != '\t')
			filled = cells;
		if (s[i] == '`')
			i = end_of_code(s, len, i);
		else
			i += s[i] == '\\';
	}
	return filled;
}

static void tell_row(ht_body_builder *b, ht_code code, const ht_source_line *line, size_t is, size_t most)
{
	char cells[24], limit[24];
	snprintf(cells, sizeof cells, "%zu", is);
	snprintf(limit, sizeof limit, "%zu", most);
	ht_cursor cur = b->cur;
	ht_diag(b->diags, code, ht_body_at(b, line->s), cells, limit, NULL);
	b->cur = cur; /* what comes first is still to be placed */
}

/* The columns of a table: those of its line of dashes, and more if a row has more. 0: too many. */
static size_t table_columns(ht_body_builder *b, const ht_source_line *lines, size_t n)
{
	size_t dashes = ht_body_delimiter(lines[1].s, lines[1].len), columns = dashes;
	for (size_t i = 0; i < n; i++) {
		size_t cells = i == 1 ? 0 : count_cells(lines[i].s, lines[i].len);
		if (cells > MAX_COLUMNS) {
			tell_row(b, HT_D_BODY_TABLE_WIDE, &lines[i], cells, MAX_COLUMNS);
			return 0;
		}
		if (cells > dashes)
			tell_row(b, HT_D_BODY_TABLE_CELLS, &lines[i], cells, dashes);
		columns = cells > columns ? cells : columns;
	}
	return columns;
}

static ht_body_row *last_row(ht_md *md)
{
	return &md->table->rows[md->table->n_rows - 1];
}

static int enter_row(ht_md *md)
{
	ht_body_row *row = HT_PUSH(md->b->arena, md->table->rows, md->table->n_rows, md->rows_cap);
	if (!row)
		return -1;
	row->header = md->header;
	md->cells_cap = 0;
	return 0;
}

static int enter_cell(ht_md *md, const MD_BLOCK_TD_DETAIL *detail)
{
	static const int8_t aligns[] = {
	    [MD_ALIGN_DEFAULT] = 0, [MD_ALIGN_LEFT] = -1, [MD_ALIGN_CENTER] = 1, [MD_ALIGN_RIGHT] = 2};
	ht_body_row *row = last_row(md);
	ht_body_cell *cell = HT_PUSH(md->b->arena, row->cells, row->n, md->cells_cap);
	if (!cell)
		return -1;
	*cell = (ht_body_cell){.align = aligns[detail->align], .column = row->n - 1, .rows = 1, .columns = 1};
	md->in_cell = true;
	return 0;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
	ht_md *md = ctx;
	switch (type) {
	case MD_BLOCK_THEAD:
		md->header = true;
		return 0;
	case MD_BLOCK_TBODY:
		md->header = false;
		return 0;
	case MD_BLOCK_TR:
		return enter_row(md);
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		*md->list = (ht_inline_list){0};
		return enter_cell(md, detail);
	default:
		return 0;
	}
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
	ht_md *md = ctx;
	(void)detail;
	if (type != MD_BLOCK_TH && type != MD_BLOCK_TD)
		return 0;
	if (!ht_md_finish(md))
		return -1;
	md->in_cell = false;
	ht_body_row *row = last_row(md);
	row->cells[row->n - 1].inlines = md->list->v;
	row->cells[row->n - 1].n = md->list->n;
	return 0;
}

static bool parse_table(ht_md *md, size_t len)
{
	static const MD_PARSER parser = {
	    .flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES,
	    .enter_block = enter_block,
	    .leave_block = leave_block,
	    .enter_span = ht_md_enter_span,
	    .leave_span = ht_md_leave_span,
	    .text = ht_md_text,
	};
	return md_parse(md->b->scratch, (MD_SIZE)len, &parser, md) == 0;
}

/* The delimiter row as md4c wants it: each cell of three characters at least.
 * Cells that the row lacks are added. Returns its length. */
static size_t write_delimiter(const ht_source_line *line, size_t columns, char *out)
{
	size_t n = 0, at = skip_blanks(line->s, line->len, *line->s == '|');
	while (at < line->len) {
		bool left = line->s[at] == ':';
		size_t begin = at;
		take_dashes(line->s, line->len, &at);
		bool right = memchr(line->s + begin + 1, ':', at - begin - 1) != NULL;
		memcpy(out + n, "---|", 4);
		if (left)
			out[n] = ':';
		if (right)
			out[n + 2] = ':';
		n += 4;
		at = skip_blanks(line->s, line->len, at + (at < line->len));
	}
	for (; n < 4 * columns; n += 4)
		memcpy(out + n, "---|", 4);
	return n;
}

/* Is the pipe at `at` the end of a cell in which nothing stands, not even a blank? */
static bool ends_nothing(const char *s, size_t at)
{
	return s[at] == '|' && (!at || s[at - 1] == '|');
}

static size_t count_nothing(const ht_source_line *line)
{
	size_t n = 0;
	for (size_t i = 0; i < line->len; i++)
		n += ends_nothing(line->s, i);
	return n;
}

/* A row's cells. md4c leaves a cell `||` out, and what follows it would move to the left: such a cell gets a blank, and
 * what follows that a piece of its own. Pipes within code are text. */
static char *copy_cells(const char *s, size_t len, const char *copy, char *out, ht_piece **next)
{
	bool code = false;
	*(*next)++ = (ht_piece){s, (size_t)(out - copy)};
	for (size_t i = 0; i < len; i++) {
		code ^= s[i] == '`';
		if (ends_nothing(s, i) && !code) {
			*out++ = ' ';
			*(*next)++ = (ht_piece){s + i, (size_t)(out - copy)};
		}
		*out++ = s[i];
	}
	return out;
}

/* The copy that md4c reads: each line begins with a pipe, so that it cannot be a list, a heading … Returns its length.
 */
static size_t copy_lines(const ht_source_line *lines, size_t n, size_t columns, ht_piece **next, char *copy)
{
	char *out = copy;
	for (size_t i = 0; i < n; i++) {
		size_t skip = lines[i].len && *lines[i].s == '|';
		*out++ = '|';
		char *begin = out;
		if (i == 1) {
			*(*next)++ = (ht_piece){lines[i].s + skip, (size_t)(out - copy)};
			out += write_delimiter(&lines[1], columns, out);
		} else {
			out = copy_cells(lines[i].s + skip, lines[i].len - skip, copy, out, next);
			ht_body_mask(begin, out);
		}
		*out++ = '\n';
	}
	return (size_t)(out - copy);
}

bool ht_body_table(ht_body_builder *b, const ht_source_line *lines, size_t n, ht_body_block *block,
                   ht_body_images *images)
{
	size_t columns = table_columns(b, lines, n), size = 4 * MAX_COLUMNS, n_pieces = n;
	for (size_t i = 0; i < n; i++) {
		n_pieces += count_nothing(&lines[i]);
		size += lines[i].len + count_nothing(&lines[i]) + 2;
	}
	ht_piece *pieces = ht_arena_array(b->arena, n_pieces, sizeof *pieces), *next = pieces;
	char *copy = size < UINT32_MAX ? ht_body_scratch(b, size) : NULL;
	if (!pieces || !copy)
		return false;
	if (!columns)
		return true;
	ht_inline_list cell = {0};
	size_t len = copy_lines(lines, n, columns, &next, copy);
	ht_md md = {.b = b, .pieces = pieces, .n_pieces = (size_t)(next - pieces), .list = &cell, .table = block};
	block->loc = ht_body_at(b, lines[0].s);
	bool done = parse_table(&md, len);
	*images = md.images;
	block->n_columns = block->n_rows ? block->rows[0].n : 0;
	return done && (!block->n_rows || ht_table_merge(b->arena, b->diags, block));
}
