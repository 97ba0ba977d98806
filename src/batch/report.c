/* What an archivist files beside the documents: report.json, report.csv and
 * SHA256SUMS. All three come from the journal, a line at a time, so that a
 * report of a million records takes no more memory than one of ten. */
#include "job.h"

#include <string.h>
#include <time.h>

#include <yajl/yajl_gen.h>

#include "base/outfile.h"
#include "config.h"

#define FLUSH_BYTES ((size_t)256 << 10)

typedef struct report {
	const bt_job *job;
	ht_diags *diags;
	ht_outfile *json, *csv, *sums;
	yajl_gen gen;
	ht_status status;
} report;

static const char *state_name(const bt_entry *e, const bt_told *told)
{
	return e->state == HT_BATCH_FAILED ? "failed" : told->unchanged ? "unchanged" : "done";
}

/* ---- report.json ---- */

static void put_outputs(yajl_gen g, const bt_entry *e)
{
	bt_json_key(g, "outputs");
	yajl_gen_array_open(g);
	for (size_t i = 0; i < e->known.n_outputs; i++) {
		const bt_output *o = &e->known.outputs[i];
		yajl_gen_map_open(g);
		bt_json_pair(g, "file", o->file);
		bt_json_number(g, "bytes", o->size);
		bt_json_hash(g, "sha256", &o->hash);
		yajl_gen_map_close(g);
	}
	yajl_gen_array_close(g);
}

static void put_texts(yajl_gen g, const char *key, const bt_entry *e, ht_level level)
{
	bt_json_key(g, key);
	yajl_gen_array_open(g);
	for (size_t i = 0; i < e->n_messages; i++)
		if (e->messages[i].level == level)
			bt_json_string(g, e->messages[i].text);
	yajl_gen_array_close(g);
}

static void put_record(report *r, size_t index, const bt_entry *e, const char *state)
{
	yajl_gen g = r->gen;
	yajl_gen_map_open(g);
	bt_json_number(g, "index", index);
	bt_json_pair(g, "input", e->input);
	if (e->line)
		bt_json_number(g, "line", (uint64_t)e->line);
	bt_json_pair(g, "state", state);
	put_outputs(g, e);
	bt_json_number(g, "pages", e->pages);
	put_texts(g, "warnings", e, HT_LEVEL_WARNING);
	put_texts(g, "errors", e, HT_LEVEL_ERROR);
	bt_json_number(g, "milliseconds", e->ms);
	yajl_gen_map_close(g);
}

static void put_sheets(report *r)
{
	const bt_facts *f = &r->job->facts;
	bt_json_key(r->gen, "style_sheets");
	yajl_gen_array_open(r->gen);
	for (size_t i = 0; i < f->n_sheets; i++) {
		yajl_gen_map_open(r->gen);
		bt_json_pair(r->gen, "file", f->sheets[i].path);
		bt_json_hash(r->gen, "sha256", &f->sheets[i].hash);
		yajl_gen_map_close(r->gen);
	}
	yajl_gen_array_close(r->gen);
}

/* A font's bytes are its version: the names in it are not always true. */
static void put_fonts(report *r)
{
	const bt_facts *f = &r->job->facts;
	bt_json_key(r->gen, "fonts");
	yajl_gen_array_open(r->gen);
	for (size_t i = 0; i < f->n_fonts; i++) {
		bt_hash hash;
		yajl_gen_map_open(r->gen);
		bt_json_pair(r->gen, "family", f->fonts[i]->family);
		bt_json_pair(r->gen, "file", f->fonts[i]->path);
		if (bt_hash_file(f->fonts[i]->path, &hash, NULL))
			bt_json_hash(r->gen, "sha256", &hash);
		yajl_gen_map_close(r->gen);
	}
	yajl_gen_array_close(r->gen);
}

static void put_options(report *r)
{
	const bt_facts *f = &r->job->facts;
	bt_json_key(r->gen, "options");
	yajl_gen_map_open(r->gen);
	for (size_t i = 0; i < f->n; i++)
		bt_json_pair(r->gen, f->v[i].name, f->v[i].value);
	yajl_gen_map_close(r->gen);
}

static void put_head(report *r, const ht_batch_result *result)
{
	yajl_gen g = r->gen;
	char now[32];
	time_t t = time(NULL);
	struct tm tm;
	strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &tm));
	bt_json_pair(g, "program", "hongtou " HT_VERSION);
	bt_json_pair(g, "finished", now);
	bt_json_key(g, "totals");
	yajl_gen_map_open(g);
	bt_json_number(g, "records", result->done + result->failed + result->unchanged + result->earlier);
	bt_json_number(g, "done", result->done + result->earlier);
	bt_json_number(g, "unchanged", result->unchanged);
	bt_json_number(g, "failed", result->failed);
	bt_json_number(g, "milliseconds", (uint64_t)((bt_now() - r->job->began) * 1000));
	yajl_gen_map_close(g);
	put_options(r);
	put_sheets(r);
	put_fonts(r);
}

/* What the generator holds goes to the file. */
static void flush_json(report *r)
{
	const unsigned char *text;
	size_t len;
	if (yajl_gen_get_buf(r->gen, &text, &len) != yajl_gen_status_ok)
		r->status = HT_ERR_NOMEM;
	else if (ht_outfile_write(r->json, text, len) != HT_OK)
		r->status = HT_ERR_IO;
	yajl_gen_clear(r->gen);
}

/* ---- report.csv: RFC 4180, with the mark by which Excel knows UTF-8 ---- */

static void put_cell(ht_buf *out, const char *text, bool last)
{
	bool quoted = strpbrk(text, ",\"\r\n") != NULL;
	ht_buf_adds(out, quoted ? "\"" : "");
	for (; *text; text++)
		ht_buf_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
	ht_buf_adds(out, quoted ? "\"" : "");
	ht_buf_adds(out, last ? "\r\n" : ",");
}

static void put_number_cell(ht_buf *out, uint64_t v, bool last)
{
	ht_buf_addf(out, "%llu%s", (unsigned long long)v, last ? "\r\n" : ",");
}

/* Several values in one cell: a line each. put adds value i, or nothing. */
static void put_list_cell(ht_buf *out, const bt_entry *e, void (*put)(ht_buf *out, const bt_entry *e, size_t i),
                          size_t n)
{
	ht_buf text = {0};
	ht_buf_adds(&text, "");
	for (size_t i = 0; i < n; i++) {
		size_t before = text.len;
		put(&text, e, i);
		if (text.len > before)
			ht_buf_adds(&text, "\n");
	}
	if (text.len)
		text.data[text.len - 1] = '\0';
	if (!text.failed)
		put_cell(out, text.data, false);
	out->failed |= text.failed;
	ht_buf_free(&text);
}

static void put_file(ht_buf *out, const bt_entry *e, size_t i)
{
	ht_buf_adds(out, e->known.outputs[i].file);
}

static void put_hash(ht_buf *out, const bt_entry *e, size_t i)
{
	char hex[2 * BT_HASH + 1];
	bt_hash_hex(&e->known.outputs[i].hash, hex);
	ht_buf_adds(out, hex);
}

static void put_warning(ht_buf *out, const bt_entry *e, size_t i)
{
	if (e->messages[i].level == HT_LEVEL_WARNING)
		ht_buf_adds(out, e->messages[i].text);
}

static void put_error(ht_buf *out, const bt_entry *e, size_t i)
{
	if (e->messages[i].level == HT_LEVEL_ERROR)
		ht_buf_adds(out, e->messages[i].text);
}

static void put_row(report *r, size_t index, const bt_entry *e, const char *state)
{
	ht_buf row = {0};
	put_number_cell(&row, index, false);
	put_cell(&row, e->input, false);
	if (e->line)
		put_number_cell(&row, (uint64_t)e->line, false);
	else
		put_cell(&row, "", false);
	put_cell(&row, state, false);
	put_list_cell(&row, e, put_file, e->known.n_outputs);
	put_list_cell(&row, e, put_hash, e->known.n_outputs);
	put_number_cell(&row, e->pages, false);
	put_list_cell(&row, e, put_warning, e->n_messages);
	put_list_cell(&row, e, put_error, e->n_messages);
	put_number_cell(&row, e->ms, true);
	if (row.failed)
		r->status = HT_ERR_NOMEM;
	else if (ht_outfile_write(r->csv, row.data, row.len) != HT_OK)
		r->status = HT_ERR_IO;
	ht_buf_free(&row);
}

/* ---- SHA256SUMS, as sha256sum -c reads it ---- */

static void put_sums(report *r, const bt_entry *e)
{
	ht_buf text = {0};
	for (size_t i = 0; i < e->known.n_outputs; i++) {
		const bt_output *o = &e->known.outputs[i];
		char hex[2 * BT_HASH + 1];
		bt_hash_hex(&o->hash, hex);
		ht_buf_addf(&text, "%s%s  ", strpbrk(o->file, "\\\n") ? "\\" : "", hex);
		for (const char *p = o->file; *p; p++)
			ht_buf_add(&text,
			           *p == '\\'   ? "\\\\"
			           : *p == '\n' ? "\\n"
			                        : p,
			           *p == '\\' || *p == '\n' ? 2 : 1);
		ht_buf_adds(&text, "\n");
	}
	if (text.failed)
		r->status = HT_ERR_NOMEM;
	else if (text.len && ht_outfile_write(r->sums, text.data, text.len) != HT_OK)
		r->status = HT_ERR_IO;
	ht_buf_free(&text);
}

/* ---- all three ---- */

static void put_records(report *r)
{
	const bt_journal *j = &r->job->journal;
	for (size_t i = 0; i < j->n_told && r->status == HT_OK; i++) {
		ht_arena *arena = ht_arena_new();
		bt_entry e;
		if (!arena || !bt_journal_read(j, arena, j->told[i].offset, &e)) {
			r->status = arena ? HT_ERR_IO : HT_ERR_NOMEM;
		} else {
			const char *state = state_name(&e, &j->told[i]);
			put_record(r, i + 1, &e, state);
			put_row(r, i + 1, &e, state);
			put_sums(r, &e);
		}
		ht_arena_free(arena);
		const unsigned char *text;
		size_t len;
		if (yajl_gen_get_buf(r->gen, &text, &len) == yajl_gen_status_ok && len > FLUSH_BYTES)
			flush_json(r);
	}
}

static ht_status open_file(report *r, const char *name, ht_outfile **ret)
{
	const char *path = ht_arena_printf(r->job->arena, "%s/%s", r->job->dir, name);
	return path ? ht_outfile_open(path, r->diags, ret) : HT_ERR_NOMEM;
}

static void write_all(report *r, const ht_batch_result *result)
{
	static const char head[] =
	    "\xEF\xBB\xBFindex,input,line,state,outputs,sha256,pages,warnings,errors,milliseconds\r\n";
	yajl_gen_config(r->gen, yajl_gen_beautify, 1);
	yajl_gen_map_open(r->gen);
	put_head(r, result);
	bt_json_key(r->gen, "records");
	yajl_gen_array_open(r->gen);
	ht_outfile_write(r->csv, head, sizeof head - 1);
	put_records(r);
	yajl_gen_array_close(r->gen);
	yajl_gen_map_close(r->gen);
	flush_json(r);
}

ht_status bt_report_write(const bt_job *job, const ht_batch_result *result, ht_diags *diags)
{
	report r = {.job = job, .diags = diags, .gen = yajl_gen_alloc(NULL)};
	r.status = r.gen ? open_file(&r, "report.json", &r.json) : HT_ERR_NOMEM;
	if (r.status == HT_OK)
		r.status = open_file(&r, "report.csv", &r.csv);
	if (r.status == HT_OK)
		r.status = open_file(&r, "SHA256SUMS", &r.sums);
	if (r.status == HT_OK)
		write_all(&r, result);
	ht_outfile *files[] = {r.json, r.csv, r.sums};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		ht_status status = r.status;
		if (status != HT_OK && status != HT_ERR_IO)
			ht_outfile_abort(files[i]);
		else if (files[i])
			status = ht_outfile_commit(files[i]);
		r.status = r.status == HT_OK ? status : r.status;
	}
	if (r.gen)
		yajl_gen_free(r.gen);
	return r.status;
}
