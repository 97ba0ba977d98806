/* Shared by the files of the OFD backend. Lengths are mm; y is down. */
#ifndef HT_RENDER_OFD_PRIV_H
#define HT_RENDER_OFD_PRIV_H

#include "office/package.h"
#include "office/xml.h"
#include "render/render.h"
#include "replay.h"

/* Numbers by numbers: glyphs by code point, and by glyph. */
typedef struct ofd_map {
	struct ofd_entry {
		uint32_t key, value; /* value 0: free */
	} * v;
	size_t n, cap; /* cap: a power of two */
} ofd_map;

/* A face, and what it is used for: glyph i + 1 of its file is gids[i]. */
typedef struct ofd_face {
	const ht_font *font;
	long id;
	uint32_t *gids;
	size_t n, cap;
	ofd_map numbers;   /* by glyph: its number in the file */
	ht_tt_char *chars; /* the file's cmap, in order of first use */
	size_t n_chars, cap_chars;
	ofd_map mapped; /* by code point: its glyph, as in chars */
} ofd_face;

typedef struct ofd_picture {
	const ht_image *image;
	long id;
} ofd_picture;

/* An object, by the page that it is on. */
typedef struct ofd_reference {
	long page, object;
} ofd_reference;

/* A part of the document, as an element of its style sheet makes it, and its objects. */
typedef struct ofd_part {
	const char *element;
	ofd_reference *v;
	size_t n, cap;
} ofd_part;

typedef struct ofd {
	const ht_pages *pages;
	const ht_render_options *options;
	ht_arena *arena;
	ht_package package;
	long last_id;   /* each ID is used once in the document */
	long *page_ids; /* of each page */
	ofd_face *faces;
	size_t n_faces, cap_faces;
	ofd_picture *pictures;
	size_t n_pictures, cap_pictures;
	ofd_part *parts;
	size_t n_parts, cap_parts;
	ht_buf scratch; /* of the attribute at work */
	ht_status status;
} ofd;

/* Keep the first failure. */
static inline void ofd_fail(ofd *d, ht_status status)
{
	if (d->status == HT_OK)
		d->status = status;
}

static inline long ofd_new_id(ofd *d)
{
	return ++d->last_id;
}

/* Begin an attribute's value; append lengths and numbers to it, separated by blanks; write it. */
void ofd_begin_value(ofd *d);
void ofd_add_number(ofd *d, double value);
void ofd_put_value(ofd *d, ht_xml *x, const char *name);

/* Begin a value with the box of a page, to 1/100 mm: paper is 210 mm wide. */
void ofd_begin_box(ofd *d, const ht_page *page);

/* A point of the operation's frame, on the page. */
void ofd_to_page(const ht_page *page, const ht_op *op, double u, double v, double *x, double *y);

/* An attribute of a box in page coordinates. op: of whose frame x, y, w, h are. */
void ofd_put_boundary(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op, double left, double top, double width,
                      double height);

/* The colour of an object: a path without one is transparent, text without one is black. */
void ofd_put_colour(ofd *d, ht_xml *x, ht_colour colour);

/* The text of an operation, as text objects. page_id: of its page. */
void ofd_put_run(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op, long page_id);

/* The object of an operation belongs to its element. */
void ofd_refer(ofd *d, const ht_op *op, long page_id, long object);

#define OFD_NAMESPACE " xmlns:ofd=\"http://www.ofdspec.org/2016\""

/* Add a finished piece of XML to the package, and close it. name NULL: the caller was out of memory. */
void ofd_add_xml(ofd *d, const char *name, ht_xml *x);

/* All that is not a page: fonts, pictures, the outline, what the objects are, metadata, the record. */
void ofd_add_document(ofd *d);

#endif
