/*
 * The exact dense kernels for processors with AVX2 and FMA; the build itself asks for neither. The
 * dots and axpy serve those with AVX-512, too: their four sums fill a register of AVX2.
 */
#include "ops/kernels/dense_sets.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <stdbool.h>

/* A macro, for the attribute stands before each function: the rest of the build does not have it.
 */
#define TARGET __attribute__((target("avx2,fma")))

/* Where sizes must become constants, so that sums live in registers, even in a debug build. */
#define INLINED __attribute__((always_inline)) TARGET static inline

/* 0.0 + (((s0+s1)+s2)+s3), as the JVM adds its four sums. */
TARGET static inline double add_lanes(__m256d s)
{
    double lane[4];

    _mm256_storeu_pd(lane, s);
    return 0.0 + (((lane[0] + lane[1]) + lane[2]) + lane[3]);
}

TARGET double cl_dense_dot_avx2(const double *x, const double *y, size_t n)
{
    __m256d s = _mm256_setzero_pd();
    double sum;
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        s = _mm256_fmadd_pd(_mm256_loadu_pd(x + i), _mm256_loadu_pd(y + i), s);
    sum = add_lanes(s);
    for (; i < n; i++)
        sum = __builtin_fma(x[i], y[i], sum);
    return sum;
}

/* One vector's sums wait for each other; those of four do not. */
TARGET void cl_dense_dot4_avx2(const double *const x[4], const double *y, size_t n, double out[4])
{
    __m256d s0 = _mm256_setzero_pd(), s1 = s0, s2 = s0, s3 = s0;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        __m256d v = _mm256_loadu_pd(y + i);

        s0 = _mm256_fmadd_pd(_mm256_loadu_pd(x[0] + i), v, s0);
        s1 = _mm256_fmadd_pd(_mm256_loadu_pd(x[1] + i), v, s1);
        s2 = _mm256_fmadd_pd(_mm256_loadu_pd(x[2] + i), v, s2);
        s3 = _mm256_fmadd_pd(_mm256_loadu_pd(x[3] + i), v, s3);
    }
    out[0] = add_lanes(s0);
    out[1] = add_lanes(s1);
    out[2] = add_lanes(s2);
    out[3] = add_lanes(s3);
    for (; i < n; i++)
        for (size_t k = 0; k < 4; k++)
            out[k] = __builtin_fma(x[k][i], y[i], out[k]);
}

TARGET float cl_dense_sdot_avx2(const float *x, const float *y, size_t n)
{
    __m128 s = _mm_setzero_ps();
    float lane[4], sum;
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        s = _mm_fmadd_ps(_mm_loadu_ps(x + i), _mm_loadu_ps(y + i), s);
    _mm_storeu_ps(lane, s);
    sum = 0.0f + (((lane[0] + lane[1]) + lane[2]) + lane[3]);
    for (; i < n; i++)
        sum = __builtin_fmaf(x[i], y[i], sum);
    return sum;
}

TARGET void cl_dense_axpy_avx2(double a, const double *x, double *y, size_t n)
{
    __m256d factor = _mm256_set1_pd(a);
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        _mm256_storeu_pd(y + i,
                         _mm256_fmadd_pd(factor, _mm256_loadu_pd(x + i), _mm256_loadu_pd(y + i)));
    for (; i < n; i++)
        y[i] = __builtin_fma(a, x[i], y[i]);
}

/* What dense_sweep.h asks for. */
#define LANES 4
#define MANY_ROWS 4
typedef __m256d vec;
typedef __m256i some;

INLINED some first_lanes(size_t n)
{
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x((long long)n), _mm256_setr_epi64x(0, 1, 2, 3));
}

INLINED vec splat(double x)
{
    return _mm256_set1_pd(x);
}

INLINED vec load(const double *at)
{
    return _mm256_loadu_pd(at);
}

INLINED vec load_some(const double *at, some lanes)
{
    return _mm256_maskload_pd(at, lanes);
}

INLINED void store(double *at, vec v)
{
    _mm256_storeu_pd(at, v);
}

INLINED void store_some(double *at, some lanes, vec v)
{
    _mm256_maskstore_pd(at, lanes, v);
}

INLINED vec fused(vec x, vec w, vec s)
{
    return _mm256_fmadd_pd(x, w, s);
}

INLINED vec weigh(const double *at, some lanes)
{
    (void)lanes; /* weights are padded to four */
    return _mm256_loadu_pd(at);
}

INLINED unsigned nonzero4(const double *x)
{
    __m256d differ = _mm256_cmp_pd(_mm256_loadu_pd(x), _mm256_setzero_pd(), _CMP_NEQ_UQ);

    return (unsigned)_mm256_movemask_pd(differ);
}

INLINED bool has_minus_zero(vec v)
{
    __m256i equal =
        _mm256_cmpeq_epi64(_mm256_castpd_si256(v), _mm256_castpd_si256(_mm256_set1_pd(-0.0)));

    return _mm256_movemask_pd(_mm256_castsi256_pd(equal)) != 0;
}

#include "ops/kernels/dense_sweep.h"

const struct cl_dense_kernels cl_dense_avx2 = {
    .name = "avx2",
    .dot = cl_dense_dot_avx2,
    .dot4 = cl_dense_dot4_avx2,
    .sdot = cl_dense_sdot_avx2,
    .axpy = cl_dense_axpy_avx2,
    .sweep = sweep,
};

#endif
