/*
 * Above a threshold or not: what binarizer and sklearn_binarizer have in common.
 */
#include "ops/kernels/binarize.h"

#include "ops/kernels/compress.h"

enum cleap_status cl_binarize_type(const struct cl_data_shape *shape, struct cl_type *type,
                                   struct cleap_error *err)
{
    if (shape->shape != CL_SCALAR && shape->shape != CL_TENSOR)
        return cl_fail(err, CLEAP_E_FORMAT, "input shape is a list, wanted a scalar or a tensor");
    *type = (struct cl_type){.base = CL_F64, .shape = shape->shape};
    if (shape->shape == CL_TENSOR) {
        type->nullable = true;
        type->dims = shape->dims;
    }
    return CLEAP_OK;
}

static bool binarize_vector(const struct cl_tensor *v, double threshold, struct cl_tensor *out,
                            struct cl_arena *scratch)
{
    const double *from = v->value;
    double *ones;
    int32_t *index;
    uint32_t n = 0;

    for (size_t k = 0; k < v->n; k++)
        n += from[k] > threshold;
    ones = cl_arena_array(scratch, n, sizeof *ones);
    index = cl_arena_array(scratch, n, sizeof *index);
    if (ones == NULL || index == NULL)
        return false;
    *out = cl_sparse(ones, index, n, v->size);
    for (size_t k = 0; k < v->n; k++) {
        if (from[k] > threshold) {
            *ones++ = 1.0;
            *index++ = v->index != NULL ? v->index[k] : (int32_t)k;
        }
    }
    return cl_compress(out, scratch);
}

enum cleap_status cl_binarize_column(const struct cl_exec *x, const struct cl_column *in,
                                     struct cl_column *out, double threshold,
                                     struct cleap_error *err)
{
    if (in->type.shape == CL_SCALAR) {
        for (size_t i = 0; i < x->n; i++)
            out->as.f64[i] = in->as.f64[i] > threshold ? 1.0 : 0.0;
        return CLEAP_OK;
    }
    for (size_t i = 0; i < x->n; i++)
        if (!binarize_vector(&in->as.tensor[i], threshold, &out->as.tensor[i], x->scratch))
            return cl_fail_nomem(err);
    return CLEAP_OK;
}

enum cleap_status cl_binarize_prepare(struct cl_prepare *p, const struct cl_data_shape *shape,
                                      struct cleap_error *err)
{
    CL_TRY(cl_binarize_type(shape, &p->in[0].type, err));
    p->out[0].type = p->in[0].type;
    return CLEAP_OK;
}

enum cleap_status cl_binarize(struct cl_exec *x, double threshold, struct cleap_error *err)
{
    return cl_binarize_column(x, x->in[0], x->out[0], threshold, err);
}
