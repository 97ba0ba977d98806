/* The office settings: what holds, changes of them, numbers, the name book. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "office/workbook.h"
#include "serve/messages.h"
#include "settings/names.h"
#include "settings/numbers.h"
#include "store.h"

#define MOST_BYTES ((size_t)8 << 20)
#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static const ht_numbers_where everywhere = {"", true};

/* Between the members of a list. */
static void put_gap(ht_buf *out, size_t i)
{
	if (i)
		ht_buf_adds(out, ", ");
}

static void put_truth(ht_buf *out, bool is)
{
	ht_buf_adds(out, is ? "true" : "false");
}

static void put_member(ht_buf *out, const char *key, const char *value)
{
	ht_buf_adds(out, ", ");
	ht_buf_addpair(out, key, value);
}

static void put_series(ht_call_context *c, const ht_settings *s, ht_buf *out)
{
	const int year = ht_day_of_work(c->options->source_date).tm_year + 1900;
	ht_numbers *numbers = NULL;
	if (ht_numbers_find_all(s, year, &everywhere, c->arena, c->diags, &numbers) == HT_ERR_NOMEM)
		out->failed = true;
	ht_buf_adds(out, "], \"series\": [");
	for (size_t i = 0; i < s->n_series; i++) {
		const ht_series *series = &s->series[i];
		put_gap(out, i);
		ht_buf_adds(out, "{\"name\": ");
		ht_buf_addquoted(out, series->name);
		ht_buf_adds(out, ", \"issues\": ");
		put_truth(out, series->of_issues);
		ht_buf_addf(out, ", \"year\": %d, \"for\": ", year);
		ht_settings_texts_json(out, series->for_, series->n_for);
		if (numbers && numbers[i].next) {
			const char *next = ht_series_number(c->arena, series, year, numbers[i].next);
			put_member(out, "next", ht_str_or_empty(next));
		}
		ht_buf_adds(out, "}");
	}
}

/* Names of places, not paths: those are nobody's business who is not on the machine. */
static void put_files(const ht_settings *s, ht_buf *out)
{
	static const char *const places[] = {"folder", "user", "system"};
	for (int i = 0; i < HT_SETTINGS_PLACES; i++) {
		put_gap(out, (size_t)i);
		ht_buf_addf(out, "{\"place\": \"%s\", \"there\": ", places[i]);
		put_truth(out, s->files[i].there);
		ht_buf_adds(out, "}");
	}
}

/* The tag of the folder's file, which says nothing of those of the user and the machine. */
static const char *tag_of(ht_call_context *c)
{
	ht_buf text = {0};
	struct stat st;
	const int error = store_read(c->folder, HT_SETTINGS_FILE, MOST_BYTES, &text, &st);
	const char *tag = error && error != ENOENT ? NULL : sv_etag(c->arena, ht_str_or_empty(text.data), text.len);
	ht_buf_free(&text);
	return tag;
}

void ht_call_office(ht_call_context *c, const ht_request *request, ht_response *response)
{
	ht_settings *s = NULL;
	ht_buf *out = &response->body;
	const char *gap = "";
	response->etag = tag_of(c);
	if (ht_settings_open("", c->diags, &s) == HT_ERR_NOMEM) {
		ht_response_faulty(response, c, request, HT_ERR_NOMEM);
		return;
	}
	ht_buf_adds(out, "{\"values\": {");
	for (const ht_field *f = ht_settings_fields(); f->name; f++) {
		const ht_value *v = ht_settings_get(s, f->name, NULL);
		if (!v)
			continue;
		ht_buf_addf(out, "%s\"%s\": ", gap, f->name);
		ht_settings_value_json(out, v);
		gap = ",\n ";
	}
	ht_buf_adds(out, "}, \"files\": [");
	put_files(s, out);
	put_series(c, s, out);
	ht_buf_adds(out, "], ");
	ht_call_put_said(c, request, out);
	ht_buf_adds(out, "}\n");
	ht_settings_free(s);
}

/* ---- changes ---- */

/* Change the folder's file by a function of its text, whole or not at all. */
typedef ht_status change_text(ht_call_context *c, const ht_request *request, ht_buf *text);

static void change_file(ht_call_context *c, const ht_request *request, ht_response *response, change_text *how)
{
	ht_buf text = {0};
	struct stat st;
	const int lock = store_lock(c->folder);
	int error = lock < 0 ? errno : store_read(c->folder, HT_SETTINGS_FILE, MOST_BYTES, &text, &st);
	ht_status status = HT_OK;
	const mode_t mode = error == 0 ? st.st_mode & 0755 : 0644;
	if (error == ENOENT)
		error = 0;
	const char *now = error ? NULL : sv_etag(c->arena, ht_str_or_empty(text.data), text.len);
	const bool changed = now && *request->if_match && !sv_has_tag(request->if_match, now);
	if (!error && !now)
		status = HT_ERR_NOMEM; /* whether it has changed is not known */
	if (!error && !changed && status == HT_OK)
		status = how(c, request, &text);
	if (!error && !changed && status == HT_OK)
		status = ht_settings_try(ht_str_or_empty(text.data), text.len, c->diags);
	if (!error && !changed && status == HT_OK)
		error = store_write(c->folder, HT_SETTINGS_FILE, ht_str_or_empty(text.data), text.len, mode, false);
	if (lock >= 0)
		close(lock);
	ht_buf_free(&text);
	if (error)
		ht_response_error(response, 500, HT_D_SERVE_DISK, HT_SETTINGS_FILE, strerror(error), NULL);
	else if (changed)
		ht_response_error(response, 412, HT_D_SERVE_CHANGED, HT_SETTINGS_FILE, NULL);
	else if (status != HT_OK)
		ht_response_faulty(response, c, request, status);
	else
		ht_call_office(c, request, response);
}

static ht_status set_fields(ht_call_context *c, const ht_request *request, ht_buf *text)
{
	return ht_settings_change(request->body, request->len, text, c->diags);
}

void ht_call_office_change(ht_call_context *c, const ht_request *request, ht_response *response)
{
	change_file(c, request, response, set_fields);
}

static ht_status take_names(ht_call_context *c, const ht_request *request, ht_buf *text)
{
	size_t n;
	const char *name = ht_request_parameter(request, "name");
	return ht_names_take(request->body, request->len, name ? name : "names.csv", text, c->diags, &n);
}

void ht_call_office_names_put(ht_call_context *c, const ht_request *request, ht_response *response)
{
	change_file(c, request, response, take_names);
}

static void put_row(void *user, const char *const *cells)
{
	ht_workbook_row(user, cells, HT_NAMES_COLUMNS);
}

static ht_status put_names(ht_call_context *c, const ht_settings *s, bool as_sheet, ht_buf *out)
{
	if (!as_sheet)
		return ht_names_csv(s, out) ? HT_OK : HT_ERR_NOMEM;
	ht_workbook *book = ht_workbook_new();
	ht_names_each(s, put_row, book);
	const ht_status status = ht_workbook_write(book, "名录", c->diags, out);
	ht_workbook_free(book);
	return status;
}

void ht_call_office_names(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *to = ht_request_parameter(request, "to");
	const bool as_sheet = to && strcmp(to, "xlsx") == 0;
	ht_settings *s = NULL;
	if (to && !as_sheet && strcmp(to, "csv") != 0) {
		ht_response_error(response, 400, HT_D_SERVE_PARAMETER, "to", to, NULL);
		return;
	}
	ht_status status = ht_settings_open("", c->diags, &s);
	if (status != HT_ERR_NOMEM)
		status = put_names(c, s, as_sheet, &response->body);
	if (status == HT_OK) {
		response->type = as_sheet ? SHEET_TYPE : "text/csv; charset=utf-8";
		response->file = as_sheet ? "名录.xlsx" : "名录.csv";
	}
	ht_response_faulty(response, c, request, status);
	ht_settings_free(s);
}

/* ---- numbers ---- */

void ht_call_office_number(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *name = ht_request_parameter(request, "series"), *purpose = ht_request_parameter(request, "for");
	ht_settings *s = NULL;
	char today[40];
	const struct tm day = ht_day_of_work(c->options->source_date);
	int n = 0;
	strftime(today, sizeof today, "%Y-%m-%d", &day);
	ht_status status = ht_settings_open("", c->diags, &s);
	const ht_series *series = s && name ? ht_series_named(s, name) : NULL;
	if (status != HT_ERR_NOMEM && !series) {
		ht_response_error(response, 404, HT_D_SERVE_PARAMETER, "series", ht_str_or_empty(name), NULL);
		ht_settings_free(s);
		return;
	}
	const int year = day.tm_year + 1900;
	if (status == HT_OK)
		status = ht_numbers_take(s, series, year, &everywhere, ht_str_or_empty(purpose), today, c->arena,
		                         c->diags, &n);
	if (status == HT_OK) {
		const char *number = ht_series_number(c->arena, series, year, n);
		ht_buf_adds(&response->body, "{\"number\": ");
		ht_buf_addquoted(&response->body, ht_str_or_empty(number));
		ht_buf_adds(&response->body, "}\n");
		response->status = 201;
	} else {
		ht_response_faulty(response, c, request, status);
	}
	ht_settings_free(s);
}
