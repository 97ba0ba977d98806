/* hongtou fonts, styles, schema: what is available. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "base/intl.h"
#include "cli.h"
#include "config.h"
#include "base/str.h"
#include "export/export.h"
#include "font_help.h"
#include "results.h"
#include "say.h"
#include "style_dirs.h"

enum { OPTION_INSTALL_HELP = 256 };

typedef struct arguments {
	dir_list font_dirs;
	dir_list style_dirs;
	const char *name; /* one argument, or NULL */
	bool takes_name, install_help;
	bool results; /* as JSON */
	say say;
} arguments;

static const struct argp_option font_options[] = {
    ARGS_FONT_DIR,
    {"install-help", OPTION_INSTALL_HELP, NULL, 0, N_("say how fonts are installed on Windows, UOS, Kylin and Debian"),
     0},
    SAY_MESSAGES_OPTION(0),
    RESULTS_OPTION,
    {0},
};

static const struct argp_option style_options[] = {
    STYLE_DIR_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    RESULTS_OPTION,
    {0},
};

static const struct argp_option schema_options[] = {
    STYLE_DIR_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    {0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	if (key == 'f') {
		args_add_dir(&a->font_dirs, "font-dir", arg, state);
		return 0;
	}
	if (key == OPTION_INSTALL_HELP) {
		a->install_help = true;
		return 0;
	}
	if (key == ARGP_KEY_ARG && a->takes_name && !a->name) {
		a->name = arg;
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

static bool parse(int argc, char **argv, const struct argp_option *options, const char *args_doc, const char *doc,
                  arguments *a)
{
	struct argp argp = {.options = options,
	                    .parser = parse_option,
	                    .args_doc = args_doc,
	                    .doc = doc,
	                    .argp_domain = HT_TEXT_DOMAIN};
	say_begin(&a->say, stderr);
	return args_parse(&argp, argc, argv, a);
}

/* A typeface of the style sheets, and what there is for it. */
typedef struct typeface {
	const char *name, *first; /* first: NULL: none is named */
	const ht_font *const *chain;
	size_t n;
	bool han;
	size_t covered, with_fallbacks, characters;
} typeface;

static void print_typeface(const typeface *t)
{
	printf("%s\n", t->name);
	printf(_("  first choice: %s\n"), t->first ? t->first : "-");
	for (size_t i = 0; i < t->n; i++)
		printf("  %s %s (%s)\n", i ? _("fallback:") : _("used:"), t->chain[i]->family, t->chain[i]->path);
	if (t->han)
		printf(_("  covers %zu of %zu characters (通用规范汉字表), with its fallbacks %zu\n"), t->covered,
		       t->characters, t->with_fallbacks);
}

static void put_typeface(const typeface *t)
{
	ht_buf out = {0};
	results_text(&out, "typeface", t->name);
	results_text(&out, "first_choice", t->first);
	results_member(&out, "fonts");
	ht_buf_adds(&out, "[");
	for (size_t i = 0; i < t->n; i++) {
		ht_buf font = {0};
		results_text(&font, "family", t->chain[i]->family);
		results_text(&font, "path", t->chain[i]->path);
		ht_buf_addf(&out, "%s%s}", i ? ", " : "", ht_str_or_empty(font.data));
		out.failed |= font.failed;
		ht_buf_free(&font);
	}
	ht_buf_adds(&out, "]");
	if (t->han) {
		results_number(&out, "covered", t->covered);
		results_number(&out, "with_fallbacks", t->with_fallbacks);
		results_number(&out, "characters", t->characters);
	}
	results_close(&out);
}

static void tell_typeface(ht_fonts *fonts, const char *family, const uint32_t *cps, size_t n_cps, bool json,
                          ht_diags *diags)
{
	int fontset;
	if (ht_fonts_fontset(fonts, family, (ht_loc){0}, diags, &fontset) != HT_OK)
		return;
	typeface t = {.name = family, .first = ht_fonts_first_choice(fonts, fontset), .characters = n_cps};
	t.n = ht_fonts_chain(fonts, fontset, &t.chain);
	if (t.n && t.chain[0]->has_han) {
		t.with_fallbacks = ht_fonts_covers(fonts, fontset, cps, n_cps, true);
		t.covered = ht_fonts_covers(fonts, fontset, cps, n_cps, false);
	}
	t.han = t.with_fallbacks;
	if (json)
		put_typeface(&t);
	else
		print_typeface(&t);
}

static int list_fonts(ht_exporter *x, bool json, ht_diags *diags)
{
	const ht_style *style;
	const ht_form *form = ht_catalogue_form(ht_exporter_catalogue(x), NULL);
	if (!form || ht_exporter_style(x, form->path, false, diags, &style) != HT_OK)
		return HT_EXIT_FAILED;
	ht_arena *arena = ht_arena_new();
	if (!arena)
		return HT_EXIT_FAILED;
	uint32_t *cps;
	size_t n_cps = ht_export_characters(arena, diags, &cps);
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < style->n_faces; i++) {
		const char *families[] = {style->faces[i].han, style->faces[i].latin};
		for (size_t k = 0; k < 2; k++)
			if (g_hash_table_add(seen, ht_arena_strdup(arena, families[k])))
				tell_typeface(ht_exporter_fonts(x), families[k], cps, n_cps, json, diags);
	}
	g_hash_table_destroy(seen);
	ht_arena_free(arena);
	return ht_diags_has_errors(diags) ? HT_EXIT_FAILED : HT_EXIT_DONE;
}

/* Run with an exporter that only reads. */
static int with_exporter(arguments *a, int (*run)(ht_exporter *x, bool json, ht_diags *diags))
{
	ht_export_options options = {.font_dirs = a->font_dirs.v};
	ht_diags *diags = ht_diags_new();
	ht_exporter *x = NULL;
	int code = HT_EXIT_FAILED;
	if (diags && ht_exporter_new(&options, diags, &x) == HT_OK)
		code = run(x, a->results, diags);
	if (diags)
		say_diags(&a->say, diags);
	ht_exporter_free(x);
	ht_diags_free(diags);
	say_end(&a->say);
	return code;
}

int ht_cli_fonts(int argc, char **argv)
{
	arguments a = {0};
	if (!parse(argc, argv, font_options, NULL,
	           N_("List for each typeface its first choice, the fonts used on this machine, and how many "
	              "characters they cover."),
	           &a))
		return HT_EXIT_USAGE;
	if (a.install_help) {
		font_help_print(true);
		say_end(&a.say);
		return HT_EXIT_DONE;
	}
	return with_exporter(&a, list_fonts);
}

/* A text and blanks up to a width, and one more; a Han character is two wide. */
static void print_column(const char *text, int width)
{
	int used = 0;
	for (const char *p = text; *p; p = ht_str_next(p))
		used += g_unichar_iswide(ht_str_char(p)) ? 2 : 1;
	printf("%s%*s ", text, used < width ? width - used : 0, "");
}

/* `minutes      minutes      纪要 (Minutes)  通知, 请示 …  /usr/share/…/minutes.yaml` */
static void print_sheet(const ht_catalogue *catalogue, const ht_form *form)
{
	print_column(form->sheet, 14);
	print_column(ht_catalogue_in_force(catalogue, form) ? form->names.en : "-", 12);
	printf("%s", form->names.zh);
	if (form->names.alias)
		printf(" (%s)", form->names.alias);
	for (size_t i = 0; i < form->n_kinds; i++)
		printf("%s%s", i ? "、" : "  ", form->kinds[i].name);
	printf("  %s\n", form->path);
}

static void put_sheet(const ht_catalogue *catalogue, const ht_form *form)
{
	ht_buf out = {0};
	results_text(&out, "sheet", form->sheet);
	results_text(&out, "form", form->names.en);
	results_text(&out, "name", form->names.zh);
	results_text(&out, "english_name", form->names.alias);
	results_truth(&out, "in_use", ht_catalogue_in_force(catalogue, form));
	results_member(&out, "kinds");
	ht_buf_adds(&out, "[");
	for (size_t i = 0; i < form->n_kinds; i++) {
		ht_buf_adds(&out, i ? ", " : "");
		ht_buf_addquoted(&out, form->kinds[i].name);
	}
	ht_buf_adds(&out, "]");
	results_text(&out, "file", form->path);
	results_close(&out);
}

/* Every sheet is loaded: the faults of one are reported, and the others are still listed. */
static int list_styles(const known_forms *known, bool json, ht_diags *diags)
{
	size_t n;
	const ht_form *const *forms = ht_catalogue_all(known->catalogue, &n);
	for (size_t i = 0; i < n; i++) {
		ht_style *style = NULL;
		const bool good =
		    !forms[i]->hidden && ht_style_load(forms[i]->path, false, &known->path, diags, &style) == HT_OK;
		if (good && json)
			put_sheet(known->catalogue, forms[i]);
		else if (good)
			print_sheet(known->catalogue, forms[i]);
		ht_style_free(style);
	}
	ht_catalogue_say_folders(known->catalogue, diags);
	ht_catalogue_say_names(known->catalogue, diags);
	return n && !ht_diags_has_errors(diags) ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

static int explain_style(const known_forms *known, const char *name, bool json, ht_diags *diags)
{
	ht_buf text = {0};
	ht_status status =
	    ht_style_explain(ht_catalogue_sheet(known->catalogue, name), &known->path, json, diags, &text);
	if (status == HT_OK)
		fwrite(text.data, 1, text.len, stdout);
	ht_buf_free(&text);
	return status == HT_OK ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

static int print_schema(const known_forms *known)
{
	ht_buf text = {0};
	bool ok = ht_record_schema(ht_catalogue_forms(known->catalogue), HT_VERSION, &text) &&
	          fwrite(text.data, 1, text.len, stdout) == text.len;
	ht_buf_free(&text);
	return ok ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

int ht_cli_styles(int argc, char **argv)
{
	arguments a = {.takes_name = true};
	if (!parse(argc, argv, style_options, N_("[NAME]"),
	           N_("List the style sheets with the form each makes, its kinds of document and its file; or show "
	              "what the "
	              "sheet NAME sets, where each value comes from, and where it differs from the standard."),
	           &a))
		return HT_EXIT_USAGE;
	ht_diags *diags = ht_diags_new();
	known_forms known = {0};
	int code = HT_EXIT_FAILED;
	/* listing reports all faults of each sheet */
	if (diags && known_forms_open(&known, &a.style_dirs, a.name ? diags : NULL) == HT_OK)
		code = a.name ? explain_style(&known, a.name, a.results, diags) : list_styles(&known, a.results, diags);
	if (diags)
		say_diags(&a.say, diags);
	known_forms_close(&known);
	ht_diags_free(diags);
	say_end(&a.say);
	return code;
}

int ht_cli_schema(int argc, char **argv)
{
	arguments a = {0};
	if (!parse(argc, argv, schema_options, NULL,
	           N_("Print the JSON Schema of records, with the forms there are and what each requires."), &a))
		return HT_EXIT_USAGE;
	ht_diags *diags = ht_diags_new();
	known_forms known = {0};
	int code = HT_EXIT_FAILED;
	if (diags && known_forms_open(&known, &a.style_dirs, diags) == HT_OK)
		code = print_schema(&known);
	if (diags)
		say_diags(&a.say, diags);
	known_forms_close(&known);
	ht_diags_free(diags);
	say_end(&a.say);
	return code;
}
