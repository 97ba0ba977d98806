/* Text within paragraphs: spans of one look, links, line ends, bookmarks. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "odt/messages.h"
#include "odt_priv.h"

/* May the character stand in XML 1.0? (Records hold no control characters.) */
static bool is_xml(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp != 0xFFFE && cp != 0xFFFF);
}

static void write_blanks(odt_xml *x, size_t n)
{
	odt_open(x, "text:s");
	if (n > 1)
		odt_attr_int(x, "text:c", (long)n);
	odt_end(x);
}

static void replace(odt *o, odt_xml *x, uint32_t cp, ht_loc loc)
{
	char code[16];
	snprintf(code, sizeof code, "U+%04X", cp);
	ht_diag(o->diags, HT_D_ODT_CHARACTER, loc, code, "U+FFFD", NULL);
	odt_raw_text(x, "\xEF\xBF\xBD", 3);
}

/* A run of n spaces: the first as it is where a reader keeps it, the others,
 * which a reader would drop (ODF 1.3 part 3, 6.1.2), as elements. */
static void flush_blanks(odt_xml *x, size_t *n, bool *blank)
{
	if (!*n)
		return;
	if (!*blank) {
		odt_raw_text(x, " ", 1);
		--*n;
	}
	if (*n)
		write_blanks(x, *n);
	*blank = true;
	*n = 0;
}

void odt_text(odt *o, odt_xml *x, const char *s, size_t len, bool *blank, ht_loc loc)
{
	const char *end = s + len, *from = s;
	size_t spaces = 0, bytes;
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
			odt_raw_text(x, from, (size_t)(p - from));
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
		odt_raw_text(x, from, (size_t)(end - from));
		*blank = false;
	}
	flush_blanks(x, &spaces, blank);
}

ht_status odt_para_begin(odt *o, const odt_para *para, int level)
{
	odt_para named = *para;
	named.begins = o->begins;
	named.page_break = named.page_break && !o->begins;
	o->begins = ODT_BEGINS_NOTHING;
	const char *name = odt_para_name(o, &named);
	if (!name)
		return HT_ERR_NOMEM;
	o->started = true;
	odt_open(&o->body, level ? "text:h" : "text:p");
	odt_attr(&o->body, "text:style-name", name);
	if (level)
		odt_attr_int(&o->body, "text:outline-level", level);
	odt_hang_shapes(o);
	return HT_OK;
}

void odt_para_end(odt *o)
{
	odt_end(&o->body);
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
	ht_len spacing;       /* the paragraph's */
	odt_context context;  /* what the next character is seen in */
	const char *bookmark; /* its name while it is open */
} run_state;

static void close_span(run_state *s)
{
	if (s->in_span)
		odt_end(&s->o->body);
	s->in_span = false;
}

static void set_href(run_state *s, const char *href)
{
	bool same = s->href == href || (s->href && href && strcmp(s->href, href) == 0);
	if (same)
		return;
	close_span(s);
	if (s->href)
		odt_end(&s->o->body);
	s->href = href;
	if (!href)
		return;
	odt_open(&s->o->body, "text:a");
	odt_attr(&s->o->body, "xlink:type", "simple");
	odt_attr(&s->o->body, "xlink:href", href);
}

static ht_status set_look(run_state *s, const odt_look *look)
{
	if (s->in_span && odt_look_equal(&s->look, look))
		return HT_OK;
	close_span(s);
	if (odt_look_equal(&s->base, look))
		return HT_OK;
	const char *name = odt_char_name(s->o, look, s->run->element);
	if (!name)
		return HT_ERR_NOMEM;
	odt_open(&s->o->body, "text:span");
	odt_attr(&s->o->body, "text:style-name", name);
	s->look = *look;
	s->in_span = true;
	return HT_OK;
}

/* The name of a heading within a paragraph: its text, as far as it is told
 * apart by that, and a number. */
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
	char *name = buf.failed ? NULL : ht_arena_printf(s->o->arena, "%d %.*s", ++s->o->n_marks, (int)good, buf.data);
	ht_buf_free(&buf);
	for (char *p = name; p && *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return name;
}

static void write_bookmark(run_state *s, const char *element)
{
	odt_open(&s->o->body, element);
	odt_attr(&s->o->body, "text:name", s->bookmark);
	odt_end(&s->o->body);
}

/* What stands between two bytes of the text: line ends, a heading's end. */
static void write_marks(run_state *s)
{
	if (s->bookmark && s->at == s->run->marked) {
		close_span(s);
		write_bookmark(s, "text:bookmark-end");
		s->bookmark = NULL;
	}
	if (s->next_break < s->run->n_breaks && s->run->breaks[s->next_break] == s->at) {
		odt_empty(&s->o->body, "text:line-break");
		s->blank = true;
		s->next_break++;
	}
}

/* How the text at hand is fitted into its line. */
static odt_fitted fit_at(run_state *s)
{
	while (s->next_fit < s->run->n_fits && s->run->fits[s->next_fit].end <= s->at)
		s->next_fit++;
	return s->next_fit < s->run->n_fits ? s->run->fits[s->next_fit] : (odt_fitted){0};
}

/* Bytes until something stands between them or changes, at most len. */
static size_t until_mark(const run_state *s, size_t len)
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
static size_t until_kind(run_state *s, const char *text, size_t len, odt_kind *kind)
{
	size_t bytes;
	for (const char *p = text, *end = text + len; p < end; p += bytes) {
		uint32_t cp = ht_utf8_get(p, end, &bytes);
		odt_context before = s->context;
		odt_kind found = odt_kind_next(&s->context, cp);
		if (p == text)
			*kind = found;
		else if (found != *kind) {
			s->context = before;
			return (size_t)(p - text);
		}
	}
	return len;
}

static ht_status write_piece(run_state *s, odt_look look, const char *text, size_t len, ht_loc loc)
{
	ht_status status = HT_OK;
	while (len && status == HT_OK) {
		odt_fitted fit = fit_at(s);
		odt_look fitted = look;
		size_t n = until_kind(s, text, until_mark(s, len), &fitted.kind);
		if (fitted.kind == ODT_YUAN && odt_yuan_face(s->o, look.face) == look.face)
			fitted.kind = ODT_LETTER;
		if (fit.spacing && !look.spaced) {
			fitted.spaced = true;
			fitted.spacing = s->spacing + fit.spacing;
		}
		fitted.breaks = fit.breaks;
		if (fitted.spaced || fitted.kind || fitted.breaks)
			fitted.plain = look.plain || odt_look_equal(&look, &s->base);
		status = set_look(s, &fitted);
		odt_text(s->o, &s->o->body, text, n, &s->blank, loc);
		text += n;
		len -= n;
		s->at += n;
		write_marks(s);
	}
	return status;
}

/* Is the first letter of the text a Latin one? */
static bool begins_latin(const odt_run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		size_t bytes;
		for (const char *p = run->spans[i].text, *end = p + run->spans[i].len; p < end; p += bytes) {
			uint32_t cp = ht_utf8_get(p, end, &bytes);
			if (odt_is_word(cp) || cp >= 0x2E80)
				return odt_is_word(cp);
		}
	}
	return false;
}

/* A name spread over cells: all its letters but the last are set apart. */
static ht_status write_spread(run_state *s, const ht_dspan *span, odt_look look)
{
	ht_len cell = ht_len_scale(ht_geometry_cell(&s->o->style->page, 1), span->size, s->o->style->page.size);
	size_t n = ht_utf8_count(span->text, span->len), last = span->len;
	while (last > 0 && ((unsigned char)span->text[--last] & 0xC0) == 0x80)
		;
	odt_look apart = look;
	apart.spaced = true;
	apart.plain = odt_look_equal(&look, &s->base);
	apart.spacing = s->spacing + ((ht_len)span->cells * cell - (ht_len)n * cell) / (ht_len)(n - 1);
	ht_status status = write_piece(s, apart, span->text, last, span->loc);
	return status == HT_OK ? write_piece(s, look, span->text + last, span->len - last, span->loc) : status;
}

static ht_status write_span(run_state *s, const ht_dspan *span)
{
	const odt_look look = {.face = span->face, .size = span->size, .colour = span->colour};
	set_href(s, span->href);
	if (span->cells > 0 && (size_t)span->cells > ht_utf8_count(span->text, span->len) &&
	    ht_utf8_count(span->text, span->len) > 1)
		return write_spread(s, span, look);
	return write_piece(s, look, span->text, span->len, span->loc);
}

ht_status odt_write_run(odt *o, const odt_para *para, const odt_run *run)
{
	run_state s = {.o = o, .run = run, .base = odt_look_of(para->ps), .spacing = para->spacing, .blank = true};
	ht_status status = HT_OK;
	s.context.latin = begins_latin(run);
	if (run->marked) {
		s.bookmark = bookmark_name(&s);
		if (!s.bookmark)
			return HT_ERR_NOMEM;
		write_bookmark(&s, "text:bookmark-start");
	}
	for (size_t i = 0; i < run->n && status == HT_OK; i++)
		status = write_span(&s, &run->spans[i]);
	set_href(&s, NULL);
	close_span(&s);
	if (s.bookmark)
		write_bookmark(&s, "text:bookmark-end");
	return status;
}

ht_status odt_simple_para(odt *o, const odt_para *para, const ht_element *e, const ht_dspan *spans, size_t n)
{
	const odt_run run = {.spans = spans, .n = n, .element = e};
	ht_status status = odt_para_begin(o, para, 0);
	if (status == HT_OK)
		status = odt_write_run(o, para, &run);
	odt_para_end(o);
	return status;
}
