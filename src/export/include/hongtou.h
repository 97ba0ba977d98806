/* libhongtou: structured meeting records to typeset Chinese official
 * documents (公文, GB/T 9704-2012).
 *
 *	hongtou_error *error;
 *	hongtou *h = hongtou_open(NULL, &error);
 *	hongtou_result *r = h ? hongtou_export(h, text, strlen(text), "record.yaml", NULL, &error) : NULL;
 *	if (r) {
 *		fputs(hongtou_result_messages(r), stderr);
 *		if ((data = hongtou_result_data(r, 0, &size)))
 *			fwrite(data, 1, size, file);
 *	} else {
 *		fputs(hongtou_error_message(error), stderr);
 *	}
 *	hongtou_error_free(error);
 *	hongtou_result_free(r);
 *	hongtou_close(h);
 *
 * The library never prints, never exits, writes no files but temporary ones of
 * programs that import starts, and calls no function of the caller's but those it was given. A handle, and
 * what came from it, is used by one thread at a time; several handles may live in several threads.
 *
 * Messages are in the language of the process's locale: setlocale(LC_ALL, "").
 * They are found with the library, wherever it is installed. Style sheets and fonts' configuration are,
 * too; the environment's HONGTOU_DATA and HONGTOU_FONTS_CONF name others.
 *
 * Out of memory is an error of each call. But libraries that this one uses (fontconfig, GLib) may then end the process;
 * a limit keeps that away.
 *
 * With a limit of time or memory each call works in a child process, by fork(),
 * which also keeps a breakdown away from the calling program. It costs some
 * 2 ms a record. In a program of several threads, a lock that another thread
 * holds at that moment is held in the child for ever: give a time limit, too. */
#ifndef HONGTOU_H
#define HONGTOU_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface. What a program uses of it stays, in its meaning and in binary form, as long as the
 * number does: functions, members at the ends of structures and values of enumerations are only ever added. */
#define HONGTOU_INTERFACE 1

typedef struct hongtou hongtou;
typedef struct hongtou_result hongtou_result;
typedef struct hongtou_error hongtou_error;

/* ---- what is said ---- */

typedef enum hongtou_level {
	HONGTOU_NOTE,    /* worth knowing: a decision that was made */
	HONGTOU_WARNING, /* the document is made, and deviates */
	HONGTOU_ERROR    /* the document is not made */
} hongtou_level;

/* In the record, old_text at line and column is to become new_text. */
typedef struct hongtou_edit {
	int line, column;
	const char *old_text, *new_text; /* old_text "": insert */
	int safe;                        /* it cannot change what the text says: hongtou_fix() makes it */
} hongtou_edit;

/* A message about a record. Text is UTF-8. Made by the library alone, so that members may be added. */
typedef struct hongtou_diagnostic {
	hongtou_level level;
	const char *code;         /* "R211": stable */
	const char *clause;       /* of a standard: "GB/T 9704-2012 7.2.5", or NULL */
	const char *file;         /* or NULL */
	int line, column;         /* from 1, columns in characters; 0: not known */
	const char *field;        /* where it is in the record, by English names: "meeting.present[2]", or what is
	                             missing there; or NULL */
	const char *text;         /* what is wrong and what to do, in the language of the locale */
	const hongtou_edit *edit; /* of hongtou_check() and hongtou_fix(): what would put it right; or NULL */
	const char *level_name;   /* "error", in the language of the locale, as hongtou_result_messages() has it */
} hongtou_diagnostic;

/* Why a call returned NULL. Further kinds may come. */
typedef enum hongtou_error_kind {
	HONGTOU_ERROR_MEMORY = 1, /* out of memory */
	HONGTOU_ERROR_OPTIONS,    /* the size of options is wrong, or a later version's member is set */
	HONGTOU_ERROR_FONTS,      /* the font configuration cannot be read */
	HONGTOU_ERROR_TARGET,     /* there is no such target */
	HONGTOU_ERROR_ARGUMENT,   /* an argument is missing, or a word or number in the options is none that can be */
	HONGTOU_ERROR_STYLE,      /* the style sheet of hongtou_options cannot be read */
	HONGTOU_ERROR_STOPPED     /* a function of the caller's asked for it */
} hongtou_error_kind;

/* An error that is NULL after a call that failed means: out of memory. */
hongtou_error_kind hongtou_error_get_kind(const hongtou_error *error);

/* What is wrong and what to do, one line each, as hongtou_result_messages()
 * (borrowed). */
const char *hongtou_error_message(const hongtou_error *error);

/* The same one by one (borrowed), for i = 0, 1 …; NULL past the last. */
const hongtou_diagnostic *hongtou_error_diagnostic(const hongtou_error *error, size_t i);

/* Release an error; NULL is allowed. */
void hongtou_error_free(hongtou_error *error);

/* ---- functions of the caller's ----
 *
 * They are called in the thread that made the call, may not use the handle, and, but for progress and write,
 * with limits in the child process: what they change in memory is lost there. */

/* Give a file that a record names: a picture, a seal, the text of an attachment.
 * name        in   as the record has it; in the text of an attachment that was given first as a path beside that text
 * data, size  out  its bytes, which must stay until the function is called again
 * Returns 1; 0: there is none here, so it is looked for in folders. */
typedef int hongtou_read_function(void *user, const char *name, const void **data, size_t *size);

/* How far it is: done of total steps. Returns 0; anything else stops the work. Between two calls a record of
 * hundreds of pages takes seconds: how it is laid out is one step. With limits it is called each tenth of a second. */
typedef int hongtou_progress_function(void *user, size_t done, size_t total);

/* A finished file. Made by the library alone, so that members may be added. */
typedef struct hongtou_output {
	const char *target;    /* "pdf"; of hongtou_import() and hongtou_fix() "md", "yaml", "json"; else NULL */
	const char *extension; /* of its name: "pdf" */
	const char *style;     /* the sheet's name where several were asked for, or it is not of the record's form; or
	                          NULL */
	const char *title;     /* of the document, or NULL */
	const char *name;      /* of hongtou_import(): a picture's, as the record has it; or NULL */
	size_t page;           /* of a target with a file for each page: which, from 1, if there are several; else 0 */
	size_t pages;          /* that it shows */
	const void *data;
	size_t size;
} hongtou_output;

/* Take a finished file, which is then released: hongtou_result_output() gives it without data. No file of a record
 * that fails is handed over. Returns 0; anything else stops the work. */
typedef int hongtou_write_function(void *user, const hongtou_output *output);

/* A file that a record may name. */
typedef struct hongtou_file {
	const char *name;
	const void *data;
	size_t size;
} hongtou_file;

/* ---- options ----
 *
 * Members are only ever added, at the end: size tells the library which of them
 * the calling program knows. Begin with the macro of the type's name. All members but
 * size may be 0 or NULL: then the default holds. Lists end with NULL. */

/* Of a handle. Strings and lists are borrowed until hongtou_close(). */
typedef struct hongtou_options {
	size_t size;                   /* sizeof(hongtou_options) */
	const char *style;             /* style sheet by name or file; default: by the record's form */
	const char *const *font_dirs;  /* further folders of fonts */
	const char *const *style_dirs; /* folders first on the style path */
	double resolution;             /* of png pictures, dots per inch, 10 to 2400; default 150 */
	long long source_date;         /* document date, seconds since 1970 UTC; default: the record's own date */
	const char *const *file_dirs;  /* folders where records may have pictures and texts of attachments besides the
	                                  folder of `name` */
	unsigned timeout;              /* seconds that a call may take; default: no limit */
	unsigned memory;               /* MiB that a call may take; default: no limit */
} hongtou_options;

#define HONGTOU_OPTIONS_INIT                                                                                           \
	{                                                                                                              \
		sizeof(hongtou_options), 0, 0, 0, 0, 0, 0, 0, 0                                                        \
	}

/* Of a call of hongtou_export(). */
typedef struct hongtou_export_options {
	size_t size;                /* sizeof(hongtou_export_options) */
	const char *const *targets; /* names that hongtou_target() gives, each once; default: "pdf" */
	const char *const *styles;  /* style sheets by name or file, a document each; default: that of the handle */
	const char *standards;      /* of the PDF: "a-2a,ua-1" (the default), as of hongtou export --pdf-standard */
	const char *seals;          /* in documents for editing: "none", "placeholder" (the default), "image" */
	double resolution;          /* as of hongtou_options, which it replaces */
	long long source_date;      /* as of hongtou_options, which it replaces */
	unsigned page;              /* of targets with a file for each page: only this one, from 1; default: all.
	                               Beyond the last: an error among the messages, and no documents */
	int attach_record;          /* pdf, ofd, odt, docx: put the record's own text into the file */
	int embed_fonts;            /* odt: put the fonts it needs into the file */
	int font_lists;             /* odt: each typeface has a name with its substitutes */
	int natural_lines; /* documents for editing: lines end where an editor ends them, not where the PDF's do */
	const hongtou_file *files; /* n_files that records may name */
	size_t n_files;
	hongtou_read_function *read; /* asked for what is not among them */
	hongtou_write_function *write;
	hongtou_progress_function *progress;
	void *user; /* first argument of these functions */
} hongtou_export_options;

#define HONGTOU_EXPORT_OPTIONS_INIT                                                                                    \
	{                                                                                                              \
		sizeof(hongtou_export_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0                      \
	}

/* Of a call of hongtou_import(). */
typedef struct hongtou_import_options {
	size_t size;           /* sizeof(hongtou_import_options) */
	const char *target;    /* "md", "yaml", "json"; default: that of the record which the file carries, else md */
	const char *form;      /* of the record, English or Chinese; default: as recognised */
	const char *no_repair; /* repairs to leave out: names as of hongtou import --no-repair, "all"; default: none */
	const char *picture_dir; /* the folder, as the record is to name it, of pictures; default: they are only
	                            reported */
	int english;             /* field names in English; default: in Chinese */
} hongtou_import_options;

#define HONGTOU_IMPORT_OPTIONS_INIT                                                                                    \
	{                                                                                                              \
		sizeof(hongtou_import_options), 0, 0, 0, 0, 0                                                          \
	}

/* Of a call of hongtou_check() or hongtou_fix(): as of hongtou_export_options. */
typedef struct hongtou_check_options {
	size_t size; /* sizeof(hongtou_check_options) */
	const hongtou_file *files;
	size_t n_files;
	hongtou_read_function *read;
	void *user;
} hongtou_check_options;

#define HONGTOU_CHECK_OPTIONS_INIT                                                                                     \
	{                                                                                                              \
		sizeof(hongtou_check_options), 0, 0, 0, 0                                                              \
	}

/* ---- calls ---- */

/* "0.1.0": of the program and library; what they understand of this header is HONGTOU_INTERFACE. */
const char *hongtou_version(void);

/* The names of the targets: "pdf", "png" … for i = 0, 1 …; NULL past the last. */
const char *hongtou_target(size_t i);

/* Open fonts and settings.
 * options  in   NULL: all defaults
 * error    out  why the call failed, NULL when it succeeded (free with
 *               hongtou_error_free()); may be NULL
 * Returns NULL on failure: HONGTOU_ERROR_MEMORY, _OPTIONS, _FONTS, _STYLE; _ARGUMENT: a folder of font_dirs or
 * style_dirs is not there, or resolution or source_date is none that can be. */
hongtou *hongtou_open(const hongtou_options *options, hongtou_error **error);

/* Release the handle; NULL is allowed. Results may be freed afterwards. */
void hongtou_close(hongtou *handle);

/* Make one record into documents: for each style one in each target, in the order of both; of targets with a file for
 * each page all of them one after another.
 * data, size  in  the record: YAML, JSON, or Markdown with front matter, UTF-8
 * name        in  names the input in messages; its ending tells the format, and pictures are looked for in its folder
 * options     in  NULL: all defaults
 * error       out  as hongtou_open()
 * Returns a result (free with hongtou_result_free()), also when the record is
 * faulty: it then holds messages and no documents. NULL on failure:
 * HONGTOU_ERROR_MEMORY, _OPTIONS, _TARGET, _ARGUMENT, _STOPPED. */
hongtou_result *hongtou_export(hongtou *handle, const void *data, size_t size, const char *name,
                               const hongtou_export_options *options, hongtou_error **error);

/* Make a record of any text: TXT, Markdown, HTML, DOCX, ODT, lists in XLSX and CSV; PDF, and files of old office
 * programs, by the programs pdftotext and LibreOffice, if they are there. The record is output 0, its pictures come
 * after it. Arguments and result as hongtou_export(). A text that cannot be read gives messages and no record. */
hongtou_result *hongtou_import(hongtou *handle, const void *data, size_t size, const char *name,
                               const hongtou_import_options *options, hongtou_error **error);

/* Find what in a record does not follow the standards, as hongtou check does: diagnostics, and no outputs. Files with
 * a record on each line (.jsonl) are checked whole. Arguments as hongtou_export(). */
hongtou_result *hongtou_check(hongtou *handle, const void *data, size_t size, const char *name,
                              const hongtou_check_options *options, hongtou_error **error);

/* Fix what is safe to fix: output 0 is the record's new text, the diagnostics are what is left.
 * A record that cannot be read gives no output. Arguments as hongtou_export(). */
hongtou_result *hongtou_fix(hongtou *handle, const void *data, size_t size, const char *name,
                            const hongtou_check_options *options, hongtou_error **error);

/* The JSON Schema (draft 2020-12) of records, with the forms that the handle knows: output 0. */
hongtou_result *hongtou_schema(hongtou *handle, hongtou_error **error);

/* ---- results ----
 *
 * Without a result, NULL, all of these say that there is nothing. */

/* The number of files made; 0 when the record has errors. */
size_t hongtou_result_count(const hongtou_result *result);

/* File i (borrowed); NULL past the last. */
const hongtou_output *hongtou_result_output(const hongtou_result *result, size_t i);

/* The bytes of file i (borrowed) and their number; NULL when there is none. */
const void *hongtou_result_data(const hongtou_result *result, size_t i, size_t *size);

/* The number of pages laid out. */
size_t hongtou_result_pages(const hongtou_result *result);

/* The English name of the record's form (borrowed); NULL: it was not read. */
const char *hongtou_result_form(const hongtou_result *result);

/* Of hongtou_fix(): how many edits were made. */
size_t hongtou_result_fixed(const hongtou_result *result);

/* Of several styles: how many documents could not be made. The messages say why. */
size_t hongtou_result_failed(const hongtou_result *result);

/* Message i (borrowed); NULL past the last. */
const hongtou_diagnostic *hongtou_result_diagnostic(const hongtou_result *result, size_t i);

/* All diagnostics, one a line (borrowed): `file:line:col: error: what is wrong
 * and what to do [code; clause]`, in the language of the current locale. What is said of many places is one line. */
const char *hongtou_result_messages(const hongtou_result *result);

/* Release a result; NULL is allowed. */
void hongtou_result_free(hongtou_result *result);

#ifdef __cplusplus
}
#endif

#endif
