/*
 * Bisection in ascending doubles.
 */
#include "ops/kernels/search.h"

#include "ops/kernels/java_math.h"

size_t cl_search_interval(const double *s, size_t n, double v)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (cl_java_is_above(s[middle], v))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

bool cl_search_java(const double *s, size_t n, double v, size_t *at)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - 1 - low) / 2;

        if (cl_java_is_above(v, s[middle])) {
            low = middle + 1;
        } else if (cl_java_is_above(s[middle], v)) {
            high = middle;
        } else {
            *at = middle;
            return true;
        }
    }
    *at = low;
    return false;
}
