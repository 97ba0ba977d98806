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

/* Standards that want tags; that are for archives. */
#define PDF_TAGGED  (HT_PDF_A2A | HT_PDF_A3A | HT_PDF_UA1)
#define PDF_ARCHIVE (HT_PDF_A2B | HT_PDF_A2U | HT_PDF_A2A | HT_PDF_A3A)

/* H1 … H6 (PDF 32000-1 14.8.4.3.2). */
#define PDF_HEADINGS 6

/* A glyph the document uses. */
typedef struct pdf_glyph {
	uint32_t gid;
	uint16_t cid;     /* its code in content streams */
	int width;        /* as the W array says; PDF_WIDTH_UNIT */
	const char *text; /* what it stands for by ToUnicode; NULL: nothing yet */
	size_t len;
} pdf_glyph;

/* Glyphs in a page of pdf_face.slots. */
#define PDF_SLOTS 256

/* A face the document uses, and its subset. */
typedef struct pdf_face {
	const ht_font *font;
	pdf_glyph *glyphs; /* in order of first use */
	size_t n, cap;
	uint16_t *slots[0x10000 / PDF_SLOTS]; /* by gid, in pages: 1 + index into glyphs; 0: not used */
	pdf_glyph *by_cid;                    /* the same, sorted */
	int default_width;                    /* DW */
	char name[128];                       /* "ABCDEF+PostScriptName" */
	ht_subset subset;
	pdf_bytes program; /* deflated */
	pdf_bytes to_unicode;
	uint32_t crc; /* of the program before deflating */
} pdf_face;

/* One plane of a picture: its colour, or its alpha. */
typedef struct pdf_plane {
	pdf_bytes packed; /* deflated, or a JPEG file; data NULL: none */
	bool filtered;    /* rows begin with the number of a PNG filter */
} pdf_plane;

/* A picture the document shows, embedded once. */
typedef struct pdf_picture {
	const ht_image *image;
	const uint8_t *ink; /* its one colour, R G B; NULL: it has several */
	int components;     /* 1 grey, 3 RGB; without ink */
	pdf_plane colour, alpha;
} pdf_picture;

typedef struct pdf_node pdf_node;

/* What a structure element holds. */
typedef struct pdf_kid {
	enum { PDF_KID_NODE, PDF_KID_MARK, PDF_KID_LINK } kind;
	pdf_node *node; /* NODE */
	size_t page;    /* MARK */
	size_t index;   /* MARK: its MCID; LINK: index into links */
} pdf_kid;

/* A structure element. */
struct pdf_node {
	const char *type; /* "P", "H1" … */
	pdf_node *parent; /* NULL: Document */
	pdf_kid *kids;
	size_t n, cap;
	const ht_op *op;      /* of a figure: where it stands, what it shows */
	size_t page;          /* of its first mark */
	const ht_cell *cell;  /* of TH and TD with text */
	const char *id;       /* of TH */
	const char **headers; /* of TD: ids of its heads */
	size_t n_headers;
	HPDF_Dict element; /* while the file is built */
};

/* The elements of a unit. A paragraph has only a body. */
typedef struct pdf_unit {
	pdf_node *item; /* of a list */
	pdf_node *label, *body;
	pdf_node *link;   /* the last one in it */
	const char *href; /* of link */
} pdf_unit;

/* A table on its way: cells by place, rows one after the other; NULL: nothing
 * seen there yet. */
typedef struct pdf_table {
	const ht_table *from;
	pdf_node *node;
	pdf_node **rows, **cells;
} pdf_table;

/* A page's marked content: elements by MCID. */
typedef struct pdf_page_marks {
	pdf_node **nodes;
	size_t n, cap;
} pdf_page_marks;

/* A link's sensitive box, one for each line that it stands on. */
typedef struct pdf_link {
	size_t page;
	double box[4]; /* pt, y up: left, bottom, right, top */
	ht_len y;      /* baseline */
	const char *href;
	const char *text, *uri; /* href, cleaned; as ASCII */
	pdf_node *node;         /* NULL: not tagged */
	HPDF_Dict annotation;   /* while the file is built */
} pdf_link;

/* What the archive wants to know: a row each in pdf_info.c. */
#define PDF_ARCHIVE_FIELDS 8

/* Document information, fit for any PDF string and for XML; NULL: not known. */
typedef struct pdf_info {
	const char *title, *author, *subject, *keywords, *creator;
	const char *archive[PDF_ARCHIVE_FIELDS];
	char date[24]; /* "2026-07-23T01:00:00Z", or empty */
} pdf_info;

/* Name of the graphics state in which seals are drawn. */
#define PDF_PRESSED "Gp"

typedef struct pdf_document {
	const ht_pages *pages;
	ht_render_options options;
	ht_diags *diags;
	ht_arena *arena;
	struct libdeflate_compressor *deflate;
	pdf_face *faces;
	size_t n_faces, cap_faces;
	pdf_bytes *contents; /* by page, deflated; the first n_contents have been given */
	size_t n_contents;
	pdf_picture *pictures;
	size_t n_pictures, cap_pictures;
	pdf_link *links;
	size_t n_links, cap_links;
	pdf_page_marks *marks; /* by page; this and the following: tagged documents only */
	pdf_unit *units;       /* by unit number - 1 */
	size_t n_units;
	pdf_node root; /* Document */
	pdf_table *tables;
	size_t n_tables, cap_tables;
	uint16_t list; /* the list that is going on, and its element */
	pdf_node *list_node;
	int levels[PDF_HEADINGS]; /* of the headings that are open, the outermost first */
	int n_levels;
	const char **outline;    /* titles, cleaned */
	const char *record_name; /* of the attachment, cleaned */
	pdf_bytes record_packed;
	pdf_info info;
	pdf_bytes xmp;
	unsigned char id[16];
	HPDF_Dict *built; /* the pages, while the file is built */
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
/* s without what XML or PDF text cannot hold; *ret NULL when s is or nothing
 * remains. HT_OK, HT_ERR_NOMEM. */
ht_status pdf_text_clean(ht_arena *arena, const char *s, const char **ret);
ht_status pdf_info_finish(pdf_document *d);
void pdf_info_build(pdf_objects *o, pdf_document *d);
/* "2026-07-23T01:00:00Z" as PDF writes it: "D:20260723010000Z". */
void pdf_put_date(pdf_objects *o, HPDF_Dict dict, const char *key, const char *date);

/* A field for the archive: its names in Info and XMP, and what it is. */
typedef struct pdf_archive_field {
	const char *name, *type, *description;
} pdf_archive_field;
extern const pdf_archive_field pdf_archive_fields[PDF_ARCHIVE_FIELDS];

/* pdf_xmp.c: append the XMP packet to out; false when memory is out. */
bool pdf_xmp_write(const pdf_info *info, unsigned standards, ht_buf *out);

/* pdf_image.c: collect and pack the pictures of all pages. HT_OK, HT_ERR_NOMEM. */
ht_status pdf_pictures_collect(pdf_document *d);
/* The picture an operation shows; NULL: none, or nothing to be seen. */
const pdf_picture *pdf_picture_find(const pdf_document *d, const ht_op *op);
/* The XObject resource dictionary: I1, I2 … in the order of d->pictures. */
HPDF_Dict pdf_pictures_build(pdf_objects *o, pdf_document *d);

/* pdf_link.c: note that op, a run with href, stands on a page; node is its
 * element, or NULL. False when memory is out. */
bool pdf_link_add(pdf_document *d, size_t page, const ht_op *op, pdf_node *node);
/* The annotations of all pages. */
void pdf_links_build(pdf_objects *o, pdf_document *d);

/* pdf_archive.c: are the standards possible for this document (diagnostics,
 * HT_ERR_INPUT)? Pack the attachment. HT_OK, HT_ERR_NOMEM. */
ht_status pdf_archive_collect(pdf_document *d);
/* OutputIntent, attachment. */
void pdf_archive_build(pdf_objects *o, pdf_document *d);

/* pdf_outline.c: the outline, if the document has headings. */
void pdf_outline_build(pdf_objects *o, pdf_document *d);

/* A box of a page's frame as PDF has boxes: left, bottom, right, top in pt, y up. */
void pdf_box(const ht_page *page, ht_turn turn, ht_len x, ht_len y, ht_len w, ht_len h, double ret[4]);

/* Is the document to be tagged? */
bool pdf_tagged(const pdf_document *d);

/* pdf_tags.c: the structure of a tagged document, made while its content is
 * written. HT_OK, HT_ERR_NOMEM, HT_ERR_ARG (unit numbers that make no sense). */
ht_status pdf_tags_collect(pdf_document *d);
/* The element that an operation of a unit belongs in; NULL: memory is out. */
pdf_node *pdf_tags_node(pdf_document *d, const ht_op *op);
/* The next MCID of a page, noted for the element; -1 when memory is out. */
int pdf_tags_mark(pdf_document *d, pdf_node *node, size_t page);
/* A new, last child of an element, NULL when memory is out. */
pdf_node *pdf_node_new(pdf_document *d, pdf_node *parent, const char *type);
bool pdf_node_add(pdf_document *d, pdf_node *parent, pdf_kid kid);

/* pdf_table.c: the element of a cell. */
pdf_node *pdf_table_cell(pdf_document *d, const ht_cell *cell);
/* All content is known: rows in order, cells without text, heads. */
ht_status pdf_tables_finish(pdf_document *d);

/* pdf_tree.c: the elements as objects, the parent tree. */
void pdf_tree_build(pdf_objects *o, pdf_document *d);

#endif
