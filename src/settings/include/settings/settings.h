/* What an office says once for all its documents: office.yaml.
 *
 * There may be three: in the folder of records (DIR of `hongtou serve`, or the nearest folder above a record that has
 * one), the user's, and the machine's. A field is taken from the first of them that gives it. They are read with the
 * types and messages of records, from a table of their own (fields.c). */
#ifndef HT_SETTINGS_SETTINGS_H
#define HT_SETTINGS_SETTINGS_H

#include "base/diag.h"
#include "base/status.h"
#include "record/record.h"

#define HT_SETTINGS_FILE "office.yaml"

/* Whose they are, in the order in which a field is looked for. */
typedef enum ht_settings_place {
	HT_SETTINGS_FOLDER, /* the folder of records */
	HT_SETTINGS_USER,   /* $XDG_CONFIG_HOME/hongtou, ~/.config/hongtou */
	HT_SETTINGS_SYSTEM, /* /etc/hongtou */
	HT_SETTINGS_PLACES
} ht_settings_place;

typedef struct ht_settings_file {
	const char *folder; /* where it is looked for; NULL: nowhere */
	const char *path;   /* folder/office.yaml */
	bool there;         /* it was read */
	const char *text;   /* len bytes of it */
	size_t len;
	ht_group fields; /* of a file that is there */
} ht_settings_file;

/* A series of numbers: of documents with one code, or of the issues of a bulletin. */
typedef struct ht_series {
	const char *name;    /* 国办发, or the bulletin's masthead */
	bool of_issues;      /* of a bulletin */
	int year, last;      /* up to here numbers were given before the program gave any; 0: none */
	const ht_text *for_; /* n_for forms and kinds of document that have their numbers from it; none: all */
	size_t n_for;
	ht_settings_place place; /* whose it is: there its register is, too */
	ht_loc loc;
} ht_series;

typedef struct ht_settings {
	ht_arena *arena; /* owned: holds everything */
	ht_settings_file files[HT_SETTINGS_PLACES];
	ht_series *series; /* n_series of them */
	size_t n_series;
	bool faulty; /* a file has errors, or may not be used */
} ht_settings;

/* The table of their fields, ended by a row with name NULL. */
const ht_field *ht_settings_fields(void);

/* The folder that a file is in; in arena. "": the working folder. NULL: out of memory. */
const char *ht_settings_beside(ht_arena *arena, const char *file);
/* The nearest folder, from this one upwards, that has settings; in arena. NULL: none has, or out of memory. "": the
 * working folder. */
const char *ht_settings_folder(ht_arena *arena, const char *folder);
/* The same for a record's file; "-": the working folder. */
const char *ht_settings_folder_of(ht_arena *arena, const char *file);

/* Read what there is.
 * folder  in      of the records' own settings; NULL: there are none
 * diags   in/out  faults of the files, as of records, and HT_D_SETTINGS_*; the files that were read are noted
 * ret     out     free with ht_settings_free(); also set with HT_ERR_INPUT: what could be read
 * Returns HT_OK, also when there is no file; HT_ERR_INPUT; HT_ERR_NOMEM. */
ht_status ht_settings_open(const char *folder, ht_diags *diags, ht_settings **ret);
void ht_settings_free(ht_settings *settings);

/* Is the text one of settings, whatever the files say? Returns HT_OK, HT_ERR_INPUT (reported), HT_ERR_NOMEM. */
ht_status ht_settings_try(const char *text, size_t len, ht_diags *diags);

/* Has a file changed, come or gone since? */
bool ht_settings_are_stale(const ht_settings *settings);

/* The value of a field, from the first file that gives it; NULL: none does. place  out  whose; or NULL */
const ht_value *ht_settings_get(const ht_settings *settings, const char *field, ht_settings_place *place);

/* Append a value as JSON: a text; a list of texts; of people, {"name", "office"?, "unit"?}; of groups, objects of their
 * fields. And a list of n texts. */
void ht_settings_value_json(ht_buf *out, const ht_value *v);
void ht_settings_texts_json(ht_buf *out, const ht_text *v, size_t n);

/* The masthead for documents of a form, by any of its names; NULL: none is given. One without a form is of 公文. */
const ht_text *ht_settings_masthead(const ht_settings *settings, const char *form_en, const char *form_zh);

/* The seal's file of an organ, and where it is named; NULL: none is given. */
const ht_text *ht_settings_seal(const ht_settings *settings, const char *organ);

/* Give fields of a settings' text other values: comments, order and all else stay.
 * json  in      an object of fields with their values; null: the field goes
 * text  in/out  may be empty
 * Returns HT_OK, HT_ERR_INPUT (reported), HT_ERR_NOMEM. */
ht_status ht_settings_change(const char *json, size_t len, ht_buf *text, ht_diags *diags);

/* Append the JSON Schema of such a file. */
bool ht_settings_schema(const char *version, ht_buf *out);

#endif
