/*
 * max_abs_scaler: vectors divided by the largest magnitudes seen in training.
 *
 *   in   input   vector of n
 *   out  output  vector of n, in the form of the input
 *
 *   out = max(-1, min(1, v / maxAbs)), with 1 in place of a maxAbs of 0
 *
 * NaN stays NaN. Of a sparse vector only stored values are touched. A shorter vector meets the
 * first magnitudes only; one with values behind the model's last fails.
 *
 * Follows MLeap 0.25.2: core/feature/MaxAbsScalerModel.scala.
 */
#include "ops/kernels/vector.h"

struct scaler {
    struct cl_attr_tensor tensor;
    struct cl_f64s max_abs; /* none is 0 */
};

static const struct cl_attr attrs[] = {
    {.name = "maxAbs", .type = CL_ATTR_TENSOR, .offset = offsetof(struct scaler, tensor)},
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

    (void)src; /* no files besides the model */
    CL_TRY(cl_tensor_values(&s->tensor, "maxAbs", &s->max_abs, err));
    for (size_t k = 0; k < s->max_abs.n; k++)
        if (s->max_abs.at[k] == 0.0)
            s->max_abs.at[k] = 1.0;
    return CLEAP_OK;
}

static enum cleap_status prepare(void *state, struct cl_prepare *p, struct cleap_error *err)
{
    const struct scaler *s = state;

    return cl_vector_prepare(p, (int64_t)s->max_abs.n, (int64_t)s->max_abs.n, err);
}

/* Comparisons with NaN are false, so it passes. */
static double clamp(double v)
{
    return v > 1.0 ? 1.0 : v < -1.0 ? -1.0 : v;
}

static enum cleap_status execute(const void *state, struct cl_exec *x, struct cleap_error *err)
{
    const struct scaler *s = state;
    const double *max_abs = s->max_abs.at;
    const struct cl_tensor *in = x->in[0]->as.tensor;
    double *out;

    for (size_t i = 0; i < x->n; i++)
        CL_TRY(cl_vector_check_stored(x, i, &in[i], s->max_abs.n, err));
    out = cl_vectors_alike(x, x->in[0], x->out[0]);
    if (out == NULL)
        return cl_fail_nomem(err);
    for (size_t i = 0; i < x->n; i++) {
        const double *v = in[i].value;

        if (in[i].index != NULL)
            for (size_t k = 0; k < in[i].n; k++)
                out[k] = clamp(v[k] / max_abs[in[i].index[k]]);
        else
            for (size_t k = 0; k < in[i].n; k++)
                out[k] = clamp(v[k] / max_abs[k]);
        out += in[i].n;
    }
    return CLEAP_OK;
}

const struct cl_op cl_op_max_abs_scaler = {
    .name = "max_abs_scaler",
    .parity = {.kind = CL_PARITY_EXACT},
    .attrs = attrs,
    .ports = ports,
    .state_size = sizeof(struct scaler),
    .load = load,
    .prepare = prepare,
    .execute = execute,
};
