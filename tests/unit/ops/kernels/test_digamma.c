/*
 * Java's digamma.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

#include "ops/kernels/digamma.h"

/* As far as the series goes in that library. */
#define CLOSE 1e-8

static void it_is_the_value_known_from_tables(void **unused)
{
    (void)unused;
    assert_true(fabs(cl_digamma(1.0) + 0.57721566490153286) < CLOSE);
    assert_true(fabs(cl_digamma(0.5) + 1.9635100260214235) < CLOSE);
    assert_true(fabs(cl_digamma(10.0) - 2.2517525890667211) < CLOSE);
    assert_true(fabs(cl_digamma(1000.0) - 6.9072551956488121) < CLOSE);
}

static void tiny_numbers_have_the_limit(void **unused)
{
    (void)unused;
    assert_true(cl_digamma(1e-10) == -0.5772156649015329 - 1e10);
}

static void it_is_defined_between_the_poles_below_zero(void **unused)
{
    (void)unused;
    assert_true(fabs(cl_digamma(-0.5) - 0.036489973978576520) < CLOSE);
    assert_true(isinf(cl_digamma(0.0)));
}

static void far_below_zero_it_is_nan(void **unused)
{
    (void)unused;
    assert_true(isnan(cl_digamma(-1e6)));
    assert_true(isnan(cl_digamma(-1e300)));
}

static void numbers_that_are_not_finite_stay(void **unused)
{
    (void)unused;
    assert_true(isnan(cl_digamma(NAN)));
    assert_true(cl_digamma(INFINITY) == INFINITY);
}

static void the_mean_log_is_that_of_the_share(void **unused)
{
    double out[2];

    (void)unused;
    assert_true(cl_dirichlet_mean_log((double[]){1, 2}, 2, out));
    assert_true(fabs(out[0] + 1.5) < CLOSE); /* digamma(1) - digamma(3) = -(1 + 1/2) */
    assert_true(fabs(out[1] + 0.5) < CLOSE);
}

static void a_share_far_below_zero_has_none(void **unused)
{
    double out[2];

    (void)unused;
    assert_false(cl_dirichlet_mean_log((double[]){1, -1e6}, 2, out));
    assert_true(cl_dirichlet_mean_log((double[]){1, -5000.5}, 2, out));
    assert_true(cl_dirichlet_mean_log((double[]){1, NAN}, 2, out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_value_known_from_tables),
        cmocka_unit_test(tiny_numbers_have_the_limit),
        cmocka_unit_test(it_is_defined_between_the_poles_below_zero),
        cmocka_unit_test(far_below_zero_it_is_nan),
        cmocka_unit_test(numbers_that_are_not_finite_stay),
        cmocka_unit_test(the_mean_log_is_that_of_the_share),
        cmocka_unit_test(a_share_far_below_zero_has_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
