/* What the parts of the PDF backend share: a document being made.
 *
 * A function that fails sets d->status and returns NULL or nothing. The status
 * is checked at the end of each step of the backend (pdf.c) and wherever going
 * on would need the missing result. */
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

/* Standards that require tags. */
#define PDF_TAGGED (HT_PDF_A2A | HT_PDF_A3A | HT_PDF_UA1 | HT_PDF_UA2)

/* H1 … H6 (PDF 32000-1 14.8.4.3.2). */
#define PDF_HEADINGS 6

/* A glyph the document uses. */
typedef struct pdf_glyph {
	uint32_t gid;
	uint16_t cid;     /* its code in content streams */
	int width;        /* as the W array says; PDF_WIDTH_UNIT */
	const char *text; /* its ToUnicode entry; NULL: none yet */
	size_t len;
} pdf_glyph;

/* Glyphs in a page of pdf_face.slots. */
#define PDF_SLOTS 256

/* The bytes of a stream, and how they are coded. */
typedef struct pdf_packed {
	pdf_bytes bytes;
	pdf_filter filter;
} pdf_packed;

/* A face the document uses, and its subset. */
typedef struct pdf_face {
	const ht_font *font;
	int script_shift;  /* as of the runs that use it */
	pdf_glyph *glyphs; /* in order of first use */
	size_t n, cap;
	uint16_t *slots[0x10000 / PDF_SLOTS]; /* by gid, in pages: 1 + index into glyphs; 0: not used */
	pdf_glyph *by_cid;                    /* the glyphs in the order of their CIDs */
	int default_width;                    /* DW */
	char name[128];                       /* "ABCDEF+PostScriptName" */
	ht_subset subset;
	pdf_packed program; /* of a subset that is packed already: none */
	pdf_packed to_unicode;
	pdf_packed glyph_of_code; /* CIDToGIDMap; data NULL: a code is the glyph's number */
	uint32_t sum;             /* of the program before deflating */
} pdf_face;

/* One plane of a picture: its colour, or its alpha. */
typedef struct pdf_plane {
	pdf_bytes packed; /* deflated, or a JPEG file; data NULL: none */
	bool filtered;    /* each row begins with the number of a PNG filter */
} pdf_plane;

/* A picture of the document, embedded once. */
typedef struct pdf_picture {
	const ht_image *image;
	const uint8_t *ink; /* its only colour, R G B; NULL: it has several */
	int components;     /* without ink: 1 grey, 3 RGB */
	pdf_plane colour, alpha;
} pdf_picture;

typedef struct pdf_node pdf_node;

/* A child of a structure element: another element, marked content of a page, or a
 * link annotation. */
typedef struct pdf_kid {
	enum { PDF_KID_NODE, PDF_KID_CONTENT, PDF_KID_LINK } kind;
	uint32_t page; /* CONTENT */
	union {
		pdf_node *node; /* NODE */
		size_t index;   /* CONTENT: its MCID; LINK: index into links */
	};
} pdf_kid;

/* A structure element. */
struct pdf_node {
	const char *type; /* "P", "H1" … */
	pdf_node *parent; /* NULL: Document */
	pdf_kid *kids;
	size_t n, cap;
	uint32_t number;      /* of its object, from that of Document */
	uint32_t page;        /* of its first marked content, while it is written */
	const ht_op *op;      /* of a figure: its position and alternative text */
	const ht_cell *cell;  /* of TH and TD with text */
	const char *id;       /* of TH and Note */
	const char **headers; /* of TD: ids of its header cells */
	size_t n_headers;
};

/* The structure elements of a unit. A paragraph has only a body. */
typedef struct pdf_unit {
	pdf_node *item; /* of a list */
	pdf_node *label, *body;
	pdf_node *link;   /* its last link */
	const char *href; /* of link */
} pdf_unit;

/* A table being collected. cells has all rows in sequence; NULL: no text there
 * yet. */
typedef struct pdf_table {
	const ht_table *from;
	pdf_node *node;
	pdf_node **rows, **cells;
} pdf_table;

/* The marked content of a page: the numbers of elements by MCID. */
typedef struct pdf_page_mcids {
	uint32_t *nodes;
	size_t n, cap;
} pdf_page_mcids;

/* The active area of a link: one for each line of its text. */
typedef struct pdf_link {
	size_t page;
	double box[4]; /* pt, y up: left, bottom, right, top */
	ht_len y;      /* baseline */
	const char *href;
	const char *text, *uri; /* href: cleaned; percent-encoded */
	pdf_node *node;         /* NULL: not tagged */
} pdf_link;

/* Document information, without characters that PDF strings or XML cannot have;
 * NULL: not known. */
typedef struct pdf_info {
	const char *title, *author, *subject, *keywords, *creator;
	const char *archive[HT_ARCHIVE_COUNT]; /* see doc/archive.h */
	bool has_archive;
	char date[HT_MOMENT]; /* "2026-07-23T01:00:00Z", or a day alone, or empty */
} pdf_info;

typedef struct pdf_block pdf_block;

/* Name of the graphics state that draws seals. */
#define PDF_PRESSED "Gp"

typedef struct pdf_document {
	ht_status status; /* the first failure */
	const ht_pages *pages;
	ht_render_options options;
	ht_diags *diags;
	bool refused; /* what it is does not conform to its standards */
	ht_arena *arena;
	struct libdeflate_compressor *deflate;
	pdf_face *faces;
	size_t n_faces, cap_faces;
	pdf_bytes *contents; /* by page, deflated; n_contents are written */
	size_t n_contents;
	pdf_block *first_block, *last_block; /* that the contents lie in: pdf_contents.c */
	pdf_picture *pictures;
	size_t n_pictures, cap_pictures;
	pdf_link *links;
	size_t n_links, cap_links;
	pdf_page_mcids *mcids; /* by page; from here on only in tagged documents */
	ht_arena *mcid_arena;  /* holds them and nothing else, so that each grows where it is */
	pdf_unit *units;       /* by unit number - 1 */
	size_t n_units;
	pdf_node root;    /* Document */
	uint32_t n_nodes; /* with it */
	pdf_table *tables;
	size_t n_tables, cap_tables;
	size_t *table_slots, n_table_slots; /* pdf_table.c: to find a table */
	uint16_t list;                      /* the open list, and its element */
	pdf_node *list_node;
	int levels[PDF_HEADINGS]; /* of the open headings, outermost first */
	int n_levels;
	const char **outline;    /* titles, cleaned */
	const char *record_name; /* of the attachment, cleaned */
	pdf_bytes record_packed;
	pdf_info info;
	pdf_bytes xmp;
	unsigned char id[16];
	/* the numbers of the first page, link and element, while the file is built; the others follow */
	size_t first_page, first_link, first_node;
	ht_buf scratch;
} pdf_document;

/* The glyphs of one cluster, and its text. */
typedef struct pdf_cluster {
	size_t first, n;
	const char *text;
	size_t len;
} pdf_cluster;

/* The cluster that begins at glyph i < run->n of a run. It has at least one glyph;
 * its text is within that of the run, whatever the cluster offsets. */
pdf_cluster pdf_cluster_at(const ht_run *run, size_t i);

/* Record a failure; the first one counts. */
void pdf_document_fail(pdf_document *d, ht_status status);

/* n zeroed objects in the arena; NULL after failing the document. */
void *pdf_document_array(pdf_document *d, size_t n, size_t size);

/* len bytes that are not zeroed, likewise. */
void *pdf_document_room(pdf_document *d, size_t len);

/* A new member of an array in the document's arena, as HT_PUSH. */
#define PDF_PUSH(d, v, n, cap) pdf_pushed((d), HT_PUSH((d)->arena, (v), (n), (cap)))
/* member; the document fails if it is NULL. */
void *pdf_pushed(pdf_document *d, void *member);

/* Bytes deflated into the arena. */
pdf_bytes pdf_deflate(pdf_document *d, const void *data, size_t len);
/* The same; but at the fastest level, few bytes as they are: to deflate them takes as long as to deflate 2 KB, and a
 * hundred bytes are saved. */
pdf_packed pdf_pack(pdf_document *d, const void *data, size_t len);

/* pdf_font.c: collect the faces and glyphs of an operation; then subset all of them, and make their ToUnicode maps. */
void pdf_fonts_survey(pdf_document *d, const ht_op *op);
void pdf_fonts_collect(pdf_document *d);
void pdf_fonts_free(pdf_document *d);
/* The face of a run, and a glyph of it; NULL if it is not in the document
 * (.notdef, empty glyphs). */
/* The face of a run. Superscripts have a subset of their own: their glyphs are those of other characters, and a code
 * has one text. */
pdf_face *pdf_face_find(pdf_document *d, const ht_run *run);
const pdf_glyph *pdf_glyph_find(const pdf_face *face, uint32_t gid);
/* The Font resource dictionary: F1, F2 … in the order of d->faces. */
HPDF_Dict pdf_fonts_build(pdf_objects *o, pdf_document *d);

/* pdf_cmap.c: append the ToUnicode CMap of a face to out. */
void pdf_cmap_write(const pdf_face *face, ht_buf *out);
/* Append UTF-8 as hexadecimal UTF-16BE. */
void pdf_utf16_hex(ht_buf *out, const char *text, size_t len);

/* A cluster at its position on the page. */
typedef struct pdf_piece {
	const ht_op *op;
	const pdf_face *face;
	pdf_cluster cluster;
	double x0, x1;    /* pt from the left of the page: origin, and natural end */
	bool actual_text; /* its text differs from its ToUnicode entry */
	bool joined;      /* to the next piece: one word, although their distance is that of two */
} pdf_piece;

typedef struct pdf_pieces {
	pdf_piece *v;
	size_t n, cap;
} pdf_pieces;

/* pdf_piece.c: the pieces of n operations in order, in arena. */
pdf_pieces pdf_pieces_collect(pdf_document *d, const ht_op *ops, size_t n, ht_arena *arena);

/* pdf_text.c: append the content stream of page i to out. */
void pdf_content_write(pdf_document *d, size_t i, ht_buf *out);

/* pdf_info.c: clean the strings; when all contents are written, make XMP and /ID;
 * then build Info, catalog entries and page labels. */
void pdf_info_collect(pdf_document *d);
/* s without control characters and invalid UTF-8; NULL if s is NULL or nothing
 * remains. */
const char *pdf_text_clean(pdf_document *d, const char *s);
void pdf_info_finish(pdf_document *d);
void pdf_info_build(pdf_objects *o, pdf_document *d);
/* "2026-07-23T01:00:00Z" as PDF writes it: "D:20260723010000Z"; "+08:00" as "+08'00'". */
void pdf_put_date(pdf_objects *o, HPDF_Dict dict, const char *key, const char *date);

/* pdf_xmp.c: append the XMP packet to out. False: out of memory. */
bool pdf_xmp_write(const pdf_info *info, unsigned standards, ht_buf *out);

/* pdf_image.c: pack the picture of an operation. */
void pdf_pictures_survey(pdf_document *d, const ht_op *op);
/* The picture that an operation draws; NULL: it draws nothing. */
const pdf_picture *pdf_picture_find(const pdf_document *d, const ht_op *op);
/* The XObject resource dictionary: I1, I2 … in the order of d->pictures. */
HPDF_Dict pdf_pictures_build(pdf_objects *o, pdf_document *d);

/* pdf_link.c: add the link of op, a run with href, to a page; node is its
 * structure element, or NULL. */
void pdf_link_add(pdf_document *d, size_t page, const ht_op *op, pdf_node *node);
/* Write the annotations of all links. */
void pdf_links_write(pdf_objects *o, const pdf_document *d);

/* pdf_archive.c: check that the document, and each operation, can conform to the standards: the document is refused,
 * with diagnostics. Then fail it if it is (HT_ERR_INPUT), else pack the attachment. */
void pdf_archive_check(pdf_document *d);
void pdf_archive_survey(pdf_document *d, const ht_op *op);
void pdf_archive_collect(pdf_document *d);
/* Build OutputIntent and attachment. */
void pdf_archive_build(pdf_objects *o, pdf_document *d);

/* pdf_outline.c: build the outline, if the document has headings. */
void pdf_outline_build(pdf_objects *o, pdf_document *d);

/* A box of a frame as a PDF rectangle on the page: left, bottom, right, top in pt,
 * y up. */
void pdf_box(const ht_page *page, ht_turn turn, ht_len x, ht_len y, ht_len w, ht_len h, double ret[4]);

/* Does the document get tags? */
bool pdf_tagged(const pdf_document *d);

/* pdf_tags.c: find the units of all operations. */
void pdf_tags_survey(pdf_document *d, const ht_op *op);
/* Prepare the structure of a tagged document, which is made while its
 * content is written. HT_ERR_ARG: impossible unit numbers. */
void pdf_tags_collect(pdf_document *d);
/* The element of an operation that has a unit; NULL after a failure. */
pdf_node *pdf_tags_node(pdf_document *d, const ht_op *op);
/* A new MCID of a page for marked content of the element. */
size_t pdf_tags_mcid(pdf_document *d, pdf_node *node, size_t page);
/* A new last child of an element; NULL after a failure. */
pdf_node *pdf_node_new(pdf_document *d, pdf_node *parent, const char *type);
void pdf_node_add(pdf_document *d, pdf_node *parent, pdf_kid kid);

/* pdf_table.c: the element of a cell; NULL after a failure. */
pdf_node *pdf_table_cell(pdf_document *d, const ht_cell *cell);
/* When all content is written: order the rows, add cells without text, link
 * cells to their header cells. */
void pdf_tables_finish(pdf_document *d);

/* pdf_tree.c: write the elements and the parent tree. */
void pdf_tree_build(pdf_objects *o, pdf_document *d);

/* pdf_contents.c: pack the contents of page i, the next one; when the file has them, drop them. */
void pdf_contents_add(pdf_document *d, size_t i, const void *data, size_t len);
void pdf_contents_drop(pdf_document *d, size_t i);
void pdf_contents_free(pdf_document *d);

/* pdf_page.c: write all pages with their contents, which are gone then. */
void pdf_pages_build(pdf_objects *o, pdf_document *d);

#endif
