/*
 * Matrices of a model, laid out for sweeps.
 */
#include "ops/kernels/weights.h"

#include <math.h>

#include "ops/kernels/dot.h"
#include "ops/kernels/sparse.h"
#include "ops/kernels/vector.h"

#define CACHE_LINE 64

/* From so many outputs on each input's weights begin a line of the cache. With fewer that would
 * cost more memory than it gains. */
#define ALIGNED_OUTPUTS 32

enum cleap_status cl_weights_matrix(const struct cl_attr_tensor *tensor, const char *name,
                                    struct cl_matrix *matrix, struct cleap_error *err)
{
    const int32_t *size = tensor->dims.size;
    struct cl_f64s values;

    CL_TRY(cl_tensor_values(tensor, name, &values, err));
    if (!tensor->dims.known || tensor->dims.n != 2)
        return cl_fail(err, CLEAP_E_FORMAT,
                       "attribute '%s' has %u dimensions, needs rows and columns", name,
                       tensor->dims.n);
    if (size[0] < 0 || size[1] < 0 || (uint64_t)size[0] * (uint64_t)size[1] != tensor->n)
        return cl_fail(err, CLEAP_E_FORMAT,
                       "attribute '%s' has %zu values for %d rows and %d columns", name, tensor->n,
                       size[0], size[1]);
    matrix->at = values.at;
    matrix->n_rows = (size_t)size[0];
    matrix->n_columns = (size_t)size[1];
    return CLEAP_OK;
}

static size_t stride_of(size_t n_out)
{
    size_t unit = n_out < ALIGNED_OUTPUTS ? 4 : CACHE_LINE / sizeof(double);

    return (n_out + unit - 1) / unit * unit;
}

/* Zeros, beginning where a line of the cache does. NULL: no memory. */
static double *lines(size_t n_in, size_t stride, struct cl_arena *arena)
{
    char *at = cl_arena_zeroed(arena, n_in * stride + CACHE_LINE / sizeof(double), sizeof(double));

    return at == NULL ? NULL : (double *)(at + -(uintptr_t)at % CACHE_LINE);
}

/* The weight of input i for output o is from[i * i_step + o * o_step]. */
static enum cleap_status lay_out(struct cl_weights *w, const double *from, size_t i_step,
                                 size_t o_step, struct cl_arena *arena, struct cleap_error *err)
{
    double *to;

    w->stride = stride_of(w->n_out);
    w->finite = true;
    w->at = to = lines(w->n_in, w->stride, arena);
    if (to == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < w->n_in; i++, to += w->stride)
        for (size_t o = 0; o < w->n_out; o++) {
            to[o] = from[i * i_step + o * o_step];
            w->finite = w->finite && isfinite(to[o]);
        }
    return CLEAP_OK;
}

enum cleap_status cl_weights_from_rows(struct cl_weights *w, const struct cl_matrix *matrix,
                                       struct cl_arena *arena, struct cleap_error *err)
{
    w->n_in = matrix->n_columns;
    w->n_out = matrix->n_rows;
    return lay_out(w, matrix->at, matrix->n_rows, 1, arena, err);
}

enum cleap_status cl_weights_from_columns(struct cl_weights *w, const struct cl_matrix *matrix,
                                          struct cl_arena *arena, struct cleap_error *err)
{
    w->n_in = matrix->n_rows;
    w->n_out = matrix->n_columns;
    return lay_out(w, matrix->at, 1, matrix->n_rows, arena, err);
}

enum cleap_status cl_weights_apply(const struct cl_weights *w, enum cl_sweep_order order,
                                   const struct cl_exec *x, const struct cl_column *in, double *y,
                                   struct cleap_error *err)
{
    const struct cl_dense_kernels *dense = cl_dense_kernels();
    const double *row[CL_SWEEP_ROWS];
    size_t n = 0; /* dense rows that wait for their sweep, the last being row i - 1 */

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &in->as.tensor[i];

        CL_TRY(cl_dot_check(x, i, v, w->n_in, err));
        if (v->index == NULL) {
            row[n++] = v->value;
            if (n < CL_SWEEP_ROWS && i + 1 < x->n)
                continue;
            dense->sweep(w, order, row, y + (i + 1 - n) * w->n_out, n);
        } else {
            dense->sweep(w, order, row, y + (i - n) * w->n_out, n);
            cl_sparse_sweep(w, v, y + i * w->n_out);
        }
        n = 0;
    }
    return CLEAP_OK;
}
