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
    for (size_t k = 0; cl_dense_set(k) != NULL; k++)
        for (size_t n = 0; n <= MOST; n++)
            assert_same_bits(cl_dense_set(k)->dot(x, y, n), dot_as_stated(x, y, n));
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
    for (size_t k = 0; cl_dense_set(k) != NULL; k++)
        assert_same_bits(cl_dense_set(k)->dot(NULL, NULL, 0), 0.0);
}

static void dot_of_negative_zeros_is_positive_zero(void **unused)
{
    const double x[] = {-0.0, -0.0, -0.0, -0.0}, y[] = {1, 1, 1, 1};

    (void)unused;
    for (size_t k = 0; cl_dense_set(k) != NULL; k++)
        assert_same_bits(cl_dense_set(k)->dot(x, y, 4), 0.0);
}

static void four_dots_are_each_as_alone(void **unused)
{
    double x[4][MOST], y[MOST], out[4];
    const double *rows[4] = {x[0], x[1], x[2], x[3]};

    (void)unused;
    for (size_t r = 0; r < 4; r++)
        fill(x[r], MOST, 10 + r);
    fill(y, MOST, 2);
    for (size_t k = 0; cl_dense_set(k) != NULL; k++)
        for (size_t n = 0; n <= MOST; n++) {
            cl_dense_set(k)->dot4(rows, y, n, out);
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
        for (size_t k = 0; cl_dense_set(k) != NULL; k++) {
            float dot = cl_dense_set(k)->sdot(x, y, n);

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
    for (size_t k = 0; cl_dense_set(k) != NULL; k++)
        for (size_t n = 0; n <= MOST; n++) {
            memcpy(y, start, sizeof y);
            cl_dense_set(k)->axpy(0.3, x, y, n);
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

#define MOST_OUT 70
#define MOST_IN 200
#define MOST_STRIDE 72
#define MOST_ROWS 15

/* What a sweep is made from; static, for it is large. */
static double matrix[MOST_IN * MOST_OUT], packed[MOST_IN * MOST_STRIDE];
static double inputs[MOST_ROWS][MOST_IN];
static double sums[MOST_ROWS * MOST_OUT + 1], wanted[MOST_ROWS * MOST_OUT + 1];

/* Inputs of which `zeros` in four are zero, of either sign. */
static void fill_inputs(size_t n_in, unsigned zeros)
{
    uint64_t seed = n_in;

    for (size_t r = 0; r < MOST_ROWS; r++)
        for (size_t i = 0; i < n_in; i++) {
            inputs[r][i] = next(&seed);
            if ((seed >> 33) % 4 < zeros)
                inputs[r][i] = copysign(0.0, inputs[r][i]);
        }
}

/* Sweeps over `matrix` from `wanted`, and compares each row with the stated routine. */
static void assert_sweep(const struct cl_dense_kernels *kernels, size_t n_in, size_t n_out,
                         enum cl_sweep_order order, size_t n_rows)
{
    const double *rows[MOST_ROWS];
    size_t stride = (n_out + 3) / 4 * 4;
    struct cl_weights w = {n_in, n_out, stride, packed, true};

    memset(packed, 0, sizeof packed);
    for (size_t r = 0; r < MOST_ROWS; r++)
        rows[r] = inputs[r];
    for (size_t i = 0; i < n_in; i++)
        for (size_t o = 0; o < n_out; o++)
            packed[i * stride + o] =
                order == CL_SWEEP_BLOCKS ? matrix[o + i * n_out] : matrix[i + o * n_in];
    memcpy(sums, wanted, sizeof sums);
    kernels->sweep(&w, order, rows, sums, n_rows);
    for (size_t r = 0; r < n_rows; r++) {
        double *want = wanted + r * n_out;

        if (order == CL_SWEEP_BLOCKS)
            gemv_n_as_stated(n_out, n_in, matrix, inputs[r], want);
        else
            gemv_t_as_stated(n_in, n_out, matrix, inputs[r], want);
    }
    assert_memory_equal(sums, wanted, sizeof sums); /* what lies behind the last row, too */
}

static void assert_sweeps(size_t n_in, size_t n_out, unsigned zeros)
{
    for (size_t k = 0; cl_dense_set(k) != NULL; k++)
        for (size_t n_rows = 0; n_rows <= MOST_ROWS; n_rows += n_rows < 2 ? 1 : 13) {
            fill(matrix, n_in * n_out, n_in * 100 + n_out);
            fill(wanted, CL_COUNT_OF(wanted), 7);
            fill_inputs(n_in, zeros);
            assert_sweep(cl_dense_set(k), n_in, n_out, CL_SWEEP_BLOCKS, n_rows);
            fill(wanted, CL_COUNT_OF(wanted), 8);
            assert_sweep(cl_dense_set(k), n_in, n_out, CL_SWEEP_AHEAD, n_rows);
        }
}

static void sweeps_are_gemv_n_and_gemv_t(void **unused)
{
    (void)unused;
    for (size_t n_out = 1; n_out <= MOST_OUT; n_out++)
        for (size_t n_in = 0; n_in <= 11; n_in++)
            assert_sweeps(n_in, n_out, 0);
}

static void sweeps_of_many_inputs_are_in_one_order(void **unused)
{
    (void)unused;
    for (size_t n_in = 60; n_in <= MOST_IN; n_in++)
        assert_sweeps(n_in, 1 + n_in % 11, 0);
}

static void zeros_may_be_left_out(void **unused)
{
    (void)unused;
    for (size_t n_in = 1; n_in <= MOST_IN; n_in++) {
        assert_sweeps(n_in, 10, 2);
        assert_sweeps(n_in, 1 + n_in % MOST_OUT, 3);
        assert_sweeps(n_in, 3, 4);
    }
}

static double one_of(const double *from, size_t n, uint64_t *seed)
{
    (void)next(seed);
    return from[(*seed >> 33) % n];
}

/* Sums that are often zero at the end: the signs of zeros that were left out would show. */
static void sums_of_zeros_keep_their_signs(void **unused)
{
    const double values[] = {0.0, -0.0, -0.0, 0.0, 1.0, -1.0, 0x1p-600, -0x1p-600};
    uint64_t seed = 5;

    (void)unused;
    for (size_t k = 0; cl_dense_set(k) != NULL; k++)
        for (size_t round = 0; round < 5000; round++) {
            size_t n_in = 64 + round % 7, n_out = 1 + round % 19;

            for (size_t i = 0; i < n_in * n_out; i++)
                matrix[i] = one_of(values, 8, &seed);
            for (size_t i = 0; i < n_in; i++)
                inputs[0][i] = one_of(values, i % 64 < round % 9 ? 8 : 4, &seed);
            for (size_t o = 0; o < n_out; o++)
                wanted[o] = one_of(values, 3, &seed);
            assert_sweep(cl_dense_set(k), n_in, n_out, CL_SWEEP_AHEAD, 1);
        }
}

static void zeros_times_infinities_are_not_left_out(void **unused)
{
    const double at[256] = {INFINITY, 1.0}, x[64] = {0.0};
    struct cl_weights w = {.n_in = 64, .n_out = 2, .stride = 4, .at = at};

    (void)unused;
    for (size_t k = 0; cl_dense_set(k) != NULL; k++) {
        double y[2] = {1.0, 1.0};

        cl_dense_set(k)->sweep(&w, CL_SWEEP_AHEAD, (const double *const[]){x}, y, 1);
        assert_true(isnan(y[0]));
        assert_true(y[1] == 1.0);
    }
}

static void every_processor_has_plain_c(void **unused)
{
    size_t n = 0;

    (void)unused;
    while (cl_dense_set(n) != NULL)
        print_message("%s\n", cl_dense_set(n++)->name);
    assert_string_equal(cl_dense_set(n - 1)->name, "plain");
    assert_ptr_equal(cl_dense_kernels(), cl_dense_set(0));
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
        cmocka_unit_test(sweeps_are_gemv_n_and_gemv_t),
        cmocka_unit_test(sweeps_of_many_inputs_are_in_one_order),
        cmocka_unit_test(zeros_may_be_left_out),
        cmocka_unit_test(sums_of_zeros_keep_their_signs),
        cmocka_unit_test(zeros_times_infinities_are_not_left_out),
        cmocka_unit_test(every_processor_has_plain_c),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
