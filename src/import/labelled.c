/* A text whose lines begin with names of fields: `标题：…`, `主送机关：…`, `正文：` and its paragraphs. Whoever keeps
 * such lists for forms to be filled in means the fields, so nothing has to be recognised. */
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "im.h"
#include "import/messages.h"
#include "limits.h"
#include "words_documents.h"

/* Fewer labels may be a text's own, unless 正文： stands alone above the body. */
#define LABELS_LEAST 3
/* Characters of a kind of document, 会议纪要. */
#define KIND_MOST 4
/* Longer than any name of a field, in bytes. */
#define MAX_NAME 64

typedef enum kind { TEXT, TEXTS, PEOPLE, DAY, NUMBER, BODY, FORM, LIST } kind;

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
    {"attachments", LIST, 0},
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

/* The field that people call so; NULL: none. */
static const ht_field *field_called(const char *name)
{
#define TYPED(label, field) {label, field},
	static const struct {
		const char *label, *field;
	} typed[] = {HT_WORDS_TYPED_LABEL(TYPED)};
#undef TYPED
	for (size_t i = 0; i < ARRAY_LEN(typed); i++)
		if (strcmp(typed[i].label, name) == 0)
			return ht_field_by_key(ht_record_fields(), typed[i].field);
	return ht_field_by_key(ht_record_fields(), name);
}

/* Where the label that the line begins with has its end: `主送机关：`, 【主送机关】. NULL: there is none. The label,
 * without blanks, is in name. */
static const char *read_label(const char *line, char name[MAX_NAME])
{
	const size_t open = ht_str_one_of(line, "【");
	size_t n = 0;
	const char *p = line + open;
	for (; *p && !ht_str_one_of(p, open ? "】" : "：:"); p = ht_str_next(p)) {
		const size_t len = im_is_blank(p) ? 0 : (size_t)(ht_str_next(p) - p);
		if (n + len >= MAX_NAME)
			return NULL;
		memcpy(name + n, p, len);
		n += len;
	}
	name[n] = '\0';
	if (!*p || !n)
		return NULL;
	p = ht_str_next(p);
	return open ? p + ht_str_one_of(p, "：:") : p;
}

/* The label that the line begins with, and in *value what follows it; NULL: none. */
static const struct label *label_of(const char *line, const char **value)
{
	char name[MAX_NAME];
	const char *p = read_label(line, name);
	const ht_field *f = p ? field_called(name) : NULL;
	for (size_t i = 0; f && i < ARRAY_LEN(labels); i++)
		if (strcmp(labels[i].field, f->name) == 0) {
			*value = im_skip_blanks(p);
			return &labels[i];
		}
	return NULL;
}

static bool is_field(const struct label *label, const char *name)
{
	return strcmp(label->field, name) == 0;
}

static const struct label *label_called(const char *name)
{
	size_t i = 0;
	while (!is_field(&labels[i], name))
		i++;
	return &labels[i];
}

/* 请示 above the labels of one: the kind of the document, which its title says, too; 函: its form. The line; d->n:
 * there is none. */
static size_t kind_above(im_doc *d)
{
	size_t i = 0;
	while (i < d->n && d->lines[i].kind == IM_JUNK)
		i++;
	char name[MAX_NAME];
	const char *s = i < d->n ? im_squeeze(d, d->lines[i].text) : "";
	return *s && !read_label(s, name) && ht_str_chars(s) <= KIND_MOST && im_ends_title(d, s) ? i : d->n;
}

bool im_is_labelled(im_doc *d)
{
	const size_t above = kind_above(d);
	size_t n = 0;
	bool title = false, body = false;
	const char *value;
	for (size_t i = 0; i < d->n; i++) {
		if (d->lines[i].kind == IM_JUNK || i == above)
			continue;
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

/* 各乡镇人民政府 of `主送机关：各乡镇人民政府：`. */
static const char *without_colon(im_doc *d, const char *s)
{
	return ht_str_ends_one_of(s, "：:") ? im_copy(d, s, (size_t)(ht_str_last(s) - s)) : s;
}

/* The last word of s after a blank is a day: where it begins; NULL: it is none. */
static const char *day_at_end(const char *s, ht_scan_day *day)
{
	for (const char *p = s; *p; p = ht_str_next(p))
		if (p > s && ht_str_one_of(ht_str_previous(s, p), IM_GAPS) && im_is_day(p, day) && day->date.year)
			return p;
	return NULL;
}

/* 某某局 of `落款：某某局　2026年3月1日`; the day is the document's. */
static const char *without_day(im_doc *d, const char *s)
{
	ht_scan_day day;
	const char *at = day_at_end(s, &day);
	if (!at)
		return s;
	d->date = d->date.date.year ? d->date : day;
	return im_copy(d, s, (size_t)(at - s));
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
	case LIST:
		return true;
	case TEXT:
		if (*text)
			return false;
		*text = value;
		return true;
	case TEXTS:
		if (is_field(label, "signature"))
			value = without_day(d, value);
		return !texts->n && im_add_text(d, texts, without_colon(d, value), loc);
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

/* Line i, which begins with a label, goes into its field. */
static void take_line(im_doc *d, size_t i, const struct label *label, const char *value, const ht_form **form)
{
	im_line *line = &d->lines[i];
	if (*value && !take(d, label, value, line->loc, form))
		return; /* stays in the body */
	if (is_field(label, "title"))
		d->title_loc = line->loc;
	if (label->kind == BODY && *value)
		line->text = value;
	else
		line->kind = IM_FIELD;
}

bool im_read_labelled(im_doc *d, const ht_form **form)
{
	size_t body = d->n, list = d->n;
	const size_t above = kind_above(d);
	if (above < d->n) {
		*form = im_form_called(d, im_squeeze(d, d->lines[above].text));
		d->lines[above].kind = IM_JUNK;
		d->lines[above].guessed = !*form;
	}
	ht_diag(d->diags, HT_D_IMPORT_LABELLED, d->n ? d->lines[0].loc : (ht_loc){d->file, 0, 0}, NULL);
	d->sign = d->n;
	for (size_t i = 0; i < d->n && !d->nomem; i++) {
		const char *value;
		const struct label *label = d->lines[i].kind == IM_JUNK ? NULL : label_of(d->lines[i].text, &value);
		if (!label) {
			body = body == d->n && d->lines[i].kind == IM_BODY ? i : body;
			continue;
		}
		if (body < d->n && is_field(label, "issuers") && !d->signature.n)
			label = label_called("signature"); /* who signs, since it is below the text */
		if (label->kind == LIST) {
			list = i;
			if (ht_str_starts(d->lines[i].text, "【"))
				d->lines[i].text = im_checked(d, ht_arena_printf(d->arena, "附件：%s", value));
			continue;
		}
		body = label->kind == BODY ? i : body;
		take_line(d, i, label, value, form);
		if (list < i && d->sign == d->n)
			d->sign = i;
	}
	return list < d->n;
}

/* ---- some labels alone, in a text that is recognised ---- */

/* The next line with text at or beside i; d->n: there is none. */
static size_t body_line(const im_doc *d, size_t i, size_t step)
{
	while (i < d->n && d->lines[i].kind != IM_BODY)
		i += step;
	return i < d->n ? i : d->n;
}

/* The line's text after its label, which is told of. */
static void without_label(im_doc *d, size_t i, const char *value)
{
	im_line *line = &d->lines[i];
	im_leave_out(d, im_copy(d, line->text, (size_t)(value - line->text)), line->loc, HT_D_IMPORT_LABEL);
	line->text = value;
	line->columns = im_columns(value);
}

/* Is line i a day, with or without a label? *value: the day. is_signed: who signs has a label, too, so that 时间 is the
 * document's, and not of what it tells. */
static bool is_labelled_day(const im_doc *d, size_t i, bool is_signed, const char **value)
{
	ht_scan_day day;
	*value = i < d->n ? d->lines[i].text : "";
	const char *text, *when = is_signed ? im_after_label(*value, "时间") : NULL;
	const struct label *label = i < d->n ? label_of(*value, &text) : NULL;
	if (label && is_field(label, "date"))
		*value = text;
	else if (when)
		*value = when;
	return im_is_day(*value, &day) && day.date.year;
}

/* 落款：某某局 and 日期：2026年3月1日, below each other or one without a label. */
static void read_signature_labels(im_doc *d, size_t i)
{
	const char *value, *day;
	const struct label *label = label_of(d->lines[i].text, &value);
	const size_t below = body_line(d, i + 1, 1);
	const bool signs = label && (is_field(label, "signature") || is_field(label, "issuers"));
	const bool organ = signs ? *value && ht_str_chars(value) <= ORGAN_MOST && !im_is_sentence(value)
	                         : im_is_organ_name(im_squeeze(d, d->lines[i].text));
	ht_scan_day within;
	if (signs && day_at_end(value, &within) && ht_str_chars(value) <= ORGAN_DAY_MOST) {
		without_label(d, i, value);
		return;
	}
	if (!organ || !is_labelled_day(d, below, signs, &day))
		return;
	if (signs)
		without_label(d, i, value);
	if (day != d->lines[below].text)
		without_label(d, below, day);
}

void im_read_tail_labels(im_doc *d)
{
	size_t i = d->n ? body_line(d, d->n - 1, (size_t)-1) : d->n;
	for (size_t seen = 0; i < d->n && seen < IMPRINT_LINES; seen++) {
		const char *value;
		const struct label *label = label_of(d->lines[i].text, &value);
		if (label && is_field(label, "signature") && !*value)
			d->lines[i].kind = IM_FIELD;
		else
			read_signature_labels(d, i);
		i = i ? body_line(d, i - 1, (size_t)-1) : d->n;
	}
}

bool im_take_labelled_recipients(im_doc *d, im_line *line)
{
	const char *value;
	const struct label *label = line->kind == IM_BODY ? label_of(line->text, &value) : NULL;
	if (!label || !is_field(label, "recipients") || !*value || d->recipients.n || im_is_sentence(value) ||
	    ht_str_chars(value) > RECIPIENTS_MOST || ht_str_ends_one_of(value, "，、,"))
		return false;
	im_split(d, &d->recipients, without_colon(d, value), "，,", line->loc);
	return d->recipients.n > 0;
}
