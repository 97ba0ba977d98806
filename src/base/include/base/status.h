/* Whether a call produced its result. What is wrong with the document is said
 * separately, in diagnostics (base/diag.h). */
#ifndef HT_BASE_STATUS_H
#define HT_BASE_STATUS_H

typedef enum ht_status {
	HT_OK = 0,
	HT_ERR_NOMEM, /* an allocation failed; out-parameters untouched */
	HT_ERR_INPUT, /* the input cannot be used; the diagnostics say why */
	HT_ERR_IO,    /* a file could not be read or written; see diagnostics */
	HT_ERR_LIB,   /* a library that the call uses failed; see diagnostics */
	HT_ERR_ARG    /* the caller's arguments are not valid */
} ht_status;

#endif
