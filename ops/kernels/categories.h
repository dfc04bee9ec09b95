/*
 * Sets of categories, for splits of decision trees. Categories are doubles, compared as IEEE
 * compares them: 0.0 and -0.0 are one, NaN is in no set.
 */
#ifndef CLEAP_OPS_KERNELS_CATEGORIES_H
#define CLEAP_OPS_KERNELS_CATEGORIES_H

#include "runtime/arena.h"

struct cl_categories {
    /* Bit k for category k, where all are small whole numbers, as a rule; NULL: they are not. */
    const uint64_t *bits;
    const double *sorted; /* else the values, ascending */
    uint32_t n;           /* words of bits, or values */
    bool is_left;         /* whether the set's members go left; the others go right */
};

/* False: no memory. The values are copied. */
bool cl_categories_init(struct cl_categories *set, const double *values, uint32_t n, bool is_left,
                        struct cl_arena *arena);

/* 0: the sets send every value the same way, as far as their form tells. For qsort(). */
int cl_categories_compare(const struct cl_categories *a, const struct cl_categories *b);

bool cl_categories_find(const struct cl_categories *set, double value);

static inline bool cl_categories_goes_left(const struct cl_categories *set, double value)
{
    return cl_categories_find(set, value) == set->is_left;
}

#endif
