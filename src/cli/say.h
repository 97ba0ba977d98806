/* What all commands say on standard error in the same words. */
#ifndef HT_CLI_SAY_H
#define HT_CLI_SAY_H

#include <stddef.h>

#include "base/diag.h"

/* The diagnostics of at least this level. */
void say_diags(ht_diags *diags, ht_level level);

/* That n notes were not shown, and what shows them; nothing if n is 0. */
void say_hidden(size_t n);

void say_no_memory(void);

#endif
