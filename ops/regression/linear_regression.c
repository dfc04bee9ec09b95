/*
 * linear_regression: a weighted sum of the features.
 *
 *   in   features    vector of double, as many as coefficients
 *   out  prediction  double
 *
 *   prediction = DOT(features, coefficients) + intercept
 *
 * Dense and sparse vectors are summed in different ways (ops/kernels/dense.h, sparse.h).
 *
 * Follows MLeap 0.25.2: core/regression/LinearRegressionModel.scala.
 */
#include "ops/feature/vector_assembler.h"
#include "ops/kernels/assembled.h"
#include "ops/kernels/margins.h"
#include "ops/kernels/ports.h"
#include "ops/kernels/vector.h"
#include "runtime/op.h"

struct linear_regression {
    struct cl_attr_tensor coefficients;
    double intercept;
    struct cl_f64s w; /* the values of coefficients */
};

static const struct cl_attr attrs[] = {
    {.name = "coefficients",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct linear_regression, coefficients)},
    {.name = "intercept",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct linear_regression, intercept)},
    {.type = CL_ATTR_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct linear_regression *r = state;

    (void)src; /* no files besides the model */
    return cl_tensor_values(&r->coefficients, "coefficients", &r->w, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct linear_regression *r = state;

    if (!cl_type_set_width(&p->in[0].type, (int64_t)r->w.n, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct linear_regression *r = state;

    return cl_margins(x, x->in[0], &r->w, r->intercept, x->out[0]->as.f64, err);
}

static bool execute_assembled(const void *assembler, struct cl_exec *parts, const void *state,
                              struct cl_exec *x)
{
    const struct linear_regression *r = state;

    return cl_assembled_margins(cl_assembler_parts(assembler), parts, &r->w, r->intercept,
                                x->out[0]->as.f64);
}

static const struct cl_fusion fusion = {
    .maker = &cl_op_vector_assembler,
    .execute = execute_assembled,
};

const struct cl_op cl_op_linear_regression = {
    .name = "linear_regression",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = cl_regressor_ports,
    .state_size = sizeof(struct linear_regression),
    .load = load,
    .prepare = prepare,
    .execute = execute,
    .fusion = &fusion,
};
