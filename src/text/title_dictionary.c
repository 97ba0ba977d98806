/* Words of Chinese text by ICU's dictionary, without ICU: of the code, only the table of frequencies is needed, which
 * is in a library without any code. ICU itself takes a quarter of a short run, to load the runtime of C++ and to make
 * sets of characters that are never asked for here.
 *
 * The dictionary is a trie of UTF-16 units (unicode/ucharstrie.h); the words are those whose costs add up to least, as
 * ICU's CjkBreakEngine has it. Between Han characters and others words end; letters and digits of ASCII are one word.
 * Of a text with other characters than these and a few marks, ICU is asked. */
#include "title_dictionary.h"

#include <glib.h>
#include <string.h>
#include <unicode/utypes.h>

#include "base/array.h"
#include "base/library.h"
#include "config.h"

#define STRING(name)  STRING_(name)
#define STRING_(name) #name

/* ICU's longest word; the cost of a character that is no word. */
#define WORD_MOST 20
#define LONE_COST 255
#define UNREACHED UINT32_MAX

/* What a unit of the trie is, by its value (UCharsTrie): a node's kind is in the lowest six bits, the value it may have
 * above them. */
#define LINEAR        0x30
#define VALUE         0x40
#define KIND          0x3F
#define FINAL         0x8000
#define TWO_UNITS     0x4000 /* of a final value or a distance in a list: the first that goes on in the next unit */
#define THREE_UNITS   0x7FFF
#define NODE_TWO      0x4040 /* of a node's value */
#define NODE_THREE    0x7FC0
#define DELTA_TWO     0xFC00 /* of a distance in a tree */
#define DELTA_THREE   0xFFFF
#define LINEAR_BRANCH 5 /* most units of a branch that are a list */

/* A place in the trie; NULL: nothing goes on from here. */
typedef struct place {
	const uint16_t *at;
	int left; /* units that are left of a stretch without branches, less 1; -1: none */
} place;

static const uint16_t *skip_value(const uint16_t *p, unsigned lead)
{
	return p + (lead >= TWO_UNITS) + (lead >= THREE_UNITS);
}

static const uint16_t *skip_delta(const uint16_t *p)
{
	const unsigned lead = *p++;
	return p + (lead >= DELTA_TWO) + (lead >= DELTA_THREE);
}

static const uint16_t *follow_delta(const uint16_t *p)
{
	const uint16_t *end = skip_delta(p);
	size_t delta = *p;
	if (delta >= DELTA_THREE)
		delta = (size_t)p[1] << 16 | p[2];
	else if (delta >= DELTA_TWO)
		delta = (delta - DELTA_TWO) << 16 | p[1];
	return end + delta;
}

/* The value at p, whose first unit without its highest bit is lead. */
static uint32_t read_value(const uint16_t *p, unsigned lead)
{
	if (lead < TWO_UNITS)
		return lead;
	if (lead < THREE_UNITS)
		return (lead - TWO_UNITS) << 16 | p[1];
	return (uint32_t)p[1] << 16 | p[2];
}

static bool has_value(place at)
{
	return at.at && at.left < 0 && *at.at >= VALUE;
}

static uint32_t value_of(const uint16_t *p)
{
	const unsigned lead = *p;
	if (lead & FINAL)
		return read_value(p, lead & 0x7FFF);
	if (lead < NODE_TWO)
		return (lead >> 6) - 1;
	if (lead < NODE_THREE)
		return ((lead & NODE_THREE) - NODE_TWO) << 10 | p[1];
	return (uint32_t)p[1] << 16 | p[2];
}

static place next_in_branch(const uint16_t *p, size_t n, unsigned unit)
{
	const place nowhere = {NULL, -1};
	n = 1 + (n ? n : *p++);
	while (n > LINEAR_BRANCH) {
		if (unit < *p++) {
			n >>= 1;
			p = follow_delta(p);
		} else {
			n -= n >> 1;
			p = skip_delta(p);
		}
	}
	for (; n > 1; n--) {
		const bool found = unit == *p++;
		const uint16_t *end = skip_value(p + 1, *p & 0x7FFF);
		if (found && *p & FINAL)
			return (place){p, -1};
		if (found)
			return (place){end + read_value(p, *p), -1};
		p = end;
	}
	return unit == *p ? (place){p + 1, -1} : nowhere;
}

/* Where this unit leads. */
static place next(place from, unsigned unit)
{
	const place nowhere = {NULL, -1};
	const uint16_t *p = from.at;
	if (!p)
		return nowhere;
	if (from.left < 0) {
		unsigned node = *p++;
		if (node & FINAL)
			return nowhere;
		if (node >= VALUE) {
			p += (node >= NODE_TWO) + (node >= NODE_THREE);
			node &= KIND;
		}
		if (node < LINEAR)
			return next_in_branch(p, node, unit);
		from.left = (int)(node - LINEAR);
	}
	return *p == unit ? (place){p + 1, from.left - 1} : nowhere;
}

static bool is_han(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007;
}

static bool is_word(uint32_t cp)
{
	return cp < 0x80 && g_ascii_isalnum((int)cp);
}

/* Each of these is a word, whatever is beside it. */
static bool stands_alone(uint32_t cp)
{
	static const uint16_t signs[] = {0x201C, 0x201D, 0x3001, 0x3002, 0x300A, 0x300B,
	                                 0x3010, 0x3011, 0x3014, 0x3015, 0xFF08, 0xFF09};
	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (signs[i] == cp)
			return true;
	return false;
}

typedef struct way {
	uint32_t cost;
	size_t before; /* where its last word begins */
} way;

/* The words that begin at a Han character, up to the end of these. */
static void try_words(const uint16_t *trie, const ht_char *chars, size_t begin, size_t end, way *ways)
{
	bool lone = false; /* a word of one character is there */
	place at = {trie, -1};
	for (size_t i = begin; at.at && i < end && i < begin + WORD_MOST; i++) {
		at = next(at, chars[i].cp);
		if (!has_value(at))
			continue;
		lone |= i == begin;
		const uint32_t cost = ways[begin].cost + value_of(at.at);
		if (cost < ways[i + 1].cost)
			ways[i + 1] = (way){cost, begin};
	}
	if (!lone && ways[begin].cost + LONE_COST < ways[begin + 1].cost)
		ways[begin + 1] = (way){ways[begin].cost + LONE_COST, begin};
}

/* Words of Han characters [begin, end). */
static void divide(const uint16_t *trie, const ht_char *chars, size_t begin, size_t end, way *ways, bool *starts)
{
	for (size_t i = begin; i <= end; i++)
		ways[i].cost = i == begin ? 0 : UNREACHED;
	for (size_t i = begin; i < end; i++)
		try_words(trie, chars, i, end, ways);
	for (size_t at = end; at > begin; at = ways[at].before)
		starts[at] = true;
}

bool ht_dictionary_words(const uint16_t *trie, ht_para *para, bool *starts)
{
	const ht_char *chars = para->chars;
	for (size_t i = 0; i < para->n; i++)
		if (!is_han(chars[i].cp) && !is_word(chars[i].cp) && !stands_alone(chars[i].cp))
			return false;
	way *ways = ht_para_array(para, para->n + 1, sizeof *ways);
	starts[0] = true;
	for (size_t begin = 0, end; ways && begin < para->n; begin = end) {
		end = begin + 1;
		while (end < para->n && ((is_han(chars[begin].cp) && is_han(chars[end].cp)) ||
		                         (is_word(chars[begin].cp) && is_word(chars[end].cp))))
			end++;
		starts[end] = true;
		if (is_han(chars[begin].cp))
			divide(trie, chars, begin, end, ways, starts);
	}
	return true;
}

/* What begins each of ICU's files (UDataInfo), where it is four letters that tell the kind. */
typedef struct file_head {
	uint16_t size;
	uint8_t magic[2];
	uint8_t info[8];
	char kind[4];
} file_head;

static const char *after_head(const char *file, const char *kind)
{
	file_head head;
	memcpy(&head, file, sizeof head);
	if (head.magic[0] != 0xDA || head.magic[1] != 0x27 || memcmp(head.kind, kind, 4) != 0)
		return NULL;
	return file + head.size;
}

/* A file by its name in ICU's data; NULL: there is none. */
static const char *find_file(const char *contents, const char *name)
{
	uint32_t low = 0, high, entry[2];
	memcpy(&high, contents, sizeof high);
	while (low < high) {
		const uint32_t middle = (low + high) / 2;
		memcpy(entry, contents + sizeof high + middle * sizeof entry, sizeof entry);
		const int order = strcmp(name, contents + entry[0]);
		if (!order)
			return contents + entry[1];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* DictionaryData: the trie is of units, and has values as they are. */
#define UNITS_WITH_VALUES 9

const uint16_t *ht_dictionary_load(void)
{
	static const char *const names[] = {STRING(U_ICUDATA_ENTRY_POINT)};
	const char *data, *file = NULL;
	int32_t indexes[8] = {0};
	if (!ht_library_load(HT_ICUDATA_LIBRARY, names, 1, &data))
		return NULL;
	const char *contents = after_head(data, "CmnD");
	if (contents)
		file = find_file(contents, U_ICUDATA_NAME "/brkitr/cjdict.dict");
	if (file)
		file = after_head(file, "Dict");
	if (file)
		memcpy(indexes, file, sizeof indexes);
	if (indexes[4] != UNITS_WITH_VALUES || indexes[5] != 0)
		return NULL;
	return (const uint16_t *)(const void *)(file + indexes[0]);
}
