/*
 * The discrete Fourier transform against its definition.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

#include "ops/kernels/fft.h"

#define MAX_N 70

static void setup(struct cl_fft *fft, uint32_t n, struct cl_arena *arena)
{
    struct cleap_error err;

    cl_arena_init(arena, 4096);
    assert_int_equal(cl_fft_init(fft, n, arena, &err), CLEAP_OK);
}

static void expect_transform(uint32_t n)
{
    static double re[MAX_N], im[MAX_N], x[MAX_N], y[MAX_N], work[2 * MAX_N];
    struct cl_arena arena;
    struct cl_fft fft;

    setup(&fft, n, &arena);
    for (uint32_t j = 0; j < n; j++) {
        re[j] = x[j] = sin(2.0 * j + 0.5);
        im[j] = y[j] = cos(5.0 * j);
    }
    cl_fft_run(&fft, re, im, work);
    for (uint32_t k = 0; k < n; k++) {
        long double a = 0.0L, b = 0.0L;

        for (uint32_t j = 0; j < n; j++) {
            long double angle = -2.0L * acosl(-1.0L) * (j * k % n) / n;

            a += x[j] * cosl(angle) - y[j] * sinl(angle);
            b += x[j] * sinl(angle) + y[j] * cosl(angle);
        }
        assert_true(fabs(re[k] - (double)a) < 1e-13 && fabs(im[k] - (double)b) < 1e-13);
    }
    cl_arena_free(&arena);
}

static void every_length_is_transformed(void **unused)
{
    (void)unused;
    for (uint32_t n = 1; n <= MAX_N; n++)
        expect_transform(n);
}

static void factors_multiply_to_the_length(void **unused)
{
    struct cl_arena arena;
    struct cl_fft fft;
    uint32_t product = 1;

    (void)unused;
    setup(&fft, 2 * 4 * 4 * 3 * 3 * 7 * 31, &arena);
    for (uint32_t i = 0; i < fft.n_factors; i++)
        product *= fft.factors[i];
    assert_int_equal(product, fft.n);
    cl_arena_free(&arena);
}

static void lengths_that_would_take_long_are_refused(void **unused)
{
    struct cl_arena arena;
    struct cl_fft fft;
    struct cleap_error err;

    (void)unused;
    cl_arena_init(&arena, 4096);
    assert_int_equal(cl_fft_init(&fft, (1U << 20) + 1, &arena, &err), CLEAP_E_LIMIT);
    assert_int_equal(cl_fft_init(&fft, 65521, &arena, &err), CLEAP_E_LIMIT);
    assert_int_equal(cl_fft_init(&fft, 1U << 20, &arena, &err), CLEAP_OK);
    cl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_is_transformed),
        cmocka_unit_test(factors_multiply_to_the_length),
        cmocka_unit_test(lengths_that_would_take_long_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
