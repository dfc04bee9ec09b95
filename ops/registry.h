/*
 * The operators: one for each file ops/FAMILY/NAME.c, then those of plug-ins.
 */
#ifndef CLEAP_OPS_REGISTRY_H
#define CLEAP_OPS_REGISTRY_H

#include "runtime/op.h"

#define CL_MAX_PLUGIN_OPS 1024

/* The op of that name, or NULL. */
const struct cl_op *cl_op_find(struct cl_str name);

/* The i-th in order of file name, behind them those of plug-ins as they came; NULL past the last.
 * `family`, unless NULL, receives its folder, such as "feature", or "plug-in". */
const struct cl_op *cl_op_at(size_t i, const char **family);

/* Adds all or none. They live as long as the process. One thread at a time may add, while others
 * look. CLEAP_E_LIMIT: too many. */
enum cleap_status cl_op_add(const struct cl_op *const *ops, size_t n, struct cleap_error *err);

#endif
