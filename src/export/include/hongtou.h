/* libhongtou: structured meeting records to typeset Chinese official
 * documents (公文, GB/T 9704-2012).
 *
 *	hongtou *h = hongtou_open(NULL);
 *	hongtou_result *r = hongtou_export(h, text, strlen(text), "record.yaml", "pdf");
 *	if (hongtou_result_data(r, 0, &size)) …
 *	fputs(hongtou_result_messages(r), stderr);
 *	hongtou_result_free(r);
 *	hongtou_close(h);
 *
 * The library never prints, never exits and writes no files. A handle is used
 * by one thread at a time; several handles may live in several threads. */
#ifndef HONGTOU_H
#define HONGTOU_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hongtou hongtou;
typedef struct hongtou_result hongtou_result;

/* All members may be 0 or NULL: then the default holds. Strings and lists are
 * borrowed until hongtou_close(). */
typedef struct hongtou_options {
	const char *style;             /* style sheet by name or file; default: by the record's form */
	const char *const *font_dirs;  /* further folders of fonts, NULL-terminated */
	const char *const *style_dirs; /* folders first on the style path, NULL-terminated */
	double resolution;             /* of png pictures, dots per inch; default 150 */
	long long source_date;         /* document date, seconds since 1970 UTC; default: the record's own date */
} hongtou_options;

/* "0.1.0" */
const char *hongtou_version(void);

/* Open fonts and settings. options may be NULL. NULL when out of memory or
 * when the font configuration cannot be read. */
hongtou *hongtou_open(const hongtou_options *options);

/* Release the handle; NULL is allowed. Results must be freed before. */
void hongtou_close(hongtou *handle);

/* Make one record into documents.
 * data, size  in  the record: YAML, JSON, or Markdown with front matter, UTF-8
 * name        in  names the input in messages; its ending tells the format
 * target      in  "pdf", "odt", "png" or "trace"
 * Returns a result (free with hongtou_result_free()), also when the record is
 * faulty: it then holds messages and no documents. NULL when out of memory or
 * when there is no such target. */
hongtou_result *hongtou_export(hongtou *handle, const void *data, size_t size, const char *name, const char *target);

/* The number of files made: 1 for pdf, odt and trace, one a page for png, 0 when
 * the record has errors. */
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
