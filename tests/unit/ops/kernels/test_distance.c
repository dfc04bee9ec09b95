/*
 * Spark's shortcut for distances.
 */
#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

#include <math.h>

#include "ops/kernels/distance.h"
#include "ops/kernels/dot.h"
#include "ops/kernels/norm.h"

static double distance(const struct cl_tensor *a, const struct cl_tensor *b)
{
    return cl_distance(a, cl_norm(a, 2.0), b, cl_norm(b, 2.0));
}

static void far_vectors_use_norms_and_the_dot_product(void **unused)
{
    struct cl_tensor a = cl_dense((double[]){0.1, 0.3}, 2), b = cl_dense((double[]){5.7, 9.1}, 2);
    double na = cl_norm(&a, 2.0), nb = cl_norm(&b, 2.0);

    (void)unused;
    assert_int_equal(cl_ulps(distance(&a, &b), (na * na + nb * nb) - 2.0 * cl_dot(&a, &b)), 0);
    assert_true(distance(&a, &b) != cl_sqdist(&a, &b));
}

static void near_dense_vectors_use_differences(void **unused)
{
    struct cl_tensor a = cl_dense((double[]){0.1, 0.3}, 2), b = cl_dense((double[]){0.3, 0.1}, 2);

    (void)unused;
    assert_int_equal(cl_ulps(distance(&a, &b), cl_sqdist(&a, &b)), 0);
}

static void near_sparse_vectors_use_the_dot_product_when_it_is_precise(void **unused)
{
    struct cl_tensor a = cl_dense((double[]){0.1, 0.3}, 2);
    struct cl_tensor b = cl_sparse((double[]){0.3, 0.1}, (int32_t[]){0, 1}, 2, 2);
    double na = cl_norm(&a, 2.0), nb = cl_norm(&b, 2.0);

    (void)unused;
    assert_int_equal(cl_ulps(distance(&a, &b), (na * na + nb * nb) - 2.0 * cl_dot(&a, &b)), 0);
}

static void equal_sparse_vectors_use_differences(void **unused)
{
    struct cl_tensor a = cl_sparse((double[]){0.3, 0.1}, (int32_t[]){0, 1}, 2, 2), b = a;

    (void)unused;
    assert_int_equal(cl_ulps(distance(&a, &b), 0.0), 0);
}

static void a_nan_gives_nan(void **unused)
{
    struct cl_tensor a = cl_dense((double[]){NAN, 0.3}, 2), b = cl_dense((double[]){1, 2}, 2);

    (void)unused;
    assert_true(isnan(distance(&a, &b)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(far_vectors_use_norms_and_the_dot_product),
        cmocka_unit_test(near_dense_vectors_use_differences),
        cmocka_unit_test(near_sparse_vectors_use_the_dot_product_when_it_is_precise),
        cmocka_unit_test(equal_sparse_vectors_use_differences),
        cmocka_unit_test(a_nan_gives_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
