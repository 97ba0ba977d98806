/* Words by ICU's dictionary, without ICU: the same as ICU's; and data that are damaged. */
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
	static const uint32_t signs[] = {0x00B0, 0x00D7, 0x2014, 0x201C, 0x201D, 0x2026, 0x2103, 0x3000,
	                                 0x3001, 0x3002, 0x3007, 0x300A, 0x300B, 0x3010, 0x3011, 0x3014,
	                                 0x3015, 0xFF01, 0xFF05, 0xFF08, 0xFF09, 0xFF0B, 0xFF0C, 0xFF0D,
	                                 0xFF0E, 0xFF0F, 0xFF1A, 0xFF1B, 0xFF1F, 0xFF5E};
	static const char ascii[] = "0123456789GxZ!#$%&()*+,-./:;<=>?[]^`{|}~ .,;0123456789abcdef";
	switch (next_random(seed) % 16) {
	case 0:
		return signs[next_random(seed) % G_N_ELEMENTS(signs)];
	case 1:
	case 2:
	case 3:
	case 4:
		return (uint32_t)ascii[next_random(seed) % (sizeof ascii - 1)];
	case 5:
		return 0x4E00 + next_random(seed) % 0x5200;
	case 6:
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
	ht_dictionary dictionary;
	UErrorCode error = U_ZERO_ERROR;
	UBreakIterator *words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
	assert_true(ht_dictionary_load(&dictionary));
	assert_true(U_SUCCESS(error));
	unsigned seed = 7;
	int left = 0;
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
		if (!ht_dictionary_words(&dictionary, &para, ours)) { /* a colon between letters */
			left++;
			ht_arena_free(para.scratch);
			continue;
		}
		UText *source = utext_openUTF8(NULL, text, (int64_t)at[para.n], &error);
		ubrk_setUText(words, source, &error);
		for (size_t i = 0; i <= para.n; i++)
			if (ours[i] != (bool)ubrk_isBoundary(words, (int32_t)at[i]))
				fail_msg("%s: character %zu: %d", text, i, ours[i]);
		utext_close(source);
		ht_arena_free(para.scratch);
	}
	assert_true(left < TEXTS / 100);
	ubrk_close(words);
}

static void others_are_left_to_icu(void **state)
{
	(void)state;
	ht_dictionary dictionary;
	assert_true(ht_dictionary_load(&dictionary));
	static const uint32_t others[] = {'@', '_', '\'', '\n', 0x00B7, 0x2018, 0x30AB, 0xAC00, 0x20BB7, 0x00E9};
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		ht_char chars[] = {{.cp = 0x4E00}, {.cp = others[i]}};
		bool starts[3] = {false};
		ht_para para = {.chars = chars, .n = 2, .scratch = ht_arena_new()};
		assert_false(ht_dictionary_words(&dictionary, &para, starts));
		assert_false(starts[0]);
		ht_arena_free(para.scratch);
	}
}

/* Is each character of a random text in one word? Whatever the words are. */
static void divide_random_text(ht_dictionary *dictionary, unsigned *seed)
{
	uint32_t cps[MOST];
	ht_char chars[MOST];
	bool starts[MOST + 1] = {false};
	ht_para para = {.chars = chars, .n = make_text(cps, seed), .scratch = ht_arena_new()};
	for (size_t i = 0; i < para.n; i++)
		chars[i] = (ht_char){.cp = cps[i]};
	if (ht_dictionary_words(dictionary, &para, starts))
		assert_true(starts[0] && starts[para.n]);
	ht_arena_free(para.scratch);
}

#define HEAD     32
#define CONTENTS (HEAD + 4 + 8)
#define NAME     U_ICUDATA_NAME "/brkitr/cjdict.dict"
#define FILE_AT  ((CONTENTS + sizeof NAME + 15) / 16 * 16)
#define TRIE_AT  (FILE_AT + 2 * HEAD)

/* ICU's data with nothing but the dictionary. */
static char *make_data(const ht_dictionary *dictionary, size_t *size)
{
	const uint32_t contents[] = {1, CONTENTS - HEAD, FILE_AT - HEAD};
	const char head[HEAD] = {HEAD, 0, (char)0xDA, 0x27, 20, 0, 0, 0, U_IS_BIG_ENDIAN, 0, sizeof(UChar)};
	*size = TRIE_AT + dictionary->n * sizeof *dictionary->units;
	const uint32_t indexes[8] = {sizeof indexes, 0, 0, (uint32_t)(*size - FILE_AT - HEAD), 9};
	char *data = calloc(1, *size);
	assert_non_null(data);
	memcpy(data, head, sizeof head);
	memcpy(data + 12, "CmnD\1", 5);
	memcpy(data + HEAD, contents, sizeof contents);
	memcpy(data + CONTENTS, NAME, sizeof NAME);
	memcpy(data + FILE_AT, head, sizeof head);
	memcpy(data + FILE_AT + 12, "Dict\1", 5);
	memcpy(data + FILE_AT + HEAD, indexes, sizeof indexes);
	memcpy(data + TRIE_AT, dictionary->units, dictionary->n * sizeof *dictionary->units);
	return data;
}

static void damaged_data_is_refused(void **state)
{
	(void)state;
	ht_dictionary whole, found;
	size_t size;
	assert_true(ht_dictionary_load(&whole));
	char *data = make_data(&whole, &size);
	assert_true(ht_dictionary_find(data, size, &found));
	assert_int_equal(found.n, whole.n);
	for (size_t len = 0; len < size; len += len < 2 * TRIE_AT ? 1 : size / 7) {
		char *part = malloc(len + !len); /* of its own: a sanitizer sees what is read after it */
		assert_non_null(part);
		memcpy(part, data, len);
		assert_false(ht_dictionary_find(part, len, &found));
		free(part);
	}
	/* what its kind, format, version and places are: no other will do */
	static const size_t at[] = {2,
	                            3,
	                            8,
	                            10,
	                            12,
	                            15,
	                            16,
	                            FILE_AT + 2,
	                            FILE_AT + 8,
	                            FILE_AT + 10,
	                            FILE_AT + 12,
	                            FILE_AT + 16,
	                            FILE_AT + HEAD,
	                            FILE_AT + HEAD + 16,
	                            FILE_AT + HEAD + 20};
	for (size_t i = 0; i < G_N_ELEMENTS(at); i++) {
		data[at[i]]++;
		assert_false(ht_dictionary_find(data, size, &found));
		data[at[i]]--;
	}
	free(data);
}

static void damaged_data_is_not_left(void **state)
{
	(void)state;
	ht_dictionary whole, found;
	size_t size;
	unsigned seed = 3;
	assert_true(ht_dictionary_load(&whole));
	char *data = make_data(&whole, &size);
	for (size_t i = 0; i < TRIE_AT * 8; i++) {
		const char was = data[i % TRIE_AT];
		data[i % TRIE_AT] = (char)next_random(&seed);
		if (ht_dictionary_find(data, size, &found)) {
			assert_true((const char *)found.units >= data &&
			            (const char *)(found.units + found.n) <= data + size);
			divide_random_text(&found, &seed);
		}
		data[i % TRIE_AT] = was;
	}
	free(data);
	for (int k = 0; k < TEXTS / 10; k++) {
		const size_t n = 1 + next_random(&seed) % 4000;
		uint16_t *units = malloc(n * sizeof *units);
		assert_non_null(units);
		memcpy(units, whole.units, n * sizeof *units);
		for (size_t i = 0; i < n / 8; i++)
			units[next_random(&seed) % n] = (uint16_t)next_random(&seed);
		divide_random_text(&(ht_dictionary){.units = units, .n = n}, &seed);
		free(units);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_are_those_of_icu),
	    cmocka_unit_test(others_are_left_to_icu),
	    cmocka_unit_test(damaged_data_is_refused),
	    cmocka_unit_test(damaged_data_is_not_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
