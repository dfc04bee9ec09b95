/*
 * linear_regression
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_linear_regression;

static const char *const model =
    "{\"coefficients\": [0.1, 0.2, 0.7, 1.3, 0.9], \"intercept\": 0.5}";

static void a_dense_row_is_summed_in_fused_lanes(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_linear_regression, model);
    double lane = ((0.1 * 0.3 + 0.2 * 0.3) + 0.7 * 0.3) + 1.3 * 0.3;

    (void)unused;
    op_feed_dense(&f, 1, 5, (double[]){0.3, 0.3, 0.3, 0.3, 0.3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){fma(0.3, 0.9, lane) + 0.5});
    op_done(&f);
}

static void a_sparse_row_is_summed_plainly(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_linear_regression, model);

    (void)unused;
    op_feed_sparse(&f, 5, 3, (int32_t[]){0, 2, 4}, (double[]){0.3, 0.3, 0.3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){((0.3 * 0.1 + 0.3 * 0.7) + 0.3 * 0.9) + 0.5});
    op_done(&f);
}

static void an_absent_row_of_values_gives_the_intercept(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_linear_regression, model);

    (void)unused;
    op_feed_sparse(&f, 5, 0, (int32_t[]){0}, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "prediction", 1, (double[]){0.5});
    op_done(&f);
}

static void a_vector_of_another_size_is_refused(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_linear_regression, model);

    (void)unused;
    op_feed_dense(&f, 6, 4, (double[24]){0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 4 values, the model wants 5");
    op_done(&f);
}

static void coefficients_are_doubles(void **unused)
{
    struct op_fixture f =
        op_fixture(&cl_op_linear_regression,
                   "{\"coefficients\": {\"base\": \"float\", \"dimensions\": [1], \"values\": [1]},"
                   " \"intercept\": 0}");

    (void)unused;
    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

static void the_types_are_those_of_the_model(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_linear_regression, model);
    char text[CL_TYPE_TEXT_SIZE];

    (void)unused;
    assert_string_equal(cl_type_text(&f.node.in[0].type, text), "tensor(double, [5])?");
    assert_string_equal(cl_type_text(op_type(&f, "prediction"), text), "double");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dense_row_is_summed_in_fused_lanes),
        cmocka_unit_test(a_sparse_row_is_summed_plainly),
        cmocka_unit_test(an_absent_row_of_values_gives_the_intercept),
        cmocka_unit_test(a_vector_of_another_size_is_refused),
        cmocka_unit_test(coefficients_are_doubles),
        cmocka_unit_test(the_types_are_those_of_the_model),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
