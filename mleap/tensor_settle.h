/*
 * The last step of reading a tensor cell, whatever the format.
 */
#ifndef CLEAP_MLEAP_TENSOR_SETTLE_H
#define CLEAP_MLEAP_TENSOR_SETTLE_H

#include "runtime/column.h"
#include "runtime/error.h"

/*
 * Completes a cell of which value, n, dims, rank and, if sparse, index are set: n_indices tuples of
 * `width` numbers. Sets its size, and dims to NULL where they say nothing more. Dimensions are not
 * checked against values, as in MLeap; but a sparse tensor must have an index of its rank for each
 * value.
 */
enum cleap_status cl_tensor_settle(struct cl_tensor *cell, uint32_t n_indices, uint32_t width,
                                   struct cleap_error *err);

#endif
