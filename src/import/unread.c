/* Text of a document that its reader came to no place to read: in a table outside its cells, in an element that has no
 * text by its format. Damaged files have it, and those of programs that know the format by half. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "counted.h"
#include "import/messages.h"
#include "sink.h"

typedef struct unread {
	im_doc *d;
	im_counts rest; /* of the document, without what the reader gave */
	const im_unread_where *where;
	enum { COUNT, WHOLE, PARTS } pass;
} unread;

/* A link within its page: the mark of a note, or the way back. */
static bool is_inner_link(const xmlNode *node)
{
	return im_is_element(node, "a") && *im_raw_attribute(node, "href") == '#';
}

static bool is_any(const xmlNode *node, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (im_is_element(node, names[i]))
			return true;
	return false;
}

/* The next letter as it may be shown: as a capital, as a superscript. */
static uint32_t next_letter(const char **s)
{
	uint32_t c = im_next_letter(s);
	gunichar out[4];
	const bool raised = c == U'²' || c == U'³' || c == U'¹' || (c >= 0x2070 && c < 0x20A0);
	if (raised && g_unichar_fully_decompose(c, TRUE, out, 4) == 1)
		c = out[0];
	return g_unichar_tolower(c);
}

static void count(unread *u, const char *s, int n)
{
	for (uint32_t c; (c = next_letter(&s));)
		if (im_is_counted(c))
			im_counts_add(&u->rest, u->d->arena, c, n);
}

static bool is_short(const unread *u, uint32_t c)
{
	const int32_t *page = u->rest.pages[c >> 8];
	return page && page[c & 0xFF] > 0;
}

/* Does the document have all of this text more often than the reader gave it? */
static bool is_unread(const unread *u, const char *s)
{
	bool any = false;
	for (uint32_t c; (c = next_letter(&s));) {
		if (im_is_counted(c) && !is_short(u, c))
			return false;
		any |= im_is_counted(c);
	}
	return any;
}

static void leave(unread *u, const char *s, size_t len, const xmlNode *node)
{
	const int line = u->where->text ? 0 : (int)im_xml(u->d)->xmlGetLineNo(node);
	im_leave_out(u->d, im_copy(u->d, s, len), (ht_loc){u->d->file, line, 0}, HT_D_IMPORT_UNREAD);
}

/* The parts of a text that are missing, when whole texts were looked at. */
static void leave_parts(unread *u, const char *s, const xmlNode *node)
{
	const char *from = NULL;
	for (const char *p = s, *at; *(at = p);) {
		uint32_t c = next_letter(&p);
		const bool missing = c && im_is_counted(c) && is_short(u, c);
		if (missing && !from)
			from = at;
		if (missing)
			im_counts_add(&u->rest, u->d->arena, c, -1);
		if (from && (!missing || !*p)) {
			leave(u, from, (size_t)((missing ? p : at) - from), node);
			from = NULL;
		}
	}
}

static void look(unread *u, const char *s, const xmlNode *node)
{
	if (u->pass == PARTS) {
		leave_parts(u, s, node);
	} else if (is_unread(u, s)) {
		count(u, s, -1);
		leave(u, s, strlen(s), node);
	}
}

/* Each text: count it, or look whether it was read. */
static void visit(unread *u, const xmlNode *node, bool within, int depth)
{
	const char *s = (const char *)node->content;
	const bool text = node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
	if (text && within && s && ht_utf8_check(s, strlen(s)) == strlen(s)) {
		if (u->pass == COUNT)
			count(u, s, 1);
		else
			look(u, s, node);
	}
	if (node->type != XML_ELEMENT_NODE || depth > IM_MAX_DEPTH || is_any(node, u->where->skipped) ||
	    is_inner_link(node))
		return;
	within = within || !u->where->text || im_is_element(node, u->where->text);
	for (const xmlNode *c = node->children; c; c = c->next)
		visit(u, c, within, depth + 1);
}

static bool is_all_read(const unread *u)
{
	for (size_t i = 0; i < IM_COUNT_PAGES; i++)
		for (size_t k = 0; u->rest.pages[i] && k < 256; k++)
			if (u->rest.pages[i][k] > 0)
				return false;
	return true;
}

void im_leave_unread(im_doc *d, const xmlNode *root, const im_unread_where *where)
{
	unread *u = ht_arena_alloc(d->arena, sizeof *u);
	d->nomem |= !u;
	if (!u || !root)
		return;
	u->d = d;
	u->where = where;
	visit(u, root, !where->text, 0);
	for (size_t i = 0; i < d->n; i++)
		count(u, d->lines[i].raw, -1);
	for (size_t i = 0; i < d->n_left; i++)
		count(u, d->left[i].text, -1);
	for (u->pass = WHOLE; u->pass <= PARTS && !d->nomem && !is_all_read(u); u->pass++)
		visit(u, root, !where->text, 0);
	d->nomem |= u->rest.failed;
}
