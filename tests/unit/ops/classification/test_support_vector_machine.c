/*
 * support_vector_machine
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_support_vector_machine;

#define MODEL(more) "{\"num_classes\": 2, \"coefficients\": [1, 2], \"intercept\": 0.5" more "}"

static void the_probability_is_the_margin_again(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_support_vector_machine, MODEL(""));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){1, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "raw_prediction", 0, 2, (double[]){-3.5, 3.5});
    op_expect_dense(&f, "probability", 0, 2, (double[]){-3.5, 3.5});
    op_expect_f64(&f, "prediction", 1, (double[]){1});
    op_done(&f);
}

static void a_margin_of_zero_is_class_zero(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_support_vector_machine, MODEL(""));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){-0.5, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

static void thresholds_divide_margins(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_support_vector_machine, MODEL(", \"thresholds\": [-1, 1]"));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){1, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){0}); /* -3.5 / -1 comes first */
    op_done(&f);
}

static void one_threshold_hides_the_other_class(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_support_vector_machine, MODEL(", \"thresholds\": [1]"));

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){1, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){0});
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_probability_is_the_margin_again),
        cmocka_unit_test(a_margin_of_zero_is_class_zero),
        cmocka_unit_test(thresholds_divide_margins),
        cmocka_unit_test(one_threshold_hides_the_other_class),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
