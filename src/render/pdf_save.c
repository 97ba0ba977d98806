/* The file from its objects.
 *
 * A tagged document is thousands of small objects: a table of 300 rows has
 * 2,400 cells. libharu writes each on its own, with 20 bytes more in a table at
 * the end (PDF 1.4's way), which made that document 3.5 times as large as
 * without tags. So this writer does it PDF 1.5's way (PDF 32000-1 7.5.7, 7.5.8):
 * objects that are no streams go in groups into deflated object streams, and
 * the table is a stream too. libharu still writes each object's own text. */
#include <stdint.h>
#include <string.h>

#include "pdf_object.h"

/* Objects in one object stream: a reader unpacks it for any of them. */
#define GROUP 200

/* Bytes by which memory streams grow. */
#define BLOCK (1 << 14)

/* A row of the cross-reference stream: PNG's filter, type, two numbers. */
enum { ROW_FILTER, ROW_TYPE, ROW_A, ROW_B = ROW_A + 4, ROW_END = ROW_B + 2 };
enum { TYPE_FREE, TYPE_PLACE, TYPE_GROUPED };
#define PNG_UP 2

/* libharu keeps flags above an object's number. */
#define NUMBER_MASK 0x00FFFFFF

typedef unsigned char row[ROW_END];

typedef struct saver {
	pdf_objects *o;
	struct libdeflate_compressor *deflate;
	HPDF_Stream out;
	row *rows;
	size_t n; /* rows: libharu's objects, then ours */
	/* the object stream that is being filled */
	HPDF_Stream numbers, values;
	size_t grouped;
	uint32_t members[GROUP];
} saver;

static void put(saver *s, HPDF_Stream to, const char *text)
{
	pdf_check(s->o, HPDF_Stream_WriteStr(to, text));
}

static void put_int(saver *s, HPDF_Stream to, size_t value)
{
	if (value > INT32_MAX)
		pdf_fail(s->o, HPDF_INVALID_PARAMETER);
	pdf_check(s->o, HPDF_Stream_WriteInt(to, (HPDF_INT)value));
}

static void set_row(saver *s, size_t number, unsigned type, uint32_t a, unsigned b)
{
	unsigned char *r = s->rows[number];
	r[ROW_TYPE] = (unsigned char)type;
	for (int i = 0; i < 4; i++)
		r[ROW_A + i] = (unsigned char)(a >> (24 - 8 * i));
	r[ROW_B] = (unsigned char)(b >> 8);
	r[ROW_B + 1] = (unsigned char)b;
}

static void begin_object(saver *s, size_t number)
{
	set_row(s, number, TYPE_PLACE, s->out->size, 0);
	put_int(s, s->out, number);
	put(s, s->out, " 0 obj\012");
}

static void end_object(saver *s)
{
	put(s, s->out, "\012endobj\012");
}

static void *reserve(saver *s, size_t size)
{
	if (size > INT32_MAX)
		pdf_fail(s->o, HPDF_INVALID_PARAMETER);
	return HPDF_GetMem(pdf_doc(s->o)->mmgr, (HPDF_UINT)size);
}

static void release(saver *s, void *p)
{
	HPDF_FreeMem(pdf_doc(s->o)->mmgr, p);
}

/* Filter, Length, and bytes behind the entries written so far. */
static void put_packed(saver *s, const void *data, size_t len)
{
	size_t bound = libdeflate_zlib_compress_bound(s->deflate, len);
	void *packed = reserve(s, bound);
	size_t n = libdeflate_zlib_compress(s->deflate, data, len, packed, bound);
	put(s, s->out, "/Filter /FlateDecode\012/Length ");
	put_int(s, s->out, n);
	put(s, s->out, "\012>>\012stream\012");
	pdf_check(s->o, HPDF_Stream_Write(s->out, packed, (HPDF_UINT)n));
	put(s, s->out, "\012endstream");
	release(s, packed);
}

/* Move what a memory stream holds to to; the stream is empty again. */
static size_t drain(saver *s, HPDF_Stream *from, unsigned char *to)
{
	size_t n = 0;
	for (HPDF_UINT i = 0; i < HPDF_MemStream_GetBufCount(*from); i++) {
		HPDF_UINT len = 0;
		const HPDF_BYTE *data = HPDF_MemStream_GetBufPtr(*from, i, &len);
		memcpy(to + n, data, len);
		n += len;
	}
	HPDF_Stream_Free(*from);
	*from = pdf_made(s->o, HPDF_MemStream_New(pdf_doc(s->o)->mmgr, BLOCK));
	return n;
}

static void write_group(saver *s)
{
	if (!s->grouped)
		return;
	size_t number = s->n++, first = s->numbers->size;
	for (size_t i = 0; i < s->grouped; i++)
		set_row(s, s->members[i], TYPE_GROUPED, (uint32_t)number, (unsigned)i);
	unsigned char *data = reserve(s, first + s->values->size);
	size_t len = drain(s, &s->numbers, data);
	len += drain(s, &s->values, data + len);
	begin_object(s, number);
	put(s, s->out, "<<\012/Type /ObjStm\012/N ");
	put_int(s, s->out, s->grouped);
	put(s, s->out, "\012/First ");
	put_int(s, s->out, first);
	put(s, s->out, "\012");
	put_packed(s, data, len);
	end_object(s);
	release(s, data);
	s->grouped = 0;
}

static void add_to_group(saver *s, size_t number, void *object)
{
	put_int(s, s->numbers, number);
	put(s, s->numbers, " ");
	put_int(s, s->numbers, s->values->size);
	put(s, s->numbers, " ");
	pdf_check(s->o, HPDF_Obj_WriteValue(object, s->values, NULL));
	put(s, s->values, "\012");
	s->members[s->grouped++] = (uint32_t)number;
	if (s->grouped == GROUP)
		write_group(s);
}

static bool is_stream(const void *object)
{
	const HPDF_Obj_Header *header = object;
	return (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT &&
	       ((const HPDF_Dict_Rec *)object)->stream != NULL;
}

/* Streams first: only then are the numbers known that say their lengths. */
static void write_objects(saver *s, bool streams)
{
	size_t n = pdf_doc(s->o)->xref->entries->count;
	for (size_t i = 1; i < n; i++) {
		void *object = HPDF_Xref_GetEntry(pdf_doc(s->o)->xref, (HPDF_UINT)i)->obj;
		if (is_stream(object) != streams)
			continue;
		if (!streams) {
			add_to_group(s, i, object);
			continue;
		}
		begin_object(s, i);
		pdf_check(s->o, HPDF_Obj_WriteValue(object, s->out, NULL));
		end_object(s);
	}
	write_group(s);
}

static void put_reference(saver *s, const char *key, const HPDF_Dict_Rec *object)
{
	put(s, s->out, key);
	put_int(s, s->out, object->header.obj_id & NUMBER_MASK);
	put(s, s->out, " 0 R\012");
}

/* Each row as its difference from the one above: they then are much the same. */
static void filter_rows(saver *s)
{
	for (size_t i = s->n; i-- > 0;) {
		s->rows[i][ROW_FILTER] = PNG_UP;
		for (size_t k = ROW_TYPE; k < ROW_END && i; k++)
			s->rows[i][k] = (unsigned char)(s->rows[i][k] - s->rows[i - 1][k]);
	}
}

static void write_table(saver *s)
{
	HPDF_Doc doc = pdf_doc(s->o);
	size_t number = s->n++, begin = s->out->size;
	begin_object(s, number);
	put(s, s->out, "<<\012/Type /XRef\012/W [1 4 2]\012/Size ");
	put_int(s, s->out, s->n);
	put(s, s->out, "\012/DecodeParms <</Predictor 12 /Columns 7>>\012");
	put_reference(s, "/Root ", doc->catalog);
	put_reference(s, "/Info ", doc->info);
	put(s, s->out, "/ID ");
	pdf_check(s->o, HPDF_Obj_WriteValue(HPDF_Dict_GetItem(doc->trailer, "ID", HPDF_OCLASS_ARRAY), s->out, NULL));
	put(s, s->out, "\012");
	filter_rows(s);
	put_packed(s, s->rows, s->n * sizeof *s->rows);
	end_object(s);
	put(s, s->out, "startxref\012");
	put_int(s, s->out, begin);
	put(s, s->out, "\012%%EOF\012");
}

HPDF_Stream pdf_save(pdf_objects *o, struct libdeflate_compressor *deflate)
{
	HPDF_MMgr mmgr = pdf_doc(o)->mmgr;
	saver s = {.o = o, .deflate = deflate, .n = pdf_doc(o)->xref->entries->count};
	size_t most = s.n + s.n / GROUP + 2; /* and the last group, and the table */
	s.out = pdf_made(o, HPDF_MemStream_New(mmgr, BLOCK));
	s.numbers = pdf_made(o, HPDF_MemStream_New(mmgr, BLOCK));
	s.values = pdf_made(o, HPDF_MemStream_New(mmgr, BLOCK));
	s.rows = reserve(&s, most * sizeof *s.rows);
	memset(s.rows, 0, most * sizeof *s.rows);
	set_row(&s, 0, TYPE_FREE, 0, 0xFFFF);
	put(&s, s.out, "%PDF-1.7\012%\267\276\255\252\012");
	write_objects(&s, true);
	write_objects(&s, false);
	write_table(&s);
	return s.out;
}
