/* Only at build time: what the program's own sheets say of their forms, as a
 * table in C, so that no sheet is read to know which there are; and the tree of
 * each, so that none is parsed.
 *
 * usage: form-index FORMS TREES SHEET… */
#include <stdio.h>
#include <string.h>

#include "base/infile.h"
#include "form_read.h"
#include "record/packed.h"
#include "sheet.h"

static FILE *out;

static void put_string(const char *s)
{
	if (!s) {
		fputs("NULL", out);
		return;
	}
	fputc('"', out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', out);
		fputc(*s, out);
	}
	fputc('"', out);
}

static void put_list(const char *name, const char *const *v, size_t n)
{
	if (!v) {
		fprintf(out, ".n_%s = 0, ", name);
		return;
	}
	fprintf(out, ".%s = (const char *const[]){", name);
	for (size_t i = 0; i < n; i++) {
		put_string(v[i]);
		fputs(", ", out);
	}
	fprintf(out, "NULL}, .n_%s = %zu, ", name, n);
}

static void put_text(const char *name, const char *s)
{
	fprintf(out, ".%s = ", name);
	put_string(s);
	fputs(", ", out);
}

static void put_kinds(const ht_form *f)
{
	fputs("\n  .kinds = (const ht_document_kind[]){", out);
	for (size_t i = 0; i < f->n_kinds; i++) {
		const ht_document_kind *kind = &f->kinds[i];
		fputs("\n    {", out);
		put_text("name", kind->name);
		put_list("wanted", kind->wanted, kind->n_wanted);
		put_list("without", kind->without, kind->n_without);
		fprintf(out, ".one_recipient = %d, .number_without_brackets = %d},", kind->one_recipient,
		        kind->number_without_brackets);
	}
	fprintf(out, "{0}}, .n_kinds = %zu,", f->n_kinds);
}

static void put_recognition(const ht_recognition *r)
{
	fputs("\n  .recognition = {.evidence = (const ht_evidence[]){", out);
	for (size_t i = 0; i < r->n_evidence; i++) {
		const ht_evidence *e = &r->evidence[i];
		fputs("{", out);
		put_list("title_ends", e->title_ends, e->n_title_ends);
		put_list("mark_ends", e->mark_ends, e->n_mark_ends);
		put_list("code_ends", e->code_ends, e->n_code_ends);
		put_list("recognised", e->recognised, e->n_recognised);
		fputs("}, ", out);
	}
	fprintf(out, "{0}}, .n_evidence = %zu,\n    .rank = %d, ", r->n_evidence, r->rank);
	put_list("masthead_ends", r->masthead_ends, r->n_masthead_ends);
	fprintf(out, ".masthead_above = %u, .masthead_within = %d, ", r->masthead_above, r->masthead_within);
	fprintf(out, ".title_is_mark = %d, ", r->title_is_mark);
	put_list("mark_titles", r->mark_titles, r->n_mark_titles);
	put_text("mark_otherwise", r->mark_otherwise);
	fprintf(out,
	        ".tells_of_meeting = %d, .officers_sign = %d, .unsigned_ = %d, .item_by_item = %d, .encloses = %d},\n",
	        r->tells_of_meeting, r->officers_sign, r->unsigned_, r->item_by_item, r->encloses);
}

static void put_stated(const ht_form *f)
{
	fputs("\n  .stated = (const ht_ignored[]){", out);
	for (size_t i = 0; i < f->n_stated; i++) {
		fputs("{", out);
		put_text("path", f->stated[i].path);
		put_text("reason", f->stated[i].reason);
		fputs("}, ", out);
	}
	fprintf(out, "{0}}, .n_stated = %zu, ", f->n_stated);
}

static void put_form(const ht_form *f)
{
	fputs(" {", out);
	put_text("sheet", f->sheet);
	fputs(".names = {", out);
	put_string(f->names.en);
	fputs(", ", out);
	put_string(f->names.zh);
	fputs(", ", out);
	put_string(f->names.alias);
	fputs("}, ", out);
	put_text("family", f->family);
	fprintf(out, ".declared = %d, .standard = %d, .hidden = %d, .varies = %d,\n  ", f->declared, f->standard,
	        f->hidden, f->varies);
	put_list("also_called", f->also_called, f->n_also_called);
	put_list("required", f->required, f->n_required);
	put_list("wanted", f->wanted, f->n_wanted);
	put_stated(f);
	put_kinds(f);
	fprintf(out, "\n  .title_chars = %d, .number_without_code = %d, .number_without_brackets = %d, ",
	        f->title_chars, f->number_without_code, f->number_without_brackets);
	put_list("secrecy_words", f->secrecy_words, f->n_secrecy_words);
	put_recognition(&f->recognition);
	fputs(" },\n", out);
}

/* The folder of the sheet at path. */
static const char *folder_of(ht_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? ht_arena_strndup(arena, path, (size_t)(slash - path)) : ".";
}

static void put_forms(ht_arena *arena, char **sheets, ht_diags *diags)
{
	const char *dirs[] = {folder_of(arena, sheets[0]), NULL};
	const ht_style_dirs where = {.dirs = dirs};
	fputs("/* Made by form-index from styles/. */\nstatic const ht_form ht_form_table[] = {\n", out);
	for (; *sheets; sheets++) {
		ht_form form;
		if (ht_form_load(arena, *sheets, &where, NULL, diags, &form) == HT_OK)
			put_form(&form);
	}
	fputs(" {0},\n};\n", out);
}

static bool put_trees(ht_arena *arena, char **sheets, ht_diags *diags)
{
	bool ok = true;
	fputs("/* Made by form-index from styles/. */\nstatic const ht_packed_tree ht_own_sheet_trees[] = {\n", out);
	for (; *sheets && ok; sheets++) {
		ht_node *root;
		ht_buf source = {0};
		ok = ht_infile_read(*sheets, SIZE_MAX / 2, diags, &source) == HT_OK &&
		     ht_sheet_read(arena, *sheets, diags, &root) == HT_OK &&
		     ht_node_pack(root, source.data, source.len, out);
		ht_buf_free(&source);
	}
	fputs("\t{0},\n};\n", out);
	return ok;
}

int main(int argc, char **argv)
{
	ht_arena *arena = ht_arena_new();
	ht_diags *diags = ht_diags_new();
	if (!arena || !diags || argc < 4 || !(out = fopen(argv[1], "w")))
		return 1;
	put_forms(arena, argv + 3, diags);
	bool ok = fclose(out) == 0 && (out = fopen(argv[2], "w")) && put_trees(arena, argv + 3, diags);
	ok &= out && fclose(out) == 0;
	ht_buf text = {0};
	ht_diags_format(diags, HT_LEVEL_NOTE, &text);
	fwrite(text.data ? text.data : "", 1, text.len, stderr);
	ok &= !ht_diags_has_errors(diags);
	ht_buf_free(&text);
	ht_diags_free(diags);
	ht_arena_free(arena);
	return !ok;
}
