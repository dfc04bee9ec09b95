/*
 * idf: term counts times the terms' weights.
 *
 *   in   input   vector
 *   out  output  vector of the same form: dense stays dense, sparse keeps its places
 *
 * Neither port declares dimensions. A vector may be shorter than the weights, not longer; of a
 * sparse one only the stored places count.
 *
 * Follows MLeap 0.25.2: core/feature/IDFModel.scala.
 */
#include "runtime/op.h"

struct idf {
    struct cl_attr_tensor weights;
};

static const struct cl_attr attrs[] = {
    {.name = "idf", .type = CL_ATTR_TENSOR, .offset = offsetof(struct idf, weights)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input",
     .dir = CL_IN,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .no_dims = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .no_dims = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    const struct idf *m = state;

    (void)src;
    if (m->weights.base != CL_F64)
        return cl_fail(err, CLEAP_E_FORMAT, "idf is a tensor of %s, needs double",
                       cl_base_name(m->weights.base));
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct idf *m = state;
    const double *weight = m->weights.as.f64;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    struct cl_tensor *out = x->out[0]->as.tensor;

    for (size_t i = 0; i < x->n; i++) {
        const double *from = in[i].value;
        const int32_t *index = in[i].index;
        uint32_t n = in[i].n;
        size_t reach = index == NULL ? n : n > 0 ? (size_t)index[n - 1] + 1 : 0;
        double *to = cl_arena_array(x->scratch, n, sizeof *to);

        if (to == NULL)
            return cl_fail_nomem(err);
        if (reach > m->weights.n)
            return cl_fail_row(err, x, i, "the vector reaches place %zu, there are %zu weights",
                               reach - 1, m->weights.n);
        if (index == NULL)
            for (uint32_t k = 0; k < n; k++)
                to[k] = from[k] * weight[k];
        else
            for (uint32_t k = 0; k < n; k++)
                to[k] = from[k] * weight[index[k]];
        out[i] = in[i];
        out[i].value = to;
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_idf = {
    .name = "idf",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct idf),
    .load = load,
    .execute = execute,
};
