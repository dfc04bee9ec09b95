/*
 * idf: the form stays, the sizes must fit.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_idf;

static void a_dense_vector_stays_dense(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_idf, "{\"idf\": [0.5, 2, 3]}");

    op_feed_dense(&f, 1, 3, (double[]){4, 0, -1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){2, 0, -3});
    op_done(&f);
}

static void a_sparse_vector_keeps_its_places(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_idf, "{\"idf\": [0.5, 2, 3]}");

    op_feed_sparse(&f, 9, 2, (int32_t[]){0, 2}, (double[]){4, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 9, 2, (int32_t[]){0, 2}, (double[]){2, 0});
    op_done(&f);
}

static void a_place_without_a_weight_fails(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_idf, "{\"idf\": [1]}");

    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector reaches place 1, there are 1 weights");
    op_done(&f);
}

static void no_dimensions_are_declared(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_idf, "{\"idf\": [1]}");

    assert_true(op_type(&f, "output")->dims.known);
    assert_int_equal(op_type(&f, "output")->dims.n, 0);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dense_vector_stays_dense),
        cmocka_unit_test(a_sparse_vector_keeps_its_places),
        cmocka_unit_test(a_place_without_a_weight_fails),
        cmocka_unit_test(no_dimensions_are_declared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
