/* Glyph programs by glyph.
 *
 * A glyph program without subroutines and hints is the same in every subset of
 * its face. It is made once per process, and the font of each document is
 * assembled from the programs it needs. That font depends only on the glyphs of
 * the document and their order, never on what was stored before: font
 * dictionaries are compared by content and numbered by first use in the
 * document. */
#include "programs.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

typedef struct program {
	size_t offset, len; /* of its bytes */
	size_t n_bits;      /* where they are packed: bits from offset on */
	uint32_t sum;       /* and the Adler-32 of the bytes */
	uint8_t fd;
} program;

/* A font dictionary; offsets in fd_bytes. */
typedef struct stored_fd {
	size_t matrix, matrix_len, privates, privates_len;
} stored_fd;

/* Slots are made by pages: a document has few glyphs of each face, and a face 65,535. */
#define SLOTS       256
#define MOST_GLYPHS 0x10000 /* which CFF counts in 16 bits */

struct ht_programs {
	unsigned users; /* packed fonts, and the owner */
	size_t n_glyphs;
	uint16_t *slots[MOST_GLYPHS / SLOTS]; /* by gid: 1 + index into v; 0: not stored */
	program *v;
	size_t n, cap;
	ht_buf bytes; /* the programs; where they are packed, the one that is being made */
	bool packs;
	ht_pack_code codes[HT_PACK_SYMBOLS];
	ht_buf bits; /* the programs with these codes, each beginning with a byte */
	stored_fd fds[HT_CFF_MAX_FDS];
	size_t n_fds;
	ht_buf fd_bytes, bbox, matrix;
};

ht_programs *ht_programs_new(size_t n_glyphs, const uint8_t lengths[HT_PACK_SYMBOLS])
{
	ht_programs *s = calloc(1, sizeof *s);
	if (s && n_glyphs > MOST_GLYPHS)
		n_glyphs = MOST_GLYPHS;
	if (s) {
		s->users = 1;
		s->n_glyphs = n_glyphs;
		s->packs = lengths && ht_pack_codes(lengths, s->codes);
	}
	return s;
}

void ht_programs_free(ht_programs *s)
{
	if (!s || --s->users)
		return;
	ht_buf_free(&s->bytes);
	ht_buf_free(&s->bits);
	ht_buf_free(&s->fd_bytes);
	ht_buf_free(&s->bbox);
	ht_buf_free(&s->matrix);
	for (size_t i = 0; i < sizeof s->slots / sizeof *s->slots; i++)
		free(s->slots[i]);
	free(s->v);
	free(s);
}

static unsigned slot_of(const ht_programs *s, uint32_t gid)
{
	const uint16_t *page = s->slots[gid / SLOTS];
	if (!page)
		return 0;
	return page[gid % SLOTS];
}

bool ht_programs_has(const ht_programs *s, uint32_t gid)
{
	return gid < s->n_glyphs && slot_of(s, gid);
}

size_t ht_programs_size(const ht_programs *s)
{
	return s->bytes.len + s->bits.len;
}

bool ht_programs_are_packed(const ht_programs *s)
{
	return s->packs;
}

static bool equals(const ht_buf *buf, size_t offset, size_t len, ht_cff_bytes bytes)
{
	return len == bytes.len && (!len || memcmp(buf->data + offset, bytes.data, len) == 0);
}

/* The number of a font dictionary, which is stored if it is new. */
static ht_status number_fd(ht_programs *s, const ht_cff_fd *fd, uint8_t *ret)
{
	size_t i = 0;
	while (i < s->n_fds && !(equals(&s->fd_bytes, s->fds[i].matrix, s->fds[i].matrix_len, fd->matrix) &&
	                         equals(&s->fd_bytes, s->fds[i].privates, s->fds[i].privates_len, fd->privates)))
		i++;
	if (i == HT_CFF_MAX_FDS)
		return HT_ERR_LIB;
	if (i == s->n_fds) {
		size_t begin = s->fd_bytes.len;
		if (!ht_buf_add(&s->fd_bytes, fd->matrix.data, fd->matrix.len) ||
		    !ht_buf_add(&s->fd_bytes, fd->privates.data, fd->privates.len))
			return HT_ERR_NOMEM;
		s->fds[s->n_fds++] = (stored_fd){begin, fd->matrix.len, begin + fd->matrix.len, fd->privates.len};
	}
	*ret = (uint8_t)i;
	return HT_OK;
}

/* Keep the codes of a program instead of its bytes. */
static bool pack(ht_programs *s, program *p)
{
	static const char behind[HT_PACK_BEYOND] = {0}; /* which is read together with the last bits */
	const char *data = s->bytes.data + p->offset;
	unsigned char *out = (unsigned char *)ht_buf_room(&s->bits, ht_pack_bits_room(p->len));
	if (!out)
		return false;
	p->n_bits = ht_pack_bits(data, p->len, s->codes, out);
	p->sum = ht_pack_sum(data, p->len);
	s->bytes.len = p->offset;
	p->offset = s->bits.len;
	s->bits.len += (p->n_bits + 7) / 8;
	return ht_buf_add(&s->bits, behind, sizeof behind);
}

/* The last bytes stored, from offset on, are the program of gid. */
static ht_status keep(ht_programs *s, uint32_t gid, size_t offset, uint8_t fd)
{
	uint16_t **page = &s->slots[gid / SLOTS];
	if (!*page)
		*page = calloc(SLOTS, sizeof **page);
	program *p = *page ? HT_HEAP_PUSH(s->v, s->n, s->cap) : NULL;
	if (!p)
		return HT_ERR_NOMEM;
	*p = (program){.offset = offset, .len = s->bytes.len - offset, .fd = fd};
	if (s->packs && !pack(s, p))
		return HT_ERR_NOMEM;
	(*page)[gid % SLOTS] = (uint16_t)s->n;
	return HT_OK;
}

static ht_status add_one(ht_programs *s, const ht_cff *subset, uint32_t gid, size_t new_gid)
{
	ht_cff_bytes bytes;
	ht_cff_fd fd;
	size_t fd_number, offset = s->bytes.len;
	uint8_t number;
	if (gid >= s->n_glyphs || !ht_cff_glyph(subset, new_gid, &bytes) ||
	    !ht_cff_fd_of(subset, new_gid, &fd_number) || !ht_cff_get_fd(subset, fd_number, &fd))
		return HT_ERR_LIB;
	ht_status status = number_fd(s, &fd, &number);
	if (status != HT_OK)
		return status;
	return ht_buf_add(&s->bytes, bytes.data, bytes.len) ? keep(s, gid, offset, number) : HT_ERR_NOMEM;
}

static bool store_boxes(ht_programs *s, const ht_cff *cff)
{
	return (s->bbox.len || ht_buf_add(&s->bbox, cff->bbox.data, cff->bbox.len)) &&
	       (s->matrix.len || ht_buf_add(&s->matrix, cff->matrix.data, cff->matrix.len));
}

ht_status ht_programs_add(ht_programs *s, const ht_cff *subset, const uint32_t *gids, const uint32_t *new_gids,
                          size_t n)
{
	ht_status status = store_boxes(s, subset) ? HT_OK : HT_ERR_NOMEM;
	for (size_t i = 0; i < n && status == HT_OK; i++)
		if (!ht_programs_has(s, gids[i]))
			status = add_one(s, subset, gids[i], new_gids[i]);
	return status;
}

/* The font dictionaries of a face that were met so far. */
typedef struct met_fd {
	bool known;
	uint8_t number; /* in the store */
	ht_cff_index subrs;
} met_fd;

static ht_status meet_fd(ht_programs *s, const ht_cff *face, size_t i, ht_arena *arena, met_fd *met)
{
	ht_cff_fd fd;
	ht_status status = ht_cff_get_flat_fd(face, i, arena, &fd, &met->subrs);
	if (status == HT_OK)
		status = number_fd(s, &fd, &met->number);
	met->known = status == HT_OK;
	return status;
}

/* Programs lie all over the file. To touch one where it is mapped, the kernel maps the 64 KiB around it, and unmaps
 * them later: eight times what it takes to read it. */
#define MOST_READ   4096 /* bytes of a program; larger ones are few */
#define MAPPED      (64u << 10)
#define READ_FOR_IT 8

static bool lie_apart(const ht_cff *face, size_t n)
{
	return n < face->len / MAPPED * READ_FOR_IT;
}

ht_status ht_program_flatten(const ht_cff *face, const ht_font_data *file, ht_cff_bytes source,
                             const ht_cff_index *subrs, ht_buf *out)
{
	unsigned char read[MOST_READ];
	if (file && source.len <= sizeof read && ht_font_data_read(file, source.data, source.len, read))
		source.data = read;
	return ht_cff_flatten(source, subrs, &face->global_subrs, out);
}

ht_status ht_programs_flatten(ht_programs *s, const ht_cff *face, const ht_font_data *file, const uint32_t *gids,
                              size_t n, ht_arena *arena)
{
	met_fd *met = ht_arena_array(arena, HT_CFF_MAX_FDS, sizeof *met);
	if (!lie_apart(face, n))
		file = NULL;
	ht_status status = met && store_boxes(s, face) ? HT_OK : HT_ERR_NOMEM;
	for (size_t i = 0; i < n && status == HT_OK; i++) {
		ht_cff_bytes source;
		size_t fd, offset = s->bytes.len;
		if (ht_programs_has(s, gids[i]))
			continue;
		if (gids[i] >= s->n_glyphs || !ht_cff_glyph(face, gids[i], &source) ||
		    !ht_cff_fd_of(face, gids[i], &fd))
			return HT_ERR_LIB;
		if (!met[fd].known)
			status = meet_fd(s, face, fd, arena, &met[fd]);
		if (status == HT_OK)
			status = ht_program_flatten(face, file, source, &met[fd].subrs, &s->bytes);
		if (status == HT_OK)
			status = keep(s, gids[i], offset, met[fd].number);
	}
	return status;
}

static ht_cff_bytes bytes_at(const ht_buf *buf, size_t offset, size_t len)
{
	return (ht_cff_bytes){(const unsigned char *)buf->data + offset, len};
}

/* The font dictionaries of one font, numbered by first use. */
typedef struct fd_list {
	ht_cff_fd v[HT_CFF_MAX_FDS];
	size_t n;
	uint16_t numbers[HT_CFF_MAX_FDS]; /* by number in the store: 1 + number in v */
} fd_list;

static uint8_t use_fd(const ht_programs *s, fd_list *list, uint8_t stored)
{
	if (!list->numbers[stored]) {
		const stored_fd *fd = &s->fds[stored];
		list->v[list->n++] = (ht_cff_fd){bytes_at(&s->fd_bytes, fd->matrix, fd->matrix_len),
		                                 bytes_at(&s->fd_bytes, fd->privates, fd->privates_len)};
		list->numbers[stored] = (uint16_t)list->n;
	}
	return (uint8_t)(list->numbers[stored] - 1);
}

static const program *program_of(const ht_programs *s, const uint32_t *gids, size_t i)
{
	uint32_t gid = 0; /* .notdef */
	if (i)
		gid = gids[i - 1];
	return &s->v[slot_of(s, gid) - 1];
}

/* What a font is written from: the programs only if they are there as bytes. False: out of memory. */
static bool find_parts(const ht_programs *s, const char *name, const uint32_t *gids, size_t n, ht_arena *arena,
                       ht_cff_parts *ret)
{
	ht_cff_glyph_in *glyphs = ht_arena_array(arena, n + 1, sizeof *glyphs);
	fd_list *fds = ht_arena_alloc(arena, sizeof *fds);
	if (!glyphs || !fds)
		return false;
	for (size_t i = 0; i <= n; i++) {
		const program *p = program_of(s, gids, i);
		glyphs[i] = (ht_cff_glyph_in){{NULL, p->len}, use_fd(s, fds, p->fd)};
		if (!s->packs)
			glyphs[i].program = bytes_at(&s->bytes, p->offset, p->len);
	}
	*ret = (ht_cff_parts){.name = name,
	                      .bbox = bytes_at(&s->bbox, 0, s->bbox.len),
	                      .matrix = bytes_at(&s->matrix, 0, s->matrix.len),
	                      .fds = fds->v,
	                      .n_fds = fds->n,
	                      .glyphs = glyphs,
	                      .n_glyphs = n + 1};
	return true;
}

ht_cff_bytes ht_programs_write(const ht_programs *s, const char *name, const uint32_t *gids, size_t n, ht_arena *arena)
{
	ht_cff_parts parts;
	if (!find_parts(s, name, gids, n, arena, &parts))
		return (ht_cff_bytes){NULL, 0};
	return ht_cff_write(&parts, arena);
}

/* What is before the programs, their codes, and what is after them. */
static const ht_pack_piece *find_pieces(const ht_programs *s, const ht_cff_parts *parts, const uint32_t *gids,
                                        ht_arena *arena)
{
	const size_t n = parts->n_glyphs;
	size_t place;
	const ht_cff_bytes around = ht_cff_write_around(parts, arena, &place);
	ht_pack_piece *pieces = ht_arena_array(arena, n + 2, sizeof *pieces);
	if (!around.data || !pieces)
		return NULL;
	pieces[0] = (ht_pack_piece){.data = around.data, .len = place};
	for (size_t i = 0; i < n; i++) {
		const program *p = program_of(s, gids, i);
		pieces[i + 1] = (ht_pack_piece){.len = p->len, .offset = p->offset, .n_bits = p->n_bits, .sum = p->sum};
	}
	pieces[n + 1] = (ht_pack_piece){.data = around.data + place, .len = around.len - place};
	return pieces;
}

ht_packed_font *ht_programs_pack(ht_programs *s, const char *name, const uint32_t *gids, size_t n, ht_arena *arena)
{
	ht_cff_parts parts;
	ht_packed_font *ret = ht_arena_alloc(arena, sizeof *ret);
	if (!ret || !find_parts(s, name, gids, n, arena, &parts))
		return NULL;
	*ret = (ht_packed_font){.programs = s, .pieces = find_pieces(s, &parts, gids, arena), .n = parts.n_glyphs + 2};
	if (!ret->pieces)
		return NULL;
	ret->len = ht_pack_pieces_len(ret->pieces, ret->n, s->codes);
	ret->sum = ht_pack_pieces_sum(ret->pieces, ret->n);
	s->users++;
	return ret;
}

void ht_packed_font_write(const ht_packed_font *font, unsigned char *out)
{
	const ht_programs *s = font->programs;
	const unsigned char *bits = (const unsigned char *)s->bits.data;
	ht_pack_pieces(font->pieces, font->n, s->codes, bits, font->sum, out);
}

void ht_packed_font_free(ht_packed_font *font)
{
	ht_programs_free(font->programs);
}
