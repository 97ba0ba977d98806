#include "editable.h"

#include <string.h>

#include "base/array.h"
#include "config.h"
#include "docx/docx.h"
#include "odt/odt.h"

/* By what it is: the name of standard input has none. */
static const char *ending_of(const ht_attachment *record)
{
	if (record->mime && strcmp(record->mime, "text/markdown") == 0)
		return "md";
	if (record->mime && strcmp(record->mime, "application/json") == 0)
		return "json";
	return "yaml";
}

/* What a target of this kind is, whatever its format. */
typedef struct kind {
	const char *name;
	ht_status (*write)(const ht_editable *e, const struct kind *as, const ht_doc *doc, const ht_laid *laid,
	                   ht_diags *diags, ht_buf *out);
	bool is_template, flat;
} kind;

static ht_status write_odt(const ht_editable *e, const kind *as, const ht_doc *doc, const ht_laid *laid,
                           ht_diags *diags, ht_buf *out)
{
	static const ht_attachment none;
	const ht_attachment *record = e->attached ? e->attached : &none;
	const ht_odt_options options = {.attached = record->data,
	                                .n_attached = record->len,
	                                .attached_ending = ending_of(record),
	                                .attached_type = record->mime,
	                                .cache = e->packages,
	                                .fonts = e->fonts,
	                                .record = e->record,
	                                .seals = e->options->seals,
	                                .is_template = as->is_template,
	                                .flat = as->flat,
	                                .generator = "hongtou " HT_VERSION,
	                                .created = e->created,
	                                .compression = e->options->render.compression,
	                                .natural = e->options->natural_lines,
	                                .font_lists = e->options->odt_font_lists,
	                                .embed_fonts = e->options->embed_fonts,
	                                .repertoire = e->repertoire,
	                                .n_repertoire = e->n_repertoire};
	return ht_odt_write(doc, laid, &options, diags, out);
}

static ht_status write_docx(const ht_editable *e, const kind *as, const ht_doc *doc, const ht_laid *laid,
                            ht_diags *diags, ht_buf *out)
{
	static const ht_attachment none;
	const ht_attachment *record = e->attached ? e->attached : &none;
	const ht_docx_options options = {.attached = record->data,
	                                 .n_attached = record->len,
	                                 .attached_ending = ending_of(record),
	                                 .cache = e->packages,
	                                 .fonts = e->fonts,
	                                 .record = e->record,
	                                 .seals = e->options->seals,
	                                 .is_template = as->is_template,
	                                 .generator = "hongtou " HT_VERSION,
	                                 .created = e->created,
	                                 .compression = e->options->render.compression,
	                                 .natural = e->options->natural_lines,
	                                 .fonts_wanted = e->options->embed_fonts};
	return ht_docx_write(doc, laid, &options, diags, out);
}

ht_status ht_editable_write(const ht_editable *editable, const ht_target *target, const ht_doc *doc,
                            const ht_laid *laid, ht_diags *diags, ht_buf *out)
{
	static const kind kinds[] = {{"odt", write_odt, false, false},
	                             {"docx", write_docx, false, false},
	                             {"ott", write_odt, true, false},
	                             {"dotx", write_docx, true, false},
	                             {"fodt", write_odt, false, true}};
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].name, target->name) == 0)
			return kinds[i].write(editable, &kinds[i], doc, laid, diags, out);
	return HT_ERR_ARG;
}
