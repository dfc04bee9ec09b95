/*
 * Java's error function.
 */
#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

#include <math.h>

#include "ops/kernels/erf.h"

static void it_is_within_a_few_ulps_of_the_c_library(void **unused)
{
    (void)unused;
    for (double x = -6.0; x <= 6.0; x += 0.0625)
        assert_true(x == 0.0 || cl_ulps(cl_java_erf(x), erf(x)) <= 16);
}

static void it_is_odd(void **unused)
{
    (void)unused;
    for (double x = 0.125; x <= 6.0; x += 0.125)
        assert_true(cl_java_erf(-x) == -cl_java_erf(x));
}

static void it_is_zero_at_zero(void **unused)
{
    (void)unused;
    assert_true(cl_java_erf(0.0) == 0.0);
    assert_true(cl_java_erf(-0.0) == 0.0);
    assert_true(cl_java_erf(1e-200) == 0.0); /* the square underflows */
}

static void it_is_one_far_out(void **unused)
{
    (void)unused;
    assert_true(cl_java_erf(7.0) == 1.0);
    assert_true(cl_java_erf(39.9) == 1.0);
    assert_true(cl_java_erf(41.0) == 1.0);
    assert_true(cl_java_erf(-INFINITY) == -1.0);
}

static void nan_stays_nan(void **unused)
{
    (void)unused;
    assert_true(isnan(cl_java_erf(NAN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_within_a_few_ulps_of_the_c_library),
        cmocka_unit_test(it_is_odd),
        cmocka_unit_test(it_is_zero_at_zero),
        cmocka_unit_test(it_is_one_far_out),
        cmocka_unit_test(nan_stays_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
