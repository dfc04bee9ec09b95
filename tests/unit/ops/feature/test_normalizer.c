/*
 * normalizer: norms of every kind of p.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_normalizer;

static void vectors_are_divided_by_their_norm(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_normalizer, "{\"p_norm\": 2, \"input_size\": 2}");

    op_feed_dense(&f, 1, 2, (double[]){3, -4});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){0.6, -0.8});
    op_done(&f);
}

static void a_vector_of_norm_zero_stays_as_it_is(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_normalizer, "{\"p_norm\": 1, \"input_size\": 2}");

    op_feed_tensors(&f, 2,
                    (struct cl_tensor[]){cl_dense((double[]){-0.0, 0}, 2),
                                         cl_sparse((double[]){0}, (int32_t[]){1}, 1, 2)});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){-0.0, 0});
    op_expect_sparse(&f, "output", 1, 2, 1, (int32_t[]){1}, (double[]){0});
    op_done(&f);
}

static void a_sparse_vector_stays_sparse(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_normalizer, "{\"p_norm\": 1, \"input_size\": 5}");

    op_feed_sparse(&f, 5, 2, (int32_t[]){0, 4}, (double[]){1, -3});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 5, 2, (int32_t[]){0, 4}, (double[]){0.25, -0.75});
    op_done(&f);
}

static void nan_spreads_but_for_the_largest_magnitude(void **unused)
{
    (void)unused;
    struct op_fixture one = op_fixture(&cl_op_normalizer, "{\"p_norm\": 1, \"input_size\": 2}");
    struct op_fixture all =
        op_fixture(&cl_op_normalizer, "{\"p_norm\": \"Infinity\", \"input_size\": 2}");

    op_feed_dense(&one, 1, 2, (double[]){NAN, 2});
    op_feed_dense(&all, 1, 2, (double[]){NAN, 2});
    assert_int_equal(op_run(&one), CLEAP_OK);
    assert_int_equal(op_run(&all), CLEAP_OK);
    op_expect_dense(&one, "output", 0, 2, (double[]){NAN, NAN});
    op_expect_dense(&all, "output", 0, 2, (double[]){NAN, 1});
    op_done(&all);
    op_done(&one);
}

static void a_p_below_one_fails_at_the_first_row(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_normalizer, "{\"p_norm\": 0.5, \"input_size\": 2}");

    assert_int_equal(f.status, CLEAP_OK);
    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: a norm of p = 0.5 is none, p is at least 1");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_divided_by_their_norm),
        cmocka_unit_test(a_vector_of_norm_zero_stays_as_it_is),
        cmocka_unit_test(a_sparse_vector_stays_sparse),
        cmocka_unit_test(nan_spreads_but_for_the_largest_magnitude),
        cmocka_unit_test(a_p_below_one_fails_at_the_first_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
