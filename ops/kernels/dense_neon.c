/*
 * The exact dense kernels for aarch64, where every processor has NEON and fused multiply-add. The
 * four sums of a dot are two registers.
 */
#include "ops/kernels/dense_sets.h"

#if defined(__aarch64__)

#include <arm_neon.h>
#include <stdbool.h>

#define TARGET
#define INLINED __attribute__((always_inline)) static inline

/* 0.0 + (((s0+s1)+s2)+s3), as the JVM adds its four sums. */
INLINED double add_lanes(float64x2_t low, float64x2_t high)
{
    double sum = vgetq_lane_f64(low, 0) + vgetq_lane_f64(low, 1);

    sum += vgetq_lane_f64(high, 0);
    sum += vgetq_lane_f64(high, 1);
    return 0.0 + sum;
}

static double dot(const double *x, const double *y, size_t n)
{
    float64x2_t low = vdupq_n_f64(0.0), high = low;
    double sum;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        low = vfmaq_f64(low, vld1q_f64(x + i), vld1q_f64(y + i));
        high = vfmaq_f64(high, vld1q_f64(x + i + 2), vld1q_f64(y + i + 2));
    }
    sum = add_lanes(low, high);
    for (; i < n; i++)
        sum = __builtin_fma(x[i], y[i], sum);
    return sum;
}

/* One vector's sums wait for each other; those of four do not. */
static void dot4(const double *const x[4], const double *y, size_t n, double out[4])
{
    float64x2_t s[8];
    size_t i = 0;

    for (size_t k = 0; k < 8; k++)
        s[k] = vdupq_n_f64(0.0);
    for (; i + 4 <= n; i += 4) {
        float64x2_t low = vld1q_f64(y + i), high = vld1q_f64(y + i + 2);

#pragma GCC unroll 4
        for (size_t k = 0; k < 4; k++) {
            s[2 * k] = vfmaq_f64(s[2 * k], vld1q_f64(x[k] + i), low);
            s[2 * k + 1] = vfmaq_f64(s[2 * k + 1], vld1q_f64(x[k] + i + 2), high);
        }
    }
    for (size_t k = 0; k < 4; k++)
        out[k] = add_lanes(s[2 * k], s[2 * k + 1]);
    for (; i < n; i++)
        for (size_t k = 0; k < 4; k++)
            out[k] = __builtin_fma(x[k][i], y[i], out[k]);
}

static float sdot(const float *x, const float *y, size_t n)
{
    float32x4_t s = vdupq_n_f32(0.0f);
    float lane[4], sum;
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        s = vfmaq_f32(s, vld1q_f32(x + i), vld1q_f32(y + i));
    vst1q_f32(lane, s);
    sum = 0.0f + (((lane[0] + lane[1]) + lane[2]) + lane[3]);
    for (; i < n; i++)
        sum = __builtin_fmaf(x[i], y[i], sum);
    return sum;
}

static void axpy(double a, const double *x, double *y, size_t n)
{
    float64x2_t factor = vdupq_n_f64(a);
    size_t i = 0;

    for (; i + 2 <= n; i += 2)
        vst1q_f64(y + i, vfmaq_f64(vld1q_f64(y + i), factor, vld1q_f64(x + i)));
    for (; i < n; i++)
        y[i] = __builtin_fma(a, x[i], y[i]);
}

/* What dense_sweep.h asks for. */
#define LANES 2
#define MANY_ROWS 8
typedef float64x2_t vec;
typedef bool some; /* whether both */

INLINED some first_lanes(size_t n)
{
    return n == 2;
}

INLINED vec splat(double x)
{
    return vdupq_n_f64(x);
}

INLINED vec load(const double *at)
{
    return vld1q_f64(at);
}

INLINED vec load_some(const double *at, some both)
{
    return both ? vld1q_f64(at) : vcombine_f64(vld1_f64(at), vdup_n_f64(0.0));
}

INLINED void store(double *at, vec v)
{
    vst1q_f64(at, v);
}

INLINED void store_some(double *at, some both, vec v)
{
    if (both)
        vst1q_f64(at, v);
    else
        vst1q_lane_f64(at, v, 0);
}

INLINED vec fused(vec x, vec w, vec s)
{
    return vfmaq_f64(s, x, w);
}

INLINED vec weigh(const double *at, some both)
{
    (void)both; /* weights are padded to four */
    return vld1q_f64(at);
}

INLINED unsigned nonzero4(const double *x)
{
    return (unsigned)(x[0] != 0.0) | (unsigned)(x[1] != 0.0) << 1 | (unsigned)(x[2] != 0.0) << 2 |
           (unsigned)(x[3] != 0.0) << 3;
}

INLINED bool has_minus_zero(vec v)
{
    uint64x2_t equal = vceqq_u64(vreinterpretq_u64_f64(v), vdupq_n_u64(UINT64_C(1) << 63));

    return (vgetq_lane_u64(equal, 0) | vgetq_lane_u64(equal, 1)) != 0;
}

#include "ops/kernels/dense_sweep.h"

const struct cl_dense_kernels cl_dense_neon = {
    .name = "neon",
    .dot = dot,
    .dot4 = dot4,
    .sdot = sdot,
    .axpy = axpy,
    .sweep = sweep,
};

#endif
