/*
 * polynomial_expansion: order, zeros, sparse vectors and sizes that are refused.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_polynomial_expansion;

#define EXPAND(degree, size) "{\"degree\": " #degree ", \"input_size\": " #size "}"

static void the_last_value_counts_slowest(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 3));

    op_feed_dense(&f, 1, 3, (double[]){2, 3, 5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 9, (double[]){2, 4, 3, 6, 9, 5, 10, 15, 25});
    op_done(&f);
}

static void powers_go_up_to_the_degree(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(3, 2));

    op_feed_dense(&f, 1, 2, (double[]){2, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 9, (double[]){2, 4, 8, 3, 6, 12, 9, 18, 27});
    op_done(&f);
}

static void the_output_is_declared_as_wide_as_it_is(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 10));
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [65])?");
    op_done(&f);
}

static void a_zero_is_multiplied_with_nothing(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 2));

    op_feed_dense(&f, 2, 2, (double[]){INFINITY, 0, -0.0, INFINITY});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 5, (double[]){INFINITY, INFINITY, 0, 0, 0});
    op_expect_dense(&f, "output", 1, 5, (double[]){0, 0, INFINITY, NAN, INFINITY});
    op_done(&f);
}

static void a_product_that_underflows_is_zero(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 2));

    op_feed_dense(&f, 1, 2, (double[]){-1e-300, 1e-300});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 5, (double[]){-1e-300, 0, 1e-300, 0, 0});
    op_done(&f);
}

static void a_sparse_vector_gives_the_products_of_what_it_stores(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 3));

    op_feed_sparse(&f, 3, 2, (int32_t[]){0, 2}, (double[]){2, 5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 9, 5, (int32_t[]){0, 1, 5, 6, 8},
                     (double[]){2, 4, 5, 10, 25});
    op_done(&f);
}

static void stored_zeros_give_nothing(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 3));

    op_feed_sparse(&f, 3, 2, (int32_t[]){0, 2}, (double[]){0, 5});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 9, 2, (int32_t[]){5, 8}, (double[]){5, 25});
    op_done(&f);
}

static void a_short_vector_leaves_zeros_if_dense_and_makes_a_short_one_if_sparse(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 2));

    op_feed_tensors(&f, 2,
                    (struct cl_tensor[]){cl_dense((double[]){3}, 1),
                                         cl_sparse((double[]){3}, (int32_t[]){0}, 1, 1)});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 5, (double[]){3, 9, 0, 0, 0});
    op_expect_sparse(&f, "output", 1, 2, 2, (int32_t[]){0, 1}, (double[]){3, 9});
    op_done(&f);
}

static void a_sparse_vector_with_more_values_makes_as_many_products_as_it_asks_for(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 1));

    op_feed_sparse(&f, 3, 1, (int32_t[]){1}, (double[]){3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 9, 2, (int32_t[]){2, 4}, (double[]){3, 9});
    op_done(&f);
}

static void a_dense_vector_whose_products_do_not_fit_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(2, 2));

    op_feed_dense(&f, 1, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message,
                        "row 0: the vector has 3 values, of which products do not fit");
    op_done(&f);
}

static void degree_zero_gives_empty_vectors(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(0, 2));

    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 0, (double[]){0});
    op_done(&f);
}

static void expect_refused(const char *attributes, enum cleap_status status)
{
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, attributes);

    assert_int_equal(f.status, status);
    op_done(&f);
}

static void too_many_products_are_refused_before_memory_is_asked_for(void **unused)
{
    (void)unused;
    expect_refused(EXPAND(2147483647, 2147483647), CLEAP_E_LIMIT);
    expect_refused(EXPAND(1, 2147483647), CLEAP_E_LIMIT);
    expect_refused(EXPAND(2147483647, 1), CLEAP_E_LIMIT);
    expect_refused(EXPAND(20, 20), CLEAP_E_LIMIT);
    expect_refused(EXPAND(2, 1448), CLEAP_E_LIMIT);
}

static void as_many_products_as_the_limit_allows_are_fine(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_polynomial_expansion, EXPAND(1, 1048576));

    assert_int_equal(f.status, CLEAP_OK);
    op_done(&f);
}

static void numbers_below_zero_are_refused(void **unused)
{
    (void)unused;
    expect_refused(EXPAND(-1, 2), CLEAP_E_FORMAT);
    expect_refused(EXPAND(2, -1), CLEAP_E_FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_value_counts_slowest),
        cmocka_unit_test(powers_go_up_to_the_degree),
        cmocka_unit_test(the_output_is_declared_as_wide_as_it_is),
        cmocka_unit_test(a_zero_is_multiplied_with_nothing),
        cmocka_unit_test(a_product_that_underflows_is_zero),
        cmocka_unit_test(a_sparse_vector_gives_the_products_of_what_it_stores),
        cmocka_unit_test(stored_zeros_give_nothing),
        cmocka_unit_test(a_short_vector_leaves_zeros_if_dense_and_makes_a_short_one_if_sparse),
        cmocka_unit_test(a_sparse_vector_with_more_values_makes_as_many_products_as_it_asks_for),
        cmocka_unit_test(a_dense_vector_whose_products_do_not_fit_is_an_error),
        cmocka_unit_test(degree_zero_gives_empty_vectors),
        cmocka_unit_test(too_many_products_are_refused_before_memory_is_asked_for),
        cmocka_unit_test(as_many_products_as_the_limit_allows_are_fine),
        cmocka_unit_test(numbers_below_zero_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
