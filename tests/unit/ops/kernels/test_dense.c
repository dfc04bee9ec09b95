/*
 * The exact dense kernels: each set against loops written from the stated order.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ops/kernels/dense.h"
#include "runtime/error.h"

#define MOST 67 /* lengths 0 .. MOST */

/* Doubles of mixed sign and size, so that every rounding shows. */
static double next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*seed >> 11) * 0x1p-53 - 0.5) * exp2((double)(*seed >> 62));
}

static void fill(double *x, size_t n, uint64_t seed)
{
    for (size_t i = 0; i < n; i++)
        x[i] = next(&seed);
}

static void assert_same_bits(double a, double b)
{
    assert_memory_equal(&a, &b, sizeof a);
}

static size_t n_sets(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return 2;
#endif
    return 1;
}

static const struct cl_dense_kernels *set(size_t i)
{
#if defined(__x86_64__)
    if (i == 1)
        return &cl_dense_avx2;
#endif
    (void)i;
    return &cl_dense_plain;
}

static double dot_as_stated(const double *x, const double *y, size_t n)
{
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0, sum;
    size_t blocks = n / 4;

    for (size_t b = 0; b < blocks; b++) {
        s0 = fma(x[4 * b], y[4 * b], s0);
        s1 = fma(x[4 * b + 1], y[4 * b + 1], s1);
        s2 = fma(x[4 * b + 2], y[4 * b + 2], s2);
        s3 = fma(x[4 * b + 3], y[4 * b + 3], s3);
    }
    sum = 0.0 + (((s0 + s1) + s2) + s3);
    for (size_t i = 4 * blocks; i < n; i++)
        sum = fma(x[i], y[i], sum);
    return sum;
}

static void dot_keeps_four_sums(void **unused)
{
    double x[MOST], y[MOST];

    (void)unused;
    fill(x, MOST, 1);
    fill(y, MOST, 2);
    for (size_t k = 0; k < n_sets(); k++)
        for (size_t n = 0; n <= MOST; n++)
            assert_same_bits(set(k)->dot(x, y, n), dot_as_stated(x, y, n));
}

static void dot_is_not_a_plain_sum(void **unused)
{
    double x[MOST], y[MOST], sum = 0.0;

    (void)unused;
    fill(x, MOST, 1);
    fill(y, MOST, 2);
    for (size_t i = 0; i < MOST; i++)
        sum += x[i] * y[i];
    assert_true(sum != cl_dense_kernels()->dot(x, y, MOST));
}

static void dot_of_nothing_is_zero(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < n_sets(); k++)
        assert_same_bits(set(k)->dot(NULL, NULL, 0), 0.0);
}

static void dot_of_negative_zeros_is_positive_zero(void **unused)
{
    const double x[] = {-0.0, -0.0, -0.0, -0.0}, y[] = {1, 1, 1, 1};

    (void)unused;
    for (size_t k = 0; k < n_sets(); k++)
        assert_same_bits(set(k)->dot(x, y, 4), 0.0);
}

static void four_dots_are_each_as_alone(void **unused)
{
    double x[4][MOST], y[MOST], out[4];
    const double *rows[4] = {x[0], x[1], x[2], x[3]};

    (void)unused;
    for (size_t r = 0; r < 4; r++)
        fill(x[r], MOST, 10 + r);
    fill(y, MOST, 2);
    for (size_t k = 0; k < n_sets(); k++)
        for (size_t n = 0; n <= MOST; n++) {
            set(k)->dot4(rows, y, n, out);
            for (size_t r = 0; r < 4; r++)
                assert_same_bits(out[r], dot_as_stated(x[r], y, n));
        }
}

static void float_dot_keeps_four_sums(void **unused)
{
    float x[MOST], y[MOST];
    uint64_t seed = 3;

    (void)unused;
    for (size_t i = 0; i < MOST; i++) {
        x[i] = (float)next(&seed);
        y[i] = (float)next(&seed);
    }
    for (size_t n = 0; n <= MOST; n++) {
        float s[4] = {0}, sum;

        for (size_t i = 0; i < n / 4 * 4; i++)
            s[i % 4] = fmaf(x[i], y[i], s[i % 4]);
        sum = 0.0f + (((s[0] + s[1]) + s[2]) + s[3]);
        for (size_t i = n / 4 * 4; i < n; i++)
            sum = fmaf(x[i], y[i], sum);
        for (size_t k = 0; k < n_sets(); k++) {
            float dot = set(k)->sdot(x, y, n);

            assert_memory_equal(&dot, &sum, sizeof sum);
        }
    }
}

static void axpy_fuses_each_element(void **unused)
{
    double x[MOST], start[MOST], y[MOST];

    (void)unused;
    fill(x, MOST, 4);
    fill(start, MOST, 5);
    for (size_t k = 0; k < n_sets(); k++)
        for (size_t n = 0; n <= MOST; n++) {
            memcpy(y, start, sizeof y);
            set(k)->axpy(0.3, x, y, n);
            for (size_t i = 0; i < MOST; i++)
                assert_same_bits(y[i], i < n ? fma(0.3, x[i], start[i]) : start[i]);
        }
}

static void scale_multiplies_each_element(void **unused)
{
    double x[3] = {0.1, -0.7, INFINITY};

    (void)unused;
    cl_dense_scale(0.3, x, 3);
    assert_same_bits(x[0], 0.1 * 0.3);
    assert_same_bits(x[1], -0.7 * 0.3);
    assert_same_bits(x[2], INFINITY);
}

/* GEMV_N as the JVM writes it: four columns nested, the last innermost. */
static void gemv_n_as_stated(size_t m, size_t n, const double *a, const double *x, double *y)
{
    size_t c = 0;

    for (; c + 4 <= n; c += 4)
        for (size_t r = 0; r < m; r++)
            y[r] = fma(
                x[c], a[r + c * m],
                fma(x[c + 1], a[r + (c + 1) * m],
                    fma(x[c + 2], a[r + (c + 2) * m], fma(x[c + 3], a[r + (c + 3) * m], y[r]))));
    for (; c < n; c++)
        for (size_t r = 0; r < m; r++)
            y[r] = fma(x[c], a[r + c * m], y[r]);
}

static void gemv_t_as_stated(size_t m, size_t n, const double *a, const double *x, double *y)
{
    for (size_t c = 0; c < n; c++)
        for (size_t r = 0; r < m; r++)
            y[c] = fma(x[r], a[r + c * m], y[c]);
}

#define MOST_OUT 35
#define MOST_IN 11
#define MOST_STRIDE 36

/* Sweeps `n_rows` rows over a matrix and compares each with the stated routine. */
static void assert_sweep(const struct cl_dense_kernels *kernels, size_t n_in, size_t n_out,
                         enum cl_sweep_order order, size_t n_rows)
{
    double a[MOST_IN * MOST_OUT], packed[MOST_IN * MOST_STRIDE] = {0};
    double x[4][MOST_IN], y[4 * MOST_OUT + 1], start[4 * MOST_OUT + 1];
    const double *rows[4] = {x[0], x[1], x[2], x[3]};
    size_t stride = (n_out + 3) / 4 * 4;
    struct cl_weights w = {n_in, n_out, stride, packed};

    fill(a, MOST_IN * MOST_OUT, n_in * 100 + n_out);
    fill(start, CL_COUNT_OF(start), 7);
    for (size_t r = 0; r < 4; r++)
        fill(x[r], MOST_IN, 20 + r);
    for (size_t i = 0; i < n_in; i++)
        for (size_t o = 0; o < n_out; o++)
            packed[i * stride + o] = order == CL_SWEEP_BLOCKS ? a[o + i * n_out] : a[i + o * n_in];
    memcpy(y, start, sizeof y);
    kernels->sweep(&w, order, rows, y, n_rows);
    for (size_t r = 0; r < n_rows; r++) {
        double *want = start + r * n_out;

        if (order == CL_SWEEP_BLOCKS)
            gemv_n_as_stated(n_out, n_in, a, x[r], want);
        else
            gemv_t_as_stated(n_in, n_out, a, x[r], want);
    }
    assert_memory_equal(y, start, sizeof y); /* what lies behind the last row, too */
}

static void sweep_in_blocks_is_gemv_n(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < n_sets(); k++)
        for (size_t n_out = 1; n_out <= MOST_OUT; n_out++)
            for (size_t n_in = 0; n_in <= MOST_IN; n_in++)
                for (size_t n_rows = 0; n_rows <= 4; n_rows++)
                    assert_sweep(set(k), n_in, n_out, CL_SWEEP_BLOCKS, n_rows);
}

static void sweep_ahead_is_gemv_t(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < n_sets(); k++)
        for (size_t n_out = 1; n_out <= MOST_OUT; n_out++)
            for (size_t n_in = 0; n_in <= MOST_IN; n_in++)
                for (size_t n_rows = 0; n_rows <= 4; n_rows++)
                    assert_sweep(set(k), n_in, n_out, CL_SWEEP_AHEAD, n_rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dot_keeps_four_sums),
        cmocka_unit_test(dot_is_not_a_plain_sum),
        cmocka_unit_test(dot_of_nothing_is_zero),
        cmocka_unit_test(dot_of_negative_zeros_is_positive_zero),
        cmocka_unit_test(four_dots_are_each_as_alone),
        cmocka_unit_test(float_dot_keeps_four_sums),
        cmocka_unit_test(axpy_fuses_each_element),
        cmocka_unit_test(scale_multiplies_each_element),
        cmocka_unit_test(sweep_in_blocks_is_gemv_n),
        cmocka_unit_test(sweep_ahead_is_gemv_t),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
