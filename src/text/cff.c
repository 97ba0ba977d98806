/* Reading a CFF table (Adobe technical note 5176).
 *
 * header | Name INDEX | Top DICT INDEX | String INDEX | Global Subr INDEX | …
 *
 * The top dictionary holds operands followed by operators; three operators
 * matter here: ROS (12 30), which makes the font CID-keyed, charset (15) and
 * CharStrings (17), both offsets from the table's start. The data may be any
 * bytes: every read is checked against the end. */
#include "cff.h"

typedef struct reader {
	const unsigned char *p, *end;
	bool bad;
} reader;

static unsigned get(reader *r, int bytes)
{
	unsigned v = 0;
	if (r->end - r->p < bytes) {
		r->bad = true;
		return 0;
	}
	while (bytes-- > 0)
		v = v << 8 | *r->p++;
	return v;
}

/* Read an INDEX: its objects' count, and the bytes of the first object. Leaves
 * r behind the INDEX. */
static size_t get_index(reader *r, reader *first)
{
	size_t count = get(r, 2);
	if (!count)
		return 0;
	int off_size = (int)get(r, 1);
	if (off_size < 1 || off_size > 4) {
		r->bad = true;
		return 0;
	}
	const unsigned char *offsets = r->p;
	size_t array = (count + 1) * (size_t)off_size;
	if ((size_t)(r->end - r->p) < array) {
		r->bad = true;
		return 0;
	}
	reader o = {offsets, r->end, false};
	size_t begin = get(&o, off_size), second = get(&o, off_size);
	o.p = offsets + count * (size_t)off_size;
	size_t last = get(&o, off_size), room = (size_t)(r->end - r->p) - array;
	const unsigned char *data = offsets + array - 1; /* offsets count from 1 */
	if (begin < 1 || begin > second || second > last || last - 1 > room) {
		r->bad = true;
		return 0;
	}
	if (first)
		*first = (reader){data + begin, data + second, false};
	r->p = data + last;
	return count;
}

/* A dictionary operand; real numbers are skipped and count as 0. */
static long get_operand(reader *r, unsigned b0)
{
	if (b0 == 28)
		return (int16_t)get(r, 2);
	if (b0 == 29)
		return (int32_t)get(r, 4);
	if (b0 == 30) {
		unsigned b;
		do
			b = get(r, 1);
		while (!r->bad && (b & 0x0F) != 0x0F && b >> 4 != 0x0F);
		return 0;
	}
	if (b0 >= 32 && b0 <= 246)
		return (long)b0 - 139;
	if (b0 >= 247 && b0 <= 250)
		return ((long)b0 - 247) * 256 + get(r, 1) + 108;
	if (b0 >= 251 && b0 <= 254)
		return -((long)b0 - 251) * 256 - get(r, 1) - 108;
	r->bad = true;
	return 0;
}

#define OP_ESCAPE      12
#define OP_CHARSET     15
#define OP_CHARSTRINGS 17
#define OP_ROS         30
#define OP_LAST        21

static void get_top_dict(reader *r, ht_cff *cff, size_t *charstrings)
{
	long operand = 0;
	while (r->p < r->end && !r->bad) {
		unsigned b = get(r, 1);
		if (b > OP_LAST)
			operand = get_operand(r, b);
		else if (b == OP_ESCAPE)
			cff->cid_keyed |= get(r, 1) == OP_ROS;
		else if (b == OP_CHARSET && operand >= 0)
			cff->charset = (size_t)operand;
		else if (b == OP_CHARSTRINGS && operand >= 0)
			*charstrings = (size_t)operand;
	}
}

bool ht_cff_open(const unsigned char *data, size_t len, ht_cff *ret)
{
	reader r = {data, data + len, false};
	if (len < 4 || data[2] > len)
		return false;
	r.p += data[2];
	reader top = {NULL, NULL, true};
	get_index(&r, NULL);
	get_index(&r, &top);
	if (r.bad || top.bad)
		return false;
	ht_cff cff = {.data = data, .len = len};
	size_t charstrings = 0;
	get_top_dict(&top, &cff, &charstrings);
	if (top.bad || !charstrings || charstrings >= len)
		return false;
	r = (reader){data + charstrings, data + len, false};
	cff.n_glyphs = get(&r, 2);
	if (r.bad)
		return false;
	*ret = cff;
	return true;
}

bool ht_cff_charset(const ht_cff *cff, uint16_t *cids, size_t n)
{
	if (n == 0 || n > cff->n_glyphs || cff->charset <= 2 || cff->charset >= cff->len)
		return false;
	reader r = {cff->data + cff->charset, cff->data + cff->len, false};
	unsigned format = get(&r, 1);
	if (format > 2)
		return false;
	cids[0] = 0;
	for (size_t gid = 1; gid < n;) {
		unsigned cid = get(&r, 2);
		unsigned more = format == 0 ? 0 : get(&r, (int)format);
		if (r.bad)
			return false;
		for (unsigned i = 0; i <= more && gid < n; i++)
			cids[gid++] = (uint16_t)(cid + i);
	}
	return true;
}
