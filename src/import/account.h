/* The account of a text: where each of its characters went.
 *
 *   im_account_open   the text as the readers gave it
 *   im_leave_out      a stage, or a reader, leaves something out
 *   im_account_close  when the record is made: of each line, what is in fields, what was left out
 *   ht_import_prove   the record as it is read back: does it hold the rest? */
#ifndef HT_IMPORT_ACCOUNT_H
#define HT_IMPORT_ACCOUNT_H

#include "counted.h"
#include "im.h"

struct ht_import_account {
	im_counts rest;   /* of the text, without what was left out and what is in fields: the bodies hold it */
	im_counts fields; /* what lines gave to fields */
	im_counts body;   /* of the lines of bodies, punctuation marks, too */
};

/* Characters of a label. */
#define LONGEST_LABEL 12

/* What became of a letter of a line. */
typedef enum im_fate {
	IM_OPEN,
	IM_IN_BODY,
	IM_IN_FIELD,
	IM_AGAIN,    /* in a field that another place gave it already */
	IM_DECLARED, /* a stage left it out */
	IM_LABEL,    /* of a field that has the rest */
	IM_DATED     /* a day, which the record writes otherwise */
} im_fate;

typedef struct im_letter {
	uint32_t c;
	size_t at, end; /* its bytes in the line */
	size_t plain;   /* where it begins in account.plain */
	bool counts;
	im_fate fate;
	const char *field; /* IM_IN_FIELD, IM_AGAIN, IM_DATED: path */
} im_letter;

typedef struct im_letters {
	im_letter *v;
	size_t n, cap;
} im_letters;

/* A value of a field. */
typedef struct im_value {
	const char *field; /* path */
	size_t from;       /* its first character's place */
} im_value;

/* A day of the record. */
typedef struct im_dated {
	const char *field;
	ht_date date;
} im_dated;

/* Positions at which the same two characters follow one another are chained. */
#define CHAINS 4096
/* So many of a chain are tried: a line that is all one character costs no more. */
#define TRIES 64

typedef struct im_account {
	im_doc *d;
	ht_import *import;
	struct ht_import_account *sums;
	uint32_t *text; /* n_text characters of all values, 0 between them */
	bool *used;
	size_t *next; /* of each position, the one before it in its chain, + 1 */
	size_t n_text, cap_text;
	size_t chains[CHAINS]; /* + 1 */
	size_t
	    unused[CHAINS]; /* the same from the first place on that no line gave: long lists are used in their order */
	im_value *values;
	size_t n_values, cap_values;
	size_t *single; /* places of values of one character */
	size_t n_single, cap_single;
	im_dated *days;
	size_t n_days, cap_days;
	im_letters line;
	ht_buf plain;             /* the line in the shapes that stand for all */
	ht_import_left *declared; /* those of readers and stages, by line */
	bool *found;              /* of each: it is in a line */
	size_t n_declared;
} im_account;

/* ---- account_values.c: the values of the record's fields ---- */

void im_account_value(im_account *a, const char *field, const char *s);
/* All of a map whose fields are these; NULL: a person's, or names below an office. */
void im_account_values(im_account *a, const char *path, const ht_node *node, const ht_field *fields);
/* When all are there. */
void im_account_index(im_account *a);
size_t im_account_chain(uint32_t a, uint32_t b);
/* The value that has this place. */
size_t im_account_value_at(const im_account *a, size_t at);
/* A day of the record that the text writes otherwise: 二〇二六年七月一日; or NULL. */
const im_dated *im_account_day(const im_account *a, const ht_date *t);

/* ---- account_line.c: what became of a line's letters ---- */

void im_account_read(im_account *a, const char *s);
/* What counts of s, where it stands in the line, has this fate. false: it is not there. */
bool im_account_take(im_account *a, const char *s, im_fate given);
void im_account_take_declared(im_account *a, const im_line *line);
void im_account_take_days(im_account *a);
void im_account_take_values(im_account *a);

/* ---- account_reason.c: why something is left out ---- */

void im_account_take_labels(im_account *a, const im_line *line);
/* Of letters [from, to) of the line, which are this text. */
ht_code im_account_reason(const im_account *a, const im_line *line, size_t from, size_t to, const char *text);

/* ---- account.c ---- */

/* Sum up the lines as the readers gave them, before the first stage. */
void im_account_open(im_doc *d);

/* Account for each line, when the record is made. */
void im_account_close(im_doc *d, ht_import *import);

#endif
