/* Writing a CFF table from existing glyph programs.
 *
 * Offsets are always written with five bytes, so the positions of all parts
 * follow from their sizes, which are added up first; then everything is written
 * in one pass. Names of font dictionaries, notices and the like are left out:
 * PDF readers do not use them in an embedded subset. */
#include <string.h>

#include "cff.h"

/* Strings of our own come after the standard ones. */
#define SID_ADOBE    391
#define SID_IDENTITY 392

typedef struct writer {
	unsigned char *p;
} writer;

static void put_uint(writer *w, size_t value, int bytes)
{
	while (bytes-- > 0)
		*w->p++ = (unsigned char)(value >> (8 * bytes));
}

static void put_bytes(writer *w, ht_cff_bytes bytes)
{
	if (bytes.len)
		memcpy(w->p, bytes.data, bytes.len);
	w->p += bytes.len;
}

/* Operands of fixed size, so that the size of a dictionary is known in advance. */
static void put_short(writer *w, size_t value)
{
	put_uint(w, 28, 1);
	put_uint(w, value, 2);
}

static void put_long(writer *w, size_t value)
{
	put_uint(w, 29, 1);
	put_uint(w, value, 4);
}

enum { SHORT = 3, LONG = 5 };

static ht_cff_bytes text_bytes(const char *s)
{
	return (ht_cff_bytes){(const unsigned char *)s, strlen(s)};
}

static int offset_size(size_t total)
{
	int size = 1;
	while ((total + 1) >> (8 * size))
		size++;
	return size;
}

static size_t index_size(size_t count, size_t total)
{
	return 3 + (count + 1) * (size_t)offset_size(total) + total;
}

/* The header of an INDEX: count, size of the offsets, first offset. Returns that
 * size. */
static int put_index(writer *w, size_t count, size_t total)
{
	int size = offset_size(total);
	put_uint(w, count, 2);
	put_uint(w, (size_t)size, 1);
	put_uint(w, 1, size);
	return size;
}

static void put_texts(writer *w, const ht_cff_bytes *v, size_t n)
{
	size_t end = 1, total = 0;
	for (size_t i = 0; i < n; i++)
		total += v[i].len;
	int size = put_index(w, n, total);
	for (size_t i = 0; i < n; i++)
		put_uint(w, end += v[i].len, size);
	for (size_t i = 0; i < n; i++)
		put_bytes(w, v[i]);
}

/* Sizes and positions of the parts. */
typedef struct plan {
	size_t top, programs, fds, ranges; /* sizes; the number of ranges */
	size_t charset, fd_select, charstrings, fd_array, privates, end;
} plan;

static size_t fd_size(const ht_cff_fd *fd)
{
	return fd->matrix.len + SHORT + LONG + 1;
}

static plan make_plan(const ht_cff_parts *parts, const ht_cff_bytes *name, const ht_cff_bytes *strings)
{
	plan at = {.top = 3 * SHORT + 2 + parts->bbox.len + parts->matrix.len + LONG + 2 + 4 * LONG + 1 + 1 + 2 + 2};
	for (size_t i = 0; i < parts->n_glyphs; i++) {
		at.programs += parts->glyphs[i].program.len;
		at.ranges += i == 0 || parts->glyphs[i].fd != parts->glyphs[i - 1].fd;
	}
	for (size_t i = 0; i < parts->n_fds; i++)
		at.fds += fd_size(&parts->fds[i]);
	at.charset =
	    4 + index_size(1, name->len) + index_size(1, at.top) + index_size(2, strings[0].len + strings[1].len) + 2;
	at.fd_select = at.charset + 5;
	at.charstrings = at.fd_select + 5 + 3 * at.ranges;
	at.fd_array = at.charstrings + index_size(parts->n_glyphs, at.programs);
	at.privates = at.fd_array + index_size(parts->n_fds, at.fds);
	at.end = at.privates;
	for (size_t i = 0; i < parts->n_fds; i++)
		at.end += parts->fds[i].privates.len;
	return at;
}

static void put_top(writer *w, const ht_cff_parts *parts, const plan *at)
{
	int size = put_index(w, 1, at->top);
	put_uint(w, at->top + 1, size);
	put_short(w, SID_ADOBE);
	put_short(w, SID_IDENTITY);
	put_short(w, 0);
	put_uint(w, 12 << 8 | 30, 2); /* ROS */
	put_bytes(w, parts->bbox);
	put_bytes(w, parts->matrix);
	put_long(w, ht_cff_first_cid(parts->n_glyphs) + parts->n_glyphs - 1);
	put_uint(w, 12 << 8 | 34, 2); /* CIDCount */
	put_long(w, at->charset);
	put_uint(w, 15, 1);
	put_long(w, at->charstrings);
	put_uint(w, 17, 1);
	put_long(w, at->fd_array);
	put_uint(w, 12 << 8 | 36, 2);
	put_long(w, at->fd_select);
	put_uint(w, 12 << 8 | 37, 2);
}

/* One range. */
static void put_charset(writer *w, const ht_cff_parts *parts)
{
	put_uint(w, 2, 1);
	put_uint(w, ht_cff_first_cid(parts->n_glyphs), 2);
	put_uint(w, parts->n_glyphs - 2, 2);
}

static void put_fd_select(writer *w, const ht_cff_parts *parts, size_t ranges)
{
	put_uint(w, 3, 1);
	put_uint(w, ranges, 2);
	for (size_t i = 0; i < parts->n_glyphs; i++) {
		if (i && parts->glyphs[i].fd == parts->glyphs[i - 1].fd)
			continue;
		put_uint(w, i, 2);
		put_uint(w, parts->glyphs[i].fd, 1);
	}
	put_uint(w, parts->n_glyphs, 2);
}

static void put_programs(writer *w, const ht_cff_parts *parts, size_t total, bool with)
{
	size_t end = 1;
	int size = put_index(w, parts->n_glyphs, total);
	for (size_t i = 0; i < parts->n_glyphs; i++)
		put_uint(w, end += parts->glyphs[i].program.len, size);
	for (size_t i = 0; i < parts->n_glyphs && with; i++)
		put_bytes(w, parts->glyphs[i].program);
}

static void put_fds(writer *w, const ht_cff_parts *parts, const plan *at)
{
	size_t end = 1, privates = at->privates;
	int size = put_index(w, parts->n_fds, at->fds);
	for (size_t i = 0; i < parts->n_fds; i++)
		put_uint(w, end += fd_size(&parts->fds[i]), size);
	for (size_t i = 0; i < parts->n_fds; i++) {
		put_bytes(w, parts->fds[i].matrix);
		put_short(w, parts->fds[i].privates.len);
		put_long(w, privates);
		put_uint(w, 18, 1); /* Private */
		privates += parts->fds[i].privates.len;
	}
	for (size_t i = 0; i < parts->n_fds; i++)
		put_bytes(w, parts->fds[i].privates);
}

static ht_cff_bytes write_table(const ht_cff_parts *parts, bool with, ht_arena *arena, size_t *place)
{
	const ht_cff_bytes name = text_bytes(parts->name), strings[] = {text_bytes("Adobe"), text_bytes("Identity")};
	const plan at = make_plan(parts, &name, strings);
	size_t len = at.end;
	if (!with)
		len -= at.programs;
	unsigned char *data = ht_arena_room(arena, len, 1); /* all of it is written */
	if (!data)
		return (ht_cff_bytes){NULL, 0};
	writer w = {data};
	put_uint(&w, 1 << 24 | 4 << 8 | 4, 4); /* version 1.0, size of this header, of offsets */
	put_texts(&w, &name, 1);
	put_top(&w, parts, &at);
	put_texts(&w, strings, 2);
	put_uint(&w, 0, 2); /* no global subroutines */
	put_charset(&w, parts);
	put_fd_select(&w, parts, at.ranges);
	put_programs(&w, parts, at.programs, with);
	put_fds(&w, parts, &at);
	*place = at.fd_array - at.programs;
	return (ht_cff_bytes){data, len};
}

ht_cff_bytes ht_cff_write(const ht_cff_parts *parts, ht_arena *arena)
{
	size_t place;
	return write_table(parts, true, arena, &place);
}

ht_cff_bytes ht_cff_write_around(const ht_cff_parts *parts, ht_arena *arena, size_t *place)
{
	return write_table(parts, false, arena, place);
}
