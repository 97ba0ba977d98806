/* Text within paragraphs: spans of one look, links, line ends, bookmarks. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "odt/messages.h"
#include "odt_priv.h"

/* May XML 1.0 hold the character? (Records hold no control characters.) */
static bool is_xml(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp != 0xFFFE && cp != 0xFFFF);
}

static void write_blanks(ht_xml *x, size_t n)
{
	ht_xml_open(x, "text:s");
	if (n > 1)
		ht_xml_attr_int(x, "text:c", (long)n);
	ht_xml_end(x);
}

static void replace(odt *o, ht_xml *x, uint32_t cp, ht_loc loc)
{
	char code[16];
	snprintf(code, sizeof code, "U+%04X", cp);
	ht_diag(o->diags, HT_D_ODT_CHARACTER, loc, code, "U+FFFD", NULL);
	ht_xml_text(x, "\xEF\xBF\xBD", 3);
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
	ht_ledger_show(o->doc->ledger, s, len);
	for (const char *p = s; p < end; p += bytes) {
		uint32_t cp = ht_utf8_get(p, end, &bytes);
		odt_note_character(o, cp);
		bool special = cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' || !is_xml(cp);
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
		if (!is_xml(cp)) {
			flush_blanks(x, &spaces, blank);
			replace(o, x, cp, loc);
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

void odt_para_begin(odt *o, const odt_para *para, int level)
{
	odt_para named = *para;
	named.begins = o->begins;
	named.page_break = named.page_break && !o->begins;
	o->begins = ODT_BEGINS_NOTHING;
	o->started = true;
	ht_xml_open(&o->body, level ? "text:h" : "text:p");
	ht_xml_attr(&o->body, "text:style-name", odt_para_name(o, &named));
	if (level)
		ht_xml_attr_int(&o->body, "text:outline-level", level);
	odt_hang_shapes(o);
}

void odt_para_end(odt *o)
{
	ht_xml_end(&o->body);
}

/* What is open while a run is written. */
typedef struct run_state {
	odt *o;
	const odt_run *run;
	odt_look base;
	odt_look look; /* of the open text:span */
	bool in_span;
	const char *href; /* of the open text:a */
	bool blank;       /* a reader would drop a space here */
	size_t at;        /* bytes written */
	size_t next_break, next_fit;
	ht_len spacing;          /* the paragraph's */
	ht_kind_context context; /* the context of the next character */
	const char *bookmark;    /* its name while it is open */
} run_state;

static void close_span(run_state *s)
{
	if (s->in_span)
		ht_xml_end(&s->o->body);
	s->in_span = false;
}

static void set_href(run_state *s, const char *href)
{
	if (href)
		ht_ledger_show(s->o->doc->ledger, href, strlen(href));
	bool same = s->href == href || (s->href && href && strcmp(s->href, href) == 0);
	if (same)
		return;
	close_span(s);
	if (s->href)
		ht_xml_end(&s->o->body);
	s->href = href;
	if (!href)
		return;
	ht_xml_open(&s->o->body, "text:a");
	ht_xml_attr(&s->o->body, "xlink:type", "simple");
	ht_xml_attr(&s->o->body, "xlink:href", href);
}

static void set_look(run_state *s, const odt_look *look)
{
	if (s->in_span && odt_look_equal(&s->look, look))
		return;
	close_span(s);
	if (odt_look_equal(&s->base, look))
		return;
	ht_xml_open(&s->o->body, "text:span");
	ht_xml_attr(&s->o->body, "text:style-name", odt_char_name(s->o, look, s->run->element));
	s->look = *look;
	s->in_span = true;
}

/* The name of a heading within a paragraph: its text, shortened, and a number. */
static const char *bookmark_name(run_state *s)
{
	ht_buf buf = {0};
	size_t left = s->run->marked;
	for (size_t i = 0; i < s->run->n && left; i++) {
		size_t n = s->run->spans[i].len < left ? s->run->spans[i].len : left;
		ht_buf_add(&buf, s->run->spans[i].text, n);
		left -= n;
	}
	size_t good = ht_utf8_check(buf.data ? buf.data : "", buf.len);
	char *name =
	    buf.failed ? NULL : ht_arena_printf(s->o->arena, "%d %.*s", ++s->o->n_bookmarks, (int)good, buf.data);
	ht_buf_free(&buf);
	for (char *p = name; p && *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return odt_checked(s->o, name);
}

static void write_bookmark(run_state *s, const char *element)
{
	ht_xml_open(&s->o->body, element);
	ht_xml_attr(&s->o->body, "text:name", s->bookmark);
	ht_xml_end(&s->o->body);
}

/* Write what is between two bytes of the text: line ends, a heading's end. */
static void write_bookmarks(run_state *s)
{
	if (s->bookmark && s->at == s->run->marked) {
		close_span(s);
		write_bookmark(s, "text:bookmark-end");
		s->bookmark = NULL;
	}
	if (s->next_break < s->run->n_breaks && s->run->breaks[s->next_break] == s->at) {
		ht_xml_empty(&s->o->body, "text:line-break");
		s->blank = true;
		s->next_break++;
	}
}

/* How the current text is fitted into its line. */
static ht_fit fit_at(run_state *s)
{
	while (s->next_fit < s->run->n_fits && s->run->fits[s->next_fit].end <= s->at)
		s->next_fit++;
	return s->next_fit < s->run->n_fits ? s->run->fits[s->next_fit] : (ht_fit){0};
}

/* The number of bytes up to the next such place or change, at most len. */
static size_t until_bookmark(const run_state *s, size_t len)
{
	if (s->bookmark && s->run->marked > s->at && s->run->marked - s->at < len)
		len = s->run->marked - s->at;
	if (s->next_fit < s->run->n_fits && s->run->fits[s->next_fit].end - s->at < len)
		len = s->run->fits[s->next_fit].end - s->at;
	if (s->next_break < s->run->n_breaks && s->run->breaks[s->next_break] - s->at < len)
		len = s->run->breaks[s->next_break] - s->at;
	return len;
}

/* The length of the first piece of text of one kind. */
static size_t until_kind(run_state *s, const char *text, size_t len, ht_kind *kind)
{
	size_t bytes;
	for (const char *p = text, *end = text + len; p < end; p += bytes) {
		uint32_t cp = ht_utf8_get(p, end, &bytes);
		ht_kind_context before = s->context;
		ht_kind found = ht_kind_next(&s->context, cp);
		if (p == text)
			*kind = found;
		else if (found != *kind) {
			s->context = before;
			return (size_t)(p - text);
		}
	}
	return len;
}

static void write_piece(run_state *s, odt_look look, const char *text, size_t len, ht_loc loc)
{
	while (len) {
		ht_fit fit = fit_at(s);
		odt_look fitted = look;
		size_t n = until_kind(s, text, until_bookmark(s, len), &fitted.kind);
		if (fitted.kind == HT_KIND_YUAN &&
		    ht_yuan_face(s->o->options->fonts, s->o->style, look.face) == look.face)
			fitted.kind = HT_KIND_LETTER;
		if (fit.spacing && !look.spaced) {
			fitted.spaced = true;
			fitted.spacing = s->spacing + fit.spacing;
		}
		fitted.breaks = fit.breaks;
		if (fitted.spaced || fitted.kind || fitted.breaks)
			fitted.plain = look.plain || odt_look_equal(&look, &s->base);
		set_look(s, &fitted);
		odt_text(s->o, &s->o->body, text, n, &s->blank, loc);
		text += n;
		len -= n;
		s->at += n;
		write_bookmarks(s);
	}
}

/* Is the first letter of the text a Latin one? */
static bool begins_latin(const odt_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		size_t bytes;
		for (const char *p = run->spans[i].text, *end = p + run->spans[i].len; p < end; p += bytes) {
			uint32_t cp = ht_utf8_get(p, end, &bytes);
			if (ht_is_word(cp) || cp >= 0x2E80)
				return ht_is_word(cp);
		}
	}
	return false;
}

/* A name spread over characters: all its letters but the last have letter spacing. */
static void write_spread(run_state *s, const ht_dspan *span, odt_look look)
{
	ht_len cell = ht_len_scale(ht_geometry_char(&s->o->style->page, 1), span->size, s->o->style->page.size);
	size_t n = ht_utf8_count(span->text, span->len), last = span->len;
	while (last > 0 && ((unsigned char)span->text[--last] & 0xC0) == 0x80)
		;
	odt_look apart = look;
	apart.spaced = true;
	apart.plain = odt_look_equal(&look, &s->base);
	apart.spacing = s->spacing + ((ht_len)span->chars * cell - (ht_len)n * cell) / (ht_len)(n - 1);
	write_piece(s, apart, span->text, last, span->loc);
	write_piece(s, look, span->text + last, span->len - last, span->loc);
}

/* The mark of a footnote, and at the first of its marks its text: an editor numbers the notes and sets them at the foot
 * of the page. */
static void write_note(run_state *s, const ht_dspan *span)
{
	odt *o = s->o;
	const ht_block *block = &o->doc->notes.v[span->note - 1];
	const char *id = odt_checked(o, ht_arena_printf(o->arena, "ftn%zu", span->note));
	bool first = span->note > o->n_notes;
	close_span(s);
	set_href(s, NULL);
	ht_xml_open(&o->body, first ? "text:note" : "text:note-ref");
	ht_xml_attr(&o->body, first ? "text:id" : "text:ref-name", id);
	ht_xml_attr(&o->body, "text:note-class", "footnote");
	if (!first)
		ht_xml_attr(&o->body, "text:reference-format", "text");
	if (first)
		ht_xml_open(&o->body, "text:note-citation");
	odt_text(o, &o->body, span->text, span->len, &s->blank, span->loc);
	if (first) {
		o->n_notes = span->note;
		ht_xml_end(&o->body);
		ht_xml_open(&o->body, "text:note-body");
		/* its first span is the number, which the editor puts there itself */
		const odt_run run = {
		    .spans = block->paras[0].spans + 1, .n = block->paras[0].n - 1, .element = block->element};
		odt_para para;
		odt_para_of(o, block->style, &para);
		para.pitch = o->laid->notes[span->note - 1].v[0].pitch;
		odt_write_para(o, &para, &run, 0);
		ht_xml_end(&o->body);
	}
	ht_xml_end(&o->body);
	s->blank = false;
	s->at += span->len;
	write_bookmarks(s);
}

static void write_span(run_state *s, const ht_dspan *span)
{
	if (span->note) {
		write_note(s, span);
		return;
	}
	const odt_look look = {.face = span->face, .size = span->size, .colour = span->colour};
	size_t chars = span->chars > 0 ? ht_utf8_count(span->text, span->len) : 0;
	set_href(s, span->href);
	if (chars > 1 && (size_t)span->chars > chars)
		write_spread(s, span, look);
	else
		write_piece(s, look, span->text, span->len, span->loc);
}

void odt_write_run(odt *o, const odt_para *para, const odt_run *run)
{
	run_state s = {.o = o, .run = run, .base = odt_look_of(para->ps), .spacing = para->spacing, .blank = true};
	s.context.latin = begins_latin(run);
	if (run->marked) {
		s.bookmark = bookmark_name(&s);
		write_bookmark(&s, "text:bookmark-start");
	}
	for (size_t i = 0; i < run->n; i++)
		write_span(&s, &run->spans[i]);
	set_href(&s, NULL);
	close_span(&s);
	if (s.bookmark)
		write_bookmark(&s, "text:bookmark-end");
}

void odt_write_para(odt *o, const odt_para *para, const odt_run *run, int level)
{
	odt_para_begin(o, para, level);
	odt_write_run(o, para, run);
	odt_para_end(o);
}

odt_run odt_slice(odt *o, const ht_dpara *para, size_t from, size_t len, const ht_element *e)
{
	odt_run run = {.element = e};
	ht_dspan *spans = odt_array(o, para->n + 1, sizeof *spans);
	size_t at = 0;
	for (size_t i = 0; spans && i < para->n && len; i++) {
		ht_dspan span = para->spans[i];
		size_t skip = from > at ? from - at : 0;
		at += span.len;
		if (skip >= span.len)
			continue;
		span.text += skip;
		span.len -= skip;
		if (span.len > len)
			span.len = len;
		len -= span.len;
		spans[run.n++] = span;
	}
	run.spans = spans;
	return run;
}
