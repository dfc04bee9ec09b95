/*
 * Where java.lang.Math is not C's math.h. The wanted values are Java 17's.
 */
#include "ops/kernels/java_math.h"

#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

static void squares_and_roots_are_exact(void **unused)
{
    const double x[] = {1.1, 7.7e10, 123.456, 1e-200, -3.3};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(x); i++)
        assert_bits(cl_java_pow(x[i], 2.0), x[i] * x[i]);
    for (size_t i = 0; i < 4; i++)
        assert_bits(cl_java_pow(x[i], 0.5), sqrt(x[i]));
}

static void the_root_of_minus_zero_is_zero_and_of_minus_infinity_infinity(void **unused)
{
    (void)unused;
    assert_bits(cl_java_pow(-0.0, 0.5), 0.0);
    assert_bits(cl_java_pow(-INFINITY, 0.5), INFINITY);
    assert_bits(cl_java_pow(-4.0, 0.5), NAN);
}

static void one_to_the_power_of_what_is_no_number_is_nan(void **unused)
{
    (void)unused;
    assert_bits(cl_java_pow(1.0, NAN), NAN);
    assert_bits(cl_java_pow(1.0, INFINITY), NAN);
    assert_bits(cl_java_pow(-1.0, -INFINITY), NAN);
    assert_bits(cl_java_pow(NAN, 0.0), 1.0);
    assert_bits(cl_java_pow(NAN, -0.0), 1.0);
}

static void the_smaller_zero_is_the_negative_one(void **unused)
{
    (void)unused;
    assert_bits(cl_java_min(0.0, -0.0), -0.0);
    assert_bits(cl_java_min(-0.0, 0.0), -0.0);
    assert_bits(cl_java_max(0.0, -0.0), 0.0);
    assert_bits(cl_java_max(-0.0, 0.0), 0.0);
}

static void the_order_puts_minus_zero_below_zero_and_nan_on_top(void **unused)
{
    (void)unused;
    assert_true(cl_java_is_above(0.0, -0.0));
    assert_false(cl_java_is_above(-0.0, 0.0));
    assert_true(cl_java_is_above(NAN, INFINITY));
    assert_false(cl_java_is_above(INFINITY, NAN));
    assert_false(cl_java_is_above(NAN, NAN));
    assert_true(cl_java_is_above(2.0, 1.0));
    assert_false(cl_java_is_above(1.0, 1.0));
}

static void halves_are_rounded_up(void **unused)
{
    (void)unused;
    assert_bits(cl_java_round(0.5), 1.0);
    assert_bits(cl_java_round(-0.5), 0.0);
    assert_bits(cl_java_round(-1.5), -1.0);
    assert_bits(cl_java_round(0.49999999999999994), 0.0);
    assert_bits(cl_java_round(-0.5000000000000001), -1.0);
    assert_bits(cl_java_round(4503599627370495.5), 4503599627370496.0);
    assert_bits(cl_java_round(9007199254740993.0), 9007199254740992.0);
}

static void ints_are_cut_and_stop_at_their_ends(void **unused)
{
    (void)unused;
    assert_int_equal(cl_java_to_i32(-1.9), -1);
    assert_int_equal(cl_java_to_i32(NAN), 0);
    assert_int_equal(cl_java_to_i32(2147483646.9), 2147483646);
    assert_int_equal(cl_java_to_i32(1e300), INT32_MAX);
    assert_int_equal(cl_java_to_i32(-2147483648.5), INT32_MIN);
    assert_int_equal(cl_java_to_i32(-INFINITY), INT32_MIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(squares_and_roots_are_exact),
        cmocka_unit_test(the_root_of_minus_zero_is_zero_and_of_minus_infinity_infinity),
        cmocka_unit_test(one_to_the_power_of_what_is_no_number_is_nan),
        cmocka_unit_test(the_smaller_zero_is_the_negative_one),
        cmocka_unit_test(the_order_puts_minus_zero_below_zero_and_nan_on_top),
        cmocka_unit_test(halves_are_rounded_up),
        cmocka_unit_test(ints_are_cut_and_stop_at_their_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
