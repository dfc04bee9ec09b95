/*
 * Where java.lang.Math is not C's math.h.
 */
#ifndef CLEAP_OPS_KERNELS_JAVA_MATH_H
#define CLEAP_OPS_KERNELS_JAVA_MATH_H

#include <stdbool.h>
#include <stdint.h>

/* Math.pow. A base of 1 or -1 to the power of an infinity or NaN is NaN (C: 1); to the power of 2
 * and 0.5 it is the exact product and root, as HotSpot 17 computes them. Else libm's pow, which
 * is within 1 ulp of HotSpot's. */
double cl_java_pow(double x, double y);

/* Math.min, Math.max: NaN wins, -0.0 is below 0.0. */
double cl_java_min(double a, double b);
double cl_java_max(double a, double b);

/* Double.compare(a, b) > 0: -0.0 is below 0.0, NaN above all. */
bool cl_java_is_above(double a, double b);

/* Math.round, as a double: half up to a long, so NaN gives 0 and it stops at +-2^63. */
double cl_java_round(double x);

/* (int) x: towards zero, NaN gives 0, it stops at the ends of int. */
int32_t cl_java_to_i32(double x);

#endif
