/*
 * Cells that a cast has to put in order: tensors made vectors, maps whose keys became equal.
 */
#ifndef CLEAP_RUNTIME_CAST_CELLS_H
#define CLEAP_RUNTIME_CAST_CELLS_H

#include "runtime/cast_base.h"

/* Turns a cell into a vector. Dense: all its values, whatever its rank. Sparse: the first index of
 * each tuple with its value, by index. CLEAP_E_DATA: an index comes twice, or is none of a vector
 * of the tensor's size. Values are `value_size` bytes each; new ones are in scratch. */
enum cleap_status cl_cast_vector(const struct cl_cast_run *run, size_t value_size,
                                 struct cl_tensor *cell);

/* Of the entries of a map whose keys were cast to equal ones keeps the last. */
enum cleap_status cl_cast_unique_keys(const struct cl_cast_run *run, const struct cl_cast_base *key,
                                      size_t value_size, struct cl_map *cell);

#endif
