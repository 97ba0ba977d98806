/* Private to the room studio: what its files share. */
#ifndef ST_H
#define ST_H

#include <stdint.h>
#include <yajl/yajl_tree.h>

#include "check/check.h"
#include "doc/doc.h"
#include "layout/pages.h"
#include "studio/studio.h"

/* ---- request.c ---- */

/* A request. */
typedef struct st_request {
	yajl_val root;
	const char *record, *name; /* "record" and "name": the latter at least "record" and an ending */
	size_t len;                /* of record */
	ht_format format;
} st_request;

/* Read a request that has a record. HT_ERR_ARG: what is wrong is in answer. Free with st_request_free(). */
ht_status st_request_read(const char *data, size_t len, ht_buf *answer, st_request *ret);
void st_request_free(st_request *request);

/* The member of an object, or NULL; its text, or NULL; the members of its list, n of them. */
yajl_val st_member(yajl_val object, const char *key);
const char *st_text(yajl_val object, const char *key);
bool st_true(yajl_val object, const char *key, bool otherwise);
yajl_val *st_list(yajl_val object, const char *key, size_t *n);

/* Has the list of texts this one? */
bool st_lists(yajl_val object, const char *key, const char *text);

/* ---- numbers.c ---- */

/* What of pages a client has, and where it comes from. */
typedef struct st_numbers {
	const ht_pages *pages;
	const char *file; /* the record's, as in its places */
	yajl_val have;
	yajl_val *visible; /* n_visible of them; none: all are asked for */
	size_t n_visible;
	ht_arena *arena;
	ht_buf *out;
} st_numbers;

/* Append "pages", "faces", "glyphs", "images", and "more" if it is so. */
ht_status st_numbers_put(st_numbers *numbers);

/* A hash as the client has it. */
#define ST_HASH_TEXT 17
void st_hash_text(uint64_t hash, char text[ST_HASH_TEXT]);

/* ---- places.c ---- */

/* The places of a page's operations in the record, ops of them, in arena: what a sheet says has that of the field it is
 * beside. .line 0: none. NULL: out of memory. */
ht_loc *st_places(ht_arena *arena, const ht_page *page, const char *file);

/* ---- draft.c ---- */

/* A record laid out as far as it can be. */
typedef struct st_draft {
	ht_record *record;
	ht_doc *doc;
	ht_pages *pages;
	const ht_form *form;
	bool partial; /* the file's syntax has errors */
} st_draft;

/* Lay a record out; *ret is to be freed whatever is returned.
 * style  in  a sheet's name, or NULL: by the record's form
 * said   out what is to be said, with what check finds */
ht_status st_draft_make(ht_exporter *x, const st_request *request, const char *style, bool check, ht_findings *said,
                        st_draft *ret);
void st_draft_free(st_draft *draft);

#endif
