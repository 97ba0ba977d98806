/* Things to recognise in running Chinese text: days, document numbers,
 * brackets that do not match. */
#ifndef HT_IMPORT_SCAN_H
#define HT_IMPORT_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "record/record.h"

/* A day as typed. year 0: not typed; hour -1: no time. */
typedef struct ht_scan_day {
	ht_date date;
	bool han;      /* in Chinese numerals: 二〇二六年 */
	bool no_day;   /* 2026年7月: day is 0 */
	bool open;     /* 2026年7月　日: left for the pen; day is 0 */
	bool possible; /* there is such a day (without a year: in a leap year) */
} ht_scan_day;

/* Read a day at *p: 2026年7月23日, 二〇二六年七月二十三日 (also with 零 ○ O), 7月23日,
 * 2026-07-23, 2026/7/23, 2026.7.23; single blanks between its parts are passed
 * over. *p moves to its end. false: there is no day at *p. */
bool ht_scan_day_at(const char **p, ht_scan_day *day);

/* The same, followed by a time of day if there is one: 上午9时30分, 9:30. */
bool ht_scan_when_at(const char **p, ht_scan_day *day);

/* `-10:20`, `至8月5日12时` after begin: when it ends, on the same day unless another is given. false, and nothing
 * changed: no end is given. */
bool ht_scan_until_at(const char **p, const ht_scan_day *begin, ht_scan_day *end);

/* Is the day in the calendar? */
bool ht_scan_possible(int year, int month, int day);

/* A document number at *p: 国办发〔2018〕15号, 第3号. Any bracket is taken. */
typedef struct ht_scan_number {
	size_t code_len; /* bytes of 机关代字: 国办发; 0: no code, as in minutes */
	int year;        /* 0: not given (第3号) */
	int serial;
	bool brackets; /* 〔〕 are used */
	bool ordinal;  /* 第 is before the serial */
	bool zero;     /* the serial begins with 0 */
} ht_scan_number;

/* A document number at *p (「国发〔2018〕44号」); *p moves to its end. False, and
 * nothing changed, when there is no number. */
bool ht_scan_number_at(const char **p, ht_scan_number *number);

/* A serial of the year without brackets at *p, as announcements have it (2026年第3号);
 * otherwise as ht_scan_number_at(). */
bool ht_scan_yearly_number_at(const char **p, ht_scan_number *number);

/* The marks that have partners, in pairs. */
#define HT_SCAN_PAIRED U"（）()〔〕[]【】《》〈〉「」『』“”‘’{}［］"

/* The first bracket or quotation mark that has no partner, or NULL. */
const char *ht_scan_unmatched(const char *s);

/* What a message cites of such a place: the text after what is unmatched. The last character of all is cited itself. */
const char *ht_scan_after(const char *at);

/* The first number in s whose digits stand apart (`1 2 0`, `98 .5`, `3 . 1`, as optical recognition leaves them), and
 * its end: a digit alone beside others; NULL: there is none. What begins the text numbers it (表1), and a year stands
 * alone (见表1 2026年…). */
const char *ht_scan_apart(const char *s, const char **end);

/* The first number in s with a letter that optical recognition leaves for a digit (2O26年, l2月, 3OO万元,
 * 〔2026〕l7号), or day with 曰 for 日 (1月2曰), its end, and what may be meant (at least HT_SCAN_MISREAD bytes); NULL:
 * there is none. */
#define HT_SCAN_MISREAD 24
const char *ht_scan_misread(const char *s, const char **end, char *meant);

/* A Chinese or Arabic whole number at *p, up to 9999; -1: there is no number. */
int ht_scan_int(const char **p);

#endif
