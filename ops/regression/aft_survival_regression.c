/*
 * aft_survival_regression: an expected lifetime, and the times by which a share q has failed.
 *
 *   in   features    vector of double, as many as coefficients
 *   out  prediction  double
 *   out  quantiles   vector of double, one for each of quantile_probabilities; optional
 *
 *   prediction = exp(DOT(coefficients, features) + intercept)
 *   quantile   = prediction * exp(log(-log(1 - q)) / k),  k = 1 / scale
 *
 * The second factor is the same for every row and is worked out at load.
 *
 * Follows MLeap 0.25.2: core/regression/AFTSurvivalRegressionModel.scala.
 */
#include <math.h>

#include "ops/kernels/margins.h"
#include "ops/kernels/vector.h"
#include "runtime/op.h"

#define MAX_QUANTILES 1000000

struct aft {
    struct cl_attr_tensor coefficients;
    double intercept, scale;
    struct cl_f64s quantiles; /* probabilities, after load the factors */
    struct cl_f64s w;
};

static const struct cl_attr attrs[] = {
    {.name = "coefficients", .type = CL_ATTR_TENSOR, .offset = offsetof(struct aft, coefficients)},
    {.name = "intercept", .type = CL_ATTR_F64, .offset = offsetof(struct aft, intercept)},
    {.name = "quantile_probabilities",
     .type = CL_ATTR_F64S,
     .offset = offsetof(struct aft, quantiles)},
    {.name = "scale", .type = CL_ATTR_F64, .offset = offsetof(struct aft, scale)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "quantiles",
     .dir = CL_OUT,
     .base = CL_F64,
     .shape = CL_TENSOR,
     .nullable = true,
     .optional = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct aft *a = state;
    double k = 1.0 / a->scale;

    (void)src; /* no files besides the model */
    if (a->quantiles.n > MAX_QUANTILES)
        return cl_fail(err, CLEAP_E_LIMIT, "%zu quantile_probabilities, the limit is %d",
                       a->quantiles.n, MAX_QUANTILES);
    for (size_t i = 0; i < a->quantiles.n; i++)
        a->quantiles.at[i] = exp(log(-log(1.0 - a->quantiles.at[i])) / k);
    return cl_tensor_values(&a->coefficients, "coefficients", &a->w, err);
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct aft *a = state;

    if (!cl_type_set_width(&p->in[0].type, (int64_t)a->w.n, p->arena) ||
        !cl_type_set_width(&p->out[1].type, (int64_t)a->quantiles.n, p->arena))
        return cl_fail_nomem(err);
    return CLEAP_OK;
}

static enum cleap_status write_quantiles(const struct aft *a, struct cl_exec *x,
                                         const double *lifetime, struct cleap_error *err)
{
    double *out = cl_exec_dense(x, x->out[1], a->quantiles.n);

    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++)
        for (size_t q = 0; q < a->quantiles.n; q++)
            *out++ = lifetime[i] * a->quantiles.at[q];
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct aft *a = state;
    double *lifetime = cl_arena_array(x->scratch, x->n, sizeof *lifetime);

    if (lifetime == NULL)
        return cl_fail_nomem(err);
    CL_TRY(cl_margins(x, x->in[0], &a->w, a->intercept, lifetime, err));
    for (size_t i = 0; i < x->n; i++)
        lifetime[i] = exp(lifetime[i]);
    if (x->out[0] != NULL)
        memcpy(x->out[0]->as.f64, lifetime, x->n * sizeof *lifetime);
    return x->out[1] != NULL ? write_quantiles(a, x, lifetime, err) : CLEAP_OK;
}

const struct cl_op cl_op_aft_survival_regression = {
    .name = "aft_survival_regression",
    .parity = {.kind = CL_PARITY_LIBM, .ulps = 2, .why = "exp and log"},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct aft),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
