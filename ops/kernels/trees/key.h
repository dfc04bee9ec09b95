/*
 * Numbers as whole numbers that sort alike, so that a step of a walk needs no floating point.
 *
 * A split sends a row right if its cut < the row's key. Keys of rows are at least 1, those of NaN
 * above all others, and -0.0 has the key of 0.0; a cut of 0 sends all rows right. Nothing is
 * rounded: two numbers have one key only if they are equal.
 */
#ifndef CLEAP_OPS_KERNELS_TREES_KEY_H
#define CLEAP_OPS_KERNELS_TREES_KEY_H

#include <stdint.h>
#include <string.h>

#define CL_KEY_NAN ((uint64_t)0xfff8000000000000)
#define CL_KEY_NAN_F32 ((uint64_t)0xffa00000)

static inline uint64_t cl_key_f64(double value)
{
    double positive_zero = value + 0.0;
    uint64_t bits, key;

    memcpy(&bits, &positive_zero, sizeof bits);
    key = bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
    return value != value ? CL_KEY_NAN : key;
}

/* Below 2^32. */
static inline uint64_t cl_key_f32(float value)
{
    float positive_zero = value + 0.0F;
    uint32_t bits, key;

    memcpy(&bits, &positive_zero, sizeof bits);
    key = bits >> 31 ? ~bits : bits | (uint32_t)1 << 31;
    return value != value ? CL_KEY_NAN_F32 : key;
}

#endif
