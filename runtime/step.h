/*
 * The hidden steps that a plan puts between a column and a port.
 */
#ifndef CLEAP_RUNTIME_STEP_H
#define CLEAP_RUNTIME_STEP_H

#include "runtime/op.h"

/* in[0] any column; no output. CLEAP_E_DATA at the first null. */
extern const struct cl_op cl_op_null_guard;

/*
 * Finds the cast that turns a column's cells into what an input wants, by the rules of MLeap's
 * leap frames.
 *
 * `is_vector`: tensor cells of the column are known to be proper vectors, so that a tensor port
 * needs no check. `*op` is NULL when cells can be taken as they are. Otherwise the step reads
 * in[0], writes out[0] of type `*out` and passes nulls on; a null that a cast of text makes is a
 * null with a zero cell. CLEAP_E_SCHEMA: there is no such cast.
 */
enum cleap_status cl_cast_find(const struct cl_type *from, bool is_vector,
                               const struct cl_formal *to, struct cl_arena *arena,
                               const struct cl_op **op, const void **state, struct cl_type *out,
                               struct cleap_error *err);

#endif
