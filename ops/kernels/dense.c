/*
 * The exact dense kernels in plain C, and the choice between the sets.
 */
#include "ops/kernels/dense_sets.h"

#include <math.h>

static double dot(const double *x, const double *y, size_t n)
{
    double s[4] = {0.0, 0.0, 0.0, 0.0};
    double sum;
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        for (size_t j = 0; j < 4; j++)
            s[j] = fma(x[i + j], y[i + j], s[j]);
    sum = 0.0 + (((s[0] + s[1]) + s[2]) + s[3]);
    for (; i < n; i++)
        sum = fma(x[i], y[i], sum);
    return sum;
}

static void dot4(const double *const x[4], const double *y, size_t n, double out[4])
{
    for (size_t k = 0; k < 4; k++)
        out[k] = dot(x[k], y, n);
}

static float sdot(const float *x, const float *y, size_t n)
{
    float s[4] = {0.0f, 0.0f, 0.0f, 0.0f};
    float sum;
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        for (size_t j = 0; j < 4; j++)
            s[j] = fmaf(x[i + j], y[i + j], s[j]);
    sum = 0.0f + (((s[0] + s[1]) + s[2]) + s[3]);
    for (; i < n; i++)
        sum = fmaf(x[i], y[i], sum);
    return sum;
}

static void axpy(double a, const double *x, double *y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        y[i] = fma(a, x[i], y[i]);
}

static void sweep_input(const struct cl_weights *w, size_t i, double x, double *y)
{
    const double *at = w->at + i * w->stride;

    for (size_t o = 0; o < w->n_out; o++)
        y[o] = fma(x, at[o], y[o]);
}

static void sweep(const struct cl_weights *w, enum cl_sweep_order order, const double *const *x,
                  double *y, size_t n_rows)
{
    size_t flip = order == CL_SWEEP_BLOCKS ? 3 : 0;

    for (size_t r = 0; r < n_rows; r++, y += w->n_out) {
        size_t i = 0;

        for (; i + 4 <= w->n_in; i += 4)
            for (size_t j = 0; j < 4; j++)
                sweep_input(w, i + (j ^ flip), x[r][i + (j ^ flip)], y);
        for (; i < w->n_in; i++)
            sweep_input(w, i, x[r][i], y);
    }
}

const struct cl_dense_kernels cl_dense_plain = {
    .name = "plain",
    .dot = dot,
    .dot4 = dot4,
    .sdot = sdot,
    .axpy = axpy,
    .sweep = sweep,
};

#if defined(__x86_64__)
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool has_avx512(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
}
#endif

/* The best first. */
const struct cl_dense_kernels *cl_dense_set(size_t k)
{
#if defined(__x86_64__)
    if (has_avx512() && k-- == 0)
        return &cl_dense_avx512;
    if (has_avx2() && k-- == 0)
        return &cl_dense_avx2;
#elif defined(__aarch64__)
    if (k-- == 0)
        return &cl_dense_neon;
#endif
    return k == 0 ? &cl_dense_plain : NULL;
}

const struct cl_dense_kernels *cl_dense_kernels(void)
{
    return cl_dense_set(0);
}
