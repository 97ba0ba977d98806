/* A structured meeting record: typed fields from one table, each value with
 * its place in the source.
 *
 * The table (src/record/fields.c) gives every field its English name, the
 * standard's Chinese term, type, and clause; readers, validation, style
 * sheets' templates and the JSON Schema all come from it. */
#ifndef HT_RECORD_RECORD_H
#define HT_RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/loc.h"
#include "base/named.h"
#include "base/status.h"
#include "record/body.h"

typedef struct ht_text {
	const char *s; /* NUL-terminated UTF-8, no control characters, trimmed */
	ht_loc loc;
} ht_text;

/* A calendar day, with a time of day where the record has one. */
typedef struct ht_date {
	int year, month, day; /* day 0: left for the pen (2026年7月　日); then month may be 0, too. year 0: no date */
	int hour, minute;     /* hour -1: no time */
} ht_date;

/* Is its day left for the pen? */
bool ht_date_is_open(const ht_date *date);

/* Does something that begins at from end before that, by its days, or on one day by its times? false where either is
 * without a year or left for the pen. */
bool ht_date_ends_before(const ht_date *from, const ht_date *to);

/* Room for a date as ISO 8601 has it. */
#define HT_DATE_ISO 48

/* The day as 2026-07-23; of an open one as much as is known: 2026-07, 2026. */
void ht_date_iso(const ht_date *date, char text[HT_DATE_ISO]);

/* The day on which the program works: that of source_date, seconds since 1970 ($SOURCE_DATE_EPOCH), in UTC; negative:
 * today here. */
struct tm ht_day_of_work(long long source_date);

/* One person: `名`, `名 职务`, {姓名:, 职务:, 单位:}; or several under one
 * office: `职务: [名, …]`. Absent parts have .s NULL. A group (`各街道政协工委负责人`) counts as a name, too. */
typedef struct ht_person {
	ht_text name;
	ht_text office;
	ht_text unit;
	bool grouped; /* shares its office with the person before it (职务: [名, 名]) */
} ht_person;

typedef enum ht_type {
	HT_TYPE_TEXT,  /* one line of text */
	HT_TYPE_TITLE, /* text whose line ends are forced breaks: .texts its lines, .text all of them as one */
	HT_TYPE_TEXTS, /* a list of texts; a single text is a list of one */
	HT_TYPE_INT,   /* 0 to 999999999 */
	HT_TYPE_BOOL,
	HT_TYPE_DATE, /* a day: 2026-07-23, 2026年7月23日, 2026/7/23, 20260723, 二〇二六年七月二十三日 */
	HT_TYPE_WHEN, /* a date with or without time, or free text kept as typed (.text set, .date.year 0) */
	HT_TYPE_ENUM, /* one of the field's choices: .choice, .text the Chinese term */
	HT_TYPE_PEOPLE,
	HT_TYPE_BODY,
	HT_TYPE_ROWS,  /* of a table: a list of lists of cells */
	HT_TYPE_GROUP, /* a map with fields of its own */
	HT_TYPE_GROUPS /* a list of such maps; a single map is a list of one */
} ht_type;

typedef struct ht_field ht_field;
typedef struct ht_group ht_group;

/* One of the things a field may be, by its names. */
typedef struct ht_choice {
	const char *en, *zh;
	const char *alias; /* another English name, or NULL */
} ht_choice;

typedef struct ht_value {
	const ht_field *field;
	ht_loc loc;              /* of the value */
	ht_text text;            /* TEXT, TITLE, WHEN, ENUM; for DATE, INT and BOOL as typed */
	long num;                /* INT, BOOL */
	const ht_choice *choice; /* ENUM */
	const char *typed;       /* ENUM: the word that the file has for text: 格式: 公告 is the form 公文 */
	ht_date date;            /* DATE, WHEN */
	ht_text *texts;          /* TEXTS, TITLE */
	ht_person *people;       /* PEOPLE */
	const ht_body *body;     /* BODY */
	ht_body_row *rows;       /* ROWS: cells not placed yet */
	ht_group **groups;       /* GROUP (one), GROUPS */
	size_t n;                /* of texts, people, rows, groups */
} ht_value;

/* One row of the field table. */
struct ht_field {
	const char *name;     /* English, snake_case */
	const char *zh;       /* the standard's Chinese term */
	const char *zh_alias; /* further Chinese names, separated by "|"; or NULL */
	ht_type type;
	const char *clause;       /* "7.2.5" (of GB/T 9704-2012) or NULL */
	const ht_field *sub;      /* GROUP, GROUPS: the rows of its own fields, ended by a row with name NULL */
	const ht_choice *choices; /* ENUM: ended by a row with en NULL; NULL: the forms there are */
	const char *doc;          /* one English sentence, N_() marked: for the schema and the manual */
};

/* The top rows of the table, ended by a row with name NULL. */
const ht_field *ht_record_fields(void);

/* The fields of a person written as a map; people have no rows below others. */
const ht_field *ht_person_fields(void);

/* The forms of document there are, for the field "form". Style sheets say which
 * (style/catalogue.h); they lie above this room, so the caller passes them. */
typedef struct ht_forms {
	const ht_choice *names; /* n of them and a row with en NULL. Rows with the same en are one form: the first */
	const char *const *const *required; /* of each: field paths (`a/b`: one of them), NULL-terminated */
	size_t n;
	size_t standard; /* index of the form of records that name no form */
	/* What records may call a form as well, with a note: rows of its English name (en) and that word (zh), ended by
	 * one with en NULL; or NULL. The first row of a word counts. */
	const ht_choice *others;
} ht_forms;

/* The text as the value of a field that is no body: so that it is read back as typed, though it has marks that reading
 * leaves out (**, <b>, x^2^). In arena, or text itself; NULL: out of memory. */
const char *ht_field_escape(ht_arena *arena, const char *text);

/* The form with this name, in either language, as the field "form" is read; NULL: there is no such form. */
const ht_choice *ht_forms_find(const ht_forms *forms, const char *name);

/* A map of the record (or the record itself): its fields in table order. */
struct ht_group {
	const ht_field *fields;
	ht_value **values; /* values[i] belongs to fields[i]; NULL: not given */
	bool *refused;     /* refused[i]: fields[i] is given, but it has an error, and no value */
	ht_loc loc;
};

/* What is written otherwise than the syntax has it, and was read as it was meant: how to
 * write it is a fix of the source. Everything is in the record's arena. */
typedef struct ht_slip {
	ht_code code;
	ht_loc loc;
	const char *arg; /* of the message */
	ht_loc at;       /* in the source: */
	const char *old,
	    *text; /* old is there, and is to be text; old "": text is inserted; NULL: nothing is proposed */
} ht_slip;

typedef struct ht_slips {
	ht_slip *v;
	size_t n, cap;
} ht_slips;

typedef struct ht_record {
	ht_group root;
	ht_slips slips; /* in no order */
	/* Nobody can say what is missing: faults of the file may hide fields, or the form has an error; only of
	 * ht_record_read_faulty(). */
	bool unclear;
	bool partial;    /* what comes after an error of the syntax was not read; likewise */
	ht_arena *arena; /* owned: holds everything */
} ht_record;

typedef enum ht_format {
	HT_FORMAT_AUTO, /* by the name's ending, else by the content */
	HT_FORMAT_YAML,
	HT_FORMAT_JSON,
	HT_FORMAT_MARKDOWN,
	HT_FORMAT_JSONL
} ht_format;

/* The format of a file, from its name (.yaml .yml .json .md .markdown .jsonl
 * .ndjson), else from how data begins ("---" line: Markdown if text follows a
 * second one, "{": JSON, else YAML). Never HT_FORMAT_AUTO. */
ht_format ht_format_guess(const char *name, const char *data, size_t len);

/* What a file with one record is called when nobody says: record.yaml, record.json, record.md; and the ending of such a
 * name, without its dot. */
const char *ht_format_file(ht_format format);
const char *ht_format_ending(ht_format format);

/* Read and validate one record (JSONL: one line's record).
 * data, len  in      the whole file, or one line of a JSON-lines file
 * file,line  in      for places; line is the number of data's first line
 * diags      in/out  all faults: unknown or repeated field (with the nearest
 *                    name as a suggestion), wrong type, bad date …; HT_D_FIELD_*
 * ret        out     free with ht_record_free(); untouched unless HT_OK
 * What a form requires (title, body …) is checked by the style sheet. Returns HT_OK (also with warnings);
 * HT_ERR_INPUT when there were errors; HT_ERR_NOMEM. */
ht_status ht_record_parse(const char *data, size_t len, const char *file, int line, ht_format format, ht_diags *diags,
                          ht_record **ret);

/* The same, with the forms that exist.
 * forms  in  borrowed while the record lives; any other name in the field "form"
 *            is an error. NULL (as ht_record_parse()): any name is accepted */
ht_status ht_record_read(const char *data, size_t len, const char *file, int line, ht_format format,
                         const ht_forms *forms, ht_diags *diags, ht_record **ret);

/* The same for those who look at a record and make nothing of it: with HT_ERR_INPUT *ret has what could be read, or is
 * NULL, so that an error in one field does not silence what is to be said of the others. */
ht_status ht_record_read_faulty(const char *data, size_t len, const char *file, int line, ht_format format,
                                const ht_forms *forms, ht_diags *diags, ht_record **ret);

/* Read the texts of attachments and enclosed documents that are files of their own
 * (attachments.file, enclosed.file: Markdown or plain text in UTF-8) and put
 * them where the field body would be; label and title at such a text's top are removed and compared with the record's.
 * dirs   in      folders where they may be besides the record's own (base/named.h): NULL-terminated, or NULL
 * given  in      files that the caller has itself, or NULL
 * diags  in/out  HT_D_ATTACH_*, HT_D_NAMED_*: a missing file, one outside the folders …
 * Returns HT_OK; HT_ERR_INPUT when there were errors; HT_ERR_NOMEM. */
ht_status ht_record_attach(ht_record *record, const char *const *dirs, const ht_given *given, ht_diags *diags);

void ht_record_free(ht_record *record);

/* A value by English path ("title", "meeting.present"), or NULL when the
 * record does not give it. The group is looked up first-level only for names
 * without a dot. */
const ht_value *ht_group_find(const ht_group *group, const char *path);

/* Does the group have a value, or one with an error, for one of the paths, which are separated by "/"? A path may lead
 * through lists (meeting.agenda.decisions): then one member is enough. */
bool ht_group_gives(const ht_group *group, const char *paths);

/* Does the field's value only say how the document is made? Then it is not shown itself. */
bool ht_field_is_spent(const ht_field *field);

/* Is the field's value meant for the file's metadata, not for its pages? */
bool ht_field_in_metadata(const ht_field *field);

/* The field-table row for an English path, or NULL: checks a style sheet's
 * templates. fields: where to begin (ht_record_fields() or a row's .sub). */
const ht_field *ht_field_find(const ht_field *fields, const char *path);

/* Append the Chinese names of the fields of a path or of several (a.b/c: 甲的乙或丙), for messages, which name a field
 * in both languages: what is no field is appended as it is. */
void ht_field_add_zh(ht_buf *out, const char *paths);

/* The row whose English name, Chinese term or alias key is, or NULL. English
 * in any case, with - or a space for _; Chinese with or without blanks between
 * the characters (`标　题`). */
const ht_field *ht_field_by_key(const ht_field *fields, const char *key);

/* Read a YAML file that has the fields of another table, as settings have, with the types and the faults of records.
 * arena   in/out  holds everything
 * file    in      named in places, borrowed
 * fields  in      the table, ended by a row with name NULL
 * diags   in/out  as ht_record_parse()
 * ret     out     also set with HT_ERR_INPUT: what could be read; an empty file has no values
 * Returns HT_OK, HT_ERR_INPUT, HT_ERR_NOMEM. */
ht_status ht_fields_read(ht_arena *arena, const char *data, size_t len, const char *file, const ht_field *fields,
                         ht_diags *diags, ht_group *ret);

/* Append the JSON Schema of such a file; id: its $id. */
bool ht_fields_schema(const ht_field *fields, const char *id, const char *title, ht_buf *out);

/* Append the JSON Schema (draft 2020-12) of a record, made from the table, with
 * English and Chinese names; the forms and what each requires as given. Descriptions
 * are in the language of the current locale; version is part of its $id. */
bool ht_record_schema(const ht_forms *forms, const char *version, ht_buf *out);

#endif
