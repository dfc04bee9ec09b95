/*
 * Spark's choice of the shorter form of a vector, which it calls `compressed`.
 */
#include "ops/kernels/compress.h"

bool cl_compress(struct cl_tensor *v, struct cl_arena *arena)
{
    const double *from = v->value;
    double *dense;

    if (cl_compress_to_sparse(v->n, v->size))
        return true;
    dense = cl_arena_zeroed(arena, v->size, sizeof *dense);
    if (dense == NULL)
        return false;
    for (size_t k = 0; k < v->n; k++)
        dense[v->index[k]] = from[k];
    *v = cl_dense(dense, v->size);
    return true;
}
