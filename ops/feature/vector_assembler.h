/*
 * What a fusion knows of the operator vector_assembler.
 */
#ifndef CLEAP_OPS_FEATURE_VECTOR_ASSEMBLER_H
#define CLEAP_OPS_FEATURE_VECTOR_ASSEMBLER_H

#include "ops/kernels/concat.h"

extern const struct cl_op cl_op_vector_assembler;

/* The parts that an assembler with that state puts together. */
const struct cl_concat *cl_assembler_parts(const void *state);

#endif
