/* Messages on standard error that all commands share. */
#ifndef HT_CLI_SAY_H
#define HT_CLI_SAY_H

#include <stddef.h>

#include "base/diag.h"

/* Print one message. */
void say_message(const ht_message *message);

/* Print the diagnostics of at least this level. */
void say_diags(ht_diags *diags, ht_level level);

/* Print that n notes were not shown, and which option shows them; nothing if n
 * is 0. */
void say_hidden(size_t n);

void say_no_memory(void);

#endif
