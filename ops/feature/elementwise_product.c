/*
 * elementwise_product: vectors times a vector of weights, position by position.
 *
 *   in   input   vector of n
 *   out  output  vector of n, in the form of the input
 *
 * Of a sparse vector only stored values are touched. A shorter vector meets the first weights
 * only; one with values behind the model's last fails.
 *
 * Follows MLeap 0.25.2: core/feature/ElementwiseProductModel.scala.
 */
#include "ops/kernels/vector.h"

struct product {
    struct cl_attr_tensor tensor;
    struct cl_f64s weights;
};

static const struct cl_attr attrs[] = {
    {.name = "scaling_vec", .type = CL_ATTR_TENSOR, .offset = offsetof(struct product, tensor)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct product *w = state;

    (void)src; /* no files besides the model */
    return cl_tensor_values(&w->tensor, "scaling_vec", &w->weights, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct product *w = state;

    return cl_vector_prepare(p, (int64_t)w->weights.n, (int64_t)w->weights.n, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct product *w = state;

    return cl_vectors_times(x, &w->weights, err);
}

const struct cl_op cl_op_elementwise_product = {
    .name = "elementwise_product",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct product),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
