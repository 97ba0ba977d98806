/* Lengths: fixed point, 1/1024 pt, origin top left, y down. */
#ifndef HT_BASE_LEN_H
#define HT_BASE_LEN_H

#include <math.h>
#include <stdint.h>

typedef int32_t ht_len;

#define HT_LEN_PT  1024
#define HT_LEN_MAX INT32_MAX

/* pt and mm to ht_len, rounded to the nearest unit. */
static inline ht_len ht_len_from_pt(double pt)
{
	return (ht_len)lround(pt * HT_LEN_PT);
}

static inline ht_len ht_len_from_mm(double mm)
{
	return (ht_len)lround(mm * (72.0 / 25.4) * HT_LEN_PT);
}

static inline double ht_len_to_pt(ht_len len)
{
	return (double)len / HT_LEN_PT;
}

static inline double ht_len_to_mm(ht_len len)
{
	return (double)len / HT_LEN_PT * (25.4 / 72.0);
}

/* len * num / den in 64 bits, rounded to nearest (halves away from zero):
 * exact grid positions without a sum of rounding errors. den > 0. */
static inline ht_len ht_len_scale(ht_len len, int64_t num, int64_t den)
{
	int64_t p = (int64_t)len * num;
	return (ht_len)((p >= 0 ? p + den / 2 : p - den / 2) / den);
}

static inline ht_len ht_len_max(ht_len a, ht_len b)
{
	return a > b ? a : b;
}

static inline ht_len ht_len_min(ht_len a, ht_len b)
{
	return a < b ? a : b;
}

/* How many lengths of b cover a, rounded up: 0 if a <= 0. b > 0. */
static inline int ht_len_count(ht_len a, ht_len b)
{
	return a <= 0 ? 0 : (int)(((int64_t)a + b - 1) / b);
}

#endif
