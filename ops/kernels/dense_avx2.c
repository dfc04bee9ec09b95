/*
 * The exact dense kernels for processors with AVX2 and FMA. Only cl_dense_kernels() gives them out,
 * and only where the processor has both; the build itself asks for neither.
 */
#include "ops/kernels/dense.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

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

TARGET static double dot(const double *x, const double *y, size_t n)
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
TARGET static void dot4(const double *const x[4], const double *y, size_t n, double out[4])
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

TARGET static float sdot(const float *x, const float *y, size_t n)
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

TARGET static void axpy(double a, const double *x, double *y, size_t n)
{
    __m256d factor = _mm256_set1_pd(a);
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        _mm256_storeu_pd(y + i,
                         _mm256_fmadd_pd(factor, _mm256_loadu_pd(x + i), _mm256_loadu_pd(y + i)));
    for (; i < n; i++)
        y[i] = __builtin_fma(a, x[i], y[i]);
}

/* A sweep in hand: outputs from `o` on, four to a register. */
struct part {
    const struct cl_weights *w;
    size_t flip; /* 3 turns a block of four inputs round */
    const double *const *x;
    double *y;
    size_t o;
};

/* How many doubles of the c-th register from `o` on are outputs and not padding. */
static inline size_t lanes_of(const struct part *p, size_t c)
{
    size_t left = p->w->n_out - p->o - 4 * c;

    return left < 4 ? left : 4;
}

INLINED void part_input(const struct part *p, size_t i, __m256d *s, size_t n_rows, size_t n_regs)
{
    const double *at = p->w->at + i * p->w->stride + p->o;

#pragma GCC unroll 4
    for (size_t r = 0; r < n_rows; r++) {
        __m256d x = _mm256_set1_pd(p->x[r][i]);

#pragma GCC unroll 8
        for (size_t c = 0; c < n_regs; c++)
            s[r * n_regs + c] = _mm256_fmadd_pd(x, _mm256_loadu_pd(at + 4 * c), s[r * n_regs + c]);
    }
}

INLINED void part_run(const struct part *p, size_t n_rows, size_t n_regs)
{
    const size_t n_in = p->w->n_in, n_out = p->w->n_out, flip = p->flip;
    __m256d s[12];
    size_t i = 0;

#pragma GCC unroll 4
    for (size_t r = 0; r < n_rows; r++)
#pragma GCC unroll 8
        for (size_t c = 0; c < n_regs; c++) {
            double lane[4] = {0.0, 0.0, 0.0, 0.0};

            memcpy(lane, p->y + r * n_out + p->o + 4 * c, lanes_of(p, c) * sizeof(double));
            s[r * n_regs + c] = _mm256_loadu_pd(lane);
        }
    for (; i + 4 <= n_in; i += 4)
        for (size_t j = 0; j < 4; j++)
            part_input(p, i + (j ^ flip), s, n_rows, n_regs);
    for (; i < n_in; i++)
        part_input(p, i, s, n_rows, n_regs);
#pragma GCC unroll 4
    for (size_t r = 0; r < n_rows; r++)
#pragma GCC unroll 8
        for (size_t c = 0; c < n_regs; c++) {
            double lane[4];

            _mm256_storeu_pd(lane, s[r * n_regs + c]);
            memcpy(p->y + r * n_out + p->o + 4 * c, lane, lanes_of(p, c) * sizeof(double));
        }
}

TARGET static void part_one_row(const struct part *p, size_t n_regs)
{
    switch (n_regs) {
    case 1:
        part_run(p, 1, 1);
        break;
    case 2:
        part_run(p, 1, 2);
        break;
    case 3:
        part_run(p, 1, 3);
        break;
    case 4:
        part_run(p, 1, 4);
        break;
    case 5:
        part_run(p, 1, 5);
        break;
    case 6:
        part_run(p, 1, 6);
        break;
    case 7:
        part_run(p, 1, 7);
        break;
    default:
        part_run(p, 1, 8);
        break;
    }
}

TARGET static void part_four_rows(const struct part *p, size_t n_regs)
{
    switch (n_regs) {
    case 1:
        part_run(p, 4, 1);
        break;
    case 2:
        part_run(p, 4, 2);
        break;
    default:
        part_run(p, 4, 3);
        break;
    }
}

TARGET static void sweep(const struct cl_weights *w, enum cl_sweep_order order,
                         const double *const *x, double *y, size_t n_rows)
{
    struct part p = {.w = w, .flip = order == CL_SWEEP_BLOCKS ? 3 : 0};
    size_t n_regs = w->stride / 4;
    size_t r = 0;

    for (; r + 4 <= n_rows; r += 4)
        for (size_t c = 0; c < n_regs; c += 3) {
            p.x = x + r;
            p.y = y + r * w->n_out;
            p.o = 4 * c;
            part_four_rows(&p, n_regs - c);
        }
    for (; r < n_rows; r++)
        for (size_t c = 0; c < n_regs; c += 8) {
            p.x = x + r;
            p.y = y + r * w->n_out;
            p.o = 4 * c;
            part_one_row(&p, n_regs - c);
        }
}

const struct cl_dense_kernels cl_dense_avx2 = {
    .dot = dot,
    .dot4 = dot4,
    .sdot = sdot,
    .axpy = axpy,
    .sweep = sweep,
};

#endif
