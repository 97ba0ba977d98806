/* Styles of ODT: how text is shown, and lists. */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "odt.h"

static int script_of(const char *position)
{
	if (!position)
		return 0;
	if (ht_str_starts(position, "super"))
		return 1;
	if (ht_str_starts(position, "sub"))
		return -1;
	gchar *rest;
	const double n = g_ascii_strtod(position, &rest), size = g_ascii_strtod(rest + (*rest == '%'), NULL);
	if (n == 0 || size >= 100) /* only raised a little: a line set right */
		return 2;
	return n > 0 ? 1 : -1;
}

static int is_set(const char *value, const char *off)
{
	if (!value)
		return 0;
	return strcmp(value, off) == 0 ? -1 : 1;
}

static od_look read_look(im_doc *d, const xmlNode *style)
{
	const xmlNode *text = im_child(style, "text-properties");
	od_look look = {0};
	const char *display = im_attribute(d, text, "display");
	look.script = script_of(im_attribute(d, text, "text-position"));
	look.struck = is_set(im_attribute(d, text, "text-line-through-style"), "none");
	if (!look.struck)
		look.struck = is_set(im_attribute(d, text, "text-line-through-type"), "none");
	if (display)
		look.hidden = strcmp(display, "none") == 0 ? 1 : -1;
	look.font = im_attribute(d, text, "font-name");
	return look;
}

static int given(int a, int b)
{
	return a ? a : b;
}

od_look od_over(od_look a, od_look b)
{
	a.script = given(a.script, b.script);
	a.struck = given(a.struck, b.struck);
	a.hidden = given(a.hidden, b.hidden);
	a.font = im_given(a.font, b.font);
	return a;
}

/* common: it is no automatic style. Without a name for people it is called as it is in the file. */
static void read_style(od_reader *r, const xmlNode *node, bool common)
{
	im_doc *d = r->sink.d;
	od_style style = {im_attribute(d, node, "family"),
	                  im_attribute(d, node, "name"),
	                  im_attribute(d, node, "parent-style-name"),
	                  read_look(d, node),
	                  im_attribute(d, node, "list-style-name"),
	                  im_attribute(d, node, "display-name"),
	                  false};
	if (common && !style.shown)
		style.shown = style.name;
	if (im_is_element(node, "default-style"))
		style.name = "";
	if (!style.family || !style.name)
		return;
	od_style *slot = HT_PUSH(d->arena, r->styles, r->n_styles, r->cap_styles);
	d->nomem |= !slot;
	if (slot)
		*slot = style;
}

static void read_list_levels(im_doc *d, const xmlNode *node, od_list_style *list)
{
	for (const xmlNode *c = node->children; c; c = c->next) {
		int level = c->type == XML_ELEMENT_NODE ? im_attribute_int(d, c, "level", 0) : 0;
		if (level >= 1 && level <= OD_LEVELS)
			list->levels[level] = c;
	}
}

static void read_list_style(od_reader *r, const xmlNode *node)
{
	im_doc *d = r->sink.d;
	const char *name = im_attribute(d, node, "name");
	od_list_style *list = name ? HT_PUSH(d->arena, r->lists, r->n_lists, r->cap_lists) : NULL;
	d->nomem |= name && !list;
	if (!list)
		return;
	*list = (od_list_style){.name = name};
	read_list_levels(d, node, list);
}

void od_read_styles(od_reader *r, const xmlNode *root)
{
	static const char *const places[] = {"automatic-styles", "styles"};
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		const xmlNode *styles = im_child(root, places[i]);
		for (const xmlNode *c = styles ? styles->children : NULL; c; c = c->next) {
			if (im_is_element(c, "style") || im_is_element(c, "default-style"))
				read_style(r, c, i == 1);
			else if (im_is_element(c, "list-style"))
				read_list_style(r, c);
			else if (im_is_element(c, "outline-style"))
				read_list_levels(r->sink.d, c, &r->outline);
		}
	}
}

static int by_name(const void *a, const void *b)
{
	const od_style *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->family, y->family);
}

const od_style *od_style_of(const od_reader *r, const char *family, const char *name)
{
	od_style key = {.family = family, .name = name};
	if (!name || !r->n_styles)
		return NULL;
	return bsearch(&key, r->styles, r->n_styles, sizeof key, by_name);
}

/* Styles that are each other's parents end somewhere. */
#define MOST_PARENTS 32

static void settle(od_reader *r, od_style *style, int depth)
{
	const char *name = style->parent || !*style->name ? style->parent : "";
	const od_style *parent = style->settled || depth > MOST_PARENTS ? NULL : od_style_of(r, style->family, name);
	if (parent && parent != style) {
		od_style *own = r->styles + (parent - r->styles);
		settle(r, own, depth + 1);
		style->look = od_over(style->look, own->look);
		style->list = im_given(style->list, own->list);
		style->shown = im_given(style->shown, own->shown);
	}
	style->settled = true;
}

void od_settle_styles(od_reader *r)
{
	if (r->n_styles)
		qsort(r->styles, r->n_styles, sizeof *r->styles, by_name);
	for (size_t i = 0; i < r->n_styles; i++)
		settle(r, &r->styles[i], 0);
}
