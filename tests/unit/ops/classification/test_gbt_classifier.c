/*
 * gbt_classifier
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_gbt_classifier;

#define MODEL(classes, more)                                                                       \
    "{\"num_features\": 1, \"num_classes\": " classes ", \"tree_weights\": [1, 0.5]," more         \
    " \"trees\": [\"a\", \"b\"], \"#children\": {"                                                 \
    "\"a\": {\"#op\": \"decision_tree_regression\", \"num_features\": 1, \"#tree\": ["             \
    "{\"feature\": 0, \"threshold\": 0}, {\"leaf\": [0]}, {\"leaf\": [0.25]}]},"                   \
    "\"b\": {\"#op\": \"decision_tree_regression\", \"num_features\": 1, \"#tree\": ["             \
    "{\"feature\": 0, \"threshold\": 1}, {\"leaf\": [0]}, {\"leaf\": [-1]}]}}}"

static void the_second_probability_is_what_the_first_leaves(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_gbt_classifier, MODEL("2", ""));
    double p = 1.0 / (1.0 + exp(0.5));

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){0.5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-0.25, 0.25});
    op_expect_dense(&f, "probability", 0, 2, (double[]){p, 1 - p});
    op_expect_f64(&f, "prediction", 1, (double[]){1});
    op_done(&f);
}

static void a_margin_of_zero_is_class_zero(void **unused)
{
    const char *const ports[] = {"features prediction", "features raw_prediction prediction",
                                 "features probability prediction"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(ports); i++) {
        struct op_fixture f = op_fixture_wired(&cl_op_gbt_classifier, MODEL("2", ""), ports[i]);

        op_feed_dense(&f, 3, 1, (double[]){-1, 0.5, 2});
        assert_int_equal(op_run(&f), CLEAP_OK);
        op_expect_f64(&f, "prediction", 3, (double[]){0, 1, 0});
        op_done(&f);
    }
}

static void thresholds_decide_by_probability(void **unused)
{
    struct op_fixture f =
        op_fixture_wired(&cl_op_gbt_classifier,
                         MODEL("2", " \"thresholds\": [0.9, 0.1], \"lossType\": \"logistic\","),
                         "features prediction");

    (void)unused;
    op_feed_dense(&f, 2, 1, (double[]){-1, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){1, 1});
    op_done(&f);
}

static void it_has_two_classes(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_gbt_classifier, MODEL("3", ""));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "num_classes is 3, needs 2");
    op_done(&f);
}

static void another_loss_is_refused(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_gbt_classifier, MODEL("2", " \"lossType\": \"exponential\","));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "lossType is 'exponential', needs 'logistic'");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_probability_is_what_the_first_leaves),
        cmocka_unit_test(a_margin_of_zero_is_class_zero),
        cmocka_unit_test(thresholds_decide_by_probability),
        cmocka_unit_test(it_has_two_classes),
        cmocka_unit_test(another_loss_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
