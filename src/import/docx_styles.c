/* Styles of DOCX: how text is shown. */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "docx.h"

const dx_look dx_no_look = {-1, -1, -1, -1, 0, NULL};

int dx_on_off(im_doc *d, const xmlNode *properties, const char *name)
{
	static const char *const off[] = {"0", "false", "off", NULL};
	const xmlNode *node = im_child(properties, name);
	const char *value = im_attribute(d, node, "val");
	if (!node)
		return -1;
	return !value || !ht_str_is_any(value, off);
}

static int script_of(im_doc *d, const xmlNode *properties)
{
	const char *value = im_attribute(d, im_child(properties, "vertAlign"), "val");
	if (!value)
		return -1;
	if (strcmp(value, "superscript") == 0)
		return 1;
	return strcmp(value, "subscript") == 0 ? 2 : 0;
}

static int position_of(im_doc *d, const xmlNode *properties)
{
	const char *value = im_attribute(d, im_child(properties, "position"), "val");
	return value ? atoi(value) : 0;
}

static int either(int a, int b)
{
	return MAX(a, b);
}

static dx_look read_look(im_doc *d, const xmlNode *properties)
{
	const xmlNode *fonts = im_child(properties, "rFonts");
	dx_look look = dx_no_look;
	if (!properties)
		return look;
	look.script = script_of(d, properties);
	look.struck = either(dx_on_off(d, properties, "strike"), dx_on_off(d, properties, "dstrike"));
	look.hidden = either(dx_on_off(d, properties, "vanish"), dx_on_off(d, properties, "specVanish"));
	look.caps = dx_on_off(d, properties, "caps");
	look.position = position_of(d, properties);
	look.font = im_attribute(d, fonts, "ascii");
	return look;
}

static int given(int a, int b)
{
	return a < 0 ? b : a;
}

/* Add what a says to b, which is weaker. */
static dx_look over(dx_look a, dx_look b)
{
	a.script = given(a.script, b.script);
	a.struck = given(a.struck, b.struck);
	a.hidden = given(a.hidden, b.hidden);
	a.caps = given(a.caps, b.caps);
	a.position = a.position ? a.position : b.position;
	a.font = im_given(a.font, b.font);
	return a;
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const dx_style *)a)->id, ((const dx_style *)b)->id);
}

const dx_style *dx_style_of(const dx_reader *r, const char *id)
{
	dx_style key = {.id = id};
	if (!id || !r->n_styles)
		return NULL;
	return bsearch(&key, r->styles, r->n_styles, sizeof key, by_id);
}

/* The level that a style has as a heading, by its outline level or by its name. */
static int outline_of(im_doc *d, const xmlNode *style)
{
	const char *name = im_attribute(d, im_child(style, "name"), "val");
	int outline = im_attribute_int(d, im_child(im_child(style, "pPr"), "outlineLvl"), "val", DX_LEVELS);
	if (outline < DX_LEVELS)
		return outline + 1;
	if (!name || !ht_str_starts(name, "heading ") || name[8] < '1' || name[8] > '9')
		return 0;
	return name[8] - '0';
}

/* This program's styles have 公文 before their name, and Word's own ones that it uses their name as an alias. Writer
 * keeps no aliases; the first heading is the title. */
#define PREFIX "公文"
#define TITLE  PREFIX "标题"

static const char *shown_of(im_doc *d, const xmlNode *style)
{
	const char *name = im_attribute(d, im_child(style, "name"), "val");
	const char *alias = im_attribute(d, im_child(style, "aliases"), "val");
	if (alias && ht_str_starts(alias, PREFIX))
		name = alias;
	if (name && g_ascii_strcasecmp(name, "heading 1") == 0)
		name = TITLE;
	if (name && ht_str_starts(name, PREFIX) && strcmp(name, TITLE) != 0)
		name += strlen(PREFIX);
	return name;
}

static void read_style(dx_reader *r, const xmlNode *node)
{
	im_doc *d = r->sink.d;
	const xmlNode *number = im_child(im_child(node, "pPr"), "numPr");
	const char *id = im_attribute(d, node, "styleId");
	dx_style *style = id ? HT_PUSH(d->arena, r->styles, r->n_styles, r->cap_styles) : NULL;
	d->nomem |= id && !style;
	if (!style)
		return;
	*style = (dx_style){.id = id, .node = node, .look = read_look(d, im_child(node, "rPr"))};
	style->based_on = im_attribute(d, im_child(node, "basedOn"), "val");
	style->outline = outline_of(d, node);
	style->shown = shown_of(d, node);
	style->list = im_attribute_int(d, im_child(number, "numId"), "val", -1);
	style->list_level = im_attribute_int(d, im_child(number, "ilvl"), "val", 0);
}

/* Styles that are based on each other in a circle end somewhere. */
#define MOST_STYLES 32

static void settle_style(dx_reader *r, dx_style *style, int depth)
{
	const dx_style *base = style->settled || depth > MOST_STYLES ? NULL : dx_style_of(r, style->based_on);
	if (base && base != style) {
		dx_style *own = r->styles + (base - r->styles);
		settle_style(r, own, depth + 1);
		style->look = over(style->look, own->look);
		style->outline = style->outline ? style->outline : own->outline;
		if (style->list < 0) {
			style->list_level = own->list_level;
			style->list = own->list;
		}
	}
	style->settled = true;
}

void dx_read_styles(dx_reader *r, const xmlNode *root)
{
	im_doc *d = r->sink.d;
	r->defaults = read_look(d, im_child(im_child(im_child(root, "docDefaults"), "rPrDefault"), "rPr"));
	for (const xmlNode *c = root ? root->children : NULL; c; c = c->next)
		if (im_is_element(c, "style"))
			read_style(r, c);
	if (r->n_styles)
		qsort(r->styles, r->n_styles, sizeof *r->styles, by_id);
	for (size_t i = 0; i < r->n_styles; i++)
		settle_style(r, &r->styles[i], 0);
	r->paragraph = dx_no_look;
}

dx_look dx_look_of(const dx_reader *r, const xmlNode *properties)
{
	im_doc *d = r->sink.d;
	const dx_style *style = dx_style_of(r, im_attribute(d, im_child(properties, "rStyle"), "val"));
	dx_look look = read_look(d, properties);
	if (style)
		look = over(look, style->look);
	return over(over(look, r->paragraph), r->defaults);
}
