/* A text whose lines begin with names of fields: `标题：…`, `主送机关：…`, `正文：` and its paragraphs. Whoever keeps
 * such lists for forms to be filled in means the fields, so nothing has to be recognised. */
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "im.h"
#include "import/messages.h"

/* Fewer labels may be a text's own, unless 正文： stands alone above the body. */
#define LABELS_LEAST 3
/* Longer than any name of a field, in bytes. */
#define MAX_NAME 64

typedef enum kind { TEXT, TEXTS, PEOPLE, DAY, NUMBER, BODY, FORM } kind;

#define ROW(field, kind, member)                                                                                       \
	{                                                                                                              \
		field, kind, offsetof(im_doc, member)                                                                  \
	}

/* The fields of a record that a text of lines can give. */
static const struct label {
	const char *field;
	kind kind;
	size_t member; /* of im_doc */
} labels[] = {
    {"form", FORM, 0},
    {"body", BODY, 0},
    ROW("issuers", TEXTS, issuers),
    ROW("mark", TEXT, masthead),
    ROW("number", TEXT, number),
    ROW("copy_number", TEXT, copy_number),
    ROW("secrecy", TEXT, secrecy),
    ROW("urgency", TEXT, urgency),
    ROW("signers", PEOPLE, signers),
    ROW("title", TEXT, title),
    ROW("recipients", TEXTS, recipients),
    ROW("signature", TEXTS, signature),
    ROW("date", DAY, date),
    ROW("note", TEXT, note),
    ROW("copies_to", TEXTS, copies_to),
    ROW("printed_by", TEXT, printed_by),
    ROW("print_date", DAY, print_date),
    ROW("copies", NUMBER, copies),
    ROW("issue", TEXT, issue),
    ROW("total_issue", TEXT, total_issue),
    ROW("report_to", TEXTS, report_to),
    ROW("send_to", TEXTS, send_to),
    ROW("issue_to", TEXTS, issue_to),
};

/* The label that the line begins with, and in *value what follows its colon; NULL: none. */
static const struct label *label_of(const char *line, const char **value)
{
	char name[MAX_NAME];
	const char *p = line;
	while (*p && !ht_str_one_of(p, "：:"))
		p = ht_str_next(p);
	size_t n = (size_t)(p - line);
	if (!*p || !n || n >= sizeof name)
		return NULL;
	memcpy(name, line, n);
	name[n] = '\0';
	const ht_field *f = ht_field_by_key(ht_record_fields(), name);
	for (size_t i = 0; f && i < ARRAY_LEN(labels); i++)
		if (strcmp(labels[i].field, f->name) == 0) {
			*value = im_skip_blanks(ht_str_next(p));
			return &labels[i];
		}
	return NULL;
}

bool im_is_labelled(const im_doc *d)
{
	size_t n = 0;
	bool title = false, body = false;
	const char *value;
	for (size_t i = 0; i < d->n; i++) {
		const struct label *label = label_of(d->lines[i].text, &value);
		if (!label && !n)
			return false; /* the first line is no label */
		n += label != NULL;
		title |= label && strcmp(label->field, "title") == 0 && *value;
		body |= label && label->kind == BODY && !*value;
	}
	return (n >= LABELS_LEAST || body) && title;
}

const ht_form *im_form_called(const im_doc *d, const char *name)
{
	const ht_forms *forms = ht_catalogue_forms(d->catalogue);
	const ht_choice *choice = ht_forms_find(forms, name);
	for (const ht_choice *c = forms->others; !choice && c && c->en; c++)
		if (strcmp(c->zh, name) == 0)
			choice = c;
	return choice ? ht_catalogue_form(d->catalogue, choice->en) : NULL;
}

/* Put the value where the label says. false: it is not what the field takes, or the field is given. */
static bool take(im_doc *d, const struct label *label, const char *value, ht_loc loc, const ht_form **form)
{
	void *member = (char *)d + label->member;
	const char **text = member;
	im_texts *texts = member;
	ht_scan_day *day = member;
	int *number = member, given;
	const char *p = value;
	switch (label->kind) {
	case FORM:
		*form = im_form_called(d, value);
		return *form;
	case BODY:
		return true;
	case TEXT:
		if (*text)
			return false;
		*text = value;
		return true;
	case TEXTS:
		return !texts->n && im_add_text(d, texts, value, loc);
	case PEOPLE:
		im_read_people(d, member, value, strlen(value));
		return true;
	case DAY:
		return !day->date.year && im_is_day(value, day) && day->date.year;
	case NUMBER:
		given = ht_scan_int(&p);
		if (*number || given <= 0 || (*p && strcmp(p, "份") != 0))
			return false;
		*number = given;
		return true;
	}
	return false;
}

void im_read_labelled(im_doc *d, const ht_form **form)
{
	ht_diag(d->diags, HT_D_IMPORT_LABELLED, d->n ? d->lines[0].loc : (ht_loc){d->file, 0, 0}, NULL);
	d->sign = d->n;
	for (size_t i = 0; i < d->n && !d->nomem; i++) {
		im_line *line = &d->lines[i];
		const char *value;
		const struct label *label = label_of(line->text, &value);
		if (!label || (*value && !take(d, label, value, line->loc, form)))
			continue; /* stays in the body */
		if (label->kind == TEXT && strcmp(label->field, "title") == 0)
			d->title_loc = line->loc;
		if (label->kind == BODY && *value)
			line->text = value;
		else
			line->kind = IM_FIELD;
	}
}
