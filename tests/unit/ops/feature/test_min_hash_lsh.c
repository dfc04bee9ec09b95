/*
 * min_hash_lsh: hashes that wrap around.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

extern const struct cl_op cl_op_min_hash_lsh;

#define HASH(a, b)                                                                                 \
    "{\"random_coefficients_a\": [" a "], \"random_coefficients_b\": [" b "], \"input_size\": 4}"

static void the_least_hash_of_the_positions_counts(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_hash_lsh, HASH("10, 3", "5, 1"));

    op_feed_dense(&f, 1, 4, (double[]){0, 2, 0, -1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){25, 7});
    op_done(&f);
}

static void hashes_wrap_around_at_32_bits(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_min_hash_lsh, HASH("2147483647, 1103515245", "2147483647, 12345"));

    /* 4 * 2147483647 + 2147483647 = 10737418235, which wraps to 2147483643: the rest is 109408900;
     * 4 * 1103515245 + 12345 = 4414073325 wraps to 119106029 */
    op_feed_sparse(&f, 4, 1, (int32_t[]){3}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 2, (double[]){109408900, 119106029});
    op_done(&f);
}

static void a_hash_may_be_negative(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_hash_lsh, HASH("2147483647", "0"));

    /* 2 * 2147483647 wraps to -2 */
    op_feed_sparse(&f, 4, 1, (int32_t[]){1}, (double[]){1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 1, (double[]){-2});
    op_done(&f);
}

static void stored_zeros_do_not_count_and_nan_does(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_hash_lsh, HASH("10", "5"));

    op_feed_sparse(&f, 4, 3, (int32_t[]){0, 1, 2}, (double[]){0, -0.0, NAN});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 1, (double[]){35});
    op_done(&f);
}

static void a_vector_of_zeros_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_hash_lsh, HASH("10", "5"));

    op_feed_dense(&f, 2, 2, (double[]){1, 0, 0, 0});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_int_equal(f.err.row, 1);
    assert_string_equal(f.err.message, "row 1: no value of the vector is other than 0");
    op_done(&f);
}

static void only_pairs_of_coefficients_count(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_min_hash_lsh, HASH("10, 20, 30", "5"));
    struct cl_tensor cell;

    op_feed_dense(&f, 1, 2, (double[]){1, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    cell = op_tensor(&f, "output", 0);
    assert_int_equal(cell.rank, 2);
    assert_int_equal(cell.dims[0], 1);
    assert_int_equal(cell.dims[1], 1);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_hash_of_the_positions_counts),
        cmocka_unit_test(hashes_wrap_around_at_32_bits),
        cmocka_unit_test(a_hash_may_be_negative),
        cmocka_unit_test(stored_zeros_do_not_count_and_nan_does),
        cmocka_unit_test(a_vector_of_zeros_is_an_error),
        cmocka_unit_test(only_pairs_of_coefficients_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
