/* Layout room: the grid, page breaks, the signature, the foot. Documents are
 * made from records through the project's own sheets (HT_STYLES) and set in
 * the open fonts; without those the tests are skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "layout/laid.h"
#include "layout/layout.h"

static ht_fonts *fonts;
static ht_style *style;

static int open_all(void **state)
{
	(void)state;
	const char *const dirs[] = {getenv("HT_STYLES"), NULL};
	const ht_style_dirs where = {.dirs = dirs};
	const ht_font_options options = {0};
	ht_diags *diags = ht_diags_new();
	int fontset;
	if (!dirs[0] || ht_fonts_open(&options, diags, &fonts) != HT_OK ||
	    ht_style_load("gb9704", false, &where, diags, &style) != HT_OK)
		style = NULL;
	else if (ht_fonts_fontset(fonts, "HT FangSong", (ht_loc){0}, diags, &fontset) != HT_OK) {
		ht_style_free(style);
		style = NULL;
	}
	ht_diags_free(diags);
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	ht_style_free(style);
	ht_fonts_close(fonts);
	return 0;
}

typedef struct laid {
	ht_record *record;
	ht_doc *doc;
	ht_pages *pages;
	const ht_laid *tree;
	ht_buf messages;
} laid;

/* The operations of pages are made when they are asked for. */
static laid lay_out_only(const char *yaml)
{
	laid l = {0};
	ht_diags *diags = ht_diags_new();
	assert_int_equal(ht_record_parse(yaml, strlen(yaml), "r.yaml", 1, HT_FORMAT_YAML, diags, &l.record), HT_OK);
	assert_int_equal(ht_doc_build(l.record, style, diags, &l.doc), HT_OK);
	assert_int_equal(ht_layout(l.doc, fonts, diags, &l.pages), HT_OK);
	ht_buf_adds(&l.messages, "");
	ht_diags_format(diags, HT_LEVEL_NOTE, &l.messages);
	ht_diags_free(diags);
	return l;
}

static laid lay_out(const char *yaml)
{
	laid l = lay_out_only(yaml);
	assert_int_equal(ht_pages_make_all(l.pages), HT_OK);
	assert_int_equal(ht_pages_laid(l.pages, &l.tree), HT_OK);
	return l;
}

static void drop(laid *l)
{
	ht_pages_free(l->pages);
	ht_doc_free(l->doc);
	ht_record_free(l->record);
	ht_buf_free(&l->messages);
}

/* A record whose body has n paragraphs; paragraph i has lines[i % n_lines]
 * lines of 28 characters (the first two of indent). */
static char *record_of(size_t n, const int *lines, size_t n_lines, const char *more)
{
	ht_buf buf = {0};
	ht_buf_adds(&buf, "title: 题\nissuers: 甲乙丙丁局\nmark: 甲乙丙丁局文件\ndate: 2026-01-05\n");
	ht_buf_adds(&buf, more);
	ht_buf_adds(&buf, "body: |\n");
	for (size_t i = 0; i < n; i++) {
		ht_buf_adds(&buf, "  ");
		for (int k = 0; k < lines[i % n_lines] * 28 - 3; k++)
			ht_buf_adds(&buf, "国");
		ht_buf_adds(&buf, "\n");
	}
	return buf.data;
}

static bool is(const ht_op *op, const char *element)
{
	return op->element && strcmp(op->element, element) == 0;
}

static void lines_stand_on_the_grid(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int lines[] = {70};
	char *yaml = record_of(1, lines, 1, "");
	laid l = lay_out(yaml);
	const ht_page *page = &l.pages->v[1];
	ht_len first = 0;
	int n = 0;
	for (size_t i = 0; i < page->n; i++) {
		const ht_op *op = &page->ops[i];
		if (!is(op, "body"))
			continue;
		if (!n)
			first = op->y;
		ht_len wanted = ht_geometry_line(&style->page, n) - ht_geometry_line(&style->page, 0);
		assert_int_equal(op->y - first, wanted);
		assert_int_equal(op->x + op->run->glyphs[0].x, style->page.left);
		assert_int_equal(op->run->glyphs[27].x, ht_geometry_char(&style->page, 27));
		n++;
	}
	assert_int_equal(n, 22);
	drop(&l);
	free(yaml);
}

/* Lines of one paragraph on one page: at least two, unless it has no more. */
static void check_page(const ht_page *page, const int *per_unit, size_t n_units)
{
	int on_page[400] = {0};
	ht_len last_y[400] = {0};
	for (size_t i = 0; i < page->n; i++) {
		const ht_op *op = &page->ops[i];
		if (!is(op, "body") || op->unit >= n_units || op->y == last_y[op->unit])
			continue;
		last_y[op->unit] = op->y;
		on_page[op->unit]++;
	}
	for (size_t u = 0; u < n_units; u++)
		if (on_page[u] == 1)
			assert_int_equal(per_unit[u], 1);
}

static void count_lines(const ht_pages *pages, int *per_unit, size_t n_units)
{
	for (size_t p = 0; p < pages->n; p++) {
		ht_len y = -1;
		for (size_t i = 0; i < pages->v[p].n; i++) {
			const ht_op *op = &pages->v[p].ops[i];
			if (is(op, "body") && op->unit < n_units && op->y != y) {
				per_unit[op->unit]++;
				y = op->y;
			}
		}
	}
}

/* 孤行控制 (widows and orphans), where a sheet asks for it. */
static void no_line_is_left_alone(void **state)
{
	(void)state;
	if (!style)
		skip();
	style->page.least_lines = 2;
	static const int patterns[][3] = {{2, 2, 2}, {3, 3, 3}, {2, 3, 5}, {4, 2, 7}, {3, 8, 2}};
	for (size_t k = 0; k < sizeof patterns / sizeof *patterns; k++) {
		char *yaml = record_of(40, patterns[k], 3, "");
		laid l = lay_out(yaml);
		int per_unit[400] = {0};
		count_lines(l.pages, per_unit, 400);
		assert_true(l.pages->n > 2);
		for (size_t p = 0; p < l.pages->n; p++)
			check_page(&l.pages->v[p], per_unit, 400);
		drop(&l);
		free(yaml);
	}
	style->page.least_lines = 1;
}

/* GB/T 9704-2012 5.2.3: a page from which text goes on has 22 lines, whatever its paragraphs. */
static void pages_are_full(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int patterns[][3] = {{2, 2, 2}, {3, 3, 3}, {2, 3, 5}, {4, 2, 7}, {3, 8, 2}};
	for (size_t k = 0; k < sizeof patterns / sizeof *patterns; k++) {
		char *yaml = record_of(40, patterns[k], 3, "");
		laid l = lay_out(yaml);
		ht_len lowest = ht_geometry_line(&style->page, style->page.lines - 1);
		assert_true(l.pages->n > 3);
		for (size_t p = 0; p + 2 < l.pages->n; p++) {
			ht_len y = 0;
			for (size_t i = 0; i < l.pages->v[p].n; i++)
				if (is(&l.pages->v[p].ops[i], "body"))
					y = l.pages->v[p].ops[i].y;
			assert_true(y > lowest && y < lowest + ht_geometry_pitch(&style->page));
		}
		drop(&l);
		free(yaml);
	}
}

static bool page_has(const ht_page *page, const char *element)
{
	for (size_t i = 0; i < page->n; i++)
		if (is(&page->ops[i], element))
			return true;
	return false;
}

/* Whatever the text's length, the signature is on a page with text, or
 * the user is told; and page 1 shows body text. */
static void signatures_stand_with_text(void **state)
{
	(void)state;
	if (!style)
		skip();
	for (int n = 1; n < 60; n++) {
		char *yaml = record_of(1, &n, 1, "attachments: [名单, 计划]\n");
		laid l = lay_out(yaml);
		assert_true(page_has(&l.pages->v[0], "body"));
		for (size_t p = 0; p < l.pages->n; p++)
			if (page_has(&l.pages->v[p], "signature") && !page_has(&l.pages->v[p], "body"))
				assert_non_null(strstr(l.messages.data, "L108"));
		drop(&l);
		free(yaml);
	}
}

static void headings_never_end_a_page(void **state)
{
	(void)state;
	if (!style)
		skip();
	for (int n = 1; n < 30; n++) {
		ht_buf yaml = {0};
		ht_buf_adds(&yaml, "title: 题\nmark: 甲文件\nissuers: 甲\ndate: 2026-01-05\nbody: |\n");
		for (int i = 0; i < n; i++)
			ht_buf_adds(&yaml, "  国国国。\n");
		ht_buf_adds(&yaml, "  一、工作安排\n  （一）总体要求\n  各单位要抓紧落实。\n");
		laid l = lay_out(yaml.data);
		for (size_t p = 0; p < l.pages->n; p++) {
			const ht_op *last = NULL;
			for (size_t i = 0; i < l.pages->v[p].n; i++)
				if (is(&l.pages->v[p].ops[i], "body"))
					last = &l.pages->v[p].ops[i];
			if (last)
				assert_int_not_equal(last->tag, HT_TAG_HEADING);
		}
		drop(&l);
		ht_buf_free(&yaml);
	}
}

static void the_imprint_ends_on_the_type_area(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int lines[] = {3};
	char *yaml = record_of(4, lines, 1, "copies_to: 乙局\nprinted_by: 甲局\nprint_date: 2026-01-06\n");
	laid l = lay_out(yaml);
	const ht_page *page = &l.pages->v[l.pages->n - 1];
	ht_len lowest = 0;
	int rules = 0;
	for (size_t i = 0; i < page->n; i++)
		if (page->ops[i].kind == HT_OP_RULE && is(&page->ops[i], "imprint")) {
			ht_len bottom = page->ops[i].y + page->ops[i].h;
			lowest = bottom > lowest ? bottom : lowest;
			rules++;
		}
	assert_int_equal(rules, 3);
	assert_int_equal(lowest, style->page.top + style->page.area_height);
	drop(&l);
	free(yaml);
}

/* Printed on both sides: the block on an even page; a blank page before it and
 * its own carry no number (7.5). */
static void the_imprint_of_two_sided_print_is_even(void **state)
{
	(void)state;
	if (!style)
		skip();
	int blanks = 0;
	style->imprint.even_page = true;
	for (int n = 1; n < 50; n++) {
		char *yaml = record_of(1, &n, 1, "copies_to: 乙局\n");
		laid l = lay_out(yaml);
		size_t last = l.pages->n - 1;
		assert_int_equal(l.pages->n % 2, 0);
		assert_true(page_has(&l.pages->v[last], "imprint"));
		bool blank = l.pages->v[last - 1].n == 0;
		blanks += blank;
		assert_int_equal(l.pages->v[last].number, blank ? 0 : (int)last + 1);
		drop(&l);
		free(yaml);
	}
	style->imprint.even_page = false;
	assert_true(blanks > 0);
}

static void a_table_repeats_its_head(void **state)
{
	(void)state;
	if (!style)
		skip();
	ht_buf yaml = {0};
	ht_buf_adds(&yaml, "title: 题\nmark: 甲文件\nissuers: 甲\ndate: 2026-01-05\nbody: |\n  见下表。\n\n  | 序号 | "
	                   "名称 |\n  |---|---|\n");
	for (int i = 1; i <= 60; i++)
		ht_buf_addf(&yaml, "  | %d | 国国国 |\n", i);
	laid l = lay_out(yaml.data);
	int heads = 0, continued = 0;
	for (size_t p = 0; p < l.pages->n; p++)
		for (size_t i = 0; i < l.pages->v[p].n; i++) {
			const ht_op *op = &l.pages->v[p].ops[i];
			if (op->kind != HT_OP_RUN)
				continue;
			heads += op->run->len == strlen("序号") && memcmp(op->run->text, "序号", op->run->len) == 0;
			continued += op->run->len == strlen("续表") && memcmp(op->run->text, "续表", op->run->len) == 0;
			assert_true(op->y <= style->page.top + style->page.area_height || is(op, "page_number"));
		}
	assert_true(heads >= 3);
	assert_int_equal(continued, heads - 1);
	drop(&l);
	ht_buf_free(&yaml);
}

/* What the tree says of every line is what the display list has: the same runs, in
 * the same place. */
static void the_tree_is_what_the_pages_show(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int lines[] = {2, 5, 30};
	char *yaml = record_of(3, lines, 3, "number: 甲发〔2026〕1号\nsecrecy: 秘密\nsignature: 甲乙丙丁局\n");
	laid l = lay_out(yaml);
	const ht_laid *tree = l.tree;
	size_t found = 0;
	for (size_t b = 0; b < l.doc->flow.n; b++)
		for (size_t r = 0; r < tree->flow[b].n; r++) {
			const ht_laid_row *row = &tree->flow[b].v[r];
			const ht_page *page = &l.pages->v[row->page];
			for (size_t k = 0; k < row->n_lines; k++)
				for (size_t i = 0; i < page->n; i++) {
					const ht_op *op = &page->ops[i];
					if (op->kind != HT_OP_RUN || op->run != row->lines[k].set->runs)
						continue;
					found++;
					assert_int_equal(op->x, style->page.left + row->lines[k].x);
					assert_int_equal(op->y, style->page.top + row->top + row->lines[k].y);
				}
			assert_true(row->n_lines == 0 || found > 0);
		}
	assert_true(found > 40);
	drop(&l);
	free(yaml);
}

/* The lines of a paragraph hold its bytes, each once and in order. */
static void lines_hold_the_text_of_their_paragraph(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int lines[] = {3, 25};
	char *yaml = record_of(2, lines, 2, "recipients: [各街道办事处, 区政府各部门]\n");
	laid l = lay_out(yaml);
	size_t checked = 0;
	for (size_t b = 0; b < l.doc->flow.n; b++) {
		const ht_block *block = &l.doc->flow.v[b];
		const ht_laid_block *set = &l.tree->flow[b];
		size_t at = 0, all = 0;
		if (block->kind != HT_BLOCK_PARA)
			continue;
		for (size_t i = 0; i < block->paras[0].n; i++)
			all += block->paras[0].spans[i].len;
		for (size_t r = 0; r < set->n; r++) {
			assert_ptr_equal(set->v[r].lines[0].para, &block->paras[0]);
			assert_int_equal(set->v[r].lines[0].from, at);
			at += set->v[r].lines[0].len;
		}
		assert_int_equal(at, all);
		checked++;
	}
	assert_true(checked >= 3);
	drop(&l);
	free(yaml);
}

/* Why pages end, and their grid: full; where an attachment begins; tightened for the
 * signature (7.3.5.5). */
static void the_tree_says_why_pages_end(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int lines[] = {40};
	char *yaml = record_of(1, lines, 1, "attachments:\n  - {title: 名单, body: 名单如下。}\n");
	laid l = lay_out(yaml);
	const ht_laid *tree = l.tree;
	assert_true(tree->n_pages >= 3);
	assert_int_equal(tree->pages[0].end, HT_PAGE_END_FULL);
	assert_int_equal(tree->pages[tree->n_pages - 2].end, HT_PAGE_END_ASKED);
	assert_int_equal(tree->pages[tree->n_pages - 1].end, HT_PAGE_END_LAST);
	assert_int_equal(tree->pages[0].lines, style->page.lines);
	assert_int_equal(tree->pages[0].pitch, ht_geometry_pitch(&style->page));
	for (size_t i = 0; i < style->n_furniture; i++)
		if (style->furniture[i]->kind == HT_E_PAGE_NUMBER) /* 7.5: below the type area */
			assert_true(tree->furniture[i].y > style->page.top + style->page.area_height);
	drop(&l);
	free(yaml);
	static const int one[] = {1};
	bool tightened = false;
	/* with one of these numbers of recipients the signature has no room */
	for (int n = 14; n <= 80 && !tightened; n++) {
		ht_buf some = {0};
		ht_buf_adds(&some, "signature: 甲乙丙丁局\nrecipients: [");
		for (int i = 0; i < n; i++)
			ht_buf_adds(&some, i ? ", 各街道办事处" : "各街道办事处");
		ht_buf_adds(&some, "]\n");
		yaml = record_of(1, one, 1, some.data);
		l = lay_out(yaml);
		tree = l.tree;
		if (strstr(l.messages.data, "L107")) {
			tightened = true;
			assert_true(tree->pages[0].lines > style->page.lines);
			assert_true(tree->pages[0].pitch < ht_geometry_pitch(&style->page));
		}
		drop(&l);
		free(yaml);
		ht_buf_free(&some);
	}
	assert_true(tightened);
}

/* What a run says and where. */
static uint64_t hash_of(const ht_run *run)
{
	if (!run)
		return 0;
	const int64_t numbers[] = {(int64_t)(uintptr_t)run->font,
	                           run->size,
	                           run->xscale,
	                           (int64_t)run->len,
	                           (int64_t)run->n,
	                           run->loc.line,
	                           run->loc.col};
	uint64_t hash = ht_hash_bytes(HT_HASH_BEGIN, numbers, sizeof numbers);
	hash = ht_hash_bytes(hash, run->text, run->len);
	for (size_t i = 0; i < run->n; i++)
		hash = ht_hash_bytes(hash, &run->glyphs[i], sizeof run->glyphs[i]);
	return hash;
}

/* The runs of a page's operations live as long as these. */
static uint64_t *hashes_of(const ht_page *page)
{
	uint64_t *v = calloc(page->n, sizeof *v);
	for (size_t i = 0; i < page->n; i++)
		v[i] = hash_of(page->ops[i].run);
	return v;
}

static void compare(const ht_page *page, const ht_op *ops, const uint64_t *runs, size_t n)
{
	assert_int_equal(page->n, n);
	for (size_t i = 0; i < n; i++) {
		const ht_op *a = &page->ops[i], *b = &ops[i];
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->tag, b->tag);
		assert_int_equal(a->unit, b->unit);
		assert_int_equal(a->x, b->x);
		assert_int_equal(a->y, b->y);
		assert_int_equal(a->w, b->w);
		assert_true(hash_of(a->run) == runs[i]);
		assert_ptr_equal(a->cell, b->cell);
	}
}

/* Who lays a document out says how long it may be. */
static void too_many_pages_are_a_fault(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int lines[] = {70};
	char *yaml = record_of(1, lines, 1, "");
	laid l = lay_out_only(yaml);
	ht_diags *diags = ht_diags_new();
	const size_t n = l.pages->n;
	ht_pages *again = NULL;
	l.doc->most_pages = n;
	assert_int_equal(ht_layout(l.doc, fonts, diags, &again), HT_OK);
	ht_pages_free(again);
	l.doc->most_pages = n - 1;
	assert_int_equal(ht_layout(l.doc, fonts, diags, &again), HT_ERR_INPUT);
	ht_buf said = {0};
	ht_diags_format(diags, HT_LEVEL_ERROR, &said);
	assert_non_null(strstr(said.data, "L106"));
	ht_buf_free(&said);
	ht_diags_free(diags);
	drop(&l);
	free(yaml);
}

/* However often and in whatever order they are asked for, the operations of a page are the same. */
static void pages_are_made_again(void **state)
{
	(void)state;
	if (!style)
		skip();
	static const int lines[] = {5, 3, 40, 1};
	char *yaml = record_of(3 * HT_PAGES_HELD, lines, 4, "signature: 甲乙丙丁局\ncopies_to: 乙局\n");
	laid l = lay_out_only(yaml);
	const size_t n = l.pages->n;
	assert_true(n > HT_PAGES_HELD + 2);
	ht_page *copies = calloc(n, sizeof *copies);
	uint64_t **runs = calloc(n, sizeof *runs);
	for (size_t p = 0; p < n; p++) {
		const ht_page *page = ht_pages_at(l.pages, p);
		assert_true(page->n > 1);
		copies[p] = *page;
		copies[p].ops = calloc(page->n, sizeof *page->ops);
		memcpy(copies[p].ops, page->ops, page->n * sizeof *page->ops);
		runs[p] = hashes_of(page);
	}
	assert_int_equal(l.pages->v[0].n, 0); /* another page is where it was */
	for (size_t p = n; p-- > 0;)
		compare(ht_pages_at(l.pages, p), copies[p].ops, runs[p], copies[p].n);
	assert_int_equal(ht_pages_make_all(l.pages), HT_OK);
	for (size_t p = 0; p < n; p++) {
		compare(&l.pages->v[p], copies[p].ops, runs[p], copies[p].n);
		free(copies[p].ops);
		free(runs[p]);
	}
	free(copies);
	free(runs);
	drop(&l);
	free(yaml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_stand_on_the_grid),
	    cmocka_unit_test(no_line_is_left_alone),
	    cmocka_unit_test(pages_are_full),
	    cmocka_unit_test(signatures_stand_with_text),
	    cmocka_unit_test(headings_never_end_a_page),
	    cmocka_unit_test(the_imprint_ends_on_the_type_area),
	    cmocka_unit_test(a_table_repeats_its_head),
	    cmocka_unit_test(the_imprint_of_two_sided_print_is_even),
	    cmocka_unit_test(the_tree_is_what_the_pages_show),
	    cmocka_unit_test(lines_hold_the_text_of_their_paragraph),
	    cmocka_unit_test(the_tree_says_why_pages_end),
	    cmocka_unit_test(pages_are_made_again),
	    cmocka_unit_test(too_many_pages_are_a_fault),
	};
	return cmocka_run_group_tests(tests, open_all, close_all);
}
