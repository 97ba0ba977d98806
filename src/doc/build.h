/* Shared by the files that build a document. */
#ifndef HT_DOC_BUILD_H
#define HT_DOC_BUILD_H

#include "doc/doc.h"

/* A record field that some element has shown: what is left over is reported. */
typedef struct ht_used {
	const ht_value **v;
	size_t n, cap;
} ht_used;

/* The member in hand of a list. */
typedef struct ht_scope {
	const struct ht_scope *outer;
	const ht_group *group; /* its fields; NULL: a person */
	const ht_person *person;
	size_t member, of; /* its number, 1-based, and how many there are */
} ht_scope;

typedef struct ht_builder {
	ht_doc *doc;
	const ht_record *record;
	const ht_scope *scope; /* the lists that are being gone through, the innermost first; or NULL */
	const ht_style *style;
	ht_arena *arena;
	ht_diags *diags;
	ht_used used;
} ht_builder;

/* Growing lists of spans and blocks. */
typedef struct ht_spans {
	ht_dspan *v;
	size_t n, cap;
} ht_spans;

typedef struct ht_block_list {
	ht_block *v;
	size_t n, cap;
} ht_block_list;

/* The value of a field in scope, else in the record (a field that the members
 * of the list have is looked for in the member only); marks it used. */
const ht_value *ht_builder_find(ht_builder *b, const char *path);

/* Fill a template: *given says whether all its fields were there (spans are
 * then appended in ps's look). A TITLE field with forced breaks ends spans
 * with "\n". Returns HT_OK, HT_ERR_NOMEM. */
ht_status ht_template_fill(ht_builder *b, const ht_template *t, const ht_pstyle *ps, ht_spans *spans, bool *given);

/* Append text in the look of ps (face NULL: its own). */
ht_status ht_spans_add(ht_builder *b, ht_spans *spans, const char *text, size_t len, const ht_pstyle *ps,
                       const ht_typeface *face, ht_loc loc);

/* A new block of element e at the end of list. */
ht_block *ht_block_add(ht_builder *b, ht_block_list *list, const ht_element *e, ht_block_kind kind, size_t n_paras);

/* 2026年1月5日 (7.3.5.4). */
const char *ht_date_text(ht_arena *arena, const ht_date *date);

/* Chinese numerals of 1–99: 一 … 九十九. */
const char *ht_han_number(ht_arena *arena, int n);

/* How many cells a text of full-width characters takes; HT_NOT_FULL_WIDTH when there are
 * others in it. s may be NULL: 0. */
#define HT_NOT_FULL_WIDTH 1000
size_t ht_full_width(const char *s);

/* Append so many full-width spaces. */
ht_status ht_spans_blank(ht_builder *b, ht_spans *spans, size_t cells, const ht_pstyle *ps, ht_loc loc);

/* Two Han characters are a name to be spread over three cells; all else stays as
 * it is. */
bool ht_is_two_han(const char *s, size_t len);

/* Cut spans at the "\n" spans that stand for forced breaks: a paragraph each. */
size_t ht_count_breaks(const ht_spans *spans);
void ht_split_lines(const ht_spans *spans, ht_block *block);

/* Signatures under seals, stamps beside offices: seals.c. */
ht_status ht_build_sealed(ht_builder *b, const ht_element *e, ht_block_list *list);
ht_status ht_build_stamped(ht_builder *b, const ht_element *e, ht_block_list *list);

/* Blocks of a body field, of a list of people (people.c), of an attachment note. */
ht_status ht_build_body(ht_builder *b, const ht_element *e, ht_block_list *list);
ht_status ht_build_people(ht_builder *b, const ht_element *e, ht_block_list *list);
/* A table without rows, in the element's looks; NULL when out of memory. */
ht_dtable *ht_dtable_new(ht_builder *b, const ht_element *e, size_t n_columns);
ht_status ht_build_table(ht_builder *b, const ht_element *e, ht_block_list *list);
/* A committee's members: from a field; from the lines of running text at `from`,
 * *n of which it took (0: they are no such list). */
ht_status ht_build_roster(ht_builder *b, const ht_element *e, ht_block_list *list);
ht_status ht_build_roster_lines(ht_builder *b, const ht_element *e, const ht_body *body, size_t from,
                                ht_block_list *list, size_t *n);
ht_status ht_build_signers(ht_builder *b, const ht_element *e, ht_block_list *list);
ht_status ht_build_attachment_note(ht_builder *b, const ht_element *e, ht_block_list *list);

#endif
