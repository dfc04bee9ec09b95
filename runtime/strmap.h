/*
 * A map from text to a number below 2^32, built while a model loads and only read afterwards.
 */
#ifndef CLEAP_RUNTIME_STRMAP_H
#define CLEAP_RUNTIME_STRMAP_H

#include "runtime/arena.h"
#include "runtime/str.h"

#define CL_STRMAP_NONE UINT32_MAX

struct cl_strmap {
    uint32_t n;    /* distinct keys */
    uint32_t mask; /* n_buckets - 1 */
    struct cl_strmap_entry *buckets;
};

/* Maps keys[i] to i; the last of equal keys counts. Keys are not copied. False: no memory. */
bool cl_strmap_build(struct cl_strmap *map, const struct cl_str *keys, size_t n,
                     struct cl_arena *arena);

/* The number of a key, or CL_STRMAP_NONE. */
uint32_t cl_strmap_find(const struct cl_strmap *map, struct cl_str key);

#endif
