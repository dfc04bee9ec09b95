/*
 * Products and distances of two vectors, in each pair of forms.
 */
#include "tests/support/op_fixture.h"
#include "tests/support/ulp.h"

#include <math.h>

#include "ops/kernels/dot.h"

/* 0.1 * 0.1 and 0.3 * 0.7 round differently when they are fused. */
static const double a_dense[] = {0.1, 0, 0.3, 0, 0.7};
static const double b_dense[] = {0.1, 0.2, 0.7, 0, 0};
static const double a_value[] = {0.1, 0.3, 0.7};
static const int32_t a_index[] = {0, 2, 4};
static const double b_value[] = {0.1, 0.2, 0.7};
static const int32_t b_index[] = {0, 1, 2};

static struct cl_tensor a_of(bool sparse)
{
    return sparse ? cl_sparse(a_value, a_index, 3, 5) : cl_dense(a_dense, 5);
}

static struct cl_tensor b_of(bool sparse)
{
    return sparse ? cl_sparse(b_value, b_index, 3, 5) : cl_dense(b_dense, 5);
}

static void assert_dot(bool a_sparse, bool b_sparse, double want)
{
    struct cl_tensor a = a_of(a_sparse), b = b_of(b_sparse);

    assert_int_equal(cl_ulps(cl_dot(&a, &b), want), 0);
    assert_int_equal(cl_ulps(cl_dot(&b, &a), want), 0);
}

static void dense_vectors_are_multiplied_in_four_fused_sums(void **unused)
{
    double s0 = 0.1 * 0.1, s2 = 0.3 * 0.7; /* fma(x, y, 0) */

    (void)unused;
    assert_dot(false, false, 0.0 + ((s0 + 0.0) + s2));
}

static void a_sparse_vector_is_summed_plainly(void **unused)
{
    double plain = 0.1 * 0.1 + 0.3 * 0.7;

    (void)unused;
    assert_dot(true, false, plain);
    assert_dot(false, true, plain);
    assert_dot(true, true, plain);
}

static void vectors_without_a_common_index_give_zero(void **unused)
{
    struct cl_tensor a = cl_sparse(a_value, (const int32_t[]){0, 2, 4}, 3, 6);
    struct cl_tensor b = cl_sparse(b_value, (const int32_t[]){1, 3, 5}, 3, 6);

    (void)unused;
    assert_int_equal(cl_ulps(cl_dot(&a, &b), 0.0), 0);
}

static void empty_vectors_give_zero(void **unused)
{
    struct cl_tensor none = cl_sparse(a_value, a_index, 0, 5), a = a_of(false);

    (void)unused;
    assert_int_equal(cl_ulps(cl_dot(&none, &a), 0.0), 0);
    assert_int_equal(cl_ulps(cl_dot(&none, &none), 0.0), 0);
}

static void distances_are_equal_in_every_pair_of_forms(void **unused)
{
    double want = ((0.0 * 0.0 + 0.2 * 0.2) + (0.3 - 0.7) * (0.3 - 0.7)) + 0.7 * 0.7;

    (void)unused;
    for (int form = 0; form < 4; form++) {
        struct cl_tensor a = a_of(form & 1), b = b_of(form & 2);

        assert_int_equal(cl_ulps(cl_sqdist(&a, &b), want), 0);
        assert_int_equal(cl_ulps(cl_sqdist(&b, &a), want), 0);
    }
}

static void a_distance_counts_what_only_the_dense_one_has(void **unused)
{
    struct cl_tensor none = cl_sparse(a_value, a_index, 0, 5), a = a_of(false);

    (void)unused;
    assert_int_equal(cl_ulps(cl_sqdist(&none, &a), 0.1 * 0.1 + 0.3 * 0.3 + 0.7 * 0.7), 0);
}

static void another_size_is_told_with_its_row(void **unused)
{
    struct cleap_error err;
    struct cl_exec x = {.n = 1, .row0 = 7};
    struct cl_tensor a = a_of(true);

    (void)unused;
    cl_error_begin(&err, NULL);
    assert_int_equal(cl_dot_check(&x, 0, &a, 5, &err), CLEAP_OK);
    assert_int_equal(cl_dot_check(&x, 0, &a, 4, &err), CLEAP_E_DATA);
    assert_string_equal(err.message, "row 7: the vector has 5 values, the model wants 4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dense_vectors_are_multiplied_in_four_fused_sums),
        cmocka_unit_test(a_sparse_vector_is_summed_plainly),
        cmocka_unit_test(vectors_without_a_common_index_give_zero),
        cmocka_unit_test(empty_vectors_give_zero),
        cmocka_unit_test(distances_are_equal_in_every_pair_of_forms),
        cmocka_unit_test(a_distance_counts_what_only_the_dense_one_has),
        cmocka_unit_test(another_size_is_told_with_its_row),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
