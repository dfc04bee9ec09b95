/*
 * Sums over sparse vectors.
 */
#include "ops/kernels/sparse.h"

size_t cl_sparse_find(const int32_t *index, size_t n, int32_t place)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && index[low] == place ? low : n;
}

double cl_sparse_dot_dense(const struct cl_tensor *a, const double *b)
{
    const double *value = a->value;
    double sum = 0.0;

    for (uint32_t k = 0; k < a->n; k++)
        sum += value[k] * b[a->index[k]];
    return sum;
}

double cl_sparse_dot(const struct cl_tensor *a, const struct cl_tensor *b)
{
    const double *va = a->value, *vb = b->value;
    double sum = 0.0;
    uint32_t i = 0, k = 0;

    while (i < a->n && k < b->n) {
        if (a->index[i] == b->index[k])
            sum += va[i++] * vb[k++];
        else if (a->index[i] < b->index[k])
            i++;
        else
            k++;
    }
    return sum;
}

/* Outputs that are summed at once: their sums stay in registers. Weights are padded to 4. */
#define WIDE 8
#define NARROW 4

static void sum_wide(const struct cl_weights *w, const struct cl_tensor *x, size_t o, double *sum)
{
    const double *value = x->value;

    for (uint32_t k = 0; k < x->n; k++) {
        const double *at = w->at + (size_t)x->index[k] * w->stride + o;

        for (size_t j = 0; j < WIDE; j++)
            sum[j] += value[k] * at[j];
    }
}

static void sum_narrow(const struct cl_weights *w, const struct cl_tensor *x, size_t o, double *sum)
{
    const double *value = x->value;

    for (uint32_t k = 0; k < x->n; k++) {
        const double *at = w->at + (size_t)x->index[k] * w->stride + o;

        for (size_t j = 0; j < NARROW; j++)
            sum[j] += value[k] * at[j];
    }
}

void cl_sparse_sweep(const struct cl_weights *w, const struct cl_tensor *x, double *y)
{
    for (size_t o = 0; o < w->stride;) {
        double sum[WIDE] = {0.0};
        size_t n = w->stride - o >= WIDE ? WIDE : NARROW;

        if (n == WIDE)
            sum_wide(w, x, o, sum);
        else
            sum_narrow(w, x, o, sum);
        for (size_t j = 0; j < n && o + j < w->n_out; j++)
            y[o + j] += sum[j];
        o += n;
    }
}
