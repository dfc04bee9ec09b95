/*
 * random_forest_regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_random_forest_regression;

#define TREE(left, right)                                                                          \
    "{\"#op\": \"decision_tree_regression\", \"num_features\": 1, \"#tree\": ["                    \
    "{\"feature\": 0, \"threshold\": 0}, {\"leaf\": [" left "]}, {\"leaf\": [" right "]}]}"

static const char *const model =
    "{\"num_features\": 1, \"tree_weights\": [0.1, 0.3, 0.7], \"trees\": [\"a\", \"b\", \"c\"],"
    " \"#children\": {\"a\": " TREE("0.1", "1") ", \"b\": " TREE("0.7", "2") ", \"c\": " TREE(
        "0.3", "4") "}}";

static void a_forest_gives_the_mean_and_no_weights(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_random_forest_regression, model);

    (void)unused;
    op_feed_dense(&f, 2, 1, (double[]){-1, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){((0.1 + 0.7) + 0.3) / 3, 7.0 / 3});
    op_done(&f);
}

static void a_member_is_a_single_tree(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_random_forest_regression,
                   "{\"num_features\": 1, \"tree_weights\": [], \"trees\": [\"a\"],"
                   " \"#children\": {\"a\": {\"#op\": \"linear_regression\"}}}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_non_null(strstr(f.err.message, "linear_regression"));
    op_done(&f);
}

static void a_broken_member_is_named(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_random_forest_regression,
                   "{\"num_features\": 1, \"tree_weights\": [], \"trees\": [\"a\"],"
                   " \"#children\": {\"a\": {\"#op\": \"decision_tree_regression\","
                   " \"num_features\": 1, \"#tree\": [{\"leaf\": []}]}}}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_non_null(strstr(f.err.message, "tree 'a'"));
    op_done(&f);
}

static void a_forest_without_trees_knows_nothing(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_random_forest_regression,
                                     "{\"num_features\": 1, \"tree_weights\": [], \"trees\": []}");

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    assert_true(isnan(op_f64(&f, "prediction", 0)));
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_forest_gives_the_mean_and_no_weights),
        cmocka_unit_test(a_member_is_a_single_tree),
        cmocka_unit_test(a_broken_member_is_named),
        cmocka_unit_test(a_forest_without_trees_knows_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
