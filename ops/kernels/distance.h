/*
 * The squared distance of two vectors as Spark's MLUtils.fastSquaredDistance works it out.
 */
#ifndef CLEAP_OPS_KERNELS_DISTANCE_H
#define CLEAP_OPS_KERNELS_DISTANCE_H

#include "runtime/column.h"

/* From the norms (p = 2) and the dot product where that is precise enough, else from the
 * differences. Both vectors of one size. */
double cl_distance(const struct cl_tensor *a, double norm_a, const struct cl_tensor *b,
                   double norm_b);

#endif
