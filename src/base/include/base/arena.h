/* Arena: one per stage object; everything in it is released at once. */
#ifndef HT_BASE_ARENA_H
#define HT_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* How many members an array has that is not a pointer. */
#define ARRAY_LEN(a) (sizeof(a) / sizeof *(a))

typedef struct ht_arena ht_arena;

/* A new, empty arena; NULL when out of memory. Free with ht_arena_free(). */
ht_arena *ht_arena_new(void);

/* Release the arena and all that was allocated in it. NULL is allowed. */
void ht_arena_free(ht_arena *arena);

/* All that is in the arena is gone; what memory it needed last stays with it for what comes. */
void ht_arena_empty(ht_arena *arena);

/* size zeroed bytes, aligned for any type, or NULL when out of memory.
 * size 0 gives a valid, unique pointer. */
void *ht_arena_alloc(ht_arena *arena, size_t size);

/* n objects of size bytes, zeroed; NULL when out of memory or n * size
 * overflows. */
void *ht_arena_array(ht_arena *arena, size_t n, size_t size);

/* The same, not zeroed: for large arrays whose every object is set before it is read. */
void *ht_arena_room(ht_arena *arena, size_t n, size_t size);

/* Of the room that was given out last, keep only the first len bytes of had; of other room, nothing happens. */
void ht_arena_cut(ht_arena *arena, const void *v, size_t had, size_t len);

/* Give back room of len bytes if it is so large that nothing else lies in its piece of memory. False: it is not, and
 * stays. */
bool ht_arena_drop(ht_arena *arena, const void *v, size_t len);

/* Copy len bytes of s and end them with NUL. */
char *ht_arena_strndup(ht_arena *arena, const char *s, size_t len);
char *ht_arena_strdup(ht_arena *arena, const char *s);

/* printf into the arena; NULL when out of memory. */
char *ht_arena_printf(ht_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *ht_arena_vprintf(ht_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Bytes handed out so far: lets a caller cap what hostile input may use. */
size_t ht_arena_used(const ht_arena *arena);

/* One more T at the end of a growing array: v, n, cap are lvalues of
 * T *, size_t, size_t. Evaluates to T *, zeroed, or NULL when out of memory
 * (the array is then unchanged). The members may move: pointers to them do not hold. */
#define HT_PUSH(arena, v, n, cap)                                                                                      \
	((n) < (cap) || ht_arena_grow((arena), (void **)&(v), (n), &(cap), sizeof *(v))                                \
	     ? (__typeof__(v))memset((void *)&(v)[(n)++], 0, sizeof *(v))                                              \
	     : NULL)

/* What HT_PUSH does when the array is full: the capacity is doubled, the members are moved; new ones are not set.
 * Returns 0 when out of memory. */
int ht_arena_grow(ht_arena *arena, void **v, size_t n, size_t *cap, size_t size);

/* The same on the heap, for arrays that outlive every stage: v ({NULL} with n
 * and cap 0 at first) is released by free(). The new member is not set. */
#define HT_HEAP_PUSH(v, n, cap) ((n) < (cap) || ht_heap_grow((void **)&(v), &(cap), sizeof *(v)) ? &(v)[(n)++] : NULL)

/* What HT_HEAP_PUSH does when the array is full. Returns 0 when out of memory. */
int ht_heap_grow(void **v, size_t *cap, size_t size);

#endif
