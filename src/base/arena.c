#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"

#if HT_ADDRESS_SANITIZER
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, len) ((void)(p), (void)(len))
#endif

/* Chunks double up to a limit, so that a small record costs one malloc and a
 * large one few. */
#define CHUNK_MIN ((size_t)16 << 10)
#define CHUNK_MAX ((size_t)256 << 10)
#define ALIGN     alignof(max_align_t)

/* An array that grows to so many bytes gets memory of its own, which can be made longer: no dead copies of it remain,
 * and what it has not come to yet costs nothing. */
#define LARGE ((size_t)64 << 10)

typedef struct chunk {
	struct chunk *next;
	size_t size, used;
	alignas(max_align_t) char data[];
} chunk;

struct ht_arena {
	chunk *head;
	chunk *large; /* arrays, a chunk each; the last that grew is the first */
	size_t next_size;
	size_t used;
};

ht_arena *ht_arena_new(void)
{
	ht_arena *arena = calloc(1, sizeof *arena);
	if (arena)
		arena->next_size = CHUNK_MIN;
	return arena;
}

static void free_chunks(chunk *c)
{
	while (c) {
		chunk *next = c->next;
		free(c);
		c = next;
	}
}

void ht_arena_free(ht_arena *arena)
{
	if (!arena)
		return;
	free_chunks(arena->head);
	free_chunks(arena->large);
	free(arena);
}

void ht_arena_empty(ht_arena *arena)
{
	chunk *last = NULL;
	if (arena->head && !HT_ADDRESS_SANITIZER) { /* which tells if anybody still reads what was there */
		last = arena->head;
		arena->head = last->next;
		last->next = NULL;
		last->used = 0;
	}
	free_chunks(arena->head);
	free_chunks(arena->large);
	arena->head = last;
	arena->large = NULL;
	arena->used = 0;
}

static chunk *chunk_for(ht_arena *arena, size_t size)
{
	if (arena->head && arena->head->size - arena->head->used >= size)
		return arena->head;
	size_t room = size > arena->next_size ? size : arena->next_size;
	if (room > SIZE_MAX - sizeof(chunk))
		return NULL;
	chunk *c = malloc(sizeof *c + room);
	if (!c)
		return NULL;
	c->size = room;
	c->used = 0;
	c->next = arena->head;
	arena->head = c;
	if (arena->next_size < CHUNK_MAX)
		arena->next_size *= 2;
	return c;
}

/* What so many bytes take. */
static size_t whole(size_t size)
{
	return size ? (size + ALIGN - 1) / ALIGN * ALIGN : ALIGN;
}

static void *take(ht_arena *arena, size_t size)
{
	if (size > SIZE_MAX - ALIGN)
		return NULL;
	size = whole(size);
	chunk *c = chunk_for(arena, size);
	if (!c)
		return NULL;
	void *p = c->data + c->used;
	c->used += size;
	arena->used += size;
	return p;
}

void *ht_arena_alloc(ht_arena *arena, size_t size)
{
	void *p = take(arena, size);
	if (p)
		memset(p, 0, size);
	return p;
}

void *ht_arena_room(ht_arena *arena, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		return NULL;
	return take(arena, n * size);
}

void *ht_arena_array(ht_arena *arena, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		return NULL;
	return ht_arena_alloc(arena, n * size);
}

void ht_arena_cut(ht_arena *arena, const void *v, size_t had, size_t len)
{
	chunk *c = arena->head;
	const size_t less = whole(had) - whole(len);
	if (!c || (const char *)v + whole(had) != c->data + c->used)
		return;
	c->used -= less;
	arena->used -= less;
}

bool ht_arena_drop(ht_arena *arena, const void *v, size_t len)
{
	if (len <= CHUNK_MAX)
		return false;
	for (chunk **at = &arena->head; *at; at = &(*at)->next) {
		chunk *c = *at;
		if (c->data != v)
			continue;
		*at = c->next;
		arena->used -= c->used;
		free(c);
		return true;
	}
	return false;
}

char *ht_arena_strndup(ht_arena *arena, const char *s, size_t len)
{
	char *p = len < SIZE_MAX ? take(arena, len + 1) : NULL;
	if (!p)
		return NULL;
	if (len)
		memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *ht_arena_strdup(ht_arena *arena, const char *s)
{
	return ht_arena_strndup(arena, s, strlen(s));
}

char *ht_arena_printf(ht_arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *p = ht_arena_vprintf(arena, format, args);
	va_end(args);
	return p;
}

char *ht_arena_vprintf(ht_arena *arena, const char *format, va_list args)
{
	char most[256]; /* nearly every text fits and is formatted only once */
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(most, sizeof most, format, args);
	char *p = NULL;
	if (len >= 0)
		p = take(arena, (size_t)len + 1);
	if (p && (size_t)len < sizeof most)
		memcpy(p, most, (size_t)len + 1);
	else if (p)
		vsnprintf(p, (size_t)len + 1, format, again);
	va_end(again);
	return p;
}

size_t ht_arena_used(const ht_arena *arena)
{
	return arena->used;
}

/* Members of an array when it gets its first: many arrays of large members, as those of a table's cell, never have more
 * than one. */
static size_t first_room(size_t size)
{
	if (size < 32)
		return 4;
	return size < 64 ? 2 : 1;
}

/* Longer by more bytes where it is: it is the last in its chunk. */
static bool extend(ht_arena *arena, const char *v, size_t len, size_t more)
{
	chunk *c = arena->head;
	const size_t begin = (len + ALIGN - 1) / ALIGN * ALIGN, end = (len + more + ALIGN - 1) / ALIGN * ALIGN;
	if (!c || !len || v + begin != c->data + c->used || c->size - c->used < end - begin)
		return false;
	c->used += end - begin;
	arena->used += end - begin;
	return true;
}

/* Take the large array v out of the list; NULL: there is none. */
static chunk *take_large(ht_arena *arena, const void *v)
{
	for (chunk **at = &arena->large; *at; at = &(*at)->next)
		if ((*at)->data == v) {
			chunk *c = *at;
			*at = c->next;
			return c;
		}
	return NULL;
}

static void put_large(ht_arena *arena, chunk *c)
{
	c->next = arena->large;
	arena->large = c;
}

/* Room for len bytes, that begins with the first n of v; v itself is gone if it was large, too. NULL: out of memory,
 * and v is as it was. */
static void *grow_large(ht_arena *arena, const void *v, size_t n, size_t len)
{
	chunk *old = take_large(arena, v), *c = NULL;
	const bool fresh = !old;
	if (len <= SIZE_MAX - sizeof *c)
		c = realloc(old, sizeof *c + len);
	if (!c) {
		if (old)
			put_large(arena, old);
		return NULL;
	}
	put_large(arena, c);
	if (fresh) {
		c->used = 0;
		if (n)
			memcpy(c->data, v, n);
	}
	arena->used += len - c->used;
	c->size = c->used = len;
	return c->data;
}

int ht_arena_grow(ht_arena *arena, void **v, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap * 2;
	if (!more)
		more = first_room(size);
	if (more <= *cap || more > SIZE_MAX / size)
		return 0;
	const size_t had = *cap * size;
	void *p = *v;
	if (more * size >= LARGE)
		p = grow_large(arena, *v, n * size, more * size);
	else if (!extend(arena, *v, had, more * size - had) && (p = take(arena, more * size)) && n)
		memcpy(p, *v, n * size);
	if (!p)
		return 0;
	/* the sanitizer tells if a pointer to a member was kept; of a large array it knows by itself */
	if (p != *v && had < LARGE)
		ASAN_POISON_MEMORY_REGION(*v, had);
	*v = p;
	*cap = more;
	return 1;
}

int ht_heap_grow(void **v, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 64;
	if (more <= *cap || more > SIZE_MAX / size)
		return 0;
	void *p = realloc(*v, more * size);
	if (!p)
		return 0;
	*v = p;
	*cap = more;
	return 1;
}
