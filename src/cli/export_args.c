/* The options of hongtou export. */
#include "export_args.h"
#include "office_arg.h"
#include "results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib.h>

#include "base/array.h"
#include "base/intl.h"
#include "cli.h"

/* Options without a letter. */
enum {
	OPT_STANDARD = 256,
	OPT_ATTACH,
	OPT_EMBED,
	OPT_ODT_FONTS,
	OPT_ODT_LINES,
	OPT_SEALS,
	OPT_NAME,
	OPT_PACKAGE,
	OPT_RESUME,
	OPT_INCREMENTAL,
	OPT_REPORT,
	OPT_SHARD
};

static const struct argp_option option_table[] = {
    {"output", 'o', N_("FILE"), 0, N_("write to FILE (one input only); - is standard output"), 0},
    {"directory", 'd', N_("DIR"), 0, N_("write into DIR, named after the inputs"), 0},
    {"to", 't', N_("LIST"), 0, N_("output formats: %s, separated by commas (default: pdf, or by FILE's extension)"), 0},
    {"style", 's', N_("LIST"), 0,
     N_("style sheets by name or file, separated by commas; one document each (default: by the record's form)"), 0},
    STYLE_DIR_OPTION(0),
    FILE_DIR_OPTION(0),
    NO_OFFICE_OPTION(0),
    CONFINE_OPTION(0),
    ARGS_FONT_DIR,
    {"resolution", 'r', N_("DPI"), 0, N_("resolution of PNG images in dots per inch (default: 150)"), 0},
    {"pdf-standard", OPT_STANDARD, N_("LIST"), 0,
     N_("PDF conformance: a-2a, a-2u, a-2b, a-3a, a-4, a-4f, ua-1, ua-2 or none, separated by commas (default: "
        "a-2a,ua-1)"),
     0},
    {"attach-record", OPT_ATTACH, NULL, 0,
     N_("attach the record to the PDF, OFD, ODT or DOCX; the PDF is a-3a,ua-1 unless --pdf-standard is given"), 0},
    {"embed-fonts", OPT_EMBED, NULL, 0, N_("embed the fonts in the ODT, for machines without them"), 0},
    {"odt-fonts", OPT_ODT_FONTS, N_("HOW"), 0,
     N_("fonts in the ODT: one name for each typeface, the one that offices use (one), or with its substitutes (list) "
        "(default: one)"),
     0},
    {"odt-lines", OPT_ODT_LINES, N_("HOW"), 0,
     N_("lines in the ODT and DOCX: end where the PDF's do (as-pages), or where the editor ends them, without letter "
        "spacing of their own (natural) (default: as-pages)"),
     0},
    {"seals", OPT_SEALS, N_("HOW"), 0,
     N_("seals and signature stamps in the ODT and DOCX, which anyone can edit: left out (none), their outlines "
        "(placeholder), or their pictures (image) (default: placeholder)"),
     0},
    {NULL, 0, NULL, 0, N_("Batch options:"), 1},
    {"name", OPT_NAME, N_("TEMPLATE"), 0,
     N_("name outputs by fields of the record: {date}-{number}-{title}; also {input} {index} {line} {form} {style} "
        "{page} {bundle}"),
     1},
    {"package", OPT_PACKAGE, N_("DIR"), 0,
     N_("make DIR a transfer package for the archive: the documents in folders, their metadata, the inventory, the "
        "report, and manifests by SHA-256 and SM3 (BagIt)"),
     1},
    {"jobs", 'j', N_("N"), 0, N_("number of worker processes (default: number of cores)"), 1},
    LIMITS_TIMEOUT_OPTION(N_("time limit per record (default: 60; 0: no limit)"), 1),
    LIMITS_MEMORY_OPTION(N_("memory limit per record (default: 2048; 0: no limit)"), 1),
    {"resume", OPT_RESUME, NULL, 0, N_("continue the interrupted batch in DIR"), 1},
    {"incremental", OPT_INCREMENTAL, NULL, 0, N_("skip records whose outputs in DIR would not change"), 1},
    {"report", OPT_REPORT, NULL, 0, N_("write report.json, report.jsonl, report.csv and SHA256SUMS into DIR"), 1},
    {"shard", OPT_SHARD, N_("I/N"), 0,
     N_("make only the Ith of N parts of the records, on one of several machines; hongtou merge joins them"), 1},
    {NULL, 0, NULL, 0, N_("Messages:"), 2},
    {"verbose", 'v', NULL, 0, N_("show notes and the files written"), 2},
    {"quiet", 'q', NULL, 0, N_("show errors only, and no progress"), 2},
    SAY_MESSAGES_OPTION(2),
    {"results", OPTION_RESULTS, N_("FORMAT"), 0,
     N_("what became of each record, on standard output, as soon as it is made: json, one object a line"), 2},
    SAY_STRICT_OPTION(2),
    {0},
};

/* The names of all targets, for people; release with g_free(). */
static char *target_names(void)
{
	const char *names[HT_TARGET_COUNT + 1] = {NULL};
	for (size_t i = 0; i < HT_TARGET_COUNT; i++)
		names[i] = ht_export_target_at(i)->name;
	/* Translators: between the items of a list. */
	return g_strjoinv(_(", "), (char **)(void *)names);
}

static void add_target(export_args *a, const ht_target *target)
{
	for (size_t i = 0; i < a->options.n_targets; i++)
		if (a->options.targets[i] == target)
			return;
	a->options.targets[a->options.n_targets++] = target;
}

static void parse_targets(export_args *a, const char *list, struct argp_state *state)
{
	gchar **names = g_strsplit(list, ",", -1);
	a->options.n_targets = 0;
	for (size_t i = 0; names[i]; i++) {
		const ht_target *target = ht_export_target(g_strstrip(names[i]));
		char *all = target ? NULL : target_names();
		if (!target)
			argp_error(state, _("unknown output format \"%s\"; choose from %s"), names[i], all);
		add_target(a, target);
	}
	g_strfreev(names);
}

/* Is the argument the second of two words, of which it must be one? */
static bool one_of_two(const char *option, const char *arg, const char *first, const char *second,
                       struct argp_state *state)
{
	if (strcmp(arg, first) != 0 && strcmp(arg, second) != 0)
		argp_error(state, _("%s is %s or %s, not “%s”"), option, first, second, arg);
	return strcmp(arg, second) == 0;
}

static void parse_seals(export_args *a, const char *arg, struct argp_state *state)
{
	if (!ht_seals_parse(arg, &a->options.seals))
		argp_error(state, _("--seals is none, placeholder or image, not “%s”"), arg);
}

/* Put the names of the targets into the help text of --to. */
static char *fill_help(int key, const char *text, void *input)
{
	(void)input;
	if (key != 't')
		return (char *)(uintptr_t)text;
	char *names = target_names();
	gchar **parts = g_strsplit(text, "%s", 2);
	char *filled = g_strjoinv(names, parts); /* argp releases it with free(), which is g_free() */
	g_strfreev(parts);
	g_free(names);
	return filled;
}

static void parse_styles(export_args *a, char *list, struct argp_state *state)
{
	char *save;
	a->options.n_styles = 0;
	for (char *name = strtok_r(list, ",", &save); name; name = strtok_r(NULL, ",", &save)) {
		if (a->options.n_styles == MAX_STYLES)
			argp_error(state, _("too many style sheets in --style"));
		a->styles[a->options.n_styles++] = name;
	}
	a->options.styles = a->styles;
}

static void parse_resolution(export_args *a, const char *text, struct argp_state *state)
{
	char *end;
	double dpi = g_ascii_strtod(text, &end);
	if (end == text || *end || !(dpi >= HT_RESOLUTION_LEAST && dpi <= HT_RESOLUTION_MOST))
		argp_error(state, _("the resolution must be from %d to %d dots per inch"), HT_RESOLUTION_LEAST,
		           HT_RESOLUTION_MOST);
	a->options.render.resolution = dpi;
}

static void check_name(const char *name, struct argp_state *state)
{
	char *wrong = ht_batch_check_name(name);
	if (wrong)
		argp_error(state, _("--name: records have no text field \"%s\""), wrong);
	free(wrong);
}

/* I/N: two whole numbers. */
static void parse_shard(export_args *a, const char *text, struct argp_state *state)
{
	unsigned number = 0, of = 0;
	int end = 0;
	const bool digits = strspn(text, "0123456789/") == strlen(text);
	if (!digits || sscanf(text, "%6u/%6u%n", &number, &of, &end) != 2 || text[end] || of > HT_BATCH_SHARDS ||
	    !number || number > of)
		argp_error(state, _("--shard is I/N, where I is from 1 to N, and N is at most %d; not “%s”"),
		           HT_BATCH_SHARDS, text);
	a->batch.shard = (ht_batch_shard){number, of};
}

static void finish_batch(export_args *a, struct argp_state *state)
{
	const ht_batch_options *b = &a->batch;
	const struct {
		bool given;
		const char *name;
	} options[] = {{b->resume, "--resume"},
	               {b->incremental, "--incremental"},
	               {b->report, "--report"},
	               {b->shard.of, "--shard"}};
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (options[i].given && !b->out_dir)
			argp_error(state, _("%s needs -d"), options[i].name);
	if (b->package && b->out_file)
		argp_error(state, _("-o and --package exclude each other"));
	if (b->resume && b->incremental)
		argp_error(state, _("--resume and --incremental exclude each other"));
	bool to_stdout = b->out_file && strcmp(b->out_file, "-") == 0;
	for (size_t i = 0; i < a->n_inputs && !b->out_file && !b->out_dir; i++)
		to_stdout |= strcmp(a->inputs[i], "-") == 0;
	if (a->results && to_stdout)
		argp_error(state,
		           _("--results is on standard output, where the document would be; give -d, or -o FILE"));
	if (b->name && b->out_file)
		argp_error(state, _("-o and --name exclude each other"));
}

/* Can the name of FILE say nothing of what is in it? Standard output, devices and pipes. */
static bool is_nameless(const char *file)
{
	struct stat st;
	return strcmp(file, "-") == 0 || (stat(file, &st) == 0 && !S_ISREG(st.st_mode));
}

/* The format whose files end so, in capitals or not; NULL: there is none. */
static const ht_target *target_by_extension(const char *extension)
{
	for (size_t i = 0; i < HT_TARGET_COUNT; i++)
		if (g_ascii_strcasecmp(ht_export_target_at(i)->extension, extension) == 0)
			return ht_export_target_at(i);
	return NULL;
}

const ht_target *export_args_target(const char *file)
{
	const char *slash = strrchr(file, '/'), *dot = strrchr(slash ? slash : file, '.');
	return dot ? target_by_extension(dot + 1) : NULL;
}

/* The format without --to: PDF, or what FILE's extension says. A file whose name says
 * DOCX must not hold a PDF: whoever opens it believes it damaged. */
static void choose_target(export_args *a, struct argp_state *state)
{
	const char *file = a->batch.out_file;
	if (!file || is_nameless(file)) {
		add_target(a, ht_export_target("pdf"));
		return;
	}
	const ht_target *target = export_args_target(file);
	char *all = target ? NULL : target_names();
	if (!target)
		argp_error(state, _("cannot tell the format from the name \"%s\"; end it with one of %s, or give --to"),
		           file, all);
	add_target(a, target);
}

static void finish_arguments(export_args *a, struct argp_state *state)
{
	if (!a->n_inputs && !a->batch.resume)
		argp_error(state, _("give at least one input, or - for standard input"));
	if (a->batch.out_file && a->batch.out_dir)
		argp_error(state, _("-o and -d exclude each other"));
	a->batch.stream &= !a->batch.out_file; /* whether there is a second record decides on the file's name */
	finish_batch(a, state);
	if (a->batch.out_file && a->n_inputs > 1)
		argp_error(state, _("-o takes only one input; use -d for several"));
	if (!a->options.n_targets)
		choose_target(a, state);
	ht_export_settle(&a->options);
	if (a->batch.out_file && strcmp(a->batch.out_file, "-") == 0 && a->options.n_targets > 1)
		argp_error(state, _("standard output takes only one format; give one in --to"));
}

/* The folder of -d, or that of --package. */
static void set_folder(export_args *a, const char *dir, bool package, struct argp_state *state)
{
	if (a->batch.out_dir && a->batch.package != package)
		argp_error(state, _("-d and --package exclude each other"));
	a->batch.out_dir = dir;
	a->batch.package = package;
}

/* What is in documents for editing. False: it is another option. */
static bool parse_editing(export_args *a, int key, const char *arg, struct argp_state *state)
{
	switch (key) {
	case OPT_EMBED:
		a->options.embed_fonts = true;
		break;
	case OPT_ODT_FONTS:
		a->options.odt_font_lists = one_of_two("--odt-fonts", arg, "one", "list", state);
		break;
	case OPT_ODT_LINES:
		a->options.natural_lines = one_of_two("--odt-lines", arg, "as-pages", "natural", state);
		break;
	case OPT_SEALS:
		parse_seals(a, arg, state);
		break;
	default:
		return false;
	}
	return true;
}

/* What records a batch makes, and under which names. False: it is another option. */
static bool parse_batch(export_args *a, int key, const char *arg, struct argp_state *state)
{
	switch (key) {
	case OPT_NAME:
		check_name(arg, state);
		a->batch.name = arg;
		break;
	case OPT_RESUME:
		a->batch.resume = true;
		break;
	case OPT_INCREMENTAL:
		a->batch.incremental = true;
		break;
	case OPT_REPORT:
		a->batch.report = true;
		break;
	case OPT_SHARD:
		parse_shard(a, arg, state);
		break;
	default:
		return false;
	}
	return true;
}

/* The options that other commands have, too. */
static error_t parse_shared(export_args *a, int key, char *arg, struct argp_state *state)
{
	if (style_dirs_parse(&a->style_dirs, key, arg, state) == 0 ||
	    file_dirs_parse(&a->file_dirs, key, arg, state) == 0 || limits_parse(&a->limits, key, arg, state) == 0 ||
	    confine_parse(&a->batch.confine, key, arg, state) == 0)
		return 0;
	return say_parse(a->say, key, arg, state);
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	export_args *a = state->input;
	switch (key) {
	case 'o':
		a->batch.out_file = arg;
		break;
	case 'd':
	case OPT_PACKAGE:
		set_folder(a, arg, key == OPT_PACKAGE, state);
		break;
	case 't':
		parse_targets(a, arg, state);
		break;
	case 's':
		parse_styles(a, arg, state);
		break;
	case 'f':
		args_add_dir(&a->font_dirs, "font-dir", arg, state);
		break;
	case 'r':
		parse_resolution(a, arg, state);
		break;
	case 'v':
		a->verbose = true;
		return say_parse(a->say, key, arg, state);
	case 'q':
		a->quiet = true;
		return say_parse(a->say, key, arg, state);
	case 'j':
		a->batch.workers = args_number("--jobs", arg, HT_BATCH_WORKERS, state);
		break;
	case OPT_STANDARD:
		if (ht_pdf_standards_parse(arg, &a->options.render.standards) != HT_OK)
			argp_error(state, _("unknown PDF standard, or two that exclude each other: %s"), arg);
		break;
	case OPT_ATTACH:
		a->options.attach_record = true;
		break;
	case OPTION_NO_OFFICE:
		a->no_office = true;
		break;
	case OPTION_RESULTS:
		results_parse(arg, state, &a->results);
		a->batch.stream = true;
		break;
	case ARGP_KEY_ARG:
		a->inputs[a->n_inputs++] = arg;
		break;
	case ARGP_KEY_END:
		finish_arguments(a, state);
		break;
	default:
		if (parse_editing(a, key, arg, state) || parse_batch(a, key, arg, state))
			break;
		return parse_shared(a, key, arg, state);
	}
	return 0;
}

bool export_args_parse(export_args *a, int argc, char **argv, say *s)
{
	struct argp argp = {
	    .options = option_table,
	    .parser = parse_option,
	    .args_doc = N_("INPUT…"),
	    .doc = N_("Make documents from records (YAML, JSON, JSON lines, Markdown).\vAn INPUT is a file, a folder, "
	              "a pattern, @LIST (a file with one path per line), or - for standard input.\nExit status: 0 "
	              "success, 1 at least one record failed or the batch was interrupted, 2 usage error."),
	    .help_filter = fill_help,
	    .argp_domain = HT_TEXT_DOMAIN};
	*a = (export_args){.say = s};
	a->limits = (limits){HT_BATCH_TIMEOUT, HT_BATCH_MEMORY};
	a->options.render = (ht_render_options){.resolution = 150, .compression = HT_EXPORT_COMPRESSION};
	a->options.source_date = args_source_date(&a->wrong_date);
	/* fontconfig would date its caches by it, consider them outdated, and scan all fonts at every start */
	unsetenv("SOURCE_DATE_EPOCH");
	a->inputs = calloc((size_t)argc + 1, sizeof *a->inputs);
	bool ok = a->inputs && args_parse(&argp, argc, argv, a);
	a->batch.timeout = a->limits.timeout;
	a->batch.memory = a->limits.memory;
	a->options.vast = !a->limits.memory;
	a->options.font_dirs = a->font_dirs.v;
	a->options.style_dirs = a->style_dirs.v;
	a->options.file_dirs = a->file_dirs.list.v;
	return ok;
}
