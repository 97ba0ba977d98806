/* What the files of this room share: the text as lines with roles.
 *
 * Every line begins as body and is given another role by a recogniser that is
 * sure of it; what none wants stays body. So nothing is lost by not being
 * recognised. */
#ifndef HT_IMPORT_IM_H
#define HT_IMPORT_IM_H

#include <stdint.h>

#include "import/import.h"
#include "import/scan.h"
#include "style/catalogue.h"

typedef enum im_role {
	IM_BODY,
	IM_TABLE,      /* a row of cells: text holds cells parted by tabs */
	IM_JUNK,       /* site furniture: removed, and said */
	IM_FIELD,      /* its content is in a field */
	IM_ATTACHMENT, /* label or title of an attachment */
	IM_PICTURE,    /* text is its caption */
	IM_ROLE_COUNT
} im_role;

typedef struct im_line {
	const char *text; /* repaired, trimmed */
	const char *raw;  /* as decoded, trimmed */
	ht_loc loc;
	int blanks;          /* empty lines before it */
	int tabs;            /* behind the text: empty cells at the end of a row */
	int indent;          /* columns of blanks before it; a Han character is two */
	int columns;         /* of the text */
	int level;           /* of a heading that the source marks as such (h1 …); 0: none said */
	const char *picture; /* IM_PICTURE: the file, as the body names it */
	im_role role;
} im_line;

/* A growing list of texts. */
typedef struct im_texts {
	ht_text *v;
	size_t n, cap;
} im_texts;

typedef struct im_person {
	const char *name, *office, *unit; /* office and unit may be NULL */
} im_person;

typedef struct im_people {
	im_person *v;
	size_t n, cap;
} im_people;

typedef struct im_meeting {
	bool found;
	const char *name, *ordinal, *place, *organ;
	ht_scan_day time, end;
	im_people chair, recorder, present, absent, observers;
	unsigned given; /* bits: the lists that labelled lines gave */
	ht_loc loc;
} im_meeting;

typedef struct im_attachment {
	const char *title;
	size_t from, to; /* lines of its text; none if equal */
	ht_loc loc;
} im_attachment;

typedef struct im_doc {
	ht_arena *arena;
	ht_diags *diags;
	const char *file;
	const ht_catalogue *catalogue; /* of the forms there are */
	unsigned repairs;
	size_t counts[HT_REPAIR_COUNT];
	ht_loc first[HT_REPAIR_COUNT]; /* where each kind was first met */
	im_line *lines;
	size_t n, cap;
	bool nomem;
	bool no_library;         /* a library that is needed is missing (said) */
	bool structured;         /* paragraphs are marked as such in the source */
	const char *picture_dir; /* NULL: pictures are only told of */
	ht_import_picture *pictures;
	size_t n_pictures, cap_pictures, picture_bytes;

	/* recognised; NULL or n 0: not */
	const ht_form *form;
	const char *mark, *number, *copy_number, *secrecy, *urgency, *title, *note, *issue, *total_issue, *editor;
	const char *printed_by, *meta_title, *holder; /* holder: of the copyright */
	ht_scan_day date, published, print_date;
	int copies; /* 0: not said */
	im_texts issuers, recipients, signature, copies_to, report_to, send_to, issue_to, keywords;
	const char *index_number, *category;
	im_people signers;
	im_meeting meeting;
	im_attachment *attachments;
	size_t n_attachments, cap_attachments;
	im_attachment *enclosed; /* what is sent on without being an attachment; NULL: nothing */
	ht_loc title_loc;
	size_t sign; /* the line of the signature's date, or n */
} im_doc;

/* ---- text helpers (text.c) ---- */

/* Control characters, separators, noncharacters: what a record may not hold.
 * Tabs and line ends are none. */
bool im_is_forbidden(uint32_t cp);
/* s without blanks of any kind. */
const char *im_squeeze(im_doc *d, const char *s);
const char *im_copy(im_doc *d, const char *s, size_t len);    /* trimmed */
const char *im_join(im_doc *d, const char *a, const char *b); /* with a blank between Latin words */
int im_chars(const char *s);
int im_columns(const char *s);
bool im_starts(const char *s, const char *prefix);
bool im_ends(const char *s, const char *suffix);
bool im_ends_any(const char *s, const char *const *suffixes); /* NULL-terminated list */
bool im_starts_any(const char *s, const char *const *prefixes);
bool im_has_any(const char *s, const char *const *parts);
bool im_has_han(const char *s);
uint32_t im_last(const char *s);
/* One of 。；！？ or ：? */
bool im_is_sentence(const char *s);
/* The bytes of the mark at s if it is one of marks, a string; or 0. */
size_t im_mark_at(const char *s, const char *marks);
/* The text behind the label and its colon at the line's beginning, or NULL:
 * the label may be spread (`索 引 号：`). */
const char *im_after_label(const char *line, const char *label);
bool im_add_text(im_doc *d, im_texts *list, const char *s, ht_loc loc);
/* Split at any of marks (outside brackets) and add the parts. */
void im_split(im_doc *d, im_texts *list, const char *s, const char *marks, ht_loc loc);
/* Does the paragraph begin with a typed number or heading (一、 1. 第一条)? Its
 * level by the record room's rules, or 0. */
int im_level(const char *s);

/* ---- pictures (picture.c) ---- */

/* What there is to know of a picture where it stands. */
typedef struct im_picture {
	const char *name; /* as the source calls it, for messages */
	const char *alt;  /* what it shows; "" or NULL: not said */
	const char *data; /* len bytes; NULL: not in the source */
	size_t len;
	bool floats; /* over the page, not in the text */
} im_picture;

/* Keep the picture and add the line that refers to it; what cannot be kept is
 * said. */
void im_add_picture(im_doc *d, const im_picture *p, ht_loc loc);
/* Captions below pictures; pictures at the signature, which may be seals. */
void im_find_captions(im_doc *d);
void im_find_seals(im_doc *d);

/* ---- stages, in the order they run ---- */

ht_status im_decode(ht_arena *arena, const char *data, size_t len, const char **text, size_t *text_len,
                    ht_encoding *encoding, size_t *bad, size_t *controls);
bool im_split_lines(im_doc *d, const char *text, size_t len);
im_line *im_add_line(im_doc *d, const char *s, size_t len, ht_loc loc, int blanks);
void im_find_junk(im_doc *d);
void im_unwrap(im_doc *d);
void im_repair_lines(im_doc *d);
void im_find_tables(im_doc *d);
void im_find_metadata(im_doc *d);
void im_find_head(im_doc *d);
void im_find_tail(im_doc *d);
void im_find_attachments(im_doc *d);
void im_find_meeting(im_doc *d);
void im_settle(im_doc *d, const ht_form *form);
void im_find_damage(im_doc *d);

/* ---- names and organs (names.c) ---- */

/* Does s end like the name of an organ (局, 委员会, 办公室 …)? */
bool im_is_organ(const char *s);

/* Read people out of a list of names and offices. */
void im_read_people(im_doc *d, im_people *list, const char *s, size_t len);

/* The longest beginning of a meeting's name or a mark that can only be an organ;
 * NULL: none. */
const char *im_leading_organ(im_doc *d, const char *name);

/* Is the whole line a day, perhaps spread or in brackets? */
bool im_is_day(const char *s, ht_scan_day *day);

/* The end of the last office in [s, end), with where that one begins in *begin;
 * NULL: there is none. */
const char *im_last_office(const char *s, const char *end, const char **begin);

/* Does s end with the name of an office (主席, 局长 …)? */
bool im_is_office(const char *s);

/* Is the line nothing but names, offices and groups, parted by blanks? */
bool im_is_people_line(im_doc *d, const char *line);

/* Is s a person's name (surname known, two to four characters)? */
bool im_is_name(const char *s, size_t len);

/* The end of a title: 通知, 决定, 纪要 … */
bool im_ends_title(const char *s);

/* ---- the head's single lines (head_lines.c) ---- */

/* Is the line a number, a grade, a mark, an issue or signers? Takes it. */
bool im_take_head_line(im_doc *d, im_line *line);

/* ---- forms of document (forms.c) ---- */

/* The form that the text is, by what its sheet says of it; never NULL while there
 * are sheets. */
const ht_form *im_recognise_form(im_doc *d);

/* What is known of the form that a masthead, a title, or a line that may be a
 * masthead belongs to, while the whole is not known yet. Never NULL: what no
 * sheet knows has nothing set. */
const ht_recognition *im_by_mark(im_doc *d);
const ht_recognition *im_by_title(im_doc *d);
const ht_recognition *im_by_masthead(im_doc *d, const char *line);

/* Does s (may be NULL) end with one of the n words? */
bool im_ends_word(const char *s, const char *const *words, size_t n);

/* ---- texts of items (bulletin.c) ---- */

/* Make headings of the lines from `from` on that are titles of items. false: none
 * found, or the source marks its headings itself. */
bool im_find_items(im_doc *d, size_t from);

/* （某某局供稿）: who sent the item that ends with this line; NULL: it says none. */
const char *im_item_source(im_doc *d, const im_line *line);

/* ---- result (build.c) ---- */

ht_status im_build(im_doc *d, ht_import *import);

#endif
