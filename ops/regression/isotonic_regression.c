/*
 * isotonic_regression: a piecewise linear function of one number.
 *
 *   in   features    double; or, where feature_index is there, a vector that has it at that index
 *   out  prediction  double
 *
 * Below the first boundary the first prediction, above the last the last one, at a boundary its
 * own, between two y1 + (y2 - y1) * (x - x1) / (x2 - x1). Doubles are ordered as by Java's binary
 * search: -0.0 below 0.0, NaN above all. Of equal boundaries the one that the search meets first
 * counts.
 *
 * Follows MLeap 0.25.2: core/regression/IsotonicRegressionModel.scala.
 */
#include "ops/kernels/search.h"
#include "runtime/op.h"

struct isotonic {
    struct cl_f64s boundaries, predictions;
    bool isotonic; /* says how the model was fitted */
    int64_t feature_index;
    bool has_index;
};

static const struct cl_attr attrs[] = {
    {.name = "boundaries", .type = CL_ATTR_F64S, .offset = offsetof(struct isotonic, boundaries)},
    {.name = "predictions", .type = CL_ATTR_F64S, .offset = offsetof(struct isotonic, predictions)},
    {.name = "isotonic", .type = CL_ATTR_BOOL, .offset = offsetof(struct isotonic, isotonic)},
    {.name = "feature_index",
     .type = CL_ATTR_I64,
     .offset = offsetof(struct isotonic, feature_index),
     .optional = true,
     .present = offsetof(struct isotonic, has_index)},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "features", .dir = CL_IN, .base = CL_F64, .shape = CL_SCALAR},
    {.name = "prediction", .dir = CL_OUT, .base = CL_F64, .shape = CL_SCALAR},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    const struct isotonic *r = state;

    (void)src; /* no files besides the model */
    if (r->boundaries.n == 0 || r->boundaries.n != r->predictions.n)
        return cl_fail(err, CLEAP_E_FORMAT, "%zu boundaries and %zu predictions", r->boundaries.n,
                       r->predictions.n);
    if (r->feature_index < 0 || r->feature_index > INT32_MAX)
        return cl_fail(err, CLEAP_E_FORMAT, "feature_index is %lld", (long long)r->feature_index);
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct isotonic *r = state;

    (void)err;
    if (r->has_index) {
        p->in[0].type.shape = CL_TENSOR;
        p->in[0].type.nullable = true;
        p->in[0].type.dims = (struct cl_dims){.known = true};
    }
    return CLEAP_OK;
}

static double interpolate(const struct isotonic *r, size_t i, double x)
{
    const double *b = r->boundaries.at, *y = r->predictions.at;

    return y[i - 1] + (y[i] - y[i - 1]) * (x - b[i - 1]) / (b[i] - b[i - 1]);
}

static double predict(const struct isotonic *r, double x)
{
    size_t n = r->boundaries.n, at;

    if (cl_search_java(r->boundaries.at, n, x, &at) || at == 0)
        return r->predictions.at[at];
    return at == n ? r->predictions.at[n - 1] : interpolate(r, at, x);
}

static double feature_of(const struct cl_tensor *v, int32_t index)
{
    const double *value = v->value;

    if (v->index == NULL)
        return value[index];
    for (uint32_t k = 0; k < v->n && v->index[k] <= index; k++)
        if (v->index[k] == index)
            return value[k];
    return 0.0;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct isotonic *r = state;
    double *out = x->out[0]->as.f64;

    for (size_t i = 0; i < x->n; i++) {
        const struct cl_tensor *v;

        if (!r->has_index) {
            out[i] = predict(r, x->in[0]->as.f64[i]);
            continue;
        }
        v = &x->in[0]->as.tensor[i];
        if (v->size <= (uint64_t)r->feature_index)
            return cl_fail_row(err, x, i, "the vector has %u values, feature_index is %lld",
                               v->size, (long long)r->feature_index);
        out[i] = predict(r, feature_of(v, (int32_t)r->feature_index));
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_isotonic_regression = {
    .name = "isotonic_regression",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct isotonic),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
