/*
 * The names of a frame's columns.
 */
#ifndef CLEAP_MLEAP_SCHEMA_NAMES_H
#define CLEAP_MLEAP_SCHEMA_NAMES_H

#include "runtime/arena.h"
#include "runtime/error.h"
#include "runtime/type.h"

/* CLEAP_E_SCHEMA: two columns have one name. The arena is left as it was. */
enum cleap_status cl_schema_check_names(const struct cl_schema *schema, struct cl_arena *arena,
                                        struct cleap_error *err);

#endif
