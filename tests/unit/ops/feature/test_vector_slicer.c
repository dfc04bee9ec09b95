/*
 * vector_slicer: positions of dense and sparse vectors.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_vector_slicer;

#define ATTRIBUTES                                                                                 \
    "{\"indices\": [2, 0], \"names\": [\"c\"], \"named_indices\": [2, 1], \"input_size\": 3}"

static void positions_come_in_their_order_and_unnamed_ones_do_not_count(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_slicer, ATTRIBUTES);

    op_feed_dense(&f, 2, 3, (double[]){1, 2, 3, 4, 5, 0});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){3, 1, 3});
    op_expect_dense(&f, "output", 1, 3, (double[]){0, 4, 0});
    op_done(&f);
}

static void stored_zeros_of_a_sparse_vector_are_dropped(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_slicer, ATTRIBUTES);

    op_feed_sparse(&f, 3, 2, (int32_t[]){0, 2}, (double[]){0, 7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 2, (int32_t[]){0, 2}, (double[]){7, 7});
    op_done(&f);
}

static void a_sparse_vector_has_zeros_behind_its_end(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_slicer, ATTRIBUTES);

    op_feed_sparse(&f, 1, 1, (int32_t[]){0}, (double[]){7});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_sparse(&f, "output", 0, 3, 1, (int32_t[]){1}, (double[]){7});
    op_done(&f);
}

static void a_dense_vector_that_is_too_short_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_vector_slicer, ATTRIBUTES);

    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 2 values, position 2 is wanted");
    op_done(&f);
}

static void a_negative_position_is_an_error_at_the_first_dense_row(void **unused)
{
    (void)unused;
    struct op_fixture f =
        op_fixture(&cl_op_vector_slicer,
                   "{\"indices\": [-1], \"names\": [], \"named_indices\": [], \"input_size\": 3}");

    op_feed_dense(&f, 1, 2, (double[]){1, 2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_come_in_their_order_and_unnamed_ones_do_not_count),
        cmocka_unit_test(stored_zeros_of_a_sparse_vector_are_dropped),
        cmocka_unit_test(a_sparse_vector_has_zeros_behind_its_end),
        cmocka_unit_test(a_dense_vector_that_is_too_short_is_an_error),
        cmocka_unit_test(a_negative_position_is_an_error_at_the_first_dense_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
