/*
 * random_forest_classifier
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_random_forest_classifier;

#define TREE(counts)                                                                               \
    "{\"#op\": \"decision_tree_classifier\", \"num_features\": 1, \"num_classes\": 2,"             \
    " \"#tree\": [{\"leaf\": [" counts "]}]}"

#define MODEL(children, names)                                                                     \
    "{\"num_features\": 1, \"num_classes\": 2, \"tree_weights\": [5], \"trees\": [" names "],"     \
    " \"#children\": {" children "}}"

static void trees_vote_with_shares(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_random_forest_classifier,
                   MODEL("\"a\": " TREE("1, 2") ", \"b\": " TREE("0, 0") ", \"c\": " TREE("3, 7"),
                         "\"a\", \"b\", \"c\""));
    double votes[] = {1.0 / 3 + 3.0 / 10, 2.0 / 3 + 7.0 / 10};
    double sum = votes[0] + votes[1];

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, votes);
    op_expect_dense(&f, "probability", 0, 2, (double[]){votes[0] / sum, votes[1] / sum});
    op_expect_f64(&f, "prediction", 1, (double[]){1});
    op_done(&f);
}

static void counts_of_classes_that_the_forest_lacks_still_divide(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_random_forest_classifier, MODEL("\"a\": " TREE("1, 1, 2"), "\"a\""));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){0.25, 0.25});
    op_done(&f);
}

static void a_leaf_with_too_few_counts_is_refused(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_random_forest_classifier, MODEL("\"a\": " TREE("1"), "\"a\""));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_non_null(strstr(f.err.message, "tree 'a'"));
    op_done(&f);
}

static void without_trees_there_are_no_votes(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_random_forest_classifier, MODEL("", ""));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "probability", 0, 2, (double[]){0, 0});
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_vote_with_shares),
        cmocka_unit_test(counts_of_classes_that_the_forest_lacks_still_divide),
        cmocka_unit_test(a_leaf_with_too_few_counts_is_refused),
        cmocka_unit_test(without_trees_there_are_no_votes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
