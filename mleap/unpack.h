/*
 * Unpacking a protobuf message into an arena.
 */
#ifndef CLEAP_MLEAP_UNPACK_H
#define CLEAP_MLEAP_UNPACK_H

#include <protobuf-c/protobuf-c.h>

#include "runtime/arena.h"
#include "runtime/error.h"

/* A message of the type, which lasts as long as what the arena gave out, or NULL with `err` filled.
 * How much memory it may take depends on its size: what says that it is long must be long. */
void *cl_pb_unpack(struct cl_arena *arena, const ProtobufCMessageDescriptor *type,
                   struct cl_str bytes, struct cleap_error *err);

#endif
