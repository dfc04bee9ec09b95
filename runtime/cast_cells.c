/*
 * Tensors made vectors, and maps whose keys became equal.
 *
 * Follows MLeap 0.25.2: core/util/VectorConverters.scala, and what Spark's Vectors.sparse asks for.
 */
#include "runtime/cast_cells.h"

#include <stdlib.h>

static bool is_ascending(const int32_t *index, size_t n, uint32_t size)
{
    int64_t last = -1;

    for (size_t i = 0; i < n; i++) {
        if (index[i] <= last)
            return false;
        last = index[i];
    }
    return last < (int64_t)size;
}

static int by_number(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return (left > right) - (left < right);
}

/* Each index above the place of its value, so that sorting them sorts both. */
static enum cleap_status read_places(const struct cl_cast_run *run, const struct cl_tensor *cell,
                                     uint64_t *places)
{
    for (uint32_t i = 0; i < cell->n; i++) {
        int32_t index = cell->index[(size_t)i * cell->rank];

        if (index < 0)
            return cl_fail_row(run->err, run->x, run->row, "a vector has no index %d", index);
        places[i] = (uint64_t)(uint32_t)index << 32 | i;
    }
    qsort(places, cell->n, sizeof *places, by_number);
    return CLEAP_OK;
}

static enum cleap_status check_places(const struct cl_cast_run *run, const struct cl_tensor *cell,
                                      const uint64_t *places)
{
    for (uint32_t i = 0; i < cell->n; i++) {
        uint32_t index = (uint32_t)(places[i] >> 32);

        if (i > 0 && index == (uint32_t)(places[i - 1] >> 32))
            return cl_fail_row(run->err, run->x, run->row, "index %u comes twice", index);
        if (index >= cell->size)
            return cl_fail_row(run->err, run->x, run->row, "index %u is not in a vector of size %u",
                               index, cell->size);
    }
    return CLEAP_OK;
}

static enum cleap_status sort_cell(const struct cl_cast_run *run, size_t value_size,
                                   struct cl_tensor *cell)
{
    struct cl_arena *arena = run->x->scratch;
    uint64_t *places = cl_arena_array(arena, cell->n, sizeof *places);
    int32_t *index = cl_arena_array(arena, cell->n, sizeof *index);
    char *value = cl_arena_array(arena, cell->n, value_size);

    if (places == NULL || index == NULL || value == NULL)
        return cl_fail_nomem(run->err);
    CL_TRY(read_places(run, cell, places));
    CL_TRY(check_places(run, cell, places));
    for (uint32_t i = 0; i < cell->n; i++) {
        index[i] = (int32_t)(places[i] >> 32);
        memcpy(value + i * value_size,
               (const char *)cell->value + (size_t)(uint32_t)places[i] * value_size, value_size);
    }
    *cell = cl_sparse(value, index, cell->n, cell->size);
    return CLEAP_OK;
}

enum cleap_status cl_cast_vector(const struct cl_cast_run *run, size_t value_size,
                                 struct cl_tensor *cell)
{
    if (cell->index == NULL) {
        *cell = cl_dense(cell->value, cell->n);
        return CLEAP_OK;
    }
    if (cell->rank == 1 && is_ascending(cell->index, cell->n, cell->size)) {
        cell->dims = NULL;
        return CLEAP_OK;
    }
    if (cell->rank == 0 && cell->n > 0)
        return cl_fail_row(run->err, run->x, run->row, "a sparse tensor has no dimensions");
    return sort_cell(run, value_size, cell);
}

struct key_place {
    uint64_t key;
    uint32_t place;
};

static int by_key_and_place(const void *a, const void *b)
{
    const struct key_place *left = a, *right = b;

    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return (left->place > right->place) - (left->place < right->place);
}

/* Sets keep[i] where entry i is the last of its key; returns how many are. */
static uint32_t mark_last(struct key_place *places, uint32_t n, uint8_t *keep)
{
    uint32_t n_kept = 0;

    qsort(places, n, sizeof *places, by_key_and_place);
    for (uint32_t i = 0; i < n; i++) {
        bool is_last = i + 1 == n || places[i].key != places[i + 1].key;

        keep[places[i].place] = is_last;
        n_kept += is_last;
    }
    return n_kept;
}

/* The n entries of `from` that are kept, in new scratch; NULL: no memory. */
static const void *pick(const struct cl_cast_run *run, const void *from, size_t size,
                        const uint8_t *keep, uint32_t n, uint32_t n_kept)
{
    char *to = cl_arena_array(run->x->scratch, n_kept, size), *end = to;

    for (uint32_t i = 0; to != NULL && i < n; i++) {
        if (keep[i]) {
            memcpy(end, (const char *)from + i * size, size);
            end += size;
        }
    }
    return to;
}

enum cleap_status cl_cast_unique_keys(const struct cl_cast_run *run, const struct cl_cast_base *key,
                                      size_t value_size, struct cl_map *cell)
{
    struct key_place *places;
    uint8_t *keep;
    uint32_t n_kept;

    /* Different values have different texts. */
    if (key->from == key->to || key->to_size > sizeof places->key)
        return CLEAP_OK;
    places = cl_arena_zeroed(run->x->scratch, cell->n, sizeof *places);
    keep = cl_arena_alloc(run->x->scratch, cell->n);
    if (places == NULL || keep == NULL)
        return cl_fail_nomem(run->err);
    for (uint32_t i = 0; i < cell->n; i++) {
        memcpy(&places[i].key, (const char *)cell->key + i * key->to_size, key->to_size);
        places[i].place = i;
    }
    n_kept = mark_last(places, cell->n, keep);
    if (n_kept == cell->n)
        return CLEAP_OK;
    cell->key = pick(run, cell->key, key->to_size, keep, cell->n, n_kept);
    cell->value = pick(run, cell->value, value_size, keep, cell->n, n_kept);
    if (cell->key == NULL || cell->value == NULL)
        return cl_fail_nomem(run->err);
    cell->n = n_kept;
    return CLEAP_OK;
}
