/* The proof that a record holds its text: made of the record as its reader reads it, after all writing. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "account.h"
#include "base/utf8.h"
#include "import/messages.h"

typedef struct proof {
	ht_arena *arena;
	im_counts rest, fields, body; /* those of the account, without what was found in the record */
} proof;

static void found_in_field(proof *p, const char *s)
{
	if (s)
		im_counts_text(&p->fields, p->arena, s, strlen(s), -1, false);
}

static void found_in_body(proof *p, const ht_inline *inlines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!inlines[i].text || inlines[i].label)
			continue;
		im_counts_text(&p->rest, p->arena, inlines[i].text, inlines[i].len, -1, false);
		im_counts_text(&p->body, p->arena, inlines[i].text, inlines[i].len, -1, true);
	}
}

static void read_block(proof *p, const ht_body_block *block)
{
	if (block->kind == HT_BODY_IMAGE) {
		for (size_t i = 0; i < block->n; i++)
			im_counts_text(&p->fields, p->arena, block->inlines[i].text, block->inlines[i].len, -1, false);
		return;
	}
	if (block->kind == HT_BODY_PARA)
		found_in_body(p, block->inlines, block->n);
	for (size_t r = 0; r < block->n_rows; r++)
		for (size_t c = 0; c < block->rows[r].n; c++)
			found_in_body(p, block->rows[r].cells[c].inlines, block->rows[r].cells[c].n);
}

static void read_group(proof *p, const ht_group *group);

static void read_value(proof *p, const ht_value *v)
{
	found_in_field(p, v->texts ? NULL : v->text.s);
	for (size_t i = 0; v->texts && i < v->n; i++)
		found_in_field(p, v->texts[i].s);
	for (size_t i = 0; v->people && i < v->n; i++) {
		found_in_field(p, v->people[i].name.s);
		found_in_field(p, v->people[i].office.s);
		found_in_field(p, v->people[i].unit.s);
	}
	for (size_t i = 0; v->groups && i < v->n; i++)
		read_group(p, v->groups[i]);
	for (size_t i = 0; v->body && i < v->body->n; i++)
		read_block(p, &v->body->blocks[i]);
	for (size_t i = 0; v->body && i < v->body->n_notes; i++)
		found_in_body(p, v->body->notes[i].inlines, v->body->notes[i].n);
}

static void read_group(proof *p, const ht_group *group)
{
	for (size_t i = 0; group->fields[i].name; i++)
		if (group->values[i])
			read_value(p, group->values[i]);
}

/* So many different characters are cited. */
#define CITED 20

/* Say how many are left, or were never there (sign -1); false: none. */
static bool say(const im_counts *counts, int sign, ht_code code, ht_loc loc, ht_diags *diags)
{
	size_t n = 0, cited = 0;
	ht_buf text = {0};
	for (uint32_t i = 0; i < IM_COUNT_PAGES * 256; i++) {
		if (!counts->pages[i >> 8]) {
			i |= 0xFF;
			continue;
		}
		const int more = counts->pages[i >> 8][i & 0xFF] * sign;
		char out[4];
		if (more <= 0)
			continue;
		n += (size_t)more;
		if (cited++ < CITED)
			ht_buf_add(&text, out, ht_utf8_put(out, i));
	}
	char number[24];
	snprintf(number, sizeof number, "%zu", n);
	if (cited > CITED)
		ht_buf_adds(&text, "……");
	if (n)
		ht_diag(diags, code, loc, number, text.data ? text.data : "", NULL);
	ht_buf_free(&text);
	return n > 0;
}

static void copy_counts(proof *p, const im_counts *from, im_counts *to)
{
	for (uint32_t i = 0; i < IM_COUNT_PAGES * 256; i++) {
		if (!from->pages[i >> 8]) {
			i |= 0xFF;
			continue;
		}
		if (from->pages[i >> 8][i & 0xFF])
			im_counts_add(to, p->arena, i, from->pages[i >> 8][i & 0xFF]);
	}
}

/* record  NULL: its reader makes nothing of the text, and so all is lost */
static bool settle(proof *p, const ht_import *import, const ht_record *record, ht_loc loc, ht_diags *diags)
{
	copy_counts(p, &import->account->rest, &p->rest);
	copy_counts(p, &import->account->fields, &p->fields);
	copy_counts(p, &import->account->body, &p->body);
	if (record && record->root.values)
		read_group(p, &record->root);
	if (p->rest.failed || p->fields.failed || p->body.failed)
		return false;
	bool lost = say(&p->rest, 1, HT_D_IMPORT_UNPROVED, loc, diags);
	lost = lost || say(&p->body, 1, HT_D_IMPORT_UNPROVED, loc, diags);
	lost = lost || say(&p->fields, 1, HT_D_IMPORT_UNPROVED, loc, diags);
	if (!lost && !say(&p->rest, -1, HT_D_IMPORT_UNTRUE, loc, diags))
		say(&p->body, -1, HT_D_IMPORT_UNTRUE, loc, diags);
	return true;
}

ht_status ht_import_prove(const ht_import *import, const char *text, size_t len, ht_format format, const char *file,
                          ht_diags *diags)
{
	ht_record *record = NULL;
	if (!import->account)
		return HT_OK; /* the file has its own record */
	ht_arena *arena = ht_arena_new();
	proof *p = arena ? ht_arena_alloc(arena, sizeof *p) : NULL;
	size_t before = ht_diags_errors_raised(diags);
	ht_status status = HT_ERR_NOMEM;
	if (p)
		status = ht_record_read_faulty(text, len, "record", 1, format, ht_catalogue_forms(import->catalogue),
		                               NULL, &record);
	if (p)
		p->arena = arena;
	if (status != HT_ERR_NOMEM)
		status = settle(p, import, record, (ht_loc){file, 0, 0}, diags) ? HT_OK : HT_ERR_NOMEM;
	ht_record_free(record);
	ht_arena_free(arena);
	if (status == HT_ERR_NOMEM)
		return status;
	return ht_diags_errors_raised(diags) > before ? HT_ERR_INPUT : HT_OK;
}
