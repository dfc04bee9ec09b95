/*
 * generalized_linear_regression
 */
#include "tests/support/op_fixture.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "ops/kernels/erf.h"

extern const struct cl_op cl_op_generalized_linear_regression;

/* The prediction for eta = x, with a family and, unless it is NULL, a link. */
static double predict(const char *family, const char *link, double x)
{
    char model[200];
    struct op_fixture f;
    double prediction;

    snprintf(model, sizeof model,
             "{\"coefficients\": [1], \"intercept\": 0, \"family\": \"%s\"%s%s%s}", family,
             link ? ", \"link\": \"" : "", link ? link : "", link ? "\"" : "");
    f = op_fixture(&cl_op_generalized_linear_regression, model);
    op_feed_dense(&f, 1, 1, &x);
    assert_int_equal(op_run(&f), CLEAP_OK);
    prediction = op_f64(&f, "prediction", 0);
    assert_true(op_f64(&f, "link_prediction", 0) == x);
    op_done(&f);
    return prediction;
}

static void each_link_has_its_inverse(void **unused)
{
    (void)unused;
    assert_true(predict("gaussian", "identity", 0.3) == 0.3);
    assert_true(predict("gaussian", "logit", 0.3) == 1.0 / (1.0 + exp(-0.3)));
    assert_true(predict("gaussian", "log", 0.3) == exp(0.3));
    assert_true(predict("gaussian", "inverse", 0.3) == 1.0 / 0.3);
    assert_true(predict("gaussian", "probit", 0.3) ==
                0.5 * (1.0 + cl_java_erf(0.3 / 1.4142135623730951)));
    assert_true(predict("gaussian", "cloglog", 0.3) == 1.0 - exp(-exp(0.3)));
    assert_true(predict("gaussian", "sqrt", 0.3) == 0.3 * 0.3);
}

static void without_a_link_it_is_the_family_s(void **unused)
{
    (void)unused;
    assert_true(predict("gaussian", NULL, 0.3) == 0.3);
    assert_true(predict("binomial", NULL, 0.3) == 1.0 / (1.0 + exp(-0.3)));
    assert_true(predict("poisson", NULL, 0.3) == exp(0.3));
    assert_true(predict("gamma", NULL, 0.3) == 1.0 / 0.3);
}

static void predictions_stay_inside_the_family_s_range(void **unused)
{
    (void)unused;
    assert_true(predict("gaussian", "inverse", 0.0) == DBL_MAX);
    assert_true(predict("gaussian", "inverse", -0.0) == DBL_MAX); /* +0.0 was added to it */
    assert_true(predict("binomial", "identity", -1) == 1e-16);
    assert_true(predict("binomial", "identity", 2) == 1 - 1e-16);
    assert_true(predict("poisson", "identity", -1) == 1e-16);
    assert_true(predict("poisson", "log", 1000) == DBL_MAX);
    assert_true(predict("gamma", "identity", 0) == 1e-16);
}

static double predict_of(double x)
{
    struct op_fixture f =
        op_fixture(&cl_op_generalized_linear_regression,
                   "{\"coefficients\": [1], \"intercept\": 0, \"family\": \"binomial\"}");
    double prediction;

    op_feed_dense(&f, 1, 1, &x);
    assert_int_equal(op_run(&f), CLEAP_OK);
    prediction = op_f64(&f, "prediction", 0);
    op_done(&f);
    return prediction;
}

static void nan_passes(void **unused)
{
    (void)unused;
    assert_true(isnan(predict_of(NAN)));
}

#define TWEEDIE(powers)                                                                            \
    "{\"coefficients\": [1], \"intercept\": 0, \"family\": \"tweedie\"" powers "}"

static void check_tweedie(const char *model, double eta, double prediction)
{
    struct op_fixture f = op_fixture(&cl_op_generalized_linear_regression, model);

    op_feed_dense(&f, 1, 1, &eta);
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, &prediction);
    op_done(&f);
}

static void tweedie_is_a_power_of_eta(void **unused)
{
    (void)unused;
    check_tweedie(TWEEDIE(", \"variance_power\": 1.5, \"link_power\": 0"), 2, exp(2));
    check_tweedie(TWEEDIE(", \"variance_power\": 1.5, \"link_power\": 1"), 2, 2);
    check_tweedie(TWEEDIE(", \"variance_power\": 1.5, \"link_power\": -1"), 4, 0.25);
    check_tweedie(TWEEDIE(", \"variance_power\": 1.5, \"link_power\": 0.5"), -3, 9);
    check_tweedie(TWEEDIE(", \"variance_power\": 1.5, \"link_power\": 0.25"), 2, 16);
}

static void tweedies_link_is_one_less_the_variances_power(void **unused)
{
    (void)unused;
    check_tweedie(TWEEDIE(", \"variance_power\": 1"), 2, exp(2));
    check_tweedie(TWEEDIE(", \"variance_power\": 1.5"), 2, 0.25);
}

static void tweedie_stays_above_zero_unless_it_is_gaussian(void **unused)
{
    (void)unused;
    check_tweedie(TWEEDIE(", \"variance_power\": 1.5, \"link_power\": 1"), -2, 1e-16);
    check_tweedie(TWEEDIE(", \"variance_power\": 0"), -2, -2);
}

static void check_refused(const char *model, enum cleap_status status, const char *message)
{
    struct op_fixture f = op_fixture(&cl_op_generalized_linear_regression, model);

    assert_int_equal(f.status, status);
    assert_string_equal(f.err.message, message);
    op_done(&f);
}

static void tweedie_without_its_powers_is_refused(void **unused)
{
    (void)unused;
    check_refused(TWEEDIE(""), CLEAP_E_UNSUPPORTED,
                  "family 'tweedie' needs 'variance_power' and 'link_power', which MLeap does not "
                  "export");
    check_refused(TWEEDIE(", \"variance_power\": 0.5"), CLEAP_E_FORMAT,
                  "variance_power is 0.5, wanted 0, or 1 or more");
    check_refused(TWEEDIE(", \"variance_power\": 1, \"link_power\": null"), CLEAP_E_FORMAT,
                  "link_power is nan");
}

static void the_link_prediction_may_be_left_unwired(void **unused)
{
    struct op_fixture f =
        op_fixture_wired(&cl_op_generalized_linear_regression,
                         "{\"coefficients\": [2], \"intercept\": 1, \"family\": \"gaussian\"}",
                         "features prediction");

    (void)unused;
    op_feed_dense(&f, 2, 1, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){3, 5});
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_link_has_its_inverse),
        cmocka_unit_test(without_a_link_it_is_the_family_s),
        cmocka_unit_test(predictions_stay_inside_the_family_s_range),
        cmocka_unit_test(nan_passes),
        cmocka_unit_test(tweedie_is_a_power_of_eta),
        cmocka_unit_test(tweedies_link_is_one_less_the_variances_power),
        cmocka_unit_test(tweedie_stays_above_zero_unless_it_is_gaussian),
        cmocka_unit_test(tweedie_without_its_powers_is_refused),
        cmocka_unit_test(the_link_prediction_may_be_left_unwired),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
