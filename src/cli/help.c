/* The help of a command, from the tables that argp parses by. argp's own counts bytes as columns, so that Chinese lines
 * end early and the column of the texts is crooked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "args.h"
#include "base/str.h"
#include "source_line.h"

#define TEXT_COLUMN 26 /* where the texts of the options begin */
#define MAX_COLUMNS 100

/* Characters before which, and after which, no line of a text ends. */
#define NO_START "，。；：、！？）”》…"
#define NO_END   "（“《"

static int columns_of(const char *text)
{
	int n = 0;
	for (const char *p = text; *p; p = ht_str_next(p))
		n += character_columns(ht_str_char(p));
	return n;
}

static bool is_wide(uint32_t c)
{
	return character_columns(c) > 1 || ht_str_set_has(NO_START NO_END, c);
}

/* May a line end before the character at p, which follows the one at before? */
static bool may_break(const char *before, const char *p)
{
	const uint32_t a = ht_str_char(before), b = ht_str_char(p);
	if (a == ' ')
		return true;
	if (b == ' ' || b == '_' || ht_str_set_has(NO_START, b) || ht_str_set_has(NO_END, a))
		return false;
	return is_wide(a) || is_wide(b);
}

void args_print_wrapped(const char *text, int column, int end)
{
	const char *line = text, *fits = text, *before = text;
	int used = 0, used_to_fit = 0;
	for (const char *p = text; *p; before = p, p = ht_str_next(p)) {
		if (*p == '\n') {
			printf("%.*s\n%*s", (int)(p - line), line, column, "");
			line = fits = p + 1;
			used = used_to_fit = 0;
			continue;
		}
		if (p > line && may_break(before, p)) {
			fits = p;
			used_to_fit = used;
		}
		used += character_columns(ht_str_char(p));
		if (column + used <= end || fits == line)
			continue;
		size_t len = (size_t)(fits - line);
		while (len && line[len - 1] == ' ')
			len--;
		printf("%.*s\n%*s", (int)len, line, column, "");
		used -= used_to_fit;
		used_to_fit = 0;
		line = fits;
	}
	printf("%s\n", line);
}

static void print_option(const struct argp *argp, const struct argp_option *o, int end)
{
	GString *name = g_string_new(NULL);
	const char *text = _(o->doc);
	char *filled = argp->help_filter ? argp->help_filter(o->key, text, NULL) : NULL;
	if (o->key > ' ' && o->key < 127)
		g_string_append_printf(name, "  -%c, --%s", o->key, o->name);
	else
		g_string_append_printf(name, "      --%s", o->name);
	if (o->arg)
		g_string_append_printf(name, o->flags & OPTION_ARG_OPTIONAL ? "[=%s]" : "=%s", _(o->arg));
	int used = columns_of(name->str);
	printf("%s%*s", name->str, used < TEXT_COLUMN - 1 ? TEXT_COLUMN - used : 0, "");
	if (used >= TEXT_COLUMN - 1)
		printf("\n%*s", TEXT_COLUMN, "");
	args_print_wrapped(filled ? filled : text, TEXT_COLUMN, end);
	if (filled != text)
		free(filled);
	g_string_free(name, TRUE);
}

int args_help_columns(void)
{
	const int columns = isatty(STDOUT_FILENO) ? terminal_columns(stdout) : 80;
	return MIN(columns, MAX_COLUMNS);
}

void args_help(const struct argp *argp, const char *command)
{
	static const struct argp_option help = {"help", '?', NULL, 0, N_("print this help"), 0};
	const int end = args_help_columns();
	gchar **parts = g_strsplit(_(argp->doc), "\v", 2);
	if (argp->args_doc)
		printf(_("Usage: %s [OPTION…] %s"), command, _(argp->args_doc));
	else
		printf(_("Usage: %s [OPTION…]"), command);
	fputs("\n", stdout);
	args_print_wrapped(parts[0], 0, end);
	fputs("\n", stdout);
	for (const struct argp_option *o = argp->options; o->name || o->doc; o++) {
		if (o->name)
			print_option(argp, o, end);
		else
			printf("\n%s\n", _(o->doc));
	}
	const struct argp no_filter = {.options = &help};
	print_option(&no_filter, &help, end);
	if (parts[0] && parts[1]) {
		fputs("\n", stdout);
		args_print_wrapped(parts[1], 0, end);
	}
	g_strfreev(parts);
}
