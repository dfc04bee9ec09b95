/*
 * min_max_scaler: vectors moved and stretched from the ranges seen in training to one range.
 *
 *   in   input   vector of n
 *   out  output  vector of n, dense
 *
 *   out = (v - min) / (max - min) * (maxValue - minValue) + minValue
 *
 * The quotient is 0.5 where max = min. NaN stays NaN. Nothing is clamped. A shorter vector meets
 * the first ranges only; a longer one fails.
 *
 * Follows MLeap 0.25.2: core/feature/MinMaxScalerModel.scala.
 */
#include <math.h>

#include "ops/kernels/vector.h"

struct scaler {
    struct cl_attr_tensor min_tensor, max_tensor;
    double min_value, max_value;
    struct cl_f64s min;
    double *range; /* max - min */
};

static const struct scaler defaults = {.min_value = 0.0, .max_value = 1.0};

static const struct cl_attr attrs[] = {
    {.name = "min", .type = CL_ATTR_TENSOR, .offset = offsetof(struct scaler, min_tensor)},
    {.name = "max", .type = CL_ATTR_TENSOR, .offset = offsetof(struct scaler, max_tensor)},
    {.name = "minValue",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct scaler, min_value),
     .optional = true},
    {.name = "maxValue",
     .type = CL_ATTR_F64,
     .offset = offsetof(struct scaler, max_value),
     .optional = true},
    {.type = CL_ATTR_END},
};

static const struct cl_port ports[] = {
    {.name = "input", .dir = CL_IN, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.name = "output", .dir = CL_OUT, .base = CL_F64, .shape = CL_TENSOR, .nullable = true},
    {.dir = CL_PORT_END},
};

static enum cleap_status load(void *state, struct cl_source *src, struct cleap_error *err)
{
    struct scaler *s = state;
    struct cl_f64s max;

    CL_TRY(cl_tensor_values(&s->min_tensor, "min", &s->min, err));
    CL_TRY(cl_tensor_values(&s->max_tensor, "max", &max, err));
    if (s->min.n != max.n)
        return cl_fail(err, CLEAP_E_FORMAT, "min has %zu values, max %zu", s->min.n, max.n);
    s->range = cl_arena_array(src->arena, max.n, sizeof *s->range);
    if (s->range == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < max.n; k++)
        s->range[k] = max.at[k] - s->min.at[k];
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct scaler *s = state;

    return cl_vector_prepare(p, (int64_t)s->min.n, (int64_t)s->min.n, err);
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct scaler *s = state;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    const double *min = s->min.at, *range = s->range;
    double scale = s->max_value - s->min_value;
    double *out;

    for (size_t i = 0; i < x->n; i++)
        CL_TRY(cl_vector_check_size(x, i, &in[i], s->min.n, err));
    out = cl_vectors_densify(x, x->in[0], x->out[0]);
    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        for (size_t k = 0; k < in[i].size; k++) {
            double share = range[k] != 0.0 ? (out[k] - min[k]) / range[k] : 0.5;

            out[k] = isnan(out[k]) ? out[k] : share * scale + s->min_value;
        }
        out += in[i].size;
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_min_max_scaler = {
    .name = "min_max_scaler",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct scaler),
    .defaults = &defaults,
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
