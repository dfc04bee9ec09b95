/*
 * Nulls that no guard of the planner has seen: those that a cast of text has made.
 */
#ifndef CLEAP_OPS_KERNELS_NULLS_H
#define CLEAP_OPS_KERNELS_NULLS_H

#include "runtime/op.h"

/* CLEAP_E_DATA when in[k], one of input0, input1, ..., has a null. */
enum cleap_status cl_nulls_refuse(const struct cl_exec *x, size_t k, struct cleap_error *err);

#endif
