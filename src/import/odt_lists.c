/* Lists of ODT: numbers are made from the styles of lists, as Writer makes them. */
#include <stdlib.h>
#include <string.h>

#include "odt.h"
#include "symbols.h"

static const od_list_style *find_list_style(const od_reader *r)
{
	for (size_t i = 0; r->list && i < r->n_lists; i++)
		if (strcmp(r->lists[i].name, r->list) == 0)
			return &r->lists[i];
	return NULL;
}

/* The first level that the number shows: 1.2 has two. */
static int first_shown(im_doc *d, const xmlNode *level, int k)
{
	int shown = im_attribute_int(d, level, "display-levels", 1);
	return shown >= 1 && shown <= k ? k - shown + 1 : k;
}

static const char *level_number(im_doc *d, const xmlNode *level, int n)
{
	const char *format = im_attribute(d, level, "num-format");
	if (!format || !*format)
		return "";
	size_t len = (size_t)(ht_str_next(format) - format); /* `一, 二, 三, ...` */
	im_numbering kind = im_numbering_named(im_copy(d, format, len), IM_DECIMAL);
	return im_number_text(d, kind, n, od_is_true(d, level, "num-letter-sync"));
}

/* `%1%.%2%）`: the pattern of newer files, which says where the numbers are. */
static void add_pattern(im_doc *d, ht_buf *out, const char *pattern, const od_list_style *list, const int *counts)
{
	while (*pattern) {
		int k = *pattern == '%' ? (int)strtol(pattern + 1, NULL, 10) : 0;
		const char *end = k >= 1 && k <= OD_LEVELS ? strchr(pattern + 1, '%') : NULL;
		if (!end) {
			ht_buf_add(out, pattern++, 1);
			continue;
		}
		ht_buf_adds(out, list->levels[k] ? level_number(d, list->levels[k], counts[k]) : "");
		pattern = end + 1;
	}
}

static void put_level(od_reader *r, const od_list_style *list, int k, const int *counts)
{
	im_doc *d = r->sink.d;
	const xmlNode *level = list ? list->levels[k] : NULL;
	const char *format = im_attribute(d, level, "num-format"), *pattern = im_attribute(d, level, "num-list-format");
	const char *prefix = im_attribute(d, level, "num-prefix"), *suffix = im_attribute(d, level, "num-suffix");
	ht_buf out = {0};
	if (!format || !*format)
		return;
	if (pattern && *pattern) {
		add_pattern(d, &out, pattern, list, counts);
	} else {
		ht_buf_adds(&out, im_given(prefix, ""));
		for (int i = first_shown(d, level, k); i <= k; i++) {
			ht_buf_adds(&out, i < k && list->levels[i] ? level_number(d, list->levels[i], counts[i]) : "");
			ht_buf_adds(&out, i < k ? "." : level_number(d, level, counts[k]));
		}
		ht_buf_adds(&out, im_given(suffix, ""));
	}
	d->nomem |= out.failed;
	if (out.len)
		im_sink_number(&r->sink, out.data, true);
	ht_buf_free(&out);
}

static void put_bullet(od_reader *r, const xmlNode *level)
{
	im_doc *d = r->sink.d;
	const char *bullet = im_attribute(d, level, "bullet-char");
	const char *font = im_attribute(d, im_child(level, "text-properties"), "font-name");
	im_sink_bullet(&r->sink, font, im_given(bullet, ""));
}

void od_put_number(od_reader *r)
{
	const od_list_style *list = find_list_style(r);
	const xmlNode *level = list ? list->levels[r->level] : NULL;
	if (level && im_is_element(level, "list-level-style-bullet"))
		put_bullet(r, level);
	else if (level)
		put_level(r, list, r->level, r->counts);
}

static int start_of(od_reader *r)
{
	const od_list_style *list = find_list_style(r);
	return im_attribute_int(r->sink.d, list ? list->levels[r->level] : NULL, "start-value", 1);
}

static od_count *find_ended(od_reader *r, const char *key)
{
	for (size_t i = r->n_ended; key && i-- > 0;)
		if (strcmp(r->ended[i].key, key) == 0)
			return &r->ended[i];
	return NULL;
}

/* Go on where another list ended: continue-list names it, continue-numbering means the last of this style. */
static void continue_list(od_reader *r, const xmlNode *node)
{
	im_doc *d = r->sink.d;
	const char *of = im_attribute(d, node, "continue-list");
	if (!of && od_is_true(d, node, "continue-numbering"))
		of = r->list;
	od_count *before = find_ended(r, of);
	if (before)
		memcpy(r->counts, before->counts, sizeof r->counts);
}

void od_begin_list(od_reader *r, const xmlNode *node)
{
	r->level++;
	r->counts[r->level] = start_of(r) - 1;
	if (r->level == 1)
		continue_list(r, node);
}

static void note_ended(od_reader *r, const char *key)
{
	im_doc *d = r->sink.d;
	od_count *slot = find_ended(r, key);
	if (!slot && key && (slot = HT_PUSH(d->arena, r->ended, r->n_ended, r->cap_ended)))
		slot->key = key;
	d->nomem |= key && !slot;
	if (slot)
		memcpy(slot->counts, r->counts, sizeof slot->counts);
}

/* Most lists that are kept to be continued. */
#define ENDED_MOST 500

void od_end_list(od_reader *r, const xmlNode *node)
{
	if (r->level == 1 && r->n_ended < ENDED_MOST) {
		note_ended(r, im_attribute(r->sink.d, node, "id"));
		note_ended(r, r->list);
	}
	r->level--;
}

void od_count_item(od_reader *r, const xmlNode *node)
{
	int given = im_attribute_int(r->sink.d, node, "start-value", -1);
	r->counts[r->level] = given >= 0 ? given : r->counts[r->level] + 1;
}

void od_put_heading_number(od_reader *r, int level, const xmlNode *node)
{
	im_doc *d = r->sink.d;
	const xmlNode *style = level <= OD_LEVELS ? r->outline.levels[level] : NULL;
	if (!style || od_is_true(d, node, "is-list-header"))
		return;
	if (!r->headings[level])
		r->headings[level] = im_attribute_int(d, style, "start-value", 1) - 1;
	r->headings[level]++;
	for (int k = level + 1; k <= OD_LEVELS; k++)
		r->headings[k] = 0;
	put_level(r, &r->outline, level, r->headings);
}
