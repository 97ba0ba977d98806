/* Shared by the files that build a document. */
#ifndef HT_DOC_BUILD_H
#define HT_DOC_BUILD_H

#include "doc/doc.h"

/* The current member of a list. */
typedef struct ht_scope {
	const struct ht_scope *outer;
	const ht_group *group; /* its fields; NULL: a person */
	const ht_person *person;
	size_t member, of; /* its number, 1-based, and how many there are */
} ht_scope;

typedef struct ht_block_list {
	ht_block *v;
	size_t n, cap;
} ht_block_list;

typedef struct ht_builder {
	ht_doc *doc;
	const ht_record *record;
	const ht_scope *scope; /* the lists that are being iterated, the innermost first; or NULL */
	const ht_style *style;
	ht_arena *arena;
	ht_diags *diags;
	ht_block_list notes;  /* footnotes so far */
	size_t count;         /* elements shown that say their number (HT_VARIABLE_COUNT) */
	bool counts;          /* the current element says it */
	const ht_body *noted; /* the body text whose first paragraphs are the note below a title; NULL: none */
	size_t n_noted;       /* how many */
	bool nomem;           /* sticky: memory has run out, and what is built is not used */
} ht_builder;

/* Growing lists of spans and blocks. */
typedef struct ht_spans {
	ht_dspan *v;
	size_t n, cap;
} ht_spans;

/* Put together what archives ask for; the document's title is known. */
void ht_doc_archive(ht_builder *b);

/* The value of a field in scope, else in the record (a field that the members
 * of the list have is looked for in the member only); NULL: not given. */
const ht_value *ht_builder_find(const ht_builder *b, const char *path);

/* Append a template in the style ps. False: one of its fields is not given, and spans are unchanged. A TITLE field with
 * forced breaks ends spans with "\n". */
bool ht_template_fill(ht_builder *b, const ht_template *t, const ht_pstyle *ps, ht_spans *spans);

/* Append text in the style ps (face NULL: that of ps). */
void ht_spans_add(ht_builder *b, ht_spans *spans, const char *text, size_t len, const ht_pstyle *ps,
                  const ht_typeface *face, ht_loc loc);

/* The spans' text as one string, which the ledger knows for theirs; NULL when out of memory. */
const char *ht_spans_text(ht_builder *b, const ht_spans *spans);

/* A new block of element e at the end of list; NULL when out of memory. */
ht_block *ht_block_add(ht_builder *b, ht_block_list *list, const ht_element *e, ht_block_kind kind, size_t n_paras);

/* 2026年1月5日 (7.3.5.4); NULL when out of memory. */
const char *ht_date_text(ht_builder *b, const ht_date *date);

/* Chinese numerals of 1–99: 一 … 九十九; NULL when out of memory. */
const char *ht_han_number(ht_builder *b, int n);

/* The number of characters in a text of full-width characters; HT_NOT_FULL_WIDTH if it has others. s may be NULL: 0. */
#define HT_NOT_FULL_WIDTH 1000
size_t ht_full_width(const char *s);
/* The same of a name, whatever its characters: others, as ·, count as half, the sum rounded up. */
size_t ht_name_chars(const char *name);

/* Of a body whose text is being put into the document, make the footnotes: the number of those before them. */
size_t ht_notes_begin(ht_builder *b, const ht_element *e, const ht_body *body);

/* Append the mark of a footnote of that body. */
void ht_spans_add_reference(ht_builder *b, ht_spans *spans, const ht_inline *in, size_t notes_before,
                            const ht_pstyle *ps);

/* Append full-width spaces. */
void ht_spans_blank(ht_builder *b, ht_spans *spans, size_t chars, const ht_pstyle *ps, ht_loc loc);

/* form_lines.c: a line with blanks to be written on that is wider than this many cells gets fewer of them, if then it
 * fits.
 */
void ht_fit_blanks(ht_builder *b, ht_spans *spans, size_t cells);
/* The same of a line that is to be as wide as this: what is after its longest blanks ends at the right. False: it has
 * no such blanks, and is left as it is. */
bool ht_fill_blanks(ht_builder *b, ht_spans *spans, size_t cells);

/* captions.c: the lines about a table or a picture in running text. Below a table they are those that record knows as
 * notes. */
typedef struct ht_surroundings {
	const ht_body_block *title, *unit; /* or NULL */
	const ht_body_block *notes;
	size_t n_notes;
} ht_surroundings;

/* How many blocks from `from` on are a table, a picture and the lines about it, 0: there is none; then it is *table,
 * *picture. */
size_t ht_take_table(const ht_body *src, size_t from, ht_surroundings *ret, const ht_body_block **table);
size_t ht_take_picture(const ht_body *src, size_t from, ht_surroundings *ret, const ht_body_block **picture);

/* Bytes of the number that a title begins with: 表1, 图 2-1; 0: it has none. */
size_t ht_caption_number(const char *s, size_t len);

/* forms.c: note which lines of a table's cells are there to be signed or sealed; such a line is one of its own. */
void ht_find_signs(ht_builder *b, ht_dtable *t);

/* Two Han characters are a name, which is spread over three characters; all else stays as it is. */
bool ht_is_two_han(const char *s, size_t len);

/* Cut spans at the "\n" spans that are forced breaks: a paragraph each. */
size_t ht_count_breaks(const ht_spans *spans);
void ht_split_lines(const ht_spans *spans, ht_block *block);

/* Blocks of an element, by its kind, at the end of list. */
typedef void ht_build_fn(ht_builder *b, const ht_element *e, ht_block_list *list);
ht_build_fn ht_build_sealed, ht_build_stamped;                           /* seals.c */
ht_build_fn ht_build_people, ht_build_signers, ht_build_attachment_note; /* lists.c */
/* title_note.c. The element's text: its field's; where the record does not give it, of a note directly below a title
 * the paragraphs with which another body text begins. *from, *to: its blocks. NULL: there is none. */
const ht_body *ht_body_text_find(ht_builder *b, const ht_element *e, const ht_block_list *list, size_t *from,
                                 size_t *to);
ht_build_fn ht_build_body;   /* body.c */
ht_build_fn ht_build_table;  /* table.c */
ht_build_fn ht_build_roster; /* roster.c */

/* A table without rows, in the element's styles; NULL when out of memory. */
ht_dtable *ht_dtable_new(ht_builder *b, const ht_element *e, size_t n_columns);

/* A committee's members from the lines of running text at `from`: how many lines they took (0: the lines are not such a
 * list). */
size_t ht_build_roster_lines(ht_builder *b, const ht_element *e, const ht_body *body, size_t from, ht_block_list *list);

#endif
