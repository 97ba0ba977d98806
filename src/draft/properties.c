/* Document information. */
#include <string.h>
#include <time.h>

#include "draft_priv.h"

static const char *value_text(ht_draft *d, const ht_value *v)
{
	if (v->text.s)
		return v->text.s;
	if (!v->n || !v->texts)
		return NULL;
	ht_buf text = {0};
	for (size_t i = 0; i < v->n; i++) {
		ht_buf_adds(&text, i ? "; " : "");
		ht_buf_adds(&text, v->texts[i].s);
	}
	return ht_draft_checked(d, ht_buf_take(&text, d->arena));
}

/* Fields that archives ask for, under their Chinese names. */
void ht_draft_properties(ht_draft *d, const ht_record *record,
                         void (*add)(void *to, const char *name, const char *text), void *to)
{
	static const char *const paths[] = {"number", "copy_number", "secrecy", "urgency", "date"};
	if (!record)
		return;
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		const ht_value *v = ht_group_find(&record->root, paths[i]);
		if (v)
			add(to, v->field->zh, value_text(d, v));
	}
	/* a record may be exported in another form than its own */
	const ht_value *form = ht_group_find(&record->root, "form");
	if (form && form->choice && strcmp(form->choice->en, d->style->form.names.en) == 0)
		add(to, form->field->zh, form->choice->zh);
	const ht_value *archive = ht_group_find(&record->root, "archive");
	const ht_group *group = archive && archive->n ? archive->groups[0] : NULL;
	for (size_t i = 0; group && group->fields[i].name; i++)
		if (group->values[i])
			add(to, group->fields[i].zh, value_text(d, group->values[i]));
}

const char *ht_draft_date(ht_draft *d, long long created)
{
	const ht_date *date = &d->doc->date;
	if (created >= 0) {
		time_t t = (time_t)created;
		struct tm tm;
		if (!gmtime_r(&t, &tm) || tm.tm_year > 9999 - 1900)
			return NULL;
		return ht_arena_printf(d->arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		                       tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	}
	if (!date->year || ht_date_is_open(date))
		return NULL;
	return ht_arena_printf(d->arena, "%04d-%02d-%02dT00:00:00", date->year, date->month, date->day);
}
