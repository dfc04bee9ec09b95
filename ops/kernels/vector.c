/*
 * What ops from vector to vector share: declared widths, size checks, room for their answers.
 */
#include "ops/kernels/vector.h"

enum cleap_status cl_vector_check_width(uint64_t n, const char *what, struct cleap_error *err)
{
    if (n <= CL_MAX_WIDTH)
        return CLEAP_OK;
    return cl_fail(err, CLEAP_E_LIMIT, "%s make more than %d values of a row", what, CL_MAX_WIDTH);
}

enum cleap_status cl_tensor_values(const struct cl_attr_tensor *tensor, const char *name,
                                   struct cl_f64s *values, struct cleap_error *err)
{
    if (tensor->base != CL_F64)
        return cl_fail(err, CLEAP_E_FORMAT, "attribute '%s' is a tensor of %s, wanted double", name,
                       cl_base_name(tensor->base));
    *values = (struct cl_f64s){.at = tensor->as.f64, .n = tensor->n};
    return CLEAP_OK;
}

enum cleap_status cl_vector_prepare(struct cl_prepare *p, int64_t n_in, int64_t n_out,
                                    struct cleap_error *err)
{
    if (!cl_type_set_width(&p->in[0].type, n_in, p->arena) ||
        !cl_type_set_width(&p->out[0].type, n_out, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

enum cleap_status cl_vector_check_stored(const struct cl_exec *x, size_t row,
                                         const struct cl_tensor *v, size_t n,
                                         struct cleap_error *err)
{
    if (v->index == NULL)
        return cl_vector_check_size(x, row, v, n, err);
    if (v->n > 0 && (size_t)v->index[v->n - 1] >= n)
        return cl_fail_row(err, x, row, "the vector has a value at %d, the model knows %zu",
                           v->index[v->n - 1], n);
    return CLEAP_OK;
}

enum cleap_status cl_vector_check_size(const struct cl_exec *x, size_t row,
                                       const struct cl_tensor *v, size_t n, struct cleap_error *err)
{
    if (v->size > n)
        return cl_fail_row(err, x, row, "the vector has %u values, the model knows %zu", v->size,
                           n);
    return CLEAP_OK;
}

double *cl_vectors_alike(struct cl_exec *x, const struct cl_column *from, struct cl_column *to)
{
    size_t n = 0, at = 0;
    double *values;

    for (size_t i = 0; i < x->n; i++)
        n += from->as.tensor[i].n;
    values = cl_arena_array(x->scratch, n, sizeof *values);
    if (values == NULL)
        return NULL;
    for (size_t i = 0; i < x->n; i++) {
        to->as.tensor[i] = from->as.tensor[i];
        to->as.tensor[i].value = values + at;
        at += from->as.tensor[i].n;
    }
    return values;
}

static void densify(const struct cl_tensor *v, double *dense)
{
    const double *from = v->value;

    if (v->index == NULL) {
        for (size_t k = 0; k < v->n; k++)
            dense[k] = from[k];
        return;
    }
    for (size_t k = 0; k < v->size; k++)
        dense[k] = 0.0;
    for (size_t k = 0; k < v->n; k++)
        dense[v->index[k]] = from[k];
}

double *cl_vectors_densify(struct cl_exec *x, const struct cl_column *from, struct cl_column *to)
{
    size_t n = 0, at = 0;
    double *values;

    for (size_t i = 0; i < x->n; i++)
        n += from->as.tensor[i].size;
    values = cl_arena_array(x->scratch, n, sizeof *values);
    if (values == NULL)
        return NULL;
    for (size_t i = 0; i < x->n; i++) {
        densify(&from->as.tensor[i], values + at);
        to->as.tensor[i] = cl_dense(values + at, from->as.tensor[i].size);
        at += from->as.tensor[i].size;
    }
    return values;
}

enum cleap_status cl_vectors_times(struct cl_exec *x, const struct cl_f64s *weights,
                                   struct cleap_error *err)
{
    const struct cl_tensor *in = x->in[0]->as.tensor;
    const double *w = weights->at;
    double *out;

    for (size_t i = 0; i < x->n; i++)
        CL_TRY(cl_vector_check_stored(x, i, &in[i], weights->n, err));
    out = cl_vectors_alike(x, x->in[0], x->out[0]);
    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        const double *v = in[i].value;

        if (in[i].index != NULL)
            for (size_t k = 0; k < in[i].n; k++)
                out[k] = v[k] * w[in[i].index[k]];
        else
            for (size_t k = 0; k < in[i].n; k++)
                out[k] = v[k] * w[k];
        out += in[i].n;
    }
    return CLEAP_OK;
}
