/*
 * Where java.lang.Math is not C's math.h.
 */
#include "ops/kernels/java_math.h"

#include <math.h>

double cl_java_pow(double x, double y)
{
    if (y == 2.0)
        return x * x;
    if (y == 0.5 && x >= 0.0)
        return sqrt(x) + 0.0; /* the root of -0.0 is 0.0 here */
    if (isnan(y) || (isinf(y) && fabs(x) == 1.0))
        return NAN;
    return pow(x, y);
}

double cl_java_min(double a, double b)
{
    if (isnan(a) || isnan(b))
        return NAN;
    if (a == b)
        return signbit(a) ? a : b;
    return a < b ? a : b;
}

double cl_java_max(double a, double b)
{
    if (isnan(a) || isnan(b))
        return NAN;
    if (a == b)
        return signbit(a) ? b : a;
    return a > b ? a : b;
}

bool cl_java_is_above(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && !isnan(b);
    if (a == 0.0 && b == 0.0)
        return !signbit(a) && signbit(b);
    return a > b;
}

double cl_java_round(double x)
{
    double low;

    if (isnan(x))
        return 0.0;
    if (x >= 0x1p63)
        return 0x1p63;
    if (x <= -0x1p63)
        return -0x1p63;
    low = floor(x);
    /* A long has no -0.0. */
    return (x - low >= 0.5 ? low + 1.0 : low) + 0.0;
}

int32_t cl_java_to_i32(double x)
{
    if (isnan(x))
        return 0;
    if (x >= (double)INT32_MAX)
        return INT32_MAX;
    if (x <= (double)INT32_MIN)
        return INT32_MIN;
    return (int32_t)x;
}
