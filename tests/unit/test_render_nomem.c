/* Every allocation of the PDF backend fails once: the answer is a clean
 * HT_ERR_NOMEM, nothing leaks, nothing was written. The files that
 * allocate are compiled in here, with an allocator that counts. */
#include <stdlib.h>

static size_t live, made, fail_at;

static int refused(void)
{
	return ++made == fail_at;
}

static void *test_malloc(size_t size)
{
	void *p = refused() ? NULL : malloc(size);
	live += p != NULL;
	return p;
}

static void *test_calloc(size_t n, size_t size)
{
	void *p = refused() ? NULL : calloc(n, size);
	live += p != NULL;
	return p;
}

static void *test_realloc(void *old, size_t size)
{
	void *p = refused() ? NULL : realloc(old, size);
	live += p && !old;
	return p;
}

static void test_free(void *p)
{
	live -= p != NULL;
	free(p);
}

#define malloc  test_malloc
#define calloc  test_calloc
#define realloc test_realloc
#define free    test_free
#include "../../src/base/arena.c"
#include "../../src/base/buf.c"
/* small blocks, too, one by one */
#define ht_arena_room(arena, n, size) (refused() ? NULL : ht_arena_room(arena, n, size))
#include "../../src/render/pdf_object.c"
#undef ht_arena_room
#include "../../src/render/pdf_save.c"
#undef malloc
#undef calloc
#undef realloc
#undef free

#include "render_pages.h"

static void fill(rig *r)
{
	rig_page(r);
	rig_text(r, "HT FangSong", "清溪区政协，〇〇一⼀。", 50);
	rig_rule(r, 28, 60, 156, 0.5, (ht_colour){255, 0, 0});
	rig_page(r);
	r->pages->info.title = "标题";
	ht_outline_item *item = ht_arena_alloc(r->pages->arena, sizeof *item);
	*item = (ht_outline_item){.level = 1, .text = "一", .page = 1};
	r->pages->outline = item;
	r->pages->n_outline = 1;
}

static void each_allocation_may_fail(void **state)
{
	rig *r = *state;
	ht_render_options options = plain_options;
	options.standards = HT_PDF_DEFAULT;
	fill(r);
	/* what the fonts keep from one document to the next is made now */
	ht_buf first = rig_render(r, &ht_backend_pdf, &options);
	ht_buf_free(&first);
	ht_status status = HT_ERR_NOMEM;
	size_t n = 0;
	while (status == HT_ERR_NOMEM && n < 100000) {
		ht_buf out = {0};
		size_t before = live;
		made = 0;
		fail_at = ++n;
		status = ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out);
		fail_at = 0;
		if (status == HT_ERR_NOMEM)
			assert_int_equal(out.len, 0);
		ht_buf_free(&out);
		assert_int_equal(live, before);
	}
	assert_int_equal(status, HT_OK);
	assert_true(n > 200); /* it did fail, often */
	assert_false(ht_diags_has_errors(r->diags));
}

static void many_documents_leave_nothing(void **state)
{
	rig *r = *state;
	fill(r);
	ht_buf first = rig_render(r, &ht_backend_pdf, &plain_options);
	ht_buf_free(&first);
	size_t before = live;
	for (int i = 0; i < 20; i++) {
		ht_buf out = rig_render(r, &ht_backend_pdf, &plain_options);
		ht_buf_free(&out);
	}
	assert_int_equal(live, before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    rig_test(each_allocation_may_fail),
	    rig_test(many_documents_leave_nothing),
	};
	return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
