/*
 * pca: a vector in terms of principal components.
 *
 *   in   input   vector of double, of n values
 *   out  output  vector of double, dense, of k values
 *
 * output = principal_components^T * input, principal_components having n rows and k columns: for
 * each component a sum over the input's values in their order, fused for dense vectors (GEMV_T),
 * plain for sparse ones.
 *
 * Follows MLeap 0.25.2: core/feature/PcaModel.scala.
 */
#include "ops/kernels/weights.h"
#include "runtime/op.h"

struct pca {
    struct cl_attr_tensor components;
    struct cl_weights weights;
};

static const struct cl_attr attrs[] = {
    {.name = "principal_components",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct pca, components)},
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
    struct pca *p = state;
    struct cl_matrix matrix;

    CL_TRY(cl_weights_matrix(&p->components, "principal_components", &matrix, err));
    return cl_weights_from_columns(&p->weights, &matrix, src->arena, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct pca *p = state;
    size_t k = p->weights.n_out;
    double *out = cl_exec_dense(x, x->out[0], k);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n * k; i++)
        out[i] = 0.0;
    return cl_weights_apply(&p->weights, CL_SWEEP_AHEAD, x, x->in[0], out, err);
}

const struct cl_op cl_op_pca = {
    .name = "pca",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct pca),
    .load = load,
    .execute = execute,
};
