/* Shared by numbers.c, register.c and scan.c. */
#ifndef SETTINGS_NUMBERS_H
#define SETTINGS_NUMBERS_H

#include "settings/numbers.h"

/* Is the text a number of the series in the year, as registers have them? n  out  which */
bool series_has(const ht_series *series, int year, const char *text, int *n);

/* A row of a register. */
typedef struct register_row {
	const char *number, *purpose, *day;
	int line;
} register_row;

/* A register, locked from register_open() to register_close(). */
typedef struct number_register {
	ht_arena *arena;
	const char *path;
	int lock; /* -1: not locked */
	register_row *rows;
	size_t n, cap;
} number_register;

/* Read it; to_write: lock it first. One that is not there is empty. */
ht_status register_open(number_register *r, const ht_settings *settings, ht_settings_place place, bool to_write,
                        ht_arena *arena, ht_diags *diags);
/* Write it whole. */
ht_status register_write(const number_register *r, ht_diags *diags);
void register_close(number_register *r);

/* A number of series[which] in a record of the folder. False ends the scan: out of memory. */
typedef bool scan_found(void *user, size_t which, int n, const char *where, int line);

/* Look through the records, once, for numbers of n_series series in the year. */
ht_status scan_records(const ht_numbers_where *where, const ht_series *series, size_t n_series, int year,
                       ht_arena *arena, ht_diags *diags, scan_found *found, void *user);

#endif
