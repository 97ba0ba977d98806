/* What may come next on a command line, for the completion of shells (completion/): `hongtou COMMAND --complete WORD…`.
 * All of it is from the tables that the arguments are parsed by. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "args.h"
#include "export/export.h"
#include "style_dirs.h"

/* The words that an option takes; command NULL: of any. */
static const struct {
	const char *option, *command, *words;
} choices[] = {
    {"messages", NULL, "text json"},
    {"format", "check", "text json sarif"},
    {"to", "import", "md yaml json"},
    {"pdf-standard", "export", "a-2a a-2u a-2b a-3a a-4 a-4f ua-1 ua-2 none"},
    {"no-repair", "import", "entities radicals width number quotes ellipsis dash marks spaces"},
};

void args_candidate(const char *word, const char *text)
{
	printf("%s\t", word);
	for (const char *p = text; *p; p++)
		putchar(*p == '\n' || *p == '\t' || *p == '\v' ? ' ' : *p);
	putchar('\n');
}

static bool names_option(const struct argp_option *o, const char *word)
{
	if (g_str_has_prefix(word, "--"))
		return o->name && strcmp(o->name, word + 2) == 0;
	return word[0] == '-' && o->key > ' ' && o->key < 127 && word[1] == o->key && !word[2];
}

static void list_options(const struct argp *argp)
{
	char letter[3] = "-";
	for (const struct argp_option *o = argp->options; o->name || o->doc; o++) {
		if (!o->name)
			continue;
		char *name = g_strconcat("--", o->name, NULL);
		char *filled = argp->help_filter ? argp->help_filter(o->key, _(o->doc), NULL) : NULL;
		args_candidate(name, filled ? filled : _(o->doc));
		if (o->key > ' ' && o->key < 127) {
			letter[1] = (char)o->key;
			args_candidate(letter, filled ? filled : _(o->doc));
		}
		if (filled && filled != _(o->doc))
			free(filled);
		g_free(name);
	}
	args_candidate("--help", _("print this help"));
	args_candidate("-?", _("print this help"));
}

/* The forms there are, with their kinds of document; or the sheets. */
static void list_forms(bool sheets, bool kinds)
{
	static const style_dirs none = {.n = 0};
	known_forms known = {0};
	size_t n = 0;
	const ht_form *const *forms = NULL;
	if (known_forms_open(&known, &none, NULL) == HT_OK)
		forms = ht_catalogue_all(known.catalogue, &n);
	for (size_t i = 0; i < n; i++) {
		if (forms[i]->hidden || forms[i]->broken)
			continue;
		if (sheets)
			args_candidate(forms[i]->sheet, forms[i]->names.zh);
		else
			args_candidate(forms[i]->names.zh, forms[i]->names.alias ? forms[i]->names.alias : "");
		/* those of the others are among those of the standard form */
		for (size_t k = 0;
		     kinds && forms[i] == ht_catalogue_form(known.catalogue, NULL) && k < forms[i]->n_kinds; k++)
			args_candidate(forms[i]->kinds[k].name, forms[i]->names.zh);
	}
	known_forms_close(&known);
}

/* The words are values of an option: of a list, what is typed before its last comma stays. */
static void list_words(const struct argp_option *o, const char *last, const char *const *words)
{
	const char *comma = strcmp(o->arg, "LIST") == 0 ? strrchr(last, ',') : NULL;
	for (size_t i = 0; words[i]; i++) {
		char *word = g_strdup_printf("%.*s%s", comma ? (int)(comma + 1 - last) : 0, last, words[i]);
		args_candidate(word, "");
		g_free(word);
	}
}

static void list_targets(const struct argp_option *o, const char *last)
{
	const char *names[HT_TARGET_COUNT + 1] = {NULL};
	for (size_t i = 0; i < HT_TARGET_COUNT; i++)
		names[i] = ht_export_target_at(i)->name;
	list_words(o, last, names);
}

static void list_values(const char *command, const struct argp_option *o, const char *last)
{
	for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
		if (strcmp(choices[i].option, o->name) != 0 ||
		    (choices[i].command && strcmp(choices[i].command, command) != 0))
			continue;
		gchar **words = g_strsplit(choices[i].words, " ", -1);
		list_words(o, last, (const char *const *)words);
		g_strfreev(words);
		return;
	}
	if (strcmp(o->name, "to") == 0)
		list_targets(o, last);
	else if (strcmp(o->name, "style") == 0)
		list_forms(true, false);
	else if (strcmp(o->arg, "FORM") == 0)
		list_forms(false, false);
	else if (strcmp(o->arg, "DIR") == 0)
		puts(":folders");
	else if (strcmp(o->arg, "FILE") == 0)
		puts(":files");
}

void args_complete(const struct argp *argp, const char *command, int n, char **words)
{
	const char *last = n > 0 ? words[n - 1] : "";
	const char *before = n > 1 ? words[n - 2] : "";
	if (strcmp(before, "=") == 0 && n > 2) /* as bash divides --to=pdf */
		before = words[n - 3];
	for (const struct argp_option *o = argp->options; o->name || o->doc; o++)
		if (o->name && o->arg && names_option(o, before)) {
			list_values(command, o, last);
			return;
		}
	if (last[0] == '-') {
		list_options(argp);
		return;
	}
	const char *takes = argp->args_doc ? argp->args_doc : "";
	if (strcmp(takes, "[FORM]") == 0)
		list_forms(false, true);
	else if (strcmp(takes, "[NAME]") == 0)
		list_forms(true, false);
	else if (*takes)
		puts(":files");
	else
		list_options(argp);
}
