/*
 * linear_svc
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_linear_svc;

#define MODEL(classes)                                                                             \
    "{\"num_classes\": " classes ", \"coefficients\": [1, 2], \"intercept\": 0.5,"                 \
    " \"threshold\": 0.25}"

static void the_margin_must_pass_the_threshold(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_linear_svc, MODEL("2"));

    (void)unused;
    op_feed_dense(&f, 3, 2, (double[]){0, 0, -0.25, 0, NAN, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 3, (double[]){1, 0, 0});
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-0.5, 0.5});
    op_expect_dense(&f, "raw_prediction", 1, 2, (double[]){-0.25, 0.25});
    op_done(&f);
}

static void the_raw_values_may_be_left_unwired(void **unused)
{
    struct op_fixture f = op_fixture_wired(&cl_op_linear_svc, MODEL("2"), "features prediction");

    (void)unused;
    op_feed_dense(&f, 2, 2, (double[]){1, 1, -1, -1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 2, (double[]){1, 0});
    op_done(&f);
}

static void it_has_two_classes(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_linear_svc, MODEL("3"));

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_margin_must_pass_the_threshold),
        cmocka_unit_test(the_raw_values_may_be_left_unwired),
        cmocka_unit_test(it_has_two_classes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
