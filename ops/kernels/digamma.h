/*
 * The derivative of log(gamma(x)), as Apache commons-math 3 computes it.
 */
#ifndef CLEAP_OPS_KERNELS_DIGAMMA_H
#define CLEAP_OPS_KERNELS_DIGAMMA_H

#include <stdbool.h>
#include <stddef.h>

/* NaN also for x below -8000 or so, where Java runs out of stack sooner or later. */
double cl_digamma(double x);

/* The mean of log(share) in a Dirichlet distribution: out[i] = digamma(x[i]) - digamma(sum of x).
 * False: one of them is so far below 0 that there is no digamma of it. */
bool cl_dirichlet_mean_log(const double *x, size_t n, double *out);

#endif
