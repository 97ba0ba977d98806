/* Reading a CFF table (Adobe technical note 5176).
 *
 * header | Name INDEX | Top DICT INDEX | String INDEX | Global Subr INDEX | …
 *
 * A dictionary is a list of operands, each list followed by its operator. These
 * operators of the top dictionary are used: ROS (12 30), which makes the font
 * CID-keyed; CharStrings (17), FDArray (12 36) and FDSelect (12 37), offsets from
 * the start of the table; FontBBox (5) and FontMatrix (12 7), copied unchanged.
 * The data may be any bytes: every read is checked against the end. */
#include "cff.h"

#include <string.h>

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

static reader reader_at(const ht_cff *cff, size_t offset)
{
	bool inside = offset && offset < cff->len;
	const unsigned char *end = cff->data + cff->len;
	if (!inside)
		return (reader){end, end, true};
	return (reader){cff->data + offset, end, false};
}

static size_t index_offset(const ht_cff_index *x, size_t i)
{
	reader r = {x->offsets + i * (size_t)x->off_size, x->data + 1, false};
	return get(&r, x->off_size);
}

/* Read an INDEX; r is then at its end. */
static ht_cff_index get_index(reader *r)
{
	ht_cff_index x = {.count = get(r, 2)};
	if (!x.count)
		return x;
	x.off_size = (int)get(r, 1);
	size_t array = (x.count + 1) * (size_t)x.off_size;
	if (r->bad || x.off_size < 1 || x.off_size > 4 || (size_t)(r->end - r->p) < array) {
		r->bad = true;
		return (ht_cff_index){.count = 0};
	}
	x.offsets = r->p;
	x.data = r->p + array - 1;
	size_t last = index_offset(&x, x.count), room = (size_t)(r->end - r->p) - array;
	if (last < 1 || last - 1 > room) {
		r->bad = true;
		return (ht_cff_index){.count = 0};
	}
	r->p = x.data + last;
	return x;
}

bool ht_cff_index_get(const ht_cff_index *x, size_t i, ht_cff_bytes *ret)
{
	if (i >= x->count)
		return false;
	size_t begin = index_offset(x, i), end = index_offset(x, i + 1);
	if (begin < 1 || begin > end || end > index_offset(x, x->count))
		return false;
	*ret = (ht_cff_bytes){x->data + begin, end - begin};
	return true;
}

/* A dictionary operand; a real number is skipped and read as 0. */
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

#define ESCAPE      12
#define ESCAPED(op) (ESCAPE << 8 | (op))
enum {
	OP_BBOX = 5,
	OP_CHARSTRINGS = 17,
	OP_PRIVATE = 18,
	OP_SUBRS = 19,
	OP_DEFAULT_WIDTH = 20,
	OP_NOMINAL_WIDTH = 21,
	OP_LAST = OP_NOMINAL_WIDTH,
	OP_MATRIX = ESCAPED(7),
	OP_ROS = ESCAPED(30),
	OP_FD_ARRAY = ESCAPED(36),
	OP_FD_SELECT = ESCAPED(37)
};

/* An operator, its last two operands, and all of it as bytes. */
typedef struct entry {
	unsigned op;
	size_t before, last; /* negative operands are read as 0 */
	ht_cff_bytes bytes;
} entry;

/* The next entry of a dictionary; false: at the end, or malformed. */
static bool get_entry(reader *r, entry *ret)
{
	entry e = {.bytes.data = r->p};
	while (r->p < r->end && !r->bad) {
		unsigned b = get(r, 1);
		if (b > OP_LAST) {
			long v = get_operand(r, b);
			e.before = e.last;
			e.last = 0;
			if (v > 0)
				e.last = (size_t)v;
			continue;
		}
		e.op = b == ESCAPE ? ESCAPED(get(r, 1)) : b;
		e.bytes.len = (size_t)(r->p - e.bytes.data);
		*ret = e;
		return !r->bad;
	}
	return false;
}

static bool read_top(ht_cff_bytes top, ht_cff *cff)
{
	reader r = {top.data, top.data + top.len, false};
	entry e;
	while (get_entry(&r, &e)) {
		if (e.op == OP_CHARSTRINGS)
			cff->charstrings = e.last;
		else if (e.op == OP_FD_ARRAY)
			cff->fd_array = e.last;
		else if (e.op == OP_FD_SELECT)
			cff->fd_select = e.last;
		else if (e.op == OP_BBOX)
			cff->bbox = e.bytes;
		else if (e.op == OP_MATRIX)
			cff->matrix = e.bytes;
		cff->cid_keyed |= e.op == OP_ROS;
	}
	return !r.bad;
}

bool ht_cff_open(const unsigned char *data, size_t len, ht_cff *ret)
{
	if (len < 4 || data[2] > len)
		return false;
	reader r = {data + data[2], data + len, false};
	ht_cff cff = {.data = data, .len = len};
	ht_cff_bytes top;
	get_index(&r);
	ht_cff_index tops = get_index(&r);
	get_index(&r);
	cff.global_subrs = get_index(&r);
	if (r.bad || !ht_cff_index_get(&tops, 0, &top) || !read_top(top, &cff))
		return false;
	r = reader_at(&cff, cff.charstrings);
	cff.n_glyphs = get(&r, 2);
	if (!r.bad && cff.cid_keyed) {
		r = reader_at(&cff, cff.fd_array);
		cff.n_fds = get(&r, 2);
	}
	if (r.bad)
		return false;
	*ret = cff;
	return true;
}

bool ht_cff_glyph(const ht_cff *cff, size_t gid, ht_cff_bytes *ret)
{
	reader r = reader_at(cff, cff->charstrings);
	ht_cff_index programs = get_index(&r);
	return !r.bad && ht_cff_index_get(&programs, gid, ret);
}

/* Bytes of a range of FDSelect: its first glyph, its number. */
#define RANGE_SIZE 3

/* The number of the range that gid is in, where each begins after the one before; the last ends with the glyphs. */
static bool find_range(reader *r, size_t gid, unsigned *fd)
{
	size_t n = get(r, 2), low = 0, high = n;
	if (r->bad || (size_t)(r->end - r->p) < n * RANGE_SIZE)
		return false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const unsigned char *range = r->p + middle * RANGE_SIZE;
		if (((size_t)range[0] << 8 | range[1]) <= gid)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return false;
	*fd = r->p[(low - 1) * RANGE_SIZE + 2];
	return true;
}

/* FDSelect: format 0, a number for each glyph; format 3, for each range. */
bool ht_cff_fd_of(const ht_cff *cff, size_t gid, size_t *ret)
{
	reader r = reader_at(cff, cff->fd_select);
	unsigned format = get(&r, 1), fd = 0;
	if (r.bad || gid >= cff->n_glyphs || (format != 0 && format != 3))
		return false;
	if (format == 0) {
		if ((size_t)(r.end - r.p) <= gid)
			return false;
		fd = r.p[gid];
	} else if (!find_range(&r, gid, &fd)) {
		return false;
	}
	if (r.bad || fd >= cff->n_fds)
		return false;
	*ret = fd;
	return true;
}

/* Does a Private dictionary have subroutines of its own, which would have to be
 * copied, too? */
static bool has_subrs(ht_cff_bytes dict)
{
	reader r = {dict.data, dict.data + dict.len, false};
	entry e;
	while (get_entry(&r, &e))
		if (e.op == OP_SUBRS)
			return true;
	return r.bad;
}

static bool read_fd(const ht_cff *cff, size_t i, ht_cff_fd *ret)
{
	reader r = reader_at(cff, cff->fd_array);
	ht_cff_index fds = get_index(&r);
	ht_cff_bytes dict;
	if (r.bad || !ht_cff_index_get(&fds, i, &dict))
		return false;
	ht_cff_fd fd = {.privates.len = 0};
	entry e;
	r = (reader){dict.data, dict.data + dict.len, false};
	while (get_entry(&r, &e)) {
		if (e.op == OP_MATRIX)
			fd.matrix = e.bytes;
		if (e.op != OP_PRIVATE || !e.before)
			continue;
		if (e.last > cff->len || e.before > cff->len - e.last || e.before > INT16_MAX)
			return false;
		fd.privates = (ht_cff_bytes){cff->data + e.last, e.before};
	}
	*ret = fd;
	return !r.bad;
}

bool ht_cff_get_fd(const ht_cff *cff, size_t i, ht_cff_fd *ret)
{
	ht_cff_fd fd;
	if (!read_fd(cff, i, &fd) || has_subrs(fd.privates))
		return false;
	*ret = fd;
	return true;
}

/* The subroutines of a Private dictionary, at an offset from its beginning. False: malformed. */
static bool read_subrs(const ht_cff *cff, ht_cff_bytes dict, ht_cff_index *ret)
{
	reader r = {dict.data, dict.data + dict.len, false};
	entry e;
	size_t at = 0;
	while (get_entry(&r, &e))
		if (e.op == OP_SUBRS)
			at = e.last;
	*ret = (ht_cff_index){.count = 0};
	if (r.bad || !at)
		return !r.bad;
	if (at >= cff->len - (size_t)(dict.data - cff->data))
		return false;
	r = reader_at(cff, (size_t)(dict.data - cff->data) + at);
	*ret = get_index(&r);
	return !r.bad;
}

/* The widths of a Private dictionary: all that a program without hints and subroutines needs of it. */
static bool copy_widths(ht_cff_bytes dict, unsigned char *to, size_t *len)
{
	reader r = {dict.data, dict.data + dict.len, false};
	entry e;
	while (get_entry(&r, &e))
		if (e.op == OP_DEFAULT_WIDTH || e.op == OP_NOMINAL_WIDTH) {
			memcpy(to + *len, e.bytes.data, e.bytes.len);
			*len += e.bytes.len;
		}
	return !r.bad;
}

ht_status ht_cff_get_flat_fd(const ht_cff *cff, size_t i, ht_arena *arena, ht_cff_fd *ret, ht_cff_index *subrs)
{
	ht_cff_fd fd;
	if (!read_fd(cff, i, &fd) || !read_subrs(cff, fd.privates, subrs))
		return HT_ERR_LIB;
	unsigned char *widths = ht_arena_alloc(arena, fd.privates.len + 1);
	size_t len = 0;
	if (!widths)
		return HT_ERR_NOMEM;
	if (!copy_widths(fd.privates, widths, &len))
		return HT_ERR_LIB;
	fd.privates = (ht_cff_bytes){widths, len};
	*ret = fd;
	return HT_OK;
}

bool ht_cff_has_subrs(const ht_cff *cff)
{
	ht_cff_fd fd;
	for (size_t i = 0; i < cff->n_fds; i++)
		if (read_fd(cff, i, &fd) && has_subrs(fd.privates))
			return true;
	return cff->global_subrs.count > 0;
}
