/*
 * Norms of vectors.
 */
#include "ops/kernels/norm.h"

#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

static double norm_of(double p, uint32_t n, const double *values)
{
    struct cl_tensor v = cl_dense(values, n);

    return cl_norm(&v, p);
}

static void each_p_has_its_norm(void **unused)
{
    const double v[] = {3, -4};

    (void)unused;
    assert_bits(norm_of(1, 2, v), 7);
    assert_bits(norm_of(2, 2, v), 5);
    assert_bits(norm_of(INFINITY, 2, v), 4);
    assert_ulps(norm_of(3, 2, v), 4.497941445275415, 1);
}

static void squares_are_summed_one_by_one_without_fused_additions(void **unused)
{
    const double v[] = {0.1, 0.2, 0.3, 0.7, 1.1, 1.3};
    volatile double sum = 0, square;

    (void)unused;
    for (size_t i = 0; i < CL_COUNT_OF(v); i++) {
        square = v[i] * v[i];
        sum += square;
    }
    assert_bits(norm_of(2, CL_COUNT_OF(v), v), sqrt(sum));
}

static void a_sparse_vector_has_the_norm_of_what_it_stores(void **unused)
{
    struct cl_tensor v = cl_sparse((double[]){3, 4}, (int32_t[]){1, 7}, 2, 9);

    (void)unused;
    assert_bits(cl_norm(&v, 2), 5);
}

static void nan_is_the_largest_magnitude_of_nothing(void **unused)
{
    (void)unused;
    assert_bits(norm_of(INFINITY, 2, (double[]){NAN, -1}), 1);
    assert_bits(norm_of(INFINITY, 1, (double[]){NAN}), 0);
    assert_bits(norm_of(2, 2, (double[]){NAN, -1}), NAN);
}

static void no_value_has_the_norm_zero(void **unused)
{
    (void)unused;
    assert_bits(norm_of(1, 0, NULL), 0);
    assert_bits(norm_of(2, 0, NULL), 0);
    assert_bits(norm_of(2.5, 0, NULL), 0);
    assert_bits(norm_of(INFINITY, 0, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_p_has_its_norm),
        cmocka_unit_test(squares_are_summed_one_by_one_without_fused_additions),
        cmocka_unit_test(a_sparse_vector_has_the_norm_of_what_it_stores),
        cmocka_unit_test(nan_is_the_largest_magnitude_of_nothing),
        cmocka_unit_test(no_value_has_the_norm_zero),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
