/* How long a record is kept (保管期限): 永久, 30年, 10年 (DA/T 22-2015); before, also 长期 and 短期. */
#ifndef HT_RECORD_RETENTION_H
#define HT_RECORD_RETENTION_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ht_retention {
	char name[24]; /* as it is written in the record: 永久, 30年, 定期30年 */
	char code[8];  /* its part of archival codes: Y, D30 */
} ht_retention;

/* Read a period, from its name, its code, or years without a unit. False: it is none, and ret is untouched. */
bool ht_retention_parse(const char *s, size_t len, ht_retention *ret);

#endif
