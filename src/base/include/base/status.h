/* What a call did: whether it produced its result. What is wrong with the
 * document is said apart, in diagnostics (base/diag.h). */
#ifndef HT_BASE_STATUS_H
#define HT_BASE_STATUS_H

typedef enum ht_status {
	HT_OK = 0,
	HT_ERR_NOMEM, /* an allocation failed; out-parameters untouched */
	HT_ERR_INPUT, /* the input cannot be used; the diagnostics say why */
	HT_ERR_IO,    /* a file could not be read or written; see diagnostics */
	HT_ERR_LIB,   /* a library underneath failed; see diagnostics */
	HT_ERR_ARG    /* the caller's arguments make no sense */
} ht_status;

#endif
