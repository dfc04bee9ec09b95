/*
 * interaction: numbers, categories and sparse tensors.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_interaction;

#define SCALAR "{\"base\": \"scalar\"}"
#define VECTOR(n) "{\"base\": \"tensor\", \"dimensions\": [" #n "]}"

static void the_last_input_runs_fastest(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_interaction, "{\"num_inputs\": 2, \"num_features0\": [1, 1], "
                                       "\"num_features1\": [1, 1, 1], "
                                       "\"input_shapes\": [" VECTOR(2) ", " VECTOR(3) "]}");

    op_feed_dense(&f, 1, 2, (double[]){2, 3});
    op_feed_dense(&f, 1, 3, (double[]){5, 0, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 6, 6, (int32_t[]){0, 1, 2, 3, 4, 5},
                     (double[]){10, 0, 14, 15, 0, 21});
    op_done(&f);
}

static void a_category_is_one_at_its_own_position(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_interaction, "{\"num_inputs\": 2, \"num_features0\": [3], "
                                       "\"num_features1\": [1], "
                                       "\"input_shapes\": [" SCALAR ", " SCALAR "]}");
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [3])?");
    op_feed_f64(&f, 2, (double[]){2, 0});
    op_feed_f64(&f, 2, (double[]){7, -8});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 1, (int32_t[]){2}, (double[]){7});
    op_expect_sparse(&f, "output", 1, 3, 1, (int32_t[]){0}, (double[]){-8});
    op_done(&f);
}

static void expect_no_category(double value)
{
    struct op_fixture f =
        op_fixture(&cl_op_interaction,
                   "{\"num_inputs\": 1, \"num_features0\": [3], \"input_shapes\": [" SCALAR "]}");

    op_feed_f64(&f, 1, &value);
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void a_category_is_a_whole_number_below_the_count(void **unused)
{
    (void)unused;
    expect_no_category(3);
    expect_no_category(-1);
    expect_no_category(0.5);
    expect_no_category(1e300);
    expect_no_category(NAN);
}

static void a_sparse_tensor_counts_from_its_first_stored_value(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_interaction, "{\"num_inputs\": 1, \"num_features0\": [1, 4, 1], "
                                       "\"input_shapes\": [" VECTOR(3) "]}");

    op_feed_sparse(&f, 3, 2, (int32_t[]){1, 2}, (double[]){3, 9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 6, 2, (int32_t[]){3, 1}, (double[]){1, 9});
    op_done(&f);
}

static void an_empty_tensor_leaves_no_product(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_interaction, "{\"num_inputs\": 2, \"num_features0\": [1], "
                                       "\"num_features1\": [1, 1], "
                                       "\"input_shapes\": [" SCALAR ", " VECTOR(2) "]}");

    op_feed_f64(&f, 1, (double[]){4});
    op_feed_sparse(&f, 2, 0, (int32_t[]){0}, (double[]){0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 2, 0, (int32_t[]){0}, (double[]){0});
    op_done(&f);
}

static void a_tensor_of_another_size_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_interaction,
        "{\"num_inputs\": 1, \"num_features0\": [1, 1], \"input_shapes\": [" VECTOR(2) "]}");

    op_feed_dense(&f, 1, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: input0 has 3 values, the model knows 2");
    op_done(&f);
}

static void an_index_outside_the_tensor_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_interaction,
        "{\"num_inputs\": 1, \"num_features0\": [1, 1], \"input_shapes\": [" VECTOR(2) "]}");

    op_feed_sparse(&f, 2, 1, (int32_t[]){-1}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void indices_out_of_order_do_not_lead_out_of_the_output(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_interaction,
        "{\"num_inputs\": 1, \"num_features0\": [5, 1], \"input_shapes\": [" VECTOR(2) "]}");

    op_feed_sparse(&f, 2, 2, (int32_t[]){1, 0}, (double[]){1, 4});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void expect_refused(const char *attributes, enum cleap_status status)
{
    struct op_fixture f = op_fixture(&cl_op_interaction, attributes);

    assert_int_equal(f.status, status);
    op_done(&f);
}

static void counts_that_do_not_fit_the_inputs_are_refused(void **unused)
{
    (void)unused;
    expect_refused("{\"num_inputs\": 2, \"num_features0\": [1], \"input_shapes\": [" SCALAR "]}",
                   CLEAP_E_FORMAT);
    expect_refused("{\"num_inputs\": 1, \"num_features0\": [1, 1], \"input_shapes\": [" SCALAR "]}",
                   CLEAP_E_FORMAT);
    expect_refused("{\"num_inputs\": 1, \"num_features0\": [0], \"input_shapes\": [" SCALAR "]}",
                   CLEAP_E_FORMAT);
    expect_refused("{\"num_inputs\": 1, \"input_shapes\": [" SCALAR "]}", CLEAP_E_FORMAT);
    expect_refused("{\"num_inputs\": 1, \"num_features0\": [1], \"input_shapes\": [{\"base\": "
                   "\"list\"}]}",
                   CLEAP_E_FORMAT);
}

static void an_output_of_two_to_the_31_or_more_is_refused(void **unused)
{
    (void)unused;
    expect_refused("{\"num_inputs\": 2, \"num_features0\": [65536], \"num_features1\": [32768], "
                   "\"input_shapes\": [" SCALAR ", " SCALAR "]}",
                   CLEAP_E_LIMIT);
    expect_refused("{\"num_inputs\": 1, \"num_features0\": [2147483647, 1], "
                   "\"input_shapes\": [" VECTOR(2) "]}",
                   CLEAP_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_input_runs_fastest),
        cmocka_unit_test(a_category_is_one_at_its_own_position),
        cmocka_unit_test(a_category_is_a_whole_number_below_the_count),
        cmocka_unit_test(a_sparse_tensor_counts_from_its_first_stored_value),
        cmocka_unit_test(an_empty_tensor_leaves_no_product),
        cmocka_unit_test(a_tensor_of_another_size_is_an_error),
        cmocka_unit_test(an_index_outside_the_tensor_is_an_error),
        cmocka_unit_test(indices_out_of_order_do_not_lead_out_of_the_output),
        cmocka_unit_test(counts_that_do_not_fit_the_inputs_are_refused),
        cmocka_unit_test(an_output_of_two_to_the_31_or_more_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
