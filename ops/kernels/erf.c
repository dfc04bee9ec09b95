/*
 * The error function: the regularised gamma function P(1/2, x^2), by its series for small x and
 * by 1 - Q, Q from a continued fraction, for large ones.
 */
#include "ops/kernels/erf.h"

#include <math.h>

#define LOG_GAMMA_HALF 0.5723649429247001
#define EPSILON 1e-15

/* Both loops end long before this for every y up to 40^2. */
#define MOST_STEPS 10000

/* exp(-y) y^(1/2) / gamma(1/2) */
static double factor(double y)
{
    return exp(-y + (0.5 * log(y)) - LOG_GAMMA_HALF);
}

static double series(double y)
{
    double term = 1.0 / 0.5, sum = term;

    for (double n = 1.0; n < MOST_STEPS && fabs(term / sum) > EPSILON; n += 1.0) {
        term *= y / (0.5 + n);
        sum += term;
    }
    return factor(y) * sum;
}

/* Lentz's algorithm. */
static double fraction(double y)
{
    double h = ((2.0 * 0.0 + 1.0) - 0.5) + y;
    double c = h, d = 0.0;

    for (double n = 1.0; n < MOST_STEPS; n += 1.0) {
        double a = ((2.0 * n + 1.0) - 0.5) + y;
        double b = n * (0.5 - n);
        double delta;

        d = 1.0 / (a + b * d);
        c = a + b / c;
        delta = c * d;
        h *= delta;
        if (fabs(delta - 1.0) < EPSILON)
            break;
    }
    return factor(y) * (1.0 / h);
}

double cl_java_erf(double x)
{
    double y = x * x, p;

    if (fabs(x) > 40.0)
        return x > 0.0 ? 1.0 : -1.0;
    if (isnan(x))
        return x;
    if (y == 0.0)
        p = 0.0;
    else
        p = y < 1.5 ? series(y) : 1.0 - fraction(y);
    return x < 0.0 ? -p : p;
}
