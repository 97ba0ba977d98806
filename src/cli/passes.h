/* Several files looked at in a process of its own, which may end at one of them: it reaches a limit, or a library
 * breaks down. Then the next pass begins with the first file again, and leaves that one out; what is found is shown by
 * the pass that comes to the end. */
#ifndef HT_CLI_PASSES_H
#define HT_CLI_PASSES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "limits.h"

typedef struct passes {
	size_t n; /* files; 0: there are no passes */
	limits limits;
	limits_codes codes;
	struct passes_shared *shared; /* with the process of the pass */
	int *ended;                   /* of each file: how the process ended at it, as waitpid() says; 0: it did not */
} passes;

/* Look at n files by run(user), whose exit code is returned. False: there is no memory, or no process; nothing was
 * done. */
bool passes_run(passes *p, size_t n, int (*run)(void *user), void *user, int *code);

/* Within run: file i is looked at now. False: an earlier pass ended at it, which is told to diags. */
bool passes_begin(passes *p, size_t i, const char *file, ht_diags *diags);

/* Within run: will this pass be the first to say what cannot be read of file i? */
bool passes_says(passes *p, size_t i);

#endif
