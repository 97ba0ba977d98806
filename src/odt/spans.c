/* Text within paragraphs: spans of one look, links, line ends, bookmarks, notes. */
#include <string.h>

#include "base/utf8.h"
#include "odt_priv.h"

/* U+FFFD */
#define REPLACEMENT "\xEF\xBF\xBD"

static void write_blanks(ht_xml *x, size_t n)
{
	ht_xml_open(x, "text:s");
	if (n > 1)
		ht_xml_attr_int(x, "text:c", (long)n);
	ht_xml_end(x);
}

/* A run of n spaces: the first as it is if a reader keeps it, the others, which a reader would drop (ODF 1.3 part
 * 3, 6.1.2), as elements. */
static void flush_blanks(ht_xml *x, size_t *n, bool *blank)
{
	if (!*n)
		return;
	if (!*blank) {
		ht_xml_text(x, " ", 1);
		--*n;
	}
	if (*n)
		write_blanks(x, *n);
	*blank = true;
	*n = 0;
}

void odt_text(odt *o, ht_xml *x, const char *s, size_t len, bool *blank, ht_loc loc)
{
	const char *end = s + len, *from = s;
	size_t spaces = 0, bytes;
	ht_ledger_show(o->d.doc->ledger, s, len);
	for (const char *p = s; p < end; p += bytes) {
		uint32_t cp = ht_utf8_get(p, end, &bytes);
		odt_note_character(o, cp);
		bool held = ht_draft_may_hold(&o->d, cp, loc);
		bool special = cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || !held;
		if (!special) {
			flush_blanks(x, &spaces, blank);
			if (from == NULL)
				from = p;
			continue;
		}
		if (from) {
			ht_xml_text(x, from, (size_t)(p - from));
			*blank = *blank && p == from;
			from = NULL;
		}
		if (!held) {
			flush_blanks(x, &spaces, blank);
			ht_xml_text(x, REPLACEMENT, strlen(REPLACEMENT));
			*blank = false;
		} else {
			spaces++;
		}
	}
	if (from && from < end) {
		ht_xml_text(x, from, (size_t)(end - from));
		*blank = false;
	}
	flush_blanks(x, &spaces, blank);
}

void odt_para_begin(ht_draft *d, const ht_draft_para *para, int level)
{
	ht_xml_open(d->x, level ? "text:h" : "text:p");
	ht_xml_attr(d->x, "text:style-name", odt_para_name(odt_of(d), para));
	if (level)
		ht_xml_attr_int(d->x, "text:outline-level", level);
}

void odt_para_end(ht_draft *d)
{
	ht_xml_end(d->x);
}

static void close_span(odt *o)
{
	if (o->in_span)
		ht_xml_end(o->d.x);
	o->in_span = false;
}

void odt_run_begin(ht_draft *d)
{
	odt_of(d)->in_span = false;
	odt_of(d)->blank = true;
}

void odt_run_end(ht_draft *d)
{
	close_span(odt_of(d));
}

static void set_look(odt *o, const ht_draft_piece *piece)
{
	if (o->in_span && ht_draft_look_equal(&o->look, piece->look))
		return;
	close_span(o);
	if (ht_draft_look_equal(piece->base, piece->look))
		return;
	ht_xml_open(o->d.x, "text:span");
	ht_xml_attr(o->d.x, "text:style-name", odt_char_name(o, piece->look, piece->element));
	o->look = *piece->look;
	o->in_span = true;
}

void odt_piece(ht_draft *d, const ht_draft_piece *piece)
{
	odt *o = odt_of(d);
	set_look(o, piece);
	odt_text(o, d->x, piece->text, piece->len, &o->blank, piece->loc);
}

/* A click takes all of it; what is typed then is plain text (ODF 1.3 part 3, 7.7.6). Editors show it in < >, for which
 * a masthead has no room. */
void odt_placeholder(ht_draft *d, const ht_draft_piece *piece)
{
	odt *o = odt_of(d);
	if (piece->element && piece->element->kind == HT_E_MASTHEAD) {
		odt_piece(d, piece);
		return;
	}
	set_look(o, piece);
	ht_xml_open(d->x, "text:placeholder");
	ht_xml_attr(d->x, "text:placeholder-type", "text");
	odt_text(o, d->x, piece->text, piece->len, &o->blank, piece->loc);
	ht_xml_end(d->x);
}

void odt_line_break(ht_draft *d)
{
	ht_xml_empty(d->x, "text:line-break");
	odt_of(d)->blank = true;
}

void odt_tab(ht_draft *d)
{
	ht_xml_empty(d->x, "text:tab");
}

/* U+200B: it is nothing but the break. */
void odt_break_chance(ht_draft *d)
{
	static const char space[] = "\xE2\x80\x8B";
	ht_xml_text(d->x, space, strlen(space));
}

void odt_link(ht_draft *d, const char *href)
{
	close_span(odt_of(d));
	if (!href) {
		ht_xml_end(d->x);
		return;
	}
	ht_xml_open(d->x, "text:a");
	ht_xml_attr(d->x, "xlink:type", "simple");
	ht_xml_attr(d->x, "xlink:href", href);
}

void odt_named_place(ht_draft *d, const char *name, bool begins)
{
	close_span(odt_of(d));
	ht_xml_open(d->x, begins ? "text:bookmark-start" : "text:bookmark-end");
	ht_xml_attr(d->x, "text:name", name);
	ht_xml_end(d->x);
}

/* An editor numbers the notes and sets them at the foot of the page. */
void odt_note_begin(ht_draft *d, const ht_dspan *sign, bool first)
{
	odt *o = odt_of(d);
	const char *id = ht_draft_checked(d, ht_arena_printf(d->arena, "ftn%zu", sign->note));
	close_span(o);
	ht_xml_open(d->x, first ? "text:note" : "text:note-ref");
	ht_xml_attr(d->x, first ? "text:id" : "text:ref-name", id);
	ht_xml_attr(d->x, "text:note-class", "footnote");
	if (!first)
		ht_xml_attr(d->x, "text:reference-format", "text");
	if (first)
		ht_xml_open(d->x, "text:note-citation");
	odt_text(o, d->x, sign->text, sign->len, &o->blank, sign->loc);
	if (first) {
		ht_xml_end(d->x);
		ht_xml_open(d->x, "text:note-body");
	}
}

void odt_note_end(ht_draft *d, bool first)
{
	if (first)
		ht_xml_end(d->x);
	ht_xml_end(d->x);
	odt_of(d)->in_span = false;
	odt_of(d)->blank = false;
}
