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

/* What comes out of a stream is the data. */
static void check_stream(const unsigned char *packed, size_t n, const unsigned char *data, size_t len)
{
	unsigned char *again = malloc(len + 1);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	size_t got = 0;
	assert_true(again && d);
	assert_int_equal(libdeflate_zlib_decompress(d, packed, n, again, len + 1, &got), LIBDEFLATE_SUCCESS);
	assert_int_equal(got, len);
	assert_memory_equal(again, data, len);
	libdeflate_free_decompressor(d);
	free(again);
}

static size_t check(const unsigned char *data, size_t len)
{
	ht_pack_code codes[HT_PACK_SYMBOLS];
	size_t bound = ht_pack_find(data, len, codes);
	unsigned char *packed = malloc(bound);
	assert_non_null(packed);
	size_t n = ht_pack_literals(data, len, codes, packed);
	assert_in_range(bound, n, n + 176);
	check_stream(packed, n, data, len);
	free(packed);
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

/* Data in pieces, of which some are coded before, of any length: what comes out is all of it, in the room that was
 * asked. */
static void test_pieces(void **state)
{
	(void)state;
	enum { PIECES = 40, MOST = 300 };
	static unsigned char data[PIECES * MOST], bits[PIECES][MOST * 2 + 16];
	uint32_t r = 3;
	for (int round = 0; round < 400; round++) {
		ht_pack_piece pieces[PIECES] = {{0}};
		ht_pack_code codes[HT_PACK_SYMBOLS];
		uint32_t counts[HT_PACK_SYMBOLS];
		uint8_t lengths[HT_PACK_SYMBOLS];
		size_t len = 0;
		for (int i = 0; i < PIECES; i++) {
			r = r * 1664525 + 1013904223;
			pieces[i].data = data + len;
			pieces[i].len = (r >> 8) % (round % 3 ? MOST : 5);
			for (size_t k = 0; k < pieces[i].len; k++) {
				r = r * 1664525 + 1013904223;
				data[len++] = (unsigned char)(round % 2 ? r >> 24 : (unsigned)__builtin_clz(r | 1));
			}
		}
		ht_pack_count(data, len / 2, counts); /* of what is not like all of it */
		for (size_t k = 0; k < HT_PACK_SYMBOLS; k++)
			counts[k]++;
		ht_pack_lengths(counts, lengths);
		assert_true(ht_pack_codes(lengths, codes));
		for (int i = 0; i < PIECES; i++) {
			if ((r >> i % 24) & 1)
				continue;
			assert_true(ht_pack_bits_room(pieces[i].len) <= sizeof bits[i]);
			pieces[i].n_bits = ht_pack_bits(pieces[i].data, pieces[i].len, codes, bits[i]);
			pieces[i].sum = ht_pack_sum(pieces[i].data, pieces[i].len);
			pieces[i].offset = (size_t)(bits[i] - bits[0]);
			pieces[i].data = NULL;
		}
		const uint32_t sum = ht_pack_pieces_sum(pieces, PIECES);
		assert_int_equal(sum, ht_pack_sum(data, len));
		const size_t n = ht_pack_pieces_len(pieces, PIECES, codes);
		unsigned char *packed = malloc(n + HT_PACK_BEYOND);
		assert_non_null(packed);
		ht_pack_pieces(pieces, PIECES, codes, bits[0], sum, packed);
		check_stream(packed, n, data, len);
		free(packed);
	}
}

/* Lengths that are no complete code, or leave the end without one. */
static void test_no_codes(void **state)
{
	(void)state;
	uint8_t lengths[HT_PACK_SYMBOLS] = {0};
	ht_pack_code codes[HT_PACK_SYMBOLS];
	assert_false(ht_pack_codes(lengths, codes));
	lengths[0] = lengths[1] = 1;
	assert_false(ht_pack_codes(lengths, codes));
	lengths[1] = 0;
	lengths[HT_PACK_SYMBOLS - 1] = 1;
	assert_true(ht_pack_codes(lengths, codes));
	lengths[7] = 1;
	assert_false(ht_pack_codes(lengths, codes));
	lengths[7] = 13;
	assert_false(ht_pack_codes(lengths, codes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_long_codes),
	    cmocka_unit_test(test_pieces),
	    cmocka_unit_test(test_no_codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
