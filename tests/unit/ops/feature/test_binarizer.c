/*
 * binarizer: thresholds, forms and declared types.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_binarizer;

#define VECTOR "{\"base\": \"tensor\", \"isNullable\": true, \"dimensions\": [4]}"
#define SCALAR "{\"base\": \"scalar\", \"isNullable\": true}"

static void above_is_one_and_nan_is_not_above(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_binarizer, "{\"threshold\": 1, \"input_shapes\": " SCALAR "}");

    op_feed_f64(&f, 4, (double[]){0.5, 1, 1.5, NAN});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 4, (double[]){0, 0, 1, 0});
    op_done(&f);
}

static void scalars_take_no_nulls_whatever_the_shape_says(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_binarizer, "{\"threshold\": 1, \"input_shapes\": " SCALAR "}");

    assert_false(op_type(&f, "output")->nullable);
    assert_false(f.node.in[0].type.nullable);
    assert_int_equal(f.node.in[0].nulls, CL_NULL_ERROR);
    op_done(&f);
}

static void few_ones_make_a_sparse_vector_and_many_a_dense_one(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_binarizer, "{\"threshold\": 0, \"input_shapes\": " VECTOR "}");

    op_feed_dense(&f, 2, 4, (double[]){-1, 2, 0, 0, 1, 0, 3, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 4, 1, (int32_t[]){1}, (double[]){1});
    op_expect_dense(&f, "output", 1, 4, (double[]){1, 0, 1, 0});
    op_done(&f);
}

static void what_a_sparse_vector_leaves_out_is_not_above_a_negative_threshold(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_binarizer, "{\"threshold\": -1, \"input_shapes\": " VECTOR "}");

    op_feed_sparse(&f, 4, 2, (int32_t[]){1, 3}, (double[]){-0.5, -3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 4, 1, (int32_t[]){1}, (double[]){1});
    op_done(&f);
}

static void the_shape_is_declared(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_binarizer, "{\"threshold\": 0, \"input_shapes\": " VECTOR "}");
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [4])?");
    op_done(&f);
}

#define TWO_WIRED "input0 input1 output0 output1"

static void several_columns_have_a_threshold_each(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture_wired(
        &cl_op_binarizer,
        "{\"thresholds\": [1, 2], \"input_shapes_list\": [" SCALAR ", " SCALAR "]}", TWO_WIRED);

    op_feed_f64(&f, 3, (double[]){1, 1.5, NAN});
    op_feed_f64(&f, 3, (double[]){2, 1.5, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output0", 3, (double[]){0, 1, 0});
    op_expect_f64(&f, "output1", 3, (double[]){0, 0, 1});
    op_done(&f);
}

static void several_columns_may_share_a_threshold(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture_wired(
        &cl_op_binarizer, "{\"threshold\": -1, \"input_shapes_list\": [" SCALAR ", " VECTOR "]}",
        TWO_WIRED);

    op_feed_f64(&f, 1, (double[]){0});
    op_feed_dense(&f, 1, 4, (double[]){0, 0, -2, -2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output0", 1, (double[]){1});
    op_expect_dense(&f, "output1", 0, 4, (double[]){1, 1, 0, 0});
    op_done(&f);
}

static void a_null_in_one_of_several_columns_is_not_above(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture_wired(
        &cl_op_binarizer, "{\"thresholds\": [-1], \"input_shapes_list\": [" SCALAR "]}",
        "input0 output0");

    assert_int_equal(f.node.in[1].nulls, CL_NULL_OP);
    op_feed_f64(&f, 2, (double[]){0, 0});
    op_feed_null(&f, 1);
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output0", 2, (double[]){1, 0});
    op_done(&f);
}

static void a_vector_wider_than_declared_is_an_error_where_zeros_count(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture_wired(
        &cl_op_binarizer, "{\"thresholds\": [-1], \"input_shapes_list\": [" VECTOR "]}",
        "input0 output0");

    op_feed_sparse(&f, 2000000000, 0, (int32_t[]){0}, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void check_refused(const char *attributes, const char *ports, const char *message)
{
    struct op_fixture f = op_fixture_wired(&cl_op_binarizer, attributes, ports);

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    assert_string_equal(f.err.message, message);
    op_done(&f);
}

static void columns_thresholds_and_ports_must_fit(void **unused)
{
    (void)unused;
    check_refused("{\"thresholds\": [1, 2], \"input_shapes\": " SCALAR "}", "input output",
                  "'thresholds' is there, 'input_shapes_list' is not");
    check_refused("{\"thresholds\": [1, 2], \"input_shapes_list\": [" SCALAR "]}", "input0 output0",
                  "2 thresholds for 1 columns");
    check_refused("{\"thresholds\": [1], \"input_shapes_list\": [" SCALAR "]}",
                  "input output input0 output0",
                  "port 'input' is wired beside 'input_shapes_list'");
    check_refused("{\"thresholds\": [1, 2], \"input_shapes_list\": [" SCALAR ", " SCALAR "]}",
                  "input0 output0 output1", "input port 'input1' is not wired to a column");
    check_refused("{\"threshold\": 1, \"input_shapes\": " SCALAR "}", "input",
                  "output port 'output' is not wired to a column");
    check_refused("{\"threshold\": 1, \"input_shapes\": " SCALAR "}", "input0 output0",
                  "input port 'input' is not wired to a column");
}

static void no_threshold_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_binarizer, "{\"input_shapes\": " SCALAR "}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

static void a_list_is_an_error_at_load(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_binarizer,
        "{\"threshold\": 1, \"input_shapes\": {\"base\": \"list\", \"isNullable\": false}}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(above_is_one_and_nan_is_not_above),
        cmocka_unit_test(scalars_take_no_nulls_whatever_the_shape_says),
        cmocka_unit_test(few_ones_make_a_sparse_vector_and_many_a_dense_one),
        cmocka_unit_test(what_a_sparse_vector_leaves_out_is_not_above_a_negative_threshold),
        cmocka_unit_test(the_shape_is_declared),
        cmocka_unit_test(several_columns_have_a_threshold_each),
        cmocka_unit_test(several_columns_may_share_a_threshold),
        cmocka_unit_test(a_null_in_one_of_several_columns_is_not_above),
        cmocka_unit_test(a_vector_wider_than_declared_is_an_error_where_zeros_count),
        cmocka_unit_test(columns_thresholds_and_ports_must_fit),
        cmocka_unit_test(no_threshold_is_an_error_at_load),
        cmocka_unit_test(a_list_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
