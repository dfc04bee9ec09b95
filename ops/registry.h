/*
 * The operators that were built in: one for each file ops/FAMILY/NAME.c.
 */
#ifndef CLEAP_OPS_REGISTRY_H
#define CLEAP_OPS_REGISTRY_H

#include "runtime/op.h"

/* The op of that name, or NULL. */
const struct cl_op *cl_op_find(struct cl_str name);

/* The i-th in order of file name, or NULL past the last; `family`, unless NULL, receives its
 * folder: "feature", "regression". */
const struct cl_op *cl_op_at(size_t i, const char **family);

#endif
