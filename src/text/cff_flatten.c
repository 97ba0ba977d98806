/* Glyph programs without hints and subroutines.
 *
 * A program is copied from span to span. Operands are pushed by what they are written as, so a call's number, and the
 * operands of a hint, are taken back from what was written. Only the kinds of operators count, never what they draw. */
#include "cff.h"

#include <glib.h>
#include <string.h>

/* Technical note 5177, appendix B. */
#define MOST_OPERANDS 48
#define MOST_DEPTH    10

/* Of no real glyph; a few bytes may ask for any number of empty calls. */
#define MOST_BYTES (64u << 10)
#define MOST_STEPS (1u << 18)

typedef enum kind { REFUSED, DRAWS, STEMS, MASK, CALLS_LOCAL, CALLS_GLOBAL, RETURNS, ENDS, ESCAPES } kind;

/* By operator. */
static const uint8_t kinds[32] = {
    [1] = STEMS,  [3] = STEMS,        [4] = DRAWS,    [5] = DRAWS,         [6] = DRAWS,  [7] = DRAWS,
    [8] = DRAWS,  [10] = CALLS_LOCAL, [11] = RETURNS, [12] = ESCAPES,      [14] = ENDS,  [18] = STEMS,
    [19] = MASK,  [20] = MASK,        [21] = DRAWS,   [22] = DRAWS,        [23] = STEMS, [24] = DRAWS,
    [25] = DRAWS, [26] = DRAWS,       [27] = DRAWS,   [29] = CALLS_GLOBAL, [30] = DRAWS, [31] = DRAWS,
};

static inline unsigned draws(unsigned op)
{
	return kinds[op] == DRAWS;
}

#define FIRST_FLEX 34
#define LAST_FLEX  37

typedef struct flattener {
	const ht_cff_index *local, *global;
	ht_buf *out;
	size_t operands[MOST_OPERANDS]; /* where each begins in out */
	size_t n, stems, begin;
	size_t most;  /* operands that there is room for: a width that hints have left is before them */
	size_t steps; /* bytes passed, and operators */
	bool width_known, ended;
	bool long_stretches; /* the face has no subroutines, which others call after every few operators */
} flattener;

/* A program that is being copied: what lies between from and p is not yet. */
typedef struct code {
	const unsigned char *p, *end, *from;
} code;

static bool copy(flattener *f, code *c)
{
	bool done = ht_buf_add(f->out, c->from, (size_t)(c->p - c->from));
	c->from = c->p;
	return done && f->out->len - f->begin <= MOST_BYTES;
}

/* ---- eight bytes at a time ----
 *
 * A byte is a number, the first or the second of one, or an operator; which one, the byte before it says. To go from
 * one to the next costs a branch that is mispredicted again and again. Here what each of eight bytes would be is
 * found at once, as bits of a word, the first byte's lowest. */

#define EACH(byte) (0x0101010101010101u * (byte))

/* The highest bits of eight bytes. */
static unsigned highest(uint64_t bytes)
{
	return (unsigned)((bytes >> 7 & EACH(1)) * 0x0102040810204080u >> 56);
}

/* The bytes that are the second ones of numbers of two, of bytes that would begin such numbers: where these follow each
 * other, every other one is. The first is one if the bytes before left one open; bit 8: so do these. */
static unsigned second_bytes(unsigned leads, unsigned open)
{
	const unsigned odd = 0xAAAA, begins = leads & ~open;
	/* subtracting carries through each row of leads, so that its end tells whether its length is odd */
	const unsigned ends = ((begins << 1 | odd) - begins) ^ odd;
	return (ends ^ (leads | open)) & 0x1FF;
}

/* Do all these bytes of p draw, as operators? Three of eight are rare. */
static bool all_draw(const unsigned char *p, unsigned operators)
{
	unsigned draw = draws(p[__builtin_ctz(operators)]) & draws(p[31 - __builtin_clz(operators)]);
	for (operators &= operators - 1; operators & (operators - 1); operators &= operators - 1)
		draw &= draws(p[__builtin_ctz(operators)]);
	return draw;
}

/* Pass over numbers of one and two bytes and operators that draw with them; where the last of these operators ends. At
 * p, a number or operator begins, and no operands wait. */
static const unsigned char *skip_drawing(const unsigned char *p, const unsigned char *end)
{
	const unsigned char *last = p;
	unsigned open = 0;
	for (uint64_t bytes; end - p >= (ptrdiff_t)sizeof bytes && p - last <= MOST_OPERANDS; p += sizeof bytes) {
		memcpy(&bytes, p, sizeof bytes);
		bytes = GUINT64_FROM_LE(bytes);
		const uint64_t low = bytes & EACH(0x7F);
		const unsigned from_247 = highest((low + EACH(256 - 247)) & bytes);
		const unsigned fixed = highest((low + EACH(256 - HT_CFF_FIXED_NUMBER)) & bytes);
		const unsigned below_32 = highest(~((low + EACH(128 - 32)) | bytes));
		const unsigned second = second_bytes(from_247 & ~fixed, open), operators = below_32 & ~second;
		if (fixed & ~second)
			break;
		open = second >> 8;
		if (!operators)
			continue;
		/* no more bytes, so no more operands */
		if (p + __builtin_ctz(operators) - last > MOST_OPERANDS || !all_draw(p, operators))
			break;
		last = p + 32 - __builtin_clz(operators);
	}
	return last;
}

/* Push operands, and pass over the operators that draw with them, as long as there is nothing else: nearly all of a
 * program, so what the loop works with is in variables. */
static bool pass(flattener *f, code *c)
{
	const unsigned char *p = c->p, *const end = c->end;
	const size_t begin = f->out->len;
	size_t n = f->n, most = f->most, size;
	if (f->long_stretches && !n && most == MOST_OPERANDS && f->width_known)
		p = skip_drawing(p, end);
	for (; p < end; p += size) {
		size = ht_cff_operand_size(*p);
		if (size) {
			if (n == most || (size_t)(end - p) < size)
				return false;
			f->operands[n++] = begin + (size_t)(p - c->from);
		} else {
			if (!draws(*p))
				break;
			size = 1;
			n = 0;
			most = MOST_OPERANDS;
			f->width_known = true;
			if (f->long_stretches)
				size = (size_t)(skip_drawing(p + 1, end) - p);
		}
	}
	f->n = n;
	f->most = most;
	f->steps += (size_t)(p - c->p) + 1;
	c->p = p;
	return f->steps <= MOST_STEPS;
}

/* Stems, with the operator at c->p: all goes but the width, which may be the first operand. */
static bool drop_stems(flattener *f, code *c)
{
	size_t kept = !f->width_known && f->n % 2;
	if (!copy(f, c))
		return false;
	if (f->n > kept)
		f->out->len = f->operands[kept];
	f->most -= kept;
	f->stems += f->n / 2;
	f->n = 0;
	f->width_known = true;
	c->from = ++c->p;
	return true;
}

/* A mask has a bit for each stem; operands before it are vertical stems. */
static bool drop_mask(flattener *f, code *c)
{
	if (!drop_stems(f, c))
		return false;
	size_t size = (f->stems + 7) / 8;
	if ((size_t)(c->end - c->p) < size)
		return false;
	c->from = c->p += size;
	return true;
}

/* Take the last operand back, a whole number. */
static bool pop(flattener *f, long *ret)
{
	if (!f->n)
		return false;
	size_t at = f->operands[--f->n];
	const unsigned char *p = (const unsigned char *)f->out->data + at;
	f->out->len = at;
	if (*p == HT_CFF_FIXED_NUMBER)
		return false;
	*ret = ht_cff_whole_number(p);
	return true;
}

/* Subroutines are numbered from the middle, so that numbers are short (5176, 16). */
static long bias(const ht_cff_index *subrs)
{
	if (subrs->count < 1240)
		return 107;
	return subrs->count < 33900 ? 1131 : 32768;
}

static bool run(flattener *f, ht_cff_bytes program, int depth);

static bool call(flattener *f, code *c, const ht_cff_index *subrs, int depth)
{
	long number;
	ht_cff_bytes subr;
	if (depth == MOST_DEPTH || !copy(f, c) || !pop(f, &number) || number + bias(subrs) < 0 ||
	    !ht_cff_index_get(subrs, (size_t)(number + bias(subrs)), &subr) || !run(f, subr, depth + 1))
		return false;
	c->from = ++c->p;
	return true;
}

static bool draw(flattener *f, code *c, size_t size)
{
	c->p += size;
	f->n = 0;
	f->most = MOST_OPERANDS;
	f->width_known = true;
	return true;
}

static bool escape(flattener *f, code *c)
{
	bool flex = c->end - c->p >= 2 && c->p[1] >= FIRST_FLEX && c->p[1] <= LAST_FLEX;
	return flex && draw(f, c, 2);
}

/* With operands beside the width, which may be kept already, endchar puts two glyphs together (appendix C). */
static bool end_glyph(flattener *f, code *c)
{
	f->ended = f->n <= !f->width_known;
	return f->ended && draw(f, c, 1);
}

/* The operator at c->p, which pass() has not passed. */
static bool operate(flattener *f, code *c, int depth)
{
	switch ((kind)kinds[*c->p]) {
	case STEMS:
		return drop_stems(f, c);
	case MASK:
		return drop_mask(f, c);
	case CALLS_LOCAL:
		return call(f, c, f->local, depth);
	case CALLS_GLOBAL:
		return call(f, c, f->global, depth);
	case RETURNS:
		c->end = c->p;
		return true;
	case ENDS:
		return end_glyph(f, c);
	case ESCAPES:
		return escape(f, c);
	default:
		return false;
	}
}

static bool run(flattener *f, ht_cff_bytes program, int depth)
{
	code c = {program.data, program.data + program.len, program.data};
	while (!f->ended) {
		if (!pass(f, &c))
			return false;
		if (c.p == c.end)
			break;
		if (!operate(f, &c, depth))
			return false;
	}
	return copy(f, &c);
}

ht_status ht_cff_flatten(ht_cff_bytes program, const ht_cff_index *local, const ht_cff_index *global, ht_buf *out)
{
	flattener f = {.local = local, .global = global, .out = out, .begin = out->len, .most = MOST_OPERANDS};
	f.long_stretches = !local->count && !global->count;
	if (run(&f, program, 0) && f.ended)
		return HT_OK;
	out->len = f.begin;
	return out->failed ? HT_ERR_NOMEM : HT_ERR_LIB;
}
