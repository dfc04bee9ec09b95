/*
 * chi_sq_selector: dense and sparse vectors, ascending and other filters.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_chi_sq_selector;

#define SELECT(list) "{\"filter_indices\": [" list "], \"input_size\": 4}"

static void a_dense_vector_gives_its_values_in_the_order_of_the_filter(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_chi_sq_selector, SELECT("3, 1"));

    op_feed_dense(&f, 2, 4, (double[]){1, 2, 3, 4, 5, 0, 7, 8});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){4, 2});
    op_expect_dense(&f, "output", 1, 2, (double[]){8, 0});
    op_done(&f);
}

static void a_sparse_vector_stays_sparse_and_keeps_stored_zeros(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_chi_sq_selector, SELECT("0, 1, 3"));

    op_feed_sparse(&f, 4, 3, (int32_t[]){1, 2, 3}, (double[]){0, 5, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 2, (int32_t[]){1, 2}, (double[]){0, 7});
    op_done(&f);
}

static void a_filter_out_of_order_loses_values_of_sparse_vectors(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_chi_sq_selector, SELECT("3, 1"));

    op_feed_sparse(&f, 4, 2, (int32_t[]){1, 3}, (double[]){5, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 2, 1, (int32_t[]){0}, (double[]){7});
    op_done(&f);
}

static void a_dense_vector_that_is_too_short_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_chi_sq_selector, SELECT("0, 3"));

    op_feed_dense(&f, 1, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 3 values, position 3 is wanted");
    op_done(&f);
}

static void an_empty_filter_gives_empty_vectors(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_chi_sq_selector, SELECT(""));

    op_feed_dense(&f, 1, 4, (double[]){1, 2, 3, 4});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 0, (double[]){0});
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dense_vector_gives_its_values_in_the_order_of_the_filter),
        cmocka_unit_test(a_sparse_vector_stays_sparse_and_keeps_stored_zeros),
        cmocka_unit_test(a_filter_out_of_order_loses_values_of_sparse_vectors),
        cmocka_unit_test(a_dense_vector_that_is_too_short_is_an_error),
        cmocka_unit_test(an_empty_filter_gives_empty_vectors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
