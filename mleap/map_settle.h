/*
 * The last step of reading a map cell, whatever the format.
 */
#ifndef CLEAP_MLEAP_MAP_SETTLE_H
#define CLEAP_MLEAP_MAP_SETTLE_H

#include "runtime/buf.h"
#include "runtime/column.h"

/*
 * Makes a cell of its keys, which are texts (struct cl_str), and its values of `size` bytes, in the
 * order in which they came: of equal keys the last counts. Both move into the arena, and the
 * buffers are empty afterwards.
 */
enum cleap_status cl_map_settle(struct cl_map *cell, struct cl_buf *keys, struct cl_buf *values,
                                size_t size, struct cl_arena *arena, struct cleap_error *err);

#endif
