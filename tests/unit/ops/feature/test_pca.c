/*
 * pca
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_pca;

/* Two components of three values. */
static const char *const model =
    "{\"principal_components\": {\"dimensions\": [3, 2], \"values\": [0.1, 0.3, 0.7, 0, 1, -1]}}";

static void a_dense_row_is_summed_fused_and_in_order(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_pca, model);

    (void)unused;
    op_feed_dense(&f, 1, 3, (double[]){0.3, 0.7, 0.9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(
        &f, "output", 0, 2,
        (double[]){fma(0.9, 0.7, fma(0.7, 0.3, fma(0.3, 0.1, 0.0))), fma(0.9, -1, 0.7)});
    op_done(&f);
}

static void a_sparse_row_is_summed_plainly_and_comes_out_dense(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_pca, model);

    (void)unused;
    op_feed_sparse(&f, 3, 2, (int32_t[]){0, 2}, (double[]){0.3, 0.9});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0.3 * 0.1 + 0.9 * 0.7, -0.9});
    op_done(&f);
}

static void a_vector_of_another_size_is_refused(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_pca, model);

    (void)unused;
    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 2 values, the model wants 3");
    op_done(&f);
}

static void the_types_have_no_dimensions(void **unused)
{
    struct op_fixture f = op_fixture(&cl_op_pca, model);
    char text[CL_TYPE_TEXT_SIZE];

    (void)unused;
    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [])?");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dense_row_is_summed_fused_and_in_order),
        cmocka_unit_test(a_sparse_row_is_summed_plainly_and_comes_out_dense),
        cmocka_unit_test(a_vector_of_another_size_is_refused),
        cmocka_unit_test(the_types_have_no_dimensions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
