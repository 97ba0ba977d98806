/* Lists of DOCX: word/numbering.xml has what Word counts by itself as patterns. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "docx.h"
#include "symbols.h"

static void read_level(im_doc *d, const xmlNode *node, dx_level *level)
{
	const char *space = im_attribute(d, im_child(node, "suff"), "val");
	level->format = im_attribute(d, im_child(node, "numFmt"), "val");
	level->text = im_attribute(d, im_child(node, "lvlText"), "val");
	level->style = im_attribute(d, im_child(node, "pStyle"), "val");
	level->font = im_attribute(d, im_child(im_child(node, "rPr"), "rFonts"), "ascii");
	level->start = im_attribute_int(d, im_child(node, "start"), "val", 1);
	level->restart = im_attribute_int(d, im_child(node, "lvlRestart"), "val", DX_LEVELS);
	level->legal = dx_on_off(d, node, "isLgl") == 1;
	level->unspaced = space && strcmp(space, "nothing") == 0;
}

static void read_counter(dx_reader *r, const xmlNode *node, dx_counter *counter)
{
	im_doc *d = r->sink.d;
	counter->style_link = im_attribute(d, im_child(node, "styleLink"), "val");
	counter->link_to = im_attribute(d, im_child(node, "numStyleLink"), "val");
	for (const xmlNode *c = node->children; c; c = c->next) {
		int k = im_is_element(c, "lvl") ? im_attribute_int(d, c, "ilvl", DX_LEVELS) : DX_LEVELS;
		if (k < DX_LEVELS)
			read_level(d, c, &counter->levels[k]);
	}
}

/* The counter of that name, or the one that its style of lists points to. */
static dx_counter *find_counter(dx_reader *r, const char *id)
{
	const im_named *named = id && r->counters ? im_ids_find(&r->counter_ids, id) : NULL;
	if (!named)
		return NULL;
	dx_counter *counter = &r->counters[named - r->counter_ids.v];
	for (size_t k = 0; counter->link_to && k < r->counter_ids.n; k++)
		if (r->counters[k].style_link && strcmp(r->counters[k].style_link, counter->link_to) == 0)
			return &r->counters[k];
	return counter;
}

static void read_override(im_doc *d, const xmlNode *node, dx_list *list)
{
	int k = im_attribute_int(d, node, "ilvl", DX_LEVELS);
	const xmlNode *level = im_child(node, "lvl");
	if (k >= DX_LEVELS)
		return;
	list->start[k] = im_attribute_int(d, im_child(node, "startOverride"), "val", -1);
	dx_level *own = level ? ht_arena_alloc(d->arena, sizeof *own) : NULL;
	d->nomem |= level && !own;
	if (!own)
		return;
	read_level(d, level, own);
	list->own[k] = own;
	if (list->start[k] < 0)
		list->start[k] = own->start;
}

static void read_list(dx_reader *r, const xmlNode *node, dx_list *list)
{
	im_doc *d = r->sink.d;
	list->counter = find_counter(r, im_attribute(d, im_child(node, "abstractNumId"), "val"));
	for (int k = 0; k < DX_LEVELS; k++)
		list->start[k] = -1;
	for (const xmlNode *c = node->children; c; c = c->next)
		if (im_is_element(c, "lvlOverride"))
			read_override(d, c, list);
}

void dx_read_lists(dx_reader *r, const xmlNode *root)
{
	im_doc *d = r->sink.d;
	im_ids_read(d, root, "abstractNumId", &r->counter_ids);
	im_ids_read(d, root, "numId", &r->list_ids);
	r->counters = ht_arena_array(d->arena, r->counter_ids.n + 1, sizeof *r->counters);
	r->lists = ht_arena_array(d->arena, r->list_ids.n + 1, sizeof *r->lists);
	d->nomem |= !r->counters || !r->lists;
	if (d->nomem)
		return;
	for (size_t i = 0; i < r->counter_ids.n; i++)
		read_counter(r, r->counter_ids.v[i].node, &r->counters[i]);
	for (size_t i = 0; i < r->list_ids.n; i++)
		read_list(r, r->list_ids.v[i].node, &r->lists[i]);
}

static dx_list *find_list(dx_reader *r, int id)
{
	char text[24];
	snprintf(text, sizeof text, "%d", id);
	const im_named *named = r->lists ? im_ids_find(&r->list_ids, text) : NULL;
	return named ? &r->lists[named - r->list_ids.v] : NULL;
}

static const dx_level *level_of(const dx_list *list, int k)
{
	return list->own[k] ? list->own[k] : &list->counter->levels[k];
}

static void count(dx_list *list, int level)
{
	dx_counter *counter = list->counter;
	bool anew = list->start[level] >= 0 && !list->used[level];
	list->used[level] = true;
	if (anew)
		counter->counts[level] = list->start[level];
	else if (counter->begun[level])
		counter->counts[level]++;
	else
		counter->counts[level] = level_of(list, level)->start;
	counter->begun[level] = true;
	for (int k = level + 1; k < DX_LEVELS; k++)
		if (level_of(list, k)->restart)
			counter->begun[k] = false;
}

static const char *number_at(dx_reader *r, const dx_list *list, int k, bool legal)
{
	const dx_counter *counter = list->counter;
	const char *format = level_of(list, k)->format;
	int n = counter->begun[k] ? counter->counts[k] : level_of(list, k)->start;
	im_numbering kind = im_numbering_named(im_given(format, "decimal"), IM_DECIMAL);
	if (kind == IM_NOT_NUMBERED)
		return "";
	if (legal)
		kind = IM_DECIMAL;
	return im_number_text(r->sink.d, kind, n, true);
}

static void put_number(dx_reader *r, dx_list *list, int level)
{
	const dx_level *l = level_of(list, level);
	ht_buf number = {0};
	count(list, level);
	if (l->format && strcmp(l->format, "bullet") == 0) {
		im_sink_bullet(&r->sink, l->font, im_given(l->text, ""));
		return;
	}
	for (const char *p = im_given(l->text, ""); *p; p++) {
		int k = *p == '%' && p[1] >= '1' && p[1] <= '9' ? p[1] - '1' : -1;
		if (k < 0)
			ht_buf_add(&number, p, 1);
		else if (p++)
			ht_buf_adds(&number, number_at(r, list, k, l->legal));
	}
	r->sink.d->nomem |= number.failed;
	if (number.len)
		im_sink_number(&r->sink, number.data, !l->unspaced);
	ht_buf_free(&number);
}

void dx_number_paragraph(dx_reader *r, const xmlNode *properties, const dx_style *style)
{
	im_doc *d = r->sink.d;
	const xmlNode *num = im_child(properties, "numPr");
	int id = im_attribute_int(d, im_child(num, "numId"), "val", style ? style->list : -1);
	bool by_style = !im_child(num, "ilvl") && style && id == style->list;
	int level = im_attribute_int(d, im_child(num, "ilvl"), "val", by_style ? style->list_level : 0);
	dx_list *list = id > 0 ? find_list(r, id) : NULL;
	if (!list || !list->counter)
		return;
	for (int k = 0; by_style && k < DX_LEVELS; k++) {
		const char *of = level_of(list, k)->style;
		if (of && strcmp(of, style->id) == 0)
			level = k;
	}
	if (level < DX_LEVELS)
		put_number(r, list, level);
}
