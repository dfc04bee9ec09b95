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

static void thresholds_of_several_columns_are_refused(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_binarizer, "{\"thresholds\": [1, 2], \"input_shapes\": " SCALAR "}");

    assert_int_equal(f.status, CLEAP_E_UNSUPPORTED);
    assert_string_equal(f.err.message, "'thresholds', for several columns, is not read");
    op_done(&f);
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
        cmocka_unit_test(thresholds_of_several_columns_are_refused),
        cmocka_unit_test(no_threshold_is_an_error_at_load),
        cmocka_unit_test(a_list_is_an_error_at_load),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
