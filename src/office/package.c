/* The package: a ZIP file. No clock, no user, no path goes into it. */
#include <libdeflate.h>
#include <string.h>
#include <time.h>
#include <zip.h>

#include "base/library.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "config.h"
#include "office/messages.h"
#include "pack.h"

/* Smaller parts are stored: deflating them saves few bytes and takes as long as a page of text. */
#define LEAST 2000

/* libzip, loaded when the first package is written. */
#define ZIP_FUNCTIONS(X)                                                                                               \
	X(zip_close)                                                                                                   \
	X(zip_discard)                                                                                                 \
	X(zip_error_code_zip)                                                                                          \
	X(zip_error_fini)                                                                                              \
	X(zip_error_init)                                                                                              \
	X(zip_error_set)                                                                                               \
	X(zip_error_strerror)                                                                                          \
	X(zip_error_to_data)                                                                                           \
	X(zip_file_add)                                                                                                \
	X(zip_file_set_external_attributes)                                                                            \
	X(zip_get_error)                                                                                               \
	X(zip_open_from_source)                                                                                        \
	X(zip_set_file_compression)                                                                                    \
	X(zip_source_buffer_create)                                                                                    \
	X(zip_source_close)                                                                                            \
	X(zip_source_error)                                                                                            \
	X(zip_source_free)                                                                                             \
	X(zip_source_function)                                                                                         \
	X(zip_source_keep)                                                                                             \
	X(zip_source_make_command_bitmap)                                                                              \
	X(zip_source_open)                                                                                             \
	X(zip_source_read)                                                                                             \
	X(zip_source_stat)                                                                                             \
	X(zip_stat_init)

typedef struct zip_library {
	HT_LIBRARY_TABLE(ZIP_FUNCTIONS)
} zip_library;

void ht_package_add(ht_package *p, const char *name, const char *type, const void *data, size_t len, ht_packing packing)
{
	ht_part *part = name && p->status == HT_OK ? HT_PUSH(p->arena, p->v, p->n, p->cap) : NULL;
	if (part)
		*part = (ht_part){.name = name, .type = type, .data = data, .len = len, .packing = packing};
	else if (p->status == HT_OK)
		p->status = HT_ERR_NOMEM;
}

void ht_package_add_ready(ht_package *p, const char *name, const void *deflated, size_t len, size_t whole, uint32_t crc)
{
	ht_package_add(p, name, NULL, deflated, len, HT_PACK_READY);
	if (p->status != HT_OK)
		return;
	p->v[p->n - 1].whole = whole;
	p->v[p->n - 1].crc = crc;
}

/* What the parts of a package are packed with. */
typedef struct packer {
	const zip_library *lib;
	ht_package_cache *cache; /* NULL: nothing is compressed */
	time_t date;
} packer;

/* 1 February 1980, midnight, by this machine's clock as ZIP's dates are: near the first date ZIP has; Java takes that
 * first date itself for a missing one. */
static time_t date_of_all(void)
{
	struct tm date = {.tm_year = 80, .tm_mon = 1, .tm_mday = 1, .tm_isdst = -1};
	return mktime(&date);
}

/* A part as libzip takes it: bytes that are compressed already, which libdeflate
 * does in a third of the time. */
typedef struct member {
	const zip_library *lib;
	time_t date;
	const char *data;
	size_t len, at, whole; /* whole: not compressed */
	zip_uint32_t crc;
	bool deflated;
	zip_error_t error;
} member;

static void stat_member(const member *m, zip_stat_t *stat)
{
	m->lib->zip_stat_init(stat);
	stat->size = m->whole;
	stat->comp_size = m->len;
	stat->crc = m->crc;
	stat->mtime = m->date;
	stat->comp_method = m->deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE;
	stat->encryption_method = ZIP_EM_NONE;
	stat->valid = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_MTIME | ZIP_STAT_COMP_METHOD |
	              ZIP_STAT_ENCRYPTION_METHOD;
}

static zip_int64_t serve_member(void *state, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	member *m = state;
	const zip_library *lib = m->lib;
	size_t n;
	switch (command) {
	case ZIP_SOURCE_OPEN:
		m->at = 0;
		return 0;
	case ZIP_SOURCE_READ:
		n = len < m->len - m->at ? (size_t)len : m->len - m->at;
		memcpy(data, m->data + m->at, n);
		m->at += n;
		return (zip_int64_t)n;
	case ZIP_SOURCE_STAT:
		stat_member(m, data);
		return sizeof(zip_stat_t);
	case ZIP_SOURCE_ERROR:
		return lib->zip_error_to_data(&m->error, data, len);
	case ZIP_SOURCE_CLOSE:
	case ZIP_SOURCE_FREE:
		return 0;
	case ZIP_SOURCE_SUPPORTS:
		return lib->zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
		                                           ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
	default:
		lib->zip_error_set(&m->error, ZIP_ER_OPNOTSUPP, 0);
		return -1;
	}
}

static member *make_member(ht_package *p, const packer *with, const ht_part *part)
{
	member *m = ht_arena_alloc(p->arena, sizeof *m);
	if (!m)
		return NULL;
	*m = (member){.lib = with->lib, .date = with->date, .data = part->data, .len = part->len, .whole = part->len};
	with->lib->zip_error_init(&m->error);
	if (part->packing == HT_PACK_READY) {
		m->whole = part->whole;
		m->crc = part->crc;
		m->deflated = true;
		return m;
	}
	if (part->packing == HT_PACK_STORED || part->len < LEAST || !with->cache) {
		m->crc = libdeflate_crc32(0, part->data, part->len);
		return m;
	}
	ht_packed packed;
	if (ht_package_cache_deflate(with->cache, p->arena, part, &packed) != HT_OK)
		return NULL;
	m->data = packed.data;
	m->len = packed.len;
	m->crc = packed.crc;
	m->deflated = true;
	return m;
}

static bool add_file(ht_package *p, const packer *with, zip_t *zip, const ht_part *part)
{
	const zip_library *lib = with->lib;
	member *m = make_member(p, with, part);
	zip_source_t *source = m ? lib->zip_source_function(zip, serve_member, m) : NULL;
	zip_int64_t index = source ? lib->zip_file_add(zip, part->name, source, ZIP_FL_ENC_UTF_8) : -1;
	if (index < 0) {
		lib->zip_source_free(source);
		return false;
	}
	zip_uint64_t at = (zip_uint64_t)index;
	return lib->zip_set_file_compression(zip, at, m->deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) == 0 &&
	       lib->zip_file_set_external_attributes(zip, at, 0, ZIP_OPSYS_DOS, 0) == 0;
}

static ht_status lib_error(ht_package *p, const zip_library *lib, zip_error_t *error)
{
	ht_diag(p->diags, HT_D_PACKAGE_LIB, (ht_loc){0}, lib->zip_error_strerror(error), NULL);
	return lib->zip_error_code_zip(error) == ZIP_ER_MEMORY ? HT_ERR_NOMEM : HT_ERR_LIB;
}

/* The archive's bytes, out of its source. */
static bool read_all(const zip_library *lib, zip_source_t *source, ht_buf *out)
{
	zip_stat_t stat;
	char block[16384];
	if (lib->zip_source_open(source) != 0)
		return false;
	zip_int64_t n = 0;
	bool good = lib->zip_source_stat(source, &stat) == 0;
	while (good && (n = lib->zip_source_read(source, block, sizeof block)) > 0)
		good = ht_buf_add(out, block, (size_t)n);
	lib->zip_source_close(source);
	return good && n == 0;
}

static ht_status build(ht_package *p, const packer *with, zip_source_t *target, zip_error_t *error)
{
	const zip_library *lib = with->lib;
	zip_t *zip = lib->zip_open_from_source(target, ZIP_TRUNCATE, error);
	if (!zip)
		return lib_error(p, lib, error);
	bool good = true;
	for (size_t i = 0; i < p->n && good; i++)
		good = add_file(p, with, zip, &p->v[i]);
	if (good && lib->zip_close(zip) == 0)
		return HT_OK;
	ht_status status = good ? lib_error(p, lib, lib->zip_get_error(zip)) : HT_ERR_NOMEM;
	lib->zip_discard(zip);
	return status;
}

/* All parts as one archive. */
static ht_status pack_with(ht_package *p, const packer *with, ht_buf *out)
{
	const zip_library *lib = with->lib;
	zip_error_t error;
	lib->zip_error_init(&error);
	zip_source_t *target = lib->zip_source_buffer_create(NULL, 0, 0, &error);
	ht_status status = HT_OK;
	if (target) {
		lib->zip_source_keep(target); /* outlives the archive, which owns it too */
		status = build(p, with, target, &error);
		if (status == HT_OK && !read_all(lib, target, out))
			status = out->failed ? HT_ERR_NOMEM : lib_error(p, lib, lib->zip_source_error(target));
		lib->zip_source_free(target);
	} else {
		status = lib_error(p, lib, &error);
	}
	lib->zip_error_fini(&error);
	return status;
}

static ht_status pack(ht_package *p, const zip_library *lib, ht_package_cache *shared, int level, ht_buf *out)
{
	ht_package_cache *own = level > 0 && !shared ? ht_package_cache_new() : NULL;
	ht_package_cache *cache = own || level <= 0 ? own : shared;
	const packer with = {.lib = lib, .cache = cache, .date = date_of_all()};
	bool ready = level <= 0 || (cache && ht_package_cache_level(cache, level));
	ht_status status = ready ? pack_with(p, &with, out) : HT_ERR_NOMEM;
	ht_package_cache_free(own);
	return status;
}

ht_status ht_package_write(ht_package *p, ht_package_cache *cache, int compression, ht_buf *out)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(ZIP_FUNCTIONS)};
	zip_library lib;
	ht_buf archive = {0};
	if (p->status != HT_OK)
		return p->status;
	if (!ht_library_load(HT_ZIP_LIBRARY, names, sizeof names / sizeof *names, &lib))
		return ht_library_fail(p->diags, (ht_loc){0}, HT_ZIP_LIBRARY, HT_ZIP_PACKAGE);
	ht_status status = pack(p, &lib, cache, compression, &archive);
	if (status == HT_OK && !ht_buf_add(out, archive.data, archive.len))
		status = HT_ERR_NOMEM;
	ht_buf_free(&archive);
	return status;
}
