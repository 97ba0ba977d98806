/* From nodes to typed values: the state all readers of values share. */
#ifndef HT_RECORD_READER_H
#define HT_RECORD_READER_H

#include "record/node.h"
#include "record/record.h"
#include "source.h"

typedef struct ht_reader {
	ht_arena *arena;
	ht_diags *diags;
	const ht_forms *forms; /* the forms that exist, or NULL: any */
	bool other;            /* what is read is no record: fields of records do not belong there */
	const ht_field *field; /* whose value is being read */
	ht_slips *slips;       /* of the record */
	bool bad;              /* errors were reported */
	bool nomem;            /* an allocation failed: give up */
} ht_reader;

#define HT_READER_FAULT(r, ...) ((r)->bad = true, ht_diag((r)->diags, __VA_ARGS__))

/* Read a map into *group; map NULL: a group without values. false: out of
 * memory. owner: the field that holds the map, NULL for the record itself or a
 * person. */
bool ht_read_group(ht_reader *r, const ht_node *map, const ht_field *fields, const ht_field *owner, ht_group *group);

/* Read node as field says; label is the field's name as the user wrote it.
 * NULL: nothing given, faulty (reported) or out of memory (r->nomem). */
ht_value *ht_read_value(ht_reader *r, const ht_field *field, const char *label, const ht_node *node);

/* Report `标题：…` where fields must be: a full-width colon made a text of
 * them for YAML. false: node is not that. */
bool ht_report_full_colon(ht_reader *r, const ht_field *fields, const ht_node *node);

/* Tell of what follows values of the record root as comments and may be text (HT_D_COMMENT). */
void ht_read_comments(ht_reader *r, const ht_node *root);

/* Take off a value's text what the sheets print with it (第5期: 5); a note says so. label: its field's name as typed.
 */
void ht_take_unit(ht_reader *r, const char *label, ht_value *v);

/* 总第48期 in the field issue of the record is the field total_issue. */
void ht_settle_issue(ht_reader *r, ht_group *record);

/* What the record says of its run-in headings. */
ht_run_in ht_record_run_in(const ht_record *record);

/* Is there something in the node: neither null nor an empty text, list or
 * map? */
bool ht_node_given(const ht_node *node);

/* A cursor over a scalar's text. */
ht_cursor ht_text_cursor(const ht_node *node);

/* [s, s + len) trimmed, tabs made spaces, without markup, with its place from cur. A forced break of a title is
 * HT_MARKUP_BREAK in it. .s NULL: out of memory. */
ht_text ht_read_text(ht_reader *r, ht_cursor *cur, const char *s, size_t len);

/* A text of one line out of a scalar; reports a line end within. false: not
 * to be used (reported, empty or out of memory). */
bool ht_read_line(ht_reader *r, const char *label, const ht_node *node, ht_text *text);

/* A text of several lines as the list of them, where a list is wanted, with a warning; or the node itself: it has one
 * line, or each line ends with a mark that the next one goes on after. (group.c) */
const ht_node *ht_list_lines(ht_reader *r, const char *label, const ht_node *node);

/* Readers of the types that have files of their own, into *v. false: nothing
 * to be used (reported, nothing given, or out of memory). */
bool ht_read_people(ht_reader *r, const char *label, const ht_node *node, ht_value *v);
bool ht_read_body(ht_reader *r, const char *label, const ht_node *node, ht_value *v);
bool ht_read_subgroup(ht_reader *r, const char *label, const ht_node *node, ht_value *v);
bool ht_read_groups(ht_reader *r, const char *label, const ht_node *node, ht_value *v);
bool ht_read_rows(ht_reader *r, const char *label, const ht_node *node, ht_value *v);

/* A body's table given with fields of its own (map), into block. false: not to
 * be used (reported or out of memory). */
bool ht_read_table(ht_reader *r, const ht_group *group, ht_body_block *block);

/* A single value is a list of one: how many, and each. */
size_t ht_node_count(const ht_node *node);
const ht_node *ht_node_item(const ht_node *node, size_t i);

/* What a text says about a day. */
typedef enum ht_date_kind {
	HT_DATE_NONE, /* no date, or not only a date */
	HT_DATE_OK,
	HT_DATE_IMPOSSIBLE /* a date to look at, but there is no such day or time */
} ht_date_kind;

/* Read a day, with or without a time of day, from all of s.
 * converted  out  it was not written as a day usually is (二〇二六年八月二十日, 20260820,
 *                 blanks, seconds, time zone, a time of day that is midnight): to be told */
ht_date_kind ht_date_parse(const char *s, ht_date *date, bool *converted);

/* The day that a spreadsheet means by the number s: days since 1899-12-30. false: s is
 * no number of a day in 1970 to 2099. */
bool ht_date_serial(const char *s, ht_date *date);

/* Digits only, up to 999999999. converted: they are full-width ones, or a Chinese numeral below a hundred or digit by
 * digit (六十, 一二〇). */
bool ht_int_parse(const char *s, long *num, bool *converted);

#endif
