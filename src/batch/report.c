/* What an archivist keeps beside the documents: report.json, report.jsonl,
 * report.csv and SHA256SUMS. All come from the journal, a line at a time, so
 * that a report of a million records takes no more memory than one of ten.
 * report.jsonl is for programs that read so, too: its first line is what
 * report.json says of the run, each other one a record. */
#include "job.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/messages.h"
#include "base/outfile.h"
#include "base/str.h"
#include "config.h"

#define FLUSH_BYTES ((size_t)256 << 10)

typedef struct report {
	const bt_job *job;
	bool package;
	ht_diags *diags;
	ht_outfile *json, *lines, *csv, *sums;
	bool secret; /* a record has a security grade */
	bt_span span;
	bt_json json_text, line_text;
	ht_status status;
} report;

static const char *state_name(const report *r, const bt_entry *e, const bt_run_line *line)
{
	if (e->state == HT_BATCH_FAILED)
		return "failed";
	return line->unchanged && !r->package ? "unchanged" : "done";
}

/* Whose fault it was that a record failed; "" if it did not. */
static const char *cause_name(const bt_entry *e)
{
	if (e->state != HT_BATCH_FAILED)
		return "";
	return e->by_machine ? BT_CAUSE_MACHINE : BT_CAUSE_RECORD;
}

/* A file as the report names it. Where it was is of the machine, and no part of a package: a style sheet's hash, or the
 * record's index, tells it from others of its name. */
static const char *named(const report *r, const char *path)
{
	return r->package ? ht_str_file_name(path) : path;
}

/* Append the message as a line; one of another level, or that is said before, is not. False: nothing was appended. */
static bool add_message(const report *r, ht_buf *out, const ht_message *message, ht_level level)
{
	ht_message m = *message;
	if (m.level != level || m.again)
		return false;
	if (m.loc.file)
		m.loc.file = named(r, m.loc.file);
	ht_message_line(out, &m);
	return true;
}

/* ---- report.json ---- */

static void put_texts(const report *r, bt_json *g, const char *key, const bt_entry *e, ht_level level)
{
	bt_json_array(g, key);
	for (size_t i = 0; i < e->n_messages; i++) {
		ht_buf line = {0};
		if (add_message(r, &line, &e->messages[i], level) && !line.failed)
			bt_json_string(g, line.data);
		g->failed |= line.failed;
		ht_buf_free(&line);
	}
	bt_json_end_array(g);
}

static void put_record(const report *r, bt_json *g, size_t index, const bt_entry *e, const char *state)
{
	bt_json_object(g, NULL);
	bt_json_number(g, "index", index);
	bt_json_pair(g, "input", named(r, e->input));
	if (e->line)
		bt_json_number(g, "line", (uint64_t)e->line);
	bt_json_pair(g, "state", state);
	if (e->state == HT_BATCH_FAILED)
		bt_json_pair(g, "cause", cause_name(e));
	bt_json_outputs(g, e->known.outputs, e->known.n_outputs);
	put_texts(r, g, "warnings", e, HT_LEVEL_WARNING);
	put_texts(r, g, "errors", e, HT_LEVEL_ERROR);
	if (!r->package)
		bt_json_number(g, "milliseconds", e->ms);
	bt_json_end_object(g);
}

static void put_sheets(const report *r, bt_json *g)
{
	const bt_facts *f = &r->job->facts;
	bt_json_array(g, "style_sheets");
	for (size_t i = 0; i < f->n_sheets; i++)
		bt_json_file(g, named(r, f->sheets[i].path), &f->sheets[i].hash);
	bt_json_end_array(g);
}

/* A font's bytes are its version: the version in it is not always right. */
static void put_fonts(const report *r, bt_json *g)
{
	const bt_facts *f = &r->job->facts;
	bt_json_array(g, "fonts");
	for (size_t i = 0; i < f->n_files; i++) {
		bt_json_object(g, NULL);
		bt_json_pair(g, "family", f->files[i].family);
		bt_json_pair(g, "file", named(r, f->files[i].path));
		if (f->files[i].read)
			bt_json_hash(g, "sha256", &f->files[i].hash);
		bt_json_end_object(g);
	}
	bt_json_end_array(g);
}

/* Is the option's value of the machine? Folders; and "fonts", which is a hash of paths and dates. */
static bool is_of_machine(const char *option)
{
	static const char *const options[] = {"--style-dir", "--file-dir", "fonts", NULL};
	return ht_str_is_any(option, options);
}

/* Style sheets as they were asked for, by name or by file, without the files' folders. */
static void put_sheet_names(bt_json *g, const char *key, const char *list)
{
	ht_buf names = {0};
	ht_buf_adds(&names, "");
	while (*list) {
		const size_t len = strcspn(list, ",/");
		if (list[len] != '/')
			ht_buf_add(&names, list, len + (list[len] == ','));
		list += len + (list[len] != '\0');
	}
	if (!names.failed)
		bt_json_pair(g, key, names.data);
	g->failed |= names.failed;
	ht_buf_free(&names);
}

static void put_options(const report *r, bt_json *g)
{
	const bt_facts *f = &r->job->facts;
	bt_json_object(g, "options");
	for (size_t i = 0; i < f->n; i++) {
		if (r->package && is_of_machine(f->v[i].name))
			continue;
		if (r->package && strcmp(f->v[i].name, "--style") == 0)
			put_sheet_names(g, f->v[i].name, f->v[i].value);
		else
			bt_json_pair(g, f->v[i].name, f->v[i].value);
	}
	bt_json_end_object(g);
}

static void put_time(bt_json *g, const char *key, time_t t)
{
	char text[32];
	struct tm tm;
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
	bt_json_pair(g, key, text);
}

/* When and where. */
static void put_run(const report *r, bt_json *g)
{
	bt_json_pair(g, "host", r->span.host);
	put_time(g, "started", (time_t)r->span.started);
	put_time(g, "finished", (time_t)r->span.finished);
}

static void put_totals(const report *r, bt_json *g, const ht_batch_result *result)
{
	const size_t done = result->done + result->earlier;
	bt_json_object(g, "totals");
	bt_json_number(g, "records", done + result->failed + result->unchanged);
	bt_json_number(g, "done", r->package ? done + result->unchanged : done);
	if (!r->package)
		bt_json_number(g, "unchanged", result->unchanged);
	bt_json_number(g, "failed", result->failed);
	bt_json_number(g, "skipped", result->skipped);
	if (!r->package)
		bt_json_number(g, "milliseconds", r->span.ms);
	bt_json_end_object(g);
}

static void put_head(const report *r, bt_json *g, const ht_batch_result *result)
{
	bt_json_pair(g, "program", "hongtou " HT_VERSION);
	if (!r->package)
		put_run(r, g);
	put_totals(r, g, result);
	put_options(r, g);
	put_sheets(r, g);
	put_fonts(r, g);
}

/* ---- writing, with the first failure kept ---- */

static void set_status(report *r, ht_status status)
{
	if (r->status == HT_OK)
		r->status = status;
}

/* Write a text, and free it. A file that cannot be written is reported when it
 * is committed; the others go on. */
static void write_buf(report *r, ht_outfile *file, ht_buf *text)
{
	if (text->failed)
		set_status(r, HT_ERR_NOMEM);
	else if (text->len)
		ht_outfile_write(file, text->data, text->len);
	ht_buf_free(text);
}

/* Write the JSON so far, once it is more than at_least bytes. */
static void flush_json(report *r, bt_json *g, ht_outfile *file, size_t at_least)
{
	size_t len;
	const char *text = bt_json_text(g, &len);
	if (!text)
		set_status(r, HT_ERR_NOMEM);
	if (!text || len <= at_least)
		return;
	ht_outfile_write(file, text, len);
	bt_json_clear(g);
}

/* The object that was written is a line; the writer begins anew. */
static void end_line(report *r)
{
	flush_json(r, &r->line_text, r->lines, 0);
	ht_outfile_write(r->lines, "\n", 1);
	bt_json_close(&r->line_text);
	if (r->status == HT_OK && !bt_json_open(&r->line_text, false))
		set_status(r, HT_ERR_NOMEM);
}

/* ---- report.csv: RFC 4180, with the byte order mark by which Excel recognises UTF-8 ---- */

static void put_cell(ht_buf *out, const char *text)
{
	if (out->len)
		ht_buf_adds(out, ",");
	ht_buf_addcell(out, text, true);
}

static void put_number_cell(ht_buf *out, uint64_t v)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%llu", (unsigned long long)v);
	put_cell(out, digits);
}

/* The messages of a level in one cell, a line each. */
static void put_messages_cell(const report *r, ht_buf *out, const bt_entry *e, ht_level level)
{
	ht_buf text = {0};
	ht_buf_adds(&text, "");
	for (size_t i = 0; i < e->n_messages; i++)
		if (add_message(r, &text, &e->messages[i], level))
			ht_buf_adds(&text, "\n");
	if (text.len)
		text.data[text.len - 1] = '\0';
	if (!text.failed)
		put_cell(out, text.data);
	out->failed |= text.failed;
	ht_buf_free(&text);
}

static void put_optional_cell(ht_buf *out, const char *text)
{
	if (!text)
		text = "";
	put_cell(out, text);
}

/* The cells of an output, and of the paper that it is of; o NULL: nothing was made. */
static void put_output_cells(ht_buf *row, const bt_output *o, const bt_output *paper)
{
	static const bt_output none = {0};
	char hex[2 * BT_HASH + 1] = "", pages[16] = "";
	if (o) {
		bt_hash_hex(&o->hash, hex);
		snprintf(pages, sizeof pages, "%u", (unsigned)o->pages);
	} else {
		o = &none;
	}
	if (!paper)
		paper = &none;
	const char *const cells[] = {o->file,
	                             hex,
	                             pages,
	                             paper->title,
	                             paper->archive[HT_ARCHIVE_DOCUMENT_NUMBER],
	                             paper->archive[HT_ARCHIVE_DATE],
	                             paper->archive[HT_ARCHIVE_CODE]};
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		put_optional_cell(row, cells[i]);
}

static void put_row(report *r, size_t index, const bt_entry *e, const char *state, const bt_output *o,
                    const bt_output *paper)
{
	ht_buf row = {0};
	put_number_cell(&row, index);
	put_cell(&row, named(r, e->input));
	if (e->line)
		put_number_cell(&row, (uint64_t)e->line);
	else
		put_cell(&row, "");
	put_cell(&row, state);
	put_output_cells(&row, o, paper);
	put_messages_cell(r, &row, e, HT_LEVEL_WARNING);
	put_messages_cell(r, &row, e, HT_LEVEL_ERROR);
	if (r->package)
		put_cell(&row, "");
	else
		put_number_cell(&row, e->ms);
	put_cell(&row, cause_name(e));
	ht_buf_adds(&row, "\r\n");
	write_buf(r, r->csv, &row);
}

/* A row for each output, or one for a record without any. */
static void put_rows(report *r, size_t index, const bt_entry *e, const char *state)
{
	const bt_output *paper = NULL;
	for (size_t i = 0; i < e->known.n_outputs; i++) {
		const bt_output *o = &e->known.outputs[i];
		if (o->begins)
			paper = o;
		put_row(r, index, e, state, o, paper);
	}
	if (!e->known.n_outputs)
		put_row(r, index, e, state, NULL, NULL);
}

/* ---- SHA256SUMS, as sha256sum -c reads it: a line begins with \ if the name in it is escaped ---- */

static void put_escaped(ht_buf *out, const char *name)
{
	for (; *name; name++) {
		if (*name == '\\')
			ht_buf_adds(out, "\\\\");
		else if (*name == '\n')
			ht_buf_adds(out, "\\n");
		else
			ht_buf_add(out, name, 1);
	}
}

static void put_sums(report *r, const bt_entry *e)
{
	ht_buf text = {0};
	for (size_t i = 0; i < e->known.n_outputs; i++) {
		const bt_output *o = &e->known.outputs[i];
		char hex[2 * BT_HASH + 1];
		bt_hash_hex(&o->hash, hex);
		ht_buf_addf(&text, "%s%s  ", strpbrk(o->file, "\\\n") ? "\\" : "", hex);
		put_escaped(&text, o->file);
		ht_buf_adds(&text, "\n");
	}
	write_buf(r, r->sums, &text);
}

/* ---- all ---- */

static void put_records(report *r)
{
	const bt_journal *j = &r->job->journal;
	for (size_t i = 0; i < j->n_run_lines && r->status == HT_OK; i++) {
		ht_arena *arena = ht_arena_new();
		bt_entry e;
		if (!arena) {
			set_status(r, HT_ERR_NOMEM);
		} else if (!bt_journal_read(j, arena, j->run_lines[i].offset, &e)) {
			ht_diag(r->diags, HT_D_IN_READ, (ht_loc){j->path, 0, 0}, strerror(EIO), NULL);
			set_status(r, HT_ERR_IO);
		} else {
			const char *state = state_name(r, &e, &j->run_lines[i]);
			put_record(r, &r->json_text, i + 1, &e, state);
			put_record(r, &r->line_text, i + 1, &e, state);
			end_line(r);
			put_rows(r, i + 1, &e, state);
			if (!r->package)
				put_sums(r, &e);
			r->secret |= e.secret;
		}
		ht_arena_free(arena);
		flush_json(r, &r->json_text, r->json, FLUSH_BYTES);
	}
}

static ht_outfile *open_file(report *r, const char *name)
{
	ht_outfile *file = NULL;
	const char *folder = r->package ? BT_PACKAGE_REPORT : "";
	const char *path = ht_arena_printf(r->job->arena, "%s/%s%s", r->job->dir, folder, name);
	set_status(r, path ? HT_OK : HT_ERR_NOMEM);
	if (r->status == HT_OK)
		set_status(r, ht_outfile_open(path, r->diags, &file));
	return file;
}

static void write_all(report *r, const ht_batch_result *result)
{
	static const char head[] =
	    "\xEF\xBB\xBFindex,input,line,state,output,sha256,pages,title,number,date,archival_code,warnings,errors,"
	    "milliseconds,cause\r\n";
	bt_json *g = &r->json_text;
	bt_json_object(&r->line_text, NULL);
	put_head(r, &r->line_text, result);
	bt_json_end_object(&r->line_text);
	end_line(r);
	bt_json_object(g, NULL);
	put_head(r, g, result);
	bt_json_array(g, "records");
	ht_outfile_write(r->csv, head, sizeof head - 1);
	put_records(r);
	bt_json_end_array(g);
	bt_json_end_object(g);
	flush_json(r, g, r->json, 0);
}

ht_status bt_report_write(const bt_job *job, bool package, const ht_batch_result *result, ht_diags *diags)
{
	char host[256];
	report r = {.job = job, .package = package, .diags = diags, .span = bt_job_span(job, host)};
	if (!bt_json_open(&r.json_text, true) || !bt_json_open(&r.line_text, false))
		set_status(&r, HT_ERR_NOMEM);
	r.json = open_file(&r, "report.json");
	r.lines = open_file(&r, "report.jsonl");
	r.csv = open_file(&r, "report.csv");
	r.sums = package ? NULL : open_file(&r, "SHA256SUMS");
	if (r.status == HT_OK)
		write_all(&r, result);
	const bool complete = r.status == HT_OK;
	ht_outfile *const files[] = {r.json, r.lines, r.csv, r.sums};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (!files[i])
			continue;
		if (complete && r.secret)
			ht_outfile_make_secret(files[i]);
		if (complete)
			set_status(&r, ht_outfile_commit(files[i]));
		else
			ht_outfile_abort(files[i]);
	}
	bt_json_close(&r.json_text);
	bt_json_close(&r.line_text);
	return r.status;
}
