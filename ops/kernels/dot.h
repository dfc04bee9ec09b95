/*
 * Products and distances of two vectors, dense or sparse, by the rules of Spark's mllib-local.
 */
#ifndef CLEAP_OPS_KERNELS_DOT_H
#define CLEAP_OPS_KERNELS_DOT_H

#include "runtime/op.h"

/* DOT. Both vectors are of one size; cl_dot_check() says so before. */
double cl_dot(const struct cl_tensor *a, const struct cl_tensor *b);

/* The squared distance, from the differences: of all positions where either vector is dense, of
 * those stored in either where both are sparse. Both of one size. */
double cl_sqdist(const struct cl_tensor *a, const struct cl_tensor *b);

/* CLEAP_E_DATA unless the vector of row i has `size` positions. */
enum cleap_status cl_dot_check(const struct cl_exec *x, size_t i, const struct cl_tensor *v,
                               size_t size, struct cleap_error *err);

#endif
