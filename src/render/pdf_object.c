/* The libharu guard.
 *
 * libharu survives a failed allocation only if every return is checked, also
 * inside libharu, and it is not. So it gets an allocator that never returns
 * NULL: when memory is out, it jumps back to pdf_objects_write(), which
 * releases every block libharu ever asked for, in whatever state it was. A
 * status other than HPDF_OK takes the same way out, so that the functions
 * which build a file need no check after each line. Nothing else may be
 * allocated between setjmp and its end: what a build function needs is made
 * before, in the document's arena.
 *
 * libharu's allocator callback has no user data, hence the one thread-local
 * pointer of this program; it is set only while a file is being built. */
#include "pdf_object.h"

#include "base/array.h"
#include "config.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "render/messages.h"

/* In front of each block that libharu holds. Thousands of them are small, and are not asked of malloc() one by one. */
typedef struct block {
	alignas(max_align_t) struct block *prev; /* NULL: a small one */
	union {
		struct block *next; /* of a small one: the next that is free */
		size_t size;        /* of a small one in use, in UNITs */
	};
} block;

#define UNIT       alignof(max_align_t)
#define SMALL_MOST (16 * UNIT)

struct pdf_objects {
	HPDF_Doc doc;
	ht_arena *arena;                    /* of small blocks */
	block *free[SMALL_MOST / UNIT + 1]; /* by their size */
	block blocks;                       /* head of a ring: of the others */
	HPDF_STATUS error;
	pdf_saver *saver;
	bool is_20;
	jmp_buf out;
};

static _Thread_local pdf_objects *current;

/* What is freed serves the next of its size; all goes with the arena. */
static block *small_block(pdf_objects *o, size_t size)
{
	const size_t units = (size + UNIT - 1) / UNIT;
	block *b = o->free[units];
	if (b)
		o->free[units] = b->next;
	else
		b = ht_arena_room(o->arena, 1, sizeof *b + units * UNIT);
	if (b) {
		b->prev = NULL;
		b->size = units;
	}
	return b;
}

static block *large_block(pdf_objects *o, size_t size)
{
	block *b = malloc(sizeof *b + size);
	if (!b)
		return NULL;
	b->next = &o->blocks;
	b->prev = o->blocks.prev;
	b->prev->next = b;
	o->blocks.prev = b;
	return b;
}

static void *guard_alloc(HPDF_UINT size)
{
	pdf_objects *o = current;
	block *b = size <= SMALL_MOST ? small_block(o, size) : large_block(o, size);
	if (!b) {
		o->error = HPDF_FAILD_TO_ALLOC_MEM;
		longjmp(o->out, 1);
	}
	return b + 1;
}

static void guard_free(void *p)
{
	block *b = (block *)p - 1;
	if (b->prev) {
		b->prev->next = b->next;
		b->next->prev = b->prev;
		free(b);
		return;
	}
	block **slot = &current->free[b->size];
	b->next = *slot;
	*slot = b;
}

static void guard_release(pdf_objects *o)
{
	for (block *b = o->blocks.next; b != &o->blocks;) {
		block *next = b->next;
		free(b);
		b = next;
	}
	ht_arena_free(o->arena);
}

/* libharu reports; pdf_check() acts. */
static void guard_error(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
	(void)detail;
	((pdf_objects *)user)->error = error;
}

void pdf_use_20(pdf_objects *o)
{
	o->is_20 = true;
}

bool pdf_is_20(const pdf_objects *o)
{
	return o->is_20;
}

void pdf_fail(pdf_objects *o, HPDF_STATUS error)
{
	o->error = error;
	longjmp(o->out, 1);
}

void pdf_check(pdf_objects *o, HPDF_STATUS status)
{
	if (status != HPDF_OK)
		pdf_fail(o, status);
}

void *pdf_made(pdf_objects *o, void *object)
{
	if (!object)
		pdf_fail(o, o->doc ? haru.HPDF_GetError(o->doc) : HPDF_FAILD_TO_ALLOC_MEM);
	return object;
}

/* The whole life of a libharu document; false: it was left by a jump. */
static bool guard_run(pdf_objects *o, pdf_build_fn *build, void *user)
{
	if (setjmp(o->out))
		return false;
	o->doc = pdf_made(o, haru.HPDF_NewEx(guard_error, guard_alloc, guard_free, 0, o));
	build(o, user);
	pdf_check(o, haru.HPDF_GetError(o->doc));
	pdf_save(o->saver);
	return true;
}

static ht_status guard_status(HPDF_STATUS error, ht_diags *diags)
{
	if (error == HPDF_FAILD_TO_ALLOC_MEM)
		return HT_ERR_NOMEM;
	char code[16];
	snprintf(code, sizeof code, "0x%04lX", (unsigned long)error);
	ht_diag(diags, HT_D_PDF_LIB, (ht_loc){0}, code, NULL);
	return HT_ERR_LIB;
}

haru_library haru;

ht_status pdf_objects_write(pdf_build_fn *build, void *user, struct libdeflate_compressor *deflate, ht_diags *diags,
                            ht_buf *out)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(PDF_HARU_FUNCTIONS)};
	if (!ht_library_share(HT_HARU_LIBRARY, names, ARRAY_LEN(names), &haru, &haru.loaded))
		return ht_library_fail(diags, (ht_loc){0}, HT_HARU_LIBRARY, HT_HARU_PACKAGE);
	pdf_objects o = {.arena = ht_arena_new(), .error = HPDF_OK};
	if (!o.arena)
		return HT_ERR_NOMEM;
	o.blocks.next = o.blocks.prev = &o.blocks;
	size_t begin = out->len;
	o.saver = pdf_saver_new(&o, deflate, out);
	if (!o.saver) {
		guard_release(&o);
		return HT_ERR_NOMEM;
	}
	current = &o;
	bool built = guard_run(&o, build, user);
	current = NULL;
	guard_release(&o);
	pdf_saver_free(o.saver);
	if (built)
		return HT_OK;
	out->len = begin;
	return guard_status(o.error, diags);
}

HPDF_Doc pdf_doc(pdf_objects *o)
{
	return o->doc;
}

pdf_saver *pdf_saver_of(pdf_objects *o)
{
	return o->saver;
}

/* libharu gives an object the next number after an offset, which files that are continued begin with: numbers below it
 * are left out, and free for others. */
size_t pdf_numbers(pdf_objects *o, size_t n)
{
	HPDF_Xref xref = o->doc->xref;
	size_t first = (size_t)xref->start_offset + xref->entries->count;
	if (n > HPDF_LIMIT_MAX_XREF_ELEMENT - 1 || first > HPDF_LIMIT_MAX_XREF_ELEMENT - 1 - n)
		pdf_fail(o, HPDF_XREF_COUNT_ERR);
	xref->start_offset += (HPDF_UINT32)n;
	return first;
}

/* libharu stores flags above the object number. */
#define NUMBER_MASK 0x00FFFFFF

size_t pdf_number(const HPDF_Dict_Rec *object)
{
	return object->header.obj_id & NUMBER_MASK;
}

HPDF_Dict pdf_reference(pdf_objects *o, size_t number)
{
	HPDF_Dict dict = pdf_dict(o);
	dict->header.obj_id = (HPDF_UINT32)number | HPDF_OTYPE_INDIRECT;
	return dict;
}

/* libharu would copy a stream's bytes more than once, byte by byte: a tenth of a document's time. So it does not know
 * of streams: they are dictionaries with pdf_stream_data as their attribute, and pdf_save.c writes them. */

/* The entries at the end of a stream's dictionary. */
static HPDF_STATUS write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
	static const char *const filters[] = {
	    [PDF_PLAIN] = "", [PDF_FLATE] = "/Filter /FlateDecode\012", [PDF_DCT] = "/Filter /DCTDecode\012"};
	const pdf_stream_data *data = dict->attr;
	HPDF_STATUS status = haru.HPDF_Stream_WriteStr(stream, filters[data->filter]);
	if (status == HPDF_OK)
		status = haru.HPDF_Stream_WriteStr(stream, "/Length ");
	if (status == HPDF_OK)
		status = haru.HPDF_Stream_WriteInt(stream, (HPDF_INT)data->bytes.len);
	return status == HPDF_OK ? haru.HPDF_Stream_WriteStr(stream, "\012") : status;
}

const pdf_stream_data *pdf_data_of_stream(const void *object)
{
	const HPDF_Obj_Header *header = object;
	const HPDF_Dict_Rec *dict = object;
	bool is_stream = (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT && dict->write_fn == write_entries;
	return is_stream ? dict->attr : NULL;
}

HPDF_Dict pdf_dict(pdf_objects *o)
{
	return pdf_made(o, haru.HPDF_Dict_New(o->doc->mmgr));
}

HPDF_Dict pdf_dict_object(pdf_objects *o)
{
	HPDF_Dict dict = pdf_dict(o);
	pdf_check(o, haru.HPDF_Xref_Add(o->doc->xref, dict));
	return dict;
}

HPDF_Array pdf_array(pdf_objects *o)
{
	return pdf_made(o, haru.HPDF_Array_New(o->doc->mmgr));
}

static HPDF_Dict new_stream(pdf_objects *o, pdf_stream_data from)
{
	if (from.bytes.len > INT32_MAX)
		pdf_fail(o, HPDF_INVALID_PARAMETER);
	HPDF_Dict dict = pdf_dict_object(o);
	pdf_stream_data *data = haru.HPDF_GetMem(o->doc->mmgr, sizeof *data);
	*data = from;
	dict->attr = data;
	dict->write_fn = write_entries;
	return dict;
}

HPDF_Dict pdf_stream(pdf_objects *o, pdf_bytes bytes, pdf_filter filter)
{
	return new_stream(o, (pdf_stream_data){.bytes = bytes, .filter = filter});
}

HPDF_Dict pdf_stream_later(pdf_objects *o, size_t len, pdf_write_fn *write, const void *user)
{
	return new_stream(o,
	                  (pdf_stream_data){.bytes = {NULL, len}, .filter = PDF_FLATE, .write = write, .user = user});
}

void pdf_put(pdf_objects *o, HPDF_Dict dict, const char *key, void *object)
{
	pdf_check(o, haru.HPDF_Dict_Add(dict, key, object));
}

void pdf_put_name(pdf_objects *o, HPDF_Dict dict, const char *key, const char *name)
{
	pdf_check(o, haru.HPDF_Dict_AddName(dict, key, name));
}

void pdf_put_int(pdf_objects *o, HPDF_Dict dict, const char *key, long value)
{
	pdf_check(o, haru.HPDF_Dict_AddNumber(dict, key, (HPDF_INT32)value));
}

void pdf_put_bool(pdf_objects *o, HPDF_Dict dict, const char *key, bool value)
{
	pdf_check(o, haru.HPDF_Dict_AddBoolean(dict, key, value));
}

static HPDF_String ascii_string(pdf_objects *o, const char *ascii)
{
	return pdf_made(o, haru.HPDF_String_New(o->doc->mmgr, ascii, NULL));
}

void pdf_put_ascii(pdf_objects *o, HPDF_Dict dict, const char *key, const char *ascii)
{
	pdf_put(o, dict, key, ascii_string(o, ascii));
}

/* Text that is no literal: UTF-8 to UTF-16BE with a byte order mark. */
static HPDF_Binary utf16_string(pdf_objects *o, const char *text, size_t len)
{
	HPDF_MMgr mmgr = o->doc->mmgr;
	unsigned char *v = haru.HPDF_GetMem(mmgr, (HPDF_UINT)(2 * len + 2));
	size_t n = 0;
	v[n++] = 0xfe;
	v[n++] = 0xff;
	for (const char *end = text + len; text < end;) {
		size_t used;
		uint32_t cp = ht_utf8_get(text, end, &used);
		text += used;
		if (cp >= 0x10000) {
			cp -= 0x10000;
			v[n++] = (unsigned char)(0xd8 | cp >> 18);
			v[n++] = (unsigned char)(cp >> 10);
			cp = 0xdc00 | (cp & 0x3ff);
		}
		v[n++] = (unsigned char)(cp >> 8);
		v[n++] = (unsigned char)cp;
	}
	HPDF_Binary binary = pdf_made(o, haru.HPDF_Binary_New(mmgr, v, (HPDF_UINT)n));
	haru.HPDF_FreeMem(mmgr, v);
	return binary;
}

static void *text_string(pdf_objects *o, const char *text)
{
	const size_t len = pdf_utf16_length(text);
	if (!len)
		return ascii_string(o, text);
	return utf16_string(o, text, len);
}

void pdf_put_text(pdf_objects *o, HPDF_Dict dict, const char *key, const char *text)
{
	pdf_put(o, dict, key, text_string(o, text));
}

void pdf_push(pdf_objects *o, HPDF_Array array, void *object)
{
	pdf_check(o, haru.HPDF_Array_Add(array, object));
}

void pdf_push_int(pdf_objects *o, HPDF_Array array, long value)
{
	pdf_check(o, haru.HPDF_Array_AddNumber(array, (HPDF_INT32)value));
}

void pdf_push_real(pdf_objects *o, HPDF_Array array, double value)
{
	pdf_check(o, haru.HPDF_Array_AddReal(array, (HPDF_REAL)value));
}

void pdf_push_name(pdf_objects *o, HPDF_Array array, const char *name)
{
	pdf_check(o, haru.HPDF_Array_AddName(array, name));
}

void pdf_push_text(pdf_objects *o, HPDF_Array array, const char *text)
{
	pdf_push(o, array, text_string(o, text));
}

void pdf_push_binary(pdf_objects *o, HPDF_Array array, unsigned char *data, size_t len)
{
	pdf_push(o, array, pdf_made(o, haru.HPDF_Binary_New(o->doc->mmgr, data, (HPDF_UINT)len)));
}
