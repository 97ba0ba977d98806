/* What the tests of text share: the open fonts, or a reason to skip. */
#ifndef TEXT_FONTS_H
#define TEXT_FONTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/compose.h"

typedef struct fixture {
	ht_fonts *fonts;
	ht_diags *diags;
	ht_arena *arena;
	int han, latin;
	ht_span span;
	ht_para_shape shape;
} fixture;

#define EM (16 * HT_LEN_PT)

static inline const char *cases_dir(void)
{
	const char *dir = getenv("HT_CASES");
	return dir ? dir : "tests/cases";
}

/* What may lie beside the project, seen from the cases. */
#define SHARED "../../../shared/"

/* A file, named from the cases' directory, whole; NULL where it is absent. */
static inline char *read_file(const char *name)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", cases_dir(), name);
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	fseek(file, 0, SEEK_END);
	size_t len = (size_t)ftell(file);
	rewind(file);
	char *data = calloc(1, len + 1);
	assert_non_null(data);
	assert_int_equal(fread(data, 1, len, file), len);
	fclose(file);
	return data;
}

static inline void close_fixture(fixture *f)
{
	ht_fonts_close(f->fonts);
	ht_diags_free(f->diags);
	ht_arena_free(f->arena);
}

/* Fandol and Liberation, 16 pt, cells of 1 em, 28 of them; skips the test
 * where these faces are not installed. */
static inline void open_fixture(fixture *f)
{
	const ht_loc here = {"style", 1, 1};
	*f = (fixture){.diags = ht_diags_new(), .arena = ht_arena_new()};
	assert_int_equal(ht_fonts_open(NULL, f->diags, &f->fonts), HT_OK);
	ht_status status = ht_fonts_fontset(f->fonts, "HT FangSong", here, f->diags, &f->han);
	if (status == HT_OK)
		status = ht_fonts_fontset(f->fonts, "HT Latin", here, f->diags, &f->latin);
	if (status != HT_OK || strcmp(ht_fonts_main(f->fonts, f->han)->ps_name, "FandolFang-Regular") != 0 ||
	    strcmp(ht_fonts_main(f->fonts, f->latin)->family, "Liberation Serif") != 0) {
		close_fixture(f);
		print_message("the open fonts are not installed: run tools/setup\n");
		skip();
	}
	ht_diags_clear(f->diags);
	f->span = (ht_span){.fontset = f->han, .latin_fontset = f->latin, .size = EM, .loc = {"record", 1, 1}};
	f->shape = (ht_para_shape){.measure = 28 * EM, .em = EM, .char_num = EM, .char_den = 1};
}

/* Compose one text in the fixture's span and shape. */
static inline ht_composed_lines compose(fixture *f, const char *text)
{
	ht_composed_lines lines = {.n = 0};
	f->span.text = text;
	f->span.len = strlen(text);
	assert_int_equal(ht_compose(f->fonts, &f->span, 1, &f->shape, f->arena, f->diags, &lines), HT_OK);
	return lines;
}

/* The text of a line, from its runs. */
static inline char *line_text(fixture *f, const ht_composed_line *line)
{
	char *text = ht_arena_strdup(f->arena, "");
	for (size_t i = 0; i < line->n; i++)
		text = ht_arena_printf(f->arena, "%s%.*s", text, (int)line->runs[i].len, line->runs[i].text);
	return text;
}

/* All lines, | between them. */
static inline char *lines_text(fixture *f, const ht_composed_lines *lines)
{
	char *text = ht_arena_strdup(f->arena, "");
	for (size_t i = 0; i < lines->n; i++)
		text = ht_arena_printf(f->arena, "%s%s%s", text, i ? "|" : "", line_text(f, &lines->v[i]));
	return text;
}

#endif
