/* Warnings of what may make an SVG look different: text, which depends on the
 * installed fonts, and links to other files, which librsvg ignores silently. */
#include "image/messages.h"
#include "image_priv.h"

#include <glib.h>
#include <string.h>

static const char *local_name(const char *name)
{
	const char *colon = strrchr(name, ':');
	return colon ? colon + 1 : name;
}

static bool is_one_of(const char *name, const char *const *names)
{
	return g_strv_contains(names, local_name(name));
}

static void on_link(const image_source *source, const char *to)
{
	if (to[0] == '#' || g_ascii_strncasecmp(to, "data:", 5) == 0)
		return;
	char shown[80];
	g_strlcpy(shown, to, sizeof shown);
	const char *end;
	g_utf8_validate(shown, -1, &end);
	shown[end - shown] = 0;
	ht_diag(source->diags, HT_D_IMAGE_SVG_LINK, source->loc, source->path, shown, NULL);
	*source->warned = true;
}

static void on_element(GMarkupParseContext *context, const char *name, const char **keys, const char **values,
                       void *user, GError **error)
{
	static const char *const drawn[] = {"image", "use", "feImage", NULL};
	static const char *const text[] = {"text", NULL};
	static const char *const href[] = {"href", NULL};
	const image_source *source = user;
	(void)context;
	(void)error;
	if (is_one_of(name, text)) {
		ht_diag(source->diags, HT_D_IMAGE_SVG_TEXT, source->loc, source->path, NULL);
		*source->warned = true;
	}
	if (!is_one_of(name, drawn))
		return;
	for (size_t i = 0; keys[i]; i++)
		if (is_one_of(keys[i], href))
			on_link(source, values[i]);
}

void image_svg_scan(const image_source *source)
{
	static const GMarkupParser parser = {.start_element = on_element};
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, (void *)(uintptr_t)source, NULL);
	/* librsvg has accepted the syntax: errors of GLib's stricter parser are ignored */
	g_markup_parse_context_parse(context, (const char *)source->data, (gssize)source->len, NULL);
	g_markup_parse_context_free(context);
}
