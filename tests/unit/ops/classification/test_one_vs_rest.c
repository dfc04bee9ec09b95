/*
 * one_vs_rest
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_one_vs_rest;

#define MODEL(classes, members)                                                                    \
    "{\"num_classes\": " classes ", \"num_features\": 2, \"#children\": {" members "}}"

#define REGRESSION(coefficients, intercept)                                                        \
    "{\"#op\": \"logistic_regression\", \"num_classes\": 2, \"coefficients\": [" coefficients      \
    "], \"intercept\": " intercept "}"

#define SVC(coefficients, threshold)                                                               \
    "{\"#op\": \"linear_svc\", \"num_classes\": 2, \"coefficients\": [" coefficients               \
    "], \"intercept\": 0, \"threshold\": " threshold "}"

#define TREE(classes, counts)                                                                      \
    "{\"#op\": \"decision_tree_classifier\", \"num_features\": 2, \"num_classes\": " classes       \
    ", \"#tree\": [{\"leaf\": [" counts "]}]}"

#define REGRESSIONS                                                                                \
    MODEL("2", "\"model0\": " REGRESSION("1, 0", "0.5") ", \"model1\": " REGRESSION("0, 1", "0"))

static void the_surest_member_wins(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_one_vs_rest, REGRESSIONS);

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){1, 1, 1, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){0, 1});
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){1.5, 1});
    op_expect_dense(&f, "raw_prediction", 1, 2, (double[]){1.5, 2});
    op_expect_f64(&f, "probability", 2, (double[]){1 / (1 + exp(-1.5)), 1 / (1 + exp(-2.0))});
    op_done(&f);
}

static void only_the_prediction_may_be_wired(void **unused)
{
    struct op_fixture f = op_fixture_wired(&cl_op_one_vs_rest, REGRESSIONS, "features prediction");

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){1, 1, 1, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){0, 1});
    op_done(&f);
}

static void a_sparse_row_is_handed_on_as_it_is(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_one_vs_rest, REGRESSIONS);

    (void)unused;
    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){0.5, 3});
    op_done(&f);
}

static void members_without_probabilities_vote_and_the_first_wins_a_tie(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_one_vs_rest, MODEL("3", "\"model0\": " SVC("1, 0", "5") ", \"model1\": " SVC(
                                           "1, 0", "0") ", \"model2\": " SVC("1, 0", "0")));

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){1, 0, -1, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){1, 0});
    op_expect_dense(&f, "raw_prediction", 0, 3, (double[]){0, 1, 1});
    op_expect_f64(&f, "probability", 2, (double[]){1, 0});
    op_done(&f);
}

static void members_may_be_of_different_kinds(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_one_vs_rest,
                   MODEL("2", "\"model0\": " TREE("2", "1, 3") ", \"model1\": " SVC("1, 0", "0")));

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){1, 0, -1, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){1, 0});
    op_expect_f64(&f, "probability", 2, (double[]){1, 0.75});
    op_expect_dense(&f, "raw_prediction", 1, 2, (double[]){3, 0});
    op_done(&f);
}

static void nan_is_above_all(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_one_vs_rest,
                   MODEL("3", "\"model0\": " REGRESSION("1, 0", "900") ", \"model1\": " REGRESSION(
                                  "0, 1", "null") ", \"model2\": " REGRESSION("1, 0", "900")));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){1, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){1});
    op_done(&f);
}

static void a_row_that_a_member_refuses_names_the_member(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_one_vs_rest, REGRESSIONS);

    (void)unused;
    op_feed_dense(&f, 1, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_memory_equal(f.err.message, "model0 (logistic_regression): row 0: ", 37);
    assert_int_equal(f.err.row, 0);
    op_done(&f);
}

static void check_refused(const char *model, enum cleap_status status, const char *message)
{
    struct op_fixture f = op_fixture(&cl_op_one_vs_rest, model);

    assert_int_equal(f.status, status);
    assert_string_equal(f.err.message, message);
    op_done(&f);
}

static void a_member_must_be_a_classifier(void **unused)
{
    (void)unused;
    check_refused(MODEL("1", "\"model0\": {\"#op\": \"linear_regression\", \"coefficients\": [1],"
                             " \"intercept\": 0}"),
                  CLEAP_E_FORMAT,
                  "model0: operator 'linear_regression' is no classifier with raw values");
    check_refused(MODEL("1", "\"model0\": {\"#op\": \"vector_assembler\"}"), CLEAP_E_FORMAT,
                  "model0: operator 'vector_assembler' is no classifier with raw values");
}

static void a_member_is_no_ensemble_of_this_kind(void **unused)
{
    (void)unused;
    check_refused(MODEL("1", "\"model0\": {\"#op\": \"one_vs_rest\"}"), CLEAP_E_FORMAT,
                  "model0: operator 'one_vs_rest' cannot be a member");
}

static void a_member_has_two_classes(void **unused)
{
    (void)unused;
    check_refused(
        MODEL("2", "\"model0\": " REGRESSION("1, 0", "0") ", \"model1\": " TREE("1", "1")),
        CLEAP_E_FORMAT, "model1: it has 1 classes, needs 2 or more");
}

static void a_member_must_be_known_and_load(void **unused)
{
    (void)unused;
    check_refused(MODEL("1", "\"model0\": {\"#op\": \"no_such_op\"}"), CLEAP_E_UNSUPPORTED,
                  "model0: operator 'no_such_op' is not known to cleap");
    check_refused(
        MODEL("2", "\"model0\": " REGRESSION(
                       "1, 0", "0") ", \"model1\": {\"#op\": \"linear_svc\", \"num_classes\": 3,"
                                    " \"coefficients\": [1], \"intercept\": 0, \"threshold\": 0}"),
        CLEAP_E_FORMAT, "model1: num_classes is 3, needs 2");
}

static void there_is_a_folder_for_each_class(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_one_vs_rest, MODEL("1000000", "\"model0\": " REGRESSION("1, 0", "0")));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
    check_refused(MODEL("0", ""), CLEAP_E_FORMAT, "num_classes is 0, needs 1 or more");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_surest_member_wins),
        cmocka_unit_test(only_the_prediction_may_be_wired),
        cmocka_unit_test(a_sparse_row_is_handed_on_as_it_is),
        cmocka_unit_test(members_without_probabilities_vote_and_the_first_wins_a_tie),
        cmocka_unit_test(members_may_be_of_different_kinds),
        cmocka_unit_test(nan_is_above_all),
        cmocka_unit_test(a_row_that_a_member_refuses_names_the_member),
        cmocka_unit_test(a_member_must_be_a_classifier),
        cmocka_unit_test(a_member_is_no_ensemble_of_this_kind),
        cmocka_unit_test(a_member_has_two_classes),
        cmocka_unit_test(a_member_must_be_known_and_load),
        cmocka_unit_test(there_is_a_folder_for_each_class),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
