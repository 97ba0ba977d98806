/* Notes of HTML: links within the page to paragraphs at its end. */
#include <string.h>

#include <glib.h>

#include "base/str.h"
#include "base/utf8.h"
#include "html.h"

/* Most notes of a page, and links that may be to one; further ones are left where they are. */
#define MAX_NOTES 200
#define MAX_LINKS 1000

/* Most characters of a note's sign, `[note 1]`. */
#define SIGN_MOST 8

/* The element that a link within the page points to, or NULL. */
static const xmlNode *find_target(const xmlNode *node, const char *name, int depth)
{
	if (strcmp(im_raw_attribute(node, "id"), name) == 0 || strcmp(im_raw_attribute(node, "name"), name) == 0)
		return node;
	const xmlNode *found = NULL;
	for (const xmlNode *c = node->children; c && !found && depth < IM_MAX_DEPTH; c = c->next)
		found = c->type == XML_ELEMENT_NODE ? find_target(c, name, depth + 1) : NULL;
	return found;
}

/* `_ftn1`, `fn:2`, `footnote-3`: names that pages give to notes; not the link back. */
static bool is_note_name(const char *name)
{
	static const char *const begins[] = {"_ftn", "_edn", "ftn", "edn", "fn", "footnote", "endnote"};
	if (strstr(name, "ref"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(begins); i++)
		if (ht_str_starts(name, begins[i]) && strpbrk(name, IM_DIGITS))
			return true;
	return false;
}

/* The note's text: its paragraph without the links back and without `[1]`. */
static const char *note_text(pg_reader *p, const xmlNode *block, int depth)
{
	im_doc *d = p->sink.d;
	pg_reader note = {.styles = p->styles};
	im_sink_open(&note.sink, d);
	for (const xmlNode *c = block->children; c; c = c->next) {
		const char *href = im_is_element(c, "a") ? im_attribute(d, c, "href") : NULL;
		bool back = href && *href == '#';
		if (!back && (c->type != XML_ELEMENT_NODE || pg_kind_of(c) == INLINE))
			pg_walk(&note, c, depth + 1);
		else if (!back)
			im_sink_content(&note.sink, c, true);
	}
	return im_sink_take(&note.sink);
}

bool pg_is_taken(const pg_reader *p, const xmlNode *node)
{
	for (size_t i = 0; i < p->sink.n_taken; i++)
		if (p->sink.taken[i] == node)
			return true;
	return false;
}

/* The paragraph that a note's mark is in. */
static const xmlNode *note_block(const xmlNode *ref)
{
	const xmlNode *block = ref;
	while (block && block->type == XML_ELEMENT_NODE && (pg_kind_of(block) == INLINE || pg_kind_of(block) == LINK))
		block = block->parent;
	if (!block || block->type != XML_ELEMENT_NODE || im_is_element(block, "body"))
		return NULL;
	const xmlNode *inner = im_child(block, "p"); /* a wrapper of one paragraph */
	return inner ? inner : block;
}

static bool is_within(const xmlNode *node, const xmlNode *block)
{
	while (node && node != block)
		node = node->parent;
	return node != NULL;
}

/* Does a link show the sign of its note only: [1], ①, 注2, *? */
static bool shows_sign_only(im_doc *d, const xmlNode *link)
{
	const char *shown = im_squeeze(d, im_content(d, link));
	if (ht_str_chars(shown) > SIGN_MOST)
		return false;
	for (size_t len; *shown; shown += len) {
		const uint32_t cp = ht_utf8_get(shown, shown + strlen(shown), &len);
		const GUnicodeType type = g_unichar_type(cp);
		if (cp >= 0x80 && type != G_UNICODE_OTHER_NUMBER && type != G_UNICODE_OPEN_PUNCTUATION &&
		    type != G_UNICODE_CLOSE_PUNCTUATION && !g_utf8_strchr("注释†‡※", -1, cp))
			return false;
	}
	return true;
}

void pg_put_link(pg_reader *p, const xmlNode *node, int depth)
{
	im_sink *s = &p->sink;
	im_doc *d = s->d;
	const char *href = im_attribute(d, node, "href");
	const xmlNode *block = NULL, **slot = NULL;
	if (href && *href == '#' && is_note_name(href + 1) && s->n_taken < MAX_NOTES && p->note_links++ < MAX_LINKS)
		block = note_block(find_target(im_root(node->doc), href + 1, 0));
	if (block && !is_within(node, block)) {
		slot = HT_PUSH(d->arena, s->taken, s->n_taken, s->cap_taken);
		d->nomem |= !slot;
	}
	if (slot)
		*slot = block;
	const char *text = slot ? note_text(p, block, depth) : "";
	if (!*text) {
		s->n_taken -= slot != NULL;
		pg_walk_children(p, node, depth);
		return;
	}
	/* what a link shows beside the sign is text, as where the link was not closed */
	if (!shows_sign_only(d, node))
		pg_walk_children(p, node, depth);
	im_sink_note(s, text);
}
