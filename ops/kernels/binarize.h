/*
 * Above a threshold or not: what binarizer and sklearn_binarizer have in common.
 */
#ifndef CLEAP_OPS_KERNELS_BINARIZE_H
#define CLEAP_OPS_KERNELS_BINARIZE_H

#include "runtime/op.h"

/* What a column of the shape is: doubles, a scalar or a tensor; scalars are not nullable, tensors
 * are, whatever the shape says. CLEAP_E_FORMAT: another shape. */
enum cleap_status cl_binarize_type(const struct cl_data_shape *shape, struct cl_type *type,
                                   struct cleap_error *err);

/* out = in > threshold ? 1 : 0. Of a vector only stored values are looked at, the answer is the
 * shorter of dense and sparse. */
enum cleap_status cl_binarize_column(const struct cl_exec *x, const struct cl_column *in,
                                     struct cl_column *out, double threshold,
                                     struct cleap_error *err);

/* The same for in[0] and out[0]. */
enum cleap_status cl_binarize_prepare(struct cl_prepare *p, const struct cl_data_shape *shape,
                                      struct cleap_error *err);
enum cleap_status cl_binarize(struct cl_exec *x, double threshold, struct cleap_error *err);

#endif
