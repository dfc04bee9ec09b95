/*
 * xgboost.regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_xgboost_regression;

/* Two trees of one split: feature 1 below 0.5 gives -1, else 2; missing goes left. */
#define STUMP                                                                                      \
    "{\\\"default_left\\\": [1, 0, 0], \\\"left_children\\\": [1, -1, -1],"                        \
    "\\\"right_children\\\": [2, -1, -1], \\\"split_conditions\\\": [0.5, -1, 2],"                 \
    "\\\"split_indices\\\": [1, 0, 0], \\\"sum_hessian\\\": [4, 3, 1],"                            \
    "\\\"tree_param\\\": {\\\"num_nodes\\\": \\\"3\\\"}}"

#define MODEL(limit, objective)                                                                    \
    "{\"num_features\": 2, \"tree_limit\": " limit ", \"#files\": {\"xgboost.model\": \""          \
    "{\\\"learner\\\": {\\\"gradient_booster\\\": {\\\"name\\\": \\\"gbtree\\\","                  \
    "\\\"model\\\": {\\\"gbtree_model_param\\\": {\\\"num_trees\\\": \\\"2\\\"},"                  \
    "\\\"tree_info\\\": [0, 0], \\\"trees\\\": [" STUMP ", " STUMP "]}},"                          \
    "\\\"learner_model_param\\\": {\\\"base_score\\\": \\\"1\\\", \\\"num_feature\\\":"            \
    "\\\"2\\\"}, \\\"objective\\\": {\\\"name\\\": \\\"" objective "\\\"}}}\"}}"

static void predictions_are_widened_floats(void **unused)
{
    struct op_fixture f = op_fixture_wired(&cl_op_xgboost_regression, MODEL("0", "count:poisson"),
                                           "features prediction");

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){0, 0, 0, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){(double)expf(-2.0F), (double)expf(4.0F)});
    op_done(&f);
}

static void leaves_and_contributions_are_lists(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_xgboost_regression, MODEL("0", "reg:squarederror"));

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){0, 0, 0, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){-1, 5});
    op_expect_f64s(&f, "leaf_prediction", 0, 2, (double[]){1, 1});
    op_expect_f64s(&f, "leaf_prediction", 1, 2, (double[]){2, 2});
    op_expect_f64s(&f, "contrib_prediction", 0, 3, (double[]){0, -1.5, 0.5});
    op_expect_f64s(&f, "contrib_prediction", 1, 3, (double[]){0, 4.5, 0.5});
    op_done(&f);
}

static void a_limit_holds_for_every_output(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_xgboost_regression, MODEL("1", "reg:squarederror"));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){0, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){3});
    op_expect_f64s(&f, "leaf_prediction", 0, 1, (double[]){2});
    op_expect_f64s(&f, "contrib_prediction", 0, 3, (double[]){0, 2.25, 0.75});
    op_done(&f);
}

static void a_limit_beyond_the_trees_is_refused(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_xgboost_regression, MODEL("3", "reg:squarederror"));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message,
                        "xgboost.model: tree_limit 3 asks for 3 rounds of trees, there are 2");
    op_done(&f);
}

static void a_row_with_too_many_values_is_named(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_xgboost_regression, MODEL("0", "reg:squarederror"));

    (void)unused;
    op_feed_tensors(
        &f, 2, (struct cl_tensor[]){cl_dense((double[]){0}, 1), cl_dense((double[]){0, 0, 0}, 3)});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: the vector has 3 values, the booster knows 2");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(predictions_are_widened_floats),
        cmocka_unit_test(leaves_and_contributions_are_lists),
        cmocka_unit_test(a_limit_holds_for_every_output),
        cmocka_unit_test(a_limit_beyond_the_trees_is_refused),
        cmocka_unit_test(a_row_with_too_many_values_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
