/* A font file (sfnt; ISO/IEC 14496-22, 4): tables after a directory, numbers with the high byte first. */
#ifndef HT_TEXT_SFNT_H
#define HT_TEXT_SFNT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The 16-bit number at a place of a table; 0 beyond its end. */
static inline unsigned ht_sfnt_get16(const unsigned char *table, size_t len, size_t at)
{
	if (at + 2 > len)
		return 0;
	return (unsigned)table[at] << 8 | table[at + 1];
}

void ht_sfnt_put16(ht_buf *out, long v);
void ht_sfnt_put32(ht_buf *out, uint32_t v);
void ht_sfnt_put_zeros(ht_buf *out, size_t n);
void ht_sfnt_put_all16(ht_buf *out, const long *v, size_t n);

/* A file that is being written. */
typedef struct ht_sfnt {
	ht_buf *out;
	size_t begin;
	size_t head; /* where that table is in out; 0: not yet */
} ht_sfnt;

/* Begin a file of that many tables at the end of out. */
ht_sfnt ht_sfnt_begin(ht_buf *out, size_t n_tables);

/* What was added to out from at on is the table tag, which has that row of the directory. Rows are in the order of the
 * tags; tables may stand in any order. */
void ht_sfnt_end_table(ht_sfnt *file, size_t row, const char *tag, size_t at);

/* All tables are there, head among them. */
void ht_sfnt_end(ht_sfnt *file);

#endif
