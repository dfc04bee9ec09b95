/*
 * Spark's choice of the shorter form.
 */
#include "ops/kernels/compress.h"

#include "tests/support/op_fixture.h"

static void a_vector_of_two_is_dense_and_an_empty_one_of_three_sparse(void **unused)
{
    (void)unused;
    assert_false(cl_compress_to_sparse(0, 0));
    assert_false(cl_compress_to_sparse(0, 2));
    assert_true(cl_compress_to_sparse(0, 3));
}

static void two_of_five_stay_dense_and_two_of_six_do_not(void **unused)
{
    (void)unused;
    assert_false(cl_compress_to_sparse(2, 5));
    assert_true(cl_compress_to_sparse(2, 6));
}

static void sizes_do_not_overflow(void **unused)
{
    (void)unused;
    assert_true(cl_compress_to_sparse(UINT32_MAX / 2, UINT32_MAX));
    assert_false(cl_compress_to_sparse(UINT32_MAX, UINT32_MAX));
}

static void a_sparse_vector_is_made_dense_when_that_is_shorter(void **unused)
{
    struct cl_tensor v = cl_sparse((double[]){3, 4}, (int32_t[]){0, 2}, 2, 4);
    const double *values;
    struct cl_arena arena;

    (void)unused;
    cl_arena_init(&arena, 1024);
    assert_true(cl_compress(&v, &arena));
    assert_null(v.index);
    assert_int_equal(v.n, 4);
    values = v.value;
    assert_true(values[0] == 3 && values[1] == 0 && values[2] == 4 && values[3] == 0);
    cl_arena_free(&arena);
}

static void a_sparse_vector_stays_when_that_is_shorter(void **unused)
{
    struct cl_tensor v = cl_sparse((double[]){3}, (int32_t[]){2}, 1, 2000000000);
    struct cl_arena arena;

    (void)unused;
    cl_arena_init(&arena, 1024);
    assert_true(cl_compress(&v, &arena));
    assert_non_null(v.index);
    assert_int_equal(v.n, 1);
    cl_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vector_of_two_is_dense_and_an_empty_one_of_three_sparse),
        cmocka_unit_test(two_of_five_stay_dense_and_two_of_six_do_not),
        cmocka_unit_test(sizes_do_not_overflow),
        cmocka_unit_test(a_sparse_vector_is_made_dense_when_that_is_shorter),
        cmocka_unit_test(a_sparse_vector_stays_when_that_is_shorter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
