/* A record laid out while it is written: a field with an error is left out, and what can be said is said all the same.
 */
#include <stdlib.h>
#include <string.h>

#include "doc/ledger.h"
#include "layout/layout.h"
#include "st.h"
#include "text/compose.h"

/* Bytes of the paragraphs kept: they are a text of 600 pages. */
#define KEPT_LINES ((size_t)8 << 20)

typedef struct saying {
	ht_findings *said;
	bool failed;
} saying;

/* Was it found at the same place already? */
static bool is_known(const ht_findings *said, ht_code code, ht_loc loc)
{
	size_t n;
	const ht_finding *list = ht_findings_list(said, &n);
	for (size_t i = 0; i < n; i++)
		if (list[i].code == code && list[i].loc.line == loc.line && list[i].loc.col == loc.col)
			return true;
	return false;
}

static void say(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	saying *s = user;
	if (!is_known(s->said, code, loc))
		s->failed |= !ht_findings_add(s->said, code, loc, args);
}

/* What the outputs would have lost of the record, as export says it. */
static ht_status tell_lost(const st_draft *d, const ht_style *style, ht_diags *diags)
{
	const ht_doc_info *info = &d->pages->info;
	const char *const carried[] = {info->title, info->author, info->subject, info->keywords};
	for (size_t i = 0; i < sizeof carried / sizeof *carried; i++)
		ht_ledger_carry(d->pages->ledger, carried[i]);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		ht_ledger_carry(d->pages->ledger, info->archive[i]);
	ht_status status = ht_pages_show(d->pages, d->pages->ledger);
	if (status == HT_OK)
		status = ht_ledger_report(d->pages->ledger, style, NULL, diags);
	return status;
}

static ht_status lay_out(ht_exporter *x, const char *style_name, bool check, ht_diags *diags, st_draft *d)
{
	const ht_style *style;
	const ht_form *sheet = ht_catalogue_named(ht_exporter_catalogue(x), style_name);
	bool other = sheet && !ht_form_is_own(sheet, d->form) && ht_group_gives(&d->record->root, "form/meeting");
	ht_status status = ht_exporter_style(x, style_name, other, diags, &style);
	if (status == HT_OK)
		status = ht_doc_build(d->record, style, diags, &d->doc);
	if (status != HT_OK)
		return status;
	d->doc->images = ht_exporter_images(x);
	d->doc->files = (ht_named){.record = d->record->root.loc.file, .dirs = ht_exporter_file_dirs(x)};
	ht_fonts_restart(ht_exporter_fonts(x));
	ht_fonts_keep_lines(ht_exporter_fonts(x), KEPT_LINES);
	ht_image_cache_restart(ht_exporter_images(x));
	status = ht_fonts_need_outlines(diags); /* the page draws them */
	if (status == HT_OK)
		status = ht_layout(d->doc, ht_exporter_fonts(x), diags, &d->pages);
	if (status == HT_OK)
		status = ht_pages_make_all(d->pages);
	if (status == HT_OK && check)
		status = tell_lost(d, style, diags);
	return status;
}

static ht_status make(ht_exporter *x, const st_request *request, const char *style, bool check, ht_diags *diags,
                      ht_findings *said, st_draft *d)
{
	const ht_catalogue *catalogue = ht_exporter_catalogue(x);
	ht_status status = ht_record_read_faulty(request->record, request->len, request->name, 1, request->format,
	                                         ht_catalogue_forms(catalogue), diags, &d->record);
	if (status == HT_ERR_NOMEM)
		return status;
	d->partial = true;
	if (!d->record)
		return HT_OK;
	d->partial = d->record->partial;
	if (ht_record_attach(d->record, ht_exporter_options(x)->file_dirs, NULL, diags) == HT_ERR_NOMEM)
		return HT_ERR_NOMEM;
	d->form = ht_catalogue_of(catalogue, d->record);
	if (!d->form)
		return HT_OK;
	if (!style)
		style = ht_exporter_sheet(x, d->form);
	if (!d->partial && ht_exporter_complete(x, d->record, d->form, style, diags) == HT_ERR_NOMEM)
		return HT_ERR_NOMEM;
	if (d->partial) /* of half a record nobody can say what is missing */
		status = lay_out(x, style, false, NULL, d);
	else
		status = lay_out(x, style, check, diags, d);
	if (status != HT_ERR_NOMEM && check && ht_check_record(d->record, d->form, !d->record->unclear, said) != HT_OK)
		status = HT_ERR_NOMEM;
	return status;
}

ht_status st_draft_make(ht_exporter *x, const st_request *request, const char *style, bool check, ht_findings *said,
                        st_draft *ret)
{
	*ret = (st_draft){0};
	ht_diags *diags = ht_diags_new();
	if (!diags)
		return HT_ERR_NOMEM;
	ht_status status = make(x, request, style, check, diags, said, ret);
	saying s = {said, false};
	ht_diags_visit(diags, say, &s);
	ht_diags_free(diags);
	return s.failed ? HT_ERR_NOMEM : status;
}

void st_draft_free(st_draft *d)
{
	if (d->pages)
		ht_pages_free(d->pages);
	ht_doc_free(d->doc);
	ht_record_free(d->record);
	*d = (st_draft){0};
}
