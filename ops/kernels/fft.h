/*
 * The discrete Fourier transform of n complex numbers: y[k] = the sum of x[j] * exp(-2 pi i jk/n).
 *
 * Any n goes, in n times the sum of its prime factors steps (Stockham's form of Cooley and Tukey's
 * algorithm). Rounding errors are a few 1e-16 of the numbers' norm.
 */
#ifndef CLEAP_OPS_KERNELS_FFT_H
#define CLEAP_OPS_KERNELS_FFT_H

#include "runtime/arena.h"
#include "runtime/error.h"

struct cl_fft {
    uint32_t n, n_factors;
    uint32_t factors[32];  /* 4, 2 and primes; their product is n */
    const double *re, *im; /* exp(-2 pi i k/n) for k below n */
};

/* CLEAP_E_LIMIT: n is above 2^20, or its primes are so large that a transform would take a second.
 * n is 1 or more. */
enum cleap_status cl_fft_init(struct cl_fft *fft, uint32_t n, struct cl_arena *arena,
                              struct cleap_error *err);

/* In place; `work` has room for 2 * n. */
void cl_fft_run(const struct cl_fft *fft, double *re, double *im, double *work);

/* cos and sin of pi * k / n, each the double nearest to what long double gives. */
void cl_fft_angle(uint64_t k, uint64_t n, double *cosine, double *sine);

#endif
