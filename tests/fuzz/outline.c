/* The glyph programs of CFF fonts, without hints and subroutines: what is made of one is such a program, which is left
 * as it is. (That it has the bytes that hb-subset gives it, test_text_flatten shows for every glyph of the faces in
 * use.) */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/text/cff.h"

#define MOST_SUBRS 8

/* The next part of the input: a byte says how long it is. */
static ht_cff_bytes take(const uint8_t **p, const uint8_t *end)
{
	ht_cff_bytes part = {*p, 0};
	if (*p == end)
		return part;
	size_t rest = (size_t)(end - ++*p), wanted = part.data[0];
	part = (ht_cff_bytes){*p, wanted < rest ? wanted : rest};
	*p += part.len;
	return part;
}

/* An INDEX of the next parts, on the heap with its offsets, which count from 1. */
static ht_cff_index take_index(const uint8_t **p, const uint8_t *end)
{
	ht_cff_bytes parts[MOST_SUBRS];
	size_t n = *p < end ? *(*p)++ % (MOST_SUBRS + 1) : 0, len = 0;
	for (size_t i = 0; i < n; i++) {
		parts[i] = take(p, end);
		len += parts[i].len;
	}
	uint8_t *bytes = malloc(2 * (n + 1) + len), *data = bytes + 2 * (n + 1);
	if (!bytes)
		fuzz_fault("the target itself is out of memory", NULL);
	size_t at = 1;
	for (size_t i = 0; i <= n; i++) {
		bytes[2 * i] = (uint8_t)(at >> 8);
		bytes[2 * i + 1] = (uint8_t)at;
		if (i < n && parts[i].len)
			memcpy(data + at - 1, parts[i].data, parts[i].len);
		at += i < n ? parts[i].len : 0;
	}
	return (ht_cff_index){n, 2, bytes, data - 1};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *p = data, *end = data + size;
	ht_cff_index local = take_index(&p, end), global = take_index(&p, end);
	static const ht_cff_index none = {.count = 0};
	ht_buf flat = {0}, again = {0};
	uint8_t *program = (uint8_t *)fuzz_copy(p, (size_t)(end - p));
	if (ht_cff_flatten((ht_cff_bytes){program, (size_t)(end - p)}, &local, &global, &flat) == HT_OK) {
		const ht_cff_bytes made = {(const unsigned char *)flat.data, flat.len};
		if (ht_cff_flatten(made, &none, &none, &again) != HT_OK)
			fuzz_fault("a program that was made cannot be read", NULL);
		if (again.len != flat.len || (flat.len && memcmp(again.data, flat.data, flat.len) != 0))
			fuzz_fault("a program that was made is changed again", NULL);
	}
	ht_buf_free(&flat);
	ht_buf_free(&again);
	free(program);
	free((void *)(uintptr_t)local.offsets);
	free((void *)(uintptr_t)global.offsets);
	return 0;
}
