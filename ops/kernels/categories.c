/*
 * Sets of categories.
 */
#include "ops/kernels/categories.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The words of a set of bits may be as many as the values and this many more, so that a set takes
 * no more memory than the file it came from. */
#define SPARE_WORDS 4

/* Words for a set of bits; 0 when the values are not all small whole numbers. */
static uint32_t count_words(const double *values, uint32_t n)
{
    double most = 0.0, room = 64.0 * ((double)n + SPARE_WORDS);

    for (uint32_t i = 0; i < n; i++) {
        if (!(values[i] >= 0.0 && values[i] < room) || values[i] != floor(values[i]))
            return 0;
        if (values[i] > most)
            most = values[i];
    }
    return (uint32_t)most / 64 + 1;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static bool init_sorted(struct cl_categories *set, const double *values, uint32_t n,
                        struct cl_arena *arena)
{
    double *sorted = cl_arena_array(arena, n, sizeof *sorted);

    if (sorted == NULL)
        return false;
    set->n = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            sorted[set->n++] = values[i];
    qsort(sorted, set->n, sizeof *sorted, compare);
    set->sorted = sorted;
    return true;
}

bool cl_categories_init(struct cl_categories *set, const double *values, uint32_t n, bool is_left,
                        struct cl_arena *arena)
{
    uint32_t words = count_words(values, n);
    uint64_t *bits;

    *set = (struct cl_categories){.n = words, .is_left = is_left};
    if (words == 0)
        return init_sorted(set, values, n, arena);
    bits = cl_arena_zeroed(arena, words, sizeof *bits);
    if (bits == NULL)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = (uint32_t)values[i];

        bits[k / 64] |= (uint64_t)1 << k % 64;
    }
    set->bits = bits;
    return true;
}

int cl_categories_compare(const struct cl_categories *a, const struct cl_categories *b)
{
    bool is_bits = a->bits != NULL;

    if (a->is_left != b->is_left)
        return a->is_left ? 1 : -1;
    if (is_bits != (b->bits != NULL))
        return is_bits ? 1 : -1;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    if (a->n == 0)
        return 0;
    return is_bits ? memcmp(a->bits, b->bits, a->n * sizeof *a->bits)
                   : memcmp(a->sorted, b->sorted, a->n * sizeof *a->sorted);
}

static bool find_sorted(const double *sorted, uint32_t n, double value)
{
    uint32_t low = 0, high = n;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (sorted[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && sorted[low] == value;
}

bool cl_categories_find(const struct cl_categories *set, double value)
{
    uint32_t k;

    if (set->bits == NULL)
        return find_sorted(set->sorted, set->n, value);
    if (!(value >= 0.0 && value < 64.0 * set->n))
        return false;
    k = (uint32_t)value;
    return (double)k == value && (set->bits[k / 64] >> k % 64 & 1);
}
