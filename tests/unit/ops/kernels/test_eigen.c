/*
 * Eigenvalues of symmetric matrices. That the bits are those of LAPACK's Java is shown by the
 * golden cases of gaussian_mixture.
 */
#include "tests/support/op_fixture.h"

#include <math.h>

#include "ops/kernels/eigen.h"

#define MAX_N 40

/* A matrix, what was made of it, and room. */
struct problem {
    size_t n;
    double given[MAX_N * MAX_N], a[MAX_N * MAX_N], d[MAX_N], work[2 * MAX_N];
};

static bool solve(struct problem *p)
{
    memcpy(p->a, p->given, p->n * p->n * sizeof *p->a);
    return cl_eigen_symmetric(p->a, p->n, p->d, p->work);
}

static void expect_solved(const struct problem *p, double scale)
{
    size_t n = p->n;

    for (size_t k = 0; k < n; k++) {
        assert_true(k == 0 || p->d[k - 1] <= p->d[k]);
        for (size_t i = 0; i < n; i++) {
            double sum = 0.0;

            for (size_t j = 0; j < n; j++)
                sum += p->given[j * n + i] * p->a[k * n + j];
            assert_true(fabs(sum - p->d[k] * p->a[k * n + i]) <= 1e-14 * scale);
        }
        for (size_t j = 0; j <= k; j++) {
            double dot = 0.0;

            for (size_t i = 0; i < n; i++)
                dot += p->a[j * n + i] * p->a[k * n + i];
            assert_true(fabs(dot - (j == k)) <= 1e-14);
        }
    }
}

static void vectors_are_orthonormal_and_solve_the_equation(void **unused)
{
    static struct problem p;

    (void)unused;
    for (p.n = 1; p.n <= MAX_N; p.n++) {
        for (size_t i = 0; i < p.n; i++)
            for (size_t j = 0; j <= i; j++)
                p.given[i * p.n + j] = p.given[j * p.n + i] = sin((double)(7 * i * j + i + j));
        assert_true(solve(&p));
        expect_solved(&p, (double)p.n);
    }
}

static void two_rows_are_solved_at_once(void **unused)
{
    static struct problem p = {.n = 2, .given = {2, 1, 1, 2}};

    (void)unused;
    assert_true(solve(&p));
    assert_true(fabs(p.d[0] - 1.0) < 1e-15 && fabs(p.d[1] - 3.0) < 1e-15);
    expect_solved(&p, 3);
}

static void a_diagonal_is_sorted(void **unused)
{
    static struct problem p = {.n = 3, .given = {3, 0, 0, 0, 1, 0, 0, 0, 2}};

    (void)unused;
    assert_true(solve(&p));
    assert_true(p.d[0] == 1.0 && p.d[1] == 2.0 && p.d[2] == 3.0);
    assert_true(p.a[1] == 1.0 && p.a[5] == 1.0 && p.a[6] == 1.0);
}

static void zeros_have_zeros(void **unused)
{
    static struct problem p = {.n = 4};

    (void)unused;
    assert_true(solve(&p));
    for (size_t i = 0; i < p.n; i++)
        assert_true(p.d[i] == 0.0);
}

static void matrices_that_differ_by_powers_of_ten_are_solved(void **unused)
{
    static struct problem p = {.n = 12};

    (void)unused;
    for (size_t i = 0; i < p.n; i++)
        for (size_t j = 0; j <= i; j++)
            p.given[i * p.n + j] = p.given[j * p.n + i] =
                cos((double)(i + 2 * j)) * pow(10.0, -(double)(i + j));
    assert_true(solve(&p));
    expect_solved(&p, 1);
}

static void numbers_that_are_not_finite_do_not_converge(void **unused)
{
    static struct problem p = {.n = 3, .given = {1, 2, 3, 2, 4, 5, 3, 5, 6}};

    (void)unused;
    p.given[1] = NAN;
    assert_false(solve(&p));
    p.given[1] = INFINITY;
    assert_false(solve(&p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_are_orthonormal_and_solve_the_equation),
        cmocka_unit_test(two_rows_are_solved_at_once),
        cmocka_unit_test(a_diagonal_is_sorted),
        cmocka_unit_test(zeros_have_zeros),
        cmocka_unit_test(matrices_that_differ_by_powers_of_ten_are_solved),
        cmocka_unit_test(numbers_that_are_not_finite_do_not_converge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
