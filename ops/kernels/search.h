/*
 * Bisection in ascending doubles.
 */
#ifndef CLEAP_OPS_KERNELS_SEARCH_H
#define CLEAP_OPS_KERNELS_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

/* How many of s[0] .. s[n-1] are not above v, in Java's order of doubles: -0.0 below 0.0, NaN
 * above all. */
size_t cl_search_interval(const double *s, size_t n, double v);

/* java.util.Arrays.binarySearch: whether v is there, and where; of equal values the one that its
 * bisection meets first. If it is not there, *at is where it would be put in, 0 .. n. */
bool cl_search_java(const double *s, size_t n, double v, size_t *at);

#endif
