/*
 * bucketed_random_projection_lsh: buckets, and the shape of the answer.
 */
#include "tests/support/op_fixture.h"

extern const struct cl_op cl_op_bucketed_random_projection_lsh;

#define MODEL                                                                                      \
    "{\"random_unit_vectors\": [[1, 0], [0.5, -0.5], [0, 1]], \"bucket_length\": 2, "              \
    "\"input_size\": 2}"

static void each_random_vector_gives_a_bucket(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketed_random_projection_lsh, MODEL);

    op_feed_dense(&f, 2, 2, (double[]){5, 1, -1, -4});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){2, 1, 0});
    op_expect_dense(&f, "output", 1, 3, (double[]){-1, 0, -2});
    op_done(&f);
}

static void a_sparse_vector_falls_into_the_same_buckets(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketed_random_projection_lsh, MODEL);

    op_feed_sparse(&f, 2, 1, (int32_t[]){1}, (double[]){-4});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 3, (double[]){0, 1, -2});
    op_done(&f);
}

static void the_answer_is_a_column_and_declared_as_high_as_the_input_is_wide(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketed_random_projection_lsh, MODEL);
    char text[CL_TYPE_TEXT_SIZE];
    struct cl_tensor cell;

    assert_string_equal(cl_type_text(op_type(&f, "output"), text), "tensor(double, [2, 1])?");
    op_feed_dense(&f, 1, 2, (double[]){5, 1});
    assert_int_equal(op_run(&f), CLEAP_OK);
    cell = op_tensor(&f, "output", 0);
    assert_int_equal(cell.rank, 2);
    assert_int_equal(cell.dims[0], 3);
    assert_int_equal(cell.dims[1], 1);
    op_done(&f);
}

static void a_vector_of_another_size_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_bucketed_random_projection_lsh, MODEL);

    op_feed_dense(&f, 1, 3, (double[]){1, 2, 3});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    assert_string_equal(f.err.message, "row 0: the vector has 3 values, the model wants 2");
    op_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_random_vector_gives_a_bucket),
        cmocka_unit_test(a_sparse_vector_falls_into_the_same_buckets),
        cmocka_unit_test(the_answer_is_a_column_and_declared_as_high_as_the_input_is_wide),
        cmocka_unit_test(a_vector_of_another_size_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
