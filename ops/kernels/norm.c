/*
 * Norms of vectors, as Spark's Vectors.norm sums them.
 */
#include "ops/kernels/norm.h"

#include <math.h>

#include "ops/kernels/java_math.h"

static double largest(const double *x, size_t n)
{
    double max = 0.0;

    for (size_t i = 0; i < n; i++)
        if (fabs(x[i]) > max)
            max = fabs(x[i]);
    return max;
}

double cl_norm(const struct cl_tensor *v, double p)
{
    const double *x = v->value;
    double sum = 0.0;

    if (p == 1.0) {
        for (size_t i = 0; i < v->n; i++)
            sum += fabs(x[i]);
        return sum;
    }
    if (p == 2.0) {
        for (size_t i = 0; i < v->n; i++)
            sum += x[i] * x[i];
        return sqrt(sum);
    }
    if (isinf(p))
        return largest(x, v->n);
    for (size_t i = 0; i < v->n; i++)
        sum += cl_java_pow(fabs(x[i]), p);
    return cl_java_pow(sum, 1.0 / p);
}
