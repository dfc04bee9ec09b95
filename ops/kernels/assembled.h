/*
 * Margins of vectors that vector_assembler would make, without making them.
 */
#ifndef CLEAP_OPS_KERNELS_ASSEMBLED_H
#define CLEAP_OPS_KERNELS_ASSEMBLED_H

#include "ops/kernels/concat.h"

/* out[i] = DOT(row i, w) + intercept, by the form that row i would have (kernels/margins.h). False:
 * a row is not as it should be, or memory ran out. */
bool cl_assembled_margins(const struct cl_concat *parts, struct cl_exec *x, const struct cl_f64s *w,
                          double intercept, double *out);

#endif
