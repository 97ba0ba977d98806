/* A thin checked layer over libharu's object layer: a PDF file is built from
 * objects in one guarded call. Includes libharu's structures, which meson.build
 * pins to one version. */
#ifndef HT_RENDER_PDF_OBJECT_H
#define HT_RENDER_PDF_OBJECT_H

#include <hpdf.h>
#include <libdeflate.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/library.h"
#include "base/status.h"

/* libharu is loaded when the first PDF is written. */
#define PDF_HARU_FUNCTIONS(X)                                                                                          \
	X(HPDF_Array_Add)                                                                                              \
	X(HPDF_Array_AddName)                                                                                          \
	X(HPDF_Array_AddNumber)                                                                                        \
	X(HPDF_Array_AddReal)                                                                                          \
	X(HPDF_Array_Items)                                                                                            \
	X(HPDF_Array_New)                                                                                              \
	X(HPDF_Binary_New)                                                                                             \
	X(HPDF_Dict_Add)                                                                                               \
	X(HPDF_Dict_AddBoolean)                                                                                        \
	X(HPDF_Dict_AddName)                                                                                           \
	X(HPDF_Dict_AddNumber)                                                                                         \
	X(HPDF_Dict_GetItem)                                                                                           \
	X(HPDF_Dict_New)                                                                                               \
	X(HPDF_FreeMem)                                                                                                \
	X(HPDF_GetError)                                                                                               \
	X(HPDF_GetMem)                                                                                                 \
	X(HPDF_MemStream_FreeData)                                                                                     \
	X(HPDF_MemStream_GetBufCount)                                                                                  \
	X(HPDF_MemStream_GetBufPtr)                                                                                    \
	X(HPDF_MemStream_New)                                                                                          \
	X(HPDF_NewEx)                                                                                                  \
	X(HPDF_Obj_WriteValue)                                                                                         \
	X(HPDF_Stream_WriteInt)                                                                                        \
	X(HPDF_Stream_WriteStr)                                                                                        \
	X(HPDF_String_New)                                                                                             \
	X(HPDF_Xref_Add)                                                                                               \
	X(HPDF_Xref_GetEntry)

typedef struct haru_library {
	HT_LIBRARY_TABLE(PDF_HARU_FUNCTIONS)
	bool loaded;
} haru_library;

extern haru_library haru;

/* Bytes borrowed from the document's arena. */
typedef struct pdf_bytes {
	const void *data;
	size_t len;
} pdf_bytes;

typedef enum pdf_filter {
	PDF_PLAIN,
	PDF_FLATE, /* with zlib's framing */
	PDF_DCT    /* a JPEG file */
} pdf_filter;

typedef struct pdf_objects pdf_objects;

/* Builds the objects of a file. Each pdf_* call below either succeeds or does not
 * return: the function must own nothing that user does not own, and allocate only
 * through these calls. */
typedef void pdf_build_fn(pdf_objects *o, void *user);

/* Start a document, call build to fill it, append the file to out.
 * deflate  in      for the object streams
 * diags    in/out  HT_D_PDF_LIB if libharu fails
 * Returns HT_OK; HT_ERR_NOMEM; HT_ERR_LIB. out is as it was unless HT_OK. */
ht_status pdf_objects_write(pdf_build_fn *build, void *user, struct libdeflate_compressor *deflate, ht_diags *diags,
                            ht_buf *out);

/* Leave the build function: always; unless status is HPDF_OK; unless object is
 * not NULL, which is then returned. */
void pdf_fail(pdf_objects *o, HPDF_STATUS error) __attribute__((noreturn));
void pdf_check(pdf_objects *o, HPDF_STATUS status);
void *pdf_made(pdf_objects *o, void *object);

/* pdf_save.c: the file while it is written. NULL: out of memory. Free it after its document. */
typedef struct pdf_saver pdf_saver;
pdf_saver *pdf_saver_new(pdf_objects *o, struct libdeflate_compressor *deflate, ht_buf *out);
void pdf_saver_free(pdf_saver *s);
/* Write all objects of libharu, and end the file. */
void pdf_save(pdf_saver *s);

/* Objects that are written as text at once. libharu needs 2 KB for a structure element, of which a long document has
 * hundreds of thousands.
 *
 * pdf_numbers: n numbers that follow each other; the first. At most as many objects as PDF/A allows (ISO 19005-2
 * 6.1.13). */
size_t pdf_numbers(pdf_objects *o, size_t n);
/* Begin the object with this number, of those; its text is to be appended to the buffer. No other call for the document
 * may come before its end. */
ht_buf *pdf_direct_begin(pdf_objects *o, size_t number);
void pdf_direct_end(pdf_objects *o);
/* Write a stream object of bytes that are deflated. */
void pdf_direct_stream(pdf_objects *o, size_t number, pdf_bytes data);
/* The file that is being written. */
pdf_saver *pdf_saver_of(pdf_objects *o);
/* For containers of libharu: a reference to such an object. */
HPDF_Dict pdf_reference(pdf_objects *o, size_t number);
/* The number of an object of libharu. */
size_t pdf_number(const HPDF_Dict_Rec *object);

/* pdf_direct.c: bytes of the text that a string has which is written as UTF-16, cut between characters where a PDF
 * string may be no longer; 0: it is ASCII, and short enough for a literal. */
size_t pdf_utf16_length(const char *utf8);
/* Parts of such an object. A reference: " 5 0 R" after key; an ASCII string; a text string of UTF-8; a
 * number as libharu has it. */
void pdf_direct_reference(ht_buf *text, const char *key, size_t number);
void pdf_direct_ascii(ht_buf *text, const char *key, const char *ascii);
void pdf_direct_text(ht_buf *text, const char *key, const char *utf8);
void pdf_direct_real(ht_buf *text, double value);

/* Write PDF 2.0 (ISO 32000-2) rather than 1.7: without an Info dictionary, which it deprecates. */
void pdf_use_20(pdf_objects *o);
bool pdf_is_20(const pdf_objects *o);

/* The document, for its catalog, info, trailer and pages. */
HPDF_Doc pdf_doc(pdf_objects *o);

/* New containers. Direct ones belong to the container they are put into; objects,
 * which have a number, may be put into several. */
HPDF_Dict pdf_dict(pdf_objects *o);
HPDF_Dict pdf_dict_object(pdf_objects *o);
HPDF_Array pdf_array(pdf_objects *o);
/* A stream object; filter says how its bytes are packed. The bytes are borrowed
 * until the file is written. */
HPDF_Dict pdf_stream(pdf_objects *o, pdf_bytes data, pdf_filter filter);

/* Writes a stream's bytes into the file. Those behind them, up to PDF_BEYOND, may be overwritten. */
typedef void pdf_write_fn(const void *user, unsigned char *out);
#define PDF_BEYOND 8

/* A stream object of len bytes, deflated, that are made when the file is written. */
HPDF_Dict pdf_stream_later(pdf_objects *o, size_t len, pdf_write_fn *write, const void *user);

/* What a stream object is written from. */
typedef struct pdf_stream_data {
	pdf_bytes bytes;
	pdf_filter filter;
	pdf_write_fn *write; /* or NULL: the bytes are there */
	const void *user;
} pdf_stream_data;

/* NULL: the object is not a stream. */
const pdf_stream_data *pdf_data_of_stream(const void *object);

/* Entries of a dictionary; text is UTF-8, written as a PDF text string. */
void pdf_put(pdf_objects *o, HPDF_Dict dict, const char *key, void *object);
void pdf_put_name(pdf_objects *o, HPDF_Dict dict, const char *key, const char *name);
void pdf_put_int(pdf_objects *o, HPDF_Dict dict, const char *key, long value);
void pdf_put_bool(pdf_objects *o, HPDF_Dict dict, const char *key, bool value);
void pdf_put_ascii(pdf_objects *o, HPDF_Dict dict, const char *key, const char *ascii);
void pdf_put_text(pdf_objects *o, HPDF_Dict dict, const char *key, const char *text);

/* Elements of an array. */
void pdf_push(pdf_objects *o, HPDF_Array array, void *object);
void pdf_push_int(pdf_objects *o, HPDF_Array array, long value);
void pdf_push_real(pdf_objects *o, HPDF_Array array, double value);
void pdf_push_name(pdf_objects *o, HPDF_Array array, const char *name);
void pdf_push_text(pdf_objects *o, HPDF_Array array, const char *text);
void pdf_push_binary(pdf_objects *o, HPDF_Array array, unsigned char *data, size_t len);

#endif
