/* Which reader reads a file: its bytes decide, not its name. */
#include "read.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "assistant.h"
#include "base/filekind.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "convert.h"
#include "import/messages.h"
#include "pdf.h"
#include "sheet.h"
#include "sink.h"

static bool file_ends(const im_doc *d, const char *const *endings)
{
	return d->file && ht_str_ending_of(d->file, endings);
}

/* ---- names ---- */

static const char *const word_names[] = {".docx", ".docm", ".dotx", NULL};
static const char *const odt_names[] = {".odt", ".ott", ".fodt", NULL};
static const char *const html_names[] = {".html", ".htm", ".xhtml", ".shtml", NULL};
static const char *const old_names[] = {".doc", ".wps", ".rtf", ".xls", ".dot", ".et", NULL};
static const char *const pdf_names[] = {".pdf", NULL};
static const char *const list_names[] = {".csv", ".tsv", NULL};

/* Kinds of file that people name, and the endings of their names. */
static const struct {
	const char *kind;
	const char *const *names;
} kinds[] = {{"DOCX", word_names}, {"ODT", odt_names}, {"HTML", html_names}, {"DOC", old_names}, {"PDF", pdf_names}};

/* Tell of a name that says something else: whoever sends `通知.docx` that is a web page does not know it. */
static void compare_name(im_doc *d, const char *kind)
{
	for (size_t i = 0; d->file && i < ARRAY_LEN(kinds); i++) {
		size_t n = ht_str_ending_of(d->file, kinds[i].names);
		if (!n || strcmp(kinds[i].kind, kind) == 0)
			continue;
		ht_diag(d->diags, HT_D_IMPORT_NAME_DIFFERS, im_whole_file(d), d->file + strlen(d->file) - n, kind,
		        NULL);
	}
}

/* ---- packages ---- */

/* Parts and types by which a package is known: names of parts, and the type of an OpenDocument file, are not
 * compressed. */
static const struct {
	const char *part;
	ht_import_kind kind; /* HT_IMPORT_AUTO: not read */
	ht_code refusal;
} packages[] = {
    {"opendocument.text", HT_IMPORT_ODT, NULL},
    {"word/document.xml", HT_IMPORT_DOCX, NULL},
    {"ppt/presentation.xml", HT_IMPORT_AUTO, HT_D_IMPORT_SLIDES},
    {"opendocument.presentation", HT_IMPORT_AUTO, HT_D_IMPORT_SLIDES},
    {"OFD.xml", HT_IMPORT_AUTO, HT_D_IMPORT_OFD},
    {"META-INF/manifest.xml", HT_IMPORT_ODT, NULL}, /* packed anew, with its type compressed */
};

/* Is it an office's package at all? */
static bool is_office(const char *data, size_t len)
{
	return im_has_bytes(data, len, "[Content_Types].xml") ||
	       im_has_bytes(data, len, "mimetypeapplication/vnd.oasis") || im_has_bytes(data, len, "content.xml") ||
	       im_has_bytes(data, len, "document.xml");
}

static void tell_of_package(im_doc *d, const char *data, size_t len)
{
	if (im_has_bytes(data, len, "word/document.xml"))
		compare_name(d, "DOCX");
	else if (im_has_bytes(data, len, "opendocument.text"))
		compare_name(d, "ODT");
}

static ht_status read_package(im_doc *d, const char *data, size_t len, ht_import_kind kind)
{
	if (kind == HT_IMPORT_AUTO && im_has_bytes(data, len, "xl/workbook.xml"))
		return im_read_xlsx(d, data, len);
	for (size_t i = 0; kind == HT_IMPORT_AUTO && i < ARRAY_LEN(packages); i++) {
		if (!im_has_bytes(data, len, packages[i].part))
			continue;
		if (packages[i].refusal)
			return im_refuse(d, packages[i].refusal, NULL, NULL);
		kind = packages[i].kind;
	}
	if (kind == HT_IMPORT_AUTO && !is_office(data, len))
		return im_refuse(d, HT_D_IN_ARCHIVE, NULL, NULL);
	d->structured = true;
	return kind == HT_IMPORT_ODT ? im_read_odt(d, data, len) : im_read_docx(d, data, len);
}

static bool is_package(const char *data, size_t len, ht_import_kind kind)
{
	if (kind == HT_IMPORT_AUTO)
		return len > 4 && memcmp(data, "PK\3\4", 4) == 0;
	return kind == HT_IMPORT_DOCX || kind == HT_IMPORT_ODT;
}

static ht_status read_old(im_doc *d, const char *data, size_t len)
{
	ht_buf made = {0};
	compare_name(d, "DOC");
	ht_status status = im_convert(d, data, len, &made);
	if (status == HT_OK && !is_package(made.data, made.len, HT_IMPORT_AUTO))
		status = im_refuse(d, HT_D_IMPORT_CONVERT_FAILED, NULL, NULL);
	if (status == HT_OK)
		status = read_package(d, made.data, made.len, HT_IMPORT_AUTO);
	ht_buf_free(&made);
	return status;
}

/* ---- texts ---- */

static void say_count(im_doc *d, ht_code code, size_t n)
{
	char text[24];
	snprintf(text, sizeof text, "%zu", n);
	ht_diag(d->diags, code, im_whole_file(d), text, NULL);
}

void im_say_encoding(im_doc *d, ht_encoding encoding)
{
	static const char *const names[] = {[HT_ENCODING_UTF8] = NULL,
	                                    [HT_ENCODING_UTF16LE] = "UTF-16LE",
	                                    [HT_ENCODING_UTF16BE] = "UTF-16BE",
	                                    [HT_ENCODING_GB18030] = "GB18030",
	                                    [HT_ENCODING_DAMAGED] = NULL};
	if (names[encoding])
		ht_diag(d->diags, HT_D_IMPORT_ENCODING, im_whole_file(d), names[encoding], NULL);
}

static void say_decoded(im_doc *d, ht_encoding encoding, size_t bad, size_t controls)
{
	im_say_encoding(d, encoding);
	if (bad)
		say_count(d, HT_D_IMPORT_BYTES, bad);
	if (controls)
		say_count(d, HT_D_IMPORT_CONTROLS, controls);
}

/* Does the text begin like a page: <!doctype html>, <html>, or a tag of one? */
static bool looks_like_html(const char *text, size_t len)
{
	static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ",
	                                   "<table",         "<meta"};
	size_t i = strspn(text, " \t\r\n");
	for (size_t k = 0; k < ARRAY_LEN(tags); k++)
		if (len - i > strlen(tags[k]) && g_ascii_strncasecmp(text + i, tags[k], strlen(tags[k])) == 0)
			return true;
	return false;
}

/* More control characters, or bytes without a meaning, than one in this many: no text, whatever it is. Damaged texts
 * have some. */
#define NOISE_SHARE 10

static ht_status read_text(im_doc *d, const char *data, size_t len, ht_import_kind kind, ht_encoding *encoding)
{
	const char *text;
	size_t text_len, bad, controls;
	ht_status status = im_decode(d->arena, data, len, &text, &text_len, encoding, &bad, &controls);
	if (status != HT_OK)
		return status;
	if ((bad + controls) * NOISE_SHARE > text_len)
		return im_refuse(d, HT_D_IMPORT_NOT_TEXT, NULL, NULL);
	say_decoded(d, *encoding, bad, controls);
	if (kind == HT_IMPORT_AUTO && file_ends(d, list_names))
		return im_read_csv(d, text, text_len);
	d->structured = kind == HT_IMPORT_HTML ||
	                (kind == HT_IMPORT_AUTO && (file_ends(d, html_names) || looks_like_html(text, text_len)));
	if (kind == HT_IMPORT_AUTO)
		compare_name(d, d->structured ? "HTML" : "TXT");
	if (d->structured)
		return im_read_html(d, text, text_len);
	if (!im_split_lines(d, text, text_len))
		return HT_ERR_NOMEM;
	im_read_front(d);
	im_find_assistant(d);
	im_read_cited(d);
	im_read_tagged(d);
	im_read_typed(d);
	return HT_OK;
}

/* Where the root of a flat ODT begins: after the XML declaration, and a comment. */
#define FLAT_BYTES 1000

/* Does the file begin as an ODT that is one XML document? */
static bool is_flat_odt(const char *data, size_t len)
{
	return g_strstr_len(data, (gssize)MIN(len, FLAT_BYTES), "<office:document") != NULL;
}

static ht_status read_kind(im_doc *d, const char *data, size_t len, ht_import_kind kind, ht_encoding *encoding)
{
	if (is_package(data, len, kind)) {
		if (kind == HT_IMPORT_AUTO)
			tell_of_package(d, data, len);
		return read_package(d, data, len, kind);
	}
	ht_code foreign = ht_file_kind(data, len);
	if (foreign == HT_D_IN_PDF) {
		compare_name(d, "PDF");
		d->structured = true;
		return im_read_pdf(d, data, len);
	}
	if (foreign == HT_D_IN_OLD_OFFICE)
		return read_old(d, data, len);
	if (foreign && foreign != HT_D_IN_OFFICE)
		return im_refuse(d, foreign, NULL, NULL);
	if (kind == HT_IMPORT_AUTO && is_flat_odt(data, len)) {
		compare_name(d, "ODT");
		d->structured = true;
		return im_read_fodt(d, data, len);
	}
	return read_text(d, data, len, kind, encoding);
}

ht_status im_read_file(im_doc *d, const char *data, size_t len, ht_import_kind kind, ht_encoding *encoding)
{
	ht_status status = read_kind(d, data, len, kind, encoding);
	if (d->controls)
		say_count(d, HT_D_IMPORT_CONTROLS, d->controls);
	d->nomem |= ht_shortage_met(); /* a library may have lost a part of the text */
	return d->nomem ? HT_ERR_NOMEM : status;
}
