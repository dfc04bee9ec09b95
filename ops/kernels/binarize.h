/*
 * Above a threshold or not: what binarizer and sklearn_binarizer have in common.
 */
#ifndef CLEAP_OPS_KERNELS_BINARIZE_H
#define CLEAP_OPS_KERNELS_BINARIZE_H

#include "runtime/op.h"

/* Declares in[0] and out[0] as doubles of the shape, a scalar or a tensor; scalars are not
 * nullable, tensors are, whatever the shape says. CLEAP_E_FORMAT: another shape. */
enum cleap_status cl_binarize_prepare(struct cl_prepare *p, const struct cl_data_shape *shape,
                                      struct cleap_error *err);

/* out[0] = in[0] > threshold ? 1 : 0. Of a vector only stored values are looked at, the answer is
 * the shorter of dense and sparse. */
enum cleap_status cl_binarize(struct cl_exec *x, double threshold, struct cleap_error *err);

#endif
