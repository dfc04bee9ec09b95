/*
 * decision_tree_regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_decision_tree_regression;

static const char *const model =
    "{\"num_features\": 2, \"#tree\": ["
    "{\"feature\": 0, \"threshold\": 1.5}, {\"leaf\": [1]},"
    "{\"feature\": 1, \"left\": [0, 2]}, {\"leaf\": [2]}, {\"leaf\": [3]}]}";

static void a_row_gets_its_leaf_s_value(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_decision_tree_regression, model);

    (void)unused;
    op_feed_dense(&f, 4, 2, (double[]){1.5, 0, 2, 0, 2, 1, NAN, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 4, (double[]){1, 2, 3, 2});
    op_done(&f);
}

static void a_sparse_row_has_zeros(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_decision_tree_regression, model);

    (void)unused;
    op_feed_sparse(&f, 2, 1, (int32_t[]){0}, (double[]){9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){2});
    op_done(&f);
}

static void a_row_that_is_too_short_is_refused(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_decision_tree_regression, model);

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 1 values, a split reads feature 1");
    op_done(&f);
}

static void a_tree_that_is_a_leaf_takes_any_row(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_decision_tree_regression,
                                     "{\"num_features\": 2, \"#tree\": [{\"leaf\": [0.1]}]}");

    (void)unused;
    op_feed_dense(&f, 1, 0, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){0.1});
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_gets_its_leaf_s_value),
        cmocka_unit_test(a_sparse_row_has_zeros),
        cmocka_unit_test(a_row_that_is_too_short_is_refused),
        cmocka_unit_test(a_tree_that_is_a_leaf_takes_any_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
