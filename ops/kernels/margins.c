/*
 * w.x + b for a tile of dense and sparse rows.
 */
#include "ops/kernels/margins.h"

#include "ops/kernels/dense.h"
#include "ops/kernels/dot.h"
#include "ops/kernels/sparse.h"

/* Whether rows i .. i+3 are there, dense and of the size. */
static bool four_dense(const struct cl_tensor *v, size_t i, size_t n, size_t size)
{
    if (n - i < 4)
        return false;
    for (size_t k = i; k < i + 4; k++)
        if (v[k].index != NULL || v[k].size != size)
            return false;
    return true;
}

enum cleap_status cl_margins(const struct cl_exec *x, const struct cl_column *features,
                             const struct cl_f64s *w, double intercept, double *out,
                             struct cleap_error *err)
{
    const struct cl_dense_kernels *dense = cl_dense_kernels();
    const struct cl_tensor *v = features->as.tensor;
    size_t i = 0;

    while (i < x->n) {
        if (four_dense(v, i, x->n, w->n)) {
            const double *four[4] = {v[i].value, v[i + 1].value, v[i + 2].value, v[i + 3].value};

            dense->dot4(four, w->at, w->n, out + i);
            i += 4;
            continue;
        }
        CL_TRY(cl_dot_check(x, i, &v[i], w->n, err));
        out[i] = v[i].index == NULL ? dense->dot(v[i].value, w->at, w->n)
                                    : cl_sparse_dot_dense(&v[i], w->at);
        i++;
    }
    for (i = 0; i < x->n; i++)
        out[i] += intercept;
    return CLEAP_OK;
}
