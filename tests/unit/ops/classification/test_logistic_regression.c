/*
 * logistic_regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>
#include <stdio.h>

extern const struct cl_op cl_op_logistic_regression;

static const char *const binary =
    "{\"num_classes\": 2, \"coefficients\": [1, -2], \"intercept\": 0.25}";

static double sigmoid(double m)
{
    return 1.0 / (1.0 + exp(-m));
}

static void a_binary_model_works_out_each_probability_on_its_own(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_logistic_regression, binary);

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){0.7, 0.1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-0.75, 0.75});
    op_expect_dense(&f, "probability", 0, 2, (double[]){sigmoid(-0.75), sigmoid(0.75)});
    op_expect_f64(&f, "prediction", 1, (double[]){1});
    op_done(&f);
}

/* The class of the raw value m, with the ports named wired and a threshold. */
static double class_of(const char *threshold, const char *ports, double m)
{
    char model[200];
    struct op_fixture f;
    double prediction;

    snprintf(model, sizeof model,
             "{\"num_classes\": 2, \"coefficients\": [1], \"intercept\": 0, \"threshold\": %s}",
             threshold);
    f = op_fixture_wired(&cl_op_logistic_regression, model, ports);
    op_feed_dense(&f, 1, 1, &m);
    assert_int_equal(op_run(&f), CLEAP_OK);
    prediction = op_f64(&f, "prediction", 0);
    op_done(&f);
    return prediction;
}

static void the_threshold_must_be_passed(void **unused)
{
    (void)unused;
    assert_true(class_of("0.5", "features prediction", 0) == 0);
    assert_true(class_of("0.5", "features prediction", 1e-9) == 1);
    assert_true(class_of("0.9", "features probability prediction", 2) == 0);
    assert_true(class_of("0.9", "features probability prediction", 2.5) == 1);
}

static void by_raw_value_the_threshold_is_a_logit(void **unused)
{
    const char *ports = "features raw_prediction prediction";

    (void)unused;
    assert_true(class_of("0.9", ports, log(0.9 / (1 - 0.9))) == 0);
    assert_true(class_of("0.9", ports, nextafter(log(0.9 / (1 - 0.9)), 9)) == 1);
    assert_true(class_of("0", ports, -1e300) == 1);
    assert_true(class_of("1", ports, 1e300) == 0);
}

static void without_a_threshold_it_is_a_half(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_logistic_regression, binary);

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){0, 0, 0, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){1, 0});
    op_done(&f);
}

static const char *const multinomial =
    "{\"num_classes\": 3, \"intercept_vector\": [0.1, 0.2, 0.3], \"coefficient_matrix\":"
    " {\"dimensions\": [3, 2], \"values\": [0.1, 0.2, 0.3, -0.7, 0.5, 0.9]}}";

static void a_multinomial_model_multiplies_in_blocks(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_logistic_regression, multinomial);
    double raw[3] = {0.1, 0.2, 0.3}, e[3], sum;
    const double a[] = {0.1, 0.2, 0.3}, b[] = {-0.7, 0.5, 0.9};

    (void)unused;
    for (int k = 0; k < 3; k++)
        raw[k] = fma(0.4, b[k], fma(0.6, a[k], raw[k]));
    for (int k = 0; k < 3; k++)
        e[k] = exp(raw[k] - raw[2]);
    sum = 1.0 / ((0.0 + e[0]) + e[1] + e[2]);
    op_feed_dense(&f, 1, 2, (double[]){0.6, 0.4});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 3, raw);
    op_expect_dense(&f, "probability", 0, 3, (double[]){e[0] * sum, e[1] * sum, e[2] * sum});
    op_expect_f64(&f, "prediction", 1, (double[]){2});
    op_done(&f);
}

static void an_infinite_raw_value_takes_all(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_logistic_regression, multinomial);

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){0, -INFINITY});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "probability", 0, 3, (double[]){1, 0, 0});
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

static void raw_values_below_zero_are_not_shifted(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_logistic_regression, multinomial);
    double e[3], sum;

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){-10, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    for (int k = 0; k < 3; k++)
        e[k] = exp(((const double *)op_tensor(&f, "raw_prediction", 0).value)[k]);
    sum = 1.0 / ((e[0] + e[1]) + e[2]);
    op_expect_dense(&f, "probability", 0, 3, (double[]){e[0] * sum, e[1] * sum, e[2] * sum});
    op_done(&f);
}

static void intercepts_are_as_many_as_rows(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_logistic_regression,
                   "{\"num_classes\": 3, \"intercept_vector\": [0, 0], \"coefficient_matrix\":"
                   " {\"dimensions\": [3, 1], \"values\": [1, 2, 3]}}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "intercept_vector has 2 values for 3 classes");
    op_done(&f);
}

static void the_types_are_those_of_the_matrix(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_logistic_regression, multinomial);
    char text[CL_TYPE_TEXT_SIZE];

    (void)unused;
    assert_string_equal(cl_type_text(&f.node.in[0].type, text), "tensor(double, [2])?");
    assert_string_equal(cl_type_text(op_type(&f, "probability"), text), "tensor(double, [3])?");
    assert_string_equal(cl_type_text(op_type(&f, "prediction"), text), "double");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_binary_model_works_out_each_probability_on_its_own),
        cmocka_unit_test(the_threshold_must_be_passed),
        cmocka_unit_test(by_raw_value_the_threshold_is_a_logit),
        cmocka_unit_test(without_a_threshold_it_is_a_half),
        cmocka_unit_test(a_multinomial_model_multiplies_in_blocks),
        cmocka_unit_test(an_infinite_raw_value_takes_all),
        cmocka_unit_test(raw_values_below_zero_are_not_shifted),
        cmocka_unit_test(intercepts_are_as_many_as_rows),
        cmocka_unit_test(the_types_are_those_of_the_matrix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
