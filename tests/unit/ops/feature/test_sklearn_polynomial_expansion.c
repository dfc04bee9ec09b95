/*
 * sklearn_polynomial_expansion: how the combinations are read, and what they give.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_sklearn_polynomial_expansion;

static void expect_values(const char *attributes, size_t n, const double *values)
{
    struct op_fixture f = op_fixture(&cl_op_sklearn_polynomial_expansion, attributes);

    op_feed_dense(&f, 1, 2, (double[]){2, 3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, n, values);
    op_done(&f);
}

static void each_piece_between_commas_is_a_product(void **unused)
{
    (void)unused;
    expect_values("{\"combinations\": \"[x0,x1,x0^2,x0 x1,x1^3]\"}", 5, (double[]){2, 3, 4, 6, 27});
}

static void a_piece_without_a_factor_is_one(void **unused)
{
    (void)unused;
    expect_values("{\"combinations\": \"1,x,x1\"}", 3, (double[]){1, 1, 3});
    expect_values("{\"combinations\": \"\"}", 1, (double[]){1});
}

static void commas_at_the_end_do_not_count(void **unused)
{
    (void)unused;
    expect_values("{\"combinations\": \",x0,,\"}", 2, (double[]){1, 2});
    expect_values("{\"combinations\": \",,\"}", 0, (double[]){0});
}

static void what_does_not_fit_the_pattern_is_passed_over(void **unused)
{
    (void)unused;
    expect_values("{\"combinations\": \"xx0^2^5 x1,X1 x 1,x1^,x01^02\"}", 4,
                  (double[]){12, 1, 3, 9});
}

static void a_sparse_vector_has_zeros(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_sklearn_polynomial_expansion, "{\"combinations\": \"x0,x1,x1^0,x0 x1\"}");

    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){-3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 4, (double[]){0, -3, 1, -0.0});
    op_done(&f);
}

static void the_input_is_declared_as_wide_as_values_are_in_use(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_sklearn_polynomial_expansion, "{\"combinations\": \"x0,x7,x0^2,x7 x3\"}");
    char text[CL_TYPE_TEXT_SIZE];

    assert_string_equal(cl_type_text(&f.node.in[0].type, text), "tensor(double, [3])?");
    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [4])?");
    op_done(&f);
}

static void a_vector_that_is_too_short_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_sklearn_polynomial_expansion, "{\"combinations\": \"x0,x2\"}");

    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 2 values, position 2 is wanted");
    op_done(&f);
}

static void a_number_beyond_int_is_refused(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_sklearn_polynomial_expansion, "{\"combinations\": \"x0^2147483648\"}");

    assert_int_equal(f.status, CLEAP_E_FORMAT);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_piece_between_commas_is_a_product),
        cmocka_unit_test(a_piece_without_a_factor_is_one),
        cmocka_unit_test(commas_at_the_end_do_not_count),
        cmocka_unit_test(what_does_not_fit_the_pattern_is_passed_over),
        cmocka_unit_test(a_sparse_vector_has_zeros),
        cmocka_unit_test(the_input_is_declared_as_wide_as_values_are_in_use),
        cmocka_unit_test(a_vector_that_is_too_short_is_an_error),
        cmocka_unit_test(a_number_beyond_int_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
