/*
 * Sums over sparse vectors, as the JVM computes them: plain products, added one by one in the
 * order of the indices. They are not fused, unlike those of dense vectors (dense.h), so the same
 * vector may give another last bit in the other form.
 */
#ifndef CLEAP_OPS_KERNELS_SPARSE_H
#define CLEAP_OPS_KERNELS_SPARSE_H

#include "ops/kernels/dense.h"
#include "runtime/column.h"

/* Where `place` stands among n ascending indices; n when it does not. */
size_t cl_sparse_find(const int32_t *index, size_t n, int32_t place);

/* Every index of `a` must be below the length of `b`. */
double cl_sparse_dot_dense(const struct cl_tensor *a, const double *b);

/* Over the indices that both have. */
double cl_sparse_dot(const struct cl_tensor *a, const struct cl_tensor *b);

/* y[o] += the sum over x's entries of value * weight, for each of w->n_out outputs. */
void cl_sparse_sweep(const struct cl_weights *w, const struct cl_tensor *x, double *y);

#endif
