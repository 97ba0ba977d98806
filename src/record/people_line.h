/* Lines of people, read into a value. */
#ifndef HT_RECORD_PEOPLE_LINE_H
#define HT_RECORD_PEOPLE_LINE_H

#include "people_part.h"
#include "reader.h"

/* A unit and an office; .s NULL: there is none. */
typedef struct ht_person_title {
	ht_text unit, office;
} ht_person_title;

/* Two words of which either may be the name: both readings of a person. */
typedef struct ht_open_person {
	size_t index; /* of the person in the value, whose name is both words until then */
	ht_text first, second;
	bool may_name_first, may_title_first;
} ht_open_person;

typedef struct ht_people_reader {
	ht_reader *r;
	ht_value *v;
	size_t cap;
	const ht_person_title *under; /* of all people to come, or NULL */
	bool follows;                 /* a person of the same title came before */
	ht_open_person *open;
	size_t n_open, cap_open;
	size_t name_first, title_first; /* entries that say which order the list has */
	size_t told;                    /* entries that were not `name title`; the first: */
	ht_text told_entry, told_name, told_title;
} ht_people_reader;

/* A line while it is read. */
typedef struct ht_people_line {
	ht_people_reader *p;
	ht_cursor *cur;
	ht_people_part *parts;
	size_t n, cap;
	ht_slice lead;     /* offices before the part, which its person has, too */
	ht_loc at;         /* of the part that is read */
	bool takes_office; /* the part before: a name with offices after it */
} ht_people_line;

/* --- people_line.c --- */

/* Read a line without line ends; cur: a cursor at or before it. false: out of memory. */
bool ht_people_read_line(ht_people_reader *p, ht_cursor *cur, const char *s, size_t len);

/* --- people_add.c: false, or a text's .s NULL, is out of memory (noted in the reader) --- */

/* A new person under the reader's title; NULL: out of memory (noted). */
ht_person *ht_people_add(ht_people_reader *p);

/* A word, a name (closed up where it is spread out), the title in words [from, to) of a part. */
ht_text ht_people_text(ht_people_line *l, ht_slice w);
ht_text ht_people_name(ht_people_line *l, const ht_people_word *w);
ht_person_title ht_people_title_of(ht_people_line *l, const ht_people_part *part, size_t from, size_t to);

/* Give the person what there is of the title, of which it is the first. */
bool ht_people_give_title(ht_person *person, const ht_person_title *t);

/* Add the persons of a part by its shape, one below a title (the entry of a list in a map, or after a colon), the part
 * as typed, one name. */
bool ht_people_add_part(ht_people_line *l, const ht_people_part *part);
bool ht_people_add_below(ht_people_line *l, const ht_people_part *part);
bool ht_people_add_whole(ht_people_line *l, const ht_people_part *part);
bool ht_people_add_name(ht_people_line *l, const ht_people_word *w);

/* The part was not `name title`: say at the end of the list how it was read. */
void ht_people_tell(ht_people_line *l, const ht_people_part *part, const ht_person *person);

/* A person whose name and titles are the texts of a list: exactly one of them a name. false: they are not that, or out
 * of memory. */
bool ht_people_read_columns(ht_people_reader *p, const ht_text *columns, size_t n);

/* `苏晴: 区财政局局长`: is the first a name, the second its title? Then the person is read. */
bool ht_people_read_pair(ht_people_reader *p, const ht_text *name, const ht_text *title);

/* The title that a text is: a unit, or else an office. */
ht_person_title ht_people_title(const ht_text *text);

/* All lines are read: say what was made of them. */
void ht_people_finish(ht_people_reader *p);

#endif
