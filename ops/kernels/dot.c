/*
 * Products and distances of two vectors.
 */
#include "ops/kernels/dot.h"

#include "ops/kernels/dense.h"
#include "ops/kernels/sparse.h"

double cl_dot(const struct cl_tensor *a, const struct cl_tensor *b)
{
    if (a->index == NULL && b->index == NULL)
        return cl_dense_kernels()->dot(a->value, b->value, a->n);
    if (a->index == NULL)
        return cl_sparse_dot_dense(b, a->value);
    if (b->index == NULL)
        return cl_sparse_dot_dense(a, b->value);
    return cl_sparse_dot(a, b);
}

static double sqdist_dense(const double *a, const double *b, uint32_t n)
{
    double sum = 0.0;

    for (uint32_t i = 0; i < n; i++) {
        double d = a[i] - b[i];

        sum += d * d;
    }
    return sum;
}

static double sqdist_mixed(const struct cl_tensor *a, const double *b)
{
    const double *value = a->value;
    double sum = 0.0;
    uint32_t k = 0;

    for (uint32_t i = 0; i < a->size; i++) {
        double d = k < a->n && a->index[k] == (int32_t)i ? value[k++] - b[i] : b[i];

        sum += d * d;
    }
    return sum;
}

static double sqdist_sparse(const struct cl_tensor *a, const struct cl_tensor *b)
{
    const double *va = a->value, *vb = b->value;
    double sum = 0.0;
    uint32_t i = 0, k = 0;

    while (i < a->n || k < b->n) {
        double d;

        if (k >= b->n || (i < a->n && a->index[i] < b->index[k]))
            d = va[i++];
        else if (i >= a->n || b->index[k] < a->index[i])
            d = vb[k++];
        else
            d = va[i++] - vb[k++];
        sum += d * d;
    }
    return sum;
}

double cl_sqdist(const struct cl_tensor *a, const struct cl_tensor *b)
{
    if (a->index == NULL && b->index == NULL)
        return sqdist_dense(a->value, b->value, a->n);
    if (a->index == NULL)
        return sqdist_mixed(b, a->value);
    if (b->index == NULL)
        return sqdist_mixed(a, b->value);
    return sqdist_sparse(a, b);
}

enum cleap_status cl_dot_check(const struct cl_exec *x, size_t i, const struct cl_tensor *v,
                               size_t size, struct cleap_error *err)
{
    if (v->size == size)
        return CLEAP_OK;
    return cl_fail_row(err, x, i, "the vector has %u values, the model wants %zu", v->size, size);
}
