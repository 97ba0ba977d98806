/* Text within paragraphs: spans of one look, links, line ends, bookmarks. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "draft/messages.h"
#include "draft_priv.h"

#define CROSS "×"

void ht_draft_say_replaced(ht_draft *d, uint32_t cp, ht_loc loc)
{
	char code[16];
	snprintf(code, sizeof code, "U+%04X", cp);
	ht_diag(d->diags, HT_D_DRAFT_CHARACTER, loc, code, "U+FFFD", NULL);
}

void ht_draft_para_begin(ht_draft *d, const ht_draft_para *para, int level)
{
	ht_draft_para named = *para;
	named.begins = d->begins;
	named.pitch = ht_draft_line_pitch(d, named.pitch);
	named.above = ht_draft_line_space(d, named.above);
	named.page_break = named.page_break && !d->begins;
	d->begins = HT_DRAFT_BEGINS_NOTHING;
	d->started = true;
	d->format->para_begin(d, &named, level);
	ht_draft_hang_shapes(d);
}

void ht_draft_para_end(ht_draft *d)
{
	d->format->para_end(d);
}

/* What is open while a run is written. */
typedef struct run_state {
	ht_draft *d;
	const ht_draft_run *run;
	ht_draft_look base;
	const char *href; /* of the open link */
	bool in_gap;      /* the tab of a gap is written */
	size_t at;        /* bytes written */
	size_t next_break, next_chance, next_fit;
	ht_len spacing;          /* the paragraph's */
	ht_kind_context context; /* the context of the next character */
	const char *bookmark;    /* its name while it is open */
} run_state;

static void set_href(run_state *s, const char *href)
{
	if (href)
		ht_ledger_show(s->d->doc->ledger, href, strlen(href));
	bool same = s->href == href || (s->href && href && strcmp(s->href, href) == 0);
	if (same)
		return;
	if (s->href)
		s->d->format->link(s->d, NULL);
	s->href = href;
	if (href)
		s->d->format->link(s->d, href);
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
	    buf.failed ? NULL : ht_arena_printf(s->d->arena, "%d %.*s", ++s->d->n_bookmarks, (int)good, buf.data);
	ht_buf_free(&buf);
	for (char *p = name; p && *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return ht_draft_checked(s->d, name);
}

static void end_bookmark(run_state *s)
{
	if (s->bookmark)
		s->d->format->bookmark(s->d, s->bookmark, false);
	s->bookmark = NULL;
}

/* Write what is between two bytes of the text: line ends, a heading's end. */
static void write_bookmarks(run_state *s)
{
	if (s->at == s->run->marked)
		end_bookmark(s);
	if (s->next_break < s->run->n_breaks && s->run->breaks[s->next_break] == s->at) {
		s->d->format->line_break(s->d);
		s->next_break++;
	}
	if (s->next_chance < s->run->n_chances && s->run->chances[s->next_chance] == s->at) {
		s->d->format->break_chance(s->d);
		s->next_chance++;
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
	if (s->next_chance < s->run->n_chances && s->run->chances[s->next_chance] - s->at < len)
		len = s->run->chances[s->next_chance] - s->at;
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

/* What is to be filled in: ××, and × alone, but for that of 3×4. */
static bool is_cross(const char *p, const char *end)
{
	return (size_t)(end - p) >= strlen(CROSS) && memcmp(p, CROSS, strlen(CROSS)) == 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t crosses_at(const char *text, const char *p, const char *end)
{
	size_t n = 0;
	while (is_cross(p + n, end))
		n += strlen(CROSS);
	bool before = p > text && is_digit(p[-1]), after = p + n < end && is_digit(p[n]);
	return n == strlen(CROSS) && (before || after) ? 0 : n;
}

/* The length of the text's first piece: a placeholder, or what is before one; n if there is none. */
static size_t until_placeholder(const char *text, size_t n, bool *is_placeholder)
{
	const char *end = text + n;
	*is_placeholder = false;
	for (const char *p = text; p < end; p++) {
		size_t len = is_cross(p, end) ? crosses_at(text, p, end) : 0;
		if (!len)
			continue;
		*is_placeholder = p == text;
		return p == text ? len : (size_t)(p - text);
	}
	return n;
}

static void tell_piece(const run_state *s, const ht_draft_piece *piece)
{
	const ht_draft_format *format = s->d->format;
	ht_draft_piece part = *piece;
	bool is_placeholder = false;
	for (size_t at = 0; at < piece->len; at += part.len) {
		part.text = piece->text + at;
		part.len = piece->len - at;
		if (s->d->is_template)
			part.len = until_placeholder(part.text, part.len, &is_placeholder);
		if (is_placeholder)
			format->placeholder(s->d, &part);
		else
			format->piece(s->d, &part);
	}
}

static void write_piece(run_state *s, ht_draft_look look, const char *text, size_t len, ht_loc loc)
{
	while (len) {
		ht_fit fit = fit_at(s);
		ht_draft_look fitted = look;
		size_t n = until_kind(s, text, until_bookmark(s, len), &fitted.kind);
		if (fitted.kind == HT_KIND_YUAN && ht_yuan_face(s->d->fonts, s->d->style, look.face) == look.face)
			fitted.kind = HT_KIND_LETTER;
		if (fit.spacing && !look.spaced) {
			fitted.spaced = true;
			fitted.spacing = s->spacing + fit.spacing;
		}
		fitted.breaks = fit.breaks;
		if (fitted.spaced || fitted.kind || fitted.breaks)
			fitted.plain = look.plain || ht_draft_look_equal(&look, &s->base);
		const ht_draft_piece piece = {
		    .base = &s->base, .look = &fitted, .element = s->run->element, .text = text, .len = n, .loc = loc};
		tell_piece(s, &piece);
		text += n;
		len -= n;
		s->at += n;
		write_bookmarks(s);
	}
}

/* Is the first letter of the text a Latin one? */
static bool begins_latin(const ht_draft_run *run)
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
static void write_spread(run_state *s, const ht_dspan *span, ht_draft_look look)
{
	ht_len cell = ht_len_scale(ht_geometry_char(&s->d->style->page, 1), span->size, s->d->style->page.size);
	size_t n = ht_utf8_count(span->text, span->len), last = span->len;
	while (last > 0 && ((unsigned char)span->text[--last] & 0xC0) == 0x80)
		;
	ht_draft_look apart = look;
	apart.spaced = true;
	apart.plain = ht_draft_look_equal(&look, &s->base);
	apart.spacing = s->spacing + ((ht_len)span->chars * cell - (ht_len)n * cell) / (ht_len)(n - 1);
	write_piece(s, apart, span->text, last, span->loc);
	write_piece(s, look, span->text + last, span->len - last, span->loc);
}

void ht_draft_note_para(const ht_draft *d, size_t note, ht_draft_para *ret)
{
	ht_draft_para_of(d, d->doc->notes.v[note].style, ret);
	ret->pitch = d->laid->notes[note].v[0].pitch;
}

/* The mark of a footnote, and at the first of its marks its text: an editor numbers the notes and sets them at the foot
 * of the page. */
static void write_note(run_state *s, const ht_dspan *span)
{
	ht_draft *d = s->d;
	const ht_block *block = &d->doc->notes.v[span->note - 1];
	bool first = span->note > d->n_notes;
	set_href(s, NULL);
	d->format->note_begin(d, span, first);
	if (first) {
		d->n_notes = span->note;
		/* its first span is the number, which the editor puts there itself */
		const ht_draft_run run = {
		    .spans = block->paras[0].spans + 1, .n = block->paras[0].n - 1, .element = block->element};
		ht_draft_para para;
		ht_draft_note_para(d, span->note - 1, &para);
		ht_draft_write_para(d, &para, &run, 0);
	}
	d->format->note_end(d, first);
	s->at += span->len;
	write_bookmarks(s);
}

/* Blanks between names: one tab for all of them. */
static void write_gap(run_state *s, const ht_dspan *span)
{
	if (!s->in_gap)
		s->d->format->tab(s->d);
	s->in_gap = true;
	s->at += span->len;
	write_bookmarks(s);
}

static void write_span(run_state *s, const ht_dspan *span)
{
	if (s->run->tabbed && ht_draft_is_gap(span)) {
		write_gap(s, span);
		return;
	}
	s->in_gap = false;
	if (span->note) {
		write_note(s, span);
		return;
	}
	const ht_draft_look look = {.face = span->face, .size = span->size, .colour = span->colour};
	size_t chars = span->chars > 0 ? ht_utf8_count(span->text, span->len) : 0;
	set_href(s, span->href);
	if (chars > 1 && (size_t)span->chars > chars)
		write_spread(s, span, look);
	else
		write_piece(s, look, span->text, span->len, span->loc);
}

void ht_draft_write_run(ht_draft *d, const ht_draft_para *para, const ht_draft_run *run)
{
	if (!d->format->piece) /* only paragraphs are counted */
		return;
	run_state s = {.d = d, .run = run, .base = ht_draft_look_of(para->ps), .spacing = para->spacing};
	s.context.latin = begins_latin(run);
	d->format->run_begin(d);
	if (run->marked) {
		s.bookmark = bookmark_name(&s);
		d->format->bookmark(d, s.bookmark, true);
	}
	for (size_t i = 0; i < run->n; i++)
		write_span(&s, &run->spans[i]);
	set_href(&s, NULL);
	d->format->run_end(d);
	end_bookmark(&s);
}

void ht_draft_write_para(ht_draft *d, const ht_draft_para *para, const ht_draft_run *run, int level)
{
	ht_draft_para_begin(d, para, level);
	ht_draft_write_run(d, para, run);
	ht_draft_para_end(d);
}

ht_draft_run ht_draft_slice(ht_draft *d, const ht_dpara *para, size_t from, size_t len, const ht_element *e)
{
	ht_draft_run run = {.element = e};
	ht_dspan *spans = ht_draft_array(d, para->n + 1, sizeof *spans);
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
