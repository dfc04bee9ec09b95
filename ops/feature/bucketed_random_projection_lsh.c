/*
 * bucketed_random_projection_lsh: in which bucket of each random line a vector lies.
 *
 *   in   input   vector of double, of the random vectors' size
 *   out  output  tensor of double, [k, 1] for k random vectors
 *
 *   hash = floor(DOT(input, random vector) / bucket_length)
 *
 * MLeap declares the output as [input_size, 1], whatever k is.
 *
 * Follows MLeap 0.25.2: core/feature/BucketedRandomProjectionLSHModel.scala.
 */
#include <math.h>

#include "ops/kernels/dot.h"
#include "ops/kernels/lsh.h"
#include "ops/kernels/vector.h"

struct projection {
    struct cl_attr_tensors tensors;
    double bucket_length;
    int32_t input_size;
    struct cl_tensor *lines;
    struct cl_lsh lsh;
};

static const struct cl_attr attrs[] = {
    {.name = "random_unit_vectors",
     .type = CL_ATTR_TENSORS,
     .offset = offsetof(struct projection, tensors)},
    {.name = "bucket_length",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct projection, bucket_length)},
    {.name = "input_size", .type = CL_ATTR_I32, .offset = offsetof(struct projection, input_size)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .any_rank = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct projection *p = state;
    size_t n = p->tensors.n;

    CL_TRY(cl_lsh_init(&p->lsh, n, err));
    p->lines = cl_arena_array(src->arena, n, sizeof *p->lines);
    if (p->lines == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < n; k++) {
        struct cl_f64s values;

        CL_TRY(cl_tensor_values(&p->tensors.at[k], "random_unit_vectors", &values, err));
        p->lines[k] = cl_dense(values.at, (uint32_t)values.n);
    }
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    return cl_lsh_prepare(p, ((const struct projection *)state)->input_size, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct projection *p = state;
    size_t n = cl_lsh_count(&p->lsh);
    double *out = cl_lsh_answers(&p->lsh, x);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v = &x->in[0]->as.tensor[i];

        for (size_t k = 0; k < n; k++) {
            CL_TRY(cl_dot_check(x, i, v, p->lines[k].size, err));
            *out++ = floor(cl_dot(v, &p->lines[k]) / p->bucket_length);
        }
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_bucketed_random_projection_lsh = {
    .name = "bucketed_random_projection_lsh",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct projection),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
