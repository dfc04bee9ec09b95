/*
 * w.x + b: what linear models live on.
 */
#ifndef CLEAP_OPS_KERNELS_MARGINS_H
#define CLEAP_OPS_KERNELS_MARGINS_H

#include "runtime/op.h"

/* out[i] = DOT(vector of row i, w) + intercept, for each row of the tile. CLEAP_E_DATA: a vector
 * has another size than w. */
enum cleap_status cl_margins(const struct cl_exec *x, const struct cl_column *features,
                             const struct cl_f64s *w, double intercept, double *out,
                             struct cleap_error *err);

#endif
