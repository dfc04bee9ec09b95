/*
 * The sets of dense kernels, for dense.c to choose from. Each may only run where the processor has
 * what its name says.
 */
#ifndef CLEAP_OPS_KERNELS_DENSE_SETS_H
#define CLEAP_OPS_KERNELS_DENSE_SETS_H

#include "ops/kernels/dense.h"

extern const struct cl_dense_kernels cl_dense_plain;

#if defined(__x86_64__)
extern const struct cl_dense_kernels cl_dense_avx2, cl_dense_avx512;

/* What both have. */
double cl_dense_dot_avx2(const double *x, const double *y, size_t n);
void cl_dense_dot4_avx2(const double *const x[4], const double *y, size_t n, double out[4]);
float cl_dense_sdot_avx2(const float *x, const float *y, size_t n);
void cl_dense_axpy_avx2(double a, const double *x, double *y, size_t n);
#endif

#if defined(__aarch64__)
extern const struct cl_dense_kernels cl_dense_neon;
#endif

#endif
