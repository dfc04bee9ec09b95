/*
 * The schema of a leap frame as JSON: {"fields": [{"name": "x", "type": "double"}, ...]}.
 *
 * A type is a word (a nullable scalar) or an object: {"type": "basic" | "list" | "map" | "tensor",
 * "base": ..., "key": ..., "dimensions": [...], "isNullable": ...}.
 */
#ifndef CLEAP_MLEAP_SCHEMA_JSON_H
#define CLEAP_MLEAP_SCHEMA_JSON_H

#include "mleap/json.h"
#include "mleap/json_write.h"
#include "mleap/limits.h"
#include "runtime/type.h"

/* Reads the schema that the cursor stands before; all of it is in the arena. CLEAP_E_FORMAT it is
 * none; CLEAP_E_SCHEMA two columns have one name; CLEAP_E_LIMIT. */
enum cleap_status cl_schema_read_json(struct cl_json *j, struct cl_arena *arena,
                                      struct cl_schema *schema, struct cleap_error *err);

/* Writes it as MLeap does, members in its order. */
void cl_schema_write_json(struct cl_json_writer *w, const struct cl_schema *schema);

/* The same for one type. */
enum cleap_status cl_type_read_json(struct cl_json *j, struct cl_arena *arena, struct cl_type *type,
                                    struct cleap_error *err);
void cl_type_write_json(struct cl_json_writer *w, const struct cl_type *type);

#endif
