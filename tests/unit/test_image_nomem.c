/* Each allocation of the readers fails once: the answer is HT_ERR_NOMEM, with
 * no diagnostic, and nothing leaks. The files that allocate are
 * compiled in here, with an allocator that counts. */
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

static void test_free(void *p)
{
	live -= p != NULL;
	free(p);
}

#define malloc test_malloc
#define calloc test_calloc
#define free   test_free
#include "../../src/base/arena.c"
#include "../../src/image/image.c"
#include "../../src/image/png.c"
#undef malloc
#undef calloc
#undef free

#include "image_make.h"

/* Load name with allocation n failing; false: there were fewer. */
static bool fail_once(const rig *r, const char *name, size_t n)
{
	char path[128];
	snprintf(path, sizeof path, "%s/%s", r->dir, name);
	ht_diags_clear(r->diags);
	ht_diags_add_read(r->diags, path); /* which never fails visibly: noted already, it takes no memory */
	size_t before = live;
	ht_arena *arena = ht_arena_new();
	made = 0;
	fail_at = n;
	ht_image *image = NULL;
	const ht_named where = {r->record, NULL, NULL};
	ht_status status = ht_image_load(NULL, &where, arena, name, 300, (ht_loc){r->record, 1, 1}, r->diags, &image);
	bool reached = made >= n;
	fail_at = 0;
	if (reached && status != HT_ERR_NOMEM)
		fail_msg("%s, allocation %zu: status %d: %s", name, n, status, said(r));
	assert_int_equal(image == NULL, reached);
	assert_int_equal(ht_diags_count(r->diags, HT_LEVEL_ERROR), 0);
	ht_arena_free(arena);
	assert_int_equal(live, before);
	return reached;
}

static void each_allocation_may_fail(void **state)
{
	static const char *const names[] = {"a.png", "b.png", "a.jpg", "b.jpg", "a.svg"};
	rig *r = *state;
	uint8_t *samples = calloc(300 * 300, 4);
	put_png(r, "a.png", &(png_kind){300, 300, PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_NONE, 11811, false}, samples);
	put_png(r, "b.png", &(png_kind){300, 300, PNG_COLOR_TYPE_PALETTE, 8, PNG_INTERLACE_ADAM7, 0, true}, samples);
	put_jpeg(r, "a.jpg", &(jpeg_kind){.width = 300, .height = 300, .components = 3}, samples);
	put_jpeg(r, "b.jpg", &(jpeg_kind){.width = 300, .height = 300, .components = 4}, samples);
	put_text(r, "a.svg", SEAL);
	free(samples);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = 1;
		while (fail_once(r, names[i], n))
			n++;
		assert_true(n > 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(each_allocation_may_fail, rig_setup, rig_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
