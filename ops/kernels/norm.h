/*
 * Norms of vectors, as Spark's Vectors.norm sums them.
 */
#ifndef CLEAP_OPS_KERNELS_NORM_H
#define CLEAP_OPS_KERNELS_NORM_H

#include "runtime/column.h"

/* The p-norm of a vector of doubles, over its stored values in order, without fused multiply-add.
 * p is at least 1; infinity is the largest magnitude, to which NaN adds nothing. */
double cl_norm(const struct cl_tensor *v, double p);

#endif
