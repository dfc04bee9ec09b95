/*
 * The Avro schema of a leap frame: a record with a field a column.
 *
 *   boolean, int, long, float, double, string, bytes     scalars; byte and short become int
 *   array, map of one of these                           lists; maps whose keys are text
 *   record DoubleTensor, IntTensor, ...                  tensors: dimensions, values, indices
 *   union of a type and null                             the same, nullable
 *
 * Whatever is read is nullable, as in MLeap, where a type that is not said to be otherwise is.
 * Tensors are written as their record alone, nullable or not.
 */
#ifndef CLEAP_MLEAP_AVRO_SCHEMA_H
#define CLEAP_MLEAP_AVRO_SCHEMA_H

#include "runtime/arena.h"
#include "runtime/buf.h"
#include "runtime/error.h"
#include "runtime/type.h"

/* How a column's cells lie in a row. */
struct cl_avro_field {
    bool is_union;           /* a branch number stands before the cell */
    bool null_first;         /* null is branch 0, else 1 */
    bool indices_null_first; /* the same of a tensor's indices */
};

struct cl_avro_schema {
    struct cl_schema schema;
    struct cl_avro_field *fields; /* schema.n */
};

/* All of it is in the arena. CLEAP_E_FORMAT, CLEAP_E_SCHEMA for two columns of one name,
 * CLEAP_E_UNSUPPORTED for types that no column can have */
enum cleap_status cl_avro_schema_read(struct cl_avro_schema *schema, struct cl_str text,
                                      struct cl_arena *arena, struct cleap_error *err);

/* Writes the text that MLeap writes. CLEAP_E_UNSUPPORTED: a column's name is none in Avro, or the
 * keys of a map are no text. */
enum cleap_status cl_avro_schema_write(struct cl_buf *buf, const struct cl_schema *schema,
                                       struct cleap_error *err);

/* The name of the record that is a tensor of the base: "DoubleTensor". */
const char *cl_avro_tensor_name(enum cl_base base);

/* The name of the type that a value of the base has: "int" for a byte. */
const char *cl_avro_base_name(enum cl_base base);

#endif
