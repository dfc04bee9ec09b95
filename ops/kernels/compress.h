/*
 * Spark's choice of the shorter form of a vector, which it calls `compressed`.
 */
#ifndef CLEAP_OPS_KERNELS_COMPRESS_H
#define CLEAP_OPS_KERNELS_COMPRESS_H

#include "runtime/arena.h"
#include "runtime/column.h"

/* Whether a vector of that size with n values other than 0 is shorter sparse: Spark 4.1 counts
 * 12 bytes a stored value and 8 a position. NaN is other than 0. */
static inline bool cl_compress_to_sparse(uint64_t n, uint64_t size)
{
    return 12 * n + 28 < 8 * size + 12;
}

/* Makes a sparse vector of doubles, none of them 0, dense if that is shorter; the dense values
 * are in `arena`. False: no memory. */
bool cl_compress(struct cl_tensor *v, struct cl_arena *arena);

#endif
