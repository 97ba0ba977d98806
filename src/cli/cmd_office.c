/* hongtou office: what the office settings say, its numbers, its name book. */
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "args.h"
#include "base/array.h"
#include "base/infile.h"
#include "base/intl.h"
#include "base/outfile.h"
#include "base/str.h"
#include "cli.h"
#include "config.h"
#include "office/workbook.h"
#include "results.h"
#include "say.h"
#include "settings/messages.h"
#include "settings/names.h"
#include "settings/numbers.h"

#define MOST_BYTES ((size_t)64 << 20)

typedef struct arguments {
	const char *action, *word; /* what to do, and to what */
	const char *folder, *out, *purpose, *list;
	bool take, give_back;
	bool results; /* as JSON */
	ht_settings *settings;
	ht_arena *arena;
	ht_diags *diags;
	say say;
} arguments;

enum { OPTION_TAKE = 256, OPTION_RETURN, OPTION_FOR, OPTION_IN };

static const struct argp_option options[] = {
    {"directory", 'd', N_("DIR"), 0, N_("the folder of records (default: the working folder, or above it)"), 0},
    {"take", OPTION_TAKE, NULL, 0, N_("number: give the next number, so that nobody else gets it"), 0},
    {"for", OPTION_FOR, N_("TEXT"), 0, N_("number --take: what it is for; goes into the register"), 0},
    {"return", OPTION_RETURN, NULL, 0, N_("number: give back a number that no record has"), 0},
    {"in", OPTION_IN, N_("FILE"), 0, N_("names: take the name book from FILE (CSV, XLSX) into DIR/office.yaml"), 0},
    {"output", 'o', N_("FILE"), 0,
     N_("names: write it to FILE, as XLSX if its name ends so, else as CSV (default: standard output)"), 0},
    SAY_QUIET_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    RESULTS_OPTION,
    {0},
};

/* ---- show ---- */

static void put_people(GString *out, const ht_value *v)
{
	for (size_t i = 0; i < v->n; i++) {
		const ht_person *p = &v->people[i];
		const char *const parts[] = {p->name.s, p->office.s, p->unit.s};
		g_string_append(out, i ? "；" : "");
		for (size_t k = 0; k < ARRAY_LEN(parts); k++)
			if (parts[k])
				g_string_append_printf(out, "%s%s", k ? " " : "", parts[k]);
	}
}

static void put_value(GString *out, const ht_value *v);

static void put_group(GString *out, const ht_group *g)
{
	for (size_t i = 0, n = 0; g->fields[i].name; i++) {
		if (!g->values[i])
			continue;
		if (n++)
			g_string_append_printf(out, "，%s ", g->fields[i].zh);
		put_value(out, g->values[i]);
	}
}

static void put_value(GString *out, const ht_value *v)
{
	if (v->text.s)
		g_string_append(out, v->text.s);
	for (size_t i = 0; v->texts && i < v->n; i++)
		g_string_append_printf(out, "%s%s", i ? "、" : "", v->texts[i].s);
	if (v->people)
		put_people(out, v);
	for (size_t i = 0; v->groups && i < v->n; i++) {
		g_string_append(out, i ? "；" : "");
		put_group(out, v->groups[i]);
	}
}

static void print_file(const arguments *a, const ht_settings_file *file)
{
	if (a->results) {
		ht_buf line = {0};
		results_text(&line, "settings", file->path);
		results_truth(&line, "there", file->there);
		results_close(&line);
	} else {
		printf("%s %s\n", file->there ? _("used:") : _("not there:"), file->path);
	}
}

static void print_field(const arguments *a, const ht_field *f, const ht_value *v, const char *path)
{
	if (a->results) {
		ht_buf line = {0};
		results_text(&line, "field", f->name);
		results_text(&line, "name", f->zh);
		results_member(&line, "value");
		ht_settings_value_json(&line, v);
		results_text(&line, "file", path);
		results_number(&line, "line", (size_t)v->loc.line);
		results_close(&line);
	} else {
		GString *text = g_string_new(NULL);
		put_value(text, v);
		printf("%s: %s  [%s:%d]\n", f->zh, text->str, path, v->loc.line);
		g_string_free(text, TRUE);
	}
}

/* Which files there are, and what holds, each with its place. */
static ht_status show(arguments *a)
{
	for (int i = 0; i < HT_SETTINGS_PLACES; i++)
		if (a->settings->files[i].path)
			print_file(a, &a->settings->files[i]);
	for (const ht_field *f = ht_settings_fields(); f->name; f++) {
		ht_settings_place place;
		const ht_value *v = ht_settings_get(a->settings, f->name, &place);
		if (v)
			print_field(a, f, v, a->settings->files[place].path);
	}
	return HT_OK;
}

/* ---- numbers ---- */

static const char *folder_of(const arguments *a)
{
	return ht_str_or_empty(a->folder);
}

static ht_numbers_where where_of(const arguments *a)
{
	const ht_settings_file *own = &a->settings->files[HT_SETTINGS_FOLDER];
	if (own->there)
		return (ht_numbers_where){own->folder, true};
	return (ht_numbers_where){folder_of(a), false};
}

/* `宁应急发`, `宁应急发〔2026〕12号`, a kind of document or a form. *n 0: no number is named. */
static const ht_series *find_series(const arguments *a, int *year, int *n)
{
	size_t len = 0;
	const ht_settings *s = a->settings;
	char *name = NULL;
	*n = 0;
	if (ht_number_read(a->word, &len, year, n))
		name = g_strndup(a->word, len);
	const ht_series *series = ht_series_named(s, name ? name : a->word);
	for (size_t i = 0; !series && !name && i < s->n_series; i++)
		for (size_t k = 0; k < s->series[i].n_for; k++)
			if (strcmp(s->series[i].for_[k].s, a->word) == 0)
				series = &s->series[i];
	GString *all = g_string_new(NULL);
	for (size_t i = 0; i < s->n_series; i++)
		g_string_append_printf(all, "%s%s", i ? "、" : "", s->series[i].name);
	if (!series)
		ht_diag(a->diags, HT_D_SETTINGS_NO_SERIES, (ht_loc){0}, name ? name : a->word, all->str, NULL);
	g_string_free(all, TRUE);
	g_free(name);
	return series;
}

static void print_number(const arguments *a, const ht_series *series, int year, int n)
{
	const char *text = ht_series_number(a->arena, series, year, n);
	if (a->results) {
		ht_buf line = {0};
		results_text(&line, "series", series->name);
		results_truth(&line, "issues", series->of_issues);
		results_number(&line, "year", (size_t)year);
		results_number(&line, "number", (size_t)n);
		results_text(&line, "text", text);
		results_close(&line);
	} else if (series->of_issues) {
		printf(_("%s, issue %s of %d\n"), series->name, text, year);
	} else {
		printf("%s\n", text);
	}
}

static ht_status propose(const arguments *a, const ht_series *series, int year)
{
	ht_numbers numbers;
	const ht_numbers_where where = where_of(a);
	ht_status status = ht_numbers_find(a->settings, series, year, &where, a->arena, a->diags, &numbers);
	if (status == HT_OK)
		print_number(a, series, year, numbers.next);
	return status;
}

static ht_status propose_all(const arguments *a, int year, const ht_numbers_where *where)
{
	ht_numbers *all = NULL;
	const ht_status status = ht_numbers_find_all(a->settings, year, where, a->arena, a->diags, &all);
	for (size_t i = 0; all && i < a->settings->n_series; i++)
		if (all[i].next)
			print_number(a, all[i].series, year, all[i].next);
	return status;
}

static ht_status number(const arguments *a)
{
	const char *wrong;
	const struct tm day = args_day(&wrong);
	const ht_numbers_where where = where_of(a);
	int year = day.tm_year + 1900, n;
	ht_status status = HT_OK;
	if (!a->settings->n_series) {
		ht_diag(a->diags, HT_D_SETTINGS_NO_SERIES_AT_ALL, (ht_loc){0}, NULL);
		return HT_ERR_INPUT;
	}
	if (!a->word)
		return propose_all(a, year, &where);
	const ht_series *series = find_series(a, &year, &n);
	if (!series)
		return HT_ERR_INPUT;
	if (a->give_back)
		return ht_numbers_return(a->settings, series, year, n, &where, a->arena, a->diags);
	if (!a->take)
		return propose(a, series, year);
	char today[40];
	strftime(today, sizeof today, "%Y-%m-%d", &day);
	status = ht_numbers_take(a->settings, series, year, &where, ht_str_or_empty(a->purpose), today, a->arena,
	                         a->diags, &n);
	if (status == HT_OK)
		print_number(a, series, year, n);
	return status;
}

/* ---- check ---- */

static void check_seals(const arguments *a)
{
	ht_settings_place place;
	const ht_value *list = ht_settings_get(a->settings, "seal", &place);
	for (size_t i = 0; list && i < list->n; i++) {
		const ht_value *file = list->groups[i]->values[0];
		if (!file)
			continue;
		char *path = g_build_filename(a->settings->files[place].folder, file->text.s, NULL);
		if (access(path, R_OK) != 0)
			ht_diag(a->diags, HT_D_SETTINGS_SEAL_FILE, file->loc, file->text.s, NULL);
		g_free(path);
	}
}

/* The files were read: what is wrong in them is told. What else can be: numbers, seals. */
static ht_status check(const arguments *a)
{
	const ht_numbers_where where = where_of(a);
	const char *wrong;
	const int year = args_day(&wrong).tm_year + 1900;
	ht_numbers *all = NULL;
	check_seals(a);
	ht_status status = ht_numbers_find_all(a->settings, year, &where, a->arena, a->diags, &all);
	for (size_t i = 0; all && i < a->settings->n_series; i++)
		if (all[i].next)
			ht_numbers_report(&all[i], a->arena, a->diags);
	if (status == HT_OK && ht_diags_count(a->diags, HT_LEVEL_WARNING))
		status = HT_ERR_INPUT;
	return status;
}

/* ---- names ---- */

static ht_status take_names(const arguments *a)
{
	ht_buf list = {0}, text = {0};
	size_t n = 0;
	const ht_settings_file *own = &a->settings->files[HT_SETTINGS_FOLDER];
	char *path = g_build_filename(own->there ? own->folder : folder_of(a), HT_SETTINGS_FILE, NULL);
	ht_status status = ht_infile_read(a->list, MOST_BYTES, a->diags, &list);
	if (status == HT_OK && own->there)
		ht_buf_add(&text, own->text, own->len);
	if (status == HT_OK)
		status = ht_names_take(list.data ? list.data : "", list.len, a->list, &text, a->diags, &n);
	if (status == HT_OK)
		status = ht_outfile_put(path, text.data, text.len, a->diags);
	if (status == HT_OK)
		fprintf(stderr, ngettext("%s: %zu name\n", "%s: %zu names\n", (unsigned long)n), path, n);
	ht_buf_free(&list);
	ht_buf_free(&text);
	g_free(path);
	return status;
}

static void put_row(void *user, const char *const *cells)
{
	ht_workbook_row(user, cells, HT_NAMES_COLUMNS);
}

static ht_status write_sheet(const arguments *a, ht_buf *out)
{
	ht_workbook *book = ht_workbook_new();
	ht_names_each(a->settings, put_row, book);
	const ht_status status = ht_workbook_write(book, "名录", a->diags, out);
	ht_workbook_free(book);
	return status;
}

static ht_status names(const arguments *a)
{
	static const char *const endings[] = {".xlsx", NULL};
	if (a->list)
		return take_names(a);
	ht_buf out = {0};
	ht_status status;
	if (a->out && ht_str_ending_of(a->out, endings))
		status = write_sheet(a, &out);
	else
		status = ht_names_csv(a->settings, &out) ? HT_OK : HT_ERR_NOMEM;
	if (status == HT_OK)
		status = ht_outfile_put(a->out ? a->out : "-", out.data, out.len, a->diags);
	ht_buf_free(&out);
	return status;
}

static ht_status schema(const arguments *a)
{
	ht_buf out = {0};
	ht_status status = HT_ERR_NOMEM;
	if (ht_settings_schema(HT_VERSION, &out))
		status = ht_outfile_put("-", out.data, out.len, a->diags);
	ht_buf_free(&out);
	return status;
}

/* ---- the command ---- */

static const struct {
	const char *name;
	ht_status (*run)(const arguments *a);
	bool takes_word;
} actions[] = {{"check", check, false}, {"number", number, true}, {"names", names, false}, {"schema", schema, false}};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	bool known = false, takes = false;
	switch (key) {
	case 'd':
		if (!args_is_folder(arg))
			argp_error(state, _("there is no folder \"%s\""), arg);
		a->folder = arg;
		return 0;
	case 'o':
		a->out = arg;
		return 0;
	case OPTION_TAKE:
		a->take = true;
		return 0;
	case OPTION_RETURN:
		a->give_back = true;
		return 0;
	case OPTION_FOR:
		a->purpose = arg;
		return 0;
	case OPTION_IN:
		a->list = arg;
		return 0;
	case OPTION_RESULTS:
		results_parse(arg, state, &a->results);
		return 0;
	case ARGP_KEY_ARG:
		for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
			known |= strcmp(arg, actions[i].name) == 0;
			takes |= a->action && actions[i].takes_word && strcmp(a->action, actions[i].name) == 0;
		}
		if (a->action && (a->word || !takes))
			argp_error(state, _("too many arguments"));
		if (a->action)
			a->word = arg;
		else if (known)
			a->action = arg;
		else
			argp_error(state, _("\"%s\" is not check, number, names or schema"), arg);
		return 0;
	case ARGP_KEY_END:
		if ((a->take || a->give_back) && !a->word)
			argp_error(state, _("give a series, or a number: `hongtou office number 国办发 --take`"));
		return 0;
	default:
		return say_parse(&a->say, key, arg, state);
	}
}

static ht_status run(arguments *a)
{
	const char *folder = ht_settings_folder(a->arena, folder_of(a));
	ht_status status = ht_settings_open(folder, a->diags, &a->settings);
	if (status != HT_OK)
		return status;
	for (size_t i = 0; a->action && i < ARRAY_LEN(actions); i++)
		if (strcmp(a->action, actions[i].name) == 0)
			return actions[i].run(a);
	return show(a);
}

int ht_cli_office(int argc, char **argv)
{
	arguments a = {.arena = ht_arena_new(), .diags = ht_diags_new()};
	const struct argp argp = {
	    .options = options,
	    .parser = parse_option,
	    .args_doc = N_("[check | number [SERIES] | names | schema]"),
	    .doc = N_("Show the office settings in use (office.yaml: issuer, numbers, name book); check them, propose "
	              "and give document numbers, take the name book in and out.\vExit status: 0 success, 1 there is "
	              "something to correct, or it could not be done, 2 usage error."),
	    .argp_domain = HT_TEXT_DOMAIN};
	say_begin(&a.say, stderr);
	a.say.level = HT_LEVEL_NOTE;
	if (!args_parse(&argp, argc, argv, &a))
		return HT_EXIT_USAGE;
	ht_status status = a.arena && a.diags ? run(&a) : HT_ERR_NOMEM;
	if (a.diags)
		say_diags(&a.say, a.diags);
	if (status == HT_ERR_NOMEM)
		say_no_memory(&a.say);
	ht_settings_free(a.settings);
	ht_diags_free(a.diags);
	ht_arena_free(a.arena);
	say_end(&a.say);
	return status == HT_OK ? HT_EXIT_DONE : HT_EXIT_FAILED;
}
