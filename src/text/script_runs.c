/* The script of each character, for shaping (UAX 24, 5.1): a mark or a digit, which is common to all scripts, has that
 * of the characters before it, or at the beginning of those after it; a closing bracket or quotation mark has that of
 * its opening one. */
#include "para.h"

#include <glib.h>

#include "base/array.h"

/* Brackets and quotation marks, by code point: each opening one, then its closing one. */
static const uint16_t pairs[] = {
    0x28,   0x29,   0x3C,   0x3E,   0x5B,   0x5D,   0x7B,   0x7D,   0xAB,   0xBB,   0x2018, 0x2019, 0x201C, 0x201D,
    0x2039, 0x203A, 0x2045, 0x2046, 0x207D, 0x207E, 0x208D, 0x208E, 0x27E6, 0x27E7, 0x27E8, 0x27E9, 0x27EA, 0x27EB,
    0x27EC, 0x27ED, 0x27EE, 0x27EF, 0x2983, 0x2984, 0x2985, 0x2986, 0x2987, 0x2988, 0x2989, 0x298A, 0x298B, 0x298C,
    0x298D, 0x298E, 0x298F, 0x2990, 0x2991, 0x2992, 0x2993, 0x2994, 0x2995, 0x2996, 0x2997, 0x2998, 0x29FC, 0x29FD,
    0x2E02, 0x2E03, 0x2E04, 0x2E05, 0x2E09, 0x2E0A, 0x2E0C, 0x2E0D, 0x2E1C, 0x2E1D, 0x2E20, 0x2E21, 0x2E22, 0x2E23,
    0x2E24, 0x2E25, 0x2E26, 0x2E27, 0x2E28, 0x2E29, 0x3008, 0x3009, 0x300A, 0x300B, 0x300C, 0x300D, 0x300E, 0x300F,
    0x3010, 0x3011, 0x3014, 0x3015, 0x3016, 0x3017, 0x3018, 0x3019, 0x301A, 0x301B, 0xFE59, 0xFE5A, 0xFE5B, 0xFE5C,
    0xFE5D, 0xFE5E, 0xFF08, 0xFF09, 0xFF3B, 0xFF3D, 0xFF5B, 0xFF5D, 0xFF5F, 0xFF60, 0xFF62, 0xFF63,
};

/* Deepest nesting of pairs; what is open then is forgotten. */
#define OPEN_MOST 128

typedef struct runs {
	size_t pairs[OPEN_MOST]; /* n_open of them, by the index of the opening mark */
	GUnicodeScript scripts[OPEN_MOST];
	int n_open, known;     /* known: how many of the open ones have their script */
	GUnicodeScript script; /* of the run so far */
} runs;

/* Its index in pairs; their number: it is none. */
static size_t pair_of(uint32_t cp)
{
	size_t low = 0, high = ARRAY_LEN(pairs);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (pairs[middle] < cp)
			low = middle + 1;
		else
			high = middle;
	}
	return low < ARRAY_LEN(pairs) && pairs[low] == cp ? low : ARRAY_LEN(pairs);
}

/* Not common to all, and of a character that there is. */
static bool is_real(GUnicodeScript script)
{
	return script != G_UNICODE_SCRIPT_COMMON && script != G_UNICODE_SCRIPT_INHERITED &&
	       script != G_UNICODE_SCRIPT_UNKNOWN;
}

static GUnicodeScript script_of(uint32_t cp)
{
	if (cp >= 0x4E00 && cp <= 0x9FFF)
		return G_UNICODE_SCRIPT_HAN;
	return g_unichar_get_script(cp);
}

static void open_pair(runs *r, size_t pair)
{
	if (r->n_open == OPEN_MOST)
		r->n_open = 0;
	r->pairs[r->n_open] = pair;
	r->scripts[r->n_open++] = r->script;
}

/* The script of a closing mark: that of its opening one, what was opened since is forgotten. */
static GUnicodeScript close_pair(runs *r, size_t pair)
{
	while (r->n_open > 0 && r->pairs[r->n_open - 1] != pair - 1)
		r->n_open--;
	r->known = MIN(r->known, r->n_open);
	if (!r->n_open)
		return G_UNICODE_SCRIPT_COMMON;
	return r->scripts[r->n_open - 1];
}

/* Does the run go on with this character? */
static bool goes_on(runs *r, uint32_t cp)
{
	GUnicodeScript script = script_of(cp);
	size_t pair = ARRAY_LEN(pairs);
	if (script == G_UNICODE_SCRIPT_COMMON)
		pair = pair_of(cp);
	const bool closes = pair < ARRAY_LEN(pairs) && pair % 2;
	if (closes)
		script = close_pair(r, pair);
	else if (pair < ARRAY_LEN(pairs))
		open_pair(r, pair);
	if (is_real(r->script) && is_real(script) && r->script != script)
		return false;
	if (!is_real(r->script) && is_real(script)) {
		r->script = script;
		while (r->known < r->n_open)
			r->scripts[r->known++] = script;
	}
	if (closes && r->n_open > 0)
		r->n_open--;
	r->known = MIN(r->known, r->n_open);
	return true;
}

void ht_para_scripts(ht_para *para)
{
	runs r = {0};
	for (size_t begin = 0, end = 0; begin < para->n; begin = end) {
		r.script = G_UNICODE_SCRIPT_COMMON;
		r.known = r.n_open;
		while (end < para->n && goes_on(&r, para->chars[end].cp))
			end++;
		for (size_t i = begin; i < end; i++)
			para->chars[i].script = (int16_t)r.script;
	}
}
