/* libhongtou: structured meeting records to typeset Chinese official
 * documents (公文, GB/T 9704-2012).
 *
 *	hongtou_options options = HONGTOU_OPTIONS_INIT;
 *	hongtou_error *error;
 *	hongtou *h = hongtou_open(&options, &error);
 *	hongtou_result *r = h ? hongtou_export(h, text, strlen(text), "record.yaml", "pdf", &error) : NULL;
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
 * The library never prints, never exits and writes no files. A handle is used
 * by one thread at a time; several handles may live in several threads.
 *
 * With a limit of time or memory a record is made in a child process, by fork(),
 * which also keeps a breakdown away from the calling program. It costs some
 * 2 ms a record. In a program of several threads, a lock that another thread
 * holds at that moment is held in the child for ever: give a time limit, too. */
#ifndef HONGTOU_H
#define HONGTOU_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hongtou hongtou;
typedef struct hongtou_result hongtou_result;

typedef struct hongtou_error hongtou_error;

/* Members are only ever added, at the end: size tells the library which of them
 * the calling program knows. Begin with HONGTOU_OPTIONS_INIT. All members but
 * size may be 0 or NULL: then the default holds. Strings and lists are borrowed
 * until hongtou_close(). */
typedef struct hongtou_options {
	size_t size;                   /* sizeof(hongtou_options) */
	const char *style;             /* style sheet by name or file; default: by the record's form */
	const char *const *font_dirs;  /* further folders of fonts, NULL-terminated */
	const char *const *style_dirs; /* folders first on the style path, NULL-terminated */
	double resolution;             /* of png pictures, dots per inch; default 150 */
	long long source_date;         /* document date, seconds since 1970 UTC; default: the record's own date */
	/* Folders where records may have pictures and texts of attachments besides the folder of `name`,
	 * NULL-terminated. */
	const char *const *file_dirs;
	unsigned timeout; /* seconds that a record may take; default: no limit */
	unsigned memory;  /* MiB that a record may take; default: no limit */
} hongtou_options;

#define HONGTOU_OPTIONS_INIT                                                                                           \
	{                                                                                                              \
		sizeof(hongtou_options), 0, 0, 0, 0, 0, 0, 0, 0                                                        \
	}

/* Why a call returned NULL. */
typedef enum hongtou_error_kind {
	HONGTOU_ERROR_MEMORY = 1, /* out of memory */
	HONGTOU_ERROR_OPTIONS,    /* hongtou_options.size is wrong, or a later version's member is set */
	HONGTOU_ERROR_FONTS,      /* the font configuration cannot be read */
	HONGTOU_ERROR_TARGET      /* there is no such target */
} hongtou_error_kind;

/* Further kinds may come with later versions. An error that is NULL after a call
 * that failed means: out of memory. */
hongtou_error_kind hongtou_error_get_kind(const hongtou_error *error);

/* What is wrong and what to do, one line each, as hongtou_result_messages()
 * (borrowed). */
const char *hongtou_error_message(const hongtou_error *error);

/* Release an error; NULL is allowed. */
void hongtou_error_free(hongtou_error *error);

/* "0.1.0" */
const char *hongtou_version(void);

/* The names of the targets: "pdf", "png" … for i = 0, 1 …; NULL past the last. */
const char *hongtou_target(size_t i);

/* Open fonts and settings.
 * options  in   NULL: all defaults
 * error    out  why the call failed, NULL when it succeeded (free with
 *               hongtou_error_free()); may be NULL
 * Returns NULL on failure: HONGTOU_ERROR_MEMORY, _OPTIONS, _FONTS. */
hongtou *hongtou_open(const hongtou_options *options, hongtou_error **error);

/* Release the handle; NULL is allowed. Results must be freed before. */
void hongtou_close(hongtou *handle);

/* Make one record into documents.
 * data, size  in  the record: YAML, JSON, or Markdown with front matter, UTF-8
 * name        in  names the input in messages; its ending tells the format
 * target      in  a name that hongtou_target() gives: "pdf", "odt" …
 * error       out  as hongtou_open()
 * Returns a result (free with hongtou_result_free()), also when the record is
 * faulty: it then holds messages and no documents. NULL on failure:
 * HONGTOU_ERROR_MEMORY, _TARGET. */
hongtou_result *hongtou_export(hongtou *handle, const void *data, size_t size, const char *name, const char *target,
                               hongtou_error **error);

/* The number of files made: 1, or one for each page (png); 0 when the record has
 * errors. */
size_t hongtou_result_count(const hongtou_result *result);

/* The bytes of file i (borrowed) and their number; NULL when there is none. */
const void *hongtou_result_data(const hongtou_result *result, size_t i, size_t *size);

/* The number of pages laid out. */
size_t hongtou_result_pages(const hongtou_result *result);

/* All diagnostics, one a line (borrowed): `file:line:col: error: what is wrong
 * and what to do [code; clause]`, in the language of the current locale. */
const char *hongtou_result_messages(const hongtou_result *result);

void hongtou_result_free(hongtou_result *result);

#ifdef __cplusplus
}
#endif

#endif
