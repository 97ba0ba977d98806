/* Document numbers, and issues of bulletins: which were used, and which is next.
 *
 * A number is used if the register of its series has it, or a record of the folder. The register is a CSV file beside
 * the settings that name the series (of the folder: 发文登记.csv there), so that a clerk can read it; it is written
 * whole, under a lock that the command line and all servers share. */
#ifndef HT_SETTINGS_NUMBERS_H
#define HT_SETTINGS_NUMBERS_H

#include "settings/settings.h"

#define HT_REGISTER_FILE "发文登记.csv"

/* A number of a series, somewhere. */
typedef struct ht_number_use {
	int n;
	const char *where; /* the record's file; NULL: it is only in the register */
	const char *given; /* the day on which the register gave it; NULL: it is not there */
	int line;          /* of the register, or of the record */
} ht_number_use;

/* What is known of a series in a year. */
typedef struct ht_numbers {
	const ht_series *series;
	int year;
	int next;            /* the number to propose: after the highest that was used */
	ht_number_use *uses; /* n_uses of them, by number */
	size_t n_uses, cap_uses;
	int *gaps; /* n_gaps numbers below next that were never used */
	size_t n_gaps, cap_gaps;
} ht_numbers;

/* Where records are looked through for numbers. */
typedef struct ht_numbers_where {
	const char *folder; /* "": the working folder */
	bool deep;          /* with the folders in it */
} ht_numbers_where;

/* The series for documents of a form, and of a kind (NULL: the form has none): one that names the kind, else the form,
 * else, of a form with kinds, one that names none: orders and minutes are numbered apart. NULL: there is none. */
const ht_series *ht_series_for(const ht_settings *settings, const char *form_en, const char *form_zh, const char *kind);
/* The one of this name, NULL: none. */
const ht_series *ht_series_named(const ht_settings *settings, const char *name);

/* Number n of the series in a year, as it is written: 国办发〔2026〕1号; of a bulletin the bare number. NULL: out of
 * memory. */
const char *ht_series_number(ht_arena *arena, const ht_series *series, int year, int n);

/* Read 国办发〔2026〕1号, with any brackets.
 * code_len  out  bytes of the code before the bracket, which may be none
 * false: it is no such number. */
bool ht_number_read(const char *text, size_t *code_len, int *year, int *n);

/* Find what is known.
 * arena  in/out  holds the result
 * diags  in/out  HT_D_SETTINGS_REGISTER*, HT_D_SETTINGS_SCAN_CUT
 * Returns HT_OK, HT_ERR_IO, HT_ERR_INPUT (a register that cannot be trusted), HT_ERR_NOMEM. */
ht_status ht_numbers_find(const ht_settings *settings, const ht_series *series, int year, const ht_numbers_where *where,
                          ht_arena *arena, ht_diags *diags, ht_numbers *ret);

/* Find what is known of all series; the records are looked through once.
 * ret  out  one for each of settings->series; next 0: nothing is known of it, since its register cannot be read; set
 * unless HT_ERR_NOMEM Returns as ht_numbers_find(), what was worst. */
ht_status ht_numbers_find_all(const ht_settings *settings, int year, const ht_numbers_where *where, ht_arena *arena,
                              ht_diags *diags, ht_numbers **ret);

/* Give the next number: it is in the register when this returns, and nobody else is given it.
 * purpose  in   what for: a file, a title; goes into the register
 * today    in   2026-07-23
 * n        out  the number */
ht_status ht_numbers_take(const ht_settings *settings, const ht_series *series, int year, const ht_numbers_where *where,
                          const char *purpose, const char *today, ht_arena *arena, ht_diags *diags, int *n);

/* Take a number out of the register that no record has: it may be given again. */
ht_status ht_numbers_return(const ht_settings *settings, const ht_series *series, int year, int n,
                            const ht_numbers_where *where, ht_arena *arena, ht_diags *diags);

/* Say which numbers are in two records, were never used, or were given and are in no record. */
void ht_numbers_report(const ht_numbers *numbers, ht_arena *arena, ht_diags *diags);

/* The register of a series, in arena; NULL: out of memory, or there is no place for it. */
const char *ht_register_path(const ht_settings *settings, ht_settings_place place, ht_arena *arena);

#endif
