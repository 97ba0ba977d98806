/* What may come next on a command line, for the completion of shells (completion/): `hongtou COMMAND --complete WORD…`.
 * All of it is from the tables that the arguments are parsed by. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "args.h"
#include "export/export.h"
#include "style_dirs.h"

/* The words that an option takes, or without one the command itself; command NULL: of any. */
static const struct {
	const char *option, *command, *words;
} choices[] = {
    {"", "office", "check number names schema"},
    {"messages", NULL, "text json"},
    {"results", NULL, "json"},
    {"confine", NULL, "auto require off"},
    {"format", "check", "text json sarif"},
    {"to", "import", "md yaml json"},
    {"pdf-standard", "export", "a-2a a-2u a-2b a-3a a-4 a-4f ua-1 ua-2 none"},
    {"odt-fonts", "export", "one list"},
    {"odt-lines", "export", "as-pages natural"},
    {"seals", "export", "none placeholder image"},
    {"no-repair", "import", "entities radicals width number quotes ellipsis dash marks spaces"},
};

/* A candidate that completes what is typed: of a list what stands before its last comma stays. */
typedef struct typed {
	const char *word;
	size_t lead; /* bytes of it that stay */
} typed;

static void print_flat(const char *text)
{
	for (const char *p = text; *p; p++)
		putchar(*p == '\n' || *p == '\t' || *p == '\v' ? ' ' : *p);
}

void args_candidate(const char *word, const char *text)
{
	printf("%s\t", word);
	print_flat(text);
	putchar('\n');
}

static void value(const typed *t, const char *word, const char *text)
{
	printf("%.*s", (int)t->lead, t->word);
	args_candidate(word, text);
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
static void list_forms(const typed *t, bool sheets, bool kinds)
{
	static const dir_list none = {.n = 0};
	known_forms known = {0};
	size_t n = 0;
	const ht_form *const *forms = NULL;
	if (known_forms_open(&known, &none, NULL) == HT_OK)
		forms = ht_catalogue_all(known.catalogue, &n);
	for (size_t i = 0; i < n; i++) {
		if (forms[i]->hidden || forms[i]->broken)
			continue;
		if (sheets)
			value(t, forms[i]->sheet, forms[i]->names.zh);
		else
			value(t, forms[i]->names.zh, forms[i]->names.alias ? forms[i]->names.alias : "");
		/* those of the others are among those of the standard form */
		const bool standard = kinds && forms[i] == ht_catalogue_form(known.catalogue, NULL);
		for (size_t k = 0; standard && k < forms[i]->n_kinds; k++)
			value(t, forms[i]->kinds[k].name, forms[i]->names.zh);
	}
	known_forms_close(&known);
}

/* The words of a table of choices; false if it has none. */
static bool list_choices(const char *command, const char *option, const typed *t)
{
	for (size_t i = 0; i < G_N_ELEMENTS(choices); i++) {
		if (strcmp(choices[i].option, option) != 0 ||
		    (choices[i].command && strcmp(choices[i].command, command) != 0))
			continue;
		gchar **words = g_strsplit(choices[i].words, " ", -1);
		for (size_t k = 0; words[k]; k++)
			value(t, words[k], "");
		g_strfreev(words);
		return true;
	}
	return false;
}

/* begins: where the value begins in the word */
static void list_values(const char *command, const struct argp_option *o, const char *word, size_t begins)
{
	const char *comma = strcmp(o->arg, "LIST") == 0 ? strrchr(word + begins, ',') : NULL;
	const typed t = {word, comma ? (size_t)(comma + 1 - word) : begins};
	if (list_choices(command, o->name, &t))
		return;
	if (strcmp(o->name, "to") == 0)
		for (size_t i = 0; i < HT_TARGET_COUNT; i++)
			value(&t, ht_export_target_at(i)->name, "");
	else if (strcmp(o->name, "style") == 0)
		list_forms(&t, true, false);
	else if (strcmp(o->arg, "FORM") == 0)
		list_forms(&t, false, false);
	else if (strcmp(o->arg, "DIR") == 0 && !begins)
		puts(":folders");
	else if (strcmp(o->arg, "FILE") == 0 && !begins)
		puts(":files");
}

/* The values of the option that the words end with, if they do: `-t pd`, `--to=pd`, `--to = pd` as bash divides it. */
static bool complete_value(const struct argp *argp, const char *command, const char *const *last)
{
	const char *equals = g_str_has_prefix(last[0], "--") ? strchr(last[0], '=') : NULL;
	char *whole = equals ? g_strndup(last[0], (size_t)(equals - last[0])) : NULL;
	const char *name = whole ? whole : last[1];
	if (strcmp(name, "=") == 0)
		name = last[2];
	bool found = false;
	for (const struct argp_option *o = argp->options; !found && (o->name || o->doc); o++) {
		found = o->name && o->arg && (whole || !(o->flags & OPTION_ARG_OPTIONAL) || name == last[2]) &&
		        names_option(o, name);
		if (found)
			list_values(command, o, last[0], equals ? (size_t)(equals + 1 - last[0]) : 0);
	}
	g_free(whole);
	return found;
}

static bool takes_folders(const char *takes)
{
	static const char *const all[] = {"[DIR]", "PART…", "PACKAGE…"};
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (strcmp(takes, all[i]) == 0)
			return true;
	return false;
}

void args_complete(const struct argp *argp, const char *command, int n, char **words)
{
	const char *last[3] = {"", "", ""}; /* the last word first */
	const typed none = {"", 0};
	bool only_files = false;
	for (int i = 0; i < n; i++) {
		if (n - 1 - i < 3)
			last[n - 1 - i] = words[i];
		only_files |= i < n - 1 && strcmp(words[i], "--") == 0;
	}
	const char *takes = argp->args_doc ? argp->args_doc : "";
	if (!only_files && complete_value(argp, command, last))
		return;
	if (last[0][0] == '-' && !only_files)
		list_options(argp);
	else if (strcmp(takes, "[FORM]") == 0)
		list_forms(&none, false, true);
	else if (strcmp(takes, "[NAME]") == 0)
		list_forms(&none, true, false);
	else if (takes_folders(takes))
		puts(":folders");
	else if (*takes && !list_choices(command, "", &none))
		puts(":files");
	else if (!*takes && !only_files)
		list_options(argp);
}
