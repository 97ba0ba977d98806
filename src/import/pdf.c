/* PDF: the words of its pages with their boxes, by poppler's pdftotext, which is run as a program.
 *
 * What a page shows is words at places; what a record needs is paragraphs. So words are put together to lines, lines of
 * a text of words in columns to rows, the others to paragraphs by indents and full lines, as a reader sees them.
 * Page numbers, and lines that stand at the edge of several pages, are no text of the document.
 *
 * Lengths are points from the page's top left corner. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <libxml/parser.h>

#include "base/messages.h"
#include "base/program.h"
#include "base/utf8.h"
#include "import/messages.h"
#include "pdf.h"
#include "sink.h"

#define PDF_PROGRAM "pdftotext"
#define PDF_PACKAGE "poppler-utils"
#define PDF_SECONDS 120
/* Of the program's output: each word is a line of XML. */
#define PDF_MOST ((size_t)256 << 20)

/* ---- the words ---- */

/* No page is so large: 5 km. */
#define LENGTH_MOST 14400000.0

/* A damaged file may have any number, and what is none: it would be neither before nor after another. */
static double length_of(const xmlNode *node, const char *name)
{
	double length = g_ascii_strtod(im_raw_attribute(node, name), NULL);
	return isfinite(length) ? CLAMP(length, -LENGTH_MOST, LENGTH_MOST) : 0;
}

/* The text of a word, on one line: a font may say of a sign that it is a line's end. */
static const char *text_of_word(im_doc *d, const xmlNode *node)
{
	const char *text = im_content(d, node);
	if (!strpbrk(text, "\n\r\t"))
		return text;
	char *line = ht_arena_strdup(d->arena, text);
	for (char *p = line; p && (p = strpbrk(p, "\n\r\t"));)
		*p = ' ';
	return im_checked(d, line);
}

static void add_word(im_pdf *pdf, const xmlNode *node)
{
	const char *text = text_of_word(pdf->d, node);
	im_pdf_word word = {length_of(node, "xMin"),
	                    length_of(node, "yMin"),
	                    length_of(node, "xMax"),
	                    length_of(node, "yMax"),
	                    text,
	                    pdf->n_lines,
	                    0};
	im_pdf_word *slot = *text ? HT_PUSH(pdf->d->arena, pdf->words, pdf->n, pdf->cap) : NULL;
	pdf->d->nomem |= *text && !slot;
	if (slot)
		*slot = word;
}

/* Words that are so much taller than wide, with more than one character: the page's text is landscape. */
#define UPRIGHT_LEAST 1.5

static bool is_upright(const im_pdf_word *w)
{
	return ht_str_chars(w->text) > 1 && w->y1 - w->y0 > UPRIGHT_LEAST * (w->x1 - w->x0);
}

/* The number of a page whose text is landscape stands where those of other pages do, in this part of its height. */
#define LANDSCAPE_EDGE 0.88

static void leave_number(im_pdf *pdf, im_pdf_page *page)
{
	ht_buf number = {0};
	size_t w = page->from;
	for (size_t i = page->from; i < page->to; i++) {
		const im_pdf_word *word = &pdf->words[i];
		if (word->y0 > LANDSCAPE_EDGE * page->height &&
		    (im_is_page_number(word->text) || ht_str_one_of(word->text, "—-－–―")))
			ht_buf_adds(&number, word->text);
		else
			pdf->words[w++] = *word;
	}
	page->to = pdf->n = w;
	im_leave_out(pdf->d, im_copy_buf(pdf->d, &number), im_whole_file(pdf->d), HT_D_IMPORT_REMOVED);
	ht_buf_free(&number);
}

/* Turn the words of a page whose text runs up or down, so that it runs to the right. */
static void turn_page(im_pdf *pdf, im_pdf_page *page)
{
	size_t upright = 0, several = 0;
	int downward = 0;
	for (size_t i = page->from; i < page->to; i++) {
		const im_pdf_word *w = &pdf->words[i];
		several += ht_str_chars(w->text) > 1;
		upright += is_upright(w);
		/* the program gives the words of a line in their order */
		if (i > page->from && fabs(w->x0 - w[-1].x0) < 1 && is_upright(w) && is_upright(w - 1))
			downward += w->y0 > w[-1].y0 ? 1 : -1;
	}
	if (!several || upright * 2 <= several)
		return;
	leave_number(pdf, page);
	for (size_t i = page->from; i < page->to; i++) {
		im_pdf_word *w = &pdf->words[i], old = *w;
		double x0 = downward > 0 ? old.y0 : page->height - old.y1;
		double y0 = downward > 0 ? page->width - old.x1 : old.x0;
		*w = (im_pdf_word){x0, y0, x0 + old.y1 - old.y0, y0 + old.x1 - old.x0, old.text, old.line, 0};
	}
	page->landscape = true;
	double width = page->width;
	page->width = page->height;
	page->height = width;
}

/* paged: the node is within a page. The program writes none within another. */
static void walk(im_pdf *pdf, const xmlNode *node, bool paged, int depth)
{
	for (const xmlNode *c = node->children; c && depth < IM_MAX_DEPTH && !pdf->d->nomem; c = c->next) {
		if (im_is_element(c, "word")) {
			add_word(pdf, c);
			continue;
		}
		if (paged || !im_is_element(c, "page")) {
			pdf->n_lines += im_is_element(c, "line");
			walk(pdf, c, paged, depth + 1);
			continue;
		}
		im_pdf_page *page = HT_PUSH(pdf->d->arena, pdf->pages, pdf->n_pages, pdf->cap_pages);
		pdf->d->nomem |= !page;
		if (!page)
			return;
		*page = (im_pdf_page){.width = length_of(c, "width"), .height = length_of(c, "height"), .from = pdf->n};
		walk(pdf, c, true, depth + 1);
		pdf->pages[pdf->n_pages - 1].to = pdf->n;
		turn_page(pdf, &pdf->pages[pdf->n_pages - 1]);
	}
}

static ht_status run_program(im_doc *d, const char *data, size_t len, ht_buf *xml)
{
	static const char *const args[] = {PDF_PROGRAM, "-bbox-layout", "-enc", "UTF-8", "-", "-", NULL};
	const ht_program program = {args, data, len, PDF_MOST, PDF_SECONDS};
	char seconds[16];
	snprintf(seconds, sizeof seconds, "%d", PDF_SECONDS);
	switch (ht_program_run(&program, xml)) {
	case HT_PROGRAM_DONE:
		return HT_OK;
	case HT_PROGRAM_MISSING:
		im_refuse(d, HT_D_IMPORT_PROGRAM, PDF_PROGRAM, PDF_PACKAGE);
		return HT_ERR_LIB;
	case HT_PROGRAM_NO_MEMORY:
		return HT_ERR_NOMEM;
	case HT_PROGRAM_BUSY:
		return d->refused ? HT_ERR_INPUT : im_refuse(d, HT_D_NO_PROCESS, strerror(errno), NULL);
	case HT_PROGRAM_LATE:
		return im_refuse(d, HT_D_IMPORT_PROGRAM_LATE, PDF_PROGRAM, seconds);
	case HT_PROGRAM_LARGE:
	case HT_PROGRAM_FAILED:
		break;
	}
	return im_refuse(d, im_has_bytes(data, len, "/Encrypt") ? HT_D_IMPORT_LOCKED : HT_D_IMPORT_PDF_BROKEN, NULL,
	                 NULL);
}

/* ---- characters that the fonts do not tell ---- */

/* Fonts of scans and of some old programs tell of hardly any character what it is: one in this many lost is too many.
 */
#define LOST_SHARE 20
#define LOST       0xFFFD

static bool is_lost(uint32_t cp)
{
	return cp == LOST || (cp >= 0xE000 && cp <= 0xF8FF);
}

/* Where a reader takes the numbers of glyphs for characters, it finds letters of many scripts: more than a text has
 * besides those that Chinese texts have anyway. */
#define SCRIPTS_MOST 4

static bool is_usual(GUnicodeScript script)
{
	static const GUnicodeScript usual[] = {
	    G_UNICODE_SCRIPT_COMMON,   G_UNICODE_SCRIPT_INHERITED, G_UNICODE_SCRIPT_HAN,      G_UNICODE_SCRIPT_LATIN,
	    G_UNICODE_SCRIPT_GREEK,    G_UNICODE_SCRIPT_CYRILLIC,  G_UNICODE_SCRIPT_HIRAGANA, G_UNICODE_SCRIPT_KATAKANA,
	    G_UNICODE_SCRIPT_BOPOMOFO, G_UNICODE_SCRIPT_UNKNOWN};
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		if (usual[i] == script)
			return true;
	return false;
}

/* Scripts are counted by their numbers: there are fewer. */
#define SCRIPTS 512

static bool are_known(const im_pdf *pdf)
{
	bool seen[SCRIPTS] = {false};
	size_t lost = 0, all = 0, scripts = 0;
	for (size_t i = 0; i < pdf->n; i++)
		for (const char *p = pdf->words[i].text; *p; p = ht_str_next(p), all++) {
			GUnicodeScript script = g_unichar_get_script(ht_str_char(p));
			lost += is_lost(ht_str_char(p));
			if (is_usual(script) || (size_t)script >= SCRIPTS || seen[script])
				continue;
			seen[script] = true;
			scripts++;
		}
	return lost * LOST_SHARE <= all && scripts <= SCRIPTS_MOST;
}

/* ---- pictures ---- */

/* Does the file hold pictures? The dictionaries of streams are plain text. */
static bool has_pictures(const char *data, size_t len)
{
	return im_has_bytes(data, len, "/Subtype/Image") || im_has_bytes(data, len, "/Subtype /Image");
}

/* Why is there no text? */
static ht_code no_text(const char *data, size_t len)
{
	if (has_pictures(data, len))
		return HT_D_IMPORT_PDF_SCAN;
	return im_has_bytes(data, len, "/Font") ? HT_D_IMPORT_PDF_FONTS : HT_D_IMPORT_EMPTY;
}

static void tell_of_pages(const im_pdf *pdf)
{
	for (size_t i = 0; i < pdf->n_pages; i++) {
		char number[24];
		snprintf(number, sizeof number, "%zu", i + 1);
		if (pdf->pages[i].from == pdf->pages[i].to)
			ht_diag(pdf->d->diags, HT_D_IMPORT_PDF_EMPTY_PAGE, im_whole_file(pdf->d), number, NULL);
	}
}

ht_status im_read_pdf(im_doc *d, const char *data, size_t len)
{
	im_pdf pdf = {.d = d};
	ht_buf xml = {0};
	ht_status status = run_program(d, data, len, &xml);
	xmlDoc *doc = NULL;
	const im_xml_library *lib = im_xml(d);
	if (lib && status == HT_OK && xml.len)
		doc = lib->xmlReadMemory(xml.data, (int)xml.len, NULL, "UTF-8",
		                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_RECOVER |
		                             XML_PARSE_HUGE);
	im_note_xml_nomem(d);
	ht_buf_free(&xml);
	if (status != HT_OK)
		return status;
	if (!lib)
		return im_no_library(d);
	if (im_root(doc))
		walk(&pdf, im_root(doc), false, 0);
	im_xml_free_doc(d, doc);
	if (d->nomem)
		return HT_ERR_NOMEM;
	if (!pdf.n)
		return im_refuse(d, no_text(data, len), NULL, NULL);
	if (!are_known(&pdf))
		return im_refuse(d, HT_D_IMPORT_PDF_FONTS, NULL, NULL);
	tell_of_pages(&pdf);
	if (has_pictures(data, len))
		ht_diag(d->diags, HT_D_IMPORT_PDF_PICTURES, im_whole_file(d), NULL);
	im_put_pages(&pdf);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}
