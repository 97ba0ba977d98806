/* hongtou doctor: what this machine has of what documents need, and how to get the rest. */
#include <glib.h>
#include <glib/gstdio.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "base/intl.h"
#include "base/str.h"
#include "cli.h"
#include "config.h"
#include "export/export.h"
#include "font_help.h"
#include "office_arg.h"
#include "results.h"
#include "say.h"
#include "style_dirs.h"

typedef struct arguments {
	dir_list font_dirs;
	dir_list style_dirs;
	bool results; /* as JSON */
	say say;
} arguments;

static const struct argp_option options[] = {
    ARGS_FONT_DIR, STYLE_DIR_OPTION(0), SAY_MESSAGES_OPTION(0), RESULTS_OPTION, {0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	if (key == 'f') {
		args_add_dir(&a->font_dirs, "font-dir", arg, state);
		return 0;
	}
	if (key == OPTION_RESULTS) {
		results_parse(arg, state, &a->results);
		return 0;
	}
	if (key == OPTION_MESSAGES)
		return say_parse(&a->say, key, arg, state);
	return style_dirs_parse(&a->style_dirs, key, arg, state);
}

/* FAIR: documents are made, and could be better; LACKING: some cannot be made, or not rightly. */
typedef enum verdict { GOOD, FAIR, LACKING } verdict;

typedef struct doctor {
	ht_exporter *exporter;
	ht_diags *diags;
	size_t n[LACKING + 1];
	bool fonts_wanted; /* the reader is told how to install fonts */
	bool json;
} doctor;

static const char *const states[] = {"fine", "fair", "missing"};

/* A line of the report, and what to do about it on lines of its own. remedy: NULL if there is nothing to do */
static void report(doctor *d, verdict found, const char *what, const char *is, const char *remedy)
{
	d->n[found]++;
	if (d->json) {
		ht_buf line = {0};
		results_text(&line, "what", what);
		results_text(&line, "state", states[found]);
		results_text(&line, "is", is);
		results_text(&line, "remedy", remedy);
		results_close(&line);
		return;
	}
	static const char *const words[] = {N_("fine"), N_("could be better"), N_("missing")};
	GString *line = g_string_new(NULL);
	g_string_printf(line, _("[%s] %s: %s"), _(words[found]), what, is);
	args_print_wrapped(line->str, 4, args_help_columns());
	if (remedy) {
		fputs("    → ", stdout);
		args_print_wrapped(remedy, 6, args_help_columns());
	}
	g_string_free(line, TRUE);
}

/* ---- what belongs to the program ---- */

static void check_sheets(doctor *d)
{
	const ht_catalogue *catalogue = ht_exporter_catalogue(d->exporter);
	size_t n, broken = 0;
	const ht_form *const *forms = ht_catalogue_all(catalogue, &n);
	for (size_t i = 0; i < n; i++)
		broken += forms[i]->broken;
	const ht_form *standard = ht_catalogue_form(catalogue, NULL);
	char *is = standard ? g_strdup_printf(_("%zu, of which %zu cannot be used"), n, broken) : NULL;
	if (!standard)
		report(d, LACKING, _("style sheets"), _("none"),
		       _("Install the program again, or let HONGTOU_DATA name the folder that holds styles/."));
	else if (broken)
		report(d, FAIR, _("style sheets"), is, _("`hongtou styles` says what is wrong with them."));
	else
		report(d, GOOD, _("style sheets"), standard->path, NULL);
	g_free(is);
}

/* Which files of office settings documents of this folder are made with. */
static void check_office(doctor *d)
{
	ht_diags *said = ht_diags_new();
	ht_settings *settings = NULL;
	const ht_status status = said ? office_open("-", said, &settings) : HT_ERR_NOMEM;
	if (status == HT_ERR_INPUT)
		report(d, FAIR, _("office settings"), _("they have errors"), _("`hongtou office` says which."));
	else if (!settings)
		report(d, GOOD, _("office settings"), _("none (office.yaml)"), NULL);
	for (int i = 0; status == HT_OK && settings && i < HT_SETTINGS_PLACES; i++)
		if (settings->files[i].there)
			report(d, GOOD, _("office settings"), settings->files[i].path, NULL);
	ht_settings_free(settings);
	ht_diags_free(said);
}

/* Is the language of the environment Chinese, so that messages are to be? */
static bool wants_chinese(void)
{
	static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return g_str_has_prefix(value, "zh");
	}
	return false;
}

static void check_language(doctor *d)
{
	const char *folder = bindtextdomain(HT_TEXT_DOMAIN, NULL);
	char *file = g_build_filename(folder ? folder : "", "zh_CN/LC_MESSAGES/" HT_TEXT_DOMAIN ".mo", NULL);
	if (access(file, R_OK) != 0)
		report(d, wants_chinese() ? LACKING : FAIR, _("messages in Chinese"), file,
		       _("This file is missing: install the program again."));
	else if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		report(d, FAIR, _("locale"), setlocale(LC_CTYPE, NULL),
		       _("Chinese needs UTF-8: export LANG=zh_CN.UTF-8"));
	else if (!wants_chinese())
		report(d, GOOD, _("messages"), _("English; for Chinese: export LANG=zh_CN.UTF-8"), NULL);
	else
		report(d, GOOD, _("messages"), _("Chinese"), NULL);
	g_free(file);
}

/* ---- fonts ---- */

/* What the families of the standard's sheets are for. */
static const struct {
	const char *family, *what;
} roles[] = {
    {"HT FangSong", N_("FangSong (仿宋: body text)")},
    {"HT XiaoBiaoSong", N_("XiaoBiaoSong (小标宋: masthead, title)")},
    {"HT HeiTi", N_("HeiTi (黑体: first-level headings)")},
    {"HT KaiTi", N_("KaiTi (楷体: second-level headings)")},
    {"HT SongTi", N_("SongTi (宋体: page numbers, tables)")},
    {"HT HeiTi Latin", N_("letters and digits beside HeiTi")},
    {"HT Latin", N_("letters and digits")},
};

static const char *role_of(const char *family)
{
	for (size_t i = 0; i < G_N_ELEMENTS(roles); i++)
		if (strcmp(roles[i].family, family) == 0)
			return _(roles[i].what);
	return family;
}

/* Of the characters that a Chinese font has at least: the first level of 通用规范汉字表 has 3,500. */
#define LEAST_HAN 3500

static void check_family(doctor *d, const char *family, const uint32_t *cps, size_t n_cps)
{
	int fontset;
	const ht_font *const *chain;
	ht_fonts *fonts = ht_exporter_fonts(d->exporter);
	size_t n = ht_fonts_fontset(fonts, family, (ht_loc){0}, d->diags, &fontset) == HT_OK
	               ? ht_fonts_chain(fonts, fontset, &chain)
	               : 0;
	if (!n) {
		d->fonts_wanted = true;
		report(d, LACKING, role_of(family), _("no font"), _("Install Chinese fonts; see below."));
		return;
	}
	const char *first = ht_fonts_first_choice(fonts, fontset);
	const size_t all = chain[0]->has_han ? ht_fonts_covers(fonts, fontset, cps, n_cps, true) : n_cps;
	verdict found = first && strcmp(first, chain[0]->family) == 0 ? GOOD : FAIR;
	GString *is = g_string_new(chain[0]->family);
	if (found == FAIR && first)
		g_string_append_printf(is, _(" in place of %s, which is not installed"), first);
	if (all < n_cps)
		g_string_append_printf(is, _("; of 通用规范汉字表 %zu characters cannot be shown"), n_cps - all);
	if (all < n_cps)
		found = all < LEAST_HAN ? LACKING : FAIR;
	d->fonts_wanted |= found != GOOD;
	report(d, found, role_of(family), is->str, NULL);
	g_string_free(is, TRUE);
}

static void check_fonts(doctor *d)
{
	const ht_style *style;
	const ht_form *form = ht_catalogue_form(ht_exporter_catalogue(d->exporter), NULL);
	ht_arena *arena = ht_arena_new();
	if (arena && form && ht_exporter_style(d->exporter, form->path, false, d->diags, &style) == HT_OK) {
		uint32_t *cps;
		size_t n_cps = ht_export_characters(arena, d->diags, &cps);
		GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
		for (size_t i = 0; i < style->n_faces; i++) {
			const char *families[] = {style->faces[i].han, style->faces[i].latin};
			for (size_t k = 0; k < G_N_ELEMENTS(families); k++)
				if (g_hash_table_add(seen, ht_arena_strdup(arena, families[k])))
					check_family(d, families[k], cps, n_cps);
		}
		g_hash_table_destroy(seen);
		if (!n_cps)
			report(d, LACKING, _("table of characters (通用规范汉字表)"), _("none"),
			       _("Install the program again, or let HONGTOU_DATA name the folder that holds fonts/."));
	}
	ht_arena_free(arena);
}

/* ---- what is made ---- */

/* A notice with a seal, so that all that is loaded late is loaded. */
static const char trial_record[] =
    "格式: 公文\n发文机关: 清溪区教育局\n发文机关标志: 清溪区教育局文件\n发文字号: 清教发〔2026〕1号\n"
    "标题: 清溪区教育局关于试排的通知\n主送机关: [各中小学校]\n正文: 这是一份试排的通知。\n印章: seal.svg\n"
    "成文日期: 2026-08-20\n";
static const char trial_seal[] =
    "<svg xmlns='http://www.w3.org/2000/svg' width='42mm' height='42mm' viewBox='0 0 42 42'>"
    "<circle cx='21' cy='21' r='20' fill='none' stroke='#e60012'/></svg>";

static void keep_error(void *text, const ht_message *message)
{
	if (message->level == HT_LEVEL_ERROR && !((GString *)text)->len)
		g_string_append(text, message->text);
}

/* Make the trial record in one format, in memory. record: where it would be, beside its seal */
static void check_target(doctor *d, const ht_export_options *common, const ht_target *target, const char *record)
{
	ht_export_options o = *common;
	ht_diags *diags = ht_diags_new();
	ht_exporter *exporter = NULL;
	ht_outputs outputs = {0};
	o.targets[0] = target;
	o.n_targets = 1;
	o.render = (ht_render_options){.resolution = 100, .compression = HT_EXPORT_COMPRESSION};
	o.source_date = -1;
	GString *why = g_string_new(NULL);
	if (diags && ht_exporter_new(&o, diags, &exporter) == HT_OK &&
	    ht_export_record(exporter, trial_record, strlen(trial_record), record, 0, HT_FORMAT_YAML, diags,
	                     &outputs) == HT_OK &&
	    outputs.n > 0) {
		report(d, GOOD, target->name, _("a notice with a seal was made"), NULL);
	} else {
		if (diags)
			ht_diags_each(diags, keep_error, why);
		report(d, LACKING, target->name, why->len ? why->str : _("no document could be made"), NULL);
	}
	g_string_free(why, TRUE);
	ht_outputs_free(&outputs);
	ht_exporter_free(exporter);
	ht_diags_free(diags);
}

static void check_targets(doctor *d, const ht_export_options *common)
{
	char *folder = g_dir_make_tmp("hongtou-XXXXXX", NULL);
	if (!folder) {
		report(d, LACKING, _("temporary files"), g_get_tmp_dir(), _("No file can be written in this folder."));
		return;
	}
	char *seal = g_build_filename(folder, "seal.svg", NULL),
	     *record = g_build_filename(folder, "notice.yaml", NULL);
	if (g_file_set_contents(seal, trial_seal, -1, NULL))
		for (size_t i = 0; i < HT_TARGET_COUNT; i++)
			if (strcmp(ht_export_target_at(i)->name, "trace") != 0) /* it is for tests */
				check_target(d, common, ht_export_target_at(i), record);
	g_unlink(seal);
	g_rmdir(folder);
	g_free(seal);
	g_free(record);
	g_free(folder);
}

/* ---- other programs ---- */

static const struct {
	const char *names[2], *what, *remedy;
} programs[] = {
    {{"pdftotext"}, N_("import of PDF (pdftotext)"), N_("Install the package poppler-utils.")},
    {{"soffice", "libreoffice"},
     N_("import of DOC, WPS, RTF and XLS (LibreOffice)"),
     N_("Install LibreOffice (packages libreoffice-writer-nogui, libreoffice-calc-nogui), or save such files as "
        "DOCX.")},
};

static void check_programs(doctor *d)
{
	for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
		char *path = NULL;
		for (size_t k = 0; k < G_N_ELEMENTS(programs[i].names) && programs[i].names[k] && !path; k++)
			path = g_find_program_in_path(programs[i].names[k]);
		if (path)
			report(d, GOOD, _(programs[i].what), path, NULL);
		else
			report(d, FAIR, _(programs[i].what), _("not installed"), _(programs[i].remedy));
		g_free(path);
	}
}

/* ---- */

/* What is said below the report: of all that was found. */
static void end_report(const doctor *d)
{
	if (d->fonts_wanted) {
		fputs("\n", stdout);
		font_help_print(false);
	}
	fputs("\n", stdout);
	args_print_wrapped(
	    _("Printing: choose “Actual size” (100 %), not “Fit to page”; else the type area is no longer "
	      "156 × 225 mm. For both sides choose “flip on long edge”."),
	    0, args_help_columns());
	printf(_("Fine: %zu; could be better: %zu; missing: %zu.\n"), d->n[GOOD], d->n[FAIR], d->n[LACKING]);
}

static void end_json(const doctor *d)
{
	ht_buf line = {0};
	results_text(&line, "version", HT_VERSION);
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
		results_number(&line, states[i], d->n[i]);
	results_close(&line);
}

static int examine(doctor *d, const ht_export_options *common)
{
	if (!d->json)
		printf("hongtou %s\n\n", HT_VERSION);
	check_sheets(d);
	check_language(d);
	check_office(d);
	check_fonts(d);
	check_targets(d, common);
	check_programs(d);
	if (d->json)
		end_json(d);
	else
		end_report(d);
	return d->n[LACKING] ? HT_EXIT_FAILED : HT_EXIT_DONE;
}

int ht_cli_doctor(int argc, char **argv)
{
	arguments a = {.font_dirs.n = 0};
	struct argp argp = {.options = options,
	                    .parser = parse_option,
	                    .doc = N_("Say what is missing on this machine, and how to get it: style sheets, messages, "
	                              "fonts, formats, programs for import.\vExit status: 0 all documents can be made, "
	                              "1 something needed is missing, 2 usage error."),
	                    .argp_domain = HT_TEXT_DOMAIN};
	say_begin(&a.say, stderr);
	if (!args_parse(&argp, argc, argv, &a))
		return HT_EXIT_USAGE;
	const ht_export_options common = {.font_dirs = a.font_dirs.v, .style_dirs = a.style_dirs.v};
	doctor d = {.diags = ht_diags_new(), .json = a.say.json || a.results};
	int code = HT_EXIT_FAILED;
	if (d.diags && ht_exporter_new(&common, d.diags, &d.exporter) == HT_OK)
		code = examine(&d, &common);
	if (d.diags)
		say_diags(&a.say, d.diags);
	ht_exporter_free(d.exporter);
	ht_diags_free(d.diags);
	say_end(&a.say);
	return code;
}
