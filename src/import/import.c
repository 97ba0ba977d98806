/* The stages, in order (see im.h). */
#include "base/messages.h"
#include "import/import.h"
#include "import/messages.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/filekind.h"
#include "im.h"
#include "sheet.h"
#include "sink.h"

static const ht_code repair_codes[HT_REPAIR_COUNT] = {
    [HT_REPAIR_ENTITIES] = HT_D_IMPORT_REPAIR_ENTITIES, [HT_REPAIR_RADICALS] = HT_D_IMPORT_REPAIR_RADICALS,
    [HT_REPAIR_WIDTH] = HT_D_IMPORT_REPAIR_WIDTH,       [HT_REPAIR_NUMBER] = HT_D_IMPORT_REPAIR_NUMBER,
    [HT_REPAIR_QUOTES] = HT_D_IMPORT_REPAIR_QUOTES,     [HT_REPAIR_ELLIPSIS] = HT_D_IMPORT_REPAIR_ELLIPSIS,
    [HT_REPAIR_DASH] = HT_D_IMPORT_REPAIR_DASH,         [HT_REPAIR_PUNCT] = HT_D_IMPORT_REPAIR_PUNCT,
    [HT_REPAIR_SPACES] = HT_D_IMPORT_REPAIR_SPACES,
};

static void say_count(im_doc *d, ht_code code, ht_loc loc, size_t n)
{
	char text[24];
	snprintf(text, sizeof text, "%zu", n);
	ht_diag(d->diags, code, loc, text, NULL);
}

static void say_repairs(im_doc *d, ht_import *import)
{
	for (int k = 0; k < HT_REPAIR_COUNT; k++) {
		import->repaired[k] = d->counts[k];
		if (d->counts[k])
			say_count(d, repair_codes[k], d->first[k], d->counts[k]);
	}
}

static void say_value(im_doc *d, const char *field, const char *value)
{
	ht_buf zh = {0};
	ht_field_add_zh(&zh, field);
	ht_diag(d->diags, HT_D_IMPORT_FOUND, d->title_loc, field, zh.failed ? field : zh.data, value, NULL);
	ht_buf_free(&zh);
}

/* The facts that a reader of the report looks for first. */
static void say_found(im_doc *d)
{
	const struct {
		const char *field, *value;
	} found[] = {{"title", d->title}, {"number", d->number}, {"meeting.name", d->meeting.name}, {"note", d->note}};
	for (size_t i = 0; i < ARRAY_LEN(found); i++)
		if (found[i].value)
			say_value(d, found[i].field, found[i].value);
	if (d->meeting.found && !d->meeting.present.n && !d->meeting.chair.n)
		ht_diag(d->diags, HT_D_IMPORT_NO_PEOPLE, (ht_loc){d->file, 0, 0}, NULL);
}

static void say_encoding(im_doc *d, ht_encoding encoding, size_t bad, size_t controls)
{
	static const char *const names[] = {[HT_ENCODING_UTF8] = NULL,
	                                    [HT_ENCODING_UTF16LE] = "UTF-16LE",
	                                    [HT_ENCODING_UTF16BE] = "UTF-16BE",
	                                    [HT_ENCODING_GB18030] = "GB18030",
	                                    [HT_ENCODING_DAMAGED] = NULL};
	ht_loc loc = {d->file, 0, 0};
	if (names[encoding])
		ht_diag(d->diags, HT_D_IMPORT_ENCODING, loc, names[encoding], NULL);
	if (bad)
		say_count(d, HT_D_IMPORT_BYTES, loc, bad);
	if (controls)
		say_count(d, HT_D_IMPORT_CONTROLS, loc, controls);
}

/* From lines to their meaning. */
static void recognise(im_doc *d, const ht_form *form)
{
	if (d->roster && im_read_roster(d)) {
		d->form = form ? form : im_recognise_form(d);
		ht_diag(d->diags, HT_D_IMPORT_NO_DATE, (ht_loc){d->file, 0, 0}, NULL);
		return;
	}
	im_find_junk(d);
	im_find_tables(d);
	bool labelled = im_is_labelled(d);
	if (!d->structured && !labelled)
		im_unwrap(d);
	im_repair_lines(d);
	if (labelled) {
		const ht_form *named = NULL;
		im_read_labelled(d, &named);
		if (!form)
			form = named;
	} else {
		im_find_captions(d);
		im_find_metadata(d);
		im_find_header(d);
		im_find_tail(d);
		im_find_seals(d);
		im_find_attachments(d);
		im_find_meeting(d);
	}
	im_settle(d, form);
	im_find_damage(d);
	say_found(d);
}

static bool has_text(const im_doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].kind != IM_JUNK)
			return true;
	return false;
}

/* The form of that name; NULL: there is none. */
static const ht_form *find_form(im_doc *d, const char *name)
{
	const ht_forms *forms = ht_catalogue_forms(d->catalogue);
	const ht_choice *choice = ht_forms_find(forms, name);
	if (choice)
		return ht_catalogue_form(d->catalogue, choice->en);
	ht_buf all = {0};
	for (size_t i = 0; i < forms->n; i++)
		ht_buf_addf(&all, "%s%s, %s", i ? ", " : "", forms->names[i].en, forms->names[i].zh);
	ht_diag(d->diags, HT_D_IMPORT_FORM_UNKNOWN, (ht_loc){d->file, 0, 0}, name, all.data ? all.data : "", NULL);
	ht_buf_free(&all);
	return NULL;
}

static bool file_ends(const im_doc *d, const char *const *endings)
{
	return d->file && ht_str_ending_of(d->file, endings);
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

/* Where the root of a flat ODT begins: after the XML declaration, and a comment. */
#define FLAT_BYTES 1000

/* Bytes of a zip entry before its name. */
#define ENTRY_HEADER 30

/* What a package contains: by its name, else by trying. */
static ht_status read_package(im_doc *d, const char *data, size_t len, ht_import_kind kind)
{
	static const char *const odt[] = {".odt", ".ott", ".fodt", NULL};
	if (kind == HT_IMPORT_AUTO && im_is_xlsx(d, data, len))
		return im_read_xlsx(d, data, len);
	if (kind == HT_IMPORT_AUTO) {
		/* the first entry of an ODT package is its type, uncompressed */
		static const char type[] = "mimetypeapplication/vnd.oasis";
		bool typed =
		    len > ENTRY_HEADER + sizeof type && memcmp(data + ENTRY_HEADER, type, sizeof type - 1) == 0;
		kind = typed || file_ends(d, odt) ? HT_IMPORT_ODT : HT_IMPORT_DOCX;
	}
	d->structured = true;
	return kind == HT_IMPORT_ODT ? im_read_odt(d, data, len) : im_read_docx(d, data, len);
}

static bool is_package(const char *data, size_t len, ht_import_kind kind)
{
	if (kind == HT_IMPORT_AUTO)
		return len > 4 && memcmp(data, "PK\3\4", 4) == 0;
	return kind == HT_IMPORT_DOCX || kind == HT_IMPORT_ODT;
}

/* Does the file begin as an ODT that is one XML document? */
static bool is_flat_odt(const char *data, size_t len)
{
	return g_strstr_len(data, (gssize)MIN(len, FLAT_BYTES), "<office:document") != NULL;
}

static ht_status read_lines(im_doc *d, const char *data, size_t len, ht_import_kind kind, ht_import *import)
{
	static const char *const html[] = {".html", ".htm", ".xhtml", NULL}, *const csv[] = {".csv", ".tsv", NULL};
	if (is_package(data, len, kind))
		return read_package(d, data, len, kind);
	ht_code foreign = ht_file_kind(data, len);
	if (foreign && foreign != HT_D_IN_OFFICE) {
		ht_diag(d->diags, foreign, (ht_loc){d->file, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	if (kind == HT_IMPORT_AUTO && is_flat_odt(data, len)) {
		d->structured = true;
		return im_read_fodt(d, data, len);
	}
	const char *text;
	size_t text_len, bad, controls;
	ht_status status = im_decode(d->arena, data, len, &text, &text_len, &import->encoding, &bad, &controls);
	if (status != HT_OK)
		return status;
	say_encoding(d, import->encoding, bad, controls);
	if (kind == HT_IMPORT_AUTO && file_ends(d, csv))
		return im_read_csv(d, text, text_len);
	d->structured = kind == HT_IMPORT_HTML ||
	                (kind == HT_IMPORT_AUTO && (file_ends(d, html) || looks_like_html(text, text_len)));
	if (d->structured)
		return im_read_html(d, text, text_len);
	return im_split_lines(d, text, text_len) ? HT_OK : HT_ERR_NOMEM;
}

static ht_status run(im_doc *d, const char *data, size_t len, const ht_import_options *options, ht_import *import)
{
	const ht_form *form = options->form ? find_form(d, options->form) : NULL;
	if (options->form && !form)
		return HT_ERR_INPUT;
	ht_status status = read_lines(d, data, len, options->kind, import);
	if (status != HT_OK)
		return status;
	im_account_open(d);
	recognise(d, form);
	if (d->nomem)
		return HT_ERR_NOMEM;
	if (!has_text(d)) {
		ht_diag(d->diags, HT_D_IMPORT_EMPTY, (ht_loc){d->file, 0, 0}, NULL);
		return HT_ERR_INPUT;
	}
	import->pictures = d->pictures;
	import->n_pictures = d->n_pictures;
	im_build(d, import);
	if (!d->nomem)
		im_account_close(d, import);
	say_repairs(d, import);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}

/* The forms of the program's own sheets alone. */
static ht_status open_own(ht_import *import)
{
	static const char own[] = "styles";
	static const char *const dirs[] = {own, NULL};
	static const ht_style_dirs where = {.dirs = dirs, .built_in = own};
	return ht_catalogue_open(&where, NULL, 0, NULL, &import->own);
}

ht_status ht_import_read(const char *data, size_t len, const char *file, const ht_import_options *options,
                         ht_diags *diags, ht_import **ret)
{
	static const ht_import_options all = {.repairs = HT_REPAIR_ALL};
	ht_arena *arena = ht_arena_new();
	ht_import *import = arena ? ht_arena_alloc(arena, sizeof *import) : NULL;
	im_doc *d = import ? ht_arena_alloc(arena, sizeof *d) : NULL;
	if (!d) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	options = options ? options : &all;
	import->arena = arena;
	d->arena = arena;
	d->diags = diags;
	d->file = file ? im_checked(d, ht_arena_strdup(arena, file)) : NULL;
	d->repairs = options->repairs;
	d->picture_dir = options->picture_dir ? im_checked(d, ht_arena_strdup(arena, options->picture_dir)) : NULL;
	d->date.date.hour = d->published.date.hour = d->print_date.date.hour = -1;
	d->meeting.time.date.hour = d->meeting.end.date.hour = -1;
	ht_status status = options->catalogue ? HT_OK : open_own(import);
	d->catalogue = import->catalogue = options->catalogue ? options->catalogue : import->own;
	if (status == HT_OK)
		status = run(d, data, len, options, import);
	if (status == HT_OK)
		*ret = import;
	else
		ht_import_free(import);
	return status;
}

void ht_import_free(ht_import *import)
{
	if (!import)
		return;
	ht_catalogue_free(import->own);
	ht_arena_free(import->arena);
}
