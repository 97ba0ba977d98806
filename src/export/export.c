#include "export/export.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/data.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "check/check.h"
#include "config.h"
#include "doc/doc.h"
#include "editable.h"
#include "layout/layout.h"
#include "exporter.h"
#include "style/messages.h"

/* Free the outputs from the nth on. */
static void drop_outputs(ht_outputs *outputs, size_t n)
{
	for (size_t i = n; i < outputs->n; i++) {
		ht_buf_free(&outputs->v[i].data);
		free(outputs->v[i].title);
		for (size_t k = 0; k < HT_ARCHIVE_COUNT; k++)
			free(outputs->v[i].archive[k]);
	}
	outputs->n = n;
}

void ht_outputs_free(ht_outputs *outputs)
{
	drop_outputs(outputs, 0);
	free(outputs->v);
	*outputs = (ht_outputs){0};
}

/* Documents of one record are added to outputs one after another. */
typedef struct making {
	ht_exporter *x;
	ht_render_options render;
	const ht_record *record;
	const ht_form *form; /* the record's */
	const ht_style *sheet;
	const char *style;  /* as ht_output.style */
	size_t errors;      /* raised before the current document */
	size_t done, total; /* steps: each paper is laid out, and written to each target */
	bool stopped;       /* nobody wants it any more */
	ht_diags *diags;
	ht_outputs *outputs;
} making;

/* False: out of memory. */
static bool copy_text(const char *text, char **copy)
{
	*copy = text ? strdup(text) : NULL;
	return *copy || !text;
}

/* page 0: all of them. */
static ht_output *add_output(making *m, const ht_target *target, const ht_pages *pages, size_t page)
{
	ht_outputs *outputs = m->outputs;
	ht_output *v = realloc(outputs->v, (outputs->n + 1) * sizeof *v);
	if (!v)
		return NULL;
	outputs->v = v;
	const char *title = pages->info.title;
	ht_output *output = &v[outputs->n];
	*output = (ht_output){.target = target, .style = m->style, .page = pages->n > 1 ? page : 0};
	output->n_pages = page ? 1 : pages->n;
	outputs->n++;
	bool whole = copy_text(title, &output->title);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		whole = copy_text(pages->info.archive[i], &output->archive[i]) && whole;
	return whole ? output : NULL;
}

static bool has_failed(const making *m)
{
	return ht_diags_errors_raised(m->diags) > m->errors;
}

/* A step is done, unless n is 0. HT_ERR_INPUT: no more is wanted. */
static ht_status step(making *m, size_t n)
{
	const ht_export_options *o = m->x->options;
	m->done += n;
	m->stopped |= o->goes_on && !m->stopped && !o->goes_on(o->goes_on_user, m->done, m->total);
	return m->stopped ? HT_ERR_INPUT : HT_OK;
}

static ht_status render_pages(making *m, const ht_target *target, const ht_pages *pages)
{
	void *state;
	const ht_backend *backend = target->backend;
	ht_status status = backend->open(pages, &m->render, m->diags, &state);
	if (status != HT_OK)
		return status;
	const size_t only = m->x->options->only_page;
	for (size_t i = 0; i < pages->n && status == HT_OK; i++) {
		if (only && i + 1 != only)
			continue;
		ht_output *output = add_output(m, target, pages, i + 1);
		status = output ? backend->page(state, i, &output->data) : HT_ERR_NOMEM;
		if (status == HT_OK)
			status = step(m, 0);
	}
	backend->free(state);
	return status;
}

/* What the output, which is written, has lost of the record. same_pages: the next output has the same pages. */
static ht_status report(making *m, const ht_target *target, ht_ledger *ledger, bool same_pages)
{
	ht_status status = ht_ledger_report(ledger, m->sheet, target ? target->name : NULL, m->diags);
	ht_ledger_next(ledger, same_pages);
	return status;
}

static ht_status render_all(making *m, const ht_pages *pages)
{
	const ht_export_options *options = m->x->options;
	ht_status status = HT_OK;
	for (size_t i = 0; i < options->n_targets && status == HT_OK; i++) {
		const ht_target *target = options->targets[i];
		if (target->kind != HT_TARGET_PAGES)
			continue;
		if (target->backend->per_page) {
			status = render_pages(m, target, pages);
		} else {
			ht_output *output = add_output(m, target, pages, 0);
			status = output ? ht_render(target->backend, pages, &m->render, m->diags, &output->data)
			                : HT_ERR_NOMEM;
		}
		if (status == HT_OK)
			status = report(m, target, pages->ledger, true);
		if (status == HT_OK)
			status = step(m, 1);
	}
	ht_ledger_next(pages->ledger, false);
	return status;
}

/* Is a target of this kind asked for? */
static bool wanted(const making *m, ht_target_kind kind)
{
	for (size_t i = 0; i < m->x->options->n_targets; i++)
		if (m->x->options->targets[i]->kind == kind)
			return true;
	return false;
}

static ht_status make_pages(making *m, const ht_doc *doc, ht_pages *pages)
{
	pages->info.creator = "hongtou " HT_VERSION;
	pages->info.created = m->x->options->source_date;
	ht_status status = ht_pages_show(pages, doc->ledger);
	return status == HT_OK ? render_all(m, pages) : status;
}

static void read_repertoire(ht_exporter *x, ht_diags *diags)
{
	if (x->options->embed_fonts && !x->repertoire)
		x->n_repertoire = ht_export_characters(x->arena, diags, &x->repertoire);
}

/* A document for editing, in the target's format. */
static ht_status make_editable(making *m, const ht_target *target, const ht_doc *doc, const ht_pages *pages)
{
	read_repertoire(m->x, m->diags);
	const ht_editable editable = {.options = m->x->options,
	                              .packages = m->x->packages,
	                              .fonts = m->x->fonts,
	                              .record = m->record,
	                              .attached = m->render.record,
	                              .created = m->x->options->source_date,
	                              .repertoire = m->x->repertoire,
	                              .n_repertoire = m->x->n_repertoire};
	const ht_laid *laid;
	ht_status status = ht_pages_laid(pages, &laid);
	ht_output *output = status == HT_OK ? add_output(m, target, pages, 0) : NULL;
	if (status == HT_OK && !output)
		status = HT_ERR_NOMEM;
	if (output)
		status = ht_editable_write(&editable, target, doc, laid, m->diags, &output->data);
	if (status == HT_OK)
		status = report(m, target, doc->ledger, false);
	if (status == HT_OK && has_failed(m))
		return HT_ERR_INPUT;
	return status == HT_OK ? step(m, 1) : status;
}

/* No output is made, since there are errors; what its pages would have lost is said with them. */
static ht_status make_none(making *m, const ht_pages *pages)
{
	ht_status status = ht_pages_show(pages, pages->ledger);
	if (status == HT_OK)
		status = report(m, NULL, pages->ledger, false);
	return status == HT_OK ? HT_ERR_INPUT : status;
}

/* All outputs of a laid-out document; none if it has errors. */
static ht_status make_outputs(making *m, const ht_doc *doc, ht_pages *pages)
{
	ht_status status = HT_OK;
	if (has_failed(m))
		return make_none(m, pages);
	m->outputs->n_pages += pages->n;
	if (wanted(m, HT_TARGET_PAGES))
		status = make_pages(m, doc, pages);
	if (status == HT_OK && has_failed(m))
		status = HT_ERR_INPUT;
	for (size_t i = 0; i < m->x->options->n_targets && status == HT_OK; i++)
		if (m->x->options->targets[i]->kind == HT_TARGET_EDITABLE)
			status = make_editable(m, m->x->options->targets[i], doc, pages);
	if (status == HT_OK && ht_shortage_met())
		status = HT_ERR_NOMEM;
	return status;
}

/* Is it a record of another form than the sheet's, so that what it says of itself is that of another paper? One that
 * names no form and tells of no meeting is what the sheet makes of it. */
static bool is_of_another(const making *m, bool own)
{
	const ht_group *record = &m->record->root;
	return !own && (ht_group_gives(record, "form") || ht_group_gives(record, "meeting"));
}

static ht_status make_document(making *m, const char *name, bool own)
{
	const ht_style *style;
	ht_doc *doc;
	ht_pages *pages;
	ht_status status = ht_exporter_style(m->x, name, is_of_another(m, own), m->diags, &style);
	if (status == HT_OK)
		status = ht_doc_build(m->record, style, m->diags, &doc);
	if (status != HT_OK)
		return status;
	doc->images = m->x->images;
	if (m->x->options->vast)
		doc->most_pages = SIZE_MAX;
	doc->files = (ht_named){m->record->root.loc.file, ht_exporter_file_dirs(m->x), m->x->options->given};
	m->sheet = style;
	m->style = m->x->options->n_styles > 1 || !own ? style->name : NULL;
	status = ht_layout(doc, m->x->fonts, m->diags, &pages);
	if (status == HT_OK) {
		status = step(m, 1);
		if (status == HT_OK)
			status = make_outputs(m, doc, pages);
		ht_pages_free(pages);
	}
	ht_doc_free(doc);
	return status;
}

/* The place of a target among those that are wanted. */
static size_t rank(const making *m, const ht_target *target)
{
	size_t i = 0;
	while (i < m->x->options->n_targets && m->x->options->targets[i] != target)
		i++;
	return i;
}

/* Put the outputs from the nth on into the order of the targets: pages are made together, before documents for
 * editing. */
static void order_outputs(const making *m, size_t n)
{
	ht_output *v = m->outputs->v;
	for (size_t i = n + 1; i < m->outputs->n; i++) {
		const ht_output output = v[i];
		size_t k = i;
		for (; k > n && rank(m, v[k - 1].target) > rank(m, output.target); k--)
			v[k] = v[k - 1];
		v[k] = output;
	}
}

/* One paper of the record, by the sheet that is called so. One that fails leaves no outputs. */
static ht_status make_paper(making *m, const char *name)
{
	const size_t n = m->outputs->n, n_pages = m->outputs->n_pages;
	const ht_form *sheet = ht_catalogue_named(m->x->catalogue, name);
	m->errors = ht_diags_errors_raised(m->diags);
	ht_fonts_restart(m->x->fonts); /* what was reported for another paper is reported again */
	ht_image_cache_restart(m->x->images);
	ht_status status = step(m, 0);
	if (status == HT_OK)
		status = make_document(m, name, !sheet || ht_form_is_own(sheet, m->form));
	if (status != HT_OK) {
		drop_outputs(m->outputs, n);
		m->outputs->n_pages = n_pages;
	}
	order_outputs(m, n);
	return status;
}

static void say_not_made(const making *m, const char *name, const char *file)
{
	const ht_form *sheet = ht_catalogue_named(m->x->catalogue, name);
	ht_diag(m->diags, HT_D_PAPER_NOT_MADE, (ht_loc){file, m->record->root.loc.line, 0},
	        sheet ? sheet->names.zh : name, NULL);
}

/* All papers that can be made. Returns HT_OK if there are any, else why the first was not. */
static ht_status make_papers(making *m, const char *const *names, size_t n, const char *file)
{
	ht_status first = HT_OK;
	size_t n_failed = 0;
	bool *failed = calloc(n, sizeof *failed);
	if (!failed)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < n && first != HT_ERR_NOMEM && !m->stopped; i++) {
		m->done = i * (1 + m->x->options->n_targets);
		ht_status status = make_paper(m, names[i]);
		failed[i] = status != HT_OK;
		n_failed += failed[i];
		if (failed[i] && (first == HT_OK || status == HT_ERR_NOMEM))
			first = status;
	}
	m->outputs->n_failed = n_failed;
	bool some = !m->stopped && first != HT_ERR_NOMEM && n_failed < n;
	for (size_t i = 0; i < n && some; i++)
		if (failed[i])
			say_not_made(m, names[i], file);
	free(failed);
	return some ? HT_OK : first;
}

static ht_status make_all(ht_exporter *x, const ht_record *record, const ht_form *form, const ht_attachment *source,
                          ht_diags *diags, ht_outputs *ret)
{
	const char *const own = ht_exporter_sheet(x, form);
	const char *const *names = x->options->n_styles ? x->options->styles : &own;
	size_t n = x->options->n_styles ? x->options->n_styles : 1;
	ht_outputs outputs = {.form = form->names.en};
	making m = {
	    .x = x, .render = x->options->render, .record = record, .form = form, .diags = diags, .outputs = &outputs};
	m.total = n * (1 + x->options->n_targets);
	m.render.packages = x->packages;
	m.render.record = x->options->attach_record ? source : NULL;
	ht_status status = make_papers(&m, names, n, record->root.loc.file);
	if (status == HT_OK)
		*ret = outputs;
	else
		ht_outputs_free(&outputs);
	return status;
}

/* The record's file as an attachment of the document made from it. */
static ht_attachment source_of(const char *data, size_t len, const char *file, ht_format format)
{
	static const char *const mimes[] = {[HT_FORMAT_AUTO] = NULL,
	                                    [HT_FORMAT_YAML] = "application/yaml",
	                                    [HT_FORMAT_JSON] = "application/json",
	                                    [HT_FORMAT_MARKDOWN] = "text/markdown",
	                                    [HT_FORMAT_JSONL] = "application/json"};
	return (ht_attachment){
	    .name = strcmp(file, "-") == 0 ? "record" : file, .mime = mimes[format], .data = data, .len = len};
}

static void say_findings(const ht_findings *findings, ht_diags *diags)
{
	size_t n;
	const ht_finding *list = ht_findings_list(findings, &n);
	for (size_t i = 0; i < n; i++)
		ht_diag(diags, list[i].code, list[i].loc, list[i].args[0], list[i].args[1], list[i].args[2],
		        list[i].args[3], NULL);
}

/* Make the documents, and report what check finds in the record, as `hongtou check` does. Missing fields are reported
 * by the sheets that the documents are made with. */
static ht_status make_checked(ht_exporter *x, ht_record *record, const ht_attachment *source, ht_diags *diags,
                              ht_outputs *ret)
{
	const ht_form *form = ht_catalogue_of(x->catalogue, record);
	if (!form) {
		ht_diag(diags, HT_D_STYLE_NONE, (ht_loc){ht_export_data_path(x->arena, "styles"), 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	ht_findings *findings = ht_findings_new();
	ht_status status = ht_exporter_complete(x, record, form, NULL, diags);
	if (status == HT_OK)
		status = findings ? ht_check_record(record, form, false, findings) : HT_ERR_NOMEM;
	if (status == HT_OK) {
		status = make_all(x, record, form, source, diags, ret);
		say_findings(findings, diags);
	}
	ht_findings_free(findings);
	return status;
}

/* What check finds in a record of which no document is made. */
static void say_found(ht_exporter *x, const ht_record *record, ht_diags *diags)
{
	const ht_form *form = ht_catalogue_of(x->catalogue, record);
	ht_findings *findings = ht_findings_new();
	if (form && findings && ht_check_record(record, form, !record->unclear, findings) == HT_OK)
		say_findings(findings, diags);
	ht_findings_free(findings);
}

void ht_export_faulty(ht_exporter *x, ht_record *record, ht_diags *diags)
{
	if (record && ht_record_attach(record, x->options->file_dirs, x->options->given, diags) != HT_ERR_NOMEM)
		say_found(x, record, diags);
}

ht_status ht_export_parsed(ht_exporter *x, ht_record *record, const char *data, size_t len, const char *file,
                           ht_format format, ht_diags *diags, ht_outputs *ret)
{
	const ht_attachment source = source_of(data, len, file, format);
	ht_status status = ht_record_attach(record, x->options->file_dirs, x->options->given, diags);
	if (status == HT_OK)
		status = make_checked(x, record, &source, diags, ret);
	else
		say_found(x, record, diags);
	if (status == HT_ERR_NOMEM)
		ht_diag(diags, HT_D_NOMEM, (ht_loc){file, 0, 0}, NULL);
	return status;
}

ht_status ht_export_record(ht_exporter *x, const char *data, size_t len, const char *file, int line, ht_format format,
                           ht_diags *diags, ht_outputs *ret)
{
	ht_record *record = NULL;
	const ht_forms *forms = ht_catalogue_forms(x->catalogue);
	ht_shortage_forget();
	ht_status status = ht_record_read_faulty(data, len, file, line, format, forms, diags, &record);
	if (status == HT_ERR_NOMEM)
		ht_diag(diags, HT_D_NOMEM, (ht_loc){file, 0, 0}, NULL);
	if (status == HT_OK)
		status = ht_export_parsed(x, record, data, len, file, format, diags, ret);
	else
		ht_export_faulty(x, record, diags);
	ht_record_free(record);
	return status;
}
