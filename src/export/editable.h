/* Documents for editing: which writer makes a target of this kind, and with which options. */
#ifndef HT_EXPORT_EDITABLE_H
#define HT_EXPORT_EDITABLE_H

#include "export/export.h"
#include "layout/laid.h"
#include "office/package.h"

typedef struct ht_editable {
	const ht_export_options *options;
	ht_package_cache *packages;
	ht_fonts *fonts;
	const ht_record *record;
	const ht_attachment *attached; /* the record's own text, to be put into the file; NULL: none */
	long long created;             /* seconds since the epoch, UTC; -1: none */
	const uint32_t *repertoire;    /* embedded fonts have these characters, n_repertoire of them; or NULL */
	size_t n_repertoire;
} ht_editable;

/* Append the target's file to out, which is untouched unless HT_OK. Errors: those of the writer. */
ht_status ht_editable_write(const ht_editable *editable, const ht_target *target, const ht_doc *doc,
                            const ht_laid *laid, ht_diags *diags, ht_buf *out);

#endif
