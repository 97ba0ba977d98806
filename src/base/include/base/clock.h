/* A clock for what is waited for and measured: it never goes back. */
#ifndef HT_BASE_CLOCK_H
#define HT_BASE_CLOCK_H

/* Seconds since a moment that stays the same while the machine runs. */
double ht_clock(void);

/* The same in milliseconds. */
long long ht_clock_ms(void);

#endif
