/* hongtou import FILE */
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "base/filekind.h"
#include "base/infile.h"
#include "base/intl.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "base/str.h"
#include "batch/batch.h"
#include "batch/messages.h"
#include "cli.h"
#include "confine_arg.h"
#include "keep.h"
#include "import/import.h"
#include "import/messages.h"
#include "limits.h"
#include "render/messages.h"
#include "say.h"
#include "style_dirs.h"

typedef struct arguments {
	ht_import_options options;
	dir_list style_dirs;
	ht_confine_mode confine;
	const char *in, *out;
	ht_format format;
	bool chinese, explain;
	limits limits;
	say say;
} arguments;

/* LibreOffice, which converts old files, may take 180 seconds by itself. */
#define TIMEOUT 300

static const limits_codes limit_codes = {HT_D_BATCH_TEXT_TIMEOUT, HT_D_BATCH_TEXT_MEMORY};

enum { OPTION_CHINESE = 256, OPTION_NO_REPAIR, OPTION_EXPLAIN };

static const struct argp_option option_table[] = {
    {"output", 'o', N_("FILE"), 0, N_("write to FILE; its extension chooses the format (default: standard output)"), 0},
    {"to", 't', N_("FORMAT"), 0, N_("md, yaml or json (default: by FILE's extension, else md)"), 0},
    {"form", 'F', N_("FORM"), 0, N_("form of the record, as `hongtou styles` lists them (default: as recognised)"), 0},
    STYLE_DIR_OPTION(0),
    CONFINE_OPTION(0),
    {"chinese", OPTION_CHINESE, NULL, 0, N_("write field names in Chinese"), 0},
    {"no-repair", OPTION_NO_REPAIR, N_("LIST"), OPTION_ARG_OPTIONAL,
     N_("skip the repairs in LIST, or all of them: entities, radicals, width, number, quotes, ellipsis, dash, marks, "
        "spaces"),
     0},
    {"explain", OPTION_EXPLAIN, NULL, 0,
     N_("show what each line was taken for, how sure that is, and what it would be else; no record without -o"), 0},
    LIMITS_TIMEOUT_OPTION(N_("time limit (default: 300; 0: no limit)"), 0),
    LIMITS_MEMORY_OPTION(N_("memory limit (default: 2048; 0: no limit)"), 0),
    {"verbose", 'v', NULL, 0, N_("report what was recognised, derived, removed and repaired"), 0},
    SAY_QUIET_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    SAY_STRICT_OPTION(0),
    {0},
};

static const struct {
	const char *name;
	ht_format format;
} formats[] = {{"md", HT_FORMAT_MARKDOWN},
               {"markdown", HT_FORMAT_MARKDOWN},
               {"yaml", HT_FORMAT_YAML},
               {"yml", HT_FORMAT_YAML},
               {"json", HT_FORMAT_JSON}};

static ht_format find_format(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (g_ascii_strcasecmp(formats[i].name, name) == 0)
			return formats[i].format;
	return HT_FORMAT_AUTO;
}

static void switch_off(arguments *a, const char *list, struct argp_state *state)
{
	if (!list) {
		a->options.repairs = 0;
		return;
	}
	gchar **names = g_strsplit(list, ",", -1);
	for (size_t i = 0; names[i]; i++) {
		ht_repair kind = ht_repair_find(g_strstrip(names[i]));
		if (kind == HT_REPAIR_COUNT)
			argp_error(state, _("unknown repair \"%s\"; see --help"), names[i]);
		a->options.repairs &= ~(1u << kind);
	}
	g_strfreev(names);
}

static void finish_arguments(arguments *a, struct argp_state *state)
{
	const char *dot = a->out ? strrchr(a->out, '.') : NULL;
	if (!a->in)
		argp_error(state, _("give a file, or - for standard input"));
	if (a->format == HT_FORMAT_AUTO && dot)
		a->format = find_format(dot + 1);
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	switch (key) {
	case 'o':
		a->out = arg;
		break;
	case 't':
		a->format = find_format(arg);
		if (a->format == HT_FORMAT_AUTO)
			argp_error(state, _("cannot write \"%s\"; choose md, yaml or json"), arg);
		break;
	case 'F':
		a->options.form = arg;
		break;
	case OPTION_CHINESE:
		a->chinese = true;
		break;
	case OPTION_EXPLAIN:
		a->explain = true;
		break;
	case OPTION_NO_REPAIR:
		switch_off(a, arg, state);
		break;
	case ARGP_KEY_ARG:
		if (a->in)
			argp_error(state, _("only one file at a time"));
		a->in = arg;
		break;
	case ARGP_KEY_END:
		finish_arguments(a, state);
		break;
	default:
		if (style_dirs_parse(&a->style_dirs, key, arg, state) == 0 ||
		    confine_parse(&a->confine, key, arg, state) == 0 || limits_parse(&a->limits, key, arg, state) == 0)
			break;
		return say_parse(&a->say, key, arg, state);
	}
	return 0;
}

static bool writes_file(const arguments *a)
{
	return a->out && strcmp(a->out, "-") != 0;
}

/* Where pictures go: `DIR/NAME-files` for a record DIR/NAME.md. */
static gchar *picture_folder(const char *out)
{
	const char *slash = strrchr(out, '/'), *dot = strrchr(slash ? slash : out, '.');
	return g_strdup_printf("%.*s-files", dot ? (int)(dot - out) : (int)strlen(out), out);
}

/* Make the folder. A symbolic link of its name is refused. */
static ht_status make_folder(const char *folder, ht_diags *diags)
{
	GStatBuf st;
	if (g_mkdir(folder, 0777) == 0 || (errno == EEXIST && g_lstat(folder, &st) == 0 && S_ISDIR(st.st_mode)))
		return HT_OK;
	ht_diag(diags, HT_D_OUT_OPEN, (ht_loc){folder, 0, 0}, strerror(errno), NULL);
	return HT_ERR_IO;
}

/* Has the record a security grade? Then only its owner may read it. */
static bool is_secret(const ht_import *import)
{
	const ht_node *grade = ht_node_get(import->record, "secrecy");
	return grade && grade->kind == HT_NODE_SCALAR;
}

static ht_status write_pictures(const ht_import *import, const char *folder, ht_diags *diags)
{
	ht_status status = import->n_pictures ? make_folder(folder, diags) : HT_OK;
	for (size_t i = 0; i < import->n_pictures && status == HT_OK; i++) {
		gchar *path = g_build_filename(folder, import->pictures[i].name, NULL);
		status = ht_outfile_put_as(path, import->pictures[i].data, import->pictures[i].len, is_secret(import),
		                           diags);
		g_free(path);
	}
	return status;
}

/* The text itself is never overwritten. */
static ht_status check_names(const arguments *a, ht_diags *diags)
{
	GStatBuf in, out;
	if (!writes_file(a) || strcmp(a->in, "-") == 0 || g_stat(a->in, &in) != 0 || g_stat(a->out, &out) != 0 ||
	    in.st_dev != out.st_dev || in.st_ino != out.st_ino)
		return HT_OK;
	ht_diag(diags, HT_D_OUT_IS_INPUT, (ht_loc){a->in, 0, 0}, a->out, NULL);
	return HT_ERR_INPUT;
}

/* What is there and differs from the record, perhaps an earlier one that was edited since, is kept. */
static ht_status keep_earlier(const char *path, const ht_buf *record, ht_diags *diags)
{
	ht_buf earlier = {0};
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return HT_OK; /* where it cannot be written, writing says so */
	ht_status status = ht_infile_read(path, HT_IMPORT_MAX_BYTES, diags, &earlier);
	const bool same = earlier.len == record->len && memcmp(earlier.data, record->data, record->len) == 0;
	if (status == HT_OK && earlier.len && !same) {
		gchar *kept = keep_name(path);
		status = keep_original(path, kept, earlier.data, earlier.len, diags);
		if (status == HT_OK)
			ht_diag(diags, HT_D_IMPORT_KEPT, (ht_loc){path, 0, 0}, kept, NULL);
		g_free(kept);
	}
	ht_buf_free(&earlier);
	return status;
}

/* The record, or on standard output how the text was read, or both. */
static ht_status put_result(const arguments *a, const ht_import *import, const ht_buf *record, ht_diags *diags)
{
	ht_buf out = {0};
	ht_status status = HT_OK;
	if (a->explain && !ht_import_explain(import, a->say.json, &out))
		status = HT_ERR_NOMEM;
	if (a->explain && status == HT_OK)
		status = ht_outfile_put("-", out.data, out.len, diags);
	ht_buf_free(&out);
	if (status == HT_OK && (a->out || !a->explain))
		status = ht_outfile_put_as(a->out ? a->out : "-", record->data, record->len, is_secret(import), diags);
	return status;
}

/* ---- what was left out ---- */

static void show_left(void *user, const ht_message *m)
{
	say_message(user, m, m->loc.file); /* each of those that are equal, too */
}

/* With -v, or as JSON; what is no loss (a label, and what is in a field) with -v only. */
static void say_one(say *s, const ht_import_left *left)
{
	ht_diags *diags = ht_diags_new();
	ht_buf zh = {0};
	ht_level level = s->level;
	if (left->field)
		ht_field_add_zh(&zh, left->field);
	ht_diag(diags, left->reason, left->loc, left->text, left->field, zh.data, NULL);
	if (s->json && left->reason != HT_D_IMPORT_LABEL && !left->field && level == HT_LEVEL_WARNING)
		s->level = HT_LEVEL_NOTE;
	if (!diags || !ht_diags_each(diags, show_left, s))
		say_no_memory(s);
	s->level = level;
	ht_buf_free(&zh);
	ht_diags_free(diags);
}

/* Is the whole line shown, since it is in a field? Then the labels in it are, too. */
static bool is_shown_with_line(const ht_import *import, size_t i)
{
	const int line = import->left[i].loc.line;
	for (size_t k = i; k < import->n_left && import->left[k].loc.line == line; k++)
		if (import->left[k].field)
			return true;
	return false;
}

/* The whole list, or how much it is. */
static void say_left(say *s, const ht_import *import)
{
	size_t places = 0, chars = 0;
	for (size_t i = 0; i < import->n_left; i++) {
		const ht_import_left *left = &import->left[i];
		if (left->reason != HT_D_IMPORT_LABEL || s->json || !is_shown_with_line(import, i))
			say_one(s, left);
		if (left->field || left->reason->level != HT_LEVEL_NOTE || left->reason == HT_D_IMPORT_LABEL)
			continue;
		places++;
		chars += ht_str_chars(left->text);
	}
	if (places && s->level == HT_LEVEL_WARNING && !s->json)
		fprintf(s->to,
		        ngettext("hongtou: left out: %zu piece of the text (characters: %zu); -v shows it\n",
		                 "hongtou: left out: %zu pieces of the text (characters: %zu); -v shows them\n",
		                 (unsigned long)places),
		        places, chars);
}

/* The record in the format that was asked for; the one that the file carries, byte by byte, if its own will do. */
static ht_status write_record(arguments *a, const ht_import *import, ht_buf *out)
{
	if (a->format == HT_FORMAT_AUTO)
		a->format = import->attached ? import->attached_format : HT_FORMAT_MARKDOWN;
	if (import->attached && a->format == import->attached_format && !a->chinese)
		return ht_buf_add(out, import->attached, import->n_attached) ? HT_OK : HT_ERR_NOMEM;
	return ht_import_write(import, a->format, a->chinese, out) ? HT_OK : HT_ERR_NOMEM;
}

/* PDF and files of old office programs are read by other programs, which a confined process could not start. */
static ht_status confine_import(const arguments *a, const known_forms *known, const ht_buf *in, ht_diags *diags)
{
	const ht_code kind = in->data ? ht_file_kind(in->data, in->len) : NULL;
	const confine_files files = {
	    .inputs = &a->in, .n_inputs = 1, .output = writes_file(a) ? a->out : NULL, .style_dirs = known->path.dirs};
	const bool by_programs = kind == HT_D_IN_PDF || kind == HT_D_IN_OLD_OFFICE;
	if (by_programs && a->confine == HT_CONFINE_REQUIRE) {
		ht_diag(diags, HT_D_IMPORT_UNCONFINED, (ht_loc){a->in, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	confine_tell(by_programs ? HT_CONFINE_OFF : a->confine, &a->say, diags);
	if (!by_programs && !confine_to(a->confine, &files, diags))
		return HT_ERR_INPUT;
	return HT_OK;
}

static ht_status convert(arguments *a, ht_diags *diags)
{
	ht_buf in = {0}, out = {0};
	ht_import *import = NULL;
	known_forms known;
	gchar *folder = writes_file(a) ? picture_folder(a->out) : NULL;
	gchar *name = folder ? g_path_get_basename(folder) : NULL;
	a->options.picture_dir = name;
	a->options.seconds = a->limits.timeout;
	ht_status status = known_forms_open(&known, &a->style_dirs, diags);
	a->options.catalogue = known.catalogue;
	if (status == HT_OK)
		status = check_names(a, diags);
	const bool waits = strcmp(a->in, "-") == 0; /* for whoever writes: that is not the program's time */
	if (!waits)
		limits_start();
	if (status == HT_OK)
		status = ht_infile_read(a->in, HT_IMPORT_MAX_BYTES, diags, &in);
	if (waits)
		limits_start();
	if (status == HT_OK)
		status = confine_import(a, &known, &in, diags);
	if (status == HT_OK)
		status = ht_import_read(in.data ? in.data : "", in.len, a->in, &a->options, diags, &import);
	if (status == HT_OK)
		status = write_record(a, import, &out);
	ht_status proved = HT_OK;
	if (status == HT_OK)
		proved = ht_import_prove(import, out.data, out.len, a->format, a->in, diags);
	if (proved == HT_ERR_NOMEM)
		status = proved;
	limits_stop();
	if (status == HT_OK && folder)
		status = write_pictures(import, folder, diags);
	if (status == HT_OK && writes_file(a))
		status = keep_earlier(a->out, &out, diags);
	if (status == HT_OK)
		status = put_result(a, import, &out, diags);
	status = status == HT_OK ? proved : status;
	say_diags(&a->say, diags);
	if (import)
		say_left(&a->say, import);
	g_free(folder);
	g_free(name);
	ht_import_free(import);
	known_forms_close(&known);
	ht_buf_free(&in);
	ht_buf_free(&out);
	return status;
}

static void count_change(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	(void)loc;
	(void)args;
	size_t *n = user;
	*n += code->level == HT_LEVEL_NOTE && code != HT_D_IMPORT_FORM && code != HT_D_IMPORT_FOUND;
}

/* Say how many notes on changes were not shown; what was merely recognised is in the record. */
static void say_changes(say *s, ht_diags *diags)
{
	size_t n = 0;
	ht_diags_visit(diags, count_change, &n);
	say_hidden(s, n);
}

int ht_cli_import(int argc, char **argv)
{
	arguments a = {.options.repairs = HT_REPAIR_ALL, .limits = {TIMEOUT, HT_BATCH_MEMORY}};
	struct argp argp = {
	    .options = option_table,
	    .parser = parse_option,
	    .args_doc = N_("FILE"),
	    .doc = N_("Make a record from a text: recognise its parts, repair its punctuation, remove the rest of a "
	              "web page, and report all changes.\vExit status: 0 success, 1 failure, 2 usage error."),
	    .argp_domain = HT_TEXT_DOMAIN};
	say_begin(&a.say, stderr);
	if (!args_parse(&argp, argc, argv, &a))
		return HT_EXIT_USAGE;
	limits_guard(&a.limits, limit_codes, &a.say, a.in);
	ht_diags *diags = ht_diags_new();
	ht_status status = diags ? convert(&a, diags) : HT_ERR_NOMEM;
	if (diags && a.say.level == HT_LEVEL_WARNING)
		say_changes(&a.say, diags);
	if (status == HT_ERR_NOMEM)
		limits_say_no_memory(&a.say);
	ht_diags_free(diags);
	int code = say_exit_code(&a.say, status == HT_OK ? HT_EXIT_DONE : HT_EXIT_FAILED);
	say_end(&a.say);
	return code;
}
