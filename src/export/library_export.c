/* hongtou_export(): its options, and the documents. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/messages.h"
#include "export/messages.h"
#include "library.h"
#include "office/seals.h"

static void take_target(lib_call *c, ht_export_options *o, const char *name)
{
	const ht_target *target = ht_export_target(name);
	for (size_t i = 0; i < o->n_targets; i++)
		if (o->targets[i] == target)
			return;
	if (target) {
		o->targets[o->n_targets++] = target;
		return;
	}
	ht_buf names = {0};
	for (size_t i = 0; hongtou_target(i); i++)
		ht_buf_addf(&names, "%s%s", i ? ", " : "", hongtou_target(i));
	lib_call_no_target(c, name, &names);
}

static void take_styles(ht_export_options *o, const hongtou *handle, const char *const *styles)
{
	o->styles = &handle->given.style;
	o->n_styles = handle->given.style ? 1 : 0;
	if (!styles || !*styles)
		return;
	o->styles = styles;
	for (o->n_styles = 0; styles[o->n_styles];)
		o->n_styles++;
}

/* Set the exporter's options by those of the call. */
static void take_options(lib_call *c, const hongtou_export_options *e)
{
	static const char *const standard_targets[] = {"pdf", NULL};
	const hongtou_options *given = &c->handle->given;
	ht_export_options *o = &c->handle->options;
	const double resolution = e->resolution != 0 ? e->resolution : given->resolution;
	const long long date = e->source_date ? e->source_date : given->source_date;
	o->n_targets = 0;
	for (const char *const *t = e->targets && *e->targets ? e->targets : standard_targets; *t; t++)
		take_target(c, o, *t);
	take_styles(o, c->handle, e->styles);
	o->render =
	    (ht_render_options){.resolution = resolution != 0 ? resolution : 150, .compression = HT_EXPORT_COMPRESSION};
	o->source_date = date ? date : -1;
	if (!lib_numbers_hold(resolution, date, c->diags))
		lib_call_fail(c, HONGTOU_ERROR_ARGUMENT);
	o->only_page = e->page;
	o->attach_record = e->attach_record;
	o->embed_fonts = e->embed_fonts;
	o->odt_font_lists = e->font_lists;
	o->natural_lines = e->natural_lines;
	o->seals = HT_SEALS_DEFAULT;
	if (e->seals && !ht_seals_parse(e->seals, &o->seals))
		lib_call_refuse(c, "seals", e->seals);
	if (e->standards && ht_pdf_standards_parse(e->standards, &o->render.standards) != HT_OK)
		lib_call_refuse(c, "standards", e->standards);
	ht_export_settle(o);
}

static void add_output(hongtou_result *result, ht_output *output)
{
	const hongtou_output about = {.target = output->target->name,
	                              .extension = output->target->extension,
	                              .style = output->style,
	                              .title = output->title,
	                              .page = output->page,
	                              .pages = output->n_pages};
	lib_result_add(result, &about, &output->data);
}

static bool one_a_page(const ht_target *target)
{
	return target->kind == HT_TARGET_PAGES && target->backend->per_page;
}

/* The one page that is wanted of targets with a file for each page: is it beyond the last? */
static bool page_is_beyond(const ht_export_options *o, const ht_outputs *outputs)
{
	bool wanted = false;
	for (size_t i = 0; i < o->n_targets; i++)
		wanted |= one_a_page(o->targets[i]);
	for (size_t i = 0; i < outputs->n; i++)
		wanted &= !one_a_page(outputs->v[i].target);
	return o->only_page && wanted;
}

static ht_status run_export(lib_call *c, hongtou_result *result)
{
	ht_outputs outputs = {0};
	const ht_format format = ht_format_guess(c->name, c->data, c->size);
	ht_status status =
	    ht_export_record(c->handle->exporter, c->data, c->size, c->name, 1, format, c->diags, &outputs);
	if (status == HT_ERR_NOMEM)
		return status;
	if (status == HT_OK && page_is_beyond(&c->handle->options, &outputs)) {
		char page[32], all[32];
		snprintf(page, sizeof page, "%zu", c->handle->options.only_page);
		snprintf(all, sizeof all, "%zu", outputs.n_pages);
		ht_diag(c->diags, HT_D_LIBRARY_PAGE, (ht_loc){0}, page, all, NULL);
		status = HT_ERR_INPUT;
	}
	result->n_pages = outputs.n_pages;
	result->n_failed = outputs.n_failed;
	result->form = outputs.form ? ht_arena_strdup(result->said.arena, outputs.form) : NULL;
	result->said.failed |= outputs.form && !result->form;
	for (size_t i = 0; i < outputs.n && status == HT_OK; i++)
		add_output(result, &outputs.v[i]);
	ht_outputs_free(&outputs);
	lib_said_add_diags(&result->said, c->diags, lib_call_record(c, &result->said));
	return status;
}

hongtou_result *hongtou_export(hongtou *handle, const void *data, size_t size, const char *name,
                               const hongtou_export_options *options, hongtou_error **error)
{
	lib_call c = {.handle = handle, .data = data, .size = size, .name = name, .run = run_export};
	hongtou_export_options e = {0};
	if (lib_call_begin(&c)) {
		if (lib_options_take(options, sizeof e, &e, sizeof e, c.diags) != HT_OK)
			lib_call_fail(&c, HONGTOU_ERROR_OPTIONS);
		else
			take_options(&c, &e);
	}
	lib_call_files(&c, e.files, e.n_files, e.read, e.user);
	c.write = e.write;
	c.progress = e.progress;
	return lib_call_end(&c, error);
}
