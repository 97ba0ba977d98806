#include "base/suggest.h"

#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define MAX_CHARS 64

static int decode(const char *s, uint32_t *out)
{
	const char *end = s + strlen(s);
	int n = 0;
	for (size_t len; s < end; s += len) {
		if (n == MAX_CHARS)
			return -1;
		out[n++] = ht_utf8_get(s, end, &len);
	}
	return n;
}

static int min3(int a, int b, int c)
{
	if (b < a)
		a = b;
	if (c < a)
		a = c;
	return a;
}

/* Levenshtein distance in characters; -1 when a word is too long to bother. */
static int distance(const char *a, const char *b, int *longer)
{
	uint32_t x[MAX_CHARS], y[MAX_CHARS];
	int nx = decode(a, x), ny = decode(b, y);
	if (nx < 0 || ny < 0)
		return -1;
	*longer = nx > ny ? nx : ny;
	int row[MAX_CHARS + 1];
	for (int j = 0; j <= ny; j++)
		row[j] = j;
	for (int i = 1; i <= nx; i++) {
		int diagonal = row[0];
		row[0] = i;
		for (int j = 1; j <= ny; j++) {
			int above = row[j];
			row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (x[i - 1] != y[j - 1]));
			diagonal = above;
		}
	}
	return row[ny];
}

ht_suggest ht_suggest_begin(const char *word)
{
	return (ht_suggest){.word = word, .distance = INT_MAX};
}

void ht_suggest_offer(ht_suggest *s, const char *candidate)
{
	int longer;
	int d = distance(s->word, candidate, &longer);
	if (d < 0 || d >= longer || d >= s->distance)
		return;
	/* one character may differ in a short word, one of three in a longer one */
	if (d > 1 && d > (longer + 1) / 3)
		return;
	s->best = candidate;
	s->distance = d;
}
