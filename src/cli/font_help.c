#include "font_help.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "base/intl.h"

#define OPEN_PACKAGES "fonts-noto-cjk fonts-babelstone-han fonts-arphic-ukai fonts-liberation fonts-dejavu-core"

/* Where %s is in a text are the packages. ids: how /etc/os-release calls the system (ID, ID_LIKE); the first that fits
 * is taken. folder: there only with it */
static const struct {
	const char *ids, *folder, *name, *text;
} systems[] = {
    {NULL, "/mnt/c/Windows/Fonts", "Windows (WSL)",
     N_("The fonts in C:\\Windows\\Fonts are used as they are: 仿宋, 黑体, 楷体, 宋体, Times New Roman. Where 仿宋 or "
        "楷体 is missing: Settings > Apps > Optional features > Add: Chinese (Simplified) Supplemental Fonts.")},
    {"uos deepin", NULL, N_("UOS"),
     N_("Fonts that come with the system or with WPS Office (方正, 华文) are used as they are. Open fonts: sudo apt "
        "install %s. A font file of your own: double-click it, choose Install.")},
    {"kylin openkylin neokylin", NULL, N_("Kylin"),
     N_("Fonts that come with the system or with WPS Office (方正, 华文) are used as they are. Open fonts: sudo apt "
        "install %s; a package that is not offered may be left out. A font file of your own: "
        "double-click it, choose Install.")},
    {"debian ubuntu", NULL, "Debian", N_("Open fonts: sudo apt install %s")},
};

/* The words of ID and ID_LIKE in /etc/os-release; NULL: there are none. Release with g_strfreev(). */
static gchar **system_ids(void)
{
	char *text = NULL;
	GString *ids = g_string_new(NULL);
	if (g_file_get_contents("/etc/os-release", &text, NULL, NULL)) {
		gchar **lines = g_strsplit(text, "\n", -1);
		for (size_t i = 0; lines[i]; i++)
			if (g_str_has_prefix(lines[i], "ID=") || g_str_has_prefix(lines[i], "ID_LIKE="))
				g_string_append_printf(ids, "%s ", strchr(lines[i], '=') + 1);
		g_strfreev(lines);
		g_free(text);
	}
	char *lower = g_ascii_strdown(g_strdelimit(ids->str, "\"'", ' '), -1);
	gchar **words = g_strsplit(lower, " ", -1);
	g_free(lower);
	g_string_free(ids, TRUE);
	return words;
}

static bool is_here(size_t i, gchar **ids)
{
	if (systems[i].folder)
		return access(systems[i].folder, R_OK) == 0;
	gchar **own = g_strsplit(systems[i].ids, " ", -1);
	bool found = false;
	for (size_t k = 0; own[k]; k++)
		found |= g_strv_contains((const gchar *const *)ids, own[k]);
	g_strfreev(own);
	return found;
}

void font_help_print(bool all)
{
	gchar **ids = system_ids();
	const int end = args_help_columns();
	bool told = false;
	printf("%s\n", _("How to install fonts"));
	for (size_t i = 0; i < G_N_ELEMENTS(systems); i++) {
		if (!all && (told || !is_here(i, ids)))
			continue;
		told = true;
		printf("\n%s\n  ", _(systems[i].name));
		char *text = g_strdup_printf(_(systems[i].text), OPEN_PACKAGES);
		args_print_wrapped(text, 2, end);
		g_free(text);
	}
	g_strfreev(ids);
	printf("\n%s\n  ", _("Everywhere"));
	args_print_wrapped(
	    _("Font files (.ttf, .otf, .ttc) may also be copied to ~/.local/share/fonts, or their folder "
	      "given with --font-dir. 仿宋_GB2312, 楷体_GB2312 and 方正小标宋简体 are not free: ask your "
	      "office's IT department for licensed copies. Without them open fonts of the same kind are "
	      "used, and the documents keep to the standard's sizes and places."),
	    2, end);
	if (!all) {
		printf("\n%s\n",
		       _("`hongtou fonts --install-help` tells the same for other systems, `hongtou fonts` which "
		         "fonts are used."));
	}
}
