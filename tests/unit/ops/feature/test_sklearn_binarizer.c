/*
 * sklearn_binarizer: the list of shapes. The rest is binarizer's.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_sklearn_binarizer;

static void the_first_shape_counts(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_sklearn_binarizer,
                                     "{\"threshold\": 1, \"input_shapes\": [{\"base\": \"tensor\", "
                                     "\"dimensions\": [2]}, {\"base\": \"scalar\"}]}");
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [2])?");
    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0, 1});
    op_done(&f);
}

static void a_scalar_is_a_scalar(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(
        &cl_op_sklearn_binarizer, "{\"threshold\": 1, \"input_shapes\": [{\"base\": \"scalar\"}]}");

    op_feed_f64(&f, 2, (double[]){1, 1.5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_f64(&f, "output", 2, (double[]){0, 1});
    op_done(&f);
}

static void no_shape_is_refused(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_sklearn_binarizer, "{\"threshold\": 1, \"input_shapes\": []}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

static void the_threshold_is_wanted(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_sklearn_binarizer, "{\"input_shapes\": [{\"base\": \"scalar\"}]}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_shape_counts),
        cmocka_unit_test(a_scalar_is_a_scalar),
        cmocka_unit_test(no_shape_is_refused),
        cmocka_unit_test(the_threshold_is_wanted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
