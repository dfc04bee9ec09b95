/*
 * normalizer: vectors divided by their p-norm.
 *
 *   in   input   vector
 *   out  output  vector, in the form of the input
 *
 * A vector of norm 0 stays as it is; one with NaN in it becomes NaN, but for the norm of an
 * infinite p, to which NaN adds nothing. The norm runs over stored values in order. A p below 1
 * fails at the first row.
 *
 * Follows MLeap 0.25.2: core/feature/NormalizerModel.scala; Spark 4.1.2: Vectors.norm.
 */
#include "ops/kernels/norm.h"
#include "ops/kernels/vector.h"

struct normalizer {
    double p;
    int32_t input_size;
};

static const struct cl_attr attrs[] = {
    {.name = "p_norm", .type = CL_ATTR_F64, .offset = offsetof(struct normalizer, p)},
    {.name = "input_size", .type = CL_ATTR_I32, .offset = offsetof(struct normalizer, input_size)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct normalizer *m = state;

    return cl_vector_prepare(p, m->input_size, m->input_size, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct normalizer *m = state;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    double *out;

    if (x->n > 0 && !(m->p >= 1.0))
        return cl_fail_row(err, x, 0, "a norm of p = %g is none, p is at least 1", m->p);
    out = cl_vectors_alike(x, x->in[0], x->out[0]);
    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        double norm = cl_norm(&in[i], m->p);
        const double *v = in[i].value;

        if (norm == 0.0)
            x->out[0]->as.tensor[i] = in[i];
        else
            for (size_t k = 0; k < in[i].n; k++)
                out[k] = v[k] / norm;
        out += in[i].n;
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_normalizer = {
    .name = "normalizer",
    .parity = {.kind = CL_PARITY_LIBM, .ulps = 2, .why = "pow, unless p_norm is 1, 2 or infinite"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct normalizer),
    .prepare = prepare,
    .execute = execute,
};
