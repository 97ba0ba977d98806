/* What the library does with records besides documents: import, check, fix, the schema. */
#include <stdlib.h>
#include <string.h>

#include "base/messages.h"
#include "check/check.h"
#include "config.h"
#include "export/messages.h"
#include "import/import.h"
#include "library.h"
#include "record/edit.h"

static void add_text(hongtou_result *result, const char *target, ht_buf *text)
{
	const hongtou_output about = {.target = target, .extension = target};
	lib_result_add(result, &about, text);
}

/* ---- check and fix ---- */

typedef struct finding_list {
	ht_findings *v;
	bool lost;
} finding_list;

static void keep_said(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	finding_list *list = user;
	list->lost |= !ht_findings_add(list->v, code, loc, args);
}

static void add_finding(lib_call *c, const ht_record_file *record, const ht_finding *f, hongtou_result *result)
{
	ht_buf text = {0}, path = {0};
	const ht_message m = ht_finding_message(f, &text);
	const hongtou_edit edit = {f->edit.loc.line, f->edit.loc.col, f->edit.old, f->edit.text, f->edit.safe};
	if (record && m.loc.file && strcmp(m.loc.file, c->name) == 0)
		lib_field_path(record, &m, &path);
	lib_said_add(&result->said, &m, path.data, f->edit.old ? &edit : NULL);
	result->said.failed |= text.failed || path.failed;
	ht_buf_free(&text);
	ht_buf_free(&path);
}

/* All that is said of the record, with edits. */
static ht_status say_findings(lib_call *c, const ht_checked *checked, hongtou_result *result)
{
	finding_list list = {ht_findings_new(), false};
	ht_status status = HT_ERR_NOMEM;
	if (list.v)
		status = ht_check_source(checked, c->data, c->size, c->diags, list.v);
	if (status != HT_ERR_NOMEM && ht_diags_has_errors(c->diags))
		ht_diags_visit(c->diags, keep_said, &list);
	if (status != HT_ERR_NOMEM && !list.lost) {
		size_t n;
		const ht_record_file *record = lib_call_record(c, &result->said);
		ht_findings_collapse(list.v);
		const ht_finding *findings = ht_findings_list(list.v, &n);
		for (size_t i = 0; i < n; i++)
			add_finding(c, record, &findings[i], result);
	}
	ht_findings_free(list.v);
	return list.lost ? HT_ERR_NOMEM : status;
}

static ht_checked checked_of(const lib_call *c)
{
	return (ht_checked){.catalogue = ht_exporter_catalogue(c->handle->exporter),
	                    .file = c->name,
	                    .file_dirs = c->handle->options.file_dirs,
	                    .given = c->handle->options.given,
	                    .settings = c->handle->options.settings};
}

static ht_status run_check(lib_call *c, hongtou_result *result)
{
	const ht_checked checked = checked_of(c);
	return say_findings(c, &checked, result);
}

static ht_status run_fix(lib_call *c, hongtou_result *result)
{
	const ht_checked checked = checked_of(c);
	ht_buf text = {0}, changes = {0};
	ht_status status = HT_ERR_NOMEM;
	if (ht_buf_add(&text, c->data, c->size))
		status = ht_check_fix(&checked, &text, c->diags, &changes, &result->n_fixed);
	ht_diags_clear(c->diags);
	if (status == HT_OK) {
		c->data = text.data;
		c->size = text.len;
	}
	if (status != HT_ERR_NOMEM)
		status = say_findings(c, &checked, result);
	if (status == HT_OK)
		add_text(result, ht_format_ending(ht_format_guess(c->name, c->data, c->size)), &text);
	ht_buf_free(&text);
	ht_buf_free(&changes);
	return status;
}

static hongtou_result *check(lib_call *c, const hongtou_check_options *options, hongtou_error **error)
{
	hongtou_check_options o = {0};
	if (lib_call_begin(c) && lib_options_take(options, sizeof o, &o, sizeof o, c->diags) != HT_OK)
		lib_call_fail(c, HONGTOU_ERROR_OPTIONS);
	lib_call_files(c, o.files, o.n_files, o.read, o.user);
	return lib_call_end(c, error);
}

hongtou_result *hongtou_check(hongtou *handle, const void *data, size_t size, const char *name,
                              const hongtou_check_options *options, hongtou_error **error)
{
	lib_call c = {.handle = handle, .data = data, .size = size, .name = name, .run = run_check};
	return check(&c, options, error);
}

hongtou_result *hongtou_fix(hongtou *handle, const void *data, size_t size, const char *name,
                            const hongtou_check_options *options, hongtou_error **error)
{
	lib_call c = {.handle = handle, .data = data, .size = size, .name = name, .run = run_fix};
	return check(&c, options, error);
}

/* ---- import ---- */

typedef struct import_wish {
	ht_import_options options;
	ht_format format;
	bool chinese;
} import_wish;

static const ht_format formats[] = {HT_FORMAT_MARKDOWN, HT_FORMAT_YAML, HT_FORMAT_JSON};

static void take_format(lib_call *c, const char *target, import_wish *w)
{
	for (size_t i = 0; target && i < sizeof formats / sizeof *formats; i++)
		if (strcmp(ht_format_ending(formats[i]), target) == 0)
			w->format = formats[i];
	if (!target || w->format != HT_FORMAT_AUTO)
		return;
	ht_buf names = {0};
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		ht_buf_addf(&names, "%s%s", i ? ", " : "", ht_format_ending(formats[i]));
	lib_call_no_target(c, target, &names);
}

static void take_repairs(lib_call *c, const char *list, import_wish *w)
{
	char *copy = list ? ht_arena_strdup(c->arena, list) : NULL, *save = NULL;
	if (list && !copy)
		lib_call_fail(c, HONGTOU_ERROR_MEMORY);
	for (char *name = copy ? strtok_r(copy, ", ", &save) : NULL; name; name = strtok_r(NULL, ", ", &save)) {
		const ht_repair kind = ht_repair_find(name);
		if (strcmp(name, "all") == 0)
			w->options.repairs = 0;
		else if (kind == HT_REPAIR_COUNT)
			lib_call_refuse(c, "no_repair", name);
		else
			w->options.repairs &= ~(1u << kind);
	}
}

static void take_import(lib_call *c, const hongtou_import_options *o, import_wish *w)
{
	const ht_catalogue *catalogue = ht_exporter_catalogue(c->handle->exporter);
	w->options = (ht_import_options){.catalogue = catalogue,
	                                 .form = o->form,
	                                 .repairs = HT_REPAIR_ALL,
	                                 .picture_dir = o->picture_dir,
	                                 .seconds = c->handle->given.timeout};
	w->chinese = !o->english;
	take_format(c, o->target, w);
	take_repairs(c, o->no_repair, w);
	if (o->form && !ht_catalogue_named(catalogue, o->form))
		lib_call_refuse(c, "form", o->form);
}

static void add_pictures(const ht_import *import, const char *dir, hongtou_result *result)
{
	for (size_t i = 0; i < import->n_pictures; i++) {
		ht_buf name = {0}, data = {0};
		const char *dot = strrchr(import->pictures[i].name, '.');
		ht_buf_addf(&name, "%s/%s", dir, import->pictures[i].name);
		ht_buf_add(&data, import->pictures[i].data, import->pictures[i].len);
		const hongtou_output about = {.extension = dot ? dot + 1 : NULL, .name = name.data};
		result->said.failed |= name.failed;
		lib_result_add(result, &about, &data);
		ht_buf_free(&name);
		ht_buf_free(&data);
	}
}

static ht_status run_import(lib_call *c, hongtou_result *result)
{
	import_wish w = *(const import_wish *)c->own;
	ht_import *import = NULL;
	ht_buf record = {0};
	ht_status status = ht_import_read(c->data, c->size, c->name, &w.options, c->diags, &import);
	if (status == HT_OK && !ht_import_write_carried(import, &w.format, w.chinese, &record))
		status = HT_ERR_NOMEM;
	/* what the proof says is an error among the messages: whoever sees it has the record, too */
	if (status == HT_OK &&
	    ht_import_prove(import, record.data, record.len, w.format, c->name, c->diags) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	if (status == HT_OK) {
		add_text(result, ht_format_ending(w.format), &record);
		if (w.options.picture_dir)
			add_pictures(import, w.options.picture_dir, result);
		const char *form = import->form ? import->form->names.en : NULL;
		result->form = form ? ht_arena_strdup(result->said.arena, form) : NULL;
		result->said.failed |= form && !result->form;
	}
	lib_said_add_diags(&result->said, c->diags, NULL);
	ht_buf_free(&record);
	ht_import_free(import);
	return status;
}

hongtou_result *hongtou_import(hongtou *handle, const void *data, size_t size, const char *name,
                               const hongtou_import_options *options, hongtou_error **error)
{
	import_wish w = {.format = HT_FORMAT_AUTO};
	lib_call c = {.handle = handle, .data = data, .size = size, .name = name, .run = run_import, .own = &w};
	hongtou_import_options o = {0};
	if (lib_call_begin(&c)) {
		if (lib_options_take(options, sizeof o, &o, sizeof o, c.diags) != HT_OK)
			lib_call_fail(&c, HONGTOU_ERROR_OPTIONS);
		else
			take_import(&c, &o, &w);
	}
	return lib_call_end(&c, error);
}

/* ---- the schema ---- */

static ht_status run_schema(lib_call *c, hongtou_result *result)
{
	ht_buf text = {0};
	const ht_forms *forms = ht_catalogue_forms(ht_exporter_catalogue(c->handle->exporter));
	bool ok = ht_record_schema(forms, HT_VERSION, &text) && ht_buf_adds(&text, "\n");
	if (ok)
		add_text(result, "json", &text);
	lib_said_add_diags(&result->said, c->diags, NULL);
	ht_buf_free(&text);
	return ok ? HT_OK : HT_ERR_NOMEM;
}

hongtou_result *hongtou_schema(hongtou *handle, hongtou_error **error)
{
	lib_call c = {.handle = handle, .data = "", .name = "", .run = run_schema};
	lib_call_begin(&c);
	return lib_call_end(&c, error);
}
