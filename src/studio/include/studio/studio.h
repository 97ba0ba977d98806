/* What an editor of records asks while somebody writes: the pages as numbers that it draws itself, the record's fields
 * with their places, how a form is filled in, and changes of single values. Each call takes JSON and gives JSON, so
 * that a server can hand them through.
 *
 * Lengths in JSON are ht_len (1/1024 pt); lines and columns count from 1, columns in characters. */
#ifndef HT_STUDIO_STUDIO_H
#define HT_STUDIO_STUDIO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"
#include "export/export.h"

/* All calls:
 * x        in      the exporter, warm; its options' styles are not used
 * request  in      JSON; len bytes
 * answer   in/out  JSON is appended; with HT_ERR_ARG one sentence in the language of the locale, which says what is
 *                  wrong with the request
 * Return HT_OK, HT_ERR_ARG, HT_ERR_INPUT (as the call says), HT_ERR_LIB, HT_ERR_NOMEM. */

/* The finished pages of a record that is being written. A field with an error is left out, the rest is laid out.
 *
 *   {"record", "name"?: "a.md", "style"?: "minutes", "outline"?: true, "check"?: false,
 *    "have"?: {"pages": [hash …], "maps": [hash …], "glyphs": {face: [gid …]}, "images": [hash …], "said": hash},
 *    "visible"?: [0, 1]}
 * →
 *   {"partial": the file's syntax has errors: what comes after them was not read,
 *    "form", "pages": [{"hash", "map_hash", "width", "height", "number", "base", "list"?, "map"?}],
 *    "faces": [face …], "glyphs": {face: {gid: path}}, "images": {hash: data URL}, "said": hash,
 *    "diagnostics": […], "outline"?: …}
 *
 * list is what is drawn, in paint order:
 *   [0, face, size, xscale, colour, turn, x, y, gid, x, gid, x …]   glyphs on one baseline; the faces are the page's
 *   [1, colour, turn, x, y, width, height]                          a filled rectangle
 *   [2, image, turn, x, y, width, height, pressed]                  a picture; pressed: multiplied with what is there
 * colour is 0xRRGGBB; turn 0, or 1, 2: the frame of a landscape table with its head left, right (layout/pages.h);
 * xscale 1/1000. A path is that of SVG in 1/1000 em, y down. A page's hash is that of all this: equal pages look equal.
 *
 * map says for each entry of kind 0 and 2 where it came from: [line - base, column, text, 1: a paragraph's line ends
 * here]; the line is null where nothing of the record is the source, as for page numbers. Where glyphs and characters
 * are not one to one, a fifth member has the character's number of each glyph.
 *
 * Hashes that "have" names come without list and map, glyphs and pictures that it names not at all; if it names the
 * hash of what is said, "diagnostics" is null. With "visible" only
 * those pages have lists; "more" says then that there are others which the client lacks. A partial record has no pages
 * if the client has some. */
ht_status ht_studio_pages(ht_exporter *x, const char *request, size_t len, ht_buf *answer);

/* The fields of a record with their places.
 *   {"record", "name"?} → {"format": "md", "faulty", "fields": [{"path": ["meeting", "present"], "name": as written,
 *    "line", "column", "end_line", "end_column", "value"}]}
 * A value is as the file has it: texts (of lists and maps, too), null where nothing is written. Fields of groups have
 * entries of their own, with numbers in their paths: ["attachments", 0, "title"]. Paths have the English names; what is
 * no field of records has its own, and "unknown": true. */
ht_status ht_studio_outline(ht_exporter *x, const char *request, size_t len, ht_buf *answer);

/* Change one value.
 *   {"record", "name"?, "op": "set" | "insert" | "remove" | "move", "path": […], "value"?, "to"?}
 *   → {"edits": [{"line", "column", "old", "new"}]}
 * HT_ERR_INPUT: the path leads nowhere (then the answer is a sentence). */
ht_status ht_studio_edit(ht_exporter *x, const char *request, size_t len, ht_buf *answer);

/* The forms there are (name NULL), or how one of them is filled in: the fields that it prints, in the order of its
 * sheet.
 *   → {"forms": [{"name", "zh", "style"}]}
 *   → {"name", "zh", "kinds": [{"name"}], "fields": [field …]}
 *     field: {"name", "zh", "type", "widget", "help", "clause"?, "required", "wanted", "printed", "choices"?: [{"name",
 *             "zh"}], "fields"?: [field …]}
 * help is in the language of the locale. HT_ERR_INPUT: there is no such form. */
ht_status ht_studio_form(ht_exporter *x, const char *name, ht_buf *answer);

/* Append the outline of a record's file, the object that ht_studio_outline() answers with. */
ht_status ht_studio_put_outline(const char *record, size_t len, const char *name, ht_buf *out);

#endif
