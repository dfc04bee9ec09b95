/*
 * The derivative of log(gamma(x)).
 *
 * Large x have a series, tiny ones a limit; digamma(x) = digamma(x + 1) - 1/x leads there.
 */
#include "ops/kernels/digamma.h"

#include <math.h>

#define MAX_STEPS 8192

/* Euler's constant. */
#define GAMMA 0.577215664901532860606512090082
#define TINY 1e-5
#define LARGE 49.0

/* Of the series -1/12 i + 1/120 i^2 - ... that library has the second sign wrong, which is 3e-9. */
static double series(double x)
{
    double i = 1.0 / (x * x);

    return log(x) - 0.5 / x - i * (1.0 / 12.0 + i * (1.0 / 120.0 - i / 252.0));
}

double cl_digamma(double x)
{
    double step[MAX_STEPS], result;
    int n = 0;

    if (!isfinite(x))
        return x;
    for (; x < LARGE && !(x > 0.0 && x <= TINY); x += 1.0) {
        if (n == MAX_STEPS)
            return NAN;
        step[n++] = 1.0 / x;
    }
    result = x >= LARGE ? series(x) : -GAMMA - 1.0 / x;
    while (n-- > 0)
        result -= step[n];
    return result;
}

static bool digamma_of(double x, double *result)
{
    *result = cl_digamma(x);
    return !isnan(*result) || !isfinite(x);
}

bool cl_dirichlet_mean_log(const double *x, size_t n, double *out)
{
    double sum = 0.0, of_sum;
    bool good;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    good = digamma_of(sum, &of_sum);
    for (size_t i = 0; i < n; i++) {
        good = digamma_of(x[i], &out[i]) && good;
        out[i] -= of_sum;
    }
    return good;
}
