/*
 * math_unary: where java.lang.Math is peculiar.
 */
#include "tests/support/op_fixture.h"

#include <math.h>
#include <stdio.h>

extern const struct cl_op cl_op_math_unary;

static void expect(const char *operation, size_t n, const double *in, const double *out)
{
    char attributes[64];
    struct op_fixture f;

    snprintf(attributes, sizeof attributes, "{\"operation\": \"%s\"}", operation);
    f = op_fixture(&cl_op_math_unary, attributes);
    op_feed_f64(&f, n, in);
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", n, out);
    op_done(&f);
}

static void each_name_has_its_function(void **unused)
{
    (void)unused;
    expect("log", 3, (double[]){1, 0, -1}, (double[]){0, -INFINITY, NAN});
    expect("exp", 2, (double[]){0, -INFINITY}, (double[]){1, 0});
    expect("sqrt", 2, (double[]){4, -1}, (double[]){2, NAN});
    expect("sin", 1, (double[]){0}, (double[]){0});
    expect("cos", 1, (double[]){0}, (double[]){1});
    expect("tan", 1, (double[]){0}, (double[]){0});
    expect("abs", 2, (double[]){-2, -0.0}, (double[]){2, 0});
    expect("floor", 2, (double[]){-1.5, -0.0}, (double[]){-2, -0.0});
    expect("ceil", 2, (double[]){-0.5, 1.2}, (double[]){-0.0, 2});
}

static void round_is_half_up_to_a_long(void **unused)
{
    (void)unused;
    expect("round", 6, (double[]){0.5, -0.5, 2.5, -2.5, 0.49999999999999994, -0.4},
           (double[]){1, 0, 3, -2, 0, 0});
}

static void round_stops_at_the_ends_of_long(void **unused)
{
    (void)unused;
    expect("round", 4, (double[]){NAN, 1e300, -INFINITY, 4503599627370497.0},
           (double[]){0, 9223372036854775808.0, -9223372036854775808.0, 4503599627370497.0});
}

static void logit_takes_both_ends_and_nan(void **unused)
{
    (void)unused;
    expect("logit", 4, (double[]){0, 0.5, 1, NAN}, (double[]){-INFINITY, 0, INFINITY, NAN});
}

static void logit_outside_of_0_and_1_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_math_unary, "{\"operation\": \"logit\"}");

    op_feed_f64(&f, 2, (double[]){0.5, 1.5});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: 1.5 has no logit, it is not in [0, 1]");
    op_done(&f);
}

static void an_unknown_operation_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_math_unary, "{\"operation\": \"cbrt\"}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_name_has_its_function),
        cmocka_unit_test(round_is_half_up_to_a_long),
        cmocka_unit_test(round_stops_at_the_ends_of_long),
        cmocka_unit_test(logit_takes_both_ends_and_nan),
        cmocka_unit_test(logit_outside_of_0_and_1_is_an_error),
        cmocka_unit_test(an_unknown_operation_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
