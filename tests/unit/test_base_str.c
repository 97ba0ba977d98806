/* Base room: strings, and the words that are made from lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/str.h"
#include "words_documents.h"
#include "words_people.h"

static const char *const words[] = {"会议纪要", "纪要", "令", NULL};

static void steps_go_by_characters(void **state)
{
	static const char s[] = "aé中𠮷";
	static const uint32_t cps[] = {'a', U'é', U'中', U'𠮷'};
	const char *p = s;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cps); i++) {
		assert_int_equal(ht_str_char(p), cps[i]);
		const char *next = ht_str_next(p);
		assert_ptr_equal(ht_str_previous(s, next), p);
		p = next;
	}
	assert_int_equal(*p, '\0');
	assert_int_equal(ht_str_char(p), 0);
	assert_null(ht_str_previous(s, s));
	assert_string_equal(ht_str_last(s), "𠮷");
	assert_string_equal(ht_str_last(""), "");
	assert_int_equal(ht_str_chars(s), 4);
}

static void beginnings_and_ends(void **state)
{
	(void)state;
	assert_true(ht_str_starts("会议纪要", "会议"));
	assert_true(ht_str_starts("会", ""));
	assert_false(ht_str_starts("会", "会议"));
	assert_true(ht_str_ends("会议纪要", "纪要"));
	assert_false(ht_str_ends("要", "纪要"));
	assert_true(ht_str_ends_n("纪要（稿）", strlen("纪要"), "纪要"));
	assert_false(ht_str_ends_n("纪要", strlen("纪"), "纪要"));
	assert_true(ht_str_starts_any("令第3号", words));
	assert_false(ht_str_starts_any("第3号令", words));
	assert_true(ht_str_ends_any("主席令", words));
	assert_true(ht_str_is_any("令", words));
	assert_false(ht_str_is_any("主席令", words));
	assert_true(ht_str_has_any("某某令第3号", words));
	assert_false(ht_str_has_any("通知", words));
}

static void the_first_word_that_fits_counts(void **state)
{
	(void)state;
	assert_int_equal(ht_str_suffix_of("主席会议纪要", words), strlen("会议纪要"));
	assert_int_equal(ht_str_suffix_of("工作纪要", words), strlen("纪要"));
	assert_int_equal(ht_str_suffix_of("通知", words), 0);
	assert_int_equal(ht_str_suffix_of_n("工作纪要号", strlen("工作纪要"), words), strlen("纪要"));
	assert_int_equal(ht_str_prefix_of("会议纪要第3期", words), strlen("会议纪要"));
	assert_int_equal(ht_str_prefix_of("", words), 0);
}

static void sets_hold_single_characters(void **state)
{
	(void)state;
	assert_int_equal(ht_str_one_of("：甲", ":："), strlen("："));
	assert_int_equal(ht_str_one_of(":甲", ":："), 1);
	assert_int_equal(ht_str_one_of("甲", ":："), 0);
	assert_int_equal(ht_str_one_of("", ":："), 0);
	assert_true(ht_str_ends_one_of("甲。", "。；"));
	assert_false(ht_str_ends_one_of("。甲", "。；"));
	assert_false(ht_str_ends_one_of("", "。；"));
	assert_true(ht_str_set_has("条章节", U'章'));
	assert_false(ht_str_set_has("条章节", 0));
	assert_true(ht_str_has_han("a々"));
	assert_false(ht_str_has_han("abc，"));
}

static void parts_of_strings(void **state)
{
	static const char *const endings[] = {".docx", ".doc", NULL};
	(void)state;
	assert_string_equal(ht_str_skip_spaces("　 \t甲 "), "甲 ");
	assert_string_equal(ht_str_skip_spaces(" "), "");
	assert_string_equal(ht_str_after("第3次会议", "次"), "会议");
	assert_null(ht_str_after("会议", "次"));
	assert_int_equal(ht_str_ending_of("名单.DOCX", endings), 5);
	assert_int_equal(ht_str_ending_of("名单.pdf", endings), 0);
	assert_int_equal(ht_str_ending_of(".doc", endings), 0);
}

static void lists_of_words_are_compiled_in(void **state)
{
	(void)state;
	assert_true(ht_str_is_any("机密", ht_words_secrecy_grade));
	assert_false(ht_str_is_any("特急", ht_words_secrecy_grade));
	assert_true(ht_str_is_any("机密", ht_words_grade)); /* of two other lists */
	assert_true(ht_str_is_any("特急", ht_words_grade));
	assert_true(ht_str_set_has(ht_words_surname, U'王'));
	assert_false(ht_str_set_has(ht_words_surname, U'的'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(steps_go_by_characters),
	    cmocka_unit_test(beginnings_and_ends),
	    cmocka_unit_test(the_first_word_that_fits_counts),
	    cmocka_unit_test(sets_hold_single_characters),
	    cmocka_unit_test(parts_of_strings),
	    cmocka_unit_test(lists_of_words_are_compiled_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
