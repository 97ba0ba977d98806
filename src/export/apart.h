/* Work done in a process of its own, which may end before it is done: at a limit, or because a library breaks down. */
#ifndef HT_EXPORT_APART_H
#define HT_EXPORT_APART_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"

typedef struct ht_apart {
	unsigned timeout, memory; /* seconds, MiB; 0: no limit */
	const char *name;         /* of what is worked on, for messages */
	/* Do the work, in the other process, and append its result. False: out of memory. */
	bool (*work)(void *user, ht_buf *result);
	/* Asked each tenth of a second, here: false ends the other process. NULL: it is not asked. */
	bool (*goes_on)(void *user);
	void *user;
} ht_apart;

/* Run it and wait.
 * diags   in/out  HT_D_LIBRARY_TIMEOUT, _MEMORY or _CRASH when there is no result
 * result  out     what it appended; the caller frees it
 * HT_OK, HT_ERR_INPUT when goes_on() ended it, or diags says why there is no result, HT_ERR_NOMEM. */
ht_status ht_apart_run(const ht_apart *apart, ht_diags *diags, ht_buf *result);

#endif
