/* What a process does when a library breaks down in it. For programs and processes of our own: a library's caller has
 * handlers of signals itself. */
#ifndef HT_BASE_BREAKDOWN_H
#define HT_BASE_BREAKDOWN_H

/* Signals by which a library that breaks down ends a process; that of abort() is among them. */
#define HT_BREAKDOWNS 7
extern const int ht_breakdowns[HT_BREAKDOWNS];

/* From now on these signals call handler, each once: then it ends the process. A handler for a stack that overflows
 * needs another one (sigaltstack()), which is the caller's. Nothing is done with the address sanitizer, which tells
 * more. */
void ht_breakdown_catch(void (*handler)(int number));

/* For a process that does one piece of work: where a library would end it by a signal since it gets no memory, it ends
 * with HT_LIMIT_EXIT. Other breakdowns end it as they do. */
void ht_breakdown_leave_on_shortage(void);

#endif
