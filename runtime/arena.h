/*
 * Memory that is given out in a row and taken back all at once.
 *
 * An arena is a list of chunks. Reset and rewind keep the chunks, so work that repeats itself
 * asks the heap for nothing the second time. Not thread safe: one arena, one thread.
 */
#ifndef CLEAP_RUNTIME_ARENA_H
#define CLEAP_RUNTIME_ARENA_H

#include <stddef.h>

#include "runtime/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Every block starts at a multiple of this, which suits the widest vector loads of AVX2. */
#define CL_ARENA_ALIGN 32

/* Padded to the alignment, so that the bytes behind it start aligned. */
struct cl_chunk {
    struct cl_chunk *next;
    size_t size; /* bytes behind this head, a multiple of the alignment */
    char pad[CL_ARENA_ALIGN - sizeof(struct cl_chunk *) - sizeof(size_t)];
};

struct cl_arena {
    struct cl_chunk *first, *current; /* NULL until something is asked for */
    size_t used;                      /* bytes given out of `current` */
    size_t chunk_size;                /* of the next chunk */
};

struct cl_mark {
    struct cl_chunk *chunk;
    size_t used;
};

/* Takes no memory yet. `chunk_size` is that of the first chunk; later ones double. */
void cl_arena_init(struct cl_arena *arena, size_t chunk_size);

/* Gives all memory back to the heap. The arena may be used again. */
void cl_arena_free(struct cl_arena *arena);

/* What cl_arena_alloc does when the current chunk has no room left, or `size` is 0. */
void *cl_arena_alloc_more(struct cl_arena *arena, size_t size);

static inline size_t cl_arena_round(size_t size)
{
    return (size + CL_ARENA_ALIGN - 1) & ~(size_t)(CL_ARENA_ALIGN - 1);
}

/* Not zeroed. NULL when there is no memory; a size of 0 gives a pointer that may not be read. */
static inline void *cl_arena_alloc(struct cl_arena *arena, size_t size)
{
    struct cl_chunk *chunk = arena->current;
    char *at;

    if (chunk == NULL || size == 0 || size > chunk->size - arena->used)
        return cl_arena_alloc_more(arena, size);
    at = (char *)(chunk + 1) + arena->used;
    arena->used += cl_arena_round(size);
    return at;
}

/* n things of `size` bytes; NULL also when the product overflows. */
static inline void *cl_arena_array(struct cl_arena *arena, size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        return NULL;
    return cl_arena_alloc(arena, n * size);
}

/* The same, zeroed. */
void *cl_arena_zeroed(struct cl_arena *arena, size_t n, size_t size);

/* A copy of `size` bytes, or NULL. */
void *cl_arena_copy(struct cl_arena *arena, const void *from, size_t size);

/* A copy with a NUL behind it, or NULL. */
char *cl_arena_strndup(struct cl_arena *arena, const char *from, size_t n);

/* printf into the arena, or NULL. */
char *cl_arena_printf(struct cl_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Everything given out since the mark is taken back; the chunks stay. */
struct cl_mark cl_arena_mark(const struct cl_arena *arena);
void cl_arena_rewind(struct cl_arena *arena, struct cl_mark mark);
void cl_arena_reset(struct cl_arena *arena);

static inline bool cl_chunk_holds(const struct cl_chunk *chunk, const void *at)
{
    return (uintptr_t)at - (uintptr_t)(chunk + 1) < chunk->size;
}

/* The chunk that the memory lies in which `at` points to, if the arena gave it out, else NULL. What
 * was taken back may count. */
const struct cl_chunk *cl_arena_find(const struct cl_arena *arena, const void *at);

/* Bytes taken from the heap. */
size_t cl_arena_size(const struct cl_arena *arena);

#ifdef __cplusplus
}
#endif

#endif
