/* The stages, in order (see im.h). */
#include "base/messages.h"
#include "base/shortage.h"
#include "import/import.h"
#include "import/messages.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "account.h"
#include "ai_label.h"
#include "attached.h"
#include "im.h"
#include "pasted.h"
#include "read.h"
#include "sheet.h"
#include "speech.h"
#include "xml_library.h"

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
	if (d->meeting.found && d->form->recognition.tells_of_meeting && !d->meeting.present.n && !d->meeting.chair.n)
		ht_diag(d->diags, HT_D_IMPORT_NO_PEOPLE, (ht_loc){d->file, 0, 0}, NULL);
}

/* From lines to their meaning. */
static void recognise(im_doc *d, const ht_form *form)
{
	bool styled = im_is_styled(d);
	if (!styled) {
		im_find_pasted(d);
		im_find_junk(d);
		im_find_tables(d);
	}
	bool labelled = !styled && im_is_labelled(d);
	if (!labelled)
		im_find_ai_label(d);
	if (!d->structured && !d->chat && !labelled)
		im_unwrap(d);
	im_repair_lines(d);
	const ht_form *named = NULL;
	bool attached = true;
	if (labelled) {
		attached = im_read_labelled(d, &named);
	} else {
		im_find_captions(d);
		if (styled) {
			im_read_styled(d, &named);
		} else {
			im_skip_message(d);
			im_find_readings(d);
			im_find_speech(d);
			im_find_metadata(d);
			im_find_header(d);
			im_find_tail(d);
		}
		im_find_seals(d);
	}
	if (attached)
		im_find_attachments(d);
	if (!labelled)
		im_find_meeting(d);
	im_settle_title_note(d);
	im_settle(d, form ? form : named);
	im_find_damage(d);
	say_found(d);
}

/* A spreadsheet with people in it needs none of the stages. false: it is no such list. */
static bool recognise_roster(im_doc *d, const ht_form *form)
{
	if (!d->roster || !im_read_roster(d))
		return false;
	d->form = form;
	if (!form)
		d->form = im_recognise_form(d);
	ht_diag(d->diags, HT_D_IMPORT_NO_DATE, (ht_loc){d->file, 0, 0}, NULL);
	return true;
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

/* The character for bytes that made no sense, or for a glyph that a font does not name. */
#define LOST "\uFFFD"

static bool is_lost(im_doc *d, const char *field, const char *text)
{
	if (!strstr(text, LOST))
		return false;
	ht_buf zh = {0};
	ht_field_add_zh(&zh, field);
	ht_diag(d->diags, HT_D_IMPORT_LOST_IN_FIELD, d->title_loc, field, zh.failed ? field : zh.data, text, NULL);
	ht_buf_free(&zh);
	return true;
}

/* A field with lost characters makes a wrong document: a number, a name, a date that is not the original's. In bodies
 * they are warned of. field: the node's; fields: those of its group, NULL: a person's, or names below an office. */
static bool has_lost(im_doc *d, const ht_node *node, const char *field, const ht_field *fields)
{
	if (node->kind == HT_NODE_SCALAR)
		return is_lost(d, field, node->text);
	bool found = false;
	for (size_t i = 0; node->kind == HT_NODE_SEQ && i < node->n; i++)
		found |= has_lost(d, node->items[i], field, fields);
	for (size_t i = 0; node->kind == HT_NODE_MAP && i < node->n; i++) {
		const char *name = node->pairs[i].key->text;
		const ht_field *f = fields;
		while (f && f->name && strcmp(f->name, name) != 0)
			f++;
		if (!f || !f->name) {
			found |= is_lost(d, field, name);
			found |= has_lost(d, node->pairs[i].value, field, NULL);
		} else if (f->type != HT_TYPE_BODY) {
			found |= has_lost(d, node->pairs[i].value, name, f->sub);
		}
	}
	return found;
}

/* The form that a record names, or that of records that name none. */
static const ht_form *form_of_record(im_doc *d, const ht_node *record)
{
	const ht_forms *forms = ht_catalogue_forms(d->catalogue);
	const ht_node *named = ht_node_get(record, "form");
	const ht_choice *choice = named && named->text ? ht_forms_find(forms, named->text) : NULL;
	return ht_catalogue_form(d->catalogue, choice ? choice->en : forms->names[forms->standard].en);
}

/* The result is the record that the file carries. */
static ht_status give_back(im_doc *d, const im_attached *attached, ht_node *tree, ht_import *import)
{
	import->record = tree;
	import->form = d->form = form_of_record(d, tree);
	import->attached = attached->data;
	import->n_attached = attached->len;
	import->attached_format = attached->format == HT_FORMAT_JSONL ? HT_FORMAT_JSON : attached->format;
	ht_code how = attached->content ? HT_D_IMPORT_GIVEN_BACK : HT_D_IMPORT_CARRIED;
	ht_diag(d->diags, attached->itself ? HT_D_IMPORT_IS_RECORD : how, (ht_loc){d->file, 0, 0}, NULL);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}

static ht_status read_as(const char *data, size_t len, const char *file, const ht_import_options *options,
                         const char *content, ht_diags *diags, ht_import **ret);

/* The text was edited since the record was put into the file: the record, with what is different from the text as it
 * was then. */
static ht_status take_edits(im_doc *d, const im_attached *attached, ht_node *tree, const char *data, size_t len,
                            const ht_import_options *options, ht_import *import)
{
	ht_import_options same = *options;
	ht_import *before = NULL;
	same.catalogue = d->catalogue;
	ht_status status = read_as(data, len, d->file, &same, attached->content, NULL, &before);
	if (status != HT_OK)
		return status == HT_ERR_NOMEM ? status : HT_OK; /* then what the text says is taken */
	const bool any = im_take_edits(d, tree, before->record, import->record);
	ht_import_free(before);
	import->account = NULL;
	if (!any) { /* the program that saved the file has it in another order */
		import->n_pictures = 0;
		return give_back(d, attached, tree, import);
	}
	ht_diag(d->diags, HT_D_IMPORT_EDITED_SINCE, (ht_loc){d->file, 0, 0}, NULL);
	import->record = tree;
	import->form = form_of_record(d, tree);
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}

static ht_status read_text(im_doc *d, const char *data, size_t len, const ht_import_options *options, ht_import *import)
{
	const ht_form *form = options->form ? find_form(d, options->form) : NULL;
	if (options->form && !form)
		return HT_ERR_INPUT;
	ht_status status = im_read_file(d, data, len, options->kind, &import->encoding);
	if (status == HT_OK && d->refused)
		status = HT_ERR_INPUT;
	if (status != HT_OK)
		return status;
	im_account_open(d);
	if (!recognise_roster(d, form))
		recognise(d, form);
	if (d->nomem)
		return HT_ERR_NOMEM;
	if (!has_text(d))
		return im_refuse(d, HT_D_IMPORT_EMPTY, NULL, NULL);
	import->pictures = d->pictures;
	import->n_pictures = d->n_pictures;
	im_build(d, import);
	im_note_readings(d, import);
	if (!d->nomem)
		im_account_close(d, import);
	say_repairs(d, import);
	if (!d->nomem && import->record && has_lost(d, import->record, "title", ht_record_fields()))
		return HT_ERR_INPUT;
	return d->nomem ? HT_ERR_NOMEM : HT_OK;
}

static ht_status run(im_doc *d, const char *data, size_t len, const ht_import_options *options, ht_import *import)
{
	im_attached attached = {0};
	if (!d->content && options->kind == HT_IMPORT_AUTO)
		attached = im_find_itself(d, data, len);
	if (attached.data && options->form)
		return im_refuse(d, HT_D_IMPORT_RECORD_FORM, d->file ? d->file : "", NULL);
	if (d->refused)
		return HT_ERR_INPUT;
	if (!d->content && !options->form && !attached.data)
		attached = im_find_attached(d, data, len);
	ht_node *tree = attached.data ? im_attached_tree(d, &attached) : NULL;
	if (attached.data && !tree && !d->nomem)
		ht_diag(d->diags, HT_D_IMPORT_CARRIED_BROKEN, (ht_loc){d->file, 0, 0}, NULL);
	if (tree && !attached.edited)
		return give_back(d, &attached, tree, import);
	ht_status status = read_text(d, data, len, options, import);
	return status == HT_OK && tree ? take_edits(d, &attached, tree, data, len, options, import) : status;
}

/* The forms of the program's own sheets alone. */
static ht_status open_own(ht_import *import)
{
	static const char own[] = "styles";
	static const char *const dirs[] = {own, NULL};
	static const ht_style_dirs where = {.dirs = dirs, .built_in = own};
	return ht_catalogue_open(&where, NULL, 0, NULL, &import->own);
}

/* content: the part of an ODT that has the text; NULL: the usual one. */
static ht_status read_as(const char *data, size_t len, const char *file, const ht_import_options *options,
                         const char *content, ht_diags *diags, ht_import **ret)
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
	d->content = content;
	d->repairs = options->repairs;
	d->seconds = options->seconds;
	d->picture_dir = options->picture_dir ? im_checked(d, ht_arena_strdup(arena, options->picture_dir)) : NULL;
	d->date.date.hour = d->published.date.hour = d->print_date.date.hour = -1;
	d->meeting.time.date.hour = d->meeting.end.date.hour = -1;
	ht_shortage_watch();
	ht_status status = options->catalogue ? HT_OK : open_own(import);
	d->catalogue = import->catalogue = options->catalogue ? options->catalogue : import->own;
	if (status == HT_OK)
		status = run(d, data, len, options, import);
	if (status == HT_OK && ht_shortage_met())
		status = HT_ERR_NOMEM;
	im_xml_end(d);
	if (status == HT_OK)
		*ret = import;
	else
		ht_import_free(import);
	return status;
}

ht_status ht_import_read(const char *data, size_t len, const char *file, const ht_import_options *options,
                         ht_diags *diags, ht_import **ret)
{
	return read_as(data, len, file, options, NULL, diags, ret);
}

ht_status ht_import_rows(ht_arena *arena, const char *data, size_t len, const char *file, ht_diags *diags,
                         const ht_import_row **ret, size_t *n)
{
	ht_encoding encoding;
	im_doc *d = ht_arena_alloc(arena, sizeof *d);
	if (!d)
		return HT_ERR_NOMEM;
	d->arena = arena;
	d->diags = diags;
	d->file = im_checked(d, ht_arena_strdup(arena, file));
	ht_shortage_watch();
	ht_status status = im_read_file(d, data, len, HT_IMPORT_AUTO, &encoding);
	im_xml_end(d);
	if (status == HT_OK && d->refused)
		status = HT_ERR_INPUT;
	if (status == HT_OK) {
		*ret = d->rows;
		*n = d->n_rows;
	}
	return status;
}

void ht_import_free(ht_import *import)
{
	if (!import)
		return;
	ht_catalogue_free(import->own);
	ht_arena_free(import->arena);
}
