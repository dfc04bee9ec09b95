/*
 * Bisection in ascending doubles.
 */
#ifndef CLEAP_OPS_KERNELS_SEARCH_H
#define CLEAP_OPS_KERNELS_SEARCH_H

#include <stddef.h>

/* How many of s[0] .. s[n-1] are not above v, in Java's order of doubles: -0.0 below 0.0, NaN
 * above all. */
size_t cl_search_interval(const double *s, size_t n, double v);

#endif
