/* Arrays of a size known when compiling. */
#ifndef HT_BASE_ARRAY_H
#define HT_BASE_ARRAY_H

/* How many members the array a (not a pointer) has. */
#define ARRAY_LEN(a) (sizeof(a) / sizeof *(a))

#endif
