/*
 * decision_tree_classifier
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_decision_tree_classifier;

#define MODEL(more)                                                                                \
    "{\"num_features\": 1, \"num_classes\": 3" more ", \"#tree\": ["                               \
    "{\"feature\": 0, \"threshold\": 0}, {\"leaf\": [29, 18, 47]}, {\"leaf\": [0, 0, 0]}]}"

static void a_row_gets_its_leaf_s_counts_and_shares(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_decision_tree_classifier, MODEL(""));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){-1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 3, (double[]){29, 18, 47});
    op_expect_dense(&f, "probability", 0, 3, (double[]){29.0 / 94, 18.0 / 94, 47.0 / 94});
    op_expect_f64(&f, "prediction", 1, (double[]){2});
    op_done(&f);
}

static void a_leaf_without_counts_has_no_shares(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_decision_tree_classifier, MODEL(""));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "probability", 0, 3, (double[]){0, 0, 0});
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

static void a_leaf_stays_as_it_is_for_the_next_row(void **unused)
{
    struct op_fixture f = op_fixture_wired(&cl_op_decision_tree_classifier, MODEL(""),
                                           "features probability prediction");

    (void)unused;
    op_feed_dense(&f, 2, 1, (double[]){-1, -1});
    for (int run = 0; run < 2; run++) {
        assert_int_equal(op_run(&f), CLEAP_OK);
        for (size_t row = 0; row < 2; row++)
            op_expect_dense(&f, "probability", row, 3, (double[]){29.0 / 94, 18.0 / 94, 47.0 / 94});
    }
    op_done(&f);
}

static void thresholds_decide(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_decision_tree_classifier, MODEL(", \"thresholds\": [0.1, 0.9, 0.9]"));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){-1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

static void thresholds_are_as_many_as_classes(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_decision_tree_classifier, MODEL(", \"thresholds\": [0.1]"));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

static void a_leaf_counts_each_class(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_decision_tree_classifier,
                   "{\"num_features\": 1, \"num_classes\": 3, \"#tree\": [{\"leaf\": [1, 2]}]}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "a leaf has 2 values for 3 classes");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_gets_its_leaf_s_counts_and_shares),
        cmocka_unit_test(a_leaf_without_counts_has_no_shares),
        cmocka_unit_test(a_leaf_stays_as_it_is_for_the_next_row),
        cmocka_unit_test(thresholds_decide),
        cmocka_unit_test(thresholds_are_as_many_as_classes),
        cmocka_unit_test(a_leaf_counts_each_class),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
