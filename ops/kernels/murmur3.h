/*
 * Spark's Murmur3 (x86, 32 bit), the hash behind hashed features.
 *
 * Text is hashed by its UTF-8 bytes; a lone surrogate (runtime/str.h) counts as '?', as the JVM
 * encodes it.
 */
#ifndef CLEAP_OPS_KERNELS_MURMUR3_H
#define CLEAP_OPS_KERNELS_MURMUR3_H

#include <stdint.h>

#include "runtime/str.h"

/* What every hash of a term starts from, and the hash of a null. */
#define CL_MURMUR3_SEED 42

/* How the last one to three bytes are taken. */
enum cl_murmur3_tail {
    CL_MURMUR3_TAIL_SIGNED = 1, /* each for itself, as a signed byte: Spark before 3.0 */
    CL_MURMUR3_TAIL_WORD = 2    /* together, as Murmur3 was meant */
};

int32_t cl_murmur3_text(struct cl_str text, enum cl_murmur3_tail tail);
int32_t cl_murmur3_i32(int32_t value);
int32_t cl_murmur3_i64(int64_t value);

/* Java's remainder made non-negative; n > 0. */
static inline uint32_t cl_murmur3_bucket(int32_t hash, int32_t n)
{
    int32_t rest = hash % n;

    return (uint32_t)(rest < 0 ? rest + n : rest);
}

#endif
