/* What the parts of the PDF backend share: one document on its way. */
#ifndef HT_RENDER_PDF_PRIV_H
#define HT_RENDER_PDF_PRIV_H

#include <libdeflate.h>
#include <stdint.h>

#include "base/arena.h"
#include "config.h"
#include "pdf_object.h"
#include "render/render.h"

#define PDF_PRODUCER "hongtou " HT_VERSION " (libharu " HPDF_VERSION_TEXT ")"

/* Widths are kept in 1/32 of 1/1000 em: fine enough for any upem, and exact in
 * the five decimals libharu writes. */
#define PDF_WIDTH_UNIT 32
#define PDF_WIDTH_EM   (1000 * PDF_WIDTH_UNIT)

/* A glyph the document uses. */
typedef struct pdf_glyph {
	uint32_t gid;
	uint16_t cid;     /* its code in content streams */
	int width;        /* as the W array says; PDF_WIDTH_UNIT */
	const char *text; /* what it stands for by ToUnicode; NULL: nothing yet */
	size_t len;
} pdf_glyph;

/* A face the document uses, and its subset. */
typedef struct pdf_face {
	const ht_font *font;
	pdf_glyph *glyphs; /* in order of first use */
	size_t n, cap;
	uint16_t *slots;   /* by gid: 1 + index into glyphs; 0: not used */
	pdf_glyph *by_cid; /* the same, sorted */
	int default_width; /* DW */
	char name[128];    /* "ABCDEF+PostScriptName" */
	ht_subset subset;
	pdf_bytes program; /* deflated */
	pdf_bytes to_unicode;
	uint32_t crc; /* of the program before deflating */
} pdf_face;

/* A place where a unit's marked content stands. */
typedef struct pdf_mark {
	size_t page;
	int mcid;
} pdf_mark;

/* A structure element: one for each unit, also across pages. */
typedef struct pdf_unit {
	ht_role role;
	pdf_mark *marks;
	size_t n, cap;
} pdf_unit;

/* A page's marked content: units by MCID. */
typedef struct pdf_page_marks {
	uint32_t *units;
	size_t n, cap;
} pdf_page_marks;

/* Document information, fit for any PDF string and for XML; NULL: not known. */
typedef struct pdf_info {
	const char *title, *author, *subject, *keywords, *creator;
	char date[24]; /* "2026-07-23T01:00:00Z", or empty */
} pdf_info;

typedef struct pdf_document {
	const ht_pages *pages;
	ht_render_options options;
	ht_diags *diags;
	ht_arena *arena;
	struct libdeflate_compressor *deflate;
	pdf_face *faces;
	size_t n_faces, cap_faces;
	pdf_bytes *contents;   /* by page, deflated; data NULL: page not given yet */
	pdf_page_marks *marks; /* by page */
	pdf_unit *units;       /* by unit number - 1; tagged documents only */
	size_t n_units;
	HPDF_Dict *elements;  /* by unit, while the file is built */
	const char **outline; /* titles, cleaned */
	pdf_info info;
	pdf_bytes xmp;
	unsigned char id[16];
	HPDF_Page *built; /* the pages, while the file is built */
	ht_buf scratch;
} pdf_document;

/* The glyphs of one cluster, and its text. */
typedef struct pdf_cluster {
	size_t first, n;
	const char *text;
	size_t len;
} pdf_cluster;

/* The cluster that begins at glyph i < run->n of a run. Never empty; text is
 * cut to the run whatever the cluster offsets say. */
pdf_cluster pdf_cluster_at(const ht_run *run, size_t i);

/* Deflate bytes into the arena. HT_OK, HT_ERR_NOMEM. */
ht_status pdf_deflate(pdf_document *d, const void *data, size_t len, pdf_bytes *ret);

/* pdf_font.c: collect the faces and glyphs of all pages, subset them, make
 * their ToUnicode maps. HT_OK, HT_ERR_NOMEM, HT_ERR_LIB. */
ht_status pdf_fonts_collect(pdf_document *d);
void pdf_fonts_free(pdf_document *d);
/* The face of a run and a glyph of it; NULL when it is not in the document
 * (.notdef, empty glyphs). */
pdf_face *pdf_face_find(pdf_document *d, const ht_font *font);
const pdf_glyph *pdf_glyph_find(const pdf_face *face, uint32_t gid);
/* The Font resource dictionary: F1, F2 … in the order of d->faces. */
HPDF_Dict pdf_fonts_build(pdf_objects *o, pdf_document *d);

/* pdf_cmap.c: append the ToUnicode CMap of a face to out. */
bool pdf_cmap_write(const pdf_face *face, ht_buf *out);
/* Append UTF-8 as hexadecimal UTF-16BE. */
bool pdf_utf16_hex(ht_buf *out, const char *text, size_t len);

/* A cluster where it stands on the page. */
typedef struct pdf_piece {
	const ht_op *op;
	const pdf_face *face;
	pdf_cluster cluster;
	double x0, x1; /* pt from the page's left: origin; where a reader's pen stands after it */
	bool spelt;    /* its text is not what ToUnicode says */
	bool tied;     /* to the next piece: one word, whatever the distance suggests */
} pdf_piece;

typedef struct pdf_pieces {
	pdf_piece *v;
	size_t n, cap;
} pdf_pieces;

/* pdf_piece.c: the pieces of ops [i, end) in order; arena holds them. */
ht_status pdf_pieces_collect(pdf_document *d, const ht_op *ops, size_t n, ht_arena *arena, pdf_pieces *ret);

/* pdf_text.c: append the content stream of page i to out. HT_OK, HT_ERR_NOMEM. */
ht_status pdf_content_write(pdf_document *d, size_t i, ht_buf *out);

/* pdf_info.c: the strings first; then, with all contents known, XMP and /ID;
 * then Info, catalog, labels. HT_OK, HT_ERR_NOMEM. */
ht_status pdf_info_collect(pdf_document *d);
ht_status pdf_info_finish(pdf_document *d);
void pdf_info_build(pdf_objects *o, pdf_document *d);

/* pdf_xmp.c: append the XMP packet to out; false when memory is out. */
bool pdf_xmp_write(const pdf_info *info, ht_buf *out);

/* pdf_outline.c: the outline, if the document has headings. */
void pdf_outline_build(pdf_objects *o, pdf_document *d);

/* pdf_tags.c: the structure of a tagged document. */
ht_status pdf_tags_collect(pdf_document *d);
/* The next MCID of a page, noted for the unit; -1 when memory is out. */
int pdf_tags_mark(pdf_document *d, uint32_t unit, size_t page);
/* The structure type of a role: "H1", "P" … */
const char *pdf_tags_type(ht_role role);
void pdf_tags_build(pdf_objects *o, pdf_document *d);

#endif
