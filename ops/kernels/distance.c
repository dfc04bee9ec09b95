/*
 * The squared distance of two vectors.
 */
#include "ops/kernels/distance.h"

#include <math.h>

#include "ops/kernels/dot.h"
#include "ops/kernels/java_math.h"

#define EPSILON 0x1p-52
#define PRECISION 1e-6

double cl_distance(const struct cl_tensor *a, double norm_a, const struct cl_tensor *b,
                   double norm_b)
{
    double squares = norm_a * norm_a + norm_b * norm_b;
    double difference = norm_a - norm_b;
    double bound = 2.0 * EPSILON * squares / (difference * difference + EPSILON);
    double dot, distance;

    if (bound < PRECISION)
        return squares - 2.0 * cl_dot(a, b);
    if (a->index == NULL && b->index == NULL)
        return cl_sqdist(a, b);
    dot = cl_dot(a, b);
    distance = cl_java_max(squares - 2.0 * dot, 0.0);
    bound = EPSILON * (squares + 2.0 * fabs(dot)) / (distance + EPSILON);
    return bound > PRECISION ? cl_sqdist(a, b) : distance;
}
