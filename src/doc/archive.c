/* Metadata for the archive, from the record's fields and from what the document is. Values of the sheet's templates are
 * there already: see build.c. */
#include "doc/archive.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "build.h"
#include "doc/ledger.h"

#define ROW(element, zh, name, type, meaning, field) {zh, name, type, meaning, field},
const ht_archive_row ht_archive_rows[HT_ARCHIVE_COUNT] = {HT_ARCHIVE_ELEMENTS(ROW)};
#undef ROW

/* A field's value in one line. */
static const char *text_of(ht_builder *b, const ht_value *v)
{
	ht_buf text = {0};
	if (!v->texts)
		return v->text.s;
	for (size_t i = 0; i < v->n; i++) {
		ht_buf_adds(&text, i ? "、" : "");
		ht_buf_adds(&text, v->texts[i].s);
	}
	const char *line = ht_buf_take(&text, b->arena);
	b->nomem |= !line;
	return line;
}

static void take_fields(ht_builder *b)
{
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++) {
		const char *field = ht_archive_rows[i].field;
		const ht_value *v = field ? ht_group_find(&b->record->root, field) : NULL;
		if (v)
			b->doc->archive[i] = text_of(b, v);
	}
}

/* Grade and term are one field on the page (7.2.2), and two elements. */
static void split_secrecy(ht_builder *b)
{
	const char **v = b->doc->archive, *whole = v[HT_ARCHIVE_SECRECY];
	const char *star = whole ? strstr(whole, "★") : NULL;
	if (!star)
		return;
	const char *grade = ht_arena_strndup(b->arena, whole, (size_t)(star - whole));
	const char *term = star + strlen("★");
	b->nomem |= !grade;
	if (grade)
		ht_ledger_made(b->doc->ledger, whole, strlen(whole), grade, strlen(grade));
	v[HT_ARCHIVE_SECRECY] = grade;
	if (!v[HT_ARCHIVE_SECRECY_TERM] && *term)
		v[HT_ARCHIVE_SECRECY_TERM] = term;
}

/* The kind of document that the title, or the masthead, ends with; a form without kinds is one. */
static const char *kind_of(const ht_builder *b)
{
	const ht_form *form = &b->style->form;
	const ht_document_kind *kind = b->doc->title ? ht_form_kind(form, b->doc->title) : NULL;
	if (!kind)
		kind = ht_form_masthead_kind(form, &b->record->root);
	if (kind)
		return kind->name;
	return form->n_kinds ? NULL : form->names.zh;
}

/* A moment as XMP and OFD write it: of the zone of Beijing. */
static const char *moment(ht_builder *b, const ht_value *v)
{
	char day[HT_DATE_ISO];
	if (!v->date.year)
		return v->text.s;
	ht_date_iso(&v->date, day);
	const char *text = v->date.hour < 0
	                       ? ht_arena_strdup(b->arena, day)
	                       : ht_arena_printf(b->arena, "%sT%02d:%02d:00+08:00", day, v->date.hour, v->date.minute);
	b->nomem |= !text;
	if (text && v->text.s)
		ht_ledger_made(b->doc->ledger, v->text.s, strlen(v->text.s), text, strlen(text));
	return text;
}

/* The implicit label, as annex E of GB 45438-2025 has it: all seven members, empty where nothing is known. */
static void label_generated(ht_builder *b)
{
	static const struct {
		const char *name, *field;
	} members[] = {{"ContentProducer", "producer"},     {"ProduceID", "produce_id"},     {"ReservedCode1", NULL},
	               {"ContentPropagator", "propagator"}, {"PropagateID", "propagate_id"}, {"ReservedCode2", NULL}};
	const ht_value *group = ht_group_find(&b->record->root, "ai_label");
	const ht_value *label = group && group->n ? ht_group_find(group->groups[0], "label") : NULL;
	const ht_value *given[sizeof members / sizeof *members] = {NULL};
	ht_buf text = {0};
	if (!label || !label->choice)
		return;
	ht_buf_addf(&text, "{\"Label\":\"%d\"", (int)(label->choice - label->field->choices) + 1);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		given[i] = members[i].field ? ht_group_find(group->groups[0], members[i].field) : NULL;
		ht_buf_addf(&text, ",\"%s\":", members[i].name);
		ht_buf_addquoted(&text, given[i] ? given[i]->text.s : "");
	}
	ht_buf_adds(&text, "}");
	const char *json = ht_buf_take(&text, b->arena);
	b->nomem |= !json;
	b->doc->archive[HT_ARCHIVE_AIGC] = json;
	for (size_t i = 0; json && i < sizeof members / sizeof *members; i++)
		if (given[i])
			ht_ledger_made(b->doc->ledger, given[i]->text.s, strlen(given[i]->text.s), json, strlen(json));
}

void ht_doc_archive(ht_builder *b)
{
	const char **v = b->doc->archive;
	const ht_value *created = ht_group_find(&b->record->root, "archive.created");
	b->doc->pages_said = ht_group_find(&b->record->root, "archive.pages");
	take_fields(b);
	split_secrecy(b);
	label_generated(b);
	v[HT_ARCHIVE_DOCUMENT_NUMBER] = b->doc->subject;
	v[HT_ARCHIVE_ISSUER] = b->doc->author;
	v[HT_ARCHIVE_DATE] = b->doc->date_text;
	if (!v[HT_ARCHIVE_KIND])
		v[HT_ARCHIVE_KIND] = kind_of(b);
	if (created)
		v[HT_ARCHIVE_CREATED] = moment(b, created);
}

const char *ht_doc_next_keyword(const char **rest, size_t *len)
{
	static const char between[] = "; ";
	const char *word = *rest;
	if (!word || !*word)
		return NULL;
	const char *end = strstr(word, between);
	*len = end ? (size_t)(end - word) : strlen(word);
	*rest = end ? end + strlen(between) : word + *len;
	return word;
}
