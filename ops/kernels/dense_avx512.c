/*
 * The exact dense kernels for processors with AVX-512 (F and VL): twice the outputs to a register,
 * and twice the registers.
 */
#include "ops/kernels/dense_sets.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <stdbool.h>

#define TARGET __attribute__((target("avx512f,avx512vl,avx2,fma")))
#define INLINED __attribute__((always_inline)) TARGET static inline

/* What dense_sweep.h asks for. */
#define LANES 8
#define MANY_ROWS 8
typedef __m512d vec;
typedef __mmask8 some;

INLINED some first_lanes(size_t n)
{
    return (some)((1u << n) - 1);
}

INLINED vec splat(double x)
{
    return _mm512_set1_pd(x);
}

INLINED vec load(const double *at)
{
    return _mm512_loadu_pd(at);
}

INLINED vec load_some(const double *at, some lanes)
{
    return _mm512_maskz_loadu_pd(lanes, at);
}

INLINED void store(double *at, vec v)
{
    _mm512_storeu_pd(at, v);
}

INLINED void store_some(double *at, some lanes, vec v)
{
    _mm512_mask_storeu_pd(at, lanes, v);
}

INLINED vec fused(vec x, vec w, vec s)
{
    return _mm512_fmadd_pd(x, w, s);
}

INLINED vec weigh(const double *at, some lanes)
{
    return load_some(at, lanes);
}

INLINED unsigned nonzero4(const double *x)
{
    return _mm256_cmp_pd_mask(_mm256_loadu_pd(x), _mm256_setzero_pd(), _CMP_NEQ_UQ);
}

INLINED bool has_minus_zero(vec v)
{
    return _mm512_cmpeq_epi64_mask(_mm512_castpd_si512(v),
                                   _mm512_castpd_si512(_mm512_set1_pd(-0.0))) != 0;
}

#include "ops/kernels/dense_sweep.h"

/* One row with fewer outputs waits for its sums, not for the registers' width, and half of the wide
 * loads would cross lines of the cache. */
#define WIDE_ROW 32

static void sweep_wide(const struct cl_weights *w, enum cl_sweep_order order,
                       const double *const *x, double *y, size_t n_rows)
{
    if (n_rows == 1 && w->n_out < WIDE_ROW)
        cl_dense_avx2.sweep(w, order, x, y, n_rows);
    else
        sweep(w, order, x, y, n_rows);
}

const struct cl_dense_kernels cl_dense_avx512 = {
    .name = "avx512",
    .dot = cl_dense_dot_avx2,
    .dot4 = cl_dense_dot4_avx2,
    .sdot = cl_dense_sdot_avx2,
    .axpy = cl_dense_axpy_avx2,
    .sweep = sweep_wide,
};

#endif
