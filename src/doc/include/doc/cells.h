/* What the text of a table's cells and notes means. */
#ifndef HT_DOC_CELLS_H
#define HT_DOC_CELLS_H

#include "doc/doc.h"

/* Is the span a forced line end? */
bool ht_ends_line(const ht_dspan *span);

/* Spans of the cell's forced line that begins at span `from`. */
size_t ht_forced_line(const ht_dpara *para, size_t from);

/* `1,864.7`, `-13.5%`: bytes before the point; 0: the cell is not a number. */
size_t ht_number_prefix(const ht_dpara *para);

/* Does the cell only say that a number is missing (—, 暂无)? */
bool ht_says_none(const ht_dpara *para);

/* Is there nothing in the cell but blanks? */
bool ht_cell_is_blank(const ht_dpara *para);

/* The text without blanks: they spread a label over its cell. Its beginning, as far as it fits; 0-terminated. */
#define HT_LABEL_SIZE 96
void ht_cell_label(const ht_dpara *para, char ret[static HT_LABEL_SIZE]);

/* What there is to be written by hand in a table. */
typedef enum ht_blank_form {
	HT_NO_FORM,
	HT_LIST_FORM, /* most cells below its head: rows to be filled in */
	HT_LABEL_FORM /* places beside their labels (姓名 | | 性别 | |); its first row is no head */
} ht_blank_form;
ht_blank_form ht_dtable_form(const ht_dtable *t);

/* Is row r of a form there to be written in at length, or to be sealed: 主要事迹, 所在单位意见? */
bool ht_dtable_row_is_long(const ht_dtable *t, size_t r);

/* Is the cell, beside several rows of a form, the place of a photograph? */
bool ht_cell_is_photograph(const ht_dcell *cell);

/* Does row r sum up those above it: 合计, 小　计 … in its first cell? */
bool ht_dtable_row_is_total(const ht_dtable *t, size_t r);

/* Bytes of the label a table's note begins with (`注：`); 0: it has no label. */
size_t ht_note_label(const ht_dpara *note);

#endif
