/*
 * dct: against the formula, forth and back.
 */
#include "tests/support/op_fixture.h"

#include <math.h>
#include <stdio.h>

extern const struct cl_op cl_op_dct;

#define MAX_N 40

static struct op_fixture transform(uint32_t n, bool is_inverse, const double *x)
{
    char text[80];
    struct op_fixture f;

    snprintf(text, sizeof text, "{\"inverse\": %s, \"input_size\": %u}",
             is_inverse ? "true" : "false", n);
    f = op_fixture(&cl_op_dct, text);
    op_feed_dense(&f, 1, n, x);
    assert_int_equal(op_run(&f), CLEAP_OK);
    return f;
}

static double by_formula(uint32_t n, uint32_t k, const double *x)
{
    long double sum = 0.0L;

    for (uint32_t j = 0; j < n; j++)
        sum += x[j] * cosl(acosl(-1.0L) * (2 * j + 1) * k / (2 * n));
    return (double)(sum * sqrtl((k == 0 ? 1.0L : 2.0L) / n));
}

static void fill(uint32_t n, double *x)
{
    for (uint32_t j = 0; j < n; j++)
        x[j] = sin(3.0 * j + 1.0) + (j % 3);
}

static void it_is_the_orthonormal_transform_of_any_length(void **unused)
{
    double x[MAX_N];

    (void)unused;
    for (uint32_t n = 1; n <= MAX_N; n++) {
        struct op_fixture f;
        const double *y;

        fill(n, x);
        f = transform(n, false, x);
        y = op_tensor(&f, "output", 0).value;
        for (uint32_t k = 0; k < n; k++)
            assert_true(fabs(y[k] - by_formula(n, k, x)) < 1e-14);
        op_done(&f);
    }
}

static void the_inverse_undoes_it(void **unused)
{
    double x[MAX_N];

    (void)unused;
    for (uint32_t n = 1; n <= MAX_N; n++) {
        struct op_fixture f, g;
        const double *back;

        fill(n, x);
        f = transform(n, false, x);
        g = transform(n, true, op_tensor(&f, "output", 0).value);
        back = op_tensor(&g, "output", 0).value;
        for (uint32_t k = 0; k < n; k++)
            assert_true(fabs(back[k] - x[k]) < 1e-14);
        op_done(&g);
        op_done(&f);
    }
}

static void one_value_is_left_as_it_is(void **unused)
{
    (void)unused;
    struct op_fixture f = transform(1, false, (double[]){-2.7});

    op_expect_dense(&f, "output", 0, 1, (double[]){-2.7});
    op_done(&f);
}

static void a_sparse_vector_becomes_dense(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_dct, "{\"inverse\": true, \"input_size\": 4}");

    op_feed_sparse(&f, 4, 1, (int32_t[]){0}, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 4, (double[]){1, 1, 1, 1});
    op_done(&f);
}

static void a_vector_of_another_size_is_transformed_as_one_of_its_own(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_dct, "{\"inverse\": true, \"input_size\": 0}");

    op_feed_sparse(&f, 4, 1, (int32_t[]){0}, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_OK);
    op_expect_dense(&f, "output", 0, 4, (double[]){1, 1, 1, 1});
    op_done(&f);
}

static void a_vector_that_is_too_large_is_an_error(void **unused)
{
    (void)unused;
    struct op_fixture f = op_fixture(&cl_op_dct, "{\"inverse\": false, \"input_size\": 4}");

    op_feed_sparse(&f, 2147483647, 1, (int32_t[]){0}, (double[]){2});
    assert_int_equal(op_run(&f), CLEAP_E_DATA);
    op_done(&f);
}

static void expect_refused(const char *attributes, enum cleap_status status)
{
    struct op_fixture f = op_fixture(&cl_op_dct, attributes);

    assert_int_equal(f.status, status);
    op_done(&f);
}

static void sizes_that_are_too_large_or_too_prime_are_refused(void **unused)
{
    (void)unused;
    expect_refused("{\"inverse\": false, \"input_size\": 2147483647}", CLEAP_E_LIMIT);
    expect_refused("{\"inverse\": false, \"input_size\": 1048573}", CLEAP_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_orthonormal_transform_of_any_length),
        cmocka_unit_test(the_inverse_undoes_it),
        cmocka_unit_test(one_value_is_left_as_it_is),
        cmocka_unit_test(a_sparse_vector_becomes_dense),
        cmocka_unit_test(a_vector_of_another_size_is_transformed_as_one_of_its_own),
        cmocka_unit_test(a_vector_that_is_too_large_is_an_error),
        cmocka_unit_test(sizes_that_are_too_large_or_too_prime_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
