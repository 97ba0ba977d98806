/* Font programs as deflate literals.
 *
 * Deflating makes Type 2 charstrings a quarter smaller, nearly all of it by the
 * Huffman code: coordinates are small numbers, so some bytes are far more frequent
 * than others, but strings seldom repeat. Searching for repeats takes most of the
 * time: libdeflate at its lowest level needs 7.7 ns per byte, zlib with
 * Z_HUFFMAN_ONLY 8.4, this coder 0.9, for 1 to 4 % more bytes.
 *
 * The stream is one block with its own code (RFC 1951 3.2.7). Code lengths come
 * from Huffman's algorithm and are limited to CODE_MAX bits as usual, by
 * lengthening the longest of the shorter codes.
 *
 * The glyphs of a face are all alike: a code that was made for a few of them costs
 * 0.1 to 0.2 % more bytes than one of the document's own. With it each glyph is
 * coded once in a process, and a document's font is put together from bits. */
#include "text/pack.h"

#include <glib.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Four codes and seven leftover bits fit into a word. */
#define CODE_MAX 12
#define SYMBOLS  HT_PACK_SYMBOLS
#define END      256
/* 2 bytes of zlib, 17 bits, 19 lengths of 3 bits, 258 of 4. */
#define HEADER_BITS (16 + 17 + 19 * 3 + 258 * 4)
/* The header, the end code and a checksum; and the overrun of storing whole words. */
#define OVERHEAD_MAX ((HEADER_BITS + CODE_MAX) / 8 + 2 + sizeof(uint32_t) + HT_PACK_BEYOND)

typedef struct bit_writer {
	unsigned char *p;
	uint64_t word;
	unsigned n; /* bits in word */
} bit_writer;

static void put_bits(bit_writer *w, unsigned bits, unsigned n)
{
	w->word |= (uint64_t)bits << w->n;
	w->n += n;
}

/* Store all whole bytes. */
static void flush_bytes(bit_writer *w)
{
	uint64_t word = w->word;
	for (int i = 0; i < 8; i++, word >>= 8) /* one store on a little-endian machine */
		w->p[i] = (unsigned char)word;
	w->p += w->n / 8;
	w->word >>= w->n / 8 * 8;
	w->n %= 8;
}

/* Count in four tables, so that a repeated byte does not wait for its own counter. */
void ht_pack_count(const void *bytes, size_t len, uint32_t counts[SYMBOLS])
{
	const unsigned char *data = bytes;
	uint32_t part[4][END] = {{0}};
	size_t i = 0;
	for (; i + 4 <= len; i += 4)
		for (int k = 0; k < 4; k++)
			part[k][data[i + (size_t)k]]++;
	for (; i < len; i++)
		part[0][data[i]]++;
	for (int s = 0; s < END; s++)
		counts[s] = part[0][s] + part[1][s] + part[2][s] + part[3][s];
	counts[END] = 1;
}

typedef struct leaf {
	uint32_t count;
	uint16_t symbol;
} leaf;

/* Sort leaves by count, byte by byte; those of equal count stay in the order of their symbols. */
static void sort_leaves(leaf *v, size_t n)
{
	leaf sorted[SYMBOLS];
	uint32_t all = 0;
	for (size_t i = 0; i < n; i++)
		all |= v[i].count;
	for (unsigned shift = 0; shift < 32 && all >> shift; shift += 8) {
		size_t at[END + 1] = {0}; /* where those with each byte begin */
		for (size_t i = 0; i < n; i++)
			at[(v[i].count >> shift & 0xFF) + 1]++;
		for (size_t byte = 1; byte < END; byte++)
			at[byte] += at[byte - 1];
		for (size_t i = 0; i < n; i++)
			sorted[at[v[i].count >> shift & 0xFF]++] = v[i];
		memcpy(v, sorted, n * sizeof *v);
	}
}

/* Huffman's tree over sorted leaves. Nodes [0, n) are the leaves; the nodes after
 * them join the two lightest so far, and so are sorted, too. */
static void tree_depths(const leaf *leaves, size_t n, unsigned *depths)
{
	uint64_t weights[2 * SYMBOLS];
	size_t parents[2 * SYMBOLS], next_leaf = 0, next_node = n, last = 2 * n - 2;
	for (size_t i = 0; i < n; i++)
		weights[i] = leaves[i].count;
	for (size_t made = n; made <= last; made++) {
		weights[made] = 0;
		for (int k = 0; k < 2; k++) {
			bool leaf_next =
			    next_leaf < n && (next_node >= made || weights[next_leaf] <= weights[next_node]);
			size_t child = leaf_next ? next_leaf++ : next_node++;
			weights[made] += weights[child];
			parents[child] = made;
		}
	}
	depths[last] = 0;
	for (size_t i = last; i-- > 0;)
		depths[i] = depths[parents[i]] + 1;
}

/* The number of codes of each length, at most CODE_MAX, so that they fill the code
 * space exactly. */
static void limit_lengths(const unsigned *depths, size_t n, unsigned numbers[CODE_MAX + 1])
{
	uint32_t space = 0;
	memset(numbers, 0, (CODE_MAX + 1) * sizeof *numbers);
	for (size_t i = 0; i < n; i++)
		numbers[MIN(depths[i], CODE_MAX)]++;
	for (unsigned i = 1; i <= CODE_MAX; i++)
		space += (uint32_t)numbers[i] << (CODE_MAX - i);
	for (; space > 1 << CODE_MAX; space--) {
		unsigned i = CODE_MAX - 1;
		while (!numbers[i])
			i--;
		numbers[CODE_MAX]--;
		numbers[i]--;
		numbers[i + 1] += 2;
	}
}

/* Codes of the same length are consecutive, in symbol order (RFC 1951 3.2.2). */
static void number_codes(const unsigned numbers[CODE_MAX + 1], ht_pack_code codes[SYMBOLS])
{
	unsigned next[CODE_MAX + 2] = {0};
	for (unsigned i = 1; i <= CODE_MAX; i++)
		next[i + 1] = (next[i] + numbers[i]) << 1;
	for (size_t s = 0; s < SYMBOLS; s++) {
		unsigned v = codes[s].length ? next[codes[s].length]++ : 0, bits = 0;
		for (unsigned i = 0; i < codes[s].length; i++, v >>= 1)
			bits = bits << 1 | (v & 1);
		codes[s].bits = (uint16_t)bits;
	}
}

void ht_pack_lengths(const uint32_t counts[SYMBOLS], uint8_t lengths[SYMBOLS])
{
	leaf leaves[SYMBOLS];
	unsigned depths[2 * SYMBOLS], numbers[CODE_MAX + 1];
	size_t n = 0;
	memset(lengths, 0, SYMBOLS);
	for (size_t s = 0; s < SYMBOLS; s++)
		if (counts[s])
			leaves[n++] = (leaf){counts[s], (uint16_t)s};
	sort_leaves(leaves, n);
	tree_depths(leaves, n, depths);
	limit_lengths(depths, n, numbers);
	size_t i = 0;
	for (unsigned length = CODE_MAX; length > 0; length--)
		for (unsigned k = 0; k < numbers[length]; k++)
			lengths[leaves[i++].symbol] = (uint8_t)length;
}

bool ht_pack_codes(const uint8_t lengths[SYMBOLS], ht_pack_code codes[SYMBOLS])
{
	unsigned numbers[CODE_MAX + 1] = {0}, space = 0;
	for (size_t s = 0; s < SYMBOLS; s++) {
		if (lengths[s] > CODE_MAX)
			return false;
		codes[s].length = lengths[s];
		numbers[lengths[s]]++;
		if (lengths[s])
			space += 1u << (CODE_MAX - lengths[s]);
	}
	numbers[0] = 0;
	number_codes(numbers, codes);
	return space == 1 << CODE_MAX && lengths[END];
}

/* The header of the block. Code lengths are written as four bits each: a code in
 * which 0 … 15 have equal length, and repeats are not used. */
static void put_header(bit_writer *w, const ht_pack_code codes[SYMBOLS])
{
	enum { FINAL = 1, DYNAMIC = 2, REPEATS = 3, LENGTHS = 16 };
	put_bits(w, FINAL, 1);
	put_bits(w, DYNAMIC, 2);
	put_bits(w, SYMBOLS - 257, 5);
	put_bits(w, 0, 5); /* one distance code, not used */
	put_bits(w, REPEATS + LENGTHS - 4, 4);
	for (int i = 0; i < REPEATS + LENGTHS; i++) {
		put_bits(w, i < REPEATS ? 0 : 4, 3);
		flush_bytes(w);
	}
	for (int s = 0; s <= SYMBOLS; s++) {
		unsigned v = s < SYMBOLS ? codes[s].length : 0;
		put_bits(w, (v & 1) << 3 | (v & 2) << 1 | (v & 4) >> 1 | (v & 8) >> 3, 4);
		flush_bytes(w);
	}
}

size_t ht_pack_find(const void *data, size_t len, ht_pack_code codes[SYMBOLS])
{
	uint32_t counts[SYMBOLS];
	uint8_t lengths[SYMBOLS];
	uint64_t bits = 0;
	ht_pack_count(data, len, counts);
	if (!len)
		counts[0] = 1; /* a code needs two symbols */
	ht_pack_lengths(counts, lengths);
	ht_pack_codes(lengths, codes);
	for (size_t s = 0; s < SYMBOLS; s++)
		bits += (uint64_t)counts[s] * lengths[s];
	return OVERHEAD_MAX + (size_t)(bits / 8);
}

/* A writer of its own, which what is written cannot be a part of, stays in registers. */
static void put_literals(bit_writer *writer, const ht_pack_code codes[SYMBOLS], const unsigned char *p, size_t len)
{
	bit_writer w = *writer;
	size_t i = 0;
	for (; i + 4 <= len; i += 4) {
		for (size_t k = 0; k < 4; k++)
			put_bits(&w, codes[p[i + k]].bits, codes[p[i + k]].length);
		flush_bytes(&w);
	}
	for (; i < len; i++, flush_bytes(&w))
		put_bits(&w, codes[p[i]].bits, codes[p[i]].length);
	*writer = w;
}

static void begin_stream(bit_writer *w, const ht_pack_code codes[SYMBOLS])
{
	put_bits(w, 0x78 | 0x01 << 8, 16);
	put_header(w, codes);
}

static size_t end_stream(bit_writer *w, const ht_pack_code codes[SYMBOLS], uint32_t sum, const unsigned char *begin)
{
	put_bits(w, codes[END].bits, codes[END].length);
	w->n = (w->n + 7) / 8 * 8;
	flush_bytes(w);
	for (int k = 24; k >= 0; k -= 8)
		*w->p++ = (unsigned char)(sum >> k);
	return (size_t)(w->p - begin);
}

size_t ht_pack_literals(const void *data, size_t len, const ht_pack_code codes[SYMBOLS], unsigned char *out)
{
	bit_writer w = {.p = out};
	begin_stream(&w, codes);
	put_literals(&w, codes, data, len);
	return end_stream(&w, codes, libdeflate_adler32(1, data, len), out);
}

/* ---- in pieces ---- */

uint32_t ht_pack_sum(const void *data, size_t len)
{
	return libdeflate_adler32(1, data, len);
}

/* The sum of data that has one sum and, after it, of len bytes that have another. */
static uint32_t join_sums(uint32_t sum, uint32_t more, size_t len)
{
	enum { MOD = 65521 }; /* RFC 1950 8.2 */
	const uint64_t a = sum & 0xFFFF, b = sum >> 16, a2 = more & 0xFFFF, b2 = more >> 16;
	const uint64_t low = (a + a2 + MOD - 1) % MOD, high = (b + b2 + len % MOD * (a + MOD - 1)) % MOD;
	return (uint32_t)(high << 16 | low);
}

size_t ht_pack_bits_room(size_t len)
{
	return (len * CODE_MAX + 7) / 8 + sizeof(uint64_t); /* the last word is stored whole */
}

size_t ht_pack_bits(const void *data, size_t len, const ht_pack_code codes[SYMBOLS], unsigned char *out)
{
	bit_writer w = {.p = out};
	put_literals(&w, codes, data, len);
	return 8 * (size_t)(w.p - out) + w.n;
}

static uint64_t load(const unsigned char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof word);
	return GUINT64_FROM_LE(word);
}

/* Whole words of bits, each behind those of the word before it that wait: none needs the one before to be written, so
 * the compiler makes several at a time. */
static void put_words(bit_writer *w, const unsigned char *p, size_t n)
{
	const unsigned waiting = w->n; /* fewer than 8 */
	unsigned char *const out = w->p;
	uint64_t word = GUINT64_TO_LE(w->word | load(p) << waiting);
	memcpy(out, &word, sizeof word);
	for (size_t i = sizeof word; i < n * sizeof word; i += sizeof word) {
		word = GUINT64_TO_LE(load(p + i) << waiting | load(p + i - sizeof word) >> 1 >> (63 - waiting));
		memcpy(out + i, &word, sizeof word);
	}
	w->p += n * sizeof word;
	w->word = load(p + (n - 1) * sizeof word) >> 1 >> (63 - waiting);
}

/* Add n bits that begin at p. */
static void put_ready(bit_writer *w, const unsigned char *p, size_t n)
{
	enum { WORD = 64, HALF = WORD / 2 };
	if (n >= WORD)
		put_words(w, p, n / WORD);
	uint64_t last = load(p + n / WORD * sizeof last);
	for (size_t left = n % WORD, take; left; left -= take, last >>= HALF) {
		take = MIN(left, HALF);
		w->word |= (last & (((uint64_t)1 << take) - 1)) << w->n;
		w->n += (unsigned)take;
		flush_bytes(w);
	}
}

static size_t bits_of(const unsigned char *data, size_t len, const ht_pack_code codes[SYMBOLS])
{
	size_t bits = 0;
	for (size_t i = 0; i < len; i++)
		bits += codes[data[i]].length;
	return bits;
}

size_t ht_pack_pieces_len(const ht_pack_piece *pieces, size_t n, const ht_pack_code codes[SYMBOLS])
{
	size_t bits = HEADER_BITS + codes[END].length;
	for (size_t i = 0; i < n; i++)
		bits += pieces[i].data ? bits_of(pieces[i].data, pieces[i].len, codes) : pieces[i].n_bits;
	return (bits + 7) / 8 + sizeof(uint32_t);
}

uint32_t ht_pack_pieces_sum(const ht_pack_piece *pieces, size_t n)
{
	uint32_t sum = 1;
	for (size_t i = 0; i < n; i++) {
		const ht_pack_piece *p = &pieces[i];
		sum = join_sums(sum, p->data ? ht_pack_sum(p->data, p->len) : p->sum, p->len);
	}
	return sum;
}

void ht_pack_pieces(const ht_pack_piece *pieces, size_t n, const ht_pack_code codes[SYMBOLS], const unsigned char *kept,
                    uint32_t sum, unsigned char *out)
{
	bit_writer w = {.p = out};
	begin_stream(&w, codes);
	for (size_t i = 0; i < n; i++) {
		if (pieces[i].data)
			put_literals(&w, codes, pieces[i].data, pieces[i].len);
		else
			put_ready(&w, kept + pieces[i].offset, pieces[i].n_bits);
	}
	end_stream(&w, codes, sum, out);
}
