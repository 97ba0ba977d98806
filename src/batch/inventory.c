/* The inventory of a package (归档文件目录), with the columns of DA/T 22-2015 as a spreadsheet, as CSV and, on a sheet
 * of its own, as PDF. Programs get a column more: the file, which joins the inventory to the documents. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/infile.h"
#include "base/messages.h"
#include "job.h"

#define NAME BT_PACKAGE_INVENTORY "归档文件目录"

/* Papers of one PDF: an inventory of more is several volumes, so that the memory that pages take has a bound. */
#define VOLUME 1000

enum {
	NUMBER,
	CODE,
	DOCUMENT_NUMBER,
	ISSUER,
	TITLE,
	DATE,
	SECRECY,
	PAGES,
	REMARKS,
	ON_PAPER,
	FILE_NAME = ON_PAPER,
	COLUMNS
};

static const char *const heads[COLUMNS] = {"序号", "档号", "文号", "责任者", "题名",
                                           "日期", "密级", "页数", "备注",   "计算机文件名"};
static const double widths[COLUMNS] = {6, 28, 22, 22, 48, 10, 12, 6, 10, 60}; /* in characters */
static const bool is_number[COLUMNS] = {[NUMBER] = true, [PAGES] = true};

struct bt_inventory {
	const bt_job *job;
	ht_exporter *exporter;
	ht_diags *diags;
	size_t n_papers;
	bool secret;
	ht_arena *arena;
	bt_xlsx *xlsx;
	const char *xlsx_temp;
	ht_outfile *csv;
	bt_json json; /* the record of the current volume */
	size_t n, volumes;
	ht_status status; /* sticky */
};

static void set_status(bt_inventory *c, ht_status status)
{
	if (c->status == HT_OK)
		c->status = status;
}

/* A path below the package; "" if there is no memory for it. */
static const char *path_of(bt_inventory *c, const char *file)
{
	const char *path = ht_arena_printf(c->arena, "%s/%s", c->job->dir, file);
	if (!path)
		set_status(c, HT_ERR_NOMEM);
	return path ? path : "";
}

/* ---- CSV ---- */

static void put_csv(bt_inventory *c, const char *const *cells)
{
	ht_buf row = {0};
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i)
			ht_buf_adds(&row, ",");
		ht_buf_addcell(&row, cells[i] ? cells[i] : "", true);
	}
	ht_buf_adds(&row, "\r\n");
	if (row.failed)
		set_status(c, HT_ERR_NOMEM);
	else
		ht_outfile_write(c->csv, row.data, row.len); /* told when it is committed */
	ht_buf_free(&row);
}

/* ---- PDF ---- */

static const char *volume_name(bt_inventory *c)
{
	const char *name = NAME ".pdf";
	if (c->n_papers > VOLUME)
		name = ht_arena_printf(c->arena, NAME "-%03zu.pdf", c->volumes);
	if (!name)
		set_status(c, HT_ERR_NOMEM);
	return name ? name : "";
}

/* The options of the documents, for a PDF of the sheet: what standards, which fonts. */
static ht_export_options pdf_options(const bt_inventory *c)
{
	static const char *const sheet[] = {"inventory"};
	ht_export_options o = *ht_exporter_options(c->exporter);
	o.styles = sheet;
	o.n_styles = 1;
	o.targets[0] = ht_export_target("pdf");
	o.n_targets = 1;
	o.settings = NULL;
	o.attach_record = false;
	ht_export_settle(&o);
	return o;
}

static void pass_on(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	ht_diag(user, code, loc, args[0], args[1], args[2], args[3], NULL);
}

/* The record as a PDF. What there is to say of it is no matter of the package's user, unless it fails. */
static ht_status make_pdf(bt_inventory *c, const char *record, size_t len, const char *file)
{
	const ht_export_options options = pdf_options(c);
	ht_exporter *x = NULL;
	ht_outputs outputs = {0};
	ht_diags *diags = ht_diags_new();
	ht_status status = diags ? ht_exporter_new(&options, diags, &x) : HT_ERR_NOMEM;
	if (status == HT_OK)
		status = ht_export_record(x, record, len, NAME ".json", 1, HT_FORMAT_JSON, diags, &outputs);
	if (status == HT_OK)
		status = ht_outfile_put_as(path_of(c, file), outputs.v[0].data.data, outputs.v[0].data.len, c->secret,
		                           diags);
	if (status != HT_OK && diags)
		ht_diags_visit(diags, pass_on, c->diags);
	ht_outputs_free(&outputs);
	ht_exporter_free(x);
	ht_diags_free(diags);
	return status;
}

/* A package that has grown has its papers in other volumes: those of an earlier run are no part of it. */
static void remove_volumes(bt_inventory *c)
{
	bool there = true;
	unlink(path_of(c, NAME ".pdf"));
	for (size_t i = 1; there && c->status == HT_OK; i++) {
		const char *name = ht_arena_printf(c->arena, NAME "-%03zu.pdf", i);
		if (!name)
			set_status(c, HT_ERR_NOMEM);
		there = name && unlink(path_of(c, name)) == 0;
	}
}

static void begin_volume(bt_inventory *c)
{
	bt_json *g = &c->json;
	c->volumes++;
	if (!bt_json_open(g, false)) {
		set_status(c, HT_ERR_NOMEM);
		return;
	}
	bt_json_object(g, NULL);
	bt_json_pair(g, "form", "plain");
	bt_json_pair(g, "title", "归档文件目录");
	bt_json_pair(g, "date", c->job->journal.day);
	bt_json_array(g, "body");
	bt_json_object(g, NULL);
	bt_json_object(g, "table");
	bt_json_array(g, "columns");
	for (size_t i = 0; i < ON_PAPER; i++)
		bt_json_string(g, heads[i]);
	bt_json_end_array(g);
	bt_json_array(g, "rows");
}

static void put_json(bt_inventory *c, const char *const *cells)
{
	bt_json_array(&c->json, NULL);
	for (size_t i = 0; i < ON_PAPER; i++)
		bt_json_string(&c->json, cells[i] ? cells[i] : "");
	bt_json_end_array(&c->json);
}

static void end_volume(bt_inventory *c)
{
	bt_json *g = &c->json;
	size_t len;
	bt_json_end_array(g);
	bt_json_end_object(g);
	bt_json_end_object(g);
	bt_json_end_array(g);
	bt_json_end_object(g);
	const char *record = bt_json_text(g, &len);
	if (!record)
		set_status(c, HT_ERR_NOMEM);
	if (c->status == HT_OK)
		set_status(c, make_pdf(c, record, len, volume_name(c)));
	bt_json_close(g);
}

/* ---- all three ---- */

/* A day as the inventory has it, eight digits (DA/T 22-2015: 20260820); any other text as it is. */
static const char *day_of(bt_inventory *c, const char *date)
{
	int year, month, day, end = 0;
	if (!date || sscanf(date, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || date[end])
		return date;
	const char *text = ht_arena_printf(c->arena, "%04d%02d%02d", year, month, day);
	if (!text)
		set_status(c, HT_ERR_NOMEM);
	return text;
}

/* The grade with its term, as the document shows it (GB/T 9704-2012 7.2.2). */
static const char *secrecy_of(bt_inventory *c, const bt_output *paper)
{
	const char *grade = paper->archive[HT_ARCHIVE_SECRECY], *term = paper->archive[HT_ARCHIVE_SECRECY_TERM];
	if (!grade || !term)
		return grade;
	const char *both = ht_arena_printf(c->arena, "%s★%s", grade, term);
	if (!both)
		set_status(c, HT_ERR_NOMEM);
	return both;
}

bt_inventory *bt_inventory_open(const bt_job *job, ht_exporter *x, size_t n, bool secret, ht_diags *diags)
{
	static const char bom[] = "\xEF\xBB\xBF"; /* by which spreadsheets recognise UTF-8 */
	bt_inventory *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	*c = (bt_inventory){.job = job, .exporter = x, .diags = diags, .n_papers = n, .secret = secret};
	c->arena = ht_arena_new();
	c->xlsx_temp = c->arena ? ht_arena_printf(c->arena, "%sinventory.tmp", job->folder) : NULL;
	if (!c->xlsx_temp) {
		ht_arena_free(c->arena);
		free(c);
		return NULL;
	}
	unlink(c->xlsx_temp);
	remove_volumes(c);
	set_status(c, ht_outfile_open(path_of(c, NAME ".csv"), diags, &c->csv));
	c->xlsx = bt_xlsx_open(c->xlsx_temp, "归档文件目录", heads, widths, COLUMNS, job->journal.day, diags);
	if (!c->xlsx)
		set_status(c, ht_diags_has_errors(diags) ? HT_ERR_LIB : HT_ERR_NOMEM);
	if (c->status == HT_OK) {
		ht_outfile_write(c->csv, bom, sizeof bom - 1);
		put_csv(c, heads);
	}
	return c;
}

void bt_inventory_add(bt_inventory *c, const bt_paper *paper)
{
	char number[24];
	const bt_output *o = paper->v;
	if (c->status != HT_OK)
		return;
	snprintf(number, sizeof number, "%zu", paper->number);
	const char *const cells[COLUMNS] = {[NUMBER] = number,
	                                    [CODE] = o->archive[HT_ARCHIVE_CODE],
	                                    [DOCUMENT_NUMBER] = o->archive[HT_ARCHIVE_DOCUMENT_NUMBER],
	                                    [ISSUER] = o->archive[HT_ARCHIVE_ISSUER],
	                                    [TITLE] = o->title,
	                                    [DATE] = day_of(c, o->archive[HT_ARCHIVE_DATE]),
	                                    [SECRECY] = secrecy_of(c, o),
	                                    [PAGES] = o->archive[HT_ARCHIVE_PAGES],
	                                    [FILE_NAME] = o->file};
	if (c->n % VOLUME == 0)
		begin_volume(c);
	if (c->status != HT_OK)
		return;
	put_csv(c, cells);
	bt_xlsx_row(c->xlsx, cells, is_number);
	put_json(c, cells);
	if (++c->n % VOLUME == 0 || c->n == c->n_papers)
		end_volume(c);
}

/* Give the spreadsheet its name: it is made by a library, which writes files only. */
static void finish_xlsx(bt_inventory *c)
{
	if (c->xlsx)
		set_status(c, bt_xlsx_close(c->xlsx));
	ht_buf whole = {0};
	if (c->status == HT_OK)
		set_status(c, ht_infile_read(c->xlsx_temp, SIZE_MAX, c->diags, &whole));
	if (c->status == HT_OK)
		set_status(c, ht_outfile_put_as(path_of(c, NAME ".xlsx"), whole.data, whole.len, c->secret, c->diags));
	ht_buf_free(&whole);
	unlink(c->xlsx_temp);
}

ht_status bt_inventory_close(bt_inventory *c, bt_bag *bag)
{
	finish_xlsx(c);
	if (c->csv && c->secret)
		ht_outfile_make_secret(c->csv);
	if (c->csv && c->status == HT_OK)
		set_status(c, ht_outfile_commit(c->csv));
	else
		ht_outfile_abort(c->csv);
	if (c->status == HT_OK) {
		bt_bag_list_file(bag, NAME ".csv");
		bt_bag_list_file(bag, NAME ".xlsx");
	}
	const size_t volumes = c->volumes;
	for (c->volumes = 1; c->volumes <= volumes && c->status == HT_OK; c->volumes++)
		bt_bag_list_file(bag, volume_name(c));
	const ht_status status = c->status;
	bt_json_close(&c->json);
	ht_arena_free(c->arena);
	free(c);
	return status;
}
