/* hongtou export INPUT… */
#include <argp.h>
#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intl.h"
#include "cli.h"
#include "export/job.h"

#define MAX_FONT_DIRS 16
#define MAX_STYLES    16
#define MAX_DPI       2400

/* Options without a letter. */
enum { OPT_STANDARD = 256, OPT_ATTACH, OPT_EMBED };

typedef struct arguments {
	ht_export_options options;
	const char *out_file, *out_dir;
	const char *font_dirs[MAX_FONT_DIRS + 1];
	size_t n_font_dirs;
	const char *styles[MAX_STYLES];
	const char **inputs;
	size_t n_inputs;
	ht_level level; /* least level shown */
	bool verbose;
	size_t hidden; /* notes not shown */
} arguments;

static const struct argp_option option_table[] = {
    {"output", 'o', N_("FILE"), 0, N_("write to FILE (one input); - for standard output"), 0},
    {"directory", 'd', N_("DIR"), 0, N_("write into DIR, named after the input"), 0},
    {"to", 't', N_("LIST"), 0,
     N_("what to make: pdf, odt, png, trace, parted by commas (default: pdf, or by FILE's ending)"), 0},
    {"style", 's', N_("LIST"), 0,
     N_("style sheets by name or file, parted by commas: a document each (default: by the record's form)"), 0},
    {"font-dir", 'f', N_("DIR"), 0, N_("use the fonts in DIR too; may be repeated"), 0},
    {"resolution", 'r', N_("DPI"), 0, N_("dots per inch of png pictures (default: 150)"), 0},
    {"pdf-standard", OPT_STANDARD, N_("LIST"), 0,
     N_("what the PDF promises: a-2a, a-2u, a-2b, a-3a, ua-1, or none (default: a-2a,ua-1)"), 0},
    {"attach-record", OPT_ATTACH, NULL, 0,
     N_("put the record into the PDF; a-3a,ua-1 unless --pdf-standard says otherwise"), 0},
    {"embed-fonts", OPT_EMBED, NULL, 0, N_("put the fonts it needs into the ODT, for machines without them"), 0},
    {"verbose", 'v', NULL, 0, N_("show notes and the files written"), 0},
    {"quiet", 'q', NULL, 0, N_("show errors only"), 0},
    {0},
};

static void parse_targets(arguments *a, const char *list, struct argp_state *state)
{
	gchar **names = g_strsplit(list, ",", -1);
	a->options.n_targets = 0;
	for (size_t i = 0; names[i]; i++) {
		const ht_backend *target = ht_export_target(g_strstrip(names[i]));
		if (!target)
			argp_error(state, _("cannot make \"%s\"; choose from pdf, odt, png, trace"), names[i]);
		else if (a->options.n_targets == HT_EXPORT_MAX_TARGETS)
			argp_error(state, _("too many names in --to"));
		else
			a->options.targets[a->options.n_targets++] = target;
	}
	g_strfreev(names);
}

static void parse_styles(arguments *a, char *list, struct argp_state *state)
{
	char *save;
	a->options.n_styles = 0;
	for (char *name = strtok_r(list, ",", &save); name; name = strtok_r(NULL, ",", &save)) {
		if (a->options.n_styles == MAX_STYLES)
			argp_error(state, _("too many names in --style"));
		a->styles[a->options.n_styles++] = name;
	}
	a->options.styles = a->styles;
}

static void parse_resolution(arguments *a, const char *text, struct argp_state *state)
{
	char *end;
	double dpi = g_ascii_strtod(text, &end);
	if (end == text || *end || !(dpi >= 10 && dpi <= MAX_DPI))
		argp_error(state, _("the resolution must lie between 10 and %d dots per inch"), MAX_DPI);
	a->options.render.resolution = dpi;
}

static void add_font_dir(arguments *a, const char *dir, struct argp_state *state)
{
	struct stat st;
	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		argp_error(state, _("no such folder: %s"), dir);
	if (a->n_font_dirs == MAX_FONT_DIRS)
		argp_error(state, _("too many --font-dir"));
	a->font_dirs[a->n_font_dirs++] = dir;
}

static void finish_arguments(arguments *a, struct argp_state *state)
{
	if (!a->n_inputs)
		argp_error(state, _("name at least one record file, or - for standard input"));
	if (a->out_file && a->out_dir)
		argp_error(state, _("give either -o or -d, not both"));
	if (a->out_file && a->n_inputs > 1)
		argp_error(state, _("-o takes one input; use -d for several"));
	if (!a->options.n_targets) {
		const char *dot = a->out_file ? strrchr(a->out_file, '.') : NULL;
		const ht_backend *by_ending = dot ? ht_export_target(dot + 1) : NULL;
		a->options.targets[a->options.n_targets++] = by_ending ? by_ending : &ht_backend_pdf;
	}
	if (a->options.attach_record && a->options.render.standards == HT_PDF_DEFAULT)
		a->options.render.standards = HT_PDF_A3A | HT_PDF_UA1;
	if (a->out_file && strcmp(a->out_file, "-") == 0 && a->options.n_targets > 1)
		argp_error(state, _("standard output takes one kind of file; name one in --to"));
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	switch (key) {
	case 'o':
		a->out_file = arg;
		break;
	case 'd':
		a->out_dir = arg;
		break;
	case 't':
		parse_targets(a, arg, state);
		break;
	case 's':
		parse_styles(a, arg, state);
		break;
	case 'f':
		add_font_dir(a, arg, state);
		break;
	case 'r':
		parse_resolution(a, arg, state);
		break;
	case 'v':
		a->level = HT_LEVEL_NOTE;
		a->verbose = true;
		break;
	case 'q':
		a->level = HT_LEVEL_ERROR;
		break;
	case OPT_STANDARD:
		if (ht_pdf_standards_parse(arg, &a->options.render.standards) != HT_OK)
			argp_error(state, _("no such PDF standard, or two that exclude each other: %s"), arg);
		break;
	case OPT_ATTACH:
		a->options.attach_record = true;
		break;
	case OPT_EMBED:
		a->options.embed_fonts = true;
		break;
	case ARGP_KEY_ARG:
		a->inputs[a->n_inputs++] = arg;
		break;
	case ARGP_KEY_END:
		finish_arguments(a, state);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static void print_diags(ht_diags *diags, ht_level level)
{
	ht_buf text = {0};
	if (ht_diags_format(diags, level, &text) && text.len)
		fwrite(text.data, 1, text.len, stderr);
	ht_buf_free(&text);
}

static void report(void *user, const char *input, ht_diags *diags, const char *const *outputs, size_t n, size_t n_pages)
{
	arguments *a = user;
	print_diags(diags, a->level);
	if (a->level == HT_LEVEL_WARNING)
		a->hidden += ht_diags_count(diags, HT_LEVEL_NOTE);
	for (size_t i = 0; a->verbose && i < n; i++)
		if (strcmp(outputs[i], "-") != 0)
			fprintf(stderr, ngettext("%s: %s, %zu page\n", "%s: %s, %zu pages\n", (unsigned long)n_pages),
			        input, outputs[i], n_pages);
}

/* $SOURCE_DATE_EPOCH, or -1. */
static long long source_date(void)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	if (!text || !*text)
		return -1;
	char *end;
	errno = 0;
	long long v = strtoll(text, &end, 10);
	return errno || *end || v < 0 ? -1 : v;
}

static int run(arguments *a)
{
	ht_diags *diags = ht_diags_new();
	ht_exporter *exporter = NULL;
	ht_status status = diags ? ht_exporter_new(&a->options, diags, &exporter) : HT_ERR_NOMEM;
	ht_job_result result = {0};
	if (status == HT_OK) {
		ht_job job = {.exporter = exporter,
		              .out_file = a->out_file,
		              .out_dir = a->out_dir,
		              .diags = diags,
		              .report = report,
		              .user = a};
		status = ht_job_run(&job, a->inputs, a->n_inputs, &result);
	} else if (diags) {
		print_diags(diags, a->level);
	}
	if (status == HT_ERR_NOMEM)
		fprintf(stderr, "hongtou: %s\n", _("out of memory"));
	ht_exporter_free(exporter);
	ht_diags_free(diags);
	if (a->hidden)
		fprintf(stderr,
		        ngettext("hongtou: %zu note not shown; -v shows it\n",
		                 "hongtou: %zu notes not shown; -v shows them\n", (unsigned long)a->hidden),
		        a->hidden);
	if (a->n_inputs > 1 || a->verbose)
		fprintf(stderr, _("hongtou: %zu done, %zu failed\n"), result.done, result.failed);
	return status == HT_OK && !result.failed ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

/* -d may name a folder that is not there yet. */
static bool make_dir(const char *dir)
{
	if (!dir || g_mkdir_with_parents(dir, 0777) == 0)
		return true;
	fprintf(stderr, "hongtou: %s: %s\n", dir, strerror(errno));
	return false;
}

int ht_cli_export(int argc, char **argv)
{
	arguments a = {.level = HT_LEVEL_WARNING};
	struct argp argp = {.options = option_table,
	                    .parser = parse_option,
	                    .args_doc = N_("INPUT…"),
	                    .doc = N_("Make documents from records (YAML, JSON, JSON lines, Markdown).\v"
	                              "Exit code: 0 done, 1 at least one input failed, 2 wrong use."),
	                    .argp_domain = HT_TEXT_DOMAIN};
	a.inputs = calloc((size_t)argc + 1, sizeof *a.inputs);
	if (!a.inputs)
		return HT_EXIT_FAILED;
	a.options.render = (ht_render_options){.resolution = 150, .compression = HT_EXPORT_COMPRESSION};
	a.options.source_date = source_date();
	char name[] = "hongtou export";
	argv[0] = name;
	int code = HT_EXIT_USAGE;
	if (argp_parse(&argp, argc, argv, 0, NULL, &a) == 0) {
		a.options.font_dirs = a.n_font_dirs ? a.font_dirs : NULL;
		code = make_dir(a.out_dir) ? run(&a) : HT_EXIT_FAILED;
	}
	free(a.inputs);
	return code;
}
