/*
 * standard_scaler: means, deviations, forms and sizes.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_standard_scaler;

static void mean_and_deviation_multiply_by_the_reciprocal(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_standard_scaler, "{\"mean\": [1, 0.5], \"std\": [3, 0.7]}");

    op_feed_dense(&f, 1, 2, (double[]){6, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    /* 5 * (1 / 3) is not 5 / 3. */
    op_expect_dense(&f, "output", 0, 2, (double[]){5.0 * (1.0 / 3.0), 2.5 * (1.0 / 0.7)});
    op_done(&f);
}

static void a_mean_makes_a_sparse_vector_dense(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{\"mean\": [1, 2, 3]}");

    op_feed_sparse(&f, 3, 1, (int32_t[]){1}, (double[]){5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){-1, 3, -3});
    op_done(&f);
}

static void a_deviation_alone_keeps_a_sparse_vector_sparse(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{\"std\": [1, 4, 3]}");

    op_feed_sparse(&f, 3, 1, (int32_t[]){1}, (double[]){5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 1, (int32_t[]){1}, (double[]){1.25});
    op_done(&f);
}

static void a_deviation_of_zero_multiplies_by_zero(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{\"std\": [0, 0]}");

    op_feed_dense(&f, 1, 2, (double[]){-2, INFINITY});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){-0.0, NAN});
    op_done(&f);
}

static void a_deviation_of_zero_with_a_mean_gives_zero(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{\"mean\": [1, 1], \"std\": [0, 0]}");

    op_feed_dense(&f, 1, 2, (double[]){-2, INFINITY});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0, 0});
    op_done(&f);
}

static void a_shorter_vector_meets_the_first_values(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{\"mean\": [1, 2, 3]}");

    op_feed_dense(&f, 1, 2, (double[]){1, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0, -1});
    op_done(&f);
}

static void a_longer_vector_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{\"mean\": [1, 2]}");

    op_feed_dense(&f, 1, 3, (double[]){1, 1, 1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 3 values, the model knows 2");
    op_done(&f);
}

static void a_huge_sparse_vector_is_refused_before_it_is_made_dense(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{\"mean\": [1, 2]}");

    op_feed_sparse(&f, 2000000000, 0, (int32_t[]){0}, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void neither_attribute_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_standard_scaler, "{}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "neither attribute 'mean' nor 'std' is there");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_deviation_multiply_by_the_reciprocal),
        cmocka_unit_test(a_mean_makes_a_sparse_vector_dense),
        cmocka_unit_test(a_deviation_alone_keeps_a_sparse_vector_sparse),
        cmocka_unit_test(a_deviation_of_zero_multiplies_by_zero),
        cmocka_unit_test(a_deviation_of_zero_with_a_mean_gives_zero),
        cmocka_unit_test(a_shorter_vector_meets_the_first_values),
        cmocka_unit_test(a_longer_vector_is_an_error),
        cmocka_unit_test(a_huge_sparse_vector_is_refused_before_it_is_made_dense),
        cmocka_unit_test(neither_attribute_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
