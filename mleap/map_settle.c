/*
 * The last step of reading a map cell.
 */
#include "mleap/map_settle.h"

#include "runtime/strmap.h"

/* A map with more keys than this is searched for equal ones by hash. */
#define FEW_KEYS 16

/* Marks the entries that count. */
static bool find_last(const struct cl_str *keys, uint32_t n, uint8_t *is_last,
                      struct cl_arena *arena)
{
    struct cl_strmap map;

    memset(is_last, 1, n);
    if (n > FEW_KEYS) {
        if (!cl_strmap_build(&map, keys, n, arena))
            return false;
        for (uint32_t i = 0; i < n; i++)
            is_last[i] = cl_strmap_find(&map, keys[i]) == i;
        return true;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = i + 1; k < n && is_last[i]; k++)
            is_last[i] = !cl_str_equal(keys[i], keys[k]);
    return true;
}

/* Takes entries out whose key comes again. */
static bool drop_repeated(struct cl_str *keys, char *values, size_t size, uint32_t *n,
                          struct cl_arena *arena)
{
    struct cl_mark mark = cl_arena_mark(arena);
    uint8_t *is_last = cl_arena_alloc(arena, *n);
    uint32_t n_kept = 0;

    if (is_last == NULL || !find_last(keys, *n, is_last, arena))
        return false;
    for (uint32_t i = 0; i < *n; i++) {
        if (!is_last[i])
            continue;
        keys[n_kept] = keys[i];
        memmove(values + n_kept * size, values + i * size, size);
        n_kept++;
    }
    *n = n_kept;
    cl_arena_rewind(arena, mark);
    return true;
}

enum cleap_status cl_map_settle(struct cl_map *cell, struct cl_buf *keys, struct cl_buf *values,
                                size_t size, struct cl_arena *arena, struct cleap_error *err)
{
    struct cl_str *key = (struct cl_str *)(void *)keys->at;

    cell->n = (uint32_t)(keys->n / sizeof *key);
    if (cell->n > 1 && !drop_repeated(key, values->at, size, &cell->n, arena))
        return cl_fail_nomem(err);
    cell->key = cl_arena_copy(arena, keys->at, cell->n * sizeof *key);
    cell->value = cl_arena_copy(arena, values->at, cell->n * size);
    cl_buf_reset(keys);
    cl_buf_reset(values);
    return cell->key != NULL && cell->value != NULL ? CLEAP_OK : cl_fail_nomem(err);
}
