/* What PDF/A and PDF/UA require besides tags: an output intent, a title,
 * alternative texts of pictures; and the embedded record. */
#include <glib.h>
#include <string.h>

#include "base/str.h"
#include "render/messages.h"
#include "pdf_priv.h"
#include "standards.h"
#include "srgb.h"

#define MIME_UNKNOWN "application/octet-stream"

/* For messages: the name of the first standard in of that the options ask for;
 * NULL: none. */
static const char *standard_name(const pdf_document *d, unsigned of)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {{HT_PDF_A2B, "PDF/A-2b"}, {HT_PDF_A2U, "PDF/A-2u"}, {HT_PDF_A2A, "PDF/A-2a"},
	             {HT_PDF_A3A, "PDF/A-3a"}, {HT_PDF_A4, "PDF/A-4"},   {HT_PDF_A4F, "PDF/A-4f"},
	             {HT_PDF_UA1, "PDF/UA-1"}, {HT_PDF_UA2, "PDF/UA-2"}};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (d->options.standards & of & names[i].bit)
			return names[i].name;
	return NULL;
}

void pdf_archive_survey(pdf_document *d, const ht_op *op)
{
	if (op->kind != HT_OP_IMAGE || !op->unit || op->tag == HT_TAG_ARTIFACT || (op->alt && *op->alt))
		return;
	const char *required_by = standard_name(d, PDF_TAGGED), *path = op->image ? op->image->path : NULL;
	if (!required_by)
		return;
	d->refused = true;
	ht_diag(d->diags, HT_D_PDF_NO_ALT, op->loc, path ? path : "", required_by, NULL);
}

void pdf_archive_check(pdf_document *d)
{
	const char *ua = standard_name(d, HT_PDF_UA1 | HT_PDF_UA2);
	const char *closed = standard_name(d, RENDER_ARCHIVE & ~(HT_PDF_A3A | HT_PDF_A4F));
	if (ua && !d->info.title) {
		ht_diag(d->diags, HT_D_PDF_NO_TITLE, (ht_loc){0}, ua, NULL);
		d->refused = true;
	}
	if (closed && d->options.record) {
		const char *open = d->options.standards & HT_PDF_A4 ? "a-4f" : "a-3a";
		ht_diag(d->diags, HT_D_PDF_ATTACHMENT, (ht_loc){0}, closed, open, NULL);
		d->refused = true;
	}
	if (d->options.standards & HT_PDF_A4F && !d->options.record) {
		ht_diag(d->diags, HT_D_PDF_NO_ATTACHMENT, (ht_loc){0}, NULL);
		d->refused = true;
	}
}

void pdf_archive_collect(pdf_document *d)
{
	const ht_attachment *record = d->options.record;
	if (d->refused)
		pdf_document_fail(d, HT_ERR_INPUT);
	if (d->status || !record)
		return;
	d->record_name = pdf_text_clean(d, ht_str_file_name(record->name));
	d->record_packed = pdf_deflate(d, record->data, record->len);
}

/* The output intent: colours are sRGB. */
static void build_intent(pdf_objects *o, HPDF_Dict catalog)
{
	HPDF_Dict profile = pdf_stream(o, (pdf_bytes){srgb_profile, sizeof srgb_profile}, PDF_PLAIN);
	pdf_put_int(o, profile, "N", 3);
	HPDF_Dict intent = pdf_dict_object(o);
	pdf_put_name(o, intent, "Type", "OutputIntent");
	pdf_put_name(o, intent, "S", "GTS_PDFA1");
	pdf_put_ascii(o, intent, "OutputConditionIdentifier", "sRGB");
	pdf_put_ascii(o, intent, "Info", "sRGB IEC61966-2.1");
	pdf_put(o, intent, "DestOutputProfile", profile);
	HPDF_Array intents = pdf_array(o);
	pdf_push(o, intents, intent);
	pdf_put(o, catalog, "OutputIntents", intents);
}

static HPDF_Dict record_stream(pdf_objects *o, const pdf_document *d)
{
	const ht_attachment *record = d->options.record;
	HPDF_Dict stream = pdf_stream(o, d->record_packed, PDF_FLATE);
	pdf_put_name(o, stream, "Type", "EmbeddedFile");
	pdf_put_name(o, stream, "Subtype", record->mime ? record->mime : MIME_UNKNOWN);
	HPDF_Dict params = pdf_dict(o);
	pdf_put_int(o, params, "Size", (long)record->len);
	if (d->info.date[0])
		pdf_put_date(o, params, "ModDate", d->info.date);
	pdf_put(o, stream, "Params", params);
	return stream;
}

/* The record as the source of the document (ISO 19005-3 6.8, ISO 19005-4 6.9). */
static void build_record(pdf_objects *o, const pdf_document *d, HPDF_Dict catalog)
{
	const char *name = d->record_name ? d->record_name : "record";
	HPDF_Dict stream = record_stream(o, d), streams = pdf_dict(o), file = pdf_dict_object(o);
	pdf_put(o, streams, "F", stream);
	pdf_put(o, streams, "UF", stream);
	pdf_put_name(o, file, "Type", "Filespec");
	pdf_put_text(o, file, "F", name);
	pdf_put_text(o, file, "UF", name);
	pdf_put_name(o, file, "AFRelationship", "Source");
	if (d->options.standards & RENDER_PDF20)
		pdf_put_text(o, file, "Desc", "公文的记录");
	pdf_put(o, file, "EF", streams);
	HPDF_Array files = pdf_array(o), pair = pdf_array(o);
	pdf_push(o, files, file);
	pdf_put(o, catalog, "AF", files);
	pdf_push_text(o, pair, name);
	pdf_push(o, pair, file);
	HPDF_Dict tree = pdf_dict(o), names = pdf_dict(o);
	pdf_put(o, tree, "Names", pair);
	pdf_put(o, names, "EmbeddedFiles", tree);
	pdf_put(o, catalog, "Names", names);
}

void pdf_archive_build(pdf_objects *o, pdf_document *d)
{
	HPDF_Dict catalog = pdf_doc(o)->catalog;
	if (d->options.standards & RENDER_ARCHIVE)
		build_intent(o, catalog);
	if (d->options.record)
		build_record(o, d, catalog);
}
