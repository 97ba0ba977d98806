#include "base/private_use.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/buf.h"
#include "base/utf8.h"

/* Codes of GB 18030 in their order, with today's character for each (GB 18030-2022;
 * those that iconv gives). The private code points are consecutive. */
static const uint32_t ideographs[] = {
    /* U+E815: FE50 to FEA0 */
    0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84,  0x3473, 0x3447, 0x2E88, 0x2E8B, 0x9FB4, 0x359E, 0x361A,
    0x360E, 0x2E8C,  0x2E97,  0x396E,  0x3918,  0x9FB5, 0x39CF, 0x39DF, 0x3A73, 0x39D0, 0x9FB6, 0x9FB7,
    0x3B4E, 0x3C6E,  0x3CE0,  0x2EA7,  0x215D7, 0x9FB8, 0x2EAA, 0x4056, 0x415F, 0x2EAE, 0x4337, 0x2EB3,
    0x2EB6, 0x2EB7,  0x2298F, 0x43B1,  0x43AC,  0x2EBB, 0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723,
    0x4729, 0x477C,  0x478D,  0x2ECA,  0x4947,  0x497A, 0x497D, 0x4982, 0x4983, 0x4985, 0x4986, 0x499F,
    0x499B, 0x49B7,  0x49B6,  0x9FBA,  0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77, 0x4CA2, 0x4D13,
    0x4D14, 0x4D15,  0x4D16,  0x4D17,  0x4D18,  0x4D19, 0x4DAE, 0x9FBB,
};
static const uint32_t vertical_forms[] = {
    /* U+E78D: A6D9 to A6DF, A6EC, A6ED, A6F3 */
    0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19,
};
static const uint32_t pinyin[] = {
    /* U+E7C7, U+E7C8: A8BC, A8BF */
    0x1E3F,
    0x01F9,
};

static const struct {
	uint32_t first;
	const uint32_t *to;
	size_t n;
} ranges[] = {
    {0xE78D, vertical_forms, ARRAY_LEN(vertical_forms)},
    {0xE7C7, pinyin, ARRAY_LEN(pinyin)},
    {0xE815, ideographs, ARRAY_LEN(ideographs)},
};

uint32_t ht_private_use_character(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(ranges); i++)
		if (cp >= ranges[i].first && cp - ranges[i].first < ranges[i].n)
			return ranges[i].to[cp - ranges[i].first];
	return 0;
}

bool ht_is_private_use(uint32_t cp)
{
	return (cp >= 0xE000 && cp <= 0xF8FF) || (cp >= 0xF0000 && cp <= 0x10FFFD);
}

const char *ht_private_use_find(const char *s, size_t len, uint32_t *cp)
{
	const char *end = s + len;
	for (const char *p = s; p < end;) {
		/* all of them begin with EE, EF, F3 or F4 */
		unsigned char c = (unsigned char)*p;
		if (c < 0xEE) {
			p++;
			continue;
		}
		size_t n;
		*cp = ht_utf8_get(p, end, &n);
		if (ht_is_private_use(*cp))
			return p;
		p += n;
	}
	return NULL;
}

const char *ht_private_use_replace(ht_arena *arena, const char *s, size_t *len, ht_private_use_fn *each, void *user)
{
	uint32_t cp;
	ht_buf out = {0};
	const char *end = s + *len, *from = s;
	for (const char *p = s; (p = ht_private_use_find(p, (size_t)(end - p), &cp)); from = p) {
		char bytes[4];
		size_t n;
		ht_buf_add(&out, from, (size_t)(p - from));
		ht_buf_add(&out, bytes, ht_utf8_put(bytes, each(user, p, cp)));
		ht_utf8_get(p, end, &n);
		p += n;
	}
	if (from == s)
		return s;
	ht_buf_add(&out, from, (size_t)(end - from));
	*len = out.len;
	return ht_buf_take(&out, arena);
}

void ht_private_use_names(uint32_t cp, char name[HT_PRIVATE_USE_NAME], char character[HT_PRIVATE_USE_NAME])
{
	uint32_t real = ht_private_use_character(cp);
	snprintf(name, HT_PRIVATE_USE_NAME, "U+%04X", (unsigned)cp);
	*character = '\0';
	if (real)
		character[ht_utf8_put(character, real)] = '\0';
}
