/*
 * naive_bayes
 */
#include "tests/support/op_fixture.h"

#include <math.h>
#include <stdio.h>

extern const struct cl_op cl_op_naive_bayes;

/* A model of 2 classes and 2 features with more attributes. */
static struct op_fixture model_of(const char *type, const char *more)
{
    static char model[400];

    snprintf(model, sizeof model,
             "{\"num_features\": 2, \"num_classes\": 2, \"pi\": [-0.5, -1], \"theta\":"
             " {\"dimensions\": [2, 2], \"values\": [-0.1, -0.2, -0.3, -0.7]},"
             " \"model_type\": \"%s\"%s}",
             type, more);
    return op_fixture(&cl_op_naive_bayes, model);
}

static void a_multinomial_model_adds_what_features_weigh(void **unused)
{
    struct op_fixture f = model_of("multinomial", "");
    double raw[] = {fma(3, -0.3, fma(2, -0.1, 0.0)) - 0.5, fma(3, -0.7, fma(2, -0.2, 0.0)) - 1};
    double p = exp(raw[1] - raw[0]);

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){2, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, raw);
    op_expect_dense(&f, "probability", 0, 2, (double[]){1 / (1 + p), p / (1 + p)});
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

static void a_multinomial_model_takes_negative_features(void **unused)
{
    struct op_fixture f = model_of("multinomial", "");

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){-2, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_done(&f);
}

static double negative(double theta)
{
    return log(1.0 - exp(theta));
}

static void a_bernoulli_model_counts_what_is_absent(void **unused)
{
    struct op_fixture f = model_of("bernoulli", "");
    double raw[2];
    const double theta[2][2] = {{-0.1, -0.3}, {-0.2, -0.7}}, pi[] = {-0.5, -1};

    (void)unused;
    for (int k = 0; k < 2; k++) {
        raw[k] = theta[k][1] - negative(theta[k][1]);
        raw[k] += pi[k];
        raw[k] += negative(theta[k][0]) + negative(theta[k][1]);
    }
    op_feed_dense(&f, 1, 2, (double[]){0, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, raw);
    op_done(&f);
}

static void a_bernoulli_model_refuses_other_features(void **unused)
{
    struct op_fixture f = model_of("bernoulli", "");

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){0, 1, 1, 0.5});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 1: a feature is 0.5, a Bernoulli model wants 0 or 1");
    op_done(&f);
}

static void other_kinds_are_refused_with_their_name(void **unused)
{
    const char *const kinds[] = {"poisson", "Multinomial", "Gaussian"};

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(kinds); i++) {
        struct op_fixture f = model_of(kinds[i], "");

        assert_int_equal(f.status, CLEAP_E_FORMAT);
        assert_non_null(strstr(f.err.message, kinds[i]));
        op_done(&f);
    }
}

#define GAUSSIAN(sigma)                                                                            \
    "{\"num_features\": 2, \"num_classes\": 2, \"model_type\": \"gaussian\", \"pi\": [-1, -2],"    \
    " \"theta\": {\"dimensions\": [2, 2], \"values\": [0, 1, 2, 3]}, \"sigma\": " sigma "}"

static void a_gaussian_model_measures_in_variances(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_naive_bayes, GAUSSIAN("{\"dimensions\": [2, 2], \"values\": [1, 1, 4, 1]}"));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){1, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2,
                    (double[]){-1 - (1 + 1 + (0 + log(4.0))) / 2, -2 - 4.5});
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

static void a_gaussian_model_takes_what_a_sparse_row_leaves_out_as_zero(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_naive_bayes, GAUSSIAN("{\"dimensions\": [2, 2], \"values\": [1, 1, 1, 1]}"));

    (void)unused;
    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-1, -2 - 1});
    op_done(&f);
}

static void a_gaussian_model_wants_all_features_and_ignores_more(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_naive_bayes, GAUSSIAN("{\"dimensions\": [2, 2], \"values\": [1, 1, 1, 1]}"));

    (void)unused;
    op_feed_dense(&f, 1, 3, (double[]){0, 2, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-1, -2 - 1});
    op_to(&f, "features");
    op_feed_dense(&f, 1, 1, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void a_gaussian_model_needs_a_variance_for_each_mean(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_naive_bayes, GAUSSIAN("{\"dimensions\": [2, 1], \"values\": [1, 1]}"));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "sigma is 2 x 1, theta 2 x 2");
    op_done(&f);
}

static void a_complement_model_leaves_out_pi_and_adds_up_to_one(void **unused)
{
    struct op_fixture f = op_fixture(
        &cl_op_naive_bayes,
        "{\"num_features\": 1, \"num_classes\": 2, \"model_type\": \"complement\", \"pi\": [-5, 9],"
        " \"theta\": {\"dimensions\": [2, 1], \"values\": [3, 3]}}");

    (void)unused;
    op_feed_dense(&f, 1, 1, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){6 - (log(2.0) + 6), 6 - (log(2.0) + 6)});
    op_expect_dense(&f, "probability", 0, 2, (double[]){0.5, 0.5});
    op_done(&f);
}

static void thresholds_are_as_many_as_classes(void **unused)
{
    struct op_fixture f = model_of("multinomial", ", \"thresholds\": [1, 2, 3]");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "3 thresholds for 2 classes");
    op_done(&f);
}

static void theta_has_a_row_for_each_class(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_naive_bayes,
                   "{\"num_features\": 2, \"num_classes\": 3, \"pi\": [0, 0, 0], \"theta\":"
                   " {\"dimensions\": [2, 2], \"values\": [0, 0, 0, 0]},"
                   " \"model_type\": \"multinomial\"}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, "pi has 3 values and theta 2 rows for 3 classes");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_multinomial_model_adds_what_features_weigh),
        cmocka_unit_test(a_multinomial_model_takes_negative_features),
        cmocka_unit_test(a_bernoulli_model_counts_what_is_absent),
        cmocka_unit_test(a_bernoulli_model_refuses_other_features),
        cmocka_unit_test(other_kinds_are_refused_with_their_name),
        cmocka_unit_test(a_gaussian_model_measures_in_variances),
        cmocka_unit_test(a_gaussian_model_takes_what_a_sparse_row_leaves_out_as_zero),
        cmocka_unit_test(a_gaussian_model_wants_all_features_and_ignores_more),
        cmocka_unit_test(a_gaussian_model_needs_a_variance_for_each_mean),
        cmocka_unit_test(a_complement_model_leaves_out_pi_and_adds_up_to_one),
        cmocka_unit_test(thresholds_are_as_many_as_classes),
        cmocka_unit_test(theta_has_a_row_for_each_class),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
