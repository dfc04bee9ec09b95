/*
 * elementwise_product: weights and forms.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_elementwise_product;

static void each_value_meets_its_weight(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_elementwise_product, "{\"scaling_vec\": [2, 0, -1]}");

    op_feed_dense(&f, 2, 3, (double[]){1, 2, 3, 4, -5, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){2, 0, -3});
    op_expect_dense(&f, "output", 1, 3, (double[]){8, -0.0, -0.0});
    op_done(&f);
}

static void a_sparse_vector_keeps_its_zeros_stored(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_elementwise_product, "{\"scaling_vec\": [2, 0, -1]}");

    op_feed_sparse(&f, 3, 2, (int32_t[]){1, 2}, (double[]){7, 8});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 2, (int32_t[]){1, 2}, (double[]){0, -8});
    op_done(&f);
}

static void a_longer_vector_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_elementwise_product, "{\"scaling_vec\": [2]}");

    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void the_declared_width_is_that_of_the_weights(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_elementwise_product, "{\"scaling_vec\": [2, 3]}");
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [2])?");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_value_meets_its_weight),
        cmocka_unit_test(a_sparse_vector_keeps_its_zeros_stored),
        cmocka_unit_test(a_longer_vector_is_an_error),
        cmocka_unit_test(the_declared_width_is_that_of_the_weights),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
