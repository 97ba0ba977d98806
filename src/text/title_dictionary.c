/* Words of Chinese text by ICU's dictionary, without ICU: of the code, only the table of frequencies is needed, which
 * is in a library without any code. ICU itself takes a quarter of a short run, to load the runtime of C++ and to make
 * sets of characters that are never asked for here.
 *
 * The dictionary is a trie of UTF-16 units (unicode/ucharstrie.h); the words are those whose costs add up to least, as
 * ICU's CjkBreakEngine has it. Between Han characters and others words end; letters and digits of ASCII are one word,
 * with the marks between them that a number or an abbreviation has. Of a text with other characters than these and the
 * usual marks, ICU is asked. */
#define _GNU_SOURCE /* dladdr1() */
#include "title_dictionary.h"

#include <dlfcn.h>
#include <glib.h>
#include <link.h>
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

typedef ht_dictionary_place place;

#define NOWHERE SIZE_MAX

static const place nowhere = {NOWHERE, -1};

/* A unit; of what is after the last, 0: a branch that nothing leads on from. A file that is damaged leads there. */
static unsigned unit_at(const ht_dictionary *d, size_t at)
{
	if (at >= d->n)
		return 0;
	return d->units[at];
}

static size_t skip_value(size_t p, unsigned lead)
{
	return p + (lead >= TWO_UNITS) + (lead >= THREE_UNITS);
}

static size_t skip_delta(const ht_dictionary *d, size_t p)
{
	const unsigned lead = unit_at(d, p);
	return p + 1 + (lead >= DELTA_TWO) + (lead >= DELTA_THREE);
}

/* Two units as one number. */
static uint32_t pair_at(const ht_dictionary *d, size_t p)
{
	return (uint32_t)unit_at(d, p) << 16 | unit_at(d, p + 1);
}

static size_t follow_delta(const ht_dictionary *d, size_t p)
{
	uint32_t delta = unit_at(d, p);
	if (delta >= DELTA_THREE)
		delta = pair_at(d, p + 1);
	else if (delta >= DELTA_TWO)
		delta = (delta - DELTA_TWO) << 16 | unit_at(d, p + 1);
	return skip_delta(d, p) + delta;
}

/* The value at p, whose first unit without its highest bit is lead. */
static uint32_t read_value(const ht_dictionary *d, size_t p, unsigned lead)
{
	if (lead < TWO_UNITS)
		return lead;
	if (lead < THREE_UNITS)
		return (lead - TWO_UNITS) << 16 | unit_at(d, p + 1);
	return pair_at(d, p + 1);
}

static bool has_value(const ht_dictionary *d, place at)
{
	return at.at != NOWHERE && at.left < 0 && unit_at(d, at.at) >= VALUE;
}

static uint32_t value_of(const ht_dictionary *d, size_t p)
{
	const unsigned lead = unit_at(d, p);
	if (lead & FINAL)
		return read_value(d, p, lead & 0x7FFF);
	if (lead < NODE_TWO)
		return (lead >> 6) - 1;
	if (lead < NODE_THREE)
		return ((lead & NODE_THREE) - NODE_TWO) << 10 | unit_at(d, p + 1);
	return pair_at(d, p + 1);
}

static place next_in_branch(const ht_dictionary *d, size_t p, size_t n, unsigned unit)
{
	n = 1 + (n ? n : unit_at(d, p++));
	while (n > LINEAR_BRANCH) {
		if (unit < unit_at(d, p++)) {
			n >>= 1;
			p = follow_delta(d, p);
		} else {
			n -= n >> 1;
			p = skip_delta(d, p);
		}
	}
	for (; n > 1; n--) {
		const bool found = unit == unit_at(d, p++);
		const unsigned lead = unit_at(d, p);
		const size_t end = skip_value(p + 1, lead & 0x7FFF);
		if (found && lead & FINAL)
			return (place){p, -1};
		if (found)
			return (place){end + read_value(d, p, lead), -1};
		p = end;
	}
	return unit == unit_at(d, p) ? (place){p + 1, -1} : nowhere;
}

/* Where this unit leads. */
static place next(const ht_dictionary *d, place from, unsigned unit)
{
	size_t p = from.at;
	if (p == NOWHERE)
		return nowhere;
	if (from.left < 0) {
		unsigned node = unit_at(d, p++);
		if (node & FINAL)
			return nowhere;
		if (node >= VALUE) {
			p += (node >= NODE_TWO) + (node >= NODE_THREE);
			node &= KIND;
		}
		if (node < LINEAR)
			return next_in_branch(d, p, node, unit);
		from.left = (int)(node - LINEAR);
	}
	return unit_at(d, p) == unit ? (place){p + 1, from.left - 1} : nowhere;
}

/* Where a word's first character leads. */
static place begin_word(ht_dictionary *d, uint32_t cp)
{
	ht_dictionary_first *first = &d->firsts[cp % HT_DICTIONARY_FIRSTS];
	if (first->cp != cp)
		*first = (ht_dictionary_first){cp, next(d, (place){0, -1}, cp)};
	return first->to;
}

static bool is_han(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007;
}

/* What a character is to the rules between words (UAX #29). */
typedef enum word_kind {
	W_OTHER, /* ICU's rules are needed */
	W_HAN,
	W_LETTER,
	W_DIGIT,
	W_SPACE,
	W_MARK,       /* a word, whatever is beside it */
	W_MID,        /* . between two letters or two digits is in their word */
	W_MID_NUMBER, /* , ; and the same of full width: between two digits */
	W_COLON,      /* between two letters, versions of the rules differ */
} word_kind;

static word_kind ascii_kind(uint32_t cp)
{
	static const char alone[] = "!#$%&()*+-/<=>?[]^`{|}~";
	if (g_ascii_isalpha((int)cp))
		return W_LETTER;
	if (g_ascii_isdigit((int)cp))
		return W_DIGIT;
	switch (cp) {
	case ' ':
		return W_SPACE;
	case '.':
		return W_MID;
	case ',':
	case ';':
		return W_MID_NUMBER;
	case ':':
		return W_COLON;
	default:
		return cp && strchr(alone, (int)cp) ? W_MARK : W_OTHER;
	}
}

static word_kind kind_of(uint32_t cp)
{
	static const struct {
		uint16_t cp, kind;
	} others[] = {
	    {0x00B0, W_MARK},  {0x00D7, W_MARK},       {0x2014, W_MARK},  {0x201C, W_MARK}, {0x201D, W_MARK},
	    {0x2026, W_MARK},  {0x2103, W_MARK},       {0x3000, W_SPACE}, {0x3001, W_MARK}, {0x3002, W_MARK},
	    {0x300A, W_MARK},  {0x300B, W_MARK},       {0x3010, W_MARK},  {0x3011, W_MARK}, {0x3014, W_MARK},
	    {0x3015, W_MARK},  {0xFF01, W_MARK},       {0xFF05, W_MARK},  {0xFF08, W_MARK}, {0xFF09, W_MARK},
	    {0xFF0B, W_MARK},  {0xFF0C, W_MID_NUMBER}, {0xFF0D, W_MARK},  {0xFF0E, W_MID},  {0xFF0F, W_MARK},
	    {0xFF1A, W_COLON}, {0xFF1B, W_MID_NUMBER}, {0xFF1F, W_MARK},  {0xFF5E, W_MARK},
	};
	if (is_han(cp))
		return W_HAN;
	if (cp < 0x80)
		return ascii_kind(cp);
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (others[i].cp == cp)
			return (word_kind)others[i].kind;
	return W_OTHER;
}

static bool is_word(word_kind kind)
{
	return kind == W_LETTER || kind == W_DIGIT;
}

/* Are two characters beside each other in one word (or both Han, whose words the dictionary has)? */
static bool joined(word_kind before, word_kind after)
{
	return (before == after && (before == W_HAN || before == W_SPACE)) || (is_word(before) && is_word(after));
}

/* Is a mark between two characters in one word with them? */
static bool joins(word_kind sign, word_kind before, word_kind after)
{
	return before == after && ((sign == W_MID && is_word(before)) || (sign == W_MID_NUMBER && before == W_DIGIT));
}

typedef struct way {
	uint32_t cost;
	size_t before; /* where its last word begins */
} way;

/* The words that begin at a Han character, up to the end of these. */
static void try_words(ht_dictionary *d, const ht_char *chars, size_t begin, size_t end, way *ways)
{
	bool lone = false; /* a word of one character is there */
	place at = begin_word(d, chars[begin].cp);
	for (size_t i = begin; at.at != NOWHERE && i < end && i < begin + WORD_MOST; i++) {
		if (i > begin)
			at = next(d, at, chars[i].cp);
		if (!has_value(d, at))
			continue;
		lone |= i == begin;
		const uint32_t cost = ways[begin].cost + value_of(d, at.at);
		if (cost < ways[i + 1].cost)
			ways[i + 1] = (way){cost, begin};
	}
	if (!lone && ways[begin].cost + LONE_COST < ways[begin + 1].cost)
		ways[begin + 1] = (way){ways[begin].cost + LONE_COST, begin};
}

/* Words of Han characters [begin, end). */
static void divide(ht_dictionary *d, const ht_char *chars, size_t begin, size_t end, way *ways, bool *starts)
{
	for (size_t i = begin; i <= end; i++)
		ways[i].cost = i == begin ? 0 : UNREACHED;
	for (size_t i = begin; i < end; i++)
		try_words(d, chars, i, end, ways);
	for (size_t at = end; at > begin; at = ways[at].before)
		starts[at] = true;
}

/* The kinds of all characters; NULL: ICU's rules are needed, or memory ran out. */
static uint8_t *find_kinds(ht_para *para)
{
	uint8_t *kinds = ht_para_array(para, para->n + 1, sizeof *kinds);
	for (size_t i = 0; kinds && i < para->n; i++) {
		kinds[i] = kind_of(para->chars[i].cp);
		if (kinds[i] == W_OTHER ||
		    (i >= 2 && kinds[i - 1] == W_COLON && kinds[i - 2] == W_LETTER && kinds[i] == W_LETTER))
			return NULL;
	}
	return kinds;
}

/* Where the word, or the Han characters, that begin here end. */
static size_t stretch_end(const uint8_t *kinds, size_t begin, size_t n)
{
	size_t end = begin + 1;
	while (end < n) {
		if (joined(kinds[end - 1], kinds[end]))
			end++;
		else if (end + 1 < n && joins(kinds[end], kinds[end - 1], kinds[end + 1]))
			end += 2;
		else
			break;
	}
	return end;
}

bool ht_dictionary_words(ht_dictionary *dictionary, ht_para *para, bool *starts)
{
	const uint8_t *kinds = find_kinds(para);
	if (!kinds)
		return para->status != HT_OK;
	way *ways = ht_para_array(para, para->n + 1, sizeof *ways);
	starts[0] = true;
	for (size_t begin = 0, end; ways && begin < para->n; begin = end) {
		end = stretch_end(kinds, begin, para->n);
		starts[end] = true;
		if (kinds[begin] == W_HAN)
			divide(dictionary, para->chars, begin, end, ways, starts);
	}
	return true;
}

/* What begins each of ICU's files: its length, and UDataInfo (unicode/udata.h). */
typedef struct file_head {
	uint16_t size;
	uint8_t magic[2];
	uint16_t info_size, reserved;
	uint8_t is_big_endian, charset, unit_size, reserved_byte;
	char kind[4];
	uint8_t version[4]; /* of the format */
} file_head;

typedef struct bytes {
	const char *at;
	size_t len;
} bytes;

/* The formats of the files that are read here. */
#define VERSION 1

/* Go on to what is after the head; false: it is another kind of file, or damaged. */
static bool skip_head(bytes *file, const char *kind)
{
	file_head head;
	if (file->len < sizeof head)
		return false;
	memcpy(&head, file->at, sizeof head);
	if (head.magic[0] != 0xDA || head.magic[1] != 0x27 || memcmp(head.kind, kind, 4) != 0 ||
	    head.version[0] != VERSION || head.is_big_endian != U_IS_BIG_ENDIAN || head.unit_size != sizeof(UChar) ||
	    head.size < sizeof head || head.size > file->len)
		return false;
	*file = (bytes){file->at + head.size, file->len - head.size};
	return true;
}

/* Go on to a file by its name in ICU's data, of which it may be the rest; false: there is none, or it is damaged. */
static bool find_file(bytes *contents, const char *name)
{
	uint32_t low = 0, high, entry[2];
	if (contents->len < sizeof high)
		return false;
	memcpy(&high, contents->at, sizeof high);
	if (high > (contents->len - sizeof high) / sizeof entry)
		return false;
	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;
		memcpy(entry, contents->at + sizeof high + middle * sizeof entry, sizeof entry);
		if (entry[0] >= contents->len || entry[1] >= contents->len)
			return false;
		const int order = strncmp(name, contents->at + entry[0], contents->len - entry[0]);
		if (!order) {
			*contents = (bytes){contents->at + entry[1], contents->len - entry[1]};
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* DictionaryData: what the numbers at the beginning of a dictionary are. */
enum index { TRIE, SIZE = 3, KIND_OF_TRIE, TRANSFORM, INDEXES = 8 };

/* The trie is of units, and has values as they are. */
#define UNITS_WITH_VALUES 9

bool ht_dictionary_find(const char *data, size_t size, ht_dictionary *ret)
{
	bytes file = {data, size};
	uint32_t indexes[INDEXES];
	if (!skip_head(&file, "CmnD") || !find_file(&file, U_ICUDATA_NAME "/brkitr/cjdict.dict") ||
	    !skip_head(&file, "Dict") || file.len < sizeof indexes)
		return false;
	memcpy(indexes, file.at, sizeof indexes);
	const char *units = file.at + sizeof indexes;
	if (indexes[KIND_OF_TRIE] != UNITS_WITH_VALUES || indexes[TRANSFORM] != 0 || indexes[TRIE] != sizeof indexes ||
	    indexes[SIZE] <= sizeof indexes || indexes[SIZE] > file.len || (uintptr_t)units % sizeof *ret->units)
		return false;
	*ret = (ht_dictionary){.units = (const uint16_t *)(const void *)units,
	                       .n = (indexes[SIZE] - sizeof indexes) / sizeof *ret->units};
	return true;
}

bool ht_dictionary_load(ht_dictionary *ret)
{
	static const char *const names[] = {STRING(U_ICUDATA_ENTRY_POINT)};
	const char *data;
	Dl_info info;
	void *symbol = NULL;
	if (!ht_library_load(HT_ICUDATA_LIBRARY, names, 1, &data) || !dladdr1(data, &info, &symbol, RTLD_DL_SYMENT) ||
	    !symbol)
		return false;
	return ht_dictionary_find(data, ((const ElfW(Sym) *)symbol)->st_size, ret);
}
