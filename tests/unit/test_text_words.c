/* Words by ICU's dictionary, without ICU: the same as ICU's. */
#include "text_fonts.h"

#include <glib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "../../src/text/para.h"
#include "../../src/text/title_dictionary.h"

#define TEXTS 20000
#define MOST  40

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const char titles[] =
    "关于印发《清溪区人民政府办公室关于进一步加强老旧小区改造工作的实施意见》的通知中共县委全面深化改革委员会关于召开"
    "二〇二六年上半年经济形势分析会议纪要转发省应急管理厅安全生产专项整治三年行动计划（试行）的函“十四五”规划编制、"
    "乡镇街道机构改革领导小组成员单位职责分工方案征求意见稿公示期满结果公告命令决定批复请示报告议案通报";

static uint32_t random_char(unsigned *seed)
{
	static const uint32_t signs[] = {0x201C, 0x201D, 0x3001, 0x3002, 0x300A, 0x300B, 0xFF08, 0xFF09, 0x3007};
	switch (next_random(seed) % 16) {
	case 0:
		return signs[next_random(seed) % G_N_ELEMENTS(signs)];
	case 1:
		return (uint32_t) "0123456789GxZ"[next_random(seed) % 13];
	case 2:
		return 0x4E00 + next_random(seed) % 0x5200;
	case 3:
		return 0x3400 + next_random(seed) % 0x19C0;
	default:
		return 0x4E00 + next_random(seed) % 0x2000;
	}
}

/* A piece of a title, or characters in any order; the number of them. */
static size_t make_text(uint32_t *cps, unsigned *seed)
{
	const size_t n = 1 + next_random(seed) % MOST;
	if (next_random(seed) % 2) {
		for (size_t i = 0; i < n; i++)
			cps[i] = random_char(seed);
		return n;
	}
	const size_t all = (size_t)g_utf8_strlen(titles, -1);
	size_t made = 0;
	while (made < n) {
		const char *at = g_utf8_offset_to_pointer(titles, (glong)(next_random(seed) % all));
		for (size_t k = 1 + next_random(seed) % 12; k && *at && made < n;
		     k--, at += g_utf8_skip[(unsigned char)*at])
			cps[made++] = g_utf8_get_char(at);
	}
	return n;
}

static void words_are_those_of_icu(void **state)
{
	(void)state;
	const uint16_t *dictionary = ht_dictionary_load();
	UErrorCode error = U_ZERO_ERROR;
	UBreakIterator *words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
	assert_non_null(dictionary);
	assert_true(U_SUCCESS(error));
	unsigned seed = 7;
	for (int k = 0; k < TEXTS; k++) {
		uint32_t cps[MOST];
		ht_char chars[MOST];
		bool ours[MOST + 1] = {false};
		char text[MOST * 6 + 1];
		size_t at[MOST + 1] = {0};
		ht_para para = {.chars = chars, .n = make_text(cps, &seed), .scratch = ht_arena_new()};
		for (size_t i = 0; i < para.n; i++) {
			chars[i] = (ht_char){.cp = cps[i]};
			at[i + 1] = at[i] + (size_t)g_unichar_to_utf8(cps[i], text + at[i]);
		}
		text[at[para.n]] = '\0';
		assert_true(ht_dictionary_words(dictionary, &para, ours));
		UText *source = utext_openUTF8(NULL, text, (int64_t)at[para.n], &error);
		ubrk_setUText(words, source, &error);
		for (size_t i = 0; i <= para.n; i++)
			if (ours[i] != (bool)ubrk_isBoundary(words, (int32_t)at[i]))
				fail_msg("%s: character %zu: %d", text, i, ours[i]);
		utext_close(source);
		ht_arena_free(para.scratch);
	}
	ubrk_close(words);
}

static void others_are_left_to_icu(void **state)
{
	(void)state;
	const uint16_t *dictionary = ht_dictionary_load();
	static const uint32_t others[] = {' ', '.', 0x2018, 0xFF1A, 0x30AB, 0xAC00, 0x20BB7, 0x00E9};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		ht_char chars[] = {{.cp = 0x4E00}, {.cp = others[i]}};
		bool starts[3] = {false};
		ht_para para = {.chars = chars, .n = 2};
		assert_false(ht_dictionary_words(dictionary, &para, starts));
		assert_false(starts[0]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_those_of_icu),
	    cmocka_unit_test(others_are_left_to_icu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
