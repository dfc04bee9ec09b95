/*
 * Sums over dense doubles, bit for bit as the JVM computes them.
 *
 * MLeap's vectors end in dev.ludovic.netlib 3.0.4, whose plain-Java form (Java11BLAS) uses fused
 * multiply-add in a fixed order. A sum in another order, or with another rounding of the products,
 * differs in its last bits; so no BLAS library can stand in here. These kernels are the order:
 *
 *   dot    four running sums, s[j] = fma(x[i+j], y[i+j], s[j]); 0.0 + (((s0+s1)+s2)+s3); what is
 *          left over is added one by one, sum = fma(x, y, sum). The four are one AVX register.
 *   axpy   y[i] = fma(a, x[i], y[i])
 *   sweep  for each output o: y[o] = fma(x[i], w[i][o], y[o]) over the inputs i, in the order of
 *          the BLAS routine it stands for (enum cl_sweep_order), each output on its own
 *
 * There is a set with equal answers for each kind of processor: x86-64 with AVX-512 or with AVX2
 * and FMA, aarch64 with NEON, and plain C, where a fma() that the processor does not have is a slow
 * function call. cl_dense_kernels() asks the processor at each call, which is a load and a test.
 * (Tried in its place: target_clones. clang 14 gives the function another name, and gcc's resolver
 * crashes before main under the thread sanitizer.)
 */
#ifndef CLEAP_OPS_KERNELS_DENSE_H
#define CLEAP_OPS_KERNELS_DENSE_H

#include <stdbool.h>
#include <stddef.h>

/* A matrix of weights as sweep() takes it: the weights of one input lie together. */
struct cl_weights {
    size_t n_in, n_out;
    size_t stride;    /* n_out rounded up to a multiple of 4, or more */
    const double *at; /* input i's weight for output o is at[i * stride + o]; 0 from n_out on */
    bool finite;      /* no weight is infinite or NaN; when in doubt, false */
};

enum cl_sweep_order {
    /* GEMV_T and the small GEMM: 0, 1, 2, ... */
    CL_SWEEP_AHEAD,
    /* GEMV_N: in blocks of four, each from its last to its first: 3, 2, 1, 0, 7, 6, 5, 4, ...;
     * then what is left over, ahead. */
    CL_SWEEP_BLOCKS
};

/* The most rows of a sweep: enough for the weights in the cache to serve many. */
#define CL_SWEEP_ROWS 32

struct cl_dense_kernels {
    const char *name;
    double (*dot)(const double *x, const double *y, size_t n);
    /* Four vectors with one: out[k] = dot(x[k], y). */
    void (*dot4)(const double *const x[4], const double *y, size_t n, double out[4]);
    float (*sdot)(const float *x, const float *y, size_t n);
    void (*axpy)(double a, const double *x, double *y, size_t n);
    /* n_rows <= CL_SWEEP_ROWS. x[r] has n_in values, row r of y starts at y + r * n_out and holds
     * what the sums start from. No row's answer depends on another's. */
    void (*sweep)(const struct cl_weights *w, enum cl_sweep_order order, const double *const *x,
                  double *y, size_t n_rows);
};

/* The set for this processor. */
const struct cl_dense_kernels *cl_dense_kernels(void);

/* The k-th set that this processor can run, the one above being 0 and plain C the last; NULL behind
 * it. For tests. */
const struct cl_dense_kernels *cl_dense_set(size_t k);

/* SCAL: x[i] *= a. */
static inline void cl_dense_scale(double a, double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] *= a;
}

#endif
