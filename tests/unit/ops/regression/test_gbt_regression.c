/*
 * gbt_regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_gbt_regression;

#define TREE(left, right)                                                                          \
    "{\"#op\": \"decision_tree_regression\", \"num_features\": 1, \"#tree\": ["                    \
    "{\"feature\": 0, \"threshold\": 0}, {\"leaf\": [" left "]}, {\"leaf\": [" right "]}]}"

static const char *const model =
    "{\"num_features\": 1, \"tree_weights\": [0.1, 0.3, 0.7], \"trees\": [\"a\", \"b\", \"c\"],"
    " \"#children\": {\"a\": " TREE("0.1", "1") ", \"b\": " TREE("0.7", "2") ", \"c\": " TREE(
        "0.3", "4") "}}";

static void boosted_trees_are_weighted_and_fused(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_gbt_regression, model);

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){-1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1,
                  (double[]){fma(0.3, 0.7, fma(0.7, 0.3, fma(0.1, 0.1, 0.0)))});
    op_done(&f);
}

static void each_boosted_tree_has_a_weight(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_gbt_regression, "{\"num_features\": 1, \"tree_weights\": [1, 2], \"trees\": []}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "2 tree_weights for 0 trees");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boosted_trees_are_weighted_and_fused),
        cmocka_unit_test(each_boosted_tree_has_a_weight),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
