/*
 * From the numbers of a document's terms to a sparse vector of how often each occurs.
 */
#ifndef CLEAP_OPS_KERNELS_TERM_COUNTS_H
#define CLEAP_OPS_KERNELS_TERM_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/arena.h"
#include "runtime/column.h"

struct cl_term_counts {
    double at_least; /* terms that occur less often are left out */
    bool binary;     /* 1 in place of the count */
    uint32_t size;   /* of the vector; every term is below it */
};

/* Writes the vector of n terms into `cell`. Sorts `terms`. False: no memory. */
bool cl_term_counts(const struct cl_term_counts *how, uint32_t *terms, size_t n,
                    struct cl_arena *scratch, struct cl_tensor *cell);

#endif
