/*
 * Arenas: a list of chunks, filled in order.
 */
#include "runtime/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define MIN_CHUNK 1024
#define MAX_CHUNK ((size_t)64 << 20)

void cl_arena_init(struct cl_arena *arena, size_t chunk_size)
{
    *arena = (struct cl_arena){.chunk_size =
                                   cl_arena_round(chunk_size < MIN_CHUNK ? MIN_CHUNK : chunk_size)};
}

void cl_arena_free(struct cl_arena *arena)
{
    struct cl_chunk *chunk = arena->first;

    while (chunk != NULL) {
        struct cl_chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
    cl_arena_init(arena, arena->chunk_size);
}

/* Makes a chunk with room for `size` the current one: one that an earlier round left, or a new one
 * put behind the current. */
static bool next_chunk(struct cl_arena *arena, size_t size)
{
    struct cl_chunk **link = arena->current != NULL ? &arena->current->next : &arena->first;
    struct cl_chunk *chunk = *link;

    if (chunk == NULL || chunk->size < size) {
        size_t chunk_size = arena->chunk_size < size ? size : arena->chunk_size;
        struct cl_chunk *fresh = aligned_alloc(CL_ARENA_ALIGN, sizeof *fresh + chunk_size);

        if (fresh == NULL)
            return false;
        fresh->size = chunk_size;
        fresh->next = chunk;
        *link = fresh;
        chunk = fresh;
        if (arena->chunk_size < MAX_CHUNK)
            arena->chunk_size *= 2;
    }
    arena->current = chunk;
    arena->used = 0;
    return true;
}

void *cl_arena_alloc_more(struct cl_arena *arena, size_t size)
{
    char *at;

    if (size > SIZE_MAX / 2)
        return NULL;
    size = size == 0 ? CL_ARENA_ALIGN : cl_arena_round(size);
    if ((arena->current == NULL || arena->current->size - arena->used < size) &&
        !next_chunk(arena, size))
        return NULL;
    at = (char *)(arena->current + 1) + arena->used;
    arena->used += size;
    return at;
}

void *cl_arena_zeroed(struct cl_arena *arena, size_t n, size_t size)
{
    void *at = cl_arena_array(arena, n, size);

    if (at != NULL)
        memset(at, 0, n * size);
    return at;
}

void *cl_arena_copy(struct cl_arena *arena, const void *from, size_t size)
{
    void *at = cl_arena_alloc(arena, size);

    if (at != NULL && size > 0)
        memcpy(at, from, size);
    return at;
}

char *cl_arena_strndup(struct cl_arena *arena, const char *from, size_t n)
{
    char *at = n < SIZE_MAX ? cl_arena_alloc(arena, n + 1) : NULL;

    if (at != NULL) {
        memcpy(at, from, n);
        at[n] = '\0';
    }
    return at;
}

char *cl_arena_printf(struct cl_arena *arena, const char *format, ...)
{
    va_list args;
    int n;
    char *at;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    at = n >= 0 ? cl_arena_alloc(arena, (size_t)n + 1) : NULL;
    if (at == NULL)
        return NULL;
    va_start(args, format);
    vsnprintf(at, (size_t)n + 1, format, args);
    va_end(args);
    return at;
}

struct cl_mark cl_arena_mark(const struct cl_arena *arena)
{
    return (struct cl_mark){.chunk = arena->current, .used = arena->used};
}

void cl_arena_rewind(struct cl_arena *arena, struct cl_mark mark)
{
    arena->current = mark.chunk != NULL ? mark.chunk : arena->first;
    arena->used = mark.used;
}

void cl_arena_reset(struct cl_arena *arena)
{
    arena->current = arena->first;
    arena->used = 0;
}

const struct cl_chunk *cl_arena_find(const struct cl_arena *arena, const void *at)
{
    for (const struct cl_chunk *chunk = arena->first; chunk != NULL; chunk = chunk->next) {
        if (cl_chunk_holds(chunk, at))
            return chunk;
        if (chunk == arena->current)
            break;
    }
    return NULL;
}

size_t cl_arena_size(const struct cl_arena *arena)
{
    size_t size = 0;

    for (const struct cl_chunk *chunk = arena->first; chunk != NULL; chunk = chunk->next)
        size += sizeof *chunk + chunk->size;
    return size;
}
