/* Scripts, graphemes and breaks of usual texts, without Pango: the same as Pango's. */
#include "text_fonts.h"

#include <pango/pango.h>

#include "../../src/text/para.h"

#define TEXTS 200000
#define MOST  24

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A character: of ASCII, of usual Chinese text, or any of the first plane that has a script. */
static uint32_t random_char(unsigned *seed, bool any)
{
	static const uint32_t usual[] = {0x4E00, 0x6C49, 0x3400, 0x20BB7, 0x3001, 0x3002, 0xFF0C, 0xFF08, 0xFF09,
	                                 0x300A, 0x300B, 0x201C, 0x201D,  0x2018, 0x2019, 0x2014, 0x2026, 0x00B7,
	                                 0x3000, 0xFF1A, 0x2605, 0x2030,  0x2103, 0x2163, 0x2460, 0x25A1, 0x33A1,
	                                 0x00B1, 0x00D7, 0x2264, 0x323AF, 0x3014, 0x3015, 0xFF3B, 0xFF3D};
	unsigned kind = next_random(seed) % (any ? 4 : 3);
	uint32_t cp = 0xD800;
	if (kind == 0)
		return usual[next_random(seed) % G_N_ELEMENTS(usual)];
	if (kind == 1)
		return (uint32_t[]){'a', 'Z', '0', '7', '1', ' ', '.', ','}[next_random(seed) % 8];
	if (kind == 2)
		return 0x20 + next_random(seed) % 0x5F;
	while (cp >= 0xD800 && cp < 0xE000)
		cp = 0x80 + next_random(seed) % 0xFF00;
	return cp;
}

typedef struct sample {
	ht_para para;
	ht_char chars[MOST];
	uint32_t cps[MOST];
	char text[MOST * 6 + 1];
} sample;

/* What newer versions of Pango judge otherwise, and rightly; the program's rules are those of 1.50 whatever it is built
 * with, so that documents are the same everywhere. */
static bool is_newer(void)
{
	return pango_version() >= PANGO_VERSION_ENCODE(1, 52, 0);
}

/* A mark that combines has the script of what it follows. */
static bool is_judged_otherwise(uint32_t cp)
{
	const GUnicodeType type = g_unichar_type(cp);
	return is_newer() && (type == G_UNICODE_SPACING_MARK || type == G_UNICODE_NON_SPACING_MARK ||
	                      type == G_UNICODE_ENCLOSING_MARK);
}

/* There is no break after a hyphen with which a word begins (UAX #14 LB20a). */
static bool begins_with_hyphen(const uint32_t *cps, size_t i)
{
	return is_newer() && cps[i - 1] == '-' && (i == 1 || cps[i - 2] == ' ');
}

static void make_sample(sample *s, unsigned *seed, bool any)
{
	*s = (sample){.para = {.n = 1 + next_random(seed) % MOST}};
	s->para.chars = s->chars;
	s->para.cps = s->cps;
	s->para.text = s->text;
	for (size_t i = 0; i < s->para.n; i++) {
		s->cps[i] = random_char(seed, any);
		if (is_judged_otherwise(s->cps[i]))
			s->cps[i] = 0x4E2D;
		s->chars[i] = (ht_char){.cp = s->cps[i], .latin = true};
		s->para.len += (size_t)g_unichar_to_utf8(s->cps[i], s->text + s->para.len);
	}
}

static void scripts_are_those_of_pango(void **state)
{
	(void)state;
	unsigned seed = 1;
	for (int n = 0; n < TEXTS; n++) {
		sample s;
		make_sample(&s, &seed, n % 2);
		ht_para_scripts(&s.para);
		PangoScriptIter *iter = pango_script_iter_new(s.text, (int)s.para.len);
		const char *at = s.text, *end;
		PangoScript script;
		size_t i = 0;
		do {
			pango_script_iter_get_range(iter, NULL, &end, &script);
			for (; at < end; at += g_utf8_skip[(unsigned char)*at], i++)
				if (s.chars[i].script != (int)script)
					fail_msg("%s: character %zu: script %d, Pango: %d", s.text, i,
					         s.chars[i].script, (int)script);
		} while (pango_script_iter_next(iter));
		pango_script_iter_free(iter);
		assert_int_equal(i, s.para.n);
	}
}

/* Bytes of the first n characters. */
static size_t length_of(const uint32_t *cps, size_t n)
{
	size_t len = 0;
	for (size_t i = 0; i < n; i++)
		len += (size_t)g_unichar_to_utf8(cps[i], NULL);
	return len;
}

static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0x3000;
}

static void breaks_are_those_of_pango(void **state)
{
	(void)state;
	PangoLanguage *language = pango_language_from_string("zh-cn");
	unsigned seed = 2;
	size_t plain = 0;
	for (int n = 0; n < TEXTS; n++) {
		sample s;
		PangoLogAttr attrs[MOST + 1];
		make_sample(&s, &seed, false);
		s.para.n = MIN(s.para.n, 1 + next_random(&seed) % MOST); /* short ones are plain more often */
		s.para.len = length_of(s.cps, s.para.n);
		s.text[s.para.len] = '\0';
		for (size_t i = 0; i < s.para.n; i++)
			s.chars[i].latin = s.cps[i] < 0x80;
		if (!ht_para_plain(&s.para))
			continue;
		plain++;
		pango_get_log_attrs(s.text, (int)s.para.len, 0, language, attrs, (int)s.para.n + 1);
		for (size_t i = 0; i < s.para.n; i++) {
			if (s.chars[i].grapheme_start != attrs[i].is_cursor_position)
				fail_msg("%s: character %zu: another grapheme", s.text, i);
			/* nobody asks for the others */
			bool asked = i && s.chars[i].latin && s.chars[i - 1].latin && !is_blank(s.cps[i]) &&
			             !is_blank(s.cps[i - 1]) && !begins_with_hyphen(s.cps, i);
			if (asked && s.chars[i].can_break != attrs[i].is_line_break)
				fail_msg("%s: character %zu: a break %d", s.text, i, s.chars[i].can_break);
		}
	}
	assert_true(plain > TEXTS / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(scripts_are_those_of_pango),
	    cmocka_unit_test(breaks_are_those_of_pango),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
