/*
 * standard_scaler: vectors moved by a mean, scaled by a deviation, or both.
 *
 *   in   input   vector of n
 *   out  output  vector of n
 *
 *   mean and std  (v - mean) * (1 / std), 0 where std is 0; dense
 *   mean          v - mean; dense
 *   std           v * (1 / std), v * 0 where std is 0; a sparse vector stays sparse
 *
 * The reciprocal is rounded before it multiplies. A shorter vector meets the first values only;
 * one with values behind the model's last fails.
 *
 * Follows MLeap 0.25.2: core/feature/StandardScalerModel.scala.
 */
#include "ops/kernels/vector.h"

struct scaler {
    struct cl_attr_tensor mean_tensor, std_tensor;
    bool has_mean, has_std;
    struct cl_f64s mean, std;
    struct cl_f64s factor; /* 1 / std, 0 where std is 0 */
};

static const struct cl_attr attrs[] = {
    {.name = "mean",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct scaler, mean_tensor),
     .present = offsetof(struct scaler, has_mean),
     .optional = true},
    {.name = "std",
     .type = CL_ATTR_TENSOR,
     .offset = offsetof(struct scaler, std_tensor),
     .present = offsetof(struct scaler, has_std),
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

    if (!s->has_mean && !s->has_std)
        return cl_fail(err, CLEAP_E_FORMAT, "neither attribute 'mean' nor 'std' is there");
    if (s->has_mean)
        CL_TRY(cl_tensor_values(&s->mean_tensor, "mean", &s->mean, err));
    if (s->has_std)
        CL_TRY(cl_tensor_values(&s->std_tensor, "std", &s->std, err));
    s->factor.n = s->std.n;
    s->factor.at = cl_arena_array(src->arena, s->std.n, sizeof *s->factor.at);
    if (s->factor.at == NULL)
        return cl_fail_nomem(err);
    for (size_t k = 0; k < s->std.n; k++)
        s->factor.at[k] = s->std.at[k] != 0.0 ? 1.0 / s->std.at[k] : 0.0;
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct scaler *s = state;
    size_t width = s->has_std ? s->std.n : s->mean.n;

    return cl_vector_prepare(p, (int64_t)width, (int64_t)width, err);
}

static enum cleap_status centre(const struct scaler *s, struct cl_exec *x, struct cleap_error *err)
{
    const struct cl_tensor *in = x->in[0]->as.tensor;
    const double *mean = s->mean.at, *std = s->std.at, *factor = s->factor.at;
    size_t n = s->has_std && s->std.n < s->mean.n ? s->std.n : s->mean.n;
    double *out;

    for (size_t i = 0; i < x->n; i++)
        CL_TRY(cl_vector_check_size(x, i, &in[i], n, err));
    out = cl_vectors_densify(x, x->in[0], x->out[0]);
    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        if (s->has_std)
            for (size_t k = 0; k < in[i].size; k++)
                out[k] = std[k] != 0.0 ? (out[k] - mean[k]) * factor[k] : 0.0;
        else
            for (size_t k = 0; k < in[i].size; k++)
                out[k] -= mean[k];
        out += in[i].size;
    }
    return CLEAP_OK;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct scaler *s = state;

    return s->has_mean ? centre(s, x, err) : cl_vectors_times(x, &s->factor, err);
}

const struct cl_op cl_op_standard_scaler = {
    .name = "standard_scaler",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct scaler),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
