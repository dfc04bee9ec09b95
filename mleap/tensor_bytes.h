/*
 * The values of a tensor as MLeap packs them into bytes: numbers with the highest byte first,
 * texts each after its length.
 */
#ifndef CLEAP_MLEAP_TENSOR_BYTES_H
#define CLEAP_MLEAP_TENSOR_BYTES_H

#include "runtime/arena.h"
#include "runtime/attr.h"
#include "runtime/error.h"

/* Fills tensor->n and tensor->as, in the arena, for tensor->base. A text that is cut off at the
 * end, and whatever follows it, is left out, as in MLeap; a number that is cut off is
 * CLEAP_E_FORMAT. */
enum cleap_status cl_tensor_bytes_read(struct cl_attr_tensor *tensor, struct cl_str bytes,
                                       struct cl_arena *arena, struct cleap_error *err);

#endif
