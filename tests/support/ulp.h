/*
 * Doubles compared as bits: how many representable values lie between two.
 */
#ifndef CLEAP_TESTS_ULP_H
#define CLEAP_TESTS_ULP_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Doubles in order: neighbours differ by 1, and -0.0 comes just before 0.0. */
static inline int64_t cl_ulp_rank(double value)
{
    int64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits >= 0 ? bits : INT64_MIN - bits - 1;
}

static inline int32_t cl_ulp_rank_f32(float value)
{
    int32_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits >= 0 ? bits : INT32_MIN - bits - 1;
}

/* 0 when the bits are equal; any NaN equals any NaN, -0.0 and 0.0 are 1 apart; a NaN is
 * UINT64_MAX away from a number. */
static inline uint64_t cl_ulps(double a, double b)
{
    int64_t ra = cl_ulp_rank(a), rb = cl_ulp_rank(b);

    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b) ? 0 : UINT64_MAX;
    return ra > rb ? (uint64_t)ra - (uint64_t)rb : (uint64_t)rb - (uint64_t)ra;
}

static inline uint64_t cl_ulps_f32(float a, float b)
{
    int64_t ra = cl_ulp_rank_f32(a), rb = cl_ulp_rank_f32(b);

    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b) ? 0 : UINT64_MAX;
    return (uint64_t)(ra > rb ? ra - rb : rb - ra);
}

/* For cmocka tests. The message holds both numbers in hex, where the difference shows. */
#define assert_ulps(a, b, max)                                                                     \
    do {                                                                                           \
        double ulp_a_ = (a), ulp_b_ = (b);                                                         \
                                                                                                   \
        if (cl_ulps(ulp_a_, ulp_b_) > (uint64_t)(max))                                             \
            fail_msg("%.17g (%a) is %llu ulp from %.17g (%a)", ulp_a_, ulp_a_,                     \
                     (unsigned long long)cl_ulps(ulp_a_, ulp_b_), ulp_b_, ulp_b_);                 \
    } while (0)

#define assert_bits(a, b) assert_ulps(a, b, 0)

#endif
