/* How the style sheets of a page show an element: as far as that says what is text and what is hidden, struck out,
 * raised or numbered. Selectors of tags, classes and ids are known, one below another too; sheets in other files are
 * not read, nor are those for print or for some widths of a window. */
#ifndef HT_IMPORT_PAGE_STYLE_H
#define HT_IMPORT_PAGE_STYLE_H

#include <libxml/tree.h>

#include "im.h"

/* Properties; 0: not given. */
typedef enum im_property {
	IM_DISPLAY,    /* -1: none */
	IM_VISIBILITY, /* -1: hidden; 1: visible */
	IM_OPACITY,    /* -1: none */
	IM_PLACE,      /* -1: off the page */
	IM_FONT_SIZE,  /* -1: none; 1: some */
	IM_DECORATION, /* -1: a line through the text */
	IM_ALIGN,      /* 1: raised; -1: lowered; 2: neither */
	IM_SPACE,      /* 1: lines are kept; 2: they are not */
	IM_LIST,       /* an im_numbering, and 1 */
	IM_MSO,        /* what Word says of a part: an im_mso */
	IM_PROPERTY_COUNT
} im_property;

typedef enum im_mso { IM_MSO_NOTHING, IM_MSO_COMMENT, IM_MSO_PAGE_EDGE } im_mso;

typedef struct im_shown {
	int8_t v[IM_PROPERTY_COUNT];
} im_shown;

typedef struct im_page_styles im_page_styles;

/* The <style> elements of a page, in the arena; NULL: out of memory. */
im_page_styles *im_read_page_styles(im_doc *d, const xmlNode *root);

/* How the element is shown, by the sheets and by its own style attribute. */
im_shown im_shown_as(const im_page_styles *styles, const xmlNode *node);

#endif
