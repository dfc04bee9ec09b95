/*
 * Tables of ports that whole families of ops have.
 */
#ifndef CLEAP_OPS_KERNELS_PORTS_H
#define CLEAP_OPS_KERNELS_PORTS_H

#include "runtime/op.h"

/* in features; out raw_prediction, probability (both optional), prediction. */
extern const struct cl_port cl_classifier_ports[];

/* in features; out prediction. */
extern const struct cl_port cl_regressor_ports[];

#endif
