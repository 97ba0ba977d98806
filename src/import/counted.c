/* Characters that are accounted for, and how many of each there are. */
#include "counted.h"

#include <string.h>

#include <glib.h>

#include "base/array.h"
#include "base/private_use.h"
#include "base/str.h"
#include "base/utf8.h"
#include "im.h"
#include "repair.h"

static const char *const entities[] = {"&nbsp;", "&ensp;", "&emsp;", "&sp;", "&thinsp;", "&zwnj;"};

size_t im_entity_at(const char *s)
{
	for (size_t e = 0; e < ARRAY_LEN(entities); e++)
		if (strncmp(s, entities[e], strlen(entities[e])) == 0)
			return strlen(entities[e]);
	return 0;
}

/* Unicode maps only two characters of the CJK Radicals Supplement; these are those that PDF files leave in copied text,
 * and their ordinary characters. */
static const char radicals[] = "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻭⻰";
static const char unified_radicals[] = "民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙";

#define FULL_WIDTH (U'！' - '!')

/* Unicode has it as two points; as a colon it is typed. */
#define VERTICAL_COLON U'︰'

uint32_t im_ordinary_character(uint32_t c)
{
	if (!is_compatibility(c))
		return c;
	const char *at = g_utf8_strchr(radicals, -1, c);
	if (at)
		return ht_str_char(unified_radicals + (at - radicals));
	if (c == VERTICAL_COLON)
		return U'：';
	gunichar out[4];
	if (g_unichar_fully_decompose(c, TRUE, out, 4) != 1)
		return c;
	return ht_str_set_has(",:;?!()", out[0]) ? out[0] + FULL_WIDTH : out[0];
}

static uint32_t ascii_shape(uint32_t c)
{
	if (c == '[')
		return '(';
	return c == ']' ? ')' : c;
}

/* A character for all that a repair makes of each other (repair.c). */
static uint32_t shape_of(uint32_t c)
{
	static const struct {
		const char *set;
		uint32_t shape;
	} shapes[] = {{"…。．", '.'},   {"—–―‐‑−－", '-'},   {"“”„‟＂", '"'},
	              {"‘’‚‛＇", '\''}, {"（〔［【〈", '('}, {"）〕］】〉", ')'}};
	if (c < 0x80)
		return ascii_shape(c);
	c = im_ordinary_character(c);
	if (ht_is_han(c))
		return c;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		if (ht_str_set_has(shapes[i].set, c))
			return shapes[i].shape;
	return c >= U'！' && c <= U'～' ? c - FULL_WIDTH : c;
}

const char *im_skip_invisible(const char *p)
{
	for (; *p; p = ht_str_next(p)) {
		size_t entity = *p == '&' ? im_entity_at(p) : 0;
		uint32_t c = entity ? ' ' : ht_str_char(p);
		if (!ht_is_space(c) && !is_invisible(c) && c >= ' ' && !im_is_forbidden(c))
			return p;
		p += entity ? entity - 1 : 0;
	}
	return p;
}

uint32_t im_next_letter(const char **p)
{
	const uint32_t han = ht_str_char(*p);
	if (ht_is_common_han(han)) { /* nearly always: it has one shape */
		*p = ht_str_next(*p);
		return han;
	}
	const char *at = im_skip_invisible(*p);
	*p = *at ? ht_str_next(at) : at;
	return *at ? shape_of(ht_str_char(at)) : 0;
}

/* Of any kind of punctuation mark, in Unicode's sense: no sign, such as + or ℃. */
static bool is_punctuation(uint32_t c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONNECT_PUNCTUATION:
	case G_UNICODE_DASH_PUNCTUATION:
	case G_UNICODE_CLOSE_PUNCTUATION:
	case G_UNICODE_FINAL_PUNCTUATION:
	case G_UNICODE_INITIAL_PUNCTUATION:
	case G_UNICODE_OTHER_PUNCTUATION:
	case G_UNICODE_OPEN_PUNCTUATION:
		return true;
	default:
		return false;
	}
}

/* What the record's reader makes of private-use characters is its matter, and damage.c tells of them. */
bool im_is_counted(uint32_t c)
{
	if (ht_is_common_han(c))
		return true;
	const bool line = c == '|' || (c >= 0x2500 && c <= 0x257F); /* between the cells of a row */
	return !line && !is_punctuation(c) && !ht_is_private_use(c);
}

void im_counts_add(im_counts *counts, ht_arena *arena, uint32_t c, int n)
{
	int32_t **page = &counts->pages[c >> 8];
	if (!*page)
		*page = ht_arena_array(arena, 256, sizeof **page);
	if (*page)
		(*page)[c & 0xFF] += n;
	counts->failed |= !*page;
}

void im_counts_text(im_counts *counts, ht_arena *arena, const char *s, size_t len, int n, bool all)
{
	const char *end = s + len;
	for (uint32_t c; s < end && (c = im_next_letter(&s)) && s <= end;)
		if (im_is_counted(c) || (all && !ht_is_private_use(c)))
			im_counts_add(counts, arena, c, n);
}
