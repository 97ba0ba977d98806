/* For the tests of render: display lists made by hand from composed lines, and
 * what is asked of the bytes that come out. */
#ifndef HT_TESTS_RENDER_PAGES_H
#define HT_TESTS_RENDER_PAGES_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "render/render.h"

#define MARGIN_MM 28
#define EM_PT     16

typedef struct rig {
	ht_fonts *fonts;
	ht_diags *diags;
	ht_pages *pages;
	size_t cap_pages, cap_ops;
	uint32_t unit;
} rig;

static const ht_render_options plain_options = {.resolution = 72, .compression = 6, .standards = HT_PDF_NONE};
/* Deflate's stored blocks: content can be read in the file as it is. */
static const ht_render_options stored_options = {.resolution = 72, .compression = 0, .standards = HT_PDF_NONE};

static inline int rig_fontset(rig *r, const char *family)
{
	int fontset = -1;
	if (ht_fonts_fontset(r->fonts, family, (ht_loc){0}, r->diags, &fontset) != HT_OK)
		return -1;
	return fontset;
}

static inline void rig_new_pages(rig *r)
{
	ht_arena *arena = ht_arena_new();
	r->pages = ht_arena_alloc(arena, sizeof *r->pages);
	*r->pages = (ht_pages){.arena = arena, .info = {.created = -1}};
	r->cap_pages = r->cap_ops = r->unit = 0;
}

/* Group set-up: the fonts, opened once. */
static inline int rig_setup(void **state)
{
	rig *r = calloc(1, sizeof *r);
	r->diags = ht_diags_new();
	if (ht_fonts_open(NULL, r->diags, &r->fonts) != HT_OK)
		return -1;
	*state = r;
	return 0;
}

static inline int rig_teardown(void **state)
{
	rig *r = *state;
	ht_fonts_close(r->fonts);
	ht_diags_free(r->diags);
	free(r);
	return 0;
}

/* Test set-up and tear-down: an empty display list. */
static inline int rig_begin(void **state)
{
	rig *r = *state;
	ht_diags_clear(r->diags);
	rig_new_pages(r);
	return 0;
}

static inline int rig_end(void **state)
{
	rig *r = *state;
	ht_arena_free(r->pages->arena);
	r->pages = NULL;
	return 0;
}

static inline ht_page *rig_page(rig *r)
{
	ht_page *page = HT_PUSH(r->pages->arena, r->pages->v, r->pages->n, r->cap_pages);
	page->width = ht_len_from_mm(210);
	page->height = ht_len_from_mm(297);
	page->number = (int)r->pages->n;
	r->cap_ops = 0;
	return page;
}

static inline ht_op *rig_op(rig *r)
{
	ht_page *page = &r->pages->v[r->pages->n - 1];
	return HT_PUSH(r->pages->arena, page->ops, page->n, r->cap_ops);
}

static inline void rig_rule(rig *r, double x_mm, double y_mm, double w_mm, double h_mm, ht_colour colour)
{
	*rig_op(r) = (ht_op){.kind = HT_OP_RULE,
	                     .element = "rule",
	                     .x = ht_len_from_mm(x_mm),
	                     .y = ht_len_from_mm(y_mm),
	                     .w = ht_len_from_mm(w_mm),
	                     .h = ht_len_from_mm(h_mm),
	                     .colour = colour};
}

/* Compose spans on the 28-character grid and put their lines on the last page from
 * y_mm on; one unit. Returns the first operation's index. */
static inline size_t rig_spans(rig *r, const ht_span *spans, size_t n, int gap, double y_mm)
{
	const ht_para_shape shape = {.measure = ht_len_from_mm(156),
	                             .em = ht_len_from_pt(EM_PT),
	                             .char_num = ht_len_from_mm(156),
	                             .char_den = 28,
	                             .han_latin_gap = gap};
	ht_composed_lines lines = {0};
	size_t first = r->pages->v[r->pages->n - 1].n;
	assert_int_equal(ht_compose(r->fonts, spans, n, &shape, r->pages->arena, r->diags, &lines), HT_OK);
	r->unit++;
	for (size_t i = 0; i < lines.n; i++)
		for (size_t k = 0; k < lines.v[i].n; k++)
			*rig_op(r) = (ht_op){.kind = HT_OP_RUN,
			                     .tag = HT_TAG_PARA,
			                     .unit = r->unit,
			                     .element = "body",
			                     .x = ht_len_from_mm(MARGIN_MM),
			                     .y = ht_len_from_mm(y_mm + 10.2 * (double)i),
			                     .run = &lines.v[i].runs[k],
			                     .line_end = k + 1 == lines.v[i].n};
	return first;
}

static inline ht_span rig_span(rig *r, const char *family, const char *text)
{
	return (ht_span){.text = text,
	                 .len = strlen(text),
	                 .fontset = rig_fontset(r, family),
	                 .latin_fontset = rig_fontset(r, "HT Latin"),
	                 .size = ht_len_from_pt(EM_PT)};
}

static inline size_t rig_text(rig *r, const char *family, const char *text, double y_mm)
{
	ht_span span = rig_span(r, family, ht_arena_strdup(r->pages->arena, text));
	return rig_spans(r, &span, 1, 0, y_mm);
}

/* The whole document; empty when it could not be made. Free with ht_buf_free(). */
static inline ht_buf rig_render(rig *r, const ht_backend *backend, const ht_render_options *options)
{
	ht_buf out = {0};
	assert_int_equal(ht_render(backend, r->pages, options, r->diags, &out), HT_OK);
	return out;
}

static inline const char *find_bytes(const ht_buf *buf, const char *what)
{
	size_t len = strlen(what);
	for (size_t i = 0; i + len <= buf->len; i++)
		if (memcmp(buf->data + i, what, len) == 0)
			return buf->data + i;
	return NULL;
}

static inline size_t count_bytes(const ht_buf *buf, const char *what)
{
	size_t n = 0, len = strlen(what);
	for (size_t i = 0; i + len <= buf->len; i++)
		n += memcmp(buf->data + i, what, len) == 0;
	return n;
}

#define rig_test(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

#endif
