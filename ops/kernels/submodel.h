/*
 * Models within a model: a folder below an op's own that holds an op but no node, such as the
 * members of one_vs_rest. It is loaded like a node whose ports the op above has wired, and runs on
 * that op's tile.
 */
#ifndef CLEAP_OPS_KERNELS_SUBMODEL_H
#define CLEAP_OPS_KERNELS_SUBMODEL_H

#include "runtime/model.h"

/* Opens the folder `name` and finds its op, so that the caller can choose ports. Both live as long
 * as the load. CLEAP_E_UNSUPPORTED: the op is not known. */
enum cleap_status cl_submodel_open(struct cl_source *src, const char *name,
                                   struct cl_source **child, const struct cl_op **op,
                                   struct cleap_error *err);

/* Loads it with all its inputs wired and the outputs named; names that the op does not have are
 * passed over. Ports that repeat are not wired. On success the caller unloads it with
 * cl_node_unload(), on failure there is nothing to unload. */
enum cleap_status cl_submodel_load(struct cl_node *sub, const struct cl_op *op, const char *name,
                                   const char *const *outputs, struct cl_source *child,
                                   struct cleap_error *err);

/* Executes it on the rows of `x`. `in` has a column for each formal input. `*out` receives a column
 * for each formal output, in scratch; those that are not wired hold no cells. */
enum cleap_status cl_submodel_run(const struct cl_node *sub, const struct cl_exec *x,
                                  const struct cl_column *const *in, struct cl_column **out,
                                  struct cleap_error *err);

#endif
