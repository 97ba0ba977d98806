/* Packing without a search for repeats: what comes out again is what went in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "text/pack.h"

static size_t check(const unsigned char *data, size_t len)
{
	ht_pack_code codes[HT_PACK_SYMBOLS];
	size_t bound = ht_pack_find(data, len, codes), got = 0;
	unsigned char *packed = malloc(bound), *again = malloc(len + 1);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	assert_true(packed && again && d);
	size_t n = ht_pack_literals(data, len, codes, packed);
	assert_in_range(bound, n, n + 176);
	assert_int_equal(libdeflate_zlib_decompress(d, packed, n, again, len + 1, &got), LIBDEFLATE_SUCCESS);
	assert_int_equal(got, len);
	assert_memory_equal(again, data, len);
	libdeflate_free_decompressor(d);
	free(packed);
	free(again);
	return n;
}

/* Every short length; one byte only, all alike, few of them often. */
static void test_shapes(void **state)
{
	(void)state;
	unsigned char data[3000];
	uint32_t r = 1;
	memset(data, 0, sizeof data);
	for (size_t len = 0; len < sizeof data; len += len < 600 ? 1 : 97) {
		for (int kind = 0; kind < 3; kind++) {
			for (size_t i = 0; i < len; i++) {
				r = r * 1664525 + 1013904223;
				data[i] = (unsigned char)(kind == 0 ? 7 : r >> 24);
				if (kind == 2)
					data[i] = (unsigned char)__builtin_clz(r | 1);
			}
			check(data, len);
		}
	}
}

/* Fibonacci's numbers as counts ask for codes longer than may be. */
static void test_long_codes(void **state)
{
	(void)state;
	static unsigned char data[1 << 20];
	size_t n = 0, a = 1, b = 1;
	for (unsigned s = 0; s < 27; s++, b += a, a = b - a)
		for (size_t i = 0; i < a; i++)
			data[n++] = (unsigned char)s;
	assert_in_range(check(data, n), n / 8, n / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_long_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
