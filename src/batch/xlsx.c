/* A table as a spreadsheet, by libxlsxwriter, which is loaded when there is one. Rows go to a temporary file as they
 * come, so that a long table takes no more memory than a short one. The file has the same bytes for the same rows: its
 * parts have a fixed time, and when it was made is given. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <xlsxwriter.h>

#include "base/library.h"
#include "base/messages.h"
#include "config.h"
#include "job.h"

#define FUNCTIONS(X)                                                                                                   \
	X(workbook_new_opt)                                                                                            \
	X(workbook_set_properties)                                                                                     \
	X(workbook_add_worksheet)                                                                                      \
	X(workbook_add_format)                                                                                         \
	X(workbook_close)                                                                                              \
	X(format_set_bold)                                                                                             \
	X(format_set_border)                                                                                           \
	X(format_set_text_wrap)                                                                                        \
	X(format_set_align)                                                                                            \
	X(worksheet_set_column)                                                                                        \
	X(worksheet_write_string)                                                                                      \
	X(worksheet_write_number)                                                                                      \
	X(worksheet_freeze_panes)                                                                                      \
	X(worksheet_repeat_rows)                                                                                       \
	X(worksheet_set_landscape)                                                                                     \
	X(worksheet_set_paper)                                                                                         \
	X(worksheet_fit_to_pages)                                                                                      \
	X(lxw_strerror)

/* Rows of a sheet, of at most LXW_ROW_MAX, its head included; what is more is on further sheets. */
#define SHEET_ROWS 1000000

struct bt_xlsx {
	HT_LIBRARY_TABLE(FUNCTIONS)
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *cell;
	lxw_row_t row;
	const char *path, *title; /* borrowed */
	const char *const *heads;
	const double *widths;
	size_t n;
	ht_diags *diags;
	lxw_error error; /* sticky */
};

static void check(bt_xlsx *x, lxw_error error)
{
	if (x->error == LXW_NO_ERROR)
		x->error = error;
}

static bool load(bt_xlsx *x)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(FUNCTIONS)};
	return ht_library_load(HT_XLSX_LIBRARY, names, sizeof names / sizeof *names, x);
}

/* A sheet, its head on every printed page. */
static void add_sheet(bt_xlsx *x)
{
	x->sheet = x->workbook_add_worksheet(x->book, NULL);
	if (!x->sheet) {
		check(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	for (size_t i = 0; i < x->n; i++) {
		check(x, x->worksheet_set_column(x->sheet, (lxw_col_t)i, (lxw_col_t)i, x->widths[i], NULL));
		check(x, x->worksheet_write_string(x->sheet, 0, (lxw_col_t)i, x->heads[i], x->head));
	}
	x->worksheet_freeze_panes(x->sheet, 1, 0);
	x->worksheet_repeat_rows(x->sheet, 0, 0);
	x->worksheet_set_landscape(x->sheet);
	x->worksheet_set_paper(x->sheet, 9); /* A4 */
	x->worksheet_fit_to_pages(x->sheet, 1, 0);
	x->row = 1;
}

static void set_up(bt_xlsx *x, const char *day)
{
	struct tm tm = {0};
	int year = 0, month = 1, of_month = 1;
	if (sscanf(day, "%d-%d-%d", &year, &month, &of_month) == 3) {
		tm.tm_year = year - 1900;
		tm.tm_mon = month - 1;
		tm.tm_mday = of_month;
	}
	lxw_doc_properties properties = {.title = (char *)(uintptr_t)x->title, .created = timegm(&tm)};
	check(x, x->workbook_set_properties(x->book, &properties));
	x->head = x->workbook_add_format(x->book);
	x->cell = x->workbook_add_format(x->book);
	if (!x->head || !x->cell) {
		check(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	x->format_set_bold(x->head);
	x->format_set_align(x->head, LXW_ALIGN_CENTER);
	x->format_set_border(x->head, LXW_BORDER_THIN);
	x->format_set_border(x->cell, LXW_BORDER_THIN);
	x->format_set_text_wrap(x->cell);
	x->format_set_align(x->cell, LXW_ALIGN_VERTICAL_CENTER);
	add_sheet(x);
}

bt_xlsx *bt_xlsx_open(const char *path, const char *title, const char *const *heads, const double *widths, size_t n,
                      const char *day, ht_diags *diags)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	bt_xlsx *x = calloc(1, sizeof *x);
	if (!x)
		return NULL;
	if (!load(x)) {
		ht_library_fail(diags, (ht_loc){0}, HT_XLSX_LIBRARY, HT_XLSX_PACKAGE);
		free(x);
		return NULL;
	}
	x->path = path;
	x->title = title;
	x->heads = heads;
	x->widths = widths;
	x->n = n;
	x->diags = diags;
	x->book = x->workbook_new_opt(path, &options);
	if (x->book)
		set_up(x, day);
	else
		check(x, LXW_ERROR_MEMORY_MALLOC_FAILED);
	return x;
}

void bt_xlsx_row(bt_xlsx *x, const char *const *cells, const bool *is_number)
{
	if (x->error == LXW_NO_ERROR && x->row == SHEET_ROWS)
		add_sheet(x);
	for (size_t i = 0; i < x->n && x->error == LXW_NO_ERROR; i++) {
		const char *cell = cells[i] ? cells[i] : "";
		const lxw_col_t column = (lxw_col_t)i;
		/* 15 digits are exact */
		if (is_number[i] && *cell && strlen(cell) <= 15 && !cell[strspn(cell, "0123456789")])
			check(x, x->worksheet_write_number(x->sheet, x->row, column, strtod(cell, NULL), x->cell));
		else
			check(x, x->worksheet_write_string(x->sheet, x->row, column, cell, x->cell));
	}
	x->row++;
}

ht_status bt_xlsx_close(bt_xlsx *x)
{
	ht_status status = HT_OK;
	if (x->book)
		check(x, x->workbook_close(x->book));
	if (x->error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
		status = HT_ERR_NOMEM;
	} else if (x->error != LXW_NO_ERROR) {
		ht_diag(x->diags, HT_D_OUT_WRITE, (ht_loc){x->path, 0, 0}, x->lxw_strerror(x->error), NULL);
		status = HT_ERR_IO;
	}
	free(x);
	return status;
}
