/*
 * min_max_scaler: ranges, their edges and sizes.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_min_max_scaler;

static void ranges_become_zero_to_one_without_clamping(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_max_scaler, "{\"min\": [0, -1], \"max\": [4, 1]}");

    op_feed_dense(&f, 1, 2, (double[]){1, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0.25, 2});
    op_done(&f);
}

static void the_wanted_range_is_an_attribute(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_min_max_scaler, "{\"min\": [0], \"max\": [4], \"minValue\": -1, \"maxValue\": 3}");

    op_feed_dense(&f, 1, 1, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 1, (double[]){0});
    op_done(&f);
}

static void a_range_of_nothing_gives_the_middle(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_max_scaler, "{\"min\": [7], \"max\": [7]}");

    op_feed_dense(&f, 1, 1, (double[]){100});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 1, (double[]){0.5});
    op_done(&f);
}

static void nan_stays_nan_also_in_a_range_of_nothing(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_max_scaler, "{\"min\": [0, 7], \"max\": [1, 7]}");

    op_feed_dense(&f, 1, 2, (double[]){NAN, NAN});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){NAN, NAN});
    op_done(&f);
}

static void zeros_of_a_sparse_vector_are_scaled(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_max_scaler, "{\"min\": [-1, 0], \"max\": [1, 2]}");

    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0.5, 1});
    op_done(&f);
}

static void a_longer_vector_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_max_scaler, "{\"min\": [0], \"max\": [4]}");

    op_feed_dense(&f, 1, 2, (double[]){1, 1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void ends_of_other_lengths_are_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_max_scaler, "{\"min\": [0], \"max\": [4, 5]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "min has 1 values, max 2");
    op_done(&f);
}

static void a_tensor_of_another_base_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_min_max_scaler,
        "{\"min\": {\"base\": \"float\", \"dimensions\": [1], \"values\": [0]}, \"max\": [4]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "attribute 'min' is a tensor of float, wanted double");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_become_zero_to_one_without_clamping),
        cmocka_unit_test(the_wanted_range_is_an_attribute),
        cmocka_unit_test(a_range_of_nothing_gives_the_middle),
        cmocka_unit_test(nan_stays_nan_also_in_a_range_of_nothing),
        cmocka_unit_test(zeros_of_a_sparse_vector_are_scaled),
        cmocka_unit_test(a_longer_vector_is_an_error),
        cmocka_unit_test(ends_of_other_lengths_are_an_error_at_load),
        cmocka_unit_test(a_tensor_of_another_base_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
