/*
 * max_abs_scaler: magnitudes, clamping and forms.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_max_abs_scaler;

static void values_are_clamped(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_max_abs_scaler, "{\"maxAbs\": [4, 4, 4]}");

    op_feed_dense(&f, 1, 3, (double[]){1, 9, -9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){0.25, 1, -1});
    op_done(&f);
}

static void a_magnitude_of_zero_counts_as_one(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_max_abs_scaler, "{\"maxAbs\": [0]}");

    op_feed_dense(&f, 1, 1, (double[]){0.5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 1, (double[]){0.5});
    op_done(&f);
}

static void nan_and_minus_zero_pass(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_max_abs_scaler, "{\"maxAbs\": [2, 2]}");

    op_feed_dense(&f, 1, 2, (double[]){NAN, -0.0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){NAN, -0.0});
    op_done(&f);
}

static void a_sparse_vector_stays_sparse_and_may_declare_more(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_max_abs_scaler, "{\"maxAbs\": [2, 4]}");

    op_feed_sparse(&f, 9, 1, (int32_t[]){1}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 9, 1, (int32_t[]){1}, (double[]){0.25});
    op_done(&f);
}

static void a_value_behind_the_last_magnitude_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_max_abs_scaler, "{\"maxAbs\": [2, 4]}");

    op_feed_sparse(&f, 9, 1, (int32_t[]){2}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has a value at 2, the model knows 2");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_clamped),
        cmocka_unit_test(a_magnitude_of_zero_counts_as_one),
        cmocka_unit_test(nan_and_minus_zero_pass),
        cmocka_unit_test(a_sparse_vector_stays_sparse_and_may_declare_more),
        cmocka_unit_test(a_value_behind_the_last_magnitude_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
