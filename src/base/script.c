#include "base/script.h"

#include "base/array.h"
#include "base/utf8.h"

/* Superscripts and subscripts by code point (Unicode Character Database, decompositions <super> and <sub>), for Latin
 * letters, digits and signs. */
static const struct {
	uint16_t cp, base;
	bool raised;
} scripts[] = {
    /* clang-format off */
    {0x00B2, '2', true},
    {0x00B3, '3', true},
    {0x00B9, '1', true},
    {0x02B0, 'h', true},
    {0x02B2, 'j', true},
    {0x02B3, 'r', true},
    {0x02B7, 'w', true},
    {0x02B8, 'y', true},
    {0x02E1, 'l', true},
    {0x02E2, 's', true},
    {0x02E3, 'x', true},
    {0x1D2C, 'A', true},
    {0x1D2E, 'B', true},
    {0x1D30, 'D', true},
    {0x1D31, 'E', true},
    {0x1D33, 'G', true},
    {0x1D34, 'H', true},
    {0x1D35, 'I', true},
    {0x1D36, 'J', true},
    {0x1D37, 'K', true},
    {0x1D38, 'L', true},
    {0x1D39, 'M', true},
    {0x1D3A, 'N', true},
    {0x1D3C, 'O', true},
    {0x1D3E, 'P', true},
    {0x1D3F, 'R', true},
    {0x1D40, 'T', true},
    {0x1D41, 'U', true},
    {0x1D42, 'W', true},
    {0x1D43, 'a', true},
    {0x1D47, 'b', true},
    {0x1D48, 'd', true},
    {0x1D49, 'e', true},
    {0x1D4D, 'g', true},
    {0x1D4F, 'k', true},
    {0x1D50, 'm', true},
    {0x1D52, 'o', true},
    {0x1D56, 'p', true},
    {0x1D57, 't', true},
    {0x1D58, 'u', true},
    {0x1D5B, 'v', true},
    {0x1D62, 'i', false},
    {0x1D63, 'r', false},
    {0x1D64, 'u', false},
    {0x1D65, 'v', false},
    {0x1D9C, 'c', true},
    {0x1DA0, 'f', true},
    {0x1DBB, 'z', true},
    {0x2070, '0', true},
    {0x2071, 'i', true},
    {0x2074, '4', true},
    {0x2075, '5', true},
    {0x2076, '6', true},
    {0x2077, '7', true},
    {0x2078, '8', true},
    {0x2079, '9', true},
    {0x207A, '+', true},
    {0x207B, 0x2212, true},
    {0x207C, '=', true},
    {0x207D, '(', true},
    {0x207E, ')', true},
    {0x207F, 'n', true},
    {0x2080, '0', false},
    {0x2081, '1', false},
    {0x2082, '2', false},
    {0x2083, '3', false},
    {0x2084, '4', false},
    {0x2085, '5', false},
    {0x2086, '6', false},
    {0x2087, '7', false},
    {0x2088, '8', false},
    {0x2089, '9', false},
    {0x208A, '+', false},
    {0x208B, 0x2212, false},
    {0x208C, '=', false},
    {0x208D, '(', false},
    {0x208E, ')', false},
    {0x2090, 'a', false},
    {0x2091, 'e', false},
    {0x2092, 'o', false},
    {0x2093, 'x', false},
    {0x2095, 'h', false},
    {0x2096, 'k', false},
    {0x2097, 'l', false},
    {0x2098, 'm', false},
    {0x2099, 'n', false},
    {0x209A, 'p', false},
    {0x209B, 's', false},
    {0x209C, 't', false},
    {0x2C7C, 'j', false},
    {0x2C7D, 'V', true},
    /* clang-format on */
};

ht_script ht_script_of(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++)
		if (scripts[i].cp == cp)
			return (ht_script){scripts[i].base, scripts[i].raised};
	return (ht_script){0};
}

uint32_t ht_script_form(uint32_t base, bool raised)
{
	uint32_t wanted = base == '-' ? 0x2212 : base;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++)
		if (scripts[i].base == wanted && scripts[i].raised == raised)
			return scripts[i].cp;
	return 0;
}

bool ht_script_add(ht_buf *out, const char *s, size_t len, bool raised)
{
	size_t before = out->len, n;
	for (const char *end = s + len; s < end; s += n) {
		char form[4];
		uint32_t cp = ht_script_form(ht_utf8_get(s, end, &n), raised);
		if (!cp) {
			out->len = before;
			return false;
		}
		ht_buf_add(out, form, ht_utf8_put(form, cp));
	}
	return true;
}
