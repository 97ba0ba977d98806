/* Glyph programs without hints and subroutines.
 *
 * A program is copied from span to span. Operands are pushed by what they are written as, so a call's number, and the
 * operands of a hint, are taken back from what was written. Only the kinds of operators count, never what they draw. */
#include "cff.h"

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

/* Push operands, and pass over the operators that draw with them, as long as there is nothing else: nearly all of a
 * program, so what the loop works with is in variables. */
static bool pass(flattener *f, code *c)
{
	const unsigned char *p = c->p, *const end = c->end;
	const size_t begin = f->out->len;
	size_t n = f->n, most = f->most, size;
	for (; p < end; p += size) {
		size = ht_cff_operand_size(*p);
		if (size) {
			if (n == most || (size_t)(end - p) < size)
				return false;
			f->operands[n++] = begin + (size_t)(p - c->from);
		} else {
			if (kinds[*p] != DRAWS)
				break;
			size = 1;
			n = 0;
			most = MOST_OPERANDS;
			f->width_known = true;
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
	if (run(&f, program, 0) && f.ended)
		return HT_OK;
	out->len = f.begin;
	return out->failed ? HT_ERR_NOMEM : HT_ERR_LIB;
}
