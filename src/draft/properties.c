/* Document information. */
#include <string.h>

#include "draft_priv.h"

/* As the pages were laid out; an editor counts by itself. What the record says of it is carried with it. */
static const char *pages_of(ht_draft *d)
{
	const char *said = d->doc->archive[HT_ARCHIVE_PAGES];
	const bool alone = d->laid->imprint_page >= d->laid->n_pages; /* the imprint, on a page of its own */
	const size_t n = alone ? d->laid->imprint_page + 1 : d->laid->n_pages;
	const char *text = ht_draft_checked(d, ht_arena_printf(d->arena, "%zu", n));
	ht_ledger_carry(d->doc->ledger, said);
	return text;
}

void ht_draft_property(ht_draft *d, ht_xml *x, const char *element, const char *text)
{
	ht_ledger_carry(d->doc->ledger, text);
	if (text && *text)
		ht_xml_leaf(x, element, text);
}

void ht_draft_properties(ht_draft *d, const ht_record *record,
                         void (*add)(void *to, const char *name, const char *text), void *to)
{
	const char *const *values = d->doc->archive;
	/* a record may be exported in another form than its own */
	const ht_value *form = record ? ht_group_find(&record->root, "form") : NULL;
	if (form && form->choice && strcmp(form->choice->en, d->style->form.names.en) == 0)
		add(to, form->field->zh, form->choice->zh);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		if (values[i] && i != HT_ARCHIVE_PAGES)
			add(to, ht_archive_rows[i].zh, values[i]);
	add(to, ht_archive_rows[HT_ARCHIVE_PAGES].zh, pages_of(d));
}

const char *ht_draft_date(ht_draft *d, long long created)
{
	char moment[HT_MOMENT];
	ht_doc_time(d->doc->archive, created, moment);
	if (!*moment)
		return NULL;
	return ht_draft_checked(d, ht_arena_strdup(d->arena, moment));
}
