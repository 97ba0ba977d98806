/* hongtou new FORM: a record to begin with. What the form requires and commonly has is there, the rest as comments;
 * each field has an example (words/examples.txt) and what it is above it. Or a template to type into: the document of
 * such a record. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "args.h"
#include "base/array.h"
#include "base/intl.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "base/str.h"
#include "cli.h"
#include "export/export.h"
#include "export_args.h"
#include "import/messages.h"
#include "new_office.h"
#include "office_arg.h"
#include "say.h"
#include "style_dirs.h"
#include "words_examples.h"

typedef struct arguments {
	dir_list style_dirs;
	const char *form, *out;
	bool no_office;
	const ht_target *target; /* of which a document is made; NULL: a record is written */
	say say;
} arguments;

static const struct argp_option options[] = {
    {"output", 'o', N_("FILE"), 0,
     N_("write to FILE, which must not exist yet (default: standard output); FILE.odt, FILE.docx and FILE.fodt are "
        "documents to type into, FILE.ott and FILE.dotx templates"),
     0},
    NO_OFFICE_OPTION(0),
    STYLE_DIR_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    {0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	switch (key) {
	case 'o':
		a->out = arg;
		a->target = export_args_target(arg);
		if (a->target && a->target->kind != HT_TARGET_EDITABLE)
			argp_error(state, _("a new document is to be typed into: give it a name that ends with .ott, "
			                    ".dotx, .odt, .docx or .fodt, or .yaml for a record"));
		return 0;
	case ARGP_KEY_ARG:
		if (a->form)
			argp_error(state, _("give one form or kind of document"));
		a->form = arg;
		return 0;
	case OPTION_NO_OFFICE:
		a->no_office = true;
		return 0;
	case OPTION_MESSAGES:
		return say_parse(&a->say, key, arg, state);
	default:
		return style_dirs_parse(&a->style_dirs, key, arg, state);
	}
}

static const struct {
	const char *path, *text;
} examples[] = {
#define ROW(path, text) {path, text},
    HT_WORDS_EXAMPLE(ROW)
#undef ROW
};

/* What is being written. */
typedef struct draft {
	const ht_form *form;
	const char *kind; /* of the document: 通知 */
	const ht_style *style;
	bool is_template;
	bool of_meeting; /* each thing that is required may be given by the meeting, so it is */
	char year[12], today[48];
	char day[48];             /* as today, in a field that is a date */
	const new_office *office; /* what the office settings give */
	ht_buf *out;
} draft;

/* ---- which fields ---- */

/* Is the row of the table one of this sheet: of all, or of this one, or of one that makes the same form, or of the kind
 * of document? *own: not of all. */
static bool is_ours(const draft *d, const char *row, bool *own)
{
	const char *sheet = strchr(row, '@');
	*own = sheet != NULL;
	return !sheet || strcmp(sheet + 1, d->kind) == 0 || strcmp(sheet + 1, d->form->sheet) == 0 ||
	       ht_str_same(sheet + 1, d->form->family);
}

/* The example of the field, or with below of the first one below it; NULL: there is none. */
static const char *find_example(const draft *d, const char *path, bool below)
{
	size_t len = strlen(path);
	const char *found = NULL;
	for (size_t i = 0; i < ARRAY_LEN(examples); i++) {
		const char *row = examples[i].path;
		bool own;
		if (!ht_str_starts(row, path) || !is_ours(d, row, &own))
			continue;
		bool fits = below ? row[len] == '.' : !row[len] || row[len] == '@';
		if (fits && (own || !found))
			found = examples[i].text;
	}
	return found;
}

static const char *example_of(const draft *d, const char *path)
{
	const char *own = new_office_value(d->office, path);
	return own ? own : find_example(d, path, false);
}

static bool has_example(const draft *d, const ht_field *f, const char *path)
{
	return example_of(d, path) || (f->sub && find_example(d, path, true));
}

/* The alternative `a` of `a/b` that the record is to give, with its length. */
static const char *chosen(const draft *d, const char *alternatives, size_t *len)
{
	const char *found = alternatives;
	for (const char *p = alternatives; d->of_meeting && p; p = ht_str_after(p, "/"))
		if (ht_str_starts(p, "meeting."))
			found = p;
	*len = strcspn(found, "/");
	return found;
}

/* How far a field is asked for, the least first: all that is below it is asked for with it, or not. */
typedef enum asked { NOT_ASKED, IN_PART, WHOLE } asked;

static asked asked_among(const draft *d, const char *const *fields, size_t n, const char *path)
{
	size_t len = strlen(path), chosen_len;
	asked most = NOT_ASKED;
	for (size_t i = 0; i < n; i++) {
		const char *field = chosen(d, fields[i], &chosen_len);
		if (chosen_len < len || memcmp(field, path, len) != 0)
			continue;
		if (chosen_len == len)
			return WHOLE;
		if (field[len] == '.')
			most = IN_PART;
	}
	return most;
}

/* Does the form, or the kind of document, ask for it? */
static asked is_asked(const draft *d, const char *path)
{
	const ht_form *form = d->form;
	const ht_document_kind *kind = ht_form_kind(form, d->kind);
	asked required = asked_among(d, form->required, form->n_required, path);
	if (kind && asked_among(d, kind->without, kind->n_without, path))
		return required; /* whatever is usual */
	asked wanted = asked_among(d, form->wanted, form->n_wanted, path);
	asked by_kind = kind ? asked_among(d, kind->wanted, kind->n_wanted, path) : NOT_ASKED;
	return MAX(required, MAX(wanted, by_kind));
}

static bool is_for_template(const draft *d, const char *path)
{
	bool found = false;
	for (size_t i = 0; d->is_template && ht_words_template[i]; i++)
		found = found || strcmp(ht_words_template[i], path) == 0;
	return found && !ht_style_ignores(d->style, path);
}

/* Is another field given in its place: the masthead of an order, which is made of the issuers only where there is none?
 */
static bool is_given_otherwise(const draft *d, const char *path)
{
	size_t len;
	for (size_t i = 0; i < d->form->n_required; i++) {
		const char *alternatives = d->form->required[i], *field = chosen(d, alternatives, &len);
		if (strlen(path) == len && strncmp(field, path, len) == 0)
			return false;
		for (const char *p = alternatives; p; p = ht_str_after(p, "/"))
			if (strcspn(p, "/") == strlen(path) && ht_str_starts(p, path))
				return true;
	}
	return false;
}

/* Is the field in force at first? A document has a title, if only for its metadata, or a masthead that names it. */
static bool is_in_force(const draft *d, const ht_field *f)
{
	if (new_office_value(d->office, f->name) && !ht_style_ignores(d->style, f->name) &&
	    !is_given_otherwise(d, f->name))
		return true;
	bool names = strcmp(f->name, "title") == 0 && !d->of_meeting && !is_asked(d, "mark");
	return names || is_asked(d, f->name) != NOT_ASKED || is_for_template(d, f->name);
}

/* May all that is required be given by the meeting? */
static bool is_of_meeting(const ht_form *form)
{
	for (size_t i = 0; i < form->n_required; i++)
		if (!ht_str_starts(form->required[i], "meeting") && !strstr(form->required[i], "/meeting."))
			return false;
	return form->n_required > 0;
}

/* ---- writing ---- */

/* Begin a line. comment: it is not in force. */
static void begin(draft *d, bool comment, int indent)
{
	ht_buf_addf(d->out, "%s%*s", comment ? "# " : "", indent, "");
}

/* The example's text with its names filled in, its further lines indented. */
static void put_example(draft *d, const ht_field *f, const char *text, bool comment, int indent)
{
	const struct {
		const char *name, *value;
	} values[] = {
	    {"{kind}", d->kind}, {"{year}", d->year}, {"{today}", f->type == HT_TYPE_DATE ? d->day : d->today}};
	for (const char *p = text, *next; *p; p = next) {
		next = ht_str_next(p);
		size_t i = 0;
		while (i < ARRAY_LEN(values) && !ht_str_starts(p, values[i].name))
			i++;
		if (i < ARRAY_LEN(values)) {
			ht_buf_adds(d->out, values[i].value);
			next = p + strlen(values[i].name);
		} else if (ht_str_starts(p, "⏎")) {
			ht_buf_adds(d->out, "\n");
			begin(d, comment, indent);
		} else {
			ht_buf_add(d->out, p, (size_t)(next - p));
		}
	}
	ht_buf_adds(d->out, "\n");
}

static void put_fields(draft *d, const ht_field *fields, const char *path, bool comment, bool whole, int indent);

static void put_field(draft *d, const ht_field *f, const char *path, bool comment, bool whole, int indent)
{
	const char *text = example_of(d, path);
	ht_buf_addf(d->out, "%s:", f->zh);
	if (f->sub) {
		ht_buf_adds(d->out, "\n");
		whole |= is_asked(d, path) == WHOLE;
		put_fields(d, f->sub, path, comment, whole, indent + 2 + 2 * (f->type == HT_TYPE_GROUPS));
	} else if (f->type == HT_TYPE_BODY) {
		ht_buf_adds(d->out, " |\n");
		begin(d, comment, indent + 2);
		put_example(d, f, text, comment, indent + 2);
	} else {
		ht_buf_adds(d->out, " ");
		put_example(d, f, text, comment, indent);
	}
}

/* Of a group: what is asked for as it is, what else has an example as a comment. whole: all is asked for. */
static void put_fields(draft *d, const ht_field *fields, const char *path, bool comment, bool whole, int indent)
{
	bool first = true;
	const ht_field *group = ht_field_find(ht_record_fields(), path);
	for (const ht_field *f = fields; f->name; f++) {
		char below[128];
		snprintf(below, sizeof below, "%s.%s", path, f->name);
		if (!has_example(d, f, below))
			continue;
		bool item = first && group->type == HT_TYPE_GROUPS;
		bool idle = comment || (!item && !whole && !is_asked(d, below));
		begin(d, idle, indent - 2 * item);
		ht_buf_adds(d->out, item ? "- " : "");
		put_field(d, f, below, idle, whole, indent);
		first = false;
	}
}

/* What the field is, for whoever fills it in. */
static void put_comment(draft *d, const ht_field *f)
{
	ht_buf_addf(d->out, f->clause ? "# %s [GB/T 9704 %s]\n" : "# %s\n", _(f->doc), f->clause);
}

/* The record's fields that are asked for, or the others. */
static void put_part(draft *d, bool in_force)
{
	for (const ht_field *f = ht_record_fields(); f->name; f++) {
		if (!has_example(d, f, f->name) || is_in_force(d, f) != in_force)
			continue;
		/* a form that asks for nothing of a meeting does not tell of one */
		if (!in_force && (ht_style_ignores(d->style, f->name) || strcmp(f->name, "meeting") == 0))
			continue;
		put_comment(d, f);
		begin(d, !in_force, 0);
		put_field(d, f, f->name, !in_force, false, 0);
	}
}

static void put_record(draft *d)
{
	const ht_field *form = ht_field_find(ht_record_fields(), "form");
	ht_buf_addf(d->out, "# %s\n",
	            _("Fill in what is marked ××, delete what is not needed, then: hongtou export FILE"));
	ht_buf_addf(d->out, "%s: %s\n", form->zh, d->form->names.zh);
	put_part(d, true);
	if (d->is_template)
		return;
	ht_buf_addf(d->out, "\n# %s\n", _("What else there may be: delete the “# ” at the line's beginning."));
	put_part(d, false);
}

static struct tm set_day(draft *d, ht_diags *diags)
{
	const char *wrong;
	const struct tm tm = args_day(&wrong);
	if (wrong)
		ht_diag(diags, HT_D_SOURCE_DATE, (ht_loc){NULL, 0, 0}, wrong, NULL);
	snprintf(d->year, sizeof d->year, "%d", tm.tm_year + 1900);
	snprintf(d->today, sizeof d->today, "%d年%d月%d日", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	memcpy(d->day, d->today, sizeof d->day);
	if (!d->is_template)
		return tm;
	/* a day yet to be: its blanks, as forms have them */
	snprintf(d->today, sizeof d->today, "%d年×月×日", tm.tm_year + 1900);
	snprintf(d->day, sizeof d->day, "%d年月日", tm.tm_year + 1900);
	return tm;
}

/* ---- which form ---- */

/* The form that is called so, or has a kind of document of this name (*kind). */
static const ht_form *find_form(const known_forms *known, const char *name, const char **kind)
{
	const ht_forms *forms = ht_catalogue_forms(known->catalogue);
	const ht_choice *choice = ht_forms_find(forms, name);
	for (const ht_choice *c = forms->others; !choice && c && c->en; c++)
		if (strcmp(c->zh, name) == 0)
			choice = c;
	const ht_form *form = choice ? ht_catalogue_form(known->catalogue, choice->en) : NULL;
	const ht_document_kind *named = form ? ht_form_kind(form, name) : NULL;
	*kind = named ? named->name : NULL;
	return form;
}

/* Are its kinds of document those of a form that is listed above it? They are inherited by all that extend a form. */
static bool has_kinds_of_another(const ht_form *const *forms, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		size_t n = forms[k]->n_kinds, same = 0;
		while (same < n && n == forms[i]->n_kinds &&
		       strcmp(forms[k]->kinds[same].name, forms[i]->kinds[same].name) == 0)
			same++;
		if (n && same == n && !forms[k]->hidden && !forms[k]->broken)
			return true;
	}
	return false;
}

static bool is_listed(const known_forms *known, const ht_form *form)
{
	return !form->hidden && !form->broken && ht_catalogue_in_force(known->catalogue, form);
}

/* The forms there are, each with its kinds of document. */
static void say_forms(const known_forms *known, FILE *to)
{
	size_t n;
	const ht_form *const *forms = ht_catalogue_all(known->catalogue, &n);
	for (size_t i = 0; i < n; i++) {
		if (!is_listed(known, forms[i]))
			continue;
		fprintf(to, "  %s", forms[i]->names.zh);
		for (size_t k = 0; k < forms[i]->n_kinds && !has_kinds_of_another(forms, i); k++)
			fprintf(to, "%s%s", k ? "、" : "：", forms[i]->kinds[k].name);
		fprintf(to, "\n");
	}
}

/* There is no form or kind of this name: with all that there are, or for programs as other commands say it. */
static void say_unknown(const known_forms *known, const arguments *a, ht_diags *diags)
{
	if (!a->say.json) {
		fprintf(stderr, _("hongtou: there is no form or kind of document \"%s\"; there are:\n"), a->form);
		say_forms(known, stderr);
		return;
	}
	size_t n;
	ht_buf names = {0};
	const ht_form *const *forms = ht_catalogue_all(known->catalogue, &n);
	for (size_t i = 0; i < n; i++)
		if (is_listed(known, forms[i]))
			ht_buf_addf(&names, "%s%s", names.len ? ", " : "", forms[i]->names.zh);
	ht_diag(diags, HT_D_IMPORT_FORM_UNKNOWN, (ht_loc){0}, a->form, names.data ? names.data : "", NULL);
	ht_buf_free(&names);
}

/* The document of the record. That it has to be filled in is no news: what is found is said if it cannot be made. */
static ht_status write_document(const ht_buf *text, arguments *a, ht_diags *diags)
{
	const ht_export_options wanted = {
	    .style_dirs = a->style_dirs.v,
	    .targets = {a->target},
	    .n_targets = 1,
	    .render = {.compression = HT_EXPORT_COMPRESSION},
	    .source_date = -1,
	};
	ht_exporter *exporter = NULL;
	ht_outputs outputs = {0};
	ht_diags *found = ht_diags_new();
	ht_status status = found ? ht_exporter_new(&wanted, diags, &exporter) : HT_ERR_NOMEM;
	if (status == HT_OK)
		status = ht_export_record(exporter, text->data, text->len, a->out, 1, HT_FORMAT_YAML, found, &outputs);
	if (status == HT_OK)
		status = ht_outfile_put(a->out, outputs.v[0].data.data, outputs.v[0].data.len, diags);
	else if (found)
		say_diags(&a->say, found);
	ht_outputs_free(&outputs);
	ht_exporter_free(exporter);
	ht_diags_free(found);
	return status;
}

static ht_status write_draft(draft *d, arguments *a, ht_diags *diags)
{
	ht_buf text = {0};
	ht_status status = HT_OK;
	d->out = &text;
	d->of_meeting = is_of_meeting(d->form);
	put_record(d);
	if (text.failed)
		status = HT_ERR_NOMEM;
	else if (a->target)
		status = write_document(&text, a, diags);
	else
		status = ht_outfile_put(a->out, text.data, text.len, diags);
	ht_buf_free(&text);
	return status;
}

static ht_status make(const known_forms *known, arguments *a, ht_diags *diags)
{
	draft d = {.is_template = a->target != NULL};
	d.form = find_form(known, a->form, &d.kind);
	if (!d.form) {
		say_unknown(known, a, diags);
		return HT_ERR_INPUT;
	}
	if (strcmp(a->out, "-") != 0 && access(a->out, F_OK) == 0) {
		ht_diag(diags, HT_D_OUT_OPEN, (ht_loc){a->out, 0, 0}, _("it exists already"), NULL);
		return HT_ERR_IO;
	}
	if (!d.kind)
		d.kind = d.form->n_kinds ? "通知" : d.form->names.zh;
	const struct tm day = set_day(&d, diags);
	new_office office = {.gives_numbers = !a->target && strcmp(a->out, "-") != 0};
	ht_style *style = NULL;
	ht_status status = ht_style_load(d.form->path, false, &known->path, diags, &style);
	if (status == HT_OK && !a->no_office)
		status = new_office_open(&office, d.form, style, d.kind, a->out, &day, diags);
	d.office = &office;
	d.style = style;
	if (status == HT_OK)
		status = write_draft(&d, a, diags);
	new_office_close(&office);
	ht_style_free(style);
	return status;
}

int ht_cli_new(int argc, char **argv)
{
	arguments a = {.out = "-"};
	struct argp argp = {.options = options,
	                    .parser = parse_option,
	                    .args_doc = N_("[FORM]"),
	                    .doc =
	                        N_("Write a record to begin with, of a form (公文, 纪要 …) or kind of document (通知, "
	                           "请示 …); without FORM, list them."),
	                    .argp_domain = HT_TEXT_DOMAIN};
	say_begin(&a.say, stderr);
	if (!args_parse(&argp, argc, argv, &a))
		return HT_EXIT_USAGE;
	ht_diags *diags = ht_diags_new();
	known_forms known = {0};
	ht_status status = diags ? known_forms_open(&known, &a.style_dirs, diags) : HT_ERR_NOMEM;
	if (status == HT_OK && a.form)
		status = make(&known, &a, diags);
	else if (status == HT_OK)
		say_forms(&known, stdout);
	if (diags)
		say_diags(&a.say, diags);
	known_forms_close(&known);
	ht_diags_free(diags);
	say_end(&a.say);
	return status == HT_OK ? HT_EXIT_DONE : HT_EXIT_FAILED;
}
