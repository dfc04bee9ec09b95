/*
 * aft_survival_regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_aft_survival_regression;

static const char *const model =
    "{\"coefficients\": [0.4, -0.2], \"intercept\": 1.2, \"scale\": 0.25,"
    " \"quantile_probabilities\": [0.1, 0.5]}";

static double factor(double q)
{
    return exp(log(-log(1 - q)) / (1 / 0.25));
}

static void the_lifetime_is_an_exponential(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_aft_survival_regression, model);
    double t = exp(fma(0.7, -0.2, 0.3 * 0.4) + 1.2);

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){0.3, 0.7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, &t);
    op_expect_dense(&f, "quantiles", 0, 2, (double[]){t * factor(0.1), t * factor(0.5)});
    op_done(&f);
}

static void the_quantiles_may_be_left_unwired(void **unused)
{
    struct op_fixture f =
        op_fixture_wired(&cl_op_aft_survival_regression, model, "features prediction");

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){0, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){exp(1.2)});
    op_done(&f);
}

static void the_quantiles_are_as_many_as_asked_for(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_aft_survival_regression, model);
    char text[CL_TYPE_TEXT_SIZE];

    (void)unused;
    assert_string_equal(cl_type_text(op_type(&f, "quantiles"), text), "tensor(double, [2])?");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lifetime_is_an_exponential),
        cmocka_unit_test(the_quantiles_may_be_left_unwired),
        cmocka_unit_test(the_quantiles_are_as_many_as_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
