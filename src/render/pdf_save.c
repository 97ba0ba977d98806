/* Writing the file from its objects.
 *
 * A tagged document consists of thousands of small objects: a table of 300 rows
 * has 2,400 cells. libharu writes each object separately, plus 20 bytes in the
 * cross-reference table (as in PDF 1.4), which made that document 3.5 times as
 * large as without tags. This writer uses PDF 1.5 (PDF 32000-1 7.5.7, 7.5.8):
 * objects other than streams are grouped into deflated object streams, and the
 * cross-reference table is a stream, too. libharu formats the objects of which there are few; those that grow with the
 * text are written as text when they are made. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pdf_object.h"

/* Objects per object stream: a reader inflates the whole stream for any of them. */
#define GROUP 200

/* Growth of libharu's memory stream, in bytes. */
#define BLOCK (1 << 14)

/* A row of the cross-reference stream: PNG filter, type, two numbers. */
enum { ROW_FILTER, ROW_TYPE, ROW_A, ROW_B = ROW_A + 4, ROW_END = ROW_B + 2 };
enum { TYPE_FREE, TYPE_PLACE, TYPE_GROUPED };
#define PNG_UP 2

typedef unsigned char row[ROW_END];

struct pdf_saver {
	pdf_objects *o;
	struct libdeflate_compressor *deflate;
	ht_buf *out;
	size_t begin; /* of the file in out */
	row *rows;    /* by number; n is above all so far */
	size_t n, cap;
	ht_buf text;        /* of objects of the group that are written as text; then those of libharu follow */
	HPDF_Stream values; /* libharu's output: one object, or those of the group */
	/* the object stream being filled */
	size_t grouped;
	uint32_t members[GROUP], places[GROUP];
};

typedef struct pdf_saver saver;

static void write_bytes(saver *s, const void *data, size_t len)
{
	if (!ht_buf_add(s->out, data, len))
		pdf_fail(s->o, HPDF_FAILD_TO_ALLOC_MEM);
}

static void write_str(saver *s, const char *text)
{
	write_bytes(s, text, strlen(text));
}

/* Format a number as libharu does, in at most ten digits. Returns their number. */
static size_t format_int(saver *s, size_t value, char text[10])
{
	char digits[10];
	size_t n = 0;
	if (value > INT32_MAX)
		pdf_fail(s->o, HPDF_INVALID_PARAMETER);
	do
		digits[n++] = (char)('0' + value % 10);
	while (value /= 10);
	for (size_t i = 0; i < n; i++)
		text[i] = digits[n - 1 - i];
	return n;
}

static void write_int(saver *s, size_t value)
{
	char text[10];
	write_bytes(s, text, format_int(s, value, text));
}

static void set_row(saver *s, size_t number, unsigned type, size_t a, unsigned b)
{
	if (a > INT32_MAX)
		pdf_fail(s->o, HPDF_INVALID_PARAMETER);
	while (s->n <= number) {
		row *next = HT_HEAP_PUSH(s->rows, s->n, s->cap);
		if (!next)
			pdf_fail(s->o, HPDF_FAILD_TO_ALLOC_MEM);
		memset(next, 0, sizeof *next);
	}
	unsigned char *r = s->rows[number];
	r[ROW_TYPE] = (unsigned char)type;
	for (int i = 0; i < 4; i++)
		r[ROW_A + i] = (unsigned char)(a >> (24 - 8 * i));
	r[ROW_B] = (unsigned char)(b >> 8);
	r[ROW_B + 1] = (unsigned char)b;
}

static void write_header(saver *s)
{
	if (s->out->len > s->begin)
		return;
	if (pdf_is_20(s->o))
		write_str(s, "%PDF-2.0\012%\267\276\255\252\012");
	else
		write_str(s, "%PDF-1.7\012%\267\276\255\252\012");
}

static void begin_object(saver *s, size_t number)
{
	set_row(s, number, TYPE_PLACE, s->out->len - s->begin, 0);
	write_int(s, number);
	write_str(s, " 0 obj\012");
}

static void end_object(saver *s)
{
	write_str(s, "\012endobj\012");
}

static void *room_for(saver *s, size_t size)
{
	if (size > INT32_MAX)
		pdf_fail(s->o, HPDF_INVALID_PARAMETER);
	return haru.HPDF_GetMem(pdf_doc(s->o)->mmgr, (HPDF_UINT)size);
}

static void release(saver *s, void *p)
{
	haru.HPDF_FreeMem(pdf_doc(s->o)->mmgr, p);
}

static void write_stream_bytes(saver *s, const void *data, size_t len)
{
	write_str(s, "\012stream\012");
	write_bytes(s, data, len);
	write_str(s, "\012endstream");
}

/* End a stream's dictionary, after the entries written so far, with Filter and
 * Length, and write the stream. */
static void write_packed(saver *s, const void *data, size_t len)
{
	size_t bound = libdeflate_zlib_compress_bound(s->deflate, len);
	void *packed = room_for(s, bound);
	size_t n = libdeflate_zlib_compress(s->deflate, data, len, packed, bound);
	write_str(s, "/Filter /FlateDecode\012/Length ");
	write_int(s, n);
	write_str(s, "\012>>");
	write_stream_bytes(s, packed, n);
	release(s, packed);
}

/* Move libharu's output to to, which is large enough. Returns its length. */
static size_t drain(saver *s, char *to)
{
	size_t n = 0;
	for (HPDF_UINT i = 0; i < haru.HPDF_MemStream_GetBufCount(s->values); i++) {
		HPDF_UINT len = 0;
		const HPDF_BYTE *data = haru.HPDF_MemStream_GetBufPtr(s->values, i, &len);
		memcpy(to + n, data, len);
		n += len;
	}
	haru.HPDF_MemStream_FreeData(s->values);
	return n;
}

/* Object number and offset: at most ten digits and a space each. */
#define MEMBER_MAX 22

static void write_group(saver *s)
{
	if (!s->grouped)
		return;
	size_t number = pdf_numbers(s->o, 1), first = 0, values = 0;
	if (s->values)
		values = s->values->size;
	char *data = room_for(s, s->grouped * MEMBER_MAX + s->text.len + values);
	for (size_t i = 0; i < s->grouped; i++) {
		set_row(s, s->members[i], TYPE_GROUPED, number, (unsigned)i);
		first += format_int(s, s->members[i], data + first);
		data[first++] = ' ';
		first += format_int(s, s->places[i], data + first);
		data[first++] = ' ';
	}
	if (s->text.len)
		memcpy(data + first, s->text.data, s->text.len);
	size_t len = first + s->text.len;
	s->text.len = 0;
	if (values)
		len += drain(s, data + len);
	begin_object(s, number);
	write_str(s, "<<\012/Type /ObjStm\012/N ");
	write_int(s, s->grouped);
	write_str(s, "\012/First ");
	write_int(s, first);
	write_str(s, "\012");
	write_packed(s, data, len);
	end_object(s);
	release(s, data);
	s->grouped = 0;
}

static void add_to_group(saver *s, size_t number, void *object)
{
	s->members[s->grouped] = (uint32_t)number;
	s->places[s->grouped++] = (uint32_t)(s->text.len + s->values->size);
	pdf_check(s->o, haru.HPDF_Obj_WriteValue(object, s->values, NULL));
	pdf_check(s->o, haru.HPDF_Stream_WriteStr(s->values, "\012"));
	if (s->grouped == GROUP)
		write_group(s);
}

/* Write an object, formatted by libharu, to the file. */
static void write_value(saver *s, void *object)
{
	pdf_check(s->o, haru.HPDF_Obj_WriteValue(object, s->values, NULL));
	char *text = room_for(s, s->values->size);
	write_bytes(s, text, drain(s, text));
	release(s, text);
}

/* Write a stream's bytes that are made only now, into their place in the file. */
static void write_stream_later(saver *s, const pdf_stream_data *data)
{
	write_str(s, "\012stream\012");
	char *out = ht_buf_room(s->out, data->bytes.len + PDF_BEYOND);
	if (!out)
		pdf_fail(s->o, HPDF_FAILD_TO_ALLOC_MEM);
	data->write(data->user, (unsigned char *)out);
	s->out->len += data->bytes.len;
	write_str(s, "\012endstream");
}

static void write_stream(saver *s, size_t number, void *object, const pdf_stream_data *data)
{
	begin_object(s, number);
	write_value(s, object);
	if (data->write)
		write_stream_later(s, data);
	else
		write_stream_bytes(s, data->bytes.data, data->bytes.len);
	end_object(s);
}

ht_buf *pdf_direct_begin(pdf_objects *o, size_t number)
{
	saver *s = pdf_saver_of(o);
	write_header(s);
	s->members[s->grouped] = (uint32_t)number;
	s->places[s->grouped++] = (uint32_t)s->text.len;
	return &s->text;
}

void pdf_direct_end(pdf_objects *o)
{
	saver *s = pdf_saver_of(o);
	if (!ht_buf_adds(&s->text, "\012"))
		pdf_fail(o, HPDF_FAILD_TO_ALLOC_MEM);
	if (s->grouped == GROUP)
		write_group(s);
}

void pdf_direct_stream(pdf_objects *o, size_t number, pdf_bytes data)
{
	saver *s = pdf_saver_of(o);
	write_header(s);
	begin_object(s, number);
	write_str(s, "<</Filter/FlateDecode/Length ");
	write_int(s, data.len);
	write_str(s, ">>");
	write_stream_bytes(s, data.data, data.len);
	end_object(s);
}

static void write_objects(saver *s, bool streams)
{
	HPDF_Doc doc = pdf_doc(s->o);
	for (HPDF_UINT i = 1; i < doc->xref->entries->count; i++) {
		void *object = haru.HPDF_Xref_GetEntry(doc->xref, i)->obj;
		const pdf_stream_data *data = pdf_data_of_stream(object);
		if (pdf_is_20(s->o) && object == doc->info)
			continue;
		if (data && streams)
			write_stream(s, pdf_number(object), object, data);
		else if (!data && !streams)
			add_to_group(s, pdf_number(object), object);
	}
	write_group(s);
}

static void write_reference(saver *s, const char *key, const HPDF_Dict_Rec *object)
{
	write_str(s, key);
	write_int(s, pdf_number(object));
	write_str(s, " 0 R\012");
}

/* Replace each row by its difference from the one above, which deflates better. */
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
	size_t number = pdf_numbers(s->o, 1), place = s->out->len - s->begin;
	begin_object(s, number);
	write_str(s, "<<\012/Type /XRef\012/W [1 4 2]\012/Size ");
	write_int(s, s->n);
	write_str(s, "\012/DecodeParms <</Predictor 12 /Columns 7>>\012");
	write_reference(s, "/Root ", doc->catalog);
	if (!pdf_is_20(s->o)) /* PDF/A-4 6.1.3: none; XMP has it all */
		write_reference(s, "/Info ", doc->info);
	write_str(s, "/ID ");
	write_value(s, haru.HPDF_Dict_GetItem(doc->trailer, "ID", HPDF_OCLASS_ARRAY));
	write_str(s, "\012");
	filter_rows(s);
	write_packed(s, s->rows, s->n * sizeof *s->rows);
	end_object(s);
	write_str(s, "startxref\012");
	write_int(s, place);
	write_str(s, "\012%%EOF\012");
}

pdf_saver *pdf_saver_new(pdf_objects *o, struct libdeflate_compressor *deflate, ht_buf *out)
{
	saver *s = calloc(1, sizeof *s);
	if (s)
		*s = (saver){.o = o, .deflate = deflate, .out = out, .begin = out->len};
	return s;
}

void pdf_saver_free(pdf_saver *s)
{
	ht_buf_free(&s->text);
	free(s->rows);
	free(s);
}

void pdf_save(pdf_saver *s)
{
	write_header(s);
	write_group(s); /* of objects written as text */
	s->values = pdf_made(s->o, haru.HPDF_MemStream_New(pdf_doc(s->o)->mmgr, BLOCK));
	set_row(s, 0, TYPE_FREE, 0, 0xFFFF);
	write_objects(s, true);
	write_objects(s, false);
	write_table(s);
}
