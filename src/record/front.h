/* The front matter of a Markdown file. */
#ifndef HT_RECORD_FRONT_H
#define HT_RECORD_FRONT_H

#include <stdbool.h>
#include <stddef.h>

/* Front matter within a file. */
typedef struct ht_front {
	const char *open;  /* the line --- that begins it; NULL: there is none */
	const char *begin; /* the fields */
	const char *end;
	const char *text;          /* what follows the second line ---; NULL: there is none */
	int begin_line, text_line; /* counted from 0 */
} ht_front;

/* Is [p, p + len) a line of only fence, but for blanks after it? */
bool ht_is_fence(const char *p, size_t len, const char *fence);

/* Find the front matter; .open NULL: the file does not begin with one. */
ht_front ht_find_front(const char *data, size_t len);

#endif
